//! Setting a client's own view up, and answering what they asked.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::{Delivery, Refusal};
use caseward_casework::own_view::{NewView, Overview, OwnViewError, View};
use caseward_model::{Client, Id};
use serde::Deserialize;

use super::super::consents::closing_both;
use super::super::face;
use super::{LinkOut, MadePage, OwnViewPage, QuestionLine, Stand, Typed, is_dead, problems_of};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::view::When;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, forms, headers, session};

/// The addresses of a client's own view, for those who work with the client.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/own-view", show)
        .post(Class::Client, "/clients/{id}/own-view/on", turn_on)
        .post(Class::Client, "/clients/{id}/own-view/off", turn_off)
        .post(Class::Client, "/clients/{id}/own-view/link", make_link)
        .post(Class::Client, "/clients/{id}/own-view/lend", lend)
        .post(
            Class::Client,
            "/clients/{id}/own-view/answer",
            answer_question,
        )
}

type Instead = Result<Response, Response>;

fn page_of(client: Id<Client>) -> String {
    format!("{}/own-view", face::address(client))
}

fn failed(visit: &Visit, error: OwnViewError) -> Response {
    match error {
        OwnViewError::Refused(refusal) => visit.refused(&refusal, visit.back_to_clients()),
        OwnViewError::Casework(CaseworkError::Unfit(_)) => visit.unreadable(),
        OwnViewError::Casework(error) => visit.failed(&error),
        OwnViewError::Off
        | OwnViewError::Absent
        | OwnViewError::TooMany
        | OwnViewError::Needs(_)
        | OwnViewError::Consent(_) => visit.unreadable(),
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    page(&visit, &id, Typed::default(), Problems::default())
        .await
        .unwrap_or_else(|instead| instead)
}

/// What was discussed, as it is typed.
#[derive(Deserialize, Default)]
#[serde(default)]
struct OnForm {
    day: String,
    note: String,
    safe_way: String,
    delay_days: String,
}

async fn turn_on(Path(id): Path<String>, posted: Posted<OnForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    turned_on(&visit, &id, form)
        .await
        .unwrap_or_else(|instead| instead)
}

async fn turned_on(visit: &Visit, id: &str, form: OnForm) -> Instead {
    let request = visit.question_about(id).await?;
    let client = request.client;
    let new = NewView {
        day: form.day.trim().parse().ok(),
        note: form.note.clone(),
        safe_way: form.safe_way.clone(),
        delay_days: form.delay_days.trim().parse().ok(),
    };
    let casework = &visit.front.casework;
    let needs = new.needs(casework.own_view_today());
    if !needs.is_empty() {
        let typed = Typed {
            day: form.day,
            note: form.note,
            safe_way: form.safe_way,
            delay_days: form.delay_days,
        };
        return page(visit, id, typed, problems_of(&needs)).await;
    }
    let done = casework.turn_own_view_on(&request, new).await;
    done.map_err(|error| failed(visit, error))?;
    Ok(forms::sent_on(&page_of(client)))
}

#[derive(Deserialize)]
struct Nothing {}

async fn turn_off(Path(id): Path<String>, posted: Posted<Nothing>) -> Response {
    let visit = posted.visit;
    let done = async {
        let request = visit.question_about(&id).await?;
        let client = request.client;
        match visit.front.casework.turn_own_view_off(&request).await {
            // Somebody was quicker: it is off.
            Ok(()) | Err(OwnViewError::Off) => Ok(forms::sent_on(&page_of(client))),
            Err(error) => Err(failed(&visit, error)),
        }
    };
    done.await.unwrap_or_else(|instead: Response| instead)
}

async fn make_link(Path(id): Path<String>, posted: Posted<Nothing>) -> Response {
    let visit = posted.visit;
    made(&visit, &id).await.unwrap_or_else(|instead| instead)
}

async fn made(visit: &Visit, id: &str) -> Instead {
    let request = visit.question_about(id).await?;
    let client = request.client;
    let casework = &visit.front.casework;
    let new = match casework.make_own_view_link(&request).await {
        Ok(new) => new,
        Err(OwnViewError::Off) => return Ok(forms::sent_on(&page_of(client))),
        Err(error) => return Err(failed(visit, error)),
    };
    let (overview, delivery) = casework
        .own_view(&request)
        .await
        .map_err(|error| failed(visit, error))?;
    let address = page_of(client);
    let page = MadePage {
        link: format!("{}/me/open/{}", casework.address(), new.token),
        pin: new.pin,
        until: visit.moment(new.expires_at),
        safe_way: overview
            .view
            .map(|it| it.discussed.safe_way)
            .unwrap_or_default(),
        shell: visit.shell(Place::Clients, &address),
        back: address,
    };
    Ok(answer_watched(
        StatusCode::OK,
        &page,
        crate::visit::closing(delivery),
    ))
}

async fn lend(Path(id): Path<String>, posted: Posted<Nothing>) -> Response {
    let visit = posted.visit;
    let lent = async {
        let request = visit.question_about(&id).await?;
        let client = request.client;
        let lent = visit
            .front
            .casework
            .lend_device(&request, visit.session.token());
        match lent.await {
            Ok(secret) => Ok(handed_over(&secret)),
            Err(OwnViewError::Off) => Ok(forms::sent_on(&page_of(client))),
            Err(error) => Err(failed(&visit, error)),
        }
    };
    lent.await.unwrap_or_else(|instead: Response| instead)
}

/// The device is the client's for a while: what the browser kept of the worker's pages goes.
fn handed_over(secret: &str) -> Response {
    let mut sent_on = forms::sent_on("/me");
    headers::forget(sent_on.headers_mut());
    if let Some(cookie) = session::view_opened(secret) {
        sent_on.headers_mut().append(header::SET_COOKIE, cookie);
    }
    sent_on
}

/// An answer to a question of the client's.
#[derive(Deserialize, Default)]
#[serde(default)]
struct AnswerForm {
    no: String,
    words: String,
}

async fn answer_question(Path(id): Path<String>, posted: Posted<AnswerForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let done = async {
        let request = visit.question_about(&id).await?;
        let client = request.client;
        let no = form.no.parse::<i64>().unwrap_or(0);
        let casework = &visit.front.casework;
        match casework
            .answer_own_question(&request, no, &form.words)
            .await
        {
            // Somebody was quicker: the page says what they answered.
            Ok(()) | Err(OwnViewError::Absent) => Ok(forms::sent_on(&page_of(client))),
            Err(OwnViewError::Needs(needs)) => {
                page(&visit, &id, Typed::default(), problems_of(&needs)).await
            }
            Err(error) => Err(failed(&visit, error)),
        }
    };
    done.await.unwrap_or_else(|instead: Response| instead)
}

async fn page(visit: &Visit, id: &str, typed: Typed, problems: Problems) -> Instead {
    let request = visit.question_about(id).await?;
    let client = request.client;
    let casework = &visit.front.casework;
    let (overview, delivery) = casework
        .own_view(&request)
        .await
        .map_err(|error| failed(visit, error))?;
    let mut face: Option<_> = match casework.open_face(visit.person(), client).await {
        Ok(face) => face,
        Err(Refusal::Refused { .. } | Refusal::NotKnown { .. }) => None,
        Err(refusal) => return Err(visit.refused(&refusal, visit.back_to_clients())),
    };
    let status = problems.status();
    let questions = lines(visit, &overview).await?;
    let page = OwnViewPage {
        bar: face::bar(visit, client, None, face.as_mut().map(|it| &mut it.0)),
        stand: overview.view.as_ref().map(|it| stand(visit, it)),
        link: overview.link.map(|it| LinkOut {
            until: visit.moment(it.expires_at),
            tries: u64::try_from(it.tries).unwrap_or(0),
            dead: is_dead(it.tries),
        }),
        questions,
        may_write: visit.person().writes_into_files(),
        typed,
        problems,
        shell: visit.around_file(Place::Clients, &page_of(client), request.purpose),
    };
    let face: Option<Delivery> = face.map(|it| it.1);
    Ok(answer_watched(status, &page, closing_both(delivery, face)))
}

fn stand(visit: &Visit, view: &View) -> Stand {
    let discussed = &view.discussed;
    Stand {
        on: view.on,
        day: When::day(Words::of(visit.language()), discussed.day),
        note: discussed.note.clone(),
        safe_way: discussed.safe_way.clone(),
        delay_days: u64::try_from(discussed.delay_days).unwrap_or(0),
        ended: view.ended.map(|(at, _)| visit.moment(at)),
    }
}

async fn lines(visit: &Visit, overview: &Overview) -> Result<Vec<QuestionLine>, Response> {
    let names = visit.front.casework.names().await;
    let names = names.map_err(|error| visit.failed(&error))?;
    let all = overview.questions.iter().map(|(no, it)| QuestionLine {
        no: *no,
        about: it.about,
        item: it.item,
        words: it.words.clone(),
        when: visit.moment(it.at),
        answer: it.answer.as_ref().map(|answer| {
            let by = names.get(&answer.by).cloned().unwrap_or_default();
            (answer.words.clone(), by, visit.moment(answer.at))
        }),
        is_theirs: it.is_for(visit.person().sheet.role),
    });
    Ok(all.collect())
}
