//! What is attached to a disclosure: a letter, a scan, a report. Its text is read in a process apart, masked like the rest of
//! the paper and set anew; the file itself never leaves, and what couldn't be read is withheld and said (CR-9, NASW-m).

use std::path::Path;

use caseward_attachments::{Apart, Limits, Place, Read, Tesseract};
use caseward_gate::{Amend, Answer, Delivery, Drawer, FileWorks};
use caseward_model::{Basis, Category, Client, DisclosureState, Id, Language, Worker};
use caseward_papers::{DisclosureDocument, Line, Record};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Disclosure, DisclosureError, Paper, risk, stored};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The most files of one disclosure.
pub const MOST_ATTACHED: usize = 20;

/// The most bytes of a file.
pub const LARGEST_ATTACHED: usize = 50 << 20;

/// A permission of somebody who told something names entries of the file, and no file that is brought (CR-9).
const OF_OTHERS: &str = "what others told goes entry by entry, as they permit it, and in no file that is attached; take the file off";

/// Where a program that reads pictures may lie.
const TESSERACT: [&str; 2] = ["/usr/bin/tesseract", "/usr/local/bin/tesseract"];

/// Reads what people attach, in a process apart.
#[derive(Debug, Clone)]
pub struct AttachmentReader {
    apart: Apart,
    tesseract: Option<Tesseract>,
}

impl AttachmentReader {
    /// By this program with this argument: it must call [`AttachmentReader::serve`] then, and do nothing else. Pictures are
    /// read where `tesseract` is installed, and withheld otherwise.
    #[must_use]
    pub fn by(program: &Path, argument: &str) -> Self {
        let tesseract = TESSERACT.iter().map(Path::new).find(|it| it.is_file());
        Self {
            apart: Apart {
                program: program.to_owned(),
                arguments: vec![argument.into()],
            },
            tesseract: tesseract.map(Tesseract::at),
        }
    }

    /// Whether pictures are read here.
    #[must_use]
    pub const fn reads_pictures(&self) -> bool {
        self.tesseract.is_some()
    }

    /// What the process apart does: reads one file from its input, writes the account, and ends.
    ///
    /// # Errors
    /// When its input or output is gone.
    pub fn serve() -> std::io::Result<()> {
        caseward_attachments::serve(std::io::stdin().lock(), std::io::stdout().lock())
    }

    fn read(&self, bytes: &[u8]) -> Read {
        self.apart
            .read(bytes, &Limits::default(), self.tesseract.as_ref())
    }
}

/// A file that is attached: what could be read of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Under the rules of which section it leaves.
    pub section: Category,
    /// SHA-256 of the file that was brought, in hex; the file itself isn't kept.
    pub content: String,
    /// The account of its reading.
    pub read: Read,
    /// When it was attached, in ms since 1970; 0 where that wasn't kept.
    #[serde(default)]
    pub at: i64,
    /// Who attached it; nobody where that wasn't kept.
    #[serde(default)]
    pub by: Option<Id<Worker>>,
}

/// That a file is attached: for the book, without a word of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedMark {
    /// Under the rules of which section it leaves.
    pub section: Category,
    /// When it was attached, in ms since 1970; 0 where that wasn't kept.
    pub at: i64,
    /// Who attached it; nobody where that wasn't kept.
    pub by: Option<Id<Worker>>,
}

impl Attached {
    const fn mark(&self) -> AttachedMark {
        AttachedMark {
            section: self.section,
            at: self.at,
            by: self.by,
        }
    }
}

/// Words stay out of what may be printed.
impl std::fmt::Debug for Attached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Attached");
        let shown = shown
            .field("section", &self.section)
            .field("content", &self.content);
        shown.finish_non_exhaustive()
    }
}

impl Office {
    /// Whether somebody may attach a file: asked before anything of theirs is taken apart. It changes nothing.
    ///
    /// # Errors
    /// [`DisclosureError::Refused`] or [`DisclosureError::NotAll`] for whoever may not read all that the disclosure is made of, or not write into
    /// the book; [`DisclosureError::Unknown`].
    pub async fn may_attach(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(), DisclosureError> {
        let (_, delivery) = self.disclosure(person, client, no).await?;
        delivery.broken();
        let (_, delivery) = self.attached_to_disclosure(person, client, no).await?;
        if let Some(delivery) = delivery {
            delivery.broken();
        }
        let book = self.book_of(person, client);
        let answer: Answer<'_, Amend> = self.gate.ask(&book).await?;
        self.gate.give_back(answer.permit, answer.sealed);
        Ok(())
    }

    /// Attaches a file: reads it, and keeps what could be read. What was put together before is put together again then.
    ///
    /// # Errors
    /// As [`Office::may_attach`]; [`DisclosureError::Casework`] when nothing reads files here, when it is too large, when there are too many, or when
    /// its section doesn't go.
    pub async fn attach_to_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, section): (i64, Category),
        bytes: Vec<u8>,
    ) -> Result<Attached, DisclosureError> {
        self.may_attach(person, client, no).await?;
        if bytes.is_empty() || bytes.len() > LARGEST_ATTACHED {
            let unfit = "choose a file that isn't empty and has 50 MB at most";
            return Err(CaseworkError::Unfit(unfit.to_owned()).into());
        }
        let Some(reader) = self.attachments.get().cloned() else {
            let unfit = "this program can't read files; attach it on the office's pages";
            return Err(CaseworkError::Unfit(unfit.to_owned()).into());
        };
        let content = HEXLOWER.encode(&Sha256::digest(&bytes));
        let reading = tokio::task::spawn_blocking(move || reader.read(&bytes));
        let read = reading.await.map_err(|_| CaseworkError::Damaged)?;
        let attached = Attached {
            section,
            content,
            read,
            at: self.clock.now_ms(),
            by: Some(person.worker),
        };
        let kept = attached.clone();
        self.change_attached(person, (client, no), "attached", move |all, sections| {
            if section == Category::ThirdParty {
                return Err(OF_OTHERS);
            }
            if !sections.contains(&section) {
                return Err("choose one of the sections that go as the one it belongs to");
            }
            if all.len() >= MOST_ATTACHED {
                return Err("a disclosure has 20 files at most; make two of it");
            }
            all.push(kept);
            Ok(())
        })
        .await?;
        Ok(attached)
    }

    /// Takes an attached file off again, by its place in the list, from 1.
    ///
    /// # Errors
    /// [`DisclosureError::Unknown`] where there is none.
    pub async fn detach_from_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, place): (i64, usize),
    ) -> Result<(), DisclosureError> {
        self.change_attached(person, (client, no), "detached", move |all, _| {
            let at = place.checked_sub(1).filter(|at| *at < all.len());
            let at = at.ok_or("that file isn't attached any more; look at the list again")?;
            all.remove(at);
            Ok(())
        })
        .await
    }

    /// What is attached: for whoever may read all of the disclosure's sections.
    ///
    /// # Errors
    /// As [`Office::disclosure_document`].
    pub async fn attached_to_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(Vec<Attached>, Option<Delivery>), DisclosureError> {
        let paper = (no, Paper::Attached);
        match self.disclosure_paper(person, client, paper).await {
            Ok((plain, delivery)) => {
                let all = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
                Ok((all, Some(delivery)))
            }
            Err(DisclosureError::Unknown) => Ok((Vec::new(), None)),
            Err(error) => Err(error),
        }
    }

    /// What is attached to a paper that is put together: none of it may belong to a section that doesn't go.
    pub(super) async fn attached_that_go(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
    ) -> Result<Vec<Attached>, DisclosureError> {
        let found = self.attached_to_disclosure(person, disclosure.client, disclosure.no);
        let (attached, delivery) = found.await?;
        if let Some(delivery) = delivery {
            delivery.delivered(None);
        }
        let stays = |it: &Attached| !disclosure.sections.contains(&it.section);
        let of_others = |it: &Attached| it.section == Category::ThirdParty;
        let reason = if attached.is_empty() {
            return Ok(attached);
        } else if disclosure.basis == Basis::Deidentified {
            "a paper in which nobody can be recognized takes no attachments; take them off, or tell the case anew"
        } else if attached.iter().any(of_others) {
            OF_OTHERS
        } else if attached.iter().any(stays) {
            "a file that is attached belongs to a section that doesn't go; take it off, or choose its section again"
        } else {
            return Ok(attached);
        };
        Err(CaseworkError::Unfit(reason.to_owned()).into())
    }

    async fn change_attached<C>(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        word: &'static str,
        change: C,
    ) -> Result<(), DisclosureError>
    where
        C: FnOnce(&mut Vec<Attached>, &[Category]) -> Result<(), &'static str> + Send + 'static,
    {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let (mut all, delivery) = self.attached_to_disclosure(person, client, no).await?;
        if let Some(delivery) = delivery {
            delivery.delivered(None);
        }
        change(&mut all, &disclosure.sections)
            .map_err(|why| CaseworkError::Unfit(why.to_owned()))?;
        let files = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let plain = serde_json::to_vec(&all).map_err(|_| CaseworkError::Damaged)?;
        let marks: Vec<AttachedMark> = all.iter().map(Attached::mark).collect();
        let book = self.book_of(person, client);
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::still(desk, no)?;
            let over = text.state.left() || text.state == DisclosureState::Dropped;
            if over || version != disclosure.version {
                return Err(super::outside().into());
            }
            let client_no = desk.client_no();
            let place = (client_no, no, Paper::Attached);
            let before = stored::paper(desk.works.transaction(), place)?;
            let next = before.map_or(1, |((.., version), _)| version + 1);
            let at = (no, Paper::Attached as i64, next);
            let sealed = desk.seal(Drawer::Disclosures, at, &plain)?;
            stored::keep_paper(desk, (no, Paper::Attached, next), sealed)?;
            desk.works.note("disclosure", no);
            desk.works.note("change", word);
            desk.works.note("files", files);
            text.holds.extend(marks.iter().map(|it| it.section));
            text.attached = marks;
            text.holds.sort_unstable();
            text.holds.dedup();
            text.touched_by(by);
            text.begin_anew();
            risk::must_be_discussed(desk, (no, &mut text))?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "disclosure_files", work)
            .await
    }
}

/// Puts what could be read into the paper's sections.
pub(super) fn put_into(document: &mut DisclosureDocument, attached: &[Attached]) {
    let language = document.language;
    for (number, it) in (1..).zip(attached) {
        let wanted = it.section.word();
        let section = document.sections.iter_mut();
        if let Some(section) = section.into_iter().find(|it| it.category == wanted) {
            section.records.push(record(language, number, &it.read));
        }
    }
}

fn record(language: Language, number: usize, read: &Read) -> Record {
    let parts = read.parts.iter().map(|part| Line {
        name: titled(language, number, Some(part.place)),
        value: part.text.clone(),
    });
    let withheld = read.withheld.iter().map(|it| Line {
        name: titled(language, number, Some(it.place)),
        value: match language {
            Language::English => "[withheld: this could not be read]".to_owned(),
            Language::Spanish => "[retenido: no se pudo leer]".to_owned(),
        },
    });
    Record {
        lines: parts.chain(withheld).collect(),
        ..Record::default()
    }
}

/// *Attachment 2, page 3*.
fn titled(language: Language, number: usize, place: Option<Place>) -> String {
    let name = match language {
        Language::English => "Attachment",
        Language::Spanish => "Adjunto",
    };
    let page = match (language, place) {
        (Language::English, Some(Place::Page(page) | Place::Picture { page, .. })) => {
            format!(", page {page}")
        }
        (Language::Spanish, Some(Place::Page(page) | Place::Picture { page, .. })) => {
            format!(", página {page}")
        }
        _ => String::new(),
    };
    format!("{name} {number}{page}")
}
