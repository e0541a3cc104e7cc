//! `/settings/sign-in`: what I sign in with, where I am signed in, and which programs work for me.
//!
//! Pages §3 S1, S20; NASW-l, DV-4.6.6. Everything here is one's own. Changes ask for a proof that is fresh; what was
//! typed stays. A secret is shown once, on the page that follows its making.

mod app;
mod handler;
mod passkeys;
mod passphrase;
mod picture;
mod programs;
mod sessions;

pub(crate) use handler::{done, not_done, shell_of};
pub(crate) use passphrase::refused;

use crate::addresses::Addresses;

use askama::Template;
use caseward_casework::sign_in::{Scope, Unfit};
use caseward_model::Language;

use crate::pages::sign_in::outside;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

pub use picture::Picture;

/// The address of this page.
pub const ADDRESS: &str = "/settings/sign-in";

/// The addresses of this page and its parts.
pub fn routes() -> Addresses {
    Addresses::new()
        .merge(handler::routes())
        .merge(passkeys::routes())
        .merge(passphrase::routes())
        .merge(app::routes())
        .merge(sessions::routes())
        .merge(programs::routes())
}

/// A passkey on the page.
pub struct PasskeyRow {
    /// What it is called when it is to be removed.
    pub no: u32,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub made: When,
    /// When it was last used.
    pub used: Option<When>,
}

/// A session on the page.
pub struct SessionRow {
    /// What it is called when it is to be ended.
    pub reference: String,
    /// On what.
    pub device: String,
    /// By what means.
    pub means: String,
    /// When it was last used.
    pub seen: When,
    /// It is this one.
    pub current: bool,
}

/// A program's token on the page.
pub struct TokenRow {
    /// What it is called when it is to be taken back.
    pub reference: String,
    /// What its owner calls it.
    pub name: String,
    /// What it is for.
    pub scopes: String,
    /// Until when.
    pub expires: When,
    /// When it was last used.
    pub used: Option<When>,
}

/// The page.
#[derive(Template)]
#[template(path = "settings/sign_in/page.html")]
pub struct SettingsPage {
    /// Around it.
    pub shell: Shell,
    /// The short name to sign in with.
    pub handle: String,
    /// Passkeys.
    pub passkeys: Vec<PasskeyRow>,
    /// There is a passphrase.
    pub passphrase: bool,
    /// There is an app.
    pub app: bool,
    /// How many recovery codes are left.
    pub codes_left: u64,
    /// What the office's directory is called, if there is one.
    pub provider: Option<String>,
    /// An account there is bound to them.
    pub bound: bool,
    /// Sessions.
    pub sessions: Vec<SessionRow>,
    /// Programs.
    pub tokens: Vec<TokenRow>,
    /// What was done, or why not, in a sentence.
    pub said: Option<Said>,
}

/// What came of the last thing that was asked.
pub enum Said {
    /// It was done.
    Done(String),
    /// It wasn't, and why.
    Not(String),
}

/// The page on which a means is set up for the first time.
#[derive(Template)]
#[template(path = "settings/sign_in/setup.html")]
pub struct SetUpPage {
    /// Around it; nobody is wholly signed in yet.
    pub shell: Shell,
    /// Whose desk it will be.
    pub name: String,
    /// Half of a passphrase is there: the app is missing.
    pub passphrase: bool,
    /// What the office's directory is called, if there is one.
    pub provider: Option<String>,
    /// Why something wasn't done, in a sentence.
    pub problem: Option<String>,
}

/// The page of a new passphrase.
#[derive(Template)]
#[template(path = "settings/sign_in/passphrase.html")]
pub struct PassphrasePage {
    /// Around it.
    pub shell: Shell,
    /// The short name to sign in with.
    pub handle: String,
    /// There is one already.
    pub changes: bool,
    /// Why the last one wasn't taken, in a sentence.
    pub problem: Option<String>,
}

/// The page of the authenticator app.
#[derive(Template)]
#[template(path = "settings/sign_in/app.html")]
pub struct AppPage {
    /// Around it.
    pub shell: Shell,
    /// What the app reads, once it was asked for.
    pub offered: Option<Offer>,
    /// Why the code wasn't taken, in a sentence.
    pub problem: Option<String>,
}

/// What an authenticator app reads.
pub struct Offer {
    /// As a picture.
    pub picture: Picture,
    /// As letters.
    pub letters: String,
}

/// The page that shows something this once.
#[derive(Template)]
#[template(path = "settings/sign_in/once.html")]
pub struct OncePage {
    /// Around it.
    pub shell: Shell,
    /// What is shown.
    pub shown: Once,
}

/// What is shown once.
pub enum Once {
    /// Recovery codes.
    Codes(Vec<String>),
    /// A program's token.
    Token(String),
}

/// Why something wasn't done, in a sentence.
pub(super) fn sentence(shell: &Shell, unfit: Unfit) -> String {
    use caseward_casework::sign_in::TooWeak;
    shell.t(match unfit {
        Unfit::LastWay => "set-up-last-way",
        Unfit::WrongCode => "set-up-wrong-code",
        Unfit::NotThere => "set-up-not-there",
        Unfit::TooWeak(TooWeak::Short) => "passphrase-short",
        Unfit::TooWeak(TooWeak::Long) => "passphrase-long",
        Unfit::TooWeak(TooWeak::Unwritable) => "passphrase-unwritable",
        Unfit::TooWeak(TooWeak::Common) => "passphrase-common",
        Unfit::TooWeak(TooWeak::Names) => "passphrase-names",
    })
}

/// The key of what a scope lets a program do.
pub(super) const fn scope_key(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "scope-read",
        Scope::Write => "scope-write",
        Scope::Search => "scope-search",
        Scope::Review => "scope-review",
        Scope::Manage => "scope-manage",
    }
}

impl SettingsPage {
    fn codes_sentence(&self) -> String {
        let sentence = self.shell.fill("settings-codes-left");
        sentence.count("left", self.codes_left).to_string()
    }

    fn scopes(&self) -> [Scope; 5] {
        Scope::ALL
    }

    fn scope(&self, scope: &Scope) -> String {
        self.shell.t(scope_key(*scope))
    }

    /// With one of everything.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Elsewhere, ADDRESS);
        let at = |day| sample_moment(shell.words, day, 9, 10);
        Self {
            handle: "dana".into(),
            passkeys: vec![PasskeyRow {
                no: 1,
                name: "Telephone".into(),
                made: at(2),
                used: Some(at(23)),
            }],
            passphrase: true,
            app: true,
            codes_left: 8,
            provider: Some("Harbour House".into()),
            bound: true,
            sessions: vec![SessionRow {
                reference: "0a".into(),
                device: shell
                    .fill("session-on")
                    .with("browser", "Firefox")
                    .with("system", "Linux")
                    .to_string(),
                means: shell.t("means-passkey"),
                seen: at(23),
                current: true,
            }],
            tokens: vec![TokenRow {
                reference: "0b".into(),
                name: "Night report".into(),
                scopes: shell.t("scope-read"),
                expires: at(28),
                used: None,
            }],
            said: Some(Said::Done(shell.t("said-session-ended"))),
            shell,
        }
    }

    /// With nothing yet.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Elsewhere, ADDRESS);
        Self {
            passkeys: Vec::new(),
            passphrase: false,
            app: false,
            codes_left: 0,
            sessions: Vec::new(),
            tokens: Vec::new(),
            said: Some(Said::Not(sentence(&shell, Unfit::LastWay))),
            ..Self::sample(language)
        }
    }
}

impl SetUpPage {
    /// Someone who came in by a link.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: outside(language, "/setup"),
            name: "Dana Ortiz".into(),
            passphrase: false,
            provider: Some("Harbour House".into()),
            problem: None,
        }
    }
}

impl PassphrasePage {
    /// After one that was too short.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = outside(language, "/settings/sign-in/passphrase");
        Self {
            handle: "dana".into(),
            changes: false,
            problem: Some(shell.t("passphrase-short")),
            shell,
        }
    }
}

impl AppPage {
    /// With a picture to read.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: outside(language, "/settings/sign-in/app"),
            offered: Picture::of("otpauth://totp/made-up").map(|picture| Offer {
                picture,
                letters: "MADE UPMA DEUP".into(),
            }),
            problem: None,
        }
    }
}

impl OncePage {
    /// Recovery codes.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: outside(language, ADDRESS),
            shown: Once::Codes(vec![
                "made-upma-deup-made".into(),
                "2345-6789-abcd-efgh".into(),
            ]),
        }
    }

    /// A token.
    #[must_use]
    pub fn sample_token(language: Language) -> Self {
        Self {
            shown: Once::Token("caseward_token_made-up".into()),
            ..Self::sample(language)
        }
    }
}
