//! `caseward user` and `caseward team`: who works here, with whom, and who takes over when one of them can't.
//!
//! NASW-o, DV-1. With `--as` a command is decided by the rules like a page; without, it is the act of whoever
//! holds the office's key.

use caseward_casework::Office;
use caseward_casework::gate::Actor;
use caseward_casework::people::{Absence, Colleague, Person, Team};
use caseward_model::{Ending, Engagement, Role};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

const DAY_MS: i64 = 86_400_000;

#[derive(Debug, Args)]
pub(crate) struct UserArgs {
    /// Who does it: a worker's short name; whoever holds the key if missing
    #[arg(long = "as", global = true)]
    by: Option<String>,
    #[command(subcommand)]
    what: UserWhat,
}

#[derive(Debug, Subcommand)]
enum UserWhat {
    /// Everyone who works here
    List,
    /// Take someone in, and print the link that invites them; it works once, within three days
    Add {
        /// The short name
        handle: String,
        /// What they are called
        #[arg(long)]
        name: String,
        /// Their part
        #[arg(long, default_value = "caseworker", value_parser = word::<Role>)]
        role: Role,
        /// Their organization's short name
        #[arg(long, default_value = crate::house::OWN)]
        organization: String,
        /// How they work here
        #[arg(long, default_value = "paid", value_parser = word::<Engagement>)]
        engagement: Engagement,
        /// Where mail reaches them
        #[arg(long, default_value = "")]
        email: String,
        /// Where the office is served
        #[arg(long, default_value = "http://localhost:7311", env = "CASEWARD_ADDRESS", value_parser = crate::cli::address)]
        address: String,
    },
    /// Print a new link that invites someone; an earlier one opens nothing then
    Invite {
        /// The worker's short name
        handle: String,
        /// Where the office is served
        #[arg(long, default_value = "http://localhost:7311", env = "CASEWARD_ADDRESS", value_parser = crate::cli::address)]
        address: String,
    },
    /// Withdraw the link that invites someone
    Withdraw {
        /// The worker's short name
        handle: String,
    },
    /// Give someone another part
    Role {
        /// The worker's short name
        handle: String,
        /// Their new part
        #[arg(value_parser = word::<Role>)]
        role: Role,
    },
    /// Choose who takes over when someone can't
    Custodian {
        /// The worker's short name
        handle: String,
        /// The short name of whoever takes over
        custodian: String,
    },
    /// Let a supervisor answer for someone's work
    Supervise {
        /// The worker's short name
        handle: String,
        /// The supervisor's short name
        supervisor: String,
    },
    /// Show who would take over, and how many files, if someone's access ended now
    Preview {
        /// The worker's short name
        handle: String,
    },
    /// End or pause someone's access at once, and hand over all that they answer for
    Leave {
        /// The worker's short name
        handle: String,
        /// Why: departure, leave, incapacity, death, suspension, finding
        #[arg(long, default_value = "departure", value_parser = word::<Ending>)]
        why: Ending,
    },
    /// Open someone's access again, and give back what was handed over
    Return {
        /// The worker's short name
        handle: String,
    },
    /// Plan an absence: someone covers all of their clients for so long, and it ends by itself
    Absence {
        /// The worker's short name
        handle: String,
        /// The short name of whoever covers
        cover: String,
        /// In how many days it begins; 0 for now
        #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=700))]
        from_days: i64,
        /// For how many days
        #[arg(long, value_parser = clap::value_parser!(i64).range(1..=700))]
        days: i64,
    },
    /// Look over all clients for files that nobody answers for
    Waiting,
    /// Give a file that waits to someone
    Charge {
        /// The client's id, as `waiting` prints it
        client: String,
        /// The worker's short name
        handle: String,
    },
}

pub(crate) async fn user(
    house: &HouseArgs,
    order: &UserArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let by = actor(&office, order.by.as_deref()).await?;
    match &order.what {
        UserWhat::List => list(&office, by, terminal).await?,
        UserWhat::Waiting => waiting(&office, by, terminal).await?,
        UserWhat::Preview { handle } => preview(&office, by, handle, terminal).await?,
        UserWhat::Add {
            handle,
            name,
            role,
            organization,
            engagement,
            email,
            address,
        } => {
            let person = Person {
                engagement: *engagement,
                email: email.clone(),
                ..Person::new(name, handle, *role, organization)
            };
            let added = office.take_in(by, person).await?;
            invited(&office, by, &added, address, terminal).await?;
        }
        UserWhat::Invite { handle, address } => {
            let worker = office.colleague(handle).await?;
            invited(&office, by, &worker, address, terminal).await?;
        }
        order => change(&office, by, order, terminal).await?,
    }
    Ok(Ended::Done)
}

async fn actor(office: &Office, handle: Option<&str>) -> anyhow::Result<Actor> {
    Ok(match handle {
        Some(handle) => office.colleague(handle).await?.id.into(),
        None => Actor::KeyHolder,
    })
}

/// Gives someone another part; all else about them stays.
async fn change_role(office: &Office, by: Actor, handle: &str, role: Role) -> anyhow::Result<()> {
    let worker = office.colleague(handle).await?;
    let register = office.register().await?;
    let own = register
        .iter()
        .find(|it| it.no == worker.sheet.organization);
    let organization = own.map_or(crate::house::OWN, |it| &it.handle);
    let person = Person {
        engagement: worker.sheet.engagement,
        position: worker.position.clone(),
        email: worker.email.clone(),
        phone: worker.phone.clone(),
        ..Person::new(&worker.name, &worker.handle, role, organization)
    };
    let seen = office.stamp_of(&worker)?;
    office
        .change_person(by, worker.id, Some(seen), person)
        .await?;
    Ok(())
}

async fn change(
    office: &Office,
    by: Actor,
    order: &UserWhat,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    match order {
        UserWhat::Withdraw { handle } => {
            let worker = office.colleague(handle).await?;
            office.withdraw_invitation(by, worker.id).await?;
        }
        UserWhat::Role { handle, role } => change_role(office, by, handle, *role).await?,
        UserWhat::Custodian { handle, custodian } => {
            let worker = office.colleague(handle).await?;
            let custodian = office.colleague(custodian).await?;
            office
                .name_custodian(by, worker.id, Some(custodian.id))
                .await?;
        }
        UserWhat::Supervise { handle, supervisor } => {
            let worker = office.colleague(handle).await?;
            let supervisor = office.colleague(supervisor).await?;
            office.let_supervise(by, supervisor.id, worker.id).await?;
        }
        UserWhat::Leave { handle, why } => return leave(office, by, handle, *why, terminal).await,
        UserWhat::Absence {
            handle,
            cover,
            from_days,
            days,
        } => {
            let (worker, cover) = (
                office.colleague(handle).await?,
                office.colleague(cover).await?,
            );
            let from = office.clock().now_ms() + from_days * DAY_MS;
            let absence = Absence {
                from,
                until: from + days * DAY_MS,
                cover: cover.id,
            };
            office.plan_absence(by, worker.id, absence).await?;
        }
        UserWhat::Return { handle } => {
            let worker = office.colleague(handle).await?;
            office.let_return(by, worker.id).await?;
        }
        UserWhat::Charge { client, handle } => {
            let worker = office.colleague(handle).await?;
            let client = office.client_called(client).await?;
            office.take_charge(by, client, worker.id).await?;
        }
        UserWhat::List
        | UserWhat::Waiting
        | UserWhat::Preview { .. }
        | UserWhat::Add { .. }
        | UserWhat::Invite { .. } => {}
    }
    terminal.json(&json!({ "done": true }))?;
    terminal.say("Done, and on record.");
    Ok(())
}

async fn invited(
    office: &Office,
    by: Actor,
    worker: &Colleague,
    address: &str,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let token = office.invite(by, worker.id).await?;
    let link = super::staff::link(address, &token);
    terminal.json(&json!({ "handle": worker.handle, "id": worker.id, "link": link }))?;
    terminal.say(&link);
    terminal.note("It works once, within 72 hours. Hand it to the person themselves.");
    Ok(())
}

async fn list(office: &Office, by: Actor, terminal: &Terminal) -> anyhow::Result<()> {
    let now_ms = office.clock().now_ms();
    let people = office.colleagues_for(by).await?;
    let rows: Vec<_> = people
        .iter()
        .map(|it| {
            json!({
                "handle": it.handle, "id": it.id, "name": it.name, "role": it.sheet.role,
                "engagement": it.sheet.engagement, "open": !it.sheet.is_shut_at(now_ms),
            })
        })
        .collect();
    terminal.json(&rows)?;
    for it in &people {
        let shut = if it.sheet.is_shut_at(now_ms) {
            "  (access shut)"
        } else {
            ""
        };
        terminal.say(format!(
            "{:<20}{:<20}{:<15}{}{shut}",
            it.handle,
            it.sheet.role.word(),
            it.sheet.engagement.word(),
            it.name
        ));
    }
    Ok(())
}

async fn leave(
    office: &Office,
    by: Actor,
    handle: &str,
    why: Ending,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let worker = office.colleague(handle).await?;
    let ended = office.end_access(by, worker.id, why).await?;
    terminal.json(&json!({
        "ended": true, "unsupervised": ended.unsupervised, "nobody_manages": ended.nobody_manages,
    }))?;
    terminal
        .say("Their access is shut, and what they answered for has someone else. It is on record.");
    terminal.note("`caseward user waiting` shows whether a file waits for someone.");
    if !ended.unsupervised.is_empty() {
        terminal.note("Some of those whom they supervised have no supervisor now.");
    }
    if ended.nobody_manages {
        terminal.note(
            "Nobody is left who can take people in; `caseward user role` makes an administrator.",
        );
    }
    terminal.note("If they knew a passphrase or held a key file or paper key, add another way with `caseward key`.");
    Ok(())
}

async fn preview(
    office: &Office,
    by: Actor,
    handle: &str,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let worker = office.colleague(handle).await?;
    let seen = office.preview_hand_over(by, worker.id).await?;
    let line: Vec<_> = seen.line.iter().map(|it| &it.handle).collect();
    let moved = |it: &(Colleague, u64)| json!({ "to": it.0.handle, "files": it.1 });
    let files = seen.files.as_ref();
    terminal.json(&json!({
        "line": line, "supervises": seen.supervises,
        "files": files.map(|it| it.to.iter().map(moved).collect::<Vec<_>>()),
        "waiting": files.map(|it| it.waiting),
    }))?;
    let Some(files) = files else {
        terminal.note("You are in line yourself, so no numbers are shown.");
        return Ok(());
    };
    for (to, count) in &files.to {
        terminal.say(format!("{:<20}{count} files", to.handle));
    }
    terminal.say(format!("{} files would wait for someone.", files.waiting));
    Ok(())
}

async fn waiting(office: &Office, by: Actor, terminal: &Terminal) -> anyhow::Result<()> {
    let found = office.look_for_waiting_files(by).await?;
    let ids = |files: &[caseward_casework::people::WaitingFile]| {
        files.iter().map(|it| it.client).collect::<Vec<_>>()
    };
    terminal.json(&json!({
        "waiting": ids(&found.waiting), "nobody": ids(&found.nobody), "more": found.more,
        "kept": found.kept, "by_programme": found.by_programme,
    }))?;
    for file in &found.waiting {
        let left_by = file.left_by.as_ref().map_or("", |it| &it.handle);
        terminal.say(format!("{}  waits, since {left_by} can't", file.client));
    }
    for file in &found.nobody {
        terminal.say(format!("{}  has nobody", file.client));
    }
    terminal.say(format!(
        "{} clients have someone who answers for them, {} those who work for a programme.",
        found.kept, found.by_programme
    ));
    Ok(())
}

#[derive(Debug, Args)]
pub(crate) struct TeamArgs {
    /// Who does it: a worker's short name; whoever holds the key if missing
    #[arg(long = "as", global = true)]
    by: Option<String>,
    #[command(subcommand)]
    what: TeamWhat,
}

#[derive(Debug, Subcommand)]
enum TeamWhat {
    /// All teams, with who leads them and who is in them
    List,
    /// Make a team
    Add {
        /// What it is called
        name: String,
    },
    /// Take someone into a team
    Join {
        /// The team's name or id
        team: String,
        /// The worker's short name
        handle: String,
    },
    /// Let someone out of a team
    Leave {
        /// The team's name or id
        team: String,
        /// The worker's short name
        handle: String,
    },
    /// Say who of its members leads a team
    Lead {
        /// The team's name or id
        team: String,
        /// The worker's short name
        handle: String,
    },
    /// Choose who takes over when someone of a team can't
    Custodian {
        /// The team's name or id
        team: String,
        /// The worker's short name
        handle: String,
    },
    /// End a team
    End {
        /// The team's name or id
        team: String,
    },
}

pub(crate) async fn team(
    house: &HouseArgs,
    order: &TeamArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let by = actor(&office, order.by.as_deref()).await?;
    match &order.what {
        TeamWhat::List => return list_teams(&office, by, terminal).await,
        TeamWhat::Add { name } => {
            office.make_team(by, name).await?;
        }
        TeamWhat::End { team } => {
            let team = office.team_called(by, team).await?;
            office.end_team(by, team.id).await?;
        }
        TeamWhat::Join { team, handle } => {
            let (team, worker) = pair(&office, by, team, handle).await?;
            office.join_team(by, team.id, worker.id).await?;
        }
        TeamWhat::Leave { team, handle } => {
            let (team, worker) = pair(&office, by, team, handle).await?;
            office.leave_team(by, team.id, worker.id).await?;
        }
        TeamWhat::Lead { team, handle } => {
            let (team, worker) = pair(&office, by, team, handle).await?;
            office
                .change_team(by, team.id, &team.name, Some(worker.id))
                .await?;
        }
        TeamWhat::Custodian { team, handle } => {
            let (team, worker) = pair(&office, by, team, handle).await?;
            office
                .name_custodian_of_team(by, team.id, Some(worker.id))
                .await?;
        }
    }
    terminal.json(&json!({ "done": true }))?;
    terminal.say("Done, and on record.");
    Ok(Ended::Done)
}

async fn pair(
    office: &Office,
    by: Actor,
    team: &str,
    handle: &str,
) -> anyhow::Result<(Team, Colleague)> {
    Ok((
        office.team_called(by, team).await?,
        office.colleague(handle).await?,
    ))
}

async fn list_teams(office: &Office, by: Actor, terminal: &Terminal) -> anyhow::Result<Ended> {
    let teams = office.teams_for(by).await?;
    let handles = |it: &[Colleague]| it.iter().map(|it| it.handle.clone()).collect::<Vec<_>>();
    let one = |it: &Option<Colleague>| it.as_ref().map(|it| it.handle.clone());
    let rows: Vec<_> = teams
        .iter()
        .map(|it| {
            json!({
                "id": it.id, "name": it.name, "lead": one(&it.lead), "custodian": one(&it.custodian),
                "members": handles(&it.members), "ended": it.ended_at.is_some(),
            })
        })
        .collect();
    terminal.json(&rows)?;
    for it in teams.iter().filter(|it| it.ended_at.is_none()) {
        terminal.say(format!("{}: {}", it.name, handles(&it.members).join(", ")));
    }
    Ok(Ended::Done)
}
