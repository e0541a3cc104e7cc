//! What a draft still needs, at its field and on the page of its question.

use caseward_casework::disclosure::{DraftNeed, DraftStep, Mend};
use caseward_model::RoadField;

use super::super::road;
use crate::forms::Problems;

/// The field that has to be answered or mended, and the sentence for it.
const fn place(need: DraftNeed) -> (&'static str, &'static str) {
    match (need.step, need.mend) {
        (DraftStep::Questions, Some(Mend::TooLong)) => ("questions", "disclosure-too-long"),
        (_, Some(mend)) => road::place(mend),
        (DraftStep::Purpose, None) => ("purpose", "disclosure-needs-purpose"),
        (DraftStep::Basis, None) => ("basis", "disclosure-needs-basis"),
        (DraftStep::Recipient, None) => ("recipient", "disclosure-needs-recipient"),
        (DraftStep::Sections, None) => ("section", "disclosure-needs-section"),
        (DraftStep::Way, None) => ("channel", "disclosure-needs-channel"),
        (DraftStep::Kind | DraftStep::Questions | DraftStep::Check, None) => {
            ("road", "road-needs-road")
        }
    }
}

/// All of them, the first sentence for each field.
pub(super) fn problems(needs: impl IntoIterator<Item = DraftNeed>) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let (field, key) = place(need);
        if problems.of(field).is_none() {
            problems.note(field, key);
        }
    }
    problems
}

/// On which question's page a field stands.
pub(super) fn step_of(field: &str) -> Option<DraftStep> {
    Some(match field {
        "road" => DraftStep::Kind,
        "purpose" => DraftStep::Purpose,
        "basis" | "danger" => DraftStep::Basis,
        "recipient" => DraftStep::Recipient,
        "section" | "why_more" => DraftStep::Sections,
        "channel" => DraftStep::Way,
        "questions" => DraftStep::Questions,
        field => {
            return field
                .parse::<RoadField>()
                .ok()
                .map(|_| DraftStep::Questions);
        }
    })
}
