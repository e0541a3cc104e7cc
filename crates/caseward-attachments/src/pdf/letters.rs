//! Puts the letters of a page into words and lines, from where they stand: a file may draw them in
//! any order, and a reader sees only where they are.
//!
//! A name that is drawn letter by letter, in pieces or twice over, must be one name when it is looked for (CR-9).

use kurbo::{Point, Rect, Vec2};
use unicode_normalization::UnicodeNormalization;

use super::rightward::logical;

/// A letter (or what one shape stands for) on a page, in points from the top left.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub(super) text: String,
    /// Where it stands on its line.
    pub(super) at: Point,
    /// The direction of its line.
    pub(super) along: Vec2,
    /// How far the next letter is.
    pub(super) advance: f64,
    /// Height of the typeface.
    pub(super) size: f64,
    /// Where there is ink.
    pub(super) ink: Option<Rect>,
    pub(super) sight: Sight,
    /// Whether the file says which letter it is.
    pub(super) meaning: bool,
}

/// Whether a reader sees something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    Seen,
    Hidden,
    /// It lies on or under something of which only the drawn page can tell.
    Doubtful,
    /// It has no shape here, because its typeface isn't in the file.
    Shapeless,
}

impl Letter {
    fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }
}

/// A page's letters as text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) text: String,
    /// Signs without a meaning that stand by themselves, such as dots before a list.
    pub(super) lone_signs: u32,
    /// Letters without a meaning inside of words.
    pub(super) meaningless: u32,
}

/// A letter on a level line.
#[derive(Debug, Clone)]
struct Placed {
    x: f64,
    y: f64,
    end: f64,
    size: f64,
    text: String,
    blank: bool,
    meaning: bool,
    order: usize,
}

/// A piece of a line without a wide gap.
#[derive(Debug)]
struct Run {
    letters: Vec<Placed>,
    first: usize,
}

/// The lines of a page: pieces are put together by where they stand, and follow each other as they
/// were drawn, which keeps columns apart.
pub(super) fn lines(letters: &[Letter]) -> Lines {
    let mut lines = Lines::default();
    let mut left: Vec<usize> = (0..letters.len()).collect();
    // Text of each direction by itself, the most usual first: that of the first letter that is left.
    while let Some(first) = left.first().copied() {
        let Some(along) = letters.get(first).map(|letter| letter.along) else {
            break;
        };
        let (same, others): (Vec<usize>, Vec<usize>) = left.iter().partition(|index| {
            letters
                .get(**index)
                .is_some_and(|letter| letter.along.dot(along) > 0.996)
        });
        let placed: Vec<Placed> = same
            .iter()
            .filter_map(|index| {
                letters
                    .get(*index)
                    .map(|letter| place(letter, along, *index))
            })
            .collect();
        let mut runs = runs(placed);
        runs.sort_by_key(|run| run.first);
        write(&runs, &mut lines);
        left = others;
    }
    lines
}

/// Turns a letter so that its line is level.
fn place(letter: &Letter, along: Vec2, order: usize) -> Placed {
    let x = letter.at.x * along.x + letter.at.y * along.y;
    let y = letter.at.y * along.x - letter.at.x * along.y;
    Placed {
        x,
        y,
        end: x + letter.advance.max(0.0),
        size: letter.size.max(0.1),
        text: letter.text.clone(),
        blank: letter.is_blank(),
        meaning: letter.meaning,
        order,
    }
}

fn runs(mut letters: Vec<Placed>) -> Vec<Run> {
    letters.sort_by(|one, other| one.y.total_cmp(&other.y));
    let mut runs = Vec::new();
    let mut row: Vec<Placed> = Vec::new();
    let mut base = 0.0;
    for letter in letters {
        if row
            .last()
            .is_some_and(|last| letter.y - base > 0.45 * last.size.min(letter.size))
        {
            cut(std::mem::take(&mut row), &mut runs);
        }
        if row.is_empty() {
            base = letter.y;
        }
        row.push(letter);
    }
    cut(row, &mut runs);
    runs
}

/// Cuts a row where there is a wide gap, as between columns and cells.
fn cut(mut row: Vec<Placed>, runs: &mut Vec<Run>) {
    row.sort_by(|one, other| one.x.total_cmp(&other.x).then(one.order.cmp(&other.order)));
    let mut run: Vec<Placed> = Vec::new();
    let mut end = f64::MIN;
    for letter in row {
        if letter.blank && letter.x - end > letter.size {
            continue;
        }
        if !run.is_empty() && letter.x - end > 1.2 * letter.size {
            finish(std::mem::take(&mut run), runs);
            end = f64::MIN;
        }
        end = end.max(letter.end);
        run.push(letter);
    }
    finish(run, runs);
}

fn finish(letters: Vec<Placed>, runs: &mut Vec<Run>) {
    let letters = joined(once(letters));
    let first = letters.iter().map(|letter| letter.order).min();
    if let Some(first) = first
        && letters.iter().any(|letter| !letter.blank)
    {
        runs.push(Run { letters, first });
    }
}

/// Letters that are drawn twice to look bold are one.
fn once(letters: Vec<Placed>) -> Vec<Placed> {
    let mut kept: Vec<Placed> = Vec::with_capacity(letters.len());
    for letter in letters {
        let twice = kept.iter().rev().take(4).any(|before| {
            before.text == letter.text
                && !letter.blank
                && (before.x - letter.x).abs()
                    < 0.15 * letter.size.min(letter.end - letter.x + 0.01)
                && (before.y - letter.y).abs() < 0.15 * letter.size
        });
        if !twice {
            kept.push(letter);
        }
    }
    kept
}

/// Accents that are drawn by themselves over a letter are part of it.
fn joined(letters: Vec<Placed>) -> Vec<Placed> {
    let mut kept: Vec<Placed> = Vec::with_capacity(letters.len());
    let mut waiting: Option<(Placed, char)> = None;
    for mut letter in letters {
        if let Some((accent, mark)) = waiting.take() {
            if !letter.blank && over(&accent, &letter) {
                letter.text = accented(&letter.text, mark);
                letter.order = letter.order.min(accent.order);
                kept.push(letter);
                continue;
            }
            kept.push(accent);
        }
        if let Some(mark) = mark(&letter.text) {
            match kept.last_mut() {
                Some(before) if !before.blank && over(&letter, before) => {
                    before.text = accented(&before.text, mark);
                }
                _ => waiting = Some((letter, mark)),
            }
            continue;
        }
        kept.push(letter);
    }
    kept.extend(waiting.map(|(accent, _)| accent));
    kept
}

/// Whether an accent stands over a letter: their middles are near each other.
fn over(accent: &Placed, letter: &Placed) -> bool {
    let middle = |placed: &Placed| f64::midpoint(placed.x, placed.end);
    (middle(accent) - middle(letter)).abs() < 0.2 * letter.size
        && accent.x < letter.end - 0.05 * letter.size
}

fn mark(text: &str) -> Option<char> {
    Some(match text {
        "\u{B4}" => '\u{301}',
        "\u{60}" | "\u{2CB}" => '\u{300}',
        "\u{A8}" => '\u{308}',
        "\u{2C6}" => '\u{302}',
        "\u{2DC}" => '\u{303}',
        "\u{B8}" => '\u{327}',
        "\u{2C7}" => '\u{30C}',
        "\u{2DA}" => '\u{30A}',
        "\u{2D9}" => '\u{307}',
        _ => return None,
    })
}

fn accented(text: &str, mark: char) -> String {
    let text = text.replace('ı', "i").replace('ȷ', "j");
    let mut with = text;
    with.push(mark);
    with.nfc().collect()
}

fn write(runs: &[Run], lines: &mut Lines) {
    let mut before: Option<(f64, f64, f64)> = None;
    for run in runs {
        let (Some(first), Some(last)) = (run.letters.first(), run.letters.last()) else {
            continue;
        };
        let size = run.letters.iter().map(|it| it.size).fold(0.0, f64::max);
        if let Some((end, y, height)) = before {
            let same = (first.y - y).abs() < 0.45 * size.min(height) && first.x >= end - 0.5 * size;
            lines.text.push_str(if same && first.x - end < 2.5 * size {
                " "
            } else if same {
                "\t"
            } else if first.y - y > 2.2 * size.max(height) {
                "\n\n"
            } else {
                "\n"
            });
        } else if !lines.text.is_empty() {
            lines.text.push('\n');
        }
        before = Some((last.end, first.y, size));
        words(run, size, lines);
    }
}

/// Writes a run, with spaces where there is room for one.
fn words(run: &Run, size: f64, lines: &mut Lines) {
    let word = word_gap(&run.letters, size);
    let visible = run.letters.iter().filter(|it| !it.blank).count();
    let unknown = run.letters.iter().filter(|it| !it.meaning).count();
    let lone = unknown > 0 && unknown == visible && visible <= 2;
    let mut text: Vec<&str> = Vec::new();
    let mut end: Option<f64> = None;
    for (index, letter) in run.letters.iter().enumerate() {
        let gap = end.map_or(0.0, |end| letter.x - end);
        let solid = is_solid(&letter.text) && text.last().is_some_and(|before| is_solid(before));
        let parted = letter.blank || gap > if solid { 0.6 * size } else { word };
        if parted && text.last().is_some_and(|before| *before != " ") {
            text.push(" ");
        }
        end = Some(end.map_or(letter.end, |end| end.max(letter.end)));
        if letter.blank {
            continue;
        }
        if letter.meaning {
            text.push(&letter.text);
            continue;
        }
        // A sign at the start of a line that stands by itself: a dot before a list, or a box.
        let apart = index == 0
            && run
                .letters
                .get(1)
                .is_none_or(|next| next.blank || next.x - letter.end > word);
        if lone || apart {
            lines.lone_signs = lines.lone_signs.saturating_add(1);
            text.push("▪");
        } else {
            lines.meaningless = lines.meaningless.saturating_add(1);
        }
    }
    lines.text.push_str(logical(&text).trim_end());
}

/// Writing that has no spaces between words.
fn is_solid(text: &str) -> bool {
    text.chars().all(|letter| {
        matches!(letter, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
    })
}

/// From which gap on there is a space. Where all letters of a run are set wide apart, that is more.
fn word_gap(letters: &[Placed], size: f64) -> f64 {
    let mut gaps: Vec<f64> = letters
        .windows(2)
        .filter_map(|pair| match pair {
            [one, other] if !one.blank && !other.blank => Some(other.x - one.end),
            _ => None,
        })
        .collect();
    gaps.sort_by(f64::total_cmp);
    let usual = 0.1 * size;
    match gaps.get(gaps.len() / 2) {
        Some(middle) if gaps.len() >= 4 && *middle > usual => middle + 0.15 * size,
        _ => usual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of 10 points, each 5 points wide, from a place on.
    fn put(letters: &mut Vec<Letter>, text: &str, x: f64, y: f64, step: f64) {
        for (index, letter) in text.chars().enumerate() {
            letters.push(Letter {
                text: letter.to_string(),
                at: Point::new(x + step * index as f64, y),
                along: Vec2::new(1.0, 0.0),
                advance: 5.0,
                size: 10.0,
                ink: None,
                sight: Sight::Seen,
                meaning: letter != '\u{FFFD}',
            });
        }
    }

    fn text(letters: &[Letter]) -> String {
        lines(letters).text
    }

    #[test]
    fn a_name_drawn_letter_by_letter_in_any_order_is_one_name() {
        let mut letters = Vec::new();
        put(&mut letters, "María Quill", 50.0, 100.0, 5.0);
        let mut mixed: Vec<Letter> = letters.iter().rev().cloned().collect();
        mixed.rotate_left(4);
        assert_eq!(text(&mixed), "María Quill");
    }

    #[test]
    fn a_gap_is_a_space_and_a_wide_one_parts_cells() {
        let mut letters = Vec::new();
        put(&mut letters, "one", 50.0, 100.0, 5.0);
        put(&mut letters, "two", 68.0, 100.0, 5.0);
        put(&mut letters, "cell", 200.0, 100.0, 5.0);
        put(&mut letters, "next", 50.0, 112.0, 5.0);
        put(&mut letters, "far", 50.0, 150.0, 5.0);
        assert_eq!(text(&letters), "one two\tcell\nnext\n\nfar");
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut letters = Vec::new();
        for (x, words) in [(50.0, ["ab", "cd"]), (300.0, ["ef", "gh"])] {
            put(&mut letters, words[0], x, 100.0, 5.0);
            put(&mut letters, words[1], x, 112.0, 5.0);
        }
        assert_eq!(text(&letters), "ab\ncd\nef\ngh");
    }

    #[test]
    fn letters_set_wide_apart_are_one_word_and_letters_drawn_twice_are_one() {
        let mut letters = Vec::new();
        put(&mut letters, "QUILL", 50.0, 100.0, 8.0);
        put(&mut letters, "QUILL", 50.3, 100.0, 8.0);
        assert_eq!(text(&letters), "QUILL");
    }

    #[test]
    fn doubled_letters_of_a_name_stay_two() {
        let mut letters = Vec::new();
        put(&mut letters, "Llull", 50.0, 100.0, 5.0);
        assert_eq!(text(&letters), "Llull");
    }

    #[test]
    fn an_accent_drawn_by_itself_belongs_to_its_letter() {
        let mut letters = Vec::new();
        put(&mut letters, "Mar", 50.0, 100.0, 5.0);
        put(&mut letters, "´", 65.2, 100.0, 5.0);
        put(&mut letters, "ı", 65.0, 100.0, 5.0);
        put(&mut letters, "a", 70.0, 100.0, 5.0);
        assert_eq!(text(&letters), "María");
    }

    #[test]
    fn what_is_written_from_right_to_left_is_read_so() {
        let mut letters = Vec::new();
        // As it stands on the page, from the left: the name is read from the right.
        put(&mut letters, "12 ןהכ (הנח)", 50.0, 100.0, 5.0);
        assert_eq!(text(&letters), "(חנה) כהן 12");
    }

    #[test]
    fn a_sign_without_a_meaning_is_a_dot_by_itself_and_a_doubt_in_a_word() {
        let mut letters = Vec::new();
        put(&mut letters, "\u{FFFD} one", 50.0, 100.0, 5.0);
        put(&mut letters, "a\u{FFFD}b", 50.0, 112.0, 5.0);
        let lines = lines(&letters);
        assert_eq!(lines.text, "▪ one\nab");
        assert_eq!((lines.lone_signs, lines.meaningless), (1, 1));
    }

    #[test]
    fn text_along_the_edge_is_read_by_itself() {
        let mut letters = Vec::new();
        put(&mut letters, "level", 50.0, 100.0, 5.0);
        for (index, letter) in "edge".chars().enumerate() {
            letters.push(Letter {
                text: letter.to_string(),
                at: Point::new(20.0, 300.0 - 5.0 * index as f64),
                along: Vec2::new(0.0, -1.0),
                advance: 5.0,
                size: 10.0,
                ink: None,
                sight: Sight::Seen,
                meaning: true,
            });
        }
        assert_eq!(text(&letters), "level\nedge");
    }
}
