//! Who there is in the office of the sweep, and how everyone stands to every client: one table, by which
//! the office is furnished and by which the oracle judges.

use caseward_model::{Asker, Category, ClientState, Law, Purpose, Relation, Role};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Persona {
    /// Someone who isn't signed in.
    Nobody,
    /// Someone whose session ended by itself.
    Expired,
    /// A caseworker with overdue training.
    Untrained,
    /// A caseworker who hasn't signed.
    Unsigned,
    /// A caseworker whose access is paused.
    Suspended,
    /// The caseworker who serves the client.
    Assigned,
    /// A caseworker who serves others.
    Other,
    /// A caseworker with an open emergency ticket.
    Ticket,
    /// The supervisor of the one who serves the client.
    Supervisor,
    /// A conference lead who stated a duty.
    Lead,
    /// The Law Department, with a request about the client.
    Legal,
    /// Of the committee.
    Committee,
    /// A line manager.
    LineManager,
    /// A worker of a partner organization with a protocol.
    Partner,
    /// A worker of another organization, on no agenda today.
    Guest,
    /// The client.
    Client,
    /// The administrator.
    Administrator,
    /// The auditor, with a duty to review.
    Auditor,
    /// The privacy officer, with a duty to review.
    Privacy,
    /// The records custodian, with a duty to keep records in order.
    Custodian,
    /// A consultant, asked for advice.
    Consultant,
    /// A trainer, about to teach.
    Trainer,
}

/// To which organization someone belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// The one that keeps its records here.
    Here,
    /// A partner with a current protocol.
    Partner,
    /// One without.
    Stranger,
}

/// How someone stands to the office.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) role: Role,
    pub(crate) home: Home,
    pub(crate) signed: bool,
    pub(crate) trained: bool,
    pub(crate) suspended: bool,
}

impl Persona {
    pub(crate) const ALL: &'static [Self] = &[
        Self::Nobody,
        Self::Expired,
        Self::Untrained,
        Self::Unsigned,
        Self::Suspended,
        Self::Assigned,
        Self::Other,
        Self::Ticket,
        Self::Supervisor,
        Self::Lead,
        Self::Legal,
        Self::Committee,
        Self::LineManager,
        Self::Partner,
        Self::Guest,
        Self::Client,
        Self::Administrator,
        Self::Auditor,
        Self::Privacy,
        Self::Custodian,
        Self::Consultant,
        Self::Trainer,
    ];

    /// The short name of their account.
    pub(crate) const fn handle(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Expired => "expired",
            Self::Untrained => "untrained",
            Self::Unsigned => "unsigned",
            Self::Suspended => "suspended",
            Self::Assigned => "assigned",
            Self::Other => "other",
            Self::Ticket => "ticket",
            Self::Supervisor => "supervisor",
            Self::Lead => "lead",
            Self::Legal => "legal",
            Self::Committee => "committee",
            Self::LineManager => "linemanager",
            Self::Partner => "partner",
            Self::Guest => "guest",
            Self::Client => "client",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::Privacy => "privacy",
            Self::Custodian => "custodian",
            Self::Consultant => "consultant",
            Self::Trainer => "trainer",
        }
    }

    /// Their part; nothing for whoever has no account.
    pub(crate) fn part(self) -> Option<Part> {
        let role = match self {
            Self::Nobody => return None,
            Self::Expired
            | Self::Untrained
            | Self::Unsigned
            | Self::Suspended
            | Self::Assigned
            | Self::Other
            | Self::Ticket => Role::Caseworker,
            Self::Supervisor => Role::Supervisor,
            Self::Lead => Role::ConferenceLead,
            Self::Legal => Role::LegalCounsel,
            Self::Committee => Role::CommitteeMember,
            Self::LineManager => Role::LineManager,
            Self::Partner | Self::Guest => Role::PartnerWorker,
            Self::Client => Role::Client,
            Self::Administrator => Role::Administrator,
            Self::Auditor => Role::Auditor,
            Self::Privacy => Role::PrivacyOfficer,
            Self::Custodian => Role::RecordsCustodian,
            Self::Consultant => Role::Consultant,
            Self::Trainer => Role::Trainer,
        };
        Some(Part {
            role,
            home: match self {
                Self::Partner => Home::Partner,
                Self::Guest => Home::Stranger,
                _ => Home::Here,
            },
            signed: !matches!(self, Self::Unsigned | Self::Client),
            trained: !matches!(self, Self::Untrained | Self::Client),
            suspended: self == Self::Suspended,
        })
    }

    /// Whether their session still runs.
    pub(crate) const fn signed_in(self) -> bool {
        !matches!(self, Self::Nobody | Self::Expired)
    }

    /// Those who have an account.
    pub(crate) fn accounts() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|it| *it != Self::Nobody)
    }

    /// What is missing before any file can open to them: then every file is answered alike.
    pub(crate) fn lacks_standing(self) -> bool {
        let lacks = |it: Part| it.suspended || !it.signed || !it.trained;
        self != Self::Client && self.part().is_some_and(lacks)
    }

    /// The duty that they recorded for all clients.
    pub(crate) const fn duty(self) -> Option<Purpose> {
        match self {
            Self::Legal => Some(Purpose::Legal),
            Self::Auditor | Self::Privacy => Some(Purpose::AccessReview),
            Self::Custodian => Some(Purpose::RecordsManagement),
            Self::Consultant => Some(Purpose::Consultation),
            Self::Trainer => Some(Purpose::Teaching),
            _ => None,
        }
    }
}

/// Whose file it is, as seen from the one who serves the first client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Whose {
    /// The client whom most of the cast has something to do with.
    Own,
    /// Somebody else's client.
    Other,
    /// Like the first, but with a wall against everyone.
    Walled,
    /// Somebody else's client who is fleeing.
    Protected,
    /// Like the first, but another organization's.
    Foreign,
    /// Like the first, but the keys were destroyed.
    Shredded,
}

impl Whose {
    pub(crate) const ALL: &'static [Self] = &[
        Self::Own,
        Self::Other,
        Self::Walled,
        Self::Protected,
        Self::Foreign,
        Self::Shredded,
    ];

    /// The word by which canaries and imported rows name them.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Other => "other",
            Self::Walled => "walled",
            Self::Protected => "protected",
            Self::Foreign => "foreign",
            Self::Shredded => "shredded",
        }
    }

    /// The purposes for which this persona stated a duty about this one client.
    pub(crate) const fn duty_of(self, persona: Persona) -> Option<Purpose> {
        match (persona, self) {
            (Persona::Lead, Self::Own | Self::Walled | Self::Protected | Self::Foreign) => {
                Some(Purpose::DirectService)
            }
            _ => None,
        }
    }

    /// Whether this persona is assigned.
    pub(crate) const fn assigned_to(self, persona: Persona) -> bool {
        use Persona as P;
        match self {
            Self::Own | Self::Walled | Self::Foreign | Self::Shredded => matches!(
                persona,
                P::Untrained
                    | P::Unsigned
                    | P::Suspended
                    | P::Expired
                    | P::Assigned
                    | P::Committee
                    | P::LineManager
                    | P::Partner
                    | P::Administrator
            ),
            Self::Other | Self::Protected => matches!(persona, P::Other),
        }
    }

    /// The sections that this persona's emergency ticket opens.
    pub(crate) const fn ticket_of(self, persona: Persona) -> &'static [Category] {
        match (persona, self) {
            (Persona::Ticket, Self::Other | Self::Protected | Self::Walled | Self::Foreign) => &[
                Category::Identity,
                Category::Contact,
                Category::Location,
                Category::Health,
            ],
            _ => &[],
        }
    }

    /// What is known about the client's need for protection.
    pub(crate) fn state(self) -> ClientState {
        ClientState {
            protected: self == Self::Protected,
            ..ClientState::default()
        }
    }

    /// What the law has to do with them.
    pub(crate) fn law(self) -> Law {
        Law {
            requested_by_law: matches!(self, Self::Own | Self::Walled),
            ..Law::default()
        }
    }
}

/// The facts about someone, as far as they decide about a client.
pub(crate) fn asker(persona: Persona, whose: Whose) -> Option<Asker> {
    let part = persona.part()?;
    Some(Asker {
        role: part.role,
        of_handling_organization: match part.home {
            Home::Here => whose != Whose::Foreign,
            // The other organization's client isn't this partner's either.
            Home::Partner | Home::Stranger => false,
        },
        agreement_signed: part.signed,
        training_current: part.trained,
        suspended: part.suspended,
        barred: false,
    })
}

/// How someone stands to a client.
pub(crate) fn relation(
    persona: Persona,
    whose: Whose,
    purpose: Purpose,
    section: Category,
) -> Relation {
    let ticket = whose.ticket_of(persona);
    Relation {
        assigned: whose.assigned_to(persona),
        supervises: persona == Persona::Supervisor && whose.assigned_to(Persona::Assigned),
        duty_recorded: persona.duty() == Some(purpose) || whose.duty_of(persona) == Some(purpose),
        emergency_open: !ticket.is_empty()
            && (section == Category::Existence || ticket.contains(&section)),
        walled: whose == Whose::Walled,
        is_the_client: persona == Persona::Client && whose == Whose::Own,
        heard_in_conference: false,
    }
}
