//! `/partners/ways/{no}`: one way to a recipient: calling them back, another key, taking it away.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{CheckMethod, Language, WayKind};

use super::{Fact, Field, Input, Typed, choices, fact};
use crate::forms::Problems;
use crate::{Place, Shell, Words};

/// The page.
#[derive(Template)]
#[template(path = "partners/way/page.html")]
pub struct WayPage {
    /// Around it.
    pub shell: Shell,
    /// Its number.
    pub no: i64,
    /// Its version: whoever checks it says by this what they saw.
    pub version: i64,
    /// The recipient's page and name.
    pub partner: (String, String),
    /// What kind it is, in words.
    pub title: String,
    /// How it stands, in words.
    pub state: String,
    /// What is known about it.
    pub facts: Vec<Fact>,
    /// The public key.
    pub key: Option<String>,
    /// A fingerprint that was read out was another one: how often.
    pub differed: u32,
    /// What was read out the last time is another fingerprint.
    pub differs: bool,
    /// The fields for calling back, for whoever may and didn't enter it.
    pub check: Option<Vec<Field>>,
    /// The reader entered it: somebody else has to check it.
    pub own: bool,
    /// The fields for another key, for whoever may.
    pub change: Option<Vec<Field>>,
    /// The reader may take it away.
    pub retires: bool,
    /// What is still needed.
    pub problems: Problems,
}

fn check_fields(words: &Words, kind: WayKind, typed: &Typed) -> Vec<Field> {
    let hows = choices(words, CheckMethod::ALL, CheckMethod::word, "check");
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let mut fields = vec![field("how", "way-how", Input::Choose(hows))];
    fields.push(field("source", "way-source", Input::Line("text")));
    if kind.has_key() {
        fields.push(field("fingerprint", "way-read-out", Input::Line("text")));
    }
    fields
}

fn key_fields(words: &Words, typed: &Typed) -> Vec<Field> {
    vec![
        Field::new(words, "key", "way-key", Input::Area, typed),
        Field::new(
            words,
            "new_fingerprint",
            "way-fingerprint",
            Input::Line("text"),
            typed,
        ),
    ]
}

impl WayPage {
    /// A changed key that waits for a call back.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Partners, "/partners/ways/1");
        let words = shell.words;
        let mut problems = Problems::default();
        problems.note("how", "amiss-check-by-call");
        Self {
            no: 1,
            version: 2,
            partner: ("/partners/0k3v9".into(), "Willowherb Clinic".into()),
            title: words.t("way-age"),
            state: words.t("way-key-changed"),
            facts: vec![
                fact(words, "way-address", "age1intake"),
                fact(words, "way-receiver", "Intake office"),
            ],
            key: Some("age1exampleexampleexample".into()),
            differed: 1,
            differs: true,
            check: Some(check_fields(words, WayKind::Age, &Typed::default())),
            own: false,
            change: Some(key_fields(words, &Typed::default())),
            retires: true,
            problems,
            shell,
        }
    }
}
