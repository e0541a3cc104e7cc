//! Which notices about passing it on a paper carries when it leaves: each regime that binds it has its own (42 CFR 2.32, 45 CFR
//! 164.508(c)(2)(iii), RE-2, DV-5.7). What they say stands in the form of the paper, where a lawyer reads it.

use caseward_model::{Basis, Category, OrganizationKind, Regime};

use super::Disclosure;
use crate::consent::ConsentSettings;

/// The regimes whose notice goes on this paper. `own` is what kind of organisation discloses.
pub(super) fn notices(
    disclosure: &Disclosure,
    own: OrganizationKind,
    settings: &ConsentSettings,
) -> Vec<Regime> {
    let authorised = matches!(disclosure.basis, Basis::Consent | Basis::ClientRequest);
    let binds = [
        (
            Regime::Part2,
            disclosure.sections.contains(&Category::SubstanceUse),
        ),
        (Regime::Vawa, own == OrganizationKind::VictimServiceProvider),
        (Regime::Hipaa, settings.hipaa && authorised),
        (Regime::Uk, settings.united_kingdom),
    ];
    let bound = binds.into_iter().filter(|(_, binds)| *binds);
    bound.map(|(regime, _)| regime).collect()
}
