//! How fast the whole program is, beside its limits and its peers: the same machine, the same minute.
//!
//! Issue "the gate, end to end", what it must reach. Every comparison runs in interleaved rounds and
//! tells medians and ratios, because machines are noisy; what can't run here is told as `not run`.
//! `docs/reference/performance.md` has the figures and what bounds them.

mod disk;
mod django;
mod export;
mod import;
mod office;
mod open;
mod postgres;
mod template;
mod wrk;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};

use crate::house;

/// What is measured.
#[derive(Debug, Clone, Args)]
pub(crate) struct Order {
    #[command(subcommand)]
    what: What,
    /// A PostgreSQL role's address, which may make databases; without it PostgreSQL is not run
    #[arg(long, global = true, value_name = "URL")]
    postgres: Option<String>,
    /// The program to measure; built from these sources if missing
    #[arg(long, global = true, value_name = "FILE")]
    program: Option<PathBuf>,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    /// Open files over HTTP, beside a bare limit server and PostgreSQL's own means
    Open(open::Order),
    /// Take an export in, beside SQLite's and PostgreSQL's own means
    Import(import::Order),
    /// Only write the invented export, to try things on
    Export {
        /// How many people
        #[arg(long, default_value_t = 10_000)]
        clients: u64,
        /// A folder that isn't there yet
        #[arg(long)]
        to: PathBuf,
    },
}

/// Measures, and prints a line for each figure.
///
/// # Errors
/// When something that must work doesn't.
pub(crate) fn run(order: &Order) -> anyhow::Result<()> {
    if let What::Export { clients, to } = &order.what {
        let rows = export::write(to, *clients, export::Detail::Full)?;
        tell(format!("{clients} clients, {rows} rows"));
        return Ok(());
    }
    let target = house::manifests()?.target_directory.into_std_path_buf();
    let place = Place::new(target, order.program.clone())?;
    let postgres = order.postgres.as_deref();
    match &order.what {
        What::Open(order) => open::run(order, &place, postgres),
        What::Import(order) => import::run(order, &place, postgres),
        What::Export { .. } => Ok(()),
    }
}

/// Where measures are taken: a folder of their own on the disk that builds lie on, gone afterwards.
struct Place {
    target: PathBuf,
    folder: PathBuf,
    program: Option<PathBuf>,
}

impl Place {
    fn new(target: PathBuf, program: Option<PathBuf>) -> anyhow::Result<Self> {
        let folder = target.join(format!("bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self {
            target,
            folder,
            program,
        })
    }

    fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.join(name)
    }

    /// The program that is measured.
    fn program(&self) -> anyhow::Result<PathBuf> {
        match &self.program {
            Some(program) => Ok(program.clone()),
            None => self.built(&["-p", "caseward"], "caseward"),
        }
    }

    /// Builds one of our programs as it ships, and says where it lies.
    fn built(&self, arguments: &[&str], file: &str) -> anyhow::Result<PathBuf> {
        let mut cargo = house::cargo();
        cargo
            .args(["build", "--release", "--quiet"])
            .args(arguments);
        let built = cargo.current_dir(house::root()?).status()?;
        ensure!(built.success(), "`cargo build --release` failed");
        Ok(self.target.join("release").join(file))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// A program that runs beside the measure, and ends with it.
struct Running(Child);

/// A program that was given a standard input has so long to clean up when it ends, in tenths of a second.
const CLEANING_UP: u32 = 600;

impl Drop for Running {
    fn drop(&mut self) {
        if self.0.stdin.take().is_some() {
            let ended = |child: &mut Child| !matches!(child.try_wait(), Ok(None));
            for _ in 0..CLEANING_UP {
                if ended(&mut self.0) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Running {
    /// Waits until the program has nothing left to do: a server that is still warming up would
    /// be measured with its warming.
    fn settle(&self) -> anyhow::Result<()> {
        let stat = format!("/proc/{}/stat", self.0.id());
        let ticks = || -> anyhow::Result<u64> {
            let text = std::fs::read_to_string(&stat)?;
            let after = text.rsplit_once(')').context("no process")?.1;
            let fields = after.split_whitespace().skip(11).take(2);
            Ok(fields.filter_map(|it| it.parse::<u64>().ok()).sum())
        };
        for _ in 0..300 {
            let before = ticks()?;
            std::thread::sleep(Duration::from_secs(1));
            if ticks()? <= before + 5 {
                return Ok(());
            }
        }
        anyhow::bail!("the server doesn't come to rest")
    }
}

/// Whether a program is installed.
fn is_there(program: &str) -> bool {
    let version = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    version.is_ok()
}

/// A program's standard output; an error with its complaint when it fails.
fn output<S: AsRef<OsStr>>(program: impl AsRef<OsStr>, arguments: &[S]) -> anyhow::Result<String> {
    let program = program.as_ref();
    let ended = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{} doesn't start", program.display()))?;
    said(&program.to_string_lossy(), &ended)
}

fn said(program: &str, ended: &Output) -> anyhow::Result<String> {
    let complaint = String::from_utf8_lossy(&ended.stderr);
    ensure!(ended.status.success(), "{program} failed: {complaint}");
    Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
}

/// What a program took.
#[derive(Debug, Clone, Copy)]
struct Took {
    time: Duration,
    /// The most memory that it held, in bytes.
    memory: u64,
}

/// Runs a program to its end, and measures it.
fn measured(command: &mut Command) -> anyhow::Result<Took> {
    let began = now();
    let mut running = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", running.id());
    let mut memory = 0;
    let ended = loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let most = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = most.and_then(|it| it.trim().split(' ').next()?.parse::<u64>().ok());
        memory = memory.max(kib.unwrap_or(0) * 1024);
        if let Some(ended) = running.try_wait()? {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let time = began.elapsed();
    ensure!(ended.success(), "{:?} failed", command.get_program());
    Ok(Took { time, memory })
}

/// The middle of some figures; 0 of none.
fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(0.0)
}

/// A new file of the measure; it holds invented people only.
fn new_file(path: &Path) -> anyhow::Result<std::io::BufWriter<std::fs::File>> {
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .with_context(|| format!("{} can't be made", path.display()))?;
    Ok(std::io::BufWriter::with_capacity(1 << 18, file))
}

/// Writes a small file of the measure.
fn note_down(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = new_file(path)?;
    file.write_all(text.as_bytes())?;
    Ok(file.flush()?)
}

/// Tells a line at once.
fn tell(line: impl AsRef<str>) {
    let mut out = std::io::stdout().lock();
    // A closed pipe is the reader's choice.
    drop(writeln!(out, "{}", line.as_ref()).and_then(|()| out.flush()));
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}
