//! The office's mail server, and how it is spoken to: word by word, so that it is known how far it came.
//!
//! CC-2.3, NASW-l. A library that sends in one call can't tell a server that broke off at the greeting from one that broke
//! off when it had everything; for a letter that is a nuisance, for a release it decides whether it counts as disclosed.

use std::net::Ipv4Addr;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use zeroize::Zeroizing;

use super::{MailFailure, SealedLetter};

/// Where letters with TLS from the first byte are taken (RFC 8314).
const SUBMISSIONS: u16 = 465;
/// Where letters with STARTTLS are taken (RFC 6409).
const SUBMISSION: u16 = 587;

/// The office's account at a mail server.
#[derive(Clone)]
pub struct Account {
    /// Its name.
    pub user: String,
    /// Its password.
    pub password: Zeroizing<String>,
}

/// How a mail server is spoken to.
#[derive(Clone)]
pub struct MailServer {
    /// Its name or address.
    pub host: String,
    /// Its port; the usual one if nothing is said.
    pub port: Option<u16>,
    /// The office's account there.
    pub account: Option<Account>,
    /// The certificate of the authority to trust, in PEM; those that the machine trusts if nothing is said.
    pub authority: Option<Vec<u8>>,
    /// TLS from the first byte, instead of STARTTLS.
    pub whole_in_tls: bool,
    /// The server runs here: what is said to it doesn't leave the machine, and needs no TLS unless an authority is named.
    pub is_this_machine: bool,
    /// How long it may take for one answer.
    pub patience: Duration,
}

impl MailServer {
    /// Sends a sealed letter, and waits for it: to be called where nobody else waits.
    ///
    /// # Errors
    /// [`MailFailure`]. Only [`MailFailure::MaybeSent`] leaves it open whether it went.
    pub fn send(&self, letter: &SealedLetter) -> Result<(), MailFailure> {
        let mut line = self.line()?;
        let sent = say(&mut line, letter);
        match sent {
            Ok(()) => drop(line.quit()),
            Err(_) => line.abort(),
        }
        sent
    }

    fn line(&self) -> Result<SmtpConnection, MailFailure> {
        let in_clear = self.is_this_machine && self.authority.is_none() && !self.whole_in_tls;
        let tls = match in_clear {
            true => None,
            false => Some(self.tls()?),
        };
        let usual = match self.whole_in_tls {
            true => SUBMISSIONS,
            false => SUBMISSION,
        };
        let address = (self.host.as_str(), self.port.unwrap_or(usual));
        // The name of this machine is nobody's business.
        let name = ClientId::Ipv4(Ipv4Addr::LOCALHOST);
        let at_once = tls.as_ref().filter(|_| self.whole_in_tls);
        let mut line = SmtpConnection::connect(address, Some(self.patience), &name, at_once, None)
            .map_err(|it| why(&it))?;
        let later = tls.as_ref().filter(|_| !self.whole_in_tls);
        let ready = self.make_ready(&mut line, later, &name);
        if ready.is_err() {
            line.abort();
        }
        ready.map(|()| line)
    }

    fn make_ready(
        &self,
        line: &mut SmtpConnection,
        tls: Option<&TlsParameters>,
        name: &ClientId,
    ) -> Result<(), MailFailure> {
        if let Some(tls) = tls {
            if !line.can_starttls() {
                return Err(MailFailure::NotTrusted);
            }
            line.starttls(tls, name).map_err(|it| why(&it))?;
        }
        if let Some(Account { user, password }) = &self.account {
            let credentials = Credentials::new(user.clone(), password.to_string());
            let signed_in = line.auth(DEFAULT_MECHANISMS, &credentials);
            signed_in.map_err(|it| match why(&it) {
                // It offers no way to sign in that isn't in the clear.
                MailFailure::NotReached if it.is_client() => MailFailure::Refused,
                other => other,
            })?;
        }
        Ok(())
    }

    fn tls(&self) -> Result<TlsParameters, MailFailure> {
        let mut parameters = TlsParameters::builder(self.host.clone());
        if let Some(pem) = &self.authority {
            let certificate = Certificate::from_pem(pem).map_err(|_| MailFailure::NotTrusted)?;
            parameters = parameters.add_root_certificate(certificate);
        }
        parameters.build().map_err(|_| MailFailure::NotTrusted)
    }
}

fn say(line: &mut SmtpConnection, letter: &SealedLetter) -> Result<(), MailFailure> {
    let from = Mail::new(Some(letter.from.clone()), Vec::new());
    let to = Rcpt::new(letter.to.clone(), Vec::new());
    line.command(from).map_err(|it| why(&it))?;
    line.command(to).map_err(|it| why(&it))?;
    line.command(Data).map_err(|it| why(&it))?;
    let taken = line.message(&letter.text);
    taken.map(drop).map_err(|it| match why(&it) {
        // It began to take it. Whether it had all of it when the line broke isn't known.
        MailFailure::NotReached | MailFailure::NotTrusted => MailFailure::MaybeSent,
        refused => refused,
    })
}

fn why(error: &Error) -> MailFailure {
    if error.is_permanent() {
        MailFailure::Refused
    } else if error.is_transient() {
        MailFailure::NotNow
    } else if error.is_tls() || says_nonsense(error) {
        MailFailure::NotTrusted
    } else {
        MailFailure::NotReached
    }
}

/// Whether what came over the line wasn't what TLS expects, a certificate that nobody vouches for included: the
/// library passes that on as data that can't be used.
fn says_nonsense(error: &dyn std::error::Error) -> bool {
    let mut cause = error.source();
    while let Some(found) = cause {
        let io = found.downcast_ref::<std::io::Error>();
        if io.is_some_and(|it| it.kind() == std::io::ErrorKind::InvalidData) {
            return true;
        }
        cause = found.source();
    }
    false
}
