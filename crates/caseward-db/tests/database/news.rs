//! What servers on one database tell each other.

use std::sync::mpsc::channel;
use std::time::Duration;

use caseward_db::{DbError, Ledger};

use crate::house::{House, draft, not_run};

/// Nothing takes so long; a test that waits for it has failed.
const NEVER: Duration = Duration::from_secs(60);

fn tells(ledger: &Ledger, what: &'static str, keeps: bool) {
    let told = ledger.write_blocking(move |transaction| {
        transaction.append(draft(1))?;
        transaction.tell(what)?;
        if keeps { Ok(()) } else { Err(DbError::Busy) }
    });
    assert_eq!(told.is_ok(), keeps);
}

#[test]
fn what_one_server_tells_another_hears_once_it_is_kept_and_never_otherwise() {
    let Some(house) = House::postgres() else {
        return not_run();
    };
    let (_, ledger) = house.open();
    let (other, _ledger) = house.open();
    let (to, heard) = channel();
    let hears = move |word: Option<&str>| to.send(word.map(str::to_owned)).is_ok();
    other.hear(hears).unwrap();
    // The first thing that is heard is that something may have been missed.
    assert_eq!(heard.recv_timeout(NEVER).unwrap(), None);
    tells(&ledger, "7.1 2", false);
    tells(&ledger, "7.1 3", true);
    let words = std::iter::from_fn(|| heard.recv_timeout(NEVER).ok());
    let first = words.flatten().next();
    assert_eq!(first.as_deref(), Some("7.1 3"));
}

#[test]
fn a_line_that_is_cut_comes_back_by_itself_and_says_that_something_may_have_been_missed() {
    let Some(house) = House::postgres() else {
        return not_run();
    };
    let (_, ledger) = house.open();
    let (other, _ledger) = house.open();
    let (to, heard) = channel();
    let hears = move |word: Option<&str>| to.send(word.map(str::to_owned)).is_ok();
    other.hear(hears).unwrap();
    assert_eq!(heard.recv_timeout(NEVER).unwrap(), None);
    // It fails where there is no line that could be cut.
    house.tamper(
        "SELECT 1 / count(pg_terminate_backend(pid)) FROM pg_stat_activity \
         WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    );
    // It is told again and again until the line is there: no word is waited for in vain.
    let word = std::iter::repeat_with(|| {
        tells(&ledger, "7.1 4", true);
        heard.recv_timeout(Duration::from_secs(2)).ok().flatten()
    });
    let first = word.take(30).flatten().next();
    assert_eq!(first.as_deref(), Some("7.1 4"));
}

#[test]
fn where_the_database_is_a_file_nothing_is_told_and_nobody_hears() {
    let house = House::sqlite();
    let (db, ledger) = house.open();
    let (to, heard) = channel();
    db.hear(move |_| to.send(()).is_ok()).unwrap();
    tells(&ledger, "7.1 2", true);
    // Whoever would have sent is gone.
    assert!(heard.recv().is_err());
}
