// expect: E0277
// as: caseward-web
//! A page prints an answer without opening it, to see what is in it.

use caseward_casework::gate::{Answer, Read};

pub fn show(answer: &Answer<'_, Read>) -> String {
    format!("{:?}", answer.sealed)
}
