//! A client's consent on paper: to be signed, or as the copy that they keep (DV-2.1, DV-2.2, DV-5.2.1, NASW-b).

use caseward_model::Language;
use serde::Serialize;

use crate::agreement_copy::Mark;
use crate::press::{Paper, Template, says_nothing};

/// A consent as it is handed to the client. Days are `YYYY-MM-DD`, or empty.
#[derive(Clone, Serialize)]
pub struct ConsentForm {
    /// In which language it was explained.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// What the form is called.
    pub title: String,
    /// Whose information it is about.
    pub client: String,
    /// Which organisation may disclose it.
    pub discloser: String,
    /// To which organisation.
    pub recipient: String,
    /// Who will read it there.
    pub readers: String,
    /// For what, each in words.
    pub purposes: Vec<String>,
    /// Why, in the words that were used.
    pub because: String,
    /// What the client asks for, in their own words; empty where it wasn't they who asked.
    pub request: String,
    /// What may go.
    pub sections: Vec<String>,
    /// What the client was asked about and said no to.
    pub not_sections: Vec<String>,
    /// What is to be left out.
    pub exclusions: String,
    /// By which ways.
    pub ways: Vec<String>,
    /// Its last day.
    pub until: String,
    /// What ends it earlier.
    pub until_event: String,
    /// What may happen if they agree.
    pub agree: Vec<String>,
    /// What may happen if they say no.
    pub refuse: Vec<String>,
    /// What else was thought of.
    pub alternatives: String,
    /// The client's limits.
    pub limits: Vec<String>,
    /// What was told.
    pub told: Vec<String>,
    /// What the client said it means.
    pub teach_back: String,
    /// What is to be done if the client is missing or has died.
    pub if_missing: String,
    /// What whoever signs agrees to, each by itself.
    pub statements: Vec<String>,
    /// In which capacity they sign.
    pub capacity: String,
    /// Whoever signs for the client, with what proves that they may.
    pub for_them: Vec<Titled>,
    /// Who explained it.
    pub explained_by: String,
    /// Who interpreted.
    pub interpreter: String,
    /// Who was a witness.
    pub witness: String,
    /// Whether a witness signs it, where it is to be signed.
    pub witness_line: WitnessLine,
    /// The full name under it.
    pub name: String,
    /// The full name of whoever signed with a minor.
    pub second_name: String,
    /// When it was signed.
    pub signed_on: String,
    /// It is to be signed.
    pub unsigned: bool,
    /// It was signed on paper and scanned.
    pub on_paper: bool,
    /// When it was taken back.
    pub withdrawn_on: String,
    /// What was drawn, if something was.
    pub mark: Option<Mark>,
    /// Its number among the client's consents.
    pub number: i64,
}

/// Whether a form that is to be signed has a line for a witness besides the worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WitnessLine {
    /// It has none: nobody has said what a witness is needed for, or it is signed already.
    None,
    /// It has one that can stay empty.
    MaySign,
    /// It has one, and without that signature it doesn't count.
    MustSign,
}

/// Something with a title.
#[derive(Clone, Serialize)]
pub struct Titled {
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
}

says_nothing!(ConsentForm, Titled);

impl Paper for ConsentForm {
    const TEMPLATE: Template = Template {
        name: "consent-form.typ",
        text: include_str!("../../../policies/domestic-violence/forms/consent-form.typ"),
    };
}
