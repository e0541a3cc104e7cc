//! One line for each address: what is put into its gaps, what is sent, and what it asks. What must come
//! out is not here: the oracle says it.
//!
//! A new address fails `every_address_has_a_probe` until it has its line.

use caseward_model::{Action, Basis, Category, Purpose};

use crate::facts::Persona;

use Action::{Amend, Find, Read};
use Category as C;

/// How one address is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Probe {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// What goes into each gap of the path and of the body.
    pub(crate) gaps: &'static [(&'static str, Gap)],
    /// A body that is taken, as small as can be.
    pub(crate) body: Body,
    /// What it asks, where its class doesn't say all.
    pub(crate) asks: Asks,
    /// The status of an answer that lets the asker through.
    pub(crate) good: u16,
    /// Showing it writes down what was counted until then.
    pub(crate) keeps_books: bool,
}

/// What goes into a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// A client's id: of every kind of client, of nobody, and what is no id at all.
    Client,
    /// A section of a file.
    Section,
    /// A colleague's id: one's own, one's charge's, another's, nobody's, and what is no id at all.
    Colleague,
    /// These aren't.
    NotThere(&'static [&'static str]),
    /// The first are there, the second aren't.
    Both(&'static [&'static str], &'static [&'static str]),
}

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    None,
    Form(&'static str),
    Json(&'static str),
}

/// What an address asks, besides what its class says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asks {
    /// Nothing but what its class says.
    ByClass,
    /// The gate, about a client.
    Gate(Question),
    /// It is there for clients of the office alone.
    ForClients,
    /// An act of the office that is about the asker themselves.
    OfOneself,
    /// It is there for this person alone.
    OnlyOf(Persona),
    /// An act of the office as a whole, whichever colleague is named.
    OfTheOffice,
    /// It sends whoever may know of clients at all on to another address, which asks; it looks nobody up.
    SendsOn,
    /// It answers everybody with this, whatever is in the gaps.
    Always(u16),
}

/// A question to the gate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question {
    pub(crate) action: Action,
    pub(crate) sections: &'static [Category],
    pub(crate) purpose: For,
    pub(crate) basis: Basis,
    /// What someone gets who may know of the client, and to whom nothing is let out: a refusal with
    /// reasons, or an answer all the same.
    pub(crate) reasons: u16,
}

/// For which purpose it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// The one that goes with the asker's part, as the guide says.
    Part,
    /// The one for which the asker's part writes.
    Writing,
    /// This one.
    This(Purpose),
}

const ID: &[(&str, Gap)] = &[("id", Gap::Client)];
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
const PERSON_JSON: &str =
    r#"{"name":"","handle":"","role":"caseworker","engagement":"paid","organization":"own"}"#;
const NO_WORD: &str = "zz%22%3Cb%3E";

const fn get(path: &'static str) -> Probe {
    Probe {
        method: "GET",
        path,
        gaps: &[],
        body: Body::None,
        asks: Asks::ByClass,
        good: 200,
        keeps_books: false,
    }
}

const fn post(path: &'static str, form: &'static str) -> Probe {
    Probe {
        method: "POST",
        body: Body::Form(form),
        good: 303,
        ..get(path)
    }
}

const fn api_post(path: &'static str, json: &'static str) -> Probe {
    Probe {
        method: "POST",
        body: Body::Json(json),
        good: 201,
        ..get(path)
    }
}

const fn api_put(path: &'static str, json: &'static str) -> Probe {
    Probe {
        method: "PUT",
        good: 204,
        ..api_post(path, json)
    }
}

/// A post without a body, as a program sends it.
const fn api_do(path: &'static str) -> Probe {
    Probe {
        method: "POST",
        good: 204,
        ..get(path)
    }
}

const fn delete(path: &'static str) -> Probe {
    Probe {
        method: "DELETE",
        good: 204,
        ..get(path)
    }
}

pub(crate) const fn asking(
    action: Action,
    sections: &'static [Category],
    purpose: For,
) -> Question {
    Question {
        action,
        sections,
        purpose,
        basis: Basis::Duty,
        reasons: 403,
    }
}

impl Probe {
    const fn gaps(self, gaps: &'static [(&'static str, Gap)]) -> Self {
        Self { gaps, ..self }
    }

    const fn good(self, good: u16) -> Self {
        Self { good, ..self }
    }

    const fn keeps_books(self) -> Self {
        Self {
            keeps_books: true,
            ..self
        }
    }

    const fn asks(self, question: Question) -> Self {
        Self {
            asks: Asks::Gate(question),
            ..self
        }
    }

    const fn by(self, asks: Asks) -> Self {
        Self { asks, ..self }
    }

    /// About a client: that they are known here, and nothing from the file.
    const fn known(self) -> Self {
        self.gaps(ID).asks(asking(Find, &[C::Existence], For::Part))
    }

    /// About a client: the file as a whole, or as much of it as is let out.
    const fn file(self) -> Self {
        self.gaps(ID).asks(asking(Read, C::ALL, For::Part))
    }
}

/// An entry that can be kept, as the page and as a program send it.
const ENTRY_FORM: &str = "category=notes&provenance=worker&nature=fact&text=seen";
const ENTRY_JSON: &str =
    r#"{"section":"notes","provenance":"worker","nature":"fact","text":"seen"}"#;

/// The sweep's table.
pub(crate) static PROBES: &[Probe] = &[
    // The door.
    get("/sign-in").by(Asks::Always(200)),
    get("/sign-in/{token}")
        .gaps(&[("token", Gap::NotThere(&["never-made"]))])
        .by(Asks::Always(410)),
    post("/sign-in", "token=never-made").by(Asks::Always(410)),
    post("/sign-out", "").by(Asks::Always(200)),
    get("/").good(303),
    get("/covered").by(Asks::Always(200)),
    post("/preferences", "language=en&back=%2F").by(Asks::Always(303)),
    get("/assets/{hash}/{name}")
        .gaps(&[
            ("hash", Gap::NotThere(&["0000"])),
            ("name", Gap::NotThere(&["x.js"])),
        ])
        .by(Asks::Always(404)),
    // One's own desk.
    get("/today"),
    get("/me").by(Asks::ForClients),
    get("/screen"),
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
    get("/people/waiting"),
    post("/people/waiting", "file=x").good(422),
    get("/settings"),
    get("/settings/emergencies"),
    post("/settings/emergencies", "minutes=x").good(422),
    post("/clients/open", "number={id}")
        .gaps(ID)
        .by(Asks::SendsOn),
    // A client's file.
    get("/clients/{id}").file(),
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
    get("/api/v1/clients"),
    get("/api/v1/clients/{id}").file(),
    api_post("/api/v1/clients/{id}/entries", ENTRY_JSON)
        .gaps(ID)
        .asks(asking(Amend, &[C::Notes], For::Writing)),
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
