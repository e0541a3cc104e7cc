//! Conflicts of interest: what people here say about themselves and whom they know, what the records show of it,
//! and who decides (DV-3.3.2e, CR-4).
//!
//! A worker declares where they live, how they are reached, whom to call in an emergency, their partner, and people
//! they know; it lies sealed, and nobody reads it but they. It is compared with the clients' records when it
//! changes, when something new comes into a file, and when an export came in. Where the two have an address, a
//! number, a person in common, a wall stands at once, whatever the part, and nobody is told whom it hides; the privacy
//! officer decides. One surname alone is only put before them.

mod checking;
mod deciding;
mod stored;

use caseward_gate::{About, Works};
use caseward_model::{Id, OfficeAct, Worker};
use serde::{Deserialize, Serialize};

use crate::{CaseworkError, Office};
pub(crate) use checking::fields as tie_fields;
pub use deciding::{Conflict, Decision, Verdict};

/// The most people whom one declaration names, and the most characters of one line.
pub const MOST_KNOWN: usize = 50;
const LONGEST_LINE: usize = 300;

/// Someone whom a worker knows.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KnownPerson {
    /// First and last name.
    pub name: String,
    /// Day of birth, as `1990-05-06`; may be empty.
    pub born: String,
}

/// What a worker declares about themselves. It isn't printable by accident, and only they read it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Declaration {
    /// Where they live.
    pub address: String,
    /// Their own telephone number.
    pub phone: String,
    /// Their own address of mail.
    pub email: String,
    /// Whom to call in an emergency.
    pub emergency_contact: String,
    /// At which number.
    pub emergency_phone: String,
    /// Their partner, if any.
    pub partner: KnownPerson,
    /// Others whom they know and who may come here.
    pub known: Vec<KnownPerson>,
}

/// What a declaration still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclareNeed {
    /// A day of birth that is one.
    Born,
    /// A first and a last name of each person.
    BothNames,
    /// Shorter lines, or fewer people.
    TooLong,
}

impl Declaration {
    /// Without blanks around, and without people who have no name.
    fn tidy(&mut self) {
        let lines = [
            &mut self.address,
            &mut self.phone,
            &mut self.email,
            &mut self.emergency_contact,
            &mut self.emergency_phone,
            &mut self.partner.name,
            &mut self.partner.born,
        ];
        for line in lines {
            *line = line.trim().to_owned();
        }
        for it in &mut self.known {
            it.name = it.name.trim().to_owned();
            it.born = it.born.trim().to_owned();
        }
        self.known.retain(|it| !it.name.is_empty());
    }

    /// What has to be mended before it can be kept.
    #[must_use]
    pub fn needs(&self) -> Vec<DeclareNeed> {
        let people = || self.known.iter().chain(std::iter::once(&self.partner));
        let is_day =
            |text: &str| text.trim().is_empty() || text.trim().parse::<jiff::civil::Date>().is_ok();
        let half_named = |it: &KnownPerson| it.name.split_whitespace().count() == 1;
        let lines = [
            &self.address,
            &self.phone,
            &self.email,
            &self.emergency_contact,
            &self.emergency_phone,
        ];
        let long = |it: &str| it.chars().count() > LONGEST_LINE;
        let too_long = self.known.len() > MOST_KNOWN
            || lines.iter().any(|it| long(it))
            || people().any(|it| long(&it.name));
        let needs = [
            (!people().all(|it| is_day(&it.born)), DeclareNeed::Born),
            (people().any(half_named), DeclareNeed::BothNames),
            (too_long, DeclareNeed::TooLong),
        ];
        needs
            .into_iter()
            .filter_map(|(lacks, need)| lacks.then_some(need))
            .collect()
    }
}

impl Office {
    /// What someone has declared about themselves; nobody else reads it.
    ///
    /// # Errors
    /// When the office is sealed or the row doesn't open.
    pub async fn own_declaration(&self, worker_no: i64) -> Result<Declaration, CaseworkError> {
        let drawers = self.gate.drawers()?;
        self.db
            .read(move |reader| stored::declaration(reader, &drawers, worker_no))
            .await
    }

    /// Declares something about oneself. When this returns, the records were compared with it and the walls stand;
    /// what was found isn't told.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when it can't be kept; [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn declare(
        &self,
        who: Id<Worker>,
        mut declaration: Declaration,
    ) -> Result<(), CaseworkError> {
        declaration.tidy();
        if !declaration.needs().is_empty() {
            let reason = "give first and last names, and days like 1990-05-06";
            return Err(CaseworkError::Unfit(reason.to_owned()));
        }
        let (act, about) = (OfficeAct::RaiseWall, About::Worker(who));
        let work = move |works: &mut Works<'_, '_>| {
            let no = works.worker(who)?.0;
            stored::keep_declaration(works, no, &declaration)
        };
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, about, "conflict_declared", work)
            .await?;
        self.check_conflicts_of(who).await
    }
}
