//! A client's file as a worker reads it: section by section, each open or locked with its reason.

use caseward_gate::{
    Act, Answer, Delivery, Disclosed, DisclosedPart, Read, ReadOwn, Refusal, Request,
    SectionDecision, Text,
};
use caseward_model::{Category, Client, ClientState, Id};

use crate::entries::field;
use crate::layout::Layouts;
use crate::{CaseworkError, Office};

/// A file, or as much of it as was let out.
pub struct ClientFile {
    /// Whose.
    pub client: Id<Client>,
    /// The number of the entry in the ledger that this reading made.
    pub entry: u64,
    /// What the person is called, if that was let out.
    pub name: Option<Text>,
    /// What is known about their need for protection.
    pub standing: ClientState,
    /// Someone proposed to protect them, and nobody has decided.
    pub protection_proposed: bool,
    /// The sections, in the order of the list of categories.
    pub sections: Vec<FileSection>,
    /// What each file of another system is called.
    pub layouts: Layouts,
}

/// One section of a file.
pub struct FileSection {
    /// Which.
    pub category: Category,
    /// What was decided about it.
    pub decision: SectionDecision,
    /// Its records, the newest first; empty when it is locked.
    pub records: Vec<FileRecord>,
}

/// One record in a section.
pub struct FileRecord {
    /// Its number within the client's file.
    pub no: i64,
    /// 0 for an entry that was written here, otherwise the number of the source file.
    pub kind: i64,
    /// Its fields, each with its number.
    pub fields: Vec<(u32, Text)>,
}

impl FileRecord {
    /// The field with this number.
    #[must_use]
    pub fn field(&self, number: u32) -> Option<&Text> {
        self.fields
            .iter()
            .find(|(it, _)| *it == number)
            .map(|(_, text)| text)
    }

    /// Whether it was written here, rather than imported.
    #[must_use]
    pub const fn is_entry(&self) -> bool {
        self.kind == 0
    }

    /// The text of an entry.
    #[must_use]
    pub fn text(&self) -> Option<&Text> {
        self.field(field::TEXT)
    }
}

impl Office {
    /// Asks for a client's file and opens what is let out. The caller says by the [`Delivery`] what
    /// became of it.
    ///
    /// # Errors
    /// The gate's refusal, or that it couldn't answer.
    pub async fn open_file(&self, request: &Request) -> Result<(ClientFile, Delivery), Refusal> {
        self.open_as::<Read>(request).await
    }

    /// [`Office::open_file`] for clients, who read their own file by their own right (DV-3.2).
    ///
    /// # Errors
    /// The gate's refusal, or that it couldn't answer.
    pub async fn open_own_file(
        &self,
        request: &Request,
    ) -> Result<(ClientFile, Delivery), Refusal> {
        self.open_as::<ReadOwn>(request).await
    }

    async fn open_as<A: Act>(&self, request: &Request) -> Result<(ClientFile, Delivery), Refusal> {
        let answer = self.gate.ask::<A>(request).await?;
        let (standing, protection_proposed) = (answer.standing, answer.protection_proposed);
        let (disclosed, sections) = self.opened(answer)?;
        let delivery = self.gate.deliver(&disclosed);
        let layouts = self
            .layouts_of(&disclosed.parts)
            .await
            .map_err(unrecorded)?;
        let file = ClientFile {
            client: disclosed.client(),
            entry: disclosed.entry(),
            name: name(&disclosed.parts, &layouts),
            standing,
            protection_proposed,
            sections: by_section(sections, disclosed.parts),
            layouts,
        };
        Ok((file, delivery))
    }

    fn opened<'r, A: Act>(
        &self,
        answer: Answer<'r, A>,
    ) -> Result<(Disclosed<'r, A>, Vec<SectionDecision>), Refusal> {
        let disclosed = self.gate.unseal(answer.permit, answer.sealed)?;
        Ok((disclosed, answer.sections))
    }
}

pub(crate) fn unrecorded(error: CaseworkError) -> Refusal {
    Refusal::Unrecorded(match error {
        CaseworkError::Gate(error) => error,
        CaseworkError::Db(error) => error.into(),
        _ => caseward_gate::GateError::Damaged,
    })
}

fn by_section(decisions: Vec<SectionDecision>, parts: Vec<DisclosedPart>) -> Vec<FileSection> {
    let mut sections: Vec<FileSection> = decisions
        .into_iter()
        .map(|decision| FileSection {
            category: decision.category,
            decision,
            records: Vec::new(),
        })
        .collect();
    // Records are numbered as they come in; the newest stand first.
    for part in parts.into_iter().rev() {
        if let Some(section) = sections.iter_mut().find(|it| it.category == part.section) {
            section.records.push(FileRecord {
                no: part.record_no,
                kind: part.kind,
                fields: part.fields,
            });
        }
    }
    sections
}

/// First, middle and last name and suffix, out of whatever file has them.
pub(crate) fn name<'p>(
    parts: impl IntoIterator<Item = &'p DisclosedPart>,
    layouts: &Layouts,
) -> Option<Text> {
    const NAMES: [&str; 4] = ["FirstName", "MiddleName", "LastName", "NameSuffix"];
    let named = |part: &&DisclosedPart| {
        part.section == Category::Identity
            && layouts
                .file(part.kind)
                .is_some_and(|file| file.name == "Client")
    };
    let part = parts.into_iter().find(named)?;
    let file = layouts.file(part.kind)?;
    let texts = NAMES.iter().filter_map(|wanted| {
        part.fields
            .iter()
            .find(|(number, _)| file.header(*number) == *wanted)
            .map(|(_, text)| text)
    });
    let joined = Text::joined(texts);
    (!joined.is_empty()).then_some(joined)
}
