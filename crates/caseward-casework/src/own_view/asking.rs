//! Asking from one's own view: about a look, about something that was shared, to see the file, or anything else.
//!
//! NASW-e, DV-5.2.4. A question becomes a task: about a look it goes to whoever reviews looks and not to the one who looked;
//! everything else goes to who answers for the work with the client.

use caseward_gate::{FileWorks, ReadOwn};
use caseward_model::{OwnQuestion, Role, TaskKind};

use super::error::{OwnViewError, ViewNeed};
use super::record::Question;
use super::sessions::Viewer;
use super::turning::{LONGEST_TEXT, kept, the_view};
use super::{DAY_MS, stored};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{Office, assignment};

/// The most questions of one client that wait at a time.
const WAITING_MAX: i64 = 20;

impl Office {
    /// Puts a question of the viewer's; `item` is the number of what it is about.
    ///
    /// # Errors
    /// [`OwnViewError::Needs`] without words, except where they only ask to see the file; [`OwnViewError::TooMany`];
    /// [`OwnViewError::Off`]; the gate's refusal.
    pub async fn ask_from_my_view(
        &self,
        viewer: &Viewer,
        (about, item): (OwnQuestion, Option<u64>),
        words: &str,
    ) -> Result<(), OwnViewError> {
        let words = kept(words);
        let need = if words.is_empty() && about != OwnQuestion::SeeFile {
            Some(ViewNeed::Words)
        } else if words.chars().count() > LONGEST_TEXT {
            Some(ViewNeed::TooLong)
        } else {
            None
        };
        if let Some(need) = need {
            return Err(OwnViewError::Needs(vec![need]));
        }
        let request = self.question_of_viewer(viewer).await?;
        self.at_own_view::<ReadOwn, _, _>(&request, "own_view_asked", move |desk| {
            the_view(desk)?;
            if stored::waiting(desk)? >= WAITING_MAX {
                return Err(OwnViewError::TooMany);
            }
            let now_ms = desk.works.now_ms();
            let question = Question {
                about,
                item,
                words,
                at: now_ms,
                answer: None,
            };
            let no = stored::insert_question(desk, &question)?;
            desk.works.note("question", no);
            desk.works.note("about", about.word());
            let new = NewTask {
                kind: kind_of(about),
                whom: whom(desk, about, now_ms),
                about: task_about(desk, no),
                due_at: now_ms + DAY_MS,
            };
            tasks::add(desk.works, &new)?;
            Ok(())
        })
        .await
    }
}

pub(super) const fn kind_of(about: OwnQuestion) -> TaskKind {
    match about {
        OwnQuestion::SeeFile => TaskKind::ClientAskedToSee,
        OwnQuestion::Look | OwnQuestion::Shared | OwnQuestion::Other => TaskKind::ClientAsked,
    }
}

fn whom(desk: &FileWorks<'_, '_, '_>, about: OwnQuestion, now_ms: i64) -> Whom {
    match about {
        OwnQuestion::Look => Whom::Role(Role::PrivacyOfficer),
        OwnQuestion::Shared | OwnQuestion::SeeFile | OwnQuestion::Other => {
            assignment::who_answers_for(desk.sheet(), now_ms)
        }
    }
}

pub(super) fn task_about(desk: &FileWorks<'_, '_, '_>, no: i64) -> TaskAbout {
    TaskAbout {
        client: Some(desk.client()),
        worker: None,
        item: Some(no),
    }
}
