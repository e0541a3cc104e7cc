//! The sheets: one for each client, worker and organisation, and nothing on them but facts that
//! decide. Numbers are the office's own row numbers; times are milliseconds since 1970.

use caseward_model::{
    AssignmentRole, Category, Channel, ConsentFlaw, ConsentKind, EmergencyEnd, Engagement,
    Protection, Purpose, Role,
};
use serde::{Deserialize, Serialize};

use super::danger::{DangerFact, RiskFact};
use super::export::ExportFact;
use super::heard::HeardFact;
use super::items::ItemFact;
use super::organization::ClientProtocolFact;
use super::presence::PresenceFact;
use super::programme::TakesPartFact;
use super::seat::SeatFact;
use super::supervised::SupervisedIn;
use super::teller::TellerFact;
use super::warning::WarningFact;

/// Who is assigned (CR-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignee {
    /// One worker.
    Worker(i64),
    /// Everyone who works for a programme.
    Programme(i64),
    /// Everyone in a team.
    Team(i64),
}

/// One assignment to a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentFact {
    /// To whom.
    pub to: Assignee,
    /// From when, in ms.
    pub from: i64,
    /// Until when, in ms; open if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
    /// In which part; the lead, on sheets that don't say.
    #[serde(default = "lead")]
    pub role: AssignmentRole,
    /// The number of the worker who assigned; 0 for the office's own commands.
    #[serde(default)]
    pub by: i64,
    /// The number of the worker whose place is kept, for a cover or a custodian (NASW-o).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<i64>,
}

const fn lead() -> AssignmentRole {
    AssignmentRole::Lead
}

impl AssignmentFact {
    /// Whether it holds at this time, in ms.
    #[must_use]
    pub fn holds_at(&self, now_ms: i64) -> bool {
        self.from <= now_ms && self.until.is_none_or(|until| now_ms < until)
    }
}

/// That a client is enrolled in a programme: whoever works for it is assigned to them (CR-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Lasting", into = "Lasting")]
pub struct ProgrammeFact {
    /// The programme.
    pub no: i64,
    /// Until when, in ms: the client left then. Open if missing.
    pub until: Option<i64>,
}

impl ProgrammeFact {
    /// Whether it holds at this time, in ms.
    #[must_use]
    pub fn holds_at(&self, now_ms: i64) -> bool {
        self.until.is_none_or(|until| now_ms < until)
    }
}

/// How a number with an end is written: most stand open, and a sheet is to stay small.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Lasting {
    Open(i64),
    Until(i64, i64),
}

impl From<Lasting> for (i64, Option<i64>) {
    fn from(written: Lasting) -> Self {
        match written {
            Lasting::Open(no) => (no, None),
            Lasting::Until(no, until) => (no, Some(until)),
        }
    }
}

impl From<(i64, Option<i64>)> for Lasting {
    fn from((no, until): (i64, Option<i64>)) -> Self {
        until.map_or(Self::Open(no), |until| Self::Until(no, until))
    }
}

impl From<Lasting> for ProgrammeFact {
    fn from(written: Lasting) -> Self {
        let (no, until) = <(i64, Option<i64>)>::from(written);
        Self { no, until }
    }
}

impl From<ProgrammeFact> for Lasting {
    fn from(fact: ProgrammeFact) -> Self {
        (fact.no, fact.until).into()
    }
}

/// Where a protection comes from (issue: `CurrentlyFleeing`, origin and the organisation's choice
/// set it; having survived violence only proposes it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProtectionSource {
    /// An imported record says that the person is fleeing.
    Fleeing,
    /// An imported record says that the person survived violence: proposes only.
    Survivor,
    /// The record comes from an organisation or project that serves survivors.
    Origin,
    /// The organisation shields all its clients.
    OrganizationChoice,
    /// A worker decided.
    Worker,
    /// The client asked.
    Client,
}

/// One reason to shield a client (CC-2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionFact {
    /// Why.
    pub kind: Protection,
    /// Where it comes from.
    pub source: ProtectionSource,
    /// Since when, in ms.
    pub since: i64,
}

/// Against whom a wall stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WallAgainst {
    /// A worker: relative, partner, declared conflict.
    Worker(i64),
    /// Another client: partner, ex-partner.
    Client(i64),
    /// An organisation.
    Organization(i64),
}

/// A wall (DV-3.3.2e).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallFact {
    /// Against whom.
    pub against: WallAgainst,
    /// Since when, in ms.
    pub since: i64,
}

/// A consent, as far as it decides (DV-2.1, NASW-b). What was said and signed lies under the client's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentFact {
    /// Its number among the client's consents; 0 on sheets from before they had one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub no: i64,
    /// What it was given for.
    #[serde(default)]
    pub kind: ConsentKind,
    /// The organisation that it names.
    pub recipient: i64,
    /// The purposes that it names.
    pub purposes: Vec<Purpose>,
    /// The sections that it covers; a sensitive one counts only when it stands here by name.
    pub categories: Vec<Category>,
    /// The ways that it lets be used; none on sheets from before they were asked, and none is open then.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// Signed when, in ms.
    pub signed_at: i64,
    /// Valid until, in ms.
    pub expires_at: i64,
    /// Withdrawn when, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<i64>,
    /// Nothing is signed: it was only said, or its paper waits for a second person.
    #[serde(default, skip_serializing_if = "is_no")]
    pub unwritten: bool,
    /// A name was typed on the screen, nothing was drawn, and nobody was there but the worker: that is no signature.
    #[serde(default, skip_serializing_if = "is_no")]
    pub unwitnessed: bool,
    /// It is for one time only.
    #[serde(default, skip_serializing_if = "is_no")]
    pub once: bool,
    /// When that time was, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<i64>,
    /// The client set limits that only people can keep: whoever releases confirms them.
    #[serde(default, skip_serializing_if = "is_no")]
    pub confirm_limits: bool,
    /// What the client asks for stands on it, in their own words: it is their signed request (DV-3.3.2a).
    #[serde(default, skip_serializing_if = "is_no")]
    pub requested: bool,
    /// The number of the client who signed for this one, where that is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<i64>,
    /// The personal representative of a client who has died signed it.
    #[serde(default, skip_serializing_if = "is_no")]
    pub representative: bool,
}

impl ConsentFact {
    /// What fails about a client who has died: then only what their personal representative signed counts, and nobody is
    /// one's representative while one lives (NASW-r, NASW-b).
    #[must_use]
    pub fn flaw_of(&self, client: &ClientSheet, now_ms: i64) -> Option<ConsentFlaw> {
        let flaw = self.flaw(&client.walls, now_ms);
        let barred = self.representative != client.deceased;
        flaw.or(barred.then_some(ConsentFlaw::SignerNotAllowed))
    }

    /// What fails, whoever receives it and for whatever purpose; nothing while it stands. `walls` are the client's.
    #[must_use]
    pub fn flaw(&self, walls: &[WallFact], now_ms: i64) -> Option<ConsentFlaw> {
        let barred = |signer: i64| {
            walls
                .iter()
                .any(|wall| wall.against == WallAgainst::Client(signer))
        };
        let all = [
            (self.withdrawn_at.is_some(), ConsentFlaw::Revoked),
            (self.unwritten, ConsentFlaw::NotWritten),
            (self.unwitnessed, ConsentFlaw::Unwitnessed),
            (
                self.signer.is_some_and(barred),
                ConsentFlaw::SignerNotAllowed,
            ),
            (self.once && self.used_at.is_some(), ConsentFlaw::UsedUp),
            (self.expires_at <= now_ms, ConsentFlaw::Expired),
            (now_ms < self.signed_at, ConsentFlaw::FutureDated),
        ];
        all.into_iter()
            .find_map(|(fails, flaw)| fails.then_some(flaw))
    }
}

/// A duty that was recorded before looking (CC-2.1, CR-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyFact {
    /// Whose.
    pub worker: i64,
    /// For which purpose.
    pub purpose: Purpose,
    /// Until when, in ms.
    pub until: i64,
}

/// An emergency ticket (RE-7, NASW-c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyFact {
    /// Its number in the register of emergencies.
    #[serde(default)]
    pub ticket: i64,
    /// Whose.
    pub worker: i64,
    /// The sections that it opens, besides that the client is known.
    #[serde(default)]
    pub sections: Vec<Category>,
    /// Until when, in ms.
    pub until: i64,
}

/// What a worker's own sheet says of an emergency ticket of theirs, until it was reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyMark {
    /// Its number in the register of emergencies.
    pub ticket: i64,
    /// Which client it opens, by number.
    pub client: i64,
    /// Until when it opens something, in ms.
    pub until: i64,
    /// From when on no further emergency opens to this worker before this one is settled, in ms.
    pub settle_by: i64,
    /// What ended it before its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<EmergencyEnd>,
}

/// What the Law Department decided about releases to one organisation (CR-5, CR-6).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawFact {
    /// The organisation that asks; 0 when it isn't said which: a question or a no then holds for every one.
    pub recipient: i64,
    /// It comes by subpoena, order or request to review.
    pub requested_by_law: bool,
    /// Approved.
    pub approved: bool,
    /// Asked and not answered.
    pub question_open: bool,
    /// Asked, and the answer was no.
    #[serde(default, skip_serializing_if = "is_no")]
    pub declined: bool,
    /// The number of the question that it comes from; 0 when it comes from none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub question: i64,
    /// Until when an approval reaches, in ms; without an end when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_until: Option<i64>,
}

impl LawFact {
    /// Whether an approval stands at this time, in ms.
    #[must_use]
    pub fn approves_at(&self, now_ms: i64) -> bool {
        self.approved && self.approved_until.is_none_or(|until| now_ms < until)
    }
}

/// A keyed sum over the records of a file: how many, and a sum of a print of each, whatever their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RecordsSum {
    count: u64,
    sum: u128,
}

impl RecordsSum {
    pub(crate) const fn add(&mut self, print: u128) {
        self.count = self.count.wrapping_add(1);
        self.sum = self.sum.wrapping_add(print);
    }

    pub(crate) const fn take_away(&mut self, print: u128) {
        self.count = self.count.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(print);
    }

    pub(crate) const fn count_more(&mut self, more: u64) {
        self.count = self.count.wrapping_add(more);
    }

    pub(crate) const fn count(&self) -> u64 {
        self.count
    }
}

/// All that decides about one client.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientSheet {
    /// The organisation that handles the client; 0 for nobody's.
    pub organization: i64,
    /// Reasons to shield the client.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub protections: Vec<ProtectionFact>,
    /// Who is assigned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assignments: Vec<AssignmentFact>,
    /// The programmes that the client is enrolled in; each once, and none that was over when the sheet
    /// was written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<ProgrammeFact>,
    /// Walls.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub walls: Vec<WallFact>,
    /// Consents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentFact>,
    /// Recorded duties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyFact>,
    /// Emergency tickets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emergencies: Vec<EmergencyFact>,
    /// Legal matters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub law: Vec<LawFact>,
    /// What was agreed with partners about this client.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub protocols: Vec<ClientProtocolFact>,
    /// Danger reports.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dangers: Vec<DangerFact>,
    /// Disclosures that may raise the client's risk.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<RiskFact>,
    /// Warnings to people who are threatened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<WarningFact>,
    /// Who told something about them and permits that it goes somewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tellers: Vec<TellerFact>,
    /// Where they stand on agendas of case conferences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemFact>,
    /// Items on which something was decided in a case conference, as they were spoken of then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<ItemFact>,
    /// Who learnt of them in a case conference, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub heard: Vec<HeardFact>,
    /// To whom rows go in exports for programme reporting.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exports: Vec<ExportFact>,
    /// Which records make up the file: any other set was altered behind the gate's back. On nobody's row it counts the clients.
    pub records: RecordsSum,
    /// When the limits of confidentiality were gone through with the client last, in ms (NASW-e).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits_told_at: Option<i64>,
    /// When the client acknowledged the organisation's policies last, in ms (RE-1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policies_acknowledged_at: Option<i64>,
    /// When the client signed a consent or said no to one last, in ms: they were asked (RE-1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_asked_at: Option<i64>,
    /// When the client was told last what is shared about them and how it is protected, in ms; nothing once they agreed to more (DV-4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sharing_told_at: Option<i64>,
    /// The client has died.
    #[serde(skip_serializing_if = "is_no")]
    pub deceased: bool,
    /// A progress report was begun about the client, and so they take part in the men's programme (DV-4.2).
    #[serde(skip_serializing_if = "is_no")]
    pub programme_participant: bool,
    /// The programmes kept by the office in which the client takes part, or did (DV-4.2, DV-4.3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub takes_part: Vec<TakesPartFact>,
}

pub(super) const fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// Most sheets then fit into half the room: a sealed text is rounded up.
pub(super) const fn is_no(fact: &bool) -> bool {
    !*fact
}

impl ClientSheet {
    /// What stands on a sheet before the real one is there: nobody handles this client, and everything
    /// stays shut.
    pub(crate) fn closed() -> Self {
        let mut sheet = Self::default();
        sheet.protect(Protection::Restricted, ProtectionSource::Origin, 0);
        sheet
    }

    /// Whether the client is shielded as a victim, or for another decided reason.
    #[must_use]
    pub fn protected(&self) -> bool {
        self.has(Protection::Victim) || self.has(Protection::Restricted)
    }

    /// Whether protection was proposed and nobody has decided yet.
    #[must_use]
    pub fn protection_proposed(&self) -> bool {
        self.has(Protection::Proposed) && !self.protected()
    }

    /// Whether a wall stands between the client and this worker, whatever it was raised against.
    #[must_use]
    pub fn walls_off(&self, no: i64, worker: &WorkerSheet) -> bool {
        self.walls.iter().any(|fact| match fact.against {
            WallAgainst::Worker(against) => against == no,
            WallAgainst::Client(against) => worker.client == Some(against),
            WallAgainst::Organization(against) => against == worker.organization,
        })
    }

    /// The numbers of the danger reports that open the ground of danger at this time, in ms; each has to be named by what goes on it.
    pub fn dangers_counting(&self, now_ms: i64) -> impl Iterator<Item = i64> {
        let counting = self.dangers.iter().filter(move |it| it.counts_at(now_ms));
        counting.map(|it| it.no).filter(|no| *no != 0)
    }

    /// Whether something can be told on the ground of this very danger report at this time, in ms: it counts, and no supervisor's no
    /// keeps it back.
    #[must_use]
    pub fn danger_opens(&self, no: i64, now_ms: i64) -> bool {
        let refused = self.dangers.iter().any(|it| it.refuses_at(now_ms));
        !refused && self.dangers_counting(now_ms).any(|it| it == no)
    }

    /// Until when the longest of the danger reports counts that count at this time, in ms; 0 when none does.
    #[must_use]
    pub fn dangers_count_until(&self, now_ms: i64) -> i64 {
        let counting = self.dangers.iter().filter(|it| it.counts_at(now_ms));
        counting.map(|it| it.until).max().unwrap_or(0)
    }

    /// Whether a reason of this kind stands.
    #[must_use]
    pub fn has(&self, kind: Protection) -> bool {
        self.protections.iter().any(|fact| fact.kind == kind)
    }

    /// Adds that the client is enrolled in a programme. Of several enrolments in one programme the one
    /// that lasts longest counts; one that is over by `now_ms` counts for nothing.
    pub fn enrol(&mut self, fact: ProgrammeFact, now_ms: i64) {
        if !fact.holds_at(now_ms) {
            return;
        }
        match self.programmes.iter_mut().find(|it| it.no == fact.no) {
            Some(known) => {
                known.until = known
                    .until
                    .zip(fact.until)
                    .map(|(known, other)| known.max(other));
            }
            None => self.programmes.push(fact),
        }
    }

    /// Adds a reason to shield the client, once: what stands on an agenda by name is off then. Returns whether it was new.
    pub fn protect(&mut self, kind: Protection, source: ProtectionSource, since: i64) -> bool {
        if self
            .protections
            .iter()
            .any(|fact| fact.kind == kind && fact.source == source)
        {
            return false;
        }
        self.protections.push(ProtectionFact {
            kind,
            source,
            since,
        });
        if kind != Protection::Proposed {
            self.take_names_off(since);
        }
        true
    }
}

/// A duty that reaches over many clients: making a report, reviewing accesses (CR-2, CR-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerDuty {
    /// For which purpose.
    pub purpose: Purpose,
    /// Until when, in ms.
    pub until: i64,
}

impl WorkerSheet {
    /// Someone who is taken in: nothing signed, nothing learnt, nobody assigned.
    #[must_use]
    pub const fn new(organization: i64, role: Role) -> Self {
        Self {
            organization,
            role,
            agreement_until: 0,
            training_until: 0,
            signed: Vec::new(),
            suspended: false,
            barred_since: None,
            programmes: Vec::new(),
            duties: Vec::new(),
            supervises: Vec::new(),
            supervises_in: SupervisedIn::nowhere(),
            teams: Vec::new(),
            engagement: Engagement::Paid,
            ended_at: None,
            custodian: None,
            absences: Vec::new(),
            client: None,
            emergencies: Vec::new(),
            presences: Vec::new(),
            seat: None,
        }
    }

    /// Whether their access was paused, or has ended by this time, in ms. Nothing opens for them then,
    /// whatever else stands on this sheet (CC-2.10, NASW-o).
    #[must_use]
    pub fn is_shut_at(&self, now_ms: i64) -> bool {
        self.suspended || self.ended_at.is_some_and(|ended_at| ended_at <= now_ms)
    }

    /// Whether a finding has ended their part in conferences and coordinated assessment (CC-2.10). Their own organisation's
    /// clients are still theirs.
    #[must_use]
    pub const fn is_barred(&self) -> bool {
        self.barred_since.is_some()
    }

    /// Whether a planned absence of theirs runs at this time, in ms.
    #[must_use]
    pub fn is_away_at(&self, now_ms: i64) -> bool {
        let runs = |it: &AbsenceFact| it.from <= now_ms && now_ms < it.until;
        self.absences.iter().any(runs)
    }

    /// The emergency tickets that are open at this time, in ms.
    pub fn open_emergencies(&self, now_ms: i64) -> impl Iterator<Item = &EmergencyMark> {
        self.emergencies
            .iter()
            .filter(move |mark| now_ms < mark.until)
    }

    /// Which client is before the screen of this session of theirs at this time, in ms (DV-4.6.4).
    #[must_use]
    pub fn presence_in(&self, session: &str, now_ms: i64) -> Option<&PresenceFact> {
        let here = |it: &&PresenceFact| it.session == session && now_ms < it.until;
        self.presences.iter().find(here)
    }

    /// Whether an earlier emergency has to be settled before another one opens (RE-7, NASW-c).
    #[must_use]
    pub fn emergency_unsettled(&self, now_ms: i64) -> bool {
        self.emergencies.iter().any(|mark| mark.settle_by <= now_ms)
    }
}

/// A planned absence: others stand in for so long (NASW-o).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceFact {
    /// From when, in ms.
    pub from: i64,
    /// Until when, in ms.
    pub until: i64,
    /// The number of the worker who stands in.
    pub cover: i64,
}

/// A text that was signed, or a course that was completed (CC-2, DV-5.1.1, DV-5.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedFact {
    /// Which agreement or course.
    pub requirement: i64,
    /// In which version.
    pub version: u32,
    /// When, in ms.
    pub at: i64,
}

/// All that decides about one worker (or a client who signs in).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerSheet {
    /// Whose worker.
    pub organization: i64,
    /// Their part.
    pub role: Role,
    /// The current agreements are signed until, in ms (CC-2, DV-5.1.1).
    pub agreement_until: i64,
    /// The training is valid until, in ms (DV-5.10).
    pub training_until: i64,
    /// What they signed and learnt; both times follow from it and from what the office requires.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<SignedFact>,
    /// Access was ended or paused.
    #[serde(default)]
    pub suspended: bool,
    /// A breach of theirs was found: since when they take no part in conferences and coordinated assessment, in ms (CC-2.10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barred_since: Option<i64>,
    /// Programmes they work for.
    #[serde(default)]
    pub programmes: Vec<i64>,
    /// Duties that they recorded before looking.
    #[serde(default)]
    pub duties: Vec<WorkerDuty>,
    /// Workers whom they supervise.
    #[serde(default)]
    pub supervises: Vec<i64>,
    /// In which programmes and teams those are, and until when. The gate alone writes it.
    #[serde(default, skip_serializing_if = "SupervisedIn::is_nowhere")]
    pub supervises_in: SupervisedIn,
    /// Teams that they are in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<i64>,
    /// How they work here.
    #[serde(default)]
    pub engagement: Engagement,
    /// They left, fell ill or died: since when, in ms. Their access has ended then (NASW-o).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<i64>,
    /// The number of the worker who takes over when they can't, chosen beforehand (NASW-o).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custodian: Option<i64>,
    /// Planned absences that aren't over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<AbsenceFact>,
    /// For a client who signs in: which client.
    #[serde(default)]
    pub client: Option<i64>,
    /// Their emergency tickets that are open or not reviewed yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emergencies: Vec<EmergencyMark>,
    /// Which client is before their screen, where they said so; at most one for each session.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub presences: Vec<PresenceFact>,
    /// Where they sit in a case conference; whoever comes into another room leaves this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<SeatFact>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_from_before_it_had_ways_and_a_number_is_read_and_opens_no_way() {
        let before = r#"{"recipient":3,"purposes":["eligibility"],"categories":["income"],"signed_at":1,"expires_at":9}"#;
        let fact: ConsentFact = serde_json::from_str(before).unwrap();
        assert_eq!((fact.no, fact.kind), (0, ConsentKind::Information));
        assert!(fact.channels.is_empty());
        assert_eq!(fact.flaw(&[], 5), None);
        assert_eq!(fact.flaw(&[], 9), Some(ConsentFlaw::Expired));
        let sheet: ClientSheet =
            serde_json::from_str(&format!(r#"{{"consents":[{before}]}}"#)).unwrap();
        assert_eq!(sheet.consents, [fact]);
        assert_eq!(sheet.limits_told_at, None);
        assert_eq!(sheet.policies_acknowledged_at, None);
        assert_eq!(sheet.consent_asked_at, None);
        assert_eq!(sheet.sharing_told_at, None);
    }

    #[test]
    fn re_7_a_danger_report_from_before_there_was_a_no_is_read_and_holds_as_it_did() {
        let before = r#"{"no":2,"until":9,"client_told_or_reason":true,"raises_risk":true,"manager_discussed":false}"#;
        let mut fact: DangerFact = serde_json::from_str(before).unwrap();
        assert_eq!(serde_json::to_string(&fact).unwrap(), before);
        assert!(fact.counts_at(8) && fact.holds_at(8));
        assert!(!fact.counts_at(9) && !fact.holds_at(9));
        fact.holds_until = 20;
        assert!(!fact.counts_at(19) && fact.holds_at(19) && !fact.holds_at(20));
        fact.refused = true;
        assert!(!fact.counts_at(8) && fact.holds_at(8) && fact.refuses_at(8));
        fact.raises_risk = false;
        assert!(
            fact.keeps_back_at(19) && !fact.keeps_back_at(20),
            "a no keeps back by itself"
        );
        fact.manager_discussed = true;
        assert!(!fact.holds_at(8) && !fact.keeps_back_at(8));
    }

    #[test]
    fn dv_2_1_what_was_taken_back_is_told_before_anything_else_that_fails() {
        let fact = ConsentFact {
            no: 1,
            kind: ConsentKind::Information,
            recipient: 3,
            purposes: Vec::new(),
            categories: Vec::new(),
            channels: Vec::new(),
            signed_at: 5,
            expires_at: 9,
            withdrawn_at: Some(6),
            unwritten: true,
            unwitnessed: true,
            once: true,
            used_at: Some(6),
            confirm_limits: false,
            requested: false,
            signer: Some(7),
            representative: false,
        };
        let walls = [WallFact {
            against: WallAgainst::Client(7),
            since: 0,
        }];
        let mut fact = fact;
        let mut told = Vec::new();
        for mend in [
            (|it: &mut ConsentFact| it.withdrawn_at = None) as fn(&mut ConsentFact),
            |it| it.unwritten = false,
            |it| it.unwitnessed = false,
            |it| it.signer = None,
            |it| it.used_at = None,
            |it| it.expires_at = 90,
            |it| it.signed_at = 9,
        ] {
            told.push(fact.flaw(&walls, 9));
            mend(&mut fact);
        }
        use ConsentFlaw as Flaw;
        let all = [
            Some(Flaw::Revoked),
            Some(Flaw::NotWritten),
            Some(Flaw::Unwitnessed),
            Some(Flaw::SignerNotAllowed),
            Some(Flaw::UsedUp),
            Some(Flaw::Expired),
            None,
        ];
        assert_eq!(told, all);
        assert_eq!(fact.flaw(&walls, 8), Some(Flaw::FutureDated));
    }
}
