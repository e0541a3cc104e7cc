//! `/api/v1/clients/{id}/disclosure-drafts`: what you prepare about a client, for programs: kept answer by answer, taken up, thrown away
//! (RE-2, NASW-c).
//!
//! A draft is its writer's own: to everybody else it isn't there. Nothing is opened and nothing leaves by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::disclosure::{
    DisclosureDraft, DisclosureError, DraftAnswers, DraftChange, DraftEnd, DraftNeed, DraftState,
    DraftStep,
};
use caseward_model::{Basis, Channel, Client, Id, Organization, Purpose, Road};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::disclosures::{
    DisclosureBegun, answers, failed, may, named, place, recipient_in, sections, word,
};
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// What you prepare.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureDrafts {
    /// The newest first.
    drafts: Vec<ListedDraft>,
}

/// A draft in the list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedDraft {
    /// Its number.
    number: i64,
    /// When it was last written. What nobody touches for 30 days is taken away.
    #[schema(example = "2026-11-02T09:00:00Z")]
    kept_at: String,
    said: DraftSaid,
}

/// A draft with what it still needs.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureDraftShown {
    /// Its number.
    number: i64,
    said: DraftSaid,
    /// What it still needs, in the order of the steps; nothing when it can be taken up.
    needs: Vec<DraftNeeded>,
    second: DraftSecond,
}

/// What was answered so far.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftSaid {
    /// What kind of disclosure it is.
    #[schema(example = "report")]
    kind: Option<&'static str>,
    #[schema(example = "eligibility")]
    purpose: Option<&'static str>,
    #[schema(example = "consent")]
    basis: Option<&'static str>,
    /// On the ground `danger`, the number of the report on which it goes.
    danger: Option<i64>,
    /// An organization's id.
    recipient: Option<String>,
    /// What was answered to what kinds ask, by the words of the fields; what this kind doesn't ask stays, and doesn't go along.
    answers: BTreeMap<String, String>,
    /// What goes; nothing before somebody chose, and after it became something else.
    sections: Option<Vec<&'static str>>,
    /// Why more than the purpose usually needs.
    why_more: String,
    #[schema(example = "hand_delivery")]
    channel: Option<&'static str>,
}

/// Something that a draft still needs.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftNeeded {
    /// At which step: `kind`, `purpose`, `basis`, `recipient`, `questions`, `sections`, `way` or `check`.
    #[schema(example = "sections")]
    step: &'static str,
    /// What has to be mended; missing where it isn't answered yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'static str>,
}

/// Somebody else who looks at it before it leaves.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftSecond {
    /// Why: `died`, `ground` or `own_text`; nothing where it isn't known yet whether one is needed.
    #[schema(example = "ground")]
    why: Option<&'static str>,
    /// Who could, as things stand: what they are called.
    who: Vec<String>,
}

/// What is answered. What is left out stays as it was.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftBody {
    #[serde(default)]
    #[schema(example = "report")]
    kind: Option<String>,
    #[serde(default)]
    #[schema(example = "eligibility")]
    purpose: Option<String>,
    #[serde(default)]
    #[schema(example = "consent")]
    basis: Option<String>,
    /// Said with `basis`: on the ground `danger`, the number of the report on which it goes.
    #[serde(default)]
    danger: Option<i64>,
    /// An organization of the register: its short name or id.
    #[serde(default)]
    #[schema(example = "housing")]
    recipient: Option<String>,
    /// What its kind asks besides, all of it at once, by the words of the fields.
    #[serde(default)]
    answers: Option<BTreeMap<String, String>>,
    #[serde(default)]
    sections: Option<Vec<String>>,
    /// Said with `sections`: why more than the purpose usually needs.
    #[serde(default)]
    why_more: String,
    #[serde(default)]
    #[schema(example = "hand_delivery")]
    channel: Option<String>,
}

impl DraftSaid {
    fn new(it: &DraftAnswers) -> Self {
        let answers = it.answers.iter();
        let sections = it.sections.as_ref();
        Self {
            kind: it.road.map(Road::word),
            purpose: it.purpose.map(Purpose::word),
            basis: it.basis.map(Basis::word),
            danger: it.danger,
            recipient: it.recipient.map(|it| it.to_string()),
            answers: answers
                .map(|(field, text)| (field.word().to_owned(), text.to_owned()))
                .collect(),
            sections: sections.map(|all| all.iter().map(|it| it.word()).collect()),
            why_more: it.why_more.clone(),
            channel: it.channel.map(Channel::word),
        }
    }
}

impl ListedDraft {
    fn new(it: &DisclosureDraft) -> Self {
        Self {
            number: it.no,
            kept_at: moment(it.kept_at),
            said: DraftSaid::new(&it.said),
        }
    }
}

impl DisclosureDraftShown {
    fn new(number: i64, it: DraftState) -> Self {
        let need = |it: &DraftNeed| DraftNeeded {
            step: it.step.word(),
            detail: it.mend.map(|mend| mend.says()),
        };
        Self {
            number,
            said: DraftSaid::new(&it.said),
            needs: it.needs.iter().map(need).collect(),
            second: DraftSecond {
                why: it.second.why.map(|why| why.word()),
                who: it.second.who,
            },
        }
    }
}

/// The field of what is still needed.
fn field(need: DraftNeed) -> Field {
    if let Some(mend) = need.mend {
        return Field::new(place(mend), mend.says());
    }
    let name = match need.step {
        DraftStep::Kind => "kind",
        DraftStep::Purpose => "purpose",
        DraftStep::Basis => "basis",
        DraftStep::Recipient => "recipient",
        DraftStep::Questions | DraftStep::Check => "answers",
        DraftStep::Sections => "sections",
        DraftStep::Way => "channel",
    };
    Field::new(name, "Answer this first.")
}

/// What was answered, step by step, or all that can't be taken.
async fn changes(front: &Front, body: DraftBody) -> Answered<Result<Vec<DraftChange>, Vec<Field>>> {
    let mut mend = Vec::new();
    let mut all = Vec::new();
    if let Some(text) = &body.kind {
        let kind = word(
            ("kind", text.as_str()),
            Road::ALL,
            |it| it.word(),
            &mut mend,
        );
        all.push(DraftChange::Kind(kind));
    }
    if let Some(text) = &body.purpose {
        let purpose = word(
            ("purpose", text.as_str()),
            Purpose::ALL,
            |it| it.word(),
            &mut mend,
        );
        all.push(DraftChange::Purpose(purpose));
    }
    if let Some(text) = &body.basis {
        let basis = word(
            ("basis", text.as_str()),
            Basis::ALL,
            |it| it.word(),
            &mut mend,
        );
        all.push(DraftChange::Basis(basis, body.danger));
    } else if body.danger.is_some() {
        mend.push(Field::new("basis", "Say the ground with the report."));
    }
    if let Some(name) = &body.recipient {
        let found: Option<Id<Organization>> = recipient_in(front, name, &mut mend).await?;
        all.push(DraftChange::Recipient(found));
    }
    if let Some(said) = body.answers {
        all.push(DraftChange::Questions(answers(said, &mut mend)));
    }
    if let Some(words) = &body.sections {
        let chosen = sections(words, &mut mend);
        all.push(DraftChange::Sections(chosen, body.why_more));
    } else if !body.why_more.is_empty() {
        mend.push(Field::new("sections", "Say what goes with the reason."));
    }
    if let Some(text) = &body.channel {
        let channel = word(
            ("channel", text.as_str()),
            Channel::ALL,
            |it| it.word(),
            &mut mend,
        );
        all.push(DraftChange::Way(channel));
    }
    Ok(if mend.is_empty() { Ok(all) } else { Err(mend) })
}

/// Keeps what was answered; without a number, a draft begins.
async fn kept(
    front: &Front,
    caller: &Caller,
    (client, no): (Id<Client>, Option<i64>),
    body: DraftBody,
) -> Answered<DisclosureDraftShown> {
    let changes = match changes(front, body).await? {
        Ok(changes) => changes,
        Err(mend) => {
            may(front, caller, client).await?;
            return Err(Problem::Mend(mend));
        }
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let kept = casework
        .keep_disclosure_answers(person, client, (no, changes))
        .await;
    if let Err(DisclosureError::Mend(_)) = kept {
        may(front, caller, client).await?;
    }
    let (no, state) = kept.map_err(|error| failed(caller, error))?;
    Ok(DisclosureDraftShown::new(no, state))
}

/// What you prepare about a client. What colleagues prepare isn't in it.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosure-drafts", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "Your drafts", body = DisclosureDrafts),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The book isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
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
    let found = front
        .casework
        .disclosures_and_drafts_of(person, client)
        .await;
    let (_, drafts, delivery) = found.map_err(|error| failed(&caller, error))?;
    let answer = json(&DisclosureDrafts {
        drafts: drafts.iter().map(ListedDraft::new).collect(),
    });
    delivery.delivered(None);
    answer
}

/// Begins to prepare a disclosure. What was answered is kept, whether it fits or not; `needs` says what is missing.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosure-drafts", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id")),
    request_body = DraftBody,
    responses(
        (status = 201, description = "Kept", body = DisclosureDraftShown),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you, or nothing of this kind ever goes", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A word is none of its list, or a text is too long: nothing was kept", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn begin(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(body): Sent<DraftBody>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let shown = kept(&front, &caller, (client, None), body).await?;
    Ok((StatusCode::CREATED, json(&shown)?).into_response())
}

/// What you prepare under this number, with what it still needs.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosure-drafts/{no}", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The draft", body = DisclosureDraftShown),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The book isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You prepare nothing of this number", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let person = &caller.session.person;
    let found = front.casework.disclosure_draft(person, client, Some(no));
    let (state, delivery) = found.await.map_err(|error| failed(&caller, error))?;
    let answer = json(&DisclosureDraftShown::new(no, state));
    delivery.delivered(None);
    answer
}

/// Answers something of it anew. What is left out stays as it was.
#[utoipa::path(
    put, path = "/api/v1/clients/{id}/disclosure-drafts/{no}", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DraftBody,
    responses(
        (status = 200, description = "Kept", body = DisclosureDraftShown),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you, or nothing of this kind ever goes", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You prepare nothing of this number", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A word is none of its list, or a text is too long: nothing was kept", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn answer(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<DraftBody>,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    json(&kept(&front, &caller, (client, Some(no)), body).await?)
}

/// Takes a draft up: the disclosure begins, and the draft ends. Nothing is opened and nothing leaves.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosure-drafts/{no}/take-up", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 201, description = "Begun", body = DisclosureBegun),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You prepare nothing of this number", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It was changed in the same moment", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something is still needed; the draft stays", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn take_up(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let ended = casework.begin_prepared_disclosure(person, client, no).await;
    match ended.map_err(|error| failed(&caller, error))? {
        DraftEnd::Begun(number) => {
            Ok((StatusCode::CREATED, json(&DisclosureBegun { number })?).into_response())
        }
        DraftEnd::Needs(needs) => Err(Problem::Mend(needs.into_iter().map(field).collect())),
    }
}

/// Throws a draft away.
#[utoipa::path(
    delete, path = "/api/v1/clients/{id}/disclosure-drafts/{no}", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Thrown away"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You prepare nothing of this number", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn throw_away(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let dropped = casework.drop_disclosure_draft(person, client, no).await;
    dropped.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
