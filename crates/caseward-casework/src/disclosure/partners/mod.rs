//! What is written about a partner in whatever leaves about somebody in the men's programme: whoever prepares it says who his partners and
//! ex-partners are, they are masked like everybody else and for good, and each sentence that still speaks of one is read by itself
//! and taken out, or cleared, before it leaves (DV-4.3, DV-4.2).
//!
//! That is asked of a report on how he gets on, and of everything else about whoever takes part in such a programme or did, on whatever
//! road and ground it goes. Where somebody has to be named because they are in danger, it is said why nobody is named here: then each
//! sentence that speaks of one is read all the same.
//!
//! What somebody cleared holds for the paper that they looked at, by its SHA-256, and for no other.

mod reading;
mod words;

use caseward_gate::{Amend, ClientSheet, FileWorks, MaskedPartners, TakenOut};
use caseward_model::{Client, DisclosureState, Id, Road, Worker};
use serde::{Deserialize, Serialize};

use super::error::Mend;
use super::{Disclosure, DisclosureError, InWords, LONGEST, risk, stored, told_by_law};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

pub use reading::{PartnerReading, PartnerSentence, SentenceDecision};
pub(super) use reading::{Spoken, spoken_in};

/// So many people can be named for one report, and so many names of each.
const MOST: usize = 20;

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

/// So many letters a name has at least: fewer would be found everywhere or nowhere.
const SHORTEST_NAME: usize = 2;

/// What parts one name of somebody from the next.
const BETWEEN_NAMES: [char; 5] = [',', '/', '(', ')', '\t'];

/// What was said and decided about partners for one paper. It isn't printable by accident.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partners {
    /// Whether it is asked before this leaves, by what is known of the client now. It isn't kept.
    #[serde(skip)]
    pub asked: bool,
    /// Who they are, once somebody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<NamedPartners>,
    /// What was taken out because it speaks of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) out: Vec<TakenOut>,
    /// The sentences of the paper that speak of them, by their marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) spoken: Vec<String>,
    /// Those that were read and cleared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) cleared: Vec<Cleared>,
}

/// Who his partners and ex-partners are, as somebody said for one paper. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPartners {
    /// The names of each: names, nicknames, former names.
    pub people: Vec<Vec<String>>,
    /// Why nobody is named, where nobody is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nobody: String,
    /// When it was said, in ms since 1970.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
}

/// That somebody read a sentence and cleared it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cleared {
    /// The sentence's mark.
    pub(super) sentence: String,
    /// SHA-256 of the paper in which it stood, in hex.
    pub(super) content: String,
    /// When, in ms since 1970.
    pub(super) at: i64,
    /// By whom.
    pub(super) by: Id<Worker>,
}

impl Partners {
    /// Whether nothing was said or decided.
    pub(super) fn is_unsaid(&self) -> bool {
        *self == Self::default()
    }

    /// How many sentences of the paper with this SHA-256 speak of a partner, and how many of them nobody has cleared yet.
    #[must_use]
    pub fn to_read(&self, content: &str) -> (usize, usize) {
        let all = self.spoken.iter();
        let unread = all.filter(|it| self.clears(it, content).is_none());
        (self.spoken.len(), unread.count())
    }

    /// That a sentence was cleared in the paper with this SHA-256.
    pub(super) fn clears(&self, sentence: &str, content: &str) -> Option<&Cleared> {
        let mut all = self.cleared.iter();
        all.find(|it| it.sentence == sentence && it.content == content)
    }

    /// What is handed to whoever masks.
    pub(super) fn masked(&self) -> MaskedPartners {
        let people = self.named.as_ref().map(|it| it.people.clone());
        MaskedPartners {
            people: people.unwrap_or_default(),
            out: self.out.clone(),
        }
    }

    /// A paper was put together in which these sentences speak of a partner: what was cleared in another one counts no more.
    pub(super) fn composed(&mut self, spoken: Vec<String>, content: &str) {
        self.spoken = spoken;
        self.cleared.retain(|it| it.content == content);
    }

    /// What was put together counts no more.
    pub(super) fn begin_anew(&mut self) {
        self.spoken.clear();
        self.cleared.clear();
    }
}

/// Who his partners and ex-partners are.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewPartners {
    /// The names of each.
    pub people: Vec<Vec<String>>,
    /// Why nobody is named, where nobody is.
    pub nobody: String,
}

/// Words stay out of what may be printed.
impl std::fmt::Debug for NewPartners {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("NewPartners");
        let shown = shown.field("people", &self.people.len());
        shown.finish_non_exhaustive()
    }
}

impl NewPartners {
    /// As somebody typed it: one person a line, or behind a semicolon, with commas between the names of one.
    #[must_use]
    pub fn typed(people: &str, nobody: &str) -> Self {
        let people = people.split(['\n', '\r', ';']);
        Self {
            people: people.map(|it| vec![it.to_owned()]).collect(),
            nobody: nobody.to_owned(),
        }
    }

    /// As it is kept.
    fn checked(self, (by, at): (Id<Worker>, i64)) -> Result<NamedPartners, DisclosureError> {
        let people: Vec<Vec<String>> = self
            .people
            .iter()
            .map(|it| names(it))
            .filter(|it| !it.is_empty())
            .collect();
        let nobody = self.nobody.trim().to_owned();
        let is_name = |it: &String| {
            let letters = it.chars().filter(|sign| sign.is_alphabetic()).count();
            letters >= SHORTEST_NAME && it.chars().count() <= LONGEST_NAME
        };
        let unfit = if people.is_empty() == nobody.is_empty() {
            Some(Mend::Partners)
        } else if !people.iter().flatten().all(is_name) {
            Some(Mend::PartnerNames)
        } else {
            (nobody.chars().count() > LONGEST).then_some(Mend::TooLong)
        };
        if let Some(mend) = unfit {
            return Err(DisclosureError::Mend(vec![mend]));
        }
        if people.len() > MOST || people.iter().any(|it| it.len() > MOST) {
            let many = "name twenty people at most, each with twenty names at most";
            return Err(CaseworkError::Unfit(many.to_owned()).into());
        }
        Ok(NamedPartners {
            people,
            nobody,
            at,
            by,
        })
    }
}

/// The names of one person, each once: *Rosa Leal (Rosi)* are two.
fn names(said: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in said.iter().flat_map(|it| it.split(BETWEEN_NAMES)) {
        let words: Vec<&str> = name.split_whitespace().collect();
        let name = words.join(" ");
        if !name.is_empty() && !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// Whether partners are asked about before something leaves: it is a report on how he gets on, or whoever it is about takes part in a
/// programme for people who used violence, or did. Once somebody said who they are that holds, whatever is known later.
pub(super) fn are_asked(road: Road, client: &ClientSheet, said: &Partners) -> bool {
    road == Road::Progress || client.is_participant() || said.named.is_some()
}

/// Makes sure that somebody said who the partners are before a paper is put together.
///
/// # Errors
/// [`DisclosureError::Mend`] with [`Mend::Partners`].
pub(super) fn must_be_named(words: &InWords) -> Result<(), DisclosureError> {
    if words.partners.asked && words.partners.named.is_none() {
        return Err(DisclosureError::Mend(vec![Mend::Partners]));
    }
    Ok(())
}

/// Makes sure, in the very transaction in which it leaves, that somebody was asked: it may have become known since it was looked at that
/// he takes part.
///
/// # Errors
/// [`DisclosureError::Mend`] with [`Mend::Partners`].
pub(super) fn were_asked(
    desk: &FileWorks<'_, '_, '_>,
    text: &stored::Text,
) -> Result<(), DisclosureError> {
    let asked = are_asked(text.road, desk.sheet(), &text.partners);
    if asked && text.partners.named.is_none() {
        return Err(DisclosureError::Mend(vec![Mend::Partners]));
    }
    Ok(())
}

/// Makes sure of all that has to be said and read before a paper leaves: who the partners are, each sentence that speaks of one, and,
/// where it goes by law, when and how he was told.
///
/// # Errors
/// [`DisclosureError::Mend`] with all that is missing.
pub(super) fn must_be_settled(
    disclosure: &Disclosure,
    words: &InWords,
    now_ms: i64,
) -> Result<(), DisclosureError> {
    if !words.partners.asked {
        return Ok(());
    }
    let content = disclosure.composed.as_ref().map(|(_, it)| it.as_str());
    let (_, unread) = words.partners.to_read(content.unwrap_or_default());
    let unsaid = words.partners.named.is_none().then_some(Mend::Partners);
    let mut mend: Vec<Mend> = unsaid.into_iter().collect();
    mend.extend((unread > 0).then_some(Mend::PartnerUnread));
    mend.extend(told_by_law::missing(disclosure, words, now_ms));
    if mend.is_empty() {
        Ok(())
    } else {
        Err(DisclosureError::Mend(mend))
    }
}

impl Office {
    /// Says who the partners and ex-partners of somebody in the men's programme are, for one paper about him: they are masked in it, for
    /// good. What was put together before is put together again then.
    ///
    /// # Errors
    /// As [`Office::may_attach`]; [`DisclosureError::Mend`] when nobody is named and it isn't said why; [`DisclosureError::Casework`] when
    /// whoever it is about takes part in no such programme and it is no progress report, or it left already.
    pub async fn name_partners(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        new: NewPartners,
    ) -> Result<(), DisclosureError> {
        // Whoever may not read all that it is made of, or not write, learns that first.
        self.may_attach(person, client, no).await?;
        let by = person.worker;
        let named = new.checked((by, self.clock.now_ms()))?;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::still(desk, no)?;
            let over = text.state.left() || text.state == DisclosureState::Dropped;
            if over || !are_asked(text.road, desk.sheet(), &text.partners) {
                return Err(super::outside().into());
            }
            desk.works.note("disclosure", no);
            desk.works.note("people", named.people.len());
            text.partners.named = Some(named);
            text.touched_by(by);
            text.begin_anew();
            risk::must_be_discussed(desk, (no, &mut text))?;
            stored::update(desk, (no, version), &text)
        };
        let book = self.book_of(person, client);
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "partners_named", work)
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(people: &str, nobody: &str) -> Result<Vec<Vec<String>>, Vec<Mend>> {
        let new = NewPartners::typed(people, nobody);
        match new.checked((Id::from_bytes([1; 16]), 0)) {
            Ok(named) => Ok(named.people),
            Err(DisclosureError::Mend(mend)) => Err(mend),
            Err(_) => Err(Vec::new()),
        }
    }

    #[test]
    fn dv_4_3_partners_are_named_with_all_their_names_or_it_is_said_why_nobody_is() {
        let named = checked("Rosa  Leal (Rosi), Flaca\r\n\n; Inés Roca;", "").unwrap();
        assert_eq!(
            named,
            [vec!["Rosa Leal", "Rosi", "Flaca"], vec!["Inés Roca"]]
        );
        assert_eq!(checked("", " He has never had one. "), Ok(Vec::new()));
        assert_eq!(checked(" ; ", " "), Err(vec![Mend::Partners]));
        assert_eq!(checked("Rosa", "Nobody."), Err(vec![Mend::Partners]));
        assert_eq!(checked("R.", ""), Err(vec![Mend::PartnerNames]));
        let many = vec!["Rosa Leal"; MOST + 1].join(";");
        assert_eq!(checked(&many, ""), Err(Vec::new()));
    }

    #[test]
    fn dv_4_3_what_was_cleared_holds_for_the_paper_in_which_it_was_read() {
        let mut partners = Partners {
            cleared: vec![Cleared {
                sentence: "a".to_owned(),
                content: "one".to_owned(),
                at: 0,
                by: Id::from_bytes([1; 16]),
            }],
            ..Partners::default()
        };
        partners.composed(vec!["a".to_owned(), "b".to_owned()], "one");
        assert_eq!(partners.to_read("one"), (2, 1));
        assert_eq!(partners.to_read("two"), (2, 2));
        partners.composed(vec!["a".to_owned()], "two");
        assert_eq!(partners.to_read("two"), (1, 1));
        assert_eq!(partners.to_read("one"), (1, 1), "it is gone for good");
    }

    #[test]
    fn who_a_partner_is_is_no_debug_output() {
        let new = NewPartners::typed("Rosa Leal", "");
        assert!(!format!("{new:?}").contains("Rosa"));
    }
}
