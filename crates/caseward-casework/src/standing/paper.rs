//! Signatures on paper, and training that took place elsewhere: scanned, recorded by one person, looked at
//! and confirmed by another (CC-2, DV-5.1.1, DV-5.10).
//!
//! A scan is a PDF, JPEG or PNG file, as its first bytes say; it is kept sealed, given out only as a file
//! to keep, and never opened by this program.

use caseward_gate::{About, Actor, Drawer, Works};
use caseward_model::{Id, Language, OfficeAct, Role, TaskKind, Worker};
use data_encoding::HEXLOWER;

use super::error::{Need, SigningError};
use super::keep::{Evidence, How, Row, State, count, insert, next_no, place};
use super::publish::unknown;
use super::refuse::forget_refusal;
use super::register::{load, load_edition, read, write};
use super::settle::Requirement;
use super::sign::Signer;
use crate::staff::Colleague;
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// The largest scan, in bytes.
pub const LARGEST_SCAN: usize = 8 * 1024 * 1024;

/// What a scan is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanKind {
    /// A PDF file.
    Pdf,
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
}

impl ScanKind {
    /// What these bytes are; nothing else is taken.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else {
            None
        }
    }

    /// The ending of a file name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// A signed paper, or a certificate from elsewhere, as the office records it.
pub struct SignedPaper {
    /// Which version was signed.
    pub version: u32,
    /// In which language.
    pub language: Language,
    /// Who signed, as it stands on the paper; for a course, only the name is needed.
    pub signer: Signer,
    /// The day on the paper, in ms.
    pub signed_at: i64,
    /// The scan.
    pub scan: Vec<u8>,
}

/// A paper that waits for a second person.
#[derive(Debug, Clone)]
pub struct WaitingPaper {
    /// Under which number it is kept.
    pub no: i64,
    /// Whose it is.
    pub worker: Id<Worker>,
    /// What they are called in this office.
    pub name: String,
    /// The short name of the agreement or course.
    pub requirement: String,
    /// Which version.
    pub version: u32,
    /// What was written down of it.
    pub evidence: Evidence,
}

impl Office {
    /// Records a signed paper of a colleague. It counts when a second person has confirmed it. Returns the
    /// number under which it is kept.
    ///
    /// # Errors
    /// [`SigningError`], and then nothing was kept.
    pub async fn record_paper(
        &self,
        actor: impl Into<Actor>,
        whom: &Colleague,
        name: &str,
        paper: SignedPaper,
    ) -> Result<i64, SigningError> {
        let (name, whom, whom_no) = (name.to_owned(), whom.id, whom.no);
        let (act, deed) = (OfficeAct::RecordSigned, "paper_recorded");
        self.gate
            .perform(actor, act, About::Worker(whom), deed, move |works| {
                let held = load(works)?;
                let requirement = held.register.named(&name);
                let requirement = requirement.ok_or_else(|| unknown(&name))?;
                check(requirement, &paper, works.now_ms())?;
                let edition = load_edition(works, requirement.no, paper.version)?;
                let words = edition.in_language(paper.language);
                let words = words.ok_or(CaseworkError::Damaged)?;
                let no = next_no(works)?;
                let recorded_by = works.actor_no();
                let evidence = Evidence {
                    language: paper.language,
                    at: paper.signed_at,
                    signer: Some(paper.signer.trimmed()),
                    tries: 0,
                    mark: None,
                    how: How::Paper {
                        recorded_by,
                        confirmed_by: None,
                    },
                    text: HEXLOWER.encode(&words.hash()),
                };
                let row = Row { entry: 0, evidence };
                let text = (requirement.no, paper.version);
                insert(works, (no, whom_no), text, State::Waits, &row)?;
                store_scan(works, no, &paper.scan)?;
                ask_a_second_person(works, whom, no)?;
                works.note("requirement", name.as_str());
                works.note("version", paper.version);
                works.note("signature", no);
                Ok(no)
            })
            .await
    }

    /// Confirms a paper that someone else recorded, or declines it.
    ///
    /// # Errors
    /// [`SigningError::SecondPerson`] when it is the same person; [`SigningError::NothingWaits`].
    pub async fn confirm_paper(
        &self,
        by: Id<Worker>,
        no: i64,
        confirmed: bool,
    ) -> Result<(), SigningError> {
        let whom = self.whose_paper(by, no).await?;
        let act = OfficeAct::RecordSigned;
        let deed = if confirmed {
            "paper_confirmed"
        } else {
            "paper_declined"
        };
        self.gate
            .perform(by, act, About::Worker(whom), deed, move |works| {
                let (requirement, version, worker_no, mut row) = load_waiting(works, no)?;
                let How::Paper { recorded_by, .. } = row.evidence.how else {
                    return Err(SigningError::NothingWaits);
                };
                if recorded_by == works.actor_no() {
                    return Err(SigningError::SecondPerson);
                }
                row.evidence.how = How::Paper {
                    recorded_by,
                    confirmed_by: Some(works.actor_no()),
                };
                let state = if confirmed {
                    let held = load(works)?;
                    let all = held.register.requirements.iter();
                    let found = all.clone().find(|it| it.no == requirement);
                    let found = found.and_then(|it| Some((it, it.version(version)?)));
                    let text = found.ok_or(CaseworkError::Damaged)?;
                    row.entry = count(works, &held.register, text, (whom, no), &row.evidence)?;
                    forget_refusal(works, (whom, worker_no), requirement)?;
                    State::Counts
                } else {
                    State::Declined
                };
                works.note("signature", no);
                tasks::finish_all(
                    works,
                    TaskKind::SignatureToConfirm,
                    &about_paper(whom, no),
                    deed,
                )?;
                restate(works, (no, worker_no), state, &row)
            })
            .await
    }

    /// Whose paper waits under this number. Whoever may confirm none learns nothing about numbers.
    async fn whose_paper(&self, by: Id<Worker>, no: i64) -> Result<Id<Worker>, SigningError> {
        let sql = "SELECT worker_no FROM signatures WHERE no = $1 AND state = 1";
        let row = self
            .db
            .glance(move |reader| reader.query_optional(sql, &[no.into()]))
            .await?;
        match row {
            Some(row) => self.signer_numbered(row.int(0)?).await,
            None => self.no_such_paper(by).await,
        }
    }

    async fn signer_numbered(&self, worker_no: i64) -> Result<Id<Worker>, SigningError> {
        let found = self.gate.worker(worker_no).await?;
        Ok(found.ok_or(CaseworkError::Damaged)?.0)
    }

    async fn no_such_paper<T>(&self, by: Id<Worker>) -> Result<T, SigningError> {
        self.must_be_let(by, OfficeAct::RecordSigned, About::Office)
            .await?;
        Err(SigningError::NothingWaits)
    }

    /// The scan of a paper, for those who record and confirm: what it is, and its bytes.
    ///
    /// # Errors
    /// [`SigningError::NothingWaits`] when there is none under this number.
    pub async fn scan(&self, by: Id<Worker>, no: i64) -> Result<(ScanKind, Vec<u8>), SigningError> {
        let sql = "SELECT s.worker_no, p.sealed FROM signatures s \
                   JOIN signed_papers p ON p.signature_no = s.no WHERE s.no = $1";
        let row = self
            .db
            .glance(move |reader| reader.query_optional(sql, &[no.into()]))
            .await?;
        let Some(row) = row else {
            return self.no_such_paper(by).await;
        };
        let whom = self.signer_numbered(row.int(0)?).await?;
        let sealed = row.bytes(1)?.to_vec();
        let (act, deed) = (OfficeAct::RecordSigned, "paper_looked_at");
        self.gate
            .perform(by, act, About::Worker(whom), deed, move |works| {
                let plain = works.open(Drawer::Signed, scan_place(no), &sealed)?;
                let kind = ScanKind::of(&plain).ok_or(CaseworkError::Damaged)?;
                works.note("signature", no);
                Ok((kind, plain.to_vec()))
            })
            .await
    }

    /// Papers that wait for a second person, as far as this person may confirm them.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn waiting_papers(&self, by: Id<Worker>) -> Result<Vec<WaitingPaper>, CaseworkError> {
        let register = self.requirements().await?;
        let drawers = self.gate.drawers()?;
        let read_all = move |reader: &mut caseward_db::Reader<'_>| {
            let sql = "SELECT no, worker_no, requirement_no, version, sealed FROM signatures \
                       WHERE state = 1 ORDER BY no";
            let mut papers = Vec::new();
            for row in reader.query(sql, &[])? {
                let (no, worker_no) = (row.int(0)?, row.int(1)?);
                let place = place(no, worker_no, State::Waits);
                let plain = drawers.open(Drawer::Signed, place, row.bytes(4)?)?;
                let kept: Row = read(&plain)?;
                papers.push((no, worker_no, row.int(2)?, row.int(3)?, kept.evidence));
            }
            Ok::<_, CaseworkError>(papers)
        };
        let mut waiting = Vec::new();
        for (no, worker_no, requirement, version, evidence) in self.db.read(read_all).await? {
            let Some((worker, _, particulars)) = self.gate.worker(worker_no).await? else {
                continue;
            };
            let about = About::Worker(worker);
            let may = self.gate.may(by, OfficeAct::RecordSigned, about).await?;
            let named = register.requirements.iter().find(|it| it.no == requirement);
            if let Some(requirement) = named.filter(|_| may.permitted) {
                waiting.push(WaitingPaper {
                    no,
                    worker,
                    name: particulars.name,
                    requirement: requirement.name.clone(),
                    version: u32::try_from(version).unwrap_or_default(),
                    evidence,
                });
            }
        }
        Ok(waiting)
    }
}

fn check(requirement: &Requirement, paper: &SignedPaper, now_ms: i64) -> Result<(), SigningError> {
    let in_force = requirement.in_force(now_ms).map_or(0, |it| it.number);
    if requirement.version(paper.version).is_none() || paper.version < in_force {
        let newest = requirement.newest().map_or(in_force, |it| it.number);
        return Err(SigningError::Replaced { newest });
    }
    let mut needs = paper.signer.needs();
    if requirement.kind.is_course() {
        needs.retain(|it| *it == Need::Name);
    }
    if paper.signed_at > now_ms || paper.signed_at <= 0 {
        needs.push(Need::Day);
    }
    if ScanKind::of(&paper.scan).is_none() {
        needs.push(Need::Scan);
    }
    if paper.scan.len() > LARGEST_SCAN {
        needs.push(Need::SmallerScan);
    }
    if needs.is_empty() {
        Ok(())
    } else {
        Err(SigningError::Needs(needs))
    }
}

/// How long a paper may wait for its second person: a week, in ms.
const CONFIRM_WITHIN_MS: i64 = 7 * 86_400_000;

/// Whose part includes looking at what others recorded.
const SECOND_PERSONS: [Role; 3] = [
    Role::PrivacyOfficer,
    Role::LineManager,
    Role::RecordsCustodian,
];

const fn about_paper(whom: Id<Worker>, no: i64) -> TaskAbout {
    TaskAbout {
        client: None,
        worker: Some(whom),
        item: Some(no),
    }
}

fn ask_a_second_person(
    works: &mut Works<'_, '_>,
    whom: Id<Worker>,
    no: i64,
) -> Result<(), CaseworkError> {
    for role in SECOND_PERSONS {
        let new = NewTask {
            kind: TaskKind::SignatureToConfirm,
            whom: Whom::Role(role),
            about: about_paper(whom, no),
            due_at: works.now_ms() + CONFIRM_WITHIN_MS,
        };
        tasks::add(works, &new)?;
    }
    Ok(())
}

/// Scans lie beside signatures, apart from every signature's state.
const fn scan_place(no: i64) -> (i64, i64, i64) {
    (no, 0, -2)
}

fn store_scan(works: &mut Works<'_, '_>, no: i64, scan: &[u8]) -> Result<(), CaseworkError> {
    let sealed = works.seal(Drawer::Signed, scan_place(no), scan);
    works.transaction().execute(
        "INSERT INTO signed_papers (signature_no, sealed) VALUES ($1, $2)",
        &[no.into(), sealed.into()],
    )?;
    Ok(())
}

type Waiting = (i64, u32, i64, Row);

fn load_waiting(works: &mut Works<'_, '_>, no: i64) -> Result<Waiting, SigningError> {
    let sql = "SELECT worker_no, requirement_no, version, sealed FROM signatures \
               WHERE no = $1 AND state = 1";
    let row = works.transaction().query_optional(sql, &[no.into()])?;
    let row = row.ok_or(SigningError::NothingWaits)?;
    let (worker_no, requirement) = (row.int(0)?, row.int(1)?);
    let version = u32::try_from(row.int(2)?).map_err(|_| CaseworkError::Damaged)?;
    let sealed = row.bytes(3)?.to_vec();
    let place = place(no, worker_no, State::Waits);
    let plain = works.open(Drawer::Signed, place, &sealed)?;
    Ok((requirement, version, worker_no, read(&plain)?))
}

fn restate(
    works: &mut Works<'_, '_>,
    (no, worker_no): (i64, i64),
    state: State,
    row: &Row,
) -> Result<(), SigningError> {
    let sealed = works.seal(Drawer::Signed, place(no, worker_no, state), &write(row)?);
    works.transaction().execute(
        "UPDATE signatures SET state = $1, sealed = $2 WHERE no = $3",
        &[state.number().into(), sealed.into(), no.into()],
    )?;
    Ok(())
}
