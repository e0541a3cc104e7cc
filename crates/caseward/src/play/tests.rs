//! The meeting that comes with Caseward, played on both engines: what each viewer received is searched, and two are compared.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use caseward_masking::leak::{Watch, tokens};
use caseward_model::Clock;
use caseward_testkit::{Engine, House, engines, run};
use caseward_web::visit::local;
use jiff::ToSpan;
use tempfile::TempDir;

use super::board::DUE_MS;
use super::export::CAME_DAYS_AGO;
use super::judge::{Leak, Verdict, text_of};
use super::script::{SHIPPED, Script, Step};
use super::viewer::{Piece, Sort, Viewer};
use super::{Play, Server, judged, play};
use crate::terminal;

/// A meeting that was played.
struct Played {
    play: Play,
    script: Script,
    /// The house whose database it was, on a server.
    _house: Option<House>,
}

fn nine_o_clock() -> Clock {
    Clock::held_at("2026-11-02T09:00:00Z".parse().unwrap())
}

/// Plays the script on an engine. On SQLite the office is the play's own, so that its server can be stopped; its files go when it is
/// over.
async fn played_on(engine: &Engine) -> Played {
    terminal::start_log_to_be_heard();
    let script = Script::read(SHIPPED).unwrap();
    let folder = TempDir::with_prefix("caseward-play-").unwrap();
    let mut house = None;
    let (server, own) = match engine {
        Engine::Sqlite => {
            let place = caseward_db::Place::Sqlite(folder.path().join("caseward.db"));
            let passphrase = "four calm herons wading".to_owned();
            let begun = Server::begun(place, passphrase, nine_o_clock());
            begun.await.unwrap()
        }
        Engine::Postgres(_) => {
            let found = House::begun(engine, false, nine_o_clock()).await;
            let (office, own) = (found.office.clone(), found.own.clone());
            let (place, passphrase) = (found.place.clone(), found.passphrase().to_owned());
            let server = Server::of(office, place, passphrase, found.clock.clone());
            house = Some(found);
            (server.unwrap(), own)
        }
    };
    let play = play(server, &own, &script).await;
    Played {
        play: play.unwrap_or_else(|error| panic!("{error:#}")),
        script,
        _house: house,
    }
}

/// The meeting as it was played on SQLite, once for all of these promises.
fn on_sqlite() -> MutexGuard<'static, Played> {
    static PLAYED: OnceLock<Mutex<Played>> = OnceLock::new();
    let played = PLAYED.get_or_init(|| Mutex::new(run(played_on(&Engine::Sqlite))));
    played.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where something was found, to be read.
fn told(leaks: &[Leak]) -> Vec<String> {
    let one = |it: &Leak| {
        format!(
            "{} word {} of {} at {} in step {} {:?} {:?}",
            it.who, it.word, it.client, it.place, it.step, it.how, it.through
        )
    };
    leaks.iter().map(one).collect()
}

fn verdict_on(played: &Played) -> Verdict {
    let log = terminal::heard();
    assert!(!log.is_empty(), "the log was listened to");
    judged(&played.play, &played.script, &log).unwrap()
}

/// What came of the meeting on SQLite, searched once for all of these promises.
fn verdict_on_sqlite() -> &'static Verdict {
    static VERDICT: OnceLock<Verdict> = OnceLock::new();
    VERDICT.get_or_init(|| verdict_on(&on_sqlite()))
}

/// That nobody received what they may not know, or not any more, and that whoever serves a client found all of it.
fn nobody_received_what_they_may_not_know(verdict: &Verdict) {
    assert!(verdict.leaks.is_empty(), "{:#?}", told(&verdict.leaks));
    let unseen = &verdict.unseen;
    assert!(
        unseen.is_empty(),
        "whoever serves them found all: {unseen:?}"
    );
    let unproved: Vec<_> = verdict.unproved().collect();
    assert!(unproved.is_empty(), "lost and never found: {unproved:?}");
    assert_eq!(verdict.unread(), 0, "every paper was read");
    let lines = verdict.lines.iter();
    let lines = lines.filter(|it| it.pages > 20 && it.answers > 5 && it.papers > 0);
    let organizations: BTreeSet<&str> = lines.map(|it| it.organization.as_str()).collect();
    assert_eq!(organizations.len(), 12, "{organizations:?}");
    let serving = verdict.lines.iter().filter(|it| it.allowed > 0);
    assert!(serving.count() >= 2);
    assert!(verdict.holds());
}

#[test]
fn cc_2_4_a_shielded_client_goes_through_a_meeting_of_twelve_organizations_and_is_in_no_byte_that_others_receive()
 {
    nobody_received_what_they_may_not_know(verdict_on_sqlite());
    let stopped = on_sqlite().play.stopped;
    assert!(stopped >= 12, "what was typed was stopped");
    for engine in engines() {
        if engine != Engine::Sqlite {
            run(async {
                let played = played_on(&engine).await;
                nobody_received_what_they_may_not_know(&verdict_on(&played));
            });
        }
    }
}

/// Whether somebody lost a client in the middle of the meeting, had found them before, and asked for pages afterwards.
fn lost(who: &str, client: &str) -> bool {
    let mut all = verdict_on_sqlite().lost.iter();
    let lost = all.find(|it| it.who == who && it.client == client && it.before > 0);
    let Some(step) = lost.map(|it| it.step) else {
        return false;
    };
    let played = on_sqlite();
    let after = viewer_of(&played, who).pieces.iter();
    // Steps are counted from 1 there, and from 0 here.
    after.filter(|it| it.step + 1 >= step).count() > 20
}

#[test]
fn cc_2_2_whoever_takes_their_word_back_in_the_middle_receives_nothing_of_what_they_saw_before() {
    assert!(lost("bela", "MH-90457713"));
    assert!(verdict_on_sqlite().leaks.is_empty());
}

#[test]
fn cc_2_4_whoever_is_taken_out_in_the_middle_receives_nothing_of_what_they_saw_before() {
    assert!(lost("hanna", "MH-90457713"));
    assert!(verdict_on_sqlite().leaks.is_empty());
}

#[test]
fn dv_2_1_what_a_client_takes_back_in_the_middle_is_in_no_byte_that_comes_afterwards() {
    assert!(lost("heather", "CD-80246139"), "a consent");
    for who in ["mira", "rufus", "kai", "ivo", "lena", "dana"] {
        assert!(lost(who, "MH-90457713"), "a no to sharing: {who}");
    }
    assert!(verdict_on_sqlite().leaks.is_empty());
}

#[test]
fn cc_1_people_of_twelve_organizations_hold_a_whole_meeting_from_the_agenda_to_the_minutes() {
    let played = on_sqlite();
    let dies = |it: &Step| matches!(it, Step::ServerDies);
    assert!(played.script.steps.iter().any(dies));
    let mut seated = BTreeSet::new();
    for viewer in played.play.viewers.values() {
        let mut rooms = viewer.pieces.iter();
        let shown = |it: &Piece| it.status == 200 && it.path.contains("/room/");
        if rooms.any(shown) {
            seated.insert(viewer.organization.as_str());
        }
    }
    assert_eq!(seated.len(), 12, "{seated:?}");
    let mira = viewer_of(&played, "mira");
    let got = |wanted: &dyn Fn(&Piece) -> bool| mira.pieces.iter().any(wanted);
    let has = |it: &Piece, text: &str| String::from_utf8_lossy(&it.bytes).contains(text);
    assert!(got(
        &|it| it.sort == Sort::Events && has(it, "who has a room for two")
    ));
    assert!(got(&|it| has(it, "We look for a flat.")));
    assert!(got(&|it| it.sort == Sort::Paper && has(it, "text/calendar")));
    assert!(got(&|it| it.path.ends_with("/minutes") && has(it, "%PDF-")));
}

#[test]
fn cc_2_4_the_search_reads_papers_by_themselves_and_in_packages() {
    let played = on_sqlite();
    let says = |handle: &str, path: &str, words: &str| {
        let watch = Watch::of([words]).unwrap();
        let pieces = viewer_of(&played, handle).pieces.iter();
        let mut its = pieces.filter(|it| it.path.ends_with(path) && it.status == 200);
        its.any(|it| {
            let found = watch.found(&it.bytes, &text_of);
            found.iter().any(|it| it.through.contains(&"pdf"))
        })
    };
    assert!(says("mira", "/minutes", "We look for a"));
    assert!(!says("mira", "/minutes", "Certificate of the destruction"));
    // These lie in a zip, as they are.
    assert!(says(
        "heather",
        "/notes/certificate",
        "Certificate of the destruction"
    ));
    assert!(says("priya", "/evidence", "old address"));
}

#[test]
fn cc_2_3_what_goes_by_open_mail_says_that_something_waits_and_nothing_of_a_meeting() {
    let played = on_sqlite();
    let mut words = vec!["Northside", "Southside", "housing table", "by_name_list"];
    words.extend(
        played
            .script
            .organizations
            .iter()
            .map(|it| it.name.as_str()),
    );
    words.extend(played.script.people.iter().map(|it| it.name.as_str()));
    words.extend(played.script.words().map(|it| it.1));
    let addresses = played
        .play
        .series
        .values()
        .chain(played.play.meetings.values());
    words.extend(addresses.map(|it| it.rsplit('/').next().unwrap()));
    let watch = Watch::of(words).unwrap();
    let mut letters = 0;
    for (handle, viewer) in &played.play.viewers {
        for letter in viewer.pieces.iter().filter(|it| it.sort == Sort::Letter) {
            letters += 1;
            let found = watch.found(&letter.bytes, &|_| None);
            assert!(found.is_empty(), "{handle}: {found:?}");
        }
    }
    assert!(letters > 0, "somebody was written to");
    let page = viewer_of(&played, "mira").pieces.iter();
    let mut page = page.filter(|it| it.sort == Sort::Page);
    assert!(page.any(|it| !watch.found(&it.bytes, &|_| None).is_empty()));
}

fn viewer_of<'p>(played: &'p Played, handle: &str) -> &'p Viewer {
    played.play.viewers.get(handle).unwrap()
}

/// The tokens of all pages and answers that somebody received. The ledger is one for everybody, and isn't among them.
fn transcript(viewer: &Viewer) -> BTreeSet<String> {
    let pieces = viewer.pieces.iter();
    let pieces = pieces.filter(|it| it.sort != Sort::Letter && !it.path.starts_with("/ledger"));
    // What is packed is a paper of one's own; its bytes look like tokens here and there.
    let is_packed = |it: &[u8]| it == b"PK\x03\x04" || it == b"%PDF";
    let pieces = pieces.filter(|it| !it.bytes.windows(4).any(is_packed));
    let text = |it: &Piece| tokens(&it.bytes);
    pieces.flat_map(text).collect()
}

/// What everybody at the tables may see: what the series and their meetings are, and who sits there.
fn of_the_tables(played: &Played) -> BTreeSet<String> {
    let play = &played.play;
    let mut text = SHIPPED.to_owned();
    for address in play.series.values().chain(play.meetings.values()) {
        text.push_str(&format!("\n{address}"));
    }
    for viewer in play.viewers.values() {
        text.push_str(&format!("\n{}", viewer.colleague.id));
        text.push_str(&format!("\n{}", viewer.organization));
    }
    let due = local(play.server.clock().now_ms() + DUE_MS).date();
    let over = due.saturating_add(1.day());
    // A program gets the first moment in which it is late.
    text.push_str(&format!("\n{due}\n{over}T00"));
    for organization in play.stage.organizations.values() {
        text.push_str(&format!("\n{}", organization.id));
    }
    for client in play.stage.clients.values() {
        // Everybody tried these addresses, which a page that isn't there may name.
        text.push_str(&format!("\n{client}"));
    }
    tokens(text.as_bytes())
}

/// The sentences, the templates and the code of all pages: they are the same for everybody, and tell of nobody.
fn of_every_page() -> BTreeSet<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = [
        "caseward-web/locales/en",
        "caseward-web/src",
        "caseward-model/src",
    ];
    let mut open: Vec<_> = folders.iter().map(|it| crates.join(it)).collect();
    let mut all = BTreeSet::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let inside = std::fs::read_dir(&path).unwrap();
            open.extend(inside.map(|it| it.unwrap().path()));
            continue;
        }
        let kind = path.extension().and_then(|it| it.to_str());
        if matches!(kind, Some("ftl" | "html" | "rs")) {
            all.extend(tokens(&std::fs::read(&path).unwrap()));
        }
    }
    assert!(all.len() > 1_000, "the pages are there");
    all
}

/// Whether a token is an identifier by which somebody is spoken of: whoever sits there sees it.
fn is_identifier(token: &&String) -> bool {
    let fits = |(place, it): (usize, u8)| match place {
        4 => it == b'-',
        _ => it.is_ascii_uppercase() && !b"AEIOULY".contains(&it),
    };
    token.len() == 9 && token.bytes().enumerate().all(fits)
}

/// Whether a token says how much time is left, which the clock says to everybody.
fn is_time(token: &&String) -> bool {
    token.parse().is_ok_and(|it: u32| it.is_multiple_of(10_000))
}

/// Whether a token is what the hint below a field is called.
fn is_of_a_form(token: &&String) -> bool {
    token.ends_with("-hint")
}

/// Where somebody received these tokens.
fn places(viewer: &Viewer, shared: &[&String]) -> Vec<String> {
    let mut found = Vec::new();
    for piece in &viewer.pieces {
        let has = tokens(&piece.bytes);
        let all = shared.iter().filter(|it| has.contains(**it));
        found.extend(all.map(|it| format!("{it} at {}", piece.path)));
    }
    found
}

#[test]
fn cc_2_4a_two_viewers_who_compare_all_that_they_received_have_nothing_in_common_that_tells_of_an_item()
 {
    let played = on_sqlite();
    let of = |handle: &str| transcript(viewer_of(&played, handle));
    let known = &of_the_tables(&played) | &of_every_page();
    // One of the items is by name: beside it, and beside no identifier, stands since when somebody is in the program.
    let came = local(played.play.server.clock().now_ms()).date();
    let came = came.saturating_sub(CAME_DAYS_AGO.days()).to_string();
    // Beside each pair stands somebody who saw what everybody sees at such addresses, and no item of theirs.
    let pairs = [
        ("mira", "rufus", "stella"),
        ("mira", "bela", "stella"),
        ("rufus", "kai", "stella"),
        ("mira", "stella", "lotte"),
    ];
    for (one, other, stranger) in pairs {
        let both: BTreeSet<String> = &of(one) & &of(other);
        let everybodys = &of(stranger) | &known;
        let mut shared: Vec<&String> = both.difference(&everybodys).collect();
        shared.retain(|it| !is_time(it) && !is_of_a_form(it));
        if both.contains("Honeycroft") {
            shared.retain(|it| **it != came && *it != "Entered");
        }
        if other == "stella" {
            // The same client is spoken of at both of their tables.
            assert!(of(one).iter().any(|it| is_identifier(&it)));
            assert!(of(other).iter().any(|it| is_identifier(&it)));
        } else {
            assert!(shared.iter().any(is_identifier), "they sat at one table");
            shared.retain(|it| !is_identifier(it));
        }
        let places = places(viewer_of(&played, one), &shared);
        assert!(shared.is_empty(), "{one} and {other}: {places:?}");
    }
    // The comparison can fail: two who are told the same thing are found.
    let handle = "a1b2c3".repeat(4);
    let (mut one, mut other) = (of("mira"), of("rufus"));
    one.insert(handle.clone());
    other.insert(handle.clone());
    let both: BTreeSet<String> = &one & &other;
    let everybodys = &of("stella") | &known;
    assert!(both.difference(&everybodys).any(|it| *it == handle));
}
