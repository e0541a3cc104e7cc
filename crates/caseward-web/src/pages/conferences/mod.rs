//! `/conferences` and `/meetings`: the case conferences that one leads or was named for, who sits in them, and their meetings (pages §3 S8).
//!
//! CC-1 to CC-3, NASW-i, DV-4.6.2. Of a series for which one hasn't signed, a page says that it is there, and nothing else. Clients stand on
//! their agendas, and nobody is named outside the file and the room: what waits for an answer and what is one's own has a handle, and no
//! number.

pub mod actions;
pub mod after;
pub mod agenda;
mod calendar;
pub mod decided;
pub mod kept;
pub mod list;
pub mod meeting;
mod new;
pub mod offer;
pub mod one;
pub mod room;
pub mod waiting;

use askama::Template;
use axum::response::Response;
use caseward_casework::conference::Named;
use caseward_casework::gate::About;
use caseward_casework::people::Amiss;
use caseward_model::{Conference, ConferenceKind, Id, Language, OfficeAct, Organization, Worker};

use super::Sample;
use super::partners::{Field, Input, Typed, choices};
use super::people::Choice;
use crate::Words;
use crate::addresses::Addresses;
use crate::visit::Visit;

/// The addresses of conferences.
#[must_use]
pub fn routes() -> Addresses {
    Addresses::new()
        .merge(list::routes())
        .merge(new::routes())
        .merge(one::routes())
        .merge(offer::routes())
        .merge(waiting::routes())
        .merge(agenda::routes())
        .merge(meeting::routes())
        .merge(room::routes())
        .merge(room::notes::routes())
        .merge(kept::routes())
        .merge(room::actions::routes())
        .merge(actions::routes())
        .merge(after::routes())
        .merge(calendar::routes())
}

/// The pages about notes with made-up content.
pub(super) fn samples_of_notes(language: Language) -> Vec<Sample> {
    use room::notes::{KeepPage, LeavePage, NotesPage};
    vec![
        ("room-notes", NotesPage::sample(language).render()),
        ("room-notes-gone", NotesPage::sample_gone(language).render()),
        ("room-leave", LeavePage::sample(language).render()),
        ("room-keep", KeepPage::sample(language).render()),
        ("kept-notes", kept::KeptPage::sample(language).render()),
        (
            "kept-notes-none",
            kept::KeptPage::sample_empty(language).render(),
        ),
    ]
}

/// The pages about decisions and actions with made-up content.
pub(super) fn samples_of_actions(language: Language) -> Vec<Sample> {
    use room::actions::RoomActionsPage;
    vec![
        ("room-actions", RoomActionsPage::sample(language).render()),
        (
            "room-actions-none",
            RoomActionsPage::sample_empty(language).render(),
        ),
        ("actions", actions::ActionsPage::sample(language).render()),
        (
            "actions-none",
            actions::ActionsPage::sample_empty(language).render(),
        ),
        ("action", actions::ActionPage::sample(language).render()),
        ("after", after::AfterPage::sample(language).render()),
        (
            "after-none",
            after::AfterPage::sample_none(language).render(),
        ),
    ]
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

/// The organisations that were ticked; one that can't be read is none of the register.
fn ticked(typed: &Typed) -> Result<Vec<Id<Organization>>, Amiss> {
    let all = typed.all("organization");
    let sent = all.iter().map(|it| it.trim()).filter(|it| !it.is_empty());
    sent.map(|it| it.parse().map_err(|_| Amiss::OrganizationUnknown))
        .collect()
}

/// Who was chosen to stand in, if anybody was; what can't be read is nobody who could.
fn stands_in(typed: &Typed) -> Result<Option<Id<Worker>>, Amiss> {
    let chosen = typed.one("deputy");
    if chosen.is_empty() {
        return Ok(None);
    }
    let deputy = chosen.parse().map_err(|_| Amiss::ConferenceDeputy)?;
    Ok(Some(deputy))
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

/// The pages of agendas before a meeting, filled with what nobody lived through.
pub(super) fn samples(language: Language) -> Vec<Sample> {
    use self::agenda::AgendaPage;
    use self::offer::OfferPage;
    use self::waiting::WaitingPage;
    use super::clients::conferences::ClientConferencesPage;
    vec![
        (
            "client-conferences",
            ClientConferencesPage::sample(language).render(),
        ),
        (
            "client-conferences-none",
            ClientConferencesPage::sample_empty(language).render(),
        ),
        ("items-waiting", WaitingPage::sample(language).render()),
        (
            "items-waiting-none",
            WaitingPage::sample_empty(language).render(),
        ),
        ("agenda", AgendaPage::sample(language).render()),
        ("agenda-open", AgendaPage::sample_open(language).render()),
        ("conference-offer", OfferPage::sample(language).render()),
    ]
}

#[cfg(test)]
mod tests {
    use caseward_model::{ActionState, DecidedKind, Joining, ParticipantState};

    use super::*;
    use crate::pages::people::key;

    #[test]
    fn every_word_about_conferences_has_its_sentence_in_both_languages() {
        let kinds = ConferenceKind::ALL.iter();
        let mut keys: Vec<_> = kinds.map(|it| key("conference-kind", it.word())).collect();
        let states = ParticipantState::ALL.iter();
        keys.extend(states.map(|it| key("conference-state", it.word())));
        let ways = Joining::ALL.iter();
        keys.extend(ways.map(|it| key("meeting-how", it.word())));
        let decided = DecidedKind::ALL.iter();
        keys.extend(decided.map(|it| key("action-kind", it.word())));
        let actions = ActionState::ALL.iter();
        keys.extend(actions.map(|it| key("action-state", it.word())));
        let rooms = ["planned", "open", "closed", "cancelled"].iter();
        keys.extend(rooms.map(|it| key("meeting-room", it)));
        for language in Language::ALL {
            for key in &keys {
                let words = Words::of(*language);
                assert!(!words.t(key).contains('⟦'), "{key} in {language}");
            }
        }
    }
}
