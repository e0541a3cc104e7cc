//! Who received something under a permission that was taken back, how they were told, and what they answered (CR-9, NASW-d).

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::consent::RecallTold;
use caseward_casework::tellers::{TellerPermission, TellerUse};
use caseward_model::{Client, Id, Language, RecallAnswer, RecallTelling};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::super::partners::Typed;
use super::super::super::people::key;
use super::AskedBack;
use super::handler::{Around, failed};
use crate::Words;
use crate::pages::agreements::file_to_keep;
use crate::view::When;
use crate::visit::Visit;

/// Who received something, each with what came of asking for it back.
pub(super) async fn asked_back(
    visit: &Visit,
    it: &TellerPermission,
    around: &Around,
) -> Result<Vec<AskedBack>, CaseworkError> {
    let mut all = Vec::new();
    for (no, used) in (1..).zip(&it.received) {
        all.push(one(visit, (no, used), around).await?);
    }
    Ok(all)
}

async fn one(
    visit: &Visit,
    (no, it): (i64, &TellerUse),
    around: &Around,
) -> Result<AskedBack, CaseworkError> {
    let words = Words::of(visit.language());
    let recall = &it.recall;
    let untold = recall.answer == RecallAnswer::Awaited && recall.told.is_none();
    let ways = if untold {
        visit.front.casework.ways_to(it.recipient).await?
    } else {
        Vec::new()
    };
    let ways = ways.into_iter().map(|way| {
        let kind = words.t(&key("way", way.it.kind.word()));
        (way.no, format!("{kind}: {}", way.it.address))
    });
    let told = recall.told.as_ref().map(|told| {
        let line = words
            .fill("recall-told-line")
            .with("who", around.named(told.by));
        let how = words.t(&key("recall-told", told.how.word()));
        let line = line.with("how", how).to_string();
        let by = When::day(words, told.answer_by);
        (line, visit.moment(told.at), by)
    });
    Ok(AskedBack {
        no,
        name: around.called(it.recipient),
        at: visit.moment(it.at),
        answer: recall.answer,
        says: words.t(&answer_key(recall.answer)),
        untold,
        apart: untold && around.is_apart(it.recipient),
        told,
        ways: ways.collect(),
    })
}

/// What was answered, as a key of words.
pub(super) fn answer_key(answer: RecallAnswer) -> String {
    key("recall", answer.word())
}

/// That a recipient was told, as it was typed.
pub(super) fn told(typed: &Typed) -> RecallTold {
    let how = typed.one("told_how");
    let way = how.strip_prefix("way-").and_then(|it| it.parse().ok());
    let on = typed.one("told_on").trim();
    // A day that can't be read is none on which anybody was told.
    let at = || {
        let day = on.parse::<Date>().ok()?;
        let begins = TimeZone::system().to_timestamp(day.at(0, 0, 0, 0));
        begins.ok().map(Timestamp::as_millisecond)
    };
    RecallTold {
        how: match way {
            Some(_) => Some(RecallTelling::Way),
            None => how.parse().ok(),
        },
        way,
        at: (!on.is_empty()).then(|| at().unwrap_or(i64::MAX)),
        words: typed.one("words").to_owned(),
    }
}

/// The letter to one of them. Its name names nobody.
pub(super) async fn letter(
    visit: Visit,
    Path((id, no, of, language)): Path<(String, String, String, String)>,
) -> Response {
    let (Ok(client), Ok(language)) = (id.parse::<Id<Client>>(), language.parse::<Language>())
    else {
        return visit.nobody();
    };
    let which = (client, no.parse().unwrap_or(0), of.parse().unwrap_or(0));
    let casework = &visit.front.casework;
    let made = casework.teller_recall_letter(visit.person(), which, language);
    match made.await {
        Ok(pdf) => file_to_keep("letter.pdf", "application/pdf", pdf),
        Err(error) => failed(&visit, &error),
    }
}
