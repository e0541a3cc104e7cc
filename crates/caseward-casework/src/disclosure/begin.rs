//! Beginning a disclosure: what is to go where, why, on what ground, and whether the client knows (RE-2, DV-2.1, NASW-d).

use caseward_gate::{Amend, FileWorks, Request};
use caseward_model::{
    Basis, Category, Channel, Client, DisclosureState, Id, Organization, Purpose, Told,
};

use super::error::Mend;
use super::stored::{self, Text};
use super::{BOOK, DisclosureError};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The longest text of a disclosure, in characters.
const LONGEST: usize = 2_000;

/// What is to be disclosed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDisclosure {
    /// To which organisation of the register.
    pub recipient: Id<Organization>,
    /// Why.
    pub purpose: Purpose,
    /// On what ground.
    pub basis: Basis,
    /// By which way.
    pub channel: Channel,
    /// What.
    pub sections: Vec<Category>,
    /// Why more than the purpose needs; may be empty when it isn't more.
    pub why_more: String,
    /// Whether the client knows.
    pub told: Told,
    /// What they were told, or why they can't be; may be empty when they will be told later.
    pub told_how: String,
}

impl NewDisclosure {
    /// The sections that a purpose needs: what is ticked before anybody has chosen. A purpose that can need the most intimate
    /// can need anything: there it begins with who it is, and no more (NASW-c).
    #[must_use]
    pub fn least(purpose: Purpose) -> Vec<Category> {
        let needs = |it: Category| caseward_gate::needs(purpose, it);
        let all = Category::ALL.iter().copied();
        let needed = all.filter(|it| *it != Category::Existence && needs(*it));
        let needed: Vec<_> = needed.collect();
        if needed.is_empty() || needs(Category::Hiv) {
            return vec![Category::Identity];
        }
        needed
    }

    fn checked(mut self) -> Result<Self, DisclosureError> {
        self.sections.sort_unstable();
        self.sections.dedup();
        self.why_more = self.why_more.trim().to_owned();
        self.told_how = self.told_how.trim().to_owned();
        let mut mend = Vec::new();
        if self.sections.is_empty() || self.sections.contains(&Category::Existence) {
            mend.push(Mend::NoSection);
        }
        let beyond = |it: &Category| !caseward_gate::needs(self.purpose, *it);
        if self.why_more.is_empty() && self.sections.iter().any(beyond) {
            mend.push(Mend::WhyMore);
        }
        if self.told_how.is_empty() && self.told != Told::Later {
            mend.push(Mend::ToldHow);
        }
        let texts = [&self.why_more, &self.told_how];
        if texts.iter().any(|it| it.chars().count() > LONGEST) {
            mend.push(Mend::TooLong);
        }
        if mend.is_empty() {
            Ok(self)
        } else {
            Err(DisclosureError::Mend(mend))
        }
    }
}

impl Office {
    /// Begins a disclosure; gives its number. Nothing is opened and nothing leaves.
    ///
    /// # Errors
    /// [`DisclosureError::Mend`] with all that has to be mended; [`DisclosureError::Refused`] for whoever may not write into
    /// this client's file.
    pub async fn begin_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        new: NewDisclosure,
    ) -> Result<i64, DisclosureError> {
        let new = new.checked()?;
        let register = self.register().await?;
        if register.iter().all(|it| it.id != new.recipient) {
            let reason = "there is no such organization in the register; choose one of the list";
            return Err(CaseworkError::Unfit(reason.to_owned()).into());
        }
        let request = self.book_of(person, client);
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let text = Text {
                recipient: new.recipient,
                purpose: new.purpose,
                basis: new.basis,
                channel: new.channel,
                sections: new.sections,
                why_more: new.why_more,
                told: new.told,
                told_how: new.told_how,
                state: DisclosureState::Begun,
                begun_at: desk.works.now_ms(),
                begun_by: by,
                composed: None,
                wants_second: false,
                approved: None,
                released: None,
                ended: None,
                also: Vec::new(),
                choices: Vec::new(),
            };
            let no = stored::insert(desk, &text)?;
            desk.works.note("disclosure", no);
            desk.works.note("to", text.recipient.to_string());
            Ok::<_, DisclosureError>(no)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&request, "disclosure_begun", work)
            .await
    }

    /// Chooses anew what goes, as long as nothing left. What was put together is put together again then.
    ///
    /// # Errors
    /// As [`Office::begin_disclosure`].
    pub async fn choose_for_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        (sections, why_more): (Vec<Category>, String),
    ) -> Result<(), DisclosureError> {
        let request = self.book_of(person, client);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            if text.state.left() || text.state == DisclosureState::Dropped {
                return Err(super::outside().into());
            }
            let chosen = NewDisclosure {
                recipient: text.recipient,
                purpose: text.purpose,
                basis: text.basis,
                channel: text.channel,
                sections,
                why_more,
                told: Told::Later,
                told_how: String::new(),
            };
            let chosen = chosen.checked()?;
            text.sections = chosen.sections;
            text.why_more = chosen.why_more;
            text.state = DisclosureState::Begun;
            (text.composed, text.approved, text.wants_second) = (None, None, false);
            desk.works.note("disclosure", no);
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&request, "disclosure_chosen", work)
            .await
    }

    /// Gives a disclosure up before anything left.
    ///
    /// # Errors
    /// [`DisclosureError::Unknown`]; [`DisclosureError::Casework`] when something left already.
    pub async fn drop_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(), DisclosureError> {
        let request = self.book_of(person, client);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            if text.state.left() || text.state == DisclosureState::Dropped {
                return Err(super::outside().into());
            }
            text.state = DisclosureState::Dropped;
            text.ended = Some((desk.works.now_ms(), String::new()));
            desk.works.note("disclosure", no);
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&request, "disclosure_dropped", work)
            .await
    }

    /// The question of whoever keeps the book of a client's disclosures.
    pub(super) fn book_of(&self, person: &SignedIn, client: Id<Client>) -> Request {
        Request::to_serve(person.worker, client).sections([BOOK])
    }
}
