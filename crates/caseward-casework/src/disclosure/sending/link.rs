//! A link that opens once, with a PIN that is told by another way: for recipients that have neither a key nor a server
//! (CC-2.3, NASW-m, NASW-d).
//!
//! Whoever opens it is nobody here: no session, no rule to ask. What was let out lies sealed until then; that it was fetched
//! closes its INTENT and is noted as its arrival. A download can break off, so it can be fetched again for ten minutes, three times in
//! all. Then, and when it is called back or over, the package is gone. While a danger report keeps everything back, nothing is given
//! out, whatever PIN is typed, and nobody is told why; the link stays, and opens again when that is over and its own time isn't.

use caseward_channels::link::{Closed, LONGEST_MS, Link, LinkState, MOST_OPENINGS, Pin, Token};
use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, FileWorks};
use caseward_model::DisclosureState;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::super::DisclosureError;
use super::super::stored;
use super::closing::{
    GROUND_GONE, Ground, ground_of, not_arrived, shut, trouble_of, waits_for_this,
};
use crate::{CaseworkError, Office};

/// For how many hours a link is open when nobody says: three days.
pub(super) const USUAL_HOURS: u32 = 72;
const HOUR_MS: i64 = 3_600_000;

/// How long after it was fetched first it can be fetched again, in ms: a download may break off, and nobody here would know.
pub(super) const AGAIN_MS: i64 = 600_000;

/// What is noted of a right PIN while nothing is given out.
const KEPT_BACK: &str = "kept_back";

/// What opens a link: shown once to whoever let it out.
pub struct LinkMade {
    /// What stands in the link.
    pub token: Token,
    /// What is told on the telephone.
    pub pin: Pin,
    /// Until when it is open, in ms since 1970.
    pub until: i64,
}

impl std::fmt::Debug for LinkMade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkMade").finish_non_exhaustive()
    }
}

/// A link that is to be kept.
pub(in super::super) struct NewLink {
    pub(super) link: Link,
    pub(super) found_by: String,
}

/// What whoever comes with a link and a PIN is answered.
pub enum LinkAnswer {
    /// There is nothing here: never was, not any more, not now, or too many wrong PINs.
    Nothing,
    /// Not this PIN; so many tries are left.
    WrongPin(u8),
    /// The package.
    Package(Fetched),
}

/// A package that is being fetched.
pub struct Fetched {
    /// A zip.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// The sealed part of a row.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) link: Link,
    /// Of whom, so that no row can be put in the place of another.
    found_by: String,
    /// The number of the INTENT that let out what waits here.
    pub(super) intent: u64,
}

impl Office {
    /// A new link for so many hours.
    pub(super) fn outgoing_link(
        &self,
        hours: Option<u32>,
    ) -> Result<(NewLink, LinkMade), super::SendingError> {
        let hours = i64::from(hours.unwrap_or(USUAL_HOURS));
        let lasts = hours.saturating_mul(HOUR_MS).min(LONGEST_MS + HOUR_MS);
        let (link, token, pin) = Link::make(&self.randomness, self.clock.now_ms(), lasts)?;
        let found_by = token.found_by();
        let until = link.expires_at();
        Ok((NewLink { link, found_by }, LinkMade { token, pin, until }))
    }

    /// Somebody comes with a link and a PIN.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn open_link(&self, token: &str, pin: &str) -> Result<LinkAnswer, CaseworkError> {
        let Some(token) = Token::read(token) else {
            return Ok(LinkAnswer::Nothing);
        };
        let found_by = token.found_by();
        let Some(client_no) = self.waiting(&found_by).await? else {
            return self.open_letter_link(token, pin).await;
        };
        let pin = Zeroizing::new(pin.to_owned());
        let work = move |desk: &mut FileWorks<'_, '_, '_>| tried(desk, (&token, pin.as_str()));
        let done: Result<LinkAnswer, DisclosureError> =
            self.gate.note_on_file(client_no, "link_tried", work).await;
        done.map_err(DisclosureError::into_casework)
    }

    /// The number of the client about whom something waits behind this link, if it does.
    async fn waiting(&self, found_by: &str) -> Result<Option<i64>, CaseworkError> {
        let found_by = found_by.to_owned();
        let now_ms = self.clock.now_ms();
        self.db
            .read(move |reader: &mut Reader<'_>| {
                let sql = "SELECT client_no FROM outgoing_links \
                           WHERE found_by = $1 AND ends_at > $2 AND length(package) > 0";
                let row = reader.query_optional(sql, &[found_by.into(), now_ms.into()])?;
                Ok::<_, CaseworkError>(row.map(|row| row.int(0)).transpose()?)
            })
            .await
    }

    /// Takes away what waits behind links whose time is over. What nobody opened didn't arrive. Gives how many ended.
    ///
    /// # Errors
    /// When the database can't be asked.
    pub async fn end_links(&self) -> Result<usize, CaseworkError> {
        let now_ms = self.clock.now_ms();
        let over: Vec<(i64, String)> = self
            .db
            .read(move |reader: &mut Reader<'_>| {
                let sql = "SELECT client_no, found_by FROM outgoing_links \
                           WHERE ends_at <= $1 AND length(package) > 0 ORDER BY disclosure_no";
                let rows = reader.query(sql, &[now_ms.into()])?;
                let read = |row: &Row| Ok((row.int(0)?, row.text(1)?.to_owned()));
                rows.iter().map(read).collect::<Result<_, CaseworkError>>()
            })
            .await?;
        let mut ended = 0;
        for (client_no, found_by) in over {
            let work = move |desk: &mut FileWorks<'_, '_, '_>| {
                let (no, row) = found(desk, &found_by)?;
                let now_ms = desk.works.now_ms();
                let state = row.kept.link.state_at(now_ms);
                desk.works.note("disclosure", no);
                desk.works.note("link", state.word());
                written(desk, (no, &row), true)?;
                not_arrived(desk, no, trouble_of(state))
            };
            let done: Result<(), DisclosureError> =
                self.gate.note_on_file(client_no, "link_ended", work).await;
            match done {
                Ok(()) => ended += 1,
                // One that doesn't open keeps no other from ending; it opens for nobody.
                Err(error) => tracing::error!(%error, "a link whose time is over was not ended"),
            }
        }
        Ok(ended + self.end_letter_links().await?)
    }
}

/// A row of this client.
pub(super) struct LinkRow {
    version: i64,
    /// When the package goes, in ms since 1970: with its time, or soon after it was fetched first.
    ends_at: i64,
    package: Vec<u8>,
    pub(super) kept: Kept,
}

fn place(client_no: i64, no: i64, version: i64, what: i64) -> (i64, i64, i64) {
    // One drawer for both: even numbers for links, odd ones for packages.
    (no * 2 + what, client_no, version)
}

pub(super) fn found(
    desk: &mut FileWorks<'_, '_, '_>,
    found_by: &str,
) -> Result<(i64, LinkRow), DisclosureError> {
    let sql = "SELECT disclosure_no, version, sealed, package, ends_at FROM outgoing_links \
               WHERE found_by = $1 AND client_no = $2";
    let client_no = desk.client_no();
    let values = [found_by.to_owned().into(), client_no.into()];
    let row = desk.works.transaction().query_optional(sql, &values)?;
    let row = row.ok_or(DisclosureError::Unknown)?;
    let (no, version) = (row.int(0)?, row.int(1)?);
    let at = place(client_no, no, version, 0);
    let plain = desk.works.open(Drawer::Links, at, row.bytes(2)?)?;
    let kept: Kept = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    if kept.found_by != found_by {
        return Err(CaseworkError::Damaged.into());
    }
    let package = row.bytes(3)?.to_vec();
    Ok((
        no,
        LinkRow {
            version,
            ends_at: row.int(4)?,
            package,
            kept,
        },
    ))
}

/// Writes a link back; without its package when that is to be gone.
pub(super) fn written(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, row): (i64, &LinkRow),
    without_package: bool,
) -> Result<(), DisclosureError> {
    let (client_no, version) = (desk.client_no(), row.version + 1);
    let plain = serde_json::to_vec(&row.kept).map_err(|_| CaseworkError::Damaged)?;
    let sealed = desk
        .works
        .seal(Drawer::Links, place(client_no, no, version, 0), &plain);
    let package = if without_package {
        Vec::new()
    } else {
        row.package.clone()
    };
    desk.works.transaction().execute(
        "UPDATE outgoing_links SET version = $1, sealed = $2, package = $3, ends_at = $4 WHERE disclosure_no = $5",
        &[
            version.into(),
            sealed.into(),
            package.into(),
            row.ends_at.into(),
            no.into(),
        ],
    )?;
    Ok(())
}

/// Keeps a new link with its package, in the place of an earlier one of the same disclosure.
pub(in super::super) fn keep_link(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    (new, intent): (NewLink, u64),
    package: &[u8],
) -> Result<(), DisclosureError> {
    let client_no = desk.client_no();
    let sql = "SELECT version FROM outgoing_links WHERE disclosure_no = $1";
    let before = desk.works.transaction().query_optional(sql, &[no.into()])?;
    let version = before.map_or(Ok(1), |row| row.int(0).map(|it| it + 1))?;
    let ends_at = new.link.expires_at();
    let found_by = new.found_by.clone();
    let kept = Kept {
        link: new.link,
        found_by: new.found_by,
        intent,
    };
    let plain = serde_json::to_vec(&kept).map_err(|_| CaseworkError::Damaged)?;
    let sealed = desk
        .works
        .seal(Drawer::Links, place(client_no, no, version, 0), &plain);
    // The package's own place has no version: it is written once, under a link of its own.
    let bytes = desk
        .works
        .seal(Drawer::Links, place(client_no, no, ends_at, 1), package);
    desk.works.transaction().execute(
        "INSERT INTO outgoing_links (disclosure_no, client_no, found_by, ends_at, version, sealed, package) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (disclosure_no) DO UPDATE SET \
         found_by = excluded.found_by, ends_at = excluded.ends_at, version = excluded.version, \
         sealed = excluded.sealed, package = excluded.package",
        &[
            no.into(),
            client_no.into(),
            found_by.into(),
            ends_at.into(),
            version.into(),
            sealed.into(),
            bytes.into(),
        ],
    )?;
    Ok(())
}

/// One try, written down whatever comes of it.
fn tried(
    desk: &mut FileWorks<'_, '_, '_>,
    (token, pin): (&Token, &str),
) -> Result<LinkAnswer, DisclosureError> {
    let found_by = token.found_by();
    let (no, mut row) = found(desk, &found_by)?;
    let now_ms = desk.works.now_ms();
    let was = row.kept.link.state_at(now_ms);
    desk.works.note("disclosure", no);
    let (_, text) = stored::one(desk, no)?;
    if !waits_for_this(&text, row.kept.intent, was) {
        shut(desk, (no, row), "closed")?;
        return Ok(LinkAnswer::Nothing);
    }
    let ground = ground_of(desk, &text)?;
    let opened = match ground {
        Ground::Gone => {
            shut(desk, (no, row), GROUND_GONE)?;
            not_arrived(desk, no, GROUND_GONE)?;
            return Ok(LinkAnswer::Nothing);
        }
        Ground::KeptBack => row.kept.link.check(token, pin, now_ms),
        Ground::Holds => row.kept.link.open(token, pin, now_ms),
    };
    let is_kept_back = ground == Ground::KeptBack;
    let closed = match opened {
        Ok(()) if is_kept_back => {
            written(desk, (no, &row), false)?;
            desk.works.note("link", KEPT_BACK);
            return Ok(LinkAnswer::Nothing);
        }
        Ok(()) => return fetched(desk, (no, row, was)),
        Err(closed) => closed,
    };
    let state = row.kept.link.state_at(now_ms);
    let is_over = !matches!(state, LinkState::Made | LinkState::Opened);
    written(desk, (no, &row), is_over)?;
    if is_over {
        not_arrived(desk, no, trouble_of(state))?;
    }
    let word = match closed {
        Closed::WrongPin { .. } => "wrong_pin",
        Closed::Not(state) => state.word(),
        Closed::NoSuchLink => "no_such_link",
    };
    desk.works.note("link", word);
    Ok(match closed.tries_left() {
        // While it is kept back, a right PIN and a wrong one get one answer.
        Some(left) if !is_kept_back => LinkAnswer::WrongPin(left),
        _ => LinkAnswer::Nothing,
    })
}

/// The right PIN: the package is given out, and that it was fetched is noted the first time.
fn fetched(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, mut row, was): (i64, LinkRow, LinkState),
) -> Result<LinkAnswer, DisclosureError> {
    let at = place(desk.client_no(), no, row.kept.link.expires_at(), 1);
    let bytes = desk.works.open(Drawer::Links, at, &row.package)?;
    let is_last = row.kept.link.openings() >= MOST_OPENINGS;
    if was == LinkState::Made {
        row.ends_at = row.ends_at.min(desk.works.now_ms() + AGAIN_MS);
    }
    written(desk, (no, &row), is_last)?;
    desk.works.note("link", LinkState::Opened.word());
    if was == LinkState::Made {
        let (version, mut text) = stored::one(desk, no)?;
        if let Some((_, intent, _)) = text.released {
            desk.fetched(intent, &bytes)?;
        }
        text.state = DisclosureState::Delivered;
        text.ended = Some((desk.works.now_ms(), "link opened".to_owned()));
        desk.works.note("state", text.state.word());
        stored::update(desk, (no, version), &text)?;
    }
    Ok(LinkAnswer::Package(Fetched { bytes }))
}
