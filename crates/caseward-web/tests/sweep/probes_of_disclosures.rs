//! One line for each address about what leaves: pages, and the API.

use caseward_model::Action;

use crate::probe::*;

use Action::{Amend, Read};

const AGREED_JSON: &str = r#"{"organizations":[],"reference":"","until":"2099-06-30T00:00:00Z","purposes":[],"categories":[]}"#;
const KNOWS_JSON: &str = r#"{"organization":"00000000000000000000000000","on":"2020-06-30T00:00:00Z","how":"hand_delivery","whom":"Intake"}"#;
const LANGUAGE_JSON: &str = r#"{"language":"en"}"#;

/// A number that no draft has.
const DRAFT: &[(&str, Gap)] = &[
    ("id", Gap::Client),
    ("no", Gap::Fixed("99999999")),
    ("step", Gap::Fixed("purpose")),
];

/// A number that no disclosure has, and so no statement.
const PREVIEW: &[(&str, Gap)] = &[
    ("id", Gap::Client),
    ("no", Gap::Fixed("99999999")),
    ("language", Gap::Fixed("en")),
];

/// A number that no permission has, and so no letter.
const TOLD_LETTER: &[(&str, Gap)] = &[
    ("id", Gap::Client),
    ("no", Gap::Fixed("99999999")),
    ("of", Gap::Fixed("1")),
    ("language", Gap::Fixed("en")),
];

const TOLD_NUMBER: &[(&str, Gap)] = &[
    ("id", Gap::Client),
    ("no", Gap::Fixed("99999999")),
    ("of", Gap::Fixed("1")),
];

pub(crate) const ALL: &[Probe] = &[
    get("/clients/{id}/disclosures").book(),
    // What is posted says no kind, so that nothing is prepared by being asked.
    get("/clients/{id}/disclosures/new").book(),
    post("/clients/{id}/disclosures/new", "road=")
        .good(422)
        .book(),
    get("/clients/{id}/disclosures/drafts/{no}/{step}")
        .no_disclosure(Read)
        .gaps(DRAFT),
    post(
        "/clients/{id}/disclosures/drafts/{no}/{step}",
        "purpose=eligibility",
    )
    .no_disclosure(Amend)
    .gaps(DRAFT),
    get("/clients/{id}/disclosures/{no}/statement/preview").no_disclosure(Read),
    get("/clients/{id}/disclosures/{no}/statement/preview/{language}")
        .no_disclosure(Read)
        .gaps(PREVIEW),
    get("/api/v1/clients/{id}/disclosures/{no}/statement/preview").no_disclosure(Read),
    get("/clients/{id}/disclosures/accounting.csv").book(),
    get("/clients/{id}/disclosures/accounting.pdf").book(),
    get("/clients/{id}/disclosures/accounting.xlsx").book(),
    get("/clients/{id}/disclosures/exports").book(),
    // What is posted lacks whether the client knows, so that nothing is noted by being asked.
    post("/clients/{id}/disclosures/exports", "how=x")
        .good(422)
        .book(),
    get("/clients/{id}/disclosures/{no}").no_disclosure(Read),
    post("/clients/{id}/disclosures/{no}/sections", "section=housing").no_disclosure(Amend),
    post("/clients/{id}/disclosures/{no}/compose", "language=en").no_disclosure(Read),
    post(
        "/clients/{id}/disclosures/{no}/discuss",
        "said=x&goes_on=yes&version=1",
    )
    .no_disclosure(Read),
    post("/clients/{id}/disclosures/{no}/approve", "content=ab").no_disclosure(Read),
    post("/clients/{id}/disclosures/{no}/release", "language=en").no_disclosure(Read),
    post(
        "/clients/{id}/disclosures/{no}/arrival",
        "end=arrived&how=by+hand",
    )
    .no_disclosure(Amend),
    post(
        "/clients/{id}/disclosures/{no}/told",
        "told=before&told_how=at+noon",
    )
    .no_disclosure(Amend),
    post("/clients/{id}/disclosures/{no}/drop", "").no_disclosure(Amend),
    post("/clients/{id}/disclosures/{no}/way", "way=1").no_disclosure(Read),
    post("/clients/{id}/disclosures/{no}/recall", "").no_disclosure(Read),
    post("/clients/{id}/disclosures/{no}/hands", "called=front+desk").no_disclosure(Amend),
    get("/clients/{id}/disclosures/{no}/cover-sheet").no_disclosure(Read),
    get("/clients/{id}/disclosures/{no}/package").no_disclosure(Read),
    get("/api/v1/clients/{id}/disclosures/{no}/ways").no_disclosure(Read),
    api_put("/api/v1/clients/{id}/disclosures/{no}/way", r#"{"way":1}"#).no_disclosure(Read),
    get("/api/v1/clients/{id}/disclosures/{no}/package").no_disclosure(Read),
    api_do("/api/v1/clients/{id}/disclosures/{no}/recall").no_disclosure(Read),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/hands",
        r#"{"taken_by":"recipient","called":"front desk","seal_intact":true}"#,
    )
    .no_disclosure(Amend),
    get("/api/v1/clients/{id}/disclosures/{no}/cover-sheet").no_disclosure(Read),
    get("/clients/{id}/disclosures/{no}/document").no_disclosure(Read),
    get("/clients/{id}/disclosures/{no}/attached").no_disclosure(Read),
    Probe {
        body: Body::Parts("section=housing&scan=x"),
        ..post("/clients/{id}/disclosures/{no}/attached", "").no_disclosure(Read)
    },
    post("/clients/{id}/disclosures/{no}/attached/remove", "place=1").no_disclosure(Read),
    get("/clients/{id}/disclosures/{no}/masks").no_disclosure(Read),
    post(
        "/clients/{id}/disclosures/{no}/masks",
        "do=also&words=Teo&language=en",
    )
    .no_disclosure(Read),
    get("/clients/{id}/disclosures/{no}/partners").no_disclosure(Read),
    post(
        "/clients/{id}/disclosures/{no}/partners",
        "do=name&people=Rosa&nobody=",
    )
    .no_disclosure(Read),
    get("/clients/{id}/disclosures/{no}/statement").no_disclosure(Read),
    get("/clients/{id}/disclosures/{no}/proof").no_disclosure(Read),
    get("/clients/{id}/disclosures/{no}/left/{entry}/document").no_release(),
    get("/clients/{id}/disclosures/{no}/left/{entry}/statement").no_release(),
    get("/clients/{id}/disclosures/{no}/left/{entry}/proof").no_release(),
    get("/clients/{id}/disclosures/{no}/left/{entry}/hands/{step}").no_hands(Read),
    Probe {
        body: Body::Parts("scan=x"),
        ..post(
            "/clients/{id}/disclosures/{no}/left/{entry}/hands/{step}",
            "",
        )
        .no_hands(Amend)
    },
    get("/api/v1/clients/{id}/disclosures").book(),
    api_post(
        "/api/v1/clients/{id}/disclosures",
        r#"{"recipient":"","purpose":"","basis":"","channel":""}"#,
    )
    .book()
    .good(422),
    // What is prepared: what is posted is no kind, so that nothing is prepared by being asked.
    get("/api/v1/clients/{id}/disclosure-drafts").book(),
    api_post("/api/v1/clients/{id}/disclosure-drafts", r#"{"kind":""}"#)
        .good(422)
        .book(),
    get("/api/v1/clients/{id}/disclosure-drafts/{no}").no_disclosure(Read),
    api_put(
        "/api/v1/clients/{id}/disclosure-drafts/{no}",
        r#"{"purpose":"eligibility"}"#,
    )
    .no_disclosure(Amend),
    delete("/api/v1/clients/{id}/disclosure-drafts/{no}").no_disclosure(Amend),
    api_do("/api/v1/clients/{id}/disclosure-drafts/{no}/take-up").no_disclosure(Read),
    get("/api/v1/clients/{id}/accounting").book(),
    get("/api/v1/clients/{id}/exports").book(),
    api_post(
        "/api/v1/clients/{id}/exports",
        r#"{"recipients":["nobody-there"],"told":true,"how":"x"}"#,
    )
    .good(422)
    .book(),
    get("/api/v1/clients/{id}/disclosures/{no}").no_disclosure(Read),
    delete("/api/v1/clients/{id}/disclosures/{no}").no_disclosure(Amend),
    api_put(
        "/api/v1/clients/{id}/disclosures/{no}/sections",
        r#"{"sections":["housing"],"why_more":"x"}"#,
    )
    .no_disclosure(Amend),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/compose",
        LANGUAGE_JSON,
    )
    .no_disclosure(Read),
    get("/api/v1/clients/{id}/disclosures/{no}/attached").no_disclosure(Read),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/attached",
        r#"{"section":"housing","file":"eA=="}"#,
    )
    .no_disclosure(Read),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/attached/remove",
        r#"{"place":1}"#,
    )
    .no_disclosure(Read),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/discussion",
        r#"{"said":"x","goes_on":true,"version":1}"#,
    )
    .no_disclosure(Read),
    get("/api/v1/clients/{id}/disclosures/{no}/masks").no_disclosure(Read),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/masks",
        r#"{"change":"also","words":"Teo"}"#,
    )
    .no_disclosure(Read),
    get("/api/v1/clients/{id}/disclosures/{no}/partners").no_disclosure(Read),
    api_put(
        "/api/v1/clients/{id}/disclosures/{no}/partners",
        r#"{"people":[["Rosa"]]}"#,
    )
    .no_disclosure(Read),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/partners/sentences",
        r#"{"content":"ab","sentence":"cd","decision":"clear"}"#,
    )
    .no_disclosure(Read),
    get("/api/v1/clients/{id}/disclosures/{no}/document").no_disclosure(Read),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/approval",
        r#"{"content":"ab"}"#,
    )
    .no_disclosure(Read),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/release",
        LANGUAGE_JSON,
    )
    .no_disclosure(Read),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/arrival",
        r#"{"end":"arrived","how":"by hand"}"#,
    )
    .no_disclosure(Amend),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/told",
        r#"{"told":"before","how":"at noon"}"#,
    )
    .no_disclosure(Amend),
    get("/api/v1/clients/{id}/disclosures/{no}/statement").no_disclosure(Read),
    get("/api/v1/clients/{id}/disclosures/{no}/proof").no_disclosure(Read),
    get("/api/v1/clients/{id}/disclosures/{no}/left/{entry}/document").no_release(),
    get("/api/v1/clients/{id}/disclosures/{no}/left/{entry}/statement").no_release(),
    get("/api/v1/clients/{id}/disclosures/{no}/left/{entry}/proof").no_release(),
    // What is agreed about a client: what is posted lacks everything, so that nothing is agreed by being tried.
    get("/api/v1/clients/{id}/protocols").known(),
    api_post("/api/v1/clients/{id}/protocols", AGREED_JSON)
        .good(422)
        .agreement(),
    delete("/api/v1/clients/{id}/protocols/{no}").no_agreement(),
    api_post("/api/v1/clients/{id}/protocols/{no}/told", KNOWS_JSON).no_agreement(),
    api_post(
        "/api/v1/clients/{id}/protocols/{no}/acknowledged",
        KNOWS_JSON,
    )
    .no_agreement(),
    get("/api/v1/clients/{id}/disclosures/{no}/left/{entry}/hands/{step}").no_hands(Read),
    api_post(
        "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/hands/{step}",
        r#"{"scan":"JVBERi0="}"#,
    )
    .no_hands(Amend),
    // Danger reports: what is posted lacks everything, so that none is made by being tried.
    get("/clients/{id}/dangers").notes(Read),
    post("/clients/{id}/dangers", "action=report&seen=")
        .good(422)
        .notes(Read),
    get("/api/v1/clients/{id}/dangers").notes(Read),
    api_post("/api/v1/clients/{id}/dangers", r#"{"seen":""}"#)
        .good(422)
        .danger(),
    api_post(
        "/api/v1/clients/{id}/dangers/{no}/discussion",
        r#"{"said":"x","goes_on":true}"#,
    )
    .no_danger(),
    api_post("/api/v1/clients/{id}/dangers/{no}/end", r#"{"why":"x"}"#).no_danger(),
    api_post(
        "/api/v1/clients/{id}/dangers/{no}/nobody-warned",
        r#"{"why":"x"}"#,
    )
    .no_danger(),
    // Permissions of those who told something: what is posted lacks everything, so that none is kept by being tried.
    get("/clients/{id}/permissions").told(Read),
    post("/clients/{id}/permissions", "action=give&teller=")
        .good(422)
        .told(Amend),
    get("/clients/{id}/permissions/{no}/scan").no_teller(Read),
    Probe {
        body: Body::Parts("paper_name=x&scan=x"),
        ..post("/clients/{id}/permissions/{no}/scan", "").no_teller(Amend)
    },
    get("/clients/{id}/permissions/{no}/letters/{of}/{language}")
        .no_teller(Read)
        .gaps(TOLD_LETTER),
    get("/api/v1/clients/{id}/permissions/{no}/letters/{of}")
        .no_teller(Read)
        .gaps(TOLD_NUMBER),
    api_post(
        "/api/v1/clients/{id}/permissions/{no}/told",
        r#"{"number":1,"how":"telephone"}"#,
    )
    .no_teller(Amend),
    api_post(
        "/api/v1/clients/{id}/permissions/{no}/recall",
        r#"{"number":1,"answer":"destroyed"}"#,
    )
    .no_teller(Amend),
    get("/api/v1/clients/{id}/permissions").told(Read),
    api_post("/api/v1/clients/{id}/permissions", r#"{"teller":""}"#)
        .good(422)
        .told(Amend),
    api_post(
        "/api/v1/clients/{id}/permissions/{no}/scan",
        r#"{"name":"x","signed_on":"2026-01-02","scan":"eA=="}"#,
    )
    .no_teller(Amend),
    get("/api/v1/clients/{id}/permissions/{no}/scan").no_teller(Read),
    api_post(
        "/api/v1/clients/{id}/permissions/{no}/decision",
        r#"{"scan":1,"confirmed":true}"#,
    )
    .no_teller(Amend),
    api_post(
        "/api/v1/clients/{id}/permissions/{no}/withdrawal",
        r#"{"words":""}"#,
    )
    .no_teller(Read),
    // Programmes in which a client takes part: what is posted lacks everything, so that nothing is written down by being tried.
    get("/clients/{id}/programmes").services(Read),
    post("/clients/{id}/programmes", "action=begin&programme=")
        .good(422)
        .services(Amend),
    get("/clients/{id}/programmes/{no}/form").no_part(Read),
    Probe {
        body: Body::Parts("signed_on=x&scan=x"),
        ..post("/clients/{id}/programmes/{no}/form", "").no_part(Amend)
    },
    get("/api/v1/clients/{id}/programmes").services(Read),
    api_post("/api/v1/clients/{id}/programmes", r#"{"programme":0}"#)
        .good(422)
        .services(Amend),
    api_post(
        "/api/v1/clients/{id}/programmes/{no}/form",
        r#"{"signed_on":"","scan":"eA=="}"#,
    )
    .no_part(Amend),
    get("/api/v1/clients/{id}/programmes/{no}/form").no_part(Read),
    api_post(
        "/api/v1/clients/{id}/programmes/{no}/form/decision",
        r#"{"scan":1,"confirmed":true}"#,
    )
    .no_part(Amend),
    api_post("/api/v1/clients/{id}/programmes/{no}/end", r#"{"on":""}"#).no_part(Amend),
    api_post(
        "/api/v1/clients/{id}/programmes/{no}/mistake",
        r#"{"why":""}"#,
    )
    .no_part(Amend),
    // Warnings: what is posted lacks everything, so that none is prepared by being tried.
    get("/clients/{id}/warnings").notes(Read),
    post("/clients/{id}/warnings", "action=prepare&told=")
        .good(422)
        .notes(Amend),
    get("/api/v1/clients/{id}/warnings").notes(Read),
    api_post("/api/v1/clients/{id}/warnings", r#"{"told":""}"#)
        .good(422)
        .notes(Amend),
    api_do("/api/v1/clients/{id}/warnings/{no}/compose").no_warning(),
    api_post(
        "/api/v1/clients/{id}/warnings/{no}/begin",
        r#"{"content":"ab","read":true}"#,
    )
    .no_warning(),
    api_post(
        "/api/v1/clients/{id}/warnings/{no}/end",
        r#"{"end":"dropped","how":"x"}"#,
    )
    .no_danger(),
    api_post(
        "/api/v1/clients/{id}/warnings/{no}/told",
        r#"{"told":"before","how":"x"}"#,
    )
    .no_danger(),
    // Those that aren't said from here. What is posted lacks a decision, or is about none.
    get("/held-warnings"),
    post("/held-warnings", "held=0&end=").good(422),
    get("/api/v1/held-warnings"),
    api_post("/api/v1/held-warnings/{no}", r#"{"end":"police"}"#)
        .gaps(&[("no", Gap::NotThere(&["99999999", "x"]))])
        .good(204),
    get("/api/v1/clients/{id}/fhir/Consent")
        .good(400)
        .consents(ID, Read),
    api_post("/api/v1/clients/{id}/fhir/Consent", "{}")
        .good(422)
        .consents(ID, Read),
    get("/api/v1/clients/{id}/fhir/AuditEvent")
        .good(400)
        .consents(ID, Read),
];
