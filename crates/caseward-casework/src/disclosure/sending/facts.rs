//! What the house knows about a way and a package, for the rules about accidents that happened elsewhere: T-ICO-1 to 8
//! (DV-3.3.2e, DV-4.4.2, NASW-m).
//!
//! Known here: since when the way counts, which telephone belongs to it, and who checked both (the register); walls against the
//! recipient and against those of its people whom we know, whether the client is shielded, which dangers stand and whether somebody
//! else told of them (the client's sheet); whether the address or the telephone stands in the file of somebody walled off (`around`);
//! what is in the paper, and whether somebody else got the very same (the disclosures).
//! Not known here: who else lives, works or reads at an address, whether somebody who is a danger is there, and whether a text shows who
//! told it. That, somebody has to say. What a paper says of others is searched and masked when it is put together.

use caseward_channels::Hash;
use caseward_channels::rules::{
    AddressFacts, Between, Destination, Facts, Holding, Origin, PhoneFacts, PhoneOwner, Reader,
    Searched, SubjectFacts,
};
use caseward_gate::{ClientSheet, DangerFact, FileWorks, WallAgainst, WallFact};
use caseward_model::{Category, RedactionClass, WayKind};
use data_encoding::HEXLOWER;

use super::super::stored::{self, Text};
use super::super::{DisclosureError, Paper};
use super::around::Met;
use super::{Leaving, Said};
use crate::CaseworkError;
use crate::partnership::Way;

/// What stands between a client and an organisation, as far as the client's walls tell.
pub(super) struct Walls {
    /// A wall against the organisation, or one of its people whom we know.
    pub(super) theirs: bool,
    /// A wall against other clients: whether one of them is there isn't known here.
    of_clients: bool,
}

pub(super) fn walls(
    desk: &mut FileWorks<'_, '_, '_>,
    organization: i64,
) -> Result<Walls, DisclosureError> {
    let workers = desk.works.workers()?;
    let sheet = desk.sheet();
    let mut there = workers
        .iter()
        .filter(|it| it.2.organization == organization);
    let of_theirs = there.any(|it| sheet.walls_off(it.0, &it.2));
    let to_them = |it: &WallFact| it.against == WallAgainst::Organization(organization);
    Ok(Walls {
        theirs: of_theirs || sheet.walls.iter().any(to_them),
        of_clients: asks_for_walled(sheet),
    })
}

fn mark(it: &WallFact) -> String {
    match it.against {
        WallAgainst::Worker(no) => format!("worker {no}"),
        WallAgainst::Client(no) => format!("client {no}"),
        WallAgainst::Organization(no) => format!("organization {no}"),
    }
}

/// Whether a wall against another client came up since the way was chosen: whether they are where it goes, nobody said.
pub(super) fn walled_since(sheet: &ClientSheet, text: &Text) -> bool {
    let said = text.leaving.as_ref().map(|it| &it.said.walls);
    let unknown = |it: &WallFact| said.is_none_or(|said| !said.contains(&mark(it)));
    let mut walls = sheet.walls.iter();
    walls.any(|it| matches!(it.against, WallAgainst::Client(_)) && unknown(it))
}

/// A client's walls, as what somebody said about them is tied to them.
pub(super) fn marks(sheet: &ClientSheet) -> Vec<String> {
    let mut marks: Vec<String> = sheet.walls.iter().map(mark).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// Whether since then what tells of a safe place goes along that nobody asked for: the client was shielded meanwhile.
pub(super) fn shielded_since(sheet: &ClientSheet, text: &Text, then_ms: i64) -> bool {
    let unasked = |it: &Category| {
        gives_away(*it) == RedactionClass::Place && !caseward_gate::needs(text.purpose, *it)
    };
    let mut since = sheet.protections.iter().map(|it| it.since);
    since.any(|it| it > then_ms) && text.sections.iter().any(unasked)
}

/// Whether somebody has to say that nobody walled off is where it goes.
pub(super) fn asks_for_walled(sheet: &ClientSheet) -> bool {
    let mut walls = sheet.walls.iter();
    walls.any(|it| matches!(it.against, WallAgainst::Client(_)))
}

/// Whether the paper was put together with everybody else masked in it.
fn was_masked(reader: &mut caseward_db::Reader<'_>, no: i64) -> Result<bool, CaseworkError> {
    let sql = "SELECT 1 FROM disclosure_papers WHERE disclosure_no = $1 AND kind = $2";
    let values = [no.into(), (Paper::Masks as i64).into()];
    Ok(reader.query_optional(sql, &values)?.is_some())
}

/// The numbers of the danger reports that stand and keep nothing back: about what keeps back, the gate is asked.
pub(super) fn dangers(sheet: &ClientSheet, now_ms: i64) -> Vec<i64> {
    let standing = |it: &&DangerFact| it.counts_at(now_ms) && !it.keeps_back_at(now_ms);
    sheet
        .dangers
        .iter()
        .filter(standing)
        .map(|it| it.no)
        .collect()
}

/// Whether somebody has to say if anybody who is a danger is where it goes: the client is shielded, or a danger is reported.
pub(super) fn asks_for_danger(sheet: &ClientSheet, now_ms: i64) -> bool {
    sheet.protected() || !dangers(sheet, now_ms).is_empty()
}

/// Whether somebody has to say that the paper doesn't show who told something: what other people told goes, or it goes because of a
/// danger that somebody else told of.
pub(super) fn asks_for_tellers(
    sheet: &ClientSheet,
    (sections, danger): (&[Category], Option<i64>),
) -> bool {
    let told = |it: &DangerFact| Some(it.no) == danger && it.told_by_another;
    sections.contains(&Category::ThirdParty) || sheet.dangers.iter().any(told)
}

/// What stands between the client and whoever would read it, as far as it is known here or was said.
fn between(sheet: &ClientSheet, (theirs, said): (bool, &Said), now_ms: i64) -> Between {
    let feared = asks_for_danger(sheet, now_ms);
    let standing = dangers(sheet, now_ms);
    // What was reported since was not what the answer was about.
    let answered = said
        .danger_there
        .filter(|is_there| *is_there || standing.iter().all(|no| said.dangers.contains(no)));
    match (theirs, feared, answered) {
        (_, _, Some(true)) | (true, true, _) => Between::Risk,
        (true, false, _) => Between::Walled,
        (false, true, None) => Between::Unknown,
        (false, _, _) => Between::Nothing,
    }
}

/// How a section came into the house, as far as that can tell who spoke.
fn origin(sheet: &ClientSheet, text: &Text, (category, said): (Category, &Said)) -> Origin {
    let of_others = category == Category::ThirdParty;
    let because_of_others = asks_for_tellers(sheet, (&[], text.danger));
    if (of_others || because_of_others) && !said.tellers_kept {
        Origin::Enquiry
    } else {
        Origin::Written
    }
}

/// A way that was chosen, or is about to be.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'c> {
    pub(super) way: &'c Way,
    /// What whoever chose it said.
    pub(super) said: &'c Said,
    /// With a passphrase that is told.
    pub(super) spoken: bool,
    /// What of it stands in the file of somebody walled off.
    pub(super) met: Met,
}

impl<'c> Chosen<'c> {
    pub(super) const fn of(way: &'c Way, leaving: &'c Leaving, met: Met) -> Self {
        Self {
            way,
            said: &leaving.said,
            spoken: leaving.spoken,
            met,
        }
    }
}

/// The telephone on which something is told for this way; nothing where nothing is.
fn told_on(chosen: Chosen<'_>) -> Option<PhoneFacts> {
    let way = chosen.way;
    let checked = way.check.is_some() && way.retired_at.is_none();
    let owner = if chosen.met.phone {
        PhoneOwner::Walled
    } else if checked && !way.phone.is_empty() {
        PhoneOwner::Recipient
    } else {
        PhoneOwner::Unknown
    };
    let is_told = chosen.spoken || way.kind == WayKind::Link;
    is_told.then_some(PhoneFacts {
        owner,
        safe_for_messages: way.word_may_be_left,
        leaves_message: chosen.said.leaves_word,
    })
}

/// Everybody else who got, or is to get, the very same paper: each reader has one of their own.
fn others_with(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &Text),
    artefact: Hash,
) -> Result<Vec<Reader>, DisclosureError> {
    let all = stored::all(desk)?;
    let has_it = |(other, it): &&(i64, Text)| {
        let mut papers = it.contents().filter_map(hash_in_hex);
        *other != no && it.recipient != text.recipient && papers.any(|it| it == artefact)
    };
    let mut same: Vec<_> = all
        .iter()
        .filter(has_it)
        .map(|(_, it)| it.recipient)
        .collect();
    same.sort_unstable();
    same.dedup();
    let reader = |_| Reader {
        artefact,
        holds: Vec::new(),
        searched: Searched::NothingOfOthers,
    };
    Ok(same.into_iter().map(reader).collect())
}

/// The facts about this disclosure by this way.
pub(super) fn facts(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &Text),
    chosen: Chosen<'_>,
) -> Result<Facts, DisclosureError> {
    let (way, said, now_ms) = (chosen.way, chosen.said, desk.works.now_ms());
    let (organization, _) = desk.works.organization(text.recipient)?;
    let walls = walls(desk, organization)?;
    let shared = match (walls.theirs || chosen.met.address, walls.of_clients) {
        (true, _) => Some(true),
        (false, true) => said.nobody_walled.then_some(false),
        (false, false) => Some(false),
    };
    let content = text.composed.as_ref().map(|(_, hash)| hash.as_str());
    let artefact = content.and_then(hash_in_hex);
    let searched = if was_masked(desk.works.transaction(), no)? {
        Searched::NothingOfOthers
    } else {
        Searched::NotSearched
    };
    let mut readers = match artefact {
        Some(artefact) => others_with(desk, (no, text), artefact)?,
        None => Vec::new(),
    };
    let sheet = desk.sheet();
    let between = between(sheet, (walls.theirs, said), now_ms);
    let subject = SubjectFacts {
        // How old somebody is stands in no fact that decides; so everybody counts as a child here.
        minor: true,
        protected: sheet.protected(),
    };
    let held = text.sections.iter().map(|category| Holding {
        category: *category,
        redaction: gives_away(*category),
        subject,
        between,
        origin: origin(sheet, text, (*category, said)),
        asked_for_by_itself: caseward_gate::needs(text.purpose, *category),
    });
    let theirs = Reader {
        artefact: artefact.unwrap_or_default(),
        holds: held.collect(),
        searched,
    };
    readers.push(theirs);
    let address = AddressFacts {
        counts_from: way.from,
        counts_until: Some(way.until),
        verified: way.check.is_some() && way.retired_at.is_none(),
        shared_with_walled: shared,
    };
    Ok(Facts {
        now_ms,
        destination: Destination::Address(address),
        told_on: told_on(chosen),
        readers,
        second_person: text.approved.is_some(),
    })
}

/// What a section of a disclosure gives away besides itself: any of them can hold notes.
const fn gives_away(category: Category) -> RedactionClass {
    match category {
        Category::Contact | Category::Location => RedactionClass::Place,
        _ => RedactionClass::FreeText,
    }
}

fn hash_in_hex(text: &str) -> Option<Hash> {
    let bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
    bytes.try_into().ok()
}
