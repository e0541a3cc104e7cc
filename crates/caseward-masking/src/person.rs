//! What identifies a person, as the office knows it (CR-9).

use jiff::civil::Date;

/// Somebody's number in an index: the caller's own, best given from 0 on, since memory grows with the highest one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonNo(pub u32);

/// One name of a person: the present one, a former one, or one that they also go by.
///
/// Each part may have several words (*José Luis*, *García Márquez*, *van der Berg*, *Smith-Jones*). A suffix such as *Jr.* needn't
/// be told: it is found with any name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// First names.
    pub given: String,
    /// Middle names.
    pub middle: String,
    /// Surnames.
    pub family: String,
}

/// Everything that a text might tell of somebody; what isn't known stays empty.
///
/// ```
/// use caseward_masking::{Name, Person};
/// let rosa = Person {
///     names: vec![Name { given: "Rosa María".into(), middle: String::new(), family: "Márquez Leal".into() }],
///     called: vec!["Chata".into()],
///     births: vec![jiff::civil::date(1984, 11, 5)],
///     phones: vec!["(555) 010-4477".into()],
///     ..Person::default()
/// };
/// # assert_eq!(rosa.names.len(), 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The present name and all others.
    pub names: Vec<Name>,
    /// What they are called: nicknames, preferred names, aliases. Usual short forms (*Bill* for *William*) needn't be told.
    pub called: Vec<String>,
    /// Days of birth.
    pub births: Vec<Date>,
    /// Telephone numbers, in any way of writing; at least seven digits.
    pub phones: Vec<String>,
    /// E-mail addresses.
    pub mails: Vec<String>,
    /// Postal addresses, the street first: `14 North Elm Street, Apt 3, Springfield, IL 62704`.
    pub addresses: Vec<String>,
    /// Social security numbers.
    pub ssns: Vec<String>,
    /// Other identifying numbers, with letters or without: of records, clients, cases, policies, accounts.
    pub numbers: Vec<String>,
    /// Plates of vehicles.
    pub plates: Vec<String>,
}
