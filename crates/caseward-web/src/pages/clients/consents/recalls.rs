//! Who received under a consent, how they were told that it was taken back, and sending them the letters (DV-2.1, NASW-d).

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::consent::{ConsentError, LettersOrder, Use};
use caseward_casework::disclosure::carries_letters;
use caseward_model::{Client, Id, RecallAnswer, WayKind};

use super::Answers;
use super::handler::{At, shown};
use super::one::{Received, ToldLine, telling_key};
use crate::Words;
use crate::forms::{self, Problems};
use crate::letting_out::ask_back;
use crate::pages::agreements::number;
use crate::view::When;
use crate::visit::Visit;

/// What went out, each with what came of asking for it back and, where somebody still has to tell them, the ways to do it.
pub(super) async fn received(at: &At, uses: Vec<(i64, &Use)>) -> Result<Vec<Received>, Response> {
    let casework = &at.visit.front.casework;
    let failed = |error| at.visit.failed(&error);
    let names = casework.names().await.map_err(failed)?;
    let words = Words::of(at.visit.language());
    let now_ms = casework.clock().now_ms();
    let apart = kept_apart(&at.visit, at.request.client);
    let apart = apart.await.map_err(failed)?;
    let mut all = Vec::new();
    for (no, it) in uses {
        let recall = it.recall.as_ref();
        let told = recall.and_then(|it| it.told.as_ref());
        let untold = recall.is_some_and(|it| it.answer == RecallAnswer::Awaited) && told.is_none();
        let ways = if untold {
            casework.ways_to(it.recipient.id).await.map_err(failed)?
        } else {
            Vec::new()
        };
        let by_house = ways.iter().any(|way| carries_letters(way.it.kind));
        let by_link = ways
            .iter()
            .any(|way| way.it.kind == WayKind::Link && !way.it.phone.is_empty());
        let sent = recall.and_then(|it| it.sent.as_ref()).filter(|_| untold);
        let ways = ways.into_iter().map(|way| {
            let key = format!("way-{}", way.it.kind.word().replace('_', "-"));
            (way.no, format!("{}: {}", words.t(&key), way.it.address))
        });
        all.push(Received {
            no,
            name: at.named(it.recipient.no).await?,
            at: at.visit.moment(it.at),
            recall: recall.map(|it| it.answer),
            told: told.map(|it| ToldLine {
                key: telling_key(it.how),
                at: at.visit.moment(it.at),
                by: names.get(&it.by).cloned().unwrap_or_default(),
                answer_by: When::day(words, it.answer_by),
            }),
            ways: ways.collect(),
            by_house,
            apart: untold && apart.contains(&it.recipient.no),
            by_link,
            going: sent.is_some_and(|it| it.until.is_none() && it.is_going_at(now_ms)),
            waits_until: sent
                .and_then(|it| it.waits_until(now_ms))
                .map(|until| at.visit.moment(until)),
            not_sent: sent.and_then(|it| it.trouble_at(now_ms)).map(trouble_key),
        });
    }
    Ok(all)
}

/// From which organisations a wall keeps the client apart, for whoever may know it: who could send the letters, and has nobody beside
/// them who would read it too.
pub(in crate::pages::clients) async fn kept_apart(
    visit: &Visit,
    client: Id<Client>,
) -> Result<Vec<i64>, CaseworkError> {
    let (casework, person) = (&visit.front.casework, visit.person());
    let now_ms = casework.clock().now_ms();
    let beside = person.presence(now_ms);
    let alone = beside.is_none_or(|it| it.is_aside_at(now_ms));
    if !alone || !person.writes_into_files() {
        return Ok(Vec::new());
    }
    casework.recipients_kept_apart(client).await
}

/// Why a letter counts as not sent, as a key of words.
fn trouble_key(word: &str) -> &'static str {
    match word {
        "refused" => "recall-trouble-refused",
        "host_key_changed" | "not_trusted" => "recall-trouble-key",
        "maybe_arrived" => "recall-trouble-unsure",
        "not_ready" => "recall-trouble-not-ready",
        "link_expired" | "link_locked" | "link_closed" => "recall-trouble-link",
        _ => "recall-trouble-unreached",
    }
}

/// Sends the letters of a consent to all who weren't told yet and have a way by which the house carries them.
pub(super) async fn send_letters(
    at: &At,
    no_text: &str,
    answers: &Answers,
) -> Result<Response, Response> {
    let no = number(no_text).unwrap_or(0);
    let order = LettersOrder {
        language: answers.language().unwrap_or(at.visit.language()),
        client_asked: answers.one("client_asked") == "yes",
    };
    match ask_back(&at.visit.front, (&at.request, no), order).await {
        // What went and what didn't stands on the page.
        Ok(_) | Err(ConsentError::Stage(_)) => Ok(forms::sent_on(&at.href(no))),
        Err(ConsentError::Casework(CaseworkError::Unfit(_))) => {
            let mut problems = Problems::default();
            problems.note("client_asked", "recall-send-needs-asked");
            shown(at, no_text, problems).await
        }
        Err(error) => Err(at.failed(error)),
    }
}
