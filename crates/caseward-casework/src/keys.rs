//! Who knows or holds a way to open the office, so that no key is lost with a person.
//!
//! NASW-o, NASW-l. What opens the office stands nowhere: only who was said to know it. When somebody's access
//! ends, the ways that they knew are listed to be replaced.

use std::collections::HashMap;

use caseward_db::Reader;
use caseward_gate::{About, Actor, SlotKind};
use caseward_model::{Id, OfficeAct, Worker};

use crate::people::{Colleague, or_unknown};
use crate::{CaseworkError, Office};

/// A way to open the office.
#[derive(Debug, Clone)]
pub struct KeySlot {
    /// Its number.
    pub no: i64,
    /// What opens it.
    pub kind: SlotKind,
    /// Since when, in ms.
    pub made_at: i64,
    /// Who knows or holds it.
    pub holders: Vec<Colleague>,
    /// Somebody whose access has ended knows it: it is to be replaced.
    pub to_replace: bool,
}

/// The ways to open the office, and what is wrong with who knows them.
#[derive(Debug, Clone)]
pub struct Keys {
    /// All of them, in the order of their numbers.
    pub slots: Vec<KeySlot>,
    /// Nobody whose access is open is known to hold any of them.
    pub nobody: bool,
    /// Only one whose access is open is known to hold any of them.
    pub only: Option<Colleague>,
}

impl Office {
    /// The ways to open the office, for those who look after its keys.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn keys_for(&self, by: impl Into<Actor>) -> Result<Keys, CaseworkError> {
        self.must_be_let(by, OfficeAct::ManageKeys, About::Office)
            .await?;
        let colleagues = self.colleagues().await?;
        let holders = "SELECT slot_no, worker_no FROM slot_holders ORDER BY slot_no, since";
        let rows = self.db.read(|reader| reader.query(holders, &[])).await?;
        let mut held: HashMap<i64, Vec<Colleague>> = HashMap::new();
        for row in &rows {
            let (slot, worker) = (row.int(0)?, row.int(1)?);
            let holder = colleagues.iter().find(|it| it.no == worker);
            held.entry(slot).or_default().extend(holder.cloned());
        }
        let now_ms = self.clock.now_ms();
        let slots: Vec<KeySlot> = self
            .gate
            .slots()
            .await?
            .into_iter()
            .map(|slot| {
                let holders = held.remove(&slot.no).unwrap_or_default();
                KeySlot {
                    no: slot.no,
                    kind: slot.kind,
                    made_at: slot.made_at,
                    to_replace: holders.iter().any(|it| it.sheet.is_shut_at(now_ms)),
                    holders,
                }
            })
            .collect();
        let mut open: Vec<&Colleague> = slots.iter().flat_map(|it| &it.holders).collect();
        open.retain(|it| !it.sheet.is_shut_at(now_ms));
        open.sort_by_key(|it| it.no);
        open.dedup_by_key(|it| it.no);
        let only = match open.as_slice() {
            [one] => Some((*one).clone()),
            _ => None,
        };
        Ok(Keys {
            nobody: open.is_empty(),
            only,
            slots,
        })
    }

    /// Writes down that somebody knows or holds a way to open the office.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such way; [`CaseworkError::NotPermitted`].
    pub async fn hold_key(
        &self,
        by: impl Into<Actor>,
        slot: i64,
        holder: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        self.gate
            .perform(
                by,
                OfficeAct::ManageKeys,
                About::Office,
                "key_holder_recorded",
                move |works| {
                    let found = works.worker(holder);
                    let (no, _) = found.map_err(|error| or_unknown(error, holder))?;
                    must_exist(works.transaction(), slot)?;
                    works.note("slot", slot);
                    works.note("worker", holder.to_string());
                    let now_ms = works.now_ms();
                    let sql = "INSERT INTO slot_holders (slot_no, worker_no, since) \
                               VALUES ($1, $2, $3) ON CONFLICT (slot_no, worker_no) DO NOTHING";
                    let values = [slot.into(), no.into(), now_ms.into()];
                    works.transaction().execute(sql, &values)?;
                    Ok(())
                },
            )
            .await
    }

    /// Writes down that somebody gave a way to open the office back and can't know it any more: a key file or
    /// a paper. Whoever has known a passphrase knows it.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] for a passphrase; [`CaseworkError::NotPermitted`].
    pub async fn give_key_back(
        &self,
        by: impl Into<Actor>,
        slot: i64,
        holder: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        self.gate
            .perform(
                by,
                OfficeAct::ManageKeys,
                About::Office,
                "key_given_back",
                move |works| {
                    let found = works.worker(holder);
                    let (no, _) = found.map_err(|error| or_unknown(error, holder))?;
                    if must_exist(works.transaction(), slot)? == SlotKind::Passphrase.word() {
                        let reason = "whoever has known a passphrase still knows it; add a new one and remove this one";
                        return Err(CaseworkError::Unfit(reason.to_owned()));
                    }
                    works.note("slot", slot);
                    works.note("worker", holder.to_string());
                    let sql = "DELETE FROM slot_holders WHERE slot_no = $1 AND worker_no = $2";
                    works
                        .transaction()
                        .execute(sql, &[slot.into(), no.into()])?;
                    Ok(())
                },
            )
            .await
    }

    /// Takes a way to open the office away, for good. Whoever has an older copy of the database and knows it
    /// can open that copy.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when nobody could open the office any more: it is the last one, or the last
    /// one that someone whose access is open is known to hold. [`CaseworkError::NotPermitted`].
    pub async fn remove_key(&self, by: impl Into<Actor>, slot: i64) -> Result<(), CaseworkError> {
        self.gate
            .perform(
                by,
                OfficeAct::ManageKeys,
                About::Office,
                "key_removed",
                move |works| {
                    must_exist(works.transaction(), slot)?;
                    let now_ms = works.now_ms();
                    let mut workers = works.workers()?;
                    workers.retain(|(_, _, sheet, _)| !sheet.is_shut_at(now_ms));
                    let rows = works
                        .transaction()
                        .query("SELECT slot_no, worker_no FROM slot_holders", &[])?;
                    let mut held = Vec::new();
                    for row in &rows {
                        let (of, no) = (row.int(0)?, row.int(1)?);
                        if workers.iter().any(|it| it.0 == no) {
                            held.push(of);
                        }
                    }
                    if held.contains(&slot) && held.iter().all(|it| *it == slot) {
                        let reason = "this is the last way to open the office that somebody here is known to hold; add another one, and write down who holds it, first";
                        return Err(CaseworkError::Unfit(reason.to_owned()));
                    }
                    works.remove_slot(slot)?;
                    works.note("slot", slot);
                    let sql = "DELETE FROM slot_holders WHERE slot_no = $1";
                    works.transaction().execute(sql, &[slot.into()])?;
                    Ok(())
                },
            )
            .await
    }
}

/// The ways to open the office that a worker is known to hold.
pub(crate) fn slots_known_to(
    reader: &mut Reader<'_>,
    worker_no: i64,
) -> Result<Vec<i64>, CaseworkError> {
    let sql = "SELECT slot_no FROM slot_holders WHERE worker_no = $1 ORDER BY slot_no";
    let rows = reader.query(sql, &[worker_no.into()])?;
    let numbers = rows.iter().map(|row| row.int(0));
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// The numbers of those who are known to hold a way to open the office.
pub(crate) fn key_holders(reader: &mut Reader<'_>) -> Result<Vec<i64>, CaseworkError> {
    let sql = "SELECT DISTINCT worker_no FROM slot_holders";
    let rows = reader.query(sql, &[])?;
    let numbers = rows.iter().map(|row| row.int(0));
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// The kind of a way to open the office that must be there.
fn must_exist(reader: &mut Reader<'_>, slot: i64) -> Result<String, CaseworkError> {
    let sql = "SELECT kind FROM key_slots WHERE no = $1";
    let found = reader.query_optional(sql, &[slot.into()])?;
    let row = found.ok_or_else(|| CaseworkError::Unknown {
        what: "way to open the office",
        name: slot.to_string(),
        look: "caseward key list",
    })?;
    Ok(row.text(0)?.to_owned())
}
