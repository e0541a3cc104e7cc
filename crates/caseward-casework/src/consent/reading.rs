//! Reading what a client agreed to, and asking beforehand whether it lets something out.
//!
//! DV-2.1, DV-5.2.1. Whoever reads a client's consents reads a part of the file: the gate is asked as for any other, and the
//! answer stands in the client's history.

use caseward_gate::{Answer, Delivery, Drawer, OpensDrawer, Read, Request, RowPlace};
use caseward_model::{Category, ConsentStage};

use super::error::ConsentError;
use super::predicate::{Checked, ToRelease, check};
use super::record::{Record, Talk, Use};
use super::stated::typed_alone_is_known;
use super::stored;
use crate::reviewed::reviews;
use crate::standing::ScanKind;
use crate::{CaseworkError, Office};

/// A consent with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its number among the client's.
    pub no: i64,
    /// What is kept of it.
    pub record: Record,
    /// What went out under it, each with its number.
    pub uses: Vec<(i64, Use)>,
    /// It can be taken back: it counts, or it did and the one in its place was recorded in error.
    pub withdrawable: bool,
}

/// What is known of a client's consents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consents {
    /// All of them, the newest first.
    pub all: Vec<Consent>,
    /// The talks about confidentiality, the newest first.
    pub talks: Vec<Talk>,
}

impl Consents {
    /// The one with this number.
    #[must_use]
    pub fn one(&self, no: i64) -> Option<&Consent> {
        self.all.iter().find(|it| it.no == no)
    }

    /// What went out under a consent and under those in whose place it stands, the newest consent first: all of it is asked back when
    /// that one is taken back.
    #[must_use]
    pub fn left_under(&self, no: i64) -> Vec<(i64, &Use)> {
        let (mut all, mut next) = (Vec::new(), self.one(no));
        while let Some(consent) = next {
            all.extend(consent.uses.iter().map(|(no, it)| (*no, it)));
            let before = consent.record.replaces.filter(|it| *it < consent.no);
            let before = before.and_then(|it| self.one(it));
            next = before.filter(|it| it.record.replaced_by == Some(consent.no));
        }
        all
    }

    fn can_be_taken_back(&self, consent: &Consent) -> bool {
        match (consent.record.stage, consent.record.replaced_by) {
            (ConsentStage::Signed | ConsentStage::PaperWaits, _) => true,
            (ConsentStage::Superseded, Some(newer)) => {
                let newer = self.one(newer);
                newer.is_some_and(|it| it.record.stage == ConsentStage::EnteredInError)
            }
            _ => false,
        }
    }
}

type Sealed = Vec<(RowPlace, Vec<u8>)>;

/// The sealed rows of a client: consents with their stages, talks, and what went out, with the consent of each.
#[derive(Default)]
struct Rows {
    stages: Vec<i64>,
    uses_of: Vec<i64>,
    consents: Sealed,
    talks: Sealed,
    uses: Sealed,
}

impl Office {
    /// What a client agreed to, and when confidentiality was talked about; for whoever reviews who looked, without a word of it. The
    /// caller says by the [`Delivery`] what became of it.
    ///
    /// # Errors
    /// The gate's refusal, or that something doesn't open.
    pub async fn consents(&self, request: &Request) -> Result<(Consents, Delivery), ConsentError> {
        self.consents_as::<Read>(request).await
    }

    /// [`Office::consents`] for whoever reads a file by another right, such as the client themselves.
    pub(crate) async fn consents_as<A: OpensDrawer>(
        &self,
        request: &Request,
    ) -> Result<(Consents, Delivery), ConsentError> {
        let request = request.clone().sections([Category::Administration]);
        let answer: Answer<'_, A> = self.gate.ask(&request).await?;
        let client_no = self.client_no(request.client).await?;
        let rows = self
            .db
            .read(move |reader| rows_of(reader, client_no))
            .await?;
        let all: Vec<_> = [&rows.consents, &rows.talks, &rows.uses]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let permit = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(permit, Drawer::Consents, &all)?;
        let mut plain = opened.into_iter();
        let mut consents = Consents::default();
        for ((place, _), stage) in rows.consents.iter().zip(&rows.stages) {
            let bytes = plain.next().ok_or(CaseworkError::Damaged)?;
            consents.all.push(Consent {
                no: place.0,
                record: stored::checked(*stage, &bytes)?,
                uses: Vec::new(),
                withdrawable: false,
            });
        }
        let withdrawable = consents.all.iter();
        let withdrawable = withdrawable.map(|it| consents.can_be_taken_back(it));
        let withdrawable: Vec<bool> = withdrawable.collect();
        for (consent, can) in consents.all.iter_mut().zip(withdrawable) {
            consent.withdrawable = can;
        }
        for _ in &rows.talks {
            let bytes = plain.next().ok_or(CaseworkError::Damaged)?;
            consents.talks.push(stored::read(&bytes)?);
        }
        for ((place, _), consent_no) in rows.uses.iter().zip(&rows.uses_of) {
            let bytes = plain.next().ok_or(CaseworkError::Damaged)?;
            let mut all = consents.all.iter_mut();
            if let Some(consent) = all.find(|it| it.no == *consent_no) {
                consent
                    .uses
                    .push((stored::use_no(*place), stored::read(&bytes)?));
            }
        }
        if reviews(&request) {
            consents = consents.without_words();
        }
        Ok((consents, delivery))
    }

    /// One consent of a client.
    ///
    /// # Errors
    /// [`ConsentError::Absent`] when there is none of this number, for those who may read the others.
    pub async fn consent(
        &self,
        request: &Request,
        no: i64,
    ) -> Result<(Consent, Delivery), ConsentError> {
        let (consents, delivery) = self.consents(request).await?;
        let found = consents.all.into_iter().find(|it| it.no == no);
        Ok((found.ok_or(ConsentError::Absent)?, delivery))
    }

    /// The scan of a consent that was signed on paper.
    ///
    /// # Errors
    /// [`ConsentError::Absent`] when there is none, and for whoever reviews who looked: it bears the client's name (CR-10).
    pub async fn consent_scan(
        &self,
        request: &Request,
        no: i64,
    ) -> Result<((ScanKind, Vec<u8>), Delivery), ConsentError> {
        let request = request.clone().sections([Category::Administration]);
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        if reviews(&request) {
            self.gate.give_back(answer.permit, answer.sealed);
            return Err(ConsentError::Absent);
        }
        let client_no = self.client_no(request.client).await?;
        let found = self
            .db
            .read(move |reader| stored::sealed_scan(reader, client_no, no))
            .await?;
        let rows: Vec<_> = found.into_iter().collect();
        let permit = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(permit, Drawer::Consents, &rows)?;
        let bytes = opened.into_iter().next().ok_or(ConsentError::Absent)?;
        let kind = ScanKind::of(&bytes).ok_or(CaseworkError::Damaged)?;
        Ok(((kind, bytes.to_vec()), delivery))
    }

    /// Whether one of a client's consents lets this out; if not, which element fails in the one that comes nearest.
    ///
    /// # Errors
    /// The gate's refusal: whoever may not read the client's consents learns nothing about them.
    pub async fn check_consents(
        &self,
        request: &Request,
        wanted: ToRelease,
    ) -> Result<Checked, ConsentError> {
        self.at_consents::<Read, _, _>(request, "consents_checked", move |desk| {
            let now_ms = desk.works.now_ms();
            typed_alone_is_known(desk)?;
            let checked = check(desk.sheet(), &wanted, now_ms);
            let flaws: Vec<_> = checked.flaws.iter().map(|it| it.word()).collect();
            desk.works.note("passes", flaws.is_empty());
            desk.works.note("flaws", flaws);
            Ok(checked)
        })
        .await
    }
}

fn rows_of(reader: &mut caseward_db::Reader<'_>, client_no: i64) -> Result<Rows, CaseworkError> {
    let mut rows = Rows::default();
    for (place, stage, bytes) in stored::sealed(reader, client_no)? {
        rows.stages.push(stage);
        let went_out = stage == i64::from(ConsentStage::Signed.number())
            || stage == i64::from(ConsentStage::Revoked.number())
            || stage == i64::from(ConsentStage::Superseded.number());
        if went_out {
            for used in stored::sealed_uses(reader, client_no, place.0)? {
                rows.uses_of.push(place.0);
                rows.uses.push(used);
            }
        }
        rows.consents.push((place, bytes));
    }
    rows.talks = stored::sealed_talks(reader, client_no)?;
    Ok(rows)
}
