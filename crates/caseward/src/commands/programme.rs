//! `caseward programme`: the programmes that the office keeps, and in which of them a client takes part (DV-4.2, DV-4.3, DV-5.2.1, RE-5).
//! Who said so is asked for line by line, so that it stands in no shell's history.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use caseward_casework::Office;
use caseward_casework::gate::Refusal;
use caseward_casework::programmes::{FormPaper, NewPart, NewProgramme, PartError, ProgrammePart};
use caseward_casework::sign_in::SignedIn;
use caseward_casework::tellers::PaperLook;
use caseward_model::{Channel, Client, Id, Language, ProgrammeKind};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;

use super::ask::NOT_KNOWN;
use super::consent::save;
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct ProgrammeArgs {
    #[command(subcommand)]
    what: What,
}

/// Who acts, and about whom.
#[derive(Debug, Args)]
struct AboutArgs {
    /// Who does it: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
    /// About whom: a client's id, or the PersonalID of an imported client
    #[arg(long)]
    client: String,
}

/// What is said of a programme.
#[derive(Debug, Args)]
struct SaidArgs {
    /// What it is called; name nobody
    name: String,
    /// Which organization runs it: a short name or id; the office itself if missing
    #[arg(long)]
    run_by: Option<String>,
    /// Its first day, like 2026-03-02
    #[arg(long)]
    from: Date,
    /// Its last day; it goes on if missing
    #[arg(long)]
    until: Option<Date>,
    /// Who says so: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The programmes that the office keeps
    List,
    /// Take a programme in
    TakeIn {
        /// What kind it is: behaviour_change, shelter, housing, re_entry, outreach, support or other; it stays
        #[arg(long, value_parser = word::<ProgrammeKind>)]
        kind: ProgrammeKind,
        #[command(flatten)]
        said: SaidArgs,
    },
    /// Say anew what a programme is called, who runs it, and from when until when
    Change {
        /// The programme's number
        programme: i64,
        #[command(flatten)]
        said: SaidArgs,
    },
    /// The form on confidentiality of a programme for people who used violence, as PDF; it names nobody
    PrintForm {
        /// The programme's number
        programme: i64,
        /// In which language: en or es
        #[arg(long, value_parser = word::<Language>, default_value = "en")]
        language: Language,
        /// Where the PDF goes
        #[arg(long)]
        out: PathBuf,
    },
    /// In which programmes a client takes part, or did
    Parts {
        #[command(flatten)]
        about: AboutArgs,
    },
    /// Write down that a client begins to take part; asks who said so. It opens their file to nobody
    Begin {
        /// The programme's number
        programme: i64,
        /// From which day, like 2026-03-02
        #[arg(long)]
        from: Date,
        #[command(flatten)]
        about: AboutArgs,
    },
    /// Record the programme's form on confidentiality as they signed it, with its scan; a second person confirms it
    Form {
        /// The number under which taking part was written down
        part: i64,
        /// The day on the form
        #[arg(long)]
        signed_on: Date,
        /// The scan: a PDF, JPEG or PNG file
        #[arg(long)]
        scan: PathBuf,
        #[command(flatten)]
        about: AboutArgs,
    },
    /// Write the scan of the signed form into a file, and say which scan it is
    FormScan {
        /// The number under which taking part was written down
        part: i64,
        /// Where to
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        about: AboutArgs,
    },
    /// Confirm the signed form that somebody else recorded, or decline it
    FormConfirm {
        /// The number under which taking part was written down
        part: i64,
        /// At which scan you looked, as `form-scan` said
        #[arg(long)]
        scan: i64,
        /// It isn't the signed form, or has another day on it
        #[arg(long)]
        decline: bool,
        #[command(flatten)]
        about: AboutArgs,
    },
    /// Write down that they take part no more; asks how it ended, and who said so
    End {
        /// The number under which taking part was written down
        part: i64,
        /// The last day
        #[arg(long)]
        on: Date,
        #[command(flatten)]
        about: AboutArgs,
    },
    /// It was written down by mistake; asks how that is known. Somebody else says so than whoever wrote it
    Mistake {
        /// The number under which taking part was written down
        part: i64,
        #[command(flatten)]
        about: AboutArgs,
    },
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &ProgrammeArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        What::List => list(&office, terminal).await?,
        What::TakeIn { kind, said } => {
            let me = office.colleague(&said.worker).await?;
            let new = read(&office, said, Some(*kind)).await?;
            let no = office.take_in_programme(me.id, new).await?;
            terminal.json(&json!({ "programme": no }))?;
            terminal.say(format!("Taken in as {no}."));
        }
        What::Change { programme, said } => {
            let me = office.colleague(&said.worker).await?;
            let new = read(&office, said, None).await?;
            office.change_programme(me.id, *programme, new).await?;
            terminal.json(&json!({ "changed": programme }))?;
            terminal.say("Changed.");
        }
        What::PrintForm {
            programme,
            language,
            out,
        } => {
            let pdf = office.programme_form(*programme, *language).await?;
            super::consent::save(out, &pdf)?;
            terminal.json(&json!({ "form": programme }))?;
            terminal.say("Written.");
        }
        What::Parts { about }
        | What::Begin { about, .. }
        | What::Form { about, .. }
        | What::FormScan { about, .. }
        | What::FormConfirm { about, .. }
        | What::End { about, .. }
        | What::Mistake { about, .. } => {
            let who = office.colleague(&about.worker).await?;
            let desk = Desk {
                person: office.person_numbered(who.no).await?,
                client: office.client_called(&about.client).await?,
                office: &office,
                terminal,
            };
            let ended = ended(desk.carry_out(&order.what).await?, terminal)?;
            office.write_tally().await?;
            return Ok(ended);
        }
    }
    Ok(Ended::Done)
}

async fn read(
    office: &Office,
    said: &SaidArgs,
    kind: Option<ProgrammeKind>,
) -> anyhow::Result<NewProgramme> {
    let run_by = match &said.run_by {
        Some(handle) => Some(office.organization(handle).await?.id),
        None => None,
    };
    Ok(NewProgramme {
        name: said.name.clone(),
        kind,
        run_by,
        from: said.from.to_string(),
        until: said.until.map(|it| it.to_string()).unwrap_or_default(),
    })
}

async fn list(office: &Office, terminal: &Terminal) -> anyhow::Result<()> {
    let kept = office.kept_programmes().await?;
    let rows = kept.iter().map(|it| {
        json!({
            "number": it.no,
            "name": it.name,
            "kind": it.kind.word(),
            "run_by": it.run_by.to_string(),
            "from": it.from.to_string(),
            "until": it.until.map(|day| day.to_string()),
        })
    });
    terminal.json(&rows.collect::<Vec<_>>())?;
    for it in &kept {
        let until = it.until.map(|day| format!(" until {day}"));
        terminal.say(format!(
            "{:<5}{:<18}{}, from {}{}",
            it.no,
            it.kind.word(),
            it.name,
            it.from,
            until.unwrap_or_default()
        ));
    }
    Ok(())
}

type Done = Result<(), PartError>;

/// Who acts, and about whom.
struct Desk<'d> {
    office: &'d Office,
    person: SignedIn,
    client: Id<Client>,
    terminal: &'d Terminal,
}

impl Desk<'_> {
    async fn carry_out(&self, what: &What) -> anyhow::Result<Done> {
        let (office, person) = (self.office, &self.person);
        match what {
            What::Begin {
                programme, from, ..
            } => self.begin(*programme, *from).await,
            What::Form {
                part,
                signed_on,
                scan,
                ..
            } => self.form(*part, *signed_on, scan).await,
            What::FormScan { part, out, .. } => self.form_scan(*part, out).await,
            What::FormConfirm {
                part,
                scan,
                decline,
                ..
            } => self.form_confirm(*part, *scan, !decline).await,
            What::End { part, on, .. } => {
                let how = self.line("How it ended, and who said so:")?;
                let which = (self.client, *part);
                let ended = office.end_part(person, which, Channel::Api, (Some(*on), &how));
                self.noted(("ended", *part), "Written down.", ended.await)
            }
            What::Mistake { part, .. } => {
                let why = self.line("How it is known that it was a mistake:")?;
                let which = (self.client, *part);
                let taken_back = office.part_was_mistake(person, which, Channel::Api, &why);
                self.noted(("mistake", *part), "Taken back.", taken_back.await)
            }
            // The office's own programmes were done before.
            What::Parts { .. }
            | What::List
            | What::TakeIn { .. }
            | What::Change { .. }
            | What::PrintForm { .. } => self.list().await,
        }
    }

    async fn begin(&self, programme: i64, from: Date) -> anyhow::Result<Done> {
        let new = NewPart {
            programme,
            from: Some(from),
            said_by: self.line("Who said so:")?,
        };
        let (office, person) = (self.office, &self.person);
        let begun = office.begin_part(person, self.client, Channel::Api, new);
        let no = match begun.await {
            Ok(no) => no,
            Err(error) => return Ok(Err(error)),
        };
        self.terminal.json(&json!({ "part": no }))?;
        self.terminal.say(format!("Written down as {no}."));
        Ok(Ok(()))
    }

    async fn form(&self, part: i64, signed_on: Date, scan: &Path) -> anyhow::Result<Done> {
        let scan =
            std::fs::read(scan).with_context(|| format!("{} can't be read", scan.display()))?;
        let paper = FormPaper {
            signed_on: Some(signed_on),
            scan,
        };
        let (office, person) = (self.office, &self.person);
        let which = (self.client, part);
        let signed = office.part_form_signed(person, which, Channel::Api, paper);
        let says = "Recorded. A second person compares it: `form-scan`, `form-confirm`.";
        self.noted(("signed", part), says, signed.await)
    }

    async fn form_scan(&self, part: i64, out: &Path) -> anyhow::Result<Done> {
        let (office, person) = (self.office, &self.person);
        let found = office.part_form_scan(person, (self.client, part), Channel::File);
        let (scan, delivery) = match found.await {
            Ok(found) => found,
            Err(error) => return Ok(Err(error)),
        };
        save(out, &scan.bytes)?;
        delivery.delivered(Some(&scan.bytes));
        self.terminal
            .json(&json!({ "scan": scan.number, "saved": out }))?;
        self.terminal.say(format!(
            "Scan {}, saved as {}. Compare it, and confirm or decline it by this number.",
            scan.number,
            out.display()
        ));
        Ok(Ok(()))
    }

    async fn form_confirm(&self, part: i64, scan: i64, same: bool) -> anyhow::Result<Done> {
        let (office, person) = (self.office, &self.person);
        let which = (self.client, part);
        let look = PaperLook { scan, same };
        let looked = office.confirm_part_form(person, which, Channel::Api, look);
        let (what, says) = if same {
            ("confirmed", "Confirmed.")
        } else {
            ("declined", "Declined; another scan is awaited.")
        };
        self.noted((what, part), says, looked.await)
    }

    async fn list(&self) -> anyhow::Result<Done> {
        let (office, person) = (self.office, &self.person);
        let found = office.parts_of(person, self.client, Channel::Api).await;
        let (all, delivery) = match found {
            Ok(found) => found,
            Err(error) => return Ok(Err(error)),
        };
        let names = office.programme_names().await?;
        let rows: Vec<_> = all.iter().map(row).collect();
        self.terminal.json(&rows)?;
        for it in &all {
            let name = names.get(&it.programme).map_or("", String::as_str);
            self.terminal.say(format!(
                "{:<5}{:<12}{name}, from {}: {}",
                it.no,
                it.state().word(),
                it.from,
                it.said_by
            ));
        }
        delivery.delivered(None);
        Ok(Ok(()))
    }

    fn line(&self, question: &str) -> anyhow::Result<String> {
        Ok(self.terminal.ask(question)?.trim().to_owned())
    }

    fn noted(&self, (what, no): (&str, i64), says: &str, done: Done) -> anyhow::Result<Done> {
        if done.is_ok() {
            self.terminal.json(&json!({ what: no }))?;
            self.terminal.say(says);
        }
        Ok(done)
    }
}

fn row(it: &ProgrammePart) -> serde_json::Value {
    let paper = it.form.as_ref().and_then(|form| form.paper);
    let confirmed = paper.and_then(|paper| paper.confirmed);
    json!({
        "number": it.no,
        "programme": it.programme,
        "state": it.state().word(),
        "from": it.from.to_string(),
        "said_by": it.said_by,
        "form_signed_on": it.form.as_ref().map(|form| form.signed_on.to_string()),
        "form_scan": paper.map(|paper| paper.scan),
        "form_confirmed": confirmed.is_some(),
        "ended_on": it.end.as_ref().map(|end| end.on.to_string()),
        "ended_how": it.end.as_ref().map(|end| &end.how),
    })
}

fn ended(done: Done, terminal: &Terminal) -> anyhow::Result<Ended> {
    match done {
        Ok(()) => Ok(Ended::Done),
        Err(PartError::Refused(Refusal::Refused { entry, .. })) => {
            terminal.json(&json!({ "refused": entry }))?;
            terminal.say("The gate said no, and that is on record.");
            Ok(Ended::Refused)
        }
        Err(PartError::Refused(_)) => {
            terminal.json(&json!({ "refused": "not_known" }))?;
            terminal.say(NOT_KNOWN);
            Ok(Ended::Refused)
        }
        Err(error) => Err(error.into()),
    }
}
