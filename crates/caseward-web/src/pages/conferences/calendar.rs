//! `/settings/conferences`: what all conferences are called in people's calendars (NASW-m).

use axum::response::Response;
use caseward_casework::gate::About;
use caseward_model::OfficeAct;

use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::form::FormPage;
use crate::pages::partners::{Field, Input, Typed};
use crate::pages::people::mending;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of the setting.
pub(super) fn routes() -> Addresses {
    let sets = Class::Office(OfficeAct::ManageSettings);
    Addresses::new()
        .get(sets, "/settings/conferences", show)
        .post(sets, "/settings/conferences", change)
}

async fn show(visit: Visit) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    match visit.front.casework.calendar_title().await {
        Ok(title) => {
            let typed = Typed::default().with("title", title);
            page(&visit, &typed, Problems::default())
        }
        Err(error) => visit.failed(&error),
    }
}

async fn change(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    match casework.set_calendar_title(me, typed.one("title")).await {
        Ok(()) => forms::sent_on("/settings"),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, &typed, problems),
            None => visit.failed(&error),
        },
    }
}

fn page(visit: &Visit, typed: &Typed, problems: Problems) -> Response {
    let words = Words::of(visit.language());
    let input = Input::Line("text");
    let page = FormPage {
        title: "calendar-settings",
        lead: "calendar-settings-lead",
        clause: "NASW-m",
        button: "calendar-settings-do",
        back: "/settings".to_owned(),
        name: words.t("place-settings"),
        action: "/settings/conferences".to_owned(),
        fields: vec![Field::new(words, "title", "calendar-title", input, typed)],
        shell: visit.shell(Place::Settings, "/settings/conferences"),
        problems,
    };
    answer(page.problems.status(), &page)
}
