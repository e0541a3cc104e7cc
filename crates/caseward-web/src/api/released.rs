//! How a text that the gate let out goes into an answer: straight into it, and nowhere else.
//!
//! Design §1 (deliver), NASW-m: the type that the gate gave stays on a value until its last character
//! is written.

use caseward_casework::gate::Text;
use serde::{Serialize, Serializer};

/// A released text on its way into JSON.
pub(crate) struct Released<'t>(pub(crate) &'t Text);

impl Serialize for Released<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}
