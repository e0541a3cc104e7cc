//! Writing a version, looking at what it would change, and publishing it.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::sign_in::For;
use caseward_casework::standing::{Changed, Edition, NewVersion, Preview, Wording};
use caseward_model::{Language, OfficeAct, Role};

use super::{Existing, Looked, PublishForm, PublishPage, own_name};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::text::ChangeLine;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

/// Two texts, each character spelt as three in a form.
const BODY_BYTES_MAX: usize = 2 * 3 * 64 * 1024 + 16 * 1024;

/// The addresses.
pub fn routes() -> Addresses {
    let publish = Class::Office(OfficeAct::ManageAgreements);
    Addresses::new()
        .get(publish, "/agreements/publish", fresh)
        .post(publish, "/agreements/publish", send)
        .get(publish, "/agreements/publish/{name}", next)
        .body_limit(BODY_BYTES_MAX)
}

/// What the form posts: the parts come one by one.
type Fields = Vec<(String, String)>;

/// Whether this is the reader's part; if not, the answer, which is on record.
async fn let_in(visit: &Visit) -> Result<(), Response> {
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let act = OfficeAct::ManageAgreements;
    let let_in = casework.must_be_let(me, act, About::Office).await;
    let_in.map_err(|error| visit.failed(&error))
}

async fn fresh(visit: Visit) -> Response {
    if let Err(answer) = let_in(&visit).await {
        return answer;
    }
    let form = PublishForm {
        hold_days: "365".to_owned(),
        ..PublishForm::default()
    };
    page(&visit, form, Shown::default()).await
}

async fn next(visit: Visit, Path(name): Path<String>) -> Response {
    // What can't be a text's name is no address.
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    if !name.bytes().all(fits) {
        return visit.not_found();
    }
    if let Err(answer) = let_in(&visit).await {
        return answer;
    }
    match written(&visit, &name).await {
        Ok(form) => page(&visit, form, Shown::default()).await,
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

/// The newest version as a form, to be changed into the next one.
async fn written(visit: &Visit, name: &str) -> Result<PublishForm, CaseworkError> {
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let text = async |language| {
        let words = casework.requirement_to_change(me, name, language).await?;
        words.write()
    };
    let (en, es) = (
        text(Language::English).await?,
        text(Language::Spanish).await?,
    );
    let register = casework.requirements().await?;
    let requirement = register.named(name);
    let roles = requirement.map(|it| it.roles.iter().map(|role| role.word().to_owned()));
    let newest = requirement.and_then(|it| it.newest());
    Ok(PublishForm {
        en,
        es,
        roles: roles.map(Iterator::collect).unwrap_or_default(),
        from: String::new(),
        hold_days: newest.map_or(365, |it| it.hold_days).to_string(),
    })
}

/// What is shown around the form.
#[derive(Default)]
struct Shown {
    looked: Option<Looked>,
    problems: Problems,
    unfit: Option<String>,
}

async fn page(visit: &Visit, form: PublishForm, shown: Shown) -> Response {
    let existing = match existing(visit).await {
        Ok(existing) => existing,
        Err(error) => return visit.failed(&error),
    };
    let status = shown.problems.status();
    let page = PublishPage {
        shell: visit.shell(Place::Agreements, "/agreements/publish"),
        existing,
        form,
        looked: shown.looked,
        problems: shown.problems,
        unfit: shown.unfit,
    };
    answer(status, &page)
}

async fn existing(visit: &Visit) -> Result<Vec<Existing>, CaseworkError> {
    let casework = &visit.front.casework;
    let register = casework.requirements().await?;
    let titles = casework
        .requirement_titles(&register, visit.language())
        .await?;
    let all = register.requirements.iter().map(|it| Existing {
        title: titles.get(&it.no).cloned().unwrap_or_default(),
        href: format!("/agreements/publish/{}", it.name),
        version: it.newest().map_or(0, |it| it.number),
        roles: it.roles.clone(),
    });
    Ok(all.collect())
}

async fn send(posted: Posted<Fields>) -> Response {
    if let Err(answer) = let_in(&posted.visit).await {
        return answer;
    }
    let mut steps = posted.form.iter().filter(|it| it.0 == "step");
    let publishes = steps.any(|it| it.1 == "publish");
    if publishes && let Err(asked) = posted.step_up(For::Rules).await {
        return asked;
    }
    let (visit, fields) = (posted.visit, posted.form);
    let form = form_of(fields);
    let new = match version_of(&form) {
        Ok(new) => new,
        Err(shown) => return page(&visit, form, *shown).await,
    };
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let done = if publishes {
        let published = casework.publish_requirement(me, new).await;
        published.map(|_| None)
    } else {
        let preview = casework.preview_requirement(me, &new).await;
        preview.map(|it| Some(looked(it)))
    };
    match done {
        Ok(None) => forms::sent_on("/agreements/missing"),
        Ok(looked) => {
            let shown = Shown {
                looked,
                ..Shown::default()
            };
            page(&visit, form, shown).await
        }
        Err(CaseworkError::Unfit(reason)) => {
            page(&visit, form, unfit("en", "publish-unfit", reason)).await
        }
        Err(error) => visit.failed(&error),
    }
}

fn form_of(fields: Fields) -> PublishForm {
    let mut form = PublishForm::default();
    for (name, value) in fields {
        match name.as_str() {
            "en" => form.en = value,
            "es" => form.es = value,
            "from" => form.from = value,
            "hold_days" => form.hold_days = value,
            "role" => form.roles.push(value),
            _ => {}
        }
    }
    form
}

fn unfit(field: &'static str, key: &'static str, reason: String) -> Shown {
    let mut problems = Problems::default();
    problems.note(field, key);
    Shown {
        problems,
        unfit: Some(reason),
        ..Shown::default()
    }
}

/// The version that a form writes, or all that it still needs.
fn version_of(form: &PublishForm) -> Result<NewVersion, Box<Shown>> {
    let mut problems = Problems::default();
    let mut reasons = Vec::new();
    let mut texts = Vec::new();
    let files = [
        ("en", "publish-unfit-en", &form.en),
        ("es", "publish-unfit-es", &form.es),
    ];
    for (field, key, file) in files {
        match Wording::read(file) {
            Ok(words) => texts.push(words),
            Err(error) => {
                problems.note(field, key);
                reasons.push(format!("{field}: {error}"));
            }
        }
    }
    let roles: Vec<Role> = form.roles.iter().filter_map(|it| it.parse().ok()).collect();
    if roles.is_empty() {
        problems.note("roles", "publish-needs-roles");
    }
    let from = begin_of(&form.from);
    if from.is_none() {
        problems.note("from", "publish-needs-from");
    }
    let hold_days = form.hold_days.trim().parse().ok();
    let hold_days = hold_days.filter(|days| (1..=3_650).contains(days));
    if hold_days.is_none() {
        problems.note("hold_days", "publish-needs-hold-days");
    }
    if let (true, Some(from_ms), Some(hold_days)) = (problems.is_empty(), from, hold_days) {
        let edition = Edition::of(texts);
        let edition =
            edition.map_err(|it| Box::new(unfit("es", "publish-unfit", it.to_string())))?;
        return Ok(NewVersion {
            edition,
            roles,
            from_ms,
            hold_days,
        });
    }
    Err(Box::new(Shown {
        problems,
        unfit: (!reasons.is_empty()).then(|| reasons.join("; ")),
        ..Shown::default()
    }))
}

/// The beginning of a day by the office's clock on the wall, in ms; at once where no day is given.
fn begin_of(text: &str) -> Option<i64> {
    if text.trim().is_empty() {
        return Some(0);
    }
    super::super::day_of(text)
}

fn looked(preview: Preview) -> Looked {
    let change = |it: caseward_casework::standing::Change| ChangeLine {
        added: it.what == Changed::Added,
        section: it.section,
        text: it.text,
    };
    let changes = preview.changes.into_iter().map(|it| {
        let lines = it.changes.into_iter().map(change);
        (own_name(it.language), lines.collect())
    });
    Looked {
        name: preview.name,
        version: preview.version,
        concerned: u64::try_from(preview.concerned).unwrap_or(u64::MAX),
        parts_without: preview.parts_without,
        changes: changes.collect(),
    }
}
