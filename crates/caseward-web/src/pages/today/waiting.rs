//! A task as a line of the day: what to do, where it is done, and why it is this person's (NASW-d, NASW-o).
//!
//! A new kind of task gets its place here and two sentences, `waits-…` and `waits-…-why`, in `locales/`.

use std::collections::HashMap;

use caseward_casework::tasks::{self, TaskAbout};
use caseward_model::{Client, Id, TaskKind, Worker};

use super::{Group, GroupKind, Task, Tasks};
use crate::Words;
use crate::view::{Said, When};
use crate::visit::local;

/// The tasks of the desks in two groups: what can't wait, and the rest.
pub(super) fn groups(
    words: &Words,
    now_ms: i64,
    tasks: &[tasks::Task],
    names: &HashMap<Id<Worker>, String>,
) -> Vec<Group<Said>> {
    let urgent = |task: &&tasks::Task| is_urgent(task.kind) || task.due_at <= now_ms;
    let (now, later): (Vec<_>, Vec<_>) = tasks.iter().partition(urgent);
    let group = |kind, tasks: Vec<&tasks::Task>| {
        (!tasks.is_empty()).then(|| Group {
            kind,
            tasks: Tasks::Shown(
                tasks
                    .into_iter()
                    .map(|it| line(words, now_ms, it, names))
                    .collect(),
            ),
        })
    };
    [
        group(GroupKind::ActNow, now),
        group(GroupKind::Waiting, later),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What waits for whoever is signed in about one client, without a colleague's name: for the summary of the file.
pub(in crate::pages) fn about(
    words: &Words,
    now_ms: i64,
    tasks: &[tasks::Task],
    client: Id<Client>,
) -> Vec<Task<Said>> {
    let names = HashMap::new();
    let theirs = tasks.iter().filter(|it| it.about.client == Some(client));
    theirs.map(|it| line(words, now_ms, it, &names)).collect()
}

fn line(
    words: &Words,
    now_ms: i64,
    task: &tasks::Task,
    names: &HashMap<Id<Worker>, String>,
) -> Task<Said> {
    let key = key(task.kind);
    // It stands among what can't wait; that it was due when it happened would only blame.
    let at_once = task.kind == TaskKind::EmergencyOpened;
    let colleague = task.about.worker.filter(|_| !names_nobody(task.kind));
    let colleague = colleague.and_then(|id| names.get(&id).cloned());
    Task {
        verb: words.t(&key),
        href: address(task.kind, &task.about),
        decide: None,
        about: colleague.map(Said::Ours),
        due: (!at_once).then(|| When::due(words, &local(task.due_at))),
        is_late: !at_once && task.due_at <= now_ms,
        why: words.t(&format!("{key}-why")),
    }
}

/// The key of what is to be done, beginning with a verb.
#[must_use]
pub(super) fn key(kind: TaskKind) -> String {
    format!("waits-{}", kind.word().replace('_', "-"))
}

/// What can't wait, whenever it is due.
const fn is_urgent(kind: TaskKind) -> bool {
    matches!(
        kind,
        TaskKind::EmergencyOpened
            | TaskKind::EmergencyOverBudget
            | TaskKind::EmergencyBreach
            | TaskKind::DangerReported
            | TaskKind::WarningDue
            | TaskKind::WarningOverdue
            | TaskKind::WarningHeld
            | TaskKind::BreachReported
    )
}

/// What is about the one who has to do it: their own name would say nothing. And what was reported about somebody: their name has
/// no place on a page that others pass by.
const fn names_nobody(kind: TaskKind) -> bool {
    matches!(
        kind,
        TaskKind::AccessAnswered
            | TaskKind::LawAnswered
            | TaskKind::EmergencyTraining
            | TaskKind::AccessQuestion
            | TaskKind::ConferenceToSign
            | TaskKind::BreachReported
            | TaskKind::BreachToFind
            | TaskKind::BreachToTell
    )
}

/// Where it is done. What has no page yet is done at the command line, and said here.
#[must_use]
pub(super) fn address(kind: TaskKind, about: &TaskAbout) -> String {
    let item = |place: &str| match about.item {
        Some(no) => format!("{place}/{no}"),
        None => place.to_owned(),
    };
    match kind {
        TaskKind::EmergencyOpened
        | TaskKind::EmergencyReview
        | TaskKind::EmergencyOverBudget
        | TaskKind::EmergencyDelay
        | TaskKind::EmergencyBreach => item("/access/reviews"),
        TaskKind::EmergencyTraining => item("/access/emergency"),
        TaskKind::EmergencyAttempts => "/access/reviews".to_owned(),
        TaskKind::AgreementRefused => "/agreements/missing".to_owned(),
        TaskKind::SignatureToConfirm => "/agreements/papers".to_owned(),
        TaskKind::HandOver => "/people/waiting".to_owned(),
        TaskKind::AccessIncident | TaskKind::ReviewerMissing | TaskKind::SearchPattern => {
            "/today".to_owned()
        }
        TaskKind::AccessAsked | TaskKind::AccessAnswered => "/access".to_owned(),
        TaskKind::ConflictToDecide => "/conflicts".to_owned(),
        TaskKind::AccessQuestion => "/access-questions".to_owned(),
        TaskKind::AccessReview => "/access-review".to_owned(),
        TaskKind::WayToCheck => item("/partners/ways"),
        TaskKind::ProtocolToRenew => item("/partners/protocols"),
        TaskKind::PolicyToAssess | TaskKind::PartnershipBreach => "/partners".to_owned(),
        TaskKind::ReleaseRuleReview => "/partners/rules".to_owned(),
        TaskKind::LawAsked => item("/law/questions"),
        TaskKind::LawAnswered => "/law/questions".to_owned(),
        TaskKind::TellClient | TaskKind::DisclosureToApprove | TaskKind::RiskToDiscuss => {
            of_client(about, "disclosures")
        }
        TaskKind::ExportToTell => of_client(about, "disclosures/exports"),
        TaskKind::EnquiryToAnswer => "/enquiries".to_owned(),
        TaskKind::ConferenceToSign | TaskKind::ConferenceToLead => "/conferences".to_owned(),
        TaskKind::ConferenceWithoutLead => "/conference-items".to_owned(),
        TaskKind::ConferenceAction | TaskKind::ConferenceActionOverdue => {
            "/conferences/actions".to_owned()
        }
        TaskKind::BreachReported | TaskKind::BreachToFind | TaskKind::BreachToTell => {
            "/breaches/desk".to_owned()
        }
        TaskKind::BreachToAnswer => "/breaches".to_owned(),
        TaskKind::ConsentNote
        | TaskKind::ConsentRecall
        | TaskKind::ConsentPaper
        | TaskKind::ConsentToAsk => of_client(about, "consents"),
        TaskKind::ConfidentialityTalk
        | TaskKind::PoliciesToAcknowledge
        | TaskKind::SharingToTell => of_client(about, "confidentiality"),
        TaskKind::TellerRecall => on_one_page(about, "permissions"),
        TaskKind::DangerReported => on_one_page(about, "dangers"),
        TaskKind::WarningToTell | TaskKind::WarningDue | TaskKind::WarningOverdue => {
            on_one_page(about, "warnings")
        }
        TaskKind::WarningHeld => "/held-warnings".to_owned(),
        TaskKind::ClientAsked | TaskKind::ClientAskedToSee => on_one_page(about, "own-view"),
    }
}

/// A page of the client's file on which all of its kind stand.
fn on_one_page(about: &TaskAbout, page: &str) -> String {
    match about.client {
        Some(client) => format!("/clients/{client}/{page}"),
        None => "/today".to_owned(),
    }
}

/// A page of the client's file, with the item's number where that says which.
fn of_client(about: &TaskAbout, page: &str) -> String {
    match (about.client, about.item) {
        (Some(client), Some(no)) => format!("/clients/{client}/{page}/{no}"),
        (Some(client), None) => format!("/clients/{client}/{page}"),
        (None, _) => "/today".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use caseward_model::Language;

    use super::*;

    #[test]
    fn every_kind_of_task_has_its_two_sentences_in_both_languages() {
        for language in Language::ALL {
            let words = Words::of(*language);
            for kind in TaskKind::ALL {
                for key in [key(*kind), format!("{}-why", key(*kind))] {
                    assert!(!words.t(&key).contains('⟦'), "{key} in {language}");
                }
            }
        }
    }
}
