//! What the workers wrote down: facts, and opinions with what they rest on (DV-5.2.2).
//!
//! What others told stands apart under its own section (DV-3.2). The tone is that of good case notes: what
//! was said or seen, in the person's own words where possible, nothing that the person could not read
//! about themselves without being hurt.

use caseward_model::{Category, Nature, Provenance};
use jiff::ToSpan as _;
use jiff::civil::Date;

use Category::{
    Contact, DomesticViolence, Health, Hiv, Household, Housing, Income, Justice, Location,
    MentalHealth, Notes, Reproductive, Services, SubstanceUse, ThirdParty,
};

/// One note in one person's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Note {
    /// The client's PersonalID.
    pub(crate) personal_id: &'static str,
    /// The persona who wrote it.
    pub(crate) by: &'static str,
    /// How many days before today it was written; at least 1.
    pub(crate) days_ago: i32,
    /// That day.
    pub(crate) on: Date,
    /// The section of the file.
    pub(crate) section: Category,
    /// Who told.
    pub(crate) provenance: Provenance,
    /// Fact or opinion.
    pub(crate) nature: Nature,
    /// What an opinion rests on; empty for a fact.
    pub(crate) based_on: &'static str,
    /// The note itself.
    pub(crate) text: &'static str,
}

/// Who, by whom, how many days ago.
type Head = (&'static str, &'static str, i32);

/// A note without its day.
type Draft = (
    Head,
    Category,
    Provenance,
    Nature,
    &'static str,
    &'static str,
);

/// The client said so.
const fn told(head: Head, section: Category, text: &'static str) -> Draft {
    (head, section, Provenance::Client, Nature::Fact, "", text)
}

/// The worker saw or did it.
const fn seen(head: Head, section: Category, text: &'static str) -> Draft {
    (head, section, Provenance::Worker, Nature::Fact, "", text)
}

/// The worker thinks so, for this reason.
const fn thought(
    head: Head,
    section: Category,
    because: &'static str,
    text: &'static str,
) -> Draft {
    (
        head,
        section,
        Provenance::Worker,
        Nature::Opinion,
        because,
        text,
    )
}

/// Somebody else said so.
const fn heard(head: Head, text: &'static str) -> Draft {
    (
        head,
        ThirdParty,
        Provenance::ThirdParty,
        Nature::Fact,
        "",
        text,
    )
}

/// Somebody else thinks so, for this reason.
const fn supposed(head: Head, because: &'static str, text: &'static str) -> Draft {
    (
        head,
        ThirdParty,
        Provenance::ThirdParty,
        Nature::Opinion,
        because,
        text,
    )
}

/// All notes, with the days counted back from `today`.
#[must_use]
pub(crate) fn notes(today: Date) -> Vec<Note> {
    let dated = DRAFTS
        .iter()
        .map(|&(head, section, provenance, nature, based_on, text)| {
            let (personal_id, by, days_ago) = head;
            Note {
                personal_id,
                by,
                days_ago,
                on: today.saturating_sub(days_ago.days()),
                section,
                provenance,
                nature,
                based_on,
                text,
            }
        });
    dated.collect()
}

const DRAFTS: &[Draft] = &[
    told(
        ("1001", "mateo", 280),
        Housing,
        "Signed the lease on a two-bedroom flat. Bryony chose the room with the window on the yard.",
    ),
    seen(
        ("1001", "mateo", 190),
        Income,
        "Brought three pay slips from the bakery; average 1,480 dollars a month before tax.",
    ),
    thought(
        ("1001", "mateo", 95),
        Housing,
        "Rent paid on time for six months, and a call to us before, not after, the boiler broke.",
        "Ready to take over the full rent in spring if the hours at the bakery stay as they are.",
    ),
    told(
        ("1001", "mateo", 26),
        Health,
        "Asthma was worse in the cold week. Has an inhaler and an appointment at the clinic.",
    ),
    heard(
        ("1001", "mateo", 24),
        "A neighbour rang to say that voices were loud on Sunday night and asked us not to say who rang.",
    ),
    told(
        ("1003", "mateo", 60),
        Services,
        "Alder started with the speech therapist on Tuesdays. His mother says he now asks for seconds by name.",
    ),
    told(
        ("1101", "wren", 46),
        DomesticViolence,
        "Left after being locked in for a weekend. Wants no contact, and wants nobody told which shelter this is.",
    ),
    told(
        ("1101", "wren", 45),
        Contact,
        "Safe to call between 10 and 12 while Pip is at school. No voice messages, no text messages, no letters.",
    ),
    seen(
        ("1101", "wren", 40),
        Location,
        "Safety plan made together: two ways out of the building, a bag with the school office, a word that means call now.",
    ),
    thought(
        ("1101", "wren", 30),
        MentalHealth,
        "Sleeps five hours a night by her own count, was two at the start; laughed twice today.",
        "Getting steadier. She decides the pace; counselling is offered and the door stays open.",
    ),
    heard(
        ("1101", "wren", 18),
        "Her sister told us by phone that someone asked at the sister's work where Saffron is living now.",
    ),
    told(
        ("1102", "wren", 33),
        Household,
        "Pip goes to school by the side gate with another mother. His teacher knows who may fetch him.",
    ),
    told(
        ("1201", "rowan", 100),
        Housing,
        "Would take a room with a lock over a bed in a hall. Works mornings at the market.",
    ),
    thought(
        ("1201", "rowan", 52),
        Services,
        "Came to five of six appointments and asked for the programme's dates himself.",
        "Means what he says about the weekly group; worth keeping his place there.",
    ),
    told(
        ("1301", "basil", 70),
        Notes,
        "Asked that one of our outreach workers not be told anything: they were together for four years.",
    ),
    seen(
        ("1301", "basil", 28),
        Health,
        "The wrist splint is off. Carried her own bags up the stairs and was glad of it.",
    ),
    told(
        ("1401", "rowan", 150),
        SubstanceUse,
        "Eleven days without a drink. Would like company on Saturdays, which are the long days.",
    ),
    told(
        ("1501", "rowan", 148),
        Household,
        "She and Calder want a place together later on, and want to be asked separately until then.",
    ),
    told(
        ("1601", "rowan", 320),
        Hiv,
        "Takes his tablets every morning with the radio news. Last result at the clinic: undetectable.",
    ),
    told(
        ("1601", "rowan", 110),
        Contact,
        "Nothing from us may show what kind of clinic it is; the letter box is shared.",
    ),
    seen(
        ("1601", "rowan", 45),
        Housing,
        "Annual look round the flat: everything works. He has built a shelf for his chess books.",
    ),
    told(
        ("1701", "rowan", 290),
        SubstanceUse,
        "Asked for help to come off the pills, and chose the day clinic over the ward.",
    ),
    thought(
        ("1701", "rowan", 130),
        MentalHealth,
        "Two visits in a row he opened before I knocked; the curtains are up.",
        "The winter is going better than the last one. Weekly visits still matter to him.",
    ),
    supposed(
        ("1701", "rowan", 85),
        "The caretaker heard music after midnight three times.",
        "The caretaker believes that he has guests staying over. We have not asked him about it yet.",
    ),
    told(
        ("1701", "rowan", 20),
        Justice,
        "Paid the last instalment of the old fine and showed the receipt. It is over.",
    ),
    told(
        ("1801", "rowan", 240),
        Notes,
        "If anything happens: his niece may know that he died, and nobody else. The brass compass is for her.",
    ),
    seen(
        ("1801", "rowan", 96),
        Health,
        "Moved to the hospice with his own blanket. Visited; he slept, and the window was open as he likes it.",
    ),
    told(
        ("1901", "rowan", 28),
        Notes,
        "Prefers Bluejay for now. Took the socks and said that Thursdays are all right.",
    ),
    told(
        ("2001", "rowan", 19),
        Household,
        "Has an aunt whom she trusts. Agreed that we ring the aunt together on Friday, with her in the room.",
    ),
    thought(
        ("2001", "rowan", 12),
        Services,
        "Came back on her own on both days after saying she might not.",
        "Will come again if the same person is here. Keep the Friday hour free.",
    ),
    told(
        ("2101", "wren", 230),
        Notes,
        "Prefiere hablar en español. Trabaja de noche en la panadería y pide que no le llamemos antes de las dos.",
    ),
    seen(
        ("2101", "wren", 30),
        Income,
        "Trajo el contrato nuevo: treinta horas a la semana desde el lunes.",
    ),
    told(
        ("2201", "wren", 58),
        Household,
        "Los niños van ya a la escuela del barrio. Lucía quiere entrar en el coro.",
    ),
    thought(
        ("2202", "wren", 41),
        Housing,
        "Han visto tres pisos juntos y han hecho las cuentas delante de mí.",
        "La familia está preparada para alquilar en cuanto aparezca un piso cerca de la escuela.",
    ),
    seen(
        ("2401", "wren", 13),
        Health,
        "Came from the hospital with a walking frame and no chair in the hall. Lent her the one from the office.",
    ),
    told(
        ("2501", "mateo", 200),
        DomesticViolence,
        "Spoke of her first marriage, more than ten years ago. It is over, and she does not want it passed on.",
    ),
    told(
        ("2601", "mateo", 80),
        Location,
        "The new address goes to nobody. Post comes to the office; she collects it on Mondays.",
    ),
    told(
        ("2601", "mateo", 44),
        Reproductive,
        "Expecting in the summer and happy about it. Has a midwife.",
    ),
    heard(
        ("2801", "mateo", 75),
        "The school secretary told us that Baobab was awarded the reading prize and that the family had not been told yet.",
    ),
    seen(
        ("3401", "rowan", 160),
        Services,
        "Interpreter booked for every second visit; the form about the heating is filled in and sent.",
    ),
    told(
        ("3701", "rowan", 50),
        Notes,
        "The name to use is Ember, on the telephone too.",
    ),
    told(
        ("4001", "wren", 82),
        Notes,
        "Said no to sharing with other agencies after we had gone through what it would be good for. The answer stands.",
    ),
    thought(
        ("4001", "odile", 70),
        Services,
        "Read the file with Wren; everything so far was arranged without outside help.",
        "Nothing she needs at present depends on sharing. Ask again only if she brings it up.",
    ),
];
