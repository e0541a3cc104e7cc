//! A client on the agenda of a case conference, as far as it decides: in which series, for what, by name or by identifier, and who
//! agreed (CC-1, CC-2.4a, CC-2.5).
//!
//! An item is by name for all or by identifier for all, and never changes from one to the other: a client who becomes shielded is
//! taken off, for everybody, and so is one from whom a wall keeps somebody since the agenda was closed. What the identifier is stands
//! in a drawer of its own, and nowhere else: here is its number. What each member organisation can act on stands on the card of the
//! series, and narrows what is asked for its people.

use caseward_model::{AgendaItem, Category, Id, ItemPurpose, Protection, Session};
use serde::{Deserialize, Serialize};

use super::{ClientSheet, Facts, WallAgainst, item_needs};
use crate::request::Question;

/// A client on the agenda of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFact {
    /// Its id, random; nobody sees it on a screen.
    pub item: Id<AgendaItem>,
    /// The number of the series.
    pub series: i64,
    /// For what the client is spoken of.
    pub purpose: ItemPurpose,
    /// The sections that this needs.
    pub sections: Vec<Category>,
    /// How many minutes it is to take.
    #[serde(default)]
    pub minutes: i64,
    /// The number of the identifier by which the client is spoken of; by name if it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<i64>,
    /// The number of the worker who proposed it.
    pub proposed_by: i64,
    /// When, in ms.
    pub proposed_at: i64,
    /// Who said yes for the organisation that handles the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<AgreedItem>,
    /// Who said yes for the conference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<AgreedItem>,
    /// In which sitting they are spoken of, once the agenda is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed: Option<PlacedItem>,
    /// Since when it is off for everybody, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub off_at: Option<i64>,
    /// Which organisations offer to serve the client.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<OfferFact>,
}

/// That an organisation offers to serve the client of an item (CC-2.7a).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferFact {
    /// The number of the organisation.
    pub organization: i64,
    /// The number of the worker who said it.
    pub by: i64,
    /// When, in ms.
    pub at: i64,
}

/// A yes to an item, and to its identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedItem {
    /// The number of the worker who said it.
    pub by: i64,
    /// When, in ms.
    pub at: i64,
}

/// Where an item is spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedItem {
    /// The number of the meeting.
    pub meeting: i64,
    /// The number of the sitting within the meeting.
    pub sitting: i64,
    /// The walls that stood then: nobody whom one of them keeps out sits there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub walls: Vec<WallAgainst>,
}

impl ItemFact {
    /// Whether both sides said yes.
    #[must_use]
    pub const fn is_agreed(&self) -> bool {
        self.organization.is_some() && self.lead.is_some()
    }

    /// Whether it is off for everybody: taken off, by name though the client is shielded by now, or placed before a wall was raised.
    #[must_use]
    pub fn is_off(&self, client: &ClientSheet) -> bool {
        let shielded = client.protected() || client.has(Protection::DeclinedSharing);
        let raised_since = |placed: &PlacedItem| {
            let mut walls = client.walls.iter();
            walls.any(|it| !placed.walls.contains(&it.against))
        };
        self.off_at.is_some()
            || (self.identifier.is_none() && shielded)
            || self.placed.as_ref().is_some_and(raised_since)
    }

    /// Whether it needs this section: one of those that it names, and that its purpose can need.
    #[must_use]
    pub fn needs(&self, category: Category) -> bool {
        self.sections.contains(&category) && item_needs(self.purpose, category)
    }

    /// Whether this organisation offers to serve the client.
    #[must_use]
    pub fn is_offered_by(&self, organization: i64) -> bool {
        let mut all = self.offers.iter();
        all.any(|it| it.organization == organization)
    }

    /// Notes that an organisation offers to serve the client, or that it doesn't any more.
    pub fn offer(&mut self, offer: OfferFact, offers: bool) {
        let others = |it: &OfferFact| it.organization != offer.organization;
        self.offers.retain(others);
        if offers {
            self.offers.push(offer);
        }
    }

    /// Forgets who agreed, who offered and where it was placed: both sides say yes anew, and it comes to another meeting.
    pub fn begin_anew(&mut self) {
        self.organization = None;
        self.lead = None;
        self.placed = None;
        self.offers.clear();
    }
}

/// What a member organisation of a series can act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Offer {
    /// Its number.
    organization: i64,
    sections: Vec<Category>,
}

/// What each member organisation of a series can act on, as it stands on the card of the series under this name, beside whatever else a
/// desk keeps there (CC-2.5). An organisation of which nothing is said can act on nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Offers {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    offers: Vec<Offer>,
}

impl Offers {
    /// The sections on which an organisation can act, by its number; nothing when that was never said.
    #[must_use]
    pub fn of(&self, organization: i64) -> Option<&[Category]> {
        let mut all = self.offers.iter();
        let found = all.find(|it| it.organization == organization);
        found.map(|it| it.sections.as_slice())
    }

    /// Says on which sections an organisation can act, in place of what was said before.
    pub fn say(&mut self, organization: i64, mut sections: Vec<Category>) {
        sections.sort_unstable();
        sections.dedup();
        self.offers.retain(|it| it.organization != organization);
        self.offers.push(Offer {
            organization,
            sections,
        });
    }

    /// Forgets what was said of all but these organisations, by their numbers.
    pub fn keep_only(&mut self, members: &[i64]) {
        self.offers.retain(|it| members.contains(&it.organization));
    }

    /// What is asked of an item for somebody of this organisation: the sections that the item names and on which the organisation can
    /// act. Who somebody is, nobody acts on: by name that is asked beside something else, or, where the item names nothing else, for
    /// those who can act on what its purpose could need.
    pub(crate) fn narrow(&self, organization: i64, item: &ItemFact) -> Vec<Category> {
        let offered = self.of(organization).unwrap_or_default();
        let is_who = |it: &Category| *it == Category::Identity;
        let names_more = item.sections.iter().any(|it| !is_who(it));
        let acts = offered.iter().any(|it| {
            let named = !names_more || item.sections.contains(it);
            !is_who(it) && named && item_needs(item.purpose, *it)
        });
        let asked = item.sections.iter().copied();
        let mut asked: Vec<_> = asked
            .filter(|it| acts && (is_who(it) || offered.contains(it)))
            .collect();
        asked.sort_unstable();
        asked.dedup();
        asked
    }
}

impl ClientSheet {
    /// An item of this client.
    #[must_use]
    pub fn item(&self, item: Id<AgendaItem>) -> Option<&ItemFact> {
        self.items.iter().find(|it| it.item == item)
    }

    /// The same, to be changed.
    pub fn item_mut(&mut self, item: Id<AgendaItem>) -> Option<&mut ItemFact> {
        self.items.iter_mut().find(|it| it.item == item)
    }

    /// Keeps an item on which something is decided, as it is spoken of, once: what becomes of it on the agenda afterwards doesn't change
    /// by what the decision goes.
    pub(crate) fn keep_decided(&mut self, item: &ItemFact) {
        if !self.decided.iter().any(|it| it.item == item.item) {
            self.decided.push(item.clone());
        }
    }

    /// Nobody sees any more what was decided on an item: it was taken off, or its identifier was withdrawn, at this time, in ms.
    pub fn shut_decided(&mut self, item: Id<AgendaItem>, now_ms: i64) {
        let its = |it: &&mut ItemFact| it.item == item && it.off_at.is_none();
        for item in self.decided.iter_mut().filter(its) {
            item.off_at = Some(now_ms);
        }
    }

    /// Takes what stands on agendas by name off, for everybody and for good, and what was decided on it: the client is shielded from now
    /// on, in ms.
    pub(super) fn take_names_off(&mut self, now_ms: i64) {
        let by_name = |it: &&mut ItemFact| it.identifier.is_none() && it.off_at.is_none();
        let all = self.items.iter_mut().chain(&mut self.decided);
        for item in all.filter(by_name) {
            item.off_at = Some(now_ms);
        }
    }
}

/// The item that a question is about; nothing for every other question, and for one that isn't this client's.
pub(super) fn asked_about<'f>(question: &Question, facts: &'f Facts) -> Option<&'f ItemFact> {
    question.item.and_then(|it| facts.client.item(it))
}

/// How a question stands to the agenda, from the item on the client's sheet and the seat of the asker that counts now.
pub(super) fn session(question: &Question, facts: &Facts) -> Session {
    let Some(item) = asked_about(question, facts) else {
        return Session::default();
    };
    let here = facts.seat.as_ref().filter(|seat| {
        let is_here = |it: &PlacedItem| it.meeting == seat.meeting && it.sitting == seat.sitting;
        seat.series == item.series && item.placed.as_ref().is_some_and(is_here)
    });
    let by_alias = item.identifier.is_some();
    Session {
        on_agenda: here.is_some() && item.is_agreed() && !item.is_off(&facts.client),
        // What ends after minutes counts for nothing while the clock is behind.
        private_room: !facts.clock_went_back
            && here.is_some_and(|seat| seat.is_attested_at(facts.now_ms)),
        by_alias,
        alias_agreed: by_alias && item.is_agreed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ProtectionSource, WallFact};

    const YES: AgreedItem = AgreedItem { by: 2, at: 5 };

    fn item(identifier: Option<i64>) -> ItemFact {
        ItemFact {
            item: Id::from_bytes([9; 16]),
            series: 4,
            purpose: ItemPurpose::Housing,
            sections: vec![Category::Housing, Category::Health],
            minutes: 10,
            identifier,
            proposed_by: 1,
            proposed_at: 3,
            organization: Some(YES),
            lead: Some(YES),
            placed: Some(PlacedItem {
                meeting: 5,
                sitting: 1,
                walls: Vec::new(),
            }),
            off_at: None,
            offers: Vec::new(),
        }
    }

    fn sheet(identifier: Option<i64>) -> ClientSheet {
        ClientSheet {
            items: vec![item(identifier)],
            ..ClientSheet::default()
        }
    }

    #[test]
    fn cc_2_4a_an_item_by_name_is_off_for_good_once_its_client_is_shielded() {
        for kind in [
            Protection::Victim,
            Protection::DeclinedSharing,
            Protection::Restricted,
        ] {
            let mut named = sheet(None);
            assert!(!named.items[0].is_off(&named));
            named.protect(Protection::Proposed, ProtectionSource::Survivor, 6);
            assert!(!named.items[0].is_off(&named), "nobody has decided");
            named.protect(kind, ProtectionSource::Worker, 7);
            assert_eq!(named.items[0].off_at, Some(7));
            named.protections.clear();
            assert!(named.items[0].is_off(&named), "it doesn't come back");
            let mut hidden = sheet(Some(8));
            hidden.protect(kind, ProtectionSource::Worker, 7);
            assert!(!hidden.items[0].is_off(&hidden));
        }
    }

    #[test]
    fn cc_2_4_a_wall_that_is_raised_after_the_agenda_was_closed_takes_an_item_off() {
        for identifier in [None, Some(8)] {
            let mut client = sheet(identifier);
            let against = WallAgainst::Worker(3);
            client.walls.push(WallFact { against, since: 0 });
            assert!(client.items[0].is_off(&client), "whenever it says it began");
            client.items[0].placed.as_mut().unwrap().walls = vec![against];
            assert!(!client.items[0].is_off(&client), "it stood then");
            client.items[0].begin_anew();
            assert!(!client.items[0].is_agreed() && client.items[0].placed.is_none());
        }
    }

    #[test]
    fn cc_2_5_an_item_needs_what_it_names_as_far_as_its_purpose_can() {
        let it = item(None);
        assert!(it.needs(Category::Housing));
        assert!(
            !it.needs(Category::Health),
            "a home is found without a diagnosis"
        );
        assert!(!it.needs(Category::Income), "it isn't named");
    }

    #[test]
    fn cc_2_5_of_an_item_is_asked_what_it_needs_and_the_organization_can_act_on() {
        let mut by_name = item(None);
        by_name.sections = vec![Category::Identity, Category::Income, Category::Housing];
        let mut offers = Offers::default();
        assert!(offers.narrow(1, &by_name).is_empty(), "nothing was said");
        offers.say(1, vec![Category::Housing, Category::Health]);
        offers.say(2, vec![Category::Health]);
        let asked = [Category::Identity, Category::Housing];
        assert_eq!(sorted(offers.narrow(1, &by_name)), sorted(asked.to_vec()));
        assert!(offers.narrow(2, &by_name).is_empty(), "not even who it is");
        let both = [Category::Housing, Category::Health];
        let asked = offers.narrow(1, &item(Some(8)));
        assert_eq!(asked, sorted(both.to_vec()), "the gate decides about each");
        offers.say(1, vec![Category::Identity]);
        assert!(
            offers.narrow(1, &by_name).is_empty(),
            "nobody acts on a name"
        );
        by_name.sections = vec![Category::Identity];
        offers.say(1, vec![Category::Housing]);
        assert_eq!(offers.narrow(1, &by_name), [Category::Identity]);
        assert!(
            offers.narrow(2, &by_name).is_empty(),
            "a home needs no diagnosis"
        );
        offers.keep_only(&[2]);
        assert_eq!(offers.of(1), None);
        assert_eq!(offers.of(2), Some([Category::Health].as_slice()));
    }

    #[test]
    fn cc_2_5_offers_are_read_among_all_else_that_a_desk_keeps_on_the_card() {
        let mut offers = Offers::default();
        offers.say(2, vec![Category::Housing]);
        let mut card = serde_json::to_value(&offers).unwrap();
        card["title"] = "Northside housing table".into();
        assert_eq!(serde_json::from_value::<Offers>(card).unwrap(), offers);
        let before: Offers = serde_json::from_str("{}").unwrap();
        assert_eq!(before.of(2), None, "a card from before there were any");
    }

    fn sorted(mut all: Vec<Category>) -> Vec<Category> {
        all.sort_unstable();
        all
    }

    #[test]
    fn cc_2_4a_a_sheet_from_before_there_were_items_has_none() {
        let read: ClientSheet = serde_json::from_str("{}").unwrap();
        assert!(read.items.is_empty());
        assert!(!serde_json::to_string(&read).unwrap().contains("items"));
        let kept = serde_json::to_string(&sheet(Some(8))).unwrap();
        let read: ClientSheet = serde_json::from_str(&kept).unwrap();
        assert_eq!(read, sheet(Some(8)));
    }

    #[test]
    fn cc_2_4_what_was_decided_by_name_is_shut_for_good_when_the_client_is_shielded() {
        let mut sheet = sheet(None);
        let item = item(None);
        sheet.keep_decided(&item);
        sheet.keep_decided(&item);
        assert_eq!(sheet.decided.len(), 1, "once");
        sheet.items.clear();
        sheet.protect(Protection::Victim, ProtectionSource::Worker, 9);
        sheet.protections.clear();
        assert!(sheet.decided[0].is_off(&sheet), "whatever comes later");
        let mut sheet = sheet_by_identifier();
        sheet.shut_decided(Id::from_bytes([9; 16]), 7);
        assert!(sheet.decided[0].is_off(&sheet));
    }

    fn sheet_by_identifier() -> ClientSheet {
        let mut sheet = sheet(Some(8));
        sheet.keep_decided(&item(Some(8)));
        sheet.protect(Protection::Victim, ProtectionSource::Worker, 9);
        assert!(!sheet.decided[0].is_off(&sheet), "by identifier it stays");
        sheet
    }
}
