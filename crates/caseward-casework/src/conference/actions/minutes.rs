//! The minutes of a meeting as a paper, for one organisation: what was decided in the sittings in which whoever takes them sat, as far as
//! they may see it, marked with whose they are and that they aren't passed on (CC-1, CC-2.1, CC-2.3, CC-2.4).
//!
//! They are made anew each time and kept nowhere; each page says who took them and when (RE-6), and with that their hash stands in the
//! ledger before they leave. Nothing is sent: whoever may take them
//! fetches them over their own session, and everything that goes on from there goes as a disclosure, by its ways.

use caseward_gate::{About, Delivery, Works};
use caseward_model::{Category, Id, Language, Meeting, OfficeAct, OrganizationKind, Regime};
use caseward_papers::{ConferenceMinutes, MinutesItem, MinutesLine, print_fetched};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::super::meeting::Over;
use super::ActionLine;
use crate::people::Amiss;
use crate::sign_in::SignedIn;
use crate::standing::{day, on_a_thread_that_waits};
use crate::{CaseworkError, Office, fetched};

impl Office {
    /// The minutes of a meeting for the organisation of whoever takes them, as PDF; and what becomes of what stands in them. Taking them is
    /// on record, with their hash.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when no sitting of theirs is over, and when they have to sign for the series first;
    /// [`CaseworkError::Unknown`] for whoever isn't asked to come; [`CaseworkError::NotPermitted`].
    pub async fn meeting_minutes(
        &self,
        person: &SignedIn,
        id: Id<Meeting>,
        language: Language,
    ) -> Result<(Vec<u8>, Vec<Delivery>), CaseworkError> {
        let over = self.over(person, id).await?;
        if over.sittings.is_empty() {
            return Err(Amiss::MinutesNone.into());
        }
        let decided = self.decided_in(person, &over).await?;
        let paper = self
            .minutes(person, (&over, &decided.lines), language)
            .await?;
        let mark = fetched::by(person, self.clock.now_ms());
        let pdf = on_a_thread_that_waits(move || print_fetched(&paper, mark.as_ref())).await?;
        let hash = HEXLOWER.encode(&Sha256::digest(&pdf));
        let (me, act, deed) = (
            person.worker,
            OfficeAct::TakePart,
            "conference_minutes_taken",
        );
        let work = move |works: &mut Works<'_, '_>| {
            works.note("meeting", id.to_string());
            works.note("paper", hash);
            Ok(())
        };
        self.gate
            .perform::<_, CaseworkError, _>(me, act, About::Worker(me), deed, work)
            .await?;
        Ok((pdf, decided.deliveries))
    }

    async fn minutes(
        &self,
        person: &SignedIn,
        (over, lines): (&Over, &[ActionLine]),
        language: Language,
    ) -> Result<ConferenceMinutes, CaseworkError> {
        let own = self.own_organization().await?;
        let theirs = over.around.organization(person.sheet.organization);
        let vawa = own.sheet.kind == OrganizationKind::VictimServiceProvider;
        let mut sections = lines.iter().flat_map(|it| &it.about.sections);
        let part2 = sections.any(|it| *it == Category::SubstanceUse);
        let binds = [(Regime::Part2, part2), (Regime::Vawa, vawa)];
        let binds = binds.iter().filter(|it| it.1);
        Ok(ConferenceMinutes {
            language,
            office: own.name.clone(),
            organization: theirs.map(|it| it.name).unwrap_or_default(),
            taken_by: person.name.clone(),
            conference: over.series.2.clone(),
            held_on: day(over.begins_at),
            made_on: day(self.clock.now_ms()),
            present: present(over),
            notices: binds.map(|it| it.0.word().to_owned()).collect(),
            items: items(lines),
        })
    }
}

/// The organisations of which somebody was there, each once.
fn present(over: &Over) -> Vec<String> {
    let all = over.sittings.iter().flat_map(|it| &it.attendance);
    let mut present: Vec<String> = all.map(|it| it.organization.clone()).collect();
    present.sort();
    present.dedup();
    present
}

/// What was decided, item by item. Items stand in the order in which something was decided on them first.
fn items(lines: &[ActionLine]) -> Vec<MinutesItem> {
    let mut items: Vec<(&str, MinutesItem)> = Vec::new();
    for line in lines {
        let told = minutes_line(line);
        let same = items.iter_mut().find(|(key, _)| *key == line.about.item);
        match same {
            Some((_, item)) => item.lines.push(told),
            None => items.push((
                line.about.item.as_str(),
                MinutesItem {
                    identifier: line.about.identifier.clone().unwrap_or_default(),
                    name: line.about.name.as_ref().map(ToString::to_string),
                    by_identifier: line.about.by_identifier,
                    lines: vec![told],
                },
            )),
        }
    }
    items.into_iter().map(|(_, item)| item).collect()
}

fn minutes_line(line: &ActionLine) -> MinutesLine {
    let organization = line.organization.as_ref();
    MinutesLine {
        kind: line.kind.word().to_owned(),
        text: line.text.to_string(),
        organization: organization.map(|it| it.name.clone()).unwrap_or_default(),
        person: line.person.as_ref().map(|it| it.name.clone()),
        due_on: line.due_at.map(day),
        state: line.state.word().to_owned(),
        word: line.word.to_string(),
    }
}
