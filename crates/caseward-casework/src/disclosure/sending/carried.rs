//! Carrying from here: into the partner's folder, or by mail; and taking back what nobody has fetched yet (CC-2.3, NASW-m).
//!
//! It arrives whole, or it is approved and not sent. Where not even that can be known, it counts as disclosed.

use std::time::Duration;

use caseward_channels::OuterName;
use caseward_channels::carry::mail::{MailFailure, MailServer, SealedLetter};
use caseward_channels::carry::sftp::{Failure, HostKey, Place, Recalled, SignIn};
use caseward_channels::seal::Sealed;
use caseward_model::WayKind;

use super::super::DisclosureError;
use super::SendingError;
use crate::Office;
use crate::partnership::Way;

/// How long a partner's server may take. Whoever lets it out waits for it.
const PATIENCE: Duration = Duration::from_secs(15);
/// The usual port of SSH.
const SSH: u16 = 22;

/// Something of it may be there.
const MAYBE: Failure = Failure::BrokenOff {
    maybe_arrived: true,
};

/// Where it is carried.
pub(super) enum To {
    /// Whoever lets it out carries it.
    Worker,
    /// Into a folder on their server.
    Server(Box<Place>),
    /// To their address of mail.
    Mail(Box<Mail>),
}

/// The office's mail server, and where a letter goes.
pub(super) struct Mail {
    pub(super) server: MailServer,
    pub(super) from: String,
    pub(super) to: String,
}

/// What is carried from here.
pub(super) enum Load {
    /// Nothing: whoever let it out has it.
    None,
    /// A sealed file and its name.
    File(Sealed, OuterName),
    /// A sealed letter.
    Letter(Box<SealedLetter>),
}

/// All words of what keeps something from going.
pub const WENT: &[&str] = &[
    "not_reached",
    "host_key_changed",
    "refused",
    "no_space",
    "broken_off",
    "maybe_arrived",
    "not_trusted",
    "not_now",
    "link_expired",
    "link_locked",
    "seal_broken",
    "unknown_left",
    "ground_gone",
    "not_ready",
];

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Went {
    /// Whoever let it out carries it.
    ByHand,
    /// All of it was taken.
    Whole,
    /// Nothing left, for this reason in a word.
    Not(&'static str),
    /// It may have arrived.
    Maybe(&'static str),
}

/// The name of an account and where it is: `user@host:port/folder`, port and folder if there are any.
fn parted(address: &str) -> Option<(&str, String, u16, String)> {
    let (user, rest) = address.trim().split_once('@')?;
    let (place, folder) = match rest.split_once('/') {
        Some((place, folder)) => (place, format!("/{folder}")),
        None => (rest, String::new()),
    };
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (place, SSH),
    };
    let host = host.trim_matches(['[', ']']).to_owned();
    let fits = |text: &str| !text.is_empty() && text.chars().all(|it| it.is_ascii_graphic());
    (fits(user) && fits(&host)).then_some((user, host, port, folder))
}

impl Office {
    /// Where a way's file is brought, if its server's key is the one that was checked.
    pub(super) async fn server_of(&self, way: &Way) -> Result<Place, DisclosureError> {
        let pair = self.ssh_pair().await?.ok_or(SendingError::NoSshKey)?;
        let (user, host, port, folder) = parted(&way.address).ok_or(SendingError::Address)?;
        let key = way.key.as_ref().ok_or(SendingError::WayOver)?;
        let host_key = HostKey::read(key.as_str()).map_err(SendingError::from)?;
        let mut checked = way.fingerprint.split_whitespace();
        let checked = checked.find(|it| it.starts_with("SHA256:"));
        let printed = host_key.to_string();
        let is_it = |it: &str| {
            printed
                .split(' ')
                .any(|part| part == it.trim_end_matches('='))
        };
        if !checked.is_some_and(is_it) {
            return Err(SendingError::HostKeyDiffers.into());
        }
        let sign_in = SignIn::with_key(user, &pair.secret).map_err(|_| SendingError::NoSshKey)?;
        Ok(Place {
            host,
            port,
            host_key,
            sign_in,
            folder,
        })
    }

    /// The office's mail server, for a way by mail.
    pub(super) fn mail_to(&self, way: &Way) -> Result<Mail, SendingError> {
        let (server, from) = self.mail_server.get().ok_or(SendingError::NoMailServer)?;
        Ok(Mail {
            server: server.clone(),
            from: from.clone(),
            to: way.address.clone(),
        })
    }
}

/// Carries it.
pub(super) async fn carry(to: To, load: Load) -> Went {
    match (to, load) {
        (To::Server(place), Load::File(sealed, name)) => {
            let delivered = place.deliver(&sealed, &name, PATIENCE).await;
            match delivered {
                Ok(_) => Went::Whole,
                // Whatever stopped it: something lies there, and may still be given its name; calling it back removes it. Or it lay
                // there whole, and somebody has it now.
                Err(it) if it.left_behind || it.why == MAYBE => Went::Maybe(MAYBE.word()),
                Err(it) => Went::Not(it.why.word()),
            }
        }
        (To::Mail(mail), Load::Letter(letter)) => {
            let sending = tokio::task::spawn_blocking(move || mail.server.send(&letter)).await;
            match sending {
                Ok(Ok(())) => Went::Whole,
                Ok(Err(MailFailure::MaybeSent)) | Err(_) => {
                    Went::Maybe(MailFailure::MaybeSent.word())
                }
                Ok(Err(failure)) => Went::Not(failure.word()),
            }
        }
        (_, _) => Went::ByHand,
    }
}

/// What came of taking something back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBack {
    /// Nobody had it, and nobody can have it any more.
    InTime,
    /// It lay there still and is removed; whether somebody copied it before can't be known: it counts as disclosed.
    Removed,
    /// It wasn't there any more, or somebody had begun to open it: it counts as disclosed.
    TooLate,
    /// It can't be taken back that way.
    Never,
    /// Their server couldn't be asked: it may lie there still.
    NotAsked,
}

impl Office {
    /// Takes a file back from a partner's server.
    pub(super) async fn taken_from_server(
        &self,
        way: &Way,
        name: &str,
    ) -> Result<TakenBack, DisclosureError> {
        let Some(name) = OuterName::read(name) else {
            return Ok(TakenBack::Never);
        };
        let place = self.server_of(way).await?;
        Ok(match place.recall(&name, PATIENCE).await {
            Ok(Recalled::Removed) => TakenBack::Removed,
            Ok(Recalled::NotThere) => TakenBack::TooLate,
            Err(_) => TakenBack::NotAsked,
        })
    }
}

/// Whether a way is gone by whoever let it out, so that what became of it is what they say.
pub(in super::super) const fn is_carried_by_people(kind: WayKind) -> bool {
    matches!(
        kind,
        WayKind::Age | WayKind::OpenPgp | WayKind::Post | WayKind::Hand
    )
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn an_account_on_a_server_is_read_with_its_port_and_folder() {
        let whole = parted("office@files.court.example:2222/in/box");
        let read = (
            "office",
            "files.court.example".to_owned(),
            2222,
            "/in/box".to_owned(),
        );
        assert_eq!(whole, Some(read));
        let short = parted(" office@files.court.example ");
        let read = (
            "office",
            "files.court.example".to_owned(),
            22,
            String::new(),
        );
        assert_eq!(short, Some(read));
        let number = parted("office@[::1]:22/in");
        assert_eq!(number.map(|it| it.1), Some("::1".to_owned()));
        for other in [
            "",
            "files.court.example",
            "office@",
            "@host",
            "a@host:port/x",
            "a b@host",
        ] {
            assert_eq!(parted(other), None, "{other}");
        }
    }
}
