//! What stands in a consent, as programs send and read it (DV-2.1, DV-2.2, DV-3.3.2d).

use caseward_casework::consent::{Consequences, Form, Limit, Named, Told, Who};
use caseward_model::{
    Answered, Category, Channel, ConsentKind, Id, Language, LimitKind, Purpose, SignerCapacity,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::problem::Field;

/// What stands in a consent. What isn't sent wasn't asked.
#[derive(Serialize, Deserialize, ToSchema, Default)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ConsentForm)]
pub(crate) struct ConsentFormBody {
    /// What it is given for; fixed when it was begun.
    #[schema(example = "information")]
    kind: String,
    /// In which language it is explained, signed and copied.
    #[schema(example = "en")]
    language: String,
    who: WhoBody,
    /// For what.
    #[schema(example = json!(["direct_service"]))]
    purposes: Vec<String>,
    /// Why, in plain words.
    because: String,
    /// What the client asks for, in their own words, where it was they who asked: with their signature it is their request.
    request: String,
    /// The id of one organisation of the register.
    recipient: Option<String>,
    /// Who will read it there: parts, not names.
    readers: String,
    /// What was asked, each by itself, and what the client said.
    asked: Vec<AskedBody>,
    /// What is to be left out.
    exclusions: String,
    /// By which ways.
    #[schema(example = json!(["encrypted_message"]))]
    channels: Vec<String>,
    /// Its last day.
    #[schema(example = "2026-12-02")]
    until: Option<String>,
    /// What ends it earlier.
    until_event: String,
    /// What may happen if they agree, a sentence each.
    agree: Vec<String>,
    /// What may happen if they say no.
    refuse: Vec<String>,
    /// What else was thought of.
    alternatives: String,
    /// The client's limits.
    limits: Vec<LimitBody>,
    told: ToldBody,
}

/// Who decides and signs.
#[derive(Serialize, Deserialize, ToSchema, Default)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ConsentSigner)]
pub(crate) struct WhoBody {
    /// `client`, `minor_alone`, `minor_with_parent`, `guardian`, `proxy` or `representative`.
    capacity: Option<String>,
    /// The name of whoever signs for the client, or with them.
    name: String,
    relationship: String,
    proof: String,
    /// When the proof was seen; who wrote that down is kept as who saw it.
    #[schema(example = "2026-11-02")]
    seen_on: Option<String>,
    scope: String,
    /// The last day on which they may decide, as the paper has it.
    #[schema(example = "2027-05-03")]
    authority_until: Option<String>,
    /// The paper names no last day.
    authority_open: bool,
    /// Whether they hurt the client, the other parent or whoever can't decide: `yes`, `no` or `not_sure`; only a no will do.
    harmed: Option<String>,
    /// The service that a minor may have alone.
    service: String,
}

/// A section that was asked.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentAsked)]
pub(crate) struct AskedBody {
    #[schema(example = "health")]
    section: String,
    /// `yes`, `no` or `not_sure`.
    #[schema(example = "yes")]
    answer: String,
}

/// A limit.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentLimit)]
pub(crate) struct LimitBody {
    /// `once`, `not_to`, `in_my_presence`, `tell_me_first` or `in_my_words`.
    #[schema(example = "tell_me_first")]
    kind: String,
    #[serde(default)]
    words: String,
}

/// What was told before.
#[derive(Serialize, Deserialize, ToSchema, Default)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ConsentTold)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each was told by itself, or was not"
)]
pub(crate) struct ToldBody {
    not_a_condition: bool,
    may_revoke: bool,
    redisclosure: bool,
    limits_of_confidentiality: bool,
    copy: bool,
    /// What the client said it means.
    teach_back: String,
    interpreter: String,
    file_apart: bool,
    if_missing: String,
}

fn words<T>(all: &[T], word: fn(&T) -> &'static str) -> Vec<String> {
    all.iter().map(|it| word(it).to_owned()).collect()
}

impl ConsentFormBody {
    /// A form as it stands.
    pub(crate) fn of(form: &Form) -> Self {
        let asked = form.asked.iter().map(|(section, answer)| AskedBody {
            section: section.word().to_owned(),
            answer: answer.word().to_owned(),
        });
        let limits = form.limits.iter().map(|it| LimitBody {
            kind: it.kind.word().to_owned(),
            words: it.words.clone(),
        });
        let (who, told) = (&form.who, &form.told);
        Self {
            kind: form.kind.word().to_owned(),
            language: form.language.word().to_owned(),
            who: WhoBody {
                capacity: who.capacity.map(|it| it.word().to_owned()),
                name: who.name.clone(),
                relationship: who.relationship.clone(),
                proof: who.proof.clone(),
                seen_on: who.seen_on.map(|it| it.to_string()),
                scope: who.scope.clone(),
                authority_until: who.until.map(|it| it.to_string()),
                authority_open: who.no_end,
                harmed: who.harmed.map(|it| it.word().to_owned()),
                service: who.service.clone(),
            },
            purposes: words(&form.purposes, |it| it.word()),
            because: form.because.clone(),
            request: form.request.clone(),
            recipient: form.recipient.map(|it| it.id.to_string()),
            readers: form.readers.clone(),
            asked: asked.collect(),
            exclusions: form.exclusions.clone(),
            channels: words(&form.channels, |it| it.word()),
            until: form.until.map(|it| it.to_string()),
            until_event: form.until_event.clone(),
            agree: form.consequences.agree.clone(),
            refuse: form.consequences.refuse.clone(),
            alternatives: form.alternatives.clone(),
            limits: limits.collect(),
            told: ToldBody {
                not_a_condition: told.not_a_condition,
                may_revoke: told.may_revoke,
                redisclosure: told.redisclosure,
                limits_of_confidentiality: told.limits_of_confidentiality,
                copy: told.copy,
                teach_back: told.teach_back.clone(),
                interpreter: told.interpreter.clone(),
                file_apart: told.file_apart,
                if_missing: told.if_missing.clone(),
            },
        }
    }

    /// The form that was sent.
    ///
    /// # Errors
    /// The fields that hold no word of their list.
    #[expect(
        clippy::too_many_lines,
        reason = "one line for each element of the form: the list is what can be sent"
    )]
    pub(crate) fn form(self) -> Result<Form, Vec<Field>> {
        let mut mend = Vec::new();
        let capacity = optional(self.who.capacity.as_deref(), "capacity", &mut mend, || {
            SignerCapacity::ALL.iter().map(|it| it.word()).collect()
        });
        let harmed = optional(self.who.harmed.as_deref(), "harmed", &mut mend, || {
            Answered::ALL.iter().map(|it| it.word()).collect()
        });
        let purposes = listed::<Purpose>(&self.purposes, "purposes", &mut mend, || {
            Purpose::ALL.iter().map(|it| it.word()).collect()
        });
        let channels = listed::<Channel>(&self.channels, "channels", &mut mend, || {
            Channel::OUTWARD.iter().map(|it| it.word()).collect()
        });
        let sections: Vec<_> = self.asked.iter().map(|it| it.section.clone()).collect();
        let sections = listed::<Category>(&sections, "asked", &mut mend, || {
            Category::ALL.iter().map(|it| it.word()).collect()
        });
        let answers: Vec<_> = self.asked.iter().map(|it| it.answer.clone()).collect();
        let answers = listed::<Answered>(&answers, "asked", &mut mend, || {
            Answered::ALL.iter().map(|it| it.word()).collect()
        });
        let kinds: Vec<_> = self.limits.iter().map(|it| it.kind.clone()).collect();
        let kinds = listed::<LimitKind>(&kinds, "limits", &mut mend, || {
            LimitKind::ALL.iter().map(|it| it.word()).collect()
        });
        let recipient = self.recipient.as_deref().map(str::parse::<Id<_>>);
        if matches!(recipient, Some(Err(_))) {
            let detail = "Give the id of an organization of the register.";
            mend.push(Field::new("recipient", detail));
        }
        let until = day(self.until.as_deref(), "until", &mut mend);
        let authority = self.who.authority_until.as_deref();
        let authority = day(authority, "authority_until", &mut mend);
        let seen_on = day(self.who.seen_on.as_deref(), "seen_on", &mut mend);
        if !mend.is_empty() {
            return Err(mend);
        }
        let texts = self.limits.into_iter().map(|it| it.words);
        let limits = kinds.into_iter().zip(texts);
        Ok(Form {
            kind: self.kind.parse().unwrap_or(ConsentKind::default()),
            language: self.language.parse().unwrap_or(Language::English),
            who: Who {
                capacity,
                name: self.who.name,
                relationship: self.who.relationship,
                proof: self.who.proof,
                scope: self.who.scope,
                until: authority,
                no_end: self.who.authority_open,
                seen_on,
                seen_by: None,
                harmed,
                service: self.who.service,
            },
            purposes,
            because: self.because,
            request: self.request,
            recipient: recipient.and_then(Result::ok).map(|id| Named { no: 0, id }),
            readers: self.readers,
            asked: sections.into_iter().zip(answers).collect(),
            exclusions: self.exclusions,
            channels,
            until,
            until_event: self.until_event,
            consequences: Consequences {
                agree: self.agree,
                refuse: self.refuse,
            },
            alternatives: self.alternatives,
            limits: limits.map(|(kind, words)| Limit { kind, words }).collect(),
            told: Told {
                not_a_condition: self.told.not_a_condition,
                may_revoke: self.told.may_revoke,
                redisclosure: self.told.redisclosure,
                limits_of_confidentiality: self.told.limits_of_confidentiality,
                copy: self.told.copy,
                teach_back: self.told.teach_back,
                interpreter: self.told.interpreter,
                file_apart: self.told.file_apart,
                if_missing: self.told.if_missing,
            },
        })
    }
}

fn optional<T: std::str::FromStr>(
    given: Option<&str>,
    field: &'static str,
    mend: &mut Vec<Field>,
    all: impl FnOnce() -> Vec<&'static str>,
) -> Option<T> {
    let parsed = given.map(str::parse)?;
    if parsed.is_err() {
        mend.push(Field::one_of(field, all().into_iter()));
    }
    parsed.ok()
}

fn day(given: Option<&str>, field: &'static str, mend: &mut Vec<Field>) -> Option<Date> {
    let parsed = given.map(str::parse::<Date>)?;
    if parsed.is_err() {
        mend.push(Field::new(field, "Give a day like 2026-12-02."));
    }
    parsed.ok()
}

fn listed<T: std::str::FromStr>(
    given: &[String],
    field: &'static str,
    mend: &mut Vec<Field>,
    all: impl FnOnce() -> Vec<&'static str>,
) -> Vec<T> {
    let parsed: Result<Vec<T>, _> = given.iter().map(|it| it.parse()).collect();
    parsed.unwrap_or_else(|_| {
        mend.push(Field::one_of(field, all().into_iter()));
        Vec::new()
    })
}
