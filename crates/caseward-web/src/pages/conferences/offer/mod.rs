//! `/conferences/{id}/offers/{organization}`: on what a member organization can act in a series, as its lead says it (CC-2.5).
//!
//! Of an item its people see what the item needs and this, and nothing else.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use crate::forms::Problems;
use crate::pages::clients::conferences::sections;
use crate::pages::partners::{Field, Input, Typed};
use crate::{Place, Shell, Words};

/// The page.
#[derive(Template)]
#[template(path = "conferences/offer/page.html")]
pub struct OfferPage {
    /// Around it.
    pub shell: Shell,
    /// The page of the series.
    pub back: String,
    /// Its own address.
    pub href: String,
    /// What the organization is called.
    pub organization: String,
    /// The fields of the form.
    pub fields: Vec<Field>,
    /// What is still needed.
    pub problems: Problems,
}

fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let input = Input::Ticks(sections(words));
    vec![Field::new(words, "offer", "offer-sections", input, typed)]
}

impl OfferPage {
    /// A clinic that can act on health and services.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(
            language,
            Place::Conferences,
            "/conferences/0k3v9/offers/0r1",
        );
        let typed = Typed::default().with("offer", "health");
        Self {
            back: "/conferences/0k3v9".into(),
            href: "/conferences/0k3v9/offers/0r1".into(),
            organization: "Willowherb Clinic".into(),
            fields: fields(shell.words, &typed.with("offer", "services")),
            problems: Problems::default(),
            shell,
        }
    }
}
