//! Who is responsible for whom. Only those who are assigned read a file and release from it (CR-7).

use caseward_gate::{Assignee, AssignmentFact, AssignmentRole, ClientSheet};
use caseward_model::{Client, Id};
use serde_json::Map;

use crate::layout::programme_by_key;
use crate::staff::Colleague;
use crate::{CaseworkError, Office};

impl Office {
    /// Assigns a client to a worker, from now on.
    ///
    /// # Errors
    /// When there is no such client.
    pub async fn assign(
        &self,
        worker: &Colleague,
        client: Id<Client>,
    ) -> Result<(), CaseworkError> {
        let (no, mut particulars) = (worker.no, Map::new());
        particulars.insert("worker".to_owned(), worker.id.to_string().into());
        self.gate
            .change_client(
                None,
                client,
                "assigned",
                particulars,
                move |sheet, now_ms, tx, client_no| {
                    let to = Assignee::Worker(no);
                    if !sheet
                        .assignments
                        .iter()
                        .any(|fact| fact.to == to && fact.until.is_none())
                    {
                        sheet.assignments.push(AssignmentFact {
                            to,
                            from: now_ms,
                            until: None,
                            role: AssignmentRole::Lead,
                            by: 0,
                        });
                    }
                    tx.execute(
                        "INSERT INTO caseloads (worker_no, client_no) VALUES ($1, $2) \
                     ON CONFLICT (worker_no, client_no) DO NOTHING",
                        &[no.into(), client_no.into()],
                    )?;
                    Ok(())
                },
            )
            .await?;
        Ok(())
    }

    /// Ends a worker's assignment to a client, from now on.
    ///
    /// # Errors
    /// When there is no such client.
    pub async fn unassign(
        &self,
        worker: &Colleague,
        client: Id<Client>,
    ) -> Result<(), CaseworkError> {
        let (no, mut particulars) = (worker.no, Map::new());
        particulars.insert("worker".to_owned(), worker.id.to_string().into());
        self.gate
            .change_client(
                None,
                client,
                "unassigned",
                particulars,
                move |sheet, now_ms, tx, client_no| {
                    let mine = |fact: &&mut AssignmentFact| {
                        fact.to == Assignee::Worker(no) && fact.until.is_none()
                    };
                    sheet
                        .assignments
                        .iter_mut()
                        .filter(mine)
                        .for_each(|fact| fact.until = Some(now_ms));
                    tx.execute(
                        "DELETE FROM caseloads WHERE worker_no = $1 AND client_no = $2",
                        &[no.into(), client_no.into()],
                    )?;
                    Ok(())
                },
            )
            .await?;
        Ok(())
    }

    /// Lets a worker work for a programme: they are assigned to everyone who is enrolled in it.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when no imported project has this id, or several systems use it.
    pub async fn assign_to_programme(
        &self,
        worker: &Colleague,
        project: &str,
    ) -> Result<(), CaseworkError> {
        let no = self.programme_called(project).await?;
        self.gate
            .change_worker(worker.id, "assigned_to_programme", move |sheet| {
                if !sheet.programmes.contains(&no) {
                    sheet.programmes.push(no);
                }
            })
            .await?;
        Ok(())
    }

    /// Ends a worker's work for a programme.
    ///
    /// # Errors
    /// As [`Office::assign_to_programme`].
    pub async fn release_from_programme(
        &self,
        worker: &Colleague,
        project: &str,
    ) -> Result<(), CaseworkError> {
        let no = self.programme_called(project).await?;
        self.gate
            .change_worker(worker.id, "released_from_programme", move |sheet| {
                sheet.programmes.retain(|it| *it != no);
            })
            .await?;
        Ok(())
    }

    async fn programme_called(&self, project: &str) -> Result<i64, CaseworkError> {
        let mut found = Vec::new();
        for key in self
            .source_keys("programme", &[project.trim().as_bytes()])
            .await?
        {
            found.extend(
                self.db
                    .read(move |reader| programme_by_key(reader, &key))
                    .await?,
            );
        }
        match found.as_slice() {
            [no] => Ok(*no),
            [] => {
                let reason = "no project with this ProjectID has enrolments here; take it from Project.csv of the export";
                Err(CaseworkError::Unfit(reason.to_owned()))
            }
            _ => {
                let reason = "several imported systems have a project with this id; assign clients one by one";
                Err(CaseworkError::Unfit(reason.to_owned()))
            }
        }
    }

    /// The client with this id, or with this PersonalID in a system that was imported. Someone who
    /// isn't there gets an id that nobody has: only the gate says who may know of whom.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when several imported systems use the PersonalID.
    pub async fn client_called(&self, text: &str) -> Result<Id<Client>, CaseworkError> {
        if let Ok(id) = text.parse() {
            return Ok(id);
        }
        let mut found = Vec::new();
        for key in self
            .source_keys("row", &[b"Client", text.trim().as_bytes()])
            .await?
        {
            let sql = "SELECT c.ref FROM source_rows s JOIN clients c ON c.no = s.client_no \
                       WHERE s.row_key = $1 AND s.client_no > 0";
            let rows = self
                .db
                .read(move |reader| reader.query(sql, &[key.into()]))
                .await?;
            for row in rows {
                found.push(
                    row.bytes(0)?
                        .try_into()
                        .map_err(|_| CaseworkError::Damaged)?,
                );
            }
        }
        match found.as_slice() {
            [id] => Ok(Id::from_bytes(*id)),
            [] => Ok(Id::make_random(&self.randomness)),
            _ => {
                let reason =
                    "several imported systems have this PersonalID; use the client's id here";
                Err(CaseworkError::Unfit(reason.to_owned()))
            }
        }
    }

    /// The number of a client in this office's own tables.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when there is no such client.
    pub async fn client_no(&self, client: Id<Client>) -> Result<i64, CaseworkError> {
        let sql = "SELECT no FROM clients WHERE ref = $1";
        let id = *client.as_bytes();
        let found = self
            .db
            .read(move |reader| reader.query_optional(sql, &[id.into()]))
            .await?;
        let row = found.ok_or_else(|| {
            CaseworkError::Unfit("no client of this office has this id".to_owned())
        })?;
        Ok(row.int(0)?)
    }

    /// Records facts about a client on the office's own authority: walls, consents on paper.
    ///
    /// # Errors
    /// When there is no such client.
    pub async fn change_facts<F>(
        &self,
        client: Id<Client>,
        what: &'static str,
        change: F,
    ) -> Result<(), CaseworkError>
    where
        F: FnOnce(&mut ClientSheet, i64) + Send + 'static,
    {
        self.gate
            .change_client(
                None,
                client,
                what,
                Map::new(),
                move |sheet, now_ms, _, _| {
                    change(sheet, now_ms);
                    Ok(())
                },
            )
            .await?;
        Ok(())
    }

    /// The fingerprints that a key of another system has, one for each system.
    async fn source_keys(
        &self,
        domain: &str,
        parts: &[&[u8]],
    ) -> Result<Vec<[u8; 16]>, CaseworkError> {
        let fingerprints = self.gate.fingerprints()?;
        let sql = "SELECT DISTINCT source_key FROM imports";
        let sources = self.db.read(move |reader| reader.query(sql, &[])).await?;
        let mut keys = Vec::new();
        for source in &sources {
            let parts: Vec<&[u8]> = std::iter::once(source.bytes(0)?)
                .chain(parts.iter().copied())
                .collect();
            keys.push(fingerprints.of(domain, &parts));
        }
        Ok(keys)
    }
}
