//! A new text with numbered placeholders where the old one told who somebody is (CR-9, DV-4.6.4).
//!
//! Within one artefact the same person has the same number, so that the text can still be followed. Numbers are given in the order in which
//! people appear, and mean nothing in another artefact.

use std::collections::BTreeMap;
use std::ops::Range;

use caseward_model::Language;

use crate::filing::Sum;
use crate::index::Index;
use crate::near::Scope;
use crate::person::PersonNo;
use crate::span::{Kind, Span};
use crate::token::tokens;

/// The words of placeholders: `{}` is where the number stands.
///
/// ```
/// use caseward_masking::Labels;
/// let labels = Labels { person: "Child {}".into(), ..Labels::of(caseward_model::Language::English) };
/// assert_eq!(labels.person, "Child {}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// A name of somebody.
    pub person: String,
    /// What is somebody's, by its kind.
    pub of_person: BTreeMap<Kind, String>,
    /// What is nobody's who is known, by its kind.
    pub of_nobody: BTreeMap<Kind, String>,
}

impl Labels {
    /// The words of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let (person, kinds): (&str, &[(Kind, &str, &str)]) = match language {
            Language::English => ("Person {}", &ENGLISH),
            Language::Spanish => ("Persona {}", &SPANISH),
        };
        let map = |words: fn(&(Kind, &'static str, &'static str)) -> &'static str| {
            let pairs = kinds.iter().map(|it| (it.0, words(it).to_owned()));
            pairs.collect::<BTreeMap<Kind, String>>()
        };
        Self {
            person: person.to_owned(),
            of_person: map(|it| it.1),
            of_nobody: map(|it| it.2),
        }
    }

    fn template(&self, kind: Kind, known: bool) -> &str {
        let labels = if known {
            &self.of_person
        } else {
            &self.of_nobody
        };
        match kind {
            Kind::Name if known => &self.person,
            _ => labels.get(&kind).unwrap_or(&self.person),
        }
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        let others = self.of_person.values().chain(self.of_nobody.values());
        std::iter::once(&self.person).chain(others)
    }
}

const ENGLISH: [(Kind, &str, &str); 10] = [
    (Kind::Name, "Person {}", "name {}"),
    (Kind::Birth, "Person {}'s date of birth", "date of birth {}"),
    (Kind::Date, "Person {}'s date", "date {}"),
    (Kind::Phone, "Person {}'s phone", "phone number {}"),
    (Kind::Mail, "Person {}'s e-mail", "e-mail address {}"),
    (Kind::Address, "Person {}'s address", "address {}"),
    (Kind::Number, "Person {}'s number", "number {}"),
    (Kind::Plate, "Person {}'s plate", "plate {}"),
    (Kind::Web, "Person {}'s web address", "web address {}"),
    (Kind::Network, "Person {}'s device", "device {}"),
];

const SPANISH: [(Kind, &str, &str); 10] = [
    (Kind::Name, "Persona {}", "nombre {}"),
    (
        Kind::Birth,
        "fecha de nacimiento de Persona {}",
        "fecha de nacimiento {}",
    ),
    (Kind::Date, "fecha de Persona {}", "fecha {}"),
    (Kind::Phone, "teléfono de Persona {}", "teléfono {}"),
    (Kind::Mail, "correo de Persona {}", "correo {}"),
    (Kind::Address, "dirección de Persona {}", "dirección {}"),
    (Kind::Number, "número de Persona {}", "número {}"),
    (Kind::Plate, "placa de Persona {}", "placa {}"),
    (Kind::Web, "página web de Persona {}", "página web {}"),
    (Kind::Network, "aparato de Persona {}", "aparato {}"),
];

/// What is done about a span.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Decision {
    /// It is masked.
    #[default]
    Accept,
    /// It is masked with more around it: the range, in bytes of the text. What of the span lies outside is masked too.
    Widen(Range<usize>),
    /// It stays, for a reason. Without a reason it doesn't.
    Lift(String),
}

/// What became of one span, or of several that were widened into one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Where it stood in the text.
    pub from: Range<usize>,
    /// Where its placeholder stands in the masked text, or itself if it was lifted.
    pub to: Range<usize>,
    /// What stands there now.
    pub placeholder: String,
    /// What was found, the first one if there were several.
    pub span: Span,
    /// Why it stays.
    pub lifted: Option<String>,
}

/// A text without what was masked, and the table of what was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Masked {
    /// The new text.
    pub text: String,
    /// In the order of the text.
    pub table: Vec<Placed>,
}

impl Masked {
    /// What can still be found in the masked text, outside of placeholders and of what was lifted. Must be empty before
    /// anything leaves.
    #[must_use]
    pub fn left(&self, index: &Index, scope: &Scope<'_>) -> Vec<Span> {
        let mut found = index.find(&self.text, scope);
        found.retain(|span| {
            let next = self
                .table
                .partition_point(|it| it.to.end <= span.range.start);
            let within = self
                .table
                .get(next)
                .is_some_and(|it| it.to.start <= span.range.start && span.range.end <= it.to.end);
            !within
        });
        found
    }
}

/// Gives the placeholders of one artefact.
///
/// ```
/// use caseward_masking::{Index, Labels, Masker, Name, Person, PersonNo, Scope};
/// let ana = Person {
///     names: vec![Name { given: "Ana".into(), middle: String::new(), family: "Leal".into() }],
///     ..Person::default()
/// };
/// let index = Index::builder(1).person(PersonNo(0), &ana).build();
/// let text = "Leal, Ana came. We told Ana Leal's sister.";
/// let spans = index.find(text, &Scope::default());
/// let mut masker = Masker::new(Labels::of(caseward_model::Language::English));
/// let masked = masker.mask(text, &spans, &[]);
/// assert_eq!(masked.text, "[Person 1] came. We told [Person 1]'s sister.");
/// assert!(masked.left(&index, &Scope::default()).is_empty());
/// ```
#[derive(Debug, Clone)]
pub struct Masker {
    labels: Labels,
    people: Vec<Vec<PersonNo>>,
    many: BTreeMap<u64, usize>,
    things: BTreeMap<(Kind, u64), usize>,
    /// Placeholders with numbers up to this stand in the texts themselves.
    taken: usize,
}

impl Masker {
    /// For one artefact; several texts of it may be masked one after the other.
    #[must_use]
    pub fn new(labels: Labels) -> Self {
        Self {
            labels,
            people: Vec::new(),
            many: BTreeMap::new(),
            things: BTreeMap::new(),
            taken: 0,
        }
    }

    /// Puts placeholders in the place of spans. `decisions` has one for each span; where there are fewer, the rest are accepted.
    ///
    /// Ranges of decisions that end inside a sign or outside of the text are taken to the next whole sign within it.
    pub fn mask(&mut self, text: &str, spans: &[Span], decisions: &[Decision]) -> Masked {
        if self.people.is_empty() && self.things.is_empty() {
            self.taken = self.highest_in(text);
        }
        let mut masked = Masked::default();
        let mut done = 0;
        for (range, span, lifted) in merged(text, spans, decisions) {
            masked
                .text
                .push_str(text.get(done..range.start).unwrap_or(""));
            let begin = masked.text.len();
            let placeholder = if lifted.is_some() {
                text.get(range.clone()).unwrap_or("").to_owned()
            } else {
                self.placeholder(text, span)
            };
            masked.text.push_str(&placeholder);
            done = range.end;
            masked.table.push(Placed {
                from: range,
                to: begin..masked.text.len(),
                placeholder,
                span: span.clone(),
                lifted,
            });
        }
        masked.text.push_str(text.get(done..).unwrap_or(""));
        masked
    }

    fn placeholder(&mut self, text: &str, span: &Span) -> String {
        let number = self.taken + 1 + self.number(text, span);
        let template = self.labels.template(span.kind, span.is_known());
        format!("[{}]", template.replacen("{}", &number.to_string(), 1))
    }

    /// The same for the same people; where it isn't certain who is meant, for those who may be.
    fn number(&mut self, text: &str, span: &Span) -> usize {
        let written = text.get(span.range.clone()).unwrap_or("");
        let sum = tokens(written).fold(Sum::default(), |sum, token| sum.joined(token.sum()));
        if !span.is_known() {
            let next = self.things.keys().filter(|(kind, _)| *kind == span.kind);
            let next = next.count();
            return *self.things.entry((span.kind, sum.hash)).or_insert(next);
        }
        if span.many
            && let Some(number) = self.many.get(&sum.hash)
        {
            return *number;
        }
        let shared = |people: &Vec<PersonNo>| people.iter().any(|it| span.people.contains(it));
        let number = if let Some(number) = self.people.iter().position(shared) {
            if let Some(people) = self.people.get_mut(number) {
                people.retain(|it| span.people.contains(it));
            }
            number
        } else {
            self.people.push(span.people.clone());
            self.people.len() - 1
        };
        if span.many {
            self.many.insert(sum.hash, number);
        }
        number
    }

    /// The highest number of a placeholder that somebody wrote into the text.
    fn highest_in(&self, text: &str) -> usize {
        let mut highest = 0;
        for label in self.labels.all() {
            let begin = format!("[{}", label.split("{}").next().unwrap_or(""));
            for (at, found) in text.match_indices(&begin) {
                let rest = text.get(at + found.len()..).unwrap_or("");
                let digits = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
                let number = rest.get(..digits).and_then(|it| it.parse().ok());
                highest = highest.max(number.unwrap_or(0));
            }
        }
        highest
    }
}

/// What happens to which part of a text, in its order and without overlaps.
fn merged<'s>(
    text: &str,
    spans: &'s [Span],
    decisions: &[Decision],
) -> Vec<(Range<usize>, &'s Span, Option<String>)> {
    let mut all: Vec<(Range<usize>, &Span, Option<String>)> = Vec::with_capacity(spans.len());
    for (at, span) in spans.iter().enumerate() {
        let own = whole_signs(text, &span.range);
        let (range, lifted) = match decisions.get(at) {
            Some(Decision::Lift(reason)) if !reason.trim().is_empty() => {
                (own, Some(reason.clone()))
            }
            Some(Decision::Widen(wider)) => {
                let wider = whole_signs(text, wider);
                (own.start.min(wider.start)..own.end.max(wider.end), None)
            }
            _ => (own, None),
        };
        if range.start < range.end {
            all.push((range, span, lifted));
        }
    }
    // Where something lifted and something masked overlap, masking wins.
    let covered: Vec<Range<usize>> = all
        .iter()
        .filter(|(.., lifted)| lifted.is_none())
        .map(|(range, ..)| range.clone())
        .collect();
    let mut covered = covered;
    covered.sort_by_key(|range| range.start);
    let overlaps = |range: &Range<usize>| {
        let after = covered.partition_point(|it| it.start < range.end);
        covered
            .iter()
            .take(after)
            .rev()
            .take(64)
            .any(|it| it.end > range.start)
    };
    all.retain(|(range, _, lifted)| lifted.is_none() || !overlaps(range));
    all.sort_by_key(|(range, ..)| range.start);
    let mut merged: Vec<(Range<usize>, &Span, Option<String>)> = Vec::with_capacity(all.len());
    for (range, span, lifted) in all {
        match merged.last_mut() {
            Some((last, _, before)) if range.start < last.end => {
                last.end = last.end.max(range.end);
                *before = None;
            }
            _ => merged.push((range, span, lifted)),
        }
    }
    merged
}

/// A range that cuts no sign in two.
fn whole_signs(text: &str, range: &Range<usize>) -> Range<usize> {
    let within = |at: usize| at.min(text.len());
    let start = (0..=within(range.start)).rev();
    let start = start.take(4).find(|at| text.is_char_boundary(*at));
    let end = (within(range.end)..=text.len()).take(4);
    let end = end.into_iter().find(|at| text.is_char_boundary(*at));
    start.unwrap_or(0)..end.unwrap_or(text.len())
}
