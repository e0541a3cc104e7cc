//! Taking people in, giving them their part, and changing what they are called and how they are reached.
//!
//! DV-1, DV-5.7: paid, voluntary and committee members, contractors and a partner's staff come in by the
//! same door. CR-4: nobody does it for themselves; the rules of the office see to that.

use caseward_gate::{About, Actor, OrganizationSheet, Particulars, WorkerSheet, Works};
use caseward_model::{EmergencyEnd, Engagement, Id, OfficeAct, Role, Worker};
use data_encoding::BASE64URL_NOPAD;

use super::Colleague;
use super::amiss::{Amiss, Mending};
use super::hand_over;
use super::names::{
    check_email, check_handle_among, check_name, check_phone, check_position, same_box,
};
use super::register::{RegisteredOrganization, Staff};
use crate::standing::published;
use crate::{CaseworkError, Office, conference, sign_in};

/// What is said about a worker who is taken in or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What they are called.
    pub name: String,
    /// The short name, unique in the office.
    pub handle: String,
    /// Their part.
    pub role: Role,
    /// The organisation's short name or id.
    pub organization: String,
    /// How they work here.
    pub engagement: Engagement,
    /// What their position is called; may be empty.
    pub position: String,
    /// Where mail reaches them; may be empty.
    pub email: String,
    /// Where they are called; may be empty.
    pub phone: String,
}

/// A worker who is taken in by whoever sets the office up. They begin with nothing signed and nothing learnt.
#[derive(Debug, Clone)]
pub struct NewWorker {
    /// What they are called.
    pub name: String,
    /// The short name, unique in the office.
    pub handle: String,
    /// Their part.
    pub role: Role,
    /// The organisation's short name.
    pub organization: String,
}

impl Person {
    /// Someone of whom nothing else is said.
    #[must_use]
    pub fn new(name: &str, handle: &str, role: Role, organization: &str) -> Self {
        Self {
            name: name.to_owned(),
            handle: handle.to_owned(),
            role,
            organization: organization.to_owned(),
            engagement: match role {
                Role::PartnerWorker => Engagement::PartnerStaff,
                Role::CommitteeMember => Engagement::Committee,
                _ => Engagement::Paid,
            },
            position: String::new(),
            email: String::new(),
            phone: String::new(),
        }
    }

    fn particulars(&self) -> Particulars {
        Particulars {
            name: self.name.clone(),
            handle: self.handle.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            position: self.position.clone(),
        }
    }

    /// Spaces around what was typed are nobody's name.
    fn trimmed(mut self) -> Self {
        for text in [
            &mut self.name,
            &mut self.handle,
            &mut self.organization,
            &mut self.position,
            &mut self.email,
            &mut self.phone,
        ] {
            let kept = text.trim();
            if kept.len() != text.len() {
                *text = kept.to_owned();
            }
        }
        self
    }

    /// Everything about the texts that has to be mended, beside those who are here.
    fn amiss(&self, staff: &Staff, except: Option<i64>) -> Mending {
        let others = || staff.all().filter(|it| Some(it.no) != except);
        let mut mending = Mending::default();
        mending.note(check_name(&self.name));
        let taken = others().map(|it| it.handle.as_str());
        mending.note(check_handle_among(&self.handle, taken));
        mending.note(check_position(&self.position));
        mending.note(check_email(&self.email).or_else(|| {
            others()
                .any(|it| same_box(&it.email, &self.email))
                .then_some(Amiss::EmailTaken)
        }));
        mending.note(check_phone(&self.phone));
        mending
    }

    /// What doesn't go together: part, engagement and organisation (DV-5.7).
    fn misfit(&self, organization: &OrganizationSheet, now_ms: i64) -> Option<Amiss> {
        let partner = self.role == Role::PartnerWorker;
        let from_outside = matches!(
            self.role,
            Role::PartnerWorker
                | Role::Consultant
                | Role::Trainer
                | Role::Auditor
                | Role::LegalCounsel
        );
        let own = organization.keeps_records_here;
        if self.role == Role::Client {
            Some(Amiss::RoleOfClient)
        } else if partner != (self.engagement == Engagement::PartnerStaff) {
            Some(Amiss::RoleOfPartner)
        } else if partner == own || (!own && !from_outside) {
            Some(Amiss::PartnerStaff)
        } else if partner && !protocol_stands(organization, now_ms) {
            Some(Amiss::NoProtocol)
        } else {
            None
        }
    }
}

fn protocol_stands(organization: &OrganizationSheet, now_ms: i64) -> bool {
    let until = organization.protocol_until;
    until.is_some_and(|until| now_ms < until)
}

/// When someone's access ends by itself: a partner's staff have theirs as long as what was agreed with the
/// partner at the outset (DV-5.7).
const fn agreed_until(role: Role, organization: &OrganizationSheet) -> Option<i64> {
    match role {
        Role::PartnerWorker => organization.protocol_until,
        _ => None,
    }
}

impl Office {
    /// Takes a worker in: nothing signed, nothing learnt, nobody assigned.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn take_in(
        &self,
        by: impl Into<Actor>,
        person: Person,
    ) -> Result<Colleague, CaseworkError> {
        let person = person.trimmed();
        let act = OfficeAct::ManagePeople;
        let work = move |works: &mut Works<'_, '_>| take_in(works, &person);
        let gate = &self.gate;
        let taken = gate.perform(by, act, About::Office, "worker_taken_in", work);
        let taken: Colleague = taken.await?;
        self.check_conflicts_of(taken.id).await?;
        Ok(taken)
    }

    /// Takes a worker in, for whoever sets the office up with its key.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when the names can't be kept; [`CaseworkError::Unknown`] when there is no such
    /// organisation.
    pub async fn add_worker(&self, new: &NewWorker) -> Result<Colleague, CaseworkError> {
        let organization = self.organization(&new.organization).await?;
        let person = Person::new(&new.name, &new.handle, new.role, &new.organization).trimmed();
        self.gate
            .perform(
                Actor::KeyHolder,
                OfficeAct::ManagePeople,
                About::Office,
                "worker_taken_in",
                move |works| {
                    let staff = Staff::read(works)?;
                    person.amiss(&staff, None).done()?;
                    let sheet = WorkerSheet {
                        engagement: person.engagement,
                        ..WorkerSheet::new(organization.no, person.role)
                    };
                    kept(works, sheet, person.particulars())
                },
            )
            .await
    }

    /// What stands for all that can be changed about a worker, as it is now: whoever changes it says by
    /// this what they saw.
    ///
    /// # Errors
    /// When the office is sealed.
    pub fn stamp_of(&self, colleague: &Colleague) -> Result<String, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let stamp = stamp(colleague, |domain, parts| prints.of(domain, parts));
        Ok(BASE64URL_NOPAD.encode(&stamp))
    }

    /// Changes a worker's part, what they are called, or how they are reached. `stamp` is what
    /// [`Office::stamp_of`] gave when it was looked at; without one, whatever stands is changed. Where a new
    /// part holds no files, theirs are handed over.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`Amiss::ChangedMeanwhile`] when someone else
    /// was quicker; [`CaseworkError::NotPermitted`].
    pub async fn change_person(
        &self,
        by: impl Into<Actor>,
        id: Id<Worker>,
        stamp: Option<String>,
        person: Person,
    ) -> Result<Colleague, CaseworkError> {
        let by = by.into();
        self.colleague_for(by, id).await?;
        let person = person.trimmed();
        let (act, about) = (OfficeAct::ManagePeople, About::Worker(id));
        let work = move |works: &mut Works<'_, '_>| {
            let changed = change(works, id, stamp.as_deref(), &person)?;
            conference::lead_changed(works, changed.no)?;
            Ok::<_, CaseworkError>(changed)
        };
        let gate = &self.gate;
        let changed = gate.perform(by, act, about, "worker_changed", work);
        let changed: Colleague = changed.await?;
        self.check_conflicts_of(id).await?;
        Ok(changed)
    }
}

fn take_in(works: &mut Works<'_, '_>, person: &Person) -> Result<Colleague, CaseworkError> {
    let staff = Staff::read(works)?;
    let mut mending = person.amiss(&staff, None);
    let organization = called(works, &person.organization)?;
    let misfit = match &organization {
        Some(it) => person.misfit(&it.sheet, works.now_ms()),
        None => Some(Amiss::OrganizationUnknown),
    };
    mending.note(misfit);
    mending.done()?;
    let organization = organization.ok_or(CaseworkError::Damaged)?;
    let sheet = WorkerSheet {
        engagement: person.engagement,
        ended_at: agreed_until(person.role, &organization.sheet),
        ..WorkerSheet::new(organization.no, person.role)
    };
    kept(works, sheet, person.particulars())
}

fn kept(
    works: &mut Works<'_, '_>,
    sheet: WorkerSheet,
    particulars: Particulars,
) -> Result<Colleague, CaseworkError> {
    let (no, id) = works.add_worker(&sheet, &particulars)?;
    works.note("worker", id.to_string());
    Ok(Colleague::of((no, id, sheet, particulars)))
}

/// An organisation by its short name or id.
fn called(
    works: &mut Works<'_, '_>,
    name: &str,
) -> Result<Option<RegisteredOrganization>, CaseworkError> {
    let mut register = works.organizations()?.into_iter();
    let found = register.find(|(_, id, _, it)| it.handle == name || id.to_string() == name);
    Ok(found.map(RegisteredOrganization::of))
}

fn change(
    works: &mut Works<'_, '_>,
    id: Id<Worker>,
    seen: Option<&str>,
    person: &Person,
) -> Result<Colleague, CaseworkError> {
    let mut staff = Staff::read(works)?;
    let before = staff.get(id)?.clone();
    let stands = stamp(&before, |domain, parts| works.fingerprint(domain, parts));
    if seen.is_some_and(|seen| seen != BASE64URL_NOPAD.encode(&stands)) {
        return Err(Amiss::ChangedMeanwhile.into());
    }
    let mut mending = person.amiss(&staff, Some(before.no));
    let organization = called(works, &person.organization)?;
    let role_changes = before.sheet.role != person.role;
    mending.note(match &organization {
        None => Some(Amiss::OrganizationUnknown),
        // Who is a client here stays one, and whoever is where they are fits there already.
        Some(it) if role_changes || it.no != before.sheet.organization => {
            person.misfit(&it.sheet, works.now_ms())
        }
        Some(_) => None,
    });
    if before.sheet.role == Role::Client && role_changes {
        mending.note(Some(Amiss::RoleOfClient));
    }
    if before.sheet.role == Role::Supervisor && role_changes && !before.sheet.supervises.is_empty()
    {
        mending.note(Some(Amiss::StillSupervises));
    }
    mending.done()?;
    let organization = organization.ok_or(CaseworkError::Damaged)?;
    let moves = organization.no != before.sheet.organization;
    if (role_changes && !person.role.takes_charge()) || moves {
        hand_over::give_up(works, &mut staff, before.no)?;
    }
    if role_changes || moves {
        works.note("role", person.role.word());
        end_what_was_begun(works, before.no)?;
    }
    let (role, engagement) = (person.role, person.engagement);
    let until = agreed_until(role, &organization.sheet);
    // Another part may require other texts: what was signed so far counts for it from this moment or doesn't.
    let required = if role_changes {
        published(works)?
    } else {
        None
    };
    let now_ms = works.now_ms();
    staff.change(works, before.no, "worker_changed", |sheet| {
        let was_agreed = sheet.role == Role::PartnerWorker;
        if !sheet.suspended && (was_agreed || role == Role::PartnerWorker) {
            sheet.ended_at = until;
        }
        (sheet.role, sheet.engagement) = (role, engagement);
        sheet.organization = organization.no;
        if let Some(required) = &required {
            required.settle(sheet, now_ms);
        }
    })?;
    works.rename_worker(before.no, &person.particulars())?;
    if before.handle != person.handle {
        sign_in::find_by(works, before.no, (&before.handle, &person.handle))?;
    }
    let sheet = staff.get(id)?.sheet.clone();
    Ok(Colleague::of((before.no, id, sheet, person.particulars())))
}

/// With another part goes another session, and other programs: what was begun in the old one ends.
fn end_what_was_begun(works: &mut Works<'_, '_>, no: i64) -> Result<(), CaseworkError> {
    works.end_emergencies_of(no, None, EmergencyEnd::SessionsEnded)?;
    Ok(sign_in::end_begun(works.transaction(), no)?)
}

/// Sixteen bytes that stand for what can be changed about a worker.
fn stamp(it: &Colleague, print: impl Fn(&str, &[&[u8]]) -> [u8; 16]) -> [u8; 16] {
    let organization = it.sheet.organization.to_be_bytes();
    let parts: [&[u8]; 8] = [
        it.name.as_bytes(),
        it.handle.as_bytes(),
        it.email.as_bytes(),
        it.phone.as_bytes(),
        it.position.as_bytes(),
        it.sheet.role.word().as_bytes(),
        it.sheet.engagement.word().as_bytes(),
        &organization,
    ];
    print("caseward/person-stamp/v1", &parts)
}
