//! `/sign-in`: how a person comes in. In a demo by choosing a made-up person; otherwise by a link
//! that works once.
//!
//! Pages §3 S1, NASW-l. A link is not used up by opening it (programs that check links open them
//! too) but by pressing the button on the page. No puzzle, nothing to remember (WCAG 3.3.8).

mod handler;

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
    /// The demo's people.
    Demo(Vec<Persona>),
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
    /// Nothing to choose from: a link has to be asked for.
    Waiting {
        /// The command that makes a link.
        command: String,
    },
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
        Self {
            shell: outside(language, "/sign-in"),
            door: Door::Demo(vec![
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
                    "Priya Shah",
                    Role::Supervisor,
                    pick(
                        language,
                        "Answers for Dana’s cases and decides on proposed protections.",
                        "Responde por los casos de Dana y decide sobre las protecciones propuestas.",
                    ),
                ),
                persona(
                    "Mateo Ruiz",
                    Role::PrivacyOfficer,
                    pick(
                        language,
                        "Reads the ledger: who looked, why, and by which rule.",
                        "Lee el registro: quién consultó, por qué y con qué norma.",
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
            ]),
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

    /// Nobody has a link yet.
    #[must_use]
    pub fn sample_waiting(language: Language) -> Self {
        Self {
            shell: outside(language, "/sign-in"),
            door: Door::Waiting {
                command: "caseward user link".into(),
            },
        }
    }
}
