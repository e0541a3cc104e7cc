//! What a form of our own pages posted, with who posted it, and with a proof where one is asked for.
//!
//! Design §8, RE-6, NASW-l. Nothing typed is ever lost: when the session was locked meanwhile, or what is to be
//! done asks for a proof that is fresh, the answer is a page that holds what was typed and sends it once more
//! together with the proof, to the same address. It works without JavaScript.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Form, RequestExt};
use caseward_casework::CaseworkError;
use caseward_casework::sign_in::{For, Passphrase, Proof, Proved, StepUp};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::front::Front;
use crate::pages::fault::Fault;
use crate::pages::proof::{self, Missed, Why};
use crate::session::{self, Session, Standing};
use crate::visit::{Visit, failed, fault};
use crate::{forms, presence, whereabouts};

/// What every field of a proof begins with.
pub const PROOF: &str = "proof-";

/// The fields of a form, in their order.
pub type Typed = Vec<(String, String)>;

/// What a form of our own pages posted, with who posted it.
pub struct Posted<T> {
    /// Who.
    pub visit: Visit,
    /// What.
    pub form: T,
    typed: Typed,
    path: String,
}

/// The same at a page where a means of sign-in is set up.
pub struct PostedSettingUp<T>(pub Posted<T>);

impl<T: DeserializeOwned> FromRequest<Arc<Front>> for Posted<T> {
    type Rejection = Response;

    async fn from_request(request: Request, front: &Arc<Front>) -> Result<Self, Response> {
        posted(request, front, false).await
    }
}

impl<T: DeserializeOwned> FromRequest<Arc<Front>> for PostedSettingUp<T> {
    type Rejection = Response;

    async fn from_request(request: Request, front: &Arc<Front>) -> Result<Self, Response> {
        posted(request, front, true).await.map(Self)
    }
}

impl<T> Posted<T> {
    /// A proof that is fresh.
    ///
    /// # Errors
    /// The page that asks for one and keeps what was typed.
    pub async fn step_up(&self, what: For) -> Result<StepUp, Response> {
        let visit = &self.visit;
        match visit.front.casework.step_up(visit.person(), what) {
            Ok(proof) => Ok(proof),
            Err(_) => Err(proof::asked(visit, &self.path, &self.typed).await),
        }
    }
}

impl Visit {
    /// A proof that is fresh, for a page that only shows something; `address` is its own path.
    ///
    /// # Errors
    /// The page that asks for one and leads back.
    pub async fn step_up(&self, what: For, address: &str) -> Result<StepUp, Response> {
        match self.front.casework.step_up(self.person(), what) {
            Ok(proof) => Ok(proof),
            Err(_) => Err(proof::before(self, address).await),
        }
    }
}

async fn posted<T: DeserializeOwned>(
    mut request: Request,
    front: &Arc<Front>,
    setting_up: bool,
) -> Result<Posted<T>, Response> {
    let parts = request.extract_parts::<Parts>().await;
    let parts = parts.map_err(IntoResponse::into_response)?;
    if !forms::from_our_own_page(&parts.headers) {
        return Err(fault(front, &parts.headers, Fault::Foreign));
    }
    let standing = session::standing(front, &parts.headers).await;
    let standing = standing.map_err(|error| failed(front, &parts.headers, &error))?;
    let bytes = body_of(request, front, &parts).await?;
    let typed: Typed = read(front, &parts, bytes.clone()).await?;
    let path = parts.uri.path().to_owned();
    let (proof, typed) = apart(typed);
    let standing = match (standing, proof) {
        (Standing::Locked(session), None) => {
            let visit = bare(front, &parts, session);
            return Err(proof::locked(&visit, &path, Some(&typed)).await);
        }
        (Standing::Locked(session), Some(proof)) => {
            let asking = (Why::Locked, path.as_str(), &typed);
            proven(front, &parts, session, proof, asking).await?
        }
        (Standing::Here(session), Some(proof)) => {
            let asking = (Why::Grave, path.as_str(), &typed);
            proven(front, &parts, session, proof, asking).await?
        }
        (standing, _) => standing,
    };
    let visit = Visit::of_standing(&parts, front, standing, setting_up).await?;
    let visit = presence::passed(visit, &parts, &typed).await?;
    let visit = whereabouts::passed(visit, &parts, &typed).await?;
    let form = read(front, &parts, bytes).await?;
    Ok(Posted {
        visit,
        form,
        typed,
        path,
    })
}

fn bare(front: &Arc<Front>, parts: &Parts, session: Session) -> Visit {
    Visit {
        front: Arc::clone(front),
        headers: parts.headers.clone(),
        session,
    }
}

/// Takes the proof; whoever fails is shown the page once more, with what was typed.
async fn proven(
    front: &Arc<Front>,
    parts: &Parts,
    session: Session,
    proof: Proof,
    (why, path, typed): (Why, &str, &Typed),
) -> Result<Standing, Response> {
    let mut visit = bare(front, parts, session);
    let missed = match front.casework.prove(visit.session.token(), proof).await {
        Ok(Proved::Yes(renewed)) => {
            if let Some(token) = renewed {
                NewCookies::add(parts, session::renewed(&token));
                visit.session.renew(token);
            }
            let found = front.casework.visit(visit.session.token()).await;
            return found
                .map(|found| session::standing_of(found, visit.session.token()))
                .map_err(|error| failed(front, &parts.headers, &error));
        }
        Ok(Proved::Over) => return Ok(Standing::Nobody),
        Ok(Proved::No) => Missed::Wrong,
        Err(CaseworkError::TooSoon { seconds }) => Missed::TooSoon(seconds),
        Err(CaseworkError::Busy) => Missed::Busy,
        Err(error) => return Err(failed(front, &parts.headers, &error)),
    };
    Err(proof::again(&visit, (why, path, typed), missed).await)
}

/// The proof in a form, and what else was typed.
pub(crate) fn apart(typed: Typed) -> (Option<Proof>, Typed) {
    let (proof, rest): (Typed, Typed) = typed
        .into_iter()
        .partition(|(name, _)| name.starts_with(PROOF));
    let field = |name: &str| {
        let wanted = |(it, text): &(String, String)| {
            it.strip_prefix(PROOF) == Some(name) && !text.is_empty()
        };
        proof
            .iter()
            .find(|it| wanted(it))
            .map(|(_, text)| text.clone())
    };
    let passkey = field("half").zip(field("answer"));
    let found = if let Some((half, answer)) = passkey {
        Some(Proof::Passkey { half, answer })
    } else if let Some(text) = field("passphrase").map(Zeroizing::new) {
        Some(Proof::Passphrase(Passphrase::typed(&text)))
    } else if let Some(code) = field("code") {
        Some(Proof::Code(Zeroizing::new(code)))
    } else {
        field("link").map(Proof::Link)
    };
    (found, rest)
}

async fn body_of(request: Request, front: &Arc<Front>, parts: &Parts) -> Result<Bytes, Response> {
    Bytes::from_request(request, front)
        .await
        .map_err(|rejection| {
            let kind = wrong_with(rejection.into_response().status());
            fault(front, &parts.headers, kind)
        })
}

async fn read<T: DeserializeOwned>(
    front: &Arc<Front>,
    parts: &Parts,
    bytes: Bytes,
) -> Result<T, Response> {
    let request = Request::from_parts(parts.clone(), Body::from(bytes));
    let form = Form::<T>::from_request(request, front).await;
    form.map(|Form(form)| form)
        .map_err(|_| fault(front, &parts.headers, Fault::Unreadable))
}

/// The form in a request of whoever it is, if it comes from one of our own pages and can be read.
///
/// # Errors
/// The answer to give instead.
pub async fn form_of<T: DeserializeOwned>(
    mut request: Request,
    front: &Arc<Front>,
) -> Result<T, Response> {
    let parts = request.extract_parts::<Parts>().await;
    let parts = parts.map_err(IntoResponse::into_response)?;
    if !forms::from_our_own_page(&parts.headers) {
        return Err(fault(front, &parts.headers, Fault::Foreign));
    }
    let bytes = body_of(request, front, &parts).await?;
    read(front, &parts, bytes).await
}

/// A form with a file, as a browser sends it, and who sent it; whoever knows its parts reads them.
///
/// # Errors
/// The answer to give instead.
pub async fn parts_of(
    mut request: Request,
    front: &Arc<Front>,
) -> Result<(Visit, Multipart), Response> {
    let visit = request.extract_parts_with_state::<Visit, _>(front).await?;
    if !forms::from_our_own_page(&visit.headers) {
        return Err(fault(front, &visit.headers, Fault::Foreign));
    }
    let parts = Multipart::from_request(request, front).await;
    let parts = parts.map_err(|_| fault(front, &visit.headers, Fault::Unreadable))?;
    Ok((visit, parts))
}

/// What is wrong with a body, by the status with which it was turned back.
#[must_use]
pub const fn wrong_with(status: StatusCode) -> Fault {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
        _ => Fault::Unreadable,
    }
}

/// Cookies that something on the way to the page has made; they go out with whatever is answered.
#[derive(Clone, Default)]
pub struct NewCookies(Arc<Mutex<Vec<HeaderValue>>>);

impl NewCookies {
    /// Adds a cookie to the answer of this request.
    pub(crate) fn add(parts: &Parts, cookie: Option<HeaderValue>) {
        if let (Some(jar), Some(cookie)) = (parts.extensions.get::<Self>(), cookie) {
            jar.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(cookie);
        }
    }

    /// The layer that sends them.
    pub async fn sent(mut request: Request, next: Next) -> Response {
        let jar = Self::default();
        request.extensions_mut().insert(jar.clone());
        let mut response = next.run(request).await;
        let made = std::mem::take(&mut *jar.0.lock().unwrap_or_else(PoisonError::into_inner));
        for cookie in made {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}
