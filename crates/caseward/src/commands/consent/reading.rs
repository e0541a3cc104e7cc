//! `caseward consent list` and `show`: which consents a client gave, and how one stands (DV-2.1).

use caseward_casework::Office;
use caseward_casework::consent::consent_words;
use serde_json::json;

use super::{Which, Whose, moment, request};
use crate::terminal::{Ended, Terminal};

pub(super) async fn list(
    office: &Office,
    whose: &Whose,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, whose).await?;
    let (consents, delivery) = office.consents(&request).await?;
    let register = office.register().await?;
    let now_ms = office.clock().now_ms();
    let named = |no: i64| {
        let found = register.iter().find(|it| it.no == no);
        found.map(|it| it.handle.clone()).unwrap_or_default()
    };
    let rows = consents.all.iter().map(|it| {
        let record = &it.record;
        json!({
            "number": it.no,
            "kind": record.form.kind,
            "stage": record.stage,
            "live": record.is_live_at(now_ms),
            "recipient": record.form.recipient.map(|to| named(to.no)),
            "expires_at": record.expires_at.map(moment),
        })
    });
    terminal.json(&rows.collect::<Vec<_>>())?;
    for it in &consents.all {
        let record = &it.record;
        let to = record.form.recipient.map(|to| named(to.no));
        let until = record.expires_at.map(moment).unwrap_or_default();
        let live = if record.is_live_at(now_ms) {
            "live"
        } else {
            ""
        };
        terminal.say(format!(
            "{:<5}{:<18}{:<17}{live:<6}{:<24}{until}",
            it.no,
            record.form.kind.word(),
            record.stage.word(),
            to.unwrap_or_default(),
        ));
    }
    if consents.all.is_empty() {
        terminal.say("No consents. Nothing may be shared except as the law requires.");
    }
    delivery.delivered(None);
    Ok(Ended::Done)
}

pub(super) async fn show(
    office: &Office,
    which: &Which,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let (consent, delivery) = office.consent(&request, which.no).await?;
    let record = &consent.record;
    terminal.json(&json!({
        "number": consent.no,
        "stage": record.stage,
        "form": record.form,
        "expires_at": record.expires_at.map(moment),
        "withdrawn_at": record.withdrawal.as_ref().map(|it| moment(it.at)),
    }))?;
    terminal.say(format!(
        "{} ({})",
        record.stage.word(),
        record.form.kind.word()
    ));
    let words = consent_words(record.form.language)?;
    for section in record.form.sections() {
        let called = words.sections.get(section.word());
        terminal.say(format!("  {}", called.map_or("", String::as_str)));
    }
    delivery.delivered(None);
    Ok(Ended::Done)
}
