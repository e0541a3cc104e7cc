//! What the forms say, in the words of the desk.

use caseward_casework::partnership::{
    Answer, NewAssessment, NewProtocol, NewWay, Recipient, StaffTerms,
};
use caseward_model::{Id, PolicyQuestion, Worker};

use super::super::Typed;
use crate::forms::Problems;
use crate::pages::people::{begins, ends};

/// A day at which something begins; now when nothing was typed.
fn from(typed: &Typed, now_ms: i64, problems: &mut Problems) -> i64 {
    match typed.one("from") {
        "" => now_ms,
        day => begins(day).unwrap_or_else(|| {
            problems.note("from", "recipient-needs-day");
            now_ms
        }),
    }
}

/// The last day.
fn until(typed: &Typed, problems: &mut Problems) -> i64 {
    ends(typed.one("until")).unwrap_or_else(|| {
        problems.note("until", "recipient-needs-day");
        0
    })
}

/// The way that a form says.
pub(super) fn way(typed: &Typed, now_ms: i64) -> Result<NewWay, Problems> {
    let mut problems = Problems::default();
    let kind = typed.one("kind").parse().ok();
    if kind.is_none() {
        problems.note("kind", "way-needs-kind");
    }
    let (from, until) = (
        from(typed, now_ms, &mut problems),
        until(typed, &mut problems),
    );
    match (kind, problems.is_empty()) {
        (Some(kind), true) => Ok(NewWay {
            kind,
            address: typed.one("address").to_owned(),
            key: typed.one("key").to_owned(),
            fingerprint: typed.one("fingerprint").to_owned(),
            receiver: typed.one("receiver").to_owned(),
            phone: typed.one("phone").to_owned(),
            word_may_be_left: typed.one("word") == "yes",
            from,
            until,
        }),
        _ => Err(problems),
    }
}

/// The assessment that a form says.
pub(super) fn assessment(typed: &Typed) -> Result<NewAssessment, Problems> {
    let mut problems = Problems::default();
    let dated = begins(typed.one("dated"));
    if dated.is_none() {
        problems.note("dated", "recipient-needs-day");
    }
    let until = until(typed, &mut problems);
    let answer = |question: &PolicyQuestion| Answer {
        question: *question,
        found: typed.one(&format!("found-{question}")).to_owned(),
        enough: typed.one(&format!("enough-{question}")) == "yes",
    };
    match (dated, problems.is_empty()) {
        (Some(dated), true) => Ok(NewAssessment {
            reference: typed.one("reference").to_owned(),
            edition: typed.one("edition").to_owned(),
            dated,
            answers: PolicyQuestion::ALL.iter().map(answer).collect(),
            until,
        }),
        _ => Err(problems),
    }
}

/// The protocol that a form says, with a partner whose own people are these.
pub(super) fn protocol(
    typed: &Typed,
    now_ms: i64,
    (_, staff): (&Recipient, &[(Id<Worker>, String)]),
    renews: Option<i64>,
) -> Result<NewProtocol, Problems> {
    let mut problems = Problems::default();
    let (from, until) = (
        from(typed, now_ms, &mut problems),
        until(typed, &mut problems),
    );
    let terms = |(worker, _): &(Id<Worker>, String)| {
        let categories = typed.words(&format!("staff-{worker}"));
        let named = !categories.is_empty();
        named.then_some(StaffTerms {
            worker: *worker,
            categories,
        })
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(NewProtocol {
        reference: typed.one("reference").to_owned(),
        programme: typed.one("programme").parse().ok(),
        from,
        until,
        purposes: typed.words("purposes"),
        receivers: typed
            .one("receiver")
            .lines()
            .map(ToOwned::to_owned)
            .collect(),
        categories: typed.words("categories"),
        staff: staff.iter().filter_map(terms).collect(),
        procedure_given_at: begins(typed.one("procedure_at")),
        procedure_given_to: typed.one("procedure").to_owned(),
        duties_explained: typed.one("explained") == "yes",
        breach_clause: typed.one("breach_clause") == "yes",
        renews,
    })
}
