//! What every page of a file has in common: who it is about, how to reach them, and how each section
//! stands to the reader.
//!
//! Pages §3 S4, design §8: a section that isn't open says why, in the gate's own reasons.

use axum::response::Response;
use caseward_casework::assignment::Named;
use caseward_casework::desk::Overview;
use caseward_casework::entries::field;
use caseward_casework::file::{ClientFile, FileSection};
use caseward_casework::gate::{Delivery, Refusal, SectionDecision};
use caseward_model::{Category, Client, Id, Protection};

use super::file::{Bar, Card, SafeContact, SectionLink};
use crate::Words;
use crate::reasons::{Reasons, whole};
use crate::view::{Called, Said, State, protections};
use crate::visit::Visit;

/// The address of a file.
pub(crate) fn address(client: Id<Client>) -> String {
    format!("/clients/{client}")
}

/// How a section stands: what waits for the Law Department is sealed, other refusals are locked.
pub(crate) fn state(section: &SectionDecision) -> State {
    if section.decision.permitted {
        State::Open
    } else if section.decision.fact.starts_with("law.") {
        State::Sealed
    } else {
        State::Locked
    }
}

/// Opens who a page is about, for the bar over it. Where that stays shut to the reader, the page goes on without a name.
pub(crate) async fn opened(
    visit: &Visit,
    client: Id<Client>,
) -> Result<(Option<ClientFile>, Option<Delivery>), Response> {
    let casework = &visit.front.casework;
    match casework.open_face(visit.person(), client).await {
        Ok(found) => Ok(found.unzip()),
        Err(Refusal::Refused { .. }) => Ok((None, None)),
        Err(refusal) => Err(visit.refused(&refusal, visit.back_to_clients())),
    }
}

/// The same on a page of which something was let out already, so that whoever asks knows of the client.
pub(crate) async fn opened_beside(
    visit: &Visit,
    client: Id<Client>,
) -> Result<(Option<ClientFile>, Option<Delivery>), Response> {
    let casework = &visit.front.casework;
    match casework.open_face(visit.person(), client).await {
        Ok(found) => Ok(found.unzip()),
        Err(Refusal::Refused { .. } | Refusal::NotKnown { .. }) => Ok((None, None)),
        Err(refusal) => Err(visit.refused(&refusal, visit.back_to_clients())),
    }
}

/// Opens who a page is about, and with it a section that is open to the reader, as a look at the file just told. What is closed isn't
/// asked for a second time.
pub(crate) async fn opened_with(
    visit: &Visit,
    (client, overview): (Id<Client>, &Overview),
    section: Category,
) -> Result<(Option<ClientFile>, Option<Delivery>), Response> {
    if !overview.is_open(section) {
        return opened_beside(visit, client).await;
    }
    let sections = [section];
    let casework = &visit.front.casework;
    let opened = casework.open_sections(visit.person(), client, &sections);
    match opened.await.map(Some) {
        Ok(found) => Ok(found.unzip()),
        // Something of the file is open, so whoever asks knows of it.
        Err(Refusal::Refused { .. } | Refusal::NotKnown { .. }) => Ok((None, None)),
        Err(refusal) => Err(visit.refused(&refusal, visit.back_to_clients())),
    }
}

/// Who answers for the client now, by name: whom to ask where something is closed. On one's own file nobody is named.
pub(crate) async fn owners(visit: &Visit, overview: &Overview) -> Result<Vec<String>, Response> {
    if !visit.person().works_here() {
        return Ok(Vec::new());
    }
    let found = visit.front.casework.who_answers(overview).await;
    let found = found.map_err(|error| visit.failed(&error))?;
    let words = Words::of(visit.language());
    let numbered = |key: &str, name: String, no: i64| {
        if name.is_empty() {
            words.fill(key).with("number", no).to_string()
        } else {
            name
        }
    };
    let name = |it: Named| match it {
        Named::Worker { id: None, .. } => words.t("assignee-gone"),
        Named::Worker { name, .. } => name,
        Named::Team { no, name } => numbered("assignee-team", name, no),
        Named::Programme { no, name } => numbered("assignee-programme", name, no),
    };
    Ok(found.into_iter().map(name).collect())
}

/// The bar over a page, from what was opened for it; without that, no name is in it.
pub(crate) fn bar(
    visit: &Visit,
    client: Id<Client>,
    overview: Option<&Overview>,
    face: Option<&mut ClientFile>,
) -> Bar<Said> {
    let words = Words::of(visit.language());
    let badges = match (overview, face.as_deref()) {
        (Some(it), _) => protections(&it.standing, it.protection_proposed),
        (None, Some(it)) => protections(&it.standing, it.protection_proposed),
        (None, None) => Vec::new(),
    };
    let decide = badges
        .contains(&Protection::Proposed)
        .then(|| format!("{}/protection", address(client)));
    let sections = overview.map(|it| it.sections.iter());
    let here_because = sections
        .and_then(|mut all| all.find(|it| it.decision.permitted))
        .map(|it| whole(it.decision.reason.in_language(visit.language())));
    let (name, contact) = match face {
        Some(file) => (file.name.take(), contact(file)),
        None => (None, SafeContact::Closed),
    };
    Bar {
        href: address(client),
        called: Called {
            name: Said::name(words, name),
            is_alias: false,
        },
        pronouns: None,
        contact,
        protections: badges,
        decide,
        here_because: here_because.unwrap_or_default(),
        may_write: visit.person().writes_into_files(),
        may_look_back: visit.person().works_here(),
        is_own: !visit.person().works_here(),
    }
}

/// The newest entry about safe contact, word by word.
fn contact(file: &mut ClientFile) -> SafeContact<Said> {
    let section = file
        .sections
        .iter_mut()
        .find(|it| it.category == Category::Contact);
    match section {
        Some(section) if section.decision.decision.permitted => newest_line(section),
        _ => SafeContact::Closed,
    }
}

fn newest_line(section: &mut FileSection) -> SafeContact<Said> {
    let newest = section.records.iter_mut().find(|it| it.is_entry());
    let text = newest.and_then(|record| {
        let place = record
            .fields
            .iter()
            .position(|(it, _)| *it == field::TEXT)?;
        let copy = record.fields.get(place)?;
        Some(caseward_casework::gate::Text::joined([&copy.1]))
    });
    text.map_or(SafeContact::NotAsked, |text| {
        SafeContact::Line(Said::LetOut(text))
    })
}

/// The file's menu.
pub(crate) fn links(
    client: Id<Client>,
    overview: &Overview,
    here: Option<Category>,
) -> Vec<SectionLink> {
    let link = |section: &SectionDecision| SectionLink {
        href: format!("{}/{}", address(client), section.category.word()),
        category: section.category,
        state: state(section),
        is_here: here == Some(section.category),
    };
    overview.sections.iter().map(link).collect()
}

/// The sections on the file's first page, each with its reason where it isn't open.
pub(crate) fn cards(visit: &Visit, client: Id<Client>, overview: &Overview) -> Vec<Card> {
    let policies = &visit.front.casework.policies;
    let page = address(client);
    let reasons = Reasons::new(policies, visit.language(), overview.entry).about(&page);
    links(client, overview, None)
        .into_iter()
        .zip(&overview.sections)
        .map(|(link, section)| Card {
            link,
            records: overview.records_in(section.category),
            why: reasons.why(section),
        })
        .collect()
}
