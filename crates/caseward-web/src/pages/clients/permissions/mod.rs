//! `/clients/{id}/permissions`: who told something about a client and permits that it goes somewhere, writing it down, its paper, and
//! taking it back.
//!
//! CR-9, DV-3.2. Nothing leaves by this page, and no client sees it. To whoever may not know of the client it is one that isn't there.

mod asked_back;
mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::tellers::{PURPOSES, PermissionNeed, PermissionState};
use caseward_model::{Language, RecallAnswer};

use super::super::partners::{Fact, Field, Input, Typed, fact};
use super::super::people::{Choice, key};
use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::pages::Sample;
use crate::view::{When, purpose_key, sample_moment};
use crate::{Place, Shell, Words};

/// A permission.
#[derive(Debug, Clone)]
pub struct Line<T> {
    /// Its number.
    pub no: i64,
    /// Who told it.
    pub teller: String,
    /// How it stands, in words.
    pub state: String,
    /// What else is known of it.
    pub facts: Vec<Fact>,
    /// What they told.
    pub told: Vec<T>,
    /// The scan of its paper that can be looked at, by its number.
    pub scan: Option<i64>,
    /// Its signed paper is awaited.
    pub awaits: bool,
    /// The reader is one who could look at its paper as the second person.
    pub to_confirm: bool,
    /// It can be taken back.
    pub can_end: bool,
    /// Who had received something under it when it was taken back.
    pub received: Vec<AskedBack>,
}

/// Somebody who received something under a permission that was taken back.
#[derive(Debug, Clone)]
pub struct AskedBack {
    /// The how manyth, from 1.
    pub no: i64,
    /// The organisation.
    pub name: String,
    /// When it went.
    pub at: When,
    /// What they answered.
    pub answer: RecallAnswer,
    /// The same in words.
    pub says: String,
    /// Somebody has to tell them still.
    pub untold: bool,
    /// A wall stands between them, or somebody who would read it there, and the client: the privacy officer is asked first.
    pub apart: bool,
    /// Who told them and how, when, and until which day they were asked to answer.
    pub told: Option<(String, When, When)>,
    /// Their ways that count now, by which they can be told: number and what it is called.
    pub ways: Vec<(i64, String)>,
}

/// An entry that somebody else told.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// Its number in the file.
    pub no: i64,
    /// When it was written down.
    pub when: When,
    /// What it says.
    pub text: T,
    /// It was chosen.
    pub chosen: bool,
}

/// The form for a new one.
#[derive(Debug, Clone)]
pub struct NewForm<T> {
    /// Who told it.
    pub who: Vec<Field>,
    /// What there is to be chosen.
    pub entries: Vec<Entry<T>>,
    /// To whom it may go, and on which terms.
    pub terms: Vec<Field>,
    /// What was drawn.
    pub mark: String,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/permissions/page.html")]
pub struct PermissionsPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The newest first.
    pub lines: Vec<Line<T>>,
    /// For whoever writes into files.
    pub blank: Option<NewForm<T>>,
    /// The permission about which something was posted; 0 for none.
    pub acted: i64,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> PermissionsPage<T> {
    /// The id of a field of one permission: the one about which something was posted has the name that the list of problems leads to.
    fn id(&self, field: &str, no: &i64) -> String {
        if self.is_acted(no) {
            field.to_owned()
        } else {
            format!("{field}-{no}")
        }
    }

    fn may_write(&self) -> bool {
        self.blank.is_some()
    }

    fn is_acted(&self, no: &i64) -> bool {
        self.acted == *no
    }

    fn is_answer(&self, it: &AskedBack, answer: &RecallAnswer) -> bool {
        it.answer == *answer
    }

    fn answer(&self, answer: &RecallAnswer) -> String {
        self.shell.t(&asked_back::answer_key(*answer))
    }

    fn is_wrong(&self, field: &str, no: &i64) -> bool {
        self.is_acted(no) && self.problems.of(field).is_some()
    }
}

/// The fields about whoever told it.
fn who(words: &Words, typed: &Typed) -> Vec<Field> {
    let line = |id, label| Field::new(words, id, label, Input::Line("text"), typed);
    vec![
        line("teller", "permission-teller"),
        line("relationship", "permission-relationship"),
    ]
}

/// The fields about where it may go, and on which terms.
fn terms(words: &Words, typed: &Typed, recipients: Vec<Choice>) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let purposes = PURPOSES.iter().map(|it| Choice {
        value: it.word().to_owned(),
        label: words.t(purpose_key(*it)),
    });
    let how = [
        ("screen", "permission-how-screen"),
        ("paper", "permission-how-paper"),
    ];
    let how = how.map(|(value, label)| Choice {
        value: value.to_owned(),
        label: words.t(label),
    });
    vec![
        field(
            "recipient",
            "permission-recipient",
            Input::Choose(recipients),
        ),
        field(
            "purposes",
            "permission-purposes",
            Input::Ticks(purposes.collect()),
        ),
        field("until", "permission-until", Input::Line("date")),
        field("may_be_named", "permission-may-be-named", Input::Tick),
        field("explained", "permission-explained", Input::Tick),
        field("how", "permission-how", Input::Choose(how.to_vec())),
        field("signed_name", "permission-signed-name", Input::Line("text")),
    ]
}

/// An empty form: they sign here.
fn fresh() -> Typed {
    Typed::default().with("how", "screen")
}

/// What is still needed, field by field. What is missing where something was posted about one permission stands beside that one.
fn problems_of(needs: &[PermissionNeed], of_one: bool) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let sentence = match need {
            PermissionNeed::Teller => "permission-needs-teller",
            PermissionNeed::Relationship => "permission-needs-relationship",
            PermissionNeed::Entries => "permission-needs-entries",
            PermissionNeed::ToldByAnother => "permission-needs-one-teller",
            PermissionNeed::Recipient => "permission-needs-recipient",
            PermissionNeed::Purpose => "permission-needs-purpose",
            PermissionNeed::Until => "permission-needs-until",
            PermissionNeed::UntilTooFar => "permission-needs-earlier",
            PermissionNeed::Explained => "permission-needs-explained",
            PermissionNeed::Name => "permission-needs-name",
            PermissionNeed::Mark => "permission-needs-mark",
            PermissionNeed::Day => "permission-needs-day",
            PermissionNeed::Scan => "permission-needs-scan",
            PermissionNeed::SmallerScan => "permission-needs-smaller",
            PermissionNeed::SecondPerson => "permission-needs-second",
            PermissionNeed::Stage => "permission-needs-standing",
            PermissionNeed::Told => "recall-told-needs",
            PermissionNeed::TooLong => "permission-too-long",
        };
        let field = match need {
            PermissionNeed::Name if of_one => "paper_name",
            PermissionNeed::TooLong if of_one => "same",
            need => need.field(),
        };
        problems.note(field, sentence);
    }
    problems
}

/// How a permission stands, in words.
fn state(words: &Words, state: PermissionState) -> String {
    words.t(&key("permission", state.word()))
}

/// The page with made-up content.
pub(in crate::pages) fn samples(language: Language) -> Vec<Sample> {
    vec![
        (
            "client-permissions",
            PermissionsPage::sample(language).render(),
        ),
        (
            "client-permissions-rejected",
            PermissionsPage::sample_rejected(language).render(),
        ),
    ]
}

impl PermissionsPage<String> {
    /// One that counts, and one whose paper is awaited.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/permissions");
        let words = shell.words;
        let told = "Her sister rang and said that the landlord wants them out by Friday.";
        let line = |no: i64, stands| Line {
            no,
            teller: "Rosa Leal".into(),
            state: state(words, stands),
            facts: vec![
                fact(words, "permission-number", no.to_string()),
                fact(words, "permission-relationship", "sister"),
                fact(words, "permission-recipient", "Northside Housing Authority"),
            ],
            told: vec![told.to_owned()],
            scan: (stands == PermissionState::Waits).then_some(1),
            awaits: stands == PermissionState::Awaited,
            to_confirm: stands == PermissionState::Waits,
            can_end: true,
            received: Vec::new(),
        };
        let ended = Line {
            can_end: false,
            received: vec![AskedBack {
                no: 1,
                name: "Northside Housing Authority".into(),
                at: sample_moment(words, 14, 9, 0),
                answer: RecallAnswer::Awaited,
                says: words.t(&asked_back::answer_key(RecallAnswer::Awaited)),
                untold: true,
                apart: true,
                told: None,
                ways: vec![(4, words.t("way-post"))],
            }],
            ..line(4, PermissionState::Withdrawn)
        };
        let to = vec![Choice {
            value: "0r1".into(),
            label: "Northside Housing Authority".into(),
        }];
        Self {
            bar: sample_bar(language),
            lines: vec![
                ended,
                line(3, PermissionState::Awaited),
                line(2, PermissionState::Waits),
                line(1, PermissionState::Given),
            ],
            blank: Some(NewForm {
                who: who(words, &fresh()),
                entries: vec![Entry {
                    no: 14,
                    when: sample_moment(words, 12, 9, 30),
                    text: told.to_owned(),
                    chosen: true,
                }],
                terms: terms(words, &fresh(), to),
                mark: String::new(),
            }),
            acted: 0,
            problems: Problems::default(),
            shell,
        }
    }

    /// A paper that can't be taken as it is.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let needs = [
            PermissionNeed::Name,
            PermissionNeed::Day,
            PermissionNeed::Scan,
        ];
        Self {
            acted: 3,
            problems: problems_of(&needs, true),
            ..Self::sample(language)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_of_a_permission_has_its_word_in_both_languages() {
        for language in Language::ALL {
            let words = Words::of(*language);
            for it in PermissionState::ALL {
                assert!(!state(words, *it).contains('⟦'), "{it:?} in {language}");
            }
        }
    }
}
