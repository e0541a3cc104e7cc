//! The steps of one disclosure. Each asks the gate anew; letting it out asks for a fresh proof besides.
//!
//! RE-2, NASW-c, NASW-d, CR-6.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::consent::may_come_of;
use caseward_casework::disclosure::{
    Answers, Arrival, Disclosure, DisclosureError, NewDiscussion, SendingError, TakenBack, least,
};
use caseward_casework::gate::SectionDecision;
use caseward_casework::sign_in::For;
use caseward_model::{Category, Client, Id, Language, OrganizationKind, Told, WayKind};

use super::super::handler::{address, failed, ground};
use super::super::partners::Hook;
use super::super::{channel_key, road, state_key};
use super::sending::Sending;
use super::{AskedLaw, DangerNamed, DisclosurePage, Kept, Risk, SectionChoice, law, register};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::letting_out::let_out;
use crate::pages::agreements::file_to_keep;
use crate::pages::answer_watched;
use crate::pages::clients::face;
use crate::posted::Typed;
use crate::reasons::Reasons;
use crate::view::{When, purpose_key};
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words, forms};

/// The addresses of one disclosure.
pub fn routes() -> Addresses {
    const ONE: &str = "/clients/{id}/disclosures/{no}";
    Addresses::new()
        .get(Class::Client, ONE, show)
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/sections",
            choose,
        )
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/compose",
            compose,
        )
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/approve",
            approve,
        )
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/discuss",
            discuss,
        )
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/release",
            release,
        )
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/arrival",
            arrival,
        )
        .post(Class::Client, "/clients/{id}/disclosures/{no}/told", told)
        .post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/drop",
            give_up,
        )
        .get(
            Class::Client,
            "/clients/{id}/disclosures/{no}/document",
            document,
        )
        .get(
            Class::Client,
            "/clients/{id}/disclosures/{no}/statement",
            statement,
        )
        .get(Class::Client, "/clients/{id}/disclosures/{no}/proof", proof)
        .merge(super::left::routes())
        .merge(super::sending::routes())
}

/// Which disclosure of whom; an address that names none is one that isn't there.
pub(in crate::pages::clients) fn named((id, no): &(String, String)) -> Option<(Id<Client>, i64)> {
    Some((id.parse().ok()?, no.parse().ok()?))
}

/// What stands under a name among what was typed.
pub(in crate::pages::clients) fn typed<'t>(form: &'t Typed, name: &str) -> &'t str {
    let found = form.iter().find(|(it, _)| it == name);
    found.map_or("", |(_, value)| value)
}

pub(in crate::pages::clients) fn language(form: &Typed) -> Language {
    typed(form, "language").parse().unwrap_or(Language::English)
}

/// What a page shows besides the disclosure.
#[derive(Default)]
pub(super) struct Said {
    trouble: Option<SendingError>,
    tried: Option<i64>,
    /// What else doesn't fit, as the key of its sentence.
    unfit: Option<&'static str>,
    called_back: Option<TakenBack>,
    problems: Problems,
    kept: Vec<SectionDecision>,
    chosen: Option<(Vec<Category>, String)>,
    discussion: String,
}

impl Said {
    /// Nobody could open a link of this office.
    pub(super) fn no_address() -> Self {
        Self {
            unfit: Some("sending-no-address"),
            ..Self::default()
        }
    }

    /// What was sent is no scan, or a signature is kept already.
    pub(super) fn unfit_sheet() -> Self {
        Self {
            unfit: Some("sending-sheet-unfit"),
            ..Self::default()
        }
    }

    /// By which way it was to go.
    pub(super) fn tried(way: i64) -> Self {
        Self {
            tried: Some(way),
            ..Self::default()
        }
    }

    /// What came of calling something back.
    pub(super) fn called_back(back: TakenBack) -> Self {
        Self {
            called_back: Some(back),
            ..Self::default()
        }
    }
}

async fn show(visit: Visit, Path(path): Path<(String, String)>) -> Response {
    match named(&path) {
        Some(which) => page(&visit, which, Said::default()).await,
        None => visit.nobody(),
    }
}

async fn choose(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let words = form.iter().filter(|(name, _)| name == "section");
    let sections: Vec<Category> = words.filter_map(|(_, word)| word.parse().ok()).collect();
    let chosen = (sections, typed(&form, "why_more").to_owned());
    let casework = &visit.front.casework;
    let done = casework
        .choose_for_disclosure(visit.person(), client, no, chosen.clone())
        .await;
    let said = Said {
        chosen: Some(chosen),
        ..Said::default()
    };
    ended(&visit, (client, no), done, said).await
}

async fn compose(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    let done = casework.compose_disclosure(visit.person(), client, no, language(&form));
    let done = done.await.map(drop);
    ended(&visit, (client, no), done, Said::default()).await
}

async fn approve(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    let done = casework
        .approve_disclosure(visit.person(), client, (no, typed(&form, "content")))
        .await;
    ended(&visit, (client, no), done, Said::default()).await
}

async fn discuss(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let new = NewDiscussion {
        said: typed(&form, "said").to_owned(),
        goes_on: match typed(&form, "goes_on") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        // No version is 0: what doesn't say what was looked at holds for nothing.
        seen: typed(&form, "version").parse().unwrap_or(0),
    };
    let said = Said {
        discussion: new.said.clone(),
        ..Said::default()
    };
    let casework = &visit.front.casework;
    let done = casework.discuss_disclosure(visit.person(), client, no, new);
    ended(&visit, (client, no), done.await, said).await
}

async fn release(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let Some((client, no)) = named(&path) else {
        return posted.visit.nobody();
    };
    if let Err(asked) = posted.step_up(For::Release).await {
        return asked;
    }
    let (visit, form) = (posted.visit, posted.form);
    let casework = &visit.front.casework;
    match casework
        .opens_nowhere(visit.person(), (client, no), None)
        .await
    {
        Ok(false) => {}
        Ok(true) => return page(&visit, (client, no), Said::no_address()).await,
        Err(error) => return unable(&visit, (client, no), error).await,
    }
    let what = (typed(&form, "content"), language(&form));
    let released = let_out(&visit.front, visit.person(), (client, no), what);
    match released.await {
        Ok(package) => super::sending::left(&visit, (client, no), &package.left),
        Err(error) => unable(&visit, (client, no), error).await,
    }
}

async fn arrival(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let how: String = typed(&form, "how").trim().chars().take(500).collect();
    let end = match typed(&form, "end") {
        "arrived" => Arrival::Arrived(how),
        "failed" => Arrival::Failed(how),
        "recalled" => Arrival::Recalled(how),
        _ => return visit.unreadable(),
    };
    let casework = &visit.front.casework;
    let done = casework.note_arrival(visit.person(), client, no, end).await;
    ended(&visit, (client, no), done, Said::default()).await
}

async fn told(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let Ok(told) = typed(&form, "told").parse::<Told>() else {
        return visit.unreadable();
    };
    let how = (told, typed(&form, "told_how").to_owned());
    let casework = &visit.front.casework;
    let done = casework.note_told(visit.person(), client, no, how).await;
    ended(&visit, (client, no), done, Said::default()).await
}

async fn give_up(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let visit = posted.visit;
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    let done = casework.drop_disclosure(visit.person(), client, no).await;
    ended(&visit, (client, no), done, Said::default()).await
}

async fn document(visit: Visit, Path(path): Path<(String, String)>) -> Response {
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    match casework
        .disclosure_document(visit.person(), client, no)
        .await
    {
        Ok((bytes, delivery)) => {
            delivery.delivered(Some(&bytes));
            file_to_keep("disclosure.pdf", "application/pdf", bytes.to_vec())
        }
        Err(error) => unable(&visit, (client, no), error).await,
    }
}

async fn statement(visit: Visit, Path(path): Path<(String, String)>) -> Response {
    paper(&visit, &path, |files| {
        file_to_keep("statement.pdf", "application/pdf", files.pdf.to_vec())
    })
    .await
}

async fn proof(visit: Visit, Path(path): Path<(String, String)>) -> Response {
    paper(&visit, &path, |files| {
        let kind = "text/plain; charset=utf-8";
        file_to_keep("statement.tlog-proof", kind, files.proof.into_bytes())
    })
    .await
}

async fn paper(
    visit: &Visit,
    path: &(String, String),
    answer: impl FnOnce(caseward_casework::disclosure::StatementFiles) -> Response,
) -> Response {
    let Some((client, no)) = named(path) else {
        return visit.nobody();
    };
    let casework = &visit.front.casework;
    match casework
        .disclosure_statement(visit.person(), client, no)
        .await
    {
        Ok(files) => answer(files),
        Err(error) => unable(visit, (client, no), error).await,
    }
}

/// Back to the page, or the page with what keeps the step from being done.
pub(super) async fn ended(
    visit: &Visit,
    (client, no): (Id<Client>, i64),
    done: Result<(), DisclosureError>,
    said: Said,
) -> Response {
    match done {
        Ok(()) => forms::sent_on(&format!("{}/{no}", address(client))),
        Err(error) => stays(visit, (client, no), error, said).await,
    }
}

pub(super) async fn unable(
    visit: &Visit,
    which: (Id<Client>, i64),
    error: DisclosureError,
) -> Response {
    stays(visit, which, error, Said::default()).await
}

/// The page once more, with why nothing was done.
async fn stays(
    visit: &Visit,
    which: (Id<Client>, i64),
    error: DisclosureError,
    mut said: Said,
) -> Response {
    match error {
        DisclosureError::Mend(mend) => {
            for it in mend {
                let (field, key) = road::place(it);
                said.problems.note(field, key);
            }
        }
        DisclosureError::Sending(trouble) => said.trouble = Some(trouble),
        DisclosureError::NotAll(sections) => said.kept = sections,
        error => return failed(visit, &error),
    }
    page(visit, which, said).await
}

pub(super) async fn page(visit: &Visit, (client, no): (Id<Client>, i64), said: Said) -> Response {
    let casework = &visit.front.casework;
    let (found, book) = match casework
        .disclosure_in_words(visit.person(), client, no)
        .await
    {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let (mut file, delivery) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let trouble = (said.trouble.as_ref(), said.tried, said.unfit);
    let sending = match super::sending::of(visit, &found, trouble).await {
        Ok(sending) => sending.called_back(visit, said.called_back),
        Err(error) => return failed(visit, &error),
    };
    let names = match Names::of(visit, &found).await {
        Ok(names) => names,
        Err(error) => return visit.failed(&error),
    };
    let law = match law::about(visit, &found, &names.recipient, &said.kept).await {
        Ok(law) => law,
        Err(error) => return visit.failed(&error),
    };
    let register = match register::about(visit, &found).await {
        Ok(register) => register,
        Err(error) => return visit.failed(&error),
    };
    let is_well = said.problems.is_empty() && said.kept.is_empty();
    let status = if is_well && sending.trouble.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let bar = face::bar(visit, client, None, file.as_mut());
    let partners = Hook::of(&found);
    let mut page = laid_out(visit, (found, names, sending), bar, said);
    page.partners = partners;
    page.law = law;
    page.register = register;
    answer_watched(status, &page, move |ending| {
        closing(book)(ending);
        if let Some(delivery) = delivery {
            closing(delivery)(ending);
        }
    })
}

/// What the recipient and those who acted are called.
struct Names {
    recipient: String,
    kind: Option<OrganizationKind>,
    approver: Option<String>,
    discussed_by: Option<String>,
    reported_by: Option<String>,
    /// The sections that its purpose needs with this client.
    least: Vec<Category>,
}

impl Names {
    async fn of(visit: &Visit, it: &Disclosure) -> Result<Self, caseward_casework::CaseworkError> {
        let casework = &visit.front.casework;
        let register = casework.register().await?;
        let recipient = register.into_iter().find(|known| known.id == it.recipient);
        let (approver, discussed) = (it.approved.map(|(_, id)| id), it.discussed.as_ref());
        let discussed = discussed.map(|it| it.by);
        let reported = it.danger.and_then(|it| it.by);
        let mut colleagues = Vec::new();
        if approver.is_some() || discussed.is_some() || reported.is_some() {
            colleagues = casework.colleagues().await?;
        }
        let called = |id: Option<_>| {
            let found = colleagues.iter().find(|known| Some(known.id) == id);
            found.map(|it| it.name.clone())
        };
        // What is needed tells of the client's programmes: whoever can't choose what goes sees what is usual (DV-4.2).
        let least = if visit.person().writes_into_files() {
            casework.least_for(it.client, it.road, it.purpose).await?
        } else {
            least(it.road, it.purpose)
        };
        Ok(Self {
            least,
            kind: recipient.as_ref().map(|it| it.sheet.kind),
            recipient: recipient.map(|it| it.name).unwrap_or_default(),
            approver: called(approver),
            discussed_by: called(discussed),
            reported_by: called(reported),
        })
    }
}

/// What can't go, and why.
fn kept(visit: &Visit, sections: &[SectionDecision]) -> Vec<Kept> {
    let reasons = Reasons::new(&visit.front.casework.policies, visit.language(), 0);
    let kept = sections.iter().filter_map(|it| {
        let mut why = reasons.why(it)?;
        why.entry = None;
        // What can be asked about it all stands below.
        why.ask = None;
        Some(Kept {
            category: it.category,
            why,
        })
    });
    kept.collect()
}

/// What may come of it for the client. There is nothing only where a file of this very program isn't as it must be.
fn may_come(visit: &Visit, found: &Disclosure, kind: Option<OrganizationKind>) -> Vec<String> {
    let said = kind.and_then(|kind| {
        let (language, about) = (visit.language(), (found.purpose, kind));
        may_come_of(language, about, &found.sections).ok()
    });
    said.unwrap_or_default()
}

/// What its kind asked, and what was answered.
fn answered(words: &Words, answers: &Answers) -> Vec<(String, String)> {
    let all = answers.iter();
    all.map(|(field, text)| (words.t(&road::field_key(field)), text.to_owned()))
        .collect()
}

/// The releases before the last one.
fn earlier(visit: &Visit, found: &Disclosure) -> Vec<(When, u64)> {
    let all = found.earlier_releases().into_iter();
    all.map(|it| (visit.moment(it.at), it.entry)).collect()
}

/// That it may put the client at more risk, with what was typed about it.
fn risk(visit: &Visit, (found, names): (&Disclosure, &Names), typed: String) -> Option<Risk> {
    found.raises_risk.then(|| Risk {
        discussed: found.discussed.as_ref().map(|it| {
            let who = names.discussed_by.clone().unwrap_or_default();
            (visit.moment(it.at), who, it.goes_on)
        }),
        typed,
        version: found.version,
    })
}

/// Every section there is to choose from: what was chosen, and what the purpose needs.
pub(in crate::pages::clients) fn choices(
    chosen: &[Category],
    needed: &[Category],
) -> Vec<SectionChoice> {
    let all = Category::ALL.iter().copied();
    let sections = all.filter(|it| *it != Category::Existence);
    let sections = sections.map(|category| SectionChoice {
        category,
        chosen: chosen.contains(&category),
        needed: needed.contains(&category),
    });
    sections.collect()
}

fn laid_out<T: std::fmt::Display>(
    visit: &Visit,
    (found, names, sending): (Disclosure, Names, Sending),
    bar: crate::pages::clients::file::Bar<T>,
    said: Said,
) -> DisclosurePage<T> {
    let words = Words::of(visit.language());
    let may_come = may_come(visit, &found, names.kind);
    let href = format!("{}/{}", address(found.client), found.no);
    let words_kept = found.in_words.is_none();
    let may_be_given_up = found.may_be_given_up();
    let told_nobody = found.waits_for_nobody();
    let risk = risk(visit, (&found, &names), said.discussion);
    let earlier = earlier(visit, &found);
    let has_a_hand = found.has_a_hand(visit.person().worker);
    let may_discuss = found.is_to_be_discussed_by(visit.person());
    let in_words = found.in_words.unwrap_or_default();
    let (chosen, why_more) = said
        .chosen
        .unwrap_or_else(|| (found.sections.clone(), in_words.why_more));
    let sections = choices(&chosen, &names.least);
    let answers = answered(words, &in_words.answers);
    DisclosurePage {
        law: AskedLaw::default(),
        register: None,
        partners: None,
        road: words.t(&road::key(found.road)),
        answers,
        danger: found.danger.map(|it| DangerNamed {
            no: it.no,
            by: names.reported_by,
        }),
        risk,
        to: names.recipient,
        purpose: words.t(purpose_key(found.purpose)),
        basis: ground(words, found.basis),
        channel: words.t(&channel_key(found.channel)),
        state: found.state,
        state_says: words.t(&state_key(found.state)),
        sections,
        words_kept,
        why_more,
        composed: found.composed.map(|(at, hash)| (visit.moment(at), hash)),
        remarks: in_words.remarks,
        told_stays: u64::try_from(in_words.told_stays).unwrap_or(u64::MAX),
        wants_second: found.wants_second,
        told_nobody,
        approved: names.approver,
        released: found
            .released
            .filter(|_| found.state.left())
            .map(|(at, entry, _)| (visit.moment(at), entry)),
        earlier,
        ended_how: match found.travels.as_ref().map(|it| it.kind) {
            // That a link was opened is known from the link itself.
            Some(WayKind::Link) => String::new(),
            _ => in_words.ended_how,
        },
        told: (
            words.t(&format!("disclosure-told-{}", found.told.word())),
            in_words.told_how,
        ),
        may_be_given_up,
        to_tell: found.told == Told::Later,
        may_come,
        has_a_hand,
        may_discuss,
        kept: kept(visit, &said.kept),
        sending,
        problems: said.problems,
        shell: visit.shell(Place::Clients, &href),
        href,
        bar,
    }
}
