//! Turning a client's own view on, once safety was discussed, and off again at once.
//!
//! NASW-e, DV-3.3.2b. Nothing of it is there before. While it is off the person in whose name it asks is shut out of the
//! office, so that the gate itself refuses, whatever a page would do.

use caseward_gate::{
    Amend, Answer, Delivery, Drawer, FileWorks, Particulars, Read, ReadOwn, Request, WorkerSheet,
};
use caseward_model::{Id, OwnQuestion, Role, Worker};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::error::{OwnViewError, ViewNeed};
use super::record::{Discussed, Question, View};
use super::sessions::Viewer;
use super::{BOOK, links, sessions, stored};
use crate::reviewed::{hide, of_nobody, reviews};
use crate::{CaseworkError, Office};

/// The longest text of one field, in characters.
pub const LONGEST_TEXT: usize = 2_000;
/// After how many days a client sees what happened, at most.
pub const LONGEST_DELAY_DAYS: i64 = 90;

/// What was discussed, as it is written down.
#[derive(Debug, Clone, Default)]
pub struct NewView {
    /// On which day safety was discussed.
    pub day: Option<Date>,
    /// What was discussed.
    pub note: String,
    /// By which way a link reaches the client safely.
    pub safe_way: String,
    /// After how many days the client sees what happened; nothing where that is no number.
    pub delay_days: Option<i64>,
}

impl NewView {
    /// What it still needs, on this day.
    #[must_use]
    pub fn needs(&self, today: Date) -> Vec<ViewNeed> {
        let long = |it: &String| it.chars().count() > LONGEST_TEXT;
        let delay = self.delay_days;
        let checks = [
            (self.day.is_none_or(|day| day > today), ViewNeed::Day),
            (self.note.trim().is_empty(), ViewNeed::Note),
            (self.safe_way.trim().is_empty(), ViewNeed::SafeWay),
            (
                !delay.is_some_and(|days| (0..=LONGEST_DELAY_DAYS).contains(&days)),
                ViewNeed::Delay,
            ),
            (long(&self.note) || long(&self.safe_way), ViewNeed::TooLong),
        ];
        let missing = checks.into_iter().filter(|(fails, _)| *fails);
        missing.map(|(_, need)| need).collect()
    }
}

/// How the last link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkState {
    /// Until when it can be used, in ms since 1970.
    pub expires_at: i64,
    /// How often a number was tried with it.
    pub tries: i64,
}

/// A client's own view as those who work with the client see it.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// The view; nothing if it never was on.
    pub view: Option<View>,
    /// What the client asked, each with its number, the newest first.
    pub questions: Vec<(i64, Question)>,
    /// The link that is out, if there is one.
    pub link: Option<LinkState>,
}

impl Overview {
    /// Whether it can be opened.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.view.as_ref().is_some_and(|it| it.on)
    }

    /// Takes out what was said. What a client asks about a look is asked of whoever reviews it, unless they may learn of nobody (CR-10).
    fn hide_words(&mut self, of_nobody: bool) {
        if let Some(view) = &mut self.view {
            hide(&mut view.discussed.note);
            hide(&mut view.discussed.safe_way);
        }
        for (_, question) in &mut self.questions {
            if question.about == OwnQuestion::Look && !of_nobody {
                continue;
            }
            hide(&mut question.words);
            if let Some(answer) = &mut question.answer {
                hide(&mut answer.words);
            }
        }
    }
}

impl Office {
    /// The office's own day.
    #[must_use]
    pub fn own_view_today(&self) -> Date {
        day_of(self.clock.now_ms())
    }

    /// How a client's own view stands; for whoever reviews who looked, without what was said but where the client asks about a look. The
    /// caller says by the [`Delivery`] what became of it.
    ///
    /// # Errors
    /// The gate's refusal, or that something doesn't open.
    pub async fn own_view(&self, request: &Request) -> Result<(Overview, Delivery), OwnViewError> {
        let request = request.clone().sections([BOOK]);
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let client_no = self.client_no(request.client).await?;
        let (prints, now_ms) = (self.gate.fingerprints()?, self.clock.now_ms());
        let (view, questions, link) = self
            .db
            .read(move |reader| {
                let view = stored::sealed_view(reader, client_no)?;
                let questions = stored::sealed_questions(reader, client_no)?;
                let link = links::state_of(reader, &prints, client_no, now_ms)?;
                Ok::<_, CaseworkError>((view, questions, link))
            })
            .await?;
        let on = view.as_ref().is_some_and(|it| it.2);
        let has_view = view.is_some();
        let mut rows: Vec<_> = view
            .map(|(place, bytes, _)| (place, bytes))
            .into_iter()
            .collect();
        let numbers: Vec<i64> = questions.iter().map(|((no, ..), _)| *no).collect();
        rows.extend(questions);
        let of_nobody = of_nobody(&answer.sections);
        let permit = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(permit, Drawer::OwnViews, &rows)?;
        let mut plain = opened.iter();
        let mut overview = Overview {
            link,
            ..Overview::default()
        };
        if has_view {
            let bytes = plain.next().ok_or(CaseworkError::Damaged)?;
            overview.view = Some(stored::checked(on, bytes)?);
        }
        for (no, bytes) in numbers.into_iter().zip(plain) {
            overview.questions.push((no, stored::read(bytes)?));
        }
        if reviews(&request) {
            overview.hide_words(of_nobody);
        }
        Ok((overview, delivery))
    }

    /// Turns a client's own view on, or writes down that safety was discussed once more.
    ///
    /// # Errors
    /// [`OwnViewError::Needs`] as long as something of that is missing; the gate's refusal.
    pub async fn turn_own_view_on(
        &self,
        request: &Request,
        new: NewView,
    ) -> Result<(), OwnViewError> {
        let needs = new.needs(self.own_view_today());
        let (Some(day), Some(delay_days), true) = (new.day, new.delay_days, needs.is_empty())
        else {
            return Err(OwnViewError::Needs(needs));
        };
        let by = request.asker;
        self.at_own_view::<Amend, _, _>(request, "own_view_turned_on", move |desk| {
            let before = stored::view(desk)?;
            let person = match &before {
                Some((_, view)) => {
                    let open = |sheet: &mut WorkerSheet| sheet.ended_at = None;
                    let deed = "own_view_person_let_in";
                    desk.works.change_worker(view.person, deed, open)?;
                    view.person
                }
                None => new_person(desk)?,
            };
            let discussed = Discussed {
                day,
                note: kept(&new.note),
                safe_way: kept(&new.safe_way),
                delay_days,
                at: desk.works.now_ms(),
                by,
            };
            let view = View {
                on: true,
                discussed,
                person,
                ended: None,
            };
            stored::write_view(desk, before.map_or(0, |it| it.0), &view)?;
            desk.works.note("discussed", day.to_string());
            desk.works.note("delay_days", delay_days);
            Ok(())
        })
        .await
    }

    /// Turns a client's own view off: what is open of it closes, and no link opens it any more.
    ///
    /// # Errors
    /// [`OwnViewError::Off`] when it is off; the gate's refusal.
    pub async fn turn_own_view_off(&self, request: &Request) -> Result<(), OwnViewError> {
        let by = request.asker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| off(desk, by);
        self.at_own_view::<Read, _, _>(request, "own_view_turned_off", work)
            .await
    }

    /// [`Office::turn_own_view_off`] by the client, from the view itself.
    ///
    /// # Errors
    /// As [`Office::turn_own_view_off`].
    pub async fn turn_my_view_off(&self, viewer: &Viewer) -> Result<(), OwnViewError> {
        let request = self.question_of_viewer(viewer).await?;
        let by = request.asker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| off(desk, by);
        self.at_own_view::<ReadOwn, _, _>(&request, "own_view_turned_off", work)
            .await
    }
}

fn off(desk: &mut FileWorks<'_, '_, '_>, by: Id<Worker>) -> Result<(), OwnViewError> {
    let (version, mut view) = the_view(desk)?;
    let now_ms = desk.works.now_ms();
    view.on = false;
    view.ended = Some((now_ms, by));
    stored::write_view(desk, version, &view)?;
    let shut = |sheet: &mut WorkerSheet| sheet.ended_at = Some(now_ms);
    desk.works
        .change_worker(view.person, "own_view_person_shut_out", shut)?;
    let client_no = desk.client_no();
    let transaction = desk.works.transaction();
    links::end_all(transaction, client_no)?;
    sessions::end_all(transaction, client_no)?;
    Ok(())
}

/// The view of the client whom the work is about, while it is on.
pub(super) fn the_view(desk: &mut FileWorks<'_, '_, '_>) -> Result<(i64, View), OwnViewError> {
    let view = stored::view(desk)?;
    view.filter(|it| it.1.on).ok_or(OwnViewError::Off)
}

/// The client as somebody of the office: they may read this file and nothing else, and can't sign in. No name is kept.
fn new_person(desk: &mut FileWorks<'_, '_, '_>) -> Result<Id<Worker>, OwnViewError> {
    let sheet = WorkerSheet {
        client: Some(desk.client_no()),
        ..WorkerSheet::new(desk.sheet().organization, Role::Client)
    };
    let handle = format!("own-view-{}", HEXLOWER.encode(&desk.works.random::<8>()));
    let particulars = Particulars {
        name: handle.clone(),
        handle,
        ..Particulars::default()
    };
    Ok(desk.works.add_worker(&sheet, &particulars)?.1)
}

pub(super) fn kept(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

fn day_of(now_ms: i64) -> Date {
    let at = Timestamp::from_millisecond(now_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(TimeZone::system()).date()
}
