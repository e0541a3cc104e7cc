//! What stands in a client's own view, as sentences: plain ones, in their own language.

use caseward_casework::gate::OwnLookKind;
use caseward_casework::own_view::{Choice, Look, Question, SharedLine as SharedFact};
use caseward_model::{Basis, Language, Purpose};

use super::{AskedLine, ChoiceLine, LookLine, SharedLine};
use crate::Words;
use crate::view::{joined, named, role_key};
use crate::visit::{day, moment};

/// For what, in words to the client themselves.
fn why(purpose: Option<Purpose>) -> &'static str {
    match purpose {
        Some(Purpose::DirectService | Purpose::CaseConference | Purpose::Eligibility) => {
            "me-why-serve"
        }
        Some(Purpose::Supervision) => "me-why-supervise",
        Some(Purpose::Danger | Purpose::Emergency | Purpose::ChildProtection) => "me-why-safety",
        Some(Purpose::SubjectAccess) => "me-why-you-asked",
        Some(Purpose::Legal) => "me-why-law",
        Some(Purpose::Payment) => "me-why-payment",
        Some(Purpose::Consultation | Purpose::Teaching) => "me-why-advice",
        Some(Purpose::ProgramReporting) => "me-why-report",
        Some(Purpose::AccessReview) => "me-why-review",
        Some(Purpose::RecordsManagement) => "me-why-records",
        Some(Purpose::Media) | None => "me-why-work",
    }
}

pub(super) fn look(language: Language, it: &Look) -> LookLine {
    let words = Words::of(language);
    let key = match it.kind {
        OwnLookKind::Opened => "me-look-opened",
        OwnLookKind::Emergency => "me-look-emergency",
        OwnLookKind::Wrote => "me-look-wrote",
        OwnLookKind::Printed => "me-look-printed",
        OwnLookKind::Reported => "me-look-reported",
    };
    let who = it
        .role
        .map_or_else(|| words.t("me-somebody"), |role| words.t(role_key(role)));
    let at = if it.organization.is_empty() {
        words.t("me-the-office")
    } else {
        it.organization.clone()
    };
    let sentence = words.fill(key).with("who", who).with("at", at);
    LookLine {
        entry: it.entry,
        when: moment(language, it.at_ms),
        sentence: sentence.with("why", words.t(why(it.purpose))).to_string(),
        emergency: it.kind == OwnLookKind::Emergency,
    }
}

pub(super) fn shared(language: Language, it: &SharedFact) -> SharedLine {
    let words = Words::of(language);
    let ground = match it.basis {
        Basis::Consent => "me-ground-consent",
        Basis::ClientRequest => "me-ground-asked",
        Basis::LegalAuthority => "me-ground-law",
        Basis::Danger => "me-ground-danger",
        Basis::Deidentified => "me-ground-nobody",
        Basis::CompellingNeed => "me-ground-need",
        Basis::Duty | Basis::None => "me-ground-duty",
    };
    let key = if it.sections.is_empty() {
        "me-shared-some"
    } else {
        "me-shared-line"
    };
    let sentence = words.fill(key).with("to", it.recipient.clone());
    let sentence = sentence.with("what", named(words, &it.sections));
    SharedLine {
        no: it.no,
        when: moment(language, it.at_ms),
        sentence: sentence
            .with("why", words.t(why(Some(it.purpose))))
            .to_string(),
        ground: words.t(ground),
    }
}

pub(super) fn choice(language: Language, it: &Choice) -> ChoiceLine {
    let words = Words::of(language);
    let mut reasons: Vec<String> = Vec::new();
    for purpose in &it.purposes {
        let reason = words.t(why(Some(*purpose)));
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let sentence = words
        .fill("me-choice-line")
        .with("what", named(words, &it.sections))
        .with("why", joined(words, &reasons));
    ChoiceLine {
        no: it.no,
        recipient: it.recipient.clone(),
        sentence: sentence.to_string(),
        until: it.until.map(|at| day(language, at)),
        holds: it.holds,
        taken_back: it.taken_back_at.map(|at| moment(language, at)),
        received: it
            .received
            .iter()
            .map(|it| (it.recipient.clone(), day(language, it.at_ms)))
            .collect(),
    }
}

pub(super) fn asked(language: Language, it: Question) -> AskedLine {
    AskedLine {
        about: it.about,
        when: moment(language, it.at),
        words: it.words,
        answer: it.answer.map(|it| (it.words, moment(language, it.at))),
    }
}
