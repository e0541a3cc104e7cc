//! Every fact that a decision may look at, with its name, its sentence and its place in a situation.
//!
//! The names are those of the rules' `@fact` and of the questions (CC-1 to DV-5.10); the rules
//! themselves say `principal.` for `asker.` and `resource.` for `section.`.

use caseward_model::{
    Action, Basis, Category, Channel, Provenance, Purpose, RecipientKind, Role, Situation,
    UnknownWord,
};

/// A fact that is a yes or a no.
pub(crate) struct Flag {
    pub(crate) name: &'static str,
    pub(crate) en: &'static str,
    pub(crate) es: &'static str,
    pub(crate) get: fn(&Situation) -> bool,
    pub(crate) set: fn(&mut Situation, bool),
}

/// A fact that is a word of a closed list.
pub(crate) struct Word {
    pub(crate) name: &'static str,
    /// The entity type under which the rules spell it.
    pub(crate) list: &'static str,
    pub(crate) get: fn(&Situation) -> (u8, &'static str),
    pub(crate) set: fn(&mut Situation, &str) -> Result<(), UnknownWord>,
    pub(crate) number: fn(&str) -> Option<u8>,
    pub(crate) all: fn() -> Vec<&'static str>,
}

/// A flag as it stands, or as it is worked out from more than its own place.
macro_rules! read {
    ($s:ident, $group:ident . $field:ident) => {
        $s.$group.$field
    };
    ($s:ident, $group:ident . $field:ident, $worked_out:ident) => {
        $s.$group.$worked_out()
    };
}

macro_rules! flags {
    ($( $name:literal, $group:ident . $field:ident $(by $worked_out:ident)?, $en:literal, $es:literal );+ $(;)?) => {
        /// All yes-or-no facts.
        pub(crate) static FLAGS: &[Flag] = &[ $( Flag {
            name: $name, en: $en, es: $es,
            get: |s| read!(s, $group.$field $(, $worked_out)?),
            set: |s, value| s.$group.$field = value,
        } ),+ ];
    };
}

macro_rules! words {
    ($( $name:literal, $kind:ident, $($path:ident).+ );+ $(;)?) => {
        /// All facts that are words.
        pub(crate) static WORDS: &[Word] = &[ $( Word {
            name: $name, list: stringify!($kind),
            get: |s| (s.$($path).+.number(), s.$($path).+.word()),
            set: |s, word| { s.$($path).+ = word.parse()?; Ok(()) },
            number: |word| word.parse::<$kind>().ok().map($kind::number),
            all: || $kind::ALL.iter().map(|w| w.word()).collect(),
        } ),+ ];
    };
}

words! {
    "action", Action, action;
    "purpose", Purpose, purpose;
    "basis", Basis, basis;
    "channel", Channel, channel;
    "asker.role", Role, asker.role;
    "recipient.kind", RecipientKind, recipient.kind;
    "section.category", Category, section.category;
    "section.provenance", Provenance, section.provenance;
}

flags! {
    "asker.of_handling_organization", asker.of_handling_organization, "you work for the organisation that serves the client", "usted trabaja en la organización que atiende a la persona";
    "asker.agreement_signed", asker.agreement_signed, "the current agreement is signed", "el acuerdo vigente está firmado";
    "asker.training_current", asker.training_current, "the training is up to date", "la formación está al día";
    "asker.suspended", asker.suspended, "the access is suspended", "el acceso está suspendido";
    "asker.barred", asker.barred, "a breach was found, and ended the part in conferences", "se constató una infracción y terminó la participación en conferencias";
    "relation.assigned", relation.assigned, "assigned to the client", "tiene asignada a la persona";
    "relation.supervises", relation.supervises, "supervises someone who is assigned", "supervisa a quien la tiene asignada";
    "relation.duty_recorded", relation.duty_recorded, "a duty is recorded for this look-up", "hay un motivo de trabajo registrado";
    "relation.emergency_open", relation.emergency_open, "an emergency ticket is open", "hay una emergencia abierta";
    "relation.walled", relation.walled, "a wall stands between asker and client", "hay una barrera entre quien pregunta y la persona";
    "relation.is_the_client", relation.is_the_client, "the asker is the client", "quien pregunta es la propia persona";
    "relation.heard_in_conference", relation.heard_in_conference, "the asker learnt of the client in a case conference", "quien pregunta supo de la persona en una conferencia de caso";
    "client.protected", client.protected, "the client is protected", "la persona está protegida";
    "client.declined_sharing", client.declined_sharing, "the client declined sharing", "la persona no aceptó compartir";
    "client.deceased", client.deceased, "the client has died", "la persona ha fallecido";
    "client.of_victim_service_provider", client.of_victim_service_provider, "a victim service provider serves the client", "la atiende una organización de ayuda a víctimas";
    "client.programme_participant", client.programme_participant, "the client takes part in the men's programme", "la persona participa en el programa para hombres";
    "recipient.is_handling_organization", recipient.is_handling_organization, "the recipient is the organisation that serves the client", "quien recibe es la organización que atiende a la persona";
    "recipient.protocol_current", recipient.protocol_current, "a current protocol names the organisation", "un protocolo vigente nombra a la organización";
    "recipient.protocol_covers", recipient.protocol_covers, "that protocol covers this section, purpose and person", "ese protocolo cubre esta sección, fin y persona";
    "recipient.policy_assessed", recipient.policy_assessed, "the organisation's policy was assessed", "la política de la organización fue evaluada";
    "recipient.walled", recipient.walled, "a wall stands between recipient and client", "hay una barrera entre quien recibe y la persona";
    "recipient.partner", recipient.partner, "whoever is to be warned is or was the client's partner", "a quien se quiere avisar es o fue pareja de la persona";
    "consent.live", consent.live, "a valid written consent is on file", "hay un consentimiento escrito válido";
    "consent.names_recipient", consent.names_recipient, "the consent names the recipient", "el consentimiento nombra a quien recibe";
    "consent.names_purpose", consent.names_purpose, "the consent names the purpose", "el consentimiento nombra el fin";
    "consent.covers_section", consent.covers_section, "the consent covers the section", "el consentimiento cubre la sección";
    "consent.permits_category", consent.permits_category, "the consent permits this very category", "el consentimiento permite esta categoría concreta";
    "consent.covers_channel", consent.covers_channel, "the consent lets this way be used", "el consentimiento permite este medio";
    "consent.limits_confirmed", consent.limits_confirmed, "each limit that the client set is confirmed", "cada límite que puso la persona está confirmado";
    "consent.unwritten", consent.unwritten, "the consent is not signed", "el consentimiento no está firmado";
    "consent.future_dated", consent.future_dated, "the consent is dated in the future", "el consentimiento lleva una fecha futura";
    "consent.expired", consent.expired, "the consent has run out", "el consentimiento ha vencido";
    "consent.withdrawn", consent.withdrawn, "the consent was taken back", "el consentimiento fue retirado";
    "consent.used_up", consent.used_up, "the consent was for one time only, and that time was", "el consentimiento era para una sola vez, que ya pasó";
    "consent.signer_barred", consent.signer_barred, "whoever signed may not sign for the client", "quien firmó no puede firmar por la persona";
    "law.requested_by_law", law.requested_by_law, "it answers a subpoena, an order or a request for the record", "responde a un requerimiento legal";
    "law.approved", law.approved, "the Law Department approved it", "el Departamento Jurídico lo aprobó";
    "law.question_open", law.question_open, "a question to the Law Department is open", "hay una consulta abierta al Departamento Jurídico";
    "law.declined", law.declined, "the Law Department was asked and said no", "el Departamento Jurídico respondió que no";
    "danger.reported", danger.reported, "the danger is reported", "el peligro está comunicado";
    "danger.client_told_or_reason", danger.client_told_or_reason, "the client was told, or the reason why not is noted", "se avisó a la persona o consta por qué no";
    "danger.raises_risk", danger.raises_risk, "it may raise the client's risk", "puede aumentar el riesgo de la persona";
    "danger.manager_discussed", danger.manager_discussed, "a manager discussed it", "se habló con la dirección";
    "danger.of_another", danger.of_another, "a danger report stands that says that somebody else may be harmed", "sigue en pie un informe de peligro que dice que otra persona puede sufrir daño";
    "session.on_agenda", session.on_agenda, "the client is on the agenda", "la persona está en el orden del día";
    "session.private_room", session.private_room, "a private room is attested", "se confirmó un lugar privado";
    "session.by_alias", session.by_alias, "the client is spoken of by an identifier", "se habla de la persona con un identificador";
    "session.alias_agreed", session.alias_agreed, "lead and organisation agreed to the identifier", "coordinación y organización acordaron el identificador";
    "section.needed", section.needed, "the section is needed", "la sección es necesaria";
    "section.sensitive", section.sensitive by is_sensitive, "this kind of information is passed on only with permission for it", "este tipo de información solo se comunica con permiso para él";
    "section.teller_permits", section.teller_permits, "whoever told it permits that it goes there, for this purpose", "quien lo contó permite que vaya allí, con este fin";
}

/// How many facts there are: eight words and fifty-two flags.
pub(crate) const FACTS: usize = 60;
/// The place of the first flag among the facts; the words come first.
const FIRST_FLAG: usize = 8;
/// The places of the two facts by which the rules are sorted.
pub(crate) const ACTION: usize = 0;
/// See [`ACTION`].
pub(crate) const PURPOSE: usize = 1;

/// The value of each fact as a small number, in the order words, then flags.
pub(crate) fn values(s: &Situation) -> [u8; FACTS] {
    let mut values = [0; FACTS];
    let all = WORDS
        .iter()
        .map(|w| (w.get)(s).0)
        .chain(FLAGS.iter().map(|f| u8::from((f.get)(s))));
    for (place, value) in values.iter_mut().zip(all) {
        *place = value;
    }
    values
}

/// The place of a fact among [`values`], by the path that a rule uses (`principal.role`).
pub(crate) fn place_of_path(path: &str) -> Option<usize> {
    let name = match path.split_once('.') {
        Some(("principal", rest)) => format!("asker.{rest}"),
        Some(("resource", rest)) => format!("section.{rest}"),
        Some(("context", rest)) => rest.to_owned(),
        _ if path == "action" => path.to_owned(),
        _ => return None,
    };
    place_of_name(&name)
}

/// The place of a fact among [`values`], by its name (`asker.role`).
pub(crate) fn place_of_name(name: &str) -> Option<usize> {
    WORDS.iter().position(|w| w.name == name).or_else(|| {
        FLAGS
            .iter()
            .position(|f| f.name == name)
            .map(|p| p + FIRST_FLAG)
    })
}

/// The values that a fact can have, as a set of bits.
pub(crate) fn range(place: usize) -> u32 {
    WORDS
        .get(place)
        .map_or(0b11, |w| (1u32 << (w.all)().len()) - 1)
}

/// The number of a word that a rule spells `Role::"caseworker"`, at this place.
pub(crate) fn number_of(place: usize, list: &str, word: &str) -> Option<u8> {
    let known = WORDS.get(place)?;
    (known.list == list).then(|| (known.number)(word)).flatten()
}

/// The rules' spelling of a fact's path: group (`context.relation`) and field.
pub(crate) fn flag_in(group: &str) -> impl Iterator<Item = (&'static str, &'static Flag)> {
    FLAGS.iter().filter_map(move |f| {
        let (of, field) = f.name.split_once('.')?;
        (of == group).then_some((field, f))
    })
}

/// A change of facts that people can bring about, as one step: a signature, an assignment, a paper.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) en: &'static str,
    pub(crate) es: &'static str,
    pub(crate) make: fn(&mut Situation),
}

/// The steps, the most ordinary first.
pub(crate) static STEPS: &[Step] = &[
    Step {
        name: "sign",
        en: "the current agreement is signed",
        es: "se firma el acuerdo vigente",
        make: |s| s.asker.agreement_signed = true,
    },
    Step {
        name: "train",
        en: "the overdue training is completed",
        es: "se completa la formación pendiente",
        make: |s| s.asker.training_current = true,
    },
    Step {
        name: "reinstate",
        en: "the suspension is lifted",
        es: "se levanta la suspensión",
        make: |s| s.asker.suspended = false,
    },
    Step {
        name: "let_back_in",
        en: "a privacy officer lets the asker take part again after the finding",
        es: "la persona responsable de privacidad readmite a quien pregunta después de lo constatado",
        make: |s| s.asker.barred = false,
    },
    Step {
        name: "private_room",
        en: "a private room is confirmed",
        es: "se confirma un lugar privado",
        make: |s| s.session.private_room = true,
    },
    Step {
        name: "secure_channel",
        en: "it goes by an encrypted message or another secure way",
        es: "se envía por un mensaje cifrado u otro medio seguro",
        make: |s| s.channel = Channel::EncryptedMessage,
    },
    Step {
        name: "assign",
        en: "the client is assigned to the asker",
        es: "se asigna la persona a quien pregunta",
        make: |s| s.relation.assigned = true,
    },
    Step {
        name: "record_duty",
        en: "the duty that needs this is recorded first",
        es: "se registra antes el motivo de trabajo que lo necesita",
        make: |s| s.relation.duty_recorded = true,
    },
    Step {
        name: "record_direct_service",
        en: "direct service is recorded first as what the look-up is for",
        es: "se registra antes la atención directa como motivo de la consulta",
        make: record_direct_service,
    },
    Step {
        name: "consent",
        en: "the client gives written consent for this section, recipient and purpose",
        es: "la persona da su consentimiento escrito para esta sección, destinatario y fin",
        make: consent,
    },
    Step {
        name: "consent_for_category",
        en: "the client gives written consent that names this very kind of information",
        es: "la persona da un consentimiento escrito que nombra este tipo concreto de información",
        make: |s| {
            consent(s);
            s.consent.permits_category = true;
        },
    },
    Step {
        name: "teller_permits",
        en: "whoever told it permits that it goes there, for this purpose",
        es: "quien lo contó permite que vaya allí, con este fin",
        make: |s| s.section.teller_permits = true,
    },
    Step {
        name: "agreed_way",
        en: "it goes by a way to which the client agreed",
        es: "se envía por un medio que la persona aceptó",
        make: |s| s.consent.covers_channel = true,
    },
    Step {
        name: "confirm_limits",
        en: "each limit that the client set is looked at and confirmed",
        es: "se revisa y confirma cada límite que puso la persona",
        make: |s| s.consent.limits_confirmed = true,
    },
    Step {
        name: "law_answers",
        en: "the Law Department answers the open question",
        es: "el Departamento Jurídico responde la consulta abierta",
        make: |s| s.law.question_open = false,
    },
    Step {
        name: "law_approves",
        en: "the Law Department approves this release",
        es: "el Departamento Jurídico aprueba esta entrega",
        make: |s| {
            s.law.approved = true;
            s.law.declined = false;
        },
    },
    Step {
        name: "assess_policy",
        en: "the organisation's confidentiality policy is assessed",
        es: "se evalúa la política de confidencialidad de la organización",
        make: |s| s.recipient.policy_assessed = true,
    },
    Step {
        name: "agree_protocol",
        en: "a protocol with the organisation is agreed or renewed",
        es: "se acuerda o renueva un protocolo con la organización",
        make: |s| {
            s.recipient.protocol_current = true;
            s.recipient.protocol_covers = true;
        },
    },
    Step {
        name: "widen_protocol",
        en: "the protocol with the organisation is agreed anew and names this",
        es: "se acuerda de nuevo el protocolo con la organización y nombra esto",
        make: |s| s.recipient.protocol_covers = true,
    },
    Step {
        name: "put_on_agenda",
        en: "the lead puts the client on the agenda",
        es: "la coordinación incluye a la persona en el orden del día",
        make: |s| s.session.on_agenda = true,
    },
    Step {
        name: "agree_alias",
        en: "lead and organisation agree on an identifier",
        es: "coordinación y organización acuerdan un identificador",
        make: |s| {
            s.session.by_alias = true;
            s.session.alias_agreed = true;
        },
    },
    Step {
        name: "discuss_with_manager",
        en: "a manager discusses it and the file says so",
        es: "se habla con la dirección y consta en el expediente",
        make: |s| s.danger.manager_discussed = true,
    },
    Step {
        name: "report_danger",
        en: "a danger report is filled in and the client is told, or the reason why not is noted",
        es: "se completa un informe de peligro y se avisa a la persona, o consta por qué no",
        make: |s| {
            s.danger.reported = true;
            s.danger.client_told_or_reason = true;
        },
    },
    Step {
        name: "report_threat",
        en: "a danger report says that somebody else may be harmed, and what the client was told",
        es: "un informe de peligro dice que otra persona puede sufrir daño, y qué se le dijo a la persona",
        make: report_threat,
    },
    Step {
        name: "open_emergency",
        en: "an emergency ticket is opened, which will be reviewed",
        es: "se abre una emergencia, que será revisada",
        make: open_emergency,
    },
];

/// What was learnt in a case conference serves direct service: whoever recorded another duty is led there, and nobody else.
fn record_direct_service(s: &mut Situation) {
    let bound = s.relation.heard_in_conference && s.relation.duty_recorded;
    if bound && !s.relation.assigned && matches!(s.action, Action::Find | Action::Read) {
        s.purpose = Purpose::DirectService;
    }
}

/// A consent is also a ground: where none was named, it becomes the ground.
fn consent(s: &mut Situation) {
    s.consent.live = true;
    s.consent.names_recipient = true;
    s.consent.names_purpose = true;
    s.consent.covers_section = true;
    s.consent.covers_channel = true;
    s.consent.limits_confirmed = true;
    if matches!(s.basis, Basis::None | Basis::Duty) {
        s.basis = Basis::Consent;
    }
}

/// That somebody else may be harmed opens nothing but a warning to them: nobody is led to it for anything else.
fn report_threat(s: &mut Situation) {
    if s.recipient.kind == RecipientKind::ThreatenedPerson {
        s.danger.reported = true;
        s.danger.client_told_or_reason = true;
        s.danger.of_another = true;
    }
}

/// A ticket opens nothing for any other purpose: nobody is led to one for convenience.
fn open_emergency(s: &mut Situation) {
    if matches!(s.purpose, Purpose::Emergency | Purpose::Danger) {
        s.relation.emergency_open = true;
    }
}

/// How early a refusal that rests on this fact is told of; `flawed` says that a consent that there is fails.
pub(crate) fn rank(fact: &str, flawed: bool) -> u8 {
    // With a consent it could go all the same: what fails in the consent tells more.
    let by_consent = matches!(fact, "client.protected" | "client.programme_participant");
    match changeable(fact) {
        false if flawed && by_consent => 2,
        false => 0,
        true if is_flaw(fact) => 1,
        true => 2,
    }
}

/// Whether this is something that fails in a consent that there is.
pub(crate) fn is_flaw(fact: &str) -> bool {
    matches!(
        fact,
        "consent.unwritten"
            | "consent.future_dated"
            | "consent.expired"
            | "consent.withdrawn"
            | "consent.used_up"
            | "consent.signer_barred"
    )
}

/// Whether a deciding fact is one that some step can change.
fn changeable(fact: &str) -> bool {
    !matches!(
        fact,
        "relation.walled"
            | "recipient.walled"
            | "recipient.partner"
            | "recipient.kind"
            | "asker.role"
            | "asker.of_handling_organization"
            | "client.protected"
            | "client.programme_participant"
            | "section.provenance"
            | "section.needed"
            | "section.sensitive"
            | "action"
            | "purpose"
            | "relation.is_the_client"
    )
}
