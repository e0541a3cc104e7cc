//! Kinds of disclosure as they are called on the pages, and what each still needs (DV-3.3.2, NASW-k, NASW-p, NASW-q).

use caseward_casework::disclosure::Mend;
use caseward_model::{Road, RoadField};

use crate::forms::Problems;

/// The key of a kind's name.
pub(super) fn key(road: Road) -> String {
    format!("road-{}", road.word().replace('_', "-"))
}

/// The key of a question's words.
pub(super) fn field_key(field: RoadField) -> String {
    format!("road-field-{}", field.word().replace('_', "-"))
}

/// What has to be mended, at its field of the form.
pub(super) fn problems(mend: &[Mend]) -> Problems {
    let mut problems = Problems::default();
    for it in mend {
        let (field, key) = place(*it);
        problems.note(field, key);
    }
    problems
}

/// The field of a form that has to be mended, and the sentence for it.
pub(super) const fn place(mend: Mend) -> (&'static str, &'static str) {
    match mend {
        Mend::NoSection => ("section", "disclosure-needs-section"),
        Mend::Unasked(_) => ("road", "disclosure-needs-asked"),
        Mend::WhyMore => ("why_more", "disclosure-needs-why-more"),
        Mend::ToldHow => ("told_how", "disclosure-needs-told-how"),
        Mend::TooLong => ("why_more", "disclosure-too-long"),
        Mend::Ground => ("basis", "road-needs-ground"),
        Mend::Purpose => ("purpose", "road-needs-purpose"),
        Mend::RecipientKind => ("recipient", "road-needs-recipient"),
        Mend::Road(road) => ("road", must_be(road)),
        Mend::Field(field) => (field.word(), needs(field)),
        Mend::OfAPartner => ("section", "road-needs-no-partner"),
        Mend::Partners => ("partners", "road-needs-partners"),
        Mend::PartnerNames => ("people", "road-needs-partner-names"),
        Mend::PartnerUnread => ("partners", "road-needs-partner-unread"),
        Mend::Discussion => ("said", "road-needs-discussion"),
        Mend::AnotherPerson => ("said", "road-needs-another-person"),
        Mend::NoDanger => ("basis", "disclosure-needs-danger-report"),
        Mend::WhichDanger => ("danger", "disclosure-needs-danger-which"),
        Mend::DangerOver => ("danger", "disclosure-needs-danger-standing"),
        Mend::UnaskedDanger => ("basis", "disclosure-needs-danger-not"),
        Mend::SignedRequest => ("request", "road-needs-signed-request"),
    }
}

const fn must_be(road: Road) -> &'static str {
    match road {
        Road::Media => "road-must-be-media",
        Road::AfterDeath => "road-must-be-after-death",
        Road::Payer => "road-must-be-payer",
        Road::Consultant => "road-must-be-consultant",
        Road::Teaching => "road-must-be-teaching",
        Road::Progress => "road-must-be-progress",
        Road::Report => "road-must-be-report",
        Road::ClientRequest => "road-must-be-client-request",
        Road::RaisesRisk => "road-must-be-raises-risk",
        Road::Other => "road-must-be-other",
    }
}

const fn needs(field: RoadField) -> &'static str {
    match field {
        RoadField::ClientWords => "road-needs-client-words",
        RoadField::Implications => "road-needs-implications",
        RoadField::Readers => "road-needs-readers",
        RoadField::Text => "road-needs-text",
        RoadField::Agreed => "road-needs-agreed",
        RoadField::Risk => "road-needs-risk",
        RoadField::ToldWhat => "road-needs-told-what",
        RoadField::ToldWhen => "road-needs-told-when",
        RoadField::GoneThrough => "road-needs-gone-through",
        RoadField::NotGoneThrough => "road-needs-not-gone-through",
        RoadField::PaidFor => "road-needs-paid-for",
        RoadField::Advice => "road-needs-advice",
        RoadField::Need => "road-needs-need",
        RoadField::Died => "road-needs-died",
        RoadField::Representative => "road-needs-representative",
    }
}
