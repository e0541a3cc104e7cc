//! What an address names: something of a client, and something within that.

use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use caseward_model::{Client, Id};

use super::decided::Answered;
use super::problem::Problem;
use crate::front::Front;

/// A client and the number of something of theirs, as an address names them.
pub(crate) struct Place {
    pub(super) client: Option<Id<Client>>,
    pub(super) no: i64,
}

impl FromRequestParts<Arc<Front>> for Place {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Answered<Self> {
        let text = Path::<(String, String)>::from_request_parts(parts, front).await;
        let (client, no) = match text {
            Ok(Path((client, no))) => (client.parse().ok(), no.parse().ok()),
            Err(_) => (None, None),
        };
        Ok(Self {
            client,
            // What is no number is none that there is.
            no: no.unwrap_or(0),
        })
    }
}

/// A client, the number of something of theirs, and that of something within it, as an address names them.
pub(crate) struct PlaceWithin<T> {
    pub(super) client: Option<Id<Client>>,
    pub(super) no: i64,
    pub(super) of: T,
}

impl<T: FromStr + Default> FromRequestParts<Arc<Front>> for PlaceWithin<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Answered<Self> {
        let text = Path::<(String, String, String)>::from_request_parts(parts, front).await;
        let (client, no, of) = match text {
            Ok(Path((client, no, of))) => (client.parse().ok(), no.parse().ok(), of.parse().ok()),
            Err(_) => (None, None, None),
        };
        Ok(Self {
            client,
            // What is no number is none that there is.
            no: no.unwrap_or(0),
            of: of.unwrap_or_default(),
        })
    }
}
