//! How a closed list of words is written down once and used everywhere.
//!
//! A word list (purposes, roles, categories …) is the same in the policies, the database, the API,
//! the command line and on the pages. [`vocabulary!`] makes the enum, its spelling and its parser
//! from one definition, so that no second spelling can appear.

/// A word that isn't in the list it was looked up in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not a {list}; use one of: {known}")]
pub struct UnknownWord {
    list: &'static str,
    word: String,
    known: String,
}

impl UnknownWord {
    /// Says which list was asked, for which word, and what the list holds.
    #[must_use]
    pub fn new(list: &'static str, word: &str, known: &[&str]) -> Self {
        Self {
            list,
            word: word.to_owned(),
            known: known.join(", "),
        }
    }

    /// The words that would have been understood, separated by commas.
    #[must_use]
    pub fn known(&self) -> &str {
        &self.known
    }
}

/// Makes an enum whose variants each have one spelling.
macro_rules! vocabulary {
    (
        $(#[$outer:meta])*
        pub enum $name:ident, $list:literal {
            $( $(#[$inner:meta])* $variant:ident = $word:literal ),+ $(,)?
        }
    ) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $( $(#[$inner])* $variant ),+
        }

        impl $name {
            /// The whole list, in its order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The one spelling of this word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }

            /// Its place in the list, from 0; what the database and a packed situation store.
            #[must_use]
            pub const fn number(self) -> u8 {
                self as u8
            }

            /// The word at a place in the list.
            #[must_use]
            pub fn from_number(number: u8) -> Option<Self> {
                Self::ALL.get(usize::from(number)).copied()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $( $word => Ok(Self::$variant), )+
                    other => Err($crate::UnknownWord::new($list, other, &[ $( $word ),+ ])),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = String::deserialize(deserializer)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use vocabulary;
