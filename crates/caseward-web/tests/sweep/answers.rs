//! What an answer shows: whose words stand in it, and which colleagues are named.

use std::collections::BTreeSet;

use caseward_model::Category;

use crate::browser::Answer;
use crate::facts::{Persona, Whose};

/// What every name of a colleague ends with in an office of the testkit.
const OF_THE_TESTS: &str = " of the tests";

/// Whose words were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Sections of files, by the word that stands in them only.
    pub(crate) told: BTreeSet<(Whose, Category)>,
    /// Colleagues who are named; a client's account is the client's name.
    pub(crate) named: BTreeSet<Persona>,
}

/// Looks through a text.
pub(crate) fn seen(text: &str) -> Seen {
    let mut found = Seen::default();
    for (at, _) in text.match_indices("zq") {
        if let Some(told) = canary_at(&text[at + 2..]) {
            found.told.insert(told);
        }
    }
    for (at, _) in text.match_indices(OF_THE_TESTS) {
        let before = text[..at].rsplit(|c: char| !c.is_ascii_lowercase());
        let handle = before.into_iter().next().unwrap_or_default();
        let named = Persona::accounts().find(|it| it.handle() == handle);
        match named {
            Some(Persona::Client) => drop(found.told.insert((Whose::Own, Category::Identity))),
            Some(persona) => drop(found.named.insert(persona)),
            None => {}
        }
    }
    found
}

fn canary_at(rest: &str) -> Option<(Whose, Category)> {
    let whose = Whose::ALL.iter().find(|it| rest.starts_with(it.word()))?;
    let rest = &rest[whose.word().len()..];
    // The longest word that fits: one may begin like another.
    let sections = Category::ALL
        .iter()
        .filter(|it| rest.starts_with(it.word()));
    let section = sections.max_by_key(|it| it.word().len())?;
    Some((*whose, *section))
}

/// The title of a page.
pub(crate) fn title(page: &str) -> &str {
    let from = page.find("<title>").map_or(0, |at| at + 7);
    let to = page.find("</title>").unwrap_or(from);
    &page[from..to]
}

/// Every address on a page: of links, forms and what is loaded.
pub(crate) fn addresses(page: &str) -> impl Iterator<Item = &str> {
    ["href=\"", "action=\"", "src=\"", "formaction=\""]
        .into_iter()
        .flat_map(move |attribute| page.split(attribute).skip(1))
        .filter_map(|rest| rest.split('"').next())
}

/// What stands where nothing may ever name a client: headers, the title, addresses.
pub(crate) fn outside(answer: &Answer) -> Seen {
    let page = answer.text();
    let mut text = answer.head();
    text.push('\n');
    text.push_str(title(&page));
    for address in addresses(&page) {
        text.push('\n');
        text.push_str(address);
    }
    seen(&text)
}

#[test]
fn a_canary_is_found_wherever_it_stands() {
    let found = seen(
        "<p>zqowndomestic_violence,zqprotectedlocation</p> other of the tests (client of the tests)",
    );
    let told = [
        (Whose::Own, Category::Identity),
        (Whose::Own, Category::DomesticViolence),
        (Whose::Protected, Category::Location),
    ];
    assert_eq!(found.told, BTreeSet::from(told));
    assert_eq!(found.named, BTreeSet::from([Persona::Other]));
    assert_eq!(seen("zq zqnobody"), Seen::default());
}
