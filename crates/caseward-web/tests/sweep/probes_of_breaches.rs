//! One line for each address about breaches in case conferences. Nothing was reported in the office of the sweep, so that whoever may
//! ask about a report is told that it isn't there.

use crate::probe::*;

/// What is no report: an id that nothing has, and what is no id.
const NO_REPORT: &[(&str, Gap)] = &[(
    "id",
    Gap::NotThere(&["00000000000000000000000000", "x", "-1"]),
)];
const NO_LETTER: &[(&str, Gap)] = &[
    (
        "id",
        Gap::NotThere(&["00000000000000000000000000", "x", "-1"]),
    ),
    ("no", Gap::Fixed("1")),
];
const TEXT: &str = r#"{"text":"Nothing of it was true."}"#;

pub(crate) const ALL: &[Probe] = &[
    get("/breaches/new"),
    get("/breaches"),
    post("/breaches", "what=").good(422),
    post("/breaches/{id}/answer", "answer=").gaps(NO_REPORT),
    get("/breaches/desk"),
    post("/breaches/settings", "minutes=x").good(422),
    get("/breaches/desk/{id}").gaps(NO_REPORT),
    post("/breaches/desk/{id}/acknowledge", "").gaps(NO_REPORT),
    post("/breaches/desk/{id}/inquire", "inquiry=").gaps(NO_REPORT),
    post("/breaches/desk/{id}/hearing", "told=").gaps(NO_REPORT),
    post("/breaches/desk/{id}/finding", "verdict=").gaps(NO_REPORT),
    post("/breaches/desk/{id}/letters", "paper=").gaps(NO_REPORT),
    get("/breaches/desk/{id}/letters/{no}").gaps(NO_LETTER),
    post("/breaches/desk/{id}/sent", "letter=1").gaps(NO_REPORT),
    post("/breaches/desk/{id}/hold", "because=").gaps(NO_REPORT),
    post("/breaches/desk/{id}/evidence", "").gaps(NO_REPORT),
    post("/breaches/desk/{id}/reinstate", "back=").gaps(NO_REPORT),
    get("/api/v1/breach-reports"),
    api_post("/api/v1/breach-reports", r#"{"what":""}"#).good(422),
    get("/api/v1/breach-reports/{id}").gaps(NO_REPORT),
    api_post("/api/v1/breach-reports/{id}/answer", TEXT).gaps(NO_REPORT),
    get("/api/v1/breach-desk"),
    get("/api/v1/breach-desk/{id}").gaps(NO_REPORT),
    api_do("/api/v1/breach-desk/{id}/acknowledgement").gaps(NO_REPORT),
    api_post("/api/v1/breach-desk/{id}/inquiry", TEXT).gaps(NO_REPORT),
    api_post("/api/v1/breach-desk/{id}/hearing", TEXT).gaps(NO_REPORT),
    api_post(
        "/api/v1/breach-desk/{id}/finding",
        r#"{"substantiated":true,"reasons":""}"#,
    )
    .gaps(NO_REPORT),
    api_post(
        "/api/v1/breach-desk/{id}/letters",
        r#"{"kind":"employer","to":"","reference":"","facts":""}"#,
    )
    .gaps(NO_REPORT),
    get("/api/v1/breach-desk/{id}/letters/{no}").gaps(NO_LETTER),
    api_post(
        "/api/v1/breach-desk/{id}/letters/{no}/sent",
        r#"{"how":"","at":"2026-11-02T09:00:00Z"}"#,
    )
    .gaps(NO_LETTER),
    api_do("/api/v1/breach-desk/{id}/evidence").gaps(NO_REPORT),
    api_post("/api/v1/breach-desk/{id}/hold/end", TEXT).gaps(NO_REPORT),
    api_post("/api/v1/breach-desk/{id}/reinstatement", TEXT).gaps(NO_REPORT),
    get("/api/v1/breach-settings"),
    api_put("/api/v1/breach-settings", r#"{"minutes":0}"#).good(422),
];
