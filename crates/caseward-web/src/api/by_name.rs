//! `/api/v1/by-name-list`: the caller's clients by name, with what it takes to house them, filtered and in the order of need.
//!
//! CC-1, CC-2.4, CC-2.5: each client and each field is decided for the caller. What isn't on file and what isn't for them is `null`
//! alike, and so it is to filters, orders and sums.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::by_name::{
    self, ByNameLine, ByNameProgramme, LONGEST_WITHOUT_CONTACT, Wish,
};
use caseward_model::{ByNameFilter, ByNameSort, Channel, Client, Id};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::clients::Standing;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::released::Released;
use super::sent::{Caller, Parameters};
use crate::front::Front;

/// A page of the by-name list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ByNameList<'l> {
    /// The clients, in the order that was asked for.
    clients: Vec<ByNameClient<'l>>,
    /// How many fit, on all pages.
    fitting: usize,
    /// Which page this is, from 1.
    page: usize,
    /// How many pages there are.
    pages: usize,
    /// Of how many who fit each of these is known.
    sums: Vec<ByNameSum>,
    /// The programmes in which somebody of the whole list is enrolled.
    programmes: Vec<InProgramme<'l>>,
    /// There are more clients than the list is made of; it has those whose files changed last.
    more: bool,
}

/// How many.
#[derive(Serialize, ToSchema)]
pub(crate) struct ByNameSum {
    #[schema(example = "veteran")]
    what: &'static str,
    clients: u64,
}

/// A programme.
#[derive(Serialize, ToSchema)]
pub(crate) struct InProgramme<'l> {
    /// Its number, to ask for.
    number: i64,
    #[schema(example = "Night shelter")]
    name: &'l str,
    clients: u64,
}

/// A client in the list. A field that is missing isn't on file, or isn't for you.
#[derive(Serialize, ToSchema)]
pub(crate) struct ByNameClient<'l> {
    #[schema(value_type = String, example = "4m9r2c7k1x8w5t0b3h6q9v2n8d")]
    client: Id<Client>,
    #[schema(value_type = Option<String>, example = "Alma Reyes")]
    name: Option<Released<'l>>,
    standing: Standing,
    /// The score of the newest assessment that has one.
    score: Option<u32>,
    /// The newest assessment put them on the list by priority.
    on_priority_list: Option<bool>,
    /// Where they stay, as HUD's code.
    #[schema(example = 116)]
    living_situation: Option<u32>,
    #[schema(example = "2026-10-30")]
    living_as_of: Option<String>,
    #[schema(example = "2024-05-03")]
    homeless_since: Option<String>,
    /// Within three years; 13 for more than twelve.
    months_homeless: Option<u32>,
    /// As HUD defines it, where the records say enough.
    chronic: Option<bool>,
    disabling_condition: Option<bool>,
    /// How many of the people in this list whom you see live together, this one included.
    household: Option<u64>,
    /// One of these is a child.
    with_child: bool,
    veteran: Option<bool>,
    /// From 18 to 24 years old.
    youth: Option<bool>,
    /// Fleeing violence.
    fleeing: Option<bool>,
    #[schema(example = "2026-10-30")]
    last_contact: Option<String>,
    /// What the programmes are called in which they are enrolled.
    programmes: &'l [String],
    #[schema(example = "2026-10-30")]
    moved_in: Option<String>,
}

impl<'l> ByNameClient<'l> {
    fn new(it: &'l ByNameLine) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        Self {
            client: it.client,
            name: it.name.as_ref().map(Released),
            standing: Standing::new(it.standing, it.protection_proposed),
            score: it.score,
            on_priority_list: it.on_priority_list,
            living_situation: it.living,
            living_as_of: day(it.living_as_of),
            homeless_since: day(it.homeless_since),
            months_homeless: it.months_homeless,
            chronic: it.chronic,
            disabling_condition: it.disabling,
            household: it.household,
            with_child: it.with_child,
            veteran: it.veteran,
            youth: it.youth,
            fleeing: it.fleeing,
            last_contact: day(it.last_contact),
            programmes: &it.programmes,
            moved_in: day(it.moved_in),
        }
    }
}

impl<'l> ByNameList<'l> {
    fn new(list: &'l by_name::ByNameList) -> Self {
        let sum = |(what, clients): &(ByNameFilter, u64)| ByNameSum {
            what: what.word(),
            clients: *clients,
        };
        let programme = |it: &'l ByNameProgramme| InProgramme {
            number: it.no,
            name: &it.name,
            clients: it.clients,
        };
        Self {
            clients: list.lines.iter().map(ByNameClient::new).collect(),
            fitting: list.fitting,
            page: list.page,
            pages: list.pages,
            sums: list.sums.iter().map(sum).collect(),
            programmes: list.programmes.iter().map(programme).collect(),
            more: list.more,
        }
    }
}

/// A page of 25 of your by-name list. Each showing is an entry in the ledger, and so is each client who was shown.
#[utoipa::path(
    get, path = "/api/v1/by-name-list", tag = "clients",
    params(
        ("only" = Option<Vec<String>>, Query, description = "Only those of whom this is known: `veteran`, `youth`, `family`, `chronic`, `not_housed`; several times for several", example = json!(["veteran"])),
        ("programme" = Option<i64>, Query, description = "Only who is enrolled in the programme with this number"),
        ("contact" = Option<u32>, Query, description = "Only whose last known contact is so many days ago, or longer: 1 to 3,650", minimum = 1, maximum = 3650),
        ("sort" = Option<String>, Query, description = "`priority` (if missing), `homeless`, `contact` or `name`; of whom it isn't known stands last"),
        ("page" = Option<usize>, Query, description = "Which page, from 1; the last one if there are fewer", minimum = 1),
    ),
    responses(
        (status = 200, description = "A page", body = ByNameList),
        (status = 400, description = "A parameter is unknown or unfit", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here; your own file has an address of its own", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
    parameters: Parameters,
) -> Answered<Response> {
    caller.works_here()?;
    let wish = wished(parameters)?;
    let me = caller.session.person.worker;
    let list = front.casework.by_name_list(me, wish, Channel::Api).await?;
    json(&ByNameList::new(&list))
}

fn wished(parameters: Parameters) -> Answered<Wish> {
    let parameters = parameters.only(&["only", "programme", "contact", "sort", "page"])?;
    let only = Field::one_of("only", ByNameFilter::ALL.iter().map(|it| it.word()));
    let sort = Field::one_of("sort", ByNameSort::ALL.iter().map(|it| it.word()));
    let programme = Field::new("programme", "Give the number of a programme.");
    let contact = Field::new("contact", "Give a whole number of days from 1 to 3650.");
    let page = Field::new("page", "Give a whole number from 1.");
    let days: Option<u32> = parameters.one("contact", &contact)?;
    if days.is_some_and(|it| !(1..=LONGEST_WITHOUT_CONTACT).contains(&it)) {
        return Err(Problem::Parameter(vec![contact]));
    }
    let usual = Wish::default();
    Ok(Wish {
        programme: parameters.one("programme", &programme)?,
        only: parameters.many("only", &only)?,
        no_contact_days: days,
        sort: parameters.one("sort", &sort)?.unwrap_or(usual.sort),
        page: parameters.one("page", &page)?.unwrap_or(usual.page),
    })
}
