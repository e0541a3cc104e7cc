//! `/healthz` and `/readyz`: whether the server runs, and whether it can serve. Design §6: an office starts
//! sealed, and says so.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::front::Front;

/// The server runs.
#[derive(Serialize, ToSchema)]
pub(crate) struct Alive {
    alive: bool,
}

/// Whether the office can be served.
#[derive(Serialize, ToSchema)]
pub(crate) struct Ready {
    /// Nobody who holds a key has opened it yet.
    sealed: bool,
    /// The database answers.
    database: bool,
}

/// The server runs.
#[utoipa::path(
    get, path = "/healthz", tag = "health", security(()),
    responses((status = 200, description = "It runs", body = Alive))
)]
pub(crate) async fn alive() -> Json<Alive> {
    Json(Alive { alive: true })
}

/// The office is open and its database answers.
#[utoipa::path(
    get, path = "/readyz", tag = "health", security(()),
    responses(
        (status = 200, description = "It can be served", body = Ready),
        (status = 503, description = "It is sealed, or the database doesn't answer", body = Ready),
    )
)]
pub(crate) async fn ready(State(front): State<Arc<Front>>) -> (StatusCode, Json<Ready>) {
    let sealed = !front.casework.gate.is_open();
    let database = front.casework.ledger_head().await.is_ok();
    let status = if database && !sealed {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(Ready { sealed, database }))
}
