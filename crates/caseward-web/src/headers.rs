//! What every answer says to the browser: load nothing from elsewhere, keep nothing, tell nobody.
//!
//! Design §8, NASW-m, DV-4.6.6. The content policy lets a page load only what this server gave;
//! Trusted Types keep any script from turning text into markup.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

/// What a page may load and do.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
frame-ancestors 'none'; require-trusted-types-for 'script'";

const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), \
microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(self), \
screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

const EVERYWHERE: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS_POLICY),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("x-robots-tag", "noindex, nofollow, noarchive, nosnippet"),
];

/// Puts the headers on an answer; `no-store` unless the answer already says how it may be kept
/// (only the fixed styles and scripts do).
pub fn guard(headers: &mut HeaderMap) {
    for (name, value) in EVERYWHERE {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

/// [`guard`] as a layer: `Router::layer(axum::middleware::map_response(guarded))`.
pub async fn guarded(mut response: Response) -> Response {
    guard(response.headers_mut());
    response
}

/// Tells the browser, on signing out, to forget every page that it holds of this server. Cookies are ended
/// by name: that this browser is known here stays, so that nobody's guessing makes its owner wait.
pub fn forget(headers: &mut HeaderMap) {
    headers.insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nasw_m_nothing_is_kept_and_nothing_is_told_elsewhere() {
        let mut headers = HeaderMap::new();
        guard(&mut headers);
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"));
        assert!(policy.ends_with("require-trusted-types-for 'script'"));
        assert!(!policy.contains("unsafe"));
        assert!(!policy.contains("  "));
    }

    #[test]
    fn a_fixed_style_may_be_kept() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("immutable"));
        guard(&mut headers);
        assert_eq!(headers["cache-control"], "immutable");
    }

    #[test]
    fn dv_4_6_6_signing_out_leaves_nothing_in_the_browser() {
        let mut headers = HeaderMap::new();
        forget(&mut headers);
        assert!(
            headers["clear-site-data"]
                .to_str()
                .unwrap()
                .contains("storage")
        );
    }
}
