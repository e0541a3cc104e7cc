//! A made-up meeting of many organizations, played from a script at the real desks and pages: what each viewer received is kept to the
//! last byte and searched for words that they must not learn (CC-2.4, CC-2.4a).
//!
//! Nothing here decides who may see what. [`stage`] furnishes an office of its own, [`table`], [`room`], [`board`] and [`after`] carry out
//! the steps, each by a request as a browser sends it, and [`judge`] compares what came back with what the script says that somebody may
//! know.

mod after;
mod board;
mod export;
mod judge;
mod room;
mod script;
mod server;
mod stage;
mod table;
#[cfg(test)]
mod tests;
mod times;
mod viewer;

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use caseward_casework::staff::RegisteredOrganization;
use caseward_model::{Client, Id};
use caseward_web::Received;

pub(crate) use judge::{Leak, Line, Lost, Verdict, judged};
pub(crate) use script::{SHIPPED, Script};
pub(crate) use server::Server;

use script::Step;
use stage::Stage;
use viewer::{Viewer, said};

/// How long a link works by which somebody of the script signs in, in minutes.
const LINK_MINUTES: i64 = 60;

/// A meeting that is being played.
pub(crate) struct Play {
    pub(crate) server: Server,
    stage: Stage,
    /// Everybody who receives something, by short name.
    pub(crate) viewers: BTreeMap<String, Viewer>,
    /// The addresses of series and meetings, by what the script calls them.
    series: BTreeMap<String, String>,
    meetings: BTreeMap<String, String>,
    /// How often something typed was stopped.
    pub(crate) stopped: usize,
}

/// Plays a script in an office that has nothing but its own organization.
pub(crate) async fn play(
    server: Server,
    own: &RegisteredOrganization,
    script: &Script,
) -> anyhow::Result<Play> {
    tracing::info!(steps = script.steps.len(), "a made-up meeting is played");
    let stage = stage::set(server.office()?, own, script).await?;
    let mut play = Play {
        server,
        stage,
        viewers: BTreeMap::new(),
        series: BTreeMap::new(),
        meetings: BTreeMap::new(),
        stopped: 0,
    };
    play.all_sign_in().await?;
    for (no, step) in script.steps.iter().enumerate() {
        for viewer in play.viewers.values_mut() {
            viewer.step = no;
        }
        let done = play.step(step).await;
        done.with_context(|| format!("step {} of the script", no + 1))?;
    }
    Ok(play)
}

impl Play {
    async fn step(&mut self, step: &Step) -> anyhow::Result<()> {
        match step {
            Step::Begins(it) => self.begins(it).await,
            Step::Offers(it) => self.offers(it).await,
            Step::Names(it) => self.names(it).await,
            Step::Sign(it) => self.sign(it).await,
            Step::Proposes(it) => self.proposes(it).await,
            Step::Agrees(it) => self.on_file(it, "agree").await,
            Step::Reissues(it) => self.on_file(it, "reissue").await,
            Step::TakesOff(it) => self.on_file(it, "take_off").await,
            Step::Answers(it) => self.answers(it).await,
            Step::Sets(it) => self.sets(it).await,
            Step::ClosesAgenda(it) => self.closes_agenda(it).await,
            Step::Opens(it) => self.each_sitting(it, "open").await,
            Step::Closes(it) => self.each_sitting(it, "close").await,
            Step::Look(it) => self.look(it).await,
            Step::ComeIn(it) => self.come_in(it).await,
            Step::GoesThrough(it) => self.goes_through(it).await,
            Step::Decides(it) => self.decides(it).await,
            Step::FollowsUp(it) => self.follows_up(it).await,
            Step::LookAround => self.all_look_around().await,
            Step::Types(it) => self.types(it).await,
            Step::OffersToServe(it) => self.offers_to_serve(it).await,
            Step::Keeps(it) => self.keeps(it).await,
            Step::LoseTheLine(it) => self.lose_the_line(it).await,
            Step::ServerDies => self.server_dies().await,
            Step::Declines(it) => self.declines(it).await,
            Step::TakesConsentBack(it) => self.takes_consent_back(it).await,
            Step::TakesOut(it) => self.takes_out(it).await,
            Step::Leave(it) => self.leave(it).await,
            Step::TakeMinutes(it) => self.take_minutes(it).await,
            Step::TakesCertificate(it) => self.takes_certificate(it).await,
            Step::DestroysKept(it) => self.destroys_kept(it).await,
            Step::Breach(it) => self.breach(it).await,
            Step::Mail => self.mail().await,
        }
    }

    /// Everybody comes in by a link of their own.
    async fn all_sign_in(&mut self) -> anyhow::Result<()> {
        let office = self.server.office()?;
        let router = caseward_web::router(std::sync::Arc::clone(office), Vec::new());
        let register = office.register().await?;
        for (handle, colleague) in &self.stage.people {
            let mut theirs = register.iter();
            let theirs = theirs.find(|it| it.no == colleague.sheet.organization);
            let mut viewer = Viewer {
                colleague: colleague.clone(),
                organization: theirs.map(|it| it.name.clone()).unwrap_or_default(),
                browser: caseward_web::Within::new(router.clone()),
                room: None,
                step: 0,
                pieces: Vec::new(),
            };
            let link = office.make_sign_in_link(colleague.no, LINK_MINUTES, 1);
            let link = link.await?;
            let came = viewer.post("/sign-in", &[("token", &link)]).await?;
            ensure!(came.status == 303, "{handle} could not sign in");
            self.viewers.insert(handle.clone(), viewer);
        }
        Ok(())
    }

    fn viewer(&mut self, handle: &str) -> anyhow::Result<&mut Viewer> {
        let found = self.viewers.get_mut(handle);
        found.with_context(|| format!("the script has no person {handle}"))
    }

    fn client(&self, personal_id: &str) -> anyhow::Result<Id<Client>> {
        let found = self.stage.clients.get(personal_id).copied();
        found.with_context(|| format!("the script has no client {personal_id}"))
    }

    fn series(&self, name: &str) -> anyhow::Result<String> {
        let found = self.series.get(name).cloned();
        found.with_context(|| format!("no series {name} was begun"))
    }

    fn meeting(&self, name: &str) -> anyhow::Result<String> {
        let found = self.meetings.get(name).cloned();
        found.with_context(|| format!("no meeting {name} was set"))
    }

    /// Opens an address as somebody, whatever the answer is; a server that broke over it is a fault.
    async fn see(&mut self, who: &str, path: &str) -> anyhow::Result<Received> {
        let got = self.viewer(who)?.get(path).await?;
        ensure!(
            got.status < 500,
            "{who} at {}: {}",
            shape(path),
            said(&got.text())
        );
        Ok(got)
    }

    /// Sends a form as somebody; the answer must have this status.
    async fn send(
        &mut self,
        who: &str,
        path: &str,
        form: &[(&str, &str)],
        wanted: u16,
    ) -> anyhow::Result<Received> {
        let got = self.viewer(who)?.post(path, form).await?;
        ensure!(
            got.status == wanted,
            "{who} at {}: {} instead of {wanted}: {}",
            shape(path),
            got.status,
            said(&got.text())
        );
        Ok(got)
    }
}

/// An address without its ids.
pub(crate) fn shape(path: &str) -> String {
    let part = |it: &str| {
        let is_id = it.len() == 26 && it.chars().all(|it| it.is_ascii_alphanumeric());
        if is_id { "…" } else { it }.to_owned()
    };
    let parts: Vec<_> = path.split(['/', '=']).map(part).collect();
    parts.join("/")
}
