//! `caseward completions` and `caseward man`: made from the same definition as the help.

use clap::CommandFactory;

use crate::cli::{Cli, CompletionsArgs};
use crate::terminal::{Ended, Terminal};

pub(crate) fn completions(order: &CompletionsArgs, terminal: &Terminal) -> anyhow::Result<Ended> {
    let mut text = Vec::new();
    clap_complete::generate(order.shell, &mut Cli::command(), "caseward", &mut text);
    terminal.text(&String::from_utf8(text)?);
    Ok(Ended::Done)
}

pub(crate) fn man(terminal: &Terminal) -> anyhow::Result<Ended> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text)?;
    terminal.text(&String::from_utf8(text)?);
    Ok(Ended::Done)
}
