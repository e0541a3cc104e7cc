//! `/conferences`: the series that one leads or was named for; nothing but that there is one, until one has signed (CC-2).

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::MyConference;
use caseward_casework::gate::About;
use caseward_model::{Language, OfficeAct, ParticipantState};

use super::sits;
use crate::addresses::{Addresses, Class};
use crate::pages::people::{key, may};
use crate::visit::Visit;
use crate::{Place, Shell, Words, answer};

/// The address of the list.
pub fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    Addresses::new().get(sits, "/conferences", show)
}

/// A series.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its page.
    pub href: String,
    /// What it is called, or that there is one.
    pub title: String,
    /// How one stands, in words.
    pub state: String,
    /// Of what kind it is and what one's part is, in words.
    pub says: Vec<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "conferences/list/page.html")]
pub struct ConferencesPage {
    /// Around it.
    pub shell: Shell,
    /// The series, the newest first.
    pub lines: Vec<Line>,
    /// One may begin another.
    pub may_begin: bool,
}

async fn show(visit: Visit) -> Response {
    if let Err(answer) = sits(&visit).await {
        return answer;
    }
    match made(&visit).await {
        Ok(page) => answer(StatusCode::OK, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(visit: &Visit) -> Result<ConferencesPage, CaseworkError> {
    let words = Words::of(visit.language());
    let me = visit.person().worker;
    let mine = visit.front.casework.my_conferences(me).await?;
    Ok(ConferencesPage {
        lines: mine.iter().map(|it| line(words, it)).collect(),
        may_begin: may(visit, OfficeAct::HoldConference, About::Office).await?,
        shell: visit.shell(Place::Conferences, "/conferences"),
    })
}

fn line(words: &Words, it: &MyConference) -> Line {
    let mut says = Vec::new();
    if let Some((_, kind)) = &it.told {
        says.push(words.t(&key("conference-kind", kind.word())));
    }
    if it.leads {
        says.push(words.t("conference-you-lead"));
    }
    if it.ended {
        says.push(words.t("conference-over"));
    }
    let title = it.told.as_ref().map(|(title, _)| title.clone());
    Line {
        href: format!("/conferences/{}", it.id),
        title: title.unwrap_or_else(|| words.t("conference-untold")),
        state: words.t(&key("conference-state", it.state.word())),
        says,
    }
}

impl ConferencesPage {
    /// One that can be seen, and one that waits for a signature.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Conferences, "/conferences");
        let words = shell.words;
        let state = |it: ParticipantState| words.t(&key("conference-state", it.word()));
        Self {
            lines: vec![
                Line {
                    href: "/conferences/0k3v9".into(),
                    title: words.t("conference-untold"),
                    state: state(ParticipantState::ToSign),
                    says: Vec::new(),
                },
                Line {
                    href: "/conferences/0k3va".into(),
                    title: "Northside housing table".into(),
                    state: state(ParticipantState::Signed),
                    says: vec![
                        words.t("conference-kind-by-name-list"),
                        words.t("conference-you-lead"),
                    ],
                },
            ],
            may_begin: true,
            shell,
        }
    }

    /// For somebody who was named for none.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            may_begin: false,
            ..Self::sample(language)
        }
    }
}
