//! The copy of a consent, in the client's language, with a card that says how it is taken back; and the paper to be signed.
//!
//! DV-2.1, DV-2.2, DV-5.2.1, NASW-b.

use caseward_gate::{Amend, Delivery, Request};
use caseward_model::{Answered, Channel, ConsentStage, Id, Language, SignerCapacity, Worker};
use caseward_papers::{ConsentForm, Mark, PaperError, Titled, WitnessLine, print_fetched};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::asked::witness_line;
use super::drafting::{found, noted};
use super::error::ConsentError;
use super::form::{Form, Limit};
use super::reading::Consent;
use super::record::{Record, Signed};
use super::stored;
use super::text::{ConsentWords, consent_words};
use crate::{CaseworkError, Office, fetched};

/// A paper, ready to be handed over.
pub struct PrintedConsent {
    /// Its bytes: a PDF.
    pub pdf: Vec<u8>,
    /// It is to be signed, and nothing is agreed to yet.
    pub unsigned: bool,
}

impl Office {
    /// The paper of a consent: the copy of one that was signed, or the form to be signed. It says which worker fetched it and when.
    ///
    /// # Errors
    /// [`ConsentError::Stage`] while it is a draft in which something is missing, and when the client said no.
    pub async fn consent_paper(
        &self,
        request: &Request,
        no: i64,
    ) -> Result<(PrintedConsent, Delivery), ConsentError> {
        let printing = Request {
            channel: Channel::Print,
            ..request.clone()
        };
        let (consent, delivery) = self.consent(&printing, no).await?;
        let stage = consent.record.stage;
        if matches!(
            stage,
            ConsentStage::Draft | ConsentStage::Rejected | ConsentStage::EnteredInError
        ) {
            return Err(ConsentError::Stage(stage));
        }
        let unsigned = stage == ConsentStage::Explained || stage == ConsentStage::PaperWaits;
        let face = printing.sections([caseward_model::Category::Identity]);
        let (file, seen) = self.open_file(&face).await?;
        let client = file.name.map(|it| it.to_string()).unwrap_or_default();
        let names = self.names().await?;
        let register = self.register().await?;
        let named = |no: i64| {
            let found = register.iter().find(|it| it.no == no);
            found.map(|it| it.name.clone()).unwrap_or_default()
        };
        let recipient = consent.record.form.recipient.map_or(0, |it| it.no);
        let asked = self.fields_asked_of(request.client, Language::English);
        let asked = asked.await?;
        let around = Around {
            client,
            discloser: named(consent.record.discloser),
            recipient: named(recipient),
            office: self.own_organization().await?.name,
            explained_by: names
                .get::<Id<Worker>>(&consent.record.by)
                .cloned()
                .unwrap_or_default(),
            witness_line: if unsigned {
                witness_line(&asked)
            } else {
                WitnessLine::None
            },
        };
        let form = paper_of(&consent, around, unsigned)?;
        // Only who works here is among the names: what a client takes of their own isn't marked.
        let asker = names.get::<Id<Worker>>(&request.asker);
        let mark = asker.map(|name| fetched::of(name, self.clock.now_ms()));
        let work = move || print_fetched(&form, mark.as_ref());
        let printed = tokio::task::spawn_blocking(work).await;
        let pdf = match printed {
            Ok(Ok(pdf)) => pdf,
            Ok(Err(error)) => return Err(unprinted(&error).into()),
            Err(_) => return Err(CaseworkError::Damaged.into()),
        };
        seen.delivered(None);
        Ok((PrintedConsent { pdf, unsigned }, delivery))
    }

    /// Says that the client was given their copy, so that it stands in the record.
    ///
    /// # Errors
    /// [`ConsentError::Stage`] when nothing is signed.
    pub async fn copy_given(&self, request: &Request, no: i64) -> Result<(), ConsentError> {
        self.at_consents::<Amend, _, _>(request, "consent_copy_given", move |desk| {
            let (version, mut record) = found(desk, no)?;
            if record.signature.is_none() || record.stage == ConsentStage::PaperWaits {
                return Err(ConsentError::Stage(record.stage));
            }
            let now_ms = desk.works.now_ms();
            record.copy_given_at = Some(record.copy_given_at.unwrap_or(now_ms));
            stored::update(desk, (no, version), &record)?;
            noted(desk.works, no, &record);
            Ok(())
        })
        .await
    }
}

fn unprinted(error: &PaperError) -> CaseworkError {
    CaseworkError::Unfit(error.to_string())
}

/// What stands around a consent on paper.
struct Around {
    office: String,
    client: String,
    discloser: String,
    recipient: String,
    explained_by: String,
    witness_line: WitnessLine,
}

#[expect(
    clippy::too_many_lines,
    reason = "one line for each element of the form: the list is what it says"
)]
fn paper_of(
    consent: &Consent,
    around: Around,
    unsigned: bool,
) -> Result<ConsentForm, CaseworkError> {
    let Record {
        form, signature, ..
    } = &consent.record;
    let words = consent_words(form.language)?;
    let called = |all: &std::collections::BTreeMap<String, String>, word: &str| {
        all.get(word).cloned().unwrap_or_default()
    };
    let sections = |answer: Answered| {
        let asked = form.asked.iter().filter(|(_, it)| *it == answer);
        asked
            .map(|(section, _)| called(&words.sections, section.word()))
            .collect::<Vec<_>>()
    };
    let signature = signature.as_ref().filter(|_| !unsigned);
    let who = &form.who;
    Ok(ConsentForm {
        language: form.language,
        office: around.office,
        title: called(&words.kinds, form.kind.word()),
        client: around.client,
        discloser: around.discloser,
        recipient: around.recipient,
        readers: form.readers.clone(),
        purposes: form
            .purposes
            .iter()
            .map(|it| called(&words.purposes, it.word()))
            .collect(),
        because: form.because.clone(),
        request: form.request.clone(),
        sections: sections(Answered::Yes),
        not_sections: sections(Answered::No),
        exclusions: form.exclusions.clone(),
        ways: form
            .channels
            .iter()
            .map(|it| called(&words.ways, it.word()))
            .collect(),
        until: form.until.map(|it| it.to_string()).unwrap_or_default(),
        until_event: form.until_event.clone(),
        agree: form.consequences.agree.clone(),
        refuse: form.consequences.refuse.clone(),
        alternatives: form.alternatives.clone(),
        limits: form.limits.iter().map(|it| limit(it, words)).collect(),
        told: told(form, words),
        teach_back: form.told.teach_back.clone(),
        if_missing: form.told.if_missing.clone(),
        statements: words.statement.iter().map(|it| it.text.clone()).collect(),
        capacity: called(
            &words.capacities,
            who.capacity.unwrap_or(SignerCapacity::Client).word(),
        ),
        for_them: signer(form),
        explained_by: around.explained_by,
        interpreter: form.told.interpreter.clone(),
        witness: signature.map(|it| it.witness.clone()).unwrap_or_default(),
        witness_line: around.witness_line,
        name: signature.map(|it| it.name.clone()).unwrap_or_default(),
        second_name: signature
            .map(|it| it.second_name.clone())
            .unwrap_or_default(),
        signed_on: signature.map(|it| day(it.at)).unwrap_or_default(),
        unsigned,
        on_paper: signature.is_some_and(|it| !matches!(it.how, Signed::Screen)),
        withdrawn_on: consent
            .record
            .withdrawal
            .as_ref()
            .map(|it| day(it.at))
            .unwrap_or_default(),
        mark: signature.and_then(|it| it.mark.as_ref()).map(|mark| Mark {
            width: mark.width,
            height: mark.height,
            strokes: mark.strokes.clone(),
        }),
        number: consent.no,
    })
}

/// Whoever signs for the client, and what proves that they may.
fn signer(form: &Form) -> Vec<Titled> {
    let who = &form.who;
    let titles = match form.language {
        Language::English => [
            "Signs for the client",
            "Relationship",
            "Proof",
            "Seen on",
            "For what",
            "Until",
            "Service",
        ],
        Language::Spanish => [
            "Firma por la persona",
            "Relación",
            "Prueba",
            "Vista el",
            "Para qué",
            "Hasta",
            "Servicio",
        ],
    };
    let day = |it: Option<Date>| it.map(|it| it.to_string()).unwrap_or_default();
    let all = [
        who.name.clone(),
        who.relationship.clone(),
        who.proof.clone(),
        day(who.seen_on),
        who.scope.clone(),
        day(who.until),
        who.service.clone(),
    ];
    let said = titles.into_iter().zip(all);
    let said = said.filter(|(_, text)| !text.is_empty());
    let titled = said.map(|(title, text)| Titled {
        title: title.to_owned(),
        text,
    });
    titled.collect()
}

fn limit(limit: &Limit, words: &ConsentWords) -> String {
    let kind = words.limits.get(limit.kind.word());
    let kind = kind.cloned().unwrap_or_default();
    if limit.words.is_empty() {
        kind
    } else {
        format!("{kind}: {}", limit.words)
    }
}

fn told(form: &Form, words: &ConsentWords) -> Vec<String> {
    let (told, said) = (&words.told, &form.told);
    let all = [
        (said.not_a_condition, &told.not_a_condition),
        (said.may_revoke, &told.may_revoke),
        (said.redisclosure, &told.redisclosure),
        (
            said.limits_of_confidentiality,
            &told.limits_of_confidentiality,
        ),
        (said.copy, &told.copy),
    ];
    let said = all.into_iter().filter(|(said, _)| *said);
    said.map(|(_, text)| text.clone()).collect()
}

/// The day of a moment on the office's own calendar.
fn day(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(TimeZone::system()).date().to_string()
}
