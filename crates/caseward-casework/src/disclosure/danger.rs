//! On which danger report a disclosure goes that goes because of danger: on the one that it names, for as long as that one stands
//! (RE-7, NASW-c).

use caseward_gate::ClientSheet;
use caseward_model::{Basis, Channel, Client, Id, Worker};

use super::error::Mend;
use super::stored::Text;
use super::{Disclosure, DisclosureError};
use crate::danger::DangerError;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The danger report on whose ground a disclosure goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedDanger {
    /// Its number.
    pub no: i64,
    /// Who reported it; nothing in the book, and for whoever may not read the client's notes.
    pub by: Option<Id<Worker>>,
}

/// The report that it goes on: the one that is named, or the only one that stands; nothing on another ground.
pub(super) fn chosen(
    (basis, named): (Basis, Option<i64>),
    sheet: &ClientSheet,
    now_ms: i64,
) -> Result<Option<i64>, Mend> {
    if basis != Basis::Danger {
        return Ok(None);
    }
    let standing: Vec<i64> = sheet.dangers_counting(now_ms).collect();
    match (named, standing.as_slice()) {
        (_, []) => Err(Mend::NoDanger),
        (Some(no), all) if all.contains(&no) => Ok(Some(no)),
        (Some(_), _) => Err(Mend::DangerOver),
        (None, [only]) => Ok(Some(*only)),
        (None, _) => Err(Mend::WhichDanger),
    }
}

/// Whether the report is over that it goes on; never on another ground. That a no or a wait keeps it back, the gate says.
pub(super) fn is_over(text: &Text, sheet: &ClientSheet, now_ms: i64) -> bool {
    is_over_of((text.basis, text.danger), sheet, now_ms)
}

fn is_over_of((basis, danger): (Basis, Option<i64>), sheet: &ClientSheet, now_ms: i64) -> bool {
    let stands = |no: i64| sheet.dangers_counting(now_ms).any(|it| it == no);
    basis == Basis::Danger && !danger.is_some_and(stands)
}

/// Whether something can be told now because of the report that it goes on; always on another ground.
pub(super) fn opens(text: &Text, sheet: &ClientSheet, now_ms: i64) -> bool {
    let opens = |no: i64| sheet.danger_opens(no, now_ms);
    text.basis != Basis::Danger || text.danger.is_some_and(opens)
}

impl Office {
    /// Whether the report is over that this disclosure goes on.
    pub(super) async fn danger_is_over(&self, it: &Disclosure) -> Result<bool, DisclosureError> {
        if it.basis != Basis::Danger {
            return Ok(false);
        }
        let sheet = self.gate.sheet_of(it.client).await?;
        let sheet = sheet.ok_or(DisclosureError::Unknown)?;
        let named = (it.basis, it.danger.map(|it| it.no));
        Ok(is_over_of(named, &sheet, self.clock.now_ms()))
    }

    /// The same report with who reported it, for whoever may read the client's notes.
    pub(super) async fn with_reporter(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        named: NamedDanger,
    ) -> Result<NamedDanger, DisclosureError> {
        let found = self.dangers_of(person, client, Channel::Screen).await;
        let by = match found {
            Ok((all, delivery)) => {
                delivery.delivered(None);
                let it = all.iter().find(|it| it.no == named.no);
                it.map(|it| it.by)
            }
            Err(DangerError::Refused(_)) => None,
            Err(DangerError::Casework(error)) => return Err(error.into()),
            Err(DangerError::Unknown | DangerError::Mend(_)) => {
                return Err(CaseworkError::Damaged.into());
            }
        };
        Ok(NamedDanger { by, ..named })
    }
}
