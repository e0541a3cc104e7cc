//! `/clients/{id}/consents`: what a client agreed to: the list, one question a page, signing, and taking it back in two taps.
//!
//! Pages §3 S6; DV-2.1, DV-2.2, DV-3.3.2d, DV-4.4.2, NASW-b, NASW-h, RE-1. Nothing is ticked beforehand, each sensitive kind
//! of information is asked by itself, and what was answered is kept at each step. It works without a script.

mod form;
mod handler;
mod letter_link;
mod list;
mod needed;
mod one;
mod paper;
mod papers_in;
mod recalls;
mod step;

pub use form::Answers;
pub use handler::routes;
pub use letter_link::LetterLinkPage;
pub use list::ListPage;
pub use one::{OnePage, WithdrawPage};
pub(in crate::pages::clients) use paper::{BODY_BYTES_MAX, PostedScan};
pub(in crate::pages::clients) use recalls::kept_apart;
pub use step::StepPage;

use caseward_casework::consent::{ConsentNeed, ConsentWords, SigningNeed, Step, consent_words};
use caseward_casework::gate::Delivery;
use caseward_model::{ConsentStage, Language};

use crate::delivery::Ending;
use crate::forms::Problems;

/// The words of the form, in a language; nothing only if a file of this very program isn't as it must be.
pub(super) fn words_in(language: Language) -> Option<&'static ConsentWords> {
    consent_words(language).ok()
}

/// How a consent stands, as a key of words: what is signed may have run out.
pub(super) const fn stage_key(stage: ConsentStage, is_over: bool) -> &'static str {
    match (stage, is_over) {
        (ConsentStage::Signed, true) => "consent-stage-expired",
        (ConsentStage::Signed, false) => "consent-stage-signed",
        (ConsentStage::Draft, _) => "consent-stage-draft",
        (ConsentStage::Explained, _) => "consent-stage-explained",
        (ConsentStage::PaperWaits, _) => "consent-stage-paper-waits",
        (ConsentStage::Revoked, _) => "consent-stage-revoked",
        (ConsentStage::Superseded, _) => "consent-stage-superseded",
        (ConsentStage::EnteredInError, _) => "consent-stage-error",
        (ConsentStage::Rejected, _) => "consent-stage-rejected",
    }
}

/// The sign for how a consent stands.
pub(super) const fn stage_sign(stage: ConsentStage, is_over: bool) -> &'static str {
    match (stage, is_over) {
        (ConsentStage::Signed, false) => "open",
        (ConsentStage::Draft | ConsentStage::Explained | ConsentStage::PaperWaits, _) => "masked",
        _ => "locked",
    }
}

/// What the ledger is told of both when an answer has ended.
pub(in crate::pages::clients) fn closing_both(
    one: Delivery,
    other: Option<Delivery>,
) -> impl FnOnce(Ending) + Send + 'static {
    let one = crate::visit::closing(one);
    let other = other.map(crate::visit::closing);
    move |ending| {
        if let Some(other) = other {
            other(match ending {
                Ending::Delivered => Ending::Delivered,
                Ending::Aborted => Ending::Aborted,
            });
        }
        one(ending);
    }
}

/// The field on the page that has to be mended, and the sentence for it.
pub(super) const fn place(need: ConsentNeed) -> (&'static str, &'static str) {
    match need {
        ConsentNeed::Capacity => ("capacity", "consent-needs-capacity"),
        ConsentNeed::SignerName => ("name", "consent-needs-signer-name"),
        ConsentNeed::SignerRelationship => ("relationship", "consent-needs-relationship"),
        ConsentNeed::SignerProof => ("proof", "consent-needs-proof"),
        ConsentNeed::SignerScope => ("scope", "consent-needs-scope"),
        ConsentNeed::SignerUntil => ("may_until", "consent-needs-may-until"),
        ConsentNeed::SignerOver => ("may_until", "consent-needs-signer-over"),
        ConsentNeed::SignerSeen => ("seen_on", "consent-needs-seen-on"),
        ConsentNeed::SignerNotAllowed => ("harmed", "consent-needs-another-signer"),
        ConsentNeed::MinorAlone => ("service", "consent-needs-minor"),
        ConsentNeed::Purpose => ("purpose", "consent-needs-purpose"),
        ConsentNeed::PurposeOfAnotherKind => ("purpose", "consent-needs-other-form"),
        ConsentNeed::Because => ("because", "consent-needs-because"),
        ConsentNeed::Recipient => ("recipient", "consent-needs-recipient"),
        ConsentNeed::Readers => ("readers", "consent-needs-readers"),
        ConsentNeed::Information => ("asked", "consent-needs-information"),
        ConsentNeed::InformationOfAnotherKind => ("asked", "consent-needs-other-form"),
        ConsentNeed::AnswerNotSure => ("asked", "consent-needs-plain-answer"),
        ConsentNeed::Channels => ("way", "consent-needs-way"),
        ConsentNeed::ChannelOpen => ("way", "consent-needs-closed-way"),
        ConsentNeed::Until => ("until", "consent-needs-until"),
        ConsentNeed::UntilPast => ("until", "consent-needs-until-later"),
        ConsentNeed::UntilAfterSigner => ("until", "consent-needs-until-signer"),
        ConsentNeed::UntilTooFar => ("until", "consent-needs-until-sooner"),
        ConsentNeed::ConsequencesAgree => ("agree", "consent-needs-agree"),
        ConsentNeed::ConsequencesRefuse => ("refuse", "consent-needs-refuse"),
        ConsentNeed::Alternatives => ("alternatives", "consent-needs-alternatives"),
        ConsentNeed::LimitWords => ("limits", "consent-needs-limit-words"),
        ConsentNeed::NotACondition => ("not_a_condition", "consent-needs-told"),
        ConsentNeed::MayRevoke => ("may_revoke", "consent-needs-told"),
        ConsentNeed::Redisclosure => ("redisclosure", "consent-needs-told"),
        ConsentNeed::LimitsOfConfidentiality => ("limits_of_confidentiality", "consent-needs-told"),
        ConsentNeed::Copy => ("copy", "consent-needs-told"),
        ConsentNeed::TeachBack => ("teach_back", "consent-needs-teach-back"),
        ConsentNeed::InterpreterUnasked => ("interpreter", "consent-unasked"),
        ConsentNeed::IfMissing => ("if_missing", "consent-needs-if-missing"),
        ConsentNeed::IfMissingUnasked => ("if_missing", "consent-unasked"),
        ConsentNeed::TooLong => ("main", "consent-too-long"),
    }
}

/// On which question's page a field stands; nothing for one on the page where all is checked.
pub(super) fn step_of(field: &str) -> Option<Step> {
    Some(match field {
        "capacity" | "name" | "relationship" | "proof" | "seen_on" | "scope" | "may_until"
        | "harmed" | "service" => Step::Who,
        "purpose" | "because" | "request" => Step::Purpose,
        "recipient" | "readers" => Step::Recipient,
        "asked" => Step::Information,
        "way" | "until" => Step::Terms,
        "agree" | "refuse" | "alternatives" => Step::Consequences,
        "limits" => Step::Limits,
        "not_a_condition"
        | "may_revoke"
        | "redisclosure"
        | "limits_of_confidentiality"
        | "copy"
        | "teach_back"
        | "interpreter"
        | "if_missing" => Step::Confidentiality,
        _ => return None,
    })
}

/// What is still needed, field by field.
pub(super) fn problems_of(needs: &[ConsentNeed]) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let (field, key) = place(*need);
        if problems.of(field).is_none() {
            problems.note(field, key);
        }
    }
    problems
}

/// Why a paper that was compared doesn't count yet.
pub(super) fn compared_problems(needs: &[SigningNeed]) -> Problems {
    let mut problems = Problems::default();
    if needs.contains(&SigningNeed::NothingSince) {
        problems.note("main", "consent-needs-nothing-since");
    } else if needs.contains(&SigningNeed::Witness) {
        problems.note("witness_signed", "consent-needs-witness-on-paper");
    } else {
        return signing_problems(needs);
    }
    problems
}

/// What a signature still needs, field by field.
pub(super) fn signing_problems(needs: &[SigningNeed]) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let (field, key) = match need {
            SigningNeed::Name => ("sign_name", "consent-sign-needs-name"),
            SigningNeed::SecondName => ("second_name", "consent-sign-needs-name"),
            SigningNeed::AnotherName => ("sign_name", "consent-sign-needs-their-name"),
            SigningNeed::Statements => ("statements", "consent-sign-needs-statements"),
            SigningNeed::Mark => ("mark", "sign-needs-mark"),
            // What is drawn stands on the page only with a script; the name always does.
            SigningNeed::TypedAlone => ("sign_name", "consent-sign-needs-more-than-a-name"),
            SigningNeed::Day => ("signed_on", "paper-needs-day"),
            SigningNeed::NothingSince => ("signed_on", "consent-needs-nothing-since"),
            SigningNeed::Scan => ("scan", "paper-needs-scan"),
            SigningNeed::SmallerScan => ("scan", "paper-needs-smaller-scan"),
            SigningNeed::Witness => ("witness", "consent-needs-witness"),
            SigningNeed::WitnessUnasked => ("witness", "consent-unasked"),
            SigningNeed::WitnessSignature => ("witness_signed", "consent-needs-witness-signed"),
        };
        problems.note(field, key);
    }
    problems
}
