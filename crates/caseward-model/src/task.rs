//! What can wait for somebody: the kinds of tasks, and how a task stands. A task is a pointer to work that is
//! done elsewhere; it decides nothing (NASW-d, NASW-o).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What is to be done.
    pub enum TaskKind, "kind of task" {
        /// Someone refused an agreement, and a person talks with them (DV-5.1.1).
        AgreementRefused = "agreement_refused",
        /// A signature on paper waits for a second person (CC-2).
        SignatureToConfirm = "signature_to_confirm",
        /// Files of someone who left wait for a new owner (NASW-o).
        HandOver = "hand_over",
        /// A reviewer asks about an access (CR-10).
        AccessQuestion = "access_question",
        /// A possible conflict of interest waits for a decision (DV-3.3.2e).
        ConflictToDecide = "conflict_to_decide",
        /// A colleague asks for access (CR-2, CR-4).
        AccessAsked = "access_asked",
        /// One's own question for access was answered.
        AccessAnswered = "access_answered",
        /// A colleague opened a file in an emergency: a second person knows at once (RE-7).
        EmergencyOpened = "emergency_opened",
        /// An emergency access waits for its review (RE-7, CR-10).
        EmergencyReview = "emergency_review",
        /// A team has used up its emergencies of the month, and opened one more (NASW-c).
        EmergencyOverBudget = "emergency_over_budget",
        /// A client shall hear of an emergency access later; someone decides (NASW-d).
        EmergencyDelay = "emergency_delay",
        /// A review found that training would help.
        EmergencyTraining = "emergency_training",
        /// A review found a breach (CR-10, DV-5.1.8).
        EmergencyBreach = "emergency_breach",
        /// Someone tried again and again to open files in an emergency and named nobody who can be opened.
        EmergencyAttempts = "emergency_attempts",
        /// Someone searched again and again and found nobody (CR-2).
        SearchPattern = "search_pattern",
        /// Accesses that nothing explains wait for a reviewer (CR-2, CR-10).
        AccessReview = "access_review",
        /// A reviewer opened an incident over an access (CR-10, DV-5.1.8).
        AccessIncident = "access_incident",
        /// There are accesses that none of the reviewers may review; someone else has to become one (CR-10).
        ReviewerMissing = "reviewer_missing",
        /// A key or an address of a recipient waits for a call back by a second person (CC-2.3).
        WayToCheck = "way_to_check",
        /// A protocol with a partner runs out soon (DV-5.5).
        ProtocolToRenew = "protocol_to_renew",
        /// The assessment of a partner's confidentiality policy runs out soon (DV-4.1).
        PolicyToAssess = "policy_to_assess",
        /// What was agreed with partners was broken: someone who answers for it knows at once (DV-5.8).
        PartnershipBreach = "partnership_breach",
        /// A line of the register of who may obtain what is due for review (CR-8).
        ReleaseRuleReview = "release_rule_review",
        /// A question waits for the Law Department (CR-5).
        LawAsked = "law_asked",
        /// One's own question to the Law Department was answered.
        LawAnswered = "law_answered",
        /// A consent was taken back by word of mouth; a written note is due (NASW-b).
        ConsentNote = "consent_note",
        /// A consent was taken back; whoever received under it is told, and asked to return or destroy it (DV-2.1).
        ConsentRecall = "consent_recall",
        /// The signed paper of a consent waits for a second person (RE-1, DV-2.2).
        ConsentPaper = "consent_paper",
        /// The limits of confidentiality are to be gone through with a client (NASW-e).
        ConfidentialityTalk = "confidentiality_talk",
        /// A client is to be told what was let out about them, and what may come of it (NASW-d).
        TellClient = "tell_client",
        /// A client is to be told to whom their rows go in exports for programme reporting (NASW-d).
        ExportToTell = "export_to_tell",
        /// A disclosure waits for a second person to look at it (CR-6, DV-3.1).
        DisclosureToApprove = "disclosure_to_approve",
        /// A client asks something about their file, from their own view of it (NASW-e).
        ClientAsked = "client_asked",
        /// A client asks to see their file (DV-5.2.4).
        ClientAskedToSee = "client_asked_to_see",
        /// A disclosure may put a client at more risk: a supervisor discusses it first (DV-3.3.2c).
        RiskToDiscuss = "risk_to_discuss",
        /// Somebody outside asked about a person; whoever speaks for the office deals with it (NASW-k).
        EnquiryToAnswer = "enquiry_to_answer",
        /// A colleague reported a danger: a supervisor knows at once, and discusses it where telling may raise the risk (RE-7, DV-3.3.2c).
        DangerReported = "danger_reported",
        /// A client is to be told that somebody was warned of a danger that may come from them, or it is said why not (NASW-d).
        WarningToTell = "warning_to_tell",
        /// Somebody other than a client may be harmed: they are warned, or it is said why nobody is (DV-4.2b).
        WarningDue = "warning_due",
        /// Within the office's time nobody was warned of a danger: a supervisor sees to it (DV-4.2b).
        WarningOverdue = "warning_overdue",
        /// Somebody who may be in danger can't be warned from here; the privacy officer decides what is done instead (DV-3.3.2e).
        WarningHeld = "warning_held",
        /// Somebody was named for a case conference, and signs before they see anything of it (CC-2).
        ConferenceToSign = "conference_to_sign",
        /// A client has not acknowledged the organisation's policies yet (RE-1).
        PoliciesToAcknowledge = "policies_to_acknowledge",
        /// Somebody reported a breach in a conference; whoever leads it knows at once, and privacy officers when nobody takes it up (CC-2.8).
        BreachReported = "breach_reported",
        /// A report was put to the person whom it is about, who can answer before anything is found (CC-2.10).
        BreachToAnswer = "breach_to_answer",
        /// A report was looked into, and waits for a finding (CC-2.9, CC-2.10).
        BreachToFind = "breach_to_find",
        /// A breach was found: the letters to employer and authorities wait (CC-2.9, CC-2.10).
        BreachToTell = "breach_to_tell",
        /// Something was undertaken in a case conference, and is to be done (CC-1).
        ConferenceAction = "conference_action",
        /// Its day is over, and nobody has said what came of it (CC-1).
        ConferenceActionOverdue = "conference_action_overdue",
        /// A client was not asked yet for their written consent on confidentiality (RE-1).
        ConsentToAsk = "consent_to_ask",
        /// Somebody who told something took their permission back; whoever received it is told, and asked to return or destroy it (CR-9).
        TellerRecall = "teller_recall",
        /// Whoever led a meeting of a conference can't any more, and one leads in their place (CC-1).
        ConferenceToLead = "conference_to_lead",
        /// Nobody can lead a part of a meeting any more (CC-1).
        ConferenceWithoutLead = "conference_without_lead",
        /// A client agreed to something, and is to be told what is shared about them and how it is protected (DV-4.1).
        SharingToTell = "sharing_to_tell",
    }
}

vocabulary! {
    /// How a task stands.
    pub enum TaskState, "state of a task" {
        /// It waits.
        Open = "open",
        /// It was done, with an outcome.
        Done = "done",
        /// It is no longer needed.
        Withdrawn = "withdrawn",
    }
}
