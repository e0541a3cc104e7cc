//! What is collected and why: nothing is written where nobody has said what it is for, and what is held without a need is listed.

use caseward_casework::CaseworkError;
use caseward_casework::file::ClientFile;
use caseward_casework::gate::{Refusal, Request};
use caseward_casework::intake::Account;
use caseward_casework::staff::Colleague;
use caseward_casework::stated_needs::{NewNeed, of_section};
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
        .state_need(priya.id, hiv.clone(), "needed".to_owned())
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
        .state_need(
            priya.id,
            elsewhere,
            "For a programme that isn't.".to_owned(),
        )
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

/// Alma and Bruno are in the night shelter, Cleo in the day centre.
fn in_two_programmes() -> Export {
    Export::new()
        .client("1", "Alma", "Reyes")
        .client("2", "Bruno", "Stone")
        .row(
            "HealthAndDV",
            &[
                ("HealthAndDVID", "H1"),
                ("EnrollmentID", "N1"),
                ("PersonalID", "1"),
                ("InformationDate", "2026-03-01"),
                ("DomesticViolenceSurvivor", "1"),
                ("CurrentlyFleeing", "1"),
                ("DentalHealthStatus", "3"),
                ("DataCollectionStage", "1"),
            ],
        )
        .row(
            "Project",
            &[
                ("ProjectID", "P2"),
                ("OrganizationID", "O1"),
                ("ProjectName", "Day centre"),
                ("OperatingStartDate", "2020-01-01"),
                ("ContinuumProject", "1"),
            ],
        )
        .row(
            "Client",
            &[
                ("PersonalID", "3"),
                ("FirstName", "Cleo"),
                ("LastName", "Marsh"),
                ("SSN", "900123456"),
            ],
        )
        .row(
            "Enrollment",
            &[
                ("EnrollmentID", "N3"),
                ("PersonalID", "3"),
                ("ProjectID", "P2"),
                ("EntryDate", "2026-03-01"),
            ],
        )
}

/// So many values of these columns stayed out, and out of Alma's file; she is known by her name and shielded all the same.
fn less(account: &Account, file: &ClientFile, without: [(&str, u64); 2]) {
    let held = columns(file);
    for (column, values) in without {
        assert_eq!(unneeded(account, column), values, "{column}");
        assert!(!held.iter().any(|it| it == column), "{held:?}");
    }
    assert_eq!(unneeded(account, "FirstName"), 0, "there is a usual need");
    assert!(held.iter().any(|it| it == "FirstName"), "{held:?}");
    assert!(
        file.standing.protected,
        "she is fleeing, and stays shielded"
    );
}

/// How many values nobody needs stood in a column.
fn unneeded(account: &Account, column: &str) -> u64 {
    let found = account.without_need.iter().find(|it| it.column == column);
    found.map_or(0, |it| it.values)
}

fn imported(account: &Account, file: &str) -> u64 {
    let found = account.files.iter().find(|it| it.file == file);
    found.expect("the file").imported
}

async fn opened(house: &House, who: &Colleague, client: Id<Client>) -> ClientFile {
    let request = Request::to_serve(who.id, client);
    let (file, delivery) = house.office.open_file(&request).await.ok().unwrap();
    delivery.delivered(None);
    file
}

/// The columns of another system that hold something in a file.
fn columns(file: &ClientFile) -> Vec<String> {
    let records = file.sections.iter().flat_map(|it| &it.records);
    let held = records.flat_map(|record| {
        let source = file.layouts.file(record.kind);
        let header = move |number: u32| Some(source?.header(number).to_owned());
        let fields = record.fields.iter();
        fields.filter_map(move |(number, _)| header(*number))
    });
    held.collect()
}

#[test]
fn re_5_an_import_leaves_out_and_counts_what_nobody_needs_until_the_office_says_otherwise() {
    for engine in engines() {
        run(left_out(&engine));
    }
}

async fn left_out(engine: &Engine) {
    let house = House::on(engine, false).await;
    let office = &house.office;
    let export = in_two_programmes();
    let first = house.import(&export).await;
    assert!(first.left_out && first.kept, "nobody said anything");
    let alma = house.client("1").await;
    let cleo = house.client("3").await;
    let dana = house.worker("dana", Role::Caseworker).await;
    house.assign(&dana, alma).await;
    house.assign(&dana, cleo).await;
    let without = [("SSN", 3), ("DentalHealthStatus", 1)];
    less(&first, &opened(&house, &dana, alma).await, without);

    let by_dana = office.take_in_by_need(dana.id, false).await;
    assert!(matches!(by_dana, Err(CaseworkError::NotPermitted(_))));
    let priya = house.worker("priya", Role::PrivacyOfficer).await;
    office.take_in_by_need(priya.id, false).await.expect("said");
    let whole = house.import(&export).await;
    assert!(!whole.left_out);
    let held = columns(&opened(&house, &dana, alma).await);
    for (column, values) in without {
        assert_eq!(unneeded(&whole, column), values, "it is counted");
        assert!(held.iter().any(|it| it == column), "{held:?}");
    }
    office.take_in_by_need(priya.id, true).await.expect("said");
    let again = house.import(&export).await;
    assert!(again.left_out);
    less(&again, &opened(&house, &dana, alma).await, without);

    // What one programme needs comes in for its clients, and for nobody else.
    let programmes = office.programmes().await.expect("programmes");
    let shelter = programmes.iter().find(|it| it.name == "Night shelter");
    let ssn = "Client.SSN".to_owned();
    let why = "To ask for housing benefit in their name.".to_owned();
    let shelter = shelter.map(|it| it.no);
    let stated = office.state_need(priya.id, (shelter, ssn), why).await;
    stated.expect("stated");
    let anew = house.import(&export).await;
    assert_eq!(unneeded(&anew, "SSN"), 1, "Cleo's");
    assert_eq!(imported(&anew, "Client.csv"), 2, "Alma's and Bruno's");
    let of_alma = columns(&opened(&house, &dana, alma).await);
    let of_cleo = columns(&opened(&house, &dana, cleo).await);
    assert!(of_alma.iter().any(|it| it == "SSN"), "{of_alma:?}");
    assert!(!of_cleo.iter().any(|it| it == "SSN"), "{of_cleo:?}");
    let same = house.import(&export).await;
    assert!(same.files.iter().all(|it| it.imported == 0), "{same:?}");
}

#[test]
fn re_5_the_account_tells_what_stayed_out_from_what_was_taken_out_of_held_rows() {
    for engine in engines() {
        run(told_apart(&engine));
    }
}

/// How many values of a column stayed out, were taken out of held rows, or are in such that changed.
fn became(account: &Account, column: &str) -> (u64, u64, u64) {
    let found = account.without_need.iter().find(|it| it.column == column);
    found.map_or((0, 0, 0), |it| (it.stayed_out, it.taken_out, it.unclear))
}

async fn told_apart(engine: &Engine) {
    let house = House::on(engine, false).await;
    let office = &house.office;
    let priya = house.worker("priya", Role::PrivacyOfficer).await;
    let export = in_two_programmes();
    let first = house.import(&export).await;
    assert_eq!(became(&first, "SSN"), (3, 0, 0), "they never came in");
    office.take_in_by_need(priya.id, false).await.expect("said");
    let whole = house.import(&export).await;
    assert_eq!(became(&whole, "SSN"), (0, 0, 0), "they came in");
    office.take_in_by_need(priya.id, true).await.expect("said");
    let again = house.import(&export).await;
    assert_eq!(became(&again, "SSN"), (0, 3, 0), "they stood there");
    assert_eq!(became(&again, "DentalHealthStatus"), (0, 1, 0));
    let same = house.import(&export).await;
    assert_eq!(became(&same, "SSN"), (3, 0, 0), "and stand there no more");
    // Of a row that came otherwise changed, nobody can say what of it stood there.
    let changed = client_alone(Export::new(), "1", "Almira");
    let changed = house.import(&changed).await;
    assert_eq!(became(&changed, "SSN"), (0, 0, 1));
}

#[test]
fn re_5_what_a_programme_needs_comes_in_where_its_enrolment_came_earlier() {
    for engine in engines() {
        run(enrolled_earlier(&engine));
    }
}

/// A row of a client and nothing of any enrolment.
fn client_alone(export: Export, personal_id: &str, first: &str) -> Export {
    export.row(
        "Client",
        &[
            ("PersonalID", personal_id),
            ("FirstName", first),
            ("NameDataQuality", "2"),
            ("SSN", "900129876"),
        ],
    )
}

/// A row of Enrollment.csv for Alma, in this project.
fn alma_in(export: Export, project: &str) -> Export {
    export.row(
        "Enrollment",
        &[
            ("EnrollmentID", "N1"),
            ("PersonalID", "1"),
            ("ProjectID", project),
            ("EntryDate", "2026-03-01"),
        ],
    )
}

async fn enrolled_earlier(engine: &Engine) {
    let house = House::on(engine, false).await;
    let office = &house.office;
    house.import(&in_two_programmes()).await;
    let (alma, cleo) = (house.client("1").await, house.client("3").await);
    let dana = house.worker("dana", Role::Caseworker).await;
    house.assign(&dana, alma).await;
    house.assign(&dana, cleo).await;
    let priya = house.worker("priya", Role::PrivacyOfficer).await;
    let programmes = office.programmes().await.expect("programmes");
    let shelter = programmes.iter().find(|it| it.name == "Night shelter");
    let shelter = shelter.map(|it| it.no);
    for column in ["Client.SSN", "HealthAndDV.DentalHealthStatus"] {
        let why = "To ask for housing benefit in their name.".to_owned();
        let about = (shelter, column.to_owned());
        let stated = office.state_need(priya.id, about, why).await;
        stated.expect("stated");
    }
    let of = async |client| columns(&opened(&house, &dana, client).await);
    let has = |columns: &[String], column: &str| columns.iter().any(|it| it == column);

    // Neither enrolment comes again: Alma's is known, and what her shelter needs comes in; what only names it, too.
    let later = client_alone(Export::new(), "1", "Alma");
    let later = client_alone(later, "3", "Cleo").row(
        "HealthAndDV",
        &[
            ("HealthAndDVID", "H1"),
            ("EnrollmentID", "N1"),
            ("PersonalID", "1"),
            ("InformationDate", "2026-03-01"),
            ("DomesticViolenceSurvivor", "1"),
            ("CurrentlyFleeing", "0"),
            ("DentalHealthStatus", "2"),
            ("DataCollectionStage", "1"),
        ],
    );
    let account = house.import(&later).await;
    assert!(account.left_out && account.kept);
    assert_eq!(unneeded(&account, "SSN"), 1, "Cleo's");
    assert_eq!(unneeded(&account, "DentalHealthStatus"), 0);
    let of_alma = of(alma).await;
    assert!(has(&of_alma, "SSN"), "{of_alma:?}");
    assert!(!has(&of(cleo).await, "SSN"));

    // What this export says of an enrolment counts, and not what was known of it.
    let moved = alma_in(client_alone(Export::new(), "1", "Alma"), "P2");
    let account = house.import(&moved).await;
    assert_eq!(unneeded(&account, "SSN"), 1);
    assert!(!has(&of(alma).await, "SSN"));
    let back = alma_in(Export::new(), "P1");
    house.import(&back).await;
    let account = house
        .import(&client_alone(Export::new(), "1", "Alma"))
        .await;
    assert_eq!(unneeded(&account, "SSN"), 0);
    assert!(has(&of(alma).await, "SSN"));
}

#[test]
fn re_5_what_no_standard_knows_comes_in_once_somebody_said_what_it_is_for() {
    for engine in engines() {
        run(of_no_standard(&engine));
    }
}

async fn of_no_standard(engine: &Engine) {
    let house = House::on(engine, false).await;
    let office = &house.office;
    let export = Export::new().client("1", "Alma", "Reyes").file(
        "CustomMeals.csv",
        "PersonalID,Diet,Gossip\n1,No nuts,They say\n",
    );
    let priya = house.worker("priya", Role::PrivacyOfficer).await;
    let about = || (None, "CustomMeals.Diet".to_owned());
    let why = "To cook what they can eat.".to_owned();
    let unheard = office.state_need(priya.id, about(), why.clone()).await;
    assert!(
        matches!(unheard, Err(CaseworkError::Amiss(_))),
        "nothing is called so yet"
    );
    let account = house.import(&export).await;
    assert_eq!(unneeded(&account, "Diet"), 1);
    assert_eq!(unneeded(&account, "PersonalID"), 0, "it ties the row");
    let alma = house.client("1").await;
    let dana = house.worker("dana", Role::Caseworker).await;
    house.assign(&dana, alma).await;
    let of_alma = async || columns(&opened(&house, &dana, alma).await);
    assert!(!of_alma().await.iter().any(|it| it == "Diet"));
    let (handed, _) = office.held_fields().await.expect("columns");
    let named = |field: &str| handed.iter().any(|it| it.field == field);
    assert!(named("CustomMeals.Diet") && !named("CustomMeals.PersonalID"));

    let stated = office.state_need(priya.id, about(), why).await;
    stated.expect("stated");
    let account = house.import(&export).await;
    assert_eq!(unneeded(&account, "Diet"), 0);
    assert_eq!(unneeded(&account, "Gossip"), 1);
    let held = of_alma().await;
    assert!(held.iter().any(|it| it == "Diet"), "{held:?}");
    assert!(!held.iter().any(|it| it == "Gossip"), "{held:?}");
}

#[test]
fn re_5_a_usual_need_is_stated_for_what_places_somebody_and_for_no_number_of_theirs() {
    run(async {
        let house = House::open().await;
        let export = Export::new().client("1", "Alma", "Reyes").row(
            "IncomeBenefits",
            &[
                ("IncomeBenefitsID", "I1"),
                ("EnrollmentID", "N1"),
                ("PersonalID", "1"),
                ("InformationDate", "2026-03-01"),
                ("Earned", "1"),
                ("EarnedAmount", "812.00"),
                ("ADAP", "1"),
                ("DataCollectionStage", "1"),
            ],
        );
        let account = house.import(&export).await;
        let left = account.without_need.iter().map(|it| it.column.as_str());
        let left: Vec<_> = left.collect();
        assert_eq!(left, ["SSN", "ADAP"], "and all else comes in");
    });
}

#[test]
fn re_5_optional_is_the_default_and_only_what_can_be_a_duty_becomes_one() {
    for engine in engines() {
        run(duties(&engine));
    }
}

async fn duties(engine: &Engine) {
    let house = House::on(engine, false).await;
    let priya = house.worker("priya", Role::PrivacyOfficer).await;
    let office = &house.office;
    let why = "Our own rules want it of everybody.";
    let demands = async |field: &str| {
        let new = NewNeed {
            why: why.to_owned(),
            required: true,
        };
        let about = (None, field.to_owned());
        office.state_need(priya.id, about, new).await
    };
    let asked = async || {
        let nobody = Id::<Client>::make_random(&Randomness::system());
        let asked = office.fields_asked_of(nobody, Language::English).await;
        asked.expect("what is asked")
    };
    assert!(asked().await.asks("consent.witness"));
    assert!(!asked().await.requires("consent.witness"));
    for field in [
        "section.housing",
        "Client.SSN",
        "consent.interpreter",
        "consent.harmed",
        "consent.shoe_size",
    ] {
        let refused = demands(field).await;
        assert!(matches!(refused, Err(CaseworkError::Amiss(_))), "{field}");
    }
    demands("consent.witness").await.expect("stated");
    assert!(asked().await.requires("consent.witness"));
    assert_eq!(asked().await.why("consent.witness"), why);
    let about = (None, "consent.witness".to_owned());
    let optional = office.state_need(priya.id, about, why.to_owned()).await;
    optional.expect("stated anew");
    assert!(!asked().await.requires("consent.witness"));
}
