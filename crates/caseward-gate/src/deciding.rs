//! Many small questions of one asker, one after another: may they know of this client, and of that one?
//!
//! What is known about the asker is looked up once and what is known about each client anew, in one
//! reading. Nothing here is opened or recorded: whoever asks has to (DV-3.3.1, CR-4).

use std::sync::Arc;

use caseward_db::Reader;
use caseward_model::{
    Action, Basis, Category, Channel, Client, ClientState, Id, Purpose, Role, Situation, Worker,
};
use caseward_policies::Decision;

use crate::GateError;
use crate::ask::{Core, answer_text, digest};
use crate::facts::{
    Asked, Assignee, Facts, Now, WorkerSheet, read_no_or_nobody, read_nobody, read_worker_sheet,
    situation,
};
use crate::permit::{RecordKeys, SealedPart};
use crate::record::AnswerText;
use crate::records;
use crate::request::{Question, RecipientAsked};
use crate::vault::Vault;

/// One asker and what is known about them.
pub(crate) struct Deciding<'d> {
    core: &'d Core,
    vault: Arc<Vault>,
    question: Question,
    facts: Facts,
}

/// A client whom the asker may know of, with what says who it is, still sealed.
pub(crate) struct Candidate {
    pub(crate) no: i64,
    pub(crate) client: Id<Client>,
    pub(crate) purpose: Purpose,
    pub(crate) changed_at: i64,
    /// When the asker's own assignment ends; never if missing.
    pub(crate) assigned_until: Option<i64>,
    pub(crate) standing: ClientState,
    pub(crate) protection_proposed: bool,
    pub(crate) keys: RecordKeys,
    pub(crate) parts: Vec<SealedPart>,
}

/// Sections with what was decided about each.
pub(crate) type Decided = Vec<(Situation, Arc<Decision>)>;

/// A client whom the asker may know of, with the sections that they may read, still sealed.
pub(crate) struct Readable {
    pub(crate) client: Id<Client>,
    pub(crate) purpose: Purpose,
    pub(crate) standing: ClientState,
    pub(crate) protection_proposed: bool,
    pub(crate) keys: RecordKeys,
    pub(crate) parts: Vec<SealedPart>,
    /// What an entry will say: the sections that hold something to read, and those that were refused.
    pub(crate) decided: Decided,
    action: Action,
    content: [u8; 32],
}

impl<'d> Deciding<'d> {
    /// Looks up who asks.
    pub(crate) fn begin(
        core: &'d Core,
        reader: &mut Reader<'_>,
        now_ms: i64,
        (asker, channel): (Id<Worker>, Channel),
    ) -> Result<Self, GateError> {
        let vault = core.vault()?;
        let found = read_worker_sheet(reader, &vault, &asker)?;
        let worker = found.ok_or(GateError::UnknownWorker)?;
        let nobody = read_nobody(reader, &vault)?;
        let question = Question {
            asker,
            client: Id::from_bytes(nobody.id),
            sections: Vec::new(),
            action: Action::Find,
            purpose: Purpose::DirectService,
            recipient: RecipientAsked::Nobody,
            basis: Basis::Duty,
            channel,
            limits_confirmed: false,
            beyond: Vec::new(),
            danger: None,
            item: None,
        };
        let facts = Facts::of(reader, &vault, Now::of(core, now_ms), (worker, nobody))?;
        Ok(Self {
            core,
            vault,
            question,
            facts,
        })
    }

    /// The asker's number.
    pub(crate) const fn worker_no(&self) -> i64 {
        self.facts.worker_no
    }

    /// What decides about the asker.
    pub(crate) const fn worker(&self) -> &WorkerSheet {
        &self.facts.worker
    }

    /// The client who was turned to.
    pub(crate) const fn client(&self) -> Id<Client> {
        self.question.client
    }

    /// Turns to a client by their number; one who isn't there is nobody, at the same cost.
    pub(crate) fn turn_to(&mut self, reader: &mut Reader<'_>, no: i64) -> Result<(), GateError> {
        let row = read_no_or_nobody(reader, &self.vault, no)?;
        self.question.client = Id::from_bytes(row.id);
        self.facts.turn_to(reader, &self.vault, row)
    }

    /// Whether the rules let the asker do this with a section of the client, for this purpose.
    pub(crate) fn permits(&mut self, action: Action, purpose: Purpose, category: Category) -> bool {
        self.question.action = action;
        self.question.purpose = purpose;
        let situation = situation(&self.question, &self.facts, category);
        self.core.policies.decide(&situation).permitted
    }

    /// The first of these purposes for which the asker may know that the client is known here.
    pub(crate) fn may_know_for(&mut self, purposes: &[Purpose]) -> Option<Purpose> {
        let known = |purpose: &&Purpose| self.permits(Action::Find, **purpose, Category::Existence);
        purposes.iter().find(known).copied()
    }

    /// Whether the asker may be told that somebody may be able to help with the client who was turned to, and
    /// nothing else: whoever could find them for one of these purposes once a duty was recorded, and only if
    /// nobody has asked for a shield of any kind, or proposed one (CR-2, CC-2.4, DV-3.3.1).
    pub(crate) fn may_be_told(&mut self, purposes: &[Purpose]) -> bool {
        self.question.action = Action::Find;
        let open = self.facts.client.protections.is_empty();
        let mut told = false;
        for purpose in purposes {
            self.question.purpose = *purpose;
            let mut situation = situation(&self.question, &self.facts, Category::Existence);
            situation.relation.duty_recorded = true;
            let client = situation.client;
            let shielded = client.protected || client.of_victim_service_provider;
            told |= open && !shielded && self.core.policies.decide(&situation).permitted;
        }
        told
    }

    /// Takes the client who was turned to into a list, if the asker may know of them for one of these
    /// purposes, with what says who it is if that may be known as well.
    pub(crate) fn candidate(
        &mut self,
        reader: &mut Reader<'_>,
        purposes: &[Purpose],
        changed_at: i64,
    ) -> Result<Option<Candidate>, GateError> {
        let Some(purpose) = self.may_know_for(purposes) else {
            return Ok(None);
        };
        let parts = if self.permits(Action::Find, purpose, Category::Identity) {
            let file = (self.facts.client_no, &self.facts.client.records);
            records::load(reader, &self.vault, file, false, |it| {
                it == Category::Identity
            })?
        } else {
            Vec::new()
        };
        let standing = situation(&self.question, &self.facts, Category::Existence).client;
        Ok(Some(Candidate {
            no: self.facts.client_no,
            client: self.question.client,
            purpose,
            changed_at,
            assigned_until: assigned_until(&self.facts),
            standing,
            protection_proposed: self.facts.client.protection_proposed(),
            keys: self.facts.take_keys(),
            parts,
        }))
    }
}

impl Deciding<'_> {
    /// Takes the client who was turned to into a list that shows some of their sections, if the asker may know of
    /// them for one of these purposes: of each section the parts that are wanted, if it may be read.
    pub(crate) fn readable(
        &mut self,
        reader: &mut Reader<'_>,
        (purposes, sections): (&[Purpose], &[Category]),
        wanted: impl Fn(&SealedPart) -> bool,
    ) -> Result<Option<Readable>, GateError> {
        let Some(purpose) = self.may_know_for(purposes) else {
            return Ok(None);
        };
        let mut decided = self.reading(purpose, sections);
        let file = (self.facts.client_no, &self.facts.client.records);
        let mut parts = records::load(reader, &self.vault, file, false, |it| {
            let is_it = |(situation, decision): &(Situation, Arc<Decision>)| {
                decision.permitted && situation.section.category == it
            };
            decided.iter().any(is_it)
        })?;
        parts.retain(wanted);
        decided.retain(|(situation, decision)| {
            let holds = |part: &SealedPart| part.section == situation.section.category;
            !decision.permitted || parts.iter().any(holds)
        });
        let (existence, known) = self.found(purpose);
        let standing = existence.client;
        let opens = decided.iter().any(|(_, decision)| decision.permitted);
        let action = if opens { Action::Read } else { Action::Find };
        if !opens {
            // Nothing is told but that they are known here.
            decided = vec![(existence, known)];
        }
        Ok(Some(Readable {
            client: self.question.client,
            purpose,
            standing,
            protection_proposed: self.facts.client.protection_proposed(),
            keys: self.facts.take_keys(),
            content: digest(&parts),
            parts,
            decided,
            action,
        }))
    }

    /// What the rules say about reading each of these sections of the client who was turned to, exactly as if the
    /// file were opened for this purpose.
    fn reading(&mut self, purpose: Purpose, sections: &[Category]) -> Decided {
        self.question.action = Action::Read;
        self.question.purpose = purpose;
        self.question.sections = sections.to_vec();
        let asked = Asked::whole(&self.question, &self.facts);
        let decide = |category: &Category| {
            let situation = asked.situation(*category);
            (situation, self.core.policies.decide(&situation))
        };
        sections.iter().map(decide).collect()
    }

    /// What the rules say about knowing of the client who was turned to.
    fn found(&mut self, purpose: Purpose) -> (Situation, Arc<Decision>) {
        self.question.action = Action::Find;
        self.question.purpose = purpose;
        let situation = situation(&self.question, &self.facts, Category::Existence);
        (situation, self.core.policies.decide(&situation))
    }

    /// What an entry says of a client who was taken into such a list.
    pub(crate) fn text_of(&mut self, it: &Readable) -> AnswerText {
        self.question.client = it.client;
        self.question.action = it.action;
        self.question.purpose = it.purpose;
        let (question, facts) = (&self.question, &self.facts);
        answer_text(self.core, question, facts, &it.decided, &it.content)
    }
}

/// When the asker's own assignment ends: the last end of those that hold, or never.
fn assigned_until(facts: &Facts) -> Option<i64> {
    let me = Assignee::Worker(facts.worker_no);
    let mine = facts.client.assignments.iter();
    let mine = mine.filter(|fact| fact.to == me && fact.holds_at(facts.now_ms));
    let ends: Option<Vec<i64>> = mine.map(|fact| fact.until).collect();
    ends.and_then(|ends| ends.into_iter().max())
}

/// For what people of this part may know of a client, the most ordinary first.
pub(crate) const fn purposes_of(role: Role) -> &'static [Purpose] {
    match role {
        Role::Supervisor => &[Purpose::DirectService, Purpose::Supervision],
        Role::LegalCounsel => &[Purpose::Legal],
        Role::PrivacyOfficer | Role::Auditor => &[Purpose::AccessReview],
        Role::RecordsCustodian => &[Purpose::RecordsManagement],
        _ => &[Purpose::DirectService],
    }
}
