//! Writing into a client's file: facts as facts, opinions with what they rest on (DV-5.2.2), and what
//! others told apart from the rest (DV-3.2).

use caseward_gate::{Amended, NewRecord, Refusal, Request};
use caseward_model::{Category, Client, Id, Nature, Provenance, Purpose, Worker};
use zeroize::Zeroizing;

use crate::Office;

/// The numbers of an entry's fields, in records of kind 0.
pub mod field {
    /// What was written.
    pub const TEXT: u32 = 1;
    /// Fact or opinion.
    pub const NATURE: u32 = 2;
    /// What an opinion rests on.
    pub const BASED_ON: u32 = 3;
    /// Who told.
    pub const PROVENANCE: u32 = 4;
    /// The id of the worker who wrote it.
    pub const WRITTEN_BY: u32 = 5;
    /// When, as RFC 3339.
    pub const WRITTEN_AT: u32 = 6;
    /// What it is in the client's plan; missing on what is no line of it.
    pub const PLAN: u32 = 7;
    /// The number of the record to which a line of the plan belongs: of a step its goal, of an end what ended.
    pub const PLAN_OF: u32 = 8;
    /// Who takes a step.
    pub const PLAN_BY: u32 = 9;
    /// Until which day, as 2026-12-01.
    pub const UNTIL: u32 = 10;
}

/// The longest entry, in characters.
pub const LONGEST_ENTRY: usize = 10_000;

/// The sections that an entry can go into.
pub const SECTIONS: &[Category] = &[
    Category::Notes,
    Category::Contact,
    Category::Location,
    Category::Household,
    Category::Housing,
    Category::Income,
    Category::Health,
    Category::Reproductive,
    Category::MentalHealth,
    Category::SubstanceUse,
    Category::Hiv,
    Category::DomesticViolence,
    Category::SexualViolence,
    Category::Justice,
    Category::Services,
    Category::ThirdParty,
];

/// An entry as it was typed.
#[derive(Clone, Default)]
pub struct Draft {
    /// The section, as a word.
    pub section: String,
    /// Who told, as a word.
    pub provenance: String,
    /// Fact or opinion, as a word.
    pub nature: String,
    /// What an opinion rests on.
    pub based_on: Zeroizing<String>,
    /// The text.
    pub text: Zeroizing<String>,
}

/// What must be mended before an entry can be kept: the field, and the sentence for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Choose a section.
    Section,
    /// Say who told.
    Provenance,
    /// Say whether it is a fact or an opinion.
    Nature,
    /// An opinion needs what it rests on.
    BasedOn,
    /// There is no text.
    TextMissing,
    /// The text is too long.
    TextTooLong,
}

/// An entry that can be kept.
pub struct NewEntry {
    section: Category,
    provenance: Provenance,
    nature: Nature,
    based_on: Zeroizing<String>,
    text: Zeroizing<String>,
    /// What it is in the plan, by the numbers of the fields.
    plan: Vec<(u32, Zeroizing<String>)>,
}

impl NewEntry {
    /// A line of the client's plan: it stands among the services, as a fact that the worker writes down.
    pub(crate) fn of_plan(text: Zeroizing<String>, plan: Vec<(u32, Zeroizing<String>)>) -> Self {
        Self {
            section: crate::plan::SECTION,
            provenance: Provenance::Worker,
            nature: Nature::Fact,
            based_on: Zeroizing::default(),
            text,
            plan,
        }
    }

    /// The section it goes into: what third parties told always goes into their own (DV-3.2).
    #[must_use]
    pub const fn section(&self) -> Category {
        self.section
    }

    /// The record that it becomes, written by this worker at this time.
    pub(crate) fn into_record(self, by: Id<Worker>, at: jiff::Timestamp) -> NewRecord {
        let plain = |word: &str| Zeroizing::new(word.to_owned());
        let mut fields = vec![
            (field::TEXT, self.text),
            (field::NATURE, plain(self.nature.word())),
            (field::PROVENANCE, plain(self.provenance.word())),
            (field::WRITTEN_BY, plain(&by.to_string())),
            (field::WRITTEN_AT, plain(&at.to_string())),
        ];
        if !self.based_on.is_empty() {
            fields.push((field::BASED_ON, self.based_on));
        }
        fields.extend(self.plan);
        NewRecord {
            section: self.section,
            fields,
        }
    }
}

impl Draft {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Everything that has to be mended, in the order of the form.
    pub fn check(&self) -> Result<NewEntry, Vec<Mend>> {
        let mut mend = Vec::new();
        let section = self
            .section
            .parse::<Category>()
            .ok()
            .filter(|c| SECTIONS.contains(c));
        let provenance = self
            .provenance
            .parse::<Provenance>()
            .ok()
            .filter(|p| *p != Provenance::Import);
        let nature = self.nature.parse::<Nature>().ok();
        if section.is_none() {
            mend.push(Mend::Section);
        }
        if provenance.is_none() {
            mend.push(Mend::Provenance);
        }
        if nature.is_none() {
            mend.push(Mend::Nature);
        }
        if nature == Some(Nature::Opinion) && shows_nothing(&self.based_on) {
            mend.push(Mend::BasedOn);
        }
        if shows_nothing(&self.text) {
            mend.push(Mend::TextMissing);
        }
        if self.text.chars().count() > LONGEST_ENTRY {
            mend.push(Mend::TextTooLong);
        }
        let (Some(section), Some(provenance), Some(nature), true) =
            (section, provenance, nature, mend.is_empty())
        else {
            return Err(mend);
        };
        let apart = provenance == Provenance::ThirdParty;
        Ok(NewEntry {
            section: if apart { Category::ThirdParty } else { section },
            provenance,
            nature,
            based_on: Zeroizing::new(self.based_on.trim().to_owned()),
            text: Zeroizing::new(self.text.trim().replace("\r\n", "\n")),
            plan: Vec::new(),
        })
    }
}

/// Whether a reader would see nothing: blanks, and signs that have no shape.
pub(crate) fn shows_nothing(text: &str) -> bool {
    let shapeless = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    text.chars()
        .all(|c| c.is_whitespace() || c.is_control() || shapeless(c))
}

impl Office {
    /// Writes an entry into a client's file.
    ///
    /// # Errors
    /// The gate's refusal; nothing was written then.
    pub async fn write_entry(
        &self,
        by: Id<Worker>,
        client: Id<Client>,
        purpose: Purpose,
        entry: NewEntry,
    ) -> Result<Amended, Refusal> {
        self.write_entry_at(by, client, purpose, entry, self.clock.now())
            .await
    }

    /// Writes an entry that was made at an earlier time: for records brought from elsewhere.
    ///
    /// # Errors
    /// As [`Office::write_entry`].
    pub async fn write_entry_at(
        &self,
        by: Id<Worker>,
        client: Id<Client>,
        purpose: Purpose,
        entry: NewEntry,
        at: jiff::Timestamp,
    ) -> Result<Amended, Refusal> {
        let mut request = Request::to_serve(by, client);
        request.purpose = purpose;
        self.write_as_asked(request, entry, at).await
    }

    /// Writes an entry for the purpose and by the way of this request.
    pub(crate) async fn write_as_asked(
        &self,
        request: Request,
        entry: NewEntry,
        at: jiff::Timestamp,
    ) -> Result<Amended, Refusal> {
        let (by, client) = (request.asker, request.client);
        let request = request.sections([entry.section]);
        let record = entry.into_record(by, at);
        let written = self.gate.amend(&request, record).await?;
        self.entry_was_written(client).await;
        Ok(written)
    }

    /// What follows an entry. It is kept whatever comes of that; the server makes up for a comparison that failed.
    pub(crate) async fn entry_was_written(&self, client: Id<Client>) {
        if let Err(error) = self.check_conflicts_with(client).await {
            tracing::error!(%error, "conflicts of interest were not looked for after an entry");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Draft {
        Draft {
            section: "housing".into(),
            provenance: "worker".into(),
            nature: "fact".into(),
            based_on: Zeroizing::default(),
            text: Zeroizing::new("Visited the new flat together.".into()),
        }
    }

    #[test]
    fn dv_5_2_2_an_opinion_says_what_it_rests_on() {
        let opinion = Draft {
            nature: "opinion".into(),
            ..typed()
        };
        assert_eq!(opinion.check().err(), Some(vec![Mend::BasedOn]));
        let grounded = Draft {
            based_on: Zeroizing::new("two visits this week".into()),
            ..opinion
        };
        assert!(grounded.check().is_ok());
    }

    #[test]
    fn dv_3_2_what_a_third_party_told_goes_into_a_section_of_its_own() {
        let told = Draft {
            provenance: "third_party".into(),
            ..typed()
        };
        assert_eq!(told.check().ok().unwrap().section(), Category::ThirdParty);
    }

    #[test]
    fn an_entry_that_shows_nothing_is_no_entry() {
        for text in [
            "",
            " \n",
            "\u{200b}\u{200d}",
            "\u{feff}\u{202e}\0",
            "\u{a0}",
        ] {
            let blank = Draft {
                text: Zeroizing::new(text.into()),
                ..typed()
            };
            assert_eq!(
                blank.check().err(),
                Some(vec![Mend::TextMissing]),
                "{text:?}"
            );
        }
        let joined = Draft {
            text: Zeroizing::new("👩\u{200d}👧 moved in".into()),
            ..typed()
        };
        assert!(joined.check().is_ok());
    }

    #[test]
    fn everything_to_mend_is_said_at_once_and_in_order() {
        let nothing = Draft::default().check().err().unwrap();
        assert_eq!(
            nothing,
            [
                Mend::Section,
                Mend::Provenance,
                Mend::Nature,
                Mend::TextMissing
            ]
        );
        let long = Draft {
            text: Zeroizing::new("é".repeat(LONGEST_ENTRY + 1)),
            ..typed()
        };
        assert_eq!(long.check().err(), Some(vec![Mend::TextTooLong]));
    }
}
