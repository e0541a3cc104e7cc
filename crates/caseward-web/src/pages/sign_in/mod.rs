//! `/sign-in`: how a person comes in. With a passkey first; or with a passphrase and six digits; or through the
//! office's identity provider; or by a link that works once. In a demo also by choosing a made-up person.
//!
//! Pages §3 S1, NASW-l. A link is not used up by opening it (programs that check links open them
//! too) but by pressing the button on the page. Whatever doesn't fit gets one answer. No puzzle; pasting is
//! welcome (WCAG 3.3.8).

pub mod code;
mod handler;
pub mod provider;

pub(crate) use handler::outside_of;
pub use handler::routes;

use askama::Template;
use caseward_model::{Language, Role};

use crate::view::pick;
use crate::{Place, Shell};

/// A made-up person of the demo.
#[derive(Debug, Clone)]
pub struct Persona {
    /// Their name.
    pub name: String,
    /// Their part.
    pub role: Role,
    /// What there is to see as this person, in a sentence.
    pub about: String,
    /// The secret that signs them in; in the page's body only, never in an address it links to.
    pub token: String,
}

/// What the page has to offer.
#[derive(Debug, Clone)]
pub enum Door {
    /// Every way to come in.
    All(Ways),
    /// A one-time link was opened and can be used.
    Link {
        /// Whom it signs in.
        name: String,
        /// Their part.
        role: Role,
        /// The secret of the link.
        token: String,
    },
    /// A link that was used, has run out or never was.
    Spent,
}

/// The ways to come in.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// The demo's people; none in a real office.
    pub personas: Vec<Persona>,
    /// What the office's identity provider is called, if there is one.
    pub provider: Option<String>,
    /// The short name that was typed.
    pub handle: String,
    /// What was wrong, in a sentence.
    pub problem: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "sign_in/page.html")]
pub struct SignInPage {
    /// Around it; nobody is signed in.
    pub shell: Shell,
    /// What it offers.
    pub door: Door,
}

/// The shell of a page that is seen before anybody signed in.
pub(crate) fn outside(language: Language, address: &str) -> Shell {
    Shell {
        signed_in: None,
        printed: None,
        ..Shell::sample(language, Place::Elsewhere, address)
    }
}

impl SignInPage {
    /// The demo's door.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let persona = |name: &str, role, about: &str| Persona {
            name: name.into(),
            role,
            about: about.into(),
            token: "made-up".into(),
        };
        let personas = vec![
            persona(
                "Dana Ortiz",
                Role::Caseworker,
                pick(
                    language,
                    "Has four clients. Sees their files, and where a file stays closed to her.",
                    "Lleva cuatro casos. Ve sus expedientes y también lo que no se le abre.",
                ),
            ),
            persona(
                "Ruth Adler",
                Role::Administrator,
                pick(
                    language,
                    "Keeps the installation running and can open no record at all.",
                    "Mantiene la instalación y no puede abrir ningún expediente.",
                ),
            ),
        ];
        Self {
            shell: outside(language, "/sign-in"),
            door: Door::All(Ways {
                personas,
                ..Ways::default()
            }),
        }
    }

    /// A one-time link, just opened.
    #[must_use]
    pub fn sample_link(language: Language) -> Self {
        Self {
            shell: outside(language, "/sign-in"),
            door: Door::Link {
                name: "Ruth Adler".into(),
                role: Role::Administrator,
                token: "made-up".into(),
            },
        }
    }

    /// The door of a real office, after something that didn't fit.
    #[must_use]
    pub fn sample_wrong(language: Language) -> Self {
        let shell = outside(language, "/sign-in");
        let ways = Ways {
            provider: Some("Harbour House".into()),
            handle: "dana".into(),
            problem: Some(shell.t("sign-in-wrong")),
            ..Ways::default()
        };
        Self {
            shell,
            door: Door::All(ways),
        }
    }
}
