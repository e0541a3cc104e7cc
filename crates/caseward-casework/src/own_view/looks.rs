//! Who looked at my file, and why: in the organisation's and the part's name, not the person's (NASW-d, CR-2).

use std::collections::HashMap;

use caseward_gate::{Delivery, NotYet, OwnLook, OwnLookKind, ReadOwn};
use caseward_model::{Id, Purpose, Role, Worker};

use super::error::OwnViewError;
use super::sessions::Viewer;
use super::{BOOK, DAY_MS};
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
        let since = self.clock.now_ms() - delay_days * DAY_MS;
        let not_yet = NotYet {
            since: (delay_days > 0).then_some(since),
            of: self.emergencies_kept_back(viewer.client).await?,
        };
        let who = self.parts().await?;
        let request = self.question_of_viewer(viewer).await?.sections([BOOK]);
        let answer = self.gate.ask::<ReadOwn>(&request).await?;
        let permit = (answer.permit, answer.sealed);
        let (looks, delivery) = self.gate.own_history(permit, &not_yet, MOST).await?;
        let all = visits(looks.into_iter().map(|look| named(&look, &who)));
        Ok((Looks { all, delay_days }, delivery))
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
