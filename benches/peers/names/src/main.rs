//! Finding one person among a million with one letter wrong in the surname: our index, which keeps
//! nothing on disk, beside databases that hold the names in the clear (design §6, CR-2).
//!
//! All get the same people and the same questions, of which each has one planted answer: somebody
//! with exactly the intended first and last name must be among the first fifty.
//!
//!   cargo run --release -p peers-names -- [--people N] [--questions N] [--postgres URL] [--python PROGRAM]

#[allow(
    dead_code,
    unused_imports,
    reason = "the index is measured here; the gate uses the rest of it"
)]
#[path = "../../../../crates/caseward-gate/src/names/mod.rs"]
mod names;
#[allow(dead_code, reason = "made for another measure as well")]
#[path = "../../../../crates/caseward-gate/benches/names/people.rs"]
mod people;

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use names::{NameIndex, NameIndexBuilder};
use people::{Dice, Person, mistype};
use postgres::{Client, NoTls};
use rusqlite::Connection;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// So many of those found are looked at.
const SHOWN: usize = 50;
/// So many are looked at for those who aren't among the first.
const DEEPER: usize = 5_000;
/// So many questions our own index gets beyond those that all get.
const OURS: usize = 2_000;

/// A question and the number of the person who was meant.
#[derive(Clone)]
struct Question {
    text: String,
    meant: usize,
}

/// What came of asking.
struct Told {
    took: Vec<Duration>,
    found: usize,
    missed: Vec<Question>,
}

impl Told {
    /// The time within which so many of a hundred were answered.
    fn within(&self, of_hundred: usize) -> Duration {
        let mut took = self.took.clone();
        took.sort_unstable();
        let at = (took.len() * of_hundred / 100).min(took.len().saturating_sub(1));
        took.get(at).copied().unwrap_or_default()
    }

    fn line(&self, name: &str) {
        println!(
            "{name:<42} p50 {:>9.1?}  p99 {:>9.1?}  found {}/{}",
            self.within(50),
            self.within(99),
            self.found,
            self.took.len()
        );
    }
}

fn is_meant(people: &[Person], meant: usize, shown: &[usize]) -> bool {
    let Some(meant) = people.get(meant) else {
        return false;
    };
    let same = |person: &Person| person.first == meant.first && person.last == meant.last;
    shown
        .iter()
        .take(SHOWN)
        .filter_map(|no| people.get(*no))
        .any(same)
}

/// Asks each question; the first few are asked beforehand, unmeasured.
fn ask(
    people: &[Person],
    questions: &[Question],
    mut answer: impl FnMut(&str) -> Outcome<Vec<usize>>,
) -> Outcome<Told> {
    for question in questions.iter().take(3) {
        answer(&question.text)?;
    }
    let mut told = Told {
        took: Vec::new(),
        found: 0,
        missed: Vec::new(),
    };
    for question in questions {
        let began = Instant::now();
        let shown = answer(&question.text)?;
        told.took.push(began.elapsed());
        if is_meant(people, question.meant, &shown) {
            told.found += 1;
        } else {
            told.missed.push(question.clone());
        }
    }
    Ok(told)
}

fn index(people: &[Person]) -> NameIndex {
    let mut builder = NameIndexBuilder::new();
    for (no, person) in people.iter().enumerate() {
        builder.add(no as i64, &[&person.first, &person.middle, &person.last]);
    }
    builder.finish()
}

fn ours(index: &NameIndex, question: &str) -> Outcome<Vec<usize>> {
    let hits = index.search(question, SHOWN).hits;
    Ok(hits.iter().map(|hit| hit.client_no as usize).collect())
}

/// A full-text table of SQLite, in memory, filled with first and last names.
fn full_text(people: &[Person], tokenizer: &str) -> Outcome<Connection> {
    let mut db = Connection::open_in_memory()?;
    db.execute_batch(&format!(
        "CREATE VIRTUAL TABLE names USING fts5(name, content='', tokenize='{tokenizer}')"
    ))?;
    let act = db.transaction()?;
    {
        let mut insert = act.prepare("INSERT INTO names (rowid, name) VALUES (?, ?)")?;
        for (no, person) in people.iter().enumerate() {
            insert.execute((no as i64, name_of(person)))?;
        }
    }
    act.commit()?;
    db.execute_batch("INSERT INTO names (names) VALUES ('optimize')")?;
    Ok(db)
}

fn name_of(person: &Person) -> String {
    format!("{} {}", person.first, person.last)
}

/// Every word as it stands.
fn as_words(question: &str) -> String {
    let words = question.split([' ', '-']).map(|word| format!("\"{word}\""));
    words.collect::<Vec<_>>().join(" ")
}

/// Any three letters that follow each other.
fn as_trigrams(question: &str) -> String {
    let letters: Vec<char> = question.chars().collect();
    let threes = letters
        .windows(3)
        .map(|three| format!("\"{}\"", three.iter().collect::<String>()));
    threes.collect::<Vec<_>>().join(" OR ")
}

fn matches(db: &Connection, order: &str, question: &str) -> Outcome<Vec<usize>> {
    let mut select = db.prepare_cached(&format!(
        "SELECT rowid FROM names WHERE names MATCH ? {order} LIMIT {SHOWN}"
    ))?;
    let rows = select.query_map([question], |row| row.get::<_, i64>(0))?;
    rows.map(|row| Ok(row? as usize)).collect()
}

/// PostgreSQL with pg_trgm's index, in a database of its own.
struct Trigrams {
    db: Option<Client>,
    around: String,
    name: String,
}

impl Trigrams {
    fn make(around: &str, people: &[Person]) -> Outcome<Self> {
        let name = format!("caseward_bench_names_{}", std::process::id());
        Client::connect(around, NoTls)?.batch_execute(&format!("CREATE DATABASE {name}"))?;
        let mut made = Self {
            db: None,
            around: around.to_owned(),
            name,
        };
        let server = around.rsplit_once('/').ok_or("no database in the URL")?.0;
        let mut db = Client::connect(&format!("{server}/{}", made.name), NoTls)?;
        db.batch_execute("CREATE EXTENSION pg_trgm; CREATE TABLE people (no bigint, name text)")?;
        let mut copy = db.copy_in("COPY people FROM STDIN (FORMAT csv)")?;
        copy.write_all(listed(people).as_bytes())?;
        copy.finish()?;
        for step in [
            "SET maintenance_work_mem = '512MB'",
            "CREATE INDEX ON people USING gin (name gin_trgm_ops)",
            "VACUUM ANALYZE people",
            "SET pg_trgm.similarity_threshold = 0.5",
        ] {
            db.batch_execute(step)?;
        }
        made.db = Some(db);
        Ok(made)
    }
}

impl Drop for Trigrams {
    fn drop(&mut self) {
        drop(self.db.take());
        if let Ok(mut around) = Client::connect(&self.around, NoTls) {
            drop(around.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
        }
    }
}

/// All people as lines of number and name.
fn listed(people: &[Person]) -> String {
    let mut lines = String::new();
    for (no, person) in people.iter().enumerate() {
        let _infallible = writeln!(lines, "{no},{}", name_of(person));
    }
    lines
}

fn duck(python: &str, people: &[Person], questions: &[Question]) -> Outcome<(String, f64, Told)> {
    let folder = std::env::temp_dir().join(format!("peers-names-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let (list, asked) = (folder.join("people.csv"), folder.join("questions.json"));
    std::fs::write(&list, listed(people))?;
    let texts: Vec<_> = questions.iter().map(|question| &question.text).collect();
    std::fs::write(&asked, serde_json::to_string(&texts)?)?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/duck.py");
    let ended = Command::new(python)
        .arg(script)
        .args([&list, &asked])
        .output();
    std::fs::remove_dir_all(&folder)?;
    let ended = ended?;
    if !ended.status.success() {
        return Err(String::from_utf8_lossy(&ended.stderr).into_owned().into());
    }
    let said: serde_json::Value = serde_json::from_slice(&ended.stdout)?;
    let lists = |name: &str| {
        said.get(name)
            .and_then(|it| it.as_array())
            .cloned()
            .unwrap_or_default()
    };
    let took = lists("took")
        .iter()
        .filter_map(|ms| ms.as_f64())
        .map(|ms| Duration::from_secs_f64(ms / 1e3))
        .collect();
    let mut told = Told {
        took,
        found: 0,
        missed: Vec::new(),
    };
    for (question, shown) in questions.iter().zip(lists("found")) {
        let shown = shown.as_array().cloned().unwrap_or_default();
        let shown: Vec<_> = shown
            .iter()
            .filter_map(|no| no.as_u64())
            .map(|no| no as usize)
            .collect();
        told.found += usize::from(is_meant(people, question.meant, &shown));
    }
    let version = said
        .get("version")
        .and_then(|it| it.as_str())
        .unwrap_or("?")
        .to_owned();
    Ok((
        version,
        said.get("filled")
            .and_then(|it| it.as_f64())
            .unwrap_or(f64::NAN),
        told,
    ))
}

/// The word that follows a flag.
fn flag(name: &str) -> Option<String> {
    std::env::args().skip_while(|word| word != name).nth(1)
}

fn count(name: &str, otherwise: usize) -> usize {
    flag(name)
        .and_then(|word| word.parse().ok())
        .unwrap_or(otherwise)
}

/// Says of those who weren't among the first fifty whether they are further down, or nowhere.
fn look_deeper(people: &[Person], index: &NameIndex, missed: &[Question]) {
    for Question { text, meant } in missed {
        let shown: Vec<_> = index
            .search(text, DEEPER)
            .hits
            .iter()
            .map(|hit| hit.client_no as usize)
            .collect();
        let place = shown.iter().position(|no| no == meant);
        let place = place.map_or("nowhere".to_owned(), |at| format!("in place {}", at + 1));
        let name = people.get(*meant).map(name_of).unwrap_or_default();
        println!("    asked for {text}, {name} is {place}");
    }
}

/// All who find names in spite of a slip, each with its name.
fn with_a_slip(people: &[Person], questions: &[Question]) -> Outcome<Vec<(String, Told)>> {
    let mut peers = Vec::new();
    let began = Instant::now();
    let db = full_text(people, "trigram")?;
    println!("FTS5 trigram: filled in {:.1?}", began.elapsed());
    let told = ask(people, questions, |text| {
        matches(&db, "ORDER BY rank", &as_trigrams(text))
    })?;
    peers.push(("FTS5 trigram, any of them, by rank".to_owned(), told));
    drop(db);
    match flag("--python") {
        None => println!(
            "DuckDB: NOT RUN (give --python a Python that has the package; `run names` does)"
        ),
        Some(python) => {
            let (version, filled, told) = duck(&python, people, questions)?;
            println!("DuckDB {version}: filled in {filled:.1} s");
            peers.push(("DuckDB jaro_winkler_similarity, all rows".to_owned(), told));
        }
    }
    match flag("--postgres") {
        None => println!("pg_trgm: NOT RUN (give --postgres a URL)"),
        Some(url) => {
            let began = Instant::now();
            let mut trigrams = Trigrams::make(&url, people)?;
            println!("pg_trgm: filled and indexed in {:.1?}", began.elapsed());
            let db = trigrams.db.as_mut().ok_or("no database")?;
            let select = db.prepare(&format!(
                "SELECT no FROM people WHERE name % $1 ORDER BY similarity(name, $1) DESC LIMIT {SHOWN}"
            ))?;
            let told = ask(people, questions, |text| {
                let rows = db.query(&select, &[&text])?;
                Ok(rows
                    .iter()
                    .map(|row| row.get::<_, i64>(0) as usize)
                    .collect())
            })?;
            peers.push(("PostgreSQL pg_trgm, GIN, threshold 0.5".to_owned(), told));
        }
    }
    Ok(peers)
}

fn main() -> Outcome<()> {
    let people = people::people(count("--people", 1_000_000));
    let began = Instant::now();
    let index = index(&people);
    println!(
        "{} people; ours: built in {:.2?}, {} MiB",
        index.len(),
        began.elapsed(),
        index.memory_bytes() >> 20
    );
    let mut dice = Dice(7);
    let mut draw = |text: &dyn Fn(&Person, &mut Dice) -> String| -> Vec<Question> {
        let one = |_| {
            let meant = dice.below(people.len());
            let text = text(people.get(meant)?, &mut dice);
            Some(Question { text, meant })
        };
        (0..OURS).filter_map(one).collect()
    };
    let exact = draw(&|person, _| name_of(person));
    let slip = draw(&|person, dice| format!("{} {}", person.first, mistype(&person.last, dice)));

    println!("\nfirst name, and surname with one typo");
    let all = ask(&people, &slip, |text| ours(&index, text))?;
    all.line("Caseward");
    look_deeper(&people, &index, &all.missed);
    // All get the first questions, and those besides that our own index didn't answer.
    let asked = slip.iter().take(count("--questions", 100));
    let few: Vec<_> = asked.cloned().chain(all.missed).collect();
    let same = ask(&people, &few, |text| ours(&index, text))?;
    same.line("Caseward, the questions that all get");
    let peers = with_a_slip(&people, &few)?;
    for (name, told) in &peers {
        told.line(name);
    }
    if let Some((name, best)) = peers.iter().min_by_key(|(_, told)| told.within(50)) {
        let ratio = best.within(50).as_secs_f64() / same.within(50).as_secs_f64();
        println!("at p50 Caseward is {ratio:.0} times as fast as the fastest of them ({name})");
    }

    println!("\nfirst name and surname as written");
    let exactly = ask(&people, &exact, |text| ours(&index, text))?;
    exactly.line("Caseward");
    let words = full_text(&people, "unicode61 remove_diacritics 2")?;
    let theirs = ask(&people, &exact, |text| matches(&words, "", &as_words(text)))?;
    theirs.line("FTS5 words");
    let ratio = exactly.within(50).as_secs_f64() / theirs.within(50).as_secs_f64();
    println!("at p50 Caseward takes {ratio:.2} times as long as FTS5");
    Ok(())
}
