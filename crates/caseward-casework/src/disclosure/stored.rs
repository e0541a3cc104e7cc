//! The rows of disclosures: sealed under the key of the client whom they are about (NASW-l, DV-5.2.7).

use caseward_channels::hand::Custody;
use caseward_db::Reader;
use caseward_gate::{Also, Choice, Drawer, FileWorks, RowPlace};
use caseward_model::{
    Basis, Category, Channel, Client, DisclosureState, Id, Organization, Purpose, Road, Told,
    Worker,
};
use serde::{Deserialize, Serialize};

use super::{
    Answers, AttachedMark, Departure, Disclosure, DisclosureError, Discussed, InWords, Leaving,
    NamedDanger, Paper, Partners, Said, SendingError, Travels, roads, sending,
};
use crate::CaseworkError;
use crate::plain_words::Remark;

/// How long the mark of a release keeps everything else away, in ms. Whoever lets it out is through with it long before.
const GOING_MS: i64 = 10 * 60_000;

/// That it is being let out right now: written before the gate is asked for the last time, taken away when it left or stayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Going {
    /// The number of the way.
    pub(super) way: i64,
    /// SHA-256 of the paper, in hex.
    pub(super) content: String,
    /// Since when, in ms since 1970.
    pub(super) since: i64,
    /// The consent under which it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) consent: Option<i64>,
    /// Who lets it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<Id<Worker>>,
}

/// Whether a release that began then never came to an end: nobody knows whether something left.
pub(super) const fn is_lost(since: i64, now_ms: i64) -> bool {
    now_ms.saturating_sub(since) >= GOING_MS
}

const fn is_none(count: &usize) -> bool {
    *count == 0
}

/// The sealed part of a disclosure's row. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Text {
    #[serde(default)]
    pub(super) road: Road,
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    pub(super) answers: Answers,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) discussed: Option<Discussed>,
    pub(super) recipient: Id<Organization>,
    pub(super) purpose: Purpose,
    pub(super) basis: Basis,
    /// The number of the danger report on which it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) danger: Option<i64>,
    pub(super) channel: Channel,
    pub(super) sections: Vec<Category>,
    /// Of what the papers were made that lie beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) holds: Vec<Category>,
    /// Under which permissions of those who told something parts of it stand in the paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tellers: Vec<i64>,
    /// How many things that others told stayed out of the paper.
    #[serde(default, skip_serializing_if = "is_none")]
    pub(super) told_stays: usize,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) why_more: String,
    pub(super) told: Told,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) told_how: String,
    pub(super) state: DisclosureState,
    pub(super) begun_at: i64,
    pub(super) begun_by: Id<Worker>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) composed: Option<(i64, String)>,
    /// Who put it together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) composed_by: Option<Id<Worker>>,
    /// A rule wants a second person to look at what was put together.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) wants_second: bool,
    /// When supervisors were asked last, none of them could be told who may look at the client.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) told_nobody: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) remarks: Vec<Remark>,
    /// The clauses that let it go when it was put together: they are asked anew when it leaves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) clauses: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) approved: Option<(i64, Id<Worker>)>,
    /// When, the INTENT's number, the number of the statement's entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) released: Option<(i64, u64, u64)>,
    /// Who released it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) released_by: Option<Id<Worker>>,
    /// What was released last is known to have stayed: nobody got any of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) nothing_left: bool,
    /// What left before that, or may have, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) earlier: Vec<Departure>,
    /// It is being let out right now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) going: Option<Going>,
    /// The number of the consent under which it left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) under: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ended: Option<(i64, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) also: Vec<Also>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) choices: Vec<Choice>,
    /// What was said and decided about partners.
    #[serde(default, skip_serializing_if = "Partners::is_unsaid")]
    pub(super) partners: Partners,
    /// Who chose what goes, decided about what is masked, or attached something: they don't approve or discuss it, nor does whoever began it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) hands: Vec<Id<Worker>>,
    /// What became known of the client when it was begun: that is taken back when it is given up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) made_known: Vec<MadeKnown>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) leaving: Option<Leaving>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) travels: Option<Travels>,
    /// The hands through which an envelope goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) custody: Option<Custody>,
    /// Why it didn't go the last time, in a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) trouble: Option<String>,
    /// What is attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) attached: Vec<AttachedMark>,
}

/// What beginning a disclosure makes known of the client.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MadeKnown {
    /// They died.
    Deceased,
    /// They take part in a programme for people who used violence.
    ProgrammeParticipant,
}

impl Text {
    /// As the book has it: without what was said about it.
    pub(super) fn in_book(self, (no, version): (i64, i64), client: Id<Client>) -> Disclosure {
        Disclosure {
            in_words: None,
            ..self.view((no, version), client)
        }
    }

    /// With all that was said about it.
    pub(super) fn view(self, (no, version): (i64, i64), client: Id<Client>) -> Disclosure {
        let hands = self.with_a_hand();
        Disclosure {
            no,
            version,
            client,
            road: self.road,
            raises_risk: roads::raises_risk(&self.answers),
            discussed: self.discussed,
            recipient: self.recipient,
            purpose: self.purpose,
            basis: self.basis,
            danger: self.danger.map(|no| NamedDanger { no, by: None }),
            channel: self.channel,
            sections: self.sections,
            holds: self.holds,
            tellers: self.tellers,
            told: self.told,
            state: self.state,
            begun: (self.begun_at, self.begun_by),
            hands,
            composed: self.composed,
            wants_second: self.wants_second,
            told_nobody: self.told_nobody,
            approved: self.approved,
            released: self.released,
            released_by: self.released_by,
            nothing_left: self.nothing_left,
            earlier: self.earlier,
            under: self.under,
            lost: self.going.map(|it| (it.since, it.consent, it.by)),
            ended_at: self.ended.as_ref().map(|(at, _)| *at),
            in_words: Some(InWords {
                answers: self.answers,
                why_more: self.why_more,
                told_how: self.told_how,
                ended_how: self.ended.map(|(_, how)| how).unwrap_or_default(),
                remarks: self.remarks,
                also: self.also,
                choices: self.choices,
                partners: self.partners,
                told_stays: self.told_stays,
            }),
            leaving: self.leaving,
            travels: self.travels,
            trouble: self.trouble,
            custody: self.custody,
            attached: self.attached,
        }
    }

    /// Somebody had a hand in what leaves.
    pub(super) fn touched_by(&mut self, worker: Id<Worker>) {
        if !self.hands.contains(&worker) {
            self.hands.push(worker);
        }
    }

    /// Who had a hand in what leaves: they don't discuss or approve it.
    pub(super) fn with_a_hand(&self) -> Vec<Id<Worker>> {
        let mut all = self.hands.clone();
        all.push(self.begun_by);
        all.extend(self.composed_by);
        all
    }

    pub(super) fn has_a_hand(&self, worker: Id<Worker>) -> bool {
        self.with_a_hand().contains(&worker)
    }

    /// What was put together counts no more, nor what was discussed and agreed about it: something of it changed.
    pub(super) fn begin_anew(&mut self) {
        self.set_aside();
        if let Some(leaving) = &mut self.leaving {
            leaving.said = Said::default();
        }
        self.state = DisclosureState::Begun;
        (self.composed, self.approved, self.discussed) = (None, None, None);
        self.composed_by = None;
        self.tellers.clear();
        self.told_stays = 0;
        (self.wants_second, self.told_nobody) = (false, false);
        self.remarks.clear();
        self.clauses.clear();
        self.partners.begin_anew();
    }

    /// It is sent anew, or put together anew: what left before, or may have, is accounted for all the same.
    pub(super) fn set_aside(&mut self) {
        let content = self.composed.as_ref().map(|(_, it)| it.clone());
        let (under, travels, custody) =
            (self.under.take(), self.travels.take(), self.custody.take());
        let by = self.released_by.take();
        let released = self.released.take().filter(|_| !self.nothing_left);
        if let Some((at, intent, stated)) = released {
            self.earlier.push(Departure {
                at,
                intent,
                stated,
                content: content.unwrap_or_default(),
                sections: self.sections.clone(),
                under,
                tellers: self.tellers.clone(),
                by,
                travels,
                custody,
            });
        }
        self.nothing_left = false;
        self.set_lost_aside();
    }

    /// The same for a release that never came to an end.
    pub(super) fn set_lost_aside(&mut self) {
        if let Some(lost) = self.going.take() {
            self.earlier.push(Departure {
                at: lost.since,
                intent: 0,
                stated: 0,
                content: lost.content,
                sections: self.sections.clone(),
                under: lost.consent,
                tellers: self.tellers.clone(),
                by: lost.by,
                travels: None,
                custody: None,
            });
        }
    }

    /// SHA-256 of each paper of it that left, may have, or is to leave, in hex.
    pub(super) fn contents(&self) -> impl Iterator<Item = &str> {
        let stays = self.state == DisclosureState::Dropped;
        let last = self.composed.as_ref().filter(|_| !stays);
        let last = last.map(|(_, content)| content.as_str());
        let earlier = self.earlier.iter().map(|it| it.content.as_str());
        last.into_iter().chain(earlier)
    }

    /// Whether it left, or may have: that counts as disclosed.
    pub(super) fn departed(&self, now_ms: i64) -> bool {
        let released = self.released.is_some() && !self.nothing_left;
        let going = self.going.as_ref();
        released || !self.earlier.is_empty() || going.is_some_and(|it| is_lost(it.since, now_ms))
    }

    /// Whether it is being let out right now.
    pub(super) fn is_going(&self, now_ms: i64) -> bool {
        let going = self.going.as_ref();
        going.is_some_and(|it| !is_lost(it.since, now_ms))
    }

    pub(super) fn read(plain: &[u8]) -> Result<Self, CaseworkError> {
        serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)
    }

    fn written(&self) -> Result<Vec<u8>, CaseworkError> {
        serde_json::to_vec(self).map_err(|_| CaseworkError::Damaged)
    }
}

/// Keeps a new disclosure; gives its number.
pub(super) fn insert(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &Text,
) -> Result<i64, DisclosureError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM disclosures";
    let no = desk.works.transaction().query_one(next, &[])?.int(0)?;
    let sealed = desk.seal(Drawer::Disclosures, (no, 0, 1), &text.written()?)?;
    let mark = desk
        .works
        .fingerprint("recipient", &[text.recipient.as_bytes()]);
    let (client_no, state) = (desk.client_no(), i64::from(text.state.number()));
    desk.works.transaction().execute(
        "INSERT INTO disclosures (no, client_no, to_mark, state, version, sealed) \
         VALUES ($1, $2, $3, $4, 1, $5)",
        &[
            no.into(),
            client_no.into(),
            mark.into(),
            state.into(),
            sealed.into(),
        ],
    )?;
    Ok(no)
}

/// A disclosure of this client, with its version.
pub(super) fn one(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<(i64, Text), DisclosureError> {
    let sql = "SELECT version, sealed FROM disclosures WHERE no = $1 AND client_no = $2";
    let values = [no.into(), desk.client_no().into()];
    let row = desk.works.transaction().query_optional(sql, &values)?;
    let row = row.ok_or(DisclosureError::Unknown)?;
    let version = row.int(0)?;
    let plain = desk.open(Drawer::Disclosures, (no, 0, version), row.bytes(1)?)?;
    Ok((version, Text::read(&plain)?))
}

/// The number of the INTENT by which something left at that time, as it stands on its statement; nothing where that isn't known.
pub(crate) fn entry_of(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, at): (i64, i64),
) -> Result<Option<u64>, CaseworkError> {
    let text = match one(desk, no) {
        Ok((_, text)) => text,
        Err(DisclosureError::Unknown) => return Ok(None),
        Err(DisclosureError::Casework(error)) => return Err(error),
        Err(_) => return Err(CaseworkError::Damaged),
    };
    let last = text.released.map(|(then, intent, _)| (then, intent));
    let mut all = text.earlier.iter().map(|it| (it.at, it.intent)).chain(last);
    let then = all.find(|(left_at, intent)| *left_at == at && *intent > 0);
    Ok(then.map(|(_, intent)| intent))
}

/// A disclosure of this client that is to be changed, with its version; not while it is being let out.
pub(super) fn still(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<(i64, Text), DisclosureError> {
    let (version, text) = one(desk, no)?;
    if text.is_going(desk.works.now_ms()) {
        return Err(SendingError::OnItsWay.into());
    }
    Ok((version, text))
}

/// Writes a changed disclosure under the next version. What isn't on its way any more waits nowhere: no link opens it, and what
/// travelled is gone.
pub(super) fn update(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    text: &Text,
) -> Result<(), DisclosureError> {
    if text.state != DisclosureState::Released {
        forget_package(desk, no)?;
    }
    // Of what was fetched by its link, the download may be begun anew.
    if !matches!(
        text.state,
        DisclosureState::Released | DisclosureState::Delivered
    ) {
        sending::close_link(desk, no)?;
    }
    let version = version + 1;
    let sealed = desk.seal(Drawer::Disclosures, (no, 0, version), &text.written()?)?;
    let state = i64::from(text.state.number());
    desk.works.transaction().execute(
        "UPDATE disclosures SET state = $1, version = $2, sealed = $3 WHERE no = $4",
        &[state.into(), version.into(), sealed.into(), no.into()],
    )?;
    Ok(())
}

fn forget_package(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<(), DisclosureError> {
    let sql = "DELETE FROM disclosure_papers WHERE disclosure_no = $1 AND kind = $2";
    let values = [no.into(), (Paper::Package as i64).into()];
    desk.works.transaction().execute(sql, &values)?;
    Ok(())
}

/// Keeps a paper that was sealed for its place.
pub(super) fn keep_paper(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, paper, version): (i64, Paper, i64),
    sealed: Vec<u8>,
) -> Result<(), DisclosureError> {
    desk.works.transaction().execute(
        "INSERT INTO disclosure_papers (disclosure_no, kind, version, sealed) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (disclosure_no, kind) DO UPDATE SET version = excluded.version, sealed = excluded.sealed",
        &[no.into(), (paper as i64).into(), version.into(), sealed.into()],
    )?;
    Ok(())
}

/// The place of a paper, and its sealed bytes; nothing when there is none.
pub(super) fn paper(
    reader: &mut Reader<'_>,
    (client_no, no, paper): (i64, i64, Paper),
) -> Result<Option<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT p.version, p.sealed FROM disclosure_papers p \
               JOIN disclosures d ON d.no = p.disclosure_no \
               WHERE p.disclosure_no = $1 AND p.kind = $2 AND d.client_no = $3";
    let values = [no.into(), (paper as i64).into(), client_no.into()];
    let Some(row) = reader.query_optional(sql, &values)? else {
        return Ok(None);
    };
    let at = (no, paper as i64, row.int(0)?);
    Ok(Some((at, row.bytes(1)?.to_vec())))
}

/// What is added to the kind of a paper in the place of one that left: there the entry stands for the version. The number stands in what is
/// sealed.
const LEFT: i64 = 100;

/// The place of a paper that left with the release of this INTENT.
fn left_at((no, intent, paper): (i64, u64, Paper)) -> Result<RowPlace, CaseworkError> {
    let entry = i64::try_from(intent).map_err(|_| CaseworkError::Damaged)?;
    Ok((no, LEFT + paper as i64, entry))
}

/// Keeps a paper that leaves: no later release takes its place.
pub(super) fn keep_left(
    desk: &mut FileWorks<'_, '_, '_>,
    which: (i64, u64, Paper),
    bytes: &[u8],
) -> Result<(), DisclosureError> {
    let at = left_at(which)?;
    let sealed = desk.seal(Drawer::Disclosures, at, bytes)?;
    let (no, _, entry) = at;
    desk.works.transaction().execute(
        "INSERT INTO papers_that_left (disclosure_no, entry, kind, sealed) VALUES ($1, $2, $3, $4)",
        &[
            no.into(),
            entry.into(),
            (which.2 as i64).into(),
            sealed.into(),
        ],
    )?;
    Ok(())
}

/// The place of a paper that left with the release of this INTENT, and its sealed bytes; nothing when there is none.
pub(super) fn left(
    reader: &mut Reader<'_>,
    client_no: i64,
    which: (i64, u64, Paper),
) -> Result<Option<(RowPlace, Vec<u8>)>, CaseworkError> {
    let at = left_at(which)?;
    let sql = "SELECT p.sealed FROM papers_that_left p \
               JOIN disclosures d ON d.no = p.disclosure_no \
               WHERE p.disclosure_no = $1 AND p.entry = $2 AND p.kind = $3 AND d.client_no = $4";
    let (no, _, entry) = at;
    let values = [
        no.into(),
        entry.into(),
        (which.2 as i64).into(),
        client_no.into(),
    ];
    let found = reader.query_optional(sql, &values)?;
    found
        .map(|row| Ok((at, row.bytes(0)?.to_vec())))
        .transpose()
}

/// The sealed row of one disclosure of a client, with its place; none when there is none.
pub(super) fn row(
    reader: &mut Reader<'_>,
    (client_no, no): (i64, i64),
) -> Result<Vec<(RowPlace, Vec<u8>)>, CaseworkError> {
    let mut rows = rows(reader, client_no)?;
    rows.retain(|((found, ..), _)| *found == no);
    Ok(rows)
}

/// All disclosures of the client, the newest first, with their numbers.
pub(super) fn all(desk: &mut FileWorks<'_, '_, '_>) -> Result<Vec<(i64, Text)>, DisclosureError> {
    let client_no = desk.client_no();
    let rows = rows(desk.works.transaction(), client_no)?;
    let mut all = Vec::with_capacity(rows.len());
    for (at, sealed) in rows {
        let plain = desk.open(Drawer::Disclosures, at, &sealed)?;
        all.push((at.0, Text::read(&plain)?));
    }
    Ok(all)
}

/// The sealed rows of a client's disclosures, the newest first, with their places.
pub(super) fn rows(
    reader: &mut Reader<'_>,
    client_no: i64,
) -> Result<Vec<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT no, version, sealed FROM disclosures WHERE client_no = $1 ORDER BY no DESC";
    let rows = reader.query(sql, &[client_no.into()])?;
    let place = |row: &caseward_db::Row| {
        let at = (row.int(0)?, 0, row.int(1)?);
        Ok((at, row.bytes(2)?.to_vec()))
    };
    rows.iter().map(place).collect()
}
