//! Putting together a client's file at a glance. What is closed is left out, and isn't asked for a second time.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::consent::{Consent, ConsentError};
use caseward_casework::desk::Overview;
use caseward_casework::disclosure::Disclosure;
use caseward_casework::gate::Delivery;
use caseward_casework::plan::{Plan, SECTION, Step};
use caseward_model::{Category, Channel, Client, ConsentStage, DisclosureState, Id};

use super::super::disclosures::failed;
use super::super::face;
use super::super::plan::by_key;
use super::{NextStep, Stands, SummaryPage, closed};
use crate::Words;
use crate::addresses::{Addresses, Class};
use crate::pages::answer_watched;
use crate::pages::today::{Task, waits_about};
use crate::view::{Said, State, When};
use crate::visit::{Visit, closing, local};

/// The most steps of a plan that are shown.
const MOST_STEPS: usize = 5;

/// The address of the summary.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Client, "/clients/{id}/summary", show)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let shown = async {
        let client = id.parse().map_err(|_| visit.nobody())?;
        page(&visit, client).await
    };
    shown.await.unwrap_or_else(|instead| instead)
}

async fn page(visit: &Visit, client: Id<Client>) -> Result<Response, Response> {
    let casework = &visit.front.casework;
    let overview = casework.look_over(visit.person(), client).await;
    let overview = overview.map_err(|refusal| visit.refused(&refusal, visit.back_to_clients()))?;
    let (mut file, delivery) = face::opened_with(visit, (client, &overview), SECTION).await?;
    let plan = file.as_ref().filter(|_| face::is_open(&overview, SECTION));
    let steps = plan.map(|it| steps(visit, &Plan::in_file(it)));
    let (stands, books) = stands(visit, client, &overview).await?;
    let mut cards = face::cards(visit, client, &overview);
    let all = cards.len();
    cards.retain(|it| matches!(it.link.state, State::Open | State::Masked));
    let shut = u64::try_from(all.saturating_sub(cards.len())).unwrap_or(0);
    cards.retain(|it| it.records > 0);
    let address = format!("{}/summary", face::address(client));
    let page = SummaryPage {
        owners: face::owners(visit, &overview).await?,
        cards,
        closed: (shut > 0).then(|| closed(Words::of(visit.language()), shut)),
        steps,
        tasks: tasks(visit, client).await?,
        stands,
        bar: face::bar(visit, client, Some(&overview), file.as_mut()),
        shell: visit.around_file(visit.place_of_files(), &address, overview.purpose),
    };
    Ok(answer_watched(StatusCode::OK, &page, move |ending| {
        for delivery in books.into_iter().chain(delivery) {
            closing(delivery)(ending);
        }
    }))
}

fn steps(visit: &Visit, plan: &Plan) -> Vec<NextStep<Said>> {
    let words = Words::of(visit.language());
    let today = local(visit.front.casework.clock().now_ms()).date();
    let step = |it: &Step| NextStep {
        text: Said::LetOut(caseward_casework::gate::Text::joined([&it.line.text])),
        by: by_key(it.by),
        until: it.line.until.map(|day| When::day(words, day)),
        is_late: it.line.until.is_some_and(|day| day < today),
    };
    let next = plan.next_steps().into_iter().take(MOST_STEPS);
    next.map(step).collect()
}

/// What waits for the reader about this client; nothing on one's own file.
async fn tasks(visit: &Visit, client: Id<Client>) -> Result<Vec<Task<Said>>, Response> {
    if !visit.person().works_here() {
        return Ok(Vec::new());
    }
    let casework = &visit.front.casework;
    let tasks = casework.my_tasks(visit.person().no).await;
    let tasks = tasks.map_err(|error| visit.failed(&error))?;
    let words = Words::of(visit.language());
    let now_ms = casework.clock().now_ms();
    Ok(waits_about(words, now_ms, &tasks, client))
}

/// What stands in the book; nothing where it isn't open to the reader, nor on one's own file.
async fn stands(
    visit: &Visit,
    client: Id<Client>,
    overview: &Overview,
) -> Result<(Option<Vec<Stands>>, Vec<Delivery>), Response> {
    if !visit.person().works_here() || !face::is_open(overview, Category::Administration) {
        return Ok((None, Vec::new()));
    }
    let casework = &visit.front.casework;
    let question = casework.question_of(visit.person(), client, Channel::Screen);
    let question = question
        .await
        .map_err(|refusal| visit.refused(&refusal, visit.back_to_clients()))?;
    let (consents, first) = match casework.consents(&question).await {
        Ok(found) => found,
        Err(ConsentError::Refused(_)) => return Ok((None, Vec::new())),
        Err(ConsentError::Casework(error)) => return Err(visit.failed(&error)),
        Err(_) => return Err(visit.unreadable()),
    };
    let disclosures = casework.disclosures_of(visit.person(), client).await;
    let (disclosures, second) = disclosures.map_err(|error| failed(visit, &error))?;
    let address = face::address(client);
    let agreed = consents
        .all
        .iter()
        .filter_map(|it| consent(visit, &address, it));
    let going = disclosures.iter().filter_map(|it| disclosure(&address, it));
    let all = agreed.chain(going).collect();
    Ok((Some(all), vec![first, second]))
}

/// A consent that holds, or waits for somebody.
fn consent(visit: &Visit, address: &str, consent: &Consent) -> Option<Stands> {
    let record = &consent.record;
    let now_ms = visit.front.casework.clock().now_ms();
    let what = match record.stage {
        ConsentStage::Signed if record.is_live_at(now_ms) => "summary-consent-holds",
        ConsentStage::PaperWaits => "summary-consent-waits",
        ConsentStage::Draft | ConsentStage::Explained => "summary-consent-begun",
        _ => return None,
    };
    let holds = record.stage == ConsentStage::Signed;
    Some(Stands {
        href: format!("{address}/consents/{}", consent.no),
        what,
        no: consent.no,
        until: record
            .expires_at
            .filter(|_| holds)
            .map(|at| visit.moment(at)),
    })
}

/// A disclosure that is still to be dealt with.
fn disclosure(address: &str, disclosure: &Disclosure) -> Option<Stands> {
    let what = match disclosure.state {
        DisclosureState::Begun | DisclosureState::Composed => "summary-disclosure-begun",
        DisclosureState::Approved => "summary-disclosure-approved",
        DisclosureState::Released => "summary-disclosure-on-its-way",
        DisclosureState::Failed => "summary-disclosure-failed",
        DisclosureState::Delivered | DisclosureState::Recalled | DisclosureState::Dropped => {
            return None;
        }
    };
    Some(Stands {
        href: format!("{address}/disclosures/{}", disclosure.no),
        what,
        no: disclosure.no,
        until: None,
    })
}
