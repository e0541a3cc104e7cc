//! The office for programs: everything that the pages show, as JSON, through the same gate.
//!
//! Design §8. One file for each resource, with its handler, its shape, its answers and its examples; one
//! table of addresses from which both the router and the OpenAPI document are made, so that neither can
//! hold an address that the other lacks. What may be seen is decided by the gate and nowhere here.

mod access;
mod access_review;
mod accounting;
mod actions;
mod agendas;
mod answer;
mod ask;
mod assignments;
mod board;
mod breach_desk;
mod breaches;
mod by_name;
mod clauses;
mod client_protocols;
mod clients;
mod conference_notes;
mod conferences;
mod confidentiality;
mod conflicts;
mod consent_recalls;
mod consents;
mod dangers;
mod decided;
mod disclosure_discussion;
mod disclosure_drafts;
mod disclosure_files;
mod disclosure_left;
mod disclosure_masks;
mod disclosure_papers;
mod disclosure_partners;
mod disclosure_signatures;
mod disclosure_ways;
mod disclosures;
mod documents;
mod emergencies;
mod enquiries;
mod entries;
mod exports;
mod fhir;
mod file;
mod health;
mod held_warnings;
mod history;
mod law;
mod ledger;
mod look_ups;
mod me;
mod meetings;
mod needs;
mod own_view;
mod people;
mod permission_recalls;
mod permissions;
mod place;
mod plan;
mod problem;
mod programmes;
mod recipient_sent;
mod recipients;
mod release_rules;
mod released;
mod requirements;
mod scope;
mod search;
mod sensitive;
mod sent;
mod sessions;
mod standing;
mod summary;
mod tasks;
mod teams;
mod tokens;
mod warnings;
mod whereabouts;

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::routing::any;
use caseward_model::OfficeAct;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::addresses::{Addresses, Class};
use crate::front::Front;
use problem::Problem;

/// From one line for each address: the routes, their list, and the document.
macro_rules! addresses {
    ($( $method:ident $class:ident $(($act:ident))? $address:literal $module:ident::$handler:ident )+) => {
        /// Every method and address of the API.
        pub const ADDRESSES: &[(&str, &str)] = &[ $( (stringify!($method), $address) ),+ ];

        #[derive(OpenApi)]
        #[openapi(
            paths($( $module::$handler ),+),
            modifiers(&Bearer),
            security(("session" = [])),
            info(
                title = "Caseward",
                description = "The office for programs. Whatever is asked is decided by the gate, with its clauses, and stands in the ledger before the first byte leaves.",
                license(name = "Apache-2.0", identifier = "Apache-2.0")
            ),
            tags(
                (name = "sessions", description = "Coming in and going, proving once more, programs"),
                (name = "tasks", description = "What waits for you"),
                (name = "people", description = "Who works here, with whom and for whom"),
                (name = "recipients", description = "To whom something may go, what was agreed, and asking the Law Department"),
                (name = "emergencies", description = "Files opened because someone may come to harm"),
                (name = "look-ups", description = "Looking up in other systems, and their access logs"),
                (name = "review", description = "Who looked at what, and what nothing explains"),
                (name = "standing", description = "Agreements and training: what opens the gate"),
                (name = "clients", description = "Files, entries and who looked"),
                (name = "consents", description = "What clients agreed to, and talks about confidentiality"),
                (name = "disclosures", description = "What leaves about clients, with its statements, and the accounting of it"),
                (name = "enquiries", description = "What somebody outside asks about a person, and the one letter"),
                (name = "conferences", description = "Case conferences: who sits in them, signing first, their agendas and meetings, and what went wrong"),
                (name = "needs", description = "What is collected and why"),
                (name = "own view", description = "Clients' own views of their files, for those who work with them"),
                (name = "gate", description = "Questions without records"),
                (name = "clauses", description = "What decides"),
                (name = "ledger", description = "What was decided, with proof"),
                (name = "health", description = "The server itself"),
            )
        )]
        struct Document;

        /// The addresses of the API, with their classes.
        pub(crate) fn declared() -> Addresses {
            Addresses::new()$( .$method(Class::$class$((OfficeAct::$act))?, $address, $module::$handler) )+
        }
    };
}

addresses! {
    post Open "/api/v1/sessions" sessions::start
    delete Own "/api/v1/sessions/current" sessions::end
    post Own "/api/v1/sessions/current/proof" sessions::prove
    get Own "/api/v1/sessions/current/whereabouts" whereabouts::show
    put Own "/api/v1/sessions/current/whereabouts" whereabouts::say
    get Office(ManageSettings) "/api/v1/whereabouts-rule" whereabouts::rule
    put Office(ManageSettings) "/api/v1/whereabouts-rule" whereabouts::set_rule
    get Own "/api/v1/tokens" tokens::list
    post Own "/api/v1/tokens" tokens::make
    post Own "/api/v1/tokens/revoke" tokens::revoke
    get Own "/api/v1/me" me::show
    get Staff "/api/v1/tasks" tasks::list
    get Own "/api/v1/emergencies" emergencies::list
    post Office(OpenEmergency) "/api/v1/emergencies" emergencies::open
    post Own "/api/v1/emergencies/{no}/end" emergencies::end
    post Office(ReviewEmergency) "/api/v1/emergencies/{no}/review" emergencies::review
    post Office(ReviewEmergency) "/api/v1/emergencies/{no}/confirm" emergencies::confirm
    post Office(ReviewEmergency) "/api/v1/emergencies/{no}/seen" emergencies::seen
    post Office(ReviewEmergency) "/api/v1/emergencies/{no}/delay" emergencies::delay
    get Office(SeePeople) "/api/v1/people" people::list
    post Office(ManagePeople) "/api/v1/people" people::take_in
    get Office(SeePeople) "/api/v1/people/{id}" people::show
    put Office(ManagePeople) "/api/v1/people/{id}" people::change
    post Office(ManagePeople) "/api/v1/people/{id}/invitation" people::invite
    delete Office(ManagePeople) "/api/v1/people/{id}/invitation" people::withdraw
    get Office(EndAccess) "/api/v1/people/{id}/end" people::look_ahead
    post Office(EndAccess) "/api/v1/people/{id}/end" people::end
    post Office(EndAccess) "/api/v1/people/{id}/return" people::let_return
    post Office(ManagePeople) "/api/v1/people/{id}/supervisors" people::supervise
    post Office(ManagePeople) "/api/v1/people/{id}/supervisors/end" people::unsupervise
    put Office(Assign) "/api/v1/people/{id}/custodian" people::name_custodian
    post Office(Assign) "/api/v1/people/{id}/absences" people::plan_absence
    get Office(SeeRecipients) "/api/v1/recipients" recipients::list
    post Office(ManageRecipients) "/api/v1/recipients" recipients::add
    get Office(SeeRecipients) "/api/v1/recipients/{id}" recipients::show
    get Office(SeeRecipients) "/api/v1/recipients/{id}/sent" recipient_sent::show
    post Office(ManageRecipients) "/api/v1/recipients/{id}/ways" recipients::add_way
    post Office(ManageRecipients) "/api/v1/recipients/{id}/assessments" recipients::assess
    post Office(ManageRecipients) "/api/v1/recipients/{id}/protocols" recipients::agree
    post Office(ManageRecipients) "/api/v1/recipients/{id}/breaches" recipients::breach
    post Office(CheckWay) "/api/v1/ways/{no}/check" recipients::check
    put Office(ManageRecipients) "/api/v1/ways/{no}/key" recipients::change_key
    delete Office(ManageRecipients) "/api/v1/ways/{no}" recipients::retire
    post Office(ManageRecipients) "/api/v1/protocols/{no}" recipients::change
    post Office(ManageRecipients) "/api/v1/breaches/{no}/settled" recipients::settle
    get Office(SeeRecipients) "/api/v1/release-rules" release_rules::rules
    post Office(KeepReleaseRules) "/api/v1/release-rules" release_rules::keep_rule
    post Office(KeepReleaseRules) "/api/v1/release-rules/{no}/review" release_rules::review_rule
    delete Office(KeepReleaseRules) "/api/v1/release-rules/{no}" release_rules::retire_rule
    get Office(SeeRecipients) "/api/v1/guidance" law::guidance
    post Office(AnswerLaw) "/api/v1/guidance" law::publish
    delete Office(AnswerLaw) "/api/v1/guidance/{no}" law::withdraw_guidance
    get Staff "/api/v1/law/questions" law::list
    post OfficeOwn(AskLaw) "/api/v1/law/questions" law::ask
    get Office(AnswerLaw) "/api/v1/law/questions/{no}" law::show
    delete OfficeOwn(AskLaw) "/api/v1/law/questions/{no}" law::withdraw
    post OfficeOwn(AskLaw) "/api/v1/law/questions/{no}/read" law::read
    post Office(AnswerLaw) "/api/v1/law/questions/{no}/answer" law::answer
    get Client "/api/v1/clients/{id}/law" law::about_client
    post Client "/api/v1/clients/{id}/law" law::ask_about
    delete Client "/api/v1/clients/{id}/law/{no}" law::withdraw_about
    get Client "/api/v1/clients/{id}/protocols" client_protocols::list
    post Client "/api/v1/clients/{id}/protocols" client_protocols::agree
    delete Client "/api/v1/clients/{id}/protocols/{no}" client_protocols::end
    post Client "/api/v1/clients/{id}/protocols/{no}/told" client_protocols::told
    post Client "/api/v1/clients/{id}/protocols/{no}/acknowledged" client_protocols::acknowledged
    get Staff "/api/v1/enquiries" enquiries::list
    post OfficeOwn(NoteEnquiry) "/api/v1/enquiries" enquiries::note
    get Office(ManageSettings) "/api/v1/enquiries/spokesperson" enquiries::spokesperson
    put Office(ManageSettings) "/api/v1/enquiries/spokesperson" enquiries::choose
    get Staff "/api/v1/enquiries/{no}/letter" enquiries::letter
    post Office(AnswerEnquiry) "/api/v1/enquiries/{no}/answer" enquiries::answer
    get OfficeOwn(TakePart) "/api/v1/conferences" conferences::list
    post Office(HoldConference) "/api/v1/conferences" conferences::begin
    get OfficeOwn(TakePart) "/api/v1/conferences/{id}" conferences::show
    put Office(HoldConference) "/api/v1/conferences/{id}" conferences::describe
    delete Office(HoldConference) "/api/v1/conferences/{id}" conferences::end
    post OfficeOwn(TakePart) "/api/v1/conferences/{id}/signature" conferences::sign
    post OfficeOwn(TakePart) "/api/v1/conferences/{id}/leave" conferences::leave
    put Office(HoldConference) "/api/v1/conferences/{id}/organizations" conferences::choose
    put Office(HoldConference) "/api/v1/conferences/{id}/deputy" conferences::deputize
    put Office(HoldConference) "/api/v1/conferences/{id}/lead" conferences::pass_on
    post Office(HoldConference) "/api/v1/conferences/{id}/participants" conferences::name
    post Office(HoldConference) "/api/v1/conferences/{id}/participants/out" conferences::take_out
    get OfficeOwn(TakePart) "/api/v1/conferences/{id}/meetings" meetings::list
    post Office(HoldConference) "/api/v1/conferences/{id}/meetings" meetings::set
    get OfficeOwn(TakePart) "/api/v1/meetings/{id}" meetings::show
    put Office(HoldConference) "/api/v1/meetings/{id}" meetings::change
    delete Office(HoldConference) "/api/v1/meetings/{id}" meetings::cancel
    post Office(HoldConference) "/api/v1/meetings/{id}/open" meetings::open
    post Office(HoldConference) "/api/v1/meetings/{id}/close" meetings::close
    get OfficeOwn(TakePart) "/api/v1/meetings/{id}/calendar" meetings::calendar
    post OfficeOwn(TakePart) "/api/v1/meetings/{id}/seat" meetings::sit
    post OfficeOwn(TakePart) "/api/v1/meetings/{id}/seat/beat" meetings::beat
    post OfficeOwn(TakePart) "/api/v1/meetings/{id}/seat/end" meetings::leave
    get OfficeOwn(TakePart) "/api/v1/meetings/{id}/room" meetings::room
    get OfficeOwn(TakePart) "/api/v1/meetings/{id}/agenda" agendas::own_agenda
    post Office(HoldConference) "/api/v1/meetings/{id}/agenda/close" agendas::close
    put Office(HoldConference) "/api/v1/conferences/{id}/offers" agendas::offer
    post Office(AgreeOnItem) "/api/v1/conferences/{id}/items/answer" agendas::answer
    get Office(AgreeOnItem) "/api/v1/conference-items" agendas::wait
    get Client "/api/v1/clients/{id}/conference-items" agendas::list
    post Client "/api/v1/clients/{id}/conference-items" agendas::propose
    post Client "/api/v1/clients/{id}/conference-items/agreement" agendas::agree
    post Client "/api/v1/clients/{id}/conference-items/off" agendas::take_off
    post Client "/api/v1/clients/{id}/conference-items/identifier" agendas::reissue
    get OfficeOwn(TakePart) "/api/v1/meetings/{id}/notes" conference_notes::mine
    put OfficeOwn(TakePart) "/api/v1/meetings/{id}/notes" conference_notes::write
    put OfficeOwn(TakePart) "/api/v1/meetings/{id}/notes/offer" conference_notes::offer
    post OfficeOwn(TakePart) "/api/v1/meetings/{id}/notes/keep" conference_notes::keep
    get OfficeOwn(TakePart) "/api/v1/conferences/{id}/notes" conference_notes::kept
    post OfficeOwn(TakePart) "/api/v1/conferences/{id}/notes/destroy" conference_notes::destroy
    get OfficeOwn(TakePart) "/api/v1/note-certificates" conference_notes::certificates
    post OfficeOwn(TakePart) "/api/v1/note-certificates/{no}" conference_notes::certified
    get OfficeOwn(TakePart) "/api/v1/meetings/{id}/room/{seat}/board" board::board
    get OfficeOwn(TakePart) "/api/v1/meetings/{id}/room/{seat}/events" board::events
    post OfficeOwn(TakePart) "/api/v1/meetings/{id}/room/{seat}/next" board::next
    post OfficeOwn(TakePart) "/api/v1/meetings/{id}/room/{seat}/say" board::say
    post OfficeOwn(TakePart) "/api/v1/meetings/{id}/room/{seat}/take-back" board::take_back
    post OfficeOwn(TakePart) "/api/v1/meetings/{id}/room/{seat}/hand" board::hand
    post OfficeOwn(TakePart) "/api/v1/meetings/{id}/room/{seat}/word" board::word
    get OfficeOwn(TakePart) "/api/v1/meetings/{id}/actions" actions::in_room
    post OfficeOwn(TakePart) "/api/v1/meetings/{id}/actions" actions::record
    get OfficeOwn(TakePart) "/api/v1/meetings/{id}/after" actions::after
    get OfficeOwn(TakePart) "/api/v1/meetings/{id}/minutes" actions::minutes
    get OfficeOwn(TakePart) "/api/v1/conference-actions" actions::mine
    post OfficeOwn(TakePart) "/api/v1/conference-actions/{action}/end" actions::end
    get Office(ManageSettings) "/api/v1/conference-calendar" meetings::calendar_title
    put Office(ManageSettings) "/api/v1/conference-calendar" meetings::set_calendar_title
    get OfficeOwn(ReportBreach) "/api/v1/breach-reports" breaches::mine
    post OfficeOwn(ReportBreach) "/api/v1/breach-reports" breaches::send
    get OfficeOwn(ReportBreach) "/api/v1/breach-reports/{id}" breaches::one_of_mine
    post OfficeOwn(ReportBreach) "/api/v1/breach-reports/{id}/answer" breaches::respond
    get Office(HandleBreach) "/api/v1/breach-desk" breach_desk::desk
    get Office(HandleBreach) "/api/v1/breach-desk/{id}" breach_desk::show
    post Office(HandleBreach) "/api/v1/breach-desk/{id}/acknowledgement" breach_desk::acknowledge
    post Office(HandleBreach) "/api/v1/breach-desk/{id}/inquiry" breach_desk::inquire
    post Office(HandleBreach) "/api/v1/breach-desk/{id}/hearing" breach_desk::hear
    post Office(FindBreach) "/api/v1/breach-desk/{id}/finding" breach_desk::find
    post Office(FindBreach) "/api/v1/breach-desk/{id}/letters" breach_desk::write
    get Office(FindBreach) "/api/v1/breach-desk/{id}/letters/{no}" breach_desk::letter
    post Office(FindBreach) "/api/v1/breach-desk/{id}/letters/{no}/sent" breach_desk::note_sent
    post Office(FindBreach) "/api/v1/breach-desk/{id}/evidence" breach_desk::evidence
    post Office(FindBreach) "/api/v1/breach-desk/{id}/hold/end" breach_desk::lift
    post Office(Reinstate) "/api/v1/breach-desk/{id}/reinstatement" breach_desk::reinstate
    get Office(ManageSettings) "/api/v1/breach-settings" breach_desk::settings
    put Office(ManageSettings) "/api/v1/breach-settings" breach_desk::change_settings
    get Office(SeePeople) "/api/v1/teams" teams::teams
    post Office(ManagePeople) "/api/v1/teams" teams::make
    get Office(SeePeople) "/api/v1/teams/{id}" teams::team
    put Office(ManagePeople) "/api/v1/teams/{id}" teams::change
    delete Office(ManagePeople) "/api/v1/teams/{id}" teams::end
    post Office(ManagePeople) "/api/v1/teams/{id}/members" teams::member
    put Office(Assign) "/api/v1/teams/{id}/custodian" teams::name_custodian
    get Office(SeePeople) "/api/v1/organizations" teams::register
    post Office(ManagePeople) "/api/v1/organizations" teams::add
    get Office(SeePeople) "/api/v1/organizations/{id}" teams::organization
    put Office(ManagePeople) "/api/v1/organizations/{id}" teams::revise
    get Office(Assign) "/api/v1/waiting-files" teams::waiting
    post Office(Assign) "/api/v1/waiting-files" teams::give
    get Staff "/api/v1/look-ups" look_ups::list
    post OfficeOwn(RegisterLookUp) "/api/v1/look-ups" look_ups::state
    get Staff "/api/v1/systems" look_ups::systems
    post Office(ManageLookUps) "/api/v1/systems" look_ups::keep
    get Office(ManageLookUps) "/api/v1/systems/{no}" look_ups::one
    delete Office(ManageLookUps) "/api/v1/systems/{no}" look_ups::take_off
    put Office(ManageLookUps) "/api/v1/systems/{no}/mapping" look_ups::save_mapping
    put Office(ManageLookUps) "/api/v1/systems/{no}/users" look_ups::match_user
    put Office(ManageLookUps) "/api/v1/systems/{no}/numbers" look_ups::numbers
    post Office(ManageLookUps) "/api/v1/systems/{no}/logs" look_ups::take_in
    get Office(ReviewAccess) "/api/v1/access-review" access_review::queue
    post Office(ReviewAccess) "/api/v1/access-review" access_review::compare
    get Office(ReviewAccess) "/api/v1/access-review/{no}" access_review::one
    post Office(ReviewAccess) "/api/v1/access-review/{no}" access_review::decide
    get Office(ReviewAccess) "/api/v1/access-review/{no}/days" access_review::days
    get Staff "/api/v1/access-questions" access_review::questions
    post OfficeOwn(AccountForAccess) "/api/v1/access-questions" access_review::account
    get Staff "/api/v1/requirements" requirements::mine
    post Office(ManageAgreements) "/api/v1/requirements" standing::publish
    get Staff "/api/v1/requirements/{name}" requirements::read
    put Office(ManageAgreements) "/api/v1/requirements/{name}/roles" standing::require
    post OfficeOwn(Sign) "/api/v1/requirements/{name}/answers" requirements::answer
    post OfficeOwn(Sign) "/api/v1/requirements/{name}/signature" requirements::sign
    post OfficeOwn(Sign) "/api/v1/requirements/{name}/refusal" requirements::refuse
    get Staff "/api/v1/signatures" requirements::signatures
    get Staff "/api/v1/signatures/{no}/paper" requirements::paper
    get Staff "/api/v1/standing" standing::missing
    get Staff "/api/v1/papers" standing::papers
    post Office(RecordSigned) "/api/v1/papers" standing::record
    get Office(RecordSigned) "/api/v1/papers/{no}/scan" standing::scan
    post Office(RecordSigned) "/api/v1/papers/{no}/decision" standing::decide
    get Clients "/api/v1/clients" clients::list
    get Clients "/api/v1/by-name-list" by_name::list
    post Clients "/api/v1/search" search::find
    get Staff "/api/v1/access-requests" access::list
    post Staff "/api/v1/access-requests" access::ask
    post Staff "/api/v1/access-requests/{number}/answer" access::answer
    post Staff "/api/v1/access-requests/{number}/seen" access::seen
    get Client "/api/v1/clients/{id}" file::show
    post Client "/api/v1/clients/{id}/entries" entries::write
    get Client "/api/v1/clients/{id}/plan" plan::show
    post Client "/api/v1/clients/{id}/plan" plan::write
    get Client "/api/v1/clients/{id}/documents" documents::list
    get Client "/api/v1/clients/{id}/summary" summary::show
    get Client "/api/v1/clients/{id}/history" history::show
    get Client "/api/v1/clients/{id}/assignments" assignments::show
    post Client "/api/v1/clients/{id}/assignments" assignments::begin
    post Client "/api/v1/clients/{id}/assignments/end" assignments::end
    get Client "/api/v1/clients/{id}/consents" consents::list
    post Client "/api/v1/clients/{id}/consents" consents::begin
    post Client "/api/v1/clients/{id}/consents/check" consents::check
    get Client "/api/v1/clients/{id}/consents/{no}" consents::one
    put Client "/api/v1/clients/{id}/consents/{no}" consents::write
    get Client "/api/v1/clients/{id}/consents/{no}/consequences" consents::consequences
    post Client "/api/v1/clients/{id}/consents/{no}/signature" consents::sign
    post Client "/api/v1/clients/{id}/consents/{no}/steps" consents::step
    get Client "/api/v1/clients/{id}/consents/{no}/scan" consents::scan
    post Client "/api/v1/clients/{id}/consents/{no}/scan" consents::record
    post Client "/api/v1/clients/{id}/consents/{no}/earlier" consents::take_over
    post Client "/api/v1/clients/{id}/consents/{no}/decision" consents::decide
    post Client "/api/v1/clients/{id}/consents/{no}/withdrawal" consents::withdraw
    post Client "/api/v1/clients/{id}/consents/{no}/recall" consents::recall
    get Client "/api/v1/clients/{id}/consents/{no}/letters/{of}" consent_recalls::letter
    post Client "/api/v1/clients/{id}/consents/{no}/letters/{of}/link" consent_recalls::link
    post Client "/api/v1/clients/{id}/consents/{no}/letters" consent_recalls::send
    post Client "/api/v1/clients/{id}/consents/{no}/told" consent_recalls::told
    get Client "/api/v1/clients/{id}/consents/{no}/copy" consents::copy
    get Client "/api/v1/clients/{id}/disclosures" disclosures::list
    post Client "/api/v1/clients/{id}/disclosures" disclosures::begin
    get Client "/api/v1/clients/{id}/disclosure-drafts" disclosure_drafts::list
    post Client "/api/v1/clients/{id}/disclosure-drafts" disclosure_drafts::begin
    get Client "/api/v1/clients/{id}/disclosure-drafts/{no}" disclosure_drafts::one
    put Client "/api/v1/clients/{id}/disclosure-drafts/{no}" disclosure_drafts::answer
    delete Client "/api/v1/clients/{id}/disclosure-drafts/{no}" disclosure_drafts::throw_away
    post Client "/api/v1/clients/{id}/disclosure-drafts/{no}/take-up" disclosure_drafts::take_up
    get Client "/api/v1/clients/{id}/accounting" accounting::show
    get Client "/api/v1/clients/{id}/exports" exports::show
    post Client "/api/v1/clients/{id}/exports" exports::tell
    get Client "/api/v1/clients/{id}/disclosures/{no}" disclosures::one
    delete Client "/api/v1/clients/{id}/disclosures/{no}" disclosures::give_up
    put Client "/api/v1/clients/{id}/disclosures/{no}/sections" disclosures::choose
    get Client "/api/v1/clients/{id}/disclosures/{no}/attached" disclosure_files::list
    post Client "/api/v1/clients/{id}/disclosures/{no}/attached" disclosure_files::attach
    post Client "/api/v1/clients/{id}/disclosures/{no}/attached/remove" disclosure_files::remove
    post Client "/api/v1/clients/{id}/disclosures/{no}/discussion" disclosure_discussion::discuss
    post Client "/api/v1/clients/{id}/disclosures/{no}/compose" disclosure_papers::compose
    get Client "/api/v1/clients/{id}/disclosures/{no}/masks" disclosure_masks::show
    post Client "/api/v1/clients/{id}/disclosures/{no}/masks" disclosure_masks::change
    get Client "/api/v1/clients/{id}/disclosures/{no}/partners" disclosure_partners::show
    put Client "/api/v1/clients/{id}/disclosures/{no}/partners" disclosure_partners::name
    post Client "/api/v1/clients/{id}/disclosures/{no}/partners/sentences" disclosure_partners::decide
    get Client "/api/v1/clients/{id}/disclosures/{no}/document" disclosure_papers::document
    post Client "/api/v1/clients/{id}/disclosures/{no}/approval" disclosure_papers::approve
    get Client "/api/v1/clients/{id}/disclosures/{no}/ways" disclosure_ways::ways
    put Client "/api/v1/clients/{id}/disclosures/{no}/way" disclosure_ways::choose
    post Client "/api/v1/clients/{id}/disclosures/{no}/release" disclosure_papers::release
    get Client "/api/v1/clients/{id}/disclosures/{no}/package" disclosure_ways::package
    post Client "/api/v1/clients/{id}/disclosures/{no}/recall" disclosure_ways::recall
    post Client "/api/v1/clients/{id}/disclosures/{no}/hands" disclosure_ways::hand_over
    get Client "/api/v1/clients/{id}/disclosures/{no}/cover-sheet" disclosure_ways::cover_sheet
    post Client "/api/v1/clients/{id}/disclosures/{no}/arrival" disclosures::arrival
    post Client "/api/v1/clients/{id}/disclosures/{no}/told" disclosures::told
    get Client "/api/v1/clients/{id}/disclosures/{no}/statement" disclosure_papers::statement
    get Client "/api/v1/clients/{id}/disclosures/{no}/statement/preview" disclosure_papers::statement_preview
    get Client "/api/v1/clients/{id}/disclosures/{no}/proof" disclosure_papers::proof
    get Client "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/document" disclosure_left::document
    get Client "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/statement" disclosure_left::statement
    get Client "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/proof" disclosure_left::proof
    get Client "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/hands/{step}" disclosure_signatures::signature
    post Client "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/hands/{step}" disclosure_signatures::keep
    get Client "/api/v1/clients/{id}/dangers" dangers::list
    post Client "/api/v1/clients/{id}/dangers" dangers::report
    post Client "/api/v1/clients/{id}/dangers/{no}/discussion" dangers::discuss
    post Client "/api/v1/clients/{id}/dangers/{no}/end" dangers::end
    post Client "/api/v1/clients/{id}/dangers/{no}/nobody-warned" warnings::nobody
    get Client "/api/v1/clients/{id}/warnings" warnings::list
    post Client "/api/v1/clients/{id}/warnings" warnings::prepare
    post Client "/api/v1/clients/{id}/warnings/{no}/compose" warnings::compose
    post Client "/api/v1/clients/{id}/warnings/{no}/begin" warnings::begin
    post Client "/api/v1/clients/{id}/warnings/{no}/end" warnings::end
    post Client "/api/v1/clients/{id}/warnings/{no}/told" warnings::told
    get Client "/api/v1/clients/{id}/permissions" permissions::list
    post Client "/api/v1/clients/{id}/permissions" permissions::give
    post Client "/api/v1/clients/{id}/permissions/{no}/scan" permissions::record
    get Client "/api/v1/clients/{id}/permissions/{no}/scan" permissions::scan
    post Client "/api/v1/clients/{id}/permissions/{no}/decision" permissions::decide
    post Client "/api/v1/clients/{id}/permissions/{no}/withdrawal" permissions::withdraw
    get Client "/api/v1/clients/{id}/permissions/{no}/letters/{of}" permission_recalls::letter
    post Client "/api/v1/clients/{id}/permissions/{no}/told" permission_recalls::told
    post Client "/api/v1/clients/{id}/permissions/{no}/recall" permission_recalls::answer
    get Client "/api/v1/clients/{id}/programmes" programmes::parts
    post Client "/api/v1/clients/{id}/programmes" programmes::begin
    post Client "/api/v1/clients/{id}/programmes/{no}/form" programmes::form
    get Client "/api/v1/clients/{id}/programmes/{no}/form" programmes::form_scan
    post Client "/api/v1/clients/{id}/programmes/{no}/form/decision" programmes::decide_form
    post Client "/api/v1/clients/{id}/programmes/{no}/end" programmes::end
    post Client "/api/v1/clients/{id}/programmes/{no}/mistake" programmes::mistake
    get Client "/api/v1/clients/{id}/fhir/Consent" fhir::consents
    post Client "/api/v1/clients/{id}/fhir/Consent" fhir::receive
    get Client "/api/v1/clients/{id}/fhir/AuditEvent" fhir::events
    get Client "/api/v1/clients/{id}/confidentiality" confidentiality::talks
    post Client "/api/v1/clients/{id}/confidentiality" confidentiality::talk
    get Client "/api/v1/clients/{id}/confidentiality/sharing" confidentiality::sharing
    get Client "/api/v1/clients/{id}/confidentiality/leaflet" confidentiality::leaflet
    get Client "/api/v1/clients/{id}/own-view" own_view::show
    put Client "/api/v1/clients/{id}/own-view" own_view::turn_on
    delete Client "/api/v1/clients/{id}/own-view" own_view::turn_off
    post Client "/api/v1/clients/{id}/own-view/link" own_view::link
    post Client "/api/v1/clients/{id}/own-view/answer" own_view::answer
    get Staff "/api/v1/consent-settings" confidentiality::settings
    put Office(ManageSettings) "/api/v1/consent-settings" confidentiality::change_settings
    get Staff "/api/v1/sensitive-kinds" sensitive::show
    put Office(ManageSettings) "/api/v1/sensitive-kinds" sensitive::change
    get Office(ManageSettings) "/api/v1/programmes" programmes::list
    post Office(ManageSettings) "/api/v1/programmes" programmes::take_in
    put Office(ManageSettings) "/api/v1/programmes/{no}" programmes::change
    get Staff "/api/v1/programmes/{no}/form" programmes::paper
    get Office(ManageSettings) "/api/v1/needs" needs::list
    post Office(ManageSettings) "/api/v1/needs" needs::state
    post Office(ManageSettings) "/api/v1/needs/end" needs::end
    post Office(ManageSettings) "/api/v1/needs/imports" needs::imports
    post Client "/api/v1/ask" ask::put
    get Staff "/api/v1/conflicts" conflicts::show
    put Staff "/api/v1/conflicts" conflicts::declare
    post Staff "/api/v1/conflicts/{number}/decision" conflicts::decide
    get Office(LowerWall) "/api/v1/held-warnings" held_warnings::list
    post Office(LowerWall) "/api/v1/held-warnings/{no}" held_warnings::settle
    get SignedIn "/api/v1/clauses" clauses::list
    get SignedIn "/api/v1/clauses/{id}" clauses::show
    get Staff "/api/v1/ledger" ledger::head
    get Staff "/api/v1/ledger/entries" ledger::list
    get Staff "/api/v1/ledger/entries/{index}" ledger::entry
    get Staff "/api/v1/ledger/entries/{index}/proof" ledger::proof
    get Staff "/api/v1/ledger/checkpoint" ledger::checkpoint
    get Open "/api/v1/openapi.json" document::show
    get Open "/healthz" health::alive
    get Open "/readyz" health::ready
}

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("session", scheme);
    }
}

/// The routes of the API; addresses of it that don't exist are answered too.
///
/// To be merged where no page's own answer stands around it: a program gets no HTML.
#[expect(
    clippy::disallowed_methods,
    reason = "these stand for what isn't there; nothing is behind them"
)]
pub fn routes() -> Router<Arc<Front>> {
    declared()
        .into_router()
        .route("/api/v1", any(nothing_here))
        .route("/api/v1/", any(nothing_here))
        .route("/api/v1/{*rest}", any(nothing_here))
        .method_not_allowed_fallback(no_such_method)
}

async fn nothing_here() -> Problem {
    Problem::NotFound
}

async fn no_such_method() -> Problem {
    Problem::NoSuchMethod
}

static DOCUMENT: LazyLock<String> =
    LazyLock::new(|| Document::openapi().to_json().unwrap_or_default());

mod document {
    //! `/api/v1/openapi.json`: this API, described for programs (OpenAPI 3.1).

    use axum::http::header;
    use axum::response::{IntoResponse, Response};

    use super::answer::JSON;

    /// This document.
    #[utoipa::path(
        get, path = "/api/v1/openapi.json", tag = "health", security(()),
        responses((status = 200, description = "This document", body = Object, content_type = "application/json"))
    )]
    pub(crate) async fn show() -> Response {
        ([(header::CONTENT_TYPE, JSON)], super::DOCUMENT.as_str()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_lists_each_address_with_its_method_and_no_other() {
        let document = serde_json::to_value(Document::openapi()).unwrap();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        let mut listed = Vec::new();
        for (address, item) in document["paths"].as_object().unwrap() {
            for method in item.as_object().unwrap().keys() {
                listed.push((method.clone(), address.clone()));
            }
        }
        let pair = |(method, address): &(&str, &str)| ((*method).to_owned(), (*address).to_owned());
        let mut declared: Vec<_> = ADDRESSES.iter().map(pair).collect();
        listed.sort();
        declared.sort();
        assert_eq!(listed, declared);
    }
}
