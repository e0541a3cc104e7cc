//! The steps in a room: coming in, looking, typing with mistakes, a line that is lost, a server that dies, leaving.

use std::sync::Arc;

use anyhow::ensure;
use caseward_casework::Office;

use super::Play;
use super::script::{At, ComeIn, Keeps, Leave, Lost, Names, Types};
use super::viewer::{has_form, values};

/// How often a page says that it is there, in ms.
const BEAT_MS: i64 = 10_000;

impl Play {
    /// The sittings of a meeting into which somebody can come now, by what they are called for them. One without a name is the only one.
    pub(super) async fn sittings(
        &mut self,
        who: &str,
        meeting: &str,
    ) -> anyhow::Result<Vec<String>> {
        let page = self.see(who, meeting).await?.text();
        let seat = format!("{meeting}/seat");
        ensure!(has_form(&page, &seat), "no room is open to {who}");
        let mut sittings = values(&page, &seat, "sitting");
        if sittings.is_empty() {
            sittings.push(String::new());
        }
        Ok(sittings)
    }

    /// Somebody takes a seat; gives the address of the room.
    pub(super) async fn sits(
        &mut self,
        who: &str,
        meeting: &str,
        sitting: &str,
    ) -> anyhow::Result<String> {
        let mut form = vec![("reminded", "yes"), ("attests", "yes")];
        if !sitting.is_empty() {
            form.push(("sitting", sitting));
        }
        let seat = format!("{meeting}/seat");
        let room = self.send(who, &seat, &form, 303).await?.location;
        self.viewer(who)?.room = Some(room.clone());
        Ok(room)
    }

    /// Everything that there is to see where somebody sits, the events of its line included.
    pub(super) async fn look_around(&mut self, who: &str) -> anyhow::Result<()> {
        let Some((meeting, seat)) = self.viewer(who)?.seat() else {
            return Ok(());
        };
        let room = format!("{meeting}/room/{seat}");
        for tail in ["", "/notes", "/actions", "/leave", "/events"] {
            self.see(who, &format!("{room}{tail}")).await?;
        }
        for path in [
            format!("/api/v1{meeting}/room?seat={seat}"),
            format!("/api/v1{meeting}/notes?seat={seat}"),
            format!("/api/v1{meeting}/actions?seat={seat}"),
            format!("/api/v1{room}/board"),
        ] {
            self.see(who, &path).await?;
        }
        Ok(())
    }

    pub(super) async fn come_in(&mut self, it: &ComeIn) -> anyhow::Result<()> {
        let meeting = self.meeting(&it.meeting)?;
        for who in &it.who {
            // Whoever says only half of it stays in the lobby.
            let half = [("reminded", "yes")];
            let seat = format!("{meeting}/seat");
            self.send(who, &seat, &half, 422).await?;
            for sitting in self.sittings(who, &meeting).await? {
                self.sits(who, &meeting, &sitting).await?;
                self.look_around(who).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn all_look_around(&mut self) -> anyhow::Result<()> {
        let seated = self.viewers.iter().filter(|it| it.1.room.is_some());
        let seated: Vec<String> = seated.map(|it| it.0.clone()).collect();
        for who in &seated {
            self.look_around(who).await?;
        }
        Ok(())
    }

    /// The items of a page of notes on which somebody can note something; only those by identifier, where that is asked.
    async fn open_items(
        &mut self,
        who: &str,
        room: &str,
        checked: bool,
    ) -> anyhow::Result<Vec<String>> {
        let notes = format!("{room}/notes");
        let page = self.see(who, &notes).await?.text();
        let mut items = Vec::new();
        for form in page.split("<form").skip(1) {
            let is_checked = form.contains("data-note=\"checked\"");
            let is_free = form.contains("data-note=\"free\"");
            if is_checked || (is_free && !checked) {
                let form = form.split("</form>").next().unwrap_or_default();
                items.extend(values(&format!("<form{form}"), &notes, "item"));
            }
        }
        Ok(items)
    }

    /// Types each text on every item that is spoken of by identifier, by hand and as the page's script does.
    pub(super) async fn types(&mut self, it: &Types) -> anyhow::Result<()> {
        let meeting = self.meeting(&it.meeting)?;
        let mut fields = 0;
        for sitting in self.sittings(&it.by, &meeting).await? {
            let room = self.sits(&it.by, &meeting, &sitting).await?;
            let notes = format!("{room}/notes");
            for item in self.open_items(&it.by, &room, true).await? {
                fields += 1;
                for text in &it.texts {
                    self.types_on(&it.by, &notes, (&item, text), it.stopped)
                        .await?;
                }
            }
            self.look_around(&it.by).await?;
        }
        ensure!(fields > 0, "{} has nobody to note something on", it.by);
        Ok(())
    }

    async fn types_on(
        &mut self,
        who: &str,
        notes: &str,
        (item, text): (&str, &str),
        stops: bool,
    ) -> anyhow::Result<()> {
        let form = [("item", item), ("text", text)];
        let viewer = self.viewer(who)?;
        let by_script = viewer.post_by_script(notes, &form).await?;
        let by_hand = viewer.post(notes, &form).await?;
        let (by_script, by_hand) = (by_script.status, by_hand.status);
        let as_it_must = match stops {
            true => by_script == 422 && by_hand == 422,
            false => by_script < 400 && by_hand < 400,
        };
        ensure!(
            as_it_must,
            "{who}'s note was answered with {by_script} and {by_hand}"
        );
        self.stopped += usize::from(stops);
        Ok(())
    }

    pub(super) async fn offers_to_serve(&mut self, it: &At) -> anyhow::Result<()> {
        let meeting = self.meeting(&it.meeting)?;
        let mut offered = 0;
        for sitting in self.sittings(&it.by, &meeting).await? {
            let room = self.sits(&it.by, &meeting, &sitting).await?;
            let page = self.see(&it.by, &format!("{room}/notes")).await?.text();
            let to = format!("{room}/offer");
            for item in values(&page, &to, "item") {
                let form = [("item", item.as_str()), ("offers", "yes")];
                self.send(&it.by, &to, &form, 303).await?;
                offered += 1;
            }
            self.look_around(&it.by).await?;
        }
        ensure!(offered > 0, "{} has nobody to offer something", it.by);
        Ok(())
    }

    /// Notes something on the first who is spoken of by identifier, and keeps it: in the file, or for their organization.
    pub(super) async fn keeps(&mut self, it: &Keeps) -> anyhow::Result<()> {
        let meeting = self.meeting(&it.meeting)?;
        for sitting in self.sittings(&it.by, &meeting).await? {
            let room = self.sits(&it.by, &meeting, &sitting).await?;
            let Some(item) = self.open_items(&it.by, &room, true).await?.pop() else {
                continue;
            };
            let noted = [("item", item.as_str()), ("text", it.text.as_str())];
            self.send(&it.by, &format!("{room}/notes"), &noted, 303)
                .await?;
            self.look_around(&it.by).await?;
            let how = [
                ("category", "notes"),
                ("provenance", "worker"),
                ("nature", "fact"),
                ("basis", ""),
            ];
            let keep = format!("{room}/keep/{item}");
            self.see(&it.by, &keep).await?;
            self.send(&it.by, &keep, &how, 303).await?;
            return Ok(());
        }
        anyhow::bail!("{} has nobody to note something on", it.by)
    }

    /// Everybody's page says that it is there, and from then on those of some say nothing: they are out, and find the lobby again.
    pub(super) async fn lose_the_line(&mut self, it: &Lost) -> anyhow::Result<()> {
        self.beat(&[]).await?;
        let beats = i64::from(it.seconds) * 1_000 / BEAT_MS;
        for _ in 0..beats {
            self.server.clock().advance(BEAT_MS);
            self.beat(&it.who).await?;
        }
        for who in &it.who {
            let Some(room) = self.viewer(who)?.room.take() else {
                continue;
            };
            let out = self.see(who, &room).await?;
            ensure!(out.status == 410, "{who} sits there without a line");
        }
        Ok(())
    }

    async fn beat(&mut self, silent: &[String]) -> anyhow::Result<()> {
        for (who, viewer) in &mut self.viewers {
            if let Some((meeting, seat)) = viewer.seat()
                && !silent.contains(who)
            {
                let beat = format!("{meeting}/beat");
                let heard = viewer.post_by_script(&beat, &[("seat", &seat)]).await?;
                ensure!(heard.status < 400, "{who} is out, and still has a line");
            }
        }
        Ok(())
    }

    /// Nobody is told anything: the pages ask another server, and find their rooms there, or the lobby.
    pub(super) async fn server_dies(&mut self) -> anyhow::Result<()> {
        for viewer in self.viewers.values_mut() {
            viewer.browser.loses_the_server();
        }
        self.server.dies().await?;
        let office: Arc<Office> = Arc::clone(self.server.office()?);
        office.index_names(|_| {}).await?;
        let router = caseward_web::router(office, Vec::new());
        for viewer in self.viewers.values_mut() {
            viewer.browser.goes_to(router.clone());
        }
        self.all_look_around().await
    }

    /// Whoever leaves asks for everything once more from where they sat.
    pub(super) async fn leave(&mut self, it: &Leave) -> anyhow::Result<()> {
        for who in &it.who {
            let Some((meeting, seat)) = self.viewer(who)?.seat() else {
                continue;
            };
            let form = [("seat", seat.as_str()), ("why", it.why.word())];
            self.send(who, &format!("{meeting}/leave"), &form, 303)
                .await?;
            self.look_around(who).await?;
            self.viewer(who)?.room = None;
        }
        Ok(())
    }

    /// Whoever is taken out of a series is out of its room too, and asks for everything once more from where they sat.
    pub(super) async fn takes_out(&mut self, it: &Names) -> anyhow::Result<()> {
        let series = self.series(&it.series)?;
        let out = format!("{series}/people/out");
        for who in &it.who {
            let whom = self.viewer(who)?.colleague.id.to_string();
            self.send(&it.by, &out, &[("worker", &whom)], 303).await?;
            self.look_around(who).await?;
            let room = self.viewer(who)?.room.take();
            if let Some(room) = room {
                let shut = self.see(who, &room).await?.status;
                ensure!(shut >= 400, "{who} was taken out, and still sits there");
            }
            self.see(who, &series).await?;
        }
        Ok(())
    }
}
