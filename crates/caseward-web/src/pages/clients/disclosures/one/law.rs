//! The Law Department beside a disclosure: whether a question holds it, what was said before about the like, and what could be
//! asked (CR-5).

use caseward_casework::CaseworkError;
use caseward_casework::disclosure::Disclosure;
use caseward_casework::gate::{About, SectionDecision};
use caseward_casework::partnership::{Guidance, Kept, LawError};
use caseward_model::{Channel, DisclosureState, LawState, OfficeAct};

use super::super::handler::ground;
use super::AskedLaw;
use crate::Words;
use crate::pages::clients::face::address;
use crate::pages::people::may;
use crate::view::{AskLaw, category_key, purpose_key};
use crate::visit::Visit;

/// The most that was said before, and is shown.
const MOST: usize = 3;

/// Shorter words tell nothing about what a guidance is about.
const TELLING: usize = 5;

/// What the Law Department is asked about a disclosure; nothing about one that left or was given up.
pub(super) async fn about(
    visit: &Visit,
    it: &Disclosure,
    to: &str,
    kept: &[SectionDecision],
) -> Result<AskedLaw, CaseworkError> {
    if it.state.left() || it.state == DisclosureState::Dropped {
        return Ok(AskedLaw::default());
    }
    let words = Words::of(visit.language());
    let sections: Vec<_> = it
        .sections
        .iter()
        .map(|it| words.t(category_key(*it)))
        .collect();
    let purpose = words.t(purpose_key(it.purpose));
    let question = words
        .fill("law-question-about")
        .with("to", to.to_owned())
        .with("purpose", purpose.clone())
        .with("basis", ground(words, it.basis))
        .with("sections", sections.join(", "))
        .to_string();
    let clauses = kept.iter().filter(|it| !it.decision.permitted);
    let clauses = clauses.flat_map(|it| it.decision.clauses.iter().map(ToString::to_string));
    let telling: Vec<String> = purpose
        .split_whitespace()
        .filter(|it| it.chars().count() >= TELLING)
        .map(str::to_lowercase)
        .chain(clauses.map(|it| it.to_lowercase()))
        .collect();
    Ok(AskedLaw {
        open: open(visit, it).await?,
        guidance: said_before(visit, &telling).await?,
        ask: Some(AskLaw::about(&address(it.client), question).going_to(it.recipient.to_string())),
    })
}

/// Since when questions are open that hold it.
async fn open(visit: &Visit, it: &Disclosure) -> Result<Vec<crate::view::When>, CaseworkError> {
    let casework = &visit.front.casework;
    let question = casework.question_of(visit.person(), it.client, Channel::Screen);
    let Ok(request) = question.await else {
        return Ok(Vec::new());
    };
    let found = match casework.law_questions_about(request).await {
        Ok(found) => found,
        // Whoever may not know of the client isn't here.
        Err(LawError::Refused(_)) => return Ok(Vec::new()),
        Err(LawError::Desk(error)) => return Err(error),
    };
    let holds = found.iter().filter(|question| {
        question.state == LawState::Open
            && question
                .recipient
                .is_none_or(|recipient| recipient == it.recipient)
    });
    Ok(holds
        .map(|question| visit.moment(question.asked_at))
        .collect())
}

/// What was said before about the like, what has most of these words first.
async fn said_before(
    visit: &Visit,
    telling: &[String],
) -> Result<Vec<(String, String)>, CaseworkError> {
    if !may(visit, OfficeAct::SeeRecipients, About::Office).await? {
        return Ok(Vec::new());
    }
    let casework = &visit.front.casework;
    let all = casework.guidance(visit.person().worker, "").await?;
    let hits = |kept: &Kept<Guidance>| {
        let text = format!("{} {}", kept.it.topic, kept.it.text).to_lowercase();
        telling.iter().filter(|word| text.contains(*word)).count()
    };
    let mut found: Vec<_> = all.into_iter().map(|it| (hits(&it), it)).collect();
    found.retain(|(hits, _)| *hits > 0);
    found.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
    let found = found.into_iter().take(MOST);
    Ok(found
        .map(|(_, kept)| (kept.it.topic, kept.it.text))
        .collect())
}
