//! How a disclosure to another organisation stands, and whether its client was told (RE-2, NASW-d).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// How a disclosure stands. The numbers stand in the database.
    pub enum DisclosureState, "state of a disclosure" {
        /// Somebody said what is to go where, and why.
        Begun = "begun",
        /// It was put together, and can be looked at: nothing left.
        Composed = "composed",
        /// A second person looked at it and approved: nothing left.
        Approved = "approved",
        /// The rules let it out and its statement is made; it is on its way.
        Released = "released",
        /// It arrived.
        Delivered = "delivered",
        /// It did not arrive: approved, and not sent. Sending it again asks the rules again.
        Failed = "failed",
        /// It was called back before anybody opened it.
        Recalled = "recalled",
        /// It was given up before anything left.
        Dropped = "dropped",
    }
}

impl DisclosureState {
    /// Whether something left, or may have.
    #[must_use]
    pub const fn left(self) -> bool {
        matches!(self, Self::Released | Self::Delivered | Self::Recalled)
    }
}

vocabulary! {
    /// Whether the client knows of a disclosure and of what may come of it (NASW-d).
    pub enum Told, "way of telling the client" {
        /// They were told before.
        Before = "before",
        /// They will be told: somebody has it as a task.
        Later = "later",
        /// They won't be, and there is a reason.
        Not = "not",
    }
}

vocabulary! {
    /// What kind of disclosure it is: each asks and refuses something of its own.
    pub enum Road, "kind of disclosure" {
        /// To another organisation, by none of the roads below.
        Other = "other",
        /// The client asked for it: to speak with that organisation for them (DV-3.3.2a).
        ClientRequest = "client_request",
        /// A report to a court, to children's services or to probation (DV-3.3.2b).
        Report = "report",
        /// It may put the client at more risk (DV-3.3.2c).
        RaisesRisk = "raises_risk",
        /// How somebody in the men's programme gets on (DV-4.3).
        Progress = "progress",
        /// To whoever pays (NASW-h).
        Payer = "payer",
        /// The press asks (NASW-k).
        Media = "media",
        /// A consultant's advice (NASW-q).
        Consultant = "consultant",
        /// Teaching and training (NASW-p).
        Teaching = "teaching",
        /// About a client who has died (NASW-r).
        AfterDeath = "after_death",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the word list is made by a macro that gives no variant an attribute"
)]
impl Default for Road {
    fn default() -> Self {
        Self::Other
    }
}

vocabulary! {
    /// What a kind of disclosure asks besides.
    pub enum RoadField, "field of a disclosure" {
        /// What the client asked for, in their own words (DV-3.3.2a).
        ClientWords = "client_words",
        /// What may come of it, as it was gone through with the client (DV-3.3.2b).
        Implications = "implications",
        /// Who will read it there, by part (DV-3.3.2b).
        Readers = "readers",
        /// What the report says (DV-3.3.2b, DV-4.3), or the case told anew so that it tells of nobody (NASW-p, NASW-q).
        Text = "text",
        /// How the client agreed to the text, or why they didn't.
        Agreed = "agreed",
        /// How it may put the client at more risk, and why it is needed all the same (DV-3.3.2c).
        Risk = "risk",
        /// What a participant was told: what goes, why, and to whom (DV-4.3).
        ToldWhat = "told_what",
        /// Which services are to be paid (NASW-h).
        PaidFor = "paid_for",
        /// What advice is sought (NASW-q).
        Advice = "advice",
        /// Why the advice can't be given without knowing more (NASW-q).
        Need = "need",
        /// The day of death, `YYYY-MM-DD`, and how it is known (NASW-r).
        Died = "died",
        /// Who may decide for the client now, and by which paper, or which law (NASW-r).
        Representative = "representative",
        /// On which day a participant was told of a report that goes by law, `YYYY-MM-DD`, and how (DV-4.3).
        ToldWhen = "told_when",
        /// On which day what may come of it was gone through with the client, `YYYY-MM-DD`, and how (DV-3.3.2b).
        GoneThrough = "gone_through",
        /// Why that couldn't be gone through with them before (DV-3.3.2b).
        NotGoneThrough = "not_gone_through",
    }
}

vocabulary! {
    /// Under which rules an accounting of disclosures is asked for: each counts others and looks back for another time.
    pub enum Regime, "regime" {
        /// Everything that left.
        All = "all",
        /// 45 CFR 164.528: six years; without treatment, payment and operations, and without what the client authorised.
        Hipaa = "hipaa",
        /// 42 CFR 2.25: three years; what left with the client's consent.
        Part2 = "part2",
        /// Violence against women and victims of crime acts: everything that left.
        Vawa = "vawa",
        /// United Kingdom: everything that left, and to whom.
        Uk = "uk",
    }
}

vocabulary! {
    /// Who asks from outside about a person (NASW-k, DV-3.3.1).
    pub enum EnquiryFrom, "kind of enquirer" {
        /// The press.
        Media = "media",
        /// An organisation that is no partner in this.
        Organization = "organization",
        /// Somebody who asks for themselves: a relative, a partner, a neighbour.
        Person = "person",
    }
}
