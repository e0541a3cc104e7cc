//! The eight accidents, replayed (T-ICO in SECURITY.md's sources): the attempt as it was made, and the same release put right.

use super::*;

const NOW: i64 = 1_790_000_000_000;
const DAY: i64 = 86_400_000;

fn address() -> AddressFacts {
    AddressFacts {
        counts_from: NOW - 30 * DAY,
        counts_until: None,
        verified: true,
        shared_with_walled: Some(false),
    }
}

fn holding(category: Category, between: Between) -> Holding {
    Holding {
        category,
        redaction: RedactionClass::None,
        subject: SubjectFacts {
            minor: false,
            protected: false,
        },
        between,
        origin: Origin::Told,
        asked_for_by_itself: false,
    }
}

fn reader(artefact: u8, holds: Vec<Holding>) -> Reader {
    Reader {
        artefact: [artefact; 32],
        holds,
        searched: Searched::NothingOfOthers,
    }
}

fn facts(readers: Vec<Reader>) -> Facts {
    Facts {
        now_ms: NOW,
        destination: Destination::Address(address()),
        told_on: None,
        readers,
        second_person: false,
    }
}

fn harmless() -> Facts {
    facts(vec![reader(
        1,
        vec![holding(Category::Services, Between::Nothing)],
    )])
}

#[track_caller]
fn stopped(channel: Channel, facts: &Facts, by: &[Stop]) {
    assert_eq!(check(channel, facts), Err(by.to_vec()));
}

#[test]
fn what_harms_nobody_goes() {
    assert_eq!(check(Channel::EncryptedMessage, &harmless()), Ok(()));
}

/// Charnwood: a letter with the new address was posted to the address that both had shared.
#[test]
fn t_ico_1_nothing_goes_to_an_address_shared_with_someone_behind_a_wall() {
    let to = |change: fn(&mut AddressFacts)| {
        let mut address = address();
        change(&mut address);
        Facts {
            destination: Destination::Address(address),
            ..harmless()
        }
    };
    let shared = to(|it| it.shared_with_walled = Some(true));
    stopped(Channel::OpenMessage, &shared, &[Stop::AddressShared]);
    let nobody_looked = to(|it| it.shared_with_walled = None);
    stopped(
        Channel::HandDelivery,
        &nobody_looked,
        &[Stop::AddressShared],
    );
    let previous = to(|it| it.counts_until = Some(NOW));
    stopped(Channel::HandDelivery, &previous, &[Stop::AddressOutOfDate]);
    let next = to(|it| it.counts_from = NOW + 1);
    stopped(Channel::HandDelivery, &next, &[Stop::AddressOutOfDate]);
    let both = to(|it| {
        it.counts_until = Some(NOW - DAY);
        it.shared_with_walled = Some(true);
    });
    let all = [Stop::AddressOutOfDate, Stop::AddressShared];
    stopped(Channel::OpenMessage, &both, &all);
    assert!(all.iter().all(|it| it.another_way_helps()));
    let until_tomorrow = to(|it| it.counts_until = Some(NOW + DAY));
    assert_eq!(check(Channel::HandDelivery, &until_tomorrow), Ok(()));
}

/// Bolton at Home: a message about the new home was left on the husband's telephone.
#[test]
fn t_ico_2_no_message_is_left_unless_its_owner_said_that_it_is_safe() {
    let call = |owner, safe_for_messages, leaves_message| Facts {
        destination: Destination::Phone(PhoneFacts {
            owner,
            safe_for_messages,
            leaves_message,
        }),
        ..harmless()
    };
    let on = Channel::Telephone;
    stopped(
        on,
        &call(PhoneOwner::Walled, true, true),
        &[Stop::PhoneOfSomeoneElse],
    );
    stopped(
        on,
        &call(PhoneOwner::Unknown, false, true),
        &[Stop::PhoneOfSomeoneElse, Stop::NoMessage],
    );
    stopped(
        on,
        &call(PhoneOwner::Recipient, false, true),
        &[Stop::NoMessage],
    );
    assert_eq!(
        check(on, &call(PhoneOwner::Recipient, false, false)),
        Ok(())
    );
    assert_eq!(check(on, &call(PhoneOwner::Recipient, true, true)), Ok(()));
    // What opens a sealed file is told by the same rule, however the file itself goes.
    let told = |owner, leaves_message| Facts {
        told_on: Some(PhoneFacts {
            owner,
            safe_for_messages: false,
            leaves_message,
        }),
        ..harmless()
    };
    let by = Channel::SecureTransfer;
    assert_eq!(check(by, &told(PhoneOwner::Recipient, false)), Ok(()));
    stopped(by, &told(PhoneOwner::Recipient, true), &[Stop::NoMessage]);
    for owner in [
        PhoneOwner::Walled,
        PhoneOwner::SomeoneElse,
        PhoneOwner::Unknown,
    ] {
        stopped(by, &told(owner, false), &[Stop::PhoneOfSomeoneElse]);
    }
    // A telephone is no address, and an address no telephone.
    stopped(on, &harmless(), &[Stop::NoDestination]);
}

/// Wakefield: a bundle for the court went to the father, with the mother's and the children's address in it.
#[test]
fn t_ico_3_someone_behind_a_wall_never_reads_where_anyone_in_it_can_be_found() {
    let bundle = |category, second_person| Facts {
        second_person,
        ..facts(vec![reader(
            1,
            vec![
                holding(Category::Justice, Between::TheSame),
                holding(category, Between::Walled),
            ],
        )])
    };
    stopped(
        Channel::HandDelivery,
        &bundle(Category::Location, true),
        &[Stop::WhereaboutsToWalled],
    );
    stopped(
        Channel::HandDelivery,
        &bundle(Category::Contact, false),
        &[Stop::WhereaboutsToWalled, Stop::NeedsSecondPerson],
    );
    stopped(
        Channel::HandDelivery,
        &bundle(Category::Justice, false),
        &[Stop::NeedsSecondPerson],
    );
    assert_eq!(
        check(Channel::HandDelivery, &bundle(Category::Justice, true)),
        Ok(())
    );
    // An address in an attachment or a note is one all the same.
    let mut in_a_note = bundle(Category::Notes, true);
    for redaction in [RedactionClass::Place, RedactionClass::FreeText] {
        in_a_note.readers[0].holds[1].redaction = redaction;
        stopped(
            Channel::HandDelivery,
            &in_a_note,
            &[Stop::WhereaboutsToWalled],
        );
    }
}

/// One assessment of children at risk went unredacted to all of the mother's former partners.
#[test]
fn t_ico_4_three_readers_get_three_different_packages() {
    let told = || vec![holding(Category::Services, Between::Nothing)];
    let one_for_all = facts(vec![
        reader(1, told()),
        reader(1, told()),
        reader(1, told()),
    ]);
    stopped(
        Channel::EncryptedMessage,
        &one_for_all,
        &[Stop::OneForSeveral],
    );
    let two_alike = facts(vec![
        reader(1, told()),
        reader(2, told()),
        reader(1, told()),
    ]);
    stopped(
        Channel::EncryptedMessage,
        &two_alike,
        &[Stop::OneForSeveral],
    );
    let each_their_own = facts(vec![
        reader(1, told()),
        reader(2, told()),
        reader(3, told()),
    ]);
    assert_eq!(check(Channel::EncryptedMessage, &each_their_own), Ok(()));
    stopped(
        Channel::EncryptedMessage,
        &facts(Vec::new()),
        &[Stop::NoReader],
    );
}

/// South Wales Police: whoever had asked about a man was named to him.
#[test]
fn t_ico_5_the_one_who_was_asked_about_never_learns_who_asked() {
    let reply = |between, origin| {
        let mut about = holding(Category::Notes, between);
        about.origin = origin;
        facts(vec![reader(1, vec![about])])
    };
    let by = Channel::OpenMessage;
    // The enquirer's own data, to the one who was asked about.
    stopped(
        by,
        &reply(Between::Nothing, Origin::Enquiry),
        &[Stop::Enquirer],
    );
    stopped(
        by,
        &reply(Between::Nothing, Origin::Unknown),
        &[Stop::OriginUnknown],
    );
    assert_eq!(check(by, &reply(Between::Nothing, Origin::Told)), Ok(()));
    // What someone asked, to themselves.
    assert_eq!(check(by, &reply(Between::TheSame, Origin::Enquiry)), Ok(()));
}

/// Jackson Quinn: the children's address was told to their father in prison.
#[test]
fn t_ico_6_no_consent_tells_a_danger_where_a_child_can_be_found() {
    let to_father = |between, category| {
        let mut about = holding(category, between);
        about.subject.minor = true;
        // As if everything that can permit it had: a purpose of its own, and a second person.
        about.asked_for_by_itself = true;
        Facts {
            second_person: true,
            ..facts(vec![reader(1, vec![about])])
        }
    };
    stopped(
        Channel::HandDelivery,
        &to_father(Between::Risk, Category::Location),
        &[Stop::WhereaboutsToWalled, Stop::ChildsWhereabouts],
    );
    assert!(!Stop::ChildsWhereabouts.another_way_helps());
    assert_eq!(
        check(
            Channel::HandDelivery,
            &to_father(Between::Risk, Category::Services)
        ),
        Ok(())
    );
    stopped(
        Channel::HandDelivery,
        &to_father(Between::Unknown, Category::Services),
        &[Stop::RelationUnknown],
    );
}

/// Four times a safe address went to the one whom it was safe from.
#[test]
fn t_ico_7_a_safe_place_never_goes_along_as_a_part_of_something_else() {
    let with = |asked_for_by_itself, between| {
        let mut about = holding(Category::Location, between);
        about.subject.protected = true;
        about.asked_for_by_itself = asked_for_by_itself;
        facts(vec![reader(1, vec![about])])
    };
    for by in Channel::ALL.iter().filter(|it| **it != Channel::Telephone) {
        stopped(
            *by,
            &with(false, Between::Nothing),
            &[Stop::SafePlaceUnasked],
        );
        assert_eq!(check(*by, &with(true, Between::Nothing)), Ok(()));
        assert_eq!(check(*by, &with(false, Between::TheSame)), Ok(()));
    }
}

/// Records kept jointly: an export for one of two showed the other.
#[test]
fn t_ico_8_an_export_is_searched_for_the_other_and_holds_nothing_of_them() {
    let export = |searched| {
        let mut one = reader(1, vec![holding(Category::Notes, Between::TheSame)]);
        one.searched = searched;
        facts(vec![one])
    };
    stopped(
        Channel::EncryptedMessage,
        &export(Searched::FoundOthers),
        &[Stop::OthersFound],
    );
    stopped(
        Channel::EncryptedMessage,
        &export(Searched::NotSearched),
        &[Stop::NotSearched],
    );
    assert_eq!(
        check(
            Channel::EncryptedMessage,
            &export(Searched::NothingOfOthers)
        ),
        Ok(())
    );
}

#[test]
fn an_address_that_nobody_checked_and_a_destination_that_nobody_named_stop_it() {
    let mut unchecked = address();
    unchecked.verified = false;
    let facts = Facts {
        destination: Destination::Address(unchecked),
        ..harmless()
    };
    stopped(
        Channel::SecureTransfer,
        &facts,
        &[Stop::DestinationUnverified],
    );
    let nowhere = Facts {
        destination: Destination::Unknown,
        ..harmless()
    };
    stopped(Channel::SecureTransfer, &nowhere, &[Stop::NoDestination]);
}

#[test]
fn every_stop_has_a_word_of_its_own() {
    let words: std::collections::BTreeSet<_> = Stop::ALL.iter().map(|it| it.word()).collect();
    assert_eq!(words.len(), Stop::ALL.len());
}
