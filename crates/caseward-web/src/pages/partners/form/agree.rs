//! The forms for a protocol, and for its next edition.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::partnership::{Protocol, Recipient};
use caseward_model::{Id, OfficeAct, Role, Worker};

use super::super::{Field, Input, Typed, categories, day_field, purposes, unanswered};
use super::handler::recipient;
use super::{FormPage, read};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::people::{Choice, mending};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of the forms.
pub(super) fn routes() -> Addresses {
    let manages = Class::Office(OfficeAct::ManageRecipients);
    Addresses::new()
        .get(manages, "/partners/{id}/protocols/new", new)
        .post(manages, "/partners/{id}/protocols/new", agree)
        .get(manages, "/partners/protocols/{no}/renew", next)
        .post(manages, "/partners/protocols/{no}/renew", renew)
}

/// With whom, and which protocol it takes the place of.
struct Matter {
    recipient: Recipient,
    renews: Option<i64>,
}

impl Matter {
    fn action(&self) -> String {
        match self.renews {
            Some(no) => format!("/partners/protocols/{no}/renew"),
            None => format!("/partners/{}/protocols/new", self.recipient.organization.id),
        }
    }
}

async fn new(visit: Visit, Path(id): Path<String>) -> Response {
    match recipient(&visit, &id).await {
        Ok(recipient) => {
            let matter = Matter {
                recipient,
                renews: None,
            };
            page(&visit, &matter, &Typed::default(), Problems::default()).await
        }
        Err(answer) => answer,
    }
}

async fn agree(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    match recipient(&visit, &id).await {
        Ok(recipient) => {
            let matter = Matter {
                recipient,
                renews: None,
            };
            kept(&visit, &matter, &typed).await
        }
        Err(answer) => answer,
    }
}

async fn earlier(visit: &Visit, no: &str) -> Result<(Matter, Protocol), Response> {
    visit
        .unless_forbidden(OfficeAct::ManageRecipients, About::Office)
        .await?;
    let no = no.parse::<i64>().map_err(|_| visit.not_found())?;
    let who = visit.person().worker;
    let found = visit.front.casework.protocol(who, no).await;
    let (recipient, kept) = found.map_err(|error| unanswered(visit, &error))?;
    let matter = Matter {
        recipient,
        renews: Some(no),
    };
    Ok((matter, kept.it))
}

async fn next(visit: Visit, Path(no): Path<String>) -> Response {
    match earlier(&visit, &no).await {
        Ok((matter, protocol)) => {
            page(
                &visit,
                &matter,
                &as_it_stood(&protocol),
                Problems::default(),
            )
            .await
        }
        Err(answer) => answer,
    }
}

async fn renew(Path(no): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    match earlier(&visit, &no).await {
        Ok((matter, _)) => kept(&visit, &matter, &typed).await,
        Err(answer) => answer,
    }
}

/// What an earlier edition said; what begins and ends, and that they have our procedure, is said anew.
fn as_it_stood(protocol: &Protocol) -> Typed {
    let mut typed = Typed::default()
        .with("reference", &protocol.reference)
        .with("from", day_field(protocol.over_at()))
        .with("receiver", protocol.receivers.join("\n"))
        .with("procedure", &protocol.handed_over.to);
    if let Some(programme) = protocol.programme {
        typed = typed.with("programme", programme.to_string());
    }
    for purpose in &protocol.purposes {
        typed = typed.with("purposes", purpose.word());
    }
    for category in &protocol.categories {
        typed = typed.with("categories", category.word());
    }
    for staff in &protocol.staff {
        for category in &staff.categories {
            typed = typed.with(&format!("staff-{}", staff.worker), category.word());
        }
    }
    typed
}

/// The partner's own people, by name.
async fn staff(
    visit: &Visit,
    recipient: &Recipient,
) -> Result<Vec<(Id<Worker>, String)>, CaseworkError> {
    let colleagues = visit.front.casework.colleagues().await?.into_iter();
    let theirs = colleagues.filter(|it| {
        it.sheet.organization == recipient.organization.no && it.sheet.role == Role::PartnerWorker
    });
    Ok(theirs.map(|it| (it.id, it.name)).collect())
}

async fn kept(visit: &Visit, matter: &Matter, typed: &Typed) -> Response {
    let casework = &visit.front.casework;
    let staff = match staff(visit, &matter.recipient).await {
        Ok(staff) => staff,
        Err(error) => return unanswered(visit, &error),
    };
    let now_ms = casework.clock().now_ms();
    let whose = (&matter.recipient, staff.as_slice());
    let new = match read::protocol(typed, now_ms, whose, matter.renews) {
        Ok(new) => new,
        Err(problems) => return page(visit, matter, typed, problems).await,
    };
    let (who, with) = (visit.person().worker, matter.recipient.organization.id);
    match casework.agree_protocol(who, with, new).await {
        Ok(no) => forms::sent_on(&format!("/partners/protocols/{no}")),
        Err(error) => match mending(&error) {
            Some(problems) => page(visit, matter, typed, problems).await,
            None => unanswered(visit, &error),
        },
    }
}

async fn page(visit: &Visit, matter: &Matter, typed: &Typed, problems: Problems) -> Response {
    match made(visit, matter, typed, problems).await {
        Ok(page) => answer(page.problems.status(), &page),
        Err(error) => unanswered(visit, &error),
    }
}

async fn made(
    visit: &Visit,
    matter: &Matter,
    typed: &Typed,
    problems: Problems,
) -> Result<FormPage, CaseworkError> {
    let words = Words::of(visit.language());
    let programmes = visit.front.casework.programmes().await?.into_iter();
    let programmes = programmes.map(|it| Choice {
        value: it.no.to_string(),
        label: it.name,
    });
    let field = |id: &str, label: &str, input| Field::new(words, id, label, input, typed);
    let mut fields = vec![
        field("reference", "protocol-reference", Input::Line("text")),
        field(
            "programme",
            "protocol-programme",
            Input::Choose(programmes.collect()),
        ),
        field("from", "way-from", Input::Line("date")),
        field("until", "way-until", Input::Line("date")),
        field(
            "purposes",
            "protocol-purposes",
            Input::Ticks(purposes(words)),
        ),
        field("receiver", "protocol-receivers", Input::Area),
        field(
            "categories",
            "protocol-categories",
            Input::Ticks(categories(words)),
        ),
    ];
    for (worker, name) in staff(visit, &matter.recipient).await? {
        let id = format!("staff-{worker}");
        let label = words.fill("protocol-staff").with("who", name).to_string();
        fields.push(Field {
            label,
            ..field(&id, "protocol-staff-may", Input::Ticks(categories(words)))
        });
    }
    fields.extend([
        field("procedure", "protocol-procedure", Input::Line("text")),
        field("procedure_at", "protocol-procedure-at", Input::Line("date")),
        field("explained", "protocol-explained", Input::Tick),
        field("breach_clause", "protocol-breach-clause", Input::Tick),
    ]);
    let renews = matter.renews.is_some();
    let action = matter.action();
    Ok(FormPage {
        title: if renews {
            "protocol-renew"
        } else {
            "protocol-new"
        },
        lead: if renews {
            "protocol-renew-lead"
        } else {
            "protocol-new-lead"
        },
        clause: "DV-5.7",
        button: "protocol-keep",
        back: format!("/partners/{}", matter.recipient.organization.id),
        name: matter.recipient.organization.name.clone(),
        shell: visit.shell(Place::Partners, &action),
        action,
        fields,
        problems,
    })
}
