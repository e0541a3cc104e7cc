//! What ran out is shut everywhere: on the pages, to programs, at the command line and to what runs by itself
//! (DV-5.1.1, DV-5.10, CC-2). One office as it ships, twice: signed a few days ago, and more than a year ago.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first thing that isn't as promised"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "this test puts an office where the program looks for it"
)]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use caseward_model::{Clock, Role};
use caseward_testkit::{Engine, Export, House, run};
use serde_json::Value;
use tempfile::TempDir;

const DAY_MS: i64 = 86_400_000;

/// An office in a folder, with what opens it.
struct Office {
    folder: TempDir,
    client: String,
}

impl Office {
    /// Everyone signed and learnt so many days ago; a signature holds for 365.
    fn signed(days_ago: i64) -> Self {
        let at = Clock::system().now_ms() - days_ago * DAY_MS;
        let clock = Clock::held_at(jiff::Timestamp::from_millisecond(at).unwrap());
        run(async {
            let house = House::begun(&Engine::Sqlite, false, clock).await;
            house.publish_texts().await;
            let export = Export::new().client("A", "Alma", "Reyes");
            house.import(&export).await;
            let client = house.client("A").await;
            let dana = house.worker("dana", Role::Caseworker).await;
            house.assign(&dana, client).await;
            house.worker("custodian", Role::RecordsCustodian).await;
            let folder = TempDir::new().unwrap();
            for name in ["caseward.db", "caseward.db-wal"] {
                let from = house.folder().join(name);
                if from.exists() {
                    std::fs::copy(from, folder.path().join(name)).unwrap();
                }
            }
            std::fs::write(folder.path().join("passphrase"), house.passphrase()).unwrap();
            Self {
                folder,
                client: client.to_string(),
            }
        })
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caseward"));
        command.args(words).arg("--data").arg(self.folder.path());
        let file = self.folder.path().join("passphrase");
        command.env("CASEWARD_PASSPHRASE_FILE", file);
        command
    }

    fn say(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    fn code(&self, words: &[&str]) -> Option<i32> {
        self.say(words).status.code()
    }

    /// The secret of a link by which someone comes in.
    fn link(&self, handle: &str) -> String {
        let said = self.say(&["sign-in-link", handle, "--format", "json"]);
        let said: Value = serde_json::from_slice(&said.stdout).unwrap();
        let link = said["link"].as_str().unwrap();
        link.rsplit('/').next().unwrap().to_owned()
    }
}

/// A server that ends with its test.
struct Served {
    child: Child,
    address: SocketAddr,
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Served {
    fn of(office: &Office) -> Self {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let mut command = office.command(&["serve", "--listen", &address.to_string()]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().unwrap();
        let served = Self { child, address };
        for _ in 0..600 {
            if TcpStream::connect(address).is_ok() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        served
    }

    /// Asks, and gives the whole answer.
    fn ask(&self, line: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let length = body.len();
        let request = format!(
            "{line} HTTP/1.1\r\nhost: localhost:{}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
             content-length: {length}\r\n{headers}\r\n{body}",
            self.address.port()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// A session, as a header that sends its cookie.
    fn come_in(&self, token: &str) -> String {
        let form = "content-type: application/x-www-form-urlencoded\r\n";
        let answer = self.ask("POST /sign-in", form, &format!("token={token}"));
        let set = answer
            .lines()
            .find_map(|it| it.strip_prefix("set-cookie: "))
            .unwrap_or_else(|| panic!("no session: {answer}"));
        let pair = set.split(';').next().unwrap();
        format!("cookie: {pair}\r\n")
    }
}

fn status(answer: &str) -> &str {
    answer.get(9..12).unwrap()
}

/// What each way of asking gives: a page, a program, a command, and a report that runs by itself.
fn asked(office: &Office, reports: &Path) -> (String, String, Option<i32>, Option<i32>) {
    let token = office.link("dana");
    let command = office.code(&["ask", "--as", "dana", "--client", "A"]);
    let job = office.code(&["export", "hmis", reports.to_str().unwrap()]);
    let served = Served::of(office);
    let session = served.come_in(&token);
    let page = served.ask(&format!("GET /clients/{}", office.client), &session, "");
    let program = served.ask(
        &format!("GET /api/v1/clients/{}", office.client),
        &session,
        "",
    );
    (page, program, command, job)
}

#[test]
fn dv_5_1_1_what_ran_out_is_shut_on_pages_to_programs_at_commands_and_to_jobs() {
    let place = TempDir::new().unwrap();
    let fresh = Office::signed(3);
    let (page, program, command, job) = asked(&fresh, &place.path().join("fresh"));
    assert_eq!(status(&page), "200", "{page}");
    assert_eq!(status(&program), "200", "{program}");
    assert_eq!((command, job), (Some(0), Some(0)));

    let stale = Office::signed(400);
    let (page, program, command, job) = asked(&stale, &place.path().join("stale"));
    assert_eq!(status(&page), "403", "{page}");
    assert!(page.contains("href=\"/agreements/required\""), "{page}");
    assert!(!page.contains("Alma"));
    assert_eq!(status(&program), "403", "{program}");
    assert!(program.contains("/api/v1/requirements"), "{program}");
    assert!(!program.contains("Alma"));
    assert_eq!((command, job), (Some(3), Some(3)));
}
