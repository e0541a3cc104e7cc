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
/// What is no series, with an organisation that nobody has.
const NO_OFFER: &[(&str, Gap)] = &[
    (
        "id",
        Gap::NotThere(&["00000000000000000000000000", "x", "-1"]),
    ),
    ("organization", Gap::Fixed("00000000000000000000000000")),
];
/// The same, with an item that is on no agenda.
const NO_ITEM: &[(&str, Gap)] = &[
    (
        "id",
        Gap::NotThere(&["00000000000000000000000000", "x", "-1"]),
    ),
    ("seat", Gap::Fixed("00000000000000000000000000")),
    ("item", Gap::Fixed("00000000000000000000000000")),
];
/// A certificate that nobody has.
const NO_CERTIFICATE: &[(&str, Gap)] = &[("no", Gap::NotThere(&["99999999", "x"]))];
const NOTE: &str = r#"{"seat":"00000000000000000000000000","item":"x","text":""}"#;
const OFFER: &str = r#"{"seat":"00000000000000000000000000","item":"x","offers":true}"#;
const KEEPING: &str = r#"{"seat":"00000000000000000000000000","item":"x"}"#;
/// What is no action of anybody's.
const NO_ACTION: &[(&str, Gap)] = &[(
    "action",
    Gap::NotThere(&["00000000000000000000000000", "x", "-1"]),
)];
const DECIDED: &str =
    r#"{"seat":"00000000000000000000000000","item":"x","kind":"decision","text":"x"}"#;
const SEAT: &str = r#"{"seat":"00000000000000000000000000"}"#;
const MEETING: &str = r#"{"begins_at":"","minutes":0,"how":"","purpose":""}"#;
const NO_AGENDA_ITEM: &str = r#"{"conference":"00000000000000000000000000"}"#;
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
    get("/conference-items"),
    post("/conferences/{id}/items", "item=x&answer=yes").gaps(NO_SERIES),
    get("/conferences/{id}/offers/{organization}").gaps(NO_OFFER),
    post("/conferences/{id}/offers/{organization}", "offer=").gaps(NO_OFFER),
    get("/meetings/{id}/agenda").gaps(NO_SERIES),
    post("/meetings/{id}/agenda/close", "").gaps(NO_SERIES),
    get("/clients/{id}/conferences").book(),
    post("/clients/{id}/conferences", "action=propose")
        .book()
        .good(422),
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
    get("/meetings/{id}/room/{seat}/events").gaps(NO_ROOM),
    post("/meetings/{id}/room/{seat}/next", "step=0&minutes=5").gaps(NO_ROOM),
    post(
        "/meetings/{id}/room/{seat}/say",
        "item=x&kind=ask&text=A+room",
    )
    .gaps(NO_ROOM),
    post("/meetings/{id}/room/{seat}/take-back", "item=x&said=x").gaps(NO_ROOM),
    post("/meetings/{id}/room/{seat}/hand", "item=x&up=yes").gaps(NO_ROOM),
    post("/meetings/{id}/room/{seat}/word", "item=x").gaps(NO_ROOM),
    post("/meetings/{id}/beat", "seat=00000000000000000000000000").gaps(NO_SERIES),
    post("/meetings/{id}/leave", "seat=00000000000000000000000000").gaps(NO_SERIES),
    get("/meetings/{id}/room/{seat}/notes").gaps(NO_ROOM),
    post("/meetings/{id}/room/{seat}/notes", "item=x&text=").gaps(NO_ROOM),
    post("/meetings/{id}/room/{seat}/offer", "item=x&offers=yes").gaps(NO_ROOM),
    get("/meetings/{id}/room/{seat}/leave").gaps(NO_ROOM),
    get("/meetings/{id}/room/{seat}/keep/{item}").gaps(NO_ITEM),
    post("/meetings/{id}/room/{seat}/keep/{item}", "nature=fact").gaps(NO_ITEM),
    get("/conferences/{id}/notes").gaps(NO_SERIES),
    post("/conferences/{id}/notes/destroy", "sure=").gaps(NO_SERIES),
    post("/conferences/{id}/notes/certificate", "no=1").gaps(NO_SERIES),
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
    get("/api/v1/conference-items"),
    api_post(
        "/api/v1/conferences/{id}/items/answer",
        r#"{"item":"x","agrees":true}"#,
    )
    .gaps(NO_SERIES),
    api_put(
        "/api/v1/conferences/{id}/offers",
        r#"{"organization":"00000000000000000000000000","sections":[]}"#,
    )
    .gaps(NO_SERIES),
    get("/api/v1/meetings/{id}/agenda").gaps(NO_SERIES),
    api_do("/api/v1/meetings/{id}/agenda/close").gaps(NO_SERIES),
    get("/api/v1/clients/{id}/conference-items").book(),
    api_post(
        "/api/v1/clients/{id}/conference-items",
        r#"{"conference":"","purpose":"","sections":[],"minutes":0,"by":""}"#,
    )
    .book()
    .good(422),
    api_post(
        "/api/v1/clients/{id}/conference-items/agreement",
        NO_AGENDA_ITEM,
    )
    .book()
    .good(404),
    api_post("/api/v1/clients/{id}/conference-items/off", NO_AGENDA_ITEM)
        .book()
        .good(404),
    api_post(
        "/api/v1/clients/{id}/conference-items/identifier",
        NO_AGENDA_ITEM,
    )
    .book()
    .good(404),
    get("/api/v1/meetings/{id}/notes").gaps(NO_SERIES),
    api_put("/api/v1/meetings/{id}/notes", NOTE).gaps(NO_SERIES),
    api_put("/api/v1/meetings/{id}/notes/offer", OFFER).gaps(NO_SERIES),
    api_post("/api/v1/meetings/{id}/notes/keep", KEEPING).gaps(NO_SERIES),
    get("/api/v1/conferences/{id}/notes").gaps(NO_SERIES),
    api_post(
        "/api/v1/conferences/{id}/notes/destroy",
        r#"{"sure":false}"#,
    )
    .gaps(NO_SERIES),
    get("/api/v1/note-certificates"),
    api_do("/api/v1/note-certificates/{no}").gaps(NO_CERTIFICATE),
    get("/api/v1/meetings/{id}/room/{seat}/board").gaps(NO_ROOM),
    get("/api/v1/meetings/{id}/room/{seat}/events").gaps(NO_ROOM),
    api_post(
        "/api/v1/meetings/{id}/room/{seat}/next",
        r#"{"step":0,"minutes":5}"#,
    )
    .gaps(NO_ROOM),
    api_post(
        "/api/v1/meetings/{id}/room/{seat}/say",
        r#"{"item":"x","kind":"ask","text":"A room"}"#,
    )
    .gaps(NO_ROOM),
    api_post(
        "/api/v1/meetings/{id}/room/{seat}/take-back",
        r#"{"item":"x","said":"x"}"#,
    )
    .gaps(NO_ROOM),
    api_post(
        "/api/v1/meetings/{id}/room/{seat}/hand",
        r#"{"item":"x","up":true}"#,
    )
    .gaps(NO_ROOM),
    api_post("/api/v1/meetings/{id}/room/{seat}/word", r#"{"item":"x"}"#).gaps(NO_ROOM),
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
