//! Beginning a disclosure: what is to go where, why, on what ground, and whether the client knows (RE-2, DV-2.1, NASW-d).

use caseward_gate::{Amend, Disclose, FileWorks, RecipientAsked, Request, RiskFact};
use caseward_model::{
    Basis, Category, Channel, Client, DisclosureState, Id, Organization, OrganizationKind, Purpose,
    Road, RoadField, Told, Worker,
};

use super::error::Mend;
use super::gone_through::GoneThrough;
use super::stored::{self, MadeKnown, Text};
use super::{
    Answers, BOOK, Disclosure, DisclosureError, LONGEST, Partners, danger, drafting, gone_through,
    risk, roads, told_by_law,
};
use crate::sign_in::SignedIn;
use crate::tasks::supervisors::Asked;
use crate::{CaseworkError, Office};

/// What is to be disclosed.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDisclosure {
    /// What kind of disclosure it is.
    pub road: Road,
    /// What its kind asks besides.
    pub answers: Answers,
    /// To which organisation of the register.
    pub recipient: Id<Organization>,
    /// Why.
    pub purpose: Purpose,
    /// On what ground.
    pub basis: Basis,
    /// On the ground of danger, the number of the report on which it goes; needn't be said where only one stands.
    pub danger: Option<i64>,
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

/// Words stay out of what may be printed.
impl std::fmt::Debug for NewDisclosure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("NewDisclosure");
        let shown = shown
            .field("road", &self.road)
            .field("recipient", &self.recipient)
            .field("purpose", &self.purpose);
        shown.finish_non_exhaustive()
    }
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

    /// What follows from the kind of disclosure for whether the client knows.
    fn told_by_road(&mut self) {
        let said = match self.road {
            Road::ClientRequest => RoadField::Implications,
            Road::Progress => RoadField::ToldWhat,
            _ if self.basis == Basis::Deidentified => {
                // Nothing in it is about anybody who could be told.
                self.told = Told::Not;
                return;
            }
            _ => return,
        };
        if self.told == Told::Later && !self.answers.of(said).is_empty() {
            self.told = Told::Before;
            self.answers.of(said).clone_into(&mut self.told_how);
        }
    }

    /// With all that has to be mended, or as it is kept. `least` is what goes without a reason.
    pub(super) fn checked(mut self, least: &[Category]) -> Result<Self, DisclosureError> {
        self.sections.sort_unstable();
        self.sections.dedup();
        self.why_more = self.why_more.trim().to_owned();
        self.told_how = self.told_how.trim().to_owned();
        let mut mend = Vec::new();
        if self.sections.is_empty() || self.sections.contains(&Category::Existence) {
            mend.push(Mend::NoSection);
        }
        if self.why_more.is_empty() && roads::goes_beyond(least, self.purpose, &self.sections) {
            mend.push(Mend::WhyMore);
        }
        let of_nobody = self.basis == Basis::Deidentified;
        if self.told_how.is_empty() && self.told != Told::Later && !of_nobody {
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
    /// [`DisclosureError::Refused`] for whoever may not write into this client's file; then [`DisclosureError::Mend`] with all that has to
    /// be mended.
    pub async fn begin_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        new: NewDisclosure,
    ) -> Result<i64, DisclosureError> {
        self.begin_and_end_draft(person, client, new, None).await
    }

    /// The same; where it was prepared in a draft, that one ends in the same moment: `draft` is its number and the version that was
    /// looked at.
    pub(super) async fn begin_and_end_draft(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        new: NewDisclosure,
        draft: Option<(i64, i64)>,
    ) -> Result<i64, DisclosureError> {
        let kind = self.kind_of(new.recipient).await?;
        if new.road == Road::Media
            || kind == OrganizationKind::Media
            || new.purpose == Purpose::Media
        {
            let asked = (new.recipient, new.basis, new.channel);
            return Err(self.refuse_the_press(person, client, asked).await);
        }
        let mut new = new;
        new.told_by_road();
        let needs = self.stated_needs().await?;
        let programmes = self.programmes_of(client).await?;
        let request = self.book_of(person, client);
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let least = roads::on_road(new.road, needs.least(&programmes, new.purpose));
            let new = fit(desk, new, (kind, &least))?;
            if let Some(draft) = draft {
                drafting::end(desk, draft, by)?;
            }
            let mut text = begun(desk, new, by)?;
            let asked = risk::to_ask(desk, &mut text)?;
            let no = stored::insert(desk, &text)?;
            desk.works.note("disclosure", no);
            desk.works.note("to", text.recipient.to_string());
            desk.works.note("road", text.road.word());
            let gone_through = GoneThrough::of(&text.answers).word();
            desk.works.note("gone_through", gone_through);
            if let Some(danger) = text.danger {
                desk.works.note("danger", danger);
            }
            follows(desk, (no, &text), asked.as_ref())?;
            Ok::<_, DisclosureError>(no)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&request, "disclosure_begun", work)
            .await
    }

    /// Makes sure that it is on the road of its recipient's kind, which may have been set since it was begun (DV-3.3.2b).
    ///
    /// # Errors
    /// [`DisclosureError::Mend`] when it has to be begun anew as a report.
    pub(super) async fn still_on_its_road(
        &self,
        disclosure: &Disclosure,
    ) -> Result<(), DisclosureError> {
        let kind = self.kind_of(disclosure.recipient).await?;
        let why = (disclosure.basis, disclosure.purpose);
        if roads::became_a_report(disclosure.road, kind, why) {
            return Err(DisclosureError::Mend(vec![Mend::Road(Road::Report)]));
        }
        Ok(())
    }

    async fn kind_of(&self, id: Id<Organization>) -> Result<OrganizationKind, DisclosureError> {
        let register = self.register().await?;
        let found = register.iter().find(|it| it.id == id);
        let found = found.map(|it| it.sheet.kind).ok_or_else(|| {
            let reason = "there is no such organization in the register; choose one of the list";
            CaseworkError::Unfit(reason.to_owned())
        })?;
        Ok(found)
    }

    /// Nothing about anybody goes to the press: the gate says so, and that somebody wanted it stands in the ledger (NASW-k).
    pub(super) async fn refuse_the_press(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (recipient, basis, channel): (Id<Organization>, Basis, Channel),
    ) -> DisclosureError {
        let request = Request {
            purpose: Purpose::Media,
            recipient: RecipientAsked::Organization(recipient),
            basis,
            channel,
            ..Request::to_serve(person.worker, client).sections([BOOK])
        };
        match self.gate.ask::<Disclose>(&request).await {
            Ok(answer) => {
                self.gate.give_back(answer.permit, answer.sealed);
                super::outside().into()
            }
            Err(refusal) => refusal.into(),
        }
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
        let by = person.worker;
        let needs = self.stated_needs().await?;
        let programmes = self.programmes_of(client).await?;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::still(desk, no)?;
            if text.state.left() || text.state == DisclosureState::Dropped {
                return Err(super::outside().into());
            }
            let least = roads::on_road(text.road, needs.least(&programmes, text.purpose));
            let chosen = NewDisclosure {
                road: text.road,
                answers: text.answers.clone(),
                recipient: text.recipient,
                purpose: text.purpose,
                basis: text.basis,
                danger: text.danger,
                channel: text.channel,
                sections,
                why_more,
                told: Told::Later,
                told_how: String::new(),
            };
            let chosen = chosen.checked(&least)?;
            let kind = desk.works.organization(text.recipient)?.1.kind;
            let mend = roads::check_about(&chosen, kind, desk.sheet());
            if !mend.is_empty() {
                return Err(DisclosureError::Mend(mend));
            }
            // What was discussed was what went before, and nothing else; and what left before was made of what was chosen then.
            text.begin_anew();
            text.sections = chosen.sections;
            text.why_more = chosen.why_more;
            // Whoever chose what goes isn't the second person who looks at it.
            text.touched_by(by);
            risk::must_be_discussed(desk, (no, &mut text))?;
            desk.works.note("disclosure", no);
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&request, "disclosure_chosen", work)
            .await
    }

    /// The question of whoever keeps the book of a client's disclosures.
    pub(super) fn book_of(&self, person: &SignedIn, client: Id<Client>) -> Request {
        Request::to_serve(person.worker, client).sections([BOOK])
    }
}

/// What is to be begun, or all that has to be mended. What goes without a reason tells in which programmes the client is, so that this is
/// looked at once the rules let whoever asks write into the book, and not before (DV-4.2).
fn fit(
    desk: &FileWorks<'_, '_, '_>,
    new: NewDisclosure,
    (kind, least): (OrganizationKind, &[Category]),
) -> Result<NewDisclosure, DisclosureError> {
    let new = new.checked(least)?;
    let now_ms = desk.works.now_ms();
    let mut mend = roads::check(&new, kind);
    mend.extend(told_by_law::unfit(&new, now_ms));
    mend.extend(gone_through::unfit(&new, now_ms));
    if mend.is_empty() {
        mend = roads::check_about(&new, kind, desk.sheet());
    }
    if mend.is_empty() {
        Ok(new)
    } else {
        Err(DisclosureError::Mend(mend))
    }
}

/// A disclosure as it is begun: on the ground of danger with the report that it goes on.
fn begun(
    desk: &FileWorks<'_, '_, '_>,
    new: NewDisclosure,
    by: Id<Worker>,
) -> Result<Text, DisclosureError> {
    let now_ms = desk.works.now_ms();
    let danger = danger::chosen((new.basis, new.danger), desk.sheet(), now_ms);
    let danger = danger.map_err(|it| DisclosureError::Mend(vec![it]))?;
    Ok(Text {
        road: new.road,
        answers: new.answers,
        discussed: None,
        recipient: new.recipient,
        purpose: new.purpose,
        basis: new.basis,
        danger,
        channel: new.channel,
        sections: new.sections,
        holds: Vec::new(),
        tellers: Vec::new(),
        told_stays: 0,
        why_more: new.why_more,
        told: new.told,
        told_how: new.told_how,
        state: DisclosureState::Begun,
        begun_at: now_ms,
        begun_by: by,
        composed: None,
        composed_by: None,
        wants_second: false,
        told_nobody: false,
        remarks: Vec::new(),
        clauses: Vec::new(),
        approved: None,
        released: None,
        released_by: None,
        nothing_left: false,
        earlier: Vec::new(),
        going: None,
        under: None,
        ended: None,
        also: Vec::new(),
        choices: Vec::new(),
        partners: Partners::default(),
        hands: Vec::new(),
        made_known: made_known(desk, new.road),
        leaving: None,
        travels: None,
        trouble: None,
        custody: None,
        attached: Vec::new(),
    })
}

/// What beginning it makes known of the client, that wasn't known before.
fn made_known(desk: &FileWorks<'_, '_, '_>, road: Road) -> Vec<MadeKnown> {
    let sheet = desk.sheet();
    match road {
        Road::Progress if !sheet.programme_participant => vec![MadeKnown::ProgrammeParticipant],
        Road::AfterDeath if !sheet.deceased => vec![MadeKnown::Deceased],
        _ => Vec::new(),
    }
}

/// What follows for the client from the kind of disclosure that was begun: from now on the gate knows it.
fn follows(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &Text),
    to_discuss: Option<&Asked>,
) -> Result<(), DisclosureError> {
    for known in &text.made_known {
        known.set(desk, true);
    }
    if let Some(asked) = to_discuss {
        let recipient = desk.works.organization(text.recipient)?.0;
        desk.works.note("raises_risk", true);
        desk.change(|sheet| {
            sheet.risks.push(RiskFact {
                disclosure: no,
                recipient,
                discussed: false,
            });
        });
        risk::ask(desk, no, asked)?;
    }
    Ok(())
}
