//! `/clients/{id}/disclosures/new` and `/clients/{id}/disclosures/drafts/{no}/{step}`: a disclosure is prepared, one question a page: what
//! kind it is, what for, on what ground, to whom, what its kind asks, what goes, by which way; and all of it looked at before it begins.
//!
//! Pages §3 S7; RE-2, NASW-c, DV-3.3.2, CR-6. What was answered is kept at each step, and nothing leaves by it. It works without a script.

mod handler;
mod needed;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::disclosure::{
    DisclosureDraft, DraftAnswers, DraftStep, GroundSays, SecondWhy, grounds, purposes,
};
use caseward_model::{
    Basis, Category, Channel, Client, Id, Language, OrganizationKind, Purpose, Road, RoadField,
};

use super::super::file::{Bar, SafeContact, sample_bar};
use super::handler::address;
use super::one::SectionChoice;
use super::one::handler::choices;
use super::{basis_key, channel_key, road};
use crate::forms::Problems;
use crate::pages::Sample;
use crate::pages::people::key;
use crate::view::{category_key, purpose_key};
use crate::{Place, Shell, Words};

/// A ground that can be chosen.
#[derive(Debug, Clone)]
pub struct GroundChoice {
    /// Which.
    pub basis: Basis,
    /// What it rests on.
    pub says: Option<GroundSays>,
}

/// An organisation that can be chosen.
#[derive(Debug, Clone)]
pub struct RecipientChoice {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Of what kind it is, in words.
    pub kind: String,
    /// Whether what was agreed with it is in force, in words.
    pub agreement: String,
    /// Whether somebody looked into how it keeps a confidence, in words.
    pub policy: String,
    /// It is the one.
    pub chosen: bool,
}

/// A danger report that can be chosen.
#[derive(Debug, Clone)]
pub struct DangerChoice {
    /// Its number.
    pub no: String,
    /// Who may be harmed, and until when it stands.
    pub says: String,
}

/// Somebody else who looks at it before it leaves.
#[derive(Debug, Clone, Default)]
pub struct Second {
    /// Why, where it is known; otherwise it only can be.
    pub why: Option<SecondWhy>,
    /// Who could, as things stand.
    pub who: Vec<String>,
    /// For which kinds it is known by the kind alone.
    pub roads: Vec<Road>,
}

/// The page of one question.
#[derive(Template)]
#[template(path = "clients/disclosures/drafts/page.html")]
pub struct DraftPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Where the draft is; nothing before the first answer.
    pub href: Option<String>,
    /// Which question.
    pub step: DraftStep,
    /// What was answered so far.
    pub said: DraftAnswers,
    /// The grounds on which this kind goes.
    pub grounds: Vec<GroundChoice>,
    /// The organisations to which this kind goes.
    pub recipients: Vec<RecipientChoice>,
    /// What the organisation is called that was chosen.
    pub to: String,
    /// On which danger report it can go, where that is asked; empty for whoever may not read of them, and types the number.
    pub dangers: Option<Vec<DangerChoice>>,
    /// A second person.
    pub second: Second,
    /// What is still needed.
    pub problems: Problems,
}

/// What something can be for, besides what has a kind of its own and what only this house does.
const PURPOSES: &[Purpose] = &[
    Purpose::DirectService,
    Purpose::Eligibility,
    Purpose::Danger,
    Purpose::ChildProtection,
    Purpose::Legal,
];

/// The same about somebody who has died: that kind goes before all others.
const PURPOSES_AFTER_DEATH: &[Purpose] = &[
    Purpose::DirectService,
    Purpose::Eligibility,
    Purpose::Payment,
    Purpose::Danger,
    Purpose::ChildProtection,
    Purpose::Legal,
    Purpose::Consultation,
    Purpose::Teaching,
];

/// By which kinds of way something leaves to somebody.
const WAYS: &[Channel] = &[
    Channel::EncryptedMessage,
    Channel::SecureTransfer,
    Channel::HandDelivery,
    Channel::OpenMessage,
    Channel::Telephone,
];

/// For what a kind can go.
fn offered(road: Road) -> &'static [Purpose] {
    match (purposes(road), road) {
        ([], Road::AfterDeath) => PURPOSES_AFTER_DEATH,
        ([], _) => PURPOSES,
        (own, _) => own,
    }
}

/// Where a draft goes on: at the first question that isn't answered.
pub(super) fn goes_on_at(client: Id<Client>, draft: &DisclosureDraft) -> String {
    let step = first_unanswered(&draft.said);
    format!("{}/drafts/{}/{}", address(client), draft.no, step.word())
}

fn first_unanswered(said: &DraftAnswers) -> DraftStep {
    let is_press = said.road == Some(Road::Media);
    let answered = [
        (said.road.is_some(), DraftStep::Kind),
        (said.purpose.is_some(), DraftStep::Purpose),
        (said.basis.is_some() || is_press, DraftStep::Basis),
        (said.recipient.is_some(), DraftStep::Recipient),
        // What its kind asks comes before what goes, and needn't all be answered.
        (said.sections.is_some() || is_press, DraftStep::Questions),
        (said.channel.is_some() || is_press, DraftStep::Way),
    ];
    let open = answered.into_iter().find(|(is_answered, _)| !is_answered);
    open.map_or(DraftStep::Check, |(_, step)| step)
}

impl<T: Display> DraftPage<T> {
    fn title_key(&self) -> &'static str {
        match self.step {
            DraftStep::Kind => "prepare-kind",
            DraftStep::Purpose => "prepare-purpose",
            DraftStep::Basis => "prepare-basis",
            DraftStep::Recipient => "prepare-recipient",
            DraftStep::Questions => "prepare-questions",
            DraftStep::Sections => "prepare-sections",
            DraftStep::Way => "prepare-way",
            DraftStep::Check => "prepare-check",
        }
    }

    fn lead_key(&self) -> &'static str {
        match self.step {
            DraftStep::Kind => "prepare-kind-lead",
            DraftStep::Purpose => "prepare-purpose-lead",
            DraftStep::Basis => "prepare-basis-lead",
            DraftStep::Recipient => "prepare-recipient-lead",
            DraftStep::Questions => "prepare-questions-lead",
            DraftStep::Sections => "prepare-sections-lead",
            DraftStep::Way => "prepare-way-lead",
            DraftStep::Check => "prepare-check-lead",
        }
    }

    /// What comes after this question, in a word or two.
    fn next_key(&self) -> &'static str {
        match self.step {
            DraftStep::Kind => "prepare-next-purpose",
            DraftStep::Purpose => "prepare-next-basis",
            DraftStep::Basis => "prepare-next-recipient",
            DraftStep::Recipient => "prepare-next-questions",
            DraftStep::Questions => "prepare-next-sections",
            DraftStep::Sections => "prepare-next-way",
            DraftStep::Way => "prepare-next-check",
            DraftStep::Check => "prepare-next-look",
        }
    }

    fn steps(&self) -> usize {
        DraftStep::ALL.len()
    }

    fn action(&self) -> String {
        match &self.href {
            Some(href) => format!("{href}/{}", self.step.word()),
            None => format!("{}/disclosures/new", self.bar.href),
        }
    }

    /// Where what is missing can be mended: on the page of its question, or here.
    fn leads_to(&self, field: &str) -> String {
        match (&self.href, needed::step_of(field)) {
            (Some(href), Some(step)) if step != self.step => {
                format!("{href}/{}#{field}", step.word())
            }
            _ => format!("#{field}"),
        }
    }

    fn road(&self, road: &Road) -> String {
        self.shell.t(&road::key(*road))
    }

    fn road_means(&self, road: &Road) -> String {
        self.shell.t(&format!("{}-means", road::key(*road)))
    }

    fn is_on(&self, road: &Road) -> bool {
        self.said.road == Some(*road)
    }

    fn is_for_two(&self, road: &Road) -> bool {
        self.second.roads.contains(road)
    }

    fn purposes(&self) -> &'static [Purpose] {
        self.said.road.map_or(PURPOSES, offered)
    }

    fn purpose(&self, purpose: &Purpose) -> String {
        self.shell.t(purpose_key(*purpose))
    }

    fn is_for(&self, purpose: &Purpose) -> bool {
        self.said.purpose == Some(*purpose)
    }

    fn basis(&self, basis: &Basis) -> String {
        self.shell.t(&basis_key(*basis))
    }

    fn is_by(&self, basis: &Basis) -> bool {
        self.said.basis == Some(*basis)
    }

    fn on_report(&self, no: &str) -> bool {
        self.said.danger.is_some_and(|it| it.to_string() == no)
    }

    fn report(&self) -> String {
        let report = self.said.danger;
        report.map(|it| it.to_string()).unwrap_or_default()
    }

    fn fields(&self) -> Vec<RoadField> {
        self.said.asked()
    }

    fn field(&self, field: &RoadField) -> String {
        self.shell.t(&road::field_key(*field))
    }

    fn field_hint(&self, field: &RoadField) -> String {
        self.shell.t(&format!("{}-hint", road::field_key(*field)))
    }

    fn answered(&self, field: &RoadField) -> &str {
        self.said.answers.of(*field)
    }

    fn sections(&self) -> Vec<SectionChoice> {
        let least = DraftAnswers {
            sections: None,
            ..self.said.clone()
        };
        choices(&self.said.ticked(), &least.ticked())
    }

    fn needed(&self) -> Vec<SectionChoice> {
        let all = self.sections().into_iter();
        all.filter(|it| it.needed).collect()
    }

    fn beyond(&self) -> Vec<SectionChoice> {
        let all = self.sections().into_iter();
        all.filter(|it| !it.needed).collect()
    }

    /// What goes beyond the least is shown: something of it is ticked, or a reason stands there.
    fn goes_beyond(&self) -> bool {
        !self.said.why_more.is_empty()
            || self.problems.of("why_more").is_some()
            || self.beyond().iter().any(|it| it.chosen)
    }

    fn section(&self, category: &Category) -> String {
        self.shell.t(category_key(*category))
    }

    fn channel(&self, channel: &Channel) -> String {
        self.shell.t(&channel_key(*channel))
    }

    fn goes_by(&self, channel: &Channel) -> bool {
        self.said.channel == Some(*channel)
    }

    /// Nothing about anybody ever leaves by it (CC-2.3).
    fn is_refused(&self, channel: &Channel) -> bool {
        matches!(channel, Channel::OpenMessage | Channel::Telephone)
    }

    /// A second person is shown where it is known that there has to be one, and at the beginning and the end in any case.
    fn shows_second(&self) -> bool {
        let at_an_end = matches!(self.step, DraftStep::Kind | DraftStep::Check);
        at_an_end || self.second.why.is_some()
    }

    fn second_key(&self) -> &'static str {
        match self.second.why {
            None => "prepare-second-maybe",
            Some(SecondWhy::Died) => "prepare-second-died",
            Some(SecondWhy::Ground) => "prepare-second-ground",
            Some(SecondWhy::OwnText) => "prepare-second-own-text",
        }
    }

    fn is_press(&self) -> bool {
        self.said.road == Some(Road::Media)
    }

    /// The answers in short, each with the step where it is changed.
    fn summary(&self) -> Vec<(String, String, &'static str)> {
        let line = |label: String, text: String, step: DraftStep| (label, text, step.word());
        let said = &self.said;
        let road = said.road.map(|it| self.road(&it)).unwrap_or_default();
        let mut all = vec![line(self.shell.t("road-kind"), road, DraftStep::Kind)];
        let to = line(
            self.shell.t("disclosure-to"),
            self.to.clone(),
            DraftStep::Recipient,
        );
        if self.is_press() {
            all.push(to);
            return all;
        }
        let purpose = said.purpose.map(|it| self.purpose(&it)).unwrap_or_default();
        let basis = said.basis.map(|it| self.basis(&it)).unwrap_or_default();
        let channel = said.channel.map(|it| self.channel(&it)).unwrap_or_default();
        all.extend([
            line(self.shell.t("disclosure-why"), purpose, DraftStep::Purpose),
            line(self.shell.t("disclosure-basis"), basis, DraftStep::Basis),
        ]);
        if said.danger.is_some() {
            let label = self.shell.t("disclosure-danger-report");
            all.push(line(label, self.report(), DraftStep::Basis));
        }
        all.push(to);
        for field in self.fields() {
            let text = self.answered(&field).to_owned();
            all.push(line(self.field(&field), text, DraftStep::Questions));
        }
        let goes = self.sections().into_iter().filter(|it| it.chosen);
        let goes: Vec<_> = goes.map(|it| self.section(&it.category)).collect();
        let label = self.shell.t("disclosure-what");
        all.push(line(label, goes.join(", "), DraftStep::Sections));
        if self.beyond().iter().any(|it| it.chosen) {
            let label = self.shell.t("disclosure-why-more");
            all.push(line(label, said.why_more.clone(), DraftStep::Sections));
        }
        let label = self.shell.t("disclosure-channel");
        all.push(line(label, channel, DraftStep::Way));
        all
    }
}

/// A question of a report to a court, made up.
fn sample_said() -> DraftAnswers {
    let answers = [
        (
            RoadField::Readers,
            "The judge, and the other side’s lawyer.",
        ),
        (RoadField::Implications, "She knows that he will read it."),
        (RoadField::Text, "She came to every meeting."),
        (RoadField::Agreed, "We read it together on Monday."),
    ];
    DraftAnswers {
        road: Some(Road::Report),
        purpose: Some(Purpose::Legal),
        basis: Some(Basis::LegalAuthority),
        answers: answers.into_iter().collect(),
        channel: Some(Channel::HandDelivery),
        ..DraftAnswers::default()
    }
}

impl DraftPage<String> {
    fn sample_with(language: Language, step: DraftStep, said: DraftAnswers) -> Self {
        let href = "/clients/0k3v9/disclosures/drafts/7";
        let shell = Shell::sample(language, Place::Clients, &format!("{href}/{}", step.word()));
        let ground = |basis: &Basis| GroundChoice {
            basis: *basis,
            says: Some(GroundSays {
                clause: "CR-6".into(),
                means: "nothing is released before its review".into(),
                wants_second: *basis == Basis::LegalAuthority,
            }),
        };
        let known = |name: &str, kind: OrganizationKind| RecipientChoice {
            id: name.to_lowercase().replace(' ', "-"),
            name: name.into(),
            kind: shell.t(&key("kind", kind.word())),
            agreement: shell.t("consent-recipient-no-agreement"),
            policy: shell.t("prepare-policy-counts"),
            chosen: kind == OrganizationKind::Court,
        };
        Self {
            bar: sample_bar(language),
            href: Some(href.into()),
            step,
            grounds: grounds(Road::Report).iter().map(ground).collect(),
            recipients: vec![
                known("County Court", OrganizationKind::Court),
                known("Elm Street Services", OrganizationKind::ChildrensServices),
            ],
            to: "County Court".into(),
            dangers: None,
            second: Second {
                why: Some(SecondWhy::Ground),
                who: vec!["Priya Anand".into(), "Sol Baker".into()],
                roads: vec![Road::Report, Road::AfterDeath],
            },
            problems: Problems::default(),
            said,
            shell,
        }
    }

    /// A question of a report to a court, with what was answered.
    #[must_use]
    pub fn sample(language: Language, step: DraftStep) -> Self {
        Self::sample_with(language, step, sample_said())
    }

    /// The first question, before anything is answered, and nobody who could be the second person.
    #[must_use]
    pub fn sample_first(language: Language) -> Self {
        let mut page = Self::sample_with(language, DraftStep::Kind, DraftAnswers::default());
        page.href = None;
        page.second.why = None;
        page.second.who.clear();
        page
    }

    /// A question that still needs something.
    #[must_use]
    pub fn sample_problems(language: Language, step: DraftStep) -> Self {
        let mut page = Self::sample(language, step);
        let (field, key) = match step {
            DraftStep::Kind => ("road", "road-must-be-report"),
            DraftStep::Purpose => ("purpose", "disclosure-needs-purpose"),
            DraftStep::Basis => ("danger", "disclosure-needs-danger-which"),
            DraftStep::Recipient => ("recipient", "disclosure-needs-recipient"),
            DraftStep::Questions => ("readers", "road-needs-readers"),
            DraftStep::Sections => ("why_more", "disclosure-needs-why-more"),
            DraftStep::Way => ("channel", "disclosure-needs-channel"),
            DraftStep::Check => ("section", "disclosure-needs-section"),
        };
        page.problems.note(field, key);
        let report = DangerChoice {
            no: "2".into(),
            says: "2".into(),
        };
        page.dangers = (step == DraftStep::Basis).then(|| vec![report]);
        page
    }

    /// Whoever may not read of danger reports types the number of one; and nobody fits.
    #[must_use]
    pub fn sample_narrow(language: Language, step: DraftStep) -> Self {
        let mut page = Self::sample(language, step);
        page.dangers = Some(Vec::new());
        page.recipients.clear();
        page
    }
}

/// The names of the samples of each question: answered, and with something that is still needed.
const SAMPLES: [(DraftStep, [&str; 2]); 8] = [
    (DraftStep::Kind, ["draft-kind", "draft-kind-problems"]),
    (
        DraftStep::Purpose,
        ["draft-purpose", "draft-purpose-problems"],
    ),
    (DraftStep::Basis, ["draft-basis", "draft-basis-problems"]),
    (
        DraftStep::Recipient,
        ["draft-recipient", "draft-recipient-problems"],
    ),
    (
        DraftStep::Questions,
        ["draft-questions", "draft-questions-problems"],
    ),
    (
        DraftStep::Sections,
        ["draft-sections", "draft-sections-problems"],
    ),
    (DraftStep::Way, ["draft-way", "draft-way-problems"]),
    (DraftStep::Check, ["draft-check", "draft-check-problems"]),
];

/// Every question, made up.
pub(in crate::pages) fn samples(language: Language) -> Vec<Sample> {
    let narrow = |step| DraftPage::sample_narrow(language, step).render();
    let mut all = vec![
        ("draft-first", DraftPage::sample_first(language).render()),
        ("draft-basis-typed", narrow(DraftStep::Basis)),
        ("draft-recipient-none", narrow(DraftStep::Recipient)),
    ];
    for (step, [answered, problems]) in SAMPLES {
        let needs = DraftPage::sample_problems(language, step);
        all.push((answered, DraftPage::sample(language, step).render()));
        all.push((problems, needs.render()));
    }
    all
}

/// Until when something counts, in words: without an end, until a day, or not at all.
fn until(
    words: &Words,
    language: Language,
    (until, now_ms): (Option<i64>, i64),
    (counts, no_end, not): (&str, &str, &str),
) -> String {
    match until {
        Some(i64::MAX) => words.t(no_end),
        Some(until) if now_ms < until => words
            .fill(counts)
            .with("day", crate::visit::day(language, until).words)
            .to_string(),
        _ => words.t(not),
    }
}
