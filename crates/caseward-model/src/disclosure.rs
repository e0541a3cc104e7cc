//! How a disclosure to another organisation stands, and whether its client was told (RE-2, NASW-d).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// How a disclosure stands. The numbers stand in the database.
    pub enum DisclosureState, "state of a disclosure" {
        /// Somebody said what is to go where, and why.
        Begun = "begun",
        /// It was put together, and can be looked at: nothing left.
        Composed = "composed",
        /// A second person looked at it and approved: nothing left.
        Approved = "approved",
        /// The rules let it out and its statement is made; it is on its way.
        Released = "released",
        /// It arrived.
        Delivered = "delivered",
        /// It did not arrive: approved, and not sent. Sending it again asks the rules again.
        Failed = "failed",
        /// It was called back before anybody opened it.
        Recalled = "recalled",
        /// It was given up before anything left.
        Dropped = "dropped",
    }
}

impl DisclosureState {
    /// Whether something left, or may have.
    #[must_use]
    pub const fn left(self) -> bool {
        matches!(self, Self::Released | Self::Delivered | Self::Recalled)
    }
}

vocabulary! {
    /// Whether the client knows of a disclosure and of what may come of it (NASW-d).
    pub enum Told, "way of telling the client" {
        /// They were told before.
        Before = "before",
        /// They will be told: somebody has it as a task.
        Later = "later",
        /// They won't be, and there is a reason.
        Not = "not",
    }
}

vocabulary! {
    /// Under which rules an accounting of disclosures is asked for: each counts others and looks back for another time.
    pub enum Regime, "regime" {
        /// Everything that left.
        All = "all",
        /// 45 CFR 164.528: six years; without treatment, payment and operations, and without what the client authorised.
        Hipaa = "hipaa",
        /// 42 CFR 2.25: three years; what left with the client's consent.
        Part2 = "part2",
        /// Violence against women and victims of crime acts: everything that left.
        Vawa = "vawa",
        /// United Kingdom: everything that left, and to whom.
        Uk = "uk",
    }
}
