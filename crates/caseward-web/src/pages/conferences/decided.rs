//! Decisions and actions as lines of a page: in the room, on one's own list, and of what stays of a meeting (CC-1, CC-2.4).

use caseward_casework::conference::{ActionLine, SpokenOf};
use caseward_casework::gate::Delivery;
use caseward_model::{ActionState, DecidedKind, Language};

use crate::Words;
use crate::delivery::Ending;
use crate::pages::people::key;
use crate::view::{Said, When};
use crate::visit::{closing, day, local};

/// A decision or an action, in words.
#[derive(Debug, Clone)]
pub struct Line<T> {
    /// Which of both it is.
    pub kind: String,
    /// The identifier or the name.
    pub called: T,
    /// How an action stands.
    pub state: Option<String>,
    /// What was written.
    pub text: String,
    /// Who does it until when, when it was written down, and when somebody said what came of it.
    pub says: Vec<String>,
    /// What they said.
    pub word: String,
    /// Where the reader can say what came of it.
    pub end: Option<String>,
}

/// Lines for a page.
pub(super) fn lines(language: Language, all: Vec<ActionLine>) -> Vec<Line<Said>> {
    all.into_iter().map(|it| line(language, it)).collect()
}

/// A line for a page.
pub(super) fn line(language: Language, it: ActionLine) -> Line<Said> {
    let words = Words::of(language);
    let is_action = it.kind == DecidedKind::Action;
    let state = match it.late {
        true => words.t("action-late"),
        false => words.t(&key("action-state", it.state.word())),
    };
    let organization = it.organization.as_ref();
    let mut says = Vec::new();
    match (organization, &it.person) {
        (Some(of), Some(who)) => says.push(format!("{} ({})", who.name, of.name)),
        (Some(of), None) => says.push(of.name.clone()),
        (None, _) => {}
    }
    if let Some(at) = it.due_at {
        // A day that is over begins the next one.
        let until = When::day(words, local(at - 1).date()).words;
        says.push(words.fill("action-until").with("day", until).to_string());
    }
    let at = day(language, it.at).words;
    says.push(words.fill("action-at").with("day", at).to_string());
    if let Some(at) = it.ended_at {
        let at = day(language, at).words;
        says.push(words.fill("action-ended-at").with("day", at).to_string());
    }
    let open = it.is_theirs && it.state == ActionState::Open;
    Line {
        kind: words.t(&key("action-kind", it.kind.word())),
        called: called(words, it.about),
        state: is_action.then_some(state),
        text: it.text.to_string(),
        says,
        word: it.word.to_string(),
        end: open.then(|| format!("/conferences/actions/{}", it.handle)),
    }
}

/// By what somebody is spoken of.
pub(super) fn called(words: &Words, about: SpokenOf) -> Said {
    match (about.identifier, about.by_identifier) {
        (Some(identifier), _) => Said::Ours(identifier),
        (None, true) => Said::Ours(words.t("action-identifier-gone")),
        (None, false) => Said::name(words, about.name),
    }
}

/// Tells the ledger of everything on a page how it ended.
pub(super) fn told(deliveries: Vec<Delivery>) -> impl FnOnce(Ending) + Send + 'static {
    move |ending| {
        for delivery in deliveries {
            closing(delivery)(ending);
        }
    }
}

/// An open action by identifier, and a decision by name.
pub(super) fn samples(words: &Words) -> Vec<Line<String>> {
    vec![
        Line {
            kind: words.t("action-kind-action"),
            called: "BCDF-GHJK".into(),
            state: Some(words.t("action-state-open")),
            text: "Keeps a bed free for a week".into(),
            says: vec!["Heather Moss (Willowherb Clinic)".into()],
            word: String::new(),
            end: Some("/conferences/actions/0k3v9".into()),
        },
        Line {
            kind: words.t("action-kind-decision"),
            called: "Alma Reyes".into(),
            state: None,
            text: "Goes on the list for a flat of her own".into(),
            says: Vec::new(),
            word: "The list is open again".into(),
            end: None,
        },
    ]
}
