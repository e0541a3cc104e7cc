//! What leaves to another organisation, and the statement that goes with it (RE-2, NASW-c, DV-2.1, DV-5.2.2).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// What is disclosed, as the recipient reads it. Days are `YYYY-MM-DD`; purposes and categories are words of their lists.
#[derive(Clone, Serialize)]
pub struct DisclosureDocument {
    /// In which language it is set.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// The organisation that it goes to.
    pub recipient: String,
    /// Why.
    pub purpose: String,
    /// When it was put together.
    pub put_together_on: String,
    /// Which regimes' notices about passing it on it carries: `part2`, `vawa`, `hipaa`, `uk`.
    pub notices: Vec<String>,
    /// Who will read it there, where that was asked; else empty.
    pub readers: String,
    /// What tells whom it is about was taken out.
    pub of_nobody: bool,
    /// Where it was: answers that fewer of the office's clients share were left out.
    pub smallest_group: u32,
    /// Section by section.
    pub sections: Vec<Section>,
}

/// A section of what is disclosed.
#[derive(Clone, Serialize)]
pub struct Section {
    /// Which.
    pub category: String,
    /// Its records.
    pub records: Vec<Record>,
}

/// A record.
#[derive(Clone, Default, Serialize)]
pub struct Record {
    /// What it says, line by line.
    pub lines: Vec<Line>,
    /// `fact` or `opinion`, where somebody wrote it.
    pub nature: Option<String>,
    /// What an opinion rests on.
    pub based_on: Option<String>,
    /// That somebody else told it, and permits that it goes: their name, or no word where it isn't to be told.
    pub told_by: Option<String>,
}

/// A name and a value; without a name it is a text.
#[derive(Clone, Serialize)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// The statement of one disclosure: one for each time (RE-2). Nothing that somebody wrote about a client is in it: it is made after
/// everything was looked at.
#[derive(Clone, Serialize)]
pub struct DisclosureStatement {
    /// In which language it is set.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// The organisation that it goes to; never a person.
    pub recipient: String,
    /// Why.
    pub purpose: String,
    /// On what ground.
    pub basis: String,
    /// By which way.
    pub channel: String,
    /// What kind of disclosure it is.
    pub road: String,
    /// Which sections went.
    pub sections: Vec<String>,
    /// The consent under which it left, where it left under one.
    pub consent: Option<AgreedConsent>,
    /// The permissions of those who told something of it, where others did.
    pub tellers: Vec<TellerPermits>,
    /// The day on which what may come of it was gone through with the client for this disclosure, or `not` where that couldn't be; empty
    /// where it isn't asked.
    pub gone_through: String,
    /// Where it isn't, the day on which it was noted that it was gone through with them; empty where nobody did.
    pub talked_on: String,
    /// `before`, `later` or `not`.
    pub told: String,
    /// When it was released.
    pub released_on: String,
    /// Who released it and who looked at it besides.
    pub signed_by: Vec<String>,
    /// The clauses that let it out.
    pub clauses: Vec<String>,
    /// SHA-256 of what was disclosed, in hex.
    pub content: String,
    /// It shows what will stand there, before anything left: the day, the entry and the ledger then are left open, and it says that it is
    /// no statement.
    pub preview: bool,
    /// The number of the INTENT; 0 in a preview.
    pub entry: u64,
    /// How many entries the ledger had then; in a preview it isn't shown.
    pub size: u64,
    /// Its root then, in base64; in a preview it isn't shown.
    pub root: String,
    /// The ledger's public key.
    pub key: String,
}

/// The consent under which something left: which one, and no word of it. Days are `YYYY-MM-DD`.
#[derive(Clone, Serialize)]
pub struct AgreedConsent {
    /// Its number among the client's; 0 for one from before the office kept consents.
    pub number: i64,
    /// The version of the form that was signed, where it was kept.
    pub form: Option<u32>,
    /// When it was signed.
    pub signed_on: String,
    /// How: `drawn`, `drawn_witnessed`, `typed`, `typed_witnessed`, `paper` or `earlier`.
    pub signed: String,
    /// The day on which it ends.
    pub until: String,
    /// How many sentences on what may come of agreeing were gone through before the signature.
    pub agree: usize,
    /// How many on what may come of saying no.
    pub refuse: usize,
}

/// The permission of somebody who told something, under which it left. Days are `YYYY-MM-DD`. It isn't printable by accident.
#[derive(Clone, Serialize)]
pub struct TellerPermits {
    /// Its number among those about the client.
    pub number: i64,
    /// When it was given.
    pub given_on: String,
    /// The day on which it ends.
    pub until: String,
}

impl std::fmt::Debug for TellerPermits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("TellerPermits");
        shown.field("number", &self.number).finish_non_exhaustive()
    }
}

says_nothing!(
    DisclosureDocument,
    Section,
    Record,
    Line,
    DisclosureStatement,
    AgreedConsent
);

impl Paper for DisclosureDocument {
    const TEMPLATE: Template = Template {
        name: "disclosure.typ",
        text: include_str!("../../../policies/re-entry/forms/disclosure.typ"),
    };
}

impl Paper for DisclosureStatement {
    const TEMPLATE: Template = Template {
        name: "disclosure-statement.typ",
        text: include_str!("../../../policies/re-entry/forms/disclosure-statement.typ"),
    };
}
