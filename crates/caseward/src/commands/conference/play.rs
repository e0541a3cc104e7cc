//! `caseward conference play`: a made-up meeting of twelve organizations, played at the real pages, and what each of them received (CC-2.4).

use std::path::PathBuf;

use anyhow::Context;
use caseward_model::{Clock, Randomness};
use clap::Args;
use serde_json::{Value, json};

use crate::commands::{demo, init, ledger};
use crate::house::HouseArgs;
use crate::play::{self, SHIPPED, Script, Server, Verdict};
use crate::terminal::{self, Ended, Terminal};

#[derive(Debug, Args)]
pub(super) struct PlayArgs {
    /// Another script than the one that comes with Caseward
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
}

pub(super) async fn run(
    house: &HouseArgs,
    order: &PlayArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let text = match &order.script {
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("{} can't be read", path.display()))?,
        None => SHIPPED.to_owned(),
    };
    let script = Script::read(&text)?;
    let (place, folder) = demo::place(house)?;
    init::make_folder(&place)?;
    // An office that is kept is opened again with this; nobody needs it otherwise.
    let passphrase = match house.passphrase_file {
        Some(_) => house.new_passphrase()?.0.to_string(),
        None => data_encoding::HEXLOWER.encode(&Randomness::system().bytes::<16>()),
    };
    terminal.note("Making an office with fictional people, and playing a meeting there …");
    let clock = Clock::held_at(Clock::system().now());
    let (server, own) = Server::begun(place, passphrase, clock).await?;
    let played = play::play(server, &own, &script).await?;
    let verdict =
        tokio::task::block_in_place(|| play::judged(&played, &script, &terminal::heard()))?;
    tell(&verdict, played.stopped, terminal)?;
    let office = played.server.office()?;
    ledger::keep(office).await?;
    office.seal().await?;
    drop(played);
    drop(folder);
    Ok(if verdict.holds() {
        Ended::Done
    } else {
        Ended::NotVerified
    })
}

fn tell(verdict: &Verdict, stopped: usize, terminal: &Terminal) -> anyhow::Result<()> {
    terminal.json(&told(verdict, stopped))?;
    terminal.say("\nWhat each received, and how often words of clients were found in it:\n");
    terminal.say(
        "            pages  answers  events  papers  letters  refused      bytes  allowed  leaked",
    );
    for it in &verdict.lines {
        terminal.say(format!(
            "{:<10} {:>6} {:>8} {:>7} {:>7} {:>8} {:>8} {:>10} {:>8} {:>7}  {}",
            it.handle,
            it.pages,
            it.answers,
            it.events,
            it.papers,
            it.letters,
            it.refused,
            it.bytes,
            it.allowed,
            it.leaked,
            it.organization,
        ));
    }
    terminal.say(format!(
        "\nStopped while it was typed: {stopped} times. The log of the program was searched as well."
    ));
    for leak in &verdict.leaks {
        terminal.say(format!(
            "FOUND: {} received word {} of client {} at {} in step {} ({:?}{})",
            leak.who,
            leak.word,
            leak.client,
            leak.place,
            leak.step,
            leak.how,
            leak.through
                .iter()
                .map(|it| format!(", {it}"))
                .collect::<String>(),
        ));
    }
    for (client, word) in &verdict.unseen {
        terminal.say(format!(
            "NOT FOUND: word {word} of client {client} reached nobody who serves them, so this search proves nothing about it"
        ));
    }
    for it in verdict.unproved() {
        terminal.say(format!(
            "NOT FOUND BEFORE: {} lost client {} in step {} and had found none of their words, so that none came afterwards proves nothing",
            it.who, it.client, it.step
        ));
    }
    for it in verdict.lines.iter().filter(|it| it.unread > 0) {
        terminal.say(format!(
            "NOT READ: {} papers that {} received, so this search proves nothing about them",
            it.unread, it.handle
        ));
    }
    terminal.say(if verdict.holds() {
        "Nobody received a word that they must not learn, or not any more; those who serve a client found all of theirs."
    } else {
        "This is not as it must be."
    });
    Ok(())
}

fn told(verdict: &Verdict, stopped: usize) -> Value {
    let line = |it: &play::Line| {
        json!({
            "who": it.handle,
            "organization": it.organization,
            "pages": it.pages,
            "answers": it.answers,
            "events": it.events,
            "papers": it.papers,
            "letters": it.letters,
            "refused": it.refused,
            "bytes": it.bytes,
            "allowed": it.allowed,
            "leaked": it.leaked,
            "unread": it.unread,
        })
    };
    let leak = |it: &play::Leak| {
        json!({
            "who": it.who,
            "place": it.place,
            "step": it.step,
            "client": it.client,
            "word": it.word,
            "how": format!("{:?}", it.how),
            "through": it.through,
        })
    };
    let lost = |it: &play::Lost| {
        json!({
            "who": it.who,
            "client": it.client,
            "step": it.step,
            "found_before": it.before,
        })
    };
    json!({
        "holds": verdict.holds(),
        "stopped": stopped,
        "viewers": verdict.lines.iter().map(line).collect::<Vec<_>>(),
        "found": verdict.leaks.iter().map(leak).collect::<Vec<_>>(),
        "not_found": verdict.unseen,
        "lost": verdict.lost.iter().map(lost).collect::<Vec<_>>(),
    })
}
