//! What somebody signs who begins to take part in a programme for people who used violence: what is kept in confidence there, and where
//! that ends (DV-5.2.1, DV-4.2, DV-4.3).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// The form on confidentiality of a programme, to be signed by hand. It names nobody.
#[derive(Clone, Serialize)]
pub struct ProgrammeForm {
    /// In which language it is set.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// What the programme is called.
    pub programme: String,
}

says_nothing!(ProgrammeForm);

impl Paper for ProgrammeForm {
    const TEMPLATE: Template = Template {
        name: "programme-confidentiality.typ",
        text: include_str!(
            "../../../policies/domestic-violence/forms/programme-confidentiality.typ"
        ),
    };
}
