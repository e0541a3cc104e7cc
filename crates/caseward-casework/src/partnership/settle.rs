//! Writing what was agreed onto the organisation's sheet, where the gate reads it, in the same transaction (DV-5.7).

use caseward_gate::{AgreedFact, Works};
use caseward_model::{Id, Organization, Role};

use super::protocol::Protocol;
use super::{Kept, organization_id, stored};
use crate::CaseworkError;

/// Until when the policy counts as assessed, in ms; nothing when it doesn't.
pub(super) fn policy(
    works: &mut Works<'_, '_>,
    id: Id<Organization>,
    until: Option<i64>,
) -> Result<(), CaseworkError> {
    works.change_organization(id, "policy_settled", |sheet| sheet.policy_until = until)?;
    Ok(())
}

/// What the protocols that stand agree on. The partner's own people keep their access as long as one stands, and no
/// longer.
pub(super) fn protocols(works: &mut Works<'_, '_>, organization: i64) -> Result<(), CaseworkError> {
    let now_ms = works.now_ms();
    let all: Vec<Kept<Protocol>> = stored::of(works, organization)?;
    let agreed: Vec<AgreedFact> = all
        .iter()
        .filter(|it| it.it.may_stand_after(now_ms))
        .map(|it| it.it.fact(it.no))
        .collect();
    let until = agreed.iter().map(|it| it.until).max();
    let id = organization_id(works, organization)?;
    works.change_organization(id, "protocol_settled", |sheet| {
        sheet.agreed = agreed;
        sheet.protocol_until = until;
    })?;
    // Whose access was paused stays outside.
    let staff = works.workers()?.into_iter().filter(|(_, _, sheet, _)| {
        sheet.organization == organization && sheet.role == Role::PartnerWorker && !sheet.suspended
    });
    let partners: Vec<_> = staff.map(|(_, id, ..)| id).collect();
    for partner in partners {
        works.change_worker(partner, "agreed_anew", |sheet| {
            sheet.ended_at = Some(until.unwrap_or(now_ms));
        })?;
    }
    Ok(())
}
