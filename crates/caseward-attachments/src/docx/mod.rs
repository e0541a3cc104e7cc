//! Reads a Word document (DOCX): its text as a reader sees it, with headers, footers, notes, text
//! boxes and pictures; without what else it holds about people (CR-9, NASW-m).

mod relations;
mod seeing;
mod story;

use std::collections::{HashMap, HashSet};

use relations::Relations;
use seeing::Styles;
use story::{Found, Story};

use crate::limits::Limits;
use crate::ocr::Ocr;
use crate::package::Package;
use crate::pictures::Looker;
use crate::report::{Account, How, Place, Unseen, Why};
use crate::xml::{Tag, Visitor, walk};

pub(crate) fn read(bytes: &[u8], limits: &Limits, ocr: &Ocr<'_>, account: &mut Account) {
    let mut reader = match Package::open(bytes, limits) {
        Ok(package) => Reader {
            package,
            limits,
            looker: Looker::new(limits, ocr),
            shown: HashSet::new(),
            inside: 0,
        },
        Err(why) => {
            account.withhold(Place::Whole, why);
            return;
        }
    };
    if let Err(why) = reader.document(account) {
        account.withhold(Place::Whole, why);
    }
}

struct Reader<'a> {
    package: Package<'a>,
    limits: &'a Limits,
    looker: Looker<'a>,
    /// Pictures that are shown somewhere.
    shown: HashSet<String>,
    /// Files inside that were met in the text.
    inside: u32,
}

impl Reader<'_> {
    fn document(&mut self, account: &mut Account) -> Result<(), Why> {
        let top = Relations::of(&mut self.package, "", self.limits)?;
        let main = top
            .of_kind("officeDocument")
            .find(|it| !it.outside)
            .ok_or(Why::Damaged)?
            .target
            .clone();
        if main.starts_with("xl/") {
            return Err(Why::Spreadsheet);
        }
        if main.starts_with("ppt/") {
            return Err(Why::Slides);
        }
        let relations = Relations::of(&mut self.package, &main, self.limits)?;
        let mut styles = Styles::new();
        for relation in relations.of_kind("styles") {
            if let Some(bytes) = self.package.part(&relation.target) {
                walk(&bytes?, self.limits, &mut styles)?;
            }
        }
        let body = self.story(&main, &styles, None)?.ok_or(Why::Damaged)?;
        self.take(&body, Place::Body, &relations, account);
        self.margins(&body, &relations, &styles, account);
        for (kind, place, marks) in [
            ("footnotes", Place::Footnotes, &body.footnotes),
            ("endnotes", Place::Endnotes, &body.endnotes),
        ] {
            self.notes(kind, place, marks, &relations, &styles, account);
        }
        self.diagrams(&body, &relations, &styles, account);
        self.beside(&top, &relations, account);
        Ok(())
    }

    /// One running text; nothing when the document has no such part.
    fn story(
        &mut self,
        part: &str,
        styles: &Styles,
        notes: Option<&HashMap<String, usize>>,
    ) -> Result<Option<Found>, Why> {
        let Some(bytes) = self.package.part(part) else {
            return Ok(None);
        };
        let mut story = Story::new(styles, notes);
        walk(&bytes?, self.limits, &mut story)?;
        Ok(Some(story.found()))
    }

    /// Takes a running text into the account, with what is shown in it.
    fn take(&mut self, found: &Found, place: Place, relations: &Relations, account: &mut Account) {
        account.text(place, &found.text, How::Text, 100);
        for (what, count) in [
            (Unseen::HiddenText, found.hidden),
            (Unseen::Deletions, found.deletions),
            (Unseen::FieldCodes, found.field_codes),
            (Unseen::Descriptions, found.descriptions),
            (Unseen::Drawings, found.drawings),
            (Unseen::Links, relations.outside()),
        ] {
            account.remove(what, count);
        }
        for _ in 0..found.inside {
            self.inside = self.inside.saturating_add(1);
            account.withhold(Place::Embedded(self.inside), Why::FileInside);
        }
        for (count, why) in [
            (found.elsewhere, Why::Elsewhere),
            (found.controls, Why::Control),
            (found.charts, Why::Chart),
        ] {
            if count > 0 {
                account.withhold(place, why);
            }
        }
        for id in &found.pictures {
            let target = relations.get(id).map(|it| (it.target.clone(), it.outside));
            let Some((target, outside)) = target else {
                account.withhold(place, Why::Elsewhere);
                continue;
            };
            if outside {
                account.withhold(place, Why::Elsewhere);
            } else if self.shown.insert(target.clone()) {
                let number = self.looker.next();
                match self.package.part(&target) {
                    Some(Ok(bytes)) => {
                        self.looker
                            .look(&bytes, Place::Illustration(number), account)
                    }
                    Some(Err(why)) => account.withhold(Place::Illustration(number), why),
                    None => account.withhold(Place::Illustration(number), Why::Damaged),
                }
            }
        }
    }

    /// Headers and footers: those that some section shows are text, the others are not shown.
    fn margins(
        &mut self,
        body: &Found,
        relations: &Relations,
        styles: &Styles,
        account: &mut Account,
    ) {
        type Counted = fn(u32) -> Place;
        let kinds: [(&str, Counted); 2] = [("header", Place::Header), ("footer", Place::Footer)];
        for (kind, place) in kinds {
            let mut number = 0_u32;
            for relation in relations.of_kind(kind) {
                number = number.saturating_add(1);
                let read = Relations::of(&mut self.package, &relation.target, self.limits)
                    .and_then(|own| Ok((self.story(&relation.target, styles, None)?, own)));
                match read {
                    Ok((Some(found), own)) if body.margins.contains(&relation.id) => {
                        self.take(&found, place(number), &own, account);
                    }
                    Ok((Some(found), _)) => {
                        let letters = found.text.chars().filter(|it| !it.is_whitespace()).count();
                        account.remove(Unseen::HiddenText, letters.saturating_add(found.hidden));
                    }
                    Ok((None, _)) => {}
                    Err(why) => account.withhold(place(number), why),
                }
            }
        }
    }

    fn notes(
        &mut self,
        kind: &str,
        place: Place,
        marks: &[String],
        relations: &Relations,
        styles: &Styles,
        account: &mut Account,
    ) {
        let numbers: HashMap<String, usize> = marks
            .iter()
            .enumerate()
            .map(|(index, id)| (id.clone(), index + 1))
            .collect();
        for relation in relations.of_kind(kind) {
            let read = Relations::of(&mut self.package, &relation.target, self.limits)
                .and_then(|own| Ok((self.story(&relation.target, styles, Some(&numbers))?, own)));
            match read {
                Ok((Some(found), own)) => self.take(&found, place, &own, account),
                Ok((None, _)) => {}
                Err(why) => account.withhold(place, why),
            }
        }
    }

    fn diagrams(
        &mut self,
        body: &Found,
        relations: &Relations,
        styles: &Styles,
        account: &mut Account,
    ) {
        for (index, id) in body.diagrams.iter().enumerate() {
            let place = Place::Diagram(u32::try_from(index + 1).unwrap_or(u32::MAX));
            let target = relations.get(id).map(|it| it.target.clone());
            match target.map(|target| self.story(&target, styles, None)) {
                Some(Ok(Some(found))) => account.text(place, &found.text, How::Text, 100),
                Some(Err(why)) => account.withhold(place, why),
                Some(Ok(None)) | None => account.withhold(place, Why::Damaged),
            }
        }
    }

    /// What lies beside the text in the package and isn't shown.
    fn beside(&mut self, top: &Relations, relations: &Relations, account: &mut Account) {
        for kind in [
            "core-properties",
            "extended-properties",
            "custom-properties",
        ] {
            for relation in top.of_kind(kind) {
                account.remove(
                    Unseen::Properties,
                    self.counted(&relation.target, Counting::Values),
                );
            }
        }
        for relation in relations.of_kind("comments") {
            let comments = self.counted(&relation.target, Counting::Elements("comment"));
            account.remove(Unseen::Comments, comments);
        }
        account.remove(Unseen::Thumbnails, top.of_kind("thumbnail").count());
        account.remove(Unseen::Properties, relations.of_kind("people").count());
        let foreign = ["customXml", "glossaryDocument"]
            .iter()
            .map(|kind| relations.of_kind(kind).count() + top.of_kind(kind).count())
            .sum();
        account.remove(Unseen::ForeignData, foreign);
        let names: Vec<String> = self.package.names().map(str::to_lowercase).collect();
        let count = |wanted: &dyn Fn(&str) -> bool| names.iter().filter(|it| wanted(it)).count();
        account.remove(Unseen::Macros, count(&|it| it.ends_with("vbaproject.bin")));
        account.remove(
            Unseen::Signatures,
            count(&|it| it.starts_with("_xmlsignatures/") && it.ends_with(".xml")),
        );
        let unused = names
            .iter()
            .filter(|it| it.contains("/media/"))
            .filter(|it| {
                !self
                    .shown
                    .iter()
                    .any(|shown| shown.eq_ignore_ascii_case(it))
            })
            .count();
        account.remove(Unseen::ForeignData, unused);
        let inside = count(&|it| {
            (it.contains("/embeddings/") || it.contains("/activex/") && it.ends_with(".bin"))
                && !it.ends_with('/')
        });
        for number in self.inside..u32::try_from(inside).unwrap_or(u32::MAX) {
            account.withhold(Place::Embedded(number + 1), Why::FileInside);
        }
    }

    /// How many of something a part holds; one, if it can't be counted.
    fn counted(&mut self, part: &str, what: Counting) -> usize {
        let mut counter = Counter { what, count: 0 };
        match self.package.part(part) {
            Some(Ok(bytes)) => match walk(&bytes, self.limits, &mut counter) {
                Ok(()) => counter.count,
                Err(_) => counter.count.max(1),
            },
            Some(Err(_)) => 1,
            None => 0,
        }
    }
}

enum Counting {
    Elements(&'static str),
    Values,
}

struct Counter {
    what: Counting,
    count: usize,
}

impl Visitor for Counter {
    fn open(&mut self, tag: &Tag<'_>) {
        self.count +=
            usize::from(matches!(self.what, Counting::Elements(name) if name == tag.name()));
    }

    fn close(&mut self, _: &str) {}

    fn text(&mut self, text: &str) {
        self.count += usize::from(matches!(self.what, Counting::Values) && !text.trim().is_empty());
    }
}
