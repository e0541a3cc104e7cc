//! What is collected and why: nothing is written where nobody has said what it is for, and what is held without a need is listed.

use caseward_casework::CaseworkError;
use caseward_casework::gate::Refusal;
use caseward_casework::stated_needs::of_section;
use caseward_model::{Category, Channel, Client, Id, Language, Randomness, Role};
use caseward_testkit::{Engine, Export, House, engines, run};

#[test]
fn nasw_a_an_entry_goes_only_where_somebody_said_what_it_is_for() {
    for engine in engines() {
        run(asked(&engine));
    }
}

async fn asked(engine: &Engine) {
    let house = House::on(engine, false).await;
    house
        .import(&Export::new().client("1", "Alma", "Reyes"))
        .await;
    let alma = house.client("1").await;
    let dana = house.worker("dana", Role::Caseworker).await;
    house.assign(&dana, alma).await;
    let noor = house.worker("noor", Role::Caseworker).await;
    let priya = house.worker("priya", Role::PrivacyOfficer).await;
    let office = &house.office;
    let dana = office.person_numbered(dana.no).await.unwrap();
    let noor = office.person_numbered(noor.no).await.unwrap();
    let lacks = async |section| {
        let place = (section, Channel::Screen);
        office
            .lacks_need(&dana, alma, place)
            .await
            .expect("an answer")
    };
    assert!(!lacks(Category::Housing).await && lacks(Category::Hiv).await);
    assert!(
        !lacks(Category::ThirdParty).await,
        "what others told isn't asked of her"
    );

    // Whoever may not know of her hears nothing of what she is asked, as for one who isn't there.
    let nobody = Id::<Client>::make_random(&Randomness::system());
    for client in [alma, nobody] {
        let unknown = office
            .lacks_need(&noor, client, (Category::Hiv, Channel::Screen))
            .await;
        assert!(
            matches!(unknown, Err(Refusal::NotKnown { .. })),
            "{unknown:?}"
        );
    }

    let hiv = (None, of_section(Category::Hiv));
    let why = "To bring medicine within reach, if she wants it.".to_owned();
    let by_dana = office
        .state_need(dana.worker, hiv.clone(), why.clone())
        .await;
    assert!(matches!(by_dana, Err(CaseworkError::NotPermitted(_))));
    let thin = office
        .state_need(priya.id, hiv.clone(), "needed".into())
        .await;
    assert!(matches!(thin, Err(CaseworkError::Amiss(_))));
    office
        .state_need(priya.id, hiv.clone(), why.clone())
        .await
        .expect("stated");
    assert!(!lacks(Category::Hiv).await);
    let asked = office.asked_of(alma, Language::English).await.unwrap();
    assert!(asked.contains(&(Category::Hiv, why)));
    office
        .state_need(priya.id, hiv, String::new())
        .await
        .expect("taken back");
    assert!(lacks(Category::Hiv).await);
    let elsewhere = (Some(99), of_section(Category::Hiv));
    let none = office
        .state_need(priya.id, elsewhere, "For a programme that isn't.".into())
        .await;
    assert!(matches!(none, Err(CaseworkError::Amiss(_))));
}

#[test]
fn re_5_what_is_held_without_a_need_is_listed_and_stays() {
    for engine in engines() {
        run(held(&engine));
    }
}

async fn held(engine: &Engine) {
    let house = House::on(engine, false).await;
    house
        .import(&Export::new().client("1", "Alma", "Reyes"))
        .await;
    let priya = house.worker("priya", Role::PrivacyOfficer).await;
    let office = &house.office;
    let without = async || {
        let needs = office.stated_needs().await.unwrap();
        let (held, _) = office.held_fields().await.unwrap();
        let why = |field: &str| needs.why_for(None, field, Language::English);
        let fields = held.into_iter().map(|it| it.field);
        fields.filter(|it| why(it).is_none()).collect::<Vec<_>>()
    };
    let before = without().await;
    assert!(
        !before.iter().any(|it| it.ends_with("PersonalID")),
        "no key of the other system"
    );
    let Some(field) = before.first().cloned() else {
        panic!("an export holds something that HUD doesn't demand");
    };
    let why = "So that the heating allowance can be asked for.".to_owned();
    office
        .state_need(priya.id, (None, field.clone()), why)
        .await
        .expect("stated");
    let after = without().await;
    assert_eq!(after.len(), before.len() - 1);
    assert!(!after.contains(&field));
    let (held, _) = office.held_fields().await.unwrap();
    assert!(held.iter().any(|it| it.field == field), "it stays held");
}
