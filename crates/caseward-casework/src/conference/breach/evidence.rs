//! The evidence about a report, as one package that a stranger can check: the report with its times, the letters, what the person
//! signed, and the ledger's entries, each with its proof (CC-2.9).

use caseward_channels::package::{File, FileFormat, FileKind, FileName, pack};
use caseward_db::ledger::note::VerifierKey;
use caseward_db::ledger::statement::TlogProof;
use caseward_gate::{About, AttestError, Drawer, Works, check_told};
use caseward_model::{BreachReport, Id, OfficeAct, Worker};
use serde_json::{Value as Json, json};
use zeroize::Zeroizing;

use super::stored::{self, Report, Said};
use crate::conference::reading::Around;
use crate::conference::stored::{self as series_stored, Series, SeriesSignature};
use crate::{CaseworkError, Office};

/// What stands before everything else, in both languages.
const NOTICE: &str = include_str!("evidence-notice.txt");
/// The most entries that go into one package, the newest.
const MOST: u32 = 200;

/// What a package is made of.
struct Made {
    files: Vec<File>,
    /// The newest entry about the report.
    about: u64,
}

impl Office {
    /// The evidence about a report, as a zip that is the same to whoever opens it. Taking it is on record.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is none for this person; [`CaseworkError::NotPermitted`].
    pub async fn breach_evidence(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
    ) -> Result<Vec<u8>, CaseworkError> {
        let how = (OfficeAct::FindBreach, About::Office);
        let change = |works: &mut Works<'_, '_>, (no, report): (i64, &mut Report)| {
            let mut letters = Vec::with_capacity(report.letters.len());
            for (letter, _) in (1..).zip(&report.letters) {
                let paper = stored::paper(works, (no, letter))?;
                letters.push(paper.ok_or(CaseworkError::Damaged)?);
            }
            Ok((no, report.clone(), letters))
        };
        let taken = self.at_breach(by, how, (id, "breach_evidence_taken"), change);
        let (no, report, letters) = taken.await?;
        let entries = self
            .gate
            .entries_apart((Drawer::Breaches, no), MOST)
            .await?;
        let mut made = Made {
            files: Vec::new(),
            about: entries.last().map_or(0, |it| it.entry),
        };
        let series = self.series_numbered(report.series).await?;
        let around = self.around_conferences().await?;
        let told = told(&around, (id, &report), series.as_ref());
        let told = serde_json::to_vec_pretty(&told).map_err(|_| CaseworkError::Damaged)?;
        self.attested(&mut made, (FileKind::Data, FileFormat::Json), (1, told))
            .await?;
        for (letter, paper) in (1..).zip(letters) {
            self.attested(
                &mut made,
                (FileKind::Letter, FileFormat::Pdf),
                (letter, paper),
            )
            .await?;
        }
        if let (Some(whom), Some(series)) = (report.whom, &series) {
            let copies = self.copies_of(whom, series.agreement).await?;
            for (copy, paper) in (1..).zip(copies) {
                let kind = (FileKind::Attachment, FileFormat::Pdf);
                self.attested(&mut made, kind, (copy, paper)).await?;
            }
        }
        for (entry, it) in (1..).zip(entries) {
            let kind = (FileKind::Record, FileFormat::Json);
            let proof = it.proof.to_string();
            made.with_proof(kind, (entry, it.told), proof);
        }
        let package = pack(&made.files, NOTICE);
        let package = package.map_err(|error| CaseworkError::Unfit(error.to_string()))?;
        Ok(package.bytes().to_vec())
    }

    /// What isn't there any more, or not as it was written, of reports and of evidence that is on hold: in words and numbers, for
    /// whoever looks after the office. Nothing in the program deletes any of it.
    ///
    /// # Errors
    /// When the office is sealed or the database doesn't answer; what was lost is no error here.
    pub async fn check_breach_evidence(&self) -> Result<Vec<String>, CaseworkError> {
        let (cards, drawers) = (self.gate.cards()?, self.gate.drawers()?);
        self.db
            .read(move |reader| stored::lost(reader, (&cards, &drawers)))
            .await
    }

    /// Puts a file into the package whose hash is written into the ledger, with the proof of that.
    async fn attested(
        &self,
        made: &mut Made,
        kind: (FileKind, FileFormat),
        (number, bytes): (u16, Vec<u8>),
    ) -> Result<(), CaseworkError> {
        let attested = self.gate.attest(made.about, &bytes).await?;
        made.with_proof(kind, (number, bytes), attested.proof.to_string());
        Ok(())
    }

    async fn series_numbered(&self, no: Option<i64>) -> Result<Option<Series>, CaseworkError> {
        let Some(no) = no else {
            return Ok(None);
        };
        let cards = self.gate.cards()?;
        let read =
            move |reader: &mut caseward_db::Reader<'_>| series_stored::numbered(reader, &cards, no);
        self.db.read(read).await
    }
}

impl Made {
    fn with_proof(
        &mut self,
        (kind, format): (FileKind, FileFormat),
        (number, bytes): (u16, Vec<u8>),
        proof: String,
    ) {
        let name = FileName {
            kind,
            number,
            format,
        };
        self.files.push(File {
            name,
            bytes: Zeroizing::new(bytes),
        });
        self.files.push(File {
            name: FileName {
                format: FileFormat::TlogProof,
                ..name
            },
            bytes: Zeroizing::new(proof.into_bytes()),
        });
    }
}

fn moment(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_string()
}

/// The report as data, with what people are called.
fn told(
    around: &Around,
    (id, report): (Id<BreachReport>, &Report),
    series: Option<&Series>,
) -> Json {
    let who = |no: i64| around.worker(no).map(|it| it.name);
    let said = |it: &Said| json!({ "by": who(it.by), "at": moment(it.at), "text": it.text });
    let letters = report.letters.iter().map(|it| {
        json!({
            "to": it.kind.word(), "recipient": it.to, "reference": it.reference, "language": it.language.word(),
            "written": said(&it.said), "sha256": it.hash,
            "sent": it.sent.as_ref().map(|(at, how)| json!({ "on": moment(*at), "noted": said(how) })),
        })
    });
    let put = report.put.as_ref();
    json!({
        "report": id.to_string(),
        "kind": report.kind().word(),
        "state": report.state().word(),
        "what": report.what,
        "happened": report.happened_at.map(moment),
        "reported": { "by": who(report.by), "at": moment(report.at) },
        "acknowledged": report.taken_up.map(|(by, at)| json!({ "by": who(by), "at": moment(at), "after_ms": at - report.at })),
        "privacy_officers_told": report.pressed_at.map(moment),
        "about": report.whom.and_then(who),
        "inquiry": report.notes.iter().map(said).collect::<Vec<_>>(),
        "put_to_them": put.map(|it| said(&it.told)),
        "answer": put.and_then(|it| it.answer.as_ref()).map(said),
        "finding": report.finding.as_ref().map(|it| json!({
            "substantiated": it.substantiated, "ended_their_part": it.ends, "not_heard_because": it.unheard, "reasons": said(&it.said),
        })),
        "letters": letters.collect::<Vec<_>>(),
        "hold": report.hold.as_ref().map(|it| json!({
            "since": moment(it.since), "lifted": it.lifted.as_ref().map(said),
        })),
        "reinstated": report.reinstated.as_ref().map(said),
        "signed_for_the_conference": series.map(|it| signatures(it, report.whom)),
    })
}

/// What the person signed for the series, all versions.
fn signatures(series: &Series, whom: Option<i64>) -> Vec<Json> {
    let parts = series.people.iter().filter(|it| Some(it.worker) == whom);
    let all = parts.flat_map(|it| it.earlier.iter().chain(&it.signed));
    let one = |it: &SeriesSignature| {
        json!({
            "version": it.version, "at": moment(it.at), "language": it.language.word(),
            "name": it.signer.name, "organization": it.signer.organization, "position": it.signer.position,
            "email": it.signer.email, "phone": it.signer.phone,
        })
    };
    all.map(one).collect()
}

/// Checks an entry of the evidence against its proof, offline, under the ledger's key. Gives when it was written down, in ms since
/// 1970.
///
/// # Errors
/// [`AttestError`].
pub fn verify_told(text: &[u8], proof: &str, key: &str) -> Result<i64, AttestError> {
    let proof: TlogProof = proof.parse().map_err(|_| AttestError::NotAProof)?;
    let key: VerifierKey = key.trim().parse().map_err(|_| AttestError::NotHolding)?;
    check_told(text, &proof, &key)
}
