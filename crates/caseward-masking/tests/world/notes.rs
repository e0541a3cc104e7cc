//! Notes with mentions whose places are known, and prose without any.

use super::dice::Dice;
use super::people::Invented;
use super::prose;
use super::writing::{CELLS, write};

/// A mention: where, in which way, whose.
#[derive(Clone, Debug)]
pub struct Mention {
    pub start: usize,
    pub end: usize,
    pub cell: &'static str,
    pub of: usize,
}

/// A note.
#[derive(Default)]
pub struct Note {
    pub text: String,
    pub mentions: Vec<Mention>,
}

/// One note of about `length` bytes with `mentions` mentions of people out of `people`, whose numbers begin with `first`.
pub fn note(
    people: &[Invented],
    first: usize,
    mentions: usize,
    length: usize,
    dice: &mut Dice,
) -> Note {
    let mut note = Note::default();
    for _ in 0..mentions {
        while note.text.len() < length * (note.mentions.len() + 1) / (mentions + 1) {
            prose::sentence(dice, &mut note.text);
        }
        loop {
            let cell = dice.one(&CELLS);
            let of = dice.below(people.len());
            if let Some(written) = write(cell, &people[of], dice) {
                mention(cell, &written, first + of, dice, &mut note);
                break;
            }
        }
    }
    while note.text.len() < length {
        prose::sentence(dice, &mut note.text);
    }
    note
}

fn mention(cell: &'static str, written: &str, of: usize, dice: &mut Dice, note: &mut Note) {
    let kind = cell.split(':').next().unwrap();
    let (before, after) = prose::around(kind, dice);
    let before = match cell {
        "name: possessive" => "It is ",
        "name: with title" => dice.one(&["Mrs. ", "Mr ", "Dr. ", "Officer ", "Ms. "]),
        "name: in a file's name" => "The scan is ",
        "name: in markup" => "<b>",
        "name: one typo, lower" | "name: lower" => "talked w/ ",
        "number: as known" | "number: without dashes" => "Record no. ",
        _ => before,
    };
    let after = match cell {
        "name: possessive" => dice.one(&["'s car. ", "’s house. "]),
        "name: in a file's name" => dice.one(&[".pdf in the folder. ", ".jpg, ", ".docx\n"]),
        "name: in markup" => "</i> said so. ",
        "name: one typo, lower" | "name: lower" => " re: rent, will f/u. ",
        _ => after,
    };
    note.text.push_str(before);
    let start = note.text.len();
    note.text.push_str(written);
    note.mentions.push(Mention {
        start,
        end: note.text.len(),
        cell,
        of,
    });
    note.text.push_str(after);
}

/// So many bytes of prose that mentions nobody.
pub fn prose(bytes: usize, seed: u64) -> String {
    let mut dice = Dice::seeded(seed);
    let mut text = String::with_capacity(bytes + 200);
    while text.len() < bytes {
        for _ in 0..dice.between(3, 9) {
            prose::sentence(&mut dice, &mut text);
        }
        text.push_str("\n\n");
    }
    text
}
