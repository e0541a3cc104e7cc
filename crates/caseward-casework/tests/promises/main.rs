//! What the desks and the gate promise together, on real databases.

mod asking;
mod giving_back;
mod intake;
mod secrecy;
