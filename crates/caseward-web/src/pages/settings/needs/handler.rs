//! Showing what is collected and why, and stating a need or taking one back.

use axum::extract::Query;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::asked_fields;
use caseward_casework::entries::SECTIONS;
use caseward_casework::gate::About;
use caseward_casework::purpose_needs::{PURPOSES, of_purpose};
use caseward_casework::stated_needs::{NewNeed, of_section};
use caseward_model::{Category, Language, OfficeAct};
use serde::Deserialize;

use super::{ForPurpose, Line, NeedsPage, field_key, fixed, for_purpose};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::Typed;
use crate::pages::people::{Choice, mending};
use crate::view::{category_key, purpose_key};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

const CLASS: Class = Class::Office(OfficeAct::ManageSettings);

/// The addresses of needs.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/settings/needs", show)
        .post(CLASS, "/settings/needs", state)
}

/// Which programme is shown, by its number.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Shown {
    programme: String,
}

async fn show(visit: Visit, shown: Query<Shown>) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let typed = Typed::default().with("programme", shown.0.programme);
    page(&visit, typed, Problems::default()).await
}

async fn state(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let (me, programme) = (visit.person().worker, typed.one("programme"));
    let taken_back = typed.one("action") == "withdraw";
    let casework = &visit.front.casework;
    let why = typed.one("why").to_owned();
    let mut problems = Problems::default();
    let programme = match programme {
        "" => None,
        number => match number.parse() {
            Ok(no) => Some(no),
            Err(_) => return visit.unreadable(),
        },
    };
    let here = match programme {
        Some(no) => format!("/settings/needs?programme={no}"),
        None => "/settings/needs".to_owned(),
    };
    if typed.one("action") == "imports" {
        let by_need = typed.one("imports") == "leave";
        return match casework.take_in_by_need(me, by_need).await {
            Ok(()) => forms::sent_on(&here),
            Err(error) => visit.failed(&error),
        };
    }
    let of_purpose = typed.one("action") == "purpose";
    if why.is_empty() && !taken_back {
        let field = if of_purpose { "purpose_why" } else { "why" };
        problems.note(field, "amiss-need-says");
        return page(&visit, typed, problems).await;
    }
    let about = (programme, named(&typed, of_purpose));
    let new = if taken_back {
        NewNeed::default()
    } else {
        let required = typed.one("required") == "yes";
        NewNeed { why, required }
    };
    match casework.state_need(me, about, new).await {
        Ok(()) => forms::sent_on(&here),
        Err(error) => match mending(&error) {
            Some(problems) if of_purpose => page(&visit, typed, beside_purpose(&problems)).await,
            Some(problems) => page(&visit, typed, problems).await,
            None => visit.failed(&error),
        },
    }
}

/// What the form is about, as a need names it.
fn named(typed: &Typed, of_purpose: bool) -> String {
    if of_purpose {
        let (purpose, section) = (typed.one("purpose"), typed.one("section"));
        return format!("purpose.{purpose}.{section}");
    }
    typed.one("field").to_owned()
}

/// What is missing, beside the fields of the form about a purpose.
fn beside_purpose(found: &Problems) -> Problems {
    let mut problems = Problems::default();
    for (field, here) in [("field", "section"), ("why", "purpose_why")] {
        if let Some(key) = found.of(field) {
            problems.note(here, key);
        }
    }
    problems
}

async fn page(visit: &Visit, typed: Typed, problems: Problems) -> Response {
    let status = problems.status();
    match made(visit, typed, problems).await {
        Ok(page) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(visit: &Visit, typed: Typed, problems: Problems) -> Result<NeedsPage, CaseworkError> {
    let casework = &visit.front.casework;
    let language = visit.language();
    let words = Words::of(language);
    let needs = casework.stated_needs().await?;
    let programme = typed.one("programme").to_owned();
    let no = programme.parse().ok();
    let line = |field: String, label: String| {
        let stated = needs.stated_for(no, &field, language);
        Line {
            field,
            label,
            required: stated.as_ref().is_some_and(|it| it.required),
            why: stated.map(|it| it.why),
        }
    };
    let sections = SECTIONS.iter().filter(|it| **it != Category::ThirdParty);
    let sections = sections.map(|it| line(of_section(*it), words.t(category_key(*it))));
    let fields = asked_fields::with_a_need();
    let fields = fields.map(|it| line(it.name.to_owned(), words.t(&field_key(it.name))));
    let purposes = PURPOSES.iter().map(|purpose| {
        let all = Category::ALL.iter();
        let all = all.map(|it| line(of_purpose(*purpose, *it), words.t(category_key(*it))));
        ForPurpose {
            label: words.t(purpose_key(*purpose)),
            sections: all.filter(|it| it.why.is_some()).collect(),
        }
    });
    let (held, strange) = casework.held_fields().await?;
    let all: Vec<Line> = held
        .into_iter()
        .map(|it| {
            let label = match language {
                Language::English => it.label.0,
                Language::Spanish => it.label.1,
            };
            line(it.field, label)
        })
        .collect();
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let needed = all.iter().filter(|it| it.why.is_some()).count();
    let programmes = casework.programmes().await?.into_iter();
    let programmes = programmes.map(|it| Choice {
        value: it.no.to_string(),
        label: it.name,
    });
    Ok(NeedsPage {
        programmes: programmes.collect(),
        programme,
        sections: sections.collect(),
        fields: fields.collect(),
        fixed: fixed(words),
        purposes: purposes.collect(),
        for_purpose: for_purpose(words),
        by_need: needs.imports_by_need(),
        held: all.into_iter().filter(|it| it.why.is_none()).collect(),
        needed: count(needed),
        strange: count(strange),
        typed,
        problems,
        shell: visit.shell(Place::Settings, "/settings/needs"),
    })
}
