//! Showing one protocol, and letting it rest, hold again or end.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::partnership::{Kept, Protocol, ProtocolChange, Recipient};
use caseward_model::{OfficeAct, ProtocolState};

use super::super::{Fact, Typed, fact, meant, named, protocol_state, unanswered, until_words};
use super::{Open, ProtocolPage};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::people::{may, mending};
use crate::visit::{Posted, Visit, day};
use crate::{Place, Words, answer, forms};

/// The addresses of a protocol.
pub fn routes() -> Addresses {
    let of = Class::Office;
    Addresses::new()
        .get(
            of(OfficeAct::SeeRecipients),
            "/partners/protocols/{no}",
            show,
        )
        .post(
            of(OfficeAct::ManageRecipients),
            "/partners/protocols/{no}",
            change,
        )
}

async fn found(
    visit: &Visit,
    no: &str,
    act: OfficeAct,
) -> Result<(Recipient, Kept<Protocol>), Response> {
    visit.unless_forbidden(act, About::Office).await?;
    let no = no.parse::<i64>().map_err(|_| visit.not_found())?;
    let who = visit.person().worker;
    let found = visit.front.casework.protocol(who, no).await;
    found.map_err(|error| unanswered(visit, &error))
}

async fn show(visit: Visit, Path(no): Path<String>) -> Response {
    match found(&visit, &no, OfficeAct::SeeRecipients).await {
        Ok((it, kept)) => page(&visit, (&it, &kept), "", Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn change(Path(no): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (it, kept) = match found(&visit, &no, OfficeAct::ManageRecipients).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let text = typed.one("text");
    let change = match typed.one("action") {
        "suspend" => ProtocolChange::Suspend(text.to_owned()),
        "resume" => ProtocolChange::Resume(text.to_owned()),
        "end" => ProtocolChange::End,
        _ => return visit.unreadable(),
    };
    let who = visit.person().worker;
    match visit
        .front
        .casework
        .change_protocol(who, kept.no, change)
        .await
    {
        Ok(()) => forms::sent_on(&format!("/partners/protocols/{}", kept.no)),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, (&it, &kept), text, problems).await,
            None => unanswered(&visit, &error),
        },
    }
}

async fn page(
    visit: &Visit,
    shown: (&Recipient, &Kept<Protocol>),
    text: &str,
    problems: Problems,
) -> Response {
    match made(visit, shown, text, problems).await {
        Ok(page) => answer(page.problems.status(), &page),
        Err(error) => unanswered(visit, &error),
    }
}

async fn made(
    visit: &Visit,
    (it, kept): (&Recipient, &Kept<Protocol>),
    text: &str,
    problems: Problems,
) -> Result<ProtocolPage, CaseworkError> {
    let words = Words::of(visit.language());
    let protocol = &kept.it;
    let state = protocol.state_at(visit.front.casework.clock().now_ms());
    let manages = may(visit, OfficeAct::ManageRecipients, About::Office).await?;
    let open = Open {
        suspend: matches!(state, ProtocolState::InForce | ProtocolState::ToCome),
        resume: state == ProtocolState::Suspended,
    };
    Ok(ProtocolPage {
        no: kept.no,
        partner: (
            format!("/partners/{}", it.organization.id),
            it.organization.name.clone(),
        ),
        reference: protocol.reference.clone(),
        state: protocol_state(words, state),
        facts: facts(visit, protocol).await?,
        open: manages.then_some(open),
        text: text.to_owned(),
        shell: visit.shell(Place::Partners, &format!("/partners/protocols/{}", kept.no)),
        problems,
    })
}

async fn facts(visit: &Visit, it: &Protocol) -> Result<Vec<Fact>, CaseworkError> {
    let words = Words::of(visit.language());
    let (language, casework) = (visit.language(), &visit.front.casework);
    let names = casework.names().await?;
    let mut facts = vec![
        fact(words, "protocol-edition", it.edition.to_string()),
        fact(words, "way-from", day(language, it.from).words),
        fact(words, "way-until", until_words(visit, it.over_at())),
        fact(words, "protocol-purposes", meant(words, &it.purposes)),
        fact(words, "protocol-receivers", it.receivers.join("; ")),
        fact(words, "protocol-categories", named(words, &it.categories)),
    ];
    if let Some(no) = it.programme {
        let programmes = casework.programmes().await?;
        let found = programmes.into_iter().find(|it| it.no == no);
        let name = found.map_or_else(|| no.to_string(), |it| it.name);
        facts.push(fact(words, "protocol-programme", name));
    }
    for staff in &it.staff {
        let who = names.get(&staff.worker).cloned().unwrap_or_default();
        facts.push(Fact {
            label: words.fill("protocol-staff").with("who", who).to_string(),
            text: named(words, &staff.categories),
        });
    }
    let handed = words
        .fill("protocol-handed-over")
        .with("to", &it.handed_over.to);
    let handed = handed.with("day", day(language, it.handed_over.at).words);
    facts.push(fact(words, "protocol-procedure", handed.to_string()));
    if let Some(rest) = &it.suspended {
        facts.push(fact(words, "protocol-rests-because", &rest.because));
    }
    Ok(facts)
}
