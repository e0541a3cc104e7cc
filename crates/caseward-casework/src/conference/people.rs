//! The people of a series: named by its lead, signed for by each for themselves, and out at once when they leave, are taken out,
//! or belong to no member organisation any more (CC-2, CC-2.10, DV-5.7).

use caseward_gate::{About, Actor, Works};
use caseward_model::{Conference, Id, Language, OfficeAct, ParticipantState, TaskKind, Worker};

use super::stored::{self, Part, Series, SeriesSignature};
use super::{actions, agreement_of, led, meeting, register, state_of, unknown, worker};
use crate::people::{Amiss, Mending};
use crate::standing::{Need, Signer};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// By when somebody should have signed: a week, in ms.
const SIGN_WITHIN_MS: i64 = 7 * 86_400_000;
/// The most people of a series who haven't left.
const MOST: usize = 200;

/// How somebody signs for a series. Their organisation is known here, and isn't asked. It isn't printable by accident.
#[derive(Clone)]
pub struct SeriesSigning {
    /// Under which version of the agreement.
    pub version: u32,
    /// In which language they read it.
    pub language: Language,
    /// Their full name.
    pub name: String,
    /// Their position.
    pub position: String,
    /// Their e-mail address.
    pub email: String,
    /// Their telephone number.
    pub phone: String,
    /// They ticked that they take part under the agreement and its code of conduct.
    pub accepts: bool,
}

impl std::fmt::Debug for SeriesSigning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("SeriesSigning");
        shown.field("version", &self.version);
        shown.finish_non_exhaustive()
    }
}

impl Office {
    /// Names somebody for a series. They are asked to sign, and see nothing of it until then.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when they can't take part or do already; [`CaseworkError::Unknown`], also for whoever doesn't lead
    /// it; [`CaseworkError::NotPermitted`].
    pub async fn name_participant(
        &self,
        by: impl Into<Actor>,
        id: Id<Conference>,
        whom: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut series) = led(works, id)?;
            let now_ms = works.now_ms();
            let found = worker(works, whom)?.filter(|(_, sheet)| {
                sheet.role.takes_part_in_conferences()
                    && series.members.contains(&sheet.organization)
                    && !sheet.is_shut_at(now_ms)
                    && !sheet.is_barred()
            });
            let (worker_no, _) = found.ok_or(Amiss::ConferencePerson)?;
            if series.part(worker_no).is_some() {
                return Err(Amiss::ConferenceTwice.into());
            }
            let there = series.people.iter().filter(|it| it.left_at.is_none());
            if there.count() >= MOST {
                return Err(Amiss::ConferenceFull.into());
            }
            series.people.push(Part::new(worker_no, now_ms));
            works.note("conference", id.to_string());
            works.note("whom", whom.to_string());
            ask_to_sign(works, (no, whom))?;
            stored::keep(works, no, &series)
        };
        self.gate
            .perform(by, act, about, "conference_person_named", work)
            .await
    }

    /// Takes somebody out of a series; they see nothing of it from this moment on.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] for its lead; [`CaseworkError::Unknown`], also for whoever doesn't lead it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn take_out_participant(
        &self,
        by: impl Into<Actor>,
        id: Id<Conference>,
        whom: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut series) = led(works, id)?;
            let found = worker(works, whom)?.filter(|it| series.part(it.0).is_some());
            let (worker_no, _) = found.ok_or(Amiss::ConferencePerson)?;
            works.note("conference", id.to_string());
            works.note("whom", whom.to_string());
            out(works, (no, &mut series), (worker_no, whom))?;
            stored::keep(works, no, &series)?;
            meeting::lead_changed(works, worker_no)
        };
        self.gate
            .perform(by, act, about, "conference_person_taken_out", work)
            .await
    }

    /// Leaves a series, oneself.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] for its lead; [`CaseworkError::Unknown`] for whoever wasn't named for it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn leave_conference(
        &self,
        me: Id<Worker>,
        id: Id<Conference>,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::TakePart, About::Worker(me));
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut series) = stored::find(works, id)?;
            let my_no = works.actor_no();
            if series.part(my_no).is_none() {
                return Err(unknown(id));
            }
            works.note("conference", id.to_string());
            out(works, (no, &mut series), (my_no, me))?;
            stored::keep(works, no, &series)?;
            meeting::lead_changed(works, my_no)
        };
        self.gate
            .perform(me, act, about, "conference_left", work)
            .await
    }

    /// Signs for a series under the version of the agreement that is in force; the agreement itself is signed where all
    /// agreements are. From then on the series can be seen.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with what is missing; [`CaseworkError::Unknown`] for whoever wasn't named for it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn sign_for_conference(
        &self,
        me: Id<Worker>,
        id: Id<Conference>,
        signing: SeriesSigning,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::TakePart, About::Worker(me));
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut series) = stored::find(works, id)?;
            let signature = signed(works, (id, &series), me, &signing)?;
            works.note("conference", id.to_string());
            works.note("version", signature.version);
            let part = series.part_mut(works.actor_no());
            part.ok_or(CaseworkError::Damaged)?.sign(signature);
            let kind = TaskKind::ConferenceToSign;
            tasks::finish_all(works, kind, &about_signing(no, me), "signed")?;
            stored::keep(works, no, &series)
        };
        self.gate
            .perform(me, act, about, "conference_signed", work)
            .await
    }
}

/// A signature for a series, if all that it needs is there.
fn signed(
    works: &mut Works<'_, '_>,
    (id, series): (Id<Conference>, &Series),
    me: Id<Worker>,
    signing: &SeriesSigning,
) -> Result<SeriesSignature, CaseworkError> {
    let now_ms = works.now_ms();
    let part = series.part(works.actor_no()).ok_or_else(|| unknown(id))?;
    let (_, sheet) = works.worker(me)?;
    let held = register(works)?;
    let agreement = agreement_of(series, &held);
    match state_of((series, part), &sheet, agreement, now_ms) {
        ParticipantState::ToSign | ParticipantState::SignAgain => {}
        ParticipantState::AgreementFirst => return Err(Amiss::ConferenceAgreementFirst.into()),
        ParticipantState::Signed => return Err(Amiss::ConferenceSigned.into()),
        ParticipantState::Left => return Err(unknown(id)),
    }
    // A series that has ended is signed for like any other: whoever must still sign learns nothing of how it stands, and whoever
    // has signed can look at it.
    let version = agreement.and_then(|it| it.in_force(now_ms));
    let version = version.ok_or(CaseworkError::Damaged)?.number;
    let all = works.organizations()?;
    let theirs = all.into_iter().find(|it| it.0 == sheet.organization);
    let signer = Signer {
        name: signing.name.clone(),
        organization: theirs.map(|it| it.3.name).unwrap_or_default(),
        position: signing.position.clone(),
        email: signing.email.clone(),
        phone: signing.phone.clone(),
    };
    let mut mending = Mending::default();
    mending.note((signing.version != version).then_some(Amiss::ConferenceVersion));
    for need in signer.needs() {
        mending.note(lacks(need));
    }
    mending.note((!signing.accepts).then_some(Amiss::ConferenceAccepts));
    mending.done()?;
    Ok(SeriesSignature {
        version,
        at: now_ms,
        organization: sheet.organization,
        language: signing.language,
        signer: signer.trimmed(),
    })
}

/// What a signature lacks, as it is said here. The organisation is the register's, and nobody's to mend in this form.
const fn lacks(need: Need) -> Option<Amiss> {
    match need {
        Need::Name => Some(Amiss::NameEmpty),
        Need::Position => Some(Amiss::PositionForm),
        Need::Email => Some(Amiss::EmailForm),
        Need::Phone => Some(Amiss::PhoneForm),
        Need::Organization
        | Need::Statements
        | Need::Mark
        | Need::Day
        | Need::Scan
        | Need::SmallerScan => None,
    }
}

/// Takes somebody out of a series. A series always has a lead.
fn out(
    works: &mut Works<'_, '_>,
    (no, series): (i64, &mut Series),
    (worker_no, whom): (i64, Id<Worker>),
) -> Result<(), CaseworkError> {
    if series.lead == worker_no {
        return Err(Amiss::ConferenceLeads.into());
    }
    series.deputy = series.deputy.filter(|it| *it != worker_no);
    let now_ms = works.now_ms();
    if let Some(part) = series.part_mut(worker_no) {
        part.left_at = Some(now_ms);
    }
    tasks::withdraw_all(works, TaskKind::ConferenceToSign, &about_signing(no, whom))?;
    actions::nothing_waits(works, (no, worker_no))?;
    meeting::out_of_rooms(works, no, whom)
}

/// Takes somebody out of every series, because of a finding: whoever is let back in is named and signs anew (CC-2.10). A series
/// that they lead waits for another lead.
pub(super) fn out_of_all(
    works: &mut Works<'_, '_>,
    (worker_no, whom): (i64, Id<Worker>),
) -> Result<usize, CaseworkError> {
    let mut left = 0;
    for (no, mut series) in stored::all_in(works)? {
        let now_ms = works.now_ms();
        series.deputy = series.deputy.filter(|it| *it != worker_no);
        let Some(part) = series.part_mut(worker_no) else {
            continue;
        };
        part.left_at = Some(now_ms);
        tasks::withdraw_all(works, TaskKind::ConferenceToSign, &about_signing(no, whom))?;
        actions::nothing_waits(works, (no, worker_no))?;
        stored::keep(works, no, &series)?;
        meeting::out_of_rooms(works, no, whom)?;
        left += 1;
    }
    Ok(left)
}

/// Takes everybody out whose organisation isn't a member.
pub(super) fn without_outsiders(
    works: &mut Works<'_, '_>,
    (no, series): (i64, &mut Series),
) -> Result<(), CaseworkError> {
    for worker_no in present(series) {
        let Some((whom, sheet)) = works.worker_by_no(worker_no)? else {
            continue;
        };
        if !series.members.contains(&sheet.organization) && series.lead != worker_no {
            out(works, (no, &mut *series), (worker_no, whom))?;
        }
    }
    Ok(())
}

/// Asks nobody any more to sign for a series.
pub(super) fn ask_nobody(
    works: &mut Works<'_, '_>,
    (no, series): (i64, &Series),
) -> Result<(), CaseworkError> {
    for worker_no in present(series) {
        if let Some((whom, _)) = works.worker_by_no(worker_no)? {
            let about = about_signing(no, whom);
            tasks::withdraw_all(works, TaskKind::ConferenceToSign, &about)?;
        }
    }
    Ok(())
}

/// The numbers of those who haven't left.
fn present(series: &Series) -> Vec<i64> {
    let there = series.people.iter().filter(|it| it.left_at.is_none());
    there.map(|it| it.worker).collect()
}

/// Asks somebody to sign for a series.
pub(super) fn ask_to_sign(
    works: &mut Works<'_, '_>,
    (no, whom): (i64, Id<Worker>),
) -> Result<(), CaseworkError> {
    let (worker_no, _) = works.worker(whom)?;
    let task = NewTask {
        kind: TaskKind::ConferenceToSign,
        whom: Whom::Worker(worker_no),
        about: about_signing(no, whom),
        due_at: works.now_ms() + SIGN_WITHIN_MS,
    };
    tasks::add(works, &task)?;
    Ok(())
}

const fn about_signing(no: i64, whom: Id<Worker>) -> TaskAbout {
    TaskAbout {
        client: None,
        worker: Some(whom),
        item: Some(no),
    }
}
