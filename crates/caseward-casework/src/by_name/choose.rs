//! Who is left in a by-name list, in which order, and what is counted: of what this reader sees, and of nothing else.
//!
//! What isn't known of somebody fits no filter and stands last in every order, whether nobody wrote it down or the reader may not
//! read it: neither can be told by trying (CC-2.4, CC-2.5).

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use caseward_gate::{ChosenRows, NamedRow, ShownRow};
use caseward_model::{ByNameFilter, ByNameSort};
use jiff::ToSpan;
use jiff::civil::Date;

use super::fields::Fields;
use super::known::Known;
use super::{LONGEST_WITHOUT_CONTACT, ROWS_ON_A_PAGE, Wish, day_of, pages_of};
use crate::assignment::Programme;
use crate::layout::Layouts;

/// What a reader wishes to see, and what has to be known to read it out of the files.
pub(super) struct Choosing {
    pub(super) wish: Wish,
    pub(super) fields: Fields,
    pub(super) layouts: Layouts,
    pub(super) programmes: Vec<Programme>,
}

/// How many of all rows belong to a household, and whether one of them is a child.
type Households<'k> = HashMap<&'k str, (u64, bool)>;

impl Choosing {
    /// What is known of a row.
    pub(super) fn known(&self, row: &NamedRow, today: Date) -> Known {
        Known::of(row, (&self.fields, &self.layouts), today)
    }

    /// Chooses who is shown. The sums are those of [`ByNameFilter::ALL`] among all who fit, and then of all rows for each
    /// programme.
    pub(super) fn choose(&self, rows: &[NamedRow], now_ms: i64) -> ChosenRows {
        let today = day_of(now_ms);
        let known: Vec<Known> = rows.iter().map(|row| self.known(row, today)).collect();
        let households = households(&known);
        let project = self.project();
        let fits = |it: &Known| {
            let only = self.wish.only.iter();
            only.copied().all(|what| is(what, it, &households))
                && is_enrolled(it, project)
                && self.without_contact(it, today)
        };
        let mut fitting: Vec<(usize, &Known)> = known
            .iter()
            .enumerate()
            .filter(|(_, it)| fits(it))
            .collect();
        // Who is alike stands by name, and then by an id that is random: not in the order in which files changed, which would tell
        // that something was written where the reader may not look.
        let id = |place: usize| rows.get(place).map(|row| row.client);
        fitting.sort_by(|(here, a), (there, b)| {
            compare(self.wish.sort, a, b)
                .then_with(|| compare(ByNameSort::Name, a, b))
                .then_with(|| id(*here).cmp(&id(*there)))
        });
        let count = |what: &ByNameFilter| {
            let such = fitting.iter().filter(|(_, it)| is(*what, it, &households));
            such.count() as u64
        };
        let in_programme = |programme: &Programme| {
            let there = known
                .iter()
                .filter(|it| it.projects.contains(&programme.project));
            there.count() as u64
        };
        let sums = ByNameFilter::ALL.iter().map(count);
        let sums = sums
            .chain(self.programmes.iter().map(in_programme))
            .collect();
        let page = self.wish.page.clamp(1, pages_of(fitting.len()));
        let on_page = fitting.iter().skip((page - 1) * ROWS_ON_A_PAGE);
        let shown = on_page.take(ROWS_ON_A_PAGE).map(|(place, it)| {
            let (together, with_child) = household(it, &households);
            ShownRow {
                place: *place,
                together,
                with_child,
            }
        });
        ChosenRows {
            shown: shown.collect(),
            fitting: fitting.iter().map(|(place, _)| *place).collect(),
            sums,
        }
    }

    /// The project that is asked for: a number that is none has nobody in it.
    fn project(&self) -> Option<&str> {
        let wanted = self.wish.programme?;
        let found = self.programmes.iter().find(|it| it.no == wanted);
        Some(found.map_or("", |it| it.project.as_str()))
    }

    fn without_contact(&self, it: &Known, today: Date) -> bool {
        let Some(days) = self.wish.no_contact_days else {
            return true;
        };
        let days = i64::from(days.min(LONGEST_WITHOUT_CONTACT));
        let since = today.saturating_sub(days.days());
        it.last_contact.is_some_and(|day| day <= since)
    }
}

fn is_enrolled(it: &Known, project: Option<&str>) -> bool {
    project.is_none_or(|wanted| it.projects.iter().any(|it| it == wanted))
}

fn households(known: &[Known]) -> Households<'_> {
    let mut households = Households::new();
    for it in known {
        if let Some(number) = &it.household {
            let (people, with_child) = households.entry(number.as_str()).or_default();
            *people += 1;
            *with_child |= it.child;
        }
    }
    households
}

/// How many of the rows live with this one, itself included, and whether one of them is a child.
fn household(it: &Known, households: &Households<'_>) -> (u64, bool) {
    let number = it.household.as_ref();
    let found = number.and_then(|number| households.get(number.as_str()));
    found.copied().unwrap_or_default()
}

/// Whether this is known of somebody.
fn is(what: ByNameFilter, it: &Known, households: &Households<'_>) -> bool {
    match what {
        ByNameFilter::Veteran => it.veteran == Some(true),
        ByNameFilter::Youth => it.youth == Some(true),
        ByNameFilter::Family => household(it, households).1,
        ByNameFilter::Chronic => it.chronic == Some(true),
        ByNameFilter::NotHoused => it.not_housed == Some(true),
    }
}

fn compare(sort: ByNameSort, a: &Known, b: &Known) -> Ordering {
    match sort {
        ByNameSort::Priority => known_first(a.score.map(Reverse), b.score.map(Reverse))
            .then_with(|| known_first(a.on_list.map(Reverse), b.on_list.map(Reverse)))
            .then_with(|| longest_first(a, b)),
        ByNameSort::Homeless => longest_first(a, b),
        ByNameSort::Contact => known_first(a.last_contact, b.last_contact),
        ByNameSort::Name => known_first(a.name.as_deref(), b.name.as_deref()),
    }
}

fn longest_first(a: &Known, b: &Known) -> Ordering {
    known_first(a.homeless_since, b.homeless_since)
        .then_with(|| known_first(a.months.map(Reverse), b.months.map(Reverse)))
}

/// What is known, in its order, before what isn't.
fn known_first<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
