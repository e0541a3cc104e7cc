//! Giving a disclosure up before anything left: what only it made known of the client is taken back, and a no to the risk stays
//! (DV-3.3.2c).

use caseward_gate::{Amend, FileWorks, GateError};
use caseward_model::{Client, DisclosureState, Id, Road};

use super::DisclosureError;
use super::stored::{self, MadeKnown, Text};
use crate::Office;
use crate::sign_in::SignedIn;

impl Office {
    /// Gives a disclosure up before anything left.
    ///
    /// # Errors
    /// [`DisclosureError::Unknown`]; [`DisclosureError::Casework`] when something left already, or may have: what it made known of the
    /// client, and that it may put them at more risk, is so then.
    pub async fn drop_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(), DisclosureError> {
        let request = self.book_of(person, client);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::still(desk, no)?;
            if text.state.left() || text.state == DisclosureState::Dropped {
                return Err(super::outside().into());
            }
            if text.departed(desk.works.now_ms()) {
                return Err(counts_as_disclosed().into());
            }
            text.state = DisclosureState::Dropped;
            text.ended = Some((desk.works.now_ms(), String::new()));
            desk.works.note("disclosure", no);
            forget_risk(desk, no, &text);
            for known in text.made_known.clone() {
                take_back(desk, no, known)?;
            }
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&request, "disclosure_dropped", work)
            .await
    }
}

const fn counts_as_disclosed() -> GateError {
    GateError::Unfit(
        "this left before, or may have, and counts as disclosed, so it can't be given up; leave it as it stands, or send it again",
    )
}

/// The risk of what never goes is none, unless somebody weighed it and said no: that holds for the next try as well.
fn forget_risk(desk: &mut FileWorks<'_, '_, '_>, no: i64, text: &Text) {
    let refused = text.discussed.as_ref().is_some_and(|it| !it.goes_on);
    if !refused {
        desk.change(|sheet| sheet.risks.retain(|it| it.disclosure != no));
    }
}

/// Unless another disclosure says the same.
fn take_back(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    known: MadeKnown,
) -> Result<(), DisclosureError> {
    let all = stored::all(desk)?;
    let mut others = all.iter().filter(|(other, _)| *other != no);
    let said =
        others.any(|(_, it)| it.state != DisclosureState::Dropped && it.road == known.road());
    if !said {
        known.set(desk, false);
    }
    Ok(())
}

impl MadeKnown {
    const fn road(self) -> Road {
        match self {
            Self::Deceased => Road::AfterDeath,
            Self::ProgrammeParticipant => Road::Progress,
        }
    }

    /// Tells the gate.
    pub(super) fn set(self, desk: &mut FileWorks<'_, '_, '_>, is_so: bool) {
        match self {
            Self::Deceased => {
                desk.works.note("deceased", is_so);
                desk.change(|sheet| sheet.deceased = is_so);
            }
            Self::ProgrammeParticipant => {
                desk.works.note("programme_participant", is_so);
                desk.change(|sheet| sheet.programme_participant = is_so);
            }
        }
    }
}
