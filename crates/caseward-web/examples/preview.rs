//! Writes every page with made-up content into a folder, to be looked at in a browser.
//!
//! `cargo run -p caseward-web --example preview -- FOLDER`. Development only: it needs no server.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a development program that writes made-up pages"
)]

use std::path::Path;

use caseward_model::Language;
use caseward_web::{assets, pages};

fn main() {
    let folder = std::env::args().nth(1).expect("name a folder");
    let folder = Path::new(&folder);
    for asset in assets::all() {
        let path = folder.join(asset.address.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &asset.bytes).unwrap();
    }
    for &language in Language::ALL {
        for (name, html) in pages::samples(language) {
            // Opened from a disk, an address starts at the folder and not at the server.
            let html = html.unwrap().replace("\"/assets/", "\"assets/");
            let dark = html.replace("data-theme=\"system\"", "data-theme=\"dark\"");
            std::fs::write(folder.join(format!("{name}.{language}.html")), html).unwrap();
            std::fs::write(folder.join(format!("{name}.{language}.dark.html")), dark).unwrap();
        }
    }
}
