//! One line for each address about case conferences, and for the by-name list. There is no conference in the office of the sweep, so
//! that whoever may ask about one is told that it isn't there.

use crate::probe::*;

/// What is no series: an id that nothing has, and what is no id.
const NO_SERIES: &[(&str, Gap)] = &[(
    "id",
    Gap::NotThere(&["00000000000000000000000000", "x", "-1"]),
)];
const NOBODY: &str = r#"{"worker":"00000000000000000000000000"}"#;

pub(crate) const ALL: &[Probe] = &[
    get("/conferences"),
    get("/conferences/new"),
    post("/conferences", "title=&kind=&purpose=").good(422),
    get("/conferences/{id}").gaps(NO_SERIES),
    post("/conferences/{id}/signature", "version=1&name=").gaps(NO_SERIES),
    post("/conferences/{id}/leave", "").gaps(NO_SERIES),
    post("/conferences/{id}/description", "title=").gaps(NO_SERIES),
    post("/conferences/{id}/organizations", "organization=").gaps(NO_SERIES),
    post("/conferences/{id}/deputy", "deputy=").gaps(NO_SERIES),
    post("/conferences/{id}/lead", "lead=").gaps(NO_SERIES),
    post("/conferences/{id}/end", "").gaps(NO_SERIES),
    post("/conferences/{id}/people", "worker=").gaps(NO_SERIES),
    post("/conferences/{id}/people/out", "worker=").gaps(NO_SERIES),
    get("/by-name-list"),
    get("/api/v1/by-name-list"),
    get("/api/v1/conferences"),
    api_post(
        "/api/v1/conferences",
        r#"{"title":"","kind":"","purpose":""}"#,
    )
    .good(422),
    get("/api/v1/conferences/{id}").gaps(NO_SERIES),
    api_put(
        "/api/v1/conferences/{id}",
        r#"{"title":"","kind":"","purpose":""}"#,
    )
    .gaps(NO_SERIES),
    delete("/api/v1/conferences/{id}").gaps(NO_SERIES),
    api_post(
        "/api/v1/conferences/{id}/signature",
        r#"{"version":1,"name":"","position":"","email":"","phone":"","accepts":false}"#,
    )
    .gaps(NO_SERIES),
    api_do("/api/v1/conferences/{id}/leave").gaps(NO_SERIES),
    api_put(
        "/api/v1/conferences/{id}/organizations",
        r#"{"organizations":[]}"#,
    )
    .gaps(NO_SERIES),
    api_put("/api/v1/conferences/{id}/deputy", r#"{"worker":null}"#).gaps(NO_SERIES),
    api_put("/api/v1/conferences/{id}/lead", NOBODY).gaps(NO_SERIES),
    api_post("/api/v1/conferences/{id}/participants", NOBODY).gaps(NO_SERIES),
    api_post("/api/v1/conferences/{id}/participants/out", NOBODY).gaps(NO_SERIES),
];
