//! What the Law Department said before, for everyone who may come to the same question; nobody can be recognised in it
//! (CR-5).

use caseward_gate::{About, Actor, Works};
use caseward_model::{Client, Id, OfficeAct, Worker};
use serde::{Deserialize, Serialize};

use super::obtainable::words_of;
use super::stored::{self, Shelf, Shelved};
use super::{Kept, line, says, unknown};
use crate::people::{Amiss, Mending};
use crate::{CaseworkError, Office};

/// So many digits in a row are a number of somebody; a section of a code of regulations has six.
const TELLING_DIGITS: usize = 7;

/// A guidance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guidance {
    /// The question, as anybody could ask it.
    pub topic: String,
    /// What the Law Department says.
    pub text: String,
    /// Who published it.
    pub by: Option<Id<Worker>>,
    /// When, in ms since 1970.
    pub at: i64,
    /// It was taken back: when, in ms.
    #[serde(default)]
    pub withdrawn_at: Option<i64>,
}

impl Shelved for Guidance {
    const SHELF: Shelf = Shelf::Guidance;
}

/// A guidance to be published.
#[derive(Debug, Clone, Default)]
pub struct NewGuidance {
    /// The question, as anybody could ask it.
    pub topic: String,
    /// What the Law Department says.
    pub text: String,
    /// Whoever publishes it looked through it, and nobody can be recognised.
    pub confirmed: bool,
}

/// By what somebody could be found, whatever the words around it say: a long number, an address of mail, a client's id.
fn tells(text: &str) -> bool {
    let mut run = 0;
    let long_number = text.chars().any(|it| {
        run = match it {
            it if it.is_numeric() => run + 1,
            ' ' | '-' | '.' | '/' | '(' | ')' if run > 0 => run,
            _ => 0,
        };
        run >= TELLING_DIGITS
    });
    let words = text.split(|it: char| !it.is_ascii_alphanumeric());
    let id = |word: &str| word.parse::<Id<Client>>().is_ok();
    long_number || text.contains('@') || words.into_iter().any(id)
}

pub(super) fn publish(works: &mut Works<'_, '_>, new: &NewGuidance) -> Result<i64, CaseworkError> {
    let mut mending = Mending::default();
    mending.note(line(&new.topic, Amiss::SaysTooLittle).or_else(|| says(&new.text)));
    mending.note((tells(&new.topic) || tells(&new.text)).then_some(Amiss::GuidanceTells));
    mending.note((!new.confirmed).then_some(Amiss::NotLookedThrough));
    mending.done()?;
    let guidance = Guidance {
        topic: new.topic.trim().to_owned(),
        text: new.text.trim().to_owned(),
        by: works.actor(),
        at: works.now_ms(),
        withdrawn_at: None,
    };
    let no = stored::insert(works, 0, &guidance)?;
    works.note("guidance", no);
    Ok(no)
}

impl Office {
    /// The guidance that holds and has all these words, the newest first, for someone who may see it; all when there are
    /// no words.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn guidance(
        &self,
        by: impl Into<Actor>,
        search: &str,
    ) -> Result<Vec<Kept<Guidance>>, CaseworkError> {
        self.must_be_let(by, OfficeAct::SeeRecipients, About::Office)
            .await?;
        let (words, drawers) = (words_of(search), self.gate.drawers()?);
        let read =
            move |reader: &mut caseward_db::Reader<'_>| stored::all::<Guidance>(reader, &drawers);
        let mut all = self.db.read(read).await?;
        all.retain(|kept| {
            let text = format!("{} {}", kept.it.topic, kept.it.text).to_lowercase();
            kept.it.withdrawn_at.is_none() && words.iter().all(|word| text.contains(word))
        });
        all.reverse();
        Ok(all)
    }

    /// Publishes guidance that no question stands behind.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`]; [`CaseworkError::NotPermitted`].
    pub async fn publish_guidance(
        &self,
        by: impl Into<Actor>,
        new: NewGuidance,
    ) -> Result<i64, CaseworkError> {
        let (act, about) = (OfficeAct::AnswerLaw, About::Office);
        let work = move |works: &mut Works<'_, '_>| publish(works, &new);
        let gate = &self.gate;
        gate.perform(by, act, about, "guidance_published", work)
            .await
    }

    /// Takes guidance back that doesn't hold any more.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn withdraw_guidance(
        &self,
        by: impl Into<Actor>,
        no: i64,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::AnswerLaw, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let found = stored::one::<Guidance>(works, no)?;
            let mut kept = found
                .ok_or_else(|| unknown("guidance", &no.to_string(), "caseward law guidance"))?;
            kept.it.withdrawn_at = Some(works.now_ms());
            stored::change(works, &kept)?;
            works.note("guidance", no);
            Ok(())
        };
        let gate = &self.gate;
        gate.perform(by, act, about, "guidance_withdrawn", work)
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cr_5_guidance_by_which_somebody_could_be_found_is_noticed() {
        for text in [
            "call 555 0142-17",
            "she writes as ana@example.org",
            "see 5sm15cyq0nrhcwh7s3cheef8jg",
            "born 1990-05-06",
        ] {
            assert!(tells(text), "{text}");
        }
        assert!(!tells(
            "45 CFR 164.512(e) and section 16-30 of manual 7: a subpoena is no order."
        ));
    }
}
