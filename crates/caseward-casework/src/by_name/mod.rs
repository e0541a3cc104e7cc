//! The by-name list: everybody whom a worker works with and who has no home, by name, with what it takes to house them; filtered
//! and put in the order of need (CC-1, CC-2.4, CC-2.5, NASW-c).
//!
//! It is made of what an HMIS import brought. The gate decides each client and each section for this very reader, opens no other
//! field than those of the list, and writes down who was shown. A cell says *unknown* in one word, whether nothing is on file or
//! it isn't for this reader; filters, order and sums treat both alike.
//!
//! From each line somebody can be proposed for a case conference; that is done in their file (`conference/items.rs`).

mod choose;
mod fields;
mod known;

use std::sync::Arc;

use caseward_formats::fields::code_list;
use caseward_gate::{ByNameOrder, LONGEST_BY_NAME, NamedRow, NamedRows, ShownRow, Text};
use caseward_model::{
    ByNameFilter, ByNameSort, Channel, Client, ClientState, Id, Language, Purpose, Worker,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use self::choose::Choosing;
use self::fields::Fields;
use crate::file::name;
use crate::{CaseworkError, Office};

/// How many clients stand on one page.
pub const ROWS_ON_A_PAGE: usize = 25;

/// Of how many clients a list is made at most.
pub const MOST_CLIENTS: usize = LONGEST_BY_NAME;

/// For how many days at most one can ask that nobody met somebody.
pub const LONGEST_WITHOUT_CONTACT: u32 = 3_650;

/// What a reader wishes to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Only who is enrolled in the programme with this number.
    pub programme: Option<i64>,
    /// Only those of whom all of this is known.
    pub only: Vec<ByNameFilter>,
    /// Only whose last known contact is so many days ago, or longer.
    pub no_contact_days: Option<u32>,
    /// In which order.
    pub sort: ByNameSort,
    /// Which page, from 1; the last one if there are fewer.
    pub page: usize,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            programme: None,
            only: Vec::new(),
            no_contact_days: None,
            sort: ByNameSort::Priority,
            page: 1,
        }
    }
}

impl Wish {
    /// Whether everybody fits it.
    #[must_use]
    pub fn is_everybody(&self) -> bool {
        self.programme.is_none() && self.only.is_empty() && self.no_contact_days.is_none()
    }
}

/// A client in the list. What is missing isn't on file, or isn't for this reader: which of both doesn't show.
pub struct ByNameLine {
    /// Who.
    pub client: Id<Client>,
    /// What they are called.
    pub name: Option<Text>,
    /// For what they are in the reader's list.
    pub purpose: Purpose,
    /// What is known about their need for protection.
    pub standing: ClientState,
    /// Someone proposed to protect them, and nobody has decided.
    pub protection_proposed: bool,
    /// Of how many people their household is, as far as the reader sees them in this list.
    pub household: Option<u64>,
    /// One of these is a child.
    pub with_child: bool,
    /// Where they stay, as HUD's code.
    pub living: Option<u32>,
    /// As of when that is.
    pub living_as_of: Option<Date>,
    /// Since when they have been without a home.
    pub homeless_since: Option<Date>,
    /// For how many months within three years; 13 for more than twelve.
    pub months_homeless: Option<u32>,
    /// Chronically homeless, as HUD defines it; nothing where the records leave that open.
    pub chronic: Option<bool>,
    /// Served in the armed forces.
    pub veteran: Option<bool>,
    /// From 18 to 24 years old.
    pub youth: Option<bool>,
    /// Fleeing violence.
    pub fleeing: Option<bool>,
    /// Has a disabling condition.
    pub disabling: Option<bool>,
    /// When somebody last met them, or something was done with them.
    pub last_contact: Option<Date>,
    /// What the programmes are called in which they are enrolled.
    pub programmes: Vec<String>,
    /// When they moved into a home of their own.
    pub moved_in: Option<Date>,
    /// The score of their newest assessment that has one.
    pub score: Option<u32>,
    /// The newest assessment put them on the list by priority.
    pub on_priority_list: Option<bool>,
}

/// A programme in which somebody is whom the reader sees, and how many they see there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByNameProgramme {
    /// Its number in this office.
    pub no: i64,
    /// What it is called.
    pub name: String,
    /// How many of the whole list are enrolled in it.
    pub clients: u64,
}

/// A page of the list.
pub struct ByNameList {
    /// The number of its entry in the ledger.
    pub entry: u64,
    /// The clients.
    pub lines: Vec<ByNameLine>,
    /// How many fit, on all pages.
    pub fitting: usize,
    /// Which page this is, from 1.
    pub page: usize,
    /// How many pages there are; at least one.
    pub pages: usize,
    /// Of how many who fit each of these is known.
    pub sums: Vec<(ByNameFilter, u64)>,
    /// The programmes that can be chosen.
    pub programmes: Vec<ByNameProgramme>,
    /// There are more clients than the list is made of; it has those whose files changed last.
    pub more: bool,
}

impl Office {
    /// A page of a worker's by-name list.
    ///
    /// # Errors
    /// When the gate can't answer; then nothing is shown.
    pub async fn by_name_list(
        &self,
        worker: Id<Worker>,
        wish: Wish,
        channel: Channel,
    ) -> Result<ByNameList, CaseworkError> {
        let layouts = self.layouts().await?;
        let choosing = Arc::new(Choosing {
            fields: Fields::of(&layouts),
            programmes: self.programmes().await?,
            layouts,
            wish,
        });
        let order = ByNameOrder {
            asker: worker,
            channel,
            fields: choosing.fields.wanted(),
        };
        let chooses = Arc::clone(&choosing);
        let choose = move |rows: &[NamedRow], now_ms| chooses.choose(rows, now_ms);
        let found = self.gate.by_name(order, choose).await?;
        Ok(choosing.told(found, day_of(self.clock.now_ms())))
    }
}

impl Choosing {
    fn told(&self, found: NamedRows, today: Date) -> ByNameList {
        let mut sums = found.sums.into_iter();
        let of_all = ByNameFilter::ALL.iter().copied();
        let counted = of_all.zip(sums.by_ref()).collect();
        let programmes = self.programmes.iter().zip(sums);
        let programmes = programmes.filter(|(_, clients)| *clients > 0);
        let lines = found.rows.into_iter();
        ByNameList {
            entry: found.entry,
            lines: lines
                .map(|(row, said)| self.line(row, said, today))
                .collect(),
            fitting: found.fitting,
            page: self.wish.page.clamp(1, pages_of(found.fitting)),
            pages: pages_of(found.fitting),
            sums: counted,
            programmes: programmes
                .map(|(it, clients)| ByNameProgramme {
                    no: it.no,
                    name: it.name.clone(),
                    clients,
                })
                .collect(),
            more: found.more,
        }
    }

    fn line(&self, row: NamedRow, said: ShownRow, today: Date) -> ByNameLine {
        let known = self.known(&row, today);
        let mut programmes: Vec<String> = self
            .programmes
            .iter()
            .filter(|it| known.projects.contains(&it.project))
            .map(|it| it.name.clone())
            .collect();
        programmes.dedup();
        ByNameLine {
            name: name(&row.parts, &self.layouts),
            client: row.client,
            purpose: row.purpose,
            standing: row.standing,
            protection_proposed: row.protection_proposed,
            household: (said.together > 0).then_some(said.together),
            with_child: said.with_child,
            living: known.living.map(|(code, _)| code),
            living_as_of: known.living.and_then(|(_, day)| day),
            homeless_since: known.homeless_since,
            months_homeless: known.months,
            chronic: known.chronic,
            veteran: known.veteran,
            youth: known.youth,
            fleeing: known.fleeing,
            disabling: known.disabling,
            last_contact: known.last_contact,
            programmes,
            moved_in: known.moved_in,
            score: known.score,
            on_priority_list: known.on_list,
        }
    }
}

/// What HUD's code for where somebody stays means.
#[must_use]
pub fn living_situation(code: u32, language: Language) -> Option<&'static str> {
    code_list("LivingSituation")?.label(&code.to_string(), language)
}

/// How many pages so many clients fill; an empty list has one as well.
fn pages_of(clients: usize) -> usize {
    clients.div_ceil(ROWS_ON_A_PAGE).max(1)
}

/// The day of a moment on the office's own calendar.
fn day_of(at_ms: i64) -> Date {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(TimeZone::system()).date()
}
