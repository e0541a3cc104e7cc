//! What is agreed with partners about one client: beside the protocols that stand with them, for this client's own needs, and
//! known to all whom it binds (DV-5.5).
//!
//! It binds nobody who wasn't told: for an organisation it decides from the day on which somebody handed it over to them, by a way
//! that nobody on the way can read. Whether they said that they know of it is kept beside that. It lies under the client's own key
//! and on the client's own sheet. No page of a partner shows it: nobody learns of a client by what was agreed.

use caseward_db::Reader;
use caseward_gate::{
    AgreedFact, Amend, ClientProtocolFact, Drawer, FileWorks, GateError, Request, RowPlace,
};
use caseward_model::{Category, Channel, Client, Id, Organization, Purpose, Worker};
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
#[serde(from = "StoredClientProtocol")]
pub struct ClientProtocol {
    /// Which organisations it is to bind, and who of them knows of it.
    pub binds: Vec<Bound>,
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
    /// Who recorded it.
    pub by: Id<Worker>,
    /// When, in ms since 1970.
    pub at: i64,
    /// It was ended: when, in ms.
    #[serde(default)]
    pub ended_at: Option<i64>,
}

/// An organisation that something agreed about a client is to bind.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// Which.
    pub organization: Id<Organization>,
    /// That it was handed over to them; until then it doesn't bind them.
    #[serde(default)]
    pub told: Option<ToldOf>,
    /// That they said they know of it.
    #[serde(default)]
    pub acknowledged: Option<Acknowledged>,
}

/// That an organisation was told of what was agreed about a client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldOf {
    /// The day, in ms.
    pub on: i64,
    /// By which way it was handed over; nothing where an earlier edition didn't ask.
    #[serde(default)]
    pub how: Option<Channel>,
    /// To which role or office there.
    pub whom: String,
    /// Who told them.
    pub by: Id<Worker>,
}

/// That an organisation said that it knows of what was agreed about a client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The day, in ms.
    pub on: i64,
    /// Which role or office there said so.
    pub from: String,
    /// Who noted it.
    pub by: Id<Worker>,
}

/// As it was written, also by earlier editions: they knew one organisation, which had been told when it was kept.
#[derive(Deserialize)]
struct StoredClientProtocol {
    #[serde(default)]
    organization: Option<Id<Organization>>,
    #[serde(default)]
    told: String,
    #[serde(default)]
    binds: Vec<Bound>,
    reference: String,
    from: i64,
    until: i64,
    purposes: Vec<Purpose>,
    categories: Vec<Category>,
    by: Id<Worker>,
    at: i64,
    #[serde(default)]
    ended_at: Option<i64>,
}

impl From<StoredClientProtocol> for ClientProtocol {
    fn from(it: StoredClientProtocol) -> Self {
        let (on, whom, by) = (it.at, it.told, it.by);
        let alone = it.organization.map(|organization| Bound {
            organization,
            told: Some(ToldOf {
                on,
                how: None,
                whom,
                by,
            }),
            acknowledged: None,
        });
        Self {
            binds: alone.into_iter().chain(it.binds).collect(),
            reference: it.reference,
            from: it.from,
            until: it.until,
            purposes: it.purposes,
            categories: it.categories,
            by: it.by,
            at: it.at,
            ended_at: it.ended_at,
        }
    }
}

impl ClientProtocol {
    /// Whether it can still decide something at this time, in ms, or will.
    #[must_use]
    pub const fn is_open_at(&self, now_ms: i64) -> bool {
        self.ended_at.is_none() && now_ms < self.until
    }

    /// What of it decides for one of those whom it binds.
    fn fact(&self, no: i64, organization: i64) -> ClientProtocolFact {
        ClientProtocolFact {
            organization,
            agreed: AgreedFact {
                protocol: no,
                programme: None,
                from: self.from,
                until: self.until,
                purposes: self.purposes.clone(),
                categories: self.categories.clone(),
                staff: Vec::new(),
            },
        }
    }
}

/// Something to be agreed about one client.
#[derive(Clone)]
pub struct NewClientProtocol {
    /// Which organisations it is to bind.
    pub organizations: Vec<Id<Organization>>,
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
}

/// That one of those whom it is to bind was told, or said that they know of it.
#[derive(Clone)]
pub struct Knows {
    /// Which organisation.
    pub organization: Id<Organization>,
    /// The day, in ms; not one ahead.
    pub on: i64,
    /// By which way it was handed over. Who acknowledges says so in any way.
    pub how: Option<Channel>,
    /// To which role or office there, or which of them said so.
    pub whom: String,
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
    /// Keeps what was agreed with partners about one client; gives its number. A protocol must stand with each of them: they have
    /// our procedure and know their duties. It binds none of them before they were told. `request` is the question by which the
    /// asker writes into the client's file.
    ///
    /// # Errors
    /// [`LawError::Refused`] as for writing into the file; [`CaseworkError::Amiss`].
    pub async fn agree_about_client(
        &self,
        request: Request,
        mut new: NewClientProtocol,
    ) -> Result<i64, LawError> {
        let request = request.sections([Category::Administration]);
        let by = request.asker;
        new.organizations.sort_unstable();
        new.organizations.dedup();
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            fit(desk, &new)?;
            let bound = |organization: &Id<Organization>| Bound {
                organization: *organization,
                told: None,
                acknowledged: None,
            };
            let kept = ClientProtocol {
                binds: new.organizations.iter().map(bound).collect(),
                reference: new.reference.trim().to_owned(),
                from: new.from,
                until: new.until,
                purposes: new.purposes,
                categories: new.categories,
                by,
                at: desk.works.now_ms(),
                ended_at: None,
            };
            let no = insert(desk, &kept)?;
            desk.works.note("agreed", no);
            let all: Vec<_> = new.organizations.iter().map(ToString::to_string).collect();
            desk.works.note("organizations", all.join(" "));
            Ok(no)
        };
        let gate = &self.gate;
        gate.work_on_file::<Amend, _, LawError, _>(&request, "agreed_about_client", work)
            .await
    }

    /// Notes that one of those whom something agreed about a client is to bind was told of it: it binds them from then on.
    ///
    /// # Errors
    /// [`LawError::Refused`] as for writing into the file; [`CaseworkError::Amiss`]; [`CaseworkError::Unknown`].
    pub async fn told_of_agreed(
        &self,
        request: Request,
        no: i64,
        told: Knows,
    ) -> Result<(), LawError> {
        let request = request.sections([Category::Administration]);
        let by = request.asker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut kept) = one(desk, no)?;
            let now_ms = desk.works.now_ms();
            let way = told.how.filter(|it| Channel::OUTWARD.contains(it));
            let mut mending = Mending::default();
            mending.note(way.is_none().then_some(Amiss::ToldWay));
            mending.note((told.on > now_ms).then_some(Amiss::ToldDay));
            mending.note(line(&told.whom, Amiss::ReceiverEmpty));
            mending.note((!kept.is_open_at(now_ms)).then_some(Amiss::AgreementOver));
            mending.done()?;
            let organization = recipient_no(desk.works, told.organization)?;
            let bound = bound_in(&mut kept, told.organization)?;
            if bound.told.is_some() {
                return Err(Amiss::ToldAlready.into());
            }
            bound.told = Some(ToldOf {
                on: told.on,
                how: way,
                whom: told.whom.trim().to_owned(),
                by,
            });
            rewrite(desk, (no, version), &kept)?;
            desk.works.note("agreed", no);
            desk.works
                .note("organization", told.organization.to_string());
            desk.change(|sheet| sheet.protocols.push(kept.fact(no, organization)));
            Ok(())
        };
        let gate = &self.gate;
        gate.work_on_file::<Amend, _, LawError, _>(&request, "agreed_about_client_told", work)
            .await
    }

    /// Notes that one of those whom it binds said that they know of it.
    ///
    /// # Errors
    /// [`LawError::Refused`] as for writing into the file; [`CaseworkError::Amiss`]; [`CaseworkError::Unknown`].
    pub async fn acknowledged_agreed(
        &self,
        request: Request,
        no: i64,
        said: Knows,
    ) -> Result<(), LawError> {
        let request = request.sections([Category::Administration]);
        let by = request.asker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut kept) = one(desk, no)?;
            let ahead = said.on > desk.works.now_ms();
            let mut mending = Mending::default();
            mending.note(ahead.then_some(Amiss::ToldDay));
            mending.note(line(&said.whom, Amiss::ReceiverEmpty));
            mending.done()?;
            let bound = bound_in(&mut kept, said.organization)?;
            if bound.told.is_none() {
                return Err(Amiss::NotToldYet.into());
            }
            bound.acknowledged = Some(Acknowledged {
                on: said.on,
                from: said.whom.trim().to_owned(),
                by,
            });
            rewrite(desk, (no, version), &kept)?;
            desk.works.note("agreed", no);
            desk.works
                .note("organization", said.organization.to_string());
            Ok(())
        };
        let gate = &self.gate;
        gate.work_on_file::<Amend, _, LawError, _>(
            &request,
            "agreed_about_client_acknowledged",
            work,
        )
        .await
    }

    /// Ends what was agreed about a client, at once and for all whom it bound.
    ///
    /// # Errors
    /// [`LawError::Refused`] as for writing into the file; [`CaseworkError::Unknown`].
    pub async fn end_agreed_about_client(&self, request: Request, no: i64) -> Result<(), LawError> {
        let request = request.sections([Category::Administration]);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut kept) = one(desk, no)?;
            kept.ended_at = kept.ended_at.or(Some(desk.works.now_ms()));
            rewrite(desk, (no, version), &kept)?;
            desk.works.note("agreed", no);
            desk.change(|sheet| sheet.protocols.retain(|it| it.agreed.protocol != no));
            Ok(())
        };
        let gate = &self.gate;
        gate.work_on_file::<Amend, _, LawError, _>(&request, "agreed_about_client_ended", work)
            .await
    }
}

fn no_agreement(no: i64) -> CaseworkError {
    unknown("agreement", &no.to_string(), "the client's page")
}

/// One that is about the client whose file is open, with its version.
fn one(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<(i64, ClientProtocol), CaseworkError> {
    let about = print_of(
        |domain, parts| Ok(desk.works.fingerprint(domain, parts)),
        desk.client(),
    )?;
    let sql = "SELECT version, own FROM client_protocols WHERE no = $1 AND about = $2";
    let values = [no.into(), about.into()];
    let row = desk.works.transaction().query_optional(sql, &values)?;
    let row = row.ok_or_else(|| no_agreement(no))?;
    let version = row.int(0)?;
    let plain = desk.open(Drawer::Recipients, (no, OWN_PART, version), row.bytes(1)?)?;
    let kept = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    Ok((version, kept))
}

fn bound_in(
    kept: &mut ClientProtocol,
    organization: Id<Organization>,
) -> Result<&mut Bound, CaseworkError> {
    let mut all = kept.binds.iter_mut();
    let found = all.find(|it| it.organization == organization);
    found.ok_or_else(|| Amiss::NotBound.into())
}

fn rewrite(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    kept: &ClientProtocol,
) -> Result<(), CaseworkError> {
    let place = (no, OWN_PART, version + 1);
    let own = desk.seal(Drawer::Recipients, place, &written(kept)?)?;
    desk.works.transaction().execute(
        "UPDATE client_protocols SET version = $1, own = $2 WHERE no = $3",
        &[(version + 1).into(), own.into(), no.into()],
    )?;
    Ok(())
}

fn fit(desk: &mut FileWorks<'_, '_, '_>, new: &NewClientProtocol) -> Result<(), CaseworkError> {
    let now_ms = desk.works.now_ms();
    let mut mending = Mending::default();
    let nobody = new.organizations.is_empty();
    mending.note(nobody.then_some(Amiss::OrganizationsEmpty));
    let mut stands = true;
    for id in &new.organizations {
        recipient_no(desk.works, *id)?;
        let (_, sheet) = desk.works.organization(*id)?;
        stands &= sheet.agreed.iter().any(|it| it.holds_at(now_ms));
    }
    mending.note((!stands).then_some(Amiss::NoProtocol));
    mending.note(line(&new.reference, Amiss::ReferenceEmpty));
    mending.note(period((new.from, new.until), now_ms));
    for amiss in amiss_in_terms(&new.purposes, &new.categories) {
        mending.note(amiss);
    }
    mending.done()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dv_5_5_what_an_earlier_edition_kept_is_still_read() {
        let (organization, by) = (
            Id::<Organization>::from_bytes([1; 16]),
            Id::<Worker>::from_bytes([2; 16]),
        );
        let old = format!(
            r#"{{"organization":"{organization}","reference":"Agreed at the ward","from":1,"until":9,"purposes":["direct_service"],"categories":["housing"],"told":"Ward office","by":"{by}","at":3}}"#
        );
        let read: ClientProtocol = serde_json::from_str(&old).unwrap();
        let bound = &read.binds[0];
        let told = bound.told.as_ref().unwrap();
        assert_eq!(
            (told.whom.as_str(), told.on, told.how),
            ("Ward office", 3, None)
        );
        assert!(bound.organization == organization && bound.acknowledged.is_none());
        let again = serde_json::to_vec(&read).unwrap();
        assert!(serde_json::from_slice::<ClientProtocol>(&again).unwrap() == read);
    }
}
