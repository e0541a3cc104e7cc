//! What the demo's office has already settled: who is assigned, who is kept apart, who agreed to what.
//!
//! It shows assignment (CR-7), walls (DV-3.3.2e), protection (CC-2.4), consent (DV-2.1, NASW-b) and
//! partners (DV-4.1, DV-5.5 to DV-5.7), each with a case that holds and one that doesn't.

use caseward_model::{Category, OrganizationKind, Protection, Purpose};

use super::households::HOUSEHOLDS;
use super::personas::personas;
use super::places::{CLOUDBERRY, QUIET_ORCHARD};

/// A worker and the people assigned to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assigned {
    /// The persona.
    pub(crate) handle: &'static str,
    /// PersonalIDs.
    pub(crate) personal_ids: Vec<&'static str>,
}

/// Who stands on the other side of a wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apart {
    /// A persona, by handle.
    Worker(&'static str),
    /// Another client, by PersonalID.
    Client(&'static str),
    /// A recipient, by handle: one of its readers is too near.
    Recipient(&'static str),
}

/// Why two are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tie {
    /// They are partners.
    Partner,
    /// They were partners.
    ExPartner,
    /// They are related.
    Relative,
}

/// A wall between a client and someone else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wall {
    /// The client's PersonalID.
    pub(crate) personal_id: &'static str,
    /// The other side.
    pub(crate) from: Apart,
    /// Why.
    pub(crate) tie: Tie,
}

/// Protection that someone decided, beyond what the export says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shield {
    /// The client's PersonalID.
    pub(crate) personal_id: &'static str,
    /// Which protection.
    pub(crate) protection: Protection,
}

/// A written consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Agreed {
    /// The client's PersonalID.
    pub(crate) personal_id: &'static str,
    /// The handle of the recipient: an organisation, never a person.
    pub(crate) recipient: &'static str,
    /// For what.
    pub(crate) purposes: &'static [Purpose],
    /// Which sections.
    pub(crate) categories: &'static [Category],
    /// Days ago of the signature.
    pub(crate) signed_days_ago: i32,
    /// How many days it lasts from then; it may have run out.
    pub(crate) days: i32,
    /// Days ago of the withdrawal, if it was withdrawn.
    pub(crate) withdrawn_days_ago: Option<i32>,
}

/// An organisation to which something may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Partner {
    /// A short word for commands, such as `clinic`.
    pub(crate) handle: &'static str,
    /// Its name, fictional.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) kind: OrganizationKind,
    /// Its OrganizationID, when the export names it too.
    pub(crate) organization: Option<&'static str>,
    /// Days until the partnership protocol runs out, negative when it has; `None` without one.
    pub(crate) protocol_days_left: Option<i32>,
    /// Its confidentiality policy is on file and was assessed.
    pub(crate) policy_assessed: bool,
}

/// Everything that the demo settles before the first visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Story {
    /// Who is assigned to whom.
    pub(crate) assignments: Vec<Assigned>,
    /// Who is kept apart.
    pub(crate) walls: &'static [Wall],
    /// Who is shielded by a decision.
    pub(crate) shields: &'static [Shield],
    /// Who agreed to what.
    pub(crate) consents: &'static [Agreed],
    /// To whom something may go.
    pub(crate) recipients: &'static [Partner],
}

/// What the office has settled.
#[must_use]
pub(crate) fn story() -> Story {
    Story {
        assignments: assignments(),
        walls: WALLS,
        shields: SHIELDS,
        consents: CONSENTS,
        recipients: RECIPIENTS,
    }
}

fn assignments() -> Vec<Assigned> {
    let all = personas().into_iter().map(|persona| Assigned {
        handle: persona.handle,
        personal_ids: HOUSEHOLDS
            .iter()
            .filter(|household| household.worker == Some(persona.handle))
            .flat_map(|household| household.members)
            .map(|person| person.id)
            .collect(),
    });
    all.filter(|assigned| !assigned.personal_ids.is_empty())
        .collect()
}

const WALLS: &[Wall] = &[
    // Saffron Nightjar, and Granite Stormwell who was her partner.
    Wall {
        personal_id: "1101",
        from: Apart::Client("1201"),
        tie: Tie::ExPartner,
    },
    // Azalea Windrow, and the caseworker who was her partner.
    Wall {
        personal_id: "1301",
        from: Apart::Worker("rowan"),
        tie: Tie::ExPartner,
    },
    // Calder Mosswood and Meadow Larkstone are a couple; each speaks alone.
    Wall {
        personal_id: "1401",
        from: Apart::Client("1501"),
        tie: Tie::Partner,
    },
    // A brother of Peony Sandbar's former partner works at the housing authority.
    Wall {
        personal_id: "2601",
        from: Apart::Recipient("housing-authority"),
        tie: Tie::Relative,
    },
];

const SHIELDS: &[Shield] = &[
    Shield {
        personal_id: "4001",
        protection: Protection::DeclinedSharing,
    },
    Shield {
        personal_id: "2001",
        protection: Protection::Restricted,
    },
];

const CONSENTS: &[Agreed] = &[
    Agreed {
        personal_id: "1001",
        recipient: "housing-authority",
        purposes: &[Purpose::Eligibility],
        categories: &[
            Category::Existence,
            Category::Identity,
            Category::Household,
            Category::Housing,
            Category::Income,
        ],
        signed_days_ago: 12,
        days: 60,
        withdrawn_days_ago: None,
    },
    // With a survivors' organisation: what happened, not where she is.
    Agreed {
        personal_id: "1101",
        recipient: "quiet-orchard",
        purposes: &[Purpose::DirectService, Purpose::CaseConference],
        categories: &[
            Category::Existence,
            Category::Identity,
            Category::Household,
            Category::DomesticViolence,
        ],
        signed_days_ago: 9,
        days: 30,
        withdrawn_days_ago: None,
    },
    Agreed {
        personal_id: "1601",
        recipient: "clinic",
        purposes: &[Purpose::DirectService],
        categories: &[
            Category::Existence,
            Category::Identity,
            Category::Health,
            Category::Hiv,
        ],
        signed_days_ago: 20,
        days: 90,
        withdrawn_days_ago: None,
    },
    // Health, but not mental health and not drugs: each needs its own yes (DV-4.4.2).
    Agreed {
        personal_id: "1701",
        recipient: "clinic",
        purposes: &[Purpose::DirectService],
        categories: &[Category::Existence, Category::Identity, Category::Health],
        signed_days_ago: 35,
        days: 90,
        withdrawn_days_ago: None,
    },
    Agreed {
        personal_id: "2801",
        recipient: "payer",
        purposes: &[Purpose::Payment],
        categories: &[
            Category::Existence,
            Category::Identity,
            Category::Income,
            Category::Services,
        ],
        signed_days_ago: 40,
        days: 60,
        withdrawn_days_ago: None,
    },
    // Ran out.
    Agreed {
        personal_id: "2501",
        recipient: "housing-authority",
        purposes: &[Purpose::Eligibility],
        categories: &[Category::Existence, Category::Identity, Category::Income],
        signed_days_ago: 130,
        days: 30,
        withdrawn_days_ago: None,
    },
    // Withdrawn.
    Agreed {
        personal_id: "2101",
        recipient: "furniture-bank",
        purposes: &[Purpose::DirectService],
        categories: &[Category::Existence, Category::Identity, Category::Contact],
        signed_days_ago: 25,
        days: 60,
        withdrawn_days_ago: Some(8),
    },
];

const RECIPIENTS: &[Partner] = &[
    Partner {
        handle: "housing-authority",
        name: "Farawell Housing Authority",
        kind: OrganizationKind::Agency,
        organization: None,
        protocol_days_left: Some(210),
        policy_assessed: true,
    },
    Partner {
        handle: "court",
        name: "Farawell County Court",
        kind: OrganizationKind::Court,
        organization: None,
        protocol_days_left: None,
        policy_assessed: false,
    },
    Partner {
        handle: "payer",
        name: "Bluestem Health Plan",
        kind: OrganizationKind::Payer,
        organization: None,
        protocol_days_left: None,
        policy_assessed: true,
    },
    Partner {
        handle: "newspaper",
        name: "The Farawell Gazette",
        kind: OrganizationKind::Media,
        organization: None,
        protocol_days_left: None,
        policy_assessed: false,
    },
    Partner {
        handle: "quiet-orchard",
        name: "Quiet Orchard Survivor Services",
        kind: OrganizationKind::VictimServiceProvider,
        organization: Some(QUIET_ORCHARD),
        protocol_days_left: Some(120),
        policy_assessed: true,
    },
    Partner {
        handle: "clinic",
        name: "Willowherb Clinic",
        kind: OrganizationKind::Health,
        organization: None,
        protocol_days_left: Some(12),
        policy_assessed: true,
    },
    Partner {
        handle: "cloudberry",
        name: "Cloudberry Bridge",
        kind: OrganizationKind::Agency,
        organization: Some(CLOUDBERRY),
        protocol_days_left: Some(300),
        policy_assessed: true,
    },
    // Its protocol ran out three weeks ago.
    Partner {
        handle: "furniture-bank",
        name: "Second Wind Furniture Bank",
        kind: OrganizationKind::Agency,
        organization: None,
        protocol_days_left: Some(-21),
        policy_assessed: true,
    },
];
