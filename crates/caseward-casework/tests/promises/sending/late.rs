//! What becomes of something late is noted, of that alone, and whatever whoever let it out may still do by then.

use std::net::Ipv4Addr;
use std::sync::Arc;

use caseward_casework::disclosure::{Arrival, LinkAnswer, ReleasedPackage, TakenBack};
use caseward_casework::gate::{Actor, WallAgainst, WallFact};
use caseward_model::{Channel, DisclosureState, WayKind};
use caseward_testkit::{Engine, engines, run};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::programs::are_here;
use super::ssh_server::SshServer;
use super::{ChosenWay, Desk, times};

// A key of nobody, made with `ssh-keygen -t ed25519`; the fingerprint is what `ssh-keygen -l` says.
const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPlWWJgyCdzEzDUP9DsF6M1bac8c5TA5GMPE0/xDH+Pf nobody";
const PRINTED: &str = "256 SHA256:Xf+jj0di0vJOD3VFCLxesX9oWFVFDMZAs2CEflPsnww nobody (ED25519)";

const LINK: (WayKind, &str) = (WayKind::Link, "intake@housing.example, 555-0188");

/// A server of theirs that takes every call and says nothing, and the way there.
async fn silent_server(desk: &Desk) -> (TcpListener, i64) {
    let made = desk.house.office.make_ssh_key(Actor::KeyHolder).await;
    made.expect("a key");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let address = format!("office@127.0.0.1:{port}/in");
    let place = (WayKind::Sftp, address.as_str());
    let way = desk.house.way(desk.housing.id, place, (KEY, PRINTED)).await;
    (listener, way)
}

/// By a way, with a passphrase that is told on the telephone.
fn told(way: i64) -> ChosenWay {
    ChosenWay {
        spoken: true,
        ..Desk::way(way)
    }
}

/// Somebody says that it failed, and sends it anew, behind a link.
async fn sent_anew(desk: &Desk, (no, link): (i64, i64)) -> ReleasedPackage {
    let office = &desk.house.office;
    let failed = Arrival::Failed("they have nothing".into());
    let noted = office.note_arrival(&desk.dana, desk.alma, no, failed).await;
    noted.expect("noted");
    desk.house.clock.advance(60_000);
    let chosen = desk.chooses(no, Desk::way(link)).await;
    chosen.expect("another way");
    desk.releases(no).await.expect("a release")
}

/// It stands as it was sent the second time, and its link opens.
async fn second_is_on_its_way(desk: &Desk, no: i64, second: ReleasedPackage) {
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Released);
    assert_eq!(stands.trouble, None);
    assert_eq!(stands.released.expect("its entries").1, second.entry);
    let link = second.left.link.expect("a link");
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    let answer = desk.house.office.open_link(&token, &pin).await;
    assert!(matches!(answer, Ok(LinkAnswer::Package(_))));
}

#[test]
fn re_2_what_became_of_the_first_sending_is_not_noted_of_the_second() {
    for engine in engines() {
        run(of_the_first(&engine));
    }
}

async fn of_the_first(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (silent, way) = silent_server(&desk).await;
    let link = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let no = desk.composed(Channel::SecureTransfer).await;
    desk.chooses(no, told(way)).await.expect("a way");
    let meanwhile = async {
        let (call, _) = silent.accept().await.unwrap();
        let second = sent_anew(&desk, (no, link)).await;
        assert_eq!(times(&desk).await, 2, "nobody knows of the first yet");
        drop(call);
        second
    };
    let (first, second) = tokio::join!(desk.releases(no), meanwhile);
    let first = first.expect("an answer");
    assert_eq!(first.left.trouble.as_deref(), Some("not_reached"));
    assert_eq!(times(&desk).await, 1, "the first is known to have stayed");
    second_is_on_its_way(&desk, no, second).await;
}

#[test]
fn re_2_what_became_of_it_is_noted_though_whoever_let_it_out_is_shut_out_by_then() {
    for engine in engines() {
        run(shut_out(&engine));
    }
}

async fn shut_out(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (silent, way) = silent_server(&desk).await;
    let no = desk.composed(Channel::SecureTransfer).await;
    desk.chooses(no, told(way)).await.expect("a way");
    let dana = desk.house.office.colleague("dana").await.unwrap().no;
    let meanwhile = async {
        let (call, _) = silent.accept().await.unwrap();
        desk.facts(move |sheet, since| {
            let against = WallAgainst::Worker(dana);
            sheet.walls.push(WallFact { against, since });
        })
        .await;
        drop(call);
    };
    let (left, ()) = tokio::join!(desk.releases(no), meanwhile);
    let left = left.expect("what came of it");
    assert_eq!(left.left.trouble.as_deref(), Some("not_reached"));
    desk.facts(|sheet, _| sheet.walls.clear()).await;
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Failed);
    assert_eq!(stands.trouble.as_deref(), Some("not_reached"));
    assert_eq!(times(&desk).await, 0, "nothing left");
}

/// A line to their server: the first call goes through at once; the others say that they came, and wait until they are let through.
struct Line {
    came: Notify,
    goes_on: Notify,
}

impl Line {
    /// The line, and the account at its end.
    async fn to(server: &SshServer) -> (Arc<Self>, String) {
        let line = Arc::new(Self {
            came: Notify::new(),
            goes_on: Notify::new(),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let here = listener.local_addr().unwrap().port();
        let address = server.address();
        let (_, place) = address.rsplit_once(':').unwrap();
        let port = place.split_once('/').unwrap().0.to_owned();
        let account = address.replace(&format!(":{port}/"), &format!(":{here}/"));
        let held = Arc::clone(&line);
        tokio::spawn(async move {
            let mut is_first = true;
            while let Ok((mut from, _)) = listener.accept().await {
                if !std::mem::take(&mut is_first) {
                    held.came.notify_one();
                    held.goes_on.notified().await;
                }
                let to = TcpStream::connect(format!("127.0.0.1:{port}")).await;
                let mut to = to.unwrap();
                tokio::spawn(async move {
                    let passed = tokio::io::copy_bidirectional(&mut from, &mut to);
                    passed.await.ok();
                });
            }
        });
        (line, account)
    }
}

#[test]
fn cc_2_3_calling_back_the_first_sending_does_not_call_back_the_second() {
    if !are_here(&["sshd", "ssh-keygen"]) {
        return;
    }
    for engine in engines() {
        run(called_back_late(&engine));
    }
}

async fn called_back_late(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (house, office) = (&desk.house, &desk.house.office);
    let key = office.make_ssh_key(Actor::KeyHolder).await.expect("a key");
    let server = SshServer::start_for(&key);
    let (line, account) = Line::to(&server).await;
    let (key, printed) = server.key();
    let place = (WayKind::Sftp, account.as_str());
    let way = house.way(desk.housing.id, place, (&key, &printed)).await;
    let link = house.way(desk.housing.id, LINK, ("", "")).await;
    let no = desk.composed(Channel::SecureTransfer).await;
    desk.chooses(no, told(way)).await.expect("a way");
    let left = desk.releases(no).await.expect("a release");
    assert_eq!(left.left.trouble, None);
    let meanwhile = async {
        line.came.notified().await;
        let second = sent_anew(&desk, (no, link)).await;
        line.goes_on.notify_one();
        second
    };
    let back = office.recall_disclosure(&desk.dana, desk.alma, no);
    let (back, second) = tokio::join!(back, meanwhile);
    assert_eq!(back.expect("an answer"), TakenBack::Removed);
    assert!(server.lying_there().is_empty());
    assert_eq!(times(&desk).await, 2, "somebody may have copied the first");
    second_is_on_its_way(&desk, no, second).await;
}
