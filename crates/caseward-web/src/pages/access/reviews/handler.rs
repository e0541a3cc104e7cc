//! The list of emergencies, for those who review them: each is asked about (RE-7, CR-10).

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::emergency::Ticket;
use caseward_casework::gate::About;
use caseward_casework::people::Team;
use caseward_model::OfficeAct;

use super::{ReviewsPage, Row, TeamRow};
use crate::addresses::{Addresses, Class};
use crate::visit::Visit;
use crate::{Place, Words, answer};

/// The address of the list.
pub fn routes() -> Addresses {
    let class = Class::Office(OfficeAct::ReviewEmergency);
    Addresses::new().get(class, "/access/reviews", list)
}

async fn list(visit: Visit) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::ReviewEmergency, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let casework = &visit.front.casework;
    let found = async {
        let who = visit.person().worker;
        let tickets = casework.emergencies_to_review(who).await?;
        let limits = casework.emergency_limits().await?;
        let (names, teams) = (casework.names().await?, casework.teams_for(who).await?);
        Ok((tickets, limits, names, teams))
    };
    let (tickets, limits, names, all_teams) = match found.await {
        Ok(found) => found,
        Err(error) => return visit.failed(&error),
    };
    let now_ms = casework.clock().now_ms();
    let words = Words::of(visit.language());
    let row = |it: &Ticket| Row {
        href: format!("/access/reviews/{}", it.no),
        who: names
            .get(&it.worker)
            .cloned()
            .unwrap_or_else(|| words.t("someone-gone")),
        at: visit.moment(it.opened_at),
        due: visit.due(it.review_due),
        is_late: it.is_late(now_ms),
        finding: it
            .review
            .as_ref()
            .map(|it| format!("finding-{}", it.finding.word().replace('_', "-"))),
    };
    let (done, waiting): (Vec<_>, Vec<_>) = tickets.iter().partition(|it| it.review.is_some());
    let month = limits.month_began(now_ms);
    let page = ReviewsPage {
        waiting: waiting.into_iter().rev().map(row).collect(),
        done: done.into_iter().map(row).collect(),
        teams: teams(
            words,
            &all_teams,
            tickets.iter().filter(|it| it.opened_at >= month),
        ),
        shell: visit.shell(Place::Elsewhere, "/access/reviews"),
    };
    answer(StatusCode::OK, &page)
}

/// How many each team has had; a person in two teams counts in both, as in the budget.
fn teams<'t>(
    words: &Words,
    all: &[Team],
    tickets: impl Iterator<Item = &'t Ticket>,
) -> Vec<TeamRow> {
    let mut counted: BTreeMap<Option<i64>, TeamRow> = BTreeMap::new();
    for ticket in tickets {
        let alone = ticket.teams.is_empty().then_some(None);
        let in_teams = ticket.teams.iter().copied().map(Some);
        for team in in_teams.chain(alone) {
            let row = counted.entry(team).or_insert_with(|| TeamRow {
                team: team.map(|no| called(words, all, no)),
                opened: 0,
                beyond: 0,
                waiting: 0,
            });
            row.opened += 1;
            row.beyond += usize::from(ticket.over_budget);
            row.waiting += usize::from(ticket.review.is_none());
        }
    }
    counted.into_values().collect()
}

fn called(words: &Words, all: &[Team], no: i64) -> String {
    let found = all.iter().find(|it| it.no == no);
    let numbered = || words.fill("assignee-team").with("number", no).to_string();
    found.map_or_else(numbered, |it| it.name.clone())
}
