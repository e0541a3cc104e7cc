//! The programmes that the office keeps: a men's programme, a shelter, outreach; who runs each, from when until when; and which clients
//! take part in one (DV-4.2, DV-4.3, NASW-c, RE-5).
//!
//! Beside them stand the programmes that other systems are known by: projects of imports, in which clients are enrolled. All have numbers
//! of one list, so that needs, protocols and whoever works for a programme name either alike. That somebody takes part opens their file to
//! nobody: who works with them is assigned to them, as ever.

mod form_paper;
mod stored;
mod taking_part;

use std::collections::HashMap;

use caseward_db::Reader;
use caseward_gate::{About, Cards, Drawer, GateError, Works};
use caseward_model::{Id, Language, OfficeAct, Organization, ProgrammeKind, Worker};
use caseward_papers::{ProgrammeForm, print};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::consent::today;
use crate::entries::shows_nothing;
use crate::people::Amiss;
use crate::sign_in::SignedIn;
use crate::standing::on_a_thread_that_waits;
use crate::{CaseworkError, Office};

pub use form_paper::{FormPaper, FormScan, PartPaper};
pub use taking_part::{
    NewPart, PartEnd, PartError, PartForm, PartMistake, PartNeed, PartState, ProgrammePart,
};

/// The number of the card that holds the register; cards about the office have numbers below zero.
const CARD: i64 = -1;

/// The longest name of a programme, in characters.
pub const LONGEST_NAME: usize = 100;

/// A programme that the office keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptProgramme {
    /// Its number among all programmes, imported ones too.
    pub no: i64,
    /// What it is called.
    pub name: String,
    /// What kind it is. It stays: what a client's file is kept from hangs on it.
    pub kind: ProgrammeKind,
    /// Which organisation of the register runs it.
    pub run_by: Id<Organization>,
    /// Its first day.
    pub from: Date,
    /// Its last day; it goes on if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Who took it in.
    pub by: Id<Worker>,
    /// When, in ms since 1970.
    pub at: i64,
}

impl KeptProgramme {
    /// Whether it goes on on this day.
    #[must_use]
    pub fn goes_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// All of them, in the order in which they were taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Register {
    programmes: Vec<KeptProgramme>,
}

/// A programme as somebody says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewProgramme {
    /// What it is called.
    pub name: String,
    /// What kind it is; nothing when nobody said. One that is kept already stays of its kind.
    pub kind: Option<ProgrammeKind>,
    /// Which organisation of the register runs it; the office itself if missing.
    pub run_by: Option<Id<Organization>>,
    /// Its first day, as `2026-03-01`.
    pub from: String,
    /// Its last day; empty when it goes on.
    pub until: String,
}

/// What was said, read.
struct Said {
    name: String,
    from: Date,
    until: Option<Date>,
}

impl NewProgramme {
    /// Beside the other programmes; of a new one its kind has to be said.
    fn read(&self, others: &[KeptProgramme], is_new: bool) -> Result<Said, CaseworkError> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut amiss = Vec::new();
        let unfit = name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control);
        if shows_nothing(&name) || unfit {
            amiss.push(Amiss::ProgrammeName);
        }
        let small = name.to_lowercase();
        if others.iter().any(|it| it.name.to_lowercase() == small) {
            amiss.push(Amiss::ProgrammeTaken);
        }
        if is_new && self.kind.is_none() {
            amiss.push(Amiss::ProgrammeKind);
        }
        let from = self.from.trim().parse::<Date>();
        let until = match self.until.trim() {
            "" => Ok(None),
            day => day.parse::<Date>().map(Some),
        };
        match (from, until) {
            (Ok(from), Ok(until)) if until.is_none_or(|it| from <= it) => {
                if amiss.is_empty() {
                    return Ok(Said { name, from, until });
                }
            }
            (Err(_), _) => amiss.push(Amiss::ProgrammeFrom),
            (Ok(_), _) => amiss.push(Amiss::ProgrammeUntil),
        }
        Err(CaseworkError::Amiss(amiss))
    }
}

impl Office {
    /// The programmes that the office keeps, in the order in which they were taken in; also those that are over.
    ///
    /// # Errors
    /// When the office is sealed or the register was put back.
    pub async fn kept_programmes(&self) -> Result<Vec<KeptProgramme>, CaseworkError> {
        let cards = self.gate.cards()?;
        let found = self.db.read(move |reader| kept_in(&cards, reader)).await;
        Ok(found?)
    }

    /// Takes a programme in; gives its number.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn take_in_programme(
        &self,
        by: Id<Worker>,
        new: NewProgramme,
    ) -> Result<i64, CaseworkError> {
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let before = register_in(works)?;
            let said = new.read(&before, true)?;
            let kind = new.kind.ok_or(Amiss::ProgrammeKind)?;
            let (own, run_by) = runs(works, new.run_by)?;
            let no = insert(works, own)?;
            let kept = KeptProgramme {
                no,
                name: said.name,
                kind,
                run_by,
                from: said.from,
                until: said.until,
                by,
                at: works.now_ms(),
            };
            works.note("programme", no);
            works.note("kind", kind.word());
            works.change_card::<Register>(PLACE, "programmes_kept", |card| {
                card.programmes.push(kept);
            })?;
            Ok(no)
        };
        self.gate
            .perform(by, act, about, "programme_taken_in", work)
            .await
    }

    /// Says anew what a programme is called, who runs it, and from when until when. Its kind stays, whatever is said.
    ///
    /// # Errors
    /// As [`Office::take_in_programme`]; [`CaseworkError::Unknown`] when the office keeps none of this number.
    pub async fn change_programme(
        &self,
        by: Id<Worker>,
        no: i64,
        new: NewProgramme,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let mut others = register_in(works)?;
            if others.iter().all(|it| it.no != no) {
                return Err(unknown(no));
            }
            others.retain(|it| it.no != no);
            let said = new.read(&others, false)?;
            let (_, run_by) = runs(works, new.run_by)?;
            works.note("programme", no);
            works.change_card::<Register>(PLACE, "programmes_kept", |card| {
                let found = card.programmes.iter_mut().find(|it| it.no == no);
                if let Some(kept) = found {
                    kept.name = said.name;
                    kept.run_by = run_by;
                    kept.from = said.from;
                    kept.until = said.until;
                }
            })?;
            Ok(())
        };
        self.gate
            .perform(by, act, about, "programme_changed", work)
            .await
    }

    /// The form on confidentiality of a programme for people who used violence, as PDF: to be gone through with whoever begins to take
    /// part, and signed by hand (DV-5.2.1). It names nobody.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when the office keeps no such programme of this number.
    pub async fn programme_form(
        &self,
        no: i64,
        language: Language,
    ) -> Result<Vec<u8>, CaseworkError> {
        let kept = self.kept_programmes().await?.into_iter();
        let mut found = kept.filter(|it| it.no == no && it.kind.changes_behaviour());
        let found = found.next().ok_or_else(|| unknown(no))?;
        let form = ProgrammeForm {
            language,
            office: self.own_organization().await?.name,
            programme: found.name,
        };
        on_a_thread_that_waits(move || print(&form)).await
    }

    /// [`Office::programme_form`] for those to whom the programmes of the office are offered, because they write into files, and for whoever
    /// keeps its settings. To everybody else there is none: a number that stands beside a client would tell of what kind the programme is
    /// (DV-4.2).
    ///
    /// # Errors
    /// As [`Office::programme_form`]; [`CaseworkError::Unknown`] for everybody else too.
    pub async fn programme_form_for(
        &self,
        person: &SignedIn,
        no: i64,
        language: Language,
    ) -> Result<Vec<u8>, CaseworkError> {
        let (who, act) = (person.worker, OfficeAct::ManageSettings);
        let let_in =
            person.writes_into_files() || self.gate.may(who, act, About::Office).await?.permitted;
        if !let_in {
            return Err(unknown(no));
        }
        self.programme_form(no, language).await
    }

    /// What the programmes are called, imported ones too, by their numbers.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn programme_names(&self) -> Result<HashMap<i64, String>, CaseworkError> {
        let all = self.programmes().await?.into_iter();
        Ok(all.map(|it| (it.no, it.name)).collect())
    }

    /// The programmes of the office that go on today: what can be chosen for somebody who begins to take part.
    ///
    /// # Errors
    /// As [`Office::kept_programmes`].
    pub async fn programmes_today(&self) -> Result<Vec<KeptProgramme>, CaseworkError> {
        let now = today(self.clock.now_ms());
        let mut all = self.kept_programmes().await?;
        all.retain(|it| it.goes_on(now));
        Ok(all)
    }
}

/// Where the register lies.
const PLACE: (Drawer, i64) = (Drawer::Programmes, CARD);

/// The register as it stands on its card.
pub(crate) fn kept_in(
    cards: &Cards,
    reader: &mut Reader<'_>,
) -> Result<Vec<KeptProgramme>, GateError> {
    let (drawer, no) = PLACE;
    let found = cards.read::<Register>(reader, drawer, no)?;
    Ok(found.unwrap_or_default().programmes)
}

fn register_in(works: &mut Works<'_, '_>) -> Result<Vec<KeptProgramme>, GateError> {
    let found = works.card::<Register>(PLACE)?;
    Ok(found.unwrap_or_default().programmes)
}

/// The number of the organisation that keeps its records here, and the id of the one that runs a programme.
fn runs(
    works: &mut Works<'_, '_>,
    said: Option<Id<Organization>>,
) -> Result<(i64, Id<Organization>), CaseworkError> {
    let all = works.organizations()?;
    let own = all.iter().find(|it| it.2.keeps_records_here);
    let own = own.ok_or(CaseworkError::Damaged)?;
    let run_by = match said {
        None => own.1,
        Some(id) if all.iter().any(|it| it.1 == id) => id,
        Some(_) => return Err(Amiss::ProgrammeRunBy.into()),
    };
    Ok((own.0, run_by))
}

/// A number of its own in the list of all programmes. No import ever finds it: what stands for its id elsewhere is random.
fn insert(works: &mut Works<'_, '_>, organization_no: i64) -> Result<i64, CaseworkError> {
    let key: [u8; 16] = works.random();
    let transaction = works.transaction();
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM programmes";
    let no = transaction.query_one(next, &[])?.int(0)?;
    transaction.execute(
        "INSERT INTO programmes (no, source_key, organization_no, survivors) \
         VALUES ($1, $2, $3, 0)",
        &[no.into(), key.into(), organization_no.into()],
    )?;
    Ok(no)
}

fn unknown(no: i64) -> CaseworkError {
    CaseworkError::Unknown {
        what: "programme",
        name: no.to_string(),
        look: "caseward programme list",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn kept(name: &str) -> KeptProgramme {
        KeptProgramme {
            no: 4,
            name: name.to_owned(),
            kind: ProgrammeKind::Shelter,
            run_by: Id::from_bytes([3; 16]),
            from: date(2026, 3, 1),
            until: Some(date(2026, 3, 31)),
            by: Id::from_bytes([1; 16]),
            at: 0,
        }
    }

    #[test]
    fn a_programme_is_called_something_of_its_own_and_ends_after_it_begins() {
        let amiss = |name: &str, from: &str, until: &str| {
            let new = NewProgramme {
                name: name.into(),
                from: from.into(),
                until: until.into(),
                ..NewProgramme::default()
            };
            match new.read(&[kept("Night shelter")], false) {
                Ok(_) => Vec::new(),
                Err(CaseworkError::Amiss(amiss)) => amiss,
                Err(other) => panic!("{other}"),
            }
        };
        assert!(amiss("Ending violence", "2026-03-01", "").is_empty());
        assert!(amiss("Ending violence", "2026-03-01", "2026-03-01").is_empty());
        for (name, from, until, wanted) in [
            (" \u{200b}", "2026-03-01", "", Amiss::ProgrammeName),
            (" night  SHELTER", "2026-03-01", "", Amiss::ProgrammeTaken),
            ("Outreach", "", "", Amiss::ProgrammeFrom),
            ("Outreach", "1.3.2026", "", Amiss::ProgrammeFrom),
            (
                "Outreach",
                "2026-03-01",
                "2026-02-28",
                Amiss::ProgrammeUntil,
            ),
            ("Outreach", "2026-03-01", "soon", Amiss::ProgrammeUntil),
        ] {
            assert_eq!(amiss(name, from, until), [wanted], "{name} {from} {until}");
        }
    }

    #[test]
    fn a_programme_goes_on_from_its_first_day_to_its_last() {
        let it = kept("Night shelter");
        assert!(it.goes_on(date(2026, 3, 1)) && it.goes_on(date(2026, 3, 31)));
        assert!(!it.goes_on(date(2026, 2, 28)) && !it.goes_on(date(2026, 4, 1)));
    }
}
