//! In joint working the client is told what is shared, with whom and how it is protected; and it is kept that they were, and by which leaflet.

use caseward_casework::consent::{
    ConsentError, Form, Named, NewTalk, Sharing, TalkNeed, Use, note_use,
};
use caseward_casework::disclosure::NewDisclosure;
use caseward_casework::gate::{Amend, FileWorks};
use caseward_casework::tasks::Task;
use caseward_model::{
    Basis, Category, Channel, Language, Purpose, Road, TalkKind, TaskKind, Told, WayKind,
    WithdrawalWay,
};
use caseward_testkit::{engines, run};

use super::{DAY_MS, Desk};
use crate::disclosing::{gone_through, person};

const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

async fn sharing(desk: &Desk) -> Sharing {
    let found = desk.house.office.sharing(&desk.request()).await;
    let (sharing, delivery) = found.unwrap();
    delivery.delivered(None);
    sharing
}

/// What Dana is to tell clients about.
async fn to_tell(desk: &Desk) -> usize {
    let waits: Vec<Task> = desk.house.office.my_tasks(desk.dana.no).await.unwrap();
    let told = waits.iter().filter(|it| it.kind == TaskKind::SharingToTell);
    told.count()
}

fn told_by(leaflet: &str) -> NewTalk {
    NewTalk {
        kind: Some(TalkKind::Sharing),
        how: "In a talk here".into(),
        teach_back: "The clinic hears where I live, until I stop it.".into(),
        leaflet: leaflet.into(),
        ..NewTalk::default()
    }
}

/// Something leaves under a consent, by this disclosure.
async fn left(desk: &Desk, consent: i64, disclosure: i64) {
    let request = desk.request().sections([Category::Administration]);
    let recipient = Named {
        no: desk.clinic.no,
        id: desk.clinic.id,
    };
    let work = move |desk: &mut FileWorks<'_, '_, '_>| {
        let used = Use {
            recipient,
            at: desk.works.now_ms(),
            disclosure,
            recall: None,
        };
        note_use(desk, consent, &used)
    };
    let gate = &desk.house.office.gate;
    gate.work_on_file::<Amend, _, ConsentError, _>(&request, "tried", work)
        .await
        .unwrap();
}

#[test]
fn dv_4_1_the_client_is_told_what_is_shared_with_whom_and_how_it_is_protected() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            assert_eq!(sharing(&desk).await.lines, [], "nothing is agreed to");
            let form = desk.form();
            let until = form.until.unwrap();
            let no = desk.signed(form).await;
            // By hand isn't a way that she allowed, and so none by which it is protected.
            let (clinic, house) = (desk.clinic.id, &desk.house);
            house
                .way(clinic, (WayKind::Hand, "1 Bay St"), ("", ""))
                .await;
            let before = sharing(&desk).await;
            assert_eq!(before.lines[0].ways, []);
            house
                .way(clinic, (WayKind::Age, "records"), (AGE, AGE))
                .await;
            left(&desk, no, 7).await;
            let now = sharing(&desk).await;
            assert_eq!(now.lines.len(), 1);
            let line = &now.lines[0];
            assert_eq!((line.consent, line.recipient.as_str()), (no, "clinic"));
            assert_eq!(line.sections, [Category::Identity, Category::Housing]);
            assert_eq!(line.purposes, [Purpose::DirectService]);
            assert_eq!((line.until, line.times), (until, 1));
            assert_eq!(line.roads, [Channel::EncryptedMessage]);
            assert_eq!(line.ways, [WayKind::Age]);
            assert!(line.policy_assessed && line.policy_until.is_some());
            // Where the clinic is stands nowhere in it, nor who reads it there.
            let said = serde_json::to_string(&now).unwrap();
            for kept in ["Bay St", "nurse", "Alma", "Reyes", "Dana"] {
                assert!(!said.contains(kept), "{kept} in {said}");
            }
            for &language in Language::ALL {
                let request = desk.request();
                let made = house.office.sharing_leaflet(&request, language);
                let (leaflet, delivery) = made.await.unwrap();
                assert!(leaflet.pdf.starts_with(b"%PDF"));
                assert_eq!(leaflet.hash, now.hash(language).unwrap());
                delivery.delivered(Some(&leaflet.pdf));
            }
            // What has run out is shared no more.
            house.clock.advance(21 * DAY_MS);
            assert_eq!(sharing(&desk).await.lines, []);
        });
    }
}

#[test]
fn dv_4_1_whoever_works_with_a_client_is_reminded_until_the_client_was_told() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            assert_eq!(office.remind_of_sharing().await.unwrap(), 0);
            desk.signed(desk.form()).await;
            for _ in 0..2 {
                assert_eq!(office.remind_of_sharing().await.unwrap(), 1);
                assert_eq!(to_tell(&desk).await, 1);
            }
            let hash = sharing(&desk).await.hash(Language::Spanish).unwrap();
            let told = office.record_talk(&desk.request(), told_by(&hash)).await;
            told.unwrap();
            assert_eq!(to_tell(&desk).await, 0);
            assert_eq!(office.remind_of_sharing().await.unwrap(), 0);
            let (consents, delivery) = office.consents(&desk.request()).await.unwrap();
            delivery.delivered(None);
            let talk = &consents.talks[0];
            assert_eq!((talk.kind, talk.by), (TalkKind::Sharing, desk.dana.id));
            let given = talk.leaflet.as_ref().unwrap();
            assert_eq!((&given.hash, given.language), (&hash, Language::Spanish));
            // Whoever agrees to more is told anew, by another leaflet.
            let more = Form {
                channels: vec![Channel::HandDelivery],
                ..desk.form()
            };
            desk.signed(more).await;
            let stale = office.record_talk(&desk.request(), told_by(&hash)).await;
            assert!(matches!(stale, Err(ConsentError::Leaflet)));
            assert_eq!(office.remind_of_sharing().await.unwrap(), 1);
            assert_eq!(to_tell(&desk).await, 1);
        });
    }
}

#[test]
fn dv_4_1_what_was_taken_back_stands_on_no_leaflet_and_nobody_has_to_tell_it() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            let no = desk.signed(desk.form()).await;
            office.remind_of_sharing().await.unwrap();
            assert_eq!(to_tell(&desk).await, 1);
            let request = desk.request();
            let taken = office.withdraw_consent(&request, no, WithdrawalWay::Written, "");
            taken.await.unwrap();
            assert_eq!(sharing(&desk).await.lines, []);
            assert_eq!(to_tell(&desk).await, 0);
            assert_eq!(office.remind_of_sharing().await.unwrap(), 0);
        });
    }
}

#[test]
fn dv_4_1_what_somebody_decided_not_to_tell_the_client_is_on_no_leaflet() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let form = Form {
                purposes: vec![Purpose::Eligibility],
                channels: vec![Channel::HandDelivery],
                ..desk.form()
            };
            let no = desk.signed(form).await;
            let dana = person(&desk.house, "dana").await;
            let order = NewDisclosure {
                road: Road::Other,
                answers: gone_through(),
                recipient: desk.clinic.id,
                purpose: Purpose::Eligibility,
                basis: Basis::Consent,
                danger: None,
                channel: Channel::HandDelivery,
                sections: vec![Category::Identity, Category::Housing],
                why_more: "The clinic asked for both.".into(),
                told: Told::Not,
                told_how: "Telling her now could put her in danger.".into(),
            };
            let office = &desk.house.office;
            let begun = office.begin_disclosure(&dana, desk.alma, order).await;
            let untold = begun.expect("a disclosure");
            left(&desk, no, untold).await;
            let told = sharing(&desk).await;
            let line = &told.lines[0];
            assert_eq!((line.times, line.last_on), (0, None));
            left(&desk, no, untold + 1).await;
            assert_eq!(sharing(&desk).await.lines[0].times, 1);
        });
    }
}

#[test]
fn dv_4_1_that_the_client_was_told_names_the_leaflet_and_what_they_understood() {
    assert_eq!(told_by("").needs(), [TalkNeed::Leaflet]);
    let silent = NewTalk {
        teach_back: String::new(),
        ..told_by("ab")
    };
    assert_eq!(silent.needs(), [TalkNeed::TeachBack]);
}
