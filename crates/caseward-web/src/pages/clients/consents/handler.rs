//! Showing a client's consents, and keeping what was answered, signed and taken back.
//!
//! Every page asks the gate for the client's file first; a consent that isn't there and a client who isn't known get the
//! answer that nobody gets.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::consent::{
    Compared, Consent, ConsentError, Form, Record, Signed, Step, needs,
};
use caseward_casework::gate::{Delivery, Refusal, Request};
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::{CaseworkError, file::ClientFile};
use caseward_model::{
    Answered, Client, ConsentKind, ConsentStage, Id, Language, Purpose, SignerCapacity,
    WithdrawalWay,
};

use super::super::face;
use super::letter_link::make_link;
use super::list::Line;
use super::one::{Doable, Said};
use super::paper::BODY_BYTES_MAX;
use super::papers_in::{keep_paper, take_over};
use super::recalls::{received, send_letters};
use super::step::Choice;
use super::{
    Answers, ListPage, OnePage, StepPage, WithdrawPage, closing_both, compared_problems, needed,
    problems_of, signing_problems, stage_key, stage_sign, words_in,
};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::{file_to_keep, number};
use crate::pages::answer_watched;
use crate::view::When;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, forms};

/// All answers of a step, in any script, percent-encoded as a form sends them.
const ANSWERS_BYTES_MAX: usize = 1024 * 1024;

/// The addresses of consents.
pub fn routes() -> Addresses {
    let with_scan = Addresses::new()
        .get(Class::Client, "/clients/{id}/consents/{no}/scan", scan)
        .post(
            Class::Client,
            "/clients/{id}/consents/{no}/scan",
            keep_paper,
        )
        .post(
            Class::Client,
            "/clients/{id}/consents/{no}/earlier",
            take_over,
        )
        .body_limit(BODY_BYTES_MAX);
    Addresses::new()
        .get(Class::Client, "/clients/{id}/consents", list)
        .post(Class::Client, "/clients/{id}/consents", begin)
        .get(Class::Client, "/clients/{id}/consents/{no}", one)
        .get(
            Class::Client,
            "/clients/{id}/consents/{no}/letters/{of}/{language}",
            letter,
        )
        .get(Class::Client, "/clients/{id}/consents/{no}/{step}", step)
        .post(Class::Client, "/clients/{id}/consents/{no}/{step}", act)
        .body_limit(ANSWERS_BYTES_MAX)
        .merge(with_scan)
}

/// A visit to a client's consents, after the addresses were read.
pub(super) struct At {
    pub(super) visit: Visit,
    client: Id<Client>,
    pub(super) request: Request,
}

impl At {
    pub(super) async fn of(visit: Visit, id: &str) -> Result<Self, Response> {
        let request = visit.question_about(id).await?;
        Ok(Self {
            client: request.client,
            visit,
            request,
        })
    }

    pub(super) fn href(&self, no: i64) -> String {
        format!("{}/consents/{no}", face::address(self.client))
    }

    pub(super) fn failed(&self, error: ConsentError) -> Response {
        let visit = &self.visit;
        match error {
            ConsentError::Refused(refusal) => visit.refused(&refusal, visit.back_to_clients()),
            ConsentError::Absent => visit.nobody(),
            ConsentError::Casework(CaseworkError::Unfit(_))
            | ConsentError::Stage(_)
            | ConsentError::Needs(_)
            | ConsentError::Signing(_)
            | ConsentError::SecondPerson
            | ConsentError::Leaflet => visit.unreadable(),
            ConsentError::Casework(error) => visit.failed(&error),
        }
    }

    /// Who the file is about; it may stay shut to whoever may read the consents.
    async fn face(&self) -> Result<Option<(ClientFile, Delivery)>, Response> {
        let visit = &self.visit;
        let casework = &visit.front.casework;
        match casework.open_face(visit.person(), self.client).await {
            Ok(face) => Ok(face),
            Err(Refusal::Refused { .. } | Refusal::NotKnown { .. }) => Ok(None),
            Err(refusal) => Err(visit.refused(&refusal, visit.back_to_clients())),
        }
    }

    async fn consent(&self, no: &str) -> Result<(Consent, Delivery), Response> {
        // What is no number is none that there is.
        let no = number(no).unwrap_or(0);
        let casework = &self.visit.front.casework;
        let found = casework.consent(&self.request, no).await;
        found.map_err(|error| self.failed(error))
    }

    pub(super) async fn named(&self, no: i64) -> Result<String, Response> {
        let register = self.visit.front.casework.register().await;
        let register = register.map_err(|error| self.visit.failed(&error))?;
        let found = register.into_iter().find(|it| it.no == no);
        Ok(found.map(|it| it.name).unwrap_or_default())
    }
}

/// An answer, whichever way it came about.
pub(super) fn whole(answer: Result<Response, Response>) -> Response {
    answer.unwrap_or_else(|instead| instead)
}

async fn list(visit: Visit, Path(id): Path<String>) -> Response {
    whole(listed(visit, &id).await)
}

async fn listed(visit: Visit, id: &str) -> Result<Response, Response> {
    let at = At::of(visit, id).await?;
    let casework = &at.visit.front.casework;
    let (consents, delivery) = casework
        .consents(&at.request)
        .await
        .map_err(|error| at.failed(error))?;
    let register = casework.register().await;
    let register = register.map_err(|error| at.visit.failed(&error))?;
    let now_ms = casework.clock().now_ms();
    let line = |it: &Consent| {
        let record = &it.record;
        let over = record.is_over_at(now_ms);
        let recipient = record.form.recipient.map_or(0, |named| named.no);
        let named = register.iter().find(|it| it.no == recipient);
        Line {
            href: at.href(it.no),
            no: it.no,
            kind: record.form.kind,
            recipient: named.map(|it| it.name.clone()).unwrap_or_default(),
            stage: (
                stage_key(record.stage, over),
                stage_sign(record.stage, over),
            ),
            until: record.expires_at.map(|until| at.visit.moment(until)),
            begun: at.visit.moment(record.begun_at),
        }
    };
    let lines = consents.all.iter().map(line).collect();
    let mut face = at.face().await?;
    let address = format!("{}/consents", face::address(at.client));
    let page = ListPage {
        bar: face::bar(
            &at.visit,
            at.client,
            None,
            face.as_mut().map(|it| &mut it.0),
        ),
        may_write: at.visit.person().writes_into_files(),
        lines,
        shell: at
            .visit
            .around_file(Place::Clients, &address, at.request.purpose),
    };
    let closing = closing_both(delivery, face.map(|it| it.1));
    Ok(answer_watched(StatusCode::OK, &page, closing))
}

async fn begin(Path(id): Path<String>, posted: Posted<Answers>) -> Response {
    whole(begun(posted.visit, &id, &posted.form).await)
}

async fn begun(visit: Visit, id: &str, answers: &Answers) -> Result<Response, Response> {
    let at = At::of(visit, id).await?;
    let kind = answers.one("kind").parse::<ConsentKind>().ok();
    let language = answers.language().unwrap_or(at.visit.language());
    // Whoever may not is told so before anything about the form.
    let Some(kind) = kind else {
        let casework = &at.visit.front.casework;
        let (_, delivery) = casework
            .consents(&at.request)
            .await
            .map_err(|error| at.failed(error))?;
        delivery.broken();
        return Err(at.visit.unreadable());
    };
    let casework = &at.visit.front.casework;
    let no = casework
        .begin_consent(&at.request, kind, language)
        .await
        .map_err(|error| at.failed(error))?;
    Ok(forms::sent_on(&format!(
        "{}/{}",
        at.href(no),
        Step::Who.word()
    )))
}

async fn one(visit: Visit, Path((id, no)): Path<(String, String)>) -> Response {
    let shown = async {
        let at = At::of(visit, &id).await?;
        shown(&at, &no, Problems::default()).await
    };
    whole(shown.await)
}

pub(super) async fn shown(at: &At, no: &str, problems: Problems) -> Result<Response, Response> {
    let (consent, delivery) = at.consent(no).await?;
    let mut face = at.face().await?;
    let href = at.href(consent.no);
    let record = &consent.record;
    let now_ms = at.visit.front.casework.clock().now_ms();
    let over = record.is_over_at(now_ms);
    let title = words_in(at.visit.language()).and_then(|it| it.kinds.get(record.form.kind.word()));
    let moment = |at_ms: i64| at.visit.moment(at_ms);
    let status = problems.status();
    let signature = record.signature.as_ref();
    let casework = &at.visit.front.casework;
    let asked = casework.fields_asked_of(at.client, at.visit.language());
    let asked = asked.await.map_err(|error| at.visit.failed(&error))?;
    let named = signature.map_or("", |it| it.witness.as_str());
    let page = OnePage {
        bar: face::bar(
            &at.visit,
            at.client,
            None,
            face.as_mut().map(|it| &mut it.0),
        ),
        no: consent.no,
        title: title.cloned().unwrap_or_default(),
        stage: (
            stage_key(record.stage, over),
            stage_sign(record.stage, over),
        ),
        said: said(at, &record.form, named).await?,
        witness: needed::on_paper(&asked, named),
        signed: signature.map(|it| moment(it.at)),
        typed_alone: record.is_typed_alone(),
        taken_over: record.taken_over.is_some(),
        until: holds_until(at, record),
        withdrawn: record.withdrawal.as_ref().map(|it| moment(it.at)),
        copied: record.copy_given_at.map(moment),
        received: received(at, consent.uses.iter().map(|(no, it)| (*no, it)).collect()).await?,
        can: doable(at, &consent),
        problems,
        shell: at
            .visit
            .around_file(Place::Clients, &href, at.request.purpose),
        href,
    };
    let closing = closing_both(delivery, face.map(|it| it.1));
    Ok(answer_watched(status, &page, closing))
}

/// Until when it holds; of a paper that waits, what somebody wrote down of it and a second person compares.
fn holds_until(at: &At, record: &Record) -> Option<When> {
    let waits = record.stage == ConsentStage::PaperWaits;
    let words = Words::of(at.visit.language());
    let written = record.form.until.filter(|_| waits);
    let written = written.map(|day| When::day(words, day));
    let counts = record.expires_at.map(|until| at.visit.moment(until));
    counts.or(written)
}

/// What stands in it, in words.
async fn said(at: &At, form: &Form, witness: &str) -> Result<Vec<Said>, Response> {
    let mut all = signer(at, form).await?;
    let recipient = at.named(form.recipient.map_or(0, |it| it.no)).await?;
    let Some(words) = words_in(at.visit.language()) else {
        return Ok(Vec::new());
    };
    let sections = |answer| {
        let asked = form.asked.iter().filter(|(_, it)| *it == answer);
        let named = asked.filter_map(|(section, _)| words.sections.get(section.word()));
        named.cloned().collect::<Vec<_>>().join(", ")
    };
    let purposes = form.purposes.iter();
    let purposes = purposes.filter_map(|it| words.purposes.get(it.word()).cloned());
    let ways = form.channels.iter();
    let ways = ways.filter_map(|it| words.ways.get(it.word()).cloned());
    let limits = form.limits.iter().map(|it| {
        let kind = words.limits.get(it.kind.word()).cloned();
        let kind = kind.unwrap_or_default();
        if it.words.is_empty() {
            kind
        } else {
            format!("{kind}: {}", it.words)
        }
    });
    let said = |key, text: String| Said { key, text };
    all.extend([
        said("consent-recipient", recipient),
        said("consent-readers", form.readers.clone()),
        said("consent-why", purposes.collect::<Vec<_>>().join(", ")),
        said("consent-because", form.because.clone()),
        said("consent-request", form.request.clone()),
        said("consent-what", sections(Answered::Yes)),
        said("consent-not", sections(Answered::No)),
        said("consent-exclusions", form.exclusions.clone()),
        said("consent-ways", ways.collect::<Vec<_>>().join(", ")),
        said("consent-until-event", form.until_event.clone()),
        said("consent-limits", limits.collect::<Vec<_>>().join("; ")),
        said("consent-agree", form.consequences.agree.join(" ")),
        said("consent-refuse", form.consequences.refuse.join(" ")),
        said("consent-alternatives", form.alternatives.clone()),
        said("consent-teach-back", form.told.teach_back.clone()),
        said("consent-if-missing", form.told.if_missing.clone()),
        said("consent-witnessed", witness.to_owned()),
    ]);
    Ok(all)
}

/// Who signs for the client, where somebody does: what proves that they may, who saw it and when, for what, and until when.
async fn signer(at: &At, form: &Form) -> Result<Vec<Said>, Response> {
    let who = &form.who;
    if !who.capacity.is_some_and(SignerCapacity::is_another) {
        return Ok(Vec::new());
    }
    let names = at.visit.front.casework.names().await;
    let names = names.map_err(|error| at.visit.failed(&error))?;
    let seen_by = who.seen_by.and_then(|it| names.get(&it).cloned());
    let seen_on = who.seen_on.map(|it| it.to_string());
    let seen: Vec<String> = seen_on.into_iter().chain(seen_by).collect();
    let until = who.until.map(|it| it.to_string());
    let said = |key, text: String| Said { key, text };
    Ok(vec![
        said("consent-signer-name", who.name.clone()),
        said("consent-relationship", who.relationship.clone()),
        said("consent-proof", who.proof.clone()),
        said("consent-seen-on", seen.join(", ")),
        said("consent-scope", who.scope.clone()),
        said("consent-may-until", until.unwrap_or_default()),
    ])
}

/// Which forms stand on the page. A convenience: each asks the gate for itself.
fn doable(at: &At, consent: &Consent) -> Doable {
    let record = &consent.record;
    let stage = record.stage;
    let writes = at.visit.person().writes_into_files();
    let recorded = record.signature.as_ref().and_then(|it| match &it.how {
        Signed::Paper { recorded_by, .. } => Some(*recorded_by),
        Signed::Screen | Signed::Earlier => None,
    });
    let waits = stage == ConsentStage::PaperWaits;
    let counts = stage == ConsentStage::Signed || waits;
    let withdrawal = record.withdrawal.as_ref();
    Doable {
        go_on: writes && stage.is_open(),
        withdraw: consent.withdrawable,
        renew: writes && !stage.is_open(),
        correct: writes && counts,
        // It names the client, which not everybody reads who reads of consents.
        copy: writes
            && !matches!(
                stage,
                ConsentStage::Draft | ConsentStage::Rejected | ConsentStage::EnteredInError
            ),
        copy_given: writes && stage == ConsentStage::Signed && record.copy_given_at.is_none(),
        record_paper: writes && waits && record.taken_over.is_none(),
        confirm: waits && recorded.is_some_and(|by| by != at.visit.person().worker),
        // It bears the name too.
        scan: recorded.is_some() && at.request.purpose != Purpose::AccessReview,
        note: withdrawal.is_some_and(|it| it.noted_at.is_none()),
        recall: writes && consent.uses.iter().any(|(_, it)| it.recall.is_some()),
    }
}

async fn step(visit: Visit, Path((id, no, word)): Path<(String, String, String)>) -> Response {
    let shown = async {
        let at = At::of(visit, &id).await?;
        match (word.as_str(), Step::of_word(&word)) {
            (_, Some(step)) => question(&at, &no, step, (Answers::default(), None)).await,
            ("withdraw", None) => withdrawing(&at, &no).await,
            ("copy", None) => copy(&at, &no).await,
            (_, None) => {
                let (_, delivery) = at.consent(&no).await?;
                delivery.broken();
                Err(at.visit.nobody())
            }
        }
    };
    whole(shown.await)
}

/// One question, with what was answered so far, or with what was typed and can't be kept.
pub(super) async fn question(
    at: &At,
    no: &str,
    step: Step,
    (typed, sent_back): (Answers, Option<Problems>),
) -> Result<Response, Response> {
    let (consent, delivery) = at.consent(no).await?;
    let href = at.href(consent.no);
    if !consent.record.stage.is_open() {
        delivery.broken();
        return Ok(forms::sent_on(&href));
    }
    let visit = &at.visit;
    let casework = &visit.front.casework;
    let failed = |error| visit.failed(&error);
    let settings = casework.consent_settings().await.map_err(failed)?;
    let register = casework.register().await.map_err(failed)?;
    let today = crate::visit::local(casework.clock().now_ms()).date();
    let asked = casework.fields_asked_of(at.client, visit.language()).await;
    let asked = asked.map_err(failed)?;
    let missing = needs(&consent.record.form, &settings, &asked, today);
    let mut form = consent.record.form.clone();
    let problems = match sent_back {
        Some(problems) => {
            // What can't be kept stays on the page.
            form = typed.shown_in(step, form);
            problems
        }
        None if step == Step::Check => problems_of(&missing),
        None => Problems::default(),
    };
    if step == Step::Consequences && form.consequences.agree.is_empty() {
        let composed = casework.composed_consequences(&form).await;
        form.consequences = composed.map_err(failed)?;
    }
    let own = at.visit.person().sheet.organization;
    let now_ms = casework.clock().now_ms();
    let recipients = register.iter().filter(|it| it.no != own).map(|it| Choice {
        word: it.id.to_string(),
        label: recipient_label(visit, it, now_ms),
        chosen: form.recipient.is_some_and(|named| named.no == it.no),
    });
    let recipients = recipients.collect();
    let status =
        if problems.is_empty() || (step == Step::Check && missing.len() == problems.all().len()) {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
    let mut face = at.face().await?;
    let address = format!("{href}/{}", step.word());
    let page = StepPage {
        bar: face::bar(visit, at.client, None, face.as_mut().map(|it| &mut it.0)),
        href,
        step,
        form,
        recipients,
        days: (
            settings.last_day(today).to_string(),
            settings.proposed_day(today).to_string(),
        ),
        typed,
        problems,
        ready: missing.is_empty(),
        asked,
        sensitive: settings.sensitive,
        shell: visit.around_file(Place::Clients, &address, at.request.purpose),
    };
    let closing = closing_both(delivery, face.map(|it| it.1));
    Ok(answer_watched(status, &page, closing))
}

/// What an organisation is called, and plainly what keeps things from going there: no agreement in force, or no policy that was
/// looked into (DV-5.5, DV-4.1).
fn recipient_label(visit: &Visit, it: &RegisteredOrganization, now_ms: i64) -> String {
    let words = Words::of(visit.language());
    let agreed = it.sheet.protocol_until.is_some_and(|until| now_ms < until);
    let lacks = [
        (!agreed, "consent-recipient-no-agreement"),
        (
            !it.sheet.policy_assessed_at(now_ms),
            "consent-recipient-no-policy",
        ),
    ];
    let lacks = lacks.into_iter().filter(|(lacks, _)| *lacks);
    let lacks: Vec<_> = lacks.map(|(_, key)| words.t(key)).collect();
    if lacks.is_empty() {
        return it.name.clone();
    }
    format!("{} ({})", it.name, lacks.join("; "))
}

async fn withdrawing(at: &At, no: &str) -> Result<Response, Response> {
    let no = number(no).unwrap_or(0);
    let casework = &at.visit.front.casework;
    let found = casework.consents(&at.request).await;
    let (consents, delivery) = found.map_err(|error| at.failed(error))?;
    let Some(consent) = consents.one(no) else {
        delivery.broken();
        return Err(at.failed(ConsentError::Absent));
    };
    let href = at.href(consent.no);
    if !consent.withdrawable {
        delivery.broken();
        return Ok(forms::sent_on(&href));
    }
    let mut face = at.face().await?;
    let named = consent.record.form.recipient.map_or(0, |it| it.no);
    let page = WithdrawPage {
        bar: face::bar(
            &at.visit,
            at.client,
            None,
            face.as_mut().map(|it| &mut it.0),
        ),
        recipient: at.named(named).await?,
        received: received(at, consents.left_under(no)).await?,
        shell: at.visit.around_file(
            Place::Clients,
            &format!("{href}/withdraw"),
            at.request.purpose,
        ),
        href,
    };
    let closing = closing_both(delivery, face.map(|it| it.1));
    Ok(answer_watched(StatusCode::OK, &page, closing))
}

async fn copy(at: &At, no: &str) -> Result<Response, Response> {
    let no = number(no).unwrap_or(0);
    let casework = &at.visit.front.casework;
    let (printed, delivery) = casework
        .consent_paper(&at.request, no)
        .await
        .map_err(|error| at.failed(error))?;
    // The file is handed over whole, or the browser says that it isn't.
    delivery.delivered(Some(&printed.pdf));
    let name = format!("consent-{no}.pdf");
    Ok(file_to_keep(&name, "application/pdf", printed.pdf))
}

/// The letter that asks a recipient to return or destroy what they had. Its name names nobody.
async fn letter(
    visit: Visit,
    Path((id, no, of, language)): Path<(String, String, String, String)>,
) -> Response {
    let given = async {
        let at = At::of(visit, &id).await?;
        let Ok(language) = language.parse::<Language>() else {
            return Err(at.visit.nobody());
        };
        let which = (number(&no).unwrap_or(0), number(&of).unwrap_or(0));
        let casework = &at.visit.front.casework;
        let pdf = casework.recall_letter(&at.request, which, language).await;
        let pdf = pdf.map_err(|error| at.failed(error))?;
        Ok(file_to_keep("letter.pdf", "application/pdf", pdf))
    };
    whole(given.await)
}

async fn scan(visit: Visit, Path((id, no)): Path<(String, String)>) -> Response {
    let given = async {
        let at = At::of(visit, &id).await?;
        let no = number(&no).unwrap_or(0);
        let casework = &at.visit.front.casework;
        let ((kind, bytes), delivery) = casework
            .consent_scan(&at.request, no)
            .await
            .map_err(|error| at.failed(error))?;
        delivery.delivered(Some(&bytes));
        // What it claims to be is not what a browser is told: nothing in it shall be run.
        let name = format!("signed-consent-{no}.{}", kind.ending());
        Ok(file_to_keep(&name, "application/octet-stream", bytes))
    };
    whole(given.await)
}

async fn act(
    Path((id, no, word)): Path<(String, String, String)>,
    posted: Posted<Answers>,
) -> Response {
    let answers = posted.form;
    let done = async {
        let at = At::of(posted.visit, &id).await?;
        match Step::of_word(&word) {
            Some(step) => kept(&at, &no, step, answers).await,
            None => did(&at, &no, &word, answers).await,
        }
    };
    whole(done.await)
}

/// Keeps what was answered at a step, and leads on. Nothing is read first: whoever may not write is told so at once.
async fn kept(at: &At, no: &str, step: Step, answers: Answers) -> Result<Response, Response> {
    let Some(change) = answers.change(step) else {
        return Err(unheard(at, no).await);
    };
    let number = number(no).unwrap_or(0);
    let casework = &at.visit.front.casework;
    let saved = casework.save_consent(&at.request, number, change).await;
    match saved {
        Ok(needs) => {
            let here: Vec<_> = needs.into_iter().filter(|it| it.step() == step).collect();
            if answers.one("then") == "leave" {
                let list = format!("{}/consents", face::address(at.client));
                return Ok(forms::sent_on(&list));
            }
            if here.is_empty() {
                let next = format!("{}/{}", at.href(number), step.next().word());
                return Ok(forms::sent_on(&next));
            }
            // It is kept all the same: nothing typed is ever lost.
            question(at, no, step, (answers, Some(problems_of(&here)))).await
        }
        Err(ConsentError::Needs(needs)) => {
            question(at, no, step, (answers, Some(problems_of(&needs)))).await
        }
        Err(ConsentError::Stage(_)) => Ok(forms::sent_on(&at.href(number))),
        Err(error) => Err(at.failed(error)),
    }
}

/// The answer to what our pages never send, for whoever may look at the consent; nothing is there for the others.
async fn unheard(at: &At, no: &str) -> Response {
    match at.consent(no).await {
        Ok((_, delivery)) => {
            delivery.broken();
            at.visit.unreadable()
        }
        Err(instead) => instead,
    }
}

/// Does what isn't a step: signs, prints, takes back.
#[expect(
    clippy::too_many_lines,
    reason = "one arm for each form of the page: the list is what can be done"
)]
async fn did(at: &At, no: &str, word: &str, answers: Answers) -> Result<Response, Response> {
    let no_text = no;
    let no = number(no).unwrap_or(0);
    let href = at.href(no);
    let (casework, request) = (&at.visit.front.casework, &at.request);
    let done = match word {
        "sign" => {
            let signed = casework.sign_consent(request, no, answers.signing()).await;
            if let Err(ConsentError::Signing(needs)) = &signed {
                let sent_back = signing_problems(needs);
                return question(at, no_text, Step::Check, (answers, Some(sent_back))).await;
            }
            if let Err(ConsentError::Needs(needs)) = &signed {
                let sent_back = problems_of(needs);
                return question(at, no_text, Step::Check, (answers, Some(sent_back))).await;
            }
            signed
        }
        "print" => casework.print_consent(request, no).await,
        "reject" => {
            let because = answers.one("because");
            casework.reject_consent(request, no, because).await
        }
        "correct" => {
            let because = answers.one("because");
            match casework.correct_consent(request, no, because).await {
                Err(ConsentError::Casework(CaseworkError::Unfit(_))) => {
                    let mut problems = Problems::default();
                    problems.note("because", "consent-needs-correction");
                    return shown(at, no_text, problems).await;
                }
                done => done,
            }
        }
        "renew" => match casework.renew_consent(request, no).await {
            Ok(new) => {
                let first = format!("{}/{}", at.href(new), Step::Who.word());
                return Ok(forms::sent_on(&first));
            }
            Err(error) => Err(error),
        },
        "copied" => casework.copy_given(request, no).await,
        "note" => casework.note_withdrawal(request, no).await,
        "withdraw" => {
            let Ok(way) = answers.one("way").parse::<WithdrawalWay>() else {
                return Err(unheard(at, no_text).await);
            };
            let words = answers.one("words");
            casework.withdraw_consent(request, no, way, words).await
        }
        "decision" => {
            let confirmed = match answers.one("decision") {
                "confirm" => true,
                "decline" => false,
                _ => return Err(unheard(at, no_text).await),
            };
            let found_so = Compared {
                same: confirmed,
                witness_signed: answers.one("witness_signed") == "yes",
            };
            let decided = casework.confirm_consent_paper(request, no, found_so).await;
            if let Err(ConsentError::Signing(needs)) = &decided {
                return shown(at, no_text, compared_problems(needs)).await;
            }
            decided
        }
        "told" => {
            let of = number(answers.one("use")).unwrap_or(0);
            let told = answers.recall_told();
            match casework.note_recall_told(request, (no, of), told).await {
                Err(ConsentError::Casework(CaseworkError::Unfit(_))) => {
                    let mut problems = Problems::default();
                    problems.note("received", "recall-told-needs");
                    return shown(at, no_text, problems).await;
                }
                done => done,
            }
        }
        "send" => return send_letters(at, no_text, &answers).await,
        "link" => return make_link(at, no_text, &answers).await,
        "recall" => {
            let of = number(answers.one("use")).unwrap_or(0);
            let Ok(answer) = answers.one("answer").parse() else {
                return Err(unheard(at, no_text).await);
            };
            let words = answers.one("words");
            casework
                .answer_recall(request, (no, of), answer, words)
                .await
        }
        _ => {
            let (_, delivery) = at.consent(no_text).await?;
            delivery.broken();
            return Err(at.visit.nobody());
        }
    };
    match done {
        Ok(()) => Ok(forms::sent_on(&href)),
        // What was done meanwhile is shown as it stands.
        Err(ConsentError::Stage(_)) => Ok(forms::sent_on(&href)),
        Err(error) => Err(at.failed(error)),
    }
}
