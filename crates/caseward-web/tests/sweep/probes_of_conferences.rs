//! One line for each address about case conferences, and for the by-name list. There is no conference in the office of the sweep, so
//! that whoever may ask about one is told that it isn't there.

use crate::probe::*;

/// What is no series: an id that nothing has, and what is no id.
const NO_SERIES: &[(&str, Gap)] = &[(
    "id",
    Gap::NotThere(&["00000000000000000000000000", "x", "-1"]),
)];
/// What is no meeting, with a seat that nobody has.
const NO_ROOM: &[(&str, Gap)] = &[
    (
        "id",
        Gap::NotThere(&["00000000000000000000000000", "x", "-1"]),
    ),
    ("seat", Gap::Fixed("00000000000000000000000000")),
];
/// What is no action of anybody's.
const NO_ACTION: &[(&str, Gap)] = &[(
    "action",
    Gap::NotThere(&["00000000000000000000000000", "x", "-1"]),
)];
const DECIDED: &str =
    r#"{"seat":"00000000000000000000000000","item":"x","kind":"decision","text":"x"}"#;
const SEAT: &str = r#"{"seat":"00000000000000000000000000"}"#;
const MEETING: &str = r#"{"begins_at":"","minutes":0,"how":"","purpose":""}"#;
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
    get("/conferences/{id}/meetings/new").gaps(NO_SERIES),
    post("/conferences/{id}/meetings", "day=").gaps(NO_SERIES),
    get("/meetings/{id}").gaps(NO_SERIES),
    get("/meetings/{id}/calendar").gaps(NO_SERIES),
    get("/meetings/{id}/move").gaps(NO_SERIES),
    post("/meetings/{id}/move", "day=").gaps(NO_SERIES),
    post("/meetings/{id}/open", "").gaps(NO_SERIES),
    post("/meetings/{id}/close", "").gaps(NO_SERIES),
    post("/meetings/{id}/cancel", "").gaps(NO_SERIES),
    post("/meetings/{id}/seat", "reminded=yes&attests=yes").gaps(NO_SERIES),
    get("/meetings/{id}/room/{seat}").gaps(NO_ROOM),
    post("/meetings/{id}/beat", "seat=00000000000000000000000000").gaps(NO_SERIES),
    post("/meetings/{id}/leave", "seat=00000000000000000000000000").gaps(NO_SERIES),
    get("/meetings/{id}/room/{seat}/actions").gaps(NO_ROOM),
    post(
        "/meetings/{id}/room/{seat}/actions",
        "item=x&kind=decision&text=x",
    )
    .gaps(NO_ROOM),
    get("/meetings/{id}/after").gaps(NO_SERIES),
    get("/meetings/{id}/minutes").gaps(NO_SERIES),
    get("/conferences/actions"),
    get("/conferences/actions/{action}").gaps(NO_ACTION),
    post("/conferences/actions/{action}", "outcome=done").gaps(NO_ACTION),
    get("/settings/conferences"),
    post("/settings/conferences", "title=").good(422),
    get("/api/v1/conferences/{id}/meetings").gaps(NO_SERIES),
    api_post("/api/v1/conferences/{id}/meetings", MEETING).gaps(NO_SERIES),
    get("/api/v1/meetings/{id}").gaps(NO_SERIES),
    api_put("/api/v1/meetings/{id}", MEETING).gaps(NO_SERIES),
    delete("/api/v1/meetings/{id}").gaps(NO_SERIES),
    api_do("/api/v1/meetings/{id}/open").gaps(NO_SERIES),
    api_do("/api/v1/meetings/{id}/close").gaps(NO_SERIES),
    get("/api/v1/meetings/{id}/calendar").gaps(NO_SERIES),
    api_post(
        "/api/v1/meetings/{id}/seat",
        r#"{"reminded":true,"attests":true}"#,
    )
    .gaps(NO_SERIES),
    api_post("/api/v1/meetings/{id}/seat/beat", SEAT).gaps(NO_SERIES),
    api_post("/api/v1/meetings/{id}/seat/end", SEAT).gaps(NO_SERIES),
    get("/api/v1/meetings/{id}/room").gaps(NO_SERIES),
    get("/api/v1/meetings/{id}/actions").gaps(NO_SERIES),
    api_post("/api/v1/meetings/{id}/actions", DECIDED).gaps(NO_SERIES),
    get("/api/v1/meetings/{id}/after").gaps(NO_SERIES),
    get("/api/v1/meetings/{id}/minutes").gaps(NO_SERIES),
    get("/api/v1/conference-actions"),
    api_post(
        "/api/v1/conference-actions/{action}/end",
        r#"{"done":true}"#,
    )
    .gaps(NO_ACTION),
    get("/api/v1/conference-calendar"),
    api_put("/api/v1/conference-calendar", r#"{"title":""}"#).good(422),
];
