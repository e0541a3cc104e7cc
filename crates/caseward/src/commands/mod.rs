//! One module for each command.

pub(crate) mod ask;
pub(crate) mod assign;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod emergency;
pub(crate) mod export;
pub(crate) mod find;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod ledger;
pub(crate) mod mail;
pub(crate) mod papers;
pub(crate) mod people;
pub(crate) mod policy;
pub(crate) mod serve;
pub(crate) mod sign_in;
pub(crate) mod staff;
pub(crate) mod tasks;
