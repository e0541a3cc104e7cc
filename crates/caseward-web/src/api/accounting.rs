//! `/api/v1/clients/{id}/accounting`: what left about a client, to whom and why, as the rules under which it is asked have it
//! (45 CFR 164.528, 42 CFR 2.25; RE-2, NASW-d).

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use caseward_casework::disclosure::{Accounted, AccountingFile, Knows, LeftAs, columns};
use caseward_model::{Client, Id, Language, Regime};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::disclosures::{One, failed};
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Parameters};
use crate::front::Front;

/// The accounting of disclosures.
#[derive(Serialize, ToSchema)]
#[schema(as = Accounting)]
pub(crate) struct All {
    #[schema(example = "hipaa")]
    regime: &'static str,
    made_at: String,
    /// The columns that these rules ask for, as they are called in a file.
    columns: Vec<&'static str>,
    /// The newest first.
    lines: Vec<AccountedBody>,
}

/// A line of the accounting: what left once, or several times to one recipient for one purpose.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountedBody {
    /// When; of several the first time.
    at: String,
    recipient_name: String,
    /// Their postal address, if one was checked; never that of a survivors' service.
    recipient_address: Option<String>,
    /// What kind of organization it is.
    recipient_kind: Option<&'static str>,
    /// The number of the client's consent under which it left.
    consent: Option<i64>,
    /// How many times.
    times: usize,
    last_at: String,
    /// The numbers of all disclosures that the line stands for.
    numbers: Vec<i64>,
    /// As what it left: `disclosure`, `warning`, `hmis_export` or `fhir`. The numbers are those of disclosures only for the first of these; of
    /// warnings those of the warnings, of the others those of their entries.
    #[schema(example = "hmis_export")]
    left_as: &'static str,
    /// It is a warning to a person who is threatened: its number is one of warnings, and `disclosure.recipient` is nobody's.
    warning: bool,
    /// Whether the client knows: `before`, `since` (told after it left), `later` or `not`; nothing where nobody noted it.
    client_told: Option<&'static str>,
    /// Who let it out, by name; of what left before that was kept, who began it.
    let_out_by: Option<String>,
    /// The clauses by which the rules let it out, where no statement has them.
    clauses: Vec<String>,
    /// The first of them.
    disclosure: One,
}

impl AccountedBody {
    fn new(it: &Accounted) -> Self {
        Self {
            at: moment(it.at_ms),
            recipient_name: it.recipient.clone(),
            recipient_address: Some(it.address.clone()).filter(|it| !it.is_empty()),
            recipient_kind: it.kind.map(|it| it.word()),
            consent: it.consent,
            times: it.numbers.len(),
            last_at: moment(it.last_ms),
            numbers: it.numbers.clone(),
            left_as: it.left_as.word(),
            warning: it.left_as == LeftAs::Warning,
            client_told: it.knows.map(Knows::word),
            let_out_by: Some(it.by.clone()).filter(|it| !it.is_empty()),
            clauses: it.clauses.clone(),
            disclosure: One::new(&it.disclosure),
        }
    }
}

/// What left about a client, as a regime asks for it: as JSON, or as a file. That you asked is on record.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/accounting", tag = "disclosures",
    params(
        ("id" = String, Path, description = "The client's id"),
        ("regime" = Option<String>, Query, description = "`all` (if missing), `hipaa`, `part2`, `vawa` or `uk`"),
        ("format" = Option<String>, Query, description = "`json` (if missing), `csv`, `xlsx` or `pdf`"),
        ("language" = Option<String>, Query, description = "Of the paper: `en` or `es`; your own if missing"),
    ),
    responses(
        (status = 200, description = "The accounting; a file where one was asked for", body = All),
        (status = 400, description = "A parameter can't be taken", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    parameters: Parameters,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let parameters = parameters.only(&["regime", "format", "language"])?;
    let words = Regime::ALL.iter().map(|it| it.word());
    let regime = parameters.one("regime", &Field::one_of("regime", words))?;
    let regime = regime.unwrap_or(Regime::All);
    let words = Language::ALL.iter().map(|it| it.word());
    let language = parameters.one("language", &Field::one_of("language", words))?;
    let language = language.unwrap_or(caller.language);
    let file = file(&parameters)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    if let Some(file) = file {
        let made = casework.accounting_file(person, client, (regime, file), language);
        let (bytes, delivery) = made.await.map_err(|error| failed(&caller, error))?;
        delivery.delivered(Some(&bytes));
        return Ok(([(header::CONTENT_TYPE, file.media())], bytes).into_response());
    }
    let found = casework.accounting_of(person, client, regime).await;
    let (accounting, delivery) = found.map_err(|error| failed(&caller, error))?;
    let answer = json(&All {
        regime: regime.word(),
        made_at: moment(accounting.made_ms),
        columns: columns(regime).iter().map(|it| it.name()).collect(),
        lines: accounting.lines.iter().map(AccountedBody::new).collect(),
    });
    delivery.delivered(None);
    answer
}

/// Which file is asked for; nothing for JSON.
fn file(parameters: &Parameters) -> Answered<Option<AccountingFile>> {
    let words = ["json", "csv", "xlsx", "pdf"];
    let field = Field::one_of("format", words.into_iter());
    match parameters.one::<String>("format", &field)?.as_deref() {
        None | Some("json") => Ok(None),
        Some(word) => match AccountingFile::of_ending(word) {
            Some(file) => Ok(Some(file)),
            None => Err(Problem::Parameter(vec![field])),
        },
    }
}
