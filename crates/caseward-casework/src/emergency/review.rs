//! Reviewing what was opened in an emergency: justified, training needed, or a breach; never by the one who opened it
//! (RE-7, NASW-c, CR-10).
//!
//! A review ends the ticket if it is still open. Confirming one beyond the budget lets its opener go on; it doesn't
//! replace the review. A client hears of it at once unless somebody decided on a later day, with a reason (NASW-d).

use caseward_gate::{About, WorkerSheet, Works};
use caseward_model::{
    Category, Client, EmergencyEnd, EmergencyFinding, Id, OfficeAct, Role, TaskKind, Worker,
};

use super::danger::{Danger, LONGEST_TEXT};
use super::opening::about;
use super::stored::{self, Delay, Reviewed, Settled, Text, Which};
use crate::tasks::{self, NewTask, Whom};
use crate::{CaseworkError, Office};

/// The longest that a client hears of it later.
pub(crate) const LONGEST_DELAY_MS: i64 = 90 * 86_400_000;

/// A ticket as it stands.
#[derive(Clone)]
pub struct Ticket {
    /// Its number.
    pub no: i64,
    /// Who opened it.
    pub worker: Id<Worker>,
    /// Whose file.
    pub client: Id<Client>,
    /// The danger.
    pub danger: Danger,
    /// The sections that it opened.
    pub sections: Vec<Category>,
    /// When, in ms since 1970.
    pub opened_at: i64,
    /// When it ends or ended, in ms since 1970.
    pub until: i64,
    /// What ended it before its time.
    pub ended: Option<EmergencyEnd>,
    /// When its review is due, in ms since 1970.
    pub review_due: i64,
    /// The teams of whoever opened it, by number.
    pub teams: Vec<i64>,
    /// The team had used up its month.
    pub over_budget: bool,
    /// Who confirmed one beyond the budget.
    pub confirmed: Option<Settled>,
    /// What the review found.
    pub review: Option<Reviewed>,
    /// That the client hears of it later.
    pub delay: Option<Delay>,
}

impl Ticket {
    /// Whether it opens something at this time, in ms.
    #[must_use]
    pub const fn is_open(&self, now_ms: i64) -> bool {
        now_ms < self.until
    }

    /// Whether its review is late at this time, in ms.
    #[must_use]
    pub const fn is_late(&self, now_ms: i64) -> bool {
        self.review.is_none() && self.review_due <= now_ms
    }

    fn new((no, text): (i64, Text), sheet: Option<&WorkerSheet>) -> Self {
        let marks = sheet.map_or(&[][..], |it| it.emergencies.as_slice());
        let mark = marks.iter().find(|it| it.ticket == no);
        let ended_at = text.review.as_ref().map(|it| it.ended_at);
        Self {
            no,
            worker: text.worker,
            client: text.client,
            danger: text.danger,
            sections: text.sections,
            opened_at: text.opened_at,
            until: mark.map(|it| it.until).or(ended_at).unwrap_or(text.until),
            ended: mark.and_then(|it| it.ended),
            review_due: text.review_due,
            teams: text.teams,
            over_budget: text.over_budget,
            confirmed: text.confirmed,
            review: text.review,
            delay: text.delay,
        }
    }
}

impl Office {
    /// One's own tickets, the newest first.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn own_emergencies(&self, worker_no: i64) -> Result<Vec<Ticket>, CaseworkError> {
        self.tickets(Which::Of(worker_no)).await
    }

    /// The tickets that someone may review, the newest first: each is asked about.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] when reviewing isn't part of their role.
    pub async fn emergencies_to_review(
        &self,
        who: Id<Worker>,
    ) -> Result<Vec<Ticket>, CaseworkError> {
        let mut seen = Vec::new();
        for ticket in self.tickets(Which::All).await? {
            if self.reviews(who, ticket.worker).await? {
                seen.push(ticket);
            }
        }
        // A wall holds for whoever reviews as well: another reviewer settles it.
        let clients = seen.iter().map(|it| it.client).collect();
        let walled = self.gate.walled_off(who, clients).await?;
        seen.retain(|it| it.worker == who || !walled.contains(&it.client));
        Ok(seen)
    }

    /// A ticket that someone may review, or their own.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when there is none that they may see.
    pub async fn emergency(&self, who: Id<Worker>, no: i64) -> Result<Ticket, CaseworkError> {
        let found = self.tickets(Which::One(no)).await?.pop();
        let none = || CaseworkError::Unfit("there is no such emergency".to_owned());
        let ticket = found.ok_or_else(none)?;
        if ticket.worker == who {
            return Ok(ticket);
        }
        let walled = self.gate.walled_off(who, vec![ticket.client]).await?;
        if self.reviews(who, ticket.worker).await? && walled.is_empty() {
            return Ok(ticket);
        }
        Err(none())
    }

    async fn reviews(&self, who: Id<Worker>, opener: Id<Worker>) -> Result<bool, CaseworkError> {
        let act = OfficeAct::ReviewEmergency;
        let may = self.gate.may(who, act, About::Worker(opener)).await?;
        Ok(may.permitted)
    }

    async fn tickets(&self, which: Which) -> Result<Vec<Ticket>, CaseworkError> {
        let (drawers, roster) = (self.gate.drawers()?, self.gate.roster()?);
        self.db
            .read(move |reader| {
                let mut tickets = Vec::new();
                for row in stored::read(reader, &drawers, &which)? {
                    let opener = roster.worker(reader, row.1.worker_no)?;
                    let sheet = opener.map(|(_, sheet, _)| sheet);
                    tickets.push(Ticket::new(row, sheet.as_ref()));
                }
                Ok(tickets)
            })
            .await
    }

    /// The tickets that opened a client's file and of which the client may hear by now, the newest first (NASW-d).
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn emergencies_told(&self, client: Id<Client>) -> Result<Vec<Ticket>, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let print = prints.of("emergency-client", &[client.as_bytes()]);
        let now_ms = self.clock.now_ms();
        let mut tickets = self.tickets(Which::About(print)).await?;
        // What stands readable may have been altered; what is sealed says whose file it was.
        tickets.retain(|it| it.client == client);
        tickets.retain(|it| it.delay.as_ref().is_none_or(|delay| delay.until <= now_ms));
        Ok(tickets)
    }

    /// When a client's file was opened in an emergency of which the client hears later: who, from when and until when, in
    /// ms since 1970 (NASW-d).
    pub(crate) async fn emergencies_kept_back(
        &self,
        client: Id<Client>,
    ) -> Result<Vec<(Id<Worker>, i64, i64)>, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let print = prints.of("emergency-client", &[client.as_bytes()]);
        let now_ms = self.clock.now_ms();
        let mut tickets = self.tickets(Which::About(print)).await?;
        tickets.retain(|it| it.client == client);
        tickets.retain(|it| it.delay.as_ref().is_some_and(|delay| now_ms < delay.until));
        let when = |it: Ticket| (it.worker, it.opened_at, it.until);
        Ok(tickets.into_iter().map(when).collect())
    }

    /// Reviews a ticket; ends it if it is still open.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], among others for one's own; [`CaseworkError::Unfit`] for one that was
    /// reviewed, and without a reason.
    pub async fn review_emergency(
        &self,
        who: Id<Worker>,
        no: i64,
        finding: EmergencyFinding,
        because: &str,
    ) -> Result<(), CaseworkError> {
        let because = reason(because)?;
        let opener = self.emergency(who, no).await?.worker;
        self.on_ticket(who, opener, "emergency_reviewed", move |works| {
            let (version, mut text) = unreviewed(works, no)?;
            let why = EmergencyEnd::Reviewed;
            works.end_emergencies_of(text.worker_no, Some(no), why)?;
            let ended_at = settle(works, &text, no)?;
            let settled = settled(works, who);
            text.review = Some(Reviewed {
                settled,
                finding,
                because,
                ended_at,
            });
            stored::update(works, (no, version), &text)?;
            works.note("ticket", no);
            works.note("finding", finding.word());
            finish(works, no, &text, finding)
        })
        .await
    }

    /// Confirms a ticket beyond the budget: whoever opened it may open another one.
    ///
    /// # Errors
    /// As [`Office::review_emergency`].
    pub async fn confirm_emergency(&self, who: Id<Worker>, no: i64) -> Result<(), CaseworkError> {
        let opener = self.emergency(who, no).await?.worker;
        self.on_ticket(who, opener, "emergency_confirmed", move |works| {
            let (version, mut text) = unreviewed(works, no)?;
            text.confirmed = Some(settled(works, who));
            stored::update(works, (no, version), &text)?;
            let due = text.review_due;
            works.change_worker(text.worker, "emergency_confirmed", |sheet| {
                let mine = sheet.emergencies.iter_mut().filter(|it| it.ticket == no);
                mine.for_each(|mark| mark.settle_by = due);
            })?;
            works.note("ticket", no);
            let about = about(no, text.worker);
            tasks::finish_all(works, TaskKind::EmergencyOverBudget, &about, "confirmed")?;
            Ok(())
        })
        .await
    }

    /// Says that a second person knows of it.
    ///
    /// # Errors
    /// As [`Office::review_emergency`].
    pub async fn acknowledge_emergency(
        &self,
        who: Id<Worker>,
        no: i64,
    ) -> Result<(), CaseworkError> {
        let opener = self.emergency(who, no).await?.worker;
        self.on_ticket(who, opener, "emergency_seen", move |works| {
            works.note("ticket", no);
            let about = about(no, opener);
            tasks::finish_all(works, TaskKind::EmergencyOpened, &about, "seen")?;
            Ok(())
        })
        .await
    }

    /// Lets the client hear of a ticket later, until a time in ms since 1970; a time that has passed lets them hear now.
    ///
    /// # Errors
    /// As [`Office::review_emergency`]; [`CaseworkError::Unfit`] for more than 90 days.
    pub async fn delay_emergency(
        &self,
        who: Id<Worker>,
        no: i64,
        until: i64,
        because: &str,
    ) -> Result<(), CaseworkError> {
        let because = reason(because)?;
        let opener = self.emergency(who, no).await?.worker;
        self.on_ticket(who, opener, "emergency_delayed", move |works| {
            let (version, mut text) = stored::one(works, no)?;
            let settled = settled(works, who);
            if until - settled.at > LONGEST_DELAY_MS {
                let reason = "the client hears of it within 90 days; choose an earlier day";
                return Err(CaseworkError::Unfit(reason.to_owned()));
            }
            text.delay = Some(Delay {
                settled,
                until,
                because,
            });
            works.note("ticket", no);
            works.note("until_ms", until);
            stored::update(works, (no, version), &text)
        })
        .await
    }

    async fn on_ticket<F>(
        &self,
        who: Id<Worker>,
        opener: Id<Worker>,
        deed: &'static str,
        work: F,
    ) -> Result<(), CaseworkError>
    where
        F: FnOnce(&mut Works<'_, '_>) -> Result<(), CaseworkError> + Send + 'static,
    {
        let act = OfficeAct::ReviewEmergency;
        self.gate
            .perform::<_, CaseworkError, _>(who, act, About::Worker(opener), deed, work)
            .await
    }
}

fn reason(text: &str) -> Result<String, CaseworkError> {
    let text = text.trim();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let reason = if letters < 10 {
        "say in a sentence why"
    } else if text.chars().count() > LONGEST_TEXT {
        "shorten the reason to 2,000 characters"
    } else {
        return Ok(text.replace("\r\n", "\n"));
    };
    Err(CaseworkError::Unfit(reason.to_owned()))
}

fn settled(works: &Works<'_, '_>, by: Id<Worker>) -> Settled {
    let at = works.now_ms();
    Settled { by, at }
}

fn unreviewed(works: &mut Works<'_, '_>, no: i64) -> Result<(i64, Text), CaseworkError> {
    let (version, text) = stored::one(works, no)?;
    if text.review.is_some() {
        let reason = "this emergency was reviewed already";
        return Err(CaseworkError::Unfit(reason.to_owned()));
    }
    Ok((version, text))
}

/// Takes the ticket off its opener's sheet, and says when it ended.
fn settle(works: &mut Works<'_, '_>, text: &Text, no: i64) -> Result<i64, CaseworkError> {
    let mut ended_at = text.until;
    works.change_worker(text.worker, "emergency_settled", |sheet| {
        let mark = sheet.emergencies.iter().find(|it| it.ticket == no);
        ended_at = mark.map_or(ended_at, |it| it.until);
        sheet.emergencies.retain(|it| it.ticket != no);
    })?;
    Ok(ended_at)
}

/// What follows from a finding.
fn finish(
    works: &mut Works<'_, '_>,
    no: i64,
    text: &Text,
    finding: EmergencyFinding,
) -> Result<(), CaseworkError> {
    let about = about(no, text.worker);
    for kind in [
        TaskKind::EmergencyReview,
        TaskKind::EmergencyOpened,
        TaskKind::EmergencyOverBudget,
    ] {
        tasks::finish_all(works, kind, &about, finding.word())?;
    }
    let (kind, whom) = match finding {
        EmergencyFinding::Justified => return Ok(()),
        EmergencyFinding::TrainingNeeded => {
            (TaskKind::EmergencyTraining, Whom::Worker(text.worker_no))
        }
        EmergencyFinding::Breach => (TaskKind::EmergencyBreach, Whom::Role(Role::PrivacyOfficer)),
    };
    let due_at = works.now_ms() + 7 * 86_400_000;
    tasks::add(
        works,
        &NewTask {
            kind,
            whom,
            about,
            due_at,
        },
    )?;
    Ok(())
}
