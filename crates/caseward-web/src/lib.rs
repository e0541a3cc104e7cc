//! What people see: the pages, their words in English and Spanish, and the rules every answer keeps.
//!
//! Design §8. A page is a view (plain values that were already let out), a template beside it and a
//! handler; no page decides who may see what. Values that came out of a client's file keep the type
//! that the gate gave them (`T: Display` here), so a template can print them and nothing else can
//! make them.

pub mod addresses;
pub mod api;
pub mod assets;
pub mod delivery;
pub mod forms;
pub mod front;
pub mod headers;
mod letting_out;
pub mod pages;
pub mod posted;
pub mod preferences;
mod presence;
pub mod reasons;
pub mod routes;
pub mod session;
pub mod shell;
pub mod tls;
pub mod view;
pub mod visit;
mod whereabouts;
pub mod within;
pub mod words;

pub use addresses::{Address, Class};
pub use front::{DemoPersona, Front};
pub use pages::answer;
pub use routes::{addresses, behind_proxy, router, serve};
pub use shell::{Office, Place, Shell, SignedIn};
pub use tls::{over_tls, serve_over_tls};
pub use within::{Received, Within};
pub use words::Words;
