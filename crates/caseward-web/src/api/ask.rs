//! `/api/v1/ask`: a question to the gate, answered with reasons and without a record.
//!
//! CR-4, CR-5, RE-2. The question and its answer are in the ledger like every other; the names are
//! those of `caseward ask`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::Office;
use caseward_casework::gate::{
    Act, Disclose, Find, Read, ReadOwn, RecipientAsked, Refusal, Report, Request, SectionDecision,
};
use caseward_model::{Action, Basis, Category, Channel, Purpose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::decided::{Answered, Decided, released};
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;

/// What can be asked; writing is asked by writing.
const ACTIONS: [Action; 5] = [
    Action::Find,
    Action::Read,
    Action::Disclose,
    Action::Report,
    Action::ReadOwn,
];

/// A question.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    /// About whom: the client's id.
    #[schema(example = "4m9r2c7k1x8w5t0b3h6q9v2n8d")]
    client: String,
    /// Which sections; all of them if missing or empty.
    #[serde(default)]
    #[schema(example = json!(["housing", "income"]))]
    sections: Vec<String>,
    /// Why; if missing, what goes with your part: `direct_service` for most.
    #[schema(example = "eligibility")]
    purpose: Option<String>,
    /// To which organisation it would go: its short name or id.
    #[schema(example = "housing-court")]
    recipient: Option<String>,
    /// On what ground; `duty` if missing, `client_request` for clients.
    #[schema(example = "consent")]
    basis: Option<String>,
    /// The number of the danger report, on the ground `danger`.
    #[serde(default)]
    #[schema(example = 3)]
    danger: Option<i64>,
    /// By which way; `api` if missing, `encrypted_message` to a recipient.
    #[schema(example = "encrypted_message")]
    channel: Option<String>,
    /// What is to be done: `find`, `read`, `disclose`, `report` or `read_own`; reading if missing,
    /// disclosing where a recipient is named.
    #[schema(example = "disclose")]
    action: Option<String>,
    /// You have read the limits of the client's consent that only people can keep, and they are kept.
    #[serde(default)]
    limits_confirmed: bool,
}

/// The answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct Answer<'a> {
    /// `released` when at least one section is, otherwise `refused`.
    #[schema(example = "released")]
    decision: &'static str,
    /// The number of the entry in the ledger.
    #[schema(example = 48)]
    entry: u64,
    /// What was decided, section by section.
    sections: Vec<Decided<'a>>,
}

/// Asks the gate.
#[utoipa::path(
    post, path = "/api/v1/ask", tag = "gate",
    request_body = Question,
    responses(
        (status = 200, description = "The answer, be it yes or no", body = Answer),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A field is unknown, missing or not a word of its list", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(question): Sent<Question>,
) -> Answered<Response> {
    let office = &*front.casework;
    let words = question.words()?;
    let client = question.client.parse().map_err(|_| caller.nobody())?;
    let recipient = recipient(office, question.recipient.as_deref()).await?;
    let disclosing = recipient != RecipientAsked::Nobody;
    let own = office
        .question_of(&caller.session.person, client, Channel::Api)
        .await
        .map_err(|refusal| caller.refused(refusal))?;
    let request = Request {
        sections: words.sections,
        purpose: words.purpose.unwrap_or(own.purpose),
        recipient,
        basis: words.basis.unwrap_or(own.basis),
        channel: words.channel.unwrap_or(if disclosing {
            Channel::EncryptedMessage
        } else {
            Channel::Api
        }),
        limits_confirmed: question.limits_confirmed,
        danger: question.danger,
        ..own
    };
    let action = words.action.unwrap_or(if disclosing {
        Action::Disclose
    } else {
        Action::Read
    });
    let answered = match action {
        Action::Find => decided::<Find>(office, &request).await,
        Action::Disclose => decided::<Disclose>(office, &request).await,
        Action::Report => decided::<Report>(office, &request).await,
        Action::ReadOwn => decided::<ReadOwn>(office, &request).await,
        _ => decided::<Read>(office, &request).await,
    };
    let (permitted, entry, sections) = answered.map_err(|refusal| caller.refused(refusal))?;
    let decided = |section| Decided::new(section, caller.language);
    json(&Answer {
        decision: released(permitted),
        entry,
        sections: sections.iter().map(decided).collect(),
    })
}

/// The decision alone: the permit goes back unused, and a no with reasons is an answer too.
async fn decided<A: Act>(
    office: &Office,
    request: &Request,
) -> Result<(bool, u64, Vec<SectionDecision>), Refusal> {
    match office.gate.ask::<A>(request).await {
        Ok(answer) => {
            office.gate.give_back(answer.permit, answer.sealed);
            Ok((true, answer.entry, answer.sections))
        }
        Err(Refusal::Refused { entry, sections }) => Ok((false, entry, sections)),
        Err(refusal) => Err(refusal),
    }
}

/// Whoever isn't an organisation in the register is asked for as that: refused, and on record (RE-2).
async fn recipient(office: &Office, handle: Option<&str>) -> Answered<RecipientAsked> {
    let Some(handle) = handle else {
        return Ok(RecipientAsked::Nobody);
    };
    let register = office.register().await?;
    let found = register
        .iter()
        .find(|it| it.handle == handle || it.id.to_string() == handle);
    Ok(found.map_or(RecipientAsked::NotAnOrganization, |it| {
        RecipientAsked::Organization(it.id)
    }))
}

/// The question's words, each of its list.
struct Words {
    sections: Vec<Category>,
    purpose: Option<Purpose>,
    basis: Option<Basis>,
    channel: Option<Channel>,
    action: Option<Action>,
}

impl Question {
    /// All that has to be mended is said at once.
    fn words(&self) -> Answered<Words> {
        let mut mend = Vec::new();
        let sections: Result<Vec<_>, _> = self.sections.iter().map(|word| word.parse()).collect();
        if sections.is_err() {
            mend.push(Field::one_of(
                "sections",
                Category::ALL.iter().map(|it| it.word()),
            ));
        }
        let words = || Purpose::ALL.iter().map(|it| it.word());
        let purpose = word(self.purpose.as_deref(), "purpose", words, &mut mend);
        let words = || Basis::ALL.iter().map(|it| it.word());
        let basis = word(self.basis.as_deref(), "basis", words, &mut mend);
        let words = || Channel::ALL.iter().map(|it| it.word());
        let channel = word(self.channel.as_deref(), "channel", words, &mut mend);
        let words = || ACTIONS.iter().map(|it| it.word());
        let mut action = word(self.action.as_deref(), "action", words, &mut mend);
        if action.is_some_and(|action| !ACTIONS.contains(&action)) {
            mend.push(Field::one_of("action", words()));
            action = None;
        }
        match sections {
            Ok(sections) if mend.is_empty() => Ok(Words {
                sections,
                purpose,
                basis,
                channel,
                action,
            }),
            _ => Err(Problem::Mend(mend)),
        }
    }
}

/// A word of a list; what isn't one is noted.
fn word<T: std::str::FromStr, I: Iterator<Item = &'static str>>(
    given: Option<&str>,
    field: &'static str,
    words: impl FnOnce() -> I,
    mend: &mut Vec<Field>,
) -> Option<T> {
    let parsed = given.map(str::parse)?;
    if parsed.is_err() {
        mend.push(Field::one_of(field, words()));
    }
    parsed.ok()
}
