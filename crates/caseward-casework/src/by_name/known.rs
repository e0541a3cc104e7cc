//! What is known of a client in a by-name list: since when they are without a home, whether that is chronic as HUD defines it,
//! when somebody last met them.
//!
//! All of it is made of what the gate opened for this reader, so that what they may not read is as unknown to the list as what
//! nobody ever asked (CC-2.4, CC-2.5).

use caseward_gate::NamedRow;
use jiff::ToSpan;
use jiff::civil::Date;
use zeroize::Zeroizing;

use super::fields::{Fields, Record, Source};
use crate::file::name;
use crate::layout::Layouts;

/// One client.
#[derive(Default)]
pub(super) struct Known {
    /// The name, for sorting.
    pub(super) name: Option<Zeroizing<String>>,
    /// What the household is numbered.
    pub(super) household: Option<Zeroizing<String>>,
    /// They are a child.
    pub(super) child: bool,
    /// The code of where they stay, and as of when.
    pub(super) living: Option<(u32, Option<Date>)>,
    pub(super) homeless_since: Option<Date>,
    /// Months without a home in three years; 13 for more than twelve.
    pub(super) months: Option<u32>,
    pub(super) chronic: Option<bool>,
    pub(super) veteran: Option<bool>,
    pub(super) youth: Option<bool>,
    pub(super) fleeing: Option<bool>,
    pub(super) disabling: Option<bool>,
    pub(super) last_contact: Option<Date>,
    /// The ids of the projects in which they are enrolled.
    pub(super) projects: Vec<String>,
    pub(super) moved_in: Option<Date>,
    /// Enrolled, and without a day on which they moved in.
    pub(super) not_housed: Option<bool>,
    pub(super) score: Option<u32>,
    pub(super) on_list: Option<bool>,
}

/// From so many years on somebody is a youth, and until so many.
const YOUTH: std::ops::RangeInclusive<i16> = 18..=24;

/// Days on which somebody was met, or something was done with them.
const CONTACTS: &[(Source, &str)] = &[
    (Source::Living, "InformationDate"),
    (Source::Services, "DateProvided"),
    (Source::Assessment, "AssessmentDate"),
    (Source::Event, "EventDate"),
    (Source::Enrollment, "EntryDate"),
];

impl Known {
    /// What is known of a row on this day.
    pub(super) fn of(row: &NamedRow, (fields, layouts): (&Fields, &Layouts), today: Date) -> Self {
        let records = fields.records(&row.parts);
        let enrolments = enrolments(&records, today);
        let current = newest(enrolments.iter().copied(), "EntryDate", today);
        let of = |source: Source| records.iter().filter(move |it| it.source == source);
        let age = of(Source::Client).find_map(|it| it.date("DOB"));
        let age = age.and_then(|born| years(born, today));
        let mut known = Self {
            name: name(&row.parts, layouts)
                .map(|it| it.code(|text| Zeroizing::new(text.to_lowercase()))),
            veteran: of(Source::Client).find_map(|it| it.answer("VeteranStatus")),
            youth: age.map(|it| YOUTH.contains(&it)),
            fleeing: fleeing(&records, today),
            living: living(&records, today),
            last_contact: last_contact(&records, today),
            score: score(&records, today),
            on_list: on_list(&records, today),
            ..Self::default()
        };
        known.enrolled(&enrolments, today);
        if let Some(current) = current {
            let household = current.text("HouseholdID");
            let relation = current.code("RelationshipToHoH");
            known.household =
                household.map(|it| it.code(|text| Zeroizing::new(text.trim().to_owned())));
            known.child = age.map_or(relation == Some(2), |it| it < *YOUTH.start());
            known.homeless_since = current.past("DateToStreetESSH", today);
            known.months = months(current);
            known.disabling = current.answer("DisablingCondition");
            known.chronic = chronic(current, &known, today);
        }
        known
    }

    /// Where they are enrolled, and whether they moved in.
    fn enrolled(&mut self, enrolments: &[&Record<'_>], today: Date) {
        let projects = enrolments.iter().filter_map(|it| it.text("ProjectID"));
        self.projects = projects
            .map(|it| it.code(|text| text.trim().to_owned()))
            .collect();
        self.projects.sort_unstable();
        self.projects.dedup();
        let moved_in = enrolments
            .iter()
            .filter_map(|it| it.past("MoveInDate", today));
        self.moved_in = moved_in.max();
        let is_seen = enrolments.iter().any(|it| it.text("EntryDate").is_some());
        self.not_housed = is_seen.then_some(self.moved_in.is_none());
    }
}

/// The enrolments that have begun and haven't ended.
fn enrolments<'a, 'r>(records: &'a [Record<'r>], today: Date) -> Vec<&'a Record<'r>> {
    let has_left = |it: &Record<'_>| {
        let mut exits = records.iter().filter(|exit| exit.source == Source::Exit);
        let this = it.text("EnrollmentID");
        exits.any(|exit| {
            let of_this = this.is_some_and(|this| exit.has("EnrollmentID", this));
            of_this && exit.date("ExitDate").is_none_or(|day| day <= today)
        })
    };
    let all = records.iter().filter(|it| it.source == Source::Enrollment);
    let begun = all.filter(|it| it.date("EntryDate").is_none_or(|day| day <= today));
    begun.filter(|it| !has_left(it)).collect()
}

/// The newest of records by a day that isn't yet to come; of several of one day the one that came in last.
fn newest<'a, 'r: 'a>(
    records: impl Iterator<Item = &'a Record<'r>>,
    column: &str,
    today: Date,
) -> Option<&'a Record<'r>> {
    let past = records.filter(|it| it.date(column).is_none_or(|day| day <= today));
    past.max_by_key(|it| (it.date(column), it.no))
}

/// Whole years since somebody was born.
fn years(born: Date, today: Date) -> Option<i16> {
    let had_no_birthday = (today.month(), today.day()) < (born.month(), born.day());
    let years = today.year() - born.year() - i16::from(had_no_birthday);
    (years >= 0).then_some(years)
}

/// Where they stay, by the newest record whose place was opened.
fn living(records: &[Record<'_>], today: Date) -> Option<(u32, Option<Date>)> {
    let column = "CurrentLivingSituation";
    let told = records
        .iter()
        .filter(|it| it.source == Source::Living && it.code(column).is_some());
    let newest = newest(told, "InformationDate", today)?;
    Some((newest.code(column)?, newest.date("InformationDate")))
}

/// Whether they are fleeing violence, by the newest record that says so or not.
fn fleeing(records: &[Record<'_>], today: Date) -> Option<bool> {
    let column = "CurrentlyFleeing";
    let told = records
        .iter()
        .filter(|it| it.source == Source::Violence && it.answer(column).is_some());
    newest(told, "InformationDate", today)?.answer(column)
}

fn last_contact(records: &[Record<'_>], today: Date) -> Option<Date> {
    let met = |it: &Record<'_>| {
        let (_, column) = CONTACTS.iter().find(|(source, _)| *source == it.source)?;
        it.past(column, today)
    };
    records.iter().filter_map(met).max()
}

/// Codes 101 to 113 stand for one month to more than twelve.
fn months(enrolment: &Record<'_>) -> Option<u32> {
    let code = enrolment.code("MonthsHomelessPastThreeYears")?;
    (101..=113).contains(&code).then(|| code - 100)
}

/// Whether the newest assessment put them on the list by priority.
fn on_list(records: &[Record<'_>], today: Date) -> Option<bool> {
    let column = "PrioritizationStatus";
    let told = records
        .iter()
        .filter(|it| it.source == Source::Assessment && it.code(column).is_some());
    match newest(told, "AssessmentDate", today)?.code(column)? {
        1 => Some(true),
        2 => Some(false),
        _ => None,
    }
}

/// The score of the newest assessment that has one.
fn score(records: &[Record<'_>], today: Date) -> Option<u32> {
    let assessed = records
        .iter()
        .filter(|it| it.source == Source::Assessment && score_of(it, records).is_some());
    score_of(newest(assessed, "AssessmentDate", today)?, records)
}

/// The score of an assessment: its one result that is called a score or a total, or else its only result that is a number.
fn score_of(assessment: &Record<'_>, records: &[Record<'_>]) -> Option<u32> {
    let this = assessment.text("AssessmentID")?;
    let results = records
        .iter()
        .filter(|it| it.source == Source::Result && it.has("AssessmentID", this));
    let numbers: Vec<(&Record<'_>, u32)> = results
        .filter_map(|it| Some((it, it.code("AssessmentResult")?)))
        .collect();
    let is_called = |it: &Record<'_>| {
        let called = it.text("AssessmentResultType");
        called.is_some_and(|it| {
            it.code(|text| {
                let text = text.to_lowercase();
                text.contains("score") || text.contains("total")
            })
        })
    };
    let called: Vec<u32> = numbers
        .iter()
        .filter(|(it, _)| is_called(it))
        .map(|(_, number)| *number)
        .collect();
    match (called.as_slice(), numbers.as_slice()) {
        ([score], _) | ([], [(_, score)]) => Some(*score),
        _ => None,
    }
}

/// Chronically homeless (24 CFR 578.3): without a home now; for a year, or four times in three years that make twelve months; and
/// with a disabling condition. Nothing where the records leave one of them open, unless another one rules it out.
fn chronic(current: &Record<'_>, known: &Known, today: Date) -> Option<bool> {
    let all = [
        without_home(current, known),
        long_enough(current, today),
        known.disabling,
    ];
    if all.contains(&Some(false)) {
        return Some(false);
    }
    (!all.contains(&None)).then_some(true)
}

/// On the street, in a shelter or a safe haven; or in an institution for less than ninety days, and there before.
fn without_home(current: &Record<'_>, known: &Known) -> Option<bool> {
    if known.moved_in.is_some() {
        return Some(false);
    }
    let now = known.living.map(|(code, _)| code);
    match now.or_else(|| current.code("LivingSituation"))? {
        1 | 16 | 18 | 101 | 116 | 118 => Some(true),
        6 | 15 | 25 | 206 | 215 | 225 => {
            let short = current.answer("LOSUnderThreshold")?;
            Some(short && current.answer("PreviousStreetESSH")?)
        }
        8 | 9 | 17 | 30 | 37 | 99 => None,
        _ => Some(false),
    }
}

fn long_enough(current: &Record<'_>, today: Date) -> Option<bool> {
    let a_year_ago = today.saturating_sub(1.year());
    let for_a_year = current
        .past("DateToStreetESSH", today)
        .map(|since| since <= a_year_ago);
    let times = current.code("TimesHomelessPastThreeYears");
    let often = match (times, months(current)) {
        (Some(4), Some(12 | 13)) => Some(true),
        (Some(1..=3), _) | (_, Some(1..=11)) => Some(false),
        _ => None,
    };
    match (for_a_year, often) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}
