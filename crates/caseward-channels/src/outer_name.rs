//! What a sealed file is called on its way: a word and chance, so that whoever sees the name learns nothing.
//!
//! NASW-m. Not even an entry's number stands in it: two names can't be put in order, and nobody can ask us by one.

use std::fmt;

use caseward_model::Randomness;

use crate::seal::Method;
use crate::spoken;

/// The name of a sealed file: `sealed-7K2Q0XMB4T9C.zip.age`, or `….zip.pgp`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OuterName {
    letters: String,
    ending: &'static str,
}

impl OuterName {
    /// Draws a name. Sixty bits: two files in one folder don't meet.
    #[must_use]
    pub fn make(randomness: &Randomness, method: Method) -> Self {
        Self {
            letters: spoken::draw::<12>(randomness),
            ending: method.ending(),
        }
    }

    /// The name again, as it was written down; nothing if it isn't one of ours.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (letters, ending) = text.strip_prefix("sealed-")?.split_once('.')?;
        let ending = Method::ALL
            .iter()
            .map(|it| it.ending())
            .find(|it| *it == ending)?;
        let is_ours =
            letters.len() == 12 && spoken::understood(letters).as_deref() == Some(letters);
        is_ours.then(|| Self {
            letters: letters.to_owned(),
            ending,
        })
    }
}

impl fmt::Display for OuterName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sealed-{}.{}", self.letters, self.ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_again_and_nothing_else_is() {
        let name = OuterName::make(&Randomness::seeded(1), Method::Age);
        assert_eq!(OuterName::read(&name.to_string()), Some(name));
        for other in [
            "",
            "sealed-",
            "sealed-../../etc/pwd.zip.age",
            "sealed-7K2Q0XMB4T9C.zip",
            "sealed-7k2q0xmb4t9c.zip.age",
            "sealed-7K2Q0XMB4T9C.zip.age/",
            "x/sealed-7K2Q0XMB4T9C.zip.age",
        ] {
            assert_eq!(OuterName::read(other), None, "{other}");
        }
    }
}
