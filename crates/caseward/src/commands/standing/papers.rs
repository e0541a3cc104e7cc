//! What was signed on paper or learnt elsewhere, and the papers that people get.

use std::path::Path;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::standing::{
    How, LARGEST_SCAN, Requirement, SignedPaper, Signer, SigningError,
};
use serde_json::json;

use super::args::PaperArgs;
use super::sign::signer;
use super::{actor, begin_of, day, person};
use crate::terminal::{Ended, Terminal};

pub(super) async fn record(
    office: &Office,
    order: &PaperArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let by = actor(office, order.actor.as_deref()).await?;
    let whom = office.colleague(&order.worker).await?;
    let register = office.requirements().await?;
    let newest = register.named(&order.name).and_then(Requirement::newest);
    let version = newest.map_or(0, |it| it.number);
    terminal.note("As it stands on the paper; of a course, the name is enough.");
    let known = Signer {
        name: whom.name.clone(),
        position: whom.position.clone(),
        email: whom.email.clone(),
        phone: whom.phone.clone(),
        ..Signer::default()
    };
    let signer = signer(known, terminal)?;
    let paper = SignedPaper {
        version,
        language: order.language,
        signer,
        signed_at: begin_of(order.signed_on)?,
        scan: read_scan(&order.scan)?,
    };
    let no = office.record_paper(by, &whom, &order.name, paper).await?;
    terminal.json(&json!({ "signature": no, "waits": true }))?;
    terminal.say(format!(
        "Recorded. It counts when a second person has looked at it: caseward agreement confirm {no} --as HANDLE"
    ));
    Ok(Ended::Done)
}

/// Reads a scan, and not more of a file than a scan can have.
fn read_scan(path: &Path) -> anyhow::Result<Vec<u8>> {
    let size = std::fs::metadata(path)
        .with_context(|| format!("{} can't be read", path.display()))?
        .len();
    if size > LARGEST_SCAN as u64 {
        anyhow::bail!("the scan is larger than 8 MB; scan it in gray, or with fewer dots per inch");
    }
    std::fs::read(path).with_context(|| format!("{} can't be read", path.display()))
}

pub(super) async fn list(
    office: &Office,
    actor: &str,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let by = office.colleague(actor).await?.id;
    let waiting = office.waiting_papers(by).await?;
    let mut rows = Vec::new();
    for it in &waiting {
        terminal.say(format!(
            "{:<6}{:<20}version {:<4}{}  {}",
            it.no,
            it.requirement,
            it.version,
            day(it.evidence.at),
            it.name
        ));
        rows.push(json!({
            "signature": it.no, "worker": it.worker, "requirement": it.requirement,
            "version": it.version, "day": day(it.evidence.at),
            "by_key_holder": matches!(it.evidence.how, How::Paper { recorded_by: 0, .. }),
        }));
    }
    terminal.json(&rows)?;
    if waiting.is_empty() {
        terminal.note("No paper waits that you may confirm.");
    }
    Ok(Ended::Done)
}

pub(super) async fn confirm(
    office: &Office,
    no: i64,
    counts: bool,
    handle: &str,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let by = office.colleague(handle).await?.id;
    office.confirm_paper(by, no, counts).await?;
    terminal.json(&json!({ "signature": no, "counts": counts }))?;
    terminal.say(if counts {
        "Confirmed: it counts from now on."
    } else {
        "It doesn't count; that is on record."
    });
    Ok(Ended::Done)
}

pub(super) async fn copy(
    office: &Office,
    no: i64,
    out: &Path,
    actor: &str,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let person = person(office, actor).await?;
    match office.signed_paper(&person, no).await {
        Ok(printed) => save(out, &printed.pdf, terminal),
        Err(SigningError::NothingWaits) => {
            anyhow::bail!("there is no signature under this number that you may have a copy of")
        }
        Err(error) => Err(error.into()),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "only the program writes files, where its user says"
)]
pub(super) fn save(out: &Path, bytes: &[u8], terminal: &Terminal) -> anyhow::Result<Ended> {
    if out.exists() {
        anyhow::bail!("{} is there already; name another file", out.display());
    }
    std::fs::write(out, bytes).with_context(|| format!("{} can't be written", out.display()))?;
    terminal.json(&json!({ "saved": out, "bytes": bytes.len() }))?;
    terminal.say(format!("Saved as {}.", out.display()));
    Ok(Ended::Done)
}
