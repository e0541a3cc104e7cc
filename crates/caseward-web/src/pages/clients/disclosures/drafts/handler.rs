//! Showing one question after another, keeping what was answered, and beginning what was prepared.
//!
//! RE-2, NASW-c, CR-6. The gate is asked at each step; whoever may not know of the client gets the answer that nobody gets.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::danger::{DangerError, DangerReport};
use caseward_casework::disclosure::{
    Answers, DisclosureError, DraftAnswers, DraftChange, DraftEnd, DraftNeed, DraftState,
    DraftStep, Mend, ground_says, grounds, recipients,
};
use caseward_casework::gate::{Delivery, GateError};
use caseward_casework::people::RegisteredOrganization;
use caseward_model::{Basis, Channel, Client, Id, Purpose, Road, RoadField};

use super::super::handler::{address, failed};
use super::super::one::handler::typed;
use super::super::road;
use super::needed::problems as problems_of;
use super::{DangerChoice, DraftPage, GroundChoice, RecipientChoice, Second, until};
use crate::addresses::{Addresses, Class};
use crate::forms::{self, Problems};
use crate::pages::answer_watched;
use crate::pages::clients::danger::at_risk;
use crate::pages::clients::face;
use crate::pages::people::key;
use crate::posted::Typed;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words};

/// The addresses of what is prepared.
pub fn routes() -> Addresses {
    const NEW: &str = "/clients/{id}/disclosures/new";
    const STEP: &str = "/clients/{id}/disclosures/drafts/{no}/{step}";
    Addresses::new()
        .get(Class::Client, NEW, first)
        .post(Class::Client, NEW, begin)
        .get(Class::Client, STEP, show)
        .post(Class::Client, STEP, act)
}

/// Which question of which draft about whom; without a number, of none yet.
#[derive(Clone, Copy)]
struct At {
    client: Id<Client>,
    no: Option<i64>,
    step: DraftStep,
}

impl At {
    fn href(self, step: DraftStep) -> String {
        match self.no {
            Some(no) => format!("{}/drafts/{no}/{}", address(self.client), step.word()),
            None => format!("{}/new", address(self.client)),
        }
    }
}

/// What was sent back, with what it still needs.
type SentBack = (Option<DraftChange>, Problems);

async fn first(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, beginning(client), None).await,
        Err(_) => visit.nobody(),
    }
}

const fn beginning(client: Id<Client>) -> At {
    At {
        client,
        no: None,
        step: DraftStep::Kind,
    }
}

async fn begin(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Ok(client) = id.parse() else {
        return visit.nobody();
    };
    let at = beginning(client);
    let change = change_at(DraftStep::Kind, &form);
    match change {
        Some(DraftChange::Kind(Some(_))) => keep(&visit, at, (change, &form)).await,
        _ => {
            let needs = [DraftNeed {
                step: DraftStep::Kind,
                mend: None,
            }];
            page(&visit, at, Some((None, problems_of(needs)))).await
        }
    }
}

/// Which question an address names; nothing where it names none.
fn named((id, no, step): &(String, String, String)) -> Option<At> {
    Some(At {
        client: id.parse().ok()?,
        no: Some(no.parse().ok()?),
        step: DraftStep::of_word(step)?,
    })
}

async fn show(visit: Visit, Path(path): Path<(String, String, String)>) -> Response {
    match named(&path) {
        Some(at) => page(&visit, at, None).await,
        None => visit.nobody(),
    }
}

async fn act(Path(path): Path<(String, String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    if path.2 == "drop" {
        return give_up(&visit, &path).await;
    }
    let Some(at) = named(&path) else {
        return visit.nobody();
    };
    match change_at(at.step, &form) {
        Some(change) => keep(&visit, at, (Some(change), &form)).await,
        None if typed(&form, "then") == "back" => forms::sent_on(&at.href(before(at.step))),
        None => prepared(&visit, at).await,
    }
}

async fn give_up(visit: &Visit, (id, no, _): &(String, String, String)) -> Response {
    let (Ok(client), Ok(no)) = (id.parse(), no.parse()) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    let done = casework.drop_disclosure_draft(visit.person(), client, no);
    match done.await {
        Ok(()) => forms::sent_on(&address(client)),
        Err(error) => failed(visit, &error),
    }
}

/// What was answered at a step; nothing where all of it is looked at.
fn change_at(step: DraftStep, form: &Typed) -> Option<DraftChange> {
    let all = |name: &'static str| form.iter().filter(move |(it, _)| it == name);
    Some(match step {
        DraftStep::Kind => DraftChange::Kind(typed(form, "road").parse().ok()),
        DraftStep::Purpose => DraftChange::Purpose(typed(form, "purpose").parse().ok()),
        DraftStep::Basis => DraftChange::Basis(
            typed(form, "basis").parse().ok(),
            typed(form, "danger").trim().parse().ok(),
        ),
        DraftStep::Recipient => DraftChange::Recipient(typed(form, "recipient").parse().ok()),
        DraftStep::Questions => {
            let fields = RoadField::ALL.iter();
            let answers = fields.map(|it| (*it, typed(form, it.word())));
            DraftChange::Questions(answers.collect::<Answers>())
        }
        DraftStep::Sections => DraftChange::Sections(
            all("section")
                .filter_map(|(_, word)| word.parse().ok())
                .collect(),
            typed(form, "why_more").to_owned(),
        ),
        DraftStep::Way => DraftChange::Way(typed(form, "channel").parse::<Channel>().ok()),
        DraftStep::Check => return None,
    })
}

/// Keeps what was answered, and leads on: to what has to be mended, or where whoever answered wants to go.
async fn keep(visit: &Visit, at: At, (change, form): (Option<DraftChange>, &Typed)) -> Response {
    let Some(change) = change else {
        return visit.unreadable();
    };
    let casework = &visit.front.casework;
    let kept = casework.keep_disclosure_draft(visit.person(), at.client, (at.no, change.clone()));
    let (no, state) = match kept.await {
        Ok(kept) => kept,
        Err(DisclosureError::Mend(_)) => {
            // What is too long isn't kept: it stays on the page.
            let mut problems = Problems::default();
            problems.note(too_long_at(at.step), "disclosure-too-long");
            return page(visit, at, Some((Some(change), problems))).await;
        }
        Err(error) => return failed(visit, &error),
    };
    let at = At { no: Some(no), ..at };
    match typed(form, "then") {
        "leave" => forms::sent_on(&address(at.client)),
        "back" => forms::sent_on(&at.href(before(at.step))),
        _ => on(visit, at, &state).await,
    }
}

const fn too_long_at(step: DraftStep) -> &'static str {
    match step {
        DraftStep::Sections => "why_more",
        _ => "questions",
    }
}

fn before(step: DraftStep) -> DraftStep {
    step.before().unwrap_or(DraftStep::Kind)
}

async fn on(visit: &Visit, at: At, state: &DraftState) -> Response {
    let here = state.needs.iter().filter(|it| it.step == at.step);
    let here: Vec<DraftNeed> = here.copied().collect();
    if !here.is_empty() {
        // It is kept all the same: nothing typed is ever lost.
        return page(visit, at, Some((None, problems_of(here)))).await;
    }
    // What was answered before and doesn't fit this is answered anew, before anybody goes on for nothing.
    let unfit = |it: &&DraftNeed| it.mend.is_some() && it.step < at.step;
    let to = match state.needs.iter().find(unfit) {
        Some(need) => need.step,
        None => next(at.step, &state.said),
    };
    forms::sent_on(&at.href(to))
}

/// Where it goes on. What the press asks is refused whatever else is answered, so nothing else is asked.
fn next(step: DraftStep, said: &DraftAnswers) -> DraftStep {
    match (said.road, step) {
        (Some(Road::Media), DraftStep::Kind) => DraftStep::Recipient,
        (Some(Road::Media), _) => DraftStep::Check,
        (_, step) => step.next(),
    }
}

/// Begins what was prepared, or says what is still needed.
async fn prepared(visit: &Visit, at: At) -> Response {
    let casework = &visit.front.casework;
    let no = at.no.unwrap_or(0);
    let ended = casework.begin_prepared_disclosure(visit.person(), at.client, no);
    let problems = match ended.await {
        Ok(DraftEnd::Begun(no)) => {
            return forms::sent_on(&format!("{}/{no}", address(at.client)));
        }
        Ok(DraftEnd::Needs(needs)) => problems_of(needs),
        Err(DisclosureError::Mend(mend)) => road::problems(&mend),
        // It was changed in the same moment: what is there now is looked at once more.
        Err(DisclosureError::Casework(CaseworkError::Gate(GateError::Stale))) => {
            return forms::sent_on(&at.href(at.step));
        }
        Err(error) => return failed(visit, &error),
    };
    page(visit, at, Some((None, problems))).await
}

/// The question that has to be answered before this one can be asked.
fn asked_first(said: &DraftAnswers, step: DraftStep) -> Option<DraftStep> {
    if step == DraftStep::Check || step == DraftStep::Kind {
        return None;
    }
    match (said.road, said.purpose) {
        (None, _) => Some(DraftStep::Kind),
        (Some(Road::Media), _) => Some(DraftStep::Recipient).filter(|it| *it != step),
        (Some(_), None) => Some(DraftStep::Purpose).filter(|it| *it < step),
        (Some(_), Some(_)) => None,
    }
}

async fn page(visit: &Visit, at: At, sent_back: Option<SentBack>) -> Response {
    let casework = &visit.front.casework;
    let found = casework.disclosure_draft(visit.person(), at.client, at.no);
    let (state, draft) = match found.await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    if let Some(step) = asked_first(&state.said, at.step) {
        draft.delivered(None);
        return forms::sent_on(&at.href(step));
    }
    let (mut file, opened) = match face::opened(visit, at.client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let register = match casework.register().await {
        Ok(register) => register,
        Err(error) => return visit.failed(&error),
    };
    let status = if sent_back.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let (said, problems) = shown(at, &state, sent_back);
    let asks_danger =
        at.step == DraftStep::Basis && (problems.of("danger").is_some() || said.danger.is_some());
    let (dangers, reports) = match dangers(visit, at.client, asks_danger).await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let to = register.iter().find(|it| Some(it.id) == said.recipient);
    let page = DraftPage {
        bar: face::bar(visit, at.client, None, file.as_mut()),
        href: at
            .no
            .map(|no| format!("{}/drafts/{no}", address(at.client))),
        step: at.step,
        grounds: ground_choices(visit, &said),
        recipients: recipient_choices(visit, &register, &said),
        to: to.map(|it| it.name.clone()).unwrap_or_default(),
        dangers,
        second: second(visit, state),
        problems,
        shell: visit.shell(Place::Clients, &at.href(at.step)),
        said,
    };
    answer_watched(status, &page, move |ending| {
        for delivery in [opened, reports].into_iter().flatten() {
            closing(delivery)(ending);
        }
        closing(draft)(ending);
    })
}

/// The answers as the page shows them, and what is said about them: what doesn't fit, where somebody comes back to it; all that is missing
/// where all of it is looked at.
fn shown(at: At, state: &DraftState, sent_back: Option<SentBack>) -> (DraftAnswers, Problems) {
    let (change, problems) = match sent_back {
        Some((change, problems)) => (change, Some(problems)),
        None => (None, None),
    };
    let said = match change {
        Some(change) => state.said.changed(change),
        None => state.said.clone(),
    };
    // What nobody has answered yet isn't wrong.
    let is_wrong = |it: &DraftNeed| match it.mend {
        Some(Mend::Field(field)) => !state.said.answers.of(field).is_empty(),
        Some(_) => true,
        None => false,
    };
    let problems = problems.unwrap_or_else(|| {
        let needs = state.needs.iter().copied();
        let told = |it: &DraftNeed| it.step == at.step && is_wrong(it);
        problems_of(needs.filter(|it| at.step == DraftStep::Check || told(it)))
    });
    (said, problems)
}

fn second(visit: &Visit, state: DraftState) -> Second {
    let policies = &visit.front.casework.policies;
    let for_two = |road: &Road| {
        let only = DraftAnswers {
            road: Some(*road),
            ..DraftAnswers::default()
        };
        only.second(policies).is_some()
    };
    Second {
        why: state.second.why,
        who: state.second.who,
        roads: Road::ALL.iter().copied().filter(for_two).collect(),
    }
}

/// The grounds on which this kind goes, each with what it rests on.
fn ground_choices(visit: &Visit, said: &DraftAnswers) -> Vec<GroundChoice> {
    let policies = &visit.front.casework.policies;
    let road = said.road.unwrap_or_default();
    let about = (road, said.purpose.unwrap_or(Purpose::DirectService));
    let choice = |basis: &Basis| GroundChoice {
        basis: *basis,
        says: ground_says(policies, about, *basis),
    };
    grounds(road).iter().map(choice).collect()
}

/// The organisations to which this kind goes, and plainly what keeps things from going there (DV-5.5, DV-4.1).
fn recipient_choices(
    visit: &Visit,
    register: &[RegisteredOrganization],
    said: &DraftAnswers,
) -> Vec<RecipientChoice> {
    let (language, now_ms) = (visit.language(), visit.front.casework.clock().now_ms());
    let words = Words::of(language);
    let kinds = recipients(said.road.unwrap_or_default());
    let fits = |it: &&RegisteredOrganization| {
        let kind = it.sheet.kind;
        !it.sheet.keeps_records_here && (kinds.is_empty() || kinds.contains(&kind))
    };
    let choice = |it: &RegisteredOrganization| RecipientChoice {
        id: it.id.to_string(),
        name: it.name.clone(),
        kind: words.t(&key("kind", it.sheet.kind.word())),
        agreement: until(
            words,
            language,
            (it.sheet.protocol_until, now_ms),
            (
                "prepare-agreement-until",
                "prepare-agreement-counts",
                "consent-recipient-no-agreement",
            ),
        ),
        policy: until(
            words,
            language,
            (it.sheet.policy_until, now_ms),
            (
                "prepare-policy-until",
                "prepare-policy-counts",
                "consent-recipient-no-policy",
            ),
        ),
        chosen: said.recipient == Some(it.id),
    };
    register.iter().filter(fits).map(choice).collect()
}

/// The danger reports that can be named, where that is asked; none to whoever may not read of them.
async fn dangers(
    visit: &Visit,
    client: Id<Client>,
    are_shown: bool,
) -> Result<(Option<Vec<DangerChoice>>, Option<Delivery>), DisclosureError> {
    if !are_shown {
        return Ok((None, None));
    }
    let casework = &visit.front.casework;
    let found = casework.dangers_of(visit.person(), client, Channel::Screen);
    let (reports, opened) = match found.await {
        Ok(found) => found,
        Err(DangerError::Casework(error)) => return Err(error.into()),
        Err(_) => return Ok((Some(Vec::new()), None)),
    };
    let words = Words::of(visit.language());
    let now_ms = casework.clock().now_ms();
    let choice = |it: &DangerReport| DangerChoice {
        no: it.no.to_string(),
        says: format!(
            "{}: {}, {} {}",
            it.no,
            at_risk(words, it.at_risk),
            words.t("danger-until"),
            visit.moment(it.until).words
        ),
    };
    let standing = reports.iter().filter(|it| it.stands_at(now_ms));
    Ok((Some(standing.map(choice).collect()), Some(opened)))
}
