//! A second decider for the office, written from the clauses and not from the rules, to compare with
//! (CR-4). It decides nothing.

use caseward_model::{Concern, OfficeAct, OfficeSituation, Role};

/// Whether the clauses let it be.
#[must_use]
pub fn permits(s: &OfficeSituation) -> bool {
    if s.suspended || (s.barred && is_of_conferences(s.act)) {
        return false;
    }
    // Who takes part in a conference comes from many organisations (CC-1, DV-5.7).
    let sits_in_one = s.act == OfficeAct::TakePart && s.concern == Concern::Oneself;
    let in_order = (s.of_this_office || sits_in_one) && s.agreement_signed && s.training_current;
    if !in_order && !keeps_own_access_in_order(s) {
        return false;
    }
    by_role(s)
}

/// What ends with a finding: sitting in conferences, holding them, and judging others (CC-2.10).
const fn is_of_conferences(act: OfficeAct) -> bool {
    matches!(
        act,
        OfficeAct::HoldConference
            | OfficeAct::TakePart
            | OfficeAct::HandleBreach
            | OfficeAct::FindBreach
            | OfficeAct::Reinstate
    )
}

/// What everyone may do whatever their standing: sign and learn, look after their own sign-in, see what
/// they lack, and report what went wrong (CC-2, CC-2.8, DV-5.10, NASW-l).
fn keeps_own_access_in_order(s: &OfficeSituation) -> bool {
    match s.act {
        OfficeAct::Sign => true,
        OfficeAct::ManageSignIn | OfficeAct::SeeStanding | OfficeAct::ReportBreach => {
            s.concern == Concern::Oneself
        }
        _ => false,
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each act: the list is the rule"
)]
fn by_role(s: &OfficeSituation) -> bool {
    use Role as R;
    let own = s.concern == Concern::Oneself;
    let supervises = s.role == R::Supervisor && s.concern == Concern::Supervised;
    let is = |roles: &[Role]| roles.contains(&s.role);
    match s.act {
        OfficeAct::SeePeople => !is(&[R::Client, R::PartnerWorker]),
        OfficeAct::ManagePeople => !own && is(&[R::Administrator, R::LineManager]),
        OfficeAct::EndAccess => {
            let may = [
                R::Administrator,
                R::LineManager,
                R::PrivacyOfficer,
                R::RecordsCustodian,
            ];
            !own && (supervises || is(&may))
        }
        OfficeAct::ManageSignIn => own || is(&[R::Administrator, R::LineManager]),
        OfficeAct::IssueToken | OfficeAct::Sign | OfficeAct::AccountForAccess => {
            own && s.role != R::Client
        }
        OfficeAct::ManageSettings | OfficeAct::ManageKeys => {
            is(&[R::Administrator, R::PrivacyOfficer])
        }
        OfficeAct::Assign => {
            let office = s.role == R::Supervisor && s.concern == Concern::Office;
            !own && (supervises || office || s.role == R::RecordsCustodian)
        }
        OfficeAct::RaiseWall => {
            let who_may_know = [
                R::Caseworker,
                R::Supervisor,
                R::ConferenceLead,
                R::PrivacyOfficer,
                R::RecordsCustodian,
            ];
            own || is(&who_may_know)
        }
        OfficeAct::LowerWall => !own && s.role == R::PrivacyOfficer,
        OfficeAct::ManageAgreements => s.role == R::PrivacyOfficer,
        OfficeAct::RecordSigned => {
            let may = [R::PrivacyOfficer, R::LineManager, R::RecordsCustodian];
            !own && (supervises || is(&may))
        }
        OfficeAct::SeeStanding => {
            let may = [
                R::PrivacyOfficer,
                R::LineManager,
                R::Administrator,
                R::Auditor,
            ];
            own || supervises || is(&may)
        }
        OfficeAct::AskAccess => own && is(&[R::Caseworker, R::Supervisor, R::ConferenceLead]),
        OfficeAct::AnswerAccess => !own && is(&[R::Supervisor, R::RecordsCustodian]),
        OfficeAct::OpenEmergency => {
            let may = [R::Caseworker, R::Supervisor, R::ConferenceLead];
            own && !s.emergency_unsettled && is(&may)
        }
        OfficeAct::ReviewEmergency => {
            let office = s.role == R::Supervisor && s.concern == Concern::Office;
            !own && (supervises || office || s.role == R::PrivacyOfficer)
        }
        OfficeAct::RegisterLookUp => {
            let may = [
                R::Caseworker,
                R::Supervisor,
                R::ConferenceLead,
                R::LegalCounsel,
                R::RecordsCustodian,
                R::PrivacyOfficer,
            ];
            own && is(&may)
        }
        OfficeAct::ManageLookUps => is(&[R::PrivacyOfficer, R::RecordsCustodian]),
        OfficeAct::SeeRecipients => {
            let may = [
                R::Caseworker,
                R::Supervisor,
                R::ConferenceLead,
                R::PrivacyOfficer,
                R::LegalCounsel,
                R::LineManager,
                R::RecordsCustodian,
                R::Auditor,
                R::Administrator,
            ];
            is(&may)
        }
        OfficeAct::ManageRecipients => {
            is(&[R::PrivacyOfficer, R::LineManager, R::RecordsCustodian])
        }
        OfficeAct::CheckWay => {
            let may = [
                R::Supervisor,
                R::ConferenceLead,
                R::PrivacyOfficer,
                R::LegalCounsel,
                R::LineManager,
                R::RecordsCustodian,
            ];
            !own && is(&may)
        }
        OfficeAct::KeepReleaseRules => {
            is(&[R::PrivacyOfficer, R::LegalCounsel, R::RecordsCustodian])
        }
        OfficeAct::AskLaw => {
            let may = [
                R::Caseworker,
                R::Supervisor,
                R::ConferenceLead,
                R::PrivacyOfficer,
                R::LineManager,
                R::RecordsCustodian,
            ];
            own && is(&may)
        }
        OfficeAct::NoteEnquiry => own && !is(&[R::Client, R::PartnerWorker]),
        OfficeAct::AnswerEnquiry => is(&[R::PrivacyOfficer, R::LineManager, R::LegalCounsel]),
        OfficeAct::HoldConference => is(&[R::Supervisor, R::ConferenceLead]),
        OfficeAct::AgreeOnItem => is(&[R::Supervisor, R::ConferenceLead, R::PrivacyOfficer]),
        OfficeAct::HandleBreach => {
            let may = [R::Supervisor, R::ConferenceLead, R::PrivacyOfficer];
            s.concern == Concern::Office && is(&may)
        }
        OfficeAct::FindBreach | OfficeAct::Reinstate => !own && s.role == R::PrivacyOfficer,
        OfficeAct::TakePart | OfficeAct::ReportBreach => {
            let may = [
                R::Caseworker,
                R::Supervisor,
                R::ConferenceLead,
                R::PartnerWorker,
            ];
            own && is(&may)
        }
        OfficeAct::AnswerLaw => !own && s.role == R::LegalCounsel,
        OfficeAct::ReviewAccess => !own && is(&[R::PrivacyOfficer, R::Auditor]),
    }
}
