//! `/clauses/{id}`: one clause: what it means, the rules that keep it, what is proved, how it is
//! asked and tested, and what it decided in the last 90 days.
//!
//! Pages §3 S15: a clause with no rule says so, and says what is missing.

use askama::Template;
use caseward_model::Language;

use super::{Met, Status};
use crate::view::pick;
use crate::{Place, Shell};

/// A rule, as it is written in the policy set.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Why it decides, in the reader's language.
    pub reason: String,
    /// It permits; otherwise it forbids, and wins over every permit.
    pub permits: bool,
    /// Its text.
    pub text: String,
}

/// Whether a never-statement is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// For all possible requests.
    Proved,
    /// The solver wasn't there, or hasn't run for this policy set.
    NotProved,
    /// The solver found a request that breaks it.
    Broken,
}

impl Proof {
    /// All three.
    pub const ALL: &'static [Self] = &[Self::Proved, Self::NotProved, Self::Broken];

    /// The key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proved => "proof-proved",
            Self::NotProved => "proof-not-proved",
            Self::Broken => "proof-broken",
        }
    }

    /// Its word in class names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Proved => "enforced",
            Self::NotProved => "planned",
            Self::Broken => "refused",
        }
    }

    /// The sign beside its name.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Proved => "open",
            Self::NotProved => "today",
            Self::Broken => "cross",
        }
    }
}

/// What must be impossible.
#[derive(Debug, Clone)]
pub struct Never {
    /// As a sentence.
    pub sentence: String,
    /// Whether it is proved.
    pub proof: Proof,
}

/// A question and the answer it must get.
#[derive(Debug, Clone)]
pub struct Question {
    /// As a sentence.
    pub ask: String,
    /// It must be permitted.
    pub is_permitted: bool,
}

/// What the clause decided in one week.
#[derive(Debug, Clone)]
pub struct Week {
    /// Its first day, short.
    pub label: String,
    /// How often it permitted.
    pub permitted: u64,
    /// How often it refused.
    pub refused: u64,
}

/// One bar of the picture, in the units of its view box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Left edge.
    pub x: u64,
    /// Upper edge of the permitted part.
    pub permitted_y: u64,
    /// Height of the permitted part.
    pub permitted_height: u64,
    /// Upper edge of the refused part.
    pub refused_y: u64,
    /// Height of the refused part.
    pub refused_height: u64,
}

/// How high the picture is, and how far apart the bars stand.
const PICTURE_HEIGHT: u64 = 96;
const BAR_STEP: u64 = 24;

/// The page.
#[derive(Template)]
#[template(path = "clauses/clause/page.html")]
pub struct ClausePage {
    /// Around it.
    pub shell: Shell,
    /// The clause's id.
    pub id: String,
    /// The document's title.
    pub source: String,
    /// Its place in the document, such as "3.3.2".
    pub place: String,
    /// What it means, in our words.
    pub means: String,
    /// How it is met.
    pub met: Vec<Met>,
    /// How far.
    pub status: Status,
    /// What is missing, when something is.
    pub missing: Option<String>,
    /// The rules that keep it.
    pub rules: Vec<Rule>,
    /// What must be impossible.
    pub nevers: Vec<Never>,
    /// What proved that, where a record of it is about these very rules.
    pub solver: Option<String>,
    /// What it is asked.
    pub questions: Vec<Question>,
    /// The tests that are named after it.
    pub tests: Vec<String>,
    /// The last 13 weeks, oldest first.
    pub weeks: Vec<Week>,
}

impl ClausePage {
    fn permitted(&self) -> u64 {
        self.weeks.iter().map(|week| week.permitted).sum()
    }

    fn refused(&self) -> u64 {
        self.weeks.iter().map(|week| week.refused).sum()
    }

    /// Whether a statement isn't proved for these rules, so that the page says what would do it.
    fn is_unproved(&self) -> bool {
        self.nevers.iter().any(|it| it.proof == Proof::NotProved)
    }

    /// Whether the rules are few enough to be read at once; of many, one reads the reasons first.
    fn shows_rules(&self) -> bool {
        self.rules.len() <= 2
    }

    /// Whether a statement is proved, so that the page says by what.
    fn is_proved(&self) -> bool {
        self.nevers.iter().any(|it| it.proof == Proof::Proved)
    }

    fn picture_width(&self) -> u64 {
        BAR_STEP * self.weeks.len() as u64
    }

    fn bars(&self) -> Vec<Bar> {
        let total = |week: &Week| week.permitted + week.refused;
        let highest = self.weeks.iter().map(total).max().unwrap_or(0).max(1);
        let height = |count: u64| count.saturating_mul(PICTURE_HEIGHT) / highest;
        (0_u64..)
            .zip(&self.weeks)
            .map(|(place, week)| {
                let (permitted, refused) = (height(week.permitted), height(week.refused));
                Bar {
                    x: place * BAR_STEP + 3,
                    permitted_y: PICTURE_HEIGHT - permitted,
                    permitted_height: permitted,
                    refused_y: PICTURE_HEIGHT.saturating_sub(permitted + refused),
                    refused_height: refused,
                }
            })
            .collect()
    }

    /// A clause that is enforced and proved.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let p = |en, es| String::from(pick(language, en, es));
        let counts = [
            (12, 0),
            (15, 1),
            (9, 0),
            (18, 2),
            (14, 0),
            (16, 0),
            (11, 1),
            (20, 0),
            (17, 3),
            (13, 0),
            (15, 0),
            (19, 1),
            (8, 1),
        ];
        Self {
            shell: Shell::sample(language, Place::Clauses, "/clauses/DV-3.3.2e"),
            id: "DV-3.3.2e".into(),
            source: p("Confidentiality policy and procedure of a domestic-violence organization", "Política y procedimiento de confidencialidad de una organización contra la violencia"),
            place: "3.3.2".into(),
            means: "Nothing to a partner or ex-partner, ever. No worker carries messages between them, and linked people are walled from each other, whoever asks and whatever role they hold.".into(),
            met: vec![Met::Policy],
            status: Status::Enforced,
            missing: None,
            rules: vec![Rule {
                id: "dv-3-3-2e-wall".into(),
                reason: p("A wall stands between you and this file.", "Entre usted y este expediente hay una barrera."),
                permits: false,
                text: "@id(\"dv-3-3-2e-wall\")\n@clause(\"DV-3.3.2e\")\nforbid (principal, action, resource)\nwhen { context.relation.walled };".into(),
            }],
            nevers: vec![Never {
                sentence: "A person behind a wall is let through, whatever the purpose or role.".into(),
                proof: Proof::Proved,
            }],
            solver: Some("cvc5 1.0.3".into()),
            questions: vec![
                Question {
                    ask: "May a supervisor who is the client’s ex-partner read her file to supervise?".into(),
                    is_permitted: false,
                },
                Question {
                    ask: "May the assigned caseworker, whom no wall concerns, read it to serve her?".into(),
                    is_permitted: true,
                },
            ],
            tests: vec![
                "dv_3_3_2e_a_wall_holds_whoever_asks".into(),
                "dv_3_3_2e_a_partner_on_staff_sees_nothing".into(),
            ],
            weeks: (0_u32..)
                .zip(counts)
                .map(|(place, (permitted, refused))| Week {
                    label: format!("{:02}-{:02}", 8 + (24 + place * 7) / 31, (24 + place * 7) % 31 + 1),
                    permitted,
                    refused,
                })
                .collect(),
        }
    }

    /// A clause that nothing keeps yet.
    #[must_use]
    pub fn sample_planned(language: Language) -> Self {
        let p = |en, es| String::from(pick(language, en, es));
        Self {
            id: "CC-2.7".into(),
            source: p(
                "Case conferencing confidentiality agreement",
                "Acuerdo de confidencialidad de las reuniones de caso",
            ),
            place: "II".into(),
            means: "Notes on clients one doesn’t serve are destroyed on leaving a session.".into(),
            met: vec![Met::Workflow],
            status: Status::Planned,
            missing: Some(
                "Conferences aren’t built yet, so there are no session notes to destroy.".into(),
            ),
            rules: Vec::new(),
            nevers: Vec::new(),
            solver: None,
            questions: Vec::new(),
            tests: Vec::new(),
            weeks: Vec::new(),
            ..Self::sample(language)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stay_inside_the_picture() {
        let page = ClausePage::sample(Language::English);
        for bar in page.bars() {
            assert!(bar.refused_y + bar.refused_height <= PICTURE_HEIGHT);
            assert_eq!(bar.permitted_y + bar.permitted_height, PICTURE_HEIGHT);
            assert!(bar.x < page.picture_width());
        }
        let quiet = ClausePage {
            weeks: vec![Week {
                label: "01-01".into(),
                permitted: 0,
                refused: 0,
            }],
            ..page
        };
        assert_eq!(quiet.bars()[0].permitted_height, 0);
    }
}
