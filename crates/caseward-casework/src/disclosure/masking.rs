//! Masking a paper before anybody sees it: what tells of other people gets numbered placeholders, and whoever puts the paper
//! together looks at each (CR-9, DV-4.6.4, DV-3.2).

use std::ops::Range;

use caseward_formats::fields::table;
use caseward_formats::hmis::EXTRA_COLUMNS;
use caseward_gate::{
    Also, Amend, Choice, Chosen, Delivery, Disclose, Disclosed, Drawer, FileWorks, Identifier,
    IdentifierFields, Looked, MaskOrder, MaskedText, OutsideSource, OutsideTie,
};
use caseward_masking::Kind;
use caseward_model::{Basis, Client, DisclosureState, Id, RoadField};
use caseward_papers::DisclosureDocument;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::compose::TERMS;
use super::partners::{Spoken, spoken_in};
use super::{Disclosure, DisclosureError, InWords, Paper, risk, stored};
use crate::entries::field;
use crate::layout::Layouts;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The longest reason, and the longest word to be masked besides, in signs.
const LONGEST: usize = 200;

/// Where desks name people who are no clients: who signed for somebody, who is threatened or may be, who asked, and who told
/// something.
///
/// What stands in a protocol or a way are parts and offices and no names; those who work here or for a partner are read from the
/// register.
const OUTSIDE: [OutsideSource; 5] = [
    OutsideSource {
        drawer: Drawer::Consents,
        table: "consents",
        tie: OutsideTie::Close,
        names: &["/form/who/name"],
        texts: &["/form/who/proof"],
    },
    OutsideSource {
        drawer: Drawer::Dangers,
        table: "danger_reports",
        tie: OutsideTie::Close,
        names: &[],
        texts: &["/seen"],
    },
    OutsideSource {
        drawer: Drawer::Warnings,
        table: "danger_warnings",
        tie: OutsideTie::Apart,
        names: &["/name"],
        texts: &["/who"],
    },
    OutsideSource {
        drawer: Drawer::Tellers,
        table: "teller_permissions",
        tie: OutsideTie::Close,
        names: &["/teller"],
        texts: &["/relationship"],
    },
    OutsideSource {
        drawer: Drawer::Enquiries,
        table: "enquiries",
        tie: OutsideTie::Nobodys,
        names: &["/who"],
        texts: &["/asked"],
    },
];

/// A text of the paper in which something was masked. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedAt {
    /// The section, by its word.
    pub section: String,
    /// What the text is called; empty for a note.
    pub name: String,
    /// By what choices about it name it.
    pub mark: String,
    /// As it stands in the file.
    pub before: String,
    /// As it would leave.
    pub after: String,
    /// What was found, in its order.
    pub places: Vec<MaskedPlace>,
}

/// One place at which something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskedPlace {
    /// In bytes of [`LookedAt::before`].
    pub from: Range<usize>,
    /// In bytes of [`LookedAt::after`].
    pub to: Range<usize>,
    /// What it is: `name`, `birth`, `phone` …
    pub kind: String,
    /// It can't stay.
    pub fixed: bool,
    /// Why it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted: Option<String>,
}

/// What is decided about what was masked, or wasn't. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub enum MaskChange {
    /// Another word or name is masked, in whatever way it is written.
    Also(String),
    /// That is taken back.
    NotAlso(String),
    /// A place stays readable, for a reason; somebody else has to look at the paper then.
    Lift(MaskedAt, String),
    /// More around a place is masked.
    Widen(MaskedAt, Wider),
    /// What was decided about a place is taken back.
    Accept(MaskedAt),
}

/// Which place: the text's mark, and the place in it.
pub type MaskedAt = (String, Range<usize>);

/// How much more is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wider {
    /// The word before.
    WordBefore,
    /// The word after.
    WordAfter,
    /// The sentence.
    Sentence,
    /// The whole text.
    All,
}

impl Office {
    /// Reads by what everybody is recognised, unless that was done since the last export came in; and what desks have written since
    /// about people outside.
    pub(crate) async fn know_everybody(&self) -> Result<(), CaseworkError> {
        let last = self.last_import().await?;
        if self.gate.others_as_of() != Some(last) {
            let fields = identifiers(&self.layouts().await?);
            self.gate.index_others(fields, last).await?;
        }
        Ok(self.gate.index_outside(&OUTSIDE).await?)
    }

    /// Masks all texts of a paper. What was found, and what follows from it for whoever looks next.
    pub(super) async fn mask_document(
        &self,
        (disclosure, words): (&Disclosure, &InWords),
        disclosed: &Disclosed<'_, Disclose>,
        document: &mut DisclosureDocument,
    ) -> Result<(Beside, Looked), DisclosureError> {
        self.know_everybody().await?;
        let order = MaskOrder {
            language: document.language,
            of_nobody: disclosure.basis == Basis::Deidentified,
            also: words.also.clone(),
            choices: words.choices.clone(),
            partners: words.partners.masked(),
        };
        let out = order.partners.out.clone();
        let texts = texts_of(document).map(|(_, _, text)| Zeroizing::new(text.clone()));
        let texts = texts.collect();
        let masked = self.gate.mask(disclosed, texts, order).await?;
        let (mut looked, mut spoken) = (Vec::new(), Spoken::of(document.language));
        let (mut second, mut lifted) = (false, Vec::new());
        for ((section, name, text), masked) in texts_of(document).zip(masked) {
            for it in masked.mentions.iter().filter(|it| it.lifted.is_some()) {
                second = true;
                lifted.extend(&it.people);
            }
            if !masked.mentions.is_empty() {
                looked.push(looked_at((&section, &name), text, &masked));
            }
            if words.partners.asked {
                spoken.add(spoken_in(
                    (&section, &name),
                    (text.as_str(), &masked),
                    &out,
                )?);
            }
            text.clear();
            text.push_str(&masked.text);
        }
        lifted.sort_unstable();
        lifted.dedup();
        let spoken = words.partners.asked.then_some(spoken);
        Ok((Beside::of(&looked, spoken)?, Looked { second, lifted }))
    }

    /// What was masked in a disclosure's paper when it was put together, with what stood there: for whoever may read all of
    /// its sections.
    ///
    /// # Errors
    /// As [`Office::disclosure_document`].
    pub async fn masks_of_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(Vec<LookedAt>, Delivery), DisclosureError> {
        let (plain, delivery) = self
            .disclosure_paper(person, client, (no, Paper::Masks))
            .await?;
        let looked = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
        Ok((looked, delivery))
    }

    /// Decides about what was masked. The paper has to be put together anew then: what was put together before can't leave.
    ///
    /// # Errors
    /// [`DisclosureError::Casework`] with what to do for a missing reason, and for a place that isn't there or can't stay.
    pub async fn change_masks(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        change: MaskChange,
    ) -> Result<(), DisclosureError> {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let (looked, delivery) = self.masks_of_disclosure(person, client, no).await?;
        delivery.delivered(None);
        let change = Prepared::of(change, &looked)?;
        let book = self.book_of(person, client);
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::still(desk, no)?;
            let over = text.state.left() || text.state == DisclosureState::Dropped;
            if over || version != disclosure.version {
                return Err(super::outside().into());
            }
            desk.works.note("disclosure", no);
            desk.works.note("change", change.word());
            change.put_into(&mut text.also, &mut text.choices);
            text.touched_by(by);
            text.begin_anew();
            risk::must_be_discussed(desk, (no, &mut text))?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "masks_changed", work)
            .await
    }
}

/// What lies beside a paper: what was masked in it, and, about somebody in the men's programme, what speaks of a partner.
pub(super) struct Beside {
    masks: Vec<u8>,
    spoken: Option<Vec<u8>>,
    /// The marks of the sentences that have to be cleared before it leaves.
    pub(super) unread: Vec<String>,
}

impl Beside {
    fn of(looked: &[LookedAt], spoken: Option<Spoken>) -> Result<Self, CaseworkError> {
        let unread = spoken.as_ref().map(Spoken::marks);
        let spoken = spoken.map(|it| serde_json::to_vec(&it)).transpose();
        Ok(Self {
            masks: serde_json::to_vec(looked).map_err(|_| CaseworkError::Damaged)?,
            spoken: spoken.map_err(|_| CaseworkError::Damaged)?,
            unread: unread.unwrap_or_default(),
        })
    }

    /// Keeps it.
    pub(super) fn keep(
        &self,
        desk: &mut FileWorks<'_, '_, '_>,
        no: i64,
    ) -> Result<(), DisclosureError> {
        keep_beside(desk, (no, Paper::Masks), &self.masks)?;
        let spoken = self.spoken.as_ref();
        spoken.map_or(Ok(()), |it| keep_beside(desk, (no, Paper::Spoken), it))
    }
}

fn keep_beside(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, paper): (i64, Paper),
    plain: &[u8],
) -> Result<(), DisclosureError> {
    let client_no = desk.client_no();
    let before = stored::paper(desk.works.transaction(), (client_no, no, paper))?;
    let version = before.map_or(1, |((.., version), _)| version + 1);
    let sealed = desk.seal(Drawer::Disclosures, (no, paper as i64, version), plain)?;
    stored::keep_paper(desk, (no, paper, version), sealed)
}

/// A change that fits what was found.
enum Prepared {
    Also(Also),
    NotAlso(String),
    Choose(Choice),
    Accept(MaskedAt),
}

impl Prepared {
    fn of(change: MaskChange, looked: &[LookedAt]) -> Result<Self, DisclosureError> {
        let place = |(mark, at): &MaskedAt| {
            let text = looked.iter().find(|it| it.mark == *mark);
            let place = text.and_then(|text| text.places.iter().find(|it| it.from == *at));
            let gone = "that place isn't there any more; put the paper together again, and look at it again";
            text.zip(place).ok_or_else(|| unfit(gone))
        };
        let chosen = |(text, place): MaskedAt, chosen| {
            Self::Choose(Choice {
                text,
                place,
                chosen,
            })
        };
        match change {
            MaskChange::Also(words) => {
                let words = said(&words, "say which word or name is to be masked as well")?;
                Ok(Self::Also(Also { words }))
            }
            MaskChange::NotAlso(words) => Ok(Self::NotAlso(words.trim().to_owned())),
            MaskChange::Lift(at, why) => {
                let (_, found) = place(&at)?;
                if found.fixed {
                    let fixed = "this stays masked, whoever it may be; leave the section out, or write what is needed in other words";
                    return Err(unfit(fixed));
                }
                let why = said(&why, "say in a few words why this may stay readable")?;
                Ok(chosen(at, Chosen::Lift(why)))
            }
            MaskChange::Widen(at, wider) => {
                let (text, found) = place(&at)?;
                let range = widened(&text.before, &found.from, wider);
                Ok(chosen(at, Chosen::Widen(range)))
            }
            MaskChange::Accept(at) => Ok(Self::Accept(at)),
        }
    }

    const fn word(&self) -> &'static str {
        match self {
            Self::Also(_) => "also",
            Self::NotAlso(_) => "not_also",
            Self::Choose(Choice {
                chosen: Chosen::Lift(_),
                ..
            }) => "lifted",
            Self::Choose(_) => "widened",
            Self::Accept(_) => "accepted",
        }
    }

    fn put_into(self, also: &mut Vec<Also>, choices: &mut Vec<Choice>) {
        match self {
            Self::Also(one) if !also.contains(&one) => also.push(one),
            Self::Also(_) => {}
            Self::NotAlso(words) => also.retain(|it| it.words != words),
            Self::Choose(choice) => {
                choices.retain(|it| it.text != choice.text || it.place != choice.place);
                choices.push(choice);
            }
            Self::Accept((text, place)) => {
                choices.retain(|it| it.text != text || it.place != place);
            }
        }
    }
}

fn unfit(reason: &str) -> DisclosureError {
    CaseworkError::Unfit(reason.to_owned()).into()
}

fn said(words: &str, otherwise: &str) -> Result<String, DisclosureError> {
    let words = words.trim();
    if words.is_empty() || words.chars().count() > LONGEST {
        return Err(unfit(otherwise));
    }
    Ok(words.to_owned())
}

/// A range around a place: whole words, a sentence, everything.
fn widened(text: &str, place: &Range<usize>, wider: Wider) -> Range<usize> {
    let before = text.get(..place.start).unwrap_or("");
    let after = text.get(place.end..).unwrap_or("");
    let is_end = |sign: char| ".!?\n".contains(sign);
    match wider {
        Wider::WordBefore => {
            let trimmed = before.trim_end();
            let from = trimmed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            from..place.end
        }
        Wider::WordAfter => {
            let blanks = after.len() - after.trim_start().len();
            let word = after.trim_start();
            let length = word.find(char::is_whitespace).unwrap_or(word.len());
            place.start..place.end + blanks + length
        }
        Wider::Sentence => {
            let from = before.rfind(is_end).map_or(0, |at| at + 1);
            let to = after.find(is_end).map_or(after.len(), |at| at + 1);
            from..place.end + to
        }
        Wider::All => 0..text.len(),
    }
}

/// All that is written in a paper about the client: of each text its section, what it is called, and itself.
fn texts_of(
    document: &mut DisclosureDocument,
) -> impl Iterator<Item = (String, String, &mut String)> {
    let readers = RoadField::Readers.word().to_owned();
    let readers = std::iter::once((TERMS.to_owned(), readers, &mut document.readers));
    let told = document.sections.iter_mut().flat_map(|section| {
        let category = section.category.clone();
        section.records.iter_mut().flat_map(move |record| {
            let of_lines = category.clone();
            let of_basis = category.clone();
            let of_teller = category.clone();
            let lines = record.lines.iter_mut();
            let lines = lines.map(move |it| (of_lines.clone(), it.name.clone(), &mut it.value));
            let based_on = record.based_on.iter_mut();
            let based_on = based_on.map(move |it| (of_basis.clone(), String::new(), it));
            // That they permit to be named doesn't say that nothing keeps their name in: they can be somebody's client as well.
            let teller = record.told_by.iter_mut().filter(|it| !it.is_empty());
            let teller = teller.map(move |it| (of_teller.clone(), String::new(), it));
            lines.chain(based_on).chain(teller)
        })
    });
    readers.chain(told)
}

fn looked_at((section, name): (&str, &str), before: &str, masked: &MaskedText) -> LookedAt {
    let places = masked.mentions.iter().map(|it| MaskedPlace {
        from: it.from.clone(),
        to: it.to.clone(),
        kind: word_of(it.kind).to_owned(),
        fixed: it.fixed,
        lifted: it.lifted.clone(),
    });
    LookedAt {
        section: section.to_owned(),
        name: name.to_owned(),
        mark: masked.mark.clone(),
        before: before.to_owned(),
        after: masked.text.to_string(),
        places: places.collect(),
    }
}

const fn word_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Name => "name",
        Kind::Birth => "birth",
        Kind::Date => "date",
        Kind::Phone => "phone",
        Kind::Mail => "mail",
        Kind::Address => "address",
        Kind::Number => "number",
        Kind::Plate => "plate",
        Kind::Web => "web",
        Kind::Network => "network",
    }
}

/// Which fields tell who somebody is, by the columns' names.
fn identifiers(layouts: &Layouts) -> IdentifierFields {
    /// Of the other system's own columns.
    const KNOWN: [(&str, &str, Identifier); 8] = [
        ("Client", "FirstName", Identifier::Given),
        ("Client", "MiddleName", Identifier::Middle),
        ("Client", "LastName", Identifier::Family),
        ("Client", "SSN", Identifier::Ssn),
        ("Client", "DOB", Identifier::Born),
        ("Enrollment", "HouseholdID", Identifier::Household),
        ("EnrollmentCoC", "HouseholdID", Identifier::Household),
        (
            "CurrentLivingSituation",
            "LocationDetails",
            Identifier::Text,
        ),
    ];
    /// Words in the names of columns that somebody added; the first that fits counts.
    const TELLING: [(&str, Identifier); 17] = [
        ("partner", Identifier::Close),
        ("spouse", Identifier::Close),
        ("emergency", Identifier::Close),
        ("kin", Identifier::Close),
        ("alias", Identifier::Called),
        ("nickname", Identifier::Called),
        ("preferred", Identifier::Called),
        ("goesby", Identifier::Called),
        ("mail", Identifier::Mail),
        ("phone", Identifier::Phone),
        ("mobile", Identifier::Phone),
        ("cell", Identifier::Phone),
        ("address", Identifier::Address),
        ("street", Identifier::Address),
        ("plate", Identifier::Plate),
        ("license", Identifier::Number),
        ("contact", Identifier::Text),
    ];
    let mut fields = IdentifierFields::new();
    fields.insert(0, vec![(field::TEXT, Identifier::Text)]);
    for (no, file) in layouts.iter() {
        let known = KNOWN.iter().filter(|(of, ..)| *of == file.name);
        let known = known.filter_map(|(of, header, what)| {
            let field = table().field(of, header)?;
            Some((field.number, *what))
        });
        let mut sources: Vec<(u32, Identifier)> = known.collect();
        for (place, header) in (0_u32..).zip(&file.headers) {
            if table().field(&file.name, header).is_some() {
                continue;
            }
            let small = header.to_lowercase();
            let telling = TELLING.iter().find(|(word, _)| small.contains(word));
            sources.extend(telling.map(|(_, what)| (EXTRA_COLUMNS + place, *what)));
        }
        if !sources.is_empty() {
            fields.insert(no, sources);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_masked_by_whole_words_and_sentences() {
        let text = "She came. Her sister Ana Leal drove. Then they left.";
        let at = text.find("Ana Leal").unwrap();
        let place = at..at + "Ana Leal".len();
        let found = |wider| text.get(widened(text, &place, wider)).unwrap();
        assert_eq!(found(Wider::WordBefore), "sister Ana Leal");
        assert_eq!(found(Wider::WordAfter), "Ana Leal drove.");
        assert_eq!(found(Wider::Sentence), " Her sister Ana Leal drove.");
        assert_eq!(found(Wider::All), text);
        let whole = 0..text.len();
        for wider in [Wider::WordBefore, Wider::WordAfter, Wider::Sentence] {
            assert_eq!(widened(text, &whole, wider), whole);
        }
    }
}
