//! A client's plan: goals, the steps to them, who takes each and until when, and how each ended.
//!
//! It is written as entries of the file, in the section on services: it opens, is masked and leaves as that section does. Nothing of it
//! is ever changed; that something ended is an entry of its own (NASW-a, DV-5.2.2).

use caseward_gate::{Amended, Delivery, Refusal, Text};
use caseward_model::{Category, Channel, Client, Id, PlanBy, PlanLine, Worker};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use zeroize::Zeroizing;

use crate::entries::{LONGEST_ENTRY, NewEntry, field, shows_nothing};
use crate::error::takes_refusals;
use crate::file::{ClientFile, FileRecord};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The section in which a plan stands.
pub const SECTION: Category = Category::Services;

/// A line of a plan as it was typed.
#[derive(Clone, Default)]
pub struct PlanDraft {
    /// What it is, as a word.
    pub line: String,
    /// To which record it belongs: of a step its goal, of an end what ended.
    pub of: String,
    /// Who takes a step, as a word.
    pub by: String,
    /// Until which day, as 2026-12-01; a goal can do without.
    pub until: String,
    /// The text.
    pub text: Zeroizing<String>,
}

/// What must be mended before a line can be kept, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanMend {
    /// Choose what it is.
    Line,
    /// Choose to which goal it belongs, or what ended; it has to be open.
    Of,
    /// Say who takes the step.
    By,
    /// Say until when, as a day that isn't over.
    Until,
    /// There is no text.
    TextMissing,
    /// The text is too long.
    TextTooLong,
}

impl PlanMend {
    /// What to do about it.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Line => "say whether it is a goal, a step, or how one of them ended",
            Self::Of => "choose a goal or step of this plan that is still open",
            Self::By => "say who takes the step",
            Self::Until => "say until when, as a day that isn't over",
            Self::TextMissing => "write something",
            Self::TextTooLong => "shorten the text to 10,000 characters",
        }
    }
}

/// Why a line wasn't kept.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The gate said no.
    #[error("the rules don't let you do this with this file; that is on record")]
    Refused(Refusal),
    /// Something has to be mended first.
    #[error("{}", .0.iter().map(|it| it.says()).collect::<Vec<_>>().join("; "))]
    Mend(Vec<PlanMend>),
    /// Nobody has stated what the section is needed for with this client (RE-5).
    #[error("nobody has stated a need for a plan with this client; state the need in the settings")]
    Unneeded,
    /// The desk couldn't.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

takes_refusals!(PlanError);

/// A line that fits.
struct NewLine {
    line: PlanLine,
    of: Option<i64>,
    by: Option<PlanBy>,
    until: Option<Date>,
    text: Zeroizing<String>,
}

impl PlanDraft {
    fn check(&self, today: Date) -> Result<NewLine, Vec<PlanMend>> {
        let mut mend = Vec::new();
        let line = self.line.parse::<PlanLine>().ok();
        let is_step = line == Some(PlanLine::Step);
        let belongs = !matches!(line, None | Some(PlanLine::Goal));
        let of = self.of.trim().parse::<i64>().ok().filter(|_| belongs);
        let by = self.by.parse::<PlanBy>().ok().filter(|_| is_step);
        let dated = is_step || line == Some(PlanLine::Goal);
        let typed = Some(self.until.trim()).filter(|it| dated && !it.is_empty());
        let until = typed.map(|it| it.parse::<Date>().ok().filter(|day| *day >= today));
        if line.is_none() {
            mend.push(PlanMend::Line);
        }
        if belongs && of.is_none() {
            mend.push(PlanMend::Of);
        }
        if is_step && by.is_none() {
            mend.push(PlanMend::By);
        }
        if until == Some(None) || (is_step && until.is_none()) {
            mend.push(PlanMend::Until);
        }
        if shows_nothing(&self.text) {
            mend.push(PlanMend::TextMissing);
        }
        if self.text.chars().count() > LONGEST_ENTRY {
            mend.push(PlanMend::TextTooLong);
        }
        match line {
            Some(line) if mend.is_empty() => Ok(NewLine {
                line,
                of,
                by,
                until: until.flatten(),
                text: Zeroizing::new(self.text.trim().replace("\r\n", "\n")),
            }),
            _ => Err(mend),
        }
    }
}

impl NewLine {
    fn into_entry(self) -> NewEntry {
        let plain = |text: String| Zeroizing::new(text);
        let mut fields = vec![(field::PLAN, plain(self.line.word().to_owned()))];
        let of = self.of.map(|it| (field::PLAN_OF, plain(it.to_string())));
        let by = self
            .by
            .map(|it| (field::PLAN_BY, plain(it.word().to_owned())));
        let until = self.until.map(|it| (field::UNTIL, plain(it.to_string())));
        fields.extend([of, by, until].into_iter().flatten());
        NewEntry::of_plan(self.text, fields)
    }
}

/// A plan as it stands.
#[derive(Default)]
pub struct Plan {
    /// The goals, the oldest first.
    pub goals: Vec<Goal>,
}

/// A goal with its steps.
pub struct Goal {
    /// What is to be reached.
    pub line: Written,
    /// The steps to it, the oldest first.
    pub steps: Vec<Step>,
}

/// A step.
pub struct Step {
    /// What is to be done.
    pub line: Written,
    /// Who does it.
    pub by: PlanBy,
}

/// A line of a plan as it was written.
pub struct Written {
    /// The number of its record within the file.
    pub no: i64,
    /// What was written.
    pub text: Text,
    /// When, in ms since 1970.
    pub at: i64,
    /// By whom; nobody where that can't be read.
    pub written_by: Option<Id<Worker>>,
    /// Until which day.
    pub until: Option<Date>,
    /// How it ended.
    pub end: Option<End>,
}

/// How a goal or a step ended.
pub struct End {
    /// Done, or given up.
    pub how: PlanLine,
    /// What came of it.
    pub text: Text,
    /// When that was written, in ms since 1970.
    pub at: i64,
}

fn word<W: std::str::FromStr>(record: &FileRecord, number: u32) -> Option<W> {
    record.field(number)?.code(|word| word.parse().ok())
}

fn text(record: &FileRecord) -> Text {
    Text::joined(record.text())
}

fn written_at(record: &FileRecord) -> i64 {
    let at: Option<jiff::Timestamp> = word(record, field::WRITTEN_AT);
    at.map_or(0, jiff::Timestamp::as_millisecond)
}

impl Written {
    fn of(record: &FileRecord) -> Self {
        Self {
            no: record.no,
            text: text(record),
            at: written_at(record),
            written_by: word(record, field::WRITTEN_BY),
            until: word(record, field::UNTIL),
            end: None,
        }
    }

    const fn is_open(&self) -> bool {
        self.end.is_none()
    }
}

impl Plan {
    /// The plan in a file whose section on services was opened; an empty one where it wasn't.
    #[must_use]
    pub fn in_file(file: &ClientFile) -> Self {
        let section = file.sections.iter().find(|it| it.category == SECTION);
        // The oldest first: what a line belongs to was written before it.
        let records = section.into_iter().flat_map(|it| it.records.iter().rev());
        let mut plan = Self::default();
        for record in records.filter(|it| it.is_entry()) {
            match word(record, field::PLAN) {
                Some(PlanLine::Goal) => plan.goals.push(Goal {
                    line: Written::of(record),
                    steps: Vec::new(),
                }),
                Some(PlanLine::Step) => plan.add_step(record),
                Some(how @ (PlanLine::Done | PlanLine::GivenUp)) => plan.end(how, record),
                None => {}
            }
        }
        plan
    }

    fn add_step(&mut self, record: &FileRecord) {
        let of: Option<i64> = word(record, field::PLAN_OF);
        let goal = self.goals.iter_mut().find(|it| Some(it.line.no) == of);
        if let (Some(goal), Some(by)) = (goal, word(record, field::PLAN_BY)) {
            goal.steps.push(Step {
                line: Written::of(record),
                by,
            });
        }
    }

    fn end(&mut self, how: PlanLine, record: &FileRecord) {
        let of: Option<i64> = word(record, field::PLAN_OF);
        let mut lines = self.goals.iter_mut().flat_map(|goal| {
            let steps = goal.steps.iter_mut().map(|it| &mut it.line);
            std::iter::once(&mut goal.line).chain(steps)
        });
        if let Some(line) = lines.find(|it| Some(it.no) == of && it.is_open()) {
            line.end = Some(End {
                how,
                text: text(record),
                at: written_at(record),
            });
        }
    }

    /// The steps that are still to be taken, of goals that are still open; what is due first stands first.
    #[must_use]
    pub fn next_steps(&self) -> Vec<&Step> {
        let open = self.goals.iter().filter(|it| it.line.is_open());
        let steps = open.flat_map(|it| &it.steps);
        let mut steps: Vec<&Step> = steps.filter(|it| it.line.is_open()).collect();
        steps.sort_by_key(|it| (it.line.until, it.line.no));
        steps
    }

    /// Whether a line of this kind can belong to that record.
    fn takes(&self, line: PlanLine, of: i64) -> bool {
        let is_it = |it: &Written| it.no == of && it.is_open();
        let mut goals = self.goals.iter();
        match line {
            PlanLine::Goal => true,
            PlanLine::Step => goals.any(|it| is_it(&it.line)),
            PlanLine::Done | PlanLine::GivenUp => {
                goals.any(|it| is_it(&it.line) || it.steps.iter().any(|step| is_it(&step.line)))
            }
        }
    }
}

impl Office {
    /// A client's plan: for whoever may read the section on services. The caller says by the [`Delivery`] what became of it.
    ///
    /// # Errors
    /// The gate's refusal, or that it couldn't answer.
    pub async fn plan(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<(Plan, Delivery), Refusal> {
        let request = self.question_of(person, client, channel).await?;
        let request = request.sections([SECTION]);
        let (file, delivery) = if person.works_here() {
            self.open_file(&request).await?
        } else {
            self.open_own_file(&request).await?
        };
        Ok((Plan::in_file(&file), delivery))
    }

    /// Writes a line of a client's plan.
    ///
    /// # Errors
    /// [`PlanError::Mend`] with everything that is still needed; [`PlanError::Refused`]; nothing was written then.
    pub async fn write_plan(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
        draft: &PlanDraft,
    ) -> Result<Amended, PlanError> {
        let today = self.clock.now().to_zoned_datetime(TimeZone::system());
        let new = draft.check(today.date()).map_err(PlanError::Mend)?;
        if self.lacks_need(person, client, (SECTION, channel)).await? {
            return Err(PlanError::Unneeded);
        }
        if let Some(of) = new.of {
            let (plan, delivery) = self.plan(person, client, channel).await?;
            delivery.delivered(None);
            if !plan.takes(new.line, of) {
                return Err(PlanError::Mend(vec![PlanMend::Of]));
            }
        }
        let entry = new.into_entry();
        Ok(self
            .write_at_desk(person, client, channel, None, entry)
            .await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 11, 27);

    fn typed(line: PlanLine) -> PlanDraft {
        PlanDraft {
            line: line.word().to_owned(),
            of: "7".to_owned(),
            by: "together".to_owned(),
            until: "2026-12-01".to_owned(),
            text: Zeroizing::new("Look at two flats.".to_owned()),
        }
    }

    fn lacks(draft: &PlanDraft) -> Vec<PlanMend> {
        draft.check(TODAY).err().unwrap_or_default()
    }

    #[test]
    fn a_step_says_who_takes_it_and_until_when() {
        assert_eq!(lacks(&typed(PlanLine::Step)), []);
        let bare = PlanDraft {
            of: String::new(),
            by: "somebody".to_owned(),
            until: "2026-11-26".to_owned(),
            text: Zeroizing::default(),
            ..typed(PlanLine::Step)
        };
        assert_eq!(
            lacks(&bare),
            [
                PlanMend::Of,
                PlanMend::By,
                PlanMend::Until,
                PlanMend::TextMissing
            ]
        );
        assert_eq!(
            lacks(&PlanDraft::default()),
            [PlanMend::Line, PlanMend::TextMissing]
        );
    }

    #[test]
    fn a_goal_can_do_without_a_day_and_an_end_says_what_ended() {
        let open = PlanDraft {
            until: String::new(),
            of: String::new(),
            ..typed(PlanLine::Goal)
        };
        assert_eq!(lacks(&open), []);
        for line in [PlanLine::Done, PlanLine::GivenUp] {
            let end = PlanDraft {
                of: "x".to_owned(),
                ..typed(line)
            };
            assert_eq!(lacks(&end), [PlanMend::Of]);
        }
    }
}
