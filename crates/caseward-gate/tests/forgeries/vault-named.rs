// expect: E0603
//! Names the vault.

pub use caseward_gate::vault::Vault;
