//! When a link closes: its time ends, what its disclosure left under is gone, it is called back, or its disclosure isn't on its
//! way any more (CC-2.3, NASW-b, DV-2.1, RE-7).

use caseward_channels::link::{LinkRecalled, LinkState};
use caseward_gate::{ClientSheet, ConsentFact, FileWorks};
use caseward_model::{Basis, DisclosureState};

use super::super::release::{give_use_back, needs_consent};
use super::super::stored::{self, Text};
use super::super::{DisclosureError, danger, partners};
use super::SendingError;
use super::carried::TakenBack;
use super::facts::{shielded_since, walled_since, walls};
use super::link::{LinkRow, found, written};
use crate::CaseworkError;
use crate::partnership::counting;

/// Why a link closed by itself: what it left under isn't there any more.
pub(super) const GROUND_GONE: &str = "ground_gone";

/// Whether a link is still the one by which this disclosure is on its way, or by which it was fetched.
pub(super) fn waits_for_this(text: &Text, intent: u64, link: LinkState) -> bool {
    let is_last = text.released.is_some_and(|(_, last, _)| last == intent);
    let fits = match text.state {
        DisclosureState::Released => true,
        DisclosureState::Delivered => link != LinkState::Made,
        _ => false,
    };
    is_last && fits
}

/// How it is with what something leaves under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// It is there.
    Holds,
    /// It is there, and a danger report keeps everything back for a time: until a supervisor said yes, or it is over (DV-3.3.2c, RE-7).
    KeptBack,
    /// It is there no more, and doesn't come back.
    Gone,
}

/// How it is with what it left under: the consent or the danger report, the way, and any wall or shield that came up since.
pub(super) fn ground_of(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &Text,
) -> Result<Ground, DisclosureError> {
    if let Some(leaving) = text.leaving.as_ref()
        && counting(desk.works, leaving.way)?.is_none()
    {
        return Ok(Ground::Gone);
    }
    let released_at = text.released.map_or(0, |(at, ..)| at);
    ground(desk, text, (text.under, released_at))
}

/// Whether what it left under is still there, and nothing keeps it back.
pub(super) fn ground_holds(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &Text,
) -> Result<bool, DisclosureError> {
    Ok(ground_of(desk, text)? == Ground::Holds)
}

/// That the ground still holds under which something is on its way.
pub(in super::super) fn ground_must_hold(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<(), DisclosureError> {
    let (_, text) = stored::one(desk, no)?;
    if ground_holds(desk, &text)? {
        Ok(())
    } else {
        Err(SendingError::GroundGone.into())
    }
}

/// Whether the ground stands on which something leaves, and nothing keeps it back.
pub(super) fn stands(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &Text,
    under_since: (Option<i64>, i64),
) -> Result<bool, DisclosureError> {
    Ok(ground(desk, text, under_since)? == Ground::Holds)
}

/// How the ground stands on which something leaves or left: the consent with this number or the danger report that it names, the
/// permissions of those who told something of it, whether partners were asked about, and any wall or shield since then.
fn ground(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &Text,
    (under, since): (Option<i64>, i64),
) -> Result<Ground, DisclosureError> {
    let (organization, _) = desk.works.organization(text.recipient)?;
    let theirs = walls(desk, organization)?.theirs;
    // It became known since that they take part in a programme for people who used violence, and nobody said who the partners are (DV-4.3).
    // What is on its way because somebody is in danger doesn't wait for that.
    let unasked = text.basis != Basis::Danger && partners::were_asked(desk, text).is_err();
    let (now_ms, sheet) = (desk.works.now_ms(), desk.sheet());
    let in_the_way = theirs || walled_since(sheet, text) || shielded_since(sheet, text, since);
    let agreed = || {
        let mut consents = sheet.consents.iter();
        match under {
            Some(no) => consents.any(|it| it.no == no && lives(it, sheet, now_ms)),
            // From before consents had numbers.
            None => consents
                .any(|it| it.no == 0 && it.recipient == organization && lives(it, sheet, now_ms)),
        }
    };
    let lacks_consent = needs_consent(text.basis) && !agreed();
    // Whoever told something of it took their permission back, or it is over (CR-9).
    let lacks_teller = !sheet.tellers_hold(&text.tellers, now_ms);
    let lacks = unasked || lacks_consent || lacks_teller;
    if in_the_way || lacks || danger::is_over(text, sheet, now_ms) {
        return Ok(Ground::Gone);
    }
    // A report that waits for a supervisor keeps back everything, on whatever ground it goes (DV-3.3.2c).
    let waits = sheet.dangers.iter().any(|it| it.holds_at(now_ms));
    Ok(if waits || !danger::opens(text, sheet, now_ms) {
        Ground::KeptBack
    } else {
        Ground::Holds
    })
}

/// Whether a consent counts; that it was used up, it was by this.
fn lives(fact: &ConsentFact, sheet: &ClientSheet, now_ms: i64) -> bool {
    let unused = ConsentFact {
        used_at: None,
        ..fact.clone()
    };
    unused.flaw_of(sheet, now_ms).is_none()
}

/// Closes a link, and takes away what waits behind it; notes why. Gives what became of it.
pub(super) fn shut(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, mut row): (i64, LinkRow),
    why: &'static str,
) -> Result<LinkRecalled, DisclosureError> {
    let recalled = row.kept.link.recall(desk.works.now_ms());
    written(desk, (no, &row), true)?;
    desk.works.note("link", why);
    Ok(recalled)
}

/// By what the link of a disclosure is found behind which something waits, if there is one.
fn open_link_of(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<Option<String>, DisclosureError> {
    let sql = "SELECT found_by FROM outgoing_links \
               WHERE disclosure_no = $1 AND client_no = $2 AND length(package) > 0";
    let values = [no.into(), desk.client_no().into()];
    let row = desk.works.transaction().query_optional(sql, &values)?;
    Ok(row.map(|row| row.text(0).map(str::to_owned)).transpose()?)
}

/// Closes the link of a disclosure, whatever becomes of it next. Gives whether there was one that nobody had opened: then
/// nothing left by it.
pub(in super::super) fn close(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<bool, DisclosureError> {
    let Some(found_by) = open_link_of(desk, no)? else {
        return Ok(false);
    };
    let found = found(desk, &found_by)?;
    let recalled = shut(desk, found, "closed")?;
    Ok(recalled != LinkRecalled::TooLate)
}

/// Closes the links of a client's disclosures whose ground is gone: a consent was taken back, a danger is over, a wall came up. One that
/// is only kept back for a time stays. A row that is damaged opens for nobody, and keeps nobody from taking a consent back.
pub(crate) fn close_without_ground(desk: &mut FileWorks<'_, '_, '_>) -> Result<(), CaseworkError> {
    let sql = "SELECT disclosure_no FROM outgoing_links \
               WHERE client_no = $1 AND length(package) > 0 ORDER BY disclosure_no";
    let values = [desk.client_no().into()];
    let rows = desk.works.transaction().query(sql, &values)?;
    for row in rows {
        let no = row.int(0)?;
        if let Err(error) = closed_without_ground(desk, no) {
            tracing::error!(%error, "a link was not looked at when its ground went");
        }
    }
    Ok(())
}

fn closed_without_ground(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<(), DisclosureError> {
    let (_, text) = stored::one(desk, no)?;
    if ground_of(desk, &text)? != Ground::Gone {
        return Ok(());
    }
    close(desk, no)?;
    desk.works.note("link", GROUND_GONE);
    not_arrived(desk, no, GROUND_GONE)
}

/// Why a disclosure didn't arrive whose link ended like this.
pub(super) const fn trouble_of(state: LinkState) -> &'static str {
    match state {
        LinkState::Locked => "link_locked",
        _ => "link_expired",
    }
}

/// What nobody opened before its link ended didn't arrive: nothing left.
pub(super) fn not_arrived(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    trouble: &str,
) -> Result<(), DisclosureError> {
    let (version, mut text) = stored::one(desk, no)?;
    if text.state != DisclosureState::Released {
        return Ok(());
    }
    text.state = DisclosureState::Failed;
    text.nothing_left = true;
    text.trouble = Some(trouble.to_owned());
    text.ended = Some((desk.works.now_ms(), String::new()));
    give_use_back(desk, (no, &text))?;
    desk.works.note("state", text.state.word());
    stored::update(desk, (no, version), &text)
}

/// Takes a link back.
pub(super) fn taken_back(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<TakenBack, DisclosureError> {
    let Some(found_by) = open_link_of(desk, no)? else {
        return Ok(TakenBack::Never);
    };
    let found = found(desk, &found_by)?;
    let state = found.1.kept.link.state_at(desk.works.now_ms());
    Ok(match shut(desk, found, "closed")? {
        LinkRecalled::InTime => TakenBack::InTime,
        LinkRecalled::TooLate => TakenBack::TooLate,
        // It ended before anybody opened it: it didn't arrive, and can't any more.
        LinkRecalled::Ended(_) => {
            not_arrived(desk, no, trouble_of(state))?;
            TakenBack::InTime
        }
    })
}
