//! `caseward consent letter`, `send-letters`, `letter-link` and `told`: asking back what went out under a consent that was taken back (DV-2.1, NASW-d).

use std::path::Path;

use caseward_casework::Office;
use caseward_casework::consent::{LetterLinkOrder, LettersOrder, RecallTold};
use caseward_model::{Language, RecallTelling};
use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use super::{Which, request, save};
use crate::cli::{address, word};
use crate::commands::tasks::moment;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(super) struct LinkArgs {
    #[command(flatten)]
    which: Which,
    /// The number of what went out, as `received` shows it
    #[arg(long)]
    number: i64,
    /// In which language
    #[arg(long, default_value = "en", value_parser = word::<Language>)]
    language: Language,
    /// The client was asked whether telling them now could put anybody in danger, and it doesn't
    #[arg(long)]
    client_asked: bool,
    /// The number of their way with a link, as `recipient show` has it; their newest one if missing
    #[arg(long)]
    way: Option<i64>,
    /// For how many hours the link is open; three days if missing
    #[arg(long)]
    hours: Option<u32>,
    /// Where the office is served: an https address
    #[arg(long, value_name = "URL", env = "CASEWARD_ADDRESS", value_parser = address)]
    address: Option<String>,
}

pub(super) async fn letter(
    office: &Office,
    which: &Which,
    (number, language, out): (i64, Language, &Path),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let made = office.recall_letter(&request, (which.no, number), language);
    save(out, &made.await?)?;
    terminal.json(&json!({ "saved": true }))?;
    terminal.say(
        "Saved. Ask the client first whether telling them now could put anybody in danger; then take or send it, \
         and keep that with `caseward consent told`.",
    );
    Ok(Ended::Done)
}

pub(super) async fn send(
    office: &Office,
    which: &Which,
    order: LettersOrder,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let went = office
        .send_recall_letters(&request, which.no, order)
        .await?;
    let not_sent = went.not_sent.iter();
    let not_sent: Vec<_> = not_sent
        .map(|(number, trouble)| json!({ "number": number, "trouble": trouble }))
        .collect();
    terminal.json(&json!({
        "sent": went.sent, "not_sent": not_sent, "by_hand": went.by_hand,
        "kept_apart": went.kept_apart,
    }))?;
    terminal.say(format!(
        "Sent: {}. Their answers are waited for from now on.",
        went.sent.len()
    ));
    for (number, trouble) in &went.not_sent {
        terminal.say(format!(
            "{number}: not sent ({trouble}); the same command sends it again"
        ));
    }
    for number in &went.by_hand {
        terminal.say(format!(
            "{number}: they have no way by which the office sends letters; `caseward consent letter` saves it"
        ));
    }
    for number in &went.kept_apart {
        terminal.say(format!(
            "{number}: a wall stands between them, or somebody who would read it there, and the client; speak with the privacy officer \
             before anybody tells them, then take the letter that `caseward consent letter` saves"
        ));
    }
    Ok(if went.not_sent.is_empty() {
        Ended::Done
    } else {
        Ended::Failed
    })
}

pub(super) async fn link(
    office: &Office,
    order: &LinkArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    if let Some(address) = &order.address {
        office.serve_at(address)?;
    }
    let request = request(office, &order.which.whose).await?;
    let of = (order.which.no, order.number);
    let wanted = LetterLinkOrder {
        language: order.language,
        client_asked: order.client_asked,
        way: order.way,
        hours: order.hours,
    };
    let made = office.make_letter_link(&request, of, wanted).await?;
    let link = format!("{}/out/{}", office.address(), made.link.token);
    let (pin, call) = (made.link.pin.to_string(), &made.call);
    let until = moment(made.link.until);
    terminal.json(&json!({
        "link": link, "pin": pin, "until": until, "phone": call.phone, "receiver": call.receiver,
        "word_may_be_left": call.word_may_be_left,
    }))?;
    terminal.say(format!(
        "Send them this link, which opens until {until}: {link}"
    ));
    terminal.say(format!(
        "Tell {} this PIN at {}, never in the same message: {pin}",
        call.receiver, call.phone
    ));
    terminal.say("Both are shown this once. When they fetch the letter, they count as told.");
    Ok(Ended::Done)
}

pub(super) async fn told(
    office: &Office,
    which: &Which,
    (number, how, way, on): (i64, RecallTelling, Option<i64>, Option<Date>),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let at = on.map(|day| jiff::tz::TimeZone::system().to_timestamp(day.at(0, 0, 0, 0)));
    let told = RecallTold {
        how: Some(how),
        way,
        at: at.transpose()?.map(jiff::Timestamp::as_millisecond),
        words: terminal
            .ask("What is worth keeping about it; empty if nothing:")?
            .trim()
            .to_owned(),
    };
    office
        .note_recall_told(&request, (which.no, number), told)
        .await?;
    terminal.json(&json!({ "kept": true }))?;
    terminal.say("Kept. Their answer is waited for from now on.");
    Ok(Ended::Done)
}
