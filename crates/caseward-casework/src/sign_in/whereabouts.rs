//! Whoever works away from the office says, once in a session, that nobody can hear or read along there; until then nothing about a
//! client opens in it, and it can be taken back.
//!
//! DV-4.6.2, NASW-i. What privacy there is in a room only people know, so the house asks and keeps what was said; it is a help for
//! people who look around first, and opens nothing. It holds for one session and four hours. Whom it is asked of, the office says: of
//! whoever says that they work elsewhere, of telephones and tablets too, or of everyone. A conference asks for itself, each time.

use caseward_gate::{About, Actor, Drawer};
use caseward_model::{OfficeAct, Role};
use serde::{Deserialize, Serialize};

use super::office::{RULES, SignInRules};
use super::sessions::read_row;
use super::{Device, Held, SignedIn, note};
use crate::{CaseworkError, Office};

/// How long it holds that nobody can hear or read along, in ms: a morning.
const LASTS_MS: i64 = 4 * 3_600_000;
/// Nobody is asked in this session.
pub(super) const NOT_ASKED: i64 = -1;
/// It isn't said yet.
pub(super) const UNSAID: i64 = 0;

/// Of whom it is asked when a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhereaboutsRule {
    /// Of nobody; whoever works away from the office says so.
    #[default]
    WhoeverSaysSo,
    /// Of whoever comes in on a telephone or a tablet, too.
    Handhelds,
    /// Of everyone who works here.
    Everyone,
}

impl WhereaboutsRule {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::WhoeverSaysSo, Self::Handhelds, Self::Everyone];

    /// Its word, for forms, commands and programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::WhoeverSaysSo => "whoever_says_so",
            Self::Handhelds => "handhelds",
            Self::Everyone => "everyone",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether it is asked of somebody in this part on this device.
    fn asks(self, role: Role, device: Device) -> bool {
        let asked = match self {
            Self::WhoeverSaysSo => false,
            Self::Handhelds => device.is_handheld(),
            Self::Everyone => true,
        };
        // A client reads what is their own wherever they like.
        asked && role != Role::Client
    }

    /// With what a session of theirs begins.
    pub(super) fn begins_with(self, role: Role, device: Device) -> i64 {
        if self.asks(role, device) {
            UNSAID
        } else {
            NOT_ASKED
        }
    }
}

/// How a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// It isn't asked in it: it counts as one in the office.
    NotAsked,
    /// It isn't said yet, was taken back, or holds no more: nothing about a client opens.
    Unsaid,
    /// Nobody can hear or read along.
    Private {
        /// Until when that holds, in ms since 1970.
        until: i64,
    },
}

impl Whereabouts {
    /// Its word, for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::Unsaid => "unsaid",
            Self::Private { .. } => "private",
        }
    }

    const fn of(private_until: i64, now_ms: i64) -> Self {
        if private_until < UNSAID {
            Self::NotAsked
        } else if private_until > now_ms {
            Self::Private {
                until: private_until,
            }
        } else {
            Self::Unsaid
        }
    }
}

/// What somebody says about where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhereaboutsStep {
    /// They work away from the office.
    Away,
    /// Nobody can hear or read along where they are.
    Private,
    /// It isn't so any more.
    Exposed,
    /// They are back in the office.
    Back,
}

impl WhereaboutsStep {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Away, Self::Private, Self::Exposed, Self::Back];

    /// Its word, for forms and programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Private => "private",
            Self::Exposed => "exposed",
            Self::Back => "back",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    const fn deed(self) -> &'static str {
        match self {
            Self::Away => "place_away",
            Self::Private => "place_attested",
            Self::Exposed => "place_withdrawn",
            Self::Back => "place_back",
        }
    }
}

impl SignedIn {
    /// How this very session stands at this time, in ms; a program sits nowhere and isn't asked.
    #[must_use]
    pub const fn whereabouts(&self, now_ms: i64) -> Whereabouts {
        match self.held {
            Held::Session { private_until, .. } => Whereabouts::of(private_until, now_ms),
            Held::Nothing | Held::Token(_) => Whereabouts::NotAsked,
        }
    }

    /// Whether what tells of clients waits in this session until they say that nobody can hear or read along. While they have an
    /// emergency open nothing waits: somebody may come to harm, and it is reviewed (RE-7).
    #[must_use]
    pub fn says_first(&self, now_ms: i64) -> bool {
        self.whereabouts(now_ms) == Whereabouts::Unsaid
            && self.sheet.open_emergencies(now_ms).next().is_none()
    }
}

impl Office {
    /// Keeps what somebody says about where they are, for this session of theirs. Where somebody may hear or read along, whoever sits in
    /// the room of a conference is out of it. Back in the office it is asked no more, unless the
    /// office asks it of them there as well.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] for a program, which sits nowhere.
    pub async fn say_whereabouts(
        &self,
        token: &str,
        by: &SignedIn,
        step: WhereaboutsStep,
    ) -> Result<(), CaseworkError> {
        if by.session_called().is_none() {
            let reason = "only a person can say who hears or reads along";
            return Err(CaseworkError::Unfit(reason.to_owned()));
        }
        let hash = self.hash("session", token)?;
        let prints = self.gate.fingerprints()?;
        let rule = self.sign_in_rules().await?.whereabouts;
        let now_ms = self.clock.now_ms();
        let role = by.sheet.role;
        let deed = note(step.deed(), Some(by.worker), []);
        self.gate
            .act::<_, CaseworkError, _>(by.no, deed, move |tx| {
                let Some(mut row) = read_row(tx, &prints, &hash)? else {
                    return Ok(());
                };
                row.private_until = match step {
                    WhereaboutsStep::Private => now_ms + LASTS_MS,
                    WhereaboutsStep::Away | WhereaboutsStep::Exposed => UNSAID,
                    WhereaboutsStep::Back => rule.begins_with(role, row.device),
                };
                row.update(tx, &prints, &hash)
            })
            .await?;
        if step == WhereaboutsStep::Exposed {
            self.may_be_heard(by).await?;
        }
        Ok(())
    }

    /// Whether the office asks it of this person on this device, wherever they are; of a program never.
    ///
    /// # Errors
    /// When the office is sealed or its card was put back to an earlier state.
    pub async fn asks_whereabouts_of(&self, person: &SignedIn) -> Result<bool, CaseworkError> {
        match person.held {
            Held::Session { device, .. } => {
                let rule = self.sign_in_rules().await?.whereabouts;
                Ok(rule.asks(person.sheet.role, device))
            }
            Held::Nothing | Held::Token(_) => Ok(false),
        }
    }

    /// Leaves in a hurry: the session is locked, and whoever comes back to it elsewhere than in the office says anew that nobody can
    /// hear or read along (RE-6). Whoever sits in the room of a conference is out of it.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn leave_quickly(&self, token: &str, by: &SignedIn) -> Result<(), CaseworkError> {
        let hash = self.hash("session", token)?;
        let prints = self.gate.fingerprints()?;
        let deed = note("left_quickly", Some(by.worker), []);
        self.gate
            .act::<_, CaseworkError, _>(by.no, deed, move |tx| {
                let Some(mut row) = read_row(tx, &prints, &hash)? else {
                    return Ok(());
                };
                row.locked = true;
                row.private_until = row.private_until.min(UNSAID);
                row.update(tx, &prints, &hash)
            })
            .await?;
        self.may_be_heard(by).await
    }

    /// Says of whom it is asked, in sessions that begin from now on.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn ask_whereabouts_of(
        &self,
        by: impl Into<Actor>,
        rule: WhereaboutsRule,
    ) -> Result<(), CaseworkError> {
        let (act, deed) = (OfficeAct::ManageSettings, "whereabouts_rule_changed");
        self.gate
            .perform::<_, CaseworkError, _>(by, act, About::Office, deed, move |works| {
                works.note("rule", rule.word());
                let card = (Drawer::SignIn, RULES);
                works.change_card(card, deed, |rules: &mut SignInRules| {
                    rules.whereabouts = rule;
                })?;
                Ok(())
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1";
    const DESK: &str = "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36";

    #[test]
    fn dv_4_6_2_the_office_says_of_whom_it_is_asked_and_never_of_a_client() {
        let asked = |role| {
            let of = |rule: WhereaboutsRule| {
                [PHONE, DESK, ""].map(|agent| rule.begins_with(role, Device::of(agent)) == UNSAID)
            };
            WhereaboutsRule::ALL.map(of)
        };
        let (nobody, phones, all) = ([false; 3], [true, false, false], [true; 3]);
        assert_eq!(asked(Role::Caseworker), [nobody, phones, all]);
        assert_eq!(asked(Role::PartnerWorker), [nobody, phones, all]);
        assert_eq!(asked(Role::Client), [nobody; 3]);
    }

    #[test]
    fn what_was_said_holds_until_its_time_and_not_a_moment_longer() {
        assert_eq!(Whereabouts::of(NOT_ASKED, 5), Whereabouts::NotAsked);
        assert_eq!(Whereabouts::of(UNSAID, 5), Whereabouts::Unsaid);
        assert_eq!(Whereabouts::of(9, 8), Whereabouts::Private { until: 9 });
        assert_eq!(Whereabouts::of(9, 9), Whereabouts::Unsaid);
    }

    #[test]
    fn a_word_is_read_as_what_it_was_written_for() {
        for rule in WhereaboutsRule::ALL {
            assert_eq!(WhereaboutsRule::from_word(rule.word()), Some(rule));
        }
        for step in WhereaboutsStep::ALL {
            assert_eq!(WhereaboutsStep::from_word(step.word()), Some(step));
        }
        assert_eq!(WhereaboutsStep::from_word("nowhere"), None);
    }
}
