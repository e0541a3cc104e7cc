//! Whether someone who works here may be close to a client: what they said about themselves is compared with the
//! clients' records, in memory, and only numbers come out (DV-3.3.2e).
//!
//! A worker's address, phone numbers, emergency contact, partner and the people they know are held as hashes in a
//! [`Watch`]. [`Gate::find_ties`] goes over the records, opens what can hold such a thing, and says which worker
//! and which client have what kind of tie. No word of a file leaves by this way, and nothing is kept of it.

use std::collections::{BTreeSet, HashMap};

use caseward_db::{Reader, Row};
use caseward_model::{Category, ConflictLink, read_part};

use crate::GateError;
use crate::ask::Gate;
use crate::look_up::day_of;
use crate::names::{Day, bearing, words_hash, words_in};
use crate::records;
use crate::vault::Vault;

/// The fewest digits of a telephone number that can be compared; the last ten count.
const FEWEST_DIGITS: usize = 7;
const COUNTED_DIGITS: usize = 10;

/// The most words that stand between a house number and what kind of street it is.
const STREET_WORDS: usize = 4;

/// What kinds of streets there are, shortened and written out; they are left out when streets are compared.
const STREETS: [&str; 37] = [
    "alley",
    "apartado",
    "av",
    "ave",
    "avenida",
    "avenue",
    "blvd",
    "boulevard",
    "calle",
    "camino",
    "carrera",
    "carretera",
    "cir",
    "circle",
    "court",
    "ct",
    "dr",
    "drive",
    "hwy",
    "lane",
    "ln",
    "parkway",
    "paseo",
    "pkwy",
    "pl",
    "place",
    "plaza",
    "pza",
    "rd",
    "road",
    "sq",
    "square",
    "st",
    "street",
    "ter",
    "terrace",
    "way",
];

/// What a field can hold that ties someone to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieSource {
    /// The client's first name.
    Given,
    /// The client's last name.
    Family,
    /// The client's day of birth.
    Born,
    /// A text in which numbers, addresses and people who are close may stand.
    Text,
    /// A note about anything: how a worker is reached at work says nothing there.
    Notes,
    /// Someone close: a partner, an emergency contact.
    Person,
}

/// Which fields of which source file hold such things, by the file's number and theirs; entries have file 0.
pub type TieFields = HashMap<i64, Vec<(u32, TieSource)>>;

/// A worker and a client who may be too close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// The client, by number.
    pub client_no: i64,
    /// The worker, by number.
    pub worker_no: i64,
    /// What ties them.
    pub link: ConflictLink,
}

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Surname,
    Person,
    Mention,
    Phone,
    Email,
    Street,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Surname => "surname ",
            Self::Person => "person ",
            Self::Mention => "mention ",
            Self::Phone => "phone ",
            Self::Email => "email ",
            Self::Street => "street ",
        }
    }
}

#[derive(Clone, Copy)]
struct Watched {
    worker_no: i64,
    link: ConflictLink,
    born: Option<Day>,
    /// It is how they are reached at work: a note may say it without saying anything about them.
    at_work: bool,
}

impl Watched {
    const fn new(worker_no: i64, link: ConflictLink) -> Self {
        Self {
            worker_no,
            link,
            born: None,
            at_work: false,
        }
    }
}

/// What ties workers to people, as hashes.
#[derive(Default)]
pub struct Watch(HashMap<u64, Vec<Watched>>);

impl Watch {
    /// Whether nothing is watched for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, kind: Kind, text: &str, watched: Watched) {
        let hash = words_hash(&[kind.word(), text]);
        self.0.entry(hash).or_default().push(watched);
    }

    /// A worker's own name: clients of that surname, and files that name the worker as someone close.
    pub fn own_name(&mut self, worker_no: i64, name: &str) {
        let words = bearing(name);
        let (Some(given), Some(family)) = (words.first(), words.last()) else {
            return;
        };
        let namesake = Watched::new(worker_no, ConflictLink::Surname);
        self.add(Kind::Surname, family, namesake);
        if words.len() > 1 {
            let both = [given.as_str(), " ", family].concat();
            self.add(
                Kind::Mention,
                &both,
                Watched::new(worker_no, ConflictLink::Named),
            );
        }
    }

    /// Someone who is close to a worker: a partner, an emergency contact, a person they know.
    pub fn person(&mut self, worker_no: i64, link: ConflictLink, name: &str, born: &str) {
        let words = bearing(name);
        let Some((given, families)) = words.split_first() else {
            return;
        };
        let watched = Watched {
            born: day_of(born),
            ..Watched::new(worker_no, link)
        };
        for family in families {
            let both = [given.as_str(), " ", family].concat();
            self.add(Kind::Person, &both, watched);
        }
    }

    /// A telephone number of a worker's own, or of who is close to them.
    pub fn phone(&mut self, worker_no: i64, link: ConflictLink, number: &str) {
        self.reached(worker_no, (Kind::Phone, link, false), digits_of(number));
    }

    /// An address of mail of a worker's own.
    pub fn email(&mut self, worker_no: i64, address: &str) {
        let of_mail = (Kind::Email, ConflictLink::Email, false);
        self.reached(worker_no, of_mail, mail_of(address));
    }

    /// How a worker is reached at work, by telephone and mail. What several of them share is the office's.
    pub fn at_work(&mut self, worker_no: i64, number: &str, address: &str) {
        let of_phone = (Kind::Phone, ConflictLink::Phone, true);
        self.reached(worker_no, of_phone, digits_of(number));
        let of_mail = (Kind::Email, ConflictLink::Email, true);
        self.reached(worker_no, of_mail, mail_of(address));
    }

    fn reached(
        &mut self,
        worker_no: i64,
        (kind, link, at_work): (Kind, ConflictLink, bool),
        text: Option<String>,
    ) {
        if let Some(text) = text {
            let watched = Watched {
                at_work,
                ..Watched::new(worker_no, link)
            };
            self.add(kind, &text, watched);
        }
    }

    /// Where a worker lives.
    pub fn street(&mut self, worker_no: i64, address: &str) {
        for street in streets_in(&words_in(address), true) {
            self.add(
                Kind::Street,
                &street,
                Watched::new(worker_no, ConflictLink::Address),
            );
        }
    }

    /// What of all this stands in texts that are at hand: by the number it is watched under, and how.
    #[must_use]
    pub fn found_in(&self, texts: &[&str]) -> Vec<(i64, ConflictLink)> {
        let mut found = Found::default();
        for text in texts {
            self.look_through(text, &mut found);
        }
        found.ties.into_iter().collect()
    }

    fn look(&self, kind: Kind, text: &str, born: Option<Day>, found: &mut Found) {
        let hash = words_hash(&[kind.word(), text]);
        let watched = self.0.get(&hash).map_or(&[][..], Vec::as_slice);
        let sharing = watched.iter().filter(|it| it.at_work).count();
        for it in watched {
            let same_day = it.born.is_none() || born.is_none() || it.born == born;
            let of_the_office = it.at_work && (sharing > 1 || found.in_notes);
            if same_day && !of_the_office {
                found.ties.insert((it.worker_no, it.link));
            }
        }
    }

    /// What the fields of one record say.
    fn look_over(&self, fields: &[(TieSource, &str)], found: &mut Found) {
        let one = |wanted: TieSource| {
            let found = fields.iter().find(|(source, _)| *source == wanted);
            found.map_or("", |(_, text)| *text)
        };
        let (given, family) = (one(TieSource::Given), one(TieSource::Family));
        let born = day_of(one(TieSource::Born));
        let givens = bearing(given);
        for family in bearing(family) {
            self.look(Kind::Surname, &family, born, found);
            if let Some(given) = givens.first() {
                let both = [given.as_str(), " ", &family].concat();
                self.look(Kind::Person, &both, born, found);
            }
        }
        for (source, text) in fields {
            found.in_notes = *source == TieSource::Notes;
            match source {
                TieSource::Text | TieSource::Notes => self.look_through(text, found),
                TieSource::Person => {
                    self.look_through(text, found);
                    self.look_at_pairs(&words_in(text), true, found);
                }
                TieSource::Given | TieSource::Family | TieSource::Born => {}
            }
        }
    }

    /// What a text says: telephone numbers, addresses, and workers who are named as someone close.
    fn look_through(&self, text: &str, found: &mut Found) {
        for number in numbers_in(text) {
            self.look(Kind::Phone, &number, None, found);
        }
        for word in text.split(|sign: char| sign.is_whitespace() || ",;<>()".contains(sign)) {
            if let Some(address) = mail_of(word) {
                self.look(Kind::Email, &address, None, found);
            }
        }
        let words = words_in(text);
        for street in streets_in(&words, false) {
            self.look(Kind::Street, &street, None, found);
        }
        self.look_at_pairs(&words, false, found);
    }

    /// First and last names beside each other, or with a word between them. In a text that is about anything a word
    /// shortly before has to say that it is someone close.
    fn look_at_pairs(&self, words: &[String], are_close: bool, found: &mut Found) {
        for (at, given) in words.iter().enumerate() {
            let before = words.iter().take(at).skip(at.saturating_sub(CLOSE_BEFORE));
            if !are_close && !before.into_iter().any(|it| CLOSE.contains(&it.as_str())) {
                continue;
            }
            for family in words.iter().skip(at + 1).take(2) {
                let both = [given.as_str(), " ", family].concat();
                self.look(Kind::Mention, &both, None, found);
            }
        }
    }
}

/// How many words before a name may say that it is someone close.
const CLOSE_BEFORE: usize = 5;

/// Words that say so.
const CLOSE: [&str; 31] = [
    "boyfriend",
    "brother",
    "cousin",
    "dad",
    "daughter",
    "emergency",
    "esposa",
    "esposo",
    "ex",
    "father",
    "fiance",
    "girlfriend",
    "hermana",
    "hermano",
    "hija",
    "hijo",
    "husband",
    "kin",
    "madre",
    "marido",
    "mother",
    "mum",
    "novia",
    "novio",
    "padre",
    "pareja",
    "partner",
    "sister",
    "son",
    "spouse",
    "wife",
];

/// Workers by number, and what ties them to the client at hand.
#[derive(Default)]
struct Found {
    ties: BTreeSet<(i64, ConflictLink)>,
    /// What is looked at is a note about anything.
    in_notes: bool,
}

fn mail_of(word: &str) -> Option<String> {
    let address = word.trim().trim_matches('.').to_lowercase();
    address.contains('@').then_some(address)
}

/// The digits of a telephone number as they are compared.
fn digits_of(number: &str) -> Option<String> {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().saturating_sub(COUNTED_DIGITS);
    let digits = digits.get(from..)?;
    (digits.len() >= FEWEST_DIGITS).then(|| digits.iter().collect())
}

/// The telephone numbers in a text: digits with nothing but blanks and signs between them.
fn numbers_in(text: &str) -> Vec<String> {
    let of_number = |sign: char| sign.is_ascii_digit() || " +().-/".contains(sign);
    let runs = text.split(|sign: char| !of_number(sign));
    runs.filter_map(digits_of).collect()
}

/// The addresses in a text as they are compared: the house number, and the street without what kind of street it
/// is. In a text that is no address a kind of street has to stand beside it.
fn streets_in(words: &[String], is_address: bool) -> Vec<String> {
    let is_kind = |word: &String| STREETS.binary_search(&word.as_str()).is_ok();
    let is_number =
        |word: &String| word.len() <= 6 && word.starts_with(|sign: char| sign.is_ascii_digit());
    let named = |names: &[String]| -> String {
        let names = names.iter().filter(|word| !is_kind(word));
        names.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let mut found = Vec::new();
    for (at, number) in words.iter().enumerate().filter(|(_, word)| is_number(word)) {
        let after: Vec<String> = words
            .iter()
            .skip(at + 1)
            .take(STREET_WORDS)
            .cloned()
            .collect();
        let end = after.iter().position(is_kind);
        let before: Vec<String> = {
            let from = at.saturating_sub(STREET_WORDS);
            words.iter().take(at).skip(from).cloned().collect()
        };
        let begin = before.iter().rposition(is_kind);
        // «12 Elm Street», and «Calle Mayor 12».
        if let Some(end) = end.filter(|end| *end > 0) {
            let names = after.get(..end).unwrap_or_default();
            found.push([number.as_str(), " ", &named(names)].concat());
        } else if let Some(begin) = begin.filter(|begin| *begin + 1 < before.len()) {
            let names = before.get(begin + 1..).unwrap_or_default();
            found.push([number.as_str(), " ", &named(names)].concat());
        } else if is_address && let Some(name) = after.first() {
            found.push([number.as_str(), " ", name].concat());
        }
    }
    found
}

impl Gate {
    /// Goes over the records of all clients, or of one, and says who is tied to whom. It opens sections and gives
    /// out nothing of them; whoever calls it writes down that it was done.
    ///
    /// # Errors
    /// When the office is sealed or a record doesn't open.
    pub async fn find_ties(
        &self,
        watch: Watch,
        fields: TieFields,
        only: Option<i64>,
    ) -> Result<Vec<Tie>, GateError> {
        if watch.is_empty() {
            return Ok(Vec::new());
        }
        let vault = self.core.vault()?;
        self.db
            .read(move |reader| over_all(reader, &vault, &watch, &fields, only))
            .await
    }
}

/// The sections that can hold what ties somebody to a client, or by what somebody is recognised.
pub(crate) const fn may_tie(category: Category) -> bool {
    matches!(
        category,
        Category::Identity
            | Category::Contact
            | Category::Location
            | Category::Household
            | Category::DomesticViolence
            | Category::SexualViolence
            | Category::Notes
            | Category::ThirdParty
    )
}

fn over_all(
    reader: &mut Reader<'_>,
    vault: &Vault,
    watch: &Watch,
    fields: &TieFields,
    only: Option<i64>,
) -> Result<Vec<Tie>, GateError> {
    let mut sql = "SELECT r.record_no, r.kind, r.version, r.gone, r.sealed, r.client_no, c.keys \
                   FROM records r JOIN clients c ON c.no = r.client_no \
                   WHERE r.gone = 0 AND length(c.keys) > 0"
        .to_owned();
    let mut values = Vec::new();
    if let Some(no) = only {
        sql.push_str(" AND r.client_no = $1");
        values.push(no.into());
    }
    let mut ties = BTreeSet::new();
    reader.for_each(&sql, &values, |row| {
        let Some(sources) = fields.get(&row.int(1)?) else {
            return Ok(());
        };
        let client_no = row.int(5)?;
        for (worker_no, link) in of_record(vault, watch, &row, sources)?.ties {
            ties.insert(Tie {
                client_no,
                worker_no,
                link,
            });
        }
        Ok::<_, GateError>(())
    })?;
    Ok(ties.into_iter().collect())
}

fn of_record(
    vault: &Vault,
    watch: &Watch,
    row: &Row,
    sources: &[(u32, TieSource)],
) -> Result<Found, GateError> {
    let client_no = row.int(5)?;
    let keys = vault.open_record_keys(client_no, row.bytes(6)?)?;
    let mut found = Found::default();
    let mut opened = Vec::new();
    for part in records::of_row(client_no, row, may_tie)? {
        opened.push((part.section, records::unlock(vault, &keys, &part)?));
    }
    let mut told = Vec::new();
    for (section, plain) in &opened {
        for (number, text) in read_part(plain).map_err(|_| GateError::Damaged)? {
            let source = sources.iter().find(|(it, _)| *it == number);
            told.extend(source.map(|(_, source)| match (source, section) {
                (TieSource::Text, Category::Notes) => (TieSource::Notes, text),
                (source, _) => (*source, text),
            }));
        }
    }
    watch.look_over(&told, &mut found);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(watch: &Watch, fields: &[(TieSource, &str)]) -> Vec<ConflictLink> {
        let mut found = Found::default();
        watch.look_over(fields, &mut found);
        found.ties.into_iter().map(|(_, link)| link).collect()
    }

    #[test]
    fn dv_3_3_2e_one_address_is_known_however_it_is_written() {
        let mut watch = Watch::default();
        watch.street(1, "12 Elm Street, Apt 4, Springfield");
        watch.street(1, "Calle Mayor 7, 2º B");
        for text in [
            "12 elm st.",
            "Lives at 12 Elm Street now",
            "moved to 12 ELM STREET #9",
            "vive en la calle Mayor 7",
            "C/ Calle Mayor, 7",
        ] {
            assert_eq!(
                links(&watch, &[(TieSource::Text, text)]),
                [ConflictLink::Address],
                "{text}"
            );
        }
        for text in [
            "21 Elm Street",
            "12 Oak Street",
            "12 people at Elm",
            "calle Menor 7",
        ] {
            assert_eq!(links(&watch, &[(TieSource::Text, text)]), [], "{text}");
        }
    }

    #[test]
    fn dv_3_3_2e_numbers_and_addresses_of_mail_are_found_within_a_text() {
        let mut watch = Watch::default();
        watch.phone(1, ConflictLink::Phone, "+1 (555) 010-0123");
        watch.email(1, "Dana.O@Example.org");
        for text in [
            "call 555-010-0123 after six",
            "5550100123",
            "1.555.010.0123",
        ] {
            assert_eq!(
                links(&watch, &[(TieSource::Text, text)]),
                [ConflictLink::Phone],
                "{text}"
            );
        }
        let mail = "write to <dana.o@example.org>, never by phone";
        assert_eq!(
            links(&watch, &[(TieSource::Text, mail)]),
            [ConflictLink::Email]
        );
        assert_eq!(links(&watch, &[(TieSource::Text, "555-010-0124")]), []);
    }

    #[test]
    fn dv_3_3_2e_how_the_office_is_reached_ties_nobody_to_anybody() {
        let mut watch = Watch::default();
        watch.at_work(1, "555 010 0100", "dana@office.example");
        let told = [(TieSource::Text, "555-010-0100")];
        assert_eq!(links(&watch, &told), [ConflictLink::Phone]);
        let noted = [(
            TieSource::Notes,
            "gave her 555-010-0100, dana@office.example",
        )];
        assert_eq!(links(&watch, &noted), []);
        watch.at_work(2, "555 010 0100", "omar@office.example");
        assert_eq!(links(&watch, &told), [], "two share it");
    }

    #[test]
    fn dv_3_3_2e_a_person_someone_knows_is_known_by_name_and_day_of_birth() {
        let mut watch = Watch::default();
        watch.own_name(1, "Dana Ortiz");
        watch.person(
            1,
            ConflictLink::Partner,
            "José García Márquez",
            "1990-05-06",
        );
        let client = |given, family, born| {
            links(
                &watch,
                &[
                    (TieSource::Given, given),
                    (TieSource::Family, family),
                    (TieSource::Born, born),
                ],
            )
        };
        assert_eq!(
            client("jose", "Garcia-Marquez", "1990-05-06"),
            [ConflictLink::Partner]
        );
        assert_eq!(client("José", "Márquez", ""), [ConflictLink::Partner]);
        assert_eq!(client("José", "Márquez", "1991-05-06"), []);
        assert_eq!(client("Ana", "ORTIZ", ""), [ConflictLink::Surname]);
        let named = [(TieSource::Text, "Emergency contact: Dana M. Ortiz")];
        assert_eq!(links(&watch, &named), [ConflictLink::Named]);
        assert_eq!(
            links(&watch, &[(TieSource::Person, "Dana Ortiz")]),
            [ConflictLink::Named]
        );
        let visit = [(TieSource::Text, "Dana Ortiz went along to the office.")];
        assert_eq!(links(&watch, &visit), [], "her work is no tie");
    }
}
