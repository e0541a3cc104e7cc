//! Showing what stays of a meeting, and handing its minutes out.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::conference::AfterMeeting;
use caseward_model::{Id, Meeting, OfficeAct};

use super::super::decided::{lines, told};
use super::super::sits;
use super::{AfterPage, sittings};
use crate::addresses::{Addresses, Class};
use crate::delivery::watch;
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::pages::people::mending;
use crate::visit::Visit;
use crate::{Place, forms};

/// The addresses of what stays of a meeting.
pub fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    Addresses::new()
        .get(sits, "/meetings/{id}/after", show)
        .get(sits, "/meetings/{id}/minutes", minutes)
}

/// Lets in whoever takes part; what can't be read as a meeting is none.
async fn of(visit: &Visit, id: &str) -> Result<Id<Meeting>, Response> {
    sits(visit).await?;
    id.parse().map_err(|_| visit.not_found())
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match of(&visit, &id).await {
        Ok(id) => page(&visit, id, Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn minutes(visit: Visit, Path(id): Path<String>) -> Response {
    let id = match of(&visit, &id).await {
        Ok(id) => id,
        Err(answer) => return answer,
    };
    let casework = &visit.front.casework;
    let made = casework.meeting_minutes(visit.person(), id, visit.language());
    match made.await {
        Ok((pdf, deliveries)) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"minutes.pdf\"",
                ),
            ];
            (headers, watch(pdf.into(), told(deliveries))).into_response()
        }
        Err(error) => unanswered(&visit, id, &error).await,
    }
}

async fn unanswered(visit: &Visit, id: Id<Meeting>, error: &CaseworkError) -> Response {
    match (error, mending(error)) {
        (CaseworkError::Unknown { .. }, _) => visit.not_found(),
        // Where the series has to be signed for first, the page of the meeting says so.
        (_, Some(problems)) if problems.of("minutes").is_some() => page(visit, id, problems).await,
        (_, Some(_)) => forms::sent_on(&format!("/meetings/{id}")),
        (error, None) => visit.failed(error),
    }
}

async fn page(visit: &Visit, id: Id<Meeting>, problems: Problems) -> Response {
    let casework = &visit.front.casework;
    let AfterMeeting {
        begins_at,
        sittings: over,
        actions,
        ..
    } = match casework.after_meeting(visit.person(), id).await {
        Ok(found) => found,
        Err(error) => return shut(visit, id, &error),
    };
    let href = format!("/meetings/{id}");
    let page = AfterPage {
        held: visit.moment(begins_at),
        sittings: sittings(visit.language(), &over),
        lines: lines(visit.language(), actions.lines),
        shell: visit.shell(Place::Conferences, &format!("{href}/after")),
        href,
        problems,
    };
    answer_watched(page.problems.status(), &page, told(actions.deliveries))
}

fn shut(visit: &Visit, id: Id<Meeting>, error: &CaseworkError) -> Response {
    match (error, mending(error)) {
        (CaseworkError::Unknown { .. }, _) => visit.not_found(),
        (_, Some(_)) => forms::sent_on(&format!("/meetings/{id}")),
        (error, None) => visit.failed(error),
    }
}
