// expect: E0616
//! Takes the text out of its wrapping, past wiping.

use caseward_gate::Text;

pub fn take(text: &Text) -> &str {
    text.0.as_str()
}
