//! Letting out exactly what was looked at before: a paper that was made of what the rules let out, and lies sealed until it
//! goes (RE-2, NASW-c, CR-9).
//!
//! An artefact can be made only of what a permit to [`Disclose`] opened, and it carries the terms of that permit inside its
//! seal. When it is to leave, the rules are asked anew, under the facts of that moment, for all of its sections; the INTENT
//! names the hash of its bytes. So what a worker saw in the preview is what leaves, to that recipient, for that purpose and
//! on that ground, or nothing is.

use std::sync::Arc;

use caseward_db::{Draft, Look, Reader, Transaction};
use caseward_model::{Category, Compartment, Situation};
use caseward_policies::Decision;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::ask::{Core, Gate, answer_text, may_know};
use crate::facts::{
    Asked, ConsentFact, Facts, Now, WallAgainst, WallFact, load, read_kept_client, still_may_go,
};
use crate::file_work::{FileWorks, place};
use crate::permit::{SectionDecision, Terms, warning_of};
use crate::record::{EntryKind, EntryText, Under, draft};
use crate::request::{Act, Question, RecipientAsked};
use crate::vault::{Key, Vault};
use crate::{Delivery, Disclose, Disclosed, Drawer, GateError, Refusal, Request, RowPlace};

/// How long what was put together can be sent, in ms: what others are called, and who is shielded, changes.
const KEEPS_MS: i64 = 24 * 3_600_000;

/// The obligation of a rule by which a second person has to look first (HL7 `HUAPRV`: human approval).
const SECOND_PERSON: &str = "HUAPRV";

/// Bytes that are to leave, sealed under the client's own key.
pub struct Artefact {
    /// The row for the desk's table.
    pub sealed: Vec<u8>,
    /// SHA-256 of the bytes.
    pub content: [u8; 32],
}

/// What stands inside the seal before the bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Head {
    terms: Terms,
    /// The entry that let out what it was made of.
    made_in: u64,
    made_at: i64,
    /// The numbers of who made it and of who looked at it besides.
    made_by: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    approved_by: Option<i64>,
    /// Somebody else has to look at it first, whatever the rules say.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    second: bool,
    /// The numbers of clients of whom something was left in it, for a reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lifted: Vec<i64>,
}

/// What is to be known of bytes that are kept to leave.
#[derive(Default)]
pub struct Looked {
    /// Somebody else has to look at them first, whatever the rules say (CR-6, CR-9).
    pub second: bool,
    /// The numbers of clients of whom something was left in them: is one of them shielded before they leave, they don't.
    pub lifted: Vec<i64>,
}

/// What may leave now; its INTENT is on the disk.
pub struct Released {
    /// Exactly the bytes that were looked at.
    pub bytes: Zeroizing<Vec<u8>>,
    /// The number of the INTENT.
    pub entry: u64,
    /// What was decided about each of its sections.
    pub sections: Vec<SectionDecision>,
    /// The consent by which all of them were decided; nothing where it goes on another ground.
    pub consent: Option<ConsentFact>,
    /// The open end: what became of it.
    pub delivery: Delivery,
}

impl Gate {
    /// Seals bytes that were made of what was disclosed. Nothing leaves by that: the outcome says that it was kept.
    ///
    /// # Errors
    /// [`GateError::Damaged`] when the client has no key.
    pub fn keep_artefact(
        &self,
        disclosed: Disclosed<'_, Disclose>,
        at: RowPlace,
        (bytes, looked): (&[u8], Looked),
    ) -> Result<Artefact, GateError> {
        let vault = self.core.vault()?;
        let key = disclosed.file_key.clone().ok_or(GateError::Damaged)?;
        let head = Head {
            made_in: disclosed.entry,
            made_at: self.core.clock.now_ms(),
            made_by: disclosed.worker_no,
            approved_by: None,
            second: looked.second,
            lifted: looked.lifted,
            terms: disclosed.terms.clone(),
        };
        let drawer = drawer_of(head.terms.warning);
        let place = place(&vault, drawer, head.terms.client.as_bytes(), at);
        let sealed = vault.seal(&key, &place, &framed(&head, bytes)?);
        let content = Sha256::digest(bytes).into();
        self.deliver(&disclosed).kept(&content);
        Ok(Artefact { sealed, content })
    }

    /// Lets an artefact out, if the rules still say so for all of its sections.
    ///
    /// # Errors
    /// A [`Refusal`], as for reading. [`GateError::SecondPerson`] inside when a rule wants a second person first, and
    /// [`GateError::Stale`] when it was put together too long ago; both are on record.
    pub async fn release(
        &self,
        request: &Request,
        at: RowPlace,
        sealed: Vec<u8>,
    ) -> Result<Released, Refusal> {
        let core = Arc::clone(&self.core);
        let request = request.clone();
        let prepare = move |reader: &mut Reader<'_>, now_ms| {
            prepare(&core, reader, now_ms, (&request, at, &sealed))
        };
        let (entry, answer) = self
            .ledger
            .write_prepared(&self.db, Look::Short, prepare, record)
            .await?;
        self.tally(answer.at_ms, answer.known, &answer.decided);
        let sections = self.explained(answer.decided, answer.known);
        match answer.end {
            End::Released(bytes, key) => Ok(Released {
                bytes,
                entry,
                sections,
                consent: answer.consent,
                delivery: self.delivery(entry, Some(Arc::new(key)), answer.worker_no),
            }),
            End::Refused if answer.known => Err(Refusal::Refused { entry, sections }),
            End::Refused => Err(Refusal::NotKnown { entry }),
            End::Not(error) => Err(Refusal::Unrecorded(error)),
        }
    }
}

impl FileWorks<'_, '_, '_> {
    /// A second person looked at an artefact and approves: its bytes for them to see, and the row for its next version.
    ///
    /// # Errors
    /// [`GateError::SecondPerson`] when it is the one who made it.
    pub fn approve_artefact(&self, at: RowPlace, sealed: &[u8]) -> Result<Vec<u8>, GateError> {
        let plain = self.open(Drawer::Disclosures, at, sealed)?;
        let (mut head, bytes) = parted(&plain)?;
        if self.works.actor_no() == head.made_by || self.works.actor().is_none() {
            return Err(GateError::SecondPerson);
        }
        head.approved_by = Some(self.works.actor_no());
        let (row, second, version) = at;
        self.seal(
            Drawer::Disclosures,
            (row, second, version + 1),
            &framed(&head, bytes)?,
        )
    }
}

/// The bytes of an artefact without what stands before them.
///
/// # Errors
/// [`GateError::Damaged`] when it is none.
pub fn artefact_bytes(plain: &[u8]) -> Result<&[u8], GateError> {
    parted(plain).map(|(_, bytes)| bytes)
}

/// In which drawer what is to leave lies.
const fn drawer_of(warning: Option<i64>) -> Drawer {
    match warning {
        Some(_) => Drawer::Warnings,
        None => Drawer::Disclosures,
    }
}

fn framed(head: &Head, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, GateError> {
    let head = serde_json::to_vec(head).map_err(|_| GateError::Damaged)?;
    let length = u32::try_from(head.len()).map_err(|_| GateError::Damaged)?;
    let mut framed = Zeroizing::new(Vec::with_capacity(4 + head.len() + bytes.len()));
    framed.extend_from_slice(&length.to_be_bytes());
    framed.extend_from_slice(&head);
    framed.extend_from_slice(bytes);
    Ok(framed)
}

fn parted(plain: &[u8]) -> Result<(Head, &[u8]), GateError> {
    let (length, rest) = plain.split_first_chunk().ok_or(GateError::Damaged)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| GateError::Damaged)?;
    let (head, bytes) = rest.split_at_checked(length).ok_or(GateError::Damaged)?;
    let head = serde_json::from_slice(head).map_err(|_| GateError::Damaged)?;
    Ok((head, bytes))
}

enum End {
    Released(Zeroizing<Vec<u8>>, Key),
    Refused,
    Not(GateError),
}

struct Prepared {
    at_ms: i64,
    worker_no: i64,
    known: bool,
    decided: Vec<(Situation, Arc<Decision>)>,
    consent: Option<ConsentFact>,
    end: End,
}

fn record(
    tx: &mut Transaction<'_>,
    (entry, mut answer): (Draft, Prepared),
) -> Result<(u64, Prepared), GateError> {
    let receipt = tx.append(entry)?;
    answer.at_ms = receipt.at_ms();
    Ok((receipt.index(), answer))
}

fn prepare(
    core: &Core,
    reader: &mut Reader<'_>,
    now_ms: i64,
    (request, at, sealed): (&Request, RowPlace, &[u8]),
) -> Result<(Draft, Prepared), GateError> {
    let vault = core.vault()?;
    let mut question = request.question::<Disclose>();
    let facts = load(reader, &vault, &question, Now::of(core, now_ms))?;
    let opened = facts.keys.get(Compartment::File).map(|key| {
        let drawer = drawer_of(warning_of(request.recipient));
        let place = place(&vault, drawer, request.client.as_bytes(), at);
        key.unlock(&place, sealed)
    });
    // For whoever may not know of the client it is all the same whether there is something.
    let plain = opened.transpose()?.unwrap_or_default();
    let found = parted(&plain).ok();
    if let Some((head, _)) = &found {
        question.sections.clone_from(&head.terms.sections);
    }
    let asked = Asked::whole(&question, &facts);
    let decide = |category: Category| {
        let situation = asked.situation(category);
        (situation, core.policies.decide(&situation))
    };
    let decided: Vec<_> = question.sections.iter().copied().map(decide).collect();
    let all = decided.iter().all(|(_, decision)| decision.permitted);
    let known = all || may_know(core, &question, &facts);
    let bytes = match &found {
        Some((head, _)) if all && is_shielded(reader, &vault, head, &facts)? => {
            Err(Some(GateError::Stale))
        }
        // Whoever told something that stands in it took their permission back, or it is over.
        Some((head, _)) if all && !still_may_go(&head.terms.told, &question, &facts) => {
            Err(Some(GateError::Stale))
        }
        Some((head, bytes)) if all => fit(&question, head, &decided, now_ms).map(|()| *bytes),
        Some(_) => Err(None),
        None => Err(known.then_some(GateError::OutsidePermit)),
    };
    let content: [u8; 32] = Sha256::digest(bytes.as_ref().copied().unwrap_or_default()).into();
    let entry = entry(
        core,
        (&question, &facts),
        &decided,
        (bytes.is_ok(), &content),
    )?;
    let answer = Prepared {
        at_ms: now_ms,
        worker_no: facts.worker_no,
        known,
        decided,
        consent: asked.decided_by().cloned(),
        end: match bytes {
            Ok(bytes) => {
                let bytes = Zeroizing::new(bytes.to_vec());
                let key = facts.keys.into_file_key().ok_or(GateError::Damaged)?;
                End::Released(bytes, key)
            }
            Err(None) => End::Refused,
            Err(Some(error)) => End::Not(error),
        },
    };
    Ok((entry, answer))
}

/// Whether somebody of whom something was left in it has been shielded since.
fn is_shielded(
    reader: &mut Reader<'_>,
    vault: &Vault,
    head: &Head,
    facts: &Facts,
) -> Result<bool, GateError> {
    let from = |walls: &[WallFact], no: i64| {
        let mut walls = walls.iter();
        walls.any(|it| it.against == WallAgainst::Client(no))
    };
    for no in &head.lifted {
        let row = read_kept_client(reader, vault, *no)?;
        let shielded = row.is_some_and(|row| {
            // A wall counts on whichever side it was raised.
            let walled = from(&row.sheet.walls, facts.client_no) || from(&facts.client.walls, *no);
            walled || row.sheet.protected() || row.sheet.protection_proposed()
        });
        if shielded {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether what was put together is what is asked for now.
fn fit(
    question: &Question,
    head: &Head,
    decided: &[(Situation, Arc<Decision>)],
    now_ms: i64,
) -> Result<(), Option<GateError>> {
    let recipient = match question.recipient {
        RecipientAsked::Organization(id) => Some(id),
        RecipientAsked::Nobody
        | RecipientAsked::NotAnOrganization
        | RecipientAsked::ThreatenedPerson(_) => None,
    };
    let to = (recipient, warning_of(question.recipient));
    let asked = (question.client, to, question.purpose);
    let ground = (question.basis, question.danger);
    let terms = &head.terms;
    let then = (terms.recipient, terms.warning);
    if asked != (terms.client, then, terms.purpose) || ground != (terms.basis, terms.danger) {
        return Err(Some(GateError::OutsidePermit));
    }
    if now_ms.saturating_sub(head.made_at) > KEEPS_MS {
        return Err(Some(GateError::Stale));
    }
    let wants_second = |(_, decision): &(Situation, Arc<Decision>)| {
        decision.obligations.iter().any(|it| it == SECOND_PERSON)
    };
    if (head.second || decided.iter().any(wants_second)) && head.approved_by.is_none() {
        return Err(Some(GateError::SecondPerson));
    }
    Ok(())
}

fn entry(
    core: &Core,
    (question, facts): (&Question, &Facts),
    decided: &[(Situation, Arc<Decision>)],
    (released, content): (bool, &[u8; 32]),
) -> Result<Draft, GateError> {
    let text = EntryText::Answer(answer_text(core, question, facts, decided, content));
    let kind = if released {
        EntryKind::Intent
    } else {
        EntryKind::Refusal
    };
    let under = facts.keys.get(Compartment::File);
    let under = under.map_or(Under::Office, Under::Client);
    Ok(draft(&*core.vault()?, kind, facts.worker_no, &under, &text))
}

const _: () = assert!(matches!(Disclose::ACTION, caseward_model::Action::Disclose));
