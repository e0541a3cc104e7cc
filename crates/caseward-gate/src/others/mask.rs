//! Masking what was let out before it becomes a paper: whatever tells of anybody else gets a numbered placeholder, unless a
//! person said, with a reason, that it stays (CR-9, DV-4.6.4, DV-3.2).
//!
//! What may tell of a client whom whoever looks doesn't work with, or who is shielded, stays masked, and nobody is told which of
//! both it is: what was found in a text says nothing about who is known here (DV-3.3.1).

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

use super::partners::{MaskedPartners, Partners, is_partner, tells_of_one};
use super::staff::{Staff, is_of_staff};
use super::{NOT_READ, Others, person_of};
use crate::ask::Gate;
use crate::facts::{Assignee, ClientSheet, WallAgainst, read_client, read_kept_client};
use crate::request::Disclose;
use crate::vault::Vault;
use crate::{Disclosed, GateError};

/// Numbers of what whoever looks wants masked besides lie behind all others.
const FIRST_ALSO: u32 = 1 << 29;

/// So many more words can be masked in one artefact.
const MOST_ALSO: usize = 200;

/// In bytes: what is longer is a text, and not a line with a name.
const LONGEST_NAME: usize = 120;

/// A paper tells of no more people whom whoever looks doesn't work with: a list of names isn't put to the test here.
const MOST_STRANGERS: usize = 50;

/// What is wanted besides finding everybody.
#[derive(Clone)]
pub struct MaskOrder {
    /// In which language placeholders are.
    pub language: Language,
    /// Nothing may tell whom it is about either.
    pub of_nobody: bool,
    /// What else is to be masked, in whatever way it is written.
    pub also: Vec<Also>,
    /// What was decided about single places.
    pub choices: Vec<Choice>,
    /// Partners of whoever it is about, of whom nothing stays, and what was taken out because it speaks of them.
    pub partners: MaskedPartners,
}

/// A name or a word that only whoever looks knows to be somebody's. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Also {
    /// The word or words.
    pub words: String,
}

/// What was decided about one place. It counts for exactly the text in which it was decided.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The first 16 bytes of the text's SHA-256, in hex.
    pub text: String,
    /// The place, in bytes of that text.
    pub place: Range<usize>,
    /// What.
    pub chosen: Chosen,
}

/// What can be decided.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// More around it is masked as well.
    Widen(Range<usize>),
    /// It stays, for this reason; a second person has to look at the paper then.
    Lift(String),
}

/// A text as it may leave. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct MaskedText {
    /// Without what was masked.
    pub text: Zeroizing<String>,
    /// By what choices about it name it.
    pub mark: String,
    /// What was found in it, in its order.
    pub mentions: Vec<Mention>,
}

/// A place at which something was found.
#[derive(Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where, in bytes of the text as it was.
    pub from: Range<usize>,
    /// Where what stands there now is, in bytes of the masked text.
    pub to: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// By what it was recognised.
    pub ways: Vec<Way>,
    /// It can't stay.
    pub fixed: bool,
    /// The numbers of the clients whose it may be.
    pub people: Vec<i64>,
    /// It tells of somebody who was named as a partner, or was taken out because it does.
    pub of_partner: bool,
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
        let (client, worker_no) = (disclosed.client(), disclosed.worker_no);
        let told = disclosed.terms.told.clone();
        let now_ms = self.core.clock.now_ms();
        self.db
            .read(move |reader| {
                let about = About::of(reader, &vault, client, (order.of_nobody, &told))?;
                let found = core.others(|others| Looking::through(others, &about, &texts, &order));
                let mut looking = found.ok_or(GateError::Unfit(NOT_READ))??;
                let near = |others: &Others| {
                    let apart: Vec<PersonNo> = others.apart(about.no).collect();
                    (others.near(about.no), apart)
                };
                let (near, apart) = core.others(near).unwrap_or_default();
                looking.fix(
                    reader,
                    &vault,
                    &Looker {
                        worker_no,
                        now_ms,
                        near: &near,
                        apart: &apart,
                        about: &about,
                    },
                )?;
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

const TOO_MANY: &str = "this tells of too many other people to be put together as one paper; take the list of them out";
const STILL_THERE: &str = "after masking, something that tells of somebody else was still there; \
                           mask more around it, or leave the section out";

/// Whose file it is.
struct About {
    no: i64,
    /// Clients from whom a wall shields this one.
    walled: Vec<i64>,
    /// Nothing may tell of this one either.
    of_nobody: bool,
    /// Those of the register of whom nothing may be told.
    staff: Option<Staff>,
    /// The permissions of others under which something of it goes: those by which whoever gave them may be named, and the rest.
    tellers: (Vec<i64>, Vec<i64>),
}

/// Who looks, when, and who is near to whose file it is.
struct Looker<'l> {
    worker_no: i64,
    now_ms: i64,
    near: &'l [PersonNo],
    /// Of whom nothing stays, though they are no clients.
    apart: &'l [PersonNo],
    about: &'l About,
}

impl Looker<'_> {
    /// Whether what was found of a client may stay: whoever looks works with them, nobody shields them, and no wall stands.
    fn may_leave(&self, number: u32, sheet: &ClientSheet) -> bool {
        let mut assigned = sheet.assignments.iter();
        let works_with = assigned
            .any(|it| it.to == Assignee::Worker(self.worker_no) && it.holds_at(self.now_ms));
        let no = self.about.no;
        let mut walls = sheet.walls.iter();
        // On whichever side it was raised.
        let walled = walls.any(|it| it.against == WallAgainst::Client(no))
            || self.about.walled.contains(&i64::from(number));
        works_with && !sheet.protected() && !sheet.protection_proposed() && !walled
    }
}

impl About {
    fn of(
        reader: &mut Reader<'_>,
        vault: &Vault,
        client: Id<Client>,
        (of_nobody, told): (bool, &[(i64, i64)]),
    ) -> Result<Self, GateError> {
        let row = read_client(reader, vault, &client)?.ok_or(GateError::Damaged)?;
        // Whom of the register a wall keeps from them is among the staff.
        let walls = row.sheet.walls.iter().filter_map(|it| match it.against {
            WallAgainst::Client(no) => Some(no),
            WallAgainst::Worker(_) | WallAgainst::Organization(_) => None,
        });
        let may_be_named = |no: &i64| {
            let mut tellers = row.sheet.tellers.iter();
            tellers.any(|it| it.no == *no && it.may_be_named)
        };
        let under = told.iter().map(|(_, no)| *no);
        Ok(Self {
            no: row.no,
            walled: walls.collect(),
            of_nobody,
            staff: Staff::of(reader, vault, &row.sheet)?,
            tellers: under.partition(may_be_named),
        })
    }

    /// What tells of those of the register of whom nothing may be told.
    fn of_staff(&self, others: &Others, text: &str) -> Vec<Span> {
        let Some(staff) = &self.staff else {
            return Vec::new();
        };
        staff.find(text, &self.own_names(others, text))
    }

    /// Where whoever's file it is is named, if that may be told.
    fn own_names(&self, others: &Others, text: &str) -> Vec<Range<usize>> {
        let Some(own) = person_of(self.no).filter(|_| !self.of_nobody) else {
            return Vec::new();
        };
        let scope = Scope {
            unknown: false,
            ..Scope::default()
        };
        let spans = others.index.find(text, &scope).into_iter();
        let named = spans.filter(|it| it.kind == Kind::Name && it.people.contains(&own));
        named.map(|it| it.range).collect()
    }

    /// Whether a text is nothing but names that whoever's file it is bears: a surname that somebody near bears too is theirs there.
    fn is_own_name(&self, others: &Others, text: &str, own: &Near) -> bool {
        let Some(no) = person_of(self.no).filter(|_| !self.of_nobody) else {
            return false;
        };
        if text.len() > LONGEST_NAME {
            return false;
        }
        let scope = Scope {
            near: Some(own),
            unknown: false,
            ..Scope::default()
        };
        let is_theirs = |it: &Span| {
            let another = it.ways.has(Way::Typo) || it.ways.has(Way::ShortForm);
            it.kind == Kind::Name && !another && it.people.contains(&no)
        };
        let says = |rest: Option<&str>| rest.is_none_or(|it| it.contains(char::is_alphanumeric));
        let mut end = 0;
        for span in others.index.find(text, &scope) {
            if !is_theirs(&span) || says(text.get(end..span.range.start)) {
                return false;
            }
            end = span.range.end;
        }
        end > 0 && !says(text.get(end..))
    }

    /// Those who told something of it and permit that they are named.
    fn named(&self, others: &Others) -> Vec<PersonNo> {
        if self.of_nobody {
            return Vec::new();
        }
        let (named, unnamed) = &self.tellers;
        others.tellers(self.no, (named, unnamed))
    }

    fn scopes(&self, others: &Others) -> (Near, Near) {
        let mut near = others.near(self.no);
        near.extend(self.walled.iter().copied().filter_map(person_of));
        let mut own: Vec<PersonNo> = person_of(self.no).into_iter().collect();
        if self.of_nobody {
            near.append(&mut own);
        }
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
    /// People of whom nothing stays.
    fixed: BTreeSet<u32>,
    /// Knows what is to be masked besides.
    also: (Index, Near),
    /// Knows who was named as a partner.
    partners: Partners,
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
        let named = about.named(others);
        let mut looking = Self {
            spans: Vec::new(),
            decisions: Vec::new(),
            fixed: BTreeSet::new(),
            also,
            partners: Partners::of(&order.partners)?,
        };
        let is_own = |word: &str| about.is_own_name(others, word, &own);
        for text in texts {
            let mark = mark_of(text);
            // Where several find the same, the first one says whether it can stay: that never can.
            let mut spans = about.of_staff(others, text);
            spans.extend(find(&others.index, text, (&near, &own), about));
            spans.extend(looking.partners.find(text, is_own));
            if about.is_own_name(others, text, &own) {
                spans.retain(|it| !it.ways.has(Way::Alone));
            }
            spans.extend(looking.also_in(text));
            spans.extend(looking.partners.taken_out(&mark));
            spans.sort_by_key(|it| (it.range.start, it.range.end));
            let chosen = |span: &Span| {
                let mut all = order.choices.iter();
                let one = all.find(|it| it.text == mark && it.place == span.range);
                match one.map(|it| &it.chosen) {
                    Some(Chosen::Widen(range)) => Decision::Widen(range.clone()),
                    Some(Chosen::Lift(why)) => Decision::Lift(why.clone()),
                    None if names_one_of(span, &named) => {
                        Decision::Lift(may_be_named(order.language).to_owned())
                    }
                    None => Decision::Accept,
                }
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

    /// Reads of whom, among those that were found, nothing may stay.
    fn fix(
        &mut self,
        reader: &mut Reader<'_>,
        vault: &Vault,
        looker: &Looker<'_>,
    ) -> Result<(), GateError> {
        let found = self.spans.iter().flatten().flat_map(clients_of);
        let found: BTreeSet<u32> = found.collect();
        let mut strangers = 0;
        for number in found {
            let is_near = looker.near.contains(&PersonNo(number));
            let row = read_kept_client(reader, vault, i64::from(number))?;
            let stays = match &row {
                Some(row) => looker.may_leave(number, &row.sheet),
                None => is_near && !looker.apart.contains(&PersonNo(number)),
            };
            if !stays {
                strangers += usize::from(!is_near);
                self.fixed.insert(number);
            }
        }
        if strangers > MOST_STRANGERS {
            return Err(GateError::Unfit(TOO_MANY));
        }
        Ok(())
    }

    fn is_fixed(&self, span: &Span) -> bool {
        let for_good = |it: PersonNo| is_of_staff(it) || is_partner(it);
        span.many
            || span.people.iter().copied().any(for_good)
            || clients_of(span).any(|it| self.fixed.contains(&it))
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
                if matches!(decision, Decision::Lift(_)) && self.is_fixed(span) {
                    *decision = Decision::Accept;
                }
            }
            let masked = masker.mask(text, &spans, &decisions);
            let told = MaskedText {
                text: Zeroizing::new(masked.text.clone()),
                mark: mark_of(text),
                mentions: masked
                    .table
                    .iter()
                    .map(|it| self.mention(it, &spans))
                    .collect(),
            };
            all.push((masked, told));
        }
        all
    }

    fn mention(&self, placed: &caseward_masking::Placed, spans: &[Span]) -> Mention {
        let of_partner = tells_of_one(&placed.from, spans);
        Mention {
            from: placed.from.clone(),
            to: placed.to.clone(),
            kind: placed.span.kind,
            ways: placed.span.ways.iter().collect(),
            fixed: of_partner || self.is_fixed(&placed.span),
            people: clients_of(&placed.span).map(i64::from).collect(),
            of_partner,
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
        let is_own = |word: &str| about.is_own_name(others, word, &own);
        let (also, also_near) = &self.also;
        let also_scope = Scope {
            near: Some(also_near),
            own: None,
            unknown: false,
            dates: false,
        };
        masked.iter().all(|(masked, _)| {
            let mut left = masked.left(&others.index, &scope);
            left.retain(|it| !is_own(it, about));
            if let Some(staff) = &about.staff {
                left.extend(staff.left(masked, &about.own_names(others, &masked.text)));
            }
            left.extend(self.partners.left(masked, is_own));
            if about.is_own_name(others, &masked.text, &own) {
                left.retain(|it| !it.ways.has(Way::Alone));
            }
            left.is_empty() && masked.left(also, &also_scope).is_empty()
        })
    }
}

fn find(index: &Index, text: &str, (near, own): (&Near, &Near), about: &About) -> Vec<Span> {
    let scope = Scope {
        near: Some(near),
        own: Some(own),
        unknown: true,
        dates: false,
    };
    let mut spans = index.find(text, &scope);
    spans.retain(|it| !is_own(it, about));
    spans
}

/// Whoever lives together has one address and one telephone: in the file of one of them it is theirs, unless a wall stands between
/// them. A name isn't.
fn is_own(span: &Span, about: &About) -> bool {
    let theirs = person_of(about.no).is_some_and(|it| span.people.contains(&it));
    let mut walled = about.walled.iter().copied().filter_map(person_of);
    let walled = walled.any(|it| span.people.contains(&it));
    theirs && !walled && span.kind != Kind::Name && !about.of_nobody
}

/// Whether a place names somebody of these, and can mean nobody else.
fn names_one_of(span: &Span, people: &[PersonNo]) -> bool {
    let mut theirs = span.people.iter();
    let only = !span.people.is_empty() && theirs.all(|it| people.contains(it));
    only && !span.many && span.kind == Kind::Name
}

/// Why the name of whoever told something stays.
const fn may_be_named(language: Language) -> &'static str {
    match language {
        Language::English => "Whoever told it permits that their name is told.",
        Language::Spanish => "Quien lo contó permite que se diga su nombre.",
    }
}

/// Whose it may be, but for what was to be masked besides.
fn clients_of(span: &Span) -> impl Iterator<Item = u32> {
    span.people
        .iter()
        .map(|it| it.0)
        .filter(|it| *it < FIRST_ALSO)
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
