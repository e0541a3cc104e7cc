//! What we sent: how often something went to an organisation, by month and by kind, and about nobody (RE-2, CC-2.3).
//!
//! It is counted in the transaction in which something is let out. A small number could tell of one client to whoever knows when they
//! came, so none below five is said, and no sum from which one could be worked out.

use caseward_gate::{About, Works};
use caseward_model::{Id, OfficeAct, Organization};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::{CaseworkError, Office};

/// The least number that is said.
const LEAST: i64 = 5;

/// The most months that are shown.
const MOST_MONTHS: i16 = 24;

/// As what something was sent. The numbers stand in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SentKind {
    /// A disclosure: a paper with its statement.
    Disclosure = 1,
    /// An HMIS export, however many clients were in it.
    HmisExport = 2,
    /// FHIR resources for another system.
    Fhir = 3,
}

impl SentKind {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Disclosure, Self::HmisExport, Self::Fhir];

    /// The word for it, in answers and for sentences on pages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Disclosure => "disclosure",
            Self::HmisExport => "hmis_export",
            Self::Fhir => "fhir",
        }
    }
}

/// How often something of a kind went to an organisation in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentCount {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// As what.
    pub kind: SentKind,
    /// How often; nothing where it was fewer than five times.
    pub times: Option<i64>,
}

/// The month of a moment, as it stands in the database: 202611.
fn month_of(at_ms: i64) -> i64 {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let day = at.to_zoned_datetime(TimeZone::system()).date();
    i64::from(day.year()) * 100 + i64::from(day.month())
}

fn mark(works: &Works<'_, '_>, to: Id<Organization>) -> [u8; 16] {
    works.fingerprint("recipient", &[to.as_bytes()])
}

/// Counts that something is let out to an organisation.
///
/// # Errors
/// When the database refuses.
pub(crate) fn count_sent(
    works: &mut Works<'_, '_>,
    to: Id<Organization>,
    kind: SentKind,
) -> Result<(), CaseworkError> {
    let (mark, month) = (mark(works, to), month_of(works.now_ms()));
    works.transaction().execute(
        "INSERT INTO sent_months (to_mark, month, kind, times) VALUES ($1, $2, $3, 1) \
         ON CONFLICT (to_mark, month, kind) DO UPDATE SET times = sent_months.times + 1",
        &[mark.into(), month.into(), (kind as i64).into()],
    )?;
    Ok(())
}

impl Office {
    /// How often something went to an organisation, by month and kind, the newest month first: for whoever may see recipients.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn sent_to(
        &self,
        by: impl Into<caseward_gate::Actor>,
        to: Id<Organization>,
    ) -> Result<Vec<SentCount>, CaseworkError> {
        self.must_be_let(by, OfficeAct::SeeRecipients, About::Office)
            .await?;
        let mark = self.gate.fingerprints()?.of("recipient", &[to.as_bytes()]);
        let now = month_of(self.clock.now_ms());
        let since = now - i64::from(MOST_MONTHS / 12) * 100;
        let sql = "SELECT month, kind, times FROM sent_months WHERE to_mark = $1 AND month > $2 \
                   ORDER BY month DESC, kind";
        let rows = self
            .db
            .read(move |reader| reader.query(sql, &[mark.into(), since.into()]))
            .await?;
        let count = |row: &caseward_db::Row| {
            let (month, kind, times) = (row.int(0)?, row.int(1)?, row.int(2)?);
            let kind = SentKind::ALL.iter().find(|it| **it as i64 == kind);
            Ok(SentCount {
                year: i16::try_from(month / 100).map_err(|_| CaseworkError::Damaged)?,
                month: i8::try_from(month % 100).map_err(|_| CaseworkError::Damaged)?,
                kind: *kind.ok_or(CaseworkError::Damaged)?,
                times: (times >= LEAST).then_some(times),
            })
        };
        rows.iter().map(count).collect()
    }
}
