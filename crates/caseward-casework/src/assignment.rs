//! Who is responsible for whom. Only those who are assigned read a file and release from it (CR-7).

use caseward_gate::{Assignee, AssignmentFact};
use caseward_model::{Client, Id};
use serde_json::Map;

use crate::layout::programme_by_key;
use crate::staff::{Colleague, unknown};
use crate::{CaseworkError, Office};

impl Office {
    /// Assigns a client to a worker, from now on.
    ///
    /// # Errors
    /// When there is no such client.
    pub async fn assign(&self, worker: &Colleague, client: Id<Client>) -> Result<(), CaseworkError> {
        let (no, mut particulars) = (worker.no, Map::new());
        particulars.insert("worker".to_owned(), worker.id.to_string().into());
        self.gate
            .change_client(None, client, "assigned", particulars, move |sheet, now_ms, tx, client_no| {
                let to = Assignee::Worker(no);
                if !sheet.assignments.iter().any(|fact| fact.to == to && fact.until.is_none()) {
                    sheet.assignments.push(AssignmentFact { to, from: now_ms, until: None });
                }
                tx.execute(
                    "INSERT INTO caseloads (worker_no, client_no) VALUES ($1, $2) \
                     ON CONFLICT (worker_no, client_no) DO NOTHING",
                    &[no.into(), client_no.into()],
                )?;
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// Ends a worker's assignment to a client, from now on.
    ///
    /// # Errors
    /// When there is no such client.
    pub async fn unassign(&self, worker: &Colleague, client: Id<Client>) -> Result<(), CaseworkError> {
        let (no, mut particulars) = (worker.no, Map::new());
        particulars.insert("worker".to_owned(), worker.id.to_string().into());
        self.gate
            .change_client(None, client, "unassigned", particulars, move |sheet, now_ms, tx, client_no| {
                let mine = |fact: &&mut AssignmentFact| fact.to == Assignee::Worker(no) && fact.until.is_none();
                sheet.assignments.iter_mut().filter(mine).for_each(|fact| fact.until = Some(now_ms));
                tx.execute(
                    "DELETE FROM caseloads WHERE worker_no = $1 AND client_no = $2",
                    &[no.into(), client_no.into()],
                )?;
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// Lets a worker work for a programme: they are assigned to everyone who is enrolled in it.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when no imported project has this id,
    /// [`CaseworkError::Unfit`] when several systems use it.
    pub async fn assign_to_programme(&self, worker: &Colleague, project: &str) -> Result<(), CaseworkError> {
        let fingerprints = self.gate.fingerprints()?;
        let sql = "SELECT DISTINCT source_key FROM imports";
        let sources = self.db.read(move |reader| reader.query(sql, &[])).await?;
        let mut found = Vec::new();
        for source in sources {
            let key = fingerprints.of("programme", &[source.bytes(0)?, project.trim().as_bytes()]);
            found.extend(self.db.read(move |reader| programme_by_key(reader, &key)).await?);
        }
        let no = match found.as_slice() {
            [no] => *no,
            [] => return Err(unknown("project with enrolments", project, "caseward worker --help")),
            _ => {
                let reason = "several imported systems have a project with this id; assign clients one by one";
                return Err(CaseworkError::Unfit(reason.to_owned()));
            }
        };
        self.gate
            .change_worker(worker.id, "assigned_to_programme", move |sheet| {
                if !sheet.programmes.contains(&no) {
                    sheet.programmes.push(no);
                }
            })
            .await?;
        Ok(())
    }
}
