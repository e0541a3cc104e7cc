//! Showing the register of who may obtain what, and keeping it.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::partnership::{Kept, NewRule, Rule};
use caseward_model::OfficeAct;

use super::super::{Typed, fact, named, unanswered};
use super::{Line, RulesPage, fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::people::{begins, key, may, mending};
use crate::visit::{Posted, Visit, day};
use crate::{Place, Words, answer, forms};

/// The addresses of the register.
pub fn routes() -> Addresses {
    let keeps = Class::Office(OfficeAct::KeepReleaseRules);
    let sees = Class::Office(OfficeAct::SeeRecipients);
    Addresses::new()
        .get(sees, "/partners/rules", show)
        .post(keeps, "/partners/rules", keep)
        .post(sees, "/partners/rules/search", search)
        .post(keeps, "/partners/rules/{no}", change)
}

async fn show(visit: Visit) -> Response {
    page(&visit, "", &Typed::default(), Problems::default()).await
}

async fn search(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    page(
        &visit,
        typed.one("search"),
        &Typed::default(),
        Problems::default(),
    )
    .await
}

async fn keep(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let allowed = visit.unless_forbidden(OfficeAct::KeepReleaseRules, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let new = match read(&typed) {
        Ok(new) => new,
        Err(problems) => return page(&visit, "", &typed, problems).await,
    };
    let who = visit.person().worker;
    match visit.front.casework.keep_release_rule(who, new).await {
        Ok(_) => forms::sent_on("/partners/rules"),
        Err(error) => unmet(&visit, &typed, &error).await,
    }
}

async fn change(Path(no): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let allowed = visit.unless_forbidden(OfficeAct::KeepReleaseRules, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let Ok(no) = no.parse::<i64>() else {
        return visit.not_found();
    };
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let done = match typed.one("action") {
        "retire" => casework.retire_release_rule(who, no).await,
        "review" => {
            // A day that is none lies behind us, and the desk says what is needed.
            let review_at = begins(typed.one("review")).unwrap_or(0);
            casework.review_release_rule(who, no, review_at).await
        }
        _ => return visit.unreadable(),
    };
    match done {
        Ok(()) => forms::sent_on("/partners/rules"),
        Err(error) => unmet(&visit, &Typed::default(), &error).await,
    }
}

async fn unmet(visit: &Visit, typed: &Typed, error: &CaseworkError) -> Response {
    match mending(error) {
        Some(problems) => page(visit, "", typed, problems).await,
        None => unanswered(visit, error),
    }
}

fn read(typed: &Typed) -> Result<NewRule, Problems> {
    let mut problems = Problems::default();
    let kind = typed.one("kind").parse().ok();
    if kind.is_none() {
        problems.note("kind", "organization-needs-kind");
    }
    let basis = typed.one("basis").parse().ok();
    if basis.is_none() {
        problems.note("basis", "rule-needs-basis");
    }
    let review = begins(typed.one("review"));
    if review.is_none() {
        problems.note("review", "recipient-needs-day");
    }
    match (kind, basis, review) {
        (Some(kind), Some(basis), Some(review_at)) => Ok(NewRule {
            division: typed.one("division").to_owned(),
            kind,
            categories: typed.words("categories"),
            record: typed.one("record").to_owned(),
            basis,
            manual: typed.one("manual").to_owned(),
            section: typed.one("section").to_owned(),
            review_at,
            notes: typed.one("notes").to_owned(),
        }),
        _ => Err(problems),
    }
}

fn line(visit: &Visit, kept: &Kept<Rule>) -> Line {
    let words = Words::of(visit.language());
    let now_ms = visit.front.casework.clock().now_ms();
    let it = &kept.it;
    let mut facts = vec![
        fact(words, "protocol-categories", named(words, &it.categories)),
        fact(words, "rule-basis", words.t(&key("basis", it.basis.word()))),
        fact(
            words,
            "rule-manual",
            format!("{}, {}", it.manual, it.section),
        ),
        fact(
            words,
            "rule-review",
            day(visit.language(), it.review_at).words,
        ),
    ];
    for (label, text) in [
        ("rule-division", &it.division),
        ("rule-record", &it.record),
        ("rule-notes", &it.notes),
    ] {
        if !text.is_empty() {
            facts.push(fact(words, label, text));
        }
    }
    Line {
        no: kept.no,
        title: words.t(&key("kind", it.kind.word())),
        overdue: it.is_overdue_at(now_ms),
        facts,
    }
}

async fn page(visit: &Visit, search: &str, typed: &Typed, problems: Problems) -> Response {
    let made = async {
        let who = visit.person().worker;
        let rules = visit.front.casework.release_rules(who, search).await?;
        let keeps = may(visit, OfficeAct::KeepReleaseRules, About::Office).await?;
        Ok::<_, CaseworkError>((rules, keeps))
    };
    let (rules, keeps) = match made.await {
        Ok(made) => made,
        Err(error) => return unanswered(visit, &error),
    };
    let page = RulesPage {
        search: search.to_owned(),
        lines: rules.iter().map(|kept| line(visit, kept)).collect(),
        fields: keeps.then(|| fields(Words::of(visit.language()), typed)),
        shell: visit.shell(Place::Partners, "/partners/rules"),
        problems,
    };
    answer(page.problems.status(), &page)
}
