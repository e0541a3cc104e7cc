//! Who sees what of a report: whoever made it how it stands, whom it is about what was put to them and nothing before, whoever handles
//! it everything, and nobody else that there is one (CC-2.8, CC-2.10).

use caseward_gate::About;
use caseward_model::{
    BreachKind, BreachLetter, BreachReport, BreachState, Conference, Id, Language, OfficeAct,
    ParticipantState, Role, Worker,
};

use super::stored::{self, Report, Said};
use super::unknown;
use crate::conference::Named;
use crate::conference::reading::{Around, number_of};
use crate::conference::stored::{self as series_stored, Series};
use crate::{CaseworkError, Office};

/// A report of one's own, or one that was put to oneself. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct MyBreach {
    /// Its id.
    pub id: BreachId,
    /// What kind of thing was reported; nothing of a report by somebody else.
    pub kind: Option<BreachKind>,
    /// What one wrote oneself; empty of a report by somebody else.
    pub what: String,
    /// When one reported it, in ms since 1970; nothing of a report by somebody else.
    pub reported_at: Option<i64>,
    /// How it stands.
    pub state: BreachState,
    /// When it was taken up, in ms since 1970; nothing of a report by somebody else.
    pub taken_up_at: Option<i64>,
    /// What was put to oneself.
    pub put: Option<PutToMe>,
}

/// The id of a report.
pub type BreachId = Id<BreachReport>;

/// What was put to somebody, and what they answered. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct PutToMe {
    /// What was put.
    pub told: String,
    /// When, in ms since 1970.
    pub at: i64,
    /// What one answered.
    pub answer: Option<String>,
    /// It ended one's part in conferences and coordinated assessment.
    pub ended: bool,
}

/// A report as a line of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreachLine {
    /// Its id.
    pub id: BreachId,
    /// What kind of thing was reported.
    pub kind: BreachKind,
    /// How it stands.
    pub state: BreachState,
    /// When it was reported, in ms since 1970.
    pub reported_at: i64,
    /// How long it took to be taken up, in ms; nothing while nobody did.
    pub taken_up_after_ms: Option<i64>,
    /// Nobody has taken it up within the office's time.
    pub late: bool,
    /// What the conference is called.
    pub series: Option<String>,
}

/// What somebody said, and when. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct SaidLine {
    /// Who.
    pub who: String,
    /// When, in ms since 1970.
    pub at: i64,
    /// What.
    pub text: String,
}

/// A finding. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundLine {
    /// By whom, when and why.
    pub said: SaidLine,
    /// It happened.
    pub substantiated: bool,
    /// Why the person wasn't heard here.
    pub unheard: String,
    /// It ended their part in conferences and coordinated assessment.
    pub ends: bool,
}

/// A letter about a finding. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct LetterLine {
    /// Its number, from 1.
    pub no: i64,
    /// To whom it goes.
    pub kind: BreachLetter,
    /// In which language it is set.
    pub language: Language,
    /// The recipient.
    pub to: String,
    /// The office's reference.
    pub reference: String,
    /// By whom and when it was written, and what it says happened.
    pub said: SaidLine,
    /// SHA-256 of the paper, in hex.
    pub hash: String,
    /// When it went, in ms since 1970, and how, as it was noted.
    pub sent: Option<(i64, SaidLine)>,
}

/// Evidence that is on hold, or was. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct HoldLine {
    /// Since when, in ms since 1970.
    pub since: i64,
    /// By whom, when and why it was lifted.
    pub lifted: Option<SaidLine>,
}

/// A report, for whoever handles it. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownBreach {
    /// What stands in the list.
    pub line: BreachLine,
    /// What happened, as it was written.
    pub what: String,
    /// When it happened, in ms since 1970, where that was said.
    pub happened_at: Option<i64>,
    /// Who reported it.
    pub reporter: String,
    /// Whom it is about.
    pub whom: Option<Named<Id<Worker>>>,
    /// The employer of the person whom it is about.
    pub employer: String,
    /// Who took it up, and when, in ms since 1970.
    pub taken_up: Option<(String, i64)>,
    /// When privacy officers were told that nobody did, in ms since 1970.
    pub pressed_at: Option<i64>,
    /// What was looked into.
    pub notes: Vec<SaidLine>,
    /// What was put to the person whom it is about.
    pub put: Option<SaidLine>,
    /// What they answered.
    pub answer: Option<SaidLine>,
    /// The finding.
    pub finding: Option<FoundLine>,
    /// The letters.
    pub letters: Vec<LetterLine>,
    /// Who has still to be told.
    pub untold: Vec<BreachLetter>,
    /// The hold of the evidence.
    pub hold: Option<HoldLine>,
    /// By whom, when and why somebody was let back in.
    pub reinstated: Option<SaidLine>,
    /// Who takes part in its conference, to say whom it is about.
    pub people: Vec<Named<Id<Worker>>>,
}

/// What somebody who reports can choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BreachChoices {
    /// The conferences for which they were named; what one is called only if they have signed for it.
    pub series: Vec<(Id<Conference>, Option<String>)>,
    /// Those who take part in them and whom they may know of.
    pub people: Vec<Named<Id<Worker>>>,
}

impl Office {
    /// What somebody who reports can choose from.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn breach_choices(&self, me: Id<Worker>) -> Result<BreachChoices, CaseworkError> {
        self.must_be_let(me, OfficeAct::ReportBreach, About::Worker(me))
            .await?;
        let (cards, around) = (self.gate.cards()?, self.around_conferences().await?);
        let all = self
            .db
            .read(move |reader| series_stored::all(reader, &cards));
        let my_no = number_of(&around, me)?;
        let mut choices = BreachChoices::default();
        for series in all.await?.iter().filter(|it| it.was_named(my_no)) {
            let Some(id) = series.id else { continue };
            let signed = has_signed(&around, series, my_no);
            let title = signed.then(|| series.title.clone());
            choices.series.push((id, title));
            if signed {
                choices.people.extend(sitting(&around, series));
            }
        }
        choices.people.sort_by(by_name);
        choices.people.dedup_by(|a, b| a.id == b.id);
        Ok(choices)
    }

    /// The reports that somebody made, and what was put to them; the newest first.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn my_breaches(&self, me: Id<Worker>) -> Result<Vec<MyBreach>, CaseworkError> {
        self.must_be_let(me, OfficeAct::ReportBreach, About::Worker(me))
            .await?;
        let around = self.around_conferences().await?;
        let my_no = number_of(&around, me)?;
        let all = self.all_breaches().await?.into_iter().rev();
        Ok(all.filter_map(|(_, report)| mine(&report, my_no)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is none for this person; [`CaseworkError::NotPermitted`], which is on record.
    pub async fn my_breach(
        &self,
        me: Id<Worker>,
        id: Id<BreachReport>,
    ) -> Result<MyBreach, CaseworkError> {
        let mut all = self.my_breaches(me).await?.into_iter();
        all.find(|it| it.id == id).ok_or_else(|| unknown(id))
    }

    /// The reports that somebody handles, those that wait first and then the newest.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn breach_desk(&self, by: Id<Worker>) -> Result<Vec<BreachLine>, CaseworkError> {
        let desk = self.desk(by).await?;
        let all = self.all_breaches().await?.into_iter().rev();
        let theirs = all.filter(|(_, report)| desk.handles(report));
        let mut lines: Vec<_> = theirs
            .filter_map(|(_, report)| desk.line(&report))
            .collect();
        lines.sort_by_key(|it| it.state);
        Ok(lines)
    }

    /// A report, for whoever handles it.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`], also for whoever made it or is the one whom it is about; [`CaseworkError::NotPermitted`], which is
    /// on record.
    pub async fn breach(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
    ) -> Result<ShownBreach, CaseworkError> {
        let desk = self.desk(by).await?;
        let (_, report) = self.breach_read(id).await?.ok_or_else(|| unknown(id))?;
        if !desk.handles(&report) {
            return Err(unknown(id));
        }
        desk.shown(&report).ok_or(CaseworkError::Damaged)
    }

    /// A report as it lies there, for whoever handles it.
    pub(super) async fn breach_for(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
    ) -> Result<(i64, Report), CaseworkError> {
        let desk = self.desk(by).await?;
        let found = self.breach_read(id).await?;
        let found = found.filter(|(_, report)| desk.handles(report));
        found.ok_or_else(|| unknown(id))
    }

    async fn all_breaches(&self) -> Result<Vec<(i64, Report)>, CaseworkError> {
        let cards = self.gate.cards()?;
        self.db
            .read(move |reader| stored::all(reader, &cards))
            .await
    }

    async fn desk(&self, by: Id<Worker>) -> Result<Desk, CaseworkError> {
        self.must_be_let(by, OfficeAct::HandleBreach, About::Office)
            .await?;
        let wait_ms = self.breach_settings().await?.wait_ms();
        let around = self.around_conferences().await?;
        let cards = self.gate.cards()?;
        let series = self
            .db
            .read(move |reader| series_stored::all_numbered(reader, &cards));
        Ok(Desk {
            me: number_of(&around, by)?,
            series: series.await?,
            around,
            wait_ms,
        })
    }
}

/// What the desk is read with.
struct Desk {
    me: i64,
    around: Around,
    series: Vec<(i64, Series)>,
    wait_ms: i64,
}

impl Desk {
    fn series(&self, report: &Report) -> Option<&Series> {
        let mut all = self.series.iter();
        let found = all.find(|(no, _)| report.series == Some(*no));
        found.map(|(_, series)| series)
    }

    fn handles(&self, report: &Report) -> bool {
        if report.concerns(self.me) {
            return false;
        }
        let role = self.around.colleagues.get(&self.me).map(|it| it.sheet.role);
        let leads = self.series(report).is_some_and(|it| it.is_led_by(self.me));
        role == Some(Role::PrivacyOfficer) || (leads && role.is_some_and(Role::leads_conferences))
    }

    fn line(&self, report: &Report) -> Option<BreachLine> {
        let waits = report.state() == BreachState::Reported;
        Some(BreachLine {
            id: report.id?,
            kind: report.kind(),
            state: report.state(),
            reported_at: report.at,
            taken_up_after_ms: report.taken_up.map(|(_, at)| at - report.at),
            late: waits && report.at + self.wait_ms <= self.around.now_ms,
            series: self.series(report).map(|it| it.title.clone()),
        })
    }

    fn called(&self, no: i64) -> String {
        let found = self.around.worker(no);
        found.map(|it| it.name).unwrap_or_default()
    }

    fn said(&self, it: &Said) -> SaidLine {
        SaidLine {
            who: self.called(it.by),
            at: it.at,
            text: it.text.clone(),
        }
    }

    fn shown(&self, report: &Report) -> Option<ShownBreach> {
        let put = report.put.as_ref();
        let series = self.series(report);
        let (_, employer) = crate::conference::reading::called(&self.around, report.whom);
        let letters = (1..).zip(&report.letters);
        Some(ShownBreach {
            line: self.line(report)?,
            what: report.what.clone(),
            happened_at: report.happened_at,
            reporter: self.called(report.by),
            whom: report.whom.and_then(|it| self.around.worker(it)),
            employer,
            taken_up: report.taken_up.map(|(by, at)| (self.called(by), at)),
            pressed_at: report.pressed_at,
            notes: report.notes.iter().map(|it| self.said(it)).collect(),
            put: put.map(|it| self.said(&it.told)),
            answer: put
                .and_then(|it| it.answer.as_ref())
                .map(|it| self.said(it)),
            finding: report.finding.as_ref().map(|it| FoundLine {
                said: self.said(&it.said),
                substantiated: it.substantiated,
                unheard: it.unheard.clone(),
                ends: it.ends,
            }),
            letters: letters.map(|(no, it)| self.letter(no, it)).collect(),
            untold: report.untold(),
            hold: report.hold.as_ref().map(|it| HoldLine {
                since: it.since,
                lifted: it.lifted.as_ref().map(|it| self.said(it)),
            }),
            reinstated: report.reinstated.as_ref().map(|it| self.said(it)),
            people: series.map_or_else(Vec::new, |it| named(&self.around, it)),
        })
    }

    fn letter(&self, no: i64, it: &stored::Letter) -> LetterLine {
        LetterLine {
            no,
            kind: it.kind,
            language: it.language,
            to: it.to.clone(),
            reference: it.reference.clone(),
            said: self.said(&it.said),
            hash: it.hash.clone(),
            sent: it.sent.as_ref().map(|(at, how)| (*at, self.said(how))),
        }
    }
}

/// What somebody sees of a report that isn't theirs to handle.
fn mine(report: &Report, me: i64) -> Option<MyBreach> {
    let by_me = report.by == me;
    let put = report.put.as_ref().filter(|_| report.whom == Some(me));
    if !by_me && put.is_none() {
        return None;
    }
    let ended = report.finding.as_ref().is_some_and(|it| it.ends);
    Some(MyBreach {
        id: report.id?,
        kind: report.kind.filter(|_| by_me),
        what: if by_me {
            report.what.clone()
        } else {
            String::new()
        },
        reported_at: by_me.then_some(report.at),
        state: report.state(),
        taken_up_at: report.taken_up.map(|(_, at)| at).filter(|_| by_me),
        put: put.map(|it| PutToMe {
            told: it.told.text.clone(),
            at: it.told.at,
            answer: it.answer.as_ref().map(|it| it.text.clone()),
            ended: ended && report.reinstated.is_none(),
        }),
    })
}

fn by_name(a: &Named<Id<Worker>>, b: &Named<Id<Worker>>) -> std::cmp::Ordering {
    a.name.cmp(&b.name).then(a.id.cmp(&b.id))
}

fn has_signed(around: &Around, series: &Series, no: i64) -> bool {
    let part = series.part(no);
    part.is_some_and(|it| around.state(series, it) == ParticipantState::Signed)
}

/// Those who take part in a series and have signed, as everybody in it sees them.
fn sitting(around: &Around, series: &Series) -> Vec<Named<Id<Worker>>> {
    let people = series.people.iter();
    let signed = people.filter(|it| has_signed(around, series, it.worker));
    signed.filter_map(|it| around.worker(it.worker)).collect()
}

/// Everybody who was ever named for a series.
fn named(around: &Around, series: &Series) -> Vec<Named<Id<Worker>>> {
    let people = series.people.iter();
    let mut all: Vec<_> = people.filter_map(|it| around.worker(it.worker)).collect();
    all.sort_by(by_name);
    all.dedup_by(|a, b| a.id == b.id);
    all
}
