//! `/breaches/desk`: the reports that one handles, those that wait first; and how long one waits before privacy officers hear of it
//! (CC-2.8).

use askama::Template;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::breach::{BreachLine, BreachSettings};
use caseward_casework::gate::About;
use caseward_model::{BreachState, Language, OfficeAct};

use super::{called, handles, took};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::{Field, Input, Typed};
use crate::pages::people::may;
use crate::view::{When, sample_moment};
use crate::visit::{Posted, Visit};
use crate::{Place, Shell, Words, answer, forms};

/// The addresses of the desk.
pub(super) fn routes() -> Addresses {
    Addresses::new()
        .get(
            Class::Office(OfficeAct::HandleBreach),
            "/breaches/desk",
            show,
        )
        .post(
            Class::Office(OfficeAct::ManageSettings),
            "/breaches/settings",
            change,
        )
}

/// A report.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its page.
    pub href: String,
    /// What kind of thing it is, in words.
    pub kind: String,
    /// How it stands, in words.
    pub state: String,
    /// What the conference is called.
    pub series: String,
    /// When it was reported.
    pub at: When,
    /// How long it took to be taken up, in words.
    pub took: Option<String>,
    /// Nobody has taken it up in time.
    pub late: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "breaches/desk/page.html")]
pub struct DeskPage {
    /// Around it.
    pub shell: Shell,
    /// The reports.
    pub lines: Vec<Line>,
    /// The office's setting, for whoever may change it.
    pub settings: Option<Vec<Field>>,
    /// What is still needed.
    pub problems: Problems,
}

async fn show(visit: Visit) -> Response {
    match handles(&visit, OfficeAct::HandleBreach).await {
        Ok(_) => page(&visit, None, Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn change(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let me = match handles(&visit, OfficeAct::ManageSettings).await {
        Ok(me) => me,
        Err(answer) => return answer,
    };
    let new = BreachSettings {
        minutes: typed.one("minutes").parse().unwrap_or(0),
    };
    match visit.front.casework.set_breach_settings(me, new).await {
        Ok(()) => forms::sent_on("/breaches/desk"),
        Err(CaseworkError::Unfit(_)) => {
            let mut problems = Problems::default();
            problems.note("minutes", "cc-breach-minutes-unfit");
            page(&visit, Some(&typed), problems).await
        }
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit, typed: Option<&Typed>, problems: Problems) -> Response {
    match made(visit, typed, problems).await {
        Ok(page) => answer(page.problems.status(), &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    typed: Option<&Typed>,
    problems: Problems,
) -> Result<DeskPage, CaseworkError> {
    let words = Words::of(visit.language());
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    // Whoever may change the setting needn't handle reports, and then there are none for them.
    let all = match may(visit, OfficeAct::HandleBreach, About::Office).await? {
        true => casework.breach_desk(me).await?,
        false => Vec::new(),
    };
    let mut settings = None;
    if may(visit, OfficeAct::ManageSettings, About::Office).await? {
        let minutes = casework.breach_settings().await?.minutes;
        let begins = Typed::default().with("minutes", minutes.to_string());
        settings = Some(fields(words, typed.unwrap_or(&begins)));
    }
    Ok(DeskPage {
        lines: all.iter().map(|it| line(visit, words, it)).collect(),
        settings,
        problems,
        shell: visit.shell(Place::Breaches, "/breaches/desk"),
    })
}

fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let input = Input::Line("number");
    let minutes = Field::new(words, "minutes", "cc-breach-minutes", input, typed);
    vec![minutes]
}

fn line(visit: &Visit, words: &Words, it: &BreachLine) -> Line {
    Line {
        href: format!("/breaches/desk/{}", it.id),
        kind: called(words, "breach-kind", it.kind.word()),
        state: called(words, "breach-state", it.state.word()),
        series: it.series.clone().unwrap_or_default(),
        at: visit.moment(it.reported_at),
        took: it.taken_up_after_ms.map(|ms| took(words, ms)),
        late: it.late,
    }
}

impl DeskPage {
    /// One that nobody has taken up, for a privacy officer.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Breaches, "/breaches/desk");
        let words = shell.words;
        let minutes = Typed::default().with("minutes", "60");
        Self {
            lines: vec![Line {
                href: "/breaches/desk/0k3v9".into(),
                kind: words.t("breach-kind-heard"),
                state: called(words, "breach-state", BreachState::Reported.word()),
                series: "Northside housing table".into(),
                at: sample_moment(words, 14, 10, 0),
                took: None,
                late: true,
            }],
            settings: Some(fields(words, &minutes)),
            problems: Problems::default(),
            shell,
        }
    }
}
