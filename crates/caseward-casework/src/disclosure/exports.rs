//! Exports for programme reporting, as the clients hear of them: to which organisation their rows go, that they were told, or why they
//! can't be (NASW-d, RE-2).
//!
//! The same organisation gets the same kind of export again and again. So it isn't told export by export: a client is told once of each
//! organisation, before or after their rows went there first, and whoever leads the work with them has it as a task until it is done or a
//! reason stands there. Each single export stands in the accounting all the same.

use caseward_gate::{
    About, Actor, Amend, Assignee, ClientSheet, Delivery, Drawer, ExportFact, FileWorks, RowPlace,
    Works,
};
use caseward_model::{
    AssignmentRole, Category, Client, Id, OfficeAct, Organization, OrganizationKind, TaskKind,
    Worker,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::error::Mend;
use super::sent_count::{SentKind, count_sent};
use super::{BOOK, DisclosureError, LONGEST};
use crate::rows::{read, written};
use crate::sign_in::SignedIn;
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// Within so many days after their rows went to an organisation first, a client is told.
const TELL_WITHIN_MS: i64 = 7 * 86_400_000;
/// The second number of the place of what a client was told of exports. It stands in what is sealed.
const TELLING: i64 = 200;

/// An organisation to which rows about a client go in exports, or may, and whether the client knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportTold {
    /// The organisation.
    pub recipient: Id<Organization>,
    /// What it is called.
    pub name: String,
    /// When rows went there first, in ms since 1970; nothing if none did.
    pub since: Option<i64>,
    /// When the client was told, or somebody said why they can't be, in ms since 1970.
    pub settled_at: Option<i64>,
    /// They can't be told, and there is a reason.
    pub untold: bool,
}

impl ExportTold {
    /// Whether somebody has still to tell the client.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.since.is_some() && self.settled_at.is_none()
    }
}

/// What a client was told of exports, or why they weren't. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// When, in ms since 1970.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
    /// Of which organisations.
    pub recipients: Vec<Id<Organization>>,
    /// They were told; otherwise it says why they can't be.
    pub told: bool,
    /// What was said, or why not. Empty for whoever may not read the notes: it can tell what stands in them.
    pub how: String,
}

impl std::fmt::Debug for Telling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Telling");
        shown.field("at", &self.at).finish_non_exhaustive()
    }
}

/// What is known of a client's exports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportsOf {
    /// The organisations that receive programme reports, or did.
    pub recipients: Vec<ExportTold>,
    /// What the client was told, the newest first.
    pub tellings: Vec<Telling>,
}

/// That a client was told, as it is written down. It isn't printable by accident.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewTelling {
    /// Of which organisations; of all of which they have still to be told, if none is named.
    pub recipients: Vec<Id<Organization>>,
    /// They were told; otherwise it says why they can't be.
    pub told: bool,
    /// What was said, or why not.
    pub how: String,
}

impl std::fmt::Debug for NewTelling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("NewTelling");
        shown.field("told", &self.told).finish_non_exhaustive()
    }
}

impl Office {
    /// To whom rows about a client go in exports, and what they were told of it.
    ///
    /// # Errors
    /// [`DisclosureError::Refused`] as for reading the file.
    pub async fn exports_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
    ) -> Result<(ExportsOf, Delivery), DisclosureError> {
        let request = self.reading(person, client, vec![BOOK]).await?;
        let answer = self.all_of(&request).await?;
        let client_no = self.client_no(client).await?;
        let rows = self
            .db
            .read(move |reader| sealed_tellings(reader, client_no))
            .await?;
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Disclosures, &rows)?;
        let shows_words = self.may_read_notes(person, client).await?;
        let mut tellings = Vec::with_capacity(opened.len());
        for plain in &opened {
            let mut telling: Telling = read(plain)?;
            if !shows_words {
                telling.how.clear();
            }
            tellings.push(telling);
        }
        let sheet = self.gate.sheet_of(client).await?;
        let facts = sheet.map(|it| it.exports).unwrap_or_default();
        let mut recipients = Vec::new();
        for it in self.register().await? {
            let fact = facts.iter().find(|fact| fact.to == it.no);
            let may_receive = it.sheet.kind == OrganizationKind::ReportingBody;
            if fact.is_some() || (may_receive && !it.sheet.keeps_records_here) {
                recipients.push(ExportTold {
                    recipient: it.id,
                    name: it.name,
                    since: fact.and_then(|fact| fact.since),
                    settled_at: fact.and_then(|fact| fact.settled_at),
                    untold: fact.is_some_and(|fact| fact.untold),
                });
            }
        }
        let exports = ExportsOf {
            recipients,
            tellings,
        };
        Ok((exports, delivery))
    }

    async fn may_read_notes(
        &self,
        person: &SignedIn,
        client: Id<Client>,
    ) -> Result<bool, DisclosureError> {
        let request = self.reading(person, client, vec![Category::Notes]).await?;
        match self.all_of(&request).await {
            Ok(answer) => {
                self.gate.give_back(answer.permit, answer.sealed);
                Ok(true)
            }
            Err(DisclosureError::Refused(_) | DisclosureError::NotAll(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Notes that a client was told to whom their rows go for programme reporting, or why they can't be. It bears on all exports to these
    /// organisations, those to come as well.
    ///
    /// # Errors
    /// [`DisclosureError::Mend`] without a word on it, or with too many, and where there is nobody of whom they could be told.
    pub async fn note_told_of_exports(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        new: NewTelling,
    ) -> Result<(), DisclosureError> {
        let how = new.how.trim().to_owned();
        let mend = match how.chars().count() {
            0 => Some(Mend::ToldHow),
            1..=LONGEST => None,
            _ => Some(Mend::TooLong),
        };
        if let Some(mend) = mend {
            return Err(DisclosureError::Mend(vec![mend]));
        }
        let (told, by) = (new.told, person.worker);
        let book = self.book_of(person, client);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let to = of_whom(desk, &new.recipients)?;
            let now_ms = desk.works.now_ms();
            desk.change(|sheet| settle(sheet, &to, (told, now_ms)));
            let telling = Telling {
                at: now_ms,
                by,
                recipients: to.iter().map(|(_, id)| *id).collect(),
                told,
                how,
            };
            let no = insert_telling(desk, &telling)?;
            desk.works.note("telling", no);
            desk.works.note("told", told);
            let ids = to.iter().map(|(_, id)| id.to_string());
            desk.works.note("to", ids.collect::<Vec<_>>());
            if !desk.sheet().exports.iter().any(ExportFact::waits) {
                let about = about(desk.client());
                tasks::finish_all(desk.works, TaskKind::ExportToTell, &about, "settled")?;
            }
            Ok(())
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "client_told_of_exports", work)
            .await
    }

    /// Marks on the sheets of clients that their rows go to an organisation, where they never did before. The first ones of an export count
    /// it among what is sent there. Says of how many nobody would be asked to tell them, because nobody leads the work with them.
    pub(crate) async fn mark_exported(
        &self,
        clients: Vec<i64>,
        to: Id<Organization>,
        is_first: bool,
    ) -> Result<u64, CaseworkError> {
        if clients.is_empty() {
            return Ok(0);
        }
        let (key, act) = (Actor::KeyHolder, OfficeAct::Assign);
        let work = move |works: &mut Works<'_, '_>| {
            let (no, now_ms) = (works.organization(to)?.0, works.now_ms());
            let mut alone = 0;
            for client in clients {
                let mut waits_for_nobody = false;
                works.revise_client(client, "export_marked", |sheet| {
                    let is_new = went(sheet, (no, now_ms));
                    let waits = sheet.exports.iter().any(ExportFact::waits);
                    waits_for_nobody = waits && leader(sheet, now_ms).is_none();
                    let noted = [("to".to_owned(), Json::from(to.to_string()))];
                    is_new.then(|| noted.into_iter().collect())
                })?;
                alone += u64::from(waits_for_nobody);
            }
            if is_first {
                count_sent(works, to, SentKind::HmisExport)?;
            }
            works.note("to", to.to_string());
            Ok(alone)
        };
        self.gate
            .perform::<_, CaseworkError, _>(key, act, About::Office, "exports_marked", work)
            .await
    }

    /// Looks for clients who have still to be told to whom their rows went, and asks whoever leads the work with them: one task for each
    /// client, however many exports there were. Says how many clients there are.
    ///
    /// # Errors
    /// When the office is sealed or a sheet doesn't open.
    pub async fn remind_of_exports(&self) -> Result<usize, CaseworkError> {
        let (key, act) = (Actor::KeyHolder, OfficeAct::Assign);
        let found: Vec<NewTask> = self
            .gate
            .survey::<_, CaseworkError, _>(key, act, "exports_looked_for", |survey| {
                let now_ms = survey.now_ms();
                let mut found = Vec::new();
                survey.each_client::<CaseworkError>(|client| {
                    let waiting = client.sheet.exports.iter().filter(|it| it.waits());
                    let first = waiting.filter_map(|it| it.since).min();
                    let new = first
                        .zip(leader(&client.sheet, now_ms))
                        .map(|(first, no)| NewTask {
                            kind: TaskKind::ExportToTell,
                            whom: Whom::Worker(no),
                            about: about(client.id),
                            due_at: first.saturating_add(TELL_WITHIN_MS),
                        });
                    found.extend(new);
                    Ok(())
                })?;
                Ok(found)
            })
            .await?;
        self.give_tasks("exports_to_tell", found).await
    }
}

const fn about(client: Id<Client>) -> TaskAbout {
    TaskAbout {
        client: Some(client),
        worker: None,
        item: None,
    }
}

/// Who leads the work with a client, by number.
fn leader(client: &ClientSheet, now_ms: i64) -> Option<i64> {
    client.assignments.iter().find_map(|it| match it.to {
        Assignee::Worker(no) if it.role == AssignmentRole::Lead && it.holds_at(now_ms) => Some(no),
        _ => None,
    })
}

/// Rows go to an organisation; says whether they never did before.
fn went(sheet: &mut ClientSheet, (to, now_ms): (i64, i64)) -> bool {
    let known = sheet.exports.iter_mut().find(|it| it.to == to);
    match known {
        Some(fact) if fact.since.is_some() => return false,
        Some(fact) => fact.since = Some(now_ms),
        None => sheet.exports.push(ExportFact {
            to,
            since: Some(now_ms),
            settled_at: None,
            untold: false,
        }),
    }
    true
}

/// The client was told of these organisations, or somebody said why not.
fn settle(sheet: &mut ClientSheet, to: &[(i64, Id<Organization>)], (told, now_ms): (bool, i64)) {
    for (no, _) in to {
        let known = sheet.exports.iter_mut().find(|it| it.to == *no);
        match known {
            // Who was told once knows: what is said later takes nothing of it back.
            Some(fact) if fact.settled_at.is_some() && !fact.untold => {}
            Some(fact) => (fact.settled_at, fact.untold) = (Some(now_ms), !told),
            None => sheet.exports.push(ExportFact {
                to: *no,
                since: None,
                settled_at: Some(now_ms),
                untold: !told,
            }),
        }
    }
}

/// Of which organisations it is told, by number and id.
fn of_whom(
    desk: &mut FileWorks<'_, '_, '_>,
    named: &[Id<Organization>],
) -> Result<Vec<(i64, Id<Organization>)>, DisclosureError> {
    let waiting = desk.sheet().exports.iter().filter(|it| it.waits());
    let waiting: Vec<i64> = waiting.map(|it| it.to).collect();
    let all = desk.works.organizations()?.into_iter();
    let chosen = all.filter(|(no, id, sheet, _)| match named {
        [] => waiting.contains(no),
        named => named.contains(id) && !sheet.keeps_records_here,
    });
    let chosen: Vec<_> = chosen.map(|(no, id, ..)| (no, id)).collect();
    let all_found = named.iter().all(|it| chosen.iter().any(|(_, id)| id == it));
    if chosen.is_empty() || !all_found {
        return Err(DisclosureError::Mend(vec![Mend::RecipientKind]));
    }
    Ok(chosen)
}

fn insert_telling(
    desk: &mut FileWorks<'_, '_, '_>,
    telling: &Telling,
) -> Result<i64, DisclosureError> {
    let client_no = desk.client_no();
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM export_tellings WHERE client_no = $1";
    let transaction = desk.works.transaction();
    let no = transaction.query_one(next, &[client_no.into()])?.int(0)?;
    let sealed = desk.seal(Drawer::Disclosures, (no, TELLING, 1), &written(telling)?)?;
    desk.works.transaction().execute(
        "INSERT INTO export_tellings (client_no, no, sealed) VALUES ($1, $2, $3)",
        &[client_no.into(), no.into(), sealed.into()],
    )?;
    Ok(no)
}

/// The sealed rows of what a client was told of exports, the newest first, with their places.
fn sealed_tellings(
    reader: &mut caseward_db::Reader<'_>,
    client_no: i64,
) -> Result<Vec<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT no, sealed FROM export_tellings WHERE client_no = $1 ORDER BY no DESC";
    let rows = reader.query(sql, &[client_no.into()])?;
    let row = |row: &caseward_db::Row| {
        let place = (row.int(0)?, TELLING, 1);
        Ok((place, row.bytes(1)?.to_vec()))
    };
    rows.iter().map(row).collect()
}
