//! `caseward consent talk`, `shared` and `remind`: talks about confidentiality, what is shared about a client with the leaflet that tells
//! them, and whom somebody has still to talk with (NASW-e, RE-1, DV-4.1).

use std::path::PathBuf;

use caseward_casework::Office;
use caseward_casework::consent::{NewTalk, SharedUnder};
use caseward_model::{Language, TalkKind};
use clap::Args;
use serde_json::json;

use super::{Whose, named, read, request, save};
use crate::cli::word;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(super) struct TalkArgs {
    #[command(flatten)]
    whose: Whose,
    /// What it was about
    #[arg(long, default_value = "limits", value_parser = word::<TalkKind>)]
    kind: TalkKind,
    /// The procedure was handed over or explained
    #[arg(long)]
    procedure_given: bool,
    /// The scan of the signed acknowledgement
    #[arg(long)]
    scan: Option<PathBuf>,
    /// The hash of the leaflet that you went through, as `shared` prints it; for `--kind sharing`
    #[arg(long, default_value = "")]
    leaflet: String,
}

#[derive(Debug, Args)]
pub(super) struct SharedArgs {
    #[command(flatten)]
    whose: Whose,
    /// In which language the leaflet is saved
    #[arg(long, default_value = "en", value_parser = word::<Language>)]
    language: Language,
    /// Save the leaflet that tells the client: a new PDF file
    #[arg(long)]
    out: Option<PathBuf>,
}

pub(super) async fn talk(
    office: &Office,
    order: &TalkArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let line = |question: &str| anyhow::Ok(terminal.ask(question)?.trim().to_owned());
    let request = request(office, &order.whose).await?;
    let name = if order.kind == TalkKind::Policies && order.scan.is_none() {
        line("The client's full name:")?
    } else {
        String::new()
    };
    let scan = order.scan.as_deref().map(read).transpose()?;
    let new = NewTalk {
        kind: Some(order.kind),
        how: line("How (in a talk here, by telephone, with an interpreter):")?,
        teach_back: line("What the client said it means:")?,
        procedure_given: order.procedure_given,
        name,
        mark: String::new(),
        scan: scan.unwrap_or_default(),
        leaflet: order.leaflet.clone(),
    };
    office.record_talk(&request, new).await?;
    terminal.json(&json!({ "kept": true }))?;
    terminal.say("Kept.");
    Ok(Ended::Done)
}

pub(super) async fn shared(
    office: &Office,
    order: &SharedArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &order.whose).await?;
    if let Some(out) = &order.out {
        let made = office.sharing_leaflet(&request, order.language).await;
        let (printed, delivery) = made?;
        save(out, &printed.pdf)?;
        delivery.delivered(Some(&printed.pdf));
        terminal.json(&json!({ "leaflet": printed.hash }))?;
        terminal.say(format!(
            "Saved. Go through it with the client, and keep that with `caseward consent talk --kind sharing --leaflet {}`.",
            printed.hash
        ));
        return Ok(Ended::Done);
    }
    let (sharing, delivery) = office.sharing(&request).await?;
    let hash = sharing.hash(order.language)?;
    terminal.json(&json!({ "shared": sharing.lines, "leaflet": hash }))?;
    for it in &sharing.lines {
        terminal.say(in_a_line(it));
    }
    if sharing.lines.is_empty() {
        terminal.say("Nothing goes to anybody under a consent of theirs now.");
    }
    terminal.say(format!("leaflet: {hash}"));
    delivery.delivered(None);
    Ok(Ended::Done)
}

fn in_a_line(it: &SharedUnder) -> String {
    let ways: Vec<_> = it.ways.iter().map(|way| way.word()).collect();
    let policy = match (it.policy_assessed, it.policy_until) {
        (true, Some(until)) => format!("policy assessed until {until}"),
        (true, None) => "policy assessed".to_owned(),
        (false, _) => "policy not assessed".to_owned(),
    };
    format!(
        "{}: {}, until {}; protected by: {}; {policy}; left {} times",
        it.recipient,
        named(&it.sections),
        it.until,
        if ways.is_empty() {
            "no way checked yet".to_owned()
        } else {
            ways.join(", ")
        },
        it.times
    )
}

pub(super) async fn remind(office: &Office, terminal: &Terminal) -> anyhow::Result<Ended> {
    let clients = office.remind_of_talks().await?;
    let policies = office.remind_of_policies().await?;
    let consents = office.remind_of_consents().await?;
    let sharing = office.remind_of_sharing().await?;
    terminal.json(&json!({
        "clients": clients, "policies": policies, "consents": consents, "sharing": sharing,
    }))?;
    terminal.say(format!("Talks are due with {clients} clients."));
    terminal.say(format!(
        "{policies} have not acknowledged the policies yet."
    ));
    terminal.say(format!(
        "{consents} were not asked yet for their written consent."
    ));
    terminal.say(format!(
        "{sharing} are to be told what is shared about them."
    ));
    Ok(Ended::Done)
}
