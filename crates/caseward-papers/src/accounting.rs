//! The accounting of disclosures: what left about somebody, to whom and why, for themselves to keep (RE-2, NASW-d).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// An accounting of disclosures. It names nobody. Days are `YYYY-MM-DD`; purposes, grounds, ways and sections are words of their lists.
#[derive(Clone, Serialize)]
pub struct AccountingPaper {
    /// In which language it is set.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// Under which rules: `all`, `hipaa`, `part2`, `vawa` or `uk`.
    pub regime: String,
    /// When it was made.
    pub made_on: String,
    /// The newest first.
    pub lines: Vec<AccountedLine>,
}

/// What left, once or several times. What the regime doesn't ask for is missing.
#[derive(Clone, Serialize)]
pub struct AccountedLine {
    /// When; of several the first time.
    pub day: String,
    /// To which organisation.
    pub recipient: String,
    /// Its postal address.
    pub address: Option<String>,
    /// What kind of organisation it is.
    pub kind: Option<String>,
    /// What.
    pub sections: Vec<String>,
    /// Why.
    pub purpose: String,
    /// How often, if it is a series.
    pub times: Option<usize>,
    /// The last time of a series.
    pub last_day: Option<String>,
    /// On what ground.
    pub basis: Option<String>,
    /// The number of the consent.
    pub consent: Option<String>,
    /// By which way.
    pub channel: Option<String>,
    /// `before`, `since`, `later` or `not`.
    pub told: Option<String>,
    /// As what it left, where it was neither a paper nor a warning: `hmis_export` or `fhir`.
    pub left_as: Option<String>,
    /// Who let it out.
    pub by: Option<String>,
    /// The clauses by which the rules let it out, where no statement has them.
    pub clauses: Option<String>,
    /// The numbers of the disclosures; of what left in another way, of its entries.
    pub numbers: String,
    /// The entry that let it out.
    pub entry: String,
    /// The entry of its statement.
    pub stated: String,
}

says_nothing!(AccountingPaper, AccountedLine);

impl Paper for AccountingPaper {
    const TEMPLATE: Template = Template {
        name: "accounting.typ",
        text: include_str!("../../../policies/re-entry/forms/accounting.typ"),
    };
}
