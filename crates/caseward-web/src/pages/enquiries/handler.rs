//! Noting an enquiry, the letter, and how it was dealt with.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::enquiries::{Enquiry, NewEnquiry, speaks};
use caseward_casework::gate::About;
use caseward_model::{Language, OfficeAct};

use super::{EnquiriesPage, Line, fields, from_key};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::file_to_keep;
use crate::pages::partners::Typed;
use crate::pages::people::{Choice, may, mending};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of enquiries.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/enquiries", show)
        .post(Class::OfficeOwn(OfficeAct::NoteEnquiry), "/enquiries", note)
        .post(
            Class::Office(OfficeAct::ManageSettings),
            "/enquiries/spokesperson",
            choose,
        )
        .get(Class::Staff, "/enquiries/{no}/letter/{language}", letter)
        .post(
            Class::Office(OfficeAct::AnswerEnquiry),
            "/enquiries/{no}/answer",
            deal,
        )
}

async fn show(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    page(&visit, &Typed::default(), Problems::default()).await
}

async fn note(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let me = visit.person().worker;
    let about = About::Worker(me);
    if let Err(answer) = visit.unless_forbidden(OfficeAct::NoteEnquiry, about).await {
        return answer;
    }
    let new = NewEnquiry {
        from: typed.one("from").parse().ok(),
        who: typed.one("who").to_owned(),
        asked: typed.one("text").to_owned(),
    };
    let noted = visit.front.casework.note_enquiry(me, new).await;
    ended(&visit, &typed, noted.map(drop)).await
}

async fn choose(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let me = visit.person().worker;
    let chosen = typed.one("speaker").parse().ok();
    let done = visit.front.casework.choose_spokesperson(me, chosen).await;
    match done {
        Err(CaseworkError::Unfit(_)) => {
            let mut problems = Problems::default();
            problems.note("speaker", "enquiry-speaker-unfit");
            page(&visit, &typed, problems).await
        }
        done => ended(&visit, &typed, done).await,
    }
}

async fn deal(Path(no): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let allowed = visit.unless_forbidden(OfficeAct::AnswerEnquiry, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let Ok(no) = no.parse() else {
        return visit.not_found();
    };
    let (me, how) = (visit.person().worker, typed.one("how").to_owned());
    let done = visit.front.casework.answer_enquiry(me, no, how).await;
    ended(&visit, &typed, done).await
}

async fn letter(visit: Visit, Path((no, language)): Path<(String, String)>) -> Response {
    let (Ok(no), Ok(language), true) = (
        no.parse(),
        language.parse::<Language>(),
        visit.person().works_here(),
    ) else {
        return visit.not_found();
    };
    let me = (visit.person().no, visit.person().worker);
    match visit.front.casework.enquiry_letter(me, no, language).await {
        Ok(pdf) => file_to_keep("letter.pdf", "application/pdf", pdf),
        Err(CaseworkError::Unknown { .. } | CaseworkError::NotPermitted(_)) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn ended(visit: &Visit, typed: &Typed, done: Result<(), CaseworkError>) -> Response {
    match done {
        Ok(()) => forms::sent_on("/enquiries"),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => match mending(&error) {
            Some(problems) => page(visit, typed, problems).await,
            None => visit.failed(&error),
        },
    }
}

async fn page(visit: &Visit, typed: &Typed, problems: Problems) -> Response {
    let status = problems.status();
    match made(visit, typed, problems).await {
        Ok(page) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    typed: &Typed,
    problems: Problems,
) -> Result<EnquiriesPage, CaseworkError> {
    let (casework, me) = (&visit.front.casework, visit.person());
    let words = Words::of(visit.language());
    let line = |it: &Enquiry| Line {
        no: it.no,
        from: words.t(&from_key(it.from)),
        who: it.who.clone(),
        asked: it.asked.clone(),
        noted: visit.moment(it.noted_at),
        answered: it
            .answered
            .as_ref()
            .map(|(_, at, how)| (visit.moment(*at), how.clone())),
    };
    let mine = casework.my_enquiries(me.no).await?;
    let mut all = None;
    if may(visit, OfficeAct::AnswerEnquiry, About::Office).await? {
        let everyones = casework.enquiries(me.worker).await?;
        all = Some(everyones.iter().map(line).collect());
    }
    let mut speakers = None;
    if may(visit, OfficeAct::ManageSettings, About::Office).await? {
        let chosen = casework.spokesperson().await?.worker;
        let colleagues = casework.colleagues().await?;
        let who = colleagues.iter().find(|it| Some(it.no) == chosen);
        let who = who.map(|it| it.id.to_string()).unwrap_or_default();
        let can = colleagues.iter().filter(|it| speaks(it.sheet.role));
        let can = can.map(|it| Choice {
            value: it.id.to_string(),
            label: it.name.clone(),
        });
        speakers = Some((can.collect(), who));
    }
    Ok(EnquiriesPage {
        fields: fields(words, typed),
        mine: mine.iter().map(line).collect(),
        all,
        speakers,
        problems,
        shell: visit.shell(Place::Elsewhere, "/enquiries"),
    })
}
