//! Declaring something about oneself, and deciding on possible conflicts.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conflicts::{
    Conflict, Decision, Declaration, DeclareNeed, KnownPerson, Verdict,
};
use caseward_casework::gate::About;
use caseward_model::OfficeAct;

use super::{ConflictsPage, DecideForm, DeclareForm, Line};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

/// The addresses of conflicts of interest.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/conflicts", show)
        .post(Class::Staff, "/conflicts", declare)
        .post(Class::Staff, "/conflicts/{number}/decide", decide)
}

async fn show(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let declared = visit.front.casework.own_declaration(visit.person().no);
    match declared.await {
        Ok(declared) => {
            page(
                &visit,
                DeclareForm::of(declared),
                Problems::default(),
                false,
                None,
            )
            .await
        }
        Err(error) => visit.failed(&error),
    }
}

async fn declare(posted: Posted<DeclareForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let declaration = form.clone().declaration();
    let mut problems = Problems::default();
    for need in declaration.needs() {
        let key = match need {
            DeclareNeed::Born => "declare-needs-born",
            DeclareNeed::BothNames => "declare-needs-names",
            DeclareNeed::TooLong => "declare-too-long",
        };
        problems.note("known", key);
    }
    if !problems.is_empty() {
        return page(&visit, form, problems, false, None).await;
    }
    let who = visit.person().worker;
    match visit.front.casework.declare(who, declaration).await {
        Ok(()) => page(&visit, form, problems, true, None).await,
        Err(error) => visit.failed(&error),
    }
}

async fn decide(Path(number): Path<String>, posted: Posted<DecideForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let (true, Ok(no)) = (visit.person().works_here(), number.parse::<i64>()) else {
        return visit.not_found();
    };
    let verdict = match form.verdict.as_str() {
        "apart" => Verdict::Apart,
        "cleared" => Verdict::Cleared,
        _ => return visit.unreadable(),
    };
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let because = form.because;
    let decision = Decision {
        seen: form.seen,
        verdict,
        because: because.clone(),
    };
    let unmet = match casework.decide_conflict(who, no, decision).await {
        Ok(true) => return forms::sent_on("/conflicts"),
        // Whoever may not decide isn't told whether there is such a thing.
        Ok(false) | Err(CaseworkError::NotPermitted(_)) => return visit.not_found(),
        Err(CaseworkError::Unfit(_)) => "conflict-needs-because",
        Err(CaseworkError::Amiss(_)) => "amiss-changed-meanwhile",
        Err(error) => return visit.failed(&error),
    };
    let mut problems = Problems::default();
    problems.note("because", unmet);
    match casework.own_declaration(visit.person().no).await {
        Ok(it) => {
            page(
                &visit,
                DeclareForm::of(it),
                problems,
                false,
                Some((no, because)),
            )
            .await
        }
        Err(error) => visit.failed(&error),
    }
}

impl DeclareForm {
    fn of(it: Declaration) -> Self {
        let line = |it: &KnownPerson| match it.born.as_str() {
            "" => it.name.clone(),
            born => format!("{}, {born}", it.name),
        };
        Self {
            known: it.known.iter().map(line).collect::<Vec<_>>().join("\n"),
            address: it.address,
            phone: it.phone,
            email: it.email,
            emergency_contact: it.emergency_contact,
            emergency_phone: it.emergency_phone,
            partner: it.partner.name,
            partner_born: it.partner.born,
        }
    }

    fn declaration(self) -> Declaration {
        let person = |line: &str| {
            let (name, born) = line.rsplit_once(',').unwrap_or((line, ""));
            KnownPerson {
                name: name.trim().to_owned(),
                born: born.trim().to_owned(),
            }
        };
        Declaration {
            address: self.address,
            phone: self.phone,
            email: self.email,
            emergency_contact: self.emergency_contact,
            emergency_phone: self.emergency_phone,
            partner: KnownPerson {
                name: self.partner,
                born: self.partner_born,
            },
            known: self
                .known
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(person)
                .collect(),
        }
    }
}

async fn page(
    visit: &Visit,
    form: DeclareForm,
    problems: Problems,
    kept: bool,
    sent: Option<(i64, String)>,
) -> Response {
    let (decides, lines) = match lines(visit).await {
        Ok(Some(lines)) => (true, lines),
        Ok(None) => (false, Vec::new()),
        Err(error) => return visit.failed(&error),
    };
    let status = problems.status();
    let page = ConflictsPage {
        form,
        problems,
        lines,
        decides,
        kept,
        sent,
        shell: visit.shell(Place::Elsewhere, "/conflicts"),
    };
    answer(status, &page)
}

/// What waits for the reader's decision, and what was decided; nothing for those whose part it isn't.
async fn lines(visit: &Visit) -> Result<Option<Vec<Line>>, CaseworkError> {
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let may = casework.gate.may(who, OfficeAct::LowerWall, About::Office);
    if !may.await?.permitted {
        return Ok(None);
    }
    let names = casework.names().await?;
    let line = |it: Conflict| Line {
        no: it.no,
        version: it.version,
        who: names.get(&it.worker).cloned().unwrap_or_default(),
        href: format!("/clients/{}/who-looked", it.client),
        links: it.links,
        apart: it.apart,
        found: visit.moment(it.found_at),
        state: it.state,
        because: it.because,
    };
    let conflicts = casework.conflicts(who).await?;
    Ok(Some(conflicts.into_iter().map(line).collect()))
}
