//! How one address of the sweep is asked: what is put into its gaps, what is sent, what it asks.

use caseward_model::{Action, Basis, Category, Purpose};

use crate::facts::Persona;

use Action::{Amend, Find, Read};
use Category as C;

pub(crate) const ID: &[(&str, Gap)] = &[("id", Gap::Client)];
/// A client, and a number that no disclosure and no danger report has.
const NO_DISCLOSURE: &[(&str, Gap)] = &[("id", Gap::Client), ("no", Gap::Fixed("99999999"))];

/// Nor has one such a release.
const NO_RELEASE: &[(&str, Gap)] = &[
    ("id", Gap::Client),
    ("no", Gap::Fixed("99999999")),
    ("entry", Gap::Fixed("1")),
];

/// Nor has one such a hand-over.
const NO_HANDS: &[(&str, Gap)] = &[
    ("id", Gap::Client),
    ("no", Gap::Fixed("99999999")),
    ("entry", Gap::Fixed("1")),
    ("step", Gap::Fixed("1")),
];

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
    /// Showing it writes down what was counted until then, or leaving by it locks.
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
    /// Always this word.
    Fixed(&'static str),
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
    /// Fields of a form with a file, as `name=value` pairs; what is called `scan` is the file.
    Parts(&'static str),
    /// A table.
    Csv(&'static str),
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

pub(crate) const fn get(path: &'static str) -> Probe {
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

pub(crate) const fn post(path: &'static str, form: &'static str) -> Probe {
    Probe {
        method: "POST",
        body: Body::Form(form),
        good: 303,
        ..get(path)
    }
}

pub(crate) const fn api_post(path: &'static str, json: &'static str) -> Probe {
    Probe {
        method: "POST",
        body: Body::Json(json),
        good: 201,
        ..get(path)
    }
}

pub(crate) const fn api_put(path: &'static str, json: &'static str) -> Probe {
    Probe {
        method: "PUT",
        good: 204,
        ..api_post(path, json)
    }
}

/// A post without a body, as a program sends it.
pub(crate) const fn api_do(path: &'static str) -> Probe {
    Probe {
        method: "POST",
        good: 204,
        ..get(path)
    }
}

pub(crate) const fn delete(path: &'static str) -> Probe {
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
    pub(crate) const fn gaps(self, gaps: &'static [(&'static str, Gap)]) -> Self {
        Self { gaps, ..self }
    }

    pub(crate) const fn good(self, good: u16) -> Self {
        Self { good, ..self }
    }

    pub(crate) const fn keeps_books(self) -> Self {
        Self {
            keeps_books: true,
            ..self
        }
    }

    pub(crate) const fn asks(self, question: Question) -> Self {
        Self {
            asks: Asks::Gate(question),
            ..self
        }
    }

    pub(crate) const fn by(self, asks: Asks) -> Self {
        Self { asks, ..self }
    }

    /// About a client: that they are known here, and nothing from the file.
    pub(crate) const fn known(self) -> Self {
        self.gaps(ID).asks(asking(Find, &[C::Existence], For::Part))
    }

    /// About a client's consents, which lie in the section on how the client is served.
    pub(crate) const fn consents(
        self,
        gaps: &'static [(&'static str, Gap)],
        action: Action,
    ) -> Self {
        self.gaps(gaps)
            .asks(asking(action, &[C::Administration], For::Part))
    }

    /// About a client: the book of what left about them.
    pub(crate) const fn book(self) -> Self {
        self.gaps(ID)
            .asks(asking(Read, &[C::Administration], For::Part))
    }

    /// A disclosure of a client that isn't there: whoever may look into the book, or write into it, is told so.
    pub(crate) const fn no_disclosure(self, action: Action) -> Self {
        let purpose = match action {
            Amend => For::This(Purpose::DirectService),
            _ => For::Part,
        };
        let numbered = self.gaps(NO_DISCLOSURE).good(404);
        numbered.asks(asking(action, &[C::Administration], purpose))
    }

    /// A release of such a disclosure.
    pub(crate) const fn no_release(self) -> Self {
        self.no_disclosure(Read).gaps(NO_RELEASE)
    }

    /// A hand-over of such a disclosure.
    pub(crate) const fn no_hands(self, action: Action) -> Self {
        self.no_disclosure(action).gaps(NO_HANDS)
    }

    /// About a client: what only whoever may do this with their notes learns of.
    pub(crate) const fn notes(self, action: Action) -> Self {
        self.gaps(ID).asks(asking(action, &[C::Notes], For::Part))
    }

    /// About a client: what only whoever may do this with what others told learns of.
    pub(crate) const fn told(self, action: Action) -> Self {
        self.gaps(ID)
            .asks(asking(action, &[C::ThirdParty], For::Part))
    }

    /// A permission of somebody who told something that isn't there: whoever may do this with what others told is told so.
    pub(crate) const fn no_teller(self, action: Action) -> Self {
        self.told(action).gaps(NO_DISCLOSURE).good(404)
    }

    /// About a client: what only whoever may do this with the services that they get learns of.
    pub(crate) const fn services(self, action: Action) -> Self {
        self.gaps(ID)
            .asks(asking(action, &[C::Services], For::Part))
    }

    /// A programme in which a client never took part: whoever may do this with the services that they get is told so.
    pub(crate) const fn no_part(self, action: Action) -> Self {
        self.services(action).gaps(NO_DISCLOSURE).good(404)
    }

    /// About a client: a danger is written down. It asks for nothing but that they are known.
    pub(crate) const fn danger(self) -> Self {
        let report = asking(Action::ReportDanger, &[C::Existence], For::Part);
        self.gaps(ID).asks(report)
    }

    /// A danger report of a client that isn't there: whoever may write into the notes is told so.
    pub(crate) const fn no_danger(self) -> Self {
        let numbered = self.gaps(NO_DISCLOSURE).good(404);
        numbered.asks(asking(Amend, &[C::Notes], For::Part))
    }

    /// A question about a client that isn't there: whoever may know of the client is told so.
    pub(crate) const fn no_question(self) -> Self {
        let numbered = self.gaps(NO_DISCLOSURE).good(404);
        numbered.asks(asking(Find, &[C::Existence], For::Part))
    }

    /// About a client: something is agreed with partners about them.
    pub(crate) const fn agreement(self) -> Self {
        let amends = asking(Amend, &[C::Administration], For::Part);
        self.gaps(ID).asks(amends)
    }

    /// Something agreed about a client that isn't there: whoever may agree on something is told so.
    pub(crate) const fn no_agreement(self) -> Self {
        self.agreement().gaps(NO_DISCLOSURE).good(404)
    }

    /// A warning about a client that isn't there: whoever may read the notes is told so.
    pub(crate) const fn no_warning(self) -> Self {
        let numbered = self.gaps(NO_DISCLOSURE).good(404);
        numbered.asks(asking(Read, &[C::Notes], For::Part))
    }

    /// About a client: the file as a whole, or as much of it as is let out.
    pub(crate) const fn file(self) -> Self {
        self.gaps(ID).asks(asking(Read, C::ALL, For::Part))
    }
}
