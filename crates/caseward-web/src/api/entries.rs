//! `/api/v1/clients/{id}/entries`: writing into a client's file, facts as facts and opinions with what
//! they rest on (DV-5.2.2), what others told apart from the rest (DV-3.2).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use caseward_casework::entries::Draft;
use caseward_casework::plain_words::remarks;
use caseward_model::{Channel, Client, Id, Purpose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody, to_mend};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// An entry to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEntry {
    /// The section.
    #[serde(default)]
    #[schema(example = "housing")]
    section: String,
    /// Who told: `client`, `worker` or `third_party`; what third parties told goes into a section of
    /// its own.
    #[serde(default)]
    #[schema(example = "worker")]
    provenance: String,
    /// `fact` or `opinion`.
    #[serde(default)]
    #[schema(example = "opinion")]
    nature: String,
    /// What an opinion rests on.
    #[serde(default)]
    #[schema(example = "Two visits this week.")]
    based_on: String,
    /// The text, at most 10,000 characters.
    #[serde(default)]
    #[schema(example = "The new flat suits her.")]
    text: String,
    /// Why; if missing, what goes with your part: `direct_service` for most.
    #[serde(default)]
    #[schema(example = "direct_service")]
    purpose: Option<String>,
}

/// What was written.
#[derive(Serialize, ToSchema)]
pub(crate) struct Written {
    /// Into whose file.
    #[schema(value_type = String, example = "4m9r2c7k1x8w5t0b3h6q9v2n8d")]
    client: Id<Client>,
    /// The section that it went into.
    #[schema(example = "housing")]
    section: &'static str,
    /// The record's number within the file.
    record: i64,
    /// The number of the entry in the ledger.
    entry: u64,
    /// Words that judge somebody, with what could stand there instead; the entry is kept as it is.
    remarks: Vec<Remarked>,
}

/// A word that was pointed out.
#[derive(Serialize, ToSchema)]
pub(crate) struct Remarked {
    /// What stands in the text.
    #[schema(example = "crazy")]
    said: String,
    /// What could stand there instead.
    #[schema(example = "Say what you saw or heard: what they did and said, and when.")]
    instead: String,
}

/// Writes an entry.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/entries", tag = "clients",
    params(("id" = String, Path, description = "The client's id")),
    request_body = NewEntry,
    responses(
        (status = 201, description = "Written", body = Written),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not write into this section", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not JSON", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn write(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(new): Sent<NewEntry>,
) -> Answered<(StatusCode, Json<Written>)> {
    let purpose = new.purpose.as_deref().map(str::parse).transpose();
    let words = || Field::one_of("purpose", Purpose::ALL.iter().map(|it| it.word()));
    let purpose = purpose.map_err(|_| Problem::Mend(vec![words()]))?;
    let pointed_out = remarks(&format!("{}\n{}", new.text, new.based_on));
    let draft = Draft {
        section: new.section,
        provenance: new.provenance,
        nature: new.nature,
        based_on: new.based_on.into(),
        text: new.text.into(),
    };
    let entry = draft.check().map_err(|mend| to_mend(&mend))?;
    let (client, section) = (caller.client(client)?, entry.section().word());
    let person = &caller.session.person;
    let place = (entry.section(), Channel::Api);
    let lacks = front.casework.lacks_need(person, client, place).await;
    if lacks.map_err(|refusal| caller.refused(refusal))? {
        let detail = "nobody has stated a need for this section with this client; choose another one, or state the need in the settings";
        return Err(Problem::Mend(vec![Field::new("section", detail)]));
    }
    let written = front
        .casework
        .write_at_desk(person, client, Channel::Api, purpose, entry)
        .await;
    let written = written.map_err(|refusal| caller.refused(refusal))?;
    let body = Written {
        client,
        section,
        record: written.record_no,
        entry: written.entry,
        remarks: pointed_out
            .into_iter()
            .map(|it| Remarked {
                said: it.said,
                instead: it.instead,
            })
            .collect(),
    };
    Ok((StatusCode::CREATED, Json(body)))
}
