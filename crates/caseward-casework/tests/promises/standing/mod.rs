//! What everyone here signs and learns: who may come in at all, and from which moment not any more.

mod papers;

use caseward_casework::CaseworkError;
use caseward_casework::gate::{About, Actor, Read, Refusal, Request, WorkerSheet};
use caseward_casework::sign_in::SignedIn;
use caseward_casework::standing::{
    Changed, Edition, LARGEST_SCAN, Need, NewVersion, ScanKind, Shipped, SignedPaper, Signer,
    Signing, SigningError, Wording, shipped,
};
use caseward_model::{Language, OfficeAct, RequirementKind, Role};
use caseward_testkit::{Engine, Export, House, engines, run};

const DAY_MS: i64 = 86_400_000;
/// The beginning of a PNG picture, which is all that a scan is known by.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

async fn person(house: &House, handle: &str) -> SignedIn {
    let found = house.office.colleague(handle).await.unwrap();
    house.office.person_numbered(found.no).await.unwrap()
}

fn wording(language: Language, kind: RequirementKind, name: &str, says: &str) -> Wording {
    let course = kind == RequirementKind::Course;
    let ticks = if course {
        "[]".to_owned()
    } else {
        "[\"I have read it.\", \"I will keep to it.\"]".to_owned()
    };
    let text = format!(
        "name = \"{name}\"\nkind = \"{kind}\"\nlanguage = \"{language}\"\ntitle = \"{name}\"\n\
         changed = \"What is new.\"\nstatements = {ticks}\n\
         [[section]]\nheading = \"One\"\nclauses = [\"CC-2\"]\nparagraphs = [\"It stays.\", \"{says}\"]\n\
         [[question]]\nask = \"A?\"\nanswers = [\"yes\", \"no\"]\nright = 1\nsays = \"It says yes.\"\n\
         [[question]]\nask = \"B?\"\nanswers = [\"yes\", \"no\"]\nright = 2\nsays = \"It says no.\"\n"
    );
    Wording::read(&text).unwrap()
}

fn version(kind: RequirementKind, name: &str, says: &str, roles: &[Role]) -> NewVersion {
    let texts = Language::ALL
        .iter()
        .map(|it| wording(*it, kind, name, says));
    NewVersion {
        edition: Edition::of(texts.collect()).unwrap(),
        roles: roles.to_vec(),
        from_ms: 0,
        hold_days: 365,
    }
}

async fn publish(house: &House, new: NewVersion) {
    let actor = Actor::KeyHolder;
    house.office.publish_requirement(actor, new).await.unwrap();
}

fn paper(house: &House) -> SignedPaper {
    SignedPaper {
        version: 1,
        language: Language::English,
        signer: signing(1).signer,
        signed_at: house.clock.now_ms(),
        scan: PICTURE.to_vec(),
    }
}

async fn come_in_again(house: &House, handle: &str) {
    sign(house, &person(house, handle).await, "procedure", 2).await;
}

async fn answer(house: &House, person: &SignedIn, name: &str, version: u32) {
    let answers = vec![Some(1), Some(2)];
    let language = Language::English;
    let marked = house
        .office
        .answer_questions(person, name, version, language, answers)
        .await
        .unwrap();
    assert!(marked.given.is_whole());
}

fn signing(version: u32) -> Signing {
    Signing {
        version,
        language: Language::Spanish,
        signer: Signer {
            name: "Obviously Fictional".to_owned(),
            organization: "Harbour House".to_owned(),
            position: "Caseworker".to_owned(),
            email: "made.up@office.example".to_owned(),
            phone: "555 0100".to_owned(),
        },
        ticked: vec![true, true],
        mark: String::new(),
        at_terminal: false,
    }
}

async fn sign(house: &House, person: &SignedIn, name: &str, version: u32) -> i64 {
    answer(house, person, name, version).await;
    house
        .office
        .sign_agreement(person, name, signing(version))
        .await
        .unwrap()
}

/// Whether the gate lets them read the file of a client who is assigned to them.
async fn is_let_in(house: &House, handle: &str) -> bool {
    let worker = house.office.colleague(handle).await.unwrap();
    let request = Request::to_serve(worker.id, house.client("1").await);
    match house.office.gate.ask::<Read>(&request).await {
        Ok(answer) => {
            house.office.gate.give_back(answer.permit, answer.sealed);
            true
        }
        Err(Refusal::Refused { .. } | Refusal::NotKnown { .. }) => false,
        Err(Refusal::Unrecorded(error)) => panic!("{error}"),
    }
}

const STAFF: [Role; 4] = [
    Role::Caseworker,
    Role::PrivacyOfficer,
    Role::LineManager,
    Role::CommitteeMember,
];

/// An office that asks for a procedure and a course; its privacy officer and line manager are in good
/// standing, and Dana, who has a client, has signed and learnt nothing.
async fn bare(engine: &Engine) -> House {
    let house = House::without_texts(engine, false).await;
    publish(
        &house,
        version(RequirementKind::Procedure, "procedure", "First.", &STAFF),
    )
    .await;
    publish(
        &house,
        version(RequirementKind::Course, "induction", "First.", &STAFF),
    )
    .await;
    for (handle, role) in [
        ("dana", Role::Caseworker),
        ("pat", Role::PrivacyOfficer),
        ("lin", Role::LineManager),
    ] {
        house
            .worker_with(handle, role, false, false, "office")
            .await;
    }
    for handle in ["pat", "lin"] {
        come_in(&house, handle).await;
    }
    house
        .import(&Export::new().client("1", "Alma", "Reyes"))
        .await;
    let dana = house.office.colleague("dana").await.unwrap();
    house.assign(&dana, house.client("1").await).await;
    house
}

/// Signs and learns what `bare` asks for.
async fn come_in(house: &House, handle: &str) {
    let who = person(house, handle).await;
    sign(house, &who, "procedure", 1).await;
    answer(house, &who, "induction", 1).await;
}

fn with_each_engine<F, W>(promise: F)
where
    F: Fn(House) -> W,
    W: Future<Output = ()>,
{
    for engine in engines() {
        run(async { promise(bare(&engine).await).await });
    }
}

#[test]
fn the_texts_that_come_with_caseward_can_be_published_and_name_every_part() {
    let all = shipped().unwrap();
    assert_eq!(all.len(), 5);
    for role in Role::ALL.iter().filter(|it| **it != Role::Client) {
        let of_part = || all.iter().filter(|it| it.roles.contains(role));
        let course = |it: &&Shipped| it.edition.name_and_kind().unwrap().1.is_course();
        assert!(of_part().any(|it| course(&it)), "no course for {role}");
        assert!(of_part().any(|it| !course(&it)), "no agreement for {role}");
    }
}

#[test]
fn dv_5_1_1_nothing_opens_before_the_procedure_is_understood_and_signed() {
    with_each_engine(async |house| {
        let dana = person(&house, "dana").await;
        answer(&house, &dana, "induction", 1).await;
        assert!(!is_let_in(&house, "dana").await);
        let early = house
            .office
            .sign_agreement(&dana, "procedure", signing(1))
            .await;
        assert!(matches!(early, Err(SigningError::NotAnswered)));
        sign(&house, &dana, "procedure", 1).await;
        assert!(is_let_in(&house, "dana").await, "access opens at once");
    });
}

#[test]
fn dv_5_1_1_a_wrong_answer_can_be_given_again_and_the_tries_are_kept() {
    with_each_engine(async |house| {
        let dana = person(&house, "dana").await;
        let put = |answers: Vec<Option<usize>>| {
            let (office, dana) = (&house.office, &dana);
            async move {
                let language = Language::English;
                office
                    .answer_questions(dana, "procedure", 1, language, answers)
                    .await
            }
        };
        assert!(matches!(
            put(vec![]).await,
            Err(SigningError::NothingAnswered)
        ));
        let first = put(vec![Some(1), Some(1)]).await.unwrap().given;
        assert_eq!((first.tries, first.right), (1, vec![true, false]));
        // What was right stays right; an answer that isn't there is no answer.
        let second = put(vec![None, Some(7)]).await.unwrap().given;
        assert_eq!((second.tries, second.right), (2, vec![true, false]));
        let third = put(vec![Some(2), Some(2)]).await.unwrap().given;
        assert!(third.is_whole());
        let no = house
            .office
            .sign_agreement(&dana, "procedure", signing(1))
            .await
            .unwrap();
        let signed = house.office.my_signatures(&dana).await.unwrap();
        let kept = signed.iter().find(|it| it.no == no).unwrap();
        assert_eq!(kept.evidence.tries, 3);
        assert_eq!(kept.evidence.signer, Some(signing(1).signer));
    });
}

#[test]
fn cc_2_a_new_version_closes_the_gate_on_its_day_and_signing_it_ahead_leaves_no_gap() {
    with_each_engine(async |house| {
        come_in(&house, "dana").await;
        house
            .worker_with("eve", Role::Caseworker, false, false, "office")
            .await;
        come_in(&house, "eve").await;
        let eve = house.office.colleague("eve").await.unwrap();
        house.assign(&eve, house.client("1").await).await;
        let day = house.clock.now_ms() + 10 * DAY_MS;
        let mut new = version(RequirementKind::Procedure, "procedure", "Second.", &STAFF);
        new.from_ms = day;
        let pat = person(&house, "pat").await;
        let published = house
            .office
            .publish_requirement(pat.worker, new)
            .await
            .unwrap();
        assert_eq!((published.version, published.from_ms), (2, day));
        assert_eq!(
            published.concerned, 4,
            "everyone who had signed is settled anew"
        );
        let dana = person(&house, "dana").await;
        sign(&house, &dana, "procedure", 2).await;

        house.clock.advance(10 * DAY_MS - 1);
        assert!(
            is_let_in(&house, "eve").await,
            "the old version holds to its last moment"
        );
        house.clock.advance(1);
        assert!(!is_let_in(&house, "eve").await);
        assert!(is_let_in(&house, "dana").await);
        let reading = house
            .office
            .requirement_to_read(&person(&house, "eve").await, "procedure", Language::English)
            .await
            .unwrap();
        let changed: Vec<_> = reading
            .changes
            .iter()
            .map(|it| (it.what, it.text.as_str()))
            .collect();
        assert_eq!(
            changed,
            [(Changed::Removed, "First."), (Changed::Added, "Second.")]
        );
    });
}

#[test]
fn cc_2_a_form_of_an_older_version_signs_nothing() {
    with_each_engine(async |house| {
        let dana = person(&house, "dana").await;
        answer(&house, &dana, "procedure", 1).await;
        publish(
            &house,
            version(RequirementKind::Procedure, "procedure", "Second.", &STAFF),
        )
        .await;
        let old = house
            .office
            .sign_agreement(&dana, "procedure", signing(1))
            .await;
        assert!(matches!(old, Err(SigningError::Replaced { newest: 2 })));
        let new = house
            .office
            .sign_agreement(&dana, "procedure", signing(2))
            .await;
        assert!(
            matches!(new, Err(SigningError::NotAnswered)),
            "answers to the old text are none"
        );
        let language = Language::English;
        let old = house
            .office
            .answer_questions(&dana, "procedure", 1, language, vec![Some(1)])
            .await;
        assert!(matches!(old, Err(SigningError::Replaced { newest: 2 })));
        assert!(house.office.my_signatures(&dana).await.unwrap().is_empty());
    });
}

#[test]
#[expect(
    clippy::too_many_lines,
    clippy::type_complexity,
    reason = "one line for each thing that can be wrong: the list is the test"
)]
fn cc_2_a_signature_has_all_that_it_needs_or_nothing_is_kept() {
    with_each_engine(async |house| {
        let dana = person(&house, "dana").await;
        answer(&house, &dana, "procedure", 1).await;
        let endless = "x".repeat(201);
        let wrong: [(&str, fn(&mut Signing, &str), Need); 12] = [
            ("", |it, text| it.signer.name = text.into(), Need::Name),
            (
                " \u{200b} ",
                |it, text| it.signer.name = text.into(),
                Need::Name,
            ),
            (
                &endless,
                |it, text| it.signer.name = text.into(),
                Need::Name,
            ),
            (
                "\u{202e}eman",
                |it, text| it.signer.name = text.into(),
                Need::Name,
            ),
            ("...", |it, text| it.signer.name = text.into(), Need::Name),
            (
                "a\u{0}b",
                |it, text| it.signer.organization = text.into(),
                Need::Organization,
            ),
            (
                "",
                |it, text| it.signer.position = text.into(),
                Need::Position,
            ),
            (
                "nobody",
                |it, text| it.signer.email = text.into(),
                Need::Email,
            ),
            (
                "a b@c",
                |it, text| it.signer.email = text.into(),
                Need::Email,
            ),
            (
                "call me",
                |it, text| it.signer.phone = text.into(),
                Need::Phone,
            ),
            ("", |it, _| it.ticked = vec![true, false], Need::Statements),
            (
                "{\"width\":1}",
                |it, text| it.mark = text.into(),
                Need::Mark,
            ),
        ];
        for (text, change, need) in wrong {
            let mut signing = signing(1);
            change(&mut signing, text);
            let refused = house
                .office
                .sign_agreement(&dana, "procedure", signing)
                .await;
            match refused {
                Err(SigningError::Needs(needs)) => assert_eq!(needs, [need], "{text:?}"),
                other => panic!("{text:?}: {other:?}"),
            }
        }
        assert!(house.office.my_signatures(&dana).await.unwrap().is_empty());
        let mut from_right = signing(1);
        from_right.signer.name = "שרה כהן".to_owned();
        from_right.mark = "{\"width\":600,\"height\":200,\"strokes\":[[[1,2],[3,4]]]}".to_owned();
        house
            .office
            .sign_agreement(&dana, "procedure", from_right)
            .await
            .unwrap();
    });
}

#[test]
fn cc_2_signing_twice_signs_once() {
    with_each_engine(async |house| {
        let dana = person(&house, "dana").await;
        sign(&house, &dana, "procedure", 1).await;
        let again = house
            .office
            .sign_agreement(&dana, "procedure", signing(1))
            .await;
        assert!(matches!(again, Err(SigningError::Already { .. })));
        assert_eq!(house.office.my_signatures(&dana).await.unwrap().len(), 1);
    });
}

#[test]
fn cc_2_the_signer_gets_a_copy_and_others_do_not() {
    with_each_engine(async |house| {
        let dana = person(&house, "dana").await;
        let no = sign(&house, &dana, "procedure", 1).await;
        let copy = house.office.signed_paper(&dana, no).await.unwrap();
        assert!(copy.pdf.starts_with(b"%PDF-") && !copy.certificate);
        house
            .worker_with("eve", Role::Caseworker, false, false, "office")
            .await;
        come_in(&house, "eve").await;
        let eve = person(&house, "eve").await;
        let refused = house.office.signed_paper(&eve, no).await;
        assert!(matches!(refused, Err(SigningError::NothingWaits)));
        let nobody = house.office.signed_paper(&eve, 999).await;
        assert!(matches!(nobody, Err(SigningError::NothingWaits)));
        let pat = person(&house, "pat").await;
        assert!(house.office.signed_paper(&pat, no).await.is_ok());
    });
}

#[test]
fn dv_5_10_overdue_training_shuts_every_file_and_completing_it_opens_them_again() {
    with_each_engine(async |house| {
        come_in(&house, "dana").await;
        assert!(is_let_in(&house, "dana").await);
        house.clock.advance(365 * DAY_MS);
        assert!(!is_let_in(&house, "dana").await, "a year is over");
        let dana = person(&house, "dana").await;
        sign(&house, &dana, "procedure", 1).await;
        assert!(
            !is_let_in(&house, "dana").await,
            "the training is still overdue"
        );
        answer(&house, &dana, "induction", 1).await;
        assert!(is_let_in(&house, "dana").await);
        let signed = house.office.my_signatures(&dana).await.unwrap();
        let certificate = house
            .office
            .signed_paper(&dana, signed[0].no)
            .await
            .unwrap();
        assert!(certificate.certificate && certificate.pdf.starts_with(b"%PDF-"));
    });
}

#[test]
fn dv_5_10_it_can_be_renewed_before_it_runs_out_and_not_long_before() {
    with_each_engine(async |house| {
        come_in(&house, "dana").await;
        let dana = person(&house, "dana").await;
        let put = || async {
            let language = Language::English;
            let answers = vec![Some(1), Some(2)];
            house
                .office
                .answer_questions(&dana, "induction", 1, language, answers)
                .await
        };
        house.clock.advance(300 * DAY_MS);
        assert!(matches!(put().await, Err(SigningError::Already { .. })));
        house.clock.advance(20 * DAY_MS);
        assert!(put().await.unwrap().completed.is_some());
        house.clock.advance(100 * DAY_MS);
        let sheet = person(&house, "dana").await.sheet;
        assert!(house.clock.now_ms() < sheet.training_until);
    });
}

#[test]
fn dv_5_3_1_a_committee_member_signs_what_is_asked_of_the_committee() {
    with_each_engine(async |house| {
        let roles = [Role::CommitteeMember];
        publish(
            &house,
            version(RequirementKind::Committee, "committee", "Yours.", &roles),
        )
        .await;
        house
            .worker_with("rae", Role::CommitteeMember, false, false, "office")
            .await;
        come_in(&house, "rae").await;
        let rae = person(&house, "rae").await;
        assert_eq!(
            rae.sheet.agreement_until, 0,
            "the procedure alone is not enough"
        );
        let asked = house.office.my_standing(&rae).await.unwrap();
        let open: Vec<_> = asked.iter().filter(|it| it.asks()).collect();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].requirement.name, "committee");
        sign(&house, &rae, "committee", 1).await;
        assert!(person(&house, "rae").await.sheet.agreement_until > house.clock.now_ms());
        // Dana's part doesn't ask for it.
        let dana = house
            .office
            .my_standing(&person(&house, "dana").await)
            .await
            .unwrap();
        assert!(dana.iter().all(|it| it.requirement.name != "committee"));
    });
}

/// An office with the texts that come with Caseward, and Rae, who is new on its committee.
async fn committee(engine: &Engine) -> (House, SignedIn) {
    let house = House::without_texts(engine, false).await;
    let published = house.office.publish_shipped(Actor::KeyHolder).await;
    published.unwrap();
    house
        .worker_with("rae", Role::CommitteeMember, false, false, "office")
        .await;
    let rae = person(&house, "rae").await;
    (house, rae)
}

/// Answers and signs a text that comes with Caseward, as somebody does who has read it.
async fn sign_shipped(house: &House, who: &SignedIn, name: &str) -> Option<i64> {
    let all = shipped().unwrap();
    let is_it = |it: &&Shipped| it.edition.name_and_kind().unwrap().0 == name;
    let edition = &all.iter().find(is_it).unwrap().edition;
    let text = edition.in_language(Language::English).unwrap();
    let right = text.questions.iter().map(|it| Some(it.right)).collect();
    let office = &house.office;
    let marked = office.answer_questions(who, name, 1, Language::English, right);
    assert!(marked.await.unwrap().given.is_whole());
    if text.kind.is_course() {
        return None;
    }
    let signing = Signing {
        ticked: vec![true; text.statements.len()],
        ..signing(1)
    };
    Some(office.sign_agreement(who, name, signing).await.unwrap())
}

#[test]
fn dv_5_3_1_a_new_committee_member_gets_the_procedure_and_signs_for_it_and_for_the_committee() {
    for engine in engines() {
        run(async {
            let (house, rae) = committee(&engine).await;
            let asked = house.office.my_standing(&rae).await.unwrap();
            let mut asks: Vec<_> = asked.iter().filter(|it| it.asks()).collect();
            asks.sort_by_key(|it| &it.requirement.name);
            let names: Vec<_> = asks.iter().map(|it| &it.requirement.name).collect();
            assert_eq!(names, ["committee", "induction", "procedure"]);
            sign_shipped(&house, &rae, "committee").await;
            assert_eq!(
                person(&house, "rae").await.sheet.agreement_until,
                0,
                "nobody takes it on who hasn't read the procedure"
            );
            let signed = sign_shipped(&house, &rae, "procedure").await.unwrap();
            let copy = house.office.signed_paper(&rae, signed).await;
            assert!(
                copy.is_ok_and(|it| it.pdf.starts_with(b"%PDF")),
                "theirs to keep"
            );
            let sheet = person(&house, "rae").await.sheet;
            assert!(sheet.agreement_until > house.clock.now_ms());
        });
    }
}

#[test]
fn dv_5_10_a_committee_member_is_trained_first_and_again_when_the_year_is_over() {
    for engine in engines() {
        run(async {
            let (house, rae) = committee(&engine).await;
            let gate = &house.office.gate;
            let let_in = async || {
                let may = gate.may(rae.worker, OfficeAct::SeePeople, About::Office);
                may.await.unwrap().permitted
            };
            for name in ["committee", "procedure"] {
                sign_shipped(&house, &rae, name).await;
            }
            assert!(!let_in().await);
            sign_shipped(&house, &rae, "induction").await;
            assert!(let_in().await);
            house.clock.advance(366 * DAY_MS);
            for name in ["committee", "procedure"] {
                sign_shipped(&house, &rae, name).await;
            }
            assert!(!let_in().await, "only the training is overdue");
            sign_shipped(&house, &rae, "induction").await;
            assert!(let_in().await);
        });
    }
}

/// Answers a text that comes with Caseward: the first question so, the others rightly.
async fn answer_first(house: &House, who: &SignedIn, name: &str, first: usize) -> bool {
    let all = shipped().unwrap();
    let is_it = |it: &&Shipped| it.edition.name_and_kind().unwrap().0 == name;
    let edition = &all.iter().find(is_it).unwrap().edition;
    let text = edition.in_language(Language::English).unwrap();
    let mut answers: Vec<_> = text.questions.iter().map(|it| Some(it.right)).collect();
    answers[0] = Some(first);
    let office = &house.office;
    let marked = office.answer_questions(who, name, 1, Language::English, answers);
    let marked = marked.await.unwrap();
    marked.given.is_whole() || marked.completed.is_some()
}

#[test]
fn dv_3_3_1_nobody_comes_in_who_would_tell_a_caller_a_yes_or_a_no() {
    let all = shipped().unwrap();
    let says_it = |it: &&Shipped| {
        Language::ALL.iter().all(|language| {
            let text = it.edition.in_language(*language).unwrap();
            let mut clauses = text.sections.iter().flat_map(|it| &it.clauses);
            clauses.any(|it| it.as_str() == "DV-3.3.1")
        })
    };
    for role in all.iter().flat_map(|it| &it.roles) {
        let told = all.iter().filter(says_it).any(|it| it.roles.contains(role));
        assert!(told, "{role} reads nowhere what a caller is told");
    }
    for engine in engines() {
        run(async {
            let house = House::without_texts(&engine, false).await;
            let published = house.office.publish_shipped(Actor::KeyHolder).await;
            published.unwrap();
            house
                .worker_with("dana", Role::Caseworker, false, false, "office")
                .await;
            let dana = person(&house, "dana").await;
            for name in ["procedure", "induction"] {
                // That she is well, or that she isn't here, or to call again when she is.
                for tells in [1, 3] {
                    let done = answer_first(&house, &dana, name, tells).await;
                    assert!(!done, "{name}, {tells}");
                }
            }
            let early = house
                .office
                .sign_agreement(&dana, "procedure", signing(1))
                .await;
            assert!(matches!(early, Err(SigningError::NotAnswered)));
            assert_eq!(person(&house, "dana").await.sheet.agreement_until, 0);
            // That we can't say whether anyone is in touch with us.
            assert!(answer_first(&house, &dana, "procedure", 2).await);
            assert!(answer_first(&house, &dana, "induction", 2).await);
        });
    }
}
