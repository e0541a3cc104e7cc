//! `/agreements/{name}`: the text, what changed since the version before, and a few questions about it.
//!
//! Pages §3 S16; CC-2, DV-5.1.1. A wrong answer is told kindly what the text says, and may be given anew.

mod handler;

pub(in crate::pages) use handler::{Fields, answers_in, version_in};
pub use handler::{again, routes};

use askama::Template;
use caseward_casework::standing::{Changed, Given, Question, Reading, Wording};
use caseward_model::Language;

use crate::view::{When, pick, sample_moment};
use crate::visit::day;
use crate::{Place, Shell, Words};

/// A paragraph that was added or removed.
#[derive(Debug, Clone)]
pub struct ChangeLine {
    /// It is new; otherwise it is gone.
    pub added: bool,
    /// In which section.
    pub section: String,
    /// What it says or said.
    pub text: String,
}

/// A question on the page.
#[derive(Debug, Clone)]
pub struct QuestionLine {
    /// Its number, from 1.
    pub number: usize,
    /// What is asked.
    pub ask: String,
    /// What can be answered, each with its number.
    pub answers: Vec<(usize, String)>,
    /// The right answer, where it was given already.
    pub right: Option<String>,
    /// What was chosen just now, where it wasn't right.
    pub chosen: Option<usize>,
    /// What the text says about it, where the answer wasn't right.
    pub says: Option<String>,
}

/// What was sent just now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// For each question the number of the chosen answer.
    pub answers: Vec<Option<usize>>,
}

impl QuestionLine {
    /// All questions about a text, as far as they are answered.
    #[must_use]
    pub fn all(words: &Wording, given: &Given, sent: Option<&Sent>) -> Vec<Self> {
        let of = |(place, question): (usize, &Question)| {
            let done = given.right.get(place).copied().unwrap_or(false);
            let chosen = sent.and_then(|it| it.answers.get(place).copied().flatten());
            let missed = sent.is_some() && !done;
            let answers = question.answers.iter().cloned().enumerate();
            let right = question.right.checked_sub(1);
            Self {
                number: place + 1,
                ask: question.ask.clone(),
                right: right
                    .filter(|_| done)
                    .and_then(|it| question.answers.get(it).cloned()),
                answers: answers.map(|(place, text)| (place + 1, text)).collect(),
                chosen: chosen.filter(|_| missed),
                says: (missed && chosen.is_some()).then(|| question.says.clone()),
            }
        };
        words.questions.iter().enumerate().map(of).collect()
    }
}

/// What is said above the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Some answers weren't right.
    Wrong,
    /// No question was answered.
    NothingAnswered,
    /// What was sent was about an older version.
    Replaced,
}

impl Notice {
    /// The keys of its heading and its sentence.
    #[must_use]
    pub const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Wrong => ("teach-wrong", "teach-wrong-next"),
            Self::NothingAnswered => ("teach-nothing", "teach-nothing-next"),
            Self::Replaced => ("teach-replaced", "teach-replaced-next"),
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "agreements/text/page.html")]
pub struct TextPage {
    /// Around it.
    pub shell: Shell,
    /// The address of the text.
    pub href: String,
    /// What it says.
    pub words: Wording,
    /// Which version.
    pub version: u32,
    /// From when it is in force.
    pub from: When,
    /// What changed since the version before.
    pub changes: Vec<ChangeLine>,
    /// The questions.
    pub questions: Vec<QuestionLine>,
    /// Every question was answered.
    pub understood: bool,
    /// Until when the reader's signature holds, and that it need not be renewed yet.
    pub holds: Option<When>,
    /// What is said above the text.
    pub notice: Option<Notice>,
}

impl TextPage {
    /// The page for a reading; `sent` is what was sent just now.
    #[must_use]
    pub fn new(
        shell: Shell,
        reading: Reading,
        sent: Option<&Sent>,
        notice: Option<Notice>,
    ) -> Self {
        let language = shell.words.language();
        let change = |it: caseward_casework::standing::Change| ChangeLine {
            added: it.what == Changed::Added,
            section: it.section,
            text: it.text,
        };
        let stand = &reading.stand;
        let holds = stand.until.filter(|_| !stand.ends_soon);
        Self {
            href: format!("/agreements/{}", reading.requirement.name),
            questions: QuestionLine::all(&reading.words, &reading.given, sent),
            understood: reading.given.is_whole(),
            version: reading.version.number,
            from: day(language, reading.version.from),
            changes: reading.changes.into_iter().map(change).collect(),
            holds: holds.map(|until| day(language, until)),
            words: reading.words,
            shell,
            notice,
        }
    }

    fn is_wrong(&self) -> bool {
        self.notice.is_some()
    }

    /// A text in its second version, with one wrong answer.
    #[must_use]
    pub fn sample_wrong(language: Language) -> Self {
        let mut page = Self::sample(language);
        let given = Given {
            version: 2,
            tries: 1,
            right: vec![true, false],
        };
        let sent = Sent {
            answers: vec![Some(2), Some(1)],
        };
        page.questions = QuestionLine::all(&page.words, &given, Some(&sent));
        page.notice = Some(Notice::Wrong);
        page
    }

    /// A text in its second version.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let file = pick(
            language,
            include_str!("../../../../../../policies/domestic-violence/forms/committee.en.toml"),
            include_str!("../../../../../../policies/domestic-violence/forms/committee.es.toml"),
        );
        let words = Wording::read(file).unwrap_or_else(|_| empty(language));
        let given = Given {
            version: 2,
            tries: 0,
            right: vec![false, false],
        };
        let english = Words::of(language);
        let mut changes = Vec::new();
        if let Some(section) = words.sections.first() {
            changes.push(ChangeLine {
                added: true,
                section: section.heading.clone(),
                text: section.paragraphs.first().cloned().unwrap_or_default(),
            });
        }
        Self {
            shell: Shell::sample(language, Place::Agreements, "/agreements/committee"),
            href: "/agreements/committee".to_owned(),
            questions: QuestionLine::all(&words, &given, None),
            version: 2,
            from: sample_moment(english, 1, 0, 0),
            changes,
            understood: false,
            holds: None,
            notice: None,
            words,
        }
    }
}

/// A text without words, for samples.
fn empty(language: Language) -> Wording {
    Wording {
        name: "committee".to_owned(),
        kind: caseward_model::RequirementKind::Committee,
        language,
        title: String::new(),
        changed: String::new(),
        statements: Vec::new(),
        sections: Vec::new(),
        questions: Vec::new(),
    }
}
