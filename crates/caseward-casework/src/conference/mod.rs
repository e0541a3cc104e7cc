//! Case conferences: who leads one, which organisations and people sit in it, and that each of them signed before they see
//! anything of it (CC-1, CC-2, CC-3).
//!
//! A *series* is conferences that belong together. Its lead names people who sign in here, of this office or of a partner; each
//! signs the office's case conferencing agreement, in which the code of conduct stands, and then for the series, in the version
//! that is in force. When a newer one comes into force, the series is shut to everybody until they have signed again. All of
//! it stands on one card, of which only the newest is believed, so that nobody comes back in with an older one. A client comes onto
//! an agenda when both sides agreed, by name or by identifier, and what each sees of them, before the meeting and on the board of their
//! room, the gate decides: what the item needs and their organisation can act on. What went wrong in one is reported in [`breach`].

mod actions;
mod agenda;
mod agreeing;
pub mod breach;
mod chance;
mod discussed;
mod identifiers;
mod items;
mod live;
mod meeting;
mod notes;
mod on_file;
mod own_agenda;
mod people;
mod reading;
mod series;
mod sittings;
mod spoken_with;
mod stored;
mod typing;

use caseward_gate::{GateError, WorkerSheet, Works};
use caseward_model::{Conference, Id, OrganizationKind, ParticipantState, RequirementKind, Worker};

use crate::CaseworkError;
use crate::people::Amiss;
use crate::standing::{Register, Requirement, published};
use stored::{Part, Series};

pub use actions::{
    ActionLine, ActionOutcome, Actions, AfterMeeting, LONGEST_ACTION, NewAction, RoomActions,
    SpokenOf,
};
pub use agreeing::{WaitingItem, WaitingSeries};
pub use discussed::{AgendaLine, SeenOnAgenda};
pub use items::{ItemError, ItemNeed, NewItem};
pub(crate) use live::Boards;
pub use live::{
    BoardItem, BoardNews, BoardOwnItem, BoardRecord, BoardSection, BoardStream, BoardView, Said,
    Saying, ShownBoard, Stage,
};
pub use meeting::{
    AtMeeting, Attendee, Attesting, CALENDAR_FILE, Heard, MeetingLine, MySitting, NewMeeting, Out,
    OverSitting, RoomStands, ShownMeeting, ShownRoom, ToldMeeting,
};
pub(crate) use meeting::{HeardBeats, lead_changed};
pub(crate) use notes::NotesHeard;
pub use notes::{
    Called, CertificateFiles, Keeping, KeptNote, KeptNotes, LONGEST_NOTE, MyNotes, NoteError,
    NoteLine, Noted, NotesEnd, NotesGone, NotesOf, NotesStand,
};
pub use on_file::{ItemOnFile, ItemState};
pub use own_agenda::{OwnAgenda, OwnItem};
pub use people::SeriesSigning;
pub use reading::{Choices, MyConference, Named, Participant, ShownConference, Told};
pub use series::{NewSeries, SeriesChange};
pub(crate) use spoken_with::{SpokenWith, spoken_at, spoken_with};

/// The agreement under which conferences are held in this office.
fn agreement(register: &Register) -> Option<&Requirement> {
    let mut all = register.requirements.iter();
    all.find(|it| it.kind == RequirementKind::CaseConferencing)
}

/// The agreement of a series.
fn agreement_of<'r>(series: &Series, register: &'r Register) -> Option<&'r Requirement> {
    let mut all = register.requirements.iter();
    all.find(|it| it.no == series.agreement)
}

/// How somebody stands who was named for a series: worked out each time, so that a new version, or another organisation, counts
/// at once.
fn state_of(
    (series, part): (&Series, &Part),
    sheet: &WorkerSheet,
    agreement: Option<&Requirement>,
    now_ms: i64,
) -> ParticipantState {
    let sits = series.members.contains(&sheet.organization) && !sheet.is_barred();
    if part.left_at.is_some() || !sits || !sheet.role.takes_part_in_conferences() {
        return ParticipantState::Left;
    }
    let in_force = agreement.and_then(|it| Some((it, it.in_force(now_ms)?)));
    let Some((agreement, version)) = in_force else {
        return ParticipantState::AgreementFirst;
    };
    if agreement.reaches(&sheet.signed, now_ms) <= now_ms {
        return ParticipantState::AgreementFirst;
    }
    match &part.signed {
        // Whoever moved to another member organisation signed for the one before.
        Some(it) if it.version >= version.number && it.organization == sheet.organization => {
            ParticipantState::Signed
        }
        Some(_) => ParticipantState::SignAgain,
        None => ParticipantState::ToSign,
    }
}

/// Whether somebody has signed for a series and takes part in it at this time, in ms.
fn has_signed(
    series: &Series,
    (no, sheet): (i64, &WorkerSheet),
    register: &Register,
    now_ms: i64,
) -> bool {
    let agreement = agreement_of(series, register);
    let signed = |part: &Part| {
        state_of((series, part), sheet, agreement, now_ms) == ParticipantState::Signed
    };
    series.part(no).is_some_and(signed)
}

/// How the one who acts stands in a series; nothing for whoever wasn't named for it, or left, and for the holder of a key.
fn my_state(
    works: &mut Works<'_, '_>,
    series: &Series,
) -> Result<Option<ParticipantState>, CaseworkError> {
    let part = series.part(works.actor_no());
    let Some((me, part)) = works.actor().zip(part) else {
        return Ok(None);
    };
    let (now_ms, register) = (works.now_ms(), register(works)?);
    let (_, sheet) = works.worker(me)?;
    let agreement = agreement_of(series, &register);
    Ok(Some(state_of((series, part), &sheet, agreement, now_ms)))
}

/// Whether the one who acts has signed for a series, by number, and takes part in it now.
fn takes_part(works: &mut Works<'_, '_>, series_no: i64) -> Result<bool, CaseworkError> {
    let series = stored::by_no(works, series_no)?;
    Ok(my_state(works, &series)? == Some(ParticipantState::Signed))
}

/// Organisations whose part it isn't to sit where people are spoken of: nothing goes to the press, and nothing to those who pay
/// or count but what a client said or the law says (NASW-h, NASW-k).
const fn sits_in_none(kind: OrganizationKind) -> bool {
    matches!(
        kind,
        OrganizationKind::Media | OrganizationKind::Payer | OrganizationKind::ReportingBody
    )
}

/// What the office requires; nothing when it has published nothing.
fn register(works: &mut Works<'_, '_>) -> Result<Register, CaseworkError> {
    Ok(published(works)?.unwrap_or_default())
}

/// What decides about a worker, and their number; nobody when there is none with this id.
fn worker(
    works: &mut Works<'_, '_>,
    id: Id<Worker>,
) -> Result<Option<(i64, WorkerSheet)>, CaseworkError> {
    match works.worker(id) {
        Ok(found) => Ok(Some(found)),
        Err(GateError::UnknownWorker) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A series that goes on, for whoever leads it and has signed for it; for anybody else there is none. The holder of the
/// office's key is no participant, and can give a series another lead when it has lost its own.
fn led(works: &mut Works<'_, '_>, id: Id<Conference>) -> Result<(i64, Series), CaseworkError> {
    let (no, series) = stored::find(works, id)?;
    if works.actor().is_some() {
        let leads = series.is_led_by(works.actor_no());
        let state = my_state(works, &series)?.filter(|_| leads);
        if state.ok_or_else(|| unknown(id))? != ParticipantState::Signed {
            return Err(Amiss::ConferenceSignFirst.into());
        }
    }
    if series.ended_at.is_some() {
        return Err(Amiss::ConferenceEnded.into());
    }
    Ok((no, series))
}

/// A line that says something, and holds nothing that can't be seen.
fn line(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    let fits = text.chars().any(char::is_alphanumeric)
        && text.chars().count() <= longest
        && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

fn unknown(id: Id<Conference>) -> CaseworkError {
    CaseworkError::Unknown {
        what: "conference",
        name: id.to_string(),
        look: "caseward conference list",
    }
}
