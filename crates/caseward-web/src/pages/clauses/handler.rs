//! The register of clauses as pages: what each demands, what keeps it, and what it decided.
//!
//! Pages §3 S15. Readable without signing in, as the rules are no secret; how often each decided is
//! for those who work here.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::clauses::ClauseDay;
use caseward_casework::policies::proved::{Record, Verdict};
use caseward_casework::policies::{self, Entry, MetBy, Policies};
use caseward_model::{Clause, Language};

use super::clause::{ClausePage, Never, Proof, Question, Rule, Week};
use super::{ClauseRow, ClausesPage, Met, Source, Status};
use crate::addresses::{Addresses, Class};
use crate::reasons::whole;
use crate::visit::Guest;
use crate::{Place, Words, answer};

/// The weeks that a clause's picture shows.
const WEEKS: i64 = 13;

/// The addresses of the clauses.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Open, "/clauses", all)
        .get(Class::Open, "/clauses/{id}", one)
}

async fn all(guest: Guest) -> Response {
    let words = Words::of(guest.language());
    let mut sources: Vec<(String, Source)> = Vec::new();
    for entry in guest.front.casework.policies.register().entries() {
        let row = ClauseRow {
            id: entry.id.to_string(),
            means: whole(&entry.means),
            met: met(entry),
            status: status(entry),
        };
        match sources
            .iter_mut()
            .find(|(folder, _)| *folder == entry.source)
        {
            Some((_, source)) => source.clauses.push(row),
            None => sources.push((entry.source.clone(), source(words, entry, row))),
        }
    }
    let page = ClausesPage {
        sources: sources.into_iter().map(|(_, source)| source).collect(),
        shell: guest.shell(Place::Clauses, "/clauses"),
    };
    answer(StatusCode::OK, &page)
}

fn source(words: &Words, entry: &Entry, first: ClauseRow) -> Source {
    let id = entry.id.as_str().split('-').next().unwrap_or_default();
    Source {
        id: id.to_owned(),
        title: title(words, &entry.source),
        clauses: vec![first],
    }
}

fn title(words: &Words, folder: &str) -> String {
    words.t(match folder {
        "case-conferencing" => "source-case-conferencing",
        "county-records" => "source-county-records",
        "re-entry" => "source-re-entry",
        "social-work-ethics" => "source-social-work-ethics",
        _ => "source-domestic-violence",
    })
}

fn met(entry: &Entry) -> Vec<Met> {
    let met = |by: &MetBy| match by {
        MetBy::Policy => Met::Policy,
        MetBy::Workflow => Met::Workflow,
        MetBy::Form => Met::Form,
        MetBy::Practice => Met::Practice,
    };
    entry.met_by.iter().map(met).collect()
}

fn status(entry: &Entry) -> Status {
    match entry.status {
        policies::Status::Enforced => Status::Enforced,
        policies::Status::Planned => Status::Planned,
    }
}

async fn one(guest: Guest, Path(id): Path<String>) -> Response {
    let policies = &guest.front.casework.policies;
    let known = id.parse::<Clause>().ok();
    let Some(entry) = known.and_then(|id| policies.register().entry(&id).cloned()) else {
        return guest.not_found();
    };
    let days = match guest.session {
        Some(_) => guest.front.casework.clause_days(&entry.id).await,
        None => Ok(Vec::new()),
    };
    let days = match days {
        Ok(days) => days,
        Err(error) => return guest.failed(&error),
    };
    let today = guest.front.casework.clock().now_ms().div_euclid(86_400_000);
    let address = format!("/clauses/{}", entry.id);
    let page = ClausePage {
        source: title(Words::of(guest.language()), &entry.source),
        place: entry.place.clone(),
        means: whole(&entry.means),
        met: met(&entry),
        status: status(&entry),
        missing: entry.missing.as_deref().map(whole),
        rules: entry
            .rules
            .iter()
            .filter_map(|id| rule(policies, id, guest.language()))
            .collect(),
        nevers: nevers(policies, &entry.id, Record::embedded()),
        solver: Record::embedded().map(|it| it.solver().to_owned()),
        questions: questions(policies, &entry.id),
        tests: entry.tests.clone(),
        weeks: weeks(&days, today),
        id: entry.id.to_string(),
        shell: guest.shell(Place::Clauses, &address),
    };
    answer(StatusCode::OK, &page)
}

fn rule(policies: &Policies, id: &str, language: Language) -> Option<Rule> {
    policies.rule(id).map(|rule| Rule {
        id: rule.id.clone(),
        reason: whole(rule.reason.in_language(language)),
        permits: rule.permits,
        text: rule.text.clone(),
    })
}

/// Proving takes a solver and its time, so the page says what is on record about these very rules.
fn nevers(policies: &Policies, clause: &Clause, record: Option<&Record>) -> Vec<Never> {
    let of = policies
        .nevers()
        .iter()
        .filter(|it| it.clauses.contains(clause));
    of.map(|never| Never {
        sentence: whole(&never.says),
        proof: match record.map(|it| it.verdict(policies, never)) {
            Some(Verdict::Proved) => Proof::Proved,
            Some(Verdict::Broken) => Proof::Broken,
            Some(Verdict::NotProved) | None => Proof::NotProved,
        },
    })
    .collect()
}

fn questions(policies: &Policies, clause: &Clause) -> Vec<Question> {
    let all = policies.questions().unwrap_or_default();
    let of = all.into_iter().filter(|it| it.clause == *clause);
    of.map(|question| Question {
        ask: whole(&question.ask),
        is_permitted: question.permitted,
    })
    .collect()
}

/// The days of the last weeks, week by week; none when nothing was decided.
fn weeks(days: &[ClauseDay], today: i64) -> Vec<Week> {
    if days.is_empty() {
        return Vec::new();
    }
    let week = |back: i64| {
        let first = today - back * 7 - 6;
        let in_it = days
            .iter()
            .filter(|it| (first..first + 7).contains(&it.day));
        let sums = in_it.fold((0, 0), |(yes, no), it| {
            (yes + it.permitted, no + it.refused)
        });
        let date = crate::visit::local(first * 86_400_000).date();
        Week {
            label: format!("{:02}-{:02}", date.month(), date.day()),
            permitted: u64::try_from(sums.0).unwrap_or(0),
            refused: u64::try_from(sums.1).unwrap_or(0),
        }
    };
    (0..WEEKS).rev().map(week).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_last_weeks_is_in_one_week() {
        let day = |day, permitted| ClauseDay {
            day,
            permitted,
            refused: 1,
        };
        let days = [day(1000, 1), day(994, 2), day(993, 4), day(910, 8)];
        let weeks = weeks(&days, 1000);
        assert_eq!(weeks.len(), 13);
        assert_eq!(weeks[12].permitted, 3);
        assert_eq!(weeks[11].permitted, 4);
        assert_eq!(weeks[0].permitted, 8);
        assert_eq!(weeks.iter().map(|week| week.refused).sum::<u64>(), 4);
    }

    #[test]
    fn a_statement_is_proved_only_by_a_record_about_these_very_rules() {
        let policies = Policies::embedded().unwrap();
        let clause: Clause = "DV-3.3.2e".parse().unwrap();
        let proofs = |record| {
            let stated = nevers(&policies, &clause, record);
            assert!(!stated.is_empty());
            stated.into_iter().map(|it| it.proof).collect::<Vec<_>>()
        };
        let kept = Record::embedded().unwrap();
        assert!(proofs(Some(kept)).iter().all(|it| *it == Proof::Proved));
        assert!(proofs(None).iter().all(|it| *it == Proof::NotProved));
        let text = include_str!("../../../../../policies/proofs.txt");
        let hash = data_encoding::HEXLOWER.encode(&policies.hash());
        let others = Record::read(&text.replace(&hash, &"0".repeat(64))).unwrap();
        assert!(
            proofs(Some(&others))
                .iter()
                .all(|it| *it == Proof::NotProved)
        );
    }
}
