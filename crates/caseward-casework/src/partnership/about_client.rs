//! What is agreed with a partner about one client: beside the protocol that stands with that partner, for this client's own
//! needs, and known to all whom it binds (DV-5.5).
//!
//! It lies under the client's own key and on the client's own sheet. No page of a partner shows it: nobody learns of a client
//! by what was agreed.

use caseward_db::Reader;
use caseward_gate::{
    AgreedFact, Amend, ClientProtocolFact, Drawer, FileWorks, GateError, Request, RowPlace,
};
use caseward_model::{Category, Client, Id, Organization, Purpose, Worker};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::law::LawError;
use super::protocol::amiss_in_terms;
use super::stored::written;
use super::{Kept, line, period, recipient_no, unknown};
use crate::people::{Amiss, Mending};
use crate::{CaseworkError, Office};

/// The second number of its place in the drawer.
const OWN_PART: i64 = 2;

/// What was agreed about one client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientProtocol {
    /// With which organisation.
    pub organization: Id<Organization>,
    /// What the paper is called.
    pub reference: String,
    /// From when, in ms.
    pub from: i64,
    /// Until when, in ms.
    pub until: i64,
    /// For which purposes.
    pub purposes: Vec<Purpose>,
    /// What they may receive.
    pub categories: Vec<Category>,
    /// Who there was told, by role or office.
    pub told: String,
    /// Who recorded it.
    pub by: Id<Worker>,
    /// When, in ms since 1970.
    pub at: i64,
    /// It was ended: when, in ms.
    #[serde(default)]
    pub ended_at: Option<i64>,
}

/// Something to be agreed about one client.
#[derive(Clone)]
pub struct NewClientProtocol {
    /// With which organisation.
    pub organization: Id<Organization>,
    /// What the paper is called.
    pub reference: String,
    /// From when, in ms.
    pub from: i64,
    /// Until when, in ms.
    pub until: i64,
    /// For which purposes.
    pub purposes: Vec<Purpose>,
    /// What they may receive.
    pub categories: Vec<Category>,
    /// Who there was told, by role or office.
    pub told: String,
}

pub(super) fn print_of(
    fingerprint: impl Fn(&str, &[&[u8]]) -> Result<[u8; 16], GateError>,
    client: Id<Client>,
) -> Result<[u8; 16], GateError> {
    fingerprint("client-protocol", &[client.as_bytes()])
}

/// The rows about a client, as they lie sealed, the newest first.
pub(super) fn sealed(
    reader: &mut Reader<'_>,
    about: [u8; 16],
) -> Result<Vec<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT no, version, own FROM client_protocols WHERE about = $1 ORDER BY no DESC";
    let rows = reader.query(sql, &[about.into()])?;
    let mut all = Vec::new();
    for row in &rows {
        all.push(((row.int(0)?, OWN_PART, row.int(1)?), row.bytes(2)?.to_vec()));
    }
    Ok(all)
}

/// What they say, once they were opened.
pub(super) fn read(
    places: &[(RowPlace, Vec<u8>)],
    opened: impl Iterator<Item = Zeroizing<Vec<u8>>>,
) -> Result<Vec<Kept<ClientProtocol>>, CaseworkError> {
    let one = |((place, _), plain): (&(RowPlace, Vec<u8>), Zeroizing<Vec<u8>>)| {
        Ok(Kept {
            no: place.0,
            version: place.2,
            organization: 0,
            it: serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?,
        })
    };
    places.iter().zip(opened).map(one).collect()
}

impl Office {
    /// Keeps what was agreed with a partner about one client. A protocol must stand with that partner: it has our procedure
    /// and knows its duties. `request` is the question by which the asker writes into the client's file.
    ///
    /// # Errors
    /// [`LawError::Refused`] as for writing into the file; [`CaseworkError::Amiss`].
    pub async fn agree_about_client(
        &self,
        request: Request,
        new: NewClientProtocol,
    ) -> Result<i64, LawError> {
        let request = request.sections([Category::Administration]);
        let by = request.asker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let organization = fit(desk, &new)?;
            let kept = ClientProtocol {
                organization: new.organization,
                reference: new.reference.trim().to_owned(),
                from: new.from,
                until: new.until,
                purposes: new.purposes,
                categories: new.categories,
                told: new.told.trim().to_owned(),
                by,
                at: desk.works.now_ms(),
                ended_at: None,
            };
            let no = insert(desk, &kept)?;
            desk.works.note("agreed", no);
            desk.works
                .note("organization", new.organization.to_string());
            desk.change(|sheet| {
                sheet.protocols.push(ClientProtocolFact {
                    organization,
                    agreed: AgreedFact {
                        protocol: no,
                        programme: None,
                        from: kept.from,
                        until: kept.until,
                        purposes: kept.purposes,
                        categories: kept.categories,
                        staff: Vec::new(),
                    },
                });
            });
            Ok(no)
        };
        let gate = &self.gate;
        gate.work_on_file::<Amend, _, LawError, _>(&request, "agreed_about_client", work)
            .await
    }

    /// Ends what was agreed about a client, at once.
    ///
    /// # Errors
    /// [`LawError::Refused`] as for writing into the file; [`CaseworkError::Unknown`].
    pub async fn end_agreed_about_client(&self, request: Request, no: i64) -> Result<(), LawError> {
        let request = request.sections([Category::Administration]);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let about = print_of(
                |domain, parts| Ok(desk.works.fingerprint(domain, parts)),
                desk.client(),
            )?;
            let sql = "SELECT version, own FROM client_protocols WHERE no = $1 AND about = $2";
            let values = [no.into(), about.into()];
            let row = desk.works.transaction().query_optional(sql, &values)?;
            let row =
                row.ok_or_else(|| unknown("agreement", &no.to_string(), "the client's page"))?;
            let version = row.int(0)?;
            let plain = desk.open(Drawer::Recipients, (no, OWN_PART, version), row.bytes(1)?)?;
            let mut kept: ClientProtocol =
                serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
            let now_ms = desk.works.now_ms();
            kept.ended_at = kept.ended_at.or(Some(now_ms));
            let place = (no, OWN_PART, version + 1);
            let own = desk.seal(Drawer::Recipients, place, &written(&kept)?)?;
            desk.works.transaction().execute(
                "UPDATE client_protocols SET version = $1, own = $2 WHERE no = $3",
                &[(version + 1).into(), own.into(), no.into()],
            )?;
            desk.works.note("agreed", no);
            desk.change(|sheet| sheet.protocols.retain(|it| it.agreed.protocol != no));
            Ok(())
        };
        let gate = &self.gate;
        gate.work_on_file::<Amend, _, LawError, _>(&request, "agreed_about_client_ended", work)
            .await
    }
}

fn fit(desk: &mut FileWorks<'_, '_, '_>, new: &NewClientProtocol) -> Result<i64, CaseworkError> {
    let now_ms = desk.works.now_ms();
    let organization = recipient_no(desk.works, new.organization)?;
    let (_, sheet) = desk.works.organization(new.organization)?;
    let stands = sheet.agreed.iter().any(|it| it.holds_at(now_ms));
    let mut mending = Mending::default();
    mending.note((!stands).then_some(Amiss::NoProtocol));
    mending.note(line(&new.reference, Amiss::ReferenceEmpty));
    mending.note(line(&new.told, Amiss::ReceiverEmpty));
    mending.note(period((new.from, new.until), now_ms));
    for amiss in amiss_in_terms(&new.purposes, &new.categories) {
        mending.note(amiss);
    }
    mending.done()?;
    Ok(organization)
}

fn insert(desk: &mut FileWorks<'_, '_, '_>, kept: &ClientProtocol) -> Result<i64, CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM client_protocols";
    let no = desk.works.transaction().query_one(next, &[])?.int(0)?;
    let about = print_of(
        |domain, parts| Ok(desk.works.fingerprint(domain, parts)),
        desk.client(),
    )?;
    let own = desk.seal(Drawer::Recipients, (no, OWN_PART, 1), &written(kept)?)?;
    desk.works.transaction().execute(
        "INSERT INTO client_protocols (no, about, version, own) VALUES ($1, $2, 1, $3)",
        &[no.into(), about.into(), own.into()],
    )?;
    Ok(no)
}
