//! `caseward disclose way|release|recall`: by which way it leaves, letting it out, and calling it back (CC-2.3, NASW-m).

use std::path::Path;

use anyhow::anyhow;
use caseward_casework::Office;
use caseward_casework::disclosure::{
    Call, ChosenWay, DisclosureError, Left, ReleasedPackage, TakenBack, WaysToChoose,
};
use caseward_model::{Language, WayKind};
use serde_json::{Value, json};

use super::args::What;
use super::{Desk, Stop, files};

impl Desk<'_> {
    /// Chooses a way, or shows which there are.
    pub(super) async fn way(&self, number: i64, way: Option<i64>, what: &What) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        let (
            Some(way),
            What::Way {
                spoken,
                hours,
                limits_kept,
                nobody_walled,
                danger_there,
                tellers_kept,
                leaves_word,
                paper_read,
                address,
                ..
            },
        ) = (way, what)
        else {
            return self.ways(number).await;
        };
        self.may_be_opened(number, Some(way), address.as_deref())
            .await?;
        let chosen = ChosenWay {
            way,
            spoken: *spoken,
            hours: *hours,
            limits: *limits_kept,
            nobody_walled: *nobody_walled,
            danger_there: *danger_there,
            tellers_kept: *tellers_kept,
            leaves_word: *leaves_word,
            read: *paper_read,
        };
        office.choose_way(person, client, number, chosen).await?;
        let next = format!("Chosen. Next: `caseward disclose release {number}`.");
        self.print(&json!({ "way": way }), &next)
    }

    /// Refuses a link that nobody elsewhere could open.
    async fn may_be_opened(
        &self,
        number: i64,
        way: Option<i64>,
        address: Option<&str>,
    ) -> Result<(), Stop> {
        let (office, person) = (&self.office, &self.person);
        if let Some(address) = address {
            office.serve_at(address)?;
        }
        let of = (self.client, number);
        if office.opens_nowhere(person, of, way).await? {
            return Err(anyhow!(Office::NO_ADDRESS).into());
        }
        Ok(())
    }

    async fn ways(&self, number: i64) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        let (disclosure, delivery) = office.disclosure_in_words(person, client, number).await?;
        let shown = office.ways_to_show(&disclosure).await?;
        let is_shown = shown.is_some();
        let found = shown.unwrap_or_default();
        let lines = found.ways.iter().map(|it| {
            let way = &it.it;
            json!({ "way": it.no, "kind": way.kind, "receiver": way.receiver, "address": way.address, "phone": way.phone,
                    "word_may_be_left": way.word_may_be_left, "fingerprint": way.fingerprint })
        });
        let lines: Vec<Value> = lines.collect();
        self.print(
            &json!({ "shown": is_shown, "ways": lines, "limits": found.limits, "walled": found.walled,
                     "danger": found.danger, "tellers": found.tellers }),
            "",
        )?;
        for it in &found.ways {
            let way = &it.it;
            self.terminal.say(format!(
                "{:>4}  {}: {}, {} {}",
                it.no, way.kind, way.receiver, way.address, way.fingerprint
            ));
        }
        if !is_shown {
            self.terminal
                .say("Their ways are for those who may read all the sections that it is made of.");
        } else if found.ways.is_empty() {
            self.terminal.say("They have no way that counts for this: `caseward recipient way`, and a second person checks it.");
        }
        for sentence in asked(&found) {
            self.terminal.say(sentence);
        }
        delivery.delivered(None);
        Ok(())
    }

    /// The entry that let it out last.
    pub(super) async fn last_release(&self, number: i64) -> Result<u64, Stop> {
        let found = self
            .office
            .disclosure(&self.person, self.client, number)
            .await;
        let (found, delivery) = found?;
        delivery.delivered(None);
        let (_, entry, _) = found.released.ok_or(DisclosureError::Unknown)?;
        Ok(entry)
    }

    /// Writes the papers of a release into a new folder.
    pub(super) async fn papers(
        &self,
        (number, entry): (i64, Option<u64>),
        into: &Path,
    ) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        let entry = match entry {
            Some(entry) => entry,
            None => self.last_release(number).await?,
        };
        let of = (number, entry);
        let stated = office.statement_that_left(person, client, of).await?;
        let (paper, delivery) = office.document_that_left(person, client, of).await?;
        let folder = files::new_folder(into)?;
        let papers: [(&str, &[u8]); 3] = [
            ("disclosure.pdf", &paper),
            ("statement.pdf", &stated.pdf),
            ("statement.tlog-proof", stated.proof.as_bytes()),
        ];
        if let Err(error) = files::write_all(&folder, &papers) {
            delivery.broken();
            return Err(error.into());
        }
        delivery.delivered(Some(&paper));
        let there = into.display();
        self.print(
            &json!({ "entry": entry }),
            &format!("The paper, its statement and the proof are in {there}."),
        )
    }

    pub(super) async fn release(
        &self,
        (number, content): (i64, &str),
        (into, address): (&Path, Option<&str>),
        language: Language,
    ) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        self.may_be_opened(number, None, address).await?;
        let folder = files::new_folder(into)?;
        let released = office
            .release_disclosure(person, client, (number, content), language)
            .await;
        let mut package = released.inspect_err(|_| files::take_back(&folder))?;
        // What is told this once comes first: whatever fails after it, it is not lost.
        self.terminal.json(&told(office, &package))?;
        self.tell(&package.left);
        let is_there = files::write_package(&folder, &mut package)?;
        let there = is_there.then(|| into.display().to_string());
        let done = happened(&package.left, there.as_deref().unwrap_or_default(), number);
        self.terminal.say(done);
        Ok(())
    }

    /// Says what opens it, which is kept nowhere.
    fn tell(&self, left: &Left) {
        if let Some(it) = &left.call {
            self.terminal.say(call(it));
        }
        if let Some(link) = &left.link {
            let address = self.office.address();
            self.terminal
                .say(format!("Send them this link: {address}/out/{}", link.token));
            self.terminal.say(format!(
                "Tell them this PIN on the telephone, never in the same message: {}",
                link.pin
            ));
        }
        if let Some(passphrase) = &left.passphrase {
            self.terminal.say(format!(
                "Tell them this passphrase on the telephone, and write it nowhere: {}",
                passphrase.told()
            ));
        }
    }

    pub(super) async fn recall(&self, number: i64) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        let back = office.recall_disclosure(person, client, number).await?;
        let (word, sentence) = match back {
            TakenBack::InTime => ("in_time", "Called back: nobody had it."),
            TakenBack::Removed => (
                "removed",
                "It is taken away again; whether somebody had copied it isn't known, so it counts as disclosed. Call them.",
            ),
            TakenBack::TooLate => ("too_late", "Too late: it counts as disclosed."),
            TakenBack::Never => ("never", "This can't be called back from here; call them."),
            TakenBack::NotAsked => (
                "not_asked",
                "Their server couldn't be asked; it may lie there still.",
            ),
        };
        self.print(&json!({ "recalled": word }), sentence)
    }
}

/// What whoever chooses has to make sure of, sentence by sentence.
fn asked(found: &WaysToChoose) -> Vec<&'static str> {
    let all = [
        (
            found.limits,
            "The client set limits: read them, then say --limits-kept.",
        ),
        (
            found.walled,
            "A wall keeps the client apart from somebody: make sure that they aren't there, then say --nobody-walled.",
        ),
        (
            found.danger,
            "The client is shielded, or a danger is reported: find out whether somebody who is a danger to them, or to a child of theirs, is where it goes or would be shown it, then say --danger-there yes or no.",
        ),
        (
            found.tellers,
            "It holds what other people told, or goes because of it: make sure that nothing in it shows who told it, unless they permit that their name is told, then say --tellers-kept.",
        ),
    ];
    let asked = all.into_iter().filter(|it| it.0);
    asked.map(|it| it.1).collect()
}

/// On which telephone something is told, and what is said there when nobody answers.
fn call(call: &Call) -> String {
    let otherwise = if call.word_may_be_left {
        "They said that you can leave word there to be called back: say nothing else, and never what opens it."
    } else {
        "Leave no message, and say nothing to anybody else: call again later."
    };
    format!(
        "Call {}, and ask for: {}. Say it to nobody but them. {otherwise}",
        call.phone, call.receiver
    )
}

/// What was let out, for programs.
fn told(office: &Office, package: &ReleasedPackage) -> Value {
    let left = &package.left;
    let link = left.link.as_ref();
    json!({
        "entry": package.entry,
        "travels": package.travels,
        "kind": left.kind,
        "passphrase": left.passphrase.as_ref().map(|it| it.told()),
        "link": link.map(|it| format!("{}/out/{}", office.address(), it.token)),
        "pin": link.map(|it| it.pin.to_string()),
        "call": left.call.as_ref().map(|it| json!({ "phone": it.phone, "receiver": it.receiver,
                                                    "word_may_be_left": it.word_may_be_left })),
        "trouble": left.trouble,
    })
}

/// What happened, and what is to be done now. `there` is the folder with what is to be carried.
fn happened(left: &Left, there: &str, number: i64) -> String {
    let note = format!("Then note it: `caseward disclose arrived {number}`.");
    match (left.trouble.as_deref(), left.kind) {
        (Some("maybe_arrived"), _) => {
            "The line broke at the end: it may have arrived, and counts as disclosed. Ask them."
                .to_owned()
        }
        (Some(word), _) => format!("It didn't go ({word}): it is approved, and not sent."),
        (None, WayKind::Age | WayKind::OpenPgp) => {
            format!("It is sealed for their key; take or send them the file in {there}. {note}")
        }
        (None, WayKind::EncryptedMail) => format!("It was mailed, sealed. {note}"),
        (None, WayKind::Sftp) => format!("It was put into their folder, sealed. {note}"),
        (None, WayKind::Link) => {
            "It waits behind the link; that it was opened is noted by itself.".to_owned()
        }
        (None, WayKind::Post | WayKind::Hand) => {
            let what = if left.file.is_some() {
                "put the sealed file"
            } else {
                "print the papers, and put them"
            };
            format!(
                "Take the envelope: {what} in {there} into it. The sheet for it, with the number of its seal: `caseward disclose cover-sheet {number}`. Each time it changes hands: `caseward disclose hands {number}`."
            )
        }
    }
}
