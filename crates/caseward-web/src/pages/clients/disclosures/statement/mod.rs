//! `/clients/{id}/disclosures/{no}/statement/preview`: the statement before it leaves, to be read on the page and as the PDF that will be
//! made. What can't be known before is said to be filled in.
//!
//! Pages §3 S7, RE-2, NASW-c.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::Language;

use super::super::file::{Bar, SafeContact, sample_bar};
use crate::{Place, Shell};

/// A line of the statement: what it is, and what will stand there; empty where that is filled in when it leaves.
#[derive(Debug, Clone)]
pub struct StatementLine {
    /// What it is.
    pub label: String,
    /// What will stand there.
    pub text: String,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/disclosures/statement/page.html")]
pub struct StatementPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Its own address.
    pub href: String,
    /// The disclosure's.
    pub back: String,
    /// What the office is called.
    pub office: String,
    /// To whom it goes, why, on what ground, and how.
    pub lines: Vec<StatementLine>,
    /// What goes, in words.
    pub sections: Vec<String>,
    /// What was agreed, whether the client knows, who signs, and by which clauses.
    pub agreed: Vec<StatementLine>,
    /// By what anyone can check it.
    pub check: Vec<StatementLine>,
}

impl StatementPage<String> {
    /// Of a disclosure under a consent.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let back = "/clients/0k3v9/disclosures/2";
        let href = format!("{back}/statement/preview");
        let shell = Shell::sample(language, Place::Clients, &href);
        let line = |key: &str, text: &str| StatementLine {
            label: shell.t(key),
            text: text.into(),
        };
        Self {
            bar: sample_bar(language),
            office: "Harbor House".into(),
            lines: vec![
                line("disclosure-to", "Northside Housing Authority"),
                line("disclosure-why", &shell.t("disclosure-basis-consent")),
                line("statement-day", ""),
            ],
            sections: vec![shell.t("category-identity"), shell.t("category-housing")],
            agreed: vec![
                line("statement-consent", "3"),
                line("statement-signed-by", "Dana Ortiz"),
                line("statement-clauses", "NASW-b, DV-2.1"),
            ],
            check: vec![
                line("statement-content", &"ab".repeat(32)),
                line("statement-entry", ""),
            ],
            href,
            back: back.into(),
            shell,
        }
    }
}
