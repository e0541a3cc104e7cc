//! Sending letters: which are due, what stands in them, and what became of them.
//!
//! NASW-l. The mail itself is carried by whoever runs the office (the server, or a command); this desk hands letters
//! out and writes down how it went, each in an entry of the ledger.

use caseward_gate::{About, Actor, Particulars, WorkerSheet, Works};
use caseward_model::{Id, LetterKind, LetterState, OfficeAct, Worker};
use serde::{Deserialize, Serialize};

use super::{can_be_written_to, stored};
use crate::{CaseworkError, Office};

/// How long it is tried to send a letter: three days. What it told of has been seen by then, or someone else has it.
const TRIED_MS: i64 = 3 * 86_400_000;
/// How long after the first attempt the second is made; then twice as long each time.
const AGAIN_MS: i64 = 60_000;
/// The longest time between two attempts.
const LONGEST_PAUSE_MS: i64 = 60 * 60_000;

/// Why a letter didn't go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The mail server couldn't be reached, or broke off.
    NotReached,
    /// The mail server's certificate or its encryption is not what it should be.
    NotTrusted,
    /// The mail server said: not now.
    NotNow,
    /// The mail server refused it for good.
    Refused,
    /// There is nobody to write to any more.
    Nobody,
    /// The server stopped while the letter was on its way.
    Interrupted,
    /// It was tried for three days.
    TooLate,
}

impl Failure {
    /// The word for it, in entries and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotReached => "not_reached",
            Self::NotTrusted => "not_trusted",
            Self::NotNow => "not_now",
            Self::Refused => "refused",
            Self::Nobody => "nobody",
            Self::Interrupted => "interrupted",
            Self::TooLate => "too_late",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::NotReached => {
                "the mail server couldn't be reached; look at its name, its port and the network"
            }
            Self::NotTrusted => {
                "the mail server's certificate isn't trusted here; give the authority's with --mail-ca"
            }
            Self::NotNow => "the mail server said: not now; it is tried again",
            Self::Refused => "the mail server refused it; look at the account and the addresses",
            Self::Nobody => "there is no address to write to, or their access is shut",
            Self::Interrupted => "the server stopped while it was on its way; it is tried again",
            Self::TooLate => "it was tried for three days",
        }
    }

    const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Nobody | Self::TooLate)
    }
}

/// A letter to be carried.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The letter's number.
    pub no: i64,
    /// The address it goes to.
    pub to: String,
    /// What it is for.
    pub kind: LetterKind,
}

impl Envelope {
    /// The line that is seen without opening it; the same for every letter that isn't a trial.
    #[must_use]
    pub const fn subject(&self) -> &'static str {
        match self.kind {
            LetterKind::SomethingWaits | LetterKind::Pressing => {
                "Caseward: please sign in / por favor, entre"
            }
            LetterKind::Trial => "Caseward: a trial letter / una carta de prueba",
        }
    }

    /// What stands in it, in English and Spanish; `address` is where the office's pages are.
    #[must_use]
    pub fn text(&self, address: &str) -> String {
        let text = match self.kind {
            LetterKind::SomethingWaits => include_str!("something-waits.txt"),
            LetterKind::Pressing => include_str!("pressing.txt"),
            LetterKind::Trial => include_str!("trial.txt"),
        };
        text.replace("{address}", address)
    }
}

impl Office {
    /// Takes the letters that are due, at most so many, to carry them now. Each must be brought back with
    /// [`Office::letter_carried`].
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn take_letters(&self, most: i64) -> Result<Vec<Envelope>, CaseworkError> {
        let now_ms = self.clock.now_ms();
        let look =
            move |reader: &mut caseward_db::Reader<'_>| stored::is_anything_due(reader, now_ms);
        // Looking alone leaves no entry behind: it happens every few seconds.
        if !self.db.read(look).await? {
            return Ok(Vec::new());
        }
        self.look_after_mail("letters_taken", move |works| take(works, most))
            .await
    }

    /// Writes down how a letter went: taken by the mail server, or not.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn letter_carried(
        &self,
        no: i64,
        went: Result<(), Failure>,
    ) -> Result<(), CaseworkError> {
        self.look_after_mail("letter_carried", move |works| settle(works, no, went))
            .await
    }

    /// Lets letters wait again that were on their way when the server stopped. Called once, at its start.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn recover_letters(&self) -> Result<(), CaseworkError> {
        self.look_after_mail("letters_recovered", |works| {
            for letter in stored::on_their_way(works)? {
                settle(works, letter.no, Err(Failure::Interrupted))?;
            }
            Ok(())
        })
        .await
    }

    async fn look_after_mail<T, F>(&self, deed: &'static str, work: F) -> Result<T, CaseworkError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Works<'_, '_>) -> Result<T, CaseworkError> + Send + 'static,
    {
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        self.gate
            .perform(Actor::KeyHolder, act, about, deed, work)
            .await
    }
}

fn take(works: &mut Works<'_, '_>, most: i64) -> Result<Vec<Envelope>, CaseworkError> {
    let due = stored::due(works, most)?;
    let workers = works.workers()?;
    let now_ms = works.now_ms();
    let mut envelopes = Vec::new();
    for mut letter in due {
        let no = letter.no;
        letter.text.tries += 1;
        match address_of(&workers, letter.text.worker, now_ms) {
            Some(to) => {
                letter.text.state = LetterState::HandedOver;
                let kind = letter.text.kind;
                envelopes.push(Envelope { no, to, kind });
            }
            None => {
                letter.text.state = LetterState::GivenUp;
                letter.text.trouble = Some(Failure::Nobody);
            }
        }
        works.note(&format!("letter_{no}"), letter.text.state.word());
        stored::rewrite(works, letter)?;
    }
    Ok(envelopes)
}

fn address_of(
    workers: &[(i64, Id<Worker>, WorkerSheet, Particulars)],
    worker: i64,
    now_ms: i64,
) -> Option<String> {
    let found = workers.iter().find(|(no, ..)| *no == worker);
    let (.., called) =
        found.filter(|(_, _, sheet, called)| can_be_written_to(sheet, called, now_ms))?;
    Some(called.email.clone())
}

fn settle(
    works: &mut Works<'_, '_>,
    no: i64,
    went: Result<(), Failure>,
) -> Result<(), CaseworkError> {
    let mut letter = stored::one(works, no)?;
    if letter.text.state != LetterState::HandedOver {
        return Ok(());
    }
    let now_ms = works.now_ms();
    let trouble = went.err().map(|failure| {
        let too_late = letter.text.made_at + TRIED_MS <= now_ms;
        if too_late { Failure::TooLate } else { failure }
    });
    letter.text.trouble = trouble;
    letter.text.state = match trouble {
        None => LetterState::Sent,
        Some(failure) if failure.is_final() => LetterState::GivenUp,
        Some(_) => {
            letter.text.due_at = now_ms + pause(letter.text.tries);
            LetterState::Waiting
        }
    };
    let word = trouble.map_or(letter.text.state.word(), Failure::word);
    works.note(&format!("letter_{no}"), word);
    stored::rewrite(works, letter)
}

/// How long to wait after so many attempts, in ms.
fn pause(tries: u32) -> i64 {
    let doubled = tries.saturating_sub(1).min(10);
    (AGAIN_MS << doubled).min(LONGEST_PAUSE_MS)
}
