//! Waiting after mistakes: longer each time for whoever guesses, and not at all for the one whose passphrase is
//! guessed at.
//!
//! NASW-l. Mistakes are counted by who was tried *together with* where from, so that a stranger who tries
//! Dana's passphrase makes the stranger wait and not Dana. A browser that Dana has signed in with before is counted by
//! itself. One address that tries many people is slowed down after thirty mistakes, because an office
//! shares one. Passkeys can't be guessed, so nothing here ever stops them. What someone tried stands in the
//! ledger: the first time, the second, the fifth, the tenth … not ten thousand times.

use caseward_db::{Reader, Transaction};
use caseward_gate::Fingerprints;

use super::Arrival;
use crate::CaseworkError;

/// After how long mistakes are forgotten.
const FORGOTTEN_MS: i64 = 24 * 3_600_000;
/// The most rows that are kept; the oldest go first.
const ROWS_MAX: i64 = 20_000;
/// The longest wait of someone who tries one person's means.
const LONGEST_MS: i64 = 15 * 60_000;
/// The longest wait of an address.
const LONGEST_OF_ADDRESS_MS: i64 = 5 * 60_000;
/// Mistakes that cost nothing: everyone mistypes.
const FREE: u32 = 5;
/// The same for an address that a whole office shares.
const FREE_OF_ADDRESS: u32 = 30;

/// Under which fingerprints a try is counted.
#[derive(Clone, Copy)]
pub(crate) struct Counted {
    /// This person from here, or from this known browser.
    pair: [u8; 16],
    /// Everyone from here; not counted for a known browser.
    address: Option<[u8; 16]>,
    /// This person from anywhere: it stops nobody, and decides how often the ledger is told.
    person: [u8; 16],
}

impl Counted {
    /// `tried` stands for whose means is tried: anything that is the same each time. `of` stands for the
    /// person in the ledger's count; those who aren't here share one.
    pub(crate) fn of(
        prints: &Fingerprints,
        arrival: &Arrival,
        tried: &[u8],
        of: i64,
        known: bool,
    ) -> Self {
        let from = match (&arrival.known, known) {
            (Some(token), true) => prints.of("try-browser", &[token.as_bytes()]).to_vec(),
            _ => arrival.network(),
        };
        Self {
            pair: prints.of("try-pair", &[tried, &from]),
            address: (!known).then(|| prints.of("try-address", &[&from])),
            person: prints.of("try-person", &[&of.to_be_bytes()]),
        }
    }

    /// A try at showing who one is in a session. It is counted by the session alone: nothing that a browser sends
    /// makes a new count of it, and nobody else's mistakes make its person wait.
    pub(super) fn of_session(prints: &Fingerprints, session: &[u8], of: i64) -> Self {
        Self {
            pair: prints.of("try-session", &[session]),
            address: None,
            person: prints.of("try-person", &[&of.to_be_bytes()]),
        }
    }

    /// How long this one has to wait before the next try, in ms; 0 for not at all.
    pub(crate) fn wait_ms(
        &self,
        reader: &mut Reader<'_>,
        now_ms: i64,
    ) -> Result<i64, CaseworkError> {
        let pair = read(reader, &self.pair, now_ms)?;
        let mut wait = pair.wait_ms(FREE, LONGEST_MS, now_ms);
        if let Some(address) = &self.address {
            let address = read(reader, address, now_ms)?;
            wait = wait.max(address.wait_ms(FREE_OF_ADDRESS, LONGEST_OF_ADDRESS_MS, now_ms));
        }
        Ok(wait)
    }

    /// Counts a try before it is known how it ends: whoever never brings the second half is counted too.
    pub(crate) fn count(&self, tx: &mut Transaction<'_>, now_ms: i64) -> Result<(), CaseworkError> {
        add(tx, &self.pair, now_ms)?;
        if let Some(address) = &self.address {
            add(tx, address, now_ms)?;
        }
        clear_out(tx, now_ms)
    }

    /// Takes back what was counted: it was the right person.
    pub(crate) fn forgive(&self, tx: &mut Transaction<'_>) -> Result<(), CaseworkError> {
        let pair = "DELETE FROM sign_in_tries WHERE who = $1";
        tx.execute(pair, &[self.pair.into()])?;
        if let Some(address) = &self.address {
            let less = "UPDATE sign_in_tries SET fails = fails - 1 WHERE who = $1 AND fails > 0";
            tx.execute(less, &[(*address).into()])?;
        }
        Ok(())
    }

    /// Counts that someone tried this person and failed; gives the number when the ledger should be told.
    pub(crate) fn tell(
        &self,
        tx: &mut Transaction<'_>,
        now_ms: i64,
    ) -> Result<Option<i64>, CaseworkError> {
        let fails = add(tx, &self.person, now_ms)?;
        Ok(is_telling(fails).then_some(fails))
    }
}

/// The first, second, fifth, tenth, twentieth, fiftieth … time.
fn is_telling(mut fails: i64) -> bool {
    while fails >= 10 && fails % 10 == 0 {
        fails /= 10;
    }
    matches!(fails, 1 | 2 | 5)
}

#[derive(Debug, Clone, Copy, Default)]
struct Tries {
    fails: i64,
    last_at: i64,
}

impl Tries {
    /// Twice as long with each mistake after the free ones, from one second on.
    fn wait_ms(self, free: u32, longest_ms: i64, now_ms: i64) -> i64 {
        let Some(over) = self
            .fails
            .checked_sub(i64::from(free))
            .filter(|it| *it >= 0)
        else {
            return 0;
        };
        let doubled = u32::try_from(over.min(30)).unwrap_or(30);
        let wait = 1_000_i64.saturating_mul(1 << doubled).min(longest_ms);
        // A clock that was set back makes nobody wait longer.
        (self.last_at.min(now_ms) + wait - now_ms).max(0)
    }
}

fn read(reader: &mut Reader<'_>, who: &[u8; 16], now_ms: i64) -> Result<Tries, CaseworkError> {
    let sql = "SELECT fails, last_at FROM sign_in_tries WHERE who = $1";
    let Some(row) = reader.query_optional(sql, &[(*who).into()])? else {
        return Ok(Tries::default());
    };
    let tries = Tries {
        fails: row.int(0)?,
        last_at: row.int(1)?,
    };
    let forgotten = now_ms - tries.last_at > FORGOTTEN_MS;
    Ok(if forgotten { Tries::default() } else { tries })
}

/// One more; gives how many there are now.
fn add(tx: &mut Transaction<'_>, who: &[u8; 16], now_ms: i64) -> Result<i64, CaseworkError> {
    let tries = read(tx, who, now_ms)?;
    let fails = tries.fails.saturating_add(1);
    tx.execute(
        "INSERT INTO sign_in_tries (who, fails, last_at) VALUES ($1, $2, $3) \
         ON CONFLICT (who) DO UPDATE SET fails = excluded.fails, last_at = excluded.last_at",
        &[(*who).into(), fails.into(), now_ms.into()],
    )?;
    Ok(fails)
}

/// Rows of yesterday go, and the oldest when there are too many.
fn clear_out(tx: &mut Transaction<'_>, now_ms: i64) -> Result<(), CaseworkError> {
    let old = "DELETE FROM sign_in_tries WHERE last_at < $1";
    tx.execute(old, &[(now_ms - FORGOTTEN_MS).into()])?;
    let count = "SELECT COUNT(*) FROM sign_in_tries";
    if tx.query_one(count, &[])?.int(0)? > ROWS_MAX {
        let oldest = "DELETE FROM sign_in_tries WHERE who IN \
                      (SELECT who FROM sign_in_tries ORDER BY last_at LIMIT 1000)";
        tx.execute(oldest, &[])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_and_ends() {
        let after = |fails| Tries { fails, last_at: 0 }.wait_ms(FREE, LONGEST_MS, 0);
        assert_eq!([after(0), after(4)], [0, 0]);
        assert_eq!([after(5), after(6), after(9)], [1_000, 2_000, 16_000]);
        assert_eq!([after(20), after(i64::MAX)], [LONGEST_MS, LONGEST_MS]);
        let later = Tries {
            fails: 6,
            last_at: 0,
        }
        .wait_ms(FREE, LONGEST_MS, 1_500);
        assert_eq!(later, 500);
        let set_back = Tries {
            fails: 6,
            last_at: 99_000,
        }
        .wait_ms(FREE, LONGEST_MS, 0);
        assert_eq!(set_back, 2_000);
    }

    #[test]
    fn ten_thousand_mistakes_are_thirteen_entries() {
        let told: Vec<i64> = (1..=10_000).filter(|it| is_telling(*it)).collect();
        assert_eq!(told.len(), 13);
        assert_eq!(told[..6], [1, 2, 5, 10, 20, 50]);
        assert_eq!(told.last(), Some(&10_000));
    }
}
