//! Where the rules come from: the folders of `policies/`, built into the program or read from a
//! folder that a lawyer is working on.

use std::path::Path;

use sha2::{Digest, Sha256};

/// The texts of one source document's folder.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Its name, such as `county-records`.
    pub name: &'static str,
    /// `rules.cedar`: what decides.
    pub rules: String,
    /// `never.cedar`: what must be impossible.
    pub never: String,
    /// `questions.toml`: questions and the answers that they must get.
    pub questions: String,
    /// `clauses.toml`: the clauses, in our words.
    pub clauses: String,
}

/// The texts about the office itself.
#[derive(Debug, Clone)]
pub struct OfficeWork {
    /// `office.cedarschema`: their words.
    pub schema: String,
    /// `rules.cedar`: what decides.
    pub rules: String,
    /// `never.cedar`: what must be impossible.
    pub never: String,
}

/// All texts of a policy set.
#[derive(Debug, Clone)]
pub struct Sources {
    /// `caseward.cedarschema`: the words in which the rules are written.
    pub schema: String,
    /// The five folders, in the order of the register.
    pub folders: Vec<Folder>,
    /// `office-work`: who may do what to the office itself.
    pub office: OfficeWork,
}

/// A folder that can't be read.
#[derive(Debug, thiserror::Error)]
#[error("{file} can't be read: {error}")]
pub struct SourcesError {
    file: String,
    error: std::io::Error,
}

macro_rules! folder {
    ($name:literal) => {
        Folder {
            name: $name,
            rules: include_str!(concat!("../../../policies/", $name, "/rules.cedar")).to_owned(),
            never: include_str!(concat!("../../../policies/", $name, "/never.cedar")).to_owned(),
            questions: include_str!(concat!("../../../policies/", $name, "/questions.toml"))
                .to_owned(),
            clauses: include_str!(concat!("../../../policies/", $name, "/clauses.toml")).to_owned(),
        }
    };
}

const FOLDERS: [&str; 5] = [
    "case-conferencing",
    "county-records",
    "re-entry",
    "social-work-ethics",
    "domestic-violence",
];

impl Sources {
    /// The texts that were built into the program.
    #[must_use]
    pub fn embedded() -> Self {
        Self {
            schema: include_str!("../../../policies/caseward.cedarschema").to_owned(),
            folders: vec![
                folder!("case-conferencing"),
                folder!("county-records"),
                folder!("re-entry"),
                folder!("social-work-ethics"),
                folder!("domestic-violence"),
            ],
            office: OfficeWork {
                schema: include_str!("../../../policies/office-work/office.cedarschema").to_owned(),
                rules: include_str!("../../../policies/office-work/rules.cedar").to_owned(),
                never: include_str!("../../../policies/office-work/never.cedar").to_owned(),
            },
        }
    }

    /// The texts of a folder laid out like `policies/`.
    ///
    /// # Errors
    /// When one of its files is missing or isn't UTF-8; the message names the file within the folder.
    pub fn from_folder(folder: &Path) -> Result<Self, SourcesError> {
        let read = |file: &str| {
            std::fs::read_to_string(folder.join(file)).map_err(|error| SourcesError {
                file: file.to_owned(),
                error,
            })
        };
        let folders = FOLDERS.into_iter().map(|name| {
            Ok(Folder {
                name,
                rules: read(&format!("{name}/rules.cedar"))?,
                never: read(&format!("{name}/never.cedar"))?,
                questions: read(&format!("{name}/questions.toml"))?,
                clauses: read(&format!("{name}/clauses.toml"))?,
            })
        });
        Ok(Self {
            schema: read("caseward.cedarschema")?,
            folders: folders.collect::<Result<_, _>>()?,
            office: OfficeWork {
                schema: read("office-work/office.cedarschema")?,
                rules: read("office-work/rules.cedar")?,
                never: read("office-work/never.cedar")?,
            },
        })
    }

    /// SHA-256 over everything that bears on a decision: the schema and the rules, each with its name
    /// and length, line ends as `\n`. Questions and explanations of clauses don't change it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut add = |name: &str, text: &str| {
            let text = text.replace("\r\n", "\n");
            for part in [name, &text] {
                hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
                hash.update(part.as_bytes());
            }
        };
        add("caseward.cedarschema", &self.schema);
        for folder in &self.folders {
            add(folder.name, &folder.rules);
        }
        add("office-work/office.cedarschema", &self.office.schema);
        add("office-work", &self.office.rules);
        hash.finalize().into()
    }
}
