//! The danger form: who may be harmed, what, how soon, and why it can't wait (RE-7, NASW-c). Thin reasons come back
//! with what is missing; nothing typed is lost.

use caseward_gate::needs;
use caseward_model::{AtRisk, Category, Harm, Imminence, Purpose};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The longest text of one field, in characters.
pub const LONGEST_TEXT: usize = 2000;
/// The fewest different words that say something.
const FEWEST_WORDS: usize = 5;
/// The fewest letters that say something.
const FEWEST_LETTERS: usize = 20;

/// The form as it was typed.
#[derive(Clone, Default)]
pub struct DangerForm {
    /// Whose file: a case number or a client's id.
    pub whom: Zeroizing<String>,
    /// What may happen, as a word.
    pub harm: String,
    /// Who may be harmed, as a word.
    pub at_risk: String,
    /// How soon, as a word.
    pub imminence: String,
    /// What may happen to whom, in words.
    pub what: Zeroizing<String>,
    /// Why it can't wait for someone who is assigned, in words.
    pub why_now: Zeroizing<String>,
    /// Whether the client was told that the file is opened: `yes` or `no`.
    pub told: String,
    /// Why they weren't told.
    pub not_told: Zeroizing<String>,
    /// The sections, as words.
    pub sections: Vec<String>,
    /// For how many minutes; as long as it can be if empty.
    pub minutes: String,
    /// They read what follows from it.
    pub understood: bool,
}

/// What the form still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Whose file.
    Whom,
    /// What may happen.
    Harm,
    /// Who may be harmed.
    AtRisk,
    /// How soon.
    Imminence,
    /// It can wait until tomorrow: somebody can be asked.
    NotImminent,
    /// Say more about what may happen.
    What,
    /// Say more about why it can't wait.
    WhyNow,
    /// Whether the client was told.
    Told,
    /// Why they weren't.
    NotTold,
    /// At least one section.
    Sections,
    /// A whole number of minutes, not more than allowed.
    Minutes,
    /// Read what follows first.
    Understood,
    /// A text is too long.
    TooLong,
}

/// A danger, as it is kept with the ticket.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Danger {
    /// What may happen.
    pub harm: Harm,
    /// Who may be harmed.
    pub at_risk: AtRisk,
    /// How soon.
    pub imminence: Imminence,
    /// What may happen to whom.
    pub what: String,
    /// Why it can't wait.
    pub why_now: String,
    /// The client was told that the file is opened (RE-7).
    pub client_told: bool,
    /// Why they weren't told; empty when they were.
    pub not_told: String,
}

/// A form that is complete.
pub struct Order {
    /// Whose file, as it was typed.
    pub whom: Zeroizing<String>,
    /// The danger.
    pub danger: Danger,
    /// The sections.
    pub sections: Vec<Category>,
    /// For how many minutes.
    pub minutes: i64,
}

/// The sections that an emergency can open.
pub fn sections() -> impl Iterator<Item = Category> {
    let all = Category::ALL.iter().copied();
    all.filter(|it| *it != Category::Existence && needs(Purpose::Emergency, *it))
}

impl DangerForm {
    /// Checks what was typed; `longest` are the minutes that the office allows. It looks at nothing but the form, so
    /// that the answer says nothing about anyone.
    ///
    /// # Errors
    /// Everything that is still needed, in the order of the form.
    pub fn check(&self, longest: i64) -> Result<Order, Vec<Need>> {
        let mut need = Vec::new();
        let mut want = |holds: bool, what: Need| {
            if !holds {
                need.push(what);
            }
        };
        let (harm, at_risk) = (self.harm.parse().ok(), self.at_risk.parse().ok());
        let imminence = self.imminence.parse::<Imminence>().ok();
        let sections: Vec<Category> = sections()
            .filter(|it| self.sections.iter().any(|word| word == it.word()))
            .collect();
        let minutes = match self.minutes.trim() {
            "" => Some(longest),
            text => text.parse::<i64>().ok(),
        };
        let minutes = minutes.filter(|it| (1..=longest).contains(it));
        let texts = [&self.whom, &self.what, &self.why_now, &self.not_told];
        let told = self.told == "yes";
        want(!self.whom.trim().is_empty(), Need::Whom);
        want(harm.is_some(), Need::Harm);
        want(at_risk.is_some(), Need::AtRisk);
        want(imminence.is_some(), Need::Imminence);
        want(imminence != Some(Imminence::Later), Need::NotImminent);
        want(says_something(&self.what), Need::What);
        want(says_something(&self.why_now), Need::WhyNow);
        want(told || self.told == "no", Need::Told);
        want(told || says_something(&self.not_told), Need::NotTold);
        want(
            !sections.is_empty() && sections.len() == self.sections.len(),
            Need::Sections,
        );
        want(minutes.is_some(), Need::Minutes);
        want(self.understood, Need::Understood);
        want(
            texts.iter().all(|it| it.chars().count() <= LONGEST_TEXT),
            Need::TooLong,
        );
        let (Some(harm), Some(at_risk), Some(imminence), Some(minutes), true) =
            (harm, at_risk, imminence, minutes, need.is_empty())
        else {
            return Err(need);
        };
        let plain = |text: &str| text.trim().replace("\r\n", "\n");
        Ok(Order {
            whom: Zeroizing::new(self.whom.trim().to_owned()),
            danger: Danger {
                harm,
                at_risk,
                imminence,
                what: plain(&self.what),
                why_now: plain(&self.why_now),
                client_told: told,
                not_told: if told {
                    String::new()
                } else {
                    plain(&self.not_told)
                },
            },
            sections,
            minutes,
        })
    }
}

/// Whether a text says something: a few different words with letters in them. It can't tell whether it is true; the
/// review does.
pub(crate) fn says_something(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .map(str::to_lowercase)
        .collect();
    words.sort_unstable();
    words.dedup();
    letters >= FEWEST_LETTERS && words.len() >= FEWEST_WORDS
}

#[cfg(test)]
pub(super) fn typed() -> DangerForm {
    let text = |it: &str| Zeroizing::new(it.to_owned());
    DangerForm {
        whom: text("1"),
        harm: "violence".into(),
        at_risk: "client".into(),
        imminence: "now".into(),
        what: text("Her husband has found out where she sleeps and is on his way there."),
        why_now: text("Her worker is on a plane and nobody else knows a safe number."),
        told: "no".into(),
        not_told: text("We can't reach her before we have the number."),
        sections: vec!["contact".into(), "location".into()],
        minutes: "30".into(),
        understood: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs_of(change: impl FnOnce(&mut DangerForm)) -> Vec<Need> {
        let mut form = typed();
        change(&mut form);
        form.check(60).err().unwrap_or_default()
    }

    #[test]
    fn nasw_c_only_a_serious_foreseeable_and_imminent_harm_opens_anything() {
        assert_eq!(needs_of(|_| {}), []);
        assert_eq!(
            needs_of(|it| it.imminence = "later".into()),
            [Need::NotImminent]
        );
        assert_eq!(needs_of(|it| it.harm = "curiosity".into()), [Need::Harm]);
        assert_eq!(needs_of(|it| it.at_risk.clear()), [Need::AtRisk]);
    }

    #[test]
    fn re_7_a_thin_reason_is_no_reason() {
        for thin in [
            "",
            "urgent",
            "urgent urgent urgent urgent urgent urgent",
            "a b c d e f g h",
            "x".repeat(500).as_str(),
        ] {
            let thin = || Zeroizing::new(thin.to_owned());
            assert_eq!(needs_of(|it| it.what = thin()), [Need::What]);
            assert_eq!(needs_of(|it| it.why_now = thin()), [Need::WhyNow]);
            assert_eq!(needs_of(|it| it.not_told = thin()), [Need::NotTold]);
        }
        assert_eq!(
            needs_of(|it| it.told = "yes".into()),
            [],
            "then there is nothing to explain"
        );
    }

    #[test]
    fn nasw_c_only_the_sections_that_an_emergency_may_need_for_an_hour_at_most() {
        assert_eq!(needs_of(|it| it.sections.clear()), [Need::Sections]);
        assert_eq!(
            needs_of(|it| it.sections.push("hiv".into())),
            [Need::Sections]
        );
        for minutes in ["61", "0", "-5", "ten", "99999999999999999999"] {
            assert_eq!(needs_of(|it| it.minutes = minutes.into()), [Need::Minutes]);
        }
        assert_eq!(typed().check(15).err(), Some(vec![Need::Minutes]));
        assert_eq!(needs_of(|it| it.understood = false), [Need::Understood]);
    }

    #[test]
    fn a_text_without_end_is_sent_back() {
        let long = "he said tonight that she would not live to see the morning ".repeat(20_000);
        assert_eq!(
            needs_of(|it| it.what = Zeroizing::new(long)),
            [Need::TooLong]
        );
    }
}
