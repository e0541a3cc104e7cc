//! The one page for what isn't there and for what this person may not know about.
//!
//! DV-3.3.1: whether someone is a client can't be found out by asking. The page therefore holds
//! nothing about the question: no address, no time, no entry number. [`NotFoundPage::new`] takes a
//! shell and empties it of all three, so that the bytes are the same whatever was asked.

use askama::Template;
use caseward_model::Language;

use crate::{Place, Shell};

/// The page; send it with 404.
#[derive(Template)]
#[template(path = "not_found/page.html")]
pub struct NotFoundPage {
    shell: Shell,
}

impl NotFoundPage {
    /// The page for whoever is signed in.
    #[must_use]
    pub fn new(shell: Shell) -> Self {
        Self {
            shell: Shell {
                place: Place::Elsewhere,
                address: "/".into(),
                printed: None,
                ..shell
            },
        }
    }

    /// The page as it looks.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self::new(Shell::sample(language, Place::Clients, "/clients/0abc"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dv_3_3_1_not_yours_and_not_there_are_the_same_bytes() {
        for &language in Language::ALL {
            let forbidden = Shell::sample(language, Place::Clients, "/clients/0forbidden/notes");
            let absent = Shell {
                printed: None,
                ..Shell::sample(language, Place::Elsewhere, "/clients/0absent")
            };
            let one = NotFoundPage::new(forbidden).render().unwrap();
            let other = NotFoundPage::new(absent).render().unwrap();
            assert_eq!(one, other);
            assert!(!one.contains("0forbidden"));
        }
    }
}
