//! What was shared about me, with whom: as far as I was told of it (NASW-d, DV-4.1).
//!
//! Of what somebody decided not to tell, or has still to tell, nothing stands here: it is told by a person. What others told
//! isn't named, even where it left: the rules say what of it the client may read. Where all of it is shut to them, no line stands
//! here.

use std::collections::HashMap;

use caseward_gate::{Delivery, Drawer, ReadOwn};
use caseward_model::{Basis, Category, Client, Id, Organization, Purpose, Told};

use super::error::OwnViewError;
use super::sessions::Viewer;
use super::{BOOK, DAY_MS};
use crate::Office;
use crate::disclosure::{Departure, Disclosure, opened_rows, sealed_rows};

/// One thing that was shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedLine {
    /// Its number.
    pub no: i64,
    /// When it left, in ms since 1970.
    pub at_ms: i64,
    /// With whom.
    pub recipient: String,
    /// Why.
    pub purpose: Purpose,
    /// On what ground.
    pub basis: Basis,
    /// What, as far as the client may read it themselves; nothing only where no section of the file left.
    pub sections: Vec<Category>,
}

/// What was shared, as the client may know.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    /// The newest first.
    pub all: Vec<SharedLine>,
    /// After how many days the client sees what happened.
    pub delay_days: i64,
}

impl Office {
    /// What was shared about the viewer.
    ///
    /// # Errors
    /// [`OwnViewError::Off`] when the view was turned off meanwhile; the gate's refusal.
    pub async fn my_shared(&self, viewer: &Viewer) -> Result<(Shared, Delivery), OwnViewError> {
        let (view, opened) = self.my_view(viewer).await?;
        opened.delivered(None);
        let delay_days = view.discussed.delay_days;
        let until_ms = self.clock.now_ms() - delay_days * DAY_MS;
        let readable = self.readable_to(viewer).await?;
        let register = self.register().await?.into_iter();
        let names: HashMap<Id<Organization>, String> =
            register.map(|it| (it.id, it.name)).collect();
        let (all, delivery) = self.my_disclosures(viewer).await?;
        let told = all.into_iter().filter(is_told);
        let each = told.flat_map(|it| {
            let times = it.departures().into_iter();
            times.map(|then| (then, it.clone())).collect::<Vec<_>>()
        });
        let line = |(then, it): (Departure, Disclosure)| {
            let sections = then.sections.iter().filter(|one| readable.contains(one));
            let sections: Vec<Category> = sections.copied().collect();
            let shut = sections.is_empty() && !then.sections.is_empty();
            (then.at <= until_ms && !shut).then(|| SharedLine {
                no: it.no,
                at_ms: then.at,
                recipient: names.get(&it.recipient).cloned().unwrap_or_default(),
                purpose: it.purpose,
                basis: it.basis,
                sections,
            })
        };
        let all = each.filter_map(line).collect();
        Ok((Shared { all, delay_days }, delivery))
    }

    async fn my_disclosures(
        &self,
        viewer: &Viewer,
    ) -> Result<(Vec<Disclosure>, Delivery), OwnViewError> {
        let client: Id<Client> = viewer.client;
        let request = self.question_of_viewer(viewer).await?.sections([BOOK]);
        let answer = self.gate.ask::<ReadOwn>(&request).await?;
        let client_no = self.client_no(client).await?;
        let rows = self
            .db
            .read(move |reader| sealed_rows(reader, client_no))
            .await?;
        let permit = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(permit, Drawer::Disclosures, &rows)?;
        let at = (client, self.clock.now_ms());
        Ok((opened_rows(&rows, &opened, at)?, delivery))
    }
}

/// Whether the client knows of it: they were told, or agreed to it themselves and nobody decided not to tell them.
fn is_told(it: &Disclosure) -> bool {
    match it.told {
        Told::Before => true,
        Told::Later => matches!(it.basis, Basis::Consent | Basis::ClientRequest),
        Told::Not => false,
    }
}
