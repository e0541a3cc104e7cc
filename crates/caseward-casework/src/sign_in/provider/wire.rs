//! The way to the directory: over TLS, to where it said and nowhere else, with an end to everything.
//!
//! NASW-l. No redirect is followed, no answer is read without end, and nothing waits longer than ten seconds. A
//! directory on this very machine may do without TLS, if the office was told so.

use std::net::IpAddr;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// How long a question may take.
const WITHIN: Duration = Duration::from_secs(10);
/// The most bytes of an answer.
const ANSWER_MAX: u64 = 512 * 1024;

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub(super) enum WireError {
    /// The directory wants to be asked somewhere where it must not be.
    #[error("it names an address that isn't allowed")]
    NotAllowed,
    /// It doesn't answer as it should.
    #[error("it doesn't answer")]
    Unanswered(#[from] ureq::Error),
}

/// The way to one directory.
pub(super) struct Wire {
    agent: Agent,
    loopback: bool,
}

impl Wire {
    /// `loopback`: it is on this machine, and without TLS.
    pub(super) fn new(loopback: bool) -> Self {
        let certificates = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .https_only(!loopback)
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(WITHIN))
            .tls_config(certificates)
            .build();
        Self {
            agent: config.new_agent(),
            loopback,
        }
    }

    /// Asks once.
    ///
    /// # Errors
    /// When it isn't allowed, or nothing comes back.
    pub(super) fn ask(&self, request: HttpRequest) -> Result<HttpResponse, WireError> {
        let host = request.uri().host().unwrap_or_default();
        let scheme = request.uri().scheme_str().unwrap_or_default();
        if !is_allowed(scheme, host, self.loopback) {
            return Err(WireError::NotAllowed);
        }
        let (parts, mut body) = self.agent.run(request)?.into_parts();
        let bytes = body.with_config().limit(ANSWER_MAX).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, bytes))
    }
}

/// Whether a directory may be asked there.
pub(super) fn is_allowed(scheme: &str, host: &str, loopback: bool) -> bool {
    match scheme {
        "https" => !loopback,
        "http" => loopback && is_this_machine(host),
        _ => false,
    }
}

fn is_this_machine(host: &str) -> bool {
    let number = host.trim_start_matches('[').trim_end_matches(']');
    let loopback = number.parse().is_ok_and(|it: IpAddr| it.is_loopback());
    loopback || host.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nasw_l_the_directory_is_asked_over_tls_or_on_this_machine_and_nowhere_else() {
        assert!(is_allowed("https", "login.example.org", false));
        assert!(is_allowed("http", "127.0.0.1", true));
        assert!(is_allowed("http", "[::1]", true));
        assert!(is_allowed("http", "LOCALHOST", true));
        for (scheme, host, loopback) in [
            ("http", "login.example.org", false),
            ("http", "localhost", false),
            ("http", "login.example.org", true),
            ("http", "169.254.169.254", true),
            ("http", "127.0.0.1.example.org", true),
            ("http", "0x7f000001", true),
            ("https", "login.example.org", true),
            ("file", "localhost", true),
            ("", "", true),
        ] {
            assert!(!is_allowed(scheme, host, loopback), "{scheme} {host}");
        }
    }
}
