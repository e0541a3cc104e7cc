//! Whether somebody from whom a wall keeps the client apart can be reached where something would go: the addresses and telephones of a
//! recipient's ways are compared with those people's own files, and only a yes or no comes out (DV-3.3.2e, T-ICO-1, T-ICO-2).
//!
//! A postal address or a place is compared where something is brought there, a telephone where something is told on it. What stands
//! nowhere in a file isn't found: whoever chooses the way is asked all the same.

use std::collections::BTreeSet;

use caseward_gate::{ClientSheet, WallAgainst, Watch};
use caseward_model::{Client, ConflictLink, Id, WayKind};

use super::super::DisclosureError;
use crate::conflicts::tie_fields;
use crate::partnership::{Kept, Way};
use crate::{CaseworkError, Office};

/// What of a way stands in the file of somebody walled off, or in what a worker behind a wall said of themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in super::super) struct Met {
    /// Its address.
    pub(super) address: bool,
    /// Its telephone.
    pub(super) phone: bool,
}

/// The same of several ways, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Around(BTreeSet<(i64, ConflictLink)>);

impl Around {
    pub(super) fn of(&self, way: i64) -> Met {
        let has = |link| self.0.contains(&(way, link));
        Met {
            address: has(ConflictLink::Address),
            phone: has(ConflictLink::Phone),
        }
    }
}

/// What is looked for, under the numbers of the ways.
fn watch(ways: &[Kept<Way>]) -> Watch {
    let mut watch = Watch::default();
    for way in ways {
        if matches!(way.it.kind, WayKind::Post | WayKind::Hand) {
            watch.street(way.no, &way.it.address);
        }
        watch.phone(way.no, ConflictLink::Phone, &way.it.phone);
    }
    watch
}

impl Office {
    /// Looks around the ways of a recipient, for a client with these walls.
    pub(super) async fn around(
        &self,
        sheet: &ClientSheet,
        ways: &[Kept<Way>],
    ) -> Result<Around, DisclosureError> {
        let mut found = Around::default();
        for wall in &sheet.walls {
            match wall.against {
                WallAgainst::Client(no) => {
                    let fields = tie_fields(&self.layouts().await?);
                    let ties = self.gate.find_ties(watch(ways), fields, Some(no)).await?;
                    found
                        .0
                        .extend(ties.iter().map(|it| (it.worker_no, it.link)));
                }
                WallAgainst::Worker(no) => {
                    let told = self.told_of_themselves(no).await?;
                    let told: Vec<&str> = told.iter().map(String::as_str).collect();
                    found.0.extend(watch(ways).found_in(&told));
                }
                // What goes to them is stopped whatever the way.
                WallAgainst::Organization(_) => {}
            }
        }
        Ok(found)
    }

    /// What of one way stands in the file of somebody from whom a wall keeps this client apart.
    pub(super) async fn met(
        &self,
        client: Id<Client>,
        way: &Kept<Way>,
    ) -> Result<Met, DisclosureError> {
        let sheet = self.gate.sheet_of(client).await?;
        let sheet = sheet.ok_or(DisclosureError::Unknown)?;
        let around = self.around(&sheet, std::slice::from_ref(way)).await?;
        Ok(around.of(way.no))
    }

    /// How a worker is reached, as they declared it.
    async fn told_of_themselves(&self, no: i64) -> Result<[String; 3], CaseworkError> {
        let declared = self.own_declaration(no).await?;
        Ok([declared.address, declared.phone, declared.emergency_phone])
    }
}
