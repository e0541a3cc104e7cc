//! A page asked for by someone who is signed in, and the few answers that any page may have to give:
//! nothing here, not open to you, not just now.
//!
//! Pages §3, DV-3.3.1. What isn't there and what this person may not know of get one answer, the same
//! to the last byte.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::desk::Missing;
use caseward_casework::gate::{About, Delivery, Refusal, Request};
use caseward_casework::sign_in::{SignedIn, Whereabouts};
use caseward_model::{Channel, Client, Id, Language, OfficeAct, Purpose};

use crate::delivery::Ending;
use crate::front::Front;
use crate::pages::fault::Fault;
use crate::pages::not_found::NotFoundPage;
use crate::pages::proof;
use crate::pages::refusal::RefusalPage;
use crate::pages::standing::StandingPage;
pub use crate::posted::{Posted, form_of};
use crate::reasons::Reasons;
use crate::session::{self, Session, Standing};
use crate::shell::{OpenEmergency, OpenPresence};
use crate::view::{Step, When};
use crate::{Place, Shell, SignedIn as Shown, answer, forms, preferences, presence, whereabouts};

/// Someone who is signed in, at a page.
pub struct Visit {
    /// The office.
    pub front: Arc<Front>,
    /// What the request said about language and colours.
    pub headers: HeaderMap,
    /// Who it is.
    pub session: Session,
}

impl FromRequestParts<Arc<Front>> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Response> {
        let standing = session::standing(front, &parts.headers).await;
        let standing = standing.map_err(|error| failed(front, &parts.headers, &error))?;
        let visit = Self::of_standing(parts, front, standing, false).await?;
        let held = presence::instead_of(&visit, parts);
        match held.or_else(|| whereabouts::instead_of(&visit, parts)) {
            Some(held) => Err(held),
            None => Ok(visit),
        }
    }
}

impl Visit {
    /// A visit, or what is answered instead: the door, unlocking, setting up first, or that access is
    /// paused. `setting_up` says whether the page is part of setting up.
    pub(crate) async fn of_standing(
        parts: &Parts,
        front: &Arc<Front>,
        standing: Standing,
        setting_up: bool,
    ) -> Result<Self, Response> {
        let visit = |session| Self {
            front: Arc::clone(front),
            headers: parts.headers.clone(),
            session,
        };
        match standing {
            // Programs have addresses of their own.
            Standing::Here(session) if session.person.is_program() => {
                Err(forms::sent_on("/sign-in"))
            }
            Standing::Here(session) => Ok(visit(session)),
            Standing::SetUp(session) if setting_up => Ok(visit(session)),
            Standing::SetUp(_) => Err(forms::sent_on("/setup")),
            Standing::Locked(session) => {
                let visit = visit(session);
                Err(proof::locked(&visit, parts.uri.path(), None).await)
            }
            Standing::Paused => Err(paused(front, &parts.headers)),
            Standing::Nobody => Err(forms::sent_on("/sign-in")),
        }
    }
}

/// Someone at a page where a means of sign-in is set up: they may have nothing yet but a link.
pub struct SettingUp(pub Visit);

impl FromRequestParts<Arc<Front>> for SettingUp {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Response> {
        let standing = session::standing(front, &parts.headers).await;
        let standing = standing.map_err(|error| failed(front, &parts.headers, &error))?;
        Visit::of_standing(parts, front, standing, true)
            .await
            .map(Self)
    }
}

/// The one page for someone whose access is paused or has ended.
#[must_use]
pub fn paused(front: &Front, headers: &HeaderMap) -> Response {
    let shell = Shell::new(front.office(), headers, None, Place::Elsewhere, "/sign-in");
    let page = StandingPage::new(shell, &[Missing::Suspended]);
    answer(StatusCode::FORBIDDEN, &page)
}

/// Someone at a page that is open to everyone, signed in or not.
pub struct Guest {
    /// The office.
    pub front: Arc<Front>,
    /// What the request said about language and colours.
    pub headers: HeaderMap,
    /// Who it is, if they are signed in.
    pub session: Option<Session>,
}

impl FromRequestParts<Arc<Front>> for Guest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Response> {
        let headers = parts.headers.clone();
        let session = session::of(front, &headers)
            .await
            .map_err(|error| failed(front, &headers, &error))?
            .filter(|it| !it.person.is_program());
        Ok(Self {
            front: Arc::clone(front),
            headers,
            session,
        })
    }
}

impl Guest {
    /// The reader's language.
    #[must_use]
    pub fn language(&self) -> Language {
        preferences::language(&self.headers)
    }

    /// What stands around the page; `address` is its own path.
    #[must_use]
    pub fn shell(&self, place: Place, address: &str) -> Shell {
        let session = self.session.as_ref();
        let emergencies = session.map(|it| open_emergencies(&self.front, it));
        let office = self.front.office();
        Shell {
            emergencies: emergencies.unwrap_or_default(),
            presence: session.and_then(|it| open_presence(&self.front, it)),
            private_until: session.and_then(|it| private_until(&self.front, it)),
            ..Shell::new(office, &self.headers, session.map(shown), place, address)
        }
    }

    /// The one answer for what isn't there.
    #[must_use]
    pub fn not_found(&self) -> Response {
        let page = NotFoundPage::new(self.shell(Place::Elsewhere, "/"));
        answer(StatusCode::NOT_FOUND, &page)
    }

    /// The answer when a desk failed.
    #[must_use]
    pub fn failed(&self, error: &CaseworkError) -> Response {
        failed(&self.front, &self.headers, error)
    }
}

/// What is open to whoever is signed in because of an emergency; it stands on their own sheet.
fn open_emergencies(front: &Front, session: &Session) -> Vec<OpenEmergency> {
    let now_ms = front.casework.clock().now_ms();
    let open = session.person.sheet.open_emergencies(now_ms);
    open.map(|mark| OpenEmergency {
        ticket: mark.ticket,
        until: When::clock(&local(mark.until)),
        minutes: u64::try_from((mark.until - now_ms + 59_999) / 60_000).unwrap_or(0),
    })
    .collect()
}

/// That a client is before the screen of whoever is signed in.
fn open_presence(front: &Front, session: &Session) -> Option<OpenPresence> {
    let now_ms = front.casework.clock().now_ms();
    let clock = |at_ms| When::clock(&local(at_ms));
    let here = session.person.presence(now_ms)?;
    Some(OpenPresence {
        until: clock(here.until),
        aside: here.is_aside_at(now_ms).then(|| clock(here.aside_until)),
    })
}

/// Until when nobody can hear or read along where whoever is signed in works, away from the office.
fn private_until(front: &Front, session: &Session) -> Option<When> {
    let now_ms = front.casework.clock().now_ms();
    match session.person.whereabouts(now_ms) {
        Whereabouts::Private { until } => Some(When::clock(&local(until))),
        Whereabouts::NotAsked | Whereabouts::Unsaid => None,
    }
}

fn shown(session: &Session) -> Shown {
    Shown {
        name: session.person.name.clone(),
        role: session.person.sheet.role,
        id: session.person.worker.to_string(),
    }
}

impl Visit {
    /// Who is signed in.
    #[must_use]
    pub fn person(&self) -> &SignedIn {
        &self.session.person
    }

    /// The reader's language.
    #[must_use]
    pub fn language(&self) -> Language {
        preferences::language(&self.headers)
    }

    /// What stands around the page; `address` is its own path.
    #[must_use]
    pub fn shell(&self, place: Place, address: &str) -> Shell {
        let shown = shown(&self.session);
        let now = self.moment(self.front.casework.clock().now_ms());
        let shell = Shell::new(
            self.front.office(),
            &self.headers,
            Some(shown),
            place,
            address,
        )
        .printable(now);
        Shell {
            emergencies: open_emergencies(&self.front, &self.session),
            presence: open_presence(&self.front, &self.session),
            // A room has a way of its own to say that it isn't so any more, and only that one covers it.
            private_until: private_until(&self.front, &self.session)
                .filter(|_| !whereabouts::is_of_a_room(address)),
            ..shell
        }
    }

    /// The answer when the rules of the office don't let this person do something: asked before anything is looked
    /// up for them, and on record if it is a no. It decides nothing for later.
    ///
    /// # Errors
    /// The page that says why not.
    pub async fn unless_forbidden(&self, act: OfficeAct, about: About) -> Result<(), Response> {
        let asked = self
            .front
            .casework
            .must_be_let(self.person().worker, act, about);
        asked.await.map_err(|error| self.failed(&error))
    }

    /// The question that whoever is signed in puts about the client whom an address names, for the purpose of their part.
    ///
    /// # Errors
    /// The answer about nobody, for what names nobody; or that the question couldn't be put.
    pub async fn question_about(&self, id: &str) -> Result<Request, Response> {
        let client = id.parse::<Id<Client>>().map_err(|_| self.nobody())?;
        let casework = &self.front.casework;
        let question = casework.question_of(self.person(), client, Channel::Screen);
        let question = question.await;
        question.map_err(|refusal| self.refused(&refusal, self.back_to_clients()))
    }

    /// Those of these places that are for this person, as links: the rules are asked about each. What can't be asked just
    /// now isn't offered.
    pub async fn places_of(&self, places: &[(OfficeAct, &str, &str)]) -> Vec<Step> {
        let gate = &self.front.casework.gate;
        let words = crate::Words::of(self.language());
        let mut found = Vec::new();
        for (act, key, href) in places {
            match gate.may(self.person().worker, *act, About::Office).await {
                Ok(decision) if decision.permitted => found.push(Step {
                    label: words.t(key),
                    href: (*href).to_owned(),
                }),
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "a link could not be offered"),
            }
        }
        found
    }

    /// Where in the menu a file stands: among one's clients, or as one's own.
    #[must_use]
    pub fn place_of_files(&self) -> Place {
        if self.person().works_here() {
            Place::Clients
        } else {
            Place::Mine
        }
    }

    /// A moment in the office's own time.
    #[must_use]
    pub fn moment(&self, at_ms: i64) -> When {
        moment(self.language(), at_ms)
    }

    /// Until when something has to be done.
    #[must_use]
    pub fn due(&self, at_ms: i64) -> When {
        When::due(crate::Words::of(self.language()), &local(at_ms))
    }

    /// [`Visit::shell`] around a file that was opened for this purpose.
    #[must_use]
    pub fn around_file(&self, place: Place, address: &str, purpose: Purpose) -> Shell {
        self.shell(place, address).around_file(purpose)
    }

    /// The one answer for what isn't there and for what this person may not know of.
    #[must_use]
    pub fn not_found(&self) -> Response {
        let page = NotFoundPage::new(self.shell(Place::Elsewhere, "/"));
        answer(StatusCode::NOT_FOUND, &page)
    }

    /// What is missing before any file can open to this person, whoever it is about.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        let now_ms = self.front.casework.clock().now_ms();
        self.person().missing(now_ms)
    }

    /// The answer about a client whom this person may not know of, or who isn't there: the same for
    /// both. To someone who lacks training or agreement it says that, at each such address alike.
    #[must_use]
    pub fn nobody(&self) -> Response {
        let missing = self.missing();
        if missing.is_empty() {
            return self.not_found();
        }
        let page = StandingPage::new(self.shell(Place::Clients, "/"), &missing);
        answer(StatusCode::FORBIDDEN, &page)
    }

    /// The answer to a refusal of everything that was asked.
    #[must_use]
    pub fn refused(&self, refusal: &Refusal, back: Step) -> Response {
        match refusal {
            Refusal::NotKnown { .. } => self.nobody(),
            Refusal::Unrecorded(error) => {
                tracing::error!(%error, "the gate could not answer");
                fault(&self.front, &self.headers, Fault::Unrecorded)
            }
            Refusal::Refused { entry, sections } => {
                let reasons = Reasons::new(&self.front.casework.policies, self.language(), *entry);
                match sections.iter().find_map(|section| reasons.why(section)) {
                    Some(why) => {
                        let shell = self.shell(self.place_of_files(), "/");
                        answer(StatusCode::FORBIDDEN, &RefusalPage { shell, why, back })
                    }
                    None => self.not_found(),
                }
            }
        }
    }

    /// The answer to a form that our pages never send.
    #[must_use]
    pub fn unreadable(&self) -> Response {
        fault(&self.front, &self.headers, Fault::Unreadable)
    }

    /// The answer when a desk failed, or when the rules of the office said no.
    #[must_use]
    pub fn failed(&self, error: &CaseworkError) -> Response {
        let refusal = match error {
            CaseworkError::NotPermitted(refusal) => refusal,
            CaseworkError::Busy => return fault(&self.front, &self.headers, Fault::Busy),
            // It was taken away meanwhile, or never was there: no fault of ours.
            CaseworkError::Unknown { .. } => return self.not_found(),
            error => return failed(&self.front, &self.headers, error),
        };
        let policies = &self.front.casework.policies;
        let why = Reasons::new(policies, self.language(), refusal.entry).why_not(refusal);
        let words = crate::Words::of(self.language());
        let back = Step {
            label: words.t("refusal-back-to-start"),
            href: "/".to_owned(),
        };
        let shell = self.shell(Place::Elsewhere, "/");
        answer(StatusCode::FORBIDDEN, &RefusalPage { shell, why, back })
    }

    /// The way back to the list of clients, or to one's own file.
    #[must_use]
    pub fn back_to_clients(&self) -> Step {
        let words = crate::Words::of(self.language());
        let place = self.place_of_files();
        Step {
            label: words.t(place.key()),
            href: place.address().to_owned(),
        }
    }
}

/// What the ledger is told when an answer has ended (design §1, deliver).
pub fn closing(delivery: Delivery) -> impl FnOnce(Ending) + Send + 'static {
    move |ending| match ending {
        Ending::Delivered => delivery.delivered(None),
        Ending::Aborted => delivery.broken(),
    }
}

/// A moment in words, in the office's own time.
#[must_use]
pub fn moment(language: Language, at_ms: i64) -> When {
    When::moment(crate::Words::of(language), &local(at_ms))
}

/// The day of a moment, in the office's own time: where the hour says nothing to anyone.
#[must_use]
pub fn day(language: Language, at_ms: i64) -> When {
    When::day(crate::Words::of(language), local(at_ms).date())
}

/// A moment by the office's clock on the wall; `at_ms` is ms since 1970.
#[must_use]
pub fn local(at_ms: i64) -> jiff::ZonedDateTime {
    let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(jiff::tz::TimeZone::system())
}

/// The answer when a desk failed: sealed, or a fault that shows nothing of itself.
#[must_use]
pub fn failed(front: &Front, headers: &HeaderMap, error: &CaseworkError) -> Response {
    tracing::error!(%error, "a page could not be made");
    fault(front, headers, Fault::Ours)
}

/// A fault as an answer.
#[must_use]
pub fn fault(front: &Front, headers: &HeaderMap, fault: Fault) -> Response {
    crate::routes::failed(front.office(), headers, fault)
}
