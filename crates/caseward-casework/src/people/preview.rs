//! Who would take over from someone, and how many of their files, before an access is ended (NASW-o).
//!
//! Nothing is changed by looking. Whoever is in line themselves is told no numbers: from one they could learn that a
//! wall stands between them and someone (DV-3.3.2e).

use std::collections::BTreeMap;

use caseward_gate::{About, Actor, Works};
use caseward_model::{Id, OfficeAct, Worker};

use super::Colleague;
use super::custodians::line_after;
use super::hand_over::open_of;
use super::register::Staff;
use crate::{CaseworkError, Office};

/// What would become of somebody's work.
#[derive(Debug, Clone, Default)]
pub struct HandOverPreview {
    /// Those who could take over, the first in line first.
    pub line: Vec<Colleague>,
    /// How many files would go to whom; nothing for someone who is in line themselves.
    pub files: Option<FilesMoved>,
    /// How many colleagues they supervise.
    pub supervises: usize,
}

/// Files by where they would go.
#[derive(Debug, Clone, Default)]
pub struct FilesMoved {
    /// To whom, and how many.
    pub to: Vec<(Colleague, u64)>,
    /// How many nobody in line can take: they wait on the list of files without someone.
    pub waiting: u64,
}

impl Office {
    /// Looks at what would be handed over to whom if someone's access ended now.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`]; [`CaseworkError::Unknown`] when there is no such worker.
    pub async fn preview_hand_over(
        &self,
        by: impl Into<Actor>,
        worker: Id<Worker>,
    ) -> Result<HandOverPreview, CaseworkError> {
        let by = by.into();
        self.colleague_for(by, worker).await?;
        self.gate
            .perform(
                by,
                OfficeAct::EndAccess,
                About::Worker(worker),
                "hand_over_previewed",
                move |works| look(works, by, worker),
            )
            .await
    }
}

fn look(
    works: &mut Works<'_, '_>,
    by: Actor,
    worker: Id<Worker>,
) -> Result<HandOverPreview, CaseworkError> {
    let staff = Staff::read(works)?;
    let leaving = staff.get(worker)?.clone();
    let line = line_after(works, &staff, &leaving)?;
    let in_line: Vec<Colleague> = line.all(&staff).cloned().collect();
    let involved = matches!(by, Actor::Worker(id) if in_line.iter().any(|it| it.id == id));
    let mut files = None;
    if !involved {
        let mut counted: BTreeMap<Option<i64>, u64> = BTreeMap::new();
        let now_ms = works.now_ms();
        let sql = "SELECT client_no FROM caseloads WHERE worker_no = $1 ORDER BY client_no";
        let rows = works.transaction().query(sql, &[leaving.no.into()])?;
        for row in &rows {
            let Some(client) = works.client_by_no(row.int(0)?)? else {
                continue;
            };
            if open_of(&client.sheet, leaving.no, now_ms).is_empty() {
                continue;
            }
            let taker = line.for_client(&staff, &client.sheet, now_ms);
            *counted.entry(taker.map(|it| it.no)).or_default() += 1;
        }
        files = Some(moved(&in_line, &counted));
    }
    Ok(HandOverPreview {
        line: in_line,
        files,
        supervises: leaving.sheet.supervises.len(),
    })
}

fn moved(line: &[Colleague], counted: &BTreeMap<Option<i64>, u64>) -> FilesMoved {
    let one = |it: &Colleague| Some((it.clone(), *counted.get(&Some(it.no))?));
    FilesMoved {
        to: line.iter().filter_map(one).collect(),
        waiting: counted.get(&None).copied().unwrap_or_default(),
    }
}
