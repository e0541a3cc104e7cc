//! `/agreements/{name}/sign`: name, organization, position, how to reach you, each statement ticked, and,
//! who likes, a mark drawn by hand.
//!
//! Pages §3 S6 (signing) and S16; CC-2. It works without a script; then nothing is drawn, and the typed
//! name and the ticks are the signature.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::standing::{Need, Reading, Signer, Signing, SigningError};
use caseward_model::{Language, OfficeAct};

use super::text::{TextPage, again};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::text::{Fields, version_in};
use crate::visit::{Posted, Visit};
use crate::{Place, Shell, answer, forms};

/// A drawn mark takes more than other forms.
const BODY_BYTES_MAX: usize = 256 * 1024;

/// The address.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/agreements/{name}/sign", fresh)
        .post(
            Class::OfficeOwn(OfficeAct::Sign),
            "/agreements/{name}/sign",
            sign,
        )
        .body_limit(BODY_BYTES_MAX)
}

/// The page.
#[derive(Template)]
#[template(path = "agreements/sign/page.html")]
pub struct SignPage {
    /// Around it.
    pub shell: Shell,
    /// The address of the text.
    pub href: String,
    /// What the text is called.
    pub title: String,
    /// Which version.
    pub version: u32,
    /// What is to be ticked, each with whether it was.
    pub statements: Vec<(String, bool)>,
    /// What was typed.
    pub signer: Signer,
    /// What was drawn.
    pub mark: String,
    /// What is still needed.
    pub problems: Problems,
}

impl SignPage {
    fn new(visit: &Visit, reading: &Reading, typed: &Typed, problems: Problems) -> Self {
        let href = format!("/agreements/{}", reading.requirement.name);
        let statements = reading.words.statements.iter().enumerate();
        let ticked = |place: usize| typed.ticked.get(place).copied().unwrap_or(false);
        Self {
            shell: visit.shell(Place::Agreements, &format!("{href}/sign")),
            title: reading.words.title.clone(),
            version: reading.version.number,
            statements: statements
                .map(|(place, it)| (it.clone(), ticked(place)))
                .collect(),
            signer: typed.signer.clone(),
            mark: typed.mark.clone(),
            href,
            problems,
        }
    }

    fn fields(&self) -> [Field<'_>; 5] {
        let signer = &self.signer;
        let field = |id, key, value, kind, complete| Field {
            id,
            key,
            value,
            kind,
            complete,
        };
        [
            field("name", "sign-name", signer.name.as_str(), "text", "name"),
            field(
                "organization",
                "sign-organization",
                &signer.organization,
                "text",
                "organization",
            ),
            field(
                "position",
                "sign-position",
                &signer.position,
                "text",
                "organization-title",
            ),
            field("email", "sign-email", &signer.email, "email", "email"),
            field("phone", "sign-phone", &signer.phone, "tel", "tel"),
        ]
    }

    /// A fresh form.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let text = TextPage::sample(language);
        Self {
            shell: Shell::sample(language, Place::Agreements, "/agreements/committee/sign"),
            href: text.href,
            title: text.words.title,
            version: 2,
            statements: text
                .words
                .statements
                .into_iter()
                .map(|it| (it, false))
                .collect(),
            signer: Signer {
                organization: "Harbour House".to_owned(),
                ..Signer::default()
            },
            mark: String::new(),
            problems: Problems::default(),
        }
    }

    /// A form that was sent too early.
    #[must_use]
    pub fn sample_problems(language: Language) -> Self {
        let page = Self::sample(language);
        let needs = [Need::Name, Need::Email, Need::Statements];
        Self {
            problems: problems_of(&needs),
            ..page
        }
    }
}

/// A field of the form.
struct Field<'p> {
    id: &'static str,
    key: &'static str,
    value: &'p str,
    kind: &'static str,
    complete: &'static str,
}

/// What a form sent.
struct Typed {
    signer: Signer,
    ticked: Vec<bool>,
    mark: String,
}

fn typed(fields: &Fields) -> Typed {
    let text = |name: &str| fields.get(name).cloned().unwrap_or_default();
    Typed {
        signer: Signer {
            name: text("name"),
            organization: text("organization"),
            position: text("position"),
            email: text("email"),
            phone: text("phone"),
        },
        ticked: (1..=6)
            .map(|it| fields.contains_key(&format!("t{it}")))
            .collect(),
        mark: text("mark"),
    }
}

async fn fresh(visit: Visit, Path(name): Path<String>) -> Response {
    let (casework, person) = (&visit.front.casework, visit.person());
    let organization = match casework.organization_of(person).await {
        Ok(name) => name,
        Err(error) => return visit.failed(&error),
    };
    let known = match casework.reached_at(person).await {
        Ok(known) => known,
        Err(error) => return visit.failed(&error),
    };
    let typed = Typed {
        signer: Signer {
            organization,
            ..known
        },
        ticked: Vec::new(),
        mark: String::new(),
    };
    form(&visit, &name, &typed, Problems::default()).await
}

async fn form(visit: &Visit, name: &str, typed: &Typed, problems: Problems) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let casework = &visit.front.casework;
    let reading = casework.requirement_to_read(visit.person(), name, visit.language());
    match reading.await {
        Ok(reading) if reading.requirement.kind.is_course() => visit.not_found(),
        Ok(reading) if !reading.given.is_whole() => {
            again(visit, name, &SigningError::NotAnswered).await
        }
        Ok(reading) => {
            let status = problems.status();
            answer(status, &SignPage::new(visit, &reading, typed, problems))
        }
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn sign(Path(name): Path<String>, posted: Posted<Fields>) -> Response {
    let (visit, fields) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let typed = typed(&fields);
    let casework = &visit.front.casework;
    let reading = casework.requirement_to_read(visit.person(), &name, visit.language());
    let statements = match reading.await {
        Ok(reading) => reading.words.statements.len(),
        // Whether this person signs anything at all is asked first.
        Err(CaseworkError::Unknown { .. }) => 0,
        Err(error) => return visit.failed(&error),
    };
    let signing = Signing {
        version: version_in(&fields),
        language: visit.language(),
        signer: typed.signer.clone(),
        ticked: typed.ticked.iter().copied().take(statements).collect(),
        mark: typed.mark.clone(),
        at_terminal: false,
    };
    match casework
        .sign_agreement(visit.person(), &name, signing)
        .await
    {
        Ok(_) => forms::sent_on("/agreements/required"),
        Err(SigningError::Needs(needs)) => form(&visit, &name, &typed, problems_of(&needs)).await,
        Err(error) => again(&visit, &name, &error).await,
    }
}

/// What is needed, field by field.
pub(super) fn problems_of(needs: &[Need]) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let (field, key) = match need {
            Need::Name => ("name", "sign-needs-name"),
            Need::Organization => ("organization", "sign-needs-organization"),
            Need::Position => ("position", "sign-needs-position"),
            Need::Email => ("email", "sign-needs-email"),
            Need::Phone => ("phone", "sign-needs-phone"),
            Need::Statements => ("statements", "sign-needs-statements"),
            Need::Mark => ("mark", "sign-needs-mark"),
            Need::Day => ("signed_on", "paper-needs-day"),
            Need::Scan => ("scan", "paper-needs-scan"),
            Need::SmallerScan => ("scan", "paper-needs-smaller-scan"),
        };
        problems.note(field, key);
    }
    problems
}
