//! What clients of the fiction agreed to: in force, run out, taken back, and one that is being written.

use std::collections::HashMap;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::consent::{
    Change, Compared, ConsentPaper, Form, Limit, Named, Signing, Told, Who, consent_words,
    consequences,
};
use caseward_casework::gate::Request;
use caseward_casework::staff::{Colleague, RegisteredOrganization};
use caseward_model::{
    Answered, Category, Channel, Client, ConsentKind, Id, Language, LimitKind, Purpose,
    SignerCapacity, WithdrawalWay, Worker,
};
use jiff::tz::TimeZone;

use super::fiction::{self, Agreed, Story};
use super::{DAY_MS, client};

/// The client for whom a consent is being written.
const DRAFT: &str = "1701";
/// The scan of a paper on which nothing stands: nobody of the fiction ever signed one.
const SCAN: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\n\
    trailer<</Root 1 0 R>>\n%%EOF\n";
/// What somebody of the fiction drew on the screen.
const DRAWN: &str =
    r#"{"width":600,"height":200,"strokes":[[[60,140],[180,60],[300,150],[420,70],[540,120]]]}"#;
/// How long ago the limits of confidentiality were gone through with everyone who is assigned, they acknowledged the policies, and were
/// asked for their consent.
const TALKED_DAYS_AGO: i64 = 40;
/// For how many days somebody lets an organization know where they are.
const WHERE_DAYS: i32 = 60;

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
                    sheet.consent_asked_at = Some(then);
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
        let form = form(agreed, recipient, signed_at)?;
        let (kind, language) = (form.kind, form.language);
        let no = office.begin_consent(&request, kind, language).await?;
        let change = Change::Whole(Box::new(form));
        office.save_consent(&request, no, change).await?;
        match whoever_supervises(workers, request.asker) {
            Some(second) => on_paper(office, (&request, no), signed_at, second).await?,
            None => on_the_screen(office, (&request, no), language).await?,
        }
        if agreed.withdrawn_days_ago.is_some() {
            let way = WithdrawalWay::Written;
            office.withdraw_consent(&request, no, way, "").await?;
        }
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

/// Somebody made up lets an organization know, in case conferences, where they can be found: written down and signed on the screen, as on the
/// page. Gives the number of the consent.
pub(crate) async fn lets_know_where(
    office: &Office,
    request: &Request,
    recipient: &RegisteredOrganization,
) -> anyhow::Result<i64> {
    let agreed = Agreed {
        personal_id: "",
        recipient: "",
        purposes: &[Purpose::CaseConference],
        categories: &[Category::Location],
        signed_days_ago: 0,
        days: WHERE_DAYS,
        withdrawn_days_ago: None,
    };
    let form = form(&agreed, recipient, office.clock().now_ms())?;
    let (kind, language) = (form.kind, form.language);
    let no = office.begin_consent(request, kind, language).await?;
    let change = Change::Whole(Box::new(form));
    office.save_consent(request, no, change).await?;
    on_the_screen(office, (request, no), language).await?;
    Ok(no)
}

/// It was given before, on paper, and somebody else compared the scan.
async fn on_paper(
    office: &Office,
    (request, no): (&Request, i64),
    signed_at: i64,
    second: &Colleague,
) -> anyhow::Result<()> {
    let paper = ConsentPaper {
        name: "Signed on paper".to_owned(),
        second_name: String::new(),
        witness: String::new(),
        signed_at,
        scan: SCAN.to_vec(),
    };
    office.take_consent_over(request, no, paper).await?;
    let who = (second.id, second.no, second.sheet.role);
    let theirs = office.question_by(who, request.client, Channel::Screen);
    let theirs = theirs
        .await
        .map_err(|_| anyhow::anyhow!("a supervisor of the demo may not look"))?;
    let same = Compared {
        same: true,
        witness_signed: false,
    };
    office.confirm_consent_paper(&theirs, no, same).await?;
    Ok(())
}

/// Where nobody else may look at a paper, it is signed on the screen.
async fn on_the_screen(
    office: &Office,
    (request, no): (&Request, i64),
    language: Language,
) -> anyhow::Result<()> {
    let statements = consent_words(language)?.statement.iter();
    let signing = Signing {
        name: "Drawn on the screen".to_owned(),
        ticked: statements.map(|it| it.id.clone()).collect(),
        mark: DRAWN.to_owned(),
        ..Signing::default()
    };
    office.sign_consent(request, no, signing).await?;
    Ok(())
}

/// Who supervises a worker of the fiction.
fn whoever_supervises(
    workers: &HashMap<String, Colleague>,
    worker: Id<Worker>,
) -> Option<&Colleague> {
    let handle = workers.values().find(|it| it.id == worker)?.handle.as_str();
    let all = fiction::personas().into_iter();
    let mut over = all.filter(|it| it.supervises.contains(&handle));
    over.find_map(|it| workers.get(it.handle))
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
