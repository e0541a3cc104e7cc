//! `/me`: a client's own view: who looked at their file and why, what was shared, what they agreed to, and to ask.
//!
//! Pages §3 S21, DV-3.2, DV-5.2.4, NASW-d, NASW-e. Every page has one title that says nothing, no name of an office, and a way
//! out on top that works without scripts. It knows nothing of the rest of the house: its cookie is its own.

mod handler;
mod lines;
mod samples;

pub use handler::routes;

use askama::Template;
use caseward_model::OwnQuestion;

use crate::Shell;
use crate::forms::Problems;
use crate::view::When;

/// Where in the view a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// The first page.
    Start,
    /// Who looked.
    Looked,
    /// What was shared.
    Shared,
    /// What I agreed to.
    Choices,
    /// How long it is kept.
    Kept,
    /// Asking.
    Ask,
    /// About safety.
    Safety,
    /// Before it is open, or after.
    Outside,
}

impl Here {
    /// The places in the menu.
    pub const MENU: [Self; 7] = [
        Self::Start,
        Self::Looked,
        Self::Shared,
        Self::Choices,
        Self::Kept,
        Self::Ask,
        Self::Safety,
    ];

    /// Its address.
    #[must_use]
    pub const fn address(self) -> &'static str {
        match self {
            Self::Start | Self::Outside => "/me",
            Self::Looked => "/me/looked",
            Self::Shared => "/me/shared",
            Self::Choices => "/me/choices",
            Self::Kept => "/me/kept",
            Self::Ask => "/me/ask",
            Self::Safety => "/me/safety",
        }
    }

    /// The key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Start | Self::Outside => "me-start",
            Self::Looked => "me-looked",
            Self::Shared => "me-shared",
            Self::Choices => "me-choices",
            Self::Kept => "me-kept",
            Self::Ask => "me-ask",
            Self::Safety => "me-safety",
        }
    }
}

/// A look at the file.
#[derive(Debug, Clone)]
pub struct LookLine {
    /// The number of its entry, to ask about it.
    pub entry: u64,
    /// When.
    pub when: When,
    /// In one sentence.
    pub sentence: String,
    /// It was because of danger.
    pub emergency: bool,
}

/// Something that was shared.
#[derive(Debug, Clone)]
pub struct SharedLine {
    /// Its number, to ask about it.
    pub no: i64,
    /// When.
    pub when: When,
    /// In one sentence.
    pub sentence: String,
    /// On what ground, in a sentence.
    pub ground: String,
}

/// Something that was agreed to.
#[derive(Debug, Clone)]
pub struct ChoiceLine {
    /// Its number.
    pub no: i64,
    /// With whom.
    pub recipient: String,
    /// What may be shared, and for what, in a sentence.
    pub sentence: String,
    /// Until when it holds.
    pub until: Option<When>,
    /// It can be taken back.
    pub holds: bool,
    /// When it was taken back.
    pub taken_back: Option<When>,
    /// Who received something under it.
    pub received: Vec<(String, When)>,
}

/// Something that was asked.
#[derive(Debug, Clone)]
pub struct AskedLine {
    /// What about.
    pub about: OwnQuestion,
    /// When.
    pub when: When,
    /// In their words.
    pub words: String,
    /// What they were answered, and when.
    pub answer: Option<(String, When)>,
}

/// The form of a question.
#[derive(Debug, Clone, Default)]
pub struct AskForm {
    /// What about, as a word.
    pub about: String,
    /// The number of what it is about; may be empty.
    pub item: String,
    /// In their words.
    pub words: String,
    /// What is still needed.
    pub problems: Problems,
}

/// What a page shows.
pub enum Body {
    /// Before anything is opened: what the way out does, and what stays in the browser.
    Before {
        /// The link's secret.
        token: String,
        /// The everyday page to which the way out leads.
        to: String,
    },
    /// The number that goes with a link is asked for.
    Open {
        /// The link's secret.
        token: String,
        /// What was wrong the last time, in a sentence.
        problem: Option<String>,
    },
    /// There is nothing open.
    Closed,
    /// It was left.
    Left,
    /// The first page.
    Start,
    /// Who looked.
    Looked(Vec<LookLine>),
    /// What was shared.
    Shared(Vec<SharedLine>),
    /// What was agreed to.
    Choices(Vec<ChoiceLine>),
    /// For how many years the file is kept after the client left.
    Kept(u16),
    /// Taking one back, the second tap.
    TakeBack(ChoiceLine),
    /// Asking, and what was asked.
    Ask(AskForm, Vec<AskedLine>),
    /// About safety, and turning it off.
    Safety,
    /// Something didn't work.
    Failed,
}

/// The page.
#[derive(Template)]
#[template(path = "me/page.html")]
pub struct MePage {
    /// Around it: language, colours and the demo's banner; nothing else of it is shown.
    pub shell: Shell,
    /// Where it is.
    pub here: Here,
    /// What it shows.
    pub body: Body,
    /// After how many days events are shown; nothing where they are shown at once.
    pub delay_days: i64,
    /// It is open on a worker's device.
    pub lent: bool,
}

impl MePage {
    fn is_open(&self) -> bool {
        self.here != Here::Outside
    }

    /// Whether the page may close by itself: nothing is typed on it.
    fn gives_way(&self) -> bool {
        self.is_open() && self.here != Here::Ask
    }

    fn delayed(&self) -> String {
        let days = u64::try_from(self.delay_days).unwrap_or(0);
        self.shell
            .fill("me-delayed")
            .count("days", days)
            .to_string()
    }

    fn kept(&self, years: &u16) -> String {
        let years = u64::from(*years);
        self.shell
            .fill("me-kept-rule")
            .count("years", years)
            .to_string()
    }

    fn about_key(&self, about: &OwnQuestion) -> &'static str {
        match about {
            OwnQuestion::Look => "me-ask-look",
            OwnQuestion::Shared => "me-ask-shared",
            OwnQuestion::SeeFile => "me-ask-see-file",
            OwnQuestion::Other => "me-ask-other",
        }
    }
}
