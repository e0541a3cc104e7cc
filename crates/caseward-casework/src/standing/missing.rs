//! Who is missing what: people and what is required of them, side by side, for those who may know it
//! (DV-5.10, DV-5.1.1, DV-5.3.1, DV-1).

use caseward_gate::{About, Particulars, WorkerSheet};
use caseward_model::{Id, OfficeAct, Role, Worker};

use super::mine::Stand;
use super::refuse::ToTalkAbout;
use super::settle::{Register, Requirement};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// Everyone whom the reader answers for, and how each stands with each text.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// The texts, in the order of publication: the columns.
    pub requirements: Vec<Requirement>,
    /// The people.
    pub rows: Vec<Standing>,
    /// Parts of people here for whom no agreement, or no course, is set: nobody with such a part gets in.
    pub parts_without: Vec<Role>,
}

/// How one person stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Their number.
    pub no: i64,
    /// Who.
    pub worker: Id<Worker>,
    /// What they are called.
    pub name: String,
    /// Their part.
    pub role: Role,
    /// Access was paused or has ended, whatever they signed.
    pub suspended: bool,
    /// The gate lets them in, as far as agreements and training go.
    pub in_order: bool,
    /// For each column how they stand; nothing where it isn't required of their part.
    pub stands: Vec<Option<Stand>>,
}

impl Matrix {
    /// Those for whom something is missing now.
    pub fn missing(&self) -> impl Iterator<Item = &Standing> {
        self.rows.iter().filter(|it| !it.in_order)
    }
}

type Person = (i64, Id<Worker>, WorkerSheet, Particulars);

impl Office {
    /// Who is missing what, as far as whoever is signed in may see it.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] never; who may see nobody gets an empty list.
    pub async fn missing_standing(&self, by: &SignedIn) -> Result<Matrix, CaseworkError> {
        let people = self.people_seen_by(by).await?;
        self.matrix_of(people).await
    }

    /// Who is missing what, for whoever holds a key.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn missing_standing_of_all(&self) -> Result<Matrix, CaseworkError> {
        let people = self.gate.workers().await?;
        self.matrix_of(people).await
    }

    async fn matrix_of(&self, people: Vec<Person>) -> Result<Matrix, CaseworkError> {
        let register = self.requirements().await?;
        let now_ms = self.clock.now_ms();
        let waiting = self.papers_that_wait().await?;
        let refusals = self.refusals().await?;
        let of = |(no, worker, sheet, particulars): &Person| {
            let stand = |it: &Requirement| {
                it.roles.contains(&sheet.role).then(|| {
                    let mut stand = Stand::of(it, sheet, now_ms);
                    stand.paper_waits = waiting.contains(&(*no, it.no));
                    stand.refused = refusals.iter().any(|at| (at.0, at.1) == (*no, it.no));
                    stand
                })
            };
            Standing {
                no: *no,
                worker: *worker,
                name: particulars.name.clone(),
                role: sheet.role,
                suspended: sheet.is_shut_at(now_ms),
                in_order: now_ms < sheet.agreement_until && now_ms < sheet.training_until,
                stands: register.requirements.iter().map(stand).collect(),
            }
        };
        let staff = || people.iter().filter(|it| it.2.role != Role::Client);
        Ok(Matrix {
            rows: staff().map(of).collect(),
            parts_without: parts_without(&register, staff()),
            requirements: register.requirements,
        })
    }

    /// The people whose standing this person may see.
    async fn people_seen_by(&self, by: &SignedIn) -> Result<Vec<Person>, CaseworkError> {
        let see = OfficeAct::SeeStanding;
        let everyone = self.gate.may(by.worker, see, About::Office).await?;
        let all = self.gate.workers().await?;
        if everyone.permitted {
            return Ok(all);
        }
        let mut seen = Vec::new();
        for person in all {
            let supervised = by.sheet.supervises.contains(&person.0);
            if supervised
                && self
                    .gate
                    .may(by.worker, see, About::Worker(person.1))
                    .await?
                    .permitted
            {
                seen.push(person);
            }
        }
        Ok(seen)
    }

    async fn papers_that_wait(&self) -> Result<Vec<(i64, i64)>, CaseworkError> {
        let sql = "SELECT worker_no, requirement_no FROM signatures WHERE state = 1";
        let rows = self.db.glance(move |reader| reader.query(sql, &[])).await?;
        let pair = |row: &caseward_db::Row| Ok((row.int(0)?, row.int(1)?));
        rows.iter().map(pair).collect()
    }

    /// Refusals that this person should talk about with whoever refused, and nobody has yet.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn refusals_to_talk_about(
        &self,
        by: &SignedIn,
    ) -> Result<Vec<ToTalkAbout>, CaseworkError> {
        let open: Vec<_> = self
            .refusals()
            .await?
            .into_iter()
            .filter(|(worker, _, it)| it.talked_by.is_none() && *worker != by.no)
            .collect();
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let (register, people) = (self.requirements().await?, self.people_seen_by(by).await?);
        let told = open
            .into_iter()
            .filter_map(|(worker_no, requirement, refusal)| {
                let person = people.iter().find(|it| it.0 == worker_no)?;
                let mut all = register.requirements.iter();
                let requirement = all.find(|it| it.no == requirement)?.name.clone();
                Some(ToTalkAbout {
                    worker: person.1,
                    name: person.3.name.clone(),
                    requirement,
                    refusal,
                })
            });
        Ok(told.collect())
    }
}

/// Parts of people who are here that lack an agreement or a course altogether.
pub(super) fn parts_without<'p>(
    register: &Register,
    people: impl Iterator<Item = &'p Person>,
) -> Vec<Role> {
    let mut without: Vec<Role> = people
        .map(|it| it.2.role)
        .filter(|role| {
            let has = |course: bool| {
                let mut all = register.required_of(*role);
                all.any(|it| it.kind.is_course() == course)
            };
            !has(false) || !has(true)
        })
        .collect();
    without.sort_unstable();
    without.dedup();
    without
}
