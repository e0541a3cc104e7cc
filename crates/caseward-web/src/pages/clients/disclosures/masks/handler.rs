//! Looking at what was masked, and deciding about it: each change puts the paper together anew.
//!
//! CR-9, DV-4.6.4.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::disclosure::{
    DisclosureError, InWords, LookedAt, MaskChange, MaskedAt, MaskedPlace, Wider,
};
use caseward_model::{Category, Client, Id, Language, RoadField};

use super::super::handler::{address, failed};
use super::super::one::handler::{language, named, typed};
use super::super::road::field_key;
use super::{FoundPlace, MaskedText, MasksPage, Piece};
use crate::addresses::{Addresses, Class};
use crate::forms::{self, Problems};
use crate::pages::answer_watched;
use crate::pages::clients::face;
use crate::posted::Typed;
use crate::view::category_key;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words};

/// The address of what was masked.
pub fn routes() -> Addresses {
    const MASKS: &str = "/clients/{id}/disclosures/{no}/masks";
    Addresses::new()
        .get(Class::Client, MASKS, show)
        .post(Class::Client, MASKS, change)
}

/// What the page says besides.
#[derive(Default)]
struct Said {
    problems: Problems,
    failed: Option<String>,
    language: Option<Language>,
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
    let Some(change) = read(&form) else {
        return visit.unreadable();
    };
    let mut said = Said {
        language: Some(language(&form)),
        ..Said::default()
    };
    let needs_words = matches!(&change, MaskChange::Also(words) if words.trim().is_empty());
    if needs_words {
        said.problems.note("words", "masks-needs-words");
        return page(&visit, (client, no), said).await;
    }
    let casework = &visit.front.casework;
    let changed = casework.change_masks(visit.person(), client, no, change);
    let done = match changed.await {
        Ok(()) => {
            let again = casework.compose_disclosure(visit.person(), client, no, language(&form));
            again.await.map(drop)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => forms::sent_on(&format!("{}/{no}/masks", address(client))),
        Err(DisclosureError::Casework(CaseworkError::Unfit(why))) => {
            said.failed = Some(why);
            page(&visit, (client, no), said).await
        }
        Err(error) => failed(&visit, &error),
    }
}

fn read(form: &Typed) -> Option<MaskChange> {
    let words = || typed(form, "words").to_owned();
    let at = || -> Option<MaskedAt> {
        let from = typed(form, "from").parse().ok()?;
        let to = typed(form, "to").parse().ok()?;
        Some((typed(form, "text").to_owned(), from..to))
    };
    Some(match typed(form, "do") {
        "also" => MaskChange::Also(words()),
        "not-also" => MaskChange::NotAlso(words()),
        "lift" => MaskChange::Lift(at()?, typed(form, "why").to_owned()),
        "accept" => MaskChange::Accept(at()?),
        "word-before" => MaskChange::Widen(at()?, Wider::WordBefore),
        "word-after" => MaskChange::Widen(at()?, Wider::WordAfter),
        "sentence" => MaskChange::Widen(at()?, Wider::Sentence),
        "all" => MaskChange::Widen(at()?, Wider::All),
        _ => return None,
    })
}

async fn page(visit: &Visit, (client, no): (Id<Client>, i64), said: Said) -> Response {
    let casework = &visit.front.casework;
    let (found, book) = match casework
        .disclosure_in_words(visit.person(), client, no)
        .await
    {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    book.delivered(None);
    let content = found.composed.map(|(_, content)| content);
    let said_of_it = found.in_words.unwrap_or_default();
    let (looked, shown) = match casework
        .masks_of_disclosure(visit.person(), client, no)
        .await
    {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let (mut file, delivery) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let status = if said.problems.is_empty() && said.failed.is_none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let back = format!("{}/{no}", address(client));
    let href = format!("{back}/masks");
    let bar = face::bar(visit, client, None, file.as_mut());
    let page = MasksPage {
        texts: texts(Words::of(visit.language()), &said_of_it, looked),
        also: said_of_it.also.into_iter().map(|it| it.words).collect(),
        language: said.language.unwrap_or(visit.language()).word().to_owned(),
        content: content.unwrap_or_default(),
        failed: said.failed,
        problems: said.problems,
        shell: visit.shell(Place::Clients, &href),
        href,
        back,
        bar,
    };
    answer_watched(status, &page, move |ending| {
        closing(shown)(ending);
        if let Some(delivery) = delivery {
            closing(delivery)(ending);
        }
    })
}

fn texts(words: &Words, found: &InWords, looked: Vec<LookedAt>) -> Vec<MaskedText> {
    let mut number = 0;
    let mut all = Vec::with_capacity(looked.len());
    for text in looked {
        let first = number + 1;
        let mut pieces = Vec::new();
        let mut places = Vec::new();
        let mut done = 0;
        for place in &text.places {
            number += 1;
            pieces.push(Piece {
                text: part(&text.after, done..place.to.start),
                place: 0,
            });
            let stands = part(&text.after, place.to.clone());
            pieces.push(Piece {
                text: stands.clone(),
                place: number,
            });
            done = place.to.end;
            places.push(laid_out(words, found, (&text, place), (number, stands)));
        }
        pieces.push(Piece {
            text: part(&text.after, done..text.after.len()),
            place: 0,
        });
        let asked = text.name.parse::<RoadField>();
        all.push(MaskedText {
            section: match text.section.parse::<Category>() {
                Ok(category) => words.t(category_key(category)),
                Err(_) => words.t(&format!("masks-section-{}", text.section.replace('_', "-"))),
            },
            name: match asked {
                Ok(field) if text.section == "terms" => words.t(&field_key(field)),
                _ => text.name,
            },
            mark: text.mark,
            pieces,
            places,
            first,
        });
    }
    all
}

fn laid_out(
    words: &Words,
    found: &InWords,
    (text, place): (&LookedAt, &MaskedPlace),
    (number, stands): (usize, String),
) -> FoundPlace {
    let mut choices = found.choices.iter();
    FoundPlace {
        number,
        stands,
        stood: part(&text.before, place.from.clone()),
        kind: words.t(&format!("masks-kind-{}", place.kind)),
        from: place.from.start,
        to: place.from.end,
        fixed: place.fixed,
        lifted: place.lifted.clone(),
        changed: choices.any(|it| it.text == text.mark && it.place == place.from),
    }
}

fn part(text: &str, range: std::ops::Range<usize>) -> String {
    text.get(range).unwrap_or("").to_owned()
}
