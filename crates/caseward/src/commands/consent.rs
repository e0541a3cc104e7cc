//! `caseward consent`: what clients agreed to: writing it down, signing, taking it back, talks about confidentiality (DV-2.1,
//! NASW-b, NASW-e, RE-1). What is said about people is asked for line by line or read from a file, so that it stands in no
//! shell's history.

mod asking_back;
mod fhir;
mod papers;
mod reading;
mod signing;
mod talks;

use std::path::{Path, PathBuf};

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::consent::{
    Change, Compared, ConsentError, Form, LettersOrder, Named, ToRelease, code, says,
};
use caseward_casework::gate::{Actor, Request};
use caseward_model::{
    Category, Channel, ConsentKind, Language, Purpose, RecallAnswer, RecallTelling, WithdrawalWay,
};
use clap::{Args, Subcommand};
use serde_json::json;

use super::tasks::moment;
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct ConsentArgs {
    #[command(subcommand)]
    what: What,
}

/// Who does it, about whom.
#[derive(Debug, Args)]
struct Whose {
    /// The client: an id, or the PersonalID of an imported client
    client: String,
    /// Who does it: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
}

/// Which consent.
#[derive(Debug, Args)]
struct Which {
    #[command(flatten)]
    whose: Whose,
    /// Its number among the client's consents
    #[arg(long)]
    no: i64,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The client's consents
    List {
        #[command(flatten)]
        whose: Whose,
    },
    /// One consent as it stands; with `--format json` its form can be edited and given to `write`
    Show {
        #[command(flatten)]
        which: Which,
    },
    /// Begin a draft
    Begin {
        #[command(flatten)]
        whose: Whose,
        /// What it is for
        #[arg(long, default_value = "information", value_parser = word::<ConsentKind>)]
        kind: ConsentKind,
        /// In which language it is explained
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
    },
    /// Write a draft anew from a file of JSON; says what it still needs
    Write {
        #[command(flatten)]
        which: Which,
        /// The file: the `form` that `show --format json` prints
        #[arg(long)]
        file: PathBuf,
        /// The organization to which it goes: a short name or id; otherwise what stands in the file
        #[arg(long)]
        to: Option<String>,
    },
    /// What may happen if the client agrees and if they say no, put together out of what stands in it
    Consequences {
        #[command(flatten)]
        which: Which,
    },
    /// Have it signed here: the name is typed before a witness, each statement is agreed to
    Sign {
        #[command(flatten)]
        which: Which,
    },
    /// Have it signed on paper: from then on its paper is awaited
    Print {
        #[command(flatten)]
        which: Which,
    },
    /// Record the signed paper with its scan; a second person confirms it
    Paper {
        #[command(flatten)]
        which: Which,
        /// The scan: a PDF, JPEG or PNG file
        #[arg(long)]
        scan: PathBuf,
        /// The day on the paper, like 2026-11-02
        #[arg(long)]
        signed_on: jiff::civil::Date,
    },
    /// Take over a consent that was given before, on paper or in an earlier system: a draft in which stands what its paper says, with the
    /// scan; it holds from the day of the signature, and a second person confirms it
    Earlier {
        #[command(flatten)]
        which: Which,
        /// The scan of the signed paper: a PDF, JPEG or PNG file
        #[arg(long)]
        scan: PathBuf,
        /// The day on the paper, like 2026-11-02; not one to come
        #[arg(long)]
        signed_on: jiff::civil::Date,
    },
    /// Confirm the paper that somebody else recorded, or decline it
    Confirm {
        #[command(flatten)]
        which: Which,
        /// It doesn't say what stands in the consent
        #[arg(long)]
        decline: bool,
        /// The witness who is named with it signed on the paper
        #[arg(long, conflicts_with = "decline")]
        witness_signed: bool,
    },
    /// Save the paper of a consent: the copy, or the form to be signed
    Copy {
        #[command(flatten)]
        which: Which,
        /// Where to: a new PDF file
        #[arg(long)]
        out: PathBuf,
        /// The client got it: that is kept too
        #[arg(long)]
        given: bool,
    },
    /// Keep that the client said no
    Reject {
        #[command(flatten)]
        which: Which,
    },
    /// Say that it should never have been recorded so
    Correct {
        #[command(flatten)]
        which: Which,
    },
    /// Begin another one in its place
    Renew {
        #[command(flatten)]
        which: Which,
    },
    /// Take it back; from this moment nothing goes out under it
    Withdraw {
        #[command(flatten)]
        which: Which,
        /// By word of mouth, or in writing
        #[arg(long, value_parser = word::<WithdrawalWay>)]
        way: WithdrawalWay,
    },
    /// The written note of an oral withdrawal is made
    Note {
        #[command(flatten)]
        which: Which,
    },
    /// Who received something under it
    Received {
        #[command(flatten)]
        which: Which,
    },
    /// Save the letter that asks a recipient to return or destroy what they had, after the consent was taken back
    Letter {
        #[command(flatten)]
        which: Which,
        /// The number of what went out, as `received` shows it
        #[arg(long)]
        number: i64,
        /// In which language
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
        /// Where to: a new PDF file
        #[arg(long)]
        out: PathBuf,
    },
    /// Have the office send the letters to all who weren't told yet and have a way by which it carries letters itself
    SendLetters {
        #[command(flatten)]
        which: Which,
        /// In which language
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
        /// The client was asked whether telling them now could put anybody in danger, and it doesn't
        #[arg(long)]
        client_asked: bool,
        #[command(flatten)]
        mail: Box<crate::post::MailArgs>,
    },
    /// Let the letter to one recipient wait behind a link that opens once; prints the link, and the PIN to be told on their telephone
    LetterLink(asking_back::LinkArgs),
    /// Keep that a recipient was told that the consent was taken back
    Told {
        #[command(flatten)]
        which: Which,
        /// The number of what went out, as `received` shows it
        #[arg(long)]
        number: i64,
        /// How they were told
        #[arg(long, value_parser = word::<RecallTelling>)]
        how: RecallTelling,
        /// The number of the way of theirs by which they were told, as `recipient show` has it
        #[arg(long)]
        way: Option<i64>,
        /// On which day, like 2026-11-02; now if missing
        #[arg(long)]
        on: Option<jiff::civil::Date>,
    },
    /// Keep what a recipient answered who was asked to return or destroy what they had
    Recall {
        #[command(flatten)]
        which: Which,
        /// The number of what went out, as `received` shows it
        #[arg(long)]
        number: i64,
        /// What they answered
        #[arg(long, value_parser = word::<RecallAnswer>)]
        answer: RecallAnswer,
    },
    /// Ask beforehand whether a consent lets something out, and if not, what fails
    Check {
        #[command(flatten)]
        whose: Whose,
        /// To which organization: a short name or id
        #[arg(long)]
        to: String,
        /// For what
        #[arg(long, default_value = "direct_service", value_parser = word::<Purpose>)]
        purpose: Purpose,
        /// Which sections
        #[arg(long = "section", value_parser = word::<Category>, value_delimiter = ',', required = true)]
        sections: Vec<Category>,
        /// By which way
        #[arg(long, default_value = "encrypted_message", value_parser = word::<Channel>)]
        channel: Channel,
        /// The limits that only people can keep were read, and are kept
        #[arg(long)]
        limits_confirmed: bool,
    },
    /// Keep a talk about confidentiality, that the client acknowledged the organization's policies, or was told what is shared
    Talk(talks::TalkArgs),
    /// What is shared about a client, with whom and how it is protected; saves the leaflet that tells them
    Shared(talks::SharedArgs),
    /// Write what an organization may know of a client's consents into a new file for its system
    Export {
        #[command(flatten)]
        whose: Whose,
        /// As FHIR R4 (IHE PCF): the one form that there is
        #[arg(long, required = true)]
        fhir: bool,
        /// For which organization: a short name or id
        #[arg(long)]
        to: String,
        /// Where to: a new JSON file
        #[arg(long)]
        out: PathBuf,
    },
    /// Read a consent of another system (FHIR R4) into a draft, which a person goes through and which is signed here
    Import {
        #[command(flatten)]
        whose: Whose,
        /// The file
        #[arg(long)]
        fhir: PathBuf,
        /// Who is meant by the organization that it names: a short name or id
        #[arg(long)]
        to: Option<String>,
        /// In which language it will be explained
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
    },
    /// Tell those who answer for a client of talks about confidentiality that are due, of policies to be acknowledged, and of clients who
    /// are to be told what is shared
    Remind,
    /// Which kinds of information are passed on only with permission for that very kind; with `--added`, what the office adds is
    /// said anew
    Sensitive {
        /// All that the office adds, with commas; nothing for none
        #[arg(long)]
        added: Option<String>,
    },
    /// The settings of consents; those that are given are changed
    Settings {
        /// Days that are proposed for a consent
        #[arg(long)]
        default_days: Option<i64>,
        /// Days that one lasts at most
        #[arg(long)]
        longest_days: Option<i64>,
        /// The law of Washington State counts here: 90 days at most
        #[arg(long)]
        washington: Option<bool>,
        /// HIPAA binds this office
        #[arg(long)]
        hipaa: Option<bool>,
        /// The law of the United Kingdom counts here
        #[arg(long)]
        united_kingdom: Option<bool>,
        /// There are services here that a minor may lawfully have alone
        #[arg(long)]
        minors_alone: Option<bool>,
        /// Days after which the limits of confidentiality are gone through again
        #[arg(long)]
        talk_days: Option<i64>,
        /// Days within which recipients are asked to answer that they returned or destroyed what they had
        #[arg(long)]
        answer_days: Option<i64>,
        /// What leaves because the client asked for it stands on a request in their own words that they signed
        #[arg(long)]
        signed_requests: Option<bool>,
    },
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &ConsentArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match done(&office, &order.what, terminal).await {
        Ok(ended) => Ok(ended),
        Err(error) => match error.downcast::<ConsentError>() {
            Ok(ConsentError::Refused(_) | ConsentError::Absent) => {
                terminal.say("There is nothing here that they may know of, or may do.");
                Ok(Ended::Refused)
            }
            Ok(error) => Err(error.into()),
            Err(error) => Err(error),
        },
    }
}

async fn request(office: &Office, whose: &Whose) -> anyhow::Result<Request> {
    let who = office.colleague(&whose.worker).await?;
    let client = office.client_called(&whose.client).await?;
    let who = (who.id, who.no, who.sheet.role);
    let question = office.question_by(who, client, Channel::Api).await;
    Ok(question.map_err(ConsentError::from)?)
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each command: the list is what can be done"
)]
async fn done(office: &Office, what: &What, terminal: &Terminal) -> anyhow::Result<Ended> {
    let line = |question: &str| anyhow::Ok(terminal.ask(question)?.trim().to_owned());
    match what {
        What::List { whose } => return reading::list(office, whose, terminal).await,
        What::Show { which } => return reading::show(office, which, terminal).await,
        What::Export { whose, to, out, .. } => {
            return fhir::export(office, whose, (to, out), terminal).await;
        }
        What::Import {
            whose,
            fhir,
            to,
            language,
        } => {
            let told = (fhir.as_path(), to.as_deref(), *language);
            return fhir::import(office, whose, told, terminal).await;
        }
        What::Begin {
            whose,
            kind,
            language,
        } => {
            let request = request(office, whose).await?;
            let no = office.begin_consent(&request, *kind, *language).await?;
            terminal.json(&json!({ "number": no }))?;
            terminal.say(format!(
                "Begun, as number {no}. Nothing in it is chosen yet."
            ));
        }
        What::Write { which, file, to } => {
            return write(office, which, (file, to.as_deref()), terminal).await;
        }
        What::Consequences { which } => return consequences(office, which, terminal).await,
        What::Sign { which } => return signing::sign(office, which, terminal).await,
        What::Print { which } => {
            let request = request(office, &which.whose).await?;
            office.print_consent(&request, which.no).await?;
            terminal.json(&json!({ "printed": true }))?;
            terminal
                .say("Its paper is awaited. `caseward consent copy` saves what is to be signed.");
        }
        What::Paper {
            which,
            scan,
            signed_on,
        } => {
            let paper = (papers::Origin::Here, scan.as_path(), *signed_on);
            return papers::record(office, which, paper, terminal).await;
        }
        What::Earlier {
            which,
            scan,
            signed_on,
        } => {
            let paper = (papers::Origin::Before, scan.as_path(), *signed_on);
            return papers::record(office, which, paper, terminal).await;
        }
        What::Confirm {
            which,
            decline,
            witness_signed,
        } => {
            let request = request(office, &which.whose).await?;
            let found_so = Compared {
                same: !decline,
                witness_signed: *witness_signed,
            };
            office
                .confirm_consent_paper(&request, which.no, found_so)
                .await?;
            terminal.json(&json!({ "confirmed": !decline }))?;
            terminal.say(if *decline {
                "Declined; another scan is awaited."
            } else {
                "Confirmed. It counts now."
            });
        }
        What::Copy { which, out, given } => {
            let request = request(office, &which.whose).await?;
            let (printed, delivery) = office.consent_paper(&request, which.no).await?;
            save(out, &printed.pdf)?;
            delivery.delivered(Some(&printed.pdf));
            if *given {
                office.copy_given(&request, which.no).await?;
            }
            terminal.json(&json!({ "unsigned": printed.unsigned }))?;
            terminal.say("Saved.");
        }
        What::Reject { which } => {
            let request = request(office, &which.whose).await?;
            let because = line("What they said; empty if nothing:")?;
            office.reject_consent(&request, which.no, &because).await?;
            terminal.json(&json!({ "rejected": true }))?;
            terminal.say("Kept that they were asked and said no.");
        }
        What::Correct { which } => {
            let request = request(office, &which.whose).await?;
            let because = line("What is wrong with it, in a sentence:")?;
            office.correct_consent(&request, which.no, &because).await?;
            terminal.json(&json!({ "corrected": true }))?;
            terminal.say("It counts no longer.");
        }
        What::Renew { which } => {
            let request = request(office, &which.whose).await?;
            let no = office.renew_consent(&request, which.no).await?;
            terminal.json(&json!({ "number": no }))?;
            terminal.say(format!(
                "Begun, as number {no}. The old one stands until it is signed."
            ));
        }
        What::Withdraw { which, way } => {
            let request = request(office, &which.whose).await?;
            let words = line("What the client said; empty if nothing more:")?;
            office
                .withdraw_consent(&request, which.no, *way, &words)
                .await?;
            terminal.json(&json!({ "withdrawn": true }))?;
            terminal.say("Taken back. From this moment nothing goes out under it.");
        }
        What::Note { which } => {
            let request = request(office, &which.whose).await?;
            office.note_withdrawal(&request, which.no).await?;
            terminal.json(&json!({ "noted": true }))?;
            terminal.say("Kept.");
        }
        What::Received { which } => return received(office, which, terminal).await,
        What::Letter {
            which,
            number,
            language,
            out,
        } => {
            let made = (*number, *language, out.as_path());
            return asking_back::letter(office, which, made, terminal).await;
        }
        What::SendLetters {
            which,
            language,
            client_asked,
            mail,
        } => {
            if let Some((server, from)) = mail.server()? {
                office.mails_by(server, from);
            }
            let order = LettersOrder {
                language: *language,
                client_asked: *client_asked,
            };
            return asking_back::send(office, which, order, terminal).await;
        }
        What::LetterLink(order) => return asking_back::link(office, order, terminal).await,
        What::Told {
            which,
            number,
            how,
            way,
            on,
        } => {
            let told = (*number, *how, *way, *on);
            return asking_back::told(office, which, told, terminal).await;
        }
        What::Recall {
            which,
            number,
            answer,
        } => {
            let request = request(office, &which.whose).await?;
            let words = line("What they said; empty if it isn't worth keeping:")?;
            office
                .answer_recall(&request, (which.no, *number), *answer, &words)
                .await?;
            terminal.json(&json!({ "kept": true }))?;
            terminal.say("Kept.");
        }
        What::Check {
            whose,
            to,
            purpose,
            sections,
            channel,
            limits_confirmed,
        } => {
            let request = request(office, whose).await?;
            let recipient = office.organization(to).await?;
            let wanted = ToRelease {
                recipient: recipient.no,
                kind: recipient.sheet.kind.into(),
                purpose: *purpose,
                sections: sections.clone(),
                channel: *channel,
                limits_confirmed: *limits_confirmed,
            };
            return check(office, (&request, wanted), terminal).await;
        }
        What::Talk(order) => return talks::talk(office, order, terminal).await,
        What::Shared(order) => return talks::shared(office, order, terminal).await,
        What::Remind => return talks::remind(office, terminal).await,
        What::Sensitive { added } => sensitive(office, added.as_deref(), terminal).await?,
        What::Settings {
            default_days,
            longest_days,
            washington,
            hipaa,
            united_kingdom,
            minors_alone,
            talk_days,
            answer_days,
            signed_requests,
        } => {
            let before = office.consent_settings().await?;
            let mut new = before.clone();
            new.default_days = default_days.unwrap_or(new.default_days);
            new.longest_days = longest_days.unwrap_or(new.longest_days);
            new.washington = washington.unwrap_or(new.washington);
            new.hipaa = hipaa.unwrap_or(new.hipaa);
            new.united_kingdom = united_kingdom.unwrap_or(new.united_kingdom);
            new.minors_alone = minors_alone.unwrap_or(new.minors_alone);
            new.talk_days = talk_days.unwrap_or(new.talk_days);
            new.answer_days = answer_days.unwrap_or(new.answer_days);
            new.signed_requests = signed_requests.unwrap_or(new.signed_requests);
            if new != before {
                office.set_consents(Actor::KeyHolder, new.clone()).await?;
            }
            terminal.json(&new)?;
            terminal.say(format!(
                "A consent lasts {} days, and {} at most. The limits of confidentiality are gone through every {} days.",
                new.default_days,
                new.cap_days(),
                new.talk_days
            ));
        }
    }
    Ok(Ended::Done)
}

/// What is passed on only with permission for it; what the office adds is said anew where it is given.
async fn sensitive(
    office: &Office,
    added: Option<&str>,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    if let Some(added) = added {
        let words = added.split(',').map(str::trim).filter(|it| !it.is_empty());
        let new: Result<Vec<Category>, _> = words.map(str::parse::<Category>).collect();
        office.set_sensitive(Actor::KeyHolder, new?).await?;
    }
    let added = office.sensitive_categories().await?;
    let least = Category::ALL.iter().copied();
    let least: Vec<_> = least.filter(|it| it.is_sensitive()).collect();
    terminal.json(&json!({ "least": least, "added": added }))?;
    terminal.say(format!("always: {}", named(&least)));
    terminal.say(format!("added:  {}", named(&added)));
    Ok(())
}

fn named(kinds: &[Category]) -> String {
    let words: Vec<_> = kinds.iter().map(|it| it.word()).collect();
    words.join(", ")
}

async fn write(
    office: &Office,
    which: &Which,
    (file, to): (&Path, Option<&str>),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let mut form: Form = serde_json::from_slice(&read(file)?)
        .context("the file isn't the form of a consent; `show --format json` prints one")?;
    if let Some(to) = to {
        let found = office.organization(to).await?;
        form.recipient = Some(Named {
            no: found.no,
            id: found.id,
        });
    }
    let change = Change::Whole(Box::new(form));
    let needs = office.save_consent(&request, which.no, change).await?;
    let needs: Vec<_> = needs.iter().map(|it| it.word()).collect();
    terminal.json(&json!({ "needs": needs }))?;
    terminal.say(if needs.is_empty() {
        "Kept. Nothing is missing; it can be signed.".to_owned()
    } else {
        format!("Kept. It still needs: {}.", needs.join(", "))
    });
    Ok(Ended::Done)
}

async fn consequences(
    office: &Office,
    which: &Which,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let (composed, delivery) = office.consequences_for(&request, which.no).await?;
    terminal.json(&composed)?;
    for (title, lines) in [
        ("If they agree:", &composed.agree),
        ("If they say no:", &composed.refuse),
    ] {
        terminal.say(title);
        for line in lines {
            terminal.say(format!("  {line}"));
        }
    }
    delivery.delivered(None);
    Ok(Ended::Done)
}

async fn received(office: &Office, which: &Which, terminal: &Terminal) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let uses = office.recipients_under(&request, which.no).await?;
    let now_ms = office.clock().now_ms();
    let register = office.register().await?;
    let rows: Vec<_> = uses
        .iter()
        .map(|(no, it)| {
            let found = register.iter().find(|one| one.no == it.recipient.no);
            let answer = it.recall.as_ref().map(|it| it.answer);
            let told = it.recall.as_ref().and_then(|it| it.told.as_ref());
            let sent = it.recall.as_ref().and_then(|it| it.sent.as_ref());
            let not_sent = sent.filter(|_| told.is_none());
            let not_sent = not_sent.and_then(|it| it.trouble_at(now_ms));
            json!({ "number": no, "recipient": found.map(|it| it.handle.clone()),
                    "at": moment(it.at), "disclosure": it.disclosure, "recall": answer,
                    "told_at": told.map(|it| moment(it.at)), "told_how": told.map(|it| it.how),
                    "answer_by": told.map(|it| it.answer_by.to_string()),
                    "not_sent": not_sent })
        })
        .collect();
    terminal.json(&rows)?;
    for row in &rows {
        terminal.say(row.to_string());
    }
    if rows.is_empty() {
        terminal.say("Nothing has gone out under this consent.");
    }
    Ok(Ended::Done)
}

async fn check(
    office: &Office,
    (request, wanted): (&Request, ToRelease),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let checked = office.check_consents(request, wanted).await?;
    let flaws: Vec<_> = checked.flaws.iter().map(|it| code(*it)).collect();
    terminal
        .json(&json!({ "passes": checked.passes(), "consent": checked.consent, "flaws": flaws }))?;
    if checked.passes() {
        terminal.say("A consent lets it out.");
        return Ok(Ended::Done);
    }
    for flaw in &checked.flaws {
        let (what, change) = says(*flaw, Language::English);
        terminal.say(format!("{}: {what} {change}", code(*flaw)));
    }
    Ok(Ended::Refused)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} can't be read", path.display()))
}

/// Writes a new file that only its owner may read; one that is there already stays as it is.
pub(super) fn save(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut open = std::fs::OpenOptions::new();
    open.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    let file = open.open(path);
    let mut file = file.with_context(|| {
        format!(
            "{} can't be made; name a file that isn't there",
            path.display()
        )
    })?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(())
}
