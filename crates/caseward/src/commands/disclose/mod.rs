//! `caseward disclose`, `caseward statement` and `caseward accounting`: letting something out to another organization step by
//! step, checking a statement, and what left about a client (RE-2, NASW-d, DV-2.1).

mod accounting;
pub(crate) mod args;
mod drafts;
mod envelope;
mod exports;
mod files;
mod leaving;
mod looking;
mod masking;
mod partners;

pub(crate) use self::accounting::accounting;
use self::looking::listed;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::conference::breach::verify_told;
use caseward_casework::disclosure::{
    Answers, Arrival, Disclosure, DisclosureError, MaskChange, Mend, NamedDanger, NewDisclosure,
    NewDiscussion, asks, goes_beyond, verify_statement,
};
use caseward_casework::gate::{Refusal, SectionDecision};
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{Client, Id, Language, Organization, RoadField, Told};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use self::args::{BeginArgs, DiscloseArgs, StatementArgs, StatementWhat, What};
use super::ask::NOT_KNOWN;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

/// Who acts, and about whom.
struct Desk<'t> {
    office: Arc<Office>,
    person: SignedIn,
    client: Id<Client>,
    terminal: &'t Terminal,
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &DiscloseArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let who = office.colleague(&order.worker).await?;
    let desk = Desk {
        person: office.person_numbered(who.no).await?,
        client: office.client_called(&order.client).await?,
        office,
        terminal,
    };
    let done = desk.carry_out(&order.what).await;
    desk.office.write_tally().await?;
    ended(done, terminal)
}

/// Why it didn't go on.
enum Stop {
    Rules(DisclosureError),
    Other(anyhow::Error),
}

impl From<DisclosureError> for Stop {
    fn from(error: DisclosureError) -> Self {
        Self::Rules(error)
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

impl From<caseward_casework::CaseworkError> for Stop {
    fn from(error: caseward_casework::CaseworkError) -> Self {
        Self::Other(error.into())
    }
}

impl Desk<'_> {
    async fn carry_out(&self, what: &What) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        match what {
            What::Begin(begin) => self.begin(begin).await,
            What::List => self.list().await,
            What::Show { number } => self.show(*number).await,
            What::Sections { number, sections } => self.sections(*number, sections).await,
            What::Compose {
                number,
                preview,
                language,
            } => self.compose(*number, preview, *language).await,
            What::Attach {
                number,
                file,
                section,
            } => self.attach(*number, *section, file).await,
            What::Detach { number, place } => self.detach(*number, *place).await,
            What::Masks { number } => self.masks(*number).await,
            What::Mask { number } => {
                let words = self.line("Which word or name is to be masked:")?;
                self.mask(*number, MaskChange::Also(words)).await
            }
            What::Unmask { number } => {
                let words = self.line("Which word or name isn't to be masked any more:")?;
                self.mask(*number, MaskChange::NotAlso(words)).await
            }
            What::Leave { number, place } => self.leave(*number, *place).await,
            What::Widen { number, place, by } => self.widen((*number, *place), *by).await,
            What::Accept { number, place } => self.accept(*number, *place).await,
            What::Discuss { number, stop } => self.discuss(*number, !stop).await,
            What::Approve { number, content } => {
                let seen = (*number, content.as_str());
                office.approve_disclosure(person, client, seen).await?;
                self.said("approved", "Approved, and on record.")
            }
            What::Way { number, way, .. } => self.way(*number, *way, what).await,
            What::Release {
                number,
                content,
                into,
                language,
                address,
                mail,
            } => {
                if let Some((server, from)) = mail.server()? {
                    office.mails_by(server, from);
                }
                let into = (into.as_path(), address.as_deref());
                let what = (*number, content.as_str());
                self.release(what, into, *language).await
            }
            What::Statement {
                number,
                into,
                language,
            } => self.statement(*number, into, *language).await,
            what => self.follow_up(what).await,
        }
    }

    /// What is done about something that left, or is given up.
    async fn follow_up(&self, what: &What) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        match what {
            What::Recall { number } => self.recall(*number).await,
            What::Hands { .. } => self.hands(what).await,
            What::Signed { .. } => self.signed(what).await,
            What::CoverSheet {
                number,
                into,
                language,
            } => self.cover_sheet(*number, (into, *language)).await,
            What::Papers {
                number,
                into,
                entry,
            } => self.papers((*number, *entry), into).await,
            What::Arrived { number } => {
                let how = self.line("How did it arrive, and who took it:")?;
                self.note(*number, Arrival::Arrived(how)).await
            }
            What::Failed { number } => {
                let how = self.line("What happened:")?;
                self.note(*number, Arrival::Failed(how)).await
            }
            What::Told { number, told } => {
                let how =
                    self.line("What was said, or why they can't be told before it leaves:")?;
                office
                    .note_told(person, client, *number, (*told, how))
                    .await?;
                self.said("told", "Noted.")
            }
            What::Exports => self.exports().await,
            What::ToldExports { recipients, not } => self.told_exports(recipients, !not).await,
            What::Drop { number } => {
                office.drop_disclosure(person, client, *number).await?;
                self.said("dropped", "Given up; nothing left.")
            }
            What::Prepare(_)
            | What::Drafts
            | What::Draft { .. }
            | What::TakeUp { .. }
            | What::ThrowAway { .. } => self.of_drafts(what).await,
            // All else that is done before it leaves is above.
            what => self.of_partners(what).await,
        }
    }

    async fn discuss(&self, number: i64, goes_on: bool) -> Result<(), Stop> {
        let (office, person) = (&self.office, &self.person);
        let found = office.disclosure_in_words(person, self.client, number);
        let (found, delivery) = found.await?;
        // What is said holds for what is shown here: what changes while they write is discussed anew.
        let sections: Vec<_> = found.sections.iter().map(|it| it.word()).collect();
        let (to, purpose) = (self.called(&found).await?, found.purpose);
        self.terminal.say(format!(
            "It would go to {to}, for {purpose}: {}.",
            sections.join(", ")
        ));
        if let Some(named) = found.danger {
            let by = self.reporter(named).await?;
            self.terminal
                .say(format!("It goes on danger report {}{by}.", named.no));
        }
        delivery.delivered(None);
        let new = NewDiscussion {
            said: self.line("What was weighed, and why it goes on or doesn't:")?,
            goes_on: Some(goes_on),
            seen: found.version,
        };
        let noted = office.discuss_disclosure(person, self.client, number, new);
        noted.await?;
        self.said("discussed", "Noted in the client's file, and on record.")
    }

    async fn compose(&self, number: i64, preview: &Path, language: Language) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        let composed = office
            .compose_disclosure(person, client, number, language)
            .await?;
        let (bytes, delivery) = office.disclosure_document(person, client, number).await?;
        if let Err(error) = files::write(preview, &bytes) {
            delivery.broken();
            return Err(error.into());
        }
        delivery.delivered(Some(&bytes));
        let seen = preview.display();
        self.print(
            &json!({
                "content": composed.content, "wants_second": composed.wants_second, "remarks": composed.remarks,
                "told_stays": composed.told_stays, "sentences_to_read": composed.to_read,
            }),
            &format!("Put together; look at {seen} before anything goes."),
        )?;
        for remark in &composed.remarks {
            self.terminal
                .say(format!("It says “{}”. {}", remark.said, remark.instead));
        }
        if composed.told_stays > 0 {
            let stays = composed.told_stays;
            self.terminal.say(format!(
                "Stays out: {stays} told by others, because there is no permission of theirs (`caseward permission`)."
            ));
        }
        if composed.to_read > 0 {
            let count = composed.to_read;
            self.terminal.say(format!(
                "Speak of a partner, and have to be read one by one: {count} (`caseward disclose sentences {number}`)."
            ));
        }
        if composed.wants_second {
            self.terminal.say(
                "A rule asks for a second person: someone else has to look at it and approve.",
            );
        }
        if composed.told_nobody {
            self.terminal
                .say("No supervisor who may look at this client could be told: have one assigned.");
        }
        Ok(())
    }

    fn line(&self, question: &str) -> Result<String, Stop> {
        Ok(self.terminal.ask(question)?.trim().to_owned())
    }

    async fn note(&self, number: i64, arrival: Arrival) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        office.note_arrival(person, client, number, arrival).await?;
        self.said("noted", "Noted.")
    }

    async fn begin(&self, order: &BeginArgs) -> Result<(), Stop> {
        let recipient = self.organization(&order.recipient).await?;
        let (office, kind) = (&self.office, order.kind);
        let least = office.least_for(self.client, kind, order.purpose).await?;
        let sections = match order.sections.as_slice() {
            [] => least.clone(),
            said => said.to_vec(),
        };
        let asked = asked(order).into_iter();
        let answers = asked.map(|field| Ok((field, self.line(&question(field))?)));
        let mut new = NewDisclosure {
            road: order.kind,
            answers: answers.collect::<Result<Answers, Stop>>()?,
            recipient,
            purpose: order.purpose,
            basis: order.basis,
            danger: order.danger,
            channel: order.channel,
            why_more: String::new(),
            told_how: String::new(),
            told: order.told,
            sections,
        };
        if goes_beyond(&least, order.purpose, &new.sections) {
            new.why_more = self.line("Why more than the purpose usually needs:")?;
        }
        if order.told != Told::Later {
            new.told_how = self.line("What the client was told, or why not:")?;
        }
        let no = office
            .begin_disclosure(&self.person, self.client, new)
            .await?;
        self.print(
            &json!({ "disclosure": no }),
            &format!("Disclosure {no} is begun. Next: `caseward disclose compose {no}`."),
        )
    }

    /// The organization of this short name or id.
    async fn organization(&self, called: &str) -> Result<Id<Organization>, Stop> {
        let register = self.office.register().await?;
        let named =
            |it: &&RegisteredOrganization| it.handle == called || it.id.to_string() == called;
        let found = register.iter().find(named).map(|it| it.id);
        Ok(
            found
                .context("no organization goes by this; `caseward organization list` shows all")?,
        )
    }

    /// Who reported the danger on which a disclosure goes, where this person may know it.
    async fn reporter(&self, named: NamedDanger) -> Result<String, Stop> {
        let names = self.office.names().await?;
        let name = named.by.and_then(|id| names.get(&id).cloned());
        Ok(name.map_or_else(String::new, |it| format!(", reported by {it}")))
    }

    /// What the organization is called that a disclosure would go to.
    async fn called(&self, it: &Disclosure) -> Result<String, Stop> {
        let register = self.office.register().await?;
        let found = register.into_iter().find(|known| known.id == it.recipient);
        Ok(found.map_or_else(|| it.recipient.to_string(), |it| it.handle))
    }

    fn said(&self, what: &str, sentence: &str) -> Result<(), Stop> {
        self.print(&json!({ what: true }), sentence)
    }

    fn print(&self, value: &Value, sentence: &str) -> Result<(), Stop> {
        self.terminal.json(value)?;
        if !sentence.is_empty() {
            self.terminal.say(sentence);
        }
        Ok(())
    }
}

/// What a kind of disclosure asks, and what whoever begins it wants to say besides.
fn asked(order: &BeginArgs) -> Vec<RoadField> {
    let mut all = asks(order.kind, order.basis).to_vec();
    let besides = [
        (order.raises_risk, RoadField::Risk),
        (order.own_text, RoadField::Text),
    ];
    for (said, field) in besides {
        if said && !all.contains(&field) {
            all.push(field);
        }
    }
    all
}

/// What a kind of disclosure asks, as a question.
fn question(field: RoadField) -> String {
    let says = Mend::Field(field).says();
    let mut letters = says.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}:", letters.as_str())
}

/// A refusal says why; everything else is an error.
fn ended(done: Result<(), Stop>, terminal: &Terminal) -> anyhow::Result<Ended> {
    let error = match done {
        Ok(()) => return Ok(Ended::Done),
        Err(Stop::Other(error)) => return Err(error),
        Err(Stop::Rules(error)) => error,
    };
    match error {
        DisclosureError::NotAll(sections) => {
            refused(&sections, terminal)?;
            Ok(Ended::Refused)
        }
        DisclosureError::Refused(Refusal::Refused { sections, .. }) => {
            refused(&sections, terminal)?;
            Ok(Ended::Refused)
        }
        DisclosureError::Refused(_) => {
            terminal.json(&json!({ "refused": "not_known" }))?;
            terminal.say(NOT_KNOWN);
            Ok(Ended::Refused)
        }
        error => Err(error.into()),
    }
}

fn refused(sections: &[SectionDecision], terminal: &Terminal) -> anyhow::Result<()> {
    let no = || sections.iter().filter(|it| !it.decision.permitted);
    let lines: Vec<Value> = no().map(why_not).collect();
    terminal.json(&json!({ "refused": lines }))?;
    terminal.say("Nothing left. These sections can't go as things stand:");
    for it in no() {
        let (reason, remedy) = (&it.decision.reason.en, &it.decision.remedy.en);
        terminal.say(format!("  {}: {reason} {remedy}", it.category));
        for steps in changes(it) {
            terminal.say(format!("    It would go after: {}", steps.join(" ")));
        }
    }
    Ok(())
}

/// Why a section doesn't go, for programs: the fact that decided, and the smallest sets of steps that would turn it.
fn why_not(it: &SectionDecision) -> Value {
    let decision = &it.decision;
    json!({
        "section": it.category,
        "reason": decision.reason.en,
        "remedy": decision.remedy.en,
        "fact": decision.fact,
        "changes": changes(it),
        "clauses": decision.clauses.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn changes(it: &SectionDecision) -> Vec<Vec<&str>> {
    let explained = it.explanation.as_deref();
    let all = explained.map_or(&[][..], |it| it.changes.as_slice());
    let mut sets = Vec::with_capacity(all.len());
    for steps in all {
        sets.push(steps.iter().map(|it| it.says.en.as_str()).collect());
    }
    sets
}

/// Taken from the statement alone it would only show that the statement agrees with itself, so it isn't read from there.
const ASKS_KEY: &str =
    "The ledger's key, as the office handed it to you (compare it with the one on the statement):";

/// `caseward statement verify`: no office is opened.
pub(crate) fn statement(order: &StatementArgs, terminal: &Terminal) -> anyhow::Result<Ended> {
    let StatementWhat::Verify { file, proof, key } = &order.what;
    let proof = proof
        .clone()
        .unwrap_or_else(|| file.with_extension("tlog-proof"));
    let statement =
        std::fs::read(file).with_context(|| format!("{} can't be read", file.display()))?;
    let text = std::fs::read_to_string(&proof).with_context(|| {
        format!(
            "{} can't be read; the proof came with the statement",
            proof.display()
        )
    })?;
    let key = match key {
        Some(key) => Zeroizing::new(key.clone()),
        None => terminal.ask(ASKS_KEY)?,
    };
    match verify_statement(&statement, &text, &key) {
        Ok(found) => {
            terminal.json(&json!({
                "holds": true, "entry": found.entry, "about": found.about, "at_ms": found.at_ms, "size": found.size,
            }))?;
            terminal.say(format!(
                "It holds: exactly this paper stands in the ledger as entry {}, about what entry {} says, in a ledger of {} entries.",
                found.entry, found.about, found.size
            ));
            Ok(Ended::Done)
        }
        Err(error) => match verify_told(&statement, &text, &key) {
            Ok(at_ms) => {
                terminal.json(&json!({ "holds": true, "at_ms": at_ms }))?;
                terminal
                    .say("It holds: exactly this stands in the ledger as the text of an entry.");
                Ok(Ended::Done)
            }
            Err(_) => {
                terminal.json(&json!({ "holds": false, "because": error.to_string() }))?;
                terminal.say(format!("It does not hold: {error}."));
                Ok(Ended::NotVerified)
            }
        },
    }
}
