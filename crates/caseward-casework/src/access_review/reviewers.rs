//! Who can review a matter: whoever reviews here, didn't look themselves, and is kept from nobody in it by a wall (CR-10,
//! DV-3.3.2e).

use std::collections::HashMap;

use caseward_gate::{ClientSheet, WorkerSheet};
use caseward_model::Role;

use super::matters::Text;
use crate::people::Colleague;

/// From whom a wall keeps each of the reviewers.
pub(super) struct Walls {
    reviewers: Vec<(i64, WorkerSheet)>,
    /// By reviewer.
    from: HashMap<i64, Vec<i64>>,
}

impl Walls {
    pub(super) fn of(colleagues: &[Colleague], now_ms: i64) -> Self {
        let reviews = |it: &&Colleague| {
            matches!(it.sheet.role, Role::PrivacyOfficer | Role::Auditor)
                && !it.sheet.is_shut_at(now_ms)
        };
        let reviewers = colleagues.iter().filter(reviews);
        Self {
            reviewers: reviewers.map(|it| (it.no, it.sheet.clone())).collect(),
            from: HashMap::new(),
        }
    }

    pub(super) fn see(&mut self, client_no: i64, sheet: &ClientSheet) {
        for (no, reviewer) in &self.reviewers {
            if sheet.walls_off(*no, reviewer) {
                self.from.entry(*no).or_default().push(client_no);
            }
        }
    }

    pub(super) fn has_reviewer(&self, text: &Text) -> bool {
        let may = |(no, _): &(i64, WorkerSheet)| {
            let walled = self.from.get(no);
            let apart = |client| walled.is_some_and(|it| it.contains(&client));
            *no != text.worker_no && !text.clients().any(apart)
        };
        self.reviewers.iter().any(may)
    }
}
