//! The steps beside and after a room: a client who says no, certificates, what is kept and destroyed, a breach, and letters by mail.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, ensure};
use caseward_model::WithdrawalWay;
use tempfile::TempDir;

use super::script::{Breach, Certificate, ComeIn, Declines};
use super::stage::address;
use super::viewer::{Piece, Sort, values};
use super::{Play, server};
use crate::post::{Carrier, carry};

/// How long a letter that doesn't press waits for others, and a little more.
const GATHERED_MS: i64 = 11 * 60_000;
/// How many certificates are taken: they differ in their numbers alone.
const CERTIFICATES: usize = 2;
/// Where letters come from; nobody has such an address (RFC 2606).
const LETTERS_FROM: &str = "caseward@lantern-house.example";

impl Play {
    /// A client tells whoever works with them that they want nothing shared any more.
    pub(super) async fn declines(&mut self, it: &Declines) -> anyhow::Result<()> {
        let client = self.client(&it.client)?;
        let to = self.viewer(&it.told)?.colleague.id;
        let office = self.server.office()?;
        Ok(office.decline_sharing(Some(to), client).await?)
    }

    /// A client tells whoever works with them that an organization is no longer to know where they are: it is taken down on the page.
    pub(super) async fn takes_consent_back(&mut self, it: &Declines) -> anyhow::Result<()> {
        let found = self.stage.consents.get(&it.client).copied();
        let no = found.with_context(|| format!("client {} agreed to nothing", it.client))?;
        let consent = format!("/clients/{}/consents/{no}", self.client(&it.client)?);
        let by_mouth = [("way", WithdrawalWay::Oral.word()), ("words", "")];
        let withdraw = format!("{consent}/withdraw");
        self.see(&it.told, &withdraw).await?;
        self.send(&it.told, &withdraw, &by_mouth, 303).await?;
        self.see(&it.told, &consent).await?;
        Ok(())
    }

    pub(super) async fn take_minutes(&mut self, it: &ComeIn) -> anyhow::Result<()> {
        let meeting = self.meeting(&it.meeting)?;
        let mut taken = 0;
        for who in &it.who {
            let got = self.see(who, &format!("{meeting}/minutes")).await?;
            taken += usize::from(got.kind == "application/pdf");
        }
        ensure!(taken > 0, "nobody has minutes of {}", it.meeting);
        // One for a program: it is the same paper.
        if let Some(who) = it.who.first() {
            self.see(who, &format!("/api/v1{meeting}/minutes")).await?;
        }
        Ok(())
    }

    /// Takes the newest certificates that there are for somebody, each with its proof.
    pub(super) async fn takes_certificate(&mut self, it: &Certificate) -> anyhow::Result<()> {
        let notes = format!("{}/notes", self.series(&it.series)?);
        let take = format!("{notes}/certificate");
        let page = self.see(&it.by, &notes).await?.text();
        let numbers = values(&page, &take, "no");
        ensure!(!numbers.is_empty(), "there is no certificate for {}", it.by);
        for no in numbers.iter().take(CERTIFICATES) {
            self.send(&it.by, &take, &[("no", no)], 200).await?;
        }
        Ok(())
    }

    pub(super) async fn destroys_kept(&mut self, it: &Certificate) -> anyhow::Result<()> {
        let notes = format!("{}/notes", self.series(&it.series)?);
        let destroy = format!("{notes}/destroy");
        self.send(&it.by, &destroy, &[], 422).await?;
        self.send(&it.by, &destroy, &[("sure", "yes")], 303).await?;
        self.see(&it.by, &notes).await?;
        Ok(())
    }

    /// Reported, taken up, put to whom it is about, found, told to the authorities with its evidence; and everybody looks.
    pub(super) async fn breach(&mut self, it: &Breach) -> anyhow::Result<()> {
        let whom = self.viewer(&it.about)?.colleague.id.to_string();
        let report = [
            ("what", it.what.as_str()),
            ("kind", it.kind.word()),
            ("whom", whom.as_str()),
        ];
        self.send(&it.by, "/breaches", &report, 303).await?;
        self.see(&it.by, "/breaches").await?;
        let desk = self.see(&it.handled_by, "/breaches/desk").await?.text();
        let place = report_on(&desk).context("nobody finds the report")?;
        let by = it.handled_by.as_str();
        self.see(by, &place).await?;
        let steps: [(&str, &[(&str, &str)]); 3] = [
            ("acknowledge", &[]),
            ("inquire", &[("inquiry", "The post book was looked at.")]),
            ("hearing", &[("told", "A letter did not arrive.")]),
        ];
        for (what, form) in steps {
            self.send(by, &format!("{place}/{what}"), form, 303).await?;
        }
        let answer = place.replace("/desk", "");
        self.see(&it.about, "/breaches").await?;
        self.see(&it.about, &answer).await?;
        let said = [("answer", "I used an old address.")];
        self.send(&it.about, &format!("{answer}/answer"), &said, 303)
            .await?;
        self.found(it, &place).await
    }

    async fn found(&mut self, it: &Breach, place: &str) -> anyhow::Result<()> {
        let by = it.found_by.as_str();
        let found = [
            ("verdict", "substantiated"),
            ("reasons", "The address was an old one."),
        ];
        self.send(by, &format!("{place}/finding"), &found, 303)
            .await?;
        let letter = [
            ("paper", "authorities"),
            ("language", "en"),
            ("to", "State office"),
            ("reference", "CC-1"),
            ("facts", "A letter went to an old address."),
        ];
        self.send(by, &format!("{place}/letters"), &letter, 303)
            .await?;
        self.see(by, &format!("{place}/letters/1")).await?;
        self.send(by, &format!("{place}/evidence"), &[], 200)
            .await?;
        self.see(by, place).await?;
        for path in ["/conferences", "/today", "/breaches"] {
            self.see(&it.about, path).await?;
        }
        Ok(())
    }

    /// Carries what is due, into files, and gives each letter to whom it is addressed.
    pub(super) async fn mail(&mut self) -> anyhow::Result<()> {
        self.server.clock().advance(GATHERED_MS);
        let folder = TempDir::with_prefix("caseward-letters-")?;
        let from = LETTERS_FROM.parse()?;
        let carrier = Arc::new(Carrier::to_folder(folder.path(), from));
        let office = self.server.office()?;
        while carry(office, &carrier, server::ADDRESS).await?.0 > 0 {}
        for letter in letters(folder.path())? {
            let text = String::from_utf8_lossy(&letter).into_owned();
            for (handle, viewer) in &mut self.viewers {
                if text.contains(&address(handle)) {
                    viewer.pieces.push(Piece {
                        sort: Sort::Letter,
                        path: "mail".to_owned(),
                        step: viewer.step,
                        status: 200,
                        bytes: letter.clone(),
                    });
                }
            }
        }
        Ok(())
    }
}

/// The address of a report on the desk of whoever handles it.
fn report_on(desk: &str) -> Option<String> {
    let (_, rest) = desk.split_once("\"/breaches/desk/")?;
    let id = rest.split('"').next()?;
    Some(format!("/breaches/desk/{id}"))
}

fn letters(folder: &Path) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        all.push(std::fs::read(entry?.path())?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_found_on_the_desk() {
        let desk = r#"<a href="/breaches/desk">All</a> <a href="/breaches/desk/abc">One</a>"#;
        assert_eq!(report_on(desk).as_deref(), Some("/breaches/desk/abc"));
        assert_eq!(report_on("<p>None</p>"), None);
    }
}
