//! Reading a consent of IHE's PCF shape, whole or not at all (DV-2.1).
//!
//! What would let out more than it names is never read: a root that permits, an exception, an element that changes the meaning of others. What
//! can be read and has no place here is named.

use caseward_model::{Category, Purpose};
use jiff::Timestamp;
use jiff::civil::Date;

use super::codes::{LOINC, PARTICIPATION, SCOPE, purpose_of, section_of};
use super::consent::{CATEGORY, Consent, ConsentStatus, RECEIVES};
use super::fault::{Fault, NotTaken, Notice, Reason};
use super::json::{self as strict, At};

/// The largest consent that is read, in bytes.
pub const LARGEST_CONSENT: usize = 256 * 1024;

/// The most permits within a consent.
const MOST: usize = 100;

/// A consent that was read, and what of it can't be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRead {
    /// What was read.
    pub consent: Consent,
    /// What can't be taken over, in its order.
    pub notices: Vec<Notice>,
}

/// What every resource may have beside its own.
const BESIDE: [&str; 6] = [
    "resourceType",
    "meta",
    "language",
    "text",
    "contained",
    "identifier",
];

/// Reads a consent of IHE's PCF shape.
///
/// # Errors
/// The first [`Fault`]: what can't be understood whole isn't taken at all.
pub fn read_consent(bytes: &[u8]) -> Result<ConsentRead, Fault> {
    let value = strict::read(bytes, LARGEST_CONSENT)?;
    let it = At::of("Consent", &value)?;
    if it.text("resourceType")? != Some("Consent") {
        return Err(it.fault("resourceType", Reason::OtherResource));
    }
    if it.has("verification") {
        return Err(it.fault("verification", Reason::Forbidden));
    }
    let mut known = BESIDE.to_vec();
    known.extend([
        "status",
        "scope",
        "category",
        "patient",
        "dateTime",
        "performer",
        "organization",
        "sourceReference",
        "sourceAttachment",
        "policy",
        "policyRule",
        "provision",
    ]);
    it.only(&known)?;
    let mut notices = Vec::new();
    for name in ["text", "contained", "extension", "policyRule"] {
        if it.has(name) {
            note(&mut notices, it.to(name), NotTaken::NotRead);
        }
    }
    let status = status(&it)?;
    about_privacy(&it)?;
    let permitted = permits(&it, &mut notices)?;
    let (patient, source) = (one(&it, "patient")?, one(&it, "sourceReference")?);
    note(&mut notices, it.to("patient"), NotTaken::Person);
    note(&mut notices, it.to("sourceReference"), NotTaken::Signature);
    note(&mut notices, it.to("policy"), NotTaken::Policy);
    Ok(ConsentRead {
        consent: Consent {
            id: it.text("id")?.unwrap_or_default().to_owned(),
            identifier: identifier(&it)?,
            status,
            patient,
            given_at: given_at(&it)?,
            performer: first(&it, "performer")?,
            organization: first(&it, "organization")?,
            source,
            policy: policy(&it)?,
            recipient: permitted.recipient,
            recipient_name: permitted.recipient_name,
            purposes: permitted.purposes,
            sections: permitted.sections,
            from: permitted.from,
            until: permitted.until,
        },
        notices,
    })
}

fn note(notices: &mut Vec<Notice>, at: String, why: NotTaken) {
    let notice = Notice { at, why };
    if !notices.contains(&notice) {
        notices.push(notice);
    }
}

fn status(it: &At<'_>) -> Result<ConsentStatus, Fault> {
    let word = it.needed("status")?;
    let found = ConsentStatus::ALL
        .into_iter()
        .find(|it| it.word() == word)
        .ok_or_else(|| it.fault("status", Reason::WrongKind))?;
    match found {
        ConsentStatus::Draft | ConsentStatus::Proposed | ConsentStatus::Active => Ok(found),
        _ => Err(it.fault("status", Reason::NotInForce)),
    }
}

fn about_privacy(it: &At<'_>) -> Result<(), Fault> {
    let not = || it.fault("scope", Reason::NotPrivacy);
    let scope = it.object("scope")?.ok_or_else(not)?;
    if !scope.concept()?.contains(&(SCOPE, "patient-privacy")) {
        return Err(not());
    }
    let mut named = false;
    for category in it.list("category", 20)? {
        named |= category.concept()?.contains(&(LOINC, CATEGORY));
    }
    if named {
        Ok(())
    } else {
        Err(it.fault("category", Reason::NotPrivacy))
    }
}

fn one(it: &At<'_>, name: &str) -> Result<String, Fault> {
    let missing = || it.fault(name, Reason::Missing);
    let found = it.object(name)?.ok_or_else(missing)?;
    Ok(found.reference()?.ok_or_else(missing)?.to_owned())
}

fn first(it: &At<'_>, name: &str) -> Result<String, Fault> {
    let missing = || it.fault(name, Reason::Missing);
    let all = it.list(name, 20)?;
    let found = all.first().ok_or_else(missing)?;
    Ok(found.reference()?.ok_or_else(missing)?.to_owned())
}

fn identifier(it: &At<'_>) -> Result<Option<String>, Fault> {
    let all = it.list("identifier", 20)?;
    let Some(found) = all.first() else {
        return Ok(None);
    };
    Ok(found.text("value")?.map(str::to_owned))
}

fn given_at(it: &At<'_>) -> Result<String, Fault> {
    let text = it.needed("dateTime")?;
    if text.parse::<Timestamp>().is_err() && text.parse::<Date>().is_err() {
        return Err(it.fault("dateTime", Reason::NotATime));
    }
    Ok(text.to_owned())
}

fn policy(it: &At<'_>) -> Result<String, Fault> {
    let all = it.list("policy", 20)?;
    let found = all
        .first()
        .ok_or_else(|| it.fault("policy", Reason::Missing))?;
    if found.has("authority") {
        return Err(found.fault("authority", Reason::Forbidden));
    }
    found.only(&["uri"])?;
    Ok(found.needed("uri")?.to_owned())
}

/// What is permitted, to whom and until when.
#[derive(Default, PartialEq, Eq)]
struct Permitted {
    recipient: String,
    recipient_name: Option<String>,
    purposes: Vec<Purpose>,
    sections: Vec<Category>,
    from: Option<Date>,
    until: Option<Date>,
}

/// What narrows a provision; at the root it would narrow what is denied.
const NARROWS: [&str; 9] = [
    "period",
    "actor",
    "action",
    "securityLabel",
    "purpose",
    "class",
    "code",
    "dataPeriod",
    "data",
];

fn permits(it: &At<'_>, notices: &mut Vec<Notice>) -> Result<Permitted, Fault> {
    let root = it
        .object("provision")?
        .ok_or_else(|| it.fault("provision", Reason::NotClosed))?;
    if root.needed("type")? != "deny" || NARROWS.iter().any(|name| root.has(name)) {
        return Err(Fault::new(root.path, Reason::NotClosed));
    }
    root.only(&["type", "provision"])?;
    let mut whole: Option<Permitted> = None;
    for permit in root.list("provision", MOST)? {
        let mut found = permit_of(&permit, notices)?;
        match &mut whole {
            None => whole = Some(found),
            Some(known) => {
                let sections = std::mem::take(&mut found.sections);
                let before = std::mem::take(&mut known.sections);
                if *known != found {
                    return Err(Fault::new(permit.path, Reason::Several));
                }
                known.sections = before;
                known.sections.extend(sections);
            }
        }
    }
    let mut whole = whole.ok_or_else(|| root.fault("provision", Reason::NoRecipient))?;
    whole.sections.sort_unstable();
    whole.sections.dedup();
    Ok(whole)
}

fn permit_of(it: &At<'_>, notices: &mut Vec<Notice>) -> Result<Permitted, Fault> {
    if it.needed("type")? != "permit" {
        return Err(Fault::new(it.path.clone(), Reason::NotAPermit));
    }
    for name in ["action", "class", "code", "provision"] {
        if it.has(name) {
            return Err(it.fault(name, Reason::Forbidden));
        }
    }
    it.only(&[
        "type",
        "period",
        "actor",
        "securityLabel",
        "purpose",
        "dataPeriod",
        "data",
    ])?;
    if it.has("dataPeriod") {
        note(notices, it.to("dataPeriod"), NotTaken::DataPeriod);
    }
    let mut found = Permitted::default();
    (found.recipient, found.recipient_name) = recipient(it)?;
    for coding in it.list("purpose", MOST)? {
        let (system, code) = coding.coding()?;
        match purpose_of(system, code) {
            Some(purpose) => found.purposes.push(purpose),
            None => note(notices, coding.path, NotTaken::Purpose),
        }
    }
    found.purposes.sort_unstable();
    found.purposes.dedup();
    found.sections = sections(it, notices)?;
    if let Some(period) = it.object("period")? {
        period.only(&["start", "end"])?;
        (found.from, found.until) = (day(&period, "start")?, day(&period, "end")?);
    }
    Ok(found)
}

fn recipient(it: &At<'_>) -> Result<(String, Option<String>), Fault> {
    let actors = it.list("actor", 20)?;
    let [actor] = actors.as_slice() else {
        let reason = if actors.is_empty() {
            Reason::NoRecipient
        } else {
            Reason::Several
        };
        return Err(it.fault("actor", reason));
    };
    actor.only(&["role", "reference"])?;
    let role = actor
        .object("role")?
        .ok_or_else(|| actor.fault("role", Reason::Missing))?;
    if !role.concept()?.contains(&(PARTICIPATION, RECEIVES)) {
        return Err(Fault::new(role.path, Reason::NoRecipient));
    }
    let who = actor
        .object("reference")?
        .ok_or_else(|| actor.fault("reference", Reason::NoRecipient))?;
    let name = who.text("display")?.map(str::to_owned);
    let reference = who.reference()?;
    match reference {
        Some(reference) => Ok((reference.to_owned(), name)),
        None => Err(Fault::new(who.path, Reason::NoRecipient)),
    }
}

/// The sections that a permit names; what is narrower than one of ours, or names a paper of theirs, isn't one.
fn sections(it: &At<'_>, notices: &mut Vec<Notice>) -> Result<Vec<Category>, Fault> {
    let mut sections = Vec::new();
    let labels = it.list("securityLabel", MOST)?;
    let data = it.list("data", MOST)?;
    for label in &labels {
        let (system, code) = label.coding()?;
        match section_of(system, code) {
            Some(section) => sections.push(section),
            None => note(notices, label.path.clone(), NotTaken::Section),
        }
    }
    for data in &data {
        data.only(&["meaning", "reference"])?;
        data.needed("meaning")?;
        let reference = data
            .object("reference")?
            .ok_or_else(|| data.fault("reference", Reason::Missing))?;
        reference.reference()?;
        let named = match reference.object("identifier")? {
            Some(named) => {
                let system = named.text("system")?.unwrap_or("");
                section_of(system, named.text("value")?.unwrap_or(""))
            }
            None => None,
        };
        match named {
            Some(section) => sections.push(section),
            None => note(notices, reference.path, NotTaken::Section),
        }
    }
    // Without either it would be all that there is.
    if labels.is_empty() && data.is_empty() {
        note(notices, it.path.clone(), NotTaken::Section);
    }
    Ok(sections)
}

/// A day as FHIR writes it, alone or before a time.
fn day(it: &At<'_>, name: &str) -> Result<Option<Date>, Fault> {
    let Some(text) = it.text(name)? else {
        return Ok(None);
    };
    let wrong = || it.fault(name, Reason::NotATime);
    let (day, time) = text
        .split_once('T')
        .map_or((text, None), |(day, _)| (day, Some(text)));
    if let Some(whole) = time {
        whole.parse::<Timestamp>().map_err(|_| wrong())?;
    }
    day.parse().map(Some).map_err(|_| wrong())
}
