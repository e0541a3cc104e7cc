//! Who looked at whose file, as the ledger tells it, for those who review that: who, whom, when, how, and by which
//! kind of rule; and no word from a file (CR-2, CR-10).

use std::collections::HashMap;

use caseward_db::ledger::read;
use caseward_db::{DbError, LedgerRow};
use caseward_model::{AccessKind, AccessTemplate, Action, Channel, Client, Id, Purpose, Worker};

use super::{ClientSeen, Survey};
use crate::GateError;
use crate::deciding::{Deciding, purposes_of};
use crate::facts::{NOBODY, read_client_by_no};
use crate::office_work::works::seen;
use crate::record::{AnswerText, DeedText, EntryKind, EntryText, open_entry, tag_of};
use crate::search::SEARCHED;
use crate::vault::{Key, Vault};

/// How many entries are read at once.
const HEAP: u32 = 2_000;

/// One access, as the ledger tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenAccess {
    /// The number of its entry.
    pub entry: u64,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// Who, by number.
    pub worker_no: i64,
    /// Whom, by number; nobody in particular for a search.
    pub client_no: Option<i64>,
    /// How.
    pub kind: AccessKind,
    /// What kind of fact let it through, as the rules found when it was asked.
    pub by_rule: Option<AccessTemplate>,
}

impl<'r> Survey<'_, 'r> {
    /// The reading, for the desk's own tables.
    pub fn reader(&mut self) -> &mut caseward_db::Reader<'r> {
        self.reader
    }

    /// Sixteen bytes that stand for these texts, in this domain.
    #[must_use]
    pub fn fingerprint(&self, domain: &str, parts: &[&[u8]]) -> [u8; 16] {
        self.vault.fingerprint(domain, parts)
    }

    /// What decides about a client, by their number; nobody when there is none, or when their keys are gone.
    ///
    /// # Errors
    /// When the sheet doesn't open.
    pub fn client_by_no(&mut self, no: i64) -> Result<Option<ClientSeen>, GateError> {
        Ok(read_client_by_no(self.reader, &self.vault, no)?.map(seen))
    }

    /// Which of these clients someone may know of, by number, with their ids (DV-3.3.1).
    ///
    /// # Errors
    /// When a sheet doesn't open.
    pub fn known_of(
        &mut self,
        asker: Id<Worker>,
        clients: &[i64],
    ) -> Result<HashMap<i64, Id<Client>>, GateError> {
        let mut known = HashMap::new();
        let who = (asker, Channel::Screen);
        let mut deciding = Deciding::begin(&self.core, self.reader, self.now_ms, who)?;
        let purposes = purposes_of(deciding.worker().role);
        for no in clients {
            deciding.turn_to(self.reader, *no)?;
            if deciding.may_know_for(purposes).is_some() {
                known.insert(*no, deciding.client());
            }
        }
        Ok(known)
    }

    /// Hands over every access to a client's file from one moment until before another, in ms since 1970, in the
    /// order in which they were. A client whose keys were destroyed has none any more. What a client does with
    /// their own file is no look of anybody's.
    ///
    /// # Errors
    /// When an entry was changed behind the gate's back, or what `visit` says.
    pub fn each_access<E>(
        &mut self,
        (from_ms, until_ms): (i64, i64),
        mut visit: impl FnMut(SeenAccess) -> Result<(), E>,
    ) -> Result<(), E>
    where
        E: From<GateError> + From<DbError>,
    {
        let keys = file_keys(self)?;
        let mut next = read::first_since(self.reader, from_ms)?;
        loop {
            let rows = read::from_index(self.reader, next, HEAP)?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            next = last.index + 1;
            for row in &rows {
                if row.at_ms >= until_ms {
                    return Ok(());
                }
                if let Some(access) = access(&self.vault, &keys, row)? {
                    visit(access)?;
                }
            }
        }
    }
}

/// The keys of all clients' own entries, by the tags under which those stand in the ledger.
type FileKeys = HashMap<[u8; 16], (i64, Key)>;

fn file_keys(survey: &mut Survey<'_, '_>) -> Result<FileKeys, GateError> {
    let mut keys = FileKeys::new();
    let sql = "SELECT no, keys FROM clients WHERE no > $1 AND length(keys) > 0";
    let vault = &survey.vault;
    survey
        .reader
        .for_each::<GateError>(sql, &[NOBODY.into()], |row| {
            let no = row.int(0)?;
            let record_keys = vault.open_record_keys(no, row.bytes(1)?)?;
            if let Some(key) = record_keys.into_file_key() {
                keys.insert(tag_of(&key), (no, key));
            }
            Ok(())
        })?;
    Ok(keys)
}

/// The access that an entry tells of, if it tells of one.
fn access(
    vault: &Vault,
    keys: &FileKeys,
    row: &LedgerRow,
) -> Result<Option<SeenAccess>, GateError> {
    let kind = EntryKind::from_number(row.kind);
    let looks = matches!(
        kind,
        Some(EntryKind::Intent | EntryKind::Refusal | EntryKind::Deed)
    );
    if !looks {
        return Ok(None);
    }
    let (client_no, key) = match row.tag {
        // Nobody was found, or it was a list: it stands under the office's own key.
        None if kind == Some(EntryKind::Intent) => (None, vault.office_key()),
        None => return Ok(None),
        Some(tag) => match keys.get(&tag) {
            Some((no, key)) => (Some(*no), key),
            // A worker's or an organization's, or of someone whose keys are gone.
            None => return Ok(None),
        },
    };
    let found = match (client_no, open_entry(vault, key, row)?) {
        (None, EntryText::List(list)) if list.what == SEARCHED => {
            Some((AccessKind::Searched, None))
        }
        (Some(_), EntryText::Answer(text)) => of_answer(kind, &text),
        (Some(_), EntryText::Deed(text)) => of_deed(&text),
        _ => None,
    };
    Ok(found.map(|(kind, by_rule)| SeenAccess {
        entry: row.index,
        at_ms: row.at_ms,
        worker_no: row.actor,
        client_no,
        kind,
        by_rule,
    }))
}

type Found = Option<(AccessKind, Option<AccessTemplate>)>;

fn of_answer(kind: Option<EntryKind>, text: &AnswerText) -> Found {
    if text.action == Action::ReadOwn {
        return None;
    }
    if kind == Some(EntryKind::Refusal) {
        return Some((AccessKind::Refused, None));
    }
    let let_out = text.answers.iter().filter(|it| it.permitted);
    let policies = let_out.flat_map(|it| it.policies.iter().map(String::as_str));
    let by_rule = template_of(policies);
    let emergency = text.purpose == Purpose::Emergency;
    let how = match text.action {
        Action::Read | Action::Find if emergency => AccessKind::Emergency,
        Action::Amend | Action::ReportDanger => AccessKind::Changed,
        Action::Disclose | Action::Report => AccessKind::Exported,
        _ => AccessKind::Opened,
    };
    Some((how, by_rule))
}

fn of_deed(text: &DeedText) -> Found {
    match text.deed.as_str() {
        "entry_written" => {
            let policies = text.particulars.get("policies");
            let policies = policies.and_then(|it| it.as_array()).into_iter().flatten();
            let by_rule = template_of(policies.filter_map(|it| it.as_str()));
            Some((AccessKind::Changed, by_rule))
        }
        "entry_refused" => Some((AccessKind::Refused, None)),
        _ => None,
    }
}

/// The rules that let somebody through, and the kind of fact by which each does. That somebody works with the client
/// themselves stands on the sheet; by the rule alone it may have been through a programme or team.
const RULES: &[(&str, AccessTemplate)] = &[
    ("cr-4-assigned-reads", AccessTemplate::AssignedTogether),
    ("cr-4-assigned-writes", AccessTemplate::AssignedTogether),
    ("cr-4-supervisor-reads", AccessTemplate::Supervises),
    ("cr-4-supervisor-notes", AccessTemplate::Supervises),
    ("re-7-emergency-reads", AccessTemplate::Emergency),
    ("cr-6-law-department-reads", AccessTemplate::Legal),
    ("cr-6-legal-release", AccessTemplate::Legal),
    ("cr-10-access-review", AccessTemplate::Review),
    ("cr-10-audit", AccessTemplate::Review),
    ("cr-2-duty-finds", AccessTemplate::LookUp),
    ("cr-2-duty-reads", AccessTemplate::LookUp),
    ("cc-1-conference", AccessTemplate::Conference),
    ("cc-2.4a-by-alias", AccessTemplate::Conference),
];

fn template_of<'p>(policies: impl Iterator<Item = &'p str>) -> Option<AccessTemplate> {
    let known = policies.filter_map(|policy| {
        let rule = RULES.iter().find(|(id, _)| *id == policy);
        rule.map(|(_, template)| *template)
    });
    known.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_that_explains_an_access_is_one_of_the_rules() {
        let policies = caseward_policies::Policies::embedded().unwrap();
        let all: Vec<String> = policies.rules().iter().map(|it| it.id.clone()).collect();
        for (id, _) in RULES {
            assert!(all.iter().any(|it| it == id), "{id}");
        }
    }

    #[test]
    fn of_several_rules_the_strongest_fact_is_named() {
        let both = ["cr-2-duty-reads", "cr-4-supervisor-reads"];
        assert_eq!(
            template_of(both.into_iter()),
            Some(AccessTemplate::Supervises)
        );
        assert_eq!(template_of(["cr-3-own-organisation"].into_iter()), None);
    }
}
