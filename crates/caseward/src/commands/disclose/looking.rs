//! `caseward disclose list|show|statement|sections`: how a client's disclosures stand, what their statement will say, and which sections go
//! (CR-7, RE-2, NASW-c).

use std::path::Path;

use caseward_casework::disclosure::{Disclosure, goes_beyond};
use caseward_model::{Category, Language};
use serde_json::{Value, json};

use super::{Desk, Stop, files};

impl Desk<'_> {
    pub(super) async fn list(&self) -> Result<(), Stop> {
        let (all, delivery) = self
            .office
            .disclosures_of(&self.person, self.client)
            .await?;
        let register = self.office.register().await?;
        let lines: Vec<Value> = all.iter().map(listed).collect();
        self.print(&json!({ "disclosures": lines }), "")?;
        for it in &all {
            let to = register.iter().find(|known| known.id == it.recipient);
            let to = to.map_or_else(|| it.recipient.to_string(), |it| it.handle.clone());
            let (state, purpose) = (it.state.word(), it.purpose);
            self.terminal
                .say(format!("{:>4}  {state:<10} {to}: {purpose}", it.no));
        }
        if all.is_empty() {
            self.terminal
                .say("Nothing was disclosed about this client.");
        }
        delivery.delivered(None);
        Ok(())
    }

    /// One disclosure, with what was said about it where whoever looks may read that.
    pub(super) async fn show(&self, number: i64) -> Result<(), Stop> {
        let (office, person) = (&self.office, &self.person);
        let found = office.disclosure_in_words(person, self.client, number);
        let (found, delivery) = found.await?;
        self.terminal.json(&shown(&found))?;
        let (to, state) = (self.called(&found).await?, found.state.word());
        self.terminal
            .say(format!("{state}: to {to}, for {}.", found.purpose));
        let sections: Vec<_> = found.sections.iter().map(|it| it.word()).collect();
        self.terminal
            .say(format!("Sections: {}.", sections.join(", ")));
        if let Some(leaving) = &found.leaving {
            let (way, kind) = (leaving.way, leaving.kind);
            self.terminal.say(format!("By way {way}: {kind}."));
        }
        if let Some(trouble) = &found.trouble {
            self.terminal
                .say(format!("It didn't go the last time ({trouble})."));
        }
        if found.custody.is_some() {
            self.terminal.say(format!(
                "In an envelope; whose hands it went through: `--format json disclose show {number}`."
            ));
        }
        for remark in found.in_words.iter().flat_map(|it| &it.remarks) {
            self.terminal
                .say(format!("It says “{}”. {}", remark.said, remark.instead));
        }
        delivery.delivered(None);
        Ok(())
    }

    /// The statement before it leaves, into a new file.
    pub(super) async fn statement(
        &self,
        number: i64,
        into: &Path,
        language: Language,
    ) -> Result<(), Stop> {
        let (office, person) = (&self.office, &self.person);
        let made = office.statement_preview_paper(person, self.client, number, language);
        files::write(into, &made.await?)?;
        let there = into.display().to_string();
        let next =
            format!("What will stand on the statement is in {there}. It is no statement yet.");
        self.print(&json!({ "statement_preview": there }), &next)
    }

    /// Chooses anew which sections go.
    pub(super) async fn sections(&self, number: i64, sections: &[Category]) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        let (found, delivery) = office.disclosure(person, client, number).await?;
        delivery.delivered(None);
        let least = office.least_for(client, found.road, found.purpose).await?;
        let why_more = if goes_beyond(&least, found.purpose, sections) {
            self.line("Why more than the purpose usually needs:")?
        } else {
            String::new()
        };
        let chosen = (sections.to_vec(), why_more);
        office
            .choose_for_disclosure(person, client, number, chosen)
            .await?;
        let next = format!("Chosen. Next: `caseward disclose compose {number}`.");
        self.print(&json!({ "sections": sections }), &next)
    }
}

/// One disclosure, for programs: what its list says, and what only its own page does.
fn shown(it: &Disclosure) -> Value {
    let mut value = listed(it);
    let said = it.in_words.as_ref();
    let remarks = said.map_or(&[][..], |it| it.remarks.as_slice());
    let remarks = remarks
        .iter()
        .map(|it| json!({ "said": it.said, "instead": it.instead }));
    let more = json!({
        "begun_by": it.begun.1.to_string(),
        "approved_by": it.approved.map(|(_, by)| by.to_string()),
        "wants_second": it.wants_second,
        "custody": said.and(it.custody.as_ref()),
        "why_more": said.map(|it| &it.why_more),
        "told_how": said.map(|it| &it.told_how),
        "ended_how": said.map(|it| &it.ended_how),
        "remarks": remarks.collect::<Vec<_>>(),
    });
    if let (Value::Object(value), Value::Object(more)) = (&mut value, more) {
        value.extend(more);
    }
    value
}

/// One disclosure in a list, for programs.
pub(super) fn listed(it: &Disclosure) -> Value {
    let earlier = it.earlier_releases().into_iter().map(
        |it| json!({ "entry": it.entry, "statement_entry": it.stated, "content": it.content }),
    );
    let earlier: Vec<Value> = earlier.collect();
    json!({
        "number": it.no,
        "version": it.version,
        "kind": it.road,
        "raises_risk": it.raises_risk,
        "discussed": it.discussed.as_ref().map(|it| it.goes_on),
        "supervisor_told": !it.waits_for_nobody(),
        "recipient": it.recipient.to_string(),
        "purpose": it.purpose,
        "basis": it.basis,
        "danger": it.danger.map(|it| it.no),
        "channel": it.channel,
        "sections": it.sections,
        "state": it.state,
        "told": it.told,
        "content": it.composed.as_ref().map(|(_, hash)| hash),
        "way": it.leaving.as_ref().map(|it| json!({ "number": it.way, "kind": it.kind })),
        "released_by": it.released_by.map(|by| by.to_string()),
        "trouble": it.trouble,
        "entry": it.released.map(|(_, entry, _)| entry),
        "statement_entry": it.released.map(|(.., entry)| entry),
        "earlier": earlier,
    })
}
