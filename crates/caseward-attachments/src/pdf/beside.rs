//! What a PDF holds beside its pages: entries about its author, files, scripts, links, forms, notes. Counted,
//! so that it can be said what is gone; what a reader of the page would see of it and we don't is withheld.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream, String as Text};
use hayro::hayro_syntax::page::Page;

use crate::limits::Limits;
use crate::report::{Account, Place, Unseen, Why};

/// What the whole file says that matters for its pages.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Whole {
    pub(super) hidden_layers: bool,
}

/// Counts what lies beside the pages.
pub(super) fn file(pdf: &Pdf, limits: &Limits, account: &mut Account) -> Whole {
    let about = pdf.metadata();
    let entries = [
        about.creation_date.is_some(),
        about.modification_date.is_some(),
        about.title.is_some(),
        about.author.is_some(),
        about.subject.is_some(),
        about.keywords.is_some(),
        about.creator.is_some(),
        about.producer.is_some(),
    ];
    account.remove(Unseen::Properties, entries.iter().filter(|it| **it).count());
    objects(pdf, limits, account);
    let Some(root) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else {
        return Whole::default();
    };
    account.remove(
        Unseen::Bookmarks,
        usize::from(root.contains_key("Outlines")),
    );
    account.remove(
        Unseen::ForeignData,
        usize::from(root.contains_key("PieceInfo")),
    );
    if let Some(form) = root.get::<Dict<'_>>("AcroForm") {
        let fields = form
            .get::<Array<'_>>("Fields")
            .map_or(0, |it| it.raw_iter().count());
        if form.contains_key("XFA") {
            account.remove(Unseen::FormData, 1);
            if fields == 0 || root.contains_key("NeedsRendering") {
                account.withhold(Place::Whole, Why::LiveForm);
            }
        }
    }
    let off = root
        .get::<Dict<'_>>("OCProperties")
        .and_then(|layers| layers.get::<Dict<'_>>("D"))
        .map_or(0, |default| {
            let off = default
                .get::<Array<'_>>("OFF")
                .map_or(0, |it| it.raw_iter().count());
            let all = default
                .get::<Name<'_>>("BaseState")
                .is_some_and(|it| it.as_str() == "OFF");
            off.max(usize::from(all))
        });
    account.remove(Unseen::HiddenLayers, off);
    Whole {
        hidden_layers: off > 0,
    }
}

/// Goes through all objects, whoever points to them.
fn objects(pdf: &Pdf, limits: &Limits, account: &mut Account) {
    let mut inside = 0_u32;
    for object in pdf.objects().into_iter().take(limits.objects) {
        let dict = match &object {
            Object::Dict(dict) => dict,
            Object::Stream(stream) => stream.dict(),
            _ => continue,
        };
        let is = |key: &str, value: &str| {
            dict.get::<Name<'_>>(key)
                .is_some_and(|it| it.as_str() == value)
        };
        if dict.contains_key("EF") {
            inside = inside.saturating_add(1);
            account.withhold(Place::Embedded(inside), Why::FileInside);
        }
        if dict.contains_key("JS") || is("S", "JavaScript") || is("S", "Launch") {
            account.remove(Unseen::Scripts, 1);
        }
        if dict.contains_key("Alt") && dict.contains_key("S") {
            account.remove(Unseen::Descriptions, 1);
        }
        if is("Type", "Metadata") {
            account.remove(Unseen::Properties, 1);
        }
        if dict.contains_key("ByteRange") && dict.contains_key("Contents") {
            account.remove(Unseen::Signatures, 1);
        }
    }
}

/// What is fixed to a page.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    /// Places that somebody marked to be blacked out, as the file measures them.
    pub(super) marked: Vec<Rect>,
    /// Whether something may be drawn that isn't seen on a screen.
    pub(super) unseen: bool,
}

/// Counts what is fixed to a page: links, notes, fields of forms.
pub(super) fn page(page: &Page<'_>, place: Place, limits: &Limits, account: &mut Account) -> Fixed {
    let mut fixed = Fixed::default();
    let (mut fields, mut boxes) = (0_u32, 0_u32);
    let Some(all) = page.raw().get::<Array<'_>>("Annots") else {
        return fixed;
    };
    for dict in all.iter::<Dict<'_>>().take(limits.objects) {
        let flags = dict.get::<u32>("F").unwrap_or(0);
        let looks = dict
            .get::<Dict<'_>>("AP")
            .is_some_and(|ap| ap.get::<Stream<'_>>("N").is_some());
        fixed.unseen |= flags & 32 != 0 && looks;
        let said = dict
            .get::<Text<'_>>("Contents")
            .is_some_and(|it| !it.as_bytes().is_empty());
        let kind = dict.get::<Name<'_>>("Subtype");
        let scripted = dict
            .get::<Dict<'_>>("A")
            .is_some_and(|action| action.contains_key("JS"));
        account.remove(
            Unseen::Scripts,
            usize::from(scripted) + usize::from(dict.contains_key("AA")),
        );
        match kind.as_ref().map_or("", |it| it.as_str()) {
            "Link" => account.remove(Unseen::Links, 1),
            "Popup" => {}
            "Widget" => match field(&dict, looks) {
                Field::Drawn => account.remove(Unseen::FormData, 1),
                Field::Undrawn => fields = fields.saturating_add(1),
                Field::Box => boxes = boxes.saturating_add(1),
                Field::Empty => {}
            },
            "Redact" => fixed.marked.extend(dict.get::<Rect>("Rect")),
            "FreeText" if said && !looks => fields = fields.saturating_add(1),
            "FreeText" | "Stamp" => account.remove(Unseen::Annotations, 1),
            _ if said => account.remove(Unseen::Comments, 1),
            _ => account.remove(Unseen::Annotations, 1),
        }
    }
    if fields > 0 {
        account.withhold(place, Why::FormFields(fields));
    }
    if boxes > 0 {
        account.withhold(place, Why::TickBoxes(boxes));
    }
    fixed
}

enum Field {
    /// Its content is drawn on the page and read there.
    Drawn,
    Undrawn,
    Box,
    Empty,
}

fn field(dict: &Dict<'_>, looks: bool) -> Field {
    let parent = dict.get::<Dict<'_>>("Parent");
    let of = |key: &str| {
        dict.contains_key(key)
            || parent
                .as_ref()
                .is_some_and(|parent| parent.contains_key(key))
    };
    let kind = dict.get::<Name<'_>>("FT").or_else(|| {
        parent
            .as_ref()
            .and_then(|parent| parent.get::<Name<'_>>("FT"))
    });
    let states = dict
        .get::<Dict<'_>>("AP")
        .is_some_and(|ap| ap.get::<Dict<'_>>("N").is_some() && !looks);
    if kind.is_some_and(|kind| kind.as_str() == "Btn") && states {
        Field::Box
    } else if looks {
        Field::Drawn
    } else if of("V") {
        Field::Undrawn
    } else {
        Field::Empty
    }
}
