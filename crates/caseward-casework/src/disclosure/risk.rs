//! A disclosure that may put the client at more risk: a supervisor discusses it first, and the discussion stands
//! in the client's file before the gate opens (DV-3.3.2c).

use caseward_gate::{Amend, Answer, Drawer, FileWorks, GateError, Read, RiskFact};
use caseward_model::{
    Category, Channel, Client, DisclosureState, Id, Nature, Provenance, Role, TaskKind, Worker,
};
use zeroize::Zeroizing;

use super::error::Mend;
use super::release::about;
use super::stored::{self, Text};
use super::{BOOK, DisclosureError, Discussed, LONGEST, SendingError, roads};
use crate::entries::{Draft, NewEntry};
use crate::sign_in::SignedIn;
use crate::tasks::{
    self,
    supervisors::{self, Asked},
};
use crate::{CaseworkError, Office};

const DAY_MS: i64 = 86_400_000;

/// What a supervisor discussed with whoever began a disclosure.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewDiscussion {
    /// What was weighed, and why it goes on or doesn't; it becomes a note in the client's file.
    pub said: String,
    /// It goes on; nothing when nobody said.
    pub goes_on: Option<bool>,
    /// The version of the disclosure that they looked at: what changed since is discussed anew.
    pub seen: i64,
}

/// Words stay out of what may be printed.
impl std::fmt::Debug for NewDiscussion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("NewDiscussion");
        let shown = shown
            .field("goes_on", &self.goes_on)
            .field("seen", &self.seen);
        shown.finish_non_exhaustive()
    }
}

impl Office {
    /// Records that a disclosure which may raise the client's risk was discussed. It is written into the client's notes first; only
    /// then the gate lets it count. Whoever discusses it supervises someone who works with the client, and neither began it nor had a hand
    /// in what goes.
    ///
    /// # Errors
    /// [`DisclosureError::Mend`] when nothing was said, or by whoever began it or had a hand in it; [`DisclosureError::Casework`] with
    /// [`Stale`](GateError::Stale) inside when it changed since it was looked at; [`DisclosureError::Refused`] for whoever may not write
    /// into this client's notes.
    pub async fn discuss_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        new: NewDiscussion,
    ) -> Result<(), DisclosureError> {
        let said = new.said.trim().to_owned();
        let Some(goes_on) = new.goes_on.filter(|_| !said.is_empty()) else {
            return Err(DisclosureError::Mend(vec![Mend::Discussion]));
        };
        if said.chars().count() > LONGEST {
            return Err(DisclosureError::Mend(vec![Mend::TooLong]));
        }
        let (seen, who) = (new.seen, (person.worker, person.sheet.role));
        // What nobody has to discuss, or can't as it stands, leaves no note in the file.
        let found = self.as_it_lies(person, client, no).await?;
        can_be_discussed(&found, (seen, who), self.clock.now_ms())?;
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections([Category::Notes]);
        self.write_as_asked(request.clone(), note(said)?, self.clock.now())
            .await?;
        let keep = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (at, by) = (desk.works.now_ms(), who.0);
            let found = stored::still(desk, no)?;
            can_be_discussed(&found, (seen, who), at)?;
            let (version, mut text) = found;
            text.discussed = Some(Discussed { at, by, goes_on });
            set(desk, no, goes_on);
            if goes_on {
                settle_refused(desk, no)?;
            }
            desk.works.note("disclosure", no);
            desk.works.note("goes_on", goes_on);
            let about = about(desk, no);
            let outcome = if goes_on { "goes_on" } else { "does_not_go_on" };
            tasks::finish_all(desk.works, TaskKind::RiskToDiscuss, &about, outcome)?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&request, "risk_discussed", keep)
            .await
    }

    /// A disclosure as it lies in its drawer, and its version, for whoever may read the book. It is shown to nobody.
    async fn as_it_lies(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(i64, Text), DisclosureError> {
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections([BOOK]);
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let client_no = self.client_no(client).await?;
        let rows = self
            .db
            .read(move |reader| stored::row(reader, (client_no, no)))
            .await?;
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Disclosures, &rows)?;
        delivery.delivered(None);
        let of = rows.iter().zip(&opened).next();
        let (((_, _, version), _), plain) = of.ok_or(DisclosureError::Unknown)?;
        Ok((*version, Text::read(plain)?))
    }
}

/// What was said, as a note for the client's file.
fn note(said: String) -> Result<NewEntry, DisclosureError> {
    let draft = Draft {
        section: Category::Notes.word().to_owned(),
        provenance: Provenance::Worker.word().to_owned(),
        nature: Nature::Fact.word().to_owned(),
        based_on: Zeroizing::default(),
        text: Zeroizing::new(said),
    };
    let entry = draft.check().map_err(|_| Mend::Discussion);
    entry.map_err(|it| DisclosureError::Mend(vec![it]))
}

/// Whether it can be discussed by this person, as they saw it: a yes holds for what was looked at, and for nothing else.
fn can_be_discussed(
    (version, text): &(i64, Text),
    (seen, (by, role)): (i64, (Id<Worker>, Role)),
    now_ms: i64,
) -> Result<(), DisclosureError> {
    if text.has_a_hand(by) || role != Role::Supervisor {
        return Err(DisclosureError::Mend(vec![Mend::AnotherPerson]));
    }
    let over = text.state.left() || text.state == DisclosureState::Dropped;
    if over || !roads::raises_risk(&text.answers) {
        return Err(super::outside().into());
    }
    if text.is_going(now_ms) {
        return Err(SendingError::OnItsWay.into());
    }
    if *version != seen {
        return Err(GateError::Stale.into());
    }
    Ok(())
}

/// It has to be discussed, anew where it was: the gate hears that it waits, and supervisors who may look at the client are asked.
pub(super) fn must_be_discussed(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &mut Text),
) -> Result<(), DisclosureError> {
    let Some(asked) = to_ask(desk, text)? else {
        return Ok(());
    };
    set(desk, no, false);
    Ok(ask(desk, no, &asked)?)
}

/// Tells the gate whether it was discussed, and may go on.
fn set(desk: &mut FileWorks<'_, '_, '_>, no: i64, discussed: bool) {
    desk.change(|sheet| {
        for risk in sheet.risks.iter_mut().filter(|it| it.disclosure == no) {
            risk.discussed = discussed;
        }
    });
}

/// A no to what was given up held for its recipient until somebody weighed anew what may go there.
fn settle_refused(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<(), DisclosureError> {
    let all = stored::all(desk)?;
    let given_up = all
        .iter()
        .filter(|(_, it)| it.state == DisclosureState::Dropped);
    let given_up: Vec<i64> = given_up.map(|(no, _)| *no).collect();
    desk.change(|sheet| {
        let of = sheet.risks.iter().find(|it| it.disclosure == no);
        if let Some(recipient) = of.map(|it| it.recipient) {
            let settled =
                |it: &RiskFact| it.recipient == recipient && given_up.contains(&it.disclosure);
            sheet.risks.retain(|it| !settled(it));
        }
    });
    Ok(())
}

/// Whom to ask to discuss it, where it has to be: supervisors who may look at the client and had no hand in it. The disclosure says if there
/// is none.
pub(super) fn to_ask(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &mut Text,
) -> Result<Option<Asked>, CaseworkError> {
    if !roads::raises_risk(&text.answers) {
        return Ok(None);
    }
    let asked = supervisors::to_ask(desk, &text.with_a_hand())?;
    text.told_nobody = asked.nobody;
    Ok(Some(asked))
}

pub(super) fn ask(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    asked: &Asked,
) -> Result<(), CaseworkError> {
    let (about, due_at) = (about(desk, no), desk.works.now_ms() + DAY_MS);
    asked.give(desk, TaskKind::RiskToDiscuss, about, due_at)
}
