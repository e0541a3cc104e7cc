//! `caseward doctor`: what is weaker than promised, and what to do about it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use caseward_casework::gate::Soundness;
use caseward_db::ledger::{VerifyOptions, verify};
use caseward_db::{OpenError, Place, weaknesses};
use caseward_model::Clock;
use caseward_policies::Policies;
use caseward_web::tls::Standing;
use serde::Serialize;

use crate::certificate::{Files, complaint, day};
use crate::cli::DoctorArgs;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Checked {
    what: String,
    sound: bool,
    /// Not as good as it could be, but nothing that stops the office.
    warning: bool,
    advice: String,
}

impl Checked {
    fn sound(what: &str) -> Self {
        Self {
            what: what.to_owned(),
            sound: true,
            warning: false,
            advice: String::new(),
        }
    }

    fn weak(what: &str, advice: impl Into<String>) -> Self {
        Self {
            what: what.to_owned(),
            sound: false,
            warning: false,
            advice: advice.into(),
        }
    }
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &DoctorArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let place = house.place()?;
    let mut checked = vec![rules()];
    checked.extend(files(house, &place));
    let shown = order.certificate.files(order.address.as_deref());
    checked.extend(shown.map(|it| certificate(&it, Clock::system().now_ms())));
    checked.extend(tokio::task::spawn_blocking(move || database(place)).await?);
    checked.extend(office(house).await);
    terminal.json(&checked)?;
    for it in &checked {
        let mark = match (it.sound, it.warning) {
            (true, false) => "ok  ",
            (true, true) => "warn",
            _ => "WEAK",
        };
        let advice = if it.advice.is_empty() {
            String::new()
        } else {
            format!(": {}", it.advice)
        };
        terminal.say(format!("{mark}  {}{advice}", it.what));
    }
    Ok(if checked.iter().all(|it| it.sound) {
        Ended::Done
    } else {
        Ended::Failed
    })
}

/// Everything that decides, and every record, against what the ledger says was kept. It needs a key.
async fn office(house: &HouseArgs) -> Vec<Checked> {
    if house.passphrase_file.is_none() && house.key_file.is_none() {
        let what = "whether records were altered was not looked at";
        return vec![Checked {
            warning: true,
            advice: "give --key-file or --passphrase-file, so that they can be compared with what was kept".to_owned(),
            ..Checked::sound(what)
        }];
    }
    let found = async {
        let office = house.opened().await?;
        let alone = office.sign_in_rules().await?.links_alone;
        let mut found = office.gate.check_soundness().await?;
        found.altered.extend(office.check_breach_evidence().await?);
        Ok::<_, anyhow::Error>((found, alone))
    };
    let (records, alone) = match found.await {
        Ok((records, alone)) => (Ok(records), alone),
        Err(error) => (Err(error), false),
    };
    let mut checked = vec![compared(records)];
    if alone {
        let advice = "for an office with real people: `caseward sign-in links-alone --no-more`";
        checked.push(Checked {
            warning: true,
            advice: advice.to_owned(),
            ..Checked::sound("a sign-in link alone lets its person in")
        });
    }
    checked
}

/// Everything that decides, and every record, as they were kept or not.
fn compared(found: anyhow::Result<Soundness>) -> Checked {
    match found {
        Ok(found) if found.altered.is_empty() => Checked::sound(&format!(
            "{} clients with {} records, and {} workers and organizations are as they were kept",
            found.clients, found.records, found.others
        )),
        Ok(found) => Checked::weak(
            "something was altered behind the program's back; restore the office from a backup",
            found.altered.join("; "),
        ),
        // Beside a running server everything else can be looked at, and it has the keys already.
        Err(error) if matches!(error.downcast_ref(), Some(OpenError::InUse(_))) => Checked {
            warning: true,
            advice: "a server is running; stop it, so that they can be compared with what was kept"
                .to_owned(),
            ..Checked::sound("whether records were altered was not looked at")
        },
        Err(error) => Checked::weak("the records can't be looked at", format!("{error:#}")),
    }
}

fn rules() -> Checked {
    match Policies::embedded() {
        Ok(_) => Checked::sound("the rules validate"),
        Err(error) => Checked::weak("the rules do not validate", error.to_string()),
    }
}

fn files(house: &HouseArgs, place: &Place) -> Vec<Checked> {
    let mut checked = Vec::new();
    let secrets = [&house.passphrase_file, &house.key_file];
    for path in secrets.into_iter().flatten() {
        checked.push(mode(path, "a key file"));
    }
    if let Place::Sqlite(path) = place {
        checked.push(mode(path, "the database file"));
        if let Some(folder) = path.parent() {
            checked.push(mode(folder, "the office's folder"));
        }
    }
    checked
}

/// The certificate by which browsers know the office: whether it can be shown, and until when.
fn certificate(files: &Files, now_ms: i64) -> Checked {
    let term = match files.term() {
        Ok(term) => term,
        Err(error) => return Checked::weak("the certificate can't be used", format!("{error:#}")),
    };
    let what = format!("the certificate holds until {}", day(term.until_ms));
    match (complaint(term, now_ms), term.at(now_ms)) {
        (None, _) => Checked::sound(&what),
        (Some(advice), Standing::RunsOut) => Checked {
            warning: true,
            advice,
            ..Checked::sound(&what)
        },
        (Some(advice), _) => Checked::weak("the certificate is out of date", advice),
    }
}

/// A file that others can read gives away what should be locked up.
fn mode(path: &Path, what: &str) -> Checked {
    match std::fs::metadata(path) {
        Ok(found) if found.permissions().mode() & 0o077 == 0 => {
            Checked::sound(&format!("{what} is its owner's alone"))
        }
        Ok(_) => Checked::weak(
            &format!("{what} can be read by others"),
            format!("run `chmod go-rwx {}`", path.display()),
        ),
        Err(error) => Checked::weak(&format!("{what} can't be looked at"), error.to_string()),
    }
}

fn database(place: Place) -> Vec<Checked> {
    let db = match caseward_db::open_read_only(place) {
        Ok(db) => db,
        Err(error) => {
            return vec![Checked::weak(
                "the database can't be opened",
                error.to_string(),
            )];
        }
    };
    let mut checked = Vec::new();
    match weaknesses(&db) {
        Ok(found) if found.is_empty() => checked.push(Checked::sound(
            "the database's settings are as strong as promised",
        )),
        Ok(found) => checked.extend(found.into_iter().map(|weakness| Checked {
            what: format!("{} is {}", weakness.setting, weakness.found),
            sound: !weakness.refuses,
            warning: !weakness.refuses,
            advice: format!("it must be {}", weakness.wanted),
        })),
        Err(error) => checked.push(Checked::weak(
            "the database's settings can't be read",
            error.to_string(),
        )),
    }
    checked.push(ledger(&db));
    checked
}

/// The ledger against itself and against the last checkpoint that was kept beside it.
fn ledger(db: &caseward_db::Db) -> Checked {
    let checkpoints = match super::ledger::kept_beside(db) {
        Ok(kept) => kept.into_iter().collect(),
        Err(error) => {
            return Checked::weak("the ledger can't be compared", format!("{error:#}"));
        }
    };
    let report = verify(
        db,
        &VerifyOptions {
            checkpoints,
            progress: None,
        },
    );
    match report.findings.first() {
        None => Checked::sound(&format!("the ledger's {} entries verify", report.size)),
        Some(finding) => Checked::weak("the ledger does not verify", finding.to_string()),
    }
}
