//! `/meetings/{id}/after` and `/meetings/{id}/minutes`: what stays of a meeting for those who sat in it: decisions and actions, who was
//! there, for whoever led it what was attested, and the minutes of one's own organisation as a paper (CC-1, CC-2.1, CC-2.2, CC-2.3).

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::conference::{Attendee, OverSitting};
use caseward_model::{Joining, Language, SeatEnd};

use super::decided::{Line, samples};
use super::meeting::{Group, groups};
use crate::forms::Problems;
use crate::view::When;
use crate::visit::moment;
use crate::{Place, Shell, Words};

/// A sitting that is over.
#[derive(Debug, Clone)]
pub struct Sitting {
    /// What it is called among the reader's, in words; empty where it is the only one.
    pub name: String,
    /// Who was there.
    pub groups: Vec<Group>,
    /// What was attested, each time, for whoever led it.
    pub log: Vec<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "conferences/after/page.html")]
pub struct AfterPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// The address of the meeting.
    pub href: String,
    /// When it was.
    pub held: When,
    /// The reader's sittings that are over.
    pub sittings: Vec<Sitting>,
    /// What was decided in them.
    pub lines: Vec<Line<T>>,
    /// What has to be mended.
    pub problems: Problems,
}

/// The reader's sittings that are over, in order; they are counted among themselves.
fn sittings(language: Language, all: &[OverSitting]) -> Vec<Sitting> {
    let words = Words::of(language);
    let several = all.len() > 1;
    let name = |no: usize, it: &OverSitting| match (several, it.everybody) {
        (false, _) => String::new(),
        (true, true) => words.t("meeting-sitting-everybody"),
        (true, false) => words
            .fill("meeting-sitting-number")
            .with("number", no)
            .to_string(),
    };
    let one = |(no, it): (usize, &OverSitting)| Sitting {
        name: name(no, it),
        groups: groups(language, &it.attendance),
        log: match it.leads {
            true => it.attendance.iter().map(|it| said(language, it)).collect(),
            false => Vec::new(),
        },
    };
    (1..).zip(all).map(one).collect()
}

/// What somebody attested when they came in.
fn said(language: Language, it: &Attendee) -> String {
    let words = Words::of(language);
    let attested = match it.how {
        Joining::Remote => "after-attested-alone",
        Joining::InPerson => "after-attested-fit",
    };
    words
        .fill(attested)
        .with("who", &it.name)
        .with("of", &it.organization)
        .with("when", moment(language, it.came_at).words)
        .to_string()
}

impl AfterPage<String> {
    /// For whoever led it.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Conferences, "/meetings/0k3v9/after");
        let attendee = |name: &str, how| Attendee {
            name: name.into(),
            organization: "Willowherb Clinic".into(),
            how,
            came_at: 1_794_500_000_000,
            left: Some((1_794_501_000_000, SeatEnd::Closed)),
        };
        let all = [
            attendee("Heather Moss", Joining::Remote),
            attendee("Ida Fern", Joining::InPerson),
        ];
        Self {
            href: "/meetings/0k3v9".into(),
            held: moment(language, 1_794_499_000_000),
            sittings: vec![Sitting {
                name: String::new(),
                groups: groups(language, &all),
                log: all.iter().map(|it| said(language, it)).collect(),
            }],
            lines: samples(shell.words),
            problems: Problems::default(),
            shell,
        }
    }

    /// While nothing is over.
    #[must_use]
    pub fn sample_none(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("minutes", "amiss-minutes-none");
        Self {
            sittings: Vec::new(),
            lines: Vec::new(),
            problems,
            ..Self::sample(language)
        }
    }
}
