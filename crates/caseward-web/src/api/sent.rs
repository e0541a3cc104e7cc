//! What a program sends: a body of JSON or a few parameters, taken whole or refused whole.
//!
//! Design §8 and safety §5 C: nothing half-done, unknown names refused, sizes bounded, and never a word
//! of it repeated in the answer.

use std::str::FromStr;
use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use caseward_casework::CaseworkError;
use caseward_casework::gate::Refusal;
use caseward_casework::sign_in::{Arrival, For, StepUp};
use caseward_model::{Client, Id, Language};
use serde::de::DeserializeOwned;

use super::decided::Answered;
use super::problem::{Field, Problem, Spot};
use super::scope;
use crate::front::Front;
use crate::session::{self, Session, Standing};
use crate::{forms, preferences, whereabouts};

/// The largest body: an entry of 10,000 characters, each spelt as two escapes.
const LONGEST_BODY: usize = 128 * 1024;

/// Most entries on one page.
pub(crate) const LONGEST_PAGE: u32 = 200;

/// The person behind a request, and the language they read.
pub(crate) struct Caller {
    pub(crate) session: Session,
    pub(crate) language: Language,
    in_standing: bool,
}

impl Caller {
    /// The answer about a client whom this person may not know of, or who isn't there; the same for
    /// both. Whoever lacks training or agreement is told that, at each such address alike.
    pub(crate) fn nobody(&self) -> Problem {
        if self.in_standing {
            Problem::NotFound
        } else {
            Problem::NotInStanding
        }
    }

    /// A refusal of the gate as an answer.
    pub(crate) fn refused(&self, refusal: Refusal) -> Problem {
        match refusal {
            Refusal::NotKnown { .. } => self.nobody(),
            refusal => Problem::of(refusal, self.language),
        }
    }

    /// A proof that is fresh, before what can't be taken back; a program never has one (NASW-l).
    pub(crate) fn proved(&self, front: &Front, what: For) -> Answered<StepUp> {
        let proof = front.casework.step_up(&self.session.person, what);
        Ok(proof.map_err(CaseworkError::from)?)
    }

    /// Whether they work here; to a client of the office, what is for those who do isn't there (DV-3.2).
    pub(crate) fn works_here(&self) -> Answered<()> {
        if self.session.person.works_here() {
            Ok(())
        } else {
            Err(Problem::NotFound)
        }
    }

    /// The client whom an address names; what can't be read as one is nobody's name.
    pub(crate) fn client(&self, named: Named<Id<Client>>) -> Answered<Id<Client>> {
        named.found().map_err(|_| self.nobody())
    }
}

impl FromRequestParts<Arc<Front>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Answered<Self> {
        if !front.casework.gate.is_open() {
            return Err(Problem::Sealed);
        }
        let headers = &parts.headers;
        let safe = matches!(parts.method, Method::GET | Method::HEAD);
        // A browser adds its cookie to whatever any page sends; a bearer token it never adds.
        if !safe && !session::is_bearer(headers) && !forms::from_our_own_page(headers) {
            return Err(Problem::Foreign);
        }
        let session = match session::standing(front, headers).await? {
            Standing::Here(session) => session,
            Standing::SetUp(_) => return Err(Problem::SetUpFirst),
            Standing::Paused => return Err(Problem::Paused),
            Standing::Locked(_) | Standing::Nobody => return Err(Problem::NotSignedIn),
        };
        if session.person.is_program() && !scope::allows(&session.person, parts) {
            return Err(Problem::OutOfScope);
        }
        let now_ms = front.casework.clock().now_ms();
        if session.person.says_first(now_ms) && whereabouts::waits(parts) {
            return Err(Problem::PlaceUnsaid);
        }
        Ok(Self {
            in_standing: session.person.missing(now_ms).is_empty(),
            session,
            language: preferences::language(headers),
        })
    }
}

/// Somebody at the door, before it is known who.
pub(crate) struct At(pub(crate) Arrival);

impl FromRequestParts<Arc<Front>> for At {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Front>) -> Answered<Self> {
        Ok(Self(Arrival {
            program: true,
            ..session::arrival(parts)
        }))
    }
}

/// What an address names. What can't be read as such a name is nothing that is here: a malformed
/// client's id is nobody's, like every other one that isn't this person's to know.
pub(crate) struct Named<T>(Option<T>);

impl<T> Named<T> {
    pub(crate) fn found(self) -> Answered<T> {
        self.0.ok_or(Problem::NotFound)
    }
}

impl Named<i64> {
    /// The number; what is none names nothing that has one.
    pub(crate) fn number(self) -> i64 {
        self.0.unwrap_or(0)
    }
}

impl<T: FromStr> FromRequestParts<Arc<Front>> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Answered<Self> {
        let text = Path::<String>::from_request_parts(parts, front).await;
        Ok(Self(text.ok().and_then(|Path(text)| text.parse().ok())))
    }
}

/// A body of JSON.
pub(crate) struct Sent<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<Front>> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Front>) -> Answered<Self> {
        let (parts, body) = request.into_parts();
        if !is_plain_json(&parts.headers) {
            return Err(Problem::NotJson);
        }
        let bytes = to_bytes(body, LONGEST_BODY)
            .await
            .map_err(|_| Problem::TooLarge)?;
        fields_of(&bytes).map(Self)
    }
}

/// The fields in a body of JSON. A list has none: it would be taken for all of them in their order, and an empty one for nothing
/// said, which would wipe out what is kept.
pub(crate) fn fields_of<T: DeserializeOwned>(bytes: &[u8]) -> Answered<T> {
    let fields = serde_json::from_slice(bytes).map_err(|error| Problem::from(&error))?;
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(Problem::Unfit(Spot::START));
    }
    Ok(fields)
}

pub(crate) fn is_plain_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let (kind, parameter) =
        kind.map_or(("", ""), |kind| kind.split_once(';').unwrap_or((kind, "")));
    let parameter = parameter.trim();
    kind.trim().eq_ignore_ascii_case("application/json")
        && (parameter.is_empty() || parameter.eq_ignore_ascii_case("charset=utf-8"))
        && headers
            .get(header::CONTENT_ENCODING)
            .is_none_or(|coding| coding == "identity")
}

/// The parameters of an address, in their order.
pub(crate) struct Parameters(Vec<(String, String)>);

impl FromRequestParts<Arc<Front>> for Parameters {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Answered<Self> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, front).await;
        pairs
            .map(|Query(pairs)| Self(pairs))
            .map_err(|_| Problem::Parameter(Vec::new()))
    }
}

impl Parameters {
    /// Refuses every name but these.
    pub(crate) fn only(self, names: &[&str]) -> Answered<Self> {
        let known = |(name, _): &(String, String)| names.contains(&name.as_str());
        if self.0.iter().all(known) {
            Ok(self)
        } else {
            Err(Problem::Parameter(Vec::new()))
        }
    }

    /// A parameter that stands there at most once.
    pub(crate) fn one<T: FromStr>(&self, name: &str, otherwise: &Field) -> Answered<Option<T>> {
        let wrong = || Problem::Parameter(vec![otherwise.clone()]);
        let mut found = self.all(name);
        let first = found
            .next()
            .map(str::parse)
            .transpose()
            .map_err(|_| wrong())?;
        if found.next().is_some() {
            Err(wrong())
        } else {
            Ok(first)
        }
    }

    /// A parameter that can stand there several times.
    pub(crate) fn many<T: FromStr>(&self, name: &str, otherwise: &Field) -> Answered<Vec<T>> {
        let wrong = |_| Problem::Parameter(vec![otherwise.clone()]);
        self.all(name)
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(wrong)
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(it, _)| it == name)
            .map(|(_, value)| value.as_str())
    }

    /// How many entries a page shall have.
    pub(crate) fn limit(&self, otherwise: u32) -> Answered<u32> {
        let field = Field::new("limit", "Give a whole number from 1 to 200.");
        match self.one("limit", &field)? {
            None => Ok(otherwise),
            Some(limit) if (1..=LONGEST_PAGE).contains(&limit) => Ok(limit),
            Some(_) => Err(Problem::Parameter(vec![field])),
        }
    }
}
