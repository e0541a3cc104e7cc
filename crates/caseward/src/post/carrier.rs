//! What carries a letter: a mail server, or a folder of files in the demo (NASW-l).

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use caseward_casework::mail::{Envelope, Failure};
use caseward_channels::carry::mail::{Account, MailServer};
use caseward_model::Randomness;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, FileTransport, Message, SmtpTransport, Transport};

/// How long a mail server may take for one answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
/// Where letters with TLS from the first byte are taken (RFC 8314).
const SUBMISSIONS: u16 = 465;
/// Where letters with STARTTLS are taken (RFC 6409).
const SUBMISSION: u16 = 587;

fn tls(server: &MailServer) -> anyhow::Result<Tls> {
    let mut parameters = TlsParameters::builder(server.host.clone());
    if let Some(pem) = &server.authority {
        let certificate =
            Certificate::from_pem(pem).context("the file of --mail-ca holds no certificate")?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = parameters.build()?;
    let in_clear = server.is_this_machine && server.authority.is_none();
    Ok(match (server.whole_in_tls, in_clear) {
        (true, _) => Tls::Wrapper(parameters),
        (false, true) => Tls::None,
        (false, false) => Tls::Required(parameters),
    })
}

fn transport(server: &MailServer) -> anyhow::Result<SmtpTransport> {
    let usual = if server.whole_in_tls {
        SUBMISSIONS
    } else {
        SUBMISSION
    };
    // The name of this machine is nobody's business.
    let mut transport = SmtpTransport::builder_dangerous(&server.host)
        .port(server.port.unwrap_or(usual))
        .timeout(Some(server.patience))
        .hello_name(ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST))
        .tls(tls(server)?);
    if let Some(Account { user, password }) = &server.account {
        transport = transport.credentials(Credentials::new(user.clone(), password.to_string()));
    }
    Ok(transport.build())
}

enum Way {
    Server(SmtpTransport),
    Folder(FileTransport),
}

/// What carries letters.
pub(crate) struct Carrier {
    way: Way,
    from: Address,
    randomness: Randomness,
}

/// Says to other programs that nobody wrote this by hand, so that no absence note comes back (RFC 3834).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Carrier {
    /// To a mail server.
    pub(super) fn to_server(line: &MailServer, from: Address) -> anyhow::Result<Self> {
        Ok(Self {
            way: Way::Server(transport(line)?),
            from,
            randomness: Randomness::system(),
        })
    }

    /// Into files of a folder, one for each letter; nothing leaves the machine.
    pub(crate) fn to_folder(folder: &Path, from: Address) -> Self {
        Self {
            way: Way::Folder(FileTransport::new(folder)),
            from,
            randomness: Randomness::system(),
        }
    }

    /// Carries one letter, however long that takes.
    pub(super) fn carry(&self, envelope: &Envelope, address: &str) -> Result<(), Failure> {
        let letter = self.written(envelope, address)?;
        match &self.way {
            Way::Folder(folder) => folder
                .send(&letter)
                .map(drop)
                .map_err(|_| Failure::NotReached),
            Way::Server(server) => server.send(&letter).map(drop).map_err(|error| why(&error)),
        }
    }

    fn written(&self, envelope: &Envelope, address: &str) -> Result<Message, Failure> {
        // An address that can't be one is refused for good: trying again wouldn't change it.
        let to: Address = envelope.to.parse().map_err(|_| Failure::Refused)?;
        let id = data_encoding::HEXLOWER.encode(&self.randomness.bytes::<16>());
        Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.from.domain())))
            .from(Mailbox::new(Some("Caseward".to_owned()), self.from.clone()))
            .to(Mailbox::new(None, to))
            .subject(envelope.subject())
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(envelope.text(address))
            .map_err(|_| Failure::Refused)
    }
}

fn why(error: &lettre::transport::smtp::Error) -> Failure {
    if error.is_permanent() {
        Failure::Refused
    } else if error.is_transient() {
        Failure::NotNow
    } else if error.is_tls() || says_nonsense(error) {
        Failure::NotTrusted
    } else {
        Failure::NotReached
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
