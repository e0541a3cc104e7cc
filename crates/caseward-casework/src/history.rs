//! Who looked at a file, and why: the ledger read back for those who may know (CR-2, CR-10).

use std::collections::HashMap;

use caseward_gate::{About, Answer, EntryKind, EntryText, HistoryLine, Read, Refusal, Request};
use caseward_model::{Category, Id, OfficeAct, Role, Worker};

use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The most lines that one page shows.
const MOST: u32 = 200;
/// An hour, in ms.
const HOUR_MS: i64 = 3_600_000;

/// One line of a file's history.
#[derive(Debug, Clone)]
pub struct Look {
    /// Its number in the ledger.
    pub entry: u64,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// Who, by name; `None` for the office's own commands and for people who are gone.
    pub who: Option<String>,
    /// What kind of entry.
    pub kind: Option<EntryKind>,
    /// What it says.
    pub text: EntryText,
}

impl Office {
    /// The history of a client's file, the newest first; [`Office::question_of`] asks for the purpose of a
    /// person's part.
    ///
    /// # Errors
    /// The gate's refusal, or that it couldn't answer.
    pub async fn who_looked(&self, question: &Request) -> Result<Vec<Look>, Refusal> {
        let request = question.clone().sections([Category::Administration]);
        let names = self.names().await.map_err(refusal)?;
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let lines = self
            .gate
            .history(answer.permit, answer.sealed, MOST)
            .await?;
        Ok(lines.into_iter().map(|line| look(line, &names)).collect())
    }

    /// What everyone who works here is called. A client who reads their own file is not among them:
    /// these names stand in places where nobody may learn who a client is (CC-2.4).
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn names(&self) -> Result<HashMap<Id<Worker>, String>, CaseworkError> {
        Ok(self
            .colleagues()
            .await?
            .into_iter()
            .filter(|it| it.sheet.role != Role::Client)
            .map(|it| (it.id, it.name))
            .collect())
    }
}

impl Office {
    /// What colleagues are called, to someone whom the rules let see who works here; `None` to everyone
    /// else, such as another organization's staff (CR-4).
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn names_for(
        &self,
        person: &SignedIn,
    ) -> Result<Option<HashMap<Id<Worker>, String>>, CaseworkError> {
        let may = self
            .gate
            .may(person.worker, OfficeAct::SeePeople, About::Office)
            .await?;
        if may.permitted {
            self.names().await.map(Some)
        } else {
            Ok(None)
        }
    }
}

fn refusal(error: CaseworkError) -> Refusal {
    match error {
        CaseworkError::Gate(error) => error.into(),
        CaseworkError::Db(error) => error.into(),
        _ => caseward_gate::GateError::Damaged.into(),
    }
}

/// When a line is told to have been, in ms. What the house noted on an agenda for somebody else is told to the next full hour: the
/// minute would tell who answered for the conference (CC-2.4a).
fn told_at(line: &HistoryLine) -> i64 {
    let EntryText::Deed(deed) = &line.text else {
        return line.at_ms;
    };
    if deed.by.is_some() || !deed.deed.starts_with("conference_item_") {
        return line.at_ms;
    }
    (line.at_ms + HOUR_MS - 1).div_euclid(HOUR_MS) * HOUR_MS
}

fn look(line: HistoryLine, names: &HashMap<Id<Worker>, String>) -> Look {
    let by = match &line.text {
        EntryText::Answer(text) => Some(text.asker),
        EntryText::List(text) => Some(text.asker),
        EntryText::Deed(text) => text.by,
        EntryText::Outcome(_) => None,
    };
    Look {
        entry: line.entry,
        at_ms: told_at(&line),
        who: by.and_then(|id| names.get(&id).cloned()),
        kind: line.kind,
        text: line.text,
    }
}
