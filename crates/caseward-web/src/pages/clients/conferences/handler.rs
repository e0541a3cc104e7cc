//! Showing on which agendas a client stands, proposing them for one, agreeing to it, and taking them off.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::{ItemError, ItemOnFile, ItemState, MyConference, NewItem};
use caseward_casework::gate::About;
use caseward_model::{Client, Conference, Id, ItemPurpose, OfficeAct, ParticipantState};

use super::super::face;
use super::{ClientConferencesPage, Line, fields, least, minutes, needs_key};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::{Typed, named};
use crate::pages::people::{Choice, key, may};
use crate::visit::{Posted, Visit, day};
use crate::{Place, Words, answer, forms};

/// The addresses of a client's places on agendas.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/conferences", show)
        .post(Class::Client, "/clients/{id}/conferences", change)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client, &Typed::default(), Problems::default()).await,
        Err(_) => visit.nobody(),
    }
}

async fn change(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let done = match typed.one("action") {
        "propose" => match proposed(&typed) {
            Ok(new) => {
                let casework = &visit.front.casework;
                casework.propose_item(visit.person(), client, new).await
            }
            Err(problems) => return page(&visit, client, &typed, problems).await,
        },
        "agree" | "take_off" | "reissue" => match typed.one("conference").parse() {
            Ok(series) => changed(&visit, (client, series), typed.one("action")).await,
            Err(_) => return page(&visit, client, &typed, which()).await,
        },
        // Nothing is done by the button of another page.
        _ => return page(&visit, client, &typed, Problems::default()).await,
    };
    match done {
        Ok(()) => forms::sent_on(&format!("{}/conferences", face::address(client))),
        Err(ItemError::Mend(need)) => {
            let mut problems = Problems::default();
            problems.note(need.field(), needs_key(need));
            page(&visit, client, &typed, problems).await
        }
        Err(ItemError::Casework(CaseworkError::Unknown { .. })) => {
            page(&visit, client, &typed, which()).await
        }
        Err(error) => unanswered(&visit, &error),
    }
}

async fn changed(
    visit: &Visit,
    (client, series): (Id<Client>, Id<Conference>),
    action: &str,
) -> Result<(), ItemError> {
    let (casework, person) = (&visit.front.casework, visit.person());
    match action {
        "agree" => casework.agree_to_item(person, client, series).await,
        "take_off" => casework.take_item_off(person, client, series).await,
        _ => casework.reissue_identifier(person, client, series).await,
    }
}

/// That no conference was chosen in which the reader takes part.
fn which() -> Problems {
    let mut problems = Problems::default();
    problems.note("conference", "item-needs-conference");
    problems
}

/// What is to be proposed, or what the form lacks.
fn proposed(typed: &Typed) -> Result<NewItem, Problems> {
    let series = typed.one("conference").parse::<Id<Conference>>();
    let mut problems = match series {
        Ok(_) => Problems::default(),
        Err(_) => which(),
    };
    let purpose = typed.one("purpose").parse::<ItemPurpose>();
    if purpose.is_err() {
        problems.note("purpose", "item-needs-purpose");
    }
    let by = typed.one("by");
    if !matches!(by, "name" | "identifier") {
        problems.note("by", "item-needs-by");
    }
    match (series, purpose, problems.is_empty()) {
        (Ok(series), Ok(purpose), true) => Ok(NewItem {
            series,
            purpose,
            sections: typed.words("sections"),
            minutes: typed.one("minutes").parse().unwrap_or(0),
            by_identifier: by == "identifier",
        }),
        _ => Err(problems),
    }
}

fn unanswered(visit: &Visit, error: &ItemError) -> Response {
    match error {
        ItemError::Refused(refusal) => visit.refused(refusal, visit.back_to_clients()),
        ItemError::Casework(error) => visit.failed(error),
        // What has to be mended stands on the page.
        ItemError::Mend(_) => visit.unreadable(),
    }
}

async fn page(visit: &Visit, client: Id<Client>, typed: &Typed, problems: Problems) -> Response {
    let casework = &visit.front.casework;
    let items = match casework.items_of(visit.person(), client).await {
        Ok(items) => items,
        Err(error) => return unanswered(visit, &error),
    };
    match made(visit, client, &items, (typed, problems)).await {
        Ok(page) => answer(page.problems.status(), &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    client: Id<Client>,
    items: &[ItemOnFile],
    (typed, problems): (&Typed, Problems),
) -> Result<ClientConferencesPage, CaseworkError> {
    let words = Words::of(visit.language());
    let writes = visit.person().writes_into_files();
    let mine = mine(visit).await?;
    let series: Vec<_> = mine.iter().filter_map(chosen).collect();
    let proposes = writes && !series.is_empty();
    let back = face::address(client);
    Ok(ClientConferencesPage {
        lines: items
            .iter()
            .map(|it| line(visit, it, (&mine, writes)))
            .collect(),
        fields: if proposes {
            fields(words, series, typed)
        } else {
            Vec::new()
        },
        least: least(words),
        problems,
        shell: visit.shell(Place::Clients, &format!("{back}/conferences")),
        back,
    })
}

/// The conferences in which the reader takes part; none for whoever's part that isn't.
async fn mine(visit: &Visit) -> Result<Vec<MyConference>, CaseworkError> {
    let me = visit.person().worker;
    if may(visit, OfficeAct::TakePart, About::Worker(me)).await? {
        visit.front.casework.my_conferences(me).await
    } else {
        Ok(Vec::new())
    }
}

/// A conference for which somebody can be proposed, to be chosen.
fn chosen(it: &MyConference) -> Option<Choice> {
    let goes_on = it.state == ParticipantState::Signed && !it.ended;
    let (title, _) = it.told.as_ref().filter(|_| goes_on)?;
    Some(Choice {
        value: it.id.to_string(),
        label: title.clone(),
    })
}

fn line(visit: &Visit, it: &ItemOnFile, (mine, writes): (&[MyConference], bool)) -> Line {
    let words = Words::of(visit.language());
    let told = mine.iter().find(|one| one.id == it.conference);
    let title = told.and_then(|one| one.told.as_ref().map(|told| told.0.clone()));
    let stands = !matches!(it.state, ItemState::Off | ItemState::SpokenOf);
    let by = if it.by_identifier {
        "item-by-identifier"
    } else {
        "item-by-name"
    };
    Line {
        title: title.unwrap_or_else(|| words.t("conference-page")),
        state: words.t(&key("item-state", it.state.word())),
        day: it.meeting_at.map(|at| day(visit.language(), at).words),
        says: vec![
            words.t(&key("item-purpose", it.purpose.word())),
            minutes(words, it.minutes),
            words.t(by),
            named(words, &it.sections),
        ],
        conference: it.conference.to_string(),
        can_agree: it.can_agree,
        can_take_off: writes && stands,
        can_reissue: writes && stands && it.by_identifier,
    }
}
