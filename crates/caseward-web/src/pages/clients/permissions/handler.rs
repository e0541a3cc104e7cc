//! Showing who told something and permits that it goes, writing it down, keeping and confirming its paper, and taking it back.

use std::collections::HashMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::entries::field;
use caseward_casework::file::{ClientFile, FileRecord};
use caseward_casework::gate::Text;
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::tellers::{
    NewPermission, PaperLook, PermissionError, PermissionPaper, PermissionState, TellerPermission,
    TellerSigned,
};
use caseward_model::{Category, Channel, Client, Id, Organization, Worker};

use super::super::super::partners::{Fact, Typed, fact};
use super::super::super::people::Choice;
use super::super::consents::{BODY_BYTES_MAX, PostedScan, kept_apart};
use super::super::face;
use super::asked_back::{asked_back, letter, told};
use super::{Entry, Line, NewForm, PermissionsPage, fresh, problems_of, state, terms, who};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::file_to_keep;
use crate::pages::answer_watched;
use crate::view::{Said, purpose_key};
use crate::visit::{Posted, Visit, closing, day};
use crate::{Place, Words, forms};

/// The longest texts in any script, a drawn signature, and an entry's number for each tick.
const FORM_BYTES_MAX: usize = 256 * 1024;

/// The addresses of permissions of those who told something.
pub fn routes() -> Addresses {
    let with_scan = Addresses::new()
        .get(Class::Client, "/clients/{id}/permissions/{no}/scan", scan)
        .post(
            Class::Client,
            "/clients/{id}/permissions/{no}/scan",
            keep_paper,
        )
        .body_limit(BODY_BYTES_MAX);
    Addresses::new()
        .get(Class::Client, "/clients/{id}/permissions", show)
        .get(
            Class::Client,
            "/clients/{id}/permissions/{no}/letters/{of}/{language}",
            letter,
        )
        .post(Class::Client, "/clients/{id}/permissions", change)
        .body_limit(FORM_BYTES_MAX)
        .merge(with_scan)
}

/// What is shown besides what is kept: what was typed into the new form, about which permission something was posted, and what is missing.
struct Shown {
    typed: Typed,
    acted: i64,
    problems: Problems,
    status: StatusCode,
}

impl Shown {
    fn nothing() -> Self {
        Self {
            typed: fresh(),
            acted: 0,
            problems: Problems::default(),
            status: StatusCode::OK,
        }
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client, Shown::nothing()).await,
        Err(_) => visit.nobody(),
    }
}

async fn change(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let (casework, person) = (&visit.front.casework, visit.person());
    let no = typed.one("permission").parse().unwrap_or(0);
    let which = (client, no);
    let done = match typed.one("action") {
        "give" => {
            let given = casework.give_permission(person, client, Channel::Screen, read(&typed));
            given.await.map(drop)
        }
        action @ ("confirm" | "decline") => {
            let look = PaperLook {
                scan: typed.one("scan").parse().unwrap_or(0),
                same: action == "confirm",
            };
            let looked = casework.confirm_permission_paper(person, which, Channel::Screen, look);
            looked.await
        }
        "withdraw" => {
            let words = typed.one("words");
            let ended = casework.withdraw_permission(person, which, Channel::Screen, words);
            ended.await
        }
        "told" => {
            let of = typed.one("use").parse().unwrap_or(0);
            let told = told(&typed);
            let noted = casework.note_teller_told(person, (client, no, of), Channel::Screen, told);
            noted.await
        }
        "recall" => {
            let of = typed.one("use").parse().unwrap_or(0);
            let Ok(answer) = typed.one("answer").parse() else {
                return page(&visit, client, Shown::nothing()).await;
            };
            let said = (answer, typed.one("words"));
            let kept =
                casework.answer_teller_recall(person, (client, no, of), Channel::Screen, said);
            kept.await
        }
        // Whether there is such a client is answered first.
        _ => return page(&visit, client, Shown::nothing()).await,
    };
    let is_new = typed.one("action") == "give";
    let typed = if is_new { typed } else { fresh() };
    ended(&visit, which, done, (typed, !is_new)).await
}

async fn keep_paper(Path((id, no)): Path<(String, String)>, posted: PostedScan) -> Response {
    let PostedScan {
        visit,
        fields,
        scan,
    } = posted;
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let which = (client, no.parse().unwrap_or(0));
    let paper = PermissionPaper {
        name: fields.one("paper_name").to_owned(),
        signed_on: fields.one("signed_on").trim().parse().ok(),
        scan,
    };
    let (casework, person) = (&visit.front.casework, visit.person());
    let kept = casework.keep_permission_paper(person, which, Channel::Screen, paper);
    let done = kept.await;
    ended(&visit, which, done, (fresh(), true)).await
}

async fn scan(visit: Visit, Path((id, no)): Path<(String, String)>) -> Response {
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let no = no.parse().unwrap_or(0);
    let casework = &visit.front.casework;
    let found = casework.permission_scan(visit.person(), (client, no), Channel::File);
    match found.await {
        Ok((scan, delivery)) => {
            delivery.delivered(Some(&scan.bytes));
            // What it claims to be is not what a browser is told: nothing in it shall be run.
            let name = format!(
                "permission-{no}-scan-{}.{}",
                scan.number,
                scan.kind.ending()
            );
            file_to_keep(&name, "application/octet-stream", scan.bytes)
        }
        Err(error) => failed(&visit, &error),
    }
}

/// Back to the page, or the page with what keeps it from being done.
async fn ended(
    visit: &Visit,
    (client, no): (Id<Client>, i64),
    done: Result<(), PermissionError>,
    (typed, of_one): (Typed, bool),
) -> Response {
    match done {
        Ok(()) => forms::sent_on(&format!("{}/permissions", face::address(client))),
        Err(PermissionError::Mend(needs)) => {
            let problems = problems_of(&needs, of_one);
            let shown = Shown {
                typed,
                acted: if of_one { no } else { 0 },
                status: problems.status(),
                problems,
            };
            page(visit, client, shown).await
        }
        Err(PermissionError::OtherScan) => {
            let mut problems = Problems::default();
            problems.note("same", "permission-needs-this-scan");
            let shown = Shown {
                typed,
                acted: no,
                problems,
                status: StatusCode::CONFLICT,
            };
            page(visit, client, shown).await
        }
        Err(error) => failed(visit, &error),
    }
}

pub(super) fn failed(visit: &Visit, error: &PermissionError) -> Response {
    match error {
        PermissionError::Refused(refusal) => visit.refused(refusal, visit.back_to_clients()),
        PermissionError::Unknown => visit.not_found(),
        PermissionError::Mend(_) | PermissionError::OtherScan => visit.unreadable(),
        PermissionError::Casework(error) => visit.failed(error),
    }
}

fn read(typed: &Typed) -> NewPermission {
    NewPermission {
        teller: typed.one("teller").to_owned(),
        relationship: typed.one("relationship").to_owned(),
        entries: typed.words("entries"),
        recipient: typed.one("recipient").parse().ok(),
        purposes: typed.words("purposes"),
        until: typed.one("until").parse().ok(),
        may_be_named: typed.one("may_be_named") == "yes",
        explained: typed.one("explained") == "yes",
        on_paper: typed.one("how") == "paper",
        signed_name: typed.one("signed_name").to_owned(),
        mark: typed.one("mark").to_owned(),
    }
}

async fn page(visit: &Visit, client: Id<Client>, shown: Shown) -> Response {
    let (casework, person) = (&visit.front.casework, visit.person());
    let found = casework.permissions_of(person, client, Channel::Screen);
    let (all, opened) = match found.await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let told = [Category::ThirdParty];
    let file = casework.open_sections_by(person, client, &told, Channel::Screen);
    let (mut file, delivery) = match file.await {
        Ok(found) => found,
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let around = match Around::of(visit, client).await {
        Ok(around) => around,
        Err(error) => return visit.failed(&error),
    };
    let records = told_in(&mut file);
    let mut lines = Vec::with_capacity(all.len());
    for it in &all {
        let received = match asked_back(visit, it, &around).await {
            Ok(received) => received,
            Err(error) => return visit.failed(&error),
        };
        lines.push(Line {
            received,
            ..line(visit, it, (&around, &records))
        });
    }
    let writes = person.writes_into_files();
    let blank = writes.then(|| blank(visit, &shown.typed, (&around, &records)));
    let page = PermissionsPage {
        bar: face::bar(visit, client, None, Some(&mut file)),
        lines,
        blank,
        acted: shown.acted,
        problems: shown.problems,
        shell: visit.shell(
            Place::Clients,
            &format!("{}/permissions", face::address(client)),
        ),
    };
    answer_watched(shown.status, &page, move |ending| {
        closing(opened)(ending);
        closing(delivery)(ending);
    })
}

/// What organisations and those who work here are called.
pub(super) struct Around {
    register: Vec<RegisteredOrganization>,
    names: HashMap<Id<Worker>, String>,
    /// The organisations from which a wall keeps the client apart, by their numbers, for whoever may know it.
    apart: Vec<i64>,
}

impl Around {
    async fn of(
        visit: &Visit,
        client: Id<Client>,
    ) -> Result<Self, caseward_casework::CaseworkError> {
        let casework = &visit.front.casework;
        Ok(Self {
            register: casework.register().await?,
            names: casework.names().await?,
            apart: kept_apart(visit, client).await?,
        })
    }

    pub(super) fn named(&self, worker: Id<Worker>) -> String {
        self.names.get(&worker).cloned().unwrap_or_default()
    }

    pub(super) fn called(&self, organization: Id<Organization>) -> String {
        let found = self.register.iter().find(|it| it.id == organization);
        found.map(|it| it.name.clone()).unwrap_or_default()
    }

    /// Whether a wall stands between an organisation, or somebody there, and the client (DV-3.3.2e).
    pub(super) fn is_apart(&self, organization: Id<Organization>) -> bool {
        let mut all = self.register.iter();
        all.any(|it| it.id == organization && self.apart.contains(&it.no))
    }
}

/// What others told, taken out of what was opened.
fn told_in(file: &mut ClientFile) -> Vec<FileRecord> {
    let sections = file.sections.iter_mut();
    let mut told = sections.filter(|it| it.category == Category::ThirdParty);
    told.next()
        .map(|it| std::mem::take(&mut it.records))
        .unwrap_or_default()
}

/// The words of an entry, once more.
fn text_of(record: &FileRecord) -> Said {
    match record.text() {
        Some(text) => Said::LetOut(Text::joined([text])),
        None => Said::Ours(String::new()),
    }
}

fn line(
    visit: &Visit,
    it: &TellerPermission,
    (around, records): (&Around, &[FileRecord]),
) -> Line<Said> {
    let words = Words::of(visit.language());
    let now_ms = visit.front.casework.clock().now_ms();
    let stands = it.state_at(now_ms);
    let told = records
        .iter()
        .filter(|record| it.entries.contains(&record.no));
    let how = it.signature.as_ref().map(|it| it.how);
    Line {
        no: it.no,
        teller: it.teller.clone(),
        state: state(words, stands),
        facts: facts(visit, it, around),
        told: told.map(text_of).collect(),
        scan: it
            .scan
            .filter(|_| matches!(how, Some(TellerSigned::Paper { .. }))),
        awaits: stands == PermissionState::Awaited,
        to_confirm: it.waits_for(visit.person(), now_ms),
        can_end: it.can_be_withdrawn(now_ms),
        received: Vec::new(),
    }
}

/// What is known of a permission, line by line.
fn facts(visit: &Visit, it: &TellerPermission, around: &Around) -> Vec<Fact> {
    let words = Words::of(visit.language());
    let recipient = around.register.iter().find(|org| org.id == it.recipient);
    let purposes = it.purposes.iter().map(|it| words.t(purpose_key(*it)));
    let purposes: Vec<String> = purposes.collect();
    let named = if it.may_be_named {
        "permission-named-yes"
    } else {
        "permission-named-no"
    };
    let until = day(visit.language(), it.ends_at - 1).words;
    let mut facts = vec![
        fact(words, "permission-number", it.no.to_string()),
        fact(words, "permission-relationship", it.relationship.as_str()),
        fact(
            words,
            "permission-recipient",
            recipient.map(|it| it.name.clone()).unwrap_or_default(),
        ),
        fact(words, "permission-purposes", purposes.join("; ")),
        fact(words, "permission-until", until),
        fact(words, "permission-named", words.t(named)),
        fact(words, "permission-written-by", around.named(it.written.1)),
    ];
    if let Some(signature) = &it.signature {
        let on = day(visit.language(), signature.at).words;
        let (how, second) = match signature.how {
            TellerSigned::Screen => ("permission-how-screen", None),
            TellerSigned::Paper { confirmed_by, .. } => ("permission-how-paper", confirmed_by),
        };
        facts.push(fact(words, "permission-signed-on", on));
        facts.push(fact(words, "permission-how", words.t(how)));
        if let Some(second) = second {
            facts.push(fact(words, "permission-second", around.named(second)));
        }
    }
    if let Some(withdrawn) = &it.withdrawn {
        let on = visit.moment(withdrawn.at).words;
        facts.push(fact(words, "permission-withdrawn-on", on));
        let heard = around.named(withdrawn.by);
        facts.push(fact(words, "permission-withdrawn-heard", heard));
        if !withdrawn.words.is_empty() {
            let said = withdrawn.words.as_str();
            facts.push(fact(words, "permission-words", said));
        }
    }
    facts
}

/// The form for a new one, as it was typed.
fn blank(
    visit: &Visit,
    typed: &Typed,
    (around, records): (&Around, &[FileRecord]),
) -> NewForm<Said> {
    let words = Words::of(visit.language());
    let others = around.register.iter();
    let others = others.filter(|it| !it.sheet.keeps_records_here);
    let recipients = others.map(|it| Choice {
        value: it.id.to_string(),
        label: it.name.clone(),
    });
    let chosen: Vec<i64> = typed.words("entries");
    let at = |record: &FileRecord| {
        let written = record.field(field::WRITTEN_AT);
        let at = written.and_then(|it| it.code(|word| word.parse::<jiff::Timestamp>().ok()));
        at.map_or(0, jiff::Timestamp::as_millisecond)
    };
    let entry = |it: &FileRecord| Entry {
        no: it.no,
        when: visit.moment(at(it)),
        text: text_of(it),
        chosen: chosen.contains(&it.no),
    };
    NewForm {
        who: who(words, typed),
        entries: records.iter().map(entry).collect(),
        terms: terms(words, typed, recipients.collect()),
        mark: typed.one("mark").to_owned(),
    }
}
