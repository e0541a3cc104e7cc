//! A viewer of a made-up meeting: their browser, and every byte that they received.

use caseward_casework::staff::Colleague;
use caseward_web::{Received, Within};

/// What kind of thing somebody received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A page.
    Page,
    /// The answer to a program or a script.
    Data,
    /// Events of a line.
    Events,
    /// A file to be kept: a paper, an archive, a calendar.
    Paper,
    /// A letter by mail.
    Letter,
}

/// One thing that somebody received, with its head.
pub(crate) struct Piece {
    pub(crate) sort: Sort,
    /// The address that was asked, as it was asked.
    pub(crate) path: String,
    /// The number of the step in which it came.
    pub(crate) step: usize,
    pub(crate) status: u16,
    pub(crate) bytes: Vec<u8>,
}

/// Somebody who takes part, and all that came to them.
pub(crate) struct Viewer {
    pub(crate) colleague: Colleague,
    /// What their organization is called.
    pub(crate) organization: String,
    pub(crate) browser: Within,
    /// The address of the room in which they sit.
    pub(crate) room: Option<String>,
    /// The number of the step that is being played.
    pub(crate) step: usize,
    pub(crate) pieces: Vec<Piece>,
}

impl Viewer {
    /// Opens an address.
    pub(crate) async fn get(&mut self, path: &str) -> anyhow::Result<Received> {
        let got = self.browser.get(path).await?;
        self.keep(path, &got);
        Ok(got)
    }

    /// Sends a form by hand.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
    ) -> anyhow::Result<Received> {
        let got = self.browser.post(path, form).await?;
        self.keep(path, &got);
        Ok(got)
    }

    /// Sends a form as the page's script does.
    pub(crate) async fn post_by_script(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
    ) -> anyhow::Result<Received> {
        let got = self.browser.post_by_script(path, form).await?;
        self.keep(path, &got);
        Ok(got)
    }

    /// The meeting and the seat of the room in which they sit.
    pub(crate) fn seat(&self) -> Option<(String, String)> {
        let (meeting, seat) = self.room.as_deref()?.split_once("/room/")?;
        Some((meeting.to_owned(), seat.to_owned()))
    }

    fn keep(&mut self, path: &str, got: &Received) {
        let kind = got.kind.split(';').next().unwrap_or_default();
        let sort = match kind {
            "text/event-stream" => Sort::Events,
            "application/json" | "application/problem+json" => Sort::Data,
            "application/pdf" | "application/zip" | "text/calendar" | "text/csv" => Sort::Paper,
            _ => Sort::Page,
        };
        self.pieces.push(Piece {
            sort,
            path: path.to_owned(),
            step: self.step,
            status: got.status,
            bytes: [got.head.as_bytes(), &got.body].concat(),
        });
    }
}

/// The values of a field in the forms of a page that are sent to this address, each once; of a list, what can be chosen.
pub(crate) fn values(page: &str, action: &str, field: &str) -> Vec<String> {
    let (action, field) = (format!("action=\"{action}\""), format!(" name=\"{field}\""));
    let mut found: Vec<String> = Vec::new();
    for form in page.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap_or_default();
        let begins = form.split('>').next().unwrap_or_default();
        if !begins.contains(&action) {
            continue;
        }
        let mut chooses = false;
        for tag in form.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let named = tag.contains(&field);
            if tag.starts_with("select") || tag.starts_with("/select") {
                chooses = named;
            }
            let counts = named || (chooses && tag.starts_with("option"));
            let value = tag.split_once(" value=\"").map(|it| it.1);
            let value = value.and_then(|it| it.split('"').next());
            if let Some(value) = value.filter(|it| counts && !it.is_empty())
                && !found.iter().any(|it| it == value)
            {
                found.push(value.to_owned());
            }
        }
    }
    found
}

/// Whether a page has a form that is sent to this address.
pub(crate) fn has_form(page: &str, action: &str) -> bool {
    page.contains(&format!("action=\"{action}\""))
}

/// What a page says, for whoever has to find out why it isn't what was expected.
pub(crate) fn said(page: &str) -> String {
    let main = page.split_once("<main").map_or(page, |it| it.1);
    let mut text = String::new();
    for part in main.split('<') {
        let words = part.split_once('>').map_or(part, |it| it.1);
        text.push(' ');
        text.push_str(words);
    }
    let words: Vec<_> = text.split_whitespace().take(80).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<main id="main"><h1>A meeting</h1>
        <form class="form" method="post" action="/meetings/a/seat"><select id="sitting" name="sitting"><option value=""></option>
        <option value="one"></option><option value="two" selected></option></select><input name="other" value="x"></form>
        <form method="post" action="/meetings/a/open"><input type="hidden" name="sitting" value="three"></form></main>"#;

    #[test]
    fn what_a_form_would_send_is_read_off_its_page() {
        assert_eq!(values(PAGE, "/meetings/a/seat", "sitting"), ["one", "two"]);
        assert_eq!(values(PAGE, "/meetings/a/open", "sitting"), ["three"]);
        assert!(values(PAGE, "/meetings/b/open", "sitting").is_empty());
        assert!(has_form(PAGE, "/meetings/a/open") && !has_form(PAGE, "/meetings/a/close"));
        assert_eq!(said(PAGE), "A meeting");
    }
}
