//! What the ledger remembers of an answer, and under which key.
//!
//! An entry's text is sealed: under the client's own key when it is about a client, so that
//! destroying that key unlinks the past while the ledger still verifies; under the office's key
//! otherwise. What is sealed starts with a random salt; the ledger shows only a commitment to salt
//! and text (design §5). There is never a datum from a file in an entry: ids, words and clauses only.

use caseward_db::{Draft, LedgerRow};
use caseward_model::{
    Action, Basis, Category, Channel, Clause, Client, Id, Organization, Purpose, Role, Worker,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::vault::{Key, Table, Vault, VaultError};

/// What kind of entry it is: the number stands in the ledger in clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Something will be let out: written before any byte leaves.
    Intent,
    /// Nothing of what was asked is let out.
    Refusal,
    /// What became of an intent.
    Outcome,
    /// A change of the records or of the facts that decide: of each subject the newest one is the one
    /// that its sheet must be made in.
    Deed,
    /// Something about the office: opened, sealed, imported, exported.
    Office,
}

impl EntryKind {
    const ALL: [Self; 5] = [
        Self::Intent,
        Self::Refusal,
        Self::Outcome,
        Self::Deed,
        Self::Office,
    ];

    pub(crate) const fn number(self) -> i64 {
        match self {
            Self::Intent => 1,
            Self::Refusal => 2,
            Self::Outcome => 3,
            Self::Deed => 4,
            Self::Office => 5,
        }
    }

    /// The kind with this number; `None` for a number that a newer version wrote.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// The word on screen and in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Refusal => "refusal",
            Self::Outcome => "outcome",
            Self::Deed => "deed",
            Self::Office => "office",
        }
    }
}

/// The text of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum EntryText {
    /// A question and its answer.
    Answer(AnswerText),
    /// A list that was shown.
    List(ListText),
    /// What became of an intent.
    Outcome(OutcomeText),
    /// A change.
    Deed(DeedText),
}

/// A question and the answer it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerText {
    /// Who asked.
    pub asker: Id<Worker>,
    /// In which part.
    pub role: Role,
    /// About whom; the id as it was asked for.
    pub client: Id<Client>,
    /// To do what.
    pub action: Action,
    /// Why.
    pub purpose: Purpose,
    /// On what ground.
    pub basis: Basis,
    /// By which way.
    pub channel: Channel,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Id<Organization>>,
    /// The number of the danger report on whose ground it was to go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub danger: Option<i64>,
    /// The answer, grouped by equal decisions.
    pub answers: Vec<SectionsAnswer>,
    /// The policy set, as hex.
    pub policy_set: String,
    /// SHA-256 over everything that will be opened, as it lies sealed, as hex.
    pub content: String,
}

/// The sections that got one decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionsAnswer {
    /// Which.
    pub sections: Vec<Category>,
    /// Let out or not.
    pub permitted: bool,
    /// The policies that decided.
    pub policies: Vec<String>,
    /// The clauses behind them.
    pub clauses: Vec<Clause>,
}

/// A list of clients that was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListText {
    /// `listed`: their own clients; `searched`: by what they typed; `by_name`: the by-name list, where each client who was
    /// shown has an entry of their own as well.
    #[serde(default)]
    pub what: String,
    /// For which purpose they searched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// What came of a search, in a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<SearchOutcome>,
    /// A keyed fingerprint of what was searched, as hex: equal searches are found again, and none can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sought: Option<String>,
    /// By which way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// To whom.
    pub asker: Id<Worker>,
    /// In which part.
    pub role: Role,
    /// Who was in it; of a by-name list everybody who fitted, on whatever page.
    pub clients: Vec<Id<Client>>,
    /// The policy set, as hex.
    pub policy_set: String,
}

/// What came of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchOutcome {
    /// Clients whom they may know of were shown.
    Found,
    /// They were told that someone may be able to help, and no more.
    Ask,
    /// Nobody whom they may know of fits.
    Nothing,
    /// They had searched too often, and this one wasn't done.
    TooMany,
}

/// What became of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All of it was handed over.
    Delivered,
    /// It broke off; what was on the way counts as disclosed.
    Broken,
    /// Nobody knows; it counts as disclosed.
    Unknown,
    /// It was never opened: nothing left.
    Unopened,
    /// Something was made of it to be handed on later, and lies sealed: nothing left.
    Kept,
}

/// The outcome entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeText {
    /// Of which intent.
    pub of: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// SHA-256 of what was handed over, as hex, where it was one piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// A change of the records, or of the facts that decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeedText {
    /// What was done, as one word: `assigned`, `entry_written`, `imported` …
    pub deed: String,
    /// By whom; nobody for the office's own commands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Id<Worker>>,
    /// To whose file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Id<Client>>,
    /// Particulars: words, ids and counts only.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub particulars: serde_json::Map<String, serde_json::Value>,
}

/// Where an entry's text is sealed.
pub(crate) enum Under<'k> {
    /// The key of the client whom it is about.
    Client(&'k Key),
    /// The office's key.
    Office,
    /// The office's key, and to be found under this worker's or organisation's tag.
    Subject([u8; 16]),
}

/// The bytes by which a client's entries are found again while their key exists.
pub(crate) fn tag_of(file_key: &Key) -> [u8; 16] {
    file_key.fingerprint("caseward/ledger-tag/v1", &[])
}

/// Seals an entry for the ledger.
pub(crate) fn draft(
    vault: &Vault,
    kind: EntryKind,
    actor: i64,
    under: &Under<'_>,
    text: &EntryText,
) -> Draft {
    draft_and_opening(vault, kind, actor, under, text).0
}

/// [`draft`], with the salt and text that open the entry's commitment.
pub(crate) fn draft_and_opening(
    vault: &Vault,
    kind: EntryKind,
    actor: i64,
    under: &Under<'_>,
    text: &EntryText,
) -> (Draft, Zeroizing<Vec<u8>>) {
    let salt: [u8; 16] = vault.randomness().bytes();
    let mut plain = Zeroizing::new(Vec::with_capacity(768));
    plain.extend_from_slice(&salt);
    // Writing words, ids and numbers into memory can't fail; an empty text would still be an entry.
    plain.extend_from_slice(&serde_json::to_vec(text).unwrap_or_default());
    let (key, tag) = match under {
        Under::Client(key) => (*key, Some(tag_of(key))),
        Under::Office => (vault.office_key(), None),
        Under::Subject(tag) => (vault.office_key(), Some(*tag)),
    };
    let draft = Draft {
        kind: kind.number(),
        actor,
        tag,
        commitment: commitment(&plain),
        sealed: vault.seal(key, &vault.place(Table::Ledger), &plain),
    };
    (draft, plain)
}

/// The commitment of salt and text: SHA-256 over a label and both.
pub(crate) fn commitment(plain: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"caseward/entry/v1\n");
    hash.update(plain);
    hash.finalize().into()
}

/// Opens an entry that was sealed under this key, and checks it against its commitment.
pub(crate) fn open_entry(
    vault: &Vault,
    key: &Key,
    row: &LedgerRow,
) -> Result<EntryText, VaultError> {
    let plain = open_whole(vault, key, row)?;
    let text = plain.get(16..).ok_or(VaultError::NotGenuine)?;
    serde_json::from_slice(text).map_err(|_| VaultError::Newer)
}

/// The salt and text of an entry that was sealed under this key, checked against its commitment.
pub(crate) fn open_whole(
    vault: &Vault,
    key: &Key,
    row: &LedgerRow,
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let plain = key.unlock(&vault.place(Table::Ledger), &row.sealed)?;
    if commitment(&plain) != row.commitment {
        return Err(VaultError::NotGenuine);
    }
    Ok(plain)
}
