//! The accounting of disclosures: what left about a client, in the columns that a regime asks for (45 CFR 164.528, 42 CFR 2.25;
//! RE-2, DV-5.2.5).

use std::collections::HashMap;
use std::io;

use caseward_formats::hmis::{CsvWriter, defused};
use caseward_gate::Delivery;
use caseward_model::{Basis, Client, Id, Organization, Purpose, Regime};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Disclosure, DisclosureError};
use crate::Office;
use crate::sign_in::SignedIn;

const YEAR_MS: i64 = 365 * 86_400_000 + 6 * 3_600_000;

/// A line of the accounting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounted {
    /// The disclosure.
    pub disclosure: Disclosure,
    /// What the recipient is called.
    pub recipient: String,
    /// When it was released, in ms since 1970.
    pub at_ms: i64,
}

/// Whether a regime's accounting has a disclosure that was released then.
fn counts(regime: Regime, it: &Disclosure, at_ms: i64, now_ms: i64) -> bool {
    let authorised = matches!(it.basis, Basis::Consent | Basis::ClientRequest);
    let within = |years: i64| now_ms.saturating_sub(at_ms) <= years * YEAR_MS;
    match regime {
        Regime::All | Regime::Vawa | Regime::Uk => true,
        Regime::Hipaa => {
            let in_service = matches!(
                it.purpose,
                Purpose::DirectService
                    | Purpose::CaseConference
                    | Purpose::Supervision
                    | Purpose::Payment
                    | Purpose::AccessReview
                    | Purpose::RecordsManagement
                    | Purpose::SubjectAccess
            );
            within(6) && !authorised && !in_service
        }
        Regime::Part2 => within(3) && authorised,
    }
}

impl Office {
    /// What left about a client, the newest first, as a regime asks for it.
    ///
    /// # Errors
    /// As [`Office::disclosures_of`].
    pub async fn accounting_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        regime: Regime,
    ) -> Result<(Vec<Accounted>, Delivery), DisclosureError> {
        let (all, delivery) = self.disclosures_of(person, client).await?;
        let register = self.register().await?;
        let names: HashMap<Id<Organization>, String> =
            register.into_iter().map(|it| (it.id, it.name)).collect();
        let now_ms = self.clock.now_ms();
        let accounted = all.into_iter().filter_map(|disclosure| {
            let (at_ms, ..) = disclosure.released.filter(|_| disclosure.state.left())?;
            counts(regime, &disclosure, at_ms, now_ms).then(|| Accounted {
                recipient: names
                    .get(&disclosure.recipient)
                    .cloned()
                    .unwrap_or_default(),
                at_ms,
                disclosure,
            })
        });
        Ok((accounted.collect(), delivery))
    }
}

/// The columns of the accounting, as 45 CFR 164.528(b)(2) and our own additions have them.
const COLUMNS: [&str; 12] = [
    "disclosure_date",
    "recipient_name",
    "description",
    "purpose_statement",
    "legal_basis",
    "channel",
    "state",
    "client_told",
    "disclosure_id",
    "audit_entry",
    "statement_entry",
    "content_sha256",
];

/// The accounting as CSV; no value in it can become a formula.
///
/// # Errors
/// What the writer says.
pub fn accounting_csv(lines: &[Accounted], to: impl io::Write) -> io::Result<()> {
    let mut csv = CsvWriter::begin(to, &COLUMNS)?;
    for it in lines {
        let disclosure = &it.disclosure;
        let sections: Vec<_> = disclosure.sections.iter().map(|it| it.word()).collect();
        let (_, intent, stated) = disclosure.released.unwrap_or_default();
        let content = disclosure.composed.as_ref().map(|(_, hash)| hash.clone());
        let row = [
            date(it.at_ms),
            it.recipient.clone(),
            sections.join(" "),
            disclosure.purpose.word().to_owned(),
            disclosure.basis.word().to_owned(),
            disclosure.channel.word().to_owned(),
            disclosure.state.word().to_owned(),
            disclosure.told.word().to_owned(),
            disclosure.no.to_string(),
            intent.to_string(),
            stated.to_string(),
            content.unwrap_or_default(),
        ];
        csv.row(&row.each_ref().map(|it| defused(it)))?;
    }
    csv.finish().map(drop)
}

fn date(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(TimeZone::system()).date().to_string()
}
