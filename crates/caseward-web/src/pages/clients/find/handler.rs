//! Posting a search, and the page of what it found.

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::search::{Found, SearchForm, SearchNeed, SearchResult};
use caseward_model::Channel;
use zeroize::Zeroizing;

use super::{Came, FindForm, FindPage, SearchBox};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::clients::handler::{helps, row};
use crate::view::Said;
use crate::visit::{Posted, Visit};
use crate::{Place, answer};

/// The address of a search.
pub fn routes() -> Addresses {
    Addresses::new().post(Class::Clients, "/clients/find", find)
}

async fn find(posted: Posted<FindForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let role = visit.person().sheet.role;
    let kept = |text: &str| Zeroizing::new(text.to_owned());
    let typed = SearchForm {
        name: kept(&form.name),
        born: kept(&form.born),
        number: kept(&form.number),
        purpose: form.purpose.clone(),
    };
    let search = SearchBox {
        form,
        ..SearchBox::new(role)
    };
    let order = match typed.check(role) {
        Ok(order) => order,
        Err(needs) => {
            let search = SearchBox {
                problems: problems(&needs),
                ..search
            };
            return page(&visit, search, Came::Form, None);
        }
    };
    let who = visit.person().worker;
    match visit
        .front
        .casework
        .search(who, order, Channel::Screen)
        .await
    {
        Ok(SearchResult::Done(found)) => page(&visit, search, Came::Done, Some(found)),
        Ok(SearchResult::TooMany(again_at)) => {
            let again = visit.moment(again_at);
            page(&visit, search, Came::TooMany(again), None)
        }
        Ok(SearchResult::NotReady) => page(&visit, search, Came::NotReady, None),
        Err(error) => visit.failed(&error),
    }
}

fn problems(needs: &[SearchNeed]) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let (field, key) = match need {
            SearchNeed::Something => ("name", "search-needs-something"),
            SearchNeed::Letters => ("name", "search-needs-letters"),
            SearchNeed::Born => ("born", "search-needs-born"),
            SearchNeed::Purpose => ("purpose", "search-needs-purpose"),
        };
        problems.note(field, key);
    }
    problems
}

fn page(visit: &Visit, search: SearchBox, came: Came, found: Option<Found>) -> Response {
    let status = match &came {
        Came::Form => StatusCode::UNPROCESSABLE_ENTITY,
        Came::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Came::NotReady => StatusCode::SERVICE_UNAVAILABLE,
        Came::Done => StatusCode::OK,
    };
    let (clients, more, ask) = match found {
        Some(found) => (found.clients, found.more, found.ask),
        None => (Vec::new(), false, None),
    };
    let page: FindPage<Said> = FindPage {
        rows: clients.into_iter().map(|it| row(visit, None, it)).collect(),
        more,
        ask,
        in_emergency: helps(visit.person().sheet.role),
        came,
        search,
        shell: visit.shell(Place::Clients, "/clients"),
    };
    answer(status, &page)
}
