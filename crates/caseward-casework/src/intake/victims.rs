//! Whose rows a shared database may not hold: the clients of victim service providers
//! (standards: VAWA, FVPSA, VOCA; CC-2.4).
//!
//! A comparable database belongs to the provider alone and takes them all. Any other office refuses
//! their enrolments, and every client who is enrolled nowhere else. The export is looked through before
//! anything is taken, and what can't be made out is refused as well:
//!
//! | the export | what stays out |
//! |---|---|
//! | every organisation is a provider | all rows about clients |
//! | some are | their projects' enrolments, what points to those, clients enrolled nowhere else; also clients and rows of whom no enrolment says where they belong |
//! | an organisation's or project's row can't be read | enrolments in what may be that project, what points to those, clients enrolled nowhere else |
//! | none is, and all can be read | nothing |
//!
//! A project counts as a provider's when its organisation says so, when it takes part in a comparable
//! database, or when the funder it names is one whose law forbids a shared database.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek};

use caseward_formats::hmis::{Belongs, Package, PackageError, Row, protection_signals};

use super::each_row::each_row;

/// Why a row may not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Held {
    /// Nothing in the export says that it isn't a provider's.
    Unclear,
    /// It is a provider's.
    Provider,
}

impl Held {
    /// What is said of the row, and what to do.
    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::Provider => {
                "clients of a victim service provider are not taken into a shared database; \
                 import them into the provider's own (comparable) database"
            }
            Self::Unclear => {
                "it can't be made out whether this is a victim service provider's client: no enrolment \
                 in a readable project of a readable organisation says otherwise; add or mend those rows, or export \
                 the organisations one by one, then import again"
            }
        }
    }
}

/// What is known of an organisation, a project, an enrolment or a client.
type Known = Option<Held>;

/// What may not come in; empty in a comparable database and in most exports.
#[derive(Default)]
pub(super) struct Victims {
    /// There is something to watch for.
    watching: bool,
    /// A provider is among the organisations or projects.
    provider_here: bool,
    /// Nothing but providers is.
    whole: bool,
    enrollments: HashMap<String, Known>,
    clients: HashMap<String, Known>,
    households: HashMap<String, Held>,
}

impl Victims {
    /// Whether this row may not come in, and why.
    pub(super) fn holds(&self, row: &Row<'_>) -> Option<Held> {
        if !self.watching || row.layout().belongs == Belongs::ToOffice {
            return None;
        }
        if self.whole {
            return Some(Held::Provider);
        }
        let places = row.layout().places;
        let id = |place: Option<usize>| {
            place
                .map(|at| row.value(at).trim())
                .filter(|id| !id.is_empty())
        };
        // Where the export has a provider, who isn't known to be somebody else's may be theirs.
        let unknown = self.provider_here.then_some(Held::Unclear);
        let of =
            |known: &HashMap<String, Known>, id: &str| known.get(id).copied().unwrap_or(unknown);
        let by_enrollment = id(places.enrollment_id).and_then(|id| of(&self.enrollments, id));
        let by_client = row.personal_id().and_then(|id| of(&self.clients, id));
        let by_household = id(places.household_id).and_then(|id| self.households.get(id).copied());
        // A household is asked only for rows that name nobody: its members may be on both sides.
        let by_household = by_household
            .filter(|_| row.personal_id().is_none() && id(places.enrollment_id).is_none());
        by_enrollment.max(by_client).max(by_household)
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
    let organizations = organizations(package)?;
    let told = told_apart(package)?;
    let projects = projects(package, &organizations, &told)?;
    victims.provider_here = organizations.has_provider() || projects.has_provider();
    victims.watching = victims.provider_here || organizations.unread || projects.unread;
    if !victims.watching {
        return Ok(victims);
    }
    victims.whole = organizations.all_providers();
    if !victims.whole {
        victims.enrolments(package, &projects)?;
    }
    Ok(victims)
}

impl Victims {
    fn enrolments<R: Read + Seek>(
        &mut self,
        package: &mut Package<'_, R>,
        projects: &Side,
    ) -> Result<(), PackageError> {
        let unknown = self.provider_here.then_some(Held::Unclear);
        let elsewhere = unknown.or(projects.unread.then_some(Held::Unclear));
        each_row(package, "Enrollment", |row| {
            let places = row.layout().places;
            let value = |place: Option<usize>| place.map_or("", |at| row.value(at).trim());
            let project = value(places.project_id);
            let held = projects.known.get(project).copied().unwrap_or(elsewhere);
            let enrollment = self
                .enrollments
                .entry(value(places.enrollment_id).to_owned())
                .or_insert(held);
            *enrollment = (*enrollment).max(held);
            if let Some(personal) = row.personal_id() {
                // One enrolment that stands and is nobody's secret is enough to be known here.
                let held = held.or(unknown.filter(|_| row.is_deleted()));
                let client = self.clients.entry(personal.to_owned()).or_insert(held);
                *client = match (*client, held) {
                    (Some(before), Some(now)) => Some(before.max(now)),
                    _ => None,
                };
            }
            let household = value(places.household_id);
            if let (Some(held), false) = (held, household.is_empty()) {
                let kept = self.households.entry(household.to_owned()).or_insert(held);
                *kept = (*kept).max(held);
            }
        })?;
        Ok(())
    }
}

/// What the rows of a file say of its ids.
#[derive(Default)]
struct Side {
    known: HashMap<String, Known>,
    /// At least one row can't be read.
    unread: bool,
}

impl Side {
    /// The worst that any row says of an id counts.
    fn say(&mut self, id: &str, held: Known) {
        let known = self.known.entry(id.to_owned()).or_insert(held);
        *known = (*known).max(held);
    }

    fn has_provider(&self) -> bool {
        self.known
            .values()
            .any(|held| *held == Some(Held::Provider))
    }

    fn all_providers(&self) -> bool {
        self.has_provider()
            && self
                .known
                .values()
                .all(|held| *held == Some(Held::Provider))
    }
}

fn organizations<R: Read + Seek>(package: &mut Package<'_, R>) -> Result<Side, PackageError> {
    let mut side = Side::default();
    side.unread = each_row(package, "Organization", |row| {
        let provider = protection_signals(row.layout(), row).map(|_| Held::Provider);
        if let Some(at) = row.layout().places.organization_id {
            side.say(row.value(at).trim(), provider);
        }
    })?;
    Ok(side)
}

/// Projects of which another file tells that no shared database may hold their clients.
fn told_apart<R: Read + Seek>(
    package: &mut Package<'_, R>,
) -> Result<HashSet<String>, PackageError> {
    let mut told = HashSet::new();
    for (file, tells) in [
        (
            "HMISParticipation",
            in_a_comparable_database as fn(&Row<'_>) -> bool,
        ),
        ("Funder", by_a_law_for_victims),
    ] {
        each_row(package, file, |row| {
            if let Some(at) = row.layout().places.project_id.filter(|_| tells(row)) {
                told.insert(row.value(at).trim().to_owned());
            }
        })?;
    }
    Ok(told)
}

fn value<'r>(row: &Row<'r>, column: &str) -> &'r str {
    row.layout()
        .place(column)
        .map_or("", |at| row.value(at).trim())
}

/// Only victim service providers keep a comparable database; one that has ended is past.
fn in_a_comparable_database(row: &Row<'_>) -> bool {
    value(row, "HMISParticipationType") == "2"
        && value(row, "HMISParticipationStatusEndDate").is_empty()
}

/// HUD's list of funders has none of them, so it is the name that tells.
fn by_a_law_for_victims(row: &Row<'_>) -> bool {
    let named = value(row, "OtherFunder").to_ascii_uppercase();
    named
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| matches!(word, "VAWA" | "FVPSA" | "VOCA" | "OVW"))
}

fn projects<R: Read + Seek>(
    package: &mut Package<'_, R>,
    organizations: &Side,
    told: &HashSet<String>,
) -> Result<Side, PackageError> {
    // An organisation that isn't in the export is only suspect where one of its rows may be missing.
    let absent = (organizations.unread || organizations.has_provider()).then_some(Held::Unclear);
    let mut side = Side::default();
    for project in told {
        side.say(project, Some(Held::Provider));
    }
    side.unread = each_row(package, "Project", |row| {
        let places = row.layout().places;
        let (Some(project), Some(organization)) = (places.project_id, places.organization_id)
        else {
            return;
        };
        let organization = organizations.known.get(row.value(organization).trim());
        side.say(
            row.value(project).trim(),
            organization.copied().unwrap_or(absent),
        );
    })?;
    Ok(side)
}
