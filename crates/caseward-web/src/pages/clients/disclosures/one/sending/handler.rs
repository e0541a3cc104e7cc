//! Choosing a way, and fetching what travels.
//!
//! CC-2.3, NASW-m.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::disclosure::{
    ChosenWay, Disclosure, DisclosureError, HandOver, HandOverNo, Holder, Leaving, Left, OtherWay,
    SendingError, TakenBack, TakenBy, WayToChoose,
};
use caseward_casework::standing::LARGEST_SCAN;
use caseward_model::{Client, DisclosureState, Id, WayKind};

use super::super::handler::{self as one, ended, named, typed, unable};
use super::{CallShown, Envelope, Gone, Hand, LeftPage, Sending, WayShown, key};
use crate::addresses::{Addresses, Class};
use crate::letting_out::call_back;
use crate::pages::agreements::file_to_keep;
use crate::pages::clients::consents::PostedScan;
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
        .merge(signatures())
}

/// Those through which signatures come, and go to whoever may look at them.
fn signatures() -> Addresses {
    const SIGNED: &str = "/clients/{id}/disclosures/{no}/left/{entry}/hands/{step}";
    let drawn = Addresses::new()
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/hands",
            hand_over,
        )
        .body_limit(MARK_BYTES_MAX);
    Addresses::new()
        .get(Class::Client, SIGNED, signature)
        .post(Class::Client, SIGNED, keep_signed)
        .body_limit(LARGEST_SCAN + 64 * 1024)
        .merge(drawn)
}

/// The most that a form with a drawn mark takes.
const MARK_BYTES_MAX: usize = 256 * 1024;

type SignedPath = (String, String, String, String);

/// Which hand-over of whose envelope.
fn which((id, no, entry, step): &SignedPath) -> Option<(Id<Client>, HandOverNo)> {
    let which = (no.parse().ok()?, entry.parse().ok()?, step.parse().ok()?);
    Some((id.parse().ok()?, which))
}

async fn signature(visit: Visit, Path(path): Path<SignedPath>) -> Response {
    let Some((client, which)) = which(&path) else {
        return visit.nobody();
    };
    let found = visit
        .front
        .casework
        .custody_signature(visit.person(), client, which)
        .await;
    match found {
        Ok((file, delivery)) => {
            delivery.delivered(Some(&file.bytes));
            let name = format!("signature.{}", file.ending);
            file_to_keep(&name, file.media_type, file.bytes.to_vec())
        }
        Err(error) => unable(&visit, (client, which.0), error).await,
    }
}

async fn keep_signed(Path(path): Path<SignedPath>, posted: PostedScan) -> Response {
    let visit = posted.visit;
    let Some((client, which)) = which(&path) else {
        return visit.nobody();
    };
    let no = which.0;
    let casework = &visit.front.casework;
    let done = casework.keep_signed_sheet(visit.person(), client, which, posted.scan);
    match done.await {
        Err(DisclosureError::Casework(CaseworkError::Unfit(_))) => {
            one::page(&visit, (client, no), one::Said::unfit_sheet()).await
        }
        done => ended(&visit, (client, no), done, one::Said::default()).await,
    }
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
        danger_there: match typed(&form, "danger_there") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        tellers_kept: ticked("tellers_kept"),
        leaves_word: ticked("leaves_word"),
        read: ticked("read"),
    };
    let casework = &visit.front.casework;
    let way = chosen.way;
    match casework
        .opens_nowhere(visit.person(), (client, no), Some(way))
        .await
    {
        Ok(false) => {}
        Ok(true) => return one::page(&visit, (client, no), one::Said::no_address()).await,
        Err(error) => return unable(&visit, (client, no), error).await,
    }
    let done = casework
        .choose_way(visit.person(), client, no, chosen)
        .await;
    ended(&visit, (client, no), done, one::Said::tried(way)).await
}

async fn recall(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let visit = posted.visit;
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    match call_back(&visit.front, visit.person(), (client, no)).await {
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
        mark: typed(&form, "mark").to_owned(),
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
            let name = known.map_or("", |it| it.name.as_str());
            // What people are called is for those who may read all that it is made of.
            if found.in_words.is_some() {
                format!("{called}, {name}")
            } else {
                name.to_owned()
            }
        }
    };
    let entry = found.released.map_or(0, |(_, entry, _)| entry);
    let signed = casework.custody_signatures(found).await?;
    let hands = (1..).zip(custody.steps());
    Ok(Some(Envelope {
        seal: custody.seal().to_string(),
        hands: hands
            .map(|(step, it)| Hand {
                who: named(&it.to),
                when: visit.moment(it.at),
                whole: it.seal_intact,
                signature: format!(
                    "{}/{}/left/{entry}/hands/{step}",
                    address(found.client),
                    found.no
                ),
                signed: signed.contains(&(entry, step)),
            })
            .collect(),
        // Who signed is for those who may read all that it is made of.
        shows_signatures: found.in_words.is_some(),
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
        telephone: left.call.as_ref().map(|it| CallShown {
            phone: it.phone.clone(),
            receiver: it.receiver.clone(),
            word_may_be_left: it.word_may_be_left,
            source: it
                .check
                .as_ref()
                .map(|it| it.source.clone())
                .unwrap_or_default(),
            checked: it.check.as_ref().map(|it| visit.moment(it.at)),
        }),
        link,
        trouble: in_words(words, left.trouble.as_deref()),
        did: did(
            words,
            (left.kind, left.file.is_some()),
            (left.trouble.is_some(), false),
        ),
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
    (trouble, tried, unfit): (Option<&SendingError>, Option<i64>, Option<&'static str>),
) -> Result<Sending, DisclosureError> {
    let casework = &visit.front.casework;
    let words = Words::of(visit.language());
    let asked = casework.ways_to_show(found).await?.unwrap_or_default();
    let chosen = found.leaving.as_ref();
    let said = chosen.map(|it| it.said.clone()).unwrap_or_default();
    let shown = |it| way_shown(visit, it, chosen.map(|leaving| leaving.way));
    let is_on_the_way = found.state == DisclosureState::Released;
    let mut stops = trouble.map(|it| sentences(words, it)).unwrap_or_default();
    stops.extend(unfit.map(|key| words.t(key)));
    // Then something may be leaving.
    let is_leaving = trouble.is_some_and(|it| it.word() == "on_its_way");
    let file = found.travels.as_ref().map(|it| it.name.clone());
    let kind = found.travels.as_ref().map(|it| it.kind);
    let others = other_ways(visit, found, (trouble, tried)).await?;
    let is_sent = matches!(kind, Some(WayKind::Sftp | WayKind::Link));
    let is_carried = !is_sent && kind != Some(WayKind::EncryptedMail);
    Ok(Sending {
        ways: asked.ways.into_iter().map(shown).collect(),
        partner: format!("/partners/{}", found.recipient),
        limits: asked.limits.then_some(said.limits),
        walled: asked.walled.then_some(said.nobody_walled),
        danger: asked.danger.then_some(answered(said.danger_there)),
        tellers: asked.tellers.then_some(said.tellers_kept),
        leaves_word: said.leaves_word,
        others,
        spoken: chosen.is_some_and(|it| it.spoken),
        chosen: chosen.map(|it| kind_says(words, it.kind)),
        will: chosen.map_or_else(String::new, |it| words.t(will(it))),
        trouble: stops,
        is_stopped: !is_leaving && !found.state.left(),
        file: file.filter(|it| !it.is_empty() && is_carried && is_on_the_way),
        gone: gone(words, found),
        envelope: envelope(visit, found).await?,
        failed: in_words(words, found.trouble.as_deref()),
        is_sent: kind.is_some() && !is_carried,
        is_link: kind == Some(WayKind::Link),
        may_recall: casework.may_recall(found),
    })
}

const fn answered(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

fn kind_says(words: &Words, kind: WayKind) -> String {
    words.t(&key("way", kind.word()))
}

fn way_shown(visit: &Visit, it: WayToChoose, chosen: Option<i64>) -> WayShown {
    let words = Words::of(visit.language());
    WayShown {
        no: it.no,
        kind: it.it.kind,
        kind_says: kind_says(words, it.it.kind),
        address: it.it.address,
        receiver: it.it.receiver,
        phone: it.it.phone,
        word_may_be_left: it.it.word_may_be_left,
        fingerprint: it.it.fingerprint,
        checked: it.it.check.map(|check| {
            let by = it
                .checked_by
                .unwrap_or_else(|| words.t("sending-keyholder"));
            (by, visit.moment(check.at))
        }),
        chosen: chosen == Some(it.no),
    }
}

/// What travels, or travelled.
fn gone(words: &Words, found: &Disclosure) -> Option<Gone> {
    let is_on_the_way = found.state == DisclosureState::Released;
    found.travels.as_ref().map(|it| Gone {
        kind: kind_says(words, it.kind),
        sealed: match it.method.as_str() {
            "" => String::new(),
            method => words.t(sealed_key(method)),
        },
        hash: it.hash.clone(),
        did: match (it.kind, found.state) {
            (WayKind::Sftp, DisclosureState::Recalled) => words.t("sending-back-removed"),
            _ => did(
                words,
                (it.kind, !it.name.is_empty()),
                (found.trouble.is_some(), is_on_the_way),
            ),
        },
    })
}

/// Which other way would do, where the one that was tried was stopped and another one helps; for whoever may see their ways.
async fn other_ways(
    visit: &Visit,
    found: &Disclosure,
    (trouble, tried): (Option<&SendingError>, Option<i64>),
) -> Result<Option<Vec<String>>, DisclosureError> {
    let Some(SendingError::Stopped(stops)) = trouble else {
        return Ok(None);
    };
    if found.in_words.is_none() || !stops.iter().all(|it| it.another_way_helps()) {
        return Ok(None);
    }
    let tried = tried.or(found.leaving.as_ref().map(|it| it.way));
    let words = Words::of(visit.language());
    let others = visit
        .front
        .casework
        .other_ways(found, tried.unwrap_or_default());
    let says = |it: OtherWay| {
        let way = format!(
            "{}: {}",
            kind_says(words, it.way.it.kind),
            it.way.it.receiver
        );
        if it.fits {
            way
        } else {
            format!("{way} ({})", words.t("sending-other-anew"))
        }
    };
    Ok(Some(others.await?.into_iter().map(says).collect()))
}

/// What will happen by the way that was chosen.
const fn will(leaving: &Leaving) -> &'static str {
    match leaving.kind {
        WayKind::Age | WayKind::OpenPgp => "sending-will-sealed",
        WayKind::EncryptedMail => "sending-will-mail",
        WayKind::Sftp => "sending-will-sftp",
        WayKind::Link => "sending-will-link",
        WayKind::Post | WayKind::Hand if leaving.spoken => "sending-will-spoken",
        WayKind::Post | WayKind::Hand => "sending-will-envelope",
    }
}

/// What happened by the way that was gone, and what there is to do as long as it is on its way.
fn did(
    words: &Words,
    (kind, is_file): (WayKind, bool),
    (in_doubt, on_its_way): (bool, bool),
) -> String {
    let (did, now) = match kind {
        // Why nobody knows is said above.
        WayKind::EncryptedMail | WayKind::Sftp if in_doubt => {
            ("sending-did-maybe", "sending-now-sent")
        }
        WayKind::Age | WayKind::OpenPgp => ("sending-did-sealed", "sending-now-sealed"),
        WayKind::EncryptedMail => ("sending-did-mail", "sending-now-sent"),
        WayKind::Sftp => ("sending-did-sftp", "sending-now-sent"),
        WayKind::Link => ("sending-did-link", "sending-now-link"),
        WayKind::Post | WayKind::Hand if is_file => ("sending-did-spoken", "sending-now-spoken"),
        WayKind::Post | WayKind::Hand => ("sending-did-envelope", "sending-now-envelope"),
    };
    if on_its_way {
        format!("{} {}", words.t(did), words.t(now))
    } else {
        words.t(did)
    }
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
