//! How forms come in: nothing typed is ever lost, and nobody else's page can post into ours.
//!
//! Design §8. A form is posted whole, checked whole, and either done (then the browser is sent on,
//! so that reloading does nothing twice) or shown again with everything that was typed and a list
//! of what is still needed.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_model::{Client, Id};

/// One thing that a form still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The id of the field on the page.
    pub field: &'static str,
    /// The key of the sentence that says what is needed.
    pub key: &'static str,
}

/// What a form still needs, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes that a field needs something.
    pub fn note(&mut self, field: &'static str, key: &'static str) {
        self.0.push(Problem { field, key });
    }

    /// Whether nothing is missing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The status of a page that shows them: 200 while nothing is missing, otherwise 422.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        if self.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Problem] {
        &self.0
    }

    /// The first sentence for a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&'static str> {
        self.0.iter().find(|p| p.field == field).map(|p| p.key)
    }
}

/// Whether a post comes from one of our own pages.
///
/// Browsers say so in `Sec-Fetch-Site`; older ones name the page's origin, which must then be the
/// host that was asked. A program that sends neither carries no browser's cookies by accident.
#[must_use]
pub fn from_our_own_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if headers.contains_key("sec-fetch-site") {
        return matches!(text("sec-fetch-site"), Some("same-origin" | "none"));
    }
    if !headers.contains_key(header::ORIGIN) {
        return true;
    }
    let origin_host = text("origin").and_then(|origin| origin.split_once("://"));
    match (origin_host, text("host")) {
        (Some((_, origin)), Some(host)) => origin == host,
        _ => false,
    }
}

/// The client in what was typed or pasted: the number of a file, or the whole address of one of its pages.
#[must_use]
pub fn client_in(text: &str) -> Option<Id<Client>> {
    text.split(['/', '?', '#'])
        .find_map(|part| part.trim().parse().ok())
}

/// Sends the browser on after a post that was done (303, RFC 9110 §15.4.4).
#[must_use]
pub fn sent_on(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        from_our_own_page(&headers)
    }

    #[test]
    fn another_sites_page_can_not_post_into_ours() {
        assert!(posted(&[("sec-fetch-site", "same-origin")]));
        assert!(posted(&[
            ("host", "office:8080"),
            ("origin", "http://office:8080")
        ]));
        assert!(posted(&[("host", "office:8080")]));
        assert!(!posted(&[("sec-fetch-site", "cross-site")]));
        assert!(!posted(&[("sec-fetch-site", "same-site")]));
        assert!(!posted(&[
            ("host", "office"),
            ("origin", "https://evil.example")
        ]));
        assert!(!posted(&[("host", "office"), ("origin", "null")]));
    }

    #[test]
    fn a_client_is_found_in_a_number_and_in_an_address() {
        let id = "5sm15cyq0nrhcwh7s3cheef8jg";
        let found = |text: &str| client_in(text).map(|it| it.to_string());
        for text in [
            id.to_owned(),
            format!(" {id} "),
            format!("/clients/{id}"),
            format!("https://office.example/clients/{id}/who-looked?before=3"),
        ] {
            assert_eq!(found(&text).as_deref(), Some(id), "{text}");
        }
        assert_eq!(found("44102"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn a_done_post_is_sent_on() {
        let answer = sent_on("/today");
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()["location"], "/today");
        assert_eq!(sent_on("/\r\nx").headers()["location"], "/");
    }
}
