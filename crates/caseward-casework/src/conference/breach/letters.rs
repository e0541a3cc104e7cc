//! The notice to the employer and the report to the authorities: written in plain words without a client, kept byte for byte, and how
//! each went (CC-2.9, CC-2.10).

use caseward_gate::{About, Works};
use caseward_model::{BreachLetter, BreachReport, Id, Language, OfficeAct, TaskKind, Worker};
use caseward_papers::{BreachNotice, print};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::stored::{self, Letter, Report, Said};
use super::{SAYS, about, says, unknown};
use crate::conference::{line, reading};
use crate::people::{Amiss, Mending};
use crate::standing::{day, on_a_thread_that_waits};
use crate::tasks;
use crate::{CaseworkError, Office};

/// The most characters of a recipient, of a reference, and of how it went.
const LONGEST: (usize, usize, usize) = (200, 80, 200);

/// A letter that is to be written. It isn't printable by accident.
#[derive(Clone)]
pub struct NewLetter {
    /// To whom it goes; nothing when nobody said.
    pub kind: Option<BreachLetter>,
    /// In which language it is set.
    pub language: Language,
    /// The recipient: an employer, an authority.
    pub to: String,
    /// The office's reference.
    pub reference: String,
    /// What happened, in plain factual words, naming no client.
    pub facts: String,
}

/// How a letter went. It isn't printable by accident.
#[derive(Clone, Default)]
pub struct LetterSent {
    /// By which way, and to whom it was handed.
    pub how: String,
    /// When, in ms since 1970; nothing when nobody said.
    pub at: Option<i64>,
}

impl Office {
    /// Writes a letter about a substantiated finding; gives its number. It goes nowhere by that.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn write_breach_letter(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
        new: NewLetter,
    ) -> Result<i64, CaseworkError> {
        let how = (OfficeAct::FindBreach, About::Office);
        self.must_be_let(by, how.0, how.1).await?;
        let (_, report) = self.breach_for(by, id).await?;
        let (kind, new) = checked(&report, new)?;
        let paper = self.notice(&report, kind, &new).await?;
        let pdf = on_a_thread_that_waits(move || print(&paper)).await?;
        let found_at = report.finding.map(|it| it.said.at);
        let change = move |works: &mut Works<'_, '_>, (no, report): (i64, &mut Report)| {
            if report.finding.as_ref().map(|it| it.said.at) != found_at {
                return Err(Amiss::ChangedMeanwhile.into());
            }
            let hash = HEXLOWER.encode(&Sha256::digest(&pdf));
            let letter = number(report.letters.len());
            stored::keep_paper(works, (no, letter), &pdf)?;
            works.note("letter", letter);
            works.note("to", kind.word());
            works.note("paper", hash.as_str());
            report.letters.push(Letter {
                kind,
                language: new.language,
                to: new.to,
                reference: new.reference,
                said: Said {
                    by: works.actor_no(),
                    at: works.now_ms(),
                    text: new.facts,
                },
                hash,
                sent: None,
            });
            Ok(letter)
        };
        self.at_breach(by, how, (id, "breach_letter_written"), change)
            .await
    }

    /// The paper of a letter: exactly what was written.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is none for this person; [`CaseworkError::NotPermitted`].
    pub async fn breach_letter(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
        letter: i64,
    ) -> Result<Vec<u8>, CaseworkError> {
        let how = (OfficeAct::FindBreach, About::Office);
        let change = move |works: &mut Works<'_, '_>, (no, _): (i64, &mut Report)| {
            works.note("letter", letter);
            stored::paper(works, (no, letter))?.ok_or_else(|| unknown(id))
        };
        self.at_breach(by, how, (id, "breach_letter_read"), change)
            .await
    }

    /// Notes how a letter went, once.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn note_breach_letter_sent(
        &self,
        by: Id<Worker>,
        (id, letter): (Id<BreachReport>, i64),
        sent: LetterSent,
    ) -> Result<(), CaseworkError> {
        let how = (OfficeAct::FindBreach, About::Office);
        let change = move |works: &mut Works<'_, '_>, (no, report): (i64, &mut Report)| {
            let now_ms = works.now_ms();
            let place = letter
                .checked_sub(1)
                .and_then(|it| usize::try_from(it).ok());
            let found = place.and_then(|it| report.letters.get_mut(it));
            let found = found.ok_or_else(|| unknown(id))?;
            let text = line(&sent.how, LONGEST.2);
            let at = sent.at.filter(|it| *it <= now_ms);
            let mut mending = Mending::default();
            mending.note(found.sent.is_some().then_some(Amiss::BreachSent));
            mending.note(text.is_none().then_some(Amiss::BreachHow));
            mending.note(at.is_none().then_some(Amiss::BreachSentOn));
            mending.done()?;
            let said = Said {
                by: works.actor_no(),
                at: now_ms,
                text: text.unwrap_or_default(),
            };
            found.sent = Some((at.unwrap_or(now_ms), said));
            works.note("letter", letter);
            works.note("to", found.kind.word());
            if report.untold().is_empty() {
                let about = about(works, (no, &*report))?;
                tasks::finish_all(works, TaskKind::BreachToTell, &about, "told")?;
            }
            Ok(())
        };
        self.at_breach(by, how, (id, "breach_letter_sent"), change)
            .await
    }

    /// What a letter says.
    async fn notice(
        &self,
        report: &Report,
        kind: BreachLetter,
        new: &NewLetter,
    ) -> Result<BreachNotice, CaseworkError> {
        let around = self.around_conferences().await?;
        let found = report.finding.as_ref().ok_or(CaseworkError::Damaged)?;
        let (person, organization) = reading::called(&around, report.whom);
        let ends = found.ends;
        Ok(BreachNotice {
            language: new.language,
            office: self.own_organization().await?.name,
            kind: kind.word().to_owned(),
            to: new.to.clone(),
            reference: new.reference.clone(),
            written_on: day(self.clock.now_ms()),
            person,
            organization,
            breach: report.kind().word().to_owned(),
            conduct: report.kind().is_conduct(),
            happened_on: report.happened_at.map(day).unwrap_or_default(),
            reported_on: day(report.at),
            taken_up_on: report.taken_up.map(|(_, at)| day(at)).unwrap_or_default(),
            found_on: day(found.said.at),
            heard: report.put.as_ref().is_some_and(|it| it.answer.is_some()),
            ends,
            facts: new.facts.clone(),
        })
    }
}

fn number(letters: usize) -> i64 {
    i64::try_from(letters).unwrap_or(i64::MAX - 1) + 1
}

/// A letter, if all that it needs is there; the notice to an employer needs somebody whom it is about.
fn checked(report: &Report, new: NewLetter) -> Result<(BreachLetter, NewLetter), CaseworkError> {
    let found = report.finding.as_ref();
    let substantiated = found.is_some_and(|it| it.substantiated);
    let (to, reference) = (line(&new.to, LONGEST.0), line(&new.reference, LONGEST.1));
    let facts = says(&new.facts, SAYS);
    let nobody = new.kind == Some(BreachLetter::Employer) && report.whom.is_none();
    let mut mending = Mending::default();
    mending.note((!substantiated).then_some(Amiss::BreachFindFirst));
    mending.note((new.kind.is_none() || nobody).then_some(Amiss::BreachPaper));
    mending.note(to.is_none().then_some(Amiss::BreachTo));
    mending.note(reference.is_none().then_some(Amiss::BreachReference));
    mending.note(facts.is_none().then_some(Amiss::BreachFacts));
    mending.done()?;
    let kind = new.kind.ok_or(Amiss::BreachPaper)?;
    let new = NewLetter {
        to: to.unwrap_or_default(),
        reference: reference.unwrap_or_default(),
        facts: facts.unwrap_or_default(),
        ..new
    };
    Ok((kind, new))
}
