//! `caseward conference`: the case conferences that somebody leads or was named for: who sits in them, and signing before anything
//! of them can be seen, who is spoken of, and on what each organization can act (CC-1 to CC-3).

mod action;
mod item;
mod meeting;
mod notes;
mod play;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::conference::{
    MyConference, NewSeries, SeriesChange, SeriesSigning, ShownConference, Told,
};
use caseward_casework::gate::Actor;
use caseward_casework::people::Colleague;
use caseward_model::{Category, Conference, ConferenceKind, Id, Language, Organization, Worker};
use clap::{Args, Subcommand};
use serde_json::json;

use super::breach::{self, BreachWhat};
use super::tasks::moment;
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct ConferenceArgs {
    /// Who does it: a worker's short name or id; whoever holds the key can only give a series another lead
    #[arg(long = "as")]
    worker: Option<String>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The series that the worker leads or was named for
    List,
    /// One series: who sits in it, once the worker has signed
    Show {
        /// Its id
        conference: Id<Conference>,
    },
    /// Begin a series and lead it; asks what it is called and what it is for
    Begin {
        /// Of what kind
        #[arg(long, value_parser = word::<ConferenceKind>)]
        kind: ConferenceKind,
        /// A member organization besides one's own, by short name or id; again for each
        #[arg(long = "organization")]
        organizations: Vec<String>,
        /// Who stands in: a worker's short name or id
        #[arg(long)]
        deputy: Option<String>,
    },
    /// Say anew what a series is; asks what it is called and what it is for
    Describe {
        /// Its id
        conference: Id<Conference>,
        /// Of what kind
        #[arg(long, value_parser = word::<ConferenceKind>)]
        kind: ConferenceKind,
    },
    /// Say which organizations sit in it besides one's own; people of others are out at once
    Organizations {
        /// Its id
        conference: Id<Conference>,
        /// Their short names or ids
        organizations: Vec<String>,
    },
    /// Say on what a member organization can act: of an item its people see nothing else
    Offer {
        /// Its id
        conference: Id<Conference>,
        /// The organization's short name or id
        organization: String,
        /// The sections, in place of what was said before; on nothing if none is named
        #[arg(value_parser = word::<Category>)]
        sections: Vec<Category>,
    },
    /// Say who stands in for the lead; nobody if nobody is named
    Deputy {
        /// Its id
        conference: Id<Conference>,
        /// A worker's short name or id
        who: Option<String>,
    },
    /// Give it another lead
    Pass {
        /// Its id
        conference: Id<Conference>,
        /// A worker's short name or id
        who: String,
    },
    /// End it for good
    End {
        /// Its id
        conference: Id<Conference>,
    },
    /// Name somebody for it; they are asked to sign
    Name {
        /// Its id
        conference: Id<Conference>,
        /// A worker's short name or id
        who: String,
    },
    /// Take somebody out of it, at once
    TakeOut {
        /// Its id
        conference: Id<Conference>,
        /// A worker's short name or id
        who: String,
    },
    /// Sign for it, once the agreement is signed; asks for name, position, e-mail and phone
    Sign {
        /// Its id
        conference: Id<Conference>,
        /// Take part under the agreement and its code of conduct
        #[arg(long)]
        accept: bool,
        /// In which language the agreement was read: en or es
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
    },
    /// Leave it
    Leave {
        /// Its id
        conference: Id<Conference>,
    },
    /// Its meetings: set, move, call off; open and close their rooms; a calendar file
    Meeting {
        #[command(subcommand)]
        order: meeting::MeetingOrder,
    },
    /// Clients on its agenda: propose, agree, take off; and what waits for an answer
    Item {
        #[command(subcommand)]
        order: item::ItemOrder,
    },
    /// The agenda of a meeting: one's own items, and closing it
    Agenda {
        #[command(subcommand)]
        order: item::AgendaOrder,
    },
    /// Notes of sessions: what the worker's organization keeps of them, and the certificates that others were destroyed
    Notes {
        #[command(subcommand)]
        order: notes::NotesOrder,
    },
    /// What was decided, what the worker's organization undertook, and saying what came of it
    Action {
        #[command(subcommand)]
        order: action::ActionOrder,
    },
    /// Write the minutes of a meeting for the worker's organization as PDF
    Minutes(action::MinutesArgs),
    /// What went wrong in one: report it, take it up, find, tell
    #[command(subcommand)]
    Breach(BreachWhat),
    /// Play a made-up meeting of twelve organizations in an office of its own, and look whether anybody received what they must not
    ///
    /// Ends with 0 when nobody did, with 4 when somebody did, when those who may know found nothing or a paper could not be
    /// read, and with 1 when the script could not be played. With --data the office is made in that folder and kept.
    Play(play::PlayArgs),
}

impl ConferenceArgs {
    /// Whether it plays a made-up meeting, whose log is listened to.
    pub(crate) const fn plays(&self) -> bool {
        matches!(self.what, What::Play(_))
    }
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &ConferenceArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    if let What::Play(order) = &order.what {
        return play::run(house, order, terminal).await;
    }
    let office = house.opened().await?;
    let Some(name) = &order.worker else {
        return by_the_key(&office, &order.what, terminal).await;
    };
    let me = office.colleague(name).await?;
    if let What::Breach(what) = &order.what {
        breach::run(&office, Some(me.id), what, terminal).await?;
        return Ok(Ended::Done);
    }
    match &order.what {
        What::List => list(&office, me.id, terminal).await?,
        What::Show { conference } => {
            let found = office.conference(me.id, *conference).await?;
            terminal.json(&shown(&found))?;
            tell(&found, terminal);
        }
        What::Begin {
            kind,
            organizations,
            deputy,
        } => {
            let series = (*kind, organizations.as_slice(), deputy.as_deref());
            begin(&office, me.id, series, terminal).await?;
        }
        What::Sign {
            conference,
            accept,
            language,
        } => sign(&office, &me, *conference, (*accept, *language), terminal).await?,
        What::Leave { conference } => {
            office.leave_conference(me.id, *conference).await?;
            done(terminal)?;
        }
        What::Name { conference, who } => {
            let whom = office.colleague(who).await?.id;
            office.name_participant(me.id, *conference, whom).await?;
            done(terminal)?;
        }
        What::TakeOut { conference, who } => {
            let whom = office.colleague(who).await?.id;
            let out = office.take_out_participant(me.id, *conference, whom);
            out.await?;
            done(terminal)?;
        }
        What::Meeting { order } => meeting::run(&office, me.id, order, terminal).await?,
        What::Item { order } => return item::run(&office, &me, order, terminal).await,
        What::Agenda { order } => item::run_agenda(&office, me.id, order, terminal).await?,
        What::Notes { order } => notes::run(&office, me.no, order, terminal).await?,
        What::Action { order } => action::run(&office, me.no, order, terminal).await?,
        What::Minutes(order) => action::minutes(&office, me.no, order, terminal).await?,
        what => change(&office, me.id.into(), what, terminal).await?,
    }
    Ok(Ended::Done)
}

/// Begins a series with these organizations and this deputy, by their names.
async fn begin(
    office: &Office,
    me: Id<Worker>,
    (kind, organizations, deputy): (ConferenceKind, &[String], Option<&str>),
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let deputy = match deputy {
        Some(name) => Some(office.colleague(name).await?.id),
        None => None,
    };
    let (title, purpose) = asked(terminal)?;
    let new = NewSeries {
        title,
        kind: Some(kind),
        purpose,
        organizations: named(office, organizations).await?,
        deputy,
    };
    let id = office.begin_conference(me, new).await?;
    terminal.json(&json!({ "conference": id.to_string() }))?;
    terminal.say(format!("Begun as {id}. Sign for it next."));
    Ok(())
}

/// What whoever holds the key can do: a series that has lost its lead gets another one.
async fn by_the_key(office: &Office, what: &What, terminal: &Terminal) -> anyhow::Result<Ended> {
    if let What::Breach(what) = what {
        breach::run(office, None, what, terminal).await?;
        return Ok(Ended::Done);
    }
    let What::Pass { .. } = what else {
        anyhow::bail!("say who does it with --as; without it, only another lead can be given");
    };
    change(office, Actor::KeyHolder, what, terminal).await?;
    Ok(Ended::Done)
}

async fn change(
    office: &Office,
    by: Actor,
    what: &What,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let (id, change) = match what {
        What::Describe { conference, kind } => {
            let (title, purpose) = asked(terminal)?;
            let change = SeriesChange::Described {
                title,
                kind: Some(*kind),
                purpose,
            };
            (conference, change)
        }
        What::Organizations {
            conference,
            organizations,
        } => {
            let ids = named(office, organizations).await?;
            (conference, SeriesChange::Organizations(ids))
        }
        What::Offer {
            conference,
            organization,
            sections,
        } => {
            let change = SeriesChange::Offer {
                organization: office.organization(organization).await?.id,
                sections: sections.clone(),
            };
            (conference, change)
        }
        What::Deputy { conference, who } => {
            let deputy = match who {
                Some(name) => Some(office.colleague(name).await?.id),
                None => None,
            };
            (conference, SeriesChange::Deputy(deputy))
        }
        What::Pass { conference, who } => {
            let lead = office.colleague(who).await?.id;
            (conference, SeriesChange::Lead(lead))
        }
        What::End { conference } => (conference, SeriesChange::End),
        What::List
        | What::Show { .. }
        | What::Begin { .. }
        | What::Name { .. }
        | What::TakeOut { .. }
        | What::Sign { .. }
        | What::Leave { .. }
        | What::Meeting { .. }
        | What::Item { .. }
        | What::Agenda { .. }
        | What::Notes { .. }
        | What::Play(_)
        | What::Action { .. }
        | What::Minutes(_)
        | What::Breach(_) => anyhow::bail!("nothing of a series is changed by this"),
    };
    office.change_conference(by, *id, change).await?;
    done(terminal)
}

fn done(terminal: &Terminal) -> anyhow::Result<()> {
    terminal.json(&json!({ "done": true }))?;
    terminal.say("Done.");
    Ok(())
}

fn asked(terminal: &Terminal) -> anyhow::Result<(String, String)> {
    let title = terminal.ask("What it is called, in one line; name nobody whom it is about:")?;
    let purpose = terminal.ask("What it is for, in one paragraph; name nobody:")?;
    Ok((title.trim().to_owned(), purpose.trim().to_owned()))
}

async fn named(office: &Office, all: &[String]) -> anyhow::Result<Vec<Id<Organization>>> {
    let mut ids = Vec::with_capacity(all.len());
    for name in all {
        ids.push(office.organization(name).await?.id);
    }
    Ok(ids)
}

async fn sign(
    office: &Office,
    me: &Colleague,
    id: Id<Conference>,
    (accepts, language): (bool, Language),
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let found = office.conference(me.id, id).await?;
    let agreement = found.agreement;
    let (name, version) = agreement.context("no case conferencing agreement is in force here")?;
    terminal.note(format!(
        "You sign for it under version {version} of the agreement `{name}`, with the code of conduct in it."
    ));
    let signing = SeriesSigning {
        version,
        language,
        name: terminal.ask("Your full name:")?.trim().to_owned(),
        position: terminal.ask("Your position:")?.trim().to_owned(),
        email: terminal.ask("Your e-mail address:")?.trim().to_owned(),
        phone: terminal.ask("Your telephone number:")?.trim().to_owned(),
        accepts,
    };
    office.sign_for_conference(me.id, id, signing).await?;
    terminal.json(&json!({ "signed": version }))?;
    terminal.say("Signed. You see the conference from now on.");
    Ok(())
}

async fn list(office: &Office, me: Id<Worker>, terminal: &Terminal) -> anyhow::Result<()> {
    let mine = office.my_conferences(me).await?;
    let rows: Vec<_> = mine.iter().map(row).collect();
    terminal.json(&rows)?;
    for it in &mine {
        let title = it.told.as_ref().map_or("—", |(title, _)| title.as_str());
        let over = if it.ended { " (ended)" } else { "" };
        terminal.say(format!("{}  {:<16}{title}{over}", it.id, it.state.word()));
    }
    Ok(())
}

fn row(it: &MyConference) -> serde_json::Value {
    let (title, kind) = it.told.clone().unzip();
    json!({
        "id": it.id.to_string(),
        "state": it.state,
        "leads": it.leads,
        "title": title,
        "kind": kind,
        "ended": it.ended,
    })
}

fn shown(it: &ShownConference) -> serde_json::Value {
    json!({
        "id": it.id.to_string(),
        "state": it.state,
        "leads": it.leads,
        "agreement": it.agreement.as_ref().map(|(name, version)| json!({ "name": name, "version": version })),
        "series": it.told.as_ref().map(series),
    })
}

fn series(it: &Told) -> serde_json::Value {
    let person = |it: &caseward_casework::conference::Participant| {
        json!({
            "id": it.id.to_string(),
            "name": it.name,
            "organization": it.organization,
            "position": it.position,
            "email": it.email,
            "phone": it.phone,
            "state": it.state,
            "named_at_ms": it.named_at,
            "version": it.signed.map(|it| it.0),
            "signed_at_ms": it.signed.map(|it| it.1),
        })
    };
    json!({
        "title": it.title,
        "kind": it.kind,
        "purpose": it.purpose,
        "lead": it.lead.id.to_string(),
        "deputy": it.deputy.as_ref().map(|it| it.id.to_string()),
        "organizations": it.organizations.iter().map(|it| it.id.to_string()).collect::<Vec<_>>(),
        "offers": it.offers.iter().map(offer).collect::<Vec<_>>(),
        "participants": it.people.iter().map(person).collect::<Vec<_>>(),
        "begun_at_ms": it.begun_at,
        "ended_at_ms": it.ended_at,
    })
}

fn offer((organization, sections): &(Id<Organization>, Vec<Category>)) -> serde_json::Value {
    json!({ "organization": organization.to_string(), "sections": sections })
}

fn tell(it: &ShownConference, terminal: &Terminal) {
    let Some(told) = &it.told else {
        terminal.say(format!(
            "{}: nothing of it can be seen before it is signed for ({}).",
            it.id,
            it.state.word()
        ));
        return;
    };
    terminal.say(format!("{} ({})", told.title, told.kind.word()));
    terminal.say(&told.purpose);
    terminal.say(format!("led by {}", told.lead.name));
    if let Some(deputy) = &told.deputy {
        terminal.say(format!("deputy {}", deputy.name));
    }
    for it in &told.organizations {
        let mut offers = told.offers.iter().filter(|offer| offer.0 == it.id);
        let sections = offers.next().map_or(&[][..], |offer| offer.1.as_slice());
        let acts: Vec<_> = sections.iter().map(|it| it.word()).collect();
        terminal.say(format!("member {}: {}", it.name, acts.join(", ")));
    }
    for it in &told.people {
        let signed = it.signed.map_or_else(String::new, |(version, at)| {
            format!("  version {version}, {}", moment(at))
        });
        let (state, of) = (it.state.word(), &it.organization);
        terminal.say(format!("{:<16}{} ({of}){signed}", state, it.name));
    }
}
