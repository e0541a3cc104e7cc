//! Publishing a version of an agreement or a course, and saying whose part requires it. Everyone whom it
//! concerns is settled in the same transaction: from that moment the gate asks for the new one, or from
//! the day that was named (CC-2, DV-5.1.1, DV-5.10).

use caseward_gate::{About, Actor};
use caseward_model::{OfficeAct, Role};
use data_encoding::HEXLOWER;

use super::register::{load, settle_all, store, store_edition};
use super::settle::{Register, Requirement, Version};
use super::shipped::shipped;
use super::text::{Edition, unfit};
use crate::{CaseworkError, Office};

/// For how many days a signature can hold at most: ten years.
const LONGEST_HOLD_DAYS: u32 = 3_650;
/// How far ahead a version can be announced: two years, in ms.
const FARTHEST_MS: i64 = 2 * 365 * 86_400_000;
/// The most agreements and courses of an office.
const MOST: usize = 100;

/// A version to be published.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// Its text.
    pub edition: Edition,
    /// Whose part requires it from now on, whichever version.
    pub roles: Vec<Role>,
    /// From when it is in force, in ms; what is past means at once.
    pub from_ms: i64,
    /// For how many days a signature under it holds.
    pub hold_days: u32,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The short name.
    pub name: String,
    /// Which version it became.
    pub version: u32,
    /// From when it is in force, in ms.
    pub from_ms: i64,
    /// How many people's standing changed by it, now or for its day.
    pub concerned: usize,
}

impl Office {
    /// Publishes a version.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`]; [`CaseworkError::Unfit`] when it can't be published as it is.
    pub async fn publish_requirement(
        &self,
        actor: impl Into<Actor>,
        new: NewVersion,
    ) -> Result<Published, CaseworkError> {
        check(&new, self.clock.now_ms())?;
        let act = OfficeAct::ManageAgreements;
        let deed = "requirement_published";
        self.gate
            .perform(actor, act, About::Office, deed, move |works| {
                let mut held = load(works)?;
                let now_ms = works.now_ms();
                let published = add_version(&mut held.register, &new, now_ms)?;
                let requirement = held.register.named(&published.name);
                let no = requirement.map_or(0, |it| it.no);
                store_edition(works, no, published.version, &new.edition)?;
                store(works, &held)?;
                let concerned = settle_all(works, &held.register)?;
                works.note("requirement", published.name.clone());
                works.note("version", published.version);
                works.note("in_force_from", published.from_ms);
                works.note("hold_days", new.hold_days);
                works.note("text", HEXLOWER.encode(&new.edition.hash()));
                works.note("concerned", concerned);
                Ok(Published {
                    concerned,
                    ..published
                })
            })
            .await
    }

    /// Says whose part requires an agreement or a course; nobody's, when the list is empty.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`]; [`CaseworkError::Unknown`] when there is none of this name.
    pub async fn require_of(
        &self,
        actor: impl Into<Actor>,
        name: &str,
        roles: Vec<Role>,
    ) -> Result<usize, CaseworkError> {
        check_roles(&roles)?;
        let (name, act) = (name.to_owned(), OfficeAct::ManageAgreements);
        let deed = "requirement_of_parts_changed";
        self.gate
            .perform(actor, act, About::Office, deed, move |works| {
                let mut held = load(works)?;
                let all = &mut held.register.requirements;
                let found = all.iter_mut().find(|it| it.name == name);
                found
                    .ok_or_else(|| unknown(&name))?
                    .roles
                    .clone_from(&roles);
                store(works, &held)?;
                let concerned = settle_all(works, &held.register)?;
                let roles: Vec<_> = roles.iter().map(|it| it.word()).collect();
                works.note("requirement", name);
                works.note("roles", roles);
                works.note("concerned", concerned);
                Ok(concerned)
            })
            .await
    }

    /// Publishes what comes with Caseward, as far as there is nothing of that name yet.
    ///
    /// # Errors
    /// As [`Office::publish_requirement`].
    pub async fn publish_shipped(&self, actor: Actor) -> Result<Vec<Published>, CaseworkError> {
        let there = self.requirements().await?;
        let mut published = Vec::new();
        for text in shipped()? {
            let name = text.edition.name_and_kind().map(|(name, _)| name);
            if name.is_none_or(|name| there.named(name).is_some()) {
                continue;
            }
            let new = NewVersion {
                edition: text.edition,
                roles: text.roles,
                from_ms: 0,
                hold_days: text.hold_days,
            };
            published.push(self.publish_requirement(actor, new).await?);
        }
        Ok(published)
    }
}

pub(super) fn check(new: &NewVersion, now_ms: i64) -> Result<(), CaseworkError> {
    check_roles(&new.roles)?;
    if new.roles.is_empty() {
        return Err(unfit("name at least one part that requires it"));
    }
    if !(1..=LONGEST_HOLD_DAYS).contains(&new.hold_days) {
        return Err(unfit(
            "a signature holds for 1 to 3650 days; name a number of days in between",
        ));
    }
    if new.from_ms > now_ms + FARTHEST_MS {
        return Err(unfit(
            "a version can be announced two years ahead at most; name an earlier day",
        ));
    }
    Ok(())
}

fn check_roles(roles: &[Role]) -> Result<(), CaseworkError> {
    if roles.contains(&Role::Client) {
        return Err(unfit(
            "clients sign nothing of this kind; name parts of people who work here",
        ));
    }
    Ok(())
}

/// Puts a version into the register. `concerned` is still to be found out.
pub(super) fn add_version(
    register: &mut Register,
    new: &NewVersion,
    now_ms: i64,
) -> Result<Published, CaseworkError> {
    let named = new.edition.name_and_kind();
    let (name, kind) = named.ok_or(CaseworkError::Damaged)?;
    let hash = HEXLOWER.encode(&new.edition.hash());
    let next = register.requirements.iter().map(|it| it.no).max();
    let found = register.requirements.iter().position(|it| it.name == name);
    let place = found.unwrap_or(register.requirements.len());
    if place == MOST {
        return Err(unfit("an office has at most 100 agreements and courses"));
    }
    if found.is_none() {
        register.requirements.push(Requirement {
            no: next.unwrap_or(0) + 1,
            name: name.to_owned(),
            kind,
            roles: Vec::new(),
            versions: Vec::new(),
        });
    }
    let requirement = register.requirements.get_mut(place);
    let requirement = requirement.ok_or(CaseworkError::Damaged)?;
    if requirement.kind != kind {
        return Err(unfit(
            "there is something else of this name, of another kind; choose another name",
        ));
    }
    if requirement.newest().is_some_and(|it| it.hash == hash) {
        return Err(unfit(
            "this is the newest version already, word for word; nothing was published",
        ));
    }
    let number = requirement.newest().map_or(1, |it| it.number + 1);
    let from = new.from_ms.max(now_ms);
    requirement.roles.clone_from(&new.roles);
    requirement.versions.push(Version {
        number,
        from,
        hold_days: new.hold_days,
        hash,
    });
    Ok(Published {
        name: name.to_owned(),
        version: number,
        from_ms: from,
        concerned: 0,
    })
}

pub(super) fn unknown(name: &str) -> CaseworkError {
    CaseworkError::Unknown {
        what: "agreement or course",
        name: name.chars().take(40).collect(),
        look: "caseward agreement list",
    }
}
