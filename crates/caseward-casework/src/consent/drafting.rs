//! Writing a consent, one question after another: what was answered is kept at each step, and nothing is chosen beforehand.
//!
//! DV-2.1, DV-3.3.2d, DV-4.4.2. A change of what it is about sets the consequences back: they are put together and gone through anew.

use caseward_gate::{Amend, Delivery, FileWorks, Request, Works};
use caseward_model::{
    Answered, Category, Channel, ConsentKind, ConsentStage, Id, Language, Organization, Purpose,
    Worker,
};
use jiff::civil::Date;

use super::asked::unasked;
use super::error::ConsentError;
use super::form::{Consequences, Form, Limit, Named, Told, Who};
use super::needs::{ConsentNeed, needs};
use super::record::Record;
use super::settings::settings_in;
use super::text::consequences as composed;
use super::{stored, today};
use crate::{CaseworkError, Office};

/// What was answered at one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Everything at once.
    Whole(Box<Form>),
    /// Who decides, and in which language, if that is chosen anew.
    Who(Who, Option<Language>),
    /// For what, why in plain words, and what the client asks for in their own words, where it was they who asked.
    Purposes(Vec<Purpose>, String, String),
    /// Which organisation, and who will read it there.
    Recipient(Option<Id<Organization>>, String),
    /// What was asked and answered, and what is to be left out.
    Information(Vec<(Category, Answered)>, String),
    /// By which ways, until which day, and what ends it earlier.
    Terms(Vec<Channel>, Option<Date>, String),
    /// What may happen, and what else was thought of.
    Consequences(Consequences, String),
    /// The client's limits.
    Limits(Vec<Limit>),
    /// What was told.
    Told(Told),
}

impl Office {
    /// Begins a consent: a draft of which nothing is chosen yet. Returns its number among the client's.
    ///
    /// # Errors
    /// [`ConsentError`], and then nothing was kept.
    pub async fn begin_consent(
        &self,
        request: &Request,
        kind: ConsentKind,
        language: Language,
    ) -> Result<i64, ConsentError> {
        let form = Form {
            kind,
            language,
            ..Form::default()
        };
        self.begin_with(request, form, None).await
    }

    /// Begins a consent in the place of another one. Whom it is for and why are taken over; what is agreed to is asked
    /// anew, and the old one stands until the new one is signed.
    ///
    /// # Errors
    /// [`ConsentError`], and then nothing was kept.
    pub async fn renew_consent(&self, request: &Request, no: i64) -> Result<i64, ConsentError> {
        let by = request.asker;
        self.at_consents::<Amend, _, _>(request, "consent_begun", move |desk| {
            let (_, old) = found(desk, no)?;
            if old.stage.is_open() {
                return Err(ConsentError::Stage(old.stage));
            }
            let form = Form {
                kind: old.form.kind,
                language: old.form.language,
                who: Who {
                    harmed: None,
                    seen_on: None,
                    seen_by: None,
                    ..old.form.who
                },
                purposes: old.form.purposes,
                because: old.form.because,
                recipient: old.form.recipient,
                readers: old.form.readers,
                ..Form::default()
            };
            begin(desk, form, (by, Some(no)))
        })
        .await
    }

    async fn begin_with(
        &self,
        request: &Request,
        form: Form,
        replaces: Option<i64>,
    ) -> Result<i64, ConsentError> {
        let by = request.asker;
        self.at_consents::<Amend, _, _>(request, "consent_begun", move |desk| {
            begin(desk, form, (by, replaces))
        })
        .await
    }

    /// Keeps what was answered. Returns what the consent still needs.
    ///
    /// # Errors
    /// [`ConsentError::Stage`] when it is no draft any more; [`ConsentError::Needs`] when something is too long to be kept, or was
    /// answered though nobody has stated what it is needed for.
    pub async fn save_consent(
        &self,
        request: &Request,
        no: i64,
        change: Change,
    ) -> Result<Vec<ConsentNeed>, ConsentError> {
        let by = request.asker;
        let asked = self.fields_asked_of(request.client, Language::English);
        let asked = asked.await?;
        self.at_consents::<Amend, _, _>(request, "consent_saved", move |desk| {
            let (version, mut record) = found(desk, no)?;
            if !record.stage.is_open() {
                return Err(ConsentError::Stage(record.stage));
            }
            let mut form = applied(desk.works, &record.form, change)?;
            form.who.seen_by = seen_by(&record.form.who, &form.who, by);
            let unasked = unasked(&record.form, &form, &asked);
            if !unasked.is_empty() {
                return Err(ConsentError::Needs(unasked));
            }
            let settings = settings_in(desk.works)?;
            let needs = needs(&form, &settings, &asked, today(desk.works.now_ms()));
            if needs.contains(&ConsentNeed::TooLong) {
                return Err(ConsentError::Needs(vec![ConsentNeed::TooLong]));
            }
            record.form = form;
            let stage = if needs.is_empty() {
                ConsentStage::Explained
            } else {
                ConsentStage::Draft
            };
            let now_ms = desk.works.now_ms();
            record.step(stage, now_ms, by);
            record.by = by;
            stored::update(desk, (no, version), &record)?;
            noted(desk.works, no, &record);
            Ok(needs)
        })
        .await
    }

    /// What may happen if the client agrees to what stands in a form, and if they say no, put together out of purposes, kind of
    /// organisation and information. It is a proposal: what stands in the consent is what was gone through with the client.
    ///
    /// # Errors
    /// When the register doesn't open.
    pub async fn composed_consequences(&self, form: &Form) -> Result<Consequences, CaseworkError> {
        let kind = match form.recipient {
            Some(named) => {
                let register = self.register().await?;
                let found = register.into_iter().find(|it| it.id == named.id);
                found.map(|it| it.sheet.kind)
            }
            None => None,
        };
        composed(form, kind)
    }

    /// The same for a consent of a client, by its number.
    ///
    /// # Errors
    /// The gate's refusal; [`ConsentError::Absent`].
    pub async fn consequences_for(
        &self,
        request: &Request,
        no: i64,
    ) -> Result<(Consequences, Delivery), ConsentError> {
        let (consent, delivery) = self.consent(request, no).await?;
        let composed = self.composed_consequences(&consent.record.form).await?;
        Ok((composed, delivery))
    }

    /// Records that the client said no; why, only if they said it.
    ///
    /// # Errors
    /// [`ConsentError::Stage`] when it is signed already, or over.
    pub async fn reject_consent(
        &self,
        request: &Request,
        no: i64,
        because: &str,
    ) -> Result<(), ConsentError> {
        let (by, because) = (request.asker, short(because)?);
        self.at_consents::<Amend, _, _>(request, "consent_rejected", move |desk| {
            let (version, mut record) = found(desk, no)?;
            let waits = record.stage == ConsentStage::PaperWaits;
            if !record.stage.is_open() && !waits {
                return Err(ConsentError::Stage(record.stage));
            }
            let now_ms = desk.works.now_ms();
            record.because = because;
            record.step(ConsentStage::Rejected, now_ms, by);
            stored::update(desk, (no, version), &record)?;
            desk.change(|sheet| sheet.consents.retain(|it| it.no != no));
            super::signing::no_paper_waits(desk, no)?;
            super::talks::consent_was_asked(desk, "refused")?;
            noted(desk.works, no, &record);
            Ok(())
        })
        .await
    }

    /// Says that a consent should never have been recorded so, and why. It counts no longer.
    ///
    /// # Errors
    /// [`ConsentError::Stage`] when it is a draft; those are rejected or written on.
    pub async fn correct_consent(
        &self,
        request: &Request,
        no: i64,
        because: &str,
    ) -> Result<(), ConsentError> {
        let (by, because) = (request.asker, short(because)?);
        if super::needs::is_blank(&because) {
            let reason = "say in a sentence what is wrong with it";
            return Err(CaseworkError::Unfit(reason.to_owned()).into());
        }
        self.at_consents::<Amend, _, _>(request, "consent_corrected", move |desk| {
            let (version, mut record) = found(desk, no)?;
            let counts = matches!(
                record.stage,
                ConsentStage::Signed | ConsentStage::PaperWaits
            );
            if !counts {
                return Err(ConsentError::Stage(record.stage));
            }
            let now_ms = desk.works.now_ms();
            record.because = because;
            record.step(ConsentStage::EnteredInError, now_ms, by);
            stored::update(desk, (no, version), &record)?;
            desk.change(|sheet| {
                sheet.consents.retain(|it| it.no != no);
                // Where nothing else was signed, the client is asked anew (RE-1).
                let asked = sheet.consent_asked_at;
                sheet.consent_asked_at = asked.filter(|_| !sheet.consents.is_empty());
            });
            super::signing::no_paper_waits(desk, no)?;
            noted(desk.works, no, &record);
            Ok(())
        })
        .await
    }
}

fn begin(
    desk: &mut FileWorks<'_, '_, '_>,
    form: Form,
    (by, replaces): (Id<Worker>, Option<i64>),
) -> Result<i64, ConsentError> {
    let discloser = desk.sheet().organization;
    let mut record = Record::begun(form, by, discloser, desk.works.now_ms());
    record.replaces = replaces;
    let no = stored::insert(desk, &record)?;
    noted(desk.works, no, &record);
    Ok(no)
}

/// The consent of this number, with its version.
pub(super) fn found(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<(i64, Record), ConsentError> {
    stored::one(desk, no)?.ok_or(ConsentError::Absent)
}

/// What stands in the entry: a number and words of lists.
pub(super) fn noted(works: &mut Works<'_, '_>, no: i64, record: &Record) {
    works.note("consent", no);
    works.note("consent_kind", record.form.kind.word());
    works.note("stage", record.stage.word());
}

/// A reason that isn't too long.
pub(super) fn short(text: &str) -> Result<String, ConsentError> {
    if text.chars().count() > super::form::LONGEST_FIELD {
        return Err(ConsentError::Needs(vec![ConsentNeed::TooLong]));
    }
    Ok(text.trim().replace("\r\n", "\n"))
}

fn applied(works: &mut Works<'_, '_>, before: &Form, change: Change) -> Result<Form, ConsentError> {
    let mut form = before.clone();
    let is_whole = matches!(change, Change::Whole(_));
    match change {
        Change::Whole(whole) => {
            let kind = form.kind;
            form = *whole;
            // What kind it is was decided when it was begun: another kind has a form of its own.
            form.kind = kind;
            form.recipient = match form.recipient {
                Some(named) => Some(registered(works, named.id)?),
                None => None,
            };
        }
        Change::Who(who, language) => {
            form.who = who;
            form.language = language.unwrap_or(form.language);
        }
        Change::Purposes(purposes, because, request) => {
            form.purposes = purposes;
            form.because = because;
            form.request = request;
        }
        Change::Recipient(recipient, readers) => {
            form.recipient = match recipient {
                Some(id) => Some(registered(works, id)?),
                None => None,
            };
            form.readers = readers;
        }
        Change::Information(asked, exclusions) => {
            form.asked = asked;
            form.exclusions = exclusions;
        }
        Change::Terms(channels, until, until_event) => {
            form.channels = channels;
            form.until = until;
            form.until_event = until_event;
        }
        Change::Consequences(consequences, alternatives) => {
            form.consequences = consequences;
            form.alternatives = alternatives;
        }
        Change::Limits(limits) => form.limits = limits,
        Change::Told(told) => form.told = told,
    }
    let form = form.trimmed();
    let same = form.purposes == before.purposes
        && form.recipient == before.recipient
        && form.asked == before.asked
        && form.language == before.language;
    // Whoever sends all at once may send what may follow of the new answers along; what followed of the old ones is gone through anew.
    let stale = !same && (!is_whole || says_the_old(works, &before.consequences, &form)?);
    Ok(if stale {
        Form {
            consequences: Consequences::default(),
            ..form
        }
    } else {
        form
    })
}

/// Who saw what proves that somebody may decide for the client: whoever wrote down that it was seen.
fn seen_by(before: &Who, who: &Who, by: Id<Worker>) -> Option<Id<Worker>> {
    who.seen_on?;
    let same = (&before.proof, before.seen_on) == (&who.proof, who.seen_on);
    before.seen_by.filter(|_| same).or(Some(by))
}

/// Whether what may follow was written about other answers than stand in the form now: it is all as it was, or holds a sentence from
/// before that doesn't follow of these answers too.
fn says_the_old(
    works: &mut Works<'_, '_>,
    before: &Consequences,
    form: &Form,
) -> Result<bool, ConsentError> {
    if *before == Consequences::default() {
        return Ok(false);
    }
    if form.consequences == *before {
        return Ok(true);
    }
    let kind = match form.recipient {
        Some(named) => Some(works.organization(named.id)?.1.kind),
        None => None,
    };
    let fresh = composed(form, kind)?;
    let said = &form.consequences;
    Ok(holds_old(&said.agree, &before.agree, &fresh.agree)
        || holds_old(&said.refuse, &before.refuse, &fresh.refuse))
}

/// Whether a sentence stood there before, and doesn't follow now.
fn holds_old(said: &[String], before: &[String], fresh: &[String]) -> bool {
    let mut said = said.iter();
    said.any(|it| before.contains(it) && !fresh.contains(it))
}

/// An organisation of the register; to anybody else nothing can be agreed (RE-2).
fn registered(works: &mut Works<'_, '_>, id: Id<Organization>) -> Result<Named, ConsentError> {
    match works.organization(id) {
        Ok((no, _)) => Ok(Named { no, id }),
        Err(caseward_gate::GateError::Unfit(_)) => {
            Err(ConsentError::Needs(vec![ConsentNeed::Recipient]))
        }
        Err(error) => Err(error.into()),
    }
}
