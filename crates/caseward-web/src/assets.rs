//! The styles, scripts and words, inside the program: nothing is fetched from anybody else's server.
//!
//! Design §8. The address of each holds the hash of its bytes, so a browser may keep it for ever and
//! still gets the new one after an update.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::typed;
use data_encoding::HEXLOWER;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "src/assets"]
#[include = "*.css"]
#[include = "*.js"]
#[include = "*.svg"]
struct Folder;

/// One embedded file.
pub struct Asset {
    /// Its file name.
    pub name: String,
    /// Its address: `/assets/<first 16 hex digits of its SHA-256>/<name>`.
    pub address: String,
    /// Its content type.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

static ALL: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let files = Folder::iter().filter_map(|name| {
        let bytes = Folder::get(&name)?.data.into_owned();
        Some((name.into_owned(), bytes))
    });
    // The words by which a page checks what is typed are those of the program.
    let words = typed::FILES.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    let mut all = in_order(files.chain(words).collect());
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
});

/// How a script names a file beside it that it uses.
const BESIDE: &str = "\"./";

fn uses_another(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).contains(BESIDE)
}

/// Gives each file its address: first those that use no other, then those that use these, and so on.
fn in_order(mut waiting: Vec<(String, Vec<u8>)>) -> Vec<Asset> {
    let mut all: Vec<Asset> = Vec::new();
    loop {
        let files = waiting
            .into_iter()
            .map(|(name, bytes)| (name, pointed(bytes, &all)));
        let (rest, ready): (Vec<_>, Vec<_>) = files.partition(|(_, bytes)| uses_another(bytes));
        // What names a file that isn't there gets no address, which a test notices.
        if ready.is_empty() {
            return all;
        }
        all.extend(ready.into_iter().map(addressed));
        waiting = rest;
    }
}

/// A script with the whole addresses of those that it uses: each lies under a hash of its own.
fn pointed(bytes: Vec<u8>, others: &[Asset]) -> Vec<u8> {
    if !uses_another(&bytes) {
        return bytes;
    }
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    for other in others {
        let (beside, whole) = (
            format!("{BESIDE}{}\"", other.name),
            format!("\"{}\"", other.address),
        );
        text = text.replace(&beside, &whole);
    }
    text.into_bytes()
}

fn addressed((name, bytes): (String, Vec<u8>)) -> Asset {
    let hash = HEXLOWER.encode(&Sha256::digest(&bytes));
    let hash: String = hash.chars().take(16).collect();
    Asset {
        address: format!("/assets/{hash}/{name}"),
        kind: kind(&name),
        bytes,
        name,
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Every embedded file, by name.
#[must_use]
pub fn all() -> &'static [Asset] {
    &ALL
}

/// The address of a file; a name that isn't there leads nowhere, which a test would notice.
#[must_use]
pub fn address(name: &str) -> &'static str {
    ALL.iter()
        .find(|asset| asset.name == name)
        .map_or("/assets/missing", |asset| &asset.address)
}

/// `GET /assets/{hash}/{name}`.
pub async fn serve(Path((hash, name)): Path<(String, String)>) -> Response {
    let wanted = format!("/assets/{hash}/{name}");
    ALL.iter()
        .find(|asset| asset.address == wanted)
        .map_or_else(
            || StatusCode::NOT_FOUND.into_response(),
            |asset| {
                let headers = [
                    (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
                    (
                        header::CACHE_CONTROL,
                        HeaderValue::from_static("public, max-age=31536000, immutable"),
                    ),
                ];
                (headers, asset.bytes.as_slice()).into_response()
            },
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_styles_are_there_and_stay_small() {
        let css = all().iter().find(|a| a.name == "caseward.css").unwrap();
        assert!(css.bytes.len() > 4_000, "the styles are missing");
        assert!(css.bytes.len() <= 40 * 1024, "{} bytes", css.bytes.len());
        assert_eq!(css.kind, "text/css; charset=utf-8");
    }

    #[test]
    fn a_script_that_uses_another_names_its_whole_address() {
        for script in all().iter().filter(|it| it.name.ends_with(".js")) {
            let text = String::from_utf8(script.bytes.clone()).unwrap();
            assert!(!text.contains(BESIDE), "{}", script.name);
            for used in text.split("from \"").skip(1) {
                let address = used.split('"').next().unwrap();
                assert!(all().iter().any(|it| it.address == address), "{address}");
            }
        }
        let lock = all().iter().find(|it| it.name == "lock.js").unwrap();
        assert!(String::from_utf8_lossy(&lock.bytes).contains(address("webauthn.js")));
        // Through several scripts, and words as well.
        let typed = all().iter().find(|it| it.name == "typed.js").unwrap();
        assert!(String::from_utf8_lossy(&typed.bytes).contains(address("typed-rules.js")));
        let words = all().iter().find(|it| it.name == "typed-words.js").unwrap();
        for name in ["english.txt", "spanish.txt", "field.txt"] {
            let file = all().iter().find(|it| it.name == name).unwrap();
            assert!(
                String::from_utf8_lossy(&words.bytes).contains(&file.address),
                "{name}"
            );
            assert_eq!(file.kind, "text/plain; charset=utf-8");
        }
    }

    #[test]
    fn scripts_are_short_and_make_no_markup() {
        let scripts: Vec<_> = all().iter().filter(|a| a.name.ends_with(".js")).collect();
        assert_eq!(scripts.len(), 17);
        for script in scripts {
            let text = String::from_utf8(script.bytes.clone()).unwrap();
            assert!(text.lines().count() <= 150, "{}", script.name);
            for banned in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
            ] {
                assert!(!text.contains(banned), "{} uses {banned}", script.name);
            }
        }
    }

    #[test]
    fn an_address_changes_with_the_bytes() {
        let address = address("caseward.css");
        let hash = address.split('/').nth(2).unwrap();
        assert_eq!(hash.len(), 16);
        assert!(hash.chars().all(|c| c.is_ascii_hexdigit()));
    }
}
