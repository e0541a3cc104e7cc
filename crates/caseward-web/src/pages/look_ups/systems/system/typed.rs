//! A mapping as it is typed into the form, and back.

use std::collections::BTreeMap;

use caseward_casework::look_ups::{Mapping, TimeForm};
use caseward_model::AccessKind;

use crate::forms::Problems;

/// So many words of a log can be given a meaning.
const WORDS_MAX: usize = 50;

/// The fields of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappingForm {
    /// The column of the user's name.
    pub user: String,
    /// The column of the person's number.
    pub person: String,
    /// The column of date and time.
    pub time: String,
    /// The column of the time of day, where that stands apart.
    pub clock: String,
    /// How times are written, as a word.
    pub time_form: String,
    /// The zone of times that don't say theirs.
    pub zone: String,
    /// The column that says what was done.
    pub kind: String,
    /// What the words in it mean.
    pub kinds: Vec<(String, String)>,
    /// What every other word means.
    pub otherwise: String,
    /// The column of the line's own number.
    pub number: String,
    /// `yes` where the first line isn't a header.
    pub without_header: String,
}

impl MappingForm {
    /// The form of a mapping.
    #[must_use]
    pub fn of(mapping: &Mapping) -> Self {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let kinds = mapping.kinds.iter();
        Self {
            user: mapping.user.clone(),
            person: text(&mapping.person),
            time: mapping.time.clone(),
            clock: text(&mapping.clock),
            time_form: mapping.time_form.word().to_owned(),
            zone: text(&mapping.zone),
            kind: text(&mapping.kind),
            kinds: kinds
                .map(|(word, kind)| (word.clone(), kind.word().to_owned()))
                .collect(),
            otherwise: mapping
                .otherwise
                .map_or(String::new(), |it| it.word().to_owned()),
            number: text(&mapping.number),
            without_header: if mapping.without_header { "yes" } else { "" }.to_owned(),
        }
    }

    /// Reads the fields that were posted; a word and its meaning come one after the other.
    #[must_use]
    pub fn posted(pairs: &[(String, String)]) -> Self {
        let mut form = Self::default();
        let mut word: Option<String> = None;
        for (name, value) in pairs {
            let field = match name.as_str() {
                "user" => &mut form.user,
                "person" => &mut form.person,
                "time" => &mut form.time,
                "clock" => &mut form.clock,
                "time_form" => &mut form.time_form,
                "zone" => &mut form.zone,
                "kind" => &mut form.kind,
                "otherwise" => &mut form.otherwise,
                "number" => &mut form.number,
                "without_header" => &mut form.without_header,
                "word" => {
                    word = Some(value.trim().to_owned());
                    continue;
                }
                "means" => {
                    let word = word.take().filter(|it| !it.is_empty());
                    if let Some(word) = word
                        && form.kinds.len() < WORDS_MAX
                    {
                        form.kinds.push((word, value.clone()));
                    }
                    continue;
                }
                _ => continue,
            };
            *field = value.trim().to_owned();
        }
        form
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.user.is_empty() && self.time.is_empty()
    }

    /// The mapping, or what is missing.
    ///
    /// # Errors
    /// Everything that is still needed.
    pub fn read(&self) -> Result<Mapping, Problems> {
        let mut problems = Problems::default();
        let maybe = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
        let time_form = TimeForm::from_word(&self.time_form);
        if self.user.is_empty() {
            problems.note("user", "mapping-needs-user");
        }
        if self.time.is_empty() {
            problems.note("time", "mapping-needs-time");
        }
        if time_form.is_none() {
            problems.note("time_form", "mapping-needs-time-form");
        }
        let mut kinds = BTreeMap::new();
        for (word, kind) in &self.kinds {
            match (kind.as_str(), kind.parse::<AccessKind>()) {
                ("", _) => {}
                (_, Ok(kind)) => {
                    kinds.insert(word.clone(), kind);
                }
                (_, Err(_)) => problems.note("kind", "mapping-needs-meaning"),
            }
        }
        let mapping = Mapping {
            without_header: self.without_header == "yes",
            user: self.user.clone(),
            person: maybe(&self.person),
            time: self.time.clone(),
            clock: maybe(&self.clock),
            time_form: time_form.unwrap_or_default(),
            zone: maybe(&self.zone),
            kind: maybe(&self.kind),
            kinds,
            otherwise: self.otherwise.parse().ok(),
            number: maybe(&self.number),
        };
        if problems.is_empty() && mapping.check().is_err() {
            problems.note("user", "mapping-contradicts");
        }
        if problems.is_empty() {
            Ok(mapping)
        } else {
            Err(problems)
        }
    }

    /// How times can be written, as words.
    pub fn time_forms() -> impl Iterator<Item = &'static str> {
        TimeForm::ALL.iter().map(|it| it.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_mapping_goes_through_the_form_and_comes_back_the_same() {
        let posted = [
            pair("user", " Login "),
            pair("time", "When"),
            pair("time_form", "month_first"),
            pair("zone", "America/New_York"),
            pair("kind", "Action"),
            pair("word", "VIEW"),
            pair("means", "opened"),
            pair("word", "PING"),
            pair("means", ""),
            pair("otherwise", "searched"),
        ];
        let mapping = MappingForm::posted(&posted).read().ok().unwrap();
        assert_eq!(mapping.user, "Login");
        assert_eq!(mapping.kinds.len(), 1);
        let again = MappingForm::of(&mapping).read().ok().unwrap();
        assert_eq!(again, mapping);
    }

    #[test]
    fn what_is_missing_in_a_mapping_is_said() {
        let nothing = MappingForm::posted(&[]).read().err().unwrap();
        assert_eq!(nothing.all().len(), 3);
        let twice = [
            pair("user", "A"),
            pair("time", "a"),
            pair("time_form", "year_first"),
        ];
        let twice = MappingForm::posted(&twice).read().err().unwrap();
        assert_eq!(twice.of("user"), Some("mapping-contradicts"));
    }
}
