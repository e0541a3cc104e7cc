//! Partners in what goes about somebody in the men's programme, for programs: who they are, and each sentence that speaks of one, to be read
//! by itself and taken out or cleared (DV-4.3).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::disclosure::{
    DisclosureError, Mend, NamedPartners, NewPartners, PartnerReading, PartnerSentence,
    SentenceDecision,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{bytes_of, json};
use super::clients::moment;
use super::decided::Answered;
use super::disclosures::{failed, named, there};
use super::file::handed_over;
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;

/// What there is to say and to read of partners before a paper leaves.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosurePartners {
    /// It is asked: whoever it is about takes part in a programme for people who used violence, or did, or it is a progress report.
    asked: bool,
    /// Who they are, once somebody said.
    named: Option<NamedDisclosurePartners>,
    /// SHA-256 of the paper in which the sentences stand, in hex; nothing before it was put together.
    content: Option<String>,
    /// In which language it was put together.
    #[schema(example = "en")]
    language: Option<&'static str>,
    /// The sentences that speak of a partner, in the paper's order.
    sentences: Vec<DisclosureSentence>,
}

/// Who his partners and ex-partners are, as somebody said.
#[derive(Serialize, ToSchema)]
pub(crate) struct NamedDisclosurePartners {
    /// The names of each.
    people: Vec<Vec<String>>,
    /// Why nobody is named, where nobody is.
    nobody: Option<String>,
    at: String,
    /// A worker's id.
    by: String,
}

/// A sentence that speaks of a partner.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureSentence {
    /// By which a decision names it.
    sentence: String,
    /// The section, by its word; `terms` or `own_text` for what was written for the paper itself.
    #[schema(example = "services")]
    section: String,
    /// What the text is called there; empty for a note.
    name: String,
    /// As it would leave; of what was taken out, as it stands in the file.
    stands: String,
    /// By which words it was found; none where a name that was masked tells.
    found_by: Vec<String>,
    /// Nothing of it leaves.
    out: bool,
    /// When somebody read it in this very paper and cleared it.
    cleared_at: Option<String>,
    /// A worker's id.
    cleared_by: Option<String>,
}

/// Who his partners and ex-partners are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDisclosurePartners {
    /// All names of each: name and surname, nicknames, former names.
    #[serde(default)]
    #[schema(example = json!([["Rosa Leal", "Rosi"]]))]
    people: Vec<Vec<String>>,
    /// Why nobody is named; needed where nobody is, and only there.
    #[serde(default)]
    nobody: String,
}

/// What is decided about a sentence.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureSentenceDecision {
    /// SHA-256 of the paper in which it was read, in hex.
    content: String,
    /// The sentence's `sentence`.
    sentence: String,
    /// `out` masks it whole, `back` takes that back; `clear` says that it was read and may stay.
    #[schema(example = "clear")]
    decision: String,
}

impl DisclosurePartners {
    fn new(it: PartnerReading) -> Self {
        let (language, content) = it.paper.unzip();
        Self {
            asked: it.asked,
            named: it.named.map(NamedDisclosurePartners::new),
            content,
            language: language.map(caseward_model::Language::word),
            sentences: it
                .sentences
                .into_iter()
                .map(DisclosureSentence::new)
                .collect(),
        }
    }
}

impl NamedDisclosurePartners {
    fn new(it: NamedPartners) -> Self {
        Self {
            people: it.people,
            nobody: Some(it.nobody).filter(|it| !it.is_empty()),
            at: moment(it.at),
            by: it.by.to_string(),
        }
    }
}

impl DisclosureSentence {
    fn new(it: PartnerSentence) -> Self {
        Self {
            sentence: it.mark,
            section: it.section,
            name: it.name,
            stands: it.stands,
            found_by: it.said,
            out: it.out,
            cleared_at: it.cleared.map(|(at, _)| moment(at)),
            cleared_by: it.cleared.map(|(_, by)| by.to_string()),
        }
    }
}

/// Who the partners are, and each sentence that speaks of one: for whoever may read all that the paper is made of.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/partners", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "What there is to say and to read", body = DisclosurePartners),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that stands in it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.partner_reading(person, client, no).await;
    let (reading, delivery) = found.map_err(|error| failed(&caller, error))?;
    let reading = DisclosurePartners::new(reading);
    match delivery {
        Some(delivery) => handed_over(bytes_of(&reading, 4096)?, delivery),
        None => json(&reading),
    }
}

/// Says who his partners and ex-partners are, or why nobody can be named: they are masked in the paper, for good. The paper has to be put
/// together again then.
#[utoipa::path(
    put, path = "/api/v1/clients/{id}/disclosures/{no}/partners", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = NewDisclosurePartners,
    responses(
        (status = 204, description = "Kept; put the paper together, and read its sentences"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that stands in it, or not write", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It isn't asked of this, or it left already, or was given up", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Nobody is named and it isn't said why, or something can't be a name", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn name(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<NewDisclosurePartners>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let new = NewPartners {
        people: body.people,
        nobody: body.nobody,
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let done = casework.name_partners(person, client, no, new).await;
    done.map_err(|error| of_partners(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Decides about a sentence that speaks of a partner. Where it is taken out or put back, the paper has to be put together again then, and
/// what was cleared in this one is asked again.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/partners/sentences", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DisclosureSentenceDecision,
    responses(
        (status = 204, description = "Decided"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that stands in it, or not write", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The paper was put together anew since, it left already, or you approved it and somebody else has to clear its sentences", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The sentence isn't there any more, or the decision is none", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn decide(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<DisclosureSentenceDecision>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let Some(decision) = SentenceDecision::of_word(&body.decision) else {
        there(&front, &caller, (client, no)).await?;
        let words = SentenceDecision::ALL.iter().map(|it| it.word());
        return Err(Problem::Mend(vec![Field::one_of("decision", words)]));
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let what = (body.content.as_str(), body.sentence.as_str(), decision);
    let done = casework.decide_on_sentence(person, client, no, what).await;
    done.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// What failed, at the field of this body.
fn of_partners(caller: &Caller, error: DisclosureError) -> Problem {
    let DisclosureError::Mend(mend) = error else {
        return failed(caller, error);
    };
    let field = |it: Mend| match it {
        Mend::TooLong => Field::new("nobody", it.says()),
        it => Field::new("people", it.says()),
    };
    Problem::Mend(mend.into_iter().map(field).collect())
}
