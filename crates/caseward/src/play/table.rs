//! The steps before a meeting: a series, its people, agendas, the meeting itself, and everybody's look at all that there is for them.

use anyhow::{Context, ensure};
use caseward_web::visit::local;

use super::Play;
use super::script::{Answers, At, Begins, Look, Names, Offers, OnFile, Proposes, Sets, Sign};
use super::stage::address;
use super::viewer::values;

/// In how many minutes a meeting begins.
const SOON_MS: i64 = 3_600_000;
/// The pages that are there for everybody who works somewhere, and some that only look so.
const PAGES: [&str; 11] = [
    "/today",
    "/clients",
    "/by-name-list",
    "/conferences",
    "/conference-items",
    "/conferences/actions",
    "/breaches",
    "/breaches/new",
    "/breaches/desk",
    "/ledger",
    "/no/such/page",
];
/// The same for programs.
const ANSWERS: [&str; 7] = [
    "/api/v1/conferences",
    "/api/v1/conference-items",
    "/api/v1/conference-actions",
    "/api/v1/breach-reports",
    "/api/v1/breach-desk",
    "/api/v1/tasks",
    "/api/v1/by-name-list",
];

impl Play {
    pub(super) async fn begins(&mut self, it: &Begins) -> anyhow::Result<()> {
        let mut members = Vec::new();
        for handle in &it.organizations {
            members.push(self.organization(handle)?);
        }
        let mut form = vec![
            ("title", it.title.as_str()),
            ("kind", it.kind.word()),
            ("purpose", it.purpose.as_str()),
            ("deputy", ""),
        ];
        form.extend(members.iter().map(|id| ("organization", id.as_str())));
        let begun = self.send(&it.by, "/conferences", &form, 303).await?;
        self.series.insert(it.series.clone(), begun.location);
        Ok(())
    }

    /// The id of an organization, as a form sends it.
    pub(super) fn organization(&self, handle: &str) -> anyhow::Result<String> {
        let found = self.stage.organizations.get(handle);
        let found = found.map(|it| it.id.to_string());
        found.with_context(|| format!("the script has no organization {handle}"))
    }

    pub(super) async fn offers(&mut self, it: &Offers) -> anyhow::Result<()> {
        let series = self.series(&it.series)?;
        let form: Vec<_> = it.sections.iter().map(|it| ("offer", it.word())).collect();
        for handle in &it.organizations {
            let path = format!("{series}/offers/{}", self.organization(handle)?);
            self.send(&it.by, &path, &form, 303).await?;
        }
        Ok(())
    }

    pub(super) async fn names(&mut self, it: &Names) -> anyhow::Result<()> {
        let people = format!("{}/people", self.series(&it.series)?);
        for handle in &it.who {
            let whom = self.viewer(handle)?.colleague.id.to_string();
            self.send(&it.by, &people, &[("worker", &whom)], 303)
                .await?;
        }
        Ok(())
    }

    /// Before they sign, and when they sign by half, they are told nothing.
    pub(super) async fn sign(&mut self, it: &Sign) -> anyhow::Result<()> {
        let series = self.series(&it.series)?;
        let path = format!("{series}/signature");
        for handle in &it.who {
            let (name, mail) = (self.viewer(handle)?.colleague.name.clone(), address(handle));
            let form = [
                ("version", "1"),
                ("name", name.as_str()),
                ("position", "Caseworker"),
                ("email", mail.as_str()),
                ("phone", "555 0100"),
                ("accepts", "yes"),
            ];
            self.see(handle, &series).await?;
            let half = form.get(..5).unwrap_or_default();
            self.send(handle, &path, half, 422).await?;
            self.send(handle, &path, &form, 303).await?;
        }
        Ok(())
    }

    /// The page on which a client's places on agendas stand, and the series as its forms name it.
    fn file_page(&self, client: &str, series: &str) -> anyhow::Result<(String, String)> {
        let page = format!("/clients/{}/conferences", self.client(client)?);
        let series = self.series(series)?;
        let id = series.rsplit('/').next().unwrap_or_default();
        Ok((page, id.to_owned()))
    }

    pub(super) async fn proposes(&mut self, it: &Proposes) -> anyhow::Result<()> {
        let (page, series) = self.file_page(&it.client, &it.series)?;
        let minutes = it.minutes.to_string();
        let by = if it.by_identifier {
            "identifier"
        } else {
            "name"
        };
        let mut form = vec![
            ("action", "propose"),
            ("conference", series.as_str()),
            ("purpose", it.purpose.word()),
            ("minutes", minutes.as_str()),
            ("by", by),
        ];
        form.extend(it.sections.iter().map(|it| ("sections", it.word())));
        self.see(&it.by, &page).await?;
        self.send(&it.by, &page, &form, 303).await?;
        self.see(&it.by, &page).await?;
        Ok(())
    }

    pub(super) async fn on_file(&mut self, it: &OnFile, action: &str) -> anyhow::Result<()> {
        let (page, series) = self.file_page(&it.client, &it.series)?;
        let form = [("action", action), ("conference", series.as_str())];
        self.see(&it.by, &page).await?;
        self.send(&it.by, &page, &form, 303).await?;
        Ok(())
    }

    pub(super) async fn answers(&mut self, it: &Answers) -> anyhow::Result<()> {
        let to = format!("{}/items", self.series(&it.series)?);
        let page = self.see(&it.by, "/conference-items").await?.text();
        let waiting = values(&page, &to, "item");
        ensure!(!waiting.is_empty(), "nothing waits for {}", it.by);
        let answer = if it.yes { "yes" } else { "no" };
        for item in &waiting {
            let form = [("item", item.as_str()), ("answer", answer)];
            self.send(&it.by, &to, &form, 303).await?;
        }
        Ok(())
    }

    pub(super) async fn sets(&mut self, it: &Sets) -> anyhow::Result<()> {
        let at = local(self.server.clock().now_ms() + SOON_MS);
        let (day, time) = (at.date().to_string(), at.strftime("%H:%M").to_string());
        let minutes = it.minutes.to_string();
        let form = [
            ("day", day.as_str()),
            ("time", time.as_str()),
            ("minutes", minutes.as_str()),
            ("how", it.how.word()),
            ("place", ""),
            ("purpose", it.purpose.as_str()),
        ];
        let meetings = format!("{}/meetings", self.series(&it.series)?);
        let set = self.send(&it.by, &meetings, &form, 303).await?;
        self.meetings.insert(it.meeting.clone(), set.location);
        Ok(())
    }

    /// Closed once; whoever tries again is told no more than that.
    pub(super) async fn closes_agenda(&mut self, it: &At) -> anyhow::Result<()> {
        let close = format!("{}/agenda/close", self.meeting(&it.meeting)?);
        self.send(&it.by, &close, &[], 303).await?;
        self.send(&it.by, &close, &[], 422).await?;
        Ok(())
    }

    /// Opens or closes every sitting of a meeting for which somebody has a button.
    pub(super) async fn each_sitting(&mut self, it: &At, what: &str) -> anyhow::Result<()> {
        let meeting = self.meeting(&it.meeting)?;
        let to = format!("{meeting}/{what}");
        let page = self.see(&it.by, &meeting).await?.text();
        let sittings = values(&page, &to, "sitting");
        ensure!(!sittings.is_empty(), "{} has nothing to {what}", it.by);
        for sitting in &sittings {
            self.send(&it.by, &to, &[("sitting", sitting)], 303).await?;
        }
        Ok(())
    }

    /// Everybody looks at everything, also at what isn't theirs: pages, answers for programs, papers and errors.
    pub(super) async fn look(&mut self, it: &Look) -> anyhow::Result<()> {
        let who: Vec<String> = if it.who.is_empty() {
            self.viewers.keys().cloned().collect()
        } else {
            it.who.clone()
        };
        let paths = self.paths(it)?;
        for handle in &who {
            let own = self.stage.files_of(handle);
            for path in paths.iter().chain(&own) {
                self.see(handle, path).await?;
            }
        }
        Ok(())
    }

    fn paths(&self, it: &Look) -> anyhow::Result<Vec<String>> {
        let fixed = PAGES.iter().chain(&ANSWERS);
        let mut paths: Vec<String> = fixed.map(|it| (*it).to_owned()).collect();
        let series = self.series(&it.series)?;
        for tail in ["", "/notes", "/meetings/new", "/no-such-page"] {
            paths.push(format!("{series}{tail}"));
        }
        for tail in ["", "/meetings", "/notes"] {
            paths.push(format!("/api/v1{series}{tail}"));
        }
        if let Some(meeting) = &it.meeting {
            let meeting = self.meeting(meeting)?;
            for tail in ["", "/agenda", "/calendar", "/move", "/after"] {
                paths.push(format!("{meeting}{tail}"));
            }
            for tail in ["", "/agenda", "/calendar", "/after"] {
                paths.push(format!("/api/v1{meeting}{tail}"));
            }
        }
        // Somebody else's client and nobody are to look alike.
        for client in self.stage.clients.values() {
            paths.push(format!("/clients/{client}"));
            paths.push(format!("/clients/{client}/conferences"));
            paths.push(format!("/api/v1/clients/{client}"));
        }
        Ok(paths)
    }
}
