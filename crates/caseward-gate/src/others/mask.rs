//! Masking what was let out before it becomes a paper: whatever tells of anybody else gets a numbered placeholder, unless a
//! person said, with a reason, that it stays (CR-9, DV-4.6.4, DV-3.2).
//!
//! What may tell of somebody who is shielded stays masked, whoever wants it otherwise.

use std::collections::BTreeSet;
use std::ops::Range;

use caseward_db::Reader;
use caseward_masking::{
    Decision, Index, Kind, Labels, Masker, Name, Near, Person, PersonNo, Scope, Span, Way,
};
use caseward_model::{Client, Id, Language};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{Others, person_of};
use crate::ask::Gate;
use crate::facts::{WallAgainst, read_client, read_kept_client};
use crate::request::Disclose;
use crate::vault::Vault;
use crate::{Disclosed, GateError};

/// Numbers of what whoever looks wants masked besides lie behind all others.
const FIRST_ALSO: u32 = 1 << 29;

/// So many more words can be masked in one artefact.
const MOST_ALSO: usize = 200;

/// What is wanted besides finding everybody.
#[derive(Debug, Clone)]
pub struct MaskOrder {
    /// In which language placeholders are.
    pub language: Language,
    /// What else is to be masked, in whatever way it is written.
    pub also: Vec<Also>,
    /// What was decided about single places.
    pub choices: Vec<Choice>,
}

/// A name or a word that only whoever looks knows to be somebody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Also {
    /// The word or words.
    pub words: String,
}

/// What was decided about one place. It counts for exactly the text in which it was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The first 16 bytes of the text's SHA-256, in hex.
    pub text: String,
    /// The place, in bytes of that text.
    pub place: Range<usize>,
    /// What.
    pub chosen: Chosen,
}

/// What can be decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// More around it is masked as well.
    Widen(Range<usize>),
    /// It stays, for this reason; a second person has to look at the paper then.
    Lift(String),
}

/// A text as it may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedText {
    /// Without what was masked.
    pub text: Zeroizing<String>,
    /// By what choices about it name it.
    pub mark: String,
    /// What was found in it, in its order.
    pub mentions: Vec<Mention>,
}

/// A place at which something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where, in bytes of the text as it was.
    pub from: Range<usize>,
    /// Where what stands there now is, in bytes of the masked text.
    pub to: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// By what it was recognised.
    pub ways: Vec<Way>,
    /// It is somebody's whom the office knows; otherwise it only looks like an identifier.
    pub known: bool,
    /// It may be somebody's who is shielded, and can't stay.
    pub shielded: bool,
    /// Why it stays.
    pub lifted: Option<String>,
}

impl Gate {
    /// Masks the texts of one artefact, in their order. Placeholders mean the same in all of them, and nothing elsewhere.
    ///
    /// # Errors
    /// [`GateError::Unfit`] before everybody was read ([`Gate::index_others`]), and when something is still to be found in
    /// what was masked.
    pub async fn mask(
        &self,
        disclosed: &Disclosed<'_, Disclose>,
        texts: Vec<Zeroizing<String>>,
        order: MaskOrder,
    ) -> Result<Vec<MaskedText>, GateError> {
        let vault = self.core.vault()?;
        let core = std::sync::Arc::clone(&self.core);
        let client = disclosed.client();
        self.db
            .read(move |reader| {
                let about = About::of(reader, &vault, client)?;
                let found = core.others(|others| Looking::through(others, &about, &texts, &order));
                let mut looking = found.ok_or(GateError::Unfit(NOT_READ))??;
                looking.shield(reader, &vault)?;
                let masked = looking.masked(&texts, &order);
                let sound = core.others(|others| looking.nothing_left(others, &about, &masked));
                match sound {
                    Some(true) => Ok(masked.into_iter().map(|(_, told)| told).collect()),
                    _ => Err(GateError::Unfit(STILL_THERE)),
                }
            })
            .await
    }
}

const NOT_READ: &str =
    "the names of the people in this office are still being read; try again in a minute";
const STILL_THERE: &str = "after masking, something that tells of somebody else was still there; \
                           mask more around it, or leave the section out";

/// Whose file it is.
struct About {
    no: i64,
    /// Clients from whom a wall shields this one.
    walled: Vec<i64>,
}

impl About {
    fn of(reader: &mut Reader<'_>, vault: &Vault, client: Id<Client>) -> Result<Self, GateError> {
        let row = read_client(reader, vault, &client)?.ok_or(GateError::Damaged)?;
        let walls = row.sheet.walls.iter().filter_map(|it| match it.against {
            WallAgainst::Client(no) => Some(no),
            WallAgainst::Worker(_) | WallAgainst::Organization(_) => None,
        });
        Ok(Self {
            no: row.no,
            walled: walls.collect(),
        })
    }

    fn scopes(&self, others: &Others) -> (Near, Near) {
        let mut near = others.near(self.no);
        near.extend(self.walled.iter().copied().filter_map(person_of));
        let own: Vec<PersonNo> = person_of(self.no).into_iter().collect();
        (
            Near::of(&others.index, &near),
            Near::of(&others.index, &own),
        )
    }
}

/// What was found in each of the texts.
struct Looking {
    spans: Vec<Vec<Span>>,
    decisions: Vec<Vec<Decision>>,
    shielded: BTreeSet<u32>,
    /// Knows what is to be masked besides.
    also: (Index, Near),
}

impl Looking {
    fn through(
        others: &Others,
        about: &About,
        texts: &[Zeroizing<String>],
        order: &MaskOrder,
    ) -> Result<Self, GateError> {
        let also = also_index(&order.also)?;
        let (near, own) = about.scopes(others);
        let mut looking = Self {
            spans: Vec::new(),
            decisions: Vec::new(),
            shielded: BTreeSet::new(),
            also,
        };
        for text in texts {
            let mut spans = find(&others.index, text, (&near, &own), about.no);
            spans.extend(looking.also_in(text));
            spans.sort_by_key(|it| (it.range.start, it.range.end));
            let mark = mark_of(text);
            let chosen = |span: &Span| {
                let mut all = order.choices.iter();
                let one = all.find(|it| it.text == mark && it.place == span.range);
                one.map_or(Decision::Accept, |it| match &it.chosen {
                    Chosen::Widen(range) => Decision::Widen(range.clone()),
                    Chosen::Lift(why) => Decision::Lift(why.clone()),
                })
            };
            looking.decisions.push(spans.iter().map(chosen).collect());
            looking.spans.push(spans);
        }
        Ok(looking)
    }

    fn also_in(&self, text: &str) -> Vec<Span> {
        let (index, near) = &self.also;
        let scope = Scope {
            near: Some(near),
            own: None,
            unknown: false,
            dates: false,
        };
        let mut spans = index.find(text, &scope);
        for person in spans.iter_mut().flat_map(|it| &mut it.people) {
            person.0 = person.0.saturating_add(FIRST_ALSO);
        }
        spans
    }

    /// Reads who of those that were found is shielded.
    fn shield(&mut self, reader: &mut Reader<'_>, vault: &Vault) -> Result<(), GateError> {
        let people = self.spans.iter().flatten().flat_map(|it| &it.people);
        let people: BTreeSet<u32> = people
            .map(|it| it.0)
            .filter(|it| *it < FIRST_ALSO)
            .collect();
        for number in people {
            let row = read_kept_client(reader, vault, i64::from(number))?;
            if row.is_some_and(|row| row.sheet.protected() || row.sheet.protection_proposed()) {
                self.shielded.insert(number);
            }
        }
        Ok(())
    }

    fn is_shielded(&self, span: &Span) -> bool {
        span.many || span.people.iter().any(|it| self.shielded.contains(&it.0))
    }

    fn masked(
        &mut self,
        texts: &[Zeroizing<String>],
        order: &MaskOrder,
    ) -> Vec<(caseward_masking::Masked, MaskedText)> {
        let mut masker = Masker::new(Labels::of(order.language));
        let mut all = Vec::with_capacity(texts.len());
        for (at, text) in texts.iter().enumerate() {
            let spans = self.spans.get(at).cloned().unwrap_or_default();
            let mut decisions = self.decisions.get(at).cloned().unwrap_or_default();
            for (decision, span) in decisions.iter_mut().zip(&spans) {
                if matches!(decision, Decision::Lift(_)) && self.is_shielded(span) {
                    *decision = Decision::Accept;
                }
            }
            let masked = masker.mask(text, &spans, &decisions);
            let told = MaskedText {
                text: Zeroizing::new(masked.text.clone()),
                mark: mark_of(text),
                mentions: masked.table.iter().map(|it| self.mention(it)).collect(),
            };
            all.push((masked, told));
        }
        all
    }

    fn mention(&self, placed: &caseward_masking::Placed) -> Mention {
        Mention {
            from: placed.from.clone(),
            to: placed.to.clone(),
            kind: placed.span.kind,
            ways: placed.span.ways.iter().collect(),
            known: placed.span.is_known(),
            shielded: self.is_shielded(&placed.span),
            lifted: placed.lifted.clone(),
        }
    }

    /// Looks through what was masked once more.
    fn nothing_left(
        &self,
        others: &Others,
        about: &About,
        masked: &[(caseward_masking::Masked, MaskedText)],
    ) -> bool {
        let (near, own) = about.scopes(others);
        let scope = Scope {
            near: Some(&near),
            own: Some(&own),
            unknown: true,
            dates: false,
        };
        let (also, also_near) = &self.also;
        let also_scope = Scope {
            near: Some(also_near),
            own: None,
            unknown: false,
            dates: false,
        };
        masked.iter().all(|(masked, _)| {
            let left = masked.left(&others.index, &scope);
            let mut left = left.into_iter().filter(|it| !is_own(it, about.no));
            left.next().is_none() && masked.left(also, &also_scope).is_empty()
        })
    }
}

fn find(index: &Index, text: &str, (near, own): (&Near, &Near), no: i64) -> Vec<Span> {
    let scope = Scope {
        near: Some(near),
        own: Some(own),
        unknown: true,
        dates: false,
    };
    let mut spans = index.find(text, &scope);
    spans.retain(|it| !is_own(it, no));
    spans
}

/// Whoever lives together has one address and one telephone: in the file of one of them it is theirs. A name isn't.
fn is_own(span: &Span, no: i64) -> bool {
    let theirs = person_of(no).is_some_and(|it| span.people.contains(&it));
    theirs && span.kind != Kind::Name
}

/// By what a choice names a text.
fn mark_of(text: &str) -> String {
    let sum = Sha256::digest(text.as_bytes());
    data_encoding::HEXLOWER.encode(sum.get(..16).unwrap_or_default())
}

fn also_index(also: &[Also]) -> Result<(Index, Near), GateError> {
    if also.len() > MOST_ALSO {
        return Err(GateError::Unfit("these are too many words to mask at once"));
    }
    let mut builder = Index::builder(also.len());
    let mut people = Vec::new();
    for (number, Also { words }) in (0_u32..).zip(also) {
        let words = words.trim();
        let (given, family) = words.rsplit_once(' ').unwrap_or((words, ""));
        let person = Person {
            names: vec![Name {
                given: given.trim().to_owned(),
                middle: String::new(),
                family: family.to_owned(),
            }],
            called: vec![words.to_owned()],
            ..Person::default()
        };
        builder = builder.person(PersonNo(number), &person);
        people.push(PersonNo(number));
    }
    let index = builder.build();
    let near = Near::of(&index, &people);
    Ok((index, near))
}
