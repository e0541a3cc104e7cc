//! What the sheet says of a danger that somebody reported, and of a disclosure that may raise the client's risk: whether it counts, and
//! what it keeps back (RE-7, NASW-c, DV-3.3.2c).

use serde::{Deserialize, Serialize};

use super::sheet::{is_no, is_zero};

/// A danger report in the file (RE-7, NASW-c, DV-3.3.2c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DangerFact {
    /// The number of the report; 0 on sheets from before it had one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub no: i64,
    /// Until when it stands, in ms.
    pub until: i64,
    /// The client was told first, or the reason why not is recorded.
    pub client_told_or_reason: bool,
    /// The disclosure may raise the client's risk.
    pub raises_risk: bool,
    /// A supervisor discussed it.
    pub manager_discussed: bool,
    /// A supervisor said no, or it ended before one had said anything: nothing goes because of it, and it only holds back.
    #[serde(default, skip_serializing_if = "is_no")]
    pub refused: bool,
    /// Until when it holds back at least, in ms: as long as what stood beside it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub holds_until: i64,
    /// Somebody other than the client may be harmed; not known of reports from before that was noted.
    #[serde(default, skip_serializing_if = "is_no")]
    pub of_another: bool,
    /// Somebody told of it who is neither the client nor one of us: what goes because of it must not show who that was.
    #[serde(default, skip_serializing_if = "is_no")]
    pub told_by_another: bool,
}

impl DangerFact {
    /// Whether it opens the ground of danger at this time, in ms: something can be told because of it.
    #[must_use]
    pub const fn counts_at(&self, now_ms: i64) -> bool {
        !self.refused && now_ms < self.until
    }

    /// Whether it keeps something back at this time, in ms, whatever else is reported: a no, or a wait for a supervisor, until its own end.
    #[must_use]
    pub const fn keeps_back_at(&self, now_ms: i64) -> bool {
        self.holds_at(now_ms) || self.refuses_at(now_ms)
    }

    /// Whether a supervisor has to say yes before anything goes, at this time, in ms, because it may raise the risk.
    #[must_use]
    pub const fn holds_at(&self, now_ms: i64) -> bool {
        self.raises_risk && !self.manager_discussed && self.lasts_at(now_ms)
    }

    /// Whether nothing can be told on the ground of danger at this time, in ms, because a supervisor's yes is missing.
    #[must_use]
    pub const fn refuses_at(&self, now_ms: i64) -> bool {
        self.refused && !self.manager_discussed && self.lasts_at(now_ms)
    }

    /// A short report beside a long one lasts as long as the long one stands: otherwise one would only have to wait.
    const fn lasts_at(&self, now_ms: i64) -> bool {
        now_ms < self.until || now_ms < self.holds_until
    }
}

/// A disclosure that may raise the client's risk: what goes to that organisation waits until a supervisor
/// has discussed it, and the file says so (DV-3.3.2c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskFact {
    /// The number of the disclosure.
    pub disclosure: i64,
    /// The number of the organisation that it would go to.
    pub recipient: i64,
    /// It was discussed.
    #[serde(default, skip_serializing_if = "is_no")]
    pub discussed: bool,
}
