//! Probes of clients' own views: the addresses under `/me`, and those by which the people who work with a client set one up.
//! Nobody in the sweep has one open, and none is on, so that nothing is done by being tried.

use caseward_model::Action::{Amend, Read};

use crate::probe::{Asks, Gap, ID, Probe, api_do, api_post, api_put, delete, get, post};

const FIRST: &[(&str, Gap)] = &[("no", Gap::Fixed("1"))];
const A_LOOK: &[(&str, Gap)] = &[("about", Gap::Fixed("look")), ("item", Gap::Fixed("1"))];
const NO_LINK: &[(&str, Gap)] = &[("token", Gap::NotThere(&["never-made"]))];
const NOTHING: &str = r#"{"day":"x","note":"","safe_way":"","delay_days":0}"#;

/// What everybody gets who has no view open: the same at each address.
const CLOSED: Asks = Asks::Always(303);
const SHOWN: Asks = Asks::Always(200);

pub(crate) const PROBES: &[Probe] = &[
    get("/me/open/{token}").gaps(NO_LINK).by(SHOWN),
    get("/me/open/{token}/number").gaps(NO_LINK).by(SHOWN),
    post("/me/open", "token=never-made&pin=000000").by(Asks::Always(422)),
    get("/me/looked").by(CLOSED),
    get("/me/shared").by(CLOSED),
    get("/me/choices").by(CLOSED),
    get("/me/choices/{no}").gaps(FIRST).by(CLOSED),
    post("/me/choices/{no}", "").gaps(FIRST).by(CLOSED),
    get("/me/kept").by(CLOSED),
    get("/me/ask").by(CLOSED),
    get("/me/ask/{about}/{item}").gaps(A_LOOK).by(CLOSED),
    post("/me/ask", "about=other&words=who").by(CLOSED),
    get("/me/safety").by(SHOWN),
    post("/me/off", "").by(CLOSED),
    get("/me/leave").by(CLOSED),
    get("/me/left").by(SHOWN),
    get("/me/closed").by(SHOWN),
    get("/clients/{id}/own-view").consents(ID, Read),
    post("/clients/{id}/own-view/on", "day=x")
        .good(422)
        .consents(ID, Read),
    post("/clients/{id}/own-view/off", "").consents(ID, Read),
    post("/clients/{id}/own-view/link", "").consents(ID, Amend),
    post("/clients/{id}/own-view/lend", "").consents(ID, Amend),
    post("/clients/{id}/own-view/answer", "no=1&words=")
        .good(422)
        .consents(ID, Read),
    get("/api/v1/clients/{id}/own-view").consents(ID, Read),
    api_put("/api/v1/clients/{id}/own-view", NOTHING)
        .good(422)
        .consents(ID, Read),
    delete("/api/v1/clients/{id}/own-view")
        .good(409)
        .consents(ID, Read),
    api_do("/api/v1/clients/{id}/own-view/link")
        .good(409)
        .consents(ID, Amend),
    api_post(
        "/api/v1/clients/{id}/own-view/answer",
        r#"{"number":1,"words":""}"#,
    )
    .good(422)
    .consents(ID, Read),
];
