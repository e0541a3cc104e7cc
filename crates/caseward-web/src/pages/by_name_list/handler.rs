//! Reading what is asked of the list, and putting its cells into words.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::by_name::{ByNameLine, ByNameList, MOST_CLIENTS, Wish, living_situation};
use caseward_casework::gate::About;
use caseward_model::{Channel, OfficeAct};
use jiff::civil::Date;

use super::{ByNamePage, CONTACT_DAYS, Chosen, Row, filters, sorts};
use crate::addresses::{Addresses, Class};
use crate::pages::people::{Choice, key, may};
use crate::pages::standing::Lack;
use crate::view::{Called, Said, When, protections};
use crate::visit::Visit;
use crate::{Place, Words, answer};

/// Where the list is.
const ADDRESS: &str = "/by-name-list";

/// The address of the list.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Clients, ADDRESS, show)
}

async fn show(
    visit: Visit,
    asked: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    let (Ok(Query(asked)), true) = (asked, visit.person().works_here()) else {
        return visit.not_found();
    };
    let wish = wished(&asked);
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let found = casework.by_name_list(me, wish.clone(), Channel::Screen);
    let list = match found.await {
        Ok(list) => list,
        Err(error) => return visit.failed(&error),
    };
    // Whether they are in a conference for which somebody can be proposed, the page of the client says.
    let takes_part = may(&visit, OfficeAct::TakePart, About::Worker(me)).await;
    match takes_part {
        Ok(takes_part) => {
            let proposes = takes_part && visit.person().writes_into_files();
            answer(StatusCode::OK, &page(&visit, (&wish, proposes), list))
        }
        Err(error) => visit.failed(&error),
    }
}

/// What was asked; what can't be read as something that the page offers is as if it weren't asked.
fn wished(asked: &[(String, String)]) -> Wish {
    let all = |name: &'static str| {
        let pairs = asked.iter().filter(move |(it, _)| it == name);
        pairs.map(|(_, value)| value.as_str())
    };
    let one = |name| all(name).next().unwrap_or_default();
    let usual = Wish::default();
    Wish {
        programme: one("programme").parse().ok(),
        only: all("only").filter_map(|it| it.parse().ok()).collect(),
        no_contact_days: one("contact").parse().ok(),
        sort: one("sort").parse().unwrap_or(usual.sort),
        page: one("page").parse().unwrap_or(usual.page),
    }
}

/// The address at which a page of what is asked stands.
fn address(wish: &Wish, page: usize) -> String {
    let mut asked: Vec<String> = Vec::new();
    asked.extend(wish.only.iter().map(|it| format!("only={it}")));
    asked.extend(wish.programme.map(|no| format!("programme={no}")));
    asked.extend(wish.no_contact_days.map(|days| format!("contact={days}")));
    asked.push(format!("sort={}", wish.sort));
    asked.push(format!("page={page}"));
    format!("{ADDRESS}?{}", asked.join("&"))
}

fn page(visit: &Visit, (wish, proposes): (&Wish, bool), list: ByNameList) -> ByNamePage<Said> {
    let words = Words::of(visit.language());
    let turned = |page: usize| {
        let there = (1..=list.pages).contains(&page) && page != list.page;
        there.then(|| address(wish, page))
    };
    let position = words
        .fill("by-name-page")
        .with("page", words.number(list.page))
        .with("pages", words.number(list.pages))
        .to_string();
    let most = words.number(MOST_CLIENTS);
    let more = words.fill("by-name-more").with("count", most);
    ByNamePage {
        lacks: visit
            .missing()
            .into_iter()
            .map(|it| Lack::new(words, it))
            .collect(),
        only: filters(words, &wish.only),
        programmes: programmes(wish, &list),
        contact: contact(words, wish),
        sorts: sorts(words, wish.sort),
        is_filtered: !wish.is_everybody(),
        sums: sums(words, &list),
        position: (list.pages > 1).then_some(position),
        before: turned(list.page - 1),
        after: turned(list.page + 1),
        more: list.more.then(|| more.to_string()),
        proposes,
        rows: list.lines.into_iter().map(|it| row(words, it)).collect(),
        shell: visit.shell(Place::Clients, ADDRESS),
    }
}

fn programmes(wish: &Wish, list: &ByNameList) -> Vec<Chosen> {
    let programmes = list.programmes.iter();
    let chosen = programmes.map(|it| Chosen {
        is_chosen: wish.programme == Some(it.no),
        choice: Choice {
            value: it.no.to_string(),
            label: it.name.clone(),
        },
    });
    chosen.collect()
}

fn contact(words: &Words, wish: &Wish) -> Vec<Chosen> {
    let days = CONTACT_DAYS.into_iter().map(|days| Chosen {
        is_chosen: wish.no_contact_days == Some(days),
        choice: Choice {
            value: days.to_string(),
            label: words
                .fill("by-name-contact-days")
                .with("days", days)
                .to_string(),
        },
    });
    days.collect()
}

fn sums(words: &Words, list: &ByNameList) -> Vec<(String, String)> {
    let all = (words.t("by-name-fitting"), words.number(list.fitting));
    let each = list.sums.iter().map(|(what, count)| {
        let label = words.t(&key("by-name-only", what.word()));
        (label, words.number(count))
    });
    std::iter::once(all).chain(each).collect()
}

fn row(words: &Words, it: ByNameLine) -> Row<Said> {
    let day = |day: Option<Date>| day.map(|day| When::day(words, day).words);
    let answer = |said: Option<bool>| {
        said.map(|said| words.t(if said { "by-name-yes" } else { "by-name-no" }))
    };
    let cells = vec![
        priority(words, &it),
        living(words, &it),
        day(it.homeless_since),
        it.months_homeless
            .map(|months| months_in_words(words, months)),
        answer(it.chronic),
        answer(it.disabling),
        household(words, &it),
        answer(it.veteran),
        answer(it.youth),
        answer(it.fleeing),
        day(it.last_contact),
        (!it.programmes.is_empty()).then(|| it.programmes.join(", ")),
        day(it.moved_in),
    ];
    Row {
        href: format!("/clients/{}", it.client),
        called: Called {
            name: Said::name(words, it.name),
            is_alias: false,
        },
        protections: protections(&it.standing, it.protection_proposed),
        cells,
    }
}

fn priority(words: &Words, it: &ByNameLine) -> Option<String> {
    let score = it.score.map(|score| {
        let sentence = words.fill("by-name-score");
        sentence.with("score", words.number(score)).to_string()
    });
    let listed = it.on_priority_list.map(|on| {
        words.t(if on {
            "by-name-on-list"
        } else {
            "by-name-off-list"
        })
    });
    let said: Vec<String> = score.into_iter().chain(listed).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn living(words: &Words, it: &ByNameLine) -> Option<String> {
    let place = living_situation(it.living?, words.language())?;
    let Some(day) = it.living_as_of else {
        return Some(place.to_owned());
    };
    let sentence = words.fill("by-name-as-of").with("place", place);
    let day = When::day(words, day).words;
    Some(sentence.with("day", day).to_string())
}

fn months_in_words(words: &Words, months: u32) -> String {
    match months {
        ..=12 => words.number(months),
        _ => words.t("by-name-many-months"),
    }
}

fn household(words: &Words, it: &ByNameLine) -> Option<String> {
    let people = it.household?;
    let sentence = words.fill(if it.with_child {
        "by-name-people-child"
    } else {
        "by-name-people"
    });
    Some(sentence.count("count", people).to_string())
}
