//! What an office may set: how far facts reach in time, when it is open, and how much each flag counts.

use caseward_model::AccessFlag;

use crate::Weights;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// When the office is open, by its own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeHours {
    /// The first minute of the day that is in them.
    pub from_minute: u16,
    /// The first minute of the day that is no longer in them.
    pub until_minute: u16,
    /// Monday to Sunday: whether it is open.
    pub days: [bool; 7],
}

impl Default for OfficeHours {
    /// Monday to Friday, seven to seven.
    fn default() -> Self {
        Self {
            from_minute: 7 * 60,
            until_minute: 19 * 60,
            days: [true, true, true, true, true, false, false],
        }
    }
}

/// The rules of one review. Times are in ms.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// An appointment explains accesses so long before and after it.
    pub appointment_ms: i64,
    /// Who was assigned may hand over for so long.
    pub hand_over_ms: i64,
    /// An assignment that someone else makes explains accesses so long before it.
    pub assigned_soon_ms: i64,
    /// On a day of intake duty, newcomers are people whose first contact lies so near.
    pub intake_ms: i64,
    /// A stated duty explains looks so long after it.
    pub look_up_ms: i64,
    /// Clocks of two systems may differ by so much.
    pub clocks_ms: i64,
    /// A fact that was recorded later than this after the access explains it no more.
    pub late_entry_ms: i64,
    /// Looks at one person that lie no further apart are one matter.
    pub matter_ms: i64,
    /// An assignment that ended longer ago makes a former client.
    pub former_ms: i64,
    /// What is written within this time shows that there was work to do.
    pub written_ms: i64,
    /// A search so shortly before belongs to the opening.
    pub search_ms: i64,
    /// Somebody who had a reason to was at the record so many days before or after.
    pub around_days: i64,
    /// How many different people within an hour are a burst, at least.
    pub burst_people: u32,
    /// When the office is open.
    pub hours: OfficeHours,
    /// How much each flag counts.
    pub weights: Weights,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            appointment_ms: 7 * DAY,
            hand_over_ms: 30 * DAY,
            assigned_soon_ms: 7 * DAY,
            intake_ms: 2 * DAY,
            look_up_ms: 12 * HOUR,
            clocks_ms: 5 * 60_000,
            late_entry_ms: 14 * DAY,
            matter_ms: 30 * DAY,
            former_ms: 90 * DAY,
            written_ms: 7 * DAY,
            search_ms: 10 * 60_000,
            around_days: 14,
            burst_people: 8,
            hours: OfficeHours::default(),
            weights: Weights::default(),
        }
    }
}

impl Rules {
    /// How much a flag counts, in decibans.
    #[must_use]
    pub fn weight(&self, flag: AccessFlag) -> f32 {
        self.weights.of(flag)
    }
}
