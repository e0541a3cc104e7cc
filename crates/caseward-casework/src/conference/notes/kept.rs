//! Notes that a partner's workers kept: under a key of their own organisation, read by its people with a part in the series and by nobody
//! here, until the organisation has them destroyed (CC-2.6).
//!
//! The key lies wrapped under the office's own key on a card of the organisation, of which only the newest is believed. No page, address or
//! command of anybody else's opens it; what whoever runs the office could do with its keys and a program of their own is another matter.

use std::collections::HashMap;

use caseward_gate::{About, Drawer, NoteKey, SeatFact, Works};
use caseward_model::{Conference, Id, OfficeAct, ParticipantState, Worker};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::certificate::{End, NotesGone, keep_end};
use crate::conference::breach;
use crate::conference::{my_state, stored as series, unknown};
use crate::people::Amiss;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// What an organisation keeps, as it stands on its card.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// The how many-th key it is.
    epoch: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<NoteKey>,
    /// Since when there is something, in ms.
    since: i64,
    /// The numbers of the notes, each with that of its series.
    notes: Vec<(i64, i64)>,
}

/// A note, as it lies sealed under its organisation's key. It isn't printable by accident.
#[derive(Serialize, Deserialize)]
struct Note {
    meeting: i64,
    by: i64,
    at: i64,
    text: Zeroizing<String>,
}

/// A note that a colleague of the same organisation kept, or oneself. It isn't printable by accident.
pub struct KeptNote {
    /// Who kept it, by name.
    pub by: String,
    /// When, in ms since 1970.
    pub at: i64,
    /// What was noted.
    pub text: Zeroizing<String>,
}

/// What somebody's organisation keeps of a series.
pub struct KeptNotes {
    /// They are of this office: what its people keep is in clients' files, and nothing of it is here.
    pub into_file: bool,
    /// The notes, the newest first.
    pub notes: Vec<KeptNote>,
}

/// Keeps a note for the organisation of the one who acts; its key is drawn with the first one.
pub(super) fn keep(
    works: &mut Works<'_, '_>,
    seat: &SeatFact,
    text: &Zeroizing<String>,
) -> Result<(), CaseworkError> {
    let me = works.actor().ok_or(Amiss::SeatOver)?;
    let (_, sheet) = works.worker(me)?;
    let mut kept = of(works, sheet.organization)?;
    let key = match kept.key.take() {
        Some(key) => key,
        None => {
            kept.epoch += 1;
            kept.since = works.now_ms();
            works.make_note_key(sheet.organization, kept.epoch)
        }
    };
    let note = Note {
        meeting: seat.meeting,
        by: works.actor_no(),
        at: works.now_ms(),
        text: text.clone(),
    };
    let plain = serde_json::to_vec(&note).map_err(|_| CaseworkError::Damaged)?;
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM kept_notes";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let sealed = works.seal_note(&key, no, &Zeroizing::new(plain))?;
    works.transaction().execute(
        "INSERT INTO kept_notes (no, sealed) VALUES ($1, $2)",
        &[no.into(), sealed.into()],
    )?;
    kept.notes.push((no, seat.series));
    kept.key = Some(key);
    write(works, sheet.organization, &kept)
}

fn of(works: &mut Works<'_, '_>, organization: i64) -> Result<Kept, CaseworkError> {
    let card = works.card::<Kept>((Drawer::SessionNotes, organization))?;
    Ok(card.unwrap_or_default())
}

fn write(works: &mut Works<'_, '_>, organization: i64, kept: &Kept) -> Result<(), CaseworkError> {
    let place = (Drawer::SessionNotes, organization);
    works.change_card::<Kept>(place, "conference_notes_card", |card| card.clone_from(kept))?;
    Ok(())
}

/// The number of a series, and of the organisation for which somebody takes part in it; for whoever has no part there is none.
fn part(
    works: &mut Works<'_, '_>,
    me: Id<Worker>,
    id: Id<Conference>,
) -> Result<(i64, i64), CaseworkError> {
    let (no, of) = series::find(works, id)?;
    let state = my_state(works, &of)?.ok_or_else(|| unknown(id))?;
    let (_, sheet) = works.worker(me)?;
    match state {
        ParticipantState::Signed => Ok((no, sheet.organization)),
        ParticipantState::Left => Err(unknown(id)),
        ParticipantState::AgreementFirst
        | ParticipantState::ToSign
        | ParticipantState::SignAgain => Err(Amiss::ConferenceSignFirst.into()),
    }
}

impl Office {
    /// The notes that the people of somebody's organisation kept in a series, for somebody of it who takes part. That they looked is on
    /// record.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] for whoever takes no part; [`CaseworkError::Amiss`] when they have to sign first;
    /// [`CaseworkError::NotPermitted`].
    pub async fn kept_notes(
        &self,
        person: &SignedIn,
        id: Id<Conference>,
    ) -> Result<KeptNotes, CaseworkError> {
        let me = person.worker;
        let work = move |works: &mut Works<'_, '_>| {
            works.note("conference", id.to_string());
            let place = part(works, me, id)?;
            opened(works, place)
        };
        let (act, about) = (OfficeAct::TakePart, About::Worker(me));
        let notes = self
            .gate
            .perform::<_, CaseworkError, _>(me, act, about, "conference_kept_notes_read", work)
            .await?;
        let colleagues = self.colleagues().await?.into_iter();
        let names: HashMap<i64, String> = colleagues.map(|it| (it.no, it.name)).collect();
        let shown = |it: Note| KeptNote {
            by: names.get(&it.by).cloned().unwrap_or_default(),
            at: it.at,
            text: it.text,
        };
        Ok(KeptNotes {
            into_file: self.keeps_into_file(person).await?,
            notes: notes.into_iter().rev().map(shown).collect(),
        })
    }

    /// Destroys all notes that somebody's organisation keeps, of every series: its key goes, and what was sealed under it. Only `sure` does
    /// it.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when it isn't sure, when nothing is kept, or while evidence of a breach in one of these series is on
    /// hold; [`CaseworkError::Unknown`] for whoever takes no part; [`CaseworkError::NotPermitted`].
    pub async fn destroy_kept_notes(
        &self,
        person: &SignedIn,
        id: Id<Conference>,
        sure: bool,
    ) -> Result<(), CaseworkError> {
        let me = person.worker;
        let work = move |works: &mut Works<'_, '_>| {
            works.note("conference", id.to_string());
            let (no, organization) = part(works, me, id)?;
            if !sure {
                return Err(Amiss::NotesSure.into());
            }
            destroyed(works, (no, organization))
        };
        let (act, about) = (OfficeAct::TakePart, About::Worker(me));
        self.gate
            .perform(me, act, about, "conference_kept_notes_ended", work)
            .await
    }
}

/// The notes of one series, opened, the oldest first.
fn opened(
    works: &mut Works<'_, '_>,
    (series, organization): (i64, i64),
) -> Result<Vec<Note>, CaseworkError> {
    let kept = of(works, organization)?;
    let Some(key) = &kept.key else {
        return Ok(Vec::new());
    };
    let mut notes = Vec::new();
    for (no, _) in kept.notes.iter().filter(|it| it.1 == series) {
        let sql = "SELECT sealed FROM kept_notes WHERE no = $1";
        let row = works.transaction().query_one(sql, &[(*no).into()])?;
        let plain = works.open_note(key, *no, row.bytes(0)?)?;
        notes.push(serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?);
    }
    works.note("notes", notes.len());
    Ok(notes)
}

fn destroyed(
    works: &mut Works<'_, '_>,
    (series, organization): (i64, i64),
) -> Result<(), CaseworkError> {
    let mut kept = of(works, organization)?;
    if kept.key.is_none() {
        return Err(Amiss::NotesNone.into());
    }
    let theirs: Vec<i64> = kept.notes.iter().map(|it| it.1).collect();
    if breach::holds(works, &theirs)? {
        return Err(Amiss::NotesOnHold.into());
    }
    for (no, _) in &kept.notes {
        let sql = "DELETE FROM kept_notes WHERE no = $1";
        works.transaction().execute(sql, &[(*no).into()])?;
    }
    let count = u32::try_from(kept.notes.len()).unwrap_or(u32::MAX);
    let since = kept.since;
    kept.key = None;
    kept.notes.clear();
    write(works, organization, &kept)?;
    let gone = NotesGone::Destroyed;
    let mut said = serde_json::Map::new();
    said.insert("gone".to_owned(), gone.word().into());
    said.insert("notes".to_owned(), count.into());
    let entry = works.write_entry("conference_kept_notes_destroyed", said)?;
    let end = End {
        entry,
        at: works.now_ms(),
        gone,
        seat: None,
        last_heard: None,
        worker: works.actor_no(),
        organization,
        series,
        meeting: 0,
        since,
        ended: None,
        kept: count,
    };
    keep_end(works, &end)
}
