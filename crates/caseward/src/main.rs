//! Caseward's one program: it serves the pages and runs every command of an office.
//!
//! This is the only place that wires: it reads the environment, opens files, speaks to the terminal
//! and hands everything else to the crates below. It has no `if` about permission: the commands ask
//! the same gate as the pages.

mod certificate;
mod cli;
mod commands;
mod demo;
mod house;
mod play;
mod post;
mod terminal;

use std::process::ExitCode;

use caseward_casework::disclosure::AttachmentReader;
use clap::Parser;

use cli::{Cli, Command};
use terminal::{Ended, Terminal};

/// What one thread reads from the database another shows: memory changes hands all the time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Keys and opened names lie in memory: no core dump may write them to disk, and no other program of
/// the same user may read them.
fn keep_memory_private() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{
            DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit,
        };
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        if let Err(error) = setrlimit(Resource::Core, none) {
            tracing::warn!(%error, "core dumps could not be switched off");
        }
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            tracing::warn!(%error, "the memory could not be closed to other programs");
        }
    }
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return terminal::not_understood(&error),
    };
    match &cli.command {
        Command::Conference(order) if order.plays() => terminal::start_log_to_be_heard(),
        _ => terminal::start_log(),
    }
    keep_memory_private();
    if matches!(cli.command, Command::ReadAttachment) {
        return match AttachmentReader::serve() {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let terminal = Terminal::new(cli.format);
    if let Command::Policy(order) = &cli.command {
        // The rules need no office, and the solver's own tasks need a thread of their own.
        return terminal.raw(|json, out| commands::policy::run(order, json, out));
    }
    let ended = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime.block_on(run(cli, &terminal)),
        Err(error) => Err(error.into()),
    };
    terminal.end(ended)
}

async fn run(cli: Cli, terminal: &Terminal) -> anyhow::Result<Ended> {
    let house = cli.house;
    let ended = carry_out(cli.command, &house, terminal).await;
    match house.keep_checkpoint().await {
        Err(error) if ended.is_ok() => Err(error),
        // What went wrong first is what the reader has to know.
        _ => ended,
    }
}

async fn carry_out(
    command: Command,
    house: &house::HouseArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    match command {
        Command::Demo(order) => commands::demo::run(house, &order, terminal).await,
        Command::Init(order) => commands::init::run(house, &order, terminal).await,
        Command::Serve(order) => commands::serve::run(house, &order, terminal).await,
        Command::Import(order) => commands::import::run(house, &order, terminal).await,
        Command::Export(order) => commands::export::run(house, &order, terminal).await,
        Command::Ask(order) => commands::ask::run(house, &order, terminal).await,
        Command::Find(order) => commands::find::run(house, &order, terminal).await,
        Command::ByNameList(order) => commands::by_name_list::run(house, &order, terminal).await,
        Command::File(order) => commands::file::run(house, &order, terminal).await,
        Command::Disclose(order) => commands::disclose::run(house, &order, terminal).await,
        Command::Statement(order) => commands::disclose::statement(&order, terminal),
        Command::Accounting(order) => commands::disclose::accounting(house, &order, terminal).await,
        Command::Access(order) => commands::access::run(house, &order, terminal).await,
        Command::Consent(order) => commands::consent::run(house, &order, terminal).await,
        Command::OwnView(order) => commands::own_view::run(house, &order, terminal).await,
        Command::Recipient(order) => commands::recipient::run(house, &order, terminal).await,
        Command::Enquiry(order) => commands::enquiry::run(house, &order, terminal).await,
        Command::Conference(order) => commands::conference::run(house, &order, terminal).await,
        Command::Need(order) => commands::need::run(house, &order, terminal).await,
        Command::Programme(order) => commands::programme::run(house, &order, terminal).await,
        Command::Agreed(order) => commands::agreed::run(house, &order, terminal).await,
        Command::Law(order) => commands::law::run(house, &order, terminal).await,
        Command::Conflict(order) => commands::conflict::run(house, &order, terminal).await,
        Command::Tasks(order) => commands::tasks::run(house, &order, terminal).await,
        Command::Danger(order) => commands::danger::run(house, &order, terminal).await,
        Command::Permission(order) => commands::permission::run(house, &order, terminal).await,
        Command::Emergency(order) => commands::emergency::run(house, &order, terminal).await,
        Command::LookUps(order) => commands::look_ups::run(house, &order, terminal).await,
        Command::Review(order) => commands::review::run(house, &order, terminal).await,
        Command::Ledger(order) => commands::ledger::run(house, &order, terminal).await,
        Command::Mask(order) => commands::mask::run(&order, terminal),
        Command::Policy(_) | Command::ReadAttachment => Ok(Ended::Failed),
        Command::Doctor(order) => commands::doctor::run(house, &order, terminal).await,
        Command::User(order) => commands::people::user(house, &order, terminal).await,
        Command::Team(order) => commands::people::team(house, &order, terminal).await,
        Command::Agreement(order) => commands::standing::agreement(house, &order, terminal).await,
        Command::Training(order) => commands::standing::training(house, &order, terminal).await,
        Command::Worker(order) => commands::staff::worker(house, &order, terminal).await,
        Command::Organization(order) => {
            commands::staff::organization(house, &order, terminal).await
        }
        Command::Assign(order) => commands::assign::begin(house, &order, terminal).await,
        Command::Unassign(order) => commands::assign::end(house, &order, terminal).await,
        Command::Duty(order) => commands::staff::duty(house, &order, terminal).await,
        Command::SignIn(order) => commands::sign_in::run(house, &order, terminal).await,
        Command::SignInLink(order) => commands::staff::sign_in_link(house, &order, terminal).await,
        Command::Mail(order) => commands::mail::run(house, &order, terminal).await,
        Command::Key(order) => commands::key::run(house, &order, terminal).await,
        Command::Completions(order) => commands::papers::completions(&order, terminal),
        Command::Man => commands::papers::man(terminal),
    }
}
