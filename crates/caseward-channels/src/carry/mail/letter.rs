//! What a sealed letter looks like: for OpenPGP as RFC 3156 says, so that a mail program opens it by itself; for age with
//! the sealed file attached.
//!
//! CC-2.3, NASW-m. Subject and text are the same for every release, and nothing that anybody typed stands in a header but
//! the two addresses, which are addresses or nothing.

use std::time::{Duration, SystemTime};

use caseward_model::Randomness;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::keys::{KeyKind, VerifiedKey};
use crate::package::Package;
use crate::seal::{self, Passphrase, SealError, Sealed};
use crate::{OuterName, spoken};

/// How large a sealed file may be that goes by mail, in bytes: 15 MiB become 20 in letters, and more is often refused.
pub const LARGEST: usize = 15 << 20;

const SUBJECT: &str = "Caseward: a sealed file / un archivo sellado";
const INSIDE: &str = include_str!("inside.txt");
const WITH_A_KEY: &str = include_str!("with-a-key.txt");
const WITH_A_PASSPHRASE: &str = include_str!("with-a-passphrase.txt");

/// Why a letter can't be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// The office's address isn't one.
    #[error("the office's own address can't be one; look at the mail settings")]
    From,
    /// The organization's address isn't one.
    #[error("the organization's address can't be one; check it by a call and write it anew")]
    To,
    /// It is too large for mail.
    #[error("this is too large for mail; choose another way, or make two of it")]
    TooLarge,
    /// It can't be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// A letter that was sealed, ready to be sent once.
#[derive(Clone)]
pub struct SealedLetter {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) text: Vec<u8>,
    sealed: Sealed,
}

impl SealedLetter {
    /// What stands in it, as it was sealed: its hash belongs into the outcome.
    #[must_use]
    pub const fn sealed(&self) -> &Sealed {
        &self.sealed
    }
}

impl std::fmt::Debug for SealedLetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedLetter").finish_non_exhaustive()
    }
}

/// How a letter is sealed.
#[derive(Debug, Clone, Copy)]
pub enum Lock<'k> {
    /// For keys of the organization.
    Keys(&'k [VerifiedKey]),
    /// With a passphrase that is told on the telephone.
    Passphrase(&'k Passphrase),
}

/// Whether a letter with so many bytes in it can be written from and to these addresses.
///
/// # Errors
/// [`LetterError`]: an address that can't be one, or too large.
pub fn fits(from: &str, to: &str, bytes: usize) -> Result<(), LetterError> {
    address(from).ok_or(LetterError::From)?;
    address(to).ok_or(LetterError::To)?;
    if bytes > LARGEST {
        return Err(LetterError::TooLarge);
    }
    Ok(())
}

/// Seals a package and writes the letter around it. `now_ms` is the time in ms since 1970.
///
/// # Errors
/// [`LetterError`]: an address that can't be one, too large, or not to be sealed.
pub fn compose(
    package: &Package,
    lock: Lock<'_>,
    from: &str,
    to: &str,
    now_ms: i64,
    randomness: &Randomness,
) -> Result<SealedLetter, LetterError> {
    let from = address(from).ok_or(LetterError::From)?;
    let to = address(to).ok_or(LetterError::To)?;
    if package.bytes().len() > LARGEST {
        return Err(LetterError::TooLarge);
    }
    let (sealed, body) = match lock {
        Lock::Keys(keys) if keys.iter().any(|it| it.key().kind() == KeyKind::OpenPgp) => {
            let sealed = seal::seal_bytes(&inside(package), keys, randomness)?;
            let body = as_rfc_3156_says(&sealed, randomness)?;
            (sealed, body)
        }
        Lock::Keys(keys) => {
            let sealed = seal::seal(package, keys, randomness)?;
            let body = attached(&sealed, WITH_A_KEY, randomness);
            (sealed, body)
        }
        Lock::Passphrase(passphrase) => {
            let sealed = seal::seal_with_passphrase(package, passphrase)?;
            let body = attached(&sealed, WITH_A_PASSPHRASE, randomness);
            (sealed, body)
        }
    };
    let id = spoken::draw::<26>(randomness);
    let written_at = Duration::from_millis(u64::try_from(now_ms).unwrap_or_default());
    let message = Message::builder()
        .message_id(Some(format!("<{id}@{}>", from.domain())))
        .date(SystemTime::UNIX_EPOCH + written_at)
        .from(Mailbox::new(Some("Caseward".to_owned()), from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(SUBJECT)
        .header(AutoSubmitted)
        .multipart(body)
        .map_err(|_| LetterError::To)?;
    let text = message.formatted();
    Ok(SealedLetter {
        from,
        to,
        text,
        sealed,
    })
}

/// An address, in plain letters only: one that looks like another can't be checked on the telephone.
fn address(text: &str) -> Option<Address> {
    text.is_ascii().then(|| text.parse().ok()).flatten()
}

/// What the organization's mail program shows when it has opened the letter: a line, and the package. The same package
/// gives the same bytes.
fn inside(package: &Package) -> Vec<u8> {
    // It can't be in the package by chance: there, letters stand in base64.
    let parts = MultiPart::mixed().boundary("=_caseward_package");
    let note = SinglePart::plain(INSIDE.to_owned());
    let zip = ContentType::parse("application/zip").unwrap_or(ContentType::TEXT_PLAIN);
    let package = Attachment::new("package.zip".to_owned()).body(package.bytes().to_vec(), zip);
    parts.singlepart(note).singlepart(package).formatted()
}

fn as_rfc_3156_says(sealed: &Sealed, randomness: &Randomness) -> Result<MultiPart, SealError> {
    let letters = seal::armor(sealed.bytes())?;
    let version = SinglePart::builder()
        .header(Raw("application/pgp-encrypted"))
        .body("Version: 1\r\n".to_owned());
    let message = SinglePart::builder()
        .header(Raw("application/octet-stream; name=\"encrypted.asc\""))
        .body(letters);
    Ok(MultiPart::encrypted("application/pgp-encrypted".to_owned())
        .boundary(boundary(randomness))
        .singlepart(version)
        .singlepart(message))
}

fn attached(sealed: &Sealed, how: &str, randomness: &Randomness) -> MultiPart {
    let name = OuterName::make(randomness, sealed.method()).to_string();
    let binary = ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN);
    let file = Attachment::new(name).body(sealed.bytes().to_vec(), binary);
    MultiPart::mixed()
        .boundary(boundary(randomness))
        .singlepart(SinglePart::plain(how.to_owned()))
        .singlepart(file)
}

fn boundary(randomness: &Randomness) -> String {
    format!("=_{}", spoken::draw::<26>(randomness))
}

/// A content type, written as it is.
#[derive(Debug, Clone)]
struct Raw(&'static str);

impl Header for Raw {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Type")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self("application/octet-stream"))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
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

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::keys;
    use crate::package::{File, FileFormat, FileKind, FileName, pack};

    const NOW: i64 = 1_790_000_000_000;
    const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    fn package() -> Package {
        let name = FileName {
            kind: FileKind::Record,
            number: 1,
            format: FileFormat::Pdf,
        };
        let bytes = Zeroizing::new(b"Canary Birdsong, 12 Hidden Lane".to_vec());
        pack(&[File { name, bytes }], "Please pass this on to nobody.").unwrap()
    }

    fn written(to: &str) -> Result<String, LetterError> {
        let key = keys::read(AGE.as_bytes(), NOW).unwrap();
        let keys = [key.confirm(AGE).unwrap()];
        let letter = compose(
            &package(),
            Lock::Keys(&keys),
            "office@harbour.example",
            to,
            NOW,
            &Randomness::seeded(1),
        )?;
        Ok(String::from_utf8(letter.text).unwrap())
    }

    #[test]
    fn nasw_m_nothing_on_the_outside_tells_what_is_inside() {
        let letter = written("records@clinic.example").unwrap();
        let (headers, _) = letter.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = headers
            .split("\r\n")
            .filter_map(|it| it.split_once(": "))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(
            names,
            [
                "Message-ID",
                "Date",
                "From",
                "To",
                "Subject",
                "Auto-Submitted",
                "MIME-Version",
                "Content-Type"
            ]
        );
        assert!(headers.contains("Subject: Caseward: a sealed file / un archivo sellado"));
        for told in ["Canary", "Hidden", "record-001", "Please pass"] {
            assert!(!letter.contains(told));
        }
    }

    #[test]
    fn an_address_that_would_be_a_header_is_none() {
        for to in [
            "records@clinic.example\r\nBcc: someone@else.example",
            "records@clinic.example\nSubject: Canary",
            "records@clinic.example, someone@else.example",
            "<records@clinic.example>",
            "records@clіnic.example", // with a Cyrillic і
            "records",
            "",
        ] {
            assert_eq!(written(to).unwrap_err(), LetterError::To, "{to:?}");
        }
    }

    #[test]
    fn the_inside_of_a_letter_is_the_same_for_the_same_package() {
        let package = package();
        let inside = inside(&package);
        assert_eq!(inside, super::inside(&package));
        let text = String::from_utf8(inside).unwrap();
        assert!(text.contains("application/zip") && text.contains("READ-FIRST.txt"));
    }
}
