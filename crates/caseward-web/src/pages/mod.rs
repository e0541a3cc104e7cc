//! Every page, one folder per address: its view, its template and a made-up sample beside it.
//!
//! Design §8. A page struct is what a handler fills and [`answer`] sends. `sample` gives the same
//! page with made-up people, for the tests and for looking at it.

pub mod access;
pub mod clauses;
pub mod clients;
pub mod covered;
pub mod fault;
pub mod help;
pub mod ledger;
pub mod not_found;
pub mod people;
pub mod refusal;
pub mod screen;
pub mod sealed;
pub mod settings;
pub mod sign_in;
pub mod sign_out;
pub mod standing;
pub mod system;
pub mod today;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_model::Language;

use crate::delivery::{self, Ending};
use crate::headers;

/// A page as an answer, with every header on it.
#[must_use]
pub fn answer(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => finished(status, Body::from(text)),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// [`answer`] for a page that shows disclosed text: `tell` learns whether it was handed over whole.
///
/// When the page can't be rendered, nothing leaves and `tell` is told `Aborted`.
#[must_use]
pub fn answer_watched(
    status: StatusCode,
    page: &impl Template,
    tell: impl FnOnce(Ending) + Send + 'static,
) -> Response {
    if let Ok(text) = page.render() {
        return finished(status, delivery::watch(text.into(), tell));
    }
    tell(Ending::Aborted);
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn finished(status: StatusCode, body: Body) -> Response {
    let mut answer = (status, body).into_response();
    answer.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers::guard(answer.headers_mut());
    answer
}

/// A page's file name and its HTML, or why it can't be rendered.
pub type Sample = (&'static str, askama::Result<String>);

/// Every page with made-up content.
#[must_use]
pub fn samples(language: Language) -> Vec<Sample> {
    let mut all = samples_of_doors(language);
    all.extend(samples_of_people(language));
    all.extend(samples_of_access(language));
    all.extend(samples_of_colleagues(language));
    all.extend(samples_of_proof(language));
    all
}

fn samples_of_doors(language: Language) -> Vec<Sample> {
    vec![
        ("sign-in", sign_in::SignInPage::sample(language).render()),
        (
            "sign-in-link",
            sign_in::SignInPage::sample_link(language).render(),
        ),
        (
            "sign-in-wait",
            sign_in::SignInPage::sample_waiting(language).render(),
        ),
        ("sealed", sealed::SealedPage::sample(language).render()),
        (
            "signed-out",
            sign_out::SignedOutPage::sample(language).render(),
        ),
        ("covered", covered::CoveredPage::sample(language).render()),
        ("refusal", refusal::RefusalPage::sample(language).render()),
        (
            "not-found",
            not_found::NotFoundPage::sample(language).render(),
        ),
        (
            "standing",
            standing::StandingPage::sample(language).render(),
        ),
        ("fault", fault::FaultPage::sample(language).render()),
        ("screen", screen::ScreenPage::sample(language).render()),
    ]
}

fn samples_of_people(language: Language) -> Vec<Sample> {
    vec![
        ("today", today::TodayPage::sample(language).render()),
        (
            "today-empty",
            today::TodayPage::sample_empty(language).render(),
        ),
        ("clients", clients::ClientsPage::sample(language).render()),
        (
            "clients-empty",
            clients::ClientsPage::sample_empty(language).render(),
        ),
        (
            "clients-no-match",
            clients::ClientsPage::sample_no_match(language).render(),
        ),
        ("file", clients::file::FilePage::sample(language).render()),
        (
            "section-housing",
            clients::section::SectionPage::sample(language).render(),
        ),
        (
            "section-notes",
            clients::section::SectionPage::sample_notes(language).render(),
        ),
        (
            "section-locked",
            clients::section::SectionPage::sample_locked(language).render(),
        ),
        (
            "section-empty",
            clients::section::SectionPage::sample_empty(language).render(),
        ),
        (
            "entry-new",
            clients::entries_new::EntryPage::sample(language).render(),
        ),
        (
            "entry-rejected",
            clients::entries_new::EntryPage::sample_rejected(language).render(),
        ),
        (
            "assignments",
            clients::assignments::AssignmentsPage::sample(language).render(),
        ),
        (
            "assignments-rejected",
            clients::assignments::AssignmentsPage::sample_rejected(language).render(),
        ),
        (
            "who-looked",
            clients::who_looked::WhoLookedPage::sample(language).render(),
        ),
        (
            "who-looked-empty",
            clients::who_looked::WhoLookedPage::sample_empty(language).render(),
        ),
    ]
}

fn samples_of_access(language: Language) -> Vec<Sample> {
    use access::{emergency, review, reviews, ticket};
    vec![
        (
            "emergency-before",
            emergency::BeforePage::sample(language).render(),
        ),
        (
            "emergency-form",
            emergency::EmergencyPage::sample(language).render(),
        ),
        (
            "emergency-rejected",
            emergency::EmergencyPage::sample_rejected(language).render(),
        ),
        (
            "emergency-open",
            ticket::TicketPage::sample(language).render(),
        ),
        ("reviews", reviews::ReviewsPage::sample(language).render()),
        (
            "reviews-empty",
            reviews::ReviewsPage::sample_empty(language).render(),
        ),
        ("review", review::ReviewPage::sample(language).render()),
    ]
}

fn samples_of_colleagues(language: Language) -> Vec<Sample> {
    use people::{leaving, list, new, organizations, person, team, waiting};
    vec![
        ("people", list::ListPage::sample(language).render()),
        (
            "people-empty",
            list::ListPage::sample_empty(language).render(),
        ),
        ("person-new", new::NewPage::sample(language).render()),
        (
            "person-new-rejected",
            new::NewPage::sample_rejected(language).render(),
        ),
        (
            "person-invited",
            new::InvitedPage::sample(language).render(),
        ),
        ("person", person::PersonPage::sample(language).render()),
        (
            "person-shut",
            person::PersonPage::sample_shut(language).render(),
        ),
        ("leaving", leaving::LeavingPage::sample(language).render()),
        (
            "leaving-rejected",
            leaving::LeavingPage::sample_rejected(language).render(),
        ),
        ("ended", leaving::EndedPage::sample(language).render()),
        ("team", team::TeamPage::sample(language).render()),
        (
            "team-rejected",
            team::TeamPage::sample_rejected(language).render(),
        ),
        ("team-make", team::MakePage::sample(language).render()),
        (
            "organizations",
            organizations::RegisterPage::sample(language).render(),
        ),
        (
            "organization",
            organizations::OrganizationPage::sample(language).render(),
        ),
        ("waiting", waiting::WaitingPage::sample(language).render()),
        (
            "waiting-empty",
            waiting::WaitingPage::sample_empty(language).render(),
        ),
        (
            "settings",
            settings::SettingsPage::sample(language).render(),
        ),
        (
            "settings-emergencies",
            settings::emergencies::LimitsPage::sample(language).render(),
        ),
    ]
}

fn samples_of_proof(language: Language) -> Vec<Sample> {
    vec![
        ("clauses", clauses::ClausesPage::sample(language).render()),
        (
            "clause",
            clauses::clause::ClausePage::sample(language).render(),
        ),
        (
            "clause-planned",
            clauses::clause::ClausePage::sample_planned(language).render(),
        ),
        ("ledger", ledger::LedgerPage::sample(language).render()),
        (
            "ledger-empty",
            ledger::LedgerPage::sample_empty(language).render(),
        ),
        (
            "ledger-entry",
            ledger::entry::LedgerEntryPage::sample(language).render(),
        ),
        ("help", help::HelpPage::sample(language).render()),
        ("system", system::SystemPage::sample(language).render()),
    ]
}
