//! The authenticator app and the recovery codes.

use axum::response::Response;
use caseward_casework::sign_in::{For, StepUp};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::handler::{not_done, once, shell_of, status_of};
use super::{ADDRESS, AppPage, Offer, Once, Picture, sentence};
use crate::addresses::{Addresses, Class};
use crate::posted::{Posted, PostedSettingUp};
use crate::visit::{SettingUp, Visit};
use crate::{answer, forms};

const OWN: &str = "/settings/sign-in/app";

pub(super) fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Own, OWN, show)
        .post(Class::Own, OWN, confirm)
        .post(Class::Own, "/settings/sign-in/app/offer", offer)
        .post(Class::Own, "/settings/sign-in/codes", renew_codes)
}

#[derive(Deserialize)]
struct Nothing {}

/// No `Debug`: it holds a secret.
#[derive(Deserialize, Default)]
#[serde(default)]
struct CodeForm {
    code: Zeroizing<String>,
}

async fn show(SettingUp(visit): SettingUp) -> Response {
    match visit.step_up(For::SignIn, OWN).await {
        Ok(proof) => page(&visit, &proof, None).await,
        Err(asked) => asked,
    }
}

async fn page(visit: &Visit, proof: &StepUp, problem: Option<String>) -> Response {
    let casework = &visit.front.casework;
    let offered = match casework.offered_authenticator(visit.person(), proof).await {
        Ok(offered) => offered,
        Err(error) => return visit.failed(&error),
    };
    let offer = |it: caseward_casework::sign_in::Offered| {
        Picture::of(&it.address).map(|picture| Offer {
            picture,
            letters: in_groups(&it.letters),
        })
    };
    let page = AppPage {
        shell: shell_of(visit, OWN),
        offered: offered.and_then(offer),
        problem,
    };
    answer(status_of(page.problem.is_some()), &page)
}

/// Groups of four can be typed.
fn in_groups(letters: &str) -> String {
    let each = letters.as_bytes().chunks(4).map(String::from_utf8_lossy);
    each.collect::<Vec<_>>().join(" ")
}

async fn offer(PostedSettingUp(posted): PostedSettingUp<Nothing>) -> Response {
    let visit = &posted.visit;
    let proof = match posted.step_up(For::SignIn).await {
        Ok(proof) => proof,
        Err(page) => return page,
    };
    let casework = &visit.front.casework;
    match casework.offer_authenticator(visit.person(), &proof).await {
        Ok(()) => forms::sent_on(OWN),
        Err(error) => visit.failed(&error),
    }
}

async fn confirm(PostedSettingUp(posted): PostedSettingUp<CodeForm>) -> Response {
    let visit = &posted.visit;
    let proof = match posted.step_up(For::SignIn).await {
        Ok(proof) => proof,
        Err(page) => return page,
    };
    let (casework, token) = (&visit.front.casework, visit.session.token());
    let code = &posted.form.code;
    match casework
        .confirm_authenticator(visit.person(), &proof, token, code)
        .await
    {
        Ok(Ok(fresh)) => once(visit, Once::Codes(shown(&fresh.codes))).await,
        Ok(Err(unfit)) => {
            let problem = sentence(&shell_of(visit, OWN), unfit);
            page(visit, &proof, Some(problem)).await
        }
        Err(error) => visit.failed(&error),
    }
}

async fn renew_codes(posted: Posted<Nothing>) -> Response {
    let visit = &posted.visit;
    let proof = match posted.step_up(For::SignIn).await {
        Ok(proof) => proof,
        Err(page) => return page,
    };
    match visit
        .front
        .casework
        .renew_codes(visit.person(), &proof)
        .await
    {
        Ok(Ok(fresh)) => once(visit, Once::Codes(shown(&fresh.codes))).await,
        Ok(Err(unfit)) => not_done(visit, sentence(&shell_of(visit, ADDRESS), unfit)).await,
        Err(error) => visit.failed(&error),
    }
}

fn shown(codes: &[Zeroizing<String>]) -> Vec<String> {
    codes.iter().map(|it| it.to_string()).collect()
}
