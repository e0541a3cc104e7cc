//! Reading what is kept about one client beside the Law Department: the questions, and what was agreed with partners (CR-5, DV-5.5).
//!
//! That there is a question is for whoever may know of the client. Its words say as much as a note, and are for whoever may read the
//! client's notes; what was agreed is for whoever may read the administration of the file.

use caseward_db::{Reader, Row};
use caseward_gate::{
    Answer, Delivery, Drawer, Find, OpensDrawer, Read, Refusal, Request, RowPlace,
};
use caseward_model::{Category, Client, Id};

use super::Kept;
use super::about_client::{self, ClientProtocol};
use super::law::{
    COLUMNS, LawError, LawQuestion, Numbered, own_place, print_of, question, text_of, texts_of,
};
use crate::{CaseworkError, Office};

/// What is kept about a client here, for someone who may know of them.
pub struct AboutClient {
    /// The questions, the newest first; with their words for whoever may read the client's notes.
    pub questions: Vec<LawQuestion>,
    /// What was agreed with partners about this client, the newest first, for whoever may read the administration of the file.
    pub protocols: Vec<Kept<ClientProtocol>>,
    /// To be told how the handing over ended.
    pub delivery: Delivery,
}

/// What lies about one client, sealed: questions with their words, and what was agreed.
pub(super) type LawRows = (Vec<(Numbered, Vec<u8>)>, Vec<(RowPlace, Vec<u8>)>);

impl Office {
    /// What is kept about a client here, for someone who may know of them; its words for whoever may read them.
    ///
    /// # Errors
    /// The gate's refusal, as for finding the client.
    pub async fn law_about_client(&self, request: Request) -> Result<AboutClient, LawError> {
        let known = request.clone().sections([Category::Existence]);
        let found = self.gate.ask::<Find>(&known).await?;
        let rows = self.law_rows(known.client).await?;
        let reads = request.sections([Category::Administration, Category::Notes]);
        match self.gate.ask::<Read>(&reads).await {
            Ok(answer) => {
                self.gate.give_back(found.permit, found.sealed);
                self.law_as_open(answer, rows)
            }
            Err(Refusal::NotKnown { .. } | Refusal::Refused { .. }) => {
                self.law_as_open(found, rows)
            }
            Err(Refusal::Unrecorded(error)) => {
                self.gate.give_back(found.permit, found.sealed);
                Err(error.into())
            }
        }
    }

    /// The questions about a client without their words, for someone who may know of them. Nothing is opened.
    ///
    /// # Errors
    /// The gate's refusal, as for finding the client.
    pub async fn law_questions_about(
        &self,
        request: Request,
    ) -> Result<Vec<LawQuestion>, LawError> {
        let request = request.sections([Category::Existence]);
        let answer = self.gate.ask::<Find>(&request).await?;
        self.gate.give_back(answer.permit, answer.sealed);
        let (questions, _) = self.law_rows(request.client).await?;
        Ok(questions.into_iter().map(|(it, _)| question(it)).collect())
    }

    /// The rows about a client as they lie, the newest first.
    pub(super) async fn law_rows(&self, client: Id<Client>) -> Result<LawRows, CaseworkError> {
        let (drawers, prints) = (self.gate.drawers()?, self.gate.fingerprints()?);
        let of = |domain: &str, parts: &[&[u8]]| Ok(prints.of(domain, parts));
        let (about, agreed) = (
            print_of(of, Some(client))?,
            about_client::print_of(of, client)?,
        );
        let read = move |reader: &mut Reader<'_>| {
            let sql = format!("{COLUMNS}WHERE about = $1 ORDER BY no DESC");
            let rows = reader.query(&sql, &[about.into()])?;
            let one = |row: &Row| Ok((text_of(&drawers, row)?, row.bytes(4)?.to_vec()));
            let questions = rows
                .iter()
                .map(one)
                .collect::<Result<Vec<_>, CaseworkError>>()?;
            Ok::<_, CaseworkError>((questions, about_client::sealed(reader, agreed)?))
        };
        self.db.read(read).await
    }

    /// Opens what the answer let out: words with the client's notes, what was agreed with the file's administration.
    fn law_as_open<A: OpensDrawer>(
        &self,
        answer: Answer<'_, A>,
        (questions, agreed): LawRows,
    ) -> Result<AboutClient, LawError> {
        let open = |section: Category| {
            let mut decided = answer.sections.iter();
            decided.any(|it| it.category == section && it.decision.permitted)
        };
        let (words, terms) = (open(Category::Notes), open(Category::Administration));
        let agreed = if terms { agreed } else { Vec::new() };
        let place = |it: &(Numbered, Vec<u8>)| (own_place(it.0.0, it.0.1), it.1.clone());
        let shown = questions.iter().filter(|_| words);
        let mut rows: Vec<_> = shown.map(place).collect();
        rows.extend(agreed.iter().cloned());
        let sealed = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(sealed, Drawer::Recipients, &rows)?;
        let mut opened = opened.into_iter();
        let mut found = Vec::new();
        for (text, _) in questions {
            let texts = if words {
                let plain = opened.next().ok_or(CaseworkError::Damaged)?;
                Some(texts_of(&plain)?)
            } else {
                None
            };
            found.push(LawQuestion {
                texts,
                ..question(text)
            });
        }
        let protocols = about_client::read(&agreed, opened)?;
        Ok(AboutClient {
            questions: found,
            protocols,
            delivery,
        })
    }
}
