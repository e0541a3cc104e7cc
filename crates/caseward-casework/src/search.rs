//! Finding a client: one's own by whatever is remembered of the name, and beyond them at most that somebody may
//! be able to help (CR-2, CR-4, DV-3.3.1).
//!
//! Whoever searches says what for. Each search is on record, also one that shows nobody, and there is a limit
//! to them; somebody who searches and searches and finds nobody is looked at by the privacy officer.

use caseward_gate::{About, Actor, FRUITLESS_PER_DAY, FoundClients, Search, Searched, Works};
use caseward_model::{Channel, Id, OfficeAct, Purpose, Role, TaskKind, Worker};
use zeroize::Zeroizing;

use crate::caseload::{FEWEST_LETTERS, MyClient, mine};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// What was typed into the form of a search.
#[derive(Default)]
pub struct SearchForm {
    /// Words of a name.
    pub name: Zeroizing<String>,
    /// The day of birth, as `1990-05-06`.
    pub born: Zeroizing<String>,
    /// A client's id here, or the number that another system gave them.
    pub number: Zeroizing<String>,
    /// What for, as a word; what goes with the person's part if empty.
    pub purpose: String,
}

/// What a search still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchNeed {
    /// A name, a day of birth or a number.
    Something,
    /// Three letters of the name.
    Letters,
    /// A day of birth that is one.
    Born,
    /// A purpose for which this person's part looks for clients.
    Purpose,
}

/// A search that can be made.
pub struct Order {
    name: Zeroizing<String>,
    born: Zeroizing<String>,
    number: Zeroizing<String>,
    purpose: Purpose,
}

/// What came of a search.
pub enum SearchResult {
    /// It was done.
    Done(Found),
    /// There were too many; the next one can be made from then on, in ms since 1970.
    TooMany(i64),
    /// The names aren't read yet.
    NotReady,
}

/// What was found.
pub struct Found {
    /// The clients whom the asker may know of, the best fit first.
    pub clients: Vec<MyClient>,
    /// There are more of them.
    pub more: bool,
    /// Somebody else may be able to help: the number of this search, by which the asker can ask.
    pub ask: Option<i64>,
}

/// For what people of this part look for clients, the most usual first.
#[must_use]
pub const fn purposes(role: Role) -> &'static [Purpose] {
    match role {
        Role::Supervisor => &[
            Purpose::Supervision,
            Purpose::DirectService,
            Purpose::CaseConference,
            Purpose::Eligibility,
            Purpose::ChildProtection,
            Purpose::Danger,
        ],
        Role::LegalCounsel => &[Purpose::Legal],
        Role::PrivacyOfficer | Role::Auditor => &[Purpose::AccessReview],
        Role::RecordsCustodian => &[Purpose::RecordsManagement],
        Role::ConferenceLead => &[
            Purpose::CaseConference,
            Purpose::DirectService,
            Purpose::Eligibility,
            Purpose::ChildProtection,
            Purpose::Danger,
        ],
        _ => &[
            Purpose::DirectService,
            Purpose::CaseConference,
            Purpose::Eligibility,
            Purpose::ChildProtection,
            Purpose::Danger,
        ],
    }
}

impl SearchForm {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Everything that is still needed, in the order of the form.
    pub fn check(&self, role: Role) -> Result<Order, Vec<SearchNeed>> {
        let [name, born, number] = [&self.name, &self.born, &self.number].map(|it| it.trim());
        let mut needs = Vec::new();
        if name.is_empty() && born.is_empty() && number.is_empty() {
            needs.push(SearchNeed::Something);
        }
        let letters = name.chars().filter(|it| it.is_alphabetic()).count();
        if !name.is_empty() && letters < FEWEST_LETTERS {
            needs.push(SearchNeed::Letters);
        }
        if !born.is_empty() && born.parse::<jiff::civil::Date>().is_err() {
            needs.push(SearchNeed::Born);
        }
        let usual = purposes(role);
        let purpose = match self.purpose.trim() {
            "" => usual.first().copied(),
            word => usual.iter().find(|it| it.word() == word).copied(),
        };
        let (Some(purpose), true) = (purpose, needs.is_empty()) else {
            if purpose.is_none() {
                needs.push(SearchNeed::Purpose);
            }
            return Err(needs);
        };
        let kept = |text: &str| Zeroizing::new(text.to_owned());
        Ok(Order {
            name: kept(name),
            born: kept(born),
            number: kept(number),
            purpose,
        })
    }
}

impl Office {
    /// Searches for clients.
    ///
    /// # Errors
    /// When the gate can't answer; then nothing is shown.
    pub async fn search(
        &self,
        worker: Id<Worker>,
        order: Order,
        channel: Channel,
    ) -> Result<SearchResult, CaseworkError> {
        let number = match order.number.as_str() {
            "" => None,
            // Several systems that use one number say no more than none.
            number => Some(match self.client_called(number).await {
                Err(CaseworkError::Unfit(_)) => Id::make_random(&self.randomness),
                called => called?,
            }),
        };
        let layouts = self.layouts().await?;
        let search = Search {
            asker: worker,
            words: order.name,
            born: order.born,
            number,
            purpose: order.purpose,
            channel,
        };
        let found: FoundClients = match self.gate.search(search).await? {
            Searched::Done(found) => found,
            Searched::TooMany(again_at) => return Ok(SearchResult::TooMany(again_at)),
            Searched::NotReady => return Ok(SearchResult::NotReady),
        };
        if found.fruitless >= FRUITLESS_PER_DAY {
            self.tell_of_searches(worker).await?;
        }
        let clients = found.clients.into_iter().map(|it| mine(it, &layouts));
        Ok(SearchResult::Done(Found {
            clients: clients.collect(),
            more: found.more,
            ask: found.ask,
        }))
    }

    /// The privacy officer looks at someone who searches and searches and finds nobody.
    async fn tell_of_searches(&self, worker: Id<Worker>) -> Result<(), CaseworkError> {
        let (act, deed) = (OfficeAct::ReviewAccess, "searches_noticed");
        let work = move |works: &mut Works<'_, '_>| {
            let about = TaskAbout {
                worker: Some(worker),
                ..TaskAbout::default()
            };
            let new = NewTask {
                kind: TaskKind::SearchPattern,
                whom: Whom::Role(Role::PrivacyOfficer),
                about,
                due_at: works.now_ms(),
            };
            tasks::add(works, &new)?;
            Ok(())
        };
        // It is the office's own doing, and nobody's act.
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(Actor::KeyHolder, act, About::Office, deed, work)
            .await
    }
}
