//! Which sections a purpose needs: the least that does the job (NASW-c, CC-2.5, RE-5).
//!
//! Whoever serves a client may need any section. Everyone else gets what stands here, and asking
//! for more is refused with the reason that the purpose doesn't need it.

use caseward_model::{Category, ItemPurpose, Purpose};

/// Whether `purpose` needs `category`.
#[must_use]
pub fn needs(purpose: Purpose, category: Category) -> bool {
    use Category as C;
    let sections: &[C] = match purpose {
        Purpose::DirectService
        | Purpose::Supervision
        | Purpose::SubjectAccess
        | Purpose::Legal
        | Purpose::ProgramReporting => return true,
        Purpose::CaseConference => &[
            C::Existence,
            C::Identity,
            C::Household,
            C::Housing,
            C::Income,
            C::Health,
            C::Services,
        ],
        Purpose::Danger | Purpose::Emergency => &[
            C::Existence,
            C::Identity,
            C::Contact,
            C::Location,
            C::Household,
            C::DomesticViolence,
            C::Health,
        ],
        Purpose::ChildProtection => &[
            C::Existence,
            C::Identity,
            C::Contact,
            C::Location,
            C::Household,
            C::Notes,
        ],
        Purpose::Eligibility => &[
            C::Existence,
            C::Identity,
            C::Household,
            C::Housing,
            C::Income,
            C::Demographics,
        ],
        Purpose::Payment => &[C::Existence, C::Identity, C::Services],
        Purpose::Consultation | Purpose::Teaching => &[
            C::Demographics,
            C::Housing,
            C::Income,
            C::Health,
            C::Services,
        ],
        Purpose::AccessReview => &[C::Existence, C::Administration],
        Purpose::RecordsManagement => &[C::Existence, C::Identity, C::Administration],
        Purpose::Media => &[],
    };
    sections.contains(&category)
}

/// On what an organisation can act in a case conference: whatever an item can need for any purpose, but for who somebody is, on which
/// nobody acts (CC-2.5).
#[must_use]
pub fn can_be_offered() -> Vec<Category> {
    let offered = |it: &Category| {
        let mut purposes = ItemPurpose::ALL.iter();
        *it != Category::Identity && purposes.any(|purpose| item_needs(*purpose, *it))
    };
    Category::ALL.iter().copied().filter(offered).collect()
}

/// Whether an item of an agenda can need `category` for this purpose; which of them it does need, its item says (CC-2.5).
#[must_use]
pub fn item_needs(purpose: ItemPurpose, category: Category) -> bool {
    use Category as C;
    let sections: &[C] = match purpose {
        ItemPurpose::Housing => &[
            C::Identity,
            C::Demographics,
            C::Household,
            C::Housing,
            C::Income,
            C::Services,
        ],
        ItemPurpose::Safety => &[
            C::Identity,
            C::Contact,
            C::Location,
            C::Household,
            C::DomesticViolence,
            C::Services,
        ],
        ItemPurpose::Health => &[
            C::Identity,
            C::Health,
            C::MentalHealth,
            C::SubstanceUse,
            C::Services,
        ],
        ItemPurpose::Income => &[C::Identity, C::Household, C::Income, C::Services],
        ItemPurpose::CarePlan => &[
            C::Identity,
            C::Household,
            C::Housing,
            C::Income,
            C::Health,
            C::Services,
        ],
    };
    sections.contains(&category)
}
