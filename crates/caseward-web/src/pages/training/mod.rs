//! `/training`: courses page by page, with questions at the end, and certificates.
//!
//! Pages §3 S16; DV-5.10 (training is part of induction and stays fresh). A course is completed by the last
//! right answer; nothing is signed.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::standing::{Given, Reading, Section, Wording};
use caseward_model::Language;

use super::agreements::text::{Notice, QuestionLine, Sent, TextPage};
use super::agreements::{SignedLine, StandLine};
use crate::view::{When, pick, sample_moment};
use crate::visit::day;
use crate::{Place, Shell, Words};

/// All courses of one's part, and one's certificates.
#[derive(Template)]
#[template(path = "training/page.html")]
pub struct TrainingPage {
    /// Around it.
    pub shell: Shell,
    /// The courses that are required of the reader's part.
    pub courses: Vec<StandLine>,
    /// What the reader completed, the newest first.
    pub completed: Vec<SignedLine>,
}

impl TrainingPage {
    /// A course that holds.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let mut courses = super::agreements::sample_stands(language);
        courses.retain(|it| it.href.starts_with("/training"));
        let words = Words::of(language);
        Self {
            shell: Shell::sample(language, Place::Agreements, "/training"),
            completed: vec![SignedLine {
                title: courses
                    .first()
                    .map(|it| it.title.clone())
                    .unwrap_or_default(),
                version: 1,
                when: sample_moment(words, 2, 9, 0),
                how: words.t("signed-by-answering"),
                paper: Some("/agreements/copies/13".to_owned()),
                certificate: true,
            }],
            courses,
        }
    }

    /// Nothing is asked.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            courses: Vec::new(),
            completed: Vec::new(),
            ..Self::sample(language)
        }
    }
}

/// One page of a course, or the questions at its end.
#[derive(Template)]
#[template(path = "training/course.html")]
pub struct CoursePage {
    /// Around it.
    pub shell: Shell,
    /// The address of the course.
    pub href: String,
    /// The course in words.
    pub words: Wording,
    /// Which version.
    pub version: u32,
    /// What is shown of it.
    pub leaf: Leaf,
    /// Until when the reader's completion counts, and that it need not be renewed yet.
    pub holds: Option<When>,
    /// What is said above it.
    pub notice: Option<Notice>,
}

/// A page of a course.
pub enum Leaf {
    /// What the course covers, and where it begins.
    Contents,
    /// A page of text: its number from 1, and what stands on it.
    Text(usize, Section),
    /// The questions.
    Questions(Vec<QuestionLine>),
}

impl CoursePage {
    fn new(shell: Shell, reading: Reading, leaf: Leaf, notice: Option<Notice>) -> Self {
        let stand = &reading.stand;
        let holds = stand.until.filter(|_| !stand.ends_soon);
        Self {
            href: format!("/training/{}", reading.requirement.name),
            version: reading.version.number,
            holds: holds.map(|until| day(shell.words.language(), until)),
            words: reading.words,
            leaf,
            notice,
            shell,
        }
    }

    const fn is_contents(&self) -> bool {
        matches!(self.leaf, Leaf::Contents)
    }

    fn is_wrong(&self) -> bool {
        self.notice.is_some()
    }

    fn pages(&self) -> usize {
        self.words.sections.len()
    }

    /// Where the page before is.
    fn back(&self) -> String {
        match &self.leaf {
            Leaf::Contents | Leaf::Text(1, _) => self.href.clone(),
            Leaf::Text(number, _) => format!("{}/{}", self.href, number - 1),
            Leaf::Questions(_) => format!("{}/{}", self.href, self.pages()),
        }
    }

    /// Where the next page is; nothing after the questions.
    fn next(&self) -> Option<String> {
        match &self.leaf {
            Leaf::Contents => Some(format!("{}/1", self.href)),
            Leaf::Text(number, _) if *number == self.pages() => {
                Some(format!("{}/questions", self.href))
            }
            Leaf::Text(number, _) => Some(format!("{}/{}", self.href, number + 1)),
            Leaf::Questions(_) => None,
        }
    }

    /// The table of contents.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let file = pick(
            language,
            include_str!("../../../../../policies/domestic-violence/forms/induction.en.toml"),
            include_str!("../../../../../policies/domestic-violence/forms/induction.es.toml"),
        );
        let words = Wording::read(file).unwrap_or_else(|_| TextPage::sample(language).words);
        Self {
            shell: Shell::sample(language, Place::Agreements, "/training/induction"),
            href: "/training/induction".to_owned(),
            words,
            version: 1,
            leaf: Leaf::Contents,
            holds: None,
            notice: None,
        }
    }

    /// A page of text.
    #[must_use]
    pub fn sample_text(language: Language) -> Self {
        let page = Self::sample(language);
        let section = page.words.sections.get(1).cloned();
        let leaf = section.map_or(Leaf::Contents, |it| Leaf::Text(2, it));
        Self { leaf, ..page }
    }

    /// The questions, one of them answered otherwise than the text says.
    #[must_use]
    pub fn sample_questions(language: Language) -> Self {
        let page = Self::sample(language);
        let given = Given {
            version: 1,
            tries: 1,
            right: vec![true, false, false, false, false],
        };
        let sent = Sent {
            answers: vec![Some(2), Some(2)],
        };
        let questions = QuestionLine::all(&page.words, &given, Some(&sent));
        Self {
            leaf: Leaf::Questions(questions),
            notice: Some(Notice::Wrong),
            ..page
        }
    }
}
