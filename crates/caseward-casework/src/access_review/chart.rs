//! A worker's own days: how many accesses each had, how many of them a fact explains, and which days stand out from what is
//! usual for this very person (CR-10).

use std::collections::HashMap;

use caseward_db::Row;
use caseward_gate::{About, Drawer, Works};
use caseward_model::{Id, OfficeAct, Worker};
use caseward_review::{DayCount, baseline};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{CaseworkError, Office};

/// The second number of the place where a worker's days lie sealed.
const DAYS: i64 = 3;

/// A worker's days as they are kept.
#[derive(Serialize, Deserialize)]
struct Text {
    run_at: i64,
    first_day: i64,
    /// Explained and not explained, day by day.
    days: Vec<(u32, u32)>,
}

/// One day of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOfWorker {
    /// Which day, by the office's clock.
    pub day: Date,
    /// Accesses that a fact explains.
    pub explained: u32,
    /// Accesses that none does.
    pub unexplained: u32,
    /// The accesses of their middle day, by the 28 days before on which they looked at anything.
    pub usual: u32,
    /// A day with more than these stands out.
    pub stands_out_above: u32,
    /// It does.
    pub stands_out: bool,
}

/// The days of a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaysOfWorker {
    /// Whose.
    pub worker: Id<Worker>,
    /// When they were counted, in ms since 1970.
    pub counted_ms: i64,
    /// Those on which there was anything, in order.
    pub days: Vec<DayOfWorker>,
}

/// Keeps the days of everyone; those of the last review only.
pub(super) fn keep(
    works: &mut Works<'_, '_>,
    first_day: i64,
    days: &HashMap<i64, Vec<DayCount>>,
) -> Result<(), CaseworkError> {
    works
        .transaction()
        .execute("DELETE FROM access_days", &[])?;
    let run_at = works.now_ms();
    for (worker_no, days) in days {
        let text = Text {
            run_at,
            first_day,
            days: days
                .iter()
                .map(|it| (it.explained, it.unexplained))
                .collect(),
        };
        let plain = serde_json::to_vec(&text).map_err(|_| CaseworkError::Damaged)?;
        let sealed = works.seal(Drawer::Reviews, (*worker_no, DAYS, run_at), &plain);
        works.transaction().execute(
            "INSERT INTO access_days (worker_no, at, sealed) VALUES ($1, $2, $3)",
            &[(*worker_no).into(), run_at.into(), sealed.into()],
        )?;
    }
    Ok(())
}

impl Office {
    /// A worker's days, as the last review counted them. Nobody looks at their own.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn days_of(
        &self,
        who: Id<Worker>,
        worker: Id<Worker>,
    ) -> Result<DaysOfWorker, CaseworkError> {
        let act = OfficeAct::ReviewAccess;
        let look = move |works: &mut Works<'_, '_>| {
            let (no, _) = works.worker(worker)?;
            let sql = "SELECT at, sealed FROM access_days WHERE worker_no = $1";
            let row = works.transaction().query_optional(sql, &[no.into()])?;
            let open = |row: Row| {
                let place = (no, DAYS, row.int(0)?);
                let plain = works.open(Drawer::Reviews, place, row.bytes(1)?)?;
                serde_json::from_slice::<Text>(&plain).map_err(|_| CaseworkError::Damaged)
            };
            row.map(open).transpose()
        };
        let text = self
            .gate
            .perform(who, act, About::Worker(worker), "access_days_seen", look)
            .await?;
        let counted_ms = text.as_ref().map_or(0, |it| it.run_at);
        Ok(DaysOfWorker {
            worker,
            counted_ms,
            days: text.as_ref().map(days).unwrap_or_default(),
        })
    }
}

fn days(text: &Text) -> Vec<DayOfWorker> {
    let count = |(explained, unexplained): &(u32, u32)| DayCount {
        explained: *explained,
        unexplained: *unexplained,
    };
    let counts: Vec<DayCount> = text.days.iter().map(count).collect();
    let mut days = Vec::new();
    for (at, (day, count)) in (text.first_day..).zip(&counts).enumerate() {
        if count.all() == 0 {
            continue;
        }
        let Some(day) = date(day) else { continue };
        let usual = baseline(&counts, at);
        days.push(DayOfWorker {
            day,
            explained: count.explained,
            unexplained: count.unexplained,
            usual: usual.middle,
            stands_out_above: usual.stands_out,
            // Of the first days nothing is known to compare them with.
            stands_out: usual.days >= 5 && count.all() > usual.stands_out,
        });
    }
    days
}

/// A day by its number since 1970.
fn date(day: i64) -> Option<Date> {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch
        .checked_add(jiff::Span::new().try_days(day).ok()?)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wild_day_stands_out_from_the_persons_own_and_an_empty_one_isn_t_shown() {
        let mut counts = vec![(4, 1); 10];
        counts.push((0, 0));
        counts.push((5, 60));
        let text = Text {
            run_at: 0,
            first_day: 20_000,
            days: counts,
        };
        let days = days(&text);
        assert_eq!(days.len(), 11);
        assert!(days.iter().take(10).all(|it| !it.stands_out));
        let last = days.last().unwrap();
        assert!(last.stands_out && last.usual == 5);
        assert_eq!(last.day.to_string(), "2024-10-15");
    }
}
