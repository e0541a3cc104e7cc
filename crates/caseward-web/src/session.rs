//! Who is signed in: the one place that reads the session's cookie, for pages and for programs.
//!
//! NASW-l, DV-4.6.6. The cookie holds 256 random bits and nothing about anyone. Scripts can't read it
//! and other sites can't send it. Programs send the same secret as `Authorization: Bearer …`.

use axum::http::{HeaderMap, HeaderValue, header};
use caseward_casework::CaseworkError;
use caseward_casework::sign_in::SignedIn;

use crate::front::Front;
use crate::preferences::cookie_word;

/// The cookie's name.
pub const COOKIE: &str = "caseward-session";

/// Someone who is signed in, with the secret that says so.
pub struct Session {
    /// Who.
    pub person: SignedIn,
    token: String,
}

impl Session {
    /// The secret, for ending the session; it goes nowhere else.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// The session of a request, if it has one that still runs. A cookie and a bearer token are asked in
/// this order.
///
/// # Errors
/// When the office is sealed or the database doesn't answer.
pub async fn of(front: &Front, headers: &HeaderMap) -> Result<Option<Session>, CaseworkError> {
    let Some(token) = cookie_word(headers, COOKIE).or_else(|| bearer(headers)) else {
        return Ok(None);
    };
    let person = front.casework.session(token).await?;
    Ok(person.map(|person| Session {
        person,
        token: token.to_owned(),
    }))
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

/// The cookie of a session that begins; it ends with the browser.
#[must_use]
pub fn begun(token: &str) -> Option<HeaderValue> {
    let text = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
    let mut value = HeaderValue::from_str(&text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The cookie of a session that ended.
#[must_use]
pub fn ended() -> HeaderValue {
    HeaderValue::from_static("caseward-session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nasw_l_the_sessions_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        let cookie = begun("abc").unwrap();
        assert_eq!(
            cookie.to_str().unwrap(),
            "caseward-session=abc; Path=/; HttpOnly; SameSite=Strict"
        );
        assert!(cookie.is_sensitive());
        assert!(begun("a\r\nb").is_none());
        assert!(ended().to_str().unwrap().contains("Max-Age=0"));
    }

    #[test]
    fn a_program_brings_its_secret_in_a_header() {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", HeaderValue::from_static("Bearer abc"));
        assert_eq!(bearer(&headers), Some("abc"));
        assert!(is_bearer(&headers));
        headers.insert("cookie", HeaderValue::from_static("caseward-session=x"));
        assert!(!is_bearer(&headers));
    }
}
