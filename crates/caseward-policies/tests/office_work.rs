//! Who may do what to the office itself, tried in every situation that there can be (CR-4).

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use caseward_model::{Concern, OfficeAct, OfficeSituation, Role};
use caseward_policies::Policies;
use caseward_policies::office_work::plain;

#[test]
fn cr_4_two_deciders_agree_on_every_situation_of_the_office() {
    let policies = Policies::embedded().unwrap();
    let mut tried = 0;
    for situation in OfficeSituation::all() {
        let decision = policies.decide_office(&situation);
        assert!(!decision.failed, "{situation:?}");
        assert_eq!(
            decision.permitted,
            plain::permits(&situation),
            "{situation:?}: {:?}",
            decision.policies
        );
        assert!(!decision.clauses.is_empty(), "{situation:?}");
        tried += 1;
    }
    let all = 64 * Role::ALL.len() * OfficeAct::ALL.len() * Concern::ALL.len();
    assert_eq!(tried, all);
}

#[test]
fn cr_4_what_must_be_impossible_in_the_office_is_permitted_in_no_situation() {
    let policies = Policies::embedded().unwrap();
    let mut fallen_under = 0;
    for situation in OfficeSituation::all() {
        let impossible = policies.impossible_in_office(&situation);
        let permitted = policies.decide_office(&situation).permitted;
        assert!(
            !permitted || impossible.is_empty(),
            "{situation:?} is permitted in spite of {impossible:?}"
        );
        fallen_under += usize::from(!impossible.is_empty());
    }
    assert!(fallen_under > 0, "no statement speaks of anything");
}

#[test]
fn re_7_an_unsettled_emergency_stops_the_next_one_and_nothing_else() {
    let policies = Policies::embedded().unwrap();
    for situation in OfficeSituation::all().filter(|it| !it.emergency_unsettled) {
        let settled = policies.decide_office(&situation);
        let unsettled = policies.decide_office(&OfficeSituation {
            emergency_unsettled: true,
            ..situation
        });
        let stops = settled.permitted && situation.act == OfficeAct::OpenEmergency;
        assert_eq!(unsettled.permitted, settled.permitted && !stops);
        if stops {
            assert_eq!(unsettled.fact, "emergency_unsettled");
        }
    }
}

#[test]
fn nasw_o_someone_can_always_end_an_access_but_never_their_own() {
    let policies = Policies::embedded().unwrap();
    let situation = |role, concern| OfficeSituation {
        act: OfficeAct::EndAccess,
        concern,
        role,
        of_this_office: true,
        agreement_signed: true,
        training_current: true,
        suspended: false,
        emergency_unsettled: false,
        barred: false,
    };
    for role in [
        Role::RecordsCustodian,
        Role::Administrator,
        Role::LineManager,
    ] {
        assert!(
            policies
                .decide_office(&situation(role, Concern::Colleague))
                .permitted
        );
        assert!(
            !policies
                .decide_office(&situation(role, Concern::Oneself))
                .permitted
        );
    }
}
