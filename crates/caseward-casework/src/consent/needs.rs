//! What a consent still needs before anybody can sign it: each element by its name, and where it is mended.
//!
//! DV-2.1, DV-2.2, NASW-b, NASW-h. A consent that lacks one element is none.

use caseward_model::{Answered, Category, Channel, SignerCapacity};
use jiff::civil::Date;

use super::asked::missing;
use super::form::{Form, LONGEST_FIELD, MOST_LINES, is_asked_alone, purposes_of, sections_of};
use super::settings::ConsentSettings;
use crate::stated_needs::FieldNeeds;

/// One question of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Who decides.
    Who,
    /// For what.
    Purpose,
    /// Which organisation.
    Recipient,
    /// What, each sensitive kind alone.
    Information,
    /// How, and until when.
    Terms,
    /// What may happen.
    Consequences,
    /// The client's limits.
    Limits,
    /// The limits of confidentiality, and what it means in the client's own words.
    Confidentiality,
    /// Look at all answers, and sign.
    Check,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: &'static [Self] = &[
        Self::Who,
        Self::Purpose,
        Self::Recipient,
        Self::Information,
        Self::Terms,
        Self::Consequences,
        Self::Limits,
        Self::Confidentiality,
        Self::Check,
    ];

    /// Its word in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::Purpose => "purpose",
            Self::Recipient => "recipient",
            Self::Information => "information",
            Self::Terms => "terms",
            Self::Consequences => "consequences",
            Self::Limits => "limits",
            Self::Confidentiality => "confidentiality",
            Self::Check => "check",
        }
    }

    /// The step of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.word() == word)
    }

    /// Its place in the order, from 1.
    #[must_use]
    pub const fn number(self) -> usize {
        self as usize + 1
    }

    /// The one that follows; the last is followed by itself.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL.get(self.number()).copied().unwrap_or(Self::Check)
    }
}

/// One thing that is missing or can't be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentNeed {
    /// Say in which capacity who signs.
    Capacity,
    /// The name of whoever signs for the client.
    SignerName,
    /// How they stand to the client.
    SignerRelationship,
    /// What proves that they may.
    SignerProof,
    /// For what they may decide.
    SignerScope,
    /// Until when they may, or that the paper names no last day.
    SignerUntil,
    /// The last day on which they may is over: they sign nothing.
    SignerOver,
    /// When what proves that they may was seen; not in the future.
    SignerSeen,
    /// They may not sign: they hurt someone, or nobody is sure that they didn't.
    SignerNotAllowed,
    /// Here no minor signs alone, or the service was not named.
    MinorAlone,
    /// Choose a purpose.
    Purpose,
    /// A purpose doesn't go with this kind of consent.
    PurposeOfAnotherKind,
    /// Say why, in plain words.
    Because,
    /// Choose an organisation.
    Recipient,
    /// Say who will read it there.
    Readers,
    /// Nothing was agreed to.
    Information,
    /// A section doesn't go with this kind of consent.
    InformationOfAnotherKind,
    /// A sensitive kind was left without a plain answer.
    AnswerNotSure,
    /// Choose a way.
    Channels,
    /// A way is not one by which anything leaves here.
    ChannelOpen,
    /// Choose its last day.
    Until,
    /// Its last day is over.
    UntilPast,
    /// Its last day is later than this office allows.
    UntilTooFar,
    /// Its last day is later than whoever signs for the client may decide.
    UntilAfterSigner,
    /// Say what may happen if they agree.
    ConsequencesAgree,
    /// Say what may happen if they say no.
    ConsequencesRefuse,
    /// Say what else was thought of.
    Alternatives,
    /// A limit without words.
    LimitWords,
    /// Tell that help doesn't depend on it.
    NotACondition,
    /// Tell that it can be taken back.
    MayRevoke,
    /// Tell that it may be passed on.
    Redisclosure,
    /// Tell when confidentiality ends.
    LimitsOfConfidentiality,
    /// Tell that there is a copy.
    Copy,
    /// What the client said it means.
    TeachBack,
    /// An interpreter is named, and nobody has stated what that is needed for.
    InterpreterUnasked,
    /// This office wants to know what is to be done if the client is missing or has died.
    IfMissing,
    /// It is said what is to be done then, and nobody has stated what that is needed for.
    IfMissingUnasked,
    /// A text is too long, or there are too many lines.
    TooLong,
}

impl ConsentNeed {
    /// Its word, for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::SignerName => "signer_name",
            Self::SignerRelationship => "signer_relationship",
            Self::SignerProof => "signer_proof",
            Self::SignerScope => "signer_scope",
            Self::SignerUntil => "signer_until",
            Self::SignerOver => "signer_over",
            Self::SignerSeen => "signer_seen",
            Self::SignerNotAllowed => "signer_not_allowed",
            Self::MinorAlone => "minor_alone",
            Self::Purpose => "purpose",
            Self::PurposeOfAnotherKind => "purpose_of_another_kind",
            Self::Because => "because",
            Self::Recipient => "recipient",
            Self::Readers => "readers",
            Self::Information => "information",
            Self::InformationOfAnotherKind => "information_of_another_kind",
            Self::AnswerNotSure => "answer_not_sure",
            Self::Channels => "channels",
            Self::ChannelOpen => "channel_open",
            Self::Until => "until",
            Self::UntilPast => "until_past",
            Self::UntilTooFar => "until_too_far",
            Self::UntilAfterSigner => "until_after_signer",
            Self::ConsequencesAgree => "consequences_agree",
            Self::ConsequencesRefuse => "consequences_refuse",
            Self::Alternatives => "alternatives",
            Self::LimitWords => "limit_words",
            Self::NotACondition => "not_a_condition",
            Self::MayRevoke => "may_revoke",
            Self::Redisclosure => "redisclosure",
            Self::LimitsOfConfidentiality => "limits_of_confidentiality",
            Self::Copy => "copy",
            Self::TeachBack => "teach_back",
            Self::InterpreterUnasked => "interpreter_unasked",
            Self::IfMissing => "if_missing",
            Self::IfMissingUnasked => "if_missing_unasked",
            Self::TooLong => "too_long",
        }
    }

    /// On which page it is mended.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::Capacity
            | Self::SignerName
            | Self::SignerRelationship
            | Self::SignerProof
            | Self::SignerScope
            | Self::SignerUntil
            | Self::SignerOver
            | Self::SignerSeen
            | Self::SignerNotAllowed
            | Self::MinorAlone => Step::Who,
            Self::Purpose | Self::PurposeOfAnotherKind | Self::Because => Step::Purpose,
            Self::Recipient | Self::Readers => Step::Recipient,
            Self::Information | Self::InformationOfAnotherKind | Self::AnswerNotSure => {
                Step::Information
            }
            Self::Channels
            | Self::ChannelOpen
            | Self::Until
            | Self::UntilPast
            | Self::UntilTooFar
            | Self::UntilAfterSigner => Step::Terms,
            Self::ConsequencesAgree | Self::ConsequencesRefuse | Self::Alternatives => {
                Step::Consequences
            }
            Self::LimitWords => Step::Limits,
            Self::NotACondition
            | Self::MayRevoke
            | Self::Redisclosure
            | Self::LimitsOfConfidentiality
            | Self::Copy
            | Self::TeachBack
            | Self::InterpreterUnasked
            | Self::IfMissing
            | Self::IfMissingUnasked => Step::Confidentiality,
            Self::TooLong => Step::Check,
        }
    }
}

/// What a consent still needs, in the order of the pages. `asked` says which single fields have to be answered; `today` is the
/// office's own day.
#[must_use]
pub fn needs(
    form: &Form,
    settings: &ConsentSettings,
    asked: &FieldNeeds,
    today: Date,
) -> Vec<ConsentNeed> {
    let mut needs = who(form, settings, today);
    needs.extend(what_for(form, settings));
    needs.extend(terms(form, settings, today));
    needs.extend(told(form));
    needs.extend(missing(form, asked));
    if is_too_long(form) {
        needs.push(ConsentNeed::TooLong);
    }
    needs.sort_by_key(|it| it.step());
    needs
}

type Check = (bool, ConsentNeed);

fn failing<const N: usize>(checks: [Check; N]) -> Vec<ConsentNeed> {
    let failing = checks.into_iter().filter(|(fails, _)| *fails);
    failing.map(|(_, need)| need).collect()
}

fn who(form: &Form, settings: &ConsentSettings, today: Date) -> Vec<ConsentNeed> {
    let who = &form.who;
    let Some(capacity) = who.capacity else {
        return vec![ConsentNeed::Capacity];
    };
    let another = capacity.is_another();
    let for_them = decides_for_them(form);
    let alone = capacity == SignerCapacity::MinorAlone;
    failing([
        (another && is_blank(&who.name), ConsentNeed::SignerName),
        (
            another && is_blank(&who.relationship),
            ConsentNeed::SignerRelationship,
        ),
        (for_them && is_blank(&who.proof), ConsentNeed::SignerProof),
        (for_them && is_blank(&who.scope), ConsentNeed::SignerScope),
        (
            for_them && who.until.is_none() && !who.no_end,
            ConsentNeed::SignerUntil,
        ),
        (
            for_them && who.until.is_some_and(|it| it < today),
            ConsentNeed::SignerOver,
        ),
        (
            for_them && who.seen_on.is_none_or(|it| today < it),
            ConsentNeed::SignerSeen,
        ),
        (
            another && who.harmed != Some(Answered::No),
            ConsentNeed::SignerNotAllowed,
        ),
        (
            alone && (!settings.minors_alone || is_blank(&who.service)),
            ConsentNeed::MinorAlone,
        ),
    ])
}

/// Whether somebody decides in the client's place, by an authority that a paper gives them.
fn decides_for_them(form: &Form) -> bool {
    matches!(
        form.who.capacity,
        Some(SignerCapacity::Guardian | SignerCapacity::Proxy | SignerCapacity::Representative)
    )
}

fn what_for(form: &Form, settings: &ConsentSettings) -> Vec<ConsentNeed> {
    let purposes = purposes_of(form.kind);
    let sections = sections_of(form.kind);
    let yes = form.sections();
    let unsure = |(section, answer): &(Category, Answered)| {
        is_asked_alone(*section, &settings.sensitive) && *answer == Answered::NotSure
    };
    failing([
        (form.purposes.is_empty(), ConsentNeed::Purpose),
        (
            form.purposes.iter().any(|it| !purposes.contains(it)),
            ConsentNeed::PurposeOfAnotherKind,
        ),
        (is_blank(&form.because), ConsentNeed::Because),
        (form.recipient.is_none(), ConsentNeed::Recipient),
        (is_blank(&form.readers), ConsentNeed::Readers),
        (yes.is_empty(), ConsentNeed::Information),
        (
            yes.iter().any(|it| !sections.contains(it)),
            ConsentNeed::InformationOfAnotherKind,
        ),
        (form.asked.iter().any(unsure), ConsentNeed::AnswerNotSure),
    ])
}

fn terms(form: &Form, settings: &ConsentSettings, today: Date) -> Vec<ConsentNeed> {
    let last = settings.last_day(today);
    let open = |channel: &Channel| !Channel::OUTWARD.contains(channel);
    let signer = form.who.until.filter(|_| decides_for_them(form));
    let outlives = |until: Date| signer.is_some_and(|it| it < until);
    failing([
        (form.channels.is_empty(), ConsentNeed::Channels),
        (form.channels.iter().any(open), ConsentNeed::ChannelOpen),
        (form.until.is_none(), ConsentNeed::Until),
        (
            form.until.is_some_and(|it| it < today),
            ConsentNeed::UntilPast,
        ),
        (
            form.until.is_some_and(|it| it > last),
            ConsentNeed::UntilTooFar,
        ),
        // What is signed on paper is recorded later: by its last day, at the latest, it holds no longer than who signed may decide.
        (
            form.until.is_some_and(outlives),
            ConsentNeed::UntilAfterSigner,
        ),
        (
            form.consequences.agree.is_empty(),
            ConsentNeed::ConsequencesAgree,
        ),
        (
            form.consequences.refuse.is_empty(),
            ConsentNeed::ConsequencesRefuse,
        ),
        (is_blank(&form.alternatives), ConsentNeed::Alternatives),
        (
            form.to_confirm()
                .any(|it| is_blank(&it.words) && needs_words(it.kind)),
            ConsentNeed::LimitWords,
        ),
    ])
}

const fn needs_words(kind: caseward_model::LimitKind) -> bool {
    use caseward_model::LimitKind as Kind;
    matches!(kind, Kind::NotTo | Kind::InMyWords)
}

fn told(form: &Form) -> Vec<ConsentNeed> {
    let told = &form.told;
    failing([
        (!told.not_a_condition, ConsentNeed::NotACondition),
        (!told.may_revoke, ConsentNeed::MayRevoke),
        (!told.redisclosure, ConsentNeed::Redisclosure),
        (
            !told.limits_of_confidentiality,
            ConsentNeed::LimitsOfConfidentiality,
        ),
        (!told.copy, ConsentNeed::Copy),
        (is_blank(&told.teach_back), ConsentNeed::TeachBack),
    ])
}

/// Whether a reader would see nothing.
pub(super) fn is_blank(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

fn is_too_long(form: &Form) -> bool {
    let texts = [
        &form.who.name,
        &form.who.relationship,
        &form.who.proof,
        &form.who.scope,
        &form.who.service,
        &form.because,
        &form.request,
        &form.readers,
        &form.exclusions,
        &form.until_event,
        &form.alternatives,
        &form.told.teach_back,
        &form.told.interpreter,
        &form.told.if_missing,
    ];
    let lines = form.consequences.agree.iter();
    let lines = lines.chain(&form.consequences.refuse);
    let limits = form.limits.iter().map(|it| &it.words);
    let long = |text: &String| text.chars().count() > LONGEST_FIELD;
    texts.into_iter().chain(lines).chain(limits).any(long)
        || form.limits.len() > MOST_LINES
        || form.consequences.agree.len() > MOST_LINES
        || form.consequences.refuse.len() > MOST_LINES
}
