//! Showing one way, checking it, changing its key, taking it away.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::partnership::{Check, CheckOrder, Checked, Kept, Recipient, Way};
use caseward_model::OfficeAct;

use super::super::{Fact, Typed, fact, unanswered, until_words, way_state};
use super::{WayPage, check_fields, key_fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::people::{key, may, mending};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of a way.
pub fn routes() -> Addresses {
    let of = Class::Office;
    Addresses::new()
        .get(of(OfficeAct::SeeRecipients), "/partners/ways/{no}", show)
        .post(
            of(OfficeAct::ManageRecipients),
            "/partners/ways/{no}",
            change,
        )
        .post(of(OfficeAct::CheckWay), "/partners/ways/{no}/check", check)
}

/// What is to be shown besides the way itself.
#[derive(Default)]
struct Shown {
    typed: Typed,
    problems: Problems,
    differs: bool,
}

async fn found(
    visit: &Visit,
    no: &str,
    act: OfficeAct,
) -> Result<(Recipient, Kept<Way>), Response> {
    visit.unless_forbidden(act, About::Office).await?;
    let no = no.parse::<i64>().map_err(|_| visit.not_found())?;
    let who = visit.person().worker;
    let found = visit.front.casework.way(who, no).await;
    found.map_err(|error| unanswered(visit, &error))
}

async fn show(visit: Visit, Path(no): Path<String>) -> Response {
    match found(&visit, &no, OfficeAct::SeeRecipients).await {
        Ok((it, way)) => page(&visit, &it, &way, Shown::default()).await,
        Err(answer) => answer,
    }
}

async fn change(Path(no): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (it, way) = match found(&visit, &no, OfficeAct::ManageRecipients).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let done = match typed.one("action") {
        "retire" => casework.retire_way(who, way.no).await,
        "key" => {
            let new = (typed.one("key"), typed.one("new_fingerprint"));
            let new = (new.0.to_owned(), new.1.to_owned());
            casework.change_key(who, way.no, new).await
        }
        _ => return visit.unreadable(),
    };
    match done {
        Ok(()) => forms::sent_on(&format!("/partners/ways/{}", way.no)),
        Err(error) => unmet(&visit, (&it, &way), typed, &error, "new_fingerprint").await,
    }
}

async fn check(Path(no): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (it, way) = match found(&visit, &no, OfficeAct::CheckWay).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let Ok(how) = typed.one("how").parse() else {
        let mut problems = Problems::default();
        problems.note("how", "way-needs-how");
        let shown = Shown {
            typed,
            problems,
            differs: false,
        };
        return page(&visit, &it, &way, shown).await;
    };
    let order = CheckOrder {
        seen: typed.one("seen").parse().unwrap_or(0),
        fingerprint: typed.one("fingerprint").to_owned(),
        how,
        source: typed.one("source").to_owned(),
    };
    let who = visit.person().worker;
    match visit.front.casework.check_way(who, way.no, order).await {
        Ok(Checked::Counts) => forms::sent_on(&format!("/partners/ways/{}", way.no)),
        Ok(Checked::Differs) => match visit.front.casework.way(who, way.no).await {
            Ok((it, way)) => {
                let shown = Shown {
                    differs: true,
                    ..Shown::default()
                };
                page(&visit, &it, &way, shown).await
            }
            Err(error) => unanswered(&visit, &error),
        },
        Err(error) => unmet(&visit, (&it, &way), typed, &error, "fingerprint").await,
    }
}

/// The same page with what has to be mended. Two forms on it ask for a fingerprint: it stands at the one that was sent.
async fn unmet(
    visit: &Visit,
    (it, way): (&Recipient, &Kept<Way>),
    typed: Typed,
    error: &CaseworkError,
    fingerprint: &'static str,
) -> Response {
    let Some(found) = mending(error) else {
        return unanswered(visit, error);
    };
    let mut problems = Problems::default();
    for problem in found.all() {
        let field = match problem.field {
            "fingerprint" => fingerprint,
            "stamp" | "way" => "how",
            field => field,
        };
        problems.note(field, problem.key);
    }
    let shown = Shown {
        typed,
        problems,
        differs: false,
    };
    page(visit, it, way, shown).await
}

fn facts(visit: &Visit, way: &Way, names: &dyn Fn(&Check) -> String) -> Vec<Fact> {
    let words = Words::of(visit.language());
    let mut facts = vec![
        fact(words, "way-address", &way.address),
        fact(words, "way-receiver", &way.receiver),
        fact(words, "way-until", until_words(visit, way.until)),
    ];
    if !way.phone.is_empty() {
        facts.push(fact(words, "way-phone", &way.phone));
        let word = if way.word_may_be_left {
            "way-word-yes"
        } else {
            "way-word-no"
        };
        facts.push(fact(words, "way-word-left", words.t(word)));
    }
    if !way.fingerprint.is_empty() {
        facts.push(fact(words, "way-fingerprint", &way.fingerprint));
    }
    if let Some(check) = &way.check {
        facts.push(fact(words, "way-checked", names(check)));
        if !check.source.is_empty() {
            facts.push(fact(words, "way-source", &check.source));
        }
    }
    facts
}

async fn page(visit: &Visit, it: &Recipient, kept: &Kept<Way>, shown: Shown) -> Response {
    match made(visit, it, kept, shown).await {
        Ok(page) => answer(page.problems.status(), &page),
        Err(error) => unanswered(visit, &error),
    }
}

async fn made(
    visit: &Visit,
    it: &Recipient,
    kept: &Kept<Way>,
    shown: Shown,
) -> Result<WayPage, CaseworkError> {
    let words = Words::of(visit.language());
    let way = &kept.it;
    let names = visit.front.casework.names().await?;
    let checked = |check: &Check| {
        let who = check.by.and_then(|id| names.get(&id).cloned());
        let who = who.unwrap_or_else(|| words.t("someone"));
        let filled = words.fill("way-checked-by").with("who", who);
        let filled = filled.with("how", words.t(&key("check", check.how.word())));
        filled
            .with("when", visit.moment(check.at).words)
            .to_string()
    };
    let own = way.entered_by == Some(visit.person().worker);
    let open = way.retired_at.is_none();
    let unchecked = open && way.check.is_none();
    let manages = may(visit, OfficeAct::ManageRecipients, About::Office).await?;
    let checks = may(visit, OfficeAct::CheckWay, About::Office).await?;
    Ok(WayPage {
        no: kept.no,
        version: kept.version,
        partner: (
            format!("/partners/{}", it.organization.id),
            it.organization.name.clone(),
        ),
        title: words.t(&key("way", way.kind.word())),
        state: way_state(words, way, visit.front.casework.clock().now_ms()),
        facts: facts(visit, way, &checked),
        key: way.key.as_ref().map(|key| key.as_str().to_owned()),
        differed: way.differed,
        differs: shown.differs,
        check: (unchecked && checks && !own).then(|| check_fields(words, way.kind, &shown.typed)),
        own: unchecked && own,
        change: (open && manages && way.kind.has_key()).then(|| key_fields(words, &shown.typed)),
        retires: open && manages,
        problems: shown.problems,
        shell: visit.shell(Place::Partners, &format!("/partners/ways/{}", kept.no)),
    })
}
