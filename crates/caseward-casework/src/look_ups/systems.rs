//! The other systems in which people are looked up: the list is the office's own (CR-2).

use std::collections::BTreeMap;

use caseward_db::{Reader, Row};
use caseward_formats::access_log::{LONGEST_NAME, Mapping};
use caseward_gate::{About, Actor, Drawer, Drawers, Works};
use caseward_model::OfficeAct;
use serde::{Deserialize, Serialize};

use super::fitting;
use crate::rows::written;
use crate::{CaseworkError, Office};

/// Systems that offices of this kind often use; nothing is on the list before somebody puts it there.
pub const USUAL_SYSTEMS: [&str; 7] = [
    "FACTS", "FACTS2", "IRSS", "CLEAN", "JNET", "Accurint", "ECMS",
];

/// The most characters of a system's name.
const NAME_CHARS: usize = 60;

/// A system of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// Its number.
    pub no: i64,
    /// What it is called.
    pub name: String,
    /// People are still looked up there; a system that was taken off the list keeps its past.
    pub kept: bool,
    /// How its access log is to be understood, once somebody confirmed that.
    pub mapping: Option<Mapping>,
    /// Who stands behind the names under which people sign in there; names that say it by themselves aren't here.
    pub users: BTreeMap<String, User>,
    /// It knows people by this office's own numbers: a client's id, or the number of an imported case.
    pub knows_our_numbers: bool,
}

/// Who stands behind a name of another system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum User {
    /// Someone who works here, by number.
    Worker(i64),
    /// Somebody of another office, or a program.
    NotOurs,
}

/// A system to be put on the list.
#[derive(Debug, Clone)]
pub struct NewSystem {
    /// What it is called.
    pub name: String,
}

/// The sealed part of a row.
#[derive(Serialize, Deserialize)]
struct Text {
    name: String,
    kept: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mapping: Option<Mapping>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    users: BTreeMap<String, User>,
    #[serde(default)]
    knows_our_numbers: bool,
}

impl Text {
    fn of(it: System) -> Self {
        Self {
            name: it.name,
            kept: it.kept,
            mapping: it.mapping,
            users: it.users,
            knows_our_numbers: it.knows_our_numbers,
        }
    }
}

const COLUMNS: &str = "SELECT no, version, sealed FROM other_systems ";

impl Office {
    /// The systems of the list, those that were taken off it too, in the order in which they came.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn other_systems(&self) -> Result<Vec<System>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        self.db
            .read(move |reader| systems_of(reader, &drawers))
            .await
    }

    /// The system with this name, whatever its case.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is none.
    pub async fn other_system(&self, name: &str) -> Result<System, CaseworkError> {
        let systems = self.other_systems().await?;
        let found = systems.into_iter().find(|it| alike(&it.name, name));
        found.ok_or_else(|| CaseworkError::Unknown {
            what: "system",
            name: name.chars().take(NAME_CHARS).collect(),
            look: "caseward lookups systems",
        })
    }

    /// Puts a system on the list, or back on it; gives its number.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office; [`CaseworkError::Unfit`] when the name
    /// can't be one.
    pub async fn keep_system(
        &self,
        actor: impl Into<Actor>,
        new: NewSystem,
    ) -> Result<i64, CaseworkError> {
        let act = OfficeAct::ManageLookUps;
        self.gate
            .perform(actor, act, About::Office, "system_kept", move |works| {
                keep(works, &new)
            })
            .await
    }

    /// Takes a system off the list: nobody states look-ups there any more, and its past stays.
    ///
    /// # Errors
    /// As [`Office::keep_system`], and when there is no such system.
    pub async fn drop_system(
        &self,
        actor: impl Into<Actor>,
        system: i64,
    ) -> Result<(), CaseworkError> {
        let act = OfficeAct::ManageLookUps;
        self.gate
            .perform(actor, act, About::Office, "system_dropped", move |works| {
                change(works, system, |it| it.kept = false)
            })
            .await
    }

    /// Saves how a system's access log is to be understood.
    ///
    /// # Errors
    /// As [`Office::drop_system`], and [`CaseworkError::Unfit`] when the mapping contradicts itself.
    pub async fn save_mapping(
        &self,
        actor: impl Into<Actor>,
        system: i64,
        mapping: Mapping,
    ) -> Result<(), CaseworkError> {
        let fault = |fault: caseward_formats::access_log::MappingFault| {
            CaseworkError::Unfit(fault.to_string())
        };
        mapping.check().map_err(fault)?;
        let act = OfficeAct::ManageLookUps;
        self.gate
            .perform(actor, act, About::Office, "mapping_saved", move |works| {
                change(works, system, |it| it.mapping = Some(mapping))
            })
            .await
    }

    /// Says who stands behind a name under which somebody signs in to a system; nobody takes it back.
    ///
    /// # Errors
    /// As [`Office::drop_system`], and [`CaseworkError::Unfit`] when the name can't be one.
    pub async fn match_user(
        &self,
        actor: impl Into<Actor>,
        system: i64,
        name: &str,
        user: Option<User>,
    ) -> Result<(), CaseworkError> {
        let name = fitting(name, (1, LONGEST_NAME), "the name in that system")?.to_lowercase();
        let act = OfficeAct::ManageLookUps;
        self.gate
            .perform(
                actor,
                act,
                About::Office,
                "log_name_matched",
                move |works| {
                    change(works, system, |it| {
                        match user {
                            Some(user) => it.users.insert(name, user),
                            None => it.users.remove(&name),
                        };
                    })
                },
            )
            .await
    }

    /// Says whether a system knows people by this office's own numbers.
    ///
    /// # Errors
    /// As [`Office::drop_system`].
    pub async fn say_whose_numbers(
        &self,
        actor: impl Into<Actor>,
        system: i64,
        ours: bool,
    ) -> Result<(), CaseworkError> {
        let act = OfficeAct::ManageLookUps;
        self.gate
            .perform(
                actor,
                act,
                About::Office,
                "log_numbers_said",
                move |works| change(works, system, |it| it.knows_our_numbers = ours),
            )
            .await
    }
}

fn keep(works: &mut Works<'_, '_>, new: &NewSystem) -> Result<i64, CaseworkError> {
    let name = fitting(&new.name, (2, NAME_CHARS), "the name of the system")?;
    let known = systems_in(works)?
        .into_iter()
        .find(|it| alike(&it.name, &name));
    if let Some(system) = known {
        change(works, system.no, |it| it.kept = true)?;
        return Ok(system.no);
    }
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM other_systems";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let text = Text {
        name,
        kept: true,
        mapping: None,
        users: BTreeMap::new(),
        knows_our_numbers: false,
    };
    let sealed = works.seal(Drawer::Systems, (no, 0, 1), &written(&text)?);
    works.transaction().execute(
        "INSERT INTO other_systems (no, version, sealed) VALUES ($1, 1, $2)",
        &[no.into(), sealed.into()],
    )?;
    works.note("system", no);
    Ok(no)
}

fn change(
    works: &mut Works<'_, '_>,
    system: i64,
    change: impl FnOnce(&mut System),
) -> Result<(), CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let found = works.transaction().query_optional(&sql, &[system.into()])?;
    let row = found.ok_or_else(|| {
        CaseworkError::Unfit("there is no such system; look at the list".to_owned())
    })?;
    let mut it = opened(&row, |place, sealed| {
        works.open(Drawer::Systems, place, sealed)
    })?;
    change(&mut it);
    let text = Text::of(it);
    let version = row.int(1)? + 1;
    let sealed = works.seal(Drawer::Systems, (system, 0, version), &written(&text)?);
    works.transaction().execute(
        "UPDATE other_systems SET version = $1, sealed = $2 WHERE no = $3",
        &[version.into(), sealed.into(), system.into()],
    )?;
    works.note("system", system);
    Ok(())
}

/// The system with this number, inside a piece of work.
pub(super) fn system_in(
    works: &mut Works<'_, '_>,
    no: i64,
) -> Result<Option<System>, CaseworkError> {
    Ok(systems_in(works)?.into_iter().find(|it| it.no == no))
}

fn systems_in(works: &mut Works<'_, '_>) -> Result<Vec<System>, CaseworkError> {
    let sql = format!("{COLUMNS}ORDER BY no");
    let rows = works.transaction().query(&sql, &[])?;
    let open = |row: &Row| {
        opened(row, |place, sealed| {
            works.open(Drawer::Systems, place, sealed)
        })
    };
    rows.iter().map(open).collect()
}

pub(crate) fn systems_of(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
) -> Result<Vec<System>, CaseworkError> {
    let rows = reader.query(&format!("{COLUMNS}ORDER BY no"), &[])?;
    let open = |row: &Row| {
        opened(row, |place, sealed| {
            drawers.open(Drawer::Systems, place, sealed)
        })
    };
    rows.iter().map(open).collect()
}

type Plain = zeroize::Zeroizing<Vec<u8>>;

fn opened(
    row: &Row,
    open: impl FnOnce((i64, i64, i64), &[u8]) -> Result<Plain, caseward_gate::GateError>,
) -> Result<System, CaseworkError> {
    let no = row.int(0)?;
    let plain = open((no, 0, row.int(1)?), row.bytes(2)?)?;
    let text: Text = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    Ok(System {
        no,
        name: text.name,
        kept: text.kept,
        mapping: text.mapping,
        users: text.users,
        knows_our_numbers: text.knows_our_numbers,
    })
}

fn alike(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}
