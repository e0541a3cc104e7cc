//! `/api/v1/clients/{id}/confidentiality` and `/api/v1/consent-settings`: talks about confidentiality, what is shared and the leaflet about
//! it, and how long consents last, for programs (NASW-e, RE-1, DV-4.1, DV-5.2.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::consent::{self, NewTalk};
use caseward_model::{Client, Id, Language, TalkKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::consents::{WithScan, asked, failed, may, scan_of, wrong};
use super::decided::Answered;
use super::disclosure_papers::pdf;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Parameters, Sent};
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
    /// `limits`, `policies` or `sharing`.
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
    /// The hash of the leaflet by which the client was told what is shared: SHA-256 of what stood in it, in hex.
    leaflet: Option<String>,
    /// In which language that was: `en` or `es`.
    language: Option<&'static str>,
}

/// What is shared about a client under their consents, and the leaflets that say it.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientSharing)]
pub(crate) struct SharingKnown {
    /// By the name of the organization.
    shared: Vec<SharedKnown>,
    /// One in each language.
    leaflets: Vec<LeafletKnown>,
}

/// What one organization may have under a consent that is in force.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientShared)]
pub(crate) struct SharedKnown {
    /// The number of the consent.
    consent: i64,
    /// What the organization is called.
    recipient: String,
    sections: Vec<&'static str>,
    purposes: Vec<&'static str>,
    /// The last day, like `2026-11-02`.
    until: String,
    /// For one time only.
    once: bool,
    /// By which channels it may go.
    channels: Vec<&'static str>,
    /// The kinds of ways to the organization by these channels that were checked and count now.
    ways: Vec<&'static str>,
    /// The organization's confidentiality policy counts as assessed now.
    policy_assessed: bool,
    /// The last day on which it does; nothing where that has no end.
    policy_until: Option<String>,
    /// How often something left under it, as far as the client may know.
    times: usize,
    /// The last day on which something did.
    last_on: Option<String>,
}

/// A leaflet.
#[derive(Serialize, ToSchema)]
#[schema(as = SharingLeafletKnown)]
pub(crate) struct LeafletKnown {
    /// `en` or `es`.
    language: &'static str,
    /// SHA-256 of what stands in it, in hex: send it with a talk of the kind `sharing`.
    hash: String,
}

/// A talk that is to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConfidentialityTalk)]
pub(crate) struct TalkBody {
    /// `limits`, `policies` or `sharing`.
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
    /// The hash of the leaflet that was gone through; for `sharing`.
    #[serde(default)]
    leaflet: String,
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
        leaflet: it.leaflet.as_ref().map(|it| it.hash.clone()),
        language: it.leaflet.as_ref().map(|it| it.language.word()),
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
        leaflet: body.leaflet,
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

/// What is shared about a client under their consents, with whom, by which way and how it is protected.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/confidentiality/sharing", tag = "consents",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "As it stands", body = SharingKnown),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn sharing(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let found = front.casework.sharing(&request).await;
    let (sharing, delivery) = found.map_err(|error| failed(&caller, error))?;
    let leaflet = |(language, hash): (Language, String)| LeafletKnown {
        language: language.word(),
        hash,
    };
    let answer = json(&SharingKnown {
        shared: sharing.lines.iter().map(shared).collect(),
        leaflets: sharing.leaflets()?.into_iter().map(leaflet).collect(),
    });
    delivery.delivered(None);
    answer
}

fn shared(it: &consent::SharedUnder) -> SharedKnown {
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string());
    SharedKnown {
        consent: it.consent,
        recipient: it.recipient.clone(),
        sections: it.sections.iter().map(|it| it.word()).collect(),
        purposes: it.purposes.iter().map(|it| it.word()).collect(),
        until: it.until.to_string(),
        once: it.once,
        channels: it.roads.iter().map(|it| it.word()).collect(),
        ways: it.ways.iter().map(|it| it.word()).collect(),
        policy_assessed: it.policy_assessed,
        policy_until: day(it.policy_until),
        times: it.times,
        last_on: day(it.last_on),
    }
}

/// The leaflet that tells the client what is shared about them. It names nobody.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/confidentiality/leaflet", tag = "consents",
    params(
        ("id" = String, Path, description = "The client's id"),
        ("language" = Option<String>, Query, description = "`en` or `es`; your own if missing"),
    ),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 400, description = "A parameter can't be taken", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn leaflet(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    parameters: Parameters,
) -> Answered<Response> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let parameters = parameters.only(&["language"])?;
    let words = Language::ALL.iter().map(|it| it.word());
    let language = parameters.one("language", &Field::one_of("language", words))?;
    let language: Language = language.unwrap_or(caller.language);
    let made = front.casework.sharing_leaflet(&request, language).await;
    let (printed, delivery) = made.map_err(|error| failed(&caller, error))?;
    delivery.delivered(Some(&printed.pdf));
    Ok(pdf(printed.pdf))
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
