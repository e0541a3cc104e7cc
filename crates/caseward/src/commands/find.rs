//! `caseward find`: a client, among those whom the worker may know of; beyond them at most that somebody may be
//! able to help (CR-2). What is sought is asked for, so that it stands in no shell's history.

use caseward_casework::search::{SearchForm, SearchNeed, SearchResult};
use caseward_model::Channel;
use serde_json::json;

use super::tasks::moment;
use crate::cli::FindArgs;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

pub(crate) async fn run(
    house: &HouseArgs,
    order: &FindArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let asker = office.colleague(&order.asker).await?;
    let form = SearchForm {
        name: terminal
            .ask("Name, or what is remembered of it; three letters or more, or nothing:")?,
        born: terminal.ask("Date of birth, like 1990-05-06, or nothing:")?,
        number: terminal.ask("Number of the file, or nothing:")?,
        purpose: order.purpose.map_or("", |it| it.word()).to_owned(),
    };
    let search = match form.check(asker.sheet.role) {
        Ok(search) => search,
        Err(needs) => {
            let missing: Vec<_> = needs.iter().map(|it| needed(*it)).collect();
            terminal.json(&json!({ "searched": false, "needs": missing }))?;
            missing.iter().for_each(|it| terminal.say(it));
            return Ok(Ended::Failed);
        }
    };
    let indexed = office.index_names(|_| {}).await?;
    tracing::info!(
        clients = indexed.clients,
        bytes = indexed.bytes,
        "the names are in memory"
    );
    let found = match office.search(asker.id, search, Channel::Screen).await? {
        SearchResult::Done(found) => found,
        SearchResult::TooMany(again_at) => {
            terminal.json(&json!({ "searched": false, "again_at": moment(again_at) }))?;
            terminal.say(format!(
                "There were too many searches; the next one can be made from {}.",
                moment(again_at)
            ));
            return Ok(Ended::Refused);
        }
        SearchResult::NotReady => anyhow::bail!("the names could not be read"),
    };
    let rows: Vec<_> = found
        .clients
        .iter()
        .map(|it| json!({ "client": it.client, "name": it.name.as_ref().map(ToString::to_string) }))
        .collect();
    terminal.json(&json!({ "clients": rows, "more": found.more, "ask": found.ask }))?;
    for it in &found.clients {
        let name = it
            .name
            .as_ref()
            .map_or_else(|| "no name on file".to_owned(), ToString::to_string);
        terminal.say(format!("{}  {name}", it.client));
    }
    if found.more {
        terminal.note("More fit; add a word or the date of birth.");
    }
    if let Some(no) = found.ask {
        terminal.say(format!("Somebody may be able to help. Ask within the hour: caseward access ask --as {} --search {no} --purpose …", order.asker));
    } else if found.clients.is_empty() {
        terminal.say("No client whom this worker may see matches. The search is on record.");
    }
    Ok(Ended::Done)
}

/// What a search still needs, as the command line says it.
const fn needed(need: SearchNeed) -> &'static str {
    match need {
        SearchNeed::Something => "say a name, a date of birth or a number",
        SearchNeed::Letters => {
            "say at least three letters of the name, so that the search stays narrow"
        }
        SearchNeed::Born => "say the date of birth like 1990-05-06",
        SearchNeed::Purpose => "--purpose: one for which this worker's part looks for clients",
    }
}
