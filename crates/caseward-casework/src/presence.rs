//! Who is with a worker: while somebody said that a client is there, nothing about another client comes before that client's
//! eyes by itself.
//!
//! DV-4.6.4, RE-6. It is a help for people who turn a screen, and no rule: it opens nothing, and whatever the gate lets the worker
//! see they can see, with one click more. It belongs to one session, so that the tablet in the room is kept clear and the desk
//! upstairs is not. It ends by itself, with one click, or with the session.

use caseward_gate::{
    About, FileWorks, Find, GateError, PresenceFact, Refusal, Request, WorkerSheet, Works,
};
use caseward_model::{Category, Id, OfficeAct, Worker};

use crate::error::takes_refusals;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// How long a client is taken to be there if nobody says otherwise, in ms: as long as an open view of theirs at most.
const LASTS_MS: i64 = 2 * 3_600_000;
/// How long the screen counts as turned away, in ms.
const ASIDE_MS: i64 = 10 * 60_000;

/// Why it isn't kept that a client is there.
#[derive(Debug, thiserror::Error)]
pub enum PresenceError {
    /// The gate let nothing be known of the client, or said why not.
    #[error("the rules do not let this person know of this client; it is on record")]
    Refused(Refusal),
    /// It can't be done as things stand.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

takes_refusals!(PresenceError);

/// What is done about a client who is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresenceStep {
    /// The screen is turned away from them: other pages open for a while.
    Aside,
    /// It can be seen by them again.
    Back,
    /// They have left.
    Left,
}

impl PresenceStep {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Aside, Self::Back, Self::Left];

    /// Its word, for forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Aside => "aside",
            Self::Back => "back",
            Self::Left => "left",
        }
    }

    const fn deed(self) -> &'static str {
        match self {
            Self::Aside => "presence_aside",
            Self::Back => "presence_resumed",
            Self::Left => "presence_ended",
        }
    }

    /// Takes the step on a worker's sheet.
    fn take(self, sheet: &mut WorkerSheet, session: &str, now_ms: i64) {
        if self == Self::Left {
            sheet.presences.retain(|it| it.session != session);
        }
        let aside_until = match self {
            Self::Aside => now_ms + ASIDE_MS,
            Self::Back | Self::Left => 0,
        };
        let mut all = sheet.presences.iter_mut();
        if let Some(here) = all.find(|it| it.session == session) {
            here.aside_until = aside_until;
        }
    }
}

impl SignedIn {
    /// Which client is before the screen of this very session at this time, in ms; nobody for a program, which has no screen.
    #[must_use]
    pub fn presence(&self, now_ms: i64) -> Option<&PresenceFact> {
        let session = self.session_called()?;
        self.sheet.presence_in(&session, now_ms)
    }
}

impl Office {
    /// Keeps that a client is with this person, in this session of theirs. It takes the place of whoever was there before.
    ///
    /// # Errors
    /// [`PresenceError::Refused`] when this person may not know of the client.
    pub async fn begin_presence(
        &self,
        person: &SignedIn,
        request: &Request,
    ) -> Result<(), PresenceError> {
        let session = person.session_called();
        let session = session.ok_or_else(|| {
            CaseworkError::Unfit("only whoever has a screen has somebody before it".to_owned())
        })?;
        let request = request.clone().sections([Category::Existence]);
        let who = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            begin_in(desk, who, session)?;
            Ok(())
        };
        self.gate
            .work_on_file::<Find, _, PresenceError, _>(&request, "presence_begun", work)
            .await
    }

    /// Takes a step about the client who is there. Where nobody is, nothing is done.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn step_presence(
        &self,
        person: &SignedIn,
        step: PresenceStep,
    ) -> Result<(), CaseworkError> {
        let now_ms = self.clock.now_ms();
        let Some(session) = person
            .session_called()
            .filter(|_| person.presence(now_ms).is_some())
        else {
            return Ok(());
        };
        let who = person.worker;
        // Whatever their standing has become since, people may cover their own screen and uncover it, as they may sign out.
        let (act, about) = (OfficeAct::ManageSignIn, About::Worker(who));
        let work = move |works: &mut Works<'_, '_>| {
            let now_ms = works.now_ms();
            works.change_worker(who, step.deed(), |sheet| step.take(sheet, &session, now_ms))?;
            Ok(())
        };
        self.gate
            .perform::<_, CaseworkError, _>(who, act, about, step.deed(), work)
            .await
    }
}

/// Keeps within a piece of work that the client whom it is about is with a worker, in the session that is called so.
pub(crate) fn begin_in(
    desk: &mut FileWorks<'_, '_, '_>,
    who: Id<Worker>,
    session: String,
) -> Result<(), GateError> {
    let now_ms = desk.works.now_ms();
    let here = PresenceFact {
        client: desk.client(),
        session,
        until: now_ms + LASTS_MS,
        aside_until: 0,
    };
    desk.works.change_worker(who, "presence_begun", |sheet| {
        let lasts = |it: &PresenceFact| now_ms < it.until && it.session != here.session;
        sheet.presences.retain(lasts);
        sheet.presences.push(here);
    })
}
