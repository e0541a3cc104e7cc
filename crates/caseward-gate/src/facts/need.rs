//! Which sections a purpose needs: the least that does the job (NASW-c, CC-2.5, RE-5).
//!
//! Whoever serves a client may need any section. Everyone else gets what stands here, and asking
//! for more is refused with the reason that the purpose doesn't need it.

use caseward_model::{Category, Purpose};

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
