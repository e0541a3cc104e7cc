//! Reading the sheets, inside the transaction that will also hold the answer.

use caseward_db::{Reader, Value};
use caseward_model::{Client, Id, Organization, Worker};

use super::sealed::{ClientRow, open_newest, read_client_by_no, subjects_sql};
use super::{ClientSheet, OrganizationSheet, SeatFact, WorkerSheet};
use crate::GateError;
use crate::ask::Core;
use crate::permit::RecordKeys;
use crate::request::{Question, RecipientAsked};
use crate::subjects::{WORKERS, subjects_in};
use crate::vault::{Table, Vault};

/// The row that stands for a client who isn't there. A question about an unknown id is asked about
/// this row instead, so that both cases take the same way, the same work and the same time (I8).
pub(crate) const NOBODY: i64 = 0;

/// The time of a question.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    /// By the ledger, which never goes back, in ms.
    pub(crate) at_ms: i64,
    /// By the machine's clock, in ms.
    pub(crate) clock_ms: i64,
}

/// How far the machine's clock may be behind the ledger: servers differ a little, and clocks are set.
const BEHIND_MAX_MS: i64 = 10_000;

impl Now {
    /// The time of a question that the ledger dates so.
    pub(crate) fn of(core: &Core, at_ms: i64) -> Self {
        let clock_ms = core.clock.now_ms();
        Self { at_ms, clock_ms }
    }

    /// Whether the clock went back: the ledger's time then stands still until the clock has caught up, and
    /// what ends after minutes would end later than it should.
    pub(crate) const fn went_back(self) -> bool {
        self.at_ms - self.clock_ms > BEHIND_MAX_MS
    }
}

/// Everything that was looked up for one question.
pub(crate) struct Facts {
    pub(crate) now_ms: i64,
    /// The clock went back: nothing that ends after minutes counts.
    pub(crate) clock_went_back: bool,
    pub(crate) worker_no: i64,
    pub(crate) worker: WorkerSheet,
    pub(crate) client_no: i64,
    pub(crate) client: ClientSheet,
    /// The client's own keys.
    pub(crate) keys: RecordKeys,
    pub(crate) handler: Option<OrganizationSheet>,
    pub(crate) recipient_no: i64,
    pub(crate) recipient: Option<OrganizationSheet>,
    /// Somebody whom a wall keeps from the client works for the recipient.
    pub(crate) walled_person_there: bool,
    /// The seat of the asker in a case conference that counts now; looked up where somebody is spoken of in one, and nowhere else.
    pub(crate) seat: Option<SeatFact>,
}

/// Loads the facts of one question.
pub(crate) fn load(
    reader: &mut Reader<'_>,
    vault: &Vault,
    question: &Question,
    now: Now,
) -> Result<Facts, GateError> {
    let asker =
        read_worker_sheet(reader, vault, &question.asker)?.ok_or(GateError::UnknownWorker)?;
    let client = read_client_or_nobody(reader, vault, &question.client)?;
    let (recipient_no, recipient) = match &question.recipient {
        RecipientAsked::Organization(id) => match read_organization_sheet(reader, vault, id)? {
            Some((no, sheet)) => (no, Some(sheet)),
            None => (0, None),
        },
        RecipientAsked::Nobody
        | RecipientAsked::NotAnOrganization
        | RecipientAsked::ThreatenedPerson(_) => (0, None),
    };
    let walled_person_there =
        recipient_no != 0 && works_there(reader, vault, recipient_no, &client.sheet)?;
    let facts = Facts::of(reader, vault, now, (asker, client))?;
    Ok(Facts {
        recipient_no,
        recipient,
        walled_person_there,
        ..facts
    })
}

/// Whether somebody whom a wall keeps from the client belongs to this organisation, as far as the register knows
/// who works there: what is sent there would reach them (DV-3.3.2e).
fn works_there(
    reader: &mut Reader<'_>,
    vault: &Vault,
    organization: i64,
    client: &ClientSheet,
) -> Result<bool, GateError> {
    // What stays in the house reaches nobody in it: there the wall itself stands before each person.
    if organization == client.organization {
        return Ok(false);
    }
    Ok(walled_organizations(reader, vault, client)?.contains(&organization))
}

/// The numbers of the organisations for which somebody works whom a wall keeps from the client, the client's own among them.
pub(crate) fn walled_organizations(
    reader: &mut Reader<'_>,
    vault: &Vault,
    client: &ClientSheet,
) -> Result<Vec<i64>, GateError> {
    if client.walls.is_empty() {
        return Ok(Vec::new());
    }
    let workers = subjects_in::<Worker, WorkerSheet>(reader, vault, &WORKERS)?;
    let walled = workers
        .iter()
        .filter(|(no, _, sheet, _)| client.walls_off(*no, sheet));
    Ok(walled.map(|(_, _, sheet, _)| sheet.organization).collect())
}

impl Facts {
    /// The facts about one asker and one client; nothing leaves the house.
    pub(crate) fn of(
        reader: &mut Reader<'_>,
        vault: &Vault,
        now: Now,
        ((worker_no, worker), client): ((i64, WorkerSheet), ClientRow),
    ) -> Result<Self, GateError> {
        let handler = read_organization_by_no(reader, vault, client.sheet.organization)?;
        Ok(Self {
            now_ms: now.at_ms,
            clock_went_back: now.went_back(),
            worker_no,
            worker,
            client_no: client.no,
            client: client.sheet,
            keys: client.keys,
            handler,
            recipient_no: 0,
            recipient: None,
            walled_person_there: false,
            seat: None,
        })
    }

    /// The keys of the client; nothing can be opened with these facts any more.
    pub(crate) fn take_keys(&mut self) -> RecordKeys {
        std::mem::replace(&mut self.keys, RecordKeys(Vec::new()))
    }

    /// The same asker and moment, and another client: for questions about many, one after another.
    pub(crate) fn turn_to(
        &mut self,
        reader: &mut Reader<'_>,
        vault: &Vault,
        client: ClientRow,
    ) -> Result<(), GateError> {
        if client.sheet.organization != self.client.organization {
            self.handler = read_organization_by_no(reader, vault, client.sheet.organization)?;
        }
        self.client_no = client.no;
        self.client = client.sheet;
        self.keys = client.keys;
        Ok(())
    }
}

/// Reads a worker's sheet by their id.
pub(crate) fn read_worker_sheet(
    reader: &mut Reader<'_>,
    vault: &Vault,
    id: &Id<Worker>,
) -> Result<Option<(i64, WorkerSheet)>, GateError> {
    let sql = subjects_sql!("workers", "WHERE s.ref = $1");
    read_subject(reader, vault, Table::WorkerFacts, sql, id.as_bytes().into())
}

/// Reads an organisation's sheet by its id.
pub(crate) fn read_organization_sheet(
    reader: &mut Reader<'_>,
    vault: &Vault,
    id: &Id<Organization>,
) -> Result<Option<(i64, OrganizationSheet)>, GateError> {
    let sql = subjects_sql!("organizations", "WHERE s.ref = $1");
    let table = Table::OrganizationFacts;
    read_subject(reader, vault, table, sql, id.as_bytes().into())
}

/// Reads an organisation's sheet by its number.
pub(crate) fn read_organization_by_no(
    reader: &mut Reader<'_>,
    vault: &Vault,
    no: i64,
) -> Result<Option<OrganizationSheet>, GateError> {
    let sql = subjects_sql!("organizations", "WHERE s.no = $1");
    let found = read_subject(reader, vault, Table::OrganizationFacts, sql, no.into())?;
    Ok(found.map(|(_, sheet)| sheet))
}

fn read_subject<S: serde::de::DeserializeOwned>(
    reader: &mut Reader<'_>,
    vault: &Vault,
    table: Table,
    sql: &'static str,
    whom: Value,
) -> Result<Option<(i64, S)>, GateError> {
    let Some(row) = reader.query_optional(sql, &[whom])? else {
        return Ok(None);
    };
    let sheet = open_newest(vault, table, &row)?;
    Ok(Some((sheet.no, sheet.facts)))
}

/// Reads a client's row by their id, and nobody's row for who isn't there or whose keys were destroyed. One
/// statement does both, so that the database has the same to do whatever comes of it.
pub(crate) fn read_client_or_nobody(
    reader: &mut Reader<'_>,
    vault: &Vault,
    id: &Id<Client>,
) -> Result<ClientRow, GateError> {
    let sql = "SELECT no, ref, version, sheet, keys FROM clients WHERE no = COALESCE(\
               (SELECT no FROM clients WHERE ref = $1 AND length(keys) > 0), $2)";
    let values = [id.as_bytes().into(), NOBODY.into()];
    let row = reader.query_optional(sql, &values)?;
    ClientRow::open(reader, vault, &row.ok_or(GateError::Damaged)?)
}

/// The row of the client who isn't there.
pub(crate) fn read_nobody(reader: &mut Reader<'_>, vault: &Vault) -> Result<ClientRow, GateError> {
    read_client_by_no(reader, vault, NOBODY)?.ok_or(GateError::Damaged)
}

/// The same by a number: nobody's row for who isn't there or whose keys were destroyed, by one statement.
pub(crate) fn read_no_or_nobody(
    reader: &mut Reader<'_>,
    vault: &Vault,
    no: i64,
) -> Result<ClientRow, GateError> {
    let sql = "SELECT no, ref, version, sheet, keys FROM clients WHERE no = COALESCE(\
               (SELECT no FROM clients WHERE no = $1 AND length(keys) > 0), $2)";
    let row = reader.query_optional(sql, &[no.into(), NOBODY.into()])?;
    ClientRow::open(reader, vault, &row.ok_or(GateError::Damaged)?)
}
