//! The agreements and the course that come with Caseward, as they lie in `policies/` for a lawyer to read:
//! a new office begins with them, and puts its own in their place when it has them.

use caseward_model::Role;

use super::text::{Edition, Wording};
use crate::CaseworkError;

/// A text that comes with Caseward, and whose part requires it.
#[derive(Debug, Clone)]
pub struct Shipped {
    /// Its first version.
    pub edition: Edition,
    /// Whose part requires it.
    pub roles: Vec<Role>,
    /// For how many days a signature under it holds.
    pub hold_days: u32,
}

macro_rules! wording {
    ($form:literal) => {
        [
            include_str!(concat!("../../../../policies/", $form, ".en.toml")),
            include_str!(concat!("../../../../policies/", $form, ".es.toml")),
        ]
    };
}

/// The parts of those who work here and are not a partner's staff.
const STAFF: [Role; 11] = [
    Role::Caseworker,
    Role::Supervisor,
    Role::ConferenceLead,
    Role::PrivacyOfficer,
    Role::LegalCounsel,
    Role::LineManager,
    Role::RecordsCustodian,
    Role::Consultant,
    Role::Trainer,
    Role::Auditor,
    Role::Administrator,
];

/// A year: after that everyone reads it again.
const HOLD_DAYS: u32 = 365;

/// All of them, in the order in which they are read: procedure, committee, partners' staff, case
/// conferences, training.
///
/// # Errors
/// Only when a file of this very program isn't as it must be.
pub fn shipped() -> Result<Vec<Shipped>, CaseworkError> {
    let committee = [Role::CommitteeMember];
    let partners = [Role::PartnerWorker];
    let procedure = [&STAFF[..], &committee].concat();
    // Whoever may come to sit in a conference.
    let conferences = vec![
        Role::Caseworker,
        Role::Supervisor,
        Role::ConferenceLead,
        Role::PartnerWorker,
    ];
    let everyone = [&STAFF[..], &committee, &partners].concat();
    [
        (wording!("domestic-violence/forms/procedure"), procedure),
        (
            wording!("domestic-violence/forms/committee"),
            committee.to_vec(),
        ),
        (
            wording!("domestic-violence/forms/partner-staff"),
            partners.to_vec(),
        ),
        (wording!("case-conferencing/forms/agreement"), conferences),
        (wording!("domestic-violence/forms/induction"), everyone),
    ]
    .into_iter()
    .map(|(files, roles)| {
        let texts = files.iter().map(|file| Wording::read(file));
        Ok(Shipped {
            edition: Edition::of(texts.collect::<Result<_, _>>()?)?,
            roles,
            hold_days: HOLD_DAYS,
        })
    })
    .collect()
}
