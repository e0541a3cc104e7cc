//! Where it is kept what the office requires: one sealed row, whose version stands on the office's own
//! sheet, so that no older row that was put back is believed (design §5).

use caseward_gate::{Drawer, Drawers, GateError, Works};
use caseward_model::{Id, Organization, Role};
use serde::{Deserialize, Serialize};

use super::settle::Register;
use super::text::Edition;
use crate::{CaseworkError, Office};

/// The register, and where it came from.
pub(super) struct Held {
    office: Id<Organization>,
    version: i64,
    pub(super) register: Register,
}

/// The place of the row; texts lie beside it, under the numbers of their requirements.
const fn place(version: i64) -> (i64, i64, i64) {
    (0, 0, version)
}

const SQL: &str = "SELECT version, sealed FROM requirements WHERE no = 1";

/// Reads the register within a piece of work.
pub(super) fn load(works: &mut Works<'_, '_>) -> Result<Held, CaseworkError> {
    let all = works.organizations()?;
    let own = all.into_iter().find(|it| it.2.keeps_records_here);
    let (_, office, sheet, _) = own.ok_or(CaseworkError::Damaged)?;
    let row = works.transaction().query_optional(SQL, &[])?;
    let found = row
        .map(|row| Ok::<_, CaseworkError>((row.int(0)?, row.bytes(1)?.to_vec())))
        .transpose()?;
    let (version, register) = match found {
        None => (0, Register::default()),
        Some((version, sealed)) => {
            let plain = works.open(Drawer::Agreements, place(version), &sealed)?;
            (version, read(&plain)?)
        }
    };
    if version != sheet.requirements {
        return Err(GateError::PutBack.into());
    }
    Ok(Held {
        office,
        version,
        register,
    })
}

/// Writes a changed register under its next version.
pub(super) fn store(works: &mut Works<'_, '_>, held: &Held) -> Result<(), CaseworkError> {
    let version = held.version + 1;
    let plain = write(&held.register)?;
    let sealed = works.seal(Drawer::Agreements, place(version), &plain);
    works.transaction().execute(
        "INSERT INTO requirements (no, version, sealed) VALUES (1, $1, $2) \
         ON CONFLICT (no) DO UPDATE SET version = $1, sealed = $2",
        &[version.into(), sealed.into()],
    )?;
    works.change_organization(held.office, "requirements_changed", |sheet| {
        sheet.requirements = version;
    })?;
    Ok(())
}

/// What the office requires, once it has published anything: for a desk that gives someone another part.
pub(crate) fn published(works: &mut Works<'_, '_>) -> Result<Option<Register>, CaseworkError> {
    let register = load(works)?.register;
    Ok((!register.requirements.is_empty()).then_some(register))
}

/// Settles everyone whom the register concerns; says whose standing changed.
pub(super) fn settle_all(
    works: &mut Works<'_, '_>,
    register: &Register,
) -> Result<usize, CaseworkError> {
    let now_ms = works.now_ms();
    let mut changed = 0;
    for (_, id, mut sheet, _) in works.workers()? {
        if sheet.role == Role::Client || !register.settle(&mut sheet, now_ms) {
            continue;
        }
        works.change_worker(id, "standing_settled", |sheet| {
            register.settle(sheet, now_ms);
        })?;
        changed += 1;
    }
    Ok(changed)
}

/// Reads the text of a version within a piece of work.
pub(super) fn load_edition(
    works: &mut Works<'_, '_>,
    requirement: i64,
    version: u32,
) -> Result<Edition, CaseworkError> {
    let row = works
        .transaction()
        .query_one(EDITION, &[requirement.into(), i64::from(version).into()])?;
    let sealed = row.bytes(0)?.to_vec();
    let place = (requirement, i64::from(version), 0);
    read(&works.open(Drawer::Agreements, place, &sealed)?)
}

const EDITION: &str = "SELECT sealed FROM editions WHERE requirement_no = $1 AND version = $2";

/// Keeps the text of a version.
pub(super) fn store_edition(
    works: &mut Works<'_, '_>,
    requirement: i64,
    version: u32,
    edition: &Edition,
) -> Result<(), CaseworkError> {
    let place = (requirement, i64::from(version), 0);
    let sealed = works.seal(Drawer::Agreements, place, &write(edition)?);
    works.transaction().execute(
        "INSERT INTO editions (requirement_no, version, sealed) VALUES ($1, $2, $3)",
        &[requirement.into(), i64::from(version).into(), sealed.into()],
    )?;
    Ok(())
}

impl Office {
    /// What this office requires of those who work in it.
    ///
    /// # Errors
    /// When the office is sealed, or an older register was put back.
    pub async fn requirements(&self) -> Result<Register, CaseworkError> {
        // The sheet is read first: a version that is published meanwhile is newer, and as good.
        let at_least = self.own_organization().await?.sheet.requirements;
        let drawers = self.gate.drawers()?;
        let read_row = move |reader: &mut caseward_db::Reader<'_>| {
            let Some(row) = reader.query_optional(SQL, &[])? else {
                return Ok((0, Register::default()));
            };
            let version = row.int(0)?;
            let plain = drawers.open(Drawer::Agreements, place(version), row.bytes(1)?)?;
            Ok::<_, CaseworkError>((version, read(&plain)?))
        };
        let (version, register) = self.db.glance(read_row).await?;
        if version < at_least {
            return Err(GateError::PutBack.into());
        }
        Ok(register)
    }

    /// The text of a version.
    pub(super) async fn edition(
        &self,
        requirement: i64,
        version: u32,
    ) -> Result<Edition, CaseworkError> {
        let drawers: Drawers = self.gate.drawers()?;
        let read_row = move |reader: &mut caseward_db::Reader<'_>| {
            let values = [requirement.into(), i64::from(version).into()];
            let row = reader.query_one(EDITION, &values)?;
            let place = (requirement, i64::from(version), 0);
            read(&drawers.open(Drawer::Agreements, place, row.bytes(0)?)?)
        };
        self.db.glance(read_row).await
    }
}

pub(super) fn read<T: for<'de> Deserialize<'de>>(plain: &[u8]) -> Result<T, CaseworkError> {
    serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)
}

pub(super) fn write<T: Serialize>(value: &T) -> Result<zeroize::Zeroizing<Vec<u8>>, CaseworkError> {
    let text = serde_json::to_vec(value).map_err(|_| CaseworkError::Damaged)?;
    Ok(zeroize::Zeroizing::new(text))
}
