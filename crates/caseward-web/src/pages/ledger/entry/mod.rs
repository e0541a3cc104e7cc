//! `/ledger/{index}`: one entry: what was asked and answered, section by section, and the proof that
//! it stands in the ledger.
//!
//! Design §5, CR-10: the proof can be taken away and checked with other people's tools.

use askama::Template;
use caseward_model::{Category, Language};

use super::Outcome;
use crate::view::{State, When, pick};
use crate::{Place, Shell};

/// How one section was decided.
#[derive(Debug, Clone)]
pub struct Trace {
    /// Which section.
    pub section: Category,
    /// How it was answered.
    pub state: State,
    /// By which clause.
    pub clause: String,
    /// By which fact.
    pub fact: String,
}

/// The proof that the entry stands in the tree.
#[derive(Debug, Clone)]
pub struct Inclusion {
    /// How many entries the tree has that it is proved for.
    pub size: u64,
    /// The root of that tree, base64.
    pub root: String,
    /// The entry's leaf, base64.
    pub leaf: String,
    /// The neighbours on the way to the root, base64.
    pub hashes: Vec<String>,
    /// The address of the proof as a `.tlog-proof` file.
    pub href: String,
}

/// What came out when the server checked the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// It holds.
    Holds,
    /// It doesn't: the ledger was changed.
    Fails,
}

/// The page.
#[derive(Template)]
#[template(path = "ledger/entry/page.html")]
pub struct LedgerEntryPage {
    /// Around it.
    pub shell: Shell,
    /// The entry's number.
    pub index: u64,
    /// When.
    pub when: When,
    /// What happened.
    pub sentence: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Section by section.
    pub traces: Vec<Trace>,
    /// The commitment to what was recorded, base64.
    pub commitment: String,
    /// The proof; none until a checkpoint covers the entry.
    pub proof: Option<Inclusion>,
    /// The result of a check, after one was asked for.
    pub checked: Option<Checked>,
    /// The key that checks the downloaded proof on another machine.
    pub key: String,
}

impl LedgerEntryPage {
    /// An entry with two open sections and a closed one.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Ledger, "/ledger/1198");
        let p = |en, es| String::from(pick(language, en, es));
        let trace = |section, state, clause: &str, fact| Trace {
            section,
            state,
            clause: clause.into(),
            fact,
        };
        Self {
            index: 1198,
            when: crate::view::sample_moment(shell.words, 23, 15, 4),
            sentence: p(
                "Dana Ortiz (caseworker) opened Identity and Housing to serve the client, because she is assigned. (CR-7)",
                "Dana Ortiz (trabajadora social) abrió Identidad y Vivienda para atender a la persona, porque lleva el caso. (CR-7)",
            ),
            outcome: Outcome::Delivered,
            traces: vec![
                trace(
                    Category::Identity,
                    State::Open,
                    "CR-7",
                    p(
                        "Assigned since May 3, 2026",
                        "Asignada desde el 3 de mayo de 2026",
                    ),
                ),
                trace(
                    Category::Housing,
                    State::Open,
                    "CR-7",
                    p(
                        "Assigned since May 3, 2026",
                        "Asignada desde el 3 de mayo de 2026",
                    ),
                ),
                trace(
                    Category::Hiv,
                    State::Locked,
                    "DV-4.4.2",
                    p(
                        "No permission for this category",
                        "Sin permiso para esta categoría",
                    ),
                ),
            ],
            commitment: "qf0S7dN4zv5m3eQ1wJk8uXh2Lr6TtYbGcPaVoIiEsD0=".into(),
            proof: Some(Inclusion {
                size: 1200,
                root: "m0HkZ2k3r5b1Qb9wVnJxT0eY7oQf2c8uSg4iLpXa1dE=".into(),
                leaf: "Yk1c0mW8sF3nUo5tZr7xB9vD2gH4jK6lQaPeSiOuT0w=".into(),
                hashes: vec![
                    "aZ3x9Kq1mB7vC5nL2pW8sD4fG6hJ0tRyUoIeQwXzTk0=".into(),
                    "Pq7Wm2Zx4Cv6Bn8Lk0Jh1Gf3Ds5Ap9OiUyTrEwQ2s0=".into(),
                    "Hn5Tg8Bv1Cx3Zs6Aq9Wp2Lo4Ki7Ju0MyNrFeDtRc0w=".into(),
                ],
                href: "/ledger/1198.tlog-proof".into(),
            }),
            checked: Some(Checked::Holds),
            key: "caseward/5f0c+8d21a7b3+AfOPm5hX2kYwq0TnV7sJd4RzLg9cBe1uKiQoMtWxSaEy".into(),
            shell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cr_10_a_proof_that_fails_is_said_aloud_and_one_that_is_not_there_yet_is_explained() {
        for &language in Language::ALL {
            let shell = Shell::sample(language, Place::Ledger, "/ledger");
            let broken = LedgerEntryPage {
                checked: Some(Checked::Fails),
                ..LedgerEntryPage::sample(language)
            };
            assert!(broken.render().unwrap().contains(&*shell.t("check-fails")));
            let early = LedgerEntryPage {
                proof: None,
                checked: None,
                ..LedgerEntryPage::sample(language)
            };
            let html = early.render().unwrap();
            assert!(html.contains(&*shell.t("proof-later")));
            assert!(!html.contains("tlog-proof"));
        }
    }
}
