//! The papers that lie in a client's file: what was signed, what was attached to a disclosure, and what left, each with its day and who
//! put it there (CR-7, RE-2).
//!
//! The list opens none of them: each is opened where it belongs, by the rules for what stands in it (CR-4). It is for whoever may read the
//! book of consents and of disclosures.

use caseward_gate::Delivery;
use caseward_model::{Category, Channel, Client, ConsentStage, DisclosureState, Id, Worker};

use crate::Office;
use crate::consent::{Consent, Signed, Talk};
use crate::disclosure::{Disclosure, DisclosureError};
use crate::reviewed::reviews;
use crate::sign_in::SignedIn;

/// What kind of paper it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// A consent that was signed on the screen; there is a copy to print.
    Consent,
    /// The scan of a consent that was signed on paper.
    ConsentScan,
    /// The scan of an acknowledgement of the organisation's policies.
    Acknowledgement,
    /// A file that is attached to a disclosure: what could be read of it.
    Attached,
    /// The paper of a disclosure that was put together and hasn't left.
    PutTogether,
    /// The paper that left with a disclosure.
    Left,
    /// The statement that was made of it.
    Statement,
}

impl DocumentKind {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Consent,
        Self::ConsentScan,
        Self::Acknowledgement,
        Self::Attached,
        Self::PutTogether,
        Self::Left,
        Self::Statement,
    ];

    /// Its word, for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::ConsentScan => "consent_scan",
            Self::Acknowledgement => "acknowledgement",
            Self::Attached => "attached",
            Self::PutTogether => "put_together",
            Self::Left => "left",
            Self::Statement => "statement",
        }
    }
}

/// A paper in a client's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document {
    /// What kind of paper it is.
    pub kind: DocumentKind,
    /// The number of the consent or disclosure to which it belongs; nothing for an acknowledgement.
    pub no: Option<i64>,
    /// The number of the entry that let it out.
    pub release: Option<u64>,
    /// The section whose rules decide about an attached file.
    pub section: Option<Category>,
    /// When it was put there, in ms since 1970; 0 where that wasn't kept.
    pub at: i64,
    /// Who put it there; nobody where that wasn't kept.
    pub by: Option<Id<Worker>>,
}

impl Document {
    const fn new(kind: DocumentKind, (at, by): (i64, Option<Id<Worker>>)) -> Self {
        Self {
            kind,
            no: None,
            release: None,
            section: None,
            at,
            by,
        }
    }

    /// Where it is opened, after the address of the client, on the pages and for programs alike: `/consents/2/scan`.
    #[must_use]
    pub fn place(&self) -> String {
        let no = self.no.unwrap_or_default();
        let entry = self.release.unwrap_or_default();
        match self.kind {
            DocumentKind::Consent => format!("/consents/{no}"),
            DocumentKind::ConsentScan => format!("/consents/{no}/scan"),
            DocumentKind::Acknowledgement => "/confidentiality".to_owned(),
            DocumentKind::Attached => format!("/disclosures/{no}/attached"),
            DocumentKind::PutTogether => format!("/disclosures/{no}/document"),
            DocumentKind::Left => format!("/disclosures/{no}/left/{entry}/document"),
            DocumentKind::Statement => format!("/disclosures/{no}/left/{entry}/statement"),
        }
    }
}

/// The paper of a consent; none while it isn't signed, nor where its paper lies elsewhere.
fn of_consent(consent: &Consent) -> Option<Document> {
    let record = &consent.record;
    let signature = record.signature.as_ref()?;
    let document = match &signature.how {
        Signed::Screen => Document::new(DocumentKind::Consent, (signature.at, Some(record.by))),
        Signed::Paper { recorded_by, .. } => {
            let taken_in = |to| matches!(to, ConsentStage::PaperWaits | ConsentStage::Signed);
            let step = record.steps.iter().find(|it| taken_in(it.to));
            let at = step.map_or(signature.at, |it| it.at);
            Document::new(DocumentKind::ConsentScan, (at, Some(*recorded_by)))
        }
        Signed::Earlier => return None,
    };
    Some(Document {
        no: Some(consent.no),
        ..document
    })
}

fn of_talk(talk: &Talk) -> Option<Document> {
    let put = (talk.at, Some(talk.by));
    let scanned = talk.scan.is_some();
    scanned.then(|| Document::new(DocumentKind::Acknowledgement, put))
}

/// The papers of a disclosure.
fn of_disclosure(disclosure: &Disclosure) -> Vec<Document> {
    let mut all = Vec::new();
    for mark in &disclosure.attached {
        all.push(Document {
            section: Some(mark.section),
            ..Document::new(DocumentKind::Attached, (mark.at, mark.by))
        });
    }
    let waits = !disclosure.state.left() && disclosure.state != DisclosureState::Dropped;
    if let Some((at, _)) = disclosure.composed.as_ref().filter(|_| waits) {
        all.push(Document::new(DocumentKind::PutTogether, (*at, None)));
    }
    // Without a statement nobody knows whether it left, and there are no papers.
    for left in disclosure.departures().iter().filter(|it| it.stated > 0) {
        for kind in [DocumentKind::Left, DocumentKind::Statement] {
            all.push(Document {
                release: Some(left.intent),
                ..Document::new(kind, (left.at, left.by))
            });
        }
    }
    for document in &mut all {
        document.no = Some(disclosure.no);
    }
    all
}

impl Office {
    /// The papers in a client's file, the newest first. The caller says by both [`Delivery`]s what became of the list: one is of the
    /// consents, one of the disclosures.
    ///
    /// # Errors
    /// [`DisclosureError::Refused`] for whoever may not read the book; [`DisclosureError::Casework`] when something doesn't open.
    pub async fn documents(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<(Vec<Document>, [Delivery; 2]), DisclosureError> {
        let request = self.question_of(person, client, channel).await?;
        let consents = self.consents(&request).await;
        let (consents, first) = consents.map_err(DisclosureError::of_consents)?;
        let (disclosures, second) = self.disclosures_of(person, client).await?;
        // A scan bears the client's name, and opens to nobody who reviews who looked (CR-10).
        let opens = |it: &Document| !(reviews(&request) && it.kind == DocumentKind::ConsentScan);
        let signed = consents.all.iter().filter_map(of_consent).filter(opens);
        let talks = consents.talks.iter().filter_map(of_talk);
        let went = disclosures.iter().flat_map(of_disclosure);
        let mut all: Vec<Document> = signed.chain(talks).chain(went).collect();
        all.sort_by_key(|it| std::cmp::Reverse(it.at));
        Ok((all, [first, second]))
    }
}
