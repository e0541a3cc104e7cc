//! `/api/v1/requirements`: agreements and courses, as whoever is signed in reads, answers and signs them
//! (CC-2, DV-5.1.1, DV-5.3.1, DV-5.10).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::standing::{
    Changed, DrawnMark, Signer, Signing, SigningError, Stand, State as Kept, Wording,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// How you stand with one agreement or course.
#[derive(Serialize, ToSchema)]
pub(crate) struct Standing {
    /// Its short name.
    #[schema(example = "procedure")]
    name: String,
    /// What kind: `case_conferencing`, `procedure`, `committee`, `partner_staff`, `other` or `course`.
    #[schema(example = "procedure")]
    kind: &'static str,
    /// The version to read now.
    #[schema(example = 2)]
    version: u32,
    /// Until when it holds; nothing when it doesn't hold now.
    #[schema(example = "2027-11-02T09:00:00Z")]
    until: Option<String>,
    /// It ends within a month.
    ends_soon: bool,
    /// A paper waits for a second person.
    paper_waits: bool,
    /// You said that you won't sign it, for now.
    refused: bool,
    /// The number of your last signature that counts.
    signature: Option<i64>,
}

impl Standing {
    pub(crate) fn new(stand: &Stand) -> Self {
        let requirement = &stand.requirement;
        Self {
            name: requirement.name.clone(),
            kind: requirement.kind.word(),
            version: requirement.newest().map_or(0, |it| it.number),
            until: stand.until.map(moment),
            ends_soon: stand.ends_soon,
            paper_waits: stand.paper_waits,
            refused: stand.refused,
            signature: stand.signature,
        }
    }
}

/// What your part asks for.
#[derive(Serialize, ToSchema)]
pub(crate) struct Mine {
    /// Each agreement and course, in the order in which to take them.
    requirements: Vec<Standing>,
}

/// What your part asks you to sign and to learn.
#[utoipa::path(
    get, path = "/api/v1/requirements", tag = "standing",
    responses(
        (status = 200, description = "What is asked of you, and how long what you signed holds", body = Mine),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn mine(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Json<Mine>> {
    caller.works_here()?;
    let stands = front.casework.my_standing(&caller.session.person).await?;
    let requirements = stands.iter().map(Standing::new).collect();
    Ok(Json(Mine { requirements }))
}

/// A paragraph that was added or removed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Change {
    /// It is new; otherwise it is gone.
    added: bool,
    /// The heading of its section.
    section: String,
    /// What it says or said.
    text: String,
}

/// A section of a text.
#[derive(Serialize, ToSchema)]
pub(crate) struct TextSection {
    heading: String,
    clauses: Vec<String>,
    paragraphs: Vec<String>,
}

/// A question about a text. Which answer is right isn't told.
#[derive(Serialize, ToSchema)]
pub(crate) struct TextQuestion {
    ask: String,
    answers: Vec<String>,
    /// You answered it as the text says.
    answered: bool,
}

/// A text to read.
#[derive(Serialize, ToSchema)]
pub(crate) struct Text {
    #[schema(example = "procedure")]
    name: String,
    #[schema(example = 2)]
    version: u32,
    /// From when this version is in force.
    in_force_from: String,
    language: &'static str,
    title: String,
    /// What is new in this version, in a sentence.
    changed: String,
    changes: Vec<Change>,
    sections: Vec<TextSection>,
    /// What a signer ticks.
    statements: Vec<String>,
    questions: Vec<TextQuestion>,
    /// How you stand with it.
    standing: Standing,
}

/// A text, in your language, with what changed since the version before and the questions about it.
#[utoipa::path(
    get, path = "/api/v1/requirements/{name}", tag = "standing",
    params(("name" = String, Path, description = "Its short name")),
    responses(
        (status = 200, description = "The newest version", body = Text),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none of this name", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read(
    State(front): State<Arc<Front>>,
    caller: Caller,
    name: Named<String>,
) -> Answered<Json<Text>> {
    caller.works_here()?;
    let (name, person) = (name.found()?, &caller.session.person);
    let reading = front
        .casework
        .requirement_to_read(person, &name, caller.language)
        .await?;
    let words = reading.words;
    let changes = reading.changes.into_iter().map(|it| Change {
        added: it.what == Changed::Added,
        section: it.section,
        text: it.text,
    });
    let sections = words.sections.into_iter().map(|it| TextSection {
        heading: it.heading,
        clauses: it.clauses.iter().map(ToString::to_string).collect(),
        paragraphs: it.paragraphs,
    });
    let right = reading
        .given
        .right
        .iter()
        .copied()
        .chain(std::iter::repeat(false));
    let questions = words
        .questions
        .into_iter()
        .zip(right)
        .map(|(it, answered)| TextQuestion {
            ask: it.ask,
            answers: it.answers,
            answered,
        });
    Ok(Json(Text {
        name,
        version: reading.version.number,
        in_force_from: moment(reading.version.from),
        language: words.language.word(),
        title: words.title,
        changed: words.changed,
        changes: changes.collect(),
        sections: sections.collect(),
        statements: words.statements,
        questions: questions.collect(),
        standing: Standing::new(&reading.stand),
    }))
}

/// Answers to the questions about a text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAnswers {
    /// About which version.
    #[schema(example = 2)]
    version: u32,
    /// For each question the number of the chosen answer, from 1; `null` for one that was answered rightly
    /// before.
    #[schema(example = json!([2, 3, null, 1]))]
    answers: Vec<Option<usize>>,
}

/// What came of the answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Marked {
    /// For each question whether it is answered as the text says.
    right: Vec<bool>,
    /// What the text says about those that aren't.
    says: Vec<Option<String>>,
    /// How often you sent answers.
    tries: u32,
    /// Every question is answered: an agreement can be signed, and a course is completed.
    understood: bool,
    /// Of a completed course, the number of its certificate.
    certificate: Option<i64>,
}

/// Answers what a text means. A wrong answer is no failure: it says what the text says, and takes another.
#[utoipa::path(
    post, path = "/api/v1/requirements/{name}/answers", tag = "standing",
    params(("name" = String, Path, description = "Its short name")),
    request_body = NewAnswers,
    responses(
        (status = 200, description = "What is right by now", body = Marked),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your access is paused", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none of this name", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "A newer version is there, or it is signed and holds", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "No answer", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn answer(
    State(front): State<Arc<Front>>,
    caller: Caller,
    name: Named<String>,
    Sent(new): Sent<NewAnswers>,
) -> Answered<Json<Marked>> {
    caller.works_here()?;
    let (name, person) = (name.found()?, &caller.session.person);
    let (office, language) = (&front.casework, caller.language);
    let marked = office
        .answer_questions(person, &name, new.version, language, new.answers)
        .await?;
    let words: Wording = office
        .requirement_to_read(person, &name, language)
        .await?
        .words;
    let given = marked.given;
    let open = words.questions.into_iter().zip(&given.right);
    Ok(Json(Marked {
        says: open
            .map(|(it, right)| (!right).then_some(it.says))
            .collect(),
        tries: given.tries,
        understood: given.is_whole(),
        right: given.right,
        certificate: marked.completed,
    }))
}

/// A signature.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSignature {
    /// Of which version.
    #[schema(example = 2)]
    version: u32,
    /// Your full name.
    #[schema(example = "Dana Ortiz")]
    name: String,
    #[schema(example = "Harbour House")]
    organization: String,
    #[schema(example = "Advocate")]
    position: String,
    #[schema(example = "dana@office.example")]
    email: String,
    #[schema(example = "555-0100")]
    phone: String,
    /// For each statement that you agree with it.
    #[schema(example = json!([true, true]))]
    agreed: Vec<bool>,
    /// A mark drawn by hand, as lines through points.
    #[serde(default)]
    mark: Option<NewMark>,
}

/// A drawn mark.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMark {
    width: u32,
    height: u32,
    /// Lines, each through two points or more, from the left and from the top.
    #[schema(value_type = Vec<Vec<Vec<u32>>>)]
    strokes: Vec<Vec<(u32, u32)>>,
}

/// What was signed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Signed {
    /// The number under which it is kept.
    signature: i64,
}

/// Signs an agreement.
#[utoipa::path(
    post, path = "/api/v1/requirements/{name}/signature", tag = "standing",
    params(("name" = String, Path, description = "Its short name")),
    request_body = NewSignature,
    responses(
        (status = 201, description = "Signed; it counts at once", body = Signed),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your access is paused", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no agreement of this name", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "A newer version is there, or it is signed and holds", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn sign(
    State(front): State<Arc<Front>>,
    caller: Caller,
    name: Named<String>,
    Sent(new): Sent<NewSignature>,
) -> Answered<(StatusCode, Json<Signed>)> {
    caller.works_here()?;
    let name = name.found()?;
    let mark = new.mark.map(|it| DrawnMark {
        width: it.width,
        height: it.height,
        strokes: it.strokes,
    });
    let mark = mark.map(|it| serde_json::to_string(&it)).transpose();
    let signing = Signing {
        version: new.version,
        language: caller.language,
        signer: Signer {
            name: new.name,
            organization: new.organization,
            position: new.position,
            email: new.email,
            phone: new.phone,
        },
        ticked: new.agreed,
        mark: mark.map_err(|_| Problem::Ours)?.unwrap_or_default(),
        at_terminal: false,
    };
    let person = &caller.session.person;
    let signature = front
        .casework
        .sign_agreement(person, &name, signing)
        .await?;
    Ok((StatusCode::CREATED, Json(Signed { signature })))
}

/// Saying no.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRefusal {
    /// Of which version.
    #[schema(example = 2)]
    version: u32,
    /// What you would like to say about it.
    #[serde(default)]
    words: String,
}

/// Says that you won't sign, for now. Whoever answers for your work is told; signing later is possible.
#[utoipa::path(
    post, path = "/api/v1/requirements/{name}/refusal", tag = "standing",
    params(("name" = String, Path, description = "Its short name")),
    request_body = NewRefusal,
    responses(
        (status = 204, description = "On record"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none of this name", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "A newer version is there", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn refuse(
    State(front): State<Arc<Front>>,
    caller: Caller,
    name: Named<String>,
    Sent(new): Sent<NewRefusal>,
) -> Answered<StatusCode> {
    caller.works_here()?;
    let (name, person) = (name.found()?, &caller.session.person);
    let office = &front.casework;
    office
        .refuse_to_sign(person, &name, new.version, &new.words)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Something that you signed or completed.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeptSignature {
    /// The number under which it is kept.
    signature: i64,
    /// Which version.
    version: u32,
    /// When.
    at: String,
    /// `screen`, `terminal`, `answered` or `paper`.
    how: &'static str,
    /// `counts`, `waits` or `declined`.
    state: &'static str,
    /// The entry about it; 0 while it waits.
    entry: u64,
}

/// What you signed and completed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Signatures {
    /// The newest first.
    signatures: Vec<KeptSignature>,
}

/// What you signed and completed.
#[utoipa::path(
    get, path = "/api/v1/signatures", tag = "standing",
    responses(
        (status = 200, description = "The newest first", body = Signatures),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn signatures(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Response> {
    caller.works_here()?;
    let all = front.casework.my_signatures(&caller.session.person).await?;
    let line = |it: &caseward_casework::standing::Signature| KeptSignature {
        signature: it.no,
        version: it.version,
        at: moment(it.evidence.at),
        how: it.evidence.how.word(),
        state: match it.state {
            Kept::Counts => "counts",
            Kept::Waits => "waits",
            Kept::Declined => "declined",
        },
        entry: it.entry,
    };
    json(&Signatures {
        signatures: all.iter().map(line).collect(),
    })
}

/// The copy of a signature or the certificate of a course, as PDF.
#[utoipa::path(
    get, path = "/api/v1/signatures/{no}/paper", tag = "standing",
    params(("no" = i64, Path, description = "The number under which it is kept")),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none under this number that you may have", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn paper(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<Response> {
    caller.works_here()?;
    let person = &caller.session.person;
    let printed = front.casework.signed_paper(person, no.found()?).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], printed.pdf).into_response())
}

impl From<SigningError> for Problem {
    fn from(error: SigningError) -> Self {
        match error {
            SigningError::Casework(error) => error.into(),
            SigningError::NothingWaits => Self::NotFound,
            SigningError::Replaced { .. } | SigningError::Already { .. } => {
                Self::Conflict(error.to_string())
            }
            SigningError::NothingAnswered
            | SigningError::NotAnswered
            | SigningError::Needs(_)
            | SigningError::SecondPerson => Self::Unsuitable(error.to_string()),
        }
    }
}
