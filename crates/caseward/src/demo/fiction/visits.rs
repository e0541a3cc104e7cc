//! Writes when the fictional people came to a project and left it: Enrollment.csv and Exit.csv.

use jiff::civil::Date;

use super::book::{Book, Cell, Stamp};
use super::cast::{Fact, Household, Person, Stay};
use super::places::{COMMUNITY, NIGHT, OUTREACH, RAPID, SUPPORTIVE, user_of};

/// One person's time with one project, as the other files refer to it.
pub(super) struct Visit {
    pub(super) person: &'static Person,
    pub(super) stay: Stay,
    /// The UserID of whoever writes about it.
    pub(super) user: &'static str,
    /// The EnrollmentID.
    pub(super) id: String,
    /// Days ago of the entry.
    pub(super) came: i32,
    /// Days ago of the last day: the exit, or yesterday.
    pub(super) last: i32,
}

impl Visit {
    /// The stamp of something that happened so many days ago.
    pub(super) fn stamp(&self, book: &Book, days_ago: i32) -> Stamp {
        Stamp {
            on: book.ago(days_ago),
            user: self.user,
        }
    }

    /// A day within the stay: `part` of `whole` of the way through it.
    pub(super) const fn along(&self, part: i32, whole: i32) -> i32 {
        self.came - (self.came - self.last) * part / whole
    }
}

/// Writes a household's times with the projects, and hands them on.
pub(super) fn write_visits(book: &mut Book, household: &Household) -> Vec<Visit> {
    let mut visits = Vec::new();
    for &stay in household.stays {
        let came = stay.came + book.roll(3);
        let together = format!("H{}", book.number());
        for person in household.members {
            let visit = Visit {
                person,
                stay,
                user: user_of(household),
                id: book.number(),
                came,
                last: stay.left.map_or(1, |(days_ago, _)| days_ago),
            };
            write_enrollment(book, &visit, &together);
            write_exit(book, &visit);
            visits.push(visit);
        }
    }
    visits
}

fn write_enrollment(book: &mut Book, visit: &Visit, together: &str) {
    let Visit {
        person, stay, id, ..
    } = visit;
    let (entry, stamp) = (book.ago(visit.came), visit.stamp(book, visit.came));
    let disabled = person.facts.iter().any(|fact| is_disabling(*fact));
    let mut cells: Vec<Cell<'_>> = vec![
        ("EnrollmentID", id),
        ("PersonalID", &person.id),
        ("ProjectID", &stay.project),
        ("EntryDate", &entry),
        ("HouseholdID", &together),
        ("RelationshipToHoH", &person.relation),
        ("DisablingCondition", if disabled { &1 } else { &0 }),
    ];
    if person.relation == 1 {
        cells.push(("EnrollmentCoC", &COMMUNITY));
    }
    let since = book.ago(visit.came + 20 + book.roll(160));
    let (times, months) = (1 + book.roll(4), 101 + book.roll(13));
    let length = 2 + book.roll(3);
    if person.is_asked_as_adult() {
        cells.extend::<[Cell<'_>; 5]>([
            ("LivingSituation", &stay.from),
            ("LengthOfStay", &length),
            ("DateToStreetESSH", &since),
            ("TimesHomelessPastThreeYears", &times),
            ("MonthsHomelessPastThreeYears", &months),
        ]);
        if stay.from >= 200 {
            cells.push(("LOSUnderThreshold", &1));
            cells.push(("PreviousStreetESSH", &1));
        }
    }
    let milestone = book.ago(visit.along(1, 10));
    match stay.project {
        RAPID | SUPPORTIVE => cells.push(("MoveInDate", &milestone)),
        OUTREACH | NIGHT if person.is_asked_as_adult() => {
            cells.push(("DateOfEngagement", &milestone));
        }
        _ => {}
    }
    if stay.project == OUTREACH {
        cells.push(("DateOfPATHStatus", &milestone));
        cells.push(("ClientEnrolledInPATH", &1));
    }
    book.add("Enrollment.csv", stamp, &cells);
}

fn write_exit(book: &mut Book, visit: &Visit) {
    let Some((days_ago, destination)) = visit.stay.left else {
        return;
    };
    let (number, on): (String, Date) = (book.number(), book.ago(days_ago));
    let subsidy = if destination == 435 { "431" } else { "" };
    book.add(
        "Exit.csv",
        visit.stamp(book, days_ago),
        &[
            ("ExitID", &number),
            ("EnrollmentID", &visit.id),
            ("PersonalID", &visit.person.id),
            ("ExitDate", &on),
            ("Destination", &destination),
            ("DestinationSubsidyType", &subsidy),
        ],
    );
}

const fn is_disabling(fact: Fact) -> bool {
    matches!(
        fact,
        Fact::Hiv
            | Fact::Alcohol
            | Fact::Drugs
            | Fact::MentalHealth
            | Fact::Physical
            | Fact::Developmental
            | Fact::Chronic
    )
}
