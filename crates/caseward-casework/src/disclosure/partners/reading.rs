//! Reading, one by one, the sentences of a paper that speak of a partner: each is taken out, or cleared by somebody who read it
//! (DV-4.3).
//!
//! What was taken out is masked whole when the paper is put together again. Whoever clears one has a hand in what leaves: somebody
//! else approves it.

use std::ops::Range;

use caseward_gate::{Amend, Delivery, FileWorks, GateError, MaskedText, TakenOut};
use caseward_model::{Client, DisclosureState, Id, Language, Worker};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::words::passages;
use super::{Cleared, NamedPartners};
use crate::disclosure::{DisclosureError, Paper, risk, stored};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// A sentence of a report that speaks of a partner. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerSentence {
    /// By which what is decided about it names it.
    pub mark: String,
    /// The section of the paper, by its word; `terms` and `own_text` for what was written for the paper itself.
    pub section: String,
    /// What the text is called there; empty for a note.
    pub name: String,
    /// As it would leave; of what was taken out, as it stands in the file.
    pub stands: String,
    /// By which words it speaks of somebody; none where only somebody who was named stands in it.
    pub said: Vec<String>,
    /// It was taken out: nothing of it leaves.
    pub out: bool,
    place: TakenOut,
    /// When it was read and cleared in this very paper, in ms since 1970, and by whom.
    #[serde(skip)]
    pub cleared: Option<(i64, Id<Worker>)>,
}

/// The sentences of a paper, as they are kept beside it.
#[derive(Serialize, Deserialize)]
pub(in crate::disclosure) struct Spoken {
    /// In which language the paper was put together.
    pub(in crate::disclosure) language: Language,
    /// In its order, each once.
    pub(in crate::disclosure) sentences: Vec<PartnerSentence>,
}

/// What there is to read before a report leaves. It isn't printable by accident.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PartnerReading {
    /// It is asked: whoever it is about takes part in the programme, or did.
    pub asked: bool,
    /// Who his partners and ex-partners are, once somebody said.
    pub named: Option<NamedPartners>,
    /// In which language the paper was put together, and its SHA-256 in hex; nothing before it was.
    pub paper: Option<(Language, String)>,
    /// Its sentences that speak of a partner, in its order.
    pub sentences: Vec<PartnerSentence>,
    /// The version of the disclosure that was read.
    version: i64,
}

/// What is decided about a sentence that speaks of a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentenceDecision {
    /// It is masked whole.
    TakeOut,
    /// That is taken back.
    PutBack,
    /// It was read, and stays.
    Clear,
}

impl SentenceDecision {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::TakeOut, Self::PutBack, Self::Clear];

    /// Its word, for forms and programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TakeOut => "out",
            Self::PutBack => "back",
            Self::Clear => "clear",
        }
    }

    /// The decision of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.word() == word)
    }

    const fn deed(self) -> &'static str {
        match self {
            Self::TakeOut => "partner_sentence_taken_out",
            Self::PutBack => "partner_sentence_put_back",
            Self::Clear => "partner_sentence_cleared",
        }
    }
}

impl Spoken {
    /// Nothing yet.
    pub(in crate::disclosure) const fn of(language: Language) -> Self {
        Self {
            language,
            sentences: Vec::new(),
        }
    }

    /// Adds sentences, each once: what stands in two places with the same text is one to read.
    pub(in crate::disclosure) fn add(&mut self, more: Vec<PartnerSentence>) {
        for it in more {
            if !self.sentences.iter().any(|known| known.mark == it.mark) {
                self.sentences.push(it);
            }
        }
    }

    /// The marks of those that have to be cleared.
    pub(in crate::disclosure) fn marks(&self) -> Vec<String> {
        let stay = self.sentences.iter().filter(|it| !it.out);
        stay.map(|it| it.mark.clone()).collect()
    }
}

/// The sentences of a text that speak of a partner, of which something stays in what was masked, and those that were taken out.
///
/// # Errors
/// When the lists of words can't be read.
pub(in crate::disclosure) fn spoken_in(
    (section, name): (&str, &str),
    (before, masked): (&str, &MaskedText),
    out: &[TakenOut],
) -> Result<Vec<PartnerSentence>, CaseworkError> {
    let named = masked.mentions.iter().filter(|it| it.of_partner);
    let named: Vec<Range<usize>> = named.map(|it| it.from.clone()).collect();
    let mut all = Vec::new();
    for passage in passages((name, before), &named)? {
        let place = TakenOut {
            text: masked.mark.clone(),
            place: passage.place,
        };
        let is_out = out.contains(&place);
        if !is_out && is_masked_whole(masked, &place.place) {
            continue;
        }
        let stands = if is_out {
            before.get(place.place.clone())
        } else {
            masked.text.get(moved(masked, &place.place))
        };
        all.push(PartnerSentence {
            mark: mark_of(&place),
            section: section.to_owned(),
            name: name.to_owned(),
            stands: stands.unwrap_or_default().to_owned(),
            said: passage.said,
            out: is_out,
            place,
            cleared: None,
        });
    }
    Ok(all)
}

/// Whether nothing of a place stays.
fn is_masked_whole(masked: &MaskedText, place: &Range<usize>) -> bool {
    let mut hidden = masked.mentions.iter().filter(|it| it.lifted.is_none());
    hidden.any(|it| it.from.start <= place.start && place.end <= it.from.end)
}

/// Where what stood at a place of a text stands in the masked one.
fn moved(masked: &MaskedText, place: &Range<usize>) -> Range<usize> {
    let to = |at: usize, is_end: bool| {
        let mut passed = (0, 0);
        for it in &masked.mentions {
            if it.from.end <= at {
                passed = (it.from.end, it.to.end);
            } else if it.from.start < at || (it.from.start == at && !is_end) {
                return if is_end { it.to.end } else { it.to.start };
            } else {
                break;
            }
        }
        at - passed.0 + passed.1
    };
    to(place.start, false)..to(place.end, true)
}

/// The first 16 bytes of a SHA-256 over the text's mark and the place.
fn mark_of(place: &TakenOut) -> String {
    let TakenOut { text, place } = place;
    let sum = Sha256::digest(format!("{text} {} {}", place.start, place.end));
    HEXLOWER.encode(sum.get(..16).unwrap_or_default())
}

fn gone() -> CaseworkError {
    let reason =
        "that sentence isn't there any more; put the paper together again, and look at it again";
    CaseworkError::Unfit(reason.to_owned())
}

impl Office {
    /// What there is to read of partners before a report leaves: who was named, and each sentence that speaks of one.
    ///
    /// # Errors
    /// As [`Office::disclosure_document`]; nothing of it is missing where nothing was put together yet.
    pub async fn partner_reading(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(PartnerReading, Option<Delivery>), DisclosureError> {
        let paper = (no, Paper::Spoken);
        let (kept, delivery) = match self.disclosure_paper(person, client, paper).await {
            Ok((plain, delivery)) => {
                let kept = serde_json::from_slice::<Spoken>(&plain);
                (
                    Some(kept.map_err(|_| CaseworkError::Damaged)?),
                    Some(delivery),
                )
            }
            Err(DisclosureError::Unknown) => (None, None),
            Err(error) => return Err(error),
        };
        // Whoever is here may read all that it is made of.
        let (found, words) = self.whole_disclosure(person, client, no).await?;
        let mut reading = PartnerReading {
            asked: words.partners.asked,
            named: words.partners.named.clone(),
            version: found.version,
            ..PartnerReading::default()
        };
        if let (Some(kept), Some((_, content))) = (kept, found.composed) {
            reading.sentences = kept.sentences;
            for it in &mut reading.sentences {
                let cleared = words.partners.clears(&it.mark, &content);
                it.cleared = cleared.map(|it| (it.at, it.by));
            }
            reading.paper = Some((kept.language, content));
        }
        Ok((reading, delivery))
    }

    /// Decides about a sentence that speaks of a partner: `seen` is the SHA-256 of the paper in which it was read, in hex, and `mark` names
    /// it. Where it is taken out or put back, the paper has to be put together anew then, and what was cleared in this one counts no more.
    ///
    /// # Errors
    /// As [`Office::partner_reading`]; [`DisclosureError::Casework`] when it isn't there any more, with [`Stale`](GateError::Stale)
    /// inside when the paper was put together anew since, and with [`SecondPerson`](GateError::SecondPerson) for whoever approved
    /// the paper and would clear it.
    pub async fn decide_on_sentence(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        (seen, mark, decision): (&str, &str, SentenceDecision),
    ) -> Result<(), DisclosureError> {
        let (reading, delivery) = self.partner_reading(person, client, no).await?;
        if let Some(delivery) = delivery {
            delivery.delivered(None);
        }
        let version = reading.version;
        let mut sentences = reading.sentences.into_iter();
        let found = sentences.find(|it| it.mark == mark).ok_or_else(gone)?;
        if found.out != (decision == SentenceDecision::PutBack) {
            return Err(gone().into());
        }
        let (by, seen) = (person.worker, seen.trim().to_lowercase());
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (now, mut text) = stored::still(desk, no)?;
            let over = text.state.left() || text.state == DisclosureState::Dropped;
            if over || now != version {
                return Err(super::super::outside().into());
            }
            let content = text.composed.as_ref().map(|(_, content)| content);
            if content != Some(&seen) {
                return Err(GateError::Stale.into());
            }
            desk.works.note("disclosure", no);
            desk.works.note("content", seen.clone());
            decided(desk, (no, &mut text), (found, seen), (by, decision))?;
            stored::update(desk, (no, now), &text)
        };
        let book = self.book_of(person, client);
        self.gate
            .work_on_file::<Amend, _, DisclosureError, _>(&book, decision.deed(), work)
            .await
    }
}

/// Keeps what was decided.
fn decided(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &mut stored::Text),
    (found, content): (PartnerSentence, String),
    (by, decision): (Id<Worker>, SentenceDecision),
) -> Result<(), DisclosureError> {
    match decision {
        SentenceDecision::TakeOut => text.partners.out.push(found.place),
        SentenceDecision::PutBack => text.partners.out.retain(|it| *it != found.place),
        SentenceDecision::Clear => {
            if text.approved.is_some_and(|(_, approver)| approver == by) {
                return Err(GateError::SecondPerson.into());
            }
            let at = desk.works.now_ms();
            text.partners.cleared.retain(|it| it.sentence != found.mark);
            text.partners.cleared.push(Cleared {
                sentence: found.mark,
                content,
                at,
                by,
            });
            text.touched_by(by);
            return Ok(());
        }
    }
    text.touched_by(by);
    text.begin_anew();
    risk::must_be_discussed(desk, (no, text))
}

#[cfg(test)]
mod tests {
    use caseward_gate::Mention;
    use caseward_masking::Kind;
    use zeroize::Zeroizing;

    use super::*;

    /// A text in which these places were masked, each with what stands there now, and whether it tells of a partner.
    fn masked(before: &str, places: &[(&str, &str, bool)]) -> MaskedText {
        let (mut text, mut mentions, mut done) = (String::new(), Vec::new(), 0);
        for (stood, stands, of_partner) in places {
            let from = before.find(stood).unwrap();
            text.push_str(before.get(done..from).unwrap());
            let to = text.len();
            text.push_str(stands);
            done = from + stood.len();
            mentions.push(Mention {
                from: from..done,
                to: to..text.len(),
                kind: Kind::Name,
                ways: Vec::new(),
                fixed: *of_partner,
                people: Vec::new(),
                of_partner: *of_partner,
                lifted: None,
            });
        }
        text.push_str(before.get(done..).unwrap());
        MaskedText {
            text: Zeroizing::new(text),
            mark: "ab".to_owned(),
            mentions,
        }
    }

    fn stand(before: &str, masked: &MaskedText, out: &[TakenOut]) -> Vec<(String, bool)> {
        let found = spoken_in(("notes", ""), (before, masked), out);
        let found = found.ok().unwrap().into_iter();
        found.map(|it| (it.stands, it.out)).collect()
    }

    #[test]
    fn dv_4_3_a_sentence_is_shown_as_it_would_leave_and_what_is_masked_whole_is_not() {
        let before = "Bo Lund drove. His wife Rosa waited at 14 Elm Street. He came. Rosa left.";
        let after = masked(
            before,
            &[
                ("Bo Lund", "[Person 1]", false),
                ("Rosa", "[Person 2]", true),
                ("14 Elm Street", "[address 1]", false),
            ],
        );
        assert_eq!(
            stand(before, &after, &[]),
            [(
                "His wife [Person 2] waited at [address 1].".to_owned(),
                false
            )]
        );
        let whole = masked(
            before,
            &[
                ("Bo Lund", "[Person 1]", false),
                (
                    "His wife Rosa waited at 14 Elm Street.",
                    "[Person 2]",
                    false,
                ),
                ("Rosa left", "[Person 2] left", true),
            ],
        );
        assert_eq!(
            stand(before, &whole, &[]),
            [("[Person 2] left.".to_owned(), false)]
        );
    }

    #[test]
    fn dv_4_3_what_was_taken_out_is_listed_as_it_stands_in_the_file() {
        let before = "He came. His wife waited.";
        let place = before.find("His").unwrap()..before.len();
        let after = masked(before, &[("His wife waited.", "[Person 1]", true)]);
        let out = TakenOut {
            text: "ab".to_owned(),
            place,
        };
        assert_eq!(
            stand(before, &after, std::slice::from_ref(&out)),
            [("His wife waited.".to_owned(), true)]
        );
        let elsewhere = TakenOut {
            text: "cd".to_owned(),
            ..out
        };
        assert!(stand(before, &after, &[elsewhere]).is_empty());
    }
}
