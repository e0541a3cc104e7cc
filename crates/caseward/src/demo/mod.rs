//! The office that `caseward demo` makes: the fiction, brought in by the same doors as real records.

mod conferences;
pub(crate) mod consents;
mod emergencies;
mod fiction;
mod partners;
mod programmes;
pub(crate) mod standing;

use std::collections::HashMap;
use std::io::Read;
use std::sync::Arc;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::entries::Draft;
use caseward_casework::gate::{
    Actor, NewOffice, OrganizationSheet, SlotSettings, WallAgainst, WallFact,
};
use caseward_casework::staff::{
    Colleague, NewWorker, Person, RegisteredOrganization, organization_sheet,
};
use caseward_formats::hmis::{Opener, Package};
use caseward_model::{Client, Id, OrganizationKind, Protection, Purpose, Role};
use jiff::civil::Date;
use zeroize::Zeroizing;

use fiction::{Apart, Persona, Story};

use crate::house::OWN;

const DAY_MS: i64 = 86_400_000;
/// The fiction is the same in every demo; only its days follow the calendar.
const SEED: u64 = 7;
/// Reviewers and counsel have recorded their duty for the time of a demo.
const DUTY_HOURS: i64 = 72;

/// Someone to sign in as.
pub(crate) struct Cast {
    pub(crate) colleague: Colleague,
    pub(crate) note: (&'static str, &'static str),
}

/// Makes the whole office in an empty database.
pub(crate) async fn furnish(
    office: &Arc<Office>,
    passphrase: &str,
    today: Date,
) -> anyhow::Result<Vec<Cast>> {
    let new = NewOffice {
        passphrase,
        settings: SlotSettings::FICTION,
    };
    // The paper key of a fiction opens nothing worth keeping.
    drop(office.gate.make_office(new).await?);
    let own = OrganizationSheet {
        keeps_records_here: true,
        policy_until: Some(OrganizationSheet::WITHOUT_END),
        ..organization_sheet(OrganizationKind::Agency)
    };
    let own = office.add_organization("Lantern House", OWN, own).await?;
    tokio::task::block_in_place(|| bring_in(office, &own, today))?;
    let organizations = register(office).await?;
    standing::published(office).await?;
    let cast = people(office).await?;
    let workers: HashMap<_, _> = cast
        .iter()
        .map(|it| (it.colleague.handle.clone(), it.colleague.clone()))
        .collect();
    relations(office, &workers, &organizations).await?;
    write_notes(office, &workers, today).await?;
    emergencies::happen(office, &workers).await?;
    partners::known(office).await?;
    programmes::are_kept(office, &workers, today).await?;
    conferences::are_held(office, &workers, &organizations).await?;
    Ok(cast)
}

fn bring_in(office: &Office, own: &RegisteredOrganization, today: Date) -> anyhow::Result<()> {
    let files = fiction::export(today, SEED);
    let listing = files.into_iter().map(|(name, text)| {
        let bytes: Arc<[u8]> = text.into_bytes().into();
        let size = Some(bytes.len() as u64);
        let open = move || Ok(Box::new(std::io::Cursor::new(Arc::clone(&bytes))) as Box<dyn Read>);
        (name.to_owned(), size, Box::new(open) as Opener<'static>)
    });
    let mut package = Package::from_files(listing.collect())?;
    let account = office.import_hmis(&mut package, own, |_| {})?;
    anyhow::ensure!(
        account.kept && account.problems.is_empty(),
        "the demo's own export has a fault"
    );
    Ok(())
}

async fn register(office: &Office) -> anyhow::Result<HashMap<String, RegisteredOrganization>> {
    let now_ms = office.clock().now_ms();
    let mut organizations = HashMap::new();
    for partner in fiction::story().recipients {
        // What an earlier register said of one that ran out: until when, and no more.
        let ran_out = partner.protocol_days_left.filter(|days| *days < 0);
        let sheet = OrganizationSheet {
            protocol_until: ran_out.map(|days| now_ms + i64::from(days) * DAY_MS),
            ..organization_sheet(partner.kind)
        };
        let added = office
            .add_organization(partner.name, partner.handle, sheet)
            .await?;
        partners::agreed(office, &added, partner).await?;
        organizations.insert(partner.handle.to_owned(), added);
    }
    Ok(organizations)
}

/// The victim service provider of the fiction; everyone else works for the office.
const PARTNER_PLACE: (&str, &str) = ("13", "quiet-orchard");

/// Gives someone an address, so that letters to them can be looked at; clients are never written to.
async fn reached_by_mail(office: &Office, colleague: Colleague) -> anyhow::Result<Colleague> {
    if colleague.sheet.role == Role::Client {
        return Ok(colleague);
    }
    let organization = office.register().await?.into_iter();
    let theirs = organization
        .filter(|it| it.no == colleague.sheet.organization)
        .map(|it| it.handle)
        .next()
        .context("everyone of the fiction belongs to an organization")?;
    let person = Person {
        email: format!("{}@lantern-house.example", colleague.handle),
        engagement: colleague.sheet.engagement,
        ..Person::new(
            &colleague.name,
            &colleague.handle,
            colleague.sheet.role,
            &theirs,
        )
    };
    let (by, id) = (Actor::KeyHolder, colleague.id);
    Ok(office.change_person(by, id, None, person).await?)
}

async fn people(office: &Office) -> anyhow::Result<Vec<Cast>> {
    let mut cast = Vec::new();
    for persona in fiction::personas() {
        let partner = persona.organization == PARTNER_PLACE.0;
        let new = NewWorker {
            name: persona.name.to_owned(),
            handle: persona.handle.to_owned(),
            role: persona.role,
            organization: if partner { PARTNER_PLACE.1 } else { OWN }.to_owned(),
        };
        let colleague = reached_by_mail(office, office.add_worker(&new).await?).await?;
        let colleague = standing::signed(office, &persona, colleague).await?;
        for project in persona.programmes {
            office
                .assign_to_programme(Actor::KeyHolder, &colleague, project)
                .await?;
        }
        cast.push(Cast {
            colleague,
            note: persona.note,
        });
    }
    let numbers: HashMap<_, _> = cast
        .iter()
        .map(|it| (it.colleague.handle.clone(), it.colleague.no))
        .collect();
    for (persona, member) in fiction::personas().iter().zip(&cast) {
        ties(office, persona, member, &numbers).await?;
    }
    Ok(cast)
}

/// Whom a persona supervises, and whose file is their own.
async fn ties(
    office: &Office,
    persona: &Persona,
    member: &Cast,
    numbers: &HashMap<String, i64>,
) -> anyhow::Result<()> {
    let supervises: Vec<i64> = persona
        .supervises
        .iter()
        .filter_map(|it| numbers.get(*it).copied())
        .collect();
    let own_file = match persona.own_file {
        Some(personal_id) => Some(office.client_no(client(office, personal_id).await?).await?),
        None => None,
    };
    let suspended = persona.suspended;
    office
        .gate
        .change_worker(member.colleague.id, "ties_recorded", move |sheet| {
            sheet.supervises = supervises;
            sheet.client = own_file;
            sheet.suspended = suspended;
        })
        .await?;
    let duty = match persona.role {
        Role::PrivacyOfficer | Role::Auditor => Purpose::AccessReview,
        Role::LegalCounsel => Purpose::Legal,
        _ => return Ok(()),
    };
    office
        .record_duty(&member.colleague, duty, DUTY_HOURS)
        .await?;
    Ok(())
}

async fn client(office: &Office, personal_id: &str) -> anyhow::Result<Id<Client>> {
    Ok(office.client_called(personal_id).await?)
}

async fn relations(
    office: &Office,
    workers: &HashMap<String, Colleague>,
    organizations: &HashMap<String, RegisteredOrganization>,
) -> anyhow::Result<()> {
    let story = fiction::story();
    for assigned in &story.assignments {
        let worker = workers
            .get(assigned.handle)
            .context("the cast lacks a worker")?;
        for personal_id in &assigned.personal_ids {
            office
                .assign_by_key(worker, client(office, personal_id).await?)
                .await?;
        }
    }
    walls(office, &story, workers, organizations).await?;
    shields(office, &story).await?;
    consents::are_given(office, &story, workers, organizations).await
}

async fn walls(
    office: &Office,
    story: &Story,
    workers: &HashMap<String, Colleague>,
    organizations: &HashMap<String, RegisteredOrganization>,
) -> anyhow::Result<()> {
    for wall in story.walls {
        let against = match wall.from {
            Apart::Worker(handle) => {
                WallAgainst::Worker(workers.get(handle).context("the cast lacks a worker")?.no)
            }
            Apart::Client(other) => {
                WallAgainst::Client(office.client_no(client(office, other).await?).await?)
            }
            Apart::Recipient(handle) => WallAgainst::Organization(
                organizations
                    .get(handle)
                    .context("the register lacks a partner")?
                    .no,
            ),
        };
        let id = client(office, wall.personal_id).await?;
        office
            .change_facts(id, "wall_raised", move |sheet, now_ms| {
                sheet.walls.push(WallFact {
                    against,
                    since: now_ms,
                })
            })
            .await?;
    }
    Ok(())
}

async fn shields(office: &Office, story: &Story) -> anyhow::Result<()> {
    for shield in story.shields {
        let (id, kind) = (client(office, shield.personal_id).await?, shield.protection);
        if kind == Protection::DeclinedSharing {
            office.decline_sharing(None, id).await?;
        } else {
            office
                .change_facts(id, "protected", move |sheet, now_ms| {
                    sheet.protect(
                        kind,
                        caseward_casework::gate::ProtectionSource::Worker,
                        now_ms,
                    );
                })
                .await?;
        }
    }
    Ok(())
}

async fn write_notes(
    office: &Office,
    workers: &HashMap<String, Colleague>,
    today: Date,
) -> anyhow::Result<()> {
    let mut notes = fiction::notes(today);
    notes.sort_by_key(|note| std::cmp::Reverse(note.days_ago));
    for note in notes {
        let by = workers.get(note.by).context("the cast lacks a worker")?;
        let draft = Draft {
            section: note.section.word().to_owned(),
            provenance: note.provenance.word().to_owned(),
            nature: note.nature.word().to_owned(),
            based_on: Zeroizing::new(note.based_on.to_owned()),
            text: Zeroizing::new(note.text.to_owned()),
        };
        let entry = draft
            .check()
            .map_err(|_| anyhow::anyhow!("a note of the demo can't be kept"))?;
        let at = jiff::tz::TimeZone::UTC.to_timestamp(note.on.at(15, 20, 0, 0))?;
        let id = client(office, note.personal_id).await?;
        office
            .write_entry_at(by.id, id, Purpose::DirectService, entry, at)
            .await
            .map_err(|refusal| {
                anyhow::anyhow!(
                    "the gate refused a note of the demo: {:?}",
                    refusal.clauses()
                )
            })?;
    }
    Ok(())
}
