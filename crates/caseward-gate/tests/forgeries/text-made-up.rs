// expect: E0423
//! Makes text look as if the gate had let it out.

use caseward_gate::Text;

pub fn make_up(words: String) -> Text {
    Text(words.into())
}
