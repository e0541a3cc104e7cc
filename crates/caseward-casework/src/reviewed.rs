//! What whoever reviews who looked sees of what clients said and signed: that it stands there, and when, and not a word of it.
//!
//! CR-10, NASW-l. A signature, or what somebody said, would tell whose file it is. Where something stood, a sign stands in its place, so that
//! a reviewer sees that there is something, and what counts for signed still does.

use caseward_gate::{Request, SectionDecision};
use caseward_model::Purpose;

/// What stands in the place of words.
const SOMETHING: &str = "…";

/// The obligation of a rule under which nobody may be known by what is read (HL7 `DEID`).
const OF_NOBODY: &str = "DEID";

/// Whether this is asked to review who looked.
pub(crate) fn reviews(request: &Request) -> bool {
    request.purpose == Purpose::AccessReview
}

/// Whether it is opened to somebody who may never learn whose file it is.
pub(crate) fn of_nobody(sections: &[SectionDecision]) -> bool {
    let mut all = sections.iter().flat_map(|it| &it.decision.obligations);
    all.any(|it| it == OF_NOBODY)
}

/// Puts the sign in the place of what stands there, if something does.
pub(crate) fn hide(text: &mut String) {
    if !text.is_empty() {
        SOMETHING.clone_into(text);
    }
}
