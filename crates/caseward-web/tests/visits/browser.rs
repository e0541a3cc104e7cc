//! A browser without scripts, and an office with a few people and two clients.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use caseward_casework::staff::Colleague;
use caseward_model::{Client, Id, Role};
use caseward_testkit::{Export, House};
use http_body_util::BodyExt;
use tower::ServiceExt;

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn title(&self) -> &str {
        let from = self.body.find("<title>").map_or(0, |place| place + 7);
        let to = self.body.find("</title>").unwrap_or(from);
        &self.body[from..to]
    }

    pub(crate) fn location(&self) -> &str {
        self.headers
            .get("location")
            .map_or("", |it| it.to_str().unwrap())
    }
}

/// One person's browser.
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookie: Option<String>,
}

impl Browser {
    pub(crate) fn new(router: &Router) -> Self {
        Self {
            router: router.clone(),
            cookie: None,
        }
    }

    pub(crate) async fn send(&mut self, request: Request<Body>) -> Answer {
        let (mut parts, body) = request.into_parts();
        if let Some(cookie) = &self.cookie {
            parts.headers.insert("cookie", cookie.parse().unwrap());
        }
        let request = Request::from_parts(parts, body);
        let (parts, body) = self
            .router
            .clone()
            .oneshot(request)
            .await
            .unwrap()
            .into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        for set in parts.headers.get_all("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            self.keep(pair);
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Keeps a cookie, or lets go of one that is empty.
    fn keep(&mut self, pair: &str) {
        let (name, word) = pair.split_once('=').unwrap();
        let before = self.cookie.take().unwrap_or_default();
        let others = before
            .split("; ")
            .filter(|it| !it.is_empty() && !it.starts_with(&format!("{name}=")));
        let fresh = (!word.is_empty()).then_some(pair);
        let all: Vec<&str> = others.chain(fresh).collect();
        self.cookie = (!all.is_empty()).then(|| all.join("; "));
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// As a browser asks that was told that this name is the office's.
    pub(crate) async fn as_host(&mut self, host: &str, path: &str) -> Answer {
        let request = Request::get(path).header("host", host);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &str) -> Answer {
        self.post_from("same-origin", path, form).await
    }

    pub(crate) async fn post_from(&mut self, site: &str, path: &str, form: &str) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(request).await
    }
}

/// An office with Alma, whom Dana serves, and Berta, whom Omar serves.
pub(crate) struct Scene {
    pub(crate) house: House,
    pub(crate) router: Router,
    pub(crate) dana: Colleague,
    pub(crate) omar: Colleague,
    pub(crate) alma: Id<Client>,
    pub(crate) berta: Id<Client>,
}

impl Scene {
    pub(crate) async fn set() -> Self {
        let house = House::open().await;
        let export = Export::new()
            .client("A", "Alma", "Reyes")
            .client("B", "Berta", "Lindqvist")
            .health_and_dv("A", "1", "0");
        house.import(&export).await;
        let (alma, berta) = (house.client("A").await, house.client("B").await);
        let dana = house.worker("dana", Role::Caseworker).await;
        let omar = house.worker("omar", Role::Caseworker).await;
        house.assign(&dana, alma).await;
        house.assign(&omar, berta).await;
        let router = caseward_web::router(std::sync::Arc::clone(&house.office), Vec::new());
        Self {
            house,
            router,
            dana,
            omar,
            alma,
            berta,
        }
    }

    pub(crate) async fn link(&self, who: &Colleague) -> String {
        self.house
            .office
            .make_sign_in_link(who.no, 60, 1)
            .await
            .unwrap()
    }

    pub(crate) async fn signed_in(&self, who: &Colleague) -> Browser {
        let mut browser = Browser::new(&self.router);
        let token = self.link(who).await;
        let answer = browser.post("/sign-in", &format!("token={token}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        browser
    }
}
