//! `/conferences`: the case conferences that one leads or was named for, and who sits in them (pages §3 S8).
//!
//! CC-1 to CC-3. Of a series for which one hasn't signed, a page says that it is there, and nothing else. There is no client in any
//! of them yet.

pub mod list;
mod new;
pub mod one;

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::conference::Named;
use caseward_casework::gate::About;
use caseward_model::{Conference, ConferenceKind, Id, OfficeAct, Organization, Worker};

use super::partners::{Field, Input, Typed, choices};
use super::people::Choice;
use crate::Words;
use crate::addresses::Addresses;
use crate::forms::Problems;
use crate::visit::Visit;

/// The addresses of conferences.
#[must_use]
pub fn routes() -> Addresses {
    Addresses::new()
        .merge(list::routes())
        .merge(new::routes())
        .merge(one::routes())
}

/// Lets in whoever may take part in conferences; to a client of the office there are none.
async fn sits(visit: &Visit) -> Result<Id<Worker>, Response> {
    if !visit.person().works_here() {
        return Err(visit.not_found());
    }
    let me = visit.person().worker;
    let about = About::Worker(me);
    visit.unless_forbidden(OfficeAct::TakePart, about).await?;
    Ok(me)
}

/// Lets in whoever may hold conferences.
async fn holds(visit: &Visit) -> Result<Id<Worker>, Response> {
    visit
        .unless_forbidden(OfficeAct::HoldConference, About::Office)
        .await?;
    Ok(visit.person().worker)
}

/// The series that an address names; what can't be read as one is none.
fn series(id: &str) -> Option<Id<Conference>> {
    id.parse().ok()
}

/// What a series is, as a form asks it.
fn described(words: &Words, typed: &Typed) -> Vec<Field> {
    let kinds = choices(
        words,
        ConferenceKind::ALL,
        ConferenceKind::word,
        "conference-kind",
    );
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("title", "conference-name", Input::Line("text")),
        field("kind", "conference-kind", Input::Choose(kinds)),
        field("purpose", "conference-purpose", Input::Area),
    ]
}

/// The organisations to be chosen from.
fn organizations(words: &Words, all: &[Named<Id<Organization>>], typed: &Typed) -> Field {
    let choice = |it: &Named<Id<Organization>>| Choice {
        value: it.id.to_string(),
        label: it.name.clone(),
    };
    let all = all.iter().map(choice).collect();
    let (id, label) = ("organization", "conference-organizations");
    Field::new(words, id, label, Input::Ticks(all), typed)
}

/// One of these people, to be chosen.
fn person(
    words: &Words,
    (id, label): (&str, &str),
    all: &[Named<Id<Worker>>],
    typed: &Typed,
) -> Field {
    let choice = |it: &Named<Id<Worker>>| Choice {
        value: it.id.to_string(),
        label: it.name.clone(),
    };
    let all = all.iter().map(choice).collect();
    Field::new(words, id, label, Input::Choose(all), typed)
}

fn status(problems: &Problems) -> StatusCode {
    if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

#[cfg(test)]
mod tests {
    use caseward_model::{Language, ParticipantState};

    use super::*;
    use crate::pages::people::key;

    #[test]
    fn every_word_about_conferences_has_its_sentence_in_both_languages() {
        let kinds = ConferenceKind::ALL.iter();
        let mut keys: Vec<_> = kinds.map(|it| key("conference-kind", it.word())).collect();
        let states = ParticipantState::ALL.iter();
        keys.extend(states.map(|it| key("conference-state", it.word())));
        for language in Language::ALL {
            for key in &keys {
                let words = Words::of(*language);
                assert!(!words.t(key).contains('⟦'), "{key} in {language}");
            }
        }
    }
}
