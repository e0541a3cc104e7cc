//! A disclosure that may put the client at more risk: a supervisor discusses it first, and the discussion stands
//! in the client's file before the gate opens (DV-3.3.2c).

use caseward_gate::{Amend, FileWorks, RiskFact};
use caseward_model::{
    Category, Channel, Client, DisclosureState, Id, Nature, Provenance, Role, TaskKind,
};
use zeroize::Zeroizing;

use super::error::Mend;
use super::release::about;
use super::stored::{self, Text};
use super::{DisclosureError, Discussed, LONGEST, roads};
use crate::entries::Draft;
use crate::sign_in::SignedIn;
use crate::tasks::{self, NewTask, Whom};
use crate::{CaseworkError, Office};

const DAY_MS: i64 = 86_400_000;

/// What a supervisor discussed with whoever began a disclosure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewDiscussion {
    /// What was weighed, and why it goes on or doesn't; it becomes a note in the client's file.
    pub said: String,
    /// It goes on; nothing when nobody said.
    pub goes_on: Option<bool>,
}

impl Office {
    /// Records that a disclosure which may raise the client's risk was discussed. It is written into the client's notes first; only
    /// then the gate lets it count. Whoever discusses it supervises someone who works with the client, and didn't begin it.
    ///
    /// # Errors
    /// [`DisclosureError::Mend`] when nothing was said, or by whoever began it; [`DisclosureError::Refused`] for whoever may not write
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
        let (found, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let by = person.worker;
        if found.begun.1 == by || person.sheet.role != Role::Supervisor {
            return Err(DisclosureError::Mend(vec![Mend::AnotherPerson]));
        }
        // What nobody has to discuss leaves no note in the file.
        let over = found.state.left() || found.state == DisclosureState::Dropped;
        if over || !found.raises_risk {
            return Err(super::outside().into());
        }
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request = request.sections([Category::Notes]);
        let draft = Draft {
            section: Category::Notes.word().to_owned(),
            provenance: Provenance::Worker.word().to_owned(),
            nature: Nature::Fact.word().to_owned(),
            based_on: Zeroizing::default(),
            text: Zeroizing::new(said),
        };
        let entry = draft.check().map_err(|_| Mend::Discussion);
        let entry = entry.map_err(|it| DisclosureError::Mend(vec![it]))?;
        self.write_as_asked(request.clone(), entry, self.clock.now())
            .await?;
        let keep = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::still(desk, no)?;
            let over = text.state.left() || text.state == DisclosureState::Dropped;
            if over || !roads::raises_risk(&text.answers) {
                return Err(super::outside().into());
            }
            let at = desk.works.now_ms();
            text.discussed = Some(Discussed { at, by, goes_on });
            set(desk, (no, &text), goes_on)?;
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
}

/// Tells the gate whether it was discussed, and may go on.
pub(super) fn set(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &Text),
    discussed: bool,
) -> Result<(), DisclosureError> {
    if !roads::raises_risk(&text.answers) {
        return Ok(());
    }
    desk.change(|sheet| {
        for risk in sheet.risks.iter_mut().filter(|it| it.disclosure == no) {
            risk.discussed = discussed;
        }
    });
    if discussed {
        settle_refused(desk, no)
    } else {
        Ok(ask(desk, no)?)
    }
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

/// The supervisors of whoever acts are asked to discuss it.
pub(super) fn ask(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<(), CaseworkError> {
    let new = NewTask {
        kind: TaskKind::RiskToDiscuss,
        whom: Whom::SupervisorsOf(desk.works.actor_no()),
        about: about(desk, no),
        due_at: desk.works.now_ms() + DAY_MS,
    };
    tasks::add(desk.works, &new)?;
    Ok(())
}
