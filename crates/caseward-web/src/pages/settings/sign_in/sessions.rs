//! Ending one's own sessions.

use axum::response::Response;
use caseward_casework::CaseworkError;
use serde::Deserialize;

use super::ADDRESS;
use super::handler::{done, not_done, shell_of};
use crate::addresses::{Addresses, Class};
use crate::posted::Posted;

pub(super) fn routes() -> Addresses {
    Addresses::new().post(Class::Own, "/settings/sign-in/sessions", end)
}

/// Which: one by what it is called, or all the others.
#[derive(Deserialize, Default)]
#[serde(default)]
struct EndForm {
    session: String,
    others: String,
}

async fn end(posted: Posted<EndForm>) -> Response {
    let (visit, form) = (&posted.visit, &posted.form);
    let (casework, person) = (&visit.front.casework, visit.person());
    if !form.others.is_empty() {
        let token = Some(visit.session.token());
        let ended = casework.end_sessions(person.no, token, Some(person)).await;
        return match ended {
            Ok(_) => done(visit, "said-sessions-ended").await,
            Err(error) => visit.failed(&error),
        };
    }
    match casework
        .end_session(person.no, &form.session, Some(person))
        .await
    {
        Ok(()) => done(visit, "said-session-ended").await,
        Err(CaseworkError::Unknown { .. }) => {
            not_done(visit, shell_of(visit, ADDRESS).t("set-up-not-there")).await
        }
        Err(error) => visit.failed(&error),
    }
}
