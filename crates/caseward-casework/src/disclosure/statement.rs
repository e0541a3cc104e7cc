//! The statement of a disclosure: its files, and how anyone can check one without asking us (RE-2, CR-10).

use caseward_db::ledger::note::{Checkpoint, VerifierKey};
use caseward_db::ledger::statement::TlogProof;
use caseward_gate::{AttestError, ConsentFact, Released, SectionDecision, check_attested};
use caseward_model::{Client, Id, Language, RoadField};
use caseward_papers::{AgreedConsent, DisclosureStatement, TellerPermits};
use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

pub use caseward_gate::AttestedPaper as VerifiedStatement;

use super::gone_through::GoneThrough;
use super::{Answers, Disclosure, DisclosureError, Paper};
use crate::consent::{SignedHow, StatedConsent};
use crate::sign_in::SignedIn;
use crate::standing::day;
use crate::{CaseworkError, Office};

/// The files of a statement.
pub struct StatementFiles {
    /// The statement: a PDF.
    pub pdf: Zeroizing<Vec<u8>>,
    /// Its proof, as it stands in a `.tlog-proof` file.
    pub proof: String,
}

/// What a statement is about.
pub(super) struct About {
    /// The clauses that let it out.
    pub(super) clauses: Vec<String>,
    /// SHA-256 of the paper, in hex.
    pub(super) content: String,
    /// The number of the INTENT; nothing before it was released.
    pub(super) entry: Option<u64>,
}

/// What the client agreed to and was told before.
pub(super) struct Agreed {
    /// The consent under which it leaves.
    consent: Option<AgreedConsent>,
    /// The day on which what may come of it was gone through with the client for this very disclosure, or `not`; empty where that isn't
    /// asked.
    gone_through: String,
    /// Where it isn't, the day on which it was noted that it was gone through with them; empty where nobody did.
    talked_on: String,
}

impl Agreed {
    /// What the client agreed to and was told before, as the statement has it: `fact` is the consent by which the gate decided, `stated`
    /// what can be named of it, and `talked` what was answered when the disclosure was begun, and when that was.
    pub(super) fn on(
        (answers, begun_at): (&Answers, i64),
        fact: Option<&ConsentFact>,
        stated: Option<StatedConsent>,
    ) -> Self {
        let said = GoneThrough::of(answers);
        let talked = [RoadField::Implications, RoadField::ToldWhat];
        let answered = talked.into_iter().any(|it| !answers.of(it).is_empty());
        let answered = answered && said == GoneThrough::Unsaid;
        Self {
            consent: fact.map(|it| agreed(it, stated)),
            gone_through: said.word().to_owned(),
            talked_on: match answered {
                true => day(begun_at),
                false => String::new(),
            },
        }
    }
}

/// A consent as it stands on a statement. Of one from before this office kept consents only the days are known.
fn agreed(fact: &ConsentFact, stated: Option<StatedConsent>) -> AgreedConsent {
    let stated = stated.filter(|it| it.no == fact.no);
    let signed = stated.map_or(SignedHow::Earlier, |it| it.signed);
    let (agree, refuse) = stated.and_then(|it| it.gone_through).unwrap_or_default();
    AgreedConsent {
        number: fact.no,
        form: stated.and_then(|it| it.form),
        signed_on: day(stated.map_or(fact.signed_at, |it| it.signed_at)),
        signed: signed.word().to_owned(),
        until: day(fact.expires_at),
        agree,
        refuse,
    }
}

impl Office {
    /// The statement of what was released.
    pub(super) async fn statement_of(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
        released: &Released,
        (agreed, language): (Agreed, Language),
    ) -> Result<DisclosureStatement, DisclosureError> {
        let about = About {
            clauses: clauses(&released.sections),
            content: HEXLOWER.encode(&Sha256::digest(&*released.bytes)),
            entry: Some(released.entry),
        };
        self.statement_about(person, disclosure, about, (agreed, language))
            .await
    }

    /// The same for what was released, or, without an entry, for what would be: what can't be known before is left open then, and the
    /// paper says so.
    pub(super) async fn statement_about(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
        about: About,
        (agreed, language): (Agreed, Language),
    ) -> Result<DisclosureStatement, DisclosureError> {
        let register = self.register().await?;
        let recipient = register.iter().find(|it| it.id == disclosure.recipient);
        let office = self.own_organization().await?;
        let (note, key) = self.gate.checkpoint().await?;
        let checkpoint = Checkpoint::of_note(&note).map_err(|_| CaseworkError::Damaged)?;
        let colleagues = self.colleagues().await?;
        let named = |id| {
            let found = colleagues.iter().find(|it| it.id == id);
            found.map(|it| it.name.clone())
        };
        let approver = disclosure.approved.and_then(|(_, id)| named(id));
        let signed_by = named(person.worker).into_iter().chain(approver);
        let tellers = self.tellers_on(disclosure).await?;
        Ok(DisclosureStatement {
            language,
            office: office.name,
            recipient: recipient.map(|it| it.name.clone()).unwrap_or_default(),
            purpose: disclosure.purpose.word().to_owned(),
            basis: disclosure.basis.word().to_owned(),
            channel: disclosure.channel.word().to_owned(),
            road: disclosure.road.word().to_owned(),
            sections: disclosure
                .sections
                .iter()
                .map(|it| it.word().to_owned())
                .collect(),
            consent: agreed.consent,
            tellers,
            gone_through: agreed.gone_through,
            talked_on: agreed.talked_on,
            told: disclosure.told.word().to_owned(),
            released_on: day(self.clock.now_ms()),
            signed_by: signed_by.collect(),
            clauses: about.clauses,
            content: about.content,
            preview: about.entry.is_none(),
            entry: about.entry.unwrap_or(0),
            size: checkpoint.size,
            root: BASE64.encode(&checkpoint.root),
            key: key.to_string(),
        })
    }

    /// Under which permissions of those who told something of it a disclosure leaves. Who they are stands in the paper, as far as it may
    /// be told: a statement isn't masked (CR-9, DV-3.2).
    async fn tellers_on(
        &self,
        disclosure: &Disclosure,
    ) -> Result<Vec<TellerPermits>, DisclosureError> {
        if disclosure.tellers.is_empty() {
            return Ok(Vec::new());
        }
        let sheet = self.gate.sheet_of(disclosure.client).await?;
        let facts = sheet.map(|it| it.tellers).unwrap_or_default();
        let under = facts
            .iter()
            .filter(|it| disclosure.tellers.contains(&it.no));
        let permits = under.map(|it| TellerPermits {
            number: it.no,
            given_on: day(it.given_at),
            // It ends with its last day.
            until: day(it.until - 1),
        });
        Ok(permits.collect())
    }

    /// The statement of what was released last, with its proof.
    ///
    /// # Errors
    /// As for looking at the paper itself; [`DisclosureError::Unknown`] when nothing was released, or it was put together anew since.
    pub async fn disclosure_statement(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<StatementFiles, DisclosureError> {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let (_, entry, _) = disclosure.released.ok_or(DisclosureError::Unknown)?;
        self.statement_that_left(person, client, (no, entry)).await
    }

    /// The statement of one release, by the number of its INTENT, with its proof: also when the disclosure left once more since.
    ///
    /// # Errors
    /// As for looking at the paper itself; [`DisclosureError::Unknown`] when nothing left with such an entry.
    pub async fn statement_that_left(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, entry): (i64, u64),
    ) -> Result<StatementFiles, DisclosureError> {
        let (pdf, delivery) = self
            .paper_that_left(person, client, (no, entry, Paper::Statement))
            .await?;
        delivery.delivered(Some(&pdf));
        let (proof, delivery) = self
            .paper_that_left(person, client, (no, entry, Paper::Proof))
            .await?;
        delivery.delivered(Some(&proof));
        let proof = String::from_utf8(proof.to_vec()).map_err(|_| CaseworkError::Damaged)?;
        Ok(StatementFiles { pdf, proof })
    }
}

pub(super) fn clauses(sections: &[SectionDecision]) -> Vec<String> {
    let all = sections.iter().flat_map(|it| &it.decision.clauses);
    let mut clauses: Vec<String> = all.map(ToString::to_string).collect();
    clauses.sort();
    clauses.dedup();
    clauses
}

/// Checks a statement against its proof, offline, under the ledger's key: it stands on the statement, and the partner was given
/// it once by a way of its own.
///
/// # Errors
/// [`AttestError`].
pub fn verify_statement(
    statement: &[u8],
    proof: &str,
    key: &str,
) -> Result<VerifiedStatement, AttestError> {
    let proof: TlogProof = proof.parse().map_err(|_| AttestError::NotAProof)?;
    let key: VerifierKey = key.trim().parse().map_err(|_| AttestError::NotHolding)?;
    check_attested(statement, &proof, &key)
}
