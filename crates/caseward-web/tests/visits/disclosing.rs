//! The steps of one disclosure on its page: what is offered to whom.

use axum::http::StatusCode;
use caseward_casework::consent::ConsentSettings;
use caseward_casework::disclosure::NewDisclosure;
use caseward_casework::gate::{Actor, ClientSheet, ConsentFact, LawFact};
use caseward_casework::people::RegisteredOrganization;
use caseward_model::{
    Basis, Category, Channel, Language, OrganizationKind, Purpose, Road, RoadField, Role, Told,
};
use caseward_testkit::{consent_to, run};
use caseward_web::Words;

use crate::browser::{Answer, Browser, Scene};

/// Answers the first question of a disclosure; gives where its other questions are.
pub(crate) async fn prepare(browser: &mut Browser, list: &str, road: &str) -> String {
    let first = format!("{list}/new");
    let kept = browser
        .post(&first, &format!("road={road}&then=next"))
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let (draft, _) = kept.location().rsplit_once('/').expect("a question");
    draft.to_owned()
}

/// Answers one question of it.
pub(crate) async fn answer(browser: &mut Browser, draft: &str, step: &str, form: &str) -> Answer {
    let form = format!("{form}&then=next");
    browser.post(&format!("{draft}/{step}"), &form).await
}

/// Answers these questions, and begins it; gives its page.
pub(crate) async fn begin(browser: &mut Browser, draft: &str, steps: &[(&str, &str)]) -> String {
    for (step, form) in steps.iter().chain(&[("check", "")]) {
        let kept = answer(browser, draft, step, form).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{step}: {}", kept.body);
        if *step == "check" {
            return kept.location().to_owned();
        }
    }
    unreachable!("the check comes last")
}

/// Begins the one by consent that a housing authority is to have, answered question by question.
pub(crate) async fn begin_by_consent(
    browser: &mut Browser,
    list: &str,
    to: &RegisteredOrganization,
) -> String {
    let draft = prepare(browser, list, "other").await;
    let recipient = format!("recipient={}", to.id);
    let steps = [
        ("purpose", "purpose=eligibility"),
        ("basis", "basis=consent"),
        ("recipient", recipient.as_str()),
        ("questions", "risk=&gone_through=2020-03-14,+in+person"),
        ("sections", "section=identity&section=housing&why_more="),
        ("way", "channel=secure_transfer"),
    ];
    begin(browser, &draft, &steps).await
}

/// Dana begins a disclosure; gives its page.
async fn begun(scene: &Scene, order: NewDisclosure) -> String {
    let office = &scene.house.office;
    let dana = office.person_numbered(scene.dana.no).await.expect("dana");
    let no = office.begin_disclosure(&dana, scene.alma, order).await;
    let no = no.expect("a disclosure");
    format!("/clients/{}/disclosures/{no}", scene.alma)
}

/// One that may raise the risk.
fn risky(to: &RegisteredOrganization) -> NewDisclosure {
    let said = [
        (RoadField::Risk, "His cousin works there."),
        (RoadField::Implications, "She knows, and wants the flat."),
    ];
    NewDisclosure {
        road: Road::RaisesRisk,
        answers: said.into_iter().collect(),
        recipient: to.id,
        purpose: Purpose::Eligibility,
        basis: Basis::Consent,
        danger: None,
        channel: Channel::HandDelivery,
        sections: vec![Category::Identity, Category::Housing],
        why_more: String::new(),
        told: Told::Later,
        told_how: "She is away until Monday.".into(),
    }
}

/// One that a court demands, and that a second person has to look at.
fn demanded(court: &RegisteredOrganization) -> NewDisclosure {
    let said = "Said, and on record.";
    let asked = [
        RoadField::Readers,
        RoadField::Implications,
        RoadField::Text,
        RoadField::Agreed,
    ];
    NewDisclosure {
        road: Road::Report,
        answers: asked.into_iter().map(|it| (it, said)).collect(),
        purpose: Purpose::Legal,
        basis: Basis::LegalAuthority,
        sections: vec![Category::Identity, Category::Contact],
        why_more: "The order names it.".into(),
        ..risky(court)
    }
}

/// Whether somebody's page holds this.
async fn shows(browser: &mut Browser, page: &str, what: &str) -> bool {
    let shown = browser.get(page).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    shown.body.contains(what)
}

async fn does(browser: &mut Browser, step: &str, form: &str) {
    let done = browser.post(step, form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

#[test]
fn cr_6_whoever_had_a_hand_in_it_is_offered_neither_the_discussion_nor_the_approval() {
    run(async {
        let scene = Scene::set().await;
        let house = &scene.house;
        let priya = house.worker("priya", Role::Supervisor).await;
        let sam = house.worker("sam", Role::Supervisor).await;
        house.supervise(&priya, &scene.dana).await;
        house.assign(&sam, scene.alma).await;
        let words = Words::of(Language::English);
        let mut dana = scene.signed_in(&scene.dana).await;
        let mut priya = scene.signed_in(&priya).await;
        let mut sam = scene.signed_in(&sam).await;

        let housing = house.partner("housing", OrganizationKind::Agency).await;
        let page = begun(&scene, risky(&housing)).await;
        let discuss = format!("{page}/discuss");
        assert!(!shows(&mut dana, &page, &discuss).await);
        assert!(shows(&mut sam, &page, &discuss).await);
        let sections = format!("{page}/sections");
        does(&mut sam, &sections, "section=identity&why_more=").await;
        assert!(!shows(&mut sam, &page, &discuss).await, "he chose");
        assert!(shows(&mut sam, &page, &words.t("risk-other")).await);
        assert!(shows(&mut priya, &page, &discuss).await);

        let court = house.partner("court", OrganizationKind::Court).await;
        let recipient = court.no;
        let approved = move |sheet: &mut ClientSheet, _: i64| {
            sheet.law.push(LawFact {
                recipient,
                requested_by_law: true,
                approved: true,
                ..LawFact::default()
            });
        };
        let changed = house.office.change_facts(scene.alma, "law", approved);
        changed.await.expect("an approval of the Law Department");
        let page = begun(&scene, demanded(&court)).await;
        does(&mut sam, &format!("{page}/compose"), "language=en").await;
        let approve = format!("{page}/approve");
        let other = words.t("disclosure-second-other");
        for who in [&mut sam, &mut dana] {
            assert!(!shows(who, &page, &approve).await);
            assert!(shows(who, &page, &other).await);
        }
        assert!(shows(&mut priya, &page, &approve).await);
    });
}

#[test]
#[allow(
    clippy::too_many_lines,
    reason = "one question after another, to the last"
)]
fn nasw_c_a_disclosure_is_prepared_one_question_a_page_and_nothing_is_lost() {
    run(async {
        let scene = Scene::set().await;
        let house = &scene.house;
        let housing = house.partner("housing", OrganizationKind::Agency).await;
        let words = Words::of(Language::English);
        let list = format!("/clients/{}/disclosures", scene.alma);
        let mut dana = scene.signed_in(&scene.dana).await;
        let first = dana.get(&format!("{list}/new")).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.body);
        for said in ["Question 1 of 8", &words.t("prepare-second-nobody")] {
            assert!(first.body.contains(said), "{said}: {}", first.body);
        }
        for road in Road::ALL {
            let chosen = format!("value=\"{road}\" checked");
            assert!(!first.body.contains(&chosen), "nothing is chosen before");
        }
        let missing = dana.post(&format!("{list}/new"), "then=next").await;
        assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(missing.body.contains("href=\"#road\""));
        assert!(!dana.get(&list).await.body.contains("/drafts/"));

        let draft = prepare(&mut dana, &list, "other").await;
        let unsaid = answer(&mut dana, &draft, "purpose", "x=").await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.body.contains("href=\"#purpose\""));
        let kept = answer(&mut dana, &draft, "purpose", "purpose=eligibility").await;
        assert_eq!(kept.location(), format!("{draft}/basis"));
        let grounds = dana.get(kept.location()).await;
        for clause in ["NASW-b", "CR-6", "RE-7", "RE-3"] {
            let link = format!("href=\"/clauses/{clause}\"");
            assert!(grounds.body.contains(&link), "{clause}: {}", grounds.body);
        }
        let means = "discloses with valid consent of the client";
        assert!(grounds.body.contains(means), "and what it demands");
        answer(&mut dana, &draft, "basis", "basis=consent").await;
        let partners = dana.get(&format!("{draft}/recipient")).await;
        let until = words.t("prepare-agreement");
        assert!(partners.body.contains(&until), "{}", partners.body);

        // Saved, left, and gone on with: by whoever writes it, and nobody else.
        let form = format!("recipient={}&then=leave", housing.id);
        let left = dana.post(&format!("{draft}/recipient"), &form).await;
        assert_eq!(left.location(), list);
        let listed = dana.get(&list).await;
        let goes_on = format!("href=\"{draft}/questions\"");
        assert!(listed.body.contains(&goes_on), "{}", listed.body);
        let sam = house.worker("sam", Role::Supervisor).await;
        house.assign(&sam, scene.alma).await;
        let mut sam = scene.signed_in(&sam).await;
        assert!(!sam.get(&list).await.body.contains("/drafts/"));
        let theirs = sam.get(&format!("{draft}/questions")).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);

        // What is more than the least asks why, and what was typed stays.
        let least = dana.get(&format!("{draft}/sections")).await;
        let box_of = |section: &str| format!("value=\"{section}\" checked");
        for (section, ticked) in [("identity", true), ("health", false)] {
            let is_ticked = least.body.contains(&box_of(section));
            assert_eq!(is_ticked, ticked, "{section}: {}", least.body);
        }
        let more = "section=identity&section=health&why_more=";
        let why = answer(&mut dana, &draft, "sections", more).await;
        assert_eq!(why.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(why.body.contains("href=\"#why_more\"") && why.body.contains(&box_of("health")));
        let long = format!("section=identity&why_more={}", "x".repeat(2_001));
        let long = answer(&mut dana, &draft, "sections", &long).await;
        assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(long.body.contains(&"x".repeat(2_001)), "nothing is lost");
        answer(&mut dana, &draft, "sections", "section=identity").await;

        let check = dana.get(&format!("{draft}/check")).await;
        let way = words.t("disclosure-needs-channel");
        assert!(check.body.contains(&way), "{}", check.body);
        assert!(
            check
                .body
                .contains(&format!("href=\"{draft}/way#channel\""))
        );
        let early = answer(&mut dana, &draft, "check", "").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        // What goes because she permits it was gone through with her first, or it is said why not.
        let unsaid = answer(&mut dana, &draft, "questions", "gone_through=").await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.body.contains("href=\"#gone_through\""));
        let steps = [
            ("questions", "not_gone_through=She+can%27t+be+reached"),
            ("way", "channel=hand_delivery"),
        ];
        let page = begin(&mut dana, &draft, &steps).await;
        assert!(shows(&mut dana, &page, "Step 1 of").await);
        let over = dana.get(&format!("{draft}/check")).await;
        assert_eq!(over.status, StatusCode::NOT_FOUND, "the draft has ended");
    });
}

#[test]
fn dv_3_3_2b_what_was_answered_before_and_does_not_fit_is_asked_anew_at_once() {
    run(async {
        let scene = Scene::set().await;
        let court = scene.house.partner("court", OrganizationKind::Court).await;
        let words = Words::of(Language::English);
        let list = format!("/clients/{}/disclosures", scene.alma);
        let mut dana = scene.signed_in(&scene.dana).await;
        let draft = prepare(&mut dana, &list, "other").await;
        answer(&mut dana, &draft, "purpose", "purpose=legal").await;
        answer(&mut dana, &draft, "basis", "basis=legal_authority").await;
        let recipient = format!("recipient={}", court.id);
        let back = answer(&mut dana, &draft, "recipient", &recipient).await;
        assert_eq!(back.location(), format!("{draft}/kind"));
        let kind = dana.get(back.location()).await;
        assert_eq!(kind.status, StatusCode::OK);
        assert!(kind.body.contains(&words.t("road-must-be-report")));
        answer(&mut dana, &draft, "kind", "road=report").await;
        let asked = answer(&mut dana, &draft, "questions", "readers=The+judge").await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.body.contains("href=\"#text\""), "{}", asked.body);
        assert!(asked.body.contains(">The judge</textarea>"), "it is kept");
        let second = words.t("prepare-second-ground");
        assert!(asked.body.contains(&second), "and who looks at it besides");
    });
}

#[test]
fn nasw_k_whoever_wants_something_for_the_press_is_told_where_an_enquiry_goes() {
    run(async {
        let scene = Scene::set().await;
        let press = scene.house.partner("gazette", OrganizationKind::Media);
        let press = press.await;
        let list = format!("/clients/{}/disclosures", scene.alma);
        let mut dana = scene.signed_in(&scene.dana).await;
        let draft = prepare(&mut dana, &list, "media").await;
        let page = format!("{draft}/recipient");
        assert!(shows(&mut dana, &page, "href=\"/enquiries\"").await);
        let recipient = format!("recipient={}", press.id);
        let refused = answer(&mut dana, &draft, "recipient", &recipient).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let listed = dana.get(&list).await;
        assert!(!listed.body.contains("gazette"), "{}", listed.body);
    });
}

#[test]
fn re_2_the_statement_is_shown_before_it_leaves_as_text_and_as_a_paper() {
    run(async {
        let scene = Scene::set().await;
        let house = &scene.house;
        let housing = house.partner("housing", OrganizationKind::Agency).await;
        let recipient = housing.no;
        let agreed = move |sheet: &mut ClientSheet, now: i64| {
            let sections = [Category::Identity, Category::Housing];
            let consent = consent_to(recipient, (Purpose::Eligibility, &sections), now);
            sheet.consents = vec![consent];
        };
        let changed = house.office.change_facts(scene.alma, "consented", agreed);
        changed.await.expect("a consent");
        let mut dana = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/disclosures", scene.alma);
        let page = begin_by_consent(&mut dana, &list, &housing).await;
        let preview = format!("{page}/statement/preview");
        let none = dana.get(&preview).await;
        assert_eq!(none.location(), page, "nothing was put together");
        does(&mut dana, &format!("{page}/compose"), "language=en").await;
        assert!(shows(&mut dana, &page, &preview).await);
        let words = Words::of(Language::English);
        let shown = dana.get(&preview).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        for said in ["NASW-b", "dana of the tests", &words.t("statement-filled")] {
            assert!(shown.body.contains(said), "{said}: {}", shown.body);
        }
        assert!(!shown.title().contains("Alma"));
        for language in ["en", "es"] {
            let paper = dana.get(&format!("{preview}/{language}")).await;
            assert_eq!(paper.status, StatusCode::OK);
            assert!(paper.body.starts_with("%PDF-"));
        }
        let masks = dana.get(&format!("{page}/masks")).await;
        assert!(masks.body.contains("SHA-256 <code>"), "{}", masks.body);
    });
}

/// A report on how somebody in the men's programme gets on.
fn progress(to: &RegisteredOrganization) -> NewDisclosure {
    let said = [
        (
            RoadField::ToldWhat,
            "That they hear how he gets on, and why.",
        ),
        (RoadField::GoneThrough, "2020-03-14, in person"),
        (
            RoadField::Text,
            "He came to six of eight sessions. His wife Rosa waited. He respects his ex.",
        ),
    ];
    NewDisclosure {
        road: Road::Progress,
        answers: said.into_iter().collect(),
        sections: vec![Category::Identity],
        ..risky(to)
    }
}

/// What is posted about the first sentence that a page of partners offers this for.
fn first(page: &Answer, decision: &str) -> String {
    let forms = page.body.split("<form").skip(1);
    let offers = format!("value=\"{decision}\"");
    let form = forms.filter(|it| it.contains("name=\"sentence\""));
    let form = form.filter(|it| it.split("</form>").next().unwrap_or("").contains(&offers));
    let form = form.map(str::to_owned).next();
    let form = form.unwrap_or_else(|| panic!("{decision}: {}", page.body));
    let value = |name: &str| {
        let field = form.split(&format!("name=\"{name}\" value=\"")).nth(1);
        let value = field.and_then(|it| it.split('"').next());
        value.expect("a field").to_owned()
    };
    let (sentence, content) = (value("sentence"), value("content"));
    format!("do={decision}&sentence={sentence}&content={content}&language=en")
}

#[test]
fn dv_4_3_the_page_asks_who_the_partners_are_and_shows_each_sentence_by_itself() {
    run(async {
        let scene = Scene::set().await;
        let house = &scene.house;
        let agency = house.partner("probation", OrganizationKind::Agency).await;
        let recipient = agency.no;
        let agreed = move |sheet: &mut ClientSheet, now: i64| {
            let sections = [Category::Identity];
            let consent = consent_to(recipient, (Purpose::Eligibility, &sections), now);
            sheet.consents = vec![consent];
        };
        let changed = house.office.change_facts(scene.alma, "consented", agreed);
        changed.await.expect("a consent");
        let words = Words::of(Language::English);
        let mut dana = scene.signed_in(&scene.dana).await;
        let page = begun(&scene, progress(&agency)).await;
        let partners = format!("{page}/partners");
        let offered = format!("href=\"{partners}\"");
        assert!(shows(&mut dana, &page, &offered).await);
        let compose = format!("{page}/compose");
        let early = dana.post(&compose, "language=en").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.body.contains("href=\"#partners\""), "{}", early.body);

        let asked = dana.get(&partners).await;
        assert!(asked.body.contains(&words.t("progress-compose-first")));
        let both = "do=name&people=Rosa&nobody=Nobody";
        let both = dana.post(&partners, both).await;
        assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
        for kept in ["href=\"#people\"", ">Rosa</textarea>", ">Nobody</textarea>"] {
            assert!(both.body.contains(kept), "{kept}: {}", both.body);
        }
        does(&mut dana, &partners, "do=name&people=Rosa%2C+Rosi&nobody=").await;
        does(&mut dana, &compose, "language=en").await;
        assert!(shows(&mut dana, &page, "2 sentences that speak of a partner").await);
        let read = dana.get(&partners).await;
        assert!(
            read.body.contains(">Rosa, Rosi</textarea>"),
            "{}",
            read.body
        );
        assert!(read.body.contains("His wife [Person 1] waited."));
        assert!(read.body.contains("He respects his ex."));

        does(&mut dana, &partners, &first(&read, "out")).await;
        let read = dana.get(&partners).await;
        assert!(read.body.contains(&words.t("progress-out")));
        let clear = first(&read, "clear");
        does(&mut dana, &partners, &clear).await;
        assert!(shows(&mut dana, &partners, &words.t("progress-cleared")).await);
        assert!(shows(&mut dana, &page, &words.t("progress-all-read")).await);
        does(&mut dana, &partners, &first(&read, "back")).await;
        let stale = dana.post(&partners, &clear).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(stale.body.contains(&words.t("progress-changed")));
        assert!(shows(&mut dana, &page, "2 sentences that speak of a partner").await);
    });
}

#[test]
fn dv_3_3_2a_where_the_clients_request_is_not_signed_the_page_says_the_way_forward() {
    run(async {
        let scene = Scene::set().await;
        let words = Words::of(Language::English);
        let (house, office) = (&scene.house, &scene.house.office);
        let school = house.partner("school", OrganizationKind::School).await;
        let settings = ConsentSettings {
            signed_requests: true,
            ..ConsentSettings::default()
        };
        let set = office.set_consents(Actor::KeyHolder, settings).await;
        set.expect("it is set");
        let agrees = async |requested: bool| {
            let no = school.no;
            let change = move |sheet: &mut ClientSheet, now: i64| {
                let sections = [Category::Identity, Category::Housing];
                sheet.consents = vec![ConsentFact {
                    requested,
                    ..consent_to(no, (Purpose::Eligibility, &sections), now)
                }];
            };
            let changed = office.change_facts(scene.alma, "consented", change);
            changed.await.expect("a consent");
        };
        agrees(false).await;
        let said = [
            (RoadField::ClientWords, "Tell them that we moved."),
            (RoadField::Implications, "They will know; she wants that."),
        ];
        let order = NewDisclosure {
            road: Road::ClientRequest,
            basis: Basis::ClientRequest,
            answers: said.into_iter().collect(),
            ..risky(&school)
        };
        let compose = format!("{}/compose", begun(&scene, order).await);
        let mut dana = scene.signed_in(&scene.dana).await;
        let kept = dana.post(&compose, "language=en").await;
        let says = words.t("road-needs-signed-request");
        assert!(kept.body.contains(&says), "{}", kept.body);
        assert!(kept.body.contains("id=\"request\""), "{}", kept.body);
        agrees(true).await;
        let made = dana.post(&compose, "language=en").await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    });
}
