//! Kinds of disclosure that have a road of their own: what each asks besides, and what it refuses (DV-3.3.2, DV-4.3, NASW-h,
//! NASW-k, NASW-p, NASW-q, NASW-r).
//!
//! A road decides nothing: the gate asks the rules, whatever somebody said. It sees to it that what has to be thought of, said to the
//! client or agreed with a colleague is asked before anything is put together, and stands in the file.

use std::collections::BTreeMap;

use caseward_gate::ClientSheet;
use caseward_model::{Basis, Category, OrganizationKind, Purpose, Road, RoadField};
use serde::{Deserialize, Serialize};

use super::error::Mend;
use super::{LONGEST, NewDisclosure, gone_through};

/// What was answered to the questions of a road. It isn't printable by accident.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers(BTreeMap<RoadField, String>);

impl std::fmt::Debug for Answers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Answers {
    /// What was answered; empty if nothing was.
    #[must_use]
    pub fn of(&self, field: RoadField) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    /// All that was answered, in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = (RoadField, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// Whether nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with what was answered to these questions; what was answered to others stays.
    pub(super) fn answered(&self, new: &Self, asked: &[RoadField]) -> Self {
        let others = self.iter().filter(|(field, _)| !asked.contains(field));
        let new = new.iter().filter(|(field, _)| asked.contains(field));
        others.chain(new).collect()
    }

    fn trimmed(self) -> Self {
        let trimmed = self.0.into_iter().map(|(field, text)| {
            let text = text.trim().replace("\r\n", "\n");
            (field, text)
        });
        Self(trimmed.filter(|(_, text)| !text.is_empty()).collect())
    }
}

impl<T: Into<String>> FromIterator<(RoadField, T)> for Answers {
    fn from_iter<I: IntoIterator<Item = (RoadField, T)>>(all: I) -> Self {
        let all = all.into_iter().map(|(field, text)| (field, text.into()));
        Self(all.collect()).trimmed()
    }
}

/// What a road asks on this ground, in the order of the form.
#[must_use]
pub const fn asks(road: Road, basis: Basis) -> &'static [RoadField] {
    use RoadField as F;
    match road {
        Road::Media => &[],
        Road::Other => match basis {
            Basis::Consent => &[F::GoneThrough, F::NotGoneThrough],
            _ => &[],
        },
        Road::ClientRequest => &[F::ClientWords, F::Implications],
        Road::Report => &[F::Readers, F::Implications, F::Text, F::Agreed],
        Road::RaisesRisk => &[F::Risk, F::Implications],
        Road::Progress => match basis {
            Basis::LegalAuthority => &[F::ToldWhat, F::ToldWhen, F::Text],
            _ => &[F::ToldWhat, F::Text, F::GoneThrough, F::NotGoneThrough],
        },
        Road::Payer => &[F::PaidFor, F::GoneThrough, F::NotGoneThrough],
        Road::Consultant => match basis {
            Basis::CompellingNeed => &[F::Advice, F::Need],
            Basis::Consent => &[F::Advice, F::GoneThrough, F::NotGoneThrough],
            _ => &[F::Advice],
        },
        Road::Teaching => match basis {
            Basis::Consent => &[F::GoneThrough, F::NotGoneThrough],
            _ => &[],
        },
        Road::AfterDeath => &[F::Died, F::Representative],
    }
}

/// What can be answered on a road besides, and needn't be.
#[must_use]
pub const fn may_answer(road: Road) -> &'static [RoadField] {
    use RoadField as F;
    match road {
        Road::RaisesRisk | Road::Media => &[],
        Road::Consultant | Road::Teaching => &[F::Text],
        _ => &[F::Risk],
    }
}

/// On which grounds a road goes, the usual one first; none where nothing ever goes.
#[must_use]
pub const fn grounds(road: Road) -> &'static [Basis] {
    match road {
        Road::Other => &[
            Basis::Consent,
            Basis::LegalAuthority,
            Basis::Danger,
            Basis::Duty,
        ],
        Road::ClientRequest => &[Basis::ClientRequest],
        Road::Report => &[Basis::Consent, Basis::ClientRequest, Basis::LegalAuthority],
        Road::RaisesRisk | Road::AfterDeath => {
            &[Basis::Consent, Basis::LegalAuthority, Basis::Danger]
        }
        Road::Progress => &[Basis::Consent, Basis::LegalAuthority],
        Road::Payer => &[Basis::Consent],
        Road::Media => &[],
        Road::Consultant => &[Basis::Deidentified, Basis::Consent, Basis::CompellingNeed],
        Road::Teaching => &[Basis::Deidentified, Basis::Consent],
    }
}

/// For which purposes a road goes; all that something can go for if empty.
#[must_use]
pub const fn purposes(road: Road) -> &'static [Purpose] {
    match road {
        Road::ClientRequest => &[
            Purpose::DirectService,
            Purpose::Eligibility,
            Purpose::SubjectAccess,
        ],
        Road::Report => &[
            Purpose::DirectService,
            Purpose::ChildProtection,
            Purpose::Legal,
        ],
        Road::Progress => &[
            Purpose::DirectService,
            Purpose::ChildProtection,
            Purpose::Legal,
            Purpose::Eligibility,
        ],
        Road::Payer => &[Purpose::Payment],
        Road::Media => &[Purpose::Media],
        Road::Consultant => &[Purpose::Consultation],
        Road::Teaching => &[Purpose::Teaching],
        Road::Other | Road::RaisesRisk | Road::AfterDeath => &[],
    }
}

/// To which organisations a road leads; to any if empty.
#[must_use]
pub const fn recipients(road: Road) -> &'static [OrganizationKind] {
    use OrganizationKind as K;
    match road {
        // An agency that the register doesn't tell from these yet can be reported to with the same care.
        Road::Report => &[K::Court, K::ChildrensServices, K::Probation, K::Agency],
        Road::Progress => &[
            K::Agency,
            K::Probation,
            K::ChildrensServices,
            K::Court,
            K::Health,
            K::Police,
            K::School,
        ],
        Road::Payer => &[K::Payer],
        Road::Media => &[K::Media],
        Road::Consultant => &[K::Consultancy],
        Road::Teaching => &[K::Teaching],
        Road::Other | Road::ClientRequest | Road::RaisesRisk | Road::AfterDeath => &[],
    }
}

/// What can hold what is known of a participant's partner, or came from them (DV-4.3).
const OF_A_PARTNER: [Category; 3] = [
    Category::ThirdParty,
    Category::Household,
    Category::Location,
];

/// The road that something must take, by whom it goes to and why, and by what is known of the client; nothing where it may be
/// any.
fn must_take(
    new: &NewDisclosure,
    kind: OrganizationKind,
    (participant, deceased): (bool, bool),
) -> Option<Road> {
    use OrganizationKind as K;
    let asked = matches!(new.basis, Basis::Consent | Basis::ClientRequest);
    Some(match (kind, new.purpose) {
        (K::Media, _) | (_, Purpose::Media) => Road::Media,
        _ if deceased => Road::AfterDeath,
        (K::Payer, _) | (_, Purpose::Payment) => Road::Payer,
        (K::Consultancy, _) | (_, Purpose::Consultation) => Road::Consultant,
        (K::Teaching, _) | (_, Purpose::Teaching) => Road::Teaching,
        _ if participant && asked => Road::Progress,
        _ if is_a_report(new.road, kind, (new.basis, new.purpose)) => Road::Report,
        _ if new.basis == Basis::ClientRequest && new.road != Road::Report => Road::ClientRequest,
        _ => return None,
    })
}

/// Whether what goes there on this ground is a report, whoever writes it: it says who reads it, and was gone through with the client
/// first, also where an order wants the records themselves (DV-3.3.2b). Danger can't wait for one. What a court orders about how a
/// participant gets on has a road of its own, on which he is told of it.
fn is_a_report(road: Road, kind: OrganizationKind, (basis, purpose): (Basis, Purpose)) -> bool {
    use OrganizationKind as K;
    let ordered = basis == Basis::LegalAuthority && purpose != Purpose::ChildProtection;
    let reads_reports = match kind {
        K::ChildrensServices | K::Probation => true,
        K::Court => !(road == Road::Progress && ordered),
        _ => false,
    };
    reads_reports && basis != Basis::Danger
}

/// Whether something that was begun on this road has to be begun anew as a report, because the register has said since what kind
/// its recipient is.
pub(super) fn became_a_report(road: Road, kind: OrganizationKind, why: (Basis, Purpose)) -> bool {
    matches!(road, Road::Other | Road::ClientRequest | Road::RaisesRisk)
        && is_a_report(road, kind, why)
}

/// What has to be mended, as far as it doesn't depend on what is known of the client.
pub(super) fn check(new: &NewDisclosure, kind: OrganizationKind) -> Vec<Mend> {
    let road = new.road;
    let mut mend = Vec::new();
    if !grounds(road).contains(&new.basis) {
        mend.push(Mend::Ground);
    }
    if !purposes(road).is_empty() && !purposes(road).contains(&new.purpose) {
        mend.push(Mend::Purpose);
    }
    if !recipients(road).is_empty() && !recipients(road).contains(&kind) {
        mend.push(Mend::RecipientKind);
    }
    let missing = asks(road, new.basis).iter();
    let missing = missing.filter(|it| {
        let answers = &new.answers;
        answers.of(**it).is_empty() && !gone_through::is_said_otherwise(**it, answers)
    });
    mend.extend(missing.map(|it| Mend::Field(*it)));
    // That something was gone through with the client can be said of whatever goes.
    let asked = |it: RoadField| {
        asks(road, new.basis).contains(&it)
            || may_answer(road).contains(&it)
            || gone_through::is_one_of_two(it)
    };
    let unasked = new.answers.iter().filter(|(field, _)| !asked(*field));
    mend.extend(unasked.map(|(field, _)| Mend::Unasked(field)));
    if new.danger.is_some() && new.basis != Basis::Danger {
        mend.push(Mend::UnaskedDanger);
    }
    let died = new.answers.of(RoadField::Died);
    let day = died.get(..10).map(str::parse::<jiff::civil::Date>);
    if !died.is_empty() && !matches!(day, Some(Ok(_))) {
        mend.push(Mend::Field(RoadField::Died));
    }
    if new
        .answers
        .iter()
        .any(|(_, it)| it.chars().count() > LONGEST)
    {
        mend.push(Mend::TooLong);
    }
    mend
}

/// What has to be mended, by what is known of the client.
pub(super) fn check_about(
    new: &NewDisclosure,
    kind: OrganizationKind,
    client: &ClientSheet,
) -> Vec<Mend> {
    let participant = client.is_participant() || new.road == Road::Progress;
    let deceased = client.deceased || new.road == Road::AfterDeath;
    let mut mend = Vec::new();
    match must_take(new, kind, (participant, deceased)) {
        Some(road) if road != new.road => mend.push(Mend::Road(road)),
        _ => {}
    }
    if new.road == Road::Progress && new.sections.iter().any(|it| OF_A_PARTNER.contains(it)) {
        mend.push(Mend::OfAPartner);
    }
    mend
}

/// Whether somebody said that it may put the client at more risk.
pub(super) fn raises_risk(answers: &Answers) -> bool {
    !answers.of(RoadField::Risk).is_empty()
}

/// The sections that a purpose usually needs on this road: what is ticked before anybody has chosen, where neither the office nor a
/// programme of the client's says otherwise.
#[must_use]
pub fn least(road: Road, purpose: Purpose) -> Vec<Category> {
    on_road(road, NewDisclosure::least(purpose))
}

/// What a purpose needs, as it goes on this road.
pub(crate) fn on_road(road: Road, mut least: Vec<Category>) -> Vec<Category> {
    if road == Road::Progress {
        least.retain(|it| !OF_A_PARTNER.contains(it));
        least.push(Category::Services);
        least.sort_unstable();
        least.dedup();
    }
    least
}

/// Whether more is to go than `least`, which is ticked before anybody has chosen, or than the purpose needs. Where a purpose can need
/// anything, the first is what a reason is asked for, whoever asks and from where (NASW-c).
#[must_use]
pub fn goes_beyond(least: &[Category], purpose: Purpose, sections: &[Category]) -> bool {
    let beyond = |it: &Category| !least.contains(it) || !caseward_gate::needs(purpose, *it);
    sections.iter().any(beyond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked_fields::{self, Standing};

    #[test]
    fn every_road_says_on_which_grounds_it_goes_and_the_press_has_none() {
        for &road in Road::ALL {
            assert_eq!(grounds(road).is_empty(), road == Road::Media, "{road}");
            let both = asks(road, Basis::Consent);
            assert!(
                may_answer(road).iter().all(|it| !both.contains(it)),
                "{road}"
            );
        }
    }

    #[test]
    fn re_5_a_road_asks_nothing_that_no_clause_demands() {
        for field in RoadField::ALL {
            let name = format!("disclosure.{}", field.word());
            let found = asked_fields::find(&name).expect("a field of the register");
            assert!(matches!(found.standing, Standing::Demanded(_)), "{name}");
        }
    }

    #[test]
    fn what_was_answered_is_no_debug_output() {
        let answers: Answers = [(RoadField::Risk, " he reads her mail ")]
            .into_iter()
            .collect();
        assert_eq!(answers.of(RoadField::Risk), "he reads her mail");
        assert!(!format!("{answers:?}").contains("mail"));
    }
}
