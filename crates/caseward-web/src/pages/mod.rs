//! Every page, one folder per address: its view, its template and a made-up sample beside it.
//!
//! Design §8. A page struct is what a handler fills and [`answer`] sends. `sample` gives the same
//! page with made-up people, for the tests and for looking at it.

pub mod access;
pub mod access_questions;
pub mod access_review;
pub mod agreements;
pub mod away;
pub mod breaches;
pub mod by_name_list;
pub mod clauses;
pub mod clients;
pub mod conferences;
pub mod conflicts;
pub mod covered;
pub mod enquiries;
pub mod fault;
pub mod guidance;
pub mod held_warnings;
pub mod help;
pub mod law;
pub mod ledger;
pub mod look_ups;
pub mod me;
pub mod not_found;
pub mod out;
pub mod partners;
pub mod people;
pub mod presence;
pub mod proof;
pub mod refusal;
pub mod screen;
pub mod sealed;
pub mod settings;
pub mod sign_in;
pub mod sign_out;
pub mod standing;
pub mod system;
pub mod today;
pub mod training;
pub mod whereabouts;

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
    all.extend(samples_of_sign_in(language));
    all.extend(samples_of_people(language));
    all.extend(clients::samples(language));
    all.extend(samples_of_disclosures(language));
    all.extend(clients::disclosures::drafts::samples(language));
    all.extend(clients::disclosures::partners::samples(language));
    all.extend(samples_of_exports(language));
    all.extend(samples_of_access(language));
    all.extend(samples_of_colleagues(language));
    all.extend(samples_of_duty(language));
    all.extend(samples_of_standing(language));
    all.extend(samples_of_papers_and_training(language));
    all.extend(samples_of_proof(language));
    all.extend(samples_of_review(language));
    all.extend(samples_of_conferences(language));
    all.extend(conferences::samples(language));
    all.extend(conferences::samples_of_notes(language));
    all.extend(conferences::samples_of_actions(language));
    all.extend(samples_of_partners(language));
    all.extend(samples_of_dangers(language));
    all.extend(clients::permissions::samples(language));
    all.extend(samples_of_programmes(language));
    all.extend(samples_of_consents(language));
    all.extend(samples_of_own_view(language));
    all.extend(breaches::samples(language));
    all.extend(whereabouts::samples(language));
    all
}

fn samples_of_own_view(language: Language) -> Vec<Sample> {
    use clients::own_view::{MadePage, OwnViewPage};
    use me::MePage;
    let [closed, left, failed] = MePage::samples_outside(language);
    vec![
        ("me-before", MePage::sample_before(language).render()),
        ("me-open", MePage::sample_open(language).render()),
        ("me-kept", MePage::sample_kept(language).render()),
        ("me-start", MePage::sample_start(language).render()),
        ("me-looked", MePage::sample_looked(language).render()),
        ("me-shared", MePage::sample_shared(language).render()),
        ("me-choices", MePage::sample_choices(language).render()),
        ("me-take-back", MePage::sample_take_back(language).render()),
        ("me-ask", MePage::sample_ask(language).render()),
        ("me-safety", MePage::sample_safety(language).render()),
        ("me-closed", closed.render()),
        ("me-left", left.render()),
        ("me-failed", failed.render()),
        ("own-view", OwnViewPage::sample(language).render()),
        (
            "own-view-problems",
            OwnViewPage::sample_problems(language).render(),
        ),
        ("own-view-made", MadePage::sample(language).render()),
    ]
}

fn samples_of_programmes(language: Language) -> Vec<Sample> {
    use clients::programmes::ClientProgrammesPage;
    use settings::programmes::ProgrammesPage;
    vec![
        ("programmes", ProgrammesPage::sample(language).render()),
        (
            "programmes-none",
            ProgrammesPage::sample_empty(language).render(),
        ),
        (
            "client-programmes",
            ClientProgrammesPage::sample(language).render(),
        ),
        (
            "client-programmes-problems",
            ClientProgrammesPage::sample_problems(language).render(),
        ),
        (
            "client-programmes-rejected",
            ClientProgrammesPage::sample_rejected(language).render(),
        ),
    ]
}

fn samples_of_consents(language: Language) -> Vec<Sample> {
    use caseward_casework::consent::Step;
    use clients::confidentiality::TalksPage;
    use clients::consents::{LetterLinkPage, ListPage, OnePage, StepPage, WithdrawPage};
    let steps = [
        ("consent-who", Step::Who),
        ("consent-purpose", Step::Purpose),
        ("consent-recipient", Step::Recipient),
        ("consent-information", Step::Information),
        ("consent-terms", Step::Terms),
        ("consent-consequences", Step::Consequences),
        ("consent-limits", Step::Limits),
        ("consent-confidentiality", Step::Confidentiality),
        ("consent-check", Step::Check),
    ];
    let mut all: Vec<Sample> = steps
        .into_iter()
        .map(|(name, step)| (name, StepPage::sample_filled(language, step).render()))
        .collect();
    all.extend([
        ("consents", ListPage::sample(language).render()),
        ("consents-none", ListPage::sample_empty(language).render()),
        (
            "consent-fresh",
            StepPage::sample(language, Step::Who).render(),
        ),
        (
            "consent-missing",
            StepPage::sample_missing(language).render(),
        ),
        (
            "consent-unasked",
            StepPage::sample_unasked(language).render(),
        ),
        (
            "consent-unsigned",
            StepPage::sample_unsigned(language).render(),
        ),
        ("consent", OnePage::sample(language).render()),
        ("consent-paper", OnePage::sample_paper(language).render()),
        (
            "consent-withdrawn",
            OnePage::sample_withdrawn(language).render(),
        ),
        ("consent-withdraw", WithdrawPage::sample(language).render()),
        (
            "consent-letter-link",
            LetterLinkPage::sample(language).render(),
        ),
        ("talks", TalksPage::sample(language).render()),
        (
            "talks-problems",
            TalksPage::sample_problems(language).render(),
        ),
        (
            "settings-consents",
            settings::consents::ConsentSettingsPage::sample(language).render(),
        ),
    ]);
    all
}

fn samples_of_review(language: Language) -> Vec<Sample> {
    use access_questions::AccessQuestionsPage;
    use access_review::AccessReviewPage;
    use access_review::matter::MatterPage;
    use look_ups::LookUpsPage;
    use look_ups::systems::SystemsPage;
    use look_ups::systems::system::SystemPage;
    vec![
        ("look-ups", LookUpsPage::sample(language).render()),
        (
            "look-ups-empty",
            LookUpsPage::sample_empty(language).render(),
        ),
        ("systems", SystemsPage::sample(language).render()),
        ("other-system", SystemPage::sample(language).render()),
        (
            "by-name-list",
            by_name_list::ByNamePage::sample(language).render(),
        ),
        (
            "by-name-list-empty",
            by_name_list::ByNamePage::sample_empty(language).render(),
        ),
        ("access-review", AccessReviewPage::sample(language).render()),
        (
            "access-review-empty",
            AccessReviewPage::sample_empty(language).render(),
        ),
        ("matter", MatterPage::sample(language).render()),
        (
            "matter-decided",
            MatterPage::sample_decided(language).render(),
        ),
        (
            "access-questions",
            AccessQuestionsPage::sample(language).render(),
        ),
        (
            "access-questions-none",
            AccessQuestionsPage::sample_empty(language).render(),
        ),
    ]
}

fn samples_of_conferences(language: Language) -> Vec<Sample> {
    use conferences::{list, meeting, one, room};
    vec![
        (
            "conferences",
            list::ConferencesPage::sample(language).render(),
        ),
        (
            "conferences-none",
            list::ConferencesPage::sample_empty(language).render(),
        ),
        ("conference", one::ConferencePage::sample(language).render()),
        (
            "conference-shut",
            one::ConferencePage::sample_shut(language).render(),
        ),
        ("meeting", meeting::MeetingPage::sample(language).render()),
        (
            "meeting-shut",
            meeting::MeetingPage::sample_shut(language).render(),
        ),
        ("room", room::RoomPage::sample(language).render()),
        ("room-out", room::RoomPage::sample_out(language).render()),
    ]
}

fn samples_of_partners(language: Language) -> Vec<Sample> {
    use partners::{breaches, form, list, one, protocol, rules, way};
    vec![
        ("partners", list::PartnersPage::sample(language).render()),
        (
            "partners-empty",
            list::PartnersPage::sample_empty(language).render(),
        ),
        ("partner", one::PartnerPage::sample(language).render()),
        ("partner-form", form::FormPage::sample(language).render()),
        ("way", way::WayPage::sample(language).render()),
        (
            "protocol",
            protocol::ProtocolPage::sample(language).render(),
        ),
        (
            "breaches",
            breaches::BreachesPage::sample(language).render(),
        ),
        ("release-rules", rules::RulesPage::sample(language).render()),
        (
            "guidance",
            guidance::GuidancePage::sample(language).render(),
        ),
        (
            "guidance-empty",
            guidance::GuidancePage::sample_empty(language).render(),
        ),
        ("law", law::LawPage::sample(language).render()),
        (
            "law-question",
            law::question::QuestionPage::sample(language).render(),
        ),
        (
            "client-law",
            clients::law::ClientLawPage::sample(language).render(),
        ),
    ]
}

fn samples_of_dangers(language: Language) -> Vec<Sample> {
    vec![
        (
            "client-dangers",
            clients::danger::DangersPage::sample(language).render(),
        ),
        (
            "client-dangers-rejected",
            clients::danger::DangersPage::sample_rejected(language).render(),
        ),
        (
            "client-warnings",
            clients::warning::WarningsPage::sample(language).render(),
        ),
        (
            "client-warnings-rejected",
            clients::warning::WarningsPage::sample_rejected(language).render(),
        ),
        (
            "client-warnings-refused",
            clients::warning::WarningsPage::sample_refused(language).render(),
        ),
        (
            "held-warnings",
            held_warnings::HeldPage::sample(language).render(),
        ),
        (
            "held-warnings-none",
            held_warnings::HeldPage::sample_empty(language).render(),
        ),
    ]
}

fn samples_of_doors(language: Language) -> Vec<Sample> {
    vec![
        ("sign-in", sign_in::SignInPage::sample(language).render()),
        (
            "sign-in-link",
            sign_in::SignInPage::sample_link(language).render(),
        ),
        (
            "sign-in-wrong",
            sign_in::SignInPage::sample_wrong(language).render(),
        ),
        (
            "sign-in-code",
            sign_in::code::CodePage::sample(language).render(),
        ),
        (
            "recover",
            sign_in::code::RecoverPage::sample(language).render(),
        ),
        (
            "provider-sent",
            sign_in::provider::SentPage::sample(language).render(),
        ),
        (
            "provider-back",
            sign_in::provider::BackPage::sample(language).render(),
        ),
        (
            "provider-unbound",
            sign_in::provider::BackPage::sample_unbound(language).render(),
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
        (
            "presence",
            presence::PresencePage::sample(language).render(),
        ),
        (
            "presence-here",
            presence::PresencePage::sample_here(language).render(),
        ),
        ("held", presence::HeldPage::sample(language).render()),
        (
            "held-typed",
            presence::HeldPage::sample_typed(language).render(),
        ),
    ]
}

fn samples_of_sign_in(language: Language) -> Vec<Sample> {
    use settings::sign_in::{AppPage, OncePage, PassphrasePage, SetUpPage, SettingsPage};
    vec![
        ("proof-locked", proof::ProofPage::sample(language).render()),
        (
            "proof-grave",
            proof::ProofPage::sample_grave(language).render(),
        ),
        (
            "proof-persona",
            proof::ProofPage::sample_persona(language).render(),
        ),
        (
            "proof-nothing",
            proof::ProofPage::sample_nothing(language).render(),
        ),
        ("setup", SetUpPage::sample(language).render()),
        ("settings-sign-in", SettingsPage::sample(language).render()),
        (
            "settings-sign-in-empty",
            SettingsPage::sample_empty(language).render(),
        ),
        ("passphrase", PassphrasePage::sample(language).render()),
        ("app", AppPage::sample(language).render()),
        ("codes", OncePage::sample(language).render()),
        ("token", OncePage::sample_token(language).render()),
    ]
}

fn samples_of_exports(language: Language) -> Vec<Sample> {
    use clients::disclosures::exports::ExportsPage;
    vec![
        ("exports", ExportsPage::sample(language).render()),
        (
            "exports-problems",
            ExportsPage::sample_problems(language).render(),
        ),
    ]
}

fn samples_of_disclosures(language: Language) -> Vec<Sample> {
    vec![
        (
            "needs",
            settings::needs::NeedsPage::sample(language).render(),
        ),
        (
            "enquiries",
            enquiries::EnquiriesPage::sample(language).render(),
        ),
        (
            "disclosures",
            clients::disclosures::DisclosuresPage::sample(language).render(),
        ),
        (
            "disclosures-none",
            clients::disclosures::DisclosuresPage::sample_none(language).render(),
        ),
        (
            "disclosure-risk",
            clients::disclosures::one::DisclosurePage::sample_risk(language).render(),
        ),
        (
            "disclosure-progress",
            clients::disclosures::one::DisclosurePage::sample_progress(language).render(),
        ),
        (
            "disclosure-statement",
            clients::disclosures::statement::StatementPage::sample(language).render(),
        ),
        (
            "disclosure",
            clients::disclosures::one::DisclosurePage::sample(language).render(),
        ),
        (
            "disclosure-attached",
            clients::disclosures::attached::AttachedPage::sample(language).render(),
        ),
        (
            "disclosure-attached-failed",
            clients::disclosures::attached::AttachedPage::sample_failed(language).render(),
        ),
        (
            "disclosure-masks",
            clients::disclosures::masks::MasksPage::sample(language).render(),
        ),
        (
            "disclosure-masks-problems",
            clients::disclosures::masks::MasksPage::sample_problems(language).render(),
        ),
        (
            "disclosure-released",
            clients::disclosures::one::DisclosurePage::sample_released(language).render(),
        ),
        (
            "disclosure-left",
            clients::disclosures::one::sending::LeftPage::sample(language).render(),
        ),
        (
            "disclosure-left-link",
            clients::disclosures::one::sending::LeftPage::sample_link(language).render(),
        ),
        ("out", out::OutPage::sample(language).render()),
        ("out-nothing", out::NothingPage::sample(language).render()),
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
        (
            "settings-whereabouts",
            settings::whereabouts::WhereaboutsRulePage::sample(language).render(),
        ),
    ]
}

fn samples_of_standing(language: Language) -> Vec<Sample> {
    use agreements::{missing, publish, refuse, required, sign, text};
    vec![
        (
            "agreements",
            agreements::AgreementsPage::sample(language).render(),
        ),
        (
            "agreements-empty",
            agreements::AgreementsPage::sample_empty(language).render(),
        ),
        (
            "required",
            required::RequiredPage::sample(language).render(),
        ),
        (
            "required-done",
            required::RequiredPage::sample_done(language).render(),
        ),
        (
            "required-suspended",
            required::RequiredPage::sample_suspended(language).render(),
        ),
        ("agreement", text::TextPage::sample(language).render()),
        (
            "agreement-wrong",
            text::TextPage::sample_wrong(language).render(),
        ),
        ("agreement-sign", sign::SignPage::sample(language).render()),
        (
            "agreement-sign-problems",
            sign::SignPage::sample_problems(language).render(),
        ),
        (
            "agreement-refuse",
            refuse::RefusePage::sample(language).render(),
        ),
        (
            "agreements-publish",
            publish::PublishPage::sample(language).render(),
        ),
        (
            "agreements-publish-looked",
            publish::PublishPage::sample_looked(language).render(),
        ),
        (
            "agreements-missing",
            missing::MissingPage::sample(language).render(),
        ),
        (
            "agreements-missing-empty",
            missing::MissingPage::sample_empty(language).render(),
        ),
    ]
}

fn samples_of_duty(language: Language) -> Vec<Sample> {
    use clients::find::FindPage;
    vec![
        ("find", FindPage::sample(language).render()),
        ("find-nobody", FindPage::sample_nobody(language).render()),
        ("find-ask", FindPage::sample_ask(language).render()),
        (
            "find-too-many",
            FindPage::sample_too_many(language).render(),
        ),
        (
            "access",
            access::asked::AccessPage::sample(language).render(),
        ),
        (
            "access-rejected",
            access::asked::AccessPage::sample_rejected(language).render(),
        ),
        (
            "conflicts-rejected",
            conflicts::ConflictsPage::sample_rejected(language).render(),
        ),
        (
            "conflicts",
            conflicts::ConflictsPage::sample(language).render(),
        ),
        (
            "conflicts-deciding",
            conflicts::ConflictsPage::sample_deciding(language).render(),
        ),
    ]
}

fn samples_of_papers_and_training(language: Language) -> Vec<Sample> {
    use agreements::papers;
    use training::{CoursePage, TrainingPage};
    vec![
        ("papers", papers::PapersPage::sample(language).render()),
        ("paper-new", papers::NewPaperPage::sample(language).render()),
        (
            "paper-new-problems",
            papers::NewPaperPage::sample_problems(language).render(),
        ),
        ("training", TrainingPage::sample(language).render()),
        (
            "training-empty",
            TrainingPage::sample_empty(language).render(),
        ),
        ("course", CoursePage::sample(language).render()),
        ("course-text", CoursePage::sample_text(language).render()),
        (
            "course-questions",
            CoursePage::sample_questions(language).render(),
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
