//! JSON as strictly as a consent deserves: no name twice, no depth beyond what FHIR has, and a way through it that knows where it is.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::fault::{Fault, Reason};

/// The deepest nesting that is read; no resource that we take comes near.
const DEEPEST: usize = 24;
/// The longest text of a code, reference or time, in characters.
pub(super) const LONGEST: usize = 256;

const TWICE: &str = "twice";
const DEEP: &str = "deep";

/// Reads one JSON value of at most so many bytes.
pub(super) fn read(bytes: &[u8], largest: usize) -> Result<Value, Fault> {
    if bytes.len() > largest {
        return Err(Fault::new("", Reason::TooLarge(largest)));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Strict(DEEPEST).deserialize(&mut reader);
    let read = read.and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| {
        let said = error.to_string();
        let reason = if said.starts_with(TWICE) {
            Reason::Twice
        } else if said.starts_with(DEEP) || said.starts_with("recursion") {
            Reason::TooDeep
        } else {
            Reason::NotJson(error.line(), error.column())
        };
        Fault::new("", reason)
    })
}

/// A value within which so many levels may follow.
struct Strict(usize);

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl Strict {
    fn below<E: serde::de::Error>(&self) -> Result<usize, E> {
        self.0.checked_sub(1).ok_or_else(|| E::custom(DEEP))
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Strict(below))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let value = fields.next_value_seed(Strict(below))?;
            if map.insert(name, value).is_some() {
                return Err(A::Error::custom(TWICE));
            }
        }
        Ok(Value::Object(map))
    }
}

/// An object, and where it stands.
pub(super) struct At<'v> {
    pub(super) path: String,
    fields: &'v Map<String, Value>,
}

impl<'v> At<'v> {
    /// The object itself, which stands there.
    pub(super) fn of(path: impl Into<String>, value: &'v Value) -> Result<Self, Fault> {
        let path = path.into();
        match value.as_object() {
            Some(fields) => Ok(Self { path, fields }),
            None => Err(Fault::new(path, Reason::WrongKind)),
        }
    }

    /// The path of a field.
    pub(super) fn to(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    /// That something is wrong with a field.
    pub(super) fn fault(&self, name: &str, reason: Reason) -> Fault {
        Fault::new(self.to(name), reason)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Refuses every field but these, whatever it is called; extensions of simple values go with them.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Fault> {
        for name in ["modifierExtension", "implicitRules"] {
            if self.has(name) {
                return Err(self.fault(name, Reason::ChangesMeaning));
            }
        }
        let strange = |name: &String| {
            let name = name.strip_prefix('_').unwrap_or(name);
            !matches!(name, "id" | "extension") && !known.contains(&name)
        };
        if self.fields.keys().any(strange) {
            return Err(Fault::new(self.path.clone(), Reason::Unknown));
        }
        Ok(())
    }

    /// A text, if it is there.
    pub(super) fn text(&self, name: &str) -> Result<Option<&'v str>, Fault> {
        match self.fields.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.chars().count() > LONGEST => {
                Err(self.fault(name, Reason::TooLong(LONGEST)))
            }
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.trim())),
            Some(_) => Err(self.fault(name, Reason::WrongKind)),
        }
    }

    /// A text that has to be there.
    pub(super) fn needed(&self, name: &str) -> Result<&'v str, Fault> {
        self.text(name)?
            .ok_or_else(|| self.fault(name, Reason::Missing))
    }

    /// An object, if it is there.
    pub(super) fn object(&self, name: &str) -> Result<Option<At<'v>>, Fault> {
        let found = self.fields.get(name);
        found.map(|it| At::of(self.to(name), it)).transpose()
    }

    /// The objects of a list; none if it isn't there.
    pub(super) fn list(&self, name: &str, most: usize) -> Result<Vec<At<'v>>, Fault> {
        let Some(found) = self.fields.get(name) else {
            return Ok(Vec::new());
        };
        let items = found
            .as_array()
            .filter(|it| !it.is_empty())
            .ok_or_else(|| self.fault(name, Reason::WrongKind))?;
        if items.len() > most {
            return Err(self.fault(name, Reason::TooMany(most)));
        }
        let numbered = items.iter().enumerate();
        numbered
            .map(|(number, it)| At::of(format!("{}.{name}[{number}]", self.path), it))
            .collect()
    }

    /// System and code of a coding.
    pub(super) fn coding(&self) -> Result<(&'v str, &'v str), Fault> {
        self.only(&["system", "version", "code", "display", "userSelected"])?;
        Ok((self.text("system")?.unwrap_or(""), self.needed("code")?))
    }

    /// The codings of a concept.
    pub(super) fn concept(&self) -> Result<Vec<(&'v str, &'v str)>, Fault> {
        self.only(&["coding", "text"])?;
        self.list("coding", 20)?.iter().map(At::coding).collect()
    }

    /// To what a reference points, as one text: the reference, or the value of its identifier.
    pub(super) fn reference(&self) -> Result<Option<&'v str>, Fault> {
        self.only(&["reference", "type", "identifier", "display"])?;
        if let Some(reference) = self.text("reference")? {
            return Ok(Some(reference));
        }
        match self.object("identifier")? {
            Some(identifier) => identifier.text("value"),
            None => Ok(None),
        }
    }
}
