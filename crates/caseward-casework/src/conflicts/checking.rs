//! Comparing what workers declared, and what is known of how they are reached, with the clients' records: the job that
//! raises walls (DV-3.3.2e).
//!
//! It runs when someone declares something or is taken in or changed, when an entry was written (for that client), and
//! when an export came in; the pages' own server looks every few seconds whether another program brought one. Whoever
//! was found is told to nobody but the privacy officer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use caseward_formats::fields::table;
use caseward_formats::hmis::EXTRA_COLUMNS;
use caseward_gate::{About, Actor, Tie, TieFields, TieSource, WallAgainst, WallFact, Watch, Works};
use caseward_model::{Client, ConflictLink, ConflictState, Id, OfficeAct, Role, TaskKind, Worker};
use serde_json::Map;

use super::Declaration;
use super::stored::{self, Text};
use crate::entries::field;
use crate::layout::Layouts;
use crate::people::Colleague;
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// A surname that more clients bear than these says nothing about who is close to whom.
const COMMON_SURNAME: usize = 20;

/// How long a possible conflict may wait before it is late, in ms.
const DUE_MS: i64 = 3 * 86_400_000;

/// Words in a column's name that betray a number or an address.
const TELLING: [&str; 8] = [
    "phone", "cell", "mobile", "email", "e-mail", "address", "street", "contact",
];

/// Words in a column's name that betray someone close.
const CLOSE: [&str; 5] = ["partner", "spouse", "emergency", "nextofkin", "next of kin"];

impl Office {
    /// Compares everyone who works here with all clients.
    ///
    /// # Errors
    /// When the office is sealed or a record doesn't open.
    pub async fn check_conflicts(&self) -> Result<(), CaseworkError> {
        // What fails while this runs is owed once more: so it is taken back before, and not after.
        self.comparison_owed.store(false, Ordering::Release);
        let compared = self.compare_ties(None, None).await;
        self.owing_unless(compared)
    }

    /// Whether a comparison failed since the last one of everyone: then that has to be made up for.
    #[must_use]
    pub fn owes_comparison(&self) -> bool {
        self.comparison_owed.load(Ordering::Acquire)
    }

    /// The same for one worker.
    ///
    /// # Errors
    /// As [`Office::check_conflicts`].
    pub async fn check_conflicts_of(&self, worker: Id<Worker>) -> Result<(), CaseworkError> {
        let compared = self.compare_ties(Some(worker), None).await;
        self.owing_unless(compared)
    }

    /// The same for one client.
    ///
    /// # Errors
    /// As [`Office::check_conflicts`].
    pub async fn check_conflicts_with(&self, client: Id<Client>) -> Result<(), CaseworkError> {
        let compared = match self.client_no(client).await {
            Ok(no) => self.compare_ties(None, Some(no)).await,
            Err(error) => Err(error),
        };
        self.owing_unless(compared)
    }

    /// What was to be compared is on record already: a comparison that fails is made up for as soon as it can be.
    fn owing_unless(&self, compared: Result<(), CaseworkError>) -> Result<(), CaseworkError> {
        if compared.is_err() {
            self.comparison_owed.store(true, Ordering::Release);
        }
        compared
    }

    async fn compare_ties(
        &self,
        only: Option<Id<Worker>>,
        client: Option<i64>,
    ) -> Result<(), CaseworkError> {
        let mut watch = Watch::default();
        for colleague in self.colleagues().await? {
            let concerned = only.is_none_or(|it| it == colleague.id);
            if concerned && colleague.sheet.role != Role::Client {
                let declared = self.own_declaration(colleague.no).await?;
                watch_for(&mut watch, &colleague, &declared);
            }
        }
        let fields = fields(&self.layouts().await?);
        let ties = self.gate.find_ties(watch, fields, client).await?;
        let found = gathered(ties);
        if found.is_empty() {
            return Ok(());
        }
        let news = self.news_of_ties(found).await?;
        if news.is_empty() {
            return Ok(());
        }
        let work = move |works: &mut Works<'_, '_>| {
            for ((worker, client), links) in news {
                note(works, worker, client, &links)?;
            }
            Ok(())
        };
        // It is the office's own doing, and nobody's act.
        let (act, deed) = (OfficeAct::RaiseWall, "conflicts_found");
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(Actor::KeyHolder, act, About::Office, deed, work)
            .await
    }

    /// Those of the ties that aren't on record yet.
    async fn news_of_ties(&self, found: Gathered) -> Result<Gathered, CaseworkError> {
        let drawers = self.gate.drawers()?;
        self.db
            .read(move |reader| {
                let known = stored::all_links(reader, &drawers)?;
                let is_new = |pair: &(i64, i64), links: &BTreeSet<ConflictLink>| {
                    known.get(pair).is_none_or(|known| !links.is_subset(known))
                };
                Ok(found
                    .into_iter()
                    .filter(|(pair, links)| is_new(pair, links))
                    .collect())
            })
            .await
    }
}

/// By worker and client, what ties them.
type Gathered = BTreeMap<(i64, i64), BTreeSet<ConflictLink>>;

fn gathered(ties: Vec<Tie>) -> Gathered {
    let mut namesakes: BTreeMap<i64, usize> = BTreeMap::new();
    for tie in ties.iter().filter(|it| it.link == ConflictLink::Surname) {
        *namesakes.entry(tie.worker_no).or_default() += 1;
    }
    let mut found = Gathered::new();
    for tie in ties {
        let many = namesakes.get(&tie.worker_no).copied().unwrap_or_default();
        if tie.link == ConflictLink::Surname && many > COMMON_SURNAME {
            continue;
        }
        let pair = (tie.worker_no, tie.client_no);
        found.entry(pair).or_default().insert(tie.link);
    }
    found
}

fn watch_for(watch: &mut Watch, colleague: &Colleague, declared: &Declaration) {
    let no = colleague.no;
    watch.own_name(no, &colleague.name);
    watch.at_work(no, &colleague.phone, &colleague.email);
    watch.phone(no, ConflictLink::Phone, &declared.phone);
    watch.email(no, &declared.email);
    watch.street(no, &declared.address);
    let contact = ConflictLink::EmergencyContact;
    watch.person(no, contact, &declared.emergency_contact, "");
    watch.phone(no, contact, &declared.emergency_phone);
    let partner = &declared.partner;
    watch.person(no, ConflictLink::Partner, &partner.name, &partner.born);
    for it in &declared.known {
        watch.person(no, ConflictLink::KnownPerson, &it.name, &it.born);
    }
}

/// Which fields can hold what ties somebody to a client.
pub(crate) fn fields(layouts: &Layouts) -> TieFields {
    let mut fields = TieFields::new();
    fields.insert(0, vec![(field::TEXT, TieSource::Text)]);
    for (no, file) in layouts.iter() {
        let known = |header: &str, source| {
            let field = table().field(&file.name, header);
            field.map(|field| (field.number, source))
        };
        let mut sources: Vec<(u32, TieSource)> = Vec::new();
        if file.name == "Client" {
            let faces = [
                known("FirstName", TieSource::Given),
                known("LastName", TieSource::Family),
                known("DOB", TieSource::Born),
            ];
            sources.extend(faces.into_iter().flatten());
        }
        for (place, header) in (0_u32..).zip(&file.headers) {
            let small = header.to_lowercase();
            let is_known = table().field(&file.name, header).is_some();
            let has = |words: &[&str]| words.iter().any(|it| small.contains(it));
            let source = if has(&CLOSE) {
                Some(TieSource::Person)
            } else {
                has(&TELLING).then_some(TieSource::Text)
            };
            if let Some(source) = source.filter(|_| !is_known) {
                sources.push((EXTRA_COLUMNS + place, source));
            }
        }
        if !sources.is_empty() {
            fields.insert(no, sources);
        }
    }
    fields
}

/// Puts what was found on record, raises the wall if it is strong enough, and has the privacy officer decide. What was
/// decided already stays decided, unless there is something new.
fn note(
    works: &mut Works<'_, '_>,
    worker_no: i64,
    client_no: i64,
    links: &BTreeSet<ConflictLink>,
) -> Result<(), CaseworkError> {
    let Some((worker, _)) = works.worker_by_no(worker_no)? else {
        return Ok(());
    };
    let Some(client) = works.client_by_no(client_no)? else {
        return Ok(());
    };
    let known = stored::between(works, worker, client.id)?;
    let now_ms = works.now_ms();
    let (place, mut text) = match known {
        Some((no, version, text)) => {
            if links.is_subset(&text.links) {
                return Ok(());
            }
            let links = text.links.union(links).copied().collect();
            let text = Text {
                links,
                state: ConflictState::Open,
                ..text
            };
            (Some((no, version)), text)
        }
        None => {
            let text = Text {
                worker,
                worker_no,
                client: client.id,
                client_no,
                links: links.clone(),
                found_at: now_ms,
                state: ConflictState::Open,
                raised: false,
                decided_by: None,
                because: String::new(),
            };
            (None, text)
        }
    };
    if text.links.iter().any(|it| it.walls()) {
        text.raised |= raise(works, worker, (worker_no, client.id))?;
    }
    let no = match place {
        Some((no, version)) => {
            stored::change(works, (no, version), &text)?;
            no
        }
        None => stored::insert(works, &text)?,
    };
    let new = NewTask {
        kind: TaskKind::ConflictToDecide,
        whom: Whom::Role(Role::PrivacyOfficer),
        about: TaskAbout {
            client: None,
            worker: Some(worker),
            item: Some(no),
        },
        due_at: now_ms + DUE_MS,
    };
    tasks::add(works, &new)?;
    Ok(())
}

/// Puts a wall between a client and a worker, unless one stands there already; says whether it did.
pub(super) fn raise(
    works: &mut Works<'_, '_>,
    worker: Id<Worker>,
    (worker_no, client): (i64, Id<Client>),
) -> Result<bool, CaseworkError> {
    let against = WallAgainst::Worker(worker_no);
    let since = works.now_ms();
    let stands = works.client(client)?;
    if stands.is_none_or(|it| it.sheet.walls.iter().any(|wall| wall.against == against)) {
        return Ok(false);
    }
    let told = Map::from_iter([("worker".to_owned(), worker.to_string().into())]);
    works.change_client(client, "walled", told, |sheet| {
        sheet.walls.push(WallFact { against, since });
    })?;
    Ok(true)
}
