//! Preparing a disclosure: each answer is kept as it is given, so that nothing is lost when a session ends, and whoever began goes on where
//! they were (RE-2, NASW-c).
//!
//! A draft is its writer's own: nobody else is shown it. It ends when the disclosure begins, when it is given up, and when nobody touched it
//! for 30 days.

use caseward_db::Reader;
use caseward_gate::{Amend, Delivery, Drawer, FileWorks, GateError, OpenedRows, RowPlace};
use caseward_model::{Basis, Channel, Client, Id, Organization, OrganizationKind, Worker};
use serde::{Deserialize, Serialize};

use super::draft::Known;
use super::error::Mend;
use super::looking::{opened_rows, sealed_rows};
use super::{BOOK, Disclosure, DisclosureError, DraftAnswers, DraftChange, DraftNeed, SecondWhy};
use crate::rows::{read, written};
use crate::sign_in::SignedIn;
use crate::tasks::supervisors;
use crate::{CaseworkError, Office};

/// For so long a draft is kept that nobody touches, in ms.
const KEPT_MS: i64 = 30 * 86_400_000;

/// The second number of the place of a draft. It stands in what is sealed.
const DRAFT: i64 = 300;

/// A disclosure that somebody prepares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureDraft {
    /// Its number.
    pub no: i64,
    /// When it was last written, in ms since 1970.
    pub kept_at: i64,
    /// What was answered so far.
    pub said: DraftAnswers,
}

/// Somebody else has to look at it before it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondPerson {
    /// Why; nothing where it isn't known yet whether it is needed.
    pub why: Option<SecondWhy>,
    /// Who could, as things stand: what they are called. Nobody where no supervisor may look at the client.
    pub who: Vec<String>,
}

/// A draft with what it still needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftState {
    /// What was answered so far.
    pub said: DraftAnswers,
    /// What it still needs, in the order of the steps.
    pub needs: Vec<DraftNeed>,
    /// A second person.
    pub second: SecondPerson,
}

/// What came of beginning what was prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftEnd {
    /// The disclosure has begun, under this number.
    Begun(i64),
    /// Something is still needed first.
    Needs(Vec<DraftNeed>),
}

/// The sealed part of a draft's row.
#[derive(Clone, Serialize, Deserialize)]
struct Row {
    by: Id<Worker>,
    said: DraftAnswers,
}

/// The place of a row, when it was last written, and its sealed bytes.
type SealedDraft = (RowPlace, i64, Vec<u8>);

impl Office {
    /// The disclosures of a client, the newest first, as the book has them; and what this person prepares.
    ///
    /// # Errors
    /// As [`Office::disclosures_of`].
    pub async fn disclosures_and_drafts_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
    ) -> Result<(Vec<Disclosure>, Vec<DisclosureDraft>, Delivery), DisclosureError> {
        self.make_up_for(client).await;
        let request = self.reading(person, client, vec![BOOK]).await?;
        let answer = self.all_of(&request).await?;
        let client_no = self.client_no(client).await?;
        let found = self.db.read(move |reader| {
            let drafts = sealed(reader, client_no)?;
            Ok::<_, CaseworkError>((sealed_rows(reader, client_no)?, drafts))
        });
        let (rows, drafts) = found.await?;
        let (mut all, mut kept) = (rows.clone(), Vec::with_capacity(drafts.len()));
        for (at, kept_at, bytes) in drafts {
            all.push((at, bytes));
            kept.push((at.0, kept_at));
        }
        let opening = (answer.permit, answer.sealed);
        let (mut opened, delivery) = self.gate.open_drawer(opening, Drawer::Disclosures, &all)?;
        let drafts = opened.split_off(rows.len());
        let at = (client, self.clock.now_ms());
        let book = opened_rows(&rows, &opened, at)?;
        Ok((book, own(person.worker, kept, &drafts)?, delivery))
    }

    /// What this person prepares, by its number; without one, the questions before anything is answered.
    ///
    /// # Errors
    /// As [`Office::disclosures_of`]; [`DisclosureError::Unknown`] where they prepare nothing of this number.
    pub async fn disclosure_draft(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: Option<i64>,
    ) -> Result<(DraftState, Delivery), DisclosureError> {
        let (draft, delivery) = self.own_draft(person, client, no).await?;
        let said = match (no, draft) {
            (None, _) => DraftAnswers::default(),
            (Some(_), Some((_, said))) => said,
            (Some(_), None) => return Err(DisclosureError::Unknown),
        };
        Ok((self.draft_state(person, client, said).await?, delivery))
    }

    /// What this person prepares under this number, and its version; nothing where they prepare none.
    async fn own_draft(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: Option<i64>,
    ) -> Result<(Option<(i64, DraftAnswers)>, Delivery), DisclosureError> {
        let request = self.reading(person, client, vec![BOOK]).await?;
        let answer = self.all_of(&request).await?;
        let client_no = self.client_no(client).await?;
        let found = self
            .db
            .read(move |reader| sealed(reader, client_no))
            .await?;
        let found = found.into_iter().filter(|((it, ..), ..)| Some(*it) == no);
        let rows: Vec<_> = found.map(|(at, _, bytes)| (at, bytes)).collect();
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Disclosures, &rows)?;
        let of = rows.iter().zip(&opened).next();
        let draft = match of {
            Some(((at, _), plain)) => {
                let row: Row = read(plain)?;
                (row.by == person.worker).then_some((at.2, row.said))
            }
            None => None,
        };
        Ok((draft, delivery))
    }

    /// What is still needed where this was answered. Whoever asks may read the book of the client's disclosures.
    async fn draft_state(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        mut said: DraftAnswers,
    ) -> Result<DraftState, DisclosureError> {
        said.least = match (said.road, said.purpose) {
            (Some(road), Some(purpose)) => Some(self.least_for(client, road, purpose).await?),
            _ => None,
        };
        let sheet = self.gate.sheet_of(client).await?;
        let sheet = sheet.ok_or(DisclosureError::Unknown)?;
        let now_ms = self.clock.now_ms();
        let known = Known {
            client: &sheet,
            kind: self.kind_if_known(said.recipient).await?,
            now_ms,
        };
        let workers = self.gate.workers().await?;
        Ok(DraftState {
            needs: said.needs(&known),
            second: SecondPerson {
                why: said.second(&self.policies),
                who: supervisors::who_could_look(&workers, &sheet, (person.no, now_ms)),
            },
            said,
        })
    }

    /// Of what kind an organisation is; nothing where none was chosen, or there is none like it.
    async fn kind_if_known(
        &self,
        id: Option<Id<Organization>>,
    ) -> Result<Option<OrganizationKind>, DisclosureError> {
        let register = self.register().await?;
        let found = register.iter().find(|it| Some(it.id) == id);
        Ok(found.map(|it| it.sheet.kind))
    }

    /// Keeps what was answered at a step; without a number, a draft begins. Says its number, and what was answered so far with what is
    /// still needed. What would go to the press isn't kept: the gate refuses it, and that it was wanted is on record (NASW-k).
    ///
    /// # Errors
    /// [`DisclosureError::Mend`] when a text is too long to be kept; [`DisclosureError::Unknown`] where this person prepares nothing of
    /// this number; [`DisclosureError::Refused`] for whoever may not write into this client's file, and for what would go to the press.
    pub async fn keep_disclosure_draft(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, change): (Option<i64>, DraftChange),
    ) -> Result<(i64, DraftState), DisclosureError> {
        self.keep_disclosure_answers(person, client, (no, vec![change]))
            .await
    }

    /// [`Office::keep_disclosure_draft`] of what was answered at several steps, each after the one before: all of it, or nothing.
    ///
    /// # Errors
    /// As [`Office::keep_disclosure_draft`].
    pub async fn keep_disclosure_answers(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, changes): (Option<i64>, Vec<DraftChange>),
    ) -> Result<(i64, DraftState), DisclosureError> {
        if changes.iter().any(DraftChange::is_too_long) {
            return Err(DisclosureError::Mend(vec![Mend::TooLong]));
        }
        for change in &changes {
            if let DraftChange::Recipient(Some(id)) = change
                && self.kind_if_known(Some(*id)).await? == Some(OrganizationKind::Media)
            {
                let asked = (*id, Basis::Consent, Channel::HandDelivery);
                return Err(self.refuse_the_press(person, client, asked).await);
            }
        }
        let (request, by) = (self.book_of(person, client), person.worker);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            forget_old(desk)?;
            let answered = |said: DraftAnswers| {
                let changes = changes.into_iter();
                changes.fold(said, |said, change| said.changed(change))
            };
            let (no, said) = match no {
                Some(no) => {
                    let (version, mut row) = one(desk, no, by)?;
                    row.said = answered(row.said);
                    update(desk, (no, version), &row)?;
                    (no, row.said)
                }
                None => {
                    let said = answered(DraftAnswers::default());
                    let row = Row { by, said };
                    (insert(desk, &row)?, row.said)
                }
            };
            desk.works.note("draft", no);
            Ok::<_, DisclosureError>((no, said))
        };
        let (no, said) = self
            .gate
            .work_on_file::<Amend, _, _, _>(&request, "disclosure_draft_kept", work)
            .await?;
        Ok((no, self.draft_state(person, client, said).await?))
    }

    /// Gives up what was prepared.
    ///
    /// # Errors
    /// As [`Office::keep_disclosure_draft`].
    pub async fn drop_disclosure_draft(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(), DisclosureError> {
        let (request, by) = (self.book_of(person, client), person.worker);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            one(desk, no, by)?;
            remove(desk, no)?;
            desk.works.note("draft", no);
            Ok::<_, DisclosureError>(())
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&request, "disclosure_draft_dropped", work)
            .await
    }

    /// Begins the disclosure that was prepared, and ends the draft. Nothing is opened and nothing leaves.
    ///
    /// # Errors
    /// As [`Office::begin_disclosure`]; [`DisclosureError::Unknown`] where this person prepares nothing of this number.
    pub async fn begin_prepared_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<DraftEnd, DisclosureError> {
        let (draft, delivery) = self.own_draft(person, client, Some(no)).await?;
        delivery.delivered(None);
        let (version, said) = draft.ok_or(DisclosureError::Unknown)?;
        let state = self.draft_state(person, client, said).await?;
        match state.said.order() {
            Some(new) if state.needs.is_empty() => {
                let draft = Some((no, version));
                let begun = self.begin_and_end_draft(person, client, new, draft);
                Ok(DraftEnd::Begun(begun.await?))
            }
            _ => Ok(DraftEnd::Needs(state.needs)),
        }
    }
}

/// Those of them that this person writes.
fn own(
    who: Id<Worker>,
    kept: Vec<(i64, i64)>,
    opened: &OpenedRows,
) -> Result<Vec<DisclosureDraft>, CaseworkError> {
    let mut drafts = Vec::new();
    for ((no, kept_at), plain) in kept.into_iter().zip(opened) {
        let row: Row = read(plain)?;
        if row.by == who {
            let said = row.said;
            drafts.push(DisclosureDraft { no, kept_at, said });
        }
    }
    Ok(drafts)
}

/// The sealed drafts about a client, whoever writes them, the newest first.
fn sealed(reader: &mut Reader<'_>, client_no: i64) -> Result<Vec<SealedDraft>, CaseworkError> {
    let sql = "SELECT no, version, kept_at, sealed FROM disclosure_drafts \
               WHERE client_no = $1 ORDER BY no DESC";
    let rows = reader.query(sql, &[client_no.into()])?;
    let row = |row: &caseward_db::Row| {
        let place = (row.int(0)?, DRAFT, row.int(1)?);
        Ok((place, row.int(2)?, row.bytes(3)?.to_vec()))
    };
    rows.iter().map(row).collect()
}

/// A draft that this worker writes, with its version.
fn one(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    by: Id<Worker>,
) -> Result<(i64, Row), DisclosureError> {
    let sql = "SELECT version, sealed FROM disclosure_drafts WHERE client_no = $1 AND no = $2";
    let values = [desk.client_no().into(), no.into()];
    let found = desk.works.transaction().query_optional(sql, &values)?;
    let found = found.ok_or(DisclosureError::Unknown)?;
    let version = found.int(0)?;
    let plain = desk.open(Drawer::Disclosures, (no, DRAFT, version), found.bytes(1)?)?;
    let row: Row = read(&plain)?;
    if row.by != by {
        return Err(DisclosureError::Unknown);
    }
    Ok((version, row))
}

/// Keeps a new draft; gives its number. A number is never given twice, so that an old page of one that ended leads to none.
fn insert(desk: &mut FileWorks<'_, '_, '_>, row: &Row) -> Result<i64, DisclosureError> {
    let (client_no, now_ms) = (desk.client_no(), desk.works.now_ms());
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM disclosure_drafts WHERE client_no = $1";
    let transaction = desk.works.transaction();
    let next = transaction.query_one(next, &[client_no.into()])?.int(0)?;
    let no = next.max(now_ms);
    let sealed = desk.seal(Drawer::Disclosures, (no, DRAFT, 1), &written(row)?)?;
    desk.works.transaction().execute(
        "INSERT INTO disclosure_drafts (client_no, no, version, kept_at, sealed) \
         VALUES ($1, $2, 1, $3, $4)",
        &[client_no.into(), no.into(), now_ms.into(), sealed.into()],
    )?;
    Ok(no)
}

fn update(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    row: &Row,
) -> Result<(), DisclosureError> {
    let (client_no, now_ms) = (desk.client_no(), desk.works.now_ms());
    let version = version + 1;
    let sealed = desk.seal(Drawer::Disclosures, (no, DRAFT, version), &written(row)?)?;
    desk.works.transaction().execute(
        "UPDATE disclosure_drafts SET version = $1, kept_at = $2, sealed = $3 \
         WHERE client_no = $4 AND no = $5",
        &[
            version.into(),
            now_ms.into(),
            sealed.into(),
            client_no.into(),
            no.into(),
        ],
    )?;
    Ok(())
}

fn remove(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<(), DisclosureError> {
    let sql = "DELETE FROM disclosure_drafts WHERE client_no = $1 AND no = $2";
    let values = [desk.client_no().into(), no.into()];
    desk.works.transaction().execute(sql, &values)?;
    Ok(())
}

/// Takes away what nobody touched for long, whoever it is about: it needs no key for that.
fn forget_old(desk: &mut FileWorks<'_, '_, '_>) -> Result<(), DisclosureError> {
    let before = desk.works.now_ms() - KEPT_MS;
    let sql = "DELETE FROM disclosure_drafts WHERE kept_at < $1";
    let values = [before.into()];
    desk.works.transaction().execute(sql, &values)?;
    Ok(())
}

/// Ends a draft whose disclosure begins: only if it is as it was when it was looked at.
pub(super) fn end(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    by: Id<Worker>,
) -> Result<(), DisclosureError> {
    let (now, _) = one(desk, no, by)?;
    if now != version {
        return Err(GateError::Stale.into());
    }
    desk.works.note("draft", no);
    remove(desk, no)
}
