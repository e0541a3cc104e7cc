//! The ways by which something reaches an organisation: keys, accounts and addresses, and who made sure that they are
//! theirs (CC-2.3, RE-2).
//!
//! A way that somebody entered counts for nothing until a second person has called them back at a number from a source
//! of their own, and the fingerprint that was read out is the one that was entered. A changed key begins anew: that is
//! how records are stolen.

use caseward_gate::{About, Actor, Works};
use caseward_model::{CheckMethod, Id, OfficeAct, Organization, Role, TaskKind, WayKind, Worker};
use serde::{Deserialize, Serialize};

use super::stored::{self, Shelf, Shelved};
use super::{Kept, line, period, recipient_no, unknown};
use crate::people::{Amiss, Mending, check_phone};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

const LONGEST_KEY: usize = 20_000;
/// Within which time somebody shall call back, in ms.
const CHECK_WITHIN_MS: i64 = 7 * 86_400_000;

/// The text of a public key, as they gave it. What it says is read by whoever seals a package with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyText(String);

impl KeyText {
    /// Takes a text that can be a public key.
    ///
    /// # Errors
    /// What has to be mended; above all that it is a secret key, which nobody but they must have.
    pub fn new(text: &str) -> Result<Self, Amiss> {
        let text = text.trim();
        let capitals = text.to_ascii_uppercase();
        if text.is_empty() {
            Err(Amiss::KeyEmpty)
        } else if capitals.contains("AGE-SECRET-KEY-") || capitals.contains("PRIVATE KEY") {
            Err(Amiss::KeySecret)
        } else if text.len() > LONGEST_KEY
            || !text
                .chars()
                .all(|it| it.is_ascii_graphic() || " \r\n\t".contains(it))
        {
            Err(Amiss::KeyForm)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who made sure that a way is theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Who; nobody for the holder of the office's key.
    pub by: Option<Id<Worker>>,
    /// When, in ms since 1970.
    pub at: i64,
    /// How.
    pub how: CheckMethod,
    /// Where the number came from that was called.
    pub source: String,
}

/// A way to an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// What kind.
    pub kind: WayKind,
    /// Where it goes: server and account, address of mail, postal address, place.
    pub address: String,
    /// Their public key, or their server's; of a way that has none, nothing.
    pub key: Option<KeyText>,
    /// The key's fingerprint, as it was entered to be compared.
    pub fingerprint: String,
    /// The role or office there that receives it; never a person.
    pub receiver: String,
    /// The telephone of that role or office, on which a PIN or a passphrase is told; empty where none was entered. Whoever checks
    /// the way checks it too.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// They said that word can be left there when nobody answers; no, if nobody asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub word_may_be_left: bool,
    /// From when it counts, in ms.
    pub from: i64,
    /// Until when, in ms.
    pub until: i64,
    /// Who entered it, or its present key; nobody for the holder of the office's key.
    pub entered_by: Option<Id<Worker>>,
    /// When, in ms since 1970.
    pub entered_at: i64,
    /// Who made sure that it is theirs.
    pub check: Option<Check>,
    /// The key took the place of an earlier one: only a call back makes it count.
    #[serde(default)]
    pub changed: bool,
    /// How often a fingerprint that was read out was another one.
    #[serde(default)]
    pub differed: u32,
    /// When it was taken away, in ms since 1970.
    #[serde(default)]
    pub retired_at: Option<i64>,
}

/// How a way stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOpen {
    /// It counts.
    Counts,
    /// Nobody has made sure yet.
    Unchecked,
    /// Its key was changed, and nobody has called back yet.
    KeyChanged,
    /// Its time has not come.
    ToCome,
    /// Its time is over.
    Over,
    /// It was taken away.
    Retired,
}

impl Shelved for Way {
    const SHELF: Shelf = Shelf::Way;
}

impl Way {
    /// How it stands at this time, in ms.
    #[must_use]
    pub const fn stands_at(&self, now_ms: i64) -> WayOpen {
        if self.retired_at.is_some() {
            WayOpen::Retired
        } else if self.until <= now_ms {
            WayOpen::Over
        } else if self.check.is_none() && self.changed {
            WayOpen::KeyChanged
        } else if self.check.is_none() {
            WayOpen::Unchecked
        } else if now_ms < self.from {
            WayOpen::ToCome
        } else {
            WayOpen::Counts
        }
    }

    /// Whether something may go by it at this time, in ms.
    #[must_use]
    pub fn counts_at(&self, now_ms: i64) -> bool {
        self.stands_at(now_ms) == WayOpen::Counts
    }
}

/// A way to be added.
#[derive(Debug, Clone)]
pub struct NewWay {
    /// What kind.
    pub kind: WayKind,
    /// Where it goes.
    pub address: String,
    /// Their public key; nothing for a way without one.
    pub key: String,
    /// The key's fingerprint.
    pub fingerprint: String,
    /// The role or office there that receives it.
    pub receiver: String,
    /// Its telephone, on which a PIN or a passphrase is told; nothing where nothing is to be told.
    pub phone: String,
    /// They said that word can be left there when nobody answers.
    pub word_may_be_left: bool,
    /// From when, in ms.
    pub from: i64,
    /// Until when, in ms.
    pub until: i64,
}

/// What somebody found who called back.
#[derive(Debug, Clone)]
pub struct CheckOrder {
    /// The version that they looked at.
    pub seen: i64,
    /// The fingerprint as it was read out to them; nothing for a way without a key.
    pub fingerprint: String,
    /// How they made sure.
    pub how: CheckMethod,
    /// Where the number came from.
    pub source: String,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// It is theirs, and counts.
    Counts,
    /// What was read out is another fingerprint: it doesn't count, and that is on record.
    Differs,
}

/// A fingerprint as it is compared: blanks and colons between digits don't matter, nor does their case; that of OpenSSH is
/// exact.
fn bare(fingerprint: &str) -> String {
    let joined: String = fingerprint.split_whitespace().collect();
    match joined.strip_prefix("SHA256:") {
        Some(exact) => format!("SHA256:{}", exact.trim_end_matches('=')),
        None => joined.replace(':', "").to_ascii_uppercase(),
    }
}

impl Office {
    /// Adds a way to a recipient. It counts for nothing until somebody else has checked it.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn add_way(
        &self,
        by: impl Into<Actor>,
        to: Id<Organization>,
        new: NewWay,
    ) -> Result<i64, CaseworkError> {
        let (act, about) = (OfficeAct::ManageRecipients, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let organization = recipient_no(works, to)?;
            let way = entered(works, organization, new)?;
            let no = stored::insert(works, organization, &way)?;
            noted(works, to, no, &way);
            ask_to_check(works, no, &way)?;
            Ok(no)
        };
        self.gate.perform(by, act, about, "way_added", work).await
    }

    /// Puts another key in the place of the one that a way had. It counts again when somebody else has called back.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`]; [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn change_key(
        &self,
        by: impl Into<Actor>,
        no: i64,
        (key, fingerprint): (String, String),
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::ManageRecipients, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let mut kept = way(works, no)?;
            let mut mending = Mending::default();
            mending.note(kept.it.retired_at.map(|_| Amiss::WayRetired));
            mending.note(line(&fingerprint, Amiss::FingerprintEmpty));
            let text = KeyText::new(&key);
            mending.note(text.as_ref().err().copied());
            mending.done()?;
            kept.it.key = text.ok();
            fingerprint.trim().clone_into(&mut kept.it.fingerprint);
            kept.it.entered_by = works.actor();
            kept.it.entered_at = works.now_ms();
            kept.it.check = None;
            kept.it.changed = true;
            stored::change(works, &kept)?;
            works.note("way", no);
            withdraw_check(works, no)?;
            ask_to_check(works, no, &kept.it)
        };
        let gate = &self.gate;
        gate.perform(by, act, about, "way_key_changed", work).await
    }

    /// Takes a way away: nothing goes by it any more.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn retire_way(&self, by: impl Into<Actor>, no: i64) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::ManageRecipients, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let mut kept = way(works, no)?;
            if kept.it.retired_at.is_none() {
                kept.it.retired_at = Some(works.now_ms());
                stored::change(works, &kept)?;
            }
            works.note("way", no);
            withdraw_check(works, no)
        };
        self.gate.perform(by, act, about, "way_retired", work).await
    }

    /// Records that somebody made sure that a way is theirs; never the one who entered it. A fingerprint that differs is
    /// on record, and the way doesn't count.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with what has to be mended, above all when it was changed meanwhile;
    /// [`CaseworkError::NotPermitted`]; [`CaseworkError::Unknown`].
    pub async fn check_way(
        &self,
        by: impl Into<Actor>,
        no: i64,
        order: CheckOrder,
    ) -> Result<Checked, CaseworkError> {
        let by = by.into();
        self.must_be_let(by, OfficeAct::CheckWay, About::Office)
            .await?;
        let drawers = self.gate.drawers()?;
        let find = move |reader: &mut caseward_db::Reader<'_>| stored::all::<Way>(reader, &drawers);
        let found = self.db.read(find).await?.into_iter().find(|it| it.no == no);
        let entered_by = found.ok_or_else(|| no_way(no))?.it.entered_by;
        let about = entered_by.map_or(About::Office, About::Worker);
        let work = move |works: &mut Works<'_, '_>| {
            let kept = way(works, no)?;
            // Whoever entered it is who the rules were asked about, so it has to be the same still.
            if kept.version != order.seen || kept.it.entered_by != entered_by {
                return Err(Amiss::ChangedMeanwhile.into());
            }
            checked(works, kept, &order)
        };
        let (act, gate) = (OfficeAct::CheckWay, &self.gate);
        gate.perform(by, act, about, "way_checked", work).await
    }

    /// One way with its organisation, for someone who may see recipients.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record; [`CaseworkError::Unknown`].
    pub async fn way(
        &self,
        by: impl Into<Actor>,
        no: i64,
    ) -> Result<(super::Recipient, Kept<Way>), CaseworkError> {
        let all = self.recipients(by).await?;
        let found = all.into_iter().find_map(|it| {
            let way = it.ways.iter().find(|way| way.no == no).cloned();
            way.map(|way| (it, way))
        });
        found.ok_or_else(|| no_way(no))
    }
}

fn no_way(no: i64) -> CaseworkError {
    unknown("way", &no.to_string(), "caseward recipient show")
}

/// A way as it stands in this very transaction, if it counts.
pub(crate) fn counting(
    works: &mut Works<'_, '_>,
    no: i64,
) -> Result<Option<Kept<Way>>, CaseworkError> {
    let now_ms = works.now_ms();
    let found = stored::one::<Way>(works, no)?;
    Ok(found.filter(|way| way.it.counts_at(now_ms)))
}

fn way(works: &mut Works<'_, '_>, no: i64) -> Result<Kept<Way>, CaseworkError> {
    stored::one::<Way>(works, no)?.ok_or_else(|| no_way(no))
}

fn entered(
    works: &mut Works<'_, '_>,
    organization: i64,
    new: NewWay,
) -> Result<Way, CaseworkError> {
    let mut mending = Mending::default();
    mending.note(line(&new.address, Amiss::AddressEmpty));
    mending.note(line(&new.receiver, Amiss::ReceiverEmpty));
    mending.note(names_somebody(works, organization, &new.receiver)?);
    mending.note(check_phone(new.phone.trim()));
    mending.note(period((new.from, new.until), works.now_ms()));
    let key = new.kind.has_key().then(|| KeyText::new(&new.key));
    if let Some(key) = &key {
        mending.note(key.as_ref().err().copied());
        mending.note(line(&new.fingerprint, Amiss::FingerprintEmpty));
    }
    mending.done()?;
    let fingerprint = if key.is_some() {
        new.fingerprint.trim()
    } else {
        ""
    };
    Ok(Way {
        kind: new.kind,
        address: new.address.trim().to_owned(),
        fingerprint: fingerprint.to_owned(),
        key: key.and_then(Result::ok),
        receiver: new.receiver.trim().to_owned(),
        phone: new.phone.trim().to_owned(),
        word_may_be_left: new.word_may_be_left && !new.phone.trim().is_empty(),
        from: new.from,
        until: new.until,
        entered_by: works.actor(),
        entered_at: works.now_ms(),
        check: None,
        changed: false,
        differed: 0,
        retired_at: None,
    })
}

/// One of their people whom we know, where a role or an office belongs (RE-2).
fn names_somebody(
    works: &mut Works<'_, '_>,
    organization: i64,
    receiver: &str,
) -> Result<Option<Amiss>, CaseworkError> {
    let receiver = receiver.to_lowercase();
    let theirs = works.workers()?.into_iter();
    let mut names = theirs
        .filter(|it| it.2.organization == organization)
        .map(|it| it.3.name.to_lowercase());
    let named = names.any(|name| !name.is_empty() && receiver.contains(&name));
    Ok(named.then_some(Amiss::ReceiverPerson))
}

fn noted(works: &mut Works<'_, '_>, to: Id<Organization>, no: i64, way: &Way) {
    works.note("organization", to.to_string());
    works.note("way", no);
    works.note("kind", way.kind.word());
}

fn about(no: i64) -> TaskAbout {
    TaskAbout {
        item: Some(no),
        ..TaskAbout::default()
    }
}

/// Somebody who may check it and didn't enter it is asked to.
fn ask_to_check(works: &mut Works<'_, '_>, no: i64, way: &Way) -> Result<(), CaseworkError> {
    let entered_as = match way.entered_by {
        Some(id) => Some(works.worker(id)?.1.role),
        None => None,
    };
    let whom = match entered_as {
        Some(Role::PrivacyOfficer) => Role::Supervisor,
        _ => Role::PrivacyOfficer,
    };
    let task = NewTask {
        kind: TaskKind::WayToCheck,
        whom: Whom::Role(whom),
        about: about(no),
        due_at: works.now_ms() + CHECK_WITHIN_MS,
    };
    tasks::add(works, &task)?;
    Ok(())
}

fn withdraw_check(works: &mut Works<'_, '_>, no: i64) -> Result<(), CaseworkError> {
    tasks::withdraw_all(works, TaskKind::WayToCheck, &about(no))?;
    Ok(())
}

fn checked(
    works: &mut Works<'_, '_>,
    mut kept: Kept<Way>,
    order: &CheckOrder,
) -> Result<Checked, CaseworkError> {
    let mut mending = Mending::default();
    mending.note(kept.it.retired_at.map(|_| Amiss::WayRetired));
    if kept.it.changed && order.how != CheckMethod::CallBack {
        mending.note(Some(Amiss::CheckByCall));
    }
    if order.how == CheckMethod::CallBack {
        mending.note(line(&order.source, Amiss::SourceEmpty));
    }
    if kept.it.kind.has_key() {
        mending.note(line(&order.fingerprint, Amiss::FingerprintEmpty));
    }
    mending.done()?;
    works.note("way", kept.no);
    works.note("how", order.how.word());
    if kept.it.kind.has_key() && bare(&order.fingerprint) != bare(&kept.it.fingerprint) {
        kept.it.check = None;
        kept.it.differed += 1;
        stored::change(works, &kept)?;
        works.note("outcome", "differs");
        return Ok(Checked::Differs);
    }
    kept.it.check = Some(Check {
        by: works.actor(),
        at: works.now_ms(),
        how: order.how,
        source: order.source.trim().to_owned(),
    });
    stored::change(works, &kept)?;
    works.note("outcome", "counts");
    tasks::finish_all(works, TaskKind::WayToCheck, &about(kept.no), "checked")?;
    Ok(Checked::Counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cc_2_3_a_secret_key_is_never_kept() {
        let secret = "AGE-SECRET-KEY-1QQPZQ";
        assert_eq!(KeyText::new(secret).unwrap_err(), Amiss::KeySecret);
        let pem = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA\n";
        assert_eq!(KeyText::new(pem).unwrap_err(), Amiss::KeySecret);
        assert_eq!(KeyText::new("  ").unwrap_err(), Amiss::KeyEmpty);
        assert_eq!(KeyText::new("age1\u{202e}x").unwrap_err(), Amiss::KeyForm);
        assert_eq!(KeyText::new(" age1abc\n").unwrap().as_str(), "age1abc");
    }

    #[test]
    fn fingerprints_are_compared_as_they_are_read_out() {
        assert_eq!(bare("12ab 34CD"), bare("12:AB:34:cd"));
        assert_ne!(bare("12AB34CD"), bare("12AB34CE"));
        assert_eq!(bare("SHA256:aBc="), bare("SHA256: aBc"));
        assert_ne!(bare("SHA256:aBc"), bare("SHA256:abc"));
    }
}
