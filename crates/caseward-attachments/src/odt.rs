//! Reads an OpenDocument text (ODT): its text as a reader sees it, with headers, footers and notes;
//! without comments, recorded deletions and hidden text.

use std::collections::HashSet;

use crate::limits::Limits;
use crate::ocr::Ocr;
use crate::package::Package;
use crate::pictures::Looker;
use crate::report::{Account, How, Place, Unseen, Why};
use crate::xml::{Tag, Visitor, walk};

pub(crate) fn read(bytes: &[u8], limits: &Limits, ocr: &Ocr<'_>, account: &mut Account) {
    let opened = Package::open(bytes, limits);
    if let Err(why) = opened.and_then(|mut package| document(&mut package, limits, ocr, account)) {
        account.withhold(Place::Whole, why);
    }
}

fn document(
    package: &mut Package<'_>,
    limits: &Limits,
    ocr: &Ocr<'_>,
    account: &mut Account,
) -> Result<(), Why> {
    let part = |package: &mut Package<'_>, name| package.part(name).unwrap_or(Ok(Vec::new()));
    let manifest = part(package, "META-INF/manifest.xml")?;
    if crate::kind::find(&manifest, b"encryption-data").is_some() {
        return Err(Why::Locked);
    }
    let styles = part(package, "styles.xml")?;
    let content = part(package, "content.xml")?;
    if content.is_empty() {
        return Err(Why::Damaged);
    }
    let mut hidden = HiddenStyles::default();
    for bytes in [&styles, &content] {
        if !bytes.is_empty() {
            walk(bytes, limits, &mut hidden)?;
        }
    }
    let mut body = Story::new(&hidden.names, "text");
    walk(&content, limits, &mut body)?;
    account.text(Place::Body, &body.text, How::Text, 100);
    let mut margins = Story::new(&hidden.names, "master-styles");
    if !styles.is_empty() {
        walk(&styles, limits, &mut margins)?;
    }
    account.text(Place::Header(1), &margins.text, How::Text, 100);
    let mut looker = Looker::new(limits, ocr);
    let mut seen = HashSet::new();
    for story in [body, margins] {
        for picture in &story.pictures {
            if !seen.insert(picture.clone()) {
                continue;
            }
            let place = Place::Illustration(looker.next());
            match package.part(picture.trim_start_matches("./")) {
                Some(Ok(bytes)) => looker.look(&bytes, place, account),
                Some(Err(why)) => account.withhold(place, why),
                None => account.withhold(place, Why::Elsewhere),
            }
        }
        story.tell(account);
    }
    beside(package, limits, account);
    Ok(())
}

fn beside(package: &mut Package<'_>, limits: &Limits, account: &mut Account) {
    if let Some(Ok(meta)) = package.part("meta.xml") {
        let mut values = Values(0);
        // What can't be read of the properties isn't shown either.
        let _unread = walk(&meta, limits, &mut values);
        account.remove(Unseen::Properties, values.0);
    }
    let count = |begin: &str| {
        package
            .names()
            .filter(|it| it.starts_with(begin) && !it.ends_with('/'))
            .count()
    };
    account.remove(
        Unseen::Macros,
        count("Basic/").min(1) + count("Scripts/").min(1),
    );
    account.remove(Unseen::Thumbnails, count("Thumbnails/"));
    account.remove(
        Unseen::Signatures,
        usize::from(package.has("META-INF/documentsignatures.xml")),
    );
}

struct Values(usize);

impl Visitor for Values {
    fn open(&mut self, _: &Tag<'_>) {}

    fn close(&mut self, _: &str) {}

    fn text(&mut self, text: &str) {
        self.0 += usize::from(!text.trim().is_empty());
    }
}

/// Styles that hide what has them.
#[derive(Default)]
struct HiddenStyles {
    names: HashSet<String>,
    current: Option<String>,
    background: bool,
}

impl Visitor for HiddenStyles {
    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "style" => {
                // One that rests on a hidden one is hidden as well.
                let hidden = tag
                    .get("parent-style-name")
                    .is_some_and(|it| self.names.contains(&it));
                self.current = tag.get("name");
                self.background = false;
                if hidden {
                    self.names.extend(self.current.clone());
                }
            }
            "paragraph-properties" | "table-cell-properties" => {
                self.background |= tag
                    .get("background-color")
                    .is_some_and(|it| it != "transparent");
            }
            "text-properties" => {
                let behind = tag.get("background-color").filter(|it| it != "transparent");
                let colour = tag.get("color").map(|it| it.to_lowercase());
                let alike = match (&behind, &colour) {
                    (Some(behind), Some(colour)) => behind.to_lowercase() == *colour,
                    (None, Some(colour)) => colour == "#ffffff" && !self.background,
                    (Some(behind), None) => behind == "#000000",
                    (None, None) => false,
                };
                let tiny = tag.get("font-size").is_some_and(|size| {
                    size.trim_end_matches("pt")
                        .parse()
                        .is_ok_and(|size: f32| size < 2.0)
                });
                if alike || tiny || tag.get("display").is_some_and(|it| it == "none") {
                    self.names.extend(self.current.clone());
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if name == "style" {
            self.current = None;
        }
    }

    fn text(&mut self, _: &str) {}
}

struct Story<'a> {
    hidden_styles: &'a HashSet<String>,
    /// The element in which text begins.
    within: &'static str,
    open: Vec<(String, bool, bool)>,
    text: String,
    hidden: usize,
    comments: usize,
    deletions: usize,
    descriptions: usize,
    links: usize,
    inside: u32,
    fields: u32,
    notes: usize,
    pictures: Vec<String>,
}

impl<'a> Story<'a> {
    fn new(hidden_styles: &'a HashSet<String>, within: &'static str) -> Self {
        Self {
            hidden_styles,
            within,
            open: Vec::new(),
            text: String::new(),
            hidden: 0,
            comments: 0,
            deletions: 0,
            descriptions: 0,
            links: 0,
            inside: 0,
            fields: 0,
            notes: 0,
            pictures: Vec::new(),
        }
    }

    fn tell(&self, account: &mut Account) {
        for (what, count) in [
            (Unseen::HiddenText, self.hidden),
            (Unseen::Comments, self.comments),
            (Unseen::Deletions, self.deletions),
            (Unseen::Descriptions, self.descriptions),
            (Unseen::Links, self.links),
        ] {
            account.remove(what, count);
        }
        for number in 1..=self.inside {
            account.withhold(Place::Embedded(number), Why::FileInside);
        }
        if self.fields > 0 {
            account.withhold(Place::Body, Why::FormFields(self.fields));
        }
    }

    /// Whether text may stand here, and whether it is shown.
    fn here(&self) -> (bool, bool) {
        self.open
            .last()
            .map_or((false, true), |(_, text, shown)| (*text, *shown))
    }

    fn put(&mut self, text: &str) {
        if self.here() == (true, true) {
            self.text.push_str(text);
        }
    }

    fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
            self.text.push('\n');
        }
    }
}

impl Visitor for Story<'_> {
    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.name();
        let (mut text, mut shown) = self.here();
        let styled = tag
            .get("style-name")
            .is_some_and(|it| self.hidden_styles.contains(&it));
        shown &= !styled;
        if name == self.within {
            text = true;
        }
        match name {
            "annotation" => {
                self.comments += 1;
                text = false;
            }
            "tracked-changes" => text = false,
            "deletion" => self.deletions += 1,
            "title" | "desc" if !self.open.is_empty() => {
                self.descriptions += usize::from(text);
                text = false;
            }
            "hidden-text" | "hidden-paragraph" => shown = false,
            "section" if tag.get("display").is_some_and(|it| it == "none") => shown = false,
            "s" => {
                let count = tag
                    .get("c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                self.put(&" ".repeat(std::cmp::min(count, 100)));
            }
            "tab" => self.put("\t"),
            "line-break" => self.put("\n"),
            "list-item" if (text, shown) == (true, true) => {
                self.line();
                self.put("• ");
            }
            "note-body" => {
                self.notes += 1;
                self.put(" (");
            }
            "a" if text => self.links += 1,
            "image" if (text, shown) == (true, true) => match tag.get("href") {
                Some(target) => self.pictures.push(target),
                None => self.inside += 1,
            },
            "object" | "object-ole" | "plugin" | "applet" if text => self.inside += 1,
            "textarea" | "checkbox" | "radio" | "listbox" | "combobox" if text => self.fields += 1,
            _ => {}
        }
        self.open.push((name.to_owned(), text, shown));
    }

    fn close(&mut self, name: &str) {
        let here = self.here();
        self.open.pop();
        if here != (true, true) {
            return;
        }
        match name {
            "p" | "h" if !self.open.iter().any(|(it, _, _)| it == "note-body") => {
                self.text.push('\n')
            }
            "p" => self.text.push(' '),
            "note-body" => {
                self.text.truncate(self.text.trim_end().len());
                self.text.push(')');
            }
            "table-cell" => {
                self.text.truncate(self.text.trim_end_matches('\n').len());
                self.text.push('\t');
            }
            "table-row" => {
                self.text.truncate(self.text.trim_end_matches('\t').len());
                self.text.push('\n');
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let (may, shown) = self.here();
        let in_paragraph = self
            .open
            .iter()
            .any(|(name, _, _)| matches!(name.as_str(), "p" | "h"));
        if !may || !in_paragraph {
            return;
        }
        if shown {
            self.text.push_str(text);
        } else {
            self.hidden += text.chars().filter(|it| !it.is_whitespace()).count();
        }
    }
}
