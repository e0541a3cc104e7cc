//! Showing the statement before it leaves, as text and as a PDF.
//!
//! RE-2, NASW-c. That somebody looked is on record.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::disclosure::{
    AgreedConsent, DisclosureError, DisclosureStatement, TellerPermits,
};
use caseward_casework::gate::GateError;
use caseward_model::{Basis, Category, Channel, Client, Id, Language, Purpose, Road, Told};

use super::super::handler::{address, failed};
use super::super::one::handler::named;
use super::super::{basis_key, channel_key, road};
use super::{StatementLine, StatementPage};
use crate::addresses::{Addresses, Class};
use crate::pages::agreements::file_to_keep;
use crate::pages::answer_watched;
use crate::pages::clients::face;
use crate::view::{When, category_key, purpose_key};
use crate::visit::{Visit, closing};
use crate::{Place, Words, forms};

/// The addresses of a statement before it leaves.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(
            Class::Client,
            "/clients/{id}/disclosures/{no}/statement/preview",
            show,
        )
        .get(
            Class::Client,
            "/clients/{id}/disclosures/{no}/statement/preview/{language}",
            paper,
        )
}

async fn show(visit: Visit, Path(path): Path<(String, String)>) -> Response {
    match named(&path) {
        Some(which) => page(&visit, which).await,
        None => visit.nobody(),
    }
}

/// The PDF that will be made. Its name names nobody.
async fn paper(visit: Visit, Path((id, no, language)): Path<(String, String, String)>) -> Response {
    let language = language.parse::<Language>();
    let (Some((client, no)), Ok(language)) = (named(&(id, no)), language) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    let made = casework.statement_preview_paper(visit.person(), client, no, language);
    match made.await {
        Ok(pdf) => file_to_keep("statement-preview.pdf", "application/pdf", pdf),
        Err(error) => instead(&visit, (client, no), &error),
    }
}

/// What is answered where there is none to be shown: nothing was put together, or it left already, as its page says.
fn instead(visit: &Visit, (client, no): (Id<Client>, i64), error: &DisclosureError) -> Response {
    match error {
        DisclosureError::Casework(CaseworkError::Gate(GateError::Unfit(_))) => {
            forms::sent_on(&format!("{}/{no}", address(client)))
        }
        error => failed(visit, error),
    }
}

async fn page(visit: &Visit, (client, no): (Id<Client>, i64)) -> Response {
    let casework = &visit.front.casework;
    let said = casework.preview_statement(visit.person(), client, no, visit.language());
    let said = match said.await {
        Ok(said) => said,
        Err(error) => return instead(visit, (client, no), &error),
    };
    let (mut file, opened) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let words = Words::of(visit.language());
    let back = format!("{}/{no}", address(client));
    let href = format!("{back}/statement/preview");
    let sections = said.sections.iter();
    let sections = sections.filter_map(|it| it.parse::<Category>().ok());
    let page = StatementPage {
        bar: face::bar(visit, client, None, file.as_mut()),
        lines: lines(words, &said),
        sections: sections.map(|it| words.t(category_key(it))).collect(),
        agreed: agreed(words, &said),
        check: check(words, &said),
        office: said.office,
        shell: visit.shell(Place::Clients, &href),
        href,
        back,
    };
    answer_watched(StatusCode::OK, &page, move |ending| {
        if let Some(opened) = opened {
            closing(opened)(ending);
        }
    })
}

fn line(words: &Words, key: &str, text: String) -> StatementLine {
    let label = words.t(key);
    StatementLine { label, text }
}

/// To whom it goes, why, on what ground, and how.
fn lines(words: &Words, said: &DisclosureStatement) -> Vec<StatementLine> {
    let road = said.road.parse::<Road>().ok();
    let road = road.filter(|it| !matches!(it, Road::Other | Road::RaisesRisk));
    let purpose = said.purpose.parse::<Purpose>().ok();
    let basis = said.basis.parse::<Basis>().ok();
    let channel = said.channel.parse::<Channel>().ok();
    let in_words = [
        ("road-kind", road.map(|it| words.t(&road::key(it)))),
        ("disclosure-why", purpose.map(|it| words.t(purpose_key(it)))),
        ("disclosure-basis", basis.map(|it| words.t(&basis_key(it)))),
        (
            "disclosure-channel",
            channel.map(|it| words.t(&channel_key(it))),
        ),
    ];
    let mut all = vec![line(words, "disclosure-to", said.recipient.clone())];
    let in_words = in_words.into_iter();
    all.extend(in_words.filter_map(|(key, text)| Some(line(words, key, text?))));
    all.push(line(words, "statement-day", String::new()));
    all
}

/// What was agreed, also by those who told something of it, whether the client knows, who signs, and by which clauses.
fn agreed(words: &Words, said: &DisclosureStatement) -> Vec<StatementLine> {
    let mut all = match &said.consent {
        Some(consent) => consented(words, consent),
        None => vec![line(
            words,
            "statement-keep",
            words.t("statement-keep-unset"),
        )],
    };
    let explored = said.consent.as_ref().filter(|it| it.agree + it.refuse > 0);
    if let Some(it) = explored {
        let text = words
            .fill("statement-gone-through")
            .with("agree", it.agree)
            .with("refuse", it.refuse)
            .to_string();
        all.push(line(words, "statement-explored", text));
    }
    if !said.gone_through.is_empty() {
        let text = match said.gone_through.as_str() {
            "not" => words.t("statement-not-gone"),
            on => words
                .fill("statement-gone-on")
                .with("day", day(words, on))
                .to_string(),
        };
        all.push(line(words, "statement-explored", text));
    } else if !said.talked_on.is_empty() {
        let text = words
            .fill("statement-talked")
            .with("day", day(words, &said.talked_on))
            .to_string();
        all.push(line(words, "statement-explored", text));
    } else if explored.is_none() {
        let text = words.t("statement-not-noted");
        all.push(line(words, "statement-explored", text));
    }
    all.extend(said.tellers.iter().map(|it| permitted(words, it)));
    let told = said.told.parse::<Told>().ok();
    let told = told.map(|it| words.t(&format!("disclosure-told-{}", it.word())));
    all.extend([
        line(words, "disclosure-told", told.unwrap_or_default()),
        line(words, "statement-signed-by", said.signed_by.join("; ")),
        line(words, "statement-clauses", said.clauses.join(", ")),
    ]);
    all
}

/// Which consent it is, and how and when it was signed.
fn consented(words: &Words, consent: &AgreedConsent) -> Vec<StatementLine> {
    let which = match (consent.number, consent.form) {
        (0, _) => words.t("statement-consent-earlier"),
        (number, None) => words
            .fill("statement-consent-no-form")
            .with("number", number)
            .to_string(),
        (number, Some(form)) => words
            .fill("statement-consent-form")
            .with("number", number)
            .with("form", form)
            .to_string(),
    };
    let signed = words.t(match consent.signed.as_str() {
        "drawn" => "statement-signed-drawn",
        "drawn_witnessed" => "statement-signed-drawn-witnessed",
        "typed" => "statement-signed-typed",
        "typed_witnessed" => "statement-signed-typed-witnessed",
        "paper" => "statement-signed-paper",
        _ => "statement-signed-earlier",
    });
    vec![
        line(words, "statement-consent", which),
        line(words, "statement-signature", signed),
        line(words, "statement-signed-on", day(words, &consent.signed_on)),
        line(words, "statement-until", day(words, &consent.until)),
    ]
}

/// Under which permission of somebody who told something it goes; who that is stands in the paper, as far as it may be told (CR-9).
fn permitted(words: &Words, it: &TellerPermits) -> StatementLine {
    let text = words
        .fill("statement-teller")
        .with("number", it.number)
        .with("given", day(words, &it.given_on))
        .with("until", day(words, &it.until))
        .to_string();
    line(words, "statement-tellers", text)
}

/// By what anyone can check it: what is known before, and what isn't.
fn check(words: &Words, said: &DisclosureStatement) -> Vec<StatementLine> {
    vec![
        line(words, "statement-content", said.content.clone()),
        line(words, "statement-entry", String::new()),
        line(words, "statement-size", String::new()),
        line(words, "statement-root", String::new()),
        line(words, "statement-key", said.key.clone()),
    ]
}

/// A day that is written as 2026-11-02, in words.
fn day(words: &Words, date: &str) -> String {
    let parsed = date.parse::<jiff::civil::Date>();
    parsed.map_or_else(|_| date.to_owned(), |it| When::day(words, it).words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What will stand on a statement under one permission of somebody who told something.
    fn under(permission: TellerPermits) -> DisclosureStatement {
        DisclosureStatement {
            language: Language::English,
            office: "Harbor House".into(),
            recipient: "Northside Housing Authority".into(),
            purpose: Purpose::Eligibility.word().into(),
            basis: Basis::Consent.word().into(),
            channel: Channel::HandDelivery.word().into(),
            road: Road::Other.word().into(),
            sections: vec![Category::ThirdParty.word().into()],
            consent: None,
            tellers: vec![permission],
            gone_through: String::new(),
            talked_on: String::new(),
            told: Told::Before.word().into(),
            released_on: String::new(),
            signed_by: vec!["Dana Ortiz".into()],
            clauses: vec!["CR-9".into()],
            content: "ab".repeat(32),
            preview: true,
            entry: 0,
            size: 0,
            root: String::new(),
            key: String::new(),
        }
    }

    #[test]
    fn cr_9_what_the_statement_will_say_of_those_who_told_something_is_shown_before_it_leaves() {
        for language in Language::ALL {
            let words = Words::of(*language);
            let permission = TellerPermits {
                number: 7,
                given_on: "2026-11-02".into(),
                until: "2026-11-20".into(),
            };
            let all = agreed(words, &under(permission));
            let label = words.t("statement-tellers");
            let mut found = all.into_iter().filter(|it| it.label == label);
            let text = found.next().expect("the permission").text;
            assert!(found.next().is_none(), "it is one");
            let until = day(words, "2026-11-20");
            for said in ["7", &day(words, "2026-11-02"), &until] {
                assert!(text.contains(said), "{said}: {text}");
            }
            assert!(!text.contains('⟦'), "{text}");
        }
    }
}
