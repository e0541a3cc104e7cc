//! `caseward tasks`: what waits for a worker, by numbers and words only (NASW-d, NASW-o).

use serde_json::json;

use crate::cli::TasksArgs;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

pub(crate) async fn run(
    house: &HouseArgs,
    order: &TasksArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let worker = office.colleague(&order.worker).await?;
    let tasks = office.my_tasks(worker.no).await?;
    let rows: Vec<_> = tasks
        .iter()
        .map(|it| {
            json!({
                "number": it.no, "kind": it.kind, "due_at": moment(it.due_at), "item": it.about.item,
                "worker": it.about.worker, "client": it.about.client,
            })
        })
        .collect();
    terminal.json(&rows)?;
    for it in &tasks {
        let item = it.about.item.map(|no| no.to_string()).unwrap_or_default();
        let due = moment(it.due_at);
        terminal.say(format!(
            "{:<6}{:<26}{:<8}due {due}",
            it.no,
            it.kind.word(),
            item
        ));
    }
    if tasks.is_empty() {
        terminal.say("Nothing is waiting for them.");
    }
    Ok(Ended::Done)
}

/// A moment as RFC 3339, in UTC.
pub(crate) fn moment(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_string()
}
