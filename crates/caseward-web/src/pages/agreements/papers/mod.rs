//! `/agreements/papers`: what people signed on paper, and training that took place elsewhere. One person
//! records it with a scan, another looks at the scan and confirms.
//!
//! Pages §3 S16; CC-2, DV-5.1.1, DV-5.10.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::standing::Signer;
use caseward_model::Language;

use crate::forms::Problems;
use crate::view::{When, pick, sample_moment};
use crate::{Place, Shell, Words};

/// A paper that waits.
#[derive(Debug, Clone)]
pub struct PaperLine {
    /// Under which number it is kept.
    pub no: i64,
    /// Whose it is, as the office knows them.
    pub name: String,
    /// What the text is called.
    pub title: String,
    /// Which version.
    pub version: u32,
    /// The day on it.
    pub when: When,
    /// What stands on it.
    pub signer: Signer,
    /// The reader recorded it, and so can't confirm it.
    pub own: bool,
}

/// The list.
#[derive(Template)]
#[template(path = "agreements/papers/page.html")]
pub struct PapersPage {
    /// Around it.
    pub shell: Shell,
    /// What waits.
    pub papers: Vec<PaperLine>,
    /// One of them can't be confirmed by the person who recorded it.
    pub second_person: bool,
}

/// The form.
#[derive(Template)]
#[template(path = "agreements/papers/new.html")]
pub struct NewPaperPage {
    /// Around it.
    pub shell: Shell,
    /// The people whose papers may be recorded: id and name.
    pub people: Vec<(String, String)>,
    /// The texts: short name, and what it is called with its version.
    pub texts: Vec<(String, String)>,
    /// What was chosen and typed.
    pub form: PaperForm,
    /// What is still needed.
    pub problems: Problems,
}

/// What the form sends, but for the scan.
#[derive(Debug, Clone, Default)]
pub struct PaperForm {
    /// Whose.
    pub worker: String,
    /// The short name of the text.
    pub requirement: String,
    /// In which language.
    pub language: String,
    /// The day on the paper.
    pub signed_on: String,
    /// Who signed, as it stands on it.
    pub signer: Signer,
}

impl NewPaperPage {
    fn fields(&self) -> [(&'static str, &'static str, &str); 5] {
        let signer = &self.form.signer;
        [
            ("name", "sign-name", signer.name.as_str()),
            ("organization", "sign-organization", &signer.organization),
            ("position", "sign-position", &signer.position),
            ("email", "sign-email", &signer.email),
            ("phone", "sign-phone", &signer.phone),
        ]
    }

    /// A fresh form.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Agreements, "/agreements/papers/new"),
            people: vec![("0abc".to_owned(), "Rae Novak".to_owned())],
            texts: vec![(
                "procedure".to_owned(),
                pick(
                    language,
                    "Confidentiality policy",
                    "Política de confidencialidad",
                )
                .to_owned(),
            )],
            form: PaperForm::default(),
            problems: Problems::default(),
        }
    }

    /// A form without a scan.
    #[must_use]
    pub fn sample_problems(language: Language) -> Self {
        let mut page = Self::sample(language);
        page.problems.note("signed_on", "paper-needs-day");
        page.problems.note("scan", "paper-needs-scan");
        page
    }
}

impl PapersPage {
    /// One paper that waits.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let paper = |no, own| PaperLine {
            no,
            name: "Rae Novak".to_owned(),
            title: pick(
                language,
                "Confidentiality policy",
                "Política de confidencialidad",
            )
            .to_owned(),
            version: 1,
            when: sample_moment(Words::of(language), 2, 9, 0),
            signer: Signer {
                name: "Rae Novak".to_owned(),
                organization: "Harbour House".to_owned(),
                position: pick(language, "Member", "Vocal").to_owned(),
                email: "made.up@office.example".to_owned(),
                phone: "555-0100".to_owned(),
            },
            own,
        };
        Self {
            shell: Shell::sample(language, Place::Agreements, "/agreements/papers"),
            papers: vec![paper(3, false), paper(4, true)],
            second_person: false,
        }
    }

    /// Nothing waits.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            papers: Vec::new(),
            ..Self::sample(language)
        }
    }
}
