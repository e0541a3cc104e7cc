//! Whether a reader of a document sees a letter: hidden, white on white, black on black, too small, struck
//! out while changes were recorded.

use std::collections::HashMap;

use crate::xml::{Tag, Visitor};

/// How text looks at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    vanish: bool,
    tiny: bool,
    /// Nothing: automatic, which is black, or white on something dark.
    colour: Option<[u8; 3]>,
    behind: Option<Behind>,
    /// A table whose style may colour its cells: white letters may be meant to be read.
    table_style: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Behind {
    colour: [u8; 3],
    /// Automatic letters turn white on dark shading, but not on the highlighter's black.
    turns: bool,
}

impl Look {
    pub(super) const PLAIN: Self = Self {
        vanish: false,
        tiny: false,
        colour: None,
        behind: None,
        table_style: false,
    };

    /// On a page with a colour of its own, nothing is known of what is behind.
    pub(super) const fn on_coloured_page(mut self) -> Self {
        self.table_style = true;
        self
    }

    pub(super) const fn in_table_style(mut self) -> Self {
        self.table_style = true;
        self
    }

    pub(super) fn is_hidden(&self) -> bool {
        if self.vanish || self.tiny {
            return true;
        }
        let (behind, turns) = match self.behind {
            Some(behind) => (behind.colour, behind.turns),
            None if self.table_style => return false,
            None => ([255; 3], true),
        };
        match self.colour {
            Some(colour) => is_alike(colour, behind),
            None => !turns && is_alike([0; 3], behind),
        }
    }

    /// Takes a property of text, paragraph or cell in.
    pub(super) fn take(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "vanish" => self.vanish = tag.is_on(),
            "sz" => {
                self.tiny = tag
                    .get("val")
                    .and_then(|size| size.parse::<u32>().ok())
                    .is_some_and(|half_points| half_points <= 3);
            }
            "color" => self.colour = tag.get("val").and_then(|value| colour(&value)),
            "highlight" => {
                self.behind = tag
                    .get("val")
                    .and_then(|name| highlighter(&name))
                    .map(|colour| Behind {
                        colour,
                        turns: false,
                    });
            }
            "shd" => {
                if let Some(colour) = tag.get("fill").and_then(|fill| colour(&fill)) {
                    self.behind = Some(Behind {
                        colour,
                        turns: true,
                    });
                }
            }
            _ => {}
        }
    }

    /// Takes a named style in.
    pub(super) fn take_style(&mut self, style: &Style) {
        self.vanish |= style.look.vanish;
        self.tiny |= style.look.tiny;
        self.colour = style.look.colour.or(self.colour);
        self.behind = style.look.behind.or(self.behind);
    }
}

fn is_alike(one: [u8; 3], other: [u8; 3]) -> bool {
    one.iter()
        .zip(other)
        .all(|(one, other)| one.abs_diff(other) < 32)
}

fn colour(value: &str) -> Option<[u8; 3]> {
    let part = |at: usize| u8::from_str_radix(value.get(at..at + 2)?, 16).ok();
    (value.len() == 6).then_some([part(0)?, part(2)?, part(4)?])
}

fn highlighter(name: &str) -> Option<[u8; 3]> {
    Some(match name {
        "black" => [0, 0, 0],
        "blue" => [0, 0, 255],
        "cyan" => [0, 255, 255],
        "darkBlue" => [0, 0, 139],
        "darkCyan" => [0, 139, 139],
        "darkGray" => [169, 169, 169],
        "darkGreen" => [0, 100, 0],
        "darkMagenta" => [128, 0, 128],
        "darkRed" => [139, 0, 0],
        "darkYellow" => [128, 128, 0],
        "green" => [0, 255, 0],
        "lightGray" => [211, 211, 211],
        "magenta" => [255, 0, 255],
        "red" => [255, 0, 0],
        "white" => [255, 255, 255],
        "yellow" => [255, 255, 0],
        _ => return None,
    })
}

/// A named style.
#[derive(Debug, Clone)]
pub(super) struct Style {
    look: Look,
    based_on: Option<String>,
}

/// The named styles of a document.
#[derive(Debug)]
pub(super) struct Styles {
    known: HashMap<String, Style>,
    pub(super) default: Look,
    current: Option<(String, Style)>,
    path: Vec<String>,
}

impl Styles {
    pub(super) fn new() -> Self {
        Self {
            known: HashMap::new(),
            default: Look::PLAIN,
            current: None,
            path: Vec::new(),
        }
    }

    /// A style with all that it is based on.
    pub(super) fn get(&self, name: &str) -> Option<Style> {
        let mut chain = vec![self.known.get(name)?];
        while let Some(base) = chain
            .last()
            .and_then(|style| style.based_on.as_ref())
            .and_then(|base| self.known.get(base))
        {
            // One that is based on itself, by whatever way round.
            if chain.len() > 20 {
                break;
            }
            chain.push(base);
        }
        let mut look = Look::PLAIN;
        for style in chain.iter().rev() {
            look.take_style(style);
        }
        Some(Style {
            look,
            based_on: None,
        })
    }
}

impl Visitor for Styles {
    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.name();
        let parent = self.path.last().map(String::as_str);
        match (name, parent) {
            ("style", _) => {
                self.current = tag.get("styleId").map(|id| {
                    let style = Style {
                        look: Look::PLAIN,
                        based_on: None,
                    };
                    (id, style)
                });
            }
            ("basedOn", Some("style")) => {
                if let Some((_, style)) = &mut self.current {
                    style.based_on = tag.get("val");
                }
            }
            (_, Some("rPr" | "pPr" | "tcPr")) => {
                let in_defaults = self.path.iter().any(|it| it == "docDefaults");
                match &mut self.current {
                    Some((_, style)) => style.look.take(tag),
                    None if in_defaults => self.default.take(tag),
                    None => {}
                }
            }
            _ => {}
        }
        self.path.push(name.to_owned());
    }

    fn close(&mut self, name: &str) {
        self.path.pop();
        if name == "style"
            && let Some((id, style)) = self.current.take()
        {
            self.known.insert(id, style);
        }
    }

    fn text(&mut self, _: &str) {}
}
