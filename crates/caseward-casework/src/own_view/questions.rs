//! What a client asked from their view, and what they were answered (NASW-e, DV-5.2.4).

use caseward_gate::{Delivery, Drawer, Read, ReadOwn, Request};

use super::asking::{kind_of, task_about};
use super::error::{OwnViewError, ViewNeed};
use super::record::{Answer, Question};
use super::sessions::Viewer;
use super::turning::{LONGEST_TEXT, kept};
use super::{BOOK, stored};
use crate::{Office, tasks};

impl Office {
    /// What the viewer asked, the newest first, each with its answer.
    ///
    /// # Errors
    /// [`OwnViewError::Off`] when the view was turned off meanwhile; the gate's refusal.
    pub async fn my_view_questions(
        &self,
        viewer: &Viewer,
    ) -> Result<(Vec<Question>, Delivery), OwnViewError> {
        let (_, opened) = self.my_view(viewer).await?;
        opened.delivered(None);
        let request = self.question_of_viewer(viewer).await?.sections([BOOK]);
        let answer = self.gate.ask::<ReadOwn>(&request).await?;
        let client_no = self.client_no(viewer.client).await?;
        let rows = self
            .db
            .read(move |reader| stored::sealed_questions(reader, client_no))
            .await?;
        let permit = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(permit, Drawer::OwnViews, &rows)?;
        let questions = opened.iter().map(|plain| stored::read(plain));
        Ok((questions.collect::<Result<_, _>>()?, delivery))
    }

    /// Answers a question of a client's; they are shown the answer in their view.
    ///
    /// # Errors
    /// [`OwnViewError::Absent`] when there is none of this number that waits and is [for them](Question::is_for);
    /// [`OwnViewError::Needs`] without words; the gate's refusal.
    pub async fn answer_own_question(
        &self,
        request: &Request,
        no: i64,
        words: &str,
    ) -> Result<(), OwnViewError> {
        let words = kept(words);
        if words.is_empty() {
            return Err(OwnViewError::Needs(vec![ViewNeed::Words]));
        }
        if words.chars().count() > LONGEST_TEXT {
            return Err(OwnViewError::Needs(vec![ViewNeed::TooLong]));
        }
        let by = request.asker;
        self.at_own_view::<Read, _, _>(request, "own_view_answered", move |desk| {
            let found = stored::question(desk, no)?;
            let waits = found.filter(|it| it.1.answer.is_none());
            let (_, sheet) = desk.works.worker(by)?;
            let theirs = waits.filter(|it| it.1.is_for(sheet.role));
            let (version, mut question) = theirs.ok_or(OwnViewError::Absent)?;
            question.answer = Some(Answer {
                at: desk.works.now_ms(),
                by,
                words,
            });
            stored::update_question(desk, (no, version), &question)?;
            desk.works.note("question", no);
            let about = task_about(desk, no);
            tasks::finish_all(desk.works, kind_of(question.about), &about, "answered")?;
            Ok(())
        })
        .await
    }
}
