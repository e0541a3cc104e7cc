//! Everything that a way needs, looked up before the rules are asked for the last time: what can't be sealed or carried isn't
//! let out (CC-2.3).

use caseward_channels::carry::mail;
use caseward_channels::keys::VerifiedKey;
use caseward_model::WayKind;

use super::super::{Disclosure, DisclosureError};
use super::around::Met;
use super::carried::To;
use super::choosing::{Marked, asked_again, fitting};
use super::link::{LinkMade, NewLink};
use super::{Leaving, SendingError};
use crate::Office;
use crate::partnership::{Kept, Way};
use crate::sign_in::SignedIn;

/// How much a statement, its proof and the notice take at least, in bytes.
const STATEMENT: usize = 16 << 10;

/// With what it is sealed.
pub(in super::super) enum Lock {
    /// For a key of the recipient that somebody checked.
    Key(Box<VerifiedKey>),
    /// With a passphrase that is told.
    Passphrase,
    /// Papers in an envelope, whose seal has a number.
    Envelope,
    /// Behind a link that opens once.
    Link(Box<(NewLink, LinkMade)>),
}

/// A way that is ready to be gone.
pub(in super::super) struct Road {
    /// The way, as it counts now.
    pub(in super::super) way: Kept<Way>,
    pub(super) lock: Lock,
    pub(super) to: To,
    /// What of the way stands in the file of somebody walled off.
    pub(in super::super) met: Met,
    /// That it is being let out.
    pub(in super::super) marked: Marked,
}

/// The key of a way, read anew: what ran out since it was checked, or isn't what was checked, is refused.
pub(super) fn key_of(way: &Way, now_ms: i64) -> Result<VerifiedKey, SendingError> {
    let key = way.key.as_ref().ok_or(SendingError::WayOver)?;
    let read = VerifiedKey::from_register(key.as_str().as_bytes(), &way.fingerprint, now_ms)?;
    Ok(read)
}

fn lock_of(
    office: &Office,
    (way, others): (&Way, &[Kept<Way>]),
    leaving: &Leaving,
) -> Result<Lock, SendingError> {
    let now_ms = office.clock.now_ms();
    match way.kind {
        WayKind::Age | WayKind::OpenPgp => Ok(Lock::Key(Box::new(key_of(way, now_ms)?))),
        WayKind::Post | WayKind::Hand if leaving.spoken => Ok(Lock::Passphrase),
        WayKind::Post | WayKind::Hand => Ok(Lock::Envelope),
        WayKind::EncryptedMail if leaving.spoken => Ok(Lock::Passphrase),
        WayKind::EncryptedMail => Ok(Lock::Key(Box::new(key_of(way, now_ms)?))),
        WayKind::Sftp => match key_beside(others, now_ms) {
            Some(key) => Ok(Lock::Key(Box::new(key))),
            None if leaving.spoken => Ok(Lock::Passphrase),
            None => Err(SendingError::NoKey),
        },
        WayKind::Link => Ok(Lock::Link(Box::new(office.outgoing_link(leaving.hours)?))),
    }
}

/// Beside their server, the newest key of theirs that counts and hasn't run out. Where they have none, something goes there with a
/// passphrase, if whoever chose the way said that it will be told.
pub(super) fn key_beside(others: &[Kept<Way>], now_ms: i64) -> Option<VerifiedKey> {
    let sealing = |it: &&Kept<Way>| matches!(it.it.kind, WayKind::Age | WayKind::OpenPgp);
    let mut keys: Vec<&Kept<Way>> = others.iter().filter(sealing).collect();
    keys.sort_by_key(|it| std::cmp::Reverse((it.it.entered_at, it.no)));
    keys.into_iter().find_map(|it| key_of(&it.it, now_ms).ok())
}

pub(super) async fn goes_to(
    office: &Office,
    way: &Way,
    bytes: usize,
) -> Result<To, DisclosureError> {
    Ok(match way.kind {
        WayKind::Sftp => To::Server(Box::new(office.server_of(way).await?)),
        WayKind::EncryptedMail => {
            let to = office.mail_to(way)?;
            mail::fits(&to.from, &to.to, bytes + STATEMENT).map_err(SendingError::from)?;
            To::Mail(Box::new(to))
        }
        _ => To::Worker,
    })
}

/// Makes the way ready that was chosen for a paper of so many bytes, asks the rules about ways once more, and marks the disclosure
/// as being let out: `seen` is the SHA-256 of what was looked at, in hex.
pub(in super::super) async fn ready(
    office: &Office,
    person: &SignedIn,
    disclosure: &Disclosure,
    (seen, bytes): (&str, usize),
) -> Result<Road, DisclosureError> {
    let leaving = disclosure.leaving.clone().ok_or(SendingError::NoWay)?;
    let ways = office.ways_to(disclosure.recipient).await?;
    let way = fitting(ways.clone(), (leaving.way, disclosure.channel))?;
    let to = goes_to(office, &way.it, bytes).await?;
    let lock = lock_of(office, (&way.it, &ways), &leaving)?;
    let met = office.met(disclosure.client, &way).await?;
    let marked = asked_again(office, person, disclosure, (way.clone(), met, seen)).await?;
    Ok(Road {
        way,
        lock,
        to,
        met,
        marked,
    })
}
