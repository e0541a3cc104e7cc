//! Every address says what kind of door it is before it opens: who may stand before it, and what a
//! stranger is told (design §9, CR-4).
//!
//! A route can't be made without a class. The list that comes of it is what the sweep of all addresses with
//! all roles is made from; no class decides anything, each address asks the gate.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post, put};
use caseward_model::OfficeAct;

use crate::front::Front;

/// What kind of door an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Anyone comes through, signed in or not: the door itself, styles, whether the server lives.
    Open,
    /// Whoever is signed in; it shows nothing about a client or a colleague.
    SignedIn,
    /// Whoever works here; a client who is signed in is told that nothing is there. It shows nothing about a client.
    Staff,
    /// It is about the one who is signed in, and nobody else.
    Own,
    /// A list of clients: each is decided, and who isn't let out leaves no trace in it.
    Clients,
    /// About one client: forbidden and nonexistent are one answer.
    Client,
    /// An act of the office: the rules of `policies/office-work` decide.
    Office(OfficeAct),
    /// An act of the office about the one who does it; to a client of the office it isn't there.
    OfficeOwn(OfficeAct),
}

/// One address with its method and class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// The method, in capitals.
    pub method: &'static str,
    /// The path, with `{names}` where something is filled in.
    pub path: &'static str,
    /// What kind of door it is.
    pub class: Class,
}

/// Addresses with their handlers.
#[derive(Default)]
pub struct Addresses {
    router: Router<Arc<Front>>,
    list: Vec<Address>,
}

macro_rules! methods {
    ($( $(#[$doc:meta])* $name:ident $word:literal ),+) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name<H, T>(self, class: Class, path: &'static str, handler: H) -> Self
            where
                H: Handler<T, Arc<Front>>,
                T: 'static,
            {
                self.route($word, class, path, $name(handler))
            }
        )+
    };
}

impl Addresses {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    methods! {
        /// An address that shows something.
        get "GET",
        /// An address that a form or a program sends something to.
        post "POST",
        /// An address that replaces something.
        put "PUT",
        /// An address that ends something.
        delete "DELETE"
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where an address is made, with its class"
    )]
    fn route(
        mut self,
        method: &'static str,
        class: Class,
        path: &'static str,
        handler: MethodRouter<Arc<Front>>,
    ) -> Self {
        self.router = self.router.route(path, handler);
        self.list.push(Address {
            method,
            path,
            class,
        });
        self
    }

    /// The most bytes that these take in a body.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.router = self.router.layer(DefaultBodyLimit::max(bytes));
        self
    }

    /// These and the others.
    #[must_use]
    pub fn merge(mut self, others: Self) -> Self {
        self.router = self.router.merge(others.router);
        self.list.extend(others.list);
        self
    }

    /// What was declared.
    #[must_use]
    pub fn list(&self) -> &[Address] {
        &self.list
    }

    /// The router of what was declared.
    pub fn into_router(self) -> Router<Arc<Front>> {
        self.router
    }
}
