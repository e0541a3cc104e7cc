//! The signed paper of somebody who told something: its scan, and the second person who looks at it before anything goes by it
//! (CR-9, DV-3.2).

use caseward_gate::{Amend, Answer, Delivery, Drawer, FileWorks, Read};
use caseward_model::{Channel, Client, Id};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::giving::is_one_name;
use super::{
    PermissionError, PermissionNeed, PermissionState, TellerSignature, TellerSigned, counts, stored,
};
use crate::sign_in::SignedIn;
use crate::standing::{LARGEST_SCAN, ScanKind};
use crate::{CaseworkError, Office};

/// So long before a permission was written down its paper may have been signed, in ms: a week.
const SIGNED_BEFORE_MS: i64 = 7 * 86_400_000;

/// A signed paper.
pub struct PermissionPaper {
    /// The full name as it stands there.
    pub name: String,
    /// The day on the paper; nothing when that can't be read.
    pub signed_on: Option<Date>,
    /// The scan.
    pub scan: Vec<u8>,
}

/// The scan of a permission's paper, as it lies there now.
pub struct PermissionScan {
    /// Which of the scans it is: they count from 1.
    pub number: i64,
    /// What kind of file it is.
    pub kind: ScanKind,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What a second person found who looked at a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaperLook {
    /// At which scan they looked, by its number.
    pub scan: i64,
    /// It says what stands in the permission.
    pub same: bool,
}

impl Office {
    /// Records the signed paper of a permission. It counts when a second person has looked at it.
    ///
    /// # Errors
    /// [`PermissionError::Unknown`]; [`PermissionError::Mend`] when it can't be taken, or no paper is awaited.
    pub async fn keep_permission_paper(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        paper: PermissionPaper,
    ) -> Result<(), PermissionError> {
        let request = self.about_tellers(person, client, channel).await?;
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut permission) = stored::one(desk, no)?;
            let now_ms = desk.works.now_ms();
            if !matches!(
                permission.state_at(now_ms),
                PermissionState::Awaited | PermissionState::Waits
            ) {
                return Err(PermissionError::Mend(vec![PermissionNeed::Stage]));
            }
            let earliest = permission.written.0 - SIGNED_BEFORE_MS;
            let signed_at = paper.signed_on.and_then(begin_of);
            let signed_at = signed_at.filter(|it| (earliest..=now_ms).contains(it));
            let named = is_one_name(&paper.name, &permission.teller);
            let needs = needs(&paper, named, signed_at);
            let at = match signed_at {
                Some(at) if needs.is_empty() => at,
                _ => return Err(PermissionError::Mend(needs)),
            };
            permission.signature = Some(TellerSignature {
                at,
                mark: None,
                how: TellerSigned::Paper {
                    recorded_by: by,
                    confirmed_by: None,
                },
            });
            stored::store_scan(desk, no, &paper.scan)?;
            stored::update(desk, (no, version), &permission)?;
            desk.works.note("permission", no);
            Ok(())
        };
        self.gate
            .work_on_file::<Amend, _, PermissionError, _>(&request, "teller_paper_recorded", work)
            .await
    }

    /// Confirms the paper of a permission that someone else recorded, so that it counts; or declines it: then another scan is awaited.
    /// Either is said of one scan, which they looked at, and of no other that came since.
    ///
    /// # Errors
    /// [`PermissionError::Unknown`]; [`PermissionError::Mend`] when it is the same person, or no paper waits;
    /// [`PermissionError::OtherScan`] when it isn't the scan that waits.
    pub async fn confirm_permission_paper(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        look: PaperLook,
    ) -> Result<(), PermissionError> {
        let request = self.about_tellers(person, client, channel).await?;
        let by = person.worker;
        let deed = if look.same {
            "teller_paper_confirmed"
        } else {
            "teller_paper_declined"
        };
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut permission) = stored::one(desk, no)?;
            if permission.state_at(desk.works.now_ms()) != PermissionState::Waits {
                return Err(PermissionError::Mend(vec![PermissionNeed::Stage]));
            }
            let mut signature = permission.signature.take();
            if let Some(it) = &mut signature
                && let TellerSigned::Paper {
                    recorded_by,
                    confirmed_by,
                } = &mut it.how
            {
                if *recorded_by == by {
                    return Err(PermissionError::Mend(vec![PermissionNeed::SecondPerson]));
                }
                *confirmed_by = Some(by);
            }
            // INVARIANT: what counts is the scan that the second person looked at, and not one that was put in its place.
            if stored::newest_scan(desk, no)? != Some(look.scan) {
                return Err(PermissionError::OtherScan);
            }
            permission.signature = signature.filter(|_| look.same);
            if look.same {
                counts(desk, (no, &permission))?;
            }
            stored::update(desk, (no, version), &permission)?;
            desk.works.note("permission", no);
            desk.works.note("scan", look.scan);
            Ok(())
        };
        self.gate
            .work_on_file::<Amend, _, PermissionError, _>(&request, deed, work)
            .await
    }

    /// The newest scan of a permission's paper, with its number.
    ///
    /// # Errors
    /// [`PermissionError::Refused`] as for reading what others told; [`PermissionError::Unknown`].
    pub async fn permission_scan(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
    ) -> Result<(PermissionScan, Delivery), PermissionError> {
        let request = self.about_tellers(person, client, channel).await?;
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let client_no = self.client_no(client).await?;
        let found = self
            .db
            .read(move |reader| stored::sealed_scan(reader, (client_no, no)))
            .await?;
        let Some(row) = found else {
            self.gate.give_back(answer.permit, answer.sealed);
            return Err(PermissionError::Unknown);
        };
        let (_, _, number) = row.0;
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Tellers, &[row])?;
        let bytes = opened.into_iter().next().ok_or(CaseworkError::Damaged)?;
        let kind = ScanKind::of(&bytes).ok_or(CaseworkError::Damaged)?;
        let scan = PermissionScan {
            number,
            kind,
            bytes: bytes.to_vec(),
        };
        Ok((scan, delivery))
    }
}

fn needs(paper: &PermissionPaper, named: bool, signed_at: Option<i64>) -> Vec<PermissionNeed> {
    let all = [
        (!named, PermissionNeed::Name),
        (signed_at.is_none(), PermissionNeed::Day),
        (ScanKind::of(&paper.scan).is_none(), PermissionNeed::Scan),
        (paper.scan.len() > LARGEST_SCAN, PermissionNeed::SmallerScan),
    ];
    let missing = all.into_iter().filter(|(missing, _)| *missing);
    missing.map(|(_, need)| need).collect()
}

/// When a day begins, in ms since 1970, on the office's own calendar.
fn begin_of(day: Date) -> Option<i64> {
    let begins = TimeZone::system().to_timestamp(day.at(0, 0, 0, 0));
    Some(begins.ok()?.as_millisecond())
}
