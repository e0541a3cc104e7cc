//! Taking over a consent that was given before: on paper, at another time, or in an earlier system.
//!
//! DV-2.1, DV-2.2, NASW-b. It is written down as a new one is, every element of it, and the signed paper is scanned. What depends on a day
//! is counted from the day of the signature, and not from today: how long it holds, and who could decide then. It counts when a second
//! person has compared the scan, as with every paper; what wasn't asked then isn't agreed to. An older paper never stands over what the
//! client said since: where something towards the same organisation was taken back, or the consent that it would replace is newer, it isn't
//! taken, nor confirmed.

use caseward_gate::{Amend, ConsentFact, FileWorks, Request};
use caseward_model::{ConsentStage, Language};
use jiff::civil::Date;

use super::drafting::{found, noted};
use super::error::{ConsentError, SigningNeed};
use super::form::Form;
use super::needs::{ConsentNeed, needs};
use super::record::{Record, TakenOver};
use super::settings::{ConsentSettings, settings_in};
use super::signing::{
    ConsentPaper, ask_a_second_person, check_paper, fact_of, on_paper, signer_of,
};
use super::{stored, today};
use crate::Office;
use crate::stated_needs::FieldNeeds;

impl Office {
    /// Takes over a consent that was given before: a draft in which stands what its paper says, with the scan and the day of the
    /// signature. Where the paper names no last day, it holds as long from that day as the office proposes. It counts when a second person
    /// has looked at the scan; one that has run out since is kept, and opens nothing.
    ///
    /// # Errors
    /// [`ConsentError::Signing`] when the paper can't be taken, above all one of a day that hasn't come; [`ConsentError::Needs`] when
    /// something is missing in it, its last day is later than this office allows from that day, or whoever signed may not;
    /// [`ConsentError::Signing`] also when the client took something back towards that organisation since; [`ConsentError::Stage`] when it is no draft. Nothing was kept then.
    pub async fn take_consent_over(
        &self,
        request: &Request,
        no: i64,
        paper: ConsentPaper,
    ) -> Result<(), ConsentError> {
        let by = request.asker;
        let asked = self.fields_asked_of(request.client, Language::English);
        let asked = asked.await?;
        self.at_consents::<Amend, _, _>(request, "consent_taken_over", move |desk| {
            let (version, mut record) = found(desk, no)?;
            if !record.stage.is_open() {
                return Err(ConsentError::Stage(record.stage));
            }
            let now_ms = desk.works.now_ms();
            // A paper has no first day here: it may be older than this office.
            check_paper(&record, &paper, (&asked, None, now_ms))?;
            let settings = settings_in(desk.works)?;
            let days = (today(paper.signed_at), today(now_ms));
            record.taken_over = Some(TakenOver {
                counted: record.form.until.is_none(),
            });
            record.form = counted(record.form, &settings, days.0);
            let missing = needs_then(&record.form, (&settings, &asked), days);
            if !missing.is_empty() {
                return Err(ConsentError::Needs(missing));
            }
            nothing_since(desk, &record, paper.signed_at)?;
            let signer = signer_of(desk, &record)?;
            let fact = ConsentFact {
                unwritten: true,
                ..fact_of(no, &record, (paper.signed_at, signer))?
            };
            stored::store_scan(desk, no, &paper.scan)?;
            record.signature = Some(on_paper(paper, by));
            record.step(ConsentStage::PaperWaits, now_ms, by);
            desk.change(|sheet| {
                sheet.consents.retain(|it| it.no != no);
                sheet.consents.push(fact);
            });
            stored::update(desk, (no, version), &record)?;
            ask_a_second_person(desk, no)?;
            noted(desk.works, no, &record);
            Ok(())
        })
        .await
    }
}

/// With its last day: the one on the paper, or as many days from the signature as the office proposes.
fn counted(form: Form, settings: &ConsentSettings, signed_on: Date) -> Form {
    let until = form.until.unwrap_or(settings.proposed_day(signed_on));
    Form {
        until: Some(until),
        ..form
    }
}

/// What it needed on the day on which it was signed. What proves that somebody may decide can have been seen since.
fn needs_then(
    form: &Form,
    (settings, asked): (&ConsentSettings, &FieldNeeds),
    (signed_on, today): (Date, Date),
) -> Vec<ConsentNeed> {
    let mut missing = needs(form, settings, asked, signed_on);
    if form.who.seen_on.is_some_and(|seen| seen <= today) {
        missing.retain(|it| *it != ConsentNeed::SignerSeen);
    }
    missing
}

/// That the client took nothing back towards this organisation since that day, in ms, and signed nothing newer that this would replace.
pub(super) fn nothing_since(
    desk: &mut FileWorks<'_, '_, '_>,
    record: &Record,
    signed_at: i64,
) -> Result<(), ConsentError> {
    let to = |it: &Record| it.form.recipient.map(|named| named.no);
    let back = |it: &Record| it.withdrawal.as_ref().is_some_and(|it| signed_at <= it.at);
    let revoked = stored::at_stage(desk, ConsentStage::Revoked)?;
    let taken_back = revoked.iter().any(|it| to(it) == to(record) && back(it));
    let replaced = match record.replaces {
        Some(old) => stored::one(desk, old)?,
        None => None,
    };
    let newer = replaced.and_then(|(_, it)| it.signature);
    let newer = newer.is_some_and(|it| signed_at < it.at);
    if taken_back || newer {
        return Err(ConsentError::Signing(vec![SigningNeed::NothingSince]));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use caseward_model::SignerCapacity;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dv_2_2_what_its_paper_does_not_say_is_counted_from_the_signature() {
        let settings = ConsentSettings::default();
        let signed_on = date(2026, 9, 1);
        let form = counted(Form::default(), &settings, signed_on);
        assert_eq!(form.until, Some(date(2026, 10, 1)));
        let said = Form {
            until: Some(date(2026, 9, 9)),
            ..Form::default()
        };
        let kept = counted(said.clone(), &settings, signed_on);
        assert_eq!(kept.until, said.until);
    }

    #[test]
    fn nasw_b_who_could_decide_then_could_and_their_proof_may_be_seen_today() {
        let settings = ConsentSettings::default();
        let none = FieldNeeds::default();
        let mut form = Form::default();
        form.who.capacity = Some(SignerCapacity::Guardian);
        form.who.until = Some(date(2026, 10, 1));
        form.who.seen_on = Some(date(2026, 11, 2));
        let missing = |form: &Form| {
            let days = (date(2026, 9, 1), date(2026, 11, 2));
            needs_then(form, (&settings, &none), days)
        };
        assert!(!missing(&form).contains(&ConsentNeed::SignerSeen));
        assert!(!missing(&form).contains(&ConsentNeed::SignerOver));
        form.who.seen_on = Some(date(2026, 11, 3));
        assert!(missing(&form).contains(&ConsentNeed::SignerSeen));
        form.who.until = Some(date(2026, 8, 31));
        assert!(missing(&form).contains(&ConsentNeed::SignerOver));
        form.until = Some(date(2027, 9, 2));
        assert!(missing(&form).contains(&ConsentNeed::UntilTooFar));
    }
}
