//! Whether a consent lets something out: one question, and if not, which element fails and what the smallest change would be.
//!
//! DV-2.1, DV-2.2, DV-3.3.2d, NASW-b, NASW-h. The gate asks the same of the same facts whenever something is to go, and of the
//! same consent; this says it beforehand, so that nobody has to try.

use caseward_gate::{AskedOfConsents, ClientSheet, ConsentFact};
use caseward_model::{Category, Channel, ConsentFlaw, Language, Purpose, RecipientKind};

/// What is to go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRelease {
    /// To which organisation, by number.
    pub recipient: i64,
    /// Of what kind it is.
    pub kind: RecipientKind,
    /// For what.
    pub purpose: Purpose,
    /// Which sections.
    pub sections: Vec<Category>,
    /// By which way.
    pub channel: Channel,
    /// The limits that only people can keep were read and are kept.
    pub limits_confirmed: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The consent that comes nearest, by its number; nothing where there is none.
    pub consent: Option<i64>,
    /// What fails in it, the most telling first; empty if it lets it out.
    pub flaws: Vec<ConsentFlaw>,
    /// The sections that it doesn't cover.
    pub uncovered: Vec<Category>,
}

impl Checked {
    /// Whether it lets it out.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.flaws.is_empty()
    }
}

/// Which of a client's consents lets this out, or comes nearest: the one by which the gate would decide. Several consents
/// never add up to one.
#[must_use]
pub fn check(client: &ClientSheet, wanted: &ToRelease, now_ms: i64) -> Checked {
    let asked = AskedOfConsents {
        recipient: wanted.recipient,
        kind: Some(wanted.kind),
        purpose: wanted.purpose,
        channel: wanted.channel,
        sections: &wanted.sections,
    };
    match client.consent_for(&asked, now_ms) {
        Some(fact) => judge(fact, client, wanted, now_ms),
        None => Checked {
            consent: None,
            flaws: vec![ConsentFlaw::Absent],
            uncovered: wanted.sections.clone(),
        },
    }
}

fn judge(fact: &ConsentFact, client: &ClientSheet, wanted: &ToRelease, now_ms: i64) -> Checked {
    let sections = wanted.sections.iter().copied();
    let uncovered: Vec<_> = sections.filter(|it| !fact.covers(*it)).collect();
    let purpose = fact.names_purpose(wanted.purpose, Some(wanted.kind));
    let checks = [
        (
            !fact.names_recipient(wanted.recipient),
            ConsentFlaw::WrongRecipient,
        ),
        (!purpose, ConsentFlaw::WrongPurpose),
        (!uncovered.is_empty(), ConsentFlaw::OutOfScope),
        (
            !fact.channels.contains(&wanted.channel),
            ConsentFlaw::WrongWay,
        ),
        (
            fact.confirm_limits && !wanted.limits_confirmed,
            ConsentFlaw::LimitsUnconfirmed,
        ),
    ];
    let flaw = fact.flaw_of(client, now_ms).into_iter();
    let others = checks.into_iter().filter(|(fails, _)| *fails);
    Checked {
        consent: (fact.no != 0).then_some(fact.no),
        flaws: flaw.chain(others.map(|(_, flaw)| flaw)).collect(),
        uncovered,
    }
}

/// The name under which a failing element is known outside: `consent.expired`.
#[must_use]
pub fn code(flaw: ConsentFlaw) -> String {
    format!("consent.{}", flaw.word())
}

/// What fails, in a sentence, and the smallest change that would make it pass.
#[must_use]
pub const fn says(flaw: ConsentFlaw, language: Language) -> (&'static str, &'static str) {
    match language {
        Language::English => english(flaw),
        Language::Spanish => spanish(flaw),
    }
}

const fn english(flaw: ConsentFlaw) -> (&'static str, &'static str) {
    match flaw {
        ConsentFlaw::Absent => (
            "There is no consent.",
            "Explain to the client what it is about, and ask for a signature.",
        ),
        ConsentFlaw::Revoked => (
            "The client took it back.",
            "Nothing, unless the client changes their mind themselves.",
        ),
        ConsentFlaw::NotWritten => (
            "It is not signed yet.",
            "Have it signed: drawn on the screen, typed with a witness, or on paper that is scanned and confirmed by a second person.",
        ),
        ConsentFlaw::Unwitnessed => (
            "A name was typed under it, and nobody saw it but the worker.",
            "Have it signed anew: drawn on the screen, typed with a witness, or on paper that is scanned and confirmed.",
        ),
        ConsentFlaw::SignerNotAllowed => (
            "Whoever signed it may not sign for the client.",
            "Ask the client themselves, or somebody who may decide for them.",
        ),
        ConsentFlaw::UsedUp => (
            "It was for one time only, and that time was.",
            "Ask the client for a new one.",
        ),
        ConsentFlaw::Expired => (
            "It has run out.",
            "Ask the client whether they want to renew it.",
        ),
        ConsentFlaw::FutureDated => (
            "It bears a day that has not come yet.",
            "Wait for that day, or ask for a new signature.",
        ),
        ConsentFlaw::WrongRecipient => (
            "It names another organisation.",
            "Ask the client for one that names this organisation.",
        ),
        ConsentFlaw::WrongPurpose => (
            "It names other purposes.",
            "Ask the client about this purpose.",
        ),
        ConsentFlaw::OutOfScope => (
            "It does not cover all of this.",
            "Leave out what it does not cover, or ask the client about it.",
        ),
        ConsentFlaw::WrongWay => (
            "It does not let this way be used.",
            "Choose a way that it names, or ask the client about this one.",
        ),
        ConsentFlaw::LimitsUnconfirmed => (
            "The client set limits that only you can keep.",
            "Read each of them, and confirm that it is kept.",
        ),
        ConsentFlaw::NotExplained => (
            "Something that had to be told before was not told.",
            "Explain it to the client, and ask for a new signature.",
        ),
    }
}

const fn spanish(flaw: ConsentFlaw) -> (&'static str, &'static str) {
    match flaw {
        ConsentFlaw::Absent => (
            "No hay consentimiento.",
            "Explique a la persona de qué se trata, y pida su firma.",
        ),
        ConsentFlaw::Revoked => (
            "La persona lo retiró.",
            "Nada, salvo que la persona cambie de opinión por sí misma.",
        ),
        ConsentFlaw::NotWritten => (
            "Aún no está firmado.",
            "Haga que se firme: trazando la firma en pantalla, escribiendo el nombre ante un testigo, o en papel que se escanee y confirme otra persona.",
        ),
        ConsentFlaw::Unwitnessed => (
            "Se escribió un nombre, y no lo vio nadie más que quien atiende.",
            "Haga que se firme de nuevo: trazando la firma en pantalla, escribiendo el nombre ante un testigo, o en papel que se escanee y confirme.",
        ),
        ConsentFlaw::SignerNotAllowed => (
            "Quien lo firmó no puede firmar por la persona.",
            "Pregunte a la propia persona, o a alguien que pueda decidir por ella.",
        ),
        ConsentFlaw::UsedUp => (
            "Era para una sola vez, que ya pasó.",
            "Pida a la persona uno nuevo.",
        ),
        ConsentFlaw::Expired => ("Ha vencido.", "Pregunte a la persona si quiere renovarlo."),
        ConsentFlaw::FutureDated => (
            "Lleva una fecha que aún no ha llegado.",
            "Espere a ese día, o pida una nueva firma.",
        ),
        ConsentFlaw::WrongRecipient => (
            "Nombra a otra organización.",
            "Pida a la persona uno que nombre a esta organización.",
        ),
        ConsentFlaw::WrongPurpose => ("Nombra otros fines.", "Pregunte a la persona por este fin."),
        ConsentFlaw::OutOfScope => (
            "No cubre todo esto.",
            "Deje fuera lo que no cubre, o pregunte a la persona.",
        ),
        ConsentFlaw::WrongWay => (
            "No permite este medio.",
            "Elija un medio que nombre, o pregunte a la persona por este.",
        ),
        ConsentFlaw::LimitsUnconfirmed => (
            "La persona puso límites que solo usted puede cumplir.",
            "Lea cada uno, y confirme que se cumple.",
        ),
        ConsentFlaw::NotExplained => (
            "No se dijo algo que había que decir antes.",
            "Explíquelo a la persona, y pida una nueva firma.",
        ),
    }
}
