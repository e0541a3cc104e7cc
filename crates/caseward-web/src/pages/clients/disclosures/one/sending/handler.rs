//! Choosing a way, and fetching what travels.
//!
//! CC-2.3, NASW-m.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::disclosure::{
    ChosenWay, Disclosure, DisclosureError, HandOver, Holder, Left, SendingError, TakenBack,
    TakenBy, WayToChoose,
};
use caseward_model::{Client, DisclosureState, Id, WayKind};

use super::super::handler::{self as one, ended, named, typed, unable};
use super::{Envelope, Gone, LeftPage, Sending, WayShown, key};
use crate::addresses::{Addresses, Class};
use crate::pages::agreements::file_to_keep;
use crate::pages::clients::disclosures::handler::address;
use crate::posted::Typed;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of how a disclosure leaves.
pub fn routes() -> Addresses {
    Addresses::new()
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/way",
            choose_way,
        )
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/recall",
            recall,
        )
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/hands",
            hand_over,
        )
        .get(
            Class::Client,
            "/clients/{id}/disclosures/{no}/cover-sheet",
            cover_sheet,
        )
        .get(
            Class::Client,
            "/clients/{id}/disclosures/{no}/package",
            package,
        )
}

async fn choose_way(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let ticked = |name: &str| !typed(&form, name).is_empty();
    let chosen = ChosenWay {
        way: typed(&form, "way").parse().unwrap_or_default(),
        spoken: ticked("spoken"),
        hours: typed(&form, "hours").parse().ok(),
        limits: ticked("limits"),
        nobody_walled: ticked("nobody_walled"),
    };
    let casework = &visit.front.casework;
    let done = casework
        .choose_way(visit.person(), client, no, chosen)
        .await;
    ended(&visit, (client, no), done, one::Said::default()).await
}

async fn recall(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let visit = posted.visit;
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    let done = casework.recall_disclosure(visit.person(), client, no).await;
    match done {
        Ok(TakenBack::InTime) => forms::sent_on(&format!("{}/{no}", address(client))),
        Ok(other) => {
            let said = one::Said::called_back(other);
            one::page(&visit, (client, no), said).await
        }
        Err(error) => unable(&visit, (client, no), error).await,
    }
}

async fn hand_over(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let called = || -> String { typed(&form, "called").trim().chars().take(200).collect() };
    let taken_by = match typed(&form, "taken_by") {
        "colleague" => typed(&form, "colleague").parse().map(TakenBy::Colleague),
        "courier" => typed(&form, "courier")
            .parse()
            .map(|id| TakenBy::Courier(id, called())),
        _ => Ok(TakenBy::Recipient(called())),
    };
    let Ok(taken_by) = taken_by else {
        return visit.unreadable();
    };
    let order = HandOver {
        taken_by,
        seal_intact: !typed(&form, "intact").is_empty(),
        in_ink: !typed(&form, "ink").is_empty(),
    };
    let casework = &visit.front.casework;
    let done = casework
        .hand_over_disclosure(visit.person(), client, no, order)
        .await;
    ended(&visit, (client, no), done, one::Said::default()).await
}

async fn cover_sheet(visit: Visit, Path(path): Path<(String, String)>) -> Response {
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let (casework, language) = (&visit.front.casework, visit.language());
    match casework
        .cover_sheet(visit.person(), (client, no), language)
        .await
    {
        Ok(pdf) => file_to_keep("cover-sheet.pdf", "application/pdf", pdf),
        Err(error) => unable(&visit, (client, no), error).await,
    }
}

/// The envelope of a disclosure, and the hands through which it went.
async fn envelope(visit: &Visit, found: &Disclosure) -> Result<Option<Envelope>, DisclosureError> {
    let Some(custody) = &found.custody else {
        return Ok(None);
    };
    let casework = &visit.front.casework;
    let colleagues = casework.colleagues().await?;
    let register = casework.register().await?;
    let named = |holder: &Holder| match holder {
        Holder::Worker(id) => {
            let known = colleagues.iter().find(|it| it.id == *id);
            known.map(|it| it.name.clone()).unwrap_or_default()
        }
        Holder::Courier {
            organization,
            called,
        }
        | Holder::Recipient {
            organization,
            called,
        } => {
            let known = register.iter().find(|it| it.id == *organization);
            format!("{called}, {}", known.map_or("", |it| it.name.as_str()))
        }
    };
    let hands = custody.steps().iter();
    Ok(Some(Envelope {
        seal: custody.seal().to_string(),
        hands: hands
            .map(|it| (named(&it.to), visit.moment(it.at), it.seal_intact))
            .collect(),
        goes_on: found.state == DisclosureState::Released,
        colleagues: colleagues
            .iter()
            .map(|it| (it.id.to_string(), it.name.clone()))
            .collect(),
        organizations: register
            .iter()
            .map(|it| (it.id.to_string(), it.name.clone()))
            .collect(),
    }))
}

async fn package(visit: Visit, Path(path): Path<(String, String)>) -> Response {
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    match casework
        .disclosure_package(visit.person(), client, no)
        .await
    {
        Ok((name, bytes, delivery)) => {
            delivery.delivered(Some(&bytes));
            file_to_keep(&name, "application/octet-stream", bytes.to_vec())
        }
        Err(error) => unable(&visit, (client, no), error).await,
    }
}

/// The answer to letting something out: what is told once, or back to the disclosure.
pub fn left(visit: &Visit, (client, no): (Id<Client>, i64), left: &Left) -> Response {
    let href = format!("{}/{no}", address(client));
    if left.passphrase.is_none() && left.link.is_none() {
        return forms::sent_on(&href);
    }
    let link = left.link.as_ref().map(|it| {
        let address = format!("{}/out/{}", visit.front.casework.address(), it.token);
        (address, it.pin.to_string(), visit.moment(it.until))
    });
    let words = Words::of(visit.language());
    let page = LeftPage {
        shell: visit.shell(Place::Clients, &href),
        passphrase: left.passphrase.as_ref().map(|it| it.told().to_owned()),
        link,
        trouble: in_words(words, left.trouble.as_deref()),
        file: left.file.is_some(),
        href,
    };
    answer(StatusCode::OK, &page)
}

/// What the page of a disclosure says about its way.
///
/// # Errors
/// As looking at the disclosure.
pub async fn of(
    visit: &Visit,
    found: &Disclosure,
    trouble: Option<&SendingError>,
) -> Result<Sending, DisclosureError> {
    let casework = &visit.front.casework;
    let words = Words::of(visit.language());
    let asked = casework.ways_to_choose(found).await?;
    let chosen = found.leaving.as_ref();
    let said = chosen.map(|it| it.said.clone()).unwrap_or_default();
    let kind_says = |kind: WayKind| words.t(&key("way", kind.word()));
    let shown = |it: WayToChoose| WayShown {
        no: it.no,
        kind: it.it.kind,
        kind_says: kind_says(it.it.kind),
        address: it.it.address,
        receiver: it.it.receiver,
        fingerprint: it.it.fingerprint,
        checked: it.it.check.map(|check| {
            let by = it
                .checked_by
                .unwrap_or_else(|| words.t("sending-keyholder"));
            (by, visit.moment(check.at))
        }),
        chosen: chosen.is_some_and(|leaving| leaving.way == it.no),
    };
    let gone = found.travels.as_ref().map(|it| Gone {
        kind: kind_says(it.kind),
        sealed: match it.method.as_str() {
            "" => String::new(),
            method => words.t(sealed_key(method)),
        },
        hash: it.hash.clone(),
    });
    let file = found.travels.as_ref().map(|it| it.name.clone());
    let kind = found.travels.as_ref().map(|it| it.kind);
    let is_sent = matches!(kind, Some(WayKind::Sftp | WayKind::Link));
    let is_carried = !is_sent && kind != Some(WayKind::EncryptedMail);
    Ok(Sending {
        ways: asked.ways.into_iter().map(shown).collect(),
        partner: format!("/partners/{}", found.recipient),
        limits: asked.limits.then_some(said.limits),
        walled: asked.walled.then_some(said.nobody_walled),
        spoken: chosen.is_some_and(|it| it.spoken),
        chosen: chosen.map(|it| kind_says(it.kind)),
        trouble: trouble.map(|it| sentences(words, it)).unwrap_or_default(),
        file: file.filter(|it| !it.is_empty() && is_carried),
        gone,
        envelope: envelope(visit, found).await?,
        failed: in_words(words, found.trouble.as_deref()),
        is_sent: kind.is_some() && !is_carried,
        may_recall: is_sent && found.state == DisclosureState::Released,
    })
}

/// Why it didn't go, in words.
fn in_words(words: &Words, trouble: Option<&str>) -> String {
    trouble
        .map(|it| words.t(&key("sending-failed", it)))
        .unwrap_or_default()
}

fn sealed_key(method: &str) -> &'static str {
    match method {
        "openpgp" => "sending-sealed-openpgp",
        "age_passphrase" => "sending-sealed-passphrase",
        _ => "sending-sealed-age",
    }
}

fn sentences(words: &Words, trouble: &SendingError) -> Vec<String> {
    match trouble {
        SendingError::Stopped(stops) => stops
            .iter()
            .map(|it| words.t(&key("stop", it.word())))
            .collect(),
        other => vec![words.t(&key("sending-trouble", other.word()))],
    }
}
