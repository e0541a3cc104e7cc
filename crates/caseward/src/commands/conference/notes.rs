//! `caseward conference notes`: what the worker's organization keeps of a series, having that destroyed, and the certificates that notes were
//! destroyed (CC-2.6, CC-2.7). Nobody takes a note from here: a note belongs to a seat, and a seat to a page that can be covered.

use std::path::PathBuf;

use caseward_casework::Office;
use caseward_casework::conference::{NotesEnd, NotesOf};
use caseward_casework::sign_in::SignedIn;
use caseward_model::{Conference, Id, Language};
use clap::Subcommand;
use serde_json::{Value, json};

use super::super::breach::keep;
use super::super::tasks::moment;
use super::done;
use crate::cli::word;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(super) enum NotesOrder {
    /// What the worker's organization keeps of a series, and the certificates of notes that were destroyed
    List {
        /// The id of the series; without it, only the certificates
        conference: Option<Id<Conference>>,
    },
    /// Write a certificate as PDF, and beside it the proof that `caseward statement verify` checks
    Certificate {
        /// Its number
        no: i64,
        /// Where the PDF is written; the proof gets the same name with .tlog-proof
        #[arg(long)]
        out: PathBuf,
        /// In which language: en or es
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
    },
    /// Destroy all notes that the worker's organization keeps here; nobody can bring them back
    Destroy {
        /// The id of a series in which the worker takes part
        conference: Id<Conference>,
        /// Be sure
        #[arg(long)]
        sure: bool,
    },
}

pub(super) async fn run(
    office: &Office,
    no: i64,
    order: &NotesOrder,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let person = office.person_numbered(no).await?;
    match order {
        NotesOrder::List { conference } => list(office, &person, *conference, terminal).await,
        NotesOrder::Certificate { no, out, language } => {
            let made = office.note_certificate(&person, *no, *language).await?;
            let proof = out.with_extension("tlog-proof");
            keep(out, &made.pdf)?;
            keep(&proof, made.proof.as_bytes())?;
            terminal.json(&json!({ "pdf": out, "proof": proof }))?;
            terminal.say(format!(
                "Written to {} and {}.",
                out.display(),
                proof.display()
            ));
            Ok(())
        }
        NotesOrder::Destroy { conference, sure } => {
            office
                .destroy_kept_notes(&person, *conference, *sure)
                .await?;
            done(terminal)
        }
    }
}

async fn list(
    office: &Office,
    person: &SignedIn,
    conference: Option<Id<Conference>>,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let kept = match conference {
        Some(id) => office.kept_notes(person, id).await?.notes,
        None => Vec::new(),
    };
    let ends = office.note_certificates(person).await?;
    let notes: Vec<Value> = kept
        .iter()
        .map(|it| json!({ "by": it.by, "at_ms": it.at, "text": it.text.as_str() }))
        .collect();
    let certificates: Vec<Value> = ends.iter().map(row).collect();
    terminal.json(&json!({ "notes": notes, "certificates": certificates }))?;
    for it in &kept {
        terminal.say(format!(
            "{} ({}): {}",
            it.by,
            moment(it.at),
            it.text.as_str()
        ));
    }
    for it in &ends {
        let (whose, at) = (of(it.of), moment(it.at));
        terminal.say(format!(
            "certificate {}  {whose:<14}{:<13}{at}, entry {}",
            it.no,
            it.gone.word(),
            it.entry
        ));
    }
    Ok(())
}

const fn of(whose: NotesOf) -> &'static str {
    match whose {
        NotesOf::Seat => "seat",
        NotesOf::Organization => "organization",
    }
}

fn row(it: &NotesEnd) -> Value {
    json!({
        "no": it.no,
        "of": of(it.of),
        "gone": it.gone.word(),
        "at_ms": it.at,
        "seat_ended_at_ms": it.ended.map(|it| it.0),
        "why": it.ended.map(|it| it.1.word()),
        "kept": it.kept,
        "entry": it.entry,
    })
}
