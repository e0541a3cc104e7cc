//! Somebody's browser inside this program: asks the pages as one does from outside, without a socket, and gives every byte that came back.
//!
//! It serves whoever plays a made-up meeting and looks at what each viewer received (CC-2.4). It decides nothing and skips nothing: what
//! it asks goes through the same layers, sessions and gate as a request that came over a line.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, Method, Request, header};
use axum::response::Response;
use http_body_util::BodyExt;
use tower::ServiceExt;

/// How long an answer without an end may say nothing, before what came of it until then is taken.
const QUIET: Duration = Duration::from_millis(50);
/// The most pieces that are taken of an answer without an end.
const PIECES: usize = 64;

/// What came back, to the last byte.
pub struct Received {
    /// The status, such as 200.
    pub status: u16,
    /// Status and headers, a line each, as a browser is told them.
    pub head: String,
    /// Where the browser is sent on to; empty where it isn't.
    pub location: String,
    /// What kind of thing the body is, such as `text/html; charset=utf-8`; empty where that isn't said.
    pub kind: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// The body as text; what isn't any is shown as such.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// One browser: an office's pages, and the cookies that they gave it. It isn't printable, because those let somebody in.
pub struct Within {
    router: Router,
    cookies: Vec<(String, String)>,
}

impl Within {
    /// A browser that has never been here.
    #[must_use]
    pub fn new(router: Router) -> Self {
        Self {
            router,
            cookies: Vec::new(),
        }
    }

    /// Its server is gone: it keeps its cookies, and holds nothing of the office any more.
    pub fn loses_the_server(&mut self) {
        self.router = Router::new();
    }

    /// The same browser before another server of the same office, as after one was started anew.
    pub fn goes_to(&mut self, router: Router) {
        self.router = router;
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When it is no address.
    pub async fn get(&mut self, path: &str) -> Result<Received, axum::http::Error> {
        let request = self.request(Method::GET, path);
        Ok(self.asked(request.body(Body::empty())?).await)
    }

    /// Sends a form, as a page without scripts does. A field can be there more than once.
    ///
    /// # Errors
    /// When it is no address.
    pub async fn post(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
    ) -> Result<Received, axum::http::Error> {
        self.send(path, form, "text/html").await
    }

    /// Sends a form as a page's script does, which wants to be answered in data.
    ///
    /// # Errors
    /// When it is no address.
    pub async fn post_by_script(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
    ) -> Result<Received, axum::http::Error> {
        self.send(path, form, "application/json").await
    }

    async fn send(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
        accepts: &str,
    ) -> Result<Received, axum::http::Error> {
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, accepts);
        Ok(self.asked(request.body(Body::from(encoded(form)))?).await)
    }

    fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin");
        if !self.cookies.is_empty() {
            let pairs = self.cookies.iter();
            let pairs: Vec<_> = pairs.map(|(name, word)| format!("{name}={word}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        request
    }

    async fn asked(&mut self, request: Request<Body>) -> Received {
        let Ok(answer) = self.router.clone().oneshot(request).await;
        self.keep(answer.headers());
        received(answer).await
    }

    /// Keeps the cookies that came, and lets go of those that are empty.
    fn keep(&mut self, headers: &HeaderMap) {
        for set in headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap_or_default().split(';').next();
            let Some((name, word)) = pair.and_then(|it| it.split_once('=')) else {
                continue;
            };
            self.cookies.retain(|(known, _)| known != name);
            if !word.is_empty() {
                self.cookies.push((name.to_owned(), word.to_owned()));
            }
        }
    }
}

async fn received(answer: Response) -> Received {
    let (parts, body) = answer.into_parts();
    let text = |name: HeaderName| {
        let value = parts.headers.get(name);
        let value = value.and_then(|it| it.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let mut head = format!("{}\n", parts.status);
    for (name, value) in &parts.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        head.push_str(&format!("{name}: {value}\n"));
    }
    let kind = text(header::CONTENT_TYPE);
    let endless = kind.starts_with("text/event-stream");
    Received {
        status: parts.status.as_u16(),
        head,
        location: text(header::LOCATION),
        body: taken(body, endless).await,
        kind,
    }
}

/// The body to its end; of one without an end, what comes before it falls quiet.
async fn taken(mut body: Body, endless: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    if !endless {
        // An answer that breaks off is what somebody would have received.
        while let Some(Ok(frame)) = body.frame().await {
            bytes.extend_from_slice(&frame.into_data().unwrap_or_default());
        }
        return bytes;
    }
    for _ in 0..PIECES {
        match tokio::time::timeout(QUIET, body.frame()).await {
            Ok(Some(Ok(frame))) => {
                bytes.extend_from_slice(&frame.into_data().unwrap_or_default());
            }
            _ => break,
        }
    }
    bytes
}

/// A form as browsers send it.
fn encoded(form: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in form {
        if !text.is_empty() {
            text.push('&');
        }
        encode(&mut text, name);
        text.push('=');
        encode(&mut text, value);
    }
    text
}

fn encode(into: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'*') {
            into.push(char::from(byte));
        } else {
            into.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_sent_so_that_whatever_was_typed_arrives() {
        let form = [
            ("text", "Zoë & Bo = 100 %+"),
            ("asked", "a"),
            ("asked", "b"),
        ];
        let sent = "text=Zo%C3%AB%20%26%20Bo%20%3D%20100%20%25%2B&asked=a&asked=b";
        assert_eq!(encoded(&form), sent);
    }

    #[test]
    fn a_cookie_is_kept_until_it_is_sent_empty() {
        let mut browser = Within::new(Router::new());
        let mut headers = HeaderMap::new();
        for set in ["a=1; Path=/; HttpOnly", "b=2", "c"] {
            headers.append(header::SET_COOKIE, set.parse().expect("a header"));
        }
        browser.keep(&headers);
        assert_eq!(browser.cookies.len(), 2);
        let mut gone = HeaderMap::new();
        gone.append(
            header::SET_COOKIE,
            "a=; Max-Age=0".parse().expect("a header"),
        );
        browser.keep(&gone);
        assert_eq!(browser.cookies, [("b".to_owned(), "2".to_owned())]);
    }
}
