//! One client and many people, turned to one after another: those who sit in a conference where the client is spoken of.
//!
//! What is known about the client is looked up once, what is known about the people in one query, and what is known about an
//! organisation once for all of its people. Nothing here is opened or recorded: whoever asks has to (CC-2.5, CR-4).

use std::sync::Arc;

use caseward_db::{Reader, Value};
use caseward_model::{
    Action, AgendaItem, Basis, Category, Channel, Client, Id, Organization, Purpose, Role,
    Situation, Worker,
};
use caseward_policies::Decision;

use crate::GateError;
use crate::ask::Core;
use crate::cards;
use crate::facts::{
    Asked, ClientSheet, Facts, ItemFact, NOBODY, Now, Offers, OrganizationSheet, RoomState, Rooms,
    SeatFact, WorkerSheet, open_newest, read_client_or_nobody, subjects_sql, walled_organizations,
};
use crate::office_work::{Drawer, Serving};
use crate::request::{Question, RecipientAsked};
use crate::subjects::{ORGANIZATIONS, subject_by_no};
use crate::vault::{Table, Vault};

/// How many people are looked up in one query.
const ASKED: usize = 64;

/// Somebody, and what is known about them.
pub(crate) struct Person {
    pub(crate) no: i64,
    pub(crate) id: Id<Worker>,
    pub(crate) sheet: WorkerSheet,
}

/// What was decided about each section of an item for one person.
pub(crate) type Sections = Vec<(Situation, Arc<Decision>)>;

/// One item of an agenda, its client, and whoever was turned to.
pub(crate) struct Around<'a> {
    core: &'a Core,
    vault: Arc<Vault>,
    pub(crate) question: Question,
    pub(crate) facts: Facts,
    item: Option<ItemFact>,
    /// The rooms of the meeting to which the item comes.
    rooms: Option<Rooms>,
    /// What the member organisations of the series can act on.
    offers: Offers,
    /// The organisations in which somebody works whom a wall keeps from the client.
    walled_in: Vec<i64>,
    /// The organisation of those who were turned to last, if it isn't the one that handles the client.
    theirs: Option<(i64, Id<Organization>, OrganizationSheet)>,
}

impl<'a> Around<'a> {
    /// Looks the client up, and the item on their sheet; of a client or an item that isn't there, nobody sees anything.
    pub(crate) fn begin(
        core: &'a Core,
        reader: &mut Reader<'_>,
        now_ms: i64,
        place: (Id<Client>, Id<AgendaItem>),
    ) -> Result<Self, GateError> {
        Self::begin_with(core, reader, now_ms, place, |_| {})
    }

    /// The same for an item on which something was decided, as it was spoken of then, whatever stands on the agenda by now.
    pub(crate) fn begin_decided(
        core: &'a Core,
        reader: &mut Reader<'_>,
        now_ms: i64,
        place: (Id<Client>, Id<AgendaItem>),
    ) -> Result<Self, GateError> {
        Self::begin_with(core, reader, now_ms, place, |sheet| {
            sheet.items = std::mem::take(&mut sheet.decided);
        })
    }

    fn begin_with(
        core: &'a Core,
        reader: &mut Reader<'_>,
        now_ms: i64,
        (client, item): (Id<Client>, Id<AgendaItem>),
        with: impl FnOnce(&mut ClientSheet),
    ) -> Result<Self, GateError> {
        let vault = core.vault()?;
        let row = read_client_or_nobody(reader, &vault, &client)?;
        // Nobody sits there yet.
        let nobody = (0, WorkerSheet::new(0, Role::Caseworker));
        let mut facts = Facts::of(reader, &vault, Now::of(core, now_ms), (nobody, row))?;
        with(&mut facts.client);
        let found = facts.client.item(item).cloned();
        let placed = found.as_ref().and_then(|it| it.placed.as_ref());
        let rooms = match placed {
            Some(it) => cards::open::<Rooms>(&vault, reader, Drawer::Meetings as u8, it.meeting)?,
            None => None,
        };
        let offers = match &found {
            Some(it) => {
                cards::open::<Offers>(&vault, reader, Drawer::Conferences as u8, it.series)?
            }
            None => None,
        };
        let walled_in = walled_organizations(reader, &vault, &facts.client)?;
        let question = Question {
            asker: Id::from_bytes([0; 16]),
            client,
            // What is asked follows from whom it is asked for.
            sections: Vec::new(),
            action: Action::Discuss,
            purpose: Purpose::CaseConference,
            recipient: RecipientAsked::Nobody,
            basis: Basis::Duty,
            channel: Channel::Screen,
            limits_confirmed: false,
            beyond: Vec::new(),
            danger: None,
            item: Some(item),
        };
        Ok(Self {
            core,
            vault,
            question,
            facts,
            item: found,
            rooms: rooms.map(|(_, rooms)| rooms),
            offers: offers.map(|(_, offers)| offers).unwrap_or_default(),
            walled_in,
            theirs: None,
        })
    }

    /// The item; nothing when this client has none of this id.
    pub(crate) const fn item(&self) -> Option<&ItemFact> {
        self.item.as_ref()
    }

    /// How the room of the item's sitting stands; nothing for an item that is in none.
    pub(crate) fn room(&self) -> Option<RoomState> {
        let placed = self.item.as_ref()?.placed.as_ref()?;
        self.rooms.as_ref()?.state(placed.sitting)
    }

    /// Turns to somebody, who asks for themselves: what they see stays in the house that handles the client, or goes to their own
    /// organisation. What is asked for them is what the item needs and their organisation can act on (CC-2.5). Whoever has no seat in
    /// an open room of the item's meeting sits nowhere.
    pub(crate) fn turn_to(
        &mut self,
        reader: &mut Reader<'_>,
        person: &Person,
    ) -> Result<(), GateError> {
        let no = person.sheet.organization;
        if no == self.facts.client.organization {
            self.stays();
        } else {
            self.goes_to(reader, no)?;
        }
        let item = self.item.as_ref();
        let narrowed = item.map(|it| self.offers.narrow(no, it));
        self.question.sections = narrowed.unwrap_or_default();
        self.question.asker = person.id;
        self.facts.worker_no = person.no;
        self.facts.worker.clone_from(&person.sheet);
        self.facts.seat = self.seat_of(person).cloned();
        Ok(())
    }

    /// Asks for everything that the item needs, whether or not the organisation of whoever was turned to can act on it.
    pub(crate) fn ask_all(&mut self) {
        let item = self.item.as_ref();
        let mut sections = item.map(|it| it.sections.clone()).unwrap_or_default();
        sections.sort_unstable();
        sections.dedup();
        self.question.sections = sections;
    }

    fn stays(&mut self) {
        self.question.recipient = RecipientAsked::Nobody;
        self.facts.recipient_no = 0;
        self.facts.recipient = None;
        self.facts.walled_person_there = false;
    }

    fn goes_to(&mut self, reader: &mut Reader<'_>, no: i64) -> Result<(), GateError> {
        if self.theirs.as_ref().is_none_or(|it| it.0 != no) {
            let found = subject_by_no::<Organization, OrganizationSheet>(
                reader,
                &self.vault,
                &ORGANIZATIONS,
                no,
            )?;
            self.theirs = found.map(|(no, id, sheet, _)| (no, id, sheet));
        }
        self.question.recipient = match &self.theirs {
            Some((_, id, _)) => RecipientAsked::Organization(*id),
            None => RecipientAsked::NotAnOrganization,
        };
        self.facts.recipient_no = self.theirs.as_ref().map_or(0, |it| it.0);
        self.facts.recipient = self.theirs.as_ref().map(|it| it.2.clone());
        self.facts.walled_person_there = self.walled_in.contains(&no);
        Ok(())
    }

    fn seat_of<'p>(&self, person: &'p Person) -> Option<&'p SeatFact> {
        let seat = person.sheet.seat.as_ref()?;
        let rooms = self.rooms.as_ref()?;
        rooms.holds(seat).then_some(seat)
    }

    /// Decides every section that is asked for whoever was turned to. `put` can change what a question would be about that isn't put.
    pub(crate) fn decided(&self, put: impl Fn(&mut Situation)) -> Sections {
        let asked = Asked::whole(&self.question, &self.facts);
        let decide = |category: Category| {
            let mut situation = asked.situation(category);
            put(&mut situation);
            (situation, self.core.policies.decide(&situation))
        };
        let sections = self.question.sections.iter().copied();
        let mut decided: Sections = sections.map(decide).collect();
        // Who somebody is stands beside something else: where nothing else may be seen, that isn't told either (CC-2.5).
        let is_who = |it: &Situation| it.section.category == Category::Identity;
        let mut beside = decided.iter().filter(|(it, _)| !is_who(it)).peekable();
        let alone = beside.peek().is_some() && !beside.any(|(_, decision)| decision.permitted);
        decided.retain(|(it, _)| !(alone && is_who(it)));
        decided
    }

    /// What whoever was turned to has to do with the client, as far as the rules show them anything of the item where they sit.
    pub(crate) fn serving(&self) -> Serving {
        let sees = self
            .decided(|_| {})
            .iter()
            .any(|(_, decision)| decision.permitted);
        if !sees {
            return Serving::Unseen;
        }
        let (facts, theirs) = (&self.facts, self.facts.worker.organization);
        let whole = Asked::whole(&self.question, facts);
        let assigned = whole.situation(Category::Existence).relation.assigned;
        let mut agreed = facts.client.protocols.iter();
        let agreed = agreed.any(|it| it.organization == theirs && it.agreed.holds_at(facts.now_ms));
        if assigned || agreed {
            Serving::Serves
        } else if self
            .item
            .as_ref()
            .is_some_and(|it| it.is_offered_by(theirs))
        {
            Serving::Offers
        } else {
            Serving::Sees
        }
    }

    /// Whether a wall keeps whoever was turned to from the client, themselves or by their organisation.
    pub(crate) fn is_walled(&self) -> bool {
        let it = Asked::whole(&self.question, &self.facts).situation(Category::Existence);
        it.relation.walled || it.recipient.walled || self.facts.client_no == NOBODY
    }
}

/// What is known about these people, those of one organisation together; whoever isn't there is missing.
pub(crate) fn people(
    reader: &mut Reader<'_>,
    vault: &Vault,
    ids: &[Id<Worker>],
) -> Result<Vec<Person>, GateError> {
    let places: Vec<String> = (1..=ASKED).map(|n| format!("${n}")).collect();
    let head = subjects_sql!("workers", "WHERE s.ref IN (");
    let sql = format!("{head}{})", places.join(", "));
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ASKED) {
        let mut values: Vec<Value> = ids.iter().map(|id| id.as_bytes().into()).collect();
        // Nothing equals nothing: what isn't filled finds no row.
        values.resize(ASKED, Value::Null);
        for row in reader.query(&sql, &values)? {
            let sheet = open_newest::<WorkerSheet>(vault, Table::WorkerFacts, &row)?;
            found.push(Person {
                no: sheet.no,
                id: Id::from_bytes(sheet.id),
                sheet: sheet.facts,
            });
        }
    }
    found.sort_by_key(|it| (it.sheet.organization, it.no));
    found.dedup_by_key(|it| it.no);
    Ok(found)
}
