//! One review: reads the accesses of a period, explains what the facts explain, and puts the rest into the queue (CR-2, CR-10).
//!
//! Reading and comparing take no lock; only what was found is written, in one piece. A matter that stands in the queue
//! already is brought up to date, one that a later fact explains is settled, and one that was decided isn't asked again.

use std::collections::{BTreeMap, HashMap, HashSet};

use caseward_gate::{About, Actor, Cards, Drawers, Fingerprints, Survey, Works};
use caseward_model::{AccessFlag, AccessTemplate, Id, MatterState, OfficeAct, Role, Worker};
use caseward_review::{DayCount, Item, LocalTime, Queue, Reading, Rules, Span};
use serde::{Deserialize, Serialize};

use super::facts::Gathered;
use super::keeping::keep;
use super::matters::{self, Text};
use super::other_logs::OtherLogs;
use super::people;
use super::reviewers::Walls;
use crate::emergency::Limits;
use crate::layout::Layouts;
use crate::people::Colleague;
use crate::{CaseworkError, Office, conference};

const DAY_MS: i64 = 86_400_000;
/// So many matters stand in the queue at most; those behind them come up when these are decided.
pub(super) const QUEUED: usize = 2_000;

/// From when until when accesses are reviewed, in ms since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub from_ms: i64,
    /// The first moment that is no longer in it.
    pub until_ms: i64,
}

impl Period {
    /// The last days before a moment; the longest is five years.
    #[must_use]
    pub fn last_days(days: u16, now_ms: i64) -> Self {
        let days = i64::from(days.clamp(1, 1_830));
        Self {
            from_ms: now_ms - days * DAY_MS,
            until_ms: now_ms + 1,
        }
    }
}

/// What a review found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunAccount {
    /// Its number; 0 before it is kept.
    #[serde(default)]
    pub no: i64,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// The first moment that was reviewed, in ms since 1970.
    pub from_ms: i64,
    /// The first moment that wasn't any more.
    pub until_ms: i64,
    /// All accesses of people who work here.
    pub accesses: u64,
    /// Those about nobody in particular.
    pub nobody: u64,
    /// Those that no fact explains.
    pub unexplained: u64,
    /// How many each kind of fact explains.
    pub explained: BTreeMap<AccessTemplate, u64>,
    /// How many matters were made of the unexplained ones.
    pub matters: u64,
    /// How many of them are new in the queue.
    pub new: u64,
    /// How many that stood in the queue a fact explains by now.
    pub settled: u64,
    /// How many matters each flag was raised in.
    pub flagged: BTreeMap<AccessFlag, u64>,
    /// Lines of other logs whose users are nobody known here: nothing is said of them.
    pub unknown_users: u64,
    /// Matters that none of the reviewers may review.
    pub without_reviewer: u64,
}

/// Everything that is looked up before the reading begins.
struct Ready {
    colleagues: Vec<Colleague>,
    layouts: Layouts,
    rules: Rules,
    limits: Limits,
    period: Span,
}

/// With what it is looked up.
struct Tools {
    drawers: Drawers,
    fingerprints: Fingerprints,
    cards: Cards,
}

/// What the reading found.
pub(super) struct FoundMatters {
    pub(super) queue: Queue,
    pub(super) items: Vec<Text>,
    pub(super) days: HashMap<i64, Vec<DayCount>>,
    pub(super) unknown_users: u64,
    pub(super) without_reviewer: u64,
}

impl Office {
    /// Reviews the accesses of a period.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record; or when something doesn't open.
    pub async fn review_accesses(
        &self,
        by: impl Into<Actor>,
        period: Period,
    ) -> Result<RunAccount, CaseworkError> {
        let by = by.into();
        let limits = self.emergency_limits().await?;
        let ready = Ready {
            colleagues: self.colleagues().await?,
            layouts: self.layouts().await?,
            rules: self.review_settings().await?.rules(&limits),
            limits,
            period: Span {
                from_ms: period.from_ms,
                until_ms: period.until_ms,
            },
        };
        let tools = Tools {
            drawers: self.gate.drawers()?,
            fingerprints: self.gate.fingerprints()?,
            cards: self.gate.cards()?,
        };
        let act = OfficeAct::ReviewAccess;
        let matter_ms = ready.rules.matter_ms;
        let found = self
            .gate
            .survey(by, act, "accesses_compared", move |survey| {
                compare(survey, &ready, tools)
            })
            .await?;
        let keep = move |works: &mut Works<'_, '_>| keep(works, period, matter_ms, found);
        self.gate
            .perform(by, act, About::Office, "accesses_reviewed", keep)
            .await
    }
}

/// Gathers facts and accesses, and compares them.
fn compare(
    survey: &mut Survey<'_, '_>,
    ready: &Ready,
    tools: Tools,
) -> Result<FoundMatters, CaseworkError> {
    let mut walls = Walls::of(&ready.colleagues, survey.now_ms());
    let mut gathered = gather(survey, ready, (&tools, &mut walls))?;
    accesses(survey, ready, &mut gathered)?;
    gathered.note_rules();
    let found = (tools.drawers.clone(), tools.fingerprints);
    let when = (ready.period, &ready.rules);
    let mut logs = OtherLogs::gather(
        survey.reader(),
        found,
        &ready.colleagues,
        when,
        &mut gathered,
    )?;
    decided_before(survey, &tools.drawers, &mut gathered)?;

    let Gathered {
        numbers,
        facts,
        people,
        own,
        ..
    } = gathered;
    let (facts, people) = (facts.build(&ready.rules), people.build());
    let clock = LocalTime::of(&ready.limits.zone(), ready.period);
    let mut reading = Reading::begin(&facts, &people, &ready.rules, &clock, ready.period);
    for access in &own {
        reading.see(access);
    }
    logs.each(survey.reader(), |access| {
        reading.see(&access);
    })?;
    let queue = reading.finish();
    let ids: HashMap<i64, Id<Worker>> = ready.colleagues.iter().map(|it| (it.no, it.id)).collect();
    let now_ms = survey.now_ms();
    let mut items = Vec::new();
    let mut without_reviewer = 0;
    for item in queue.items.iter().take(QUEUED) {
        let worker_no = numbers.worker_no(item.worker);
        let worker = worker_no.and_then(|no| Some((no, *ids.get(&no)?)));
        if let Some(worker) = worker {
            let people = item.people().iter().filter_map(|it| numbers.person(*it));
            let text = text(item, worker, people.cloned().collect(), now_ms);
            without_reviewer += u64::from(!walls.has_reviewer(&text));
            items.push(text);
        }
    }
    let days = (0_u32..).zip(&queue.days);
    let days = days.filter_map(|(worker, days)| Some((numbers.worker_no(worker)?, days.clone())));
    Ok(FoundMatters {
        items,
        days: days.collect(),
        unknown_users: logs.unknown_users,
        without_reviewer,
        queue,
    })
}

/// Gathers what is on record about workers and clients.
fn gather(
    survey: &mut Survey<'_, '_>,
    ready: &Ready,
    (tools, walls): (&Tools, &mut Walls),
) -> Result<Gathered, CaseworkError> {
    let mut gathered = Gathered::default();
    gathered.workers(&ready.colleagues);
    let mut spoken = Vec::new();
    survey.each_client::<CaseworkError>(|client| {
        walls.see(client.no, &client.sheet);
        gathered.client(&client, &ready.colleagues);
        spoken.extend(conference::spoken_at(client.no, &client.sheet));
        Ok(())
    })?;
    for it in conference::spoken_with(survey.reader(), &tools.cards, &spoken)? {
        gathered.conference(&it, &ready.colleagues);
    }
    people::gather(survey, &people::columns(&ready.layouts), &mut gathered)?;
    for (worker_no, client, from_ms, until_ms) in
        crate::emergency::ticket_times(survey.reader(), &tools.drawers)?
    {
        gathered.emergency(worker_no, &client, Span { from_ms, until_ms });
    }
    Ok(gathered)
}

/// Reads the accesses of the period, but for what clients try with their own account: that is nobody's work here.
fn accesses(
    survey: &mut Survey<'_, '_>,
    ready: &Ready,
    gathered: &mut Gathered,
) -> Result<(), CaseworkError> {
    let period = (ready.period.from_ms, ready.period.until_ms);
    let accounts = ready.colleagues.iter();
    let accounts = accounts.filter(|it| it.sheet.role == Role::Client);
    let accounts: HashSet<i64> = accounts.map(|it| it.no).collect();
    survey.each_access::<CaseworkError>(period, |seen| {
        if !accounts.contains(&seen.worker_no) {
            gathered.access(&seen);
        }
        Ok(())
    })
}

/// What a reviewer found right explains the same looks for good.
fn decided_before(
    survey: &mut Survey<'_, '_>,
    drawers: &caseward_gate::Drawers,
    gathered: &mut Gathered,
) -> Result<(), CaseworkError> {
    for it in matters::explained(survey.reader(), drawers)? {
        let Some(worker) = gathered.numbers.known_worker(it.worker_no) else {
            continue;
        };
        for person in &it.people {
            let person = match person {
                super::numbers::Person::Client(no) => gathered.numbers.client(*no),
                super::numbers::Person::Theirs { system, number } => {
                    gathered.numbers.theirs(*system, number)
                }
            };
            let span = Span {
                from_ms: it.first_ms,
                until_ms: it.last_ms.saturating_add(1),
            };
            let template = AccessTemplate::Decided;
            let fact = caseward_review::Stands::new(worker, person, template, span);
            gathered.facts.stands(fact);
        }
    }
    Ok(())
}

fn text(
    item: &Item,
    (worker_no, worker): (i64, Id<Worker>),
    people: Vec<super::numbers::Person>,
    found_ms: i64,
) -> Text {
    Text {
        worker_no,
        worker,
        people,
        first_ms: item.first_ms,
        last_ms: item.last_ms,
        accesses: item.accesses,
        systems: item.systems.iter().map(|it| i64::from(*it)).collect(),
        kinds: item.kinds.clone(),
        written: item.written,
        flags: item.flags.iter().map(|it| (it.flag, it.decibans)).collect(),
        besides: item.besides,
        found_ms,
        state: MatterState::Open,
        asked: Vec::new(),
        decided: None,
    }
}
