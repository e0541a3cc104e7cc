//! The fictional places: two organisations, a victim service provider that is only a partner, five projects.

use super::book::{Book, Stamp};
use super::cast::Household;
use super::personas::persona;

/// Lantern House, which runs the shelters and the rapid rehousing.
pub(crate) const LANTERN: &str = "11";
/// Cloudberry Bridge, which goes out to people and runs the supportive housing.
pub(crate) const CLOUDBERRY: &str = "12";
/// Quiet Orchard, a victim service provider: its name is here, its clients are not.
pub(crate) const QUIET_ORCHARD: &str = "13";

/// Lantern House's night shelter.
pub(crate) const NIGHT: &str = "21";
/// Lantern House's family shelter.
pub(crate) const FAMILY: &str = "22";
/// Lantern House's rapid rehousing.
pub(crate) const RAPID: &str = "23";
/// Cloudberry Bridge's street outreach.
pub(crate) const OUTREACH: &str = "24";
/// Cloudberry Bridge's supportive housing.
pub(crate) const SUPPORTIVE: &str = "25";

/// The community in which all of this happens; no real one has this code.
pub(super) const COMMUNITY: &str = "XX-500";

struct Project {
    id: &'static str,
    organization: &'static str,
    name: &'static str,
    short: &'static str,
    /// HUD's ProjectType.
    kind: u8,
    /// HUD's HousingType; 0 where people don't live.
    housing: u8,
    /// HUD's FundingSource.
    funder: u8,
    /// HUD's HouseholdType and the beds; no beds where people don't live.
    beds: Option<(u8, u8)>,
}

const PROJECTS: &[Project] = &[
    Project {
        id: NIGHT,
        organization: LANTERN,
        name: "Lantern House Night Shelter",
        short: "Night Shelter",
        kind: 1,
        housing: 1,
        funder: 8,
        beds: Some((1, 24)),
    },
    Project {
        id: FAMILY,
        organization: LANTERN,
        name: "Lantern House Family Shelter",
        short: "Family Shelter",
        kind: 0,
        housing: 1,
        funder: 8,
        beds: Some((3, 32)),
    },
    Project {
        id: RAPID,
        organization: LANTERN,
        name: "Keyring Rapid Rehousing",
        short: "Keyring",
        kind: 13,
        housing: 3,
        funder: 3,
        beds: Some((3, 20)),
    },
    Project {
        id: OUTREACH,
        organization: CLOUDBERRY,
        name: "Cloudberry Street Outreach",
        short: "Outreach",
        kind: 4,
        housing: 0,
        funder: 21,
        beds: None,
    },
    Project {
        id: SUPPORTIVE,
        organization: CLOUDBERRY,
        name: "Cloudberry Supportive Homes",
        short: "Supportive Homes",
        kind: 3,
        housing: 2,
        funder: 2,
        beds: Some((1, 18)),
    },
];

const ORGANIZATIONS: &[(&str, &str, u8)] = &[
    (LANTERN, "Lantern House", 0),
    (CLOUDBERRY, "Cloudberry Bridge", 0),
    (QUIET_ORCHARD, "Quiet Orchard Survivor Services", 1),
];

/// The UserIDs of the export and the personas behind them.
const USERS: &[(&str, &str)] = &[
    ("31", "wren"),
    ("32", "mateo"),
    ("33", "tansy"),
    ("34", "rowan"),
    ("35", "odile"),
    ("36", "basil"),
];

/// How long the places have been there, in days: longer than any stay.
const OPEN_SINCE: i32 = 2200;

/// The UserID of whoever writes about a household: its worker, or the supervisor when nobody is assigned.
pub(super) fn user_of(household: &Household) -> &'static str {
    let found = USERS
        .iter()
        .find(|(_, handle)| household.worker == Some(*handle));
    found.map_or("35", |(user, _)| user)
}

/// Writes everything that isn't about a client.
pub(super) fn write_places(book: &mut Book) {
    write_export(book);
    write_users(book);
    let stamp = Stamp {
        on: book.ago(OPEN_SINCE - 10),
        user: "35",
    };
    for (id, name, survivors) in ORGANIZATIONS {
        let cells: [super::book::Cell<'_>; 4] = [
            ("OrganizationID", id),
            ("OrganizationName", name),
            ("VictimServiceProvider", survivors),
            ("OrganizationCommonName", name),
        ];
        book.add("Organization.csv", stamp, &cells);
    }
    for project in PROJECTS {
        write_project(book, stamp, project);
        write_participation(book, stamp, project);
    }
}

fn write_export(book: &mut Book) {
    let stamp = Stamp {
        on: book.today,
        user: "35",
    };
    let (from, to) = (book.ago(548), book.ago(1));
    let at = format!("{} 00:00:00", book.today);
    book.add(
        "Export.csv",
        stamp,
        &[
            ("SourceType", &2),
            ("SourceID", &COMMUNITY),
            ("SourceName", &"Fictional community of Farawell"),
            ("SourceContactFirst", &"Nobody"),
            ("SourceContactLast", &"Inparticular"),
            ("ExportDate", &at),
            ("ExportStartDate", &from),
            ("ExportEndDate", &to),
            ("SoftwareName", &"Caseward demo"),
            ("SoftwareVersion", &"fiction"),
            ("CSVVersion", &"2026 v1.0"),
            ("ExportPeriodType", &3),
            ("ExportDirective", &2),
            ("HashStatus", &1),
            ("ImplementationID", &"caseward-demo"),
        ],
    );
}

fn write_users(book: &mut Book) {
    for (user, handle) in USERS {
        let Some(known) = persona(handle) else {
            debug_assert!(false, "no persona {handle}");
            continue;
        };
        let (first, last) = known.name.split_once(' ').unwrap_or((known.name, ""));
        let stamp = Stamp {
            on: book.ago(700),
            user,
        };
        let cells: [super::book::Cell<'_>; 3] = [
            ("UserID", user),
            ("UserFirstName", &first),
            ("UserLastName", &last),
        ];
        book.add("User.csv", stamp, &cells);
    }
}

fn write_project(book: &mut Book, stamp: Stamp, project: &Project) {
    let opened = book.ago(OPEN_SINCE);
    let housing = blank_or(project.housing);
    let rapid = if project.kind == 13 { "2" } else { "" };
    book.add(
        "Project.csv",
        stamp,
        &[
            ("ProjectID", &project.id),
            ("OrganizationID", &project.organization),
            ("ProjectName", &project.name),
            ("ProjectCommonName", &project.short),
            ("OperatingStartDate", &opened),
            ("ContinuumProject", &1),
            ("ProjectType", &project.kind),
            ("HousingType", &housing),
            ("RRHSubType", &rapid),
            ("TargetPopulation", &4),
        ],
    );
    let (number, street) = (book.number(), format!("{} Nowhere Lane", project.id));
    book.add(
        "ProjectCoC.csv",
        stamp,
        &[
            ("ProjectCoCID", &number),
            ("ProjectID", &project.id),
            ("CoCCode", &COMMUNITY),
            ("Geocode", &"990000"),
            ("Address1", &street),
            ("City", &"Farawell"),
            ("State", &"XX"),
            ("ZIP", &"00000"),
            ("GeographyType", &1),
        ],
    );
    let number = book.number();
    book.add(
        "Funder.csv",
        stamp,
        &[
            ("FunderID", &number),
            ("ProjectID", &project.id),
            ("Funder", &project.funder),
            ("GrantID", &format!("FICTION-{}", project.id)),
            ("StartDate", &opened),
        ],
    );
}

fn write_participation(book: &mut Book, stamp: Stamp, project: &Project) {
    let opened = book.ago(OPEN_SINCE);
    if let Some((household, beds)) = project.beds {
        let number = book.number();
        let shelter = if project.kind <= 1 { "1" } else { "" };
        let units = if household == 3 { beds / 4 } else { beds };
        book.add(
            "Inventory.csv",
            stamp,
            &[
                ("InventoryID", &number),
                ("ProjectID", &project.id),
                ("CoCCode", &COMMUNITY),
                ("HouseholdType", &household),
                ("Availability", &(if project.kind <= 1 { "1" } else { "" })),
                ("UnitInventory", &units),
                ("BedInventory", &beds),
                ("CHVetBedInventory", &0),
                ("YouthVetBedInventory", &0),
                ("VetBedInventory", &0),
                ("CHYouthBedInventory", &0),
                ("YouthBedInventory", &0),
                ("CHBedInventory", &0),
                ("OtherBedInventory", &beds),
                ("ESBedType", &shelter),
                ("InventoryStartDate", &opened),
            ],
        );
    }
    let number = book.number();
    book.add(
        "HMISParticipation.csv",
        stamp,
        &[
            ("HMISParticipationID", &number),
            ("ProjectID", &project.id),
            ("HMISParticipationType", &1),
            ("HMISParticipationStatusStartDate", &opened),
        ],
    );
    let number = book.number();
    let asks = u8::from(matches!(project.kind, 0 | 1 | 4));
    book.add(
        "CEParticipation.csv",
        stamp,
        &[
            ("CEParticipationID", &number),
            ("ProjectID", &project.id),
            ("AccessPoint", &asks),
            ("PreventionAssessment", &0),
            ("CrisisAssessment", &asks),
            ("HousingAssessment", &asks),
            ("DirectServices", &asks),
            ("ReceivesReferrals", &1),
            ("CEParticipationStatusStartDate", &opened),
        ],
    );
}

/// HUD's codes without a meaning of zero stay empty.
fn blank_or(code: u8) -> String {
    if code == 0 {
        String::new()
    } else {
        code.to_string()
    }
}
