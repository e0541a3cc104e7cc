//! Reviewing an emergency: what was found, confirming one beyond the budget, and letting the client hear later (RE-7,
//! CR-10, NASW-d).

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::emergency::Ticket;
use caseward_casework::gate::About;
use caseward_model::{Channel, Client, EmergencyFinding, Id, OfficeAct};

use super::{ReviewForm, ReviewPage, Seen};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

const CLASS: Class = Class::Office(OfficeAct::ReviewEmergency);
const DAY_MS: i64 = 86_400_000;

/// The addresses of a review.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/access/reviews/{no}", show)
        .post(CLASS, "/access/reviews/{no}", settle)
}

async fn show(visit: Visit, Path(no): Path<String>) -> Response {
    match ticket(&visit, &no).await {
        Ok(ticket) => page(&visit, ticket, ReviewForm::default(), Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn ticket(visit: &Visit, no: &str) -> Result<Ticket, Response> {
    // What is no number stands for nothing, whoever asks.
    let Ok(no) = no.parse::<i64>() else {
        return Err(visit.not_found());
    };
    let allowed = visit.unless_forbidden(OfficeAct::ReviewEmergency, About::Office);
    allowed.await?;
    let found = visit.front.casework.emergency(visit.person().worker, no);
    match found.await {
        Ok(ticket) => Ok(ticket),
        Err(CaseworkError::Unfit(_)) => Err(visit.not_found()),
        Err(error) => Err(visit.failed(&error)),
    }
}

async fn settle(Path(no): Path<String>, posted: Posted<ReviewForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let ticket = match ticket(&visit, &no).await {
        Ok(ticket) => ticket,
        Err(answer) => return answer,
    };
    let (casework, who, no) = (&visit.front.casework, visit.person().worker, ticket.no);
    let done = match form.action.as_str() {
        "seen" => casework.acknowledge_emergency(who, no).await,
        "confirm" => casework.confirm_emergency(who, no).await,
        "delay" => {
            let days = form.days.trim().parse::<i64>().unwrap_or(-1);
            if !(0..=90).contains(&days) {
                return again(&visit, ticket, form, "days", "review-needs-days").await;
            }
            let until = casework.clock().now_ms() + days * DAY_MS;
            casework
                .delay_emergency(who, no, until, &form.because)
                .await
        }
        _ => {
            let Ok(finding) = form.finding.parse::<EmergencyFinding>() else {
                return again(&visit, ticket, form, "finding", "review-needs-finding").await;
            };
            casework
                .review_emergency(who, no, finding, &form.because)
                .await
        }
    };
    match done {
        Ok(()) => forms::sent_on(&format!("/access/reviews/{no}")),
        Err(CaseworkError::Unfit(_)) => unfit(&visit, ticket, form).await,
        Err(error) => visit.failed(&error),
    }
}

/// What can't be done as it was sent: the reason says too little, or somebody else was quicker.
async fn unfit(visit: &Visit, seen: Ticket, form: ReviewForm) -> Response {
    let now = match ticket(visit, &seen.no.to_string()).await {
        Ok(now) => now,
        Err(answer) => return answer,
    };
    let (field, key) = match form.action.as_str() {
        "delay" => ("delay-because", "review-needs-because"),
        _ if now.review.is_some() => ("review", "review-done-already"),
        _ => ("because", "review-needs-because"),
    };
    again(visit, now, form, field, key).await
}

/// The page once more, with everything that was typed.
async fn again(
    visit: &Visit,
    ticket: Ticket,
    form: ReviewForm,
    field: &'static str,
    key: &'static str,
) -> Response {
    let mut problems = Problems::default();
    problems.note(field, key);
    page(visit, ticket, form, problems).await
}

/// Where the file's history is, if it is open to whoever reviews; that is asked, and on record. The review alone
/// doesn't tell them whose file it is (DV-3.3.1).
async fn history(visit: &Visit, client: Id<Client>) -> Option<String> {
    let casework = &visit.front.casework;
    let question = casework.question_of(visit.person(), client, Channel::Screen);
    let looks = casework.who_looked(&question.await.ok()?).await;
    looks.ok().map(|_| format!("/clients/{client}/who-looked"))
}

async fn page(visit: &Visit, it: Ticket, form: ReviewForm, problems: Problems) -> Response {
    let casework = &visit.front.casework;
    let names = match casework.names().await {
        Ok(names) => names,
        Err(error) => return visit.failed(&error),
    };
    let history = history(visit, it.client).await;
    let words = Words::of(visit.language());
    let name = names.get(&it.worker).cloned();
    let now_ms = casework.clock().now_ms();
    let finding = |it: caseward_casework::emergency::Reviewed| {
        let key = format!("finding-{}", it.finding.word().replace('_', "-"));
        (key, it.because)
    };
    let status = problems.status();
    let page = ReviewPage {
        shell: visit.shell(Place::Elsewhere, &format!("/access/reviews/{}", it.no)),
        form,
        problems,
        seen: Seen {
            no: it.no,
            who: name.unwrap_or_else(|| words.t("someone-gone")),
            at: visit.moment(it.opened_at),
            until: visit.moment(it.until),
            open: it.is_open(now_ms),
            harm: it.danger.harm,
            at_risk: it.danger.at_risk,
            imminence: it.danger.imminence,
            what: it.danger.what,
            why_now: it.danger.why_now,
            not_told: (!it.danger.client_told).then_some(it.danger.not_told),
            sections: it.sections,
            history,
            unconfirmed: it.over_budget && it.confirmed.is_none(),
            review: it.review.map(finding),
            delayed: it
                .delay
                .filter(|delay| now_ms < delay.until)
                .map(|delay| visit.moment(delay.until)),
        },
    };
    answer(status, &page)
}
