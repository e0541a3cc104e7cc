//! Two emergencies of the fictional people: one that was reviewed and found justified, one that waits for its review
//! (RE-7, CR-10).

use std::collections::HashMap;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::emergency::Opening;
use caseward_casework::emergency::danger::DangerForm;
use caseward_casework::staff::Colleague;
use caseward_model::{Channel, EmergencyFinding};

use super::fiction;

/// Who opened one, whose client it was, what might have happened, and why it couldn't wait.
const STORIES: [[&str; 4]; 2] = [
    [
        "wren",
        "mateo",
        "A neighbour rang: someone is breaking the door of the flat and she is inside with her child.",
        "Her worker is on a plane until tonight, and the police asked us for the address at once.",
    ],
    [
        "mateo",
        "wren",
        "He wrote that he has taken all of his pills and does not want to wake up again.",
        "His worker is off sick and the ambulance needs to know where he sleeps now.",
    ],
];

/// Lets them happen.
pub(super) async fn happen(
    office: &Office,
    workers: &HashMap<String, Colleague>,
) -> anyhow::Result<()> {
    let [justified, waiting] = STORIES;
    let ticket = open(office, workers, justified).await?;
    let opener = workers
        .get(justified[0])
        .context("the cast lacks a worker")?;
    let colleagues = office.colleagues().await?;
    let supervisor = colleagues
        .iter()
        .find(|it| it.sheet.supervises.contains(&opener.no))
        .context("the cast lacks a supervisor")?;
    office
        .review_emergency(
            supervisor.id,
            ticket,
            EmergencyFinding::Justified,
            "The police got the address in time, and nothing but the address was opened.",
        )
        .await?;
    let ticket = open(office, workers, waiting).await?;
    let opener = workers.get(waiting[0]).context("the cast lacks a worker")?;
    Ok(office.end_emergency(opener.id, ticket).await?)
}

async fn open(
    office: &Office,
    workers: &HashMap<String, Colleague>,
    [opener, assigned, what, why_now]: [&'static str; 4],
) -> anyhow::Result<i64> {
    let who = workers.get(opener).context("the cast lacks a worker")?;
    let story = fiction::story();
    let of = |handle: &str| {
        let theirs = story.assignments.iter().filter(|it| it.handle == handle);
        theirs
            .flat_map(|it| it.personal_ids.clone())
            .collect::<Vec<_>>()
    };
    let own = of(opener);
    for personal_id in of(assigned).iter().filter(|it| !own.contains(*it)) {
        let form = DangerForm {
            whom: (*personal_id).to_owned().into(),
            harm: "violence".to_owned(),
            at_risk: "client".to_owned(),
            imminence: "now".to_owned(),
            what: what.to_owned().into(),
            why_now: why_now.to_owned().into(),
            told: "no".to_owned(),
            not_told: "There was no safe way to reach them before the file was open."
                .to_owned()
                .into(),
            sections: vec!["contact".to_owned(), "location".to_owned()],
            minutes: "30".to_owned(),
            understood: true,
        };
        let Ok(order) = form.check(30) else { continue };
        let mark = office.new_form_mark();
        let opened = office.open_emergency(who.id, &mark, order, Channel::Screen);
        if let Opening::Open(ticket, _) = opened.await? {
            return Ok(ticket);
        }
    }
    anyhow::bail!("no fictional client can be opened in an emergency")
}
