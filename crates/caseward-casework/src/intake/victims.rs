//! Whose rows a shared database may not hold: the clients of victim service providers
//! (standards: VAWA, FVPSA, VOCA; CC-2.4).
//!
//! A comparable database belongs to the provider alone and takes them all. Any other office refuses
//! their enrolments, and every client who is enrolled nowhere else.

use std::collections::HashSet;
use std::io::{Read, Seek};

use caseward_formats::hmis::{Package, PackageError, Row, RowReader, ScanLimits};

/// The ids of what may not come in; empty in a comparable database and in most exports.
#[derive(Default)]
pub(super) struct Victims {
    organizations: HashSet<String>,
    projects: HashSet<String>,
    enrollments: HashSet<String>,
    clients: HashSet<String>,
    /// Every organisation of the export is a victim service provider.
    all: bool,
}

impl Victims {
    /// Whether this row may not come in.
    pub(super) fn holds(&self, row: &Row<'_>) -> bool {
        let places = row.layout().places;
        let is_in = |set: &HashSet<String>, place: Option<usize>| {
            place.is_some_and(|at| set.contains(row.value(at).trim()))
        };
        let Some(personal) = row.personal_id() else {
            return false;
        };
        is_in(&self.enrollments, places.enrollment_id)
            || is_in(&self.projects, places.project_id)
            || self.clients.contains(personal)
            || (self.all && !self.projects.is_empty())
    }
}

/// Looks the export through before anything is taken.
pub(super) fn find<R: Read + Seek>(
    package: &mut Package<'_, R>,
    comparable: bool,
) -> Result<Victims, PackageError> {
    let mut victims = Victims::default();
    if comparable {
        return Ok(victims);
    }
    let mut others = 0_u64;
    each_row(package, "Organization", |row| {
        let signal = caseward_formats::hmis::protection_signals(row.layout(), row);
        match (signal, row.layout().places.organization_id) {
            (Some(_), Some(at)) => {
                victims
                    .organizations
                    .insert(row.value(at).trim().to_owned());
            }
            _ => others += 1,
        }
    })?;
    if victims.organizations.is_empty() {
        return Ok(victims);
    }
    victims.all = others == 0;
    each_row(package, "Project", |row| {
        let places = row.layout().places;
        let (Some(project), Some(organization)) = (places.project_id, places.organization_id)
        else {
            return;
        };
        if victims
            .organizations
            .contains(row.value(organization).trim())
        {
            victims
                .projects
                .insert(row.value(project).trim().to_owned());
        }
    })?;
    let mut elsewhere = HashSet::new();
    each_row(package, "Enrollment", |row| {
        let places = row.layout().places;
        let (Some(project), Some(enrollment)) = (places.project_id, places.enrollment_id) else {
            return;
        };
        let Some(personal) = row.personal_id() else {
            return;
        };
        if victims.projects.contains(row.value(project).trim()) {
            victims
                .enrollments
                .insert(row.value(enrollment).trim().to_owned());
            victims.clients.insert(personal.to_owned());
        } else {
            elsewhere.insert(personal.to_owned());
        }
    })?;
    victims.clients.retain(|client| !elsewhere.contains(client));
    Ok(victims)
}

fn each_row<R: Read + Seek>(
    package: &mut Package<'_, R>,
    name: &str,
    mut visit: impl FnMut(&Row<'_>),
) -> Result<(), PackageError> {
    let Some(file) = package
        .files()
        .iter()
        .find(|file| &*file.name == name)
        .cloned()
    else {
        return Ok(());
    };
    // What can't be read here is reported when the file is read in earnest.
    if let Ok(mut rows) = RowReader::open(name, package.open(&file)?, ScanLimits::default()) {
        while let Some(row) = rows.next_row() {
            if let Ok(row) = row {
                visit(&row);
            }
        }
    }
    Ok(())
}
