//! Where a series lies: its number and its random id in a row, and all that is known of it on a card under that number, of which
//! only the newest is believed (NASW-l, CC-2.10).

use caseward_db::Reader;
use caseward_gate::{Cards, Drawer, Offers, Works};
use caseward_model::{Conference, ConferenceKind, Id, Language};
use serde::{Deserialize, Serialize};

use super::unknown;
use crate::CaseworkError;
use crate::standing::Signer;

/// A series, as it lies on its card. People and organisations stand there by number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Series {
    /// Its id: a card that was taken from another series is noticed.
    pub(super) id: Option<Id<Conference>>,
    pub(super) title: String,
    pub(super) kind: Option<ConferenceKind>,
    pub(super) purpose: String,
    /// The number of the agreement that is signed for it.
    pub(super) agreement: i64,
    pub(super) lead: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) deputy: Option<i64>,
    /// The member organisations; the one that keeps its records here among them.
    pub(super) members: Vec<i64>,
    /// What each of them can act on; this part the gate reads as well.
    #[serde(flatten)]
    pub(super) offers: Offers,
    /// Who was named, in that order; those who left too.
    pub(super) people: Vec<Part>,
    /// Its meetings, by number, in the order in which they were set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) meetings: Vec<i64>,
    pub(super) begun_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ended_at: Option<i64>,
}

/// Somebody's part in a series.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) worker: i64,
    pub(super) named_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) signed: Option<SeriesSignature>,
    /// What they signed for it before, under versions that were replaced: a later signature takes none away (CC-2.9).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) earlier: Vec<SeriesSignature>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) left_at: Option<i64>,
}

/// What somebody signed for a series (CC-2): who, for which organisation, in which position, how they are reached, when. It isn't
/// printable by accident.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SeriesSignature {
    pub(super) version: u32,
    pub(super) at: i64,
    /// For which organisation they signed, by number; 0 where that wasn't kept yet, and then it counts for none.
    #[serde(default)]
    pub(super) organization: i64,
    pub(super) language: Language,
    pub(super) signer: Signer,
}

impl std::fmt::Debug for SeriesSignature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("SeriesSignature");
        shown.field("version", &self.version).field("at", &self.at);
        shown.finish_non_exhaustive()
    }
}

impl Part {
    pub(super) const fn new(worker: i64, named_at: i64) -> Self {
        Self {
            worker,
            named_at,
            signed: None,
            earlier: Vec::new(),
            left_at: None,
        }
    }

    /// Signs anew; what was signed before is kept.
    pub(super) fn sign(&mut self, signature: SeriesSignature) {
        self.earlier.extend(self.signed.replace(signature));
    }
}

impl Series {
    pub(super) fn is_led_by(&self, worker: i64) -> bool {
        worker != 0 && (self.lead == worker || self.deputy == Some(worker))
    }

    /// Whether somebody was ever named for it, also when they have left since.
    pub(super) fn was_named(&self, worker: i64) -> bool {
        self.people.iter().any(|it| it.worker == worker)
    }

    /// The part of somebody who hasn't left.
    pub(super) fn part(&self, worker: i64) -> Option<&Part> {
        let mut all = self.people.iter();
        all.find(|it| it.worker == worker && it.left_at.is_none())
    }

    pub(super) fn part_mut(&mut self, worker: i64) -> Option<&mut Part> {
        let mut all = self.people.iter_mut();
        all.find(|it| it.worker == worker && it.left_at.is_none())
    }
}

/// Keeps a new series; gives its number.
pub(super) fn insert(works: &mut Works<'_, '_>, series: &Series) -> Result<i64, CaseworkError> {
    let id = series.id.ok_or(CaseworkError::Damaged)?;
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM conferences";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    works.transaction().execute(
        "INSERT INTO conferences (no, ref) VALUES ($1, $2)",
        &[no.into(), id.as_bytes().into()],
    )?;
    keep(works, no, series)?;
    Ok(no)
}

/// Writes the card of a series anew.
pub(super) fn keep(
    works: &mut Works<'_, '_>,
    no: i64,
    series: &Series,
) -> Result<(), CaseworkError> {
    let place = (Drawer::Conferences, no);
    works.change_card::<Series>(place, "conference_kept", |card| card.clone_from(series))?;
    Ok(())
}

/// A series with its number, while something is done with it.
pub(super) fn find(
    works: &mut Works<'_, '_>,
    id: Id<Conference>,
) -> Result<(i64, Series), CaseworkError> {
    let sql = "SELECT no FROM conferences WHERE ref = $1";
    let values = [id.as_bytes().into()];
    let row = works.transaction().query_optional(sql, &values)?;
    let no = row.ok_or_else(|| unknown(id))?.int(0)?;
    let card = works.card::<Series>((Drawer::Conferences, no))?;
    let series = card.filter(|it| it.id == Some(id));
    Ok((no, series.ok_or(CaseworkError::Damaged)?))
}

/// A series by its number, while something is done with it.
pub(super) fn by_no(works: &mut Works<'_, '_>, no: i64) -> Result<Series, CaseworkError> {
    let card = works.card::<Series>((Drawer::Conferences, no))?;
    card.ok_or(CaseworkError::Damaged)
}

/// A series by its number.
pub(super) fn one_by_no(
    reader: &mut Reader<'_>,
    cards: &Cards,
    no: i64,
) -> Result<Series, CaseworkError> {
    let card = cards.read::<Series>(reader, Drawer::Conferences, no)?;
    card.ok_or(CaseworkError::Damaged)
}

/// All series with their numbers, while something is done with them.
pub(super) fn all_in(works: &mut Works<'_, '_>) -> Result<Vec<(i64, Series)>, CaseworkError> {
    let sql = "SELECT no, ref FROM conferences ORDER BY no";
    let rows = works.transaction().query(sql, &[])?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let (no, id) = (row.int(0)?, Id::from_bytes(row.array(1)?));
        let card = works.card::<Series>((Drawer::Conferences, no))?;
        let series = card.filter(|it| it.id == Some(id));
        all.push((no, series.ok_or(CaseworkError::Damaged)?));
    }
    Ok(all)
}

/// All series, the oldest first.
pub(super) fn all(reader: &mut Reader<'_>, cards: &Cards) -> Result<Vec<Series>, CaseworkError> {
    let all = all_numbered(reader, cards)?.into_iter();
    Ok(all.map(|(_, series)| series).collect())
}

/// All series with their numbers, the oldest first.
pub(super) fn all_numbered(
    reader: &mut Reader<'_>,
    cards: &Cards,
) -> Result<Vec<(i64, Series)>, CaseworkError> {
    let rows = reader.query("SELECT no, ref FROM conferences ORDER BY no", &[])?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let (no, id) = (row.int(0)?, Id::from_bytes(row.array(1)?));
        let card = cards.read::<Series>(reader, Drawer::Conferences, no)?;
        let series = card.filter(|it| it.id == Some(id));
        all.push((no, series.ok_or(CaseworkError::Damaged)?));
    }
    Ok(all)
}

/// The series with this number; nothing when there is none.
pub(super) fn numbered(
    reader: &mut Reader<'_>,
    cards: &Cards,
    no: i64,
) -> Result<Option<Series>, CaseworkError> {
    Ok(cards.read::<Series>(reader, Drawer::Conferences, no)?)
}

/// One series; nothing when there is none with this id.
pub(super) fn one(
    reader: &mut Reader<'_>,
    cards: &Cards,
    id: Id<Conference>,
) -> Result<Option<Series>, CaseworkError> {
    let sql = "SELECT no FROM conferences WHERE ref = $1";
    let Some(row) = reader.query_optional(sql, &[id.as_bytes().into()])? else {
        return Ok(None);
    };
    let card = cards.read::<Series>(reader, Drawer::Conferences, row.int(0)?)?;
    let series = card.filter(|it| it.id == Some(id));
    series.map(Some).ok_or(CaseworkError::Damaged)
}
