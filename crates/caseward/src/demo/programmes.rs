//! A programme of the fictional office for people who used violence, and the one who takes part in it (DV-4.2, DV-4.3).

use std::collections::HashMap;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::programmes::{NewPart, NewProgramme};
use caseward_casework::staff::Colleague;
use caseward_model::{Channel, ProgrammeKind};
use jiff::ToSpan;
use jiff::civil::Date;

/// Who keeps the settings of the office.
const KEEPER: &str = "flint";

/// Who takes part, by PersonalID, and who works with him.
const TAKES_PART: (&str, &str) = ("1201", "rowan");

/// Takes it in, and writes down that he takes part.
pub(super) async fn are_kept(
    office: &Office,
    workers: &HashMap<String, Colleague>,
    today: Date,
) -> anyhow::Result<()> {
    let keeper = workers.get(KEEPER).context("the cast lacks a worker")?;
    let new = NewProgramme {
        name: "Turning Tide".to_owned(),
        kind: Some(ProgrammeKind::BehaviourChange),
        from: "2024-01-08".to_owned(),
        ..NewProgramme::default()
    };
    let programme = office.take_in_programme(keeper.id, new).await?;
    let (personal_id, handle) = TAKES_PART;
    let worker = workers.get(handle).context("the cast lacks a worker")?;
    let person = office.person_numbered(worker.no).await?;
    let client = office.client_called(personal_id).await?;
    let new = NewPart {
        programme,
        from: Some(today.checked_sub(52.days())?),
        said_by: "He himself, when he was assessed.".to_owned(),
    };
    office
        .begin_part(&person, client, Channel::Screen, new)
        .await?;
    Ok(())
}
