//! Many at one door: strangers who knock without end, programs, and whoever caught a link push out nobody (NASW-l).

use caseward_casework::sign_in::{Answer, Arrival, Found, Passphrase};
use caseward_model::Role;
use caseward_testkit::run;

use super::{PHRASE, equip, from, on_each_engine};

#[test]
fn nasw_l_whoever_knocks_without_end_pushes_out_nobody_elses_half() {
    run(on_each_engine(async |scene| {
        let office = scene.office();
        office.serve_at("http://localhost:7311").unwrap();
        let own = office.ask_for_passkey(&from(9)).await.unwrap();
        let typed = Passphrase::typed(PHRASE);
        let half = office.give_passphrase("dana", &typed, &from(2)).await;
        for _ in 0..400 {
            office.ask_for_passkey(&from(9)).await.unwrap();
        }
        let halves = "SELECT COUNT(*) FROM sign_in_halves";
        assert_eq!(scene.count(halves).await, 301, "300 of one network");
        let code = scene.code();
        let answer = office.give_code(&half.unwrap().0, &code, &from(2)).await;
        assert!(matches!(answer.unwrap(), Answer::In(_)));
        let late = office.give_passkey(&own.half.0, "{}", &from(9)).await;
        assert!(matches!(late.unwrap(), Answer::Wrong { .. }));
    }));
}

#[test]
fn nasw_l_programs_that_come_in_push_out_no_browser_that_is_known() {
    run(on_each_engine(async |scene| {
        let own = scene.come_in(&from(1)).await;
        let program = Arrival {
            program: true,
            ..from(3)
        };
        for _ in 0..25 {
            assert!(scene.come_in(&program).await.known.is_none());
        }
        let again = Arrival {
            known: own.known.clone(),
            ..from(1)
        };
        assert!(own.known.is_some());
        assert!(scene.come_in(&again).await.known.is_none(), "still known");
    }));
}

#[test]
fn nasw_l_whoever_caught_a_link_does_not_finish_it_after_its_person() {
    run(on_each_engine(async |scene| {
        let office = scene.office();
        let erin = scene.house.worker("erin", Role::Caseworker).await;
        let link = office.make_sign_in_link(erin.no, 15, 1).await.unwrap();
        let caught = office.redeem_link(&link, &from(9)).await.unwrap().unwrap();
        let begun = office.visit(&caught.session).await.unwrap();
        assert!(matches!(begun, Found::SetUp(_)));
        equip(office, &erin, scene.house.clock.now_ms()).await;
        let after = office.visit(&caught.session).await.unwrap();
        assert!(matches!(after, Found::Nobody));
    }));
}
