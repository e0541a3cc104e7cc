//! A client's file at a glance: how each section stands, who answers, what comes next, and what stands in the book until when (CR-4, CR-7).
//!
//! Each part is read as it is on its own, and only where it is open to the reader. What is closed isn't asked for a second time.

use caseward_gate::{Delivery, Refusal};
use caseward_model::{Category, Channel, Client, ConsentStage, DisclosureState, Id};

use crate::Office;
use crate::assignment::Named;
use crate::consent::{Consent, ConsentError};
use crate::desk::Overview;
use crate::disclosure::{Disclosure, DisclosureError};
use crate::plan::{Plan, SECTION};
use crate::sign_in::SignedIn;
use crate::tasks::Task;

/// How something stands in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandsAs {
    /// A consent that holds.
    ConsentHolds,
    /// A consent whose paper waits.
    ConsentWaits,
    /// A consent that was begun.
    ConsentBegun,
    /// A disclosure that was begun or put together.
    DisclosureBegun,
    /// A disclosure at which a second person has looked.
    DisclosureApproved,
    /// A disclosure that is on its way.
    DisclosureOnItsWay,
    /// A disclosure that didn't go.
    DisclosureFailed,
}

impl StandsAs {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::ConsentHolds,
        Self::ConsentWaits,
        Self::ConsentBegun,
        Self::DisclosureBegun,
        Self::DisclosureApproved,
        Self::DisclosureOnItsWay,
        Self::DisclosureFailed,
    ];

    /// Its word, for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ConsentHolds => "consent_holds",
            Self::ConsentWaits => "consent_waits",
            Self::ConsentBegun => "consent_begun",
            Self::DisclosureBegun => "disclosure_begun",
            Self::DisclosureApproved => "disclosure_approved",
            Self::DisclosureOnItsWay => "disclosure_on_its_way",
            Self::DisclosureFailed => "disclosure_failed",
        }
    }

    /// Whether it is about a consent, and not about a disclosure.
    #[must_use]
    pub const fn is_consent(self) -> bool {
        matches!(
            self,
            Self::ConsentHolds | Self::ConsentWaits | Self::ConsentBegun
        )
    }
}

/// Something that stands in the book and wants to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// What it is.
    pub what: StandsAs,
    /// The number of the consent or the disclosure.
    pub no: i64,
    /// Until when it holds, in ms since 1970, where it ends.
    pub until: Option<i64>,
}

/// A file at a glance.
pub struct Summary {
    /// How each section stands.
    pub overview: Overview,
    /// Who answers for the client now; nobody is named to the client themselves.
    pub answers: Vec<Named>,
    /// The plan; nothing where it isn't open to the reader.
    pub plan: Option<Plan>,
    /// Consents and disclosures that stand; nothing where the book isn't open.
    pub stands: Option<Vec<Stands>>,
    /// What waits for the reader about this client.
    pub tasks: Vec<Task>,
}

impl Office {
    /// A client's file at a glance. The caller says by the [`Delivery`]s what became of what was opened for it.
    ///
    /// # Errors
    /// [`DisclosureError::Refused`] for whoever may see nothing of the file; [`DisclosureError::Casework`] when something doesn't open.
    pub async fn summary(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<(Summary, Vec<Delivery>), DisclosureError> {
        let overview = self.look_over_by(person, client, channel).await?;
        let mut opened = Vec::new();
        let mut plan = None;
        if overview.is_open(SECTION) {
            match self.plan(person, client, channel).await {
                Ok((found, delivery)) => {
                    plan = Some(found);
                    opened.push(delivery);
                }
                // It closed in between. Something of the file is open, so whoever asks knows of it.
                Err(Refusal::Refused { .. } | Refusal::NotKnown { .. }) => {}
                Err(refusal) => return Err(refusal.into()),
            }
        }
        let (stands, books) = self
            .what_stands(person, client, (&overview, channel))
            .await?;
        opened.extend(books);
        let (mut answers, mut tasks) = (Vec::new(), Vec::new());
        if person.works_here() {
            answers = self.who_answers(&overview).await?;
            tasks = self.my_tasks(person.no).await?;
            tasks.retain(|it| it.about.client == Some(client));
        }
        let summary = Summary {
            overview,
            answers,
            plan,
            stands,
            tasks,
        };
        Ok((summary, opened))
    }

    /// What stands in the book; nothing where it isn't open to the reader, nor on one's own file.
    ///
    /// # Errors
    /// As [`Office::summary`].
    pub async fn what_stands(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (overview, channel): (&Overview, Channel),
    ) -> Result<(Option<Vec<Stands>>, Vec<Delivery>), DisclosureError> {
        if !person.works_here() || !overview.is_open(Category::Administration) {
            return Ok((None, Vec::new()));
        }
        let question = self.question_of(person, client, channel).await?;
        let (consents, first) = match self.consents(&question).await {
            Ok(found) => found,
            Err(ConsentError::Refused(_)) => return Ok((None, Vec::new())),
            Err(error) => return Err(DisclosureError::of_consents(error)),
        };
        let (disclosures, second) = self.disclosures_of(person, client).await?;
        let now_ms = self.clock.now_ms();
        let agreed = consents.all.iter().filter_map(|it| consent(it, now_ms));
        let going = disclosures.iter().filter_map(disclosure);
        let all = agreed.chain(going).collect();
        Ok((Some(all), vec![first, second]))
    }
}

/// A consent that holds, or waits for somebody.
fn consent(consent: &Consent, now_ms: i64) -> Option<Stands> {
    let record = &consent.record;
    let what = match record.stage {
        ConsentStage::Signed if record.is_live_at(now_ms) => StandsAs::ConsentHolds,
        ConsentStage::PaperWaits => StandsAs::ConsentWaits,
        ConsentStage::Draft | ConsentStage::Explained => StandsAs::ConsentBegun,
        _ => return None,
    };
    let holds = what == StandsAs::ConsentHolds;
    Some(Stands {
        what,
        no: consent.no,
        until: record.expires_at.filter(|_| holds),
    })
}

/// A disclosure that is still to be dealt with.
fn disclosure(disclosure: &Disclosure) -> Option<Stands> {
    let what = match disclosure.state {
        DisclosureState::Begun | DisclosureState::Composed => StandsAs::DisclosureBegun,
        DisclosureState::Approved => StandsAs::DisclosureApproved,
        DisclosureState::Released => StandsAs::DisclosureOnItsWay,
        DisclosureState::Failed => StandsAs::DisclosureFailed,
        DisclosureState::Delivered | DisclosureState::Recalled | DisclosureState::Dropped => {
            return None;
        }
    };
    Some(Stands {
        what,
        no: disclosure.no,
        until: None,
    })
}
