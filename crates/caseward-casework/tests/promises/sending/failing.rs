//! The disk is full, or the line to the database is cut, in the middle of putting together and letting out: nothing left, and it says
//! so; or everything did, and its entry is there.

use caseward_casework::disclosure::{DisclosureError, ReleasedPackage};
use caseward_db::DbError;
use caseward_model::{Category, Channel, DisclosureState, Language, WayKind};
use caseward_testkit::{Engine, Trouble, engines, run};

use super::{DAY, Desk, times};

const HAND: (WayKind, &str) = (WayKind::Hand, "12 Court Square, front desk");
const SECTIONS: [Category; 2] = [Category::Identity, Category::Housing];

/// More entries than one step makes.
const ENTRIES: u64 = 30;
/// So often in a row nothing went wrong: the entry at which it was to fail comes after all of them.
const THROUGH: u32 = 3;

/// What can be provoked on an engine, and gives a clear answer.
fn troubles(engine: &Engine) -> &'static [Trouble] {
    match engine {
        Engine::Sqlite => &[Trouble::Full],
        Engine::Postgres(_) => &[Trouble::Full, Trouble::Cut],
    }
}

/// What a full disk is called to whoever waits for an answer.
fn says_so(trouble: Trouble, error: &DisclosureError) {
    if trouble == Trouble::Full {
        let said = format!("{error:?}");
        assert!(said.contains("Full"), "{said}");
    }
}

/// The entry of this number, counted from the next one, is the one at which it fails.
async fn fails_at_entry(desk: &Desk, trouble: Trouble, number: u64) {
    desk.house.settles().await;
    let at = desk.house.entries().await + number;
    let when = format!("NEW.idx = {at}");
    desk.house.fails_at(trouble, "ledger", when).await;
}

async fn recovers(desk: &Desk, table: &'static str) {
    desk.house.settles().await;
    desk.house.recovers(table).await;
    desk.house.ledger_holds();
}

async fn composes(desk: &Desk, no: i64) -> Result<(), DisclosureError> {
    let office = &desk.house.office;
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    composed.await.map(drop)
}

/// Lets out what was looked at before anything failed.
async fn lets_out(
    desk: &Desk,
    (no, seen): (i64, &str),
) -> Result<ReleasedPackage, DisclosureError> {
    let office = &desk.house.office;
    office
        .release_disclosure(&desk.dana, desk.alma, (no, seen), Language::English)
        .await
}

async fn content(desk: &Desk, no: i64) -> String {
    desk.stands(no).await.composed.expect("a paper").1
}

#[test]
fn re_2_a_full_disk_or_a_cut_line_while_it_is_put_together_leaves_no_half_of_it() {
    for engine in engines() {
        for trouble in troubles(&engine) {
            run(put_together(&engine, *trouble));
        }
    }
}

async fn put_together(engine: &Engine, trouble: Trouble) {
    let desk = Desk::on(engine).await;
    let to = (Channel::HandDelivery, SECTIONS.as_slice());
    let (mut failed, mut through) = (0, 0);
    for number in 0..ENTRIES {
        if through == THROUGH {
            break;
        }
        let no = desk.begun_for(desk.housing.id, to).await;
        fails_at_entry(&desk, trouble, number).await;
        let composed = composes(&desk, no).await;
        recovers(&desk, "ledger").await;
        let stands = desk.stands(no).await;
        match composed {
            Ok(()) => {
                through += 1;
                assert_eq!(stands.state, DisclosureState::Composed);
            }
            Err(error) => {
                (failed, through) = (failed + 1, 0);
                says_so(trouble, &error);
                assert_eq!(stands.state, DisclosureState::Begun, "{number}");
                assert!(stands.composed.is_none(), "{number}");
                composes(&desk, no).await.expect("there is room again");
            }
        }
        assert_eq!(times(&desk).await, 0, "nothing left by that");
    }
    assert!(failed >= 3 && through == THROUGH, "{failed} failed");
}

#[test]
fn re_2_a_full_disk_or_a_cut_line_while_it_is_let_out_is_nothing_left_or_all_of_it_and_its_entry() {
    for engine in engines() {
        for trouble in troubles(&engine) {
            run(let_out(&engine, *trouble));
        }
    }
}

async fn let_out(engine: &Engine, trouble: Trouble) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let (mut failed, mut through) = (0, 0);
    for number in 0..ENTRIES {
        if through == THROUGH {
            break;
        }
        let no = desk.composed(Channel::HandDelivery).await;
        desk.chooses(no, Desk::way(way)).await.expect("a way");
        let (seen, before) = (content(&desk, no).await, times(&desk).await);
        fails_at_entry(&desk, trouble, number).await;
        let mut left = lets_out(&desk, (no, &seen)).await;
        if let Ok(package) = &mut left {
            package.handed_over();
        }
        recovers(&desk, "ledger").await;
        match left {
            Ok(_) => {
                through += 1;
                all_left(&desk, (no, before)).await;
            }
            Err(error) => {
                (failed, through) = (failed + 1, 0);
                says_so(trouble, &error);
                nothing_left(&desk, (no, &seen, before)).await;
            }
        }
    }
    assert!(failed >= 4 && through == THROUGH, "{failed} failed");
}

/// Everything left, and its entry is there: it counts as disclosed whether what became of it could be written down or not.
async fn all_left(desk: &Desk, (no, before): (i64, usize)) {
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Released);
    let (_, intent, stated) = stands.released.expect("its entries");
    assert!(intent < stated && stated < desk.house.entries().await);
    assert_eq!(times(desk).await, before + 1);
}

/// Nothing left: it is put together and chosen, and not sent. A new try works.
async fn nothing_left(desk: &Desk, (no, seen, before): (i64, &str, usize)) {
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Composed);
    assert!(stands.released.is_none());
    assert_eq!(times(desk).await, before, "it isn't accounted for");
    let mut left = lets_out(desk, (no, seen)).await.expect("a new try");
    left.handed_over();
    assert_eq!(times(desk).await, before + 1);
}

#[test]
fn re_2_a_full_disk_at_the_papers_themselves_keeps_none_of_them() {
    for engine in engines() {
        run(at_the_papers(&engine));
    }
}

async fn at_the_papers(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let to = (Channel::HandDelivery, SECTIONS.as_slice());
    // What is masked is kept first, then the paper: neither stays without the other.
    let no = desk.begun_for(desk.housing.id, to).await;
    let (table, paper) = ("disclosure_papers", "NEW.kind = 1");
    desk.house
        .fails_at(Trouble::Full, table, paper.into())
        .await;
    let refused = composes(&desk, no).await.expect_err("no room");
    says_so(Trouble::Full, &refused);
    recovers(&desk, table).await;
    assert!(desk.stands(no).await.composed.is_none());
    let kept = desk.house.office.db().read(|reader| {
        let sql = "SELECT count(*) FROM disclosure_papers";
        reader.query_one(sql, &[])?.int(0)
    });
    let kept: Result<i64, DbError> = kept.await;
    assert_eq!(kept.unwrap(), 0, "neither stays");
    composes(&desk, no).await.expect("a paper");
    // The last of the papers that are kept when it leaves.
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    let seen = content(&desk, no).await;
    let (table, proof) = ("papers_that_left", "NEW.kind = 3");
    desk.house
        .fails_at(Trouble::Full, table, proof.into())
        .await;
    let refused = lets_out(&desk, (no, &seen)).await;
    says_so(Trouble::Full, &refused.err().expect("no room"));
    recovers(&desk, table).await;
    let stands = desk.stands(no).await;
    assert_eq!(stands.trouble.as_deref(), Some("not_ready"), "it says so");
    nothing_left(&desk, (no, &seen, 0)).await;
}

#[test]
fn re_2_a_file_that_can_not_grow_keeps_what_it_has() {
    run(cannot_grow());
}

async fn cannot_grow() {
    let desk = Desk::on(&Engine::Sqlite).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let to = (Channel::HandDelivery, SECTIONS.as_slice());
    let no = desk.begun_for(desk.housing.id, to).await;
    desk.house.has_no_room().await;
    let refused = composes(&desk, no).await.expect_err("no room");
    says_so(Trouble::Full, &refused);
    desk.house.has_room().await;
    desk.house.ledger_holds();
    composes(&desk, no).await.expect("a paper");
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    let seen = content(&desk, no).await;
    desk.house.settles().await;
    desk.house.has_no_room().await;
    let refused = lets_out(&desk, (no, &seen)).await;
    says_so(Trouble::Full, &refused.err().expect("no room"));
    desk.house.settles().await;
    desk.house.has_room().await;
    desk.house.ledger_holds();
    nothing_left(&desk, (no, &seen, 0)).await;
}

#[test]
fn re_2_a_line_that_is_cut_in_the_middle_of_a_commit_leaves_nothing_or_all_of_it_after_a_new_start()
{
    for engine in engines() {
        if engine != Engine::Sqlite {
            run(cut_at_commit(&engine));
        }
    }
}

async fn cut_at_commit(engine: &Engine) {
    let mut desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    for number in (0..ENTRIES / 2).step_by(2) {
        let no = desk.composed(Channel::HandDelivery).await;
        desk.chooses(no, Desk::way(way)).await.expect("a way");
        let (seen, before) = (content(&desk, no).await, times(&desk).await);
        fails_at_entry(&desk, Trouble::CutAtCommit, number).await;
        let mut left = lets_out(&desk, (no, &seen)).await;
        if let Ok(package) = &mut left {
            package.handed_over();
        }
        let is_out = left.is_ok();
        drop(left);
        desk.house.settles().await;
        // Nothing is written any more by a program that doesn't know how far it came.
        desk.house.starts_anew().await;
        recovers(&desk, "ledger").await;
        if is_out {
            all_left(&desk, (no, before)).await;
            continue;
        }
        // What was about to leave and is not known to have stayed counts as disclosed; what never began to doesn't.
        desk.house.clock.advance(DAY / 96);
        let stands = desk.stands(no).await;
        assert!(stands.released.is_none(), "nothing left");
        let counted = times(&desk).await;
        assert!((before..=before + 1).contains(&counted), "{counted}");
        let mut again = lets_out(&desk, (no, &seen)).await.expect("a new try");
        again.handed_over();
        assert_eq!(times(&desk).await, counted + 1);
    }
}
