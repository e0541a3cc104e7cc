//! A question: who asks, about whom, which sections, for which purpose, for whom, on which ground
//! and by which way. The caller brings a question, never evidence.
//!
//! The kind of answer is part of the type: a permit to [`Read`] can't be used to [`Disclose`].

use caseward_model::{
    Action, AgendaItem, Basis, Category, Channel, Client, Id, Organization, Purpose, Worker,
};

mod sealed {
    pub trait Sealed {}
}

/// What a permit allows. Nobody outside the gate can add one.
pub trait Act: sealed::Sealed + Send + Sync + 'static {
    /// The word that the policies use for it.
    const ACTION: Action;
}

macro_rules! acts {
    ($( $(#[$doc:meta])* $name:ident ),+ $(,)?) => {
        $(
            $(#[$doc])*
            pub enum $name {}
            impl sealed::Sealed for $name {}
            impl Act for $name { const ACTION: Action = Action::$name; }
        )+
    };
}

acts! {
    /// To learn that this person is known here.
    Find,
    /// To read in the service of the client.
    Read,
    /// To write into the file.
    Amend,
    /// To let it out to another organisation.
    Disclose,
    /// To put it into a file for programme reporting.
    Report,
    /// The client reads their own file.
    ReadOwn,
    /// To speak of the client in a case conference. It is put by [`Gate::discuss_for`](crate::Gate::discuss_for); by any other way
    /// no item of an agenda is asked about, and it is refused (CC-1).
    Discuss,
    /// To write down that somebody is in danger. It opens nothing: no permit is given for it (RE-7).
    ReportDanger,
}

/// An act that reaches what desks keep about a client beside the records: every act but to speak of somebody in a conference, which
/// opens the sections of one item and nothing else (CC-2.5).
pub trait OpensDrawer: Act {}

/// An act that reaches all that was ever done about a client: every one but to find somebody and to speak of them in a conference
/// (CC-2.5).
pub trait OpensFile: OpensDrawer {}

macro_rules! opens {
    ($what:ident: $( $name:ident ),+ $(,)?) => {
        $( impl $what for $name {} )+
    };
}

// The Law Department's questions lie in a drawer, and it asks to find and no more (CR-5).
opens! { OpensDrawer: Find, Read, Amend, Disclose, Report, ReadOwn, ReportDanger }
opens! { OpensFile: Read, Amend, Disclose, Report, ReadOwn, ReportDanger }

/// To whom it would go: an organisation, never a person (RE-2); a person who is threatened is warned, and gets nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecipientAsked {
    /// It stays with the person who asks.
    Nobody,
    /// An organisation from the register.
    Organization(Id<Organization>),
    /// Someone or something that isn't an organisation in the register: always refused, and on record.
    NotAnOrganization,
    /// Somebody who is threatened, by the number of the warning that was prepared for them: who it is stands on the client's sheet
    /// (RE-7, DV-4.2b).
    ThreatenedPerson(i64),
}

/// A question to the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub asker: Id<Worker>,
    /// About whom.
    pub client: Id<Client>,
    /// Which sections; all of them if empty.
    pub sections: Vec<Category>,
    /// Why.
    pub purpose: Purpose,
    /// To whom it would go.
    pub recipient: RecipientAsked,
    /// On what ground.
    pub basis: Basis,
    /// By which way.
    pub channel: Channel,
    /// The limits of the client's consent that only people can keep were read, and are kept (DV-3.3.2d).
    pub limits_confirmed: bool,
    /// Sections beyond what the purpose needs for which the asker gave a reason. They count only where the client's own
    /// consent covers them (NASW-c, DV-2.1).
    pub beyond: Vec<Category>,
    /// The number of the danger report on whose ground it goes; it opens nothing on another ground (RE-7).
    pub danger: Option<i64>,
}

impl Request {
    /// A worker wants to see a client's whole file on screen, to serve the client.
    #[must_use]
    pub const fn to_serve(asker: Id<Worker>, client: Id<Client>) -> Self {
        Self {
            asker,
            client,
            sections: Vec::new(),
            purpose: Purpose::DirectService,
            recipient: RecipientAsked::Nobody,
            basis: Basis::Duty,
            channel: Channel::Screen,
            limits_confirmed: false,
            beyond: Vec::new(),
            danger: None,
        }
    }

    /// Only these sections.
    #[must_use]
    pub fn sections(mut self, sections: impl Into<Vec<Category>>) -> Self {
        self.sections = sections.into();
        self
    }

    pub(crate) fn question<A: Act>(&self) -> Question {
        let mut sections = self.sections.clone();
        if sections.is_empty() {
            sections = Category::ALL
                .iter()
                .copied()
                .filter(|c| *c != Category::Existence)
                .collect();
        }
        sections.sort_unstable();
        sections.dedup();
        Question {
            asker: self.asker,
            client: self.client,
            sections,
            action: A::ACTION,
            purpose: self.purpose,
            recipient: self.recipient,
            basis: self.basis,
            channel: self.channel,
            limits_confirmed: self.limits_confirmed,
            beyond: self.beyond.clone(),
            danger: self.danger,
            item: None,
        }
    }
}

/// A request whose action is fixed by the type of the permit that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) asker: Id<Worker>,
    pub(crate) client: Id<Client>,
    pub(crate) sections: Vec<Category>,
    pub(crate) action: Action,
    pub(crate) purpose: Purpose,
    pub(crate) recipient: RecipientAsked,
    pub(crate) basis: Basis,
    pub(crate) channel: Channel,
    pub(crate) limits_confirmed: bool,
    pub(crate) beyond: Vec<Category>,
    pub(crate) danger: Option<i64>,
    /// The item of an agenda under which the client is spoken of.
    pub(crate) item: Option<Id<AgendaItem>>,
}
