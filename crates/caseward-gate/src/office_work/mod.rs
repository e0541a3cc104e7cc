//! What people do to the office itself, through the same door: decided by the rules, written down, and
//! done, in one transaction (CR-4, CR-7, NASW-o).
//!
//! A supervisor assigns a client to a colleague. The desk calls [`Gate::perform`]; the gate looks up who
//! the supervisor is and whether they supervise that colleague, asks the rules, and only then lets the
//! desk work, at [`Works`]. What the desk did and its entry are kept together, or neither is. A refusal is an
//! entry too.

mod decisions;
mod drawer;
mod emergencies;
mod items;
mod looks;
mod notes;
mod seats;
mod survey;
mod traits;
mod works;

use std::sync::Arc;

use caseward_db::{DbError, Reader, Transaction};
use caseward_model::{Client, Concern, Id, OfficeAct, OfficeSituation, Worker};
use caseward_policies::Decision;
use serde_json::{Map, Value as Json};

use crate::GateError;
use crate::ask::{Core, Gate};
use crate::deed::write_deed;
use crate::facts::{WorkerSheet, read_client, read_organization_by_no, read_worker_sheet};
use crate::record::{DeedText, EntryKind, Under};
pub use drawer::{Drawer, Drawers};
pub use emergencies::{EmergencyOpened, EmergencyOrder, Endings};
pub use items::ItemStanding;
pub use looks::SeenAccess;
pub use notes::{AtItem, AtItems, NoteKey, Serving};
pub use survey::Survey;
pub use traits::{TraitColumn, TraitColumns, TraitPrints};
pub(crate) use works::apart_tag;
pub use works::{ClientSeen, Works};

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Someone who works here: the rules are asked.
    Worker(Id<Worker>),
    /// Whoever opened the office with a key, at its own command line: to set it up, and to get it out of
    /// a state in which nobody could.
    KeyHolder,
}

impl From<Id<Worker>> for Actor {
    fn from(worker: Id<Worker>) -> Self {
        Self::Worker(worker)
    }
}

/// Whom it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The office as a whole.
    Office,
    /// Someone who works here; it may be the one who acts.
    Worker(Id<Worker>),
    /// Everyone in a team; it counts as oneself for who is in it.
    Team(i64),
    /// Everyone who works for a programme; it counts as oneself for who does.
    Programme(i64),
}

/// The rules said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}; {}", decision.reason.en.trim_end_matches('.'), decision.remedy.en.trim_end_matches('.'))]
pub struct OfficeRefusal {
    /// The number of the refusal's entry in the ledger.
    pub entry: u64,
    /// Why, and what would change it.
    pub decision: Arc<Decision>,
}

/// Who acts, as the gate found them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Acting {
    pub(crate) no: i64,
    pub(crate) id: Option<Id<Worker>>,
}

impl Gate {
    /// Does a piece of office work that the rules let this person do. `deed` names it in the ledger.
    ///
    /// # Errors
    /// An [`OfficeRefusal`], which is on record; or whatever the work says, and then nothing was changed.
    pub async fn perform<T, E, F>(
        &self,
        actor: impl Into<Actor>,
        act: OfficeAct,
        about: About,
        deed: &'static str,
        work: F,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<GateError> + From<DbError> + From<OfficeRefusal> + Send + 'static,
        F: FnOnce(&mut Works<'_, '_>) -> Result<T, E> + Send + 'static,
    {
        let (core, actor) = (Arc::clone(&self.core), actor.into());
        self.ledger
            .write(move |tx| {
                let found = decide(&core, tx, actor, act, about)?;
                if let Some(decision) = found.decision.as_ref().filter(|it| !it.permitted) {
                    let entry = write_refusal(&core, tx, &found, act, about)?;
                    // The refusal is kept: the work is what fails, not the transaction.
                    return Ok(Err(OfficeRefusal {
                        entry,
                        decision: Arc::clone(decision),
                    }
                    .into()));
                }
                let mut works = Works::new(tx, &core, found.acting)?;
                let value = work(&mut works)?;
                let (apart, deed) = (works.apart(), works.called(deed));
                let mut particulars = works.into_noted();
                decided(&mut particulars, &core, &found, about);
                let text = DeedText {
                    deed: deed.to_owned(),
                    by: found.acting.id,
                    client: None,
                    particulars,
                };
                let (kind, under) = match apart {
                    Some(tag) => (EntryKind::Deed, Under::Subject(tag)),
                    None => (EntryKind::Office, Under::Office),
                };
                write_deed(&core, tx, found.acting.no, kind, &under, text)?;
                Ok::<_, E>(Ok(value))
            })
            .await?
    }

    /// Whether the rules would let this person do it: for showing or leaving out a button, and for
    /// explaining. It decides nothing for later.
    ///
    /// # Errors
    /// [`GateError::UnknownWorker`] when nobody here has this id.
    pub async fn may(
        &self,
        worker: Id<Worker>,
        act: OfficeAct,
        about: About,
    ) -> Result<Arc<Decision>, GateError> {
        let core = Arc::clone(&self.core);
        let decision = self
            .db
            .glance(move |reader| decide(&core, reader, Actor::Worker(worker), act, about))
            .await?
            .decision;
        decision.ok_or(GateError::UnknownWorker)
    }
}

impl Gate {
    /// From which of these clients a wall keeps a worker; from nobody who isn't there. It tells a desk what to leave
    /// out of what it shows, and opens nothing.
    ///
    /// # Errors
    /// When the office is sealed, there is no such worker, or a sheet doesn't open.
    pub async fn walled_off(
        &self,
        worker: Id<Worker>,
        clients: Vec<Id<Client>>,
    ) -> Result<Vec<Id<Client>>, GateError> {
        let vault = self.core.vault()?;
        self.db
            .read(move |reader| {
                let found = read_worker_sheet(reader, &vault, &worker)?;
                let (no, sheet) = found.ok_or(GateError::UnknownWorker)?;
                let mut walled = Vec::new();
                for client in clients {
                    let row = read_client(reader, &vault, &client)?;
                    if row.is_some_and(|it| it.sheet.walls_off(no, &sheet)) {
                        walled.push(client);
                    }
                }
                Ok(walled)
            })
            .await
    }
}

/// What was found out before anything is done.
struct Found {
    acting: Acting,
    /// `None` for the holder of a key.
    decision: Option<Arc<Decision>>,
}

fn decide(
    core: &Core,
    reader: &mut Reader<'_>,
    actor: Actor,
    act: OfficeAct,
    about: About,
) -> Result<Found, GateError> {
    let vault = core.vault()?;
    let Actor::Worker(id) = actor else {
        let acting = Acting { no: 0, id: None };
        return Ok(Found {
            acting,
            decision: None,
        });
    };
    let (no, sheet) = read_worker_sheet(reader, &vault, &id)?.ok_or(GateError::UnknownWorker)?;
    let (concern, is_known) = match about {
        About::Team(team) if sheet.teams.contains(&team) => (Concern::Oneself, true),
        About::Programme(it) if sheet.programmes.contains(&it) => (Concern::Oneself, true),
        About::Office | About::Team(_) | About::Programme(_) => (Concern::Office, true),
        About::Worker(whom) if whom == id => (Concern::Oneself, true),
        About::Worker(whom) => match read_worker_sheet(reader, &vault, &whom)? {
            Some((no, _)) if sheet.supervises.contains(&no) => (Concern::Supervised, true),
            found => (Concern::Colleague, found.is_some()),
        },
    };
    let organization = read_organization_by_no(reader, &vault, sheet.organization)?;
    let now_ms = core.clock.now_ms();
    let situation = situation(&sheet, act, concern, now_ms)
        .of_office(organization.is_some_and(|it| it.keeps_records_here));
    let decision = core.policies.decide_office(&situation);
    // Who may not do it to a colleague learns nothing about who is one (DV-3.3.1).
    if decision.permitted && !is_known {
        return Err(GateError::UnknownWorker);
    }
    Ok(Found {
        acting: Acting { no, id: Some(id) },
        decision: Some(decision),
    })
}

/// Whether the rules would let someone do this about themselves, by what is known of them already.
pub(crate) fn may_oneself(
    core: &Core,
    reader: &mut Reader<'_>,
    sheet: &WorkerSheet,
    act: OfficeAct,
    now_ms: i64,
) -> Result<bool, GateError> {
    let organization = read_organization_by_no(reader, &*core.vault()?, sheet.organization)?;
    let of_this_office = organization.is_some_and(|it| it.keeps_records_here);
    Ok(may_of(core, (sheet, of_this_office), act, now_ms))
}

/// The same, where it is known whether they belong to this office.
pub(crate) fn may_of(
    core: &Core,
    (sheet, of_this_office): (&WorkerSheet, bool),
    act: OfficeAct,
    now_ms: i64,
) -> bool {
    let situation = situation(sheet, act, Concern::Oneself, now_ms).of_office(of_this_office);
    core.policies.decide_office(&situation).permitted
}

/// A situation that still lacks whose staff the actor is.
struct Situated(OfficeSituation);

impl Situated {
    const fn of_office(mut self, of_this_office: bool) -> OfficeSituation {
        self.0.of_this_office = of_this_office;
        self.0
    }
}

fn situation(sheet: &WorkerSheet, act: OfficeAct, concern: Concern, now_ms: i64) -> Situated {
    Situated(OfficeSituation {
        act,
        concern,
        role: sheet.role,
        of_this_office: false,
        agreement_signed: now_ms < sheet.agreement_until,
        training_current: now_ms < sheet.training_until,
        suspended: sheet.is_shut_at(now_ms),
        emergency_unsettled: sheet.emergency_unsettled(now_ms),
        barred: sheet.is_barred(),
    })
}

fn write_refusal(
    core: &Core,
    tx: &mut Transaction<'_>,
    found: &Found,
    act: OfficeAct,
    about: About,
) -> Result<u64, GateError> {
    let mut particulars = Map::new();
    particulars.insert("act".to_owned(), act.word().into());
    decided(&mut particulars, core, found, about);
    let text = DeedText {
        deed: "office_act_refused".to_owned(),
        by: found.acting.id,
        client: None,
        particulars,
    };
    write_deed(
        core,
        tx,
        found.acting.no,
        EntryKind::Refusal,
        &Under::Office,
        text,
    )
}

/// Puts into an entry about whom it was and which rules decided.
fn decided(particulars: &mut Map<String, Json>, core: &Core, found: &Found, about: About) {
    let about = match about {
        About::Office => None,
        About::Worker(whom) => Some(("about", whom.to_string().into())),
        About::Team(no) => Some(("about_team", no.into())),
        About::Programme(no) => Some(("about_programme", no.into())),
    };
    if let Some((name, whom)) = about {
        particulars.insert(name.to_owned(), whom);
    }
    if let Some(decision) = &found.decision {
        let clauses: Vec<_> = decision.clauses.iter().map(ToString::to_string).collect();
        particulars.insert("policies".to_owned(), decision.policies.clone().into());
        particulars.insert("clauses".to_owned(), clauses.into());
        particulars.insert("policy_set".to_owned(), core.policy_set.clone().into());
    }
}
