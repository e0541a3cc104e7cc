//! What the pages of a consent post, turned into what the desk takes.

use caseward_casework::consent::{
    Change, Consequences, Form, Limit, MOST_LINES, RecallTold, Signing, Step, Told, Who,
};
use caseward_model::{Answered, Category, Channel, Language, LimitKind, Purpose, RecallTelling};
use serde::Deserialize;

use crate::pages::agreements::day_of;

/// Fields in any order, as a browser sends them.
///
/// No `Debug`: it may name people.
#[derive(Deserialize, Clone, Default)]
#[serde(transparent)]
pub struct Answers(pub(super) Vec<(String, String)>);

impl Answers {
    /// These fields.
    pub(in crate::pages) const fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value of a field.
    #[must_use]
    pub fn one(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(it, _)| it == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let found = self.0.iter().filter(move |(it, _)| it == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.one(name) == "yes"
    }

    fn text(&self, name: &str) -> String {
        self.one(name).to_owned()
    }

    fn lines(&self, name: &str) -> Vec<String> {
        let lines = self.one(name).lines().map(ToOwned::to_owned);
        lines.filter(|it| !it.trim().is_empty()).collect()
    }

    /// What was answered at a step of a form; nothing at the last one.
    #[must_use]
    pub fn change(&self, step: Step) -> Option<Change> {
        Some(match step {
            Step::Who => Change::Who(self.who(), self.language()),
            Step::Purpose => {
                let purposes = self.all("purpose").filter_map(|it| it.parse().ok());
                Change::Purposes(
                    purposes.collect::<Vec<Purpose>>(),
                    self.text("because"),
                    self.text("request"),
                )
            }
            Step::Recipient => {
                Change::Recipient(self.one("recipient").parse().ok(), self.text("readers"))
            }
            Step::Information => {
                let asked = Category::ALL.iter().copied();
                let asked = asked.filter_map(|it| Some((it, self.answer(it)?)));
                Change::Information(asked.collect(), self.text("exclusions"))
            }
            Step::Terms => {
                let ways = self.all("way").filter_map(|it| it.parse().ok());
                Change::Terms(
                    ways.collect::<Vec<Channel>>(),
                    self.one("until").trim().parse().ok(),
                    self.text("until_event"),
                )
            }
            Step::Consequences => Change::Consequences(
                Consequences {
                    agree: self.lines("agree"),
                    refuse: self.lines("refuse"),
                },
                self.text("alternatives"),
            ),
            Step::Limits => Change::Limits(self.limits()),
            Step::Confidentiality => Change::Told(self.told()),
            Step::Check => return None,
        })
    }

    /// A form with what was typed at a step in the place of what stands there. The organisation stays the one that is kept: any other
    /// is none of the register.
    pub(super) fn shown_in(&self, step: Step, mut form: Form) -> Form {
        match self.change(step) {
            Some(Change::Who(who, language)) => {
                form.who = who;
                form.language = language.unwrap_or(form.language);
            }
            Some(Change::Purposes(purposes, because, request)) => {
                form.purposes = purposes;
                form.because = because;
                form.request = request;
            }
            Some(Change::Recipient(_, readers)) => form.readers = readers,
            Some(Change::Information(asked, exclusions)) => {
                form.asked = asked;
                form.exclusions = exclusions;
            }
            Some(Change::Terms(channels, until, until_event)) => {
                form.channels = channels;
                form.until = until;
                form.until_event = until_event;
            }
            Some(Change::Consequences(consequences, alternatives)) => {
                form.consequences = consequences;
                form.alternatives = alternatives;
            }
            Some(Change::Limits(limits)) => form.limits = limits,
            Some(Change::Told(told)) => form.told = told,
            Some(Change::Whole(_)) | None => {}
        }
        form
    }

    fn answer(&self, section: Category) -> Option<Answered> {
        self.one(&format!("ask-{}", section.word())).parse().ok()
    }

    fn who(&self) -> Who {
        Who {
            capacity: self.one("capacity").parse().ok(),
            name: self.text("name"),
            relationship: self.text("relationship"),
            proof: self.text("proof"),
            scope: self.text("scope"),
            until: self.one("may_until").trim().parse().ok(),
            no_end: self.is("may_no_end"),
            seen_on: self.one("seen_on").trim().parse().ok(),
            seen_by: None,
            harmed: self.one("harmed").parse().ok(),
            service: self.text("service"),
        }
    }

    /// Each kind that has only a box, and the words of those that have words, one on each line.
    fn limits(&self) -> Vec<Limit> {
        let mut limits = Vec::new();
        for kind in [
            LimitKind::Once,
            LimitKind::InMyPresence,
            LimitKind::TellMeFirst,
        ] {
            if self.is(&format!("limit-{}", kind.word())) {
                let words = String::new();
                limits.push(Limit { kind, words });
            }
        }
        for kind in [LimitKind::NotTo, LimitKind::InMyWords] {
            let lines = self.lines(&format!("limit-{}", kind.word()));
            let lines = lines.into_iter().take(MOST_LINES);
            limits.extend(lines.map(|words| Limit { kind, words }));
        }
        limits
    }

    fn told(&self) -> Told {
        Told {
            not_a_condition: self.is("not_a_condition"),
            may_revoke: self.is("may_revoke"),
            redisclosure: self.is("redisclosure"),
            limits_of_confidentiality: self.is("limits_of_confidentiality"),
            copy: self.is("copy"),
            teach_back: self.text("teach_back"),
            interpreter: self.text("interpreter"),
            file_apart: self.is("file_apart"),
            if_missing: self.text("if_missing"),
        }
    }

    /// A signature.
    #[must_use]
    pub fn signing(&self) -> Signing {
        Signing {
            name: self.text("sign_name"),
            second_name: self.text("second_name"),
            ticked: self.all("ticked").map(ToOwned::to_owned).collect(),
            mark: self.text("mark"),
            witness: self.text("witness"),
        }
    }

    /// That a recipient was told: how, and on which day, today where nothing is said.
    #[must_use]
    pub fn recall_told(&self) -> RecallTold {
        let how = self.one("how");
        let way = how.strip_prefix("way-").and_then(|it| it.parse().ok());
        let day = self.one("told_on").trim();
        RecallTold {
            how: match way {
                Some(_) => Some(RecallTelling::Way),
                None => how.parse().ok(),
            },
            way,
            // A day that can't be read is none on which anybody was told.
            at: (!day.is_empty()).then(|| day_of(day).unwrap_or(i64::MAX)),
            words: self.text("words"),
        }
    }

    /// The language in which it is explained.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.one("language").parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Answers {
        let pairs = pairs.iter();
        Answers(
            pairs
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn dv_4_4_2_what_was_not_asked_is_not_agreed_to() {
        let answers = posted(&[("ask-health", "yes"), ("ask-hiv", "no")]);
        let change = answers.change(Step::Information);
        let Some(Change::Information(asked, _)) = change else {
            panic!("another change");
        };
        let all = [
            (Category::Health, Answered::Yes),
            (Category::Hiv, Answered::No),
        ];
        assert_eq!(asked, all);
    }

    #[test]
    fn dv_3_3_2d_each_line_is_a_limit_in_the_clients_words() {
        let answers = posted(&[
            ("limit-once", "yes"),
            (
                "limit-in_my_words",
                "Not before my birthday\r\n\r\nNo names",
            ),
        ]);
        let Some(Change::Limits(limits)) = answers.change(Step::Limits) else {
            panic!("another change");
        };
        let kinds: Vec<_> = limits.iter().map(|it| it.kind).collect();
        assert_eq!(
            kinds,
            [LimitKind::Once, LimitKind::InMyWords, LimitKind::InMyWords]
        );
    }
}
