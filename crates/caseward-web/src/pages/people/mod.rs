//! The people of the office, page by page: who works here and with whom, taking somebody in, changing their part, and
//! what happens when one of them can't work any more (pages §3 S20).
//!
//! DV-1, DV-5.7, NASW-o. A client's account is nobody here: its name is the client's.

pub mod leaving;
pub mod list;
pub mod new;
pub mod organizations;
pub mod person;
pub mod team;
pub mod waiting;

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::people::{Colleague, Person};
use caseward_model::{Engagement, Id, OfficeAct, Role, Worker};
use serde::Deserialize;

use crate::addresses::Addresses;
use crate::forms::Problems;
use crate::visit::Visit;
use crate::{Shell, Words};

/// The addresses of the people.
#[must_use]
pub fn routes() -> Addresses {
    Addresses::new()
        .merge(list::routes())
        .merge(new::routes())
        .merge(team::routes())
        .merge(organizations::routes())
        .merge(waiting::routes())
        .merge(person::routes())
        .merge(leaving::routes())
}

/// Someone or something that can be chosen, or that a page leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is posted, or where it leads.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// A colleague to be chosen.
    #[must_use]
    pub fn of(it: &Colleague) -> Self {
        Self {
            value: it.id.to_string(),
            label: it.name.clone(),
        }
    }

    /// A colleague whose page it leads to.
    #[must_use]
    pub fn to(it: &Colleague) -> Self {
        Self {
            value: address(it.id),
            label: it.name.clone(),
        }
    }
}

/// What is said about a person in a form; nothing typed is thrown away.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct PersonForm {
    /// Which button was pressed, where there are several.
    pub action: String,
    /// What they are called.
    pub name: String,
    /// The short name.
    pub handle: String,
    /// The part, as a word.
    pub role: String,
    /// The organisation's short name.
    pub organization: String,
    /// How they work here, as a word.
    pub engagement: String,
    /// What their position is called.
    pub position: String,
    /// Where mail reaches them.
    pub email: String,
    /// Where they are called.
    pub phone: String,
    /// What the form was filled from.
    pub stamp: String,
    /// A colleague or team, chosen by id.
    pub whom: String,
}

impl PersonForm {
    /// The person that the form says, or what it still needs.
    fn person(&self) -> Result<Person, Problems> {
        let mut problems = Problems::default();
        let role = self.role.parse::<Role>();
        if role.is_err() {
            problems.note("role", "people-needs-role");
        }
        let engagement = self.engagement.parse::<Engagement>();
        if engagement.is_err() {
            problems.note("engagement", "people-needs-engagement");
        }
        match (role, engagement) {
            (Ok(role), Ok(engagement)) => Ok(Person {
                engagement,
                position: self.position.clone(),
                email: self.email.clone(),
                phone: self.phone.clone(),
                ..Person::new(&self.name, &self.handle, role, &self.organization)
            }),
            _ => Err(problems),
        }
    }
}

/// What can be chosen about a person.
#[derive(Debug, Clone, Default)]
pub struct PersonLists {
    /// Parts.
    pub roles: Vec<Choice>,
    /// Ways to work here.
    pub engagements: Vec<Choice>,
    /// Organisations, by their short names.
    pub organizations: Vec<Choice>,
}

impl PersonLists {
    async fn read(visit: &Visit) -> Result<Self, CaseworkError> {
        let casework = &visit.front.casework;
        let register = casework.register_for(visit.person().worker).await?;
        let organizations = register.into_iter().map(|it| Choice {
            value: it.handle,
            label: it.name,
        });
        Ok(Self {
            organizations: organizations.collect(),
            ..Self::of(Words::of(visit.language()))
        })
    }

    fn of(words: &Words) -> Self {
        let offered = |it: &&Role| **it != Role::Client;
        let role = |it: &Role| Choice {
            value: it.word().to_owned(),
            label: words.t(crate::view::role_key(*it)),
        };
        let engagement = |it: &Engagement| Choice {
            value: it.word().to_owned(),
            label: words.t(&key("engagement", it.word())),
        };
        Self {
            roles: Role::ALL.iter().filter(offered).map(role).collect(),
            engagements: Engagement::ALL.iter().map(engagement).collect(),
            organizations: Vec::new(),
        }
    }

    /// For samples: two organisations.
    fn sample(shell: &Shell) -> Self {
        let organization = |value: &str, label: &str| Choice {
            value: value.into(),
            label: label.into(),
        };
        Self {
            organizations: vec![
                organization("own", "Harbour House"),
                organization("clinic", "Riverside Clinic"),
            ],
            ..Self::of(shell.words)
        }
    }
}

/// The key of a word of one of the model's lists.
#[must_use]
pub fn key(list: &str, word: &str) -> String {
    format!("{list}-{}", word.replace('_', "-"))
}

/// Where a colleague's page is.
#[must_use]
pub fn address(worker: Id<Worker>) -> String {
    format!("/people/{worker}")
}

/// Everyone who works here.
async fn staff(visit: &Visit) -> Result<Vec<Colleague>, CaseworkError> {
    let who = visit.person().worker;
    visit.front.casework.colleagues_for(who).await
}

/// A colleague whom an address names, for someone whom the rules let do this about them; whoever isn't let is told
/// so, whether there is such a colleague or not.
async fn colleague(
    visit: &Visit,
    id: &str,
    act: OfficeAct,
) -> Result<(Colleague, Vec<Colleague>), Response> {
    let all = visit.front.casework.colleagues().await;
    let mut all = all.map_err(|error| visit.failed(&error))?;
    all.retain(|it| it.sheet.role != Role::Client);
    let wanted = id.parse::<Id<Worker>>().ok();
    let found = all.iter().find(|it| Some(it.id) == wanted).cloned();
    let about = found
        .as_ref()
        .map_or(About::Office, |it| About::Worker(it.id));
    visit.unless_forbidden(act, about).await?;
    match found {
        Some(found) => Ok((found, all)),
        None => Err(visit.not_found()),
    }
}

/// Whether the rules let this person do something, so that a form is worth offering; whether they may, the gate says
/// when they do.
pub(crate) async fn may(
    visit: &Visit,
    act: OfficeAct,
    about: About,
) -> Result<bool, CaseworkError> {
    let who = visit.person().worker;
    let decision = visit.front.casework.gate.may(who, act, about).await?;
    Ok(decision.permitted)
}

/// What a desk wants mended, field by field; nothing when it is something else.
pub(crate) fn mending(error: &CaseworkError) -> Option<Problems> {
    let CaseworkError::Amiss(all) = error else {
        return None;
    };
    let mut problems = Problems::default();
    for amiss in all {
        problems.note(amiss.field(), amiss.key());
    }
    Some(problems)
}

/// A day typed into a form, as the moment in ms at which it begins by the office's clock.
pub(crate) fn begins(text: &str) -> Option<i64> {
    let day = text.trim().parse::<jiff::civil::Date>().ok()?;
    let at = jiff::tz::TimeZone::system().to_timestamp(day.at(0, 0, 0, 0));
    Some(at.ok()?.as_millisecond())
}

/// A day typed into a form, as the moment in ms at which it is over by the office's clock.
pub(crate) fn ends(text: &str) -> Option<i64> {
    let day = text.trim().parse::<jiff::civil::Date>().ok()?;
    begins(&day.tomorrow().ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use caseward_casework::people::Amiss;
    use caseward_model::{Ending, Language, OrganizationKind};

    use super::*;

    #[test]
    fn every_word_about_people_has_its_sentence_in_both_languages() {
        let mut keys: Vec<String> = Amiss::ALL.iter().map(|it| it.key().to_owned()).collect();
        keys.extend(
            Engagement::ALL
                .iter()
                .map(|it| key("engagement", it.word())),
        );
        keys.extend(Ending::ALL.iter().map(|it| key("ending", it.word())));
        keys.extend(
            Ending::ALL
                .iter()
                .map(|it| key("ending", it.word()) + "-means"),
        );
        keys.extend(
            OrganizationKind::ALL
                .iter()
                .map(|it| key("kind", it.word())),
        );
        for language in Language::ALL {
            for key in &keys {
                let words = Words::of(*language);
                assert!(!words.t(key).contains('⟦'), "{key} in {language}");
            }
        }
    }
}
