//! A letter that waits for a recipient behind a link: making the link, and the page that shows it with its PIN, once (DV-2.1, CC-2.3,
//! NASW-m).

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::consent::{ConsentError, LetterLinkMade, LetterLinkOrder};
use caseward_model::Language;

use super::Answers;
use super::handler::{At, shown};
use crate::forms::{self, Problems};
use crate::pages::agreements::number;
use crate::view::{When, sample_moment};
use crate::{Place, Shell, answer};

/// What whoever made the link is given, once.
#[derive(Template)]
#[template(path = "clients/consents/link.html")]
pub struct LetterLinkPage {
    /// Around it.
    pub shell: Shell,
    /// Back to the consent.
    pub href: String,
    /// The link.
    pub link: String,
    /// What is told on the telephone.
    pub pin: String,
    /// Until when the link is open.
    pub until: When,
    /// The telephone on which it is told.
    pub phone: String,
    /// Whom to ask for there: a role or an office.
    pub receiver: String,
    /// They said that word can be left there; never what opens it.
    pub word_may_be_left: bool,
}

impl LetterLinkPage {
    fn new(at: &At, href: String, made: &LetterLinkMade) -> Self {
        let visit = &at.visit;
        let (link, call) = (&made.link, &made.call);
        Self {
            shell: visit.shell(Place::Clients, &href),
            href,
            link: format!("{}/out/{}", visit.front.casework.address(), link.token),
            pin: link.pin.to_string(),
            until: visit.moment(link.until),
            phone: call.phone.clone(),
            receiver: call.receiver.clone(),
            word_may_be_left: call.word_may_be_left,
        }
    }

    /// A link to an intake office.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let href = "/clients/0k3v9/consents/3";
        let shell = Shell::sample(language, Place::Clients, href);
        Self {
            until: sample_moment(shell.words, 23, 11, 0),
            shell,
            href: href.to_owned(),
            link: "https://office.example/out/7K2Q-0XMB-4T9C-WR5H-ZV31-7K2Q-0XMB-4T9C".to_owned(),
            pin: "2718 2818".to_owned(),
            phone: "+1 555 010 0147".to_owned(),
            receiver: "Intake office".to_owned(),
            word_may_be_left: false,
        }
    }
}

/// Makes a link behind which the letter to one recipient waits.
pub(super) async fn make_link(
    at: &At,
    no_text: &str,
    answers: &Answers,
) -> Result<Response, Response> {
    let no = number(no_text).unwrap_or(0);
    let of = number(answers.one("use")).unwrap_or(0);
    let order = LetterLinkOrder {
        language: answers.language().unwrap_or(at.visit.language()),
        client_asked: answers.one("client_asked") == "yes",
        way: None,
        hours: answers.one("hours").trim().parse().ok(),
    };
    let casework = &at.visit.front.casework;
    let made = casework.make_letter_link(&at.request, (no, of), order);
    match made.await {
        Ok(made) => {
            let page = LetterLinkPage::new(at, at.href(no), &made);
            Ok(answer(StatusCode::OK, &page))
        }
        // What was done meanwhile is shown as it stands.
        Err(ConsentError::Stage(_)) => Ok(forms::sent_on(&at.href(no))),
        Err(ConsentError::Casework(CaseworkError::Unfit(_))) => {
            let mut problems = Problems::default();
            problems.note("received", "letter-link-needs");
            shown(at, no_text, problems).await
        }
        Err(error) => Err(at.failed(error)),
    }
}
