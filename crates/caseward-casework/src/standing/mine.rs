//! What whoever is signed in has to sign and learn, how far they are, and the texts to read.

use std::collections::BTreeMap;

use caseward_gate::{Drawer, WorkerSheet};
use caseward_model::Language;

use super::answers::Given;
use super::changes::{Change, changes};
use super::keep::{Row, State, place};
use super::publish::unknown;
use super::refuse::RefusalToSign;
use super::register::read;
use super::settle::{Register, Requirement, Version};
use super::sign::Signer;
use super::text::Wording;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// How long before its end a signature is called to mind: 30 days, in ms.
const SOON_MS: i64 = 30 * 86_400_000;

/// How someone stands with one agreement or course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// Which.
    pub requirement: Requirement,
    /// Until when it reaches, in ms; nothing when it doesn't reach now.
    pub until: Option<i64>,
    /// It ends within a month: because the signature runs out, or because a newer version comes.
    pub ends_soon: bool,
    /// An earlier version was signed, or this one ran out.
    pub signed_before: bool,
    /// A paper waits for a second person.
    pub paper_waits: bool,
    /// They said that they will not sign it, for now.
    pub refused: bool,
    /// The number of their last signature that counts.
    pub signature: Option<i64>,
}

impl Stand {
    /// How a sheet stands with a requirement, by itself.
    pub(super) fn of(requirement: &Requirement, sheet: &WorkerSheet, now_ms: i64) -> Self {
        let reach = requirement.reaches(&sheet.signed, now_ms);
        let before = sheet.signed.iter();
        Self {
            until: (reach > now_ms).then_some(reach),
            ends_soon: reach > now_ms && reach - now_ms < SOON_MS,
            signed_before: before.clone().any(|it| it.requirement == requirement.no),
            paper_waits: false,
            refused: false,
            signature: None,
            requirement: requirement.clone(),
        }
    }

    /// Whether something is to be done about it: it doesn't reach, or not for long.
    #[must_use]
    pub const fn asks(&self) -> bool {
        self.until.is_none() || self.ends_soon
    }
}

/// A text as it is laid before someone.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The agreement or course.
    pub requirement: Requirement,
    /// The version that is to be signed.
    pub version: Version,
    /// What it says, in the reader's language.
    pub words: Wording,
    /// What changed since the version before; nothing for the first one.
    pub changes: Vec<Change>,
    /// What the reader has answered so far.
    pub given: Given,
    /// How the reader stands.
    pub stand: Stand,
}

/// A signature or completion of one's own.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Under which number it is kept.
    pub no: i64,
    /// The number of the agreement or course.
    pub requirement: i64,
    /// Which version.
    pub version: u32,
    /// Whether it counts.
    pub state: State,
    /// What is kept of it.
    pub evidence: super::keep::Evidence,
    /// The entry about it.
    pub entry: u64,
}

impl Office {
    /// What whoever is signed in has to sign and learn, in the order of publication.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn my_standing(&self, person: &SignedIn) -> Result<Vec<Stand>, CaseworkError> {
        let register = self.requirements().await?;
        let now_ms = self.clock.now_ms();
        let mut stands = Vec::new();
        let signatures = self.signatures_of(person.no).await?;
        let refusals = self.refusals_of(person.no).await?;
        for requirement in register.required_of(person.sheet.role) {
            let stand = Stand::of(requirement, &person.sheet, now_ms);
            stands.push(filled(stand, &signatures, &refusals));
        }
        Ok(stands)
    }

    /// Lays a text before whoever is signed in: the newest version, in their language.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is none of this name.
    pub async fn requirement_to_read(
        &self,
        person: &SignedIn,
        name: &str,
        language: Language,
    ) -> Result<Reading, CaseworkError> {
        let register = self.requirements().await?;
        let requirement = register.named(name).ok_or_else(|| unknown(name))?.clone();
        let newest = requirement.newest().ok_or(CaseworkError::Damaged)?.clone();
        let words = self.words(&requirement, newest.number, language).await?;
        let changes = match newest.number {
            0 | 1 => Vec::new(),
            number => {
                let before = self.words(&requirement, number - 1, language).await?;
                changes(&before, &words)
            }
        };
        let given = self
            .given_so_far(
                person.no,
                requirement.no,
                newest.number,
                words.questions.len(),
            )
            .await?;
        let stand = Stand::of(&requirement, &person.sheet, self.clock.now_ms());
        let signatures = self.signatures_of(person.no).await?;
        let refusals = self.refusals_of(person.no).await?;
        Ok(Reading {
            stand: filled(stand, &signatures, &refusals),
            requirement,
            version: newest,
            words,
            changes,
            given,
        })
    }

    /// What each agreement and course is called in a language, by its number.
    ///
    /// # Errors
    /// When the office is sealed or a text doesn't open.
    pub async fn requirement_titles(
        &self,
        register: &Register,
        language: Language,
    ) -> Result<BTreeMap<i64, String>, CaseworkError> {
        let mut titles = BTreeMap::new();
        for requirement in &register.requirements {
            if let Some(newest) = requirement.newest() {
                let words = self.words(requirement, newest.number, language).await?;
                titles.insert(requirement.no, words.title);
            }
        }
        Ok(titles)
    }

    /// How whoever is signed in is reached, as far as the office knows; the name is theirs to write.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn reached_at(&self, person: &SignedIn) -> Result<Signer, CaseworkError> {
        let found = self.gate.worker(person.no).await?;
        let (_, _, known) = found.ok_or(CaseworkError::Damaged)?;
        Ok(Signer {
            position: known.position,
            email: known.email,
            phone: known.phone,
            ..Signer::default()
        })
    }

    pub(super) async fn words(
        &self,
        requirement: &Requirement,
        version: u32,
        language: Language,
    ) -> Result<Wording, CaseworkError> {
        let edition = self.edition(requirement.no, version).await?;
        let words = edition.in_language(language).cloned();
        words.ok_or(CaseworkError::Damaged)
    }

    /// What someone signed and completed, the newest first.
    pub(super) async fn signatures_of(
        &self,
        worker_no: i64,
    ) -> Result<Vec<Signature>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let read_all = move |reader: &mut caseward_db::Reader<'_>| {
            let sql = "SELECT no, requirement_no, version, state, sealed FROM signatures \
                       WHERE worker_no = $1 ORDER BY no DESC";
            let mut all = Vec::new();
            for row in reader.query(sql, &[worker_no.into()])? {
                let (no, state) = (row.int(0)?, State::of(row.int(3)?));
                let place = place(no, worker_no, state);
                let kept: Row = read(&drawers.open(Drawer::Signed, place, row.bytes(4)?)?)?;
                all.push(Signature {
                    no,
                    requirement: row.int(1)?,
                    version: u32::try_from(row.int(2)?).map_err(|_| CaseworkError::Damaged)?,
                    state,
                    evidence: kept.evidence,
                    entry: kept.entry,
                });
            }
            Ok::<_, CaseworkError>(all)
        };
        self.db.glance(read_all).await
    }

    /// What whoever is signed in has signed and completed, the newest first.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn my_signatures(&self, person: &SignedIn) -> Result<Vec<Signature>, CaseworkError> {
        self.signatures_of(person.no).await
    }

    async fn refusals_of(&self, no: i64) -> Result<Vec<(i64, i64, RefusalToSign)>, CaseworkError> {
        let mut all = self.refusals().await?;
        all.retain(|(worker, _, _)| *worker == no);
        Ok(all)
    }
}

/// Adds what isn't on the sheet.
fn filled(
    mut stand: Stand,
    signatures: &[Signature],
    refusals: &[(i64, i64, RefusalToSign)],
) -> Stand {
    let no = stand.requirement.no;
    let mine = || signatures.iter().filter(|it| it.requirement == no);
    let counting = mine().find(|it| it.state == State::Counts);
    stand.signature = counting.map(|it| it.no);
    stand.paper_waits = mine().any(|it| it.state == State::Waits);
    stand.refused = refusals.iter().any(|it| it.1 == no);
    stand
}
