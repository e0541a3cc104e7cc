//! Asking: facts, decision and entry in one transaction, and then, only then, a permit.
//!
//! Facts are read and decided beside all other questions; the entry is appended on the ledger's own thread, and
//! only if nothing was changed since the facts were read, otherwise they are read again there: as if
//! all had been one transaction (`docs/decisions/0008-prepared-answers.md`). A browser that goes away
//! can't stop an answer half-way (design §1, deliver). Stages S1 to S4 and invariants I1, I4, I5, I8
//! of the gate stand in this file.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use caseward_db::{Db, Draft, Ledger, Look, Reader, Transaction};
use caseward_model::{
    Action, Asker, Basis, Category, Channel, Clause, ClientState, Clock, Compartment, ConsentState,
    Danger, Law, Purpose, Randomness, Recipient, RecipientKind, Relation, Session, Situation,
};
use caseward_policies::{Decision, Explanation, Policies};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::facts::{Asked, Facts, Now, load, situation, told_that_may_go};
use crate::groups::Groups;
use crate::names::NameIndex;
use crate::others::{News, Others};
use crate::permit::{Granted, RecordKeys, SealedPart, SectionDecision, Terms};
use crate::record::{AnswerText, EntryKind, EntryText, SectionsAnswer, Under, draft};
use crate::records;
use crate::request::{Act, Question, RecipientAsked, Request};
use crate::seat_keys::Held;
use crate::vault::Vault;
use crate::{Answer, GateError, Permit, Refusal, Sealed, Ties, ToldParts};

/// The one door of an office.
///
/// It owns the ledger: there is no second gate on the same ledger, and no answer without it.
pub struct Gate {
    pub(crate) core: Arc<Core>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) db: Db,
}

/// What a job on the ledger's thread needs.
pub(crate) struct Core {
    vault: RwLock<Option<Arc<Vault>>>,
    pub(crate) policies: Arc<Policies>,
    pub(crate) policy_set: String,
    pub(crate) clock: Clock,
    pub(crate) randomness: Randomness,
    pub(crate) tally: Tally,
    /// Explanations under their situations: they follow from the situation and the rules alone.
    explanations: Mutex<HashMap<u128, Arc<Explanation>>>,
    /// The names, while the office is open; never on disk.
    names: RwLock<Option<NameIndex>>,
    /// By what everybody is recognised in a text, while the office is open; never on disk.
    others: RwLock<Option<Others>>,
    /// How many clients share an answer, while the office is open; never on disk.
    groups: RwLock<Option<Groups>>,
    /// The keys of notes in case conferences, while their seats last; never on disk.
    pub(crate) seat_keys: Arc<Held>,
}

/// How many explanations are remembered.
const EXPLANATIONS: usize = 4096;

/// How often each clause permitted and refused, per day since 1970, until it is written down.
#[derive(Default)]
pub struct Tally(Mutex<HashMap<(i64, Clause), (u32, u32)>>);

impl Tally {
    pub(crate) fn count(&self, day: i64, permitted: bool, clauses: &[Clause], sections: u32) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for clause in clauses {
            let (yes, no) = counts.entry((day, clause.clone())).or_default();
            let count = if permitted { yes } else { no };
            *count = count.saturating_add(sections);
        }
    }

    /// Takes what was counted since the last time.
    pub(crate) fn take(&self) -> HashMap<(i64, Clause), (u32, u32)> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Core {
    pub(crate) fn new(policies: Arc<Policies>, clock: Clock, randomness: Randomness) -> Self {
        let policy_set = data_encoding::HEXLOWER.encode(&policies.hash());
        Self {
            vault: RwLock::new(None),
            policies,
            policy_set,
            clock,
            randomness,
            tally: Tally::default(),
            explanations: Mutex::default(),
            names: RwLock::default(),
            others: RwLock::default(),
            groups: RwLock::default(),
            seat_keys: Arc::default(),
        }
    }

    /// Why it is refused, and what would change it.
    pub(crate) fn explain(&self, situation: &Situation) -> Arc<Explanation> {
        let key = situation.packed();
        let held = || {
            self.explanations
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(known) = held().get(&key) {
            return Arc::clone(known);
        }
        let explanation = Arc::new(self.policies.explain(situation));
        let mut held = held();
        if held.len() >= EXPLANATIONS {
            held.clear();
        }
        held.insert(key, Arc::clone(&explanation));
        explanation
    }

    /// Counts the refusal of someone who may not know of the client, as it would have been about nobody:
    /// everyone may see how often a clause decided, and nobody may learn by it which one decided here (DV-3.3.1).
    pub(crate) fn count_unknown(&self, day: i64, sections: &[(Situation, Arc<Decision>)]) {
        for (situation, _) in sections {
            let decision = self.policies.decide(&about_nobody(situation));
            self.tally.count(day, false, &decision.clauses, 1);
        }
    }

    /// The keys, if the office is open.
    pub(crate) fn vault(&self) -> Result<Arc<Vault>, GateError> {
        let vault = self.vault.read().unwrap_or_else(PoisonError::into_inner);
        vault.clone().ok_or(GateError::OfficeSealed)
    }

    pub(crate) fn hold_names(&self, names: Option<NameIndex>) {
        *self.names.write().unwrap_or_else(PoisonError::into_inner) = names;
    }

    /// Looks into the names; nothing before the index is built.
    pub(crate) fn names<T>(&self, look: impl FnOnce(&NameIndex) -> T) -> Option<T> {
        let names = self.names.read().unwrap_or_else(PoisonError::into_inner);
        names.as_ref().map(look)
    }

    pub(crate) fn hold_others(&self, others: Option<Others>) {
        *self.others.write().unwrap_or_else(PoisonError::into_inner) = others;
    }

    /// Something was written into a client's file by hand; nothing follows before everybody was read.
    pub(crate) fn know_of_entry(&self, client_no: i64, fields: &[(u32, Zeroizing<String>)]) {
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(others) = others.as_mut() {
            others.file_entry(client_no, fields);
        }
    }

    /// Desks named people outside; false when everybody was read anew meanwhile, or wasn't yet.
    pub(crate) fn know_of_outside(&self, news: News) -> bool {
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        others.as_mut().is_some_and(|it| it.file_outside(news))
    }

    /// Looks at what is known of everybody; nothing before it was read.
    pub(crate) fn others<T>(&self, look: impl FnOnce(&Others) -> T) -> Option<T> {
        let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
        others.as_ref().map(look)
    }

    pub(crate) fn hold_groups(&self, groups: Option<Groups>) {
        *self.groups.write().unwrap_or_else(PoisonError::into_inner) = groups;
    }

    /// Looks at who shares answers; nothing before it was counted.
    pub(crate) fn groups<T>(&self, look: impl FnOnce(&Groups) -> T) -> Option<T> {
        let groups = self.groups.read().unwrap_or_else(PoisonError::into_inner);
        groups.as_ref().map(look)
    }

    pub(crate) fn hold(&self, vault: Option<Vault>) {
        if vault.is_none() {
            self.hold_names(None);
            self.hold_others(None);
            self.hold_groups(None);
            self.seat_keys.forget_all();
        }
        *self.vault.write().unwrap_or_else(PoisonError::into_inner) = vault.map(Arc::new);
    }
}

/// An answer whose entry isn't in the ledger yet: nothing of it counts, and nothing of it leaves.
struct Prepared {
    at_ms: i64,
    worker_no: i64,
    known: bool,
    sections: Vec<(Situation, Arc<Decision>)>,
    standing: ClientState,
    protection_proposed: bool,
    ties: Ties,
    told: ToldParts,
    released: Option<(RecordKeys, Vec<SealedPart>)>,
}

impl Gate {
    /// Puts a question to the gate. Whatever the answer, it stands in the ledger when this returns.
    ///
    /// # Errors
    /// A [`Refusal`] is an answer too: its reasons are inside. [`Refusal::Unrecorded`] means that
    /// nothing was decided or nothing could be written down, and so nothing was let out.
    pub async fn ask<'r, A: Act>(&self, request: &'r Request) -> Result<Answer<'r, A>, Refusal> {
        let question = request.question::<A>();
        let core = Arc::clone(&self.core);
        let client = question.client;
        let prepare =
            move |reader: &mut Reader<'_>, now_ms| prepare(&core, reader, now_ms, &question);
        let (entry, answer) = self
            .ledger
            .write_prepared(&self.db, Look::Short, prepare, record)
            .await?;
        self.tally(answer.at_ms, answer.known, &answer.sections);
        let sections = self.explained(answer.sections, answer.known);
        let Some((keys, parts)) = answer.released else {
            return Err(if answer.known {
                Refusal::Refused { entry, sections }
            } else {
                Refusal::NotKnown { entry }
            });
        };
        let granted = Granted {
            entry,
            at_ms: answer.at_ms,
            client,
            worker_no: answer.worker_no,
            keys,
            terms: Terms::of(request, &sections, answer.told.go.clone()),
        };
        Ok(Answer {
            permit: Permit {
                granted,
                request: PhantomData,
                act: PhantomData,
            },
            sealed: Sealed { entry, parts },
            sections,
            standing: answer.standing,
            protection_proposed: answer.protection_proposed,
            ties: answer.ties,
            told: answer.told,
            entry,
        })
    }

    /// Counts for each clause how many sections it let out or kept in.
    pub(crate) fn tally(&self, at_ms: i64, known: bool, sections: &[(Situation, Arc<Decision>)]) {
        let day = at_ms.div_euclid(86_400_000);
        if !known {
            return self.core.count_unknown(day, sections);
        }
        // Equal sections share one decision: it is counted once for all of them.
        let mut counted: Vec<(&Arc<Decision>, u32)> = Vec::new();
        for (_, decision) in sections {
            match counted.iter_mut().find(|(it, _)| Arc::ptr_eq(it, decision)) {
                Some((_, sections)) => *sections += 1,
                None => counted.push((decision, 1)),
            }
        }
        for (decision, sections) in counted {
            let tally = &self.core.tally;
            tally.count(day, decision.permitted, &decision.clauses, sections);
        }
    }

    /// Finds out why, for those who may know; a stranger's refusal has nothing to explain.
    pub(crate) fn explained(
        &self,
        sections: Vec<(Situation, Arc<Decision>)>,
        known: bool,
    ) -> Vec<SectionDecision> {
        let explain = |(situation, decision): (Situation, Arc<Decision>)| SectionDecision {
            category: situation.section.category,
            explanation: (known && !decision.permitted).then(|| self.core.explain(&situation)),
            decision,
        };
        sections.into_iter().map(explain).collect()
    }
}

/// Stage 4: the answer gets its place in the ledger.
fn record(
    tx: &mut Transaction<'_>,
    (entry, mut answer): (Draft, Prepared),
) -> Result<(u64, Prepared), GateError> {
    let receipt = tx.append(entry)?;
    answer.at_ms = receipt.at_ms();
    Ok((receipt.index(), answer))
}

/// Stages 2 and 3: facts and decisions, and the entry that will say so.
fn prepare(
    core: &Core,
    reader: &mut Reader<'_>,
    now_ms: i64,
    question: &Question,
) -> Result<(Draft, Prepared), GateError> {
    let vault = core.vault()?;
    let facts = load(reader, &vault, question, Now::of(core, now_ms))?;
    let asked = Asked::whole(question, &facts);
    let decide = |category| {
        let situation = asked.situation(category);
        (situation, core.policies.decide(&situation))
    };
    let sections: Vec<_> = question.sections.iter().copied().map(decide).collect();
    // INVARIANT: writing down a danger opens nothing, whatever the rules say of it: it has no permit that could open a section or a
    // drawer, and is done by `Gate::work_on_file` alone.
    let opens = question.action != Action::ReportDanger;
    let released = opens && sections.iter().any(|(_, decision)| decision.permitted);
    let known =
        released || decide(Category::Existence).1.permitted || may_know(core, question, &facts);
    let standing = decide(Category::Existence).0.client;
    let protection_proposed = facts.client.protection_proposed();
    let permitted = |category| {
        let is_it = |(situation, decision): &(Situation, Arc<Decision>)| {
            decision.permitted && situation.section.category == category
        };
        sections.iter().any(is_it)
    };
    let mut parts = if released {
        // A report gives back what another system deleted as well, marked as it was; nobody else sees it.
        let with_gone = question.action == Action::Report;
        let file = (facts.client_no, &facts.client.records);
        records::load(reader, &vault, file, with_gone, permitted)?
    } else {
        Vec::new()
    };
    let told = without_leave(question, &facts, &mut parts);
    let content = digest(&parts);
    let text = EntryText::Answer(answer_text(core, question, &facts, &sections, &content));
    let kind = if released {
        EntryKind::Intent
    } else {
        EntryKind::Refusal
    };
    let under = match facts.keys.get(Compartment::File) {
        Some(key) => Under::Client(key),
        None => Under::Office,
    };
    let entry = draft(&vault, kind, facts.worker_no, &under, &text);
    let answer = Prepared {
        at_ms: now_ms,
        worker_no: facts.worker_no,
        known,
        sections,
        standing,
        protection_proposed,
        ties: Ties {
            assignments: facts.client.assignments,
            programmes: facts.client.programmes,
        },
        told,
        released: released.then_some((facts.keys, parts)),
    };
    Ok((entry, answer))
}

/// Takes out of what is disclosed what others told and don't permit to go; says what goes of it, and what stays.
// INVARIANT: what somebody else told is disclosed only under a permission of theirs for this very part, whatever else is let out of
// its section. What stays isn't opened.
fn without_leave(question: &Question, facts: &Facts, parts: &mut Vec<SealedPart>) -> ToldParts {
    let mut told = ToldParts::default();
    if question.action != Action::Disclose {
        return told;
    }
    let may_go = told_that_may_go(question, facts);
    parts.retain(|part| {
        if part.section != Category::ThirdParty {
            return true;
        }
        let record = part.mark.record_no;
        let under = may_go.get(&record);
        match under {
            Some(no) => told.go.push((record, *no)),
            None => told.stay += 1,
        }
        under.is_some()
    });
    told
}

/// Whether the asker may know of this client at all, whatever else they ask: whoever may find the
/// client for their service gets reasons, everyone else gets the answer that nobody gets (I8).
pub(crate) fn may_know(core: &Core, question: &Question, facts: &Facts) -> bool {
    let finding = Question {
        action: Action::Find,
        purpose: Purpose::DirectService,
        recipient: RecipientAsked::Nobody,
        basis: Basis::Duty,
        channel: Channel::Screen,
        ..question.clone()
    };
    core.policies
        .decide(&situation(&finding, facts, Category::Existence))
        .permitted
}

/// What the intent commits to: everything that will be opened, exactly as it lies sealed. Under its
/// key a sealed part opens to one text only, so this binds the text before anyone has seen it.
pub(crate) fn digest<'p>(parts: impl IntoIterator<Item = &'p SealedPart>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"caseward/content/v1\n");
    for part in parts {
        hash.update(part.mark.record_no.to_be_bytes());
        hash.update([part.section.number()]);
        hash.update(part.mark.version.to_be_bytes());
        hash.update((part.bytes.len() as u64).to_be_bytes());
        hash.update(&part.bytes);
    }
    hash.finalize().into()
}

pub(crate) fn answer_text(
    core: &Core,
    question: &Question,
    facts: &Facts,
    sections: &[(Situation, Arc<Decision>)],
    content: &[u8; 32],
) -> AnswerText {
    // Sections with one and the same reason stand together: an entry names each reason once.
    let mut answers: Vec<(&Decision, SectionsAnswer)> = Vec::new();
    for (situation, decision) in sections {
        let category = situation.section.category;
        let alike = |known: &Decision| {
            known.permitted == decision.permitted
                && known.policies == decision.policies
                && known.clauses == decision.clauses
        };
        if let Some((_, same)) = answers.iter_mut().find(|(known, _)| alike(known)) {
            same.sections.push(category);
        } else {
            let answer = SectionsAnswer {
                sections: vec![category],
                permitted: decision.permitted,
                policies: decision.policies.clone(),
                clauses: decision.clauses.clone(),
            };
            answers.push((decision, answer));
        }
    }
    AnswerText {
        asker: question.asker,
        role: facts.worker.role,
        client: question.client,
        action: question.action,
        purpose: question.purpose,
        basis: question.basis,
        channel: question.channel,
        recipient: match question.recipient {
            RecipientAsked::Organization(id) => Some(id),
            RecipientAsked::Nobody
            | RecipientAsked::NotAnOrganization
            | RecipientAsked::ThreatenedPerson(_) => None,
        },
        danger: question.danger,
        answers: answers.into_iter().map(|(_, answer)| answer).collect(),
        policy_set: core.policy_set.clone(),
        content: data_encoding::HEXLOWER.encode(content),
    }
}

/// Facts, decision and entry of a writing act, for [`crate::act`].
pub(crate) fn decide_one(
    core: &Core,
    question: &Question,
    facts: &Facts,
    category: Category,
) -> (Situation, Arc<Decision>) {
    debug_assert_eq!(
        question.action,
        Action::Amend,
        "reading goes through `answer`"
    );
    let situation = situation(question, facts, category);
    let decision = core.policies.decide(&situation);
    (situation, decision)
}

/// The same question about the client who isn't there.
fn about_nobody(situation: &Situation) -> Situation {
    Situation {
        asker: Asker {
            of_handling_organization: false,
            ..situation.asker
        },
        relation: Relation::default(),
        client: ClientState::default(),
        recipient: Recipient {
            is_handling_organization: false,
            walled: false,
            partner: false,
            // Nobody has been prepared for a warning there.
            kind: match situation.recipient.kind {
                RecipientKind::ThreatenedPerson => RecipientKind::Person,
                kind => kind,
            },
            ..situation.recipient
        },
        consent: ConsentState::default(),
        law: Law::default(),
        danger: Danger::default(),
        session: Session::default(),
        ..*situation
    }
}
