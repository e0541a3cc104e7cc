// expect: E0308
//! Passes let-out text off as any other string.

use caseward_gate::Text;

pub fn lend(text: &Text) -> &str {
    text
}
