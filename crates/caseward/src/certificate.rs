//! The certificate by which browsers know the office, with its key: read and checked at the start, and taken anew when somebody
//! puts newer ones in their place, without a stop (NASW-m).
//!
//! What browsers would turn away, and a key that others can read, isn't shown at all. A certificate that is out of date is
//! shown with a warning: whoever renews it shouldn't first have to find out why nothing starts.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use caseward_model::Clock;
use caseward_web::tls::{Shown, Standing, Term};
use clap::Args;
use rustls::client::verify_server_name;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{InconsistentKeys, ServerConfig};
use tokio::sync::watch;
use url::Url;
use zeroize::Zeroizing;

/// How often it is looked whether newer files lie there.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// More bytes than the file of a key has.
const KEY_BYTES: usize = 64 * 1024;
/// More bytes than the file of a certificate has, with those that vouch for it: browsers take no more of them at once.
const CHAIN_BYTES: usize = 128 * 1024;

/// How the office's certificate is named on the command line.
#[derive(Debug, Clone, Args)]
pub(crate) struct CertificateArgs {
    /// A file (PEM) with the certificate by which browsers know this office, and after it those that vouch for it
    #[arg(
        long,
        value_name = "FILE",
        env = "CASEWARD_CERTIFICATE",
        requires = "certificate_key"
    )]
    certificate: Option<PathBuf>,
    /// A file (PEM) with the key of that certificate; only its owner may be able to read it
    #[arg(
        long,
        value_name = "FILE",
        env = "CASEWARD_CERTIFICATE_KEY",
        requires = "certificate"
    )]
    certificate_key: Option<PathBuf>,
}

impl CertificateArgs {
    /// Where certificate and key lie, if the office has any. `address` is where people find the pages, as browsers show it.
    pub(crate) fn files(&self, address: Option<&str>) -> Option<Files> {
        let host = address
            .and_then(|it| Url::parse(it).ok())
            .and_then(|it| it.host_str().map(str::to_owned))
            .map(|it| it.trim_matches(['[', ']']).to_owned());
        Some(Files {
            chain: self.certificate.clone()?,
            key: self.certificate_key.clone()?,
            host,
        })
    }
}

/// Where certificate and key lie, and for which name they have to be.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    chain: PathBuf,
    key: PathBuf,
    host: Option<String>,
}

/// A certificate that can be shown, with its key.
struct Held {
    certified: Arc<CertifiedKey>,
    term: Term,
}

impl Files {
    /// Until when the certificate holds, if it can be shown at all.
    pub(crate) fn term(&self) -> anyhow::Result<Term> {
        Ok(self.held(self.chain()?)?.term)
    }

    /// The certificates in their file, the office's own first.
    fn chain(&self) -> anyhow::Result<Vec<CertificateDer<'static>>> {
        let path = self.chain.display();
        let unread = || {
            format!(
                "{path} can't be read; name the file of the office's certificate by --certificate"
            )
        };
        let file = opened(&self.chain).with_context(unread)?;
        let mut text = Vec::with_capacity(CHAIN_BYTES);
        read_within(&file, &mut text).with_context(unread)?;
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
        match chain {
            Ok(chain) if !chain.is_empty() => Ok(chain),
            _ => bail!(
                "{path} holds no certificate that can be read; it takes a file in PEM, which begins with -----BEGIN CERTIFICATE-----"
            ),
        }
    }

    /// The key, if nobody but its owner can read it.
    fn key(&self) -> anyhow::Result<PrivateKeyDer<'static>> {
        let path = self.key.display();
        let unread = || {
            format!(
                "{path} can't be read; name the file of the certificate's key by --certificate-key"
            )
        };
        let file = opened(&self.key).with_context(unread)?;
        let mode = file.metadata().with_context(unread)?.permissions().mode();
        if mode & 0o077 != 0 {
            bail!(
                "{path} can be read by others, and whoever has that key can pass for this office; run `chmod go-rwx {path}`, and if others have seen it, ask for a new certificate with a new key"
            );
        }
        // Enough for any key: what grows is copied, and a copy wouldn't be wiped.
        let mut text = Zeroizing::new(Vec::<u8>::with_capacity(KEY_BYTES));
        read_within(&file, &mut text).with_context(unread)?;
        PrivateKeyDer::from_pem_slice(&text).map_err(|_| {
            anyhow!(
                "{path} holds no key that can be used; it takes one in PEM without a passphrase, which begins with -----BEGIN PRIVATE KEY-----"
            )
        })
    }

    /// These certificates with their key, if they belong together and to the office's name.
    fn held(&self, chain: Vec<CertificateDer<'static>>) -> anyhow::Result<Held> {
        let own = chain.first().context("there is no certificate")?;
        let term = term(own).with_context(|| format!("{} can't be used", self.chain.display()))?;
        self.must_name_the_office(own)?;
        let certified = CertifiedKey::from_der(chain, self.key()?, &default_provider())
            .map_err(|error| self.unfit(&error))?;
        Ok(Held {
            certified: Arc::new(certified),
            term,
        })
    }

    fn must_name_the_office(&self, own: &CertificateDer<'_>) -> anyhow::Result<()> {
        let Some(host) = &self.host else {
            return Ok(());
        };
        let path = self.chain.display();
        let name = ServerName::try_from(host.clone()).map_err(|_| {
            anyhow!("{host} is no name that a certificate can have; look at --address")
        })?;
        let read = ParsedCertificate::try_from(own)
            .map_err(|error| anyhow!("{path} can't be used: {error}"))?;
        verify_server_name(&read, &name).map_err(|_| {
            anyhow!(
                "the first certificate in {path} isn't for {host}, so browsers would turn people away; ask for one with that name, or correct --address"
            )
        })
    }

    fn unfit(&self, error: &rustls::Error) -> anyhow::Error {
        let (chain, key) = (self.chain.display(), self.key.display());
        match error {
            rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => anyhow!(
                "the key in {key} doesn't belong to the first certificate in {chain}; name the key that it was asked for with, and let the office's own certificate stand first"
            ),
            error => anyhow!("{chain} and {key} can't be used: {error}"),
        }
    }
}

/// A file to be read. A pipe or a device is none: whoever opens or reads one may wait for ever, and a server couldn't stop then.
fn opened(path: &Path) -> io::Result<File> {
    let kind = std::fs::metadata(path)?;
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !kind.is_file() {
        return Err(io::Error::other("it is no file, but a pipe or a device"));
    }
    File::open(path)
}

/// What stands in a file, if it is less than `text` has room for.
fn read_within(file: &File, text: &mut Vec<u8>) -> io::Result<()> {
    let room = text.capacity();
    let most = u64::try_from(room).unwrap_or(u64::MAX);
    file.take(most).read_to_end(text)?;
    if text.len() < room {
        Ok(())
    } else {
        Err(io::ErrorKind::FileTooLarge.into())
    }
}

/// From when until when a certificate says that it holds.
fn term(own: &CertificateDer<'_>) -> anyhow::Result<Term> {
    let (_, read) = x509_parser::parse_x509_certificate(own)
        .map_err(|_| anyhow!("its first certificate is damaged; ask for it anew"))?;
    // Some say 9999-12-31 for "without end", which is a day more than a calendar here has.
    let end_of_days = jiff::Timestamp::MAX.as_millisecond();
    let ms = |seconds: i64| seconds.saturating_mul(1_000).min(end_of_days);
    let validity = read.validity();
    Ok(Term {
        from_ms: ms(validity.not_before.timestamp()),
        until_ms: ms(validity.not_after.timestamp()),
    })
}

/// What has to be said of a certificate that holds from then until then, if anything; `now_ms` is ms since 1970.
pub(crate) fn complaint(term: Term, now_ms: i64) -> Option<String> {
    let (from, until) = (day(term.from_ms), day(term.until_ms));
    let in_place =
        "put a newer one and its key in their place; a running server takes them by itself";
    match term.at(now_ms) {
        Standing::Holds => None,
        Standing::RunsOut => Some(format!("the certificate runs out on {until}; {in_place}")),
        Standing::Over => Some(format!(
            "the certificate ran out on {until}, so browsers turn people away; {in_place}"
        )),
        Standing::NotYet => Some(format!(
            "the certificate holds only from {from} on, and browsers turn people away until then; see that this machine's clock is right, or {in_place}"
        )),
    }
}

/// A day by the office's own calendar; `at_ms` is ms since 1970.
pub(crate) fn day(at_ms: i64) -> String {
    caseward_web::visit::local(at_ms).date().to_string()
}

/// What every new line is shown.
#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl Current {
    fn held(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn becomes(&self, certified: Arc<CertifiedKey>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = certified;
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.held())
    }
}

/// The office's certificate while it is served.
pub(crate) struct Certificate {
    files: Files,
    current: Arc<Current>,
    config: Arc<ServerConfig>,
    shown: watch::Sender<Shown>,
}

impl Certificate {
    /// Reads certificate and key.
    pub(crate) fn open(files: Files) -> anyhow::Result<Self> {
        let Held { certified, term } = files.held(files.chain()?)?;
        let current = Arc::new(Current(RwLock::new(certified)));
        let resolver: Arc<dyn ResolvesServerCert> = Arc::<Current>::clone(&current);
        let provider = Arc::new(default_provider());
        // TLS 1.3 and 1.2, and of these only what seals each time under a key of its own.
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let shown = Shown {
            term,
            newer_refused: false,
        };
        Ok(Self {
            files,
            current,
            config: Arc::new(config),
            shown: watch::Sender::new(shown),
        })
    }

    /// The name by which browsers know the office.
    pub(crate) fn host(&self) -> &str {
        self.files.host.as_deref().unwrap_or_default()
    }

    /// How lines are made.
    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// What is shown, now and later.
    pub(crate) fn shown(&self) -> watch::Receiver<Shown> {
        self.shown.subscribe()
    }

    /// What has to be said of it, if anything; `now_ms` is ms since 1970.
    pub(crate) fn complaint(&self, now_ms: i64) -> Option<String> {
        complaint(self.shown.borrow().term, now_ms)
    }

    /// Takes what lies there, if it is another certificate that can be shown. Lines that are open already go on.
    fn look_again(&self) -> anyhow::Result<()> {
        let newer = self.newer();
        self.shown.send_modify(|it| {
            it.newer_refused = newer.is_err();
            if let Ok(Some(held)) = &newer {
                it.term = held.term;
            }
        });
        if let Some(held) = newer? {
            self.current.becomes(held.certified);
            tracing::info!("a newer certificate is shown");
        }
        Ok(())
    }

    /// What lies there now, if it is something else than what is shown.
    fn newer(&self) -> anyhow::Result<Option<Held>> {
        let chain = self.files.chain()?;
        if chain == self.current.held().cert {
            return Ok(None);
        }
        self.files.held(chain).map(Some)
    }

    /// What is to be logged after having looked again; nothing where all is well.
    fn amiss(&self, looked: &anyhow::Result<()>, now_ms: i64) -> String {
        match looked {
            Ok(()) => self.complaint(now_ms).unwrap_or_default(),
            Err(error) => format!("the certificate from before is still shown: {error:#}"),
        }
    }

    /// Looks again and again whether newer files were put there, and says in the log what is amiss, each thing once.
    pub(crate) async fn keep(self: Arc<Self>, clock: Clock) {
        let mut said = self.complaint(clock.now_ms()).unwrap_or_default();
        let mut tick = tokio::time::interval(LOOK_AGAIN);
        loop {
            tick.tick().await;
            let looking = Arc::clone(&self);
            let looked = tokio::task::spawn_blocking(move || looking.look_again());
            let looked = looked.await.unwrap_or_else(|error| Err(error.into()));
            let amiss = self.amiss(&looked, clock.now_ms());
            if amiss != said && !amiss.is_empty() {
                tracing::warn!("{amiss}");
            }
            said = amiss;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

    #[test]
    fn nasw_m_of_a_certificate_that_is_out_of_date_it_is_said_what_to_do() {
        let term = Term {
            from_ms: 0,
            until_ms: 90 * DAY_MS,
        };
        assert_eq!(complaint(term, 30 * DAY_MS), None);
        let soon = complaint(term, 80 * DAY_MS).unwrap();
        assert!(soon.contains("runs out on 1970-0"), "{soon}");
        let over = complaint(term, 91 * DAY_MS).unwrap();
        assert!(over.contains("ran out"), "{over}");
        assert!(over.contains("put a newer one"), "{over}");
        let early = complaint(term, -DAY_MS).unwrap();
        assert!(early.contains("clock"), "{early}");
    }

    #[test]
    fn a_certificate_goes_by_the_name_that_browsers_show() {
        let named = |address| {
            let order = CertificateArgs {
                certificate: Some("chain.pem".into()),
                certificate_key: Some("key.pem".into()),
            };
            order.files(Some(address)).unwrap().host
        };
        let wanted = Some("caseward.example.org".to_owned());
        assert_eq!(named("https://caseward.example.org"), wanted);
        assert_eq!(named("https://Caseward.example.org:8443"), wanted);
        assert_eq!(named("https://[::1]:8443"), Some("::1".to_owned()));
    }
}
