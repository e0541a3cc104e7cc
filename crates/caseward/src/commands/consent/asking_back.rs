//! `caseward consent letter`, `send-letters` and `told`: asking back what went out under a consent that was taken back (DV-2.1, NASW-d).

use std::path::Path;

use caseward_casework::Office;
use caseward_casework::consent::{LettersOrder, RecallTold};
use caseward_model::{Language, RecallTelling};
use jiff::civil::Date;
use serde_json::json;

use super::{Which, request, save};
use crate::terminal::{Ended, Terminal};

pub(super) async fn letter(
    office: &Office,
    which: &Which,
    (number, language, out): (i64, Language, &Path),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let made = office.recall_letter(&request, (which.no, number), language);
    save(out, &made.await?)?;
    terminal.json(&json!({ "saved": true }))?;
    terminal.say(
        "Saved. Ask the client first whether telling them now could put anybody in danger; then take or send it, \
         and keep that with `caseward consent told`.",
    );
    Ok(Ended::Done)
}

pub(super) async fn send(
    office: &Office,
    which: &Which,
    order: LettersOrder,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let went = office
        .send_recall_letters(&request, which.no, order)
        .await?;
    let not_sent = went.not_sent.iter();
    let not_sent: Vec<_> = not_sent
        .map(|(number, trouble)| json!({ "number": number, "trouble": trouble }))
        .collect();
    terminal.json(&json!({
        "sent": went.sent, "not_sent": not_sent, "by_hand": went.by_hand,
        "kept_apart": went.kept_apart,
    }))?;
    terminal.say(format!(
        "Sent: {}. Their answers are waited for from now on.",
        went.sent.len()
    ));
    for (number, trouble) in &went.not_sent {
        terminal.say(format!(
            "{number}: not sent ({trouble}); the same command sends it again"
        ));
    }
    for number in &went.by_hand {
        terminal.say(format!(
            "{number}: they have no way by which the office sends letters; `caseward consent letter` saves it"
        ));
    }
    for number in &went.kept_apart {
        terminal.say(format!(
            "{number}: a wall stands between them, or somebody who would read it there, and the client; speak with the privacy officer \
             before anybody tells them, then take the letter that `caseward consent letter` saves"
        ));
    }
    Ok(if went.not_sent.is_empty() {
        Ended::Done
    } else {
        Ended::Failed
    })
}

pub(super) async fn told(
    office: &Office,
    which: &Which,
    (number, how, way, on): (i64, RecallTelling, Option<i64>, Option<Date>),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let at = on.map(|day| jiff::tz::TimeZone::system().to_timestamp(day.at(0, 0, 0, 0)));
    let told = RecallTold {
        how: Some(how),
        way,
        at: at.transpose()?.map(jiff::Timestamp::as_millisecond),
        words: terminal
            .ask("What is worth keeping about it; empty if nothing:")?
            .trim()
            .to_owned(),
    };
    office
        .note_recall_told(&request, (which.no, number), told)
        .await?;
    terminal.json(&json!({ "kept": true }))?;
    terminal.say("Kept. Their answer is waited for from now on.");
    Ok(Ended::Done)
}
