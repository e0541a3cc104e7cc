//! `/clients/{id}/disclosures/{no}`: one disclosure, step by step: what goes, exactly what would leave, a second person where a
//! rule wants one, letting it out, what became of it, and whether the client knows.
//!
//! Pages §3 S7, RE-2, NASW-c, NASW-d, CR-6.

pub(super) mod handler;
mod law;
mod left;
mod register;
pub mod sending;

pub use handler::routes;
pub use register::Obtainable;

use std::fmt::Display;

use askama::Template;
use caseward_casework::plain_words::Remark;
use caseward_model::{Category, DisclosureState, Language, Purpose};

use super::super::file::{Bar, SafeContact, sample_bar};
use super::partners::Hook;
use crate::forms::Problems;
use crate::view::{AskLaw, When, Why, category_key, purpose_key, sample_moment};
use crate::{Place, Shell};

/// A section that can be chosen.
#[derive(Debug, Clone)]
pub struct SectionChoice {
    /// Which.
    pub category: Category,
    /// It goes.
    pub chosen: bool,
    /// The purpose usually needs it.
    pub needed: bool,
}

/// A section that can't go, and why.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Which.
    pub category: Category,
    /// Why, and what would change it.
    pub why: Why,
}

impl Kept {
    /// Whether it is what others told, who can permit that it goes.
    fn is_of_others(&self) -> bool {
        self.category == Category::ThirdParty
    }
}

/// That it may put the client at more risk.
#[derive(Debug, Clone, Default)]
pub struct Risk {
    /// When and by whom it was discussed, and whether it goes on.
    pub discussed: Option<(When, String, bool)>,
    /// What was typed about it.
    pub typed: String,
    /// The version of the disclosure that is shown: what is said holds for it, and for nothing else.
    pub version: i64,
}

/// The danger report on which it goes.
#[derive(Debug, Clone)]
pub struct DangerNamed {
    /// Its number.
    pub no: i64,
    /// Who reported it, for whoever may read the notes.
    pub by: Option<String>,
}

/// What the Law Department is asked about a disclosure, and said before.
#[derive(Debug, Clone, Default)]
pub struct AskedLaw {
    /// Since when questions are open that hold it.
    pub open: Vec<When>,
    /// What was said before about the like: the question, and the answer.
    pub guidance: Vec<(String, String)>,
    /// What can be asked about it.
    pub ask: Option<AskLaw>,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/disclosures/one/page.html")]
pub struct DisclosurePage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Its own address.
    pub href: String,
    /// What kind of disclosure it is, in words.
    pub road: String,
    /// What its kind asked, and what was answered.
    pub answers: Vec<(String, String)>,
    /// It may put the client at more risk.
    pub risk: Option<Risk>,
    /// What the Law Department is asked about it.
    pub law: AskedLaw,
    /// What the register of who may obtain what says on it, as long as it can still go.
    pub register: Option<Vec<Obtainable>>,
    /// To whom.
    pub to: String,
    /// Why, in words.
    pub purpose: String,
    /// On what ground, in words.
    pub basis: String,
    /// On the ground of danger, the report on which it goes.
    pub danger: Option<DangerNamed>,
    /// By which way, in words.
    pub channel: String,
    /// How it stands.
    pub state: DisclosureState,
    /// The same in words.
    pub state_says: String,
    /// What can be chosen.
    pub sections: Vec<SectionChoice>,
    /// What was said about it is for those who may read all that it is made of.
    pub words_kept: bool,
    /// Why more than needed.
    pub why_more: String,
    /// When the paper was put together, and its SHA-256.
    pub composed: Option<(When, String)>,
    /// Words in the paper that judge somebody, with what could stand there instead.
    pub remarks: Vec<Remark>,
    /// How many things that others told stay out of the paper, because there is no permission of whoever told them.
    pub told_stays: u64,
    /// A rule wants a second person.
    pub wants_second: bool,
    /// It waits for a supervisor, and none who may look at the client could be told.
    pub told_nobody: bool,
    /// Who approved, when one did.
    pub approved: Option<String>,
    /// When it was released, and the number of the INTENT; of what left, or may have.
    pub released: Option<(When, u64)>,
    /// The releases before that: when, and the number of the INTENT. Of each the papers are kept.
    pub earlier: Vec<(When, u64)>,
    /// What was noted about how it arrived, or failed to; empty for whoever may not read all that it is made of.
    pub ended_how: String,
    /// Whether the client knows, in words, and how.
    pub told: (String, String),
    /// Nothing left, nor may have: it can be given up.
    pub may_be_given_up: bool,
    /// It isn't settled yet whether the client knows.
    pub to_tell: bool,
    /// What may come of it for the client, to be gone through with them.
    pub may_come: Vec<String>,
    /// The reader began it or had a hand in what goes: someone else discusses and approves it.
    pub has_a_hand: bool,
    /// The reader is one who could discuss it.
    pub may_discuss: bool,
    /// What can't go.
    pub kept: Vec<Kept>,
    /// What is said of partners, in whatever goes about somebody in the men's programme; nothing for whoever may not read all that it is made of.
    pub partners: Option<Hook>,
    /// By which way it leaves.
    pub sending: sending::Sending,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> DisclosurePage<T> {
    fn is_open(&self) -> bool {
        !self.state.left() && self.state != DisclosureState::Dropped
    }

    fn stays(&self) -> u64 {
        self.told_stays
    }

    fn section(&self, category: &Category) -> String {
        self.shell.t(category_key(*category))
    }

    fn needed(&self) -> impl Iterator<Item = &SectionChoice> {
        self.sections.iter().filter(|it| it.needed)
    }

    fn beyond(&self) -> impl Iterator<Item = &SectionChoice> {
        self.sections.iter().filter(|it| !it.needed)
    }

    fn goes_beyond(&self) -> bool {
        self.beyond().any(|it| it.chosen) || self.problems.of("why_more").is_some()
    }

    fn may_release(&self) -> bool {
        let settled = self.partners.is_none_or(Hook::is_settled);
        self.is_looked_at() && settled && self.sending.chosen.is_some() && !self.words_kept
    }

    /// Where it stands among what is still to be done, by number, how many that are, and its name; nothing when it is over.
    fn stage(&self) -> Option<(usize, usize, &'static str)> {
        const LOOK: &str = "disclosure-stage-look";
        const SECOND: &str = "disclosure-stage-second";
        const WAY: &str = "disclosure-stage-way";
        const OUT: &str = "disclosure-stage-out";
        const RECEIPT: &str = "disclosure-stage-receipt";
        let all: &[&'static str] = if self.wants_second {
            &[LOOK, SECOND, WAY, OUT, RECEIPT]
        } else {
            &[LOOK, WAY, OUT, RECEIPT]
        };
        let here = match self.state {
            DisclosureState::Begun => LOOK,
            DisclosureState::Composed if self.wants_second => SECOND,
            DisclosureState::Composed | DisclosureState::Approved | DisclosureState::Failed => {
                if self.may_release() && !self.is_untold() {
                    OUT
                } else {
                    WAY
                }
            }
            DisclosureState::Released => RECEIPT,
            DisclosureState::Delivered | DisclosureState::Recalled | DisclosureState::Dropped => {
                return None;
            }
        };
        let place = all.iter().position(|it| *it == here)?;
        Some((place + 1, all.len(), here))
    }

    /// Nobody said yet whether the client knows, or why only afterwards.
    fn is_untold(&self) -> bool {
        self.to_tell && self.told.1.is_empty()
    }

    fn is_looked_at(&self) -> bool {
        match self.state {
            DisclosureState::Composed => !self.wants_second,
            DisclosureState::Approved | DisclosureState::Failed => true,
            _ => false,
        }
    }
}

fn sample_may_come() -> Vec<String> {
    let says = [
        "They can decide sooner whether you can get housing, money or another service.",
        "They will know your name, and that you come to us.",
    ];
    says.map(str::to_owned).to_vec()
}

impl DisclosurePage<String> {
    /// Put together, and waiting to go.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/disclosures/2");
        let choice = |category, chosen, needed| SectionChoice {
            category,
            chosen,
            needed,
        };
        let state = DisclosureState::Composed;
        Self {
            bar: sample_bar(language),
            href: "/clients/0k3v9/disclosures/2".into(),
            road: shell.t("road-other"),
            answers: Vec::new(),
            risk: None,
            register: Some(vec![Obtainable {
                division: "Housing".into(),
                what: "Proof of income (Who it is, Housing)".into(),
                basis: shell.t("disclosure-basis-consent"),
                manual: "County manual of procedures, 12.4".into(),
                notes: "Not the whole file.".into(),
                overdue: false,
            }]),
            law: AskedLaw {
                open: Vec::new(),
                guidance: vec![(
                    "Does a housing authority need the whole file?".into(),
                    "No: who it is and how they are housed.".into(),
                )],
                ask: Some(AskLaw::about("/clients/0k3v9", "May this go?").going_to("0r1")),
            },
            to: "Northside Housing Authority".into(),
            purpose: shell.t(purpose_key(Purpose::Eligibility)),
            basis: shell.t("disclosure-basis-consent"),
            danger: None,
            channel: shell.t("disclosure-channel-hand-delivery"),
            state,
            state_says: shell.t(&super::state_key(state)),
            sections: vec![
                choice(Category::Identity, true, true),
                choice(Category::Housing, true, true),
                choice(Category::Health, false, false),
            ],
            words_kept: false,
            why_more: String::new(),
            composed: Some((sample_moment(shell.words, 20, 10, 5), "ab".repeat(32))),
            remarks: vec![Remark {
                said: "crazy".into(),
                instead: "Say what you saw or heard.".into(),
            }],
            told_stays: 1,
            wants_second: false,
            told_nobody: false,
            approved: None,
            released: None,
            earlier: Vec::new(),
            ended_how: String::new(),
            told: (shell.t("disclosure-told-later"), String::new()),
            may_be_given_up: true,
            to_tell: true,
            may_come: sample_may_come(),
            has_a_hand: true,
            may_discuss: false,
            kept: Vec::new(),
            partners: None,
            sending: sending::Sending::sample(shell.words),
            problems: Problems::default(),
            shell,
        }
    }

    /// It may put the client at more risk, and waits for a manager who looks at it.
    #[must_use]
    pub fn sample_risk(language: Language) -> Self {
        let before = Self::sample(language);
        let state = DisclosureState::Begun;
        Self {
            road: before.shell.t("road-raises-risk"),
            answers: vec![(
                before.shell.t("road-field-risk"),
                "He may hear of it from a cousin who works there.".into(),
            )],
            basis: before.shell.t("disclosure-basis-danger"),
            danger: Some(DangerNamed {
                no: 2,
                by: Some("Dana Ortiz".into()),
            }),
            risk: Some(Risk::default()),
            told_nobody: true,
            has_a_hand: false,
            may_discuss: true,
            composed: None,
            state,
            state_says: before.shell.t(&super::state_key(state)),
            ..before
        }
    }

    /// A report on somebody in the men's programme, of which sentences are still to be read.
    #[must_use]
    pub fn sample_progress(language: Language) -> Self {
        let before = Self::sample(language);
        Self {
            road: before.shell.t("road-progress"),
            partners: Some(Hook {
                named: true,
                all: 3,
                unread: 2,
            }),
            ..before
        }
    }

    /// It left; a second person had approved it.
    #[must_use]
    pub fn sample_released(language: Language) -> Self {
        let before = Self::sample(language);
        let state = DisclosureState::Released;
        Self {
            state,
            state_says: before.shell.t(&super::state_key(state)),
            approved: Some("Priya Anand".into()),
            wants_second: true,
            released: Some((sample_moment(before.shell.words, 20, 11, 0), 4_711)),
            earlier: vec![(sample_moment(before.shell.words, 19, 9, 30), 4_600)],
            register: None,
            words_kept: true,
            sending: sending::Sending::sample_gone(before.shell.words),
            ..before
        }
    }
}
