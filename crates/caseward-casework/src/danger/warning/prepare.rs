//! Preparing a warning: who is threatened, how they are reached, and what is said to them in a few sentences; and putting it together, so
//! that it can be read to its end (RE-7, NASW-c, CR-9).

use caseward_gate::{
    Amend, Answer, Choice, Chosen, ClientSheet, Disclose, Disclosed, FileWorks, Looked, MaskOrder,
    MaskedPartners, MaskedText, RecipientAsked, Refusal, Request, SignsFor, WarningFact,
};
use caseward_masking::Kind;
use caseward_model::{
    AtRisk, Basis, Category, Channel, Client, Id, Language, Purpose, Told, WarningState,
    WarningWay, Worker,
};
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::stored::{self, Text};
use super::{LONGEST_NAME, LONGEST_NUMBER, LONGEST_WARNING, Warning, WarningError, held, words};
use crate::danger::report::plain;
use crate::emergency::danger::says_something;
use crate::entries::shows_nothing;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// Why the client's name may stand in a warning: kept with the place where it stands.
const NAME_SAID: &str = "whoever is warned has to know from whom";

/// A warning to be prepared.
#[derive(Clone, Default)]
pub struct NewWarning {
    /// The number of one that was prepared and never put together: it is written anew, and no second one is made.
    pub number: Option<i64>,
    /// The number of the danger report that it hangs on; nothing when nobody said.
    pub report: Option<i64>,
    /// What whoever is threatened is called; empty where that isn't known.
    pub name: String,
    /// Who they are, and how they are found.
    pub who: String,
    /// How they are reached; nothing when nobody said.
    pub way: Option<WarningWay>,
    /// They are or were the client's partner; nothing when nobody said.
    pub partner: Option<bool>,
    /// The client's name may be said, because they can't keep safe without knowing from whom.
    pub says_name: bool,
    /// What is said to them, in the worker's own words.
    pub told: String,
    /// The number by which somebody here is reached.
    pub callback: String,
    /// In which language it is said; nothing when that can't be read.
    pub language: Option<Language>,
}

/// What a warning, its reading or its end still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningNeed {
    /// A danger report that stands, and says that somebody else may be harmed.
    Report,
    /// Who is to be warned.
    Who,
    /// How they are reached.
    Way,
    /// Whether they are or were the client's partner.
    Partner,
    /// What is said.
    Told,
    /// A text is too long.
    TooLong,
    /// The number by which somebody here is reached.
    Callback,
    /// In which language.
    Language,
    /// That it was read to its end.
    Read,
    /// It changed since it was read, or is too old: it has to be put together anew.
    Anew,
    /// What became of it, as it stands.
    End,
    /// How that was.
    How,
    /// Why nobody is warned.
    Why,
    /// It can't be done with this warning as it stands.
    Over,
    /// What the client was told of it, or why they were not.
    ClientTold,
    /// Somebody who is assigned to the client says it.
    Assigned,
}

impl WarningNeed {
    /// The field that it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Report | Self::Assigned => "report",
            Self::Who => "who",
            Self::Way => "way",
            Self::Partner => "partner",
            Self::Told | Self::TooLong => "told",
            Self::Callback => "callback",
            Self::Language => "language",
            Self::Read | Self::Anew => "read",
            Self::End | Self::Over => "end",
            Self::How => "how",
            Self::Why => "why",
            Self::ClientTold => "client_told",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Report => {
                "name a danger report that stands and says that somebody other than the client may be harmed; report the danger first if there is none"
            }
            Self::Who => "say who is to be warned: by name, or who they are and how they are found",
            Self::Way => {
                "say how they are reached: in person, by telephone, or by a letter put into their hands"
            }
            Self::Partner => "say whether they are or were the client's partner",
            Self::Told => "say in a sentence or two what they need to know to keep safe",
            Self::TooLong => "keep what is said under 600 characters, and names under 200",
            Self::Callback => "give the telephone number by which somebody here is reached",
            Self::Language => "say in which language it is said: en or es",
            Self::Read => "read it to its end, and say that you did",
            Self::Anew => {
                "it changed since it was read, or is more than a day old; put it together again, and read it again"
            }
            Self::End => "say what became of it",
            Self::How => {
                "say in a few words who was spoken to and when, or why it isn't needed any more"
            }
            Self::Why => "say in a few words why nobody is warned",
            Self::Over => "this can't be done with the warning as it stands; look at it again",
            Self::ClientTold => "say what the client was told, or why they were not",
            Self::Assigned => {
                "only somebody who is assigned to this client warns; ask them to, or have yourself assigned"
            }
        }
    }
}

impl NewWarning {
    /// What it still needs, in the order of the form.
    #[must_use]
    pub fn needs(&self) -> Vec<WarningNeed> {
        let long = |text: &str, most: usize| text.trim().chars().count() > most;
        let too_long = long(&self.told, LONGEST_WARNING)
            || long(&self.name, LONGEST_NAME)
            || long(&self.who, LONGEST_NAME);
        let nobody = shows_nothing(&self.name) && shows_nothing(&self.who);
        let all = [
            (self.report.is_none(), WarningNeed::Report),
            (nobody, WarningNeed::Who),
            (self.partner.is_none(), WarningNeed::Partner),
            (self.way.is_none(), WarningNeed::Way),
            (!says_something(&self.told), WarningNeed::Told),
            (too_long, WarningNeed::TooLong),
            (!is_number(&self.callback), WarningNeed::Callback),
            (self.language.is_none(), WarningNeed::Language),
        ];
        let missing = all.into_iter().filter(|(missing, _)| *missing);
        missing.map(|(_, need)| need).collect()
    }

    fn text(
        &self,
        (report, reported_at): (i64, i64),
        (by, now_ms): (Id<Worker>, i64),
    ) -> Result<Text, WarningError> {
        let needs = self.needs();
        match (self.way, self.partner, self.language) {
            (Some(way), Some(partner), Some(language)) if needs.is_empty() => Ok(Text {
                report,
                reported_at,
                name: plain(&self.name),
                who: plain(&self.who),
                way,
                partner,
                says_name: self.says_name,
                told: plain(&self.told),
                callback: plain(&self.callback),
                language,
                at: now_ms,
                by,
                state: WarningState::Prepared,
                content: None,
                left_out: 0,
                tries: Vec::new(),
                ended: None,
                client_told: Told::Later,
                client_told_how: String::new(),
            }),
            _ => Err(WarningError::Mend(needs)),
        }
    }
}

/// Whether this can be a telephone number: what else is written there would be said unmasked.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_of_one = |it: char| it.is_ascii_digit() || " +-().".contains(it);
    digits >= 3 && text.chars().all(is_of_one) && text.chars().count() <= LONGEST_NUMBER
}

/// A warning that was put together: nobody was told.
pub struct ComposedWarning {
    /// SHA-256 of the text, in hex: the INTENT will name it.
    pub content: String,
    /// The whole text, to be read to its end.
    pub said: String,
    /// At so many places something was taken out of the worker's words.
    pub left_out: usize,
}

/// The question with which somebody is warned: that there is a client is all of the file that it touches.
pub(super) fn telling(
    person: &SignedIn,
    (client, no): (Id<Client>, i64),
    channel: Channel,
) -> Request {
    let request = Request::to_serve(person.worker, client);
    Request {
        purpose: Purpose::Danger,
        recipient: RecipientAsked::ThreatenedPerson(no),
        basis: Basis::Danger,
        channel,
        ..request.sections([Category::Existence])
    }
}

impl Office {
    /// Prepares a warning; gives its number. Nobody is told by it, and the rules are asked about it when it is put together.
    ///
    /// # Errors
    /// [`WarningError::Refused`] for whoever may not write into this client's notes, whatever they sent; then [`WarningError::Mend`] with
    /// all that it still needs; [`WarningError::Unknown`] when it goes on with one that isn't there.
    pub async fn prepare_warning(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
        new: NewWarning,
    ) -> Result<i64, WarningError> {
        self.ready_to_compare().await?;
        let request = self.about_danger(person, client, channel).await?;
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let now_ms = desk.works.now_ms();
            let needs = new.needs();
            let (Some(report), true) = (new.report, needs.is_empty()) else {
                return Err(WarningError::Mend(needs));
            };
            let (_, reported) = crate::danger::stored::one(desk, report)?;
            if !reported.stands_at(now_ms) || reported.at_risk == AtRisk::Client {
                return Err(WarningError::Mend(vec![WarningNeed::Report]));
            }
            let text = new.text((report, reported.since), (by, now_ms))?;
            let no = keep(desk, new.number, &text)?;
            let fact = fact(desk, (no, &text))?;
            desk.change(|sheet| stands(sheet, fact));
            // Not everybody who may read the history may read the notes: whom it is for isn't told there.
            desk.works.note("warning", no);
            desk.works.note("danger", report);
            Ok(no)
        };
        self.gate
            .work_on_file::<Amend, _, WarningError, _>(&request, "warning_prepared", work)
            .await
    }

    /// Puts a warning together, if the rules would let it be said now: what tells of anybody is taken out of the worker's words. Nobody is
    /// told by it.
    ///
    /// # Errors
    /// [`WarningError::Refused`] with the reasons; [`WarningError::Unknown`]; [`WarningError::Mend`] for one that was let out already or is
    /// over.
    pub async fn compose_warning(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
    ) -> Result<ComposedWarning, WarningError> {
        let warning = self.warning(person, (client, no), channel).await?;
        if !is_open(warning.state) {
            return Err(WarningError::Mend(vec![WarningNeed::Over]));
        }
        let client_no = self.client_no(client).await?;
        self.compare_anew(person, (client, no), channel).await?;
        let request = telling(person, (client, no), channel);
        let answer: Result<Answer<'_, Disclose>, Refusal> = self.gate.ask(&request).await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(refusal) => return Err(self.not_let_out(person, (client, no), refusal).await),
        };
        let disclosed = self.gate.unseal(answer.permit, answer.sealed)?;
        let masked = self.masked(&disclosed, &warning, client_no).await?;
        let said = words::whole(warning.language, &masked.words, &warning.callback);
        let before = self
            .db
            .read(move |reader| stored::said_row(reader, (client_no, no)))
            .await?;
        let version = before.map_or(1, |((.., version), _)| version + 1);
        let looked = Looked {
            // At five to midnight there is nobody else: whoever says it reads it, and a supervisor looks at the report.
            second: false,
            lifted: masked.lifted,
        };
        let at = stored::place_of_said(no, version);
        let artefact = self
            .gate
            .keep_artefact(disclosed, at, (said.as_bytes(), looked))?;
        let content = HEXLOWER.encode(&artefact.content);
        let (hash, left_out) = (content.clone(), masked.left_out);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (known, mut text) = stored::one(desk, no)?;
            if !is_open(text.state) {
                return Err(WarningError::Mend(vec![WarningNeed::Over]));
            }
            text.state = WarningState::Ready;
            text.content = Some(hash);
            text.left_out = left_out;
            desk.works.note("warning", no);
            // Nothing stands in the way any more.
            held::over(desk, no, "put_together")?;
            stored::keep_said(desk, (no, version), artefact.sealed)?;
            stored::update(desk, (no, known), &text)
        };
        let request = self.about_danger(person, client, channel).await?;
        self.gate
            .work_on_file::<Amend, _, WarningError, _>(&request, "warning_composed", work)
            .await?;
        Ok(ComposedWarning {
            content,
            said,
            left_out: masked.left_out,
        })
    }

    /// Reads by what everybody is recognised, and their names, unless that was done: before that nothing can be compared. It is done
    /// whether there is a wall or not, so that it tells of none.
    async fn ready_to_compare(&self) -> Result<(), CaseworkError> {
        self.know_everybody().await?;
        if !self.gate.knows_names() {
            self.index_names(|_| {}).await?;
        }
        Ok(())
    }

    /// Compares whoever is to be warned with the register as it is now: a wall may have come up, or somebody may have become known
    /// (DV-3.3.2e).
    pub(super) async fn compare_anew(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
    ) -> Result<(), WarningError> {
        self.ready_to_compare().await?;
        let request = self.about_danger(person, client, channel).await?;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (_, text) = stored::one(desk, no)?;
            // Somebody was quicker, and it is over: then nothing of it stays on the sheet.
            if !is_open(text.state) {
                return Err(WarningError::Mend(vec![WarningNeed::Over]));
            }
            let fact = fact(desk, (no, &text))?;
            desk.change(|sheet| stands(sheet, fact));
            desk.works.note("warning", no);
            Ok(())
        };
        self.gate
            .work_on_file::<Amend, _, WarningError, _>(&request, "warning_compared", work)
            .await
    }

    /// Takes what tells of anybody out of what somebody wrote: of others always, of the client all but the name, where that has to be
    /// said and may be (CR-9, DV-4.6.4).
    async fn masked(
        &self,
        disclosed: &Disclosed<'_, Disclose>,
        warning: &Warning,
        client_no: i64,
    ) -> Result<Masked, WarningError> {
        self.know_everybody().await?;
        let order = |choices| MaskOrder {
            language: warning.language,
            of_nobody: true,
            also: Vec::new(),
            choices,
            partners: MaskedPartners::default(),
        };
        let texts = || vec![Zeroizing::new(warning.told.clone())];
        let number = vec![Zeroizing::new(warning.callback.clone())];
        let number = self.gate.mask(disclosed, number, order(Vec::new())).await?;
        // It is said as it stands, so it has to be the office's, and not one by which a client is reached.
        let mut found = number.iter().flat_map(|it| &it.mentions);
        if found.any(|it| it.fixed || !it.people.is_empty()) {
            return Err(WarningError::Mend(vec![WarningNeed::Callback]));
        }
        let first = self
            .gate
            .mask(disclosed, texts(), order(Vec::new()))
            .await?;
        let first = first.into_iter().next().ok_or(CaseworkError::Damaged)?;
        let names = names_said(&first, client_no);
        if !warning.says_name || names.is_empty() {
            return Ok(Masked::of(&first));
        }
        let second = self.gate.mask(disclosed, texts(), order(names)).await?;
        let second = second.into_iter().next().ok_or(CaseworkError::Damaged)?;
        Ok(Masked::of(&second))
    }
}

/// Whoever may read the client's notes knows of the client: to them it is said what is missing.
pub(super) fn said_no(refusal: Refusal) -> WarningError {
    match refusal {
        Refusal::NotKnown { .. } => WarningError::Mend(vec![WarningNeed::Assigned]),
        other => other.into(),
    }
}

/// Whether it can still be put together.
const fn is_open(state: WarningState) -> bool {
    matches!(state, WarningState::Prepared | WarningState::Ready)
}

/// A worker's words as they are said.
struct Masked {
    words: String,
    left_out: usize,
    /// The numbers of clients of whom something stays in them.
    lifted: Vec<i64>,
}

impl Masked {
    fn of(masked: &MaskedText) -> Self {
        let stays = masked.mentions.iter().filter(|it| it.lifted.is_some());
        let mut lifted: Vec<i64> = stays.clone().flat_map(|it| it.people.clone()).collect();
        lifted.sort_unstable();
        lifted.dedup();
        Self {
            words: masked.text.to_string(),
            left_out: masked.mentions.len() - stays.count(),
            lifted,
        }
    }
}

/// The places where the client's own name stands, and may stay.
fn names_said(masked: &MaskedText, client_no: i64) -> Vec<Choice> {
    let own = masked
        .mentions
        .iter()
        .filter(|it| it.kind == Kind::Name && !it.fixed && it.people.contains(&client_no));
    let stays = own.map(|it| Choice {
        text: masked.mark.clone(),
        place: it.from.clone(),
        chosen: Chosen::Lift(NAME_SAID.to_owned()),
    });
    stays.collect()
}

/// Keeps it as a new one, or in the place of one that was prepared and never put together; gives its number.
fn keep(
    desk: &mut FileWorks<'_, '_, '_>,
    number: Option<i64>,
    text: &Text,
) -> Result<i64, WarningError> {
    let Some(no) = number else {
        return stored::insert(desk, text);
    };
    let (version, before) = stored::one(desk, no)?;
    if before.state != WarningState::Prepared {
        return Err(WarningError::Mend(vec![WarningNeed::Over]));
    }
    stored::update(desk, (no, version), text)?;
    Ok(no)
}

/// What decides about whoever is to be warned: whether they are or were the partner, as the worker says, and whether all that is written
/// about them may be about somebody whom a wall keeps from the client, as the register says: their name, who they are, and how they are
/// found (DV-3.3.2e).
fn fact(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &Text),
) -> Result<WarningFact, WarningError> {
    let (named, client) = match text.name.as_str() {
        "" => (false, None),
        name => match desk.signs_for(name)? {
            SignsFor::Barred => (true, None),
            SignsFor::Somebody(client) => (false, client),
        },
    };
    let told = desk.speaks_of_walled(&[text.name.as_str(), text.who.as_str()])?;
    Ok(WarningFact {
        no,
        report: text.report,
        partner: text.partner,
        barred: named || told,
        client,
    })
}

/// Puts it onto the sheet, once. What hangs on a report that isn't there any more can't be said, and is of no use there.
fn stands(sheet: &mut ClientSheet, fact: WarningFact) {
    let (dangers, warnings) = (&sheet.dangers, &mut sheet.warnings);
    let hangs = |it: &WarningFact| dangers.iter().any(|danger| danger.no == it.report);
    warnings.retain(|it| it.no != fact.no && hangs(it));
    warnings.push(fact);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> NewWarning {
        NewWarning {
            number: None,
            report: Some(1),
            name: String::new(),
            who: "His mother; she lives two doors on.".into(),
            way: Some(WarningWay::Telephone),
            partner: Some(false),
            says_name: false,
            told: "Your son said today that he will come to you on Friday and hurt you.".into(),
            callback: "+1 (555) 010-0100".into(),
            language: Some(Language::English),
        }
    }

    #[test]
    fn a_warning_says_to_whom_how_and_in_few_words() {
        type Change = fn(&mut NewWarning);
        let all: [(Change, WarningNeed); 9] = [
            (|it| it.report = None, WarningNeed::Report),
            (|it| it.who = "\u{200b} ".into(), WarningNeed::Who),
            (|it| it.partner = None, WarningNeed::Partner),
            (|it| it.way = None, WarningNeed::Way),
            (|it| it.told = "run run".into(), WarningNeed::Told),
            (|it| it.who = "his mother ".repeat(30), WarningNeed::TooLong),
            (
                |it| it.callback = "ask for Ana".into(),
                WarningNeed::Callback,
            ),
            (|it| it.callback = "12".into(), WarningNeed::Callback),
            (|it| it.language = None, WarningNeed::Language),
        ];
        assert_eq!(said().needs(), []);
        for (change, need) in all {
            let mut new = said();
            change(&mut new);
            assert_eq!(new.needs(), [need]);
        }
        let long = NewWarning {
            told: "he said that he will come to you on Friday ".repeat(15),
            ..said()
        };
        assert_eq!(long.needs(), [WarningNeed::TooLong]);
    }
}
