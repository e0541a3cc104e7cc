//! `caseward conference breach`: what went wrong in a case conference: reporting it, taking it up, the finding, the letters and the
//! evidence (CC-2.8, CC-2.9, CC-2.10, CC-3). What is written is asked for, so that it stands in no shell's history; it names no client.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::conference::breach::{
    BreachLine, BreachSettings, Inquiry, LetterSent, MyBreach, NewBreachReport, NewFinding,
    NewLetter, SaidLine, ShownBreach,
};
use caseward_casework::gate::Actor;
use caseward_model::{BreachKind, BreachLetter, BreachReport, Conference, Id, Language, Worker};
use clap::Subcommand;
use serde_json::{Value, json};

use super::tasks::moment;
use crate::cli::word;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(crate) enum BreachWhat {
    /// Report it; asks what happened
    Report {
        /// What kind of thing it was
        #[arg(long, value_parser = word::<BreachKind>)]
        kind: Option<BreachKind>,
        /// In which conference: its id; the only one that the worker takes part in if it is left out
        #[arg(long)]
        conference: Option<Id<Conference>>,
        /// Whom it is about, if that is known: a worker's short name or id
        #[arg(long)]
        about: Option<String>,
        /// When it happened, as 2026-11-30T08:00:00Z
        #[arg(long)]
        at: Option<jiff::Timestamp>,
    },
    /// One's own reports, and what was put to oneself
    Mine,
    /// Answer what was put to oneself; asks for the answer
    Answer {
        /// The report's id
        report: Id<BreachReport>,
    },
    /// The reports that the worker handles
    Desk,
    /// One of them
    Show {
        /// The report's id
        report: Id<BreachReport>,
    },
    /// Take a report up
    Acknowledge {
        /// The report's id
        report: Id<BreachReport>,
    },
    /// Note what was looked into; asks for it
    Inquire {
        /// The report's id
        report: Id<BreachReport>,
        /// Whom it is about, where that is known by now: a worker's short name or id
        #[arg(long)]
        about: Option<String>,
    },
    /// Put it to the person whom it is about; asks in which words
    Hear {
        /// The report's id
        report: Id<BreachReport>,
    },
    /// Find whether it happened; asks why
    Find {
        /// The report's id
        report: Id<BreachReport>,
        /// It happened
        #[arg(
            long,
            conflicts_with = "unsubstantiated",
            required_unless_present = "unsubstantiated"
        )]
        substantiated: bool,
        /// It didn't happen, or can't be shown
        #[arg(long)]
        unsubstantiated: bool,
        /// About conduct: it ends their part in conferences
        #[arg(long)]
        ends: bool,
    },
    /// Write a letter about a finding; asks for recipient, reference and facts
    Letter {
        /// The report's id
        report: Id<BreachReport>,
        /// To whom it goes
        #[arg(long, value_parser = word::<BreachLetter>)]
        to: BreachLetter,
        /// In which language: en or es
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
        /// Where the paper is written
        #[arg(long)]
        out: PathBuf,
    },
    /// Note how a letter went; asks how
    Sent {
        /// The report's id
        report: Id<BreachReport>,
        /// The letter's number
        letter: i64,
        /// When it went, as 2026-11-30T08:00:00Z
        #[arg(long)]
        at: jiff::Timestamp,
    },
    /// Take the evidence, with its proofs
    Evidence {
        /// The report's id
        report: Id<BreachReport>,
        /// Where the zip is written
        #[arg(long)]
        out: PathBuf,
    },
    /// End the hold of the evidence; asks why
    LiftHold {
        /// The report's id
        report: Id<BreachReport>,
    },
    /// Let somebody take part again after a finding; asks why
    Reinstate {
        /// The report's id
        report: Id<BreachReport>,
    },
    /// How long a report waits before privacy officers hear of it; changes it where a number is given
    Settings {
        /// Minutes: 5 to 1,440
        minutes: Option<i64>,
    },
}

/// Does it, for a worker; the holder of the office's key can look at the setting and change it.
pub(crate) async fn run(
    office: &Office,
    me: Option<Id<Worker>>,
    what: &BreachWhat,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    if let BreachWhat::Settings { minutes } = what {
        return settings(office, me, *minutes, terminal).await;
    }
    let me = me.context("say who does it with --as")?;
    match what {
        BreachWhat::Report { .. } => report(office, me, what, terminal).await,
        BreachWhat::Mine => mine(office, me, terminal).await,
        BreachWhat::Answer { report } => {
            let said = asked(terminal, "Your answer; name no client:")?;
            office.answer_breach(me, *report, said).await?;
            done(terminal)
        }
        BreachWhat::Desk => {
            let all = office.breach_desk(me).await?;
            terminal.json(&all.iter().map(row).collect::<Vec<_>>())?;
            for it in &all {
                tell_line(it, terminal);
            }
            Ok(())
        }
        BreachWhat::Show { report } => {
            let found = office.breach(me, *report).await?;
            terminal.json(&shown(&found))?;
            tell(&found, terminal);
            Ok(())
        }
        BreachWhat::Acknowledge { report } => {
            office.acknowledge_breach(me, *report).await?;
            done(terminal)
        }
        BreachWhat::Inquire { report, about } => {
            let inquiry = Inquiry {
                text: asked(terminal, "What was asked, seen and heard; name no client:")?,
                whom: somebody(office, about.as_deref()).await?,
            };
            office.inquire_into_breach(me, *report, inquiry).await?;
            done(terminal)
        }
        BreachWhat::Hear { report } => {
            let told = asked(
                terminal,
                "What is put to them; name no client, and not who reported it:",
            )?;
            office.put_breach(me, *report, told).await?;
            done(terminal)
        }
        what => judge(office, me, what, terminal).await,
    }
}

/// What only privacy officers do.
async fn judge(
    office: &Office,
    me: Id<Worker>,
    what: &BreachWhat,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    match what {
        BreachWhat::Find {
            report,
            substantiated,
            ends,
            ..
        } => {
            let new = NewFinding {
                substantiated: Some(*substantiated),
                reasons: asked(terminal, "Why; name no client:")?,
                unheard: asked(
                    terminal,
                    "If they haven't answered here, why, or when and where they were heard; otherwise nothing:",
                )?,
                ends: *ends,
            };
            office.find_breach(me, *report, new).await?;
            done(terminal)
        }
        BreachWhat::Letter {
            report,
            to,
            language,
            out,
        } => {
            letter(
                office,
                (me, *report),
                (*to, *language, out.as_path()),
                terminal,
            )
            .await
        }
        BreachWhat::Sent { report, letter, at } => {
            let sent = LetterSent {
                how: asked(
                    terminal,
                    "By which way it went and to whom it was handed, in one line:",
                )?,
                at: Some(at.as_millisecond()),
            };
            let which = (*report, *letter);
            office.note_breach_letter_sent(me, which, sent).await?;
            done(terminal)
        }
        BreachWhat::Evidence { report, out } => {
            let bytes = office.breach_evidence(me, *report).await?;
            keep(out, &bytes)?;
            terminal.json(&json!({ "written": out.display().to_string() }))?;
            terminal.say(format!(
                "Written to {}. It is confidential: lock it away.",
                out.display()
            ));
            Ok(())
        }
        BreachWhat::LiftHold { report } => {
            let because = asked(terminal, "Why; name no client:")?;
            office.lift_breach_hold(me, *report, because).await?;
            done(terminal)
        }
        BreachWhat::Reinstate { report } => {
            let because = asked(terminal, "Why; name no client:")?;
            office.reinstate_after_breach(me, *report, because).await?;
            done(terminal)
        }
        _ => anyhow::bail!("this isn't a privacy officer's"),
    }
}

async fn settings(
    office: &Office,
    me: Option<Id<Worker>>,
    minutes: Option<i64>,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    if let Some(minutes) = minutes {
        let by = me.map_or(Actor::KeyHolder, Actor::Worker);
        let new = BreachSettings { minutes };
        office.set_breach_settings(by, new).await?;
    }
    let minutes = office.breach_settings().await?.minutes;
    terminal.json(&json!({ "minutes": minutes }))?;
    terminal.say(format!(
        "Privacy officers hear of a report that nobody took up within {minutes} minutes."
    ));
    Ok(())
}

async fn report(
    office: &Office,
    me: Id<Worker>,
    what: &BreachWhat,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let BreachWhat::Report {
        kind,
        conference,
        about,
        at,
    } = what
    else {
        anyhow::bail!("nothing is reported by this");
    };
    let new = NewBreachReport {
        kind: *kind,
        what: asked(terminal, "What happened, in plain words; name no client:")?,
        happened_at: at.map(jiff::Timestamp::as_millisecond),
        series: *conference,
        whom: somebody(office, about.as_deref()).await?,
    };
    let id = office.report_breach(me, new).await?;
    terminal.json(&json!({ "report": id.to_string() }))?;
    terminal.say(format!(
        "Reported as {id}. Whoever leads the conference is told at once."
    ));
    Ok(())
}

async fn letter(
    office: &Office,
    (me, report): (Id<Worker>, Id<BreachReport>),
    (kind, language, out): (BreachLetter, Language, &Path),
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let new = NewLetter {
        kind: Some(kind),
        language,
        to: asked(terminal, "To whom it goes, in one line:")?,
        reference: asked(terminal, "The office's reference, in one line:")?,
        facts: asked(
            terminal,
            "What happened, in plain facts; name no client, and not who reported it:",
        )?,
    };
    let number = office.write_breach_letter(me, report, new).await?;
    let paper = office.breach_letter(me, report, number).await?;
    keep(out, &paper)?;
    terminal.json(&json!({ "letter": number, "written": out.display().to_string() }))?;
    terminal.say(format!(
        "Letter {number} is written to {}. It goes nowhere by itself.",
        out.display()
    ));
    Ok(())
}

/// Writes a file for its owner alone, and never over one that is there.
pub(super) fn keep(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut open = std::fs::OpenOptions::new();
    open.write(true).create_new(true);
    // What stands in it names people: nobody else on this machine reads it.
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    let mut file = open.open(path).with_context(|| {
        format!(
            "{} can't be written; is there such a file already?",
            path.display()
        )
    })?;
    file.write_all(bytes)
        .with_context(|| format!("{} can't be written", path.display()))
}

async fn somebody(office: &Office, name: Option<&str>) -> anyhow::Result<Option<Id<Worker>>> {
    match name {
        Some(name) => Ok(Some(office.colleague(name).await?.id)),
        None => Ok(None),
    }
}

fn asked(terminal: &Terminal, what: &str) -> anyhow::Result<String> {
    Ok(terminal.ask(what)?.trim().to_owned())
}

fn done(terminal: &Terminal) -> anyhow::Result<()> {
    terminal.json(&json!({ "done": true }))?;
    terminal.say("Done.");
    Ok(())
}

async fn mine(office: &Office, me: Id<Worker>, terminal: &Terminal) -> anyhow::Result<()> {
    let all = office.my_breaches(me).await?;
    let one = |it: &MyBreach| {
        let put = it.put.as_ref();
        json!({
            "id": it.id.to_string(),
            "state": it.state,
            "kind": it.kind,
            "what": it.what,
            "reported_at_ms": it.reported_at,
            "acknowledged_at_ms": it.taken_up_at,
            "put": put.map(|it| json!({ "told": it.told, "at_ms": it.at, "answer": it.answer, "ended": it.ended })),
        })
    };
    terminal.json(&all.iter().map(one).collect::<Vec<_>>())?;
    for it in &all {
        let at = it.reported_at.map_or_else(String::new, moment);
        terminal.say(format!("{}  {:<18}{at}", it.id, it.state.word()));
        if let Some(put) = &it.put {
            terminal.say(format!("  {}", put.told));
        }
    }
    Ok(())
}

fn row(it: &BreachLine) -> Value {
    json!({
        "id": it.id.to_string(),
        "kind": it.kind,
        "state": it.state,
        "reported_at_ms": it.reported_at,
        "acknowledged_after_ms": it.taken_up_after_ms,
        "late": it.late,
        "conference": it.series,
    })
}

fn tell_line(it: &BreachLine, terminal: &Terminal) {
    let late = if it.late { "  late" } else { "" };
    let (kind, state) = (it.kind.word(), it.state.word());
    let at = moment(it.reported_at);
    terminal.say(format!("{}  {state:<18}{kind:<16}{at}{late}", it.id));
}

fn shown(it: &ShownBreach) -> Value {
    let said = |it: &SaidLine| json!({ "by": it.who, "at_ms": it.at, "text": it.text });
    let letters = it.letters.iter().map(|it| {
        json!({
            "number": it.no, "to": it.kind, "recipient": it.to, "reference": it.reference, "sha256": it.hash,
            "written": said(&it.said),
            "sent": it.sent.as_ref().map(|(at, how)| json!({ "at_ms": at, "noted": said(how) })),
        })
    });
    json!({
        "report": row(&it.line),
        "what": it.what,
        "happened_at_ms": it.happened_at,
        "reported_by": it.reporter,
        "about": it.whom.as_ref().map(|it| json!({ "id": it.id.to_string(), "name": it.name })),
        "employer": it.employer,
        "acknowledged": it.taken_up.as_ref().map(|(who, at)| json!({ "by": who, "at_ms": at })),
        "pressed_at_ms": it.pressed_at,
        "inquiry": it.notes.iter().map(said).collect::<Vec<_>>(),
        "put": it.put.as_ref().map(said),
        "answer": it.answer.as_ref().map(said),
        "finding": it.finding.as_ref().map(|it| json!({
            "substantiated": it.substantiated, "ends": it.ends, "unheard": it.unheard, "reasons": said(&it.said),
        })),
        "letters": letters.collect::<Vec<_>>(),
        "untold": it.untold,
        "hold": it.hold.as_ref().map(|it| json!({
            "since_ms": it.since, "lifted": it.lifted.as_ref().map(said),
        })),
        "reinstated": it.reinstated.as_ref().map(said),
    })
}

fn tell(it: &ShownBreach, terminal: &Terminal) {
    tell_line(&it.line, terminal);
    terminal.say(&it.what);
    terminal.say(format!("reported by {}", it.reporter));
    if let Some(whom) = &it.whom {
        terminal.say(format!("about {} ({})", whom.name, it.employer));
    }
    if let Some((who, at)) = &it.taken_up {
        terminal.say(format!("taken up by {who}, {}", moment(*at)));
    }
    let found = it.finding.as_ref().map(|it| &it.said);
    let all = it
        .notes
        .iter()
        .chain(&it.put)
        .chain(&it.answer)
        .chain(found);
    for said in all {
        terminal.say(format!("{}, {}: {}", said.who, moment(said.at), said.text));
    }
    for letter in &it.letters {
        let went = letter.sent.as_ref().map_or("not sent yet", |_| "sent");
        let (no, kind, to) = (letter.no, letter.kind.word(), &letter.to);
        terminal.say(format!("letter {no} ({kind}) to {to}: {went}"));
    }
}
