//! A letter of the office that goes to a recipient by a way of theirs which somebody has checked: sealed for their key, and carried from
//! here (CC-2.3, NASW-m).
//!
//! Such a letter tells nothing of anybody. It is sealed all the same: that something was sent to them once is nobody else's business. The
//! house carries by itself where it needs nobody for that, by mail to their key and into their folder; whatever wants a person (a number
//! that is told, an envelope, a file that somebody takes along) stays a letter that somebody takes or sends.

use std::cmp::Reverse;

use caseward_channels::OuterName;
use caseward_channels::carry::mail;
use caseward_channels::keys::VerifiedKey;
use caseward_channels::package::{File, FileFormat, FileKind, FileName, Package, pack};
use caseward_channels::seal;
use caseward_gate::FileWorks;
use caseward_model::{Id, Language, Organization, Randomness, WayKind};
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::super::DisclosureError;
use super::SendingError;
use super::carried::{Load, To, Went, carry};
use super::facts::walls;
use super::ready::{goes_to, key_beside, key_of};
use crate::partnership::{Kept, Way, counting};
use crate::{CaseworkError, Office};

const NOTICE_EN: &str = include_str!("letter-notice-en.txt");
const NOTICE_ES: &str = include_str!("letter-notice-es.txt");

/// Whether the house itself carries a letter by such a way.
#[must_use]
pub const fn carries_letters(kind: WayKind) -> bool {
    matches!(kind, WayKind::EncryptedMail | WayKind::Sftp)
}

/// A letter that is sealed for the way by which it goes. Nothing left yet.
pub(crate) struct ReadyLetter {
    /// The number of the way.
    pub(crate) way: i64,
    /// What kind of way it is.
    pub(crate) kind: WayKind,
    /// SHA-256 of what travels, in hex.
    pub(crate) hash: String,
    to: To,
    load: Load,
}

/// By which way a letter goes.
pub(crate) enum LetterRoad {
    /// It is ready.
    Ready(Box<ReadyLetter>),
    /// They have such a way, by its number and kind, and it can't be gone now: no mail server, no key that counts, an address that is none.
    NotNow(i64, WayKind),
    /// They have none by which the house carries by itself.
    ByHand,
}

impl Office {
    /// Makes a letter ready for the first way of a recipient by which the house carries by itself: by mail before their folder, the
    /// newest first.
    pub(crate) async fn letter_ready(
        &self,
        to: Id<Organization>,
        (pdf, language): (Vec<u8>, Language),
    ) -> Result<LetterRoad, CaseworkError> {
        let all = self.ways_to(to).await?;
        let carried = all.iter().filter(|it| carries_letters(it.it.kind));
        let mut ways: Vec<&Kept<Way>> = carried.collect();
        ways.sort_by_key(|it| {
            let by_mail = it.it.kind == WayKind::EncryptedMail;
            (!by_mail, Reverse((it.it.entered_at, it.no)))
        });
        let mut road = LetterRoad::ByHand;
        for way in ways {
            match self.letter_by((way, &all), (&pdf, language)).await {
                Ok(ready) => return Ok(LetterRoad::Ready(Box::new(ready))),
                Err(DisclosureError::Casework(error)) => return Err(error),
                Err(_) => road = LetterRoad::NotNow(way.no, way.it.kind),
            }
        }
        Ok(road)
    }

    async fn letter_by(
        &self,
        (way, all): (&Kept<Way>, &[Kept<Way>]),
        (pdf, language): (&[u8], Language),
    ) -> Result<ReadyLetter, DisclosureError> {
        let now_ms = self.clock.now_ms();
        let key = match way.it.kind {
            WayKind::Sftp => key_beside(all, now_ms).ok_or(SendingError::NoKey)?,
            _ => key_of(&way.it, now_ms)?,
        };
        let to = goes_to(self, &way.it, pdf.len()).await?;
        let package = package_of(pdf, language)?;
        let dice = self.randomness.clone();
        let work = move || sealed((&package, &key), to, (&dice, now_ms));
        let done = tokio::task::spawn_blocking(work).await;
        let (to, load, hash) = done.map_err(|_| CaseworkError::Damaged)??;
        Ok(ReadyLetter {
            way: way.no,
            kind: way.it.kind,
            hash,
            to,
            load,
        })
    }
}

pub(super) fn package_of(pdf: &[u8], language: Language) -> Result<Package, SendingError> {
    let notice = match language {
        Language::English => NOTICE_EN,
        Language::Spanish => NOTICE_ES,
    };
    let letter = File {
        name: FileName {
            kind: FileKind::Letter,
            number: 1,
            format: FileFormat::Pdf,
        },
        bytes: Zeroizing::new(pdf.to_vec()),
    };
    Ok(pack(&[letter], notice)?)
}

/// Seals it for their key; by mail, with the letter of mail around it. Gives the SHA-256 of what travels too.
fn sealed(
    (package, key): (&Package, &VerifiedKey),
    to: To,
    (dice, now_ms): (&Randomness, i64),
) -> Result<(To, Load, String), SendingError> {
    let keys = std::slice::from_ref(key);
    if let To::Mail(mail) = &to {
        let lock = mail::Lock::Keys(keys);
        let letter = mail::compose(package, lock, &mail.from, &mail.to, now_ms, dice)?;
        let hash = HEXLOWER.encode(letter.sealed().hash());
        return Ok((to, Load::Letter(Box::new(letter)), hash));
    }
    let sealed = seal::seal(package, keys, dice)?;
    let hash = HEXLOWER.encode(sealed.hash());
    let name = OuterName::make(dice, sealed.method());
    Ok((to, Load::File(sealed, name), hash))
}

/// Carries a letter. Gives the word for what kept it from going, or for that nobody knows; nothing if all of it was taken.
pub(crate) async fn letter_carried(letter: ReadyLetter) -> Option<&'static str> {
    match carry(letter.to, letter.load).await {
        Went::Whole => None,
        Went::Not(word) | Went::Maybe(word) => Some(word),
        Went::ByHand => Some("not_ready"),
    }
}

/// Whether a wall keeps the client apart from an organization, by its number, or from somebody of theirs whom we know: then nothing goes
/// there that no person has thought about (DV-3.3.2e).
pub(crate) fn is_walled_off(
    desk: &mut FileWorks<'_, '_, '_>,
    organization: i64,
) -> Result<bool, DisclosureError> {
    Ok(walls(desk, organization)?.theirs)
}

/// Whether a letter may go to an organization by this way of theirs still, in the transaction after which it is carried: no wall stands
/// between, and the way counts.
pub(crate) fn letter_may_go(
    desk: &mut FileWorks<'_, '_, '_>,
    organization: i64,
    way: i64,
) -> Result<bool, DisclosureError> {
    let apart = is_walled_off(desk, organization)?;
    Ok(!apart && counting(desk.works, way)?.is_some())
}
