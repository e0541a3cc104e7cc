//! How people of a test house sign and learn: by the desk, with the texts that come with Caseward, as they
//! would on the page (CC-2, DV-5.1.1, DV-5.10).

use caseward_casework::conference::SeriesSigning;
use caseward_casework::gate::Actor;
use caseward_casework::sign_in::SignedIn;
use caseward_casework::staff::Colleague;
use caseward_casework::standing::{NewVersion, Reading, Signer, Signing, shipped};
use caseward_model::{Language, Role};

use crate::House;

/// The agreement that every house asks for.
pub(crate) const AGREEMENT: &str = "procedure";
/// The agreement for case conferences, which a house asks for once it is published.
pub(crate) const CONFERENCING: &str = "case-conferencing";
/// The course that every house asks for.
pub(crate) const COURSE: &str = "induction";

/// How somebody who doesn't exist signs for a series of case conferences, under this version of the agreement.
#[must_use]
pub fn signing_for_series(version: u32) -> SeriesSigning {
    SeriesSigning {
        version,
        language: Language::English,
        name: "Obviously Fictional".into(),
        position: "Made up".into(),
        email: "made.up@office.example".into(),
        phone: "555 0100".into(),
        accepts: true,
    }
}

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

    /// Publishes the case conferencing agreement that comes with Caseward, for the parts that sit in conferences: from now on
    /// these have to sign it before anything opens to them.
    ///
    /// # Panics
    /// When it can't be published.
    pub async fn publish_conferencing(&self) {
        let mut all = shipped().expect("texts").into_iter();
        let named = |it: &caseward_casework::standing::Shipped| {
            it.edition
                .name_and_kind()
                .is_some_and(|it| it.0 == CONFERENCING)
        };
        let text = all.find(named).expect("the agreement");
        let new = NewVersion {
            edition: text.edition,
            roles: text.roles,
            from_ms: 0,
            hold_days: text.hold_days,
        };
        let published = self.office.publish_requirement(Actor::KeyHolder, new);
        published.await.expect("a version");
    }

    /// Lets a worker read, answer and sign the case conferencing agreement.
    ///
    /// # Panics
    /// When they can't sign.
    pub async fn sign_conferencing(&self, worker: &Colleague) {
        self.sign_text(worker, CONFERENCING).await;
    }

    /// Lets a worker read the agreement, answer the questions about it and sign it.
    ///
    /// # Panics
    /// When they can't sign.
    pub async fn sign(&self, worker: &Colleague) {
        self.sign_text(worker, AGREEMENT).await;
    }

    async fn sign_text(&self, worker: &Colleague, name: &str) {
        let person = self.person(worker).await;
        let reading = self.understood(&person, name).await;
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
        let signed = self.office.sign_agreement(&person, name, signing);
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
