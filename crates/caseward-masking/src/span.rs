//! What was found where: whose it may be, what it is, and by what it was recognised (CR-9, DV-4.6.4).

use std::ops::Range;

use caseward_model::RedactionClass;

use crate::person::PersonNo;

/// What an identifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A name, or a part or short form of one.
    Name,
    /// A day of birth.
    Birth,
    /// Another date, where they were asked for, or an age over 89.
    Date,
    /// A telephone or fax number.
    Phone,
    /// An e-mail address.
    Mail,
    /// A postal address.
    Address,
    /// A number of a person, record, case, policy, account or card.
    Number,
    /// The plate of a vehicle.
    Plate,
    /// A web address or the name of an account there.
    Web,
    /// The address of a device in a network.
    Network,
}

impl Kind {
    /// The letter of 45 CFR 164.514(b)(2)(i) that it falls under unless its context says more.
    #[must_use]
    pub const fn class(self) -> RedactionClass {
        match self {
            Self::Name => RedactionClass::Name,
            Self::Birth | Self::Date => RedactionClass::Date,
            Self::Phone => RedactionClass::Phone,
            Self::Mail => RedactionClass::Email,
            Self::Address => RedactionClass::Place,
            Self::Number => RedactionClass::UniqueCode,
            Self::Plate => RedactionClass::Vehicle,
            Self::Web => RedactionClass::Url,
            Self::Network => RedactionClass::IpAddress,
        }
    }
}

macro_rules! ways {
    ($($(#[$doc:meta])* $name:ident $word:literal),+ $(,)?) => {
        /// By what an identifier was recognised.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Way { $($(#[$doc])* $name),+ }

        impl Way {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The way in a word, for tables.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

ways! {
    /// As it is known, apart from capitals and marks.
    Known "known",
    /// In small or in large letters only.
    Case "case",
    /// Letters with marks on them.
    Marks "marks",
    /// The surname first.
    FamilyFirst "family-first",
    /// An initial instead of a name.
    Initial "initial",
    /// Words or initials between first name and surname.
    Between "between",
    /// A usual short form.
    ShortForm "short-form",
    /// One slip of the finger.
    Typo "typo",
    /// A line break within, or a hyphen at the end of a line.
    Broken "broken",
    /// Signs in it that nobody sees.
    Invisible "invisible",
    /// Letters of another alphabet that look the same.
    LookAlike "look-alike",
    /// Wide or ornamental letters.
    Wide "wide",
    /// Written together, as in a file's name or an account's.
    Together "together",
    /// A first name, surname or short form alone, of somebody near.
    Alone "alone",
    /// Initials alone, of somebody near.
    Initials "initials",
    /// A rare surname after a title.
    Title "title",
    /// Spelled out: *at*, *dot*.
    Spelled "spelled",
    /// The last digits, with words that say so.
    Ending "ending",
    /// Looks like one; whose it is isn't known.
    Pattern "pattern",
}

/// A set of [`Way`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ways(u32);

impl Ways {
    pub(crate) const NONE: Self = Self(0);

    #[must_use]
    pub(crate) const fn with(self, way: Way) -> Self {
        Self(self.0 | 1 << way as u32)
    }

    #[must_use]
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it was recognised by this.
    #[must_use]
    pub const fn has(self, way: Way) -> bool {
        self.0 & 1 << way as u32 != 0
    }

    /// The ways, in their order.
    pub fn iter(self) -> impl Iterator<Item = Way> {
        Way::ALL.iter().copied().filter(move |way| self.has(*way))
    }
}

/// Something in a text that tells who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Where it stands, in bytes; always between whole signs.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// Under which letter of the Safe Harbor list it falls.
    pub class: RedactionClass,
    /// By what it was recognised.
    pub ways: Ways,
    /// Whose it may be, in order; empty if it only looks like an identifier. At most 64.
    pub people: Vec<PersonNo>,
    /// There are more people whose it may be than `people` holds.
    pub many: bool,
}

impl Span {
    /// Whether it is somebody's who is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.many || !self.people.is_empty()
    }
}

/// No span names more people.
const MOST_PEOPLE: usize = 64;

/// Joins spans that overlap into one each, in the order of the text.
pub(crate) fn settle(mut found: Vec<Span>) -> Vec<Span> {
    found.sort_by_key(|span| (span.range.start, std::cmp::Reverse(span.range.end)));
    let mut settled: Vec<Span> = Vec::with_capacity(found.len());
    for span in found {
        match settled.last_mut() {
            Some(last) if span.range.start < last.range.end => join(last, span),
            _ => settled.push(span),
        }
    }
    for span in &mut settled {
        span.people.sort_unstable();
        span.people.dedup();
        if span.people.len() > MOST_PEOPLE {
            span.people.truncate(MOST_PEOPLE);
            span.many = true;
        }
    }
    settled
}

/// The one that is known, or longer, says what both are.
fn join(last: &mut Span, other: Span) {
    let weight = |span: &Span| (span.is_known(), span.range.len());
    let whole = last.range.start..last.range.end.max(other.range.end);
    // A web address or mail address stays one, whoever is named in it.
    let holds = last.range.end >= other.range.end && matches!(last.kind, Kind::Web | Kind::Mail);
    if !holds && weight(&other) > weight(last) {
        (last.kind, last.class) = (other.kind, other.class);
    }
    last.range = whole;
    last.ways = last.ways.and(other.ways);
    last.many |= other.many;
    if last.people.len() <= MOST_PEOPLE {
        last.people.extend(other.people);
    }
}
