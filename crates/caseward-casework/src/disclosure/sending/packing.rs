//! Packing what leaves, and sealing it (CC-2.3, NASW-m, NASW-b).
//!
//! Paper, statement, proof and the notice become one package, the same bytes whenever it is packed; the package is sealed for
//! the key that was checked. What travels lies sealed once more under the client's own key, and goes with it.

use caseward_channels::OuterName;
use caseward_channels::carry::mail;
use caseward_channels::keys::VerifiedKey;
use caseward_channels::package::{File, FileFormat, FileKind, FileName, Package, pack};
use caseward_channels::seal::{self, Passphrase, Sealed};
use caseward_gate::{Drawer, FileWorks};
use caseward_model::{Language, Randomness};
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::super::stored;
use super::super::{DisclosureError, Paper};
use super::carried::{Load, To};
use super::closing::close as close_link;
use super::link::{NewLink, keep_link};
use super::ready::{Lock, Road};
use super::{Call, Left, SendingError, Travels};
use crate::{CaseworkError, Office};

const NOTICE_EN: &str = include_str!("notice-en.txt");
const NOTICE_ES: &str = include_str!("notice-es.txt");

/// What goes into a package.
pub(in super::super) struct Papers {
    pub(in super::super) document: Zeroizing<Vec<u8>>,
    pub(in super::super) statement: Vec<u8>,
    pub(in super::super) proof: String,
    pub(in super::super) language: Language,
}

/// What was packed and sealed: what is kept of it, and what whoever let it out is given.
pub(in super::super) struct Packed {
    /// What stands in the disclosure about it.
    pub(in super::super) travels: Travels,
    /// What travels.
    pub(in super::super) bytes: Zeroizing<Vec<u8>>,
    /// What whoever let it out is given.
    pub(in super::super) left: Left,
    /// A link that is to be kept with it.
    pub(in super::super) link: Option<NewLink>,
    pub(super) load: Load,
    pub(super) to: To,
}

/// Packs and seals what leaves by a way, on a thread that may take its time.
pub(in super::super) async fn packed(
    office: &Office,
    road: Road,
    papers: Papers,
) -> Result<Packed, DisclosureError> {
    let (dice, now_ms) = (office.randomness.clone(), office.clock.now_ms());
    let work = move || in_one(road, papers, (&dice, now_ms));
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|_| CaseworkError::Damaged)??)
}

fn in_one(
    road: Road,
    papers: Papers,
    (dice, now_ms): (&Randomness, i64),
) -> Result<Packed, SendingError> {
    let package = package_of(papers)?;
    let kind = road.way.it.kind;
    let call = call_of(&road);
    let mut packed = Packed {
        travels: Travels {
            kind,
            name: String::new(),
            method: String::new(),
            hash: HEXLOWER.encode(package.hash()),
            bytes: size(package.bytes()),
            package: HEXLOWER.encode(package.hash()),
        },
        bytes: Zeroizing::new(package.bytes().to_vec()),
        left: Left {
            kind,
            call,
            file: None,
            passphrase: None,
            link: None,
            trouble: None,
        },
        link: None,
        load: Load::None,
        to: road.to,
    };
    match road.lock {
        Lock::Envelope => {}
        Lock::Link(made) => {
            let (link, told) = *made;
            packed.link = Some(link);
            packed.left.link = Some(told);
        }
        Lock::Key(key) => seal_into(&mut packed, &package, Some(*key), (dice, now_ms))?,
        Lock::Passphrase => seal_into(&mut packed, &package, None, (dice, now_ms))?,
    }
    Ok(packed)
}

/// On which telephone what opens it is told, where something is told.
fn call_of(road: &Road) -> Option<Call> {
    let way = &road.way.it;
    matches!(road.lock, Lock::Passphrase | Lock::Link(_)).then(|| Call {
        phone: way.phone.clone(),
        receiver: way.receiver.clone(),
        word_may_be_left: way.word_may_be_left,
        check: way.check.clone(),
    })
}

fn package_of(papers: Papers) -> Result<Package, SendingError> {
    let notice = match papers.language {
        Language::English => NOTICE_EN,
        Language::Spanish => NOTICE_ES,
    };
    let one = |kind, format, bytes| File {
        name: FileName {
            kind,
            number: 1,
            format,
        },
        bytes,
    };
    let (pdf, proof) = (FileFormat::Pdf, papers.proof.into_bytes());
    let files = [
        one(FileKind::Record, pdf, papers.document),
        one(FileKind::Statement, pdf, Zeroizing::new(papers.statement)),
        one(
            FileKind::Proof,
            FileFormat::TlogProof,
            Zeroizing::new(proof),
        ),
    ];
    Ok(pack(&files, notice)?)
}

fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// Seals it for a key, or with a passphrase that is made for it; by mail, with the letter around it.
fn seal_into(
    packed: &mut Packed,
    package: &Package,
    key: Option<VerifiedKey>,
    (dice, now_ms): (&Randomness, i64),
) -> Result<(), SendingError> {
    let told = key.is_none().then(|| Passphrase::make(dice));
    let sealed: Sealed = if let To::Mail(mail) = &packed.to {
        let lock = match (&key, &told) {
            (Some(key), _) => mail::Lock::Keys(std::slice::from_ref(key)),
            (None, Some(told)) => mail::Lock::Passphrase(told),
            (None, None) => return Err(SendingError::WayOver),
        };
        let letter = mail::compose(package, lock, &mail.from, &mail.to, now_ms, dice)?;
        let sealed = letter.sealed().clone();
        packed.load = Load::Letter(Box::new(letter));
        sealed
    } else {
        match (&key, &told) {
            (Some(key), _) => seal::seal(package, std::slice::from_ref(key), dice)?,
            (None, Some(told)) => seal::seal_with_passphrase(package, told)?,
            (None, None) => return Err(SendingError::WayOver),
        }
    };
    let name = OuterName::make(dice, sealed.method());
    packed.travels.name = name.to_string();
    sealed
        .method()
        .word()
        .clone_into(&mut packed.travels.method);
    packed.travels.hash = HEXLOWER.encode(sealed.hash());
    packed.travels.bytes = size(sealed.bytes());
    packed.bytes = Zeroizing::new(sealed.bytes().to_vec());
    packed.left.passphrase = told;
    match &packed.to {
        To::Worker => packed.left.file = Some((name, sealed.bytes().to_vec())),
        To::Server(_) => packed.load = Load::File(sealed, name),
        To::Mail(_) => {}
    }
    Ok(())
}

/// Keeps what travels beside the papers of its disclosure; what waits behind a link, with that link.
pub(in super::super) fn keep_packed(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    (link, intent): (Option<NewLink>, u64),
    bytes: &[u8],
) -> Result<(), DisclosureError> {
    if let Some(link) = link {
        return keep_link(desk, no, (link, intent), bytes);
    }
    close_link(desk, no)?;
    // No two packages of a disclosure lie in the same place: each has an INTENT of its own.
    let version = i64::try_from(intent).map_err(|_| CaseworkError::Damaged)?;
    let at = (no, Paper::Package as i64, version);
    let sealed = desk.seal(Drawer::Disclosures, at, bytes)?;
    stored::keep_paper(desk, (no, Paper::Package, version), sealed)
}
