//! The script of a made-up meeting, as somebody writes it: who sits there, of whom they speak, and what happens, step by step.
//!
//! Everything that is named must be there: a script with a fault is refused before anything is played.

use anyhow::{Context, ensure};
use caseward_masking::leak;
use caseward_model::{
    BreachKind, Category, ConferenceKind, ItemPurpose, Joining, OrganizationKind, Role, SeatEnd,
};
use serde::Deserialize;

use crate::house::OWN;

/// The script that comes with Caseward.
pub(crate) const SHIPPED: &str = include_str!("meeting.toml");

/// A script, whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Script {
    /// The organizations besides the office's own.
    #[serde(rename = "organization")]
    pub(crate) organizations: Vec<Partner>,
    #[serde(rename = "person")]
    pub(crate) people: Vec<Persona>,
    #[serde(rename = "client")]
    pub(crate) clients: Vec<Subject>,
    #[serde(rename = "step")]
    pub(crate) steps: Vec<Step>,
}

/// An organization that sits at the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Partner {
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) kind: OrganizationKind,
}

/// Somebody who signs in: a viewer, of whom every byte is kept that they receive.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Persona {
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    #[serde(default = "own")]
    pub(crate) organization: String,
}

fn own() -> String {
    OWN.to_owned()
}

/// A client of the office, with the words that say who they are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Subject {
    /// The number by which other systems know them.
    pub(crate) personal_id: String,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) born: String,
    /// They are fleeing violence, which shields them.
    #[serde(default)]
    pub(crate) flees: bool,
    /// They said no to sharing.
    #[serde(default)]
    pub(crate) declined: bool,
    /// Who works with them: in their file these find who they are.
    pub(crate) served_by: Vec<String>,
    /// From whom a wall keeps them.
    #[serde(default)]
    pub(crate) walled_from: Vec<String>,
    /// Where they were referred to, as their export says it; empty where it says nothing.
    #[serde(default)]
    pub(crate) referred: String,
    /// Which organization they let know in writing where they can be found; its people may while that holds.
    #[serde(default)]
    pub(crate) lets_know: Option<String>,
    /// Whom the table may show who they are, once they sit at it; nobody, where they are spoken of by an identifier.
    #[serde(default)]
    pub(crate) known_at_table: Vec<String>,
    /// What stands in their file. Every word that is looked for is in it.
    pub(crate) told: String,
    /// The words that say who they are, and that are looked for in all that anybody receives.
    pub(crate) words: Vec<String>,
}

/// One thing that happens.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Step {
    /// A series is begun.
    Begins(Begins),
    /// Its lead says on what member organizations can act.
    Offers(Offers),
    /// Its lead names people.
    Names(Names),
    /// People sign for it.
    Sign(Sign),
    /// A client is proposed for its agenda.
    Proposes(Proposes),
    /// Somebody else agrees for the organization.
    Agrees(OnFile),
    /// Another identifier is drawn.
    Reissues(OnFile),
    /// A client is taken off.
    TakesOff(OnFile),
    /// What waits for somebody is answered.
    Answers(Answers),
    /// A meeting is set.
    Sets(Sets),
    /// Its agenda is closed.
    ClosesAgenda(At),
    /// Its rooms are opened.
    Opens(At),
    /// Its rooms are closed for good.
    Closes(At),
    /// People look at every page and answer that there is for them, and at some that there aren't.
    Look(Look),
    /// People come into each room that is open to them, and look at all there is in it.
    ComeIn(ComeIn),
    /// The lead goes through the items of the board, and everybody who sits there looks.
    GoesThrough(GoesThrough),
    /// Somebody writes down what was decided, and who does what.
    Decides(Decides),
    /// Somebody says what came of all that their organization undertook.
    FollowsUp(FollowsUp),
    /// Everybody who sits somewhere looks at all there is in that room.
    LookAround,
    /// Somebody types notes on those who are spoken of by identifier.
    Types(Types),
    /// Somebody offers to serve everybody who is spoken of.
    OffersToServe(At),
    /// Somebody keeps a note.
    Keeps(Keeps),
    /// The line of some is lost.
    LoseTheLine(Lost),
    /// The server stops as if its plug were pulled, and another one is started.
    ServerDies,
    /// A client says no to sharing, in the middle of it.
    Declines(Declines),
    /// A client takes back that an organization may know where they can be found, in the middle of it.
    TakesConsentBack(Declines),
    /// The lead takes people out of a series, in the middle of it.
    TakesOut(Names),
    /// People leave the room, and try to look on from where they sat.
    Leave(Leave),
    /// People fetch their minutes, on the page and as a program does; whoever may have none is told so.
    TakeMinutes(ComeIn),
    /// Somebody takes the certificate that their notes were destroyed.
    TakesCertificate(Certificate),
    /// An organization has what it kept destroyed.
    DestroysKept(Certificate),
    /// A breach is reported, handled and found.
    Breach(Breach),
    /// The letters that are due are carried.
    Mail,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Begins {
    pub(crate) by: String,
    pub(crate) series: String,
    pub(crate) title: String,
    pub(crate) kind: ConferenceKind,
    pub(crate) purpose: String,
    pub(crate) organizations: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Offers {
    pub(crate) by: String,
    pub(crate) series: String,
    pub(crate) organizations: Vec<String>,
    pub(crate) sections: Vec<Category>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub(crate) by: String,
    pub(crate) series: String,
    pub(crate) who: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sign {
    pub(crate) series: String,
    pub(crate) who: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proposes {
    pub(crate) by: String,
    pub(crate) client: String,
    pub(crate) series: String,
    pub(crate) purpose: ItemPurpose,
    pub(crate) sections: Vec<Category>,
    pub(crate) minutes: u32,
    pub(crate) by_identifier: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OnFile {
    pub(crate) by: String,
    pub(crate) client: String,
    pub(crate) series: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answers {
    pub(crate) by: String,
    pub(crate) series: String,
    pub(crate) yes: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sets {
    pub(crate) by: String,
    pub(crate) series: String,
    pub(crate) meeting: String,
    pub(crate) minutes: u32,
    pub(crate) how: Joining,
    pub(crate) purpose: String,
}

/// Somebody at a meeting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct At {
    pub(crate) by: String,
    pub(crate) meeting: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Look {
    /// Everybody, where nobody is named.
    #[serde(default)]
    pub(crate) who: Vec<String>,
    pub(crate) series: String,
    #[serde(default)]
    pub(crate) meeting: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComeIn {
    pub(crate) who: Vec<String>,
    pub(crate) meeting: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoesThrough {
    pub(crate) by: String,
    pub(crate) meeting: String,
    /// What is asked on each item.
    pub(crate) ask: String,
    /// What is stopped on an item by identifier.
    pub(crate) mistakes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decides {
    pub(crate) by: String,
    pub(crate) meeting: String,
    pub(crate) text: String,
    /// What is stopped on an item by identifier.
    pub(crate) mistakes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowsUp {
    pub(crate) by: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Types {
    pub(crate) by: String,
    pub(crate) meeting: String,
    pub(crate) texts: Vec<String>,
    /// Each of them has to be stopped, or none.
    pub(crate) stopped: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keeps {
    pub(crate) by: String,
    pub(crate) meeting: String,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lost {
    pub(crate) who: Vec<String>,
    pub(crate) seconds: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Declines {
    pub(crate) client: String,
    pub(crate) told: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Leave {
    pub(crate) who: Vec<String>,
    pub(crate) why: SeatEnd,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificate {
    pub(crate) by: String,
    pub(crate) series: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Breach {
    pub(crate) by: String,
    pub(crate) about: String,
    pub(crate) kind: BreachKind,
    pub(crate) what: String,
    pub(crate) handled_by: String,
    pub(crate) found_by: String,
}

impl Script {
    /// Reads a script.
    pub(crate) fn read(text: &str) -> anyhow::Result<Self> {
        let script: Self = toml::from_str(text).context("this is no script of a meeting")?;
        script.fits()?;
        Ok(script)
    }

    /// All words that are looked for, each with the place of the client whose it is.
    pub(crate) fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let clients = self.clients.iter().enumerate();
        clients.flat_map(|(at, it)| it.words.iter().map(move |word| (at, word.as_str())))
    }

    fn fits(&self) -> anyhow::Result<()> {
        for person in &self.people {
            let known = |it: &Partner| it.handle == person.organization;
            ensure!(
                person.organization == OWN || self.organizations.iter().any(known),
                "the script has no organization {}",
                person.organization
            );
        }
        for client in &self.clients {
            let lists = [
                &client.served_by,
                &client.walled_from,
                &client.known_at_table,
            ];
            for handle in lists.into_iter().flatten() {
                let known = self.people.iter().any(|it| it.handle == *handle);
                ensure!(known, "the script has no person {handle}");
            }
            if let Some(organization) = &client.lets_know {
                let known = |it: &Partner| it.handle == *organization;
                ensure!(
                    self.organizations.iter().any(known),
                    "the script has no organization {organization}"
                );
            }
            ensure!(
                !client.served_by.is_empty() && !client.words.is_empty(),
                "client {} needs somebody who serves them, and words to look for",
                client.personal_id
            );
            for (no, word) in client.words.iter().enumerate() {
                ensure!(
                    word.len() >= leak::SHORTEST && client.told.contains(word.as_str()),
                    "word {no} of client {} is too short, or isn't in what stands in their file",
                    client.personal_id
                );
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_that_comes_along_seats_twelve_organizations_and_everything_it_names_is_there() {
        let script = Script::read(SHIPPED).unwrap();
        assert_eq!(script.organizations.len() + 1, 12);
        for organization in &script.organizations {
            let theirs = |it: &Persona| it.organization == organization.handle;
            assert!(script.people.iter().any(theirs), "{}", organization.handle);
        }
        let canary = &script.clients[0];
        assert!(canary.flees && canary.known_at_table.is_empty());
        assert!(canary.words.len() >= 7);
        assert!(script.clients.iter().any(|it| it.declined));
        assert!(
            script
                .clients
                .iter()
                .any(|it| !it.known_at_table.is_empty())
        );
    }

    #[test]
    fn a_script_with_a_fault_is_refused_and_says_which() {
        let without = SHIPPED.replacen("served_by = [\"dana\"", "served_by = [\"nobody\"", 1);
        let refused = Script::read(&without).unwrap_err().to_string();
        assert_eq!(refused, "the script has no person nobody");
        assert!(Script::read("organization = 1").is_err());
        let unknown = format!("{SHIPPED}\n[[step]]\ndo = \"dances\"\n");
        assert!(Script::read(&unknown).is_err());
    }
}
