//! The shapes in which programs read how a disclosure leaves: by which way, what travels, and the hands of an envelope (CC-2.3, RE-2).

use caseward_casework::disclosure::{
    Custody, CustodyState, Disclosure, Holder, Leaving, SignedHand, Travels,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::clients::moment;

/// By which of the recipient's ways a disclosure leaves.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureWay {
    /// The number of the way.
    #[schema(example = 3)]
    way: i64,
    /// `age`, `openpgp`, `sftp`, `encrypted_mail`, `post`, `hand` or `link`.
    #[schema(example = "hand")]
    kind: &'static str,
    /// It is sealed with a passphrase that is told on the telephone.
    spoken: bool,
    /// For how many hours a link is open.
    hours: Option<u32>,
    /// Somebody said that they read the paper to its end.
    paper_read: bool,
    /// Somebody said that the client's limits are kept.
    limits_kept: bool,
    /// Somebody said that nobody from whom a wall keeps the client apart is where it goes.
    nobody_walled: bool,
    /// Who chose it: a worker's id.
    chosen_by: String,
    chosen_at: String,
}

/// What travels, or travelled.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureTravels {
    #[schema(example = "age")]
    kind: &'static str,
    /// What it is called on its way; nothing for papers in an envelope.
    name: Option<String>,
    /// With what it is sealed: `age`, `age_passphrase`, `openpgp`; nothing for papers in an envelope.
    sealed_with: Option<String>,
    /// SHA-256 of what travels, in hex.
    sha256: String,
    bytes: u64,
    /// SHA-256 of the package inside, in hex.
    package: String,
}

/// An envelope, and the hands through which it went.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureEnvelope {
    /// The number on its seal.
    #[schema(example = "7K2Q-0XMB")]
    seal: String,
    /// `in_the_house`, `on_the_way`, `delivered`, `broken` (a seal wasn't whole: it counts as disclosed) or `taken_back`.
    #[schema(example = "on_the_way")]
    state: &'static str,
    /// From the first on.
    hands: Vec<DisclosureHand>,
}

/// An envelope changed hands.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureHand {
    at: String,
    /// Who took it: `colleague`, `courier` or `recipient`.
    #[schema(example = "recipient")]
    taken_by: &'static str,
    /// The id of the colleague, or of the organization for which whoever took it works.
    id: String,
    /// What whoever took it is called, where they are no colleague. Missing like `why_more`.
    #[serde(skip_serializing_if = "Option::is_none")]
    called: Option<String>,
    /// The seal was whole, and its number the right one.
    seal_intact: bool,
    /// Whoever took it signed the sheet.
    in_ink: bool,
}

/// Words in a paper that judge somebody, and what could stand there instead.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureRemark {
    said: String,
    instead: String,
}

impl DisclosureWay {
    pub(super) fn new(it: &Leaving) -> Self {
        Self {
            way: it.way,
            kind: it.kind.word(),
            spoken: it.spoken,
            hours: it.hours,
            paper_read: it.said.read,
            limits_kept: it.said.limits,
            nobody_walled: it.said.nobody_walled,
            chosen_by: it.by.to_string(),
            chosen_at: moment(it.at),
        }
    }
}

impl DisclosureTravels {
    pub(super) fn new(it: &Travels) -> Self {
        let said = |text: &String| Some(text.clone()).filter(|it| !it.is_empty());
        Self {
            kind: it.kind.word(),
            name: said(&it.name),
            sealed_with: said(&it.method),
            sha256: it.hash.clone(),
            bytes: it.bytes,
            package: it.package.clone(),
        }
    }
}

impl DisclosureEnvelope {
    /// What people are called is for whoever may read all that it is made of.
    pub(super) fn new(it: &Custody, with_names: bool) -> Self {
        let hand = |to: &Holder| match to {
            Holder::Worker(id) => ("colleague", id.to_string(), None),
            Holder::Courier {
                organization,
                called,
            } => ("courier", organization.to_string(), Some(called.clone())),
            Holder::Recipient {
                organization,
                called,
            } => ("recipient", organization.to_string(), Some(called.clone())),
        };
        let hands = it.steps().iter().map(|step| {
            let (taken_by, id, called) = hand(&step.to);
            DisclosureHand {
                at: moment(step.at),
                taken_by,
                id,
                called: called.filter(|_| with_names),
                seal_intact: step.seal_intact,
                in_ink: step.signed == SignedHand::Ink,
            }
        });
        Self {
            seal: it.seal().to_string(),
            state: match it.state() {
                CustodyState::InTheHouse => "in_the_house",
                CustodyState::OnTheWay => "on_the_way",
                CustodyState::Delivered(_) => "delivered",
                CustodyState::Broken(_) => "broken",
                CustodyState::TakenBack(_) => "taken_back",
            },
            hands: hands.collect(),
        }
    }
}

/// What was pointed out in the paper, for whoever may read all that it is made of.
pub(super) fn remarks(it: &Disclosure) -> Option<Vec<DisclosureRemark>> {
    let said = it.in_words.as_ref()?;
    let remark = said.remarks.iter().map(|it| DisclosureRemark {
        said: it.said.clone(),
        instead: it.instead.clone(),
    });
    Some(remark.collect())
}
