//! `/api/v1/clients/{id}/confidentiality` and `/api/v1/consent-settings`: talks about confidentiality, and how long consents
//! last, for programs (NASW-e, RE-1, DV-5.2.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::consent::{self, NewTalk};
use caseward_model::{Client, Id, TalkKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::consents::{WithScan, asked, failed, may, scan_of, wrong};
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// Talks about confidentiality.
#[derive(Serialize, ToSchema)]
pub(crate) struct Talks {
    /// The newest first.
    talks: Vec<TalkKept>,
}

/// A talk about confidentiality.
#[derive(Serialize, ToSchema)]
#[schema(as = ConfidentialityTalk)]
pub(crate) struct TalkKept {
    /// `limits` or `policies`.
    kind: &'static str,
    at: String,
    /// Who talked with the client.
    #[schema(value_type = String)]
    by: Id<caseward_model::Worker>,
    how: String,
    teach_back: String,
    procedure_given: bool,
    /// The name under the acknowledgement.
    name: String,
    /// It was signed on paper.
    on_paper: bool,
}

/// A talk that is to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConfidentialityTalk)]
pub(crate) struct TalkBody {
    /// `limits` or `policies`.
    #[schema(example = "limits")]
    kind: String,
    /// How: in a talk here, by telephone, with an interpreter.
    how: String,
    /// What the client said it means.
    teach_back: String,
    /// The procedure was handed over or explained.
    #[serde(default)]
    procedure_given: bool,
    /// The name under the acknowledgement.
    #[serde(default)]
    name: String,
    /// The scan of the signed paper, in base64.
    #[serde(default)]
    scan: String,
}

/// The settings of consents.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentSettings)]
pub(crate) struct SettingsBody {
    default_days: i64,
    longest_days: i64,
    washington: bool,
    /// HIPAA binds this office.
    hipaa: bool,
    /// The law of the United Kingdom counts here.
    united_kingdom: bool,
    minors_alone: bool,
    first_talk_days: i64,
    talk_days: i64,
    note_days: i64,
    recall_days: i64,
    /// Days within which recipients are asked to answer.
    answer_days: i64,
    /// What leaves because the client asked for it stands on a request in their own words that they signed.
    #[serde(default)]
    signed_requests: bool,
}

/// When confidentiality was talked about with a client.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/confidentiality", tag = "consents",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The newest first", body = Talks),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "They aren't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn talks(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let found = front.casework.consents(&request).await;
    let (consents, delivery) = found.map_err(|error| failed(&caller, error))?;
    let line = |it: &consent::Talk| TalkKept {
        kind: it.kind.word(),
        at: moment(it.at),
        by: it.by,
        how: it.how.clone(),
        teach_back: it.teach_back.clone(),
        procedure_given: it.procedure_given,
        name: it.name.clone(),
        on_paper: it.scan.is_some(),
    };
    let answer = json(&Talks {
        talks: consents.talks.iter().map(line).collect(),
    });
    delivery.delivered(None);
    answer
}

/// Keeps a talk about confidentiality.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/confidentiality", tag = "consents",
    params(("id" = String, Path, description = "The client's id")),
    request_body = TalkBody,
    responses(
        (status = 204, description = "Kept"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The scan is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn talk(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    WithScan(body): WithScan<TalkBody>,
) -> Answered<StatusCode> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let (kind, scan) = (body.kind.parse::<TalkKind>(), scan_of(&body.scan));
    let new = NewTalk {
        kind: kind.clone().ok(),
        how: body.how,
        teach_back: body.teach_back,
        procedure_given: body.procedure_given,
        name: body.name,
        mark: String::new(),
        scan: scan.as_ref().cloned().unwrap_or_default(),
    };
    let needs = new.needs();
    if kind.is_err() || scan.is_err() || !needs.is_empty() {
        may(&front, &caller, &request).await?;
        if kind.is_err() {
            return Err(wrong("kind", TalkKind::ALL, |it| it.word()));
        }
        scan?;
        let field = |it: consent::TalkNeed| {
            Field::new(it.word(), "What was talked about still needs this.")
        };
        return Err(Problem::Mend(needs.into_iter().map(field).collect()));
    }
    let kept = front.casework.record_talk(&request, new).await;
    kept.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The settings of consents.
#[utoipa::path(
    get, path = "/api/v1/consent-settings", tag = "consents",
    responses(
        (status = 200, description = "The settings", body = SettingsBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn settings(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Response> {
    caller.works_here()?;
    let it = front.casework.consent_settings().await?;
    json(&SettingsBody {
        default_days: it.default_days,
        longest_days: it.longest_days,
        washington: it.washington,
        hipaa: it.hipaa,
        united_kingdom: it.united_kingdom,
        minors_alone: it.minors_alone,
        first_talk_days: it.first_talk_days,
        talk_days: it.talk_days,
        note_days: it.note_days,
        recall_days: it.recall_days,
        answer_days: it.answer_days,
        signed_requests: it.signed_requests,
    })
}

/// Changes the settings of consents; what is signed stays as it was signed.
#[utoipa::path(
    put, path = "/api/v1/consent-settings", tag = "consents",
    request_body = SettingsBody,
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't part of your role, or a proof is needed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "They can't be so", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_settings(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(it): Sent<SettingsBody>,
) -> Answered<StatusCode> {
    use caseward_casework::gate::About;
    use caseward_casework::sign_in::For;
    let (casework, who) = (&front.casework, caller.session.person.worker);
    let act = caseward_model::OfficeAct::ManageSettings;
    casework.must_be_let(who, act, About::Office).await?;
    caller.proved(&front, For::Rules)?;
    let new = consent::ConsentSettings {
        default_days: it.default_days,
        longest_days: it.longest_days,
        washington: it.washington,
        hipaa: it.hipaa,
        united_kingdom: it.united_kingdom,
        minors_alone: it.minors_alone,
        first_talk_days: it.first_talk_days,
        talk_days: it.talk_days,
        note_days: it.note_days,
        recall_days: it.recall_days,
        answer_days: it.answer_days,
        signed_requests: it.signed_requests,
        ..consent::ConsentSettings::default()
    };
    casework.set_consents(who, new).await?;
    Ok(StatusCode::NO_CONTENT)
}
