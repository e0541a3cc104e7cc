//! Looking at what was disclosed, or is about to be: by whoever may read the book of this client's disclosures, and at what was
//! said about it by whoever may read all that it is made of (CR-7, NASW-d).

use caseward_db::Reader;
use caseward_gate::{
    Answer, Delivery, Drawer, FileWorks, OpenedRows, Permit, Read, Request, RowPlace, Sealed,
    artefact_bytes,
};
use caseward_model::{Category, Channel, Client, DisclosureState, Id};
use zeroize::Zeroizing;

use super::sending::{self, is_carried_by_people};
use super::stored::{self, Text};
use super::{BOOK, Disclosure, DisclosureError, InWords, Paper, partners};
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

/// The disclosures that those rows hold, as the book has them.
pub(crate) fn opened_rows(
    rows: &SealedRows,
    opened: &OpenedRows,
    (client, now_ms): (Id<Client>, i64),
) -> Result<Vec<Disclosure>, CaseworkError> {
    let views = rows.iter().zip(opened);
    let views = views.map(|(((no, _, version), _), plain)| {
        let text = Text::read(plain)?;
        Ok(text.in_book((*no, *version), client).at(now_ms))
    });
    views.collect()
}

impl Office {
    /// The disclosures of a client, the newest first, as the book has them.
    ///
    /// # Errors
    /// [`DisclosureError::Refused`] as for reading the file.
    pub async fn disclosures_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
    ) -> Result<(Vec<Disclosure>, Delivery), DisclosureError> {
        self.make_up_for(client).await;
        let request = self.reading(person, client, vec![BOOK]).await?;
        let answer = self.all_of(&request).await?;
        let client_no = self.client_no(client).await?;
        let rows = self
            .db
            .read(move |reader| sealed_rows(reader, client_no))
            .await?;
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Disclosures, &rows)?;
        let at = (client, self.clock.now_ms());
        Ok((opened_rows(&rows, &opened, at)?, delivery))
    }

    /// One disclosure of a client, as the book has it.
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

    /// One disclosure of a client, with what was said about it where whoever looks may read all that it is made of, and with who
    /// reported the danger on which it goes where they may read the notes.
    ///
    /// # Errors
    /// As [`Office::disclosure`].
    pub async fn disclosure_in_words(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(Disclosure, Delivery), DisclosureError> {
        let (mut found, book) = self.disclosure(person, client, no).await?;
        if let Some(named) = found.danger {
            found.danger = Some(self.with_reporter(person, client, named).await?);
        }
        let request = self.reading(person, client, found.made_of()).await?;
        let answer = match self.all_of(&request).await {
            Ok(answer) => answer,
            Err(DisclosureError::Refused(_) | DisclosureError::NotAll(_)) => {
                return Ok((found, book));
            }
            Err(error) => return Err(error),
        };
        book.delivered(None);
        let (words, version, delivery) = self
            .words_of((answer.permit, answer.sealed), (client, no))
            .await?;
        // Changed in between: whoever looks again sees both.
        found.in_words = (version == found.version).then_some(words);
        Ok((found, delivery))
    }

    /// A disclosure with all that was said about it, for what is made of it. It is shown to nobody.
    pub(super) async fn whole_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(Disclosure, InWords), DisclosureError> {
        let (found, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let request = self.reading(person, client, vec![BOOK]).await?;
        let answer = self.all_of(&request).await?;
        let (words, version, delivery) = self
            .words_of((answer.permit, answer.sealed), (client, no))
            .await?;
        delivery.delivered(None);
        // Changed in between: what is made of it would be half of one and half of the other.
        if found.version != version {
            return Err(super::outside().into());
        }
        Ok((found, words))
    }

    /// What was said about a disclosure, and the version of it.
    async fn words_of(
        &self,
        opening: (Permit<'_, Read>, Sealed),
        (client, no): (Id<Client>, i64),
    ) -> Result<(InWords, i64, Delivery), DisclosureError> {
        let client_no = self.client_no(client).await?;
        let rows = self
            .db
            .read(move |reader| stored::row(reader, (client_no, no)))
            .await?;
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Disclosures, &rows)?;
        let of = rows.iter().zip(&opened).next();
        let (((_, _, version), _), plain) = of.ok_or(DisclosureError::Unknown)?;
        let whole = Text::read(plain)?.view((no, *version), client);
        let mut words = whole.in_words.unwrap_or_default();
        // Whether partners are asked about hangs on what is known of the client now, and not on what was known when it was begun.
        let sheet = self.gate.sheet_of(client).await?;
        let sheet = sheet.ok_or(DisclosureError::Unknown)?;
        words.partners.asked = partners::are_asked(whole.road, &sheet, &words.partners);
        Ok((words, *version, delivery))
    }

    /// The question of whoever reads these sections.
    pub(super) async fn reading(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        sections: Vec<Category>,
    ) -> Result<Request, DisclosureError> {
        let request = self.question_of(person, client, Channel::Screen).await?;
        Ok(request.sections(sections))
    }

    /// Leave to read all that was asked for, or nothing.
    pub(super) async fn all_of<'r>(
        &self,
        request: &'r Request,
    ) -> Result<Answer<'r, Read>, DisclosureError> {
        let answer: Answer<'r, Read> = self.gate.ask(request).await?;
        if answer.sections.iter().any(|it| !it.decision.permitted) {
            self.gate.give_back(answer.permit, answer.sealed);
            return Err(DisclosureError::NotAll(answer.sections));
        }
        Ok(answer)
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

    /// The paper that left with one release, by the number of its INTENT: exactly its bytes, whatever lies ready now.
    ///
    /// # Errors
    /// As [`Office::disclosures_of`]; [`DisclosureError::Unknown`] when nothing left with such an entry.
    pub async fn document_that_left(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, entry): (i64, u64),
    ) -> Result<(Zeroizing<Vec<u8>>, Delivery), DisclosureError> {
        self.paper_that_left(person, client, (no, entry, Paper::Document))
            .await
    }

    /// What travels, as it was sealed for its way: one file for whoever carries it, and its name; as long as it is on its way.
    ///
    /// # Errors
    /// As [`Office::disclosure_document`]; [`DisclosureError::Unknown`] when nothing was sealed that people carry, or it ended.
    pub async fn disclosure_package(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(String, Zeroizing<Vec<u8>>, Delivery), DisclosureError> {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let on_its_way = disclosure.state == DisclosureState::Released;
        let made_of = disclosure.made_of();
        let travels = disclosure
            .travels
            .filter(|it| on_its_way && !it.name.is_empty() && is_carried_by_people(it.kind));
        let name = travels.ok_or(DisclosureError::Unknown)?.name;
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections(made_of);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            desk.works.note("disclosure", no);
            sending::ground_must_hold(desk, no)
        };
        self.gate
            .work_on_file::<Read, _, _, _>(&request, "disclosure_taken_along", work)
            .await?;
        let (bytes, delivery) = self
            .disclosure_paper(person, client, (no, Paper::Package))
            .await?;
        Ok((name, bytes, delivery))
    }

    /// A paper as it lies in its drawer. Whoever looks at one may read everything that stands in it: what goes now, and what went
    /// into it when it was made.
    pub(super) async fn disclosure_paper(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, paper): (i64, Paper),
    ) -> Result<(Zeroizing<Vec<u8>>, Delivery), DisclosureError> {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let request = self.reading(person, client, disclosure.made_of()).await?;
        let answer = self.all_of(&request).await?;
        let client_no = self.client_no(client).await?;
        let found = self
            .db
            .read(move |reader| stored::paper(reader, (client_no, no, paper)))
            .await?;
        self.open_paper(answer, found)
    }

    /// A paper that left with the release of this INTENT.
    pub(super) async fn paper_that_left(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, entry, paper): (i64, u64, Paper),
    ) -> Result<(Zeroizing<Vec<u8>>, Delivery), DisclosureError> {
        self.kept_with_release(
            person,
            client,
            (no, entry),
            move |reader, client_no, is_last| {
                let found = stored::left(reader, client_no, (no, entry, paper))?;
                // Of what was released last before its papers were kept apart, statement and proof lie beside it.
                let beside = is_last && matches!(paper, Paper::Statement | Paper::Proof);
                match found {
                    None if beside => stored::paper(reader, (client_no, no, paper)),
                    found => Ok(found),
                }
            },
        )
        .await
    }

    /// Something that is kept with the release of this INTENT: `find` gets the client's number, and whether it is the last release. Whoever
    /// looks at it may read everything that stood in what left, as for what lies ready now.
    pub(super) async fn kept_with_release<F>(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, entry): (i64, u64),
        find: F,
    ) -> Result<(Zeroizing<Vec<u8>>, Delivery), DisclosureError>
    where
        F: FnOnce(&mut Reader<'_>, i64, bool) -> Result<Option<(RowPlace, Vec<u8>)>, CaseworkError>
            + Send
            + 'static,
    {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let is_last = disclosure.released.is_some_and(|(_, it, _)| it == entry);
        let then = disclosure.departures();
        let then = then
            .into_iter()
            .find(|it| it.stated > 0 && it.intent == entry);
        let made_of = match then {
            _ if is_last => disclosure.made_of(),
            Some(then) => then.sections,
            None => return Err(DisclosureError::Unknown),
        };
        let request = self.reading(person, client, made_of).await?;
        let answer = self.all_of(&request).await?;
        let client_no = self.client_no(client).await?;
        let found = self
            .db
            .read(move |reader| find(reader, client_no, is_last))
            .await?;
        self.open_paper(answer, found)
    }

    /// Opens a paper with the answer that lets it be read; there may be none.
    fn open_paper(
        &self,
        answer: Answer<'_, Read>,
        found: Option<(RowPlace, Vec<u8>)>,
    ) -> Result<(Zeroizing<Vec<u8>>, Delivery), DisclosureError> {
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
