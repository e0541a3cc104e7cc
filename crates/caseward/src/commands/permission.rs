//! `caseward permission`: who told something about a client and permits that it goes to an organization; its paper; taking it back (CR-9,
//! DV-3.2). Names are asked for line by line, so that they stand in no shell's history.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use caseward_casework::Office;
use caseward_casework::consent::RecallTold;
use caseward_casework::gate::Refusal;
use caseward_casework::sign_in::SignedIn;
use caseward_casework::tellers::{
    NewPermission, PaperLook, PermissionError, PermissionPaper, TellerPermission, TellerUse,
};
use caseward_model::{Channel, Client, Id, Language, Purpose, RecallAnswer, RecallTelling};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;

use super::ask::NOT_KNOWN;
use super::consent::save;
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct PermissionArgs {
    /// Who does it: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
    /// About whom: a client's id, or the PersonalID of an imported client
    #[arg(long)]
    client: String,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write down that somebody who told something permits that it goes; asks who it is, and for their signature. Nothing leaves by it
    Give {
        /// An entry that they told, by its number in the file; several times for several
        #[arg(long = "entry", required = true)]
        entries: Vec<i64>,
        /// To which organization: a short name or id
        #[arg(long)]
        to: String,
        /// For what: direct_service, eligibility, child_protection, danger or legal; several times for several
        #[arg(long = "purpose", required = true, value_parser = word::<Purpose>)]
        purposes: Vec<Purpose>,
        /// Its last day, like 2026-12-24
        #[arg(long)]
        until: Date,
        /// Their name may be told with it
        #[arg(long)]
        may_be_named: bool,
        /// It was explained to them what goes, to whom and why, and that they can take it back
        #[arg(long)]
        explained: bool,
        /// They sign on paper; the scan is recorded afterwards
        #[arg(long)]
        on_paper: bool,
    },
    /// All of them, the newest first
    List,
    /// Record the signed paper with its scan; a second person confirms it
    Paper {
        /// The permission's number
        permission: i64,
        /// The scan: a PDF, JPEG or PNG file
        #[arg(long)]
        scan: PathBuf,
        /// The day on the paper, like 2026-11-02
        #[arg(long)]
        signed_on: Date,
    },
    /// Write the scan of a permission's paper into a file, and say which scan it is
    Scan {
        /// The permission's number
        permission: i64,
        /// Where to
        #[arg(long)]
        out: PathBuf,
    },
    /// Confirm the paper that somebody else recorded, or decline it
    Confirm {
        /// The permission's number
        permission: i64,
        /// At which scan you looked, as `scan` said
        #[arg(long)]
        scan: i64,
        /// It doesn't say what stands in the permission
        #[arg(long)]
        decline: bool,
    },
    /// They take it back: from this moment nothing that they told goes by it
    Withdraw {
        /// The permission's number
        permission: i64,
    },
    /// Save the letter that asks a recipient to return or destroy what somebody told; it names nobody
    Letter {
        /// The permission's number
        permission: i64,
        /// The number of what went out, as `list` shows it
        #[arg(long)]
        number: i64,
        /// The PDF to be written
        #[arg(long)]
        into: PathBuf,
        /// In which language: en or es
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
    },
    /// Keep that a recipient was told that it was taken back; asks what is worth keeping
    Told {
        /// The permission's number
        permission: i64,
        /// The number of what went out, as `list` shows it
        #[arg(long)]
        number: i64,
        /// How they were told
        #[arg(long, value_parser = word::<RecallTelling>)]
        how: RecallTelling,
        /// The number of the way of theirs by which they were told, as `recipient show` has it
        #[arg(long)]
        way: Option<i64>,
    },
    /// Keep what a recipient answered; asks for their words
    Answer {
        /// The permission's number
        permission: i64,
        /// The number of what went out, as `list` shows it
        #[arg(long)]
        number: i64,
        /// What they answered
        #[arg(long, value_parser = word::<RecallAnswer>)]
        answer: RecallAnswer,
    },
}

/// Who acts, and about whom.
struct Desk<'t> {
    office: Arc<Office>,
    person: SignedIn,
    client: Id<Client>,
    terminal: &'t Terminal,
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &PermissionArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let who = office.colleague(&order.worker).await?;
    let desk = Desk {
        person: office.person_numbered(who.no).await?,
        client: office.client_called(&order.client).await?,
        office,
        terminal,
    };
    let ended = desk.carry_out(&order.what).await?;
    desk.office.write_tally().await?;
    Ok(ended)
}

type Done = Result<(), PermissionError>;

impl Desk<'_> {
    async fn carry_out(&self, what: &What) -> anyhow::Result<Ended> {
        let (office, person) = (&self.office, &self.person);
        let done = match what {
            What::Give { .. } => self.give(what).await?,
            What::List => self.list().await?,
            What::Paper {
                permission,
                scan,
                signed_on,
            } => {
                let paper = PermissionPaper {
                    name: self.line("The full name as it stands on the paper:")?,
                    signed_on: Some(*signed_on),
                    scan: read(scan)?,
                };
                let which = (self.client, *permission);
                let kept = office.keep_permission_paper(person, which, Channel::Api, paper);
                let says = "Recorded. It counts when a second person has confirmed it.";
                self.noted(("recorded", *permission), says, kept.await)?
            }
            What::Scan { permission, out } => self.scan(*permission, out).await?,
            What::Confirm {
                permission,
                scan,
                decline,
            } => {
                let which = (self.client, *permission);
                let look = PaperLook {
                    scan: *scan,
                    same: !decline,
                };
                let looked = office.confirm_permission_paper(person, which, Channel::Api, look);
                let (what, says) = if *decline {
                    ("declined", "Declined; another scan is awaited.")
                } else {
                    ("confirmed", "Confirmed. It counts now.")
                };
                self.noted((what, *permission), says, looked.await)?
            }
            What::Withdraw { permission } => {
                let words = self.line("What they said; empty if nothing more:")?;
                let which = (self.client, *permission);
                let ended = office.withdraw_permission(person, which, Channel::Api, &words);
                let says = "Taken back. Nothing that they told goes by it any more. Whoever received it is to be told: `list`.";
                self.noted(("withdrawn", *permission), says, ended.await)?
            }
            what => self.ask_back(what).await?,
        };
        ended(done, self.terminal)
    }

    /// What follows where something had left under it.
    async fn ask_back(&self, what: &What) -> anyhow::Result<Done> {
        let (office, person) = (&self.office, &self.person);
        match what {
            What::Letter {
                permission,
                number,
                into,
                language,
            } => {
                let which = (self.client, *permission, *number);
                let made = office.teller_recall_letter(person, which, *language);
                let pdf = match made.await {
                    Ok(pdf) => pdf,
                    Err(error) => return Ok(Err(error)),
                };
                write(into, &pdf)?;
                let says = "Saved. Ask first whether telling them now could put anybody in danger; then take or send it, and keep that: `told`.";
                self.noted(("letter", *permission), says, Ok(()))
            }
            What::Told {
                permission,
                number,
                how,
                way,
            } => {
                let told = RecallTold {
                    how: Some(*how),
                    way: *way,
                    at: None,
                    words: self.line("What is worth keeping about it; empty if nothing:")?,
                };
                let which = (self.client, *permission, *number);
                let kept = office.note_teller_told(person, which, Channel::Api, told);
                let says = "Kept. Their answer is waited for from now on.";
                self.noted(("told", *permission), says, kept.await)
            }
            What::Answer {
                permission,
                number,
                answer,
            } => {
                let words = self.line("In their words; empty if nothing more:")?;
                let which = (self.client, *permission, *number);
                let said = (*answer, words.as_str());
                let kept = office.answer_teller_recall(person, which, Channel::Api, said);
                self.noted(("answered", *permission), "Kept.", kept.await)
            }
            // All else is done above.
            _ => Ok(Ok(())),
        }
    }

    async fn give(&self, what: &What) -> anyhow::Result<Done> {
        let What::Give {
            entries,
            to,
            purposes,
            until,
            may_be_named,
            explained,
            on_paper,
        } = what
        else {
            return Ok(Ok(()));
        };
        let recipient = self.office.organization(to).await?.id;
        let teller = self.line("The full name of whoever told it:")?;
        let relationship = self.line("How they stand to the client:")?;
        let signed_name = if *on_paper {
            String::new()
        } else {
            self.line("Their full name, typed by them as their signature:")?
        };
        let new = NewPermission {
            teller,
            relationship,
            entries: entries.clone(),
            recipient: Some(recipient),
            purposes: purposes.clone(),
            until: Some(*until),
            may_be_named: *may_be_named,
            explained: *explained,
            on_paper: *on_paper,
            signed_name,
            mark: String::new(),
        };
        let given = self
            .office
            .give_permission(&self.person, self.client, Channel::Api, new)
            .await;
        let no = match given {
            Ok(no) => no,
            Err(error) => return Ok(Err(error)),
        };
        self.terminal.json(&json!({ "permission": no }))?;
        self.terminal.say(if *on_paper {
            format!("Written down as {no}. It counts when its paper is recorded and confirmed.")
        } else {
            format!("Kept as {no}. It counts now; nothing left by it.")
        });
        Ok(Ok(()))
    }

    async fn scan(&self, no: i64, out: &Path) -> anyhow::Result<Done> {
        let which = (self.client, no);
        let found = self
            .office
            .permission_scan(&self.person, which, Channel::File);
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

    async fn list(&self) -> anyhow::Result<Done> {
        let office = &self.office;
        let found = office.permissions_of(&self.person, self.client, Channel::Api);
        let (all, delivery) = match found.await {
            Ok(found) => found,
            Err(error) => return Ok(Err(error)),
        };
        let now_ms = office.clock().now_ms();
        let rows: Vec<_> = all.iter().map(|it| row(it, now_ms)).collect();
        self.terminal.json(&rows)?;
        for it in &all {
            let entries: Vec<String> = it.entries.iter().map(ToString::to_string).collect();
            self.terminal.say(format!(
                "{:<5}{:<11}until {}  {}, {}: entries {}",
                it.no,
                it.state_at(now_ms).word(),
                it.until,
                it.teller,
                it.relationship,
                entries.join(", ")
            ));
            for (number, used) in (1..).zip(&it.received) {
                let told = match &used.recall.told {
                    Some(told) => format!("told {}", told.how),
                    None => "not told yet".to_owned(),
                };
                let (to, answer) = (used.recipient, used.recall.answer);
                self.terminal.say(format!(
                    "     {number}: disclosure {} to {to}, {told}, {answer}",
                    used.disclosure
                ));
            }
        }
        delivery.delivered(None);
        Ok(Ok(()))
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} can't be read", path.display()))
}

/// Writes a file for its owner alone, and never over one that is there.
fn write(into: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let opened = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(into);
    let mut file = opened.with_context(|| {
        let into = into.display();
        format!("{into} can't be written; name a file that isn't there yet")
    })?;
    Ok(file.write_all(bytes)?)
}

/// What had left under a permission that was taken back, for programs.
fn received(it: &TellerPermission) -> Vec<serde_json::Value> {
    let all = (1..).zip(&it.received);
    let one = |(number, used): (i64, &TellerUse)| {
        json!({
            "number": number,
            "recipient": used.recipient.to_string(),
            "disclosure": used.disclosure,
            "answer": used.recall.answer,
            "told": used.recall.told.as_ref().map(|it| it.how),
        })
    };
    all.map(one).collect()
}

fn row(it: &TellerPermission, now_ms: i64) -> serde_json::Value {
    let purposes: Vec<_> = it.purposes.iter().map(|it| it.word()).collect();
    json!({
        "number": it.no,
        "state": it.state_at(now_ms).word(),
        "teller": it.teller,
        "relationship": it.relationship,
        "entries": it.entries,
        "recipient": it.recipient.to_string(),
        "purposes": purposes,
        "until": it.until.to_string(),
        "may_be_named": it.may_be_named,
        "scan": it.scan,
        "received": received(it),
    })
}

fn ended(done: Done, terminal: &Terminal) -> anyhow::Result<Ended> {
    match done {
        Ok(()) => Ok(Ended::Done),
        Err(PermissionError::Refused(Refusal::Refused { entry, .. })) => {
            terminal.json(&json!({ "refused": entry }))?;
            terminal.say("The gate said no, and that is on record.");
            Ok(Ended::Refused)
        }
        Err(PermissionError::Refused(_)) => {
            terminal.json(&json!({ "refused": "not_known" }))?;
            terminal.say(NOT_KNOWN);
            Ok(Ended::Refused)
        }
        Err(error) => Err(error.into()),
    }
}
