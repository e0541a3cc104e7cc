//! `/agreements/missing`: who is missing what, for those who answer for others.
//!
//! Pages §3 S16 (people × due); DV-1, DV-5.10, DV-5.1.1, DV-5.3.1. Whoever may see nobody sees an empty
//! list: it says nothing about anyone.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::standing::{Matrix, Stand, Standing};
use caseward_model::{Language, OfficeAct, Role};

use super::{Look, file_to_keep, number};
use crate::addresses::{Addresses, Class};
use crate::view::pick;
use crate::visit::{Posted, Visit, day};
use crate::{Place, Shell, Words, answer, forms};

/// The addresses.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/agreements/missing", first)
        .get(Class::Staff, "/agreements/missing/{page}", paged)
        .get(Class::Staff, "/agreements/missing.csv", table)
        .post(
            Class::Office(OfficeAct::SeeStanding),
            "/agreements/missing",
            talked,
        )
}

/// How many people stand on one page.
const ON_A_PAGE: usize = 50;

/// Someone, and how they stand with each text.
#[derive(Debug, Clone)]
pub struct PersonLine {
    /// What they are called.
    pub name: String,
    /// Their part.
    pub role: Role,
    /// Access was paused or has ended.
    pub suspended: bool,
    /// For each text the badge and what goes with it; nothing where it isn't required.
    pub cells: Vec<Option<(Look, String)>>,
}

/// A refusal to be talked about.
#[derive(Debug, Clone)]
pub struct RefusalLine {
    /// Who, as an id.
    pub worker: String,
    /// What they are called.
    pub name: String,
    /// The short name of the text.
    pub requirement: String,
    /// What it is called.
    pub title: String,
    /// When it was.
    pub when: crate::view::When,
    /// What was said about it.
    pub words: String,
}

/// The page.
#[derive(Template)]
#[template(path = "agreements/missing/page.html")]
pub struct MissingPage {
    /// Around it.
    pub shell: Shell,
    /// The texts.
    pub columns: Vec<String>,
    /// The people, those with something missing first.
    pub people: Vec<PersonLine>,
    /// How many there are in all, and how many of them are missing something now.
    pub counts: (u64, u64),
    /// Parts for which nothing is set.
    pub parts_without: Vec<Role>,
    /// Refusals to be talked about.
    pub refusals: Vec<RefusalLine>,
    /// The next page.
    pub next: Option<String>,
}

async fn first(visit: Visit) -> Response {
    show(&visit, 1).await
}

async fn paged(visit: Visit, Path(page): Path<String>) -> Response {
    match number(&page).and_then(|it| usize::try_from(it).ok()) {
        Some(page) if (2..=10_000).contains(&page) => show(&visit, page).await,
        _ => visit.not_found(),
    }
}

async fn show(visit: &Visit, page: usize) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    match made(visit, page).await {
        Ok(page) => answer(StatusCode::OK, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(visit: &Visit, page: usize) -> Result<MissingPage, CaseworkError> {
    let (casework, person) = (&visit.front.casework, visit.person());
    let register = casework.requirements().await?;
    let titles = casework
        .requirement_titles(&register, visit.language())
        .await?;
    let title = |no: i64| titles.get(&no).cloned().unwrap_or_default();
    let matrix = casework.missing_standing(person).await?;
    let refusals = casework.refusals_to_talk_about(person).await?;
    let refusals = refusals.into_iter().map(|it| RefusalLine {
        worker: it.worker.to_string(),
        name: it.name,
        title: register
            .named(&it.requirement)
            .map(|found| title(found.no))
            .unwrap_or_default(),
        when: visit.moment(it.refusal.at),
        requirement: it.requirement,
        words: it.refusal.words,
    });
    let words = Words::of(visit.language());
    let columns = matrix.requirements.iter().map(|it| title(it.no)).collect();
    let all = u64::try_from(matrix.rows.len()).unwrap_or(u64::MAX);
    let missing = u64::try_from(matrix.missing().count()).unwrap_or(u64::MAX);
    let address = match page {
        1 => "/agreements/missing".to_owned(),
        page => format!("/agreements/missing/{page}"),
    };
    let more = matrix.rows.len() > page * ON_A_PAGE;
    Ok(MissingPage {
        shell: visit.shell(Place::Agreements, &address),
        columns,
        people: on_page(words, &matrix, page),
        counts: (all, missing),
        parts_without: matrix.parts_without,
        refusals: refusals.collect(),
        next: more.then(|| format!("/agreements/missing/{}", page + 1)),
    })
}

/// The people of a page: those with something missing first, each group by name.
fn on_page(words: &Words, matrix: &Matrix, page: usize) -> Vec<PersonLine> {
    let mut rows: Vec<&Standing> = matrix.rows.iter().collect();
    rows.sort_by(|a, b| (a.in_order, &a.name).cmp(&(b.in_order, &b.name)));
    let skipped = (page - 1).saturating_mul(ON_A_PAGE);
    let of = |row: &&Standing| PersonLine {
        name: row.name.clone(),
        role: row.role,
        suspended: row.suspended,
        cells: row
            .stands
            .iter()
            .map(|stand| {
                stand.as_ref().map(|stand| {
                    let until = stand.until.map(|it| day(words.language(), it).words);
                    let says =
                        until.map(|day| words.fill("stand-until").with("day", day).to_string());
                    (Look::of(stand), says.unwrap_or_default())
                })
            })
            .collect(),
    };
    rows.iter().skip(skipped).take(ON_A_PAGE).map(of).collect()
}

/// The same people as a table for other programs: one line each, one column for each text.
async fn table(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    match lines_of(&visit).await {
        Ok(text) => file_to_keep(
            "agreements-and-training.csv",
            "text/csv; charset=utf-8",
            text,
        ),
        Err(error) => visit.failed(&error),
    }
}

async fn lines_of(visit: &Visit) -> Result<Vec<u8>, CaseworkError> {
    let casework = &visit.front.casework;
    let matrix = casework.missing_standing(visit.person()).await?;
    let words = Words::of(visit.language());
    let mut table = csv::Writer::from_writer(Vec::new());
    let names = matrix.requirements.iter().map(|it| it.name.clone());
    let head = [words.t("missing-person"), words.t("missing-part")];
    let damaged = |_| CaseworkError::Damaged;
    table
        .write_record(head.into_iter().chain(names))
        .map_err(damaged)?;
    for row in &matrix.rows {
        let part = words.t(crate::view::role_key(row.role));
        let cells = row.stands.iter().map(|it| cell(words, it.as_ref()));
        let line = [inert(&row.name), part].into_iter().chain(cells);
        table.write_record(line).map_err(damaged)?;
    }
    table.into_inner().map_err(|_| CaseworkError::Damaged)
}

/// Until which day it reaches, or how it stands.
fn cell(words: &Words, stand: Option<&Stand>) -> String {
    match stand {
        None => words.t("missing-not-asked"),
        Some(stand) => match stand.until {
            Some(until) => crate::visit::local(until).date().to_string(),
            None => words.t(Look::of(stand).key()),
        },
    }
}

/// A name that a table program must not take for a formula.
fn inert(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{name}")
    } else {
        name.to_owned()
    }
}

/// Which refusal was talked about.
#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Talked {
    worker: String,
    requirement: String,
}

async fn talked(posted: Posted<Talked>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let casework = &visit.front.casework;
    let (by, act) = (visit.person().worker, OfficeAct::SeeStanding);
    let whom = match casework.colleague_to(by, act, &form.worker).await {
        Ok(whom) => whom,
        Err(CaseworkError::Unknown { .. }) => return visit.not_found(),
        Err(error) => return visit.failed(&error),
    };
    match casework
        .talked_about_refusal(by, &whom, &form.requirement)
        .await
    {
        Ok(()) => forms::sent_on("/agreements/missing"),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

impl MissingPage {
    fn lead(&self) -> String {
        let sentence = self
            .shell
            .fill("missing-lead")
            .count("missing", self.counts.1);
        sentence.count("all", self.counts.0).to_string()
    }

    fn column(&self, place: &usize) -> &str {
        self.columns.get(*place).map_or("", String::as_str)
    }

    /// A few people.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let words = Words::of(language);
        let day = crate::view::sample_moment(words, 30, 9, 0).words;
        let until = words.fill("stand-until").with("day", day).to_string();
        let person = |name: &str, role, cells| PersonLine {
            name: name.to_owned(),
            role,
            suspended: false,
            cells,
        };
        Self {
            shell: Shell::sample(language, Place::Agreements, "/agreements/missing"),
            columns: vec![
                pick(
                    language,
                    "Confidentiality policy",
                    "Política de confidencialidad",
                )
                .to_owned(),
                pick(language, "Training", "Formación").to_owned(),
            ],
            people: vec![
                person(
                    "Rae Novak",
                    Role::CommitteeMember,
                    vec![Some((Look::Missing, String::new())), None],
                ),
                person(
                    "Dana Ortiz",
                    Role::Caseworker,
                    vec![
                        Some((Look::Holds, until.clone())),
                        Some((Look::EndsSoon, until)),
                    ],
                ),
            ],
            counts: (2, 1),
            parts_without: vec![Role::Auditor],
            refusals: vec![RefusalLine {
                worker: "0abc".to_owned(),
                name: "Rae Novak".to_owned(),
                requirement: "committee".to_owned(),
                title: pick(language, "Committee", "Comité").to_owned(),
                when: crate::view::sample_moment(words, 12, 9, 0),
                words: pick(
                    language,
                    "I would like to talk first.",
                    "Quisiera hablar antes.",
                )
                .to_owned(),
            }],
            next: None,
        }
    }

    /// Nobody whom the reader answers for.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            people: Vec::new(),
            columns: Vec::new(),
            counts: (0, 0),
            parts_without: Vec::new(),
            refusals: Vec::new(),
            ..Self::sample(language)
        }
    }
}
