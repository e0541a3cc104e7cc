//! The steps at the board of a room: going from item to item while everybody who sits there looks, asking, deciding, and following up
//! what was undertaken.

use anyhow::ensure;
use caseward_web::visit::local;
use serde_json::Value;

use super::Play;
use super::script::{Decides, FollowsUp, GoesThrough};
use super::viewer::values;
use crate::house::OWN;

/// The most items of a board that are gone through.
const ITEMS: usize = 50;
/// How long what is undertaken may take, in ms.
pub(super) const DUE_MS: i64 = 7 * 86_400_000;

impl Play {
    /// In each sitting of whoever leads: everybody who can comes to it, and with each item everybody there looks.
    pub(super) async fn goes_through(&mut self, it: &GoesThrough) -> anyhow::Result<()> {
        let meeting = self.meeting(&it.meeting)?;
        let mut shown = 0;
        for sitting in self.sittings(&it.by, &meeting).await? {
            let room = self.sits(&it.by, &meeting, &sitting).await?;
            let there = self.all_join(&it.by, &meeting).await?;
            for _ in 0..ITEMS {
                if !self.next(&it.by, &room).await? {
                    break;
                }
                shown += 1;
                self.speaks(it, &room).await?;
                for who in &there {
                    self.look_around(who).await?;
                }
            }
        }
        ensure!(shown > 0, "nobody is spoken of in {}", it.meeting);
        Ok(())
    }

    /// Goes on to the next item, if there is one.
    async fn next(&mut self, who: &str, room: &str) -> anyhow::Result<bool> {
        let page = self.see(who, room).await?.text();
        let next = format!("{room}/next");
        let Some(step) = values(&page, &next, "step").pop() else {
            return Ok(false);
        };
        let form = [("step", step.as_str()), ("minutes", "5")];
        let gone_on = self.viewer(who)?.post(&next, &form).await?;
        let page = self.see(who, room).await?.text();
        let has_item = !values(&page, &format!("{room}/say"), "item").is_empty();
        Ok(gone_on.status == 303 && has_item)
    }

    /// Everybody who sits somewhere in this meeting and can come to the sitting in which somebody is; gives who did.
    async fn all_join(&mut self, lead: &str, meeting: &str) -> anyhow::Result<Vec<String>> {
        let name = self.viewer(lead)?.colleague.name.clone();
        let mut there = vec![lead.to_owned()];
        let seated = self.viewers.iter().filter(|(handle, viewer)| {
            let at = viewer.seat().is_some_and(|it| it.0 == meeting);
            at && handle.as_str() != lead
        });
        let seated: Vec<String> = seated.map(|it| it.0.clone()).collect();
        for who in seated {
            for sitting in self.sittings(&who, meeting).await? {
                let room = self.sits(&who, meeting, &sitting).await?;
                let seat = room.rsplit('/').next().unwrap_or_default();
                let path = format!("/api/v1{meeting}/room?seat={seat}");
                if is_there(&self.see(&who, &path).await?.text(), &name) {
                    there.push(who.clone());
                    break;
                }
            }
        }
        Ok(there)
    }

    /// Asks something on the item that is spoken of, and asks for the word; where the item has an identifier, also what is stopped.
    async fn speaks(&mut self, it: &GoesThrough, room: &str) -> anyhow::Result<()> {
        let page = self.see(&it.by, room).await?.text();
        let by_identifier = page.contains("data-identifier=\"yes\"");
        let say = format!("{room}/say");
        for item in values(&page, &say, "item") {
            let asked = [
                ("item", item.as_str()),
                ("kind", "ask"),
                ("text", it.ask.as_str()),
            ];
            self.send(&it.by, &say, &asked, 303).await?;
            for text in it.mistakes.iter().filter(|_| by_identifier) {
                let slip = [
                    ("item", item.as_str()),
                    ("kind", "ask"),
                    ("text", text.as_str()),
                ];
                self.send(&it.by, &say, &slip, 422).await?;
                self.stopped += 1;
            }
            let up = [("item", item.as_str()), ("up", "yes")];
            let hand = format!("{room}/hand");
            self.send(&it.by, &hand, &up, 303).await?;
        }
        Ok(())
    }

    /// Writes down on every item that somebody sees what was decided, and what their organization does; and what is stopped, where the item has
    /// an identifier.
    pub(super) async fn decides(&mut self, it: &Decides) -> anyhow::Result<()> {
        let meeting = self.meeting(&it.meeting)?;
        let due = local(self.server.clock().now_ms() + DUE_MS)
            .date()
            .to_string();
        let owner = self.organization(OWN)?;
        let mut written = 0;
        for sitting in self.sittings(&it.by, &meeting).await? {
            let room = self.sits(&it.by, &meeting, &sitting).await?;
            let actions = format!("{room}/actions");
            let page = self.see(&it.by, &actions).await?.text();
            let free = page.split_once("data-free=\"").map_or("", |it| it.1);
            let free = free.split('"').next().unwrap_or_default().to_owned();
            for item in values(&page, &actions, "item") {
                let mut form = vec![
                    ("item", item.as_str()),
                    ("kind", "decision"),
                    ("text", it.text.as_str()),
                ];
                self.send(&it.by, &actions, &form, 303).await?;
                form = vec![
                    ("item", item.as_str()),
                    ("kind", "action"),
                    ("text", it.text.as_str()),
                    ("organization", owner.as_str()),
                    ("person", ""),
                    ("due", due.as_str()),
                ];
                self.send(&it.by, &actions, &form, 303).await?;
                written += 1;
                let stops = !free.contains(&item);
                for text in it.mistakes.iter().filter(|_| stops) {
                    let form = [
                        ("item", item.as_str()),
                        ("kind", "decision"),
                        ("text", text.as_str()),
                    ];
                    self.send(&it.by, &actions, &form, 422).await?;
                    self.stopped += 1;
                }
            }
        }
        ensure!(written > 0, "{} finds nobody on whom to decide", it.by);
        self.all_look_around().await
    }

    /// Says of everything that somebody's organization undertook that it was done.
    pub(super) async fn follows_up(&mut self, it: &FollowsUp) -> anyhow::Result<()> {
        let list = "/conferences/actions";
        let page = self.see(&it.by, list).await?.text();
        let links = page.split("href=\"/conferences/actions/").skip(1);
        let handles = links.filter_map(|it| it.split('"').next());
        let handles: Vec<String> = handles.map(str::to_owned).collect();
        ensure!(!handles.is_empty(), "{} has nothing to follow up", it.by);
        for handle in &handles {
            let one = format!("{list}/{handle}");
            self.see(&it.by, &one).await?;
            let done = [("outcome", "done"), ("word", "")];
            self.send(&it.by, &one, &done, 303).await?;
        }
        self.see(&it.by, list).await?;
        Ok(())
    }
}

/// Whether somebody sits in a room, as a program is told who does.
fn is_there(room: &str, name: &str) -> bool {
    let room: Value = serde_json::from_str(room).unwrap_or_default();
    let all = room.get("attendance").and_then(Value::as_array);
    let sits = |it: &Value| {
        let is_them = it.get("name").and_then(Value::as_str) == Some(name);
        is_them && it.get("left_at").is_none_or(Value::is_null)
    };
    all.is_some_and(|all| all.iter().any(sits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_there_until_they_left() {
        let room = r#"{"attendance":[{"name":"A","left_at":"2026-11-02T09:00:00Z"},{"name":"B","left_at":null}]}"#;
        assert!(is_there(room, "B") && !is_there(room, "A") && !is_there(room, "C"));
        assert!(!is_there("nothing", "A"));
    }
}
