//! Every way in which a note may write what identifies somebody.

use super::dice::Dice;
use super::people::Invented;

/// The ways, each a cell of the table of recall.
pub const CELLS: [&str; 48] = [
    "name: as known",
    "name: upper",
    "name: lower",
    "name: marks dropped",
    "name: marks taken apart (NFD)",
    "name: Last, First",
    "name: LAST, First",
    "name: J. Last",
    "name: J Last",
    "name: First L.",
    "name: First Middle Last",
    "name: First M. Last",
    "name: nickname Last",
    "name: one typo in a name",
    "name: one typo, lower",
    "name: line break",
    "name: extra space",
    "name: hyphen at the line's end",
    "name: zero-width sign inside",
    "name: look-alike letters",
    "name: wide letters",
    "name: possessive",
    "name: in markup",
    "name: with title",
    "name: one of two surnames",
    "name: former surname",
    "name: in a file's name",
    "name: with Jr.",
    "birth: 2026-11-05",
    "birth: 11/05/2026",
    "birth: 5 Nov 2026",
    "birth: November 5th, 2026",
    "birth: 05.11.26",
    "birth: 5 de noviembre de 2026",
    "phone: as known",
    "phone: dashes",
    "phone: dots",
    "phone: bare digits",
    "phone: country code",
    "phone: extension",
    "mail: as known",
    "mail: upper",
    "mail: at and dot",
    "address: as known",
    "address: abbreviated, upper",
    "address: street only, line break",
    "number: as known",
    "number: without dashes",
];

/// Exact cells, of which none may be missed.
pub const EXACT: [&str; 5] = [
    "name: as known",
    "phone: as known",
    "mail: as known",
    "address: as known",
    "number: as known",
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MESES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// How a person is mentioned in one way; none if they can't be.
pub fn write(cell: &str, of: &Invented, dice: &mut Dice) -> Option<String> {
    let (kind, way) = cell.split_once(": ")?;
    match kind {
        "name" => name(way, of, dice),
        "birth" => Some(birth(way, of)),
        "phone" => Some(phone(way, of, dice)),
        "mail" => Some(mail(way, of)),
        "address" => Some(address(way, of)),
        _ => number(way, of, dice),
    }
}

fn name(way: &str, of: &Invented, dice: &mut Dice) -> Option<String> {
    let (given, family) = (&of.given, &of.family);
    let full = of.full();
    let first = given.chars().next()?;
    let last = family.chars().next()?;
    Some(match way {
        "as known" | "possessive" => full,
        "upper" => full.to_uppercase(),
        "lower" => full.to_lowercase(),
        "marks dropped" => {
            let plain = without_marks(&full);
            if plain == full {
                return None;
            }
            plain
        }
        "marks taken apart (NFD)" => {
            let apart: String =
                unicode_normalization::UnicodeNormalization::nfd(full.as_str()).collect();
            if apart == full {
                return None;
            }
            apart
        }
        "Last, First" => format!("{family}, {given}"),
        "LAST, First" => format!("{}, {given}", family.to_uppercase()),
        "J. Last" => format!("{first}. {family}"),
        "J Last" if !matches!(first, 'A' | 'I') => format!("{first} {family}"),
        "First L." => format!("{given} {last}."),
        "First Middle Last" if !of.middle.is_empty() => format!("{given} {} {family}", of.middle),
        "First M. Last" if !of.middle.is_empty() => {
            format!("{given} {}. {family}", of.middle.chars().next()?)
        }
        "nickname Last" => format!("{} {family}", nickname(given, dice)?),
        "one typo in a name" => typo(&full, dice)?,
        "one typo, lower" => typo(&full.to_lowercase(), dice)?,
        _ => return odd_name(way, of, dice),
    })
}

/// A name that is broken, disguised or embedded in something.
fn odd_name(way: &str, of: &Invented, dice: &mut Dice) -> Option<String> {
    let (given, family) = (&of.given, &of.family);
    let full = of.full();
    Some(match way {
        "line break" => full.replacen(' ', if dice.happens(0.5) { "\n" } else { " \n    " }, 1),
        "extra space" => full.replacen(' ', "   ", 1),
        "hyphen at the line's end" => {
            let at = middle_of(family, dice)?;
            let (one, other) = family.split_at(at);
            format!("{given} {one}-\n{other}")
        }
        "zero-width sign inside" => {
            let at = middle_of(family, dice)?;
            let (one, other) = family.split_at(at);
            format!("{given} {one}\u{200b}{other}")
        }
        "look-alike letters" => look_alike(&full, dice)?,
        "wide letters" => wide(&without_marks(&full))?,
        "in markup" => match dice.below(3) {
            0 => format!("{given} **{family}"),
            1 => format!("{given}</b> <i>{family}"),
            _ => format!("{given} \"{family}"),
        },
        "with title" => full,
        "one of two surnames" => {
            let (one, other) = family.split_once([' ', '-'])?;
            if one.len() < 4 || other.contains(' ') {
                return None;
            }
            format!("{given} {}", if dice.happens(0.5) { one } else { other })
        }
        "former surname" => format!("{given} {}", of.former.as_ref()?),
        "in a file's name" => {
            let plain = |text: &str| without_marks(text).to_lowercase().replace(['\'', ' '], "");
            let (given, family) = (plain(given), plain(family));
            if family.contains('-') || given.is_empty() {
                return None;
            }
            match dice.below(3) {
                0 => format!("{given}_{family}"),
                1 => format!("{family}-{given}"),
                _ => format!("{given}.{family}"),
            }
        }
        "with Jr." => format!("{full}, Jr"),
        _ => return None,
    })
}

fn birth(way: &str, of: &Invented) -> String {
    let (y, m, d) = (of.born.year(), of.born.month(), of.born.day());
    let month = MONTHS[m as usize - 1];
    match way {
        "2026-11-05" => format!("{y:04}-{m:02}-{d:02}"),
        "11/05/2026" => format!("{m:02}/{d:02}/{y}"),
        "5 Nov 2026" => format!("{d} {} {y}", &month[..3]),
        "November 5th, 2026" => {
            let ending = match (d, d % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{month} {d}{ending}, {y}")
        }
        "05.11.26" => format!("{d:02}.{m:02}.{:02}", y % 100),
        _ => format!("{d} de {} de {y}", MESES[m as usize - 1]),
    }
}

fn phone(way: &str, of: &Invented, dice: &mut Dice) -> String {
    let [a, b, c] = of.phone;
    match way {
        "as known" => of.phone(),
        "dashes" => format!("{a}-{b}-{c:04}"),
        "dots" => format!("{a}.{b}.{c:04}"),
        "bare digits" => format!("{a}{b}{c:04}"),
        "country code" => match dice.below(3) {
            0 => format!("+1 {a} {b} {c:04}"),
            1 => format!("1-{a}-{b}-{c:04}"),
            _ => format!("+1 ({a}) {b} {c:04}"),
        },
        _ => format!(
            "{a}-{b}-{c:04} {}{}",
            dice.one(&["ext. ", "x", "ext "]),
            dice.between(10, 999)
        ),
    }
}

fn mail(way: &str, of: &Invented) -> String {
    match way {
        "as known" => of.mail.clone(),
        "upper" => of.mail.to_uppercase(),
        _ => of.mail.replace('@', " at ").replace('.', " dot "),
    }
}

fn short(of: &str) -> &'static str {
    match of {
        "Street" => "ST",
        "Avenue" => "AVE",
        "Road" => "RD.",
        "Drive" => "DR",
        "Lane" => "LN",
        "Court" => "CT.",
        "Boulevard" => "BLVD",
        _ => "PL",
    }
}

fn address(way: &str, of: &Invented) -> String {
    let direction = of.direction.chars().next();
    match way {
        "as known" => of.address(),
        "abbreviated, upper" => {
            let direction = direction.map_or(String::new(), |it| format!("{it} "));
            let flat = of.flat.map_or(String::new(), |it| format!(" #{it}"));
            let street = of.street.to_uppercase();
            format!(
                "{} {direction}{street} {}{flat}, {}, {}",
                of.house,
                short(of.street_type),
                of.town.to_uppercase(),
                of.state
            )
        }
        _ => of.line().replacen(' ', "\n", 1),
    }
}

fn number(way: &str, of: &Invented, dice: &mut Dice) -> Option<String> {
    let known = match dice.below(3) {
        0 => of.ssn(),
        1 => of.record.clone(),
        _ => of.plate.clone(),
    };
    let without = known.replace('-', if dice.happens(0.5) { "" } else { " " });
    match way {
        "as known" => Some(known),
        _ => (without != known).then_some(without),
    }
}

/// A usual short form of a first name.
fn nickname(given: &str, dice: &mut Dice) -> Option<String> {
    let folded = without_marks(given).to_lowercase();
    let line = caseward_masking::NICKNAMES
        .lines()
        .find(|line| line.split('\t').next() == Some(&folded))?;
    let forms: Vec<&str> = line.split('\t').skip(1).collect();
    let form = dice.one(&forms);
    let mut signs = form.chars();
    let first = signs.next()?.to_uppercase();
    Some(first.chain(signs).collect())
}

/// One letter wrong in one of the words that have four or more.
pub fn typo(full: &str, dice: &mut Dice) -> Option<String> {
    let words: Vec<&str> = full.split(' ').collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|at| words[*at].chars().count() >= 4 && words[*at].chars().all(char::is_alphabetic))
        .collect();
    if long.is_empty() {
        return None;
    }
    let which = dice.one(&long);
    let mut letters: Vec<char> = words[which].chars().collect();
    let at = dice.below(letters.len());
    let large = letters[0].is_uppercase();
    let any = char::from(b'a' + dice.below(26) as u8);
    match dice.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at.max(1), any),
        2 => letters[at] = any,
        _ => {
            let at = at.min(letters.len() - 2);
            letters.swap(at, at + 1);
        }
    }
    let mut word: Vec<char> = letters.iter().flat_map(|it| it.to_lowercase()).collect();
    if large {
        word[0] = word[0].to_uppercase().next()?;
    }
    let word: String = word.into_iter().collect();
    if word == words[which] {
        return None;
    }
    let mut changed: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
    changed[which] = word;
    Some(changed.join(" "))
}

fn middle_of(word: &str, dice: &mut Dice) -> Option<usize> {
    let places: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    if places.len() < 5 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    Some(places[dice.between(2, places.len() - 2)])
}

fn look_alike(full: &str, dice: &mut Dice) -> Option<String> {
    let pairs = [
        ('a', 'а'),
        ('e', 'е'),
        ('o', 'о'),
        ('p', 'р'),
        ('c', 'с'),
        ('y', 'у'),
        ('x', 'х'),
        ('i', 'і'),
        ('M', 'М'),
        ('A', 'Α'),
        ('S', 'Ѕ'),
        ('J', 'Ј'),
    ];
    let changed: String = full
        .chars()
        .map(|sign| match pairs.iter().find(|pair| pair.0 == sign) {
            Some(pair) if dice.happens(0.7) => pair.1,
            _ => sign,
        })
        .collect();
    (changed != full).then_some(changed)
}

fn wide(full: &str) -> Option<String> {
    full.chars()
        .map(|sign| match sign {
            'a'..='z' | 'A'..='Z' => char::from_u32(u32::from(sign) + 0xfee0),
            other => Some(other),
        })
        .collect()
}

/// Letters without their marks.
pub fn without_marks(text: &str) -> String {
    let apart = unicode_normalization::UnicodeNormalization::nfd(text);
    let bare = apart.filter(|it| !unicode_normalization::char::is_combining_mark(*it));
    bare.map(|sign| match sign {
        'ł' => 'l',
        'Ł' => 'L',
        'ø' => 'o',
        'Ø' => 'O',
        'đ' => 'd',
        'Đ' => 'D',
        other => other,
    })
    .collect()
}
