//! Deciding on possible conflicts: the privacy officer, never about themselves, with a reason (DV-3.3.2e, CR-4).

use caseward_gate::{About, WallAgainst, Works};
use caseward_model::{Client, ConflictLink, ConflictState, Id, OfficeAct, TaskKind, Worker};
use serde_json::Map;

use super::checking::raise;
use super::stored::{self, Text};
use crate::people::Amiss;
use crate::tasks::{self, TaskAbout};
use crate::{CaseworkError, Office};

/// The most characters of a reason.
const LONGEST_BECAUSE: usize = 1_000;

/// A possible conflict, as whoever decides sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Its number.
    pub no: i64,
    /// What stands for it as it is now: whoever decides says by this what they saw.
    pub version: i64,
    /// The worker.
    pub worker: Id<Worker>,
    /// The client.
    pub client: Id<Client>,
    /// What ties them, the weakest first.
    pub links: Vec<ConflictLink>,
    /// They are kept apart.
    pub apart: bool,
    /// When it was found, in ms since 1970.
    pub found_at: i64,
    /// How it stands.
    pub state: ConflictState,
    /// Why it was decided so; empty while it is open.
    pub because: String,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They stay apart, or are kept apart from now on.
    Apart,
    /// There is no conflict; a wall that was raised for it is taken down, and no other.
    Cleared,
}

/// A decision on a possible conflict.
#[derive(Clone)]
pub struct Decision {
    /// The [`version`](Conflict::version) that was looked at.
    pub seen: i64,
    /// What is decided.
    pub verdict: Verdict,
    /// Why, in at most 1,000 characters.
    pub because: String,
}

impl Office {
    /// The possible conflicts, those to decide first; none about the one who decides, and none about a client from
    /// whom a wall keeps them: they would learn of a client by it.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn conflicts(&self, who: Id<Worker>) -> Result<Vec<Conflict>, CaseworkError> {
        let (act, about) = (OfficeAct::LowerWall, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let mut all = Vec::new();
            for (place, text) in stored::all(works)? {
                if !is_kept_from(works, who, &text)? {
                    all.push(conflict(place, text));
                }
            }
            all.sort_by_key(|it| (it.state != ConflictState::Open, std::cmp::Reverse(it.no)));
            Ok(all)
        };
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, about, "conflicts_listed", work)
            .await
    }

    /// Decides on a possible conflict; says whether there is one with this number that this person may decide.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office; [`CaseworkError::Unfit`] without a reason;
    /// [`Amiss::ChangedMeanwhile`] when something was found or decided since they looked.
    pub async fn decide_conflict(
        &self,
        who: Id<Worker>,
        no: i64,
        decision: Decision,
    ) -> Result<bool, CaseworkError> {
        let because = decision.because.trim();
        if because.is_empty() || because.chars().count() > LONGEST_BECAUSE {
            let reason = "say why, in at most 1,000 characters";
            return Err(CaseworkError::Unfit(reason.to_owned()));
        }
        let drawers = self.gate.drawers()?;
        let about = self
            .db
            .read(move |reader| stored::worker_of(reader, &drawers, no))
            .await?;
        let act = OfficeAct::LowerWall;
        let work = move |works: &mut Works<'_, '_>| match about {
            Some(worker) => decide(works, (no, worker), &decision),
            None => Ok(false),
        };
        let about = about.map_or(About::Office, About::Worker);
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, about, "conflict_decided", work)
            .await
    }
}

fn conflict((no, version): stored::Place, text: Text) -> Conflict {
    let strong = text.links.iter().any(|it| it.walls());
    Conflict {
        no,
        version,
        worker: text.worker,
        client: text.client,
        apart: match text.state {
            ConflictState::Open => strong,
            ConflictState::Apart => true,
            ConflictState::Cleared => false,
        },
        links: text.links.into_iter().collect(),
        found_at: text.found_at,
        state: text.state,
        because: text.because,
    }
}

fn decide(
    works: &mut Works<'_, '_>,
    (no, worker): (i64, Id<Worker>),
    decision: &Decision,
) -> Result<bool, CaseworkError> {
    let (version, mut text) = stored::one(works, no)?;
    if let Some(who) = works.actor()
        && is_kept_from(works, who, &text)?
    {
        return Ok(false);
    }
    if version != decision.seen {
        return Err(Amiss::ChangedMeanwhile.into());
    }
    works.note("conflict", no);
    let (state, outcome) = match decision.verdict {
        Verdict::Apart => (ConflictState::Apart, "apart"),
        Verdict::Cleared => (ConflictState::Cleared, "cleared"),
    };
    works.note("outcome", outcome);
    match decision.verdict {
        Verdict::Apart => text.raised |= raise(works, worker, (text.worker_no, text.client))?,
        Verdict::Cleared if text.raised => {
            lower(works, &text)?;
            text.raised = false;
        }
        // A wall that was there before stands for another reason, and stays.
        Verdict::Cleared => {}
    }
    text.state = state;
    text.decided_by = works.actor();
    text.because = decision.because.trim().to_owned();
    stored::change(works, (no, version), &text)?;
    let about = TaskAbout {
        client: None,
        worker: Some(worker),
        item: Some(no),
    };
    tasks::finish_all(works, TaskKind::ConflictToDecide, &about, outcome)?;
    Ok(true)
}

/// Whether a possible conflict must stay unknown to someone: it is about themselves, or about a client from whom
/// they are walled off.
fn is_kept_from(
    works: &mut Works<'_, '_>,
    who: Id<Worker>,
    text: &Text,
) -> Result<bool, CaseworkError> {
    if text.worker == who {
        return Ok(true);
    }
    let (no, sheet) = works.worker(who)?;
    let client = works.client(text.client)?;
    Ok(client.is_some_and(|it| it.sheet.walls_off(no, &sheet)))
}

fn lower(works: &mut Works<'_, '_>, text: &Text) -> Result<(), CaseworkError> {
    let against = WallAgainst::Worker(text.worker_no);
    let seen = works.client(text.client)?;
    if seen.is_none_or(|it| it.sheet.walls.iter().all(|wall| wall.against != against)) {
        return Ok(());
    }
    let told = Map::from_iter([("worker".to_owned(), text.worker.to_string().into())]);
    works.change_client(text.client, "wall_lowered", told, |sheet| {
        sheet.walls.retain(|wall| wall.against != against);
    })?;
    Ok(())
}
