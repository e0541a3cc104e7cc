//! What can be said to Caseward on the command line. Help, completions and man pages come from here.

use std::path::PathBuf;

use caseward_casework::gate::AssignmentRole;
use caseward_model::{
    AtRisk, Basis, Category, Channel, EmergencyFinding, Harm, Imminence, OrganizationKind, Purpose,
    Role,
};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::certificate::CertificateArgs;
use crate::commands::assign::Whom;
use crate::commands::look_ups::LookUpsArgs;
use crate::commands::mask::MaskArgs;
use crate::commands::policy::PolicyArgs;
use crate::house::HouseArgs;

/// Keeps what was told in confidence, lets out what the rules allow, and can prove it.
#[derive(Debug, Parser)]
#[command(name = "caseward", version, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) house: HouseArgs,

    /// How to print: for people, or JSON for programs
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by the gate, \
                          4 verification or proof failed.";

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Sentences and tables.
    Human,
    /// One JSON value.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a temporary office with fictional people and serve it on this machine
    Demo(DemoArgs),
    /// Make a new office
    Init(InitArgs),
    /// Serve the pages and the API of an office
    Serve(ServeArgs),
    /// See what masking finds in a text, with people named in a file; needs no office
    Mask(MaskArgs),
    /// Read one attached file from the input and say what is in it; the program calls itself so
    #[command(hide = true)]
    ReadAttachment,
    /// Take in what another system exported
    Import(ImportArgs),
    /// Give records back, through the gate
    Export(ExportArgs),
    /// Put a question to the gate and see the answer, its reasons and its entry in the ledger
    Ask(AskArgs),
    /// Look for a client, among those whom a worker may know of; asks for name, birth date and number
    Find(FindArgs),
    /// A worker's clients by name, with what it takes to house them; filtered and in the order of need
    ByNameList(crate::commands::by_name_list::ByNameArgs),
    /// A client's file: at a glance, its plan, its papers
    File(crate::commands::file::FileArgs),
    /// Let something out to another organization, step by step
    Disclose(crate::commands::disclose::args::DiscloseArgs),
    /// Check the statement of a disclosure, or another paper with a proof, offline
    Statement(crate::commands::disclose::args::StatementArgs),
    /// What left about a client, to whom and why
    Accounting(crate::commands::disclose::args::AccountingArgs),
    /// Ask for access to a file, and answer colleagues who ask
    Access(AccessArgs),
    /// What clients agreed to: write it down, sign, take it back; talks about confidentiality
    Consent(crate::commands::consent::ConsentArgs),
    /// Clients' own views of their files: turn on once safety was discussed, off at once, make a link
    OwnView(crate::commands::own_view::OwnViewArgs),
    /// Conflicts of interest: declare something about a worker, decide on what was found
    Conflict(crate::commands::conflict::ConflictArgs),
    /// Recipients: the ways to them, their policies, protocols and breaches, and who may obtain what
    Recipient(crate::commands::recipient::RecipientArgs),
    /// What is agreed with partners about one client, and who of them knows of it
    Agreed(crate::commands::agreed::AgreedArgs),
    /// Ask the Law Department, answer for it, find its guidance
    Law(crate::commands::law::LawArgs),
    /// Somebody outside asks about a person: note it, the one letter that everybody gets
    Enquiry(crate::commands::enquiry::EnquiryArgs),
    /// Case conferences: begin a series, name who takes part, sign before anything of it can be seen
    Conference(crate::commands::conference::ConferenceArgs),
    /// What is collected and why, and what is held without a stated need
    Need(crate::commands::need::NeedArgs),
    /// The programmes that the office keeps, and in which of them a client takes part
    Programme(crate::commands::programme::ProgrammeArgs),
    /// What waits for a worker, the most urgent first
    Tasks(TasksArgs),
    /// Somebody is in danger: report it, so that something can be told on that ground; discuss it, end it, warn whoever is threatened
    Danger(crate::commands::danger::DangerArgs),
    /// Who told something about a client and permits that it goes somewhere: write it down, its paper, take it back
    Permission(crate::commands::permission::PermissionArgs),
    /// Open a file in an emergency, end that, review it
    Emergency(EmergencyArgs),
    /// Other systems: which there are, look-ups that are stated first, how their logs are read
    #[command(name = "lookups")]
    LookUps(LookUpsArgs),
    /// Who looked at what, and what nothing explains: compare, look through, ask, decide
    Review(crate::commands::review::ReviewArgs),
    /// Look at the ledger, verify it, prove an entry
    Ledger(LedgerArgs),
    /// Read, check and prove the rules
    Policy(PolicyArgs),
    /// Look for weak settings and damage
    Doctor(DoctorArgs),
    /// The people of this office: take in, invite, give a part, end access, let return
    User(crate::commands::people::UserArgs),
    /// Teams: who is in them, who leads them, who takes over
    Team(crate::commands::people::TeamArgs),
    /// Letters by mail: how they went, and whether mail arrives
    Mail(crate::commands::mail::MailCommandArgs),
    /// Agreements: publish, read, sign, record what was signed on paper, see who is missing what
    Agreement(crate::commands::standing::args::AgreementArgs),
    /// Training: take a course, record training from elsewhere, see who is missing what
    Training(crate::commands::standing::args::TrainingArgs),
    /// Workers of this office
    Worker(WorkerArgs),
    /// The register of organizations
    Organization(OrganizationArgs),
    /// Assign a client to a worker, a team or a project, or a worker to a project
    Assign(AssignArgs),
    /// End an assignment
    Unassign(UnassignArgs),
    /// Record a worker's duty before they look: reviewing accesses, making a report
    Duty(DutyArgs),
    /// Make a link by which a worker can sign in once
    SignInLink(SignInLinkArgs),
    /// With what people sign in, their sessions, and tokens of programs
    SignIn(SignInArgs),
    /// Ways to open the office
    Key(KeyArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the man page
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// The address to serve on; only this machine's own
    #[arg(long, default_value = "127.0.0.1:7311")]
    pub(crate) listen: std::net::SocketAddr,
    /// Make the office and stop, without serving
    #[arg(long)]
    pub(crate) no_serve: bool,
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// What the organization is called
    #[arg(long, default_value = "This office")]
    pub(crate) organization: String,
    /// What kind of organization it is
    #[arg(long, default_value = "agency", value_parser = word::<OrganizationKind>)]
    pub(crate) kind: OrganizationKind,
    /// The database is this provider's own: survivors' records may come in
    #[arg(long)]
    pub(crate) comparable_database: bool,
    /// Shield every client
    #[arg(long)]
    pub(crate) shield_everyone: bool,
    /// Where the office will be served, for the administrator's link
    #[arg(long, default_value = "http://localhost:7311", env = "CASEWARD_ADDRESS", value_parser = address)]
    pub(crate) address: String,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The address to serve on; without a certificate only this machine's own
    #[arg(long, default_value = "127.0.0.1:7311")]
    pub(crate) listen: std::net::SocketAddr,
    /// Where people find the pages, as browsers show it and letters name it: passkeys belong to its name
    #[arg(long, env = "CASEWARD_ADDRESS", value_parser = address)]
    pub(crate) address: Option<String>,
    /// A proxy on this machine speaks TLS with the browsers, and says in X-Forwarded-For who asks
    #[arg(long, env = "CASEWARD_BEHIND_PROXY", requires = "address")]
    pub(crate) behind_proxy: bool,
    #[command(flatten)]
    pub(crate) certificate: CertificateArgs,
    #[command(flatten)]
    pub(crate) mail: crate::post::MailArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Where people find the pages: the certificate must be for its name
    #[arg(long, env = "CASEWARD_ADDRESS", value_parser = address)]
    pub(crate) address: Option<String>,
    #[command(flatten)]
    pub(crate) certificate: CertificateArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    #[command(subcommand)]
    pub(crate) what: ImportWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportWhat {
    /// A HUD HMIS CSV export (FY2022, FY2024 or FY2026): a folder or a zip
    Hmis {
        /// The folder or zip
        path: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[command(subcommand)]
    pub(crate) what: ExportWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExportWhat {
    /// A HUD HMIS CSV export, for programme reporting
    Hmis {
        /// An empty or new folder for the files
        dir: PathBuf,
        /// Who exports: a worker's short name
        #[arg(long = "as", default_value = crate::house::CUSTODIAN)]
        asker: String,
        /// For which organization: its short name; this office's own if missing
        #[arg(long)]
        recipient: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AskArgs {
    /// Who asks: a worker's short name or id
    #[arg(long = "as")]
    pub(crate) asker: String,
    /// About whom: a client's id, or the PersonalID of an imported client
    #[arg(long)]
    pub(crate) client: String,
    /// Which section; say it several times for several, leave it out for all
    #[arg(long = "section", value_parser = word::<Category>, value_delimiter = ',')]
    pub(crate) sections: Vec<Category>,
    /// Why
    #[arg(long, default_value = "direct_service", value_parser = word::<Purpose>)]
    pub(crate) purpose: Purpose,
    /// To which organization it would go: a short name or id
    #[arg(long)]
    pub(crate) recipient: Option<String>,
    /// On what ground
    #[arg(long, default_value = "duty", value_parser = word::<Basis>)]
    pub(crate) basis: Basis,
    /// The number of the danger report, on the ground of danger
    #[arg(long)]
    pub(crate) danger: Option<i64>,
    /// By which way; the API's if missing, an encrypted message to a recipient
    #[arg(long, value_parser = word::<Channel>)]
    pub(crate) channel: Option<Channel>,
    /// What is to be done; reading if missing, disclosing where a recipient is named
    #[arg(long, value_enum)]
    pub(crate) action: Option<ActionWord>,
    /// The limits of the client's consent that only people can keep were read, and are kept
    #[arg(long)]
    pub(crate) limits_confirmed: bool,
    /// Print what is let out as well
    #[arg(long)]
    pub(crate) show: bool,
}

/// What can be asked from the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum ActionWord {
    Find,
    Read,
    Disclose,
    Report,
    ReadOwn,
}

#[derive(Debug, Args)]
pub(crate) struct FindArgs {
    /// Who looks: a worker's short name or id
    #[arg(long = "as")]
    pub(crate) asker: String,
    /// What for; what goes with the worker's part if missing
    #[arg(long, value_parser = word::<Purpose>)]
    pub(crate) purpose: Option<Purpose>,
}

#[derive(Debug, Args)]
pub(crate) struct AccessArgs {
    #[command(subcommand)]
    pub(crate) what: AccessWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccessWhat {
    /// Ask for access after a search told that somebody may be able to help
    Ask {
        /// Who asks: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
        /// The number that the search gave
        #[arg(long)]
        search: i64,
        /// What for
        #[arg(long, value_parser = word::<Purpose>)]
        purpose: Purpose,
    },
    /// A worker's own questions, and those that wait for their answer
    List {
        /// Whose: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
    /// Give a colleague access, until a day
    Give {
        /// The question's number
        question: i64,
        /// Who decides: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
        /// In which part
        #[arg(long, default_value = "support", value_parser = word::<AssignmentRole>)]
        role: AssignmentRole,
        /// The last day
        #[arg(long)]
        to: Date,
    },
    /// Decline a colleague's question; they learn nothing by it
    Decline {
        /// The question's number
        question: i64,
        /// Who decides: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct TasksArgs {
    /// Whose: a worker's short name or id
    #[arg(long = "as")]
    pub(crate) worker: String,
}

#[derive(Debug, Args)]
pub(crate) struct EmergencyArgs {
    #[command(subcommand)]
    pub(crate) what: EmergencyWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EmergencyWhat {
    /// Open sections of a file for minutes, because someone may come to serious harm. Sentences about people are
    /// asked for, one a line, and are no arguments: those stand in the shell's history and in lists of processes
    Open(EmergencyOpenArgs),
    /// End one's own emergency access
    End {
        /// Whose: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
        /// Its number
        ticket: i64,
    },
    /// One's own, and those that one may review
    List {
        /// Who looks: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
    /// Review one; it ends if it is still open. Why is asked for
    Review {
        /// Who reviews: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
        /// Its number
        ticket: i64,
        /// What was found
        #[arg(long, value_parser = word::<EmergencyFinding>)]
        finding: EmergencyFinding,
    },
    /// Confirm one beyond the team's budget, so that its opener may open another one
    Confirm {
        /// Who confirms: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
        /// Its number
        ticket: i64,
    },
    /// Say that you, the second person, know of one
    Seen {
        /// Who knows: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
        /// Its number
        ticket: i64,
    },
    /// Let the client hear of one later. Why is asked for
    Delay {
        /// Who decides: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
        /// Its number
        ticket: i64,
        /// For how many days; 0 lets them hear now
        #[arg(long, value_parser = clap::value_parser!(i64).range(0..=90))]
        days: i64,
    },
    /// Show or change how long they last, how many a team has, and how soon whoever is threatened is warned
    Limits(EmergencyLimitsArgs),
}

#[derive(Debug, Args)]
pub(crate) struct EmergencyOpenArgs {
    /// Who opens it: a worker's short name or id
    #[arg(long = "as")]
    pub(crate) worker: String,
    /// Whose file: a client's id, or the PersonalID of an imported client
    #[arg(long)]
    pub(crate) client: String,
    /// What may happen
    #[arg(long, value_parser = word::<Harm>)]
    pub(crate) harm: Harm,
    /// Who may be harmed
    #[arg(long, value_parser = word::<AtRisk>)]
    pub(crate) at_risk: AtRisk,
    /// How soon
    #[arg(long, value_parser = word::<Imminence>)]
    pub(crate) imminence: Imminence,
    /// The client was told that the file is opened
    #[arg(long)]
    pub(crate) told: bool,
    /// Which section; say it several times for several
    #[arg(long = "section", value_parser = word::<Category>, value_delimiter = ',')]
    pub(crate) sections: Vec<Category>,
    /// For how many minutes; as long as it can be if missing
    #[arg(long)]
    pub(crate) minutes: Option<i64>,
    /// You know that it is told to others, reviewed, and kept for the client to see
    #[arg(long)]
    pub(crate) understood: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EmergencyLimitsArgs {
    /// Who changes them: a worker's short name or id
    #[arg(long = "as", default_value = crate::house::ADMINISTRATOR)]
    pub(crate) worker: String,
    /// Minutes that one lasts at most
    #[arg(long)]
    pub(crate) minutes: Option<i64>,
    /// How many a team has in a month
    #[arg(long)]
    pub(crate) per_team: Option<i64>,
    /// Within how many hours of a danger report whoever is threatened is warned
    #[arg(long)]
    pub(crate) warn_hours: Option<i64>,
    /// The office's time zone, like America/New_York
    #[arg(long)]
    pub(crate) zone: Option<String>,
    /// A day on which nobody works, like 2026-12-25; say it several times, it replaces the list
    #[arg(long = "holiday")]
    pub(crate) holidays: Vec<jiff::civil::Date>,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerArgs {
    #[command(subcommand)]
    pub(crate) what: LedgerWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerWhat {
    /// Recompute the whole ledger and compare; needs no key
    Verify {
        /// A checkpoint that was kept
        #[arg(long)]
        checkpoint: Option<PathBuf>,
        /// The key that signed it, as `caseward ledger checkpoint` prints it
        #[arg(long, requires = "checkpoint")]
        key: Option<String>,
    },
    /// Show entries: one by its number, or the newest
    Show {
        /// The entry's number
        index: Option<u64>,
        /// How many of the newest
        #[arg(long, default_value_t = 20)]
        last: u32,
    },
    /// Print the proof that an entry is in the ledger
    Proof {
        /// The entry's number
        index: u64,
    },
    /// Print a signed checkpoint to keep somewhere else
    Checkpoint,
}

#[derive(Debug, Args)]
pub(crate) struct WorkerArgs {
    #[command(subcommand)]
    pub(crate) what: WorkerWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WorkerWhat {
    /// Take a worker in
    Add {
        /// The short name: lower-case letters, digits, dots, dashes
        handle: String,
        /// What they are called
        #[arg(long)]
        name: String,
        /// Their part
        #[arg(long, default_value = "caseworker", value_parser = word::<Role>)]
        role: Role,
        /// Their organization's short name
        #[arg(long, default_value = crate::house::OWN)]
        organization: String,
    },
    /// Everyone who works here
    List,
}

#[derive(Debug, Args)]
pub(crate) struct OrganizationArgs {
    #[command(subcommand)]
    pub(crate) what: OrganizationWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OrganizationWhat {
    /// Take an organization into the register
    Add {
        /// The short name
        handle: String,
        /// What it is called
        #[arg(long)]
        name: String,
        /// What kind
        #[arg(long, value_parser = word::<OrganizationKind>)]
        kind: OrganizationKind,
    },
    /// The register
    List,
}

#[derive(Debug, Args)]
pub(crate) struct AssignArgs {
    #[command(flatten)]
    pub(crate) whom: Whom,
    /// In which part: lead, support, cover or custodian; lead if missing
    #[arg(long, value_parser = word::<AssignmentRole>)]
    pub(crate) role: Option<AssignmentRole>,
    /// The first day, as 2026-11-30; from now on if missing
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<Date>,
    /// The last day, as 2026-12-31; until it is ended if missing
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct UnassignArgs {
    #[command(flatten)]
    pub(crate) whom: Whom,
    /// The last day, as 2026-12-31; it ends now if missing
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct DutyArgs {
    /// The worker's short name
    pub(crate) worker: String,
    /// What the duty is
    #[arg(long, value_parser = word::<Purpose>)]
    pub(crate) purpose: Purpose,
    /// For how many hours
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(i64).range(1..=720))]
    pub(crate) hours: i64,
}

#[derive(Debug, Args)]
pub(crate) struct SignInLinkArgs {
    /// The worker's short name
    pub(crate) worker: String,
    /// For how many minutes
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(i64).range(1..=1_440))]
    pub(crate) minutes: i64,
    /// Where the office is served
    #[arg(long, default_value = "http://localhost:7311", env = "CASEWARD_ADDRESS", value_parser = address)]
    pub(crate) address: String,
}

#[derive(Debug, Args)]
pub(crate) struct SignInArgs {
    #[command(subcommand)]
    pub(crate) what: SignInWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SignInWhat {
    /// With what someone signs in, where they are signed in, and which programs work for them
    Show {
        /// The worker's short name
        worker: String,
    },
    /// Take away everything that someone signs in with, and end all that was begun with it
    Reset {
        /// The worker's short name
        worker: String,
    },
    /// End all sessions of someone
    End {
        /// The worker's short name
        worker: String,
    },
    /// Make a token for a program that works in someone's name, and print it once
    Token {
        /// The worker's short name
        worker: String,
        /// What it may do; say it several times for several
        #[arg(long = "scope", required = true, value_delimiter = ',', value_parser = scope)]
        scopes: Vec<caseward_casework::sign_in::Scope>,
        /// For how many days
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=366))]
        days: i64,
        /// What it is called
        #[arg(long, default_value = "")]
        name: String,
    },
    /// Take a program's token back
    Revoke {
        /// The worker's short name
        worker: String,
        /// What `caseward sign-in show` calls it
        token: String,
    },
    /// Let one-time links alone in, without anything else: only where everybody is made up
    LinksAlone {
        /// Let them in no more: whoever comes by a link sets something up first
        #[arg(long)]
        no_more: bool,
    },
    /// Of whom it is asked, when a session begins, whether anybody can hear or read along where they work
    Whereabouts {
        /// whoever_says_so, handhelds or everyone; how it stands is shown without one
        #[arg(value_parser = whereabouts_rule)]
        rule: Option<caseward_casework::sign_in::WhereaboutsRule>,
    },
    /// The office's own directory, through which people can come in (OpenID Connect)
    Oidc {
        #[command(subcommand)]
        what: OidcWhat,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum OidcWhat {
    /// Use a directory; it asks for the secret, or reads it from standard input
    Set {
        /// The directory's address, exactly as it writes it itself
        #[arg(long)]
        issuer: String,
        /// What the directory calls this office
        #[arg(long)]
        client_id: String,
        /// What people here call it; it stands on the button
        #[arg(long)]
        name: String,
        /// Where this office is served, as a browser shows it: the directory sends people back there
        #[arg(long, default_value = "http://localhost:7311", env = "CASEWARD_ADDRESS", value_parser = address)]
        address: String,
        /// The directory is on this machine and has no TLS: for trying out
        #[arg(long)]
        loopback: bool,
    },
    /// Which directory the office has, and where it must send people back to
    Show {
        /// Where this office is served, as a browser shows it
        #[arg(long, default_value = "http://localhost:7311", env = "CASEWARD_ADDRESS", value_parser = address)]
        address: String,
    },
    /// Take the directory away; nobody comes in through it any more
    Remove,
}

fn scope(word: &str) -> Result<caseward_casework::sign_in::Scope, String> {
    use caseward_casework::sign_in::Scope;
    Scope::from_word(word).ok_or_else(|| {
        let words: Vec<_> = Scope::ALL.iter().map(|it| it.word()).collect();
        format!("choose among {}", words.join(", "))
    })
}

fn whereabouts_rule(word: &str) -> Result<caseward_casework::sign_in::WhereaboutsRule, String> {
    use caseward_casework::sign_in::WhereaboutsRule;
    WhereaboutsRule::from_word(word).ok_or_else(|| {
        let words = WhereaboutsRule::ALL.map(WhereaboutsRule::word);
        format!("choose among {}", words.join(", "))
    })
}

#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    #[command(subcommand)]
    pub(crate) what: KeyWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyWhat {
    /// Make a key file that opens the office
    AddFile {
        /// Where to write it; keep it away from the office's data
        path: PathBuf,
    },
    /// Make a paper key that opens the office, and print it
    AddPaper,
    /// The ways to open the office, and who is known to hold them
    List,
    /// Write down that somebody knows or holds a way to open the office
    Hold {
        /// Its number, as `list` prints it
        slot: i64,
        /// The worker's short name
        handle: String,
    },
    /// Write down that somebody gave a key file or paper key back
    GiveBack {
        /// Its number, as `list` prints it
        slot: i64,
        /// The worker's short name
        handle: String,
    },
    /// Take a way to open the office away; older copies of the database open with it all the same
    Remove {
        /// Its number, as `list` prints it
        slot: i64,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// For which shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Reads where an office is served; a link to anything else would be handed to someone.
pub(crate) fn address(text: &str) -> Result<String, String> {
    let rest = text
        .strip_prefix("http://")
        .or_else(|| text.strip_prefix("https://"));
    match rest {
        Some(host) if !host.is_empty() && text.bytes().all(|it| it.is_ascii_graphic()) => {
            Ok(text.to_owned())
        }
        _ => Err("write it like http://localhost:7311".to_owned()),
    }
}

/// Reads a word of one of the model's lists; what it can be stands in the message.
pub(crate) fn word<W: std::str::FromStr<Err = caseward_model::UnknownWord>>(
    text: &str,
) -> Result<W, String> {
    text.parse()
        .map_err(|error: caseward_model::UnknownWord| error.to_string())
}
