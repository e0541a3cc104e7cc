//! `caseward consent paper` and `earlier`: a signed paper comes in with its scan, of a consent that was printed here or of one that was
//! given before (DV-2.2).

use std::path::Path;

use caseward_casework::Office;
use caseward_casework::consent::ConsentPaper;
use jiff::civil::Date;
use serde_json::json;

use super::{Which, read, request};
use crate::terminal::{Ended, Terminal};

/// Where a paper comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// It was printed here.
    Here,
    /// It was signed before, at another time or for an earlier system.
    Before,
}

pub(super) async fn record(
    office: &Office,
    which: &Which,
    (from, scan, signed_on): (Origin, &Path, Date),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let line = |question: &str| anyhow::Ok(terminal.ask(question)?.trim().to_owned());
    let request = request(office, &which.whose).await?;
    let day = signed_on.at(0, 0, 0, 0);
    let day = jiff::tz::TimeZone::system().to_timestamp(day)?;
    let paper = ConsentPaper {
        name: line("The full name as it stands on the paper:")?,
        second_name: line("A parent's or guardian's name beside it; empty if there is none:")?,
        witness: line("The full name of the witness who signed; empty if nobody did:")?,
        signed_at: day.as_millisecond(),
        scan: read(scan)?,
    };
    match from {
        Origin::Here => {
            let kept = office.record_consent_paper(&request, which.no, paper);
            kept.await?;
            terminal.json(&json!({ "recorded": true }))?;
            terminal.say("Recorded. It counts when a second person has confirmed it.");
        }
        Origin::Before => {
            // Whoever signed for them is compared with those whom a wall keeps from the client.
            office.index_names(|_| {}).await?;
            let taken = office.take_consent_over(&request, which.no, paper);
            taken.await?;
            terminal.json(&json!({ "taken_over": true }))?;
            terminal.say(
                "Taken over. It holds from the day of the signature, and counts when a second person has confirmed it.",
            );
        }
    }
    Ok(Ended::Done)
}
