//! The papers that people get: a copy of what they signed, the certificate of what they learnt (CC-2,
//! DV-5.1.1, DV-5.10).

use caseward_gate::About;
use caseward_model::{Language, OfficeAct};
use caseward_papers::{
    AgreementCopy, Answered, Fetched, Mark, PaperError, Part, Signer as Signed,
    TrainingCertificate, print_fetched,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::error::SigningError;
use super::keep::{How, State};
use super::mine::Signature;
use super::settle::{Requirement, Version};
use super::sign::{DrawnMark, Signer};
use super::text::Wording;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office, fetched};

/// A paper, ready to be handed over.
pub struct Printed {
    /// Its bytes: a PDF.
    pub pdf: Vec<u8>,
    /// It is a certificate, and not a copy of an agreement.
    pub certificate: bool,
}

impl Office {
    /// The copy of a signature, or the certificate of a course: for whoever signed it, and for those who
    /// record such papers. It says who of them fetched it and when.
    ///
    /// # Errors
    /// [`SigningError::NothingWaits`] when there is none under this number that this person may have.
    pub async fn signed_paper(&self, by: &SignedIn, no: i64) -> Result<Printed, SigningError> {
        let owner = self.owner_of(no).await?;
        let Some((worker, sheet, particulars)) = self.gate.worker(owner).await? else {
            return Err(SigningError::NothingWaits);
        };
        if owner != by.no {
            let act = OfficeAct::RecordSigned;
            let may = self.gate.may(by.worker, act, About::Worker(worker)).await?;
            if !may.permitted {
                return Err(SigningError::NothingWaits);
            }
        }
        let all = self.signatures_of(owner).await?;
        let found = all.into_iter().find(|it| it.no == no);
        let signature = found.filter(|it| it.state == State::Counts);
        let signature = signature.ok_or(SigningError::NothingWaits)?;
        let office = self.own_organization().await?;
        let organization = self.register().await?;
        let named = organization.iter().find(|it| it.no == sheet.organization);
        let whose = Whose {
            name: particulars.name,
            organization: named.map(|it| it.name.clone()).unwrap_or_default(),
        };
        let mark = fetched::by(by, self.clock.now_ms());
        self.printed(office.name, whose, (signature, mark)).await
    }

    /// The copies of all that somebody signed of one agreement, the newest first: for the evidence about a breach (CC-2.9). Whether
    /// somebody may have them is asked before.
    pub(crate) async fn copies_of(
        &self,
        owner: i64,
        requirement: i64,
    ) -> Result<Vec<Vec<u8>>, CaseworkError> {
        let Some((_, sheet, particulars)) = self.gate.worker(owner).await? else {
            return Ok(Vec::new());
        };
        let office = self.own_organization().await?.name;
        let register = self.register().await?;
        let theirs = register.iter().find(|it| it.no == sheet.organization);
        let theirs = theirs.map(|it| it.name.clone()).unwrap_or_default();
        let mut copies = Vec::new();
        for signature in self.signatures_of(owner).await? {
            if signature.requirement != requirement || signature.state != State::Counts {
                continue;
            }
            let whose = Whose {
                name: particulars.name.clone(),
                organization: theirs.clone(),
            };
            // What is kept as evidence is the copy itself: whoever takes it along stands in the ledger.
            let printed = self.printed(office.clone(), whose, (signature, None)).await;
            copies.push(printed.map_err(|_| CaseworkError::Damaged)?.pdf);
        }
        Ok(copies)
    }

    async fn owner_of(&self, no: i64) -> Result<i64, SigningError> {
        let sql = "SELECT worker_no FROM signatures WHERE no = $1";
        let row = self
            .db
            .glance(move |reader| reader.query_optional(sql, &[no.into()]))
            .await?;
        Ok(row.ok_or(SigningError::NothingWaits)?.int(0)?)
    }

    async fn printed(
        &self,
        office: String,
        whose: Whose,
        (signature, mark): (Signature, Option<Fetched>),
    ) -> Result<Printed, SigningError> {
        let register = self.requirements().await?;
        let mut all = register.requirements.into_iter();
        let requirement = all.find(|it| it.no == signature.requirement);
        let requirement = requirement.ok_or(CaseworkError::Damaged)?;
        let version = requirement.version(signature.version).cloned();
        let version = version.ok_or(CaseworkError::Damaged)?;
        let language = signature.evidence.language;
        let words = self.words(&requirement, version.number, language).await?;
        let certificate = requirement.kind.is_course();
        let pdf = if certificate {
            let paper = certificate_of(office, whose, &signature, &version, &words);
            on_a_thread_that_waits(move || print_fetched(&paper, mark.as_ref())).await?
        } else {
            let paper = copy_of(office, whose, &signature, &requirement, &version, &words);
            on_a_thread_that_waits(move || print_fetched(&paper, mark.as_ref())).await?
        };
        Ok(Printed { pdf, certificate })
    }
}

/// Setting a paper takes tens of milliseconds: too long for a thread that serves others meanwhile.
pub(crate) async fn on_a_thread_that_waits(
    work: impl FnOnce() -> Result<Vec<u8>, PaperError> + Send + 'static,
) -> Result<Vec<u8>, CaseworkError> {
    let printed = tokio::task::spawn_blocking(work).await;
    match printed {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(error)) => Err(CaseworkError::Unfit(error.to_string())),
        Err(_) => Err(CaseworkError::Damaged),
    }
}

struct Whose {
    name: String,
    organization: String,
}

fn copy_of(
    office: String,
    whose: Whose,
    signature: &Signature,
    requirement: &Requirement,
    version: &Version,
    words: &Wording,
) -> AgreementCopy {
    let evidence = &signature.evidence;
    let on_paper = matches!(evidence.how, How::Paper { .. });
    let answered = words.questions.iter().filter_map(|it| {
        Some(Answered {
            question: it.ask.clone(),
            answer: it.answers.get(it.right.checked_sub(1)?)?.clone(),
        })
    });
    AgreementCopy {
        language: evidence.language,
        office,
        title: words.title.clone(),
        version: version.number,
        in_force_from: day(requirement.version(version.number).map_or(0, |it| it.from)),
        sections: words.sections.iter().map(part).collect(),
        answers: if on_paper {
            Vec::new()
        } else {
            answered.collect()
        },
        statements: words.statements.clone(),
        signer: evidence.signer.as_ref().map_or_else(
            || {
                signed(&Signer {
                    name: whose.name,
                    organization: whose.organization,
                    ..Signer::default()
                })
            },
            signed,
        ),
        signed_on: day(evidence.at),
        holds_until: day(version.holds_until(evidence.at)),
        on_paper,
        at_terminal: evidence.how == How::Terminal,
        mark: evidence.mark.as_ref().map(mark),
        entry: signature.entry,
        text_hash: evidence.text.clone(),
    }
}

fn certificate_of(
    office: String,
    whose: Whose,
    signature: &Signature,
    version: &Version,
    words: &Wording,
) -> TrainingCertificate {
    let evidence = &signature.evidence;
    TrainingCertificate {
        language: evidence.language,
        office,
        title: match evidence.language {
            Language::English => "Certificate of training",
            Language::Spanish => "Certificado de formación",
        }
        .to_owned(),
        name: whose.name,
        organization: whose.organization,
        course: words.title.clone(),
        version: version.number,
        covered: words.sections.iter().map(|it| it.heading.clone()).collect(),
        completed_on: day(evidence.at),
        counts_until: day(version.holds_until(evidence.at)),
        elsewhere: matches!(evidence.how, How::Paper { .. }),
        entry: signature.entry,
        text_hash: evidence.text.clone(),
    }
}

fn part(section: &super::text::Section) -> Part {
    Part {
        heading: section.heading.clone(),
        paragraphs: section.paragraphs.clone(),
    }
}

fn signed(signer: &Signer) -> Signed {
    Signed {
        name: signer.name.clone(),
        organization: signer.organization.clone(),
        position: signer.position.clone(),
        email: signer.email.clone(),
        phone: signer.phone.clone(),
    }
}

fn mark(mark: &DrawnMark) -> Mark {
    Mark {
        width: mark.width,
        height: mark.height,
        strokes: mark.strokes.clone(),
    }
}

/// The day of a moment on the office's own calendar.
pub(crate) fn day(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(TimeZone::system()).date().to_string()
}
