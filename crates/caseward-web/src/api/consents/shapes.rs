//! The shapes in which programs send and read consents (DV-2.1, DV-2.2).

use caseward_casework::consent;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::form::ConsentFormBody;
use crate::api::clients::moment;

/// What a client agreed to.
#[derive(Serialize, ToSchema)]
#[schema(as = Consents)]
pub(crate) struct List {
    /// The newest first.
    pub(super) consents: Vec<One>,
}

/// A consent.
#[derive(Serialize, ToSchema)]
#[schema(as = Consent)]
pub(crate) struct One {
    /// Its number among the client's consents.
    #[schema(example = 1)]
    pub(super) number: i64,
    /// `draft`, `explained`, `paper_waits`, `signed`, `revoked`, `superseded`, `entered_in_error` or `rejected`.
    #[schema(example = "signed")]
    pub(super) stage: &'static str,
    /// Something may go out under it now; to whom and what, it says itself.
    pub(super) live: bool,
    pub(super) begun_at: String,
    pub(super) signed_at: Option<String>,
    /// `screen`, `paper` or `earlier`.
    pub(super) signed: Option<&'static str>,
    /// The witness besides the worker, where one is named.
    pub(super) witness: Option<String>,
    pub(super) expires_at: Option<String>,
    pub(super) withdrawn_at: Option<String>,
    /// `oral` or `written`.
    pub(super) withdrawn: Option<&'static str>,
    pub(super) copy_given_at: Option<String>,
    /// The number of the one in whose place it stands.
    pub(super) replaces: Option<i64>,
    pub(super) replaced_by: Option<i64>,
    /// What went out under it.
    pub(super) received: Vec<ReceivedUnder>,
    pub(super) form: ConsentFormBody,
}

/// What went out under a consent, once.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReceivedUnder {
    /// Its number within the consent.
    pub(super) number: i64,
    /// The organisation that received it.
    pub(super) recipient: String,
    pub(super) at: String,
    /// The number of the disclosure.
    pub(super) disclosure: i64,
    /// What came of asking for it back: `awaited`, `returned`, `destroyed`, `kept` or `refused`.
    pub(super) recall: Option<&'static str>,
    /// That they were told; nothing while nobody told them.
    pub(super) told: Option<RecipientTold>,
    /// Why the letter that the house was to send last counts as not sent, in a word; nothing when it was sent, or none was to be.
    pub(super) not_sent: Option<String>,
}

/// That a recipient was told that the consent was taken back, and asked to return or destroy what they had.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecipientTold {
    pub(super) at: String,
    /// A worker's id.
    pub(super) by: String,
    /// `way`, `telephone` or `in_person`.
    pub(super) how: &'static str,
    /// By which kind of way of theirs.
    pub(super) way: Option<&'static str>,
    /// Until which day they were asked to answer.
    #[schema(example = "2026-12-17")]
    pub(super) answer_by: String,
}

impl RecipientTold {
    fn new(it: &consent::ToldRecipient) -> Self {
        Self {
            at: moment(it.at),
            by: it.by.to_string(),
            how: it.how.word(),
            way: it.way.map(|it| it.word()),
            answer_by: it.answer_by.to_string(),
        }
    }
}

impl One {
    pub(super) fn new(it: &consent::Consent, now_ms: i64) -> Self {
        let record = &it.record;
        let signature = record.signature.as_ref();
        let withdrawal = record.withdrawal.as_ref();
        let received = it.uses.iter().map(|(no, it)| ReceivedUnder {
            number: *no,
            recipient: it.recipient.id.to_string(),
            at: moment(it.at),
            disclosure: it.disclosure,
            recall: it.recall.as_ref().map(|it| it.answer.word()),
            told: it
                .recall
                .as_ref()
                .and_then(|it| it.told.as_ref())
                .map(RecipientTold::new),
            not_sent: it
                .recall
                .as_ref()
                .filter(|it| it.told.is_none())
                .and_then(|it| it.sent.as_ref()?.trouble_at(now_ms))
                .map(ToOwned::to_owned),
        });
        Self {
            number: it.no,
            stage: record.stage.word(),
            live: record.is_live_at(now_ms),
            begun_at: moment(record.begun_at),
            signed_at: signature.map(|it| moment(it.at)),
            signed: signature.map(|it| match it.how {
                _ if record.taken_over.is_some() => "earlier",
                consent::Signed::Screen => "screen",
                consent::Signed::Paper { .. } => "paper",
                consent::Signed::Earlier => "earlier",
            }),
            witness: signature
                .map(|it| it.witness.clone())
                .filter(|it| !it.is_empty()),
            expires_at: record.expires_at.map(moment),
            withdrawn_at: withdrawal.map(|it| moment(it.at)),
            withdrawn: withdrawal.map(|it| it.way.word()),
            copy_given_at: record.copy_given_at.map(moment),
            replaces: record.replaces,
            replaced_by: record.replaced_by,
            received: received.collect(),
            form: ConsentFormBody::of(&record.form),
        }
    }
}

/// A consent that is to be begun.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewConsent {
    /// `information`, `payer`, `legal_proceedings` or `notes`.
    #[schema(example = "information")]
    pub(super) kind: String,
    /// In which language it is explained, signed and copied.
    #[schema(example = "en")]
    pub(super) language: String,
}

/// The number of a consent.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentBegun {
    pub(super) number: i64,
}

/// What a consent still needs before it can be signed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentNeeds {
    /// Words such as `purpose`, `until`, `teach_back`; empty if nothing is missing.
    pub(super) needs: Vec<&'static str>,
}

/// What may happen, a sentence each.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentConsequences {
    /// If the client agrees.
    pub(super) agree: Vec<String>,
    /// If they say no.
    pub(super) refuse: Vec<String>,
}

/// A signature on the screen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentSignature)]
pub(crate) struct NewSignature {
    /// The full name of whoever signs.
    pub(super) name: String,
    /// The full name of the parent or guardian who signs with a minor.
    #[serde(default)]
    pub(super) second_name: String,
    /// The words of the statements that they ticked: `understood`, `free`, `revocable` and `agree`.
    pub(super) ticked: Vec<String>,
    /// Who was there as a witness besides the worker. A program can't draw, so without one the name is typed alone, and that is no
    /// signature: 422 with `drawn_or_witnessed`.
    #[serde(default)]
    pub(super) witness: String,
}

/// What is done with a consent besides writing and signing it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentStep {
    /// `print`, `reject`, `correct`, `renew`, `copy_given` or `note_withdrawal`.
    #[schema(example = "print")]
    pub(super) step: String,
    /// Why: for `correct`; for `reject` only if the client said it.
    #[serde(default)]
    pub(super) because: String,
}

/// A signed paper.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentScan {
    /// The full name as it stands there.
    pub(super) name: String,
    /// The name of the parent or guardian who signed with a minor.
    #[serde(default)]
    pub(super) second_name: String,
    /// The full name of the witness who signed besides the worker; needed where this office needs one.
    #[serde(default)]
    pub(super) witness: String,
    /// When it was signed, as RFC 3339.
    #[schema(example = "2026-11-02T09:00:00Z")]
    pub(super) signed_at: String,
    /// The scan, a PDF, JPEG or PNG file, in base64.
    pub(super) scan: String,
}

/// What a second person found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentDecision {
    /// The paper says what stands in the consent.
    pub(super) confirmed: bool,
    /// The witness who is named signed on it; needed to confirm where one is.
    #[serde(default)]
    pub(super) witness_signed: bool,
}

/// That a consent is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentWithdrawal {
    /// `oral` or `written`.
    #[schema(example = "oral")]
    pub(super) way: String,
    /// What the client said, if they said more.
    #[serde(default)]
    pub(super) words: String,
}

/// What a recipient answered who was asked to return or destroy what they had.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentRecall {
    /// The number of what went out, within the consent.
    pub(super) number: i64,
    /// `awaited`, `returned`, `destroyed`, `kept` or `refused`.
    #[schema(example = "destroyed")]
    pub(super) answer: String,
    /// What they said.
    #[serde(default)]
    pub(super) words: String,
}

/// What is to go out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentQuestion {
    /// The organisation: its short name or id.
    #[schema(example = "clinic")]
    pub(super) recipient: String,
    #[schema(example = "direct_service")]
    pub(super) purpose: String,
    #[schema(example = json!(["health"]))]
    pub(super) sections: Vec<String>,
    /// `encrypted_message` if missing.
    pub(super) channel: Option<String>,
    /// The limits that only people can keep were read, and are kept.
    #[serde(default)]
    pub(super) limits_confirmed: bool,
}

/// Whether a consent lets it out.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentChecked {
    pub(super) passes: bool,
    /// The consent that comes nearest.
    pub(super) consent: Option<i64>,
    /// What fails in it, the most telling first.
    pub(super) flaws: Vec<ConsentFlawSaid>,
    /// The sections that it doesn't cover.
    pub(super) uncovered: Vec<&'static str>,
}

/// A failing element.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentFlawSaid {
    /// Its name.
    #[schema(example = "consent.expired")]
    pub(super) code: String,
    pub(super) says: &'static str,
    /// The smallest change that would make it pass.
    pub(super) change: &'static str,
}
