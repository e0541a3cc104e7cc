//! To whom a client's rows go in exports for programme reporting, and that they were told (NASW-d, RE-2).

use anyhow::Context;
use caseward_casework::disclosure::{ExportTold, NewTelling};
use serde_json::{Value, json};

use super::{Desk, Stop};
use crate::commands::tasks::moment;

fn state(it: &ExportTold) -> &'static str {
    match (it.waits(), it.settled_at) {
        (true, _) => "still to be told",
        (false, None) => "nothing went there",
        (false, Some(_)) if it.untold => "can't be told",
        (false, Some(_)) => "told",
    }
}

impl Desk<'_> {
    pub(super) async fn exports(&self) -> Result<(), Stop> {
        let found = self.office.exports_of(&self.person, self.client).await;
        let (exports, delivery) = found?;
        let lines: Vec<Value> = exports
            .recipients
            .iter()
            .map(|it| {
                json!({
                    "id": it.recipient.to_string(), "name": it.name, "since": it.since.map(moment),
                    "settled_at": it.settled_at.map(moment), "state": state(it),
                })
            })
            .collect();
        self.terminal.json(&json!({ "recipients": lines }))?;
        for it in &exports.recipients {
            self.terminal.say(format!("{}: {}", it.name, state(it)));
        }
        delivery.delivered(None);
        Ok(())
    }

    pub(super) async fn told_exports(&self, names: &[String], told: bool) -> Result<(), Stop> {
        let mut recipients = Vec::new();
        let register = self
            .office
            .register()
            .await
            .context("the register can't be read")?;
        for name in names {
            let mut known = register.iter();
            let found = known.find(|it| it.handle == *name || it.id.to_string() == *name);
            let found = found
                .context("no organization goes by this; `caseward recipient list` shows all")?;
            recipients.push(found.id);
        }
        let new = NewTelling {
            recipients,
            told,
            how: self.line("What they were told, or why they can't be:")?,
        };
        let noted = self
            .office
            .note_told_of_exports(&self.person, self.client, new);
        noted.await?;
        self.said("told", "Noted; it bears on later exports to them as well.")
    }
}
