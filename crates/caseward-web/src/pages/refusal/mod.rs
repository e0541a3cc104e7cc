//! When the gate said no to someone who may know what they asked about.
//!
//! Pages §3 ("a refusal is not an error page"): 403 with the clause, the deciding fact, what would
//! change it and the next step. Who may not even know gets [`super::not_found`] instead; the gate
//! says which.

use askama::Template;
use caseward_model::Language;

use crate::view::{AskLaw, Step, Why, pick};
use crate::{Place, Shell};

/// The page; send it with 403.
#[derive(Template)]
#[template(path = "refusal/page.html")]
pub struct RefusalPage {
    /// Around it.
    pub shell: Shell,
    /// Why, and what next.
    pub why: Why,
    /// Where to go back to.
    pub back: Step,
}

impl RefusalPage {
    /// Training that has run out.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Clients, "/clients"),
            why: Why {
                sentence: pick(
                    language,
                    "Client files are closed to you until your confidentiality training is up to date.",
                    "Los expedientes están cerrados para usted hasta que renueve su formación en confidencialidad.",
                )
                .into(),
                clause: "DV-5.10".into(),
                means: pick(
                    language,
                    "Training on confidentiality is part of induction; when it is overdue, files close.",
                    "La formación en confidencialidad forma parte de la acogida; cuando vence, los expedientes se cierran.",
                )
                .into(),
                fact: pick(
                    language,
                    "Your training ran out on November 1, 2026.",
                    "Su formación venció el 1 de noviembre de 2026.",
                )
                .into(),
                change: pick(
                    language,
                    "Finish the 20-minute refresher. Files open again the moment it is recorded.",
                    "Complete el repaso de 20 minutos. Los expedientes se abren en cuanto quede registrado.",
                )
                .into(),
                entry: Some(1204),
                next: Some(Step {
                    label: pick(language, "See what helps", "Ver qué puede ayudar").into(),
                    href: "/help".into(),
                }),
                ask: Some(AskLaw::in_general(pick(
                    language,
                    "I was refused, and don’t see why. What can be done?",
                    "Me lo denegaron y no veo por qué. ¿Qué se puede hacer?",
                ))),
            },
            back: Step {
                label: pick(language, "Back to my clients", "Volver a mis casos").into(),
                href: "/clients".into(),
            },
        }
    }
}
