//! Saying who the partners are, and deciding about each sentence that speaks of one: what is taken out or put back puts the paper
//! together anew.
//!
//! DV-4.3.

use std::collections::HashMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::disclosure::{
    DisclosureError, Mend, NamedPartners, NewPartners, PartnerReading, PartnerSentence,
    SentenceDecision,
};
use caseward_casework::gate::GateError;
use caseward_model::{Category, Client, Id, RoadField, Worker};

use super::super::handler::{address, failed};
use super::super::one::handler::{language, named, typed};
use super::super::road;
use super::{PartnersPage, SentenceShown};
use crate::addresses::{Addresses, Class};
use crate::forms::{self, Problems};
use crate::pages::answer_watched;
use crate::pages::clients::face;
use crate::posted::Typed;
use crate::view::category_key;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words};

/// The address of what is said of partners.
pub fn routes() -> Addresses {
    const PARTNERS: &str = "/clients/{id}/disclosures/{no}/partners";
    Addresses::new()
        .get(Class::Client, PARTNERS, show)
        .post(Class::Client, PARTNERS, change)
}

/// What the page says besides.
#[derive(Default)]
struct Said {
    problems: Problems,
    failed: Option<String>,
    /// What was typed: who they are, and why nobody is named.
    typed: Option<(String, String)>,
}

async fn show(visit: Visit, Path(path): Path<(String, String)>) -> Response {
    match named(&path) {
        Some(which) => page(&visit, which, Said::default()).await,
        None => visit.nobody(),
    }
}

async fn change(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let mut said = Said::default();
    let done = match (
        typed(&form, "do"),
        SentenceDecision::of_word(typed(&form, "do")),
    ) {
        ("name", _) => {
            let (people, nobody) = (typed(&form, "people"), typed(&form, "nobody"));
            said.typed = Some((people.to_owned(), nobody.to_owned()));
            let new = NewPartners::typed(people, nobody);
            let casework = &visit.front.casework;
            casework
                .name_partners(visit.person(), client, no, new)
                .await
        }
        (_, Some(decision)) => decide(&visit, (client, no), &form, decision).await,
        _ => return visit.unreadable(),
    };
    let Err(error) = done else {
        return forms::sent_on(&format!("{}/{no}/partners", address(client)));
    };
    match said.with(&visit, error) {
        Ok(said) => page(&visit, (client, no), said).await,
        Err(error) => failed(&visit, &error),
    }
}

async fn decide(
    visit: &Visit,
    (client, no): (Id<Client>, i64),
    form: &Typed,
    decision: SentenceDecision,
) -> Result<(), DisclosureError> {
    let casework = &visit.front.casework;
    let what = (typed(form, "content"), typed(form, "sentence"), decision);
    let decided = casework.decide_on_sentence(visit.person(), client, no, what);
    decided.await?;
    if decision != SentenceDecision::Clear {
        let again = casework.compose_disclosure(visit.person(), client, no, language(form));
        again.await?;
    }
    Ok(())
}

impl Said {
    /// With why it wasn't done, where the page has a place for that.
    fn with(mut self, visit: &Visit, error: DisclosureError) -> Result<Self, DisclosureError> {
        let words = Words::of(visit.language());
        match error {
            DisclosureError::Mend(mend) => {
                for it in mend {
                    let (field, key) = match it {
                        Mend::TooLong => ("nobody", "disclosure-too-long"),
                        Mend::Partners => ("people", "road-needs-partners"),
                        it => road::place(it),
                    };
                    self.problems.note(field, key);
                }
            }
            DisclosureError::Casework(CaseworkError::Unfit(why)) => self.failed = Some(why),
            DisclosureError::Casework(CaseworkError::Gate(GateError::SecondPerson)) => {
                self.failed = Some(words.t("progress-second"));
            }
            DisclosureError::Casework(CaseworkError::Gate(
                GateError::Stale | GateError::Unfit(_),
            ))
            | DisclosureError::Sending(_) => self.failed = Some(words.t("progress-changed")),
            error => return Err(error),
        }
        Ok(self)
    }
}

async fn page(visit: &Visit, (client, no): (Id<Client>, i64), said: Said) -> Response {
    let casework = &visit.front.casework;
    let reading = casework.partner_reading(visit.person(), client, no);
    let (reading, shown) = match reading.await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let names = match casework.names().await {
        Ok(names) => names,
        Err(error) => return visit.failed(&error),
    };
    let (mut file, delivery) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let status = if said.failed.is_none() {
        said.problems.status()
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let bar = face::bar(visit, client, None, file.as_mut());
    let page = laid_out(visit, (client, no), (reading, &names), (bar, said));
    answer_watched(status, &page, move |ending| {
        for delivery in shown.into_iter().chain(delivery) {
            closing(delivery)(ending);
        }
    })
}

fn laid_out<T: std::fmt::Display>(
    visit: &Visit,
    (client, no): (Id<Client>, i64),
    (reading, names): (PartnerReading, &HashMap<Id<Worker>, String>),
    (bar, said): (crate::pages::clients::file::Bar<T>, Said),
) -> PartnersPage<T> {
    let words = Words::of(visit.language());
    let who = |id: &Id<Worker>| names.get(id).cloned().unwrap_or_default();
    let named = reading.named.as_ref();
    let (people, nobody) = said.typed.unwrap_or_else(|| as_typed(named));
    let sentences = (1..).zip(reading.sentences);
    let sentences = sentences.map(|(number, it)| SentenceShown {
        cleared: it.cleared.map(|(at, by)| (who(&by), visit.moment(at))),
        ..sentence(words, number, it)
    });
    let back = format!("{}/{no}", address(client));
    let href = format!("{back}/partners");
    PartnersPage {
        asked: reading.asked,
        people,
        nobody,
        named: named.map(|it| (who(&it.by), visit.moment(it.at))),
        sentences: sentences.collect(),
        paper: reading
            .paper
            .map(|(language, content)| (language.word().to_owned(), content)),
        failed: said.failed,
        problems: said.problems,
        shell: visit.shell(Place::Clients, &href),
        href,
        back,
        bar,
    }
}

/// Who they are as it can be typed: one person a line.
fn as_typed(named: Option<&NamedPartners>) -> (String, String) {
    let Some(named) = named else {
        return (String::new(), String::new());
    };
    let people: Vec<String> = named.people.iter().map(|it| it.join(", ")).collect();
    (people.join("\n"), named.nobody.clone())
}

fn sentence(words: &Words, number: usize, it: PartnerSentence) -> SentenceShown {
    let asked = it.name.parse::<RoadField>();
    SentenceShown {
        number,
        section: match it.section.parse::<Category>() {
            Ok(category) => words.t(category_key(category)),
            Err(_) => words.t(&format!("masks-section-{}", it.section.replace('_', "-"))),
        },
        name: match asked {
            Ok(field) if it.section == "terms" => words.t(&road::field_key(field)),
            _ => it.name,
        },
        mark: it.mark,
        stands: it.stands,
        said: it.said.join(", "),
        out: it.out,
        cleared: None,
    }
}
