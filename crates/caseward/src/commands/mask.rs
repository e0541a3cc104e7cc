//! `caseward mask`: what masking finds in a text, with people that are named in a file: to try it, and to measure it on texts of
//! one's own (CR-9). It needs no office, opens none and keeps nothing.

use std::io::Read as _;
use std::path::PathBuf;

use anyhow::Context;
use caseward_masking::{Index, Labels, Masker, Name, Near, Person, PersonNo, Scope, Span};
use caseward_model::Language;
use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::cli::word;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct MaskArgs {
    /// The text; the input if nothing is named
    pub(super) text: Option<PathBuf>,
    /// People in JSON: a list of objects with `given`, `middle`, `family`, `called`, `births`, `phones`, `mails`,
    /// `addresses`, `ssns`, `numbers`, `plates`, and `near` or `own` for those who are
    #[arg(long)]
    pub(super) people: PathBuf,
    /// Also every date
    #[arg(long)]
    pub(super) dates: bool,
    /// Only what is somebody's of the file, and not what merely looks like an identifier
    #[arg(long)]
    pub(super) known: bool,
    /// In which language the placeholders are: en or es
    #[arg(long, default_value = "en", value_parser = word::<Language>)]
    pub(super) language: Language,
}

/// Somebody, as the file tells of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Told {
    given: String,
    middle: String,
    family: String,
    called: Vec<String>,
    births: Vec<jiff::civil::Date>,
    phones: Vec<String>,
    mails: Vec<String>,
    addresses: Vec<String>,
    ssns: Vec<String>,
    numbers: Vec<String>,
    plates: Vec<String>,
    near: bool,
    own: bool,
}

impl Told {
    fn person(self) -> Person {
        let name = Name {
            given: self.given,
            middle: self.middle,
            family: self.family,
        };
        Person {
            names: Some(name)
                .filter(|it| *it != Name::default())
                .into_iter()
                .collect(),
            called: self.called,
            births: self.births,
            phones: self.phones,
            mails: self.mails,
            addresses: self.addresses,
            ssns: self.ssns,
            numbers: self.numbers,
            plates: self.plates,
        }
    }
}

pub(crate) fn run(order: &MaskArgs, terminal: &Terminal) -> anyhow::Result<Ended> {
    let text = text(order)?;
    let path = order.people.display();
    let people = std::fs::read(&order.people)
        .with_context(|| format!("{path} can't be read; name a file that is there"))?;
    let people: Vec<Told> = serde_json::from_slice(&people).with_context(|| {
        format!("{path} isn't a list of people; `caseward mask --help` says how it looks")
    })?;
    let (mut near, mut own) = (Vec::new(), Vec::new());
    let mut builder = Index::builder(people.len());
    for (number, told) in (0_u32..).zip(people) {
        let number = PersonNo(number);
        near.extend(told.near.then_some(number));
        own.extend(told.own.then_some(number));
        builder = builder.person(number, &told.person());
    }
    let index = builder.build();
    let (near, own) = (Near::of(&index, &near), Near::of(&index, &own));
    let scope = Scope {
        near: Some(&near),
        own: Some(&own),
        unknown: !order.known,
        dates: order.dates,
    };
    let spans = index.find(&text, &scope);
    let masked = Masker::new(Labels::of(order.language)).mask(&text, &spans, &[]);
    let left = masked.left(&index, &scope);
    let told: Vec<Value> = spans.iter().map(|it| told(&text, it)).collect();
    terminal.json(&json!({ "spans": told, "masked": masked.text, "left": left.len() }))?;
    terminal.say(&masked.text);
    Ok(if left.is_empty() {
        Ended::Done
    } else {
        Ended::Failed
    })
}

fn text(order: &MaskArgs) -> anyhow::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    match &order.text {
        Some(path) => {
            let read = std::fs::read_to_string(path);
            *text =
                read.with_context(|| format!("{} can't be read as UTF-8 text", path.display()))?;
        }
        None => {
            let read = std::io::stdin().read_to_string(&mut text);
            read.context("the input can't be read as UTF-8 text")?;
        }
    }
    Ok(text)
}

/// A place: in bytes and in signs, from 0, the end not included.
fn told(text: &str, span: &Span) -> Value {
    let signs = |until: usize| text.get(..until).map_or(0, |it| it.chars().count());
    let ways: Vec<&str> = span.ways.iter().map(caseward_masking::Way::word).collect();
    json!({
        "start": span.range.start,
        "end": span.range.end,
        "start_signs": signs(span.range.start),
        "end_signs": signs(span.range.end),
        "kind": format!("{:?}", span.kind).to_lowercase(),
        "class": span.class.word(),
        "ways": ways,
        "people": span.people.iter().map(|it| it.0).collect::<Vec<u32>>(),
        "many": span.many,
    })
}
