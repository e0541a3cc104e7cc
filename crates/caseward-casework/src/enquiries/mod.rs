//! Enquiries from outside about people, above all by the press: nothing is told, not even whether we know somebody; each is noted and
//! passed to whoever speaks for the office, and everybody gets the same letter (NASW-k, DV-3.3.1).
//!
//! Nothing here looks at any client: a letter that is made without looking can't tell anything.

mod stored;

use caseward_gate::{About, Drawer, Works};
use caseward_model::{EnquiryFrom, Id, Language, OfficeAct, Role, TaskKind, Worker};
use caseward_papers::{NeitherConfirmNorDeny, print};
use serde::{Deserialize, Serialize};

use crate::people::Amiss;
use crate::standing::{day, on_a_thread_that_waits};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

const DAY_MS: i64 = 86_400_000;
/// The most characters of who asked, and of what was asked.
const LONGEST: (usize, usize) = (200, 2_000);
/// The number of the card that says who speaks for the office; cards about the office have numbers below zero.
const CARD: i64 = -7;

/// An enquiry that is to be noted.
#[derive(Clone, Default)]
pub struct NewEnquiry {
    /// From whom it comes; nothing when nobody said.
    pub from: Option<EnquiryFrom>,
    /// Who asked: an outlet, an organisation.
    pub who: String,
    /// What was asked, as it was put.
    pub asked: String,
}

/// An enquiry as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Enquiry {
    /// Its number.
    pub no: i64,
    /// From whom it comes.
    pub from: EnquiryFrom,
    /// Who asked.
    pub who: String,
    /// What was asked.
    pub asked: String,
    /// Who noted it.
    pub noted_by: Id<Worker>,
    /// When, in ms since 1970.
    pub noted_at: i64,
    /// Who dealt with it, when in ms, and how.
    pub answered: Option<(Id<Worker>, i64, String)>,
}

/// Who speaks for the office: the one worker who was chosen, or whoever has that part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Spokesperson {
    /// The number of the worker.
    pub worker: Option<i64>,
}

impl Office {
    /// Notes an enquiry, and passes it to whoever speaks for the office; gives its number. Nobody is told anything by that.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with what is missing; [`CaseworkError::NotPermitted`].
    pub async fn note_enquiry(
        &self,
        by: Id<Worker>,
        new: NewEnquiry,
    ) -> Result<i64, CaseworkError> {
        let (act, about) = (OfficeAct::NoteEnquiry, About::Worker(by));
        let work = move |works: &mut Works<'_, '_>| {
            let enquiry = checked(works, by, new)?;
            let no = stored::insert(works, &enquiry)?;
            works.note("enquiry", no);
            works.note("from", enquiry.from.word());
            let spokesperson = works.card::<Spokesperson>((Drawer::Settings, CARD))?;
            let whom = spokesperson
                .and_then(|it| it.worker)
                .map_or(Whom::Role(Role::PrivacyOfficer), Whom::Worker);
            let task = NewTask {
                kind: TaskKind::EnquiryToAnswer,
                whom,
                about: about_enquiry(no),
                due_at: works.now_ms() + DAY_MS,
            };
            tasks::add(works, &task)?;
            Ok(no)
        };
        self.gate
            .perform(by, act, about, "enquiry_noted", work)
            .await
    }

    /// The enquiries that somebody noted, the newest first.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn my_enquiries(&self, worker_no: i64) -> Result<Vec<Enquiry>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        self.db
            .read(move |reader| stored::all(reader, &drawers, Some(worker_no)))
            .await
    }

    /// All enquiries, for whoever speaks for the office.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn enquiries(&self, by: Id<Worker>) -> Result<Vec<Enquiry>, CaseworkError> {
        self.must_be_let(by, OfficeAct::AnswerEnquiry, About::Office)
            .await?;
        let drawers = self.gate.drawers()?;
        self.db
            .read(move |reader| stored::all(reader, &drawers, None))
            .await
    }

    /// Notes how an enquiry was dealt with, once: what was said is not rewritten.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when nothing is said; [`CaseworkError::Unfit`] when it was dealt with already; [`CaseworkError::Unknown`];
    /// [`CaseworkError::NotPermitted`].
    pub async fn answer_enquiry(
        &self,
        by: Id<Worker>,
        no: i64,
        how: String,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::AnswerEnquiry, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (version, mut enquiry) = stored::one(works, no)?;
            if enquiry.answered.is_some() {
                let reason =
                    "this enquiry was dealt with already; note it anew if somebody asks again";
                return Err(CaseworkError::Unfit(reason.to_owned()));
            }
            let how = how.trim().to_owned();
            if how.is_empty() || how.chars().count() > LONGEST.1 {
                return Err(Amiss::SaysTooLittle.into());
            }
            enquiry.answered = Some((by, works.now_ms(), how));
            stored::change(works, version, &enquiry)?;
            works.note("enquiry", no);
            let kind = TaskKind::EnquiryToAnswer;
            tasks::finish_all(works, kind, &about_enquiry(no), "answered")?;
            Ok(())
        };
        self.gate
            .perform(by, act, about, "enquiry_answered", work)
            .await
    }

    /// The letter that everybody gets who asks, for an enquiry of one's own or for whoever speaks for the office. It is made of who
    /// asked, and of the day; nobody is looked up for it.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such enquiry for this person.
    pub async fn enquiry_letter(
        &self,
        (worker_no, by): (i64, Id<Worker>),
        no: i64,
        language: Language,
    ) -> Result<Vec<u8>, CaseworkError> {
        let mine = self.my_enquiries(worker_no).await?;
        let found = match mine.into_iter().find(|it| it.no == no) {
            Some(found) => found,
            None => {
                let all = self.enquiries(by).await?;
                all.into_iter()
                    .find(|it| it.no == no)
                    .ok_or_else(|| unknown(no))?
            }
        };
        let letter = NeitherConfirmNorDeny {
            language,
            office: self.own_organization().await?.name,
            to: found.who,
            written_on: day(self.clock.now_ms()),
        };
        on_a_thread_that_waits(move || print(&letter)).await
    }

    /// Who speaks for the office.
    ///
    /// # Errors
    /// When the office is sealed or it was put back.
    pub async fn spokesperson(&self) -> Result<Spokesperson, CaseworkError> {
        self.card(Drawer::Settings, CARD).await
    }

    /// Says who speaks for the office; whoever has the part of the privacy officer when nobody is chosen.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] for somebody whose part doesn't answer enquiries; [`CaseworkError::NotPermitted`].
    pub async fn choose_spokesperson(
        &self,
        by: Id<Worker>,
        chosen: Option<Id<Worker>>,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let worker = chosen.map(|id| works.worker(id)).transpose()?;
            if worker
                .as_ref()
                .is_some_and(|(_, sheet)| !speaks(sheet.role))
            {
                let reason = "choose somebody whose part it is: a privacy officer, line manager or legal counsel";
                return Err(CaseworkError::Unfit(reason.to_owned()));
            }
            let new = Spokesperson {
                worker: worker.map(|(no, _)| no),
            };
            works.change_card::<Spokesperson>(
                (Drawer::Settings, CARD),
                "spokesperson_kept",
                |card| *card = new,
            )?;
            Ok(())
        };
        self.gate
            .perform(by, act, about, "spokesperson_chosen", work)
            .await
    }
}

/// Whether people of this part can speak for the office.
#[must_use]
pub const fn speaks(role: Role) -> bool {
    matches!(
        role,
        Role::PrivacyOfficer | Role::LineManager | Role::LegalCounsel
    )
}

fn checked(
    works: &Works<'_, '_>,
    by: Id<Worker>,
    new: NewEnquiry,
) -> Result<Enquiry, CaseworkError> {
    let (who, asked) = (new.who.trim(), new.asked.trim());
    let mut amiss = Vec::new();
    let Some(from) = new.from else {
        return Err(Amiss::EnquiryFrom.into());
    };
    if who.is_empty() || who.chars().count() > LONGEST.0 {
        amiss.push(Amiss::EnquiryWho);
    }
    if asked.is_empty() || asked.chars().count() > LONGEST.1 {
        amiss.push(Amiss::SaysTooLittle);
    }
    if !amiss.is_empty() {
        return Err(CaseworkError::Amiss(amiss));
    }
    Ok(Enquiry {
        no: 0,
        from,
        who: who.to_owned(),
        asked: asked.to_owned(),
        noted_by: by,
        noted_at: works.now_ms(),
        answered: None,
    })
}

const fn about_enquiry(no: i64) -> TaskAbout {
    TaskAbout {
        client: None,
        worker: None,
        item: Some(no),
    }
}

fn unknown(no: i64) -> CaseworkError {
    CaseworkError::Unknown {
        what: "enquiry",
        name: no.to_string(),
        look: "caseward enquiry list",
    }
}
