//! What kind of information a value is, when the column alone doesn't say (DV-4.4.2).
//!
//! The table writes a fixed category as its word (`identity`), and a dependent one as a rule:
//! `@DisabilityType 8=hiv 10=substance_use *=hiv` reads "look at the row's DisabilityType". The cases
//! stand in the order of their sensitivity: a deciding value that isn't a number counts as the
//! first of them, because text in the place of a code may say anything. A number without a case of
//! its own, and a blank, take the category behind `*`.

use caseward_model::Category;

/// How a column's category is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CategoryRule {
    /// Always the same.
    Fixed(Category),
    /// It depends on a value of the same row.
    ByValue(ByValue),
}

/// A category that follows the value of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByValue {
    /// The column that decides, in HUD's spelling; it may be the column itself.
    pub column: &'static str,
    cases: Vec<(u32, Category)>,
    text: Category,
    otherwise: Category,
}

impl CategoryRule {
    /// Reads the rule as the table writes it; `None` when it isn't one.
    pub(crate) fn parse(text: &'static str) -> Option<Self> {
        let Some(rule) = text.strip_prefix('@') else {
            return text.parse().ok().map(Self::Fixed);
        };
        let mut words = rule.split_whitespace();
        let column = words.next()?;
        let mut cases = Vec::new();
        let mut otherwise = None;
        let mut first = None;
        for word in words {
            let (values, category) = word.split_once('=')?;
            let category: Category = category.parse().ok()?;
            if values == "*" {
                otherwise = Some(category);
                continue;
            }
            first.get_or_insert(category);
            for value in values.split(',') {
                cases.push((value.parse().ok()?, category));
            }
        }
        Some(Self::ByValue(ByValue {
            column,
            cases,
            text: first?,
            otherwise: otherwise?,
        }))
    }

    /// The category when no row is at hand: of a dependent one, that of a blank deciding value.
    #[must_use]
    pub const fn without_row(&self) -> Category {
        match self {
            Self::Fixed(category) => *category,
            Self::ByValue(rule) => rule.otherwise,
        }
    }

    /// Every category that the column's values can take.
    #[must_use]
    pub fn possible(&self) -> Vec<Category> {
        match self {
            Self::Fixed(category) => vec![*category],
            Self::ByValue(rule) => {
                let mut all: Vec<_> = rule.cases.iter().map(|(_, category)| *category).collect();
                all.push(rule.otherwise);
                all.sort_unstable();
                all.dedup();
                all
            }
        }
    }
}

impl ByValue {
    /// The category of a row whose deciding column has this value.
    #[must_use]
    pub fn category(&self, value: &str) -> Category {
        let value = value.trim();
        if value.is_empty() {
            return self.otherwise;
        }
        let Some(number) = whole_number(value) else {
            return self.text;
        };
        self.cases
            .iter()
            .find(|(case, _)| *case == number)
            .map_or(self.otherwise, |(_, category)| *category)
    }
}

/// Reads `8`, `08` and `8.0` as eight; spreadsheets write all three.
#[must_use]
pub fn whole_number(value: &str) -> Option<u32> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if fraction.bytes().any(|digit| digit != b'0') || whole.is_empty() {
        return None;
    }
    if !whole.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DISABILITY: &str =
        "@DisabilityType 8=hiv 10=substance_use 9=mental_health 5,6,7=health *=hiv";

    fn rule() -> ByValue {
        match CategoryRule::parse(DISABILITY) {
            Some(CategoryRule::ByValue(rule)) => rule,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_category_of_a_disability_follows_its_type() {
        for (value, category) in [
            ("5", Category::Health),
            (" 08 ", Category::Hiv),
            ("8.0", Category::Hiv),
            ("9", Category::MentalHealth),
            ("10", Category::SubstanceUse),
        ] {
            assert_eq!(rule().category(value), category, "{value}");
        }
    }

    #[test]
    fn a_disability_whose_type_cannot_be_read_counts_as_the_most_sensitive() {
        for value in ["", " ", "99", "HIV/AIDS", "8;9", "-8", "5.5", "99999999999"] {
            assert_eq!(rule().category(value), Category::Hiv, "{value}");
        }
    }
}
