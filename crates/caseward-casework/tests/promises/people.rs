//! Who works here, in which part: taking people in, changing them, teams and supervision.

use caseward_casework::CaseworkError;
use caseward_casework::gate::{Actor, OfficeRefusal};
use caseward_casework::partnership::{NewProtocol, ProtocolChange};
use caseward_casework::people::{Amiss, Colleague, Person};
use caseward_model::{
    Category, Engagement, Id, OrganizationKind, Purpose, Randomness, Role, Worker,
};
use caseward_testkit::{House, engines, run};

/// A house with an administrator, a supervisor and a caseworker.
pub(crate) struct Staffed {
    pub(crate) house: House,
    pub(crate) admin: Colleague,
    pub(crate) sup: Colleague,
    pub(crate) dana: Colleague,
}

impl Staffed {
    pub(crate) async fn on(engine: &caseward_testkit::Engine) -> Self {
        let house = House::on(engine, false).await;
        let admin = house.worker("admin", Role::Administrator).await;
        let sup = house.worker("odile", Role::Supervisor).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        Self {
            house,
            admin,
            sup,
            dana,
        }
    }

    async fn amiss(&self, person: Person) -> Vec<Amiss> {
        match self.house.office.take_in(self.admin.id, person).await {
            Err(CaseworkError::Amiss(amiss)) => amiss,
            other => panic!("{other:?}"),
        }
    }
}

pub(crate) fn refused<T: std::fmt::Debug>(answer: Result<T, CaseworkError>) -> OfficeRefusal {
    match answer {
        Err(CaseworkError::NotPermitted(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn amiss<T: std::fmt::Debug>(answer: Result<T, CaseworkError>) -> Vec<Amiss> {
    match answer {
        Err(CaseworkError::Amiss(amiss)) => amiss,
        other => panic!("{other:?}"),
    }
}

fn someone(handle: &str) -> Person {
    Person::new("Someone New", handle, Role::Caseworker, "office")
}

fn nobody() -> Id<Worker> {
    Id::make_random(&Randomness::system())
}

#[test]
fn dv_1_paid_voluntary_and_committee_members_come_in_by_the_same_door() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let office = &it.house.office;
            for (handle, role, engagement) in [
                ("paid", Role::Caseworker, Engagement::Paid),
                ("volunteer", Role::Caseworker, Engagement::Volunteer),
                ("contractor", Role::Trainer, Engagement::Contractor),
                ("committee", Role::CommitteeMember, Engagement::Committee),
            ] {
                let person = Person {
                    engagement,
                    position: "Night shift".to_owned(),
                    email: format!("{handle}@example.org"),
                    phone: "+1 555 0100".to_owned(),
                    ..Person::new("Someone New", handle, role, "office")
                };
                let added = office.take_in(it.admin.id, person).await.unwrap();
                let kept = office.colleague(handle).await.unwrap();
                assert_eq!(kept.id, added.id);
                assert_eq!(kept.sheet.engagement, engagement);
                assert_eq!(kept.email, format!("{handle}@example.org"));
                assert_eq!(kept.position, "Night shift");
                // The same duties bind them all: nothing opens before they signed and learnt.
                assert_eq!(
                    (kept.sheet.agreement_until, kept.sheet.training_until),
                    (0, 0)
                );
            }
        });
    }
}

#[test]
fn dv_1_only_whose_part_it_is_takes_people_in_and_every_attempt_is_on_record() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let office = &it.house.office;
            for role in [
                Role::Caseworker,
                Role::Supervisor,
                Role::Auditor,
                Role::PrivacyOfficer,
                Role::RecordsCustodian,
                Role::CommitteeMember,
            ] {
                let handle = role.word().replace('_', "-");
                let other = it.house.worker(&handle, role).await;
                let before = office.ledger_head().await.unwrap().size;
                let refusal = refused(office.take_in(other.id, someone("new")).await);
                assert_eq!(refusal.entry, before, "{role}");
                assert!(!refusal.decision.clauses.is_empty(), "{role}");
            }
            assert!(office.colleague("new").await.is_err());
        });
    }
}

#[test]
fn cr_4_nobody_changes_their_own_part() {
    run(async {
        let it = Staffed::on(&caseward_testkit::Engine::Sqlite).await;
        let change = Person::new("Admin", "admin", Role::Supervisor, "office");
        let office = &it.house.office;
        refused(
            office
                .change_person(it.admin.id, it.admin.id, None, change)
                .await,
        );
        let kept = office.colleague("admin").await.unwrap();
        assert_eq!(kept.sheet.role, Role::Administrator);
    });
}

#[test]
fn nasw_l_no_second_account_by_look_alike_letters_widths_or_hidden_signs() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let office = &it.house.office;
            for handle in [
                "Dana",
                "dаna",
                "ｄａｎａ",
                "da\u{200b}na",
                "DANA",
                "da\u{ad}na",
            ] {
                assert_eq!(
                    it.amiss(someone(handle)).await,
                    [Amiss::HandleAlike],
                    "{handle}"
                );
            }
            assert_eq!(it.amiss(someone("dana")).await, [Amiss::HandleTaken]);
            assert_eq!(it.amiss(someone("  dana  ")).await, [Amiss::HandleTaken]);
            office.take_in(it.admin.id, someone("m.1")).await.unwrap();
            assert_eq!(it.amiss(someone("rn.l")).await, [Amiss::HandleAlike]);
            // Someone else's address would take someone else's invitation.
            let with = |handle: &str, email: &str| Person {
                email: email.to_owned(),
                ..someone(handle)
            };
            let first = with("first", "Shared@Example.org");
            office.take_in(it.admin.id, first).await.unwrap();
            let second = it.amiss(with("second", "shared@example.org")).await;
            assert_eq!(second, [Amiss::EmailTaken]);
        });
    }
}

#[test]
fn dv_1_all_that_has_to_be_mended_is_said_at_once_and_nothing_is_half_done() {
    run(async {
        let it = Staffed::on(&caseward_testkit::Engine::Sqlite).await;
        let before = it.house.office.ledger_head().await.unwrap().size;
        let wrong = Person {
            name: "\u{202e}".repeat(3),
            handle: "x".to_owned(),
            position: "p".repeat(101),
            email: "no".to_owned(),
            phone: "call".to_owned(),
            organization: "nowhere".to_owned(),
            ..someone("x")
        };
        let expected = [
            Amiss::NameHides,
            Amiss::HandleForm,
            Amiss::PositionForm,
            Amiss::EmailForm,
            Amiss::PhoneForm,
            Amiss::OrganizationUnknown,
        ];
        assert_eq!(it.amiss(wrong).await, expected);
        assert_eq!(it.house.office.ledger_head().await.unwrap().size, before);
        for name in [String::new(), "n".repeat(100_000)] {
            let person = Person {
                name,
                ..someone("ok")
            };
            assert_eq!(it.amiss(person).await.len(), 1);
        }
        let right_to_left = Person {
            name: "ليلى الحداد".to_owned(),
            ..someone("laila")
        };
        let office = &it.house.office;
        let added = office.take_in(it.admin.id, right_to_left).await.unwrap();
        assert_eq!(office.colleague("laila").await.unwrap().name, "ليلى الحداد");
        assert_eq!(added.name, "ليلى الحداد");
    });
}

#[test]
fn dv_5_7_a_partners_staff_come_in_under_a_protocol_and_go_with_it() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let (office, clock) = (&it.house.office, &it.house.clock);
            let bare = office
                .add_organization(
                    "Quiet Orchard",
                    "orchard",
                    caseward_casework::people::organization_sheet(OrganizationKind::Agency),
                )
                .await
                .unwrap();
            let partner = Person::new("Heather", "heather", Role::PartnerWorker, "orchard");
            assert_eq!(it.amiss(partner.clone()).await, [Amiss::NoProtocol]);
            let day = 86_400_000;
            let until = clock.now_ms() + 30 * day;
            let agreed = |until, renews| NewProtocol {
                reference: "Protocol".to_owned(),
                programme: None,
                from: clock.now_ms(),
                until,
                purposes: vec![Purpose::CaseConference],
                receivers: vec!["Duty worker".to_owned()],
                categories: vec![Category::Services],
                staff: Vec::new(),
                procedure_given_at: Some(clock.now_ms()),
                procedure_given_to: "Head of service".to_owned(),
                duties_explained: true,
                breach_clause: true,
                renews,
            };
            let key = Actor::KeyHolder;
            let agree = |until, renews| office.agree_protocol(key, bare.id, agreed(until, renews));
            let no = agree(until, None).await.unwrap();
            let heather = office.take_in(it.admin.id, partner).await.unwrap();
            assert_eq!(heather.sheet.engagement, Engagement::PartnerStaff);
            assert_eq!(heather.sheet.ended_at, Some(until));
            assert!(!heather.sheet.is_shut_at(until - 1));
            assert!(heather.sheet.is_shut_at(until));
            // Renewed, it goes on; ended, it ends.
            let no = agree(until + day, Some(no)).await.unwrap();
            let kept = office.colleague("heather").await.unwrap();
            assert_eq!(kept.sheet.ended_at, Some(until + day));
            let ended = office.change_protocol(key, no, ProtocolChange::End);
            ended.await.unwrap();
            let kept = office.colleague("heather").await.unwrap();
            assert!(kept.sheet.is_shut_at(clock.now_ms()));
            // Parts, engagements and organisations go together.
            let here = Person::new("X", "xx", Role::PartnerWorker, "office");
            assert_eq!(it.amiss(here).await, [Amiss::PartnerStaff]);
            let there = Person::new("X", "xx", Role::Caseworker, "orchard");
            assert_eq!(it.amiss(there).await, [Amiss::PartnerStaff]);
            let mixed = Person {
                engagement: Engagement::PartnerStaff,
                ..someone("xx")
            };
            assert_eq!(it.amiss(mixed).await, [Amiss::RoleOfPartner]);
            let client = Person::new("X", "xx", Role::Client, "office");
            assert_eq!(it.amiss(client).await, [Amiss::RoleOfClient]);
        });
    }
}

#[test]
fn two_who_change_the_same_person_at_once_dont_undo_each_other() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let office = &it.house.office;
            let manager = it.house.worker("hr", Role::LineManager).await;
            let seen = office.stamp_of(&it.dana).unwrap();
            let as_now = |name: &str, phone: &str| Person {
                phone: phone.to_owned(),
                ..Person::new(name, "dana", Role::Caseworker, "office")
            };
            let (one, other) = tokio::join!(
                office.change_person(
                    it.admin.id,
                    it.dana.id,
                    Some(seen.clone()),
                    as_now("Dana Ortiz", "")
                ),
                office.change_person(
                    manager.id,
                    it.dana.id,
                    Some(seen.clone()),
                    as_now("dana of the tests", "555 0100")
                ),
            );
            let done = [one.is_ok(), other.is_ok()];
            assert!(done == [true, false] || done == [false, true], "{done:?}");
            let late = if done[0] { other } else { one };
            assert_eq!(amiss(late), [Amiss::ChangedMeanwhile]);
            // Whoever looks again can go on; a form sent twice finds it changed by its own first time.
            let now = office.colleague("dana").await.unwrap();
            let seen = office.stamp_of(&now).unwrap();
            let change = as_now("Dana Ríos", "555 0101");
            let again = || {
                office.change_person(it.admin.id, it.dana.id, Some(seen.clone()), change.clone())
            };
            again().await.unwrap();
            assert_eq!(amiss(again().await), [Amiss::ChangedMeanwhile]);
            assert_eq!(office.colleague("dana").await.unwrap().name, "Dana Ríos");
            // What another desk settles on the sheet is no change of the person.
            let stamp = office
                .stamp_of(&office.colleague("dana").await.unwrap())
                .unwrap();
            office
                .gate
                .change_worker(it.dana.id, "settled", |sheet| sheet.training_until += 1)
                .await
                .unwrap();
            let after = office.colleague("dana").await.unwrap();
            assert_eq!(stamp, office.stamp_of(&after).unwrap());
        });
    }
}

#[test]
fn whoever_isnt_here_is_unknown_to_staff_and_refused_alike_to_everyone_else() {
    run(async {
        let it = Staffed::on(&caseward_testkit::Engine::Sqlite).await;
        let office = &it.house.office;
        let found = office.colleague_for(it.dana.id, nobody()).await;
        assert!(matches!(found, Err(CaseworkError::Unknown { .. })));
        let change = office
            .change_person(it.admin.id, nobody(), None, someone("x1"))
            .await;
        assert!(matches!(change, Err(CaseworkError::Unknown { .. })));
        let alma = it.house.worker("alma", Role::Client).await;
        for id in [it.dana.id, nobody()] {
            let refusal = refused(office.colleague_for(alma.id, id).await);
            assert!(refusal.decision.policies.iter().all(|it| !it.is_empty()));
        }
    });
}

#[test]
fn dv_1_nobody_supervises_themselves_or_in_a_circle() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let office = &it.house.office;
            let top = it.house.worker("top", Role::Supervisor).await;
            let mid = it.house.worker("mid", Role::Supervisor).await;
            let over = |above: &Colleague, below: &Colleague| {
                office.let_supervise(it.admin.id, above.id, below.id)
            };
            over(&top, &mid).await.unwrap();
            over(&mid, &it.sup).await.unwrap();
            over(&it.sup, &it.dana).await.unwrap();
            over(&it.sup, &it.dana).await.unwrap();
            assert_eq!(amiss(over(&top, &top).await), [Amiss::SupervisesOneself]);
            assert_eq!(amiss(over(&mid, &top).await), [Amiss::SupervisionCircle]);
            assert_eq!(amiss(over(&it.sup, &top).await), [Amiss::SupervisionCircle]);
            assert_eq!(amiss(over(&it.dana, &mid).await), [Amiss::NotASupervisor]);
            let kept = office.colleague("odile").await.unwrap();
            assert_eq!(kept.sheet.supervises, [it.dana.no]);
            let heather = it
                .house
                .worker_with("heather", Role::PartnerWorker, true, true, "office")
                .await;
            assert_eq!(amiss(over(&it.sup, &heather).await), [Amiss::NotSupervised]);
            // Whoever still answers for someone keeps the part.
            let change = Person::new("odile", "odile", Role::Caseworker, "office");
            let changed = office.change_person(it.admin.id, it.sup.id, None, change.clone());
            assert_eq!(amiss(changed.await), [Amiss::StillSupervises]);
            office
                .end_supervision(it.admin.id, it.sup.id, it.dana.id)
                .await
                .unwrap();
            office
                .change_person(it.admin.id, it.sup.id, None, change)
                .await
                .unwrap();
            refused(office.let_supervise(it.dana.id, mid.id, it.dana.id).await);
        });
    }
}

#[test]
fn teams_have_members_and_a_lead_and_no_two_with_one_name() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let office = &it.house.office;
            let by = it.admin.id;
            let night = office.make_team(by, " Night shelter ").await.unwrap();
            for name in ["Night shelter", "NIGHT SHELTER", "Night ѕhelter"] {
                assert_eq!(amiss(office.make_team(by, name).await), [Amiss::TeamTaken]);
            }
            assert_eq!(amiss(office.make_team(by, "").await), [Amiss::NameEmpty]);
            let lead = |lead| office.change_team(by, night, "Night shelter", lead);
            assert_eq!(amiss(lead(Some(it.dana.id)).await), [Amiss::LeadOutside]);
            for _ in 0..2 {
                office.join_team(by, night, it.dana.id).await.unwrap();
            }
            office.join_team(by, night, it.sup.id).await.unwrap();
            lead(Some(it.dana.id)).await.unwrap();
            let alma = it.house.worker("alma", Role::Client).await;
            let joins = office.join_team(by, night, alma.id).await;
            assert_eq!(amiss(joins), [Amiss::NotForTeams]);
            let team = office.team_called(by, "night shelter").await.unwrap();
            assert_eq!(team.lead.as_ref().unwrap().id, it.dana.id);
            assert_eq!(team.members.len(), 2);
            office.leave_team(by, night, it.dana.id).await.unwrap();
            let team = office.team_for(by, night).await.unwrap();
            assert!(team.lead.is_none());
            assert_eq!(team.members.len(), 1);
            refused(office.make_team(it.dana.id, "Mine").await);
            refused(office.join_team(it.sup.id, night, it.dana.id).await);
            // To choose who gets the files is for those who may assign, and nobody chooses themselves.
            let odile = it.sup.id;
            refused(office.name_custodian_of_team(by, night, Some(odile)).await);
            let keeper = it.house.worker("keeper", Role::RecordsCustodian).await;
            let chosen = office.name_custodian_of_team(keeper.id, night, Some(odile));
            chosen.await.unwrap();
            office.end_team(by, night).await.unwrap();
            let team = office.team_for(by, night).await.unwrap();
            assert!(team.ended_at.is_some() && team.members.is_empty());
            let dana = office.join_team(by, night, it.dana.id).await;
            assert_eq!(amiss(dana), [Amiss::TeamEnded]);
            office.make_team(by, "Night shelter").await.unwrap();
        });
    }
}

#[test]
fn whoever_holds_the_key_can_set_everything_up() {
    run(async {
        let it = Staffed::on(&caseward_testkit::Engine::Sqlite).await;
        let office = &it.house.office;
        let key = Actor::KeyHolder;
        office.take_in(key, someone("new")).await.unwrap();
        office
            .let_supervise(key, it.sup.id, it.dana.id)
            .await
            .unwrap();
        let team = office.make_team(key, "Everyone").await.unwrap();
        office.join_team(key, team, it.dana.id).await.unwrap();
        office
            .name_custodian(key, it.dana.id, Some(it.sup.id))
            .await
            .unwrap();
        let own = office
            .name_custodian(key, it.dana.id, Some(it.dana.id))
            .await;
        assert_eq!(amiss(own), [Amiss::CustodianOneself]);
        let unfit = office
            .name_custodian(key, it.dana.id, Some(it.admin.id))
            .await;
        assert_eq!(amiss(unfit), [Amiss::CustodianUnfit]);
    });
}

#[test]
fn cr_3_a_contractor_is_bound_like_everyone_and_ends_like_everyone() {
    for engine in engines() {
        run(async {
            let it = Staffed::on(&engine).await;
            let (house, office) = (&it.house, &it.house.office);
            let export = caseward_testkit::Export::new()
                .client("1", "Alma", "Reyes")
                .client("2", "Bruno", "Stone");
            house.import(&export).await;
            let (alma, bruno) = (house.client("1").await, house.client("2").await);
            let person = Person {
                engagement: Engagement::Contractor,
                ..someone("hired")
            };
            office.take_in(it.admin.id, person).await.unwrap();
            let hired = office.colleague("hired").await.unwrap();
            house.assign(&hired, alma).await;
            let opens = async |client| {
                let request = caseward_casework::gate::Request::to_serve(hired.id, client);
                let asked = office
                    .gate
                    .ask::<caseward_casework::gate::Read>(&request)
                    .await;
                asked.is_ok_and(|answer| {
                    let any = answer.sections.iter().any(|it| it.decision.permitted);
                    office.gate.give_back(answer.permit, answer.sealed);
                    any
                })
            };
            assert!(!opens(alma).await, "nothing is signed and nothing learnt");
            house.sign(&hired).await;
            assert!(!opens(alma).await, "nothing is learnt");
            house.learn(&hired).await;
            assert!(opens(alma).await);
            assert!(!opens(bruno).await, "a contract opens nobody's file");
            office
                .gate
                .change_worker(hired.id, "suspended", |sheet| sheet.suspended = true)
                .await
                .unwrap();
            assert!(!opens(alma).await);
        });
    }
}
