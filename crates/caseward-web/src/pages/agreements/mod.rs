//! `/agreements`: what I have to sign and learn, how long it holds, and my copies.
//!
//! Pages §3 S16; CC-2, DV-5.1.1, DV-5.3.1, DV-5.10. It is about whoever is signed in and nobody else.

mod handler;
pub mod missing;
pub mod papers;
pub mod publish;
pub mod refuse;
pub mod required;
pub mod sign;
pub mod text;

pub use handler::routes;
pub(super) use handler::{day_of, file_to_keep, lines, number};

use askama::Template;
use caseward_casework::standing::{How, Signature, Stand, State as Kept};
use caseward_model::Language;

use crate::view::{When, pick, sample_moment};
use crate::visit::{day, moment};
use crate::{Place, Shell, Words};

/// How someone stands with one text, in words.
#[derive(Debug, Clone)]
pub struct StandLine {
    /// What the text is called.
    pub title: String,
    /// Where it is read, or learnt.
    pub href: String,
    /// What to do there, beginning with a verb.
    pub verb: String,
    /// The clause that asks for it.
    pub clause: &'static str,
    /// How it stands.
    pub look: Look,
    /// The same in a sentence.
    pub says: String,
    /// Something is to be done about it.
    pub asks: bool,
}

/// How it stands, as a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It holds.
    Holds,
    /// It ends within a month.
    EndsSoon,
    /// It is missing.
    Missing,
    /// A paper waits for a second person.
    Waits,
    /// It was refused, for now.
    Refused,
}

impl Look {
    /// The look of a stand.
    #[must_use]
    pub const fn of(stand: &Stand) -> Self {
        match (stand.until, stand.ends_soon) {
            (Some(_), false) => Self::Holds,
            (Some(_), true) => Self::EndsSoon,
            (None, _) if stand.paper_waits => Self::Waits,
            (None, _) if stand.refused => Self::Refused,
            (None, _) => Self::Missing,
        }
    }

    /// The key of its word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Holds => "stand-holds",
            Self::EndsSoon => "stand-ends-soon",
            Self::Missing => "stand-missing",
            Self::Waits => "stand-waits",
            Self::Refused => "stand-refused",
        }
    }

    /// Its class, and its sign.
    #[must_use]
    pub const fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::Holds => ("open", "open"),
            Self::EndsSoon => ("masked", "warn"),
            Self::Missing => ("locked", "locked"),
            Self::Waits => ("sealed", "people"),
            Self::Refused => ("refused", "cross"),
        }
    }
}

impl StandLine {
    /// In the reader's words.
    #[must_use]
    pub fn new(words: &Words, title: String, stand: &Stand) -> Self {
        let requirement = &stand.requirement;
        let course = requirement.kind.is_course();
        let look = Look::of(stand);
        let day = stand
            .until
            .map(|until| day(words.language(), until).words)
            .unwrap_or_default();
        let says = match (look, stand.signed_before) {
            (Look::Holds, _) => "stand-holds-says",
            (Look::EndsSoon, _) => "stand-ends-soon-says",
            (Look::Missing, true) => "stand-again-says",
            (Look::Missing, false) => "stand-missing-says",
            (Look::Waits, _) => "stand-waits-says",
            (Look::Refused, _) => "stand-refused-says",
        };
        let asks = stand.asks();
        let verb = match (asks, course) {
            (true, true) => "stand-take-course",
            (true, false) => "stand-read-and-sign",
            (false, _) => "stand-read",
        };
        let place = if course { "training" } else { "agreements" };
        Self {
            title,
            href: format!("/{place}/{}", requirement.name),
            verb: words.t(verb),
            clause: requirement.kind.clause(),
            look,
            says: words.fill(says).with("day", day).to_string(),
            asks,
        }
    }
}

/// Something that was signed or completed.
#[derive(Debug, Clone)]
pub struct SignedLine {
    /// What it was.
    pub title: String,
    /// Which version.
    pub version: u32,
    /// When.
    pub when: When,
    /// How, in a sentence.
    pub how: String,
    /// Where its paper is; nothing while it waits, or when it wasn't confirmed.
    pub paper: Option<String>,
    /// It is a certificate.
    pub certificate: bool,
}

impl SignedLine {
    /// In the reader's words.
    #[must_use]
    pub fn new(words: &Words, title: String, course: bool, signature: &Signature) -> Self {
        let how = match (signature.state, signature.evidence.how) {
            (Kept::Waits, _) => "signed-waits",
            (Kept::Declined, _) => "signed-declined",
            (Kept::Counts, How::Screen) => "signed-on-screen",
            (Kept::Counts, How::Terminal) => "signed-at-terminal",
            (Kept::Counts, How::Answered) => "signed-by-answering",
            (Kept::Counts, How::Paper { .. }) => "signed-on-paper",
        };
        Self {
            title,
            version: signature.version,
            when: moment(words.language(), signature.evidence.at),
            how: words.t(how),
            paper: (signature.state == Kept::Counts)
                .then(|| format!("/agreements/copies/{}", signature.no)),
            certificate: course,
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "agreements/page.html")]
pub struct AgreementsPage {
    /// Around it.
    pub shell: Shell,
    /// What is required of the reader's part.
    pub stands: Vec<StandLine>,
    /// What they signed and completed, the newest first.
    pub signed: Vec<SignedLine>,
    /// The reader may see who is missing what.
    pub sees_others: bool,
    /// The reader may record and confirm papers.
    pub records_papers: bool,
    /// The reader may publish versions.
    pub publishes: bool,
}

impl AgreementsPage {
    fn asks(&self) -> u64 {
        self.stands.iter().map(|it| u64::from(it.asks)).sum()
    }

    /// Someone who has an agreement to sign.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let words = Words::of(language);
        Self {
            shell: Shell::sample(language, Place::Agreements, "/agreements"),
            stands: sample_stands(language),
            signed: vec![SignedLine {
                title: sample_title(language).to_owned(),
                version: 1,
                when: sample_moment(words, 2, 9, 0),
                how: words.t("signed-on-screen"),
                paper: Some("/agreements/copies/12".to_owned()),
                certificate: false,
            }],
            sees_others: true,
            records_papers: true,
            publishes: true,
        }
    }

    /// Someone of whom nothing is asked yet.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            stands: Vec::new(),
            signed: Vec::new(),
            sees_others: false,
            records_papers: false,
            publishes: false,
            ..Self::sample(language)
        }
    }
}

fn sample_title(language: Language) -> &'static str {
    pick(
        language,
        "Confidentiality policy and procedure",
        "Política y procedimiento de confidencialidad",
    )
}

/// A state in a list of samples.
pub(super) fn sample_stands(language: Language) -> Vec<StandLine> {
    let words = Words::of(language);
    let line = |title: &str, href: &str, clause, look: Look, says: &str, verb: &str| StandLine {
        title: title.to_owned(),
        href: href.to_owned(),
        verb: words.t(verb),
        clause,
        look,
        says: words
            .fill(says)
            .with("day", sample_moment(words, 30, 9, 0).words)
            .to_string(),
        asks: look != Look::Holds,
    };
    vec![
        line(
            sample_title(language),
            "/agreements/procedure",
            "DV-5.1.1",
            Look::Missing,
            "stand-again-says",
            "stand-read-and-sign",
        ),
        line(
            pick(
                language,
                "Keeping confidence: training for everyone who begins here",
                "Guardar la confianza: formación para quienes empiezan aquí",
            ),
            "/training/induction",
            "DV-5.10",
            Look::Holds,
            "stand-holds-says",
            "stand-read",
        ),
    ]
}
