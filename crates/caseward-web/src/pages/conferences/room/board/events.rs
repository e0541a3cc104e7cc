//! The events of a room: what its page is told when it shows another thing than holds now (CC-2.2, CC-2.5).
//!
//! Server-sent events, as the HTML standard has them: each is whole, has no number, and is forgotten once it is handed over. What becomes
//! of each is written down, as of every answer.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use caseward_casework::conference::{BoardNews, BoardStream};
use caseward_model::Language;
use http_body::Frame;

use super::frame;

/// What comes first: after how long a page whose line was cut asks for another one.
const FIRST: &[u8] = b"retry: 1000\n\n";
/// A line that says nothing.
const BEAT: &[u8] = b":\n\n";
/// What a page is told when a later one follows from the same seat; an event without data is none.
const LATER: &[u8] = b"event: later\ndata: later\n\n";

struct Events {
    stream: BoardStream,
    language: Language,
    begun: bool,
}

/// The events of a room as an answer without an end. No proxy may gather them.
pub(crate) fn streamed(language: Language, stream: BoardStream) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    let events = Events {
        stream,
        language,
        begun: false,
    };
    (headers, Body::new(events)).into_response()
}

impl http_body::Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if !std::mem::replace(&mut self.begun, true) {
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(FIRST)))));
        }
        let news = ready!(self.stream.poll_news(context));
        Poll::Ready(news.map(|it| Ok(Frame::data(told(self.language, it)))))
    }
}

/// News as they travel. What is handed to the connection is delivered, as far as a server can know.
fn told(language: Language, news: BoardNews) -> Bytes {
    match news {
        BoardNews::View(view) => {
            let text = format!("event: board\ndata: {}\n\n", frame(language, &view));
            let bytes = Bytes::from(text);
            if let Some(item) = view.item {
                item.delivery.delivered(Some(&bytes));
            }
            bytes
        }
        BoardNews::Beat => Bytes::from_static(BEAT),
        BoardNews::Out(out) => Bytes::from(format!("event: out\ndata: {}\n\n", out.word())),
        BoardNews::Later => Bytes::from_static(LATER),
    }
}

#[cfg(test)]
mod tests {
    use caseward_casework::conference::Out;

    use super::*;

    #[test]
    fn cc_2_2_whoever_is_out_is_told_so_in_a_word() {
        let out = told(Language::English, BoardNews::Out(Out::Elsewhere));
        assert_eq!(out, "event: out\ndata: elsewhere\n\n");
        let beat = told(Language::English, BoardNews::Beat);
        assert_eq!(beat, ":\n\n");
        let later = told(Language::English, BoardNews::Later);
        assert_eq!(later, "event: later\ndata: later\n\n");
    }
}
