//! What a program is told when it doesn't get what it asked for: what happened, by which clause, and
//! what to do about it.
//!
//! Design §8 (RFC 9457), DV-3.3.1, NASW-d. Every sentence stands here and is the same each time:
//! nothing that was sent is ever repeated. Whoever may not know of a client gets, to the last byte,
//! what everyone gets who asks for nobody.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::entries::Mend;
use caseward_casework::gate::{GateError, OfficeRefusal, Refusal, SectionDecision};
use caseward_casework::people::Amiss;
use caseward_casework::sign_in::RETRY_AFTER_S;
use caseward_model::{Clause, Language};
use serde::Serialize;
use utoipa::ToSchema;

use super::decided::Decided;

/// The media type of a problem.
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Why a request wasn't done.
#[derive(Debug)]
pub(crate) enum Problem {
    /// No session, or one that ended.
    NotSignedIn,
    /// Someone came in by a link and has to set up a means of sign-in first.
    SetUpFirst,
    /// This person's access is paused or has ended.
    Paused,
    /// This token isn't for that.
    OutOfScope,
    /// A proof that is fresh is needed.
    ProofNeeded,
    /// It isn't said in this session that nobody can hear or read along.
    PlaceUnsaid,
    /// The means of sign-in don't fit.
    SignInFailed,
    /// Too many mistakes: to wait, in seconds.
    TooSoon(u64),
    /// Too many are coming in at once.
    Busy,
    /// A link that is unknown, used up or too old.
    LinkSpent,
    /// Another site's page sent this with the browser's cookie.
    Foreign,
    /// Nothing here, or nothing that this person may know of.
    NotFound,
    /// Training, agreement or access of this person lacks something: no file opens, whoever's.
    NotInStanding,
    /// The address is there, this method isn't.
    NoSuchMethod,
    /// The body isn't declared as JSON, or it is packed.
    NotJson,
    /// The body is too large.
    TooLarge,
    /// The body isn't JSON.
    Malformed(Spot),
    /// The body is JSON of another shape.
    Unfit(Spot),
    /// A parameter is unknown, given twice or not what it should be.
    Parameter(Vec<Field>),
    /// Fields of the body that have to be mended.
    Mend(Vec<Field>),
    /// The same of something that was kept all the same, under this number.
    MendKept(i64, Vec<Field>),
    /// The gate said no to all of it; boxed, as it is by far the largest.
    Refused(Box<Refused>),
    /// Some sections of what is to leave can't go, so none does; boxed likewise.
    NotAll(Box<Kept>),
    /// The rules of the office don't let this person do it.
    NotPermitted(OfficeRefusal),
    /// A desk can't take it as it is, and says why; it repeats nothing that was sent but short names.
    Unsuitable(String),
    /// Too many searches; the next one can be made after so many ms.
    TooMany(i64),
    /// The names are still being read.
    NotReady,
    /// What was sent is about something that changed meanwhile, or is done already.
    Conflict(String),
    /// Nobody opened the office yet.
    Sealed,
    /// Nothing could be decided or written down, so nothing was let out.
    Unrecorded,
    /// A fault of the program.
    Ours,
}

/// A refusal with its reasons.
#[derive(Debug)]
pub(crate) struct Refused {
    entry: u64,
    /// The number of what was refused, where it is kept.
    number: Option<i64>,
    sections: Vec<SectionDecision>,
    language: Language,
}

/// What keeps a disclosure in, section by section.
#[derive(Debug)]
pub(crate) struct Kept {
    sections: Vec<SectionDecision>,
    language: Language,
}

/// A place in the body, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Spot {
    line: usize,
    column: usize,
}

impl Spot {
    /// Where a body begins.
    pub(crate) const START: Self = Self { line: 1, column: 1 };
}

/// A field or parameter that has to be mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Field {
    /// Its name; of this program's own names only, so that nothing sent comes back.
    field: &'static str,
    /// What to do.
    detail: &'static str,
    /// The words it can hold, where it is one of a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<&'static str>,
}

impl Field {
    pub(crate) const fn new(field: &'static str, detail: &'static str) -> Self {
        Self {
            field,
            detail,
            words: Vec::new(),
        }
    }

    pub(crate) fn one_of(field: &'static str, words: impl Iterator<Item = &'static str>) -> Self {
        Self {
            field,
            detail: "Use one of the words of the list, once.",
            words: words.collect(),
        }
    }
}

impl From<&serde_json::Error> for Problem {
    /// Where it went wrong, and never what stood there.
    fn from(error: &serde_json::Error) -> Self {
        let spot = Spot {
            line: error.line(),
            column: error.column(),
        };
        if error.is_data() {
            Self::Unfit(spot)
        } else {
            Self::Malformed(spot)
        }
    }
}

impl From<GateError> for Problem {
    fn from(error: GateError) -> Self {
        match error {
            GateError::OfficeSealed => Self::Sealed,
            GateError::UnknownWorker => Self::NotSignedIn,
            GateError::Unfit(detail) => Self::Mend(vec![Field::new("text", detail)]),
            error => {
                tracing::error!(%error, "the gate could not answer");
                Self::Unrecorded
            }
        }
    }
}

impl From<CaseworkError> for Problem {
    fn from(error: CaseworkError) -> Self {
        match error {
            CaseworkError::Gate(error) => error.into(),
            CaseworkError::Db(error) => GateError::from(error).into(),
            CaseworkError::Unknown { .. } => Self::NotFound,
            CaseworkError::TooSoon { seconds } => Self::TooSoon(seconds),
            CaseworkError::Busy => Self::Busy,
            CaseworkError::ProofNeeded(_) => Self::ProofNeeded,
            CaseworkError::NotPermitted(refusal) => Self::NotPermitted(refusal),
            CaseworkError::Unfit(reason) => Self::Unsuitable(reason),
            CaseworkError::Amiss(amiss) => {
                let field = |it: Amiss| Field::new(it.field(), it.says());
                Self::Mend(amiss.into_iter().map(field).collect())
            }
            CaseworkError::Damaged => {
                tracing::error!("a desk could not answer; run `caseward doctor`");
                Self::Ours
            }
        }
    }
}

impl Problem {
    /// A refusal of the gate as an answer. A refusal of someone who may not know loses its entry's
    /// number: a number that grows would tell that there was something to refuse.
    pub(crate) fn of(refusal: Refusal, language: Language) -> Self {
        match refusal {
            Refusal::NotKnown { .. } => Self::NotFound,
            Refusal::Refused { entry, sections } => Self::Refused(Box::new(Refused {
                entry,
                number: None,
                sections,
                language,
            })),
            Refusal::Unrecorded(error) => error.into(),
        }
    }

    /// The same of something that is kept all the same: whoever tries again goes on with it by its number.
    pub(crate) fn kept_as(self, number: i64) -> Self {
        match self {
            Self::Refused(mut refused) => {
                refused.number = Some(number);
                Self::Refused(refused)
            }
            Self::Mend(fields) => Self::MendKept(number, fields),
            other => other,
        }
    }

    /// What the rules said of each section of a disclosure that goes whole, or not at all.
    pub(crate) fn not_all(sections: Vec<SectionDecision>, language: Language) -> Self {
        Self::NotAll(Box::new(Kept { sections, language }))
    }

    /// Where the Law Department can be asked about a decision.
    const fn ask_law(&self) -> Option<&'static WhereToAsk> {
        match self {
            Self::Refused(_) | Self::NotAll(_) => Some(&ASK_ABOUT_CLIENT),
            Self::NotFound | Self::NotPermitted(_) => Some(&ASK_IN_GENERAL),
            _ => None,
        }
    }

    const fn kind(&self) -> &'static Kind {
        match self {
            Self::NotSignedIn => &NOT_SIGNED_IN,
            Self::SetUpFirst => &SET_UP_FIRST,
            Self::Paused => &PAUSED,
            Self::OutOfScope => &OUT_OF_SCOPE,
            Self::ProofNeeded => &PROOF_NEEDED,
            Self::PlaceUnsaid => &PLACE_UNSAID,
            Self::SignInFailed => &SIGN_IN_FAILED,
            Self::TooSoon(_) => &TOO_SOON,
            Self::Busy => &BUSY,
            Self::LinkSpent => &LINK_SPENT,
            Self::Foreign => &FOREIGN,
            Self::NotFound => &NOT_FOUND,
            Self::NotInStanding => &NOT_IN_STANDING,
            Self::NoSuchMethod => &NO_SUCH_METHOD,
            Self::NotJson => &NOT_JSON,
            Self::TooLarge => &TOO_LARGE,
            Self::Malformed(_) => &MALFORMED,
            Self::Unfit(_) => &UNFIT,
            Self::Parameter(_) => &PARAMETER,
            Self::Mend(_) => &MEND,
            Self::MendKept(..) => &MEND_KEPT,
            Self::Refused(_) => &REFUSED,
            Self::NotAll(_) => &NOT_ALL,
            Self::NotPermitted(_) => &NOT_PERMITTED,
            Self::Unsuitable(_) => &UNSUITABLE,
            Self::TooMany(_) => &TOO_MANY,
            Self::NotReady => &NOT_READY,
            Self::Conflict(_) => &CONFLICT,
            Self::Sealed => &SEALED,
            Self::Unrecorded => &UNRECORDED,
            Self::Ours => &OURS,
        }
    }
}

/// What is always the same about a kind of problem.
struct Kind {
    status: StatusCode,
    name: &'static str,
    title: &'static str,
    detail: &'static str,
    clauses: &'static [&'static str],
}

macro_rules! kinds {
    ($( $name:ident = $status:ident $word:literal, $title:literal, $detail:literal, [$($clause:literal),*]; )+) => {
        $(
            static $name: Kind = Kind {
                status: StatusCode::$status,
                name: concat!("urn:caseward:problem:", $word),
                title: $title,
                detail: $detail,
                clauses: &[$($clause),*],
            };
        )+
        #[cfg(test)]
        static KINDS: &[&Kind] = &[$(&$name),+];
    };
}

kinds! {
    NOT_SIGNED_IN = UNAUTHORIZED "not-signed-in", "Nobody is signed in",
        "Send `Authorization: Bearer` with a session that still runs; POST /api/v1/sessions starts one from a sign-in link.",
        ["NASW-l"];
    SET_UP_FIRST = FORBIDDEN "set-up-first", "A means of sign-in has to be set up first",
        "This session was begun by a link. Open the office in a browser with a new link, and set up a passkey or a passphrase there.",
        ["NASW-l"];
    PAUSED = FORBIDDEN "paused", "Access is paused or has ended",
        "Ask your supervisor why, and what has to be settled before it goes on.", ["CC-2.10", "NASW-o"];
    OUT_OF_SCOPE = FORBIDDEN "out-of-scope", "This token isn't for that",
        "Its owner made it for other things; make one that holds the scope this address needs.", ["CR-4", "NASW-l"];
    PLACE_UNSAID = CONFLICT "place-unsaid", "It isn't said that nobody can hear or read along where you are",
        "Nothing was let out. Look around, then put the step `private` to `/api/v1/sessions/current/whereabouts`.", ["DV-4.6.2", "NASW-i"];
    PROOF_NEEDED = FORBIDDEN "proof-needed", "Prove once more who you are",
        "Do what `prove` says, and send the request once more; a proof holds for five minutes.", ["NASW-l", "RE-6"];
    SIGN_IN_FAILED = UNAUTHORIZED "sign-in-failed", "That didn't fit",
        "Check the short name, the passphrase and the six digits. Each code works once.", ["NASW-l"];
    TOO_SOON = TOO_MANY_REQUESTS "too-soon", "Too many tries",
        "Wait as long as `Retry-After` says and try again. Passkeys work at once.", ["NASW-l"];
    BUSY = SERVICE_UNAVAILABLE "busy", "Many people are signing in just now",
        "Try again in a few seconds.", [];
    LINK_SPENT = UNAUTHORIZED "link-spent", "This link opens nothing",
        "It is unknown, used up or too old; ask whoever runs the office for a new one.", ["NASW-l"];
    FOREIGN = FORBIDDEN "foreign", "This came from another site's page",
        "Send the session as `Authorization: Bearer` and no cookie, or send it from a page of this office.", [];
    NOT_FOUND = NOT_FOUND "not-found", "There is nothing here that you may know of",
        "Check the address. If your work needs a client's file, ask your supervisor to assign you, or record the duty first.",
        ["CR-2", "DV-3.3.1"];
    NOT_IN_STANDING = FORBIDDEN "not-in-standing", "Files are closed to you for now",
        "Your training or agreement isn't current, or your access is paused: see /api/v1/requirements for what is asked of you, read and sign or learn it there, and files open at once; a pause only your supervisor can end. Until then each client's address says this, whoever it is about.",
        ["CC-2.10", "DV-5.1.1", "DV-5.10"];
    NO_SUCH_METHOD = METHOD_NOT_ALLOWED "no-such-method", "This address doesn't take this method",
        "See /api/v1/openapi.json for the methods of each address.", [];
    NOT_JSON = UNSUPPORTED_MEDIA_TYPE "not-json", "The body has to be JSON",
        "Send it with `Content-Type: application/json`, in UTF-8 and not compressed.", [];
    TOO_LARGE = PAYLOAD_TOO_LARGE "too-large", "The body is too large",
        "Nothing was kept. Shorten it; an entry holds at most 10,000 characters.", [];
    MALFORMED = BAD_REQUEST "malformed", "The body isn't JSON",
        "Nothing was kept. Mend it at the line and column given; brackets go at most 120 deep.", [];
    UNFIT = UNPROCESSABLE_ENTITY "unfit", "The body isn't of the shape that this address takes",
        "Nothing was kept. At the line and column given a field is unknown, missing, given twice or of another kind; see /api/v1/openapi.json.", [];
    PARAMETER = BAD_REQUEST "parameter", "A parameter can't be taken",
        "See `fields` for what each can hold; names that this address doesn't know are refused too.", [];
    MEND = UNPROCESSABLE_ENTITY "mend", "Something has to be mended first",
        "Nothing was kept. See `fields` for what is needed.", [];
    MEND_KEPT = UNPROCESSABLE_ENTITY "mend-kept", "Something has to be mended first",
        "It was kept under `number`, and nobody was told. See `fields` for what is needed, and send it once more with that number.", [];
    REFUSED = FORBIDDEN "refused", "None of this is open to you",
        "See `sections` for why, by which clause, and what would change it.", [];
    NOT_ALL = FORBIDDEN "not-all", "This can't go as things stand",
        "Nothing left. See `sections` for which ones, why, and the smallest change that would let each go; do that, or leave them out.", ["RE-3"];
    NOT_PERMITTED = FORBIDDEN "not-permitted", "This isn't part of your role here",
        "See `reason` for why, by which clause, and what would change it.", [];
    UNSUITABLE = UNPROCESSABLE_ENTITY "unsuitable", "This can't be done as it was asked",
        "Nothing was changed. See `reason` for what is needed.", [];
    TOO_MANY = TOO_MANY_REQUESTS "too-many", "There were too many searches",
        "See `Retry-After` for when to go on; your own clients are at /api/v1/clients. There is a limit within an hour and a day, for everyone.", ["CR-2"];
    NOT_READY = SERVICE_UNAVAILABLE "not-ready", "The names are still being read",
        "Nothing was searched. Try again in a moment.", [];
    CONFLICT = CONFLICT "conflict", "It stands differently by now",
        "Nothing was changed. See `reason`, ask for it once more, and decide anew.", [];
    SEALED = SERVICE_UNAVAILABLE "sealed", "This office is sealed",
        "Someone who holds a key must open it.", [];
    UNRECORDED = SERVICE_UNAVAILABLE "unrecorded", "The answer could not be written down, so none was given",
        "Nothing was let out. Try again; if it stays so, tell whoever runs the office to run `caseward doctor`.", ["NASW-c"];
    OURS = INTERNAL_SERVER_ERROR "ours", "Something is wrong on our side",
        "Tell whoever runs the office to run `caseward doctor`.", [];
}

/// A problem as it is sent (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody<'p> {
    /// Which kind of problem.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What happened; the same for each problem of the kind.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What to do.
    detail: &'static str,
    /// The clauses behind it.
    #[schema(value_type = Vec<String>)]
    clauses: Vec<Clause>,
    /// Where in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Spot>,
    /// What has to be mended.
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'p [Field]>,
    /// The number under which it is kept all the same: go on with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
    /// The number of the entry in the ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u64>,
    /// What was decided, section by section.
    #[serde(skip_serializing_if = "Option::is_none")]
    sections: Option<Vec<Decided<'p>>>,
    /// Why, in a sentence, where the office's rules or a desk say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The office is sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<bool>,
    /// How to prove who you are.
    #[serde(skip_serializing_if = "Option::is_none")]
    prove: Option<&'static HowToProve>,
    /// Where to ask the Law Department about it, for whoever works here.
    #[serde(skip_serializing_if = "Option::is_none")]
    ask_law: Option<&'static WhereToAsk>,
}

/// Where the Law Department is asked (CR-5). What it is about waits for the answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct WhereToAsk {
    /// By which method.
    method: &'static str,
    /// Where something is asked in general, about nobody.
    in_general: &'static str,
    /// Where it is asked about a client whom you may know of; nothing where that isn't said (DV-3.3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    about_client: Option<&'static str>,
}

/// In general: the same to everybody, whoever is asked about.
static ASK_IN_GENERAL: WhereToAsk = WhereToAsk {
    method: "POST",
    in_general: "/api/v1/law/questions",
    about_client: None,
};

/// Beside a refusal with its reasons: whoever gets one may know of the client.
static ASK_ABOUT_CLIENT: WhereToAsk = WhereToAsk {
    method: "POST",
    in_general: "/api/v1/law/questions",
    about_client: Some("/api/v1/clients/{id}/law"),
};

/// How a program lets its person prove once more who they are.
#[derive(Serialize, ToSchema)]
pub(crate) struct HowToProve {
    /// By which method.
    method: &'static str,
    /// Where.
    address: &'static str,
    /// What to send there, one of these.
    one_of: &'static [&'static str],
    /// For how long it holds, in seconds.
    holds_seconds: u32,
}

static HOW_TO_PROVE: HowToProve = HowToProve {
    method: "POST",
    address: "/api/v1/sessions/current/proof",
    one_of: &["passphrase", "code"],
    holds_seconds: 300,
};

impl<'p> ProblemBody<'p> {
    fn new(problem: &'p Problem) -> Self {
        let kind = problem.kind();
        let mut body = Self {
            kind: kind.name,
            title: kind.title,
            status: kind.status.as_u16(),
            detail: kind.detail,
            clauses: kind
                .clauses
                .iter()
                .filter_map(|clause| clause.parse().ok())
                .collect(),
            at: None,
            fields: None,
            number: None,
            entry: None,
            sections: None,
            reason: None,
            sealed: None,
            prove: None,
            ask_law: problem.ask_law(),
        };
        match problem {
            Problem::Malformed(spot) | Problem::Unfit(spot) => body.at = Some(*spot),
            Problem::Parameter(fields) | Problem::Mend(fields) => body.fields = Some(fields),
            Problem::MendKept(number, fields) => {
                body.number = Some(*number);
                body.fields = Some(fields);
            }
            Problem::Refused(refused) => body.refused(refused),
            Problem::NotAll(kept) => body.decided(&kept.sections, kept.language),
            Problem::NotPermitted(refusal) => {
                body.clauses.clone_from(&refusal.decision.clauses);
                body.entry = Some(refusal.entry);
                body.reason = Some(refusal.to_string());
            }
            Problem::Unsuitable(reason) | Problem::Conflict(reason) => {
                body.reason = Some(reason.clone())
            }
            Problem::Sealed => body.sealed = Some(true),
            Problem::ProofNeeded => body.prove = Some(&HOW_TO_PROVE),
            _ => {}
        }
        body
    }

    fn refused(&mut self, refused: &'p Refused) {
        self.entry = Some(refused.entry);
        self.number = refused.number;
        self.decided(&refused.sections, refused.language);
    }

    fn decided(&mut self, sections: &'p [SectionDecision], language: Language) {
        let clauses = sections
            .iter()
            .flat_map(|it| it.decision.clauses.iter().cloned());
        self.clauses.extend(clauses);
        self.clauses.sort();
        self.clauses.dedup();
        let decided = |section| Decided::new(section, language);
        self.sections = Some(sections.iter().map(decided).collect());
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Json(ProblemBody::new(&self));
        let mut response = (self.kind().status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
        match self {
            Self::NotSignedIn | Self::LinkSpent | Self::SignInFailed => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::TooMany(after_ms) => {
                let seconds = after_ms.div_euclid(1000) + 1;
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            Self::TooSoon(seconds) => {
                headers.insert(header::RETRY_AFTER, seconds.into());
            }
            Self::Busy => {
                headers.insert(header::RETRY_AFTER, RETRY_AFTER_S.into());
            }
            Self::Sealed | Self::Unrecorded | Self::NotReady => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            }
            _ => {}
        }
        response
    }
}

/// What an entry still needs, in a program's words.
pub(crate) fn to_mend(mend: &[Mend]) -> Problem {
    use caseward_casework::entries::SECTIONS;
    use caseward_model::{Nature, Provenance};
    let field = |mend: &Mend| match mend {
        Mend::Section => Field::one_of("section", SECTIONS.iter().map(|it| it.word())),
        Mend::Provenance => {
            let given = Provenance::ALL
                .iter()
                .filter(|it| **it != Provenance::Import);
            Field::one_of("provenance", given.map(|it| it.word()))
        }
        Mend::Nature => Field::one_of("nature", Nature::ALL.iter().map(|it| it.word())),
        Mend::BasedOn => Field::new("based_on", "Say what the opinion rests on (DV-5.2.2)."),
        Mend::TextMissing => Field::new("text", "Write something."),
        Mend::TextTooLong => Field::new("text", "Shorten it to 10,000 characters."),
    };
    Problem::Mend(mend.iter().map(field).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_says_what_to_do_and_names_real_clauses() {
        for kind in KINDS {
            assert!(
                kind.detail.ends_with('.') && kind.detail.len() > 20,
                "{}",
                kind.name
            );
            assert!(!kind.title.ends_with('.'), "{}", kind.name);
            for clause in kind.clauses {
                assert!(clause.parse::<Clause>().is_ok(), "{clause}");
            }
        }
    }

    #[test]
    fn what_was_sent_is_never_repeated() {
        let error = serde_json::from_str::<u8>("\"Alma Reyes\"").unwrap_err();
        let body = serde_json::to_string(&ProblemBody::new(&Problem::from(&error))).unwrap();
        assert!(!body.contains("Alma"), "{body}");
        assert!(body.contains(r#""at":{"line":1,"column":12}"#), "{body}");
    }
}
