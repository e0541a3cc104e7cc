//! What each deed of the office is called in the ledger: a sentence that says who did it, and never about whom.
//!
//! Design §5, CR-10. A deed without a sentence of its own is told by its word.

/// A deed's word, and the key of its sentence.
const KEYS: &[(&str, &str)] = &[
    ("worker_taken_in", "deed-taken-in"),
    ("invited", "deed-invited"),
    ("invitation_withdrawn", "deed-invitation-withdrawn"),
    ("worker_changed", "deed-worker-changed"),
    ("supervision_begun", "deed-supervision-begun"),
    ("supervision_ended", "deed-supervision-ended"),
    ("supervision_settled", "deed-supervision-settled"),
    ("team_made", "deed-team-made"),
    ("team_changed", "deed-team-changed"),
    ("team_joined", "deed-team-joined"),
    ("team_left", "deed-team-left"),
    ("team_ended", "deed-team-ended"),
    ("assigned_to_programme", "deed-to-programme"),
    ("released_from_programme", "deed-from-programme"),
    ("custodian_named", "deed-custodian-named"),
    ("absence_planned", "deed-absence-planned"),
    ("absence_ended", "deed-absence-ended"),
    ("absence_over", "deed-absence-over"),
    ("absences_over", "deed-absences-over"),
    ("hand_over_previewed", "deed-hand-over-previewed"),
    ("access_paused", "deed-access-paused"),
    ("access_ended", "deed-access-ended"),
    ("returned", "deed-returned"),
    ("means_taken_away", "deed-means-taken-away"),
    ("owners_checked", "deed-owners-checked"),
    ("charge_given", "deed-charge-given"),
    ("assignment_asked", "deed-assignment-asked"),
    ("assignment_end_asked", "deed-assignment-end-asked"),
    ("duty_ended", "deed-duty-ended"),
    ("organization_registered", "deed-organization-registered"),
    ("organization_revised", "deed-organization-revised"),
    ("organization_changed", "deed-organization-changed"),
    ("agreed_anew", "deed-agreed-anew"),
    ("questions_answered", "deed-questions-answered"),
    ("signature_given", "deed-signature-given"),
    ("signature_refused", "deed-signature-refused"),
    ("refusal_talked_about", "deed-refusal-talked-about"),
    ("agreement_signed", "deed-agreement-signed"),
    ("training_completed", "deed-training-completed"),
    ("standing_settled", "deed-standing-settled"),
    ("paper_recorded", "deed-paper-recorded"),
    ("paper_looked_at", "deed-paper-looked-at"),
    ("paper_confirmed", "deed-paper-confirmed"),
    ("paper_declined", "deed-paper-declined"),
    ("requirement_published", "deed-requirement-published"),
    ("requirement_of_parts_changed", "deed-requirement-of-parts"),
    ("requirements_changed", "deed-requirements-changed"),
    ("access_asked", "deed-access-asked"),
    ("access_questions_listed", "deed-access-questions-listed"),
    ("access_answered", "deed-access-answered"),
    ("access_answer_seen", "deed-access-answer-seen"),
    ("emergency_asked", "deed-emergency-asked"),
    ("emergency_opened", "deed-emergency-opened"),
    ("emergency_closed", "deed-emergency-closed"),
    ("emergency_seen", "deed-emergency-seen"),
    ("emergency_confirmed", "deed-emergency-confirmed"),
    ("emergency_reviewed", "deed-emergency-reviewed"),
    ("emergency_delayed", "deed-emergency-delayed"),
    ("emergency_settled", "deed-emergency-settled"),
    ("emergency_settings_changed", "deed-emergency-settings"),
    ("presence_begun", "deed-presence-begun"),
    ("presence_aside", "deed-presence-aside"),
    ("presence_resumed", "deed-presence-resumed"),
    ("presence_ended", "deed-presence-ended"),
    ("place_away", "deed-place-away"),
    ("place_attested", "deed-place-attested"),
    ("place_withdrawn", "deed-place-withdrawn"),
    ("place_back", "deed-place-back"),
    ("left_quickly", "deed-left-quickly"),
    ("whereabouts_rule_changed", "deed-whereabouts-rule"),
    ("conflict_declared", "deed-conflict-declared"),
    ("conflicts_found", "deed-conflicts-found"),
    ("conflicts_listed", "deed-conflicts-listed"),
    ("conflict_decided", "deed-conflict-decided"),
    ("warning_held", "deed-warning-held"),
    ("held_warnings_listed", "deed-held-warnings-listed"),
    ("held_warning_settled", "deed-held-warning-settled"),
    ("warnings_overdue", "deed-warnings-overdue"),
    ("consent_settings_changed", "deed-consent-settings"),
    ("sensitive_kinds_changed", "deed-sensitive-kinds"),
    ("sensitive_kinds_kept", "deed-sensitive-kinds"),
    ("talks_looked_for", "deed-talks-looked-for"),
    ("talks_due", "deed-talks-due"),
    ("policies_looked_for", "deed-policies-looked-for"),
    ("policies_due", "deed-policies-due"),
    ("consents_looked_for", "deed-consents-looked-for"),
    ("consents_due", "deed-consents-due"),
    ("sharing_looked_for", "deed-sharing-looked-for"),
    ("sharing_due", "deed-sharing-due"),
    ("exports_marked", "deed-exports-marked"),
    ("exports_looked_for", "deed-exports-looked-for"),
    ("exports_to_tell", "deed-exports-to-tell"),
    ("searches_noticed", "deed-searches-noticed"),
    ("look_up_stated", "deed-look-up-stated"),
    ("system_kept", "deed-system-kept"),
    ("system_dropped", "deed-system-dropped"),
    ("mapping_saved", "deed-mapping-saved"),
    ("log_name_matched", "deed-log-name-matched"),
    ("log_numbers_said", "deed-log-numbers-said"),
    ("log_offered", "deed-log-offered"),
    ("log_taken_in", "deed-log-taken-in"),
    ("log_tried", "deed-log-tried"),
    ("links_alone_turned_away", "deed-links-alone-ended"),
    ("accesses_compared", "deed-accesses-compared"),
    ("accesses_reviewed", "deed-accesses-reviewed"),
    ("access_queue_seen", "deed-queue-seen"),
    ("access_matter_seen", "deed-matter-seen"),
    ("access_days_seen", "deed-days-seen"),
    ("access_explained", "deed-access-explained"),
    ("access_questioned", "deed-access-questioned"),
    ("access_accounted_for", "deed-access-accounted-for"),
    ("access_incident", "deed-access-incident"),
    ("review_settings_changed", "deed-review-settings"),
    ("way_added", "deed-way-added"),
    ("way_key_changed", "deed-way-key-changed"),
    ("way_retired", "deed-way-retired"),
    ("way_checked", "deed-way-checked"),
    ("policy_assessed", "deed-policy-assessed"),
    ("policy_settled", "deed-policy-settled"),
    ("protocol_agreed", "deed-protocol-agreed"),
    ("protocol_suspended", "deed-protocol-suspended"),
    ("protocol_resumed", "deed-protocol-resumed"),
    ("protocol_ended", "deed-protocol-ended"),
    ("protocol_settled", "deed-protocol-settled"),
    ("partnership_breached", "deed-partnership-breached"),
    ("breach_settled", "deed-breach-settled"),
    ("partnerships_reminded", "deed-partnerships-reminded"),
    ("release_rule_kept", "deed-release-rule-kept"),
    ("release_rule_reviewed", "deed-release-rule-reviewed"),
    ("release_rule_retired", "deed-release-rule-retired"),
    ("law_asked", "deed-law-asked"),
    ("law_question_taken", "deed-law-taken"),
    ("law_answered", "deed-law-answered"),
    ("law_answer_read", "deed-law-answer-read"),
    ("law_question_withdrawn", "deed-law-withdrawn"),
    ("guidance_published", "deed-guidance-published"),
    ("guidance_withdrawn", "deed-guidance-withdrawn"),
    ("office_act_refused", "deed-act-refused"),
    ("office_act_asked", "deed-act-asked"),
    ("key_holder_recorded", "deed-key-holder-recorded"),
    ("key_given_back", "deed-key-given-back"),
    ("key_removed", "deed-key-removed"),
    ("slot_added", "deed-slot-added"),
    ("trial_letter_written", "deed-trial-letter"),
    ("letters_taken", "deed-letters-taken"),
    ("letters_recovered", "deed-letters-recovered"),
    ("letter_carried", "deed-letter-carried"),
    ("breach_settings_changed", "deed-breach-settings"),
];

/// The key of the sentence for a deed.
pub(super) fn key(deed: &str) -> &'static str {
    let found = KEYS.iter().find(|it| it.0 == deed);
    found.map_or("deed-other", |it| it.1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use caseward_model::Language;

    use super::*;
    use crate::Words;

    #[test]
    fn every_deed_has_a_sentence_of_its_own_in_both_languages() {
        let deeds: HashSet<_> = KEYS.iter().map(|it| it.0).collect();
        assert_eq!(deeds.len(), KEYS.len(), "a deed stands twice");
        for language in Language::ALL {
            let words = Words::of(*language);
            for (_, key) in KEYS {
                let sentence = words.fill(key).with("who", "Dana Ortiz").to_string();
                assert!(!sentence.contains('⟦'), "{key} in {language}");
            }
        }
        assert_eq!(key("something_else"), "deed-other");
    }
}
