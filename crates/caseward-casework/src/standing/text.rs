//! What an agreement or a course says, as a lawyer writes it into a file: sections, what the signer
//! ticks, and the questions by which they show that they understood.
//!
//! A version has its text in every language of the office, of one shape: the same sections, the same
//! questions, so that nobody signs less in their own language. CC-2, DV-5.1.1, DV-5.10.

use caseward_model::{Clause, Language, RequirementKind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::CaseworkError;

/// The longest text of a language, in bytes as it is written.
pub const LONGEST_TEXT: usize = 64 * 1024;
/// The most characters of one paragraph, heading, question or answer.
const LONGEST_LINE: usize = 4_000;
/// Addresses that a short name would stand in the way of.
const TAKEN: [&str; 6] = ["required", "missing", "papers", "new", "publish", "copies"];

/// A text in one language, as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The short name: one for all languages and versions.
    pub name: String,
    /// What kind it is.
    pub kind: RequirementKind,
    /// In which language.
    pub language: Language,
    /// What it is called.
    pub title: String,
    /// What is new in this version, in a sentence.
    pub changed: String,
    /// What the signer ticks, each by itself.
    pub statements: Vec<String>,
    /// Its sections.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    /// What the signer is asked.
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
}

/// A section of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// The clauses that it puts into words.
    pub clauses: Vec<Clause>,
    /// What it says.
    pub paragraphs: Vec<String>,
}

/// A question about the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What is asked.
    pub ask: String,
    /// What can be answered.
    pub answers: Vec<String>,
    /// Which answer is right, counted from 1.
    pub right: usize,
    /// What the text says about it: told to whoever answered something else.
    pub says: String,
}

impl Wording {
    /// Reads a file.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] says where it isn't as such a file must be.
    pub fn read(file: &str) -> Result<Self, CaseworkError> {
        if file.len() > LONGEST_TEXT {
            return Err(unfit(
                "the text is longer than 64 KiB; split it or shorten it",
            ));
        }
        let words: Self = toml::from_str(file).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                let before = file.get(..span.start).unwrap_or_default();
                before.matches('\n').count() + 1
            });
            unfit(&format!(
                "the file can't be read at line {line}: {}",
                error.message()
            ))
        })?;
        words.check()?;
        Ok(words)
    }

    /// The text as such a file, to be changed into the next version.
    ///
    /// # Errors
    /// [`CaseworkError::Damaged`] when it can't be written.
    pub fn write(&self) -> Result<String, CaseworkError> {
        toml::to_string_pretty(self).map_err(|_| CaseworkError::Damaged)
    }

    /// Every piece of text, in the order of reading.
    fn lines(&self) -> impl Iterator<Item = &String> {
        let sections = self
            .sections
            .iter()
            .flat_map(|it| std::iter::once(&it.heading).chain(&it.paragraphs));
        let questions = self
            .questions
            .iter()
            .flat_map(|it| [&it.ask, &it.says].into_iter().chain(&it.answers));
        [&self.title, &self.changed]
            .into_iter()
            .chain(&self.statements)
            .chain(sections)
            .chain(questions)
    }

    fn check(&self) -> Result<(), CaseworkError> {
        check_name(&self.name)?;
        if let Some(line) = self.lines().find(|line| !is_fit(line)) {
            let start: String = line.chars().take(40).collect();
            return Err(unfit(&format!(
                "a line is empty, longer than {LONGEST_LINE} characters or holds characters that can't be seen; it begins with `{}`",
                start.escape_debug()
            )));
        }
        let counts = (1..=60).contains(&self.sections.len())
            && self
                .sections
                .iter()
                .all(|it| (1..=40).contains(&it.paragraphs.len()) && !it.clauses.is_empty());
        if !counts {
            return Err(unfit(
                "a text has 1 to 60 sections, each with at least one clause and 1 to 40 paragraphs",
            ));
        }
        self.check_questions()?;
        let ticks = self.statements.len();
        match (self.kind.is_course(), ticks) {
            (true, 0) | (false, 1..=6) => Ok(()),
            (true, _) => Err(unfit("a course has no statements to tick")),
            (false, _) => Err(unfit("an agreement has 1 to 6 statements to tick")),
        }
    }

    fn check_questions(&self) -> Result<(), CaseworkError> {
        let most = if self.kind.is_course() { 20 } else { 4 };
        if !(2..=most).contains(&self.questions.len()) {
            return Err(unfit(&format!(
                "there are 2 to {most} questions about a text of this kind"
            )));
        }
        let sound = |it: &Question| {
            (2..=6).contains(&it.answers.len()) && (1..=it.answers.len()).contains(&it.right)
        };
        if self.questions.iter().all(sound) {
            return Ok(());
        }
        Err(unfit(
            "each question has 2 to 6 answers, and `right` is the number of one of them",
        ))
    }

    /// SHA-256 of the text in this language.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"caseward/wording/v1\n");
        for part in std::iter::once(&self.name).chain(self.lines()) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }

    /// Whether a text in another language has the same shape.
    fn mirrors(&self, other: &Self) -> bool {
        let questions = self.questions.iter().zip(&other.questions);
        let sections = self.sections.iter().zip(&other.sections);
        (&self.name, self.kind) == (&other.name, other.kind)
            && self.sections.len() == other.sections.len()
            && self.questions.len() == other.questions.len()
            && self.statements.len() == other.statements.len()
            && sections.into_iter().all(|(a, b)| a.clauses == b.clauses)
            && questions
                .into_iter()
                .all(|(a, b)| (a.right, a.answers.len()) == (b.right, b.answers.len()))
    }
}

/// A version's text in every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    texts: Vec<Wording>,
}

impl Edition {
    /// Puts the languages of one version together.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when a language is missing or says something of another shape.
    pub fn of(texts: Vec<Wording>) -> Result<Self, CaseworkError> {
        let speaks = |language: &Language| {
            texts
                .iter()
                .filter(|it| it.language == *language)
                .count()
                .eq(&1)
        };
        if texts.len() != Language::ALL.len() || !Language::ALL.iter().all(speaks) {
            return Err(unfit(
                "a version needs its text in English and in Spanish, each once",
            ));
        }
        let Some((first, others)) = texts.split_first() else {
            return Err(unfit("a version needs a text"));
        };
        if !others.iter().all(|it| it.mirrors(first)) {
            return Err(unfit(
                "the languages differ in more than their words: name, kind, sections with their clauses, statements, questions and right answers must be the same",
            ));
        }
        Ok(Self { texts })
    }

    /// The text in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Option<&Wording> {
        self.texts.iter().find(|it| it.language == language)
    }

    /// Its short name and kind.
    #[must_use]
    pub fn name_and_kind(&self) -> Option<(&str, RequirementKind)> {
        self.texts.first().map(|it| (it.name.as_str(), it.kind))
    }

    /// SHA-256 over the hashes of its languages.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"caseward/edition/v1\n");
        for text in &self.texts {
            hash.update(text.language.word().as_bytes());
            hash.update(text.hash());
        }
        hash.finalize().into()
    }
}

fn check_name(name: &str) -> Result<(), CaseworkError> {
    let sane = (2..=40).contains(&name.len())
        && name
            .bytes()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
    if sane && !TAKEN.contains(&name) {
        return Ok(());
    }
    Err(unfit(&format!(
        "the short name of a text has 2 to 40 lower-case letters, digits or dashes, and is none of: {}",
        TAKEN.join(", ")
    )))
}

fn is_fit(line: &str) -> bool {
    !line.trim().is_empty()
        && line.chars().count() <= LONGEST_LINE
        && !line.chars().any(cannot_be_seen)
}

/// Whether a character shows nothing, or turns the line around.
pub(super) fn cannot_be_seen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

pub(super) fn unfit(reason: &str) -> CaseworkError {
    CaseworkError::Unfit(reason.to_owned())
}
