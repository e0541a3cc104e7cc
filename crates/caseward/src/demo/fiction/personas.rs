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
                "Opens the people of the shelters who are assigned to her; try Saffron Nightjar, add an entry, and decide on the protections that were proposed.",
                "Abre los expedientes de los refugios que tiene asignados; pruebe con Saffron Nightjar, añada una anotación y decida sobre las protecciones propuestas.",
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
                "Opens the families in rapid rehousing who are assigned to him; try Juniper Ashgrove, and see who looked at her file. Under Disclosures, prepare one to the housing authority, one question a page.",
                "Abre las familias de realojo rápido que tiene asignadas; pruebe con Juniper Ashgrove y vea quién consultó su expediente. En Comunicaciones, prepare una para la autoridad de vivienda, pregunta por pregunta.",
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
                "Supervises Wren, Mateo and Tansy and opens their cases for that purpose; open one, see who looked at it, and note what was discussed.",
                "Supervisa a Wren, Mateo y Tansy y abre sus casos con ese fin; abra uno, vea quién lo consultó y anote lo conversado.",
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
                "Works with Azalea Windrow on the street; a wall keeps Rowan out of her file, and not Basil. He leads the housing table: under Conferences, answer what waits, close the agenda of today’s meeting and open its room.",
                "Atiende a Azalea Windrow en la calle; un muro deja a Rowan fuera de su expediente, no a Basil. Coordina la mesa de vivienda: en Conferencias, responda lo que espera, cierre el orden del día de la reunión de hoy y abra su sala.",
            ),
        )
    },
    in_good_standing(
        "linnet",
        "Linnet Quillfeather",
        Role::PrivacyOfficer,
        LANTERN,
        (
            "With a recorded duty she sees that a file exists and who looked at it, not what it says. She opens it by its number: the last part of a file’s address, as Wren sees it.",
            "Con un motivo registrado ve que un expediente existe y quién lo consultó, no lo que dice. Lo abre por su número: la última parte de la dirección del expediente, como la ve Wren.",
        ),
    ),
    in_good_standing(
        "ines",
        "Inés Letraclara",
        Role::LegalCounsel,
        LANTERN,
        (
            "Answers for the law: without her approval nothing goes to a court. A file opens to her when a request is on record; the desk that takes requests in is planned, so none is open today.",
            "Responde por lo legal: sin su aprobación nada llega a un juzgado. Un expediente se le abre cuando consta un requerimiento; la mesa que los recibe está prevista, así que hoy no hay ninguno abierto.",
        ),
    ),
    in_good_standing(
        "flint",
        "Flint Cableton",
        Role::Administrator,
        LANTERN,
        (
            "Runs the installation and holds no record: see the system check, and an empty list of clients. There is no way around the gate for him either.",
            "Administra la instalación y no tiene ningún expediente: vea el estado del sistema y una lista de casos vacía. Tampoco para él hay otra puerta.",
        ),
    ),
    in_good_standing(
        "marigold",
        "Marigold Tallystone",
        Role::Auditor,
        LANTERN,
        (
            "Checks the ledger and its proofs and never learns who a client is; open an entry and check its proof.",
            "Comprueba el registro y sus pruebas y nunca sabe quién es una persona atendida; abra un asiento y verifique su prueba.",
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
            "Works for a partner that serves survivors and opens no file of ours: her list is empty, and stays so. She signed for Basil’s housing table: once he has closed the agenda, she finds on it what her organization can act on.",
            "Trabaja para una organización asociada que atiende a supervivientes y no abre ningún expediente nuestro: su lista está vacía y así sigue. Firmó para la mesa de vivienda de Basil: cuando él cierre el orden del día, verá allí en qué puede ayudar su organización.",
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
                "Opens outreach and supportive housing, but a wall stands between him and Azalea Windrow: she is in his program and not in his list.",
                "Abre los expedientes de calle y de vivienda con apoyo, pero un muro lo separa de Azalea Windrow: está en su programa y no en su lista.",
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
                "Reads her own file; what a neighbour told is not hers to read, and she is told why.",
                "Lee su propio expediente; lo que contó un vecino no está a su alcance, y se le dice por qué.",
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
