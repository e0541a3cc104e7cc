//! The page itself, and the one for those who set something up for the first time.

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::sign_in::{Device, MeansKind, Scopes};

use super::{
    ADDRESS, Once, OncePage, PasskeyRow, Said, SessionRow, SetUpPage, SettingsPage, TokenRow,
    scope_key,
};
use crate::addresses::{Addresses, Class};
use crate::pages::sign_in::outside_of;
use crate::view::joined;
use crate::visit::{SettingUp, Visit};
use crate::{Place, Shell, answer, forms};

pub(super) fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Own, ADDRESS, show)
        .get(Class::Own, "/setup", set_up)
}

async fn show(visit: Visit) -> Response {
    page(&visit, None).await
}

async fn set_up(SettingUp(visit): SettingUp) -> Response {
    if visit.person().sets_up_first() {
        setting_up(&visit, None).await
    } else {
        forms::sent_on(ADDRESS)
    }
}

/// The shell of a page that is part of setting up: without a menu for those who can't go anywhere else yet.
pub(crate) fn shell_of(visit: &Visit, address: &str) -> Shell {
    if visit.person().sets_up_first() {
        outside_of(&visit.front, &visit.headers, address)
    } else {
        visit.shell(Place::Elsewhere, address)
    }
}

/// The page for the first time, with what was wrong.
pub(super) async fn setting_up(visit: &Visit, problem: Option<String>) -> Response {
    let overview = match visit.front.casework.means_overview(visit.person()).await {
        Ok(overview) => overview,
        Err(error) => return visit.failed(&error),
    };
    let provider = match visit.front.casework.provider().await {
        Ok(provider) => provider,
        Err(error) => return visit.failed(&error),
    };
    let status = status_of(problem.is_some());
    let page = SetUpPage {
        shell: shell_of(visit, "/setup"),
        name: visit.person().name.clone(),
        passphrase: overview.passphrase,
        provider: provider.map(|it| it.name),
        problem,
    };
    answer(status, &page)
}

/// Something was set up: whoever did it for the first time goes on to their start page.
pub(crate) async fn done(visit: &Visit, said: &str) -> Response {
    let casework = &visit.front.casework;
    if visit.person().sets_up_first() {
        let token = visit.session.token();
        return match casework.go_on_after_set_up(visit.person(), token).await {
            Ok(true) => forms::sent_on("/"),
            Ok(false) => forms::sent_on("/setup"),
            Err(error) => visit.failed(&error),
        };
    }
    let said = Said::Done(visit.shell(Place::Elsewhere, ADDRESS).t(said));
    page(visit, Some(said)).await
}

/// Something wasn't done, and why.
pub(crate) async fn not_done(visit: &Visit, sentence: String) -> Response {
    if visit.person().sets_up_first() {
        setting_up(visit, Some(sentence)).await
    } else {
        page(visit, Some(Said::Not(sentence))).await
    }
}

/// A page that shows something this once. Whoever set up a means for the first time goes on from it.
pub(super) async fn once(visit: &Visit, shown: Once) -> Response {
    if visit.person().sets_up_first() {
        let token = visit.session.token();
        let went_on = visit
            .front
            .casework
            .go_on_after_set_up(visit.person(), token);
        if let Err(error) = went_on.await {
            return visit.failed(&error);
        }
    }
    let shell = shell_of(visit, ADDRESS);
    answer(StatusCode::OK, &OncePage { shell, shown })
}

pub(super) const fn status_of(wrong: bool) -> StatusCode {
    if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    }
}

async fn page(visit: &Visit, said: Option<Said>) -> Response {
    match filled(visit, said).await {
        Ok(page) => answer(status_of(matches!(page.said, Some(Said::Not(_)))), &page),
        Err(error) => visit.failed(&error),
    }
}

async fn filled(visit: &Visit, said: Option<Said>) -> Result<SettingsPage, CaseworkError> {
    let (casework, person) = (&visit.front.casework, visit.person());
    let shell = visit.shell(Place::Elsewhere, ADDRESS);
    let overview = casework.means_overview(person).await?;
    let used = |at_ms: i64| (at_ms > 0).then(|| visit.moment(at_ms));
    let passkeys = overview.passkeys.into_iter().map(|it| PasskeyRow {
        no: it.no,
        name: it.name,
        made: visit.moment(it.made_at),
        used: used(it.used_at),
    });
    let running = casework.sessions_of(person.no, Some(visit.session.token()));
    let sessions = running.await?.into_iter().map(|it| SessionRow {
        reference: it.reference,
        device: device(&shell, it.device),
        means: shell.t(means_key(it.means)),
        seen: visit.moment(it.seen_at),
        current: it.current,
    });
    let tokens = casework.program_tokens_of(person.no).await?;
    let tokens = tokens.into_iter().map(|it| TokenRow {
        reference: it.reference,
        name: it.name,
        scopes: scopes(&shell, it.scopes),
        expires: visit.moment(it.expires_at),
        used: used(it.used_at),
    });
    Ok(SettingsPage {
        handle: casework.handle_of(person).await?,
        passkeys: passkeys.collect(),
        passphrase: overview.passphrase,
        app: overview.authenticator,
        codes_left: overview.codes_left as u64,
        provider: casework.provider().await?.map(|it| it.name),
        bound: overview.accounts > 0,
        sessions: sessions.collect(),
        tokens: tokens.collect(),
        said,
        shell,
    })
}

fn scopes(shell: &Shell, scopes: Scopes) -> String {
    let held = caseward_casework::sign_in::Scope::ALL.into_iter();
    let words: Vec<String> = held
        .filter(|it| scopes.holds(*it))
        .map(|it| shell.t(scope_key(it)))
        .collect();
    joined(shell.words, &words)
}

/// The device in words: both names, one, or that it is another.
pub(super) fn device(shell: &Shell, device: Device) -> String {
    match (device.browser(), device.system()) {
        (Some(browser), Some(system)) => {
            let on = shell.fill("session-on");
            on.with("browser", browser)
                .with("system", system)
                .to_string()
        }
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => shell.t("session-on-another"),
    }
}

pub(super) const fn means_key(means: MeansKind) -> &'static str {
    match means {
        MeansKind::Link => "means-link",
        MeansKind::Passkey => "means-passkey",
        MeansKind::Passphrase => "means-passphrase",
        MeansKind::Recovery => "means-recovery",
        MeansKind::Provider => "means-provider",
    }
}
