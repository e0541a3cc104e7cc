//! What has to be mended before something about the people here can be kept: which field, and what is
//! needed. It names nobody and repeats nothing.

use crate::CaseworkError;

macro_rules! amiss {
    ($( $(#[$doc:meta])* $variant:ident = $field:literal $word:literal $says:literal ),+ $(,)?) => {
        /// Something to be mended.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Amiss {
            $( $(#[$doc])* $variant ),+
        }

        impl Amiss {
            /// All of them.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The field that it is about.
            #[must_use]
            pub const fn field(self) -> &'static str {
                match self { $( Self::$variant => $field ),+ }
            }

            /// Its word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }

            /// The key of the sentence that says on a page what is needed.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $( Self::$variant => concat!("amiss-", $word) ),+ }
            }

            /// What is needed, in English, for commands and programs.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self { $( Self::$variant => $says ),+ }
            }
        }
    };
}

amiss! {
    /// No name.
    NameEmpty = "name" "name-empty"
        "the name is empty; write what they are called",
    /// A name without end.
    NameTooLong = "name" "name-too-long"
        "the name is too long; write at most 200 characters",
    /// Signs that hide, or turn the line around.
    NameHides = "name" "name-hides"
        "the name holds characters that can't be seen; write it anew without them",
    /// Marks without a letter, or a pile of them.
    NameMarks = "name" "name-marks"
        "the name has marks that belong to no letter, or too many on one; write it anew",
    /// A short name of other characters.
    HandleForm = "handle" "handle-form"
        "a short name has 2 to 40 lower-case letters, digits, dots or dashes",
    /// A short name that someone has.
    HandleTaken = "handle" "handle-taken"
        "this short name is taken; choose another",
    /// A short name that looks like another.
    HandleAlike = "handle" "handle-alike"
        "this short name looks the same as one that is taken; choose one that nobody can mistake for it",
    /// Not an address of mail.
    EmailForm = "email" "email-form"
        "this isn't an e-mail address; write it like name@example.org, in plain letters",
    /// Someone else's address.
    EmailTaken = "email" "email-taken"
        "this e-mail address is a colleague's already; links for one must not reach another",
    /// Not a telephone number.
    PhoneForm = "phone" "phone-form"
        "a telephone number has digits, spaces, and + ( ) . - only, 40 at most",
    /// A position without end, or with hidden signs.
    PositionForm = "position" "position-form"
        "write what the position is called in at most 100 characters that can be seen",
    /// A client, taken in as a worker.
    RoleOfClient = "role" "role-of-client"
        "a client is not taken in here; a way in for clients is planned and not there yet",
    /// A part that only a partner's staff have, or one that they can't.
    RoleOfPartner = "role" "role-of-partner"
        "the part of a partner's worker goes with staff of a partner, and with no other (DV-5.7)",
    /// A partner's staff of this office, or this office's staff of a partner.
    PartnerStaff = "engagement" "partner-staff"
        "staff of a partner belong to the partner's organization, and everyone else to one that keeps its records here (DV-5.7)",
    /// A partner without a protocol.
    NoProtocol = "organization" "no-protocol"
        "no partnership protocol stands with this organization; who there has access to what is agreed on first (DV-5.5, DV-5.7)",
    /// No such organisation.
    OrganizationUnknown = "organization" "organization-unknown"
        "no organization of the register is called that",
    /// A supervisor who still answers for someone.
    StillSupervises = "role" "still-supervises"
        "they still supervise someone; let another supervisor do it first",
    /// Someone else was quicker.
    ChangedMeanwhile = "stamp" "changed-meanwhile"
        "someone else changed this in the meantime; look at what stands now, and change it again if it is still needed",
    /// One's own supervisor.
    SupervisesOneself = "supervisor" "supervises-oneself"
        "nobody supervises themselves; choose another supervisor",
    /// A circle.
    SupervisionCircle = "supervisor" "supervision-circle"
        "that would be a circle: this supervisor is supervised by them, directly or through others",
    /// Someone whose part isn't a supervisor's.
    NotASupervisor = "supervisor" "not-a-supervisor"
        "only someone whose part is supervisor, and whose access is open, can supervise",
    /// Someone who can't be supervised here.
    NotSupervised = "worker" "not-supervised"
        "clients and staff of partners are not supervised here",
    /// A team's name that another has.
    TeamTaken = "name" "team-taken"
        "there is a team with this name already, or one that looks the same; choose another name",
    /// Someone who can't be in a team.
    NotForTeams = "member" "not-for-teams"
        "only staff of this office whose access is open can be in a team",
    /// A lead who isn't in the team.
    LeadOutside = "lead" "lead-outside"
        "the lead of a team is one of its members; take them in first",
    /// A team that ended.
    TeamEnded = "name" "team-ended"
        "this team was ended; nothing about it can be changed any more",
    /// Someone whom files can't be given to.
    CustodianUnfit = "custodian" "custodian-unfit"
        "files can't be given into this colleague's charge: their access is shut, or their part holds no files",
    /// Oneself as one's own custodian.
    CustodianOneself = "custodian" "custodian-oneself"
        "nobody takes over from themselves; choose a colleague",
    /// An absence that isn't one.
    AbsencePeriod = "until" "absence-period"
        "an absence ends after it begins, hasn't ended yet, and lasts at most two years",
    /// Absences at the same time.
    AbsenceTwice = "from" "absence-twice"
        "another absence of theirs falls into these days; end that one first",
    /// Access that is shut already.
    EndedAlready = "worker" "ended-already"
        "their access is shut already; let them return first if the reason was another",
    /// Access that is open.
    NotEnded = "worker" "not-ended"
        "their access is open; there is nothing to return from",
    /// Someone who can come in already.
    CameIn = "worker" "came-in"
        "they can sign in already, and a link would let whoever made it in as them; if they lost what they sign in with, it has to be taken away first (`caseward sign-in reset`)",
    /// Someone whose access ended.
    NotToBeInvited = "worker" "not-to-be-invited"
        "their access is shut, so no link can let them in",
    /// An organisation that keeps its records here can't stop doing so.
    OwnOrganization = "kind" "own-organization"
        "this is the organization that keeps its records here; its kind decides about every file and stays as it is",
    /// What is agreed with others, said of the organisation whose records these are.
    NotARecipient = "organization" "not-a-recipient"
        "this is the organization that keeps its records here; nothing is agreed with it as a recipient",
    /// A way by a key, without one.
    KeyEmpty = "key" "key-empty"
        "paste their public key",
    /// A key without end, or with signs that no key has.
    KeyForm = "key" "key-form"
        "a public key has at most 20,000 plain characters; paste it as they gave it",
    /// A secret key.
    KeySecret = "key" "key-secret"
        "this is a secret key, and it was not kept; tell them at once, because whoever has it reads what is sent to them: they need a new pair",
    /// No fingerprint.
    FingerprintEmpty = "fingerprint" "fingerprint-empty"
        "write the key's fingerprint, as it is to be compared",
    /// No address.
    AddressEmpty = "address" "address-empty"
        "write where it goes: server and account, address of mail, postal address or place",
    /// A time that ends before it begins, or has ended.
    PeriodForm = "until" "period-form"
        "the last day lies after the first, and isn't over",
    /// Nobody who receives it.
    ReceiverEmpty = "receiver" "receiver-empty"
        "write which role or office there receives it",
    /// A person instead of a role or an office.
    ReceiverPerson = "receiver" "receiver-person"
        "a recipient is an organization and its role or office, never a person (RE-2); leave the name out",
    /// A way that was taken away.
    WayRetired = "way" "way-retired"
        "this way was taken away; add a new one",
    /// A call back, without saying where the number came from.
    SourceEmpty = "source" "source-empty"
        "write where the number came from: a source of your own, such as a directory or an earlier contract",
    /// A changed key that was compared otherwise than by a call back.
    CheckByCall = "how" "check-by-call"
        "the key was changed; only a call back, at a number from a source of your own, makes it count",
    /// Something agreed that names no kind of information.
    TermsEmpty = "categories" "terms-empty"
        "choose at least one kind of information",
    /// Something agreed without a purpose.
    PurposesEmpty = "purposes" "purposes-empty"
        "choose at least one purpose",
    /// Someone who isn't the partner's.
    StaffUnfit = "staff" "staff-unfit"
        "only the partner's own workers in our register can be named",
    /// Something agreed about a client that is to bind nobody.
    OrganizationsEmpty = "organizations" "organizations-empty"
        "choose at least one organization that it is to bind (DV-5.5)",
    /// An organisation that something agreed about a client doesn't bind.
    NotBound = "organization" "not-bound"
        "this organization isn't one of those that it is to bind; agree on something with them first (DV-5.5)",
    /// Told by a way that others can read on.
    ToldWay = "how" "told-way"
        "say by which way it was handed over, of those that nobody else reads on: an encrypted message, a secure transfer, or by hand (CC-2.3)",
    /// A day that isn't there yet.
    ToldDay = "on" "told-day"
        "give the day, today at the latest",
    /// Told twice.
    ToldAlready = "organization" "told-already"
        "it stands there already that they were told, and it binds them",
    /// Acknowledged, and never told.
    NotToldYet = "organization" "not-told-yet"
        "they weren't told yet; say that first, with how and whom",
    /// Something agreed about a client that is over.
    AgreementOver = "organization" "agreement-over"
        "this was ended or has run out; agree on it anew",
    /// A procedure that was not handed over.
    ProcedureNotGiven = "procedure" "procedure-not-given"
        "a protocol begins when they have our procedure and its duties were explained (DV-5.6); say to whom it was given",
    /// A protocol without what follows from a breach.
    BreachClauseMissing = "breach_clause" "breach-clause-missing"
        "a protocol says that a breach by either side breaks it (DV-5.8)",
    /// Too little, or too much.
    SaysTooLittle = "text" "says-too-little"
        "write a sentence or more, in at most 4,000 characters",
    /// A policy without a name.
    ReferenceEmpty = "reference" "reference-empty"
        "write what the document is called, in at most 200 characters",
    /// A question about a policy that has no answer.
    AnswersMissing = "answers" "answers-missing"
        "answer every question with a sentence",
    /// A line of the register of who may obtain what, without its manual.
    ManualEmpty = "manual" "manual-empty"
        "name the manual and the section that this comes from",
    /// A review that isn't ahead.
    ReviewForm = "review" "review-form"
        "the day of the next review lies ahead",
    /// A guidance that nobody looked through.
    NotLookedThrough = "confirmed" "not-looked-through"
        "guidance is read by everyone: confirm that nobody can be recognised in it",
    /// A guidance with something by which somebody could be found.
    GuidanceTells = "guidance" "guidance-tells"
        "there is a number, an address or an id in it by which somebody could be found; write it without",
    /// An enquiry of which nobody said from whom it comes.
    EnquiryFrom = "from" "enquiry-from"
        "say who asks: the press, an organization, or somebody for themselves",
    /// An enquiry without who asked.
    EnquiryWho = "who" "enquiry-who"
        "write who asked and how to reach them, in one line",
    /// A need that says too little.
    NeedSays = "why" "need-says"
        "say in a sentence of 10 to 500 characters what it is needed for",
    /// A need for something that isn't asked or held.
    NeedField = "field" "need-field"
        "choose one of the sections, fields or columns",
    /// A need for something that stands on its form anyway.
    NeedDemanded = "field" "need-demanded"
        "a clause demands this field, or it is the client's own word: it stays on its form, whatever is stated",
    /// A duty to answer what nobody has to answer.
    NeedOptional = "required" "need-optional"
        "nobody can be made to answer this: leave it optional",
    /// A need for a programme that there isn't.
    NeedProgramme = "programme" "need-programme"
        "choose one of the programmes, or the whole office",
    /// A programme without a name.
    ProgrammeName = "name" "programme-name"
        "write what the programme is called, in one line of at most 100 characters; name nobody who takes part",
    /// A name that another programme has.
    ProgrammeTaken = "name" "programme-taken"
        "another programme of this office is called so; give it a name of its own",
    /// A programme of no kind.
    ProgrammeKind = "kind" "programme-kind"
        "choose what kind of programme it is; that stays",
    /// A programme that nobody of the register runs.
    ProgrammeRunBy = "run_by" "programme-run-by"
        "choose which organization of the register runs it",
    /// A programme that begins on no day.
    ProgrammeFrom = "from" "programme-from"
        "give its first day",
    /// A programme that ends on no day, or before it begins.
    ProgrammeUntil = "until" "programme-until"
        "give a last day that isn't before the first, or none",
    /// A series of conferences without a name.
    ConferenceTitle = "title" "conference-title"
        "write what the series is called, in one line of at most 120 characters; name nobody whom it is about",
    /// A series of no kind.
    ConferenceKind = "kind" "conference-kind"
        "choose what kind of conference it is",
    /// A series without a purpose.
    ConferencePurpose = "purpose" "conference-purpose"
        "say in 10 to 500 characters, in one paragraph, what it is for; name nobody whom it is about",
    /// An organisation that sits in no conference.
    ConferenceOrganization = "organization" "conference-organization"
        "the press, payers and bodies that receive reports sit in no conference",
    /// Something on which nobody can act in a conference.
    ConferenceOffer = "offer" "conference-offer"
        "an organization can act on what an item of an agenda can need; who somebody is isn't among it",
    /// Somebody who can't lead.
    ConferenceLead = "lead" "conference-lead"
        "a conference is led by a conference lead or a supervisor of this office whose access is open, and who doesn't lead it already",
    /// Somebody who can't stand in.
    ConferenceDeputy = "deputy" "conference-deputy"
        "a conference lead or a supervisor of this office can stand in, with open access, and not for themselves",
    /// Somebody who can't take part.
    ConferencePerson = "worker" "conference-person"
        "only caseworkers, supervisors, conference leads and partners' workers of a member organization, with open access, can take part",
    /// Somebody who takes part already.
    ConferenceTwice = "worker" "conference-twice"
        "they were named for this series already",
    /// Too many people.
    ConferenceFull = "worker" "conference-full"
        "a series has at most 200 people; take somebody out first",
    /// Its lead, to be taken out.
    ConferenceLeads = "worker" "conference-leads"
        "a series always has a lead; give it another one first",
    /// A series that is over.
    ConferenceEnded = "title" "conference-ended"
        "this series has ended and isn't taken up again; begin a new one",
    /// No agreement to sign.
    ConferenceAgreement = "title" "conference-agreement"
        "no case conferencing agreement is in force in this office; publish one first (CC-2)",
    /// The agreement isn't signed.
    ConferenceAgreementFirst = "version" "conference-agreement-first"
        "read and sign the case conferencing agreement that is in force first",
    /// Whoever leads it hasn't signed for it.
    ConferenceSignFirst = "name" "conference-sign-first"
        "sign for this series first; it is shut to whoever leads it as well",
    /// Signed already.
    ConferenceSigned = "name" "conference-signed"
        "you have signed for this series already, under the version that is in force",
    /// Another version than the one that is in force.
    ConferenceVersion = "version" "conference-version"
        "another version of the agreement is in force by now; look at it, and sign under that one",
    /// Nothing accepted.
    ConferenceAccepts = "accepts" "conference-accepts"
        "tick that you take part under the agreement and its code of conduct",
    /// A meeting at no time.
    MeetingWhen = "day" "meeting-when"
        "say on which day and at which time it begins: not more than an hour ago, and within two years",
    /// A meeting that takes no time, or all day.
    MeetingLength = "minutes" "meeting-length"
        "a meeting takes 15 to 480 minutes",
    /// A meeting in no way.
    MeetingHow = "how" "meeting-how"
        "say whether people come to one place or sit in it from elsewhere",
    /// A meeting in no place.
    MeetingPlace = "place" "meeting-place"
        "say in one line of at most 200 characters where it is",
    /// A meeting for nothing.
    MeetingPurpose = "purpose" "meeting-purpose"
        "say in 10 to 300 characters, in one line, what it is for; name nobody whom it is about",
    /// Somebody who takes no part.
    MeetingAsked = "asked" "meeting-asked"
        "only people who were named for this series can be asked to come",
    /// Too many meetings.
    MeetingMany = "day" "meeting-many"
        "a series has at most 1,000 meetings; begin another series",
    /// A meeting that was held, or called off.
    MeetingOver = "day" "meeting-over"
        "its room was opened or closed already, or it was called off; nothing changes about it any more, set another meeting",
    /// A room that nobody has opened.
    RoomNotOpen = "attests" "room-not-open"
        "the room is not open; whoever leads the conference opens it",
    /// A room that is over.
    RoomClosed = "attests" "room-closed"
        "the room has closed for good; to go on, another meeting is set",
    /// A server that doesn't know the time.
    RoomClock = "attests" "room-clock"
        "the clock of this server is behind, so that it can't say who is in a room; whoever runs it has to set it right",
    /// The reminder wasn't read.
    RoomReminder = "reminded" "room-reminder"
        "read the reminder, and say that you have",
    /// No private room.
    RoomAlone = "attests" "room-alone"
        "you can come in from a place where nobody else can hear or see this; say so each time (CC-2.2)",
    /// No fitting place.
    RoomFit = "attests" "room-fit"
        "a discussion happens in a fitting place; say so each time (DV-4.6.2)",
    /// Nothing that is written down.
    ActionKind = "kind" "action-kind"
        "say whether it is a decision or an action",
    /// No item.
    ActionItem = "item" "action-item"
        "choose the item that it is about",
    /// A decision or an action that says nothing.
    ActionText = "text" "action-text"
        "write in one line of at most 500 characters what was decided, or what is to be done",
    /// Something that could tell of somebody who is spoken of by an identifier.
    ActionNames = "text" "action-names"
        "something in it could tell who somebody is; it was not kept anywhere, write it without names, days, numbers, addresses and identifiers (CC-2.4)",
    /// Too many on one item.
    ActionMany = "text" "action-many"
        "an item has at most 100 decisions and actions",
    /// An action that nobody does.
    ActionOwner = "organization" "action-owner"
        "choose an organization of which somebody sits or sat in this room",
    /// Somebody who can't do it.
    ActionPerson = "person" "action-person"
        "choose somebody of that organization who sits or sat in this room, or nobody",
    /// An action until no day.
    ActionDue = "due" "action-due"
        "say until which day; not before today, and within two years",
    /// Minutes of a meeting that isn't over.
    MinutesNone = "minutes" "minutes-none"
        "no room of this meeting in which you sat is closed yet; its minutes are there once it is",
    /// An action that has ended.
    ActionOver = "outcome" "action-over"
        "somebody has said already what came of this action; that isn't changed any more",
    /// Neither done nor not.
    ActionOutcome = "outcome" "action-outcome"
        "say whether it was done or not",
    /// Not done, and it isn't said why.
    ActionWord = "word" "action-word"
        "write in one line of at most 300 characters what came of it; where it wasn't done, why",
    /// The same, with something in it that could tell of somebody.
    ActionWordNames = "word" "action-word-names"
        "something in it could tell who somebody is; it was not kept anywhere, write it without names, days, numbers, addresses and identifiers (CC-2.4)",
    /// A seat that has ended.
    SeatOver = "attests" "seat-over"
        "you are out of the room; come in again through the lobby",
    /// A note on somebody whom one doesn't serve.
    NoteClosed = "notes" "note-closed"
        "notes are open only on clients whom you work with, or whom your organization serves or offers to serve (CC-2.7a)",
    /// A note that is too long.
    NoteLong = "notes" "note-long"
        "a note holds at most 10,000 characters; shorten it, nothing of it was kept",
    /// Too many long notes.
    NoteFull = "notes" "note-full"
        "your notes of this session are as long as they can be; keep or shorten some first",
    /// Notes on another server.
    NoteElsewhere = "notes" "note-elsewhere"
        "another server holds your notes of this session, or this one was started anew since; go on there, or leave and come in again to take new ones",
    /// Notes whose server is gone.
    NoteGone = "notes" "note-gone"
        "the server that held your notes is not there any more, and so they are gone; leave and come in again to take new ones",
    /// Nothing to keep.
    NoteNone = "notes" "note-none"
        "nothing is noted there that could be kept",
    /// A section for which nobody has stated a need.
    NoteNeed = "notes" "note-need"
        "nobody has stated a need for this section with this client; choose another one (RE-5)",
    /// An offer on somebody of whom one sees nothing.
    OfferUnseen = "notes" "offer-unseen"
        "this isn't your client: you can offer to serve somebody of whom you see something",
    /// Kept notes that somebody isn't sure to destroy.
    NotesSure = "sure" "notes-sure"
        "say that all notes of your organization are to be destroyed; nobody can bring them back",
    /// No kept notes.
    NotesNone = "sure" "notes-none"
        "your organization keeps no notes here",
    /// Kept notes that can't be destroyed now.
    NotesOnHold = "sure" "notes-on-hold"
        "these notes can't be destroyed at present; ask the privacy officer of the office",
    /// An item that takes no time, or an hour and more.
    BoardMinutes = "minutes" "board-minutes"
        "an item takes 1 to 60 minutes; say how many it gets",
    /// An ask or an offer that says nothing.
    BoardText = "text" "board-text"
        "write in one line of at most 300 characters what you ask or offer",
    /// An ask or an offer that is neither.
    BoardKind = "kind" "board-kind"
        "say whether you ask for something or offer it",
    /// An ask or an offer that could tell of somebody who is spoken of by an identifier.
    BoardNames = "text" "board-names"
        "something in it could tell who somebody is; it was not kept anywhere, write it without names, days, numbers and addresses (CC-2.4)",
    /// Too many asks and offers.
    BoardMany = "text" "board-many"
        "an item has at most 200 asks and offers; say the rest aloud",
    /// No title for calendars.
    CalendarTitle = "title" "calendar-title"
        "write in one line of at most 60 characters what conferences are called in calendars; name nobody and no series",
    /// A report that says nothing.
    BreachWhat = "what" "breach-what"
        "say in plain words what happened, in at most 4,000 characters, or choose what kind of thing it was; name no client",
    /// A report of something that hasn't happened yet.
    BreachWhen = "happened" "breach-when"
        "give a time that has passed, or leave it out",
    /// A conference for which the reporter was never named.
    BreachSeries = "series" "breach-series"
        "choose a conference that you take part in, or none",
    /// Somebody who doesn't sit in that conference.
    BreachWhom = "whom" "breach-whom"
        "choose somebody who takes part in that conference, or nobody",
    /// Taken up already.
    BreachTakenUp = "acknowledge" "breach-taken-up"
        "somebody has taken this report up already",
    /// Not taken up yet.
    BreachTakeUpFirst = "acknowledge" "breach-take-up-first"
        "take the report up first, so that whoever made it knows",
    /// Nothing was looked into.
    BreachInquireFirst = "inquiry" "breach-inquire-first"
        "note what was looked into before anything is found",
    /// An inquiry that says nothing.
    BreachInquiry = "inquiry" "breach-inquiry"
        "write what was asked, seen and heard, in 10 to 4,000 characters; name no client",
    /// Nobody to put it to.
    BreachWhomFirst = "told" "breach-whom-first"
        "say first whom it is about",
    /// Put to the person already.
    BreachPut = "told" "breach-put"
        "it was put to the person already; that isn't changed any more",
    /// Nothing to put.
    BreachTold = "told" "breach-told"
        "write what is put to the person, in 10 to 4,000 characters; name no client, and not who reported it",
    /// Answered already.
    BreachAnswered = "answer" "breach-answered"
        "you have answered already; what you said isn't changed",
    /// No answer.
    BreachAnswer = "answer" "breach-answer"
        "write your answer in 10 to 4,000 characters; name no client",
    /// Found already.
    BreachFound = "verdict" "breach-found"
        "a finding was made already; it isn't changed",
    /// No finding yet.
    BreachFindFirst = "paper" "breach-find-first"
        "a letter is written about a substantiated finding only",
    /// Neither yes nor no.
    BreachVerdict = "verdict" "breach-verdict"
        "say whether it happened",
    /// A finding without reasons.
    BreachReasons = "reasons" "breach-reasons"
        "write why, in 10 to 4,000 characters; name no client",
    /// The person wasn't heard, and it isn't said why.
    BreachUnheard = "unheard" "breach-unheard"
        "they haven't answered here; write why, or when and where they were heard, in 10 to 4,000 characters",
    /// A letter to nobody.
    BreachPaper = "paper" "breach-paper"
        "choose to whom the letter goes; a notice to an employer needs somebody whom the report is about",
    /// No recipient.
    BreachTo = "to" "breach-to"
        "write to whom it goes, in one line of at most 200 characters",
    /// No reference.
    BreachReference = "reference" "breach-reference"
        "give the letter a reference, in one line of at most 80 characters; name nobody in it",
    /// A letter that says nothing.
    BreachFacts = "facts" "breach-facts"
        "write what happened in plain facts, in 10 to 4,000 characters; name no client, and not who reported it",
    /// A letter that went already.
    BreachSent = "how" "breach-sent"
        "it is noted already how this letter went",
    /// Nobody said how it went.
    BreachHow = "how" "breach-how"
        "write by which way it went and to whom it was handed, in one line of at most 200 characters",
    /// Nobody said when it went.
    BreachSentOn = "on" "breach-sent-on"
        "give the day on which it went",
    /// Nothing on hold.
    BreachNoHold = "because" "breach-no-hold"
        "nothing of this report is on hold",
    /// Somebody has to be told first.
    BreachTellFirst = "because" "breach-tell-first"
        "note first how the letters went that this finding asks for",
    /// Nothing to take back.
    BreachNothingEnded = "back" "breach-nothing-ended"
        "this finding ended nobody's part, or they were let back in already",
    /// No reason for ending a hold.
    BreachBecause = "because" "breach-because"
        "write why, in 10 to 4,000 characters; name no client",
    /// No reason for letting somebody back in.
    BreachBack = "back" "breach-back"
        "write why, in 10 to 4,000 characters; name no client",
}

impl std::fmt::Display for Amiss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.says())
    }
}

impl From<Amiss> for CaseworkError {
    fn from(amiss: Amiss) -> Self {
        Self::Amiss(vec![amiss])
    }
}

/// Gathers what has to be mended, so that a form can say all of it at once.
#[derive(Default)]
pub(crate) struct Mending(Vec<Amiss>);

impl Mending {
    pub(crate) fn note(&mut self, found: Option<Amiss>) {
        self.0.extend(found);
    }

    pub(crate) fn done(self) -> Result<(), CaseworkError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(CaseworkError::Amiss(self.0))
        }
    }
}
