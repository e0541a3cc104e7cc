//! The register: who works here, for whom, and by which short name they are called.
//!
//! DV-1: paid, voluntary and committee members stand in it alike.

use caseward_gate::{About, Actor, GateError, OrganizationSheet, Particulars, WorkerSheet, Works};
use caseward_model::{Id, OfficeAct, Organization, Role, Worker};

use crate::{CaseworkError, Office};

/// A worker as colleagues see them.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// Their number in this office.
    pub no: i64,
    /// Their id.
    pub id: Id<Worker>,
    /// What they are called.
    pub name: String,
    /// The short name.
    pub handle: String,
    /// Where mail reaches them; empty when nothing is known.
    pub email: String,
    /// Where they are called; empty when nothing is known.
    pub phone: String,
    /// What their position is called; empty when nothing is known.
    pub position: String,
    /// What decides about them.
    pub sheet: WorkerSheet,
}

impl Colleague {
    pub(super) fn of(
        (no, id, sheet, particulars): (i64, Id<Worker>, WorkerSheet, Particulars),
    ) -> Self {
        Self {
            no,
            id,
            name: particulars.name,
            handle: particulars.handle,
            email: particulars.email,
            phone: particulars.phone,
            position: particulars.position,
            sheet,
        }
    }
}

/// An organisation of the register.
#[derive(Debug, Clone)]
pub struct RegisteredOrganization {
    /// Its number in this office.
    pub no: i64,
    /// Its id.
    pub id: Id<Organization>,
    /// What it is called.
    pub name: String,
    /// The short name.
    pub handle: String,
    /// What decides about it.
    pub sheet: OrganizationSheet,
}

impl RegisteredOrganization {
    pub(super) fn of(
        (no, id, sheet, particulars): (i64, Id<Organization>, OrganizationSheet, Particulars),
    ) -> Self {
        Self {
            no,
            id,
            name: particulars.name,
            handle: particulars.handle,
            sheet,
        }
    }
}

impl Office {
    /// Everyone who works here.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn colleagues(&self) -> Result<Vec<Colleague>, CaseworkError> {
        let workers = self.gate.workers().await?;
        Ok(workers.into_iter().map(Colleague::of).collect())
    }

    /// The register of organisations.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn register(&self) -> Result<Vec<RegisteredOrganization>, CaseworkError> {
        let organizations = self.gate.organizations().await?;
        let registered = organizations.into_iter().map(RegisteredOrganization::of);
        Ok(registered.collect())
    }

    /// A worker by short name or id.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is none.
    pub async fn colleague(&self, handle: &str) -> Result<Colleague, CaseworkError> {
        let found = self
            .colleagues()
            .await?
            .into_iter()
            .find(|it| it.handle == handle || it.id.to_string() == handle);
        found.ok_or_else(|| unknown_worker(handle))
    }

    /// An organisation by short name or id.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is none.
    pub async fn organization(
        &self,
        handle: &str,
    ) -> Result<RegisteredOrganization, CaseworkError> {
        let found = self
            .register()
            .await?
            .into_iter()
            .find(|it| it.handle == handle || it.id.to_string() == handle);
        found.ok_or_else(|| unknown("organization", handle, "caseward organization list"))
    }

    /// The organisation that keeps its records here.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] in an office that was never finished.
    pub async fn own_organization(&self) -> Result<RegisteredOrganization, CaseworkError> {
        let own = self
            .register()
            .await?
            .into_iter()
            .find(|it| it.sheet.keeps_records_here);
        own.ok_or_else(|| {
            let reason =
                "this office was begun and never finished; remove it and run `caseward init` again";
            CaseworkError::Unfit(reason.to_owned())
        })
    }
}

/// Finding people for someone, who must be let to know of them.
impl Office {
    /// Makes sure that the rules let this person do something, before anything is looked up for them. It
    /// decides nothing for later.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn must_be_let(
        &self,
        by: impl Into<Actor>,
        act: OfficeAct,
        about: About,
    ) -> Result<(), CaseworkError> {
        let Actor::Worker(worker) = by.into() else {
            return Ok(());
        };
        if self.gate.may(worker, act, about).await?.permitted {
            return Ok(());
        }
        // Asked again where it is written down.
        self.gate
            .perform(worker, act, about, "let_in", |_| Ok(()))
            .await
    }

    /// A worker, for someone who may know who works here. Whoever may not is told so, whether there is such a
    /// worker or not.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`]; [`CaseworkError::Unknown`] when there is none.
    pub async fn colleague_for(
        &self,
        by: impl Into<Actor>,
        id: Id<Worker>,
    ) -> Result<Colleague, CaseworkError> {
        self.must_be_let(by, OfficeAct::SeePeople, About::Office)
            .await?;
        let found = self.colleagues().await?.into_iter().find(|it| it.id == id);
        found.ok_or_else(|| unknown_worker(&id.to_string()))
    }

    /// Everyone who works here, for someone who may know that. A client who has an account doesn't, and their name
    /// stands in no list of colleagues (CC-2.4).
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn colleagues_for(
        &self,
        by: impl Into<Actor>,
    ) -> Result<Vec<Colleague>, CaseworkError> {
        self.must_be_let(by, OfficeAct::SeePeople, About::Office)
            .await?;
        let mut all = self.colleagues().await?;
        all.retain(|it| it.sheet.role != Role::Client);
        Ok(all)
    }

    /// The register of organisations, for someone who may know who works here.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn register_for(
        &self,
        by: impl Into<Actor>,
    ) -> Result<Vec<RegisteredOrganization>, CaseworkError> {
        self.must_be_let(by, OfficeAct::SeePeople, About::Office)
            .await?;
        self.register().await
    }
}

/// Everyone who works here, as they stand within one piece of work: whoever is changed through it is
/// found changed afterwards.
pub(super) struct Staff(Vec<Colleague>);

impl Staff {
    pub(super) fn read(works: &mut Works<'_, '_>) -> Result<Self, CaseworkError> {
        let workers = works.workers()?;
        Ok(Self(workers.into_iter().map(Colleague::of).collect()))
    }

    pub(super) const fn of(colleagues: Vec<Colleague>) -> Self {
        Self(colleagues)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Colleague> {
        self.0.iter()
    }

    pub(super) fn numbered(&self, no: i64) -> Option<&Colleague> {
        // They come in the order of their numbers, and none is ever taken out.
        let place = self.0.binary_search_by_key(&no, |it| it.no).ok()?;
        self.0.get(place)
    }

    pub(super) fn get(&self, id: Id<Worker>) -> Result<&Colleague, CaseworkError> {
        let found = self.0.iter().find(|it| it.id == id);
        found.ok_or_else(|| unknown_worker(&id.to_string()))
    }

    /// Those who supervise this worker.
    pub(super) fn supervisors_of(&self, no: i64) -> impl Iterator<Item = &Colleague> {
        self.0
            .iter()
            .filter(move |it| it.sheet.supervises.contains(&no))
    }

    /// Changes what decides about a worker, with its entry.
    pub(super) fn change(
        &mut self,
        works: &mut Works<'_, '_>,
        no: i64,
        what: &str,
        change: impl FnOnce(&mut WorkerSheet),
    ) -> Result<(), CaseworkError> {
        let found = self.0.iter_mut().find(|it| it.no == no);
        let colleague = found.ok_or(CaseworkError::Damaged)?;
        change(&mut colleague.sheet);
        let sheet = colleague.sheet.clone();
        works.change_worker(colleague.id, what, |kept| *kept = sheet)?;
        Ok(())
    }
}

pub(super) fn unknown_worker(name: &str) -> CaseworkError {
    unknown("worker", name, "caseward user list")
}

pub(super) fn unknown(what: &'static str, name: &str, look: &'static str) -> CaseworkError {
    CaseworkError::Unknown {
        what,
        name: name.chars().take(60).collect(),
        look,
    }
}

/// A worker whom the gate didn't find is unknown here, and not whoever asks.
pub(crate) fn or_unknown(error: GateError, id: Id<Worker>) -> CaseworkError {
    match error {
        GateError::UnknownWorker => unknown_worker(&id.to_string()),
        error => error.into(),
    }
}
