//! One other system: its mapping tried on a log, its users, its logs.

use std::io::Cursor;
use std::sync::Arc;

use axum::extract::{FromRequest, Path, Request};
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::look_ups::logs::{LogAccount, LogEnd, LogOrder};
use caseward_casework::look_ups::{LogReader, Mapping, System, User, propose};
use caseward_casework::staff;
use caseward_model::{OfficeAct, Role};

use super::{
    Colleague, LogLine, MappingForm, NumbersForm, SystemPage, Tried, TriedLine, TriedRow, UserForm,
    UserLine,
};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::front::Front;
use crate::pages::fault::Fault;
use crate::posted::{parts_of, wrong_with};
use crate::visit::{Posted, Visit, fault};
use crate::{Place, answer, forms};

/// The largest log that a page takes; larger ones come in at the command line.
const LARGEST_LOG: usize = 64 << 20;
/// So many lines are shown when a mapping is tried.
const TRIED_LINES: usize = 12;
/// So much of a log is looked at for that.
const TRIED_BYTES: usize = 1 << 20;

/// The addresses of a system.
pub fn routes() -> Addresses {
    let manage = Class::Office(OfficeAct::ManageLookUps);
    let with_log = Addresses::new()
        .post(manage, "/look-ups/systems/{no}/try", try_mapping)
        .post(manage, "/look-ups/systems/{no}/logs", take_in)
        .body_limit(LARGEST_LOG + (64 << 10));
    Addresses::new()
        .get(manage, "/look-ups/systems/{no}", show)
        .post(manage, "/look-ups/systems/{no}/list", list)
        .post(manage, "/look-ups/systems/{no}/mapping", save)
        .post(manage, "/look-ups/systems/{no}/users", match_user)
        .post(manage, "/look-ups/systems/{no}/numbers", numbers)
        .merge(with_log)
}

/// What a page shows besides the system itself.
#[derive(Default)]
struct Shown {
    mapping: Option<MappingForm>,
    tried: Option<Tried>,
    account: Option<LogAccount>,
    problems: Problems,
}

async fn show(visit: Visit, Path(no): Path<String>) -> Response {
    page(&visit, &no, Shown::default(), StatusCode::OK).await
}

/// The system of an address, if whoever asks may look after it.
async fn system(visit: &Visit, no: &str) -> Result<System, Response> {
    let casework = &visit.front.casework;
    let me = visit.person().worker;
    let no = no.parse::<i64>().map_err(|_| visit.not_found())?;
    let may = casework.asks_for(me, OfficeAct::ManageLookUps, About::Office);
    may.await.map_err(|error| visit.failed(&error))?;
    let systems = casework.other_systems().await;
    let systems = systems.map_err(|error| visit.failed(&error))?;
    let found = systems.into_iter().find(|it| it.no == no);
    found.ok_or_else(|| visit.not_found())
}

/// Does something with a system, and goes back to its page.
async fn back<F>(visit: &Visit, no: i64, work: F) -> Response
where
    F: Future<Output = Result<(), CaseworkError>>,
{
    match work.await {
        Ok(()) => forms::sent_on(&format!("/look-ups/systems/{no}")),
        Err(CaseworkError::Unfit(_) | CaseworkError::Unknown { .. }) => visit.unreadable(),
        Err(error) => visit.failed(&error),
    }
}

/// What the button for the list posts.
#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Listing {
    listed: String,
}

async fn list(Path(no): Path<String>, posted: Posted<Listing>) -> Response {
    let visit = posted.visit;
    let system = match system(&visit, &no).await {
        Ok(system) => system,
        Err(answer) => return answer,
    };
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    match posted.form.listed.as_str() {
        "on" => {
            let name = system.name.clone();
            let new = caseward_casework::look_ups::NewSystem { name };
            let kept = async { casework.keep_system(me, new).await.map(drop) };
            back(&visit, system.no, kept).await
        }
        "off" => back(&visit, system.no, casework.drop_system(me, system.no)).await,
        _ => visit.unreadable(),
    }
}

async fn save(Path(no): Path<String>, posted: Posted<Vec<(String, String)>>) -> Response {
    let visit = posted.visit;
    let system = match system(&visit, &no).await {
        Ok(system) => system,
        Err(answer) => return answer,
    };
    let form = MappingForm::posted(&posted.form);
    match form.read() {
        Ok(mapping) => {
            let me = visit.person().worker;
            let saved = visit.front.casework.save_mapping(me, system.no, mapping);
            back(&visit, system.no, saved).await
        }
        Err(problems) => {
            let shown = Shown {
                mapping: Some(form),
                problems,
                ..Shown::default()
            };
            page(&visit, &no, shown, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

async fn match_user(Path(no): Path<String>, posted: Posted<UserForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let system = match system(&visit, &no).await {
        Ok(system) => system,
        Err(answer) => return answer,
    };
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let user = match form.who.as_str() {
        "" => None,
        "-" => Some(User::NotOurs),
        handle => match casework.colleague(handle).await {
            Ok(colleague) => Some(User::Worker(colleague.no)),
            Err(_) => return visit.unreadable(),
        },
    };
    let matched = casework.match_user(me, system.no, &form.name, user);
    back(&visit, system.no, matched).await
}

async fn numbers(Path(no): Path<String>, posted: Posted<NumbersForm>) -> Response {
    let visit = posted.visit;
    let system = match system(&visit, &no).await {
        Ok(system) => system,
        Err(answer) => return answer,
    };
    let ours = match posted.form.numbers.as_str() {
        "ours" => true,
        "theirs" => false,
        _ => return visit.unreadable(),
    };
    let me = visit.person().worker;
    let said = visit.front.casework.say_whose_numbers(me, system.no, ours);
    back(&visit, system.no, said).await
}

/// A log that was sent, with the fields beside it.
struct SentLog {
    visit: Visit,
    log: Vec<u8>,
    fields: Vec<(String, String)>,
}

impl FromRequest<Arc<Front>> for SentLog {
    type Rejection = Response;

    async fn from_request(request: Request, front: &Arc<Front>) -> Result<Self, Response> {
        let (visit, mut parts) = parts_of(request, front).await?;
        let headers = visit.headers.clone();
        let wrong = |kind| fault(front, &headers, kind);
        let (mut log, mut fields) = (Vec::new(), Vec::new());
        loop {
            let next = parts.next_field().await;
            let Some(part) = next.map_err(|error| wrong(wrong_with(error.status())))? else {
                break;
            };
            let name = part.name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await;
            let bytes = bytes.map_err(|error| wrong(wrong_with(error.status())))?;
            if name == "log" {
                log = bytes.to_vec();
            } else {
                let text = String::from_utf8(bytes.to_vec());
                fields.push((name, text.map_err(|_| wrong(Fault::Unreadable))?));
            }
        }
        Ok(Self { visit, log, fields })
    }
}

async fn try_mapping(Path(no): Path<String>, sent: SentLog) -> Response {
    let visit = sent.visit;
    if let Err(answer) = system(&visit, &no).await {
        return answer;
    }
    let now_ms = visit.front.casework.clock().now_ms();
    let mut form = MappingForm::posted(&sent.fields);
    let start = sent.log.get(..TRIED_BYTES).unwrap_or(&sent.log);
    if start.is_empty() {
        let mut problems = Problems::default();
        problems.note("log", "log-needs-file");
        let shown = Shown {
            mapping: Some(form),
            problems,
            ..Shown::default()
        };
        return page(&visit, &no, shown, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if form.is_empty()
        && let Ok(proposal) = propose(Cursor::new(start), &form.zone, now_ms)
    {
        form = MappingForm::of(&proposal.mapping);
        for word in proposal.words {
            if !form.kinds.iter().any(|(known, _)| *known == word) {
                form.kinds.push((word, String::new()));
            }
        }
    }
    let (tried, problems) = match form.read() {
        Ok(mapping) => (
            Some(tried(&visit, start, &mapping, now_ms)),
            Problems::default(),
        ),
        Err(problems) => (None, problems),
    };
    let status = match problems.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let shown = Shown {
        mapping: Some(form),
        tried,
        problems,
        ..Shown::default()
    };
    page(&visit, &no, shown, status).await
}

/// How the first lines are understood.
fn tried(visit: &Visit, start: &[u8], mapping: &Mapping, now_ms: i64) -> Tried {
    let mut reader = match LogReader::open(Cursor::new(start), mapping, now_ms) {
        Ok(reader) => reader,
        Err(problem) => {
            return Tried {
                fault: Some(problem.to_string()),
                ..Tried::default()
            };
        }
    };
    let columns = reader.header().to_vec();
    let mut lines = Vec::new();
    while lines.len() < TRIED_LINES {
        let line = match reader.next_row() {
            None => break,
            Some(Ok(row)) => TriedLine {
                line: row.line,
                read: Ok(TriedRow {
                    user: row.user.to_owned(),
                    person: row.person.to_owned(),
                    when: visit.moment(row.at_ms),
                    kind: row.kind,
                }),
            },
            Some(Err(problem)) => TriedLine {
                line: problem.line.unwrap_or_default(),
                read: Err(problem.to_string()),
            },
        };
        lines.push(line);
    }
    Tried {
        columns,
        lines,
        fault: None,
    }
}

async fn take_in(Path(no): Path<String>, sent: SentLog) -> Response {
    let visit = sent.visit;
    let system = match system(&visit, &no).await {
        Ok(system) => system,
        Err(answer) => return answer,
    };
    let said = |name: &str| {
        sent.fields
            .iter()
            .any(|(it, value)| it == name && value == "yes")
    };
    let order = LogOrder {
        only_try: said("only_try"),
        leave_out: said("leave_out"),
    };
    let mut shown = Shown::default();
    if sent.log.is_empty() || system.mapping.is_none() {
        let key = match sent.log.is_empty() {
            true => "log-needs-file",
            false => "log-needs-mapping",
        };
        shown.problems.note("log", key);
        return page(&visit, &no, shown, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let me = visit.person().worker;
    let log = Cursor::new(sent.log);
    let casework = &visit.front.casework;
    match casework.take_log_in(me, system.no, order, log).await {
        Ok(account) => {
            let status = match account.end {
                LogEnd::NotTaken => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::OK,
            };
            shown.account = Some(account);
            page(&visit, &no, shown, status).await
        }
        Err(CaseworkError::Unfit(_)) => visit.unreadable(),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit, no: &str, shown: Shown, status: StatusCode) -> Response {
    let system = match system(visit, no).await {
        Ok(system) => system,
        Err(answer) => return answer,
    };
    match made(visit, system, shown).await {
        Ok(page) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(visit: &Visit, system: System, shown: Shown) -> Result<SystemPage, CaseworkError> {
    let casework = &visit.front.casework;
    let everyone = casework.colleagues().await?;
    let logs = casework.taken_logs().await?;
    let logs = logs.into_iter().filter(|it| it.system == system.no);
    let span = |span: Option<(i64, i64)>| {
        span.map(|(first, last)| (visit.moment(first), visit.moment(last)))
    };
    let line = |it: caseward_casework::look_ups::logs::TakenLog| LogLine {
        no: it.no,
        when: visit.moment(it.at_ms),
        lines: it.lines,
        left_out: it.left_out,
        span: span(it.span),
    };
    let saved = system.mapping.as_ref().map(MappingForm::of);
    Ok(SystemPage {
        no: system.no,
        kept: system.kept,
        mapped: system.mapping.is_some(),
        mapping: shown.mapping.or(saved).unwrap_or_default(),
        tried: shown.tried,
        ours: system.knows_our_numbers,
        users: users(&system, &everyone),
        colleagues: everyone
            .iter()
            .filter(|it| it.sheet.role != Role::Client)
            .map(|it| Colleague {
                handle: it.handle.clone(),
                name: it.name.clone(),
            })
            .collect(),
        logs: logs.map(line).collect(),
        span: span(shown.account.as_ref().and_then(|it| it.span)),
        account: shown.account,
        problems: shown.problems,
        shell: visit.shell(Place::LookUps, &format!("/look-ups/systems/{}", system.no)),
        name: system.name,
    })
}

fn users(system: &System, everyone: &[staff::Colleague]) -> Vec<UserLine> {
    let line = |(name, user): (&String, &User)| UserLine {
        name: name.clone(),
        colleague: match user {
            User::NotOurs => None,
            User::Worker(no) => {
                let known = everyone.iter().find(|it| it.no == *no);
                known.map(|it| it.name.clone())
            }
        },
    };
    system.users.iter().map(line).collect()
}
