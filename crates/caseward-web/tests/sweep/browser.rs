//! One request and what comes back, down to the last byte.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt;
use tower::ServiceExt;

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const JSON: &str = "application/json";
pub(crate) const PARTS: &str = "multipart/form-data; boundary=part";

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    pub(crate) fn location(&self) -> &str {
        let value = self.headers.get("location");
        value.map_or("", |it| it.to_str().unwrap_or_default())
    }

    /// The headers as lines, in a fixed order; those that differ each time by nature are left out. So is the length: it
    /// grows with the digits of the entry's number, and the bodies are compared byte by byte.
    pub(crate) fn head(&self) -> String {
        let mut lines: Vec<String> = self
            .headers
            .iter()
            .filter(|(name, _)| {
                !matches!(name.as_str(), "date" | "x-request-id" | "content-length")
            })
            .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
            .collect();
        lines.sort();
        lines.join("\n")
    }
}

/// A request of a page of ours, or of a program on this machine.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Option<(&'static str, String)>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Asked {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        let own = method != "GET";
        let site = own.then(|| ("sec-fetch-site", "same-origin".to_owned()));
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            body: None,
            headers: site.into_iter().collect(),
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(it, _)| *it != name);
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// Asks a router; a path that is none is never sent by anyone, and says so here.
pub(crate) async fn ask(router: &Router, cookie: Option<&str>, asked: &Asked) -> Answer {
    let mut request = Request::builder()
        .method(asked.method.as_str())
        .uri(&asked.path);
    for (name, value) in &asked.headers {
        request = request.header(*name, value);
    }
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    let body = match &asked.body {
        Some((kind, text)) => {
            request = request.header("content-type", *kind);
            Body::from(text.clone())
        }
        None => Body::empty(),
    };
    let request = request.body(body).expect("a request that can be sent");
    let answer = router.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = answer.into_parts();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: body.collect().await.expect("a body").to_bytes().to_vec(),
    }
}
