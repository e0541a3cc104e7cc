//! Whether a text may be about somebody: by a name, a number, an address or anything else by which they are recognised, in many ways of
//! writing (DV-3.3.2e). What was found is told to nobody: the answer is yes or no.

use std::collections::BTreeSet;

use caseward_masking::{Index, Kind, Name, Near, Person, PersonNo, Scope, Span};

use super::{Others, person_of};
use crate::subjects::Particulars;

/// What is looked for: those who are meant, by whatever tells of them, and nobody who isn't known.
const fn scope(near: &Near) -> Scope<'_> {
    Scope {
        near: Some(near),
        own: None,
        unknown: false,
        dates: false,
    }
}

impl Others {
    /// Whether one of these texts may be about one of these clients: their names, also a first name or initials alone, their numbers and
    /// addresses, and those that stand in their files, by which they can be reached.
    pub(crate) fn speaks_of(&self, texts: &[&str], clients: &[i64]) -> bool {
        let people: Vec<PersonNo> = clients.iter().copied().filter_map(person_of).collect();
        let noted = clients.iter().filter_map(|it| self.close.get(it));
        let noted: BTreeSet<PersonNo> = noted.flatten().copied().collect();
        let near = Near::of(&self.index, &people);
        // Where more bear it than are told, one of them may be meant.
        let is_one_of = |span: &Span| {
            let is_sign = span.kind != Kind::Name;
            let reached = |it: &PersonNo| is_sign && noted.contains(it);
            span.many || span.people.iter().any(|it| near.has(*it) || reached(it))
        };
        let scope = scope(&near);
        let tells = |text: &&str| self.index.find(text, &scope).iter().any(is_one_of);
        !people.is_empty() && texts.iter().any(tells)
    }
}

/// Whether one of these texts may be about one of these colleagues, as the register of those who work here knows them.
pub(crate) fn may_be_one_of(texts: &[&str], colleagues: &[Particulars]) -> bool {
    let mut builder = Index::builder(colleagues.len());
    let mut people = Vec::with_capacity(colleagues.len());
    for (number, it) in (0_u32..).zip(colleagues) {
        builder = builder.person(PersonNo(number), &person(it));
        people.push(PersonNo(number));
    }
    let index = builder.build();
    let near = Near::of(&index, &people);
    let scope = scope(&near);
    let tells = |text: &&str| index.find(text, &scope).iter().any(Span::is_known);
    !people.is_empty() && texts.iter().any(tells)
}

fn person(it: &Particulars) -> Person {
    let name = it.name.trim();
    let (given, family) = name.rsplit_once(' ').unwrap_or((name, ""));
    let there = |text: &String| Some(text.clone()).filter(|it| !it.is_empty());
    Person {
        names: vec![Name {
            given: given.trim().to_owned(),
            middle: String::new(),
            family: family.to_owned(),
        }],
        phones: there(&it.phone).into_iter().collect(),
        mails: there(&it.email).into_iter().collect(),
        ..Person::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dv_3_3_2e_a_colleague_is_recognised_by_name_number_and_address_of_mail() {
        let omar = Particulars {
            name: "Omar Haddad".into(),
            phone: "555-010-7788".into(),
            email: "omar@office.example".into(),
            ..Particulars::default()
        };
        let about = |text: &str| may_be_one_of(&[text], std::slice::from_ref(&omar));
        for text in [
            "Omar Haddad",
            "her colleague Omar, at the desk",
            "call (555) 010 7788 after six",
            "omar@office.example",
        ] {
            assert!(about(text), "{text}");
        }
        for text in ["", "his mother; she lives two doors on", "555 010 7799"] {
            assert!(!about(text), "{text}");
        }
        assert!(!may_be_one_of(&["Omar Haddad"], &[]));
    }
}
