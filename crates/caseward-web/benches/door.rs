//! What the door costs: looking at a session beside a whole answer about a file, opening files while others are typing
//! passphrases, and handing a thousand files over when somebody leaves.
//!
//! A plain program; NASW-l, NASW-o. `cargo bench -p caseward-web --bench door`.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a benchmark reads the stopwatch, and stops where something is missing; nothing of it is shipped"
)]

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use caseward_casework::gate::Actor;
use caseward_casework::sign_in::{Arrival, Passphrase};
use caseward_casework::{CaseworkError, Office};
use caseward_model::{Client, Ending, Id, Role};
use caseward_testkit::{Export, House, run};
use http_body_util::BodyExt;
use tower::ServiceExt;

const CLIENTS: usize = 1_000;
const AT_ONCE: usize = 16;
const ROUNDS: usize = 7;
const FILES: usize = 4_000;
/// Sign-ins that are on their way at any time.
const GUESSERS: u8 = 8;

fn main() {
    run(measure());
}

async fn measure() {
    let house = House::slow().await;
    let office = &house.office;
    let links = office.let_links_alone_in(true).await;
    links.expect("an office of made-up people");
    let mut export = Export::new();
    for no in 0..CLIENTS {
        export = export.client(&format!("{no}"), "Test", &format!("Name{no}"));
    }
    house.import(&export).await;
    let dana = house.worker("dana", Role::Caseworker).await;
    let berta = house.worker("berta", Role::Caseworker).await;
    let mut clients = Vec::new();
    for no in 0..CLIENTS {
        let client = house.client(&format!("{no}")).await;
        house.assign(&dana, client).await;
        clients.push(client);
    }
    let link = office.make_sign_in_link(dana.no, 600, 1).await;
    let link = link.expect("a link");
    let begun = office.redeem_link(&link, &Arrival::default()).await;
    let token = begun.expect("an answer").expect("a session").session;
    let desk = Desk {
        router: caseward_web::router(Arc::clone(office), Vec::new()),
        token: token.into(),
        clients: clients.into(),
    };
    door(office, &desk).await;
    crowd(office, &desk).await;
    let named = office.name_custodian(Actor::KeyHolder, dana.id, Some(berta.id));
    named.await.expect("a custodian");
    let begun = Instant::now();
    let ended = office.end_access(Actor::KeyHolder, dana.id, Ending::Leave);
    ended.await.expect("an end");
    let took = begun.elapsed().as_secs_f64();
    tell(&format!("{CLIENTS} files handed over in {took:.2} s"));
}

#[derive(Clone)]
struct Desk {
    router: Router,
    token: Arc<str>,
    clients: Arc<[Id<Client>]>,
}

impl Desk {
    async fn open(&self, at: usize) {
        let client = self.clients.get(at % CLIENTS).expect("a client");
        let request = Request::get(format!("/api/v1/clients/{client}"))
            .header("host", "localhost")
            .header("authorization", format!("Bearer {}", self.token))
            .body(Body::empty())
            .expect("a request");
        let answer = self.router.clone().oneshot(request).await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        answer.into_body().collect().await.expect("a body");
    }

    /// How long it takes to open this many files, sixteen at once.
    async fn files(&self) -> Duration {
        let desk = self.clone();
        together(FILES, move |at| {
            let desk = desk.clone();
            async move { desk.open(at).await }
        })
        .await
    }

    async fn files_in_a_second(&self) -> f64 {
        FILES as f64 / self.files().await.as_secs_f64()
    }
}

async fn together<F, W>(many: usize, each: F) -> Duration
where
    F: Fn(usize) -> W + Clone + Send + 'static,
    W: Future<Output = ()> + Send,
{
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for first in 0..AT_ONCE {
        let each = each.clone();
        tasks.push(tokio::spawn(async move {
            for at in (first..many).step_by(AT_ONCE) {
                each(at).await;
            }
        }));
    }
    for task in tasks {
        task.await.expect("a task");
    }
    begun.elapsed()
}

/// A look at a session, beside an answer that it is part of.
async fn door(office: &Arc<Office>, desk: &Desk) {
    let mut shares = Vec::new();
    for _ in 0..ROUNDS {
        let whole = desk.files().await.as_secs_f64() / FILES as f64;
        let (looker, token) = (Arc::clone(office), Arc::clone(&desk.token));
        let looks = together(FILES * 4, move |_| {
            let (office, token) = (Arc::clone(&looker), Arc::clone(&token));
            async move {
                office.visit(&token).await.expect("a session");
            }
        });
        let look = looks.await.as_secs_f64() / (FILES * 4) as f64;
        let share = 100.0 * look / (whole - look);
        let (whole, look) = (whole * 1e6, look * 1e6);
        tell(&format!(
            "a file {whole:.0} µs, of it the session {look:.1} µs: {share:.1} % on top"
        ));
        shares.push(share);
    }
    let middle = median(&mut shares);
    tell(&format!(
        "the door adds {middle:.1} % to an answer (median)"
    ));
}

fn median(of: &mut [f64]) -> f64 {
    of.sort_by(f64::total_cmp);
    *of.get(of.len() / 2).expect("rounds")
}

/// Files that are opened while others come in with passphrases, and while nobody does.
async fn crowd(office: &Arc<Office>, desk: &Desk) {
    let (mut alone, mut beside) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let quiet = desk.files_in_a_second().await;
        let crowd = Crowd::default();
        let guessers: Vec<_> = (0..GUESSERS)
            .map(|no| tokio::spawn(crowd.clone().guess(Arc::clone(office), round, no)))
            .collect();
        let loud = desk.files_in_a_second().await;
        crowd.over.store(true, Ordering::Relaxed);
        for guesser in guessers {
            guesser.await.expect("a guesser");
        }
        let (looks, waits) = (
            crowd.looks.load(Ordering::Relaxed),
            crowd.waits.load(Ordering::Relaxed),
        );
        tell(&format!(
            "files in each second: alone {quiet:.0}, while {GUESSERS} come in {loud:.0} \
             ({looks} looks at a passphrase, {waits} told to wait)"
        ));
        alone.push(quiet);
        beside.push(loud);
    }
    let share = median(&mut beside) / median(&mut alone);
    tell(&format!(
        "while others come in, {share:.2} of the files (medians)"
    ));
}

/// Those who type passphrases, each under another name and from another place.
#[derive(Clone, Default)]
struct Crowd {
    over: Arc<AtomicBool>,
    looks: Arc<AtomicU32>,
    waits: Arc<AtomicU32>,
}

impl Crowd {
    async fn guess(self, office: Arc<Office>, round: usize, guesser: u8) {
        let typed = Passphrase::typed("four calm herons waded");
        let mut no = 0_u8;
        while !self.over.load(Ordering::Relaxed) {
            no = no.wrapping_add(1);
            let from = Ipv4Addr::new(198, 51, guesser, no);
            let arrival = Arrival {
                address: Some(IpAddr::V4(from)),
                ..Arrival::default()
            };
            let handle = format!("nobody-{round}-{guesser}-{no}");
            match office.give_passphrase(&handle, &typed, &arrival).await {
                Ok(_) => self.looks.fetch_add(1, Ordering::Relaxed),
                Err(CaseworkError::Busy) => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    self.waits.fetch_add(1, Ordering::Relaxed)
                }
                Err(error) => panic!("{error}"),
            };
        }
    }
}

fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").expect("a terminal");
}
