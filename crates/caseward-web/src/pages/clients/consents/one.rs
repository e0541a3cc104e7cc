//! One consent as it stands, and taking it back.

use std::fmt::Display;

use askama::Template;
use caseward_model::{ConsentStage, Language, RecallAnswer, RecallTelling, WithdrawalWay};

use super::super::file::{Bar, SafeContact, sample_bar};
use super::needed::{NeededField, PaperWitness};
use super::{stage_key, stage_sign};
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// Something with a title.
#[derive(Debug, Clone)]
pub struct Said {
    /// The key of the title.
    pub key: &'static str,
    /// The text.
    pub text: String,
}

/// Who received something under it.
#[derive(Debug, Clone)]
pub struct Received {
    /// Its number within the consent.
    pub no: i64,
    /// The organisation.
    pub name: String,
    /// When.
    pub at: When,
    /// What came of asking for it back; nothing while it stands.
    pub recall: Option<RecallAnswer>,
    /// That they were told; nothing while nobody told them.
    pub told: Option<ToldLine>,
    /// Their ways that count now, by which they can be told: number and what it is called.
    pub ways: Vec<(i64, String)>,
    /// One of them is a way by which the house itself carries a letter.
    pub by_house: bool,
    /// A wall keeps the client apart from them, so that the house sends them no letter by itself; said only to whoever may know it.
    pub apart: bool,
    /// They have a way by which a link can go to them, and its PIN on their telephone.
    pub by_link: bool,
    /// A letter is being sent to them at this moment.
    pub going: bool,
    /// Until when a letter waits for them behind a link that nobody has opened.
    pub waits_until: Option<When>,
    /// Why the letter that was to go last counts as not sent: a key of words.
    pub not_sent: Option<&'static str>,
}

/// That a recipient was told that a consent was taken back.
#[derive(Debug, Clone)]
pub struct ToldLine {
    /// How: a key of words.
    pub key: &'static str,
    /// When.
    pub at: When,
    /// By whom.
    pub by: String,
    /// Until which day they were asked to answer.
    pub answer_by: When,
}

/// What can be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether one form stands on the page"
)]
pub struct Doable {
    /// Go on with the draft.
    pub go_on: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Renew it.
    pub renew: bool,
    /// Say that it was recorded in error.
    pub correct: bool,
    /// Fetch its paper.
    pub copy: bool,
    /// Say that the copy was handed over.
    pub copy_given: bool,
    /// Record the signed paper.
    pub record_paper: bool,
    /// Look at the paper that somebody else recorded.
    pub confirm: bool,
    /// There is a scan.
    pub scan: bool,
    /// A written note of an oral withdrawal is due.
    pub note: bool,
    /// Note what a recipient answered.
    pub recall: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/consents/one.html")]
pub struct OnePage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Its address.
    pub href: String,
    /// Its number among the client's.
    pub no: i64,
    /// What it is called.
    pub title: String,
    /// How it stands: a key of words, and its sign.
    pub stage: (&'static str, &'static str),
    /// What stands in it.
    pub said: Vec<Said>,
    /// When it was signed.
    pub signed: Option<When>,
    /// A name was typed under it, and nobody saw that but the worker: it doesn't count.
    pub typed_alone: bool,
    /// It was given before it was written down here.
    pub taken_over: bool,
    /// Until when it holds.
    pub until: Option<When>,
    /// When it was taken back.
    pub withdrawn: Option<When>,
    /// When the copy was handed over.
    pub copied: Option<When>,
    /// Who received under it.
    pub received: Vec<Received>,
    /// What can be done with it.
    pub can: Doable,
    /// What is asked about a witness on its paper.
    pub(super) witness: PaperWitness,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> OnePage<T> {
    fn is_answer(&self, received: &Received, answer: &RecallAnswer) -> bool {
        received.recall.as_ref() == Some(answer)
    }

    /// Whether somebody still has to tell them.
    fn is_untold(&self, received: &Received) -> bool {
        received.told.is_none() && received.recall == Some(RecallAnswer::Awaited)
    }

    /// Whether there is somebody to whom the house can send a letter now.
    fn can_send(&self) -> bool {
        let mut untold = self.received.iter().filter(|it| self.is_untold(it));
        self.can.recall
            && untold.any(|it| it.by_house && !it.going && !it.apart && it.waits_until.is_none())
    }

    fn told_line(&self, told: &ToldLine) -> String {
        let words = &self.shell;
        let line = words.fill("recall-told-line").with("who", &told.by);
        let how = words.t(told.key);
        line.with("how", how).to_string()
    }

    fn recall_key(&self, answer: &RecallAnswer) -> &'static str {
        match answer {
            RecallAnswer::Awaited => "recall-awaited",
            RecallAnswer::Returned => "recall-returned",
            RecallAnswer::Destroyed => "recall-destroyed",
            RecallAnswer::Kept => "recall-kept",
            RecallAnswer::Refused => "recall-refused",
        }
    }
}

/// How a recipient was told, as a key of words.
pub(super) const fn telling_key(how: RecallTelling) -> &'static str {
    match how {
        RecallTelling::Way => "recall-told-way",
        RecallTelling::Telephone => "recall-told-telephone",
        RecallTelling::InPerson => "recall-told-in-person",
    }
}

/// The page on which a consent is taken back.
#[derive(Template)]
#[template(path = "clients/consents/withdraw.html")]
pub struct WithdrawPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The address of the consent.
    pub href: String,
    /// To which organisation it was given.
    pub recipient: String,
    /// Who received under it.
    pub received: Vec<Received>,
}

impl<T: Display> WithdrawPage<T> {
    fn way_key(&self, way: &WithdrawalWay) -> &'static str {
        match way {
            WithdrawalWay::Oral => "consent-withdraw-oral",
            WithdrawalWay::Written => "consent-withdraw-written",
        }
    }
}

impl OnePage<String> {
    fn sample_of(language: Language, stage: ConsentStage, can: Doable) -> Self {
        let href = "/clients/0k3v9/consents/3";
        let shell = Shell::sample(language, Place::Clients, href);
        let words = shell.words;
        let said = |key, text: &str| Said {
            key,
            text: text.to_owned(),
        };
        Self {
            bar: sample_bar(language),
            href: href.to_owned(),
            no: 3,
            title: super::words_in(language)
                .map(|it| it.title.clone())
                .unwrap_or_default(),
            stage: (stage_key(stage, false), stage_sign(stage, false)),
            said: vec![
                said("consent-recipient", "Bay Street Clinic"),
                said("consent-readers", "The nurse and the doctor who treat her"),
                said("consent-limits", "Only after you called me"),
            ],
            signed: Some(sample_moment(words, 12, 10, 20)),
            typed_alone: false,
            taken_over: false,
            until: Some(sample_moment(words, 24, 0, 0)),
            withdrawn: None,
            copied: None,
            received: Vec::new(),
            can,
            witness: PaperWitness::default(),
            problems: Problems::default(),
            shell,
        }
    }

    /// One that is signed.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let can = Doable {
            withdraw: true,
            renew: true,
            correct: true,
            copy: true,
            copy_given: true,
            ..Doable::default()
        };
        Self::sample_of(language, ConsentStage::Signed, can)
    }

    /// One whose paper waits for a second person.
    #[must_use]
    pub fn sample_paper(language: Language) -> Self {
        let can = Doable {
            withdraw: true,
            copy: true,
            record_paper: true,
            confirm: true,
            scan: true,
            ..Doable::default()
        };
        let mut problems = Problems::default();
        problems.note("scan", "paper-needs-scan");
        let field = NeededField {
            id: "witness",
            label: "consent-paper-witness",
            hint: "",
            value: String::new(),
            why: "So that a second person can say that it was signed freely.".to_owned(),
            required: true,
            long: false,
        };
        let witness = PaperWitness {
            field: Some(field),
            named: "Noor Haddad".to_owned(),
            needed: true,
        };
        Self {
            problems,
            witness,
            ..Self::sample_of(language, ConsentStage::PaperWaits, can)
        }
    }

    /// One that was taken back after something went out.
    #[must_use]
    pub fn sample_withdrawn(language: Language) -> Self {
        let can = Doable {
            renew: true,
            copy: true,
            note: true,
            recall: true,
            ..Doable::default()
        };
        let page = Self::sample_of(language, ConsentStage::Revoked, can);
        let words = page.shell.words;
        Self {
            withdrawn: Some(sample_moment(words, 20, 15, 2)),
            received: vec![
                Received {
                    no: 1,
                    name: "Bay Street Clinic".to_owned(),
                    at: sample_moment(words, 14, 9, 0),
                    recall: Some(RecallAnswer::Awaited),
                    told: None,
                    ways: vec![(4, words.t("way-encrypted-mail"))],
                    by_house: true,
                    apart: false,
                    by_link: true,
                    going: false,
                    waits_until: None,
                    not_sent: Some("recall-trouble-unreached"),
                },
                Received {
                    no: 2,
                    name: "Bay Street Clinic".to_owned(),
                    at: sample_moment(words, 15, 9, 0),
                    recall: Some(RecallAnswer::Awaited),
                    told: Some(ToldLine {
                        key: telling_key(RecallTelling::Telephone),
                        at: sample_moment(words, 21, 9, 0),
                        by: "Dana Ortiz".to_owned(),
                        answer_by: When::day(words, jiff::civil::date(2026, 12, 5)),
                    }),
                    ways: Vec::new(),
                    by_house: false,
                    apart: false,
                    by_link: false,
                    going: false,
                    waits_until: None,
                    not_sent: None,
                },
                Received {
                    no: 3,
                    name: "Elm School".to_owned(),
                    at: sample_moment(words, 16, 9, 0),
                    recall: Some(RecallAnswer::Awaited),
                    told: None,
                    ways: vec![(6, words.t("way-encrypted-mail"))],
                    by_house: true,
                    apart: true,
                    by_link: false,
                    going: false,
                    waits_until: None,
                    not_sent: None,
                },
            ],
            ..page
        }
    }
}

impl WithdrawPage<String> {
    /// One under which something went out.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let page = OnePage::sample_withdrawn(language);
        Self {
            shell: Shell::sample(
                language,
                Place::Clients,
                "/clients/0k3v9/consents/3/withdraw",
            ),
            bar: page.bar,
            href: page.href,
            recipient: "Bay Street Clinic".to_owned(),
            received: page.received,
        }
    }
}
