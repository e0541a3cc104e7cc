//! The accounting of disclosures: what left about a client, in the columns that a regime asks for (45 CFR 164.528, 42 CFR 2.25;
//! RE-2, DV-5.2.5).

use std::collections::HashMap;

use caseward_gate::Delivery;
use caseward_model::{
    Basis, Channel, Client, DisclosureState, Id, Organization, OrganizationKind, Purpose, Regime,
    WayKind,
};

use super::{BOOK, Disclosure, DisclosureError};
use crate::Office;
use crate::people::RegisteredOrganization;
use crate::sign_in::SignedIn;

/// To whom a warning went, as the accounting has it.
const WARNED: &str = "a threatened person";

const YEAR_MS: i64 = 365 * 86_400_000 + 6 * 3_600_000;

/// A line of the accounting: a disclosure, or several to one recipient for one purpose where the regime allows that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounted {
    /// The disclosure; of several the first.
    pub disclosure: Disclosure,
    /// What the recipient is called.
    pub recipient: String,
    /// What kind of organisation it is.
    pub kind: Option<OrganizationKind>,
    /// Its postal address, if one was checked. That of a survivors' service is never told.
    pub address: String,
    /// The number of the consent under which it left.
    pub consent: Option<i64>,
    /// When it was released, in ms since 1970; of several the first time.
    pub at_ms: i64,
    /// The last time, in ms since 1970.
    pub last_ms: i64,
    /// The numbers of all disclosures that it stands for.
    pub numbers: Vec<i64>,
    /// It is a warning to a person who is threatened (RE-7): its number is one of warnings, and no organisation received it.
    pub warning: bool,
}

/// What left about a client, as a regime asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounting {
    /// Under which rules.
    pub regime: Regime,
    /// When it was made, in ms since 1970.
    pub made_ms: i64,
    /// What the office is called.
    pub office: String,
    /// The newest first.
    pub lines: Vec<Accounted>,
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

/// A disclosure as it stood each time that it left, or may have: what was sent anew left more than once.
fn each_time(it: &Disclosure) -> Vec<(i64, Disclosure)> {
    let last = it.released.filter(|_| !it.nothing_left);
    let departures = it.departures().into_iter().map(|then| {
        let mut disclosure = it.as_it_left(&then);
        if last != disclosure.released {
            // Of an earlier one it is known only that it was sent again: it counts as disclosed.
            disclosure.state = if then.intent == 0 {
                DisclosureState::Released
            } else {
                DisclosureState::Failed
            };
        }
        (then.at, disclosure)
    });
    departures.collect()
}

/// The line of a warning: to whom it went stands with the warning, for whoever may read the client's notes.
fn warned((at_ms, disclosure): (i64, Disclosure)) -> Accounted {
    Accounted {
        recipient: WARNED.to_owned(),
        kind: None,
        address: String::new(),
        consent: None,
        at_ms,
        last_ms: at_ms,
        numbers: vec![disclosure.no],
        warning: true,
        disclosure,
    }
}

/// Several to one recipient for one purpose and of the same sections become one line (45 CFR 164.528(b)(3)).
fn in_series(lines: Vec<Accounted>) -> Vec<Accounted> {
    let mut series: Vec<Accounted> = Vec::new();
    for line in lines {
        let of = |it: &Disclosure| (it.recipient, it.purpose, it.basis, it.sections.clone());
        let same = |it: &&mut Accounted| of(&it.disclosure) == of(&line.disclosure);
        match series.iter_mut().find(same) {
            // They come newest first: each further one is earlier.
            Some(known) => {
                known.numbers.extend(line.numbers);
                known.at_ms = line.at_ms;
                known.disclosure = line.disclosure;
            }
            None => series.push(line),
        }
    }
    series
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
    ) -> Result<(Accounting, Delivery), DisclosureError> {
        let (all, delivery) = self.disclosures_of(person, client).await?;
        let made_ms = self.clock.now_ms();
        let recipients = self.named_recipients(&all).await?;
        let each = all.iter().flat_map(each_time);
        let lines = each.filter_map(|(at_ms, disclosure)| {
            let (kind, recipient, address) = recipients
                .get(&disclosure.recipient)
                .cloned()
                .unwrap_or_default();
            counts(regime, &disclosure, at_ms, made_ms).then(|| Accounted {
                recipient,
                kind,
                address,
                consent: disclosure.under,
                at_ms,
                last_ms: at_ms,
                numbers: vec![disclosure.no],
                warning: false,
                disclosure,
            })
        });
        let mut lines: Vec<Accounted> = lines.collect();
        // What was begun first may have left last.
        lines.sort_by_key(|it| std::cmp::Reverse(it.at_ms));
        if regime == Regime::Hipaa {
            lines = in_series(lines);
        }
        // Each warning is a line of its own: that one person was told says nothing of another.
        let request = self.question_of(person, client, Channel::Screen).await?;
        let warnings = self.warnings_in_book(&request.sections([BOOK])).await?;
        let warnings = warnings
            .into_iter()
            .filter(|(at_ms, disclosure)| counts(regime, disclosure, *at_ms, made_ms));
        lines.extend(warnings.map(warned));
        lines.sort_by_key(|it| std::cmp::Reverse(it.at_ms));
        let office = self.own_organization().await?.name;
        let accounting = Accounting {
            regime,
            made_ms,
            office,
            lines,
        };
        Ok((accounting, delivery))
    }

    async fn named_recipients(
        &self,
        all: &[Disclosure],
    ) -> Result<HashMap<Id<Organization>, Named>, DisclosureError> {
        let register = self.register().await?;
        let mut named = HashMap::new();
        for it in register {
            if all.iter().any(|known| known.recipient == it.id) {
                let address = self.postal_address(&it).await?;
                named.insert(it.id, (Some(it.sheet.kind), it.name, address));
            }
        }
        Ok(named)
    }

    async fn postal_address(&self, it: &RegisteredOrganization) -> Result<String, DisclosureError> {
        if it.sheet.kind == OrganizationKind::VictimServiceProvider {
            return Ok(String::new());
        }
        let now_ms = self.clock.now_ms();
        let ways = self.ways_to(it.id).await?;
        let post = ways
            .into_iter()
            .find(|way| way.it.kind == WayKind::Post && way.it.counts_at(now_ms));
        Ok(post.map(|way| way.it.address).unwrap_or_default())
    }
}

/// A recipient's kind, name and postal address.
type Named = (Option<OrganizationKind>, String, String);

#[cfg(test)]
mod tests {
    use caseward_model::{Category, Randomness, Told};

    use super::*;

    const NOW: i64 = 1_800_000_000_000;

    fn released(basis: Basis, purpose: Purpose) -> Disclosure {
        let randomness = Randomness::system();
        Disclosure {
            no: 1,
            client: Id::make_random(&randomness),
            road: caseward_model::Road::Other,
            discussed: None,
            recipient: Id::make_random(&randomness),
            purpose,
            basis,
            danger: None,
            channel: Channel::HandDelivery,
            sections: vec![Category::Identity],
            told: Told::Before,
            state: DisclosureState::Delivered,
            begun: (0, Id::make_random(&randomness)),
            hands: Vec::new(),
            composed: None,
            wants_second: false,
            told_nobody: false,
            approved: None,
            released: Some((0, 1, 2)),
            nothing_left: false,
            earlier: Vec::new(),
            under: None,
            lost: None,
            ended_at: None,
            in_words: None,
            version: 1,
            holds: Vec::new(),
            raises_risk: false,
            leaving: None,
            travels: None,
            trouble: None,
            custody: None,
        }
    }

    #[test]
    fn each_regime_looks_back_for_its_own_time_and_leaves_out_what_it_does_not_count() {
        let ago = |regime, it: &Disclosure, years: i64| {
            counts(regime, it, NOW - years * YEAR_MS - 60_000, NOW)
        };
        let ordered = released(Basis::LegalAuthority, Purpose::Legal);
        let agreed = released(Basis::Consent, Purpose::Eligibility);
        let served = released(Basis::Duty, Purpose::DirectService);
        let told = |years: i64, it: &Disclosure| {
            [
                Regime::All,
                Regime::Hipaa,
                Regime::Part2,
                Regime::Vawa,
                Regime::Uk,
            ]
            .map(|regime| ago(regime, it, years))
        };
        assert_eq!(told(2, &ordered), [true, true, false, true, true]);
        assert_eq!(told(6, &ordered), [true, false, false, true, true]);
        assert_eq!(told(2, &agreed), [true, false, true, true, true]);
        assert_eq!(told(3, &agreed), [true, false, false, true, true]);
        assert_eq!(told(2, &served), [true, false, false, true, true]);
    }
}
