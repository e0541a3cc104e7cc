//! What is shown of a colleague, and what the reader is offered to change (DV-1, CR-4).

use caseward_casework::CaseworkError;
use caseward_casework::gate::{About, AbsenceFact};
use caseward_casework::people::{Colleague, Team};
use caseward_model::{OfficeAct, Role};

use super::super::list::{access, elsewhere, lacks};
use super::super::{Choice, PersonForm, PersonLists, address, key, may, team};
use super::{Away, Lists, Offered, Shown, Shut};
use crate::view::When;
use crate::visit::{Visit, local};
use crate::{Words, visit};

/// A colleague, and everyone who works here.
pub(super) struct Seen<'a> {
    pub(super) visit: &'a Visit,
    pub(super) it: &'a Colleague,
    pub(super) all: &'a [Colleague],
}

impl Seen<'_> {
    async fn let_in(&self, act: OfficeAct) -> Result<bool, CaseworkError> {
        may(self.visit, act, About::Worker(self.it.id)).await
    }

    fn numbered(&self, no: i64) -> Option<Choice> {
        self.all.iter().find(|it| it.no == no).map(Choice::to)
    }

    /// What is shown.
    pub(super) async fn shown(&self) -> Result<Shown, CaseworkError> {
        let (casework, who) = (&self.visit.front.casework, self.visit.person().worker);
        let (it, sheet) = (self.it, &self.it.sheet);
        let now_ms = casework.clock().now_ms();
        let register = casework.register_for(who).await?;
        let teams = casework.teams_for(who).await?;
        let knows_contact = it.id == who || self.let_in(OfficeAct::ManagePeople).await?;
        let supervisors = self
            .all
            .iter()
            .filter(|above| above.sheet.supervises.contains(&it.no));
        let named = |no: &i64| self.numbered(*no);
        Ok(Shown {
            href: address(it.id),
            name: it.name.clone(),
            handle: it.handle.clone(),
            role: sheet.role,
            engagement: key("engagement", sheet.engagement.word()),
            organization: elsewhere(it, &register),
            position: it.position.clone(),
            access: access(self.visit, it, now_ms),
            contact: knows_contact.then(|| (it.email.clone(), it.phone.clone())),
            lacks: self
                .let_in(OfficeAct::SeeStanding)
                .await?
                .then(|| lacks(it, now_ms)),
            teams: teams
                .iter()
                .filter(|one| sheet.teams.contains(&one.no))
                .map(team_link)
                .collect(),
            supervisors: supervisors.map(Choice::to).collect(),
            supervises: sheet.supervises.iter().filter_map(named).collect(),
            custodian: sheet.custodian.and_then(|no| self.numbered(no)),
            absences: sheet
                .absences
                .iter()
                .filter(|it| now_ms < it.until)
                .map(|it| self.away(it))
                .collect(),
            shut: self.shut(now_ms).await?,
        })
    }

    fn away(&self, it: &AbsenceFact) -> Away {
        let words = Words::of(self.visit.language());
        let day = |at: i64| When::day(words, local(at).date());
        let cover = self.all.iter().find(|one| one.no == it.cover);
        Away {
            from: day(it.from),
            until: day(it.until - 1),
            cover: cover.map_or_else(|| words.t("someone-gone"), |one| one.name.clone()),
            value: it.from.to_string(),
        }
    }

    async fn shut(&self, now_ms: i64) -> Result<Option<Shut>, CaseworkError> {
        if !self.it.sheet.is_shut_at(now_ms) || !self.let_in(OfficeAct::EndAccess).await? {
            return Ok(None);
        }
        let who = self.visit.person().worker;
        let found = self.visit.front.casework.shut_for(who, self.it).await?;
        let language = self.visit.language();
        Ok(found.map(|it| Shut {
            since: visit::moment(language, it.since),
            why: it.ending.map(|why| key("ending", why.word())),
            slots: it.slots,
        }))
    }

    /// What the reader is offered.
    pub(super) async fn offered(&self) -> Result<Offered, CaseworkError> {
        let now_ms = self.visit.front.casework.clock().now_ms();
        let open = |it: &&Colleague| !it.sheet.is_shut_at(now_ms) && it.no != self.it.no;
        let manage = match self.let_in(OfficeAct::ManagePeople).await? {
            true => Some(self.lists(now_ms).await?),
            false => None,
        };
        let takers = self
            .all
            .iter()
            .filter(open)
            .filter(|it| it.sheet.role.takes_charge());
        let assigns = may(self.visit, OfficeAct::Assign, About::Office).await?
            && self.it.id != self.visit.person().worker;
        Ok(Offered {
            manage,
            takers: assigns.then(|| takers.map(Choice::of).collect()),
            end: self.let_in(OfficeAct::EndAccess).await?,
            list: may(self.visit, OfficeAct::SeePeople, About::Office).await?,
        })
    }

    async fn lists(&self, now_ms: i64) -> Result<Lists, CaseworkError> {
        let teams = self
            .visit
            .front
            .casework
            .teams_for(self.visit.person().worker)
            .await?;
        let goes_on = |it: &&Team| it.ended_at.is_none();
        let team = |it: &Team| Choice {
            value: it.id.to_string(),
            label: it.name.clone(),
        };
        let can = |it: &&Colleague| {
            it.sheet.role == Role::Supervisor && !it.sheet.is_shut_at(now_ms) && it.no != self.it.no
        };
        Ok(Lists {
            person: PersonLists::read(self.visit).await?,
            supervisors: self.all.iter().filter(can).map(Choice::of).collect(),
            teams: teams.iter().filter(goes_on).map(team).collect(),
        })
    }

    /// The form as the person stands.
    pub(super) async fn form(&self) -> Result<PersonForm, CaseworkError> {
        let (casework, who) = (&self.visit.front.casework, self.visit.person().worker);
        let (it, register) = (self.it, casework.register_for(who).await?);
        let own = register.iter().find(|one| one.no == it.sheet.organization);
        Ok(PersonForm {
            name: it.name.clone(),
            handle: it.handle.clone(),
            role: it.sheet.role.word().to_owned(),
            organization: own.map(|one| one.handle.clone()).unwrap_or_default(),
            engagement: it.sheet.engagement.word().to_owned(),
            position: it.position.clone(),
            email: it.email.clone(),
            phone: it.phone.clone(),
            stamp: casework.stamp_of(it)?,
            ..PersonForm::default()
        })
    }
}

fn team_link(it: &Team) -> Choice {
    Choice {
        value: team::address(it.id),
        label: it.name.clone(),
    }
}
