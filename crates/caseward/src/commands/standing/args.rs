//! What can be said about agreements and training on the command line.

use std::path::PathBuf;

use caseward_model::{Language, Role};
use clap::{Args, Subcommand};
use jiff::civil::Date;

use crate::cli::word;

#[derive(Debug, Args)]
pub(crate) struct AgreementArgs {
    #[command(subcommand)]
    pub(crate) what: AgreementWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AgreementWhat {
    /// Publish a version of an agreement or a course, from its files in English and Spanish
    Publish {
        /// The text in each language
        #[arg(required_unless_present = "shipped", conflicts_with = "shipped")]
        files: Vec<PathBuf>,
        /// Publish the texts that come with Caseward, as far as they are not there yet
        #[arg(long)]
        shipped: bool,
        /// Whose part requires it
        #[arg(long, value_parser = word::<Role>, value_delimiter = ',', required_unless_present = "shipped")]
        roles: Vec<Role>,
        /// From which day it is in force; at once if missing
        #[arg(long)]
        from: Option<Date>,
        /// For how many days a signature holds
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3_650))]
        hold_days: u32,
        /// Who publishes: a worker's short name; whoever holds the key if missing
        #[arg(long = "as")]
        actor: Option<String>,
    },
    /// Say whose part requires an agreement or a course; nobody's, if no part is named
    Require {
        /// Its short name
        name: String,
        /// Whose part requires it
        #[arg(long, value_parser = word::<Role>, value_delimiter = ',')]
        roles: Vec<Role>,
        /// Who says so: a worker's short name; whoever holds the key if missing
        #[arg(long = "as")]
        actor: Option<String>,
    },
    /// Every agreement and course, with version, parts and since when
    List,
    /// Print a text as its signers read it, with what changed
    Show {
        /// Its short name
        name: String,
        /// In which language
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
        /// Who reads: a worker's short name
        #[arg(long = "as", default_value = crate::house::CUSTODIAN)]
        actor: String,
    },
    /// Read an agreement, answer the questions about it and sign it, for oneself, at this terminal
    Sign(SignArgs),
    /// Say that one will not sign, for now
    Refuse {
        /// Its short name
        name: String,
        /// Who: a worker's short name
        #[arg(long = "as")]
        actor: String,
    },
    /// Record what someone signed on paper, with its scan; a second person confirms it
    SignPaper(PaperArgs),
    /// Papers that wait for a second person
    Papers {
        /// Who looks: a worker's short name
        #[arg(long = "as")]
        actor: String,
    },
    /// Save the scan of a paper, to look at it
    Scan {
        /// The number under which it is kept
        no: i64,
        /// Where to save it
        #[arg(long)]
        out: PathBuf,
        /// Who looks: a worker's short name
        #[arg(long = "as")]
        actor: String,
    },
    /// Confirm a paper that someone else recorded
    Confirm {
        /// The number under which it is kept
        no: i64,
        /// Don't count it
        #[arg(long)]
        decline: bool,
        /// Who confirms: a worker's short name
        #[arg(long = "as")]
        actor: String,
    },
    /// Who is missing what
    Missing {
        /// Who asks: a worker's short name; the holder of the key if missing
        #[arg(long = "as")]
        actor: Option<String>,
    },
    /// Save the copy of a signature or the certificate of a course, as PDF
    Copy {
        /// The number under which it is kept
        no: i64,
        /// Where to save it
        #[arg(long)]
        out: PathBuf,
        /// Who wants it: a worker's short name
        #[arg(long = "as")]
        actor: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SignArgs {
    /// Its short name
    pub(crate) name: String,
    /// Who signs: a worker's short name
    #[arg(long = "as")]
    pub(crate) actor: String,
    /// In which language to read it
    #[arg(long, default_value = "en", value_parser = word::<Language>)]
    pub(crate) language: Language,
    /// The numbers of the answers to its questions, in their order; asked for if missing
    #[arg(long, value_delimiter = ',')]
    pub(crate) answers: Vec<usize>,
    /// Agree to each of its statements; asked for if missing
    #[arg(long)]
    pub(crate) agree: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PaperArgs {
    /// The short name of the agreement or course
    pub(crate) name: String,
    /// Whose paper it is: a worker's short name
    #[arg(long)]
    pub(crate) worker: String,
    /// The scan: a PDF, JPEG or PNG file
    #[arg(long)]
    pub(crate) scan: PathBuf,
    /// The day on the paper
    #[arg(long)]
    pub(crate) signed_on: Date,
    /// In which language it was read
    #[arg(long, default_value = "en", value_parser = word::<Language>)]
    pub(crate) language: Language,
    /// Who records it: a worker's short name; whoever holds the key if missing
    #[arg(long = "as")]
    pub(crate) actor: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TrainingArgs {
    #[command(subcommand)]
    pub(crate) what: TrainingWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TrainingWhat {
    /// Read a course and answer its questions, for oneself
    Take(TakeArgs),
    /// Record training that took place elsewhere, with a scan; a second person confirms it
    Record(PaperArgs),
    /// Every course, with version, parts and since when
    List,
    /// Who is missing what
    Missing {
        /// Who asks: a worker's short name; the holder of the key if missing
        #[arg(long = "as")]
        actor: Option<String>,
    },
    /// Save a certificate, as PDF
    Certificate {
        /// The number under which it is kept
        no: i64,
        /// Where to save it
        #[arg(long)]
        out: PathBuf,
        /// Who wants it: a worker's short name
        #[arg(long = "as")]
        actor: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct TakeArgs {
    /// Its short name
    #[arg(default_value = "induction")]
    pub(crate) name: String,
    /// Who: a worker's short name
    #[arg(long = "as")]
    pub(crate) actor: String,
    /// In which language to read it
    #[arg(long, default_value = "en", value_parser = word::<Language>)]
    pub(crate) language: Language,
    /// The numbers of the answers to its questions, in their order; asked for if missing
    #[arg(long, value_delimiter = ',')]
    pub(crate) answers: Vec<usize>,
}
