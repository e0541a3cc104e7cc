//! Showing what an organisation keeps of a conference, having it destroyed, and handing certificates out.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_model::{Conference, Id, OfficeAct};

use super::super::{series, sits};
use super::{KeptPage, certificates, notes};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::file_to_keep;
use crate::pages::partners::Typed;
use crate::pages::people::mending;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

/// The addresses of kept notes.
pub fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    Addresses::new()
        .get(sits, "/conferences/{id}/notes", show)
        .post(sits, "/conferences/{id}/notes/destroy", destroy)
        .post(sits, "/conferences/{id}/notes/certificate", certificate)
}

/// Lets in whoever takes part, with the series that an address names.
async fn at(visit: &Visit, id: &str) -> Result<Id<Conference>, Response> {
    sits(visit).await?;
    series(id).ok_or_else(|| visit.not_found())
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match at(&visit, &id).await {
        Ok(id) => page(&visit, id, Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn page(visit: &Visit, id: Id<Conference>, problems: Problems) -> Response {
    let (casework, language) = (&visit.front.casework, visit.language());
    let kept = match casework.kept_notes(visit.person(), id).await {
        Ok(kept) => kept,
        Err(error) => return unanswered(visit, &error),
    };
    let ends = match casework.note_certificates(visit.person()).await {
        Ok(ends) => ends,
        Err(error) => return unanswered(visit, &error),
    };
    let series = format!("/conferences/{id}");
    let page = KeptPage {
        shell: visit.shell(Place::Conferences, &format!("{series}/notes")),
        series,
        into_file: kept.into_file,
        notes: notes(language, &kept),
        certificates: certificates(language, &ends),
        problems,
    };
    answer(page.problems.status(), &page)
}

/// The answer when something couldn't be done: whoever has to sign first does so on the page of the series.
fn unanswered(visit: &Visit, error: &CaseworkError) -> Response {
    match error {
        CaseworkError::Unknown { .. } | CaseworkError::Amiss(_) => visit.not_found(),
        error => visit.failed(error),
    }
}

async fn destroy(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let id = match at(&visit, &id).await {
        Ok(id) => id,
        Err(answer) => return answer,
    };
    let sure = typed.one("sure") == "yes";
    let casework = &visit.front.casework;
    match casework.destroy_kept_notes(visit.person(), id, sure).await {
        Ok(()) => forms::sent_on(&format!("/conferences/{id}/notes")),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, id, problems).await,
            None => unanswered(&visit, &error),
        },
    }
}

async fn certificate(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    if let Err(answer) = at(&visit, &id).await {
        return answer;
    }
    let no = typed.one("no").parse().unwrap_or(0);
    let casework = &visit.front.casework;
    let made = casework.note_certificate(visit.person(), no, visit.language());
    match made.await.and_then(|it| it.packed()) {
        Ok(bytes) => file_to_keep("certificate.zip", "application/zip", bytes),
        Err(error) => unanswered(&visit, &error),
    }
}
