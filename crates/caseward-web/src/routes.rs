//! The addresses that show no record and ask nobody's permission: styles, the reader's own
//! preferences, the covered screen, and what is said when nothing is there.
//!
//! Design §8. Addresses that show records are declared with their class beside the gate's questions
//! and merged with these; [`headers::guarded`] goes around the whole.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{get, post};

use crate::pages::covered::CoveredPage;
use crate::pages::fault::{Fault, FaultPage};
use crate::preferences::PreferenceForm;
use crate::{Office, Place, Shell, answer, assets, forms, headers};

/// The routes that need no session, with their headers.
pub fn plain(office: Arc<Office>) -> Router {
    Router::new()
        .route("/assets/{hash}/{name}", get(assets::serve))
        .route("/preferences", post(choose))
        .route("/covered", get(covered))
        .with_state(office)
        .layer(map_response(headers::guarded))
}

/// A fault as an answer.
#[must_use]
pub fn failed(office: &Office, headers: &HeaderMap, fault: Fault) -> Response {
    let shell = Shell::new(office, headers, None, Place::Elsewhere, "/");
    answer(fault.status(), &FaultPage { shell, fault })
}

async fn choose(
    State(office): State<Arc<Office>>,
    headers: HeaderMap,
    Form(form): Form<PreferenceForm>,
) -> Response {
    if !forms::from_our_own_page(&headers) {
        return failed(&office, &headers, Fault::Foreign);
    }
    let mut sent_on = forms::sent_on(form.way_back());
    for cookie in form.cookies() {
        sent_on.headers_mut().append(header::SET_COOKIE, cookie);
    }
    sent_on
}

async fn covered(State(office): State<Arc<Office>>, headers: HeaderMap) -> Response {
    let shell = Shell::new(&office, &headers, None, Place::Elsewhere, "/covered");
    answer(StatusCode::OK, &CoveredPage { shell })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Request;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    fn office() -> Arc<Office> {
        Arc::new(Office {
            name: "Harbour House".into(),
            demo: false,
            version: "0.1.0".into(),
            policy_set: "7f3a9c20".into(),
        })
    }

    async fn asked(request: Request<Body>) -> (StatusCode, HeaderMap, String) {
        let (parts, body) = plain(office()).oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        (parts.status, parts.headers, text)
    }

    fn get(path: &str) -> Request<Body> {
        Request::get(path).body(Body::empty()).unwrap()
    }

    fn posted(site: &str, body: &str) -> Request<Body> {
        Request::post("/preferences")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .body(Body::from(body.to_owned()))
            .unwrap()
    }

    #[tokio::test]
    async fn styles_may_be_kept_for_ever_and_pages_never() {
        let (status, headers, css) = asked(get(assets::address("caseward.css"))).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers["content-type"], "text/css; charset=utf-8");
        assert!(
            headers["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        assert!(css.contains("@layer"));
        let (_, headers, html) = asked(get("/covered")).await;
        assert_eq!(headers["cache-control"], "no-store");
        assert!(headers.contains_key("content-security-policy"));
        assert!(!html.contains("class=\"demo\""));
    }

    #[tokio::test]
    async fn an_old_or_invented_address_of_a_style_is_not_there() {
        let (status, headers, _) = asked(get("/assets/0000000000000000/caseward.css")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(headers["cache-control"], "no-store");
    }

    #[tokio::test]
    async fn a_language_is_chosen_without_scripts_and_the_reader_comes_back() {
        let (status, headers, _) =
            asked(posted("same-origin", "language=es&back=%2Fclients%2F0abc")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(headers["location"], "/clients/0abc");
        assert!(
            headers["set-cookie"]
                .to_str()
                .unwrap()
                .contains("caseward-language=es")
        );
    }

    #[tokio::test]
    async fn another_site_can_not_choose_for_the_reader() {
        let (status, headers, _) = asked(posted("cross-site", "theme=dark&back=%2F")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(!headers.contains_key("set-cookie"));
    }

    #[tokio::test]
    async fn the_page_speaks_the_language_of_the_request() {
        let mut request = get("/covered");
        let spanish = axum::http::HeaderValue::from_static("es-AR,es;q=0.9");
        request.headers_mut().insert("accept-language", spanish);
        let (_, _, html) = asked(request).await;
        assert!(html.contains("<html lang=\"es\""));
    }
}
