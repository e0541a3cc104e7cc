//! What a version would change, shown to whoever is about to publish it: word for word, and for how many
//! people (CC-2, DV-5.1.1). Nothing is kept by looking.

use caseward_gate::About;
use caseward_model::{Id, Language, OfficeAct, Role, Worker};

use super::changes::{Change, changes};
use super::missing::parts_without;
use super::publish::{NewVersion, add_version, check};
use super::text::Wording;
use crate::{CaseworkError, Office};

/// What a version would change.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The short name.
    pub name: String,
    /// Which version it would become.
    pub version: u32,
    /// How many people's standing would change, now or for its day.
    pub concerned: usize,
    /// Parts of people here that would be left without any agreement, or without any course: nobody with one of
    /// these would get in.
    pub parts_without: Vec<Role>,
    /// For each language what is added and removed; nothing for a first version.
    pub changes: Vec<Reworded>,
}

/// What changes in one language.
#[derive(Debug, Clone)]
pub struct Reworded {
    /// Which.
    pub language: Language,
    /// What is added and removed.
    pub changes: Vec<Change>,
}

impl Office {
    /// Works out what a version would change, for whoever may publish it.
    ///
    /// # Errors
    /// As [`Office::publish_requirement`].
    pub async fn preview_requirement(
        &self,
        by: Id<Worker>,
        new: &NewVersion,
    ) -> Result<Preview, CaseworkError> {
        self.must_be_let(by, OfficeAct::ManageAgreements, About::Office)
            .await?;
        let now_ms = self.clock.now_ms();
        check(new, now_ms)?;
        let before = self.requirements().await?;
        let mut after = before.clone();
        let published = add_version(&mut after, new, now_ms)?;
        let mut people = self.gate.workers().await?;
        people.retain(|it| it.2.role != Role::Client);
        let parts_without = parts_without(&after, people.iter());
        let settled = people
            .iter_mut()
            .filter_map(|it| after.settle(&mut it.2, now_ms).then_some(()));
        let concerned = settled.count();
        let mut reworded = Vec::new();
        if let Some(old) = before.named(&published.name) {
            for &language in Language::ALL {
                let last = old.newest().map_or(0, |it| it.number);
                let was = self.words(old, last, language).await?;
                let is = new.edition.in_language(language);
                let changes = changes(&was, is.ok_or(CaseworkError::Damaged)?);
                reworded.push(Reworded { language, changes });
            }
        }
        Ok(Preview {
            name: published.name,
            version: published.version,
            concerned,
            parts_without,
            changes: reworded,
        })
    }

    /// The newest text of an agreement or course in a language, for whoever is about to publish the next
    /// one.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`]; [`CaseworkError::Unknown`] when there is none of this name.
    pub async fn requirement_to_change(
        &self,
        by: Id<Worker>,
        name: &str,
        language: Language,
    ) -> Result<Wording, CaseworkError> {
        self.must_be_let(by, OfficeAct::ManageAgreements, About::Office)
            .await?;
        let register = self.requirements().await?;
        let requirement = register.named(name);
        let requirement = requirement.ok_or_else(|| super::publish::unknown(name))?;
        let newest = requirement.newest().ok_or(CaseworkError::Damaged)?;
        self.words(requirement, newest.number, language).await
    }
}
