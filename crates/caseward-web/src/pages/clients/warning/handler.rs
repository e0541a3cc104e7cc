//! Showing the warnings about a client, preparing one, letting it out to be said, and noting what became of it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::danger::{DangerError, NewWarning, Warning, WarningError};
use caseward_casework::gate::Refusal;
use caseward_model::{AtRisk, Channel, Client, Id, Told, WarningState, Worker};

use super::super::super::partners::{Fact, Typed, fact};
use super::super::super::people::{Choice, key};
use super::super::consents::closing_both;
use super::super::face;
use super::{Line, WarningsPage, end_key, fields, problems_of, way_key};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, forms};

/// The longest texts in any script, percent-encoded as a form sends them.
const BODY_BYTES_MAX: usize = 128 * 1024;

const MINUTE_MS: i64 = 60_000;

/// The address of warnings.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/warnings", show)
        .post(Class::Client, "/clients/{id}/warnings", change)
        .body_limit(BODY_BYTES_MAX)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client, Typed::default(), Problems::default()).await,
        Err(_) => visit.nobody(),
    }
}

async fn change(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    match act(&visit, client, &typed).await {
        Some(Ok(())) => forms::sent_on(&format!("{}/warnings", face::address(client))),
        Some(Err(WarningError::Mend(needs))) => {
            page(&visit, client, typed, problems_of(&needs)).await
        }
        Some(Err(error)) => failed(&visit, &error),
        // Whether there is such a client is answered first.
        None => page(&visit, client, Typed::default(), Problems::default()).await,
    }
}

/// Does what was posted; nothing where that is none of the things that this page posts.
async fn act(visit: &Visit, client: Id<Client>, typed: &Typed) -> Option<Result<(), WarningError>> {
    let (casework, person, by) = (&visit.front.casework, visit.person(), Channel::Screen);
    let which = (client, number(typed));
    let how = || typed.one("how").to_owned();
    Some(match typed.one("action") {
        "prepare" => {
            let prepared = casework.prepare_warning(person, client, by, read(typed));
            match prepared.await {
                Ok(no) => {
                    let composed = casework.compose_warning(person, (client, no), by);
                    composed.await.map(drop)
                }
                Err(error) => Err(error),
            }
        }
        "compose" => {
            let composed = casework.compose_warning(person, which, by);
            composed.await.map(drop)
        }
        "begin" => {
            let seen = (typed.one("content"), typed.one("read") == "yes");
            let begun = casework.begin_warning(person, which, by, seen);
            begun.await.map(drop)
        }
        "end" => {
            let what = (typed.one("end").parse().ok(), how());
            casework.end_warning(person, which, by, what).await
        }
        "told" => {
            let what = (typed.one("client_told").parse::<Told>().ok(), how());
            casework.note_told_of_warning(person, which, by, what).await
        }
        _ => return None,
    })
}

/// Which warning something was posted about; 0 for none.
fn number(typed: &Typed) -> i64 {
    typed.one("warning").parse().unwrap_or(0)
}

fn read(typed: &Typed) -> NewWarning {
    NewWarning {
        report: typed.one("report").parse().ok(),
        name: typed.one("name").to_owned(),
        who: typed.one("who").to_owned(),
        way: typed.one("way").parse().ok(),
        partner: match typed.one("partner") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        says_name: typed.one("says_name") == "yes",
        told: typed.one("told").to_owned(),
        callback: typed.one("callback").to_owned(),
        language: typed.one("language").parse().ok(),
    }
}

fn failed(visit: &Visit, error: &WarningError) -> Response {
    match error {
        WarningError::Refused(refusal) => visit.refused(refusal, visit.back_to_clients()),
        WarningError::Unknown => visit.not_found(),
        WarningError::Mend(_) => visit.unreadable(),
        WarningError::Casework(error) => visit.failed(error),
    }
}

/// The danger reports that a warning can hang on: those that stand, and say that somebody else may be harmed.
async fn reports(visit: &Visit, client: Id<Client>) -> Result<Vec<Choice>, WarningError> {
    let casework = &visit.front.casework;
    let found = casework.dangers_of(visit.person(), client, Channel::Screen);
    let (all, delivery) = found.await.map_err(|error| match error {
        DangerError::Refused(refusal) => WarningError::Refused(refusal),
        DangerError::Casework(error) => WarningError::Casework(error),
        DangerError::Unknown | DangerError::Mend(_) => WarningError::Unknown,
    })?;
    delivery.delivered(None);
    let words = Words::of(visit.language());
    let now_ms = casework.clock().now_ms();
    let mut all = all;
    all.retain(|it| it.stands_at(now_ms) && it.at_risk != AtRisk::Client);
    let choice = all.iter().map(|it| Choice {
        value: it.no.to_string(),
        label: format!(
            "{}, {}",
            words.t(&key("at-risk", it.at_risk.word())),
            visit.moment(it.since).words
        ),
    });
    Ok(choice.collect())
}

async fn page(visit: &Visit, client: Id<Client>, typed: Typed, problems: Problems) -> Response {
    let casework = &visit.front.casework;
    let found = casework.warnings_of(visit.person(), client, Channel::Screen);
    let (warnings, opened) = match found.await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let reports = match reports(visit, client).await {
        Ok(reports) => reports,
        Err(error) => return failed(visit, &error),
    };
    let (mut file, delivery) = match casework.open_face(visit.person(), client).await {
        Ok(Some((file, delivery))) => (Some(file), Some(delivery)),
        Ok(None) | Err(Refusal::Refused { .. }) => (None, None),
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let names = match casework.names().await {
        Ok(names) => names,
        Err(error) => return visit.failed(&error),
    };
    let words = Words::of(visit.language());
    let named = |it: &Id<Worker>| names.get(it).cloned().unwrap_or_default();
    let lines = warnings.iter().map(|it| line(visit, it, named)).collect();
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let may_act = visit.person().writes_into_files();
    // What was posted about a warning that is there doesn't belong into the form for a new one.
    let form = match typed.one("action") {
        "prepare" => typed.clone(),
        _ => Typed::default().with("language", visit.language().word()),
    };
    let page = WarningsPage {
        bar: face::bar(visit, client, None, file.as_mut()),
        lines,
        may_act,
        fields: (may_act && !reports.is_empty()).then(|| fields(words, &form, reports)),
        acted: (number(&typed), typed),
        problems,
        shell: visit.shell(
            Place::Clients,
            &format!("{}/warnings", face::address(client)),
        ),
    };
    answer_watched(status, &page, closing_both(opened, delivery))
}

fn line(visit: &Visit, it: &Warning, named: impl Fn(&Id<Worker>) -> String) -> Line {
    let words = Words::of(visit.language());
    let whom = if it.name.is_empty() {
        it.who.clone()
    } else {
        it.name.clone()
    };
    let said = it.said.as_deref().unwrap_or_default();
    let paragraphs = said.lines().filter(|line| !line.trim().is_empty());
    Line {
        no: it.no,
        whom,
        since: visit.moment(it.at),
        state: it.state,
        facts: facts(words, it, named),
        said: paragraphs.map(str::to_owned).collect(),
        content: it.content.clone().unwrap_or_default(),
        left_out: it.state == WarningState::Ready && it.left_out > 0,
        to_tell: it.state == WarningState::Over && it.left() && it.client_told == Told::Later,
    }
}

/// What is known of a warning, line by line.
fn facts(words: &Words, it: &Warning, named: impl Fn(&Id<Worker>) -> String) -> Vec<Fact> {
    let mut facts = vec![fact(words, "warning-by", named(&it.by))];
    if !it.name.is_empty() && !it.who.is_empty() {
        facts.push(fact(words, "warning-who", it.who.as_str()));
    }
    facts.push(fact(words, "warning-way", words.t(way_key(it.way))));
    if it.partner {
        facts.push(fact(words, "warning-partner", words.t("danger-yes")));
    }
    let ends = it.tries.iter().filter_map(|it| it.outcome.as_ref());
    let last = it.ended.as_ref();
    let earlier = ends.filter(|it| Some(*it) != last);
    for outcome in earlier.chain(last) {
        let end = words.t(end_key(outcome.end));
        let text = format!("{end}, {}: {}", named(&outcome.by), outcome.how);
        facts.push(fact(words, "warning-became", text));
    }
    if let Some(took) = it.took_ms() {
        let minutes = (took / MINUTE_MS).to_string();
        facts.push(fact(words, "warning-took", minutes));
    }
    match it.client_told {
        Told::Later => {}
        Told::Before => {
            let how = it.client_told_how.as_str();
            facts.push(fact(words, "warning-client-was-told", how));
        }
        Told::Not => {
            let how = it.client_told_how.as_str();
            facts.push(fact(words, "warning-client-is-not-told", how));
        }
    }
    facts
}
