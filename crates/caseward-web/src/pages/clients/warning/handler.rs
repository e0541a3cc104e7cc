//! Showing the warnings about a client, preparing one, letting it out to be said, and noting what became of it. Letting it out asks for
//! a fresh proof. What was refused is shown beside the warning that it was about, so that nobody prepares a second one.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::danger::{
    DangerError, DangerReport, NewWarning, Warning, WarningError, WarningNeed,
};
use caseward_casework::gate::Refusal;
use caseward_casework::sign_in::For;
use caseward_model::{AtRisk, Channel, Client, Id, Told, WarningEnd, WarningState, Worker};

use super::super::super::partners::{Fact, Typed, fact};
use super::super::super::people::{Choice, key};
use super::super::consents::closing_both;
use super::super::face;
use super::{Line, Unwarned, WarningsPage, end_key, fields, problems_of, way_key};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::reasons::Reasons;
use crate::view::Why;
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

/// What the page shows besides the warnings.
#[derive(Default)]
struct Said {
    typed: Typed,
    problems: Problems,
    /// Why what was posted isn't let out.
    refused: Option<Why>,
    /// The number of a warning that was prepared with what was posted: the form goes on with it. 0 for none.
    prepared: i64,
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client, Said::default()).await,
        Err(_) => visit.nobody(),
    }
}

async fn change(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let Ok(client) = id.parse::<Id<Client>>() else {
        return posted.visit.nobody();
    };
    if posted.form.one("action") == "begin"
        && let Err(asked) = posted.step_up(For::Release).await
    {
        return asked;
    }
    let (visit, typed) = (posted.visit, posted.form);
    match act(&visit, client, &typed).await {
        Some((_, Ok(()))) => forms::sent_on(&format!("{}/warnings", face::address(client))),
        Some((no, Err(WarningError::Mend(needs)))) => {
            let prepared = match typed.one("action") {
                "prepare" if no > 0 => no,
                "prepare" if !needs.contains(&WarningNeed::Over) => going_on(&typed),
                _ => 0,
            };
            let said = Said {
                problems: problems_of(&needs),
                prepared,
                typed,
                refused: None,
            };
            page(&visit, client, said).await
        }
        Some((no, Err(WarningError::Refused(Refusal::Refused { entry, sections })))) if no > 0 => {
            let reasons = Reasons::new(&visit.front.casework.policies, visit.language(), entry);
            let Some(why) = sections.iter().find_map(|it| reasons.why(it)) else {
                return visit.not_found();
            };
            let said = Said {
                refused: Some(why),
                ..Said::default()
            };
            page(&visit, client, said).await
        }
        Some((_, Err(error))) => failed(&visit, &error),
        // Whether there is such a client is answered first.
        None => page(&visit, client, Said::default()).await,
    }
}

/// Does what was posted, and says with which warning, where one is there whatever came of it; 0 for none. Nothing where that is none of the
/// things that this page posts.
async fn act(
    visit: &Visit,
    client: Id<Client>,
    typed: &Typed,
) -> Option<(i64, Result<(), WarningError>)> {
    let (casework, person, by) = (&visit.front.casework, visit.person(), Channel::Screen);
    let no = number(typed);
    let which = (client, no);
    let how = || typed.one("how").to_owned();
    Some(match typed.one("action") {
        "prepare" => {
            let prepared = casework.prepare_warning(person, client, by, read(typed));
            match prepared.await {
                Ok(no) => {
                    let composed = casework.compose_warning(person, (client, no), by);
                    (no, composed.await.map(drop))
                }
                Err(error) => (0, Err(error)),
            }
        }
        "compose" => {
            let composed = casework.compose_warning(person, which, by);
            (no, composed.await.map(drop))
        }
        "begin" => {
            let seen = (typed.one("content"), typed.one("read") == "yes");
            let begun = casework.begin_warning(person, which, by, seen);
            (no, begun.await.map(drop))
        }
        "end" => {
            let what = (typed.one("end").parse().ok(), how());
            (0, casework.end_warning(person, which, by, what).await)
        }
        "told" => {
            let what = (typed.one("client_told").parse::<Told>().ok(), how());
            let told = casework.note_told_of_warning(person, which, by, what);
            (0, told.await)
        }
        "nobody" => {
            let (which, why) = ((client, report(typed)), typed.one("why").to_owned());
            let noted = casework.note_nobody_warned(person, which, by, why);
            (0, noted.await)
        }
        _ => return None,
    })
}

/// Which warning something was posted about; 0 for none.
fn number(typed: &Typed) -> i64 {
    typed.one("warning").parse().unwrap_or(0)
}

/// Which danger report; 0 for none.
fn report(typed: &Typed) -> i64 {
    typed.one("report").parse().unwrap_or(0)
}

/// Which warning was prepared by what was posted before; 0 for none.
fn going_on(typed: &Typed) -> i64 {
    typed.one("prepared").parse().unwrap_or(0)
}

fn read(typed: &Typed) -> NewWarning {
    NewWarning {
        number: Some(going_on(typed)).filter(|it| *it > 0),
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

/// The danger reports of the client.
async fn reports(visit: &Visit, client: Id<Client>) -> Result<Vec<DangerReport>, WarningError> {
    let casework = &visit.front.casework;
    let found = casework.dangers_of(visit.person(), client, Channel::Screen);
    let (all, delivery) = found.await.map_err(|error| match error {
        DangerError::Refused(refusal) => WarningError::Refused(refusal),
        DangerError::Casework(error) => WarningError::Casework(error),
        DangerError::Unknown | DangerError::Mend(_) => WarningError::Unknown,
    })?;
    delivery.delivered(None);
    Ok(all)
}

/// A report in a few words: who may be harmed, and when it was written down.
fn called(visit: &Visit, it: &DangerReport) -> String {
    let words = Words::of(visit.language());
    let whom = words.t(&key("at-risk", it.at_risk.word()));
    format!("{whom}, {}", visit.moment(it.since).words)
}

/// Those that a warning can hang on: they stand, and say that somebody else may be harmed.
fn choices(visit: &Visit, reports: &[DangerReport]) -> Vec<Choice> {
    let now_ms = visit.front.casework.clock().now_ms();
    let standing = reports
        .iter()
        .filter(|it| it.stands_at(now_ms) && it.at_risk != AtRisk::Client);
    let choice = standing.map(|it| Choice {
        value: it.no.to_string(),
        label: called(visit, it),
    });
    choice.collect()
}

/// Those of which nobody was warned, though somebody may be harmed and nobody said why not.
fn unwarned(visit: &Visit, reports: &[DangerReport], warnings: &[Warning]) -> Vec<Unwarned> {
    let warned = |report: i64| {
        let ends = warnings.iter().filter(|it| it.report == report);
        let mut ends = ends.filter_map(|it| it.ended.as_ref());
        ends.any(|it| matches!(it.end, WarningEnd::Warned | WarningEnd::OthersWarned))
    };
    let open = reports
        .iter()
        .filter(|it| it.asks_for_a_warning() && !warned(it.no));
    let line = open.map(|it| Unwarned {
        report: it.no,
        label: called(visit, it),
    });
    line.collect()
}

fn status(said: &Said) -> StatusCode {
    if said.refused.is_some() {
        StatusCode::FORBIDDEN
    } else if said.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

async fn page(visit: &Visit, client: Id<Client>, said: Said) -> Response {
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
    let (mut file, delivery) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let names = match casework.names().await {
        Ok(names) => names,
        Err(error) => return visit.failed(&error),
    };
    let words = Words::of(visit.language());
    let named = |it: &Id<Worker>| names.get(it).cloned().unwrap_or_default();
    let lines = warnings.iter().map(|it| line(visit, it, named)).collect();
    let status = status(&said);
    let (may_act, typed) = (visit.person().writes_into_files(), said.typed);
    // What was posted about a warning that is there doesn't belong into the form for a new one.
    let form = match typed.one("action") {
        "prepare" => typed.clone(),
        _ => Typed::default().with("language", visit.language().word()),
    };
    let acted = match typed.one("action") {
        "nobody" => report(&typed),
        _ => number(&typed),
    };
    let choices = choices(visit, &reports);
    // Beside what was refused stands the warning that it was about, and no form for another one.
    let has_form = may_act && !choices.is_empty() && said.refused.is_none();
    let page = WarningsPage {
        bar: face::bar(visit, client, None, file.as_mut()),
        unwarned: unwarned(visit, &reports, &warnings),
        lines,
        may_act,
        has_report: !choices.is_empty(),
        fields: has_form.then(|| fields(words, &form, choices)),
        prepared: said.prepared,
        refused: said.refused,
        acted: (acted, typed),
        problems: said.problems,
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
