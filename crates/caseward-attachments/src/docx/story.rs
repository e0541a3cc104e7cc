//! Reads one running text of a document as its reader sees it: the body, a header, the notes.
//!
//! Insertions that were recorded are text, deletions are not; of two versions for different programs one is
//! taken; instructions give way to their results.

use std::collections::HashMap;

use super::seeing::{Look, Styles};
use crate::xml::{Tag, Visitor};

/// Extensions that today's programs understand: what is meant for them is what a reader sees.
const UNDERSTOOD: [&str; 15] = [
    "wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "w16", "w16se", "w16cid", "a14", "am3d",
    "aink", "cx", "cx1",
];

/// What a running text was made of.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) text: String,
    pub(super) hidden: usize,
    pub(super) deletions: usize,
    pub(super) field_codes: usize,
    pub(super) descriptions: usize,
    pub(super) drawings: usize,
    /// Ids of pictures, in their order.
    pub(super) pictures: Vec<String>,
    /// Pictures that lie elsewhere.
    pub(super) elsewhere: u32,
    /// Files inside.
    pub(super) inside: u32,
    pub(super) controls: u32,
    pub(super) charts: u32,
    /// Ids of diagrams.
    pub(super) diagrams: Vec<String>,
    /// Ids of headers and footers that are shown.
    pub(super) margins: Vec<String>,
    /// Ids of notes in the order of their marks.
    pub(super) footnotes: Vec<String>,
    pub(super) endnotes: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Yes,
    /// Struck out.
    Deleted,
    /// Not shown.
    Hidden,
    /// No text at all, or said in another version.
    No,
}

#[derive(Debug)]
struct Frame {
    name: String,
    look: Look,
    shown: Shown,
}

/// Goes through a running text.
pub(super) struct Story<'a> {
    styles: &'a Styles,
    /// Which notes are referred to, with their numbers; nothing outside of the notes.
    notes: Option<&'a HashMap<String, usize>>,
    frames: Vec<Frame>,
    /// Fields that are open: whether their result has begun.
    fields: Vec<bool>,
    /// Alternatives that are open: whether one was taken.
    taken: Vec<bool>,
    ticked: bool,
    choices: Vec<String>,
    chosen: usize,
    found: Found,
}

impl<'a> Story<'a> {
    pub(super) fn new(styles: &'a Styles, notes: Option<&'a HashMap<String, usize>>) -> Self {
        Self {
            styles,
            notes,
            frames: vec![Frame {
                name: String::new(),
                look: styles.default,
                shown: Shown::Yes,
            }],
            fields: Vec::new(),
            taken: Vec::new(),
            ticked: false,
            choices: Vec::new(),
            chosen: 0,
            found: Found::default(),
        }
    }

    pub(super) fn found(self) -> Found {
        self.found
    }

    /// The name of an element that is open, counted from the innermost.
    fn around(&self, out: usize) -> &str {
        self.frames
            .iter()
            .rev()
            .nth(out)
            .map_or("", |frame| frame.name.as_str())
    }

    /// Something that is shown here, and no word.
    fn put(&mut self, text: &str) {
        if self.shown() == Shown::Yes {
            self.found.text.push_str(text);
        }
    }

    fn shown(&self) -> Shown {
        match self.frames.last() {
            Some(frame) if frame.shown == Shown::Yes && frame.look.is_hidden() => Shown::Hidden,
            Some(frame) => frame.shown,
            None => Shown::No,
        }
    }

    fn line(&mut self) {
        if self.shown() == Shown::Yes
            && !self.found.text.is_empty()
            && !self.found.text.ends_with(['\n', '\t'])
        {
            self.found.text.push('\n');
        }
    }

    /// Changes what holds in an element that is open, counted from the innermost.
    fn change(&mut self, out: usize, change: impl FnOnce(&mut Frame)) {
        if let Some(frame) = self.frames.iter_mut().rev().nth(out) {
            change(frame);
        }
    }

    /// Properties of what is around them: of a run, a paragraph, a cell, a row, a table.
    fn property(&mut self, tag: &Tag<'_>) {
        let owner = match (self.around(0), self.around(1)) {
            ("rPr", "r") | ("pPr", "p") | ("tcPr", "tc") | ("trPr", "tr") | ("tblPr", "tbl") => 1,
            _ => return,
        };
        let styles = self.styles;
        match tag.name() {
            "rStyle" | "pStyle" => {
                if let Some(style) = tag.get("val").and_then(|name| styles.get(&name)) {
                    self.change(owner, |frame| frame.look.take_style(&style));
                }
            }
            "tblStyle" => self.change(owner, |frame| frame.look = frame.look.in_table_style()),
            "del" | "cellDel" if matches!(self.around(0), "trPr" | "tcPr") => {
                self.found.deletions += 1;
                self.change(owner, |frame| frame.shown = Shown::Deleted);
            }
            _ => self.change(owner, |frame| frame.look.take(tag)),
        }
    }

    /// What an element says by being there.
    fn says(&mut self, tag: &Tag<'_>) {
        let name = tag.name();
        match name {
            "tab" | "ptab" if self.around(0) == "r" => self.put("\t"),
            "br" | "cr" if self.around(0) == "r" => self.put("\n"),
            "noBreakHyphen" => self.put("-"),
            "sym" => self.put(symbol(tag.get("char").as_deref())),
            "textpath" => {
                if let Some(text) = tag.get("string") {
                    self.line();
                    self.put(&text);
                    self.line();
                }
            }
            "numId" if self.around(0) == "numPr" && tag.get("val").as_deref() != Some("0") => {
                self.line();
                self.put("• ");
            }
            "footnoteReference" | "endnoteReference" => self.note_mark(tag),
            "fldChar" => match tag.get("fldCharType").as_deref() {
                Some("begin") => {
                    self.found.field_codes += 1;
                    self.fields.push(false);
                }
                Some("separate") => {
                    if let Some(result) = self.fields.last_mut() {
                        *result = true;
                    }
                }
                _ => {
                    self.fields.pop();
                }
            },
            "fldSimple" => self.found.field_codes += 1,
            "checkBox" => self.ticked = false,
            "default" | "checked" if self.around(0) == "checkBox" => self.ticked = tag.is_on(),
            "ddList" => {
                self.choices.clear();
                self.chosen = 0;
            }
            "listEntry" if self.around(0) == "ddList" => self.choices.extend(tag.get("val")),
            "result" | "default" if self.around(0) == "ddList" => {
                self.chosen = tag.get("val").and_then(|val| val.parse().ok()).unwrap_or(0);
            }
            "headerReference" | "footerReference" => self.found.margins.extend(tag.prefixed("id")),
            _ => self.shows(tag),
        }
    }

    fn note_mark(&mut self, tag: &Tag<'_>) {
        let Some(id) = tag.get("id").filter(|_| self.shown() == Shown::Yes) else {
            return;
        };
        let notes = if tag.name() == "footnoteReference" {
            &mut self.found.footnotes
        } else {
            &mut self.found.endnotes
        };
        notes.push(id);
        let number = notes.len();
        self.put(&format!("[{number}]"));
    }

    /// What is shown and is no text.
    fn shows(&mut self, tag: &Tag<'_>) {
        let name = tag.name();
        if name == "docPr" {
            let described = |what| tag.get(what).is_some_and(|text| !text.trim().is_empty());
            self.found.descriptions += usize::from(described("descr") || described("title"));
            if tag
                .get("hidden")
                .is_some_and(|it| it == "1" || it == "true")
            {
                self.change(0, |frame| frame.shown = Shown::Hidden);
            }
        }
        if self.shown() != Shown::Yes {
            return;
        }
        match name {
            "blip" => match (tag.prefixed("embed"), tag.prefixed("link")) {
                (Some(id), _) => self.found.pictures.push(id),
                (None, Some(_)) => self.found.elsewhere += 1,
                (None, None) => {}
            },
            "imagedata" => match tag.prefixed("id") {
                Some(id) => self.found.pictures.push(id),
                None => self.found.elsewhere += 1,
            },
            "OLEObject" | "altChunk" | "subDoc" => self.found.inside += 1,
            "control" => self.found.controls += 1,
            "chart" if tag.prefixed("id").is_some() => self.found.charts += 1,
            "relIds" => self.found.diagrams.extend(tag.prefixed("dm")),
            "wsp" | "shape" | "contentPart" => self.found.drawings += 1,
            _ => {}
        }
    }

    /// Whether what is inside of an element is shown.
    fn inside(&mut self, tag: &Tag<'_>) -> Shown {
        match tag.name() {
            "del" | "moveFrom" if !matches!(self.around(0), "rPr" | "trPr" | "tcPr") => {
                self.found.deletions += 1;
                Shown::Deleted
            }
            "AlternateContent" => {
                self.taken.push(false);
                Shown::Yes
            }
            "Choice" => {
                let understood = tag.get("Requires").is_some_and(|needs| {
                    needs.split_whitespace().all(|it| UNDERSTOOD.contains(&it))
                });
                match self.taken.last_mut() {
                    Some(taken) if understood && !*taken => {
                        *taken = true;
                        Shown::Yes
                    }
                    _ => Shown::No,
                }
            }
            "Fallback" if self.taken.last() == Some(&true) => Shown::No,
            "footnote" | "endnote" => self.note(tag),
            _ => Shown::Yes,
        }
    }

    /// A note is shown if a mark in the text refers to it; lines that part notes are none.
    fn note(&mut self, tag: &Tag<'_>) -> Shown {
        let Some(notes) = self.notes else {
            return Shown::Yes;
        };
        if tag.get("type").is_some_and(|kind| kind != "normal") {
            return Shown::No;
        }
        match tag.get("id").and_then(|id| notes.get(&id)) {
            Some(number) => {
                self.line();
                self.put(&format!("[{number}] "));
                Shown::Yes
            }
            None => Shown::Hidden,
        }
    }

    fn end_cell(&mut self) {
        if self.shown() == Shown::Yes {
            let kept = self.found.text.trim_end_matches('\n').len();
            self.found.text.truncate(kept);
            self.found.text.push('\t');
        }
    }

    fn end_row(&mut self) {
        if self.shown() == Shown::Yes {
            let kept = self.found.text.trim_end_matches('\t').len();
            self.found.text.truncate(kept);
            self.found.text.push('\n');
        }
    }
}

impl Visitor for Story<'_> {
    fn open(&mut self, tag: &Tag<'_>) {
        if tag.name() == "background" {
            let coloured = self.styles.default.on_coloured_page();
            for frame in &mut self.frames {
                frame.look = coloured;
            }
        }
        self.property(tag);
        self.says(tag);
        if tag.name() == "txbxContent" {
            self.line();
        }
        let shown = self.inside(tag);
        let Some(around) = self.frames.last() else {
            return;
        };
        // A paragraph begins with the look of its cell, a text box with that of its page.
        let frame = Frame {
            name: tag.name().to_owned(),
            look: if tag.name() == "txbxContent" {
                self.styles.default.in_table_style()
            } else {
                around.look
            },
            shown: if around.shown == Shown::Yes {
                shown
            } else {
                around.shown
            },
        };
        self.frames.push(frame);
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" if self.frames.last().is_some_and(|it| it.shown == Shown::Yes) => {
                self.found.text.push('\n');
            }
            "tc" => self.end_cell(),
            "tr" => self.end_row(),
            "checkBox" => {
                let sign = if self.ticked { "☑" } else { "☐" };
                self.put(sign);
            }
            "ddList" => {
                if let Some(choice) = self.choices.get(self.chosen).cloned() {
                    self.put(&choice);
                }
            }
            "AlternateContent" => {
                self.taken.pop();
            }
            _ => {}
        }
        if self.frames.len() > 1 {
            self.frames.pop();
        }
    }

    fn text(&mut self, text: &str) {
        if self.around(0) != "t" {
            return;
        }
        let in_instruction = self.fields.iter().any(|result| !result);
        match self.shown() {
            Shown::Yes if !in_instruction => self.found.text.push_str(text),
            Shown::Yes | Shown::Hidden => {
                self.found.hidden += text.chars().filter(|it| !it.is_whitespace()).count();
            }
            Shown::Deleted | Shown::No => {}
        }
    }
}

/// A sign of a typeface that has signs for letters: the usual boxes and ticks; else any sign.
fn symbol(code: Option<&str>) -> &'static str {
    match code.map(str::to_ascii_uppercase).as_deref() {
        Some("F0FE" | "F052" | "F053" | "F0FD") => "☑",
        Some("F0A8" | "F06F" | "F0A3" | "F071" | "F072") => "☐",
        Some("F0FC") => "✓",
        Some("F0FB") => "✗",
        _ => "▪",
    }
}
