//! What is due for whoever is signed in: what the desks have for them, protections to decide, files that
//! changed lately, and what of their own ends soon.
//!
//! Pages §3 S2, CC-2.4 (a person decides whom to protect).

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::caseload::{MyClient, News};
use caseward_casework::desk::Missing;
use caseward_casework::tasks;
use caseward_model::{Channel, Id, OfficeAct, Worker};

use super::{Group, GroupKind, Task, Tasks, TodayPage, waiting};
use crate::addresses::{Addresses, Class};
use crate::pages::standing::Lack;
use crate::view::{Said, When};
use crate::visit::Visit;
use crate::{Place, Words, answer};

/// The address of the day.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Clients, "/today", today)
}

async fn today(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let words = Words::of(visit.language());
    let now_ms = visit.front.casework.clock().now_ms();
    let waiting = match waiting(&visit).await {
        Ok((tasks, names)) => waiting::groups(words, now_ms, &tasks, &names),
        Err(error) => unreadable(GroupKind::Waiting, &error),
    };
    let mut ending = standing_ends(words, &visit, now_ms);
    let clients = match clients(&visit).await {
        Ok((clients, news)) => {
            let (groups, ends) = groups(words, clients, news.as_ref(), now_ms);
            ending.extend(ends);
            groups
        }
        Err(error) => unreadable(GroupKind::ProtectionsProposed, &error),
    };
    let mut all = joined(standing(words, &visit), waiting);
    all.extend(clients);
    if !ending.is_empty() {
        all.push(Group {
            kind: GroupKind::Expiring,
            tasks: Tasks::Shown(ending),
        });
    }
    let page = TodayPage {
        day: When::day(words, crate::visit::local(now_ms).date()),
        groups: all,
        next_date: next_date(&visit, now_ms)
            .map(|at| When::day(words, crate::visit::local(at).date())),
        lists: visit.places_of(LISTS).await,
        shell: visit.shell(Place::Today, "/today"),
    };
    answer(StatusCode::OK, &page)
}

/// The lists that somebody looks after: the act that it takes, the key of its name, and where it is.
const LISTS: &[(OfficeAct, &str, &str)] = &[
    (OfficeAct::AnswerAccess, "access-requests", "/access"),
    (
        OfficeAct::ReviewEmergency,
        "reviews-title",
        "/access/reviews",
    ),
    (OfficeAct::LowerWall, "conflicts-title", "/conflicts"),
    // Whether anything waits there isn't said here: that would tell whoever a wall keeps out.
    (
        OfficeAct::AgreeOnItem,
        "item-waiting-title",
        "/conference-items",
    ),
];

/// A group that can't be read says so, and the others still show.
fn unreadable(kind: GroupKind, error: &CaseworkError) -> Vec<Group<Said>> {
    tracing::error!(%error, "a list of the day could not be shown");
    vec![Group {
        kind,
        tasks: Tasks::Unreadable,
    }]
}

/// What the desks have for whoever is signed in, and what colleagues are called.
async fn waiting(
    visit: &Visit,
) -> Result<(Vec<tasks::Task>, HashMap<Id<Worker>, String>), CaseworkError> {
    let casework = &visit.front.casework;
    let tasks = casework.my_tasks(visit.person().no).await?;
    let about_colleagues = tasks.iter().any(|task| task.about.worker.is_some());
    let names = if about_colleagues {
        casework.names().await?
    } else {
        HashMap::new()
    };
    Ok((tasks, names))
}

/// What is missing in one's own standing comes first of all that can't wait.
fn joined(standing: Option<Group<Said>>, mut waiting: Vec<Group<Said>>) -> Vec<Group<Said>> {
    let Some(mut first) = standing else {
        return waiting;
    };
    let urgent = waiting.iter().position(|it| it.kind == first.kind);
    let urgent = urgent.map(|place| waiting.remove(place).tasks);
    if let (Tasks::Shown(all), Some(Tasks::Shown(more))) = (&mut first.tasks, urgent) {
        all.extend(more);
    }
    waiting.insert(0, first);
    waiting
}

/// How long before it ends something is said to end soon.
const SOON_MS: i64 = 30 * 86_400_000;

fn ends_soon(at_ms: i64, now_ms: i64) -> bool {
    now_ms < at_ms && at_ms - now_ms <= SOON_MS
}

/// Agreements and training that end soon.
fn standing_ends(words: &Words, visit: &Visit, now_ms: i64) -> Vec<Task<Said>> {
    let sheet = &visit.person().sheet;
    let agreement = ("task-renew-agreement", "task-renew-agreement-why");
    let training = ("task-renew-training", "task-renew-training-why");
    let ends = [
        (agreement, "/agreements", sheet.agreement_until),
        (training, "/training", sheet.training_until),
    ];
    let ends = ends.into_iter().filter(|(.., at)| ends_soon(*at, now_ms));
    ends.map(|(keys, place, at)| ending(words, keys, place.to_owned(), None, at))
        .collect()
}

/// One's own assignment to a client that ends soon.
fn assignment_ends(words: &Words, client: MyClient, at: i64) -> Task<Said> {
    let name = Some(Said::name(words, client.name));
    let href = format!("/clients/{}", client.client);
    let keys = ("task-assignment-ends", "task-assignment-ends-why");
    ending(words, keys, href, name, at)
}

/// Something that ends: the key of what to do, and the key of why.
fn ending(
    words: &Words,
    (verb, why): (&str, &str),
    href: String,
    about: Option<Said>,
    at: i64,
) -> Task<Said> {
    let day = When::day(words, crate::visit::local(at).date());
    Task {
        verb: words.t(verb),
        href,
        decide: None,
        about,
        why: words.fill(why).with("when", &day.words).to_string(),
        due: Some(day),
        is_late: false,
    }
}

/// The next day on which something of one's own ends, for a day on which nothing is due.
fn next_date(visit: &Visit, now_ms: i64) -> Option<i64> {
    let sheet = &visit.person().sheet;
    let ends = [sheet.agreement_until, sheet.training_until];
    ends.into_iter().filter(|at| now_ms < *at).min()
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
            href: lack.href.to_owned(),
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

/// The groups about clients, and those whose assignment ends soon. A client stands in one of them.
fn groups(
    words: &Words,
    clients: Vec<MyClient>,
    news: Option<&News>,
    now_ms: i64,
) -> (Vec<Group<Said>>, Vec<Task<Said>>) {
    let (mut proposed, mut changed, mut ending) = (Vec::new(), Vec::new(), Vec::new());
    for client in clients {
        let ends = client.assigned_until.filter(|at| ends_soon(*at, now_ms));
        if client.protection_proposed {
            proposed.push(client);
        } else if let Some(at) = ends {
            ending.push(assignment_ends(words, client, at));
        } else if news.is_some_and(|news| news.has(client.changed_at)) {
            changed.push(client);
        }
    }
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
    let groups = [
        group(
            GroupKind::ProtectionsProposed,
            proposed.into_iter().map(decide).collect(),
        ),
        group(
            GroupKind::ClientsChanged,
            changed.into_iter().map(look).collect(),
        ),
    ];
    (groups.into_iter().flatten().collect(), ending)
}
