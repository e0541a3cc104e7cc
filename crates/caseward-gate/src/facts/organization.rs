//! What decides about one organisation: what kind it is, what was agreed with it, whether its own rules on
//! confidentiality were looked at (DV-4.1, DV-5.5, DV-5.7).

use caseward_model::{Category, OrganizationKind, Purpose};
use serde::{Deserialize, Serialize};

use super::sheet::is_zero;

/// What was agreed with an organisation about one client (DV-5.5). It lies on the client's own sheet, so that nobody
/// learns of a client by what was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientProtocolFact {
    /// With which organisation.
    pub organization: i64,
    /// What was agreed.
    pub agreed: AgreedFact,
}

/// What a partnership protocol agrees on, as far as it decides (DV-5.5, DV-5.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedFact {
    /// The number of the protocol at its desk.
    pub protocol: i64,
    /// For the clients of one programme only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<i64>,
    /// From when, in ms.
    pub from: i64,
    /// Until when, in ms.
    pub until: i64,
    /// For which purposes.
    pub purposes: Vec<Purpose>,
    /// What their roles and offices may receive.
    pub categories: Vec<Category>,
    /// Who of their staff, in our own register, may learn what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<AgreedStaff>,
}

/// What one of a partner's people may learn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedStaff {
    /// The worker, by number.
    pub worker: i64,
    /// What they may learn.
    pub categories: Vec<Category>,
}

impl AgreedFact {
    /// Whether it is in force at this time, in ms.
    #[must_use]
    pub const fn holds_at(&self, now_ms: i64) -> bool {
        self.from <= now_ms && now_ms < self.until
    }

    /// Whether it lets this section go for this purpose: to the organisation, or to one of its people by number.
    /// That there is such a client goes with every section.
    #[must_use]
    pub fn covers(&self, purpose: Purpose, category: Category, person: Option<i64>) -> bool {
        let among = |list: &[Category]| {
            list.contains(&category) || (category == Category::Existence && !list.is_empty())
        };
        let of_staff = |it: &AgreedStaff| {
            person.is_none_or(|person| person == it.worker) && among(&it.categories)
        };
        self.purposes.contains(&purpose)
            && ((person.is_none() && among(&self.categories)) || self.staff.iter().any(of_staff))
    }
}

/// All that decides about one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredOrganizationSheet")]
pub struct OrganizationSheet {
    /// What kind.
    pub kind: OrganizationKind,
    /// It keeps its records in this office.
    #[serde(default)]
    pub keeps_records_here: bool,
    /// Its database is its own and holds survivors' records (comparable database).
    #[serde(default)]
    pub comparable_database: bool,
    /// It shields all its clients.
    #[serde(default)]
    pub shields_everyone: bool,
    /// A partnership protocol stands until, in ms (DV-5.5 to DV-5.7).
    #[serde(default)]
    pub protocol_until: Option<i64>,
    /// What the protocols that stand agree on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<AgreedFact>,
    /// Its confidentiality policy was assessed, and the assessment counts until, in ms (DV-4.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_until: Option<i64>,
    /// Which version of the register of agreements and courses is the newest, for the one that keeps its
    /// records here; 0 while nothing was published.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub requirements: i64,
    /// What it counts, besides what the clause names, among what is passed on only with the client's permission for that very
    /// category; of the one that keeps its records here (DV-4.4.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sensitive: Vec<Category>,
}

/// A sheet as it was written, also by earlier editions: they kept that a policy was assessed, and not until when that
/// counts.
#[derive(Deserialize)]
struct StoredOrganizationSheet {
    kind: OrganizationKind,
    #[serde(default)]
    keeps_records_here: bool,
    #[serde(default)]
    comparable_database: bool,
    #[serde(default)]
    shields_everyone: bool,
    #[serde(default)]
    protocol_until: Option<i64>,
    #[serde(default)]
    agreed: Vec<AgreedFact>,
    #[serde(default)]
    policy_assessed: bool,
    #[serde(default)]
    policy_until: Option<i64>,
    #[serde(default)]
    requirements: i64,
    #[serde(default)]
    sensitive: Vec<Category>,
}

impl From<StoredOrganizationSheet> for OrganizationSheet {
    fn from(it: StoredOrganizationSheet) -> Self {
        let without_end = it.policy_assessed.then_some(Self::WITHOUT_END);
        Self {
            kind: it.kind,
            keeps_records_here: it.keeps_records_here,
            comparable_database: it.comparable_database,
            shields_everyone: it.shields_everyone,
            protocol_until: it.protocol_until,
            agreed: it.agreed,
            policy_until: it.policy_until.or(without_end),
            requirements: it.requirements,
            sensitive: it.sensitive,
        }
    }
}

impl OrganizationSheet {
    /// When what has no end ends, in ms.
    pub const WITHOUT_END: i64 = i64::MAX;

    /// Whether its policy was assessed and that still counts at this time, in ms.
    #[must_use]
    pub fn policy_assessed_at(&self, now_ms: i64) -> bool {
        self.policy_until.is_some_and(|until| now_ms < until)
    }

    /// What it agreed on that is in force at this time, in ms, for clients of these programmes.
    fn agreed_at(&self, now_ms: i64, programmes: &[i64]) -> impl Iterator<Item = &AgreedFact> {
        let for_them = |it: &&AgreedFact| it.programme.is_none_or(|no| programmes.contains(&no));
        self.agreed
            .iter()
            .filter(move |it| it.holds_at(now_ms))
            .filter(for_them)
    }

    /// Whether a protocol is in force at this time, in ms. One that an earlier edition kept says no more than that.
    pub(crate) fn protocol_at(&self, now_ms: i64, programmes: &[i64]) -> bool {
        if self.agreed.is_empty() {
            return self.protocol_until.is_some_and(|until| now_ms < until);
        }
        self.agreed_at(now_ms, programmes).next().is_some()
    }

    /// Whether a protocol in force lets this go: `what` for which purpose, which section, to which of their people.
    pub(crate) fn covers_at(
        &self,
        now_ms: i64,
        programmes: &[i64],
        (purpose, category, person): (Purpose, Category, Option<i64>),
    ) -> bool {
        self.agreed_at(now_ms, programmes)
            .any(|it| it.covers(purpose, category, person))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dv_4_1_a_sheet_of_an_earlier_edition_is_still_read() {
        let old = r#"{"kind":"agency","policy_assessed":true,"protocol_until":7}"#;
        let sheet: OrganizationSheet = serde_json::from_str(old).unwrap();
        assert!(sheet.policy_assessed_at(1_000) && sheet.protocol_at(6, &[]));
        assert!(!sheet.protocol_at(7, &[]), "it ran out");
        // It says nothing of what was agreed, and so nothing is covered (DV-5.7).
        let what = (Purpose::DirectService, Category::Services, None);
        assert!(!sheet.covers_at(6, &[], what));
        let again: OrganizationSheet =
            serde_json::from_slice(&serde_json::to_vec(&sheet).unwrap()).unwrap();
        assert_eq!(again, sheet);
        let bare: OrganizationSheet = serde_json::from_str(r#"{"kind":"agency"}"#).unwrap();
        assert!(!bare.policy_assessed_at(0));
    }

    #[test]
    fn dv_5_7_an_agreement_covers_what_it_names_and_nothing_else() {
        let agreed = AgreedFact {
            protocol: 1,
            programme: Some(4),
            from: 10,
            until: 20,
            purposes: vec![Purpose::CaseConference],
            categories: vec![Category::Services],
            staff: vec![AgreedStaff {
                worker: 9,
                categories: vec![Category::Housing],
            }],
        };
        let sheet = OrganizationSheet {
            agreed: vec![agreed],
            ..serde_json::from_str(r#"{"kind":"agency"}"#).unwrap()
        };
        let (why, other) = (Purpose::CaseConference, Purpose::DirectService);
        let covers = |at, of: &[i64], purpose, category, who| {
            sheet.covers_at(at, of, (purpose, category, who))
        };
        assert!(covers(10, &[4], why, Category::Services, None));
        assert!(covers(10, &[4], why, Category::Existence, None));
        assert!(covers(10, &[4], why, Category::Housing, Some(9)));
        for no in [
            covers(9, &[4], why, Category::Services, None),
            covers(20, &[4], why, Category::Services, None),
            covers(10, &[5], why, Category::Services, None),
            covers(10, &[4], other, Category::Services, None),
            covers(10, &[4], why, Category::Health, None),
            covers(10, &[4], why, Category::Services, Some(9)),
            covers(10, &[4], why, Category::Housing, Some(8)),
            covers(10, &[4], why, Category::Existence, Some(8)),
        ] {
            assert!(!no);
        }
    }
}
