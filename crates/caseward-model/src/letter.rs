//! What the office writes by mail, and how far a letter has come. A letter says that something waits, never
//! what or about whom: anyone may stand behind the reader (NASW-i, NASW-l).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a letter is for.
    pub enum LetterKind, "kind of letter" {
        /// Something waits for the worker.
        SomethingWaits = "something_waits",
        /// Something waits that can't wait until tomorrow.
        Pressing = "pressing",
        /// Nothing: whether mail arrives at all.
        Trial = "trial",
    }
}

vocabulary! {
    /// How far a letter has come.
    pub enum LetterState, "state of a letter" {
        /// It waits to be sent.
        Waiting = "waiting",
        /// It is on its way to the mail server at this moment.
        HandedOver = "handed_over",
        /// The mail server took it.
        Sent = "sent",
        /// It was given up: refused for good, too late, or nobody to write to.
        GivenUp = "given_up",
    }
}
