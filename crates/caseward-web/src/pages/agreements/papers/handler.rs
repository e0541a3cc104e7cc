//! Recording a paper with its scan, looking at the scan, confirming or declining.

use axum::extract::{FromRequest, Multipart, Path, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::standing::{How, LARGEST_SCAN, SignedPaper, Signer, SigningError};
use caseward_model::{Language, OfficeAct};
use std::sync::Arc;

use super::super::sign::problems_of;
use super::super::{day_of, file_to_keep, number};
use super::{NewPaperPage, PaperForm, PaperLine, PapersPage};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::front::Front;
use crate::posted::{parts_of, wrong_with};
use crate::visit::{Posted, Visit, fault};
use crate::{Place, answer, forms};

/// A scan and the fields beside it.
const BODY_BYTES_MAX: usize = LARGEST_SCAN + 128 * 1024;
/// The most bytes of a field beside the scan.
const FIELD_BYTES_MAX: usize = 4 * 1024;

/// The addresses.
pub fn routes() -> Addresses {
    let record = Class::Office(OfficeAct::RecordSigned);
    let with_scan = Addresses::new()
        .get(Class::Staff, "/agreements/papers/new", fresh)
        .post(record, "/agreements/papers/new", keep)
        .body_limit(BODY_BYTES_MAX);
    Addresses::new()
        .get(Class::Staff, "/agreements/papers", list)
        .post(record, "/agreements/papers/{no}/decision", decide)
        .get(record, "/agreements/papers/{no}/scan", scan)
        .merge(with_scan)
}

async fn list(visit: Visit) -> Response {
    listed(&visit, StatusCode::OK, false).await
}

async fn listed(visit: &Visit, status: StatusCode, second_person: bool) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    match papers(visit).await {
        Ok(papers) => {
            let page = PapersPage {
                shell: visit.shell(Place::Agreements, "/agreements/papers"),
                papers,
                second_person,
            };
            answer(status, &page)
        }
        Err(error) => visit.failed(&error),
    }
}

async fn papers(visit: &Visit) -> Result<Vec<PaperLine>, CaseworkError> {
    let (casework, me) = (&visit.front.casework, visit.person());
    let register = casework.requirements().await?;
    let titles = casework
        .requirement_titles(&register, visit.language())
        .await?;
    let waiting = casework.waiting_papers(me.worker).await?;
    let line = |it: caseward_casework::standing::WaitingPaper| {
        let found = register.named(&it.requirement);
        let title = found.and_then(|found| titles.get(&found.no).cloned());
        let recorded =
            matches!(it.evidence.how, How::Paper { recorded_by, .. } if recorded_by == me.no);
        PaperLine {
            no: it.no,
            name: it.name,
            title: title.unwrap_or_default(),
            version: it.version,
            when: visit.moment(it.evidence.at),
            signer: it.evidence.signer.unwrap_or_default(),
            own: recorded,
        }
    };
    Ok(waiting.into_iter().map(line).collect())
}

/// What becomes of a paper.
#[derive(serde::Deserialize)]
struct Decision {
    decision: String,
}

async fn decide(Path(no): Path<String>, posted: Posted<Decision>) -> Response {
    let (visit, decision) = (posted.visit, posted.form.decision);
    let confirmed = match decision.as_str() {
        "confirm" => true,
        "decline" => false,
        _ => return visit.unreadable(),
    };
    let by = visit.person().worker;
    // What is no number is none that waits.
    let no = number(&no).unwrap_or(0);
    match visit.front.casework.confirm_paper(by, no, confirmed).await {
        Ok(()) => forms::sent_on("/agreements/papers"),
        Err(SigningError::SecondPerson) => listed(&visit, StatusCode::CONFLICT, true).await,
        Err(error) => failed(&visit, &error),
    }
}

async fn scan(visit: Visit, Path(no): Path<String>) -> Response {
    let no = number(&no).unwrap_or(0);
    match visit.front.casework.scan(visit.person().worker, no).await {
        // What it claims to be is not what a browser is told: nothing in it shall be run.
        Ok((kind, bytes)) => {
            let name = format!("signed-paper-{no}.{}", kind.ending());
            file_to_keep(&name, "application/octet-stream", bytes)
        }
        Err(error) => failed(&visit, &error),
    }
}

fn failed(visit: &Visit, error: &SigningError) -> Response {
    match error {
        SigningError::NothingWaits | SigningError::Casework(CaseworkError::Unknown { .. }) => {
            visit.not_found()
        }
        SigningError::Casework(error) => visit.failed(error),
        _ => visit.unreadable(),
    }
}

async fn fresh(visit: Visit) -> Response {
    let form = PaperForm {
        language: visit.language().word().to_owned(),
        ..PaperForm::default()
    };
    form_page(&visit, form, Problems::default()).await
}

async fn form_page(visit: &Visit, form: PaperForm, problems: Problems) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let status = problems.status();
    match new_page(visit, form, problems).await {
        Ok(page) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn new_page(
    visit: &Visit,
    form: PaperForm,
    problems: Problems,
) -> Result<NewPaperPage, CaseworkError> {
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let register = casework.requirements().await?;
    let titles = casework
        .requirement_titles(&register, visit.language())
        .await?;
    let mut people = Vec::new();
    for colleague in casework.colleagues().await? {
        let about = About::Worker(colleague.id);
        let may = casework
            .gate
            .may(me, OfficeAct::RecordSigned, about)
            .await?;
        if may.permitted && colleague.sheet.role != caseward_model::Role::Client {
            people.push((colleague.id.to_string(), colleague.name));
        }
    }
    people.sort_by(|a, b| a.1.cmp(&b.1));
    let texts = register.requirements.iter().map(|it| {
        let title = titles.get(&it.no).cloned().unwrap_or_default();
        let version = it.newest().map_or(0, |it| it.number);
        (it.name.clone(), format!("{title} ({version})"))
    });
    Ok(NewPaperPage {
        shell: visit.shell(Place::Agreements, "/agreements/papers/new"),
        people,
        texts: texts.collect(),
        form,
        problems,
    })
}

/// What was posted with a file, by whom.
struct PostedScan {
    visit: Visit,
    form: PaperForm,
    scan: Vec<u8>,
}

impl FromRequest<Arc<Front>> for PostedScan {
    type Rejection = Response;

    async fn from_request(request: Request, front: &Arc<Front>) -> Result<Self, Response> {
        let (visit, parts) = parts_of(request, front).await?;
        let read = read(parts).await;
        let (form, scan) =
            read.map_err(|status| fault(front, &visit.headers, wrong_with(status)))?;
        Ok(Self { visit, form, scan })
    }
}

/// Takes the parts of a body in: each field once, nothing unknown, nothing longer than it may be.
async fn read(mut body: Multipart) -> Result<(PaperForm, Vec<u8>), StatusCode> {
    let (mut form, mut scan) = (PaperForm::default(), Vec::new());
    let status = |error: axum::extract::multipart::MultipartError| error.into_response().status();
    while let Some(part) = body.next_field().await.map_err(status)? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(status)?;
        if name == "scan" {
            scan = bytes.to_vec();
            continue;
        }
        if bytes.len() > FIELD_BYTES_MAX {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| StatusCode::BAD_REQUEST)?;
        let signer: &mut Signer = &mut form.signer;
        let field = match name.as_str() {
            "worker" => &mut form.worker,
            "requirement" => &mut form.requirement,
            "language" => &mut form.language,
            "signed_on" => &mut form.signed_on,
            "name" => &mut signer.name,
            "organization" => &mut signer.organization,
            "position" => &mut signer.position,
            "email" => &mut signer.email,
            "phone" => &mut signer.phone,
            _ => return Err(StatusCode::BAD_REQUEST),
        };
        *field = text;
    }
    Ok((form, scan))
}

async fn keep(posted: PostedScan) -> Response {
    let PostedScan { visit, form, scan } = posted;
    let casework = &visit.front.casework;
    let (by, act) = (visit.person().worker, OfficeAct::RecordSigned);
    let whom = match casework.colleague_to(by, act, &form.worker).await {
        Ok(whom) => whom,
        Err(CaseworkError::Unknown { .. }) => return visit.not_found(),
        Err(error) => return visit.failed(&error),
    };
    let register = match casework.requirements().await {
        Ok(register) => register,
        Err(error) => return visit.failed(&error),
    };
    let newest = register.named(&form.requirement).and_then(|it| it.newest());
    let Some(version) = newest.map(|it| it.number) else {
        return visit.not_found();
    };
    let paper = SignedPaper {
        version,
        language: form.language.parse().unwrap_or(Language::English),
        signer: form.signer.clone(),
        signed_at: day_of(&form.signed_on).unwrap_or(0),
        scan,
    };
    match casework
        .record_paper(by, &whom, &form.requirement, paper)
        .await
    {
        Ok(_) => forms::sent_on("/agreements/papers"),
        Err(SigningError::Needs(needs)) => form_page(&visit, form, problems_of(&needs)).await,
        Err(error) => failed(&visit, &error),
    }
}
