//! What was masked in a disclosure's paper, for programs: looked at, and decided about (CR-9, DV-4.6.4).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::disclosure::{InWords, LookedAt, MaskChange, MaskedAt, MaskedPlace, Wider};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::bytes_of;
use super::decided::Answered;
use super::disclosures::{failed, named, there};
use super::file::handed_over;
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;

/// What can be decided.
const CHANGES: [&str; 5] = ["also", "not_also", "lift", "widen", "accept"];

/// How much more can be masked.
const WIDER: [&str; 4] = ["word_before", "word_after", "sentence", "all"];

/// What was masked in a paper when it was put together.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureMasks {
    /// The texts in which something was found, in the paper's order.
    texts: Vec<MaskedText>,
    /// Words and names that are masked besides, because somebody said so.
    also: Vec<String>,
}

/// A text of the paper in which something was masked.
#[derive(Serialize, ToSchema)]
#[schema(as = DisclosureMaskedText)]
pub(crate) struct MaskedText {
    /// By what choices about it name it.
    text: String,
    /// The section, by its word; `terms` for what the recipient is told about reading it.
    #[schema(example = "notes")]
    section: String,
    /// What it is called; empty for a note.
    name: String,
    /// As it stands in the file.
    before: String,
    /// As it would leave.
    after: String,
    /// What was found, in its order.
    places: Vec<FoundPlace>,
}

/// A place at which something was found.
#[derive(Serialize, ToSchema)]
#[schema(as = DisclosureMaskedPlace)]
pub(crate) struct FoundPlace {
    /// Where it begins, in bytes of `before`.
    from: usize,
    /// Where it ends, in bytes of `before`.
    to: usize,
    /// Where what stands there instead begins, in bytes of `after`.
    after_from: usize,
    /// Where that ends, in bytes of `after`.
    after_to: usize,
    /// `name`, `birth`, `date`, `phone`, `mail`, `address`, `number`, `plate`, `web` or `network`.
    #[schema(example = "name")]
    kind: String,
    /// It can't stay, whoever decides.
    fixed: bool,
    /// Why it stays readable, if it does.
    lifted: Option<String>,
    /// Something was decided about it.
    changed: bool,
}

impl MaskedText {
    fn new(words: &InWords, it: LookedAt) -> Self {
        let place = |place: &MaskedPlace| FoundPlace {
            from: place.from.start,
            to: place.from.end,
            after_from: place.to.start,
            after_to: place.to.end,
            kind: place.kind.clone(),
            fixed: place.fixed,
            lifted: place.lifted.clone(),
            changed: words
                .choices
                .iter()
                .any(|choice| choice.text == it.mark && choice.place == place.from),
        };
        let places = it.places.iter().map(place).collect();
        Self {
            text: it.mark,
            section: it.section,
            name: it.name,
            before: it.before,
            after: it.after,
            places,
        }
    }
}

/// What is decided about what was masked, or wasn't.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureMaskChange {
    /// `also` masks another word or name, `not_also` takes that back; `lift` lets a place stay readable, `widen` masks more around it,
    /// `accept` takes back what was decided about it.
    #[schema(example = "also")]
    change: String,
    /// Which word or name, for `also` and `not_also`.
    #[serde(default)]
    words: String,
    /// Which place, for the others.
    #[serde(default)]
    at: Option<DisclosureMaskAt>,
    /// Why it stays readable, for `lift`; somebody else has to look at the paper then.
    #[serde(default)]
    why: String,
    /// How much more, for `widen`: `word_before`, `word_after`, `sentence` or `all`.
    #[serde(default)]
    wider: String,
}

/// A place, as what was masked names it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureMaskAt {
    /// The text's `text`.
    text: String,
    /// The place's `from`.
    from: usize,
    /// The place's `to`.
    to: usize,
}

impl DisclosureMaskChange {
    fn read(self) -> Result<MaskChange, Field> {
        Ok(match self.change.as_str() {
            "also" => MaskChange::Also(self.words),
            "not_also" => MaskChange::NotAlso(self.words),
            "lift" => MaskChange::Lift(place(self.at)?, self.why),
            "widen" => MaskChange::Widen(place(self.at)?, wider(&self.wider)?),
            "accept" => MaskChange::Accept(place(self.at)?),
            _ => return Err(Field::one_of("change", CHANGES.into_iter())),
        })
    }
}

fn place(at: Option<DisclosureMaskAt>) -> Result<MaskedAt, Field> {
    let detail = "Say which place, as what was masked names it.";
    let at = at.ok_or_else(|| Field::new("at", detail))?;
    Ok((at.text, at.from..at.to))
}

fn wider(word: &str) -> Result<Wider, Field> {
    match word {
        "word_before" => Ok(Wider::WordBefore),
        "word_after" => Ok(Wider::WordAfter),
        "sentence" => Ok(Wider::Sentence),
        "all" => Ok(Wider::All),
        _ => Err(Field::one_of("wider", WIDER.into_iter())),
    }
}

/// What was masked in the paper when it was put together, with what stood there: for whoever may read all that it is made of.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/masks", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "What was masked", body = DisclosureMasks),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that stands in it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing was put together", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.disclosure_in_words(person, client, no).await;
    let (found, book) = found.map_err(|error| failed(&caller, error))?;
    book.delivered(None);
    let looked = casework.masks_of_disclosure(person, client, no).await;
    let (looked, delivery) = looked.map_err(|error| failed(&caller, error))?;
    let words = found.in_words.unwrap_or_default();
    let texts = looked.into_iter().map(|it| MaskedText::new(&words, it));
    let masks = DisclosureMasks {
        texts: texts.collect(),
        also: words.also.iter().map(|it| it.words.clone()).collect(),
    };
    handed_over(bytes_of(&masks, 4096)?, delivery)
}

/// Decides about what was masked, or wasn't. The paper has to be put together again then.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/masks", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DisclosureMaskChange,
    responses(
        (status = 204, description = "Decided; put the paper together again, and look at it again"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that stands in it, or not write", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing was put together", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It left already, was given up, or changed meanwhile", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first, the place isn't there any more, or it can't stay readable", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<DisclosureMaskChange>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let change = match body.read() {
        Ok(change) => change,
        Err(field) => {
            there(&front, &caller, (client, no)).await?;
            return Err(Problem::Mend(vec![field]));
        }
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let done = casework.change_masks(person, client, no, change).await;
    done.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
