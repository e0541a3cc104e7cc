//! What can go wrong at the gate. Nothing in here names a person or repeats what was asked.

use caseward_db::DbError;

use crate::vault::VaultError;

/// A question could not be answered, or an act could not be done. Nothing was let out.
#[derive(Debug, thiserror::Error)]
pub enum GateError {
    /// The keys are not in the vault.
    #[error("this office is sealed; someone who holds a key must open it")]
    OfficeSealed,
    /// The slot didn't open.
    #[error("this key does not open the office; check it and try again")]
    WrongKey,
    /// There is an office here already.
    #[error("there is an office here already; open it, or choose another place")]
    OfficeExists,
    /// There is no office here.
    #[error("there is no office here yet; make one with `caseward init`")]
    NoOffice,
    /// The asker isn't a worker of this office.
    #[error("no worker of this office has this id")]
    UnknownWorker,
    /// A sealed value or a key doesn't fit.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database didn't answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A record that must be there isn't, or can't be read.
    #[error("a record that decides is missing or damaged; run `caseward doctor`")]
    Damaged,
    /// What decides was put back to an earlier state, or records were taken away or put back.
    #[error(
        "something in this office was put back to an earlier state behind the program's back; run `caseward doctor`, and restore the office from a backup"
    )]
    PutBack,
    /// A permit was kept too long.
    #[error("the permit ran out before it was used; ask again")]
    PermitExpired,
    /// What was handed over isn't what the permit was given for.
    #[error("this is not what the permit was given for; ask again")]
    OutsidePermit,
    /// What is to leave was put together too long ago.
    #[error(
        "this was put together more than a day ago, or what decides changed since; put it together again, and look at it again"
    )]
    Stale,
    /// Someone else has to look at it first.
    #[error("someone other than the one who put this together has to look at it and approve first")]
    SecondPerson,
    /// What was written can't be kept as it is.
    #[error("{0}")]
    Unfit(&'static str),
}
