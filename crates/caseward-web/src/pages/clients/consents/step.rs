//! One question of a consent on a page by itself.

use std::fmt::Display;

use askama::Template;
use caseward_casework::consent::{
    ConsentWords, Form, SigningNeed, Statement, Step, is_asked_alone, purposes_of, sections_of,
};
use caseward_casework::stated_needs::{FieldNeeds, StatedNeeds};
use caseward_model::{
    Answered, Category, Channel, ConsentKind, Language, LimitKind, Purpose, SignerCapacity,
};

use super::super::file::{Bar, SafeContact, sample_bar};
use super::needed::{self, NeededField};
use super::{Answers, problems_of, signing_problems, step_of, words_in};
use crate::forms::Problems;
use crate::{Place, Shell};

/// A choice: its word, what it is called, and whether it was chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its word.
    pub word: String,
    /// What it is called.
    pub label: String,
    /// Whether it was chosen.
    pub chosen: bool,
}

/// The page of one step.
#[derive(Template)]
#[template(path = "clients/consents/step.html")]
pub struct StepPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The address of the consent.
    pub href: String,
    /// Which step.
    pub step: Step,
    /// What was answered so far.
    pub form: Form,
    /// The organisations of the register.
    pub recipients: Vec<Choice>,
    /// The last day that a consent of today can have, and the one that is proposed.
    pub days: (String, String),
    /// The signature as it was typed, where it was sent back.
    pub typed: Answers,
    /// What is still needed.
    pub problems: Problems,
    /// On the last page: whether it can be signed, as nothing is missing.
    pub ready: bool,
    /// The single fields that are asked of this client, each with what it is needed for (RE-5).
    pub asked: FieldNeeds,
    /// What the office asks by itself, besides what the clause names (DV-4.4.2).
    pub sensitive: Vec<Category>,
}

impl<T: Display> StepPage<T> {
    /// The words of the page, in the reader's language.
    fn words(&self) -> Option<&'static ConsentWords> {
        let mut all = Language::ALL.iter().copied();
        all.find(|it| it.word() == self.shell.language())
            .and_then(words_in)
    }

    /// The words of the form, in the client's.
    fn said(&self) -> Option<&'static ConsentWords> {
        words_in(self.form.language)
    }

    /// The single fields of this step for which somebody stated a need.
    fn needed(&self) -> Vec<NeededField> {
        needed::fields(self.step, (&self.form, &self.typed), &self.asked)
    }

    /// The witness on a paper from before, where somebody stated a need for one.
    fn earlier_witness(&self) -> Option<NeededField> {
        let typed = self.typed.one("earlier_witness");
        let field = needed::on_paper(&self.asked, "").field?;
        Some(NeededField {
            id: "earlier_witness",
            value: typed.to_owned(),
            ..field
        })
    }

    fn is_question(&self) -> bool {
        self.step != Step::Check
    }

    /// Where what is missing can be mended: on the page of its question, or here.
    fn leads_to(&self, field: &str) -> String {
        match step_of(field) {
            Some(step) => format!("{}/{}#{field}", self.href, step.word()),
            None => format!("#{field}"),
        }
    }

    fn title_key(&self) -> &'static str {
        match self.step {
            Step::Who => "consent-step-who",
            Step::Purpose => "consent-step-purpose",
            Step::Recipient => "consent-step-recipient",
            Step::Information => "consent-step-information",
            Step::Terms => "consent-step-terms",
            Step::Consequences => "consent-step-consequences",
            Step::Limits => "consent-step-limits",
            Step::Confidentiality => "consent-step-confidentiality",
            Step::Check => "consent-step-check",
        }
    }

    fn lead_key(&self) -> &'static str {
        match self.step {
            Step::Who => "consent-step-who-lead",
            Step::Purpose => "consent-step-purpose-lead",
            Step::Recipient => "consent-step-recipient-lead",
            Step::Information => "consent-step-information-lead",
            Step::Terms => "consent-step-terms-lead",
            Step::Consequences => "consent-step-consequences-lead",
            Step::Limits => "consent-step-limits-lead",
            Step::Confidentiality => "consent-step-confidentiality-lead",
            Step::Check => "consent-step-check-lead",
        }
    }

    fn steps(&self) -> usize {
        Step::ALL.len()
    }

    fn back(&self) -> Option<&'static str> {
        let place = self.step.number().checked_sub(2)?;
        Step::ALL.get(place).map(|it| it.word())
    }

    fn choice(&self, word: &str, label: Option<&String>, chosen: bool) -> Choice {
        Choice {
            word: word.to_owned(),
            label: label.cloned().unwrap_or_default(),
            chosen,
        }
    }

    fn capacities(&self) -> Vec<Choice> {
        let words = self.words();
        let all = SignerCapacity::ALL.iter().map(|it| {
            let label = words.and_then(|words| words.capacities.get(it.word()));
            self.choice(it.word(), label, self.form.who.capacity == Some(*it))
        });
        all.collect()
    }

    fn purposes(&self) -> Vec<Choice> {
        let words = self.words();
        let all = purposes_of(self.form.kind).iter().map(|it: &Purpose| {
            let label = words.and_then(|words| words.purposes.get(it.word()));
            self.choice(it.word(), label, self.form.purposes.contains(it))
        });
        all.collect()
    }

    fn ways(&self) -> Vec<Choice> {
        let words = self.words();
        let all = Channel::OUTWARD.iter().map(|it| {
            let label = words.and_then(|words| words.ways.get(it.word()));
            self.choice(it.word(), label, self.form.channels.contains(it))
        });
        all.collect()
    }

    /// The sections that are asked, the sensitive ones apart.
    fn sections(&self, alone: bool) -> Vec<(Category, String)> {
        let words = self.words();
        let all = sections_of(self.form.kind).iter();
        all.filter(|it| is_asked_alone(**it, &self.sensitive) == alone)
            .map(|it| {
                let label = words.and_then(|words| words.sections.get(it.word()));
                (*it, label.cloned().unwrap_or_default())
            })
            .collect()
    }

    fn answered(&self, section: &Category, answer: &Answered) -> bool {
        self.form.answer(*section) == Some(*answer)
    }

    fn harmed(&self, answer: &Answered) -> bool {
        self.form.who.harmed == Some(*answer)
    }

    fn answer_key(&self, answer: &Answered) -> &'static str {
        match answer {
            Answered::Yes => "consent-answer-yes",
            Answered::No => "consent-answer-no",
            Answered::NotSure => "consent-answer-not-sure",
        }
    }

    /// The limits that have only a box.
    fn boxes(&self) -> Vec<Choice> {
        let words = self.words();
        let kinds = [
            LimitKind::Once,
            LimitKind::InMyPresence,
            LimitKind::TellMeFirst,
        ];
        let all = kinds.iter().map(|it| {
            let label = words.and_then(|words| words.limits.get(it.word()));
            let chosen = self.form.limits.iter().any(|limit| limit.kind == *it);
            self.choice(it.word(), label, chosen)
        });
        all.collect()
    }

    fn limit_lines(&self, word: &str) -> String {
        let of = self.form.limits.iter().filter(|it| it.kind.word() == word);
        let lines: Vec<_> = of.map(|it| it.words.as_str()).collect();
        lines.join("\n")
    }

    fn lines(&self, lines: &[String]) -> String {
        lines.join("\n")
    }

    /// The last day on which whoever signs for the client may decide.
    fn may_until(&self) -> String {
        let until = self.form.who.until;
        until.map(|it| it.to_string()).unwrap_or_default()
    }

    /// When what proves that was seen.
    fn seen_on(&self) -> String {
        let seen = self.form.who.seen_on;
        seen.map(|it| it.to_string()).unwrap_or_default()
    }

    fn until(&self) -> String {
        match self.form.until {
            Some(day) => day.to_string(),
            None => self.days.1.clone(),
        }
    }

    /// What is told, one by one: its word, its sentence, and whether it was.
    fn told(&self) -> Vec<Choice> {
        let Some(words) = self.said() else {
            return Vec::new();
        };
        let (told, said) = (&words.told, &self.form.told);
        let all = [
            (
                "not_a_condition",
                &told.not_a_condition,
                said.not_a_condition,
            ),
            ("may_revoke", &told.may_revoke, said.may_revoke),
            ("redisclosure", &told.redisclosure, said.redisclosure),
            (
                "limits_of_confidentiality",
                &told.limits_of_confidentiality,
                said.limits_of_confidentiality,
            ),
            ("copy", &told.copy, said.copy),
        ];
        let all = all.into_iter();
        all.map(|(word, text, chosen)| self.choice(word, Some(text), chosen))
            .collect()
    }

    fn statements(&self) -> &'static [Statement] {
        self.said().map_or(&[], |it| it.statement.as_slice())
    }

    fn is_ticked(&self, statement: &Statement) -> bool {
        self.typed.all("ticked").any(|it| it == statement.id)
    }

    /// The answers in short, each with the step where it is changed.
    #[expect(
        clippy::too_many_lines,
        reason = "one line for each answer: the list is what is looked at"
    )]
    fn summary(&self) -> Vec<(String, String, &'static str)> {
        let words = self.words();
        let called = |all: Vec<Choice>| {
            let chosen = all.into_iter().filter(|it| it.chosen);
            chosen.map(|it| it.label).collect::<Vec<_>>().join(", ")
        };
        let sections = |answer| {
            let asked = self.form.asked.iter().filter(|(_, it)| *it == answer);
            let label = |(section, _): &(Category, Answered)| {
                let found = words.and_then(|words| words.sections.get(section.word()));
                found.cloned().unwrap_or_default()
            };
            asked.map(label).collect::<Vec<_>>().join(", ")
        };
        let limits = self.form.limits.iter().map(|it| {
            let kind = words.and_then(|words| words.limits.get(it.kind.word()));
            let kind = kind.cloned().unwrap_or_default();
            if it.words.is_empty() {
                kind
            } else {
                format!("{kind}: {}", it.words)
            }
        });
        let until = self.form.until.map(|it| it.to_string());
        let line = |key: &str, text: String, step: Step| (self.shell.t(key), text, step.word());
        vec![
            line("consent-who", called(self.capacities()), Step::Who),
            line("consent-why", called(self.purposes()), Step::Purpose),
            line("consent-because", self.form.because.clone(), Step::Purpose),
            line("consent-request", self.form.request.clone(), Step::Purpose),
            line(
                "consent-recipient",
                called(self.recipients.clone()),
                Step::Recipient,
            ),
            line(
                "consent-readers",
                self.form.readers.clone(),
                Step::Recipient,
            ),
            line("consent-what", sections(Answered::Yes), Step::Information),
            line("consent-not", sections(Answered::No), Step::Information),
            line(
                "consent-exclusions",
                self.form.exclusions.clone(),
                Step::Information,
            ),
            line("consent-ways", called(self.ways()), Step::Terms),
            line("consent-until", until.unwrap_or_default(), Step::Terms),
            line(
                "consent-until-event",
                self.form.until_event.clone(),
                Step::Terms,
            ),
            line(
                "consent-agree",
                self.form.consequences.agree.join(" "),
                Step::Consequences,
            ),
            line(
                "consent-refuse",
                self.form.consequences.refuse.join(" "),
                Step::Consequences,
            ),
            line(
                "consent-alternatives",
                self.form.alternatives.clone(),
                Step::Consequences,
            ),
            line(
                "consent-limits",
                limits.collect::<Vec<_>>().join("; "),
                Step::Limits,
            ),
            line(
                "consent-teach-back",
                self.form.told.teach_back.clone(),
                Step::Confidentiality,
            ),
        ]
    }

    fn signs_with_parent(&self) -> bool {
        self.form.who.capacity == Some(SignerCapacity::MinorWithParent)
    }
}

impl StepPage<String> {
    fn sample_at(language: Language, step: Step, form: Form) -> Self {
        let href = "/clients/0k3v9/consents/4";
        Self {
            shell: Shell::sample(language, Place::Clients, &format!("{href}/{}", step.word())),
            sensitive: vec![Category::Income],
            bar: sample_bar(language),
            href: href.to_owned(),
            step,
            form,
            recipients: ["Bay Street Clinic", "Housing Authority"]
                .into_iter()
                .map(|name| Choice {
                    word: name.to_lowercase().replace(' ', "-"),
                    label: name.to_owned(),
                    chosen: name.starts_with("Bay"),
                })
                .collect(),
            days: ("2027-11-24".to_owned(), "2026-12-24".to_owned()),
            typed: Answers::default(),
            problems: Problems::default(),
            ready: false,
            asked: StatedNeeds::default().single_fields(&[], language),
        }
    }

    /// A step of a fresh draft.
    #[must_use]
    pub fn sample(language: Language, step: Step) -> Self {
        let form = Form {
            language,
            ..Form::default()
        };
        Self::sample_at(language, step, form)
    }

    /// A step of a form in which everything stands.
    #[must_use]
    pub fn sample_filled(language: Language, step: Step) -> Self {
        let mut form = Form {
            kind: ConsentKind::Information,
            language,
            purposes: vec![Purpose::DirectService],
            because: "So that the clinic can treat her without asking everything again.".into(),
            readers: "The nurse and the doctor who treat her".into(),
            asked: vec![
                (Category::Identity, Answered::Yes),
                (Category::Health, Answered::Yes),
                (Category::Hiv, Answered::No),
            ],
            channels: vec![Channel::EncryptedMessage],
            until: Some(jiff::civil::date(2026, 12, 24)),
            alternatives: "She tells them herself.".into(),
            ..Form::default()
        };
        form.who.capacity = Some(SignerCapacity::Client);
        if let Ok(said) = caseward_casework::consent::consequences(&form, None) {
            form.consequences = said;
        }
        form.told = caseward_casework::consent::Told {
            not_a_condition: true,
            may_revoke: true,
            redisclosure: true,
            limits_of_confidentiality: true,
            copy: true,
            teach_back: "That I can stop it whenever I want.".into(),
            ..Default::default()
        };
        Self {
            ready: true,
            ..Self::sample_at(language, step, form)
        }
    }

    /// A field that nobody has stated a need for was answered: it comes back with what was typed.
    #[must_use]
    pub fn sample_unasked(language: Language) -> Self {
        use caseward_casework::consent::ConsentNeed as Need;
        let mut page = Self::sample_filled(language, Step::Confidentiality);
        page.asked = FieldNeeds::default();
        page.form.told.interpreter = "The county’s interpreters".into();
        page.problems = problems_of(&[Need::InterpreterUnasked]);
        page
    }

    /// A last page with things missing.
    #[must_use]
    pub fn sample_missing(language: Language) -> Self {
        use caseward_casework::consent::ConsentNeed as Need;
        Self {
            problems: problems_of(&[Need::Purpose, Need::TeachBack]),
            ..Self::sample(language, Step::Check)
        }
    }

    /// A signature that lacks something.
    #[must_use]
    pub fn sample_unsigned(language: Language) -> Self {
        Self {
            problems: signing_problems(&[SigningNeed::Name, SigningNeed::Statements]),
            ..Self::sample_filled(language, Step::Check)
        }
    }
}
