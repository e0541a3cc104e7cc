//! Putting a client on the agenda of a case conference, agreeing to it for the organisation that handles them, and taking them off
//! again (CC-1, CC-2.4, CC-2.4a, CC-2.5).
//!
//! Whoever is assigned proposes, somebody else of the organisation agrees, and then it waits for the conference. A client who is shielded,
//! or who said no to sharing, can be put there by identifier and in no other way. What decides stands on the client's sheet.

use caseward_gate::{
    AgreedItem, Amend, ClientSheet, Drawer, FileWorks, ItemFact, Read, Refusal, RoomState, Rooms,
    Works, item_needs,
};
use caseward_model::{
    Category, Channel, Client, Conference, Id, ItemPurpose, OrganizationKind, Protection, Purpose,
};

use super::agenda::{self, ItemRow};
use super::{actions, identifiers, stored, takes_part, unknown};
use crate::consent::typed_alone_is_known;
use crate::error::takes_refusals;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The section whose rules decide who puts a client on an agenda: it tells no story.
pub(super) const BOOK: Category = Category::Administration;

/// How many minutes an item can take.
pub(super) const MINUTES: std::ops::RangeInclusive<i64> = 1..=60;

/// Sections that say who somebody is: none of them can stand beside an identifier.
const WHO: [Category; 8] = [
    Category::Existence,
    Category::Identity,
    Category::Contact,
    Category::Location,
    Category::Demographics,
    Category::Household,
    Category::Notes,
    Category::ThirdParty,
];

/// A client who is to be put on an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// Of which series.
    pub series: Id<Conference>,
    /// For what they are spoken of.
    pub purpose: ItemPurpose,
    /// The sections that this needs; by name, who they are is among them anyway.
    pub sections: Vec<Category>,
    /// How many minutes it is to take.
    pub minutes: i64,
    /// By identifier, and not by name.
    pub by_identifier: bool,
}

/// What keeps an item from being kept as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemNeed {
    /// No section, or one that the purpose doesn't need.
    Sections,
    /// No time, or more than an item takes.
    Minutes,
    /// A section that says who somebody is, beside an identifier.
    WhoBesideIdentifier,
    /// A shielded client by name.
    Identifier,
    /// A client who is on this agenda already.
    Already,
    /// A client who isn't on this agenda.
    NotThere,
    /// Somebody who proposed it themselves, or agreed already.
    SomebodyElse,
}

impl ItemNeed {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Sections,
        Self::Minutes,
        Self::WhoBesideIdentifier,
        Self::Identifier,
        Self::Already,
        Self::NotThere,
        Self::SomebodyElse,
    ];

    /// Its word, for the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sections => "sections",
            Self::Minutes => "minutes",
            Self::WhoBesideIdentifier => "who_beside_identifier",
            Self::Identifier => "identifier",
            Self::Already => "already",
            Self::NotThere => "not_there",
            Self::SomebodyElse => "somebody_else",
        }
    }

    /// The field of a form that it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Sections | Self::WhoBesideIdentifier => "sections",
            Self::Minutes => "minutes",
            Self::Identifier => "by",
            Self::Already | Self::NotThere | Self::SomebodyElse => "conference",
        }
    }

    /// What is needed, in English, for commands and programs.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Sections => "choose at least one section, and only such as this purpose needs",
            Self::Minutes => "an item takes 1 to 60 minutes",
            Self::WhoBesideIdentifier => {
                "nothing that says who somebody is can stand beside an identifier; leave it out"
            }
            Self::Identifier => {
                "this client can be spoken of by an identifier only; propose them by one"
            }
            Self::Already => "this client is on the agenda of this series already",
            Self::NotThere => "this client does not wait on the agenda of this series",
            Self::SomebodyElse => "somebody else has to agree to this",
        }
    }
}

/// Why an item wasn't proposed, agreed to or taken off. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ItemError {
    /// The rules said no, which is on record.
    #[error("the rules do not let this person put this client on an agenda")]
    Refused(Refusal),
    /// Something has to be mended first.
    #[error("{}", .0.says())]
    Mend(ItemNeed),
    /// It can't be done as things stand.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

takes_refusals!(ItemError);

/// What is done with an item that is on an agenda.
type Change = fn(&mut FileWorks<'_, '_, '_>, &ItemFact) -> Result<(), ItemError>;

impl Office {
    /// Puts a client on the agenda of a series, for somebody who is assigned to them and takes part in it.
    ///
    /// # Errors
    /// [`ItemError::Refused`] for whoever isn't assigned; [`ItemError::Mend`] with what is missing; [`CaseworkError::Unknown`] for whoever
    /// takes no part in the series.
    pub async fn propose_item(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        new: NewItem,
    ) -> Result<(), ItemError> {
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections([BOOK]);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| proposed(desk, &new);
        self.gate
            .work_on_file::<Amend, _, ItemError, _>(&request, "conference_item_proposed", work)
            .await
    }

    /// Agrees, for the organisation that handles the client, that they are spoken of in this way: their worker's supervisor, or
    /// another worker who is assigned; never the one who proposed it.
    ///
    /// # Errors
    /// [`ItemError::Refused`]; [`ItemError::Mend`].
    pub async fn agree_to_item(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        series: Id<Conference>,
    ) -> Result<(), ItemError> {
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections([BOOK]);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| agreed(desk, series);
        let (gate, deed) = (&self.gate, "conference_item_agreed");
        // A supervisor reads, and whoever is assigned could write: nobody else comes so far.
        if request.purpose == Purpose::Supervision {
            gate.work_on_file::<Read, _, ItemError, _>(&request, deed, work)
                .await
        } else {
            gate.work_on_file::<Amend, _, ItemError, _>(&request, deed, work)
                .await
        }
    }

    /// Takes a client off the agenda of a series, for somebody who is assigned to them. Nobody is told why.
    ///
    /// # Errors
    /// [`ItemError::Refused`]; [`ItemError::Mend`].
    pub async fn take_item_off(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        series: Id<Conference>,
    ) -> Result<(), ItemError> {
        let which = (client, series);
        self.change_item(person, which, "conference_item_taken_off", off_for_good)
            .await
    }

    /// Withdraws the identifier by which a client is spoken of in a series, because somebody may have found out whose it is, and draws
    /// another one. Both sides agree anew, and the client comes to a later meeting.
    ///
    /// # Errors
    /// [`ItemError::Refused`]; [`ItemError::Mend`].
    pub async fn reissue_identifier(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        series: Id<Conference>,
    ) -> Result<(), ItemError> {
        let which = (client, series);
        self.change_item(person, which, "conference_identifier_reissued", reissued)
            .await
    }

    /// Changes how a client stands on the agenda of a series, for somebody who is assigned to them.
    async fn change_item(
        &self,
        person: &SignedIn,
        (client, series): (Id<Client>, Id<Conference>),
        deed: &'static str,
        change: Change,
    ) -> Result<(), ItemError> {
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections([BOOK]);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (no, _) = stored::find(desk.works, series)?;
            let fact = of_series(desk.sheet(), no)?.clone();
            change(desk, &fact)
        };
        self.gate
            .work_on_file::<Amend, _, ItemError, _>(&request, deed, work)
            .await
    }
}

fn proposed(desk: &mut FileWorks<'_, '_, '_>, new: &NewItem) -> Result<(), ItemError> {
    typed_alone_is_known(desk)?;
    let series = sat_in(desk.works, new.series)?;
    let sections = sections(new)?;
    if !MINUTES.contains(&new.minutes) {
        return Err(ItemError::Mend(ItemNeed::Minutes));
    }
    if !new.by_identifier && is_shielded(desk)? {
        return Err(ItemError::Mend(ItemNeed::Identifier));
    }
    let before = desk.sheet().items.iter().find(|it| it.series == series);
    if let Some(before) = before.cloned() {
        if !is_over(desk, &before)? {
            return Err(ItemError::Mend(ItemNeed::Already));
        }
        off(desk, &before)?;
    }
    let identifier = if new.by_identifier {
        Some(identifiers::draw(desk.works, series)?)
    } else {
        None
    };
    let item = Id::from_bytes(desk.works.random());
    let client = desk.client();
    agenda::add(
        desk.works,
        &ItemRow {
            item,
            series,
            client,
            refused: false,
        },
    )?;
    let words: Vec<_> = sections.iter().map(|it| it.word()).collect();
    desk.works.note("item_purpose", new.purpose.word());
    desk.works.note("item_sections", words);
    let fact = ItemFact {
        item,
        series,
        purpose: new.purpose,
        sections,
        minutes: new.minutes,
        identifier,
        proposed_by: desk.works.actor_no(),
        proposed_at: desk.works.now_ms(),
        organization: None,
        lead: None,
        placed: None,
        off_at: None,
        offers: Vec::new(),
    };
    desk.change(|sheet| sheet.items.push(fact));
    Ok(())
}

/// The sections of an item: by name who it is is among them, and by identifier nothing that says so.
fn sections(new: &NewItem) -> Result<Vec<Category>, ItemError> {
    let mut sections = new.sections.clone();
    let fits = |it: &Category| item_needs(new.purpose, *it);
    if sections.is_empty() || !sections.iter().all(fits) {
        return Err(ItemError::Mend(ItemNeed::Sections));
    }
    if new.by_identifier {
        if sections.iter().any(|it| WHO.contains(it)) {
            return Err(ItemError::Mend(ItemNeed::WhoBesideIdentifier));
        }
    } else {
        sections.push(Category::Identity);
    }
    sections.sort_unstable();
    sections.dedup();
    Ok(sections)
}

fn agreed(desk: &mut FileWorks<'_, '_, '_>, series: Id<Conference>) -> Result<(), ItemError> {
    typed_alone_is_known(desk)?;
    let (no, _) = stored::find(desk.works, series)?;
    let fact = of_series(desk.sheet(), no)?;
    let me = desk.works.actor_no();
    if fact.proposed_by == me || fact.organization.is_some() {
        return Err(ItemError::Mend(ItemNeed::SomebodyElse));
    }
    if fact.is_off(desk.sheet()) {
        return Err(ItemError::Mend(ItemNeed::NotThere));
    }
    let (item, at) = (fact.item, desk.works.now_ms());
    desk.change(|sheet| {
        if let Some(it) = sheet.item_mut(item) {
            it.organization = Some(AgreedItem { by: me, at });
        }
    });
    Ok(())
}

fn reissued(desk: &mut FileWorks<'_, '_, '_>, fact: &ItemFact) -> Result<(), ItemError> {
    let before = fact.identifier.ok_or(ItemError::Mend(ItemNeed::NotThere))?;
    identifiers::withdraw(desk.works, before)?;
    let fresh = identifiers::draw(desk.works, fact.series)?;
    // In its place on a closed agenda nothing says that it is the same client: it comes to another meeting, as another item.
    agenda::take_off(desk.works, fact.series, fact.item)?;
    shut(desk, fact)?;
    let item = Id::from_bytes(desk.works.random());
    let row = ItemRow {
        item,
        series: fact.series,
        client: desk.client(),
        refused: false,
    };
    agenda::add(desk.works, &row)?;
    let me = desk.works.actor_no();
    desk.change(|sheet| {
        if let Some(it) = sheet.item_mut(fact.item) {
            it.item = item;
            it.identifier = Some(fresh);
            it.proposed_by = me;
            it.begin_anew();
        }
    });
    Ok(())
}

/// Takes an item off, with its identifier and every trace on the agenda.
fn off(desk: &mut FileWorks<'_, '_, '_>, fact: &ItemFact) -> Result<(), ItemError> {
    if let Some(identifier) = fact.identifier {
        identifiers::withdraw(desk.works, identifier)?;
    }
    agenda::take_off(desk.works, fact.series, fact.item)?;
    let item = fact.item;
    desk.change(|sheet| sheet.items.retain(|it| it.item != item));
    Ok(())
}

/// Takes an item off, and what was decided on it: nobody is to see any more that it was spoken of.
fn off_for_good(desk: &mut FileWorks<'_, '_, '_>, fact: &ItemFact) -> Result<(), ItemError> {
    off(desk, fact)?;
    shut(desk, fact)
}

/// Shuts what was decided on an item, for everybody.
fn shut(desk: &mut FileWorks<'_, '_, '_>, fact: &ItemFact) -> Result<(), ItemError> {
    let (item, now_ms) = (fact.item, desk.works.now_ms());
    actions::item_shut(desk.works, (fact.series, item))?;
    desk.change(|sheet| sheet.shut_decided(item, now_ms));
    Ok(())
}

/// Whether nobody will be spoken of under an item any more: it is off, or the room of its sitting is closed.
fn is_over(desk: &mut FileWorks<'_, '_, '_>, fact: &ItemFact) -> Result<bool, ItemError> {
    if fact.is_off(desk.sheet()) {
        return Ok(true);
    }
    let Some(placed) = &fact.placed else {
        return Ok(false);
    };
    let rooms = desk
        .works
        .card::<Rooms>((Drawer::Meetings, placed.meeting))?;
    let state = rooms.and_then(|it| it.state(placed.sitting));
    Ok(matches!(state, None | Some(RoomState::Closed { .. })))
}

/// Whether a client can be spoken of by identifier only: shielded, no to sharing, or served by an organisation that shields everyone.
fn is_shielded(desk: &mut FileWorks<'_, '_, '_>) -> Result<bool, ItemError> {
    let sheet = desk.sheet();
    if sheet.protected() || sheet.has(Protection::DeclinedSharing) {
        return Ok(true);
    }
    let handler = sheet.organization;
    let all = desk.works.organizations()?;
    let found = all.into_iter().find(|it| it.0 == handler);
    Ok(found.is_none_or(|(_, _, it, _)| {
        it.shields_everyone || it.kind == OrganizationKind::VictimServiceProvider
    }))
}

/// The item of a client in a series.
fn of_series(sheet: &ClientSheet, series: i64) -> Result<&ItemFact, ItemError> {
    let mut all = sheet.items.iter();
    let found = all.find(|it| it.series == series);
    found.ok_or(ItemError::Mend(ItemNeed::NotThere))
}

/// The number of a series that goes on, for somebody who takes part in it and has signed for it; for anybody else there is none.
fn sat_in(works: &mut Works<'_, '_>, id: Id<Conference>) -> Result<i64, CaseworkError> {
    let (no, series) = stored::find(works, id)?;
    if !takes_part(works, no)? || series.ended_at.is_some() {
        return Err(unknown(id));
    }
    Ok(no)
}
