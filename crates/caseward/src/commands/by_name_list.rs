//! `caseward by-name-list`: a worker's clients by name, with what it takes to house them (CC-1, CC-2.4, CC-2.5). Each showing is on
//! record, and so is each client who was shown.

use caseward_casework::by_name::{
    ByNameLine, ByNameList, LONGEST_WITHOUT_CONTACT, MOST_CLIENTS, Wish, living_situation,
};
use caseward_model::{ByNameFilter, ByNameSort, Channel, Language};
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct ByNameArgs {
    /// Whose list: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
    /// Only those of whom this is known; several times for several
    #[arg(long, value_parser = word::<ByNameFilter>, value_delimiter = ',')]
    only: Vec<ByNameFilter>,
    /// Only who is enrolled in the project with this ProjectID
    #[arg(long)]
    programme: Option<String>,
    /// Only whose last known contact is so many days ago, or longer
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=i64::from(LONGEST_WITHOUT_CONTACT)))]
    no_contact: Option<u32>,
    /// In which order; of whom it isn't known stands last
    #[arg(long, default_value = "priority", value_parser = word::<ByNameSort>)]
    sort: ByNameSort,
    /// Which page
    #[arg(long, default_value_t = 1)]
    page: usize,
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &ByNameArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let worker = office.colleague(&order.worker).await?;
    let programme = match &order.programme {
        Some(project) => Some(office.programme_called(project).await?),
        None => None,
    };
    let wish = Wish {
        programme,
        only: order.only.clone(),
        no_contact_days: order.no_contact,
        sort: order.sort,
        page: order.page,
    };
    let list = office
        .by_name_list(worker.id, wish, Channel::Screen)
        .await?;
    terminal.json(&shown(&list))?;
    for it in &list.lines {
        terminal.say(told(it));
    }
    if list.lines.is_empty() {
        terminal.say("Nobody whom this worker may see fits. The look is on record.");
    }
    terminal.note(format!(
        "Page {} of {}; {} people fit. What isn't said isn't on file, or isn't for this worker.",
        list.page, list.pages, list.fitting
    ));
    if list.more {
        terminal.note(format!(
            "The list is made of the {MOST_CLIENTS} clients whose files changed last."
        ));
    }
    Ok(Ended::Done)
}

/// The list for programs; fields are named as in the API.
fn shown(list: &ByNameList) -> Value {
    let sums: serde_json::Map<String, Value> = list
        .sums
        .iter()
        .map(|(what, clients)| (what.word().to_owned(), (*clients).into()))
        .collect();
    let programme = |it: &caseward_casework::by_name::ByNameProgramme| json!({ "number": it.no, "name": it.name, "clients": it.clients });
    json!({
        "clients": list.lines.iter().map(client).collect::<Vec<_>>(),
        "fitting": list.fitting,
        "page": list.page,
        "pages": list.pages,
        "sums": sums,
        "programmes": list.programmes.iter().map(programme).collect::<Vec<_>>(),
        "more": list.more,
    })
}

fn client(it: &ByNameLine) -> Value {
    json!({
        "client": it.client,
        "name": it.name.as_ref().map(ToString::to_string),
        "protected": it.standing.protected,
        "declined_sharing": it.standing.declined_sharing,
        "score": it.score,
        "on_priority_list": it.on_priority_list,
        "living_situation": it.living,
        "living_as_of": day(it.living_as_of),
        "homeless_since": day(it.homeless_since),
        "months_homeless": it.months_homeless,
        "chronic": it.chronic,
        "disabling_condition": it.disabling,
        "household": it.household,
        "with_child": it.with_child,
        "veteran": it.veteran,
        "youth": it.youth,
        "fleeing": it.fleeing,
        "last_contact": day(it.last_contact),
        "programmes": it.programmes,
        "moved_in": day(it.moved_in),
    })
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// One client as a line.
fn told(it: &ByNameLine) -> String {
    let name = it
        .name
        .as_ref()
        .map_or_else(|| "name not shown".to_owned(), ToString::to_string);
    let mut said = vec![format!("{}  {name}", it.client)];
    said.extend(it.score.map(|score| format!("score {score}")));
    let living = it.living;
    let place = living.and_then(|code| living_situation(code, Language::English));
    said.extend(place.map(str::to_owned));
    said.extend(it.homeless_since.map(|day| format!("homeless since {day}")));
    let marks = [
        (it.chronic, "chronically homeless"),
        (it.disabling, "disabling condition"),
        (it.veteran, "veteran"),
        (it.youth, "youth"),
        (it.fleeing, "fleeing violence"),
        (Some(it.with_child), "with a child"),
    ];
    let marks = marks.into_iter().filter(|(known, _)| *known == Some(true));
    said.extend(marks.map(|(_, mark)| mark.to_owned()));
    said.extend(it.last_contact.map(|day| format!("last contact {day}")));
    said.extend(it.programmes.iter().cloned());
    said.extend(it.moved_in.map(|day| format!("moved in {day}")));
    said.join(", ")
}
