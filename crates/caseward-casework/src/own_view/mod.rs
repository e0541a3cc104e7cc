//! A client's own view: who looked at their file and why, what was shared, what they agreed to; and to take that back, or ask.
//!
//! DV-3.2, DV-5.2.4, DV-2.1, NASW-b, NASW-d, NASW-e. It is off for everyone until somebody talked with the client about who
//! might see their screen. It opens by a link together with a number that is given by another way, or on a worker's device
//! with the worker beside it. It asks the gate in the client's own name for what it shows, so that what others told can't
//! be in it (DV-3.2, DV-3.3.2e), and it opens nothing else of the house. The client or the worker turns it off in a moment.
//!
//! ```text
//!  safety was discussed ─▶ on ─┬─▶ a link, and a number by another way ─┬─▶ open for 15 minutes without use ─▶ left
//!                              └─▶ lent: the worker's session is locked ┘
//! ```

mod asking;
mod choices;
mod error;
mod leaving;
mod lending;
mod links;
mod looks;
mod questions;
mod record;
mod sessions;
mod shared;
mod stored;
mod turning;

use caseward_gate::{Delivery, Drawer, FileWorks, OpensDrawer, ReadOwn, Request};
use caseward_model::{Category, Channel};

pub use choices::{Choice, Received};
pub use error::{OwnViewError, ViewNeed};
pub use leaving::ViewSettings;
pub use links::{NewLink, TRIES_MAX};
pub use looks::{Look, Looks};
pub use record::{Answer, Discussed, Question, View};
pub use sessions::Viewer;
pub use shared::{Shared, SharedLine};
pub use turning::{LONGEST_DELAY_DAYS, LONGEST_TEXT, LinkState, NewView, Overview};

use crate::{CaseworkError, Office};

/// The section whose rules decide who sets a client's own view up: it tells no story.
const BOOK: Category = Category::Administration;

const DAY_MS: i64 = 86_400_000;

impl Office {
    /// Does something with a client's own view.
    async fn at_own_view<A, T, F>(
        &self,
        request: &Request,
        deed: &'static str,
        work: F,
    ) -> Result<T, OwnViewError>
    where
        A: OpensDrawer,
        T: Send + 'static,
        F: FnOnce(&mut FileWorks<'_, '_, '_>) -> Result<T, OwnViewError> + Send + 'static,
    {
        let request = request.clone().sections([BOOK]);
        self.gate
            .work_on_file::<A, T, OwnViewError, _>(&request, deed, work)
            .await
    }

    /// The question that a client puts from their own view.
    async fn question_of_viewer(&self, viewer: &Viewer) -> Result<Request, OwnViewError> {
        let question = self.question_of(&viewer.person, viewer.client, Channel::Screen);
        Ok(question.await?)
    }

    /// How the view stands, asked for in the client's own name.
    ///
    /// # Errors
    /// [`OwnViewError::Off`] when it was turned off meanwhile.
    pub async fn my_view(&self, viewer: &Viewer) -> Result<(View, Delivery), OwnViewError> {
        let request = self.question_of_viewer(viewer).await?.sections([BOOK]);
        let answer = self.gate.ask::<ReadOwn>(&request).await?;
        let client_no = self.client_no(viewer.client).await?;
        let row = self
            .db
            .read(move |reader| stored::sealed_view(reader, client_no))
            .await?;
        let Some((place, bytes, on)) = row.filter(|it| it.2) else {
            self.gate.give_back(answer.permit, answer.sealed);
            return Err(OwnViewError::Off);
        };
        let rows = [(place, bytes)];
        let permit = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(permit, Drawer::OwnViews, &rows)?;
        let plain = opened.first().ok_or(CaseworkError::Damaged)?;
        let view = stored::checked(on, plain)?;
        Ok((view, delivery))
    }

    async fn question_of_every_section(&self, viewer: &Viewer) -> Result<Request, OwnViewError> {
        let request = self.question_of_viewer(viewer).await?;
        Ok(request.sections(Category::ALL.to_vec()))
    }

    /// The sections of their file that the rules let a client read themselves, and that they are known here. Nothing is opened.
    async fn readable_to(&self, viewer: &Viewer) -> Result<Vec<Category>, OwnViewError> {
        let request = self.question_of_every_section(viewer).await?;
        let answer = self.gate.ask::<ReadOwn>(&request).await?;
        let permitted = answer.sections.iter().filter(|it| it.decision.permitted);
        let readable = permitted.map(|it| it.category).collect();
        self.gate.give_back(answer.permit, answer.sealed);
        Ok(readable)
    }
}
