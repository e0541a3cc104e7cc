//! The certificate that notes can't be read any more: a paper whose hash stands in the ledger, about the entry that was written when it was
//! so, with a proof that anybody checks (CC-2.7).
//!
//! It says what the program knows and not more: when the key of the notes was forgotten, or since when the only server that held it is
//! gone; and of an organisation's notes, that copies of the database from before can still hold them.

use caseward_channels::package::{File, FileFormat, FileKind, FileName, pack};
use caseward_db::Reader;
use caseward_gate::{About, Drawer, Drawers, Works};
use caseward_model::{Id, Language, OfficeAct, Seat, SeatEnd};
use caseward_papers::{NotesDestroyed, print};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::sign_in::SignedIn;
use crate::standing::on_a_thread_that_waits;
use crate::{CaseworkError, Office};

/// What stands before a certificate, in both languages.
const NOTICE: &str = include_str!("certificate-notice.txt");
/// Which part of the drawer ends lie in.
const ENDS: i64 = 2;

/// How notes came to be unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotesGone {
    /// The server that held their key forgot it.
    Forgotten,
    /// The only server that held their key is gone, and its memory with it.
    WithServer,
    /// Their organisation had the key taken out of the database.
    Destroyed,
}

impl NotesGone {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Forgotten, Self::WithServer, Self::Destroyed];

    /// Its word, for programs and for the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Forgotten => "forgotten",
            Self::WithServer => "with_server",
            Self::Destroyed => "destroyed",
        }
    }
}

/// Whose notes they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotesOf {
    /// Those of one seat.
    Seat,
    /// Those that an organisation had kept.
    Organization,
}

/// That notes can't be read any more, as it is kept. People, organisations and series stand there by number.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct End {
    pub(super) entry: u64,
    /// When it was written down.
    pub(super) at: i64,
    pub(super) gone: NotesGone,
    /// Of which seat; none for what an organisation had kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) seat: Option<Id<Seat>>,
    /// When the server that is gone was last heard of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_heard: Option<i64>,
    pub(super) worker: i64,
    pub(super) organization: i64,
    pub(super) series: i64,
    pub(super) meeting: i64,
    pub(super) since: i64,
    /// When the seat ended, and why; missing where it went on after its server was gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ended: Option<(i64, SeatEnd)>,
    /// How many notes were kept; of an organisation's, how many there were.
    pub(super) kept: u32,
}

impl End {
    /// Whether a certificate of it is this person's.
    fn is_of(&self, person: &SignedIn) -> bool {
        match self.seat {
            Some(_) => self.worker == person.no,
            None => self.organization == person.sheet.organization,
        }
    }
}

/// That notes can't be read any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotesEnd {
    /// The number of its certificate.
    pub no: i64,
    /// Whose they were.
    pub of: NotesOf,
    /// How it came.
    pub gone: NotesGone,
    /// When it was written down, in ms since 1970.
    pub at: i64,
    /// When the seat ended, in ms since 1970, and why.
    pub ended: Option<(i64, SeatEnd)>,
    /// How many notes were kept before; of an organisation's, how many there were.
    pub kept: u32,
    /// The number of the entry that says it.
    pub entry: u64,
}

/// A certificate, and the proof that it stands in the ledger.
pub struct CertificateFiles {
    /// The paper, as PDF.
    pub pdf: Vec<u8>,
    /// The proof, as a `.tlog-proof` file.
    pub proof: String,
}

impl CertificateFiles {
    /// Both in one package, as a zip, with how it is checked.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when they can't be packed.
    pub fn packed(self) -> Result<Vec<u8>, CaseworkError> {
        let file = |format, bytes| File {
            name: FileName {
                kind: FileKind::Letter,
                number: 1,
                format,
            },
            bytes: Zeroizing::new(bytes),
        };
        let files = [
            file(FileFormat::Pdf, self.pdf),
            file(FileFormat::TlogProof, self.proof.into_bytes()),
        ];
        let package = pack(&files, NOTICE);
        let package = package.map_err(|error| CaseworkError::Unfit(error.to_string()))?;
        Ok(package.bytes().to_vec())
    }
}

/// Keeps what a certificate is made of.
pub(super) fn keep_end(works: &mut Works<'_, '_>, end: &End) -> Result<(), CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM note_ends";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let plain = serde_json::to_vec(end).map_err(|_| CaseworkError::Damaged)?;
    let sealed = works.seal(Drawer::SessionNotes, (no, ENDS, 1), &plain);
    works.transaction().execute(
        "INSERT INTO note_ends (no, sealed) VALUES ($1, $2)",
        &[no.into(), sealed.into()],
    )?;
    Ok(())
}

/// All that was ever written down, with numbers, the oldest first.
fn all(reader: &mut Reader<'_>, drawers: &Drawers) -> Result<Vec<(i64, End)>, CaseworkError> {
    let rows = reader.query("SELECT no, sealed FROM note_ends ORDER BY no", &[])?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let no = row.int(0)?;
        let plain = drawers.open(Drawer::SessionNotes, (no, ENDS, 1), row.bytes(1)?)?;
        let end = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
        all.push((no, end));
    }
    Ok(all)
}

impl Office {
    /// The notes of somebody, and of their organisation, of which it was written down that they can't be read any more; the newest first.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn note_certificates(
        &self,
        person: &SignedIn,
    ) -> Result<Vec<NotesEnd>, CaseworkError> {
        let mine = self.ends_of(person).await?;
        let shown = |(no, it): (i64, End)| NotesEnd {
            no,
            of: match it.seat {
                Some(_) => NotesOf::Seat,
                None => NotesOf::Organization,
            },
            gone: it.gone,
            at: it.at,
            ended: it.ended,
            kept: it.kept,
            entry: it.entry,
        };
        Ok(mine.into_iter().rev().map(shown).collect())
    }

    /// The certificate with this number, made anew, with the proof of exactly this paper.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is none for this person; [`CaseworkError::NotPermitted`].
    pub async fn note_certificate(
        &self,
        person: &SignedIn,
        no: i64,
        language: Language,
    ) -> Result<CertificateFiles, CaseworkError> {
        let mine = self.ends_of(person).await?;
        let found = mine.into_iter().find(|it| it.0 == no);
        let (_, end) = found.ok_or_else(|| unknown(no))?;
        let paper = self.certificate_of(person, &end, language).await?;
        let pdf = on_a_thread_that_waits(move || print(&paper)).await?;
        let attested = self.gate.attest(end.entry, &pdf).await?;
        Ok(CertificateFiles {
            pdf,
            proof: attested.proof.to_string(),
        })
    }

    async fn ends_of(&self, person: &SignedIn) -> Result<Vec<(i64, End)>, CaseworkError> {
        let me = person.worker;
        self.must_be_let(me, OfficeAct::TakePart, About::Worker(me))
            .await?;
        let drawers = self.gate.drawers()?;
        let mut found = self.db.read(move |reader| all(reader, &drawers)).await?;
        found.retain(|(_, end)| end.is_of(person));
        Ok(found)
    }

    async fn certificate_of(
        &self,
        person: &SignedIn,
        end: &End,
        language: Language,
    ) -> Result<NotesDestroyed, CaseworkError> {
        let around = self.around_conferences().await?;
        let organization = around.organization(end.organization);
        let whose = match end.seat {
            Some(_) => person.name.clone(),
            None => String::new(),
        };
        let ended = end.ended.as_ref();
        Ok(NotesDestroyed {
            language,
            office: self.own_organization().await?.name,
            gone: end.gone.word().to_owned(),
            person: whose,
            organization: organization.map(|it| it.name).unwrap_or_default(),
            seat: end.seat.map(|it| it.to_string()).unwrap_or_default(),
            began: moment(end.since),
            ended: ended.map(|it| moment(it.0)).unwrap_or_default(),
            why: ended.map(|it| it.1.word().to_owned()).unwrap_or_default(),
            kept: end.kept,
            last_heard: end.last_heard.map(moment).unwrap_or_default(),
            written: moment(end.at),
            entry: end.entry,
        })
    }
}

/// A moment as it stands on a paper, to the second and with how far the office's clock is from UTC.
fn moment(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let at = at.to_zoned_datetime(TimeZone::system());
    at.strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}

fn unknown(no: i64) -> CaseworkError {
    CaseworkError::Unknown {
        what: "certificate",
        name: no.to_string(),
        look: "caseward conference notes list",
    }
}
