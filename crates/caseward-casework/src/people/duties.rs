//! Duties that reach over many clients, recorded before they are done.
//!
//! CR-2, CR-4: making a report, reviewing accesses. A duty runs out by itself.

use caseward_gate::WorkerDuty;
use caseward_model::Purpose;

use super::Colleague;
use crate::{CaseworkError, Office};

impl Office {
    /// Records a duty that reaches over many clients, before it is done (CR-2, CR-4): making a
    /// report, reviewing accesses. It runs out by itself.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn record_duty(
        &self,
        worker: &Colleague,
        purpose: Purpose,
        hours: i64,
    ) -> Result<(), CaseworkError> {
        let now_ms = self.clock.now_ms();
        let duty = WorkerDuty {
            purpose,
            until: now_ms + hours * 3_600_000,
        };
        self.gate
            .change_worker(worker.id, "duty_recorded", move |sheet| {
                sheet
                    .duties
                    .retain(|it| it.until > now_ms && it.purpose != purpose);
                sheet.duties.push(duty);
            })
            .await?;
        Ok(())
    }

    /// Ends a duty as soon as it was done.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn end_duty(
        &self,
        worker: &Colleague,
        purpose: Purpose,
    ) -> Result<(), CaseworkError> {
        self.gate
            .change_worker(worker.id, "duty_ended", move |sheet| {
                sheet.duties.retain(|it| it.purpose != purpose);
            })
            .await?;
        Ok(())
    }
}
