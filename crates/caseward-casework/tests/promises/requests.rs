//! What a client asks to have passed on, as a request of their own: in their words, on a consent that they signed on the screen, or on a
//! paper that a second person compared.

use caseward_casework::consent::{
    Change, Compared, ConsentPaper, ConsentSettings, Consequences, Form, Named, Signing, Told, Who,
};
use caseward_casework::disclosure::{DisclosureError, Mend, least};
use caseward_casework::gate::{Actor, Request};
use caseward_casework::people::RegisteredOrganization;
use caseward_model::{
    Answered, Basis, Category, Channel, ConsentKind, Language, OrganizationKind, Purpose, Road,
    RoadField as F, SignerCapacity, WithdrawalWay,
};
use caseward_testkit::{Engine, engines, run};

use crate::consent::DRAWN;
use crate::roads::{Desk, person, text_of};

const WORDS: &str = "Please tell the school that we moved, and nothing else.";

fn sections() -> Vec<Category> {
    least(Road::ClientRequest, Purpose::Eligibility)
}

fn to_alma(desk: &Desk) -> Request {
    Request::to_serve(desk.dana.worker, desk.alma)
}

/// A consent to this organization for all that is to go, with what she asks for in her words, if she asked.
async fn written(desk: &Desk, to: &RegisteredOrganization, request: &str) -> i64 {
    let office = &desk.house.office;
    let today = desk.house.clock.now();
    let today = today.to_zoned_datetime(jiff::tz::TimeZone::system()).date();
    let asked = sections().into_iter().map(|it| (it, Answered::Yes));
    let form = Form {
        who: Who {
            capacity: Some(SignerCapacity::Client),
            ..Who::default()
        },
        purposes: vec![Purpose::Eligibility],
        because: "So that the school knows where to write.".into(),
        request: request.into(),
        recipient: Some(Named { no: 0, id: to.id }),
        readers: "The school's office".into(),
        asked: asked.collect(),
        channels: vec![Channel::HandDelivery],
        until: Some(today.checked_add(jiff::Span::new().days(20)).unwrap()),
        consequences: Consequences {
            agree: vec!["The school will know.".into()],
            refuse: vec!["Nothing changes.".into()],
        },
        alternatives: "She tells them herself.".into(),
        told: Told {
            not_a_condition: true,
            may_revoke: true,
            redisclosure: true,
            limits_of_confidentiality: true,
            copy: true,
            teach_back: "That I can stop it.".into(),
            ..Told::default()
        },
        ..Form::default()
    };
    let (kind, language) = (ConsentKind::Information, Language::English);
    let no = office.begin_consent(&to_alma(desk), kind, language).await;
    let no = no.expect("a draft");
    let whole = Change::Whole(Box::new(form));
    let needs = office.save_consent(&to_alma(desk), no, whole).await;
    assert_eq!(needs.expect("it is kept"), []);
    no
}

async fn signed(desk: &Desk, to: &RegisteredOrganization, request: &str) -> i64 {
    let no = written(desk, to, request).await;
    let signing = Signing {
        name: "Alma Reyes".into(),
        ticked: ["understood", "free", "revocable", "agree"]
            .map(String::from)
            .to_vec(),
        mark: DRAWN.into(),
        ..Signing::default()
    };
    let office = &desk.house.office;
    let done = office.sign_consent(&to_alma(desk), no, signing).await;
    done.expect("it is signed");
    no
}

/// The office wants what a client asks for signed.
async fn wants_requests(desk: &Desk) {
    let settings = ConsentSettings {
        signed_requests: true,
        ..ConsentSettings::default()
    };
    let office = &desk.house.office;
    let set = office.set_consents(Actor::KeyHolder, settings).await;
    set.expect("it is set");
}

/// A disclosure that the client asked for, begun.
async fn asked_for(desk: &Desk, to: &RegisteredOrganization) -> i64 {
    let road = (
        Road::ClientRequest,
        Basis::ClientRequest,
        Purpose::Eligibility,
    );
    let said = [
        (F::ClientWords, WORDS),
        (F::Implications, "They will know; she wants that."),
    ];
    let begun = desk.begins(Desk::order(to, road, &said)).await;
    begun.expect("begun")
}

fn is_unsigned<T>(done: Result<T, DisclosureError>) -> bool {
    matches!(done, Err(DisclosureError::Mend(mend)) if mend == [Mend::SignedRequest])
}

#[test]
fn dv_3_3_2a_what_a_client_asks_for_leaves_on_their_own_signed_request() {
    for engine in engines() {
        run(on_the_screen(&engine));
    }
}

async fn on_the_screen(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let school = desk.house.partner("school", OrganizationKind::School).await;
    signed(&desk, &school, "  ").await;
    let no = asked_for(&desk, &school).await;
    desk.composes(no)
        .await
        .expect("where the office doesn't ask");
    wants_requests(&desk).await;
    assert!(is_unsigned(desk.releases(no).await), "put together before");
    assert!(is_unsigned(desk.composes(no).await));
    let request = signed(&desk, &school, WORDS).await;
    let copy = office.consent_paper(&to_alma(&desk), request).await;
    let (copy, delivery) = copy.ok().expect("a copy");
    delivery.delivered(Some(&copy.pdf));
    let text = text_of(&copy.pdf);
    assert!(!copy.unsigned && text.contains(WORDS), "{text}");
    desk.composes(no).await.expect("it stands on her request");
    // She takes it back: what was agreed to besides doesn't stand in for it.
    let (way, at) = (WithdrawalWay::Oral, to_alma(&desk));
    let taken_back = office.withdraw_consent(&at, request, way, "").await;
    assert!(taken_back.is_ok());
    assert!(is_unsigned(desk.releases(no).await), "nothing left");
    signed(&desk, &school, WORDS).await;
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
}

#[test]
fn dv_3_3_2a_a_request_on_paper_counts_when_a_second_person_compared_its_scan() {
    for engine in engines() {
        run(on_paper(&engine));
    }
}

async fn on_paper(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let school = desk.house.partner("school", OrganizationKind::School).await;
    wants_requests(&desk).await;
    signed(&desk, &school, "").await;
    let no = asked_for(&desk, &school).await;
    let (request, at) = (written(&desk, &school, WORDS).await, to_alma(&desk));
    assert!(office.print_consent(&at, request).await.is_ok());
    let form = office.consent_paper(&at, request).await;
    let (form, delivery) = form.ok().expect("the form to be signed");
    delivery.delivered(Some(&form.pdf));
    let text = text_of(&form.pdf);
    assert!(form.unsigned && text.contains(WORDS), "{text}");
    let paper = ConsentPaper {
        name: "Alma Reyes".into(),
        second_name: String::new(),
        witness: String::new(),
        signed_at: desk.house.clock.now_ms(),
        scan: b"%PDF-1.7 a scan".to_vec(),
    };
    let kept = office.record_consent_paper(&at, request, paper).await;
    assert!(kept.is_ok());
    assert!(is_unsigned(desk.composes(no).await), "nobody compared it");
    let same = Compared {
        same: true,
        witness_signed: false,
    };
    let own = office.confirm_consent_paper(&at, request, same).await;
    assert!(own.is_err(), "whoever recorded it isn't the second person");
    let priya = person(&desk.house, "priya").await;
    let hers = office.question_of(&priya, desk.alma, Channel::Screen).await;
    let hers = hers.ok().expect("she may look");
    let confirmed = office.confirm_consent_paper(&hers, request, same).await;
    assert!(confirmed.is_ok());
    desk.composes(no).await.expect("it stands on her request");
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
}

#[test]
fn dv_3_3_2a_a_request_to_somebody_else_or_for_less_is_none_for_this() {
    for engine in engines() {
        run(for_something_else(&engine));
    }
}

async fn for_something_else(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let house = &desk.house;
    let school = house.partner("school", OrganizationKind::School).await;
    let clinic = house.partner("clinic", OrganizationKind::Health).await;
    wants_requests(&desk).await;
    signed(&desk, &school, "").await;
    signed(&desk, &clinic, WORDS).await;
    let no = asked_for(&desk, &school).await;
    assert!(is_unsigned(desk.composes(no).await), "she named the clinic");
    // What goes by consent, and wasn't asked for by them, needs no request.
    let road = (Road::Other, Basis::Consent, Purpose::Eligibility);
    let begun = desk.begins(Desk::order(&school, road, &[])).await;
    let other = begun.expect("begun");
    desk.composes(other).await.expect("it goes by her consent");
}
