//! Every single field that a form of this house can ask of a client: what it is called, what an answer tells of, and why it stands
//! there (RE-5, NASW-a).
//!
//! It stands there because a clause demands it, because it is the client's own word, or because somebody stated what it is needed for.
//! What can be written into a section, and the columns of other systems, have their needs beside these (`stated_needs.rs`). A disclosure,
//! a danger report and an emergency ask nothing that no clause demands; what each asks is here too, so that nobody adds a question in
//! silence.

use caseward_model::Category;

/// Why a field stands on a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A clause demands it, where its case is given: without an answer the paper counts for nothing, or nothing goes and nothing opens.
    Demanded(&'static str),
    /// The client's own word, which a clause gives them: it can always be said, and nobody has to.
    TheirOwn(&'static str),
    /// Somebody has to state a need; nobody can make an answer a duty.
    Needed,
    /// Somebody has to state a need, and can say that it has to be answered.
    NeededOrRequired,
}

/// A field that a form can ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedField {
    /// As a need names it: the form, and the field.
    pub name: &'static str,
    /// What an answer tells of.
    pub section: Category,
    /// Why it stands there.
    pub standing: Standing,
}

impl AskedField {
    /// Whether it is asked only where somebody stated a need.
    #[must_use]
    pub const fn wants_a_need(&self) -> bool {
        matches!(self.standing, Standing::Needed | Standing::NeededOrRequired)
    }

    /// Whether it can be said of it that it has to be answered.
    #[must_use]
    pub const fn can_be_required(&self) -> bool {
        matches!(self.standing, Standing::NeededOrRequired)
    }
}

/// Who interpreted when a consent was explained.
pub const INTERPRETER: &str = "consent.interpreter";
/// What is to be done if the client is missing or has died.
pub const IF_MISSING: &str = "consent.if_missing";
/// Who besides the worker was there when a consent was signed.
pub const WITNESS: &str = "consent.witness";

/// All of them, form by form.
pub const FIELDS: &[AskedField] = &[
    demanded("consent.language", Category::Demographics, "NASW-b"),
    demanded("consent.capacity", Category::Household, "NASW-b"),
    demanded("consent.signer_name", Category::Household, "NASW-b"),
    demanded("consent.relationship", Category::Household, "NASW-b"),
    demanded("consent.harmed", Category::DomesticViolence, "NASW-b"),
    demanded("consent.proof", Category::Household, "NASW-b"),
    demanded("consent.proof_seen", Category::Household, "NASW-b"),
    demanded("consent.scope", Category::Household, "NASW-b"),
    demanded("consent.authority", Category::Household, "NASW-b"),
    demanded("consent.service", Category::Services, "NASW-b"),
    demanded("consent.sections", Category::Administration, "DV-4.4.2"),
    their_own("consent.request", Category::Notes, "DV-3.3.2a"),
    their_own("consent.exclusions", Category::Administration, "DV-3.3.2d"),
    their_own("consent.until_event", Category::Administration, "DV-3.3.2d"),
    their_own("consent.limits", Category::Administration, "DV-3.3.2d"),
    demanded("consent.teach_back", Category::Administration, "NASW-e"),
    needed(INTERPRETER, Category::Demographics, false),
    needed(IF_MISSING, Category::Contact, true),
    demanded("consent.signature", Category::Identity, "DV-2.1"),
    demanded("consent.second_signature", Category::Household, "NASW-b"),
    needed(WITNESS, Category::Administration, true),
    their_own("consent.why_not", Category::Administration, "DV-2.1"),
    their_own("consent.withdrawal", Category::Administration, "DV-2.1"),
    demanded("talk.teach_back", Category::Administration, "NASW-e"),
    demanded("talk.acknowledgement", Category::Identity, "RE-1"),
    demanded("own_view.safety", Category::DomesticViolence, "DV-3.3.2b"),
    demanded("own_view.safe_way", Category::Contact, "DV-3.3.2b"),
    their_own("own_view.question", Category::Notes, "DV-5.2.4"),
    demanded("disclosure.client_words", Category::Notes, "DV-3.3.2a"),
    demanded("disclosure.implications", Category::Notes, "DV-3.3.2b"),
    demanded("disclosure.gone_through", Category::Notes, "DV-3.3.2b"),
    demanded("disclosure.not_gone_through", Category::Notes, "DV-3.3.2b"),
    demanded("disclosure.readers", Category::Administration, "DV-3.3.2b"),
    demanded("disclosure.text", Category::Notes, "DV-3.3.2b"),
    demanded("disclosure.agreed", Category::Notes, "DV-3.3.2b"),
    demanded("disclosure.risk", Category::DomesticViolence, "DV-3.3.2c"),
    demanded("disclosure.told_what", Category::Administration, "DV-4.3"),
    demanded("disclosure.told_when", Category::Administration, "DV-4.3"),
    demanded("disclosure.partners", Category::Household, "DV-4.3"),
    demanded("disclosure.no_partner", Category::Household, "DV-4.3"),
    demanded("disclosure.paid_for", Category::Services, "NASW-h"),
    demanded("disclosure.advice", Category::Notes, "NASW-q"),
    demanded("disclosure.need", Category::Notes, "NASW-q"),
    demanded("disclosure.died", Category::Demographics, "NASW-r"),
    demanded("disclosure.representative", Category::Household, "NASW-r"),
    demanded("disclosure.why_more", Category::Notes, "NASW-c"),
    demanded("disclosure.told", Category::Administration, "NASW-d"),
    demanded("disclosure.told_how", Category::Notes, "NASW-d"),
    demanded("danger.at_risk", Category::Notes, "RE-7"),
    demanded("danger.told_by", Category::Administration, "RE-7"),
    demanded("danger.seen", Category::Notes, "RE-7"),
    demanded("danger.hours", Category::Administration, "NASW-c"),
    demanded("danger.client_told", Category::Administration, "RE-7"),
    demanded("danger.told_how", Category::Notes, "RE-7"),
    demanded(
        "danger.raises_risk",
        Category::DomesticViolence,
        "DV-3.3.2c",
    ),
    demanded("danger.said", Category::Notes, "DV-3.3.2c"),
    demanded("danger.why", Category::Notes, "RE-7"),
    demanded("emergency.whom", Category::Identity, "NASW-c"),
    demanded("emergency.harm", Category::Notes, "NASW-c"),
    demanded("emergency.at_risk", Category::Notes, "NASW-c"),
    demanded("emergency.imminence", Category::Notes, "NASW-c"),
    demanded("emergency.what", Category::Notes, "NASW-c"),
    demanded("emergency.why_now", Category::Notes, "NASW-c"),
    demanded("emergency.told", Category::Administration, "RE-7"),
    demanded("emergency.not_told", Category::Notes, "RE-7"),
    demanded("emergency.sections", Category::Administration, "NASW-c"),
    demanded("emergency.minutes", Category::Administration, "NASW-c"),
];

const fn demanded(name: &'static str, section: Category, clause: &'static str) -> AskedField {
    AskedField {
        name,
        section,
        standing: Standing::Demanded(clause),
    }
}

const fn their_own(name: &'static str, section: Category, clause: &'static str) -> AskedField {
    AskedField {
        name,
        section,
        standing: Standing::TheirOwn(clause),
    }
}

const fn needed(name: &'static str, section: Category, can_be_required: bool) -> AskedField {
    let standing = if can_be_required {
        Standing::NeededOrRequired
    } else {
        Standing::Needed
    };
    AskedField {
        name,
        section,
        standing,
    }
}

/// The field of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static AskedField> {
    FIELDS.iter().find(|it| it.name == name)
}

/// Those for which somebody has to state a need.
pub fn with_a_need() -> impl Iterator<Item = &'static AskedField> {
    FIELDS.iter().filter(|it| it.wants_a_need())
}

#[cfg(test)]
mod tests {
    use caseward_policies::Policies;

    use super::*;

    #[test]
    fn re_5_every_field_is_there_once_and_what_a_clause_demands_names_it() {
        let policies = Policies::embedded().unwrap();
        let clauses = policies.register().entries();
        for field in FIELDS {
            let same = FIELDS.iter().filter(|it| it.name == field.name);
            assert_eq!(same.count(), 1, "{}", field.name);
            match field.standing {
                Standing::Demanded(clause) | Standing::TheirOwn(clause) => {
                    let known = clauses.iter().any(|it| it.id.as_str() == clause);
                    assert!(known && !field.wants_a_need(), "{}: {clause}", field.name);
                }
                Standing::Needed | Standing::NeededOrRequired => {
                    assert!(field.wants_a_need(), "{}", field.name);
                }
            }
        }
        assert!(find(WITNESS).is_some_and(AskedField::can_be_required));
        assert!(find("consent.shoe_size").is_none());
        assert_eq!(with_a_need().count(), 3);
    }
}
