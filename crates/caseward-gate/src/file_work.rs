//! What desks keep about one client beside the records of the file: consents, disclosures and the like. It lies under the
//! client's own key, and goes with it (NASW-l, DV-5.2.7).
//!
//! Writing and reading take the same door as the file itself: the rules are asked section by section, the answer stands in
//! the client's own history, and whoever may not know of the client gets the answer that nobody gets (I8).

use std::sync::Arc;

use caseward_db::{DbError, Transaction};
use caseward_model::{Category, Client, Compartment, Id, Situation};
use caseward_policies::Decision;
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::ask::{Core, Gate, may_know};
use crate::deed::write_deed;
use crate::facts::{
    Asked, ClientRow, ClientSheet, Facts, Now, WallAgainst, load, read_client, walled_organizations,
};
use crate::office_work::{Acting, Works};
use crate::others::{NOT_READ, may_be_one_of};
use crate::permit::{LIFE_MS, SectionDecision};
use crate::record::{DeedText, EntryKind, Under};
use crate::records;
use crate::request::{OpensDrawer, Question};
use crate::subjects::rewrite_client;
use crate::vault::{Key, Place, Table, Vault};
use crate::{Delivery, Drawer, GateError, Permit, Refusal, Request, Sealed};

/// Where a row of a client's drawer lies: its number, a second number, and its version.
pub type RowPlace = (i64, i64, i64);

/// What rows of a drawer held, in their order.
pub type OpenedRows = Vec<Zeroizing<Vec<u8>>>;

pub(crate) fn place(vault: &Vault, drawer: Drawer, client: &[u8; 16], at: RowPlace) -> Place {
    let (row, second, version) = at;
    let place = vault.place(Table::FileDesks).column(drawer as u8);
    place
        .reference(client)
        .row(row)
        .second(second)
        .version(version)
}

/// Who signs for a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignsFor {
    /// Somebody who bears the name of one from whom a wall keeps the client apart.
    Barred,
    /// Somebody else; the number of the client who bears exactly this name, where there is one, so that a later wall
    /// bars them too.
    Somebody(Option<i64>),
}

/// A desk's work on one client's file under way; it was permitted.
pub struct FileWorks<'f, 'w, 'tx> {
    /// What any piece of office work can do.
    pub works: &'f mut Works<'w, 'tx>,
    row: ClientRow,
}

impl<'f, 'w, 'tx> FileWorks<'f, 'w, 'tx> {
    pub(crate) const fn at(works: &'f mut Works<'w, 'tx>, row: ClientRow) -> Self {
        Self { works, row }
    }

    pub(crate) fn into_row(self) -> ClientRow {
        self.row
    }
}

impl FileWorks<'_, '_, '_> {
    /// The client's number in this office.
    #[must_use]
    pub const fn client_no(&self) -> i64 {
        self.row.no
    }

    /// The client's id.
    #[must_use]
    pub const fn client(&self) -> Id<Client> {
        Id::from_bytes(self.row.id)
    }

    /// What decides about the client.
    #[must_use]
    pub const fn sheet(&self) -> &ClientSheet {
        &self.row.sheet
    }

    /// Changes what decides about the client. What the sheet says of records and assignments stays: they have their own
    /// ways.
    pub fn change(&mut self, change: impl FnOnce(&mut ClientSheet)) {
        let (records, assignments) = (
            self.row.sheet.records,
            std::mem::take(&mut self.row.sheet.assignments),
        );
        change(&mut self.row.sheet);
        self.row.sheet.records = records;
        self.row.sheet.assignments = assignments;
    }

    /// Who a person of this name would be who signs for the client: somebody whom a wall keeps apart from the client, at
    /// least by name, may not (DV-2.1, DV-3.3.2e).
    ///
    /// # Errors
    /// [`GateError::Unfit`] while the names are still being read and there is somebody to compare with.
    pub fn signs_for(&self, name: &str) -> Result<SignsFor, GateError> {
        let walled: Vec<i64> = self
            .row
            .sheet
            .walls
            .iter()
            .filter_map(|wall| match wall.against {
                WallAgainst::Client(no) => Some(no),
                WallAgainst::Worker(_) | WallAgainst::Organization(_) => None,
            })
            .collect();
        let core = self.works.core;
        let Some(named) = core.names(|names| names.among(name, None, &walled)) else {
            return if walled.is_empty() {
                Ok(SignsFor::Somebody(None))
            } else {
                Err(GateError::Unfit(
                    "the names are still being read; try again in a minute",
                ))
            };
        };
        if !named.is_empty() {
            return Ok(SignsFor::Barred);
        }
        let meant = core.names(|names| names.exactly(name, None));
        let known = meant.as_deref().and_then(|found| match found {
            [one] if *one != self.row.no => Some(*one),
            _ => None,
        });
        Ok(SignsFor::Somebody(known))
    }

    /// Whether one of these texts may be about somebody from whom a wall keeps the client apart: another client, by whatever tells of them
    /// or is noted in their file, or somebody of the register, also where the wall is against the organisation that they work for
    /// (DV-3.3.2e).
    ///
    /// # Errors
    /// [`GateError::Unfit`] before everybody was read ([`Gate::index_others`]), whether there is a wall or not.
    pub fn speaks_of_walled(&mut self, texts: &[&str]) -> Result<bool, GateError> {
        let clients = self.row.sheet.walls.iter();
        let clients = clients.filter_map(|wall| match wall.against {
            WallAgainst::Client(no) => Some(no),
            WallAgainst::Worker(_) | WallAgainst::Organization(_) => None,
        });
        let clients: Vec<i64> = clients.collect();
        let core = self.works.core;
        let of_client = core.others(|others| others.speaks_of(texts, &clients));
        let of_client = of_client.ok_or(GateError::Unfit(NOT_READ))?;
        let all = self.works.workers()?.into_iter();
        let walled = all.filter(|(no, _, sheet, _)| self.row.sheet.walls_off(*no, sheet));
        let walled: Vec<_> = walled.map(|(.., called)| called).collect();
        Ok(of_client || may_be_one_of(texts, &walled))
    }

    /// Seals a row of a desk's drawer under the client's own key.
    ///
    /// # Errors
    /// [`GateError::Damaged`] when the client has no key any more.
    pub fn seal(&self, drawer: Drawer, at: RowPlace, plain: &[u8]) -> Result<Vec<u8>, GateError> {
        let place = place(&self.works.vault, drawer, &self.row.id, at);
        Ok(self.works.vault.seal(self.key_of(drawer)?, &place, plain))
    }

    /// Opens what [`FileWorks::seal`] made.
    ///
    /// # Errors
    /// [`GateError::Vault`] when it doesn't belong there.
    pub fn open(
        &self,
        drawer: Drawer,
        at: RowPlace,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, GateError> {
        let place = place(&self.works.vault, drawer, &self.row.id, at);
        Ok(self.key_of(drawer)?.unlock(&place, sealed)?)
    }

    /// The numbers of the records of the client that others told: which they are, and no word of them.
    ///
    /// # Errors
    /// [`GateError::PutBack`] when the records aren't those that the client's sheet speaks of.
    pub fn told_by_others(&mut self) -> Result<Vec<i64>, GateError> {
        let vault = Arc::clone(&self.works.vault);
        let file = (self.row.no, &self.row.sheet.records);
        let told = |section: Category| section == Category::ThirdParty;
        let parts = records::load(self.works.transaction(), &vault, file, false, told)?;
        Ok(parts.iter().map(|it| it.mark.record_no).collect())
    }

    pub(crate) fn key(&self) -> Result<&Key, GateError> {
        self.key_for(Compartment::File)
    }

    fn key_of(&self, drawer: Drawer) -> Result<&Key, GateError> {
        self.key_for(drawer.compartment())
    }

    fn key_for(&self, compartment: Compartment) -> Result<&Key, GateError> {
        self.row.keys.get(compartment).ok_or(GateError::Damaged)
    }
}

type Decided = Vec<(Situation, Arc<Decision>)>;

impl Gate {
    /// Does a piece of a desk's work about one client. The rules must let the asker do `A` with every section of the
    /// request. `deed` names it in the client's own history; what the work notes stands beside it.
    ///
    /// # Errors
    /// A [`Refusal`], which is on record, as for reading; or whatever the work says, and then nothing was changed.
    pub async fn work_on_file<A, T, E, F>(
        &self,
        request: &Request,
        deed: &'static str,
        work: F,
    ) -> Result<T, E>
    where
        A: OpensDrawer,
        T: Send + 'static,
        E: From<GateError> + From<DbError> + From<Refusal> + Send + 'static,
        F: FnOnce(&mut FileWorks<'_, '_, '_>) -> Result<T, E> + Send + 'static,
    {
        let (core, question) = (Arc::clone(&self.core), request.question::<A>());
        self.ledger
            .write(move |tx| match permitted(&core, tx, &question, deed)? {
                // The refusal is kept: the work is what fails, not the transaction.
                Err(refusal) => Ok(Err(refusal.into())),
                Ok((acting, decided)) => {
                    let worked = worked(&core, tx, &question, (acting, decided, deed), work)?;
                    Ok::<_, E>(Ok(worked))
                }
            })
            .await?
    }

    /// What decides about a client, for a desk that was let to look at what it keeps about them; nothing when there is none.
    /// It opens nothing from the file.
    ///
    /// # Errors
    /// When the office is sealed or the sheet doesn't open.
    pub async fn sheet_of(&self, client: Id<Client>) -> Result<Option<ClientSheet>, GateError> {
        let vault = self.core.vault()?;
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            Ok(read_client(reader, &vault, &client)?.map(|row| row.sheet))
        };
        self.db.read(read).await
    }

    /// The numbers of the organisations from which a wall keeps a client apart, or from somebody who works there, for a desk that was let
    /// to look at what it keeps about them; none when there is no such client (DV-3.3.2e).
    ///
    /// # Errors
    /// As [`Gate::sheet_of`].
    pub async fn kept_apart_from(&self, client: Id<Client>) -> Result<Vec<i64>, GateError> {
        let vault = self.core.vault()?;
        let read = move |reader: &mut caseward_db::Reader<'_>| -> Result<Vec<i64>, GateError> {
            let Some(row) = read_client(reader, &vault, &client)? else {
                return Ok(Vec::new());
            };
            let mut all = walled_organizations(reader, &vault, &row.sheet)?;
            all.extend(row.sheet.walls.iter().filter_map(|it| match it.against {
                WallAgainst::Organization(no) => Some(no),
                WallAgainst::Worker(_) | WallAgainst::Client(_) => None,
            }));
            Ok(all)
        };
        self.db.read(read).await
    }

    /// Opens rows of a desk's drawer that lie under a client's own key, with the permit of a question about that client;
    /// the permit is used up.
    ///
    /// # Errors
    /// As [`Gate::unseal`].
    pub fn open_drawer<A: OpensDrawer>(
        &self,
        (permit, sealed): (Permit<'_, A>, Sealed),
        drawer: Drawer,
        rows: &[(RowPlace, Vec<u8>)],
    ) -> Result<(OpenedRows, Delivery), GateError> {
        let granted = permit.granted;
        let vault = self.core.vault()?;
        if self.core.clock.now_ms() - granted.at_ms > LIFE_MS {
            return Err(GateError::PermitExpired);
        }
        if sealed.entry != granted.entry {
            return Err(GateError::OutsidePermit);
        }
        let key = granted.keys.get(drawer.compartment());
        let key = key.ok_or(GateError::Damaged)?;
        let opened = rows.iter().map(|(at, bytes)| {
            let place = place(&vault, drawer, granted.client.as_bytes(), *at);
            Ok::<_, GateError>(key.unlock(&place, bytes)?)
        });
        let opened = opened.collect::<Result<_, _>>()?;
        let key = granted.keys.into_file_key().ok_or(GateError::Damaged)?;
        let delivery = self.delivery(granted.entry, Some(Arc::new(key)), granted.worker_no);
        Ok((opened, delivery))
    }
}

/// Decides every section; a no to one of them is a no to all, and on record.
fn permitted(
    core: &Core,
    tx: &mut Transaction<'_>,
    question: &Question,
    deed: &'static str,
) -> Result<Result<(Acting, Decided), Refusal>, GateError> {
    let vault = core.vault()?;
    let now_ms = tx.now_ms();
    let facts = load(tx, &vault, question, Now::of(core, now_ms))?;
    let asked = Asked::whole(question, &facts);
    let decide = |category| {
        let situation = asked.situation(category);
        (situation, core.policies.decide(&situation))
    };
    let decided: Decided = question.sections.iter().copied().map(decide).collect();
    let all = decided.iter().all(|(_, decision)| decision.permitted);
    // Whoever may know by this very question that somebody is known here gets reasons, as everywhere.
    let exists = || core.policies.decide(&asked.situation(Category::Existence));
    let known = all || exists().permitted || may_know(core, question, &facts);
    count(core, now_ms, known, &decided);
    if all {
        let acting = Acting {
            no: facts.worker_no,
            id: Some(question.asker),
        };
        return Ok(Ok((acting, decided)));
    }
    let entry = write_refusal(core, tx, (question, &facts), (deed, &decided))?;
    if !known {
        return Ok(Err(Refusal::NotKnown { entry }));
    }
    let explained = |(situation, decision): (Situation, Arc<Decision>)| SectionDecision {
        category: situation.section.category,
        explanation: (!decision.permitted).then(|| core.explain(&situation)),
        decision,
    };
    let sections = decided.into_iter().map(explained).collect();
    Ok(Err(Refusal::Refused { entry, sections }))
}

fn count(core: &Core, now_ms: i64, known: bool, decided: &Decided) {
    let day = now_ms.div_euclid(86_400_000);
    if !known {
        return core.count_unknown(day, decided);
    }
    for (_, decision) in decided {
        let tally = &core.tally;
        tally.count(day, decision.permitted, &decision.clauses, 1);
    }
}

fn write_refusal(
    core: &Core,
    tx: &mut Transaction<'_>,
    (question, facts): (&Question, &Facts),
    (deed, decided): (&'static str, &Decided),
) -> Result<u64, GateError> {
    let mut particulars = particulars(core, question, decided);
    particulars.insert("wanted".to_owned(), deed.into());
    let text = DeedText {
        deed: "file_work_refused".to_owned(),
        by: Some(question.asker),
        client: Some(question.client),
        particulars,
    };
    let under = facts.keys.get(Compartment::File);
    let under = under.map_or(Under::Office, Under::Client);
    let kind = EntryKind::Refusal;
    write_deed(core, tx, facts.worker_no, kind, &under, text)
}

fn worked<T, E>(
    core: &Core,
    tx: &mut Transaction<'_>,
    question: &Question,
    (acting, decided, deed): (Acting, Decided, &'static str),
    work: impl FnOnce(&mut FileWorks<'_, '_, '_>) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<GateError> + From<DbError>,
{
    let vault = core.vault()?;
    let row = read_client(tx, &vault, &question.client)?.ok_or(GateError::Damaged)?;
    let mut works = Works::new(tx, core, acting)?;
    let mut desk = FileWorks {
        works: &mut works,
        row,
    };
    let value = work(&mut desk)?;
    let FileWorks { row, .. } = desk;
    let deed = works.called(deed);
    let mut particulars = particulars(core, question, &decided);
    particulars.append(&mut works.into_noted());
    let text = DeedText {
        deed: deed.to_owned(),
        by: acting.id,
        client: Some(question.client),
        particulars,
    };
    let under = row.keys.get(Compartment::File);
    let under = under.map_or(Under::Office, Under::Client);
    // Each deed of a client is one that the sheet is made in, changed or not: the newest one tells which sheet counts.
    let kind = EntryKind::Deed;
    let made_in = write_deed(core, tx, acting.no, kind, &under, text)?;
    rewrite_client(tx, &vault, &row, made_in)?;
    Ok(value)
}

fn particulars(core: &Core, question: &Question, decided: &Decided) -> Map<String, Json> {
    let sections: Vec<_> = question.sections.iter().map(|it| it.word()).collect();
    let mut policies: Vec<String> = Vec::new();
    let mut clauses: Vec<String> = Vec::new();
    for (_, decision) in decided {
        policies.extend(decision.policies.iter().cloned());
        clauses.extend(decision.clauses.iter().map(ToString::to_string));
    }
    for list in [&mut policies, &mut clauses] {
        list.sort();
        list.dedup();
    }
    let recipient = match question.recipient {
        crate::RecipientAsked::Organization(id) => Json::from(id.to_string()),
        crate::RecipientAsked::Nobody
        | crate::RecipientAsked::NotAnOrganization
        | crate::RecipientAsked::ThreatenedPerson(_) => Json::Null,
    };
    let mut particulars = Map::new();
    let said: [(&str, Json); 8] = [
        ("sections", sections.into()),
        ("action", question.action.word().into()),
        ("purpose", question.purpose.word().into()),
        ("channel", question.channel.word().into()),
        ("recipient", recipient),
        ("policies", policies.into()),
        ("clauses", clauses.into()),
        ("policy_set", core.policy_set.clone().into()),
    ];
    for (name, value) in said {
        if !value.is_null() {
            particulars.insert(name.to_owned(), value);
        }
    }
    particulars
}
