//! Opening: a permit is used up, and only what it was given for comes out.

use std::marker::PhantomData;
use std::sync::Arc;

use crate::ask::Gate;
use crate::permit::{LIFE_MS, SealedPart};
use crate::records;
use crate::request::Act;
use crate::{Disclosed, GateError, Permit, Sealed};

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
        let open = |part: &SealedPart| records::open(&vault, &granted.keys, part);
        let parts = sealed.parts.iter().map(open).collect::<Result<_, _>>()?;
        Ok(Disclosed {
            parts,
            client: granted.client,
            entry: granted.entry,
            worker_no: granted.worker_no,
            terms: granted.terms,
            file_key: granted.keys.into_file_key().map(Arc::new),
            request: PhantomData,
            act: PhantomData,
        })
    }
}
