//! What people do to the office itself: take colleagues in, assign, sign, review. Nothing here is about
//! what stands in a client's file (CR-4, DV-1).

use crate::Role;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Something that is done to the office.
    pub enum OfficeAct, "office act" {
        /// To see who works here.
        SeePeople = "see_people",
        /// To take people in, invite them, give roles, teams and supervision, register organisations.
        ManagePeople = "manage_people",
        /// To pause or end someone's access: suspension, leave, incapacity, death, and the hand-over (NASW-o).
        EndAccess = "end_access",
        /// To look after means of sign-in and sessions (NASW-l).
        ManageSignIn = "manage_sign_in",
        /// To let a program ask in one's own name.
        IssueToken = "issue_token",
        /// To change how the office is set up.
        ManageSettings = "manage_settings",
        /// To add or remove ways to open the office, or to seal it.
        ManageKeys = "manage_keys",
        /// To assign a client to someone, or end that (CR-7).
        Assign = "assign",
        /// To put a wall between someone and a client (DV-3.3.2e).
        RaiseWall = "raise_wall",
        /// To take a wall down again.
        LowerWall = "lower_wall",
        /// To publish agreements and training, and say who needs them.
        ManageAgreements = "manage_agreements",
        /// To sign an agreement or complete a training, oneself.
        Sign = "sign",
        /// To record or confirm what someone signed on paper.
        RecordSigned = "record_signed",
        /// To see who has not signed or is not trained.
        SeeStanding = "see_standing",
        /// To ask whoever decides for access to a client's file (CR-2, CR-4).
        AskAccess = "ask_access",
        /// To decide on a colleague's question for access.
        AnswerAccess = "answer_access",
        /// To ask for emergency access (RE-7, NASW-c).
        OpenEmergency = "open_emergency",
        /// To review an emergency access.
        ReviewEmergency = "review_emergency",
        /// To state a duty before looking someone up in another system (CR-2).
        RegisterLookUp = "register_look_up",
        /// To say which other systems there are, and take their access logs in.
        ManageLookUps = "manage_look_ups",
        /// To review who looked at what (CR-10).
        ReviewAccess = "review_access",
        /// To say what an access of one's own was for, when a reviewer asks (CR-10).
        AccountForAccess = "account_for_access",
        /// To see to whom something may go, what was agreed with them, who may obtain what, and what the Law Department
        /// said (CR-5, CR-8, DV-5.7).
        SeeRecipients = "see_recipients",
        /// To say to which organisation, address and key records go, and what was agreed with it (DV-5.5 to DV-5.8).
        ManageRecipients = "manage_recipients",
        /// To make sure, by a call back, that a key or an address is really theirs (CC-2.3).
        CheckWay = "check_way",
        /// To keep the register of who may obtain what (CR-8).
        KeepReleaseRules = "keep_release_rules",
        /// To ask the Law Department (CR-5).
        AskLaw = "ask_law",
        /// To answer for the Law Department.
        AnswerLaw = "answer_law",
        /// To note what somebody outside asked about a person, and give the answer that everybody gets (NASW-k, DV-3.3.1).
        NoteEnquiry = "note_enquiry",
        /// To speak for the office when somebody outside asks (NASW-k).
        AnswerEnquiry = "answer_enquiry",
        /// To hold case conferences: begin a series, and say who takes part (CC-1).
        HoldConference = "hold_conference",
        /// To take part in a case conference: sign for it, see it, leave it (CC-2).
        TakePart = "take_part",
        /// To agree, for a conference, that a client is spoken of there, and by which identifier (CC-2.4a).
        AgreeOnItem = "agree_on_item",
        /// To report a breach, to follow one's own report, and to answer where one is asked oneself (CC-2.8, CC-3).
        ReportBreach = "report_breach",
        /// To take a report up and look into it: for whoever leads the conference, and for privacy officers (CC-2.8).
        HandleBreach = "handle_breach",
        /// To find whether it happened, with all that follows: the end of an access, letters, evidence (CC-2.9, CC-2.10).
        FindBreach = "find_breach",
        /// To let somebody take part in conferences again after a finding (CC-2.10).
        Reinstate = "reinstate",
    }
}

vocabulary! {
    /// Whom an office act is about, as seen from the one who acts.
    pub enum Concern, "concern" {
        /// The office as a whole.
        Office = "office",
        /// Themselves.
        Oneself = "oneself",
        /// Someone whom they supervise.
        Supervised = "supervised",
        /// Another colleague.
        Colleague = "colleague",
    }
}

/// Everything that decides about an office act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OfficeSituation {
    /// What is to be done.
    pub act: OfficeAct,
    /// About whom.
    pub concern: Concern,
    /// The part of the one who acts.
    pub role: Role,
    /// They belong to an organisation that keeps its records here.
    pub of_this_office: bool,
    /// They have signed the current agreements.
    pub agreement_signed: bool,
    /// Their training is not overdue.
    pub training_current: bool,
    /// Their access was ended or paused.
    pub suspended: bool,
    /// An earlier emergency access of theirs must be settled first (RE-7, NASW-c).
    pub emergency_unsettled: bool,
    /// A breach of theirs was found: they take no part in conferences any more (CC-2.10).
    pub barred: bool,
}

impl OfficeSituation {
    /// Every situation that there can be.
    pub fn all() -> impl Iterator<Item = Self> {
        let flags = (0..64_u8).map(|bits| [1, 2, 4, 8, 16, 32].map(|flag: u8| bits & flag != 0));
        flags.flat_map(
            |[
                of_this_office,
                agreement_signed,
                training_current,
                suspended,
                emergency_unsettled,
                barred,
            ]| {
                Role::ALL.iter().flat_map(move |&role| {
                    OfficeAct::ALL.iter().flat_map(move |&act| {
                        Concern::ALL.iter().map(move |&concern| Self {
                            act,
                            concern,
                            role,
                            of_this_office,
                            agreement_signed,
                            training_current,
                            suspended,
                            emergency_unsettled,
                            barred,
                        })
                    })
                })
            },
        )
    }
}
