//! `caseward recipient`: the ways to recipients, their policies, protocols and breaches, and who may obtain what (RE-2, CC-2.3,
//! DV-4.1, DV-5.5 to DV-5.8, CR-8). Longer texts are asked for line by line.

use std::path::PathBuf;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::disclosure::SentCount;
use caseward_casework::partnership::{
    Answer, CheckOrder, Checked, NewAssessment, NewBreach, NewProtocol, NewRule, NewWay,
    ProtocolChange, Recipient, StaffTerms,
};
use caseward_model::{
    Basis, BreachBy, BreachConsequence, Category, CheckMethod, OrganizationKind, PolicyQuestion,
    Purpose, WayKind,
};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;

use super::tasks::moment;
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct RecipientArgs {
    /// Who does it: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// All recipients, and how they stand
    List,
    /// One recipient, with everything that is kept about it
    Show {
        /// Its short name or id
        recipient: String,
    },
    /// How often something went to a recipient, by month and kind; a number below five isn't said
    Sent {
        /// Its short name or id
        recipient: String,
    },
    /// Take an organization into the register
    Add {
        /// The short name
        handle: String,
        /// What it is called
        #[arg(long)]
        name: String,
        /// What kind
        #[arg(long, value_parser = word::<OrganizationKind>)]
        kind: OrganizationKind,
    },
    /// Add a way; it counts when somebody else has checked it
    AddWay(WayArgs),
    /// Call them back: asks for the fingerprint that they read out
    CheckWay {
        /// The way's number
        way: i64,
        /// The version that `show` gives: what was looked at
        #[arg(long)]
        seen: i64,
        /// How it was made sure
        #[arg(long, default_value = "call_back", value_parser = word::<CheckMethod>)]
        how: CheckMethod,
    },
    /// Put another key in the place of a way's; asks for its fingerprint
    ChangeKey {
        /// The way's number
        way: i64,
        /// A file with the public key
        #[arg(long)]
        key: PathBuf,
    },
    /// Take a way away
    RetireWay {
        /// The way's number
        way: i64,
    },
    /// Assess a recipient's confidentiality policy: asks question by question
    Assess {
        /// Its short name or id
        recipient: String,
        /// What the document is called
        #[arg(long)]
        reference: String,
        /// Which edition
        #[arg(long, default_value = "")]
        edition: String,
        /// Its date
        #[arg(long)]
        dated: Date,
        /// The last day on which this counts
        #[arg(long)]
        until: Date,
    },
    /// What is agreed with a partner
    #[command(subcommand)]
    Protocol(ProtocolWhat),
    /// Record a breach of what was agreed; asks what happened
    Breach {
        /// The recipient's short name or id
        recipient: String,
        /// Which side
        #[arg(long, value_parser = word::<BreachBy>)]
        by: BreachBy,
        /// On which day
        #[arg(long)]
        on: Date,
        /// What follows
        #[arg(long, value_parser = word::<BreachConsequence>)]
        consequence: BreachConsequence,
    },
    /// Record how a breach was settled; asks how
    Settle {
        /// The breach's number
        breach: i64,
    },
    /// Make the office's own key for partners' servers, if there is none, and print the line for them
    SshKey,
    /// Who may obtain what
    #[command(subcommand)]
    Rules(RulesWhat),
}

#[derive(Debug, Args)]
struct WayArgs {
    /// The recipient's short name or id
    recipient: String,
    /// What kind of way
    #[arg(long, value_parser = word::<WayKind>)]
    kind: WayKind,
    /// Where it goes: server and account, address of mail, postal address, place
    #[arg(long)]
    address: String,
    /// A file with their public key
    #[arg(long)]
    key: Option<PathBuf>,
    /// The key's fingerprint
    #[arg(long, default_value = "")]
    fingerprint: String,
    /// The role or office there that receives it; never a person
    #[arg(long)]
    receiver: String,
    /// Its telephone, needed where a PIN or a passphrase is to be told; whoever checks the way checks it too
    #[arg(long, default_value = "")]
    phone: String,
    /// They said that word can be left there when nobody answers
    #[arg(long, requires = "phone")]
    word_may_be_left: bool,
    /// The last day
    #[arg(long)]
    until: Date,
}

#[derive(Debug, Subcommand)]
enum ProtocolWhat {
    /// Keep what was agreed with a partner
    Add(ProtocolArgs),
    /// Keep the next edition of a protocol
    Renew {
        /// The number of the one before
        protocol: i64,
        #[command(flatten)]
        new: ProtocolArgs,
    },
    /// Let it rest at once; asks why
    Suspend {
        /// Its number
        protocol: i64,
    },
    /// Let it hold again; asks why
    Resume {
        /// Its number
        protocol: i64,
    },
    /// End it at once
    End {
        /// Its number
        protocol: i64,
    },
}

#[derive(Debug, Args)]
struct ProtocolArgs {
    /// The recipient's short name or id
    recipient: String,
    /// What the paper is called
    #[arg(long)]
    reference: String,
    /// Only for the clients of this programme: its ProjectID
    #[arg(long)]
    programme: Option<String>,
    /// The last day
    #[arg(long)]
    until: Date,
    /// For which purposes
    #[arg(long, value_parser = word::<Purpose>, value_delimiter = ',', required = true)]
    purposes: Vec<Purpose>,
    /// What they may receive
    #[arg(long, value_parser = word::<Category>, value_delimiter = ',', required = true)]
    categories: Vec<Category>,
    /// A role or an office that receives it; say it several times for several
    #[arg(long = "receiver", required = true)]
    receivers: Vec<String>,
    /// One of the partner's workers who may learn all of that in a conference; several times for several
    #[arg(long = "staff")]
    staff: Vec<String>,
    /// To which role or office our procedure was given, its duties explained
    #[arg(long)]
    procedure_given_to: String,
    /// On which day
    #[arg(long)]
    procedure_given_on: Date,
    /// It says that a breach by either side breaks it
    #[arg(long)]
    breach_clause: bool,
}

#[derive(Debug, Subcommand)]
enum RulesWhat {
    /// The lines that have all these words
    List {
        /// Words to look for
        words: Vec<String>,
    },
    /// Add a line
    Add {
        /// Who may obtain it
        #[arg(long, value_parser = word::<OrganizationKind>)]
        kind: OrganizationKind,
        /// What
        #[arg(long, value_parser = word::<Category>, value_delimiter = ',', required = true)]
        categories: Vec<Category>,
        /// On which basis
        #[arg(long, value_parser = word::<Basis>)]
        basis: Basis,
        /// The manual
        #[arg(long)]
        manual: String,
        /// The section of it
        #[arg(long)]
        section: String,
        /// When it is looked at again
        #[arg(long)]
        review: Date,
        /// Which of our divisions
        #[arg(long, default_value = "")]
        division: String,
        /// The kind of record, in the manual's words
        #[arg(long, default_value = "")]
        record: String,
        /// What else there is to know
        #[arg(long, default_value = "")]
        notes: String,
    },
    /// Say that a line still holds
    Review {
        /// Its number
        rule: i64,
        /// When it is looked at again
        #[arg(long)]
        next: Date,
    },
    /// Take a line away
    Retire {
        /// Its number
        rule: i64,
    },
}

/// The moment at which a day begins, in ms.
pub(super) fn begins(day: Date) -> anyhow::Result<i64> {
    let at = jiff::tz::TimeZone::system().to_timestamp(day.at(0, 0, 0, 0))?;
    Ok(at.as_millisecond())
}

/// The moment at which a day is over, in ms.
pub(super) fn ends(day: Date) -> anyhow::Result<i64> {
    begins(day.tomorrow()?)
}

fn read_key(path: &PathBuf) -> anyhow::Result<String> {
    std::fs::read_to_string(path).context("the file with the key can't be read")
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &RecipientArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let who = office.colleague(&order.worker).await?.id;
    match &order.what {
        What::List => {
            let all = office.recipients(who).await?;
            let now_ms = office.clock().now_ms();
            terminal.json(&all.iter().map(|it| shown(it, now_ms)).collect::<Vec<_>>())?;
            for it in &all {
                let ways = it.ways_at(now_ms).count();
                let assessed = it.assessed_until(now_ms).is_some();
                terminal.say(format!(
                    "{:<20}{:<26}{ways} ways, policy {}",
                    it.organization.handle,
                    it.organization.sheet.kind.word(),
                    if assessed { "assessed" } else { "not assessed" }
                ));
            }
        }
        What::Show { recipient } => {
            let id = office.organization(recipient).await?.id;
            let it = office.recipient(who, id).await?;
            show(&it, office.clock().now_ms(), terminal)?;
        }
        What::Sent { recipient } => {
            let id = office.organization(recipient).await?.id;
            sent(&office.sent_to(who, id).await?, terminal)?;
        }
        What::Add { handle, name, kind } => {
            let added = office.add_recipient(who, (name, handle), *kind).await?;
            terminal.json(&json!({ "handle": added.handle, "id": added.id }))?;
            terminal.say(format!(
                "{} is in the register: nothing is agreed yet.",
                added.handle
            ));
        }
        What::AddWay(_)
        | What::CheckWay { .. }
        | What::ChangeKey { .. }
        | What::RetireWay { .. } => {
            return of_ways(&office, who, &order.what, terminal).await;
        }
        what => of_agreements(&office, who, what, terminal).await?,
    }
    Ok(Ended::Done)
}

async fn of_ways(
    office: &Office,
    who: Who,
    what: &What,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    match what {
        What::AddWay(way) => {
            let id = office.organization(&way.recipient).await?.id;
            let key = way.key.as_ref().map(read_key).transpose()?;
            let new = NewWay {
                kind: way.kind,
                address: way.address.clone(),
                key: key.unwrap_or_default(),
                fingerprint: way.fingerprint.clone(),
                receiver: way.receiver.clone(),
                phone: way.phone.clone(),
                word_may_be_left: way.word_may_be_left,
                from: office.clock().now_ms(),
                until: ends(way.until)?,
            };
            let no = office.add_way(who, id, new).await?;
            terminal.json(&json!({ "way": no }))?;
            terminal.say(format!(
                "Way {no} is there. It counts when somebody else has checked it."
            ));
        }
        What::CheckWay { way, seen, how } => {
            let fingerprint = terminal
                .ask("The fingerprint that they read out; empty for a way without a key:")?;
            let source = terminal.ask("Where the number came from that was called:")?;
            let order = CheckOrder {
                seen: *seen,
                fingerprint: fingerprint.trim().to_owned(),
                how: *how,
                source: source.trim().to_owned(),
            };
            let counts = office.check_way(who, *way, order).await? == Checked::Counts;
            terminal.json(&json!({ "counts": counts }))?;
            if !counts {
                terminal.say("What was read out is another fingerprint: the way doesn't count, and that is on record.");
                return Ok(Ended::Refused);
            }
            terminal.say("The way counts.");
        }
        What::ChangeKey { way, key } => {
            let fingerprint = terminal.ask("The new key's fingerprint:")?;
            let new = (read_key(key)?, fingerprint.trim().to_owned());
            office.change_key(who, *way, new).await?;
            terminal.json(&json!({ "way": way }))?;
            terminal.say("Changed. It counts again when somebody else has called them back.");
        }
        What::RetireWay { way } => {
            office.retire_way(who, *way).await?;
            terminal.json(&json!({ "way": way }))?;
            terminal.say("Retired. It is not offered any more.");
        }
        _ => {}
    }
    Ok(Ended::Done)
}

async fn of_agreements(
    office: &Office,
    who: Who,
    what: &What,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    match what {
        What::Assess {
            recipient,
            reference,
            edition,
            dated,
            until,
        } => {
            let id = office.organization(recipient).await?.id;
            let new = NewAssessment {
                reference: reference.clone(),
                edition: edition.clone(),
                dated: begins(*dated)?,
                answers: answers(terminal)?,
                until: ends(*until)?,
            };
            let enough = office.assess_policy(who, id, new).await?;
            terminal.json(&json!({ "enough": enough }))?;
            terminal.say(if enough {
                "Kept: their policy counts as assessed."
            } else {
                "Kept: something isn't enough, so nothing goes to them by consent."
            });
        }
        What::Protocol(what) => protocol(office, who, what, terminal).await?,
        What::Breach {
            recipient,
            by,
            on,
            consequence,
        } => {
            let id = office.organization(recipient).await?.id;
            let what = terminal.ask("What happened, naming no client:")?;
            let new = NewBreach {
                by: *by,
                happened_at: begins(*on)?,
                what: what.trim().to_owned(),
                consequence: *consequence,
            };
            let no = office.record_breach(who, id, new).await?;
            terminal.json(&json!({ "breach": no }))?;
            terminal.say(format!(
                "Breach {no} is on record, and what follows from it was done."
            ));
        }
        What::Settle { breach } => {
            let how = terminal.ask("How it was settled, naming no client:")?;
            office
                .settle_breach(who, *breach, how.trim().to_owned())
                .await?;
            terminal.json(&json!({ "breach": breach }))?;
            terminal.say("Settled. What rests goes on resting until it is resumed.");
        }
        What::Rules(what) => rules(office, who, what, terminal).await?,
        What::SshKey => {
            let line = office.make_ssh_key(who).await?;
            terminal.json(&json!({ "key": line }))?;
            terminal.say(
                "Partners put this line into the account on their server that is for this office:",
            );
            terminal.say(line);
        }
        _ => {}
    }
    Ok(())
}

type Who = caseward_model::Id<caseward_model::Worker>;

fn answers(terminal: &Terminal) -> anyhow::Result<Vec<Answer>> {
    let mut answers = Vec::new();
    for question in PolicyQuestion::ALL {
        let found = terminal.ask(&format!("What it says on {}:", question.word()))?;
        let enough = terminal.ask("Is that enough? yes or no:")?;
        answers.push(Answer {
            question: *question,
            found: found.trim().to_owned(),
            enough: enough.trim() == "yes",
        });
    }
    Ok(answers)
}

fn shown(it: &Recipient, now_ms: i64) -> serde_json::Value {
    let ways: Vec<_> = it
        .ways
        .iter()
        .map(|kept| {
            json!({ "number": kept.no, "version": kept.version, "kind": kept.it.kind, "address": kept.it.address,
                    "receiver": kept.it.receiver, "phone": kept.it.phone,
                    "word_may_be_left": kept.it.word_may_be_left, "fingerprint": kept.it.fingerprint, "counts": kept.it.counts_at(now_ms) })
        })
        .collect();
    let protocols: Vec<_> = it
        .protocols
        .iter()
        .map(|kept| {
            json!({ "number": kept.no, "edition": kept.it.edition, "reference": kept.it.reference,
                    "state": kept.it.state_at(now_ms), "until": moment(kept.it.over_at()),
                    "purposes": kept.it.purposes, "categories": kept.it.categories })
        })
        .collect();
    let breaches: Vec<_> = it
        .breaches
        .iter()
        .map(|kept| {
            json!({ "number": kept.no, "by": kept.it.by, "consequence": kept.it.consequence,
                    "settled": kept.it.settled.is_some() })
        })
        .collect();
    json!({ "id": it.organization.id, "handle": it.organization.handle, "kind": it.organization.sheet.kind,
            "policy_until": it.assessed_until(now_ms).map(moment), "ways": ways, "protocols": protocols, "breaches": breaches })
}

fn sent(counted: &[SentCount], terminal: &Terminal) -> anyhow::Result<()> {
    let month = |it: &SentCount| format!("{}-{:02}", it.year, it.month);
    let lines: Vec<_> = counted
        .iter()
        .map(|it| json!({ "month": month(it), "kind": it.kind.word(), "times": it.times }))
        .collect();
    terminal.json(&lines)?;
    for it in counted {
        let times = it.times.map(|it| it.to_string());
        let times = times.unwrap_or_else(|| "fewer than 5".to_owned());
        terminal.say(format!("{}  {:<12}{times}", month(it), it.kind.word()));
    }
    if counted.is_empty() {
        terminal.say("Nothing was counted yet.");
    }
    Ok(())
}

fn show(it: &Recipient, now_ms: i64, terminal: &Terminal) -> anyhow::Result<()> {
    terminal.json(&shown(it, now_ms))?;
    terminal.say(format!(
        "{} ({})",
        it.organization.name,
        it.organization.sheet.kind.word()
    ));
    for kept in &it.ways {
        let counts = if kept.it.counts_at(now_ms) {
            "counts"
        } else {
            "doesn't count"
        };
        terminal.say(format!(
            "way {:<5}v{:<3}{:<16}{counts:<15}{}",
            kept.no,
            kept.version,
            kept.it.kind.word(),
            kept.it.address
        ));
    }
    for kept in &it.protocols {
        terminal.say(format!(
            "protocol {:<5}{:<11}until {}",
            kept.no,
            kept.it.state_at(now_ms).word(),
            moment(kept.it.over_at())
        ));
    }
    for kept in &it.breaches {
        let settled = if kept.it.settled.is_some() {
            "settled"
        } else {
            "open"
        };
        terminal.say(format!(
            "breach {:<5}{:<8}{:<11}{settled}",
            kept.no,
            kept.it.by.word(),
            kept.it.consequence.word()
        ));
    }
    Ok(())
}

async fn protocol(
    office: &Office,
    who: Who,
    what: &ProtocolWhat,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let (no, change) = match what {
        ProtocolWhat::Add(new) => return agree(office, who, (new, None), terminal).await,
        ProtocolWhat::Renew { protocol, new } => {
            return agree(office, who, (new, Some(*protocol)), terminal).await;
        }
        ProtocolWhat::Suspend { protocol } => {
            let because = terminal.ask("Why, naming no client:")?;
            (*protocol, ProtocolChange::Suspend(because.to_string()))
        }
        ProtocolWhat::Resume { protocol } => {
            let because = terminal.ask("Why, naming no client:")?;
            (*protocol, ProtocolChange::Resume(because.to_string()))
        }
        ProtocolWhat::End { protocol } => (*protocol, ProtocolChange::End),
    };
    office.change_protocol(who, no, change).await?;
    terminal.json(&json!({ "protocol": no }))?;
    terminal.say("Done, at once.");
    Ok(())
}

async fn agree(
    office: &Office,
    who: Who,
    (new, renews): (&ProtocolArgs, Option<i64>),
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let id = office.organization(&new.recipient).await?.id;
    let programme = match &new.programme {
        Some(project) => Some(office.programme_called(project).await?),
        None => None,
    };
    let mut staff = Vec::new();
    for handle in &new.staff {
        staff.push(StaffTerms {
            worker: office.colleague(handle).await?.id,
            categories: new.categories.clone(),
        });
    }
    let agreed = NewProtocol {
        reference: new.reference.clone(),
        programme,
        from: office.clock().now_ms(),
        until: ends(new.until)?,
        purposes: new.purposes.clone(),
        receivers: new.receivers.clone(),
        categories: new.categories.clone(),
        staff,
        procedure_given_at: Some(begins(new.procedure_given_on)?),
        procedure_given_to: new.procedure_given_to.clone(),
        duties_explained: true,
        breach_clause: new.breach_clause,
        renews,
    };
    let no = office.agree_protocol(who, id, agreed).await?;
    terminal.json(&json!({ "protocol": no }))?;
    terminal.say(format!("Protocol {no} is kept, and decides from now on."));
    Ok(())
}

async fn rules(
    office: &Office,
    who: Who,
    what: &RulesWhat,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    match what {
        RulesWhat::List { words } => {
            let found = office.release_rules(who, &words.join(" ")).await?;
            let rows: Vec<_> = found
                .iter()
                .map(|kept| {
                    let it = &kept.it;
                    json!({ "number": kept.no, "division": it.division, "kind": it.kind, "categories": it.categories,
                            "basis": it.basis, "manual": it.manual, "section": it.section,
                            "review_at": moment(it.review_at), "record": it.record, "notes": it.notes })
                })
                .collect();
            terminal.json(&rows)?;
            for kept in &found {
                let it = &kept.it;
                terminal.say(format!(
                    "{:<5}{:<26}{:<18}{} {}",
                    kept.no,
                    it.kind.word(),
                    it.basis.word(),
                    it.manual,
                    it.section
                ));
            }
        }
        RulesWhat::Add {
            kind,
            categories,
            basis,
            manual,
            section,
            review,
            division,
            record,
            notes,
        } => {
            let new = NewRule {
                division: division.clone(),
                kind: *kind,
                categories: categories.clone(),
                record: record.clone(),
                basis: *basis,
                manual: manual.clone(),
                section: section.clone(),
                review_at: begins(*review)?,
                notes: notes.clone(),
            };
            let no = office.keep_release_rule(who, new).await?;
            terminal.json(&json!({ "rule": no }))?;
            terminal.say(format!("Line {no} is kept."));
        }
        RulesWhat::Review { rule, next } => {
            office
                .review_release_rule(who, *rule, begins(*next)?)
                .await?;
            terminal.json(&json!({ "rule": rule }))?;
            terminal.say("It still holds.");
        }
        RulesWhat::Retire { rule } => {
            office.retire_release_rule(who, *rule).await?;
            terminal.json(&json!({ "rule": rule }))?;
            terminal.say("It doesn't hold any more.");
        }
    }
    Ok(())
}
