//! Reading a file's history: who opened it, tried to, or wrote in it, why, and by which clause.
//!
//! CR-10, DV-5.1.2. Looks that were given back unopened aren't in it: nobody saw anything.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::gate::{AnswerText, DeedText, EntryText, Outcome, Refusal, SectionsAnswer};
use caseward_casework::history::Look;
use caseward_model::{Action, Category, Channel, Role};

use super::super::face;
use super::WhoLookedPage;
use crate::addresses::{Addresses, Class};
use crate::pages::answer_watched;
use crate::view::{self, Act, Asked, Because};
use crate::visit::{Visit, closing};
use crate::{Place, Words, answer};

/// The address of a file's history.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Client, "/clients/{id}/who-looked", who_looked)
}

async fn who_looked(visit: Visit, Path(id): Path<String>) -> Response {
    let question = match visit.question_about(&id).await {
        Ok(question) => question,
        Err(instead) => return instead,
    };
    let (casework, client) = (&visit.front.casework, question.client);
    let looks = match casework.who_looked(&question).await {
        Ok(looks) => looks,
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let (mut file, delivery) = match casework.open_face(visit.person(), client).await {
        Ok(Some((file, delivery))) => (Some(file), Some(delivery)),
        // The history is open, so whoever asks knows of the client; who it is may stay shut.
        Ok(None) | Err(Refusal::Refused { .. } | Refusal::NotKnown { .. }) => (None, None),
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let address = format!("{}/who-looked", face::address(client));
    let page = WhoLookedPage {
        bar: face::bar(&visit, client, None, file.as_mut()),
        looks: lines(&visit, &looks),
        older: None,
        shell: visit.around_file(Place::Clients, &address, question.purpose),
    };
    match delivery {
        Some(delivery) => answer_watched(StatusCode::OK, &page, closing(delivery)),
        None => answer(StatusCode::OK, &page),
    }
}

fn lines(visit: &Visit, looks: &[Look]) -> Vec<view::Look> {
    let fetched: Vec<u64> = looks
        .iter()
        .filter_map(|look| match &look.text {
            EntryText::Outcome(it) if it.outcome == Outcome::Delivered => Some(it.of),
            _ => None,
        })
        .collect();
    let unopened: Vec<u64> = looks
        .iter()
        .filter_map(|look| match &look.text {
            // What was never opened was not seen, and what was only put together did not leave.
            EntryText::Outcome(it) if matches!(it.outcome, Outcome::Unopened | Outcome::Kept) => {
                Some(it.of).filter(|of| !fetched.contains(of))
            }
            _ => None,
        })
        .collect();
    let opened = looks.iter().filter(|look| !unopened.contains(&look.entry));
    visits(visit, opened.filter_map(|look| told(visit, look)))
}

/// Pages that someone opened one after the other count as one visit within this time.
const VISIT_MS: i64 = 30 * 60_000;

/// A line before it is put into words.
struct Told {
    at_ms: i64,
    asked: Option<Asked>,
    line: view::Look,
}

impl Told {
    /// Whether `earlier` belongs to the same visit: the same person opening for the same reason.
    fn goes_on_from(&self, earlier: &Self) -> bool {
        let reason = |it: &Asked| (it.who.clone(), it.role, it.purpose, it.because);
        let of_one_visit = |(one, other): (&Asked, &Asked)| {
            (one.act, other.act) == (Act::Opened, Act::Opened) && reason(one) == reason(other)
        };
        self.asked
            .as_ref()
            .zip(earlier.asked.as_ref())
            .is_some_and(of_one_visit)
            && self.line.clause == earlier.line.clause
            && self.at_ms - earlier.at_ms < VISIT_MS
    }
}

/// Each visit as one line, with all that was opened in it; newest first.
fn visits(visit: &Visit, told: impl Iterator<Item = Told>) -> Vec<view::Look> {
    let words = Words::of(visit.language());
    let mut visits: Vec<Told> = Vec::new();
    for next in told {
        match visits.last_mut().filter(|last| last.goes_on_from(&next)) {
            Some(last) => {
                if let (Some(asked), Some(more)) = (&mut last.asked, next.asked) {
                    asked.sections.extend(more.sections);
                    asked.sections.sort_unstable();
                    asked.sections.dedup();
                }
                last.at_ms = next.at_ms;
                last.line.entries.extend(next.line.entries);
            }
            None => visits.push(next),
        }
    }
    let worded = |it: Told| match it.asked {
        Some(asked) => view::Look {
            sentence: asked.sentence(words),
            ..it.line
        },
        None => it.line,
    };
    visits.into_iter().map(worded).collect()
}

fn told(visit: &Visit, look: &Look) -> Option<Told> {
    match &look.text {
        EntryText::Answer(answer) => {
            // A question that let something out is told by what was seen; another by its refusal.
            let groups = |permitted: bool| {
                let same = answer.answers.iter().filter(|it| it.permitted == permitted);
                answered(visit, look, answer, &same.collect::<Vec<_>>())
            };
            groups(true).or_else(|| groups(false))
        }
        EntryText::Deed(deed) => Some(Told {
            at_ms: look.at_ms,
            asked: None,
            line: done(visit, look, deed),
        }),
        EntryText::List(_) | EntryText::Outcome(_) => None,
    }
}

fn answered(
    visit: &Visit,
    look: &Look,
    answer: &AnswerText,
    groups: &[&SectionsAnswer],
) -> Option<Told> {
    let words = Words::of(visit.language());
    let first = groups.first()?;
    let act = match (first.permitted, answer.action) {
        (false, _) => Act::Refused,
        (true, Action::Disclose | Action::Report) => Act::Disclosed,
        (true, Action::Amend | Action::ReportDanger) => Act::Wrote,
        (true, _) if answer.channel == Channel::Print => Act::Printed,
        (true, _) => Act::Opened,
    };
    let sections: Vec<Category> = groups
        .iter()
        .flat_map(|it| it.sections.iter().copied())
        .collect();
    let policies = &visit.front.casework.policies;
    let rule = first.policies.first().and_then(|id| policies.rule(id));
    let asked = Asked {
        who: match answer.role {
            // A client's name is not told to those who may only see who looked.
            Role::Client => words.t("someone"),
            _ => who(words, look),
        },
        role: answer.role,
        act,
        sections,
        purpose: answer.purpose,
        because: rule.and_then(|rule| Because::of_fact(&rule.fact, first.permitted)),
    };
    Some(Told {
        at_ms: look.at_ms,
        asked: Some(asked),
        line: view::Look {
            when: visit.moment(look.at_ms),
            sentence: String::new(),
            act,
            clause: first.clauses.first().map(ToString::to_string),
            entries: vec![look.entry],
        },
    })
}

fn done(visit: &Visit, look: &Look, deed: &DeedText) -> view::Look {
    let words = Words::of(visit.language());
    let section = deed.particulars.get("section").and_then(|it| it.as_str());
    let section = section.and_then(|it| it.parse::<Category>().ok());
    let (key, act) = sentence_of(&deed.deed);
    let clauses = deed.particulars.get("clauses").and_then(|it| it.as_array());
    let clause = clauses.and_then(|it| it.first()).and_then(|it| it.as_str());
    view::Look {
        when: visit.moment(look.at_ms),
        sentence: words
            .fill(key)
            .with("who", who(words, look))
            .with("sections", view::named(words, section.as_slice()))
            .to_string(),
        act,
        clause: clause.map(ToOwned::to_owned),
        entries: vec![look.entry],
    }
}

/// The sentence that tells of a deed, and what kind of act it was.
fn sentence_of(deed: &str) -> (&'static str, Act) {
    if let Some(told) = of_what_leaves(deed) {
        return told;
    }
    match deed {
        "entry_written" => ("looked-wrote-entry", Act::Wrote),
        "entry_refused" => ("looked-refused-entry", Act::Refused),
        "protected" => ("looked-protected", Act::Wrote),
        "protection_declined" => ("looked-protection-declined", Act::Wrote),
        "sharing_declined" => ("looked-sharing-declined", Act::Wrote),
        "emergency_opened" => ("looked-emergency-opened", Act::Opened),
        "emergency_ended" => ("looked-emergency-ended", Act::Wrote),
        "assigned" => ("looked-assigned", Act::Wrote),
        "unassigned" => ("looked-unassigned", Act::Wrote),
        "statement_previewed" => ("looked-statement-previewed", Act::Opened),
        "consent_taken_over" => ("looked-consent-taken-over", Act::Wrote),
        "consent_notice_made" => ("looked-consent-notice-made", Act::Opened),
        "consent_letters_going" => ("looked-consent-letters-going", Act::Disclosed),
        "consent_letters_sent" => ("looked-consent-letters-sent", Act::Wrote),
        "letter_link_tried" => ("looked-letter-link-tried", Act::Disclosed),
        "letter_link_ended" => ("looked-letter-link-ended", Act::Wrote),
        "consent_recall_told" => ("looked-consent-recall-told", Act::Wrote),
        "sharing_told" => ("looked-sharing-told", Act::Wrote),
        "consent_signatures_known" => ("looked-consent-signatures", Act::Wrote),
        "fhir_handed_out" => ("looked-fhir-handed-out", Act::Disclosed),
        "risk_discussed" => ("looked-risk-discussed", Act::Wrote),
        "danger_reported" => ("looked-danger-reported", Act::Wrote),
        "danger_discussed" => ("looked-danger-discussed", Act::Wrote),
        "danger_ended" => ("looked-danger-ended", Act::Wrote),
        "warning_prepared" => ("looked-warning-prepared", Act::Wrote),
        "warning_composed" => ("looked-warning-composed", Act::Opened),
        "warning_compared" => ("looked-warning-compared", Act::Wrote),
        "warning_begun" => ("looked-warning-begun", Act::Disclosed),
        "warning_ended" => ("looked-warning-ended", Act::Wrote),
        "nobody_warned" => ("looked-nobody-warned", Act::Wrote),
        "client_told_of_warning" => ("looked-client-told-of-warning", Act::Wrote),
        "teller_permission_written"
        | "teller_permission_given"
        | "teller_paper_recorded"
        | "teller_paper_confirmed"
        | "teller_paper_declined" => ("looked-teller-permission", Act::Wrote),
        "teller_permission_withdrawn" => ("looked-teller-permission-ended", Act::Wrote),
        "teller_notice_made" => ("looked-teller-notice-made", Act::Opened),
        "teller_recall_told" => ("looked-teller-recall-told", Act::Wrote),
        "teller_recall_answered" => ("looked-teller-recall-answered", Act::Wrote),
        it if it.starts_with("programme_part_") => ("looked-programme-part", Act::Wrote),
        "client_told" => ("looked-client-told", Act::Wrote),
        "export_marked" | "client_told_of_exports" => ("looked-exports", Act::Wrote),
        "presence_begun" => ("looked-presence-begun", Act::Wrote),
        it if it.starts_with("conference_") => (of_a_conference(it), Act::Wrote),
        "file_work_refused" => ("looked-refused-work", Act::Refused),
        other => sentence_of_their_own_view(other),
    }
}

/// The sentence that tells of a deed in a case conference.
fn of_a_conference(deed: &str) -> &'static str {
    match deed {
        "conference_decided" => "looked-decided",
        "conference_action_ended" => "looked-action-ended",
        "conference_item_heard" => "looked-heard",
        _ => "looked-on-agenda",
    }
}

/// The sentence that tells of a deed about the client's own view, or about what is agreed about them with a partner.
fn sentence_of_their_own_view(deed: &str) -> (&'static str, Act) {
    match deed {
        "own_view_turned_on" => ("looked-own-view-on", Act::Wrote),
        "own_view_turned_off" => ("looked-own-view-off", Act::Wrote),
        "own_view_link_made" => ("looked-own-view-link", Act::Wrote),
        "own_view_lent" => ("looked-own-view-lent", Act::Wrote),
        "own_view_opened" => ("looked-own-view-opened", Act::Opened),
        "own_view_asked" => ("looked-own-view-asked", Act::Wrote),
        "own_view_answered" => ("looked-own-view-answered", Act::Wrote),
        "agreed_about_client" => ("looked-agreed", Act::Wrote),
        "agreed_about_client_told" => ("looked-agreed-told", Act::Disclosed),
        "agreed_about_client_acknowledged" => ("looked-agreed-known", Act::Wrote),
        "agreed_about_client_ended" => ("looked-agreed-ended", Act::Wrote),
        _ => ("looked-changed", Act::Wrote),
    }
}

/// The same of what leaves, or is about to.
fn of_what_leaves(deed: &str) -> Option<(&'static str, Act)> {
    Some(match deed {
        "disclosure_draft_kept" | "disclosure_draft_dropped" => {
            ("looked-disclosure-draft", Act::Wrote)
        }
        "disclosure_begun" => ("looked-disclosure-begun", Act::Wrote),
        "disclosure_composed" => ("looked-disclosure-composed", Act::Opened),
        "disclosure_approved" => ("looked-disclosure-approved", Act::Opened),
        "link_tried" => ("looked-link-tried", Act::Disclosed),
        "link_ended" => ("looked-link-ended", Act::Wrote),
        "disclosure_sent" => ("looked-disclosure-sent", Act::Wrote),
        "disclosure_stayed" => ("looked-disclosure-stayed", Act::Wrote),
        "signed_sheet_kept" => ("looked-signed-sheet-kept", Act::Wrote),
        "disclosure_handed_over" => ("looked-disclosure-handed-over", Act::Wrote),
        "disclosure_taken_along" => ("looked-disclosure-taken-along", Act::Opened),
        "recall_asked" => ("looked-recall-asked", Act::Wrote),
        "disclosure_recalled" => ("looked-disclosure-recalled", Act::Wrote),
        "disclosure_way_chosen" => ("looked-disclosure-way-chosen", Act::Wrote),
        "disclosure_way_stopped" => ("looked-disclosure-way-stopped", Act::Wrote),
        "disclosure_way_asked" => ("looked-disclosure-way-asked", Act::Wrote),
        "disclosure_released" => ("looked-disclosure-released", Act::Disclosed),
        "disclosure_dropped" => ("looked-disclosure-dropped", Act::Wrote),
        "partners_named"
        | "partner_sentence_taken_out"
        | "partner_sentence_put_back"
        | "partner_sentence_cleared" => ("looked-of-partners", Act::Wrote),
        _ => return None,
    })
}

/// Who did it: by name, or the office itself where no worker is named.
fn who(words: &Words, look: &Look) -> String {
    look.who.clone().unwrap_or_else(|| words.t("the-office"))
}
