//! The only door: nothing that was told in confidence gets out except through here.
//!
//! ```text
//!  ask ─▶ facts ─▶ decide ─▶ record ─▶ open ─▶ deliver
//!   │       │         │         │        │        └─ an OUTCOME entry: delivered, broken, unknown
//!   │       │         │         │        └─ only the permitted sections; the permit is used up
//!   │       │         │         └─ an INTENT (or refusal) entry, durable before any byte
//!   │       │         └─ Cedar, section by section; an error is a no
//!   │       └─ sealed sheets, read in the same transaction as the entry
//!   └─ a question: who, about whom, what, why, for whom, on which ground, by which way
//! ```
//!
//! A worker called Dana wants to see the file of a client. The page makes a [`Request`] and calls
//! [`Gate::ask::<Read>`](Gate::ask). The gate looks up that Dana is assigned, trained and signed, that
//! no wall stands between them, decides each section, writes the answer into the ledger, waits until
//! the disk has it, and only then hands out a [`Permit`]. [`Gate::unseal`] uses the permit up and gives
//! [`Disclosed`] — the only thing that a template can print.
//!
//! Architecture invariants, as absences: no function here returns a key; none returns text without a
//! permit; none answers without an entry; none takes a fact from its caller. Design §1, clauses RE-3,
//! CR-4, NASW-c, DV-3.3.1.

mod act;
mod afterwards;
mod around;
mod ask;
mod attest;
mod by_itself;
mod by_name;
mod cards;
mod check;
mod deciding;
mod deed;
mod deliver;
mod discuss;
mod error;
mod facts;
mod file_work;
mod groups;
mod heard;
mod intake;
mod list;
mod look_up;
mod mine;
#[allow(
    dead_code,
    unused_imports,
    reason = "single changes of the index come with the editing of names; its tests use them already"
)]
mod names;
mod office;
mod office_report;
mod office_work;
mod others;
mod own_history;
mod permit;
mod read_back;
mod record;
mod records;
mod release;
mod request;
mod search;
mod seat_keys;
mod seated;
mod subjects;
mod supervision;
mod ties;
mod unseal;
mod vault;

pub use act::{Amended, Amending, NewRecord};
pub use afterwards::{Decided, DecidedAsked};
pub use ask::{Gate, Tally};
pub use attest::{AttestError, Attested, AttestedPaper, check_attested, check_told};
pub use by_name::{
    ByNameOrder, ChosenRows, LONGEST_BY_NAME, NamedRow, NamedRows, RowFields, ShownRow,
};
pub use cards::{CardDeed, Cards};
pub use caseward_model::AssignmentRole;
pub use check::Soundness;
pub use deliver::Delivery;
pub use discuss::{Discussed, ItemAsked, SeenItem, Shown};
pub use error::GateError;
pub use facts::{
    AbsenceFact, AgreedFact, AgreedItem, AgreedStaff, AskedOfConsents, Assignee, AssignmentFact,
    ClientProtocolFact, ClientSheet, ConsentFact, DangerFact, DutyFact, EmergencyFact,
    EmergencyMark, ExportFact, HeardFact, ItemFact, LawFact, OfferFact, Offers, OrganizationSheet,
    PlaceFact, PlacedItem, PresenceFact, ProgrammeFact, ProtectionFact, ProtectionSource, RiskFact,
    RoomState, Rooms, SeatFact, SignedFact, SupervisedIn, TakesPartFact, TellerFact, WallAgainst,
    WallFact, WarningFact, WorkerDuty, WorkerSheet, can_be_offered, item_needs, needs,
};
pub use file_work::{FileWorks, OpenedRows, RowPlace, SignsFor};
pub use groups::GroupFields;
pub use intake::{Bench, Fingerprints, SealedRow, SealedTable};
pub use list::{LONGEST_LIST, Listed, ListedClient};
pub use look_up::{FaceFields, Indexed, NameFields};
pub use office::{NewOffice, Secret, SlotLine};
pub use office_report::OfficeReport;
pub use office_work::{
    About, Actor, AtItem, AtItems, ClientSeen, Drawer, Drawers, EmergencyOpened, EmergencyOrder,
    Endings, ItemStanding, NoteKey, OfficeRefusal, SeenAccess, Serving, Survey, TraitColumn,
    TraitColumns, TraitPrints, Works,
};
pub use others::{
    Also, Choice, Chosen, Identifier, IdentifierFields, MaskOrder, MaskedPartners, MaskedText,
    Mention, OutsideSource, OutsideTie, TakenOut,
};
pub use own_history::{NotYet, OpenToThem, OwnLook, OwnLookKind};
pub use permit::{
    Answer, Disclosed, DisclosedPart, Permit, Refusal, Sealed, SectionDecision, Text, Ties,
    ToldParts,
};
pub use read_back::{EntryApart, EntryView, HistoryLine, WentOut};
pub use record::{
    AnswerText, DeedText, EntryKind, EntryText, ListText, Outcome, OutcomeText, SearchOutcome,
    SectionsAnswer,
};
pub use records::RecordMark;
pub use release::{Artefact, Looked, Released, artefact_bytes};
pub use request::{
    Act, Amend, Disclose, Discuss, Find, OpensDrawer, OpensFile, Read, ReadOwn, RecipientAsked,
    Report, ReportDanger, Request,
};
pub use search::{
    FRUITLESS_PER_DAY, FoundClients, MOST_FOUND, SEARCHES_PER_DAY, SEARCHES_PER_HOUR, Search,
    Searched,
};
pub use seat_keys::SeatKeys;
pub use seated::{SeatedNow, Seats};
pub use subjects::{Particulars, Registered, Roster};
pub use ties::{Tie, TieFields, TieSource, Watch};
pub use vault::{OpenSlot, SlotKind, SlotSettings, SlowPrints, VaultError};
