//! One line for each address: what is put into its gaps, what is sent, and what it asks. What must come
//! out is not here: the oracle says it.
//!
//! A new address fails `every_address_has_a_probe` until it has its line.

use std::sync::LazyLock;

use caseward_model::{Action, Category, Purpose};

use crate::facts::Persona;
pub(crate) use crate::probe::*;
use crate::{
    own_view, probes_of_breaches, probes_of_conferences, probes_of_consents, probes_of_disclosures,
    probes_of_enquiries,
};

use Action::{Amend, Read};
use Category as C;

const ENTRIES: Gap = Gap::Both(
    &["0", "3"],
    &["99999999", "x", "-1", "18446744073709551616"],
);
/// The first is there and was opened by whom the supervisor supervises.
const TICKETS: &[(&str, Gap)] = &[("no", Gap::Both(&["1"], &["2", "-1"]))];
const COLLEAGUE: &[(&str, Gap)] = &[("id", Gap::Colleague)];
const TEAM: &[(&str, Gap)] = &[("id", Gap::Both(&[TEAM_WORD], &["0k3v9", "x", "-1"]))];
const PARTNER: &[(&str, Gap)] = &[("id", Gap::Both(&[PARTNER_WORD], &["0k3v9", "x", "-1"]))];
/// What stands in a gap for the one team, and for a partner: their ids are made anew in each office.
pub(crate) const TEAM_WORD: &str = "(team)";
pub(crate) const PARTNER_WORD: &str = "(partner)";
/// The number of a way, a protocol, a line of who may obtain what and a question that are there, and what is none.
const KEPT: &[(&str, Gap)] = &[("no", Gap::Both(&["1"], &["99999999", "x"]))];
const WAY_JSON: &str = r#"{"kind":"x","address":"","receiver":"","from":"x","until":"x"}"#;
const PROTOCOL_JSON: &str = r#"{"reference":"","from":"x","until":"x","purposes":[],"categories":[],"receivers":[],"procedure_given_to":"","duties_explained":false,"breach_clause":false}"#;
const PERSON_JSON: &str =
    r#"{"name":"","handle":"","role":"caseworker","engagement":"paid","organization":"own"}"#;
/// The number of a question, and what is none. What is posted to it lacks something, so that nothing is done by being
/// tried.
const QUESTION: &[(&str, Gap)] = &[("number", Gap::Both(&["1"], &["x"]))];
/// A system and a matter that are there, and a number that neither has.
const NUMBER: &[(&str, Gap)] = &[("no", Gap::Both(&["1"], &["99999999"]))];
/// An agreement that everyone here signs, and names that none has.
const AGREEMENT: Gap = Gap::Both(&["procedure"], &["no-such-text", NO_WORD]);
const COURSE: Gap = Gap::Both(&["induction"], &["no-such-text", NO_WORD]);
/// A paper that waits for a second person, and none.
/// What stands in a link that nobody made.
const NO_LINK: &[(&str, Gap)] = &[(
    "token",
    Gap::Fixed("7K2Q-0XMB-4T9C-WR5H-ZV31-7K2Q-0XMB-4T9C"),
)];
const PAPER: Gap = Gap::Both(&["1"], &["99999999", "x", "-1", "18446744073709551616"]);
/// Numbers of signatures that nobody has.
const NO_NUMBERS: Gap = Gap::NotThere(&["99999999", "x", "-1", "18446744073709551616"]);
const WORKER: &[(&str, Gap)] = &[("worker", Gap::Colleague)];
const NO_WORD: &str = "zz%22%3Cb%3E";

/// An entry that can be kept, as the page and as a program send it.
const ENTRY_FORM: &str = "category=notes&provenance=worker&nature=fact&text=seen";
const ENTRY_JSON: &str =
    r#"{"section":"notes","provenance":"worker","nature":"fact","text":"seen"}"#;

/// The sweep's table: every address.
pub(crate) static PROBES: LazyLock<Vec<Probe>> = LazyLock::new(|| {
    [
        MOST,
        probes_of_disclosures::ALL,
        probes_of_enquiries::ALL,
        probes_of_conferences::ALL,
        probes_of_breaches::ALL,
        probes_of_consents::ALL,
        own_view::PROBES,
    ]
    .concat()
});

/// All but those that have a file of their own.
const MOST: &[Probe] = &[
    // The door.
    get("/sign-in").by(Asks::Always(200)),
    // A link that nobody made asks for a PIN like one that was made, and whatever is typed, nothing is there.
    get("/out/{token}").gaps(NO_LINK).by(Asks::Always(200)),
    post("/out/{token}", "pin=12345678").gaps(NO_LINK).by(Asks::Always(404)),
    get("/sign-in/{token}")
        .gaps(&[("token", Gap::NotThere(&["never-made"]))])
        .by(Asks::Always(410)),
    post("/sign-in", "token=never-made").by(Asks::Always(410)),
    post(
        "/sign-in/passphrase",
        "handle=other&passphrase=a+guess+of+somebody",
    )
    .by(Asks::Always(303)),
    get("/sign-in/totp").by(Asks::Always(303)),
    post("/sign-in/totp", "code=000000").by(Asks::Always(422)),
    post("/sign-in/passkey/ask", "").by(Asks::Always(200)),
    post("/sign-in/passkey", "half=never-made&answer=%7B%7D").by(Asks::Always(422)),
    get("/recover").by(Asks::Always(200)),
    post("/sign-in/provider", "").by(Asks::Always(422)),
    get("/sign-in/provider/back").by(Asks::Always(422)),
    post("/sign-out", "").by(Asks::Always(200)),
    get("/").good(303),
    get("/covered").by(Asks::Always(200)),
    // Whoever is in a hurry is sent to an everyday page, whoever they are; their session is locked behind them.
    get("/away").by(Asks::Always(303)).keeps_books(),
    post("/preferences", "language=en&back=%2F").by(Asks::Always(303)),
    get("/assets/{hash}/{name}")
        .gaps(&[
            ("hash", Gap::NotThere(&["0000"])),
            ("name", Gap::NotThere(&["x.js"])),
        ])
        .by(Asks::Always(404)),
    // One's own session, and what one signs in with. What is posted lacks something, so that nothing is set.
    post("/lock", ""),
    get("/unlock").good(303),
    get("/unlock/ways"),
    post("/prove", "back=%2Ftoday"),
    post("/prove/passkey", "").good(404),
    post("/prove/provider", "").good(422),
    get("/setup").good(303),
    get("/settings/sign-in"),
    post("/settings/sign-in/passkeys/ask", "name=mine").good(200),
    post("/settings/sign-in/passkeys", "name=mine").good(422),
    post("/settings/sign-in/passkeys/remove", "no=7").good(422),
    post("/settings/sign-in/provider", "").good(422),
    post("/settings/sign-in/provider/remove", "").good(422),
    get("/settings/sign-in/passphrase"),
    post("/settings/sign-in/passphrase", "new=short").good(422),
    post("/settings/sign-in/passphrase/remove", "").good(422),
    get("/settings/sign-in/app"),
    post("/settings/sign-in/app", "code=000000").good(422),
    post("/settings/sign-in/app/offer", ""),
    post("/settings/sign-in/codes", "").good(422),
    post("/settings/sign-in/sessions", "session=00").good(422),
    post("/settings/sign-in/tokens", "name=mine&days=0").good(422),
    post("/settings/sign-in/tokens/revoke", "token=00").good(422),
    // One's own desk.
    get("/today"),
    get("/me").by(Asks::ForClients),
    get("/screen"),
    // Where one works; no step is taken.
    get("/whereabouts"),
    post("/whereabouts", "step=&back=%2Ftoday"),
    // A client who is there. Nobody is until somebody says so, and then the walk begins anew.
    get("/presence"),
    post("/presence", "step=aside&back=%2Ftoday"),
    post("/clients/{id}/presence", "").known(),
    get("/clients"),
    post("/clients", "filter=zq").good(200),
    // In an emergency: one's own, and the review of others'.
    get("/access/emergency").by(Asks::OfOneself),
    get("/access/emergency/new").by(Asks::OfOneself),
    post("/access/emergency/new", "mark=m")
        .by(Asks::OfOneself)
        .good(422),
    get("/access/emergency/{no}")
        .gaps(TICKETS)
        .by(Asks::OnlyOf(Persona::Assigned)),
    post("/access/emergency/{no}/end", "")
        .gaps(TICKETS)
        .by(Asks::OnlyOf(Persona::Assigned)),
    get("/access/reviews"),
    get("/access/reviews/{no}").gaps(TICKETS),
    post("/access/reviews/{no}", "action=seen").gaps(TICKETS),
    // Who works here, and how the office is set up.
    get("/people"),
    get("/people/new"),
    post("/people/new", "name=").good(422),
    get("/people/{id}").gaps(COLLEAGUE),
    post("/people/{id}", "action=change")
        .gaps(COLLEAGUE)
        .good(422),
    post("/people/{id}/invitation", "action=withdraw").gaps(COLLEAGUE),
    post("/people/{id}/cover", "action=custodian")
        .gaps(COLLEAGUE)
        .by(Asks::OfTheOffice),
    get("/people/{id}/end").gaps(COLLEAGUE),
    post("/people/{id}/end", "why=").gaps(COLLEAGUE).good(422),
    post("/people/{id}/return", "").gaps(COLLEAGUE),
    post("/people/teams", "name=").good(422),
    get("/people/teams/{id}").gaps(TEAM),
    post("/people/teams/{id}", "action=change&name=")
        .gaps(TEAM)
        .good(422),
    post("/people/teams/{id}/custodian", "").gaps(TEAM),
    get("/people/organizations"),
    post("/people/organizations", "name=").good(422),
    get("/people/organizations/{id}").gaps(PARTNER),
    post("/people/organizations/{id}", "name=")
        .gaps(PARTNER)
        .good(422),
    // To whom something may go. Nothing is kept yet but a partner, and what is posted lacks something.
    get("/partners"),
    post("/partners", "name=").good(422),
    get("/partners/{id}").gaps(PARTNER),
    get("/partners/{id}/ways/new").gaps(PARTNER),
    post("/partners/{id}/ways/new", "kind=").gaps(PARTNER).good(422),
    get("/partners/{id}/policy").gaps(PARTNER),
    post("/partners/{id}/policy", "reference=").gaps(PARTNER).good(422),
    get("/partners/{id}/protocols/new").gaps(PARTNER),
    post("/partners/{id}/protocols/new", "reference=")
        .gaps(PARTNER)
        .good(422),
    get("/partners/{id}/breaches").gaps(PARTNER),
    post("/partners/{id}/breaches", "by=").gaps(PARTNER).good(422),
    get("/partners/ways/{no}").gaps(KEPT),
    post("/partners/ways/{no}", "action=key").gaps(KEPT).good(422),
    post("/partners/ways/{no}/check", "how=").gaps(KEPT).good(422),
    get("/partners/protocols/{no}").gaps(KEPT),
    post("/partners/protocols/{no}", "action=suspend")
        .gaps(KEPT)
        .good(422),
    get("/partners/protocols/{no}/renew").gaps(KEPT),
    post("/partners/protocols/{no}/renew", "reference=")
        .gaps(KEPT)
        .good(422),
    get("/partners/rules"),
    post("/partners/rules", "kind=").good(422),
    post("/partners/rules/search", "search=court").good(200),
    post("/partners/rules/{no}", "action=review").gaps(KEPT).good(422),
    get("/guidance"),
    post("/guidance", "search=order").good(200),
    post("/guidance/new", "topic=").good(422),
    post("/guidance/{no}", "").gaps(&[("no", NO_NUMBERS)]),
    get("/law/questions"),
    post("/law/questions", "text=").good(422),
    post("/law/questions/{no}/mine", "action=read").gaps(&[("no", NO_NUMBERS)]),
    get("/law/questions/{no}").gaps(KEPT),
    post("/law/questions/{no}", "verdict=").gaps(KEPT).good(422),
    get("/clients/{id}/law").known(),
    post("/clients/{id}/law", "action=ask&text=").known().good(422),
    get("/people/waiting"),
    post("/people/waiting", "file=x").good(422),
    get("/settings"),
    get("/settings/emergencies"),
    post("/settings/emergencies", "minutes=x").good(422),
    get("/settings/whereabouts"),
    post("/settings/whereabouts", "rule=x").good(422),
    get("/settings/programmes"),
    post("/settings/programmes", "name=").good(422),
    get("/programmes/{no}/form/{language}")
        .gaps(&[("no", NO_NUMBERS), ("language", Gap::Fixed("en"))]),
    get("/settings/needs"),
    post("/settings/needs", "field=&why=").good(422),
    get("/settings/consents"),
    post("/settings/consents", "default_days=x").good(422),
    post("/settings/consents/sensitive", "sensitive=identity").good(422),
    post("/clients/find", "name=Nobody+Atall").good(200),
    // Questions for access. What is posted lacks something, so that nobody is asked by being tried.
    get("/access"),
    post("/access", "search=&why=").good(422),
    post("/access/{number}/answer", "answer=")
        .gaps(QUESTION)
        .good(400),
    post("/access/{number}/seen", "").gaps(QUESTION),
    // Conflicts of interest. What is posted lacks a last name, so that nothing is declared by being tried.
    get("/conflicts"),
    post("/conflicts", "partner=Marta").good(422),
    post("/conflicts/{number}/decide", "verdict=")
        .gaps(QUESTION)
        .good(400),
    post("/clients/open", "number={id}")
        .gaps(ID)
        .by(Asks::SendsOn),
    // A client's file.
    get("/clients/{id}").file(),
    get("/clients/{id}/summary").file(),
    get("/clients/{id}/plan").file(),
    post("/clients/{id}/plan", "line=goal&text=seen")
        .gaps(ID)
        .asks(asking(Amend, &[C::Services], For::Writing)),
    get("/clients/{id}/documents").book(),
    get("/clients/{id}/{section}")
        .gaps(&[("id", Gap::Client), ("section", Gap::Section)])
        .asks(asking(Read, C::ALL, For::Part)),
    post("/clients/{id}/{section}/print", "")
        .gaps(&[("id", Gap::Client), ("section", Gap::Section)])
        .good(200)
        .asks(asking(Read, C::ALL, For::Part)),
    get("/clients/{id}/who-looked")
        .gaps(ID)
        .asks(asking(Read, &[C::Administration], For::Part)),
    get("/clients/{id}/entries/new").gaps(ID).asks(asking(
        Read,
        &[C::Identity, C::Contact],
        For::Part,
    )),
    post("/clients/{id}/entries/new", ENTRY_FORM)
        .gaps(ID)
        .asks(asking(Amend, &[C::Notes], For::Writing)),
    post("/clients/{id}/protection", "decision=leave&back=%2Ftoday")
        .gaps(ID)
        .asks(asking(
            Amend,
            &[C::DomesticViolence],
            For::This(Purpose::DirectService),
        )),
    // Who is responsible. What is posted lacks something, so that nobody is assigned by being asked.
    get("/clients/{id}/assignments").known(),
    post("/clients/{id}/assignments", "to=&part=lead")
        .good(422)
        .known(),
    post("/clients/{id}/assignments/end", "to=")
        .good(400)
        .known(),
    // What left. There is no disclosure yet, and what is posted begins none.
    // Looking up elsewhere. What is posted lacks something or is about what isn't there.
    get("/enquiries"),
    post("/enquiries", "from=&who=&text=").good(422),
    post("/enquiries/spokesperson", "speaker="),
    get("/enquiries/{no}/letter/{language}")
        .gaps(&[("no", NO_NUMBERS), ("language", Gap::Fixed("en"))]),
    post("/enquiries/{no}/answer", "how=").gaps(&[("no", NO_NUMBERS)]),
    get("/look-ups"),
    post("/look-ups", "system=&reason=").good(422),
    get("/look-ups/systems"),
    post("/look-ups/systems", "name=").good(422),
    get("/look-ups/systems/{no}").gaps(NUMBER),
    post("/look-ups/systems/{no}/list", "listed=on").gaps(NUMBER),
    post("/look-ups/systems/{no}/mapping", "user=")
        .gaps(NUMBER)
        .good(422),
    post("/look-ups/systems/{no}/users", "name=x&who=").gaps(NUMBER),
    post("/look-ups/systems/{no}/numbers", "numbers=ours").gaps(NUMBER),
    Probe {
        body: Body::Parts("user=&log=x"),
        ..post("/look-ups/systems/{no}/try", "")
            .gaps(NUMBER)
            .good(422)
    },
    Probe {
        body: Body::Parts("only_try=yes&log=x"),
        ..post("/look-ups/systems/{no}/logs", "")
            .gaps(NUMBER)
            .good(200)
    },
    // Who looked at what.
    get("/access-review"),
    post("/access-review", "days=1"),
    get("/access-review/{no}").gaps(NUMBER),
    post(
        "/access-review/{no}",
        "decision=ask&text=What+was+this+look+for",
    )
    .gaps(NUMBER),
    get("/access-questions"),
    post(
        "/access-questions",
        "no=99999999&text=It+was+my+desk+that+day",
    ),
    // Agreements and training. What is posted is about a version that isn't there, or lacks something, so that
    // nobody signs by being asked.
    get("/agreements"),
    get("/agreements/required"),
    get("/agreements/copies/{no}").gaps(&[("no", NO_NUMBERS)]),
    get("/agreements/{name}").gaps(&[("name", AGREEMENT)]),
    post("/agreements/{name}", "version=1")
        .gaps(&[("name", AGREEMENT)])
        .good(422),
    // The questions come first: until they are answered it sends on to the text.
    get("/agreements/{name}/sign")
        .gaps(&[("name", AGREEMENT)])
        .good(303),
    post("/agreements/{name}/sign", "version=99")
        .gaps(&[("name", AGREEMENT)])
        .good(409),
    get("/agreements/{name}/refuse").gaps(&[("name", AGREEMENT)]),
    post("/agreements/{name}/refuse", "version=99")
        .gaps(&[("name", AGREEMENT)])
        .good(409),
    get("/training"),
    get("/training/{name}").gaps(&[("name", COURSE)]),
    get("/training/{name}/{page}").gaps(&[
        ("name", Gap::Fixed("induction")),
        ("page", Gap::Both(&["1", "2"], &["0", "99", "x", "+1", "01"])),
    ]),
    get("/training/{name}/questions").gaps(&[("name", COURSE)]),
    post("/training/{name}/questions", "version=1")
        .gaps(&[("name", COURSE)])
        .good(422),
    get("/agreements/missing"),
    get("/agreements/missing/{page}").gaps(&[(
        "page",
        Gap::Both(&["2"], &["1", "0", "x", "99999999999"]),
    )]),
    get("/agreements/missing.csv"),
    post("/agreements/missing", "worker={worker}&requirement=no-such-text")
        .gaps(WORKER)
        .good(404),
    get("/agreements/papers"),
    get("/agreements/papers/new"),
    Probe {
        method: "POST",
        body: Body::Parts("worker={worker}&requirement=procedure&language=en"),
        good: 422,
        gaps: WORKER,
        ..get("/agreements/papers/new")
    },
    post("/agreements/papers/{no}/decision", "decision=confirm").gaps(&[("no", PAPER)]),
    get("/agreements/papers/{no}/scan").gaps(&[("no", PAPER)]),
    get("/agreements/publish"),
    get("/agreements/publish/{name}").gaps(&[("name", Gap::Both(&["procedure"], &["no-such-text"]))]),
    post("/agreements/publish", "en=&es=").good(422),
    // The rules and the ledger.
    get("/clauses"),
    get("/clauses/{id}")
        .gaps(&[("id", Gap::Both(&["CR-7", "DV-3.3.2e"], &["XX-1", NO_WORD]))])
        .keeps_books(),
    get("/ledger"),
    get("/ledger/{index}").gaps(&[("index", ENTRIES)]),
    get("/ledger/{index}/check").gaps(&[("index", ENTRIES)]),
    get("/system"),
    get("/help"),
    // The same for programs.
    api_post("/api/v1/sessions", r#"{"link":"never-made"}"#).by(Asks::Always(401)),
    delete("/api/v1/sessions/current"),
    api_post("/api/v1/sessions/current/proof", "{}").good(422),
    get("/api/v1/sessions/current/whereabouts"),
    api_put(
        "/api/v1/sessions/current/whereabouts",
        r#"{"step":"nowhere"}"#,
    )
    .good(422),
    get("/api/v1/whereabouts-rule"),
    api_put("/api/v1/whereabouts-rule", r#"{"rule":"nobody"}"#).good(422),
    get("/api/v1/tokens"),
    api_post("/api/v1/tokens", r#"{"scopes":[],"days":0}"#).good(422),
    api_post("/api/v1/tokens/revoke", r#"{"reference":"00"}"#).good(204),
    get("/api/v1/me"),
    get("/api/v1/tasks"),
    get("/api/v1/emergencies"),
    api_post("/api/v1/emergencies", "{}")
        .by(Asks::OfOneself)
        .good(422),
    api_do("/api/v1/emergencies/{no}/end")
        .gaps(TICKETS)
        .by(Asks::OnlyOf(Persona::Assigned)),
    api_post(
        "/api/v1/emergencies/{no}/review",
        r#"{"finding":"x","because":"It was needed."}"#,
    )
    .gaps(TICKETS)
    .good(422),
    api_do("/api/v1/emergencies/{no}/confirm").gaps(TICKETS),
    api_do("/api/v1/emergencies/{no}/seen").gaps(TICKETS),
    api_post(
        "/api/v1/emergencies/{no}/delay",
        r#"{"days":3,"because":"He reads her mail."}"#,
    )
    .gaps(TICKETS)
    .good(204),
    get("/api/v1/people"),
    api_post("/api/v1/people", PERSON_JSON).good(422),
    get("/api/v1/people/{id}").gaps(COLLEAGUE),
    api_put("/api/v1/people/{id}", PERSON_JSON)
        .gaps(COLLEAGUE)
        .good(422),
    api_do("/api/v1/people/{id}/invitation")
        .gaps(COLLEAGUE)
        .good(200),
    delete("/api/v1/people/{id}/invitation").gaps(COLLEAGUE),
    get("/api/v1/people/{id}/end").gaps(COLLEAGUE),
    api_post("/api/v1/people/{id}/end", r#"{"why":"x"}"#)
        .gaps(COLLEAGUE)
        .good(422),
    api_do("/api/v1/people/{id}/return")
        .gaps(COLLEAGUE)
        .good(422),
    api_post("/api/v1/people/{id}/supervisors", "{}")
        .gaps(COLLEAGUE)
        .good(422),
    api_post("/api/v1/people/{id}/supervisors/end", "{}")
        .gaps(COLLEAGUE)
        .good(422),
    api_put("/api/v1/people/{id}/custodian", "{}")
        .gaps(COLLEAGUE)
        .by(Asks::OfTheOffice),
    api_post(
        "/api/v1/people/{id}/absences",
        r#"{"from":"x","until":"x","cover":""}"#,
    )
    .gaps(COLLEAGUE)
    .by(Asks::OfTheOffice)
    .good(422),
    get("/api/v1/teams"),
    api_post("/api/v1/teams", r#"{"name":""}"#).good(422),
    get("/api/v1/teams/{id}").gaps(TEAM),
    api_put("/api/v1/teams/{id}", r#"{"name":""}"#)
        .gaps(TEAM)
        .good(422),
    delete("/api/v1/teams/{id}").gaps(TEAM),
    api_post("/api/v1/teams/{id}/members", r#"{"worker":""}"#)
        .gaps(TEAM)
        .good(422),
    api_put("/api/v1/teams/{id}/custodian", "{}").gaps(TEAM),
    get("/api/v1/organizations"),
    api_post("/api/v1/organizations", r#"{"name":"","kind":"agency"}"#).good(422),
    get("/api/v1/organizations/{id}").gaps(PARTNER),
    api_put(
        "/api/v1/organizations/{id}",
        r#"{"name":"","kind":"agency"}"#,
    )
    .gaps(PARTNER)
    .good(422),
    get("/api/v1/waiting-files"),
    api_post("/api/v1/waiting-files", r#"{"file":"","worker":""}"#).good(422),
    get("/api/v1/recipients"),
    api_post("/api/v1/recipients", r#"{"name":"","handle":"","kind":"agency"}"#).good(422),
    get("/api/v1/recipients/{id}").gaps(PARTNER),
    get("/api/v1/recipients/{id}/sent").gaps(PARTNER),
    api_post("/api/v1/recipients/{id}/ways", WAY_JSON).gaps(PARTNER).good(422),
    api_post(
        "/api/v1/recipients/{id}/assessments",
        r#"{"reference":"","dated":"x","until":"x","answers":[]}"#,
    )
    .gaps(PARTNER)
    .good(422),
    api_post("/api/v1/recipients/{id}/protocols", PROTOCOL_JSON)
        .gaps(PARTNER)
        .good(422),
    api_post(
        "/api/v1/recipients/{id}/breaches",
        r#"{"by":"us","happened_at":"x","what":"","consequence":"x"}"#,
    )
    .gaps(PARTNER)
    .good(422),
    api_post("/api/v1/ways/{no}/check", r#"{"seen":1,"how":"x"}"#)
        .gaps(KEPT)
        .good(422),
    api_put("/api/v1/ways/{no}/key", r#"{"key":"","fingerprint":""}"#)
        .gaps(KEPT)
        .good(422),
    delete("/api/v1/ways/{no}").gaps(&[("no", NO_NUMBERS)]),
    api_post("/api/v1/protocols/{no}", r#"{"action":"rest"}"#)
        .gaps(KEPT)
        .good(422),
    api_post("/api/v1/breaches/{no}/settled", r#"{"how":""}"#)
        .gaps(&[("no", NO_NUMBERS)])
        .good(204),
    get("/api/v1/release-rules"),
    api_post(
        "/api/v1/release-rules",
        r#"{"kind":"x","categories":[],"basis":"x","manual":"","section":"","review_at":"x"}"#,
    )
    .good(422),
    api_post("/api/v1/release-rules/{no}/review", r#"{"review_at":"x"}"#)
        .gaps(KEPT)
        .good(422),
    delete("/api/v1/release-rules/{no}").gaps(&[("no", NO_NUMBERS)]),
    get("/api/v1/guidance"),
    api_post("/api/v1/guidance", r#"{"topic":"","text":"","confirmed":false}"#).good(422),
    delete("/api/v1/guidance/{no}").gaps(&[("no", NO_NUMBERS)]),
    get("/api/v1/law/questions"),
    api_post("/api/v1/law/questions", r#"{"question":""}"#).good(422),
    get("/api/v1/law/questions/{no}").gaps(KEPT),
    delete("/api/v1/law/questions/{no}").gaps(&[("no", NO_NUMBERS)]),
    api_do("/api/v1/law/questions/{no}/read").gaps(&[("no", NO_NUMBERS)]),
    api_post(
        "/api/v1/law/questions/{no}/answer",
        r#"{"seen":1,"verdict":"x","text":""}"#,
    )
    .gaps(KEPT)
    .good(422),
    get("/api/v1/clients/{id}/law").known(),
    api_post("/api/v1/clients/{id}/law", r#"{"question":""}"#)
        .known()
        .good(422),
    delete("/api/v1/clients/{id}/law/{no}").no_question(),
    get("/api/v1/look-ups"),
    api_post(
        "/api/v1/look-ups",
        r#"{"system":"FACTS","purpose":"no-such-word","reason":""}"#,
    )
    .good(422),
    get("/api/v1/systems"),
    api_post("/api/v1/systems", r#"{"name":""}"#).good(422),
    get("/api/v1/systems/{no}").gaps(NUMBER),
    delete("/api/v1/systems/{no}").gaps(NUMBER),
    api_put("/api/v1/systems/{no}/mapping", r#"{"user":"a","time":"b"}"#)
        .gaps(NUMBER)
        .good(204),
    api_put("/api/v1/systems/{no}/users", r#"{"name":"x"}"#)
        .gaps(NUMBER)
        .good(204),
    api_put("/api/v1/systems/{no}/numbers", r#"{"ours":true}"#)
        .gaps(NUMBER)
        .good(204),
    Probe {
        body: Body::Csv("a,b"),
        ..api_post("/api/v1/systems/{no}/logs", "")
            .gaps(NUMBER)
            .good(200)
    },
    get("/api/v1/access-review"),
    api_post("/api/v1/access-review", r#"{"days":1}"#).good(200),
    get("/api/v1/access-review/{no}").gaps(NUMBER),
    api_post(
        "/api/v1/access-review/{no}",
        r#"{"decision":"explain","text":"It was her desk that day"}"#,
    )
    .gaps(NUMBER)
    .good(204),
    get("/api/v1/access-review/{no}/days").gaps(NUMBER),
    get("/api/v1/access-questions"),
    api_post(
        "/api/v1/access-questions",
        r#"{"number":99999999,"text":"It was my desk that day"}"#,
    )
    .good(422),
    get("/api/v1/requirements"),
    get("/api/v1/requirements/{name}").gaps(&[("name", AGREEMENT)]),
    api_post(
        "/api/v1/requirements",
        r#"{"texts":[],"roles":[],"hold_days":1}"#,
    )
    .good(422),
    api_put(
        "/api/v1/requirements/{name}/roles",
        r#"{"roles":["client"]}"#,
    )
    .gaps(&[("name", Gap::Fixed("procedure"))])
    .good(422),
    api_post(
        "/api/v1/requirements/{name}/answers",
        r#"{"version":1,"answers":[]}"#,
    )
    .gaps(&[("name", AGREEMENT)])
    .good(422),
    api_post(
        "/api/v1/requirements/{name}/signature",
        r#"{"version":99,"name":"","organization":"","position":"","email":"","phone":"","agreed":[]}"#,
    )
    .gaps(&[("name", AGREEMENT)])
    .good(409),
    api_post("/api/v1/requirements/{name}/refusal", r#"{"version":99}"#)
        .gaps(&[("name", AGREEMENT)])
        .good(409),
    get("/api/v1/signatures"),
    get("/api/v1/signatures/{no}/paper").gaps(&[("no", NO_NUMBERS)]),
    get("/api/v1/standing"),
    get("/api/v1/papers"),
    api_post(
        "/api/v1/papers",
        r#"{"worker":"{worker}","requirement":"procedure","language":"en","signed_at":"2026-10-30T09:00:00Z","name":"","scan":""}"#,
    )
    .gaps(WORKER)
    .good(422),
    get("/api/v1/papers/{no}/scan").gaps(&[("no", PAPER)]),
    api_post(
        "/api/v1/papers/{no}/decision",
        r#"{"confirmed":true}"#,
    )
    .gaps(&[("no", PAPER)])
    .good(204),
    get("/api/v1/clients"),
    api_post("/api/v1/search", r#"{"name":"Nobody Atall"}"#).good(200),
    get("/api/v1/access-requests"),
    api_post(
        "/api/v1/access-requests",
        r#"{"search":0,"purpose":"","why":""}"#,
    )
    .good(422),
    api_post(
        "/api/v1/access-requests/{number}/answer",
        r#"{"answer":""}"#,
    )
    .gaps(QUESTION)
    .good(422),
    api_post("/api/v1/access-requests/{number}/seen", "{}")
        .gaps(QUESTION)
        .good(204),
    get("/api/v1/conflicts"),
    Probe {
        method: "PUT",
        ..api_post("/api/v1/conflicts", r#"{"partner":{"name":"Marta"}}"#)
    }
    .good(422),
    api_post(
        "/api/v1/conflicts/{number}/decision",
        r#"{"seen":1,"verdict":"","because":""}"#,
    )
    .gaps(QUESTION)
    .good(422),
    get("/api/v1/clients/{id}").file(),
    api_post("/api/v1/clients/{id}/entries", ENTRY_JSON)
        .gaps(ID)
        .asks(asking(Amend, &[C::Notes], For::Writing)),
    // As a piece of the file, which its client reads too: so it is named twice, and not as a part that only staff ask for.
    get("/api/v1/clients/{id}/plan")
        .gaps(ID)
        .asks(asking(Read, &[C::Services, C::Services], For::Part)),
    api_post("/api/v1/clients/{id}/plan", r#"{"line":"goal","text":"seen"}"#)
        .gaps(ID)
        .asks(asking(Amend, &[C::Services], For::Writing)),
    get("/api/v1/clients/{id}/documents").book(),
    get("/api/v1/clients/{id}/summary").file(),
    get("/api/v1/clients/{id}/history").gaps(ID).asks(asking(
        Read,
        &[C::Administration],
        For::Part,
    )),
    get("/api/v1/clients/{id}/assignments").known(),
    api_post(
        "/api/v1/clients/{id}/assignments",
        r#"{"to":{},"part":"lead"}"#,
    )
    .good(422)
    .known(),
    api_post("/api/v1/clients/{id}/assignments/end", r#"{"to":{}}"#)
        .good(422)
        .known(),
    get("/api/v1/programmes"),
    api_post("/api/v1/programmes", r#"{"name":""}"#).good(422),
    api_put("/api/v1/programmes/{no}", r#"{"name":""}"#).gaps(&[("no", NO_NUMBERS)]),
    get("/api/v1/programmes/{no}/form").gaps(&[("no", NO_NUMBERS)]),
    get("/api/v1/sensitive-kinds"),
    api_put("/api/v1/sensitive-kinds", r#"{"added":["x"]}"#).good(422),
    get("/api/v1/consent-settings"),
    api_put(
        "/api/v1/consent-settings",
        r#"{"default_days":0,"longest_days":0,"washington":false,"hipaa":false,"united_kingdom":false,"minors_alone":false,"first_talk_days":1,"talk_days":1,"note_days":1,"recall_days":1,"answer_days":1}"#,
    )
    .good(422),
    api_post("/api/v1/ask", r#"{"client":"{id}"}"#)
        .gaps(ID)
        .good(200)
        .asks(Question {
            reasons: 200,
            ..asking(Read, C::ALL, For::Part)
        }),
    get("/api/v1/clauses"),
    get("/api/v1/clauses/{id}")
        .gaps(&[("id", Gap::Both(&["CR-7"], &["XX-1", NO_WORD]))])
        .keeps_books(),
    get("/api/v1/ledger"),
    get("/api/v1/ledger/entries"),
    get("/api/v1/ledger/entries/{index}").gaps(&[("index", ENTRIES)]),
    get("/api/v1/ledger/entries/{index}/proof").gaps(&[("index", ENTRIES)]),
    get("/api/v1/ledger/checkpoint"),
    get("/api/v1/openapi.json").by(Asks::Always(200)),
    get("/healthz").by(Asks::Always(200)),
    get("/readyz").by(Asks::Always(200)),
];
