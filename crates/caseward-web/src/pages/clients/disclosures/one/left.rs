//! The papers of one release of a disclosure, also when it left once more since: what left, its statement and the proof of that.
//!
//! RE-2, CR-10.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::disclosure::StatementFiles;
use caseward_model::{Client, Id};

use super::handler::unable;
use crate::addresses::{Addresses, Class};
use crate::pages::agreements::file_to_keep;
use crate::visit::Visit;

/// The addresses of what left with a release.
pub(super) fn routes() -> Addresses {
    Addresses::new()
        .get(
            Class::Client,
            "/clients/{id}/disclosures/{no}/left/{entry}/document",
            document,
        )
        .get(
            Class::Client,
            "/clients/{id}/disclosures/{no}/left/{entry}/statement",
            statement,
        )
        .get(
            Class::Client,
            "/clients/{id}/disclosures/{no}/left/{entry}/proof",
            proof,
        )
}

type Gaps = (String, String, String);

/// Which release of which disclosure of whom.
fn named((id, no, entry): &Gaps) -> Option<(Id<Client>, i64, u64)> {
    Some((id.parse().ok()?, no.parse().ok()?, entry.parse().ok()?))
}

async fn document(visit: Visit, Path(path): Path<Gaps>) -> Response {
    let Some((client, no, entry)) = named(&path) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    let found = casework.document_that_left(visit.person(), client, (no, entry));
    match found.await {
        Ok((bytes, delivery)) => {
            delivery.delivered(Some(&bytes));
            file_to_keep("disclosure.pdf", "application/pdf", bytes.to_vec())
        }
        Err(error) => unable(&visit, (client, no), error).await,
    }
}

async fn statement(visit: Visit, Path(path): Path<Gaps>) -> Response {
    files(&visit, &path, |files| {
        file_to_keep("statement.pdf", "application/pdf", files.pdf.to_vec())
    })
    .await
}

async fn proof(visit: Visit, Path(path): Path<Gaps>) -> Response {
    files(&visit, &path, |files| {
        let kind = "text/plain; charset=utf-8";
        file_to_keep("statement.tlog-proof", kind, files.proof.into_bytes())
    })
    .await
}

async fn files(
    visit: &Visit,
    path: &Gaps,
    answer: impl FnOnce(StatementFiles) -> Response,
) -> Response {
    let Some((client, no, entry)) = named(path) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    let found = casework.statement_that_left(visit.person(), client, (no, entry));
    match found.await {
        Ok(files) => answer(files),
        Err(error) => unable(visit, (client, no), error).await,
    }
}
