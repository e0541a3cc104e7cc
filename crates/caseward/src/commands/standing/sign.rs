//! Reading, answering and signing for oneself, at the office's own terminal.

use caseward_casework::Office;
use caseward_casework::sign_in::SignedIn;
use caseward_casework::standing::{Changed, Reading, Signer, Signing, Wording};
use serde_json::json;

use super::args::{SignArgs, TakeArgs};
use super::person;
use crate::terminal::{Ended, Terminal, WrongUsage};

pub(super) fn show(reading: &Reading, terminal: &Terminal) -> anyhow::Result<()> {
    let words = &reading.words;
    let changes = reading.changes.iter().map(
        |it| json!({ "added": it.what == Changed::Added, "section": it.section, "text": it.text }),
    );
    terminal.json(&json!({
        "name": reading.requirement.name, "version": reading.version.number, "words": words,
        "changes": changes.collect::<Vec<_>>(),
    }))?;
    terminal.say(format!(
        "{} (version {})\n",
        words.title, reading.version.number
    ));
    for change in &reading.changes {
        let sign = if change.what == Changed::Added {
            '+'
        } else {
            '-'
        };
        terminal.say(format!("{sign} {}", change.text));
    }
    for section in &words.sections {
        terminal.say(format!("\n{}\n", section.heading));
        for paragraph in &section.paragraphs {
            terminal.say(paragraph);
        }
    }
    Ok(())
}

pub(super) async fn take(
    office: &Office,
    order: &TakeArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let person = person(office, &order.actor).await?;
    let reading = office
        .requirement_to_read(&person, &order.name, order.language)
        .await?;
    if !reading.requirement.kind.is_course() {
        return Err(WrongUsage("that is no course; sign it with `caseward agreement sign`").into());
    }
    if order.answers.is_empty() && !terminal.is_json() {
        show(&reading, terminal)?;
    }
    let completed = understand(office, &person, &reading, &order.answers, terminal).await?;
    terminal.json(&json!({ "completed": order.name, "certificate": completed }))?;
    if let Some(no) = completed {
        terminal.say(format!(
            "Completed. The certificate: caseward training certificate {no} --out FILE --as {}",
            order.actor
        ));
    }
    Ok(Ended::Done)
}

/// Puts the questions until all are answered as the text says. Returns the certificate's number of a
/// course.
async fn understand(
    office: &Office,
    person: &SignedIn,
    reading: &Reading,
    answers: &[usize],
    terminal: &Terminal,
) -> anyhow::Result<Option<i64>> {
    let words = &reading.words;
    let mut given = reading.given.clone();
    let mut chosen: Vec<Option<usize>> = answers.iter().copied().map(Some).collect();
    while !given.is_whole() {
        if chosen.is_empty() {
            chosen = ask_open(words, &given.right, terminal)?;
        }
        let (name, version) = (&reading.requirement.name, reading.version.number);
        let sent = std::mem::take(&mut chosen);
        let marked = office
            .answer_questions(person, name, version, words.language, sent)
            .await?;
        given = marked.given;
        if marked.completed.is_some() {
            return Ok(marked.completed);
        }
        let open = words.questions.iter().zip(&given.right);
        for (question, _) in open.filter(|(_, right)| !**right) {
            terminal.note(format!(
                "{}\nThe text says: {}",
                question.ask, question.says
            ));
        }
        if !given.is_whole() && !answers.is_empty() {
            anyhow::bail!("not every answer is what the text says; read it again and answer again");
        }
    }
    Ok(None)
}

fn ask_open(
    words: &Wording,
    right: &[bool],
    terminal: &Terminal,
) -> anyhow::Result<Vec<Option<usize>>> {
    let mut chosen = Vec::new();
    for (question, right) in words.questions.iter().zip(right) {
        if *right {
            chosen.push(None);
            continue;
        }
        terminal.note(format!("\n{}", question.ask));
        for (place, answer) in question.answers.iter().enumerate() {
            terminal.note(format!("  {} {answer}", place + 1));
        }
        let typed = terminal.ask("Number of your answer: ")?;
        chosen.push(typed.trim().parse().ok());
    }
    Ok(chosen)
}

pub(super) async fn sign(
    office: &Office,
    order: &SignArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let person = person(office, &order.actor).await?;
    let reading = office
        .requirement_to_read(&person, &order.name, order.language)
        .await?;
    if reading.requirement.kind.is_course() {
        return Err(WrongUsage("that is a course; take it with `caseward training take`").into());
    }
    if order.answers.is_empty() && !terminal.is_json() {
        show(&reading, terminal)?;
    }
    understand(office, &person, &reading, &order.answers, terminal).await?;
    let known = Signer {
        organization: office.organization_of(&person).await?,
        ..office.reached_at(&person).await?
    };
    let signer = signer(known, terminal)?;
    let mut ticked = Vec::new();
    for statement in &reading.words.statements {
        ticked.push(order.agree || agrees(statement, terminal)?);
    }
    let signing = Signing {
        version: reading.version.number,
        language: order.language,
        signer,
        ticked,
        mark: String::new(),
        at_terminal: true,
    };
    let no = office.sign_agreement(&person, &order.name, signing).await?;
    terminal.json(
        &json!({ "signed": order.name, "version": reading.version.number, "signature": no }),
    )?;
    terminal.say(format!(
        "Signed. The copy: caseward agreement copy {no} --out FILE --as {}",
        order.actor
    ));
    Ok(Ended::Done)
}

fn agrees(statement: &str, terminal: &Terminal) -> anyhow::Result<bool> {
    let typed = terminal.ask(&format!("{statement}\nType yes if you agree: "))?;
    Ok(matches!(
        typed.trim().to_lowercase().as_str(),
        "yes" | "sí" | "si"
    ))
}

/// Who signs: the full name as it is typed, and what the office knows already unless something else is typed.
pub(super) fn signer(known: Signer, terminal: &Terminal) -> anyhow::Result<Signer> {
    let ask = |what: &str, known: String| -> anyhow::Result<String> {
        let question = if known.is_empty() {
            format!("{what}: ")
        } else {
            format!("{what} (nothing for “{known}”): ")
        };
        let typed = terminal.ask(&question)?.trim().to_owned();
        Ok(if typed.is_empty() { known } else { typed })
    };
    Ok(Signer {
        name: ask("Full name", known.name)?,
        organization: ask("Organization", known.organization)?,
        position: ask("Position", known.position)?,
        email: ask("E-mail", known.email)?,
        phone: ask("Telephone", known.phone)?,
    })
}
