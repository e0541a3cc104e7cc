//! `/api/v1/clauses`: what each clause demands, how it is met, by which rules, and how often it decided
//! in the last 90 days (CR-5: the reason behind every answer can be read).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::clauses::ClauseDay;
use caseward_casework::policies::proved::{Record, Verdict};
use caseward_casework::policies::{Entry, MetBy, Never, Policies, Rule, Status};
use caseward_model::{Clause, Language};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Problem, ProblemBody};
use super::sent::{Caller, Named};
use crate::front::Front;

/// All clauses.
#[derive(Serialize, ToSchema)]
pub(crate) struct Clauses<'c> {
    /// In the order of the documents.
    clauses: Vec<Demand<'c>>,
}

/// One clause, with its rules and its days.
#[derive(Serialize, ToSchema)]
#[schema(as = ClauseInFull)]
pub(crate) struct InFull<'c> {
    #[serde(flatten)]
    demand: Demand<'c>,
    /// The rules that carry it out, as they are written.
    written: Vec<Written<'c>>,
    /// What must be impossible, and whether that is proved.
    impossible: Vec<Impossible<'c>>,
    /// Questions, and the answers that they must get.
    questions: Vec<Asked>,
    /// The last 90 days, oldest first; days without a decision are missing.
    days: Vec<Day>,
}

/// A statement of what must be impossible.
#[derive(Serialize, ToSchema)]
pub(crate) struct Impossible<'c> {
    /// Its name.
    id: &'c str,
    /// What must be impossible, as a sentence.
    says: &'c str,
    /// `proved` over all possible requests for these very rules, `broken`, or `not_proved`.
    #[schema(example = "proved")]
    proof: &'static str,
    /// By which solver.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "cvc5 1.0.3")]
    by: Option<&'static str>,
}

/// A question and the answer that it must get.
#[derive(Serialize, ToSchema)]
#[schema(as = ClauseQuestion)]
pub(crate) struct Asked {
    /// The question.
    ask: String,
    /// Whether it must be permitted.
    permitted: bool,
}

/// What a clause demands.
#[derive(Serialize, ToSchema)]
#[schema(as = Clause)]
pub(crate) struct Demand<'c> {
    /// Its number.
    #[schema(value_type = String, example = "DV-3.3.1")]
    id: &'c Clause,
    /// The folder of its source document.
    #[schema(example = "domestic-violence")]
    source: &'c str,
    /// What it demands, in our words.
    means: &'c str,
    /// Where it stands in the document.
    place: &'c str,
    /// How it is met: `policy`, `workflow`, `form`, `practice`.
    #[schema(value_type = Vec<String>)]
    met_by: &'c [MetBy],
    /// `enforced` or `planned`.
    #[schema(value_type = String)]
    status: Status,
    /// What is not there yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<&'c str>,
    /// The names of the rules that carry it out.
    rules: &'c [String],
    /// The tests that show it.
    tests: &'c [String],
}

/// A rule.
#[derive(Serialize, ToSchema)]
#[schema(as = Rule)]
pub(crate) struct Written<'c> {
    /// Its name.
    #[schema(example = "cr-7-assigned-release")]
    id: &'c str,
    /// Whether it permits; otherwise it forbids, and wins over every permit.
    permits: bool,
    /// Why, for the worker.
    reason: &'c str,
    /// What would change the answer, or end it.
    remedy: &'c str,
    /// The rule, in Cedar.
    text: &'c str,
}

/// One day of a clause.
#[derive(Serialize, ToSchema)]
#[schema(as = ClauseDay)]
pub(crate) struct Day {
    /// The day, in UTC.
    #[schema(example = "2026-11-02")]
    day: String,
    /// How often it let something out.
    permitted: i64,
    /// How often it refused.
    refused: i64,
}

impl<'c> Demand<'c> {
    fn new(entry: &'c Entry) -> Self {
        Self {
            id: &entry.id,
            source: &entry.source,
            means: &entry.means,
            place: &entry.place,
            met_by: &entry.met_by,
            status: entry.status,
            missing: entry.missing.as_deref(),
            rules: &entry.rules,
            tests: &entry.tests,
        }
    }
}

impl<'c> Written<'c> {
    fn new(rule: &'c Rule, language: Language) -> Self {
        Self {
            id: &rule.id,
            permits: rule.permits,
            reason: rule.reason.in_language(language),
            remedy: rule.remedy.in_language(language),
            text: &rule.text,
        }
    }
}

impl<'c> Impossible<'c> {
    fn new(policies: &Policies, never: &'c Never) -> Self {
        let record = Record::embedded();
        let verdict = record.map_or(Verdict::NotProved, |it| it.verdict(policies, never));
        Self {
            id: &never.id,
            says: &never.says,
            proof: verdict.word(),
            by: record
                .filter(|_| verdict != Verdict::NotProved)
                .map(Record::solver),
        }
    }
}

impl Day {
    fn new(day: &ClauseDay) -> Self {
        let mut date = moment(day.day.saturating_mul(86_400_000));
        date.truncate("2026-11-02".len());
        Self {
            day: date,
            permitted: day.permitted,
            refused: day.refused,
        }
    }
}

/// All clauses of the source documents.
#[utoipa::path(
    get, path = "/api/v1/clauses", tag = "clauses",
    responses(
        (status = 200, description = "All clauses", body = Clauses),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, _: Caller) -> Answered<Response> {
    let register = front.casework.policies.register();
    json(&Clauses {
        clauses: register.entries().iter().map(Demand::new).collect(),
    })
}

/// One clause, with its rules and how often it decided.
#[utoipa::path(
    get, path = "/api/v1/clauses/{id}", tag = "clauses",
    params(("id" = String, Path, description = "The clause's number", example = "DV-3.3.1")),
    responses(
        (status = 200, description = "The clause", body = InFull),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such clause", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    asked: Named<Clause>,
) -> Answered<Response> {
    let policies = &*front.casework.policies;
    let clause = asked.found()?;
    let entry = policies
        .register()
        .entry(&clause)
        .ok_or(Problem::NotFound)?;
    let days = front.casework.clause_days(&clause).await?;
    let rules = entry.rules.iter().filter_map(|id| policies.rule(id));
    let stated = policies.nevers().iter();
    let stated = stated.filter(|it| it.clauses.contains(&clause));
    let questions = policies.questions().unwrap_or_default();
    let questions = questions.into_iter().filter(|it| it.clause == clause);
    json(&InFull {
        demand: Demand::new(entry),
        written: rules
            .map(|rule| Written::new(rule, caller.language))
            .collect(),
        impossible: stated.map(|it| Impossible::new(policies, it)).collect(),
        questions: questions
            .map(|it| Asked {
                ask: it.ask,
                permitted: it.permitted,
            })
            .collect(),
        days: days.iter().map(Day::new).collect(),
    })
}
