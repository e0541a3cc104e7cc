//! The ledger's lines, each entry's proof, and the proof as a file to take away.
//!
//! Design §5, CR-10, DV-3.3.1. Entries about clients stay shut here. A question about someone who was
//! never a client reads the same as one about someone who is: otherwise this page would tell.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::gate::{DeedText, EntryKind, EntryText, EntryView};
use caseward_casework::ledger_desk::ProvedEntry;
use caseward_model::{Id, Worker};
use data_encoding::BASE64;
use serde::Deserialize;

use super::entry::{Checked, Inclusion, LedgerEntryPage};
use super::{Head, LedgerPage, Line, Outcome, deeds};
use crate::addresses::{Addresses, Class};
use crate::visit::Visit;
use crate::{Place, Words, answer};

/// How many entries one page shows.
const LINES: u32 = 50;
/// What a proof's address and file name end with (C2SP tlog-proof).
const PROOF: &str = ".tlog-proof";

/// What colleagues are called; nothing for those who may not see who works here.
type Names = Option<HashMap<Id<Worker>, String>>;

/// The addresses of the ledger.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/ledger", lines)
        .get(Class::Staff, "/ledger/{index}", entry)
        .get(Class::Staff, "/ledger/{index}/check", checked)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Older {
    before: Option<u64>,
}

async fn lines(
    visit: Visit,
    older: Result<Query<Older>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let (Ok(Query(older)), true) = (older, visit.person().works_here()) else {
        return visit.not_found();
    };
    match page(&visit, older.before.unwrap_or(u64::MAX)).await {
        Ok(page) => answer(StatusCode::OK, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit, before: u64) -> Result<LedgerPage, caseward_casework::CaseworkError> {
    let casework = &visit.front.casework;
    let head = casework.ledger_head().await?;
    let names = casework.names_for(visit.person()).await?;
    let entries = casework.ledger_entries(before, LINES).await?;
    let last = entries
        .last()
        .map(|it| it.row.index)
        .filter(|index| *index > 0);
    Ok(LedgerPage {
        head: Head {
            size: head.size,
            root: BASE64.encode(&head.root),
            checkpoint: (head.size > 0).then(|| (head.size, visit.moment(head.last_at_ms))),
        },
        lines: entries.iter().map(|it| line(visit, it, &names)).collect(),
        older: last.map(|index| format!("/ledger?before={index}")),
        shell: visit.shell(Place::Ledger, "/ledger"),
    })
}

fn line(visit: &Visit, entry: &EntryView, names: &Names) -> Line {
    Line {
        index: entry.row.index,
        when: visit.moment(entry.row.at_ms),
        sentence: sentence(Words::of(visit.language()), entry, names),
        outcome: outcome(entry),
    }
}

fn outcome(entry: &EntryView) -> Outcome {
    match entry.kind {
        Some(EntryKind::Intent) => Outcome::Delivered,
        Some(EntryKind::Refusal) => Outcome::Refused,
        _ => Outcome::Noted,
    }
}

/// What a line says to everyone who works here. Only lists and the office's own deeds name a worker.
fn sentence(words: &Words, entry: &EntryView, names: &Names) -> String {
    match &entry.text {
        Some(EntryText::List(list)) => {
            let who = called(words, names, list.asker, "someone-gone");
            let key = match list.what.as_str() {
                "searched" => "ledger-line-search",
                "by_name" => "ledger-line-by-name",
                _ => "ledger-line-list",
            };
            words.fill(key).with("who", who).to_string()
        }
        Some(EntryText::Deed(deed)) if deed.client.is_none() => deed_sentence(words, deed, names),
        _ => words.t(match entry.kind {
            Some(EntryKind::Intent) => "ledger-line-intent",
            Some(EntryKind::Refusal) => "ledger-line-refusal",
            Some(EntryKind::Outcome) => "ledger-line-outcome",
            _ => "ledger-line-deed",
        }),
    }
}

fn deed_sentence(words: &Words, deed: &DeedText, names: &Names) -> String {
    let key = match deed.deed.as_str() {
        "office_made" => "deed-office-made",
        "paper_issued" => "deed-paper-issued",
        "office_opened" => "deed-office-opened",
        "office_sealed" => "deed-office-sealed",
        "sign_in_link_made" => "deed-link-made",
        "signed_in" => "deed-signed-in",
        "signed_out" => "deed-signed-out",
        "links_alone_let_in" => "deed-links-alone",
        "sign_in_failed" => "deed-sign-in-failed",
        "spent_link_tried" => "deed-spent-link",
        "proof_failed" => "deed-proof-failed",
        "proved_again" => "deed-proved",
        "session_locked" => "deed-locked",
        "session_unlocked" => "deed-unlocked",
        "session_ended" => "deed-session-ended",
        "sessions_ended" => "deed-sessions-ended",
        "account_bound" => "deed-account-bound",
        "account_removed" => "deed-account-removed",
        "provider_set" => "deed-provider-set",
        "provider_removed" => "deed-provider-removed",
        "passkey_added" => "deed-passkey-added",
        "passkey_removed" => "deed-passkey-removed",
        "passphrase_set" => "deed-passphrase-set",
        "passphrase_removed" => "deed-passphrase-removed",
        "authenticator_offered" => "deed-app-offered",
        "authenticator_set" => "deed-app-set",
        "recovery_codes_made" => "deed-codes-made",
        "set_up_done" => "deed-set-up",
        "program_token_made" => "deed-token-made",
        "program_token_revoked" => "deed-token-revoked",
        "sign_in_reset" => "deed-sign-in-reset",
        "passkeys_prepared" => "deed-prepared",
        "worker_added" => "deed-worker-added",
        "organization_added" => "deed-organization-added",
        "imported" => "deed-imported",
        "duty_recorded" => "deed-duty-recorded",
        other => deeds::key(other),
    };
    let who = match deed.by {
        Some(id) => called(words, names, id, "the-office"),
        None => words.t("the-office"),
    };
    words
        .fill(key)
        .with("who", who)
        .with("deed", deed.deed.replace('_', " "))
        .to_string()
}

/// A colleague's name, for those who may see who works here; `unknown` for whoever isn't on that list.
fn called(words: &Words, names: &Names, id: Id<Worker>, unknown: &str) -> String {
    match names {
        None => words.t("someone"),
        Some(names) => names.get(&id).cloned().unwrap_or_else(|| words.t(unknown)),
    }
}

async fn entry(visit: Visit, Path(index): Path<String>) -> Response {
    match index.strip_suffix(PROOF) {
        Some(index) => taken_away(&visit, index).await,
        None => one(&visit, &index, false).await,
    }
}

async fn checked(visit: Visit, Path(index): Path<String>) -> Response {
    one(&visit, &index, true).await
}

/// The entry with its proof; the answer that nobody gets anything from, if there is no such entry.
async fn proved(visit: &Visit, index: &str) -> Result<ProvedEntry, Response> {
    let index = index
        .parse::<u64>()
        .ok()
        .filter(|_| visit.person().works_here());
    let Some(index) = index else {
        return Err(visit.not_found());
    };
    match visit.front.casework.proved_entry(index).await {
        Ok(Some(proved)) => Ok(proved),
        Ok(None) => Err(visit.not_found()),
        Err(error) => Err(visit.failed(&error)),
    }
}

async fn one(visit: &Visit, index: &str, check: bool) -> Response {
    let proved = match proved(visit, index).await {
        Ok(proved) => proved,
        Err(answer) => return answer,
    };
    let casework = &visit.front.casework;
    let names = casework.names_for(visit.person()).await;
    let (head, names) = match (casework.ledger_head().await, names) {
        (Ok(head), Ok(names)) => (head, names),
        (Err(error), _) | (_, Err(error)) => return visit.failed(&error),
    };
    let index = proved.entry.row.index;
    let line = line(visit, &proved.entry, &names);
    let result = if proved.holds {
        Checked::Holds
    } else {
        Checked::Fails
    };
    let page = LedgerEntryPage {
        index,
        when: line.when,
        sentence: line.sentence,
        outcome: line.outcome,
        traces: Vec::new(),
        commitment: BASE64.encode(&proved.entry.row.commitment),
        proof: Some(Inclusion {
            size: head.size,
            root: BASE64.encode(&head.root),
            leaf: BASE64.encode(&proved.entry.row.leaf_hash()),
            hashes: proved
                .proof
                .hashes
                .iter()
                .map(|hash| BASE64.encode(hash))
                .collect(),
            href: format!("/ledger/{index}{PROOF}"),
        }),
        // A proof that fails is said aloud whether or not anyone asked.
        checked: (check || !proved.holds).then_some(result),
        key: proved.key.to_string(),
        shell: visit.shell(Place::Ledger, &format!("/ledger/{index}")),
    };
    answer(StatusCode::OK, &page)
}

async fn taken_away(visit: &Visit, index: &str) -> Response {
    match proved(visit, index).await {
        Ok(proved) => {
            let name = format!("attachment; filename=\"{}{PROOF}\"", proved.entry.row.index);
            let name =
                HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
            let kind = HeaderValue::from_static("text/plain; charset=utf-8");
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, proved.proof.to_string()).into_response()
        }
        Err(answer) => answer,
    }
}
