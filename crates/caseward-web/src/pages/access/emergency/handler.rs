//! Opening a file in an emergency: what follows from it, the form, and what comes of it (RE-7, NASW-c).

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::emergency::danger::DangerForm;
use caseward_casework::emergency::{BY_SEARCH, Opening};
use caseward_casework::gate::About;
use caseward_casework::sign_in::For;
use caseward_model::{Channel, OfficeAct};

use super::{BeforePage, EmergencyPage, FromSearch, TypedForm, problems};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

/// Texts of 2,000 characters in any script, percent-encoded as a form sends them.
const BODY_BYTES_MAX: usize = 128 * 1024;
const CLASS: Class = Class::Office(OfficeAct::OpenEmergency);

/// The addresses of opening an emergency.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/access/emergency", before)
        .get(CLASS, "/access/emergency/new", fresh)
        .post(CLASS, "/access/emergency/new", open)
        .body_limit(BODY_BYTES_MAX)
}

/// What the page needs to know: whether it is this person's to do, and for how long.
async fn minutes(visit: &Visit) -> Result<i64, Response> {
    let about = About::Worker(visit.person().worker);
    visit
        .unless_forbidden(OfficeAct::OpenEmergency, about)
        .await?;
    let limits = visit.front.casework.emergency_limits().await;
    Ok(limits.map_err(|error| visit.failed(&error))?.minutes)
}

async fn before(visit: Visit, Query(from): Query<FromSearch>) -> Response {
    let minutes = match minutes(&visit).await {
        Ok(minutes) => minutes,
        Err(answer) => return answer,
    };
    let shell = visit.shell(Place::Elsewhere, "/access/emergency");
    let page = BeforePage {
        shell,
        minutes,
        search: from.number(),
    };
    answer(StatusCode::OK, &page)
}

async fn fresh(visit: Visit, Query(from): Query<FromSearch>) -> Response {
    let minutes = match minutes(&visit).await {
        Ok(minutes) => minutes,
        Err(answer) => return answer,
    };
    let mark = visit.front.casework.new_form_mark();
    let whom = from.number().map(|no| format!("{BY_SEARCH}{no}"));
    let form = DangerForm {
        whom: whom.unwrap_or_default().into(),
        ..DangerForm::default()
    };
    let page = page(&visit, mark, form, minutes);
    answer(StatusCode::OK, &page)
}

fn page(visit: &Visit, mark: String, form: DangerForm, minutes: i64) -> EmergencyPage {
    EmergencyPage {
        mark,
        form,
        problems: Problems::default(),
        minutes,
        answer: None,
        shell: visit.shell(Place::Elsewhere, "/access/emergency/new"),
    }
}

async fn open(posted: Posted<TypedForm>) -> Response {
    let (visit, form) = (&posted.visit, &posted.form);
    let minutes = match minutes(visit).await {
        Ok(minutes) => minutes,
        Err(answer) => return answer,
    };
    let typed = form.typed();
    let order = match typed.check(minutes) {
        Ok(order) => order,
        Err(needs) => {
            let page = EmergencyPage {
                problems: problems(&needs),
                ..page(visit, form.mark(), typed, minutes)
            };
            return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    if let Err(asked) = posted.step_up(For::Emergency).await {
        return asked;
    }
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let mark = form.mark();
    let opened = casework
        .open_emergency(who, &mark, order, Channel::Screen)
        .await;
    let said = match opened {
        Ok(Opening::Open(no, _)) => return forms::sent_on(&format!("/access/emergency/{no}")),
        Ok(Opening::Nothing) => "emergency-nothing",
        Ok(Opening::TooMany) => "emergency-too-many",
        Err(error) => return visit.failed(&error),
    };
    let page = EmergencyPage {
        answer: Some(said),
        ..page(visit, mark, typed, minutes)
    };
    answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
