//! Which kinds of information are passed on only with the client's permission for that very kind, besides those that the clause names
//! (DV-4.4.2).
//!
//! What the clause names can't be taken away; an office adds to it. That stands on the sheet of the organisation whose records these
//! are, and nowhere else: the gate decides by it, and the form of a consent asks each of them by itself.

use caseward_gate::{About, Actor, OrganizationSheet, Works};
use caseward_model::{Category, OfficeAct};

use crate::{CaseworkError, Office};

/// What the organisations whose records these are add, in the order of the list, each once.
fn added<'s>(sheets: impl Iterator<Item = &'s OrganizationSheet>) -> Vec<Category> {
    let own = sheets.filter(|it| it.keeps_records_here);
    let mut all: Vec<_> = own.flat_map(|it| it.sensitive.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What the office adds, within a piece of work.
pub(super) fn sensitive_in(works: &mut Works<'_, '_>) -> Result<Vec<Category>, CaseworkError> {
    let organizations = works.organizations()?;
    Ok(added(organizations.iter().map(|it| &it.2)))
}

impl Office {
    /// What the office counts, besides what the clause names, among what is passed on only with permission for that very kind.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn sensitive_categories(&self) -> Result<Vec<Category>, CaseworkError> {
        let register = self.register().await?;
        Ok(added(register.iter().map(|it| &it.sheet)))
    }

    /// Says anew what the office adds. It decides from then on: a consent that a client has signed goes on permitting what it names.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] for what can't be among it; [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn set_sensitive(
        &self,
        actor: impl Into<Actor>,
        mut new: Vec<Category>,
    ) -> Result<(), CaseworkError> {
        new.sort_unstable();
        new.dedup();
        // What the clause names is among it already; saying so again changes nothing.
        new.retain(|it| !it.is_sensitive());
        if new
            .iter()
            .any(|it| !Category::MAY_BE_SENSITIVE.contains(it))
        {
            let reason = "who somebody is, how and where they are found and what was noted about them can't be counted among it: help has to be told that in danger";
            return Err(CaseworkError::Unfit(reason.to_owned()));
        }
        let (act, deed) = (OfficeAct::ManageSettings, "sensitive_kinds_changed");
        let work = move |works: &mut Works<'_, '_>| {
            let words: Vec<_> = new.iter().map(|it| it.word()).collect();
            works.note("kinds", words.join(" "));
            let all = works.organizations()?;
            for (_, id, _, _) in all.into_iter().filter(|it| it.2.keeps_records_here) {
                works.change_organization(id, "sensitive_kinds_kept", |sheet| {
                    sheet.sensitive.clone_from(&new);
                })?;
            }
            Ok(())
        };
        self.gate
            .perform(actor, act, About::Office, deed, work)
            .await
    }
}
