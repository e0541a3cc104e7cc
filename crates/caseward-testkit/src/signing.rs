//! How people of a test house sign and learn: by the desk, with the texts that come with Caseward, as they
//! would on the page (CC-2, DV-5.1.1, DV-5.10).

use caseward_casework::gate::Actor;
use caseward_casework::sign_in::SignedIn;
use caseward_casework::staff::Colleague;
use caseward_casework::standing::{NewVersion, Reading, Signer, Signing, shipped};
use caseward_model::{Language, Role};

use crate::House;

/// The agreement that every house asks for.
pub(crate) const AGREEMENT: &str = "procedure";
/// The course that every house asks for.
pub(crate) const COURSE: &str = "induction";

impl House {
    /// Publishes one agreement and one course of those that come with Caseward, for every part.
    ///
    /// # Panics
    /// When they can't be published.
    pub async fn publish_texts(&self) {
        let everyone = Role::ALL.iter().filter(|it| **it != Role::Client);
        let everyone: Vec<Role> = everyone.copied().collect();
        for text in shipped().expect("texts") {
            let (name, _) = text.edition.name_and_kind().expect("a name");
            if ![AGREEMENT, COURSE].contains(&name) {
                continue;
            }
            let new = NewVersion {
                edition: text.edition,
                roles: everyone.clone(),
                from_ms: 0,
                hold_days: text.hold_days,
            };
            let published = self.office.publish_requirement(Actor::KeyHolder, new);
            published.await.expect("a version");
        }
    }

    /// Lets a worker read the agreement, answer the questions about it and sign it.
    ///
    /// # Panics
    /// When they can't sign.
    pub async fn sign(&self, worker: &Colleague) {
        let person = self.person(worker).await;
        let reading = self.understood(&person, AGREEMENT).await;
        let signing = Signing {
            version: reading.version.number,
            language: Language::English,
            signer: Signer {
                name: worker.name.clone(),
                organization: self.own.name.clone(),
                position: "Made up".to_owned(),
                email: "made.up@office.example".to_owned(),
                phone: "555 0100".to_owned(),
            },
            ticked: vec![true; reading.words.statements.len()],
            mark: String::new(),
            at_terminal: false,
        };
        let signed = self.office.sign_agreement(&person, AGREEMENT, signing);
        signed.await.expect("a signature");
    }

    /// Lets a worker take the course.
    ///
    /// # Panics
    /// When they can't complete it.
    pub async fn learn(&self, worker: &Colleague) {
        let person = self.person(worker).await;
        self.understood(&person, COURSE).await;
    }

    async fn person(&self, worker: &Colleague) -> SignedIn {
        let person = self.office.person_numbered(worker.no);
        person.await.expect("a worker")
    }

    async fn understood(&self, person: &SignedIn, name: &str) -> Reading {
        let (office, language) = (&self.office, Language::English);
        let reading = office.requirement_to_read(person, name, language).await;
        let reading = reading.expect("a text");
        let questions = reading.words.questions.iter();
        let answers = questions.map(|it| Some(it.right)).collect();
        let version = reading.version.number;
        let marked = office.answer_questions(person, name, version, language, answers);
        assert!(marked.await.expect("answers").given.is_whole());
        reading
    }
}
