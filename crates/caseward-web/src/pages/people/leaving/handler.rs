//! Looking ahead, ending or pausing an access, and letting somebody return (NASW-o).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::people::{Colleague, Ended, HandOverPreview};
use caseward_model::{Ending, OfficeAct};
use serde::Deserialize;

use super::super::{Choice, address, colleague, may, mending};
use super::{EndedPage, LeavingPage, Preview};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

const CLASS: Class = Class::Office(OfficeAct::EndAccess);

/// The addresses of leaving and returning.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/people/{id}/end", show)
        .post(CLASS, "/people/{id}/end", end)
        .post(CLASS, "/people/{id}/return", let_return)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct EndForm {
    why: String,
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match colleague(&visit, &id, OfficeAct::EndAccess).await {
        Ok((it, _)) => page(&visit, &it, String::new(), Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn end(Path(id): Path<String>, posted: Posted<EndForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let (it, all) = match colleague(&visit, &id, OfficeAct::EndAccess).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let Ok(why) = form.why.parse::<Ending>() else {
        let mut problems = Problems::default();
        problems.note("why", "end-needs-why");
        return page(&visit, &it, form.why, problems).await;
    };
    let ended = visit
        .front
        .casework
        .end_access(visit.person().worker, it.id, why);
    match ended.await {
        Ok(ended) => match may(&visit, OfficeAct::Assign, About::Office).await {
            Ok(assigns) => answer(StatusCode::OK, &after(&visit, (&it, &all), ended, assigns)),
            Err(error) => visit.failed(&error),
        },
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, &it, form.why, problems).await,
            None => visit.failed(&error),
        },
    }
}

fn after(
    visit: &Visit,
    (it, all): (&Colleague, &[Colleague]),
    ended: Ended,
    assigns: bool,
) -> EndedPage {
    let unsupervised = all
        .iter()
        .filter(|one| ended.unsupervised.contains(&one.id));
    EndedPage {
        name: it.name.clone(),
        href: address(it.id),
        unsupervised: unsupervised.map(Choice::to).collect(),
        assigns,
        slots: ended.slots,
        last_key: ended.last_key,
        nobody_manages: ended.nobody_manages,
        shell: visit.shell(Place::People, "/people"),
    }
}

#[derive(Deserialize)]
struct Nothing {}

async fn let_return(Path(id): Path<String>, posted: Posted<Nothing>) -> Response {
    let visit = posted.visit;
    let it = match colleague(&visit, &id, OfficeAct::EndAccess).await {
        Ok((it, _)) => it,
        Err(answer) => return answer,
    };
    let returned = visit
        .front
        .casework
        .let_return(visit.person().worker, it.id);
    match returned.await {
        // Whose access is open already has returned.
        Ok(()) | Err(CaseworkError::Amiss(_)) => forms::sent_on(&address(it.id)),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit, it: &Colleague, why: String, problems: Problems) -> Response {
    let casework = &visit.front.casework;
    let preview = if it.sheet.is_shut_at(casework.clock().now_ms()) {
        None
    } else {
        match casework
            .preview_hand_over(visit.person().worker, it.id)
            .await
        {
            Ok(preview) => Some(seen(preview)),
            Err(error) => return visit.failed(&error),
        }
    };
    let status = problems.status();
    let href = address(it.id);
    let page = LeavingPage {
        name: it.name.clone(),
        preview,
        why,
        problems,
        shell: visit.shell(Place::People, &format!("{href}/end")),
        href,
    };
    answer(status, &page)
}

fn seen(it: HandOverPreview) -> Preview {
    let waiting = it.files.as_ref().map(|files| files.waiting);
    let to = |(to, count): &(Colleague, u64)| (Choice::to(to), *count);
    Preview {
        line: it.line.iter().map(Choice::to).collect(),
        waiting: waiting.unwrap_or_default(),
        files: it.files.map(|files| files.to.iter().map(to).collect()),
        supervises: u64::try_from(it.supervises).unwrap_or_default(),
    }
}
