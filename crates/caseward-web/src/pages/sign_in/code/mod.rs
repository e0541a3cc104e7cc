//! `/sign-in/totp`: the second half, whoever gave the first; and `/recover`: what to do without it.
//!
//! Pages §3 S1, NASW-l. The page is the same whether the passphrase fitted or not, and whether the person exists.
//! A recovery code goes into the same field.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use super::outside;
use crate::Shell;

/// The page of the six digits.
#[derive(Template)]
#[template(path = "sign_in/code/page.html")]
pub struct CodePage {
    /// Around it; nobody is signed in.
    pub shell: Shell,
    /// What was wrong, in a sentence.
    pub problem: Option<String>,
}

/// The page for those who lost something.
#[derive(Template)]
#[template(path = "sign_in/code/recover.html")]
pub struct RecoverPage {
    /// Around it; nobody is signed in.
    pub shell: Shell,
    /// The first half was given: a recovery code can be typed here.
    pub half_given: bool,
}

impl CodePage {
    /// After a code that didn't fit.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = outside(language, "/sign-in/totp");
        let problem = Some(shell.t("sign-in-code-wrong"));
        Self { shell, problem }
    }
}

impl RecoverPage {
    /// With the first half given.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: outside(language, "/recover"),
            half_given: true,
        }
    }
}
