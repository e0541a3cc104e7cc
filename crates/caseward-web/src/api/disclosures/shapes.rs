//! The shapes in which programs send and read disclosures (RE-2, NASW-c, NASW-d).

use std::collections::BTreeMap;

use caseward_casework::disclosure::{Disclosure, EarlierRelease, InWords};
use caseward_casework::sign_in::SignedIn;
use caseward_model::Category;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::going::{
    DisclosureEnvelope, DisclosureRemark, DisclosureTravels, DisclosureWay, remarks,
};
use crate::api::clients::moment;
use crate::api::decided::Decided;

/// The disclosures of a client.
#[derive(Serialize, ToSchema)]
#[schema(as = Disclosures)]
pub(crate) struct List {
    /// The newest first.
    pub(super) disclosures: Vec<One>,
}

/// A disclosure.
#[derive(Serialize, ToSchema)]
#[schema(as = Disclosure)]
pub(crate) struct One {
    /// Its number.
    #[schema(example = 7)]
    number: i64,
    /// How often it was changed: whoever discusses it says which one they looked at.
    #[schema(example = 3)]
    version: i64,
    /// What kind of disclosure it is.
    #[schema(example = "report")]
    kind: &'static str,
    /// The id of the organization that it goes to.
    recipient: String,
    #[schema(example = "eligibility")]
    purpose: &'static str,
    #[schema(example = "consent")]
    basis: &'static str,
    /// The danger report on which it goes, on the ground `danger`.
    danger: Option<DisclosureDanger>,
    #[schema(example = "hand_delivery")]
    channel: &'static str,
    /// By which of the recipient's ways it leaves, once one was chosen.
    way: Option<DisclosureWay>,
    /// What its kind asks besides, with what was answered, by the words of the fields. Missing like `why_more`.
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<BTreeMap<String, String>>,
    /// What goes.
    sections: Vec<&'static str>,
    /// What of it is more than the purpose usually needs.
    beyond_need: Vec<&'static str>,
    /// Why more, if it is more. Missing in the list, and for whoever may not read all that it is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    why_more: Option<String>,
    /// `before`, `later` or `not`.
    told: &'static str,
    /// What the client was told, or why not. Missing like `why_more`.
    #[serde(skip_serializing_if = "Option::is_none")]
    told_how: Option<String>,
    /// `begun`, `composed`, `approved`, `released`, `delivered`, `failed`, `recalled` or `dropped`.
    #[schema(example = "composed")]
    state: &'static str,
    /// Somebody said that it may raise the client's risk: a supervisor has to discuss it first.
    raises_risk: bool,
    /// That a supervisor discussed it.
    discussed: Option<DisclosureDiscussed>,
    begun_at: String,
    /// A worker's id.
    begun_by: String,
    composed_at: Option<String>,
    /// SHA-256 of the paper that would leave, or left, in hex.
    content: Option<String>,
    /// Words in the paper that judge somebody, with what could stand there instead. Missing like `why_more`.
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<Vec<DisclosureRemark>>,
    /// A rule wants a second person to look at the paper.
    wants_second: bool,
    /// False while it waits for a supervisor, and none who may look at the client could be told of it.
    supervisor_told: bool,
    /// What of this you could do next as it stands, of `discuss` and `approve`: never where you began it or had a hand in what goes. Whether you
    /// may, the answer says. Missing in an accounting.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Vec<&'static str>>,
    approved_at: Option<String>,
    /// A worker's id.
    approved_by: Option<String>,
    released_at: Option<String>,
    /// Who released it: a worker's id; nothing of what was released before that was kept.
    released_by: Option<String>,
    /// The entry of the ledger that let it out.
    entry: Option<u64>,
    /// The entry of its statement.
    statement_entry: Option<u64>,
    /// The releases besides one that is on its way or came to its end, the earliest first; their papers are under `left`, by their entry.
    earlier: Vec<DisclosureEarlier>,
    /// What travels, or travelled.
    travels: Option<DisclosureTravels>,
    /// An envelope, and its hands.
    envelope: Option<DisclosureEnvelope>,
    /// Why it didn't go the last time, in a word.
    #[schema(example = "maybe_arrived")]
    trouble: Option<String>,
    ended_at: Option<String>,
    /// How it arrived, or what happened. Missing like `why_more`.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_how: Option<String>,
}

/// An earlier release of a disclosure.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureEarlier {
    released_at: String,
    /// The entry of the ledger that let it out.
    entry: u64,
    /// The entry of its statement.
    statement_entry: u64,
    /// SHA-256 of the paper that left, in hex.
    content: String,
}

impl DisclosureEarlier {
    fn new(it: EarlierRelease) -> Self {
        Self {
            released_at: moment(it.at),
            entry: it.entry,
            statement_entry: it.stated,
            content: it.content,
        }
    }
}

/// The danger report on which a disclosure goes.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureDanger {
    /// Its number.
    number: i64,
    /// Who reported it: a worker's id. Missing in lists, and for whoever may not read the client's notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    reported_by: Option<String>,
}

/// That a supervisor discussed a disclosure that may raise the client's risk.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureDiscussed {
    /// It may go on.
    goes_on: bool,
    at: String,
    /// A worker's id.
    by: String,
}

impl One {
    /// With what its reader could do next.
    pub(super) fn to(it: &Disclosure, person: &SignedIn) -> Self {
        let steps = [
            (it.is_to_be_discussed_by(person), "discuss"),
            (it.is_to_be_approved_by(person), "approve"),
        ];
        let next = steps.into_iter().filter(|(open, _)| *open);
        Self {
            next: Some(next.map(|(_, step)| step).collect()),
            ..Self::new(it)
        }
    }

    pub(crate) fn new(it: &Disclosure) -> Self {
        let words = |all: &[Category]| all.iter().map(|it| it.word()).collect();
        let beyond: Vec<Category> = it.beyond_need().collect();
        let said = it.in_words.as_ref();
        Self {
            number: it.no,
            version: it.version,
            kind: it.road.word(),
            recipient: it.recipient.to_string(),
            purpose: it.purpose.word(),
            basis: it.basis.word(),
            danger: it.danger.map(|it| DisclosureDanger {
                number: it.no,
                reported_by: it.by.map(|by| by.to_string()),
            }),
            channel: it.channel.word(),
            way: it.leaving.as_ref().map(DisclosureWay::new),
            answers: said.map(answers),
            sections: words(&it.sections),
            beyond_need: words(&beyond),
            why_more: said.map(|it| it.why_more.clone()),
            told: it.told.word(),
            told_how: said.map(|it| it.told_how.clone()),
            state: it.state.word(),
            raises_risk: it.raises_risk,
            discussed: it.discussed.as_ref().map(|it| DisclosureDiscussed {
                goes_on: it.goes_on,
                at: moment(it.at),
                by: it.by.to_string(),
            }),
            begun_at: moment(it.begun.0),
            begun_by: it.begun.1.to_string(),
            composed_at: it.composed.as_ref().map(|(at, _)| moment(*at)),
            content: it.composed.as_ref().map(|(_, hash)| hash.clone()),
            remarks: remarks(it),
            wants_second: it.wants_second,
            supervisor_told: !it.waits_for_nobody(),
            next: None,
            approved_at: it.approved.map(|(at, _)| moment(at)),
            approved_by: it.approved.map(|(_, by)| by.to_string()),
            released_at: it.released.map(|(at, ..)| moment(at)),
            released_by: it.released_by.map(|by| by.to_string()),
            entry: it.released.map(|(_, entry, _)| entry),
            statement_entry: it.released.map(|(.., entry)| entry),
            earlier: it
                .earlier_releases()
                .into_iter()
                .map(DisclosureEarlier::new)
                .collect(),
            travels: it.travels.as_ref().map(DisclosureTravels::new),
            envelope: it
                .custody
                .as_ref()
                .map(|it| DisclosureEnvelope::new(it, said.is_some())),
            trouble: it.trouble.clone(),
            ended_at: it.ended_at.map(moment),
            ended_how: said
                .map(|it| it.ended_how.clone())
                .filter(|_| it.ended_at.is_some()),
        }
    }
}

/// What was answered to what its kind asks, by the words of the fields.
fn answers(said: &InWords) -> BTreeMap<String, String> {
    let all = said.answers.iter();
    all.map(|(field, text)| (field.word().to_owned(), text.to_owned()))
        .collect()
}

/// What is to go where, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDisclosureBody {
    /// What kind of disclosure; `other` if missing.
    #[serde(default)]
    #[schema(example = "report")]
    pub(super) kind: Option<String>,
    /// What its kind asks besides, by the words of the fields. What goes by consent on the roads `other`, `progress`, `payer`, `consultant`
    /// and `teaching` says either `gone_through` (the day on which what may come of it was gone through with the client, and how, such as
    /// `2026-03-14, on the telephone`) or `not_gone_through` (why that couldn't be).
    #[serde(default)]
    pub(super) answers: BTreeMap<String, String>,
    /// An organization of the register: its short name or id.
    #[schema(example = "housing")]
    pub(super) recipient: String,
    #[schema(example = "eligibility")]
    pub(super) purpose: String,
    #[schema(example = "consent")]
    pub(super) basis: String,
    /// On the ground `danger`, the number of the report on which it goes; needn't be said where only one stands.
    #[serde(default)]
    #[schema(example = 3)]
    pub(super) danger: Option<i64>,
    #[schema(example = "hand_delivery")]
    pub(super) channel: String,
    /// What; what the purpose usually needs, and no more, if missing.
    #[serde(default)]
    pub(super) sections: Option<Vec<String>>,
    /// Why more than the purpose usually needs; needed if it is more.
    #[serde(default)]
    pub(super) why_more: String,
    /// `before`, `later` or `not`.
    #[serde(default)]
    #[schema(example = "later")]
    pub(super) told: Option<String>,
    /// What the client was told, or why not; needed unless it is `later`, and then before it leaves.
    #[serde(default)]
    pub(super) told_how: String,
}

/// The number of a disclosure.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureBegun {
    pub(in crate::api) number: i64,
}

/// What goes, chosen anew.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureSections {
    pub(super) sections: Vec<String>,
    /// Why more than the purpose usually needs; needed if it is more.
    #[serde(default)]
    pub(super) why_more: String,
}

/// In which language a paper is set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureLanguage {
    /// `en` or `es`.
    #[schema(example = "en")]
    pub(in crate::api) language: String,
}

/// What was looked at, and is approved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureSeen {
    /// SHA-256 of the paper that was looked at, in hex, as `content` says it.
    #[serde(default)]
    pub(in crate::api) content: String,
}

/// What is let out, and in which language its statement is set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureToRelease {
    /// `en` or `es`.
    #[schema(example = "en")]
    pub(in crate::api) language: String,
    /// SHA-256 of the paper that was looked at, in hex, as `content` says it: exactly that leaves, or nothing.
    #[serde(default)]
    pub(in crate::api) content: String,
}

/// What was put together.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureComposed<'d> {
    /// SHA-256 of the paper, in hex; look at it under `document` before anything goes.
    pub(in crate::api) content: String,
    /// A rule wants a second person to look at it and approve.
    pub(in crate::api) wants_second: bool,
    /// How many things that others told stay out of it, because there is no permission of whoever told them.
    pub(in crate::api) told_stays: usize,
    /// How many sentences of it speak of a partner, in whatever goes about somebody in the men's programme: each is read before it leaves, under
    /// `partners`.
    pub(in crate::api) sentences_to_read: usize,
    /// What was decided about each section.
    pub(in crate::api) sections: Vec<Decided<'d>>,
}

/// What was let out.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureReleased {
    /// The entry of the ledger that let it out.
    pub(in crate::api) entry: u64,
    /// SHA-256 of what travels, in hex.
    pub(in crate::api) travels: String,
    /// What is told on the telephone, never in the same message; it is kept nowhere.
    pub(in crate::api) passphrase: Option<String>,
    /// The link that is sent, once.
    pub(in crate::api) link: Option<String>,
    /// What is told on the telephone with it; it is kept nowhere.
    pub(in crate::api) pin: Option<String>,
    /// The telephone on which it is told, as it was checked: nobody but whoever receives it is told, and nothing that opens it is left there.
    pub(in crate::api) phone: Option<String>,
    /// They said that word can be left there to be called back.
    pub(in crate::api) word_may_be_left: bool,
    /// By which kind of way: `age`, `openpgp`, `sftp`, `encrypted_mail`, `post`, `hand` or `link`.
    #[schema(example = "hand")]
    pub(in crate::api) kind: &'static str,
    /// Why it didn't go as it should, in a word; how it stands says the disclosure.
    pub(in crate::api) trouble: Option<String>,
}

/// What became of a disclosure.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureArrival {
    /// `arrived`, `failed`, or `recalled` (called back before anybody opened it).
    #[schema(example = "arrived")]
    pub(super) end: String,
    /// How it arrived and who took it, or what happened.
    #[serde(default)]
    pub(super) how: String,
}

/// Whether the client knows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureTold {
    /// `before` when they know, `later` when they are told after it left, `not` when they can't be told.
    #[schema(example = "before")]
    pub(super) told: String,
    /// What they were told, or why they can't be before it leaves.
    pub(super) how: String,
}
