//! One database on two engines, and the ledger in it: where everything is kept that was told, and
//! how it is later proved who saw what (design parts 5 and 7).
//!
//! [`open`] gives a [`Db`], which reads and can be copied, and one [`Ledger`], which writes and
//! can't: whoever holds it is the one door through which records change.

mod connection;
mod db;
mod error;
pub mod ledger;
mod migrations;
mod postgres;
mod reader;
mod settings;
mod sqlite;
mod transaction;
mod value;
mod weakness;
mod writer;

pub use db::{Db, Look, open, open_read_only};
pub use error::{DbError, OpenError};
pub use ledger::{Draft, LedgerRow, Receipt};
pub use reader::{Reader, Standing};
pub use settings::{Place, Settings};
pub use transaction::Transaction;
pub use value::{Row, Value};
pub use weakness::{Weakness, weaknesses};
pub use writer::Ledger;
