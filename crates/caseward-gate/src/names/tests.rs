//! The promises of name search, and a slow reference that it has to agree with.
//!
//! Design §6, clauses CR-2, DV-3.3.1.

use proptest::prelude::*;

use super::spelling::{Spelled, name_words, query_words};
use super::{Found, Kind, NameIndex, NameIndexBuilder, nickname, sound};

fn index_of(people: &[&[&str]]) -> NameIndex {
    let mut builder = NameIndexBuilder::new();
    for (number, names) in people.iter().enumerate() {
        builder.add(number as i64, names);
    }
    builder.finish()
}

/// How the only client, who has these names, is found.
fn kind(names: &[&str], query: &str) -> Option<Kind> {
    let found = index_of(&[names]).search(query, 10);
    found.hits.first().map(|hit| hit.kind)
}

fn clients(found: &Found) -> Vec<i64> {
    found.hits.iter().map(|hit| hit.client_no).collect()
}

#[test]
fn a_name_is_found_as_it_was_written_in_any_order_and_capitals() {
    for query in [
        "Mary Johnson",
        "JOHNSON, mary",
        "johnson",
        "mary q johnson",
        "  Mary\tJohnson ",
    ] {
        assert_eq!(
            kind(&["Mary", "Q.", "Johnson", "Jr."], query),
            Some(Kind::Exact),
            "{query}"
        );
    }
}

#[test]
fn every_typed_word_has_to_fit() {
    assert_eq!(kind(&["Mary", "Johnson"], "Mary Wozniak"), None);
    assert_eq!(kind(&["Mary", "Johnson"], "Mary Johnson Wozniak"), None);
}

#[test]
fn marks_may_be_left_out_or_composed_otherwise() {
    assert_eq!(kind(&["José"], "josé"), Some(Kind::Exact));
    assert_eq!(kind(&["Jose\u{301}"], "JOSÉ"), Some(Kind::Exact));
    assert_eq!(kind(&["José"], "jose"), Some(Kind::Folded));
    assert_eq!(kind(&["Jose"], "José"), Some(Kind::Folded));
    assert_eq!(kind(&["Weiß"], "weiss"), Some(Kind::Folded));
    assert_eq!(kind(&["WEISS"], "weiß"), Some(Kind::Folded));
    assert_eq!(kind(&["Işık"], "isik"), Some(Kind::Folded));
    assert_eq!(kind(&["İpek"], "ipek"), Some(Kind::Folded));
    assert_eq!(
        kind(&["Łukasz", "Sørensen"], "lukasz sorensen"),
        Some(Kind::Folded)
    );
    assert_eq!(kind(&["Nguyễn"], "nguyen"), Some(Kind::Folded));
}

#[test]
fn apostrophes_hyphens_and_particles_need_not_be_typed_alike() {
    for query in ["O'Brien", "o’brien", "obrien", "brien"] {
        assert_eq!(kind(&["O'Brien"], query), Some(Kind::Exact), "{query}");
    }
    for stored in ["O'Brien", "OBrien", "O Brien"] {
        for query in ["O'Brien", "obrien", "O Brien", "O‘Brein"] {
            assert!(
                kind(&["Pat", stored], query).is_some(),
                "{stored} by {query}"
            );
        }
    }
    for query in [
        "garcia marquez",
        "garcía-márquez",
        "marquez",
        "garciamarquez",
        "Marquez Garcia",
    ] {
        assert!(
            kind(&["Gabriel", "García-Márquez"], query).is_some(),
            "{query}"
        );
    }
    for stored in ["de la Cruz", "Dela Cruz", "Delacruz", "DE LA CRUZ"] {
        for query in [
            "de la cruz",
            "dela cruz",
            "delacruz",
            "maria de la cruz",
            "cruz",
        ] {
            let alone = query == "cruz" && stored == "Delacruz";
            assert_eq!(
                kind(&["María", stored], query).is_none(),
                alone,
                "{stored} by {query}"
            );
        }
    }
    assert!(kind(&["van Dyke"], "vandyke").is_some());
    assert!(kind(&["Vandyke"], "van dyke").is_some());
    assert!(kind(&["Annemarie"], "anne-marie").is_some());
    assert!(kind(&["Anne-Marie"], "annemarie").is_some());
}

#[test]
fn people_with_one_name_and_names_in_other_scripts_are_found() {
    assert_eq!(kind(&["Suharto"], "suharto"), Some(Kind::Exact));
    for name in [
        "王小明",
        "Фёдор",
        "محمد",
        "राम",
        "ნინო",
        "Ελένη",
        "אברהם",
        "さくら",
        "김철수",
    ] {
        assert_eq!(kind(&[name], name), Some(Kind::Exact), "{name}");
    }
    assert_eq!(kind(&["Фёдор"], "ФЕДОР"), Some(Kind::Folded));
    assert_eq!(kind(&["مُحَمَّد"], "محمد"), Some(Kind::Folded));
    assert_eq!(kind(&["Ελένη"], "ΕΛΕΝΗ"), Some(Kind::Folded));
    assert_eq!(kind(&["ナ\u{200d}ナ"], "ﾅﾅ"), Some(Kind::Folded));
    assert_eq!(kind(&["राम"], "रम"), None);
}

#[test]
fn short_forms_find_names_and_names_find_short_forms() {
    for (name, short) in [
        ("William", "Bill"),
        ("José", "Pepe"),
        ("Elizabeth", "Betsy"),
        ("Francisco", "Paco"),
    ] {
        assert_eq!(
            kind(&[name], short),
            Some(Kind::Nickname),
            "{name} by {short}"
        );
        assert_eq!(
            kind(&[short], name),
            Some(Kind::Nickname),
            "{short} by {name}"
        );
    }
    assert_eq!(kind(&["Robert"], "Bill"), None);
}

#[test]
fn the_table_of_short_forms_is_in_the_shape_that_words_have() {
    let table = caseward_masking::NICKNAMES;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let names: Vec<&str> = line.split('\t').collect();
        assert!(names.len() > 1, "nothing beside {line}");
        for name in names {
            let words = query_words(name);
            assert_eq!(words.len(), 1, "{name}");
            assert_eq!(words[0].folded.as_str(), name);
        }
    }
}

#[test]
fn names_that_sound_alike_are_found() {
    for (name, heard) in [
        ("Smith", "Smythe"),
        ("Schmidt", "Shmit"),
        ("Gonzalez", "Gonsales"),
        ("Catherine", "Kathryne"),
        ("Philips", "Filipps"),
    ] {
        assert_eq!(
            kind(&[name], heard),
            Some(Kind::Phonetic),
            "{name} by {heard}"
        );
    }
}

#[test]
fn each_planted_typo_is_found() {
    let letters: Vec<char> = "abcdefghijklmnopqrstuvwxyzé".chars().collect();
    for name in ["Rodríguez", "Kowalski", "Ito", "Featherstonehaugh"] {
        let index = index_of(&[&[name, "Zzyzx"]]);
        let right: Vec<char> = query_words(name)[0].folded.chars().collect();
        let mut typos = Vec::new();
        for at in 0..=right.len() {
            for letter in &letters {
                let mut more = right.clone();
                more.insert(at, *letter);
                typos.push(more);
                if at < right.len() {
                    let mut other = right.clone();
                    other[at] = *letter;
                    typos.push(other);
                }
            }
            if at < right.len() {
                let mut fewer = right.clone();
                fewer.remove(at);
                typos.push(fewer);
            }
            if at + 1 < right.len() {
                let mut swapped = right.clone();
                swapped.swap(at, at + 1);
                typos.push(swapped);
            }
        }
        for typo in typos.into_iter().filter(|typo| typo.len() >= 3) {
            let typo: String = typo.into_iter().collect();
            assert_eq!(clients(&index.search(&typo, 5)), [0], "{name} by {typo}");
            assert_eq!(clients(&index.search(&format!("zzyzx {typo}"), 5)), [0]);
        }
    }
    assert_eq!(
        kind(&["Rodríguez"], "Rmdriguep"),
        None,
        "two typos in a word"
    );
    assert_eq!(kind(&["Bo"], "Xo"), None, "a typo in two letters");
}

#[test]
fn the_best_fit_comes_first() {
    let names = [
        "Karsia", "García", "Garcia", "Gracia", "Bea", "Beatriz", "Beta", "Garlia",
    ];
    let people: Vec<[&str; 1]> = names.map(|name| [name]).to_vec();
    let index = index_of(&people.iter().map(<[&str; 1]>::as_slice).collect::<Vec<_>>());
    let found = index.search("garcia", 10);
    let kinds: Vec<(i64, Kind)> = found
        .hits
        .iter()
        .map(|hit| (hit.client_no, hit.kind))
        .collect();
    let expected = [
        (2, Kind::Exact),
        (1, Kind::Folded),
        (3, Kind::OneTypo),
        (7, Kind::OneTypo),
        (0, Kind::Phonetic),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(clients(&index.search("bea", 10)), [4, 6, 5]);
    let two = index_of(&[&["Jon", "Smyth"], &["John", "Smyth"], &["John", "Smith"]]);
    assert_eq!(clients(&two.search("john smith", 10)), [2, 1, 0]);
}

#[test]
fn a_wrong_letter_comes_before_all_who_only_sound_alike_or_bear_a_short_form() {
    let mut people: Vec<&[&str]> = vec![&["Robert", "Kathryne"]; 60];
    people.extend([&["Robert", "Kate"] as &[&str]; 60]);
    people.push(&["Robert", "Catherina"]);
    let index = index_of(&people);
    for query in ["catherine", "robert catherine", "catherine robert"] {
        let found = index.search(query, 50);
        assert_eq!(found.hits[0].kind, Kind::OneTypo, "{query}");
        assert_eq!(found.hits[0].client_no, 120, "{query}");
        assert_eq!(found.hits[1].kind, Kind::Nickname, "{query}");
        assert_eq!(index.search(query, 121).hits[120].kind, Kind::Phonetic);
    }
}

#[test]
fn more_right_words_come_before_closer_wrong_ones() {
    let index = index_of(&[
        &["Catherina", "Smitt"],
        &["Katrin", "Smith"],
        &["Kathryne", "Smith"],
        &["Catherina", "Smith"],
        &["Catherine", "Smithe"],
    ]);
    assert_eq!(
        clients(&index.search("catherine smith", 9)),
        [3, 4, 1, 2, 0],
        "a wrong letter, a mere sound, two wrong letters"
    );
    let marks = index_of(&[&["Zoé", "Núñez", "Lópes"], &["Zoe", "Nunez", "Lopéz"]]);
    let found = marks.search("zoé núñez lopez", 9);
    assert_eq!(clients(&found), [1, 0], "marks are no wrong words");
}

/// Each text that one slip makes of this one: any letter, and any sign between words.
fn slips(right: &str) -> Vec<String> {
    let right: Vec<char> = right.chars().collect();
    let signs: Vec<char> = "abcdefghijklmnopqrstuvwxyz -'".chars().collect();
    let mut slips = Vec::new();
    for at in 0..right.len() {
        for sign in &signs {
            let mut other = right.clone();
            other[at] = *sign;
            slips.push(other);
            let mut more = right.clone();
            more.insert(at, *sign);
            slips.push(more);
        }
        let mut fewer = right.clone();
        fewer.remove(at);
        slips.push(fewer);
        let mut swapped = right.clone();
        swapped.swap(at, (at + 1).min(right.len() - 1));
        slips.push(swapped);
    }
    let slips = slips.iter().map(|slip| slip.iter().collect::<String>());
    slips.collect()
}

#[test]
fn a_slip_is_forgiven_wherever_it_falls_also_between_the_words() {
    let people: [&[&str]; 6] = [
        &["Gabriel", "García-Márquez"],
        &["María", "de la Cruz"],
        &["Anne-Marie", "O'Brien"],
        &["John", "McDonald"],
        &["Anna", "Ruiz"],
        &["Thuy", "Nguyen Minh"],
    ];
    let index = index_of(&people);
    for (number, names) in people.iter().enumerate() {
        for slip in slips(&names.join(" ")) {
            let found = clients(&index.search(&slip, 5));
            assert_eq!(found.first(), Some(&(number as i64)), "{names:?} by {slip}");
        }
    }
    for (name, typed) in [
        ("García-Márquez", "garciaxmarquez"),
        ("García-Márquez", "garciamarquez"),
        ("García-Márquez", "garci-amarquez"),
        ("García-Márquez", "garciam arquez"),
        ("Delacruz", "de la crux"),
        ("McDonald", "mc donld"),
        ("Vandyke", "van dyk"),
        ("O'Brien", "o brein"),
    ] {
        assert!(kind(&[name], typed).is_some(), "{name} by {typed}");
    }
    assert_eq!(
        kind(&["García-Márquez"], "garciaxmarquex"),
        None,
        "two slips"
    );
    assert_eq!(kind(&["Bo-Li"], "boxlix"), None, "two slips in short parts");
    assert_eq!(kind(&["Bo", "J"], "boxj"), None, "a slip in so few letters");
}

#[test]
fn a_short_list_never_hides_that_it_is_short() {
    let mut people: Vec<&[&str]> = vec![&["Marta", "Lee"]; 3];
    people.extend([&["Maria", "Lee"] as &[&str]; 5]);
    let index = index_of(&people);
    for query in ["maria", "maria lee"] {
        let all = index.search(query, 8);
        assert_eq!(clients(&all), [3, 4, 5, 6, 7, 0, 1, 2], "{query}");
        assert!(all.complete);
        let short = index.search(query, 4);
        assert_eq!(clients(&short), [3, 4, 5, 6], "{query}");
        assert_eq!((short.exact_left_off, short.complete), (1, false));
        let exact_only = index.search(query, 5);
        assert_eq!((exact_only.exact_left_off, exact_only.complete), (0, false));
        assert_eq!(index.search(query, 0).exact_left_off, 5);
    }
}

#[test]
fn changes_show_at_once_and_removed_names_are_wiped() {
    let mut index = index_of(&[&["Ana", "Lima"], &["Ana", "Zúñiga"]]);
    index.insert(7, &["Ana", "Lima"]);
    index.insert(1, &["Anna", "Kowalska"]);
    assert_eq!(clients(&index.search("ana lima", 9)), [0, 7]);
    assert_eq!(clients(&index.search("kowalsak", 9)), [1]);
    assert_eq!(clients(&index.search("zuniga", 9)), [0i64; 0]);
    assert!(index.vocabulary.find("zúñiga").is_none());
    assert!(index.vocabulary.find("zuniga").is_none());
    assert!(index.vocabulary.find("ana").is_some());
    index.remove(0);
    index.remove(0);
    index.remove(7);
    assert!(index.search("lima", 9).hits.is_empty());
    assert!(
        (0..index.vocabulary.len() as u32)
            .all(|word| !index.vocabulary.text(word).contains("lima"))
    );
    index.insert(0, &["Lima"]);
    assert_eq!(clients(&index.search("liam lmia", 9)), [0]);
    assert_eq!(index.len(), 2);
}

#[test]
fn a_client_who_is_added_twice_bears_all_names() {
    let mut builder = NameIndexBuilder::new();
    builder.add(5, &["Ana"]);
    builder.add(3, &["Luz"]);
    builder.add(5, &["Soto"]);
    assert_eq!(builder.len(), 2);
    assert_eq!(clients(&builder.finish().search("soto ana", 9)), [5]);
}

#[test]
fn nothing_typed_finds_nobody() {
    for query in ["", "  ", "-", "'", "\u{301}", "…,"] {
        let found = index_of(&[&["", "-", "Ana"]]).search(query, 9);
        assert_eq!(
            found,
            Found {
                complete: true,
                ..Found::default()
            }
        );
    }
}

/// The number of slips between two words, by the textbook.
fn distance(one: &str, other: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let differs = usize::from(a[i - 1] != b[j - 1]);
                let mut least = (table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                least = least.min(table[i - 1][j - 1] + differs);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    table[a.len()][b.len()]
}

fn fit(typed: &Spelled, name: &Spelled) -> Option<Kind> {
    let sounds = sound::codes(&name.folded);
    if typed.spelling == name.spelling {
        Some(Kind::Exact)
    } else if typed.folded == name.folded {
        Some(Kind::Folded)
    } else if typed.folded.chars().count() >= 3 && distance(&typed.folded, &name.folded) == 1 {
        Some(Kind::OneTypo)
    } else if nickname::relatives(&typed.folded).any(|short| short == name.folded.as_str()) {
        Some(Kind::Nickname)
    } else {
        let heard = sound::codes(&typed.folded);
        let same = heard.iter().any(|code| sounds.contains(code));
        same.then_some(Kind::Phonetic)
    }
}

/// How a typed word of a reading has to fit.
#[derive(Clone, Copy, PartialEq)]
enum Reading {
    /// In any way.
    AsTyped,
    /// Letter by letter, or with one slip.
    Joined,
    /// Letter by letter.
    Part,
    /// Letter by letter; the slip fell beside it.
    PartBesideSlip,
}

impl Reading {
    fn fit(self, typed: &Spelled, name: &Spelled) -> Option<Kind> {
        let kind = match self {
            Self::AsTyped => return fit(typed, name),
            Self::PartBesideSlip => Kind::OneTypo,
            Self::Joined | Self::Part => Kind::Folded,
        };
        let slip = || fit(typed, name).filter(|fit| *fit == Kind::OneTypo);
        match typed.folded == name.folded {
            true => Some(kind),
            false if self == Self::Joined => slip(),
            false => None,
        }
    }
}

type Typed = (Spelled, Reading);

fn readings(words: &[Typed]) -> Vec<Vec<Typed>> {
    let mut readings = vec![words.to_vec()];
    let mut read = |at: usize, length: usize, instead: &[(&[char], Reading)]| {
        if instead.iter().any(|(letters, _)| letters.is_empty()) {
            return;
        }
        let word = |letters: &[char]| Spelled::plain(&letters.iter().collect::<String>());
        let instead = instead.iter().map(|(letters, how)| (word(letters), *how));
        let mut reading = words.to_vec();
        reading.splice(at..at + length, instead);
        readings.push(reading);
    };
    let letters = |word: &Spelled| word.folded.chars().collect::<Vec<char>>();
    for length in 2..=3 {
        for (at, group) in words.windows(length).enumerate() {
            let joined = Spelled::joined(group.iter().map(|(word, _)| word));
            read(at, length, &[(&letters(&joined), Reading::Joined)]);
        }
    }
    for (at, pair) in words.windows(2).enumerate() {
        let (left, right) = (letters(&pair[0].0), letters(&pair[1].0));
        let all = [left.clone(), right].concat();
        for cut in [left.len() - 1, left.len() + 1] {
            let (left, right) = all.split_at(cut);
            read(
                at,
                2,
                &[(left, Reading::Part), (right, Reading::PartBesideSlip)],
            );
        }
    }
    for (at, (word, _)) in words.iter().enumerate() {
        let letters = letters(word);
        for cut in 2..letters.len().saturating_sub(1) {
            let (left, right) = letters.split_at(cut);
            read(at, 1, &[(left, Reading::Part), (right, Reading::Part)]);
        }
        for wrong in (0..letters.len()).filter(|_| letters.len() >= 5) {
            let (left, right) = (&letters[..wrong], &letters[wrong + 1..]);
            read(
                at,
                1,
                &[(left, Reading::Part), (right, Reading::PartBesideSlip)],
            );
        }
    }
    readings
}

/// Everybody who fits, found by looking at everybody: client, penalty, kind.
fn by_looking_at_everybody(people: &[Vec<String>], query: &str) -> Vec<(u16, Kind, i64)> {
    let mut words: Vec<Typed> = Vec::new();
    for word in query_words(query) {
        if words.len() < 8 && !words.iter().any(|(known, _)| *known == word) {
            words.push((word, Reading::AsTyped));
        }
    }
    let mut all = Vec::new();
    for (number, names) in people.iter().enumerate() {
        let filed: Vec<Spelled> = names.iter().flat_map(|name| name_words(name)).collect();
        let fits = |reading: &Vec<Typed>| {
            let kinds = reading.iter().map(|(word, how)| {
                let fits = filed.iter().filter_map(|name| how.fit(word, name));
                fits.min()
            });
            let kinds: Option<Vec<Kind>> = kinds.collect();
            let kinds = kinds.filter(|kinds| !kinds.is_empty())?;
            let penalty = kinds.iter().map(|kind| kind.penalty()).sum::<u16>();
            Some((penalty, kinds.into_iter().max()?, number as i64))
        };
        all.extend(readings(&words).iter().filter_map(fits).min());
    }
    all.sort_unstable();
    all
}

fn as_rows(found: &Found) -> Vec<(u16, Kind, i64)> {
    found
        .hits
        .iter()
        .map(|hit| (hit.penalty, hit.kind, hit.client_no))
        .collect()
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[abé]{1,5}",
        2 => "[aAbBß' -]{1,7}",
        1 => "(de la |van |o')?[abcz]{2,4}",
        1 => "(bill|william|will|pepe|jose|josé|smith|smyth|gonzalez|gonsales)",
        1 => "\\PC{0,6}",
    ]
}

fn people() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec(name(), 1..4), 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn the_index_agrees_with_looking_at_everybody(
        people in people(),
        query in prop::collection::vec(name(), 1..4),
        later in prop::collection::vec((0..14usize, any::<bool>()), 0..6),
        most in 1..6usize,
        backwards in any::<bool>(),
    ) {
        let mut world = people.clone();
        let mut builder = NameIndexBuilder::new();
        let mut order: Vec<(usize, &Vec<String>)> = people.iter().enumerate().collect();
        if backwards {
            order.reverse();
        }
        for (number, names) in order {
            builder.add(number as i64, &names.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let mut index = builder.finish();
        for (number, stays) in later.into_iter().filter(|(number, _)| *number < people.len()) {
            let names = if stays { people[(number + 1) % people.len()].clone() } else { Vec::new() };
            if stays {
                index.insert(number as i64, &names.iter().map(String::as_str).collect::<Vec<_>>());
            } else {
                index.remove(number as i64);
            }
            world[number] = names;
        }
        let query = query.join(" ");
        let all = by_looking_at_everybody(&world, &query);
        let found = index.search(&query, 100);
        prop_assert_eq!(as_rows(&found), all.clone());
        prop_assert!(found.complete);
        let short = index.search(&query, most);
        prop_assert_eq!(as_rows(&short), all.iter().take(most).copied().collect::<Vec<_>>());
        let exact = all.iter().filter(|(penalty, ..)| *penalty == 0).count();
        prop_assert_eq!(short.exact_left_off, exact.saturating_sub(most));
        prop_assert!(!short.complete || all.len() <= most);
    }

    #[test]
    fn no_text_whatever_breaks_the_index(names in prop::collection::vec(any::<String>(), 0..4), query in any::<String>()) {
        let mut index = NameIndex::default();
        index.insert(1, &names.iter().map(String::as_str).collect::<Vec<_>>());
        for name in names.iter().filter(|name| {
            (1..=8).contains(&query_words(name).len())
        }) {
            prop_assert_eq!(clients(&index.search(name, 3)), [1]);
        }
        index.search(&query, 3);
        index.remove(1);
        prop_assert!(index.search(&query, 3).hits.is_empty());
    }
}

#[test]
fn endless_names_are_cut_and_not_fatal() {
    let long = "ab".repeat(300_000);
    let many = "ab cd' ".repeat(40_000);
    let mut index = NameIndex::default();
    index.insert(1, &[&long, &many]);
    assert_eq!(clients(&index.search(&long, 3)), [1]);
    assert_eq!(clients(&index.search(&many, 3)), [1]);
}
