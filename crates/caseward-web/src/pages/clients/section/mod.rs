//! `/clients/{id}/{section}`: one section of a file: its records by date, or its notes in order.
//!
//! Pages §3 S4, DV-3.2 (what others told stands apart), DV-5.2.2 (fact or opinion, and its basis).

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::{Category, Language, Nature, Provenance};

use super::file::{Bar, SafeContact, SectionLink, sample_bar, sample_sections, sample_why};
use crate::view::{self, State, Value, When, Why, pick};
use crate::{Place, Shell};

/// Records of one kind, with the same columns.
#[derive(Debug, Clone)]
pub struct RecordGroup<T> {
    /// What they are, such as "Enrollment".
    pub heading: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The records, newest first.
    pub rows: Vec<Record<T>>,
}

/// From how many on plain noes are told together: forms ask dozens of questions at a time.
const MANY_NOES: usize = 4;

impl<T: Display> RecordGroup<T> {
    /// What was answered with no, when that was said so often that it hides the rest.
    fn noes(&self, row: &Record<T>) -> Vec<&str> {
        let asked = self.columns.iter().zip(&row.values);
        let noes = asked.filter(|(_, value)| value.is_no());
        let noes: Vec<&str> = noes.map(|(column, _)| column.as_str()).collect();
        if noes.len() < MANY_NOES {
            return Vec::new();
        }
        noes
    }
}

/// One record.
#[derive(Debug, Clone)]
pub struct Record<T> {
    /// The date it speaks of.
    pub when: Option<When>,
    /// Its values, one for each column.
    pub values: Vec<Value<T>>,
}

/// One entry that somebody wrote.
#[derive(Debug, Clone)]
pub struct Note<T> {
    /// Fact or opinion.
    pub nature: Nature,
    /// What was written.
    pub text: T,
    /// What an opinion rests on.
    pub basis: Option<T>,
    /// Who told.
    pub provenance: Provenance,
    /// Who wrote it down.
    pub by: String,
    /// When.
    pub when: When,
}

/// What the section shows.
#[derive(Debug, Clone)]
pub enum Body<T> {
    /// What is recorded.
    Shown {
        /// What people wrote, newest first.
        notes: Vec<Note<T>>,
        /// Records that came in as fields.
        groups: Vec<RecordGroup<T>>,
    },
    /// Nothing is recorded yet.
    Empty,
    /// It isn't open to this reader.
    Closed(Box<Why>),
}

/// The page.
#[derive(Template)]
#[template(path = "clients/section/page.html")]
pub struct SectionPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The file's menu.
    pub sections: Vec<SectionLink>,
    /// Which section this is.
    pub category: Category,
    /// How it stands to this reader.
    pub state: State,
    /// What it shows.
    pub body: Body<T>,
    /// Who answers for the client, where it is closed: whom to ask.
    pub owners: Vec<String>,
    /// The ledger entry of this very look.
    pub entry: Option<u64>,
    /// Where the button posts that puts the section on paper; nothing where there is nothing to print.
    pub print: Option<String>,
}

impl<T: Display> SectionPage<T> {
    fn nature(&self, nature: &Nature) -> String {
        self.shell.t(&view::nature_key(*nature))
    }

    fn provenance(&self, provenance: &Provenance) -> String {
        self.shell.t(&view::provenance_key(*provenance))
    }
}

impl<T> RecordGroup<T> {
    /// The name of a column.
    #[must_use]
    pub fn column(&self, place: &usize) -> &str {
        self.columns.get(*place).map_or("", String::as_str)
    }

    /// Whether any of the records speaks of a date.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.rows.iter().any(|row| row.when.is_some())
    }
}

impl SectionPage<String> {
    fn sample_of(language: Language, category: Category, state: State, body: Body<String>) -> Self {
        let address = format!("/clients/0k3v9/{}", category.word());
        Self {
            shell: Shell::sample(language, Place::Clients, &address),
            bar: sample_bar(language),
            sections: sample_sections(Some(category)),
            category,
            state,
            body,
            owners: vec!["Dana Ortiz".into()],
            entry: Some(1198),
            print: Some("/clients/0k3v9/housing/print".into()),
        }
    }

    /// Records by date.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let words = crate::Words::of(language);
        let p = |en, es| String::from(pick(language, en, es));
        let on = |m, d| Some(When::day(words, jiff::civil::date(2026, m, d)));
        let enrollment = RecordGroup {
            heading: p("Enrollment", "Inscripción"),
            columns: vec![
                p("Project", "Programa"),
                p("Living situation before", "Situación previa"),
                p("Length of stay", "Duración"),
                p("Move-in date", "Fecha de mudanza"),
            ],
            rows: vec![Record {
                when: on(5, 3),
                values: vec![
                    Value::Shown(p("Harbour House shelter", "Albergue Casa del Puerto")),
                    Value::Shown(p(
                        "Staying with friends, temporary",
                        "Con amistades, temporal",
                    )),
                    Value::Masked,
                    Value::Blank,
                ],
            }],
        };
        let living = RecordGroup {
            heading: p("Current living situation", "Situación de vivienda actual"),
            columns: vec![
                p("Situation", "Situación"),
                p("Leaves within 14 days", "Se va en menos de 14 días"),
                p("Verified by", "Verificado por"),
            ],
            rows: vec![
                Record {
                    when: on(11, 21),
                    values: vec![
                        Value::Shown(p("Emergency shelter", "Albergue de emergencia")),
                        Value::Shown(p("No", "No")),
                        Value::Shown("Harbour House".into()),
                    ],
                },
                Record {
                    when: on(8, 2),
                    values: vec![
                        Value::Shown(p("Emergency shelter", "Albergue de emergencia")),
                        Value::Shown(p("Prefers not to answer", "Prefiere no responder")),
                        Value::Blank,
                    ],
                },
                Record {
                    when: on(5, 3),
                    values: vec![
                        Value::Shown(p(
                            "Staying with friends, temporary",
                            "Con amistades, temporal",
                        )),
                        Value::Shown(p("Yes", "Sí")),
                        Value::Masked,
                    ],
                },
            ],
        };
        let body = Body::Shown {
            notes: Vec::new(),
            groups: vec![enrollment, living],
        };
        Self::sample_of(language, Category::Housing, State::Open, body)
    }

    /// Notes in order.
    #[must_use]
    pub fn sample_notes(language: Language) -> Self {
        let words = crate::Words::of(language);
        let p = |en, es| String::from(pick(language, en, es));
        let at = |d, h| crate::view::sample_moment(words, d, h, 20);
        let notes = vec![
            Note {
                nature: Nature::Fact,
                text: p(
                    "She came with her daughter and asked for help with the school form. We filled it in together.",
                    "Vino con su hija y pidió ayuda con el formulario de la escuela. Lo rellenamos juntas.",
                ),
                basis: None,
                provenance: Provenance::Worker,
                by: "Dana Ortiz".into(),
                when: at(21, 16),
            },
            Note {
                nature: Nature::Opinion,
                text: p(
                    "She seems readier to talk about moving than in the summer.",
                    "Parece más dispuesta a hablar de la mudanza que en verano.",
                ),
                basis: Some(p(
                    "She raised it herself on November 19 and asked what a lease needs.",
                    "Lo sacó ella misma el 19 de noviembre y preguntó qué pide un contrato.",
                )),
                provenance: Provenance::Worker,
                by: "Dana Ortiz".into(),
                when: at(19, 11),
            },
            Note {
                nature: Nature::Fact,
                text: p(
                    "“Please never ring the flat again.”",
                    "«Por favor, no vuelvan a llamar al piso.»",
                ),
                basis: None,
                provenance: Provenance::Client,
                by: "Priya Shah".into(),
                when: at(12, 9),
            },
        ];
        let body = Body::Shown {
            notes,
            groups: Vec::new(),
        };
        Self::sample_of(language, Category::Notes, State::Open, body)
    }

    /// A section that is closed.
    #[must_use]
    pub fn sample_locked(language: Language) -> Self {
        let body = Body::Closed(Box::new(sample_why(language)));
        Self::sample_of(language, Category::Hiv, State::Locked, body)
    }

    /// A section with nothing in it, for what others told.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self::sample_of(language, Category::ThirdParty, State::Open, Body::Empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_noes_are_told_together_and_what_was_answered_stands_out() {
        let row = |noes: usize| Record {
            when: None,
            values: std::iter::once(Value::Shown("Yes"))
                .chain(std::iter::repeat_n(Value::No, noes))
                .collect(),
        };
        let group = |noes: usize| RecordGroup {
            heading: "Income".into(),
            columns: (0..=noes).map(|it| format!("source {it}")).collect(),
            rows: vec![row(noes)],
        };
        assert!(
            group(3).noes(&row(3)).is_empty(),
            "a few are read one by one"
        );
        let many = group(4).noes(&row(4)).join(", ");
        assert_eq!(many, "source 1, source 2, source 3, source 4");
    }
}
