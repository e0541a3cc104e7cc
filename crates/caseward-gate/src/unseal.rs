//! Opening: a permit is used up, and only what it was given for comes out.

use std::marker::PhantomData;
use std::sync::Arc;

use caseward_model::read_part;
use zeroize::Zeroizing;

use crate::ask::Gate;
use crate::permit::{LIFE_MS, RecordKeys, SealedPart};
use crate::request::Act;
use crate::vault::{Table, Vault};
use crate::{Disclosed, DisclosedPart, GateError, Permit, Sealed, Text};

impl Gate {
    /// Opens what the permit was given for. The permit is gone afterwards, opened or not.
    ///
    /// # Errors
    /// [`GateError::OutsidePermit`] when the sealed parts are not those of this answer,
    /// [`GateError::PermitExpired`] after 60 seconds, [`GateError::Vault`] when a part was changed
    /// behind the gate's back.
    pub fn unseal<'r, A: Act>(
        &self,
        permit: Permit<'r, A>,
        sealed: Sealed,
    ) -> Result<Disclosed<'r, A>, GateError> {
        let granted = permit.granted;
        let vault = self.core.vault()?;
        if self.core.clock.now_ms() - granted.at_ms > LIFE_MS {
            return Err(GateError::PermitExpired);
        }
        // What is sealed can't be changed between the two, only brought to another permit.
        if sealed.entry != granted.entry {
            return Err(GateError::OutsidePermit);
        }
        let open = |part: &SealedPart| open_part(&vault, granted.client_no, &granted.keys, part);
        let parts = sealed.parts.iter().map(open).collect::<Result<_, _>>()?;
        Ok(Disclosed {
            parts,
            client: granted.client,
            entry: granted.entry,
            worker_no: granted.worker_no,
            file_key: granted.keys.into_file_key().map(Arc::new),
            request: PhantomData,
            act: PhantomData,
        })
    }
}

/// Opens one part with its client's keys.
pub(crate) fn open_part(
    vault: &Vault,
    client_no: i64,
    keys: &RecordKeys,
    part: &SealedPart,
) -> Result<DisclosedPart, GateError> {
    let key = keys
        .get(part.section.compartment())
        .ok_or(GateError::Damaged)?;
    let place = part_place(vault, client_no, part.record_no, part.section, part.version);
    let plain = key.unlock(&place, &part.bytes)?;
    let fields = read_part(&plain).map_err(|_| GateError::Damaged)?;
    Ok(DisclosedPart {
        record_no: part.record_no,
        section: part.section,
        kind: part.kind,
        version: part.version,
        fields: fields
            .into_iter()
            .map(|(number, text)| (number, Text(Zeroizing::new(text.to_owned()))))
            .collect(),
    })
}

/// The one place where a part opens.
pub(crate) fn part_place(
    vault: &Vault,
    client_no: i64,
    record_no: i64,
    section: caseward_model::Category,
    version: i64,
) -> crate::vault::Place {
    vault
        .place(Table::Parts)
        .row(client_no)
        .second(record_no)
        .column(section.number())
        .version(version)
}
