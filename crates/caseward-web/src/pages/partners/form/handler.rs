//! The forms for a new way and for an assessment of a policy.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::gate::About;
use caseward_casework::partnership::Recipient;
use caseward_model::{Id, OfficeAct, Organization, PolicyQuestion};

use super::super::{Field, Input, Typed, unanswered};
use super::{FormPage, agree, read, way_fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::people::{key, mending};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of the forms.
pub fn routes() -> Addresses {
    let manages = Class::Office(OfficeAct::ManageRecipients);
    Addresses::new()
        .get(manages, "/partners/{id}/ways/new", new_way)
        .post(manages, "/partners/{id}/ways/new", add_way)
        .get(manages, "/partners/{id}/policy", new_policy)
        .post(manages, "/partners/{id}/policy", assess)
        .merge(agree::routes())
}

/// The recipient whom an address names, for whoever may add to what is kept about it.
pub(in crate::pages::partners) async fn recipient(
    visit: &Visit,
    id: &str,
) -> Result<Recipient, Response> {
    visit
        .unless_forbidden(OfficeAct::ManageRecipients, About::Office)
        .await?;
    let id = id.parse::<Id<Organization>>();
    let id = id.map_err(|_| visit.not_found())?;
    let who = visit.person().worker;
    let found = visit.front.casework.recipient(who, id).await;
    found.map_err(|error| unanswered(visit, &error))
}

async fn new_way(visit: Visit, Path(id): Path<String>) -> Response {
    match recipient(&visit, &id).await {
        Ok(it) => way_page(&visit, &it, &Typed::default(), Problems::default()),
        Err(answer) => answer,
    }
}

async fn add_way(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let it = match recipient(&visit, &id).await {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let casework = &visit.front.casework;
    let new = match read::way(&typed, casework.clock().now_ms()) {
        Ok(new) => new,
        Err(problems) => return way_page(&visit, &it, &typed, problems),
    };
    let who = visit.person().worker;
    match casework.add_way(who, it.organization.id, new).await {
        Ok(no) => forms::sent_on(&format!("/partners/ways/{no}")),
        Err(error) => match mending(&error) {
            Some(problems) => way_page(&visit, &it, &typed, problems),
            None => unanswered(&visit, &error),
        },
    }
}

fn way_page(visit: &Visit, it: &Recipient, typed: &Typed, problems: Problems) -> Response {
    let back = format!("/partners/{}", it.organization.id);
    let action = format!("{back}/ways/new");
    let page = FormPage {
        title: "way-add",
        lead: "way-add-lead",
        clause: "CC-2.3",
        button: "way-add-do",
        fields: way_fields(Words::of(visit.language()), typed),
        name: it.organization.name.clone(),
        shell: visit.shell(Place::Partners, &action),
        back,
        action,
        problems,
    };
    answer(page.problems.status(), &page)
}

async fn new_policy(visit: Visit, Path(id): Path<String>) -> Response {
    match recipient(&visit, &id).await {
        Ok(it) => policy_page(&visit, &it, &Typed::default(), Problems::default()),
        Err(answer) => answer,
    }
}

async fn assess(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let it = match recipient(&visit, &id).await {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let new = match read::assessment(&typed) {
        Ok(new) => new,
        Err(problems) => return policy_page(&visit, &it, &typed, problems),
    };
    let (who, of) = (visit.person().worker, it.organization.id);
    match visit.front.casework.assess_policy(who, of, new).await {
        Ok(_) => forms::sent_on(&format!("/partners/{of}")),
        Err(error) => match mending(&error) {
            Some(problems) => policy_page(&visit, &it, &typed, placed(&problems)),
            None => unanswered(&visit, &error),
        },
    }
}

/// What is said of all answers stands at the first of them.
fn placed(problems: &Problems) -> Problems {
    let mut placed = Problems::default();
    for problem in problems.all() {
        let field = match problem.field {
            "answers" => "found-keeping",
            field => field,
        };
        placed.note(field, problem.key);
    }
    placed
}

fn policy_page(visit: &Visit, it: &Recipient, typed: &Typed, problems: Problems) -> Response {
    let words = Words::of(visit.language());
    let field = |id: &str, label: &str, input| Field::new(words, id, label, input, typed);
    let mut fields = vec![
        field("reference", "policy-reference", Input::Line("text")),
        field("edition", "policy-edition", Input::Line("text")),
        field("dated", "policy-dated", Input::Line("date")),
    ];
    for question in PolicyQuestion::ALL {
        let found = format!("found-{question}");
        fields.push(field(&found, &key("policy", question.word()), Input::Area));
        fields.push(field(
            &format!("enough-{question}"),
            "policy-enough-tick",
            Input::Tick,
        ));
    }
    fields.push(field("until", "policy-until", Input::Line("date")));
    let back = format!("/partners/{}", it.organization.id);
    let action = format!("{back}/policy");
    let page = FormPage {
        title: "policy-assess",
        lead: "policy-assess-lead",
        clause: "DV-4.1",
        button: "policy-assess-do",
        name: it.organization.name.clone(),
        shell: visit.shell(Place::Partners, &action),
        fields,
        back,
        action,
        problems,
    };
    answer(page.problems.status(), &page)
}
