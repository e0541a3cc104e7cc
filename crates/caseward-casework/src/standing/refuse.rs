//! Saying no. Nobody has to sign; whoever doesn't is not pressed and not blamed, but no file opens to them,
//! and whoever answers for their work hears of it, so that the two can talk (DV-5.1.1, CC-2).

use caseward_gate::{About, Drawer, Works};
use caseward_model::{Id, OfficeAct, Role, TaskKind, Worker};
use serde::{Deserialize, Serialize};

use super::answers::current;
use super::error::SigningError;
use super::publish::unknown;
use super::register::{load, read, write};
use crate::sign_in::SignedIn;
use crate::staff::Colleague;
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// The most characters of what someone says about it.
pub const LONGEST_WORDS: usize = 2_000;

/// That someone will not sign, for now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalToSign {
    /// Which version.
    pub version: u32,
    /// When, in ms.
    pub at: i64,
    /// What they said about it, if they said something.
    pub words: String,
    /// Somebody has talked with them about it: the number of whoever did.
    pub talked_by: Option<i64>,
}

/// A refusal that somebody should talk about with whoever refused.
#[derive(Debug, Clone)]
pub struct ToTalkAbout {
    /// Who.
    pub worker: Id<Worker>,
    /// What they are called.
    pub name: String,
    /// The short name of the agreement or course.
    pub requirement: String,
    /// What was said and when.
    pub refusal: RefusalToSign,
}

/// Refusals lie beside signatures, apart from every signature's state.
const fn place(worker_no: i64, requirement: i64) -> (i64, i64, i64) {
    (worker_no, requirement, -3)
}

impl Office {
    /// Records that whoever is signed in will not sign, and what they say about it, if anything.
    ///
    /// # Errors
    /// [`SigningError::Replaced`] when there is a newer text, which they may like better.
    pub async fn refuse_to_sign(
        &self,
        person: &SignedIn,
        name: &str,
        version: u32,
        words: &str,
    ) -> Result<(), SigningError> {
        let shown = words.chars().filter(|it| *it == '\n' || !it.is_control());
        let words: String = shown.take(LONGEST_WORDS).collect();
        let (name, me) = (name.to_owned(), person.worker);
        let (act, deed) = (OfficeAct::Sign, "signature_refused");
        self.gate
            .perform(me, act, About::Worker(me), deed, move |works| {
                let held = load(works)?;
                let requirement = held.register.named(&name);
                let requirement = requirement.ok_or_else(|| unknown(&name))?;
                let newest = current(requirement, version)?;
                let (no, _) = works.worker(me)?;
                let refusal = RefusalToSign {
                    version: newest.number,
                    at: works.now_ms(),
                    words: words.trim().to_owned(),
                    talked_by: None,
                };
                store(works, no, requirement.no, &refusal)?;
                works.note("requirement", name.as_str());
                works.note("version", newest.number);
                tell(works, (me, no), requirement.no)?;
                Ok(())
            })
            .await
    }

    /// Records that somebody who answers for them has talked with them about it.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`]; [`CaseworkError::Unknown`] when they refused nothing of this name.
    pub async fn talked_about_refusal(
        &self,
        by: Id<Worker>,
        whom: &Colleague,
        name: &str,
    ) -> Result<(), CaseworkError> {
        let (name, whom, whom_no) = (name.to_owned(), whom.id, whom.no);
        let (act, deed) = (OfficeAct::SeeStanding, "refusal_talked_about");
        self.gate
            .perform(by, act, About::Worker(whom), deed, move |works| {
                let held = load(works)?;
                let requirement = held.register.named(&name);
                let no = requirement.ok_or_else(|| unknown(&name))?.no;
                // Nobody talks with themselves about it.
                if works.actor_no() == whom_no {
                    return Err(unknown(&name));
                }
                let sql =
                    "SELECT sealed FROM refusals WHERE worker_no = $1 AND requirement_no = $2";
                let values = [whom_no.into(), no.into()];
                let row = works.transaction().query_optional(sql, &values)?;
                let sealed = row.ok_or_else(|| unknown(&name))?.bytes(0)?.to_vec();
                let plain = works.open(Drawer::Signed, place(whom_no, no), &sealed)?;
                let mut refusal: RefusalToSign = read(&plain)?;
                refusal.talked_by = Some(works.actor_no());
                works.note("requirement", name);
                let about = about_refusal(whom, no);
                tasks::finish_all(works, TaskKind::AgreementRefused, &about, "talked_about")?;
                store(works, whom_no, no, &refusal)
            })
            .await
    }

    /// All refusals, by worker and requirement.
    pub(super) async fn refusals(&self) -> Result<Vec<(i64, i64, RefusalToSign)>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let read_all = move |reader: &mut caseward_db::Reader<'_>| {
            let sql = "SELECT worker_no, requirement_no, sealed FROM refusals \
                       ORDER BY worker_no, requirement_no";
            let mut refusals = Vec::new();
            for row in reader.query(sql, &[])? {
                let (worker, requirement) = (row.int(0)?, row.int(1)?);
                let place = place(worker, requirement);
                let plain = drawers.open(Drawer::Signed, place, row.bytes(2)?)?;
                refusals.push((worker, requirement, read(&plain)?));
            }
            Ok::<_, CaseworkError>(refusals)
        };
        self.db.read(read_all).await
    }
}

fn store(
    works: &mut Works<'_, '_>,
    worker_no: i64,
    requirement: i64,
    refusal: &RefusalToSign,
) -> Result<(), CaseworkError> {
    let sealed = works.seal(
        Drawer::Signed,
        place(worker_no, requirement),
        &write(refusal)?,
    );
    works.transaction().execute(
        "INSERT INTO refusals (worker_no, requirement_no, sealed) VALUES ($1, $2, $3) \
         ON CONFLICT (worker_no, requirement_no) DO UPDATE SET sealed = $3",
        &[worker_no.into(), requirement.into(), sealed.into()],
    )?;
    Ok(())
}

/// By when somebody should have talked with them: a week, in ms.
const TALK_WITHIN_MS: i64 = 7 * 86_400_000;

const fn about_refusal(whom: Id<Worker>, requirement: i64) -> TaskAbout {
    TaskAbout {
        client: None,
        worker: Some(whom),
        item: Some(requirement),
    }
}

/// Whoever answers for their work hears of it.
fn tell(
    works: &mut Works<'_, '_>,
    (whom, whom_no): (Id<Worker>, i64),
    requirement: i64,
) -> Result<(), CaseworkError> {
    for told in [Whom::SupervisorsOf(whom_no), Whom::Role(Role::LineManager)] {
        let new = NewTask {
            kind: TaskKind::AgreementRefused,
            whom: told,
            about: about_refusal(whom, requirement),
            due_at: works.now_ms() + TALK_WITHIN_MS,
        };
        tasks::add(works, &new)?;
    }
    Ok(())
}

/// Whoever signs after all has not refused.
pub(super) fn forget_refusal(
    works: &mut Works<'_, '_>,
    (whom, worker_no): (Id<Worker>, i64),
    requirement: i64,
) -> Result<(), CaseworkError> {
    let about = about_refusal(whom, requirement);
    tasks::withdraw_all(works, TaskKind::AgreementRefused, &about)?;
    works.transaction().execute(
        "DELETE FROM refusals WHERE worker_no = $1 AND requirement_no = $2",
        &[worker_no.into(), requirement.into()],
    )?;
    Ok(())
}
