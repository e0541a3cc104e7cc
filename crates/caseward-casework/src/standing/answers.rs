//! Teach-back: whoever is to sign or to complete a course answers a few questions about what they read.
//!
//! A wrong answer is no failure: the page says kindly what the text says and asks again. How many tries it
//! took is kept, because a text that everyone gets wrong is a bad text. DV-5.1.1 (say that they
//! understood), DV-5.10, CC-2.

use caseward_gate::{About, Drawer, Works};
use caseward_model::{Language, OfficeAct};
use serde::{Deserialize, Serialize};

use super::error::SigningError;
use super::keep::{Evidence, keep, may_be_renewed};
use super::publish::unknown;
use super::register::{load, load_edition, read, write};
use super::settle::{Requirement, Version};
use super::text::Question;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// What someone has answered so far about one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// About which version.
    pub version: u32,
    /// How often they sent answers.
    pub tries: u32,
    /// Which questions they have answered rightly.
    pub right: Vec<bool>,
}

impl Given {
    /// Nothing yet, about so many questions.
    pub(super) fn nothing(version: u32, questions: usize) -> Self {
        Self {
            version,
            tries: 0,
            right: vec![false; questions],
        }
    }

    /// Whether every question was answered rightly.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.right.is_empty() && self.right.iter().all(|it| *it)
    }

    /// Takes answers in: for each question the number of the chosen answer, from 1.
    fn take(&mut self, questions: &[Question], answers: &[Option<usize>]) {
        self.tries = self.tries.saturating_add(1);
        let chosen = answers.iter().copied().chain(std::iter::repeat(None));
        for ((right, question), answer) in self.right.iter_mut().zip(questions).zip(chosen) {
            *right |= answer == Some(question.right);
        }
    }
}

/// What came of the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// What is answered by now.
    pub given: Given,
    /// A course that was completed by it: the number under which that is kept.
    pub completed: Option<i64>,
}

impl Office {
    /// Takes the answers of whoever is signed in. A course is completed by the last right one; an
    /// agreement can then be signed. `answers` has the number of the chosen answer for each question, from
    /// 1; questions that were answered rightly before may be left out.
    ///
    /// # Errors
    /// [`SigningError::Replaced`] when there is a newer version; [`SigningError::Already`] when nothing is
    /// to be done yet; [`SigningError::NothingAnswered`].
    pub async fn answer_questions(
        &self,
        person: &SignedIn,
        name: &str,
        version: u32,
        language: Language,
        answers: Vec<Option<usize>>,
    ) -> Result<Marked, SigningError> {
        let (name, me) = (name.to_owned(), person.worker);
        let deed = "questions_answered";
        self.gate
            .perform(me, OfficeAct::Sign, About::Worker(me), deed, move |works| {
                let held = load(works)?;
                let requirement = held.register.named(&name);
                let requirement = requirement.ok_or_else(|| unknown(&name))?;
                let newest = current(requirement, version)?;
                if answers.iter().all(Option::is_none) {
                    return Err(SigningError::NothingAnswered);
                }
                let (no, sheet) = works.worker(me)?;
                may_be_renewed(requirement, newest, &sheet.signed, works.now_ms())?;
                let edition = load_edition(works, requirement.no, version)?;
                let words = edition.in_language(language);
                let words = words.ok_or(CaseworkError::Damaged)?;
                let mut given = given(works, no, requirement, version, words.questions.len())?;
                given.take(&words.questions, &answers);
                store_given(works, no, requirement.no, &given)?;
                works.note("requirement", name.as_str());
                works.note("version", version);
                works.note("tries", given.tries);
                works.note("understood", given.is_whole());
                let completed = if requirement.kind.is_course() && given.is_whole() {
                    let evidence = Evidence::of_course(language, words, given.tries);
                    Some(keep(
                        works,
                        &held.register,
                        requirement,
                        newest,
                        me,
                        evidence,
                    )?)
                } else {
                    None
                };
                Ok(Marked { given, completed })
            })
            .await
    }
}

/// The newest version, if that is the one that was read.
pub(super) fn current(requirement: &Requirement, read: u32) -> Result<&Version, SigningError> {
    let newest = requirement.newest().ok_or(CaseworkError::Damaged)?;
    if newest.number != read {
        return Err(SigningError::Replaced {
            newest: newest.number,
        });
    }
    Ok(newest)
}

const GIVEN: &str = "SELECT sealed FROM answers_given WHERE worker_no = $1 AND requirement_no = $2";

/// Answers lie beside signatures, apart from every signature's version.
const fn place(worker_no: i64, requirement: i64) -> (i64, i64, i64) {
    (worker_no, requirement, -1)
}

/// What someone has answered so far about this version.
pub(super) fn given(
    works: &mut Works<'_, '_>,
    worker_no: i64,
    requirement: &Requirement,
    version: u32,
    questions: usize,
) -> Result<Given, CaseworkError> {
    let values = [worker_no.into(), requirement.no.into()];
    let row = works.transaction().query_optional(GIVEN, &values)?;
    let Some(row) = row else {
        return Ok(Given::nothing(version, questions));
    };
    let sealed = row.bytes(0)?.to_vec();
    let plain = works.open(Drawer::Signed, place(worker_no, requirement.no), &sealed)?;
    Ok(about(read(&plain)?, version, questions))
}

/// Answers about another version count for nothing.
fn about(given: Given, version: u32, questions: usize) -> Given {
    if given.version == version && given.right.len() == questions {
        given
    } else {
        Given::nothing(version, questions)
    }
}

fn store_given(
    works: &mut Works<'_, '_>,
    worker_no: i64,
    requirement: i64,
    given: &Given,
) -> Result<(), CaseworkError> {
    let sealed = works.seal(
        Drawer::Signed,
        place(worker_no, requirement),
        &write(given)?,
    );
    works.transaction().execute(
        "INSERT INTO answers_given (worker_no, requirement_no, sealed) VALUES ($1, $2, $3) \
         ON CONFLICT (worker_no, requirement_no) DO UPDATE SET sealed = $3",
        &[worker_no.into(), requirement.into(), sealed.into()],
    )?;
    Ok(())
}

/// Whoever signs again later answers again.
pub(super) fn forget_given(
    works: &mut Works<'_, '_>,
    worker_no: i64,
    requirement: i64,
) -> Result<(), CaseworkError> {
    works.transaction().execute(
        "DELETE FROM answers_given WHERE worker_no = $1 AND requirement_no = $2",
        &[worker_no.into(), requirement.into()],
    )?;
    Ok(())
}

impl Office {
    /// What someone has answered so far about a version.
    pub(super) async fn given_so_far(
        &self,
        worker_no: i64,
        requirement: i64,
        version: u32,
        questions: usize,
    ) -> Result<Given, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let read_row = move |reader: &mut caseward_db::Reader<'_>| {
            let values = [worker_no.into(), requirement.into()];
            let Some(row) = reader.query_optional(GIVEN, &values)? else {
                return Ok(Given::nothing(version, questions));
            };
            let place = place(worker_no, requirement);
            let plain = drawers.open(Drawer::Signed, place, row.bytes(0)?)?;
            Ok::<_, CaseworkError>(about(read(&plain)?, version, questions))
        };
        self.db.glance(read_row).await
    }
}
