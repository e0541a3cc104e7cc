//! Setting, changing and giving up a passphrase.

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::sign_in::{For, Passphrase, Unfit};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::handler::{done, not_done, shell_of, status_of};
use super::{ADDRESS, PassphrasePage, sentence};
use crate::addresses::{Addresses, Class};
use crate::posted::{Posted, PostedSettingUp};
use crate::visit::{SettingUp, Visit};
use crate::{answer, forms};

const OWN: &str = "/settings/sign-in/passphrase";

pub(super) fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Own, OWN, show)
        .post(Class::Own, OWN, set)
        .post(Class::Own, "/settings/sign-in/passphrase/remove", remove)
}

/// No `Debug`: it holds a secret.
#[derive(Deserialize, Default)]
#[serde(default)]
struct NewForm {
    new: Zeroizing<String>,
}

#[derive(Deserialize)]
struct Nothing {}

async fn show(SettingUp(visit): SettingUp) -> Response {
    match visit.step_up(For::SignIn, OWN).await {
        Ok(_) => page(&visit, None).await,
        Err(asked) => asked,
    }
}

async fn page(visit: &Visit, problem: Option<String>) -> Response {
    let found = async {
        let casework = &visit.front.casework;
        let handle = casework.handle_of(visit.person()).await?;
        let changes = casework.means_overview(visit.person()).await?.passphrase;
        Ok::<_, CaseworkError>((handle, changes))
    };
    let (handle, changes) = match found.await {
        Ok(found) => found,
        Err(error) => return visit.failed(&error),
    };
    let page = PassphrasePage {
        shell: shell_of(visit, OWN),
        handle,
        changes,
        problem,
    };
    answer(status_of(page.problem.is_some()), &page)
}

async fn set(PostedSettingUp(posted): PostedSettingUp<NewForm>) -> Response {
    let visit = &posted.visit;
    let proof = match posted.step_up(For::SignIn).await {
        Ok(proof) => proof,
        Err(page) => return page,
    };
    let typed = Passphrase::typed(&posted.form.new);
    let casework = &visit.front.casework;
    let set = casework.set_passphrase(visit.person(), &proof, visit.session.token(), &typed);
    match set.await {
        Ok(Ok(())) => go_on(visit).await,
        Ok(Err(unfit)) => page(visit, Some(sentence(&shell_of(visit, OWN), unfit))).await,
        Err(error) => visit.failed(&error),
    }
}

/// A passphrase alone lets nobody in: the app comes next, if there is none yet.
async fn go_on(visit: &Visit) -> Response {
    match visit.front.casework.means_overview(visit.person()).await {
        Ok(overview) if overview.authenticator => done(visit, "said-passphrase-set").await,
        Ok(_) => forms::sent_on("/settings/sign-in/app"),
        Err(error) => visit.failed(&error),
    }
}

async fn remove(posted: Posted<Nothing>) -> Response {
    let visit = &posted.visit;
    let proof = match posted.step_up(For::SignIn).await {
        Ok(proof) => proof,
        Err(page) => return page,
    };
    let casework = &visit.front.casework;
    match casework.remove_passphrase(visit.person(), &proof).await {
        Ok(Ok(())) => done(visit, "said-passphrase-removed").await,
        Ok(Err(unfit)) => refused(visit, unfit).await,
        Err(error) => visit.failed(&error),
    }
}

pub(crate) async fn refused(visit: &Visit, unfit: Unfit) -> Response {
    not_done(visit, sentence(&shell_of(visit, ADDRESS), unfit)).await
}
