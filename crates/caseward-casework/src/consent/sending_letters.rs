//! Sending the letters that ask something back: one press, and the house sends each recipient theirs by a way of theirs that a second
//! person checked; whoever has no such way stays for a printed letter.
//!
//! DV-2.1, NASW-d, CC-2.3, NASW-m. What is to go, and to whom, stands in the ledger before anything leaves; how it went, afterwards. A
//! letter that was taken is as if somebody had told them: their answer is waited for. One that wasn't is *not sent*, and another press asks
//! everything again.

use caseward_gate::{Amend, FileWorks, Read, Request};
use caseward_model::{Channel, Client, Id, Language, RecallAnswer, RecallTelling, WayKind, Worker};
use jiff::civil::Date;

use super::asking_back::{DAY_MS, Lines, answers_are_awaited, lines, unfit, used};
use super::drafting::found;
use super::error::ConsentError;
use super::record::{LetterSent, ToldRecipient, Use};
use super::settings::settings_in;
use super::withdrawing::{no_reviewer, who_follows};
use super::{stored, today};
use crate::disclosure::{LetterRoad, ReadyLetter, is_walled_off, letter_carried, letter_may_go};
use crate::tasks::Whom;
use crate::{CaseworkError, Office};

/// What keeps a letter from going whose way can't be gone now.
const NOT_READY: &str = "not_ready";

/// That the letters are to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LettersOrder {
    /// In which language.
    pub language: Language,
    /// The client was asked whether telling them now could put anybody in danger, and it doesn't.
    pub client_asked: bool,
}

/// How the letters of a consent went, by the numbers of what had gone out under it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LettersWent {
    /// Taken: their answer is waited for.
    pub sent: Vec<i64>,
    /// Not sent, or nobody knows, each with the word for why.
    pub not_sent: Vec<(i64, String)>,
    /// To be taken or sent by somebody: they have no way by which the house carries by itself.
    pub by_hand: Vec<i64>,
    /// Not sent, because a wall keeps the client apart from them: a person thinks about it first, with the privacy officer.
    pub kept_apart: Vec<i64>,
}

/// A letter as it stands before it leaves.
#[derive(Clone)]
struct Mark {
    use_no: i64,
    way: i64,
    kind: WayKind,
    hash: String,
    trouble: Option<&'static str>,
}

/// What follows when letters were taken.
struct Following {
    marked: Vec<i64>,
    whom: Whom,
    due_at: i64,
    answer_by: Date,
}

impl Office {
    /// Sends the letters to everyone who received under a consent that was taken back, who wasn't told yet and to whom the house can
    /// carry one by itself.
    ///
    /// # Errors
    /// [`ConsentError::Stage`] when nobody has to be told; [`CaseworkError::Unfit`] when it isn't said that the client was asked. Nothing
    /// left then.
    pub async fn send_recall_letters(
        &self,
        request: &Request,
        no: i64,
        order: LettersOrder,
    ) -> Result<LettersWent, ConsentError> {
        let all = self.letters_to_send(request, no, order).await?;
        let mut went = LettersWent::default();
        let (mut ready, mut marks) = (Vec::new(), Vec::new());
        for (use_no, lines) in all {
            let Some(lines) = lines else {
                went.kept_apart.push(use_no);
                continue;
            };
            let to = lines.to;
            let pdf = self.letter_of(lines, order.language).await?;
            match self.letter_ready(to, (pdf, order.language)).await? {
                LetterRoad::ByHand => went.by_hand.push(use_no),
                LetterRoad::NotNow(way, kind) => {
                    went.not_sent.push((use_no, NOT_READY.to_owned()));
                    marks.push(Mark::of(use_no, (way, kind), Some(NOT_READY)));
                }
                LetterRoad::Ready(letter) => {
                    let mark = Mark::of(use_no, (letter.way, letter.kind), None);
                    let hash = letter.hash.clone();
                    marks.push(Mark { hash, ..mark });
                    ready.push((use_no, *letter));
                }
            }
        }
        if !marks.is_empty() {
            let following = self.letters_go(request, no, marks).await?;
            self.carry_letters(request, no, (ready, following), &mut went)
                .await?;
        }
        Ok(went)
    }

    /// From which organisations a wall keeps a client apart, or from somebody of theirs, by their numbers: the house sends these no letter
    /// by itself. For whoever read what went out and could send the letters; the gate tells them the same of anything that would go there.
    ///
    /// # Errors
    /// As the gate's.
    pub async fn recipients_kept_apart(
        &self,
        client: Id<Client>,
    ) -> Result<Vec<i64>, CaseworkError> {
        Ok(self.gate.kept_apart_from(client).await?)
    }

    /// What the letters are made of that are to go; of those from whom a wall keeps the client apart, nothing.
    async fn letters_to_send(
        &self,
        request: &Request,
        no: i64,
        order: LettersOrder,
    ) -> Result<Vec<(i64, Option<Lines>)>, ConsentError> {
        let printing = Request {
            channel: Channel::Print,
            ..request.clone()
        };
        let purpose = request.purpose;
        self.at_consents::<Read, _, _>(&printing, "consent_notice_made", move |desk| {
            let (_, record) = found(desk, no)?;
            let now_ms = desk.works.now_ms();
            let uses = stored::uses(desk, no)?.into_iter();
            let due: Vec<_> = uses.filter(|(.., it)| is_due(it, now_ms)).collect();
            if due.is_empty() {
                return Err(ConsentError::Stage(record.stage));
            }
            no_reviewer(purpose)?;
            if !order.client_asked {
                return Err(unfit(
                    "ask the client first whether telling them now could put anybody in danger, and say that you did",
                ));
            }
            desk.works.note("consent", no);
            let mut all = Vec::new();
            for (use_no, _, it) in due {
                let apart = is_walled_off(desk, it.recipient.no);
                let apart = apart.map_err(|_| CaseworkError::Damaged)?;
                let made_of = if apart {
                    None
                } else {
                    Some(lines(desk, &record, &it)?)
                };
                all.push((use_no, made_of));
            }
            Ok(all)
        })
        .await
    }

    /// Writes down what is about to leave, and what can't: from now on another press leaves these alone until it is known how they went.
    async fn letters_go(
        &self,
        request: &Request,
        no: i64,
        marks: Vec<Mark>,
    ) -> Result<Following, ConsentError> {
        let by = request.asker;
        self.at_consents::<Amend, _, _>(request, "consent_letters_going", move |desk| {
            found(desk, no)?;
            let settings = settings_in(desk.works)?;
            let now_ms = desk.works.now_ms();
            let (mut marked, mut told) = (Vec::new(), Vec::new());
            for mark in marks {
                let (version, mut it) = used(desk, (no, mark.use_no))?;
                // Somebody told them meanwhile, or is sending the same; or a wall came up, or the way counts no longer.
                let goes = letter_may_go(desk, it.recipient.no, mark.way);
                if !is_due(&it, now_ms) || !goes.map_err(|_| CaseworkError::Damaged)? {
                    continue;
                }
                told.push(format!("{}: {}", mark.use_no, mark.kind));
                let use_no = mark.use_no;
                if mark.trouble.is_none() {
                    marked.push(use_no);
                }
                if let Some(recall) = it.recall.as_mut() {
                    recall.sent = Some(mark.kept(by, now_ms));
                }
                stored::update_use(desk, (no, use_no, version), &it)?;
            }
            desk.works.note("consent", no);
            desk.works.note("letters", told);
            // Without that nothing is sent.
            desk.works.note("client_asked", true);
            Ok(Following {
                marked,
                whom: who_follows(desk)?,
                due_at: now_ms + settings.answer_days * DAY_MS,
                answer_by: settings.answer_day(today(now_ms)),
            })
        })
        .await
    }

    /// Carries one letter after another that was written down, and notes how each went: that is so, whatever whoever pressed may still
    /// do by now.
    async fn carry_letters(
        &self,
        request: &Request,
        no: i64,
        (ready, following): (Vec<(i64, ReadyLetter)>, Following),
        went: &mut LettersWent,
    ) -> Result<(), ConsentError> {
        let client_no = self.client_no(request.client).await?;
        for (use_no, letter) in ready {
            if !following.marked.contains(&use_no) {
                continue;
            }
            let trouble = letter_carried(letter).await;
            match trouble {
                None => went.sent.push(use_no),
                Some(word) => went.not_sent.push((use_no, word.to_owned())),
            }
            let it_went = (client_no, request.asker, trouble);
            self.letter_went((no, use_no), it_went, &following).await;
        }
        Ok(())
    }

    /// Notes how one letter went before the next one is carried: what breaks off in between leaves one of them unknown, and not all.
    async fn letter_went(
        &self,
        (no, use_no): (i64, i64),
        (client_no, by, trouble): (i64, Id<Worker>, Option<&'static str>),
        following: &Following,
    ) {
        let (answer_by, awaited) = (following.answer_by, (following.due_at, following.whom));
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            desk.works.note("consent", no);
            desk.works.note("worker", by.to_string());
            desk.works.note("letter", use_no);
            desk.works.note("sent", trouble.is_none());
            how_it_went(desk, (no, use_no), (by, trouble, answer_by))?;
            answers_are_awaited(desk, no, awaited)
        };
        let gate = &self.gate;
        let noted = gate
            .note_on_file::<_, ConsentError, _>(client_no, "consent_letters_sent", work)
            .await;
        if let Err(error) = noted {
            // What was marked is shown as not known by and by, and can be sent again: the letter tells nothing of anybody.
            tracing::error!(%error, "how a letter went was not written down");
        }
    }
}

impl Mark {
    fn of(use_no: i64, (way, kind): (i64, WayKind), trouble: Option<&'static str>) -> Self {
        Self {
            use_no,
            way,
            kind,
            hash: String::new(),
            trouble,
        }
    }

    fn kept(self, by: Id<Worker>, at: i64) -> LetterSent {
        LetterSent {
            at,
            by,
            way: self.way,
            kind: self.kind,
            hash: self.hash,
            until: None,
            ended: self.trouble.is_some(),
            trouble: self.trouble.map(ToOwned::to_owned),
        }
    }
}

/// Whether somebody has to be told still, and no letter is on its way to them at this moment.
fn is_due(it: &Use, now_ms: i64) -> bool {
    let recall = it.recall.as_ref().filter(|recall| {
        let going = recall
            .sent
            .as_ref()
            .is_some_and(|it| it.is_going_at(now_ms));
        recall.answer == RecallAnswer::Awaited && recall.told.is_none() && !going
    });
    recall.is_some()
}

/// Notes how one letter went: who got it was told.
pub(super) fn how_it_went(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, use_no): (i64, i64),
    (by, trouble, answer_by): (Id<Worker>, Option<&'static str>, Date),
) -> Result<(), ConsentError> {
    let (version, mut it) = used(desk, (no, use_no))?;
    let now_ms = desk.works.now_ms();
    let Some(recall) = it.recall.as_mut() else {
        return Ok(());
    };
    let mut way = None;
    if let Some(sent) = recall.sent.as_mut() {
        sent.ended = true;
        sent.trouble = trouble.map(ToOwned::to_owned);
        way = Some(sent.kind);
    }
    if trouble.is_none() && recall.told.is_none() {
        recall.by = Some(by);
        recall.told_at = Some(now_ms);
        recall.told = Some(ToldRecipient {
            at: now_ms,
            by,
            how: RecallTelling::Way,
            way,
            answer_by,
            words: String::new(),
        });
    }
    stored::update_use(desk, (no, use_no, version), &it)?;
    Ok(())
}
