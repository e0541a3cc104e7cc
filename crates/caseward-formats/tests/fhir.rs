//! Consents and audit events of FHIR, against instances written by hand after the profiles, and against themselves: what goes out comes back.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use std::io::Cursor;

use caseward_formats::access_log::LogReader;
use caseward_formats::fhir::{
    Consent, ConsentStatus, Decision, EVENTS_MAPPING, Export, Fault, LARGEST_CONSENT, NotTaken,
    Reason, read_consent, read_events, searchset,
};
use caseward_model::{AccessKind, Category, Purpose};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};

const T: &str = "http://terminology.hl7.org/CodeSystem/";
const DCM: &str = "http://dicom.nema.org/resources/ontology/DCM";

/// A consent of another system, to a housing authority.
fn theirs() -> Value {
    json!({
        "resourceType": "Consent", "id": "rel-7F3K",
        "meta": {"profile": ["https://profiles.ihe.net/ITI/PCF/StructureDefinition/IHE.PCF.consentAdvanced"]},
        "identifier": [{"system": "https://there.example/statements", "value": "S-12"}],
        "status": "active",
        "scope": {"coding": [{"system": format!("{T}consentscope"), "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0", "display": "Consent"}]}],
        "patient": {"reference": "Patient/9"},
        "dateTime": "2026-11-22T10:05:00Z",
        "performer": [{"reference": "Patient/9"}],
        "organization": [{"reference": "Organization/there"}],
        "sourceReference": {"reference": "DocumentReference/signed"},
        "policy": [{"uri": "https://there.example/policies/v7"}],
        "provision": {"type": "deny", "provision": [{
            "type": "permit",
            "period": {"start": "2026-11-22", "end": "2026-12-22T23:59:59Z"},
            "actor": [{
                "role": {"coding": [{"system": format!("{T}v3-ParticipationType"), "code": "IRCP"}]},
                "reference": {"reference": "Organization/housing", "display": "Northside Housing Authority"},
            }],
            "purpose": [{"system": format!("{T}v3-ActReason"), "code": "ELIGDTRM"}],
            "securityLabel": [{"system": format!("{T}v3-ActCode"), "code": "PSY"}],
            "data": [{"meaning": "instance", "reference": {"reference": "DocumentReference/income"}}],
        }]},
    })
}

fn read(it: &Value) -> Result<caseward_formats::fhir::ConsentRead, Fault> {
    read_consent(&serde_json::to_vec(it).unwrap())
}

/// Changes one value of their consent.
fn changed(pointer: &str, value: Value) -> Value {
    let mut it = theirs();
    *it.pointer_mut(pointer).unwrap() = value;
    it
}

/// Adds a field to one object of their consent.
fn with(pointer: &str, name: &str, value: Value) -> Value {
    let mut it = theirs();
    let object = it.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
    object.insert(name.to_owned(), value);
    it
}

fn without(pointer: &str, name: &str) -> Value {
    let mut it = theirs();
    let object = it.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
    object.remove(name).unwrap();
    it
}

#[test]
fn dv_2_1_a_consent_of_another_system_is_read_and_what_can_not_be_taken_over_is_named() {
    let read = read(&theirs()).unwrap();
    let it = &read.consent;
    assert_eq!(it.recipient, "Organization/housing");
    assert_eq!(
        it.recipient_name.as_deref(),
        Some("Northside Housing Authority")
    );
    assert_eq!(it.purposes, [Purpose::Eligibility]);
    assert_eq!(it.sections, [Category::MentalHealth]);
    assert_eq!(
        (it.from, it.until),
        (Some(date(2026, 11, 22)), Some(date(2026, 12, 22)))
    );
    assert_eq!(it.identifier.as_deref(), Some("S-12"));
    let told: Vec<_> = read
        .notices
        .iter()
        .map(|it| (it.at.as_str(), it.why))
        .collect();
    assert_eq!(
        told,
        [
            (
                "Consent.provision.provision[0].data[0].reference",
                NotTaken::Section
            ),
            ("Consent.patient", NotTaken::Person),
            ("Consent.sourceReference", NotTaken::Signature),
            ("Consent.policy", NotTaken::Policy),
        ]
    );
}

#[allow(
    clippy::too_many_lines,
    reason = "one table of what must never be read"
)]
#[test]
fn dv_2_1_what_would_let_out_more_than_it_names_is_never_read() {
    let permit = "/provision/provision/0";
    let actor = theirs()
        .pointer("/provision/provision/0/actor/0")
        .unwrap()
        .clone();
    let other = {
        let mut permit = theirs().pointer(permit).unwrap().clone();
        permit["actor"][0]["reference"]["reference"] = json!("Organization/other");
        permit
    };
    let first = theirs().pointer(permit).unwrap().clone();
    for (it, at, reason) in [
        (
            changed("/provision/type", json!("permit")),
            "Consent.provision",
            Reason::NotClosed,
        ),
        (
            without("", "provision"),
            "Consent.provision",
            Reason::NotClosed,
        ),
        (
            with("/provision", "purpose", json!([{"code": "TREAT"}])),
            "Consent.provision",
            Reason::NotClosed,
        ),
        (
            without("/provision", "provision"),
            "Consent.provision.provision",
            Reason::NoRecipient,
        ),
        (
            changed("/provision/provision/0/type", json!("deny")),
            "Consent.provision.provision[0]",
            Reason::NotAPermit,
        ),
        (
            with(permit, "provision", json!([{"type": "deny"}])),
            "Consent.provision.provision[0].provision",
            Reason::Forbidden,
        ),
        (
            with(permit, "class", json!([{"code": "x"}])),
            "Consent.provision.provision[0].class",
            Reason::Forbidden,
        ),
        (
            without(permit, "actor"),
            "Consent.provision.provision[0].actor",
            Reason::NoRecipient,
        ),
        (
            changed("/provision/provision/0/actor", json!([actor, actor])),
            "Consent.provision.provision[0].actor",
            Reason::Several,
        ),
        (
            changed("/provision/provision", json!([first, other])),
            "Consent.provision.provision[1]",
            Reason::Several,
        ),
        (
            changed(
                "/provision/provision/0/actor/0/role/coding/0/code",
                json!("CST"),
            ),
            "Consent.provision.provision[0].actor[0].role",
            Reason::NoRecipient,
        ),
        (
            with("", "modifierExtension", json!([])),
            "Consent.modifierExtension",
            Reason::ChangesMeaning,
        ),
        (
            with(permit, "modifierExtension", json!([])),
            "Consent.provision.provision[0].modifierExtension",
            Reason::ChangesMeaning,
        ),
        (
            with("", "implicitRules", json!("https://x.example")),
            "Consent.implicitRules",
            Reason::ChangesMeaning,
        ),
        (
            with("", "verification", json!([])),
            "Consent.verification",
            Reason::Forbidden,
        ),
        (
            with("/policy/0", "authority", json!("x")),
            "Consent.policy[0].authority",
            Reason::Forbidden,
        ),
        (with("", "surprise", json!(1)), "Consent", Reason::Unknown),
        (
            changed("/status", json!("inactive")),
            "Consent.status",
            Reason::NotInForce,
        ),
        (
            changed("/status", json!("rejected")),
            "Consent.status",
            Reason::NotInForce,
        ),
        (
            changed("/status", json!("entered-in-error")),
            "Consent.status",
            Reason::NotInForce,
        ),
        (
            changed("/scope/coding/0/code", json!("research")),
            "Consent.scope",
            Reason::NotPrivacy,
        ),
        (
            changed("/category/0/coding/0/code", json!("57016-8")),
            "Consent.category",
            Reason::NotPrivacy,
        ),
        (without("", "dateTime"), "Consent.dateTime", Reason::Missing),
        (
            without("", "performer"),
            "Consent.performer",
            Reason::Missing,
        ),
        (
            without("", "organization"),
            "Consent.organization",
            Reason::Missing,
        ),
        (
            without("", "sourceReference"),
            "Consent.sourceReference",
            Reason::Missing,
        ),
        (without("", "policy"), "Consent.policy", Reason::Missing),
        (
            changed("/dateTime", json!("yesterday")),
            "Consent.dateTime",
            Reason::NotATime,
        ),
        (
            changed("/provision/provision/0/period/end", json!("2026-13-40")),
            "Consent.provision.provision[0].period.end",
            Reason::NotATime,
        ),
        (
            changed("/patient", json!("Patient/9")),
            "Consent.patient",
            Reason::WrongKind,
        ),
        (
            changed("/patient/reference", json!("x".repeat(257))),
            "Consent.patient.reference",
            Reason::TooLong(256),
        ),
        (
            changed("/resourceType", json!("Observation")),
            "Consent.resourceType",
            Reason::OtherResource,
        ),
    ] {
        let fault = read(&it).unwrap_err();
        assert_eq!((fault.at.as_str(), fault.reason), (at, reason));
    }
}

#[test]
fn a_permit_that_names_nothing_names_no_section_and_says_so() {
    let mut it = theirs();
    let permit = it.pointer_mut("/provision/provision/0").unwrap();
    permit.as_object_mut().unwrap().remove("data");
    permit.as_object_mut().unwrap().remove("securityLabel");
    let read = read(&it).unwrap();
    assert!(read.consent.sections.is_empty());
    assert_eq!(read.notices[0].at, "Consent.provision.provision[0]");
    assert_eq!(read.notices[0].why, NotTaken::Section);
}

#[test]
fn what_is_no_json_too_large_too_deep_or_twofold_is_refused_and_never_repeated() {
    let secret = "Alma Reyes";
    let deep = format!("{}1{}", "[".repeat(60), "]".repeat(60));
    let very_deep = "[".repeat(1_000_000 / 8);
    let twice = r#"{"resourceType":"Consent","status":"active","status":"inactive"}"#;
    for (bytes, reason) in [
        (format!("{{\"{secret}"), None),
        (String::new(), None),
        ("null".to_owned(), Some(Reason::WrongKind)),
        (deep, Some(Reason::TooDeep)),
        (very_deep, Some(Reason::TooDeep)),
        (twice.to_owned(), Some(Reason::Twice)),
        (format!("{} {{}}", theirs()), None),
        (
            " ".repeat(LARGEST_CONSENT + 1),
            Some(Reason::TooLarge(LARGEST_CONSENT)),
        ),
        (
            format!("{{\"{secret}\":\"{secret}\",\"resourceType\":\"Consent\"}}"),
            Some(Reason::Unknown),
        ),
    ] {
        let fault = read_consent(bytes.as_bytes()).unwrap_err();
        match reason {
            Some(reason) => assert_eq!(fault.reason, reason),
            None => assert!(matches!(fault.reason, Reason::NotJson(..)), "{fault}"),
        }
        assert!(!fault.to_string().contains("Alma"), "{fault}");
    }
    let bytes = [0xff, 0xfe, b'{', b'}'];
    assert!(read_consent(&bytes).is_err());
}

fn ours(sections: Vec<Category>, purposes: Vec<Purpose>) -> Consent {
    Consent {
        id: "c-1".to_owned(),
        identifier: None,
        status: ConsentStatus::Active,
        patient: "Patient/k7".to_owned(),
        given_at: "2026-11-02T09:00:00Z".to_owned(),
        performer: "Patient/k7".to_owned(),
        organization: "Organization/office".to_owned(),
        source: "DocumentReference/c-1".to_owned(),
        policy: "urn:caseward:policy:1".to_owned(),
        recipient: "Organization/housing".to_owned(),
        recipient_name: Some("Housing".to_owned()),
        purposes,
        sections,
        from: Some(date(2026, 11, 2)),
        until: Some(date(2026, 12, 2)),
    }
}

#[test]
fn re_2_what_goes_out_denies_all_but_each_section_to_one_organisation() {
    let sections = vec![Category::Housing, Category::SubstanceUse];
    let it = ours(sections, vec![Purpose::Eligibility]).json();
    assert_eq!(it["provision"]["type"], "deny");
    let permits = it["provision"]["provision"].as_array().unwrap();
    assert_eq!(permits.len(), 2);
    assert_eq!(
        permits[0],
        json!({
            "type": "permit",
            "period": {"start": "2026-11-02", "end": "2026-12-02"},
            "actor": [{
                "role": {"coding": [{"system": format!("{T}v3-ParticipationType"), "code": "IRCP"}]},
                "reference": {"reference": "Organization/housing", "display": "Housing"},
            }],
            "purpose": [{"system": format!("{T}v3-ActReason"), "code": "ELIGDTRM"}],
            "data": [{"meaning": "instance", "reference": {
                "type": "DocumentReference",
                "identifier": {"system": "urn:caseward:section", "value": "housing"},
            }}],
        })
    );
    // The intermediate profile knows no labels on provisions; they stand on the resource.
    assert!(permits.iter().all(|it| it.get("securityLabel").is_none()));
    assert_eq!(
        it["meta"],
        json!({
            "profile": ["https://profiles.ihe.net/ITI/PCF/StructureDefinition/IHE.PCF.consentIntermediate"],
            "security": [
                {"system": format!("{T}v3-Confidentiality"), "code": "R"},
                {"system": format!("{T}v3-ActCode"), "code": "SUD"},
            ],
        })
    );
    // Agreed to nothing, it permits nothing.
    let nothing = ours(Vec::new(), Vec::new()).json();
    assert_eq!(nothing["provision"], json!({"type": "deny"}));
}

fn day() -> impl Strategy<Value = Option<Date>> {
    proptest::option::of((2000_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d)))
}

fn words() -> impl Strategy<Value = String> {
    "[A-Za-z0-9 \\-./ñ\"\\\\]{0,40}x"
}

proptest! {
    #[test]
    fn what_goes_out_comes_back(
        sections in proptest::sample::subsequence(Category::ALL, 1..Category::ALL.len()),
        purposes in proptest::sample::subsequence(Purpose::ALL, 0..Purpose::ALL.len()),
        (from, until) in (day(), day()),
        (id, patient, name) in (words(), words(), proptest::option::of(words())),
    ) {
        let mut it = ours(sections, purposes);
        it.identifier = Some(id.trim().to_owned());
        it.patient = patient.trim().to_owned();
        it.recipient_name = name.map(|it| it.trim().to_owned());
        (it.from, it.until) = (from, until);
        let read = read(&it.json()).unwrap();
        prop_assert_eq!(&read.consent, &it);
        let why: Vec<_> = read.notices.iter().map(|it| it.why).collect();
        prop_assert_eq!(why, [NotTaken::Person, NotTaken::Signature, NotTaken::Policy]);
    }

    #[test]
    fn no_bytes_make_the_readers_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        drop(read_consent(&bytes));
        drop(read_events(&bytes));
    }

    #[test]
    fn a_consent_with_a_value_exchanged_is_read_or_refused(
        at in 0_usize..60,
        value in prop_oneof![
            Just(json!(null)), Just(json!([])), Just(json!({})), Just(json!("")), Just(json!(7)), Just(json!([[]])), Just(json!("x")),
        ],
    ) {
        let mut it = theirs();
        let mut pointers = Vec::new();
        gather(&it, String::new(), &mut pointers);
        let pointer = &pointers[at % pointers.len()];
        *it.pointer_mut(pointer).unwrap() = value;
        if let Ok(read) = read(&it) {
            prop_assert_eq!(read.consent.recipient.is_empty(), false);
        }
    }
}

fn gather(it: &Value, at: String, to: &mut Vec<String>) {
    match it {
        Value::Object(fields) => {
            for (name, value) in fields {
                gather(value, format!("{at}/{name}"), to);
            }
        }
        Value::Array(items) => {
            for (number, value) in items.iter().enumerate() {
                gather(value, format!("{at}/{number}"), to);
            }
        }
        _ => {}
    }
    if !at.is_empty() {
        to.push(at);
    }
}

fn export() -> Export {
    Export {
        id: "d-7".to_owned(),
        recorded: "2026-11-02T09:00:00Z".to_owned(),
        purpose: Purpose::Eligibility,
        ledger: "office.example/ledger".to_owned(),
        organization: "Organization/office".to_owned(),
        recipient: "Organization/housing".to_owned(),
        channel: "hand_delivery".to_owned(),
        worker: "Practitioner/w1".to_owned(),
        released: true,
        patient: "Patient/k7".to_owned(),
        authorized: true,
        document: "DocumentReference/d-7".to_owned(),
        sections: vec![Category::Housing],
        consent: Some("Consent/c-1".to_owned()),
        content: Some("ab".repeat(32)),
        entries: (41, Some(42)),
    }
}

fn agent<'a>(event: &'a Value, code: &str) -> &'a Value {
    let agents = event["agent"].as_array().unwrap();
    let found: Vec<_> = agents
        .iter()
        .filter(|it| it["type"]["coding"][0]["code"] == code)
        .collect();
    assert_eq!(found.len(), 1, "{code}");
    found[0]
}

#[test]
fn re_2_a_disclosure_is_the_event_that_balp_asks_for() {
    let it = export().json();
    let profile = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PrivacyDisclosure.Source";
    assert_eq!(it["meta"]["profile"], json!([profile]));
    assert_eq!(it["type"], json!({"system": DCM, "code": "110106"}));
    let lifecycle = format!("{T}iso-21089-lifecycle");
    assert_eq!(
        it["subtype"],
        json!([{"system": lifecycle, "code": "disclose"}])
    );
    assert_eq!((&it["action"], &it["outcome"]), (&json!("R"), &json!("0")));
    // val-audit-source: whoever recorded it is the source.
    let source = agent(&it, "110153");
    assert_eq!(source["who"], it["source"]["observer"]);
    for role in ["110153", "110152"] {
        assert!(agent(&it, role)["network"]["address"].is_string(), "{role}");
        assert_eq!(agent(&it, role)["network"]["type"], "5");
    }
    assert_eq!(agent(&it, "AUT")["requestor"], true);
    assert_eq!(agent(&it, "429577009")["who"]["reference"], "Patient/k7");
    for agent in it["agent"].as_array().unwrap() {
        assert!(agent["requestor"].is_boolean());
    }
    let entities = it["entity"].as_array().unwrap();
    assert_eq!(entities[0]["type"]["code"], "1");
    assert_eq!(entities[0]["role"]["code"], "1");
    assert_eq!(entities[1]["lifecycle"]["code"], "11");
    assert_eq!(
        entities[1]["detail"][1],
        json!({"type": "tlog-index", "valueString": "41"})
    );
    assert_eq!(entities[2]["what"]["reference"], "Consent/c-1");
    // Nobody authorised an order.
    let ordered = Export {
        authorized: false,
        consent: None,
        ..export()
    }
    .json();
    let codes = ordered["agent"].to_string();
    assert!(!codes.contains("429577009"));
    assert_eq!(ordered["entity"].as_array().unwrap().len(), 2);
}

#[test]
fn re_2_an_event_says_whether_the_worker_let_it_out_and_names_no_statement_where_there_is_none() {
    let it = export().json();
    assert_eq!(agent(&it, "AUT")["role"], json!([{"text": "let it out"}]));
    let older = Export {
        released: false,
        content: None,
        entries: (41, None),
        ..export()
    };
    let event = older.json();
    let role = agent(&event, "AUT")["role"][0]["text"].as_str().unwrap();
    assert!(role.starts_with("began it"), "{role}");
    let details = &event["entity"][1]["detail"];
    assert_eq!(
        *details,
        json!([{"type": "tlog-index", "valueString": "41"}])
    );
    let decided = Decision {
        id: "a-9".to_owned(),
        export: older,
    }
    .json();
    assert_eq!(agent(&decided, "IRCP")["role"][0]["text"], role);
}

#[test]
fn a_decision_claims_the_profile_only_where_a_consent_stands_behind_it() {
    let decided = Decision {
        id: "a-7".to_owned(),
        export: export(),
    }
    .json();
    let profile =
        "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.AuthZconsent";
    assert_eq!(decided["meta"]["profile"], json!([profile]));
    assert_eq!(decided["type"]["code"], "110113");
    assert_eq!(decided["subtype"][0]["code"], "AuthZ-Consent");
    assert_eq!(decided["action"], "E");
    for role in ["110150", "IRCP", "PROV", "authserver"] {
        agent(&decided, role);
    }
    assert_eq!(
        agent(&decided, "authserver")["who"],
        decided["source"]["observer"]
    );
    assert!(agent(&decided, "110150")["network"].is_object());
    // Its entities are closed: the patient and the consent, nothing else.
    let entities = decided["entity"].as_array().unwrap();
    assert_eq!(entities.len(), 2);
    let order = Export {
        consent: None,
        ..export()
    };
    let decided = Decision {
        id: "a-8".to_owned(),
        export: order,
    }
    .json();
    assert!(decided.get("meta").is_none());
    assert_eq!(decided["subtype"][0]["code"], "AuthZ-Role");
}

/// A look at a record, as another system's server writes it after PatientRead.
fn look() -> Value {
    json!({
        "resourceType": "AuditEvent", "id": "e1",
        "type": {"system": format!("{T}audit-event-type"), "code": "rest"},
        "subtype": [{"system": "http://hl7.org/fhir/restful-interaction", "code": "read"}],
        "action": "R", "recorded": "2026-11-20T08:00:00+01:00", "outcome": "0",
        "agent": [
            {"type": {"coding": [{"system": DCM, "code": "110152"}]}, "who": {"display": "browser"}, "requestor": false,
             "network": {"address": "10.0.0.9", "type": "2"}},
            {"type": {"coding": [{"system": DCM, "code": "110153"}]}, "who": {"display": "server"}, "requestor": false,
             "network": {"address": "https://there.example", "type": "5"}},
            {"type": {"coding": [{"system": format!("{T}v3-ParticipationType"), "code": "IRCP"}]},
             "who": {"identifier": {"system": "urn:there", "value": "dquill"}}, "requestor": true},
        ],
        "source": {"observer": {"display": "server"}},
        "entity": [
            {"what": {"reference": "Condition/4"}, "type": {"system": format!("{T}audit-entity-type"), "code": "2"}},
            {"what": {"reference": "https://there.example/fhir/Patient/C-17"},
             "type": {"system": format!("{T}audit-entity-type"), "code": "1"},
             "role": {"system": format!("{T}object-role"), "code": "1"}},
        ],
    })
}

fn bundle(events: Vec<Value>) -> Vec<u8> {
    let entries: Vec<_> = events
        .into_iter()
        .map(|it| json!({"resource": it}))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    serde_json::to_vec(&bundle).unwrap()
}

#[test]
fn cr_2_events_of_another_system_become_lines_of_a_log() {
    let mut refused = look();
    refused["outcome"] = json!("8");
    refused["id"] = json!("e2");
    let events = read_events(&bundle(vec![look(), refused, export().json()])).unwrap();
    assert!(events.faults.is_empty(), "{:?}", events.faults);
    let told: Vec<_> = events
        .taken
        .iter()
        .map(|it| (it.user.as_str(), it.person.as_str(), it.kind))
        .collect();
    assert_eq!(
        told,
        [
            ("dquill", "C-17", AccessKind::Opened),
            ("dquill", "C-17", AccessKind::Refused),
            ("w1", "k7", AccessKind::Exported),
        ]
    );
    let table = Cursor::new(events.table().unwrap());
    let mut reader = LogReader::open(table, &EVENTS_MAPPING, 1_800_000_000_000).unwrap();
    let row = reader.next_row().unwrap().unwrap();
    assert_eq!(
        (row.user, row.person, row.kind),
        ("dquill", "C-17", AccessKind::Opened)
    );
    assert_eq!((row.number, row.at_ms), ("e1", 1_795_158_000_000));
}

#[test]
fn cr_2_an_event_that_says_too_little_or_is_another_is_named_with_its_place() {
    let mut nobody = look();
    nobody["agent"].as_array_mut().unwrap().pop();
    let mut of_nobody = look();
    of_nobody["entity"].as_array_mut().unwrap().pop();
    let mut sign_in = look();
    sign_in["type"] = json!({"system": DCM, "code": "110114"});
    let mut local = look();
    local["recorded"] = json!("2026-11-20T08:00:00");
    let mut strange = look();
    strange["modifierExtension"] = json!([]);
    let all = vec![nobody, of_nobody, sign_in, local, strange, json!(7), look()];
    let events = read_events(&bundle(all)).unwrap();
    assert_eq!(events.taken.len(), 1);
    let told: Vec<_> = events
        .faults
        .iter()
        .map(|it| (it.at.as_str(), it.reason))
        .collect();
    assert_eq!(
        told,
        [
            ("Bundle.entry[0].resource.agent", Reason::NoUser),
            ("Bundle.entry[1].resource.entity", Reason::NoPatient),
            ("Bundle.entry[2].resource.type", Reason::OtherEvent),
            ("Bundle.entry[3].resource.recorded", Reason::NotATime),
            (
                "Bundle.entry[4].resource.modifierExtension",
                Reason::ChangesMeaning
            ),
            ("Bundle.entry[5].resource", Reason::WrongKind),
        ]
    );
    let other = json!({"resourceType": "Patient"});
    let fault = read_events(&serde_json::to_vec(&other).unwrap()).unwrap_err();
    assert_eq!(fault.reason, Reason::OtherResource);
}

#[test]
fn a_search_answers_with_what_it_has_and_no_more() {
    let answer = searchset(vec![export().json()]);
    assert_eq!(
        (&answer["type"], &answer["total"]),
        (&json!("searchset"), &json!(1))
    );
    assert_eq!(answer["entry"][0]["search"]["mode"], "match");
    assert_eq!(answer["entry"].as_array().unwrap().len(), 1);
    let nothing = searchset(Vec::new());
    assert_eq!(
        nothing,
        json!({"resourceType": "Bundle", "type": "searchset", "total": 0})
    );
}
