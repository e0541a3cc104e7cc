//! `caseward find`: a client by name, among those whom the worker may know of (CR-2).

use caseward_model::Channel;
use serde_json::json;

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
    let indexed = office.index_names(|_| {}).await?;
    tracing::info!(
        clients = indexed.clients,
        bytes = indexed.bytes,
        "the names are in memory"
    );
    let found = office
        .look_up(asker.id, &order.words.join(" "), Channel::Screen)
        .await?;
    let rows: Vec<_> = found
        .iter()
        .map(|it| json!({ "client": it.client, "name": it.name.as_ref().map(ToString::to_string) }))
        .collect();
    terminal.json(&rows)?;
    for it in &found {
        let name = it
            .name
            .as_ref()
            .map_or_else(|| "no name on file".to_owned(), ToString::to_string);
        terminal.say(format!("{}  {name}", it.client));
    }
    if found.is_empty() {
        terminal.say("No client whom this worker may know of fits. The search is on record.");
    }
    Ok(Ended::Done)
}
