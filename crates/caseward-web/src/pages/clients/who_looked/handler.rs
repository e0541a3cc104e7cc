//! Reading a file's history: who opened it, tried to, or wrote in it, why, and by which clause.
//!
//! CR-10, DV-5.1.2. Looks that were given back unopened aren't in it: nobody saw anything.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use caseward_casework::gate::{AnswerText, DeedText, EntryText, Outcome, Refusal, SectionsAnswer};
use caseward_casework::history::Look;
use caseward_model::{Action, Category, Client, Id, Purpose, Role};

use super::super::face;
use super::WhoLookedPage;
use crate::front::Front;
use crate::pages::answer_watched;
use crate::view::{self, Act, Asked, Because};
use crate::visit::{Visit, closing};
use crate::{Place, Words, answer};

/// The address of a file's history.
pub fn routes() -> Router<Arc<Front>> {
    Router::new().route("/clients/{id}/who-looked", get(who_looked))
}

async fn who_looked(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.not_found();
    };
    let casework = &visit.front.casework;
    let looks = match casework.who_looked(visit.person().worker, client).await {
        Ok(looks) => looks,
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let (mut file, delivery) = match casework.open_face(visit.person(), client).await {
        Ok(Some((file, delivery))) => (Some(file), Some(delivery)),
        Ok(None) | Err(Refusal::Refused { .. }) => (None, None),
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let address = format!("{}/who-looked", face::address(client));
    let page = WhoLookedPage {
        bar: face::bar(&visit, client, None, file.as_mut()),
        looks: lines(&visit, &looks),
        older: None,
        shell: visit.printable(Place::Clients, &address, Purpose::AccessReview),
    };
    match delivery {
        Some(delivery) => answer_watched(StatusCode::OK, &page, closing(delivery)),
        None => answer(StatusCode::OK, &page),
    }
}

fn lines(visit: &Visit, looks: &[Look]) -> Vec<view::Look> {
    let unopened: Vec<u64> = looks
        .iter()
        .filter_map(|look| match &look.text {
            EntryText::Outcome(it) if it.outcome == Outcome::Unopened => Some(it.of),
            _ => None,
        })
        .collect();
    looks
        .iter()
        .filter(|look| !unopened.contains(&look.entry))
        .flat_map(|look| lines_of(visit, look))
        .collect()
}

fn lines_of(visit: &Visit, look: &Look) -> Vec<view::Look> {
    match &look.text {
        EntryText::Answer(answer) => {
            // A question that let something out is told by what was seen; another by its refusal.
            let groups = |permitted: bool| {
                let same = answer.answers.iter().filter(|it| it.permitted == permitted);
                answered(visit, look, answer, &same.collect::<Vec<_>>())
            };
            groups(true).or_else(|| groups(false)).into_iter().collect()
        }
        EntryText::Deed(deed) => vec![done(visit, look, deed)],
        EntryText::List(_) | EntryText::Outcome(_) => Vec::new(),
    }
}

fn answered(
    visit: &Visit,
    look: &Look,
    answer: &AnswerText,
    groups: &[&SectionsAnswer],
) -> Option<view::Look> {
    let words = Words::of(visit.language());
    let first = groups.first()?;
    let act = match (first.permitted, answer.action) {
        (false, _) => Act::Refused,
        (true, Action::Disclose | Action::Report) => Act::Disclosed,
        (true, Action::Amend) => Act::Wrote,
        (true, _) => Act::Opened,
    };
    let sections: Vec<Category> = groups
        .iter()
        .flat_map(|it| it.sections.iter().copied())
        .collect();
    let policies = &visit.front.casework.policies;
    let rule = first.policies.first().and_then(|id| policies.rule(id));
    let asked = Asked {
        who: match answer.role {
            // A client's name is not told to those who may only see who looked.
            Role::Client => words.t("someone"),
            _ => who(words, look),
        },
        role: answer.role,
        act,
        sections,
        purpose: answer.purpose,
        because: rule.and_then(|rule| Because::of_fact(&rule.fact, first.permitted)),
    };
    Some(view::Look {
        when: visit.moment(look.at_ms),
        sentence: asked.sentence(words),
        act,
        clause: first.clauses.first().map(ToString::to_string),
        entry: look.entry,
    })
}

fn done(visit: &Visit, look: &Look, deed: &DeedText) -> view::Look {
    let words = Words::of(visit.language());
    let section = deed.particulars.get("section").and_then(|it| it.as_str());
    let section = section.and_then(|it| it.parse::<Category>().ok());
    let (key, act) = match deed.deed.as_str() {
        "entry_written" => ("looked-wrote-entry", Act::Wrote),
        "entry_refused" => ("looked-refused-entry", Act::Refused),
        "protected" => ("looked-protected", Act::Wrote),
        "protection_declined" => ("looked-protection-declined", Act::Wrote),
        "sharing_declined" => ("looked-sharing-declined", Act::Wrote),
        "assigned" => ("looked-assigned", Act::Wrote),
        "unassigned" => ("looked-unassigned", Act::Wrote),
        _ => ("looked-changed", Act::Wrote),
    };
    let clauses = deed.particulars.get("clauses").and_then(|it| it.as_array());
    let clause = clauses.and_then(|it| it.first()).and_then(|it| it.as_str());
    view::Look {
        when: visit.moment(look.at_ms),
        sentence: words
            .fill(key)
            .with("who", who(words, look))
            .with("sections", view::named(words, section.as_slice()))
            .to_string(),
        act,
        clause: clause.map(ToOwned::to_owned),
        entry: look.entry,
    }
}

/// Who did it: by name, or the office itself where no worker is named.
fn who(words: &Words, look: &Look) -> String {
    look.who.clone().unwrap_or_else(|| words.t("the-office"))
}
