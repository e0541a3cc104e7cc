//! What left of what somebody else told, by the permission under which it did: each time, to whom, and by which entry (CR-9, DV-3.2).

use caseward_gate::FileWorks;
use caseward_model::{Id, Organization};

use super::{DisclosureError, stored};
use crate::CaseworkError;

/// One time that something left under a permission, or may have.
pub(crate) struct LeftUnder {
    /// The number of the disclosure.
    pub(crate) disclosure: i64,
    /// When, in ms since 1970.
    pub(crate) at: i64,
    /// The number of the entry that let it out, where there is one.
    pub(crate) entry: Option<u64>,
    /// To which organisation.
    pub(crate) recipient: Id<Organization>,
}

/// What left about this client under a permission of somebody who told something, the first first. What is being let out at this moment
/// isn't in it: it is stopped where the permission was taken back.
///
/// # Errors
/// When a row doesn't open.
pub(crate) fn left_under_permission(
    desk: &mut FileWorks<'_, '_, '_>,
    permission: i64,
) -> Result<Vec<LeftUnder>, CaseworkError> {
    let (now_ms, client) = (desk.works.now_ms(), desk.client());
    let all = stored::all(desk).map_err(DisclosureError::into_casework)?;
    let mut left = Vec::new();
    for (no, mut text) in all {
        if text.is_going(now_ms) {
            text.going = None;
        }
        let recipient = text.recipient;
        let departures = text.in_book((no, 0), client).departures().into_iter();
        let theirs = departures.filter(|it| it.tellers.contains(&permission));
        left.extend(theirs.map(|it| LeftUnder {
            disclosure: no,
            at: it.at,
            entry: (it.intent > 0).then_some(it.intent),
            recipient,
        }));
    }
    left.sort_by_key(|it| it.at);
    Ok(left)
}
