//! My agreements and training, and the copies of what I signed.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::standing::{SigningError, Stand};
use caseward_model::OfficeAct;

use super::{AgreementsPage, SignedLine, StandLine};
use super::{missing, papers, publish, refuse, required, sign, text};
use crate::addresses::{Addresses, Class};
use crate::visit::Visit;
use crate::{Place, Words, answer};

/// The addresses of agreements.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/agreements", list)
        .get(Class::Staff, "/agreements/copies/{no}", copy)
        .merge(required::routes())
        .merge(missing::routes())
        .merge(papers::routes())
        .merge(publish::routes())
        .merge(text::routes())
        .merge(sign::routes())
        .merge(refuse::routes())
}

async fn list(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    match page(&visit).await {
        Ok(page) => answer(StatusCode::OK, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit) -> Result<AgreementsPage, CaseworkError> {
    let (stands, signed) = lines(visit).await?;
    let (gate, me) = (&visit.front.casework.gate, visit.person().worker);
    let see = gate.may(me, OfficeAct::SeeStanding, About::Office).await?;
    let record = gate.may(me, OfficeAct::RecordSigned, About::Office).await?;
    let publish = gate
        .may(me, OfficeAct::ManageAgreements, About::Office)
        .await?;
    let supervises = !visit.person().sheet.supervises.is_empty();
    Ok(AgreementsPage {
        shell: visit.shell(Place::Agreements, "/agreements"),
        stands: stands.into_iter().map(|(line, _)| line).collect(),
        signed,
        sees_others: see.permitted || supervises,
        records_papers: record.permitted || supervises,
        publishes: publish.permitted,
    })
}

/// What is required of the reader and what they signed, in their words.
pub(in crate::pages) async fn lines(
    visit: &Visit,
) -> Result<(Vec<(StandLine, Stand)>, Vec<SignedLine>), CaseworkError> {
    let (casework, person) = (&visit.front.casework, visit.person());
    let words = Words::of(visit.language());
    let register = casework.requirements().await?;
    let titles = casework
        .requirement_titles(&register, visit.language())
        .await?;
    let title = |no: i64| titles.get(&no).cloned().unwrap_or_default();
    let stands = casework.my_standing(person).await?.into_iter();
    let stands = stands.map(|stand| {
        let line = StandLine::new(words, title(stand.requirement.no), &stand);
        (line, stand)
    });
    let signed = casework.my_signatures(person).await?;
    let signed = signed.iter().map(|it| {
        let mut all = register.requirements.iter();
        let requirement = all.find(|found| found.no == it.requirement);
        let course = requirement.is_some_and(|it| it.kind.is_course());
        SignedLine::new(words, title(it.requirement), course, it)
    });
    Ok((stands.collect(), signed.collect()))
}

async fn copy(visit: Visit, Path(no): Path<String>) -> Response {
    let Some(no) = number(&no).filter(|_| visit.person().works_here()) else {
        return visit.not_found();
    };
    match visit.front.casework.signed_paper(visit.person(), no).await {
        Ok(printed) => {
            let kind = if printed.certificate {
                "certificate"
            } else {
                "agreement"
            };
            file_to_keep(&format!("{kind}-{no}.pdf"), "application/pdf", printed.pdf)
        }
        Err(SigningError::NothingWaits) => visit.not_found(),
        Err(SigningError::Casework(error)) => visit.failed(&error),
        Err(_) => visit.unreadable(),
    }
}

/// The beginning of a day by the office's clock on the wall, in ms.
pub(in crate::pages) fn day_of(text: &str) -> Option<i64> {
    let day: jiff::civil::Date = text.trim().parse().ok()?;
    let begin = jiff::tz::TimeZone::system().to_timestamp(day.at(0, 0, 0, 0));
    Some(begin.ok()?.as_millisecond())
}

/// A number in an address, as it is written and not otherwise.
pub(in crate::pages) fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// A file that a browser saves and doesn't open in the page. Its name names nobody.
pub(in crate::pages) fn file_to_keep(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}
