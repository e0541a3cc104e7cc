//! Of what is decided in a conference each gets their part, and hears nothing of the others': in the room, on their own list, in their
//! minutes, and by no answer to what they write down.

use caseward_casework::conference::{ActionLine, NewAction, SeriesChange};
use caseward_casework::gate::AgreedStaff;
use caseward_casework::people::Amiss;
use caseward_casework::staff::Colleague;
use caseward_model::{Category, DecidedKind, Id, Organization, OrganizationKind, Role};

use super::{BED, Room, sits};
use crate::agenda::{Table, on_each_engine};
use crate::conference::{amiss, is_none};

const FLAT: &str = "A flat is found.";

/// Somebody of the orchard who takes part, and whom its protocol covers for who somebody is alone: nothing that Alma's item needs.
async fn sees_bea_alone(table: &Table) -> Colleague {
    let role = Role::PartnerWorker;
    let ivo = table.house.worker_with("ivo", role, true, true, "orchard");
    let ivo = ivo.await;
    table.house.sign_conferencing(&ivo).await;
    table.takes_part(&ivo).await;
    let named = AgreedStaff {
        worker: ivo.no,
        categories: vec![Category::Identity, Category::Demographics],
    };
    let gate = &table.house.office.gate;
    let agreed = gate.change_organization(table.orchard, "agreed", |it| {
        it.agreed[0].staff.push(named);
    });
    agreed.await.expect("a protocol");
    ivo
}

fn texts(lines: &[ActionLine]) -> Vec<&str> {
    lines.iter().map(|it| it.text.as_str()).collect()
}

impl Room {
    /// What somebody sees of Alma's decision once the room is closed: the sections; nothing when they see nothing of it.
    async fn sections_of_alma(&self, who: &Colleague) -> Option<Vec<Category>> {
        let after = match self.after(who).await {
            Ok(after) => after,
            Err(error) => panic!("{error}"),
        };
        let mut lines = after.actions.lines.into_iter();
        let found = lines.find(|it| it.about.by_identifier);
        found.map(|it| it.about.sections)
    }
}

#[test]
fn cc_2_5_of_decisions_actions_and_minutes_each_gets_what_is_about_clients_of_whom_they_see_something()
 {
    on_each_engine(|table| async move {
        let ivo = sees_bea_alone(&table).await;
        let room = Room::opened(table).await;
        let heather = &room.table.heather;
        let seat = sits(&room.table, &ivo, room.meeting).await;
        room.undertaken(true, BED).await;
        room.undertaken(false, FLAT).await;
        let his = room.shown(&ivo, (room.meeting, seat)).await;
        assert_eq!(texts(&his.here), [FLAT]);
        assert_eq!(his.items.len(), 1, "he can write nothing down on the other");
        assert!(!his.items[0].by_identifier);
        let hers = room.shown(heather, (room.meeting, room.heather)).await;
        assert_eq!(texts(&hers.here), [BED, FLAT]);
        assert_eq!(hers.items.len(), 2);

        // What both do for their organization is on their lists and among their tasks as far as each may see it.
        assert_eq!(texts(&room.mine(&ivo).await), [FLAT]);
        assert_eq!(room.tasks(&ivo).await.len(), 1);
        let all = room.mine(heather).await;
        assert_eq!(texts(&all), [BED, FLAT]);
        assert_eq!(room.tasks(heather).await.len(), 2);
        for one in &all {
            is_none(room.ends(&ivo, &one.handle, (true, "")).await);
        }
        let identifier = all[0].about.identifier.clone();
        let identifier = identifier.expect("an identifier");

        room.closes().await;
        assert_eq!(room.decided(&ivo).await, [FLAT]);
        assert_eq!(room.decided(heather).await, [BED, FLAT]);
        let minutes = room.minutes(&ivo).await.expect("minutes");
        assert!(minutes.contains(FLAT), "{minutes}");
        for other in [BED, identifier.as_str()] {
            assert!(!minutes.contains(other), "{other} in {minutes}");
        }
        let minutes = room.minutes(heather).await.expect("minutes");
        for told in [BED, FLAT, identifier.as_str()] {
            assert!(minutes.contains(told), "{told} in {minutes}");
        }
    });
}

#[test]
fn cc_2_5_of_what_was_decided_each_is_told_the_sections_on_which_their_organization_can_act() {
    on_each_engine(|table| async move {
        let room = Room::opened(table).await;
        let (dana, heather) = (&room.table.dana, &room.table.heather);
        room.undertaken(true, BED).await;
        room.closes().await;
        let both = room.sections_of_alma(heather).await.expect("a decision");
        assert!(both.contains(&Category::Housing) && both.contains(&Category::Services));
        // From now on the orchard can act on housing alone, and then on nothing that the item needs.
        room.table.offers(room.orchard, &[Category::Housing]).await;
        let one = room.sections_of_alma(heather).await.expect("a decision");
        assert_eq!(one, [Category::Housing]);
        room.table.offers(room.orchard, &[Category::Income]).await;
        assert_eq!(room.sections_of_alma(heather).await, None);
        assert!(room.mine(heather).await.is_empty());
        let minutes = room.minutes(heather).await.expect("minutes");
        assert!(!minutes.contains(BED), "{minutes}");
        let hers = room.sections_of_alma(dana).await.expect("a decision");
        assert_eq!(hers, both, "what others can act on changes nothing for her");
    });
}

/// A member organization that can act on Bea's item and not on Alma's, with somebody of it who takes part.
async fn sees_bea_elsewhere(table: &Table) -> (Id<Organization>, Colleague) {
    let house = &table.house;
    let mill = house.partner("mill", OrganizationKind::Health).await;
    let sol = house.worker_with("sol", Role::PartnerWorker, true, true, "mill");
    let sol = sol.await;
    house.sign_conferencing(&sol).await;
    let named = AgreedStaff {
        worker: sol.no,
        categories: Category::ALL.to_vec(),
    };
    let gate = &house.office.gate;
    let agreed = gate.change_organization(mill.id, "agreed", |it| {
        it.agreed[0].staff.push(named);
    });
    agreed.await.expect("a protocol");
    let members = SeriesChange::Organizations(vec![table.orchard, mill.id]);
    let office = &house.office;
    let changed = office.change_conference(table.lena.id, table.series, members);
    changed.await.expect("two members");
    table.offers(mill.id, &[Category::Demographics]).await;
    table.takes_part(&sol).await;
    (mill.id, sol)
}

#[test]
fn cc_2_5_whoever_writes_an_action_down_learns_by_no_answer_who_sees_the_client() {
    on_each_engine(|table| async move {
        let (mill, sol) = sees_bea_elsewhere(&table).await;
        let elsewhere = table
            .house
            .partner("ferry", OrganizationKind::Health)
            .await
            .id;
        let room = Room::opened(table).await;
        sits(&room.table, &sol, room.meeting).await;
        let heather = &room.table.heather;
        // Heather sees something of Alma, and Sol doesn't: whoever is chosen, the answer is the same.
        let of = |organization, person| NewAction {
            organization: Some(organization),
            person,
            ..room.action(BED)
        };
        for new in [
            of(room.orchard, None),
            of(room.orchard, Some(heather.id)),
            of(mill, None),
            of(mill, Some(sol.id)),
        ] {
            let done = room.tries(true, new).await;
            assert_eq!(done.expect("an action"), Ok(()));
        }
        // Whom it says nothing gets no task, and finds nothing on their list.
        assert_eq!(room.tasks(heather).await.len(), 2);
        assert_eq!(room.mine(heather).await.len(), 2);
        assert!(room.tasks(&sol).await.is_empty());
        assert!(room.mine(&sol).await.is_empty());
        // Of Bea she sees something, and there she is reminded.
        let done = room.tries(false, of(mill, None)).await;
        assert_eq!(done.expect("an action"), Ok(()));
        assert_eq!(room.tasks(&sol).await.len(), 1);
        assert_eq!(room.mine(&sol).await.len(), 1);
        // What everybody sees who sits there is said all the same: who isn't in the room, and who came for whom.
        let away = room.tries(true, of(elsewhere, None)).await;
        assert_eq!(amiss(away), [Amiss::ActionOwner]);
        let crossed = room.tries(true, of(room.orchard, Some(sol.id))).await;
        assert_eq!(amiss(crossed), [Amiss::ActionPerson]);
        let decided = NewAction {
            kind: Some(DecidedKind::Decision),
            ..of(elsewhere, None)
        };
        assert_eq!(room.tries(true, decided).await.expect("written"), Ok(()));
    });
}
