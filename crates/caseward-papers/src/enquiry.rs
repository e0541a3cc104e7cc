//! The one answer to whoever asks from outside about a person (NASW-k, DV-3.3.1).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// "We can neither confirm nor deny." It holds nothing of the enquiry but who asked.
#[derive(Clone, Serialize)]
pub struct NeitherConfirmNorDeny {
    /// In which language it is set.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// Who asked: an outlet, an organisation.
    pub to: String,
    /// The day of the letter, `YYYY-MM-DD`.
    pub written_on: String,
}

says_nothing!(NeitherConfirmNorDeny);

impl Paper for NeitherConfirmNorDeny {
    const TEMPLATE: Template = Template {
        name: "neither-confirm-nor-deny.typ",
        text: include_str!(
            "../../../policies/social-work-ethics/forms/neither-confirm-nor-deny.typ"
        ),
    };
}
