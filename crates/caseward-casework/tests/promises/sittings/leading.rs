//! Whoever led a sitting has another part, or belongs elsewhere: somebody else leads it at once, and is told.

use caseward_casework::conference::SeriesChange;
use caseward_casework::gate::Actor;
use caseward_casework::people::Person;
use caseward_casework::staff::Colleague;
use caseward_model::{Category, OrganizationKind, Role, TaskKind};

use super::Day;
use crate::agenda::{Table, on_each_engine};

impl Day {
    /// A meeting whose agenda is closed, with this supervisor at the table besides Lena.
    async fn with(table: Table, sol: &Colleague) -> Self {
        table.house.sign_conferencing(sol).await;
        table.takes_part(sol).await;
        let day = Self::divided(table).await;
        assert!(day.sitting(&day.table.lena, true).await.leads);
        assert!(!day.sitting(sol, true).await.leads);
        day
    }

    async fn becomes(&self, who: &Colleague, (role, organization): (Role, &str)) {
        let person = Person::new(&who.name, &who.handle, role, organization);
        let office = self.office();
        let changed = office.change_person(Actor::KeyHolder, who.id, None, person);
        changed.await.expect("another part");
    }

    async fn waits(&self, who: &Colleague, kind: TaskKind) -> usize {
        let tasks = self.office().my_tasks(who.no).await.expect("tasks");
        tasks.iter().filter(|it| it.kind == kind).count()
    }
}

#[test]
fn cc_1_whoever_can_lead_a_sitting_in_place_of_its_lead_does_and_is_told_until_that_one_can_again()
{
    on_each_engine(|table| async move {
        let sol = table.house.worker("sol", Role::Supervisor).await;
        let day = Day::with(table, &sol).await;
        let lena = &day.table.lena;
        day.becomes(lena, (Role::Caseworker, "office")).await;
        assert!(day.sitting(&sol, true).await.leads);
        assert_eq!(day.waits(&sol, TaskKind::ConferenceToLead).await, 1);
        // She can again: it doesn't wait for him any more.
        day.becomes(lena, (Role::ConferenceLead, "office")).await;
        assert!(!day.sitting(&sol, true).await.leads);
        assert_eq!(day.waits(&sol, TaskKind::ConferenceToLead).await, 0);

        day.becomes(lena, (Role::Caseworker, "office")).await;
        let at = day.sitting(&sol, true).await.handle;
        let at = (day.meeting, Some(at));
        let opened = day.office().open_room(sol.id, at.clone()).await;
        opened.expect("an open room");
        assert_eq!(day.waits(&sol, TaskKind::ConferenceToLead).await, 0);
        let closed = day.office().close_room(sol.id, at).await;
        closed.expect("a closed room");
    });
}

#[test]
fn cc_1_the_deputy_of_a_series_whose_lead_moves_leads_it_and_is_told() {
    on_each_engine(|table| async move {
        let sol = table.house.worker("sol", Role::Supervisor).await;
        let deputy = SeriesChange::Deputy(Some(sol.id));
        table.house.sign_conferencing(&sol).await;
        let office = &table.house.office;
        let named = office.change_conference(table.lena.id, table.series, deputy);
        named.await.expect("a deputy");
        table.signs(&sol).await;
        table.house.partner("mill", OrganizationKind::Health).await;
        let day = Day::divided(table).await;
        let lena = &day.table.lena;
        assert_eq!(day.waits(&sol, TaskKind::ConferenceToLead).await, 0);
        day.becomes(lena, (Role::PartnerWorker, "mill")).await;
        assert!(day.sitting(&sol, true).await.leads);
        assert_eq!(day.waits(&sol, TaskKind::ConferenceToLead).await, 1);
        let by_lena = day.office().open_room(lena.id, day.meeting).await;
        assert!(by_lena.is_err());
        let opened = day.office().open_room(sol.id, day.meeting).await;
        opened.expect("an open room");
    });
}

#[test]
fn cc_1_where_nobody_of_a_sitting_can_lead_it_privacy_officers_hear_and_nobody_else() {
    on_each_engine(|table| async move {
        let olga = table.house.worker("olga", Role::PrivacyOfficer).await;
        let day = Day::divided(table).await;
        let (lena, dana) = (&day.table.lena, &day.table.dana);
        day.becomes(lena, (Role::Caseworker, "office")).await;
        let without = TaskKind::ConferenceWithoutLead;
        assert_eq!(day.waits(&olga, without).await, 1, "once for a meeting");
        for other in [lena, dana, &day.table.heather] {
            assert_eq!(day.waits(other, without).await, 0);
            assert_eq!(day.waits(other, TaskKind::ConferenceToLead).await, 0);
        }
        let by_dana = day.office().open_room(dana.id, day.meeting).await;
        assert!(by_dana.is_err());
        // Somebody of it gets a part in which they can.
        day.becomes(dana, (Role::Supervisor, "office")).await;
        assert_eq!(day.waits(&olga, without).await, 0);
        assert_eq!(day.waits(dana, TaskKind::ConferenceToLead).await, 1);
        assert!(day.sitting(dana, true).await.leads);
        assert!(day.shown_to(&olga).await.is_err(), "and sees nothing of it");
    });
}

#[test]
fn cc_1_where_whoever_leads_a_sitting_leaves_the_series_privacy_officers_hear_if_nobody_else_can() {
    on_each_engine(|table| async move {
        let ruth = table.house.worker("ruth", Role::PrivacyOfficer).await;
        let sol = table.house.worker("sol", Role::Supervisor).await;
        table.house.sign_conferencing(&sol).await;
        table.takes_part(&sol).await;
        let day = Day::set(table).await;
        let (lena, alma) = (&day.table.lena, day.table.alma);
        day.table.wall(alma, lena).await;
        let new = day.table.item(false, &[Category::Demographics]);
        day.table.proposes(alma, new).await.expect("a proposal");
        let agreed = day.table.agrees(&day.table.omar, alma).await;
        agreed.expect("a yes");
        for waits in day.table.waits_for(&ruth).await {
            let yes = day.table.answers(&ruth, &waits.handle, true).await;
            yes.expect("a yes");
        }
        day.closes_agenda().await.expect("a closed agenda");
        assert!(day.sitting(&sol, false).await.leads, "Lena isn't in it");
        let without = TaskKind::ConferenceWithoutLead;
        assert_eq!(day.waits(&ruth, without).await, 0);
        let left = day.office().leave_conference(sol.id, day.table.series);
        left.await.expect("left");
        assert_eq!(day.waits(&ruth, without).await, 1);
        assert_eq!(day.waits(lena, without).await, 0);
    });
}
