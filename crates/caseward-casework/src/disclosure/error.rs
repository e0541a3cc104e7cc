//! Why a disclosure doesn't go on, with the way forward (RE-3, CR-7).

use caseward_gate::{Refusal, SectionDecision};
use caseward_model::{Road, RoadField};

use super::SendingError;
use crate::CaseworkError;
use crate::consent::ConsentError;
use crate::error::takes_refusals;
use crate::sign_in::ProofNeeded;

/// Why a disclosure doesn't go on. Nothing left.
#[derive(Debug, thiserror::Error)]
pub enum DisclosureError {
    /// The rules said no, which is on record.
    #[error("the rules do not let this out; each section says why and what would change it")]
    Refused(Refusal),
    /// Some sections would be let out and others not: what is asked for goes whole, or not at all.
    #[error("{} of the sections can't go; leave them out, or do what they say", .0.iter().filter(|it| !it.decision.permitted).count())]
    NotAll(Vec<SectionDecision>),
    /// There is no such disclosure of this client.
    #[error("there is no such disclosure")]
    Unknown,
    /// Something has to be mended before it can be kept.
    #[error("{}", .0.iter().map(|it| it.says()).collect::<Vec<_>>().join("; "))]
    Mend(Vec<Mend>),
    /// Whoever releases has to prove once more who they are.
    #[error(transparent)]
    Proof(#[from] ProofNeeded),
    /// It can't leave by that way.
    #[error(transparent)]
    Sending(SendingError),
    /// It can't be done as things stand.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

/// What has to be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// No section is chosen.
    NoSection,
    /// More is chosen than the purpose needs, and nothing says why.
    WhyMore,
    /// It isn't said what the client was told, or why they were not.
    ToldHow,
    /// A text is too long.
    TooLong,
    /// This kind of disclosure doesn't go on this ground.
    Ground,
    /// This kind of disclosure doesn't go for this purpose.
    Purpose,
    /// This kind of disclosure doesn't go to an organisation of this kind.
    RecipientKind,
    /// It has to be a disclosure of this kind.
    Road(Road),
    /// The kind of disclosure asks for this.
    Field(RoadField),
    /// The kind of disclosure doesn't ask for this: nobody would look for it there.
    Unasked(RoadField),
    /// A section is chosen that can hold what is known of a participant's partner.
    OfAPartner,
    /// It isn't said who the partners and ex-partners of somebody in the programme are, nor why nobody can be named.
    Partners,
    /// One of their names can't be one: it has no two letters, or is too long.
    PartnerNames,
    /// Sentences that speak of a partner were neither taken out nor cleared by somebody who read them.
    PartnerUnread,
    /// It isn't said what was discussed, or whether it goes on.
    Discussion,
    /// Whoever began it, or had a hand in what goes, can't be the one who discusses it as the manager.
    AnotherPerson,
    /// It would go because of danger, and no report stands.
    NoDanger,
    /// Several danger reports stand, and it isn't said which of them it goes on.
    WhichDanger,
    /// The danger report that it goes on is over, or there is none.
    DangerOver,
    /// A danger report is named, and it goes on another ground.
    UnaskedDanger,
    /// It would go because the client asked for it, and nothing that they signed says in their words what they ask for.
    SignedRequest,
}

impl Mend {
    /// What to do about it.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::NoSection => "choose at least one section",
            Self::WhyMore => {
                "say why more is needed than the purpose usually needs, or leave the rest out"
            }
            Self::ToldHow => {
                "say what the client was told, why they are told only after it leaves, or why they can't be told"
            }
            Self::TooLong => "keep each text under 2,000 characters",
            Self::Ground => "choose a ground on which this kind of disclosure can go",
            Self::Purpose => "choose a purpose for which this kind of disclosure can go",
            Self::RecipientKind => {
                "choose an organization to which this kind of disclosure can go, or another kind of disclosure"
            }
            Self::Road(road) => of_another_road(road),
            Self::Field(field) => asked(field),
            Self::Unasked(_) => {
                "leave out what this kind of disclosure doesn't ask, or choose the kind that does"
            }
            Self::OfAPartner => {
                "leave out what others told, who lives with him and where: a partner's information can't be in a progress report"
            }
            Self::Partners => {
                "say who his partners and ex-partners are, by all their names, or why nobody can be named, and not both: they are masked"
            }
            Self::PartnerNames => {
                "write names of at least two letters and at most 100 characters each; commas part the names of one person"
            }
            Self::PartnerUnread => {
                "read each sentence that speaks of a partner, and take it out or say that it may stay: some of them nobody has read yet"
            }
            Self::Discussion => "say what was discussed, and whether the disclosure goes on",
            Self::AnotherPerson => {
                "a supervisor who neither began the disclosure nor had a hand in what goes discusses it"
            }
            Self::NoDanger => {
                "report the danger first; no report stands on which something could go"
            }
            Self::WhichDanger => {
                "several danger reports stand; say by its number on which of them this goes"
            }
            Self::DangerOver => {
                "the danger report on which this goes is over, or there is none by this number; if the danger goes on, report it anew, and begin a disclosure on that report"
            }
            Self::UnaskedDanger => "leave the danger report out, or choose danger as the ground",
            Self::SignedRequest => {
                "this office wants the client's own request signed: begin a consent for this organization, write on it what they ask for in their words, and have it signed"
            }
        }
    }
}

const fn of_another_road(road: Road) -> &'static str {
    match road {
        Road::Media => "nothing about anybody goes to the press: note the enquiry instead",
        Road::AfterDeath => {
            "the client has died: begin it as a disclosure about somebody who has died"
        }
        Road::Payer => "begin it as a disclosure to whoever pays",
        Road::Consultant => "begin it as a question to a consultant",
        Road::Teaching => "begin it as a disclosure for teaching",
        Road::Progress => "the client takes part in the programme: begin it as a progress report",
        Road::Report => "begin it as a report to a court, children's services or probation",
        Road::ClientRequest => "begin it as a disclosure that the client asked for",
        Road::RaisesRisk => "begin it as a disclosure that may raise the client's risk",
        Road::Other => "begin it as an ordinary disclosure",
    }
}

const fn asked(field: RoadField) -> &'static str {
    match field {
        RoadField::ClientWords => "say what the client asked for, in their own words",
        RoadField::Implications => {
            "say what may come of it, as you went through it with the client, or why you couldn't"
        }
        RoadField::Readers => "say who there will read it, by their part",
        RoadField::Text => "write what is to be said",
        RoadField::Agreed => "say how the client agreed to the text, or why they didn't",
        RoadField::Risk => {
            "say how it may put the client at more risk, and why it is needed all the same"
        }
        RoadField::ToldWhat => "say what he was told: what goes, why, and to whom",
        RoadField::ToldWhen => {
            "say on which day he was told of it and how, such as 2026-03-14, in person: what the law demands goes after that, and what was begun without it is begun anew"
        }
        RoadField::GoneThrough => {
            "say on which day you went through with the client what may come of it and how, such as 2026-03-14, on the telephone; or why you couldn't: what was begun without either is begun anew"
        }
        RoadField::NotGoneThrough => {
            "where you couldn't go through it with the client, say why: they can't be reached, they have died, the law demands it at once; leave this empty where you did"
        }
        RoadField::PaidFor => "say which services are to be paid",
        RoadField::Advice => "say what advice you seek",
        RoadField::Need => "say why the advice can't be given without knowing more",
        RoadField::Died => {
            "write the day of death as 2026-03-14, and how it is known, such as a certificate"
        }
        RoadField::Representative => {
            "say who may decide for the client now and by which paper, or which law lets it go"
        }
    }
}

impl DisclosureError {
    /// Why a client's consents couldn't be read for a disclosure.
    pub(crate) fn of_consents(error: ConsentError) -> Self {
        match error {
            ConsentError::Refused(refusal) => refusal.into(),
            ConsentError::Casework(error) => error.into(),
            _ => CaseworkError::Damaged.into(),
        }
    }

    /// The same for whoever isn't told what a disclosure is.
    pub(super) fn into_casework(self) -> CaseworkError {
        match self {
            Self::Casework(error) => error,
            _ => CaseworkError::Damaged,
        }
    }
}

takes_refusals!(DisclosureError);
