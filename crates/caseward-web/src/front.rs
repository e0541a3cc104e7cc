//! What every page stands on: the office behind the gate, its name, and, in a demo, its made-up people.
//!
//! Design §8. Nothing here decides anything: a page asks the office, and the office asks the gate.

use std::sync::{Arc, OnceLock};

use caseward_casework::Office as Casework;
use caseward_model::Role;

use crate::Office;

/// A made-up person of a demo, whose desk a visitor may sit at.
#[derive(Clone)]
pub struct DemoPersona {
    /// Their number in the office.
    pub no: i64,
    /// What they are called.
    pub name: String,
    /// Their part.
    pub role: Role,
    /// What there is to see as this person, in English.
    pub note_en: String,
    /// The same in Spanish.
    pub note_es: String,
    /// The secret of their sign-in link.
    pub token: String,
}

/// One served office: the state of every route.
pub struct Front {
    /// The desks behind the pages.
    pub casework: Arc<Casework>,
    /// The made-up people of a demo; none in a real office.
    pub personas: Vec<DemoPersona>,
    nameless: Office,
    named: OnceLock<Office>,
}

impl Front {
    /// An office about to be served.
    #[must_use]
    pub fn new(casework: Arc<Casework>, personas: Vec<DemoPersona>) -> Arc<Self> {
        let hash = data_encoding::HEXLOWER.encode(&casework.policies.hash());
        let nameless = Office {
            name: "Caseward".to_owned(),
            demo: !personas.is_empty(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            policy_set: hash.chars().take(8).collect(),
        };
        Arc::new(Self {
            casework,
            personas,
            nameless,
            named: OnceLock::new(),
        })
    }

    /// What stands around every page.
    #[must_use]
    pub fn office(&self) -> &Office {
        self.named.get().unwrap_or(&self.nameless)
    }

    /// Learns what the office is called, as soon as it is open; an office without a name yet goes by
    /// the product's.
    pub async fn learn_name(&self) {
        if self.named.get().is_some() {
            return;
        }
        if let Ok(own) = self.casework.own_organization().await {
            let named = Office {
                name: own.name,
                ..self.nameless.clone()
            };
            // Whoever was first has set the same.
            drop(self.named.set(named));
        }
    }
}
