//! Attempts to get at what was told in confidence without a decision and an entry. Each must fail to
//! compile, and for the reason that it names (design §1, `crates/caseward-gate/tests/forgeries/`).
//!
//! A forgery is one file. Its first line is `// expect: E0451`, the code of the one error that stops
//! it (or the name of a lint that is forbidden); `// as: caseward-web` below says in whose place it
//! tries, and so what it can name: exactly the crates of the house that this crate depends on. Only
//! codes are compared, never the compiler's words. Controls say `// expect: ok`: when one of them
//! doesn't compile, something else is broken and all other results are void.
//!
//! The forgeries are compiled against the crates as `cargo test --workspace` builds them, one
//! compiler each and nothing linked, which takes a moment for all of them together.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, ensure};
use cargo_metadata::{DependencyKind, Message, Metadata};

use crate::house::{Found, cargo, manifests, root, rustc};

const FOLDER: &str = "crates/caseward-gate/tests/forgeries";

/// In whose place a forgery tries that doesn't say.
const USUAL_PLACE: &str = "caseward-casework";

/// One attempt.
struct Forgery {
    path: PathBuf,
    name: String,
    expected: String,
    place: String,
}

/// The built crates of the house, and what each may name.
struct Built {
    libraries: BTreeMap<String, PathBuf>,
    names: BTreeMap<String, Vec<String>>,
    folder: PathBuf,
}

/// Compiles every forgery.
///
/// # Errors
/// When there are none, when the house itself doesn't build, or when a control doesn't compile.
pub(crate) fn check() -> anyhow::Result<Found> {
    let forgeries = forgeries(&root()?.join(FOLDER))?;
    let built = build()?;
    let results = compile_all(&forgeries, &built)?;
    let (mut faults, mut stopped, mut controls) = (Vec::new(), 0_usize, 0_usize);
    for (forgery, codes) in forgeries.iter().zip(&results) {
        let name = &forgery.name;
        let found = codes
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        if forgery.expected == "ok" {
            ensure!(
                codes.is_empty(),
                "the control {name} doesn't compile ({found}); every other result is void"
            );
            controls += 1;
        } else if codes.is_empty() {
            faults.push(format!("{name} COMPILES: there is a way around the gate"));
        } else if found == forgery.expected {
            stopped += 1;
        } else {
            let expected = &forgery.expected;
            faults.push(format!("{name} is stopped by {found} instead of {expected}; it no longer tries what it says"));
        }
    }
    ensure!(
        controls > 0,
        "there is no control among the forgeries, so nothing is shown"
    );
    ensure!(
        forgeries.len() > controls,
        "there are no forgeries in {FOLDER}"
    );
    let looked_at =
        format!("{stopped} of {stopped} attempts don't compile, {controls} controls do");
    Ok(Found { looked_at, faults })
}

/// Reads the folder, in the order of its names.
fn forgeries(folder: &Path) -> anyhow::Result<Vec<Forgery>> {
    let mut forgeries = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| FOLDER.to_owned())? {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(&path).with_context(|| name.clone())?;
        let said = |what: &str| {
            let mut head = text.lines().take_while(|line| line.starts_with("// "));
            head.find_map(|line| line.strip_prefix(what))
                .map(|it| it.trim().to_owned())
        };
        let expected =
            said("// expect:").with_context(|| format!("{name} doesn't say what it expects"))?;
        let place = said("// as:").unwrap_or_else(|| USUAL_PLACE.to_owned());
        forgeries.push(Forgery {
            path,
            name,
            expected,
            place,
        });
    }
    forgeries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(forgeries)
}

/// Builds the house as its tests do, and notes where its crates lie.
fn build() -> anyhow::Result<Built> {
    let manifests = manifests()?;
    let here = own_build_folder()?;
    let mut command = cargo();
    command
        .current_dir(root()?)
        .args([
            "test",
            "--workspace",
            "--no-run",
            "--quiet",
            "--message-format=json",
        ])
        .arg("--target-dir")
        .arg(here.parent().context("the build folder has no parent")?)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    if here.ends_with("release") {
        command.arg("--release");
    }
    let mut running = command.spawn().context("cargo can't be started")?;
    let output = running.stdout.take().context("cargo says nothing")?;
    let mut libraries = BTreeMap::new();
    for message in Message::parse_stream(BufReader::new(output)) {
        if let Message::CompilerArtifact(artifact) = message? {
            let name = artifact.target.name.replace('-', "_");
            let ours = manifests.workspace_members.contains(&artifact.package_id);
            let file = artifact
                .filenames
                .iter()
                .find(|file| file.extension() == Some("rlib"));
            if let (true, false, Some(file)) = (ours, artifact.profile.test, file) {
                libraries.insert(name, file.as_std_path().to_owned());
            }
        }
    }
    ensure!(
        running.wait()?.success(),
        "the house doesn't build; run `cargo test --workspace --no-run`"
    );
    let folder = here.join("deps");
    Ok(Built {
        libraries,
        names: names(&manifests),
        folder,
    })
}

/// The folder of the profile that this program was built with, such as `target/debug`.
fn own_build_folder() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe().context("this program doesn't know where it is")?;
    program
        .parent()
        .map(Path::to_owned)
        .context("this program lies nowhere")
}

/// Which crates of the house each crate of the house can name.
fn names(manifests: &Metadata) -> BTreeMap<String, Vec<String>> {
    let names_of = |package: &cargo_metadata::Package| {
        let shipped = package
            .dependencies
            .iter()
            .filter(|it| it.kind == DependencyKind::Normal);
        shipped
            .map(|it| it.name.replace('-', "_"))
            .collect::<Vec<_>>()
    };
    let packages = manifests.workspace_packages();
    packages
        .iter()
        .map(|it| (it.name.to_string(), names_of(it)))
        .collect()
}

/// Compiles all forgeries, as many at a time as there are processors; the results in their order.
fn compile_all(forgeries: &[Forgery], built: &Built) -> anyhow::Result<Vec<BTreeSet<String>>> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((at, forgery)) = take(&next, forgeries) {
                    let codes = compile(forgery, built);
                    results
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner)
                        .insert(at, codes);
                }
            });
        }
    });
    let results = results
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    results.into_values().collect()
}

fn take<'f>(next: &AtomicUsize, forgeries: &'f [Forgery]) -> Option<(usize, &'f Forgery)> {
    let at = next.fetch_add(1, Ordering::SeqCst);
    forgeries.get(at).map(|forgery| (at, forgery))
}

/// The codes of the errors that stop one forgery; none if it compiles.
fn compile(forgery: &Forgery, built: &Built) -> anyhow::Result<BTreeSet<String>> {
    let named = built
        .names
        .get(&forgery.place)
        .with_context(|| format!("{}: there is no crate `{}`", forgery.name, forgery.place))?;
    let mut command = rustc();
    command
        .args([
            "--edition=2024",
            "--crate-type=lib",
            "--crate-name=forgery",
            "--emit=metadata",
        ])
        .args(["--error-format=json", "-Funsafe_code", "-o"])
        .arg(built.folder.join(format!("forgery-{}.rmeta", forgery.name)))
        .arg("-L")
        .arg(format!("dependency={}", built.folder.display()));
    for (name, library) in &built.libraries {
        if named.contains(name) {
            command
                .arg("--extern")
                .arg(format!("{name}={}", library.display()));
        }
    }
    let output = command.arg(&forgery.path).stdin(Stdio::null()).output();
    let output = output.context("the compiler can't be started")?;
    if output.status.success() {
        return Ok(BTreeSet::new());
    }
    let mut codes = BTreeSet::new();
    for line in output.stderr.lines() {
        let message: serde_json::Value = serde_json::from_str(&line?).unwrap_or_default();
        let is_error = message.get("level").is_some_and(|level| level == "error");
        let code = message
            .pointer("/code/code")
            .and_then(serde_json::Value::as_str);
        // An error without a code only repeats one that has a code: "this type is private", too.
        codes.extend(code.filter(|_| is_error).map(str::to_owned));
    }
    if codes.is_empty() {
        codes.insert("an error without a code".to_owned());
    }
    Ok(codes)
}
