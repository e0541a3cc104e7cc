//! `caseward disclose attach|detach|masks|mask|unmask|widen|accept|leave`: files that go along, and what is masked (CR-9, DV-4.6.4).

use std::path::Path;

use anyhow::Context;
use caseward_casework::disclosure::{LookedAt, MaskChange, MaskedAt, MaskedPlace, Wider};
use caseward_model::Category;
use serde_json::{Value, json};

use super::args::By;
use super::{Desk, Stop};

impl Desk<'_> {
    pub(super) async fn attach(
        &self,
        number: i64,
        section: Category,
        file: &Path,
    ) -> Result<(), Stop> {
        let bytes = std::fs::read(file).with_context(|| {
            format!(
                "{} can't be read; name a file that is there",
                file.display()
            )
        })?;
        let at = (number, section);
        let attached = self
            .office
            .attach_to_disclosure(&self.person, self.client, at, bytes)
            .await?;
        let read = &attached.read;
        let withheld = read.withheld.iter();
        let withheld: Vec<String> = withheld
            .map(|it| format!("{}: {}", it.place, it.why))
            .collect();
        self.print(
            &json!({ "content": attached.content, "parts": read.parts.len(), "withheld": withheld }),
            &format!(
                "Attached; {} pieces of text were read. Next: `caseward disclose compose {number}`.",
                read.parts.len()
            ),
        )?;
        for it in &withheld {
            self.terminal.say(format!("Withheld: {it}"));
        }
        Ok(())
    }

    pub(super) async fn detach(&self, number: i64, place: usize) -> Result<(), Stop> {
        let at = (number, place);
        self.office
            .detach_from_disclosure(&self.person, self.client, at)
            .await?;
        self.said("detached", "Taken off; put the paper together again.")
    }

    /// The places, counted through the paper.
    pub(super) async fn masks(&self, number: i64) -> Result<(), Stop> {
        let looked = self.looked(number).await?;
        let mut lines: Vec<Value> = Vec::new();
        for (count, (text, place)) in (1..).zip(places(&looked)) {
            let stands = text.after.get(place.to.clone()).unwrap_or("");
            let stood = text.before.get(place.from.clone()).unwrap_or("");
            let kept = if place.fixed { ", stays masked" } else { "" };
            self.terminal.say(format!(
                "{count:>4}  {stands}  ({}, {}{kept}): {stood}",
                text.section, place.kind
            ));
            lines.push(json!({
                "place": count, "section": text.section, "kind": place.kind, "stands": stands, "stood": stood,
                "fixed": place.fixed, "lifted": place.lifted,
            }));
        }
        self.print(&json!({ "masks": lines }), "")
    }

    pub(super) async fn mask(&self, number: i64, change: MaskChange) -> Result<(), Stop> {
        self.office
            .change_masks(&self.person, self.client, number, change)
            .await?;
        self.said(
            "changed",
            "Kept; put the paper together again, and look at it.",
        )
    }

    /// Masks more around a place.
    pub(super) async fn widen(&self, (number, place): (i64, usize), by: By) -> Result<(), Stop> {
        let wider = match by {
            By::WordBefore => Wider::WordBefore,
            By::WordAfter => Wider::WordAfter,
            By::Sentence => Wider::Sentence,
            By::All => Wider::All,
        };
        let at = self.place(number, place).await?;
        self.mask(number, MaskChange::Widen(at, wider)).await
    }

    /// Takes back what was decided about a place.
    pub(super) async fn accept(&self, number: i64, place: usize) -> Result<(), Stop> {
        let at = self.place(number, place).await?;
        self.mask(number, MaskChange::Accept(at)).await
    }

    /// The place that `masks` counts so.
    async fn place(&self, number: i64, place: usize) -> Result<MaskedAt, Stop> {
        let looked = self.looked(number).await?;
        let found = place.checked_sub(1).and_then(|at| places(&looked).nth(at));
        let (text, place) =
            found.context("there is no such place; `caseward disclose masks` lists them")?;
        Ok((text.mark.clone(), place.from.clone()))
    }

    /// Leaves a place readable; asks why.
    pub(super) async fn leave(&self, number: i64, place: usize) -> Result<(), Stop> {
        let at = self.place(number, place).await?;
        let why = self.line("Why this may stay readable:")?;
        self.mask(number, MaskChange::Lift(at, why)).await
    }

    async fn looked(&self, number: i64) -> Result<Vec<LookedAt>, Stop> {
        let found = self
            .office
            .masks_of_disclosure(&self.person, self.client, number)
            .await?;
        let (looked, delivery) = found;
        delivery.delivered(None);
        Ok(looked)
    }
}

fn places(looked: &[LookedAt]) -> impl Iterator<Item = (&LookedAt, &MaskedPlace)> {
    let all = looked.iter();
    all.flat_map(|text| text.places.iter().map(move |place| (text, place)))
}
