//! Showing on what an organization can act, and saying it anew.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::{SeriesChange, Told};
use caseward_model::{Conference, Id, OfficeAct, Organization};

use super::super::{holds, series};
use super::{OfferPage, fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::Typed;
use crate::pages::people::mending;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of an offer.
pub fn routes() -> Addresses {
    let holds = Class::Office(OfficeAct::HoldConference);
    let address = "/conferences/{id}/offers/{organization}";
    Addresses::new()
        .get(holds, address, show)
        .post(holds, address, say)
}

type Which = (Id<Conference>, Id<Organization>);

/// Of which organization in which series it is, for whoever may hold conferences.
async fn held(visit: &Visit, (id, organization): (&str, &str)) -> Result<Which, Response> {
    holds(visit).await?;
    let which = series(id).zip(organization.parse().ok());
    which.ok_or_else(|| visit.not_found())
}

async fn show(visit: Visit, Path((id, organization)): Path<(String, String)>) -> Response {
    match held(&visit, (id.as_str(), organization.as_str())).await {
        Ok(which) => page(&visit, which, None, Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn say(Path((id, organization)): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let which = match held(&visit, (id.as_str(), organization.as_str())).await {
        Ok(which) => which,
        Err(answer) => return answer,
    };
    let change = SeriesChange::Offer {
        organization: which.1,
        sections: typed.words("offer"),
    };
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    match casework.change_conference(me, which.0, change).await {
        Ok(()) => forms::sent_on(&format!("/conferences/{}", which.0)),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, which, Some(typed), problems).await,
            None => visit.failed(&error),
        },
    }
}

async fn page(
    visit: &Visit,
    (id, organization): Which,
    typed: Option<Typed>,
    problems: Problems,
) -> Response {
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let shown = match casework.conference(me, id).await {
        Ok(shown) => shown,
        Err(CaseworkError::Unknown { .. }) => return visit.not_found(),
        Err(error) => return visit.failed(&error),
    };
    let leads = shown.leads;
    let told = shown.told.filter(|it| leads && it.ended_at.is_none());
    let found = told.as_ref().and_then(|told| {
        let mut members = told.organizations.iter();
        Some((told, members.find(|it| it.id == organization)?))
    });
    let Some((told, member)) = found else {
        return visit.not_found();
    };
    let words = Words::of(visit.language());
    let typed = typed.unwrap_or_else(|| as_it_stands(told, organization));
    let back = format!("/conferences/{id}");
    let href = format!("{back}/offers/{organization}");
    let page = OfferPage {
        organization: member.name.clone(),
        fields: fields(words, &typed),
        problems,
        shell: visit.shell(Place::Conferences, &href),
        back,
        href,
    };
    answer(page.problems.status(), &page)
}

fn as_it_stands(told: &Told, organization: Id<Organization>) -> Typed {
    let mut offers = told.offers.iter();
    let offered = offers.find(|it| it.0 == organization);
    let sections = offered.map(|it| it.1.as_slice()).unwrap_or_default();
    let mut typed = Typed::default();
    for it in sections {
        typed = typed.with("offer", it.word());
    }
    typed
}
