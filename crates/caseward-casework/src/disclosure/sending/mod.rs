//! By which way a disclosure leaves: a way of the recipient's that somebody has checked, what only people can know about it,
//! and a package that nobody on the way can read (CC-2.3, NASW-m, DV-5.6, DV-3.3.2e).
//!
//! Whoever releases chooses one of the recipient's ways that count now. The rules about accidents that happened elsewhere are
//! asked when it is chosen and again when it leaves, over what the house knows; what it doesn't know, somebody has to say, and
//! that they said so is kept. Then paper, statement, proof and the notice are packed, sealed for the key that was checked, and
//! carried there. What doesn't arrive is approved and not sent.

mod around;
mod carried;
mod choosing;
mod closing;
mod custody;
mod facts;
mod letter_link;
mod letters;
mod link;
mod packing;
mod ready;
mod recall;
mod signed;
mod ssh_key;

use caseward_channels::carry::mail::LetterError;
use caseward_channels::carry::sftp::HostKeyError;
use caseward_channels::hand::CustodyError;
use caseward_channels::keys::RegisterError;
use caseward_channels::link::UnfitTime;
use caseward_channels::package::PackError;
use caseward_channels::seal::SealError;
use caseward_model::{Id, WayKind, Worker};
use serde::{Deserialize, Serialize};

use crate::partnership::Check;

pub(super) use carried::is_carried_by_people;
pub use carried::{TakenBack, WENT};
pub use caseward_channels::OuterName;
pub use caseward_channels::hand::{CustodyState, Holder};
pub use caseward_channels::rules::Stop;
pub use caseward_channels::seal::Passphrase;
pub(super) use choosing::still_goes;
pub use choosing::{ChosenWay, OtherWay, WayToChoose, WaysToChoose};
pub(crate) use closing::close_without_ground;
pub(super) use closing::{close as close_link, ground_must_hold};
pub use custody::{HandOver, TakenBy};
pub(super) use custody::{begun, called_back};
pub(crate) use letter_link::{LetterOf, keep_letter_link};
pub use letters::carries_letters;
pub(crate) use letters::{LetterRoad, ReadyLetter, is_walled_off, letter_carried, letter_may_go};
pub use link::{Fetched, LinkAnswer, LinkMade};
pub(super) use packing::{Packed, Papers, keep_packed, packed};
pub(super) use ready::{Road, ready};
pub use signed::{HandOverNo, SignatureFile};

/// By which way a disclosure leaves, and what whoever chose it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    /// The number of the recipient's way.
    pub way: i64,
    /// What kind of way it is.
    pub kind: WayKind,
    /// It is sealed with a passphrase that is told on the telephone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub spoken: bool,
    /// For how many hours a link is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
    /// What only people can know.
    #[serde(default)]
    pub said: Said,
    /// Who chose it.
    pub by: Id<Worker>,
    /// When, in ms since 1970.
    pub at: i64,
}

/// What only people can know, as whoever chose the way said it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a box that somebody ticks by itself"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The paper was read to its end, and nobody stands in it who shouldn't (CR-9).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read: bool,
    /// The limits that the client set were read, and are kept (DV-3.3.2d).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub limits: bool,
    /// Nobody from whom a wall keeps the client apart lives, works or reads where it goes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nobody_walled: bool,
    /// Whether somebody who is a danger to the client, or to a child of theirs, lives, works or reads where it goes, or would be shown
    /// it; nothing where nobody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub danger_there: Option<bool>,
    /// Nothing in it shows who told what other people told (DV-3.2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tellers_kept: bool,
    /// Word would be left where nobody answers the telephone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leaves_word: bool,
    /// The numbers of the danger reports that stood when it was said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) dangers: Vec<i64>,
    /// The client's walls, about which it was said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) walls: Vec<String>,
    /// The number of the consent whose limits they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) consent: Option<i64>,
}

/// What travels, or travelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Travels {
    /// By which kind of way.
    pub kind: WayKind,
    /// What it is called on its way; empty for papers in an envelope.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// With what it is sealed: `age`, `age_passphrase`, `openpgp`; empty for papers in an envelope.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// SHA-256 of what travels, in hex.
    pub hash: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of the package inside, in hex.
    pub package: String,
}

/// On which telephone something is told, and what is said there when nobody of theirs answers: nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The number, as somebody checked it.
    pub phone: String,
    /// The role or office there to be asked for.
    pub receiver: String,
    /// They said that word can be left there; never what opens it.
    pub word_may_be_left: bool,
    /// Who made sure that it is theirs, when, and where the number came from that was called.
    pub check: Option<Check>,
}

/// How it left, for whoever let it out. What is secret in it is shown once.
#[derive(Debug)]
pub struct Left {
    /// By which kind of way.
    pub kind: WayKind,
    /// Where what is told is told; nothing where nothing is.
    pub call: Option<Call>,
    /// The sealed file and its name, where the worker carries it.
    pub file: Option<(OuterName, Vec<u8>)>,
    /// What is told on the telephone.
    pub passphrase: Option<Passphrase>,
    /// What opens a link.
    pub link: Option<LinkMade>,
    /// It was sent from here, and didn't go: why, in a word. Nothing left then.
    pub trouble: Option<String>,
}

/// Why it doesn't leave that way. Nothing left.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendingError {
    /// No way was chosen.
    #[error("choose first by which of their ways it goes")]
    NoWay,
    /// Nobody said that they read the paper.
    #[error(
        "read the paper to its end, and say so: what is masked isn't all that can tell of somebody"
    )]
    Unread,
    /// The way doesn't count, or not any more.
    #[error(
        "this way of theirs doesn't count now; choose another, or have one checked by a second person"
    )]
    WayOver,
    /// It is being let out at this moment.
    #[error("it is being let out right now; look at it again in a minute")]
    OnItsWay,
    /// What people said about it was said about something else.
    #[error("what you confirmed has changed; choose the way again")]
    SaidAnew,
    /// What it leaves under ended, or a wall or a shield came up.
    #[error("the ground on which it was to go is gone; nothing left")]
    GroundGone,
    /// The danger report is over that it was to go on.
    #[error(
        "the danger report on which it was to go is over, so nothing left; if the danger goes on, report it anew, and begin a disclosure on that report"
    )]
    DangerOver,
    /// They have no key that counts, and no passphrase was chosen.
    #[error(
        "they have no key that counts now; have one checked, or choose the way again with a passphrase that you tell them"
    )]
    NoKey,
    /// An envelope arrives by a hand-over.
    #[error(
        "write down the hand-over instead: who of theirs took the envelope, and how its seal was"
    )]
    HandOver,
    /// A link arrives when it is opened.
    #[error(
        "nobody has opened the link; when they do, that it arrived is noted by itself. Ask them to open it, or call it back"
    )]
    NotOpened,
    /// There is nobody like that who can take it.
    #[error("there is nobody like that who can carry it; choose somebody else")]
    NobodyThere,
    /// The way is one of another kind than was agreed.
    #[error(
        "this way doesn't fit how the disclosure was to go; choose another one, or begin it anew"
    )]
    OtherChannel,
    /// A rule about ways stops it.
    #[error("it can't go that way: {}{}", .0.iter().map(|it| it.word()).collect::<Vec<_>>().join(", "), way_forward(.0))]
    Stopped(Vec<Stop>),
    /// The key of the register won't do.
    #[error(transparent)]
    Key(#[from] RegisterError),
    /// The key of their server won't do.
    #[error(transparent)]
    HostKey(#[from] HostKeyError),
    /// What was checked isn't the key of their server that the register has.
    #[error(
        "the fingerprint that was checked isn't that of their server's key; have the way entered and checked anew"
    )]
    HostKeyDiffers,
    /// Their address can't be one.
    #[error("their address can't be one; have the way entered anew")]
    Address,
    /// The office has no mail server.
    #[error(
        "this office has no mail server, so nothing can be mailed from here; whoever runs the installation can name one"
    )]
    NoMailServer,
    /// The office has no key for other servers.
    #[error(
        "this office has no key for their server yet; whoever runs the installation makes one: caseward recipient ssh-key"
    )]
    NoSshKey,
    /// It can't be packed.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// It can't be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The letter can't be written.
    #[error(transparent)]
    Letter(#[from] LetterError),
    /// A hand-over that can't be.
    #[error(transparent)]
    Custody(#[from] CustodyError),
    /// A link can't be open for so long.
    #[error(transparent)]
    Time(#[from] UnfitTime),
}

/// What would do instead.
fn way_forward(stops: &[Stop]) -> &'static str {
    let another = stops.iter().all(|it| it.another_way_helps());
    let said = |it: &Stop| it.is_asked() || it.another_way_helps();
    match (another, stops.iter().all(said)) {
        (true, _) => "; choose another of their ways, or have this one mended and checked",
        (false, true) => "; choose the way again, and answer what is asked about it",
        (false, false) => "; leave out what may not go to them, or send it to somebody else",
    }
}

impl SendingError {
    /// All words of [`SendingError::word`].
    pub const WORDS: &'static [&'static str] = &[
        "no_way",
        "unread",
        "way_over",
        "on_its_way",
        "said_anew",
        "ground_gone",
        "danger_over",
        "no_key",
        "hand_over",
        "not_opened",
        "nobody_there",
        "other_channel",
        "stopped",
        "key",
        "key_differs",
        "host_key",
        "host_key_differs",
        "address",
        "no_mail_server",
        "no_ssh_key",
        "pack",
        "seal",
        "letter",
        "custody",
        "custody_nameless",
        "time",
    ];

    /// The word for it, in entries and for sentences on pages.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NoWay => "no_way",
            Self::Unread => "unread",
            Self::WayOver => "way_over",
            Self::OnItsWay => "on_its_way",
            Self::SaidAnew => "said_anew",
            Self::GroundGone => "ground_gone",
            Self::DangerOver => "danger_over",
            Self::NoKey => "no_key",
            Self::HandOver => "hand_over",
            Self::NotOpened => "not_opened",
            Self::NobodyThere => "nobody_there",
            Self::OtherChannel => "other_channel",
            Self::Stopped(_) => "stopped",
            Self::Key(RegisterError::Key(_)) => "key",
            Self::Key(RegisterError::Fingerprint(_)) => "key_differs",
            Self::HostKey(_) => "host_key",
            Self::HostKeyDiffers => "host_key_differs",
            Self::Address => "address",
            Self::NoMailServer => "no_mail_server",
            Self::NoSshKey => "no_ssh_key",
            Self::Pack(_) => "pack",
            Self::Seal(_) => "seal",
            Self::Letter(_) => "letter",
            Self::Custody(CustodyError::Nameless) => "custody_nameless",
            Self::Custody(_) => "custody",
            Self::Time(_) => "time",
        }
    }
}
