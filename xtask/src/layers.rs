//! One way only: which crate may depend on which, and who alone may touch keys, the database and
//! the rules' engine (design §2).
//!
//! ```text
//!                 ┌──────────▶ policies ─┐
//!        model ───┼──────────▶ db ───────┼─▶ gate ─▶ casework ─▶ web ─▶ caseward
//!                 ├──────────▶ masking ──┤
//!                 ├──────────▶ formats ──┼─ ─ ─ ─ ─ ─ ─ ▲
//!                 ├──────────▶ review ───┼─ ─ ─ ─ ─ ─ ─ ┤
//!                 ├──────▶ attachments ──┼─ ─ ─ ─ ─ ─ ─ ┤
//!                 ├──────────▶ papers ───┼─ ─ ─ ─ ─ ─ ─ ┤   (casework also uses masking, db and policies)
//!                 └──────────▶ channels ─┴─ ─ ─ ─ ─ ─ ─ ┘   (and the program uses channels, masking and attachments)
//! ```
//!
//! An arrow reads "is used by". What is not in [`ARROWS`] is not allowed, in dependencies, build
//! dependencies and development dependencies alike; tests of any crate may use the testkit.

use cargo_metadata::{Dependency, DependencyKind, Package};

use crate::house::{Found, manifests, root};

/// Who may depend on whom, below themselves in the order.
const ARROWS: &[(&str, &[&str])] = &[
    ("caseward-model", &[]),
    ("caseward-policies", &["caseward-model"]),
    ("caseward-db", &["caseward-model"]),
    ("caseward-formats", &["caseward-model"]),
    ("caseward-review", &["caseward-model"]),
    ("caseward-papers", &["caseward-model"]),
    ("caseward-masking", &["caseward-model"]),
    ("caseward-attachments", &["caseward-model"]),
    ("caseward-channels", &["caseward-model"]),
    (
        "caseward-gate",
        &[
            "caseward-model",
            "caseward-masking",
            "caseward-policies",
            "caseward-db",
        ],
    ),
    (
        "caseward-casework",
        &[
            "caseward-model",
            "caseward-formats",
            "caseward-review",
            "caseward-papers",
            "caseward-masking",
            "caseward-attachments",
            "caseward-channels",
            "caseward-policies",
            "caseward-db",
            "caseward-gate",
        ],
    ),
    ("caseward-web", &["caseward-model", "caseward-casework"]),
    (
        "caseward",
        &[
            "caseward-model",
            "caseward-channels",
            "caseward-formats",
            "caseward-masking",
            "caseward-attachments",
            "caseward-policies",
            "caseward-db",
            "caseward-gate",
            "caseward-casework",
            "caseward-web",
        ],
    ),
    (
        TESTKIT,
        &[
            "caseward-model",
            "caseward-formats",
            "caseward-masking",
            "caseward-attachments",
            "caseward-policies",
            "caseward-db",
            "caseward-gate",
            "caseward-casework",
        ],
    ),
    ("xtask", &[]),
    ("limit", &[]),
];

/// Development only: every crate's tests may use it, and nothing that ships may.
const TESTKIT: &str = "caseward-testkit";

/// The second fence: who alone may depend on these crates directly. `deny.toml` repeats it for the
/// whole tree.
const FENCES: &[(&[&str], &[&str])] = &[
    (
        &["caseward-gate"],
        &[
            "ring",
            "chacha20",
            "chacha20poly1305",
            "argon2",
            "hkdf",
            "hmac",
        ],
    ),
    // The testkit makes an empty PostgreSQL database for each test.
    (&["caseward-db", TESTKIT], &["postgres"]),
    (
        &["caseward-db"],
        &["rusqlite", "tokio-postgres", "tokio-postgres-rustls"],
    ),
    (
        &["caseward-policies"],
        &["cedar-policy", "cedar-policy-symcc"],
    ),
    (
        &["caseward-papers"],
        &["typst", "typst-layout", "typst-pdf", "typst-assets"],
    ),
    // What takes strangers' files apart.
    (
        &["caseward-attachments"],
        &["hayro", "quick-xml", "html5ever", "mail-parser", "image"],
    ),
    // Who may speak to the outside: the office's own directory, and its mail server.
    (
        &["caseward-casework"],
        &["ureq", "openidconnect", "webauthn-rs"],
    ),
    (&["caseward", "caseward-channels"], &["lettre"]),
    // Who may speak with browsers.
    (&["caseward-web"], &["tokio-rustls", "hyper", "hyper-util"]),
    // Who may seal for others' keys and carry it to them. Our own records' keys stay with the gate.
    (
        &["caseward-channels"],
        &["age", "pgp", "russh", "russh-sftp"],
    ),
];

/// Who may hold something fenced in for its benchmarks, as a peer to be measured against; never as
/// anything but a development dependency.
const PEERS: &[(&str, &str)] = &[("caseward-gate", "rusqlite"), ("limit", "rusqlite")];

/// Checks the workspace's manifests.
///
/// # Errors
/// When they can't be read.
pub(crate) fn check() -> anyhow::Result<Found> {
    let manifests = manifests()?;
    let members = manifests.workspace_packages();
    let mut faults = Vec::new();
    let mut arrows = 0_usize;
    for package in &members {
        for dependency in &package.dependencies {
            arrows += usize::from(members.iter().any(|it| it.name.as_str() == dependency.name));
            faults.extend(forbidden(package, dependency, &members));
        }
    }
    faults.extend(unlisted(&members)?);
    let looked_at = format!("{} crates, {arrows} arrows, all as listed", members.len());
    Ok(Found { looked_at, faults })
}

/// Why this dependency may not be, if it may not.
fn forbidden(package: &Package, on: &Dependency, members: &[&Package]) -> Option<String> {
    let (name, on_name) = (package.name.as_str(), on.name.as_str());
    let in_tests = on.kind == DependencyKind::Development;
    if members.iter().any(|it| it.name.as_str() == on_name) {
        let listed = ARROWS
            .iter()
            .any(|(user, used)| *user == name && used.contains(&on_name));
        let allowed = listed || (in_tests && on_name == TESTKIT);
        return (!allowed).then(|| {
            format!("`{name}` must not depend on `{on_name}`; the order is at the top of xtask/src/layers.rs")
        });
    }
    let (keepers, _) = FENCES
        .iter()
        .find(|(_, fenced)| fenced.contains(&on_name))?;
    let measured = in_tests && PEERS.contains(&(name, on_name));
    (!keepers.contains(&name) && !measured).then(|| {
        let keepers = keepers.join("` and `");
        format!("`{name}` must not depend on `{on_name}`; only `{keepers}` may")
    })
}

/// Crates that the order, or the picture in ARCHITECTURE.md, doesn't know.
fn unlisted(members: &[&Package]) -> anyhow::Result<Vec<String>> {
    let architecture = std::fs::read_to_string(root()?.join("ARCHITECTURE.md"))?;
    let mut faults = Vec::new();
    for name in members.iter().map(|package| package.name.as_str()) {
        if !ARROWS.iter().any(|(listed, _)| *listed == name) {
            faults.push(format!(
                "`{name}` has no place in the order; give it one in xtask/src/layers.rs"
            ));
        }
        if !architecture.contains(&format!("`{name}`")) {
            faults.push(format!("ARCHITECTURE.md does not say what `{name}` is for"));
        }
    }
    Ok(faults)
}
