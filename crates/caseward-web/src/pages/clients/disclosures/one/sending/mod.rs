//! By which way a disclosure leaves: the recipient's ways that somebody checked, what only people can know about them, and what
//! whoever let it out is given, once.
//!
//! CC-2.3, NASW-m, DV-3.3.2d, DV-3.3.2e.

mod handler;

pub use handler::{left, of, routes};

use askama::Template;
use caseward_casework::disclosure::{SendingError, Stop, TakenBack, WENT};
use caseward_model::{Language, WayKind};

use crate::view::{When, sample_moment};
use crate::{Place, Shell, Words};

/// A way that can be chosen.
#[derive(Debug, Clone)]
pub struct WayShown {
    /// Its number.
    pub no: i64,
    /// What kind.
    pub kind: WayKind,
    /// The same in words.
    pub kind_says: String,
    /// Where it goes; empty where that isn't shown.
    pub address: String,
    /// The role or office there that receives it.
    pub receiver: String,
    /// Its telephone, on which something can be told; empty where none was entered.
    pub phone: String,
    /// They said that word can be left there.
    pub word_may_be_left: bool,
    /// The key's fingerprint; empty for a way without one.
    pub fingerprint: String,
    /// Who checked it, and when.
    pub checked: Option<(String, When)>,
    /// It is the one that was chosen.
    pub chosen: bool,
}

/// What travels, or travelled.
#[derive(Debug, Clone)]
pub struct Gone {
    /// By which kind of way, in words.
    pub kind: String,
    /// With what it is sealed, in words; empty for papers in an envelope.
    pub sealed: String,
    /// SHA-256 of what travels.
    pub hash: String,
    /// What happened, and what is to be done now.
    pub did: String,
}

/// One hand-over of an envelope.
#[derive(Debug, Clone)]
pub struct Hand {
    /// Who took it.
    pub who: String,
    /// When.
    pub when: When,
    /// The seal was whole.
    pub whole: bool,
    /// Where its signature is, or is sent to.
    pub signature: String,
    /// A signature is kept with it.
    pub signed: bool,
}

/// An envelope and its hands.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The number on its seal.
    pub seal: String,
    /// Through whose hands it went.
    pub hands: Vec<Hand>,
    /// The reader may look at signatures.
    pub shows_signatures: bool,
    /// It is on its way: a hand-over can be written down.
    pub goes_on: bool,
    /// Colleagues who can take it, by id.
    pub colleagues: Vec<(String, String)>,
    /// Whom somebody can carry it for, by id.
    pub organizations: Vec<(String, String)>,
}

/// The part of the page about ways.
#[derive(Debug, Clone, Default)]
pub struct Sending {
    /// What can be chosen.
    pub ways: Vec<WayShown>,
    /// The recipient's page.
    pub partner: String,
    /// The client set limits that only people can keep, and whether they were confirmed.
    pub limits: Option<bool>,
    /// A wall keeps the client apart from somebody, and whether it was said that they aren't there.
    pub walled: Option<bool>,
    /// The client is shielded, or a danger is reported; and what was answered about somebody who is a danger: `yes`, `no`
    /// or nothing.
    pub danger: Option<&'static str>,
    /// Other people told something of it, and whether it was said that nothing shows who.
    pub tellers: Option<bool>,
    /// Word would be left where nobody answers.
    pub leaves_word: bool,
    /// Where a rule stopped a way: which others would do, each in words.
    pub others: Option<Vec<String>>,
    /// A passphrase that is told was chosen.
    pub spoken: bool,
    /// The way that was chosen, in words.
    pub chosen: Option<String>,
    /// What will happen by that way.
    pub will: String,
    /// Why it can't go that way, sentence by sentence.
    pub trouble: Vec<String>,
    /// Nothing left because of that.
    pub is_stopped: bool,
    /// The sealed file to be carried.
    pub file: Option<String>,
    /// What travels, or travelled.
    pub gone: Option<Gone>,
    /// Why it didn't go the last time, in words; empty when it did.
    pub failed: String,
    /// An envelope and its hands.
    pub envelope: Option<Envelope>,
    /// It was sent from here.
    pub is_sent: bool,
    /// It waits behind a link, or was fetched by it.
    pub is_link: bool,
    /// It was sent from here, and can be called back.
    pub may_recall: bool,
}

impl Sending {
    pub(super) fn may_be_link(&self) -> bool {
        self.ways.iter().any(|it| it.kind == WayKind::Link)
    }

    /// Whether people say that it arrived: an envelope arrives by a hand-over, and what waits behind a link when it is opened.
    pub(super) fn is_for_people_to_say(&self) -> bool {
        self.envelope.is_none() && !self.is_link
    }

    pub(super) fn may_be_spoken(&self) -> bool {
        let spoken = [
            WayKind::EncryptedMail,
            WayKind::Sftp,
            WayKind::Post,
            WayKind::Hand,
        ];
        self.ways.iter().any(|it| spoken.contains(&it.kind))
    }

    /// With what came of calling it back.
    #[must_use]
    pub fn called_back(mut self, visit: &crate::visit::Visit, back: Option<TakenBack>) -> Self {
        let key = match back {
            None | Some(TakenBack::InTime) => return self,
            Some(TakenBack::TooLate) => "sending-back-too-late",
            Some(TakenBack::Removed) => "sending-back-removed",
            Some(TakenBack::Never) => "sending-back-never",
            Some(TakenBack::NotAsked) => "sending-back-not-asked",
        };
        self.failed = Words::of(visit.language()).t(key);
        self
    }

    /// A way by hand.
    #[must_use]
    pub fn sample(words: &Words) -> Self {
        Self {
            ways: vec![WayShown {
                no: 2,
                kind: WayKind::Hand,
                kind_says: words.t("way-hand"),
                address: "Front desk, 12 Court Square".into(),
                receiver: "Intake office".into(),
                phone: "+1 555 010 0147".into(),
                word_may_be_left: false,
                fingerprint: String::new(),
                checked: Some(("Priya Anand".into(), sample_moment(words, 12, 9, 30))),
                chosen: true,
            }],
            partner: "/partners/0k3v9".into(),
            limits: Some(true),
            walled: Some(false),
            danger: Some(""),
            tellers: Some(false),
            trouble: vec![words.t("stop-address-shared")],
            is_stopped: true,
            others: Some(vec![format!("{}: Intake office", words.t("way-age"))]),
            chosen: Some(words.t("way-hand")),
            will: words.t("sending-will-envelope"),
            ..Self::default()
        }
    }

    /// It left as a sealed file.
    #[must_use]
    pub fn sample_gone(words: &Words) -> Self {
        Self {
            envelope: Some(Envelope {
                seal: "7K2Q-0XMB".into(),
                hands: vec![
                    Hand {
                        who: "Dana Ortiz".into(),
                        when: sample_moment(words, 20, 11, 5),
                        whole: true,
                        signature: "/clients/0k3v9/disclosures/2/left/40/hands/1".into(),
                        signed: true,
                    },
                    Hand {
                        who: "R. Diaz, driver".into(),
                        when: sample_moment(words, 20, 11, 30),
                        whole: true,
                        signature: "/clients/0k3v9/disclosures/2/left/40/hands/2".into(),
                        signed: false,
                    },
                ],
                shows_signatures: true,
                goes_on: true,
                colleagues: vec![("0k3v9".into(), "Priya Anand".into())],
                organizations: vec![("0k3v8".into(), "Harbour Couriers".into())],
            }),
            file: Some("sealed-7K2Q0XMB4T9C.zip.age".into()),
            gone: Some(Gone {
                kind: words.t("way-age"),
                sealed: words.t("sending-sealed-age"),
                hash: "cd".repeat(32),
                did: words.t("sending-did-sealed"),
            }),
            ..Self::default()
        }
    }
}

/// The key of a sentence.
pub(super) fn key(list: &str, word: &str) -> String {
    format!("{list}-{}", word.replace('_', "-"))
}

/// The keys of all sentences about what stops a way.
#[must_use]
pub fn keys() -> Vec<String> {
    let stops = Stop::ALL.iter().map(|it| key("stop", it.word()));
    let troubles = SendingError::WORDS.iter();
    let went = WENT.iter().map(|it| key("sending-failed", it));
    stops
        .chain(troubles.map(|it| key("sending-trouble", it)))
        .chain(went)
        .collect()
}

/// On which telephone something is told.
#[derive(Debug, Clone)]
pub struct CallShown {
    /// The number.
    pub phone: String,
    /// Whom to ask for: a role or an office.
    pub receiver: String,
    /// They said that word can be left there.
    pub word_may_be_left: bool,
    /// Where the number came from at which they were called back.
    pub source: String,
    /// When it was checked.
    pub checked: Option<When>,
}

/// What whoever let it out is given, once.
#[derive(Template)]
#[template(path = "clients/disclosures/one/sending/left.html")]
pub struct LeftPage {
    /// Around it.
    pub shell: Shell,
    /// Back to the disclosure.
    pub href: String,
    /// The passphrase that is told.
    pub passphrase: Option<String>,
    /// Where it is told, and what is said there.
    pub telephone: Option<CallShown>,
    /// What stands in the link and what is told, and until when it is open.
    pub link: Option<(String, String, When)>,
    /// Why nobody knows whether it arrived, in words.
    pub trouble: String,
    /// What happened.
    pub did: String,
    /// There is a sealed file to be carried.
    pub file: bool,
}

impl LeftPage {
    /// With a passphrase.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/disclosures/2");
        let call = CallShown {
            phone: "+1 555 010 0147".into(),
            receiver: "Intake office".into(),
            word_may_be_left: false,
            source: "The county's printed directory".into(),
            checked: Some(sample_moment(shell.words, 12, 9, 30)),
        };
        Self {
            did: shell.t("sending-did-spoken"),
            shell,
            href: "/clients/0k3v9/disclosures/2".into(),
            passphrase: Some("7K2Q-0XMB-4T9C-WR5H-ZV31".into()),
            telephone: Some(call),
            link: None,
            trouble: String::new(),
            file: true,
        }
    }

    /// With a link.
    #[must_use]
    pub fn sample_link(language: Language) -> Self {
        let before = Self::sample(language);
        let address = "https://office.example/out/7K2Q-0XMB-4T9C-WR5H-ZV31-7K2Q-0XMB-4T9C";
        let until = sample_moment(before.shell.words, 23, 11, 0);
        Self {
            passphrase: None,
            link: Some((address.into(), "2718 2818".into(), until)),
            did: before.shell.t("sending-did-link"),
            file: false,
            ..before
        }
    }
}
