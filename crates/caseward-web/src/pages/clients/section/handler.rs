//! Opening one section: its entries and its records, or why it isn't open.
//!
//! DV-3.2 (what others told stands apart), DV-5.2.2 (fact or opinion, and its basis), CR-9.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::desk::Overview;
use caseward_casework::entries::field;
use caseward_casework::file::{ClientFile, FileRecord};
use caseward_casework::gate::{Delivery, Refusal, Text};
use caseward_casework::layout::{Columns, Layouts, SourceFile};
use caseward_model::{Category, Channel, Client, Id, Language, Nature, Provenance, Worker};
use std::collections::HashMap;

use super::super::face;
use super::{Body, Note, Record, RecordGroup, SectionPage};
use crate::addresses::{Addresses, Class};
use crate::pages::answer_watched;
use crate::reasons::Reasons;
use crate::view::{Said, State, Value, When};
use crate::visit::{Posted, Visit, closing, moment};
use crate::{Words, answer};

/// The address of a section.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/{section}", section)
        .post(Class::Client, "/clients/{id}/{section}/print", print)
}

async fn section(visit: Visit, path: Path<(String, String)>) -> Response {
    by(visit, path, Channel::Screen).await
}

/// What the button posts.
#[derive(serde::Deserialize)]
struct Nothing {}

/// The same page, asked for to be put on paper: that is what the entry says, and the paper names it.
async fn print(path: Path<(String, String)>, posted: Posted<Nothing>) -> Response {
    by(posted.visit, path, Channel::Print).await
}

async fn by(
    visit: Visit,
    Path((id, section)): Path<(String, String)>,
    channel: Channel,
) -> Response {
    match (id.parse(), section.parse()) {
        (Ok(client), Ok(category)) if category != Category::Existence => {
            shown(visit, client, category, channel).await
        }
        _ => visit.nobody(),
    }
}

async fn shown(visit: Visit, client: Id<Client>, category: Category, channel: Channel) -> Response {
    let casework = &visit.front.casework;
    let overview = match casework.look_over(visit.person(), client).await {
        Ok(overview) => overview,
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let names = match casework.names().await {
        Ok(names) => names,
        Err(error) => return visit.failed(&error),
    };
    let (mut file, delivery, entry) = match open(&visit, client, category, channel).await {
        Ok((file, delivery)) => {
            let entry = file.entry;
            (Some(file), Some(delivery), entry)
        }
        // Something of the file is open, so whoever asks knows of it.
        Err(Refusal::Refused { entry, .. } | Refusal::NotKnown { entry }) => (None, None, entry),
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let (state, body) = body(&visit, (client, &overview), file.as_mut(), category, &names);
    let owners = match body {
        Body::Closed(_) => face::owners(&visit, &overview).await,
        Body::Shown { .. } | Body::Empty => Ok(Vec::new()),
    };
    let owners = match owners {
        Ok(owners) => owners,
        Err(answer) => return answer,
    };
    let address = format!("{}/{}", face::address(client), category.word());
    let shell = visit.around_file(visit.place_of_files(), &address, overview.purpose);
    let on_paper = channel == Channel::Print && delivery.is_some();
    let page = SectionPage {
        print: (!on_paper && delivery.is_some()).then(|| format!("{address}/print")),
        bar: face::bar(&visit, client, Some(&overview), file.as_mut()),
        sections: face::links(client, &overview, Some(category)),
        category,
        state,
        body,
        owners,
        entry: Some(entry),
        shell: if on_paper {
            shell.recorded_as_printed(entry)
        } else {
            shell
        },
    };
    match delivery {
        Some(delivery) => answer_watched(StatusCode::OK, &page, closing(delivery)),
        None => answer(StatusCode::OK, &page),
    }
}

async fn open(
    visit: &Visit,
    client: Id<Client>,
    category: Category,
    channel: Channel,
) -> Result<(ClientFile, Delivery), Refusal> {
    let casework = &visit.front.casework;
    casework
        .open_sections_by(visit.person(), client, &[category], channel)
        .await
}

/// What the section shows, or why it doesn't.
fn body(
    visit: &Visit,
    (client, overview): (Id<Client>, &Overview),
    file: Option<&mut ClientFile>,
    category: Category,
    names: &HashMap<Id<Worker>, String>,
) -> (State, Body<Said>) {
    let decided = overview.sections.iter().find(|it| it.category == category);
    let policies = &visit.front.casework.policies;
    let page = face::address(client);
    let reasons = Reasons::new(policies, visit.language(), overview.entry).about(&page);
    let state = decided.map_or(State::Locked, face::state);
    if let Some(why) = decided.and_then(|it| reasons.why(it)) {
        return (state, Body::Closed(Box::new(why)));
    }
    let Some(file) = file else {
        return (state, Body::Empty);
    };
    let layouts = std::mem::take(&mut file.layouts);
    let section = file.sections.iter_mut().find(|it| it.category == category);
    // The contact line of the bar reads this section as well; it keeps its own copy of the words.
    let records = match section {
        Some(section) if category == Category::Contact => {
            section.records.iter().map(copied).collect()
        }
        Some(section) => std::mem::take(&mut section.records),
        None => Vec::new(),
    };
    if records.is_empty() {
        return (state, Body::Empty);
    }
    let (entries, imported): (Vec<_>, Vec<_>) = records.into_iter().partition(FileRecord::is_entry);
    let language = visit.language();
    let notes = entries
        .into_iter()
        .map(|it| note(language, it, names))
        .collect();
    let groups = groups(language, imported, &layouts);
    (state, Body::Shown { notes, groups })
}

fn copied(record: &FileRecord) -> FileRecord {
    let copy = |(number, text): &(u32, Text)| (*number, Text::joined([text]));
    FileRecord {
        no: record.no,
        kind: record.kind,
        fields: record.fields.iter().map(copy).collect(),
    }
}

/// Takes a field out of a record.
fn taken(record: &mut FileRecord, number: u32) -> Option<Text> {
    let place = record.fields.iter().position(|(it, _)| *it == number)?;
    Some(record.fields.swap_remove(place).1)
}

fn word<W: std::str::FromStr>(record: &FileRecord, number: u32) -> Option<W> {
    record.field(number)?.code(|word| word.parse().ok())
}

fn note(
    language: Language,
    mut record: FileRecord,
    names: &HashMap<Id<Worker>, String>,
) -> Note<Said> {
    let by = word(&record, field::WRITTEN_BY).and_then(|id: Id<Worker>| names.get(&id).cloned());
    let at = word(&record, field::WRITTEN_AT).map_or(0, |at: jiff::Timestamp| at.as_millisecond());
    let none = || Said::Ours(String::new());
    Note {
        nature: word(&record, field::NATURE).unwrap_or(Nature::Fact),
        provenance: word(&record, field::PROVENANCE).unwrap_or(Provenance::Worker),
        by: by.unwrap_or_else(|| Words::of(language).t("someone-gone")),
        when: moment(language, at),
        basis: taken(&mut record, field::BASED_ON).map(Said::LetOut),
        text: taken(&mut record, field::TEXT).map_or_else(none, Said::LetOut),
    }
}

/// The imported records, by the file that they came in.
fn groups(
    language: Language,
    records: Vec<FileRecord>,
    layouts: &Layouts,
) -> Vec<RecordGroup<Said>> {
    let mut kinds: Vec<(i64, Vec<FileRecord>)> = Vec::new();
    for record in records {
        match kinds.iter_mut().find(|(kind, _)| *kind == record.kind) {
            Some((_, same)) => same.push(record),
            None => kinds.push((record.kind, vec![record])),
        }
    }
    kinds
        .into_iter()
        .filter_map(|(kind, records)| Some(group(language, layouts.file(kind)?, records)))
        .collect()
}

fn group(language: Language, file: &SourceFile, records: Vec<FileRecord>) -> RecordGroup<Said> {
    let mut numbers: Vec<u32> = records
        .iter()
        .flat_map(|it| it.fields.iter().map(|(number, _)| *number))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let known = file.columns();
    let labels = numbers
        .iter()
        .map(|it| known.label(*it, language).to_owned())
        .collect();
    let row = |mut record: FileRecord| Record {
        when: date(language, &known, &record),
        values: numbers
            .iter()
            .map(|number| match taken(&mut record, *number) {
                Some(text) if !text.is_empty() => match known.meaning(*number, &text, language) {
                    Some("No") => Value::No,
                    Some(meaning) => Value::Shown(Said::Ours(meaning.to_owned())),
                    None => Value::Shown(said(language, &known, *number, text)),
                },
                _ => Value::Blank,
            })
            .collect(),
    };
    RecordGroup {
        heading: spaced(&file.name),
        columns: labels,
        rows: records.into_iter().map(row).collect(),
    }
}

/// The first date in a record is what it speaks of.
fn date(language: Language, file: &Columns<'_>, record: &FileRecord) -> Option<When> {
    let mut fields: Vec<_> = record.fields.iter().collect();
    fields.sort_unstable_by_key(|(number, _)| *number);
    let day = fields
        .into_iter()
        .find_map(|(number, text)| file.day(*number, text))?;
    Some(When::day(Words::of(language), day))
}

fn said(language: Language, file: &Columns<'_>, number: u32, text: Text) -> Said {
    match file.day(number, &text) {
        Some(day) => Said::Ours(When::day(Words::of(language), day).words),
        None => Said::LetOut(text),
    }
}

/// `CurrentLivingSituation` as `Current living situation`; what stands in capitals stays so.
fn spaced(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let begins_word = letter.is_uppercase() && before.is_lowercase();
        if begins_word {
            spaced.push(' ');
        }
        if begins_word && letters.peek().is_some_and(|next| next.is_lowercase()) {
            spaced.extend(letter.to_lowercase());
        } else {
            spaced.push(letter);
        }
        before = letter;
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_reads_like_words() {
        assert_eq!(spaced("CurrentLivingSituation"), "Current living situation");
        assert_eq!(spaced("HealthAndDV"), "Health and DV");
        assert_eq!(spaced("HMISParticipation"), "HMISParticipation");
    }
}
