//! The letters that ask something back are sent by the house with one press, by ways that a second person checked; what doesn't arrive is
//! not sent, and another press asks again.

use std::net::TcpListener;
use std::time::Duration;

use caseward_casework::CaseworkError;
use caseward_casework::consent::{
    ConsentError, LettersOrder, LettersWent, Named, Recall, Use, note_use,
};
use caseward_casework::gate::{Amend, WallAgainst, WallFact};
use caseward_casework::people::RegisteredOrganization;
use caseward_channels::carry::mail::MailServer;
use caseward_model::{
    Category, Language, OrganizationKind, RecallAnswer, RecallTelling, TaskKind, WayKind,
    WithdrawalWay,
};
use caseward_testkit::{Engine, engines, run};

use super::{DAY_MS, Desk};
use crate::sending::mail_server::Running;

/// An age key of nobody.
const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
const FROM: &str = "office@harbour.example";
const ASKED: LettersOrder = LettersOrder {
    language: Language::English,
    client_asked: true,
};

/// A consent that was taken back, under which something went to each of these.
pub(super) async fn taken_back(desk: &Desk, all: &[&RegisteredOrganization]) -> i64 {
    let no = desk.signed(desk.form()).await;
    let office = &desk.house.office;
    for (place, to) in (7..).zip(all) {
        let recipient = Named {
            no: to.no,
            id: to.id,
        };
        let request = desk.request().sections([Category::Administration]);
        let noted =
            office
                .gate
                .work_on_file::<Amend, _, ConsentError, _>(&request, "tried", move |desk| {
                    let used = Use {
                        recipient,
                        at: desk.works.now_ms(),
                        disclosure: place,
                        recall: None,
                    };
                    note_use(desk, no, &used)
                });
        noted.await.unwrap();
    }
    let way = WithdrawalWay::Written;
    let request = desk.request();
    let back = office.withdraw_consent(&request, no, way, "");
    back.await.unwrap();
    no
}

pub(super) async fn sent(desk: &Desk, no: i64) -> Result<LettersWent, ConsentError> {
    let office = &desk.house.office;
    office.send_recall_letters(&desk.request(), no, ASKED).await
}

pub(super) async fn recalls(desk: &Desk, no: i64) -> Vec<Recall> {
    let office = &desk.house.office;
    let uses = office.recipients_under(&desk.request(), no).await.unwrap();
    uses.into_iter().filter_map(|(_, it)| it.recall).collect()
}

/// A mail server that isn't there.
fn nowhere() -> MailServer {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    MailServer {
        host: "localhost".to_owned(),
        port: Some(port),
        account: None,
        authority: None,
        whole_in_tls: false,
        is_this_machine: true,
        patience: Duration::from_secs(5),
    }
}

/// What a letter is counted as that didn't go: its word, while nobody was told.
fn trouble(recall: &Recall, now_ms: i64) -> Option<&str> {
    assert!(recall.told.is_none() && recall.answer == RecallAnswer::Awaited);
    recall.sent.as_ref()?.trouble_at(now_ms)
}

#[test]
fn dv_2_1_a_letter_that_did_not_go_is_not_sent_and_another_press_asks_again() {
    for engine in engines() {
        run(not_sent(&engine));
    }
}

async fn not_sent(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let (house, office) = (&desk.house, &desk.house.office);
    let by_post = house.partner("court", OrganizationKind::Court).await;
    let mail = (WayKind::EncryptedMail, "records@clinic.example");
    house.way(desk.clinic.id, mail, (AGE, AGE)).await;
    let post = (WayKind::Post, "12 Court Square");
    house.way(by_post.id, post, ("", "")).await;
    let no = taken_back(&desk, &[&desk.clinic, &by_post]).await;
    let now_ms = house.clock.now_ms();

    let unasked = LettersOrder {
        client_asked: false,
        ..ASKED
    };
    let request = desk.request();
    let unasked = office.send_recall_letters(&request, no, unasked);
    assert!(matches!(
        unasked.await,
        Err(ConsentError::Casework(CaseworkError::Unfit(_)))
    ));
    // Without a mail server nothing can go, and whoever has no way for it is left for a person.
    let went = sent(&desk, no).await.unwrap();
    assert_eq!(went.by_hand, [2]);
    assert_eq!(went.not_sent, [(1, "not_ready".to_owned())]);
    let stands = recalls(&desk, no).await;
    assert_eq!(trouble(&stands[0], now_ms), Some("not_ready"));
    assert_eq!(trouble(&stands[1], now_ms), None);

    office.mails_by(nowhere(), FROM.into());
    for _ in 0..2 {
        let went = sent(&desk, no).await.unwrap();
        assert!(went.sent.is_empty());
        assert_eq!(went.not_sent, [(1, "not_reached".to_owned())]);
        let stands = recalls(&desk, no).await;
        assert_eq!(trouble(&stands[0], now_ms), Some("not_reached"));
        assert!(
            stands[0]
                .sent
                .as_ref()
                .is_some_and(|it| it.hash.len() == 64)
        );
    }
    let waits = office.my_tasks(desk.dana.no).await.unwrap();
    let recall = waits.iter().find(|it| it.kind == TaskKind::ConsentRecall);
    let due = recall.expect("it waits on").due_at;
    assert_eq!(due, now_ms + 3 * DAY_MS, "nobody was told");
}

#[test]
fn dv_3_3_2e_no_letter_goes_by_itself_to_those_from_whom_a_wall_keeps_the_client_apart() {
    run(async {
        let desk = Desk::open(&Engine::Sqlite).await;
        let (house, office) = (&desk.house, &desk.house.office);
        let mail = (WayKind::EncryptedMail, "records@clinic.example");
        house.way(desk.clinic.id, mail, (AGE, AGE)).await;
        office.mails_by(nowhere(), FROM.into());
        let no = taken_back(&desk, &[&desk.clinic]).await;
        let clinic = desk.clinic.no;
        office
            .change_facts(desk.alma, "wall_raised", move |sheet, now_ms| {
                sheet.walls.push(WallFact {
                    against: WallAgainst::Organization(clinic),
                    since: now_ms,
                });
            })
            .await
            .unwrap();
        let went = sent(&desk, no).await.unwrap();
        assert_eq!((went.by_hand, went.not_sent), (Vec::new(), Vec::new()));
        assert_eq!(went.kept_apart, [1], "and it is said why");
        let apart = office.recipients_kept_apart(desk.alma).await.unwrap();
        assert_eq!(apart, [clinic]);
        assert!(recalls(&desk, no).await[0].sent.is_none());
    });
}

#[test]
fn dv_2_1_nobody_is_sent_a_letter_while_a_consent_stands_or_when_all_were_told() {
    run(async {
        let desk = Desk::open(&Engine::Sqlite).await;
        let office = &desk.house.office;
        let standing = desk.signed(desk.form()).await;
        assert!(matches!(
            sent(&desk, standing).await,
            Err(ConsentError::Stage(_))
        ));
        let no = taken_back(&desk, &[&desk.clinic]).await;
        let request = desk.request();
        let kept = office.answer_recall(&request, (no, 1), RecallAnswer::Destroyed, "");
        kept.await.unwrap();
        assert!(matches!(sent(&desk, no).await, Err(ConsentError::Stage(_))));
    });
}

#[test]
fn dv_2_1_with_one_press_the_house_sends_the_letters_and_waits_for_their_answers() {
    for engine in engines() {
        run(whole(&engine));
    }
}

async fn whole(engine: &Engine) {
    let Some(server) = Running::start("starttls") else {
        return;
    };
    let desk = Desk::open(engine).await;
    let (house, office) = (&desk.house, &desk.house.office);
    let school = house.partner("school", OrganizationKind::School).await;
    for (to, address) in [
        (&desk.clinic, "records@clinic.example"),
        (&school, "office@school.example"),
    ] {
        let mail = (WayKind::EncryptedMail, address);
        house.way(to.id, mail, (AGE, AGE)).await;
    }
    office.mails_by(server.settings(), FROM.into());
    let no = taken_back(&desk, &[&desk.clinic, &school]).await;
    let went = sent(&desk, no).await.unwrap();
    assert_eq!(went.sent, [1, 2], "{went:?}");
    let letter = server.letter(1).expect("a letter");
    assert!(!letter.contains("Reyes") && !letter.contains("letter-001"));
    let now_ms = house.clock.now_ms();
    for recall in recalls(&desk, no).await {
        let told = recall.told.expect("told");
        assert_eq!(told.how, RecallTelling::Way);
        assert_eq!(told.way, Some(WayKind::EncryptedMail));
        assert_eq!((told.by, told.at), (desk.dana.id, now_ms));
        assert!(
            recall
                .sent
                .is_some_and(|it| it.ended && it.trouble.is_none())
        );
    }
    // What waits is their answers, as when somebody told them.
    let waits = office.my_tasks(desk.dana.no).await.unwrap();
    let recall = waits.iter().find(|it| it.kind == TaskKind::ConsentRecall);
    let due = recall.expect("their answers").due_at;
    assert_eq!(due, now_ms + 14 * DAY_MS);
    assert!(matches!(sent(&desk, no).await, Err(ConsentError::Stage(_))));
}
