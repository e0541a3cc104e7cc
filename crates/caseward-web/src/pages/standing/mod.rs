//! What someone's own training, agreement or access lacks before any file can open to them.
//!
//! DV-5.10, DV-5.1.1, CC-2.10. It is about whoever is signed in and about nobody else: under
//! `/clients` every address answers with these very bytes, be it their own client's, someone else's
//! or nobody's, so that it tells nothing of any client (DV-3.3.1). The gate is asked all the same,
//! and its refusal stands in the ledger.

use askama::Template;
use caseward_casework::desk::Missing;
use caseward_model::Language;

use crate::{Place, Shell, Words};

/// One thing that is missing, and what happens next.
#[derive(Debug, Clone)]
pub struct Lack {
    /// What to do, beginning with a verb.
    pub todo: String,
    /// What is so, and what would change it.
    pub why: String,
    /// The id of the clause behind it.
    pub clause: &'static str,
    /// Where it is done, or read about.
    pub href: &'static str,
}

impl Lack {
    /// In the reader's words.
    #[must_use]
    pub fn new(words: &Words, missing: Missing) -> Self {
        const SETTLED_AT: &str = "/agreements/required";
        let [todo, why, clause, href] = match missing {
            Missing::Suspended => [
                "task-suspended",
                "task-suspended-why",
                "CC-2.10",
                "/clauses/CC-2.10",
            ],
            Missing::Training => ["task-training", "task-training-why", "DV-5.10", SETTLED_AT],
            Missing::Agreement => [
                "task-agreement",
                "task-agreement-why",
                "DV-5.1.1",
                SETTLED_AT,
            ],
        };
        Self {
            todo: words.t(todo),
            why: words.t(why),
            clause,
            href,
        }
    }
}

/// The page; send it with 403.
#[derive(Template)]
#[template(path = "standing/page.html")]
pub struct StandingPage {
    shell: Shell,
    lacks: Vec<Lack>,
}

impl StandingPage {
    /// Something on it is settled by reading, signing or learning, and not only by talking.
    fn is_settled_here(&self) -> bool {
        self.lacks
            .iter()
            .any(|it| !it.href.starts_with("/clauses/"))
    }

    /// The page for whoever is signed in. What the shell knows of the address is taken out of it.
    #[must_use]
    pub fn new(shell: Shell, missing: &[Missing]) -> Self {
        let lack = |it: &Missing| Lack::new(shell.words, *it);
        Self {
            lacks: missing.iter().map(lack).collect(),
            shell: Shell {
                place: Place::Clients,
                address: "/".into(),
                printed: None,
                ..shell
            },
        }
    }

    /// Everything is missing.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let all = [Missing::Suspended, Missing::Training, Missing::Agreement];
        Self::new(
            Shell::sample(language, Place::Clients, "/clients/0abc"),
            &all,
        )
    }
}
