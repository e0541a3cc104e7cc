//! `/clients/{id}`: a client's file, section by section, each with its state.
//!
//! Pages §3 S4. The bar on top says who this is and how to reach them safely before anything else;
//! every section that isn't open says why (design §8).

mod handler;

pub(crate) use handler::mine;
pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::{Category, Language, Protection};

use crate::view::{AskLaw, Called, State, Step, When, Why, pick};
use crate::{Place, Shell, Words};

/// How the client can be reached.
#[derive(Debug, Clone)]
pub enum SafeContact<T> {
    /// As the client asked.
    Line(T),
    /// Nobody has asked yet.
    NotAsked,
    /// Recorded, and not open to this reader.
    Closed,
}

/// What stands over every page of a file.
#[derive(Debug, Clone)]
pub struct Bar<T> {
    /// The address of the file, such as `/clients/0k3v9`.
    pub href: String,
    /// The name, or the alias.
    pub called: Called<T>,
    /// The pronouns, when they are known and open.
    pub pronouns: Option<T>,
    /// How to reach them.
    pub contact: SafeContact<T>,
    /// Why they are shielded.
    pub protections: Vec<Protection>,
    /// Where a decision on a proposed protection is posted, when one is due.
    pub decide: Option<String>,
    /// Why this reader is here, as a sentence.
    pub here_because: String,
    /// The reader's part is one that writes, so that writing is offered; the gate decides when they do.
    pub may_write: bool,
    /// The reader works here, so that the history is offered; the gate decides when they look.
    pub may_look_back: bool,
    /// It is the reader's own file, and speaks to them.
    pub is_own: bool,
}

impl<T> Bar<T> {
    /// What the Law Department can be asked from a page of this file, by the page (CR-5).
    pub(crate) fn ask(&self, words: &Words, tab: &str) -> AskLaw {
        let key = match tab {
            "consents" => "law-question-consent",
            "disclosures" | "disclosure" => "law-question-disclosure",
            "danger" => "law-question-danger",
            "warning" => "law-question-warning",
            _ => "law-question-file",
        };
        AskLaw::about(&self.href, words.t(key))
    }
}

/// A section in the file's menu.
#[derive(Debug, Clone)]
pub struct SectionLink {
    /// Where it is.
    pub href: String,
    /// Which.
    pub category: Category,
    /// How it stands to this reader.
    pub state: State,
    /// It is the page that is shown.
    pub is_here: bool,
}

/// A section on the file's first page.
#[derive(Debug, Clone)]
pub struct Card {
    /// Which, where and how it stands.
    pub link: SectionLink,
    /// How many records are in it; 0 where it isn't open.
    pub records: u64,
    /// Why it isn't open, when it isn't.
    pub why: Option<Why>,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/file/page.html")]
pub struct FilePage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The sections.
    pub cards: Vec<Card>,
    /// On one's own file: who opened it in an emergency, when, what and why, each as a sentence.
    pub emergencies: Vec<(When, String)>,
}

/// Sections that aren't open, all for one and the same reason: it is said once.
pub struct Closed<'c> {
    /// How they stand.
    pub state: State,
    /// Why, and what would change it.
    pub why: &'c Why,
    /// Which.
    pub links: Vec<&'c SectionLink>,
}

impl<T: Display> FilePage<T> {
    fn open(&self) -> impl Iterator<Item = &Card> {
        let open = |it: &&Card| matches!(it.link.state, State::Open | State::Masked);
        self.cards.iter().filter(open)
    }

    fn closed(&self) -> Vec<Closed<'_>> {
        let mut groups: Vec<Closed<'_>> = Vec::new();
        let closed = |it: &&Card| matches!(it.link.state, State::Locked | State::Sealed);
        for card in self.cards.iter().filter(closed) {
            let Some(why) = &card.why else { continue };
            let same = |it: &&mut Closed<'_>| it.state == card.link.state && it.why == why;
            match groups.iter_mut().find(same) {
                Some(group) => group.links.push(&card.link),
                None => groups.push(Closed {
                    state: card.link.state,
                    why,
                    links: vec![&card.link],
                }),
            }
        }
        groups
    }
}

/// A made-up client for the samples of every page of a file.
pub(crate) fn sample_bar(language: Language) -> Bar<String> {
    Bar {
        href: "/clients/0k3v9".into(),
        called: Called {
            name: "Marisol Vega".into(),
            is_alias: false,
        },
        pronouns: Some(pick(language, "she/her", "ella").into()),
        contact: SafeContact::Line(
            pick(
                language,
                "Text only, after 6 pm. Never call. Never leave a message.",
                "Solo mensajes de texto, después de las 18 h. Nunca llamar ni dejar recados.",
            )
            .into(),
        ),
        protections: vec![Protection::Victim],
        decide: None,
        may_write: true,
        may_look_back: true,
        is_own: false,
        here_because: pick(
            language,
            "You are here because you are assigned to her since May 3, 2026.",
            "Usted está aquí porque lleva su caso desde el 3 de mayo de 2026.",
        )
        .into(),
    }
}

/// The made-up client's sections.
pub(crate) fn sample_sections(here: Option<Category>) -> Vec<SectionLink> {
    [
        (Category::Identity, State::Open),
        (Category::Contact, State::Open),
        (Category::Housing, State::Open),
        (Category::Household, State::Masked),
        (Category::Income, State::Open),
        (Category::Services, State::Open),
        (Category::Notes, State::Open),
        (Category::Health, State::Open),
        (Category::Hiv, State::Locked),
        (Category::Location, State::Locked),
        (Category::DomesticViolence, State::Open),
        (Category::ThirdParty, State::Open),
        (Category::Justice, State::Sealed),
    ]
    .into_iter()
    .map(|(category, state)| SectionLink {
        href: format!("/clients/0k3v9/{}", category.word()),
        category,
        state,
        is_here: here == Some(category),
    })
    .collect()
}

/// Why the made-up client's HIV section is closed.
pub(crate) fn sample_why(language: Language) -> Why {
    let p = |en, es| pick(language, en, es);
    Why {
        sentence: p(
            "This section opens only with her own permission for this very category, and she hasn’t given one.",
            "Esta sección solo se abre con su permiso expreso para esta categoría, y no lo ha dado.",
        )
        .into(),
        clause: "DV-4.4.2".into(),
        means: p(
            "Rape, HIV, AIDS and the like are never passed on without the client’s permission for that very category.",
            "La violación, el VIH, el sida y temas semejantes nunca se transmiten sin el permiso de la persona para esa categoría.",
        )
        .into(),
        fact: p(
            "No permission for this category is on file.",
            "No consta ningún permiso para esta categoría.",
        )
        .into(),
        change: p(
            "If it matters for your work together, explain why and ask her. She can say no, and nothing else changes.",
            "Si importa para su trabajo en común, explíquele por qué y pregúntele. Puede decir que no, y nada más cambia.",
        )
        .into(),
        entry: Some(1198),
        next: Some(Step {
            label: p("How to ask about a sensitive category", "Cómo preguntar por una categoría delicada").into(),
            href: "/help".into(),
        }),
        ask: Some(AskLaw::about("/clients/0k3v9", p("May I see it?", "¿Puedo verlo?"))),
    }
}

/// Why other sections aren't open: sentence, meaning, fact, change; each in both languages.
const SAMPLE_WHYS: &[(Category, &str, [[&str; 2]; 4])] = &[
    (
        Category::Household,
        "CR-9",
        [
            [
                "Names of other people are masked here.",
                "Aquí se ocultan los nombres de otras personas.",
            ],
            [
                "A release has nothing that breaches another person’s privacy.",
                "Nada de lo que se entrega vulnera la intimidad de otra persona.",
            ],
            [
                "Two people in this household aren’t your clients.",
                "Dos personas de este hogar no son clientes suyos.",
            ],
            [
                "An assignment to them would show their names.",
                "Sus nombres se verían si usted llevara también sus casos.",
            ],
        ],
    ),
    (
        Category::Location,
        "CC-2.4",
        [
            [
                "Where she sleeps stays closed, even to most who work with her.",
                "El lugar donde duerme permanece cerrado, incluso para casi todo su equipo.",
            ],
            [
                "No datum that identifies a client fleeing violence goes further than it must.",
                "Ningún dato que identifique a quien huye de la violencia llega más lejos de lo imprescindible.",
            ],
            [
                "She is protected, and your task doesn’t need her address.",
                "Está protegida, y su tarea no requiere su dirección.",
            ],
            [
                "A recorded duty that needs the address, such as arranging transport.",
                "Una tarea registrada que requiera la dirección, como organizar un traslado.",
            ],
        ],
    ),
    (
        Category::Justice,
        "CR-6",
        [
            [
                "A court matter is open. The Law Department looks first.",
                "Hay un asunto judicial abierto. El Departamento Jurídico lo revisa primero.",
            ],
            [
                "Subpoenas and requests to review a record go to the Law Department.",
                "Las citaciones y las solicitudes de revisión van al Departamento Jurídico.",
            ],
            [
                "A subpoena arrived on November 20 and isn’t decided.",
                "El 20 de noviembre llegó una citación y aún no se ha resuelto.",
            ],
            [
                "Their decision opens or closes the section. You don’t need to answer anyone.",
                "Su decisión abrirá o cerrará la sección. Usted no tiene que responder a nadie.",
            ],
        ],
    ),
];

fn sample_other_why(language: Language, category: Category) -> Option<Why> {
    if category == Category::Hiv {
        return Some(sample_why(language));
    }
    let (_, clause, texts) = SAMPLE_WHYS.iter().find(|(of, ..)| *of == category)?;
    let [sentence, means, fact, change] = texts.map(|[en, es]| pick(language, en, es).to_owned());
    Some(Why {
        sentence,
        clause: (*clause).into(),
        means,
        fact,
        change,
        entry: Some(1198),
        next: None,
        ask: None,
    })
}

impl FilePage<String> {
    /// A protected client's file.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9");
        Self {
            bar: sample_bar(language),
            cards: sample_sections(None)
                .into_iter()
                .map(|link| Card {
                    records: u64::from(matches!(link.state, State::Open | State::Masked)),
                    why: sample_other_why(language, link.category),
                    link,
                })
                .collect(),
            emergencies: Vec::new(),
            shell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_that_is_the_same_for_many_sections_is_said_once() {
        let mut page = FilePage::sample(Language::English);
        let sections: Vec<_> = page.closed().iter().map(|it| it.links.len()).collect();
        assert_eq!(sections, [1, 1, 1]);
        let why = sample_why(Language::English);
        for card in &mut page.cards {
            card.link.state = State::Locked;
            card.why = Some(why.clone());
        }
        assert_eq!(page.closed().len(), 1);
        assert_eq!(page.closed()[0].links.len(), page.cards.len());
        assert_eq!(page.open().count(), 0);
        let html = askama::Template::render(&page).unwrap();
        assert_eq!(html.matches("class=\"reasons\"").count(), 1);
    }
}
