//! Notices whether an answer was handed over whole, so that the ledger can say so.
//!
//! Design §1 (deliver): after the INTENT entry comes an OUTCOME entry: delivered, or not. A reader
//! who closes the tab half-way has still seen a part, so a body dropped early counts as aborted,
//! never as nothing.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// How many bytes are handed over at once: small, so that a lost reader is noticed soon.
const PIECE_BYTES: usize = 16 * 1024;

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Every byte was handed to the connection.
    Delivered,
    /// The answer was dropped before its last byte was taken.
    Aborted,
}

type Tell = Box<dyn FnOnce(Ending) + Send>;

struct Watched {
    rest: Bytes,
    tell: Option<Tell>,
}

/// A body of these bytes that tells how it ended, exactly once.
///
/// `tell` runs on the server's own task and must be quick: start a task for the entry itself.
/// Handed to the connection is as much as a server can know; the network may still lose it.
pub fn watch(bytes: Bytes, tell: impl FnOnce(Ending) + Send + 'static) -> Body {
    Body::new(Watched {
        rest: bytes,
        tell: Some(Box::new(tell)),
    })
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.rest.len().min(PIECE_BYTES);
        let piece = self.rest.split_to(length);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // A server that knows the length drops the body after the last byte without asking again,
        // so the end is judged here, by what is left.
        let ending = if self.rest.is_empty() {
            Ending::Delivered
        } else {
            Ending::Aborted
        };
        if let Some(tell) = self.tell.take() {
            tell(ending);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;
    use std::sync::mpsc::channel;

    #[tokio::test]
    async fn an_answer_taken_whole_is_delivered() {
        let (tell, told) = channel();
        let text = Bytes::from(vec![b'a'; PIECE_BYTES * 2 + 5]);
        let body = watch(text.clone(), move |ending| tell.send(ending).unwrap());
        let taken = body.collect().await.unwrap().to_bytes();
        assert_eq!(taken, text);
        assert_eq!(told.iter().collect::<Vec<_>>(), [Ending::Delivered]);
    }

    #[tokio::test]
    async fn an_answer_dropped_half_way_is_aborted() {
        let (tell, told) = channel();
        let text = Bytes::from(vec![b'a'; PIECE_BYTES * 2]);
        let mut body = watch(text, move |ending| tell.send(ending).unwrap());
        let first = body.frame().await.unwrap().unwrap();
        assert_eq!(first.into_data().unwrap().len(), PIECE_BYTES);
        drop(body);
        assert_eq!(told.iter().collect::<Vec<_>>(), [Ending::Aborted]);
    }

    #[test]
    fn an_answer_never_asked_for_is_aborted() {
        let (tell, told) = channel();
        drop(watch(Bytes::from_static(b"x"), move |ending| {
            tell.send(ending).unwrap();
        }));
        assert_eq!(told.iter().collect::<Vec<_>>(), [Ending::Aborted]);
    }
}
