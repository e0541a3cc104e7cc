//! Writes what the fictional people live on: income and benefits, work and school.

use super::book::{Book, Cell};
use super::cast::{Fact, Person};
use super::visits::Visit;

/// Sources that nobody here has; the form asks for each and the answer is no.
const NO_SOURCES: &[&str] = &[
    "Unemployment",
    "VADisabilityService",
    "VADisabilityNonService",
    "PrivateDisability",
    "WorkersComp",
    "TANF",
    "GA",
    "Pension",
    "ChildSupport",
    "Alimony",
    "OtherIncomeSource",
    "WIC",
    "TANFChildCare",
    "TANFTransportation",
    "OtherTANF",
    "OtherBenefitsSource",
    "Medicare",
    "SCHIP",
    "VHAServices",
    "EmployerProvided",
    "COBRA",
    "PrivatePay",
    "StateHealthIns",
    "IndianHealthServices",
    "OtherInsurance",
];

/// Dollars a month from each source that someone here has.
struct Means {
    earned: u32,
    ssi: u32,
    ssdi: u32,
    retirement: u32,
}

impl Means {
    fn of(person: &Person, raise: u32) -> Self {
        let mut means = Self {
            earned: 0,
            ssi: 0,
            ssdi: 0,
            retirement: 0,
        };
        for fact in person.facts {
            match fact {
                Fact::Earns(dollars) => means.earned = dollars + raise,
                Fact::Ssi => means.ssi = 940,
                Fact::Ssdi => means.ssdi = 1180,
                Fact::Retired => means.retirement = 1060,
                _ => {}
            }
        }
        means
    }

    const fn sum(&self) -> u32 {
        self.earned + self.ssi + self.ssdi + self.retirement
    }
}

/// Writes income at the entry and, when the stay is over, at the exit; work and school at the entry.
pub(super) fn write_means(book: &mut Book, visit: &Visit) {
    if !visit.person.is_asked_as_adult() {
        return;
    }
    write_income(book, visit, visit.came, 1, 0);
    let alive = !visit.person.has(Fact::Died);
    if let (Some((days_ago, _)), true) = (visit.stay.left, alive) {
        let raise = u32::try_from(10 * book.roll(12)).unwrap_or(0);
        write_income(book, visit, days_ago, 3, raise);
    }
    write_work(book, visit);
    if visit.person.age() < 25 {
        write_school(book, visit);
    }
}

fn write_income(book: &mut Book, visit: &Visit, days_ago: i32, stage: u8, raise: u32) {
    let means = Means::of(visit.person, raise);
    let (number, on) = (book.number(), book.ago(days_ago));
    let stamp = visit.stamp(book, days_ago);
    let yes = |dollars: u32| u8::from(dollars > 0);
    let amount = |dollars: u32| match dollars {
        0 => String::new(),
        some => format!("{some}.00"),
    };
    let food = u8::from(means.sum() < 1600);
    let cells: [Cell<'_>; 18] = [
        ("IncomeBenefitsID", &number),
        ("EnrollmentID", &visit.id),
        ("PersonalID", &visit.person.id),
        ("InformationDate", &on),
        ("IncomeFromAnySource", &yes(means.sum())),
        ("TotalMonthlyIncome", &format!("{}.00", means.sum())),
        ("Earned", &yes(means.earned)),
        ("EarnedAmount", &amount(means.earned)),
        ("SSI", &yes(means.ssi)),
        ("SSIAmount", &amount(means.ssi)),
        ("SSDI", &yes(means.ssdi)),
        ("SSDIAmount", &amount(means.ssdi)),
        ("SocSecRetirement", &yes(means.retirement)),
        ("SocSecRetirementAmount", &amount(means.retirement)),
        ("BenefitsFromAnySource", &food),
        ("SNAP", &food),
        ("InsuranceFromAnySource", &1),
        ("Medicaid", &1),
    ];
    let mut all: Vec<Cell<'_>> = cells.to_vec();
    all.extend(
        NO_SOURCES
            .iter()
            .map(|source| (*source, &0 as &dyn std::fmt::Display)),
    );
    all.push(("DataCollectionStage", &stage));
    book.add("IncomeBenefits.csv", stamp, &all);
}

fn write_work(book: &mut Book, visit: &Visit) {
    let earned = Means::of(visit.person, 0).earned;
    let (number, on) = (book.number(), book.ago(visit.came));
    let grade = if visit.person.age() < 18 {
        4
    } else {
        4 + book.roll(2)
    };
    let (kind, reason) = match earned {
        0 => ("", "1"),
        1..1200 => ("2", ""),
        _ => ("1", ""),
    };
    book.add(
        "EmploymentEducation.csv",
        visit.stamp(book, visit.came),
        &[
            ("EmploymentEducationID", &number),
            ("EnrollmentID", &visit.id),
            ("PersonalID", &visit.person.id),
            ("InformationDate", &on),
            ("LastGradeCompleted", &grade),
            ("Employed", &u8::from(earned > 0)),
            ("EmploymentType", &kind),
            ("NotEmployedReason", &reason),
            ("DataCollectionStage", &1),
        ],
    );
}

fn write_school(book: &mut Book, visit: &Visit) {
    let (number, on) = (book.number(), book.ago(visit.came));
    let attends = visit.person.age() < 18;
    let (attend, recent, current) = if attends {
        ("2", "", "0")
    } else {
        ("0", "0", "")
    };
    book.add(
        "YouthEducationStatus.csv",
        visit.stamp(book, visit.came),
        &[
            ("YouthEducationStatusID", &number),
            ("EnrollmentID", &visit.id),
            ("PersonalID", &visit.person.id),
            ("InformationDate", &on),
            ("CurrentSchoolAttend", &attend),
            ("MostRecentEdStatus", &recent),
            ("CurrentEdStatus", &current),
            ("DataCollectionStage", &1),
        ],
    );
}
