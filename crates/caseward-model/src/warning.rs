//! The words of a warning to somebody who is threatened: how they are reached, how far it is, and what became of it (RE-7,
//! DV-4.2b).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// How somebody who is threatened is reached: from person to person, and never by a way on which others read along (NASW-i).
    pub enum WarningWay, "way of a warning" {
        /// Face to face.
        InPerson = "in_person",
        /// On the telephone, when they pick up themselves; never on an answering machine.
        Telephone = "telephone",
        /// A letter that is put into their hands.
        Letter = "letter",
    }
}

vocabulary! {
    /// How a warning stands.
    pub enum WarningState, "state of a warning" {
        /// Somebody wrote down what is to be said.
        Prepared = "prepared",
        /// It was put together, and can be read to its end: nobody was told.
        Ready = "ready",
        /// The rules let it out: somebody is on their way to say it.
        Begun = "begun",
        /// It is over.
        Over = "over",
    }
}

vocabulary! {
    /// What became of a warning.
    pub enum WarningEnd, "end of a warning" {
        /// They were warned.
        Warned = "warned",
        /// They couldn't be reached; it can be tried again.
        NotReached = "not_reached",
        /// Somebody else warned them, such as the police.
        OthersWarned = "others_warned",
        /// It isn't needed any more, or was wrong.
        Dropped = "dropped",
    }
}

vocabulary! {
    /// What a privacy officer decided about somebody who can't be warned from here. It lets nothing out.
    pub enum HeldEnd, "decision on a warning that is held back" {
        /// The police look after whoever is in danger.
        Police = "police",
        /// Somebody without a tie to the client sees to it, from elsewhere.
        Another = "another",
        /// Nobody is told: it would put somebody at more risk, or there is no danger to them.
        Nobody = "nobody",
        /// What stood in the way was a mistake and was put right: it can be put together again.
        Mistake = "mistake",
    }
}

impl WarningEnd {
    /// Whether this can become of a warning that stands like this.
    #[must_use]
    pub const fn fits(self, state: WarningState) -> bool {
        match state {
            WarningState::Prepared | WarningState::Ready => {
                matches!(self, Self::OthersWarned | Self::Dropped)
            }
            WarningState::Begun => !matches!(self, Self::Dropped),
            WarningState::Over => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_let_out_ends_with_what_became_of_it_and_what_was_not_is_given_up() {
        let fitting = |state| {
            let all = WarningEnd::ALL.iter().filter(|it| it.fits(state));
            all.map(|it| it.word()).collect::<Vec<_>>()
        };
        let none = ["others_warned", "dropped"];
        assert_eq!(fitting(WarningState::Prepared), none);
        assert_eq!(fitting(WarningState::Ready), none);
        let told = ["warned", "not_reached", "others_warned"];
        assert_eq!(fitting(WarningState::Begun), told);
        assert!(fitting(WarningState::Over).is_empty());
    }
}
