//! A client's plan is written line by line, opens with the section on services, and forgets nothing.

use caseward_casework::plan::{Plan, PlanDraft, PlanError, PlanMend};
use caseward_model::{Channel, Client, Id, PlanLine, Role};
use caseward_testkit::{Export, House, engines, run};

use crate::disclosing::person;

fn draft(line: PlanLine, of: Option<i64>, text: &str) -> PlanDraft {
    PlanDraft {
        line: line.word().to_owned(),
        of: of.map(|it| it.to_string()).unwrap_or_default(),
        by: "together".to_owned(),
        until: "2099-12-01".to_owned(),
        text: text.to_owned().into(),
    }
}

struct Desk {
    house: House,
    alma: Id<Client>,
}

impl Desk {
    async fn on(engine: &caseward_testkit::Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new().client("1", "Alma", "Reyes");
        house.import(&export).await;
        let alma = house.client("1").await;
        let dana = house.worker("dana", Role::Caseworker).await;
        house.assign(&dana, alma).await;
        house.worker("omar", Role::Caseworker).await;
        Self { house, alma }
    }

    async fn writes(&self, who: &str, draft: &PlanDraft) -> Result<i64, PlanError> {
        let who = person(&self.house, who).await;
        let office = &self.house.office;
        let written = office.write_plan(&who, self.alma, Channel::Screen, draft);
        written.await.map(|it| it.record_no)
    }

    async fn plan(&self) -> Plan {
        let dana = person(&self.house, "dana").await;
        let office = &self.house.office;
        let found = office.plan(&dana, self.alma, Channel::Screen).await;
        let (plan, delivery) = found.ok().expect("her own client's plan");
        delivery.delivered(None);
        plan
    }
}

#[test]
fn dv_5_2_2_a_plan_grows_line_by_line_and_what_ended_stays_with_what_came_of_it() {
    for engine in engines() {
        run(async {
            let desk = Desk::on(&engine).await;
            let goal = draft(PlanLine::Goal, None, "A flat of her own.");
            let goal = desk.writes("dana", &goal).await.expect("a goal");
            let ring = draft(PlanLine::Step, Some(goal), "Ring two landlords.");
            let ring = desk.writes("dana", &ring).await.expect("a step");
            let look = draft(PlanLine::Step, Some(goal), "Look at both flats.");
            desk.writes("dana", &look).await.expect("a step");
            let done = draft(PlanLine::Done, Some(ring), "Both said yes.");
            desk.writes("dana", &done).await.expect("an end");
            let plan = desk.plan().await;
            assert_eq!(plan.goals.len(), 1);
            let steps = &plan.goals[0].steps;
            assert_eq!(steps.len(), 2);
            let end = steps[0].line.end.as_ref().expect("the step is done");
            assert!(end.how == PlanLine::Done && end.text.is("Both said yes."));
            let next = plan.next_steps();
            assert_eq!(next.len(), 1);
            assert!(next[0].line.text.is("Look at both flats."));

            // What ended takes nothing more, and nothing belongs to what isn't there.
            let again = draft(PlanLine::GivenUp, Some(ring), "Once more.");
            let lost = draft(PlanLine::Step, Some(9_999), "To no goal.");
            for late in [&again, &lost] {
                let refused = desk.writes("dana", late).await;
                assert!(matches!(refused, Err(PlanError::Mend(it)) if it == [PlanMend::Of]));
            }
        });
    }
}

#[test]
fn cr_7_a_plan_is_for_whoever_may_read_and_write_the_services() {
    for engine in engines() {
        run(async {
            let desk = Desk::on(&engine).await;
            let goal = draft(PlanLine::Goal, None, "A flat of her own.");
            let refused = desk.writes("omar", &goal).await;
            assert!(matches!(refused, Err(PlanError::Refused(_))));
            desk.writes("dana", &goal).await.expect("a goal");
            let omar = person(&desk.house, "omar").await;
            let office = &desk.house.office;
            let found = office.plan(&omar, desk.alma, Channel::Screen).await;
            assert!(found.is_err());
            assert_eq!(desk.plan().await.goals.len(), 1);
        });
    }
}
