//! The statement of a disclosure before it leaves: what will stand on it, as far as that is known (RE-2, NASW-c).
//!
//! It is the same paper, made of the same facts. What can't be known before (the day, the entry of the ledger, the ledger's root then) is
//! left open and said to be, and the paper says that it is no statement.

use caseward_gate::{FileWorks, Read};
use caseward_model::{Client, DisclosureState, Id, Language};
use caseward_papers::{DisclosureStatement, print};

use super::release::{consent_fact_of, number_of};
use super::statement::{About, Agreed};
use super::{Disclosure, DisclosureError, stored};
use crate::Office;
use crate::consent::stated;
use crate::sign_in::SignedIn;
use crate::standing::on_a_thread_that_waits;

/// What the statement would be made of now.
struct Found {
    disclosure: Disclosure,
    about: About,
    agreed: Agreed,
}

impl Office {
    /// The statement that would go with what was put together, if this person let it out now. It is no statement yet: nothing left, and
    /// nothing of it stands in the ledger but that somebody looked.
    ///
    /// # Errors
    /// [`DisclosureError::Refused`] for whoever may not read all that it is made of; [`DisclosureError::Unknown`];
    /// [`DisclosureError::Casework`] when nothing was put together, or it left already.
    pub async fn preview_statement(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        language: Language,
    ) -> Result<DisclosureStatement, DisclosureError> {
        let (seen, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let request = self.reading(person, client, seen.made_of()).await?;
        let version = seen.version;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            desk.works.note("disclosure", no);
            found(desk, no, version)
        };
        let found = self
            .gate
            .work_on_file::<Read, _, _, _>(&request, "statement_previewed", work)
            .await?;
        self.statement_about(
            person,
            &found.disclosure,
            found.about,
            (found.agreed, language),
        )
        .await
    }

    /// The same as the PDF that will be made.
    ///
    /// # Errors
    /// As [`Office::preview_statement`].
    pub async fn statement_preview_paper(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        language: Language,
    ) -> Result<Vec<u8>, DisclosureError> {
        let paper = self.preview_statement(person, client, no, language).await?;
        Ok(on_a_thread_that_waits(move || print(&paper)).await?)
    }
}

/// What the statement would be made of, where the disclosure is still as it was seen.
fn found(desk: &mut FileWorks<'_, '_, '_>, no: i64, seen: i64) -> Result<Found, DisclosureError> {
    let (version, text) = stored::one(desk, no)?;
    let ready = [
        DisclosureState::Composed,
        DisclosureState::Approved,
        DisclosureState::Failed,
    ];
    let content = text.composed.as_ref().map(|(_, content)| content.clone());
    let content = content.filter(|_| version == seen && ready.contains(&text.state));
    let content = content.ok_or_else(super::outside)?;
    let fact = consent_fact_of(desk, &text)?;
    let stated = match fact.as_ref().and_then(number_of) {
        Some(consent) => stated(desk, consent)?,
        None => None,
    };
    let talked = (&text.answers, text.begun_at);
    Ok(Found {
        agreed: Agreed::on(talked, fact.as_ref(), stated),
        about: About {
            clauses: text.clauses.clone(),
            content,
            entry: None,
        },
        disclosure: text.view((no, version), desk.client()),
    })
}
