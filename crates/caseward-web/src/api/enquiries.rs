//! `/api/v1/enquiries`: somebody outside asks about a person: it is noted and passed on, everybody gets the same letter, and how it
//! was dealt with stands beside it (NASW-k, DV-3.3.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::enquiries::{Enquiry, NewEnquiry};
use caseward_casework::gate::About;
use caseward_model::{EnquiryFrom, Id, Language, OfficeAct, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::disclosure_papers::pdf;
use super::problem::{Field, Problem, ProblemBody};
use super::recipients::{Created, Number, created, word};
use super::sent::{Caller, Named, Parameters, Sent};
use crate::front::Front;

/// Enquiries.
#[derive(Serialize, ToSchema)]
pub(crate) struct Enquiries {
    /// Those that you noted: what waits first, then the newest.
    mine: Vec<One>,
    /// Everyone's, where answering them is your part.
    all: Option<Vec<One>>,
}

/// An enquiry.
#[derive(Serialize, ToSchema)]
#[schema(as = Enquiry)]
pub(crate) struct One {
    #[schema(example = 12)]
    number: i64,
    /// `media`, `organization` or `person`.
    #[schema(example = "media")]
    from: &'static str,
    /// Who asked, and how to reach them.
    who: String,
    /// What was asked, as it was put.
    asked: String,
    noted_at: String,
    /// A worker's id.
    noted_by: String,
    /// How it was dealt with, once it was.
    answered: Option<Dealt>,
}

/// How an enquiry was dealt with.
#[derive(Serialize, ToSchema)]
#[schema(as = EnquiryDealt)]
pub(crate) struct Dealt {
    at: String,
    /// A worker's id.
    by: String,
    how: String,
}

fn one(it: Enquiry) -> One {
    One {
        number: it.no,
        from: it.from.word(),
        who: it.who,
        asked: it.asked,
        noted_at: moment(it.noted_at),
        noted_by: it.noted_by.to_string(),
        answered: it.answered.map(|(by, at, how)| Dealt {
            at: moment(at),
            by: by.to_string(),
            how,
        }),
    }
}

/// The enquiries that you noted, and everyone's for whoever speaks for the office.
#[utoipa::path(
    get, path = "/api/v1/enquiries", tag = "enquiries",
    responses(
        (status = 200, description = "The enquiries", body = Enquiries),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    caller.works_here()?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let act = OfficeAct::AnswerEnquiry;
    let may = casework.gate.may(person.worker, act, About::Office);
    let all = match may.await?.permitted {
        true => Some(casework.enquiries(person.worker).await?),
        false => None,
    };
    let mine = casework.my_enquiries(person.no).await?;
    json(&Enquiries {
        mine: mine.into_iter().map(one).collect(),
        all: all.map(|it| it.into_iter().map(one).collect()),
    })
}

/// An enquiry to be noted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewEnquiry)]
pub(crate) struct SentEnquiry {
    /// `media`, `organization` or `person`.
    #[schema(example = "media")]
    from: String,
    /// Who asked, and how to reach them, in one line.
    who: String,
    /// What was asked, as it was put.
    asked: String,
}

/// Notes an enquiry, and passes it to whoever speaks for the office. Nobody is told anything by that, and nobody is looked up.
#[utoipa::path(
    post, path = "/api/v1/enquiries", tag = "enquiries", request_body = SentEnquiry,
    responses(
        (status = 201, description = "Noted and passed on; say neither that we know this person nor that we don't", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn note(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentEnquiry>,
) -> Answered<Created> {
    caller.works_here()?;
    let (casework, who) = (&front.casework, caller.session.person.worker);
    let act = OfficeAct::NoteEnquiry;
    casework.asks_for(who, act, About::Worker(who)).await?;
    let kinds = EnquiryFrom::ALL.iter().map(|it| it.word());
    let new = NewEnquiry {
        from: Some(word("from", &sent.from, kinds)?),
        who: sent.who,
        asked: sent.asked,
    };
    Ok(created(casework.note_enquiry(who, new).await?))
}

/// The letter that everybody gets who asks: neither that we know somebody, nor that we don't. It is made of who asked, and of the day.
#[utoipa::path(
    get, path = "/api/v1/enquiries/{no}/letter", tag = "enquiries",
    params(
        ("no" = i64, Path, description = "Its number"),
        ("language" = Option<String>, Query, description = "`en` or `es`; your own if missing"),
    ),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 400, description = "A parameter can't be taken", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn letter(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    parameters: Parameters,
) -> Answered<Response> {
    caller.works_here()?;
    let no = no.found()?;
    let parameters = parameters.only(&["language"])?;
    let words = Language::ALL.iter().map(|it| it.word());
    let language = parameters.one("language", &Field::one_of("language", words))?;
    let language: Language = language.unwrap_or(caller.language);
    let person = &caller.session.person;
    let me = (person.no, person.worker);
    match front.casework.enquiry_letter(me, no, language).await {
        Ok(bytes) => Ok(pdf(bytes)),
        // Somebody else's and none are the same to whoever doesn't speak for the office.
        Err(CaseworkError::NotPermitted(_)) => Err(Problem::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// How an enquiry was dealt with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnquiryAnswer)]
pub(crate) struct SentAnswer {
    how: String,
}

/// Notes how an enquiry was dealt with.
#[utoipa::path(
    post, path = "/api/v1/enquiries/{no}/answer", tag = "enquiries", request_body = SentAnswer,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It isn't said how, or it was dealt with already", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn answer(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<SentAnswer>,
) -> Answered<StatusCode> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    casework.answer_enquiry(who, no.number(), sent.how).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who speaks for the office.
#[derive(Serialize, ToSchema)]
pub(crate) struct Spokesperson {
    /// The id of the worker who was chosen; nobody means every privacy officer.
    #[schema(value_type = Option<String>)]
    worker: Option<Id<Worker>>,
}

/// Who speaks for the office.
#[utoipa::path(
    get, path = "/api/v1/enquiries/spokesperson", tag = "enquiries",
    responses(
        (status = 200, description = "Who was chosen", body = Spokesperson),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn spokesperson(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Response> {
    may_choose(&front, &caller).await?;
    let chosen = front.casework.spokesperson().await?.worker;
    let colleagues = front.casework.colleagues().await?;
    let found = colleagues.into_iter().find(|it| Some(it.no) == chosen);
    json(&Spokesperson {
        worker: found.map(|it| it.id),
    })
}

/// Who is to speak for the office.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChosenSpokesperson)]
pub(crate) struct SentSpokesperson {
    /// A worker's id; nobody for every privacy officer.
    #[serde(default)]
    worker: Option<String>,
}

/// Says who speaks for the office: a privacy officer, line manager or legal counsel.
#[utoipa::path(
    put, path = "/api/v1/enquiries/spokesperson", tag = "enquiries", request_body = SentSpokesperson,
    responses(
        (status = 204, description = "Chosen"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such worker", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It isn't their part", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn choose(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentSpokesperson>,
) -> Answered<StatusCode> {
    may_choose(&front, &caller).await?;
    let mut chosen = None;
    if let Some(id) = sent.worker {
        let colleagues = front.casework.colleagues().await?;
        let mut found = colleagues.into_iter().map(|it| it.id);
        let found = found.find(|it| it.to_string() == id);
        chosen = Some(found.ok_or(Problem::NotFound)?);
    }
    let who = caller.session.person.worker;
    front.casework.choose_spokesperson(who, chosen).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn may_choose(front: &Front, caller: &Caller) -> Answered<()> {
    let who = caller.session.person.worker;
    let act = OfficeAct::ManageSettings;
    Ok(front.casework.asks_for(who, act, About::Office).await?)
}
