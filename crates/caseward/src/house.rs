//! Where the office is, and how it is opened: the folder or database, the rules, and the key.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::{Context, anyhow, bail};
use caseward_casework::Office;
use caseward_casework::disclosure::AttachmentReader;
use caseward_casework::gate::OpenSlot;
use caseward_db::Place;
use caseward_model::{Clock, Randomness};
use caseward_policies::Policies;
use clap::Args;
use zeroize::Zeroizing;

use crate::terminal::WrongUsage;

/// The short name of this office's own organization.
pub(crate) const OWN: &str = "office";
/// The short name of the worker who exports and keeps the records.
pub(crate) const CUSTODIAN: &str = "custodian";
/// The short name of the worker who runs the installation and holds no record.
pub(crate) const ADMINISTRATOR: &str = "administrator";

/// The fewest characters of a passphrase that opens an office.
const SHORTEST: usize = 8;
/// What a passphrase should have.
const GOOD: usize = 15;

/// Where the office is, and how it is opened.
#[derive(Debug, Clone, Args)]
pub(crate) struct HouseArgs {
    /// The folder that holds the office
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        conflicts_with = "database",
        env = "CASEWARD_DATA"
    )]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database that holds the office, as postgres://…
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "CASEWARD_DATABASE",
        hide_env_values = true
    )]
    pub(crate) database: Option<String>,
    /// A file that holds the passphrase, for starting without a terminal
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "CASEWARD_PASSPHRASE_FILE"
    )]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// A key file, instead of the passphrase
    #[arg(long, global = true, value_name = "FILE", env = "CASEWARD_KEY_FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// Open with the paper key, instead of the passphrase; it is asked for
    #[arg(long, global = true)]
    pub(crate) paper: bool,
    #[arg(skip)]
    opened: Opened,
}

/// The office that this command opened, so that its end is recorded whatever the command was.
#[derive(Clone, Default)]
struct Opened(Arc<OnceLock<Arc<Office>>>);

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opened")
    }
}

impl HouseArgs {
    /// Where the database is.
    pub(crate) fn place(&self) -> anyhow::Result<Place> {
        match (&self.data, &self.database) {
            (_, Some(url)) => Ok(Place::Postgres(url.clone())),
            (Some(folder), None) => Ok(Place::Sqlite(folder.join("caseward.db"))),
            (None, None) => Err(WrongUsage(
                "say where the office is: --data DIR or --database postgres://…",
            )
            .into()),
        }
    }

    /// Opens the database; the office is still sealed.
    pub(crate) fn sealed(&self) -> anyhow::Result<Arc<Office>> {
        let place = self.place()?;
        if let Place::Sqlite(path) = &place {
            must_be_there(path)?;
        }
        open(place)
    }

    /// Opens the office with the key that was given.
    pub(crate) async fn opened(&self) -> anyhow::Result<Arc<Office>> {
        let office = self.sealed()?;
        self.unseal(&office).await?;
        // A command opens one office; a second one would be this very one again.
        drop(self.opened.0.set(Arc::clone(&office)));
        Ok(office)
    }

    /// Keeps a checkpoint of what this command left behind.
    pub(crate) async fn keep_checkpoint(&self) -> anyhow::Result<()> {
        match self.opened.0.get() {
            Some(office) if office.gate.is_open() => crate::commands::ledger::keep(office).await,
            _ => Ok(()),
        }
    }

    /// Opens a sealed office with the key that was given.
    pub(crate) async fn unseal(&self, office: &Office) -> anyhow::Result<()> {
        if let Some(path) = &self.key_file {
            let text = read_secret(path)?;
            return Ok(office.gate.open_office(OpenSlot::KeyFile(&text)).await?);
        }
        if self.paper {
            let text = Zeroizing::new(rpassword::prompt_password("Paper key: ")?);
            return Ok(office.gate.open_office(OpenSlot::Paper(&text)).await?);
        }
        let text = self.passphrase("Passphrase: ")?;
        Ok(office.gate.open_office(OpenSlot::Passphrase(&text)).await?)
    }

    /// The passphrase of a new office: from its file, or asked for twice.
    pub(crate) fn new_passphrase(&self) -> anyhow::Result<(Zeroizing<String>, bool)> {
        let text = self.passphrase("New passphrase (15 characters or more): ")?;
        if self.passphrase_file.is_none() {
            let again = Zeroizing::new(rpassword::prompt_password("The same again: ")?);
            if *again != *text {
                bail!("the two passphrases differ; nothing was made, try again");
            }
        }
        let length = text.chars().count();
        if length < SHORTEST {
            bail!("the passphrase is too short: use {GOOD} characters or more, such as four words");
        }
        Ok((text, length < GOOD))
    }

    fn passphrase(&self, prompt: &str) -> anyhow::Result<Zeroizing<String>> {
        match &self.passphrase_file {
            Some(path) => read_secret(path),
            None => rpassword::prompt_password(prompt)
                .map(Zeroizing::new)
                .context("no terminal to ask for the passphrase; put it into a file and name it by CASEWARD_PASSPHRASE_FILE"),
        }
    }
}

/// Opens the database of an office with the rules that are built in.
pub(crate) fn open(place: Place) -> anyhow::Result<Arc<Office>> {
    let policies = Policies::embedded().context("the rules built into this program are damaged")?;
    let office = Office::open(place, policies, Clock::system(), Randomness::system())?;
    // Files that people attach are taken apart by another process of this program.
    if let Ok(program) = std::env::current_exe() {
        office.read_attachments_by(AttachmentReader::by(&program, "read-attachment"));
    }
    Ok(Arc::new(office))
}

/// Refuses a folder without an office, and an emptied file: it would be taken for a new database.
pub(crate) fn must_be_there(path: &Path) -> anyhow::Result<()> {
    if !path.exists() {
        bail!("there is no office in this folder; make one with `caseward init --data DIR`");
    }
    let nothing = |path: &Path| {
        path.metadata()
            .is_ok_and(|it| it.is_file() && it.len() == 0)
    };
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if nothing(path) && (nothing(Path::new(&log)) || !Path::new(&log).exists()) {
        bail!(
            "{} is empty: what was in it is gone; restore it from a backup, or remove the file to make a new office",
            path.display()
        );
    }
    Ok(())
}

/// Reads a passphrase or key from a file; a last line break doesn't count.
pub(crate) fn read_secret(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let bytes = std::fs::read(path)
        .map(Zeroizing::new)
        .with_context(|| format!("{} can't be read", path.display()))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        anyhow!(
            "{} holds no text, so it is no passphrase and no key; name the right file",
            path.display()
        )
    })?;
    Ok(Zeroizing::new(
        text.trim_end_matches(['\r', '\n']).to_owned(),
    ))
}
