//! The view with made-up content, for the checks that every page has to pass.

use caseward_casework::gate::OwnLookKind;
use caseward_casework::own_view::{Choice, Look, Question, Received, SharedLine};
use caseward_model::{Basis, Category, Language, OwnQuestion, Purpose, Role};

use super::{AskForm, Body, Here, MePage, lines};
use crate::forms::Problems;
use crate::pages::sign_in::outside;

const AT: i64 = 1_795_000_000_000;

impl MePage {
    fn of(language: Language, here: Here, body: Body) -> Self {
        Self {
            shell: outside(language, here.address()),
            here,
            body,
            delay_days: 0,
            lent: false,
        }
    }

    /// The page of a link, after a wrong number.
    #[must_use]
    pub fn sample_open(language: Language) -> Self {
        let problem = crate::Words::of(language).t("me-open-wrong");
        let body = Body::Open {
            token: "abc".to_owned(),
            problem: Some(problem),
        };
        Self::of(language, Here::Outside, body)
    }

    /// Before anything is opened.
    #[must_use]
    pub fn sample_before(language: Language) -> Self {
        let body = Body::Before {
            token: "abc".to_owned(),
            to: "www.weather.gov".to_owned(),
        };
        Self::of(language, Here::Outside, body)
    }

    /// How long a file is kept.
    #[must_use]
    pub fn sample_kept(language: Language) -> Self {
        Self::of(language, Here::Kept, Body::Kept(6))
    }

    /// The first page, on a worker's device.
    #[must_use]
    pub fn sample_start(language: Language) -> Self {
        Self {
            lent: true,
            ..Self::of(language, Here::Start, Body::Start)
        }
    }

    /// Three looks, shown a week later.
    #[must_use]
    pub fn sample_looked(language: Language) -> Self {
        let look = |role, kind, purpose, organization: &str| {
            let fact = Look {
                entry: 12,
                at_ms: AT,
                role,
                organization: organization.to_owned(),
                kind,
                purpose,
            };
            lines::look(language, &fact)
        };
        let serve = Some(Purpose::DirectService);
        let harbor = "Harbor House";
        let looks = vec![
            look(Some(Role::Caseworker), OwnLookKind::Opened, serve, harbor),
            look(
                Some(Role::Supervisor),
                OwnLookKind::Emergency,
                Some(Purpose::Emergency),
                harbor,
            ),
            look(Some(Role::Caseworker), OwnLookKind::Wrote, serve, harbor),
            look(None, OwnLookKind::Reported, None, ""),
        ];
        Self {
            delay_days: 7,
            ..Self::of(language, Here::Looked, Body::Looked(looks))
        }
    }

    /// Two things that were shared.
    #[must_use]
    pub fn sample_shared(language: Language) -> Self {
        let line = |no, basis, sections: &[Category]| {
            let fact = SharedLine {
                no,
                at_ms: AT,
                recipient: "Riverside Clinic".to_owned(),
                purpose: Purpose::DirectService,
                basis,
                sections: sections.to_vec(),
            };
            lines::shared(language, &fact)
        };
        let all = vec![
            line(2, Basis::Consent, &[Category::Housing, Category::Income]),
            line(1, Basis::LegalAuthority, &[]),
        ];
        Self::of(language, Here::Shared, Body::Shared(all))
    }

    fn sample_choice(language: Language) -> super::ChoiceLine {
        let fact = Choice {
            no: 1,
            recipient: "Riverside Clinic".to_owned(),
            purposes: vec![Purpose::DirectService],
            sections: vec![Category::Housing, Category::Health],
            until: Some(AT),
            holds: true,
            taken_back_at: None,
            received: vec![Received {
                recipient: "Riverside Clinic".to_owned(),
                at_ms: AT,
            }],
        };
        lines::choice(language, &fact)
    }

    /// One that holds, and one that was taken back.
    #[must_use]
    pub fn sample_choices(language: Language) -> Self {
        let one = Self::sample_choice(language);
        let taken_back = super::ChoiceLine {
            holds: false,
            taken_back: one.until.clone(),
            ..one.clone()
        };
        Self::of(
            language,
            Here::Choices,
            Body::Choices(vec![one, taken_back]),
        )
    }

    /// The second tap.
    #[must_use]
    pub fn sample_take_back(language: Language) -> Self {
        let body = Body::TakeBack(Self::sample_choice(language));
        Self::of(language, Here::Choices, body)
    }

    /// A question without words, and one that was answered.
    #[must_use]
    pub fn sample_ask(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("words", "me-ask-needs-words");
        let form = AskForm {
            problems,
            ..AskForm::default()
        };
        let question = Question {
            about: OwnQuestion::SeeFile,
            item: None,
            words: "When can I come?".to_owned(),
            at: AT,
            answer: Some(caseward_casework::own_view::Answer {
                at: AT,
                by: caseward_model::Id::from_bytes([7; 16]),
                words: "On Friday at ten.".to_owned(),
            }),
        };
        let waits = Question {
            answer: None,
            ..question.clone()
        };
        let asked = [waits, question].map(|it| lines::asked(language, it));
        Self::of(language, Here::Ask, Body::Ask(form, asked.into()))
    }

    /// About safety.
    #[must_use]
    pub fn sample_safety(language: Language) -> Self {
        Self::of(language, Here::Safety, Body::Safety)
    }

    /// Nothing is open, it was left, or something didn't work.
    #[must_use]
    pub fn samples_outside(language: Language) -> [Self; 3] {
        [Body::Closed, Body::Left, Body::Failed].map(|body| Self::of(language, Here::Outside, body))
    }
}
