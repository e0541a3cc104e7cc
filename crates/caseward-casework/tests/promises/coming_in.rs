//! Who comes in, by what, for how long, and what whoever guesses is told (NASW-l, DV-4.6.6, RE-6).

mod crowding;

use std::net::{IpAddr, Ipv4Addr};

use caseward_casework::gate::Actor;
use caseward_casework::sign_in::{
    Answer, Arrival, Begun, For, Found, NewToken, Passphrase, Proof, Proved, Scope, Scopes,
    SignedIn, Unfit, code_of, end_everything,
};
use caseward_casework::staff::Colleague;
use caseward_casework::{CaseworkError, Office};
use caseward_db::Value;
use caseward_model::Role;
use caseward_testkit::{House, engines, run};
use zeroize::Zeroizing;

const PHRASE: &str = "four calm herons wading";
const MINUTE_MS: i64 = 60_000;

/// Dana, who signs in with a passphrase and an app.
struct Scene {
    house: House,
    dana: Colleague,
    letters: String,
    codes: Vec<String>,
}

fn from(address: u8) -> Arrival {
    Arrival {
        address: Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, address))),
        ..Arrival::default()
    }
}

impl Scene {
    fn office(&self) -> &Office {
        &self.house.office
    }

    async fn set(house: House) -> Self {
        let dana = house.worker("dana", Role::Caseworker).await;
        let (letters, codes) = equip(&house.office, &dana, house.clock.now_ms()).await;
        Self {
            house,
            dana,
            letters,
            codes,
        }
    }

    /// The code that the app shows; each call is half a minute later than the one before.
    fn code(&self) -> String {
        self.house.clock.advance(30_000);
        code_of(&self.letters, self.house.clock.now_ms()).unwrap()
    }

    async fn try_with(&self, arrival: &Arrival, phrase: &str, code: &str) -> Option<Begun> {
        let typed = Passphrase::typed(phrase);
        let half = self.office().give_passphrase("dana", &typed, arrival).await;
        match self
            .office()
            .give_code(&half.unwrap().0, code, arrival)
            .await
            .unwrap()
        {
            Answer::In(begun) => Some(begun),
            _ => None,
        }
    }

    async fn come_in(&self, arrival: &Arrival) -> Begun {
        let code = self.code();
        self.try_with(arrival, PHRASE, &code)
            .await
            .expect("a session")
    }

    async fn person(&self, session: &str) -> SignedIn {
        self.office()
            .session(session)
            .await
            .unwrap()
            .expect("a session")
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let count = move |reader: &mut caseward_db::Reader<'_>| reader.query_one(sql, &[])?.int(0);
        self.office().db().read(count).await.unwrap()
    }

    async fn deeds(&self, what: &str) -> usize {
        let entries = self.office().ledger_entries(u64::MAX, 400).await.unwrap();
        let deed = |it: &caseward_casework::gate::EntryView| matches!(&it.text, Some(caseward_casework::gate::EntryText::Deed(deed)) if deed.deed == what);
        entries.iter().filter(|it| deed(it)).count()
    }
}

/// Comes in by a link, and sets up a passphrase with an app.
async fn equip(office: &Office, who: &Colleague, now_ms: i64) -> (String, Vec<String>) {
    let link = office.make_sign_in_link(who.no, 15, 1).await.unwrap();
    let begun = office
        .redeem_link(&link, &Arrival::default())
        .await
        .unwrap()
        .unwrap();
    let person = match office.visit(&begun.session).await.unwrap() {
        Found::Here(person) | Found::SetUp(person) => person,
        other => panic!("{other:?}"),
    };
    let proof = office.step_up(&person, For::SignIn).unwrap();
    let token = begun.session.as_str();
    let phrase = Passphrase::typed(PHRASE);
    let set = office
        .set_passphrase(&person, &proof, token, &phrase)
        .await
        .unwrap();
    assert_eq!(set, Ok(()));
    office.offer_authenticator(&person, &proof).await.unwrap();
    let offered = office
        .offered_authenticator(&person, &proof)
        .await
        .unwrap()
        .unwrap();
    let letters = offered.letters.to_string();
    let code = code_of(&letters, now_ms).unwrap();
    let fresh = office
        .confirm_authenticator(&person, &proof, token, &code)
        .await
        .unwrap();
    let codes = fresh.ok().expect("codes").codes;
    assert!(office.go_on_after_set_up(&person, token).await.unwrap());
    (letters, codes.iter().map(|it| it.to_string()).collect())
}

async fn on_each_engine<F: Future<Output = ()>>(test: impl Fn(Scene) -> F) {
    for engine in engines() {
        test(Scene::set(House::strict(&engine, false).await).await).await;
    }
}

#[test]
fn nasw_l_a_passphrase_and_six_digits_let_in_together_and_neither_alone() {
    run(on_each_engine(async |scene| {
        let here = from(1);
        let begun = scene.come_in(&here).await;
        assert_eq!(scene.person(&begun.session).await.no, scene.dana.no);
        let code = scene.code();
        assert!(
            scene
                .try_with(&here, "four calm herons waded", &code)
                .await
                .is_none()
        );
        assert!(scene.try_with(&here, PHRASE, "000000").await.is_none());
        let begun = scene.try_with(&here, PHRASE, &code).await;
        assert!(
            begun.is_some(),
            "a code that was tried in vain isn't used up"
        );
        assert_eq!(scene.deeds("sign_in_failed").await, 2);
    }));
}

#[test]
fn nasw_l_each_code_works_once_and_so_does_each_half() {
    run(on_each_engine(async |scene| {
        let here = from(1);
        let code = scene.code();
        let typed = Passphrase::typed(PHRASE);
        let half = scene
            .office()
            .give_passphrase("dana", &typed, &here)
            .await
            .unwrap();
        let first = scene
            .office()
            .give_code(&half.0, &code, &here)
            .await
            .unwrap();
        assert!(matches!(first, Answer::In(_)));
        let replayed = scene
            .office()
            .give_code(&half.0, &code, &here)
            .await
            .unwrap();
        assert!(matches!(replayed, Answer::Wrong { again: false }));
        assert!(scene.try_with(&here, PHRASE, &code).await.is_none());
        let recovery = scene.codes[3].clone();
        assert!(
            scene
                .try_with(&here, PHRASE, &recovery.to_uppercase())
                .await
                .is_some()
        );
        assert!(scene.try_with(&here, PHRASE, &recovery).await.is_none());
    }));
}

#[test]
fn nasw_l_whoever_isnt_here_is_answered_like_everyone_with_as_many_statements() {
    run(on_each_engine(async |scene| {
        let here = from(1);
        let typed = Passphrase::typed("some other words altogether");
        for handle in [
            "dana",
            "nobody",
            "DANA\u{200b}",
            "dаna",
            "",
            "\0",
            "' OR 1=1 --",
        ] {
            let half = scene
                .office()
                .give_passphrase(handle, &typed, &from(9))
                .await;
            let half = half.unwrap_or_else(|error| panic!("{handle}: {error}"));
            assert_eq!(half.0.len(), 43, "{handle}");
            for again in [true, true, false] {
                let code = scene.code();
                let answer = scene
                    .office()
                    .give_code(&half.0, &code, &here)
                    .await
                    .unwrap();
                assert!(
                    matches!(answer, Answer::Wrong { again: it } if it == again),
                    "{handle}"
                );
            }
            scene.house.clock.advance(60 * MINUTE_MS);
        }
        let spelt = Passphrase::typed(PHRASE);
        let half = scene
            .office()
            .give_passphrase(" Dana ", &spelt, &here)
            .await
            .unwrap();
        let code = scene.code();
        let answer = scene
            .office()
            .give_code(&half.0, &code, &here)
            .await
            .unwrap();
        assert!(
            matches!(answer, Answer::In(_)),
            "a short name however it is typed"
        );
    }));
}

#[test]
fn nasw_l_ten_thousand_failed_sign_ins_stop_the_guesser_and_not_dana() {
    run(on_each_engine(async |scene| {
        let own = scene.come_in(&from(1)).await;
        let wrong = Passphrase::typed("a guess of someone else's");
        let (mut looked_at, mut told_to_wait) = (0, 0);
        for at in 0..10_000_u32 {
            let guesser = from(100 + u8::try_from(at % 2).unwrap());
            match scene
                .office()
                .give_passphrase("dana", &wrong, &guesser)
                .await
            {
                Ok(half) => {
                    looked_at += 1;
                    let code = scene.office().give_code(&half.0, "123456", &guesser).await;
                    assert!(matches!(code.unwrap(), Answer::Wrong { .. }));
                }
                Err(CaseworkError::TooSoon { seconds }) => {
                    assert!((1..=900).contains(&seconds), "{seconds}");
                    told_to_wait += 1;
                }
                Err(error) => panic!("{error}"),
            }
            scene.house.clock.advance(200);
        }
        assert!(looked_at < 60, "{looked_at} guesses were looked at");
        assert_eq!(looked_at + told_to_wait, 10_000);
        assert!(scene.count("SELECT COUNT(*) FROM sign_in_tries").await < 10);
        assert!(scene.count("SELECT COUNT(*) FROM sign_in_halves").await < 100);
        let told = scene.deeds("sign_in_failed").await;
        assert!((4..=6).contains(&told), "{told} entries");
        // From her own browser, from elsewhere, and from the guesser's own network.
        scene
            .come_in(&Arrival {
                known: own.known.clone(),
                ..from(100)
            })
            .await;
        scene.come_in(&from(2)).await;
    }));
}

#[test]
fn nasw_l_many_people_tried_from_one_address_slow_that_address_down() {
    run(on_each_engine(async |scene| {
        let wrong = Passphrase::typed("a guess of someone else's");
        let mut waits = 0;
        for at in 0..60 {
            let handle = format!("person-{at}");
            let tried = scene
                .office()
                .give_passphrase(&handle, &wrong, &from(7))
                .await;
            waits += u32::from(matches!(tried, Err(CaseworkError::TooSoon { .. })));
        }
        assert_eq!(waits, 30);
        scene.come_in(&from(8)).await;
    }));
}

#[test]
fn dv_4_6_6_a_locked_session_answers_nothing_but_its_persons_proof() {
    run(on_each_engine(async |scene| {
        let (office, here) = (scene.office(), from(1));
        let begun = scene.come_in(&here).await;
        let person = scene.person(&begun.session).await;
        office.lock(&begun.session, &person).await.unwrap();
        assert!(office.session(&begun.session).await.unwrap().is_none());
        assert!(matches!(
            office.visit(&begun.session).await.unwrap(),
            Found::Locked(_)
        ));
        let wrong = Proof::Passphrase(Passphrase::typed("not the right words at all"));
        let missed = office.prove(&begun.session, wrong).await.unwrap();
        assert!(matches!(missed, Proved::No));
        let right = Proof::Passphrase(Passphrase::typed(PHRASE));
        let Proved::Yes(Some(renewed)) = office.prove(&begun.session, right).await.unwrap() else {
            panic!("unlocked");
        };
        assert_eq!(scene.person(&renewed).await.no, scene.dana.no);
        assert!(
            office.session(&begun.session).await.unwrap().is_none(),
            "the old secret"
        );
        // A quarter of an hour without use locks by itself.
        scene.house.clock.advance(15 * MINUTE_MS + 1);
        assert!(matches!(
            office.visit(&renewed).await.unwrap(),
            Found::Locked(_)
        ));
        let code = scene.code();
        let proof = Proof::Code(Zeroizing::new(code));
        let Proved::Yes(Some(again)) = office.prove(&renewed, proof).await.unwrap() else {
            panic!("unlocked");
        };
        // Twelve hours end it, whatever was proved.
        for _ in 0..(12 * 6) {
            scene.house.clock.advance(10 * MINUTE_MS);
            office.session(&again).await.unwrap();
        }
        assert!(matches!(office.visit(&again).await.unwrap(), Found::Nobody));
        let late = Proof::Passphrase(Passphrase::typed(PHRASE));
        let refused = office.prove(&again, late).await.unwrap();
        assert!(matches!(refused, Proved::Over));
    }));
}

#[test]
fn nasw_l_guessing_at_an_open_desk_waits_longer_each_time_whatever_the_browser_sends() {
    run(on_each_engine(async |scene| {
        let office = scene.office();
        let begun = scene.come_in(&from(1)).await;
        let elsewhere = scene.come_in(&from(2)).await;
        let guess = || Proof::Code(Zeroizing::new("000000".to_owned()));
        let mut counted = 0;
        for _ in 0..20 {
            match office.prove(&begun.session, guess()).await {
                Ok(Proved::No) => counted += 1,
                Err(CaseworkError::TooSoon { .. }) => {}
                _ => panic!("a guess is missed or has to wait"),
            }
        }
        assert_eq!(counted, 5, "five mistakes are free");
        let right = || Proof::Passphrase(Passphrase::typed(PHRASE));
        let early = office.prove(&begun.session, right()).await;
        assert!(matches!(early, Err(CaseworkError::TooSoon { .. })));
        let other = office.prove(&elsewhere.session, right()).await.unwrap();
        assert!(
            matches!(other, Proved::Yes(_)),
            "Dana's other desk waits for nobody"
        );
    }));
}

#[test]
fn nasw_l_a_step_up_is_not_older_than_five_minutes_and_is_ones_own() {
    run(on_each_engine(async |scene| {
        let (office, here) = (scene.office(), from(1));
        let begun = scene.come_in(&here).await;
        let fresh = scene.person(&begun.session).await;
        assert_eq!(
            office.step_up(&fresh, For::People).unwrap().worker(),
            scene.dana.id
        );
        scene.house.clock.advance(5 * MINUTE_MS + 1);
        let stale = scene.person(&begun.session).await;
        assert!(office.step_up(&stale, For::People).is_err());
        let code = scene.code();
        let proof = Proof::Code(Zeroizing::new(code.clone()));
        let known = office.prove(&begun.session, proof).await.unwrap();
        assert!(matches!(known, Proved::Yes(None)));
        let proved = scene.person(&begun.session).await;
        let own = office.step_up(&proved, For::People).unwrap();
        let replayed = Proof::Code(Zeroizing::new(code));
        let missed = office.prove(&begun.session, replayed).await.unwrap();
        assert!(matches!(missed, Proved::No));
        let erin = scene.house.worker("erin", Role::Caseworker).await;
        let theirs = office.person_numbered(erin.no).await.unwrap();
        let refused = office.remove_passphrase(&theirs, &own).await;
        assert!(matches!(refused, Err(CaseworkError::ProofNeeded(_))));
    }));
}

#[test]
fn cc_2_10_whoever_is_suspended_is_out_with_the_next_request() {
    run(on_each_engine(async |scene| {
        let (office, here) = (scene.office(), from(1));
        let begun = scene.come_in(&here).await;
        let person = scene.person(&begun.session).await;
        let proof = office.step_up(&person, For::SignIn).unwrap();
        let new = NewToken {
            name: "night report".to_owned(),
            scopes: Scopes::of(&[Scope::Read]),
            days: 30,
        };
        let token = office
            .make_program_token(&person, &proof, new)
            .await
            .unwrap();
        assert!(office.session(&token).await.unwrap().is_some());
        let change = office
            .gate
            .change_worker(scene.dana.id, "suspended", |it| it.suspended = true);
        change.await.unwrap();
        for secret in [&begun.session, &token] {
            assert!(office.session(secret).await.unwrap().is_none());
            assert!(matches!(office.visit(secret).await.unwrap(), Found::Paused));
        }
        let typed = Passphrase::typed(PHRASE);
        let half = office.give_passphrase("dana", &typed, &here).await.unwrap();
        let guessed = office.give_code(&half.0, "000000", &here).await.unwrap();
        assert!(
            matches!(guessed, Answer::Wrong { .. }),
            "a passphrase alone learns nothing"
        );
        let code = scene.code();
        let answer = office.give_code(&half.0, &code, &here).await.unwrap();
        assert!(matches!(answer, Answer::Paused));
        // What was ended stays so when the pause is over.
        let no = scene.dana.no;
        let ended = office
            .gate
            .keep_books::<_, CaseworkError, _>(move |tx| Ok(end_everything(tx, no)?));
        ended.await.unwrap();
        let change = office
            .gate
            .change_worker(scene.dana.id, "resumed", |it| it.suspended = false);
        change.await.unwrap();
        assert!(matches!(
            office.visit(&begun.session).await.unwrap(),
            Found::Nobody
        ));
        assert!(matches!(office.visit(&token).await.unwrap(), Found::Nobody));
    }));
}

#[test]
fn nasw_l_a_programs_token_does_what_it_was_made_for_until_it_runs_out_or_is_taken_back() {
    run(on_each_engine(async |scene| {
        let office = scene.office();
        let begun = scene.come_in(&from(1)).await;
        let person = scene.person(&begun.session).await;
        let proof = office.step_up(&person, For::SignIn).unwrap();
        let make = async |scopes: &[Scope], days| {
            let new = NewToken {
                name: "night\r\nreport".to_owned(),
                scopes: Scopes::of(scopes),
                days,
            };
            office.make_program_token(&person, &proof, new).await
        };
        assert!(make(&[], 30).await.is_err());
        assert!(make(&[Scope::Read], 367).await.is_err());
        let token = make(&[Scope::Read, Scope::Manage], 30).await.unwrap();
        let program = scene.person(&token).await;
        assert!(program.has(Scope::Read) && !program.has(Scope::Write) && program.is_program());
        for grave in [For::Emergency, For::Rules, For::SignIn, For::People] {
            assert!(office.step_up(&program, grave).is_err(), "{grave:?}");
        }
        let lines = office.program_tokens_of(scene.dana.no).await.unwrap();
        assert_eq!((lines.len(), lines[0].name.as_str()), (1, "nightreport"));
        office
            .revoke_program_token(scene.dana.no, &lines[0].reference, Some(&person))
            .await
            .unwrap();
        assert!(office.session(&token).await.unwrap().is_none());
        let later = make(&[Scope::Read], 1).await.unwrap();
        scene.house.clock.advance(24 * 60 * MINUTE_MS);
        assert!(office.session(&later).await.unwrap().is_none());
    }));
}

#[test]
fn nasw_l_a_link_that_was_used_up_opens_nothing_and_that_it_was_tried_is_on_record() {
    run(on_each_engine(async |scene| {
        let (office, here) = (scene.office(), from(1));
        let erin = scene.house.worker("erin", Role::Caseworker).await;
        let link = office.make_sign_in_link(erin.no, 15, 1).await.unwrap();
        assert!(office.redeem_link(&link, &here).await.unwrap().is_some());
        for _ in 0..5 {
            assert!(office.redeem_link(&link, &here).await.unwrap().is_none());
        }
        assert_eq!(
            scene.deeds("spent_link_tried").await,
            3,
            "the first, second and fifth time"
        );
        let old = office.make_sign_in_link(erin.no, 15, 1).await.unwrap();
        scene.house.clock.advance(15 * MINUTE_MS);
        for odd in [old.as_str(), "neverMade", "", &"ß".repeat(5_000)] {
            assert!(office.redeem_link(odd, &here).await.unwrap().is_none());
        }
    }));
}

#[test]
fn nasw_l_whoever_can_sign_in_gets_no_link_so_that_nobody_comes_in_as_them() {
    run(on_each_engine(async |scene| {
        let office = scene.office();
        let made = office.make_sign_in_link(scene.dana.no, 15, 1).await;
        assert!(matches!(made, Err(CaseworkError::Amiss(_))));
        let invited = office.invite(Actor::KeyHolder, scene.dana.id).await;
        assert!(matches!(invited, Err(CaseworkError::Amiss(_))));
        // A second link of the same beginning is worth nothing once the first one was used to set up.
        let erin = scene.house.worker("erin", Role::Caseworker).await;
        let spare = office.make_sign_in_link(erin.no, 60, 1).await.unwrap();
        equip(office, &erin, scene.house.clock.now_ms()).await;
        let tried = office.redeem_link(&spare, &from(3)).await.unwrap();
        assert!(tried.is_none());
        let reset = office.reset_sign_in(Actor::KeyHolder, scene.dana.id);
        reset.await.unwrap();
        assert!(office.make_sign_in_link(scene.dana.no, 15, 1).await.is_ok());
    }));
}

#[test]
fn nasw_l_while_every_slow_place_is_taken_others_are_answered_and_the_next_are_told_to_come_again()
{
    run(async {
        let scene = Scene::set(House::slow().await).await;
        let here = scene.come_in(&from(1)).await;
        let office = std::sync::Arc::clone(&scene.house.office);
        let guess = |at: u8| {
            let office = std::sync::Arc::clone(&office);
            tokio::spawn(async move {
                let typed = Passphrase::typed("a guess of someone else's");
                let handle = format!("person-{at}");
                office.give_passphrase(&handle, &typed, &from(at)).await
            })
        };
        let guesses: Vec<_> = (100..=250).map(guess).collect();
        // Those who find no place are told at once; as many as there are places wait.
        let turned_away = loop {
            let done = guesses.iter().filter(|it| it.is_finished()).count();
            if done + 80 >= guesses.len() {
                break done;
            }
            tokio::task::yield_now().await;
        };
        assert!(turned_away > 0);
        for _ in 0..20 {
            assert_eq!(scene.person(&here.session).await.no, scene.dana.no);
        }
        let entries = office.ledger_entries(u64::MAX, 10).await.unwrap();
        assert!(!entries.is_empty());
        let waiting = guesses.iter().filter(|it| !it.is_finished()).count();
        assert!(
            waiting > 10,
            "{waiting} are still waiting while others were answered"
        );
        let mut busy = 0;
        for guess in guesses {
            if !guess.is_finished() {
                guess.abort();
                continue;
            }
            busy += usize::from(matches!(guess.await.unwrap(), Err(CaseworkError::Busy)));
        }
        assert!(busy > 0, "{busy} were told to come again");
    });
}

#[test]
fn nasw_l_where_people_are_real_a_link_leads_to_setting_up_and_nowhere_else() {
    run(on_each_engine(async |scene| {
        let office = scene.office();
        let erin = scene.house.worker("erin", Role::Caseworker).await;
        let link = office.make_sign_in_link(erin.no, 15, 1).await.unwrap();
        let begun = office.redeem_link(&link, &from(1)).await.unwrap().unwrap();
        assert!(begun.set_up_first);
        assert!(office.session(&begun.session).await.unwrap().is_none());
        let Found::SetUp(person) = office.visit(&begun.session).await.unwrap() else {
            panic!("to be set up");
        };
        assert!(
            !office
                .go_on_after_set_up(&person, &begun.session)
                .await
                .unwrap()
        );
        assert!(
            office.step_up(&person, For::People).is_ok(),
            "the link is a minute old"
        );
        scene.house.clock.advance(6 * MINUTE_MS);
        let Found::SetUp(person) = office.visit(&begun.session).await.unwrap() else {
            panic!("still to be set up");
        };
        assert!(office.step_up(&person, For::People).is_err());
        assert!(
            office.step_up(&person, For::SignIn).is_ok(),
            "setting up may take its time"
        );
    }));
}

#[test]
fn nasw_l_nobody_gives_up_the_last_way_by_which_they_come_in() {
    run(on_each_engine(async |scene| {
        let office = scene.office();
        let begun = scene.come_in(&from(1)).await;
        let person = scene.person(&begun.session).await;
        let proof = office.step_up(&person, For::SignIn).unwrap();
        let refused = office.remove_passphrase(&person, &proof).await.unwrap();
        assert_eq!(refused, Err(Unfit::LastWay));
        assert!(office.means_overview(&person).await.unwrap().complete);
        scene.come_in(&from(1)).await;
    }));
}

#[test]
fn nasw_l_a_new_passphrase_ends_the_other_sessions_and_a_reset_ends_all_of_it() {
    run(on_each_engine(async |scene| {
        let (office, here) = (scene.office(), from(1));
        let other = scene.come_in(&here).await;
        let own = scene.come_in(&here).await;
        let person = scene.person(&own.session).await;
        assert_eq!(
            office
                .sessions_of(person.no, Some(&own.session))
                .await
                .unwrap()
                .len(),
            3
        );
        let proof = office.step_up(&person, For::SignIn).unwrap();
        let new = Passphrase::typed("six grey storks standing still");
        let set = office
            .set_passphrase(&person, &proof, &own.session, &new)
            .await
            .unwrap();
        assert_eq!(set, Ok(()));
        assert!(office.session(&other.session).await.unwrap().is_none());
        assert!(office.session(&own.session).await.unwrap().is_some());
        office
            .reset_sign_in(Actor::KeyHolder, scene.dana.id)
            .await
            .unwrap();
        assert!(office.session(&own.session).await.unwrap().is_none());
        let code = scene.code();
        assert!(
            scene
                .try_with(&here, "six grey storks standing still", &code)
                .await
                .is_none()
        );
        let recovery = scene.codes[0].clone();
        assert!(scene.try_with(&here, PHRASE, &recovery).await.is_none());
    }));
}

#[test]
fn nasw_l_means_that_were_given_up_cannot_be_put_back() {
    run(on_each_engine(async |scene| {
        let office = scene.office();
        let sql = "SELECT version, sealed FROM cards WHERE drawer = 1 AND no = $1";
        let no = scene.dana.no;
        let look = move |reader: &mut caseward_db::Reader<'_>| {
            Ok::<_, caseward_db::DbError>(reader.query_one(sql, &[no.into()])?.into_values())
        };
        let before = office.db().read(look).await.unwrap();
        let recovery = scene.codes[0].clone();
        assert!(scene.try_with(&from(1), PHRASE, &recovery).await.is_some());
        let put_back = "UPDATE cards SET version = $1, sealed = $2 WHERE drawer = 1 AND no = $3";
        let values: Vec<Value> = before.into_iter().chain([no.into()]).collect();
        let alter = office
            .gate
            .keep_books::<_, CaseworkError, _>(move |tx| Ok(tx.execute(put_back, &values)?));
        assert_eq!(alter.await.unwrap(), 1);
        let typed = Passphrase::typed(PHRASE);
        assert!(
            office
                .give_passphrase("dana", &typed, &from(1))
                .await
                .is_err()
        );
        let found = office.gate.check_soundness().await.unwrap();
        assert_eq!(found.altered, vec![format!("card {no} of drawer 1")]);
    }));
}

#[test]
fn nasw_l_forged_and_changed_sessions_open_nothing() {
    run(on_each_engine(async |scene| {
        let office = scene.office();
        let begun = scene.come_in(&from(1)).await;
        for forged in [
            "",
            "x",
            "caseward_token_",
            &"A".repeat(43),
            &"A".repeat(100_000),
        ] {
            assert!(matches!(office.visit(forged).await.unwrap(), Found::Nobody));
        }
        for sql in [
            "UPDATE sessions SET proved_at = proved_at + 1",
            "UPDATE sessions SET reach = 1 - reach",
            "UPDATE sessions SET locked = 1 - locked",
            "UPDATE sessions SET started_at = started_at + 1",
            "UPDATE sessions SET private_until = private_until + 1",
        ] {
            let back = match sql.split_once("SET ").unwrap().1 {
                it if it.contains("+ 1") => sql.replace("+ 1", "- 1"),
                _ => sql.to_owned(),
            };
            let alter = async |sql: String| {
                let change = office
                    .gate
                    .keep_books::<_, CaseworkError, _>(move |tx| Ok(tx.execute(&sql, &[])?));
                change.await.unwrap();
            };
            alter(sql.to_owned()).await;
            assert!(
                matches!(office.visit(&begun.session).await.unwrap(), Found::Nobody),
                "{sql}"
            );
            alter(back).await;
            assert!(
                matches!(office.visit(&begun.session).await.unwrap(), Found::Here(_)),
                "{sql}"
            );
        }
    }));
}
