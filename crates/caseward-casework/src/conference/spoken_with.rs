//! Who sits where a client is spoken of, and for how long, for those who review why somebody looked at them (CC-1, CR-2).
//!
//! It is told by numbers. Of an item by identifier nothing is told: whoever sits there doesn't learn who it is, and a look at that very file
//! may be a guess at whose the identifier is (CC-2.4a). That a client waits for an agenda, or that somebody's organisation has a part in
//! the series, says of nobody that they were to speak of them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use caseward_db::Reader;
use caseward_gate::{Cards, ClientSheet, ItemFact};

use super::agenda::{self, Agenda};
use super::meeting;
use crate::CaseworkError;

/// Where a client is or was spoken of.
pub(crate) struct SpokenAt {
    client: i64,
    series: i64,
    /// The numbers of the meeting, and of the sitting in it.
    room: (i64, i64),
    agreed_at: i64,
    off_at: Option<i64>,
    proposed_by: i64,
}

/// Somebody who sits where a client is spoken of, both by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SpokenWith {
    pub(crate) client: i64,
    pub(crate) worker: i64,
    /// For which organisation they sit there.
    pub(crate) organization: i64,
    /// Since both sides agreed to it, in ms.
    pub(crate) from_ms: i64,
    /// Until the room closed or the item was taken off, or the meeting was planned to end, in ms.
    pub(crate) until_ms: i64,
    /// They put the client on the agenda themselves.
    pub(crate) by_self: bool,
}

/// Where a client is or was spoken of by name, as their sheet says it.
pub(crate) fn spoken_at(client: i64, sheet: &ClientSheet) -> Vec<SpokenAt> {
    let mut found: Vec<(&ItemFact, SpokenAt)> = Vec::new();
    for item in sheet.items.iter().chain(&sheet.decided) {
        let agreed = item.organization.zip(item.lead);
        let known = found.iter().any(|(it, _)| it.item == item.item);
        let Some((placed, (ours, theirs))) = item.placed.as_ref().zip(agreed) else {
            continue;
        };
        // One from which a wall has kept somebody since explains nothing: they can be the one who looked.
        let unnamed = item.identifier.is_some();
        if known || unnamed || (item.off_at.is_none() && item.is_off(sheet)) {
            continue;
        }
        let at = SpokenAt {
            client,
            series: item.series,
            room: (placed.meeting, placed.sitting),
            agreed_at: ours.at.max(theirs.at),
            off_at: item.off_at,
            proposed_by: item.proposed_by,
        };
        found.push((item, at));
    }
    found.into_iter().map(|(_, at)| at).collect()
}

/// Who sits there.
pub(crate) fn spoken_with(
    reader: &mut Reader<'_>,
    cards: &Cards,
    all: &[SpokenAt],
) -> Result<Vec<SpokenWith>, CaseworkError> {
    let mut agendas: HashMap<i64, Agenda> = HashMap::new();
    let mut ends: HashMap<(i64, i64), i64> = HashMap::new();
    let mut found = Vec::new();
    for it in all {
        let agenda = match agendas.entry(it.series) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(agenda::read(reader, cards, it.series)?),
        };
        let lasts_until = match ends.entry(it.room) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => *new.insert(meeting::lasts_until(reader, cards, it.room)?),
        };
        let Some(sitting) = agenda.sitting(it.room.0, it.room.1) else {
            continue;
        };
        let people = sitting.people.iter().zip(&sitting.organizations);
        found.extend(people.map(|(worker, organization)| SpokenWith {
            client: it.client,
            worker: *worker,
            organization: *organization,
            from_ms: it.agreed_at,
            until_ms: it.off_at.unwrap_or(i64::MAX).min(lasts_until),
            by_self: it.proposed_by == *worker,
        }));
    }
    Ok(found)
}
