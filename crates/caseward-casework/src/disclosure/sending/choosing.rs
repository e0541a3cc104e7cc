//! Choosing by which of the recipient's ways a disclosure leaves (CC-2.3, RE-2, DV-3.3.2d, DV-3.3.2e).

use caseward_channels::rules::{self, Stop};
use caseward_gate::{Amend, AskedOfConsents, ClientSheet, FileWorks, GateError, RowPlace};
use caseward_model::{Channel, Client, DisclosureState, Id, WayKind, Worker};

use super::super::release::{consent_of, needs_consent};
use super::super::stored::{Going, Text};
use super::super::{Disclosure, DisclosureError, Paper, danger, partners, requested, stored};
use super::around::Met;
use super::closing::stands;
use super::facts::{
    Chosen, asks_for_danger, asks_for_tellers, asks_for_walled, dangers, facts, marks,
};
use super::{Leaving, Said, SendingError};
use crate::consent::{StatedConsent, stated};
use crate::partnership::{Kept, Way, counting};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// A way that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayToChoose {
    /// Its number.
    pub no: i64,
    /// The way.
    pub it: Way,
    /// Who checked it, if it is known.
    pub checked_by: Option<String>,
}

/// A way that may do where another one was stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherWay {
    /// The way.
    pub way: WayToChoose,
    /// It can be chosen for this disclosure; otherwise another one has to be begun that goes like this.
    pub fits: bool,
}

/// What there is to choose from, and what whoever chooses has to say.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WaysToChoose {
    /// The recipient's ways that count now, for how this disclosure is to go.
    pub ways: Vec<WayToChoose>,
    /// The client set limits that only people can keep (DV-3.3.2d).
    pub limits: bool,
    /// A wall keeps the client apart from somebody: whether they are where it goes isn't known here.
    pub walled: bool,
    /// The client is shielded, or a danger is reported: whether somebody who is a danger is where it goes isn't known here.
    pub danger: bool,
    /// What other people told goes, or it goes because of a danger of which somebody else told: whether it shows who that was isn't
    /// known here.
    pub tellers: bool,
}

/// What somebody chose.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a box that somebody ticks by itself"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChosenWay {
    /// The number of the way.
    pub way: i64,
    /// With a passphrase that is told on the telephone, where there is no key.
    pub spoken: bool,
    /// For how many hours a link is open.
    pub hours: Option<u32>,
    /// The limits that the client set were read, and are kept.
    pub limits: bool,
    /// Nobody from whom a wall keeps the client apart is where it goes.
    pub nobody_walled: bool,
    /// Whether somebody who is a danger is where it goes, or would be shown it; nothing where nobody answered.
    pub danger_there: Option<bool>,
    /// Nothing in it shows who told what other people told.
    pub tellers_kept: bool,
    /// Where nobody answers the telephone, word would be left.
    pub leaves_word: bool,
    /// The paper was read to its end, and nobody stands in it who shouldn't (CR-9).
    pub read: bool,
}

const fn is_ready(state: DisclosureState) -> bool {
    matches!(
        state,
        DisclosureState::Composed | DisclosureState::Approved | DisclosureState::Failed
    )
}

/// The way among those that count, if it goes as the disclosure is to go.
pub(super) fn fitting(
    ways: Vec<Kept<Way>>,
    (no, channel): (i64, Channel),
) -> Result<Kept<Way>, SendingError> {
    let way = ways.into_iter().find(|it| it.no == no);
    let way = way.ok_or(SendingError::WayOver)?;
    if way.it.kind.channel() == channel {
        Ok(way)
    } else {
        Err(SendingError::OtherChannel)
    }
}

impl Office {
    /// The ways by which a disclosure can leave now, and what is asked of whoever chooses one.
    ///
    /// # Errors
    /// [`DisclosureError::Unknown`] when the client isn't there any more.
    pub async fn ways_to_choose(
        &self,
        disclosure: &Disclosure,
    ) -> Result<WaysToChoose, DisclosureError> {
        if !is_ready(disclosure.state) {
            return Ok(WaysToChoose::default());
        }
        let mut found = self.said_by_people(disclosure).await?;
        let colleagues = self.colleagues().await?;
        let named = |way: &Way| {
            let by = way.check.as_ref().and_then(|it| it.by)?;
            let known = colleagues.iter().find(|it| it.id == by);
            known.map(|it| it.name.clone())
        };
        let ways = self.ways_to(disclosure.recipient).await?.into_iter();
        let fit = ways.filter(|way| way.it.kind.channel() == disclosure.channel);
        found.ways = fit
            .map(|way| WayToChoose {
                no: way.no,
                checked_by: named(&way.it),
                it: way.it,
            })
            .collect();
        Ok(found)
    }

    /// Their other ways that count now, where the one that was tried was stopped. Which of these would be stopped too isn't told before
    /// somebody chooses it: that one isn't in this list would say that it stands in the file of somebody behind a wall.
    ///
    /// # Errors
    /// When their ways can't be read.
    pub async fn other_ways(
        &self,
        disclosure: &Disclosure,
        tried: i64,
    ) -> Result<Vec<OtherWay>, DisclosureError> {
        let ways = self.ways_to(disclosure.recipient).await?.into_iter();
        let free = ways.filter(|way| {
            let untold = way.it.kind == WayKind::Link && way.it.phone.is_empty();
            way.no != tried && !untold
        });
        let other = free.map(|way| OtherWay {
            fits: way.it.kind.channel() == disclosure.channel,
            way: WayToChoose {
                no: way.no,
                it: way.it,
                checked_by: None,
            },
        });
        Ok(other.collect())
    }

    /// What only people can know about this disclosure, so that it is asked for.
    async fn said_by_people(
        &self,
        disclosure: &Disclosure,
    ) -> Result<WaysToChoose, DisclosureError> {
        let sheet = self.gate.sheet_of(disclosure.client).await?;
        let sheet = sheet.ok_or(DisclosureError::Unknown)?;
        Ok(WaysToChoose {
            ways: Vec::new(),
            limits: self.has_limits(disclosure, &sheet).await?,
            walled: asks_for_walled(&sheet),
            danger: asks_for_danger(&sheet, self.clock.now_ms()),
            tellers: asks_for_tellers(
                &sheet,
                (&disclosure.sections, disclosure.danger.map(|it| it.no)),
            ),
        })
    }

    /// Whether the consent under which it would leave has limits that only people can keep.
    async fn has_limits(
        &self,
        disclosure: &Disclosure,
        sheet: &ClientSheet,
    ) -> Result<bool, CaseworkError> {
        if !needs_consent(disclosure.basis) {
            return Ok(false);
        }
        let mut register = self.register().await?.into_iter();
        let Some(recipient) = register.find(|it| it.id == disclosure.recipient) else {
            return Ok(false);
        };
        let asked = AskedOfConsents {
            recipient: recipient.no,
            kind: Some(recipient.sheet.kind.into()),
            purpose: disclosure.purpose,
            channel: disclosure.channel,
            sections: &disclosure.sections,
        };
        let under = sheet.consent_for(&asked, self.clock.now_ms());
        let theirs = under.filter(|it| it.names_recipient(recipient.no));
        Ok(theirs.is_some_and(|it| it.confirm_limits))
    }

    /// Chooses by which way a disclosure leaves. Nothing leaves by that.
    ///
    /// # Errors
    /// [`DisclosureError::Sending`] when nobody read the paper, when the way doesn't count or doesn't fit, or a rule stops it.
    pub async fn choose_way(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        chosen: ChosenWay,
    ) -> Result<(), DisclosureError> {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        if !chosen.read {
            return Err(SendingError::Unread.into());
        }
        let ways = self.ways_to(disclosure.recipient).await?;
        let way = fitting(ways, (chosen.way, disclosure.channel))?;
        let met = self.met(client, &way).await?;
        let (by, tried) = (person.worker, way.no);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::still(desk, no)?;
            if !is_ready(text.state) {
                return Err(super::super::outside().into());
            }
            let leaving = leaving(desk, (&text, &way), &chosen, by)?;
            must_be_let(desk, (no, &text), Chosen::of(&way.it, &leaving, met))?;
            desk.works.note("disclosure", no);
            desk.works.note("way", way.no);
            desk.works.note("kind", way.it.kind.word());
            text.leaving = Some(leaving);
            stored::update(desk, (no, version), &text)
        };
        let book = self.book_of(person, client);
        let done = self
            .gate
            .work_on_file::<Amend, _, DisclosureError, _>(&book, "disclosure_way_chosen", work)
            .await;
        if let Err(DisclosureError::Sending(SendingError::Stopped(stops))) = &done {
            self.note_stopped(person, (client, no), (tried, stops))
                .await?;
        }
        done
    }

    /// That a rule stopped a way is on record.
    async fn note_stopped(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        (way, stops): (i64, &[Stop]),
    ) -> Result<(), DisclosureError> {
        let words = in_words(stops);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            desk.works.note("disclosure", no);
            desk.works.note("way", way);
            desk.works.note("stops", words);
            Ok(())
        };
        let book = self.book_of(person, client);
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "disclosure_way_stopped", work)
            .await
    }
}

fn in_words(stops: &[Stop]) -> String {
    let words: Vec<_> = stops.iter().map(|it| it.word()).collect();
    words.join(" ")
}

/// What is kept of a way that was chosen: with it, what was said is tied to what it was said about.
fn leaving(
    desk: &mut FileWorks<'_, '_, '_>,
    (text, way): (&Text, &Kept<Way>),
    chosen: &ChosenWay,
    by: Id<Worker>,
) -> Result<Leaving, DisclosureError> {
    let now_ms = desk.works.now_ms();
    let said = Said {
        read: chosen.read,
        limits: chosen.limits,
        nobody_walled: chosen.nobody_walled,
        danger_there: chosen.danger_there,
        tellers_kept: chosen.tellers_kept,
        leaves_word: chosen.leaves_word,
        dangers: dangers(desk.sheet(), now_ms),
        walls: marks(desk.sheet()),
        consent: consent_of(desk, text)?,
    };
    Ok(Leaving {
        way: way.no,
        kind: way.it.kind,
        spoken: chosen.spoken && may_be_spoken(way.it.kind),
        hours: chosen.hours,
        said,
        by,
        at: now_ms,
    })
}

/// Whether a way can go with a passphrase that is told, instead of a key of theirs.
const fn may_be_spoken(kind: WayKind) -> bool {
    matches!(
        kind,
        WayKind::EncryptedMail | WayKind::Post | WayKind::Hand | WayKind::Sftp
    )
}

/// Asks the rules about ways. They can only say no.
fn must_be_let(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &Text),
    chosen: Chosen<'_>,
) -> Result<(), DisclosureError> {
    let facts = facts(desk, (no, text), chosen)?;
    match rules::check(text.channel, &facts) {
        Ok(()) => Ok(()),
        Err(stops) => Err(SendingError::Stopped(stops).into()),
    }
}

/// That a disclosure is being let out: nothing else can be done with it until it left or stayed.
pub(in super::super) struct Marked {
    /// Since when, in ms since 1970: by this the mark is found again.
    pub(in super::super) since: i64,
    /// SHA-256 of the paper that was looked at, in hex.
    pub(in super::super) content: String,
    /// The number of the consent under which it goes.
    pub(in super::super) consent: Option<i64>,
    /// What its statement names of that consent.
    pub(in super::super) stated: Option<StatedConsent>,
    /// That paper, sealed.
    pub(in super::super) paper: (RowPlace, Vec<u8>),
}

/// Asks them again when it is to leave, and marks it: `seen` is what whoever lets it out looked at. That it was stopped is on
/// record.
pub(super) async fn asked_again(
    office: &Office,
    person: &SignedIn,
    disclosure: &Disclosure,
    (way, met, seen): (Kept<Way>, Met, &str),
) -> Result<Marked, DisclosureError> {
    let (no, looked_at) = (disclosure.no, (disclosure.version, disclosure.state));
    let seen = seen.trim().to_lowercase();
    let work = move |desk: &mut FileWorks<'_, '_, '_>| {
        let (version, text) = stored::still(desk, no)?;
        if (version, text.state) != looked_at {
            return Err(super::super::outside().into());
        }
        let composed = text.composed.as_ref().map(|(_, content)| content);
        if composed != Some(&seen) {
            return Err(GateError::Stale.into());
        }
        let leaving = text.leaving.clone().ok_or(SendingError::NoWay)?;
        still_said(desk, &text, &leaving.said)?;
        still_counts(desk, &way)?;
        partners::were_asked(desk, &text)?;
        requested::must_be_signed(desk, &text)?;
        desk.works.note("disclosure", no);
        desk.works.note("way", way.no);
        // It isn't asked any more then: the no is kept, and with it why.
        if danger::is_over(&text, desk.sheet(), desk.works.now_ms()) {
            desk.works.note("stops", SendingError::DangerOver.word());
            return Ok(Err(SendingError::DangerOver));
        }
        match must_be_let(desk, (no, &text), Chosen::of(&way.it, &leaving, met)) {
            Ok(()) => Ok(Ok(marked(desk, (no, version, text), (way.no, seen))?)),
            // The no is kept, and with it why.
            Err(DisclosureError::Sending(SendingError::Stopped(stops))) => {
                desk.works.note("stops", in_words(&stops));
                Ok(Err(SendingError::Stopped(stops)))
            }
            Err(error) => Err(error),
        }
    };
    let book = office.book_of(person, disclosure.client);
    let asked: Result<Marked, SendingError> = office
        .gate
        .work_on_file::<Amend, _, DisclosureError, _>(&book, "disclosure_way_asked", work)
        .await?;
    Ok(asked?)
}

/// What people said counts only as long as what they said it about is the same: the walls, and the consent with its limits.
fn still_said(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &Text,
    said: &Said,
) -> Result<(), DisclosureError> {
    let other_walls = said.nobody_walled && said.walls != marks(desk.sheet());
    let other_consent = said.limits && said.consent != consent_of(desk, text)?;
    if other_walls || other_consent {
        return Err(SendingError::SaidAnew.into());
    }
    Ok(())
}

/// That the way counts, in this very transaction, and is the one that was looked up.
fn still_counts(desk: &mut FileWorks<'_, '_, '_>, way: &Kept<Way>) -> Result<(), DisclosureError> {
    let now = counting(desk.works, way.no)?;
    match now {
        Some(now) if now.it == way.it => Ok(()),
        _ => Err(SendingError::WayOver.into()),
    }
}

/// That nothing came up since the rules said yes, while the papers were made and sealed: it is asked in the transaction after which
/// it is carried.
pub(in super::super) fn still_goes(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    (way, met): (&Kept<Way>, Met),
) -> Result<(), DisclosureError> {
    let (_, text) = stored::one(desk, no)?;
    partners::were_asked(desk, &text)?;
    still_counts(desk, way)?;
    let leaving = text.leaving.as_ref().ok_or(SendingError::NoWay)?;
    must_be_let(desk, (no, &text), Chosen::of(&way.it, leaving, met))?;
    let going = text.going.as_ref();
    let ground = going.map_or((None, 0), |it| (it.consent, it.since));
    if stands(desk, &text, ground)? {
        Ok(())
    } else {
        Err(SendingError::GroundGone.into())
    }
}

/// Writes down that it is being let out.
fn marked(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version, mut text): (i64, i64, Text),
    (way, content): (i64, String),
) -> Result<Marked, DisclosureError> {
    let consent = consent_of(desk, &text)?;
    nothing_else_goes(desk, no, consent)?;
    let client_no = desk.client_no();
    let found = stored::paper(desk.works.transaction(), (client_no, no, Paper::Document))?;
    let paper = found.ok_or(DisclosureError::Unknown)?;
    let stated = match consent {
        Some(no) => stated(desk, no)?,
        None => None,
    };
    let since = desk.works.now_ms();
    text.set_lost_aside();
    text.going = Some(Going {
        way,
        content: content.clone(),
        since,
        consent,
        by: desk.works.actor(),
    });
    stored::update(desk, (no, version), &text)?;
    Ok(Marked {
        since,
        content,
        consent,
        stated,
        paper,
    })
}

/// Under a consent for one time nothing goes while something else is being let out under it.
fn nothing_else_goes(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    consent: Option<i64>,
) -> Result<(), DisclosureError> {
    let mut facts = desk.sheet().consents.iter();
    let is_once = facts.any(|it| Some(it.no) == consent && it.once);
    if !is_once {
        return Ok(());
    }
    let now_ms = desk.works.now_ms();
    let all = stored::all(desk)?;
    let goes = |(other, it): &(i64, Text)| {
        let under = it.going.as_ref().and_then(|going| going.consent);
        *other != no && it.is_going(now_ms) && under == consent
    };
    if all.iter().any(goes) {
        return Err(SendingError::OnItsWay.into());
    }
    Ok(())
}

impl From<SendingError> for DisclosureError {
    fn from(error: SendingError) -> Self {
        match error {
            SendingError::Pack(caseward_channels::package::PackError::Broken) => {
                Self::Casework(CaseworkError::Damaged)
            }
            error => Self::Sending(error),
        }
    }
}
