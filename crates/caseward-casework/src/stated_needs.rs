//! What is collected and why: a section, and a single field of a form, is asked for only where a programme of the client's, or the
//! whole office, has said what it is needed for; and it can be left empty unless somebody said otherwise (RE-5, NASW-a).
//!
//! Columns that nobody has stated a need for are left out when an import brings them, and counted; an office can decide that they come in
//! all the same. What is held stays as it is. HIV is asked by nobody until somebody says why: there is no need for it that holds everywhere.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use caseward_db::Reader;
use caseward_formats::fields::{CategoryRule, Field, field_elsewhere, table};
use caseward_gate::{About, Actor, Amend, Cards, Drawer, GateError, Refusal, Request, Works};
use caseward_model::{Category, Channel, Client, Id, Language, OfficeAct, RedactionClass, Worker};
use serde::{Deserialize, Serialize};

use crate::asked_fields::{self, Standing};
use crate::entries::SECTIONS;
use crate::people::Amiss;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office, purpose_needs};

/// The number of the card that holds the stated needs; cards about the office have numbers below zero.
const CARD: i64 = -8;
/// The fewest and the most characters of a need.
const LENGTH: (usize, usize) = (10, 500);

/// For whom a need holds: the number of a programme, or everyone.
pub type For = Option<i64>;

/// A need that somebody stated, or that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// For which programme; for all if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: For,
    /// What is asked: `section.` and the section's word, a field of a form, or the file and the column of a standard; or what goes:
    /// `purpose.` with the words of a purpose and a section.
    pub field: String,
    /// What it is needed for; empty when there is no need any more.
    pub why: String,
    /// It has to be answered.
    #[serde(default)]
    pub required: bool,
    /// Who said so.
    pub by: Id<Worker>,
    /// When, in ms since 1970.
    pub at: i64,
}

/// All that was stated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedNeeds {
    /// In the order in which it was stated; the last one about a field and programme counts.
    pub needs: Vec<Need>,
    /// Somebody decided that columns come in with imports, and are counted, though nobody has stated a need for them. It is never so by
    /// itself.
    pub imports_whole: bool,
}

/// What somebody says that a field is needed for. It can be left empty unless they say otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewNeed {
    /// What for; empty when it isn't needed any more.
    pub why: String,
    /// It has to be answered.
    pub required: bool,
}

impl From<String> for NewNeed {
    fn from(why: String) -> Self {
        Self {
            why,
            required: false,
        }
    }
}

/// A need as it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// What for.
    pub why: String,
    /// It has to be answered.
    pub required: bool,
}

/// The single fields that the forms ask of a client, each with its need.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldNeeds(BTreeMap<&'static str, Stated>);

impl FieldNeeds {
    /// Whether a field is asked.
    #[must_use]
    pub fn asks(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// Whether a field has to be answered.
    #[must_use]
    pub fn requires(&self, field: &str) -> bool {
        self.0.get(field).is_some_and(|it| it.required)
    }

    /// What a field is needed for; empty where it isn't asked.
    #[must_use]
    pub fn why(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |it| it.why.as_str())
    }
}

/// A column that is held of what other systems handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldField {
    /// The file and the column, as a need names it.
    pub field: String,
    /// What it is called, in English and Spanish; one that no standard knows, as it came.
    pub label: (String, String),
}

#[derive(Deserialize)]
struct Usual {
    collected: String,
    purpose: String,
    sections: BTreeMap<String, String>,
    fields: BTreeMap<String, String>,
    columns: BTreeMap<String, String>,
    /// Columns that are held for one and the same reason.
    #[serde(default)]
    together: Vec<Together>,
}

#[derive(Deserialize)]
struct Together {
    why: String,
    columns: Vec<String>,
}

static ENGLISH: LazyLock<Option<Usual>> = LazyLock::new(|| usual(Language::English));
static SPANISH: LazyLock<Option<Usual>> = LazyLock::new(|| usual(Language::Spanish));

fn usual(language: Language) -> Option<Usual> {
    // A list that can't be read states no need; a test reads both.
    let mut usual: Usual = toml::from_str(match language {
        Language::English => include_str!("../../../policies/re-entry/needs.en.toml"),
        Language::Spanish => include_str!("../../../policies/re-entry/needs.es.toml"),
    })
    .ok()?;
    for Together { why, columns } in std::mem::take(&mut usual.together) {
        let columns = columns.into_iter().map(|it| (it, why.clone()));
        usual.columns.extend(columns);
    }
    Some(usual)
}

/// What usually is a need, until the office says something else.
fn usually(field: &str, language: Language) -> Option<&'static str> {
    let usual = match language {
        Language::English => ENGLISH.as_ref(),
        Language::Spanish => SPANISH.as_ref(),
    }?;
    if let Some(section) = field.strip_prefix("section.") {
        return usual.sections.get(section).map(String::as_str);
    }
    if let Some(named) = purpose_needs::named(field) {
        return purpose_needs::is_usual(named).then_some(usual.purpose.as_str());
    }
    if asked_fields::find(field).is_some() {
        return usual.fields.get(field).map(String::as_str);
    }
    if let Some(why) = usual.columns.get(field) {
        return Some(why);
    }
    let (file, column) = field.split_once('.')?;
    let known = table().file(file)?;
    let field = known.field(column)?;
    field.required.then_some(usual.collected.as_str())
}

/// What a need calls a section.
#[must_use]
pub fn of_section(section: Category) -> String {
    format!("section.{}", section.word())
}

impl StatedNeeds {
    /// Whether columns that nobody has stated a need for are left out of imports. They are, until somebody decides otherwise.
    #[must_use]
    pub const fn imports_by_need(&self) -> bool {
        !self.imports_whole
    }

    /// Whether a programme has said something of its own, so that it matters who is in which.
    pub(crate) fn tells_programmes_apart(&self) -> bool {
        self.needs.iter().any(|it| it.programme.is_some())
    }

    fn last(&self, programme: For, field: &str) -> Option<&Need> {
        let mut all = self.needs.iter().rev();
        all.find(|it| it.programme == programme && it.field == field)
    }

    /// Whether a programme itself says that it needs a field; nothing where it says nothing of it.
    pub(crate) fn said_by(&self, programme: i64, field: &str) -> Option<bool> {
        let said = self.last(Some(programme), field)?;
        Some(!said.why.is_empty())
    }

    /// The need for a field in one programme, or in the whole office. What usually is a need makes nothing a duty.
    #[must_use]
    pub fn stated_for(&self, programme: For, field: &str, language: Language) -> Option<Stated> {
        let own = programme.and_then(|_| self.last(programme, field));
        match own.or_else(|| self.last(None, field)) {
            Some(need) if need.why.is_empty() => None,
            Some(need) => Some(Stated {
                why: need.why.clone(),
                required: need.required,
            }),
            None => usually(field, language).map(|why| Stated {
                why: why.to_owned(),
                required: false,
            }),
        }
    }

    /// What a field is needed for in one programme, or in the whole office.
    #[must_use]
    pub fn why_for(&self, programme: For, field: &str, language: Language) -> Option<String> {
        self.stated_for(programme, field, language).map(|it| it.why)
    }

    /// What a field is needed for with a client of these programmes: one of them is enough. Of a client who is in none the
    /// office's own needs hold.
    #[must_use]
    pub fn why(&self, programmes: &[i64], field: &str, language: Language) -> Option<String> {
        if programmes.is_empty() {
            return self.why_for(None, field, language);
        }
        let mut all = programmes.iter();
        all.find_map(|no| self.why_for(Some(*no), field, language))
    }

    /// The single fields that are asked of a client of these programmes. One that needs a field is enough for it to be asked, and one
    /// that demands an answer for it to be a duty.
    #[must_use]
    pub fn single_fields(&self, programmes: &[i64], language: Language) -> FieldNeeds {
        let office = [None];
        let programmes: Vec<For> = programmes.iter().map(|no| Some(*no)).collect();
        let of = if programmes.is_empty() {
            office.as_slice()
        } else {
            programmes.as_slice()
        };
        let mut asked = BTreeMap::new();
        for field in asked_fields::with_a_need() {
            let all = of.iter();
            let all = all.filter_map(|it| self.stated_for(*it, field.name, language));
            let all: Vec<Stated> = all.collect();
            let required = all.iter().any(|it| it.required);
            if let Some(first) = all.into_iter().next() {
                asked.insert(field.name, Stated { required, ..first });
            }
        }
        FieldNeeds(asked)
    }

    /// The sections that can be asked of a client of these programmes, each with what it is needed for.
    #[must_use]
    pub fn asked(&self, programmes: &[i64], language: Language) -> Vec<(Category, String)> {
        let sections = SECTIONS.iter().copied();
        let sections = sections.filter(|it| *it != Category::ThirdParty);
        let asked = sections.filter_map(|it| {
            let why = self.why(programmes, &of_section(it), language)?;
            Some((it, why))
        });
        asked.collect()
    }
}

impl Office {
    /// What is collected and why.
    ///
    /// # Errors
    /// When the office is sealed or it was put back.
    pub async fn stated_needs(&self) -> Result<StatedNeeds, CaseworkError> {
        let cards = self.gate.cards()?;
        let found = self.db.read(move |reader| needs_in(&cards, reader)).await;
        Ok(found?)
    }

    /// States what a field is needed for; with no words, that it isn't needed any more.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] for a field that there isn't, one that stands on its form whatever is stated, words that say too
    /// little, or a duty to answer where there can't be one; [`CaseworkError::NotPermitted`].
    pub async fn state_need(
        &self,
        by: Id<Worker>,
        (programme, field): (For, String),
        new: impl Into<NewNeed>,
    ) -> Result<(), CaseworkError> {
        let NewNeed { why, required } = new.into();
        let why = why.trim().to_owned();
        let length = why.chars().count();
        if !why.is_empty() && !(LENGTH.0..=LENGTH.1).contains(&length) {
            return Err(Amiss::NeedSays.into());
        }
        let known = is_field(&field) || self.is_held(&field).await?;
        if let Some(amiss) = unfit(&field, required, known) {
            return Err(amiss.into());
        }
        if let Some(no) = programme
            && self.programmes().await?.iter().all(|it| it.no != no)
        {
            return Err(Amiss::NeedProgramme.into());
        }
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let at = works.now_ms();
            works.note("field", field.clone());
            works.note("needed", !why.is_empty());
            works.note("required", required);
            if let Some(no) = programme {
                works.note("programme", no);
            }
            works.change_card::<StatedNeeds>(
                (Drawer::Settings, CARD),
                "stated_needs_kept",
                |card| {
                    let about = |it: &Need| it.programme == programme && it.field == field;
                    card.needs.retain(|it| !about(it));
                    card.needs.push(Need {
                        programme,
                        field,
                        why,
                        required,
                        by,
                        at,
                    });
                },
            )?;
            Ok(())
        };
        self.gate.perform(by, act, about, "need_stated", work).await
    }

    /// Says whether columns that nobody has stated a need for are left out of imports, as long as nobody says anything else, or come in
    /// and are counted. What is held stays as it is until an import brings the same row anew.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`].
    pub async fn take_in_by_need(
        &self,
        by: impl Into<Actor>,
        imports_by_need: bool,
    ) -> Result<(), CaseworkError> {
        let work = move |works: &mut Works<'_, '_>| {
            works.note("by_need", imports_by_need);
            works.change_card::<StatedNeeds>(
                (Drawer::Settings, CARD),
                "stated_needs_kept",
                |card| card.imports_whole = !imports_by_need,
            )?;
            Ok(())
        };
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        self.gate
            .perform(by, act, about, "imports_by_need_set", work)
            .await
    }

    /// The columns that other systems handed over, held or left out, without those that only say how records are kept; and how many of
    /// them no standard knows.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn held_fields(&self) -> Result<(Vec<HeldField>, usize), CaseworkError> {
        let layouts = self.layouts().await?;
        let (mut held, mut strange) = (BTreeMap::new(), 0);
        for (_, file) in layouts.iter() {
            let known = table().file(&file.name);
            for header in &file.headers {
                match known.and_then(|it| it.field(header)) {
                    Some(field) if tells_of_a_person(field) => {
                        let name = format!("{}.{}", field.file, field.name);
                        let label = (field.label_en.to_owned(), field.label_es.to_owned());
                        held.insert(name, label);
                    }
                    Some(_) => {}
                    // A key that is known from other files is one here, too.
                    None if field_elsewhere(header).is_some_and(|it| !tells_of_a_person(it)) => {}
                    None => {
                        strange += 1;
                        let name = strange_field(&file.name, header);
                        held.insert(name, (header.clone(), header.clone()));
                    }
                }
            }
        }
        let held = held.into_iter();
        let held = held.map(|(field, label)| HeldField { field, label });
        Ok((held.collect(), strange))
    }

    /// Whether another system handed a column over that is called so.
    async fn is_held(&self, field: &str) -> Result<bool, CaseworkError> {
        let (held, _) = self.held_fields().await?;
        Ok(held.iter().any(|it| it.field == field))
    }

    /// The sections that can be asked of this client, each with what it is needed for. It says nothing of whether there is such a
    /// client: of one who isn't there the office's own needs hold.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn asked_of(
        &self,
        client: Id<Client>,
        language: Language,
    ) -> Result<Vec<(Category, String)>, CaseworkError> {
        let programmes = self.programmes_of(client).await?;
        Ok(self.stated_needs().await?.asked(&programmes, language))
    }

    /// The single fields that the forms ask of this client. It says nothing of whether there is such a client.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn fields_asked_of(
        &self,
        client: Id<Client>,
        language: Language,
    ) -> Result<FieldNeeds, CaseworkError> {
        let programmes = self.programmes_of(client).await?;
        let needs = self.stated_needs().await?;
        Ok(needs.single_fields(&programmes, language))
    }

    /// Whether nobody has stated a need for this section with this client, so that it isn't written down. It is told to those only
    /// who might have written into it.
    ///
    /// # Errors
    /// The gate's refusal for everyone else.
    pub async fn lacks_need(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (section, channel): (Category, Channel),
    ) -> Result<bool, Refusal> {
        // What others told goes apart whatever it is about, and isn't asked of the client.
        if section == Category::ThirdParty {
            return Ok(false);
        }
        let asked = self.asked_of(client, Language::English).await;
        let asked = asked.map_err(crate::file::unrecorded)?;
        if asked.iter().any(|(it, _)| *it == section) {
            return Ok(false);
        }
        let mut request: Request = self.question_of(person, client, channel).await?;
        request = request.sections([section]);
        let answer = self.gate.ask::<Amend>(&request).await?;
        self.gate.give_back(answer.permit, answer.sealed);
        Ok(true)
    }

    /// The programmes of this client. It says nothing of whether there is such a client.
    pub(crate) async fn programmes_of(
        &self,
        client: Id<Client>,
    ) -> Result<Vec<i64>, CaseworkError> {
        // Those of imports in which they are enrolled, and those of the office in which they take part.
        let sql = "SELECT p.programme_no FROM programme_clients p \
                   JOIN clients c ON c.no = p.client_no WHERE c.ref = $1 AND p.ended = 0 \
                   UNION SELECT p.programme_no FROM programme_parts p \
                   JOIN clients c ON c.no = p.client_no WHERE c.ref = $1 AND p.ended = 0";
        let values = [(*client.as_bytes()).into()];
        let rows = self
            .db
            .read(move |reader| reader.query(sql, &values))
            .await?;
        let numbers = rows.iter().map(|row| row.int(0));
        Ok(numbers.collect::<Result<_, _>>()?)
    }
}

/// The needs as they stand on their card.
pub(crate) fn needs_in(cards: &Cards, reader: &mut Reader<'_>) -> Result<StatedNeeds, GateError> {
    let found = cards.read::<StatedNeeds>(reader, Drawer::Settings, CARD)?;
    Ok(found.unwrap_or_default())
}

/// Whether a column tells of a person, and not of how a record is kept.
pub(crate) fn tells_of_a_person(field: &Field) -> bool {
    let administrative = field.category == CategoryRule::Fixed(Category::Administration);
    !administrative && field.redaction != RedactionClass::UniqueCode
}

/// What a need calls a column that no standard knows: the file and the column, as they came.
pub(crate) fn strange_field(file: &str, header: &str) -> String {
    format!("{file}.{header}")
}

/// What is amiss with a need for this: there is no such field (`known` says whether there is), it stands on its form anyway, or nobody can be made to answer it.
/// A section is written in one's own words, and what other systems ask is asked there: both are always optional here.
fn unfit(field: &str, required: bool, known: bool) -> Option<Amiss> {
    let Some(found) = asked_fields::find(field) else {
        let wrong = (!known).then_some(Amiss::NeedField);
        return wrong.or(required.then_some(Amiss::NeedOptional));
    };
    match found.standing {
        Standing::Demanded(_) | Standing::TheirOwn(_) => Some(Amiss::NeedDemanded),
        Standing::Needed if required => Some(Amiss::NeedOptional),
        Standing::Needed | Standing::NeededOrRequired => None,
    }
}

fn is_field(field: &str) -> bool {
    if let Some(word) = field.strip_prefix("section.") {
        let section = word.parse::<Category>();
        return section.is_ok_and(|it| SECTIONS.contains(&it) && it != Category::ThirdParty);
    }
    if purpose_needs::named(field).is_some() {
        return true;
    }
    let found = field.split_once('.').and_then(|(file, column)| {
        table()
            .file(file)?
            .field(column)
            .filter(|it| it.name == column)
    });
    found.is_some_and(tells_of_a_person)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(programme: For, field: &str, why: &str) -> Need {
        Need {
            programme,
            field: field.to_owned(),
            why: why.to_owned(),
            required: false,
            by: Id::from_bytes([1; 16]),
            at: 1,
        }
    }

    #[test]
    fn both_lists_are_read_and_state_a_need_for_the_same_sections() {
        let (english, spanish) = (ENGLISH.as_ref().unwrap(), SPANISH.as_ref().unwrap());
        assert!(english.sections.keys().eq(spanish.sections.keys()));
        for word in english.sections.keys() {
            assert!(is_field(&format!("section.{word}")), "{word}");
        }
        assert!(english.fields.keys().eq(spanish.fields.keys()));
        assert!(english.columns.keys().eq(spanish.columns.keys()));
        for name in english.fields.keys() {
            assert!(unfit(name, false, false).is_none(), "{name}");
        }
        for name in english.columns.keys() {
            assert!(is_field(name), "{name}");
        }
    }

    #[test]
    fn re_5_a_single_field_is_asked_where_a_need_is_stated_and_optional_is_the_default() {
        let fresh = StatedNeeds::default();
        let asked = fresh.single_fields(&[], Language::English);
        for field in asked_fields::with_a_need() {
            assert!(asked.asks(field.name) && !asked.requires(field.name));
            assert!(!asked.why(field.name).is_empty(), "{}", field.name);
        }
        let witness = asked_fields::WITNESS;
        let needs = StatedNeeds {
            needs: vec![
                stated(None, witness, ""),
                Need {
                    required: true,
                    ..stated(Some(4), witness, "The programme's own rules want one.")
                },
                stated(Some(5), witness, "So that two people were there."),
            ],
            ..StatedNeeds::default()
        };
        let asked = |programmes: &[i64]| needs.single_fields(programmes, Language::Spanish);
        assert!(!asked(&[]).asks(witness) && !asked(&[3]).asks(witness));
        assert_eq!(asked(&[3]).why(witness), "");
        assert!(asked(&[5]).asks(witness) && !asked(&[5]).requires(witness));
        assert!(
            asked(&[5, 4]).requires(witness),
            "one programme's duty is enough"
        );
        assert!(asked(&[3]).asks(asked_fields::IF_MISSING));
    }

    #[test]
    fn re_5_nobody_can_make_an_answer_a_duty_where_it_is_none() {
        let of = |field: &str, required| unfit(field, required, is_field(field));
        assert_eq!(of(asked_fields::WITNESS, true), None);
        assert_eq!(
            of(asked_fields::INTERPRETER, true),
            Some(Amiss::NeedOptional)
        );
        for field in ["section.housing", "Client.SSN"] {
            assert_eq!(of(field, false), None);
            assert_eq!(of(field, true), Some(Amiss::NeedOptional), "{field}");
        }
        for field in ["consent.harmed", "consent.limits"] {
            assert_eq!(of(field, false), Some(Amiss::NeedDemanded), "{field}");
        }
        assert_eq!(of("consent.shoe_size", false), Some(Amiss::NeedField));
    }

    #[test]
    fn re_5_what_nobody_stated_a_need_for_is_not_asked() {
        let needs = StatedNeeds::default();
        let asked = needs.asked(&[], Language::English);
        let has = |section| asked.iter().any(|(it, _)| *it == section);
        assert!(has(Category::Housing) && has(Category::Notes));
        assert!(!has(Category::Hiv), "there is no usual need for it");
        assert!(asked.iter().all(|(_, why)| !why.is_empty()));
    }

    #[test]
    fn re_5_a_need_is_stated_by_programme_and_one_of_the_clients_is_enough() {
        let (hiv, housing) = (of_section(Category::Hiv), of_section(Category::Housing));
        let needs = StatedNeeds {
            needs: vec![
                stated(Some(4), &hiv, "To bring medicine to the shelter."),
                stated(None, &housing, ""),
                stated(Some(5), &housing, "To find a flat."),
            ],
            ..StatedNeeds::default()
        };
        let why = |programmes: &[i64], field: &str| needs.why(programmes, field, Language::Spanish);
        assert!(why(&[4], &hiv).is_some() && why(&[3, 4], &hiv).is_some());
        assert!(why(&[], &hiv).is_none() && why(&[3], &hiv).is_none());
        assert!(why(&[], &housing).is_none(), "the office took it back");
        assert!(
            why(&[5], &housing).is_some(),
            "one programme needs it all the same"
        );
        assert!(why(&[4], &housing).is_none());
    }

    #[test]
    fn re_5_only_what_there_is_can_be_needed() {
        for field in [
            "section.hiv",
            "Client.VeteranStatus",
            "IncomeBenefits.Earned",
        ] {
            assert!(is_field(field), "{field}");
        }
        for field in [
            "",
            "section.",
            "section.third_party",
            "section.administration",
            "Client.PersonalID",
            "Client.Nonsense",
            "Nonsense.SSN",
            "Export.ExportID",
        ] {
            assert!(!is_field(field), "{field}");
        }
    }
}
