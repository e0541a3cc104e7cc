//! The register of organisations: those that keep their records here, partners, and recipients.
//!
//! RE-2 (a recipient is an organisation). What was agreed with a partner is the duty of `partnership`.

use caseward_gate::{About, Actor, OrganizationSheet, Particulars, Works};
use caseward_model::{Id, OfficeAct, Organization, OrganizationKind};

use super::amiss::{Amiss, Mending};
use super::names::{check_handle_among, check_name};
use super::register::{RegisteredOrganization, unknown};
use crate::{CaseworkError, Office};

/// What can be changed about an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationChange {
    /// What it is called.
    pub name: String,
    /// What kind it is; that of an organisation that keeps its records here stays.
    pub kind: OrganizationKind,
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
        agreed: Vec::new(),
        policy_until: None,
        requirements: 0,
        sensitive: Vec::new(),
    }
}

impl Office {
    /// Takes an organisation into the register, for whoever sets the office up with its key.
    ///
    /// # Errors
    /// As [`Office::register_organization`].
    pub async fn add_organization(
        &self,
        name: &str,
        handle: &str,
        sheet: OrganizationSheet,
    ) -> Result<RegisteredOrganization, CaseworkError> {
        let key_holder = (Actor::KeyHolder, OfficeAct::ManagePeople);
        self.add_to_register(key_holder, name, handle, sheet).await
    }

    /// Takes an organisation into the register. It keeps no records here: that is decided when an office is
    /// made.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn register_organization(
        &self,
        by: impl Into<Actor>,
        handle: &str,
        new: OrganizationChange,
    ) -> Result<RegisteredOrganization, CaseworkError> {
        let sheet = organization_sheet(new.kind);
        self.add_to_register(
            (by.into(), OfficeAct::ManagePeople),
            &new.name,
            handle,
            sheet,
        )
        .await
    }

    pub(crate) async fn add_to_register(
        &self,
        (by, act): (Actor, OfficeAct),
        name: &str,
        handle: &str,
        sheet: OrganizationSheet,
    ) -> Result<RegisteredOrganization, CaseworkError> {
        let particulars = Particulars {
            name: name.trim().to_owned(),
            handle: handle.trim().to_owned(),
            ..Particulars::default()
        };
        self.gate
            .perform(
                by,
                act,
                About::Office,
                "organization_registered",
                move |works| {
                    let register = works.organizations()?;
                    let taken = register.iter().map(|(.., it)| it.handle.as_str());
                    let mut mending = Mending::default();
                    mending.note(check_name(&particulars.name));
                    mending.note(check_handle_among(&particulars.handle, taken));
                    mending.done()?;
                    let (no, id) = works.add_organization(&sheet, &particulars)?;
                    works.note("organization", id.to_string());
                    Ok(RegisteredOrganization::of((no, id, sheet, particulars)))
                },
            )
            .await
    }

    /// Changes what an organisation is called and what kind it is. What was agreed with it is kept at the desk of
    /// partnerships.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn change_organization(
        &self,
        by: impl Into<Actor>,
        id: Id<Organization>,
        change: OrganizationChange,
    ) -> Result<(), CaseworkError> {
        self.gate
            .perform(
                by,
                OfficeAct::ManagePeople,
                About::Office,
                "organization_revised",
                move |works| revise(works, id, &change),
            )
            .await
    }
}

fn revise(
    works: &mut Works<'_, '_>,
    id: Id<Organization>,
    change: &OrganizationChange,
) -> Result<(), CaseworkError> {
    let mut register = works.organizations()?.into_iter();
    let found = register.find(|(_, it, ..)| *it == id);
    let (no, _, sheet, particulars) = found.ok_or_else(|| {
        unknown(
            "organization",
            &id.to_string(),
            "caseward organization list",
        )
    })?;
    let mut mending = Mending::default();
    mending.note(check_name(change.name.trim()));
    if sheet.keeps_records_here && sheet.kind != change.kind {
        mending.note(Some(Amiss::OwnOrganization));
    }
    mending.done()?;
    let renamed = Particulars {
        name: change.name.trim().to_owned(),
        ..particulars
    };
    let kind = change.kind;
    works.note("organization", id.to_string());
    works.change_organization(id, "organization_changed", |sheet| sheet.kind = kind)?;
    works.rename_organization(no, &renamed)?;
    Ok(())
}
