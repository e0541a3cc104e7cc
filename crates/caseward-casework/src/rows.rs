//! What a desk keeps in a sealed row, written and read: as JSON, and damaged is whatever can't be read back (NASW-l).

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::CaseworkError;

/// What goes into a row, before it is sealed.
pub(crate) fn written<T: Serialize>(what: &T) -> Result<Vec<u8>, CaseworkError> {
    serde_json::to_vec(what).map_err(|_| CaseworkError::Damaged)
}

/// What was in a row, after it was opened.
pub(crate) fn read<T: DeserializeOwned>(plain: &[u8]) -> Result<T, CaseworkError> {
    serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)
}
