//! Who looked at my file, and why: in the organisation's and the part's name, not the person's (NASW-d, CR-2, DV-3.2).
//!
//! What somebody decided to tell later of an emergency stands here later. Of what was done because of danger, or to protect a
//! child, nobody decides when it is told, so it stands here when the longest such time is over; a person may tell it sooner.

use std::collections::HashMap;

use caseward_gate::{Delivery, NotYet, OpenToThem, OwnLook, OwnLookKind, ReadOwn};
use caseward_model::{Id, Purpose, Role, Worker};

use super::error::OwnViewError;
use super::sessions::Viewer;
use super::{BOOK, DAY_MS};
use crate::emergency::LONGEST_DELAY_MS;
use crate::{CaseworkError, Office};

/// The most looks that are shown.
const MOST: usize = 300;
/// Pages that someone opened one after the other count as one visit within this time.
const VISIT_MS: i64 = 30 * 60_000;

/// One visit to the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The number of its first entry in the ledger.
    pub entry: u64,
    /// When it began, in ms since 1970.
    pub at_ms: i64,
    /// In which part; nothing for the office's own work.
    pub role: Option<Role>,
    /// Of which organisation; empty for the office's own work.
    pub organization: String,
    /// How.
    pub kind: OwnLookKind,
    /// Why, where that is known.
    pub purpose: Option<Purpose>,
}

/// Who looked, as the client may know.
#[derive(Debug, Clone, Default)]
pub struct Looks {
    /// The newest first.
    pub all: Vec<Look>,
    /// After how many days the client sees what happened.
    pub delay_days: i64,
}

impl Office {
    /// Who looked at the viewer's file. What is to be told later isn't in it.
    ///
    /// # Errors
    /// [`OwnViewError::Off`] when the view was turned off meanwhile; the gate's refusal.
    pub async fn my_looks(&self, viewer: &Viewer) -> Result<(Looks, Delivery), OwnViewError> {
        let (view, opened) = self.my_view(viewer).await?;
        opened.delivered(None);
        let delay_days = view.discussed.delay_days;
        let now_ms = self.clock.now_ms();
        let since = now_ms - delay_days * DAY_MS;
        let not_yet = NotYet {
            since: (delay_days > 0).then_some(since),
            safety_since: Some(now_ms - LONGEST_DELAY_MS),
            of: self.emergencies_kept_back(viewer.client).await?,
        };
        let who = self.parts().await?;
        let open = self.open_to(viewer).await?;
        let request = self.question_of_viewer(viewer).await?.sections([BOOK]);
        let answer = self.gate.ask::<ReadOwn>(&request).await?;
        let permit = (answer.permit, answer.sealed);
        let history = self.gate.own_history(permit, &open, &not_yet, MOST);
        let (looks, delivery) = history.await?;
        let all = visits(looks.into_iter().map(|look| named(&look, &who)));
        Ok((Looks { all, delay_days }, delivery))
    }

    /// What of their own file is open to the viewer, and that they are known here. Nothing is opened.
    async fn open_to(&self, viewer: &Viewer) -> Result<OpenToThem, OwnViewError> {
        let request = self.question_of_every_section(viewer).await?;
        let answer = self.gate.ask::<ReadOwn>(&request).await?;
        Ok(self.gate.open_to_them(answer.permit, answer.sealed))
    }

    /// The part and the organisation of everyone here.
    async fn parts(&self) -> Result<HashMap<Id<Worker>, (Role, String)>, CaseworkError> {
        let register = self.register().await?.into_iter();
        let names: HashMap<i64, String> = register.map(|it| (it.no, it.name)).collect();
        let part = |it: crate::people::Colleague| {
            let organization = names.get(&it.sheet.organization).cloned();
            (it.id, (it.sheet.role, organization.unwrap_or_default()))
        };
        Ok(self.colleagues().await?.into_iter().map(part).collect())
    }
}

fn named(look: &OwnLook, who: &HashMap<Id<Worker>, (Role, String)>) -> (Option<Id<Worker>>, Look) {
    let known = look.who.and_then(|id| who.get(&id));
    let look_of = Look {
        entry: look.entry,
        at_ms: look.at_ms,
        role: look.role.or_else(|| known.map(|(role, _)| *role)),
        organization: known.map(|(_, name)| name.clone()).unwrap_or_default(),
        kind: look.kind,
        purpose: look.purpose,
    };
    (look.who, look_of)
}

/// Looks of one person, one after the other and for one reason, are one visit.
fn visits(looks: impl Iterator<Item = (Option<Id<Worker>>, Look)>) -> Vec<Look> {
    let mut visits: Vec<(Option<Id<Worker>>, Look)> = Vec::new();
    for (who, look) in looks {
        let same = |(of, last): &(Option<Id<Worker>>, Look)| {
            *of == who
                && (last.kind, last.purpose) == (look.kind, look.purpose)
                && last.at_ms - look.at_ms < VISIT_MS
        };
        match visits.last_mut().filter(|last| same(last)) {
            Some((_, last)) => (last.at_ms, last.entry) = (look.at_ms, look.entry),
            None => visits.push((who, look)),
        }
    }
    visits.into_iter().map(|(_, look)| look).collect()
}
