//! What changed since the version before, paragraph by paragraph, so that whoever signed that one sees
//! at a glance what is new (CC-2: a new version asks all to sign again).

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use super::text::Wording;

/// A paragraph or heading, and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub what: Changed,
    /// The heading of the section it stands in.
    pub section: String,
    /// Its text; of a heading, the heading itself.
    pub text: String,
}

/// What happened to a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// All paragraphs that were added or removed, in the order of reading. What was reworded appears twice: as
/// it was and as it is.
#[must_use]
pub fn changes(before: &Wording, now: &Wording) -> Vec<Change> {
    let (old, new) = (lines(before), lines(now));
    let texts = |lines: &[(String, String)]| -> Vec<String> {
        lines.iter().map(|(_, text)| text.clone()).collect()
    };
    let (old_texts, new_texts) = (texts(&old), texts(&new));
    let ops = capture_diff_slices(Algorithm::Patience, &old_texts, &new_texts);
    ops.iter()
        .flat_map(|op| changed_by(op, &old, &new))
        .collect()
}

fn changed_by(op: &DiffOp, old: &[(String, String)], new: &[(String, String)]) -> Vec<Change> {
    let of = |lines: &[(String, String)], range, what| -> Vec<Change> {
        let lines: &[(String, String)] = lines.get::<std::ops::Range<usize>>(range).unwrap_or(&[]);
        let change = |(section, text): &(String, String)| Change {
            what,
            section: section.clone(),
            text: text.clone(),
        };
        lines.iter().map(change).collect()
    };
    let (tag, old_range, new_range) = op.as_tag_tuple();
    if tag == DiffTag::Equal {
        return Vec::new();
    }
    let mut all = of(old, old_range, Changed::Removed);
    all.extend(of(new, new_range, Changed::Added));
    all
}

/// Headings, paragraphs and statements in the order of reading, each with its section's heading.
fn lines(words: &Wording) -> Vec<(String, String)> {
    let sections = words.sections.iter().flat_map(|section| {
        std::iter::once(&section.heading)
            .chain(&section.paragraphs)
            .map(|text| (section.heading.clone(), text.clone()))
    });
    let statements = words
        .statements
        .iter()
        .map(|text| (String::new(), text.clone()));
    sections.chain(statements).collect()
}
