//! From when until when somebody may find at the table of a made-up meeting who a client is (CC-2.4, DV-2.1): from coming in on, until they
//! leave, are taken out or broke the agreement, and until the client says no, takes a consent back or is taken off.
//!
//! It is read off the script alone, and knows nothing of what came of playing it.

use super::script::{Script, Step, Subject};

/// From which step on, and before which, somebody may find at a table who a client is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    /// The place of the client in the script.
    pub(crate) client: usize,
    pub(crate) who: String,
    /// The number of the step with which it begins.
    pub(crate) from: usize,
    /// The number of the step with which it ends, and in which nothing may be found any more; missing where it lasts.
    pub(crate) until: Option<usize>,
}

impl Span {
    /// Whether a client may be found in what came with this step.
    pub(crate) fn holds_at(&self, step: usize) -> bool {
        self.from <= step && self.until.is_none_or(|it| step < it)
    }
}

/// What a step does to what somebody may find of a client.
#[derive(Clone, Copy)]
enum Bears {
    /// From here on they may find it.
    Begins,
    /// What was decided where they sat is there for them.
    IsOver,
    /// They may not, until they come in again.
    Pauses,
    /// They may not any more.
    Ends,
}

/// Who may find at a table who a client is, and when: client by client, and person by person.
pub(crate) fn spans(script: &Script) -> Vec<Span> {
    let mut all = Vec::new();
    for (no, client) in script.clients.iter().enumerate() {
        for who in &client.known_at_table {
            all.extend(of(script, (no, client), who));
        }
    }
    all
}

fn of(script: &Script, (client_no, client): (usize, &Subject), who: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (no, step) in script.steps.iter().enumerate() {
        let Some(bears) = bearing(script, step, (client, who)) else {
            continue;
        };
        let is_open = spans.last().is_some_and(|it| it.until.is_none());
        let begins = match bears {
            Bears::Begins => !is_open,
            Bears::IsOver => !is_open && !spans.is_empty(),
            Bears::Pauses | Bears::Ends => false,
        };
        if begins {
            spans.push(begun(client_no, who, no));
        } else if let Some(span) = spans.last_mut()
            && is_open
            && matches!(bears, Bears::Pauses | Bears::Ends)
        {
            span.until = Some(no);
        }
        if matches!(bears, Bears::Ends) {
            break;
        }
    }
    spans
}

fn begun(client: usize, who: &str, from: usize) -> Span {
    Span {
        client,
        who: who.to_owned(),
        from,
        until: None,
    }
}

fn bearing(script: &Script, step: &Step, (client, who): (&Subject, &str)) -> Option<Bears> {
    let named = |all: &[String]| all.iter().any(|it| it == who);
    let about = |id: &str| id == client.personal_id;
    let bears = match step {
        Step::ComeIn(it) if named(&it.who) && is_spoken_of(script, &it.meeting, client) => {
            Bears::Begins
        }
        Step::Closes(it) if is_spoken_of(script, &it.meeting, client) => Bears::IsOver,
        Step::Leave(it) if named(&it.who) => Bears::Pauses,
        Step::LoseTheLine(it) if named(&it.who) => Bears::Pauses,
        Step::TakesOut(it) if named(&it.who) && is_on(script, &it.series, client) => Bears::Ends,
        Step::Breach(it) if it.about == who => Bears::Ends,
        Step::Declines(it) if about(&it.client) => Bears::Ends,
        Step::TakesOff(it) if about(&it.client) => Bears::Ends,
        Step::TakesConsentBack(it) if about(&it.client) => {
            let theirs = client.lets_know.as_deref() == organization_of(script, who);
            return theirs.then_some(Bears::Ends);
        }
        _ => return None,
    };
    Some(bears)
}

/// Whether a client is proposed for the agenda of a series.
fn is_on(script: &Script, series: &str, client: &Subject) -> bool {
    script.steps.iter().any(|step| match step {
        Step::Proposes(it) => it.client == client.personal_id && it.series == series,
        _ => false,
    })
}

/// Whether a meeting is one of a series for whose agenda a client is proposed.
fn is_spoken_of(script: &Script, meeting: &str, client: &Subject) -> bool {
    script.steps.iter().any(|step| match step {
        Step::Sets(it) => it.meeting == meeting && is_on(script, &it.series, client),
        _ => false,
    })
}

fn organization_of<'s>(script: &'s Script, who: &str) -> Option<&'s str> {
    let found = script.people.iter().find(|it| it.handle == who);
    found.map(|it| it.organization.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::SHIPPED;
    use super::*;

    /// The spans of somebody and a client, by the client's number.
    fn of_shipped(who: &str, client: &str) -> Vec<Span> {
        let script = Script::read(SHIPPED).unwrap();
        let no = script
            .clients
            .iter()
            .position(|it| it.personal_id == client);
        let no = no.unwrap();
        let all = spans(&script).into_iter();
        all.filter(|it| it.who == who && it.client == no).collect()
    }

    #[test]
    fn cc_2_4_nobody_may_find_at_a_table_who_a_client_is_before_they_came_in() {
        let script = Script::read(SHIPPED).unwrap();
        for span in spans(&script) {
            let step = &script.steps[span.from];
            assert!(
                matches!(step, Step::ComeIn(_) | Step::Closes(_)),
                "{span:?}"
            );
            assert!(!span.holds_at(span.from - 1) && span.holds_at(span.from));
        }
        assert!(of_shipped("stella", "MH-90457713").is_empty());
    }

    #[test]
    fn cc_2_2_whoever_takes_their_word_back_may_find_nothing_until_they_come_in_again() {
        let spans = of_shipped("bela", "MH-90457713");
        let [first, second] = &spans[..] else {
            panic!("{spans:?}");
        };
        let gone = first.until.unwrap();
        assert!(first.holds_at(gone - 1) && !first.holds_at(gone));
        assert!(gone < second.from && second.until.is_some());
    }

    #[test]
    fn cc_2_4_what_a_client_takes_back_ends_for_those_to_whom_it_was_given_and_for_nobody_else() {
        let theirs = of_shipped("heather", "CD-80246139");
        assert!(theirs.last().unwrap().until.is_some());
        let own = of_shipped("dana", "CD-80246139");
        assert_eq!(own.last().unwrap().until, None);
        // Who was taken out comes back by nothing, not even by the end of the meeting.
        assert_eq!(of_shipped("hanna", "MH-90457713").len(), 1);
    }
}
