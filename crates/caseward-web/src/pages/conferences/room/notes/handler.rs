//! Showing and taking notes, keeping them, and asking before somebody leaves.

use axum::Json;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::conference::{Keeping, MyNotes, NoteError, Noted, Out};
use caseward_casework::gate::Delivery;
use caseward_casework::typed::Stopped;
use caseward_model::{Id, Meeting, OfficeAct, Seat};
use serde_json::json;
use zeroize::Zeroizing;

use super::super::super::sits;
use super::super::said;
use super::{KeepPage, LeavePage, NotesPage, Open, fields, opened, whys};
use crate::addresses::{Addresses, Class};
use crate::delivery::Ending;
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::pages::clients::entries_new::place_of;
use crate::pages::partners::Typed;
use crate::pages::people::mending;
use crate::view::Said;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words, answer, forms};

/// A note of a megabyte, percent-encoded as a form sends it, is read to its end, so that the answer says what is wrong with it.
const BODY_BYTES_MAX: usize = 4 << 20;
/// What stands in a field in the place of what was stopped.
const BLANK: &str = "[…]";

/// The addresses of notes.
pub fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    Addresses::new()
        .get(sits, "/meetings/{id}/room/{seat}/notes", show)
        .post(sits, "/meetings/{id}/room/{seat}/notes", write)
        .post(sits, "/meetings/{id}/room/{seat}/offer", offer)
        .get(sits, "/meetings/{id}/room/{seat}/leave", leaving)
        .get(sits, "/meetings/{id}/room/{seat}/keep/{item}", asked)
        .post(sits, "/meetings/{id}/room/{seat}/keep/{item}", keep)
        .body_limit(BODY_BYTES_MAX)
}

/// Where somebody sits, and where its pages are.
struct At {
    place: (Id<Meeting>, Id<Seat>),
    lobby: String,
    href: String,
}

/// Lets in whoever takes part, and reads where they say that they sit; what can't be read as a seat is none.
async fn at(visit: &Visit, id: &str, seat: &str) -> Result<At, Response> {
    sits(visit).await?;
    let place: Option<(Id<Meeting>, Id<Seat>)> = id.parse().ok().zip(seat.parse().ok());
    let place = place.ok_or_else(|| visit.not_found())?;
    let lobby = format!("/meetings/{}", place.0);
    Ok(At {
        href: format!("{lobby}/room/{}", place.1),
        place,
        lobby,
    })
}

fn unanswered(visit: &Visit, error: &CaseworkError) -> Response {
    match error {
        CaseworkError::Unknown { .. } => visit.not_found(),
        error => visit.failed(error),
    }
}

/// What came of something that was sent, to be shown at the item.
#[derive(Default)]
struct Sent {
    handle: String,
    text: Option<String>,
    stopped: Vec<String>,
    naming: Vec<String>,
    problems: Problems,
}

async fn show(visit: Visit, Path((id, seat)): Path<(String, String)>) -> Response {
    match at(&visit, &id, &seat).await {
        Ok(at) => page(&visit, &at, Sent::default()).await,
        Err(answer) => answer,
    }
}

/// What somebody notes, for a page; and what becomes of what it shows.
async fn found(
    visit: &Visit,
    at: &At,
) -> Result<Result<(Open<Said>, Vec<Delivery>), Out>, CaseworkError> {
    let casework = &visit.front.casework;
    let found = casework.my_notes(visit.person(), (at.place, true)).await?;
    Ok(found.map(|mut it: MyNotes| {
        let deliveries = std::mem::take(&mut it.deliveries);
        (opened(Words::of(visit.language()), it), deliveries)
    }))
}

/// Tells the ledger of everything on a page how it ended.
fn told(deliveries: Vec<Delivery>) -> impl FnOnce(Ending) + Send + 'static {
    move |ending| {
        for delivery in deliveries {
            closing(delivery)(ending);
        }
    }
}

async fn page(visit: &Visit, at: &At, sent: Sent) -> Response {
    let words = Words::of(visit.language());
    let (status, open, why, deliveries) = match found(visit, at).await {
        Ok(Ok((mut open, deliveries))) => {
            let status = if sent.stopped.is_empty() {
                sent.problems.status()
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let line = open.lines.iter_mut().find(|it| it.handle == sent.handle);
            if let Some(line) = line {
                if let Some(text) = sent.text {
                    line.text = text;
                }
                line.stopped = sent.stopped;
                line.naming = (!sent.naming.is_empty()).then(|| sent.naming.join(", "));
            }
            (status, Some(open), String::new(), deliveries)
        }
        Ok(Err(out)) => (StatusCode::GONE, None, said(words, out), Vec::new()),
        Err(error) => return unanswered(visit, &error),
    };
    let page = NotesPage {
        shell: visit.shell(Place::Conferences, &format!("{}/notes", at.href)),
        href: at.href.clone(),
        lobby: at.lobby.clone(),
        seat: at.place.1.to_string(),
        open,
        why,
        problems: sent.problems,
    };
    answer_watched(status, &page, told(deliveries))
}

/// Whether a script sent it, which is answered in data and not with a page.
fn by_script(visit: &Visit) -> bool {
    let accepts = visit.headers.get(header::ACCEPT);
    accepts.is_some_and(|it| it.as_bytes() == b"application/json")
}

async fn write(Path((id, seat)): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let at = match at(&visit, &id, &seat).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    // The places at which something is stopped are counted in all that was typed.
    let text = typed.all("text").into_iter().next().unwrap_or_default();
    let text = Zeroizing::new(text.replace("\r\n", "\n"));
    let handle = typed.one("item").to_owned();
    let casework = &visit.front.casework;
    let note = (handle.as_str(), text.clone());
    let written = casework.write_note(visit.person(), at.place, note).await;
    if by_script(&visit) {
        return in_data(&visit, written);
    }
    let words = Words::of(visit.language());
    let mut sent = Sent {
        handle,
        ..Sent::default()
    };
    match written {
        Ok(Ok(Noted { naming })) if naming.is_empty() => {
            return forms::sent_on(&format!("{}/notes", at.href));
        }
        Ok(Ok(Noted { naming })) => sent.naming = naming,
        Ok(Err(_)) => {}
        Err(NoteError::Stopped(stopped)) => {
            sent.text = Some(blanked(&text, &stopped));
            sent.stopped = in_words(words, &stopped);
        }
        Err(error) => match problems_of(&error) {
            Some(problems) => sent.problems = problems,
            None => return failed(&visit, error),
        },
    }
    page(&visit, &at, sent).await
}

/// What a script is told: whether it was kept, what was stopped by its places alone, and which ordinary words are a name.
fn in_data(visit: &Visit, written: Result<Result<Noted, Out>, NoteError>) -> Response {
    let refused = |stopped: &[Stopped], says: String| {
        let places = stopped.iter();
        let places = places.map(|it| json!({ "from": it.from, "to": it.to, "why": it.why.word() }));
        let body = json!({ "kept": false, "stopped": places.collect::<Vec<_>>(), "says": says });
        (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
    };
    match written {
        Ok(Ok(noted)) => Json(json!({ "kept": true, "naming": noted.naming })).into_response(),
        Ok(Err(_)) => (StatusCode::GONE, Json(json!({ "kept": false }))).into_response(),
        Err(NoteError::Stopped(stopped)) => refused(&stopped, String::new()),
        Err(error) => match problems_of(&error) {
            Some(problems) => {
                let words = Words::of(visit.language());
                let all: Vec<_> = problems.all().iter().map(|it| words.t(it.key)).collect();
                refused(&[], all.join(" "))
            }
            None => failed(visit, error),
        },
    }
}

/// A text with a blank in the place of all that was stopped.
fn blanked(text: &str, stopped: &[Stopped]) -> String {
    let mut left = String::with_capacity(text.len());
    let (mut at, mut places) = (0, stopped.iter().peekable());
    for sign in text.chars() {
        while places.next_if(|it| it.to <= at).is_some() {}
        match places.peek() {
            Some(it) if it.from == at => left.push_str(BLANK),
            Some(it) if it.from < at => {}
            _ => left.push(sign),
        }
        at += sign.len_utf16();
    }
    left
}

fn in_words(words: &Words, stopped: &[Stopped]) -> Vec<String> {
    let why = whys(words);
    let sentence = |it: &Stopped| {
        let why = why.iter().find(|(word, _)| *word == it.why.word());
        words
            .fill("note-stopped-at")
            .with("from", it.from + 1)
            .with("to", it.to)
            .with("why", why.map_or("", |(_, says)| says))
            .to_string()
    };
    stopped.iter().map(sentence).collect()
}

/// What has to be mended, where it can be.
fn problems_of(error: &NoteError) -> Option<Problems> {
    match error {
        NoteError::Casework(error) => mending(error),
        NoteError::Mend(all) => {
            let mut problems = Problems::default();
            for mend in all {
                let (field, key) = place_of(*mend);
                problems.note(field, key);
            }
            Some(problems)
        }
        NoteError::Stopped(_) | NoteError::Refused(_) => None,
    }
}

fn failed(visit: &Visit, error: NoteError) -> Response {
    match error {
        NoteError::Casework(error) => unanswered(visit, &error),
        NoteError::Refused(refusal) => visit.refused(&refusal, visit.back_to_clients()),
        NoteError::Stopped(_) | NoteError::Mend(_) => visit.not_found(),
    }
}

async fn offer(Path((id, seat)): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let at = match at(&visit, &id, &seat).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    let offers = (typed.one("item"), typed.one("offers") == "yes");
    let casework = &visit.front.casework;
    let done = casework.offer_to_serve(visit.person(), at.place, offers);
    match done.await {
        Ok(_) => forms::sent_on(&format!("{}/notes", at.href)),
        Err(error) => match mending(&error) {
            Some(problems) => {
                let sent = Sent {
                    problems,
                    ..Sent::default()
                };
                page(&visit, &at, sent).await
            }
            None => unanswered(&visit, &error),
        },
    }
}

async fn leaving(visit: Visit, Path((id, seat)): Path<(String, String)>) -> Response {
    match at(&visit, &id, &seat).await {
        Ok(at) => leave_page(&visit, &at, Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn leave_page(visit: &Visit, at: &At, problems: Problems) -> Response {
    let words = Words::of(visit.language());
    let (status, open, why, deliveries) = match found(visit, at).await {
        Ok(Ok((open, deliveries))) => (problems.status(), Some(open), String::new(), deliveries),
        Ok(Err(out)) => (StatusCode::GONE, None, said(words, out), Vec::new()),
        Err(error) => return unanswered(visit, &error),
    };
    let page = LeavePage {
        shell: visit.shell(Place::Conferences, &format!("{}/leave", at.href)),
        href: at.href.clone(),
        lobby: at.lobby.clone(),
        seat: at.place.1.to_string(),
        open,
        why,
        problems,
    };
    answer_watched(status, &page, told(deliveries))
}

async fn asked(visit: Visit, Path((id, seat, item)): Path<(String, String, String)>) -> Response {
    let at = match at(&visit, &id, &seat).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    // Whoever doesn't sit there is told so, as on every page of the room.
    match visit.front.casework.room(visit.person(), at.place).await {
        Ok(Ok(_)) => {}
        Ok(Err(_)) => return leave_page(&visit, &at, Problems::default()).await,
        Err(error) => return unanswered(&visit, &error),
    }
    let begins = Typed::default().with("category", "notes");
    keep_page(&visit, &at, (item, begins), Problems::default())
}

fn keep_page(
    visit: &Visit,
    at: &At,
    (handle, typed): (String, Typed),
    problems: Problems,
) -> Response {
    let words = Words::of(visit.language());
    let page = KeepPage {
        shell: visit.shell(Place::Conferences, &format!("{}/leave", at.href)),
        href: at.href.clone(),
        lobby: at.lobby.clone(),
        seat: at.place.1.to_string(),
        handle,
        fields: fields(words, &typed),
        problems,
    };
    answer(page.problems.status(), &page)
}

async fn keep(
    Path((id, seat, item)): Path<(String, String, String)>,
    posted: Posted<Typed>,
) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let at = match at(&visit, &id, &seat).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    let how = Keeping {
        section: typed.one("category").to_owned(),
        provenance: typed.one("provenance").to_owned(),
        nature: typed.one("nature").to_owned(),
        based_on: Zeroizing::new(typed.one("basis").to_owned()),
    };
    let casework = &visit.front.casework;
    let kept = casework.keep_note(visit.person(), at.place, (item.as_str(), how));
    match kept.await {
        Ok(_) => forms::sent_on(&format!("{}/leave", at.href)),
        Err(error) => match problems_of(&error) {
            Some(problems) if matches!(error, NoteError::Mend(_)) => {
                keep_page(&visit, &at, (item, typed), problems)
            }
            Some(problems) => leave_page(&visit, &at, problems).await,
            None => failed(&visit, error),
        },
    }
}

#[cfg(test)]
mod tests {
    use caseward_casework::typed::Why;

    use super::*;

    #[test]
    fn cc_2_4_what_was_stopped_stands_in_no_answer() {
        let stop = |from, to| Stopped {
            from,
            to,
            why: Why::Unknown,
        };
        let text = "met Bobby 👩 and Zoë today";
        let stopped = [stop(4, 9), stop(17, 20)];
        assert_eq!(blanked(text, &stopped), "met […] 👩 and […] today");
        assert_eq!(blanked(text, &[]), text);
        assert_eq!(blanked("Bobby", &[stop(0, 5)]), BLANK);
    }
}
