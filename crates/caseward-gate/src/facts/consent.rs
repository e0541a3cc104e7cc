//! Which of a client's consents decides: one for the whole of a question, because several never add up to one.
//!
//! All terms of what somebody agreed to stand on one paper (DV-2.1, DV-2.2, NASW-b): two papers that each let a half out
//! let nobody have the whole. So the consent is chosen once, over all that is asked, and every section is decided by it; what
//! it doesn't cover is refused. A desk that says beforehand what will be decided chooses by the same function.

use caseward_model::{Basis, Category, Channel, ConsentFlaw, ConsentState, Purpose, RecipientKind};

use super::{ClientSheet, ConsentFact, Facts};
use crate::request::Question;

/// What a client's consents are asked: all that would go, to whom, for what and by which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedOfConsents<'a> {
    /// To which organisation, by number; 0 for nobody, and for whoever isn't in the register.
    pub recipient: i64,
    /// Of what kind it is, if it is in the register.
    pub kind: Option<RecipientKind>,
    /// For what.
    pub purpose: Purpose,
    /// By which way.
    pub channel: Channel,
    /// All the sections.
    pub sections: &'a [Category],
}

/// What of all that is asked a consent fits, the most telling first.
type Nearness = (usize, bool, bool, bool, bool, bool, usize, bool);

impl ConsentFact {
    /// Whether it names this organisation, by number.
    #[must_use]
    pub const fn names_recipient(&self, no: i64) -> bool {
        no != 0 && self.recipient == no
    }

    /// Whether it names this purpose, and can be one for it and for a recipient of this kind.
    #[must_use]
    pub fn names_purpose(&self, purpose: Purpose, kind: Option<RecipientKind>) -> bool {
        self.purposes.contains(&purpose) && self.kind.serves(purpose, kind)
    }

    /// Whether it covers this section. That there is such a client goes with every consent.
    #[must_use]
    pub fn covers(&self, section: Category) -> bool {
        section == Category::Existence || self.categories.contains(&section)
    }
}

impl ClientSheet {
    /// The one consent by which all of this is decided, or which comes nearest; nothing where the client has none. Of those
    /// that count for this recipient and purpose it is the one that covers most sections. Whether its limits are kept doesn't
    /// bear on the choice: whoever says that they are has to know whose limits they are. Of equal ones it is the newest; but one
    /// for one time isn't used up where the newest that lasts is equal, and asks for no limits that the other doesn't.
    #[must_use]
    pub fn consent_for(&self, asked: &AskedOfConsents<'_>, now_ms: i64) -> Option<&ConsentFact> {
        let newest = |may_be_once: bool| {
            let all = self.consents.iter();
            let all = all.filter(move |it| may_be_once || !it.once);
            // Consents from before they had numbers come after one another on the sheet, and the last counts.
            all.max_by_key(|it| (self.nearness(it, asked, now_ms), it.no))
        };
        let chosen = newest(true)?;
        if !chosen.once || chosen.flaw_of(self, now_ms).is_some() {
            return Some(chosen);
        }
        let near = self.nearness(chosen, asked, now_ms);
        let lasting = newest(false).filter(|it| {
            let asks_more = it.confirm_limits && !chosen.confirm_limits;
            !asks_more && self.nearness(it, asked, now_ms) == near
        });
        Some(lasting.unwrap_or(chosen))
    }

    /// How near a consent comes to letting all of it go: of two, the greater one decides.
    fn nearness(&self, it: &ConsentFact, asked: &AskedOfConsents<'_>, now_ms: i64) -> Nearness {
        let live = it.flaw_of(self, now_ms).is_none();
        let here = it.names_recipient(asked.recipient);
        let for_this = it.names_purpose(asked.purpose, asked.kind);
        let sections = asked.sections.iter();
        let covered = sections.filter(|section| it.covers(**section)).count();
        (
            if live && here && for_this { covered } else { 0 },
            live && here,
            live && for_this,
            here,
            live,
            for_this,
            covered,
            it.channels.contains(&asked.channel),
        )
    }
}

/// The consent that was chosen for a question, as it bears on all of it.
pub(super) struct Bearing<'f> {
    /// The consent, if it counts.
    fact: Option<&'f ConsentFact>,
    /// How it stands, but for the section.
    state: ConsentState,
}

impl<'f> Bearing<'f> {
    /// Chooses once for these sections.
    pub(super) fn of(question: &Question, facts: &'f Facts, sections: &[Category]) -> Self {
        let asked = AskedOfConsents {
            recipient: facts.recipient_no,
            kind: facts.recipient.as_ref().map(|it| it.kind.into()),
            purpose: question.purpose,
            channel: question.channel,
            sections,
        };
        let sheet = &facts.client;
        let chosen = sheet.consent_for(&asked, facts.now_ms).map(|it| {
            let flaw = it.flaw_of(sheet, facts.now_ms);
            (it, flaw, it.names_recipient(asked.recipient))
        });
        // One that fails is told of only where it names the recipient.
        let told = chosen.filter(|(_, flaw, here)| flaw.is_none() || *here);
        let Some((fact, flaw, here)) = told else {
            return Self {
                fact: None,
                state: ConsentState::default(),
            };
        };
        let live = flaw.is_none();
        let state = ConsentState {
            live,
            // What fails permits nothing, whatever it says.
            names_recipient: live && here,
            names_purpose: live && fact.names_purpose(asked.purpose, asked.kind),
            covers_section: false,
            permits_category: false,
            covers_channel: live && fact.channels.contains(&asked.channel),
            limits_confirmed: live && (!fact.confirm_limits || question.limits_confirmed),
            // Of a name that anybody could have typed the rules say that it isn't signed; the desk says why.
            unwritten: matches!(
                flaw,
                Some(ConsentFlaw::NotWritten | ConsentFlaw::Unwitnessed)
            ),
            future_dated: flaw == Some(ConsentFlaw::FutureDated),
            expired: flaw == Some(ConsentFlaw::Expired),
            withdrawn: flaw == Some(ConsentFlaw::Revoked),
            used_up: flaw == Some(ConsentFlaw::UsedUp),
            signer_barred: flaw == Some(ConsentFlaw::SignerNotAllowed),
        };
        Self {
            fact: live.then_some(fact),
            state,
        }
    }

    /// The consent, if it counts.
    pub(super) const fn fact(&self) -> Option<&'f ConsentFact> {
        self.fact
    }

    /// How it bears on one section.
    pub(super) fn on(&self, section: Category) -> ConsentState {
        let covers = self.fact.is_some_and(|it| it.covers(section));
        ConsentState {
            covers_section: covers,
            // That somebody else may have this very kind permits it to nobody here (DV-4.4.2).
            permits_category: covers && self.state.names_recipient,
            ..self.state
        }
    }
}

/// Whether what goes on this ground goes because the client agreed.
pub(super) const fn needs_consent(basis: Basis) -> bool {
    matches!(basis, Basis::Consent | Basis::ClientRequest)
}

#[cfg(test)]
mod tests {
    use Category::{Contact, Existence, Housing, Identity, Income, Services};
    use caseward_model::{Action, ConsentKind, Id, Role};

    use super::*;
    use crate::facts::{Asked, WorkerSheet, situation};
    use crate::permit::RecordKeys;
    use crate::request::RecipientAsked;

    const PARTNER: i64 = 3;
    const NOW: i64 = 1_000;

    fn consent(no: i64, categories: &[Category]) -> ConsentFact {
        ConsentFact {
            no,
            kind: ConsentKind::Information,
            recipient: PARTNER,
            purposes: vec![Purpose::Eligibility],
            categories: categories.to_vec(),
            channels: vec![Channel::SecureTransfer],
            signed_at: 1,
            expires_at: 9_000,
            withdrawn_at: None,
            unwritten: false,
            unwitnessed: false,
            once: false,
            used_at: None,
            confirm_limits: false,
            requested: false,
            signer: None,
            representative: false,
        }
    }

    fn facts(consents: Vec<ConsentFact>) -> Facts {
        Facts {
            now_ms: NOW,
            clock_went_back: false,
            worker_no: 7,
            worker: WorkerSheet::new(1, Role::Caseworker),
            client_no: 4,
            client: ClientSheet {
                organization: 1,
                consents,
                ..ClientSheet::default()
            },
            keys: RecordKeys(Vec::new()),
            handler: None,
            recipient_no: PARTNER,
            recipient: None,
            walled_person_there: false,
            seat: None,
        }
    }

    fn question(sections: &[Category]) -> Question {
        Question {
            asker: Id::from_bytes([7; 16]),
            client: Id::from_bytes([4; 16]),
            sections: sections.to_vec(),
            action: Action::Disclose,
            purpose: Purpose::Eligibility,
            recipient: RecipientAsked::Organization(Id::from_bytes([3; 16])),
            basis: Basis::Consent,
            danger: None,
            item: None,
            channel: Channel::SecureTransfer,
            limits_confirmed: false,
            beyond: Vec::new(),
        }
    }

    /// The number of the consent by which it is decided, and the sections that it covers.
    fn decided(question: &Question, facts: &Facts) -> (Option<i64>, Vec<Category>) {
        let asked = Asked::whole(question, facts);
        let sections = question.sections.iter().copied();
        let covered = sections.filter(|it| asked.situation(*it).consent.covers_section);
        (asked.decided_by().map(|it| it.no), covered.collect())
    }

    #[test]
    fn dv_2_1_two_consents_that_cover_it_together_do_not_cover_it() {
        let facts = facts(vec![
            consent(1, &[Identity, Housing]),
            consent(2, &[Income, Contact]),
        ]);
        let all = question(&[Identity, Housing, Income]);
        assert_eq!(decided(&all, &facts), (Some(1), vec![Identity, Housing]));
        // Of what isn't covered the rules say just that: the consent counts, and doesn't cover this.
        let kept_in = Asked::whole(&all, &facts).situation(Income).consent;
        assert!(kept_in.live && kept_in.names_recipient && kept_in.names_purpose);
        assert!(!kept_in.covers_section && !kept_in.permits_category);
        for one in [Identity, Housing, Income] {
            let alone = question(&[one]);
            assert_eq!(decided(&alone, &facts).1, [one], "by itself it is covered");
            assert!(situation(&alone, &facts, one).consent.covers_section);
        }
    }

    #[test]
    fn dv_4_4_2_what_another_recipient_may_have_is_permitted_to_nobody_else() {
        let elsewhere = ConsentFact {
            recipient: PARTNER + 1,
            ..consent(1, &[Housing])
        };
        for (given, permitted) in [(consent(1, &[Housing]), true), (elsewhere, false)] {
            let facts = facts(vec![given]);
            let found = Asked::whole(&question(&[Housing]), &facts).situation(Housing);
            assert!(found.consent.live && found.consent.covers_section);
            assert_eq!(found.consent.permits_category, permitted);
        }
    }

    #[test]
    fn dv_2_1_one_consent_that_covers_it_all_goes_before_a_newer_narrower_one() {
        let (wide, narrow) = (consent(1, &[Identity, Housing]), consent(2, &[Housing]));
        let all = question(&[Identity, Housing]);
        for consents in [
            vec![wide.clone(), narrow.clone()],
            vec![narrow.clone(), wide.clone()],
        ] {
            let facts = facts(consents);
            assert_eq!(decided(&all, &facts), (Some(1), vec![Identity, Housing]));
            assert_eq!(decided(&question(&[Housing]), &facts).0, Some(2));
        }
        let taken_back = ConsentFact {
            withdrawn_at: Some(2),
            ..wide
        };
        let facts = facts(vec![taken_back, narrow]);
        assert_eq!(decided(&all, &facts), (Some(2), vec![Housing]));
        let kept_in = Asked::whole(&all, &facts).situation(Identity).consent;
        assert!(kept_in.live && !kept_in.withdrawn);
    }

    #[test]
    fn of_equal_consents_the_newest_decides_whatever_their_order() {
        let all = question(&[Identity, Housing]);
        let of = |no: i64| consent(no, &[Identity, Housing]);
        for consents in [vec![of(1), of(2)], vec![of(2), of(1)]] {
            assert_eq!(decided(&all, &facts(consents)).0, Some(2));
        }
        // From before they had numbers: the last on the sheet.
        let last = ConsentFact {
            expires_at: 8_000,
            ..of(0)
        };
        let facts = facts(vec![of(0), last.clone()]);
        assert_eq!(Asked::whole(&all, &facts).decided_by(), Some(&last));
    }

    fn once(fact: ConsentFact) -> ConsentFact {
        ConsentFact { once: true, ..fact }
    }

    #[test]
    fn dv_2_1_a_consent_for_one_time_is_not_used_up_where_a_lasting_one_lets_the_same_go() {
        let (all, both) = (question(&[Identity, Housing]), [Identity, Housing]);
        let lasting = |no: i64| consent(no, &both);
        for consents in [
            vec![lasting(1), once(consent(2, &both))],
            vec![once(consent(2, &both)), lasting(1)],
            vec![once(consent(1, &both)), once(consent(2, &both)), lasting(3)],
            vec![lasting(1), lasting(3), once(consent(4, &both))],
        ] {
            let last = consents.iter().filter(|it| !it.once).map(|it| it.no).max();
            let facts = facts(consents);
            assert_eq!(decided(&all, &facts), (last, both.to_vec()));
        }
        // Where only the one for one time covers it, or the way, or counts, it decides.
        let by_hand = ConsentFact {
            channels: vec![Channel::HandDelivery],
            ..lasting(1)
        };
        let over = ConsentFact {
            expires_at: NOW,
            ..lasting(1)
        };
        for lesser in [consent(1, &[Housing]), by_hand, over] {
            let facts = facts(vec![lesser, once(consent(2, &both))]);
            assert_eq!(decided(&all, &facts).0, Some(2));
        }
        // Used up, it counts no more than any other that doesn't.
        let used = ConsentFact {
            used_at: Some(2),
            ..once(consent(2, &both))
        };
        let facts = facts(vec![lasting(1), used]);
        assert_eq!(decided(&all, &facts).0, Some(1));
    }

    #[test]
    fn dv_3_3_2d_a_lasting_consent_with_more_limits_does_not_keep_back_one_for_one_time() {
        let (all, both) = (question(&[Identity, Housing]), [Identity, Housing]);
        let limited = |fact: ConsentFact| ConsentFact {
            confirm_limits: true,
            ..fact
        };
        let lasting = limited(consent(2, &both));
        let free = once(consent(3, &both));
        // The newest word about what lasts is the one with limits, whatever was said before.
        let three = facts(vec![consent(1, &both), lasting.clone(), free.clone()]);
        assert_eq!(decided(&all, &three).0, Some(3));
        let two = facts(vec![lasting.clone(), limited(free)]);
        assert_eq!(decided(&all, &two).0, Some(2), "both ask for limits");
        let one = facts(vec![consent(1, &both), lasting]);
        assert_eq!(decided(&all, &one).0, Some(2));
    }

    #[test]
    fn dv_3_3_2d_that_limits_are_kept_is_said_of_the_consent_that_decides_anyway() {
        let limited = |no: i64| ConsentFact {
            confirm_limits: true,
            ..consent(no, &[Identity, Housing])
        };
        let unconfirmed = question(&[Identity, Housing]);
        let confirmed = Question {
            limits_confirmed: true,
            ..unconfirmed.clone()
        };
        for (other, chosen) in [
            (consent(2, &[Housing]), 1),
            (consent(2, &[Identity, Housing]), 2),
        ] {
            let facts = facts(vec![limited(1), other]);
            for asked in [&unconfirmed, &confirmed] {
                assert_eq!(decided(asked, &facts).0, Some(chosen));
            }
        }
        let newer = facts(vec![consent(1, &[Identity, Housing]), limited(2)]);
        assert_eq!(
            decided(&unconfirmed, &newer).0,
            Some(2),
            "the newest word counts"
        );
        let facts = facts(vec![limited(1)]);
        let confirms = |it: &Question| {
            Asked::whole(it, &facts)
                .situation(Housing)
                .consent
                .limits_confirmed
        };
        assert!(confirms(&confirmed) && !confirms(&unconfirmed));
    }

    #[test]
    fn dv_3_3_2d_among_those_that_cover_as_much_one_lets_this_way_be_used() {
        let by_hand = ConsentFact {
            channels: vec![Channel::HandDelivery],
            ..consent(2, &[Identity, Housing])
        };
        let all = question(&[Identity, Housing]);
        let both = facts(vec![consent(1, &[Identity, Housing]), by_hand.clone()]);
        assert_eq!(decided(&all, &both).0, Some(1));
        let facts = facts(vec![consent(1, &[Housing]), by_hand]);
        assert_eq!(decided(&all, &facts).0, Some(2));
        let stays = Asked::whole(&all, &facts).situation(Housing).consent;
        assert!(stays.covers_section && !stays.covers_channel);
    }

    #[test]
    fn that_the_client_is_known_is_decided_by_the_consent_of_the_whole_question() {
        let facts = facts(vec![consent(1, &[Identity, Housing]), consent(2, &[])]);
        let all = question(&[Identity, Housing]);
        let known = Asked::whole(&all, &facts).situation(Existence).consent;
        assert!(known.live && known.covers_section && known.names_recipient);
        let all = question(&[Existence, Identity, Housing]);
        assert_eq!(decided(&all, &facts).1, [Existence, Identity, Housing]);
    }

    #[test]
    fn nasw_c_a_reason_for_more_counts_only_under_the_consent_of_the_whole_question() {
        let all = Question {
            beyond: vec![Services],
            ..question(&[Identity, Housing, Services])
        };
        let needed = |consents: Vec<ConsentFact>| {
            let facts = facts(consents);
            let asked = Asked::whole(&all, &facts);
            asked.situation(Services).section.needed
        };
        let apart = vec![consent(1, &[Identity, Housing]), consent(2, &[Services])];
        assert!(!needed(apart.clone()));
        let whole = consent(3, &[Identity, Housing, Services]);
        assert!(needed(apart.into_iter().chain([whole]).collect()));
    }

    #[test]
    fn nasw_q_what_is_read_with_the_clients_word_rests_on_one_consent_as_well() {
        let to_consult = |no: i64, categories: &[Category]| ConsentFact {
            purposes: vec![Purpose::Consultation],
            ..consent(no, categories)
        };
        let facts = Facts {
            recipient_no: 0,
            ..facts(vec![
                to_consult(1, &[Identity, Housing]),
                to_consult(2, &[Income]),
                consent(3, &[Identity, Housing, Income]),
            ])
        };
        let reads = Question {
            action: Action::Read,
            purpose: Purpose::Consultation,
            recipient: RecipientAsked::Nobody,
            basis: Basis::Duty,
            channel: Channel::Screen,
            ..question(&[Identity, Housing, Income])
        };
        // No paper leaves under it, so it is none by which something was let out.
        assert_eq!(decided(&reads, &facts), (None, vec![Identity, Housing]));
        let state = Asked::whole(&reads, &facts).situation(Identity).consent;
        assert!(state.live && state.names_purpose && !state.names_recipient);
    }

    #[test]
    fn one_that_fails_is_told_of_only_where_it_names_the_recipient() {
        let over = |recipient: i64| ConsentFact {
            recipient,
            expires_at: NOW,
            ..consent(1, &[Identity])
        };
        let all = question(&[Identity]);
        let state = |fact: ConsentFact| situation(&all, &facts(vec![fact]), Identity).consent;
        assert_eq!(state(over(PARTNER + 1)), ConsentState::default());
        let told = state(over(PARTNER));
        assert!(told.expired && !told.live && !told.covers_section && !told.names_recipient);
        assert_eq!(decided(&all, &facts(vec![over(PARTNER)])), (None, vec![]));
    }

    #[test]
    fn a_desk_that_asks_beforehand_is_told_of_the_same_consent() {
        let facts = facts(vec![
            consent(1, &[Identity, Housing]),
            consent(2, &[Identity, Income]),
            consent(3, &[Housing]),
        ]);
        for sections in [
            &[Identity, Housing][..],
            &[Identity, Income],
            &[Housing],
            &[Identity, Housing, Income],
        ] {
            let asked = AskedOfConsents {
                recipient: PARTNER,
                kind: None,
                purpose: Purpose::Eligibility,
                channel: Channel::SecureTransfer,
                sections,
            };
            let beforehand = facts.client.consent_for(&asked, NOW);
            let question = question(sections);
            assert_eq!(beforehand, Asked::whole(&question, &facts).decided_by());
        }
    }
}
