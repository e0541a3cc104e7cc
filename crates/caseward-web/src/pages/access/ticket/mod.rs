//! `/access/emergency/{no}`: one's own emergency while it is open, and after (RE-7).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Category, Language};

use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// The page.
#[derive(Template)]
#[template(path = "access/ticket/page.html")]
pub struct TicketPage {
    /// Around it.
    pub shell: Shell,
    /// Its number.
    pub no: i64,
    /// It is open.
    pub open: bool,
    /// Until when it is or was.
    pub until: When,
    /// When its review is due.
    pub due: When,
    /// Where the file is.
    pub href: String,
    /// The sections that it opens.
    pub sections: Vec<Category>,
    /// The team had used up its month, and nobody has confirmed it yet.
    pub unconfirmed: bool,
    /// What the review found, as a key.
    pub finding: Option<String>,
}

impl TicketPage {
    /// One that is open.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Elsewhere, "/access/emergency/7");
        let moment = |day, hour| sample_moment(shell.words, day, hour, 20);
        Self {
            no: 7,
            open: true,
            until: moment(23, 17),
            due: moment(24, 23),
            href: "/clients/0k3v9".into(),
            sections: vec![Category::Contact, Category::Location],
            unconfirmed: true,
            finding: None,
            shell,
        }
    }
}
