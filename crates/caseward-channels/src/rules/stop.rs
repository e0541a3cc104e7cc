//! What stops a release on its way, each with the accident that it comes from and what to do instead.
//!
//! DV-3.3.2e, NASW-m.

/// A reason why it may not go so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stop {
    /// It isn't said where it goes.
    NoDestination,
    /// Nobody will read it.
    NoReader,
    /// Nobody checked the address by a call.
    DestinationUnverified,
    /// T-ICO-1: the address doesn't count now.
    AddressOutOfDate,
    /// T-ICO-1: someone behind a wall lives or reads there, or nobody looked.
    AddressShared,
    /// T-ICO-2: it isn't the telephone of the one whom it is for.
    PhoneOfSomeoneElse,
    /// T-ICO-2: no message may be left there.
    NoMessage,
    /// Nobody looked what stands between a reader and a person in the package.
    RelationUnknown,
    /// T-ICO-3: it would tell someone behind a wall where a person can be found.
    WhereaboutsToWalled,
    /// T-ICO-3: a reader stands behind a wall from a person in it, and no second person has looked.
    NeedsSecondPerson,
    /// T-ICO-4: two readers would get the same bytes.
    OneForSeveral,
    /// T-ICO-5: it would tell who asked about a person, or warned of them.
    Enquirer,
    /// Nobody looked how something came into the house.
    OriginUnknown,
    /// T-ICO-6: it would tell someone who is a danger where a child can be found.
    ChildsWhereabouts,
    /// T-ICO-7: a safe place would go along as a part of something else.
    SafePlaceUnasked,
    /// T-ICO-8: something of somebody else was found in it.
    OthersFound,
    /// T-ICO-8: it wasn't searched for others' names and numbers.
    NotSearched,
}

impl Stop {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::NoDestination,
        Self::NoReader,
        Self::DestinationUnverified,
        Self::AddressOutOfDate,
        Self::AddressShared,
        Self::PhoneOfSomeoneElse,
        Self::NoMessage,
        Self::RelationUnknown,
        Self::WhereaboutsToWalled,
        Self::NeedsSecondPerson,
        Self::OneForSeveral,
        Self::Enquirer,
        Self::OriginUnknown,
        Self::ChildsWhereabouts,
        Self::SafePlaceUnasked,
        Self::OthersFound,
        Self::NotSearched,
    ];

    /// The word for it, in entries and for sentences on pages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoDestination => "no_destination",
            Self::NoReader => "no_reader",
            Self::DestinationUnverified => "destination_unverified",
            Self::AddressOutOfDate => "address_out_of_date",
            Self::AddressShared => "address_shared",
            Self::PhoneOfSomeoneElse => "phone_of_someone_else",
            Self::NoMessage => "no_message",
            Self::RelationUnknown => "relation_unknown",
            Self::WhereaboutsToWalled => "whereabouts_to_walled",
            Self::NeedsSecondPerson => "needs_second_person",
            Self::OneForSeveral => "one_for_several",
            Self::Enquirer => "enquirer",
            Self::OriginUnknown => "origin_unknown",
            Self::ChildsWhereabouts => "childs_whereabouts",
            Self::SafePlaceUnasked => "safe_place_unasked",
            Self::OthersFound => "others_found",
            Self::NotSearched => "not_searched",
        }
    }

    /// Whether somebody has to answer a question first, or answered it in a way that stops it.
    #[must_use]
    pub const fn is_asked(self) -> bool {
        matches!(
            self,
            Self::AddressShared | Self::RelationUnknown | Self::Enquirer | Self::OriginUnknown
        )
    }

    /// Whether another way, or a repaired one, would do. If not, what is in it must become less.
    #[must_use]
    pub const fn another_way_helps(self) -> bool {
        matches!(
            self,
            Self::NoDestination
                | Self::DestinationUnverified
                | Self::AddressOutOfDate
                | Self::AddressShared
                | Self::PhoneOfSomeoneElse
                | Self::NoMessage
        )
    }
}
