//! My clients: those to whom I am assigned, myself or through a team or programme, and those of the people
//! whom I supervise (CR-7, CR-4).

use caseward_gate::{FaceFields, Indexed, ListedClient, NameFields, Text};
use caseward_model::{Channel, Client, ClientState, Id, Purpose, Worker};

use crate::file::name;
use crate::layout::Layouts;
use crate::{CaseworkError, Office};

/// A client in my list.
pub struct MyClient {
    /// Who.
    pub client: Id<Client>,
    /// What they are called; `None` when no name is on file.
    pub name: Option<Text>,
    /// For what they are theirs: their own work, or that of someone whom they supervise.
    pub purpose: Purpose,
    /// What is known about their need for protection.
    pub standing: ClientState,
    /// Someone proposed to protect them, and nobody has decided.
    pub protection_proposed: bool,
    /// When the file last changed, in ms since 1970.
    pub changed_at: i64,
    /// When one's own assignment ends, in ms since 1970; nothing for one without an end.
    pub assigned_until: Option<i64>,
}

/// Which changes are news to a worker: those since they were last here, but for their own.
pub struct News {
    last_here_ms: i64,
    own: Vec<i64>,
}

impl News {
    /// Whether someone else changed a file at this time, in ms since 1970, after the last visit.
    #[must_use]
    pub fn has(&self, changed_at: i64) -> bool {
        changed_at > self.last_here_ms && !self.own.contains(&changed_at)
    }
}

/// The fewest letters that are looked for.
pub const FEWEST_LETTERS: usize = 3;

impl Office {
    /// The number of the last import, by which it shows that another program brought records in.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn last_import(&self) -> Result<i64, CaseworkError> {
        let sql = "SELECT COALESCE(MAX(no), 0) FROM imports";
        let row = self
            .db
            .glance(move |reader| reader.query_one(sql, &[]))
            .await?;
        Ok(row.int(0)?)
    }

    /// Builds the index of names, in memory. `progress` hears how many records were read.
    ///
    /// # Errors
    /// When the office is sealed or a record doesn't open.
    pub async fn index_names<P>(&self, progress: P) -> Result<Indexed, CaseworkError>
    where
        P: FnMut(usize) + Send + 'static,
    {
        const NAMES: [&str; 4] = ["FirstName", "MiddleName", "LastName", "NameSuffix"];
        let table = caseward_formats::fields::table();
        let mut fields = NameFields::new();
        for (no, file) in self
            .layouts()
            .await?
            .iter()
            .filter(|(_, file)| file.name == "Client")
        {
            let number = |name: &str| table.field(&file.name, name).map(|field| field.number);
            let face = FaceFields {
                given: number("FirstName"),
                family: number("LastName"),
                names: NAMES.into_iter().filter_map(number).collect(),
                born: number("DOB"),
            };
            fields.insert(no, face);
        }
        Ok(self.gate.index_names(fields, progress).await?)
    }

    /// The list of a worker's clients, the last changed first.
    ///
    /// # Errors
    /// When the gate can't answer; then nothing is shown.
    pub async fn my_clients(
        &self,
        worker: Id<Worker>,
        channel: Channel,
    ) -> Result<Vec<MyClient>, CaseworkError> {
        let layouts = self.layouts().await?;
        let listed = self.gate.list(worker, channel).await?;
        Ok(listed
            .clients
            .into_iter()
            .map(|it| mine(it, &layouts))
            .collect())
    }
}

impl Office {
    /// What is news to a worker; nothing on their first visit, when all of it would be. The ledger
    /// knows when they were last here: it is their last entry before this session began.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn news_of(&self, worker_no: i64) -> Result<Option<News>, CaseworkError> {
        let began = "SELECT started_at FROM sessions WHERE worker_no = $1 \
                     ORDER BY started_at DESC LIMIT 1";
        let before = "SELECT at FROM ledger WHERE actor = $1 AND at < $2 ORDER BY at DESC LIMIT 1";
        let own = "SELECT at FROM ledger WHERE actor = $1 AND at > $2";
        self.db
            .read(move |reader| {
                let Some(began) = reader.query_optional(began, &[worker_no.into()])? else {
                    return Ok(None);
                };
                let values = [worker_no.into(), began.int(0)?.into()];
                let Some(last) = reader.query_optional(before, &values)? else {
                    return Ok(None);
                };
                let last_here_ms = last.int(0)?;
                let own = reader.query(own, &[worker_no.into(), last_here_ms.into()])?;
                let own = own.iter().map(|row| row.int(0)).collect::<Result<_, _>>()?;
                Ok(Some(News { last_here_ms, own }))
            })
            .await
    }
}

pub(crate) fn mine(listed: ListedClient, layouts: &Layouts) -> MyClient {
    MyClient {
        name: name(&listed.identity, layouts),
        client: listed.client,
        purpose: listed.purpose,
        standing: listed.standing,
        protection_proposed: listed.protection_proposed,
        changed_at: listed.changed_at,
        assigned_until: listed.assigned_until,
    }
}
