//! Showing a client's disclosures, and beginning one.
//!
//! RE-2, NASW-c. The gate is asked for every step, and what it says is on record.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::danger::{DangerError, DangerReport};
use caseward_casework::disclosure::{DisclosureError, NewDisclosure, least};
use caseward_casework::gate::Delivery;
use caseward_model::{Channel, Client, Id, Road, Told};

use super::super::danger::at_risk;
use super::super::face;
use super::{
    BeginForm, Choice, DisclosuresPage, Line, accounting, basis_key, one, road, state_key,
};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::view::purpose_key;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words, forms};

/// The addresses of a client's disclosures.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/disclosures", show)
        .post(Class::Client, "/clients/{id}/disclosures", begin)
        .merge(accounting::routes())
        .merge(super::exports::routes())
        .merge(one::routes())
        .merge(super::attached::routes())
        .merge(super::masks::routes())
}

pub(super) fn address(client: Id<Client>) -> String {
    format!("{}/disclosures", face::address(client))
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client, BeginForm::default(), Problems::default()).await,
        Err(_) => visit.nobody(),
    }
}

async fn begin(Path(id): Path<String>, posted: Posted<BeginForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let new = match read(&form) {
        Ok(new) => new,
        Err(problems) => return page(&visit, client, form, problems).await,
    };
    let casework = &visit.front.casework;
    match casework.begin_disclosure(visit.person(), client, new).await {
        Ok(no) => forms::sent_on(&format!("{}/{no}", address(client))),
        Err(DisclosureError::Mend(mend)) => page(&visit, client, form, road::problems(&mend)).await,
        Err(error) => failed(&visit, &error),
    }
}

/// The disclosure that a form asks for, or all that it still needs.
fn read(form: &BeginForm) -> Result<NewDisclosure, Problems> {
    let mut problems = Problems::default();
    let on = match form.road.as_str() {
        "" => Some(Road::Other),
        word => word.parse().ok(),
    };
    if on.is_none() {
        problems.note("road", "road-needs-road");
    }
    let recipient = form.recipient.parse().ok();
    if recipient.is_none() {
        problems.note("recipient", "disclosure-needs-recipient");
    }
    let purpose = form.purpose.parse().ok();
    if purpose.is_none() {
        problems.note("purpose", "disclosure-needs-purpose");
    }
    let basis = form.basis.parse().ok();
    if basis.is_none() {
        problems.note("basis", "disclosure-needs-basis");
    }
    let channel = form.channel.parse().ok();
    if channel.is_none() {
        problems.note("channel", "disclosure-needs-channel");
    }
    match (on, recipient, purpose, basis, channel) {
        (Some(on), Some(recipient), Some(purpose), Some(basis), Some(channel)) => {
            Ok(NewDisclosure {
                road: on,
                answers: form.answers_on(on, basis),
                recipient,
                purpose,
                basis,
                danger: form.danger_on(basis),
                channel,
                sections: least(on, purpose),
                why_more: String::new(),
                told: Told::Later,
                told_how: String::new(),
            })
        }
        _ => Err(problems),
    }
}

/// The answer when a disclosure doesn't go on, where the page itself has no place for it.
pub(in crate::pages::clients) fn failed(visit: &Visit, error: &DisclosureError) -> Response {
    match error {
        DisclosureError::Refused(refusal) => visit.refused(refusal, visit.back_to_clients()),
        DisclosureError::Casework(error) => visit.failed(error),
        DisclosureError::Unknown => visit.not_found(),
        DisclosureError::NotAll(_)
        | DisclosureError::Mend(_)
        | DisclosureError::Sending(_)
        | DisclosureError::Proof(_) => visit.unreadable(),
    }
}

async fn page(visit: &Visit, client: Id<Client>, form: BeginForm, problems: Problems) -> Response {
    let casework = &visit.front.casework;
    let (all, books) = match casework.disclosures_of(visit.person(), client).await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let (mut file, delivery) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let register = match casework.register().await {
        Ok(register) => register,
        Err(error) => return visit.failed(&error),
    };
    let (dangers, opened) = match dangers(visit, client, form.shows_danger(&problems)).await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let words = Words::of(visit.language());
    let line = |it: &caseward_casework::disclosure::Disclosure| {
        let to = register.iter().find(|known| known.id == it.recipient);
        Line {
            href: format!("{}/{}", address(client), it.no),
            to: to.map(|it| it.name.clone()).unwrap_or_default(),
            purpose: words.t(purpose_key(it.purpose)),
            state: words.t(&state_key(it.state)),
            begun: visit.moment(it.begun.0),
        }
    };
    let lines = all.iter().map(line).collect();
    let others = register.iter().filter(|it| !it.sheet.keeps_records_here);
    let recipients = others.map(|it| Choice {
        value: it.id.to_string(),
        label: it.name.clone(),
    });
    let status = problems.status();
    let page = DisclosuresPage {
        bar: face::bar(visit, client, None, file.as_mut()),
        lines,
        recipients: recipients.collect(),
        dangers,
        may_begin: visit.person().writes_into_files(),
        form,
        problems,
        shell: visit.shell(Place::Clients, &address(client)),
    };
    answer_watched(status, &page, move |ending| {
        for delivery in [delivery, opened].into_iter().flatten() {
            closing(delivery)(ending);
        }
        closing(books)(ending);
    })
}

/// The danger reports that can be named, where that is asked; none to whoever may not read of them.
async fn dangers(
    visit: &Visit,
    client: Id<Client>,
    are_shown: bool,
) -> Result<(Option<Vec<Choice>>, Option<Delivery>), DisclosureError> {
    if !are_shown {
        return Ok((None, None));
    }
    let casework = &visit.front.casework;
    let found = casework.dangers_of(visit.person(), client, Channel::Screen);
    let (reports, opened) = match found.await {
        Ok(found) => found,
        Err(DangerError::Casework(error)) => return Err(error.into()),
        Err(_) => return Ok((Some(Vec::new()), None)),
    };
    let words = Words::of(visit.language());
    let now_ms = casework.clock().now_ms();
    let choice = |it: &DangerReport| Choice {
        value: it.no.to_string(),
        label: format!(
            "{}: {}, {} {}",
            it.no,
            at_risk(words, it.at_risk),
            words.t("danger-until"),
            visit.moment(it.until).words
        ),
    };
    let standing = reports.iter().filter(|it| it.stands_at(now_ms));
    Ok((Some(standing.map(choice).collect()), Some(opened)))
}

/// The key of a ground's name, for the pages of single disclosures.
pub(super) fn ground(words: &Words, basis: caseward_model::Basis) -> String {
    words.t(&basis_key(basis))
}
