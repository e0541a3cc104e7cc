//! A case in which nobody can be recognised: what tells who somebody is is taken out of every line, by the list that the law of the
//! United States gives for health records (NASW-p, NASW-q; 45 CFR 164.514(b)(2)(i), letters A to R).
//!
//! Whole columns go by the letter that the table of columns gives them, and whatever the table doesn't know goes as well. Dates keep
//! their year, postal codes three digits where more than 20,000 people share them, ages end at 90, rare high numbers are
//! rounded, and an answer that few of the office's clients gave is left out. In texts, identifiers of any kind are masked, and words
//! that look like names. A program can't know what a story tells: the gate wants a second person to read it.

use caseward_formats::fields::{Field, Shape, table};
use caseward_gate::{DisclosedPart, GroupFields, Text};
use caseward_masking::{Index, Labels, Masker, NICKNAMES, Scope};
use caseward_model::{Language, RedactionClass};
use caseward_papers::{Line, Record};

use crate::entries::field;
use crate::layout::Layouts;
use crate::{CaseworkError, Office};

/// Three digits that 20,000 people or fewer share: by the census of 2000 or by that of 2010, whichever is stricter.
const FEW_PEOPLE: [&str; 21] = [
    "036", "059", "063", "102", "203", "205", "369", "556", "692", "753", "772", "790", "821",
    "823", "830", "831", "878", "879", "884", "890", "893",
];

/// From this age on nobody's age is told.
const OLDEST: i16 = 90;

/// Amounts of money are told in steps of so much, and not above the highest: rare ones would tell who it is.
const STEP: u32 = 100;
const HIGHEST: u32 = 5_000;

/// Other numbers are not told above this.
const MANY: u32 = 10;

/// An answer that fewer of the office's clients gave is left out: with a year and three digits of a postal code it may tell who it is.
pub(super) const SMALLEST_GROUP: u32 = 11;

/// Whether a group is smaller than that: by the file, the column's number and the answer.
pub(super) type IsSmall<'g> = Box<dyn Fn((&str, u32), &str) -> bool + Send + Sync + 'g>;

impl Office {
    /// Counts who shares answers, unless that was done since the last export came in; gives how a small group is told.
    pub(super) async fn know_groups(&self) -> Result<IsSmall<'_>, CaseworkError> {
        let last = self.last_import().await?;
        if self.gate.groups_as_of() != Some(last) {
            let fields = answers(&self.layouts().await?);
            self.gate.index_groups(fields, last).await?;
        }
        let gate = &self.gate;
        Ok(Box::new(move |column: (&str, u32), answer: &str| {
            gate.is_small_group(column, answer, SMALLEST_GROUP)
        }))
    }
}

/// Which columns hold answers from a list that may leave.
fn answers(layouts: &Layouts) -> GroupFields {
    let mut answers = GroupFields::new();
    for (no, file) in layouts.iter() {
        let Some(known) = table().file(&file.name) else {
            continue;
        };
        let coded = known.fields.iter().filter(|it| is_answer(it));
        let numbers = coded.map(|it| it.number).collect();
        answers.insert(no, (known.name.to_owned(), numbers));
    }
    answers
}

fn is_answer(field: &Field) -> bool {
    matches!(
        (field.redaction, field.shape),
        (RedactionClass::None, Shape::Code(_))
    )
}

/// Takes out what tells who somebody is, throughout one paper.
pub(super) struct Deidentifier<'g> {
    is_small: IsSmall<'g>,
    index: Index,
    masker: Masker,
    language: Language,
    this_year: i16,
}

impl<'g> Deidentifier<'g> {
    /// For one paper, put together in this year.
    pub(super) fn new(language: Language, this_year: i16, is_small: IsSmall<'g>) -> Self {
        Self {
            is_small,
            index: Index::builder(0).build(),
            masker: Masker::new(Labels::of(language)),
            language,
            this_year,
        }
    }

    /// A record, as somebody may read it who mustn't learn whom it is about; nothing when nothing is left of it.
    pub(super) fn record(&mut self, part: &DisclosedPart, layouts: &Layouts) -> Option<Record> {
        if part.kind == 0 {
            return self.entry(part);
        }
        let file = layouts.file(part.kind)?;
        let known = table().file(&file.name)?;
        let lines = part.fields.iter().filter_map(|(number, text)| {
            let field = known.by_number(*number)?;
            let value = self.value(field, text)?;
            Some(Line {
                name: field.label(self.language).to_owned(),
                value,
            })
        });
        let lines: Vec<Line> = lines.collect();
        (!lines.is_empty()).then_some(Record {
            lines,
            ..Record::default()
        })
    }

    /// A text in which whatever looks like an identifier, and each word that looks like a name, has a placeholder.
    pub(super) fn text(&mut self, text: &str) -> String {
        let scope = Scope {
            unknown: true,
            dates: true,
            ..Scope::default()
        };
        let spans = self.index.find(text, &scope);
        let masked = self.masker.mask(text, &spans, &[]);
        without_names(&masked.text, self.language)
    }

    fn entry(&mut self, part: &DisclosedPart) -> Option<Record> {
        let of = |wanted: u32| {
            let found = part.fields.iter().find(|(number, _)| *number == wanted);
            found.map(|(_, text)| text.to_string())
        };
        let said = of(field::TEXT).filter(|it| !it.is_empty())?;
        let based_on = of(field::BASED_ON).filter(|it| !it.is_empty());
        Some(Record {
            lines: vec![Line {
                name: String::new(),
                value: self.text(&said),
            }],
            nature: of(field::NATURE),
            based_on: based_on.map(|it| self.text(&it)),
            told_by: None,
        })
    }

    fn value(&mut self, field: &Field, text: &Text) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        match field.redaction {
            RedactionClass::None => self.harmless(field, text),
            RedactionClass::Date => text.code(|it| self.year(it)),
            RedactionClass::Place if field.name.ends_with("ZIP") => text.code(three_digits),
            RedactionClass::FreeText => Some(self.text(&text.to_string())),
            // Names, numbers, places, marks: all of it stays here.
            _ => None,
        }
    }

    fn harmless(&self, field: &Field, text: &Text) -> Option<String> {
        match field.shape {
            // A code that the list doesn't have is some office's own, and may tell which.
            Shape::Code(list) => text.code(|code| {
                let small = (self.is_small)((field.file, field.number), code);
                let label = list.label(code, self.language).filter(|_| !small);
                label.map(ToOwned::to_owned)
            }),
            Shape::Money => text.code(amount),
            Shape::Integer if field.name.starts_with("Year") => text.code(|it| self.year(it)),
            Shape::Integer => text.code(number),
            Shape::Date | Shape::DateTime => text.code(|it| self.year(it)),
            Shape::Text(_) => None,
        }
    }

    /// The year of a day; none that tells of an age over 89.
    fn year(&self, day: &str) -> Option<String> {
        let year: i16 = day.get(..4)?.parse().ok()?;
        if self.this_year.saturating_sub(year) < OLDEST {
            return Some(year.to_string());
        }
        let last = self.this_year.saturating_sub(OLDEST);
        Some(match self.language {
            Language::English => format!("{last} or before"),
            Language::Spanish => format!("{last} o antes"),
        })
    }
}

/// The first three digits of a postal code; `000` where few people share them.
fn three_digits(code: &str) -> Option<String> {
    let three = code.trim().get(..3)?;
    if !three.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let told = if FEW_PEOPLE.contains(&three) {
        "000"
    } else {
        three
    };
    Some(format!("{told}**"))
}

fn amount(text: &str) -> Option<String> {
    let whole: u32 = text.trim().split('.').next()?.parse().ok()?;
    if whole >= HIGHEST {
        return Some(format!("{HIGHEST}+"));
    }
    let rounded = whole.saturating_add(STEP / 2) / STEP * STEP;
    Some(rounded.to_string())
}

fn number(text: &str) -> Option<String> {
    let number: u32 = text.trim().parse().ok()?;
    Some(if number >= MANY {
        format!("{MANY}+")
    } else {
        number.to_string()
    })
}

/// Words with a capital letter that don't only have it because a sentence begins there, and usual first names anywhere.
fn without_names(text: &str, language: Language) -> String {
    let placeholder = match language {
        Language::English => "[name]",
        Language::Spanish => "[nombre]",
    };
    let mut out = String::with_capacity(text.len());
    let (mut begins, mut within, mut after_name) = (true, false, false);
    for piece in pieces(text) {
        let is_word = piece.chars().next().is_some_and(char::is_alphabetic);
        if !is_word {
            within = match (piece.rfind('['), piece.rfind(']')) {
                (Some(open), Some(shut)) => open > shut,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => within,
            };
            let ends = piece.contains(['.', '!', '?', '\n', ':', '¿', '¡', '"']);
            begins = begins || ends;
            after_name = after_name && !ends && piece.trim().is_empty();
            out.push_str(piece);
            continue;
        }
        let named = !within && is_named(piece, begins, after_name);
        match (named, after_name) {
            (true, true) => out.truncate(out.trim_end().len()),
            (true, false) => out.push_str(placeholder),
            (false, _) => out.push_str(piece),
        }
        (begins, after_name) = (false, named);
    }
    out
}

/// Words and what stands between them, in turn.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let word = rest.chars().next()?.is_alphabetic();
        let other = |(_, c): &(usize, char)| {
            let joins = word && matches!(c, '\'' | '’' | '-' | '\u{ad}' | '\u{200d}');
            (c.is_alphabetic() || joins) != word
        };
        let end = rest
            .char_indices()
            .find(other)
            .map_or(rest.len(), |it| it.0);
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(piece)
    })
}

fn is_named(word: &str, begins: bool, after_name: bool) -> bool {
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let only_capitals = word.chars().all(|c| !c.is_lowercase());
    let short = word.chars().count() < 2;
    if !capital || short {
        return false;
    }
    // What is written in capitals throughout is a short form of a service more often than a name, unless it is a usual one.
    if is_first_name(word) || after_name {
        return true;
    }
    let short_form = only_capitals && word.chars().count() < 6;
    !(begins || short_form || is_usual(word))
}

/// Words that have a capital letter in the middle of an English sentence and name nobody.
fn is_usual(word: &str) -> bool {
    const USUAL: [&str; 21] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "english",
        "spanish",
    ];
    USUAL.contains(&word.to_lowercase().as_str())
}

fn is_first_name(word: &str) -> bool {
    let word = plain(word);
    let word = word
        .strip_suffix("s")
        .filter(|it| it.ends_with('\''))
        .map_or(word.as_str(), |it| it);
    let word = word.trim_end_matches('\'');
    NICKNAMES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .any(|line| line.split('\t').any(|name| name == word))
}

/// In small letters, without the marks that Spanish names have.
fn plain(word: &str) -> String {
    let bare = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        '’' => '\'',
        other => other,
    };
    word.to_lowercase().chars().map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> Deidentifier<'static> {
        Deidentifier::new(Language::English, 2026, Box::new(|_, _| false))
    }

    #[test]
    fn nasw_p_a_date_keeps_its_year_and_no_age_over_89_is_told() {
        let it = made();
        assert_eq!(it.year("1990-05-06").unwrap(), "1990");
        assert_eq!(it.year("1937-01-01").unwrap(), "1937");
        assert_eq!(it.year("1936-12-31").unwrap(), "1936 or before");
        assert_eq!(it.year("1899-12-31 10:00:00").unwrap(), "1936 or before");
        assert_eq!(it.year("soon"), None);
    }

    #[test]
    fn nasw_p_three_digits_of_a_postal_code_and_none_where_few_live() {
        assert_eq!(three_digits("62704").unwrap(), "627**");
        for few in FEW_PEOPLE {
            assert_eq!(three_digits(&format!("{few}12")).unwrap(), "000**");
        }
        assert_eq!(three_digits("SW1A"), None);
        assert_eq!(three_digits("é1"), None);
    }

    #[test]
    fn nasw_p_rare_numbers_are_rounded() {
        assert_eq!(amount("1249.90").unwrap(), "1200");
        assert_eq!(amount("12000").unwrap(), "5000+");
        assert_eq!(number("3").unwrap(), "3");
        assert_eq!(number("14").unwrap(), "10+");
    }

    #[test]
    fn nasw_p_a_text_loses_names_numbers_and_days() {
        let told = "She moved in with Rosa Márquez on 3/14/2026. Bill's number is 555-010-4477, \
                    mail ana.leal@example.org. She went to Farawell Clinic and to the HUD office. Rosa cried.";
        let text = made().text(told);
        for tells in [
            "Rosa",
            "Márquez",
            "2026",
            "Bill",
            "4477",
            "leal",
            "example.org",
            "Farawell",
            "Clinic",
        ] {
            assert!(!text.contains(tells), "{tells} is in: {text}");
        }
        for stays in ["She moved in with [name]", "cried", "HUD office"] {
            assert!(text.contains(stays), "{stays} isn't in: {text}");
        }
    }

    #[test]
    fn nasw_p_the_first_words_of_sentences_and_usual_words_stay() {
        let told = "Housing came first. On Monday the work began; in March it was done.";
        assert_eq!(without_names(told, Language::English), told);
        let spanish = "Vive con Lucía Pérez. José no vino.";
        let text = without_names(spanish, Language::Spanish);
        assert_eq!(text, "Vive con [nombre]. [nombre] no vino.");
    }
}
