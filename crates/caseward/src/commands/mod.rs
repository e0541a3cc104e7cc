//! One module for each command.

pub(crate) mod access;
pub(crate) mod ask;
pub(crate) mod assign;
pub(crate) mod conflict;
pub(crate) mod consent;
pub(crate) mod demo;
pub(crate) mod disclose;
pub(crate) mod doctor;
pub(crate) mod emergency;
pub(crate) mod export;
pub(crate) mod find;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod ledger;
mod log_files;
pub(crate) mod look_ups;
pub(crate) mod mail;
pub(crate) mod papers;
pub(crate) mod people;
pub(crate) mod policy;
pub(crate) mod review;
pub(crate) mod serve;
pub(crate) mod sign_in;
pub(crate) mod staff;
pub(crate) mod standing;
pub(crate) mod tasks;
