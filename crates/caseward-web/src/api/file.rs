//! `/api/v1/clients/{id}`: a client's file, section by section: open, or locked with its reason.
//!
//! Design §1, CR-4, CR-7, NASW-c. The entry in the ledger is durable before the first byte leaves, and
//! a second one says whether the last byte did.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use caseward_casework::entries::field;
use caseward_casework::file::{ClientFile, FileRecord, FileSection};
use caseward_casework::gate::{Delivery, Refusal, Request, Text};
use caseward_casework::layout::{Columns, Layouts};
use caseward_model::{Category, Channel, Client, Id, Language, Purpose};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{JSON, bytes_of};
use super::clients::Standing;
use super::decided::{Answered, Decided};
use super::problem::{Field, ProblemBody};
use super::released::Released;
use super::sent::{Caller, Named, Parameters};
use crate::delivery::{Ending, watch};
use crate::front::Front;

/// A file, or as much of it as was let out.
#[derive(Serialize, ToSchema)]
pub(crate) struct File<'f> {
    /// Whose.
    #[schema(value_type = String, example = "4m9r2c7k1x8w5t0b3h6q9v2n8d")]
    client: Id<Client>,
    /// The number of the entry in the ledger that this reading made.
    #[schema(example = 48)]
    entry: u64,
    /// What the person is called, if that was let out.
    #[schema(value_type = Option<String>, example = "Alma Reyes")]
    name: Option<Released<'f>>,
    /// Their need for protection.
    standing: Standing,
    /// The sections that were asked for, in the order of the list of categories.
    sections: Vec<Section<'f>>,
}

/// A section with its decision and, where it is released, its records.
#[derive(Serialize, ToSchema)]
pub(crate) struct Section<'f> {
    #[serde(flatten)]
    decided: Decided<'f>,
    /// Those of each kind with the newest first; empty when it is refused.
    records: Vec<Record<'f>>,
}

/// A record in a section.
#[derive(Serialize, ToSchema)]
pub(crate) struct Record<'f> {
    /// Its number within the file.
    no: i64,
    /// `entry` for what was written here, otherwise the file of the other system.
    #[schema(example = "Enrollment")]
    source: &'f str,
    /// Its fields that aren't blank.
    fields: Vec<Value<'f>>,
}

/// A field of a record.
#[derive(Serialize, ToSchema)]
#[schema(as = FieldValue)]
pub(crate) struct Value<'f> {
    /// Its name: a column of the other system, or a field of an entry.
    #[schema(example = "LivingSituation")]
    field: &'f str,
    /// The same for people.
    #[schema(example = "Prior living situation")]
    label: &'f str,
    /// The value, as it was kept.
    #[schema(value_type = String, example = "116")]
    value: Released<'f>,
    /// What a code means.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Place not meant for habitation")]
    meaning: Option<&'static str>,
}

impl<'f> File<'f> {
    fn new(file: &'f ClientFile, language: Language) -> Self {
        let section = |it| Section::new(it, &file.layouts, language);
        Self {
            client: file.client,
            entry: file.entry,
            name: file.name.as_ref().map(Released),
            standing: Standing::new(file.standing, file.protection_proposed),
            sections: file.sections.iter().map(section).collect(),
        }
    }
}

impl<'f> Section<'f> {
    fn new(section: &'f FileSection, layouts: &'f Layouts, language: Language) -> Self {
        let record = |it| Record::new(it, layouts, language);
        Self {
            decided: Decided::new(&section.decision, language),
            records: section.records.iter().map(record).collect(),
        }
    }
}

impl<'f> Record<'f> {
    fn new(record: &'f FileRecord, layouts: &'f Layouts, language: Language) -> Self {
        let file = layouts.file(record.kind);
        let columns = file.map(|file| file.columns());
        let value = |(number, text): &'f (u32, Text)| {
            let (field, label, meaning) = match &columns {
                Some(columns) => named(columns, *number, text, language),
                None => {
                    let (name, label) = entry_field(*number, language);
                    (name, label, None)
                }
            };
            Value {
                field,
                label,
                value: Released(text),
                meaning,
            }
        };
        Self {
            no: record.no,
            source: file.map_or("entry", |file| file.name.as_str()),
            fields: record.fields.iter().map(value).collect(),
        }
    }
}

fn named<'f>(
    columns: &Columns<'f>,
    number: u32,
    text: &Text,
    language: Language,
) -> (&'f str, &'f str, Option<&'static str>) {
    (
        columns.header(number),
        columns.label(number, language),
        columns.meaning(number, text, language),
    )
}

/// The name and the label of an entry's field.
const fn entry_field(number: u32, language: Language) -> (&'static str, &'static str) {
    let (name, english, spanish) = match number {
        field::TEXT => ("text", "Entry", "Anotación"),
        field::NATURE => ("nature", "Fact or opinion", "Hecho u opinión"),
        field::BASED_ON => ("based_on", "Based on", "En qué se basa"),
        field::PROVENANCE => ("provenance", "Who told", "Quién lo contó"),
        field::WRITTEN_BY => ("written_by", "Written by", "Escrito por"),
        field::WRITTEN_AT => ("written_at", "Written at", "Escrito el"),
        field::PLAN => ("plan", "Line of the plan", "Línea del plan"),
        field::PLAN_OF => ("plan_of", "Belongs to record", "Pertenece al registro"),
        field::PLAN_BY => ("plan_by", "Who takes the step", "Quién da el paso"),
        field::UNTIL => ("until", "Until", "Hasta"),
        _ => ("", "", ""),
    };
    match language {
        Language::English => (name, english),
        Language::Spanish => (name, spanish),
    }
}

/// What was asked in the address: which sections, and why.
fn asked(parameters: Parameters) -> Answered<(Vec<Category>, Option<Purpose>)> {
    let parameters = parameters.only(&["section", "purpose"])?;
    let words = Field::one_of("section", Category::ALL.iter().map(|it| it.word()));
    let sections = parameters.many("section", &words)?;
    let words = Field::one_of("purpose", Purpose::ALL.iter().map(|it| it.word()));
    let purpose = parameters.one("purpose", &words)?;
    Ok((sections, purpose))
}

/// A client's file.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}", tag = "clients",
    params(
        ("id" = String, Path, description = "The client's id"),
        ("section" = Option<Vec<String>>, Query, description = "A section; several times for several, none for all", example = json!(["housing"])),
        ("purpose" = Option<String>, Query, description = "Why; if missing, what goes with your part: `direct_service` for most, `supervision`, `access_review`, `subject_access` for clients", example = "direct_service"),
    ),
    responses(
        (status = 200, description = "What is let out, and why the rest is not", body = File),
        (status = 400, description = "A parameter is unknown or unfit", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "None of the sections is let out", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    parameters: Parameters,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let language = caller.language;
    let (sections, purpose) = asked(parameters)?;
    let person = &caller.session.person;
    let own = !person.works_here();
    let question = front
        .casework
        .question_of(person, caller.client(client)?, Channel::Api)
        .await;
    let mut request = question
        .map_err(|it| caller.refused(it))?
        .sections(sections);
    request.purpose = purpose.unwrap_or(request.purpose);
    let (file, delivery) = opened(front, request, own)
        .await
        .map_err(|it| caller.refused(it))?;
    // Broken off, not delivered, if the answer can't even be written out.
    handed_over(bytes_of(&File::new(&file, language), 16 * 1024)?, delivery)
}

/// Opens a file in a task of its own: whoever hangs up can't stop it half-way, so that each answer
/// gets its outcome.
async fn opened(
    front: Arc<Front>,
    request: Request,
    own: bool,
) -> Result<(ClientFile, Delivery), Refusal> {
    let opening = tokio::spawn(async move {
        let office = &front.casework;
        if own {
            office.open_own_file(&request).await
        } else {
            office.open_file(&request).await
        }
    });
    opening
        .await
        .unwrap_or_else(|_| Err(caseward_casework::gate::GateError::Damaged.into()))
}

pub(crate) fn handed_over(bytes: Vec<u8>, delivery: Delivery) -> Answered<Response> {
    all_handed_over(bytes, vec![delivery])
}

/// The same of an answer that several looks made.
pub(crate) fn all_handed_over(bytes: Vec<u8>, deliveries: Vec<Delivery>) -> Answered<Response> {
    let bytes = Bytes::from(bytes);
    let sent = bytes.clone();
    let body = watch(bytes, move |ending| {
        for delivery in deliveries {
            match ending {
                Ending::Delivered => delivery.delivered(Some(&sent)),
                Ending::Aborted => delivery.broken(),
            }
        }
    });
    Ok(([(header::CONTENT_TYPE, JSON)], body).into_response())
}
