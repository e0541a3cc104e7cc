//! Rows of an invented export, written fast enough that a million of them don't hold the measure up.

use std::io::Write;

/// What differs from row to row.
#[derive(Debug, Clone, Copy)]
enum Slot {
    Number,
    First,
    Last,
    Security,
    Born,
}

const SLOTS: [(&str, Slot); 5] = [
    ("{n}", Slot::Number),
    ("{first}", Slot::First),
    ("{last}", Slot::Last),
    ("{ssn}", Slot::Security),
    ("{born}", Slot::Born),
];

/// A row with places left open: a text before each, and one at the end.
pub(super) struct Template {
    parts: Vec<(String, Slot)>,
    end: String,
}

/// Who the row is about.
pub(super) struct Invented {
    number: u64,
    first: String,
    last: String,
    dice: u64,
}

impl Template {
    /// A row under this header; columns that aren't named stay blank.
    pub(super) fn new(header: &str, cells: &[(&str, &str)]) -> Self {
        let cell = |column: &str| {
            let given = cells.iter().find(|(name, _)| *name == column);
            given.map_or_else(
                || match column {
                    "ExportID" => "E1",
                    "DateCreated" | "DateUpdated" => "2026-10-01 10:00:00",
                    "UserID" => "U1",
                    _ => "",
                },
                |(_, value)| value,
            )
        };
        let row: Vec<&str> = header.split(',').map(cell).collect();
        let mut rest = row.join(",");
        let mut parts = Vec::new();
        while let Some((at, spelt, slot)) = first_slot(&rest) {
            let after = rest.split_off(at + spelt.len());
            rest.truncate(at);
            parts.push((std::mem::replace(&mut rest, after), slot));
        }
        rest.push_str("\r\n");
        Self { parts, end: rest }
    }

    pub(super) fn write(&self, to: &mut impl Write, who: &Invented) -> std::io::Result<()> {
        for (text, slot) in &self.parts {
            to.write_all(text.as_bytes())?;
            match slot {
                Slot::Number => write!(to, "{}", who.number)?,
                Slot::First => to.write_all(who.first.as_bytes())?,
                Slot::Last => to.write_all(who.last.as_bytes())?,
                Slot::Security => write!(to, "9{:08}", who.dice % 100_000_000)?,
                Slot::Born => write!(
                    to,
                    "{}-{:02}-{:02}",
                    1940 + who.dice % 66,
                    1 + who.dice / 66 % 12,
                    1 + who.dice / 792 % 28
                )?,
            }
        }
        to.write_all(self.end.as_bytes())
    }
}

fn first_slot(text: &str) -> Option<(usize, &'static str, Slot)> {
    let found = SLOTS
        .iter()
        .filter_map(|(spelt, slot)| Some((text.find(spelt)?, *spelt, *slot)));
    found.min_by_key(|(at, _, _)| *at)
}

impl Invented {
    /// The person with this number; always the same one.
    pub(super) fn new(number: u64) -> Self {
        let mut dice = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut roll = |limit: u64| {
            dice ^= dice >> 29;
            dice = dice.wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (number << 7);
            (dice >> 33) % limit
        };
        let (first, last) = (name(roll(2_000), 2), name(roll(50_000) * roll(8) / 7, 3));
        let dice = roll(u64::from(u32::MAX >> 2));
        Self {
            number,
            first,
            last,
            dice,
        }
    }
}

/// A name that can be said aloud, of at least so many syllables.
fn name(mut number: u64, syllables: usize) -> String {
    const HEADS: [&str; 16] = [
        "b", "ch", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v",
    ];
    const TAILS: [&str; 6] = ["a", "el", "i", "or", "un", "es"];
    let mut name = String::new();
    while number > 0 || name.len() < syllables * 2 {
        let (head, tail) = (number % 16, number / 16 % 6);
        name.push_str(HEADS.get(head as usize).unwrap_or(&"m"));
        name.push_str(TAILS.get(tail as usize).unwrap_or(&"a"));
        number /= 96;
    }
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_its_cells_in_the_headers_order() {
        let template = Template::new("A,B,UserID,C", &[("C", "{n}"), ("A", "x{n}y")]);
        let mut row = Vec::new();
        template.write(&mut row, &Invented::new(7)).unwrap();
        assert_eq!(row, b"x7y,,U1,7\r\n");
    }

    #[test]
    fn a_person_is_always_the_same_and_seldom_another() {
        let names = |number| {
            let who = Invented::new(number);
            (who.first, who.last)
        };
        assert_eq!(names(12), names(12));
        let all: std::collections::BTreeSet<_> = (0..1000).map(names).collect();
        assert!(all.len() > 900, "{}", all.len());
    }
}
