//! Going through a course, page by page, and answering its questions.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::standing::SigningError;
use caseward_model::OfficeAct;

use super::super::agreements::text::{Fields, Notice, QuestionLine, Sent, answers_in, version_in};
use super::super::agreements::{lines, number};
use super::{CoursePage, Leaf, TrainingPage};
use crate::addresses::{Addresses, Class};
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

/// The addresses of training.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/training", list)
        .get(Class::Staff, "/training/{name}", contents)
        .get(Class::Staff, "/training/{name}/questions", questions)
        .post(
            Class::OfficeOwn(OfficeAct::Sign),
            "/training/{name}/questions",
            send,
        )
        .get(Class::Staff, "/training/{name}/{page}", page)
}

async fn list(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    match lines(&visit).await {
        Ok((stands, signed)) => {
            let courses = stands
                .into_iter()
                .filter_map(|(line, stand)| stand.requirement.kind.is_course().then_some(line));
            let page = TrainingPage {
                courses: courses.collect(),
                completed: signed.into_iter().filter(|it| it.certificate).collect(),
                shell: visit.shell(Place::Agreements, "/training"),
            };
            answer(StatusCode::OK, &page)
        }
        Err(error) => visit.failed(&error),
    }
}

async fn contents(visit: Visit, Path(name): Path<String>) -> Response {
    show(&visit, &name, Wanted::Contents, None).await
}

async fn page(visit: Visit, Path((name, page)): Path<(String, String)>) -> Response {
    match number(&page).and_then(|it| usize::try_from(it).ok()) {
        Some(page) if page > 0 => show(&visit, &name, Wanted::Page(page), None).await,
        _ => visit.not_found(),
    }
}

async fn questions(visit: Visit, Path(name): Path<String>) -> Response {
    show(&visit, &name, Wanted::Questions(None), None).await
}

/// What is to be shown of a course.
enum Wanted<'s> {
    Contents,
    Page(usize),
    Questions(Option<&'s Sent>),
}

async fn show(visit: &Visit, name: &str, wanted: Wanted<'_>, notice: Option<Notice>) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let casework = &visit.front.casework;
    let reading = casework.requirement_to_read(visit.person(), name, visit.language());
    let reading = match reading.await {
        Ok(reading) if reading.requirement.kind.is_course() => reading,
        Ok(reading) => return forms::sent_on(&format!("/agreements/{}", reading.requirement.name)),
        Err(CaseworkError::Unknown { .. }) => return visit.not_found(),
        Err(error) => return visit.failed(&error),
    };
    let (leaf, rest) = match wanted {
        Wanted::Contents => (Leaf::Contents, String::new()),
        Wanted::Page(number) => match reading.words.sections.get(number - 1) {
            Some(section) => (Leaf::Text(number, section.clone()), format!("/{number}")),
            None => return visit.not_found(),
        },
        Wanted::Questions(sent) => {
            let lines = QuestionLine::all(&reading.words, &reading.given, sent);
            (Leaf::Questions(lines), "/questions".to_owned())
        }
    };
    let status = match notice {
        None => StatusCode::OK,
        Some(Notice::Replaced) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let address = format!("/training/{}{rest}", reading.requirement.name);
    let shell = visit.shell(Place::Agreements, &address);
    answer(status, &CoursePage::new(shell, reading, leaf, notice))
}

async fn send(Path(name): Path<String>, posted: Posted<Fields>) -> Response {
    let (visit, fields) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let sent = answers_in(&fields);
    let done = visit
        .front
        .casework
        .answer_questions(
            visit.person(),
            &name,
            version_in(&fields),
            visit.language(),
            sent.answers.clone(),
        )
        .await;
    match done {
        Ok(marked) if marked.completed.is_some() => forms::sent_on("/agreements/required"),
        Ok(_) => {
            show(
                &visit,
                &name,
                Wanted::Questions(Some(&sent)),
                Some(Notice::Wrong),
            )
            .await
        }
        Err(SigningError::NothingAnswered) => {
            let notice = Some(Notice::NothingAnswered);
            show(&visit, &name, Wanted::Questions(None), notice).await
        }
        Err(SigningError::Replaced { .. }) => {
            show(&visit, &name, Wanted::Contents, Some(Notice::Replaced)).await
        }
        Err(SigningError::Already { .. }) => forms::sent_on("/agreements/required"),
        Err(SigningError::Casework(CaseworkError::Unknown { .. })) => visit.not_found(),
        Err(SigningError::Casework(error)) => visit.failed(&error),
        Err(_) => visit.unreadable(),
    }
}
