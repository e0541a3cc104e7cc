//! What HUD's numbers mean, in English and Spanish, so that a page shows words.
//!
//! The lists are those of the FY2026 and FY2024 standards; codes that only FY2022 had (living
//! situations below 100) stand beside them. Labels are ours and short.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use caseward_model::Language;

use super::category::whole_number;

static CODES: &str = include_str!("../../fields/codes.tsv");

/// The codes below this are found by one look at a bit; HUD's highest is 440.
const HIGHEST: u32 = 512;

/// One code and its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The number as HUD writes it.
    pub code: u32,
    /// What it means, in English.
    pub label_en: &'static str,
    /// What it means, in Spanish.
    pub label_es: &'static str,
}

/// A closed list of codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeList {
    /// The list's name in the table of fields.
    pub name: &'static str,
    /// The codes in the order of the table.
    pub codes: Vec<Code>,
    known: [u64; (HIGHEST / 64) as usize],
}

static LISTS: LazyLock<BTreeMap<&'static str, CodeList>> = LazyLock::new(parse);

fn parse() -> BTreeMap<&'static str, CodeList> {
    let mut lists = BTreeMap::new();
    for line in CODES.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(name), Some(code), Some(label_en), Some(label_es)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let Ok(code) = code.parse() else { continue };
        let list = lists.entry(name).or_insert_with(|| CodeList {
            name,
            codes: Vec::new(),
            known: [0; (HIGHEST / 64) as usize],
        });
        if let Some(word) = list.known.get_mut((code / 64) as usize) {
            *word |= 1_u64 << (code % 64);
        }
        list.codes.push(Code {
            code,
            label_en,
            label_es,
        });
    }
    lists
}

/// The list of this name.
#[must_use]
pub fn code_list(name: &str) -> Option<&'static CodeList> {
    LISTS.get(name)
}

/// All lists, by name.
pub fn code_lists() -> impl Iterator<Item = &'static CodeList> {
    LISTS.values()
}

impl CodeList {
    /// Whether the value is one of the list's codes, written as HUD writes it.
    #[must_use]
    pub fn has(&self, value: &str) -> bool {
        whole_number(value.trim()).is_some_and(|code| {
            self.known
                .get((code / 64) as usize)
                .is_some_and(|word| word & (1_u64 << (code % 64)) != 0)
        })
    }

    /// What the value means; `None` when it isn't one of the list's codes.
    #[must_use]
    pub fn label(&self, value: &str, language: Language) -> Option<&'static str> {
        let number = whole_number(value.trim())?;
        let code = self.codes.iter().find(|code| code.code == number)?;
        Some(match language {
            Language::English => code.label_en,
            Language::Spanish => code.label_es,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_read_and_no_code_stands_twice() {
        let read: usize = code_lists().map(|list| list.codes.len()).sum();
        assert_eq!(read, CODES.lines().count() - 1);
        for list in code_lists() {
            let mut codes: Vec<_> = list.codes.iter().map(|code| code.code).collect();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), list.codes.len(), "{}", list.name);
            assert!(codes.iter().all(|code| *code < HIGHEST));
        }
    }

    #[test]
    fn a_code_reads_as_words_in_both_languages() {
        let list = code_list("LivingSituation").unwrap();
        assert_eq!(
            list.label("116", Language::English),
            Some("Not meant for habitation")
        );
        assert_eq!(
            list.label(" 207 ", Language::Spanish),
            Some("Cárcel, prisión o detención juvenil")
        );
        assert_eq!(list.label("7777", Language::English), None);
        assert!(list.has("24") && !list.has("500") && !list.has("x") && !list.has("4294967295"));
    }
}
