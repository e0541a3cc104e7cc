//! A letter that waits behind a link, with a PIN that is told on the recipient's checked telephone: for those who have neither a key nor a
//! server (CC-2.3, NASW-m, DV-2.1).
//!
//! It asks to return or destroy what was sent, and tells nothing of anybody. Whoever opens it is nobody here; that it was fetched is noted as
//! their having been told. It can be fetched again for ten minutes, three times in all, and then it is gone, as when its time ends. It goes
//! to nobody any more once a wall came up, their way counts no longer, or they answered meanwhile.

use caseward_channels::link::{Closed, LinkState, MOST_OPENINGS, Token};
use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, FileWorks};
use caseward_model::{Id, Language, Organization, WayKind};
use data_encoding::HEXLOWER;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::super::DisclosureError;
use super::Call;
use super::closing::trouble_of;
use super::letters::{letter_may_go, package_of};
use super::link::{AGAIN_MS, Fetched, LinkAnswer, LinkMade, NewLink};
use crate::partnership::{Kept, Way};
use crate::tasks::Whom;
use crate::{CaseworkError, Office, consent};

/// Why a link to a letter closed by itself: it goes to them no more.
const CLOSED: &str = "link_closed";

/// A letter that is ready to wait behind a link. Nothing left yet.
pub(crate) struct LetterLink {
    /// The number of the way.
    pub(crate) way: i64,
    /// SHA-256 of what waits, in hex.
    pub(crate) hash: String,
    /// What waits.
    pub(crate) waits: WaitingLetter,
    /// What opens it: shown once.
    pub(crate) made: LinkMade,
    /// On which telephone the PIN is told.
    pub(crate) call: Call,
}

/// What waits behind a link.
pub(crate) struct WaitingLetter {
    new: NewLink,
    bytes: Zeroizing<Vec<u8>>,
}

/// Which letter waits, and what follows when it is fetched.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct LetterOf {
    /// The consent that was taken back, by its number among the client's.
    pub(crate) consent: i64,
    /// What went out under it, by its number within the consent.
    pub(crate) used: i64,
    /// By which of their ways the link goes.
    pub(crate) way: i64,
    /// Who waits for their answer then.
    pub(crate) whom: Whom,
    /// Until which day the letter asks them to answer.
    pub(crate) answer_by: Date,
    /// Until when whoever waits for it does so, in ms since 1970.
    pub(crate) due_at: i64,
}

/// The sealed part of a row.
#[derive(Serialize, Deserialize)]
struct KeptLink {
    link: caseward_channels::link::Link,
    /// Of whom, so that no row can be put in the place of another.
    found_by: String,
    of: LetterOf,
}

/// A row of this client.
struct LetterRow {
    no: i64,
    version: i64,
    ends_at: i64,
    package: Vec<u8>,
    kept: KeptLink,
}

const fn place(client_no: i64, no: i64, version: i64, what: i64) -> (i64, i64, i64) {
    // One drawer for both: even numbers for links, odd ones for letters.
    (no * 2 + what, client_no, version)
}

impl Office {
    /// Makes a letter ready to wait behind a link for so many hours: by the way of this number, or else by their newest one. Nothing where
    /// they have no way with a link and a telephone that counts now.
    pub(crate) async fn letter_behind_link(
        &self,
        to: Id<Organization>,
        (pdf, language): (&[u8], Language),
        (way, hours): (Option<i64>, Option<u32>),
    ) -> Result<Option<LetterLink>, DisclosureError> {
        let all = self.ways_to(to).await?;
        let fits = |it: &&Kept<Way>| {
            let told = it.it.kind == WayKind::Link && !it.it.phone.is_empty();
            told && way.is_none_or(|no| no == it.no)
        };
        let newest = all.iter().filter(fits);
        let Some(way) = newest.max_by_key(|it| (it.it.entered_at, it.no)) else {
            return Ok(None);
        };
        let package = package_of(pdf, language)?;
        let (new, made) = self.outgoing_link(hours)?;
        Ok(Some(LetterLink {
            way: way.no,
            hash: HEXLOWER.encode(package.hash()),
            waits: WaitingLetter {
                new,
                bytes: Zeroizing::new(package.bytes().to_vec()),
            },
            made,
            call: Call {
                phone: way.it.phone.clone(),
                receiver: way.it.receiver.clone(),
                word_may_be_left: way.it.word_may_be_left,
                check: way.it.check.clone(),
            },
        }))
    }

    /// Somebody comes with a link and a PIN, and no package waits behind that link: perhaps a letter does.
    pub(super) async fn open_letter_link(
        &self,
        token: Token,
        pin: &str,
    ) -> Result<LinkAnswer, CaseworkError> {
        let (found_by, now_ms) = (token.found_by(), self.clock.now_ms());
        let found = self.db.read(move |reader: &mut Reader<'_>| {
            let sql = "SELECT client_no FROM letter_links \
                       WHERE found_by = $1 AND ends_at > $2 AND length(package) > 0";
            let row = reader.query_optional(sql, &[found_by.into(), now_ms.into()])?;
            Ok::<_, CaseworkError>(row.map(|row| row.int(0)).transpose()?)
        });
        let Some(client_no) = found.await? else {
            return Ok(LinkAnswer::Nothing);
        };
        let pin = Zeroizing::new(pin.to_owned());
        let work = move |desk: &mut FileWorks<'_, '_, '_>| tried(desk, (&token, pin.as_str()));
        let done: Result<LinkAnswer, DisclosureError> = self
            .gate
            .note_on_file(client_no, "letter_link_tried", work)
            .await;
        done.map_err(DisclosureError::into_casework)
    }

    /// Takes away the letters behind links whose time is over. Whoever didn't open theirs wasn't told. Gives how many ended.
    pub(super) async fn end_letter_links(&self) -> Result<usize, CaseworkError> {
        let now_ms = self.clock.now_ms();
        let over = self.db.read(move |reader: &mut Reader<'_>| {
            let sql = "SELECT client_no, found_by FROM letter_links \
                       WHERE ends_at <= $1 AND length(package) > 0 ORDER BY no";
            let rows = reader.query(sql, &[now_ms.into()])?;
            let read = |row: &Row| Ok((row.int(0)?, row.text(1)?.to_owned()));
            rows.iter()
                .map(read)
                .collect::<Result<Vec<(i64, String)>, CaseworkError>>()
        });
        let mut ended = 0;
        for (client_no, found_by) in over.await? {
            let work = move |desk: &mut FileWorks<'_, '_, '_>| {
                let row = found(desk, &found_by)?;
                let state = row.kept.link.state_at(desk.works.now_ms());
                noted(desk, row.kept.of);
                desk.works.note("link", state.word());
                written(desk, &row, true)?;
                // Where it was opened, it is known how it went.
                if row.kept.link.openings() == 0 {
                    let word = trouble_of(state);
                    consent::letter_not_fetched(desk, row.kept.of, word).map_err(unnoted)?;
                }
                Ok(())
            };
            let done: Result<(), DisclosureError> = self
                .gate
                .note_on_file(client_no, "letter_link_ended", work)
                .await;
            match done {
                Ok(()) => ended += 1,
                // One that doesn't open keeps no other from ending; it opens for nobody.
                Err(error) => tracing::error!(%error, "a letter's link was not ended"),
            }
        }
        Ok(ended)
    }
}

/// Keeps a letter behind its link, in the place of an earlier one that asks for the same: that opens no more.
pub(crate) fn keep_letter_link(
    desk: &mut FileWorks<'_, '_, '_>,
    of: LetterOf,
    waits: &WaitingLetter,
) -> Result<(), DisclosureError> {
    let client_no = desk.client_no();
    let gone: Vec<u8> = Vec::new();
    desk.works.transaction().execute(
        "UPDATE letter_links SET package = $1 \
         WHERE client_no = $2 AND consent_no = $3 AND use_no = $4",
        &[
            gone.into(),
            client_no.into(),
            of.consent.into(),
            of.used.into(),
        ],
    )?;
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM letter_links";
    let transaction = desk.works.transaction();
    let no = transaction.query_one(next, &[])?.int(0)?;
    let ends_at = waits.new.link.expires_at();
    let found_by = waits.new.found_by.clone();
    let kept = KeptLink {
        link: waits.new.link.clone(),
        found_by: found_by.clone(),
        of,
    };
    let plain = serde_json::to_vec(&kept).map_err(|_| CaseworkError::Damaged)?;
    let at = place(client_no, no, 1, 0);
    let sealed = desk.works.seal(Drawer::LetterLinks, at, &plain);
    // The letter's own place has no version: it is written once.
    let at = place(client_no, no, ends_at, 1);
    let package = desk.works.seal(Drawer::LetterLinks, at, &waits.bytes);
    desk.works.transaction().execute(
        "INSERT INTO letter_links \
         (no, client_no, consent_no, use_no, found_by, ends_at, version, sealed, package) \
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)",
        &[
            no.into(),
            client_no.into(),
            of.consent.into(),
            of.used.into(),
            found_by.into(),
            ends_at.into(),
            sealed.into(),
            package.into(),
        ],
    )?;
    Ok(())
}

fn found(desk: &mut FileWorks<'_, '_, '_>, found_by: &str) -> Result<LetterRow, DisclosureError> {
    let sql = "SELECT no, version, ends_at, sealed, package FROM letter_links \
               WHERE found_by = $1 AND client_no = $2";
    let client_no = desk.client_no();
    let values = [found_by.to_owned().into(), client_no.into()];
    let row = desk.works.transaction().query_optional(sql, &values)?;
    let row = row.ok_or(DisclosureError::Unknown)?;
    let (no, version) = (row.int(0)?, row.int(1)?);
    let at = place(client_no, no, version, 0);
    let plain = desk.works.open(Drawer::LetterLinks, at, row.bytes(3)?)?;
    let kept: KeptLink = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    if kept.found_by != found_by {
        return Err(CaseworkError::Damaged.into());
    }
    Ok(LetterRow {
        no,
        version,
        ends_at: row.int(2)?,
        package: row.bytes(4)?.to_vec(),
        kept,
    })
}

/// Writes a link back; without its letter when that is to be gone.
fn written(
    desk: &mut FileWorks<'_, '_, '_>,
    row: &LetterRow,
    without_letter: bool,
) -> Result<(), DisclosureError> {
    let (client_no, version) = (desk.client_no(), row.version + 1);
    let plain = serde_json::to_vec(&row.kept).map_err(|_| CaseworkError::Damaged)?;
    let at = place(client_no, row.no, version, 0);
    let sealed = desk.works.seal(Drawer::LetterLinks, at, &plain);
    let package = if without_letter {
        Vec::new()
    } else {
        row.package.clone()
    };
    desk.works.transaction().execute(
        "UPDATE letter_links SET version = $1, sealed = $2, package = $3, ends_at = $4 WHERE no = $5",
        &[
            version.into(),
            sealed.into(),
            package.into(),
            row.ends_at.into(),
            row.no.into(),
        ],
    )?;
    Ok(())
}

fn noted(desk: &mut FileWorks<'_, '_, '_>, of: LetterOf) {
    desk.works.note("consent", of.consent);
    desk.works.note("letter", of.used);
}

/// One try, written down whatever comes of it.
fn tried(
    desk: &mut FileWorks<'_, '_, '_>,
    (token, pin): (&Token, &str),
) -> Result<LinkAnswer, DisclosureError> {
    let mut row = found(desk, &token.found_by())?;
    let (of, now_ms) = (row.kept.of, desk.works.now_ms());
    noted(desk, of);
    if row.package.is_empty() {
        return Ok(LinkAnswer::Nothing);
    }
    let was = row.kept.link.state_at(now_ms);
    let to = consent::letter_goes_to(desk, of).map_err(unnoted)?;
    let goes = match to {
        Some(organization) => letter_may_go(desk, organization, of.way)?,
        None => false,
    };
    if !goes {
        row.kept.link.recall(now_ms);
        written(desk, &row, true)?;
        desk.works.note("link", CLOSED);
        if was == LinkState::Made {
            consent::letter_not_fetched(desk, of, CLOSED).map_err(unnoted)?;
        }
        return Ok(LinkAnswer::Nothing);
    }
    let closed = match row.kept.link.open(token, pin, now_ms) {
        Ok(()) => return fetched(desk, (row, was)),
        Err(closed) => closed,
    };
    let state = row.kept.link.state_at(now_ms);
    let is_over = !matches!(state, LinkState::Made | LinkState::Opened);
    written(desk, &row, is_over)?;
    if is_over && was == LinkState::Made {
        consent::letter_not_fetched(desk, of, trouble_of(state)).map_err(unnoted)?;
    }
    let word = match closed {
        Closed::WrongPin { .. } => "wrong_pin",
        Closed::Not(state) => state.word(),
        Closed::NoSuchLink => "no_such_link",
    };
    desk.works.note("link", word);
    Ok(match closed.tries_left() {
        Some(left) => LinkAnswer::WrongPin(left),
        None => LinkAnswer::Nothing,
    })
}

/// The right PIN: the letter is given out, and that they were told is noted the first time.
fn fetched(
    desk: &mut FileWorks<'_, '_, '_>,
    (mut row, was): (LetterRow, LinkState),
) -> Result<LinkAnswer, DisclosureError> {
    let at = place(desk.client_no(), row.no, row.kept.link.expires_at(), 1);
    let bytes = desk.works.open(Drawer::LetterLinks, at, &row.package)?;
    let is_last = row.kept.link.openings() >= MOST_OPENINGS;
    if was == LinkState::Made {
        row.ends_at = row.ends_at.min(desk.works.now_ms() + AGAIN_MS);
    }
    written(desk, &row, is_last)?;
    desk.works.note("link", LinkState::Opened.word());
    if was == LinkState::Made {
        consent::letter_fetched(desk, row.kept.of).map_err(unnoted)?;
    }
    Ok(LinkAnswer::Package(Fetched { bytes }))
}

fn unnoted(error: consent::ConsentError) -> DisclosureError {
    DisclosureError::of_consents(error)
}
