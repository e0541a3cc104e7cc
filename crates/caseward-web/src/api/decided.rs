//! What the gate decided about one section, as a program reads it.
//!
//! CR-4, CR-5, NASW-d: whatever the answer, the clause and the deciding fact stand beside it, and what
//! would change it. The names are those of `caseward ask --format json`.

use caseward_casework::gate::SectionDecision;
use caseward_model::Language;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::problem::Problem;

/// A section and its answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decided<'d> {
    /// Which section.
    #[schema(example = "housing")]
    section: &'static str,
    /// `released` or `refused`.
    #[schema(example = "released")]
    decision: &'static str,
    /// The clauses behind it.
    clauses: Vec<&'d str>,
    /// The rules that decided.
    policies: &'d [String],
    /// HL7 obligation and refrain codes that bind what is released.
    obligations: &'d [String],
    /// Why.
    reason: &'d str,
    /// What would change it, or end it.
    remedy: &'d str,
    /// The name of the deciding fact.
    fact: &'d str,
    /// For a refusal, the smallest sets of steps that would turn it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Vec<&'d str>>,
}

impl<'d> Decided<'d> {
    pub(crate) fn new(section: &'d SectionDecision, language: Language) -> Self {
        let decision = &*section.decision;
        let changes = section
            .explanation
            .as_deref()
            .map_or(&[][..], |it| it.changes.as_slice());
        Self {
            section: section.category.word(),
            decision: released(decision.permitted),
            clauses: decision
                .clauses
                .iter()
                .map(|clause| clause.as_str())
                .collect(),
            policies: &decision.policies,
            obligations: &decision.obligations,
            reason: decision.reason.in_language(language),
            remedy: decision.remedy.in_language(language),
            fact: &decision.fact,
            changes: changes
                .iter()
                .map(|steps| {
                    steps
                        .iter()
                        .map(|step| step.says.in_language(language))
                        .collect()
                })
                .collect(),
        }
    }
}

/// The word for yes and for no.
pub(crate) const fn released(permitted: bool) -> &'static str {
    if permitted { "released" } else { "refused" }
}

/// What every handler gives.
pub(crate) type Answered<T> = Result<T, Problem>;
