//! `caseward disclose hands|cover-sheet`: through whose hands an envelope went, and the sheet for its outside (CC-2.3, NASW-m).

use std::path::Path;

use anyhow::{Context, anyhow};
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
            mark: String::new(),
        };
        office
            .hand_over_disclosure(person, client, *number, order)
            .await?;
        self.said("hands", "Written down.")
    }

    /// Keeps the signed sheet of a hand-over, or writes what was kept into a file.
    pub(super) async fn signed(&self, what: &What) -> Result<(), Stop> {
        let What::Signed {
            number,
            step,
            scan,
            into,
            entry,
        } = what
        else {
            return Ok(());
        };
        let (office, person, client) = (&self.office, &self.person, self.client);
        let entry = match entry {
            Some(entry) => *entry,
            None => self.last_release(*number).await?,
        };
        let which = (*number, entry, *step);
        if let Some(scan) = scan {
            let bytes = std::fs::read(scan).with_context(|| {
                format!(
                    "{} can't be read; name a file that is there",
                    scan.display()
                )
            })?;
            office
                .keep_signed_sheet(person, client, which, bytes)
                .await?;
            return self.said("kept", "The signed sheet is kept with this hand-over.");
        }
        let Some(into) = into else {
            return Err(anyhow!(
                "say --scan with the signed sheet, or --into with a file to be made"
            )
            .into());
        };
        let (file, delivery) = office.custody_signature(person, client, which).await?;
        files::write(into, &file.bytes)?;
        delivery.delivered(Some(&file.bytes));
        let there = into.display().to_string();
        self.print(
            &json!({ "signature": there, "kind": file.ending }),
            &format!("The signature is in {there}, as {}.", file.ending),
        )
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
