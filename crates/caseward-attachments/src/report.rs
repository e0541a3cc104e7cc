//! What was read out of a file, what was withheld and why, and what was removed: told by kind and
//! number, never with a word of it.
//!
//! CR-9 and NASW-m: what leaves the house is only what somebody could look at first. A thing that isn't
//! in [`Read::parts`] doesn't leave, and a reader of [`Read::withheld`] and [`Read::removed`] knows that it was there.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A file, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// What the file is, by its content. Its name and what its sender called it are never asked.
    pub kind: Kind,
    /// Its text, in the order of reading.
    pub parts: Vec<Part>,
    /// What could not be read, and so doesn't leave.
    pub withheld: Vec<Withheld>,
    /// What no reader sees, and so doesn't leave; each kind once.
    pub removed: Vec<Removed>,
}

impl Read {
    /// A file of which nothing could be read.
    pub(crate) fn nothing(kind: Kind, why: Why) -> Self {
        Self {
            kind,
            parts: Vec::new(),
            withheld: vec![Withheld {
                place: Place::Whole,
                why,
            }],
            removed: Vec::new(),
        }
    }

    /// Whether everything that a reader of the file sees is in [`Read::parts`].
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.withheld.is_empty()
    }
}

/// One piece of text and where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Where it stood.
    pub place: Place,
    /// The text: lines end with `\n`, cells of a row are parted by `\t`, and there are no other
    /// control characters in it. Words that could not be made out are [`GAP`].
    pub text: String,
    /// How it was read.
    pub how: How,
    /// How sure the reading is, in percent; 100 where the file says itself what it shows.
    pub confidence: u8,
}

/// Stands in a text for words that could not be made out.
pub const GAP: &str = "[…]";

/// How a text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// The file says which letters it shows.
    Text,
    /// A program looked at the picture and recognized letters.
    Ocr,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each says it by its name")]
pub enum Kind {
    Pdf,
    Docx,
    Odt,
    Png,
    Jpeg,
    Tiff,
    WebP,
    Text,
    Html,
    Mail,
    /// Something that isn't read, or can't be told.
    Other,
}

/// Where in a file something stands. Counted from 1, because a name may be somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// The file as a whole.
    Whole,
    /// A page.
    Page(u32),
    /// A picture on a page.
    Picture {
        /// The page.
        page: u32,
        /// Which of its pictures.
        number: u32,
    },
    /// A picture in a file that has no fixed pages.
    Illustration(u32),
    /// Who wrote to whom, when and about what, at the head of a letter.
    Head,
    /// The running text.
    Body,
    /// What stands at the top of pages.
    Header(u32),
    /// What stands at the foot of pages.
    Footer(u32),
    /// The notes at the foot of pages.
    Footnotes,
    /// The notes at the end.
    Endnotes,
    /// A diagram.
    Diagram(u32),
    /// A file inside the file.
    Embedded(u32),
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => out.write_str("the file"),
            Self::Page(page) => write!(out, "page {page}"),
            Self::Picture { page, number } => write!(out, "page {page}, picture {number}"),
            Self::Illustration(number) => write!(out, "picture {number}"),
            Self::Head => out.write_str("the letter's head"),
            Self::Body => out.write_str("the text"),
            Self::Header(number) => write!(out, "header {number}"),
            Self::Footer(number) => write!(out, "footer {number}"),
            Self::Footnotes => out.write_str("the footnotes"),
            Self::Endnotes => out.write_str("the endnotes"),
            Self::Diagram(number) => write!(out, "diagram {number}"),
            Self::Embedded(number) => write!(out, "file {number} inside the file"),
        }
    }
}

/// Something that doesn't leave because it could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Where it stands.
    pub place: Place,
    /// Why, and what can be done.
    pub why: Why,
}

/// Why something is withheld, with the way forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's message is its documentation")]
pub enum Why {
    #[error("there is nothing in it")]
    Empty,
    #[error("it can't be told what this is; save it as PDF or DOCX and attach that")]
    Unknown,
    #[error("it would be read as two kinds of file at once; save it anew as one of them")]
    TwoKinds,
    #[error("this is an old Word document; save it as PDF or DOCX and attach that")]
    OldWord,
    #[error("this is an RTF document; save it as PDF or DOCX and attach that")]
    Rtf,
    #[error("this is a spreadsheet; save the sheets that are meant as PDF and attach that")]
    Spreadsheet,
    #[error("these are slides; save them as PDF and attach that")]
    Slides,
    #[error("this kind of picture isn't read; save it as JPEG or PNG and attach that")]
    OtherPicture,
    #[error("this is sound or film; write down what is meant and attach that")]
    SoundOrFilm,
    #[error("this is an archive; take the files out and attach each by itself")]
    Archive,
    #[error("this is a program and no document")]
    Program,
    #[error("it is locked with a password or encrypted; save it without and attach that")]
    Locked,
    #[error("it is damaged; open it, save it anew and attach that")]
    Damaged,
    #[error("parts of the file are damaged, and something may be missing; save it anew")]
    PartlyDamaged,
    #[error("it is larger than what is read; attach it in parts")]
    TooLarge,
    #[error("it unpacks to far more than a document has; save it anew and attach that")]
    Bomb,
    #[error("it is too intricate to be read in a reasonable time; print it to a new PDF")]
    TooMuch,
    #[error("it stopped its reader; print it to a new PDF and attach that")]
    Broke,
    #[error("it took its reader too long; attach it in parts")]
    TookTooLong,
    #[error("nothing is set up here that reads pictures; type what is in it")]
    NoOcr,
    #[error("the program that reads pictures didn't finish; try again, or type what is in it")]
    OcrFailed,
    #[error("no words were found in this picture; the picture itself doesn't leave")]
    NoWords,
    #[error("words that could not be made out: {0}")]
    Unclear(u32),
    #[error("characters whose meaning the file doesn't tell: {0}")]
    Meaningless(u32),
    #[error("text of which it can't be told whether a reader sees it")]
    PerhapsHidden,
    #[error("places that somebody marked to be blacked out, with letters in them: {0}")]
    MarkedForRedaction(u32),
    #[error("fields of a form whose content isn't drawn on the page: {0}")]
    FormFields(u32),
    #[error("boxes of a form, of which it isn't read whether they are ticked: {0}")]
    TickBoxes(u32),
    #[error("a form that only some programs fill with content (XFA); print it to a new PDF")]
    LiveForm,
    #[error("a file inside this file; attach it by itself if it is meant")]
    FileInside,
    #[error("a picture that lies elsewhere and isn't in the file")]
    Elsewhere,
    #[error("a chart; only its picture on a printed page can be read")]
    Chart,
    #[error("a field of a form that works by a program")]
    Control,
    #[error("its style rules hide parts, and they aren't followed here; print it to a PDF")]
    StyleRules,
    #[error("long runs of characters that are no words, as of something packed: {0}")]
    Packed(u32),
    #[error("pictures that move or have several layers: only the first was read")]
    FirstFrameOnly,
}

/// Something that was in the file and that no reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// What it was.
    pub what: Unseen,
    /// How many; of text, how many letters.
    pub count: u64,
}

/// What files hold without showing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unseen {
    /// Author, title, dates, programs: entries about the file.
    Properties,
    /// Where a picture was taken.
    Location,
    /// Camera, time and other notes in a picture.
    PictureNotes,
    /// A small copy of a picture, which may be older than the picture.
    Thumbnails,
    /// Comments and notes beside the text.
    Comments,
    /// Text that somebody struck out while changes were recorded: places.
    Deletions,
    /// Text that isn't shown: letters.
    HiddenText,
    /// Characters that can't be seen or that turn the direction of writing.
    InvisibleCharacters,
    /// Layers that are switched off.
    HiddenLayers,
    /// Programs in the file that would run.
    Scripts,
    /// Macros: libraries of programs in a document.
    Macros,
    /// Links to elsewhere.
    Links,
    /// What a form holds behind its picture.
    FormData,
    /// Marks on a page that are no text.
    Annotations,
    /// Descriptions of pictures, for those who can't see them.
    Descriptions,
    /// The list of contents beside the pages.
    Bookmarks,
    /// Earlier states of the file that it still holds.
    EarlierVersions,
    /// Instructions that make text, such as a table of contents.
    FieldCodes,
    /// Data of other programs.
    ForeignData,
    /// Signatures: they hold for the file as it was.
    Signatures,
    /// Drawn shapes that aren't letters.
    Drawings,
    /// Notes of computers on a letter's way.
    Routing,
    /// Bytes behind the end of what is shown.
    TrailingData,
}

impl Unseen {
    /// The word for it in English, for a count of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Properties => "properties such as author and dates",
            Self::Location => "places where a picture was taken",
            Self::PictureNotes => "notes of a camera or a program in a picture",
            Self::Thumbnails => "small copies of pictures",
            Self::Comments => "comments",
            Self::Deletions => "recorded deletions",
            Self::HiddenText => "letters of hidden text",
            Self::InvisibleCharacters => "invisible characters",
            Self::HiddenLayers => "layers that are switched off",
            Self::Scripts => "scripts",
            Self::Macros => "libraries of macros",
            Self::Links => "links",
            Self::FormData => "data of forms",
            Self::Annotations => "marks on pages",
            Self::Descriptions => "descriptions of pictures",
            Self::Bookmarks => "bookmarks",
            Self::EarlierVersions => "earlier versions of the file",
            Self::FieldCodes => "field instructions",
            Self::ForeignData => "data of other programs",
            Self::Signatures => "signatures",
            Self::Drawings => "drawn shapes",
            Self::Routing => "notes of mail servers",
            Self::TrailingData => "pieces of data behind the end",
        }
    }
}

/// Gathers an account while a file is read.
#[derive(Debug)]
pub(crate) struct Account {
    kind: Kind,
    parts: Vec<Part>,
    withheld: Vec<Withheld>,
    removed: BTreeMap<Unseen, u64>,
    letters_left: usize,
}

impl Account {
    pub(crate) const fn new(kind: Kind, letters: usize) -> Self {
        Self {
            kind,
            parts: Vec::new(),
            withheld: Vec::new(),
            removed: BTreeMap::new(),
            letters_left: letters,
        }
    }

    /// Takes a text in, without what can't be seen of it and without what is packed. Nothing is kept
    /// of an empty one.
    pub(crate) fn text(&mut self, place: Place, text: &str, how: How, confidence: u8) {
        let cleaned = crate::clean::clean(text);
        self.remove(Unseen::InvisibleCharacters, cleaned.removed);
        if cleaned.packed > 0 {
            self.withhold(place, Why::Packed(cleaned.packed));
        }
        if cleaned.text.is_empty() {
            return;
        }
        let letters = cleaned.text.chars().count();
        let Some(left) = self.letters_left.checked_sub(letters) else {
            self.withhold(place, Why::TooLarge);
            return;
        };
        self.letters_left = left;
        self.parts.push(Part {
            place,
            text: cleaned.text,
            how,
            confidence,
        });
    }

    pub(crate) fn withhold(&mut self, place: Place, why: Why) {
        let withheld = Withheld { place, why };
        if !self.withheld.contains(&withheld) {
            self.withheld.push(withheld);
        }
    }

    pub(crate) fn remove(&mut self, what: Unseen, count: usize) {
        if count > 0 {
            let sum = self.removed.entry(what).or_default();
            *sum = sum.saturating_add(count as u64);
        }
    }

    /// Closes the account. A file without a word and without a reason gets one.
    pub(crate) fn close(mut self) -> Read {
        if self.parts.is_empty() && self.withheld.is_empty() {
            self.withhold(Place::Whole, Why::Empty);
        }
        Read {
            kind: self.kind,
            parts: self.parts,
            withheld: self.withheld,
            removed: self
                .removed
                .into_iter()
                .map(|(what, count)| Removed { what, count })
                .collect(),
        }
    }
}
