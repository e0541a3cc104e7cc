//! Where a client stands on the agendas of case conferences, as whoever works with them reads it in the file (CC-2.4a).
//!
//! It says on which day they are or were spoken of, and never as what: an identifier beside who somebody is would tell whose it is. What
//! waits for a conference reads alike whoever has to answer there, and after a no as well.

use caseward_db::Reader;
use caseward_gate::{Cards, ClientSheet, Drawer, ItemFact, Read, RoomState, Rooms};
use caseward_model::{Category, Channel, Client, Conference, Id, ItemPurpose};
use serde::Deserialize;

use super::items::BOOK;
use super::{ItemError, stored};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// How an item stands, as whoever works with the client reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemState {
    /// Somebody else of the organisation has to agree.
    WaitsForOrganization,
    /// The conference has to agree; a no reads like this too.
    WaitsForConference,
    /// Both agreed: they are spoken of in the next meeting, or in one whose agenda is closed.
    Agreed,
    /// They were spoken of: the room is closed.
    SpokenOf,
    /// It is off, for everybody.
    Off,
}

impl ItemState {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::WaitsForOrganization,
        Self::WaitsForConference,
        Self::Agreed,
        Self::SpokenOf,
        Self::Off,
    ];

    /// Its word, for programs and for the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::WaitsForOrganization => "waits_for_organization",
            Self::WaitsForConference => "waits_for_conference",
            Self::Agreed => "agreed",
            Self::SpokenOf => "spoken_of",
            Self::Off => "off",
        }
    }
}

/// Where a client stands on an agenda, as whoever works with them reads it. By which identifier isn't told beside who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemOnFile {
    /// The number of the series.
    pub series: i64,
    /// The id of the series; what it is called is told to those who have signed for it.
    pub conference: Id<Conference>,
    /// For what they are spoken of.
    pub purpose: ItemPurpose,
    /// The sections that this needs.
    pub sections: Vec<Category>,
    /// How many minutes it is to take.
    pub minutes: i64,
    /// By identifier, and not by name.
    pub by_identifier: bool,
    /// How it stands.
    pub state: ItemState,
    /// When the meeting begins or began in which they are spoken of, in ms since 1970; nothing before its agenda was closed.
    pub meeting_at: Option<i64>,
    /// It waits for somebody else of the organisation, and whoever asks has had no hand in it.
    pub can_agree: bool,
}

impl Office {
    /// Where a client stands on agendas, for whoever may read their file.
    ///
    /// # Errors
    /// [`ItemError::Refused`].
    pub async fn items_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
    ) -> Result<Vec<ItemOnFile>, ItemError> {
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections([BOOK]);
        let answer = self.gate.ask::<Read>(&request).await?;
        self.gate.give_back(answer.permit, answer.sealed);
        let sheet = self.gate.sheet_of(client).await?.unwrap_or_default();
        let (cards, me) = (self.gate.cards()?, person.no);
        let read = move |reader: &mut Reader<'_>| {
            let mut shown = Vec::with_capacity(sheet.items.len());
            for item in &sheet.items {
                shown.push(on_file(reader, &cards, (item, &sheet), me)?);
            }
            Ok::<_, CaseworkError>(shown)
        };
        Ok(self.db.read(read).await?)
    }
}

/// What is read of a meeting: how its rooms stand, and when it begins.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Held {
    #[serde(flatten)]
    rooms: Rooms,
    plan: Day,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Day {
    begins_at: i64,
}

fn on_file(
    reader: &mut Reader<'_>,
    cards: &Cards,
    (item, sheet): (&ItemFact, &ClientSheet),
    me: i64,
) -> Result<ItemOnFile, CaseworkError> {
    let series = stored::one_by_no(reader, cards, item.series)?;
    let mut held = None;
    if let Some(placed) = &item.placed {
        let meeting = cards.read::<Held>(reader, Drawer::Meetings, placed.meeting)?;
        held = meeting.map(|it| (it.rooms.state(placed.sitting), it.plan.begins_at));
    }
    let is_over = matches!(held, Some((None | Some(RoomState::Closed { .. }), _)));
    let state = match state(item, sheet) {
        ItemState::Agreed if is_over => ItemState::SpokenOf,
        state => state,
    };
    let shown = matches!(state, ItemState::Agreed | ItemState::SpokenOf);
    Ok(ItemOnFile {
        series: item.series,
        conference: series.id.ok_or(CaseworkError::Damaged)?,
        purpose: item.purpose,
        sections: item.sections.clone(),
        minutes: item.minutes,
        by_identifier: item.identifier.is_some(),
        state,
        meeting_at: held.map(|it| it.1).filter(|_| shown),
        can_agree: state == ItemState::WaitsForOrganization && item.proposed_by != me,
    })
}

fn state(item: &ItemFact, sheet: &ClientSheet) -> ItemState {
    if item.is_off(sheet) {
        ItemState::Off
    } else if item.organization.is_none() {
        ItemState::WaitsForOrganization
    } else if item.lead.is_none() {
        ItemState::WaitsForConference
    } else {
        ItemState::Agreed
    }
}
