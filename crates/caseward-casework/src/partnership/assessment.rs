//! Assessing an organisation's confidentiality policy, before anything is shared with it (DV-4.1).
//!
//! Five questions are answered from the document itself, each with a sentence and whether that is enough. It counts as
//! assessed only when all five are; and only until the day on which somebody has to look again.

use caseward_gate::{About, Actor, Works};
use caseward_model::{Id, OfficeAct, Organization, PolicyQuestion, TaskKind, Worker};
use serde::{Deserialize, Serialize};

use super::stored::{self, Shelf, Shelved};
use super::{line, period, recipient_no, reminders, says, settle};
use crate::people::{Amiss, Mending};
use crate::{CaseworkError, Office};

/// What was found in their policy about one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which question.
    pub question: PolicyQuestion,
    /// What it says, in a sentence.
    pub found: String,
    /// That is enough for what we would share.
    pub enough: bool,
}

/// An assessment of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// What the document is called.
    pub reference: String,
    /// Which edition of it.
    pub edition: String,
    /// The day that it bears, in ms.
    pub dated: i64,
    /// What was found.
    pub answers: Vec<Answer>,
    /// Until when this counts, in ms.
    pub until: i64,
    /// Who assessed it; nobody for the holder of the office's key.
    pub by: Option<Id<Worker>>,
    /// When, in ms since 1970.
    pub at: i64,
    /// Somebody was reminded that it runs out.
    #[serde(default)]
    pub(super) reminded: bool,
}

impl Shelved for Assessment {
    const SHELF: Shelf = Shelf::Assessment;
}

impl Assessment {
    /// Whether they can keep what they would receive, by all that was found.
    #[must_use]
    pub fn enough(&self) -> bool {
        self.answers.iter().all(|it| it.enough)
    }
}

/// An assessment to be kept.
#[derive(Debug, Clone)]
pub struct NewAssessment {
    /// What the document is called.
    pub reference: String,
    /// Which edition of it.
    pub edition: String,
    /// The day that it bears, in ms.
    pub dated: i64,
    /// What was found, one answer for each question.
    pub answers: Vec<Answer>,
    /// Until when it counts, in ms.
    pub until: i64,
}

impl Office {
    /// Keeps an assessment of a recipient's confidentiality policy. The newest counts: the gate lets nothing go by consent
    /// where it found too little, or ran out. Says whether it is enough.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn assess_policy(
        &self,
        by: impl Into<Actor>,
        of: Id<Organization>,
        new: NewAssessment,
    ) -> Result<bool, CaseworkError> {
        let (act, about) = (OfficeAct::ManageRecipients, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let organization = recipient_no(works, of)?;
            let assessment = looked_over(works, new)?;
            let no = stored::insert(works, organization, &assessment)?;
            works.note("organization", of.to_string());
            works.note("assessment", no);
            let enough = assessment.enough();
            works.note("outcome", if enough { "enough" } else { "not_enough" });
            settle::policy(works, of, enough.then_some(assessment.until))?;
            reminders::withdraw(works, TaskKind::PolicyToAssess, organization)?;
            Ok(enough)
        };
        let gate = &self.gate;
        gate.perform(by, act, about, "policy_assessed", work).await
    }
}

fn looked_over(works: &mut Works<'_, '_>, new: NewAssessment) -> Result<Assessment, CaseworkError> {
    let mut mending = Mending::default();
    mending.note(line(&new.reference, Amiss::ReferenceEmpty));
    mending.note(period((new.dated, new.until), works.now_ms()));
    let answered = |question: &PolicyQuestion| {
        let mut all = new.answers.iter().filter(|it| it.question == *question);
        let first = all.next();
        all.next().is_none() && first.is_some_and(|it| says(&it.found).is_none())
    };
    let all = PolicyQuestion::ALL.iter().all(answered);
    mending.note((!all).then_some(Amiss::AnswersMissing));
    mending.done()?;
    Ok(Assessment {
        reference: new.reference.trim().to_owned(),
        edition: new
            .edition
            .trim()
            .chars()
            .take(super::LONGEST_LINE)
            .collect(),
        dated: new.dated,
        answers: new.answers,
        until: new.until,
        by: works.actor(),
        at: works.now_ms(),
        reminded: false,
    })
}
