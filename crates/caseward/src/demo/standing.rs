//! The demo's people read, answer and sign by the desk, as they would on the page: whoever lacks something
//! lacks it really (CC-2, DV-5.1.1, DV-5.10).

use caseward_casework::Office;
use caseward_casework::gate::Actor;
use caseward_casework::sign_in::SignedIn;
use caseward_casework::staff::Colleague;
use caseward_casework::standing::{Reading, Signer, Signing};
use caseward_model::{Language, Role};

use super::fiction::Persona;

/// The texts that come with Caseward.
pub(super) async fn published(office: &Office) -> anyhow::Result<()> {
    office.publish_shipped(Actor::KeyHolder).await?;
    Ok(())
}

/// Signs and learns what the persona has signed and learnt; gives them as they stand then.
pub(super) async fn signed(
    office: &Office,
    persona: &Persona,
    colleague: Colleague,
) -> anyhow::Result<Colleague> {
    if persona.role == Role::Client {
        return Ok(colleague);
    }
    let person = office.person_numbered(colleague.no).await?;
    for stand in office.my_standing(&person).await? {
        let course = stand.requirement.kind.is_course();
        let does = if course {
            persona.training_current
        } else {
            persona.agreement_signed
        };
        if !does {
            continue;
        }
        let reading = understood(office, &person, &stand.requirement.name).await?;
        if !course {
            sign(office, &colleague, &person, &reading).await?;
        }
    }
    Ok(office.colleague(persona.handle).await?)
}

/// Lets somebody made up read, answer and sign all that their part asks for; gives them as they stand then.
pub(crate) async fn comes_in(office: &Office, colleague: &Colleague) -> anyhow::Result<Colleague> {
    let person = office.person_numbered(colleague.no).await?;
    for stand in office.my_standing(&person).await? {
        let reading = understood(office, &person, &stand.requirement.name).await?;
        if !stand.requirement.kind.is_course() {
            sign(office, colleague, &person, &reading).await?;
        }
    }
    Ok(office.colleague(&colleague.handle).await?)
}

async fn understood(office: &Office, person: &SignedIn, name: &str) -> anyhow::Result<Reading> {
    let language = Language::English;
    let reading = office.requirement_to_read(person, name, language).await?;
    let questions = reading.words.questions.iter();
    let answers = questions.map(|it| Some(it.right)).collect();
    let version = reading.version.number;
    office
        .answer_questions(person, name, version, language, answers)
        .await?;
    Ok(reading)
}

async fn sign(
    office: &Office,
    colleague: &Colleague,
    person: &SignedIn,
    reading: &Reading,
) -> anyhow::Result<()> {
    let signing = Signing {
        version: reading.version.number,
        language: Language::English,
        signer: Signer {
            name: colleague.name.clone(),
            organization: office.organization_of(person).await?,
            position: colleague.sheet.role.word().replace('_', " "),
            email: format!("{}@lantern-house.example", colleague.handle),
            phone: format!("555-01{:02}", person.no % 100),
        },
        ticked: vec![true; reading.words.statements.len()],
        mark: String::new(),
        at_terminal: false,
    };
    let name = &reading.requirement.name;
    office.sign_agreement(person, name, signing).await?;
    Ok(())
}
