//! Giving records back for programme reporting, through the gate, client by client (RE-3, CC-2.4).
//!
//! Rows come out with the values that came in. Clients who are shielded or declined sharing are left
//! out with everything that refers to them; how many is said, who is not. What the rest of their
//! household would tell of them is disguised (`report/households.rs`).

mod households;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};
use std::sync::Arc;

use caseward_db::Value;
use caseward_formats::hmis::{Belongs, CellBook, CsvWriter, Layout, decode_part};
use caseward_gate::{Delivery, DisclosedPart, RecipientAsked, Refusal, Report, Request};
use caseward_model::{Basis, Category, Channel, Client, Id, Organization, Purpose, Worker};
use serde::Serialize;
use tokio::task::JoinSet;

use self::households::{Households, Naming, Turn};

use crate::layout::{Enrolment, SourceFile, household_place};
use crate::{CaseworkError, Office};

/// How many clients are asked about at a time: they share a commit.
const TOGETHER: usize = 128;

/// What was given back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Given {
    /// File by file: how many rows.
    pub files: BTreeMap<String, u64>,
    /// Clients in it.
    pub clients: u64,
    /// Clients left out because they are shielded or declined sharing, or because a rule says so.
    pub left_out: u64,
    /// Clauses by which they were left out.
    pub clauses: Vec<String>,
    /// Clients in it who have still to be told that their rows go there, and with whom nobody leads the work: nobody was asked to tell them.
    pub nobody_to_tell: u64,
    /// What whoever opens the files should know: file, column and count, never a value.
    pub notices: Vec<String>,
}

/// Why nothing (or not everything) could be given back.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The office couldn't.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
    /// A file couldn't be written.
    #[error(
        "a file couldn't be written ({0}); check the folder and the space on the disk, then export again"
    )]
    Write(io::ErrorKind),
    /// Nothing was ever imported.
    #[error("there is nothing to export: no HMIS export was imported into this office")]
    Nothing,
}

impl From<caseward_gate::GateError> for ReportError {
    fn from(error: caseward_gate::GateError) -> Self {
        Self::Casework(error.into())
    }
}

impl From<caseward_db::DbError> for ReportError {
    fn from(error: caseward_db::DbError) -> Self {
        Self::Casework(error.into())
    }
}

impl From<io::Error> for ReportError {
    fn from(error: io::Error) -> Self {
        Self::Write(error.kind())
    }
}

/// Who exports, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct ReportOrder {
    /// Who asks.
    pub asker: Id<Worker>,
    /// To which organisation it goes.
    pub recipient: Id<Organization>,
}

/// A file that is being written.
struct Sheet {
    layout: Layout,
    export_id_at: Option<usize>,
    writer: CsvWriter<Box<dyn Write + Send>>,
    cells: CellBook,
    rows: u64,
}

/// Everything that is being written.
struct Writing {
    sheets: HashMap<i64, Sheet>,
    /// In every row the newest export's own, as the standard wants it.
    export_id: String,
    /// The office itself knows its households; only others are told less.
    households: Option<Households>,
    /// Who was left out.
    left_out: Vec<i64>,
}

/// One client's opened records.
struct Opened {
    parts: Vec<DisclosedPart>,
    delivery: Delivery,
}

impl Office {
    /// Writes an HMIS export. `create` opens a file by its name; nothing is written for clients whom
    /// the gate doesn't let out. What goes to another organisation stands in each client's accounting, and whoever leads the work with them
    /// is asked to tell them, once for each organisation (NASW-d).
    ///
    /// # Errors
    /// [`ReportError`]; then what was written so far is not a whole export.
    pub async fn export_hmis<C>(
        self: &Arc<Self>,
        order: ReportOrder,
        mut create: C,
    ) -> Result<Given, ReportError>
    where
        C: FnMut(&str) -> io::Result<Box<dyn Write + Send>>,
    {
        let own = self.own_organization().await?;
        let office = self
            .gate
            .ask_office_report(order.asker, order.recipient, own.no)
            .await?;
        let mut given = Given {
            clauses: office.clauses,
            ..Given::default()
        };
        if !office.permitted {
            given.left_out = self.clients_in_all().await?;
            return Ok(given);
        }
        let layouts = self.layouts().await?;
        let (export_file, export_id, export_record) = self.export_id(&layouts).await?;
        let export = (export_file, export_record);
        let mut writing = Writing {
            sheets: HashMap::new(),
            export_id,
            households: (!office.to_ourselves).then(Households::default),
            left_out: Vec::new(),
        };
        for (no, file) in layouts.iter() {
            writing.sheets.insert(no, Sheet::begin(file, &mut create)?);
        }
        given.clauses.clear();
        self.office_rows(&mut writing, export, office.to_ourselves)
            .await?;
        let mut after = 0;
        loop {
            let clients = self.clients_after(after).await?;
            let Some((last, _)) = clients.last() else {
                break;
            };
            after = *last;
            self.some_clients(order, clients, &mut writing, &mut given)
                .await?;
        }
        self.ask_to_tell(&writing, &given).await;
        let naming = Naming {
            fingerprints: &self.gate.fingerprints()?,
            recipient: order.recipient.as_bytes(),
        };
        let lost = self.lost_households(&mut writing).await?;
        for (no, sheet) in writing.ended(&lost, &naming)? {
            let name = layouts
                .file(no)
                .map_or_else(String::new, |file| format!("{}.csv", file.name));
            given.files.insert(name, sheet.rows);
            let notices = sheet.cells.notices(&sheet.layout);
            given
                .notices
                .extend(notices.iter().map(ToString::to_string));
            sheet.writer.finish()?;
        }
        given.notices.sort();
        given.clauses.sort();
        given.clauses.dedup();
        Ok(given)
    }

    /// Asks those who lead the work with clients to tell them that their rows go to another organisation. Where that can't be done now, the
    /// office looks for them every day.
    async fn ask_to_tell(&self, writing: &Writing, given: &Given) {
        if !writing.is_for_others() || given.clients == 0 {
            return;
        }
        if let Err(error) = self.remind_of_exports().await {
            tracing::warn!(%error, "nobody was asked to tell clients of an export");
        }
    }

    /// The Export file's number, the newest import's export id, and the record that holds it.
    async fn export_id(
        &self,
        layouts: &crate::layout::Layouts,
    ) -> Result<(i64, String, i64), ReportError> {
        let found = layouts.iter().find(|(_, file)| file.name == "Export");
        let (no, file) = found.ok_or(ReportError::Nothing)?;
        let sql = "SELECT o.record_no, o.version, o.sealed FROM office_rows o \
                   JOIN source_rows s ON s.file_no = o.file_no AND s.record_no = o.record_no \
                   WHERE o.file_no = $1 ORDER BY s.import_no DESC, o.record_no DESC LIMIT 1";
        let row = self
            .db
            .read(move |reader| reader.query_optional(sql, &[no.into()]))
            .await?;
        let row = row.ok_or(ReportError::Nothing)?;
        let plain = self
            .gate
            .open_office_row(no, row.int(0)?, row.int(1)?, row.bytes(2)?)?;
        let fields = decode_part(&plain).map_err(|_| CaseworkError::Damaged)?;
        let id = fields
            .iter()
            .find(|(number, _)| file.header(*number) == "ExportID");
        Ok((
            no,
            id.map_or_else(String::new, |(_, id)| (*id).to_owned()),
            row.int(0)?,
        ))
    }

    async fn office_rows(
        &self,
        writing: &mut Writing,
        (export_file, export_record): (i64, i64),
        to_ourselves: bool,
    ) -> Result<(), ReportError> {
        let sql = "SELECT file_no, record_no, version, sealed FROM office_rows ORDER BY file_no, record_no";
        let rows = self.db.read(move |reader| reader.query(sql, &[])).await?;
        for row in rows {
            let (file_no, record_no) = (row.int(0)?, row.int(1)?);
            if file_no == export_file && record_no != export_record {
                continue;
            }
            let plain =
                self.gate
                    .open_office_row(file_no, record_no, row.int(2)?, row.bytes(3)?)?;
            let fields = decode_part(&plain).map_err(|_| CaseworkError::Damaged)?;
            // Only HUD's own files about the office go out: a file that nobody knows may be about
            // people, and rows about people without saying whom can't be decided, so they stay.
            let of_office = |sheet: &&mut Sheet| {
                sheet.layout.belongs == Belongs::ToOffice && sheet.layout.standard.is_some()
            };
            if let Some(sheet) = writing.sheets.get_mut(&file_no).filter(of_office) {
                let shown = |(number, _): &(u32, &str)| to_ourselves || !sheet.says_where(*number);
                let fields: Vec<_> = fields.into_iter().filter(shown).collect();
                let values = sheet.joined(fields, &writing.export_id);
                sheet.row(&values)?;
            }
        }
        Ok(())
    }

    async fn clients_in_all(&self) -> Result<u64, ReportError> {
        let sql = "SELECT COUNT(*) FROM clients WHERE no > 0";
        let row = self
            .db
            .read(move |reader| reader.query_one(sql, &[]))
            .await?;
        Ok(u64::try_from(row.int(0)?).unwrap_or(0))
    }

    async fn clients_after(&self, after: i64) -> Result<Vec<(i64, Id<Client>)>, ReportError> {
        let most = i64::try_from(TOGETHER).unwrap_or(i64::MAX);
        let sql = "SELECT no, ref FROM clients WHERE no > $1 ORDER BY no LIMIT $2";
        let values: [Value; 2] = [after.into(), most.into()];
        let rows = self
            .db
            .read(move |reader| reader.query(sql, &values))
            .await?;
        let client = |row: &caseward_db::Row| {
            let id: [u8; 16] = row
                .bytes(1)?
                .try_into()
                .map_err(|_| CaseworkError::Damaged)?;
            Ok((row.int(0)?, Id::from_bytes(id)))
        };
        rows.iter().map(client).collect()
    }

    async fn some_clients(
        self: &Arc<Self>,
        order: ReportOrder,
        clients: Vec<(i64, Id<Client>)>,
        writing: &mut Writing,
        given: &mut Given,
    ) -> Result<(), ReportError> {
        let mut asked = JoinSet::new();
        for (no, client) in clients {
            let office = Arc::clone(self);
            asked.spawn(async move { (no, office.one_client(order, client).await) });
        }
        let mut answers = asked.join_all().await;
        answers.sort_by_key(|(no, _)| *no);
        if writing.is_for_others() {
            // Before a row is written: what stands on their sheets then may be too much, and never too little.
            let went = answers.iter().filter(|(_, answer)| answer.is_ok());
            let went: Vec<i64> = went.map(|(no, _)| *no).collect();
            let is_first = given.clients == 0;
            given.nobody_to_tell += self.mark_exported(went, order.recipient, is_first).await?;
        }
        for (no, answer) in answers {
            match answer {
                Ok(opened) => {
                    given.clients += 1;
                    writing.client(&opened.parts)?;
                    opened.delivery.delivered(None);
                }
                Err(Refusal::Unrecorded(error)) => return Err(error.into()),
                Err(refusal) => {
                    given.left_out += 1;
                    writing.left_out.push(no);
                    given
                        .clauses
                        .extend(refusal.clauses().iter().map(ToString::to_string));
                }
            }
        }
        Ok(())
    }

    /// What stands for the households of which someone was left out.
    async fn lost_households(
        &self,
        writing: &mut Writing,
    ) -> Result<HashSet<[u8; 16]>, ReportError> {
        let mut lost = HashSet::new();
        if !writing.households.as_ref().is_some_and(Households::wait) {
            return Ok(lost);
        }
        let clients = std::mem::take(&mut writing.left_out);
        let sql =
            "SELECT client_no, record_no, household FROM programme_clients WHERE client_no = $1";
        let rows = self
            .db
            .read(move |reader| {
                let mut rows = Vec::new();
                for client in clients {
                    rows.extend(reader.query(sql, &[client.into()])?);
                }
                Ok::<_, caseward_db::DbError>(rows)
            })
            .await?;
        for row in rows {
            let (first, second, version) = household_place(row.int(0)?, row.int(1)?);
            let plain = self
                .gate
                .open_office_row(first, second, version, row.bytes(2)?)?;
            lost.extend(Enrolment::read(&plain)?.household);
        }
        Ok(lost)
    }

    async fn one_client(&self, order: ReportOrder, client: Id<Client>) -> Result<Opened, Refusal> {
        let request = Request {
            asker: order.asker,
            client,
            sections: Vec::new(),
            purpose: Purpose::ProgramReporting,
            recipient: RecipientAsked::Organization(order.recipient),
            basis: Basis::Duty,
            channel: Channel::File,
            limits_confirmed: false,
            beyond: Vec::new(),
            danger: None,
        };
        let answer = self.gate.ask::<Report>(&request).await?;
        let disclosed = self.gate.unseal(answer.permit, answer.sealed)?;
        let delivery = self.gate.deliver(&disclosed);
        Ok(Opened {
            parts: disclosed.parts,
            delivery,
        })
    }
}

impl Sheet {
    fn begin(
        file: &SourceFile,
        create: &mut impl FnMut(&str) -> io::Result<Box<dyn Write + Send>>,
    ) -> Result<Self, ReportError> {
        let layout =
            Layout::from_headers(&file.name, &file.headers).map_err(|_| CaseworkError::Damaged)?;
        let writer = CsvWriter::begin(create(&format!("{}.csv", file.name))?, &file.headers)?;
        Ok(Self {
            export_id_at: layout.places.export_id,
            layout,
            writer,
            cells: CellBook::default(),
            rows: 0,
        })
    }

    /// Whether the column can say where a place is: a shelter's address leaves to nobody (DV-3.3.1).
    fn says_where(&self, number: u32) -> bool {
        let place = self.layout.place_of(number);
        let field = place
            .and_then(|at| self.layout.columns.get(at))
            .and_then(|column| column.field);
        field.is_some_and(|field| field.category.without_row() == Category::Location)
    }

    /// The values of a row in the order of the columns, with the export's own id.
    fn joined<'v>(
        &self,
        fields: impl IntoIterator<Item = (u32, &'v str)>,
        export_id: &'v str,
    ) -> Vec<&'v str> {
        let mut values = self.layout.join(fields).values;
        if let Some(value) = self.export_id_at.and_then(|at| values.get_mut(at)) {
            *value = export_id;
        }
        values
    }

    fn row<S: AsRef<str>>(&mut self, values: &[S]) -> io::Result<()> {
        self.cells.row(values);
        self.writer.row(values)?;
        self.rows += 1;
        Ok(())
    }
}

impl Writing {
    /// It doesn't stay in the office.
    const fn is_for_others(&self) -> bool {
        self.households.is_some()
    }

    /// Puts a client's records back together, each from its sections, and writes them.
    fn client(&mut self, parts: &[DisclosedPart]) -> Result<(), ReportError> {
        let mut records: BTreeMap<(i64, i64), Vec<(u32, String)>> = BTreeMap::new();
        for part in parts.iter().filter(|part| part.kind != 0) {
            let fields = part
                .fields
                .iter()
                .map(|(number, text)| (*number, text.to_string()));
            records
                .entry((part.kind, part.record_no))
                .or_default()
                .extend(fields);
        }
        for ((kind, _), fields) in records {
            let Some(sheet) = self.sheets.get_mut(&kind) else {
                continue;
            };
            let fields = fields.iter().map(|(number, text)| (*number, text.as_str()));
            let values = sheet.joined(fields, &self.export_id);
            let turn = match &mut self.households {
                Some(households) => households.turn(kind, &sheet.layout, &values),
                None => Turn::Now(Vec::new()),
            };
            if let Turn::Now(waited) = turn {
                sheet.row(&values)?;
                for (kind, values) in waited {
                    if let Some(sheet) = self.sheets.get_mut(&kind) {
                        sheet.row(&values)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes what still waits, and hands the sheets out.
    fn ended(
        self,
        lost: &HashSet<[u8; 16]>,
        naming: &Naming<'_>,
    ) -> io::Result<HashMap<i64, Sheet>> {
        let mut sheets = self.sheets;
        let households = self.households.unwrap_or_default();
        for (kind, values) in households.headless(lost, naming, |kind| {
            sheets.get(&kind).map(|sheet| &sheet.layout)
        }) {
            if let Some(sheet) = sheets.get_mut(&kind) {
                sheet.row(&values)?;
            }
        }
        Ok(sheets)
    }
}
