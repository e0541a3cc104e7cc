//! Looking at what was disclosed, or is about to be: by whoever may read the book of this client's disclosures (CR-7, NASW-d).

use caseward_db::Reader;
use caseward_gate::{Answer, Delivery, Drawer, OpenedRows, Read, RowPlace, artefact_bytes};
use caseward_model::{Channel, Client, Id};
use zeroize::Zeroizing;

use super::stored::{self, Text};
use super::{BOOK, Disclosure, DisclosureError, Paper};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

type SealedRows = Vec<(RowPlace, Vec<u8>)>;

/// The sealed rows of a client's disclosures, the newest first: whoever has a permit for the book opens them.
pub(crate) fn sealed_rows(
    reader: &mut Reader<'_>,
    client_no: i64,
) -> Result<SealedRows, CaseworkError> {
    stored::rows(reader, client_no)
}

/// The disclosures that those rows hold.
pub(crate) fn opened_rows(
    rows: &SealedRows,
    opened: &OpenedRows,
    client: Id<Client>,
) -> Result<Vec<Disclosure>, CaseworkError> {
    let views = rows.iter().zip(opened);
    let views = views.map(|(((no, ..), _), plain)| Ok(Text::read(plain)?.view(*no, client)));
    views.collect()
}

impl Office {
    /// The disclosures of a client, the newest first.
    ///
    /// # Errors
    /// [`DisclosureError::Refused`] as for reading the file.
    pub async fn disclosures_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
    ) -> Result<(Vec<Disclosure>, Delivery), DisclosureError> {
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections([BOOK]);
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let client_no = self.client_no(client).await?;
        let rows = self
            .db
            .read(move |reader| sealed_rows(reader, client_no))
            .await?;
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Disclosures, &rows)?;
        Ok((opened_rows(&rows, &opened, client)?, delivery))
    }

    /// One disclosure of a client.
    ///
    /// # Errors
    /// As [`Office::disclosures_of`]; [`DisclosureError::Unknown`].
    pub async fn disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(Disclosure, Delivery), DisclosureError> {
        let (all, delivery) = self.disclosures_of(person, client).await?;
        let found = all.into_iter().find(|it| it.no == no);
        Ok((found.ok_or(DisclosureError::Unknown)?, delivery))
    }

    /// The paper that would leave, or left: exactly its bytes.
    ///
    /// # Errors
    /// As [`Office::disclosures_of`]; [`DisclosureError::Unknown`] when nothing was put together.
    pub async fn disclosure_document(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(Zeroizing<Vec<u8>>, Delivery), DisclosureError> {
        let (plain, delivery) = self
            .disclosure_paper(person, client, (no, Paper::Document))
            .await?;
        let bytes = artefact_bytes(&plain)?.to_vec();
        Ok((Zeroizing::new(bytes), delivery))
    }

    /// A paper as it lies in its drawer. Whoever looks at one may read everything that stands in it.
    pub(super) async fn disclosure_paper(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, paper): (i64, Paper),
    ) -> Result<(Zeroizing<Vec<u8>>, Delivery), DisclosureError> {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections(disclosure.sections);
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        if answer.sections.iter().any(|it| !it.decision.permitted) {
            self.gate.give_back(answer.permit, answer.sealed);
            return Err(DisclosureError::NotAll(answer.sections));
        }
        let client_no = self.client_no(client).await?;
        let found = self
            .db
            .read(move |reader| stored::paper(reader, (client_no, no, paper)))
            .await?;
        let Some(row) = found else {
            self.gate.give_back(answer.permit, answer.sealed);
            return Err(DisclosureError::Unknown);
        };
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self
            .gate
            .open_drawer(opening, Drawer::Disclosures, &[row])?;
        let plain = opened.into_iter().next().ok_or(CaseworkError::Damaged)?;
        Ok((plain, delivery))
    }
}
