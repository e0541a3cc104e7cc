//! A house with its API, and a program that talks to it.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use caseward_casework::staff::Colleague;
use caseward_model::{Client, Id, Role};
use caseward_testkit::{Export, House};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// A house with a caseworker, their client, and a client of nobody.
pub(crate) struct Desk {
    pub(crate) house: House,
    pub(crate) router: Router,
    pub(crate) dana: Colleague,
    pub(crate) session: String,
    pub(crate) alma: Id<Client>,
    pub(crate) bruno: Id<Client>,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// That it is a problem of this status and kind.
    pub(crate) fn is_problem(&self, status: u16, kind: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.headers["cache-control"], "no-store");
        let problem = self.json();
        assert_eq!(problem["type"], format!("urn:caseward:problem:{kind}"));
        assert_eq!(problem["status"], status);
        assert!(!problem["detail"].as_str().unwrap().is_empty());
        problem
    }
}

impl Desk {
    pub(crate) async fn open() -> Self {
        let house = House::open().await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Stone")
            .health_and_dv("1", "0", "");
        house.import(&export).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let (alma, bruno) = (house.client("1").await, house.client("2").await);
        house.assign(&dana, alma).await;
        let router = caseward_web::router(house.office.clone(), Vec::new());
        let mut desk = Self {
            house,
            router,
            dana,
            session: String::new(),
            alma,
            bruno,
        };
        desk.session = desk.session_of(&desk.dana).await;
        desk
    }

    pub(crate) async fn link_of(&self, worker: &Colleague) -> String {
        self.house
            .office
            .make_sign_in_link(worker.no, 10, 1)
            .await
            .unwrap()
    }

    pub(crate) async fn session_of(&self, worker: &Colleague) -> String {
        let link = self.link_of(worker).await;
        self.house
            .office
            .redeem_link(&link, &caseward_casework::sign_in::Arrival::default())
            .await
            .unwrap()
            .expect("a session")
            .session
    }

    /// The same desk for someone else.
    pub(crate) async fn seat(&mut self, worker: &Colleague) {
        self.session = self.session_of(worker).await;
    }

    pub(crate) async fn respond(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.respond(request).await.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    pub(crate) fn request(
        &self,
        method: Method,
        path: &str,
        body: impl Into<Body>,
    ) -> Request<Body> {
        Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.session))
            .header("content-type", "application/json")
            .body(body.into())
            .unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path, Body::empty()))
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(self.request(Method::POST, path, body)).await
    }

    pub(crate) async fn entries(&self) -> u64 {
        self.house.office.ledger_head().await.unwrap().size
    }
}
