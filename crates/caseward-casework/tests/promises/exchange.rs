//! Consents and disclosures for other systems: to one organisation, under a name of its own, and nothing that wouldn't leave anyhow; and what
//! comes from them is never in force.

use caseward_casework::consent::ConsentNeed;
use caseward_casework::disclosure::{DisclosureError, LeftAs, NewDisclosure};
use caseward_casework::exchange::{HandedOut, ReceivingError};
use caseward_casework::gate::{Disclose, Refusal, WallAgainst, WallFact};
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    Basis, Category, Channel, ConsentStage, Id, Language, LimitKind, Organization,
    OrganizationKind, Purpose, Regime, Role, Told, WithdrawalWay,
};
use caseward_testkit::{Engine, engines, run, without_random};
use serde_json::{Value, json};

use crate::accounting::read;
use crate::consent::{Desk, limit};
use crate::disclosing::person;

impl Desk {
    async fn me(&self) -> SignedIn {
        person(&self.house, "dana").await
    }

    async fn consents_for(&self, recipient: Id<Organization>) -> HandedOut {
        let office = &self.house.office;
        let me = self.me().await;
        let made = office.fhir_consents(&me, self.alma, recipient);
        made.await.expect("a bundle")
    }

    async fn events_for(&self, recipient: Id<Organization>) -> HandedOut {
        let office = &self.house.office;
        let me = self.me().await;
        let made = office.fhir_events(&me, self.alma, recipient);
        made.await.expect("a bundle")
    }

    /// Lets housing go to the clinic.
    async fn lets_out(&self) -> i64 {
        let (office, me) = (&self.house.office, self.me().await);
        let order = NewDisclosure {
            road: caseward_model::Road::Other,
            answers: crate::disclosing::gone_through(),
            recipient: self.clinic.id,
            purpose: Purpose::DirectService,
            basis: Basis::Consent,
            danger: None,
            channel: Channel::EncryptedMessage,
            sections: vec![Category::Identity, Category::Housing],
            why_more: "They ask where she can be reached.".into(),
            told: Told::Later,
            told_how: "She is away until Monday.".into(),
        };
        let no = office.begin_disclosure(&me, self.alma, order).await;
        let no = no.expect("a disclosure");
        let composed = office.compose_disclosure(&me, self.alma, no, Language::English);
        let content = composed.await.expect("a paper").content;
        let chosen = self.house.choose_a_way(&me, self.alma, no).await;
        chosen.expect("a way");
        let released = office.release_disclosure(&me, self.alma, (no, &content), Language::English);
        let mut package = released.await.expect("a release");
        package.handed_over();
        no
    }
}

fn resources(bundle: &Value) -> Vec<&Value> {
    let Some(entries) = bundle["entry"].as_array() else {
        return Vec::new();
    };
    let matches = entries.iter().filter(|it| it["search"]["mode"] == "match");
    matches.map(|it| &it["resource"]).collect()
}

#[test]
fn re_2_what_an_organisation_may_know_goes_to_it_alone_under_a_name_of_its_own() {
    for engine in engines() {
        run(alone(&engine));
    }
}

async fn alone(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let other = desk.house.partner("other", OrganizationKind::Health).await;
    desk.signed(desk.form()).await;
    let mut form = desk.form();
    form.recipient = Some(caseward_casework::consent::Named {
        no: 0,
        id: other.id,
    });
    desk.signed(form).await;
    desk.lets_out().await;

    let made = desk.consents_for(desk.clinic.id).await;
    let found = resources(&made.bundle);
    assert_eq!((found.len(), made.resources, made.kept_in), (1, 1, 0));
    let consent = found[0];
    assert_eq!(consent["provision"]["type"], "deny");
    let permits = consent["provision"]["provision"].as_array().unwrap();
    assert_eq!(permits.len(), 2, "identity and housing, and no HIV");
    let to = format!("Organization/{}", desk.clinic.id);
    for permit in permits {
        assert_eq!(permit["actor"][0]["reference"]["reference"], to);
    }
    let here = consent["patient"]["reference"].as_str().unwrap();
    let theirs = desk.consents_for(other.id).await;
    let there = resources(&theirs.bundle)[0]["patient"]["reference"].clone();
    assert_ne!(
        there, here,
        "two organisations can't compare whom they know"
    );
    let again = desk.consents_for(desk.clinic.id).await;
    assert_eq!(resources(&again.bundle)[0]["patient"]["reference"], here);

    let events = desk.events_for(desk.clinic.id).await;
    let found = resources(&events.bundle);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["subtype"][0]["code"], "AuthZ-Consent");
    assert_eq!(found[1]["entity"][0]["what"]["reference"], here);
    assert_eq!(found[1]["entity"][2]["what"]["reference"], "Consent/c-1");
    assert!(resources(&desk.events_for(other.id).await.bundle).is_empty());
    for made in [made.bundle, events.bundle, theirs.bundle] {
        let text = made.to_string();
        let (client, worker) = (desk.alma.to_string(), desk.dana.id.to_string());
        for secret in [client, worker] {
            assert!(!text.contains(&secret), "{secret}");
        }
        let text = without_random(&text);
        for secret in ["Alma", "Reyes", "dana"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

#[test]
fn re_2_a_consent_that_is_handed_out_is_named_as_statements_name_it_and_stands_in_the_accounting() {
    for engine in engines() {
        run(handed_out(&engine));
    }
}

async fn handed_out(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let office = &desk.house.office;
    let other = desk.house.partner("other", OrganizationKind::Health).await;
    let no = desk.signed(desk.form()).await;
    let accounted = async || {
        let me = desk.me().await;
        let found = office.accounting_of(&me, desk.alma, Regime::All).await;
        let (found, delivery) = found.expect("an accounting");
        delivery.delivered(None);
        found.lines
    };
    assert!(resources(&desk.consents_for(other.id).await.bundle).is_empty());
    assert_eq!(accounted().await, [], "an empty answer told nothing");

    let made = desk.consents_for(desk.clinic.id).await;
    let consent = resources(&made.bundle)[0].clone();
    let named = consent["identifier"][0]["value"].as_str().expect("a name");
    let patient = consent["patient"]["reference"].as_str().unwrap();
    let pseudonym = patient.strip_prefix("Patient/").unwrap();
    assert_eq!(named, format!("{pseudonym}/{no}"));
    let policy = consent["policy"][0]["uri"].as_str().expect("a policy");
    let own = desk.house.own.id;
    assert_eq!(
        policy,
        format!("urn:caseward:policy:{own}:confidentiality:v1")
    );

    let lines = accounted().await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    let (line, it) = (&lines[0], &lines[0].disclosure);
    assert_eq!((line.left_as, line.consent), (LeftAs::Fhir, Some(no)));
    assert_eq!(
        (it.purpose, it.basis, it.recipient),
        (Purpose::DirectService, Basis::Consent, desk.clinic.id)
    );
    assert_eq!(line.by, desk.dana.name);
    let kept = office.consent(&desk.request(), no).await;
    let (kept, delivery) = kept.expect("the consent");
    delivery.delivered(None);
    assert_eq!(kept.record.form_version, Some(2));
}

#[test]
fn dv_2_1_the_statement_of_a_disclosure_says_under_which_consent_it_left() {
    for engine in engines() {
        run(stated(&engine));
    }
}

async fn stated(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let office = &desk.house.office;
    desk.signed(desk.form()).await;
    let no = desk.lets_out().await;
    let me = desk.me().await;
    let files = office.disclosure_statement(&me, desk.alma, no).await;
    let text = read(&files.expect("a statement").pdf);
    for said in [
        "Number 1, on version 2 of the form",
        "Drawn on the screen, with a worker there",
        "1 sentences on agreeing, 1 on saying no",
        "November 2, 2026",
    ] {
        assert!(text.contains(said), "{said} is not in: {text}");
    }
    assert!(
        !text.contains("The clinic will know."),
        "the words stay here"
    );
}

#[test]
fn dv_2_1_what_would_not_leave_now_is_told_to_no_system_either() {
    for engine in engines() {
        run(kept_in(&engine));
    }
}

async fn kept_in(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let office = &desk.house.office;
    let no = desk.signed(desk.form()).await;
    desk.lets_out().await;
    let counted = async || {
        let (consents, events) = (
            desk.consents_for(desk.clinic.id).await,
            desk.events_for(desk.clinic.id).await,
        );
        (
            (consents.resources, consents.kept_in),
            (events.resources, events.kept_in),
        )
    };
    assert_eq!(counted().await, ((1, 0), (2, 0)));
    let organization = desk.clinic.no;
    let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
        sheet.walls.push(WallFact {
            against: WallAgainst::Organization(organization),
            since: now,
        });
    };
    office
        .change_facts(desk.alma, "walled", wall)
        .await
        .unwrap();
    assert_eq!(counted().await, ((0, 1), (0, 1)), "a wall");
    // For the organisation it is as if there had never been anything.
    let other = desk.house.partner("other", OrganizationKind::Health).await;
    assert_eq!(
        desk.events_for(desk.clinic.id).await.bundle,
        desk.events_for(other.id).await.bundle
    );
    assert_eq!(
        desk.consents_for(desk.clinic.id).await.bundle,
        desk.consents_for(other.id).await.bundle
    );
    let down = |sheet: &mut caseward_casework::gate::ClientSheet, _: i64| sheet.walls.clear();
    office
        .change_facts(desk.alma, "unwalled", down)
        .await
        .unwrap();
    assert_eq!(counted().await, ((1, 0), (2, 0)));
    office
        .withdraw_consent(&desk.request(), no, WithdrawalWay::Oral, "")
        .await
        .unwrap();
    assert_eq!(counted().await, ((0, 1), (0, 1)), "it was taken back");
}

#[test]
fn dv_3_3_2d_a_consent_with_limits_that_no_system_keeps_stays_in() {
    for engine in engines() {
        run(limited(&engine));
    }
}

async fn limited(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let mut form = desk.form();
    form.limits = vec![limit(LimitKind::TellMeFirst, "")];
    desk.signed(form).await;
    let made = desk.consents_for(desk.clinic.id).await;
    assert_eq!((made.resources, made.kept_in), (0, 1));
    assert_eq!(made.bundle["total"], 0);
    assert!(made.bundle.get("entry").is_none(), "{}", made.bundle);
}

#[test]
fn dv_3_3_1_who_may_not_know_of_a_client_makes_no_bundle_about_them() {
    for engine in engines() {
        run(unknown(&engine));
    }
}

async fn unknown(engine: &Engine) {
    let desk = Desk::open(engine).await;
    desk.signed(desk.form()).await;
    desk.house.worker("noor", Role::Caseworker).await;
    let (office, noor) = (&desk.house.office, person(&desk.house, "noor").await);
    for client in [desk.alma, desk.house.client("2").await] {
        for answer in [
            office.fhir_consents(&noor, client, desk.clinic.id).await,
            office.fhir_events(&noor, client, desk.clinic.id).await,
        ] {
            let refused = answer.err().expect("a refusal");
            let nobody = matches!(refused, DisclosureError::Refused(Refusal::NotKnown { .. }));
            assert!(nobody, "{refused:?}");
        }
    }
}

/// A consent that the client gave elsewhere, towards the clinic.
fn elsewhere() -> Value {
    let coding = |system: &str, code: &str| {
        let system = format!("http://terminology.hl7.org/CodeSystem/{system}");
        json!({"coding": [{"system": system, "code": code}]})
    };
    json!({
        "resourceType": "Consent", "status": "active",
        "scope": coding("consentscope", "patient-privacy"),
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": "Patient/9"}, "dateTime": "2026-10-30",
        "performer": [{"reference": "Patient/9"}],
        "organization": [{"reference": "Organization/there"}],
        "sourceReference": {"reference": "DocumentReference/signed"},
        "policy": [{"uri": "https://there.example/p"}],
        "provision": {"type": "deny", "provision": [{
            "type": "permit", "period": {"end": "2026-11-20"},
            "actor": [{"role": coding("v3-ParticipationType", "IRCP"), "reference": {"reference": "Organization/clinic"}}],
            "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}],
            "securityLabel": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HIV"}],
        }]},
    })
}

#[test]
fn dv_2_1_a_consent_from_another_system_is_a_draft_and_lets_nothing_out() {
    for engine in engines() {
        run(received(&engine));
    }
}

async fn received(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let office = &desk.house.office;
    let bytes = serde_json::to_vec(&elsewhere()).unwrap();
    let told = (None, Language::Spanish);
    let received = office.receive_consent(&desk.request(), &bytes, told).await;
    let received = received.expect("a draft");
    assert_eq!(received.to_ask, [Category::Hiv]);
    assert!(
        received.needs.contains(&ConsentNeed::Information),
        "{:?}",
        received.needs
    );
    assert_eq!(received.not_taken.len(), 3);
    let kept = office.consent(&desk.request(), received.number).await;
    let (kept, delivery) = kept.expect("the draft");
    delivery.delivered(None);
    let (record, form) = (&kept.record, &kept.record.form);
    assert_eq!(record.stage, ConsentStage::Draft);
    assert!(record.signature.is_none());
    assert_eq!(form.recipient.unwrap().id, desk.clinic.id);
    assert_eq!(form.purposes, [Purpose::DirectService]);
    assert_eq!(form.until, Some(jiff::civil::date(2026, 11, 20)));
    assert!(form.asked.is_empty(), "nothing is ticked beforehand");
    let release = desk.release().sections([Category::Hiv]);
    let asked = office.gate.ask::<Disclose>(&release).await;
    assert!(matches!(asked, Err(Refusal::Refused { .. })));

    let mut open = elsewhere();
    open["provision"]["type"] = json!("permit");
    let bytes = serde_json::to_vec(&open).unwrap();
    let refused = office.receive_consent(&desk.request(), &bytes, told).await;
    let Err(ReceivingError::Fault(fault)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(fault.at, "Consent.provision");
    let (all, delivery) = office.consents(&desk.request()).await.unwrap();
    delivery.delivered(None);
    assert_eq!(all.all.len(), 1, "nothing was kept of it");
}
