//! Everything that a decision may look at, and nothing else.
//!
//! A [`Situation`] is a question together with its *complete* facts, for one section of one file.
//! It names nobody: who is assigned, walled or consented has already been looked up and stands here
//! as yes or no. Two situations that are equal must get the same answer, which is why a whole file
//! needs only a few decisions, and why a decision may be remembered under its situation (and under
//! the policy set) while facts themselves are never remembered.

use crate::{Action, Basis, Category, Channel, Provenance, Purpose, RecipientKind, Role};

/// Who asks, and in which standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Asker {
    /// Their part.
    pub role: Role,
    /// They belong to the organisation that handles this client.
    pub of_handling_organization: bool,
    /// They have signed the current agreements (CC-2, DV-5.1.1, DV-5.3.1).
    pub agreement_signed: bool,
    /// Their training is not overdue (DV-5.10).
    pub training_current: bool,
    /// Their access was ended or paused.
    pub suspended: bool,
    /// A breach of theirs was found: no conferences and no coordinated assessment any more (CC-2.10).
    pub barred: bool,
}

/// How the asker stands to this client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Relation {
    /// Assigned to the client, themselves or through their team or programme (CR-7).
    pub assigned: bool,
    /// Supervises someone who is assigned.
    pub supervises: bool,
    /// Recorded a duty for this look-up beforehand (CC-2.1, CR-2).
    pub duty_recorded: bool,
    /// Holds an open emergency ticket for this client (RE-7, NASW-c).
    pub emergency_open: bool,
    /// A wall stands between them: partner, ex-partner, relative, declared conflict (DV-3.3.2e).
    pub walled: bool,
    /// Is the client.
    pub is_the_client: bool,
    /// Learnt of the client in a case conference, by name: was shown something of them there, or sat there while they were spoken of
    /// (CC-2.1).
    pub heard_in_conference: bool,
}

/// What is known about the client's need for protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ClientState {
    /// Fleeing violence, stalking or trafficking (CC-2.4).
    pub protected: bool,
    /// Declined to take part in sharing (CC-2.4).
    pub declined_sharing: bool,
    /// Has died; protection stays (NASW-r).
    pub deceased: bool,
    /// The handling organisation is bound by VAWA, FVPSA or VOCA.
    pub of_victim_service_provider: bool,
    /// A participant of the men's programme (DV-4.2).
    pub programme_participant: bool,
}

/// To whom it would go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Recipient {
    /// What kind of recipient.
    pub kind: RecipientKind,
    /// It is the organisation that handles the client.
    pub is_handling_organization: bool,
    /// A partnership protocol names it and has not run out (DV-5.5 to DV-5.7).
    pub protocol_current: bool,
    /// What that protocol agrees on covers this section, this purpose and, of a partner's staff, this person (DV-5.7).
    pub protocol_covers: bool,
    /// Its confidentiality policy is on file and was assessed (DV-4.1).
    pub policy_assessed: bool,
    /// A wall stands between it, or one of its readers, and the client (DV-3.3.2e).
    pub walled: bool,
    /// Somebody who is to be warned is or was the client's partner (DV-3.3.2e).
    pub partner: bool,
}

/// What the client agreed to, as it bears on this section, recipient and purpose (DV-2.1, NASW-b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ConsentState {
    /// A valid, unexpired, unrevoked written consent is on file.
    pub live: bool,
    /// It names this recipient (or, for a payer, authorises it).
    pub names_recipient: bool,
    /// It names this purpose.
    pub names_purpose: bool,
    /// It covers this section.
    pub covers_section: bool,
    /// It permits this very sensitive category (DV-4.4.2).
    pub permits_category: bool,
    /// It lets this way be used (DV-3.3.2d).
    pub covers_channel: bool,
    /// Whoever asks has confirmed each limit that only people can keep, or there is none (DV-3.3.2d).
    pub limits_confirmed: bool,
    /// What would have to be a consent isn't signed: it was given by word of mouth, or its paper waits (DV-2.2).
    pub unwritten: bool,
    /// It bears a day that has not come yet.
    pub future_dated: bool,
    /// It has run out.
    pub expired: bool,
    /// It was taken back.
    pub withdrawn: bool,
    /// It was for one time only, and that time was.
    pub used_up: bool,
    /// A wall stands between the client and whoever signed for them.
    pub signer_barred: bool,
}

/// What the Law Department has to do with it (CR-5, CR-6, NASW-j).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Law {
    /// It answers a subpoena, an order or a request to review the record.
    pub requested_by_law: bool,
    /// The Law Department reviewed and approved this release.
    pub approved: bool,
    /// The Law Department was asked about it and has not answered.
    pub question_open: bool,
    /// The Law Department was asked about it and said no.
    pub declined: bool,
}

/// What is known about danger (RE-7, NASW-c, DV-3.3.2c, DV-4.2b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Danger {
    /// A danger report says who may be harmed, how, and why it can't wait.
    pub reported: bool,
    /// The client was told first, or it was recorded why that wasn't possible (RE-7).
    pub client_told_or_reason: bool,
    /// The disclosure may raise the client's own risk (DV-3.3.2c).
    pub raises_risk: bool,
    /// A supervisor discussed it, and the file says so (DV-3.3.2c).
    pub manager_discussed: bool,
    /// The report that a warning hangs on stands, and says that somebody other than the client may be harmed (DV-4.2b).
    pub of_another: bool,
}

/// What holds in a case conference (CC-2 to CC-2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Session {
    /// The client is on the agenda of a conference that the asker takes part in.
    pub on_agenda: bool,
    /// The asker attested to a private room, this time (CC-2.2).
    pub private_room: bool,
    /// The client is spoken of by an identifier only.
    pub by_alias: bool,
    /// The lead and the handling organisation have both agreed to that identifier (CC-2.4a).
    pub alias_agreed: bool,
}

/// One section of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Section {
    /// Which.
    pub category: Category,
    /// Who told.
    pub provenance: Provenance,
    /// The agenda item, purpose or programme needs this category (CC-2.5, RE-5, NASW-c).
    pub needed: bool,
    /// The office counts this category among what is never passed on without permission for it. What the clause names is among it
    /// whatever stands here (DV-4.4.2).
    pub sensitive: bool,
    /// Whoever told it permits that it goes to this recipient for this purpose (CR-9, DV-3.2).
    pub teller_permits: bool,
}

impl Section {
    /// Whether it is passed on only with permission for this very category (DV-4.4.2).
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        self.sensitive || self.category.is_sensitive()
    }
}

/// A question with its complete facts, for one section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Situation {
    /// What is to be done.
    pub action: Action,
    /// Why.
    pub purpose: Purpose,
    /// On what ground.
    pub basis: Basis,
    /// By which way.
    pub channel: Channel,
    /// Who asks.
    pub asker: Asker,
    /// How they stand to the client.
    pub relation: Relation,
    /// The client's need for protection.
    pub client: ClientState,
    /// To whom.
    pub recipient: Recipient,
    /// What was agreed.
    pub consent: ConsentState,
    /// What the law has to do with it.
    pub law: Law,
    /// What is known about danger.
    pub danger: Danger,
    /// What holds in the conference.
    pub session: Session,
    /// Which section.
    pub section: Section,
}

/// Writes words and yes-or-no into one number, lowest place first.
struct Packer {
    value: u128,
    place: u32,
}

impl Packer {
    fn word(&mut self, number: u8, places: u32) {
        self.value |= u128::from(number) << self.place;
        self.place += places;
    }

    fn flags<const N: usize>(&mut self, flags: [bool; N]) {
        for flag in flags {
            self.word(u8::from(flag), 1);
        }
    }
}

impl ConsentState {
    const fn flags(self) -> [bool; 13] {
        [
            self.live,
            self.names_recipient,
            self.names_purpose,
            self.covers_section,
            self.permits_category,
            self.covers_channel,
            self.limits_confirmed,
            self.unwritten,
            self.future_dated,
            self.expired,
            self.withdrawn,
            self.used_up,
            self.signer_barred,
        ]
    }
}

impl Situation {
    /// The whole situation as one number: equal numbers are equal situations.
    // INVARIANT: every field is packed, each into places wide enough for its list; the test
    // `packing_loses_nothing` flips every field and expects another number.
    #[must_use]
    pub fn packed(&self) -> u128 {
        let mut p = Packer { value: 0, place: 0 };
        p.word(self.action.number(), 4);
        p.word(self.purpose.number(), 5);
        p.word(self.basis.number(), 4);
        p.word(self.channel.number(), 4);
        p.word(self.asker.role.number(), 4);
        p.word(self.recipient.kind.number(), 4);
        p.word(self.section.category.number(), 5);
        p.word(self.section.provenance.number(), 3);
        let a = self.asker;
        p.flags([
            a.of_handling_organization,
            a.agreement_signed,
            a.training_current,
            a.suspended,
            a.barred,
        ]);
        let r = self.relation;
        p.flags([
            r.assigned,
            r.supervises,
            r.duty_recorded,
            r.emergency_open,
            r.walled,
            r.is_the_client,
            r.heard_in_conference,
        ]);
        let c = self.client;
        p.flags([
            c.protected,
            c.declined_sharing,
            c.deceased,
            c.of_victim_service_provider,
            c.programme_participant,
        ]);
        let t = self.recipient;
        p.flags([
            t.is_handling_organization,
            t.protocol_current,
            t.protocol_covers,
            t.policy_assessed,
            t.walled,
            t.partner,
        ]);
        p.flags(self.consent.flags());
        p.flags([
            self.law.requested_by_law,
            self.law.approved,
            self.law.question_open,
            self.law.declined,
        ]);
        let d = self.danger;
        p.flags([
            d.reported,
            d.client_told_or_reason,
            d.raises_risk,
            d.manager_discussed,
            d.of_another,
        ]);
        let m = self.session;
        p.flags([m.on_agenda, m.private_room, m.by_alias, m.alias_agreed]);
        let n = self.section;
        p.flags([n.needed, n.sensitive, n.teller_permits]);
        p.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn plain() -> Situation {
        Situation {
            action: Action::Find,
            purpose: Purpose::DirectService,
            basis: Basis::None,
            channel: Channel::Screen,
            asker: Asker {
                role: Role::Caseworker,
                of_handling_organization: false,
                agreement_signed: false,
                training_current: false,
                suspended: false,
                barred: false,
            },
            relation: Relation::default(),
            client: ClientState::default(),
            recipient: Recipient {
                kind: RecipientKind::Nobody,
                is_handling_organization: false,
                protocol_current: false,
                protocol_covers: false,
                policy_assessed: false,
                walled: false,
                partner: false,
            },
            consent: ConsentState::default(),
            law: Law::default(),
            danger: Danger::default(),
            session: Session::default(),
            section: Section {
                category: Category::Existence,
                provenance: Provenance::Client,
                needed: false,
                sensitive: false,
                teller_permits: false,
            },
        }
    }

    #[test]
    #[expect(
        clippy::too_many_lines,
        reason = "one line for each fact: the list is the test"
    )]
    fn packing_loses_nothing() {
        let mut seen = HashSet::from([plain().packed()]);
        let mut expect_new = |s: Situation| assert!(seen.insert(s.packed()), "{s:?}");
        for &w in Action::ALL.iter().skip(1) {
            expect_new(Situation {
                action: w,
                ..plain()
            });
        }
        for &w in Purpose::ALL.iter().skip(1) {
            expect_new(Situation {
                purpose: w,
                ..plain()
            });
        }
        for &w in Basis::ALL.iter().skip(1) {
            expect_new(Situation {
                basis: w,
                ..plain()
            });
        }
        for &w in Channel::ALL.iter().skip(1) {
            expect_new(Situation {
                channel: w,
                ..plain()
            });
        }
        for &w in Role::ALL.iter().skip(1) {
            let mut s = plain();
            s.asker.role = w;
            expect_new(s);
        }
        for &w in RecipientKind::ALL.iter().skip(1) {
            let mut s = plain();
            s.recipient.kind = w;
            expect_new(s);
        }
        for &w in Category::ALL.iter().skip(1) {
            let mut s = plain();
            s.section.category = w;
            expect_new(s);
        }
        for &w in Provenance::ALL.iter().skip(1) {
            let mut s = plain();
            s.section.provenance = w;
            expect_new(s);
        }
        let flips: [fn(&mut Situation); 52] = [
            |s| s.asker.of_handling_organization = true,
            |s| s.asker.agreement_signed = true,
            |s| s.asker.training_current = true,
            |s| s.asker.suspended = true,
            |s| s.asker.barred = true,
            |s| s.relation.assigned = true,
            |s| s.relation.supervises = true,
            |s| s.relation.duty_recorded = true,
            |s| s.relation.emergency_open = true,
            |s| s.relation.walled = true,
            |s| s.relation.is_the_client = true,
            |s| s.relation.heard_in_conference = true,
            |s| s.client.protected = true,
            |s| s.client.declined_sharing = true,
            |s| s.client.deceased = true,
            |s| s.client.of_victim_service_provider = true,
            |s| s.client.programme_participant = true,
            |s| s.recipient.is_handling_organization = true,
            |s| s.recipient.protocol_current = true,
            |s| s.recipient.protocol_covers = true,
            |s| s.recipient.policy_assessed = true,
            |s| s.recipient.walled = true,
            |s| s.recipient.partner = true,
            |s| s.consent.live = true,
            |s| s.consent.names_recipient = true,
            |s| s.consent.names_purpose = true,
            |s| s.consent.covers_section = true,
            |s| s.consent.permits_category = true,
            |s| s.consent.covers_channel = true,
            |s| s.consent.limits_confirmed = true,
            |s| s.consent.unwritten = true,
            |s| s.consent.future_dated = true,
            |s| s.consent.expired = true,
            |s| s.consent.withdrawn = true,
            |s| s.consent.used_up = true,
            |s| s.consent.signer_barred = true,
            |s| s.law.requested_by_law = true,
            |s| s.law.approved = true,
            |s| s.law.question_open = true,
            |s| s.law.declined = true,
            |s| s.danger.reported = true,
            |s| s.danger.client_told_or_reason = true,
            |s| s.danger.raises_risk = true,
            |s| s.danger.manager_discussed = true,
            |s| s.danger.of_another = true,
            |s| s.session.on_agenda = true,
            |s| s.session.private_room = true,
            |s| s.session.by_alias = true,
            |s| s.session.alias_agreed = true,
            |s| s.section.needed = true,
            |s| s.section.sensitive = true,
            |s| s.section.teller_permits = true,
        ];
        for flip in flips {
            let mut s = plain();
            flip(&mut s);
            expect_new(s);
        }
    }
}
