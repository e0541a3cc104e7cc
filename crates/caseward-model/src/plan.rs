//! A client's plan: what a line of it is, and who takes a step (NASW-a, DV-5.2.2).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a line of a plan is.
    pub enum PlanLine, "line of a plan" {
        /// Something that the client wants to reach.
        Goal = "goal",
        /// Something that somebody does to reach it.
        Step = "step",
        /// That a goal was reached or a step taken.
        Done = "done",
        /// That a goal or a step was given up.
        GivenUp = "given_up",
    }
}

vocabulary! {
    /// Who takes a step of a plan. It names nobody: other people's names stand in the text, where masking looks for them (CR-9).
    pub enum PlanBy, "one who takes a step" {
        /// The client.
        Client = "client",
        /// Whoever works with them here.
        Office = "office",
        /// Both together.
        Together = "together",
        /// Somebody elsewhere.
        Elsewhere = "elsewhere",
    }
}
