//! Teams: colleagues who work together, who leads them, and who takes over for one of them.
//!
//! NASW-o, CR-7. Who is in a team stands on each member's own sheet, because clients can be assigned to a
//! team; what a team is called, and who leads it, lies sealed in its row.

use caseward_db::{Reader, Row};
use caseward_gate::{About, Actor, Drawer, Drawers, Works};
use caseward_model::{Id, OfficeAct, Role, Team as TeamKind, Worker};
use serde::{Deserialize, Serialize};

use super::Colleague;
use super::amiss::Amiss;
use super::custodians::must_take_charge;
use super::names::{check_name, look_alike};
use super::register::{Staff, unknown};
use crate::{CaseworkError, Office};

/// A team, as colleagues see it.
#[derive(Debug, Clone)]
pub struct Team {
    /// Its number in this office.
    pub no: i64,
    /// Its id.
    pub id: Id<TeamKind>,
    /// What it is called.
    pub name: String,
    /// Who leads it.
    pub lead: Option<Colleague>,
    /// Who takes over when one of them can't, unless they chose someone themselves.
    pub custodian: Option<Colleague>,
    /// Who is in it, in the order in which they began here.
    pub members: Vec<Colleague>,
    /// It ended: since when, in ms.
    pub ended_at: Option<i64>,
}

/// What is kept of a team. Numbers are those of workers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct TeamText {
    pub(super) name: String,
    pub(super) lead: Option<i64>,
    pub(super) custodian: Option<i64>,
    pub(super) ended_at: Option<i64>,
}

/// A team's row.
pub(super) struct TeamRow {
    pub(super) no: i64,
    pub(super) id: Id<TeamKind>,
    version: i64,
    pub(super) text: TeamText,
}

const ALL: &str = "SELECT no, ref, version, sealed FROM teams ORDER BY no";

impl TeamRow {
    fn open(
        row: &Row,
        open: impl Fn((i64, i64, i64), &[u8]) -> Result<Vec<u8>, CaseworkError>,
    ) -> Result<Self, CaseworkError> {
        let (no, version) = (row.int(0)?, row.int(2)?);
        let text = open((no, 0, version), row.bytes(3)?)?;
        Ok(Self {
            no,
            id: Id::from_bytes(row.array(1)?),
            version,
            text: serde_json::from_slice(&text).map_err(|_| CaseworkError::Damaged)?,
        })
    }

    /// All teams, within a piece of work.
    pub(super) fn all(works: &mut Works<'_, '_>) -> Result<Vec<Self>, CaseworkError> {
        let rows = works.transaction().query(ALL, &[])?;
        let open = |place, sealed: &[u8]| Ok(works.open(Drawer::Teams, place, sealed)?.to_vec());
        rows.iter().map(|row| Self::open(row, open)).collect()
    }

    fn read(reader: &mut Reader<'_>, drawers: &Drawers) -> Result<Vec<Self>, CaseworkError> {
        let rows = reader.query(ALL, &[])?;
        let open = |place, sealed: &[u8]| Ok(drawers.open(Drawer::Teams, place, sealed)?.to_vec());
        rows.iter().map(|row| Self::open(row, open)).collect()
    }

    fn one(works: &mut Works<'_, '_>, id: Id<TeamKind>) -> Result<Self, CaseworkError> {
        let found = Self::all(works)?.into_iter().find(|it| it.id == id);
        found.ok_or_else(|| unknown_team(id))
    }

    /// Keeps what was changed.
    pub(super) fn keep(&self, works: &mut Works<'_, '_>) -> Result<(), CaseworkError> {
        let version = self.version + 1;
        let sealed = sealed(works, (self.no, 0, version), &self.text)?;
        let sql = "UPDATE teams SET version = $1, sealed = $2 WHERE no = $3";
        let values = [version.into(), sealed.into(), self.no.into()];
        works.transaction().execute(sql, &values)?;
        Ok(())
    }

    fn seen(self, staff: &Staff) -> Team {
        let one = |no: Option<i64>| no.and_then(|no| staff.numbered(no)).cloned();
        let members = staff.all().filter(|it| it.sheet.teams.contains(&self.no));
        Team {
            no: self.no,
            id: self.id,
            lead: one(self.text.lead),
            custodian: one(self.text.custodian),
            members: members.cloned().collect(),
            name: self.text.name,
            ended_at: self.text.ended_at,
        }
    }
}

fn sealed(
    works: &Works<'_, '_>,
    place: (i64, i64, i64),
    text: &TeamText,
) -> Result<Vec<u8>, CaseworkError> {
    let plain = serde_json::to_vec(text).map_err(|_| CaseworkError::Damaged)?;
    Ok(works.seal(Drawer::Teams, place, &plain))
}

fn unknown_team(id: Id<TeamKind>) -> CaseworkError {
    unknown("team", &id.to_string(), "caseward team list")
}

impl Office {
    /// All teams, those that ended too, for someone who may know who works here.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn teams_for(&self, by: impl Into<Actor>) -> Result<Vec<Team>, CaseworkError> {
        self.must_be_let(by, OfficeAct::SeePeople, About::Office)
            .await?;
        let staff = Staff::of(self.colleagues().await?);
        let drawers = self.gate.drawers()?;
        let read = move |reader: &mut Reader<'_>| TeamRow::read(reader, &drawers);
        let rows = self.db.read(read).await?;
        Ok(rows.into_iter().map(|row| row.seen(&staff)).collect())
    }

    /// One team.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is none; [`CaseworkError::NotPermitted`].
    pub async fn team_for(
        &self,
        by: impl Into<Actor>,
        id: Id<TeamKind>,
    ) -> Result<Team, CaseworkError> {
        let teams = self.teams_for(by).await?;
        let found = teams.into_iter().find(|it| it.id == id);
        found.ok_or_else(|| unknown_team(id))
    }

    /// A team by its name or id.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when none that goes on is called that; [`CaseworkError::NotPermitted`].
    pub async fn team_called(
        &self,
        by: impl Into<Actor>,
        name: &str,
    ) -> Result<Team, CaseworkError> {
        let called = |it: &Team| {
            it.id.to_string() == name || (it.ended_at.is_none() && look_alike(&it.name, name))
        };
        let found = self.teams_for(by).await?.into_iter().find(called);
        found.ok_or_else(|| unknown("team", name, "caseward team list"))
    }

    /// Makes a team.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when the name can't be one, or is taken; [`CaseworkError::NotPermitted`].
    pub async fn make_team(
        &self,
        by: impl Into<Actor>,
        name: &str,
    ) -> Result<Id<TeamKind>, CaseworkError> {
        let name = name.trim().to_owned();
        self.gate
            .perform(
                by,
                OfficeAct::ManagePeople,
                About::Office,
                "team_made",
                move |works| {
                    let teams = TeamRow::all(works)?;
                    must_be_free(&teams, &name, None)?;
                    let no = teams.last().map_or(0, |it| it.no) + 1;
                    let id = Id::<TeamKind>::from_bytes(works.random());
                    let text = TeamText {
                        name,
                        ..TeamText::default()
                    };
                    let sealed = sealed(works, (no, 0, 1), &text)?;
                    let sql = "INSERT INTO teams (no, ref, version, sealed) VALUES ($1, $2, 1, $3)";
                    let values = [no.into(), id.as_bytes().into(), sealed.into()];
                    works.transaction().execute(sql, &values)?;
                    works.note("team", id.to_string());
                    Ok(id)
                },
            )
            .await
    }

    /// Changes what a team is called and who leads it.
    ///
    /// # Errors
    /// [`Amiss::LeadOutside`] for someone who isn't in it; [`CaseworkError::NotPermitted`].
    pub async fn change_team(
        &self,
        by: impl Into<Actor>,
        id: Id<TeamKind>,
        name: &str,
        lead: Option<Id<Worker>>,
    ) -> Result<(), CaseworkError> {
        let name = name.trim().to_owned();
        self.manage_team(by.into(), id, "team_changed", move |works, mut row| {
            must_be_free(&TeamRow::all(works)?, &name, Some(row.no))?;
            let staff = Staff::read(works)?;
            let lead = lead.map(|lead| staff.get(lead)).transpose()?;
            if lead.is_some_and(|it| !it.sheet.teams.contains(&row.no)) {
                return Err(Amiss::LeadOutside.into());
            }
            row.text.lead = lead.map(|it| it.no);
            row.text.name = name;
            row.keep(works)
        })
        .await
    }

    /// Takes someone into a team; once more changes nothing.
    ///
    /// # Errors
    /// [`Amiss::NotForTeams`] for clients, partners' staff, and whose access is shut.
    pub async fn join_team(
        &self,
        by: impl Into<Actor>,
        id: Id<TeamKind>,
        member: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        self.manage_team(by.into(), id, "team_joined", move |works, row| {
            let mut staff = Staff::read(works)?;
            let joins = staff.get(member)?;
            let outside = matches!(joins.sheet.role, Role::Client | Role::PartnerWorker);
            if outside || joins.sheet.is_shut_at(works.now_ms()) {
                return Err(Amiss::NotForTeams.into());
            }
            works.note("worker", member.to_string());
            let no = joins.no;
            add_member(works, &mut staff, row.no, no).map(drop)
        })
        .await
    }

    /// Lets someone out of a team; if they led it, nobody does then.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`].
    pub async fn leave_team(
        &self,
        by: impl Into<Actor>,
        id: Id<TeamKind>,
        member: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        self.manage_team(by.into(), id, "team_left", move |works, mut row| {
            let mut staff = Staff::read(works)?;
            let no = staff.get(member)?.no;
            works.note("worker", member.to_string());
            remove_member(works, &mut staff, row.no, no)?;
            if row.text.lead == Some(no) {
                row.text.lead = None;
                row.keep(works)?;
            }
            Ok(())
        })
        .await
    }

    /// Chooses who takes over for a team's members when they can't (NASW-o). That is to say who works with
    /// whom, and so it is for those who may assign.
    ///
    /// # Errors
    /// [`Amiss::CustodianUnfit`]; [`CaseworkError::NotPermitted`].
    pub async fn name_custodian_of_team(
        &self,
        by: impl Into<Actor>,
        id: Id<TeamKind>,
        custodian: Option<Id<Worker>>,
    ) -> Result<(), CaseworkError> {
        let by = by.into();
        self.team_for(by, id).await?;
        let about = self.about(by, custodian).await?;
        self.gate
            .perform(
                by,
                OfficeAct::Assign,
                about,
                "custodian_named",
                move |works| {
                    let mut row = TeamRow::one(works, id)?;
                    let staff = Staff::read(works)?;
                    row.text.custodian = match custodian {
                        Some(custodian) => {
                            let custodian = staff.get(custodian)?;
                            must_take_charge(custodian, works.now_ms())?;
                            Some(custodian.no)
                        }
                        None => None,
                    };
                    works.note("team", id.to_string());
                    row.keep(works)
                },
            )
            .await
    }

    /// Ends a team: nobody is in it any more.
    ///
    /// # Errors
    /// [`Amiss::TeamEnded`] when it ended already; [`CaseworkError::NotPermitted`].
    pub async fn end_team(
        &self,
        by: impl Into<Actor>,
        id: Id<TeamKind>,
    ) -> Result<(), CaseworkError> {
        self.manage_team(by.into(), id, "team_ended", move |works, mut row| {
            let mut staff = Staff::read(works)?;
            let members: Vec<i64> = staff
                .all()
                .filter(|it| it.sheet.teams.contains(&row.no))
                .map(|it| it.no)
                .collect();
            for member in members {
                remove_member(works, &mut staff, row.no, member)?;
            }
            row.text.ended_at = Some(works.now_ms());
            (row.text.lead, row.text.custodian) = (None, None);
            row.keep(works)
        })
        .await
    }

    async fn manage_team<F>(
        &self,
        by: Actor,
        id: Id<TeamKind>,
        deed: &'static str,
        work: F,
    ) -> Result<(), CaseworkError>
    where
        F: FnOnce(&mut Works<'_, '_>, TeamRow) -> Result<(), CaseworkError> + Send + 'static,
    {
        self.gate
            .perform(
                by,
                OfficeAct::ManagePeople,
                About::Office,
                deed,
                move |works| {
                    let row = TeamRow::one(works, id)?;
                    if row.text.ended_at.is_some() {
                        return Err(Amiss::TeamEnded.into());
                    }
                    works.note("team", id.to_string());
                    work(works, row)
                },
            )
            .await
    }
}

fn must_be_free(teams: &[TeamRow], name: &str, except: Option<i64>) -> Result<(), CaseworkError> {
    if let Some(amiss) = check_name(name) {
        return Err(amiss.into());
    }
    let others = teams
        .iter()
        .filter(|it| it.text.ended_at.is_none() && Some(it.no) != except);
    if others.into_iter().any(|it| look_alike(&it.text.name, name)) {
        return Err(Amiss::TeamTaken.into());
    }
    Ok(())
}

/// Takes a worker into a team; says whether they weren't in it before.
pub(super) fn add_member(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    team: i64,
    member: i64,
) -> Result<bool, CaseworkError> {
    let sheet = staff.numbered(member).map(|it| &it.sheet);
    if sheet.is_some_and(|it| it.teams.contains(&team)) {
        return Ok(false);
    }
    staff.change(works, member, "team_joined", |sheet| sheet.teams.push(team))?;
    Ok(true)
}

pub(super) fn remove_member(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    team: i64,
    member: i64,
) -> Result<(), CaseworkError> {
    let sheet = staff.numbered(member).map(|it| &it.sheet);
    if sheet.is_none_or(|it| !it.teams.contains(&team)) {
        return Ok(());
    }
    staff.change(works, member, "team_left", |sheet| {
        sheet.teams.retain(|it| *it != team);
    })
}
