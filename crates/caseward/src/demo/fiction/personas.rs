//! The twelve people as whom a visitor can sign in: each shows another side of the same door.

use caseward_model::Role;

use super::places::{
    CLOUDBERRY, FAMILY, LANTERN, NIGHT, OUTREACH, QUIET_ORCHARD, RAPID, SUPPORTIVE,
};

/// Someone a visitor can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Persona {
    /// A short word for links and commands, such as `wren`; it never changes.
    pub(crate) handle: &'static str,
    /// First and last name, fictional.
    pub(crate) name: &'static str,
    /// Their part.
    pub(crate) role: Role,
    /// The OrganizationID they belong to.
    pub(crate) organization: &'static str,
    /// The ProjectIDs they work in; none when they work in none.
    pub(crate) programmes: &'static [&'static str],
    /// They signed the current agreements.
    pub(crate) agreement_signed: bool,
    /// Their training is not overdue.
    pub(crate) training_current: bool,
    /// Their access is paused.
    pub(crate) suspended: bool,
    /// The handles of those they supervise.
    pub(crate) supervises: &'static [&'static str],
    /// The PersonalID of the file that is their own; only for a client.
    pub(crate) own_file: Option<&'static str>,
    /// What they may see and what to try, in English and in Spanish.
    pub(crate) note: (&'static str, &'static str),
}

/// In good standing, with no programme and nobody to supervise.
const fn in_good_standing(
    handle: &'static str,
    name: &'static str,
    role: Role,
    organization: &'static str,
    note: (&'static str, &'static str),
) -> Persona {
    Persona {
        handle,
        name,
        role,
        organization,
        programmes: &[],
        agreement_signed: true,
        training_current: true,
        suspended: false,
        supervises: &[],
        own_file: None,
        note,
    }
}

const PERSONAS: &[Persona] = &[
    Persona {
        programmes: &[NIGHT, FAMILY],
        ..in_good_standing(
            "wren",
            "Wren Lamplight",
            Role::Caseworker,
            LANTERN,
            (
                "Opens the people of the shelters who are assigned to her; try Saffron Nightjar, then someone of Mateo's.",
                "Abre las fichas de los refugios que tiene asignadas; pruebe con Saffron Nightjar y luego con alguien de Mateo.",
            ),
        )
    },
    Persona {
        programmes: &[RAPID],
        ..in_good_standing(
            "mateo",
            "Mateo Ríoclaro",
            Role::Caseworker,
            LANTERN,
            (
                "Opens the families in rapid rehousing who are assigned to him; try sharing Juniper Ashgrove with the housing authority, then with the newspaper.",
                "Abre las familias de realojo rápido que tiene asignadas; pruebe a comunicar datos de Juniper Ashgrove a la autoridad de vivienda y luego al periódico.",
            ),
        )
    },
    Persona {
        programmes: &[NIGHT, FAMILY, RAPID],
        supervises: &["wren", "mateo", "tansy"],
        ..in_good_standing(
            "odile",
            "Odile Fernbrook",
            Role::Supervisor,
            LANTERN,
            (
                "Supervises Wren, Mateo and Tansy and opens their cases for that purpose; try a file of Rowan's, whom she does not supervise.",
                "Supervisa a Wren, Mateo y Tansy y abre sus casos con ese fin; pruebe con una ficha de Rowan, a quien no supervisa.",
            ),
        )
    },
    Persona {
        programmes: &[OUTREACH],
        ..in_good_standing(
            "basil",
            "Basil Overbridge",
            Role::ConferenceLead,
            CLOUDBERRY,
            (
                "Leads the case conferences and works with Azalea Windrow; try her file, then someone of Rowan's, then a protected client on an agenda.",
                "Dirige las conferencias de casos y atiende a Azalea Windrow; pruebe con su ficha, luego con alguien de Rowan y luego con una persona protegida en un orden del día.",
            ),
        )
    },
    in_good_standing(
        "linnet",
        "Linnet Quillfeather",
        Role::PrivacyOfficer,
        LANTERN,
        (
            "With a recorded duty she sees that a file exists and who looked at it, not what it says; try Łucja Bursztyn, whose protection is only proposed.",
            "Con un motivo registrado ve que una ficha existe y quién la miró, no lo que dice; pruebe con Łucja Bursztyn, cuya protección solo está propuesta.",
        ),
    ),
    in_good_standing(
        "ines",
        "Inés Letraclara",
        Role::LegalCounsel,
        LANTERN,
        (
            "Answers for the law: without her approval nothing goes to the court; with a recorded duty she reads what a request asks for. Try a file with and without one.",
            "Responde por lo legal: sin su aprobación nada llega al juzgado; con un motivo registrado lee lo que pide un requerimiento. Pruebe una ficha con y sin motivo.",
        ),
    ),
    in_good_standing(
        "flint",
        "Flint Cableton",
        Role::Administrator,
        LANTERN,
        (
            "Runs the installation and holds no record; try to open any client: there is no way around the gate for him either.",
            "Administra la instalación y no tiene ninguna ficha; pruebe a abrir cualquiera: tampoco para él hay otra puerta.",
        ),
    ),
    in_good_standing(
        "marigold",
        "Marigold Tallystone",
        Role::Auditor,
        LANTERN,
        (
            "Checks the ledger and its proofs and never learns who a client is; try to prove an entry, then to open a file.",
            "Comprueba el registro y sus pruebas y nunca sabe quién es una persona atendida; pruebe a verificar un asiento y luego a abrir una ficha.",
        ),
    ),
    Persona {
        programmes: &[FAMILY],
        training_current: false,
        ..in_good_standing(
            "tansy",
            "Tansy Meadowlark",
            Role::Caseworker,
            LANTERN,
            (
                "Is assigned to three families, but her training ran out; see how little is left on her desk, and what would change it.",
                "Tiene asignadas tres familias, pero su formación ha caducado; vea lo poco que queda en su mesa y qué lo cambiaría.",
            ),
        )
    },
    in_good_standing(
        "heather",
        "Heather Softmoor",
        Role::PartnerWorker,
        QUIET_ORCHARD,
        (
            "Works for a partner that serves survivors and opens no file of ours; what she learns, she learns in a conference. Try Saffron Nightjar, who agreed, and Myrtle Foxglen, who did not.",
            "Trabaja para una organización asociada que atiende a supervivientes y no abre ninguna ficha nuestra; lo que sabe, lo sabe en una conferencia. Pruebe con Saffron Nightjar, que dio su consentimiento, y con Myrtle Foxglen, que no.",
        ),
    ),
    Persona {
        programmes: &[OUTREACH, SUPPORTIVE],
        ..in_good_standing(
            "rowan",
            "Rowan Millpond",
            Role::Caseworker,
            CLOUDBERRY,
            (
                "Opens outreach and supportive housing, but a wall stands between him and Azalea Windrow; try to find her, even in an emergency.",
                "Abre las fichas de calle y de vivienda con apoyo, pero un muro lo separa de Azalea Windrow; pruebe a encontrarla, incluso en una emergencia.",
            ),
        )
    },
    Persona {
        own_file: Some("1001"),
        ..in_good_standing(
            "juniper",
            "Juniper Ashgrove",
            Role::Client,
            LANTERN,
            (
                "Reads her own file; what a neighbour told is not hers to read. Try to find it.",
                "Lee su propia ficha; lo que contó un vecino no está a su alcance. Pruebe a encontrarlo.",
            ),
        )
    },
];

/// Everyone as whom a visitor can sign in, in the order in which to show them.
#[must_use]
pub(crate) fn personas() -> Vec<Persona> {
    PERSONAS.to_vec()
}

/// The persona with this handle.
pub(super) fn persona(handle: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|known| known.handle == handle)
}
