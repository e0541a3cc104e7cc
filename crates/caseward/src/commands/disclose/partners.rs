//! `caseward disclose partners|sentences|take-out|put-back|clear`: who the partners of somebody in the men's programme are, for a paper
//! about him, and each sentence that speaks of one, read by itself (DV-4.3).

use anyhow::{Context, anyhow};
use caseward_casework::disclosure::{NewPartners, PartnerReading, SentenceDecision};
use serde_json::{Value, json};

use super::args::What;
use super::{Desk, Stop};

impl Desk<'_> {
    pub(super) async fn of_partners(&self, what: &What) -> Result<(), Stop> {
        match what {
            What::Partners { number, nobody } => self.name_partners(*number, *nobody).await,
            What::Sentences { number } => self.sentences(*number).await,
            What::TakeOut {
                number,
                place,
                content,
            } => {
                let which = (*number, *place, content.as_str());
                self.decide(which, SentenceDecision::TakeOut).await
            }
            What::PutBack {
                number,
                place,
                content,
            } => {
                let which = (*number, *place, content.as_str());
                self.decide(which, SentenceDecision::PutBack).await
            }
            What::Clear {
                number,
                place,
                content,
            } => {
                let which = (*number, *place, content.as_str());
                self.decide(which, SentenceDecision::Clear).await
            }
            // All else is done by the desks before this one.
            _ => Err(anyhow!("this can't be done yet").into()),
        }
    }

    /// Says who they are; names stand in no history of commands.
    async fn name_partners(&self, number: i64, nobody: bool) -> Result<(), Stop> {
        let new = if nobody {
            NewPartners::typed("", &self.line("Why nobody can be named:")?)
        } else {
            let people = self.line(
                "Who his partners and ex-partners are, with commas between the names of one and semicolons between people:",
            )?;
            NewPartners::typed(&people, "")
        };
        let (office, person) = (&self.office, &self.person);
        office
            .name_partners(person, self.client, number, new)
            .await?;
        self.print(
            &json!({ "named": true }),
            &format!("Kept; they are masked. Next: `caseward disclose compose {number}`."),
        )
    }

    /// The sentences that speak of a partner, counted through the paper.
    async fn sentences(&self, number: i64) -> Result<(), Stop> {
        let reading = self.reading(number).await?;
        let mut lines: Vec<Value> = Vec::new();
        for (count, it) in (1..).zip(&reading.sentences) {
            let stands = match (it.out, it.cleared) {
                (true, _) => ", taken out",
                (false, Some(_)) => ", read, and may stay",
                (false, None) => ", not read yet",
            };
            self.terminal.say(format!(
                "{count:>4}  ({}{stands}): {}",
                it.section, it.stands
            ));
            lines.push(json!({
                "place": count, "section": it.section, "stands": it.stands, "found_by": it.said,
                "out": it.out, "cleared": it.cleared.is_some(),
            }));
        }
        let content = reading.paper.as_ref().map(|(_, content)| content.as_str());
        let next = match (&reading.named, content) {
            (None, _) => {
                format!("Say first who his partners are: `caseward disclose partners {number}`.")
            }
            (_, None) => format!("Put it together first: `caseward disclose compose {number}`."),
            _ => String::new(),
        };
        let named = reading.named.is_some();
        self.print(
            &json!({ "named": named, "content": content, "sentences": lines }),
            &next,
        )
    }

    async fn decide(
        &self,
        (number, place, content): (i64, usize, &str),
        decision: SentenceDecision,
    ) -> Result<(), Stop> {
        let reading = self.reading(number).await?;
        let found = place.checked_sub(1);
        let found = found.and_then(|at| reading.sentences.get(at));
        let found =
            found.context("there is no such sentence; `caseward disclose sentences` lists them")?;
        let (office, person) = (&self.office, &self.person);
        let what = (content, found.mark.as_str(), decision);
        office
            .decide_on_sentence(person, self.client, number, what)
            .await?;
        let sentence = match decision {
            SentenceDecision::Clear => "Noted: you read it, and it may stay.",
            SentenceDecision::TakeOut | SentenceDecision::PutBack => {
                "Kept; put the paper together again, and read its sentences again."
            }
        };
        self.said(decision.word(), sentence)
    }

    async fn reading(&self, number: i64) -> Result<PartnerReading, Stop> {
        let (office, person) = (&self.office, &self.person);
        let (reading, delivery) = office.partner_reading(person, self.client, number).await?;
        if let Some(delivery) = delivery {
            delivery.delivered(None);
        }
        Ok(reading)
    }
}
