//! `/partners/{id}/ways/new`, `/policy`, `/protocols/new` and `/partners/protocols/{no}/renew`: a form each, for adding to what is
//! kept about a recipient.

mod agree;
mod handler;
mod read;

pub(super) use handler::recipient;
pub use handler::routes;

use askama::Template;
use caseward_model::{Language, WayKind};

use super::{Field, Input, Typed, choices};
use crate::forms::Problems;
use crate::{Place, Shell, Words};

/// The page.
#[derive(Template)]
#[template(path = "partners/form/page.html")]
pub struct FormPage {
    /// Around it.
    pub shell: Shell,
    /// The key of its title.
    pub title: &'static str,
    /// The key of what is said above the form.
    pub lead: &'static str,
    /// The clause behind it.
    pub clause: &'static str,
    /// The key of what the button says.
    pub button: &'static str,
    /// Where it leads back to.
    pub back: String,
    /// What the organisation is called.
    pub name: String,
    /// Where it is sent.
    pub action: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// What is still needed.
    pub problems: Problems,
}

fn way_fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let kinds = choices(words, WayKind::ALL, WayKind::word, "way");
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("kind", "way-kind", Input::Choose(kinds)),
        field("address", "way-address", Input::Line("text")),
        field("receiver", "way-receiver", Input::Line("text")),
        field("phone", "way-phone", Input::Line("tel")),
        field("word", "way-word", Input::Tick),
        field("key", "way-key", Input::Area),
        field("fingerprint", "way-fingerprint", Input::Line("text")),
        field("from", "way-from", Input::Line("date")),
        field("until", "way-until", Input::Line("date")),
    ]
}

impl FormPage {
    /// A way without a receiver.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Partners, "/partners/0k3v9/ways/new");
        let mut problems = Problems::default();
        problems.note("receiver", "amiss-receiver-empty");
        Self {
            title: "way-add",
            lead: "way-add-lead",
            clause: "CC-2.3",
            button: "way-add-do",
            back: "/partners/0k3v9".into(),
            name: "Willowherb Clinic".into(),
            action: "/partners/0k3v9/ways/new".into(),
            fields: way_fields(shell.words, &Typed::default().with("kind", "age")),
            problems,
            shell,
        }
    }
}
