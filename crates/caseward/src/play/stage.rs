//! Furnishes the office of a made-up meeting: organizations with a protocol, people who signed and learnt, clients who came with an
//! import, walls and shields. All of it by the same desks as in a real office.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use anyhow::{Context, ensure};
use caseward_casework::Office;
use caseward_casework::entries::Draft;
use caseward_casework::gate::{Actor, Request, WallAgainst, WallFact};
use caseward_casework::partnership::{Answer, NewAssessment, NewProtocol, StaffTerms};
use caseward_casework::staff::{
    Colleague, NewWorker, Person, RegisteredOrganization, organization_sheet,
};
use caseward_formats::hmis::{Opener, Package};
use caseward_model::{
    Category, Client, Id, Nature, PolicyQuestion, Provenance, Purpose, Role, Worker,
};
use caseward_web::visit::local;
use zeroize::Zeroizing;

use super::export;
use super::script::{Persona, Script, Subject};
use crate::demo::{consents, standing};
use crate::house::OWN;

const DAY_MS: i64 = 86_400_000;
const KEY: Actor = Actor::KeyHolder;

/// Everybody and everything of a script, as the office knows them.
pub(crate) struct Stage {
    pub(crate) organizations: BTreeMap<String, RegisteredOrganization>,
    pub(crate) people: BTreeMap<String, Colleague>,
    /// By the number by which other systems know them.
    pub(crate) clients: BTreeMap<String, Id<Client>>,
    /// The numbers of the consents of those who let somebody know where they are, by the same number.
    pub(crate) consents: BTreeMap<String, i64>,
    /// Who serves which of them.
    served: Vec<(String, Id<Client>)>,
}

impl Stage {
    /// The pages and answers of the files of those whom somebody serves.
    pub(crate) fn files_of(&self, handle: &str) -> Vec<String> {
        let own = self.served.iter().filter(|it| it.0 == handle);
        let file = |(_, client): &(String, Id<Client>)| {
            let pages = ["/identity", "/notes", "/who-looked"];
            let pages = pages.map(|it| format!("/clients/{client}{it}"));
            let items = format!("/api/v1/clients/{client}/conference-items");
            pages.into_iter().chain([items])
        };
        own.flat_map(file).collect()
    }
}

/// Where mail reaches somebody of the script; nobody has such an address (RFC 2606).
pub(crate) fn address(handle: &str) -> String {
    format!("{handle}@lantern-house.example")
}

/// Furnishes an office that has nothing but its own organization.
pub(crate) async fn set(
    office: &Office,
    own: &RegisteredOrganization,
    script: &Script,
) -> anyhow::Result<Stage> {
    tokio::task::block_in_place(|| bring_in(office, own, script))?;
    office.publish_shipped(KEY).await?;
    let mut stage = Stage {
        organizations: BTreeMap::from([(OWN.to_owned(), own.clone())]),
        people: BTreeMap::new(),
        clients: BTreeMap::new(),
        consents: BTreeMap::new(),
        served: Vec::new(),
    };
    for partner in &script.organizations {
        let sheet = organization_sheet(partner.kind);
        let added = office.add_organization(&partner.name, &partner.handle, sheet);
        stage
            .organizations
            .insert(partner.handle.clone(), added.await?);
    }
    people(office, script, &mut stage).await?;
    for client in &script.clients {
        let id = office.client_called(&client.personal_id).await?;
        stage.clients.insert(client.personal_id.clone(), id);
        let served = client.served_by.iter().map(|it| (it.clone(), id));
        stage.served.extend(served);
        known(office, &stage, (client, id)).await?;
        if let Some(organization) = &client.lets_know {
            let consent = lets_know(office, &stage, (client, id), organization).await?;
            stage.consents.insert(client.personal_id.clone(), consent);
        }
    }
    // As a server does when it begins: names are in memory, and everybody who works here was compared with the clients.
    office.index_names(|_| {}).await?;
    office.check_conflicts().await?;
    Ok(stage)
}

fn bring_in(office: &Office, own: &RegisteredOrganization, script: &Script) -> anyhow::Result<()> {
    let today = local(office.clock().now_ms()).date();
    let files = export::files(script, &own.name, today);
    let listing = files.into_iter().map(|(name, text)| {
        let bytes: Arc<[u8]> = text.into_bytes().into();
        let size = Some(bytes.len() as u64);
        let open = move || Ok(Box::new(std::io::Cursor::new(Arc::clone(&bytes))) as Box<dyn Read>);
        (name, size, Box::new(open) as Opener<'static>)
    });
    let mut package = Package::from_files(listing.collect())?;
    let account = office.import_hmis(&mut package, own, |_| {})?;
    ensure!(account.kept, "the script's clients could not be imported");
    Ok(())
}

/// Takes everybody in. A partner's people need a protocol first, and are named in it once they are known.
async fn people(office: &Office, script: &Script, stage: &mut Stage) -> anyhow::Result<()> {
    let mut agreed = BTreeMap::new();
    for (handle, organization) in &stage.organizations {
        if handle != OWN {
            let policy = policy(office.clock().now_ms());
            office.assess_policy(KEY, organization.id, policy).await?;
            let first = protocol(office.clock().now_ms(), Vec::new(), None);
            let no = office.agree_protocol(KEY, organization.id, first).await?;
            agreed.insert(handle.clone(), no);
        }
    }
    for person in &script.people {
        let colleague = taken_in(office, person).await?;
        stage.people.insert(person.handle.clone(), colleague);
    }
    for (handle, no) in agreed {
        let organization = stage.organizations.get(&handle);
        let id = organization.context("an organization that isn't there")?.id;
        let theirs = script.people.iter().filter(|it| it.organization == handle);
        let theirs = theirs.filter_map(|it| stage.people.get(&it.handle));
        let staff = theirs.map(|it| terms(it.id)).collect();
        let anew = protocol(office.clock().now_ms(), staff, Some(no));
        office.agree_protocol(KEY, id, anew).await?;
    }
    for person in &script.people {
        let colleague = stage.people.get(&person.handle);
        let colleague = colleague.context("somebody who isn't there")?;
        let signed = standing::comes_in(office, colleague).await?;
        stage.people.insert(person.handle.clone(), signed);
    }
    Ok(())
}

async fn taken_in(office: &Office, person: &Persona) -> anyhow::Result<Colleague> {
    ensure!(
        person.role != Role::Client,
        "nobody at a table is the client"
    );
    let new = NewWorker {
        name: person.name.clone(),
        handle: person.handle.clone(),
        role: person.role,
        organization: person.organization.clone(),
    };
    let added = office.add_worker(&new).await?;
    let reached = Person {
        email: address(&person.handle),
        engagement: added.sheet.engagement,
        ..Person::new(&new.name, &new.handle, new.role, &new.organization)
    };
    Ok(office.change_person(KEY, added.id, None, reached).await?)
}

fn terms(worker: Id<Worker>) -> StaffTerms {
    StaffTerms {
        worker,
        categories: Category::ALL.to_vec(),
    }
}

fn protocol(now_ms: i64, staff: Vec<StaffTerms>, renews: Option<i64>) -> NewProtocol {
    NewProtocol {
        reference: "Protocol on sharing information".to_owned(),
        programme: None,
        from: now_ms,
        until: now_ms + 300 * DAY_MS,
        purposes: Purpose::ALL.to_vec(),
        receivers: vec!["Intake office".to_owned()],
        categories: Category::ALL.to_vec(),
        staff,
        procedure_given_at: Some(now_ms - 30 * DAY_MS),
        procedure_given_to: "Head of the intake office".to_owned(),
        duties_explained: true,
        breach_clause: true,
        renews,
    }
}

fn policy(now_ms: i64) -> NewAssessment {
    let answer = |question: &PolicyQuestion| Answer {
        question: *question,
        found: "As our own policy has it.".to_owned(),
        enough: true,
    };
    NewAssessment {
        reference: "Confidentiality policy".to_owned(),
        edition: "1".to_owned(),
        dated: now_ms - 200 * DAY_MS,
        answers: PolicyQuestion::ALL.iter().map(answer).collect(),
        until: now_ms + 300 * DAY_MS,
    }
}

/// What the office knows of a client: who serves them, what these wrote down, who is kept apart, and that they said no to sharing.
async fn known(
    office: &Office,
    stage: &Stage,
    (client, id): (&Subject, Id<Client>),
) -> anyhow::Result<()> {
    let found = |handle: &String| {
        let found = stage.people.get(handle);
        found.with_context(|| format!("the script has no person {handle}"))
    };
    for handle in &client.served_by {
        office.assign_by_key(found(handle)?, id).await?;
    }
    let writer = client.served_by.first().context("nobody serves them")?;
    let draft = Draft {
        section: Category::Notes.word().to_owned(),
        provenance: Provenance::Worker.word().to_owned(),
        nature: Nature::Fact.word().to_owned(),
        based_on: Zeroizing::default(),
        text: Zeroizing::new(client.told.clone()),
    };
    let entry = draft.check();
    let entry = entry.map_err(|_| anyhow::anyhow!("an entry of the script can't be kept"))?;
    let (by, now) = (found(writer)?.id, office.clock().now());
    let written = office.write_entry_at(by, id, Purpose::DirectService, entry, now);
    written
        .await
        .map_err(|refusal| anyhow::anyhow!("an entry was refused by {:?}", refusal.clauses()))?;
    for handle in &client.walled_from {
        let against = WallAgainst::Worker(found(handle)?.no);
        let raised = office.change_facts(id, "wall_raised", move |sheet, since| {
            sheet.walls.push(WallFact { against, since });
        });
        raised.await?;
    }
    if client.declined {
        office.decline_sharing(None, id).await?;
    }
    Ok(())
}

/// A client signs before whoever serves them that an organization may know where they can be found. Gives the number of the consent.
async fn lets_know(
    office: &Office,
    stage: &Stage,
    (client, id): (&Subject, Id<Client>),
    organization: &str,
) -> anyhow::Result<i64> {
    let before = client.served_by.first();
    let before = before.and_then(|it| stage.people.get(it));
    let before = before.context("nobody serves them")?;
    let recipient = stage.organizations.get(organization);
    let recipient = recipient.context("an organization that isn't there")?;
    let request = Request::to_serve(before.id, id);
    consents::lets_know_where(office, &request, recipient).await
}
