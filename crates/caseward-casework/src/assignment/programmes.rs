//! Who works for a programme: they are assigned to everyone who is enrolled in it, and to everyone to whom the programme is assigned (CR-7).

use std::collections::HashMap;

use caseward_formats::fields::table;
use caseward_gate::{About, Actor};
use caseward_model::{OfficeAct, read_part};
use zeroize::Zeroizing;

use crate::layout::programme_by_key;
use crate::people::Colleague;
use crate::{CaseworkError, Office};

/// A programme: one of an import, in which clients are enrolled, or one that the office keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Its number in this office.
    pub no: i64,
    /// The ProjectID of the system that it was imported from; empty for one that the office keeps.
    pub project: String,
    /// What it is called.
    pub name: String,
}

impl Office {
    /// Lets a worker work for a programme: they are assigned to everyone who is enrolled in it.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when no imported project has this id and no programme of the office this name, or several systems use it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn assign_to_programme(
        &self,
        by: impl Into<Actor>,
        worker: &Colleague,
        project: &str,
    ) -> Result<(), CaseworkError> {
        let no = self.programme_called(project).await?;
        self.change_programmes(by, worker, "assigned_to_programme", move |programmes| {
            if !programmes.contains(&no) {
                programmes.push(no);
            }
        })
        .await
    }

    /// Ends a worker's work for a programme.
    ///
    /// # Errors
    /// As [`Office::assign_to_programme`].
    pub async fn release_from_programme(
        &self,
        by: impl Into<Actor>,
        worker: &Colleague,
        project: &str,
    ) -> Result<(), CaseworkError> {
        let no = self.programme_called(project).await?;
        self.change_programmes(by, worker, "released_from_programme", move |programmes| {
            programmes.retain(|it| *it != no);
        })
        .await
    }

    async fn change_programmes(
        &self,
        by: impl Into<Actor>,
        worker: &Colleague,
        deed: &'static str,
        change: impl FnOnce(&mut Vec<i64>) + Send + 'static,
    ) -> Result<(), CaseworkError> {
        let (id, act) = (worker.id, OfficeAct::Assign);
        self.gate
            .perform(by, act, About::Worker(id), deed, move |works| {
                works.change_worker(id, deed, |sheet| change(&mut sheet.programmes))?;
                Ok(())
            })
            .await
    }

    /// The number of the programme with this ProjectID, or of the one that the office keeps under this name.
    ///
    /// # Errors
    /// As [`Office::assign_to_programme`].
    pub async fn programme_called(&self, project: &str) -> Result<i64, CaseworkError> {
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
                let small = project.trim().to_lowercase();
                let kept = self.kept_programmes().await?;
                let found = kept.iter().find(|it| it.name.to_lowercase() == small);
                let reason = "no project with this ProjectID has enrolments here, and no programme of the office is called so; take it from Project.csv of the export, or from `caseward programme list`";
                let unknown = || CaseworkError::Unfit(reason.to_owned());
                found.map(|it| it.no).ok_or_else(unknown)
            }
            _ => {
                let reason = "several imported systems have a project with this id; assign clients one by one";
                Err(CaseworkError::Unfit(reason.to_owned()))
            }
        }
    }

    /// The programmes, by name: those that were imported, and those that the office keeps. An imported one whose row of Project.csv never
    /// came has no name, and is left out.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn programmes(&self) -> Result<Vec<Programme>, CaseworkError> {
        let numbers = self.programme_numbers().await?;
        let mut programmes = Vec::new();
        for (project, name) in self.projects().await? {
            for key in self.source_keys("programme", &[project.as_bytes()]).await? {
                if let Some(no) = numbers.get(&key) {
                    programmes.push(Programme {
                        no: *no,
                        project: project.clone(),
                        name: name.clone(),
                    });
                }
            }
        }
        let kept = self.kept_programmes().await?.into_iter();
        programmes.extend(kept.map(|it| Programme {
            no: it.no,
            project: String::new(),
            name: it.name,
        }));
        programmes.sort_by(|a, b| (&a.name, a.no).cmp(&(&b.name, b.no)));
        programmes.dedup_by_key(|it| it.no);
        Ok(programmes)
    }

    async fn programme_numbers(&self) -> Result<HashMap<[u8; 16], i64>, CaseworkError> {
        let sql = "SELECT source_key, no FROM programmes";
        let rows = self.db.read(move |reader| reader.query(sql, &[])).await?;
        let pair = |row: &caseward_db::Row| Ok((row.array(0)?, row.int(1)?));
        rows.iter().map(pair).collect()
    }

    /// The ids and names in the rows of Project.csv.
    async fn projects(&self) -> Result<Vec<(String, String)>, CaseworkError> {
        let number = |column| table().field("Project", column).map(|field| field.number);
        let (id, name) = (number("ProjectID"), number("ProjectName"));
        let mut projects = Vec::new();
        for (file_no, _) in self
            .layouts()
            .await?
            .iter()
            .filter(|(_, file)| file.name == "Project")
        {
            let sql = "SELECT record_no, version, sealed FROM office_rows \
                       WHERE file_no = $1 AND gone = 0";
            let rows = self
                .db
                .read(move |reader| reader.query(sql, &[file_no.into()]))
                .await?;
            for row in rows {
                let (record, version) = (row.int(0)?, row.int(1)?);
                let plain: Zeroizing<Vec<u8>> =
                    self.gate
                        .open_office_row(file_no, record, version, row.bytes(2)?)?;
                let fields = read_part(&plain).map_err(|_| CaseworkError::Damaged)?;
                let value = |wanted: Option<u32>| {
                    let found = fields.iter().find(|(number, _)| Some(*number) == wanted);
                    found.map(|(_, text)| text.trim().to_owned())
                };
                projects.extend(value(id).zip(value(name)));
            }
        }
        Ok(projects)
    }
}
