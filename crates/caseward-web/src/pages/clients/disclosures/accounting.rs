//! The accounting of disclosures as a file: a paper for whoever it is about, a spreadsheet, a table (RE-2, NASW-d).

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::Response;
use caseward_casework::disclosure::AccountingFile;
use caseward_model::{Client, Id, Regime};
use serde::Deserialize;

use super::handler::failed;
use crate::addresses::{Addresses, Class};
use crate::pages::agreements::file_to_keep;
use crate::visit::Visit;

/// Under which rules; all that left if nothing is said.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    regime: Option<String>,
}

type Rules = Result<Query<Asked>, QueryRejection>;

pub(super) fn routes() -> Addresses {
    Addresses::new()
        .get(
            Class::Client,
            "/clients/{id}/disclosures/accounting.csv",
            csv,
        )
        .get(
            Class::Client,
            "/clients/{id}/disclosures/accounting.xlsx",
            xlsx,
        )
        .get(
            Class::Client,
            "/clients/{id}/disclosures/accounting.pdf",
            pdf,
        )
}

async fn csv(visit: Visit, Path(id): Path<String>, rules: Rules) -> Response {
    file(&visit, &id, (rules, AccountingFile::Csv)).await
}

async fn xlsx(visit: Visit, Path(id): Path<String>, rules: Rules) -> Response {
    file(&visit, &id, (rules, AccountingFile::Xlsx)).await
}

async fn pdf(visit: Visit, Path(id): Path<String>, rules: Rules) -> Response {
    file(&visit, &id, (rules, AccountingFile::Pdf)).await
}

async fn file(visit: &Visit, id: &str, (rules, kind): (Rules, AccountingFile)) -> Response {
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let word = rules.map(|Query(asked)| asked.regime.unwrap_or_else(|| "all".to_owned()));
    let regime = word.ok().and_then(|it| it.parse::<Regime>().ok());
    let Some(regime) = regime else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    let made = casework.accounting_file(visit.person(), client, (regime, kind), visit.language());
    match made.await {
        Ok((bytes, delivery)) => {
            delivery.delivered(Some(&bytes));
            let name = format!("accounting.{}", kind.ending());
            file_to_keep(&name, kind.media(), bytes)
        }
        Err(error) => failed(visit, &error),
    }
}
