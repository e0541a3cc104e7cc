//! `/agreements/{name}/refuse`: saying no, for now, and what follows from it.
//!
//! Pages §3 S16. Nobody has to sign, and nobody is pressed: the page says what stays closed, who hears of
//! it, and that signing later is always possible.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::standing::LONGEST_WORDS;
use caseward_model::{Language, OfficeAct};

use super::text::{Fields, TextPage, again, version_in};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, Shell, answer, forms};

/// The address.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/agreements/{name}/refuse", fresh)
        .post(
            Class::OfficeOwn(OfficeAct::Sign),
            "/agreements/{name}/refuse",
            refuse,
        )
}

/// The page.
#[derive(Template)]
#[template(path = "agreements/refuse/page.html")]
pub struct RefusePage {
    /// Around it.
    pub shell: Shell,
    /// The address of the text.
    pub href: String,
    /// What the text is called.
    pub title: String,
    /// Which version.
    pub version: u32,
    /// What was typed.
    pub words: String,
    /// What has to be mended.
    pub problems: Problems,
}

impl RefusePage {
    /// A fresh form.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let text = TextPage::sample(language);
        Self {
            shell: Shell::sample(language, Place::Agreements, "/agreements/committee/refuse"),
            href: text.href,
            title: text.words.title,
            version: 2,
            words: String::new(),
            problems: Problems::default(),
        }
    }
}

async fn fresh(visit: Visit, Path(name): Path<String>) -> Response {
    form(&visit, &name, String::new(), Problems::default()).await
}

async fn form(visit: &Visit, name: &str, words: String, problems: Problems) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let casework = &visit.front.casework;
    let reading = casework.requirement_to_read(visit.person(), name, visit.language());
    match reading.await {
        Ok(reading) => {
            let href = format!("/agreements/{}", reading.requirement.name);
            let status = problems.status();
            let page = RefusePage {
                shell: visit.shell(Place::Agreements, &format!("{href}/refuse")),
                title: reading.words.title,
                version: reading.version.number,
                href,
                words,
                problems,
            };
            answer(status, &page)
        }
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn refuse(Path(name): Path<String>, posted: Posted<Fields>) -> Response {
    let (visit, fields) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let words = fields.get("words").cloned().unwrap_or_default();
    if words.chars().count() > LONGEST_WORDS {
        let mut problems = Problems::default();
        problems.note("words", "refuse-too-long");
        return form(&visit, &name, words, problems).await;
    }
    let casework = &visit.front.casework;
    let refused = casework.refuse_to_sign(visit.person(), &name, version_in(&fields), &words);
    match refused.await {
        Ok(()) => forms::sent_on("/agreements/required"),
        Err(error) => again(&visit, &name, &error).await,
    }
}
