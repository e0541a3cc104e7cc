//! `caseward demo`: a temporary office with fictional people, served on this machine only.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::bail;
use caseward_casework::Office;
use caseward_db::Place;
use caseward_model::Randomness;
use serde_json::json;
use tempfile::TempDir;

use crate::cli::DemoArgs;
use crate::demo::{self, Cast};
use crate::house::{self, HouseArgs};
use crate::post::Carrier;
use crate::terminal::{Ended, Terminal, WrongUsage};

use super::serve::{Post, Way};

/// How long and how often a demo link works.
const LINK_MINUTES: i64 = 24 * 60;
const LINK_TIMES: i64 = 1_000;
/// Where the demo's letters come from; nobody has such an address (RFC 2606).
const LETTERS_FROM: &str = "caseward@lantern-house.example";

pub(crate) async fn run(
    house: &HouseArgs,
    order: &DemoArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    if !order.listen.ip().is_loopback() {
        return Err(WrongUsage(
            "the demo is served on this machine only; listen on 127.0.0.1 or [::1]",
        )
        .into());
    }
    let listener = match order.no_serve {
        true => None,
        false => Some(super::serve::listen(order.listen).await?),
    };
    let (place, folder) = place(house)?;
    super::init::make_folder(&place)?;
    let letters = Letters::beside(&place)?;
    let office = house::open(place)?;
    terminal.note("Making an office with fictional people …");
    // Nobody needs this passphrase: the office is open as long as the demo runs.
    let passphrase = data_encoding::HEXLOWER.encode(&Randomness::system().bytes::<16>());
    let today = jiff::tz::TimeZone::system()
        .to_datetime(office.clock().now())
        .date();
    let cast = demo::furnish(&office, &passphrase, today).await?;
    let address = super::serve::shown(order.listen);
    office.serve_at(&address)?;
    office.let_links_alone_in(true).await?;
    let links = links(&office, &cast, &address).await?;
    tell(&address, &cast, &links, &letters, terminal)?;
    if let Some(listener) = listener {
        let carrier = Arc::new(Carrier::to_folder(&letters.folder, LETTERS_FROM.parse()?));
        let post = Post {
            carrier: Some(carrier),
            address: address.clone(),
            way: Way::Here,
        };
        let personas = demo_personas(&cast, &links);
        super::serve::serve(Arc::clone(&office), listener, personas, post).await?;
    }
    super::ledger::keep(&office).await?;
    office.seal().await?;
    drop(office);
    drop(folder);
    Ok(Ended::Done)
}

/// A folder that was named, or one that goes away with what is shown there.
pub(super) fn place(house: &HouseArgs) -> anyhow::Result<(Place, Option<TempDir>)> {
    if house.data.is_some() || house.database.is_some() {
        let place = house.place()?;
        if let Place::Sqlite(path) = &place
            && path.exists()
        {
            bail!("there is an office in this folder already; name a new folder");
        }
        return Ok((place, None));
    }
    let folder = TempDir::with_prefix("caseward-demo-")?;
    Ok((
        Place::Sqlite(folder.path().join("caseward.db")),
        Some(folder),
    ))
}

/// Where the demo's letters lie: nothing is sent from a fiction.
struct Letters {
    folder: PathBuf,
    /// One that goes away with the demo, where the office itself lies in no folder.
    _own: Option<TempDir>,
}

impl Letters {
    fn beside(place: &Place) -> anyhow::Result<Self> {
        if let Place::Sqlite(database) = place {
            let folder = database.with_file_name("letters");
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&folder)?;
            return Ok(Self { folder, _own: None });
        }
        let own = TempDir::with_prefix("caseward-letters-")?;
        Ok(Self {
            folder: own.path().to_owned(),
            _own: Some(own),
        })
    }
}

async fn links(office: &Office, cast: &[Cast], address: &str) -> anyhow::Result<Vec<String>> {
    let mut links = Vec::new();
    for member in cast {
        let token = office
            .make_sign_in_link(member.colleague.no, LINK_MINUTES, LINK_TIMES)
            .await?;
        links.push(super::staff::link(address, &token));
    }
    Ok(links)
}

fn demo_personas(cast: &[Cast], links: &[String]) -> Vec<caseward_web::DemoPersona> {
    let persona = |(member, link): (&Cast, &String)| caseward_web::DemoPersona {
        no: member.colleague.no,
        name: member.colleague.name.clone(),
        role: member.colleague.sheet.role,
        note_en: member.note.0.to_owned(),
        note_es: member.note.1.to_owned(),
        token: link.rsplit('/').next().unwrap_or_default().to_owned(),
    };
    cast.iter().zip(links).map(persona).collect()
}

fn tell(
    address: &str,
    cast: &[Cast],
    links: &[String],
    letters: &Letters,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let rows: Vec<_> = cast
        .iter()
        .zip(links)
        .map(|(member, link)| {
            json!({
                "handle": member.colleague.handle,
                "id": member.colleague.id,
                "name": member.colleague.name,
                "role": member.colleague.sheet.role,
                "link": link,
            })
        })
        .collect();
    terminal.json(&json!({ "address": address, "letters": letters.folder, "personas": rows }))?;
    terminal.say(format!(
        "\nAll people and records here are fictional. Open {address} and choose who you are:\n"
    ));
    for (member, link) in cast.iter().zip(links) {
        terminal.say(format!(
            "  {} ({})",
            member.colleague.name, member.colleague.sheet.role
        ));
        terminal.say(format!("    {}\n    {link}\n", member.note.0));
    }
    let folder = letters.folder.display();
    terminal.say(format!(
        "Letters that the office would send by mail lie in {folder}."
    ));
    terminal.say("Stop it with Ctrl-C; the office is gone then, unless you named a folder.");
    Ok(())
}
