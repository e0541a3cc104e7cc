//! The words of confidential casework: who, about whom, what, for which purpose, to whom.
//!
//! Every other crate speaks in these nouns. Nothing here reads, writes, decides or opens anything;
//! `GLOSSARY.md` says what each word means and whose word it is.

mod access;
mod breach;
mod by_name;
mod clause;
mod clock;
mod conference;
mod conflict;
mod consent;
mod disclosure;
mod emergency;
mod entry;
mod ids;
mod label;
mod letter;
mod office_act;
mod own_view;
mod part;
mod partnership;
mod plan;
mod programme;
mod purpose;
mod roles;
mod situation;
mod standing;
mod task;
mod vocabulary;
mod warning;

pub use access::{AccessFlag, AccessKind, AccessTemplate, MatterState};
pub use breach::{BreachKind, BreachLetter, BreachState};
pub use by_name::{ByNameFilter, ByNameSort};
pub use clause::{Clause, ClauseError};
pub use clock::{Clock, Randomness};
pub use conference::{
    ActionState, ConferenceKind, DecidedKind, ItemPurpose, Joining, ParticipantState, SaidKind,
    SeatEnd,
};
pub use conflict::{ConflictLink, ConflictState};
pub use consent::{
    Answered, ConsentFlaw, ConsentKind, ConsentStage, LimitKind, RecallAnswer, RecallTelling,
    SignerCapacity, TalkKind, WithdrawalWay,
};
pub use disclosure::{DisclosureState, EnquiryFrom, Regime, Road, RoadField, Told};
pub use emergency::{AtRisk, EmergencyEnd, EmergencyFinding, Harm, Imminence};
pub use entry::{Nature, Provenance};
pub use ids::{
    AgendaItem, BreachReport, Client, Conference, Entry, Id, IdError, Kind, Meeting, Organization,
    Seat, Team, Worker,
};
pub use label::{Category, Compartment, Label, RedactionClass, Sensitivity};
pub use letter::{LetterKind, LetterState};
pub use office_act::{Concern, OfficeAct, OfficeSituation};
pub use own_view::OwnQuestion;
pub use part::{PartError, PartWriter, read_part};
pub use partnership::{
    BreachBy, BreachConsequence, CheckMethod, LawState, LawVerdict, PolicyQuestion, ProtocolState,
    WayKind,
};
pub use plan::{PlanBy, PlanLine};
pub use programme::ProgrammeKind;
pub use purpose::{Action, Basis, Channel, Purpose};
pub use roles::{
    AssignmentRole, Ending, Engagement, Language, OrganizationKind, Protection, RecipientKind, Role,
};
pub use situation::{
    Asker, ClientState, ConsentState, Danger, Law, Recipient, Relation, Section, Session, Situation,
};
pub use standing::RequirementKind;
pub use task::{TaskKind, TaskState};
pub use vocabulary::UnknownWord;
pub use warning::{HeldEnd, WarningEnd, WarningState, WarningWay};
