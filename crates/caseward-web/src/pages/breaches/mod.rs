//! `/breaches`: what went wrong in a case conference: reported in one action from any page, followed by whoever reported it, answered
//! by whom it is about, and handled at the desk (pages §3 S11).
//!
//! CC-2.8, CC-2.9, CC-2.10, CC-3. No client stands in any of it; whom a report is about learns of it here only when it is put to
//! them.

pub mod desk;
pub mod mine;
pub mod new;
pub mod one;

use askama::Template as _;
use axum::response::Response;
use caseward_casework::gate::About;
use caseward_model::{BreachReport, Id, Language, OfficeAct, Worker};

use super::Sample;
use super::people::key;
use crate::Words;
use crate::addresses::Addresses;
use crate::visit::Visit;

/// The addresses of breaches.
#[must_use]
pub fn routes() -> Addresses {
    Addresses::new()
        .merge(new::routes())
        .merge(mine::routes())
        .merge(desk::routes())
        .merge(one::routes())
}

/// Lets in whoever may report; to a client of the office there is nothing to report to.
async fn reports(visit: &Visit) -> Result<Id<Worker>, Response> {
    if !visit.person().works_here() {
        return Err(visit.not_found());
    }
    let me = visit.person().worker;
    let about = About::Worker(me);
    visit
        .unless_forbidden(OfficeAct::ReportBreach, about)
        .await?;
    Ok(me)
}

/// Lets in whoever may do this at the desk.
async fn handles(visit: &Visit, act: OfficeAct) -> Result<Id<Worker>, Response> {
    visit.unless_forbidden(act, About::Office).await?;
    Ok(visit.person().worker)
}

/// The report that an address names; what can't be read as one is none.
fn report(id: &str) -> Option<Id<BreachReport>> {
    id.parse().ok()
}

/// What a word of a list of ours is called.
fn called(words: &Words, list: &str, word: &str) -> String {
    words.t(&key(list, word))
}

/// How long something took, in words.
fn took(words: &Words, ms: i64) -> String {
    let minutes = u64::try_from(ms.max(0) / 60_000).unwrap_or(0);
    let sentence = words.fill("cc-breach-took");
    sentence.count("minutes", minutes).to_string()
}

/// Its pages, filled with what nobody lived through.
pub(super) fn samples(language: Language) -> Vec<Sample> {
    use self::desk::DeskPage;
    use self::mine::BreachesPage;
    use self::one::BreachPage;
    vec![
        ("my-breaches", BreachesPage::sample(language).render()),
        (
            "my-breaches-none",
            BreachesPage::sample_empty(language).render(),
        ),
        ("breach-new", new::sample(language).render()),
        ("breach-desk", DeskPage::sample(language).render()),
        ("breach-one", BreachPage::sample(language).render()),
        ("breach-found", BreachPage::sample_found(language).render()),
    ]
}

#[cfg(test)]
mod tests {
    use caseward_model::{BreachKind, BreachLetter, BreachState, Language};

    use super::*;

    #[test]
    fn every_word_about_breaches_has_its_sentence_in_both_languages() {
        let kinds = BreachKind::ALL.iter().map(|it| ("kind", it.word()));
        let states = BreachState::ALL.iter().map(|it| ("state", it.word()));
        let letters = BreachLetter::ALL.iter().map(|it| ("letter", it.word()));
        for (list, word) in kinds.chain(states).chain(letters) {
            for language in Language::ALL {
                let said = called(Words::of(*language), &format!("breach-{list}"), word);
                assert!(!said.contains('⟦'), "{list} {word} in {language}");
            }
        }
    }
}
