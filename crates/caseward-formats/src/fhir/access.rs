//! Another system's audit events as lines of an access log: who looked at whose record, or let something of it out, and when (CR-2).
//!
//! Taken are `IHE.BasicAudit.PatientRead` and `.PrivacyDisclosure.Source`, alone or in a bundle. They become the lines of a table that the
//! review of accesses reads like any other log, by [`EVENTS_MAPPING`].

use std::sync::LazyLock;

use caseward_model::AccessKind;
use jiff::Timestamp;

use super::codes::{DCM, ENTITY_TYPE, LIFECYCLE, PARTICIPATION};
use super::fault::{Fault, Reason};
use super::json::{self as strict, At};
use crate::access_log::{Mapping, TimeForm};
use crate::hmis::CsvWriter;

/// The largest bundle of events that is read, in bytes.
pub const LARGEST_EVENTS: usize = 64 * 1024 * 1024;
/// The most events in one bundle.
const MOST: usize = 200_000;
const EVENT_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-event-type";
const INTERACTION: &str = "http://hl7.org/fhir/restful-interaction";

/// Somebody looked at somebody's record in another system, or let something of it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEvent {
    /// The event's id there, if it has one.
    pub id: String,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// Who, as that system calls them.
    pub user: String,
    /// Whose record, by that system's number.
    pub person: String,
    /// What they did.
    pub kind: AccessKind,
}

/// Events that were read, and those that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccessEvents {
    /// What was understood, in its order.
    pub taken: Vec<AccessEvent>,
    /// What wasn't.
    pub faults: Vec<Fault>,
}

/// How the table that [`AccessEvents::table`] makes is to be understood.
pub static EVENTS_MAPPING: LazyLock<Mapping> = LazyLock::new(|| Mapping {
    user: "user".to_owned(),
    person: Some("person".to_owned()),
    time: "time".to_owned(),
    time_form: TimeForm::EpochMilliseconds,
    kind: Some("kind".to_owned()),
    kinds: [
        AccessKind::Opened,
        AccessKind::Exported,
        AccessKind::Refused,
    ]
    .map(|it| (it.word().to_owned(), it))
    .into(),
    number: Some("event".to_owned()),
    ..Mapping::default()
});

impl AccessEvents {
    /// The events as the table that access logs are.
    ///
    /// # Errors
    /// What the writer says.
    pub fn table(&self) -> std::io::Result<Vec<u8>> {
        let columns = ["event", "user", "person", "time", "kind"];
        let mut table = CsvWriter::begin(Vec::new(), &columns)?;
        for it in &self.taken {
            let time = it.at_ms.to_string();
            table.row(&[it.id.as_str(), &it.user, &it.person, &time, it.kind.word()])?;
        }
        table.finish()
    }
}

/// Reads an audit event, or a bundle of them.
///
/// # Errors
/// [`Fault`] when it is no such thing as a whole; events that can't be taken are named beside the others.
pub fn read_events(bytes: &[u8]) -> Result<AccessEvents, Fault> {
    let value = strict::read(bytes, LARGEST_EVENTS)?;
    let whole = At::of("Bundle", &value)?;
    let mut events = AccessEvents::default();
    match whole.text("resourceType")? {
        Some("AuditEvent") => events.take(&At::of("AuditEvent", &value)?),
        Some("Bundle") => {
            for entry in whole.list("entry", MOST)? {
                match entry.object("resource") {
                    Ok(Some(event)) => events.take(&event),
                    Ok(None) => events.faults.push(entry.fault("resource", Reason::Missing)),
                    Err(fault) => events.faults.push(fault),
                }
            }
        }
        _ => return Err(whole.fault("resourceType", Reason::OtherResource)),
    }
    Ok(events)
}

impl AccessEvents {
    fn take(&mut self, event: &At<'_>) {
        match read(event) {
            Ok(event) => self.taken.push(event),
            Err(fault) => self.faults.push(fault),
        }
    }
}

fn read(it: &At<'_>) -> Result<AccessEvent, Fault> {
    if it.text("resourceType")? != Some("AuditEvent") {
        return Err(it.fault("resourceType", Reason::OtherResource));
    }
    it.only(&[
        "resourceType",
        "meta",
        "language",
        "text",
        "contained",
        "type",
        "subtype",
        "action",
        "period",
        "recorded",
        "outcome",
        "outcomeDesc",
        "purposeOfEvent",
        "agent",
        "source",
        "entity",
    ])?;
    let recorded = it.needed("recorded")?;
    let at = recorded
        .parse::<Timestamp>()
        .map_err(|_| it.fault("recorded", Reason::NotATime))?;
    let kind = match (kind(it)?, it.text("outcome")?) {
        (kind, None | Some("0")) => kind,
        (_, Some("4" | "8" | "12")) => AccessKind::Refused,
        (_, Some(_)) => return Err(it.fault("outcome", Reason::WrongKind)),
    };
    Ok(AccessEvent {
        id: it.text("id")?.unwrap_or_default().to_owned(),
        at_ms: at.as_millisecond(),
        user: user(it)?,
        person: person(it)?,
        kind,
    })
}

fn kind(it: &At<'_>) -> Result<AccessKind, Fault> {
    let other = || it.fault("type", Reason::OtherEvent);
    let kind = it.object("type")?.ok_or_else(other)?.coding()?;
    let mut details = Vec::new();
    for subtype in it.list("subtype", 20)? {
        details.push(subtype.coding()?);
    }
    let is = |wanted: (&str, &str)| details.contains(&wanted);
    match (kind, it.text("action")?) {
        ((EVENT_TYPE, "rest"), Some("R"))
            if is((INTERACTION, "read")) || is((INTERACTION, "vread")) =>
        {
            Ok(AccessKind::Opened)
        }
        ((DCM, "110106"), Some("R")) if is((LIFECYCLE, "disclose")) => Ok(AccessKind::Exported),
        _ => Err(other()),
    }
}

/// Who did it: the user who asked, and no machine.
fn user(it: &At<'_>) -> Result<String, Fault> {
    let mut asked = None;
    for agent in it.list("agent", 50)? {
        let codings = match agent.object("type")? {
            Some(kind) => kind.concept()?,
            None => Vec::new(),
        };
        let is_user =
            codings.contains(&(PARTICIPATION, "IRCP")) || codings.contains(&(PARTICIPATION, "AUT"));
        if !is_user {
            continue;
        }
        let who = match agent.object("who")? {
            Some(who) => who.reference()?.map(last_part),
            None => None,
        };
        let named = match agent.text("altId")? {
            Some(name) => Some(name),
            None => who.or(agent.text("name")?),
        };
        asked = asked.or(named);
    }
    let found = asked.ok_or_else(|| it.fault("agent", Reason::NoUser))?;
    Ok(found.to_owned())
}

fn person(it: &At<'_>) -> Result<String, Fault> {
    for entity in it.list("entity", 50)? {
        let kind = match entity.object("type")? {
            Some(kind) => kind.coding()?,
            None => continue,
        };
        if kind != (ENTITY_TYPE, "1") {
            continue;
        }
        if let Some(what) = entity.object("what")?
            && let Some(reference) = what.reference()?
        {
            return Ok(last_part(reference).to_owned());
        }
    }
    Err(it.fault("entity", Reason::NoPatient))
}

/// `Patient/7` and `https://there.example/fhir/Patient/7` are 7.
fn last_part(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}
