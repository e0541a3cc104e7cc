//! A disclosure as it is prepared, one question after another: what kind it is, what for, on what ground, to whom, what is asked besides,
//! what goes and by which way. Nothing is opened and nothing leaves by it (RE-2, NASW-c, DV-3.3.2).
//!
//! What is answered is kept at each step, whether it fits or not; what doesn't is said, and nothing is begun before all of it does.

use caseward_gate::ClientSheet;
use caseward_model::{
    Basis, Category, Channel, Id, Organization, OrganizationKind, Purpose, Road, RoadField, Told,
};
use caseward_policies::Policies;
use serde::{Deserialize, Serialize};

use super::compose::is_own_text;
use super::error::Mend;
use super::grounds_say::ground_says;
use super::{
    Answers, DisclosureError, LONGEST, NewDisclosure, asks, danger, gone_through, grounds, least,
    may_answer, purposes, recipients, roads, told_by_law,
};

/// One question of the preparation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DraftStep {
    /// What kind of disclosure it is.
    Kind,
    /// What for.
    Purpose,
    /// On what ground.
    Basis,
    /// To which organisation.
    Recipient,
    /// What its kind asks besides.
    Questions,
    /// What goes.
    Sections,
    /// By which kind of way.
    Way,
    /// Look at all answers.
    Check,
}

impl DraftStep {
    /// All of them, in their order.
    pub const ALL: &'static [Self] = &[
        Self::Kind,
        Self::Purpose,
        Self::Basis,
        Self::Recipient,
        Self::Questions,
        Self::Sections,
        Self::Way,
        Self::Check,
    ];

    /// Its word in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Purpose => "purpose",
            Self::Basis => "basis",
            Self::Recipient => "recipient",
            Self::Questions => "questions",
            Self::Sections => "sections",
            Self::Way => "way",
            Self::Check => "check",
        }
    }

    /// The step of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.word() == word)
    }

    /// Its place in the order, from 1.
    #[must_use]
    pub const fn number(self) -> usize {
        self as usize + 1
    }

    /// The one that follows; the last is followed by itself.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL.get(self.number()).copied().unwrap_or(Self::Check)
    }

    /// The one before; nothing before the first.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        let place = self.number().checked_sub(2)?;
        Self::ALL.get(place).copied()
    }
}

/// What was answered so far. It isn't printable by accident.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftAnswers {
    /// What kind of disclosure it is.
    pub road: Option<Road>,
    /// What for.
    pub purpose: Option<Purpose>,
    /// On what ground.
    pub basis: Option<Basis>,
    /// On the ground of danger, the number of the report on which it goes.
    pub danger: Option<i64>,
    /// To which organisation of the register.
    pub recipient: Option<Id<Organization>>,
    /// What the kinds asked that were looked at: also what this one doesn't ask, so that nothing typed is lost by trying another.
    pub answers: Answers,
    /// What goes; nothing before somebody chose, or after it is for something else.
    pub sections: Option<Vec<Category>>,
    /// Why more than the purpose needs.
    pub why_more: String,
    /// By which kind of way.
    pub channel: Option<Channel>,
    /// What is needed for this purpose with this very client, as the office and the client's programmes say now; what is usual where
    /// nobody looked. It isn't kept.
    #[serde(skip)]
    pub least: Option<Vec<Category>>,
}

impl std::fmt::Debug for DraftAnswers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("DraftAnswers");
        let shown = shown
            .field("road", &self.road)
            .field("purpose", &self.purpose)
            .field("recipient", &self.recipient);
        shown.finish_non_exhaustive()
    }
}

/// What was answered at one step. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub enum DraftChange {
    /// What kind of disclosure it is.
    Kind(Option<Road>),
    /// What for.
    Purpose(Option<Purpose>),
    /// On what ground, and on which danger report.
    Basis(Option<Basis>, Option<i64>),
    /// To which organisation.
    Recipient(Option<Id<Organization>>),
    /// What its kind asks besides.
    Questions(Answers),
    /// What goes, and why more than the purpose needs.
    Sections(Vec<Category>, String),
    /// By which kind of way.
    Way(Option<Channel>),
}

impl std::fmt::Debug for DraftChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DraftChange")
    }
}

impl DraftChange {
    /// Whether a text in it is too long to be kept.
    pub(super) fn is_too_long(&self) -> bool {
        let long = |text: &str| text.chars().count() > LONGEST;
        match self {
            Self::Questions(answers) => answers.iter().any(|(_, text)| long(text)),
            Self::Sections(_, why_more) => long(why_more.trim()),
            Self::Kind(_)
            | Self::Purpose(_)
            | Self::Basis(..)
            | Self::Recipient(_)
            | Self::Way(_) => false,
        }
    }
}

/// What a draft still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftNeed {
    /// At which step it is answered.
    pub step: DraftStep,
    /// What has to be mended; nothing where the step isn't answered yet.
    pub mend: Option<Mend>,
}

impl DraftNeed {
    const fn answer(step: DraftStep) -> Self {
        Self { step, mend: None }
    }

    const fn mended(mend: Mend) -> Self {
        let step = match mend {
            Mend::Road(_) | Mend::Unasked(_) => DraftStep::Kind,
            Mend::Purpose => DraftStep::Purpose,
            Mend::Ground
            | Mend::NoDanger
            | Mend::WhichDanger
            | Mend::DangerOver
            | Mend::UnaskedDanger
            | Mend::SignedRequest => DraftStep::Basis,
            Mend::RecipientKind => DraftStep::Recipient,
            Mend::Field(_) | Mend::TooLong => DraftStep::Questions,
            Mend::NoSection | Mend::WhyMore | Mend::OfAPartner => DraftStep::Sections,
            Mend::ToldHow
            | Mend::Discussion
            | Mend::AnotherPerson
            | Mend::Partners
            | Mend::PartnerNames
            | Mend::PartnerUnread => DraftStep::Check,
        };
        Self {
            step,
            mend: Some(mend),
        }
    }
}

/// Why somebody else looks at it before it leaves, as far as that is known before it is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondWhy {
    /// The client has died, and can't say no (NASW-r).
    Died,
    /// The rule of its ground asks for it (CR-6, DV-3.1, NASW-q).
    Ground,
    /// A text that is written for it goes along, which no record shows.
    OwnText,
}

impl SecondWhy {
    /// Its word, for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Died => "died",
            Self::Ground => "ground",
            Self::OwnText => "own_text",
        }
    }
}

/// Whom it is about and what is known of where it would go.
pub(super) struct Known<'k> {
    /// What decides about the client.
    pub(super) client: &'k ClientSheet,
    /// Of what kind the organisation is that was chosen; nothing where none was, or it isn't in the register.
    pub(super) kind: Option<OrganizationKind>,
    /// When, in ms since 1970.
    pub(super) now_ms: i64,
}

impl DraftAnswers {
    /// What the kind that was chosen asks, on the ground that was, and what can be answered besides.
    #[must_use]
    pub fn asked(&self) -> Vec<RoadField> {
        let Some(road) = self.road else {
            return Vec::new();
        };
        let basis = self.basis.unwrap_or(Basis::None);
        let asked = asks(road, basis).iter().chain(may_answer(road));
        asked.copied().collect()
    }

    /// What goes as it was chosen, or what is ticked before anybody has.
    #[must_use]
    pub fn ticked(&self) -> Vec<Category> {
        match (&self.sections, self.road, self.purpose) {
            (Some(sections), ..) => sections.clone(),
            (None, Some(road), Some(purpose)) => self.least_of(road, purpose),
            _ => Vec::new(),
        }
    }

    fn least_of(&self, road: Road, purpose: Purpose) -> Vec<Category> {
        let stated = self.least.clone();
        stated.unwrap_or_else(|| least(road, purpose))
    }

    /// The same with what was answered at a step. When it becomes something else, the least that this needs is ticked anew.
    #[must_use]
    pub fn changed(&self, change: DraftChange) -> Self {
        let mut it = self.clone();
        match change {
            DraftChange::Kind(road) => {
                it.road = road;
                if road == Some(Road::Media) {
                    it.purpose = Some(Purpose::Media);
                } else if it.purpose == Some(Purpose::Media) {
                    it.purpose = None;
                }
            }
            DraftChange::Purpose(purpose) => it.purpose = purpose,
            DraftChange::Basis(basis, danger) => {
                it.basis = basis;
                it.danger = danger.filter(|_| basis == Some(Basis::Danger));
            }
            DraftChange::Recipient(recipient) => it.recipient = recipient,
            DraftChange::Questions(answers) => {
                it.answers = self.answers.answered(&answers, &self.asked());
            }
            DraftChange::Sections(sections, why_more) => {
                it.sections = Some(sections);
                why_more.trim().clone_into(&mut it.why_more);
            }
            DraftChange::Way(channel) => it.channel = channel,
        }
        if (it.road, it.purpose) != (self.road, self.purpose) {
            (it.sections, it.least) = (None, None);
        }
        it
    }

    /// Whether more was chosen than goes without a reason.
    fn goes_beyond(&self) -> bool {
        let (Some(road), Some(purpose)) = (self.road, self.purpose) else {
            return false;
        };
        let chosen = self.sections.as_deref().unwrap_or_default();
        roads::goes_beyond(&self.least_of(road, purpose), purpose, chosen)
    }

    /// The disclosure that it asks for; nothing before it is said what kind it is, what for, on what ground and to whom. What else is
    /// missing is as if the least was chosen: [`DraftAnswers::needs`] says so.
    pub(super) fn order(&self) -> Option<NewDisclosure> {
        let (road, purpose) = (self.road?, self.purpose?);
        let basis = match road {
            // It is refused on every ground, and that it was wanted is on record (NASW-k).
            Road::Media => Basis::Consent,
            _ => self.basis?,
        };
        let (asked, sections) = (self.asked(), self.ticked());
        let answers = self.answers.iter();
        let least = self.least_of(road, purpose);
        let wants_reason = roads::goes_beyond(&least, purpose, &sections);
        Some(NewDisclosure {
            road,
            answers: answers.filter(|(it, _)| asked.contains(it)).collect(),
            recipient: self.recipient?,
            purpose,
            basis,
            danger: self.danger.filter(|_| basis == Basis::Danger),
            channel: self.channel.unwrap_or(Channel::HandDelivery),
            sections,
            why_more: if wants_reason {
                self.why_more.clone()
            } else {
                String::new()
            },
            told: Told::Later,
            told_how: String::new(),
        })
    }

    /// What it still needs, in the order of the steps.
    pub(super) fn needs(&self, known: &Known<'_>) -> Vec<DraftNeed> {
        if self.road == Some(Road::Media) {
            let missing = self.recipient.is_none();
            let needs = missing.then(|| DraftNeed::answer(DraftStep::Recipient));
            return needs.into_iter().collect();
        }
        let missing = [
            (self.road.is_none(), DraftStep::Kind),
            (self.purpose.is_none(), DraftStep::Purpose),
            (self.basis.is_none(), DraftStep::Basis),
            (known.kind.is_none(), DraftStep::Recipient),
            (self.sections.is_none(), DraftStep::Sections),
            (self.channel.is_none(), DraftStep::Way),
        ];
        let missing = missing.into_iter().filter(|(is_missing, _)| *is_missing);
        let mut needs: Vec<_> = missing.map(|(_, step)| DraftNeed::answer(step)).collect();
        for mend in self.misfits(known) {
            let need = DraftNeed::mended(mend);
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
        needs.sort_by_key(|it| it.step);
        needs
    }

    /// What was answered and doesn't fit the rest.
    fn misfits(&self, known: &Known<'_>) -> Vec<Mend> {
        let mut mend = self.misfits_of_kind(known.kind);
        let danger = self.basis.map(|basis| (basis, self.danger));
        let danger = danger.map(|it| danger::chosen(it, known.client, known.now_ms));
        if let Some(Err(it)) = danger {
            mend.push(it);
        }
        if self.goes_beyond() && self.why_more.is_empty() {
            mend.push(Mend::WhyMore);
        }
        if let (Some(new), Some(kind)) = (self.order(), known.kind) {
            mend.extend(roads::check(&new, kind));
            mend.extend(told_by_law::unfit(&new, known.now_ms));
            mend.extend(gone_through::unfit(&new, known.now_ms));
            mend.extend(roads::check_about(&new, kind, known.client));
            let least = self.least_of(new.road, new.purpose);
            if let Err(DisclosureError::Mend(more)) = new.checked(&least) {
                mend.extend(more);
            }
        }
        mend
    }

    /// The same, by the kind alone: it is said at each step, as far as the answers go.
    fn misfits_of_kind(&self, kind: Option<OrganizationKind>) -> Vec<Mend> {
        let Some(road) = self.road else {
            return Vec::new();
        };
        let to = recipients(road);
        let fits = [
            (
                self.basis.is_none_or(|it| grounds(road).contains(&it)),
                Mend::Ground,
            ),
            (
                purposes(road).is_empty()
                    || self.purpose.is_none_or(|it| purposes(road).contains(&it)),
                Mend::Purpose,
            ),
            (
                to.is_empty() || kind.is_none_or(|it| to.contains(&it)),
                Mend::RecipientKind,
            ),
        ];
        let unfit = fits.into_iter().filter(|(fits, _)| !fits);
        unfit.map(|(_, mend)| mend).collect()
    }

    /// Why somebody else has to look at it before it leaves; nothing where that isn't known yet: what is left readable when it is put
    /// together can still ask for it.
    #[must_use]
    pub fn second(&self, policies: &Policies) -> Option<SecondWhy> {
        let road = self.road?;
        if road == Road::AfterDeath {
            return Some(SecondWhy::Died);
        }
        let ground = self.basis.zip(self.purpose);
        let says =
            ground.and_then(|(basis, purpose)| ground_says(policies, (road, purpose), basis));
        if says.is_some_and(|it| it.wants_second) {
            return Some(SecondWhy::Ground);
        }
        let asked = asks(road, self.basis.unwrap_or(Basis::None));
        let mut own = self.asked().into_iter().filter(|it| is_own_text(*it));
        let is_written = own.any(|it| asked.contains(&it) || !self.answers.of(it).is_empty());
        is_written.then_some(SecondWhy::OwnText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered() -> DraftAnswers {
        DraftAnswers {
            road: Some(Road::Other),
            purpose: Some(Purpose::Eligibility),
            basis: Some(Basis::Consent),
            sections: Some(vec![Category::Identity]),
            ..DraftAnswers::default()
        }
    }

    #[test]
    fn each_step_leads_to_the_next_and_back() {
        for pair in DraftStep::ALL.windows(2) {
            assert_eq!(pair[0].next(), pair[1]);
            assert_eq!(pair[1].before(), Some(pair[0]));
        }
        assert_eq!(DraftStep::Kind.before(), None);
        assert_eq!(DraftStep::Check.next(), DraftStep::Check);
        for &step in DraftStep::ALL {
            assert_eq!(DraftStep::of_word(step.word()), Some(step));
        }
    }

    #[test]
    fn nasw_c_what_is_for_something_else_begins_with_its_own_least() {
        let same = answered().changed(DraftChange::Way(Some(Channel::HandDelivery)));
        assert_eq!(same.ticked(), [Category::Identity]);
        let other = answered().changed(DraftChange::Purpose(Some(Purpose::DirectService)));
        assert_eq!(other.sections, None);
        assert_eq!(other.ticked(), least(Road::Other, Purpose::DirectService));
    }

    #[test]
    fn nasw_c_more_than_the_least_wants_a_reason_where_a_purpose_can_need_anything() {
        let sheet = ClientSheet::default();
        let known = Known {
            client: &sheet,
            kind: Some(OrganizationKind::Health),
            now_ms: 0,
        };
        let wants = |draft: &DraftAnswers| {
            let needs = draft.needs(&known);
            needs.iter().any(|it| it.mend == Some(Mend::WhyMore))
        };
        let serve = answered().changed(DraftChange::Purpose(Some(Purpose::DirectService)));
        let chosen = |sections: &[Category], why: &str| {
            serve.changed(DraftChange::Sections(sections.to_vec(), why.to_owned()))
        };
        assert!(!wants(&chosen(&[Category::Identity], "")));
        let more = [Category::Identity, Category::Health];
        assert!(wants(&chosen(&more, " ")));
        assert!(!wants(&chosen(&more, "They treat her.")));
    }

    #[test]
    fn what_was_typed_for_another_kind_is_kept_and_does_not_go_along() {
        let said =
            |field, text: &str| DraftChange::Questions([(field, text)].into_iter().collect());
        let report = DraftAnswers {
            road: Some(Road::Report),
            ..answered()
        };
        let report = report.changed(said(RoadField::Readers, "The judge."));
        let other = report.changed(DraftChange::Kind(Some(Road::RaisesRisk)));
        let other = other.changed(said(RoadField::Risk, "His cousin works there."));
        assert_eq!(other.answers.of(RoadField::Readers), "The judge.");
        assert!(!other.asked().contains(&RoadField::Readers));
        let back = other.changed(DraftChange::Kind(Some(Road::Report)));
        assert_eq!(back.answers.of(RoadField::Readers), "The judge.");
        assert!(!format!("{back:?}").contains("judge"), "it isn't printable");
    }

    #[test]
    fn cr_6_a_second_person_is_known_of_before_anything_is_put_together() {
        let policies = Policies::embedded().unwrap();
        let second = |road, basis, purpose| {
            let draft = DraftAnswers {
                road: Some(road),
                basis: Some(basis),
                purpose: Some(purpose),
                ..DraftAnswers::default()
            };
            draft.second(&policies)
        };
        let legal = (Basis::LegalAuthority, Purpose::Legal);
        assert_eq!(
            second(Road::Other, legal.0, legal.1),
            Some(SecondWhy::Ground)
        );
        let agreed = (Basis::Consent, Purpose::Eligibility);
        assert_eq!(second(Road::Other, agreed.0, agreed.1), None);
        assert_eq!(
            second(Road::AfterDeath, agreed.0, agreed.1),
            Some(SecondWhy::Died)
        );
        assert_eq!(
            second(Road::Report, agreed.0, agreed.1),
            Some(SecondWhy::OwnText)
        );
        let nobody = (Basis::Deidentified, Purpose::Consultation);
        assert_eq!(
            second(Road::Consultant, nobody.0, nobody.1),
            Some(SecondWhy::Ground)
        );
        // A case that may be told anew, and isn't.
        let agreed = (Basis::Consent, Purpose::Teaching);
        assert_eq!(second(Road::Teaching, agreed.0, agreed.1), None);
    }
}
