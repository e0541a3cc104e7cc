//! The lines of the sweep's table for consents and talks about confidentiality. Each client has a draft.

use caseward_model::Action;

use crate::probe::*;

use Action::{Amend, Read};

const CONSENT: &[(&str, Gap)] = &[("id", Gap::Client), ("no", Gap::Fixed("1"))];
const CONSENT_WHO: &[(&str, Gap)] = &[
    ("id", Gap::Client),
    ("no", Gap::Fixed("1")),
    ("step", Gap::Fixed("who")),
];
const CONSENT_LIMITS: &[(&str, Gap)] = &[
    ("id", Gap::Client),
    ("no", Gap::Fixed("1")),
    ("step", Gap::Fixed("limits")),
];
/// Nothing went out under it, so there is no letter about that.
const CONSENT_LETTER: &[(&str, Gap)] = &[
    ("id", Gap::Client),
    ("no", Gap::Fixed("1")),
    ("of", Gap::Fixed("1")),
    ("language", Gap::Fixed("en")),
];
const CONSENT_USE: &[(&str, Gap)] = &[
    ("id", Gap::Client),
    ("no", Gap::Fixed("1")),
    ("of", Gap::Fixed("1")),
];

const LEAFLET: &[(&str, Gap)] = &[("id", Gap::Client), ("language", Gap::Fixed("en"))];

/// All of them.
pub(crate) const ALL: &[Probe] = &[
    // Consents: each client has a draft. What is posted lacks something, or changes nothing.
    get("/clients/{id}/consents").consents(ID, Read),
    post("/clients/{id}/consents", "kind=")
        .good(400)
        .consents(ID, Read),
    get("/clients/{id}/consents/{no}").consents(CONSENT, Read),
    get("/clients/{id}/consents/{no}/{step}").consents(CONSENT_WHO, Read),
    post("/clients/{id}/consents/{no}/{step}", "then=leave").consents(CONSENT_LIMITS, Amend),
    get("/clients/{id}/consents/{no}/letters/{of}/{language}")
        .good(404)
        .consents(CONSENT_LETTER, Read),
    get("/clients/{id}/consents/{no}/scan")
        .good(404)
        .consents(CONSENT, Read),
    Probe {
        body: Body::Parts("sign_name=Made+Up&scan=x"),
        ..post("/clients/{id}/consents/{no}/scan", "").consents(CONSENT, Amend)
    },
    Probe {
        body: Body::Parts("earlier_name=Made+Up&scan=x"),
        ..post("/clients/{id}/consents/{no}/earlier", "")
            .good(422)
            .consents(CONSENT, Amend)
    },
    get("/clients/{id}/confidentiality").consents(ID, Read),
    get("/clients/{id}/confidentiality/leaflet/{language}").consents(LEAFLET, Read),
    Probe {
        body: Body::Parts("kind=limits&how="),
        ..post("/clients/{id}/confidentiality", "")
            .good(422)
            .consents(ID, Read)
    },
    get("/api/v1/clients/{id}/consents").consents(ID, Read),
    api_post(
        "/api/v1/clients/{id}/consents",
        r#"{"kind":"","language":"en"}"#,
    )
    .good(422)
    .consents(ID, Read),
    api_post(
        "/api/v1/clients/{id}/consents/check",
        r#"{"recipient":"","purpose":"","sections":[]}"#,
    )
    .good(422)
    .consents(ID, Read),
    get("/api/v1/clients/{id}/consents/{no}").consents(CONSENT, Read),
    api_put("/api/v1/clients/{id}/consents/{no}", "{}")
        .good(200)
        .consents(CONSENT, Amend),
    get("/api/v1/clients/{id}/consents/{no}/consequences").consents(CONSENT, Read),
    api_post(
        "/api/v1/clients/{id}/consents/{no}/signature",
        r#"{"name":"","ticked":[]}"#,
    )
    .good(422)
    .consents(CONSENT, Amend),
    api_post("/api/v1/clients/{id}/consents/{no}/steps", r#"{"step":""}"#)
        .good(422)
        .consents(CONSENT, Read),
    get("/api/v1/clients/{id}/consents/{no}/scan")
        .good(404)
        .consents(CONSENT, Read),
    api_post(
        "/api/v1/clients/{id}/consents/{no}/scan",
        r#"{"name":"","signed_at":"x","scan":""}"#,
    )
    .good(409)
    .consents(CONSENT, Amend),
    api_post(
        "/api/v1/clients/{id}/consents/{no}/earlier",
        r#"{"name":"","signed_at":"x","scan":""}"#,
    )
    .good(422)
    .consents(CONSENT, Amend),
    api_post(
        "/api/v1/clients/{id}/consents/{no}/decision",
        r#"{"confirmed":true}"#,
    )
    .good(409)
    .consents(CONSENT, Read),
    api_post(
        "/api/v1/clients/{id}/consents/{no}/withdrawal",
        r#"{"way":"oral"}"#,
    )
    .good(409)
    .consents(CONSENT, Read),
    api_post(
        "/api/v1/clients/{id}/consents/{no}/recall",
        r#"{"number":1,"answer":""}"#,
    )
    .good(422)
    .consents(CONSENT, Read),
    get("/api/v1/clients/{id}/consents/{no}/letters/{of}")
        .good(404)
        .consents(CONSENT_USE, Read),
    api_post(
        "/api/v1/clients/{id}/consents/{no}/letters/{of}/link",
        r#"{"client_asked":true}"#,
    )
    .good(404)
    .consents(CONSENT_USE, Read),
    api_post(
        "/api/v1/clients/{id}/consents/{no}/letters",
        r#"{"client_asked":true}"#,
    )
    .good(409)
    .consents(CONSENT, Read),
    api_post(
        "/api/v1/clients/{id}/consents/{no}/told",
        r#"{"number":1,"how":""}"#,
    )
    .good(422)
    .consents(CONSENT, Read),
    get("/api/v1/clients/{id}/consents/{no}/copy")
        .good(409)
        .consents(CONSENT, Read),
    get("/api/v1/clients/{id}/confidentiality").consents(ID, Read),
    get("/api/v1/clients/{id}/confidentiality/sharing").consents(ID, Read),
    get("/api/v1/clients/{id}/confidentiality/leaflet").consents(ID, Read),
    api_post(
        "/api/v1/clients/{id}/confidentiality",
        r#"{"kind":"limits","how":"","teach_back":""}"#,
    )
    .good(422)
    .consents(ID, Read),
];
