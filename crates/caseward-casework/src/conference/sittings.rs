//! Closing an agenda: it is divided into sittings, so that nobody sits where somebody is spoken of from whom a wall keeps them (CC-2.4,
//! DV-3.3.2e).
//!
//! An item goes into the first sitting in which none of the people is walled off from it, and if there is none, into a further one
//! without them. Into each come only those who may see something in it, so that to be missing in one is what happens to most. In which
//! order people are spoken of is drawn by lot. Whoever closes an agenda isn't told what became of it: they see their own sittings. There is
//! always one with everybody who was asked, and where none of these is, it is one without items: whoever sees nothing of anybody finds a
//! meeting like one with an empty agenda, whatever else is spoken of elsewhere.

use std::collections::HashSet;

use caseward_gate::{About, ItemFact, ItemStanding, PlacedItem, Works};
use caseward_model::{Conference, Id, OfficeAct, Worker};

use super::agenda::{self, ItemRow, Sitting};
use super::chance::shuffle;
use super::stored::Series;
use super::{has_signed, led, meeting, register};
use crate::people::Amiss;
use crate::{CaseworkError, Office};

/// An item that is to be spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Spoken {
    no: i64,
    walled: Vec<i64>,
    sees: Vec<i64>,
}

/// A sitting that has no number yet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    people: Vec<i64>,
    items: Vec<Spoken>,
}

/// Somebody who takes part in the series and is asked to come.
struct Participant {
    no: i64,
    id: Id<Worker>,
    organization: i64,
    can_lead: bool,
}

impl Office {
    /// Closes the agenda of a meeting, by its number, and divides it into sittings. What both sides agreed to is placed in one of
    /// them; whatever comes later comes to the next meeting.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when the meeting isn't one of this series that is still planned; [`CaseworkError::Unknown`] for
    /// whoever doesn't lead it; [`CaseworkError::NotPermitted`].
    pub async fn close_agenda(
        &self,
        by: Id<Worker>,
        series: Id<Conference>,
        meeting: i64,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (no, found) = led(works, series)?;
            works.note("conference", series.to_string());
            closed(works, (no, &found), meeting)
        };
        self.gate
            .perform(by, act, about, "conference_agenda_closed", work)
            .await
    }
}

fn closed(
    works: &mut Works<'_, '_>,
    (series_no, series): (i64, &Series),
    meeting: i64,
) -> Result<(), CaseworkError> {
    let mut agenda = agenda::of_series(works, series_no)?;
    if agenda.sittings.iter().any(|it| it.meeting == meeting) {
        return Err(Amiss::ChangedMeanwhile.into());
    }
    let people = participants(works, (series_no, series), meeting)?;
    let rows = agreed(works, series_no)?;
    let mut items = Vec::with_capacity(rows.len());
    for (no, row) in &rows {
        items.push(spoken(works, (*no, row), &people)?);
    }
    shuffle(works, &mut items);
    let all: Vec<i64> = people.iter().map(|it| it.no).collect();
    let mut groups = divided(items, &all);
    shuffle(works, &mut groups);
    let (mut led, mut without_lead) = (Vec::new(), Vec::new());
    for mut group in groups {
        shuffle(works, &mut group.items);
        match lead_of(series, &people, &group) {
            Some(lead) => led.push((lead, group)),
            None => without_lead.extend(group.items.iter().map(|it| it.no)),
        }
    }
    if let Some(group) = with_everybody(&led, &all) {
        let lead = lead_of(series, &people, &group);
        led.push((lead.unwrap_or(series.lead), group));
    }
    let count = i64::try_from(led.len()).map_err(|_| CaseworkError::Damaged)?;
    if !works.divide_meeting((series_no, meeting), count)? {
        return Err(Amiss::ChangedMeanwhile.into());
    }
    for (led, no) in led.into_iter().zip(1..) {
        let sitting = sitting((meeting, no), led, &people);
        place(works, &rows, &sitting)?;
        agenda.sittings.push(sitting);
    }
    agenda.without_lead = without_lead;
    agenda::keep(works, series_no, &agenda)
}

/// Who takes part: whoever is asked to come, has signed for the series, and whose access is open.
fn participants(
    works: &mut Works<'_, '_>,
    (series_no, series): (i64, &Series),
    meeting: i64,
) -> Result<Vec<Participant>, CaseworkError> {
    let asked = meeting::asked(works, (series_no, series), meeting)?;
    let (now_ms, register) = (works.now_ms(), register(works)?);
    let mut people = Vec::new();
    let there = series.people.iter().filter(|it| it.left_at.is_none());
    for part in there.filter(|it| asked.contains(&it.worker)) {
        let Some((id, sheet)) = works.worker_by_no(part.worker)? else {
            continue;
        };
        let no = part.worker;
        if has_signed(series, (no, &sheet), &register, now_ms) && !sheet.is_shut_at(now_ms) {
            people.push(Participant {
                no,
                id,
                organization: sheet.organization,
                can_lead: sheet.role.leads_conferences(),
            });
        }
    }
    Ok(people)
}

/// The items to which both sides agreed, which are in no sitting yet, and which aren't off.
fn agreed(works: &mut Works<'_, '_>, series: i64) -> Result<Vec<(i64, ItemRow)>, CaseworkError> {
    let mut agreed = Vec::new();
    for (no, row) in agenda::rows(works, series)? {
        let Some(client) = works.client(row.client)? else {
            continue;
        };
        let waits =
            |it: &ItemFact| it.is_agreed() && it.placed.is_none() && !it.is_off(&client.sheet);
        if client.sheet.item(row.item).is_some_and(waits) {
            agreed.push((no, row));
        }
    }
    Ok(agreed)
}

fn spoken(
    works: &mut Works<'_, '_>,
    (no, row): (i64, &ItemRow),
    people: &[Participant],
) -> Result<Spoken, CaseworkError> {
    let ids: Vec<_> = people.iter().map(|it| it.id).collect();
    let stand = works.stand_to_item(row.place(), &ids)?;
    let those = |wanted: ItemStanding| {
        let found = stand.iter().filter(|it| it.1 == wanted);
        found.map(|it| it.0).collect()
    };
    Ok(Spoken {
        no,
        walled: those(ItemStanding::Walled),
        sees: those(ItemStanding::Something),
    })
}

/// Divides items among sittings: see the head of this file.
fn divided(items: Vec<Spoken>, people: &[i64]) -> Vec<Group> {
    let seeing: HashSet<i64> = items
        .iter()
        .flat_map(|it| it.sees.iter().copied())
        .collect();
    let all: Vec<i64> = people
        .iter()
        .copied()
        .filter(|it| seeing.contains(it))
        .collect();
    let mut groups = vec![Group {
        people: all.clone(),
        items: Vec::new(),
    }];
    for item in items {
        let open = |group: &&mut Group| !group.people.iter().any(|it| item.walled.contains(it));
        if let Some(group) = groups.iter_mut().find(open) {
            group.items.push(item);
            continue;
        }
        let without = all.iter().copied();
        groups.push(Group {
            people: without.filter(|it| !item.walled.contains(it)).collect(),
            items: vec![item],
        });
    }
    for group in &mut groups {
        let items = &group.items;
        let sees = |no: &i64| items.iter().any(|it| it.sees.contains(no));
        group.people.retain(sees);
    }
    groups.retain(|it| !it.items.is_empty());
    groups
}

/// A sitting without items with everybody, unless one of these has everybody already. It is there by what each sees of the others: who
/// sits in one with everybody sees that one, and for who sits in none it is a meeting like any other (B5 of decision 16).
fn with_everybody(led: &[(i64, Group)], all: &[i64]) -> Option<Group> {
    let whole = |(_, it): &(i64, Group)| it.people.len() == all.len();
    let people = (!led.iter().any(whole)).then(|| all.to_vec())?;
    let items = Vec::new();
    Some(Group { people, items })
}

/// A sitting with its number, as it is kept.
fn sitting((meeting, no): (i64, i64), (lead, group): (i64, Group), all: &[Participant]) -> Sitting {
    let of = |no: &i64| all.iter().find(|it| it.no == *no);
    let organizations = group.people.iter().filter_map(of);
    Sitting {
        meeting,
        no,
        lead,
        organizations: organizations.map(|it| it.organization).collect(),
        everybody: group.people.len() == all.len(),
        items: group.items.iter().map(|it| it.no).collect(),
        people: group.people,
    }
}

/// Who leads a sitting: lead or deputy where they sit in it, and otherwise somebody of it whose part that is.
fn lead_of(series: &Series, people: &[Participant], group: &Group) -> Option<i64> {
    let sits = |no: &i64| group.people.contains(no);
    let first = std::iter::once(series.lead).chain(series.deputy);
    let others = people.iter().filter(|it| it.can_lead).map(|it| it.no);
    first.chain(others).find(sits)
}

/// Writes onto the clients' sheets in which sitting they are spoken of, and which walls stand now.
fn place(
    works: &mut Works<'_, '_>,
    rows: &[(i64, ItemRow)],
    sitting: &Sitting,
) -> Result<(), CaseworkError> {
    for (_, row) in rows.iter().filter(|it| sitting.items.contains(&it.0)) {
        let client = works.client(row.client)?.ok_or(CaseworkError::Damaged)?;
        let walls = client.sheet.walls.iter().map(|it| it.against).collect();
        let placed = PlacedItem {
            meeting: sitting.meeting,
            sitting: sitting.no,
            walls,
        };
        let put = |it: &mut ItemFact| it.placed = Some(placed);
        works.change_item(row.place(), "conference_item_placed", put)?;
    }
    Ok(())
}

/// Takes off, for everybody, what is spoken of in a sitting from which a wall keeps the one who comes in. Such an item is in another
/// sitting, and one from which a wall was raised since is off already; but an organisation can have taken somebody in meanwhile whom an
/// older one keeps out.
pub(super) fn without_walled(
    works: &mut Works<'_, '_>,
    (series, meeting, sitting): (i64, i64, i64),
    me: Id<Worker>,
) -> Result<(), CaseworkError> {
    let agenda = agenda::of_series(works, series)?;
    let Some(sitting) = agenda.sitting(meeting, sitting) else {
        return Ok(());
    };
    let drawers = works.drawers();
    let items = (series, sitting.items.as_slice());
    for (_, row) in agenda::rows_of(works.transaction(), &drawers, items)? {
        let Some(client) = works.client(row.client)? else {
            continue;
        };
        let item = client.sheet.item(row.item);
        if item.is_none_or(|it| it.is_off(&client.sheet)) {
            continue;
        }
        let stand = works.stand_to_item(row.place(), &[me])?;
        if stand.iter().any(|it| it.1 == ItemStanding::Walled) {
            let now_ms = works.now_ms();
            let off = |it: &mut ItemFact| it.off_at = Some(now_ms);
            works.change_item(row.place(), "conference_item_taken_off", off)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(no: i64, walled: &[i64], sees: &[i64]) -> Spoken {
        Spoken {
            no,
            walled: walled.to_vec(),
            sees: sees.to_vec(),
        }
    }

    fn of(groups: &[Group]) -> Vec<(Vec<i64>, Vec<i64>)> {
        let one = |it: &Group| {
            let items = it.items.iter().map(|it| it.no).collect();
            (it.people.clone(), items)
        };
        groups.iter().map(one).collect()
    }

    #[test]
    fn cc_2_4_nobody_sits_where_somebody_is_spoken_of_from_whom_a_wall_keeps_them() {
        let people = [1, 2, 3];
        let groups = divided(
            vec![
                item(10, &[], &[1, 2, 3]),
                item(11, &[3], &[1, 2]),
                item(12, &[], &[2, 3]),
                item(13, &[3], &[1]),
                item(14, &[1], &[2, 3]),
            ],
            &people,
        );
        for group in &groups {
            for item in &group.items {
                assert!(!group.people.iter().any(|it| item.walled.contains(it)));
            }
        }
        let expected: [(Vec<i64>, Vec<i64>); 3] = [
            (vec![1, 2, 3], vec![10, 12]),
            (vec![1, 2], vec![11, 13]),
            (vec![2, 3], vec![14]),
        ];
        assert_eq!(of(&groups), expected);
    }

    #[test]
    fn cc_2_5_whoever_sees_nothing_in_a_sitting_isnt_in_it() {
        let seen = vec![item(10, &[], &[1]), item(11, &[4], &[1, 2])];
        // Nobody divides a sitting who wouldn't sit in it.
        let expected: [(Vec<i64>, Vec<i64>); 1] = [(vec![1, 2], vec![10, 11])];
        assert_eq!(of(&divided(seen, &[1, 2, 3, 4])), expected);
        assert!(divided(Vec::new(), &[1, 2]).is_empty());
        let of_nobody: [(Vec<i64>, Vec<i64>); 1] = [(Vec::new(), vec![10])];
        assert_eq!(of(&divided(vec![item(10, &[1], &[])], &[1])), of_nobody);
    }

    #[test]
    fn cc_2_4_there_is_always_a_sitting_with_everybody_and_never_two() {
        let led = |items| {
            let groups = divided(items, &[1, 2, 3]).into_iter();
            groups.map(|it| (1, it)).collect::<Vec<_>>()
        };
        let with_all = led(vec![item(10, &[], &[1, 2, 3]), item(11, &[3], &[1])]);
        assert_eq!(with_everybody(&with_all, &[1, 2, 3]), None);
        for items in [Vec::new(), vec![item(11, &[3], &[1, 2])]] {
            let added = with_everybody(&led(items), &[1, 2, 3]).expect("a sitting");
            assert_eq!((added.people, added.items), (vec![1, 2, 3], Vec::new()));
        }
    }
}
