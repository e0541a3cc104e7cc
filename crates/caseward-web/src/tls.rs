//! Pages that go over a network go sealed to each browser: TLS of the office's own, with an end to lines on which nobody says
//! anything.
//!
//! NASW-m. Which certificate is shown, and whether a newer one has come, is the program's to know; here it is
//! only used, and told on the system page.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::{Extension, Router};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tower::ServiceExt;

/// How long before its end a certificate is spoken of.
pub const SPOKEN_OF_MS: i64 = 14 * 24 * 60 * 60 * 1_000;

/// How many lines are open at once; further ones wait until one ends.
const LINES_MAX: u32 = 1_000;
/// How long a browser may take until both sides have agreed on keys.
const AGREED_WITHIN: Duration = Duration::from_secs(10);
/// How long a line stays open on which no whole head of a request comes, the first one or a later one.
const HEAD_WITHIN: Duration = Duration::from_secs(30);
/// How long nothing is accepted after the machine had no room for another line.
const NO_ROOM: Duration = Duration::from_secs(1);

/// For two years browsers come back by TLS only, whatever they are told (RFC 6797).
const BY_TLS_ONLY: &str = "max-age=63072000";

/// From when until when a certificate holds, in ms since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The first moment.
    pub from_ms: i64,
    /// The last moment.
    pub until_ms: i64,
}

/// How a certificate stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It doesn't hold yet.
    NotYet,
    /// It holds for a while.
    Holds,
    /// It holds, and runs out within [`SPOKEN_OF_MS`].
    RunsOut,
    /// It ran out.
    Over,
}

impl Term {
    /// How the certificate stands; `now_ms` is ms since 1970.
    #[must_use]
    pub const fn at(self, now_ms: i64) -> Standing {
        if now_ms > self.until_ms {
            Standing::Over
        } else if now_ms < self.from_ms {
            Standing::NotYet
        } else if now_ms > self.until_ms.saturating_sub(SPOKEN_OF_MS) {
            Standing::RunsOut
        } else {
            Standing::Holds
        }
    }
}

/// What is shown to browsers at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// How long it holds.
    pub term: Term,
    /// Something else lies where it came from, and can't be shown.
    pub newer_refused: bool,
}

/// What the system page knows of the certificate.
#[derive(Debug, Clone)]
pub(crate) struct Certificate(watch::Receiver<Shown>);

impl Certificate {
    /// What is shown to browsers at the moment.
    pub(crate) fn shown(&self) -> Shown {
        *self.0.borrow()
    }
}

/// An office's pages over TLS: browsers are told to come back by TLS only, and the system page says until when the certificate
/// holds. `host` is the name that browsers know the office by. They would hold what is said of `localhost` against everything
/// else on the machine, so nothing is said of it.
pub fn over_tls(router: Router, host: &str, shown: watch::Receiver<Shown>) -> Router {
    let router = router.layer(Extension(Certificate(shown)));
    if host.eq_ignore_ascii_case("localhost") {
        return router;
    }
    router.layer(map_response(by_tls_only))
}

async fn by_tls_only(mut response: Response) -> Response {
    response.headers_mut().insert(
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static(BY_TLS_ONLY),
    );
    response
}

/// Serves over TLS until `stop` is done; answers that are on their way are finished first.
pub async fn serve_over_tls(
    listener: TcpListener,
    router: Router,
    tls: Arc<ServerConfig>,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let tls = TlsAcceptor::from(tls);
    let places = Arc::new(Semaphore::new(LINES_MAX as usize));
    let (said, heard) = watch::channel(false);
    tokio::spawn(async move {
        stop.await;
        said.send_replace(true);
    });
    let mut stopping = pin!(stopped(heard.clone()));
    loop {
        let (stream, peer, place) = tokio::select! {
            it = next(&listener, &places) => it,
            () = stopping.as_mut() => break,
        };
        let Some(place) = place else { break };
        let line = Line {
            stream,
            peer,
            _place: place,
        };
        tokio::spawn(line.carry(tls.clone(), router.clone(), heard.clone()));
    }
    drop(listener);
    // Every line that is still open holds a place.
    drop(places.acquire_many(LINES_MAX).await);
}

/// Ends when the server is to stop, or nobody is left who could say so.
async fn stopped(mut heard: watch::Receiver<bool>) {
    drop(heard.wait_for(|stop| *stop).await);
}

/// The next line, as soon as there is a place for it. Places are never closed.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, place),
            Err(error) if is_theirs(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "nobody can come in at the moment");
                tokio::time::sleep(NO_ROOM).await;
            }
        }
    }
}

/// Whether somebody went away before they were let in.
fn is_theirs(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// One browser's line.
struct Line {
    stream: TcpStream,
    peer: SocketAddr,
    _place: OwnedSemaphorePermit,
}

impl Line {
    /// Agrees on keys, and answers until the browser goes, says nothing for too long, or the server stops.
    async fn carry(self, tls: TlsAcceptor, router: Router, heard: watch::Receiver<bool>) {
        let Self {
            stream,
            peer,
            _place,
        } = self;
        let mut stopping = pin!(stopped(heard));
        // Small answers needn't wait for larger ones; where that can't be said, they do.
        drop(stream.set_nodelay(true));
        let agreed = tokio::select! {
            it = tokio::time::timeout(AGREED_WITHIN, tls.accept(stream)) => it,
            () = stopping.as_mut() => return,
        };
        let Ok(Ok(stream)) = agreed else {
            tracing::debug!("a line ended before keys were agreed on");
            return;
        };
        let service = ServiceExt::<Request>::map_request(
            router,
            move |request: axum::http::Request<Incoming>| {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                request
            },
        );
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN);
        let answering =
            http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let mut answering = pin!(answering);
        let ended = tokio::select! {
            it = answering.as_mut() => it,
            () = stopping.as_mut() => {
                answering.as_mut().graceful_shutdown();
                answering.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a line broke");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nasw_m_a_certificate_is_spoken_of_fourteen_days_before_it_runs_out() {
        let term = Term {
            from_ms: 1_000,
            until_ms: 2 * SPOKEN_OF_MS,
        };
        let stands = [
            (999, Standing::NotYet),
            (1_000, Standing::Holds),
            (SPOKEN_OF_MS, Standing::Holds),
            (SPOKEN_OF_MS + 1, Standing::RunsOut),
            (2 * SPOKEN_OF_MS, Standing::RunsOut),
            (2 * SPOKEN_OF_MS + 1, Standing::Over),
        ];
        for (now_ms, standing) in stands {
            assert_eq!(term.at(now_ms), standing, "{now_ms}");
        }
    }
}
