//! The line to a partner's server: reached, known by its key, and signed in.
//!
//! CC-2.3.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use russh::client::{self, AuthResult, Handle};
use russh::keys::{PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{Disconnect, Preferred, SshId};
use russh_sftp::client::SftpSession;

use super::Place;
use super::host::HostKey;
use super::outcome::{Failure, Refusal};
use super::sign_in::Means;

/// How long a silent server is waited for before it is asked whether it is there.
const QUIET: Duration = Duration::from_secs(10);
/// How long each request for files may take, in seconds. The deadline of the whole is the caller's.
const ONE_REQUEST_S: u64 = 60;

/// Looks at the key that the server shows. Nothing else was said to it until then.
struct Doorkeeper {
    expected: HostKey,
    /// What it showed instead.
    other: Arc<OnceLock<Option<HostKey>>>,
}

impl client::Handler for Doorkeeper {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        shown: &PublicKeyOrCertificate,
    ) -> Result<bool, Self::Error> {
        let shown = match shown {
            PublicKeyOrCertificate::PublicKey { key, .. } => HostKey::of(key.key_data()).ok(),
            PublicKeyOrCertificate::Certificate(_) => None,
        };
        if shown.as_ref().is_some_and(|it| self.expected.is(it)) {
            return Ok(true);
        }
        // The first is the one that counts; there is no second.
        self.other.get_or_init(|| shown);
        Ok(false)
    }
}

/// An open line.
pub(super) struct Line {
    session: Handle<Doorkeeper>,
    pub(super) files: SftpSession,
}

impl Line {
    /// Calls the server, looks at its key, and signs in.
    pub(super) async fn open(place: &Place) -> Result<Self, Failure> {
        let mut session = reach(place).await?;
        if !sign_in(&mut session, place).await? {
            return Err(Failure::Refused(Refusal::SignIn));
        }
        match files(&session).await {
            Some(files) => Ok(Self { session, files }),
            // It is there, and let us in; what it doesn't do is take files.
            None if !session.is_closed() => Err(Failure::Refused(Refusal::NoFiles)),
            None => Err(Failure::NotReached),
        }
    }

    /// Says good-bye. A line that is gone already needs none.
    pub(super) async fn hang_up(self) {
        let said = async {
            self.files.close().await.ok();
            let bye = self.session.disconnect(Disconnect::ByApplication, "", "");
            bye.await.ok();
        };
        tokio::time::timeout(Duration::from_secs(2), said)
            .await
            .ok();
    }
}

/// Asks for files.
async fn files(session: &Handle<Doorkeeper>) -> Option<SftpSession> {
    let channel = session.channel_open_session().await.ok()?;
    channel.request_subsystem(true, "sftp").await.ok()?;
    let config = russh_sftp::client::Config {
        request_timeout_secs: ONE_REQUEST_S,
        ..Default::default()
    };
    let opened = SftpSession::new_with_config(channel.into_stream(), config).await;
    opened.ok()
}

async fn reach(place: &Place) -> Result<Handle<Doorkeeper>, Failure> {
    let other = Arc::new(OnceLock::new());
    let doorkeeper = Doorkeeper {
        expected: place.host_key.clone(),
        other: Arc::clone(&other),
    };
    let address = (place.host.as_str(), place.port);
    let reached = client::connect(Arc::new(config(&place.host_key)), address, doorkeeper).await;
    reached.map_err(|error| match (other.get(), error) {
        (Some(seen), _) => Failure::HostKeyChanged { seen: seen.clone() },
        // It has no key of the kind that the register has.
        (None, russh::Error::NoCommonAlgo { .. }) => Failure::HostKeyChanged { seen: None },
        (None, _) => Failure::NotReached,
    })
}

/// Asks for the kind of key that the register has and no other, and tells the server nothing of what we are.
fn config(host_key: &HostKey) -> client::Config {
    client::Config {
        client_id: SshId::Standard(Cow::Borrowed("SSH-2.0-sftp")),
        keepalive_interval: Some(QUIET),
        keepalive_max: 2,
        nodelay: true,
        preferred: Preferred {
            key: Cow::Owned(vec![host_key.algorithm().clone()]),
            ..Preferred::DEFAULT
        },
        ..Default::default()
    }
}

async fn sign_in(session: &mut Handle<Doorkeeper>, place: &Place) -> Result<bool, Failure> {
    let user = place.sign_in.user.clone();
    let answer = match &place.sign_in.means {
        Means::Key(key) => {
            let key = PrivateKeyWithHashAlg::new(Arc::clone(key), None);
            session.authenticate_publickey(user, key).await
        }
        Means::Password(password) => session.authenticate_password(user, password.as_str()).await,
    };
    answer
        .map(|it| matches!(it, AuthResult::Success))
        .map_err(|_| Failure::NotReached)
}
