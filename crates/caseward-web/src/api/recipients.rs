//! `/api/v1/recipients` and what belongs to them: ways, assessments, protocols and breaches (RE-2, CC-2.3, DV-4.1,
//! DV-5.5 to DV-5.8).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::partnership::{
    Answer, CheckOrder, Checked, Kept, NewAssessment, NewBreach, NewProtocol, NewWay, Protocol,
    ProtocolChange, Recipient, StaffTerms, Way, WayOpen,
};
use caseward_model::{Id, OrganizationKind, PolicyQuestion};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// The recipients.
#[derive(Serialize, ToSchema)]
pub(crate) struct Recipients {
    recipients: Vec<One>,
}

/// A recipient.
#[derive(Serialize, ToSchema)]
#[schema(as = Recipient)]
pub(crate) struct One {
    #[schema(value_type = String)]
    id: Id<caseward_model::Organization>,
    name: String,
    kind: &'static str,
    /// Its policy counts as assessed until; nothing when it doesn't.
    policy_until: Option<String>,
    ways: Vec<OneWay>,
    protocols: Vec<OneProtocol>,
    /// How many breaches aren't settled.
    breaches_open: usize,
}

/// A way.
#[derive(Serialize, ToSchema)]
#[schema(as = RecipientWay)]
pub(crate) struct OneWay {
    number: i64,
    /// What you send with a check, as what you looked at.
    version: i64,
    /// `age`, `openpgp`, `sftp`, `encrypted_mail`, `post` or `hand`.
    kind: &'static str,
    address: String,
    receiver: String,
    /// The telephone of that role or office, on which a PIN or a passphrase is told; missing where none was entered.
    #[serde(skip_serializing_if = "String::is_empty")]
    phone: String,
    /// They said that word can be left there.
    word_may_be_left: bool,
    fingerprint: String,
    /// The public key.
    key: Option<String>,
    /// `counts`, `unchecked`, `key_changed`, `to_come`, `over` or `retired`.
    state: &'static str,
    until: String,
}

/// A protocol.
#[derive(Serialize, ToSchema)]
#[schema(as = RecipientProtocol)]
pub(crate) struct OneProtocol {
    number: i64,
    edition: u32,
    reference: String,
    /// `in_force`, `to_come`, `over`, `suspended` or `ended`.
    state: &'static str,
    from: String,
    until: String,
    purposes: Vec<&'static str>,
    categories: Vec<&'static str>,
    receivers: Vec<String>,
}

const fn state(open: WayOpen) -> &'static str {
    match open {
        WayOpen::Counts => "counts",
        WayOpen::Unchecked => "unchecked",
        WayOpen::KeyChanged => "key_changed",
        WayOpen::ToCome => "to_come",
        WayOpen::Over => "over",
        WayOpen::Retired => "retired",
    }
}

fn way(kept: &Kept<Way>, now_ms: i64) -> OneWay {
    let it = &kept.it;
    OneWay {
        number: kept.no,
        version: kept.version,
        kind: it.kind.word(),
        address: it.address.clone(),
        receiver: it.receiver.clone(),
        phone: it.phone.clone(),
        word_may_be_left: it.word_may_be_left,
        fingerprint: it.fingerprint.clone(),
        key: it.key.as_ref().map(|key| key.as_str().to_owned()),
        state: state(it.stands_at(now_ms)),
        until: moment(it.until),
    }
}

fn protocol(kept: &Kept<Protocol>, now_ms: i64) -> OneProtocol {
    let it = &kept.it;
    OneProtocol {
        number: kept.no,
        edition: it.edition,
        reference: it.reference.clone(),
        state: it.state_at(now_ms).word(),
        from: moment(it.from),
        until: moment(it.over_at()),
        purposes: it.purposes.iter().map(|it| it.word()).collect(),
        categories: it.categories.iter().map(|it| it.word()).collect(),
        receivers: it.receivers.clone(),
    }
}

fn one(it: &Recipient, now_ms: i64) -> One {
    One {
        id: it.organization.id,
        name: it.organization.name.clone(),
        kind: it.organization.sheet.kind.word(),
        policy_until: it.assessed_until(now_ms).map(moment),
        ways: it.ways.iter().map(|kept| way(kept, now_ms)).collect(),
        protocols: it
            .protocols
            .iter()
            .map(|kept| protocol(kept, now_ms))
            .collect(),
        breaches_open: it
            .breaches
            .iter()
            .filter(|kept| kept.it.settled.is_none())
            .count(),
    }
}

/// Words of a list, each of which has to be one.
pub(super) fn words<T: std::str::FromStr>(
    field: &'static str,
    sent: &[String],
    list: impl Iterator<Item = &'static str>,
) -> Answered<Vec<T>> {
    let all: Result<Vec<T>, _> = sent.iter().map(|it| it.parse()).collect();
    all.map_err(|_| Problem::Mend(vec![Field::one_of(field, list)]))
}

pub(super) fn word<T: std::str::FromStr>(
    field: &'static str,
    sent: &str,
    list: impl Iterator<Item = &'static str>,
) -> Answered<T> {
    sent.parse()
        .map_err(|_| Problem::Mend(vec![Field::one_of(field, list)]))
}

/// A moment as a program sends it.
pub(super) fn time(field: &'static str, sent: &str) -> Answered<i64> {
    let detail = "Give a time like 2026-11-30T08:00:00Z.";
    let at = sent.parse::<jiff::Timestamp>();
    let at = at.map_err(|_| Problem::Mend(vec![Field::new(field, detail)]))?;
    Ok(at.as_millisecond())
}

/// Something that was kept, by its number.
#[derive(Serialize, ToSchema)]
#[schema(as = KeptNumber)]
pub(crate) struct Number {
    #[schema(example = 12)]
    number: i64,
}

pub(super) type Created = (StatusCode, axum::Json<Number>);

pub(super) fn created(number: i64) -> Created {
    (StatusCode::CREATED, axum::Json(Number { number }))
}

/// All recipients.
#[utoipa::path(
    get, path = "/api/v1/recipients", tag = "recipients",
    responses(
        (status = 200, description = "All of them", body = Recipients),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let (casework, now_ms) = (&front.casework, front.casework.clock().now_ms());
    let all = casework.recipients(caller.session.person.worker).await?;
    json(&Recipients {
        recipients: all.iter().map(|it| one(it, now_ms)).collect(),
    })
}

/// One recipient.
#[utoipa::path(
    get, path = "/api/v1/recipients/{id}", tag = "recipients",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The recipient", body = One),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<caseward_model::Organization>>,
) -> Answered<Response> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    let all = casework.recipients(who).await?;
    let id = id.found()?;
    let found = all.iter().find(|it| it.organization.id == id);
    json(&one(
        found.ok_or(Problem::NotFound)?,
        casework.clock().now_ms(),
    ))
}

/// An organisation to be taken into the register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRecipient)]
pub(crate) struct New {
    name: String,
    /// The short name.
    handle: String,
    #[schema(example = "health")]
    kind: String,
}

/// Takes an organisation into the register.
#[utoipa::path(
    post, path = "/api/v1/recipients", tag = "recipients", request_body = New,
    responses(
        (status = 201, description = "It is in the register: nothing agreed yet", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(new): Sent<New>,
) -> Answered<Created> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    may_manage(&front, &caller).await?;
    let kinds = || OrganizationKind::ALL.iter().map(|it| it.word());
    let kind = word("kind", &new.kind, kinds())?;
    let added = casework
        .add_recipient(who, (&new.name, &new.handle), kind)
        .await?;
    Ok(created(added.no))
}

async fn may_manage(front: &Front, caller: &Caller) -> Answered<()> {
    let act = caseward_model::OfficeAct::ManageRecipients;
    let about = caseward_casework::gate::About::Office;
    let who = caller.session.person.worker;
    Ok(front.casework.asks_for(who, act, about).await?)
}

/// The organisation that an address names, for whoever may add to what is kept about it.
async fn named(
    front: &Front,
    caller: &Caller,
    id: Named<Id<caseward_model::Organization>>,
) -> Answered<Id<caseward_model::Organization>> {
    may_manage(front, caller).await?;
    let id = id.found()?;
    let who = caller.session.person.worker;
    Ok(front.casework.recipient(who, id).await?.organization.id)
}

/// A way to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRecipientWay)]
pub(crate) struct SentWay {
    #[schema(example = "age")]
    kind: String,
    address: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    fingerprint: String,
    /// A role or an office, never a person.
    receiver: String,
    /// Its telephone: needed where a PIN or a passphrase is to be told. Whoever checks the way checks it too.
    #[serde(default)]
    #[schema(example = "+1 555 010 0147")]
    phone: String,
    /// They said that word can be left there when nobody answers.
    #[serde(default)]
    word_may_be_left: bool,
    #[schema(example = "2026-11-30T00:00:00Z")]
    from: String,
    #[schema(example = "2027-11-30T00:00:00Z")]
    until: String,
}

/// Adds a way; it counts when somebody else has checked it.
#[utoipa::path(
    post, path = "/api/v1/recipients/{id}/ways", tag = "recipients", request_body = SentWay,
    params(("id" = String, Path, description = "The recipient's id")),
    responses(
        (status = 201, description = "Added: a colleague is asked to check it", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add_way(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<caseward_model::Organization>>,
    Sent(new): Sent<SentWay>,
) -> Answered<Created> {
    let to = named(&front, &caller, id).await?;
    let kinds = caseward_model::WayKind::ALL.iter().map(|it| it.word());
    let new = NewWay {
        kind: word("kind", &new.kind, kinds)?,
        address: new.address,
        key: new.key,
        fingerprint: new.fingerprint,
        receiver: new.receiver,
        phone: new.phone,
        word_may_be_left: new.word_may_be_left,
        from: time("from", &new.from)?,
        until: time("until", &new.until)?,
    };
    let who = caller.session.person.worker;
    Ok(created(front.casework.add_way(who, to, new).await?))
}

/// What somebody found who called back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WayCheck)]
pub(crate) struct SentCheck {
    /// The `version` that you looked at.
    seen: i64,
    /// As it was read out to you.
    #[serde(default)]
    fingerprint: String,
    /// `call_back` or `in_person`.
    how: String,
    /// Where the number came from.
    #[serde(default)]
    source: String,
}

/// What came of a check.
#[derive(Serialize, ToSchema)]
#[schema(as = WayChecked)]
pub(crate) struct Outcome {
    /// `counts` or `differs`.
    outcome: &'static str,
}

/// Records that you made sure that a way is theirs; never one that you entered.
#[utoipa::path(
    post, path = "/api/v1/ways/{no}/check", tag = "recipients", request_body = SentCheck,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "It counts, or what was read out is another fingerprint", body = Outcome),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it, or you entered it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn check(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<SentCheck>,
) -> Answered<Response> {
    let who = caller.session.person.worker;
    let act = caseward_model::OfficeAct::CheckWay;
    let about = caseward_casework::gate::About::Office;
    front.casework.asks_for(who, act, about).await?;
    let no = no.found()?;
    front.casework.way(who, no).await?;
    let hows = caseward_model::CheckMethod::ALL.iter().map(|it| it.word());
    let order = CheckOrder {
        seen: sent.seen,
        fingerprint: sent.fingerprint,
        how: word("how", &sent.how, hows)?,
        source: sent.source,
    };
    let outcome = match front.casework.check_way(who, no, order).await? {
        Checked::Counts => "counts",
        Checked::Differs => "differs",
    };
    json(&Outcome { outcome })
}

/// Another key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WayKey)]
pub(crate) struct SentKey {
    key: String,
    fingerprint: String,
}

/// Changes the key of a way: it counts again after another call back.
#[utoipa::path(
    put, path = "/api/v1/ways/{no}/key", tag = "recipients", request_body = SentKey,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Changed: it doesn't count until it was checked"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_key(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<SentKey>,
) -> Answered<StatusCode> {
    let who = caller.session.person.worker;
    let key = (sent.key, sent.fingerprint);
    front.casework.change_key(who, no.number(), key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a way away.
#[utoipa::path(
    delete, path = "/api/v1/ways/{no}", tag = "recipients",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Retired: it is not offered any more"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn retire(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<StatusCode> {
    let who = caller.session.person.worker;
    front.casework.retire_way(who, no.number()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An assessment of a policy.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPolicyAssessment)]
pub(crate) struct SentAssessment {
    reference: String,
    #[serde(default)]
    edition: String,
    dated: String,
    until: String,
    /// One for each question: `keeping`, `readers`, `redisclosure`, `breach_notice`, `return_or_destroy`.
    answers: Vec<SentAnswer>,
}

/// What was found about one question.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicyAnswer)]
pub(crate) struct SentAnswer {
    question: String,
    found: String,
    enough: bool,
}

/// What came of an assessment.
#[derive(Serialize, ToSchema)]
#[schema(as = PolicyAssessed)]
pub(crate) struct Assessed {
    /// Every answer is enough, and it counts as assessed.
    enough: bool,
}

/// Keeps an assessment of a recipient's confidentiality policy.
#[utoipa::path(
    post, path = "/api/v1/recipients/{id}/assessments", tag = "recipients", request_body = SentAssessment,
    params(("id" = String, Path, description = "The recipient's id")),
    responses(
        (status = 200, description = "Kept", body = Assessed),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn assess(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<caseward_model::Organization>>,
    Sent(sent): Sent<SentAssessment>,
) -> Answered<Response> {
    let of = named(&front, &caller, id).await?;
    let mut answers = Vec::new();
    for it in sent.answers {
        let list = PolicyQuestion::ALL.iter().map(|it| it.word());
        answers.push(Answer {
            question: word("question", &it.question, list)?,
            found: it.found,
            enough: it.enough,
        });
    }
    let new = NewAssessment {
        reference: sent.reference,
        edition: sent.edition,
        dated: time("dated", &sent.dated)?,
        answers,
        until: time("until", &sent.until)?,
    };
    let who = caller.session.person.worker;
    let enough = front.casework.assess_policy(who, of, new).await?;
    json(&Assessed { enough })
}

/// A protocol to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRecipientProtocol)]
pub(crate) struct SentProtocol {
    reference: String,
    /// For the clients of one programme only, by its number.
    #[serde(default)]
    programme: Option<i64>,
    from: String,
    until: String,
    purposes: Vec<String>,
    categories: Vec<String>,
    /// Roles and offices.
    receivers: Vec<String>,
    /// The partner's own workers, by id.
    #[serde(default)]
    staff: Vec<SentStaff>,
    /// When our procedure was given to them.
    #[serde(default)]
    procedure_given_at: Option<String>,
    procedure_given_to: String,
    duties_explained: bool,
    breach_clause: bool,
    /// The protocol that it takes the place of.
    #[serde(default)]
    renews: Option<i64>,
}

/// What one of the partner's workers may learn.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProtocolStaff)]
pub(crate) struct SentStaff {
    worker: String,
    categories: Vec<String>,
}

/// Keeps what was agreed with a partner.
#[utoipa::path(
    post, path = "/api/v1/recipients/{id}/protocols", tag = "recipients", request_body = SentProtocol,
    params(("id" = String, Path, description = "The recipient's id")),
    responses(
        (status = 201, description = "Kept, and it decides from now on", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn agree(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<caseward_model::Organization>>,
    Sent(sent): Sent<SentProtocol>,
) -> Answered<Created> {
    let with = named(&front, &caller, id).await?;
    let categories = || caseward_model::Category::ALL.iter().map(|it| it.word());
    let purposes = caseward_model::Purpose::ALL.iter().map(|it| it.word());
    let mut staff = Vec::new();
    for it in sent.staff {
        let detail = "Give the id of one of the partner's workers.";
        let worker = it.worker.parse();
        staff.push(StaffTerms {
            worker: worker.map_err(|_| Problem::Mend(vec![Field::new("staff", detail)]))?,
            categories: words("categories", &it.categories, categories())?,
        });
    }
    let given = sent.procedure_given_at.as_deref();
    let given = given.map(|at| time("procedure_given_at", at)).transpose()?;
    let new = NewProtocol {
        reference: sent.reference,
        programme: sent.programme,
        from: time("from", &sent.from)?,
        until: time("until", &sent.until)?,
        purposes: words("purposes", &sent.purposes, purposes)?,
        receivers: sent.receivers,
        categories: words("categories", &sent.categories, categories())?,
        staff,
        procedure_given_at: given,
        procedure_given_to: sent.procedure_given_to,
        duties_explained: sent.duties_explained,
        breach_clause: sent.breach_clause,
        renews: sent.renews,
    };
    let who = caller.session.person.worker;
    Ok(created(
        front.casework.agree_protocol(who, with, new).await?,
    ))
}

/// What is done with a protocol.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProtocolChange)]
pub(crate) struct SentChange {
    /// `suspend`, `resume` or `end`.
    action: String,
    /// Why; not needed for an end.
    #[serde(default)]
    because: String,
}

/// Lets a protocol rest or hold again, or ends it.
#[utoipa::path(
    post, path = "/api/v1/protocols/{no}", tag = "recipients", request_body = SentChange,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Done, at once"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<SentChange>,
) -> Answered<StatusCode> {
    may_manage(&front, &caller).await?;
    let no = no.found()?;
    let who = caller.session.person.worker;
    front.casework.protocol(who, no).await?;
    let change = match sent.action.as_str() {
        "suspend" => ProtocolChange::Suspend(sent.because),
        "resume" => ProtocolChange::Resume(sent.because),
        "end" => ProtocolChange::End,
        _ => {
            let words = ["suspend", "resume", "end"].into_iter();
            return Err(Problem::Mend(vec![Field::one_of("action", words)]));
        }
    };
    front.casework.change_protocol(who, no, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A breach to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPartnershipBreach)]
pub(crate) struct SentBreach {
    /// `ours` or `theirs`.
    by: String,
    happened_at: String,
    /// What happened, naming no client.
    what: String,
    /// `talked`, `suspended` or `ended`.
    consequence: String,
}

/// Records a breach of what was agreed, and does what follows from it.
#[utoipa::path(
    post, path = "/api/v1/recipients/{id}/breaches", tag = "recipients", request_body = SentBreach,
    params(("id" = String, Path, description = "The recipient's id")),
    responses(
        (status = 201, description = "Recorded", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn breach(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<caseward_model::Organization>>,
    Sent(sent): Sent<SentBreach>,
) -> Answered<Created> {
    let with = named(&front, &caller, id).await?;
    let sides = caseward_model::BreachBy::ALL.iter().map(|it| it.word());
    let follows = caseward_model::BreachConsequence::ALL
        .iter()
        .map(|it| it.word());
    let new = NewBreach {
        by: word("by", &sent.by, sides)?,
        happened_at: time("happened_at", &sent.happened_at)?,
        what: sent.what,
        consequence: word("consequence", &sent.consequence, follows)?,
    };
    let who = caller.session.person.worker;
    Ok(created(front.casework.record_breach(who, with, new).await?))
}

/// How a breach was settled.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BreachSettled)]
pub(crate) struct SentSettled {
    how: String,
}

/// Records how a breach was settled.
#[utoipa::path(
    post, path = "/api/v1/breaches/{no}/settled", tag = "recipients", request_body = SentSettled,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Recorded; what rests goes on resting until it is resumed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn settle(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<SentSettled>,
) -> Answered<StatusCode> {
    let who = caller.session.person.worker;
    front
        .casework
        .settle_breach(who, no.number(), sent.how)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
