//! Asking back by a link: a letter waits for a recipient behind a link that opens once, and its PIN is told on their checked telephone.
//!
//! DV-2.1, CC-2.3, NASW-m. For those who have neither a key nor a server. The house makes the link; a worker sends it and tells the PIN, each
//! by a way of its own. Who fetched the letter was told, and their answer is waited for. Who didn't wasn't, and somebody tells them otherwise.

use caseward_gate::{Amend, FileWorks, Read, Request};
use caseward_model::{Channel, Id, Language, RecallAnswer, WayKind, Worker};

use super::asking_back::{DAY_MS, Lines, answers_are_awaited, lines, unfit, used};
use super::drafting::found;
use super::error::ConsentError;
use super::record::{LetterSent, Recall, Use};
use super::sending_letters::how_it_went;
use super::settings::settings_in;
use super::withdrawing::{no_reviewer, who_follows};
use super::{stored, today};
use crate::disclosure::{
    Call, DisclosureError, LetterOf, LinkMade, is_walled_off, keep_letter_link, letter_may_go,
};
use crate::{CaseworkError, Office};

/// Why no link is made; a wall isn't told from a way that isn't there.
const NO_LINK: &str = "they have no way with a link and a telephone that counts now, or a wall stands between; save the letter, and take or send it yourself";

/// That a letter is to wait behind a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterLinkOrder {
    /// In which language.
    pub language: Language,
    /// The client was asked whether telling them now could put anybody in danger, and it doesn't.
    pub client_asked: bool,
    /// By which of their ways, by its number; their newest one with a link if nobody said.
    pub way: Option<i64>,
    /// For how many hours the link is open; three days if nobody said.
    pub hours: Option<u32>,
}

/// A letter that waits behind a link. What opens it is shown once.
#[derive(Debug)]
pub struct LetterLinkMade {
    /// What stands in the link, what is told, and until when it is open.
    pub link: LinkMade,
    /// On which telephone the PIN is told.
    pub call: Call,
}

impl Office {
    /// Lets the letter to a recipient wait behind a link, in the place of an earlier link to it.
    ///
    /// # Errors
    /// [`ConsentError::Absent`] when nothing went out under this number; [`ConsentError::Stage`] when they don't have to be told, or a
    /// letter is on its way to them; [`CaseworkError::Unfit`] when it isn't said that the client was asked, when no link can go to them or
    /// nobody could open it, and when it can't be open for so long. No link was made then.
    pub async fn make_letter_link(
        &self,
        request: &Request,
        (no, use_no): (i64, i64),
        order: LetterLinkOrder,
    ) -> Result<LetterLinkMade, ConsentError> {
        let lines = self.letter_to_wait(request, (no, use_no), order).await?;
        if !self.links_can_be_opened().await? {
            return Err(unfit(Self::NO_ADDRESS));
        }
        let to = lines.to;
        let pdf = self.letter_of(lines, order.language).await?;
        let letter = (pdf.as_slice(), order.language);
        let link = self.letter_behind_link(to, letter, (order.way, order.hours));
        let link = link.await.map_err(unmade)?;
        let link = link.ok_or_else(|| unfit(NO_LINK))?;
        let (by, way, until) = (request.asker, link.way, link.made.until);
        let (hash, waits) = (link.hash, link.waits);
        self.at_consents::<Amend, _, _>(request, "consent_letters_going", move |desk| {
            found(desk, no)?;
            let settings = settings_in(desk.works)?;
            let (version, mut it) = used(desk, (no, use_no))?;
            let now_ms = desk.works.now_ms();
            // A wall came up, the way counts no longer, or somebody told them meanwhile.
            let goes = letter_may_go(desk, it.recipient.no, way).map_err(unmade)?;
            if !goes || !may_wait(&it, now_ms) {
                return Err(unfit(NO_LINK));
            }
            if let Some(recall) = it.recall.as_mut() {
                recall.sent = Some(LetterSent {
                    at: now_ms,
                    by,
                    way,
                    kind: WayKind::Link,
                    hash,
                    until: Some(until),
                    ended: false,
                    trouble: None,
                });
            }
            stored::update_use(desk, (no, use_no, version), &it)?;
            let of = LetterOf {
                consent: no,
                used: use_no,
                way,
                whom: who_follows(desk)?,
                answer_by: settings.answer_day(today(now_ms)),
                due_at: now_ms + settings.answer_days * DAY_MS,
            };
            keep_letter_link(desk, of, &waits).map_err(unmade)?;
            desk.works.note("consent", no);
            let letters = vec![format!("{use_no}: {}", WayKind::Link)];
            desk.works.note("letters", letters);
            // Without that no link is made.
            desk.works.note("client_asked", true);
            Ok(())
        })
        .await?;
        Ok(LetterLinkMade {
            link: link.made,
            call: link.call,
        })
    }

    /// What the letter is made of that is to wait.
    async fn letter_to_wait(
        &self,
        request: &Request,
        (no, use_no): (i64, i64),
        order: LetterLinkOrder,
    ) -> Result<Lines, ConsentError> {
        let printing = Request {
            channel: Channel::Print,
            ..request.clone()
        };
        let purpose = request.purpose;
        self.at_consents::<Read, _, _>(&printing, "consent_notice_made", move |desk| {
            let (_, record) = found(desk, no)?;
            let (_, it) = used(desk, (no, use_no))?;
            if !may_wait(&it, desk.works.now_ms()) {
                return Err(ConsentError::Stage(record.stage));
            }
            no_reviewer(purpose)?;
            if !order.client_asked {
                return Err(unfit(
                    "ask the client first whether telling them now could put anybody in danger, and say that you did",
                ));
            }
            if is_walled_off(desk, it.recipient.no).map_err(unmade)? {
                return Err(unfit(NO_LINK));
            }
            desk.works.note("consent", no);
            lines(desk, &record, &it)
        })
        .await
    }
}

/// Whether somebody has to be told still, and no letter goes to them by another way at this moment. A link that they have may be made anew.
fn may_wait(it: &Use, now_ms: i64) -> bool {
    let recall = it.recall.as_ref().filter(|recall| {
        let sent = recall.sent.as_ref();
        let going = sent.is_some_and(|it| it.until.is_none() && it.is_going_at(now_ms));
        is_untold(recall) && !going
    });
    recall.is_some()
}

fn is_untold(recall: &Recall) -> bool {
    recall.answer == RecallAnswer::Awaited && recall.told.is_none()
}

fn unmade(error: DisclosureError) -> ConsentError {
    match error {
        DisclosureError::Sending(error) => unfit(&error.to_string()),
        DisclosureError::Casework(error) => error.into(),
        _ => CaseworkError::Damaged.into(),
    }
}

/// To which organization a letter goes that waits, by its number; to none when nothing is asked back, or they answered.
pub(crate) fn letter_goes_to(
    desk: &mut FileWorks<'_, '_, '_>,
    of: LetterOf,
) -> Result<Option<i64>, ConsentError> {
    let it = match used(desk, (of.consent, of.used)) {
        Ok((_, it)) => it,
        Err(ConsentError::Absent) => return Ok(None),
        Err(error) => return Err(error),
    };
    let awaited = it.recall.as_ref().map(|it| it.answer) == Some(RecallAnswer::Awaited);
    Ok(awaited.then_some(it.recipient.no))
}

/// Who had the letter sent that waits; nobody where no such letter is kept any more.
fn sent_by(
    desk: &mut FileWorks<'_, '_, '_>,
    of: LetterOf,
) -> Result<Option<Id<Worker>>, ConsentError> {
    let it = match used(desk, (of.consent, of.used)) {
        Ok((_, it)) => it,
        Err(ConsentError::Absent) => return Ok(None),
        Err(error) => return Err(error),
    };
    let sent = it.recall.and_then(|it| it.sent);
    Ok(sent
        .filter(|it| it.kind == WayKind::Link && it.way == of.way)
        .map(|it| it.by))
}

/// They fetched the letter: they were told, and their answer is waited for.
pub(crate) fn letter_fetched(
    desk: &mut FileWorks<'_, '_, '_>,
    of: LetterOf,
) -> Result<(), ConsentError> {
    let Some(by) = sent_by(desk, of)? else {
        return Ok(());
    };
    how_it_went(desk, (of.consent, of.used), (by, None, of.answer_by))?;
    answers_are_awaited(desk, of.consent, (of.due_at, of.whom))
}

/// Nobody fetched the letter before its link ended: they weren't told by it.
pub(crate) fn letter_not_fetched(
    desk: &mut FileWorks<'_, '_, '_>,
    of: LetterOf,
    word: &'static str,
) -> Result<(), ConsentError> {
    let Some(by) = sent_by(desk, of)? else {
        return Ok(());
    };
    how_it_went(desk, (of.consent, of.used), (by, Some(word), of.answer_by))
}
