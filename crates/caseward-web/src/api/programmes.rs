//! `/api/v1/programmes`, and `/api/v1/clients/{id}/programmes`: the programmes that the office keeps, and in which of them a client takes
//! part (DV-4.2, DV-4.3, DV-5.2.1, RE-5). Taking part opens a file to nobody.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::gate::About;
use caseward_casework::people::Amiss;
use caseward_casework::programmes::{
    FormPaper, KeptProgramme, NewPart, NewProgramme, PartError, ProgrammePart,
};
use caseward_casework::tellers::PaperLook;
use caseward_model::{Channel, Client, Id, Language, OfficeAct, Organization, ProgrammeKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{bytes_of, json};
use super::clients::moment;
use super::consents::{WithScan, scan_of};
use super::decided::Answered;
use super::disclosure_papers::pdf;
use super::disclosures::named;
use super::file::handed_over;
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Parameters, Sent};
use crate::front::Front;

/// The programmes that the office keeps.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeptProgrammes {
    /// In the order in which they were taken in; also those that are over.
    programmes: Vec<Kept>,
}

/// A programme that the office keeps.
#[derive(Serialize, ToSchema)]
#[schema(as = KeptProgramme)]
pub(crate) struct Kept {
    /// Its number among all programmes, imported ones too.
    number: i64,
    name: String,
    /// `behaviour_change`, `shelter`, `housing`, `re_entry`, `outreach`, `support` or `other`.
    #[schema(example = "behaviour_change")]
    kind: &'static str,
    /// The id of the organization that runs it.
    run_by: String,
    /// Its first day.
    #[schema(example = "2026-03-02")]
    from: String,
    /// Its last day; nothing while it goes on.
    until: Option<String>,
}

impl Kept {
    fn new(it: &KeptProgramme) -> Self {
        Self {
            number: it.no,
            name: it.name.clone(),
            kind: it.kind.word(),
            run_by: it.run_by.to_string(),
            from: it.from.to_string(),
            until: it.until.map(|day| day.to_string()),
        }
    }
}

/// A programme as it is said.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
#[schema(as = NewProgramme)]
pub(crate) struct SentProgramme {
    name: String,
    /// `behaviour_change`, `shelter`, `housing`, `re_entry`, `outreach`, `support` or `other`. Of one that is kept it stays, whatever is sent.
    #[schema(example = "behaviour_change")]
    kind: String,
    /// The id of an organization of the register that runs it; the office itself if empty.
    run_by: String,
    /// Its first day.
    #[schema(example = "2026-03-02")]
    from: String,
    /// Its last day; empty while it goes on.
    until: String,
}

impl SentProgramme {
    fn read(self) -> Result<NewProgramme, Problem> {
        let run_by = match self.run_by.as_str() {
            "" => Ok(None),
            id => id.parse::<Id<Organization>>().map(Some),
        };
        let amiss = Amiss::ProgrammeRunBy;
        let unknown = |_| Problem::Mend(vec![Field::new(amiss.field(), amiss.says())]);
        Ok(NewProgramme {
            name: self.name,
            kind: self.kind.parse::<ProgrammeKind>().ok(),
            run_by: run_by.map_err(unknown)?,
            from: self.from,
            until: self.until,
        })
    }
}

/// The number of a programme.
#[derive(Serialize, ToSchema)]
#[schema(as = ProgrammeNumber)]
pub(crate) struct Number {
    number: i64,
}

/// The programmes that the office keeps.
#[utoipa::path(
    get, path = "/api/v1/programmes", tag = "needs",
    responses(
        (status = 200, description = "All of them", body = KeptProgrammes),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    may(&front, &caller).await?;
    let kept = front.casework.kept_programmes().await?;
    json(&KeptProgrammes {
        programmes: kept.iter().map(Kept::new).collect(),
    })
}

/// Takes a programme in.
#[utoipa::path(
    post, path = "/api/v1/programmes", tag = "needs", request_body = SentProgramme,
    responses(
        (status = 201, description = "Taken in", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn take_in(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentProgramme>,
) -> Answered<Response> {
    may(&front, &caller).await?;
    let who = caller.session.person.worker;
    let number = front.casework.take_in_programme(who, sent.read()?).await?;
    Ok((StatusCode::CREATED, json(&Number { number })?).into_response())
}

/// Says anew what a programme is called, who runs it, and from when until when.
#[utoipa::path(
    put, path = "/api/v1/programmes/{no}", tag = "needs", request_body = SentProgramme,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "The office keeps none of this number", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<SentProgramme>,
) -> Answered<StatusCode> {
    may(&front, &caller).await?;
    let who = caller.session.person.worker;
    let no = no.found()?;
    let changed = front.casework.change_programme(who, no, sent.read()?);
    changed.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The form on confidentiality of a programme for people who used violence: to be gone through with whoever begins to take part, and signed by
/// hand. It names nobody.
#[utoipa::path(
    get, path = "/api/v1/programmes/{no}/form", tag = "needs",
    params(
        ("no" = i64, Path, description = "Its number"),
        ("language" = Option<String>, Query, description = "`en` or `es`; your own if missing"),
    ),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 400, description = "A parameter can't be taken", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "The office keeps no such programme of this number, or none for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn paper(
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
    let form = front.casework.programme_form_for(person, no, language);
    Ok(pdf(form.await?))
}

/// Whoever may not learns that before anything about what they sent.
async fn may(front: &Front, caller: &Caller) -> Answered<()> {
    let who = caller.session.person.worker;
    let act = OfficeAct::ManageSettings;
    Ok(front.casework.asks_for(who, act, About::Office).await?)
}

/// In which programmes a client takes part.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClientProgrammes {
    /// The newest first.
    parts: Vec<Part>,
    /// The programmes of the office that go on, for somebody who begins to take part.
    going_on: Vec<Kept>,
}

/// That a client takes part in a programme, or did.
#[derive(Serialize, ToSchema)]
#[schema(as = ProgrammePart)]
pub(crate) struct Part {
    /// Its number among those of the client.
    number: i64,
    /// The programme, by its number.
    programme: i64,
    /// `takes_part`, `ended` or `mistake`.
    state: &'static str,
    #[schema(example = "2026-03-02")]
    from: String,
    /// Who said so.
    said_by: String,
    written_at: String,
    /// A worker's id.
    written_by: String,
    /// On which day they signed the programme's form on confidentiality.
    form_signed_on: Option<String>,
    /// Which scan of the signed form lies there; they count from 1, and each that is recorded replaces the one before. Nothing while one is
    /// awaited.
    form_scan: Option<i64>,
    /// A worker's id: who recorded the signed form.
    form_recorded_by: Option<String>,
    /// A worker's id: who compared the scan as the second person.
    form_confirmed_by: Option<String>,
    /// The last day.
    ended_on: Option<String>,
    /// How it ended, and who said so.
    ended_how: Option<String>,
    /// How it is known that it was a mistake.
    mistake: Option<String>,
}

impl Part {
    fn new(it: ProgrammePart) -> Self {
        let form = it.form.as_ref();
        let paper = form.and_then(|form| form.paper);
        let confirmed = paper.and_then(|paper| paper.confirmed);
        Self {
            number: it.no,
            programme: it.programme,
            state: it.state().word(),
            from: it.from.to_string(),
            written_at: moment(it.written.0),
            written_by: it.written.1.to_string(),
            form_signed_on: form.map(|form| form.signed_on.to_string()),
            form_scan: paper.map(|paper| paper.scan),
            form_recorded_by: form.map(|form| form.written.1.to_string()),
            form_confirmed_by: confirmed.map(|(_, by)| by.to_string()),
            ended_on: it.end.as_ref().map(|end| end.on.to_string()),
            ended_how: it.end.map(|end| end.how),
            mistake: it.mistake.map(|mistake| mistake.why),
            said_by: it.said_by,
        }
    }
}

/// That a client begins to take part.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
#[schema(as = NewProgrammePart)]
pub(crate) struct SentPart {
    /// The programme, by its number.
    programme: i64,
    /// From which day; none to come.
    #[schema(example = "2026-03-02")]
    from: String,
    /// Who said so.
    #[schema(example = "The probation service")]
    said_by: String,
}

/// That it ended.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ProgrammePartEnd)]
pub(crate) struct SentPartEnd {
    /// The last day.
    #[schema(example = "2026-10-30")]
    on: String,
    /// How it ended, and who said so.
    how: String,
}

/// The programme's form as it was signed.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ProgrammePartForm)]
pub(crate) struct SentForm {
    /// The day on the form.
    #[schema(example = "2026-03-02")]
    signed_on: String,
    /// The scan, a PDF, JPEG or PNG file of at most 8 MB, in base64.
    scan: String,
}

/// What a second person found who compared the signed form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgrammePartFormDecision)]
pub(crate) struct SentDecision {
    /// At which scan they looked: the number that came with it in `Etag`. It decides about no other.
    scan: i64,
    /// It is the signed form, with the day that stands here. If not, another scan is awaited.
    confirmed: bool,
}

/// That it was written down by mistake.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ProgrammePartMistake)]
pub(crate) struct SentMistake {
    /// How it is known.
    why: String,
}

fn problem(caller: &Caller, error: PartError) -> Problem {
    match error {
        PartError::Refused(refusal) => caller.refused(refusal),
        PartError::Unknown => caller.nobody(),
        PartError::Mend(needs) => {
            let fields = needs.iter().map(|it| Field::new(it.field(), it.says()));
            Problem::Mend(fields.collect())
        }
        PartError::OtherScan => Problem::Conflict(error.to_string()),
        PartError::Casework(error) => error.into(),
    }
}

/// In which programmes a client takes part, or did, for whoever may read which services they get.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/programmes", tag = "clients",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The newest first", body = ClientProgrammes),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn parts(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.parts_of(person, client, Channel::Api).await;
    let (all, delivery) = found.map_err(|error| problem(&caller, error))?;
    let going_on = casework.programmes_today().await?;
    let shown = ClientProgrammes {
        parts: all.into_iter().map(Part::new).collect(),
        going_on: going_on.iter().map(Kept::new).collect(),
    };
    handed_over(bytes_of(&shown, 1024)?, delivery)
}

/// Writes down that a client begins to take part in a programme of the office. It opens their file to nobody.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/programmes", tag = "clients", request_body = SentPart,
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 201, description = "Written down", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn begin(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(sent): Sent<SentPart>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let new = NewPart {
        programme: sent.programme,
        from: sent.from.parse().ok(),
        said_by: sent.said_by,
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let begun = casework.begin_part(person, client, Channel::Api, new).await;
    let number = begun.map_err(|error| problem(&caller, error))?;
    Ok((StatusCode::CREATED, json(&Number { number })?).into_response())
}

/// Records the programme's form on confidentiality as the client signed it; a second person compares its scan.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/programmes/{no}/form", tag = "clients", request_body = SentForm,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Recorded; a second person compares it"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The scan is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn form(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    WithScan(sent): WithScan<SentForm>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let scan = scan_of(&sent.scan);
    let paper = FormPaper {
        signed_on: sent.signed_on.parse().ok(),
        scan: scan.unwrap_or_default(),
    };
    let signed = casework.part_form_signed(person, which, Channel::Api, paper);
    signed.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The scan of the form that the client signed.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/programmes/{no}/form", tag = "clients",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The file as it was scanned; `Etag` has its number, by which a second person decides on it", content_type = "application/octet-stream"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn form_scan(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let which = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.part_form_scan(person, which, Channel::Api);
    let (scan, delivery) = found.await.map_err(|error| problem(&caller, error))?;
    delivery.delivered(Some(&scan.bytes));
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::ETAG, format!("\"{}\"", scan.number)),
    ];
    Ok((headers, scan.bytes).into_response())
}

/// Says of the scan that somebody else recorded that it is the signed form, or that it isn't.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/programmes/{no}/form/decision", tag = "clients", request_body = SentDecision,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Decided"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Another scan was recorded since: look at that one, and decide on it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "No paper waits, or you recorded it yourself", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn decide_form(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentDecision>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let look = PaperLook {
        scan: sent.scan,
        same: sent.confirmed,
    };
    let looked = casework.confirm_part_form(person, which, Channel::Api, look);
    looked.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes down that the client takes part no more. What could tell of a programme for people who used violence stays in all the same.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/programmes/{no}/end", tag = "clients", request_body = SentPartEnd,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Written down"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentPartEnd>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let said = (sent.on.parse().ok(), sent.how.as_str());
    let ended = casework.end_part(person, which, Channel::Api, said);
    ended.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that it was written down by mistake: somebody else than whoever wrote it.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/programmes/{no}/mistake", tag = "clients", request_body = SentMistake,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Taken back"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first, or you wrote it down yourself", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn mistake(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentMistake>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let taken_back = casework.part_was_mistake(person, which, Channel::Api, &sent.why);
    taken_back.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
