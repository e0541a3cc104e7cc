//! Putting together a client's file at a glance. What is closed is left out, and isn't asked for a second time.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::plan::{Plan, SECTION, Step};
use caseward_casework::summary::{Stands as Standing, StandsAs};
use caseward_model::{Channel, Client, Id};

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
    let plan = file.as_ref().filter(|_| overview.is_open(SECTION));
    let steps = plan.map(|it| steps(visit, &Plan::in_file(it)));
    let found = casework.what_stands(visit.person(), client, (&overview, Channel::Screen));
    let (stands, books) = found.await.map_err(|error| failed(visit, &error))?;
    let stands = stands.map(|all| all.iter().map(|it| line(visit, client, it)).collect());
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

/// Something that stands in the book, as a line that leads to it.
fn line(visit: &Visit, client: Id<Client>, it: &Standing) -> Stands {
    let what = match it.what {
        StandsAs::ConsentHolds => "summary-consent-holds",
        StandsAs::ConsentWaits => "summary-consent-waits",
        StandsAs::ConsentBegun => "summary-consent-begun",
        StandsAs::DisclosureBegun => "summary-disclosure-begun",
        StandsAs::DisclosureApproved => "summary-disclosure-approved",
        StandsAs::DisclosureOnItsWay => "summary-disclosure-on-its-way",
        StandsAs::DisclosureFailed => "summary-disclosure-failed",
    };
    let place = if it.what.is_consent() {
        "consents"
    } else {
        "disclosures"
    };
    Stands {
        href: format!("{}/{place}/{}", face::address(client), it.no),
        what,
        no: it.no,
        until: it.until.map(|at| visit.moment(at)),
    }
}
