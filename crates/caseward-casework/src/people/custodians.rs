//! Who takes over when someone can't, chosen beforehand or at that moment.
//!
//! NASW-o. To choose a custodian is to say who will work with these clients, and so it is for those who may
//! assign (CR-7): an administrator ends an access, and says of nobody that they get the files.

use caseward_gate::{About, Actor, ClientSheet, Works};
use caseward_model::{Id, OfficeAct, Role, Worker};

use super::Colleague;
use super::amiss::Amiss;
use super::register::Staff;
use super::supervision::answers_for;
use super::teams::TeamRow;
use crate::{CaseworkError, Office};

impl Office {
    /// Chooses who takes over for a worker when they can't; nobody takes the choice back.
    ///
    /// # Errors
    /// [`Amiss::CustodianUnfit`], [`Amiss::CustodianOneself`]; [`CaseworkError::NotPermitted`].
    pub async fn name_custodian(
        &self,
        by: impl Into<Actor>,
        worker: Id<Worker>,
        custodian: Option<Id<Worker>>,
    ) -> Result<(), CaseworkError> {
        let by = by.into();
        self.colleague_for(by, worker).await?;
        let about = self.about(by, custodian).await?;
        self.gate
            .perform(
                by,
                OfficeAct::Assign,
                about,
                "custodian_named",
                move |works| {
                    let mut staff = Staff::read(works)?;
                    let worker = staff.get(worker)?.clone();
                    let chosen = custodian.map(|it| staff.get(it)).transpose()?;
                    if chosen.is_some_and(|it| it.no == worker.no) {
                        return Err(Amiss::CustodianOneself.into());
                    }
                    if let Some(chosen) = chosen {
                        must_take_charge(chosen, works.now_ms())?;
                    }
                    let no = chosen.map(|it| it.no);
                    works.note("worker", worker.id.to_string());
                    staff.change(works, worker.no, "custodian_named", |sheet| {
                        sheet.custodian = no;
                    })
                },
            )
            .await
    }

    /// Whom an act is about: this colleague, who must be there, or the office.
    pub(super) async fn about(
        &self,
        by: Actor,
        whom: Option<Id<Worker>>,
    ) -> Result<About, CaseworkError> {
        match whom {
            Some(whom) => Ok(About::Worker(self.colleague_for(by, whom).await?.id)),
            None => Ok(About::Office),
        }
    }
}

/// Refuses someone into whose charge no file can be given.
pub(super) fn must_take_charge(colleague: &Colleague, now_ms: i64) -> Result<(), CaseworkError> {
    if takes_charge(colleague, now_ms) {
        Ok(())
    } else {
        Err(Amiss::CustodianUnfit.into())
    }
}

fn takes_charge(colleague: &Colleague, now_ms: i64) -> bool {
    colleague.sheet.role.takes_charge() && !colleague.sheet.is_shut_at(now_ms)
}

/// Whether this colleague can answer for this client: their access is open, their part holds files, they
/// belong to the client's organisation, and no wall stands between them.
pub(super) fn can_answer_for(colleague: &Colleague, client: &ClientSheet, now_ms: i64) -> bool {
    let sheet = &colleague.sheet;
    takes_charge(colleague, now_ms)
        && (client.organization == 0 || client.organization == sheet.organization)
        && !client.walls_off(colleague.no, sheet)
}

/// Those who could take over from someone, the first in line first.
pub(super) struct InLine(Vec<i64>);

impl InLine {
    /// In line are: who was chosen for them, who was chosen for their teams, who supervises them, who leads
    /// their teams, and whoever keeps the records of their organisation. Who is away just now comes after
    /// the others.
    pub(super) fn after(
        staff: &Staff,
        teams: &[TeamRow],
        leaving: &Colleague,
        now_ms: i64,
    ) -> Self {
        Self::beginning_with(leaving.sheet.custodian, staff, teams, leaving, now_ms)
    }

    /// The same line with someone at its head.
    pub(super) fn beginning_with(
        first: Option<i64>,
        staff: &Staff,
        teams: &[TeamRow],
        leaving: &Colleague,
        now_ms: i64,
    ) -> Self {
        let own = |it: &&TeamRow| leaving.sheet.teams.contains(&it.no);
        let keepers = staff.all().filter(|it| {
            it.sheet.role == Role::RecordsCustodian
                && it.sheet.organization == leaving.sheet.organization
        });
        let named = first
            .into_iter()
            .chain(teams.iter().filter(own).filter_map(|it| it.text.custodian))
            .chain(staff.supervisors_of(leaving.no).map(|it| it.no))
            .chain(teams.iter().filter(own).filter_map(|it| it.text.lead))
            .chain(keepers.map(|it| it.no));
        let mut line: Vec<i64> = Vec::new();
        for no in named {
            let fit = staff
                .numbered(no)
                .is_some_and(|it| takes_charge(it, now_ms));
            if fit && no != leaving.no && !line.contains(&no) {
                line.push(no);
            }
        }
        let away = |no: &i64| {
            staff
                .numbered(*no)
                .is_some_and(|it| it.sheet.is_away_at(now_ms))
        };
        line.sort_by_key(away);
        Self(line)
    }

    /// The first who can answer for this client.
    pub(super) fn for_client<'s>(
        &self,
        staff: &'s Staff,
        client: &ClientSheet,
        now_ms: i64,
    ) -> Option<&'s Colleague> {
        let mut line = self.0.iter().filter_map(|no| staff.numbered(*no));
        line.find(|it| can_answer_for(it, client, now_ms))
    }

    /// All of them, the first in line first.
    pub(super) fn all<'s>(&self, staff: &'s Staff) -> impl Iterator<Item = &'s Colleague> {
        self.0.iter().filter_map(|no| staff.numbered(*no))
    }

    /// The first, whoever the clients are.
    pub(super) fn first<'s>(&self, staff: &'s Staff) -> Option<&'s Colleague> {
        self.0.iter().find_map(|no| staff.numbered(*no))
    }

    /// The first who can supervise this worker, without a circle.
    pub(super) fn for_supervision<'s>(&self, staff: &'s Staff, of: i64) -> Option<&'s Colleague> {
        let mut line = self.0.iter().filter_map(|no| staff.numbered(*no));
        line.find(|it| {
            it.sheet.role == Role::Supervisor && it.no != of && !answers_for(staff, of, it.no)
        })
    }
}

/// The line after someone, with the teams as they are now.
pub(super) fn line_after(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    leaving: &Colleague,
) -> Result<InLine, CaseworkError> {
    let teams = TeamRow::all(works)?;
    Ok(InLine::after(staff, &teams, leaving, works.now_ms()))
}
