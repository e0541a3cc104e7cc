//! `/agreements/required`: what keeps the files shut to me, one thing after the other, and the way to each.
//!
//! Pages §3 S16; CC-2, DV-5.1.1, DV-5.10. Whoever comes here is not at fault: most of the time a text
//! was made anew, or a year is over.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::desk::Missing;
use caseward_model::Language;

use super::{Look, SignedLine, StandLine, sample_stands};
use crate::addresses::{Addresses, Class};
use crate::view::When;
use crate::visit::{Visit, day};
use crate::{Place, Shell, Words, answer};

/// The address.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Staff, "/agreements/required", show)
}

/// The page.
#[derive(Template)]
#[template(path = "agreements/required/page.html")]
pub struct RequiredPage {
    /// Around it.
    pub shell: Shell,
    /// Access was paused: nothing that is signed opens anything.
    pub suspended: bool,
    /// What is to be done, in the order in which it is read.
    pub asks: Vec<StandLine>,
    /// Nothing is set for the reader's part yet, and so nothing opens.
    pub nothing_set: bool,
    /// Until when everything reaches; nothing while something is missing.
    pub until: Option<When>,
    /// What was signed lately.
    pub lately: Vec<SignedLine>,
}

/// How long a signature is lately given, in ms: a day.
const LATELY_MS: i64 = 86_400_000;

async fn show(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    match page(&visit).await {
        Ok(page) => answer(StatusCode::OK, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit) -> Result<RequiredPage, CaseworkError> {
    let (stands, signed) = super::handler::lines(visit).await?;
    let (missing, sheet) = (visit.missing(), &visit.person().sheet);
    let now_ms = visit.front.casework.clock().now_ms();
    let until = sheet.agreement_until.min(sheet.training_until);
    let lacks = missing
        .iter()
        .any(|it| matches!(it, Missing::Training | Missing::Agreement));
    let any_missing = stands.iter().any(|(_, stand)| stand.until.is_none());
    let recent = visit.front.casework.my_signatures(visit.person()).await?;
    let recent = recent
        .iter()
        .filter(|it| now_ms - it.evidence.at < LATELY_MS)
        .count();
    Ok(RequiredPage {
        shell: visit.shell(Place::Agreements, "/agreements/required"),
        suspended: missing.contains(&Missing::Suspended),
        nothing_set: lacks && !any_missing,
        asks: stands
            .into_iter()
            .map(|(line, _)| line)
            .filter(|it| it.asks)
            .collect(),
        until: (!lacks).then(|| day(visit.language(), until)),
        lately: signed.into_iter().take(recent).collect(),
    })
}

impl RequiredPage {
    fn is_open(&self) -> bool {
        self.until.is_some() && !self.suspended
    }

    /// Something is missing.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let mut asks = sample_stands(language);
        asks.retain(|it| it.asks);
        Self {
            shell: Shell::sample(language, Place::Agreements, "/agreements/required"),
            suspended: false,
            asks,
            nothing_set: false,
            until: None,
            lately: Vec::new(),
        }
    }

    /// Everything is signed and learnt.
    #[must_use]
    pub fn sample_done(language: Language) -> Self {
        let words = Words::of(language);
        Self {
            asks: Vec::new(),
            until: Some(crate::view::sample_moment(words, 30, 9, 0)),
            ..Self::sample(language)
        }
    }

    /// Access is paused, and nothing is set for this part.
    #[must_use]
    pub fn sample_suspended(language: Language) -> Self {
        Self {
            suspended: true,
            nothing_set: true,
            asks: Vec::new(),
            ..Self::sample(language)
        }
    }
}
