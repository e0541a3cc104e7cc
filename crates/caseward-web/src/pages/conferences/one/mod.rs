//! `/conferences/{id}`: one series: what is to be signed first; then who sits in it, and, for its lead, who is to (CC-1, CC-2).

mod handler;
mod made;

pub use handler::routes;

use askama::Template;
use caseward_model::{Category, Language, ParticipantState};

use super::described;
use crate::forms::Problems;
use crate::pages::partners::{Fact, Field, Input, Typed, fact, named};
use crate::pages::people::key;
use crate::visit::moment;
use crate::{Place, Shell, Words};

/// Somebody who was named for it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Their id.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// How they stand, in words.
    pub state: String,
    /// For whom and as what they sit there.
    pub of: String,
    /// How they are reached.
    pub reached: String,
    /// The reader can take them out.
    pub can_go: bool,
}

/// A meeting.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Its page.
    pub href: String,
    /// When it is, in words.
    pub begins: String,
    /// How its room stands, in words.
    pub stands: String,
    /// In which way people sit in it, in words.
    pub how: String,
}

/// On what a member organization can act.
#[derive(Debug, Clone)]
pub struct Offer {
    /// What it is called.
    pub organization: String,
    /// On what, in words.
    pub says: String,
    /// Where that is said anew, for whoever leads the series.
    pub href: Option<String>,
}

/// A form for whoever leads it.
#[derive(Debug, Clone)]
pub struct Form {
    /// What follows the series' address where it is sent.
    pub to: &'static str,
    /// The key of what stands above it.
    pub heading: &'static str,
    /// The key of what the button says.
    pub button: &'static str,
    /// The fields.
    pub fields: Vec<Field>,
}

/// What whoever has signed sees.
#[derive(Debug, Clone)]
pub struct Open {
    /// What it is called.
    pub title: String,
    /// For what it is.
    pub purpose: String,
    /// What else there is to know.
    pub facts: Vec<Fact>,
    /// On what each member organization can act.
    pub offers: Vec<Offer>,
    /// Its meetings to which one is asked, the latest first.
    pub meetings: Vec<Meeting>,
    /// Who takes part.
    pub people: Vec<Line>,
    /// What its lead can do.
    pub forms: Vec<Form>,
    /// The reader can end it.
    pub can_end: bool,
    /// The reader can leave it.
    pub can_leave: bool,
}

/// What whoever hasn't signed sees.
#[derive(Debug, Clone)]
pub struct Shut {
    /// How one stands, in words.
    pub state: String,
    /// Where the agreement stands that is in force.
    pub agreement: Option<String>,
    /// Which version that is.
    pub version: u32,
    /// The fields of the signature; none before the agreement is signed.
    pub fields: Vec<Field>,
}

/// The page.
#[derive(Template)]
#[template(path = "conferences/one/page.html")]
pub struct ConferencePage {
    /// Around it.
    pub shell: Shell,
    /// Its address.
    pub href: String,
    /// What whoever has signed sees.
    pub open: Option<Open>,
    /// What whoever hasn't signed sees.
    pub shut: Option<Shut>,
    /// What is still needed.
    pub problems: Problems,
}

fn signature(words: &Words, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("name", "sign-name", Input::Line("text")),
        field("position", "sign-position", Input::Line("text")),
        field("email", "sign-email", Input::Line("email")),
        field("phone", "sign-phone", Input::Line("tel")),
        field("accepts", "conference-accepts", Input::Tick),
    ]
}

impl ConferencePage {
    /// As its lead sees it.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Conferences, "/conferences/0k3v9");
        let words = shell.words;
        let state = |it: ParticipantState| words.t(&key("conference-state", it.word()));
        let line = |name: &str, it, can_go| Line {
            id: "0r1".into(),
            name: name.into(),
            state: state(it),
            of: "Willowherb Clinic · Intake".into(),
            reached: "made.up@willowherb.example · 555 0100".into(),
            can_go,
        };
        let open = Open {
            title: "Northside housing table".into(),
            purpose: "A home for everybody on the list of the north side.".into(),
            facts: vec![fact(
                words,
                "conference-kind",
                words.t("conference-kind-by-name-list"),
            )],
            offers: vec![
                Offer {
                    organization: "Willowherb Clinic".into(),
                    says: named(words, &[Category::Health, Category::Services]),
                    href: Some("/conferences/0k3v9/offers/0r1".into()),
                },
                Offer {
                    organization: "Orchard House".into(),
                    says: words.t("offer-nothing"),
                    href: Some("/conferences/0k3v9/offers/0r2".into()),
                },
            ],
            meetings: vec![Meeting {
                href: "/meetings/0k3v9".into(),
                begins: moment(language, 1_794_500_000_000).words,
                stands: words.t("meeting-room-planned"),
                how: words.t("meeting-how-remote"),
            }],
            people: vec![
                line("Lena Ortiz", ParticipantState::Signed, false),
                line("Heather Moss", ParticipantState::ToSign, true),
            ],
            forms: vec![Form {
                to: "description",
                heading: "conference-describe",
                button: "person-change-do",
                fields: described(words, &Typed::default().with("kind", "by_name_list")),
            }],
            can_end: true,
            can_leave: false,
        };
        Self {
            href: "/conferences/0k3v9".into(),
            open: Some(open),
            shut: None,
            problems: Problems::default(),
            shell,
        }
    }

    /// Before it is signed, with something missing.
    #[must_use]
    pub fn sample_shut(language: Language) -> Self {
        let page = Self::sample(language);
        let words = page.shell.words;
        let mut problems = Problems::default();
        problems.note("accepts", "amiss-conference-accepts");
        Self {
            open: None,
            shut: Some(Shut {
                state: words.t("conference-state-to-sign"),
                agreement: Some("/agreements/case-conferencing".into()),
                version: 2,
                fields: signature(words, &Typed::default()),
            }),
            problems,
            ..page
        }
    }
}
