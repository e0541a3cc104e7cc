//! The server of a made-up meeting: an office of its own, by a clock that is moved by hand, which can be stopped as if its plug were
//! pulled.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::gate::{NewOffice, OpenSlot, OrganizationSheet, SlotSettings};
use caseward_casework::staff::{RegisteredOrganization, organization_sheet};
use caseward_db::{OpenError, Place};
use caseward_model::{Clock, OrganizationKind, Randomness};
use caseward_policies::Policies;

use crate::house::OWN;

/// Where its pages say that they are; nothing is sent there.
pub(crate) const ADDRESS: &str = "http://localhost:7311";
/// How often, and how long apart, a database that its last server still holds is tried again.
const TRIES: u32 = 200;
const APART: Duration = Duration::from_millis(50);

/// A server and what it takes to start it again.
pub(crate) struct Server {
    office: Option<Arc<Office>>,
    place: Place,
    passphrase: String,
    clock: Clock,
}

impl Server {
    /// Makes an office in an empty database; gives its own organization.
    pub(crate) async fn begun(
        place: Place,
        passphrase: String,
        clock: Clock,
    ) -> anyhow::Result<(Self, RegisteredOrganization)> {
        let office = opened(&place, &clock)?;
        let new = NewOffice {
            passphrase: &passphrase,
            settings: SlotSettings::FICTION,
        };
        // The paper key of a fiction opens nothing worth keeping.
        drop(office.gate.make_office(new).await?);
        office.let_links_alone_in(true).await?;
        let sheet = OrganizationSheet {
            keeps_records_here: true,
            policy_until: Some(OrganizationSheet::WITHOUT_END),
            ..organization_sheet(OrganizationKind::Agency)
        };
        let own = office.add_organization("Harbour House", OWN, sheet).await?;
        let server = Self::of(Arc::new(office), place, passphrase, clock)?;
        Ok((server, own))
    }

    /// The server of an office that is there and open.
    pub(crate) fn of(
        office: Arc<Office>,
        place: Place,
        passphrase: String,
        clock: Clock,
    ) -> anyhow::Result<Self> {
        office.serve_at(ADDRESS)?;
        Ok(Self {
            office: Some(office),
            place,
            passphrase,
            clock,
        })
    }

    /// Its office.
    pub(crate) fn office(&self) -> anyhow::Result<&Arc<Office>> {
        self.office.as_ref().context("the server has stopped")
    }

    /// Its clock.
    pub(crate) const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Stops it without a word, and starts another one on the same database. Whoever still holds its office must have let go of it.
    pub(crate) async fn dies(&mut self) -> anyhow::Result<()> {
        self.office = None;
        let office = self.again().await?;
        let key = OpenSlot::Passphrase(&self.passphrase);
        office.gate.open_office(key).await?;
        office.serve_at(ADDRESS)?;
        self.office = Some(Arc::new(office));
        Ok(())
    }

    /// The threads of the last server end by themselves, and until then a file is held.
    async fn again(&self) -> anyhow::Result<Office> {
        for _ in 0..TRIES {
            match opened(&self.place, &self.clock) {
                Err(error) if is_held(&error) => tokio::time::sleep(APART).await,
                opened => return opened,
            }
        }
        anyhow::bail!("the server that was stopped did not let go of its database")
    }
}

fn is_held(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref::<OpenError>(), Some(OpenError::InUse(_)))
}

fn opened(place: &Place, clock: &Clock) -> anyhow::Result<Office> {
    let policies = Policies::embedded().context("the rules built into this program are damaged")?;
    let office = Office::open(place.clone(), policies, clock.clone(), Randomness::system())?;
    Ok(office.with_passphrase_cost(SlotSettings::FICTION))
}
