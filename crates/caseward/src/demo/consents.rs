//! What clients of the fiction agreed to: in force, run out, taken back, and one that is being written.

use std::collections::HashMap;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::consent::{
    Change, EarlierConsent, Form, Limit, Named, Told, Who, consequences,
};
use caseward_casework::gate::Request;
use caseward_casework::staff::{Colleague, RegisteredOrganization};
use caseward_model::{
    Answered, Category, Channel, Client, ConsentKind, Id, Language, LimitKind, Purpose,
    SignerCapacity,
};
use jiff::tz::TimeZone;

use super::fiction::{Agreed, Story};
use super::{DAY_MS, client};

/// The client for whom a consent is being written.
const DRAFT: &str = "1701";
/// How long ago the limits of confidentiality were gone through with everyone who is assigned, and they acknowledged the policies.
const TALKED_DAYS_AGO: i64 = 40;

pub(super) async fn are_given(
    office: &Office,
    story: &Story,
    workers: &HashMap<String, Colleague>,
    organizations: &HashMap<String, RegisteredOrganization>,
) -> anyhow::Result<()> {
    let now_ms = office.clock().now_ms();
    for assigned in &story.assignments {
        for personal_id in &assigned.personal_ids {
            let id = client(office, personal_id).await?;
            office
                .change_facts(id, "confidentiality_talked", move |sheet, now_ms| {
                    let then = now_ms - TALKED_DAYS_AGO * DAY_MS;
                    sheet.limits_told_at = Some(then);
                    sheet.policies_acknowledged_at = Some(then);
                })
                .await?;
        }
    }
    for agreed in story.consents {
        let recipient = organizations
            .get(agreed.recipient)
            .context("the register lacks a partner")?;
        let id = client(office, agreed.personal_id).await?;
        let Some(request) = whoever_serves(story, workers, agreed.personal_id, id) else {
            continue;
        };
        let signed_at = now_ms - i64::from(agreed.signed_days_ago) * DAY_MS;
        let day = i64::from(agreed.withdrawn_days_ago.unwrap_or_default());
        let earlier = EarlierConsent {
            form: form(agreed, recipient, signed_at)?,
            name: "Signed on paper".to_owned(),
            signed_at,
            withdrawn_at: agreed.withdrawn_days_ago.map(|_| now_ms - day * DAY_MS),
        };
        office.take_consent_over(&request, earlier).await?;
    }
    let id = client(office, DRAFT).await?;
    if let Some(request) = whoever_serves(story, workers, DRAFT, id) {
        let kind = ConsentKind::Information;
        let no = office
            .begin_consent(&request, kind, Language::English)
            .await?;
        let who = Who {
            capacity: Some(SignerCapacity::Client),
            ..Who::default()
        };
        let change = Change::Who(who, None);
        office.save_consent(&request, no, change).await?;
    }
    Ok(())
}

/// The way of whoever serves this client.
fn whoever_serves(
    story: &Story,
    workers: &HashMap<String, Colleague>,
    personal_id: &str,
    client: Id<Client>,
) -> Option<Request> {
    let mut all = story.assignments.iter();
    let assigned = all.find(|it| it.personal_ids.contains(&personal_id))?;
    let worker = workers.get(assigned.handle)?;
    Some(Request::to_serve(worker.id, client))
}

fn form(
    agreed: &Agreed,
    recipient: &RegisteredOrganization,
    signed_at: i64,
) -> anyhow::Result<Form> {
    let until = signed_at + i64::from(agreed.days) * DAY_MS;
    let until = jiff::Timestamp::from_millisecond(until)?;
    let payer = agreed.purposes.contains(&Purpose::Payment);
    let sections = agreed.categories.iter().copied();
    let sections = sections.filter(|it| *it != Category::Existence);
    let mut form = Form {
        kind: if payer {
            ConsentKind::Payer
        } else {
            ConsentKind::Information
        },
        who: Who {
            capacity: Some(SignerCapacity::Client),
            ..Who::default()
        },
        purposes: agreed.purposes.to_vec(),
        because: "So that they can help without asking everything again.".to_owned(),
        recipient: Some(Named {
            no: recipient.no,
            id: recipient.id,
        }),
        readers: "Whoever handles the case there".to_owned(),
        asked: sections.map(|it| (it, Answered::Yes)).collect(),
        channels: Channel::OUTWARD.to_vec(),
        until: Some(until.to_zoned_datetime(TimeZone::system()).date()),
        alternatives: "Telling them in person.".to_owned(),
        limits: Vec::new(),
        told: Told {
            not_a_condition: true,
            may_revoke: true,
            redisclosure: true,
            limits_of_confidentiality: true,
            copy: true,
            teach_back: "That it can be stopped at any time.".to_owned(),
            ..Told::default()
        },
        ..Form::default()
    };
    if agreed.categories.contains(&Category::DomesticViolence) {
        form.limits = vec![Limit {
            kind: LimitKind::TellMeFirst,
            words: String::new(),
        }];
    }
    form.consequences = consequences(&form, Some(recipient.sheet.kind))?;
    Ok(form)
}
