//! Clients on the agenda of a case conference: who can put them there and by what, who agrees, who sits where, and what each sees.

mod reviewed;
mod table;

use caseward_casework::CaseworkError;
use caseward_casework::conference::{
    ItemError, ItemNeed, ItemState, NewItem, Out, OwnAgenda, SeriesChange,
};
use caseward_casework::gate::{
    AgreedStaff, Discuss, EntryText, ItemAsked, Refusal, Request, RoomState, Shown, WallAgainst,
};
use caseward_casework::people::Amiss;
use caseward_model::{Category, ItemPurpose, Purpose, Role, SeatEnd};

use table::Line;
pub(crate) use table::{Table, on_each_engine};

/// Sections that say who somebody is.
const WHO: [Category; 4] = [
    Category::Identity,
    Category::Contact,
    Category::Demographics,
    Category::Household,
];

/// For what, and for how many minutes, each of one's own items is.
fn own(agenda: &OwnAgenda) -> Vec<(ItemPurpose, i64)> {
    let items = agenda.items.iter();
    let mut own: Vec<_> = items.map(|it| (it.purpose, it.minutes)).collect();
    own.sort_unstable();
    own
}

fn lacks(done: Result<(), ItemError>) -> ItemNeed {
    match done {
        Err(ItemError::Mend(need)) => need,
        done => panic!("{done:?}"),
    }
}

#[test]
fn cc_2_4a_a_shielded_client_comes_onto_an_agenda_by_an_identifier_that_both_sides_agreed_to() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let shielded = office.decide_protection(None, table.alma, true).await;
        shielded.expect("protection");
        let by_name = table.item(false, &[Category::Demographics]);
        let by_name = table.proposes(table.alma, by_name).await;
        assert_eq!(lacks(by_name), ItemNeed::Identifier);
        let beside = table.item(true, &[Category::Housing, Category::Household]);
        let beside = table.proposes(table.alma, beside).await;
        assert_eq!(lacks(beside), ItemNeed::WhoBesideIdentifier);
        let new = table.item(true, &[Category::Housing, Category::Services]);
        table
            .proposes(table.alma, new.clone())
            .await
            .expect("a proposal");
        let twice = table.proposes(table.alma, new).await;
        assert_eq!(lacks(twice), ItemNeed::Already);

        assert_eq!(
            table.waits_for(&table.lena).await,
            [],
            "the organization first"
        );
        let myself = table.agrees(&table.dana, table.alma).await;
        assert_eq!(lacks(myself), ItemNeed::SomebodyElse);
        let stranger = table.agrees(&table.lena, table.alma).await;
        assert!(matches!(
            stranger,
            Err(ItemError::Refused(Refusal::NotKnown { .. }))
        ));
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        assert_eq!(table.state(table.alma).await, ItemState::WaitsForConference);

        let waiting = table.waits_for(&table.lena).await;
        let identifier = waiting[0].identifier.clone().expect("an identifier");
        assert_eq!(identifier.len(), 9);
        table
            .answers(&table.lena, &waiting[0].handle, true)
            .await
            .expect("a yes");
        table.closes().await;
        for who in [&table.lena, &table.dana, &table.heather] {
            assert_eq!(table.agenda(who).await, [], "nobody sits anywhere");
            table.sits(who, 1).await;
        }
        let mut handles = Vec::new();
        for who in [&table.lena, &table.dana, &table.heather] {
            let mut agenda = table.agenda(who).await;
            let it = agenda.pop().expect("an item");
            let (called, sections) = it.seen.expect("something");
            assert_eq!(called.as_ref(), Some(&identifier));
            assert!(!sections.iter().any(|it| WHO.contains(it)), "{sections:?}");
            assert!(!sections.is_empty());
            handles.push(it.handle);
        }
        handles.push(waiting[0].handle.clone());
        handles.sort_unstable();
        handles.dedup();
        assert_eq!(handles.len(), 4, "nobody's handle is another's");
    });
}

#[test]
fn cc_2_4a_an_identifier_that_was_found_out_is_withdrawn_and_both_sides_agree_anew() {
    on_each_engine(|table| async move {
        let new = table.item(true, &[Category::Housing]);
        table.proposes(table.alma, new).await.expect("a proposal");
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        let before = table.waits_for(&table.lena).await.remove(0);
        let yes = table.answers(&table.lena, &before.handle, true).await;
        yes.expect("a yes");
        table.closes().await;
        table.sits(&table.dana, 1).await;
        assert!(table.agenda(&table.dana).await[0].seen.is_some());

        let (office, dana) = (&table.house.office, table.person(&table.dana).await);
        let anew = office.reissue_identifier(&dana, table.alma, table.series);
        anew.await.expect("another identifier");
        assert_eq!(table.agenda(&table.dana).await, [], "not in its old place");
        assert_eq!(
            table.state(table.alma).await,
            ItemState::WaitsForOrganization
        );
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        let after = table.waits_for(&table.lena).await.remove(0);
        assert_ne!(after.identifier, before.identifier);
        assert_ne!(after.handle, before.handle);
        let off = office.take_item_off(&dana, table.alma, table.series);
        off.await.expect("taken off");
        assert_eq!(table.waits_for(&table.lena).await, []);
    });
}

#[test]
fn cc_2_4a_a_walled_lead_finds_nothing_and_whoever_proposed_it_reads_the_same() {
    on_each_engine(|table| async move {
        let ruth = table.house.worker("ruth", Role::PrivacyOfficer).await;
        table.wall(table.alma, &table.lena).await;
        let new = table.item(true, &[Category::Housing]);
        table.proposes(table.alma, new).await.expect("a proposal");
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        assert_eq!(table.waits_for(&table.lena).await, []);
        let waiting = table.waits_for(&ruth).await;
        assert_eq!(waiting.len(), 1);
        let handle = &waiting[0].handle;
        let nowhere = "0".repeat(26);
        for handle in [handle, &nowhere] {
            let tried = table.answers(&table.lena, handle, true).await;
            assert!(matches!(tried, Err(CaseworkError::Unknown { .. })));
        }
        let omar = &table.house.office;
        let omar = omar.items_waiting(table.omar.id, table.series).await;
        assert!(matches!(omar, Err(CaseworkError::NotPermitted(_))));
        assert_eq!(table.state(table.alma).await, ItemState::WaitsForConference);
        table.answers(&ruth, handle, false).await.expect("a no");
        assert_eq!(table.state(table.alma).await, ItemState::WaitsForConference);
        assert_eq!(table.waits_for(&ruth).await, []);
    });
}

#[test]
fn cc_2_4_no_wall_runs_through_a_room_and_one_that_is_raised_later_takes_the_item_off() {
    on_each_engine(|table| async move {
        table.wall(table.alma, &table.heather).await;
        for client in [table.alma, table.bea] {
            let new = table.item(false, &[Category::Demographics]);
            table.on_agenda(client, new).await;
        }
        table.closes().await;
        let alma = table.placed(table.alma).await.expect("a sitting");
        let bea = table.placed(table.bea).await.expect("a sitting");
        assert_ne!(alma.sitting, bea.sitting);
        assert_eq!(alma.walls, [WallAgainst::Worker(table.heather.no)]);
        let rooms = table.rooms().await;
        assert_eq!(rooms.state(2), Some(RoomState::Planned));
        assert_eq!(rooms.state(3), None);

        table.sits(&table.heather, bea.sitting).await;
        table.sits(&table.dana, bea.sitting).await;
        assert!(table.agenda(&table.heather).await[0].seen.is_some());
        assert!(table.agenda(&table.dana).await[0].seen.is_some());
        // Wherever she sits, there is nothing of Alma for her: put there by hand, she is shown nothing by the gate, and is out at once.
        table.sits_by_hand(&table.heather, alma.sitting).await;
        let gate = &table.house.office.gate;
        let sheet = gate.sheet_of(table.alma).await.unwrap().expect("a sheet");
        let asked = ItemAsked {
            client: table.alma,
            item: sheet.items[0].item,
            viewers: vec![table.heather.id],
        };
        let seen = gate.discuss_for(&asked).await.expect("an answer");
        assert!(seen.iter().all(|it| matches!(it.shown, Shown::NotYours)));
        let person = table.person(&table.heather).await;
        let office = &table.house.office;
        let out = office.my_agenda(&person, table.place(&table.heather)).await;
        let out = out.expect("an answer").err();
        assert_eq!(out, Some(Out::Ended(SeatEnd::NoPart)));

        table.wall(table.bea, &table.lena).await;
        assert!(
            table.agenda(&table.dana).await[0].seen.is_none(),
            "off for everybody"
        );
        assert_eq!(table.state(table.bea).await, ItemState::Off);
    });
}

#[test]
fn cc_2_4_a_client_who_says_no_to_sharing_is_off_at_once_for_everybody() {
    on_each_engine(|table| async move {
        let new = table.item(false, &[Category::Demographics]);
        table.on_agenda(table.alma, new).await;
        table.closes().await;
        for who in [&table.dana, &table.heather] {
            table.sits(who, 1).await;
            assert!(table.agenda(who).await[0].seen.is_some());
        }
        let declined = table.house.office.decline_sharing(None, table.alma).await;
        declined.expect("a no");
        for who in [&table.dana, &table.heather] {
            assert!(table.agenda(who).await[0].seen.is_none());
        }
        assert_eq!(table.state(table.alma).await, ItemState::Off);
    });
}

#[test]
fn cc_2_5_each_sees_what_the_item_needs_and_each_has_an_entry_of_their_own() {
    on_each_engine(|table| async move {
        let beyond = table.item(false, &[Category::Health]);
        let beyond = table.proposes(table.alma, beyond).await;
        assert_eq!(lacks(beyond), ItemNeed::Sections);
        let new = table.item(false, &[Category::Demographics]);
        table.on_agenda(table.alma, new).await;
        table.closes().await;
        for who in [&table.dana, &table.heather] {
            table.sits(who, 1).await;
        }
        let gate = &table.house.office.gate;
        let sheet = gate.sheet_of(table.alma).await.unwrap().expect("a sheet");
        let viewers = vec![table.omar.id, table.heather.id, table.dana.id];
        let asked = ItemAsked {
            client: table.alma,
            item: sheet.items[0].item,
            viewers: viewers.clone(),
        };
        let before = table.intents().await;
        let seen = gate.discuss_for(&asked).await.expect("an answer");
        assert_eq!(table.intents().await, before + 2, "Omar has no seat");
        assert_eq!(seen.iter().map(|it| it.viewer).collect::<Vec<_>>(), viewers);
        for one in seen {
            match one.shown {
                Shown::NotYours => assert_eq!(one.viewer, table.omar.id),
                Shown::Open(shown) => {
                    let sections: Vec<_> = shown.parts.iter().map(|it| it.section).collect();
                    assert!(sections.contains(&Category::Identity));
                    let needed = [Category::Identity, Category::Demographics];
                    assert!(sections.iter().all(|it| needed.contains(it)));
                    shown.delivery.delivered(None);
                }
            }
        }
        // Put like any other question it is about no item, and refused to whoever sits there as well.
        let request = Request {
            purpose: Purpose::CaseConference,
            ..Request::to_serve(table.dana.id, table.alma)
        };
        let request = request.sections([Category::Demographics]);
        let alone = gate.ask::<Discuss>(&request).await;
        assert!(matches!(alone, Err(Refusal::Refused { .. })));
        // The same item, asked about as somebody else's, is nobody's.
        let swapped = ItemAsked {
            client: table.bea,
            ..asked
        };
        let seen = gate.discuss_for(&swapped).await.expect("an answer");
        assert!(seen.iter().all(|it| matches!(it.shown, Shown::NotYours)));
    });
}

#[test]
fn cc_2_5_nobody_sees_of_an_item_on_what_their_organization_cannot_act() {
    on_each_engine(|table| async move {
        table.offers(table.orchard, &[Category::Housing]).await;
        let new = table.item(false, &[Category::Demographics, Category::Housing]);
        table.on_agenda(table.alma, new).await;
        table.closes().await;
        for who in [&table.dana, &table.heather] {
            table.sits(who, 1).await;
        }
        let seen = |mut agenda: Vec<Line>| agenda.remove(0).seen.map(|it| it.1);
        let dana = seen(table.agenda(&table.dana).await).expect("something");
        assert!(dana.contains(&Category::Demographics), "{dana:?}");
        let heather = seen(table.agenda(&table.heather).await).expect("something");
        assert!(heather.contains(&Category::Identity), "{heather:?}");
        assert!(!heather.contains(&Category::Demographics), "{heather:?}");

        // What is said anew counts at once, and whoever can act on nothing sees not even who it is.
        table.offers(table.orchard, &[Category::Health]).await;
        assert_eq!(seen(table.agenda(&table.heather).await), None);
        assert!(seen(table.agenda(&table.dana).await).is_some());
        let name = SeriesChange::Offer {
            organization: table.orchard,
            sections: vec![Category::Identity],
        };
        let office = &table.house.office;
        let name = office.change_conference(table.lena.id, table.series, name);
        match name.await {
            Err(CaseworkError::Amiss(all)) => assert_eq!(all, [Amiss::ConferenceOffer]),
            said => panic!("{said:?}"),
        }
    });
}

#[test]
fn cc_2_5_a_partner_of_whom_nothing_was_said_finds_nothing_and_a_lead_is_asked_all_the_same() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let shown = office.conference(table.lena.id, table.series).await;
        let offers = shown.expect("a series").told.expect("signed").offers;
        let own = offers.iter().find(|it| it.0 != table.orchard);
        let own = own.expect("the office begins with everything").0;
        // The partner leaves and comes back: it begins anew.
        for organizations in [vec![], vec![table.orchard]] {
            let change = SeriesChange::Organizations(organizations);
            let changed = office.change_conference(table.lena.id, table.series, change);
            changed.await.expect("other members");
        }
        let named = office.name_participant(table.lena.id, table.series, table.heather.id);
        named.await.expect("a participant");
        table.signs(&table.heather).await;
        table.offers(own, &[Category::Health]).await;
        let meeting = table.sets_meeting().await;
        let new = table.item(true, &[Category::Housing]);
        table.proposes(table.alma, new).await.expect("a proposal");
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        let waiting = table.waits_for(&table.lena).await;
        assert_eq!(waiting.len(), 1, "whoever may know of it answers");
        let yes = table.answers(&table.lena, &waiting[0].handle, true).await;
        yes.expect("a yes");
        table.offers(own, &[Category::Housing]).await;
        let closed = office.close_agenda_of(table.lena.id, meeting).await;
        closed.expect("a closed agenda");
        assert_eq!(table.own_agenda(&table.dana, meeting).await.items.len(), 1);
        let heather = table.own_agenda(&table.heather, meeting).await;
        assert!(heather.closed && heather.items.is_empty());
    });
}

#[test]
fn cc_2_4_before_a_meeting_each_finds_their_own_items_without_number_order_or_gap() {
    on_each_engine(|table| async move {
        table.wall(table.alma, &table.heather).await;
        for (client, minutes) in [(table.alma, 7), (table.bea, 9)] {
            let new = NewItem {
                minutes,
                ..table.item(false, &[Category::Demographics])
            };
            table.on_agenda(client, new).await;
        }
        let (office, meeting) = (&table.house.office, table.sets_meeting().await);
        let before = table.own_agenda(&table.lena, meeting).await;
        assert!(before.can_close && !before.closed && before.items.is_empty());
        let forced = office.close_agenda_of(table.heather.id, meeting).await;
        assert!(matches!(forced, Err(CaseworkError::NotPermitted(_))));
        let closed = office.close_agenda_of(table.lena.id, meeting).await;
        closed.expect("a closed agenda");

        let dana = table.own_agenda(&table.dana, meeting).await;
        assert!(dana.closed && !dana.can_close);
        let both = [(ItemPurpose::Housing, 7), (ItemPurpose::Housing, 9)];
        assert_eq!(own(&dana), both);
        let heather = table.own_agenda(&table.heather, meeting).await;
        assert_eq!(own(&heather), both[1..], "as if there were no other");
        for it in &heather.items {
            let alike = dana.items.iter().any(|other| other.handle == it.handle);
            assert!(!alike, "nobody's handle is another's");
        }
        let sorted = dana.items.is_sorted_by(|a, b| a.handle <= b.handle);
        assert!(sorted, "by what nobody else has");
        // Whoever takes no part finds no meeting.
        let omar = office.own_agenda(table.omar.id, meeting).await;
        assert!(matches!(omar, Err(CaseworkError::Unknown { .. })));
        // A wall that is raised now takes the item off, for everybody and without a word.
        table.wall(table.bea, &table.lena).await;
        let without = table.own_agenda(&table.heather, meeting).await;
        assert!(without.closed && without.items.is_empty());
    });
}

#[test]
fn cc_2_4_whoever_moved_to_another_organization_has_nothing_on_an_agenda_of_before() {
    on_each_engine(|table| async move {
        let new = table.item(false, &[Category::Demographics]);
        table.on_agenda(table.alma, new).await;
        let (office, meeting) = (&table.house.office, table.sets_meeting().await);
        let closed = office.close_agenda_of(table.lena.id, meeting).await;
        closed.expect("a closed agenda");
        let before = table.own_agenda(&table.lena, meeting).await;
        assert_eq!(before.items.len(), 1);
        // She goes on leading the series, and the orchard's protocol covers her as it does Heather; she sits in no sitting of then.
        let gate = &office.gate;
        let orchard = table.person(&table.heather).await.sheet.organization;
        let moved = gate.change_worker(table.lena.id, "moved", move |it| it.organization = orchard);
        moved.await.expect("a move");
        let named = AgreedStaff {
            worker: table.lena.no,
            categories: Category::ALL.to_vec(),
        };
        let agreed = gate.change_organization(table.orchard, "agreed", |it| {
            it.agreed[0].staff.push(named);
        });
        agreed.await.expect("a protocol");
        table.signs(&table.lena).await;
        let after = table.own_agenda(&table.lena, meeting).await;
        assert!(after.closed && after.items.is_empty());
    });
}

#[test]
fn cc_2_4a_a_walled_lead_learns_nothing_by_closing_an_agenda_once_or_twice() {
    on_each_engine(|table| async move {
        let (office, ruth) = (
            &table.house.office,
            table.house.worker("ruth", Role::PrivacyOfficer).await,
        );
        // Somebody else can lead the sitting in which she doesn't sit.
        let nora = table.house.worker("nora", Role::ConferenceLead).await;
        table.house.sign_conferencing(&nora).await;
        let named = office.name_participant(table.lena.id, table.series, nora.id);
        named.await.expect("a participant");
        table.signs(&nora).await;
        table.wall(table.alma, &table.lena).await;
        let with_something = table.sets_meeting().await;
        let new = table.item(true, &[Category::Housing]);
        table.proposes(table.alma, new).await.expect("a proposal");
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        let anywhere = office.all_items_waiting(table.lena.id).await;
        assert_eq!(anywhere.expect("a list"), []);
        let anywhere = office.all_items_waiting(ruth.id).await.expect("a list");
        assert_eq!(anywhere.len(), 1);
        assert_eq!(anywhere[0].title, None, "she takes no part in it");
        let handle = &anywhere[0].items[0].handle;
        table.answers(&ruth, handle, true).await.expect("a yes");
        let mut found = Vec::new();
        for meeting in [with_something, table.sets_meeting().await] {
            let closed = office.close_agenda_of(table.lena.id, meeting).await;
            closed.expect("a closed agenda");
            let again = office.close_agenda_of(table.lena.id, meeting).await;
            match again {
                Err(CaseworkError::Amiss(all)) => assert_eq!(all, [Amiss::ChangedMeanwhile]),
                closed => panic!("{closed:?}"),
            }
            found.push(table.own_agenda(&table.lena, meeting).await);
        }
        assert_eq!(found[0], found[1], "something there reads like nothing");
        let nora = table.own_agenda(&nora, with_something).await;
        assert_eq!(nora.items.len(), 1);
    });
}

#[test]
fn cc_2_4a_a_file_says_when_somebody_is_spoken_of_and_never_as_what() {
    on_each_engine(|table| async move {
        let (office, dana) = (&table.house.office, table.person(&table.dana).await);
        let none = NewItem {
            minutes: 0,
            ..table.item(true, &[Category::Housing])
        };
        assert_eq!(
            lacks(table.proposes(table.alma, none).await),
            ItemNeed::Minutes
        );
        let new = table.item(true, &[Category::Housing]);
        table.proposes(table.alma, new).await.expect("a proposal");
        let omar = table.person(&table.omar).await;
        let mine = office.items_of(&dana, table.alma).await.expect("items");
        let theirs = office.items_of(&omar, table.alma).await.expect("items");
        assert!(!mine[0].can_agree && theirs[0].can_agree);
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        let waiting = table.waits_for(&table.lena).await.remove(0);
        let identifier = waiting.identifier.expect("an identifier");
        table.house.clock.advance(125_000);
        let yes = table.answers(&table.lena, &waiting.handle, true).await;
        yes.expect("a yes");
        let meeting = table.sets_meeting().await;
        let closed = office.close_agenda_of(table.lena.id, meeting).await;
        closed.expect("a closed agenda");
        let lines = office.items_of(&dana, table.alma).await.expect("items");
        assert_eq!(lines[0].state, ItemState::Agreed);
        let at = table.house.clock.now_ms() + 3_600_000;
        assert_eq!(lines[0].meeting_at, Some(at));
        assert!(!format!("{lines:?}").contains(&identifier));
        let own = table.own_agenda(&table.dana, meeting).await;
        assert!(!format!("{own:?}").contains(&identifier));
        let asked = Request::to_serve(table.dana.id, table.alma);
        let looks = office.who_looked(&asked).await.expect("a history");
        let mut by_nobody = looks.iter().filter(|it| it.who.is_none());
        let agreed = |text: &EntryText| matches!(text, EntryText::Deed(it) if it.deed == "conference_item_agreed");
        let yes = by_nobody.find(|it| agreed(&it.text)).expect("a yes");
        assert_eq!(yes.at_ms % 3_600_000, 0, "to the hour, and by nobody");
        office
            .open_room(table.lena.id, meeting)
            .await
            .expect("open");
        office
            .close_room(table.lena.id, meeting)
            .await
            .expect("closed");
        assert_eq!(table.state(table.alma).await, ItemState::SpokenOf);
    });
}
