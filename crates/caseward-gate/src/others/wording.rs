//! How somebody is called where a person wrote it by hand: the words before whatever else was said of them (CR-9).

use caseward_masking::{Name, Person};

/// More words are a description and no name.
const MOST_WORDS: usize = 6;

/// After these comes where somebody belongs, and not what they are called.
const BELONGING: [&str; 10] = [
    "of", "from", "at", "for", "with", "on", "who", "-", "–", "—",
];

/// What begins with these describes somebody, or names a thing.
const DESCRIBING: [&str; 23] = [
    "the", "a", "an", "his", "her", "their", "my", "our", "some", "somebody", "someone", "no",
    "el", "la", "los", "las", "un", "una", "su", "sus", "mi", "alguien", "nadie",
];

/// Words of offices, papers and companies, which nobody is called.
const OFFICES: [&str; 48] = [
    "agency",
    "agencia",
    "association",
    "asociación",
    "authority",
    "broadcasting",
    "bureau",
    "center",
    "centre",
    "centro",
    "clinic",
    "clínica",
    "college",
    "committee",
    "company",
    "council",
    "county",
    "court",
    "department",
    "departamento",
    "desk",
    "district",
    "foundation",
    "fundación",
    "group",
    "hospital",
    "inc",
    "institute",
    "juzgado",
    "llc",
    "ministry",
    "ministerio",
    "network",
    "news",
    "newsdesk",
    "newspaper",
    "newsroom",
    "office",
    "oficina",
    "police",
    "policía",
    "radio",
    "school",
    "service",
    "services",
    "shelter",
    "television",
    "university",
];

/// *Rosa Leal (sister), 555 010 4477* is called Rosa Leal: the words before the first sign, and before where she belongs.
fn words(text: &str) -> Vec<&str> {
    let is_end = |sign: char| sign.is_ascii_digit() || "(,;:/+".contains(sign);
    let named = text.split(is_end).next().unwrap_or("");
    let is_called = |word: &&str| !BELONGING.contains(&word.to_lowercase().as_str());
    let named = named.split_whitespace().take_while(is_called);
    named.take(MOST_WORDS).collect()
}

/// Files what somebody is called. Of several words any but the first may begin the surname.
pub(super) fn called(text: &str, person: &mut Person) {
    let words = words(text);
    if let [one] = words.as_slice() {
        person.called.push((*one).to_owned());
    }
    let splits = (1..words.len()).filter_map(|at| words.split_at_checked(at));
    person.names.extend(splits.map(|(given, family)| Name {
        given: given.join(" "),
        middle: String::new(),
        family: family.join(" "),
    }));
}

/// The same for somebody of whom the whole name has to be known, because one word of it would be masked in everybody's papers; and
/// what names an office names nobody.
pub(super) fn whole_name(text: &str, person: &mut Person) {
    let words = words(text);
    let small: Vec<String> = words.iter().map(|it| it.to_lowercase()).collect();
    let describes = small
        .first()
        .is_none_or(|it| DESCRIBING.contains(&it.as_str()));
    let is_office = |it: &String| OFFICES.contains(&it.trim_end_matches('.'));
    if words.len() > 1 && !describes && !small.iter().any(is_office) {
        called(text, person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(read: fn(&str, &mut Person), text: &str) -> Vec<(String, String)> {
        let mut person = Person::default();
        read(text, &mut person);
        let names = person.names.into_iter().map(|it| (it.given, it.family));
        names
            .chain(person.called.into_iter().map(|word| (word, String::new())))
            .collect()
    }

    fn pair(given: &str, family: &str) -> (String, String) {
        (given.to_owned(), family.to_owned())
    }

    #[test]
    fn a_name_ends_before_what_else_is_said_of_somebody() {
        for text in [
            "Rosa Leal (sister), 555 010 4477",
            " Rosa  Leal of the Farawell Gazette",
            "Rosa Leal – the Gazette",
        ] {
            assert_eq!(pairs(called, text), [pair("Rosa", "Leal")], "{text}");
        }
        assert_eq!(pairs(called, "Rosa, her sister"), [pair("Rosa", "")]);
        assert_eq!(
            pairs(called, "Ana María Leal"),
            [pair("Ana", "María Leal"), pair("Ana María", "Leal")]
        );
        assert!(pairs(called, "(nobody said)").is_empty());
    }

    #[test]
    fn what_names_an_office_or_describes_somebody_is_nobodys_whole_name() {
        for text in [
            "The Farawell Gazette, newsdesk",
            "Farawell Police",
            "her former landlord",
            "Rosa",
            "",
        ] {
            assert!(pairs(whole_name, text).is_empty(), "{text}");
        }
        assert_eq!(
            pairs(whole_name, "Rosa Leal, Farawell Police"),
            [pair("Rosa", "Leal")]
        );
    }
}
