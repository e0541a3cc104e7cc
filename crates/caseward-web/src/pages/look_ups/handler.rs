//! Stating a look-up, and the list of one's own.
//!
//! CR-2. Whether there is a client with the id that was written is never said (DV-3.3.1).

use std::collections::HashMap;

use axum::extract::Query;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::look_ups::{LookUp, LookedUp, System};
use caseward_model::OfficeAct;
use serde::Deserialize;

use super::{AboutWhom, Line, LookUpForm, LookUpsPage, SystemChoice, read, systems};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

/// The addresses of look-ups.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/look-ups", show)
        .post(
            Class::OfficeOwn(OfficeAct::RegisterLookUp),
            "/look-ups",
            state,
        )
        .merge(systems::routes())
}

/// The one that was just stated, or the file that the reader comes from.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Just {
    stated: Option<i64>,
    client: String,
}

async fn show(
    visit: Visit,
    just: Result<Query<Just>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let (Ok(Query(just)), true) = (just, visit.person().works_here()) else {
        return visit.not_found();
    };
    // It is written down as it came, whether or not there is such a client.
    let client = forms::client_in(&just.client);
    let form = LookUpForm {
        client: client.map(|it| it.to_string()).unwrap_or_default(),
        ..LookUpForm::default()
    };
    page(&visit, just.stated, form, Problems::default()).await
}

async fn state(posted: Posted<LookUpForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let new = match read(&form) {
        Ok(new) => new,
        Err(problems) => return rejected(&visit, form, problems).await,
    };
    let casework = &visit.front.casework;
    match casework.state_look_up(visit.person().worker, new).await {
        Ok(no) => forms::sent_on(&format!("/look-ups?stated={no}")),
        Err(CaseworkError::Unfit(_)) => {
            let mut problems = Problems::default();
            problems.note("system", "look-up-not-stated");
            page(&visit, None, form, problems).await
        }
        Err(error) => visit.failed(&error),
    }
}

/// Whoever may not state any look-up hears that, whatever is missing in the form.
async fn rejected(visit: &Visit, form: LookUpForm, problems: Problems) -> Response {
    let me = visit.person().worker;
    let casework = &visit.front.casework;
    let asked = casework
        .asks_for(me, OfficeAct::RegisterLookUp, About::Worker(me))
        .await;
    match asked {
        Ok(()) => page(visit, None, form, problems).await,
        Err(error) => visit.failed(&error),
    }
}

async fn page(
    visit: &Visit,
    stated: Option<i64>,
    form: LookUpForm,
    problems: Problems,
) -> Response {
    let status = problems.status();
    match made(visit, stated, form, problems).await {
        Ok(page) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    stated: Option<i64>,
    form: LookUpForm,
    problems: Problems,
) -> Result<LookUpsPage, CaseworkError> {
    let (casework, me) = (&visit.front.casework, visit.person());
    let may = |act, about| casework.gate.may(me.worker, act, about);
    let may_state = may(OfficeAct::RegisterLookUp, About::Worker(me.worker)).await?;
    let may_manage = may(OfficeAct::ManageLookUps, About::Office).await?;
    let systems = casework.other_systems().await?;
    let names: HashMap<i64, &str> = systems.iter().map(|it| (it.no, it.name.as_str())).collect();
    let mine = casework.my_look_ups(me.no).await?;
    let stated = stated.and_then(|no| mine.iter().find(|it| it.no == no));
    let name = |no: i64| names.get(&no).copied().unwrap_or_default().to_owned();
    let kept = systems.iter().filter(|it: &&System| it.kept);
    let choice = |it: &System| SystemChoice {
        no: it.no,
        name: it.name.clone(),
    };
    Ok(LookUpsPage {
        stated: stated.map(|it| (it.no, name(it.system))),
        may_state: may_state.permitted,
        may_manage: may_manage.permitted,
        systems: kept.map(choice).collect(),
        lines: mine
            .iter()
            .map(|it| line(visit, it, name(it.system)))
            .collect(),
        form,
        problems,
        shell: visit.shell(Place::LookUps, "/look-ups"),
    })
}

fn line(visit: &Visit, it: &LookUp, system: String) -> Line {
    Line {
        no: it.no,
        system,
        purpose: it.purpose,
        reason: it.reason.clone(),
        about: match &it.about {
            LookedUp::Client(id) => AboutWhom::Client(format!("/clients/{id}")),
            LookedUp::Outside(case) => AboutWhom::Case(case.clone()),
        },
        when: visit.moment(it.stated_ms),
    }
}
