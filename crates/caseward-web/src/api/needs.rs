//! `/api/v1/needs`: what is collected and why, by programme, and what is held that nobody has stated a need for (RE-5, NASW-a).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::asked_fields::{self, AskedField, Standing};
use caseward_casework::entries::SECTIONS;
use caseward_casework::gate::About;
use caseward_casework::people::Amiss;
use caseward_casework::purpose_needs::{PURPOSES, can_be_needed, of_purpose};
use caseward_casework::stated_needs::{NewNeed, of_section};
use caseward_model::{Category, Language, OfficeAct};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Parameters, Sent};
use crate::front::Front;

/// What is collected and why.
#[derive(Serialize, ToSchema)]
pub(crate) struct Needs {
    /// The programmes for which needs can be stated.
    programmes: Vec<NeedProgramme>,
    /// The sections that can be written into a file, each with what it is needed for; without a need it isn't asked.
    sections: Vec<NeededSection>,
    /// The single fields of forms for which a need is stated or not.
    fields: Vec<NeededField>,
    /// The fields that stand on their forms whatever is stated.
    of_clauses: Vec<FieldOfClause>,
    /// What goes for each purpose if nobody says more: what is ticked in the preparation of a disclosure (NASW-c).
    purposes: Vec<PurposeNeeds>,
    /// Columns without a need are left out of imports, which they are until somebody says otherwise; otherwise they come in and are counted.
    imports_by_need: bool,
    /// The columns that came with imports, left out or held, and that nobody has stated a need for.
    held_without_need: Vec<HeldColumn>,
    /// How many columns came with imports and have a stated need.
    held_with_need: usize,
    /// How many of all these no standard knows.
    columns_of_no_standard: usize,
}

/// A programme.
#[derive(Serialize, ToSchema)]
pub(crate) struct NeedProgramme {
    number: i64,
    name: String,
}

/// A section and its need.
#[derive(Serialize, ToSchema)]
pub(crate) struct NeededSection {
    /// As a need names it.
    #[schema(example = "section.housing")]
    field: String,
    /// What it is needed for.
    why: Option<String>,
}

/// A single field of a form and its need.
#[derive(Serialize, ToSchema)]
pub(crate) struct NeededField {
    /// As a need names it.
    #[schema(example = "consent.if_missing")]
    field: &'static str,
    /// What an answer tells of.
    #[schema(example = "contact")]
    section: &'static str,
    /// What it is needed for; without a need it isn't asked, and no value is taken.
    why: Option<String>,
    /// It has to be answered.
    required: bool,
    /// It can be said of it that it has to be answered.
    can_be_required: bool,
}

/// What goes for a purpose if nobody says more.
#[derive(Serialize, ToSchema)]
pub(crate) struct PurposeNeeds {
    #[schema(example = "eligibility")]
    purpose: &'static str,
    /// The sections that it can need; those without a need aren't ticked.
    sections: Vec<NeededSection>,
}

/// A field that stands on its form whatever is stated.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldOfClause {
    /// What it is called.
    #[schema(example = "consent.teach_back")]
    field: &'static str,
    /// What an answer tells of.
    #[schema(example = "administration")]
    section: &'static str,
    /// The clause that demands it, or gives it to the client.
    #[schema(example = "NASW-e")]
    clause: &'static str,
    /// The clause demands it; otherwise it is the client's own word, which nobody has to say.
    demanded: bool,
}

/// A column that came with an import.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldColumn {
    /// As a need names it.
    #[schema(example = "Client.VeteranStatus")]
    field: String,
    /// What it is called; one that no standard knows, as it came.
    label: String,
}

/// What is collected and why, in the whole office or in one programme.
#[utoipa::path(
    get, path = "/api/v1/needs", tag = "needs",
    params(("programme" = Option<i64>, Query, description = "A programme's number; the whole office if missing")),
    responses(
        (status = 200, description = "What is collected and why", body = Needs),
        (status = 400, description = "There is no such programme", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
    parameters: Parameters,
) -> Answered<Response> {
    may(&front, &caller).await?;
    let (casework, language) = (&front.casework, caller.language);
    let programmes = casework.programmes().await?;
    let parameters = parameters.only(&["programme"])?;
    let field = Field::new("programme", Amiss::NeedProgramme.says());
    let programme: Option<i64> = parameters.one("programme", &field)?;
    if programme.is_some_and(|no| programmes.iter().all(|it| it.no != no)) {
        return Err(Problem::Parameter(vec![field]));
    }
    let needs = casework.stated_needs().await?;
    let why = |field: &str| needs.why_for(programme, field, language);
    let sections = SECTIONS.iter().filter(|it| **it != Category::ThirdParty);
    let sections = sections.map(|it| {
        let field = of_section(*it);
        NeededSection {
            why: why(&field),
            field,
        }
    });
    let (held, columns_of_no_standard) = casework.held_fields().await?;
    let all = held.len();
    let without = held.into_iter().filter(|it| why(&it.field).is_none());
    let without = without.map(|it| HeldColumn {
        label: match language {
            Language::English => it.label.0,
            Language::Spanish => it.label.1,
        },
        field: it.field,
    });
    let held_without_need: Vec<_> = without.collect();
    let programmes = programmes.into_iter().map(|it| NeedProgramme {
        number: it.no,
        name: it.name,
    });
    let fields = asked_fields::with_a_need().map(|it| {
        let stated = needs.stated_for(programme, it.name, language);
        NeededField {
            field: it.name,
            section: it.section.word(),
            required: stated.as_ref().is_some_and(|it| it.required),
            why: stated.map(|it| it.why),
            can_be_required: it.can_be_required(),
        }
    });
    json(&Needs {
        programmes: programmes.collect(),
        sections: sections.collect(),
        fields: fields.collect(),
        purposes: for_purposes(&why),
        of_clauses: asked_fields::FIELDS.iter().filter_map(of_clause).collect(),
        imports_by_need: needs.imports_by_need(),
        held_with_need: all - held_without_need.len(),
        held_without_need,
        columns_of_no_standard,
    })
}

/// What each purpose needs, section by section.
fn for_purposes(why: &impl Fn(&str) -> Option<String>) -> Vec<PurposeNeeds> {
    let purposes = PURPOSES.iter().map(|purpose| {
        let can_be = |it: &&Category| can_be_needed(*purpose, **it);
        let sections = Category::ALL.iter().filter(can_be).map(|it| {
            let field = of_purpose(*purpose, *it);
            NeededSection {
                why: why(&field),
                field,
            }
        });
        PurposeNeeds {
            purpose: purpose.word(),
            sections: sections.collect(),
        }
    });
    purposes.collect()
}

fn of_clause(field: &AskedField) -> Option<FieldOfClause> {
    let (clause, demanded) = match field.standing {
        Standing::Demanded(clause) => (clause, true),
        Standing::TheirOwn(clause) => (clause, false),
        Standing::Needed | Standing::NeededOrRequired => return None,
    };
    Some(FieldOfClause {
        field: field.name,
        section: field.section.word(),
        clause,
        demanded,
    })
}

/// A need to be stated.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewNeed)]
pub(crate) struct SentNeed {
    /// In one programme, by its number; in the whole office if missing.
    #[serde(default)]
    programme: Option<i64>,
    /// A section as `section.housing`, a field of a form as `consent.if_missing`, a column as `Client.VeteranStatus`, or what goes for a
    /// purpose as `purpose.eligibility.income`.
    #[schema(example = "section.hiv")]
    field: String,
    /// What it is needed for, in a sentence of 10 to 500 characters.
    why: String,
    /// It has to be answered; optional if missing. Only some fields of forms can be required.
    #[serde(default)]
    required: bool,
}

/// States what a section, field or column is needed for: a section or field with a need is asked from then on.
#[utoipa::path(
    post, path = "/api/v1/needs", tag = "needs", request_body = SentNeed,
    responses(
        (status = 204, description = "Stated"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn state(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentNeed>,
) -> Answered<StatusCode> {
    may(&front, &caller).await?;
    // With no words the desk takes a need back; whoever states one has to say what for.
    if sent.why.trim().is_empty() {
        let says = Amiss::NeedSays.says();
        return Err(Problem::Mend(vec![Field::new("why", says)]));
    }
    let who = caller.session.person.worker;
    let about = (sent.programme, sent.field);
    let new = NewNeed {
        why: sent.why,
        required: sent.required,
    };
    front.casework.state_need(who, about, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A need that ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NeedThatEnds)]
pub(crate) struct SentEnd {
    /// In one programme, by its number; in the whole office if missing.
    #[serde(default)]
    programme: Option<i64>,
    /// A section as `section.housing`, a field of a form as `consent.if_missing`, a column as `Client.VeteranStatus`, or what goes for a
    /// purpose as `purpose.eligibility.income`.
    #[schema(example = "section.hiv")]
    field: String,
}

/// Says that something isn't needed any more: it isn't asked then, and what is held stays as it is.
#[utoipa::path(
    post, path = "/api/v1/needs/end", tag = "needs", request_body = SentEnd,
    responses(
        (status = 204, description = "It isn't asked any more"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentEnd>,
) -> Answered<StatusCode> {
    may(&front, &caller).await?;
    let who = caller.session.person.worker;
    let about = (sent.programme, sent.field);
    let done = front.casework.state_need(who, about, String::new());
    done.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What becomes of columns that nobody has stated a need for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ImportsByNeed)]
pub(crate) struct SentImports {
    /// They are left out of imports; otherwise they come in and are counted.
    by_need: bool,
}

/// Says whether columns that nobody has stated a need for are left out of imports.
#[utoipa::path(
    post, path = "/api/v1/needs/imports", tag = "needs", request_body = SentImports,
    responses(
        (status = 204, description = "From the next import on"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn imports(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentImports>,
) -> Answered<StatusCode> {
    may(&front, &caller).await?;
    let who = caller.session.person.worker;
    let done = front.casework.take_in_by_need(who, sent.by_need);
    done.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whoever may not learns that before anything about what they sent.
async fn may(front: &Front, caller: &Caller) -> Answered<()> {
    let who = caller.session.person.worker;
    let act = OfficeAct::ManageSettings;
    Ok(front.casework.asks_for(who, act, About::Office).await?)
}
