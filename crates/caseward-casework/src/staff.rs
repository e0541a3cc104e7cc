//! Who works here, and for whom: workers, organisations, and the short names by which commands and
//! pages call them (DV-1: paid, voluntary and committee members alike).

use caseward_gate::{OrganizationSheet, Particulars, WorkerDuty, WorkerSheet};
use caseward_model::{Id, Organization, OrganizationKind, Purpose, Role, Worker};

use crate::{CaseworkError, Office};

/// How long a first agreement and training last in an office without its own rule: a year.
const YEAR_MS: i64 = 365 * 86_400_000;

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
    /// What decides about them.
    pub sheet: WorkerSheet,
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

/// A worker to be taken in.
#[derive(Debug, Clone)]
pub struct NewWorker {
    /// What they are called.
    pub name: String,
    /// The short name, unique in the office.
    pub handle: String,
    /// Their part.
    pub role: Role,
    /// The organisation's short name.
    pub organization: String,
    /// They signed the agreements.
    pub agreement_signed: bool,
    /// They did the training.
    pub training_current: bool,
}

impl Office {
    /// Everyone who works here.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn colleagues(&self) -> Result<Vec<Colleague>, CaseworkError> {
        let workers = self.gate.workers().await?;
        let colleague =
            |(no, id, sheet, particulars): (i64, Id<Worker>, WorkerSheet, Particulars)| Colleague {
                no,
                id,
                name: particulars.name,
                handle: particulars.handle,
                sheet,
            };
        Ok(workers.into_iter().map(colleague).collect())
    }

    /// The register of organisations.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn register(&self) -> Result<Vec<RegisteredOrganization>, CaseworkError> {
        let organizations = self.gate.organizations().await?;
        let registered = organizations
            .into_iter()
            .map(|(no, id, sheet, particulars)| RegisteredOrganization {
                no,
                id,
                name: particulars.name,
                handle: particulars.handle,
                sheet,
            });
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
        found.ok_or_else(|| unknown("worker", handle, "caseward worker list"))
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

    /// Takes an organisation into the register.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when the short name is taken or can't be one.
    pub async fn add_organization(
        &self,
        name: &str,
        handle: &str,
        sheet: OrganizationSheet,
    ) -> Result<RegisteredOrganization, CaseworkError> {
        check_handle(handle)?;
        check_name(name)?;
        if self.register().await?.iter().any(|it| it.handle == handle) {
            return Err(taken(handle));
        }
        let particulars = Particulars {
            name: name.to_owned(),
            handle: handle.to_owned(),
            ..Particulars::default()
        };
        let (no, id) = self
            .gate
            .add_organization(sheet.clone(), particulars)
            .await?;
        Ok(RegisteredOrganization {
            no,
            id,
            name: name.to_owned(),
            handle: handle.to_owned(),
            sheet,
        })
    }

    /// Takes a worker in.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when the short name is taken or can't be one;
    /// [`CaseworkError::Unknown`] when there is no such organisation.
    pub async fn add_worker(&self, new: &NewWorker) -> Result<Colleague, CaseworkError> {
        check_handle(&new.handle)?;
        check_name(&new.name)?;
        if self
            .colleagues()
            .await?
            .iter()
            .any(|it| it.handle == new.handle)
        {
            return Err(taken(&new.handle));
        }
        let organization = self.organization(&new.organization).await?;
        let until = self.clock.now_ms() + YEAR_MS;
        let sheet = WorkerSheet {
            agreement_until: if new.agreement_signed { until } else { 0 },
            training_until: if new.training_current { until } else { 0 },
            ..WorkerSheet::new(organization.no, new.role)
        };
        let particulars = Particulars {
            name: new.name.clone(),
            handle: new.handle.clone(),
            ..Particulars::default()
        };
        let (no, id) = self.gate.add_worker(sheet.clone(), particulars).await?;
        Ok(Colleague {
            no,
            id,
            name: new.name.clone(),
            handle: new.handle.clone(),
            sheet,
        })
    }
}

impl Office {
    /// Records a duty that reaches over many clients, before it is done (CR-2, CR-4): making a
    /// report, reviewing accesses. It runs out by itself.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn record_duty(
        &self,
        worker: &Colleague,
        purpose: Purpose,
        hours: i64,
    ) -> Result<(), CaseworkError> {
        let now_ms = self.clock.now_ms();
        let duty = WorkerDuty {
            purpose,
            until: now_ms + hours * 3_600_000,
        };
        self.gate
            .change_worker(worker.id, "duty_recorded", move |sheet| {
                sheet
                    .duties
                    .retain(|it| it.until > now_ms && it.purpose != purpose);
                sheet.duties.push(duty);
            })
            .await?;
        Ok(())
    }

    /// Ends a duty as soon as it was done.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn end_duty(
        &self,
        worker: &Colleague,
        purpose: Purpose,
    ) -> Result<(), CaseworkError> {
        self.gate
            .change_worker(worker.id, "duty_ended", move |sheet| {
                sheet.duties.retain(|it| it.purpose != purpose);
            })
            .await?;
        Ok(())
    }
}

/// An organisation with nothing agreed yet.
#[must_use]
pub const fn organization_sheet(kind: OrganizationKind) -> OrganizationSheet {
    OrganizationSheet {
        kind,
        keeps_records_here: false,
        comparable_database: false,
        shields_everyone: false,
        protocol_until: None,
        policy_assessed: false,
    }
}

fn check_handle(handle: &str) -> Result<(), CaseworkError> {
    let sane = (2..=40).contains(&handle.len())
        && handle
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.');
    if sane {
        return Ok(());
    }
    let reason = "a short name has 2 to 40 lower-case letters, digits, dots or dashes";
    Err(CaseworkError::Unfit(reason.to_owned()))
}

/// The most characters of a name of a worker or organisation.
const NAME_MAX: usize = 200;

/// A name stands on pages, in lists and on the terminal: it must be there, end some time, and not turn
/// the line around or hide what stands beside it.
fn check_name(name: &str) -> Result<(), CaseworkError> {
    let turns = |c: char| matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let reason = if name.trim().is_empty() {
        "the name is empty; write what they are called"
    } else if name.chars().count() > NAME_MAX {
        "the name is too long; write at most 200 characters"
    } else if name.chars().any(|c| c.is_control() || turns(c)) {
        "the name holds characters that can't be seen; write it anew without them"
    } else {
        return Ok(());
    };
    Err(CaseworkError::Unfit(reason.to_owned()))
}

fn taken(handle: &str) -> CaseworkError {
    CaseworkError::Unfit(format!(
        "the short name `{handle}` is taken; choose another"
    ))
}

fn unknown(what: &'static str, name: &str, look: &'static str) -> CaseworkError {
    CaseworkError::Unknown {
        what,
        name: name.chars().take(60).collect(),
        look,
    }
}
