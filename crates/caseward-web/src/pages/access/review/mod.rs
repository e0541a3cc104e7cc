//! `/access/reviews/{no}`: what was opened in an emergency and why, and what its review finds (RE-7, CR-10).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{AtRisk, Category, EmergencyFinding, Harm, Imminence, Language};
use serde::Deserialize;

use crate::forms::Problems;
use crate::view::{When, pick, sample_moment};
use crate::{Place, Shell};

/// A ticket as its reviewer sees it.
pub struct Seen {
    /// Its number.
    pub no: i64,
    /// Who opened it.
    pub who: String,
    /// When.
    pub at: When,
    /// When it ends or ended.
    pub until: When,
    /// It is open.
    pub open: bool,
    /// What harm.
    pub harm: Harm,
    /// To whom.
    pub at_risk: AtRisk,
    /// How soon.
    pub imminence: Imminence,
    /// What may happen, in the opener's words.
    pub what: String,
    /// Why it couldn't wait, in the opener's words.
    pub why_now: String,
    /// Why the client wasn't told; nothing when they were.
    pub not_told: Option<String>,
    /// The sections that it opened.
    pub sections: Vec<Category>,
    /// Where the reviewer reads what was opened, if they may know of the client.
    pub history: Option<String>,
    /// It waits for a confirmation.
    pub unconfirmed: bool,
    /// What the review found, as a key, and why.
    pub review: Option<(String, String)>,
    /// Until when the client doesn't hear of it.
    pub delayed: Option<When>,
}

/// What the page's forms post; it comes back as it was typed.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub struct ReviewForm {
    /// Which button was pressed.
    pub action: String,
    /// What was found.
    pub finding: String,
    /// Why.
    pub because: String,
    /// For how many days the client doesn't hear of it.
    pub days: String,
}

/// The page.
#[derive(Template)]
#[template(path = "access/review/page.html")]
pub struct ReviewPage {
    /// Around it.
    pub shell: Shell,
    /// The ticket.
    pub seen: Seen,
    /// What was typed.
    pub form: ReviewForm,
    /// What is still needed.
    pub problems: Problems,
}

impl ReviewPage {
    fn word(&self, list: &str, word: &str) -> String {
        self.shell.t(&format!("{list}-{}", word.replace('_', "-")))
    }

    /// The reason, in the form in which it was typed.
    fn because(&self, action: &str) -> &str {
        if self.delays() == (action == "delay") {
            &self.form.because
        } else {
            ""
        }
    }

    fn delays(&self) -> bool {
        self.form.action == "delay"
    }

    /// One that waits.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Elsewhere, "/access/reviews/7");
        let moment = |hour| sample_moment(shell.words, 22, hour, 4);
        let what = pick(
            language,
            "Her husband has found out where she sleeps and is on his way there.",
            "Su marido ha averiguado dónde duerme y va hacia allí.",
        );
        let why_now = pick(
            language,
            "Her worker is on a plane, and nobody else has the number.",
            "Su trabajadora está en un avión y nadie más tiene el número.",
        );
        let seen = Seen {
            no: 7,
            who: "Dana Ortiz".into(),
            at: moment(22),
            until: moment(23),
            open: false,
            harm: Harm::Violence,
            at_risk: AtRisk::Client,
            imminence: Imminence::Now,
            what: what.into(),
            why_now: why_now.into(),
            not_told: Some(why_now.into()),
            sections: vec![Category::Contact, Category::Location],
            history: Some("/clients/0k3v9/who-looked".into()),
            unconfirmed: true,
            review: None,
            delayed: None,
        };
        let mut problems = Problems::default();
        problems.note("because", "review-needs-because");
        Self {
            shell,
            seen,
            form: ReviewForm::default(),
            problems,
        }
    }
}
