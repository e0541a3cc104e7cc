//! `/api/v1/ledger`: the ledger for everyone who works here: entries without what is in them, proofs and
//! checkpoints that a stranger can check (CR-10).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::gate::{EntryText, EntryView};
use data_encoding::BASE64;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{json, plain};
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Parameters};
use crate::front::Front;

/// How long the ledger is, and what it hashes to.
#[derive(Serialize, ToSchema)]
#[schema(as = LedgerHead)]
pub(crate) struct Head {
    /// The name under which its checkpoints are signed.
    #[schema(example = "caseward/4f1c0a9e5b7d2386")]
    origin: String,
    /// How many entries.
    #[schema(example = 49)]
    size: u64,
    /// The root of the tree over them, base64.
    #[schema(example = "mZx5yqgq0C1Qe3sXz2b0rKq4o5b2m1k8y6q7u3v9w0A=")]
    root: String,
    /// The key that checks its checkpoints, as C2SP signed notes spell it.
    #[schema(
        example = "caseward/4f1c0a9e5b7d2386+1a2b3c4d+ATx5yqgq0C1Qe3sXz2b0rKq4o5b2m1k8y6q7u3v9w0AB"
    )]
    key: String,
}

/// A page of entries.
#[derive(Serialize, ToSchema)]
#[schema(as = LedgerPage)]
pub(crate) struct Page {
    /// The newest first.
    entries: Vec<Line>,
    /// What to give as `before` for the next page; missing on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<u64>,
}

/// An entry, without what is sealed in it.
#[derive(Serialize, ToSchema)]
#[schema(as = LedgerEntry)]
pub(crate) struct Line {
    /// Its number, from 0.
    #[schema(example = 48)]
    index: u64,
    /// When.
    #[schema(example = "2026-11-02T09:00:00Z")]
    at: String,
    /// What kind: `intent`, `refusal`, `outcome`, `deed` or `office`.
    #[schema(example = "intent")]
    kind: Option<&'static str>,
    /// What was done, for a deed about the office itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "signed_in")]
    deed: Option<String>,
    /// The salted commitment to what was recorded, base64.
    commitment: String,
    /// The entry's hash in the tree, base64.
    leaf: String,
    /// Whether its proof held when it was checked just now.
    #[serde(skip_serializing_if = "Option::is_none")]
    proved: Option<bool>,
}

impl Line {
    /// A list that was shown is the office's entry too, but whom it showed is nobody else's to know.
    fn new(view: &EntryView) -> Self {
        Self {
            index: view.row.index,
            at: moment(view.row.at_ms),
            kind: view.kind.map(|kind| kind.word()),
            deed: match &view.text {
                Some(EntryText::Deed(deed)) => Some(deed.deed.clone()),
                _ => None,
            },
            commitment: BASE64.encode(&view.row.commitment),
            leaf: BASE64.encode(&view.row.leaf_hash()),
            proved: None,
        }
    }
}

/// The head of the ledger.
#[utoipa::path(
    get, path = "/api/v1/ledger", tag = "ledger",
    responses(
        (status = 200, description = "The head", body = Head),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here; the ledger is for those who work here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn head(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    caller.works_here()?;
    let head = front.casework.ledger_head().await?;
    let (_, key) = front.casework.gate.checkpoint().await?;
    json(&Head {
        origin: head.origin(),
        size: head.size,
        root: BASE64.encode(&head.root),
        key: key.to_string(),
    })
}

/// Entries, the newest first.
#[utoipa::path(
    get, path = "/api/v1/ledger/entries", tag = "ledger",
    params(
        ("before" = Option<u64>, Query, description = "Only entries with a smaller number"),
        ("limit" = Option<u32>, Query, description = "How many at most: 1 to 200, 50 if missing", minimum = 1, maximum = 200),
    ),
    responses(
        (status = 200, description = "A page of entries", body = Page),
        (status = 400, description = "A parameter is unknown or unfit", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here; the ledger is for those who work here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
    parameters: Parameters,
) -> Answered<Response> {
    caller.works_here()?;
    let parameters = parameters.only(&["before", "limit"])?;
    let limit = parameters.limit(50)?;
    let field = Field::new(
        "before",
        "Give the number of an entry: a whole number from 0.",
    );
    let before = parameters.one("before", &field)?.unwrap_or(u64::MAX);
    let views = front.casework.ledger_entries(before, limit).await?;
    let entries: Vec<Line> = views.iter().map(Line::new).collect();
    let before = entries
        .last()
        .map(|line| line.index)
        .filter(|index| *index > 0);
    json(&Page { entries, before })
}

/// One entry, with its proof checked.
#[utoipa::path(
    get, path = "/api/v1/ledger/entries/{index}", tag = "ledger",
    params(("index" = u64, Path, description = "The entry's number")),
    responses(
        (status = 200, description = "The entry", body = Line),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such entry, or you are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn entry(
    State(front): State<Arc<Front>>,
    caller: Caller,
    asked: Named<u64>,
) -> Answered<Response> {
    caller.works_here()?;
    let index = asked.found()?;
    let proved = front
        .casework
        .proved_entry(index)
        .await?
        .ok_or(Problem::NotFound)?;
    json(&Line {
        proved: Some(proved.holds),
        ..Line::new(&proved.entry)
    })
}

/// The proof that an entry is in the ledger, to keep and to check elsewhere.
#[utoipa::path(
    get, path = "/api/v1/ledger/entries/{index}/proof", tag = "ledger",
    params(("index" = u64, Path, description = "The entry's number")),
    responses(
        (status = 200, description = "A C2SP tlog-proof", body = String, content_type = "text/plain"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such entry, or you are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn proof(
    State(front): State<Arc<Front>>,
    caller: Caller,
    asked: Named<u64>,
) -> Answered<Response> {
    caller.works_here()?;
    let index = asked.found()?;
    let proved = front
        .casework
        .proved_entry(index)
        .await?
        .ok_or(Problem::NotFound)?;
    Ok(plain(proved.proof.to_string()))
}

/// The signed checkpoint of the ledger as it is now.
#[utoipa::path(
    get, path = "/api/v1/ledger/checkpoint", tag = "ledger",
    responses(
        (status = 200, description = "A C2SP checkpoint: a signed note", body = String, content_type = "text/plain"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here; the ledger is for those who work here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn checkpoint(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Response> {
    caller.works_here()?;
    let (note, _) = front.casework.gate.checkpoint().await?;
    Ok(plain(note.to_string()))
}
