//! That a client takes part in a programme: from which day, who said so, and how it ended (DV-4.2, DV-4.3).
//!
//! From the moment in which it is written down that somebody takes part in a programme for people who used violence, the gate keeps what
//! could tell that, and each disclosure about them asks who their partners are. That doesn't end with the programme. Only where it was
//! written down by mistake it does, and somebody else says so than whoever wrote it.

use caseward_gate::{
    Amend, Answer, Delivery, Drawer, FileWorks, Read, Refusal, Request, TakesPartFact,
};
use caseward_model::{Category, Channel, Client, Id, Worker};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::form_paper::PartPaper;
use super::{register_in, stored};
use crate::consent::today;
use crate::disclosure::close_without_ground;
use crate::entries::shows_nothing;
use crate::error::takes_refusals;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The section whose rules decide who writes down and reads in which programmes a client takes part: it tells of the services they get.
const LIKE: Category = Category::Services;

/// The longest text, in characters.
const LONGEST: usize = 300;

/// That a client takes part in a programme, or did. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammePart {
    /// Its number among those of the client.
    #[serde(skip)]
    pub no: i64,
    /// The programme, by its number.
    pub programme: i64,
    /// From which day.
    pub from: Date,
    /// Who said so: they themselves, whoever referred them, a court.
    pub said_by: String,
    /// When it was written down, in ms since 1970, and by whom.
    pub written: (i64, Id<Worker>),
    /// That they signed the programme's form on confidentiality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<PartForm>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<PartEnd>,
    /// That it never was so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mistake: Option<PartMistake>,
}

/// That somebody signed the programme's form on confidentiality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartForm {
    /// The day on the paper.
    pub signed_on: Date,
    /// When that was written down, in ms since 1970, and by whom.
    pub written: (i64, Id<Worker>),
    /// Its scan; nothing where it was declined, or only the day was noted before papers were scanned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<PartPaper>,
}

/// How taking part ended. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartEnd {
    /// The last day.
    pub on: Date,
    /// How it ended, and who said so.
    pub how: String,
    /// When that was written down, in ms since 1970, and by whom.
    pub written: (i64, Id<Worker>),
}

/// That something was written down by mistake. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartMistake {
    /// How it is known.
    pub why: String,
    /// When that was written down, in ms since 1970, and by whom.
    pub written: (i64, Id<Worker>),
}

impl std::fmt::Debug for ProgrammePart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("ProgrammePart");
        let shown = shown.field("no", &self.no).field("state", &self.state());
        shown.finish_non_exhaustive()
    }
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartState {
    /// They take part.
    TakesPart,
    /// They took part.
    Ended,
    /// They never did.
    Mistake,
}

impl PartState {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::TakesPart, Self::Ended, Self::Mistake];

    /// Its word, for programs and sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TakesPart => "takes_part",
            Self::Ended => "ended",
            Self::Mistake => "mistake",
        }
    }
}

impl ProgrammePart {
    /// How it stands.
    #[must_use]
    pub const fn state(&self) -> PartState {
        match (&self.mistake, &self.end) {
            (Some(_), _) => PartState::Mistake,
            (None, Some(_)) => PartState::Ended,
            (None, None) => PartState::TakesPart,
        }
    }

    /// Whether they take part no more, or never did.
    pub(super) const fn is_over(&self) -> bool {
        self.end.is_some() || self.mistake.is_some()
    }
}

/// That somebody begins to take part, as it is said. It isn't printable by accident.
#[derive(Clone, Default)]
pub struct NewPart {
    /// The programme, by its number.
    pub programme: i64,
    /// From which day; nothing when that can't be read.
    pub from: Option<Date>,
    /// Who said so.
    pub said_by: String,
}

/// What is still needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartNeed {
    /// A programme of the office that goes on.
    Programme,
    /// They take part in this one already.
    Twice,
    /// From which day: not a day to come.
    From,
    /// Who said so.
    SaidBy,
    /// The last day: not before the first, nor to come.
    On,
    /// How it ended, and who said so.
    How,
    /// The day on the form: not to come.
    SignedOn,
    /// The scan of the signed form: a PDF, JPEG or PNG file.
    Scan,
    /// A smaller scan.
    SmallerScan,
    /// Whoever recorded the signed form doesn't compare it too.
    OtherLooks,
    /// How it is known that it was a mistake.
    Why,
    /// Whoever wrote it down doesn't take it back.
    SecondPerson,
    /// As it stands, that can't be done.
    Stage,
    /// A text is too long.
    TooLong,
}

impl PartNeed {
    /// The field that it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Programme | Self::Twice => "programme",
            Self::From => "from",
            Self::SaidBy | Self::TooLong => "said_by",
            Self::On => "on",
            Self::How => "how",
            Self::SignedOn => "signed_on",
            Self::Scan | Self::SmallerScan => "scan",
            Self::Why | Self::SecondPerson => "why",
            Self::OtherLooks | Self::Stage => "same",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Programme => "choose a programme of this office that goes on",
            Self::Twice => "they take part in this programme already; let that end first",
            Self::From => "give the day from which they take part; it isn't to come",
            Self::SaidBy => {
                "say who said so, such as: he himself, the probation service, an order of the court"
            }
            Self::On => "give the last day: not before the first, and not to come",
            Self::How => "say how it ended, and who said so",
            Self::SignedOn => "give the day on the form; it isn't to come",
            Self::Scan => "send the scan of the signed form: a PDF, JPEG or PNG file",
            Self::SmallerScan => "send a smaller scan: 8 MB at most",
            Self::OtherLooks => {
                "whoever recorded the signed form doesn't compare it too; ask a second person who works with the client"
            }
            Self::Why => "say how it is known that it was a mistake",
            Self::SecondPerson => {
                "whoever wrote it down doesn't take it back; ask a second person who works with the client"
            }
            Self::Stage => "as this stands, that can't be done with it; look at it again",
            Self::TooLong => "keep each text under 300 characters",
        }
    }
}

/// Why something couldn't be done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// The rules said no, which is on record.
    #[error("the rules do not let this person read which services this client gets, or write it")]
    Refused(Refusal),
    /// There is no such thing about this client.
    #[error("there is nothing of this number about a programme of this client")]
    Unknown,
    /// Something has to be mended first.
    #[error("{}", .0.iter().map(|it| it.says()).collect::<Vec<_>>().join("; "))]
    Mend(Vec<PartNeed>),
    /// It isn't the scan that waits at which they looked: another was recorded since.
    #[error(
        "another scan of this form was recorded since; open the scan that waits now, compare it, and decide on that one by its number"
    )]
    OtherScan,
    /// It can't be done as things stand.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

takes_refusals!(PartError);

impl Office {
    /// In which programmes a client takes part, or did, the newest first; for whoever may read which services they get.
    ///
    /// # Errors
    /// [`PartError::Refused`] as for reading that section.
    pub async fn parts_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<(Vec<ProgrammePart>, Delivery), PartError> {
        let request = self.about_parts(person, client, channel).await?;
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let client_no = self.client_no(client).await?;
        let rows = self
            .db
            .read(move |reader| stored::rows(reader, client_no))
            .await?;
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Programmes, &rows)?;
        let all = rows.iter().zip(&opened);
        let all = all.map(|(((no, ..), _), plain)| stored::read(*no, plain));
        Ok((all.collect::<Result<_, CaseworkError>>()?, delivery))
    }

    /// Writes down that a client begins to take part in a programme; gives its number. It opens their file to nobody.
    ///
    /// # Errors
    /// [`PartError::Refused`] for whoever may not write that down about this client; then [`PartError::Mend`] with all that it needs.
    pub async fn begin_part(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
        new: NewPart,
    ) -> Result<i64, PartError> {
        let request = self.about_parts(person, client, channel).await?;
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let now_ms = desk.works.now_ms();
            let part = begun(desk, &new, (now_ms, by))?;
            let no = stored::insert(desk, &part)?;
            settle(desk)?;
            // Not which programme: whoever reads who looked may read that and not which services somebody gets (DV-4.2).
            desk.works.note("part", no);
            Ok(no)
        };
        self.gate
            .work_on_file::<Amend, _, PartError, _>(&request, "programme_part_begun", work)
            .await
    }

    /// Writes down that it ended: on which day, how, and who said so.
    ///
    /// # Errors
    /// As [`Office::begin_part`]; [`PartError::Unknown`].
    pub async fn end_part(
        &self,
        person: &SignedIn,
        which: (Id<Client>, i64),
        channel: Channel,
        (on, how): (Option<Date>, &str),
    ) -> Result<(), PartError> {
        let how = plain(how);
        self.change_part(
            person,
            which,
            channel,
            "programme_part_ended",
            move |part, written| {
                must_go_on(part)?;
                let mut needs = missing(&how, PartNeed::How);
                let fits = |it: &Date| part.from <= *it && *it <= today(written.0);
                let on = on.filter(fits);
                needs.extend(on.is_none().then_some(PartNeed::On));
                let Some(on) = on.filter(|_| needs.is_empty()) else {
                    return Err(PartError::Mend(needs));
                };
                part.end = Some(PartEnd { on, how, written });
                Ok(())
            },
        )
        .await
    }

    /// Writes down that it never was so. Somebody else says that than whoever wrote it down: what was kept in because of it may leave then.
    ///
    /// # Errors
    /// As [`Office::end_part`].
    pub async fn part_was_mistake(
        &self,
        person: &SignedIn,
        which: (Id<Client>, i64),
        channel: Channel,
        why: &str,
    ) -> Result<(), PartError> {
        let why = plain(why);
        self.change_part(
            person,
            which,
            channel,
            "programme_part_mistaken",
            move |part, written| {
                if part.mistake.is_some() {
                    return Err(PartError::Mend(vec![PartNeed::Stage]));
                }
                let needs = missing(&why, PartNeed::Why);
                if !needs.is_empty() {
                    return Err(PartError::Mend(needs));
                }
                if part.written.1 == written.1 {
                    return Err(PartError::Mend(vec![PartNeed::SecondPerson]));
                }
                part.mistake = Some(PartMistake { why, written });
                Ok(())
            },
        )
        .await
    }

    /// Changes what is kept about one.
    async fn change_part<F>(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        deed: &'static str,
        change: F,
    ) -> Result<(), PartError>
    where
        F: FnOnce(&mut ProgrammePart, (i64, Id<Worker>)) -> Result<(), PartError> + Send + 'static,
    {
        let request = self.about_parts(person, client, channel).await?;
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut part) = stored::one(desk, no)?;
            change(&mut part, (desk.works.now_ms(), by))?;
            stored::update(desk, (no, version), &part)?;
            settle(desk)?;
            desk.works.note("part", no);
            Ok(())
        };
        self.gate
            .work_on_file::<Amend, _, PartError, _>(&request, deed, work)
            .await
    }

    /// The question of whoever writes down in which programmes a client takes part, or reads of it.
    pub(super) async fn about_parts(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<Request, PartError> {
        let request = self.question_of(person, client, channel).await?;
        Ok(request.sections([LIKE]))
    }
}

/// What is to be kept, once nothing is missing.
fn begun(
    desk: &mut FileWorks<'_, '_, '_>,
    new: &NewPart,
    written: (i64, Id<Worker>),
) -> Result<ProgrammePart, PartError> {
    let now = today(written.0);
    let said_by = plain(&new.said_by);
    let all = register_in(desk.works)?;
    let known = all.iter().find(|it| it.no == new.programme);
    let mut needs = Vec::new();
    if !known.is_some_and(|it| it.goes_on(now)) {
        needs.push(PartNeed::Programme);
    }
    let here = |it: &ProgrammePart| it.programme == new.programme && !it.is_over();
    if stored::all(desk)?.iter().any(here) {
        needs.push(PartNeed::Twice);
    }
    needs.extend(missing(&said_by, PartNeed::SaidBy));
    let from = new.from.filter(|it| *it <= now);
    needs.extend(from.is_none().then_some(PartNeed::From));
    let Some(from) = from.filter(|_| needs.is_empty()) else {
        return Err(PartError::Mend(needs));
    };
    Ok(ProgrammePart {
        no: 0,
        programme: new.programme,
        from,
        said_by,
        written,
        form: None,
        end: None,
        mistake: None,
    })
}

/// Tells the gate what stands in the rows. Of what has ended only what goes on protecting somebody stays among what decides.
fn settle(desk: &mut FileWorks<'_, '_, '_>) -> Result<(), PartError> {
    let all = register_in(desk.works)?;
    let tells = |no: i64| {
        let kept = all.iter().find(|it| it.no == no);
        kept.is_some_and(|it| it.kind.changes_behaviour())
    };
    let mut parts = stored::all(desk)?;
    parts.retain(|it| it.mistake.is_none());
    parts.reverse();
    let facts = parts.iter().map(|it| TakesPartFact {
        no: it.no,
        programme: it.programme,
        changes_behaviour: tells(it.programme),
        ended: it.end.is_some(),
    });
    let facts = facts.filter(|it| it.changes_behaviour || !it.ended);
    let facts: Vec<_> = facts.collect();
    desk.change(|sheet| sheet.takes_part = facts);
    // What waits behind a link was put together before anybody asked about partners.
    close_without_ground(desk)?;
    Ok(())
}

fn must_go_on(part: &ProgrammePart) -> Result<(), PartError> {
    if part.is_over() {
        return Err(PartError::Mend(vec![PartNeed::Stage]));
    }
    Ok(())
}

/// What is missing where this was said.
fn missing(said: &str, need: PartNeed) -> Vec<PartNeed> {
    let long = said.chars().count() > LONGEST;
    let mut needs = Vec::new();
    needs.extend(shows_nothing(said).then_some(need));
    needs.extend(long.then_some(PartNeed::TooLong));
    needs
}

fn plain(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_known_of_a_part_is_no_debug_output() {
        let part = ProgrammePart {
            no: 1,
            programme: 4,
            from: date(2026, 3, 1),
            said_by: "his brother".into(),
            written: (0, Id::from_bytes([1; 16])),
            form: None,
            end: None,
            mistake: None,
        };
        assert!(!format!("{part:?}").contains("brother"));
        assert_eq!(part.state(), PartState::TakesPart);
    }

    #[test]
    fn every_need_has_a_field_and_says_what_to_do() {
        assert_eq!(missing("\u{200b}", PartNeed::How), [PartNeed::How]);
        assert_eq!(
            missing(&"x".repeat(301), PartNeed::How),
            [PartNeed::TooLong]
        );
        assert!(missing("He completed it; the facilitator said so.", PartNeed::How).is_empty());
    }
}
