//! The register of look-ups: whoever needs to look somebody up in another system says first why, and then looks (CR-2).
//!
//! Omar helps a family move and must know whether the new landlord is on a list that another system keeps. He states
//! the system, the purpose, the reason, and for which client or case; he gets a number, and then he looks there. When
//! that system's access log comes in, his look is explained by it. Looking first and stating afterwards explains
//! nothing, because the register knows when it was stated.

pub mod logs;
mod stored;
mod systems;

use caseward_gate::{About, Works};
use caseward_model::{Client, Id, OfficeAct, Purpose, Worker};
use serde::{Deserialize, Serialize};

use crate::{CaseworkError, Office};
pub use caseward_formats::access_log::{
    LogProblem, LogReader, Mapping, MappingFault, Proposal, TimeForm, propose,
};
pub(crate) use stored::all as all_look_ups;
pub(crate) use systems::systems_of;
pub use systems::{NewSystem, System, USUAL_SYSTEMS, User};

/// The fewest and the most characters of a reason.
pub const REASON_CHARS: (usize, usize) = (10, 500);
/// The most characters of a case number, and of the number under which another system knows a person.
const NUMBER_CHARS: usize = 100;
/// How many look-ups a list shows.
const SHOWN: i64 = 200;

/// For whom somebody looks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookedUp {
    /// A client, by id. Nothing says whether there is such a client.
    Client(Id<Client>),
    /// Someone who is no client here, by the number of the case for which it is.
    Outside(String),
}

/// A look-up that is to be stated.
#[derive(Clone)]
pub struct NewLookUp {
    /// In which system, by number.
    pub system: i64,
    /// Why: the purpose …
    pub purpose: Purpose,
    /// … and the duty, in the worker's words.
    pub reason: String,
    /// For whom.
    pub about: LookedUp,
    /// Under which number that system knows the person, where it is known beforehand.
    pub person: Option<String>,
}

/// A look-up that was stated.
#[derive(Clone, PartialEq, Eq)]
pub struct LookUp {
    /// Its number.
    pub no: i64,
    /// Whose, by number and id.
    pub worker: (i64, Id<Worker>),
    /// In which system, by number.
    pub system: i64,
    /// Why.
    pub purpose: Purpose,
    /// The duty.
    pub reason: String,
    /// For whom.
    pub about: LookedUp,
    /// Under which number that system knows the person.
    pub person: Option<String>,
    /// When it was stated, in ms since 1970.
    pub stated_ms: i64,
}

impl Office {
    /// States a duty before looking somebody up in another system; gives its number.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office; [`CaseworkError::Unfit`] when something is
    /// missing or the office doesn't keep that system on its list.
    pub async fn state_look_up(
        &self,
        worker: Id<Worker>,
        new: NewLookUp,
    ) -> Result<i64, CaseworkError> {
        let act = OfficeAct::RegisterLookUp;
        let about = About::Worker(worker);
        self.gate
            .perform(worker, act, about, "look_up_stated", move |works| {
                state(works, worker, &new)
            })
            .await
    }

    /// The look-ups that a worker stated, the newest first.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn my_look_ups(&self, worker_no: i64) -> Result<Vec<LookUp>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        self.db
            .read(move |reader| stored::of_worker(reader, &drawers, worker_no, SHOWN))
            .await
    }
}

fn state(
    works: &mut Works<'_, '_>,
    worker: Id<Worker>,
    new: &NewLookUp,
) -> Result<i64, CaseworkError> {
    let reason = fitting(&new.reason, REASON_CHARS, "the reason")?;
    let about = match &new.about {
        LookedUp::Client(id) => LookedUp::Client(*id),
        LookedUp::Outside(case) => {
            LookedUp::Outside(fitting(case, (1, NUMBER_CHARS), "the case number")?)
        }
    };
    let number = |text: &String| fitting(text, (1, NUMBER_CHARS), "the number of the person");
    let person = new.person.as_ref().map(number).transpose()?;
    let system = systems::system_in(works, new.system)?;
    if !system.is_some_and(|it| it.kept) {
        let reason = "this system isn't on the office's list; ask the privacy officer to add it";
        return Err(CaseworkError::Unfit(reason.to_owned()));
    }
    let look_up = LookUp {
        no: 0,
        worker: (works.actor_no(), worker),
        system: new.system,
        purpose: new.purpose,
        reason,
        about,
        person,
        stated_ms: works.now_ms(),
    };
    let (no, print) = stored::insert(works, look_up)?;
    works.note("look_up", no);
    works.note("system", new.system);
    works.note("purpose", new.purpose.word());
    // What was stated is bound to the entry, and can't be exchanged afterwards.
    works.note("stated", data_encoding::HEXLOWER.encode(&print));
    Ok(no)
}

/// A text without blanks around it that has so many characters, all of which can be seen.
pub(crate) fn fitting(
    text: &str,
    (least, most): (usize, usize),
    what: &str,
) -> Result<String, CaseworkError> {
    let text = text.trim();
    let chars = text.chars().count();
    let reason = if chars == 0 {
        format!("{what} is missing; please write it")
    } else if chars < least {
        format!("{what} is very short; say in a few words what your duty is")
    } else if chars > most {
        format!("{what} is too long; write at most {most} characters")
    } else if text.chars().any(|it| it.is_control() && it != '\n') {
        format!("{what} holds characters that can't be seen; write it anew without them")
    } else {
        return Ok(text.to_owned());
    };
    Err(CaseworkError::Unfit(reason))
}
