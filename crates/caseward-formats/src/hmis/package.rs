//! An export as it is handed over: a folder's files or a zip, looked over before it is read.
//!
//! The caller opens the zip or lists the folder; nothing here touches a disk. Files come out in the
//! order in which intake wants them: the office first, then clients, then what points to them.

use std::io::{self, Read, Seek};
use std::sync::Arc;

use zip::ZipArchive;

use super::archive::{self, ArchiveError, ArchiveLimits, Declared};
use super::export::{ExportError, ExportFacts};
use super::reader::RowReader;
use super::scan::ScanLimits;
use crate::fields::{Edition, FileFields, table};

/// The order in which intake reads the files; those that HUD doesn't have come last.
pub const INTAKE_ORDER: &[&str] = &[
    "Export",
    "User",
    "Organization",
    "Project",
    "ProjectCoC",
    "Funder",
    "Inventory",
    "Affiliation",
    "HMISParticipation",
    "CEParticipation",
    "Client",
    "Enrollment",
    "EnrollmentCoC",
    "Exit",
    "HealthAndDV",
    "Disabilities",
    "IncomeBenefits",
    "EmploymentEducation",
    "YouthEducationStatus",
    "Services",
    "CurrentLivingSituation",
    "Assessment",
    "AssessmentQuestions",
    "AssessmentResults",
    "Event",
];

/// The files of an edition, in the order of intake.
pub fn standard_files(edition: Edition) -> impl Iterator<Item = &'static FileFields> {
    INTAKE_ORDER
        .iter()
        .filter_map(|name| table().file(name))
        .filter(move |file| file.edition(edition).next().is_some())
}

/// Opens one file of a folder, from its beginning, each time it is called.
pub type Opener<'a> = Box<dyn Fn() -> io::Result<Box<dyn Read + 'a>> + 'a>;

/// One file of an export.
#[derive(Debug, Clone)]
pub struct PackagedFile {
    /// Without folder and `.csv`; in HUD's spelling, if HUD has it.
    pub name: Arc<str>,
    /// Its size in bytes, if known: for a progress bar.
    pub size: Option<u64>,
    place: usize,
}

/// What is worth knowing about a package that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackageNoticeKind {
    /// The export stands in a folder of its own.
    #[error("the files are in a folder; the standard wants them without")]
    InFolder,
    /// A file of the operating system.
    #[error("left out: a file of the operating system")]
    SystemFile,
    /// Not CSV; archives within archives aren't opened.
    #[error("left out: not a CSV file")]
    NotCsv,
    /// In another folder than Export.csv.
    #[error("left out: not in the folder of Export.csv")]
    Elsewhere,
    /// The standard has the file and the package doesn't.
    #[error("the standard has this file and the export doesn't")]
    Missing,
}

/// A notice and the file that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageNotice {
    /// The file's name, if it is about one.
    pub file: Option<Box<str>>,
    /// What was noticed.
    pub kind: PackageNoticeKind,
}

/// Why a package is refused as a whole.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The zip isn't safe or not readable.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// There is no Export.csv.
    #[error("there is no Export.csv; choose the folder or zip of a whole HMIS CSV export")]
    NoExport,
    /// There are several.
    #[error("there is more than one Export.csv; import one export at a time")]
    SeveralExports,
    /// Two files differ only by case.
    #[error("two files are both called {0}.csv; leave one of them out")]
    SameName(Arc<str>),
    /// Export.csv can't be taken.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A file can't be opened.
    #[error("{file}.csv can't be opened ({kind}); look at its permissions, or copy it again")]
    Unopened {
        /// The file without `.csv`.
        file: Arc<str>,
        /// What the system said.
        kind: io::ErrorKind,
    },
}

enum Content<'a, R> {
    Zip(Box<ZipArchive<R>>, Vec<u64>),
    Folder(Vec<Opener<'a>>),
}

/// An export that can be read file by file.
pub struct Package<'a, R> {
    content: Content<'a, R>,
    files: Vec<PackagedFile>,
    notices: Vec<PackageNotice>,
    facts: ExportFacts,
}

impl<'a> Package<'a, io::Empty> {
    /// An export in a folder: every file's path below it, its size if known, and how to open it.
    ///
    /// # Errors
    /// [`PackageError`] when it isn't one whole export.
    pub fn from_files(
        listing: Vec<(String, Option<u64>, Opener<'a>)>,
    ) -> Result<Self, PackageError> {
        let mut paths = Vec::new();
        let mut openers = Vec::new();
        for (place, (path, size, opener)) in listing.into_iter().enumerate() {
            paths.push((path.replace('\\', "/"), size, place));
            openers.push(opener);
        }
        Self::assemble(Content::Folder(openers), paths)
    }
}

impl<R: Read + Seek> Package<'_, R> {
    /// An export in a zip.
    ///
    /// # Errors
    /// [`PackageError`] when it isn't safe to open, or isn't one whole export.
    pub fn from_zip(reader: R, limits: &ArchiveLimits) -> Result<Self, PackageError> {
        let (zip, entries) = archive::open(reader, limits)?;
        let mut sizes = vec![0; zip.len()];
        let mut paths = Vec::new();
        for entry in entries {
            if let Some(size) = sizes.get_mut(entry.index) {
                *size = entry.size;
            }
            paths.push((entry.path, Some(entry.size), entry.index));
        }
        Self::assemble(Content::Zip(Box::new(zip), sizes), paths)
    }
}

impl<'a, R: Read + Seek> Package<'a, R> {
    fn assemble(
        mut content: Content<'a, R>,
        paths: Vec<(String, Option<u64>, usize)>,
    ) -> Result<Self, PackageError> {
        let mut notices = Vec::new();
        let files = choose(paths, &mut notices)?;
        let export = files
            .iter()
            .find(|file| &*file.name == "Export")
            .ok_or(PackageError::NoExport)?;
        let (mut facts, named) = ExportFacts::read(content.open(export)?)?;
        if !named
            && let Some(client) = files.iter().find(|file| &*file.name == "Client")
            && let Ok(reader) =
                RowReader::open("Client", content.open(client)?, ScanLimits::default())
        {
            facts.edition = reader.layout().likely_edition().unwrap_or(facts.edition);
        }
        for missing in standard_files(facts.edition) {
            if !files.iter().any(|file| &*file.name == missing.name) {
                notices.push(PackageNotice {
                    file: Some(missing.name.into()),
                    kind: PackageNoticeKind::Missing,
                });
            }
        }
        Ok(Self {
            content,
            files,
            notices,
            facts,
        })
    }

    /// The files in the order of intake; Export.csv is the first.
    #[must_use]
    pub fn files(&self) -> &[PackagedFile] {
        &self.files
    }

    /// What the export says about itself.
    #[must_use]
    pub const fn facts(&self) -> &ExportFacts {
        &self.facts
    }

    /// What was left out or is missing.
    #[must_use]
    pub fn notices(&self) -> &[PackageNotice] {
        &self.notices
    }

    /// Opens a file from its beginning.
    ///
    /// # Errors
    /// [`PackageError`] when the system or the archive doesn't give it.
    pub fn open(&mut self, file: &PackagedFile) -> Result<Box<dyn Read + '_>, PackageError> {
        self.content.open(file)
    }

    /// Reads everything once without looking at it: whether the archive is whole. Costs the unpacking.
    ///
    /// # Errors
    /// [`PackageError`] naming the first file that is damaged.
    pub fn verify(&mut self) -> Result<(), PackageError> {
        for file in &self.files {
            let mut reader = self.content.open(file)?;
            io::copy(&mut reader, &mut io::sink()).map_err(|error| PackageError::Unopened {
                file: Arc::clone(&file.name),
                kind: error.kind(),
            })?;
        }
        Ok(())
    }
}

impl<R: Read + Seek> Content<'_, R> {
    fn open(&mut self, file: &PackagedFile) -> Result<Box<dyn Read + '_>, PackageError> {
        match self {
            Self::Zip(zip, sizes) => {
                let size = sizes.get(file.place).copied().unwrap_or(0);
                let entry = zip.by_index(file.place).map_err(ArchiveError::from)?;
                Ok(Box::new(Declared::new(entry, size)))
            }
            Self::Folder(openers) => {
                let unopened = |kind| PackageError::Unopened {
                    file: Arc::clone(&file.name),
                    kind,
                };
                let opener = openers
                    .get(file.place)
                    .ok_or_else(|| unopened(io::ErrorKind::NotFound))?;
                opener().map_err(|error| unopened(error.kind()))
            }
        }
    }
}

/// Chooses the CSV files beside Export.csv, in the order of intake.
fn choose(
    paths: Vec<(String, Option<u64>, usize)>,
    notices: &mut Vec<PackageNotice>,
) -> Result<Vec<PackagedFile>, PackageError> {
    let mut csv = Vec::new();
    for (path, size, place) in paths {
        let hidden = path
            .split('/')
            .any(|part| part.starts_with('.') || part == "__MACOSX");
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let kind = if hidden {
            Some(PackageNoticeKind::SystemFile)
        } else if stem(name).is_none() {
            Some(PackageNoticeKind::NotCsv)
        } else {
            None
        };
        match (kind, stem(name)) {
            (None, Some(stem)) => csv.push((folder.to_owned(), stem.to_owned(), size, place)),
            _ => notices.push(notice(name, kind.unwrap_or(PackageNoticeKind::NotCsv))),
        }
    }
    let mut exports = csv
        .iter()
        .filter(|(_, stem, ..)| stem.eq_ignore_ascii_case("Export"));
    let home = exports.next().ok_or(PackageError::NoExport)?.0.clone();
    if exports.next().is_some() {
        return Err(PackageError::SeveralExports);
    }
    if !home.is_empty() {
        notices.push(PackageNotice {
            file: None,
            kind: PackageNoticeKind::InFolder,
        });
    }
    let mut files: Vec<PackagedFile> = Vec::new();
    for (folder, stem, size, place) in csv {
        if folder != home {
            notices.push(notice(&stem, PackageNoticeKind::Elsewhere));
            continue;
        }
        let name: Arc<str> = table()
            .file(&stem)
            .map_or(&*stem, |known| known.name)
            .into();
        if files
            .iter()
            .any(|file| file.name.eq_ignore_ascii_case(&name))
        {
            return Err(PackageError::SameName(name));
        }
        files.push(PackagedFile { name, size, place });
    }
    files.sort_by(|a, b| (rank(&a.name), &a.name).cmp(&(rank(&b.name), &b.name)));
    Ok(files)
}

fn rank(name: &str) -> usize {
    let place = INTAKE_ORDER.iter().position(|known| *known == name);
    place.unwrap_or(INTAKE_ORDER.len())
}

fn stem(name: &str) -> Option<&str> {
    let (stem, end) = name.split_at_checked(name.len().checked_sub(4)?)?;
    (end.eq_ignore_ascii_case(".csv") && !stem.is_empty()).then_some(stem)
}

fn notice(name: &str, kind: PackageNoticeKind) -> PackageNotice {
    let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    PackageNotice {
        file: Some(name.into()),
        kind,
    }
}
