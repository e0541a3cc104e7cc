//! What runs out soon waits for somebody: protocols, assessments of policies, and lines of the register of who may obtain what
//! (DV-5.5, DV-4.1, CR-8).

use caseward_gate::{About, Actor, Works};
use caseward_model::{OfficeAct, Role, TaskKind};

use super::assessment::Assessment;
use super::obtainable::Rule;
use super::protocol::Protocol;
use super::{Kept, stored};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// So long before something runs out somebody is reminded, in ms.
const BEFORE_MS: i64 = 30 * 86_400_000;

/// What is due.
struct Due {
    protocols: Vec<i64>,
    assessments: Vec<i64>,
    rules: Vec<i64>,
}

impl Due {
    const fn is_empty(&self) -> bool {
        self.protocols.is_empty() && self.assessments.is_empty() && self.rules.is_empty()
    }
}

fn runs_out(protocol: &Protocol, now_ms: i64) -> bool {
    let soon = protocol.over_at() - BEFORE_MS <= now_ms;
    !protocol.reminded && protocol.ended_at.is_none() && soon && protocol.may_stand_after(now_ms)
}

const fn grows_old(assessment: &Assessment, now_ms: i64) -> bool {
    !assessment.reminded && assessment.until - BEFORE_MS <= now_ms
}

const fn is_due(rule: &Rule, now_ms: i64) -> bool {
    !rule.reminded && rule.retired_at.is_none() && rule.is_overdue_at(now_ms)
}

impl Office {
    /// Lets those know who answer for it what runs out soon, each once. Writes nothing when nothing does.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn remind_of_partnerships(&self) -> Result<usize, CaseworkError> {
        let (drawers, now_ms) = (self.gate.drawers()?, self.clock.now_ms());
        let look = move |reader: &mut caseward_db::Reader<'_>| {
            let protocols = stored::all::<Protocol>(reader, &drawers)?;
            let rules = stored::all::<Rule>(reader, &drawers)?;
            let assessments = newest(stored::all::<Assessment>(reader, &drawers)?);
            let due = Due {
                protocols: numbers(&protocols, |it| runs_out(it, now_ms)),
                assessments: numbers(&assessments, |it| grows_old(it, now_ms)),
                rules: numbers(&rules, |it| is_due(it, now_ms)),
            };
            Ok::<_, CaseworkError>(due)
        };
        let due = self.db.read(look).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let (act, about) = (OfficeAct::ManageRecipients, About::Office);
        let work = move |works: &mut Works<'_, '_>| remind(works, &due);
        let gate = &self.gate;
        gate.perform(Actor::KeyHolder, act, about, "partnerships_reminded", work)
            .await
    }
}

/// The last assessment of each organisation: it is the one that counts.
fn newest(all: Vec<Kept<Assessment>>) -> Vec<Kept<Assessment>> {
    let mut last: Vec<Kept<Assessment>> = Vec::new();
    for kept in all {
        last.retain(|it| it.organization != kept.organization);
        last.push(kept);
    }
    last
}

fn numbers<T>(all: &[Kept<T>], is_due: impl Fn(&T) -> bool) -> Vec<i64> {
    let due = all.iter().filter(|kept| is_due(&kept.it));
    due.map(|kept| kept.no).collect()
}

fn remind(works: &mut Works<'_, '_>, due: &Due) -> Result<usize, CaseworkError> {
    let mut reminded = 0;
    for no in &due.protocols {
        if let Some(mut kept) = stored::one::<Protocol>(works, *no)? {
            kept.it.reminded = true;
            stored::change(works, &kept)?;
            wait(works, TaskKind::ProtocolToRenew, *no, kept.it.over_at())?;
            reminded += 1;
        }
    }
    for no in &due.assessments {
        if let Some(mut kept) = stored::one::<Assessment>(works, *no)? {
            kept.it.reminded = true;
            stored::change(works, &kept)?;
            let (kind, organization) = (TaskKind::PolicyToAssess, kept.organization);
            wait(works, kind, organization, kept.it.until)?;
            reminded += 1;
        }
    }
    for no in &due.rules {
        if let Some(mut kept) = stored::one::<Rule>(works, *no)? {
            kept.it.reminded = true;
            stored::change(works, &kept)?;
            wait(works, TaskKind::ReleaseRuleReview, *no, kept.it.review_at)?;
            reminded += 1;
        }
    }
    Ok(reminded)
}

fn about(item: i64) -> TaskAbout {
    TaskAbout {
        item: Some(item),
        ..TaskAbout::default()
    }
}

fn wait(
    works: &mut Works<'_, '_>,
    kind: TaskKind,
    item: i64,
    due_at: i64,
) -> Result<(), CaseworkError> {
    let task = NewTask {
        kind,
        whom: Whom::Role(Role::PrivacyOfficer),
        about: about(item),
        due_at,
    };
    tasks::add(works, &task)?;
    Ok(())
}

/// Takes a reminder back that is answered.
pub(super) fn withdraw(
    works: &mut Works<'_, '_>,
    kind: TaskKind,
    item: i64,
) -> Result<(), CaseworkError> {
    tasks::withdraw_all(works, kind, &about(item))?;
    Ok(())
}
