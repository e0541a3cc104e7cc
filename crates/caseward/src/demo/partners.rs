//! What the made-up partners have agreed on with the office, the ways to them, and what the Law Department said: some in order, some
//! not, as in life.

use caseward_casework::Office;
use caseward_casework::gate::Actor;
use caseward_casework::partnership::{
    Answer, CheckOrder, NewAssessment, NewGuidance, NewProtocol, NewRule, NewWay, StaffTerms,
};
use caseward_casework::people::RegisteredOrganization;
use caseward_model::{
    Basis, Category, CheckMethod, Id, Organization, OrganizationKind, PolicyQuestion, Purpose,
    WayKind, Worker,
};

use super::DAY_MS;
use super::fiction::Partner;

const KEY: Actor = Actor::KeyHolder;
/// Public keys whose secret halves were published as examples.
const KEYS: [&str; 2] = [
    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
    "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
];

/// Assesses a partner's policy and agrees on a protocol, as the story has it.
pub(super) async fn agreed(
    office: &Office,
    added: &RegisteredOrganization,
    partner: &Partner,
) -> anyhow::Result<()> {
    let now_ms = office.clock().now_ms();
    if partner.policy_assessed {
        office.assess_policy(KEY, added.id, policy(now_ms)).await?;
    }
    if let Some(days) = partner.protocol_days_left.filter(|days| *days > 0) {
        let until = now_ms + i64::from(days) * DAY_MS;
        office
            .agree_protocol(KEY, added.id, protocol(now_ms, until))
            .await?;
    }
    match partner.handle {
        "housing-authority" => checked(office, added, key_way(now_ms, KEYS[0])).await,
        "clinic" => {
            let no = office
                .add_way(KEY, added.id, key_way(now_ms, KEYS[0]))
                .await?;
            compared(office, no, KEYS[0]).await?;
            // Last week they wrote that they have another one, and nobody has called them back.
            let another = (KEYS[1].to_owned(), KEYS[1].to_owned());
            office.change_key(KEY, no, another).await?;
            let reception = ("Reception, Willowherb Clinic", "Medical records office");
            checked(office, added, by_hand(now_ms, reception)).await
        }
        "court" => {
            let counter = (
                "Clerk's counter, Farawell County Court",
                "Office of the clerk",
            );
            checked(office, added, by_hand(now_ms, counter)).await
        }
        "cloudberry" => {
            let added = office.add_way(KEY, added.id, key_way(now_ms, KEYS[1]));
            added.await?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Agrees with a partner that one of its people learns in case conferences what helps to house somebody, and nothing else.
pub(super) async fn named(
    office: &Office,
    partner: Id<Organization>,
    worker: Id<Worker>,
) -> anyhow::Result<()> {
    let now_ms = office.clock().now_ms();
    let terms = StaffTerms {
        worker,
        categories: vec![Category::Housing, Category::Services],
    };
    let conferences = NewProtocol {
        reference: "Protocol on case conferences".to_owned(),
        purposes: vec![Purpose::CaseConference],
        categories: terms.categories.clone(),
        staff: vec![terms],
        ..protocol(now_ms, now_ms + 120 * DAY_MS)
    };
    office.agree_protocol(KEY, partner, conferences).await?;
    Ok(())
}

async fn checked(office: &Office, to: &RegisteredOrganization, way: NewWay) -> anyhow::Result<()> {
    let read_out = way.fingerprint.clone();
    let no = office.add_way(KEY, to.id, way).await?;
    compared(office, no, &read_out).await
}

async fn compared(office: &Office, no: i64, read_out: &str) -> anyhow::Result<()> {
    let order = CheckOrder {
        seen: 1,
        fingerprint: read_out.to_owned(),
        how: CheckMethod::CallBack,
        source: "The county's printed directory".to_owned(),
    };
    office.check_way(KEY, no, order).await?;
    Ok(())
}

fn key_way(now_ms: i64, key: &str) -> NewWay {
    NewWay {
        kind: WayKind::Age,
        address: "intake@partner.example".to_owned(),
        key: key.to_owned(),
        fingerprint: key.to_owned(),
        receiver: "Intake office".to_owned(),
        phone: "+1 555 010 0147".to_owned(),
        word_may_be_left: false,
        from: now_ms,
        until: now_ms + 365 * DAY_MS,
    }
}

fn by_hand(now_ms: i64, (address, receiver): (&str, &str)) -> NewWay {
    NewWay {
        kind: WayKind::Hand,
        address: address.to_owned(),
        key: String::new(),
        fingerprint: String::new(),
        receiver: receiver.to_owned(),
        phone: "+1 555 010 0147".to_owned(),
        word_may_be_left: false,
        from: now_ms,
        until: now_ms + 365 * DAY_MS,
    }
}

fn policy(now_ms: i64) -> NewAssessment {
    let found = |question: PolicyQuestion| match question {
        PolicyQuestion::Keeping => "In a locked system of their own, encrypted at rest.",
        PolicyQuestion::Readers => "The intake office, by a list that is kept current.",
        PolicyQuestion::Redisclosure => "To nobody without a new permission of the person.",
        PolicyQuestion::BreachNotice => "Within one working day, by telephone.",
        PolicyQuestion::ReturnOrDestroy => "Destroyed when the purpose has ended.",
    };
    let answer = |question: &PolicyQuestion| Answer {
        question: *question,
        found: found(*question).to_owned(),
        enough: true,
    };
    NewAssessment {
        reference: "Confidentiality policy".to_owned(),
        edition: "3".to_owned(),
        dated: now_ms - 200 * DAY_MS,
        answers: PolicyQuestion::ALL.iter().map(answer).collect(),
        until: now_ms + 300 * DAY_MS,
    }
}

fn protocol(now_ms: i64, until: i64) -> NewProtocol {
    NewProtocol {
        reference: "Protocol on sharing information".to_owned(),
        programme: None,
        from: now_ms,
        until,
        purposes: vec![
            Purpose::DirectService,
            Purpose::CaseConference,
            Purpose::Eligibility,
        ],
        receivers: vec!["Intake office".to_owned(), "Duty worker".to_owned()],
        categories: vec![
            Category::Identity,
            Category::Contact,
            Category::Household,
            Category::Housing,
            Category::Income,
            Category::Services,
            Category::Health,
        ],
        staff: Vec::new(),
        procedure_given_at: Some(now_ms - 30 * DAY_MS),
        procedure_given_to: "Head of the intake office".to_owned(),
        duties_explained: true,
        breach_clause: true,
        renews: None,
    }
}

/// A few lines of who may obtain what, one of them overdue within a week, and guidance.
pub(super) async fn known(office: &Office) -> anyhow::Result<()> {
    let now_ms = office.clock().now_ms();
    for (kind, basis, section, days) in [
        (OrganizationKind::Court, Basis::LegalAuthority, "4.2", 7),
        (OrganizationKind::Agency, Basis::Consent, "2.1", 200),
        (OrganizationKind::Health, Basis::Consent, "2.3", 200),
    ] {
        let rule = NewRule {
            division: "Adult services".to_owned(),
            kind,
            categories: vec![Category::Services, Category::Housing],
            record: "case record".to_owned(),
            basis,
            manual: "Manual of the division".to_owned(),
            section: section.to_owned(),
            review_at: now_ms + days * DAY_MS,
            notes: String::new(),
        };
        office.keep_release_rule(KEY, rule).await?;
    }
    let guidance = NewGuidance {
        topic: "A letter asks for a record and calls itself a subpoena. Is that an order?".to_owned(),
        text: "No. In most states a subpoena is no order of a court. Hand it to us on the same day and answer nothing."
            .to_owned(),
        confirmed: true,
    };
    office.publish_guidance(KEY, guidance).await?;
    Ok(())
}
