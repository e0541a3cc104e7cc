//! Writing into a file: the same door, the same six stages, the other direction.
//!
//! Whoever may not write gets the same refusal as whoever may not read. What is written is sealed
//! before it touches the database, in the transaction that also holds the entry.

use std::sync::Arc;

use caseward_db::{DbError, Transaction};
use caseward_model::{Category, Clause, Compartment, Id, PartWriter, Situation, Worker};
use caseward_policies::Decision;
use zeroize::Zeroizing;

use crate::ask::{Core, Gate, decide_one, may_know};
use crate::deed::{deed, write_deed};
use crate::facts::{ClientRow, Now, load, read_client};
use crate::permit::SectionDecision;
use crate::record::{DeedText, EntryKind, Under};
use crate::records::{self, RecordMark};
use crate::request::{Amend, Question};
use crate::subjects::rewrite_client;
use crate::vault::Vault;
use crate::{GateError, Refusal, Request};

/// The longest text of one field, in bytes.
const LONGEST: usize = 64 * 1024;

/// Something new for a client's file.
pub struct NewRecord {
    /// The section that it goes into.
    pub section: Category,
    /// Its fields, each with its number.
    pub fields: Vec<(u32, Zeroizing<String>)>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amended {
    /// The record's number within the client's file.
    pub record_no: i64,
    /// The number of the entry in the ledger.
    pub entry: u64,
}

struct Written {
    entry: u64,
    known: bool,
    decided: (Situation, Arc<Decision>),
    record_no: Option<i64>,
    client_no: i64,
}

/// A record that was to be written in the middle of a piece of office work ([`Works::amend`](crate::Works::amend)). What came of it is told by
/// [`Gate::amended`], once that work is on the disk.
#[must_use = "whether it was written isn't told otherwise"]
pub struct Amending {
    written: Written,
    told: Vec<(u32, Zeroizing<String>)>,
}

impl Amending {
    /// Whether the rules let it be written.
    #[must_use]
    pub const fn is_written(&self) -> bool {
        self.written.record_no.is_some()
    }
}

impl Gate {
    /// Writes a record into a section of a client's file. The request's sections are replaced by
    /// the record's own.
    ///
    /// # Errors
    /// A [`Refusal`], as for reading.
    pub async fn amend(&self, request: &Request, record: NewRecord) -> Result<Amended, Refusal> {
        let question = asked(request, &record)?;
        let core = Arc::clone(&self.core);
        let told = record.fields.clone();
        let written = self
            .ledger
            .write(move |tx| write_record(&core, tx, &question, &record))
            .await?;
        self.amended(Amending { written, told })
    }

    /// What came of a record that was to be written in the middle of a piece of work, which is on the disk by now.
    ///
    /// # Errors
    /// A [`Refusal`], as for reading.
    pub fn amended(&self, amending: Amending) -> Result<Amended, Refusal> {
        let Amending { written, told } = amending;
        if let Some(record_no) = written.record_no {
            self.core.know_of_entry(written.client_no, &told);
            return Ok(Amended {
                record_no,
                entry: written.entry,
            });
        }
        if !written.known {
            return Err(Refusal::NotKnown {
                entry: written.entry,
            });
        }
        let (situation, decision) = written.decided;
        let explanation = Some(self.core.explain(&situation));
        let category = situation.section.category;
        let sections = vec![SectionDecision {
            category,
            decision,
            explanation,
        }];
        Err(Refusal::Refused {
            entry: written.entry,
            sections,
        })
    }
}

/// The question whether this record may be written.
fn asked(request: &Request, record: &NewRecord) -> Result<Question, GateError> {
    if record.fields.iter().any(|(_, text)| text.len() > LONGEST) {
        return Err(GateError::Unfit(
            "a field holds at most 64 KiB of text; shorten it",
        ));
    }
    let mut question = request.question::<Amend>();
    question.sections = vec![record.section];
    Ok(question)
}

/// Writes a record in a transaction that is under way, for the one who acts there.
pub(crate) fn amending(
    core: &Core,
    tx: &mut Transaction<'_>,
    by: Option<Id<Worker>>,
    (request, record): (&Request, &NewRecord),
) -> Result<Amending, GateError> {
    if by != Some(request.asker) {
        return Err(GateError::Unfit(
            "whoever writes into a file asks for themselves",
        ));
    }
    let question = asked(request, record)?;
    Ok(Amending {
        written: write_record(core, tx, &question, record)?,
        told: record.fields.clone(),
    })
}

fn write_record(
    core: &Core,
    tx: &mut Transaction<'_>,
    question: &Question,
    record: &NewRecord,
) -> Result<Written, GateError> {
    let vault = core.vault()?;
    let now_ms = tx.now_ms();
    let facts = load(tx, &vault, question, Now::of(core, now_ms))?;
    let decided = decide_one(core, question, &facts, record.section);
    let known = decided.1.permitted || may_know(core, question, &facts);
    let day = now_ms.div_euclid(86_400_000);
    if known {
        let (_, decision) = &decided;
        core.tally
            .count(day, decision.permitted, &decision.clauses, 1);
    } else {
        core.count_unknown(day, std::slice::from_ref(&decided));
    }
    let permitted = decided.1.permitted;
    let (what, kind) = if permitted {
        ("entry_written", EntryKind::Deed)
    } else {
        ("entry_refused", EntryKind::Refusal)
    };
    let decision = &decided.1;
    let text = deed(
        what,
        Some(question.asker),
        Some(question.client),
        [
            ("section", record.section.word().into()),
            ("purpose", question.purpose.word().into()),
            ("channel", question.channel.word().into()),
            ("policies", decision.policies.clone().into()),
            (
                "clauses",
                decision.clauses.iter().map(ToString::to_string).collect(),
            ),
            ("policy_set", core.policy_set.clone().into()),
        ],
    );
    let file_key = facts.keys.get(Compartment::File);
    let under = file_key.map_or(Under::Office, Under::Client);
    let entry = write_deed(core, tx, facts.worker_no, kind, &under, text)?;
    let record_no = if permitted {
        let row = read_client(tx, &vault, &question.client)?.ok_or(GateError::Damaged)?;
        Some(insert_record(tx, &vault, row, record, entry)?)
    } else {
        None
    };
    Ok(Written {
        entry,
        known,
        decided,
        record_no,
        client_no: facts.client_no,
    })
}

/// Writes a record under the next number of entries, and onto the client's sheet that it is there.
fn insert_record(
    tx: &mut Transaction<'_>,
    vault: &Vault,
    mut row: ClientRow,
    record: &NewRecord,
    entry: u64,
) -> Result<i64, GateError> {
    let mut writer = PartWriter::new();
    for (number, text) in &record.fields {
        writer.field(*number, text);
    }
    let plain = Zeroizing::new(writer.finish());
    let next = "SELECT COALESCE(MAX(record_no), 0) + 1 FROM records \
                WHERE client_no = $1 AND record_no < 4294967296";
    let mark = RecordMark {
        client_no: row.no,
        record_no: tx.query_one(next, &[row.no.into()])?.int(0)?,
        kind: 0,
        version: 1,
        gone: false,
    };
    let section = std::iter::once((record.section, plain.as_slice()));
    let sealed = records::seal(vault, &row.keys, &mark, section)?;
    records::store(tx, &mark, sealed)?;
    row.sheet.records.add(mark.print(vault));
    rewrite_client(tx, vault, &row, entry)?;
    let changed = "UPDATE clients SET changed_at = $1 WHERE no = $2";
    let now_ms = tx.now_ms();
    tx.execute(changed, &[now_ms.into(), row.no.into()])?;
    Ok(mark.record_no)
}

impl Gate {
    /// Does a piece of work of a desk together with its entry: both are kept, or neither.
    ///
    /// # Errors
    /// Whatever the work says, or that it can't be written down.
    pub async fn act<T, E, F>(&self, actor: i64, text: DeedText, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<GateError> + From<DbError> + Send + 'static,
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                let value = work(tx)?;
                write_deed(&core, tx, actor, EntryKind::Office, &Under::Office, text)?;
                Ok(value)
            })
            .await
    }

    /// Does a piece of work of a desk that may be worth an entry: what the work gives is written down with it.
    ///
    /// # Errors
    /// Whatever the work says, or that it can't be written down.
    pub async fn write_if<E, F>(&self, actor: i64, work: F) -> Result<(), E>
    where
        E: From<GateError> + From<DbError> + Send + 'static,
        F: FnOnce(&mut Transaction<'_>) -> Result<Option<DeedText>, E> + Send + 'static,
    {
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                if let Some(text) = work(tx)? {
                    write_deed(&core, tx, actor, EntryKind::Office, &Under::Office, text)?;
                }
                Ok(())
            })
            .await
    }

    /// Keeps the books: times last seen, counts. Nothing that decides and nothing about a client.
    ///
    /// # Errors
    /// Whatever the work says, or that it can't be stored.
    pub async fn keep_books<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<GateError> + From<DbError> + Send + 'static,
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        self.ledger.write(work).await
    }

    /// How often each clause permitted and refused, per day since 1970, since it was last taken.
    #[must_use]
    pub fn take_tally(&self) -> Vec<(i64, Clause, u32, u32)> {
        let counts = self.core.tally.take().into_iter();
        counts
            .map(|((day, clause), (permitted, refused))| (day, clause, permitted, refused))
            .collect()
    }
}
