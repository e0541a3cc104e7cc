//! Sets a paper and makes a PDF of it: the form out of the program, the text as data, and nothing else
//! within reach (no file, no package, no clock).

use serde::Serialize;
use serde_json::Value as Json;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::letters::fit;
use crate::typefaces::{Letters, TYPEFACES};

/// The frame around every paper.
const LETTERHEAD: Template = Template {
    name: "letterhead.typ",
    text: include_str!("../../../policies/papers/letterhead.typ"),
};

/// The words of our lists, as people read them.
const WORDS: Template = Template {
    name: "words.typ",
    text: include_str!("../../../policies/papers/words.typ"),
};

/// A form, as it lies in `policies/`.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// Its file name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Who fetched a paper for their own use, and when: it stands at the foot of each page (RE-6).
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Fetched {
    /// Who, by name.
    pub by: String,
    /// On which day, as `YYYY-MM-DD`.
    pub on: String,
    /// At what time of that day, as `HH:MM`.
    pub at: String,
}

/// Something that can be printed. Its fields are what its form knows as `sys.inputs.paper`.
pub trait Paper: Serialize {
    /// Its form.
    const TEMPLATE: Template;
}

/// Why a paper couldn't be made. Nothing of what it says stands in here.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The data of the paper has a shape that forms can't take.
    #[error("the data of the paper `{form}` can't be handed to its form")]
    Data {
        /// Which form.
        form: &'static str,
    },
    /// The form itself is wrong.
    #[error("the form `{form}` can't be set; at byte {at:?} of its text")]
    Form {
        /// Which form.
        form: &'static str,
        /// Where in it, if that is known.
        at: Option<usize>,
    },
    /// The PDF wouldn't be accessible.
    #[error("the paper `{form}` can't be printed so that everyone can read it")]
    Print {
        /// Which form.
        form: &'static str,
    },
}

/// What is printed about somebody by accident, into a log or a message: nothing that stands on a paper (NASW-m).
macro_rules! says_nothing {
    ($($name:ident),+) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        })+
    };
}

pub(crate) use says_nothing;

says_nothing!(Fetched);

/// Prints a paper. The same data gives the same bytes. Takes tens of milliseconds, so it belongs onto a
/// thread that may wait.
///
/// # Errors
/// [`PaperError`] when the form or its data is wrong; never because of the letters that a text is
/// written in.
pub fn print<P: Paper>(paper: &P) -> Result<Vec<u8>, PaperError> {
    print_fetched(paper, None)
}

/// The same with who fetched it at the foot of each page. What is bound by a hash before it is fetched, and what is for somebody
/// outside, is printed without.
///
/// # Errors
/// As [`print()`].
pub fn print_fetched<P: Paper>(
    paper: &P,
    fetched: Option<&Fetched>,
) -> Result<Vec<u8>, PaperError> {
    let data = data_of(paper, fetched)?;
    let printed = set::<P>(data.clone(), Letters::Any).or_else(|error| match error {
        // Marks that no typeface can put on a letter are found only when they are to be printed.
        PaperError::Print { .. } => set::<P>(data, Letters::Main),
        other => Err(other),
    });
    // The press remembers what it set, to be quick the next time; nobody's name is to stay with it.
    typst::comemo::evict(0);
    printed
}

/// What a form is handed of its paper.
pub(crate) fn data_of<P: Paper>(paper: &P, fetched: Option<&Fetched>) -> Result<Json, PaperError> {
    let broken = |_| PaperError::Data {
        form: P::TEMPLATE.name,
    };
    let mut data = serde_json::to_value(paper).map_err(broken)?;
    if let (Json::Object(fields), Some(fetched)) = (&mut data, fetched) {
        let mark = serde_json::to_value(fetched).map_err(broken)?;
        fields.insert("fetched".to_owned(), mark);
    }
    Ok(data)
}

fn set<P: Paper>(data: Json, letters: Letters) -> Result<Vec<u8>, PaperError> {
    let form = P::TEMPLATE.name;
    let document = lay_out::<P>(data, letters)?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|_| PaperError::Print { form })?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Caseward".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|_| PaperError::Print { form })
}

/// Puts the data into its form, page by page.
pub(crate) fn lay_out<P: Paper>(
    mut data: Json,
    letters: Letters,
) -> Result<PagedDocument, PaperError> {
    let form = P::TEMPLATE.name;
    let missing = fit(&mut data, letters);
    let data: Value = serde_json::from_value(data).map_err(|_| PaperError::Data { form })?;
    let mut inputs = Dict::new();
    inputs.insert("paper".into(), data);
    inputs.insert("letters_missing".into(), Value::Bool(missing));
    let desk = Desk::new(P::TEMPLATE, inputs).ok_or(PaperError::Form { form, at: None })?;
    let document = typst::compile::<PagedDocument>(&desk);
    document.output.map_err(|errors| PaperError::Form {
        form,
        at: errors.first().and_then(|error| desk.place_of(error)),
    })
}

/// All that a form can see while it is set.
struct Desk {
    library: LazyHash<Library>,
    main: Source,
    letterhead: Source,
    words: Source,
}

impl Desk {
    fn new(template: Template, inputs: Dict) -> Option<Self> {
        Some(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            main: source(template)?,
            letterhead: source(LETTERHEAD)?,
            words: source(WORDS)?,
        })
    }

    fn place_of(&self, error: &SourceDiagnostic) -> Option<usize> {
        use typst::WorldExt;
        self.range(error.span).map(|range| range.start)
    }
}

fn source(template: Template) -> Option<Source> {
    let path = VirtualPath::new(template.name).ok()?;
    let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
    Some(Source::new(id, template.text.to_owned()))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &TYPEFACES.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.letterhead, &self.words]
            .into_iter()
            .find(|it| it.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        TYPEFACES.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
