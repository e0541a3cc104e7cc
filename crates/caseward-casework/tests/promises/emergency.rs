//! A file that is opened in an emergency: for minutes, for what is needed, told to others, and reviewed.

use caseward_casework::CaseworkError;
use caseward_casework::emergency::danger::DangerForm;
use caseward_casework::emergency::{Limits, Opening};
use caseward_casework::gate::{Actor, OpenSlot, Read, Request, WallAgainst, WallFact};
use caseward_casework::sign_in::Arrival;
use caseward_casework::staff::Colleague;
use caseward_model::{
    Category, Channel, Client, EmergencyEnd, EmergencyFinding, Id, Purpose, Role, TaskKind,
};
use caseward_testkit::{Engine, Export, House, engines, run};
use zeroize::Zeroizing;

use crate::duty::search::search;

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;
const BECAUSE: &str = "It was needed, and no more than that was opened.";

/// Alma is nobody's client yet; Dana has an emergency, Priya supervises her, Omar answers for confidentiality.
struct Night {
    house: House,
    alma: Id<Client>,
    dana: Colleague,
    priya: Colleague,
    omar: Colleague,
}

impl Night {
    async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Stone")
            .health_and_dv("2", "1", "1");
        house.import(&export).await;
        let alma = house.client("1").await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let priya = house.worker("priya", Role::Supervisor).await;
        let omar = house.worker("omar", Role::PrivacyOfficer).await;
        house.supervise(&priya, &dana).await;
        Self {
            house,
            alma,
            dana,
            priya,
            omar,
        }
    }

    async fn opens(&self, form: &str, whom: &str) -> Result<Opening, CaseworkError> {
        let order = danger(whom).check(60).ok().expect("a complete form");
        self.house
            .office
            .open_emergency(self.dana.id, form, order, Channel::Screen)
            .await
    }

    async fn opened(&self, form: &str, whom: &str) -> i64 {
        match self.opens(form, whom).await.expect("an answer") {
            Opening::Open(no, _) => no,
            other => panic!("{other:?}"),
        }
    }

    /// Whether Dana sees this section of Alma's file now, for the emergency.
    async fn sees(&self, section: Category) -> bool {
        let mut request = Request::to_serve(self.dana.id, self.alma).sections([section]);
        request.purpose = Purpose::Emergency;
        match self.house.office.gate.ask::<Read>(&request).await {
            Ok(answer) => {
                self.house
                    .office
                    .gate
                    .give_back(answer.permit, answer.sealed);
                true
            }
            Err(_) => false,
        }
    }

    async fn waits(&self, who: &Colleague, kind: TaskKind) -> bool {
        let tasks = self.house.office.my_tasks(who.no).await.expect("tasks");
        tasks.iter().any(|it| it.kind == kind)
    }
}

pub(crate) fn danger(whom: &str) -> DangerForm {
    let text = |it: &str| Zeroizing::new(it.to_owned());
    DangerForm {
        whom: text(whom),
        harm: "violence".into(),
        at_risk: "client".into(),
        imminence: "now".into(),
        what: text("Someone who beat her before has found out where she sleeps tonight."),
        why_now: text("Nobody who works with her can be reached, and he is on his way."),
        told: "no".into(),
        not_told: text("We have no number for her before the file is open."),
        sections: vec!["contact".into(), "location".into()],
        minutes: "30".into(),
        understood: true,
    }
}

#[test]
fn re_7_an_emergency_opens_what_is_needed_for_minutes_and_two_people_know_at_once() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            assert!(!night.sees(Category::Contact).await, "before");
            let no = night.opened("form", "1").await;
            assert!(night.sees(Category::Contact).await);
            assert!(night.sees(Category::Location).await);
            assert!(!night.sees(Category::Health).await, "it was not asked for");
            assert!(!night.sees(Category::Hiv).await, "no emergency needs it");
            for who in [&night.priya, &night.omar] {
                assert!(night.waits(who, TaskKind::EmergencyOpened).await);
                assert!(night.waits(who, TaskKind::EmergencyReview).await);
            }
            let seen = night.house.office.emergency(night.omar.id, no).await;
            assert!(seen.expect("a ticket").danger.what.contains("tonight"));

            night.house.clock.advance(29 * MINUTE);
            assert!(night.sees(Category::Contact).await);
            night.house.clock.advance(MINUTE);
            assert!(!night.sees(Category::Contact).await, "half an hour is over");
        });
    }
}

#[test]
fn re_7_one_form_opens_one_ticket_and_a_clock_that_goes_back_extends_none() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            let no = night.opened("form", "1").await;
            night.house.clock.advance(MINUTE);
            assert_eq!(night.opened("form", "1").await, no, "sent twice");
            let tickets = night.house.office.own_emergencies(night.dana.no).await;
            assert_eq!(tickets.expect("tickets").len(), 1);
            night.house.clock.advance(-60 * MINUTE);
            assert!(!night.sees(Category::Contact).await, "an hour earlier");
            night.house.clock.advance(60 * MINUTE);
            assert!(night.sees(Category::Contact).await);
        });
    }
}

#[test]
fn re_7_whoever_has_only_a_name_opens_by_what_their_own_search_of_the_last_hour_told() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            let (house, office) = (&night.house, &night.house.office);
            office.index_names(|_| {}).await.unwrap();
            let told = search(house, &night.dana, "Alma Reyes").await.ask.unwrap();
            let by = format!("search:{told}");
            night.opened("a", &by).await;
            assert!(night.sees(Category::Contact).await);
            let nobody = search(house, &night.dana, "Nobody Atall").await;
            assert_eq!(nobody.ask, None);
            let theirs = search(house, &night.priya, "Bruno Stone").await.ask;
            for (form, whom) in [
                ("b", "search:77".to_owned()),
                ("c", format!("search:{}", theirs.unwrap_or(78))),
                ("d", "search:".to_owned()),
            ] {
                let nothing = night.opens(form, &whom).await.unwrap();
                assert_eq!(nothing, Opening::Nothing, "{whom}");
            }
            house.clock.advance(61 * MINUTE);
            let late = night.opens("e", &by).await.unwrap();
            assert_eq!(late, Opening::Nothing, "it was too long ago");
        });
    }
}

#[test]
fn dv_3_3_2e_whoever_is_walled_off_reviews_no_emergency_about_that_client() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            let office = &night.house.office;
            let ticket = night.opened("a", "1").await;
            let theirs = office.emergencies_to_review(night.priya.id).await;
            assert_eq!(theirs.unwrap().len(), 1);
            let no = night.priya.no;
            let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
                let against = WallAgainst::Worker(no);
                sheet.walls.push(WallFact { against, since });
            };
            let walled = office.change_facts(night.alma, "walled", wall).await;
            walled.unwrap();
            let theirs = office.emergencies_to_review(night.priya.id).await;
            assert!(theirs.unwrap().is_empty());
            assert!(office.emergency(night.priya.id, ticket).await.is_err());
        });
    }
}

#[test]
fn dv_3_3_2e_a_wall_holds_in_an_emergency_and_looks_like_nobody() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            let no = night.dana.no;
            let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
                let against = WallAgainst::Worker(no);
                sheet.walls.push(WallFact { against, since });
            };
            let office = &night.house.office;
            office
                .change_facts(night.alma, "walled", wall)
                .await
                .expect("a wall");
            assert_eq!(
                night.opens("a", "1").await.expect("an answer"),
                Opening::Nothing
            );
            assert_eq!(
                night.opens("b", "77").await.expect("an answer"),
                Opening::Nothing
            );
            assert!(!night.sees(Category::Contact).await);
            assert!(!night.waits(&night.omar, TaskKind::EmergencyReview).await);
            // Three more, and nobody can try numbers.
            for form in ["c", "d", "e"] {
                night.opens(form, "78").await.expect("an answer");
            }
            let next = night.opens("f", "2").await.expect("an answer");
            assert_eq!(next, Opening::TooMany, "not even one that would open");
            assert!(night.waits(&night.omar, TaskKind::EmergencyAttempts).await);
            night.house.clock.advance(61 * MINUTE);
            night.opened("g", "2").await;
        });
    }
}

#[test]
fn re_7_it_ends_with_the_session_and_by_ones_own_hand() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            let office = &night.house.office;
            let no = night.opened("a", "1").await;
            office
                .end_emergency(night.dana.id, no)
                .await
                .expect("an end");
            assert!(!night.sees(Category::Contact).await);

            let link = office
                .make_sign_in_link(night.dana.no, 60, 5)
                .await
                .expect("a link");
            let begun = office
                .redeem_link(&link, &Arrival::default())
                .await
                .expect("a session")
                .expect("a session");
            let person = office
                .session(&begun.session)
                .await
                .expect("a session")
                .expect("Dana");
            let second = night.opened("b", "1").await;
            office
                .sign_out(&begun.session, &person)
                .await
                .expect("signed out");
            assert!(!night.sees(Category::Contact).await);
            let third = night.opened("c", "1").await;
            office
                .redeem_link(&link, &Arrival::default())
                .await
                .expect("a session")
                .expect("a session");
            assert!(!night.sees(Category::Contact).await);
            let why = async |no| {
                office
                    .emergency(night.dana.id, no)
                    .await
                    .expect("a ticket")
                    .ended
            };
            assert_eq!(why(no).await, Some(EmergencyEnd::Closed));
            assert_eq!(why(second).await, Some(EmergencyEnd::SignedOut));
            assert_eq!(why(third).await, Some(EmergencyEnd::SignedInAnew));
        });
    }
}

#[test]
fn re_7_one_that_was_not_reviewed_in_time_blocks_the_next_until_somebody_does() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            let office = &night.house.office;
            let no = night.opened("a", "1").await;
            night.house.clock.advance(2 * DAY);
            let blocked = night.opens("b", "1").await;
            let Err(CaseworkError::NotPermitted(refusal)) = blocked else {
                panic!("{blocked:?}");
            };
            assert_eq!(refusal.decision.fact, "emergency_unsettled");

            let justified = EmergencyFinding::Justified;
            let own = office
                .review_emergency(night.dana.id, no, justified, BECAUSE)
                .await;
            assert!(
                matches!(own, Err(CaseworkError::NotPermitted(_))),
                "never oneself"
            );
            let eve = night.house.worker("eve", Role::Supervisor).await;
            let other = office
                .review_emergency(eve.id, no, justified, BECAUSE)
                .await;
            assert!(
                matches!(other, Err(CaseworkError::Unfit(_))),
                "she supervises someone else"
            );
            office
                .review_emergency(night.priya.id, no, justified, BECAUSE)
                .await
                .expect("a review");
            assert!(!night.waits(&night.omar, TaskKind::EmergencyReview).await);
            night.opened("c", "1").await;
            let again = office
                .review_emergency(night.omar.id, no, justified, BECAUSE)
                .await;
            assert!(matches!(again, Err(CaseworkError::Unfit(_))), "once");
        });
    }
}

#[test]
fn cr_10_a_review_ends_what_is_open_and_a_breach_goes_to_the_privacy_officer() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            let office = &night.house.office;
            let no = night.opened("a", "1").await;
            let thin = office
                .review_emergency(night.omar.id, no, EmergencyFinding::Breach, "no")
                .await;
            assert!(matches!(thin, Err(CaseworkError::Unfit(_))));
            office
                .review_emergency(night.priya.id, no, EmergencyFinding::Breach, BECAUSE)
                .await
                .expect("a review");
            assert!(!night.sees(Category::Contact).await, "it ended");
            assert!(night.waits(&night.omar, TaskKind::EmergencyBreach).await);
            let second = night.opened("b", "1").await;
            let training = EmergencyFinding::TrainingNeeded;
            let done = office
                .review_emergency(night.omar.id, second, training, BECAUSE)
                .await;
            done.expect("a review");
            assert!(night.waits(&night.dana, TaskKind::EmergencyTraining).await);
        });
    }
}

#[test]
fn nasw_c_beyond_the_budget_a_danger_is_let_in_for_a_quarter_of_an_hour_and_the_next_waits() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            let office = &night.house.office;
            let limits = Limits {
                per_team: 1,
                ..Limits::default()
            };
            let set = office.set_emergency_limits(Actor::KeyHolder, limits).await;
            set.expect("settings");
            night.opened("a", "1").await;
            let over = night.opened("b", "2").await;
            let ticket = office
                .emergency(night.omar.id, over)
                .await
                .expect("a ticket");
            assert!(ticket.over_budget);
            assert_eq!(ticket.until - ticket.opened_at, 15 * MINUTE);
            assert!(
                night
                    .waits(&night.priya, TaskKind::EmergencyOverBudget)
                    .await
            );
            let blocked = night.opens("c", "1").await;
            assert!(
                matches!(blocked, Err(CaseworkError::NotPermitted(_))),
                "unconfirmed"
            );
            office
                .confirm_emergency(night.priya.id, over)
                .await
                .expect("confirmed");
            night.opened("d", "1").await;
        });
    }
}

#[test]
fn re_7_a_ticket_stands_or_has_ended_as_it_was_written_when_the_office_is_opened_again() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            night.opened("a", "1").await;
            let ended = night.opened("b", "2").await;
            let office = &night.house.office;
            office
                .end_emergency(night.dana.id, ended)
                .await
                .expect("an end");
            office.seal().await.expect("sealed");
            assert!(!night.sees(Category::Contact).await);
            let passphrase = OpenSlot::Passphrase("four calm herons wading");
            office.gate.open_office(passphrase).await.expect("open");
            assert!(night.sees(Category::Contact).await);
        });
    }
}

#[test]
fn nasw_l_why_somebody_was_in_danger_lies_nowhere_readable() {
    for engine in engines() {
        run(async {
            let night = Night::on(&engine).await;
            night.opened("a", "1").await;
            let sql = "SELECT sealed FROM emergencies";
            let rows = night
                .house
                .office
                .db()
                .read(move |it| it.query(sql, &[]))
                .await;
            for row in rows.expect("rows") {
                let bytes = row.bytes(0).expect("bytes").to_vec();
                assert!(!String::from_utf8_lossy(&bytes).contains("tonight"));
            }
        });
    }
}
