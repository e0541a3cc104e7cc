//! What must never go by a certain way, whatever was decided: lessons from things that went wrong elsewhere.
//!
//! DV-3.3.2e, DV-4.4.2, NASW-m, CC-2.3, RE-5. Each rule stands for a real accident, in which a file was
//! opened by the right person, for a good reason, and then went into the wrong hands by the way that was taken. The
//! gate has said yes when this is asked; here it can only become a no. It is a function of facts that the gate and the
//! register look up: a caller who knows nothing of one must say so, and what isn't known stops it.

mod facts;
mod stop;

pub use facts::{
    AddressFacts, Between, Destination, Facts, Holding, Origin, PhoneFacts, PhoneOwner, Reader,
    Searched, SubjectFacts,
};
pub use stop::Stop;

use caseward_model::{Category, Channel, RedactionClass};

/// Whether a package may go to these readers by this way.
///
/// # Errors
/// Everything that stands against it, each once, in the order of [`Stop`].
pub fn check(channel: Channel, facts: &Facts) -> Result<(), Vec<Stop>> {
    let mut stops = way(channel, facts);
    stops.extend(facts.told_on.iter().flat_map(phone_stops));
    stops.extend(artefacts(facts));
    for reader in &facts.readers {
        stops.extend(reader_stops(reader, facts));
    }
    stops.sort();
    stops.dedup();
    if stops.is_empty() { Ok(()) } else { Err(stops) }
}

/// What the way itself says: is it the address, the telephone, the server of the one whom it is for?
fn way(channel: Channel, facts: &Facts) -> Vec<Stop> {
    match (&facts.destination, channel) {
        (Destination::Phone(phone), _) => phone_stops(phone),
        (_, Channel::Telephone) => vec![Stop::NoDestination],
        (Destination::Address(address), _) => address_stops(address, facts.now_ms),
        (Destination::Unknown, _) => vec![Stop::NoDestination],
    }
}

/// T-ICO-1: a letter with the new address went to the address that both had shared.
fn address_stops(address: &AddressFacts, now_ms: i64) -> Vec<Stop> {
    let is_its_time =
        address.counts_from <= now_ms && address.counts_until.is_none_or(|until| now_ms < until);
    let out_of_date = (!is_its_time).then_some(Stop::AddressOutOfDate);
    let shared = match address.shared_with_walled {
        Some(false) => None,
        Some(true) | None => Some(Stop::AddressShared),
    };
    let unchecked = (!address.verified).then_some(Stop::DestinationUnverified);
    out_of_date
        .into_iter()
        .chain(shared)
        .chain(unchecked)
        .collect()
}

/// T-ICO-2: a message about the new home was left on the husband's telephone. A PIN there would open all that was sealed.
fn phone_stops(phone: &PhoneFacts) -> Vec<Stop> {
    let foreign = match phone.owner {
        PhoneOwner::Recipient => None,
        PhoneOwner::Walled | PhoneOwner::SomeoneElse | PhoneOwner::Unknown => {
            Some(Stop::PhoneOfSomeoneElse)
        }
    };
    let message = (phone.leaves_message && !phone.safe_for_messages).then_some(Stop::NoMessage);
    foreign.into_iter().chain(message).collect()
}

/// T-ICO-4: one paper about the children went to each of the mother's former partners.
fn artefacts(facts: &Facts) -> Vec<Stop> {
    let mut hashes: Vec<_> = facts.readers.iter().map(|it| it.artefact).collect();
    hashes.sort_unstable();
    hashes.dedup();
    let is_one_for_several = hashes.len() < facts.readers.len();
    let nobody = facts.readers.is_empty().then_some(Stop::NoReader);
    let one = is_one_for_several.then_some(Stop::OneForSeveral);
    nobody.into_iter().chain(one).collect()
}

fn reader_stops(reader: &Reader, facts: &Facts) -> Vec<Stop> {
    let mut stops = Vec::new();
    for holding in &reader.holds {
        stops.extend(walled(holding, facts));
        stops.extend(at_risk(holding));
        stops.extend(safe_place(holding));
        stops.extend(enquiry(holding));
    }
    stops.extend(searched(reader));
    stops
}

/// T-ICO-3: a bundle for the court went to the father, with the address of mother and children in it.
fn walled(holding: &Holding, facts: &Facts) -> Vec<Stop> {
    match holding.between {
        Between::Unknown => vec![Stop::RelationUnknown],
        Between::Walled | Between::Risk => {
            let may_tell = tells_where(holding) || may_tell_where(holding);
            let where_found = may_tell.then_some(Stop::WhereaboutsToWalled);
            let alone = (!facts.second_person).then_some(Stop::NeedsSecondPerson);
            where_found.into_iter().chain(alone).collect()
        }
        Between::Nothing | Between::TheSame => Vec::new(),
    }
}

/// T-ICO-6: the children's address was told to their father in prison. No consent makes that right.
fn at_risk(holding: &Holding) -> Option<Stop> {
    let may_tell = tells_where(holding) || may_tell_where(holding);
    let is_childs = holding.subject.minor && may_tell;
    (is_childs && holding.between == Between::Risk).then_some(Stop::ChildsWhereabouts)
}

/// T-ICO-7: four times a safe address went to the one whom it was safe from, each time as a part of something else.
fn safe_place(holding: &Holding) -> Option<Stop> {
    let is_safe_place = holding.subject.protected && tells_where(holding);
    let is_foreign = holding.between != Between::TheSame;
    (is_safe_place && is_foreign && !holding.asked_for_by_itself).then_some(Stop::SafePlaceUnasked)
}

/// T-ICO-5: the one who was asked about was told who had asked.
fn enquiry(holding: &Holding) -> Option<Stop> {
    match (holding.origin, holding.between) {
        (Origin::Enquiry, Between::TheSame) | (Origin::Told | Origin::Written, _) => None,
        (Origin::Enquiry, _) => Some(Stop::Enquirer),
        (Origin::Unknown, _) => Some(Stop::OriginUnknown),
    }
}

/// T-ICO-8: what one of two may see of a shared file showed the other.
fn searched(reader: &Reader) -> Option<Stop> {
    match reader.searched {
        Searched::NothingOfOthers => None,
        Searched::FoundOthers => Some(Stop::OthersFound),
        Searched::NotSearched => Some(Stop::NotSearched),
    }
}

/// Whether something says where a person can be found.
const fn tells_where(holding: &Holding) -> bool {
    matches!(holding.category, Category::Location | Category::Contact)
        || matches!(
            holding.redaction,
            RedactionClass::Place
                | RedactionClass::Phone
                | RedactionClass::Fax
                | RedactionClass::Email
                | RedactionClass::IpAddress
                | RedactionClass::Vehicle
        )
}

/// Whether it is free text from which nothing was taken out: anything may stand in it.
fn may_tell_where(holding: &Holding) -> bool {
    holding.redaction == RedactionClass::FreeText
}

#[cfg(test)]
mod tests;
