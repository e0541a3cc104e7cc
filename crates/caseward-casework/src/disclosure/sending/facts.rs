//! What the house knows about a way and a package, for the rules about accidents that happened elsewhere: T-ICO-1 to 8
//! (DV-3.3.2e, DV-4.4.2, NASW-m).
//!
//! Known here: since when the way counts and who checked it (the register); walls against the recipient and against those of
//! its people whom we know, and whether the client is shielded (the client's sheet); what is in the paper (the disclosure).
//! Not known here: who else lives, works or reads at an address: that, somebody has to say. What a paper says of others is
//! searched and masked when it is put together. Nothing goes to a telephone, nothing to a person, and nothing that an enquirer told stands in a file.

use caseward_channels::Hash;
use caseward_channels::rules::{
    AddressFacts, Between, Destination, Facts, Holding, Origin, Reader, Searched, SubjectFacts,
};
use caseward_gate::{ClientSheet, FileWorks, WallAgainst, WallFact};
use caseward_model::{Category, RedactionClass};
use data_encoding::HEXLOWER;

use super::super::stored::Text;
use super::super::{DisclosureError, Paper};
use super::Said;
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
    let against: Vec<_> = desk.sheet().walls.iter().map(|it| it.against).collect();
    let workers = desk.works.workers()?;
    let works_there = |no: i64| {
        let found = workers.iter().find(|it| it.0 == no);
        found.is_some_and(|it| it.2.organization == organization)
    };
    let theirs = against.iter().any(|it| match it {
        WallAgainst::Organization(no) => *no == organization,
        WallAgainst::Worker(no) => works_there(*no),
        WallAgainst::Client(_) => false,
    });
    let of_clients = |it: &WallAgainst| matches!(it, WallAgainst::Client(_));
    Ok(Walls {
        theirs,
        of_clients: against.iter().any(of_clients),
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

/// The facts about this disclosure by this way.
pub(super) fn facts(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &Text),
    (way, said): (&Way, &Said),
) -> Result<Facts, DisclosureError> {
    let (organization, _) = desk.works.organization(text.recipient)?;
    let walls = walls(desk, organization)?;
    let shared = match (walls.theirs, walls.of_clients) {
        (true, _) => Some(true),
        (false, true) => said.nobody_walled.then_some(false),
        (false, false) => Some(false),
    };
    let content = text.composed.as_ref().map(|(_, hash)| hash.as_str());
    let searched = if was_masked(desk.works.transaction(), no)? {
        Searched::NothingOfOthers
    } else {
        Searched::NotSearched
    };
    let between = if walls.theirs {
        Between::Walled
    } else {
        Between::Nothing
    };
    let subject = SubjectFacts {
        // How old somebody is stands in no fact that decides; so everybody counts as a child here.
        minor: true,
        protected: desk.sheet().protected(),
    };
    let held = text.sections.iter().map(|category| Holding {
        category: *category,
        redaction: gives_away(*category),
        subject,
        between,
        origin: Origin::Written,
        asked_for_by_itself: caseward_gate::needs(text.purpose, *category),
    });
    let address = AddressFacts {
        counts_from: way.from,
        counts_until: Some(way.until),
        verified: way.check.is_some() && way.retired_at.is_none(),
        shared_with_walled: shared,
    };
    Ok(Facts {
        now_ms: desk.works.now_ms(),
        destination: Destination::Address(address),
        readers: vec![Reader {
            artefact: content.and_then(hash_in_hex).unwrap_or_default(),
            holds: held.collect(),
            searched,
        }],
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
