//! Opening a file in an emergency, and closing it again (RE-7, NASW-c).
//!
//! One form opens one ticket, however often it is sent. Somebody else is told in the same transaction. Whoever names
//! a client who isn't there, and whoever names one who can't be opened to them, get the same answer; it is on record.

use caseward_gate::{About, EmergencyOrder, Works};
use caseward_model::{
    Category, Channel, Client, EmergencyEnd, Id, OfficeAct, Role, TaskKind, Worker,
};

use super::danger::{Danger, Order};
use super::limits::{Limits, OVER_BUDGET_MINUTES, limits_in};
use super::stored::{self, Text};
use crate::access::ASK_WITHIN_MS;
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// What stands before the number of a search, in the place of a case number.
pub const BY_SEARCH: &str = "search:";

/// How many attempts that open nothing are answered within an hour.
const MISSES_MAX: i64 = 5;
const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// A ticket, by its number, and whose file it opens.
    Open(i64, Id<Client>),
    /// Nothing can be opened by what was written; it doesn't say why.
    Nothing,
    /// Too many attempts opened nothing; the privacy officer was told.
    TooMany,
}

/// What is needed within the transaction.
struct Attempt {
    print: String,
    /// Whose file; nobody's, where a search says it.
    client: Id<Client>,
    /// The search of theirs that told of somebody.
    search: Option<i64>,
    danger: Danger,
    sections: Vec<Category>,
    minutes: i64,
    channel: Channel,
}

impl Office {
    /// A mark for a form that is about to be shown: one form opens one emergency.
    #[must_use]
    pub fn new_form_mark(&self) -> String {
        data_encoding::BASE64URL_NOPAD.encode(&self.randomness.bytes::<16>())
    }

    /// Opens a file in an emergency, for a short time. `form` is the form's own random mark.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] when the rules of the office say no: by part, by standing, or because an earlier
    /// emergency has to be settled first.
    pub async fn open_emergency(
        &self,
        who: Id<Worker>,
        form: &str,
        order: Order,
        channel: Channel,
    ) -> Result<Opening, CaseworkError> {
        let search = search_of(&order.whom);
        let client = match search {
            Some(_) => Id::make_random(&self.randomness),
            // Several systems that use one number say no more than none: nobody can be opened by it.
            None => match self.client_called(&order.whom).await {
                Err(CaseworkError::Unfit(_)) => Id::make_random(&self.randomness),
                called => called?,
            },
        };
        let attempt = Attempt {
            print: form.to_owned(),
            client,
            search,
            danger: order.danger,
            sections: order.sections,
            minutes: order.minutes,
            channel,
        };
        let (act, about) = (OfficeAct::OpenEmergency, About::Worker(who));
        let work = move |works: &mut Works<'_, '_>| open(works, who, attempt);
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, about, "emergency_asked", work)
            .await
    }

    /// Ends one's own emergency access. One that has ended already stays as it ended.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn end_emergency(&self, who: Id<Worker>, ticket: i64) -> Result<(), CaseworkError> {
        // Whatever their standing has become since, people may give up what opens something to them, as they
        // may sign out.
        let (act, about) = (OfficeAct::ManageSignIn, About::Worker(who));
        let work = move |works: &mut Works<'_, '_>| {
            let why = EmergencyEnd::Closed;
            let no = works.actor_no();
            works.end_emergencies_of(no, Some(ticket), why)?;
            works.note("ticket", ticket);
            Ok(())
        };
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, about, "emergency_closed", work)
            .await
    }
}

/// The number of the search that stands where the case number would: whoever has only a name looks for it first, and
/// opens by what the search told them, without learning who it is before the gate lets them.
fn search_of(whom: &str) -> Option<i64> {
    whom.strip_prefix(BY_SEARCH)?.trim().parse().ok()
}

fn open(
    works: &mut Works<'_, '_>,
    who: Id<Worker>,
    mut attempt: Attempt,
) -> Result<Opening, CaseworkError> {
    let now_ms = works.now_ms();
    if let Some(search) = attempt.search {
        works.note("search", search);
        if let Some(client) = works.told_of(search, now_ms - ASK_WITHIN_MS)? {
            attempt.client = client.id;
        }
    }
    let mark = works.fingerprint(
        "emergency-form",
        &[who.as_bytes(), attempt.print.as_bytes()],
    );
    if let Some(no) = stored::of_attempt(works, mark)? {
        works.note("ticket", no);
        return Ok(Opening::Open(no, stored::one(works, no)?.1.client));
    }
    let (worker_no, sheet) = works.worker(who)?;
    if stored::missed(works, worker_no, now_ms - HOUR_MS)? >= MISSES_MAX {
        works.note("opened", "too_many_attempts");
        tell_of_attempts(works, who, now_ms)?;
        return Ok(Opening::TooMany);
    }
    let (_, limits) = limits_in(works)?;
    let over_budget = is_over_budget(works, &limits, &sheet.teams, now_ms)?;
    let longest = if over_budget {
        OVER_BUDGET_MINUTES
    } else {
        limits.minutes
    };
    let review_due = limits.next_working_day_ends(now_ms);
    let no = next_number(works)?;
    let order = EmergencyOrder {
        ticket: no,
        client: attempt.client,
        sections: attempt.sections,
        channel: attempt.channel,
        until: now_ms + attempt.minutes.min(longest) * MINUTE_MS,
        settle_by: if over_budget { now_ms } else { review_due },
    };
    let Some(opened) = works.open_emergency(&order)? else {
        stored::note_miss(works, worker_no)?;
        works.note("opened", "nothing");
        return Ok(Opening::Nothing);
    };
    let text = Text {
        worker: who,
        worker_no,
        client: attempt.client,
        danger: attempt.danger,
        sections: opened.sections,
        opened_at: now_ms,
        until: order.until,
        review_due,
        teams: sheet.teams,
        over_budget,
        confirmed: None,
        review: None,
        delay: None,
    };
    stored::insert(works, no, mark, &text)?;
    works.note("opened", "file");
    works.note("ticket", no);
    tell(works, no, &text)?;
    Ok(Opening::Open(no, text.client))
}

fn next_number(works: &mut Works<'_, '_>) -> Result<i64, CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM emergencies";
    Ok(works.transaction().query_one(next, &[])?.int(0)?)
}

/// Whether one of the worker's teams has used up its emergencies of this month; those without a team are one.
fn is_over_budget(
    works: &mut Works<'_, '_>,
    limits: &Limits,
    teams: &[i64],
    now_ms: i64,
) -> Result<bool, CaseworkError> {
    let month = stored::since(works, limits.month_began(now_ms))?;
    let used = |of: &dyn Fn(&Text) -> bool| month.iter().filter(|it| of(it)).count();
    let most = usize::try_from(limits.per_team).unwrap_or(usize::MAX);
    Ok(if teams.is_empty() {
        used(&|it| it.teams.is_empty()) >= most
    } else {
        teams
            .iter()
            .any(|team| used(&|it| it.teams.contains(team)) >= most)
    })
}

/// A second person knows at once, and someone is to review it.
fn tell(works: &mut Works<'_, '_>, no: i64, text: &Text) -> Result<(), CaseworkError> {
    let about = about(no, text.worker);
    let both = [
        Whom::SupervisorsOf(text.worker_no),
        Whom::Role(Role::PrivacyOfficer),
    ];
    let mut kinds = vec![
        (TaskKind::EmergencyOpened, text.opened_at),
        (TaskKind::EmergencyReview, text.review_due),
    ];
    if text.over_budget {
        kinds.push((TaskKind::EmergencyOverBudget, text.opened_at));
    }
    for (kind, due_at) in kinds {
        for whom in both {
            let new = NewTask {
                kind,
                whom,
                about,
                due_at,
            };
            tasks::add(works, &new)?;
        }
    }
    Ok(())
}

/// What a task about a ticket is about.
pub(super) fn about(no: i64, worker: Id<Worker>) -> TaskAbout {
    TaskAbout {
        client: None,
        worker: Some(worker),
        item: Some(no),
    }
}

fn tell_of_attempts(
    works: &mut Works<'_, '_>,
    who: Id<Worker>,
    now_ms: i64,
) -> Result<(), CaseworkError> {
    let about = TaskAbout {
        worker: Some(who),
        ..TaskAbout::default()
    };
    let new = NewTask {
        kind: TaskKind::EmergencyAttempts,
        whom: Whom::Role(Role::PrivacyOfficer),
        about,
        due_at: now_ms,
    };
    tasks::add(works, &new)?;
    Ok(())
}
