//! How many clients share an answer, so that a rare one doesn't tell whose case it is where nobody may be recognised (NASW-p, NASW-q;
//! 45 CFR 164.514(b)).
//!
//! All records are gone through once after each import, in memory; what is held are counts under marks that mean nothing elsewhere.
//! Nobody is told a count: only whether a group is smaller than it must be.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use caseward_db::{Reader, Row};
use caseward_model::{Category, read_part};

use crate::ask::Gate;
use crate::facts::NOBODY;
use crate::vault::Vault;
use crate::{GateError, records};

/// Which columns of which source files hold answers from a list: by the file's number its name, which files of several systems share, and
/// the columns' numbers.
pub type GroupFields = HashMap<i64, (String, BTreeSet<u32>)>;

/// The fewest clients that share an answer where nobody may be recognised, whatever the caller asks for.
const FEWEST: u32 = 11;

/// How many clients share each answer.
pub(crate) struct Groups {
    clients: HashMap<u64, u32>,
    /// Another one each time.
    marks: RandomState,
    as_of: i64,
}

impl Groups {
    fn read(
        reader: &mut Reader<'_>,
        vault: &Vault,
        fields: &GroupFields,
        as_of: i64,
    ) -> Result<Self, GateError> {
        let mut groups = Self {
            clients: HashMap::new(),
            marks: RandomState::new(),
            as_of,
        };
        let sql = "SELECT r.record_no, r.kind, r.version, r.gone, r.sealed, r.client_no, c.keys \
                   FROM records r JOIN clients c ON c.no = r.client_no \
                   WHERE r.gone = 0 AND length(c.keys) > 0 AND r.client_no > $1 \
                   ORDER BY r.client_no, r.record_no";
        let (mut client_no, mut theirs) = (NOBODY, HashSet::new());
        reader.for_each(sql, &[NOBODY.into()], |row| {
            let no = row.int(5)?;
            if no != client_no {
                groups.count(&mut theirs);
                client_no = no;
            }
            let Some((file, columns)) = fields.get(&row.int(1)?) else {
                return Ok(());
            };
            groups.hear(vault, &row, (file.as_str(), columns), &mut theirs)
        })?;
        groups.count(&mut theirs);
        Ok(groups)
    }

    /// Hears what one record answers.
    fn hear(
        &self,
        vault: &Vault,
        row: &Row,
        (file, columns): (&str, &BTreeSet<u32>),
        theirs: &mut HashSet<u64>,
    ) -> Result<(), GateError> {
        let client_no = row.int(5)?;
        let parts = records::of_row(client_no, row, may_answer)?;
        if parts.is_empty() {
            return Ok(());
        }
        let keys = vault.open_record_keys(client_no, row.bytes(6)?)?;
        for part in parts {
            let plain = records::unlock(vault, &keys, &part)?;
            for (number, text) in read_part(&plain).map_err(|_| GateError::Damaged)? {
                if columns.contains(&number) {
                    theirs.insert(self.mark((file, number), text));
                }
            }
        }
        Ok(())
    }

    /// Counts one client once for each answer that they gave, however often they gave it.
    fn count(&mut self, theirs: &mut HashSet<u64>) {
        for mark in theirs.drain() {
            let clients = self.clients.entry(mark).or_default();
            *clients = clients.saturating_add(1);
        }
    }

    fn mark(&self, (file, number): (&str, u32), answer: &str) -> u64 {
        self.marks.hash_one((file, number, answer.trim()))
    }

    fn is_small(&self, column: (&str, u32), answer: &str, fewest: u32) -> bool {
        let found = self.clients.get(&self.mark(column, answer));
        found.is_none_or(|it| *it < fewest)
    }
}

/// Who somebody is and where they are found has no answers from a list that could leave.
fn may_answer(section: Category) -> bool {
    !matches!(
        section,
        Category::Identity | Category::Contact | Category::Location | Category::ThirdParty
    )
}

impl Gate {
    /// Counts who shares answers. `as_of` is whatever the caller tells states of the records apart by.
    ///
    /// # Errors
    /// When the office is sealed or a record doesn't open.
    pub async fn index_groups(&self, fields: GroupFields, as_of: i64) -> Result<(), GateError> {
        let vault = self.core.vault()?;
        let groups = self
            .db
            .read(move |reader| Groups::read(reader, &vault, &fields, as_of))
            .await?;
        self.core.hold_groups(Some(groups));
        Ok(())
    }

    /// Of which state was counted last; nothing before that was done.
    #[must_use]
    pub fn groups_as_of(&self) -> Option<i64> {
        self.core.groups(|it| it.as_of)
    }

    /// Whether fewer clients than `fewest`, and in any case than 11, gave this answer in this column of a file; so it is of everything before
    /// it was counted.
    #[must_use]
    pub fn is_small_group(&self, column: (&str, u32), answer: &str, fewest: u32) -> bool {
        let small = self
            .core
            .groups(|it| it.is_small(column, answer, fewest.max(FEWEST)));
        small.unwrap_or(true)
    }
}
