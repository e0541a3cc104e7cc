//! What can be said to `caseward disclose`, `caseward statement` and `caseward accounting`.

use std::path::PathBuf;

use caseward_model::{Basis, Category, Channel, Language, Purpose, Regime, Road, Told};
use clap::{Args, Subcommand, ValueEnum};

use crate::cli::{address, word};

#[derive(Debug, Args)]
pub(crate) struct DiscloseArgs {
    /// Who acts: a worker's short name or id
    #[arg(long = "as", global = true, default_value = "")]
    pub(super) worker: String,
    /// About whom: a client's id, or the PersonalID of an imported client
    #[arg(long, global = true, default_value = "")]
    pub(super) client: String,
    #[command(subcommand)]
    pub(super) what: What,
}

#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// Say what is to go where, and why; nothing is opened and nothing leaves
    Begin(BeginArgs),
    /// Prepare a disclosure, answer by answer: each is kept, whether it fits or not, and what is missing is said. Nothing begins
    Prepare(Box<PrepareArgs>),
    /// What you prepare about a client; what colleagues prepare isn't shown
    Drafts,
    /// What you prepare under this number, and what it still needs
    Draft {
        /// The draft's number
        number: i64,
    },
    /// Begin the disclosure that you prepared; the draft ends
    TakeUp {
        /// The draft's number
        number: i64,
    },
    /// Throw a draft away
    ThrowAway {
        /// The draft's number
        number: i64,
    },
    /// The disclosures of a client
    List,
    /// One disclosure: how it stands, by which way it goes and through whose hands, and what was said where you may read that
    Show {
        /// The disclosure's number
        number: i64,
    },
    /// Choose anew which sections go; asks why, where it is more than the purpose usually needs
    Sections {
        /// The disclosure's number
        number: i64,
        /// Which section; say it several times for several
        #[arg(long = "section", required = true, value_parser = word::<Category>, value_delimiter = ',')]
        sections: Vec<Category>,
    },
    /// Put together the paper that would leave, and write it into a file to be looked at
    Compose {
        /// The disclosure's number
        number: i64,
        /// The PDF to be written
        #[arg(long)]
        preview: PathBuf,
        /// In which language: en or es
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
    },
    /// Attach a file: its text is read, masked and set into the paper; the file itself never leaves
    Attach {
        /// The disclosure's number
        number: i64,
        /// The file: PDF, DOCX, ODT, a picture, a letter, text
        file: PathBuf,
        /// Under the rules of which section it leaves
        #[arg(long, value_parser = word::<Category>)]
        section: Category,
    },
    /// Take an attached file off again
    Detach {
        /// The disclosure's number
        number: i64,
        /// Which file, from 1
        place: usize,
    },
    /// What was masked in the paper, place by place
    Masks {
        /// The disclosure's number
        number: i64,
    },
    /// Mask a word or name besides, however it is written; asks which, so that it stands in no history of commands
    Mask {
        /// The disclosure's number
        number: i64,
    },
    /// Don't mask a word any more that was to be masked besides; asks which
    Unmask {
        /// The disclosure's number
        number: i64,
    },
    /// Leave a place readable; asks why, and a second person has to look at the paper then
    Leave {
        /// The disclosure's number
        number: i64,
        /// Which place, as `masks` counts them
        place: usize,
    },
    /// Mask more around a place
    Widen {
        /// The disclosure's number
        number: i64,
        /// Which place, as `masks` counts them
        place: usize,
        /// How much more
        #[arg(long, value_enum)]
        by: By,
    },
    /// Take back what was decided about a place: it is masked again as it was found
    Accept {
        /// The disclosure's number
        number: i64,
        /// Which place, as `masks` counts them
        place: usize,
    },
    /// Say who the partners and ex-partners of somebody in the men's programme are, for a paper about him; asks for their names, which
    /// are masked in it
    Partners {
        /// The disclosure's number
        number: i64,
        /// Nobody can be named; asks why
        #[arg(long)]
        nobody: bool,
    },
    /// The sentences of such a paper that speak of a partner, one by one
    Sentences {
        /// The disclosure's number
        number: i64,
    },
    /// Take a sentence out that speaks of a partner: it is masked whole
    TakeOut {
        /// The disclosure's number
        number: i64,
        /// Which sentence, as `sentences` counts them
        place: usize,
        /// The SHA-256 of the paper in which you read it, as `sentences` says it
        #[arg(long)]
        content: String,
    },
    /// Put a sentence back that was taken out
    PutBack {
        /// The disclosure's number
        number: i64,
        /// Which sentence, as `sentences` counts them
        place: usize,
        /// The SHA-256 of the paper in which you read it, as `sentences` says it
        #[arg(long)]
        content: String,
    },
    /// Say that you read a sentence that speaks of a partner, and that it may stay
    Clear {
        /// The disclosure's number
        number: i64,
        /// Which sentence, as `sentences` counts them
        place: usize,
        /// The SHA-256 of the paper in which you read it, as `sentences` says it
        #[arg(long)]
        content: String,
    },
    /// Record that a disclosure which may put the client at more risk was discussed; asks what was said, and notes it in the
    /// client's file. For a supervisor other than whoever began it
    Discuss {
        /// The disclosure's number
        number: i64,
        /// It does not go on
        #[arg(long)]
        stop: bool,
    },
    /// Approve a disclosure that somebody else put together, after having looked at it
    Approve {
        /// The disclosure's number
        number: i64,
        /// The SHA-256 of the paper that you looked at, as `compose` and `list` say it
        #[arg(long)]
        content: String,
    },
    /// Choose by which of the recipient's checked ways it leaves; without a number, show which there are
    Way {
        /// The disclosure's number
        number: i64,
        /// The number of the way
        way: Option<i64>,
        /// Seal it with a passphrase that is told on the telephone
        #[arg(long)]
        spoken: bool,
        /// For how many hours a link is open
        #[arg(long)]
        hours: Option<u32>,
        /// The limits that the client set were read, and are kept
        #[arg(long)]
        limits_kept: bool,
        /// Nobody from whom a wall keeps the client apart lives, works or reads where it goes
        #[arg(long)]
        nobody_walled: bool,
        /// Somebody who is a danger to the client, or to a child of theirs, lives, works or reads where it goes: yes or no
        #[arg(long, value_name = "YES-OR-NO", value_parser = yes_or_no)]
        danger_there: Option<bool>,
        /// Nothing in the paper shows who told what other people told
        #[arg(long)]
        tellers_kept: bool,
        /// Where nobody answers the telephone, word would be left; only where they said that it can be
        #[arg(long)]
        leaves_word: bool,
        /// You read the paper to its end, and nobody stands in it who shouldn't; needed
        #[arg(long)]
        paper_read: bool,
        /// Where the office is served, for a link: an https address
        #[arg(long, value_name = "URL", env = "CASEWARD_ADDRESS", value_parser = address)]
        address: Option<String>,
    },
    /// Let it out, if the rules still say so; what is yours to carry goes into a new folder: a sealed file, or for an envelope
    /// the paper, its statement and the proof
    Release {
        /// The disclosure's number
        number: i64,
        /// The SHA-256 of the paper that you looked at, as `compose` and `list` say it: exactly that leaves
        #[arg(long)]
        content: String,
        /// The folder to be made
        #[arg(long)]
        into: PathBuf,
        /// In which language the statement is: en or es
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
        /// Where the office is served, for a link: an https address
        #[arg(long, value_name = "URL", env = "CASEWARD_ADDRESS", value_parser = address)]
        address: Option<String>,
        #[command(flatten)]
        mail: Box<crate::post::MailArgs>,
    },
    /// The statement before it leaves: the PDF that would be made, with what can't be known before left open
    Statement {
        /// The disclosure's number
        number: i64,
        /// The file to be made
        #[arg(long)]
        into: PathBuf,
        /// In which language: en or es
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
    },
    /// Call back what was sent from here and nobody has fetched yet
    Recall {
        /// The disclosure's number
        number: i64,
    },
    /// Write down that an envelope changed hands; asks who took it. Somebody of theirs, unless you say who else
    Hands {
        /// The disclosure's number
        number: i64,
        /// To a colleague who carries it on: their short name
        #[arg(long, conflicts_with = "courier")]
        colleague: Option<String>,
        /// To somebody who carries it for us: the short name of the organization for which they work
        #[arg(long)]
        courier: Option<String>,
        /// The seal wasn't whole, or its number another one
        #[arg(long)]
        seal_broken: bool,
        /// Whoever took it signed the sheet
        #[arg(long)]
        in_ink: bool,
    },
    /// Keep the signed sheet of an envelope, as it was scanned, with the hand-over that it belongs to; or write what was kept into a file
    Signed {
        /// The disclosure's number
        number: i64,
        /// Which hand-over, from 1
        step: usize,
        /// The scan: a PDF, JPEG or PNG file of 8 MB at most
        #[arg(long, conflicts_with = "into")]
        scan: Option<PathBuf>,
        /// The file to be made
        #[arg(long)]
        into: Option<PathBuf>,
        /// The entry of the ledger that let it out, as `list` says it; without one, the last release
        #[arg(long)]
        entry: Option<u64>,
    },
    /// The sheet for the outside of an envelope: a PDF without any client
    CoverSheet {
        /// The disclosure's number
        number: i64,
        /// The file to be made
        #[arg(long)]
        into: PathBuf,
        /// In which language: en or es
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
    },
    /// The papers of a release, into a new folder: what left, its statement and the proof of that
    Papers {
        /// The disclosure's number
        number: i64,
        /// The folder to be made
        #[arg(long)]
        into: PathBuf,
        /// The entry of the ledger that let it out, as `list` says it; without one, the last release
        #[arg(long)]
        entry: Option<u64>,
    },
    /// Note that it arrived; asks how
    Arrived {
        /// The disclosure's number
        number: i64,
    },
    /// Note that it did not arrive; asks what happened
    Failed {
        /// The disclosure's number
        number: i64,
    },
    /// Note that the client was told, or why they can't be before it leaves; asks what was said
    Told {
        /// The disclosure's number
        number: i64,
        /// `before` when they know, `later` when they are told after it left, `not` when they can't be told
        #[arg(long, default_value = "before", value_parser = word::<Told>)]
        told: Told,
    },
    /// To whom the client's rows go in exports for programme reporting, and whether they were told
    Exports,
    /// Note that the client was told to whom their rows go in exports, or why they can't be; asks what was said
    ToldExports {
        /// Of which organization: a short name or id; several times for several, left out for all of which they have still to be told
        #[arg(long = "recipient")]
        recipients: Vec<String>,
        /// They can't be told, and there is a reason
        #[arg(long)]
        not: bool,
    },
    /// Give it up before anything left
    Drop {
        /// The disclosure's number
        number: i64,
    },
}

/// How much more is masked around a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum By {
    /// The word before
    WordBefore,
    /// The word after
    WordAfter,
    /// The sentence
    Sentence,
    /// The whole text
    All,
}

/// An answer that has to be given, one way or the other.
fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("say yes or no".to_owned()),
    }
}

#[derive(Debug, Args)]
pub(super) struct BeginArgs {
    /// What kind of disclosure; what it asks besides is asked for
    #[arg(long, default_value = "other", value_parser = word::<Road>)]
    pub(super) kind: Road,
    /// To which organization: a short name or id
    #[arg(long)]
    pub(super) recipient: String,
    /// Why
    #[arg(long, value_parser = word::<Purpose>)]
    pub(super) purpose: Purpose,
    /// On what ground
    #[arg(long, value_parser = word::<Basis>)]
    pub(super) basis: Basis,
    /// On the ground of danger, the number of the report on which it goes; needn't be said where only one stands
    #[arg(long)]
    pub(super) danger: Option<i64>,
    /// By which way
    #[arg(long, default_value = "hand_delivery", value_parser = word::<Channel>)]
    pub(super) channel: Channel,
    /// Which section; say it several times for several, leave it out for what the purpose needs
    #[arg(long = "section", value_parser = word::<Category>, value_delimiter = ',')]
    pub(super) sections: Vec<Category>,
    /// Whether the client knows: `before`, `later`, `not`; what was said is asked for
    #[arg(long, default_value = "later", value_parser = word::<Told>)]
    pub(super) told: Told,
    /// It may put the client at more risk; asks which, and a supervisor discusses it before anything goes
    #[arg(long)]
    pub(super) raises_risk: bool,
    /// A text of your own goes, for a consultant or for teaching; asks for it
    #[arg(long)]
    pub(super) own_text: bool,
}

#[derive(Debug, Args)]
pub(super) struct PrepareArgs {
    /// The draft's number; a new one begins without it
    pub(super) number: Option<i64>,
    /// What kind of disclosure
    #[arg(long, value_parser = word::<Road>)]
    pub(super) kind: Option<Road>,
    /// Why
    #[arg(long, value_parser = word::<Purpose>)]
    pub(super) purpose: Option<Purpose>,
    /// On what ground
    #[arg(long, value_parser = word::<Basis>)]
    pub(super) basis: Option<Basis>,
    /// On the ground of danger, the number of the report on which it goes
    #[arg(long, requires = "basis")]
    pub(super) danger: Option<i64>,
    /// To which organization: a short name or id
    #[arg(long)]
    pub(super) recipient: Option<String>,
    /// Answer what its kind asks; each is asked for
    #[arg(long)]
    pub(super) questions: bool,
    /// Which section; say it several times for several
    #[arg(long = "section", value_parser = word::<Category>, value_delimiter = ',')]
    pub(super) sections: Vec<Category>,
    /// It is more than the purpose usually needs; asks why
    #[arg(long, requires = "sections")]
    pub(super) more: bool,
    /// By which way
    #[arg(long, value_parser = word::<Channel>)]
    pub(super) channel: Option<Channel>,
}

#[derive(Debug, Args)]
pub(crate) struct StatementArgs {
    #[command(subcommand)]
    pub(super) what: StatementWhat,
}

#[derive(Debug, Subcommand)]
pub(super) enum StatementWhat {
    /// Check a statement against its proof and the ledger's key; asks nobody and needs no office
    Verify {
        /// The statement: a PDF
        file: PathBuf,
        /// Its proof; beside the statement, with `.tlog-proof` for its ending, if missing
        #[arg(long)]
        proof: Option<PathBuf>,
        /// The ledger's key, as it stands on the statement and as it was handed over by a way of its own; asked for if missing
        #[arg(long, env = "CASEWARD_LEDGER_KEY")]
        key: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AccountingArgs {
    /// Who asks: a worker's short name or id
    #[arg(long = "as")]
    pub(super) worker: String,
    /// About whom: a client's id, or the PersonalID of an imported client
    #[arg(long)]
    pub(super) client: String,
    /// Under which rules: all, hipaa, part2, vawa or uk
    #[arg(long, default_value = "all", value_parser = word::<Regime>)]
    pub(super) regime: Regime,
    /// Print it as CSV
    #[arg(long)]
    pub(super) csv: bool,
    /// Write it into a new file whose name ends in `.csv`, `.xlsx` or `.pdf`; in `.json` for FHIR audit events
    #[arg(long, value_name = "FILE", conflicts_with = "csv")]
    pub(super) into: Option<PathBuf>,
    /// For FHIR: the organization that the events are for and about, by its short name or id
    #[arg(long, value_name = "ORGANIZATION", requires = "into")]
    pub(super) recipient: Option<String>,
    /// In which language the paper is: en or es
    #[arg(long, default_value = "en", value_parser = word::<Language>)]
    pub(super) language: Language,
}
