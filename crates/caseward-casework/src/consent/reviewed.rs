//! A client's consents for whoever reviews who looked: to whom, how far and until when each reaches, and nothing that anybody said in it or
//! signed it with (CR-10, NASW-l).

use super::form::Form;
use super::reading::{Consent, Consents};
use super::record::{Record, Signature, Talk};
use crate::reviewed::hide;
use crate::standing::DrawnMark;

impl Consents {
    /// The same without names, words and signatures.
    pub(super) fn without_words(mut self) -> Self {
        self.all.iter_mut().for_each(consent);
        self.talks.iter_mut().for_each(talk);
        self
    }
}

fn consent(consent: &mut Consent) {
    record(&mut consent.record);
    for (_, used) in &mut consent.uses {
        if let Some(recall) = &mut used.recall {
            hide(&mut recall.words);
            if let Some(told) = &mut recall.told {
                hide(&mut told.words);
            }
        }
    }
}

fn record(record: &mut Record) {
    form(&mut record.form);
    hide(&mut record.because);
    if let Some(signature) = &mut record.signature {
        signed(signature);
    }
    if let Some(withdrawal) = &mut record.withdrawal {
        hide(&mut withdrawal.words);
    }
}

fn form(form: &mut Form) {
    let (who, told) = (&mut form.who, &mut form.told);
    let texts = [
        &mut who.name,
        &mut who.relationship,
        &mut who.proof,
        &mut who.scope,
        &mut who.service,
        &mut form.because,
        &mut form.request,
        &mut form.readers,
        &mut form.exclusions,
        &mut form.until_event,
        &mut form.alternatives,
        &mut told.teach_back,
        &mut told.interpreter,
        &mut told.if_missing,
    ];
    texts.into_iter().for_each(hide);
    let may_happen = &mut form.consequences;
    let lines = may_happen.agree.iter_mut().chain(&mut may_happen.refuse);
    lines.for_each(hide);
    let limits = form.limits.iter_mut();
    limits.for_each(|it| hide(&mut it.words));
}

fn signed(signature: &mut Signature) {
    hide(&mut signature.name);
    hide(&mut signature.second_name);
    hide(&mut signature.witness);
    drawn(signature.mark.as_mut());
}

fn talk(talk: &mut Talk) {
    hide(&mut talk.how);
    hide(&mut talk.teach_back);
    hide(&mut talk.name);
    drawn(talk.mark.as_mut());
    if let Some(scan) = &mut talk.scan {
        scan.bytes.clear();
    }
}

/// That something was drawn stays.
fn drawn(mark: Option<&mut DrawnMark>) {
    if let Some(mark) = mark {
        mark.strokes.clear();
    }
}
