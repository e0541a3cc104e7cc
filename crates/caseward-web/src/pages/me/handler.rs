//! A client's own view: opening it by a link and a number, its pages, and leaving it.

use std::sync::Arc;

use axum::RequestExt;
use axum::extract::{FromRequest, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::own_view::{OwnViewError, ViewNeed, Viewer};
use caseward_model::{Language, OwnQuestion};
use serde::Deserialize;

use super::{AskForm, Body, Here, MePage, lines};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::front::Front;
use crate::pages::answer_watched;
use crate::pages::clients::file;
use crate::pages::fault::Fault;
use crate::visit::{Visit, closing, fault, form_of};
use crate::{Place, Shell, answer, forms, headers, preferences, session};

const CLOSED: &str = "/me/closed";

/// The addresses of a client's own view.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Own, "/me", start)
        .get(Class::Open, "/me/open/{token}", before)
        .get(Class::Open, "/me/open/{token}/number", door)
        .post(Class::Open, "/me/open", open)
        .get(Class::Open, "/me/looked", looked)
        .get(Class::Open, "/me/shared", shared)
        .get(Class::Open, "/me/choices", choices)
        .get(Class::Open, "/me/choices/{no}", take_back)
        .post(Class::Open, "/me/choices/{no}", taken_back)
        .get(Class::Open, "/me/kept", kept)
        .get(Class::Open, "/me/ask", ask)
        .get(Class::Open, "/me/ask/{about}/{item}", ask_about)
        .post(Class::Open, "/me/ask", asked)
        .get(Class::Open, "/me/safety", safety)
        .post(Class::Open, "/me/off", off)
        .get(Class::Open, "/me/leave", leave)
        .get(Class::Open, "/me/left", left)
        .get(Class::Open, "/me/closed", closed)
}

/// Somebody before their own view. Whoever has none open gets the same answer at each of its addresses.
pub(super) struct Me {
    front: Arc<Front>,
    headers: HeaderMap,
    viewer: Viewer,
}

impl FromRequestParts<Arc<Front>> for Me {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Response> {
        match viewer(front, &parts.headers).await {
            Ok(Some(viewer)) => Ok(Self {
                front: Arc::clone(front),
                headers: parts.headers.clone(),
                viewer,
            }),
            Ok(None) => Err(without_view()),
            Err(error) => Err(failed(front, &parts.headers, &error)),
        }
    }
}

async fn viewer(front: &Front, headers: &HeaderMap) -> Result<Option<Viewer>, CaseworkError> {
    match session::view(headers) {
        Some(secret) => front.casework.viewer(secret).await,
        None => Ok(None),
    }
}

/// What a form of the view posted, with who posted it.
struct Sent<T>(Me, T);

impl<T: serde::de::DeserializeOwned> FromRequest<Arc<Front>> for Sent<T> {
    type Rejection = Response;

    async fn from_request(mut request: Request, front: &Arc<Front>) -> Result<Self, Response> {
        // Another site's page learns nothing, not even that no view is open here.
        if !forms::from_our_own_page(request.headers()) {
            return Err(fault(front, request.headers(), Fault::Foreign));
        }
        let me = request.extract_parts_with_state::<Me, _>(front).await?;
        let form = form_of(request, front).await?;
        Ok(Self(me, form))
    }
}

impl Me {
    fn language(&self) -> Language {
        preferences::language(&self.headers)
    }

    fn page(&self, here: Here, delay_days: i64, body: Body) -> MePage {
        MePage {
            shell: bare(&self.front, &self.headers, here.address()),
            here,
            body,
            delay_days,
            lent: self.viewer.is_lent(),
        }
    }

    /// The answer when something of the view failed.
    fn failed(&self, error: &OwnViewError) -> Response {
        match error {
            OwnViewError::Off | OwnViewError::Refused(_) => without_view(),
            OwnViewError::Casework(CaseworkError::Unfit(_))
            | OwnViewError::Consent(_)
            | OwnViewError::Needs(_)
            | OwnViewError::Absent
            | OwnViewError::TooMany => {
                let page = self.page(Here::Start, 0, Body::Failed);
                answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
            }
            OwnViewError::Casework(error) => failed(&self.front, &self.headers, error),
        }
    }
}

fn bare(front: &Front, headers: &HeaderMap, address: &str) -> Shell {
    Shell::new(front.office(), headers, None, Place::Elsewhere, address)
}

fn outside(front: &Front, headers: &HeaderMap, address: &str, body: Body) -> MePage {
    MePage {
        shell: bare(front, headers, address),
        here: Here::Outside,
        body,
        delay_days: 0,
        lent: false,
    }
}

/// Nothing is open: the same for one that is over, was left or turned off, and for none.
fn without_view() -> Response {
    let mut sent_on = forms::sent_on(CLOSED);
    if let Some(cookie) = session::view_left() {
        sent_on.headers_mut().append(header::SET_COOKIE, cookie);
    }
    sent_on
}

/// A desk failed: the page says so and nothing else.
fn failed(front: &Front, headers: &HeaderMap, error: &CaseworkError) -> Response {
    tracing::error!(%error, "a page of a client's own view could not be made");
    let page = outside(front, headers, CLOSED, Body::Failed);
    answer(StatusCode::INTERNAL_SERVER_ERROR, &page)
}

/// The first page of the view; for a client who signed in as people of the office do, their file.
async fn start(State(front): State<Arc<Front>>, mut request: Request) -> Response {
    if session::view(request.headers()).is_some() {
        return match request.extract_parts_with_state::<Me, _>(&front).await {
            Ok(me) => first(&me).await,
            Err(instead) => instead,
        };
    }
    match request.extract_parts_with_state::<Visit, _>(&front).await {
        Ok(visit) => file::mine(visit).await,
        Err(instead) => instead,
    }
}

async fn first(me: &Me) -> Response {
    match me.front.casework.my_view(&me.viewer).await {
        Ok((view, delivery)) => {
            let page = me.page(Here::Start, view.discussed.delay_days, Body::Start);
            answer_watched(StatusCode::OK, &page, closing(delivery))
        }
        Err(error) => me.failed(&error),
    }
}

/// The page of a link: before anything is opened it says what the way out does, and what stays in the browser. It looks nothing
/// up: whether the link opens anything shows with its number alone.
async fn before(
    State(front): State<Arc<Front>>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Response {
    let settings = front.casework.own_view_settings().await.unwrap_or_default();
    let body = Body::Before {
        token,
        to: settings.host().to_owned(),
    };
    let page = outside(&front, &headers, "/me/closed", body);
    answer(StatusCode::OK, &page)
}

/// Where the number is typed that goes with a link. It looks nothing up either.
async fn door(
    State(front): State<Arc<Front>>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Response {
    let body = Body::Open {
        token,
        problem: None,
    };
    answer(
        StatusCode::OK,
        &outside(&front, &headers, "/me/closed", body),
    )
}

/// A link's secret and its number. No `Debug`: it is a secret.
#[derive(Deserialize, Default)]
#[serde(default)]
struct OpenForm {
    token: String,
    pin: String,
}

async fn open(State(front): State<Arc<Front>>, mut request: Request) -> Response {
    let parts = match request.extract_parts::<Parts>().await {
        Ok(parts) => parts,
        Err(never) => match never {},
    };
    let form: OpenForm = match form_of(request, &front).await {
        Ok(form) => form,
        Err(instead) => return instead,
    };
    let arrival = session::arrival(&parts);
    let opened = front
        .casework
        .open_own_view(&form.token, &form.pin, &arrival);
    let words = crate::Words::of(preferences::language(&parts.headers));
    let problem = match opened.await {
        Ok(Some(secret)) => {
            let mut sent_on = forms::sent_on("/me");
            if let Some(cookie) = session::view_opened(&secret) {
                sent_on.headers_mut().append(header::SET_COOKIE, cookie);
            }
            return sent_on;
        }
        // Whoever has to wait after many tries gets the one answer too: it says so.
        Ok(None) | Err(CaseworkError::TooSoon { .. }) => words.t("me-open-wrong"),
        Err(error) => return failed(&front, &parts.headers, &error),
    };
    let body = Body::Open {
        token: form.token,
        problem: Some(problem),
    };
    let page = outside(&front, &parts.headers, CLOSED, body);
    answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn looked(me: Me) -> Response {
    match me.front.casework.my_looks(&me.viewer).await {
        Ok((looks, delivery)) => {
            let all = looks.all.iter().map(|it| lines::look(me.language(), it));
            let page = me.page(Here::Looked, looks.delay_days, Body::Looked(all.collect()));
            answer_watched(StatusCode::OK, &page, closing(delivery))
        }
        Err(error) => me.failed(&error),
    }
}

async fn shared(me: Me) -> Response {
    match me.front.casework.my_shared(&me.viewer).await {
        Ok((shared, delivery)) => {
            let all = shared.all.iter().map(|it| lines::shared(me.language(), it));
            let page = me.page(Here::Shared, shared.delay_days, Body::Shared(all.collect()));
            answer_watched(StatusCode::OK, &page, closing(delivery))
        }
        Err(error) => me.failed(&error),
    }
}

async fn choices(me: Me) -> Response {
    match me.front.casework.my_choices(&me.viewer).await {
        Ok((choices, delivery)) => {
            let all = choices.iter().map(|it| lines::choice(me.language(), it));
            let page = me.page(Here::Choices, 0, Body::Choices(all.collect()));
            answer_watched(StatusCode::OK, &page, closing(delivery))
        }
        Err(error) => me.failed(&error),
    }
}

/// How long what is kept is kept: the office's rule, for whoever has their view open.
async fn kept(me: Me) -> Response {
    let casework = &me.front.casework;
    let delivery = match casework.my_view(&me.viewer).await {
        Ok((_, delivery)) => delivery,
        Err(error) => return me.failed(&error),
    };
    match casework.own_view_settings().await {
        Ok(settings) => {
            let page = me.page(Here::Kept, 0, Body::Kept(settings.keep_years));
            answer_watched(StatusCode::OK, &page, closing(delivery))
        }
        Err(error) => failed(&me.front, &me.headers, &error),
    }
}

async fn take_back(me: Me, Path(no): Path<String>) -> Response {
    let (choices, delivery) = match me.front.casework.my_choices(&me.viewer).await {
        Ok(found) => found,
        Err(error) => return me.failed(&error),
    };
    let no = no.parse::<i64>().ok();
    let found = choices.iter().find(|it| Some(it.no) == no && it.holds);
    let Some(choice) = found else {
        delivery.delivered(None);
        return forms::sent_on(Here::Choices.address());
    };
    let body = Body::TakeBack(lines::choice(me.language(), choice));
    let page = me.page(Here::Choices, 0, body);
    answer_watched(StatusCode::OK, &page, closing(delivery))
}

#[derive(Deserialize)]
struct Nothing {}

async fn taken_back(Path(no): Path<String>, sent: Sent<Nothing>) -> Response {
    let Sent(me, Nothing {}) = sent;
    let no = no.parse::<i64>().unwrap_or(0);
    match me.front.casework.take_back_mine(&me.viewer, no).await {
        Ok(()) => forms::sent_on(Here::Choices.address()),
        Err(error) => me.failed(&error),
    }
}

/// What a question posts.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Question {
    about: String,
    item: String,
    words: String,
}

async fn ask(me: Me) -> Response {
    asking(&me, AskForm::default()).await
}

async fn ask_about(me: Me, Path((about, item)): Path<(String, String)>) -> Response {
    let known = matches!(
        about.parse::<OwnQuestion>(),
        Ok(OwnQuestion::Look | OwnQuestion::Shared)
    );
    if !known || item.parse::<u64>().is_err() {
        return forms::sent_on(Here::Ask.address());
    }
    let form = AskForm {
        about,
        item,
        ..AskForm::default()
    };
    asking(&me, form).await
}

async fn asking(me: &Me, form: AskForm) -> Response {
    let status = form.problems.status();
    match me.front.casework.my_view_questions(&me.viewer).await {
        Ok((questions, delivery)) => {
            let asked = questions
                .into_iter()
                .map(|it| lines::asked(me.language(), it));
            let page = me.page(Here::Ask, 0, Body::Ask(form, asked.collect()));
            answer_watched(status, &page, closing(delivery))
        }
        Err(error) => me.failed(&error),
    }
}

async fn asked(sent: Sent<Question>) -> Response {
    let Sent(me, form) = sent;
    let about = form.about.parse().unwrap_or(OwnQuestion::Other);
    let item = form.item.parse().ok();
    let done = me
        .front
        .casework
        .ask_from_my_view(&me.viewer, (about, item), &form.words);
    let key = match done.await {
        Ok(()) => return forms::sent_on(Here::Ask.address()),
        Err(OwnViewError::Needs(needs)) if needs.contains(&ViewNeed::TooLong) => "me-ask-too-long",
        Err(OwnViewError::Needs(_)) => "me-ask-needs-words",
        Err(OwnViewError::TooMany) => "me-ask-too-many",
        Err(error) => return me.failed(&error),
    };
    let mut problems = Problems::default();
    problems.note("words", key);
    let form = AskForm {
        about: form.about,
        item: form.item,
        words: form.words,
        problems,
    };
    asking(&me, form).await
}

/// About safety: there for everyone, so that whoever opens a link can read it first.
async fn safety(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    let open = match viewer(&front, &headers).await {
        Ok(found) => found.is_some(),
        Err(error) => return failed(&front, &headers, &error),
    };
    let page = outside(&front, &headers, "/me/safety", Body::Safety);
    let here = if open { Here::Safety } else { Here::Outside };
    answer(StatusCode::OK, &MePage { here, ..page })
}

async fn off(sent: Sent<Nothing>) -> Response {
    let Sent(me, Nothing {}) = sent;
    match me.front.casework.turn_my_view_off(&me.viewer).await {
        Ok(()) => without_view(),
        Err(error) => me.failed(&error),
    }
}

/// The way out: what is open ends here first, then in the browser, and the browser is sent to an everyday page. It is a link
/// and not a form, so that the browser goes elsewhere without asking; there is nothing that another site could do with it
/// but close the view, and it can't even send the cookie.
async fn leave(State(front): State<Arc<Front>>, asked: HeaderMap) -> Response {
    let ended = async {
        let Some(secret) = session::view(&asked) else {
            return Ok(false);
        };
        let lent = front.casework.viewer(secret).await?;
        front.casework.leave_own_view(secret).await?;
        Ok::<_, CaseworkError>(lent.is_some_and(|it| it.is_lent()))
    };
    let lent = ended.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a client's own view was left and could not be ended");
        false
    });
    let settings = front.casework.own_view_settings().await.unwrap_or_default();
    let to = if lent { "/me/left" } else { &settings.leave_to };
    let mut sent_on = forms::sent_on(to);
    headers::forget(sent_on.headers_mut());
    if let Some(cookie) = session::view_left() {
        sent_on.headers_mut().append(header::SET_COOKIE, cookie);
    }
    sent_on
}

async fn left(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    let page = outside(&front, &headers, "/me/left", Body::Left);
    answer(StatusCode::OK, &page)
}

async fn closed(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    let page = outside(&front, &headers, CLOSED, Body::Closed);
    answer(StatusCode::OK, &page)
}
