//! Taking a log in: asked first, read to its end, and kept in one piece or not at all (CR-2).

use std::collections::HashSet;
use std::io::{Cursor, Read};

use caseward_formats::access_log::Mapping;
use caseward_formats::fhir::{EVENTS_MAPPING, read_events};
use caseward_gate::{About, Actor, Works};
use caseward_model::OfficeAct;

use super::Users;
use super::account::{LogAccount, LogEnd, NameSeen};
use super::read::{Whole, read};
use super::stored::{self, Text};
use crate::look_ups::{System, User};
use crate::people::Colleague;
use crate::their_numbers::TheirNumbers;
use crate::{CaseworkError, Office};

/// So many unknown names are told.
const NAMES_TOLD: usize = 50;

/// How a log is to be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogOrder {
    /// Only to see what would come of it.
    pub only_try: bool,
    /// Leave out lines that can't be understood; without it one such line refuses the whole log.
    pub leave_out: bool,
}

/// A log that was taken in, for the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenLog {
    /// Its number.
    pub no: i64,
    /// Of which system, by number.
    pub system: i64,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// By whom, by number; 0 for the holder of a key.
    pub by: i64,
    /// How many lines.
    pub lines: u64,
    /// How many lines were left out, because they couldn't be understood.
    pub left_out: u64,
    /// The first and the last access, in ms since 1970.
    pub span: Option<(i64, i64)>,
}

/// Who decides and how it is understood, found out before the log is read.
struct Ready {
    system: System,
    colleagues: Vec<Colleague>,
}

impl Office {
    /// The logs that were taken in, the newest first.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn taken_logs(&self) -> Result<Vec<TakenLog>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let imports = self
            .db
            .read(move |reader| stored::imports(reader, &drawers))
            .await?;
        let taken = |it: stored::Import| TakenLog {
            no: it.no,
            system: it.system,
            at_ms: it.at_ms,
            by: it.by,
            lines: it.lines,
            left_out: it.left_out,
            span: it.span,
        };
        Ok(imports.into_iter().map(taken).collect())
    }

    /// Takes the access log of a system in, or only tries to. The account names what wasn't understood and who isn't
    /// known; a log that isn't taken leaves nothing behind but the entry that it was offered.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office; [`CaseworkError::Unfit`] when there is no such
    /// system, no mapping for it, or the file can't be read.
    pub async fn take_log_in(
        &self,
        actor: impl Into<Actor>,
        system: i64,
        order: LogOrder,
        log: impl Read + Send + 'static,
    ) -> Result<LogAccount, CaseworkError> {
        let actor = actor.into();
        let ready = self.offered(actor, system).await?;
        let mapping = ready.system.mapping.clone().ok_or_else(|| {
            let reason = "nobody has said yet how this system's log is to be understood; save a mapping first";
            CaseworkError::Unfit(reason.to_owned())
        })?;
        self.read_log(actor, ready, (order, 0), (log, mapping))
            .await
    }

    /// Takes audit events of FHIR in as the log of a system, or only tries to: looks at patients' records, and disclosures. They need no
    /// mapping. An event that can't be taken refuses all of them, unless it is to be left out.
    ///
    /// # Errors
    /// As [`Office::take_log_in`]; [`CaseworkError::Unfit`] with the place and reason when the whole can't be read.
    pub async fn take_events_in(
        &self,
        actor: impl Into<Actor>,
        system: i64,
        order: LogOrder,
        bytes: Vec<u8>,
    ) -> Result<LogAccount, CaseworkError> {
        let actor = actor.into();
        let ready = self.offered(actor, system).await?;
        let reading = tokio::task::spawn_blocking(move || {
            let events = read_events(&bytes).map_err(|fault| fault.to_string())?;
            let wrong = events.faults.first().filter(|_| !order.leave_out);
            if let Some(fault) = wrong {
                let others = events.faults.len() - 1;
                let more = format!("{fault}; {others} more can't be taken either");
                return Err(if others == 0 { fault.to_string() } else { more });
            }
            let table = events.table().map_err(|error| error.kind().to_string())?;
            Ok((table, events.faults.len() as u64))
        });
        let read = reading.await.map_err(|_| CaseworkError::Damaged)?;
        let (table, left_out) = read.map_err(CaseworkError::Unfit)?;
        let log = (Cursor::new(table), EVENTS_MAPPING.clone());
        self.read_log(actor, ready, (order, left_out), log).await
    }

    /// Asks whether logs may be taken in, which is on record, and finds out what is needed to understand one.
    async fn offered(&self, actor: Actor, system: i64) -> Result<Ready, CaseworkError> {
        let act = OfficeAct::ManageLookUps;
        let offered = move |works: &mut Works<'_, '_>| {
            works.note("system", system);
            Ok::<_, CaseworkError>(())
        };
        self.gate
            .perform(actor, act, About::Office, "log_offered", offered)
            .await?;
        self.ready_for_log(system).await
    }

    async fn read_log(
        &self,
        actor: Actor,
        ready: Ready,
        (order, left_out): (LogOrder, u64),
        (log, mapping): (impl Read + Send + 'static, Mapping),
    ) -> Result<LogAccount, CaseworkError> {
        let known = self.known_prints(ready.system.no).await?;
        let now_ms = self.clock.now_ms();
        let reading = tokio::task::spawn_blocking(move || read(log, &mapping, now_ms, known));
        let mut whole = reading.await.map_err(|_| CaseworkError::Damaged)??;
        whole.bad += left_out;
        self.keep_log(actor, ready, order, whole).await
    }

    async fn ready_for_log(&self, system: i64) -> Result<Ready, CaseworkError> {
        let systems = self.other_systems().await?;
        let system = systems.into_iter().find(|it| it.no == system);
        let system = system.ok_or_else(|| {
            CaseworkError::Unfit("there is no such system; look at the list".to_owned())
        })?;
        let colleagues = self.colleagues().await?;
        Ok(Ready { system, colleagues })
    }

    /// What stands for the lines that came with earlier files of this system.
    async fn known_prints(&self, system: i64) -> Result<HashSet<u64>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        self.db
            .read(move |reader| {
                let mut known = HashSet::new();
                for import in stored::imports(reader, &drawers)? {
                    if import.system == system {
                        stored::each_line(reader, &drawers, &import, |line| {
                            known.insert(line.print);
                            Ok(())
                        })?;
                    }
                }
                Ok(known)
            })
            .await
    }

    async fn keep_log(
        &self,
        actor: Actor,
        ready: Ready,
        order: LogOrder,
        whole: Whole,
    ) -> Result<LogAccount, CaseworkError> {
        let fingerprints = self.gate.fingerprints()?;
        let print = fingerprints.of("log", &[&ready.system.no.to_be_bytes(), &whole.print]);
        let before = self
            .db
            .read(move |reader| stored::of_print(reader, print))
            .await?;
        if let Some(no) = before {
            return Ok(LogAccount::same_file(no));
        }
        let system = ready.system.no;
        let refused = whole.broken || (whole.bad > 0 && !order.leave_out);
        let (mut account, kept) = self.account_for(ready, whole).await?;
        account.end = match (order.only_try, refused) {
            (true, _) => LogEnd::Tried,
            (false, true) => LogEnd::NotTaken,
            (false, false) => LogEnd::Taken(0),
        };
        let (lines, left_out, span) = (account.new, account.bad, account.span);
        let act = OfficeAct::ManageLookUps;
        if !matches!(account.end, LogEnd::Taken(_)) {
            // Whoever tries a log learns which of its numbers are ours: it is on record that they did.
            let work = move |works: &mut Works<'_, '_>| {
                works.note("system", system);
                works.note("lines", lines);
                Ok::<_, CaseworkError>(())
            };
            let gate = &self.gate;
            gate.perform(actor, act, About::Office, "log_tried", work)
                .await?;
            return Ok(account);
        }
        let work = move |works: &mut Works<'_, '_>| {
            let text = Text {
                system,
                at_ms: works.now_ms(),
                by: works.actor_no(),
                lines,
                left_out,
                span,
                parts: [0; 3],
            };
            let names = (kept.users.as_slice(), kept.persons.as_slice());
            let no = stored::insert(works, print, text, &kept.lines, names)?;
            works.note("log", no);
            works.note("system", system);
            works.note("lines", lines);
            works.note("left_out", left_out);
            Ok::<_, CaseworkError>(no)
        };
        let taken = self
            .gate
            .perform(actor, act, About::Office, "log_taken_in", work);
        account.end = LogEnd::Taken(taken.await?);
        Ok(account)
    }

    /// What is told of a log, and what is kept of it.
    async fn account_for(
        &self,
        ready: Ready,
        whole: Whole,
    ) -> Result<(LogAccount, Kept), CaseworkError> {
        let ours = ready.system.knows_our_numbers;
        let (users, user_lines) = whole.users.into_list();
        let (persons, person_lines) = whole.persons.into_list();
        let matching = Users::of(&ready.system, &ready.colleagues);
        let mut unknown = Vec::new();
        let mut matched = 0;
        for (name, lines) in users.iter().zip(&user_lines) {
            match matching.find(name) {
                Some(User::Worker(_)) => matched += 1,
                Some(User::NotOurs) => {}
                None => unknown.push(seen(name, *lines)),
            }
        }
        let (persons, strangers) = if ours {
            self.strangers(persons, person_lines).await?
        } else {
            (persons, Vec::new())
        };
        let first = whole.lines.iter().map(|it| it.at_ms).min();
        let last = whole.lines.iter().map(|it| it.at_ms).max();
        let account = LogAccount {
            end: LogEnd::Tried,
            lines: whole.read,
            new: whole.lines.len() as u64,
            known: whole.known,
            bad: whole.bad,
            problems: whole.problems,
            notice: whole.notice,
            span: first.zip(last),
            unknown_users_count: unknown.len() as u64,
            unknown_users: most(unknown),
            matched_users: matched,
            unknown_persons_count: strangers.len() as u64,
            unknown_persons: most(strangers),
            persons: persons.len() as u64,
        };
        let kept = Kept {
            lines: whole.lines,
            users,
            persons,
        };
        Ok((account, kept))
    }

    /// The numbers of persons that are no client's.
    async fn strangers(
        &self,
        persons: Vec<String>,
        lines: Vec<u64>,
    ) -> Result<(Vec<String>, Vec<NameSeen>), CaseworkError> {
        let fingerprints = self.gate.fingerprints()?;
        self.db
            .read(move |reader| {
                let whom = TheirNumbers::of(reader, fingerprints)?.find_all(reader, &persons)?;
                let mut strangers = Vec::new();
                for ((number, lines), whom) in persons.iter().zip(&lines).zip(whom) {
                    if whom.client().is_none() {
                        strangers.push(seen(number, *lines));
                    }
                }
                Ok((persons, strangers))
            })
            .await
    }
}

/// What is kept of a log.
struct Kept {
    lines: Vec<super::parts::Line>,
    users: Vec<String>,
    persons: Vec<String>,
}

fn seen(name: &str, lines: u64) -> NameSeen {
    NameSeen {
        name: name.to_owned(),
        lines,
    }
}

fn most(mut names: Vec<NameSeen>) -> Vec<NameSeen> {
    names.sort_by(|a, b| b.lines.cmp(&a.lines).then_with(|| a.name.cmp(&b.name)));
    names.truncate(NAMES_TOLD);
    names
}
