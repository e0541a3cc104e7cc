//! Showing the programmes that the office keeps, taking one in, and changing one.

use axum::extract::{Path, Query};
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::programmes::{KeptProgramme, NewProgramme};
use caseward_model::{Id, Language, OfficeAct, Organization};
use serde::Deserialize;

use super::{Line, ProgrammesPage, fields, kind};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::file_to_keep;
use crate::pages::partners::{Typed, fact};
use crate::pages::people::{Choice, mending};
use crate::visit::{Posted, Visit, local};
use crate::{Place, Words, answer, forms};

const CLASS: Class = Class::Office(OfficeAct::ManageSettings);
const HERE: &str = "/settings/programmes";

/// The addresses of programmes.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/settings/programmes", show)
        .post(CLASS, "/settings/programmes", keep)
        .get(Class::Staff, "/programmes/{no}/form/{language}", form)
}

/// The form on confidentiality of a programme for people who used violence, to be signed by hand; it names nobody (DV-5.2.1).
async fn form(visit: Visit, Path((no, language)): Path<(String, String)>) -> Response {
    let (Ok(no), Ok(language), true) = (
        no.parse(),
        language.parse::<Language>(),
        visit.person().works_here(),
    ) else {
        return visit.not_found();
    };
    let casework = &visit.front.casework;
    match casework
        .programme_form_for(visit.person(), no, language)
        .await
    {
        Ok(pdf) => file_to_keep("confidentiality.pdf", "application/pdf", pdf),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

/// Which programme is changed, by its number.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Shown {
    change: String,
}

async fn show(visit: Visit, shown: Query<Shown>) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let kept = match visit.front.casework.kept_programmes().await {
        Ok(kept) => kept,
        Err(error) => return visit.failed(&error),
    };
    let no = shown.0.change.parse::<i64>().ok();
    let changed = kept.iter().find(|it| Some(it.no) == no);
    let typed = changed.map_or_else(Typed::default, as_typed);
    page(&visit, typed, Problems::default()).await
}

async fn keep(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let run_by = typed.one("run_by");
    let run_by = match (run_by, run_by.parse::<Id<Organization>>()) {
        ("", _) => None,
        (_, Ok(id)) => Some(id),
        (_, Err(_)) => return visit.unreadable(),
    };
    let new = NewProgramme {
        name: typed.one("name").to_owned(),
        kind: typed.one("kind").parse().ok(),
        run_by,
        from: typed.one("from").to_owned(),
        until: typed.one("until").to_owned(),
    };
    let done = match typed.one("programme") {
        "" => casework.take_in_programme(me, new).await.map(drop),
        number => match number.parse() {
            Ok(no) => casework.change_programme(me, no, new).await,
            Err(_) => return visit.unreadable(),
        },
    };
    match done {
        Ok(()) => forms::sent_on(HERE),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, typed, problems).await,
            None => visit.failed(&error),
        },
    }
}

/// One that is kept, as it can be typed anew.
fn as_typed(it: &KeptProgramme) -> Typed {
    let until = it.until.map(|day| day.to_string());
    Typed::default()
        .with("programme", it.no.to_string())
        .with("name", it.name.as_str())
        .with("run_by", it.run_by.to_string())
        .with("from", it.from.to_string())
        .with("until", until.unwrap_or_default())
}

async fn page(visit: &Visit, typed: Typed, problems: Problems) -> Response {
    let status = problems.status();
    match made(visit, &typed, problems).await {
        Ok(page) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    typed: &Typed,
    problems: Problems,
) -> Result<ProgrammesPage, CaseworkError> {
    let casework = &visit.front.casework;
    let words = Words::of(visit.language());
    let (kept, register) = (
        casework.kept_programmes().await?,
        casework.register().await?,
    );
    let changes = typed.one("programme").to_owned();
    let runs = register.iter().map(|it| Choice {
        value: it.id.to_string(),
        label: it.name.clone(),
    });
    let lines = kept.iter().map(|it| line(visit, it, &register));
    Ok(ProgrammesPage {
        lines: lines.collect(),
        fields: fields(words, typed, runs.collect(), changes.is_empty()),
        changes,
        problems,
        shell: visit.shell(Place::Settings, HERE),
    })
}

fn line(visit: &Visit, it: &KeptProgramme, register: &[RegisteredOrganization]) -> Line {
    let words = Words::of(visit.language());
    let today = local(visit.front.casework.clock().now_ms()).date();
    let run_by = register.iter().find(|org| org.id == it.run_by);
    let run_by = run_by.map_or("", |it| it.name.as_str());
    let mut facts = vec![
        fact(words, "programme-number", it.no.to_string()),
        fact(words, "programme-kind", kind(words, it.kind)),
        fact(words, "programme-run-by", run_by),
        fact(words, "programme-from", it.from.to_string()),
    ];
    let until = it.until.map(|day| day.to_string());
    facts.extend(until.map(|day| fact(words, "programme-until", day)));
    Line {
        no: it.no,
        name: it.name.clone(),
        goes_on: it.goes_on(today),
        facts,
    }
}
