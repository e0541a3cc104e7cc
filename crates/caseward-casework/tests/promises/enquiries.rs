//! Enquiries from outside: noted, passed on, and answered to everybody alike.

use caseward_casework::CaseworkError;
use caseward_casework::enquiries::NewEnquiry;
use caseward_model::{EnquiryFrom, Language, Role, TaskKind};
use caseward_testkit::{Engine, Export, House, engines, run};

fn asked(about: &str) -> NewEnquiry {
    NewEnquiry {
        from: Some(EnquiryFrom::Media),
        who: "The Farawell Gazette, newsdesk".into(),
        asked: format!("Did {about} stay with you in May?"),
    }
}

#[test]
fn dv_3_3_1_whoever_asks_from_outside_gets_the_same_letter_whether_or_not_we_know_somebody() {
    for engine in engines() {
        run(alike(&engine));
    }
}

async fn alike(engine: &Engine) {
    let house = House::on(engine, false).await;
    house
        .import(&Export::new().client("1", "Alma", "Reyes"))
        .await;
    let dana = house.worker("dana", Role::Caseworker).await;
    let office = &house.office;
    for language in Language::ALL {
        let mut letters = Vec::new();
        for about in ["Alma Reyes", "Somebody Else"] {
            let no = office
                .note_enquiry(dana.id, asked(about))
                .await
                .expect("noted");
            let letter = office
                .enquiry_letter((dana.no, dana.id), no, *language)
                .await;
            letters.push(letter.expect("a letter"));
        }
        assert_eq!(letters[0], letters[1], "to the last byte");
        assert!(letters[0].starts_with(b"%PDF"));
    }
}

#[test]
fn nasw_k_an_enquiry_is_passed_to_whoever_speaks_for_the_office() {
    for engine in engines() {
        run(passed_on(&engine));
    }
}

async fn passed_on(engine: &Engine) {
    let house = House::on(engine, false).await;
    let office = &house.office;
    let dana = house.worker("dana", Role::Caseworker).await;
    let noor = house.worker("noor", Role::Caseworker).await;
    let priya = house.worker("priya", Role::PrivacyOfficer).await;
    let max = house.worker("max", Role::LineManager).await;
    let waits = async |no: i64| {
        let tasks = office.my_tasks(no).await.expect("tasks");
        tasks
            .iter()
            .filter(|it| it.kind == TaskKind::EnquiryToAnswer)
            .count()
    };
    let first = office
        .note_enquiry(dana.id, asked("Alma Reyes"))
        .await
        .expect("noted");
    assert_eq!((waits(priya.no).await, waits(max.no).await), (1, 0));
    let unfit = office.choose_spokesperson(priya.id, Some(dana.id)).await;
    assert!(matches!(unfit, Err(CaseworkError::Unfit(_))));
    office
        .choose_spokesperson(priya.id, Some(max.id))
        .await
        .expect("chosen");
    office
        .note_enquiry(dana.id, asked("Alma Reyes"))
        .await
        .expect("noted");
    assert_eq!((waits(priya.no).await, waits(max.no).await), (1, 1));

    let for_nobody = office.enquiries(dana.id).await;
    assert!(matches!(for_nobody, Err(CaseworkError::NotPermitted(_))));
    let others = office
        .enquiry_letter((noor.no, noor.id), first, Language::English)
        .await;
    assert!(matches!(others, Err(CaseworkError::NotPermitted(_))));
    assert!(office.my_enquiries(noor.no).await.unwrap().is_empty());
    let silent = office.answer_enquiry(priya.id, first, " ".into()).await;
    assert!(matches!(silent, Err(CaseworkError::Amiss(_))));
    office
        .answer_enquiry(priya.id, first, "The letter, by post.".into())
        .await
        .expect("dealt with");
    assert_eq!(waits(priya.no).await, 0);
    let again = office.answer_enquiry(priya.id, first, "We said no.".into());
    assert!(matches!(again.await, Err(CaseworkError::Unfit(_))));
    let all = office.enquiries(max.id).await.expect("all of them");
    assert_eq!(all.len(), 2);
    assert!(all[0].answered.is_none() && all[1].answered.is_some());
    let (.., how) = all[1].answered.as_ref().expect("an answer");
    assert_eq!(how, "The letter, by post.", "it isn't rewritten");
    let empty = office.note_enquiry(dana.id, NewEnquiry::default()).await;
    assert!(matches!(empty, Err(CaseworkError::Amiss(_))));
}
