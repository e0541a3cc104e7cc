//! The accounting of disclosures: what left about a client, in the columns that a regime asks for (45 CFR 164.528, 42 CFR 2.25;
//! RE-2, DV-5.2.5).
//!
//! It has all that this office let out, whoever it went to: papers, warnings, rows in exports for programme reporting, and what other
//! systems were handed.

use std::collections::{BTreeSet, HashMap};

use caseward_gate::{Delivery, ExportFact};
use caseward_model::{
    Basis, Channel, Client, DisclosureState, Id, Organization, OrganizationKind, Purpose, Regime,
    Told, WayKind, Worker,
};

use super::elsewhere::{Elsewhere, LeftAs};
use super::{BOOK, Disclosure, DisclosureError};
use crate::Office;
use crate::people::RegisteredOrganization;
use crate::sign_in::SignedIn;

/// To whom a warning went, as the accounting has it.
const WARNED: &str = "a threatened person";

const YEAR_MS: i64 = 365 * 86_400_000 + 6 * 3_600_000;

/// Whether the client knows of something that left (NASW-d).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knows {
    /// They were told before.
    Before,
    /// They were told after it had left.
    Since,
    /// They will be told: somebody has it as a task.
    Later,
    /// They won't be, and there is a reason.
    Not,
}

impl Knows {
    /// The word for it, in files and for sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Since => "since",
            Self::Later => "later",
            Self::Not => "not",
        }
    }

    const fn of(told: Told) -> Self {
        match told {
            Told::Before => Self::Before,
            Told::Later => Self::Later,
            Told::Not => Self::Not,
        }
    }

    /// What is noted of exports to this organisation: it bears on each, however often they are made.
    const fn of_export(fact: &ExportFact, at_ms: i64) -> Self {
        match fact.settled_at {
            None => Self::Later,
            Some(_) if fact.untold => Self::Not,
            Some(told_at) if told_at <= at_ms => Self::Before,
            Some(_) => Self::Since,
        }
    }

    /// As a disclosure says it, which has no word for what was told afterwards: they know.
    const fn told(self) -> Told {
        match self {
            Self::Before | Self::Since => Told::Before,
            Self::Later => Told::Later,
            Self::Not => Told::Not,
        }
    }
}

/// A line of the accounting: a disclosure, or several to one recipient for one purpose where the regime allows that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounted {
    /// The disclosure; of several the first. What left in another way stands here as a disclosure that nobody looked at, by the number of
    /// its entry; a warning by its own.
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
    /// The numbers of all disclosures that it stands for; of warnings those of the warnings, of what left in another way those of its entries.
    pub numbers: Vec<i64>,
    /// As what it left. A warning was received by no organisation (RE-7).
    pub left_as: LeftAs,
    /// Whether the client knows; nothing where nobody noted it.
    pub knows: Option<Knows>,
    /// Who let it out, by name; of a paper that left before that was kept, who began it. Empty where they are gone.
    pub by: String,
    /// The clauses by which the rules let it out, where no statement has them.
    pub clauses: Vec<String>,
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
fn warned((at_ms, disclosure): (i64, Disclosure), names: &Names) -> Accounted {
    Accounted {
        recipient: WARNED.to_owned(),
        kind: None,
        address: String::new(),
        consent: None,
        at_ms,
        last_ms: at_ms,
        numbers: vec![disclosure.no],
        left_as: LeftAs::Warning,
        knows: Some(Knows::of(disclosure.told)),
        by: names.of(disclosure.let_out_by()),
        clauses: Vec::new(),
        disclosure,
    }
}

/// What everybody is called: recipients, with what kind they are and where, and who works here.
struct Names {
    recipients: HashMap<Id<Organization>, Named>,
    workers: HashMap<Id<Worker>, String>,
}

impl Names {
    fn of(&self, worker: Id<Worker>) -> String {
        self.workers.get(&worker).cloned().unwrap_or_default()
    }

    /// The line of one time that something left to an organisation.
    fn line(&self, (at_ms, disclosure): (i64, Disclosure)) -> Accounted {
        let found = self.recipients.get(&disclosure.recipient);
        let (_, kind, recipient, address) = found.cloned().unwrap_or_default();
        Accounted {
            recipient,
            kind,
            address,
            consent: disclosure.under,
            at_ms,
            last_ms: at_ms,
            numbers: vec![disclosure.no],
            left_as: LeftAs::Disclosure,
            knows: Some(Knows::of(disclosure.told)),
            by: self.of(disclosure.let_out_by()),
            clauses: Vec::new(),
            disclosure,
        }
    }

    /// The line of something that left in another way. `exports` is what is noted of the client's exports.
    fn line_elsewhere(
        &self,
        it: &Elsewhere,
        client: Id<Client>,
        exports: &[ExportFact],
    ) -> Accounted {
        let no = self.recipients.get(&it.recipient).map(|named| named.0);
        let noted = exports.iter().find(|fact| Some(fact.to) == no);
        let noted = noted.filter(|_| it.left_as == LeftAs::HmisExport);
        let knows = noted.map(|fact| Knows::of_export(fact, it.at_ms));
        let mut disclosure = it.in_book(client);
        if let Some(knows) = knows {
            disclosure.told = knows.told();
        }
        Accounted {
            left_as: it.left_as,
            knows,
            by: it.by.map(|by| self.of(by)).unwrap_or_default(),
            clauses: it.clauses.clone(),
            ..self.line((it.at_ms, disclosure))
        }
    }
}

/// Several to one recipient for one purpose and of the same sections become one line (45 CFR 164.528(b)(3)).
fn in_series(lines: Vec<Accounted>) -> Vec<Accounted> {
    let mut series: Vec<Accounted> = Vec::new();
    for line in lines {
        let of = |it: &Disclosure| (it.recipient, it.purpose, it.basis, it.sections.clone());
        let same = |it: &&mut Accounted| {
            it.left_as == line.left_as && of(&it.disclosure) == of(&line.disclosure)
        };
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
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections([BOOK]);
        let elsewhere = self.left_elsewhere(&request).await?;
        let sheet = self.gate.sheet_of(client).await?;
        let exports = sheet.map(|it| it.exports).unwrap_or_default();
        let to = all.iter().map(|it| it.recipient);
        let to = to.chain(elsewhere.iter().map(|it| it.recipient));
        let names = self.named_all(&to.collect()).await?;
        let counted = |at_ms: i64, it: &Disclosure| counts(regime, it, at_ms, made_ms);
        let each = all.iter().flat_map(each_time);
        let mut lines: Vec<Accounted> = each
            .filter(|(at_ms, it)| counted(*at_ms, it))
            .map(|it| names.line(it))
            .collect();
        for it in &elsewhere {
            let line = names.line_elsewhere(it, client, &exports);
            // Of what doesn't say why it left nobody can say that it doesn't count: too much does less harm than too little.
            if it.terms.is_none() || counted(it.at_ms, &line.disclosure) {
                lines.push(line);
            }
        }
        // What was begun first may have left last.
        lines.sort_by_key(|it| std::cmp::Reverse(it.at_ms));
        if regime == Regime::Hipaa {
            lines = in_series(lines);
        }
        // Each warning is a line of its own: that one person was told says nothing of another.
        let warnings = self.warnings_in_book(&request).await?.into_iter();
        let warnings = warnings.filter(|(at_ms, it)| counted(*at_ms, it));
        lines.extend(warnings.map(|it| warned(it, &names)));
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

    async fn named_all(&self, to: &BTreeSet<Id<Organization>>) -> Result<Names, DisclosureError> {
        let mut recipients = HashMap::new();
        for it in self.register().await? {
            if to.contains(&it.id) {
                let address = self.postal_address(&it).await?;
                recipients.insert(it.id, (it.no, Some(it.sheet.kind), it.name, address));
            }
        }
        Ok(Names {
            recipients,
            workers: self.names().await?,
        })
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

/// A recipient's number, kind, name and postal address.
type Named = (i64, Option<OrganizationKind>, String, String);

#[cfg(test)]
mod tests {
    use caseward_model::{Category, Randomness};

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
            released_by: None,
            nothing_left: false,
            earlier: Vec::new(),
            under: None,
            lost: None,
            ended_at: None,
            in_words: None,
            version: 1,
            holds: Vec::new(),
            tellers: Vec::new(),
            raises_risk: false,
            leaving: None,
            travels: None,
            trouble: None,
            custody: None,
            attached: Vec::new(),
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

    #[test]
    fn nasw_d_being_told_of_exports_bears_on_those_after_it_and_is_said_of_those_before() {
        let fact = |settled_at, untold| ExportFact {
            to: 3,
            since: Some(10),
            settled_at,
            untold,
        };
        let of = |settled_at, untold, at_ms| Knows::of_export(&fact(settled_at, untold), at_ms);
        assert_eq!(of(None, false, 10), Knows::Later);
        assert_eq!(of(Some(20), false, 10), Knows::Since);
        assert_eq!(of(Some(20), false, 30), Knows::Before);
        assert_eq!(of(Some(20), true, 30), Knows::Not);
    }
}
