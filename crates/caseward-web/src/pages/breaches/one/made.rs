//! What stands on the page of a report, for the one who handles it.

use caseward_casework::CaseworkError;
use caseward_casework::conference::breach::{SaidLine, ShownBreach};
use caseward_casework::gate::About;
use caseward_model::{BreachLetter, BreachReport, BreachState, Id, OfficeAct};

use super::super::{called, took};
use super::{BreachPage, Form, Letter, Said, finding, letter, sent, text};
use crate::forms::Problems;
use crate::pages::partners::{Fact, Field, Input, Sent, Typed, fact};
use crate::pages::people::{Choice, may};
use crate::visit::Visit;
use crate::{Place, Words};

pub(super) async fn made(
    visit: &Visit,
    id: Id<BreachReport>,
    sent: Sent<'_>,
    problems: Problems,
) -> Result<BreachPage, CaseworkError> {
    let words = Words::of(visit.language());
    let me = visit.person().worker;
    let shown = visit.front.casework.breach(me, id).await?;
    let finds = may(visit, OfficeAct::FindBreach, About::Office).await?;
    let href = format!("/breaches/desk/{id}");
    let mut forms = at_work(words, &shown, sent);
    if finds {
        forms.extend(judging(words, &shown, sent));
        forms.extend(following(words, &shown, sent));
    }
    Ok(BreachPage {
        kind: called(words, "breach-kind", shown.line.kind.word()),
        state: called(words, "breach-state", shown.line.state.word()),
        what: shown.what.clone(),
        facts: facts(visit, words, &shown),
        said: said(visit, words, &shown),
        letters: letters(visit, words, (href.as_str(), &shown)),
        forms,
        evidence: finds,
        problems,
        shell: visit.shell(Place::Breaches, &href),
        href,
    })
}

fn facts(visit: &Visit, words: &Words, it: &ShownBreach) -> Vec<Fact> {
    let when = |at| visit.moment(at).words;
    let mut facts = vec![
        fact(words, "cc-breach-by", it.reporter.clone()),
        fact(words, "cc-breach-at", when(it.line.reported_at)),
    ];
    let mut add = |label, text: Option<String>| {
        facts.extend(text.map(|text| fact(words, label, text)));
    };
    add("cc-breach-series", it.line.series.clone());
    add("cc-breach-happened", it.happened_at.map(when));
    add(
        "cc-breach-whom",
        it.whom.as_ref().map(|whom| whom.name.clone()),
    );
    let taken = it.taken_up.as_ref();
    add(
        "cc-breach-taken-up",
        taken.map(|(who, at)| format!("{who}, {}", when(*at))),
    );
    let after = it.line.taken_up_after_ms;
    add("cc-breach-after", after.map(|ms| took(words, ms)));
    add("cc-breach-pressed", it.pressed_at.map(when));
    let hold = it.hold.as_ref();
    add("cc-breach-hold", hold.map(|hold| when(hold.since)));
    facts
}

fn said(visit: &Visit, words: &Words, it: &ShownBreach) -> Vec<Said> {
    let line = |label: &str, said: &SaidLine| Said {
        label: words.t(label),
        who: said.who.clone(),
        at: visit.moment(said.at),
        text: said.text.clone(),
    };
    let notes = it.notes.iter().map(|said| line("cc-breach-note", said));
    let mut all: Vec<Said> = notes.collect();
    let mut add = |label: &str, said: Option<&SaidLine>| {
        all.extend(said.map(|said| line(label, said)));
    };
    add("cc-breach-put-to", it.put.as_ref());
    add("cc-breach-their-answer", it.answer.as_ref());
    if let Some(found) = &it.finding {
        add("cc-breach-finding", Some(&found.said));
        let why = SaidLine {
            text: found.unheard.clone(),
            ..found.said.clone()
        };
        add(
            "cc-breach-not-heard",
            (!found.unheard.is_empty()).then_some(&why),
        );
    }
    let lifted = it.hold.as_ref().and_then(|hold| hold.lifted.as_ref());
    add("cc-breach-lifted", lifted);
    add("cc-breach-back-in", it.reinstated.as_ref());
    all
}

fn letters(visit: &Visit, words: &Words, (href, it): (&str, &ShownBreach)) -> Vec<Letter> {
    let one = |it: &caseward_casework::conference::breach::LetterLine| Letter {
        href: format!("{href}/letters/{}", it.no),
        kind: called(words, "breach-letter", it.kind.word()),
        to: format!("{} · {}", it.to, it.reference),
        at: visit.moment(it.said.at),
        sent: it
            .sent
            .as_ref()
            .map(|(at, how)| (visit.moment(*at), how.text.clone())),
    };
    it.letters.iter().map(one).collect()
}

/// What whoever handles it can do while nothing is found.
fn at_work(words: &Words, it: &ShownBreach, sent: Sent<'_>) -> Vec<Form> {
    if it.finding.is_some() {
        return Vec::new();
    }
    if it.taken_up.is_none() {
        return vec![Form {
            to: "acknowledge",
            heading: "cc-breach-take-up",
            lead: "cc-breach-take-up-lead",
            button: "cc-breach-take-up-do",
            fields: Vec::new(),
        }];
    }
    let mut forms = vec![Form {
        to: "inquire",
        heading: "cc-breach-inquire",
        lead: "cc-breach-inquire-lead",
        button: "cc-breach-inquire-do",
        fields: inquiry(words, it, sent),
    }];
    if it.whom.is_some() && it.put.is_none() {
        let typed = sent.or("hearing", Typed::default());
        forms.push(Form {
            to: "hearing",
            heading: "cc-breach-hear",
            lead: "cc-breach-hear-lead",
            button: "cc-breach-hear-do",
            fields: text(words, ("told", "cc-breach-told"), &typed),
        });
    }
    forms
}

fn inquiry(words: &Words, it: &ShownBreach, sent: Sent<'_>) -> Vec<Field> {
    let whom = it.whom.as_ref().map(|it| it.id.to_string());
    let begins = Typed::default().with("whom", whom.unwrap_or_default());
    let typed = sent.or("inquire", begins);
    let mut fields = text(words, ("inquiry", "cc-breach-inquiry"), &typed);
    if !it.people.is_empty() {
        let people = it.people.iter().map(|it| Choice {
            value: it.id.to_string(),
            label: it.name.clone(),
        });
        let people = Input::Choose(people.collect());
        fields.push(Field::new(words, "whom", "cc-breach-whom", people, &typed));
    }
    fields
}

/// What a privacy officer can find.
fn judging(words: &Words, it: &ShownBreach, sent: Sent<'_>) -> Vec<Form> {
    if it.finding.is_some() || it.notes.is_empty() {
        return Vec::new();
    }
    let typed = sent.or("finding", Typed::default());
    let ask_why = it.whom.is_some() && it.answer.is_none();
    let conduct = it.line.kind.is_conduct() && it.whom.is_some();
    vec![Form {
        to: "finding",
        heading: "cc-breach-find",
        lead: "cc-breach-find-lead",
        button: "cc-breach-find-do",
        fields: finding(words, (conduct, ask_why), &typed),
    }]
}

/// What follows from a substantiated finding.
fn following(words: &Words, it: &ShownBreach, typed: Sent<'_>) -> Vec<Form> {
    if it.line.state != BreachState::Substantiated {
        return Vec::new();
    }
    let form = |to, heading, lead, button, fields| Form {
        to,
        heading,
        lead,
        button,
        fields,
    };
    let next = it.untold.first().map_or("", |it| it.word());
    let employer = it.untold.first() == Some(&BreachLetter::Employer);
    let to = if employer { it.employer.as_str() } else { "" };
    let begins = Typed::default()
        .with("paper", next)
        .with("language", words.language().word())
        .with("to", to);
    let mut forms = vec![form(
        "letters",
        "cc-breach-write",
        "cc-breach-write-lead",
        "cc-breach-write-do",
        letter(words, &typed.or("letters", begins)),
    )];
    let waiting = it.letters.iter().filter(|it| it.sent.is_none());
    let waiting: Vec<Choice> = waiting
        .map(|it| Choice {
            value: it.no.to_string(),
            label: format!("{} · {}", it.to, it.reference),
        })
        .collect();
    if !waiting.is_empty() {
        let typed = typed.or("sent", Typed::default());
        forms.push(form(
            "sent",
            "cc-breach-sent",
            "cc-breach-sent-lead",
            "cc-breach-sent-do",
            sent(words, waiting, &typed),
        ));
    }
    if it.hold.as_ref().is_some_and(|it| it.lifted.is_none()) {
        let typed = typed.or("hold", Typed::default());
        forms.push(form(
            "hold",
            "cc-breach-lift",
            "cc-breach-lift-lead",
            "cc-breach-lift-do",
            text(words, ("because", "cc-breach-why"), &typed),
        ));
    }
    let ended = it.finding.as_ref().is_some_and(|it| it.ends);
    if ended && it.reinstated.is_none() {
        let typed = typed.or("reinstate", Typed::default());
        forms.push(form(
            "reinstate",
            "cc-breach-reinstate",
            "cc-breach-reinstate-lead",
            "cc-breach-reinstate-do",
            text(words, ("back", "cc-breach-why"), &typed),
        ));
    }
    forms
}
