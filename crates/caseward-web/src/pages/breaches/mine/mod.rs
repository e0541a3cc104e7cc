//! `/breaches`: how one's own reports stand, and what was put to oneself (CC-2.8, CC-2.10).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::breach::MyBreach;
use caseward_casework::gate::About;
use caseward_model::{BreachState, Language, OfficeAct};

use super::{called, report, reports, took};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::{Field, Input, Typed};
use crate::pages::people::{may, mending};
use crate::view::{When, sample_moment};
use crate::visit::{Posted, Visit};
use crate::{Place, Shell, Words, answer, forms};

/// The addresses of one's own reports.
pub(super) fn routes() -> Addresses {
    let reports = Class::OfficeOwn(OfficeAct::ReportBreach);
    Addresses::new()
        .get(reports, "/breaches", show)
        .post(reports, "/breaches/{id}/answer", respond)
}

/// A report of one's own.
#[derive(Debug, Clone)]
pub struct Mine {
    /// What kind of thing it was, in words; empty where that was left open.
    pub kind: String,
    /// What one wrote.
    pub what: String,
    /// How it stands, in words.
    pub state: String,
    /// When one reported it.
    pub at: When,
    /// How long it took to be taken up, in words.
    pub took: Option<String>,
}

/// What was put to oneself.
#[derive(Debug, Clone)]
pub struct Put {
    /// What was put.
    pub told: String,
    /// How it stands, in words.
    pub state: String,
    /// When it was put.
    pub at: When,
    /// What one answered.
    pub answer: Option<String>,
    /// It ended one's part.
    pub ended: bool,
    /// Where an answer is sent; nothing where none can be given now.
    pub action: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "breaches/mine/page.html")]
pub struct BreachesPage {
    /// Around it.
    pub shell: Shell,
    /// One's own reports, the newest first.
    pub mine: Vec<Mine>,
    /// What was put to oneself.
    pub put: Vec<Put>,
    /// The field of an answer.
    pub fields: Vec<Field>,
    /// One handles reports at the desk.
    pub may_handle: bool,
    /// What is still needed.
    pub problems: Problems,
}

async fn show(visit: Visit) -> Response {
    match reports(&visit).await {
        Ok(_) => page(&visit, &Typed::default(), Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn respond(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let me = match reports(&visit).await {
        Ok(me) => me,
        Err(answer) => return answer,
    };
    let Some(id) = report(&id) else {
        return visit.not_found();
    };
    let said = typed.one("answer").to_owned();
    match visit.front.casework.answer_breach(me, id, said).await {
        Ok(()) => forms::sent_on("/breaches"),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, &typed, problems).await,
            None => visit.failed(&error),
        },
    }
}

async fn page(visit: &Visit, typed: &Typed, problems: Problems) -> Response {
    match made(visit, typed, problems).await {
        Ok(page) => answer(page.problems.status(), &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    typed: &Typed,
    problems: Problems,
) -> Result<BreachesPage, CaseworkError> {
    let words = Words::of(visit.language());
    let me = visit.person().worker;
    let all = visit.front.casework.my_breaches(me).await?;
    let own = all.iter().filter_map(|it| mine(visit, words, it));
    let mut put: Vec<Put> = all
        .iter()
        .filter_map(|it| asked(visit, words, it))
        .collect();
    // One answer at a time: the fields of a page have names of their own.
    let mut open = put.iter_mut().filter(|it| it.action.is_some());
    open.next();
    for later in open {
        later.action = None;
    }
    Ok(BreachesPage {
        mine: own.collect(),
        put,
        fields: fields(words, typed),
        may_handle: may(visit, OfficeAct::HandleBreach, About::Office).await?,
        problems,
        shell: visit.shell(Place::Conferences, "/breaches"),
    })
}

fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let answer = Field::new(words, "answer", "cc-breach-answer", Input::Area, typed);
    vec![answer]
}

fn mine(visit: &Visit, words: &Words, it: &MyBreach) -> Option<Mine> {
    let at = it.reported_at?;
    let kind = it
        .kind
        .map(|kind| called(words, "breach-kind", kind.word()));
    Some(Mine {
        kind: kind.unwrap_or_default(),
        what: it.what.clone(),
        state: called(words, "breach-state", it.state.word()),
        at: visit.moment(at),
        took: it.taken_up_at.map(|taken| took(words, taken - at)),
    })
}

fn asked(visit: &Visit, words: &Words, it: &MyBreach) -> Option<Put> {
    let put = it.put.as_ref()?;
    let decided = matches!(
        it.state,
        BreachState::Substantiated | BreachState::Unsubstantiated
    );
    let open = put.answer.is_none() && !decided;
    Some(Put {
        told: put.told.clone(),
        state: called(words, "breach-state", it.state.word()),
        at: visit.moment(put.at),
        answer: put.answer.clone(),
        ended: put.ended,
        action: open.then(|| format!("/breaches/{}/answer", it.id)),
    })
}

impl BreachesPage {
    /// One report of one's own, and one that was put to oneself.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Conferences, "/breaches");
        let words = shell.words;
        let state = |it: BreachState| called(words, "breach-state", it.word());
        Self {
            mine: vec![Mine {
                kind: words.t("breach-kind-left-open"),
                what: "The list lay on a table in the hall.".into(),
                state: state(BreachState::Acknowledged),
                at: sample_moment(words, 14, 10, 0),
                took: Some(took(words, 1_260_000)),
            }],
            put: vec![Put {
                told: "A screen with the meeting was seen from the corridor.".into(),
                state: state(BreachState::UnderInquiry),
                at: sample_moment(words, 15, 9, 30),
                answer: None,
                ended: false,
                action: Some("/breaches/0k3v9/answer".into()),
            }],
            fields: fields(words, &Typed::default()),
            may_handle: true,
            problems: Problems::default(),
            shell,
        }
    }

    /// Nothing was reported.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            mine: Vec::new(),
            put: Vec::new(),
            may_handle: false,
            ..Self::sample(language)
        }
    }
}
