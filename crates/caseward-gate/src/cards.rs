//! Cards: what a desk keeps about one worker, about the office, or about a series of conferences or a meeting of one, where only the newest
//! may be believed: with what someone signs in, which identity provider the office has, who sits in a conference, whether its room is open.
//!
//! NASW-l. Like a sheet, a card says inside which entry of the ledger made it, and every change of it is a deed
//! under the card's own tag. A card of last month that was put back (with a passkey that was taken away
//! since, or a recovery code that was used) is not believed.

use std::sync::Arc;

use caseward_db::{DbError, Reader, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::ask::Gate;
use crate::deed::{deed as deed_of, write_deed};
use crate::facts::is_newest;
use crate::office_work::Drawer;
use crate::record::{DeedText, EntryKind, Under};
use crate::vault::{Place, Table, Vault};
use crate::{GateError, VaultError};

/// What is told of work at a card.
pub enum CardDeed {
    /// The card stays as it was.
    Told(DeedText),
    /// The card was changed.
    Changed(DeedText),
}

/// Reads the cards of this office. It changes nothing.
pub struct Cards(Arc<Vault>);

impl Cards {
    /// A card, if there is one.
    ///
    /// # Errors
    /// [`GateError::PutBack`] when the ledger holds a later change of it.
    pub fn read<C: DeserializeOwned>(
        &self,
        reader: &mut Reader<'_>,
        drawer: Drawer,
        no: i64,
    ) -> Result<Option<C>, GateError> {
        let found = open(&self.0, reader, drawer as u8, no)?;
        Ok(found.map(|(_, card)| card))
    }
}

impl Gate {
    /// The cards of this office, to be read.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when it isn't open.
    pub fn cards(&self) -> Result<Cards, GateError> {
        Ok(Cards(self.core.vault()?))
    }

    /// Changes a card (an empty one when there was none) and whatever belongs to it, with its deed:
    /// all of it is kept, or nothing. Only [`CardDeed::Changed`] keeps what was changed: it stands in the ledger as an
    /// entry under the card's own tag, by which the newest card is known, and as one that can be read. `no` is a worker's number, that of a
    /// series of conferences, or one below zero for a card about the office; `actor` is the number of whoever does it, 0 for the
    /// office itself.
    ///
    /// # Errors
    /// Whatever the work says; [`GateError::PutBack`] when the card was put back to an earlier state.
    pub async fn change_card<C, T, E, F>(
        &self,
        (drawer, no): (Drawer, i64),
        actor: i64,
        work: F,
    ) -> Result<T, E>
    where
        C: Serialize + DeserializeOwned + Default + 'static,
        T: Send + 'static,
        E: From<GateError> + From<DbError> + Send + 'static,
        F: FnOnce(&mut Transaction<'_>, &mut C) -> Result<(Option<CardDeed>, T), E>
            + Send
            + 'static,
    {
        let (core, drawer) = (Arc::clone(&self.core), drawer as u8);
        self.ledger
            .write(move |tx| {
                let vault = core.vault()?;
                let (version, mut card) = match open(&vault, tx, drawer, no)? {
                    Some((version, card)) => (version, card),
                    None => (0, C::default()),
                };
                let (deed, value) = work(tx, &mut card)?;
                let told = match deed {
                    None => return Ok(value),
                    Some(CardDeed::Told(told)) => told,
                    Some(CardDeed::Changed(told)) => {
                        let under = Under::Subject(tag(&vault, drawer, no));
                        let text = deed_of("card_changed", told.by, None, []);
                        let made_in = write_deed(&core, tx, actor, EntryKind::Deed, &under, text)?;
                        write(&vault, tx, (drawer, no), version + 1, made_in, &card)?;
                        told
                    }
                };
                write_deed(&core, tx, actor, EntryKind::Office, &Under::Office, told)?;
                Ok(value)
            })
            .await
    }
}

/// What isn't as the ledger says it was kept, of all cards, in words and numbers.
pub(crate) fn altered(reader: &mut Reader<'_>, vault: &Vault) -> Result<Vec<String>, GateError> {
    let mut found = Vec::new();
    for row in reader.query("SELECT drawer, no FROM cards ORDER BY drawer, no", &[])? {
        let (drawer, no) = (row.int(0)?, row.int(1)?);
        let number = u8::try_from(drawer).map_err(|_| GateError::Damaged)?;
        if open::<serde::de::IgnoredAny>(vault, reader, number, no).is_err() {
            found.push(format!("card {no} of drawer {drawer}"));
        }
    }
    Ok(found)
}

pub(crate) fn open<C: DeserializeOwned>(
    vault: &Vault,
    reader: &mut Reader<'_>,
    drawer: u8,
    no: i64,
) -> Result<Option<(i64, C)>, GateError> {
    let sql = "SELECT version, sealed FROM cards WHERE drawer = $1 AND no = $2";
    let tag = tag(vault, drawer, no);
    let Some(row) = reader.query_optional(sql, &[i64::from(drawer).into(), no.into()])? else {
        // Where the ledger speaks of a card there has to be one. The same is asked of both.
        is_newest(reader, &tag, 0)?;
        return Ok(None);
    };
    let version = row.int(0)?;
    let plain = vault
        .office_key()
        .unlock(&place(vault, drawer, no, version), row.bytes(1)?)?;
    let (made_in, text) = plain
        .split_first_chunk()
        .ok_or(GateError::Vault(VaultError::NotGenuine))?;
    is_newest(reader, &tag, u64::from_be_bytes(*made_in))?;
    let card = serde_json::from_slice(text).map_err(|_| GateError::Damaged)?;
    Ok(Some((version, card)))
}

pub(crate) fn write<C: Serialize>(
    vault: &Vault,
    tx: &mut Transaction<'_>,
    (drawer, no): (u8, i64),
    version: i64,
    made_in: u64,
    card: &C,
) -> Result<(), GateError> {
    let mut text = Zeroizing::new(Vec::with_capacity(1024));
    text.extend_from_slice(&made_in.to_be_bytes());
    serde_json::to_writer(&mut *text, card).map_err(|_| GateError::Damaged)?;
    let sealed = vault.seal(
        vault.office_key(),
        &place(vault, drawer, no, version),
        &text,
    );
    tx.execute(
        "INSERT INTO cards (drawer, no, version, sealed) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (drawer, no) DO UPDATE SET version = excluded.version, \
         sealed = excluded.sealed",
        &[
            i64::from(drawer).into(),
            no.into(),
            version.into(),
            sealed.into(),
        ],
    )?;
    Ok(())
}

fn place(vault: &Vault, drawer: u8, no: i64, version: i64) -> Place {
    vault
        .place(Table::Cards)
        .column(drawer)
        .row(no)
        .version(version)
}

pub(crate) fn tag(vault: &Vault, drawer: u8, no: i64) -> [u8; 16] {
    let parts: [&[u8]; 2] = [&[drawer], &no.to_be_bytes()];
    vault.fingerprint("caseward/card-tag/v1", &parts)
}
