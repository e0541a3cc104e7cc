//! Who is signed in: the one place that reads the session's cookie, for pages and for programs.
//!
//! NASW-l, DV-4.6.6. The cookie holds 256 random bits and nothing about anyone. Scripts can't read it, other sites
//! can't send it, and its name's first part makes browsers take it from this very server only. Programs
//! send a session's secret, or a token that someone made for them, as `Authorization: Bearer …`.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use caseward_casework::CaseworkError;
use caseward_casework::sign_in::{Arrival, Begun, Device, Found, SignedIn};

use crate::front::Front;
use crate::preferences::cookie_word;

/// The session's cookie.
pub const COOKIE: &str = "__Host-caseward-session";
/// The cookie by which a browser is known that someone has signed in with.
pub const KNOWN: &str = "__Host-caseward-known";
/// The cookie of a sign-in that waits for its other half.
pub const HALF: &str = "__Host-caseward-half";

/// The cookie of somebody who was sent to the office's directory. It comes along when another site leads back here.
pub const PROVIDER: &str = "__Host-caseward-provider";

/// The cookie of a client's own view of their file; it opens nothing else.
pub const VIEW: &str = "__Host-caseward-view";

/// How long a browser is known, in seconds: as long as browsers keep a cookie at most.
const KNOWN_S: u32 = 400 * 86_400;
/// How long the other half may take, in seconds.
const HALF_S: u32 = 300;

/// Someone who is signed in, with the secret that says so.
pub struct Session {
    /// Who.
    pub person: SignedIn,
    token: String,
}

/// How a request stands.
pub enum Standing {
    /// Nobody is signed in.
    Nobody,
    /// A session that answers nothing but unlocking.
    Locked(Session),
    /// A session whose person has to set up a means of sign-in first.
    SetUp(Session),
    /// Somebody whose access is paused or has ended.
    Paused,
    /// A session, or a program that works in someone's name.
    Here(Session),
}

impl Session {
    /// The secret, for changing or ending the session; it goes nowhere else.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The session goes on under another secret.
    pub(crate) fn renew(&mut self, token: String) {
        self.token = token;
    }
}

/// How a request stands. A cookie and a bearer token are asked in this order.
///
/// # Errors
/// When the office is sealed or the database doesn't answer.
pub async fn standing(front: &Front, headers: &HeaderMap) -> Result<Standing, CaseworkError> {
    let Some(token) = secret(headers) else {
        return Ok(Standing::Nobody);
    };
    let found = front.casework.visit(token).await?;
    Ok(standing_of(found, token))
}

/// How a request stands at a page: a program's token opens none.
///
/// # Errors
/// When the office is sealed or the database doesn't answer.
pub async fn in_browser(front: &Front, headers: &HeaderMap) -> Result<Standing, CaseworkError> {
    Ok(match standing(front, headers).await? {
        Standing::Here(session) if session.person.is_program() => Standing::Nobody,
        standing => standing,
    })
}

/// How a request stands whose secret opens this.
pub(crate) fn standing_of(found: Found, token: &str) -> Standing {
    let session = |person| Session {
        person,
        token: token.to_owned(),
    };
    match found {
        Found::Nobody => Standing::Nobody,
        Found::Paused => Standing::Paused,
        Found::Locked(person) => Standing::Locked(session(person)),
        Found::SetUp(person) => Standing::SetUp(session(person)),
        Found::Here(person) => Standing::Here(session(person)),
    }
}

/// The session of a request, if it has one that opens everything its person may.
///
/// # Errors
/// When the office is sealed or the database doesn't answer.
pub async fn of(front: &Front, headers: &HeaderMap) -> Result<Option<Session>, CaseworkError> {
    Ok(match standing(front, headers).await? {
        Standing::Here(session) => Some(session),
        _ => None,
    })
}

fn secret(headers: &HeaderMap) -> Option<&str> {
    cookie_word(headers, COOKIE).or_else(|| bearer(headers))
}

/// Whether the request brings its secret by itself, so that no browser can have sent it unasked.
#[must_use]
pub fn is_bearer(headers: &HeaderMap) -> bool {
    cookie_word(headers, COOKIE).is_none() && bearer(headers).is_some()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// Who stands at the door: from where, on what, and whether their browser is known.
#[must_use]
pub fn arrival(parts: &Parts) -> Arrival {
    let from = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let agent = parts.headers.get(header::USER_AGENT);
    let agent = agent.and_then(|it| it.to_str().ok()).unwrap_or_default();
    Arrival {
        address: from.map(|ConnectInfo(it)| it.ip()),
        device: Device::of(agent),
        known: cookie_word(&parts.headers, KNOWN).map(str::to_owned),
        program: false,
    }
}

/// The secret of a sign-in that waits for its other half.
#[must_use]
pub fn half(headers: &HeaderMap) -> &str {
    cookie_word(headers, HALF).unwrap_or_default()
}

/// The cookies of someone who came in: the session's ends with the browser.
#[must_use]
pub fn begun(begun: &Begun) -> Vec<HeaderValue> {
    let known = begun.known.as_deref();
    let cookies = [
        cookie(COOKIE, &begun.session, None),
        known.and_then(|token| cookie(KNOWN, token, Some(KNOWN_S))),
        cookie(HALF, "", Some(0)),
    ];
    cookies.into_iter().flatten().collect()
}

/// The cookie of a session that goes on under another secret.
#[must_use]
pub fn renewed(token: &str) -> Option<HeaderValue> {
    cookie(COOKIE, token, None)
}

/// The cookie of a sign-in that waits for its other half.
#[must_use]
pub fn half_begun(half: &str) -> Option<HeaderValue> {
    cookie(HALF, half, Some(HALF_S))
}

/// The secret of somebody who was sent to the office's directory.
#[must_use]
pub fn provider(headers: &HeaderMap) -> &str {
    cookie_word(headers, PROVIDER).unwrap_or_default()
}

/// The cookie of somebody who is sent to the office's directory.
#[must_use]
pub fn provider_asked(half: &str) -> Option<HeaderValue> {
    cookie_from(PROVIDER, half, Some(HALF_S), "Lax")
}

/// The same, when they are back.
#[must_use]
pub fn provider_done() -> Option<HeaderValue> {
    cookie_from(PROVIDER, "", Some(0), "Lax")
}

/// The secret of a client's own view, if the browser brings one.
#[must_use]
pub fn view(headers: &HeaderMap) -> Option<&str> {
    cookie_word(headers, VIEW)
}

/// The cookie of a client's own view; it ends with the browser.
#[must_use]
pub fn view_opened(secret: &str) -> Option<HeaderValue> {
    cookie(VIEW, secret, None)
}

/// The same, when it was left.
#[must_use]
pub fn view_left() -> Option<HeaderValue> {
    cookie(VIEW, "", Some(0))
}

/// The cookie of a session that ended.
#[must_use]
pub fn ended() -> Option<HeaderValue> {
    cookie(COOKIE, "", Some(0))
}

fn cookie(name: &str, word: &str, seconds: Option<u32>) -> Option<HeaderValue> {
    cookie_from(name, word, seconds, "Strict")
}

fn cookie_from(name: &str, word: &str, seconds: Option<u32>, site: &str) -> Option<HeaderValue> {
    let mut text = format!("{name}={word}; Path=/; Secure; HttpOnly; SameSite={site}");
    if let Some(seconds) = seconds {
        text.push_str(&format!("; Max-Age={seconds}"));
    }
    let mut value = HeaderValue::from_str(&text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nasw_l_the_sessions_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        let coming = |token: &str| {
            begun(&Begun {
                session: token.to_owned(),
                known: Some("k".to_owned()),
                set_up_first: false,
            })
        };
        let cookies = coming("abc");
        assert_eq!(
            cookies[0].to_str().unwrap(),
            "__Host-caseward-session=abc; Path=/; Secure; HttpOnly; SameSite=Strict"
        );
        assert!(cookies.iter().all(HeaderValue::is_sensitive));
        assert!(
            cookies[1]
                .to_str()
                .unwrap()
                .starts_with("__Host-caseward-known=k; Path=/;")
        );
        assert!(cookies[2].to_str().unwrap().ends_with("Max-Age=0"));
        assert!(cookie(COOKIE, "a\r\nb", None).is_none());
        assert!(ended().unwrap().to_str().unwrap().contains("Max-Age=0"));
    }

    #[test]
    fn a_program_brings_its_secret_in_a_header() {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", HeaderValue::from_static("Bearer abc"));
        assert_eq!(bearer(&headers), Some("abc"));
        assert!(is_bearer(&headers));
        headers.insert(
            "cookie",
            HeaderValue::from_static("__Host-caseward-session=x"),
        );
        assert!(!is_bearer(&headers));
    }
}
