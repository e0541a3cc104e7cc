//! One line for each address: what is put into its gaps, what is sent, and what it asks. What must come
//! out is not here: the oracle says it.
//!
//! A new address fails `every_address_has_a_probe` until it has its line.

use caseward_model::{Action, Basis, Category, Purpose};

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
    #[expect(
        dead_code,
        reason = "no address takes a colleague's id yet; the first one that does is asked with all of these"
    )]
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
    get("/clients"),
    post("/clients", "filter=zq").good(200),
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
    api_post("/api/v1/sessions/current/proof", "{}").good(422),
    get("/api/v1/tokens"),
    api_post("/api/v1/tokens", r#"{"scopes":[],"days":0}"#).good(422),
    api_post("/api/v1/tokens/revoke", r#"{"reference":"00"}"#).good(204),
    get("/api/v1/me"),
    get("/api/v1/tasks"),
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
