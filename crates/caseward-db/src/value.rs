//! The four kinds of values that both engines store alike: nothing, a number, a text, bytes
//! (design part 7).

use std::fmt;

use crate::DbError;

/// What a statement is given and what a row holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// A text, without zero characters.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl fmt::Debug for Value {
    /// Shows kind and length only: the content may be what someone told in confidence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Int(_) => f.write_str("Int"),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
        }
    }
}

macro_rules! value_from {
    ($( $from:ty => |$it:ident| $value:expr ),+ $(,)?) => {
        $( impl From<$from> for Value { fn from($it: $from) -> Self { $value } } )+
    };
}

value_from! {
    i64 => |n| Self::Int(n),
    i32 => |n| Self::Int(n.into()),
    u32 => |n| Self::Int(n.into()),
    u8 => |n| Self::Int(n.into()),
    bool => |b| Self::Int(b.into()),
    String => |s| Self::Text(s),
    &str => |s| Self::Text(s.to_owned()),
    &String => |s| Self::Text(s.clone()),
    Vec<u8> => |b| Self::Bytes(b),
    &[u8] => |b| Self::Bytes(b.to_vec()),
    &Vec<u8> => |b| Self::Bytes(b.clone()),
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(bytes: &[u8; N]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row of an answer. Columns are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    /// A number.
    ///
    /// # Errors
    /// [`DbError::WrongColumn`] when there is something else, as in every method here.
    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        match self.0.get(column) {
            Some(Value::Int(number)) => Ok(*number),
            _ => Err(wrong(column, "a number")),
        }
    }

    /// A number that can't be negative: an entry's index, a count.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn index(&self, column: usize) -> Result<u64, DbError> {
        u64::try_from(self.int(column)?).map_err(|_| wrong(column, "a count"))
    }

    /// A text.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn text(&self, column: usize) -> Result<&str, DbError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(wrong(column, "a text")),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn bytes(&self, column: usize) -> Result<&[u8], DbError> {
        match self.0.get(column) {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            _ => Err(wrong(column, "bytes")),
        }
    }

    /// Exactly so many bytes: an id, a hash, a key.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn array<const N: usize>(&self, column: usize) -> Result<[u8; N], DbError> {
        let bytes = self.bytes(column)?;
        bytes
            .try_into()
            .map_err(|_| wrong(column, "bytes of the right length"))
    }

    /// Moves bytes out of the row, without a copy.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn take_bytes(&mut self, column: usize) -> Result<Vec<u8>, DbError> {
        match self.0.get_mut(column).map(std::mem::take) {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            _ => Err(wrong(column, "bytes")),
        }
    }

    /// A number or nothing.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, DbError> {
        self.opt(column, Self::int)
    }

    /// A text or nothing.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, DbError> {
        self.opt(column, Self::text)
    }

    /// Bytes or nothing.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>, DbError> {
        self.opt(column, Self::bytes)
    }

    /// Exactly so many bytes or nothing.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn opt_array<const N: usize>(&self, column: usize) -> Result<Option<[u8; N]>, DbError> {
        self.opt(column, Self::array)
    }

    /// All columns, as they are.
    #[must_use]
    pub fn into_values(self) -> Vec<Value> {
        self.0
    }

    fn opt<'r, T>(
        &'r self,
        column: usize,
        get: impl FnOnce(&'r Self, usize) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => get(self, column).map(Some),
        }
    }
}

impl Default for Value {
    /// Nothing; what stays behind when a value is taken out of a row.
    fn default() -> Self {
        Self::Null
    }
}

pub(crate) const fn wrong(column: usize, wanted: &'static str) -> DbError {
    DbError::WrongColumn { column, wanted }
}
