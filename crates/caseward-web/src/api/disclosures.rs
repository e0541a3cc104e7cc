//! `/api/v1/clients/{id}/disclosures`: what left about a client and what is about to, for programs: begun, chosen anew, given up, and what
//! became of it (RE-2, NASW-c, NASW-d, CR-7). Its papers, and letting it out: `disclosure_papers`.
//!
//! Whoever may not look into the book of a client's disclosures learns that before anything about what they sent.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::disclosure::{Answers, Arrival, DisclosureError, Mend, NewDisclosure};
use caseward_casework::gate::GateError;
use caseward_model::{
    Basis, Category, Channel, Client, Id, Organization, Purpose, Road, RoadField, Told,
};

use super::answer::json;
use super::decided::Answered;
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

mod going;
pub(super) mod shapes;

pub(crate) use shapes::{
    DisclosureArrival, DisclosureBegun, DisclosureComposed, DisclosureLanguage, DisclosureReleased,
    DisclosureSections, DisclosureSeen, DisclosureToRelease, DisclosureTold, List,
    NewDisclosureBody, One,
};

/// The longest word on how something arrived, in characters.
const LONGEST_HOW: usize = 500;

/// The field of a body that has to be mended.
pub(super) const fn place(mend: Mend) -> &'static str {
    match mend {
        Mend::NoSection | Mend::OfAPartner => "sections",
        Mend::WhyMore | Mend::TooLong => "why_more",
        Mend::ToldHow => "told_how",
        Mend::Ground | Mend::NoDanger | Mend::SignedRequest => "basis",
        Mend::WhichDanger | Mend::DangerOver | Mend::UnaskedDanger => "danger",
        Mend::Purpose => "purpose",
        Mend::RecipientKind => "recipient",
        Mend::Road(_) => "kind",
        Mend::Field(_) | Mend::Unasked(_) => "answers",
        Mend::Partners | Mend::PartnerNames | Mend::PartnerUnread => "partners",
        Mend::Discussion | Mend::AnotherPerson => "said",
    }
}

/// What failed, as an answer.
pub(super) fn failed(caller: &Caller, error: DisclosureError) -> Problem {
    match error {
        DisclosureError::Refused(refusal) => caller.refused(refusal),
        DisclosureError::NotAll(sections) => Problem::not_all(sections, caller.language),
        DisclosureError::Unknown => caller.nobody(),
        DisclosureError::Mend(mend) => {
            let field = |it: Mend| Field::new(place(it), it.says());
            Problem::Mend(mend.into_iter().map(field).collect())
        }
        DisclosureError::Sending(error) => Problem::Conflict(error.to_string()),
        DisclosureError::Proof(_) => Problem::ProofNeeded,
        DisclosureError::Casework(CaseworkError::Gate(
            error @ (GateError::Unfit(_) | GateError::Stale | GateError::SecondPerson),
        )) => Problem::Conflict(error.to_string()),
        DisclosureError::Casework(error) => error.into(),
    }
}

/// Whoever may not learns that before anything about what they sent.
pub(super) async fn may(front: &Front, caller: &Caller, client: Id<Client>) -> Answered<()> {
    let person = &caller.session.person;
    let found = front.casework.disclosures_of(person, client).await;
    let (_, delivery) = found.map_err(|error| failed(caller, error))?;
    delivery.broken();
    Ok(())
}

/// Whoever may not know of a disclosure, or of any like it, learns that before anything about what they sent.
pub(super) async fn there(
    front: &Front,
    caller: &Caller,
    (client, no): (Id<Client>, i64),
) -> Answered<()> {
    let person = &caller.session.person;
    let found = front.casework.disclosure(person, client, no).await;
    let (_, delivery) = found.map_err(|error| failed(caller, error))?;
    delivery.broken();
    Ok(())
}

pub(super) fn named(caller: &Caller, place: &Place) -> Answered<(Id<Client>, i64)> {
    Ok((place.client.ok_or_else(|| caller.nobody())?, place.no))
}

/// What left about a client, and what is about to.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "All of them, the newest first", body = List),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "They aren't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let found = front.casework.disclosures_of(person, client).await;
    let (all, delivery) = found.map_err(|error| failed(&caller, error))?;
    let answer = json(&List {
        disclosures: all.iter().map(|it| One::to(it, person)).collect(),
    });
    delivery.delivered(None);
    answer
}

/// Begins a disclosure. Nothing is opened and nothing leaves.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id")),
    request_body = NewDisclosureBody,
    responses(
        (status = 201, description = "Begun", body = DisclosureBegun),
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
    Sent(body): Sent<NewDisclosureBody>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let new = match read(&front, client, body).await? {
        Ok(new) => new,
        Err(mend) => {
            may(&front, &caller, client).await?;
            return Err(Problem::Mend(mend));
        }
    };
    let person = &caller.session.person;
    let begun = front.casework.begin_disclosure(person, client, new).await;
    if let Err(DisclosureError::Mend(_)) = begun {
        may(&front, &caller, client).await?;
    }
    let number = begun.map_err(|error| failed(&caller, error))?;
    Ok((StatusCode::CREATED, json(&DisclosureBegun { number })?).into_response())
}

/// The disclosure that a body asks for, or all that it still needs.
async fn read(
    front: &Front,
    client: Id<Client>,
    body: NewDisclosureBody,
) -> Answered<Result<NewDisclosure, Vec<Field>>> {
    let mut mend = Vec::new();
    let purpose = ("purpose", body.purpose.as_str());
    let purpose = word(purpose, Purpose::ALL, |it| it.word(), &mut mend);
    let basis = ("basis", body.basis.as_str());
    let basis = word(basis, Basis::ALL, |it| it.word(), &mut mend);
    let channel = ("channel", body.channel.as_str());
    let channel = word(channel, Channel::ALL, |it| it.word(), &mut mend);
    let told = ("told", body.told.as_deref().unwrap_or("later"));
    let told = word(told, Told::ALL, |it| it.word(), &mut mend);
    let kind = ("kind", body.kind.as_deref().unwrap_or("other"));
    let kind = word(kind, Road::ALL, |it| it.word(), &mut mend);
    let answers = answers(body.answers, &mut mend);
    let chosen = body.sections.map(|words| sections(&words, &mut mend));
    let least = match (kind, purpose, &chosen) {
        (Some(road), Some(purpose), None) => {
            front.casework.least_for(client, road, purpose).await?
        }
        _ => Vec::new(),
    };
    let found = recipient_in(front, &body.recipient, &mut mend).await?;
    Ok(match (kind, purpose, basis, channel, told, found) {
        (Some(road), Some(purpose), Some(basis), Some(channel), Some(told), Some(recipient))
            if mend.is_empty() =>
        {
            Ok(NewDisclosure {
                road,
                answers,
                recipient,
                purpose,
                basis,
                danger: body.danger,
                channel,
                sections: chosen.unwrap_or(least),
                why_more: body.why_more,
                told,
                told_how: body.told_how,
            })
        }
        _ => Err(mend),
    })
}

/// The organization of the register with this short name or id.
pub(super) async fn recipient_in(
    front: &Front,
    called: &str,
    mend: &mut Vec<Field>,
) -> Answered<Option<Id<Organization>>> {
    let register = front.casework.register().await?;
    let mut all = register.iter();
    let found = all.find(|it| it.handle == called || it.id.to_string() == called);
    if found.is_none() {
        let detail = "No organization of the register has this short name or id.";
        mend.push(Field::new("recipient", detail));
    }
    Ok(found.map(|it| it.id))
}

/// What was answered to what the kind of disclosure asks.
pub(super) fn answers(said: BTreeMap<String, String>, mend: &mut Vec<Field>) -> Answers {
    let known = said.into_iter().filter_map(|(field, text)| {
        let found = field.parse::<RoadField>().ok();
        if found.is_none() {
            let words = RoadField::ALL.iter().map(|it| it.word());
            mend.push(Field::one_of("answers", words));
        }
        found.map(|it| (it, text))
    });
    known.collect()
}

pub(super) fn word<T: FromStr>(
    (field, text): (&'static str, &str),
    all: &'static [T],
    word: fn(&T) -> &'static str,
    mend: &mut Vec<Field>,
) -> Option<T> {
    let found = text.parse().ok();
    if found.is_none() {
        mend.push(Field::one_of(field, all.iter().map(word)));
    }
    found
}

pub(super) fn sections(words: &[String], mend: &mut Vec<Field>) -> Vec<Category> {
    let read: Result<Vec<Category>, _> = words.iter().map(|it| it.parse()).collect();
    read.unwrap_or_else(|_| {
        let all = Category::ALL.iter().map(|it| it.word());
        mend.push(Field::one_of("sections", all));
        Vec::new()
    })
}

/// One disclosure.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The disclosure", body = One),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let person = &caller.session.person;
    let found = front.casework.disclosure_in_words(person, client, no).await;
    let (found, delivery) = found.map_err(|error| failed(&caller, error))?;
    let answer = json(&One::to(&found, person));
    delivery.delivered(None);
    answer
}

/// Chooses anew what goes, as long as nothing left. What was put together has to be put together again then.
#[utoipa::path(
    put, path = "/api/v1/clients/{id}/disclosures/{no}/sections", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DisclosureSections,
    responses(
        (status = 204, description = "Chosen"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It left already, or was given up", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn choose(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<DisclosureSections>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let mut mend = Vec::new();
    let chosen = sections(&body.sections, &mut mend);
    if !mend.is_empty() {
        may(&front, &caller, client).await?;
        return Err(Problem::Mend(mend));
    }
    let (casework, person) = (&front.casework, &caller.session.person);
    let done = casework.choose_for_disclosure(person, client, no, (chosen, body.why_more));
    done.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes what became of a disclosure that was released. An envelope arrives by a hand-over, which is written down on the page; a link when it is opened.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/arrival", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DisclosureArrival,
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It isn't on its way, or it is an envelope or a link that arrived", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn arrival(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<DisclosureArrival>,
) -> Answered<StatusCode> {
    const ENDS: [&str; 3] = ["arrived", "failed", "recalled"];
    let (client, no) = named(&caller, &place)?;
    let how = body.how.trim().to_owned();
    let end = match body.end.as_str() {
        _ if how.chars().count() > LONGEST_HOW => {
            Err(Field::new("how", "Keep it under 500 characters."))
        }
        "arrived" => Ok(Arrival::Arrived(how)),
        "failed" => Ok(Arrival::Failed(how)),
        "recalled" => Ok(Arrival::Recalled(how)),
        _ => Err(Field::one_of("end", ENDS.into_iter())),
    };
    let end = match end {
        Ok(end) => end,
        Err(field) => {
            may(&front, &caller, client).await?;
            return Err(Problem::Mend(vec![field]));
        }
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let noted = casework.note_arrival(person, client, no, end);
    noted.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes that the client was told, or why they can't be.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/told", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DisclosureTold,
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn told(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<DisclosureTold>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let Ok(told) = body.told.parse::<Told>() else {
        may(&front, &caller, client).await?;
        let words = [Told::Before, Told::Later, Told::Not];
        let field = Field::one_of("told", words.into_iter().map(Told::word));
        return Err(Problem::Mend(vec![field]));
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let noted = casework
        .note_told(person, client, no, (told, body.how))
        .await;
    if let Err(DisclosureError::Mend(_)) = noted {
        may(&front, &caller, client).await?;
    }
    noted.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a disclosure up before anything left.
#[utoipa::path(
    delete, path = "/api/v1/clients/{id}/disclosures/{no}", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Given up; nothing left"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It left already, or was given up", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn give_up(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let dropped = casework.drop_disclosure(person, client, no).await;
    dropped.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
