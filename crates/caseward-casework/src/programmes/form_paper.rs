//! The programme's form on confidentiality that somebody signed: its scan, and the second person who looks at it (DV-5.2.1).

use caseward_gate::{Amend, Answer, Delivery, Drawer, FileWorks, Read};
use caseward_model::{Channel, Client, Id, Worker};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::stored;
use super::taking_part::{PartError, PartForm, PartNeed};
use crate::consent::today;
use crate::sign_in::SignedIn;
use crate::standing::{LARGEST_SCAN, ScanKind};
use crate::tellers::PaperLook;
use crate::{CaseworkError, Office};

/// The paper of a signed form, as it lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartPaper {
    /// Which of its scans it is: they count from 1.
    pub scan: i64,
    /// When a second person said that it is the signed form, in ms since 1970, and who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<(i64, Id<Worker>)>,
}

/// A signed form, as it is recorded.
pub struct FormPaper {
    /// The day on the paper; nothing when that can't be read.
    pub signed_on: Option<Date>,
    /// The scan.
    pub scan: Vec<u8>,
}

/// The scan of a signed form.
pub struct FormScan {
    /// Which of the scans it is: they count from 1.
    pub number: i64,
    /// What kind of file it is.
    pub kind: ScanKind,
    /// The file.
    pub bytes: Vec<u8>,
}

impl PartForm {
    /// Which scan waits for a second person, by its number.
    #[must_use]
    pub fn waits(&self) -> Option<i64> {
        let waiting = self.paper.filter(|it| it.confirmed.is_none());
        waiting.map(|it| it.scan)
    }

    /// Whether a second person compared its scan.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.paper.is_some_and(|it| it.confirmed.is_some())
    }
}

impl Office {
    /// Records the programme's form on confidentiality as somebody signed it: the day on it, and its scan. A later one replaces it until a
    /// second person has compared it.
    ///
    /// # Errors
    /// [`PartError::Refused`] as for writing that they take part; [`PartError::Unknown`]; [`PartError::Mend`] when it can't be taken, or was
    /// compared already.
    pub async fn part_form_signed(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        paper: FormPaper,
    ) -> Result<(), PartError> {
        let request = self.about_parts(person, client, channel).await?;
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut part) = stored::one(desk, no)?;
            let now_ms = desk.works.now_ms();
            let compared = part.form.as_ref().is_some_and(PartForm::is_confirmed);
            if part.mistake.is_some() || compared {
                return Err(PartError::Mend(vec![PartNeed::Stage]));
            }
            let signed_on = paper.signed_on.filter(|it| *it <= today(now_ms));
            let needs = needs(&paper, signed_on);
            let Some(signed_on) = signed_on.filter(|_| needs.is_empty()) else {
                return Err(PartError::Mend(needs));
            };
            let scan = stored::store_scan(desk, no, &paper.scan)?;
            part.form = Some(PartForm {
                signed_on,
                written: (now_ms, by),
                paper: Some(PartPaper {
                    scan,
                    confirmed: None,
                }),
            });
            stored::update(desk, (no, version), &part)?;
            desk.works.note("part", no);
            desk.works.note("scan", scan);
            Ok(())
        };
        self.gate
            .work_on_file::<Amend, _, PartError, _>(&request, "programme_part_form_signed", work)
            .await
    }

    /// Says of the scan that somebody else recorded that it is the signed form with that day on it, or that it isn't: then another scan is
    /// awaited. Either is said of one scan, which they looked at, and of no other that came since.
    ///
    /// # Errors
    /// As [`Office::part_form_signed`]; [`PartError::Mend`] when it is the same person, or no paper waits; [`PartError::OtherScan`] when it
    /// isn't the scan that waits.
    pub async fn confirm_part_form(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        look: PaperLook,
    ) -> Result<(), PartError> {
        let request = self.about_parts(person, client, channel).await?;
        let by = person.worker;
        let deed = if look.same {
            "programme_part_form_confirmed"
        } else {
            "programme_part_form_declined"
        };
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut part) = stored::one(desk, no)?;
            let stage = || PartError::Mend(vec![PartNeed::Stage]);
            let mut form = part.form.take().ok_or_else(stage)?;
            let waits = form.waits().filter(|_| part.mistake.is_none());
            let waits = waits.ok_or_else(stage)?;
            if form.written.1 == by {
                return Err(PartError::Mend(vec![PartNeed::OtherLooks]));
            }
            // INVARIANT: what counts is the scan that the second person looked at, and not one that was put in its place.
            if waits != look.scan {
                return Err(PartError::OtherScan);
            }
            let confirmed = Some((desk.works.now_ms(), by));
            form.paper = look.same.then_some(PartPaper {
                scan: waits,
                confirmed,
            });
            part.form = Some(form);
            stored::update(desk, (no, version), &part)?;
            desk.works.note("part", no);
            desk.works.note("scan", waits);
            Ok(())
        };
        self.gate
            .work_on_file::<Amend, _, PartError, _>(&request, deed, work)
            .await
    }

    /// The newest scan of a signed form, with its number.
    ///
    /// # Errors
    /// [`PartError::Refused`] as for reading in which programmes they take part; [`PartError::Unknown`].
    pub async fn part_form_scan(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
    ) -> Result<(FormScan, Delivery), PartError> {
        let request = self.about_parts(person, client, channel).await?;
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let client_no = self.client_no(client).await?;
        let found = self
            .db
            .read(move |reader| stored::sealed_scan(reader, (client_no, no)))
            .await?;
        let Some(row) = found else {
            self.gate.give_back(answer.permit, answer.sealed);
            return Err(PartError::Unknown);
        };
        let (_, _, number) = row.0;
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Programmes, &[row])?;
        let bytes = opened.into_iter().next().ok_or(CaseworkError::Damaged)?;
        let kind = ScanKind::of(&bytes).ok_or(CaseworkError::Damaged)?;
        let scan = FormScan {
            number,
            kind,
            bytes: bytes.to_vec(),
        };
        Ok((scan, delivery))
    }
}

fn needs(paper: &FormPaper, signed_on: Option<Date>) -> Vec<PartNeed> {
    let all = [
        (signed_on.is_none(), PartNeed::SignedOn),
        (ScanKind::of(&paper.scan).is_none(), PartNeed::Scan),
        (paper.scan.len() > LARGEST_SCAN, PartNeed::SmallerScan),
    ];
    let missing = all.into_iter().filter(|(missing, _)| *missing);
    missing.map(|(_, need)| need).collect()
}
