//! Reporting a danger: two minutes, in plain words; from then on something can be told because of it, for as long as it stands
//! (RE-7, NASW-c).

use caseward_gate::{DangerFact, FileWorks, ReportDanger};
use caseward_model::{AtRisk, Category, Channel, Client, Id, Provenance, TaskKind, Worker};

use super::stored::{self, Text};
use super::warning::reminders;
use super::{DangerError, LONGEST_TEXT, MOST_HOURS};
use crate::Office;
use crate::emergency::danger::says_something;
use crate::entries::shows_nothing;
use crate::sign_in::SignedIn;
use crate::tasks::{TaskAbout, supervisors};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A danger to be reported.
#[derive(Clone, Default)]
pub struct NewDanger {
    /// Who may be harmed; nothing when nobody said.
    pub at_risk: Option<AtRisk>,
    /// Who told of it; nothing when nobody said.
    pub told_by: Option<Provenance>,
    /// What was seen or heard, and why it can't wait.
    pub seen: String,
    /// For how many hours it stands; nothing when that can't be read.
    pub hours: Option<i64>,
    /// Whether the client was told; nothing when nobody said.
    pub client_told: Option<bool>,
    /// What they were told, or why they weren't.
    pub told_how: String,
    /// Whether telling of it may put the client at more risk; nothing when nobody said.
    pub raises_risk: Option<bool>,
}

/// That a danger was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportedDanger {
    /// The number of the report.
    pub no: i64,
    /// A supervisor who may look at it was told at once. If not, there is none, and whoever reported has to find one.
    pub told: bool,
}

/// What a report, its discussion or its end still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DangerNeed {
    /// Who may be harmed.
    AtRisk,
    /// Who told of it.
    ToldBy,
    /// What was seen or heard.
    Seen,
    /// For how many hours.
    Hours,
    /// Whether the client was told.
    ClientTold,
    /// What they were told, or why they weren't.
    ToldHow,
    /// Whether it may raise the risk.
    RaisesRisk,
    /// What was discussed, and whether it goes on.
    Said,
    /// Somebody else discusses it.
    AnotherPerson,
    /// Why it ends.
    Why,
    /// It is over already.
    Over,
    /// A text is too long.
    TooLong,
}

impl DangerNeed {
    /// The field that it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::AtRisk => "at_risk",
            Self::ToldBy => "told_by",
            Self::Seen | Self::TooLong => "seen",
            Self::Hours => "hours",
            Self::ClientTold => "client_told",
            Self::ToldHow => "told_how",
            Self::RaisesRisk => "raises_risk",
            Self::Said | Self::AnotherPerson => "said",
            Self::Why | Self::Over => "why",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::AtRisk => "say who may be harmed",
            Self::ToldBy => "say who told of it: the client, you yourself, or somebody else",
            Self::Seen => {
                "say in a sentence what was seen or heard, to whom it may happen, and why it can't wait"
            }
            Self::Hours => "give a whole number of hours, from 1 to 336",
            Self::ClientTold => "say whether the client was told",
            Self::ToldHow => {
                "say what the client was told, or in a sentence why they could not be told first"
            }
            Self::RaisesRisk => "say whether telling of it may put the client at more risk",
            Self::Said => "say in a sentence what was discussed, and whether something may be told",
            Self::AnotherPerson => {
                "a supervisor other than whoever reported the danger discusses it"
            }
            Self::Why => "say why the danger is over, or why the report was wrong",
            Self::Over => {
                "this report is over, or was discussed already; report the danger anew if there is something new"
            }
            Self::TooLong => "keep each text under 2,000 characters",
        }
    }
}

impl NewDanger {
    /// What it still needs, in the order of the form.
    #[must_use]
    pub fn needs(&self) -> Vec<DangerNeed> {
        let told = match self.client_told {
            Some(true) => !shows_nothing(&self.told_how),
            Some(false) => says_something(&self.told_how),
            // That it isn't said whether is enough to be told at once.
            None => true,
        };
        let told_by = self.told_by.filter(|it| *it != Provenance::Import);
        let lasts = self.hours.filter(|it| (1..=MOST_HOURS).contains(it));
        let long = [&self.seen, &self.told_how]
            .iter()
            .any(|it| is_too_long(it));
        let all = [
            (self.at_risk.is_none(), DangerNeed::AtRisk),
            (told_by.is_none(), DangerNeed::ToldBy),
            (!says_something(&self.seen), DangerNeed::Seen),
            (lasts.is_none(), DangerNeed::Hours),
            (self.client_told.is_none(), DangerNeed::ClientTold),
            (!told, DangerNeed::ToldHow),
            (self.raises_risk.is_none(), DangerNeed::RaisesRisk),
            (long, DangerNeed::TooLong),
        ];
        let missing = all.into_iter().filter(|(missing, _)| *missing);
        missing.map(|(_, need)| need).collect()
    }

    fn text(&self, by: Id<Worker>, now_ms: i64) -> Result<Text, DangerError> {
        let needs = self.needs();
        match (
            self.at_risk,
            self.told_by,
            self.hours,
            self.client_told,
            self.raises_risk,
        ) {
            (Some(at_risk), Some(told_by), Some(hours), Some(client_told), Some(raises_risk))
                if needs.is_empty() =>
            {
                Ok(Text {
                    at_risk,
                    told_by,
                    seen: plain(&self.seen),
                    since: now_ms,
                    until: now_ms + hours * HOUR_MS,
                    by,
                    client_told,
                    told_how: plain(&self.told_how),
                    raises_risk,
                    told_nobody: false,
                    discussed: None,
                    ended: None,
                    not_warned: None,
                })
            }
            _ => Err(DangerError::Mend(needs)),
        }
    }
}

pub(super) fn plain(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

pub(super) fn is_too_long(text: &str) -> bool {
    text.chars().count() > LONGEST_TEXT
}

/// What a task about a report is about.
pub(super) const fn about(client: Id<Client>, no: i64) -> TaskAbout {
    TaskAbout {
        client: Some(client),
        worker: None,
        item: Some(no),
    }
}

impl Office {
    /// Reports a danger; gives the report's number. Nothing leaves by it: while it stands, a disclosure can go on the ground of danger.
    /// It opens nothing either: whoever only opened the file in an emergency reports, and reads of no report by that.
    /// The reporter's supervisors hear of it at once, and where none of them may look at it, those who may. Where somebody other than the
    /// client may be harmed, whoever answers for the client has it as a task that they are warned (DV-4.2b).
    ///
    /// # Errors
    /// [`DangerError::Refused`] for whoever neither may write into this client's notes nor has an emergency open about them, whatever
    /// they sent; then [`DangerError::Mend`] with all that it still needs.
    pub async fn report_danger(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
        new: NewDanger,
    ) -> Result<ReportedDanger, DangerError> {
        let request = self.question_of(person, client, channel).await?;
        let request = request.sections([Category::Existence]);
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let mut text = new.text(by, desk.works.now_ms())?;
            let asked = supervisors::to_ask(desk, &[])?;
            text.told_nobody = asked.nobody;
            let no = stored::insert(desk, &text)?;
            stands(desk, (no, &text));
            // Not everybody who may read the history may read the notes: what was reported isn't told there.
            desk.works.note("danger", no);
            desk.works.note("until_ms", text.until);
            let (about, due_at) = (about(desk.client(), no), desk.works.now_ms() + DAY_MS);
            asked.give(desk, TaskKind::DangerReported, about, due_at)?;
            if text.at_risk != AtRisk::Client {
                reminders::begin(desk, (no, text.until))?;
            }
            let told = !asked.nobody;
            Ok(ReportedDanger { no, told })
        };
        self.gate
            .work_on_file::<ReportDanger, _, DangerError, _>(&request, "danger_reported", work)
            .await
    }
}

/// Tells the gate that it stands. What is over and keeps nothing back is no longer of use on the sheet; a no, and what waits for a
/// supervisor, keeps back as long as this one stands: nobody gets round a supervisor by reporting anew.
fn stands(desk: &mut FileWorks<'_, '_, '_>, (no, text): (i64, &Text)) {
    let fact = DangerFact {
        no,
        until: text.until,
        // No report is kept without what the client was told, or why they weren't.
        client_told_or_reason: true,
        raises_risk: text.raises_risk,
        manager_discussed: false,
        refused: false,
        holds_until: 0,
        of_another: text.at_risk != AtRisk::Client,
        told_by_another: text.told_by == Provenance::ThirdParty,
    };
    let now_ms = text.since;
    desk.change(|sheet| {
        let all = &mut sheet.dangers;
        all.retain(|it| it.counts_at(now_ms) || it.keeps_back_at(now_ms));
        all.push(fact);
        let longest = sheet.dangers_count_until(now_ms);
        let keeping = sheet.dangers.iter_mut();
        for fact in keeping.filter(|it| it.keeps_back_at(now_ms)) {
            fact.holds_until = fact.holds_until.max(longest);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked_fields::{self, Standing};

    fn said() -> NewDanger {
        NewDanger {
            at_risk: Some(AtRisk::Child),
            told_by: Some(Provenance::Client),
            seen: "He said tonight that he will take the boy from school on Monday.".into(),
            hours: Some(72),
            client_told: Some(true),
            told_how: "Told her on the phone.".into(),
            raises_risk: Some(false),
        }
    }

    #[test]
    fn re_5_a_report_asks_nothing_that_no_clause_demands() {
        for need in [
            DangerNeed::AtRisk,
            DangerNeed::ToldBy,
            DangerNeed::Seen,
            DangerNeed::Hours,
            DangerNeed::ClientTold,
            DangerNeed::ToldHow,
            DangerNeed::RaisesRisk,
            DangerNeed::Said,
            DangerNeed::Why,
        ] {
            let name = format!("danger.{}", need.field());
            let found = asked_fields::find(&name).expect("a field of the register");
            assert!(matches!(found.standing, Standing::Demanded(_)), "{name}");
        }
    }

    #[test]
    fn re_7_a_report_says_who_what_how_long_and_what_the_client_was_told() {
        type Change = fn(&mut NewDanger);
        let all: [(Change, DangerNeed); 11] = [
            (|it| it.at_risk = None, DangerNeed::AtRisk),
            (|it| it.told_by = None, DangerNeed::ToldBy),
            (
                |it| it.told_by = Some(Provenance::Import),
                DangerNeed::ToldBy,
            ),
            (|it| it.seen = "urgent urgent".into(), DangerNeed::Seen),
            (|it| it.hours = None, DangerNeed::Hours),
            (|it| it.hours = Some(0), DangerNeed::Hours),
            (|it| it.hours = Some(337), DangerNeed::Hours),
            (|it| it.client_told = None, DangerNeed::ClientTold),
            (|it| it.told_how = " \n\u{200b}".into(), DangerNeed::ToldHow),
            (|it| it.client_told = Some(false), DangerNeed::ToldHow),
            (|it| it.raises_risk = None, DangerNeed::RaisesRisk),
        ];
        assert_eq!(said().needs(), []);
        for (change, need) in all {
            let mut new = said();
            change(&mut new);
            if new.client_told == Some(false) {
                new.told_how = "no time".into();
            }
            assert_eq!(new.needs(), [need]);
        }
        let long = "he said tonight that she would not live ".repeat(100);
        let endless = NewDanger {
            seen: long,
            ..said()
        };
        assert_eq!(endless.needs(), [DangerNeed::TooLong]);
    }
}
