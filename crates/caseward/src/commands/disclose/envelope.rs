//! `caseward disclose hands|cover-sheet`: through whose hands an envelope went, and the sheet for its outside (CC-2.3, NASW-m).

use std::path::Path;

use caseward_casework::disclosure::{HandOver, TakenBy};
use caseward_model::Language;
use serde_json::json;

use super::args::What;
use super::{Desk, Stop, files};

impl Desk<'_> {
    /// Writes down that an envelope changed hands.
    pub(super) async fn hands(&self, what: &What) -> Result<(), Stop> {
        let What::Hands {
            number,
            colleague,
            courier,
            seal_broken,
            in_ink,
        } = what
        else {
            return Ok(());
        };
        let (office, person, client) = (&self.office, &self.person, self.client);
        let taken_by = match (colleague, courier) {
            (Some(handle), _) => TakenBy::Colleague(office.colleague(handle).await?.id),
            (None, Some(handle)) => {
                let organization = office.organization(handle).await?.id;
                let called = self.line("Who carries it: name and role:")?;
                TakenBy::Courier(organization, called)
            }
            (None, None) => TakenBy::Recipient(self.line("Who of theirs took it: name and role:")?),
        };
        let order = HandOver {
            taken_by,
            seal_intact: !seal_broken,
            in_ink: *in_ink,
        };
        office
            .hand_over_disclosure(person, client, *number, order)
            .await?;
        self.said("hands", "Written down.")
    }

    /// Makes the sheet for the outside of an envelope.
    pub(super) async fn cover_sheet(
        &self,
        number: i64,
        (into, language): (&Path, Language),
    ) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        let sheet = office.cover_sheet(person, (client, number), language);
        files::write(into, &sheet.await?)?;
        let there = into.display().to_string();
        let next = format!("The sheet is in {there}. Print it, and put it on the envelope.");
        self.print(&json!({ "sheet": there }), &next)
    }
}
