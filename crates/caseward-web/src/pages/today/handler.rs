//! What is due for whoever is signed in: protections to decide, and files that changed lately.
//!
//! Pages §3 S2, CC-2.4 (a person decides whom to protect).

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::caseload::{MyClient, News};
use caseward_casework::desk::Missing;
use caseward_model::Channel;

use super::{Group, GroupKind, Task, Tasks, TodayPage};
use crate::addresses::{Addresses, Class};
use crate::pages::standing::Lack;
use crate::view::{Said, When};
use crate::visit::Visit;
use crate::{Place, Words, answer};

/// The address of the day.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Own, "/today", today)
}

async fn today(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let words = Words::of(visit.language());
    let now_ms = visit.front.casework.clock().now_ms();
    let standing = standing(words, &visit);
    let groups = match clients(&visit).await {
        Ok((clients, news)) => groups(words, clients, news.as_ref()),
        Err(error) => {
            tracing::error!(%error, "a list of clients could not be shown");
            vec![Group {
                kind: GroupKind::ProtectionsProposed,
                tasks: Tasks::Unreadable,
            }]
        }
    };
    let page = TodayPage {
        day: When::day(words, crate::visit::local(now_ms).date()),
        groups: standing.into_iter().chain(groups).collect(),
        next_date: None,
        shell: visit.shell(Place::Today, "/today"),
    };
    answer(StatusCode::OK, &page)
}

/// My clients, and since when a change of theirs is news.
async fn clients(visit: &Visit) -> Result<(Vec<MyClient>, Option<News>), CaseworkError> {
    let (casework, person) = (&visit.front.casework, visit.person());
    let news = casework.news_of(person.no).await?;
    Ok((
        casework.my_clients(person.worker, Channel::Screen).await?,
        news,
    ))
}

/// What has run out for whoever is signed in. Until it is renewed the gate keeps every file shut, and
/// their list is empty; nothing else would tell them why (DV-5.1.1, DV-5.10).
fn standing(words: &Words, visit: &Visit) -> Option<Group<Said>> {
    let task = |missing: &Missing| {
        let lack = Lack::new(words, *missing);
        Task {
            verb: lack.todo,
            href: format!("/clauses/{}", lack.clause),
            decide: None,
            about: None,
            due: None,
            is_late: false,
            why: format!("{} ({})", lack.why, lack.clause),
        }
    };
    let tasks: Vec<Task<Said>> = visit.missing().iter().map(task).collect();
    (!tasks.is_empty()).then_some(Group {
        kind: GroupKind::ActNow,
        tasks: Tasks::Shown(tasks),
    })
}

fn groups(words: &Words, clients: Vec<MyClient>, news: Option<&News>) -> Vec<Group<Said>> {
    let (proposed, rest): (Vec<_>, Vec<_>) =
        clients.into_iter().partition(|it| it.protection_proposed);
    let changed = rest
        .into_iter()
        .filter(|it| news.is_some_and(|news| news.has(it.changed_at)));
    let decide = |it: MyClient| Task {
        verb: words.t("task-decide-protection"),
        href: format!("/clients/{}", it.client),
        decide: Some(format!("/clients/{}/protection", it.client)),
        about: Some(Said::name(words, it.name)),
        due: None,
        is_late: false,
        why: words.t("task-decide-protection-why"),
    };
    let look = |it: MyClient| Task {
        verb: words.t("task-see-changes"),
        href: format!("/clients/{}", it.client),
        decide: None,
        about: Some(Said::name(words, it.name)),
        due: None,
        is_late: false,
        why: words
            .fill("task-see-changes-why")
            .with(
                "when",
                crate::visit::moment(words.language(), it.changed_at).words,
            )
            .to_string(),
    };
    let group = |kind, tasks: Vec<Task<Said>>| {
        (!tasks.is_empty()).then_some(Group {
            kind,
            tasks: Tasks::Shown(tasks),
        })
    };
    [
        group(
            GroupKind::ProtectionsProposed,
            proposed.into_iter().map(decide).collect(),
        ),
        group(GroupKind::ClientsChanged, changed.map(look).collect()),
    ]
    .into_iter()
    .flatten()
    .collect()
}
