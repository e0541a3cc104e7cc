//! Forbidden and nonexistent are one answer, to the last byte, and leave the same behind (DV-3.3.1).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use caseward_model::Category;
use caseward_testkit::EntryShape;
use caseward_web::Class;

use crate::facts::{Persona, Whose};
use crate::oracle::{Expect, may_see};
use crate::probes::{Asks, Probe};
use crate::walk::{Cell, ClientCase, ColleagueCase, cells};

/// Fails with all that was found, and not only with the first.
fn assert_none(found: &[String], what: &str) {
    let shown = found
        .iter()
        .take(40)
        .map(String::as_str)
        .collect::<Vec<_>>();
    assert!(
        found.is_empty(),
        "{} {what}:\n{}",
        found.len(),
        shown.join("\n")
    );
}

#[test]
fn cr_4_everyone_gets_at_every_address_what_the_rules_say() {
    let mut wrong = Vec::new();
    for cell in cells().iter().filter(|it| !it.is_blank) {
        if let Some(fault) = fault(cell) {
            wrong.push(format!("{}: {fault}", cell.name()));
        }
    }
    assert_none(&wrong, "answers are not what the rules say");
}

/// What is wrong with an answer, by what must come out.
fn fault(cell: &Cell) -> Option<String> {
    let at_the_door = if cell.is_api() {
        cell.status == 401
    } else {
        cell.status == 303 && cell.location.starts_with("/sign-in")
    };
    let hidden = if cell.persona.lacks_standing() {
        403
    } else {
        404
    };
    let right = match cell.expect {
        Expect::Through(good) => cell.status == good && !(good == 303 && at_the_door),
        // Where a file's address is asked, whoever lacks standing is told that; elsewhere nothing is there.
        Expect::Hidden => {
            cell.status == hidden || (cell.status == 404 && cell.object.client.is_none())
        }
        Expect::Reasons(status) | Expect::Always(status) => cell.status == status,
        Expect::Door => at_the_door,
        Expect::Shut => cell.status == 403,
    };
    (!right).then(|| format!("{:?}, and not {}", cell.expect, cell.status))
}

#[test]
fn dv_3_3_1_forbidden_and_nonexistent_are_one_answer_to_the_last_byte() {
    let mut unlike = Vec::new();
    for (cell, nobody) in hidden_beside_nobody() {
        let parts = [
            ("status", cell.status == nobody.status),
            ("headers", cell.head == nobody.head),
            ("body", cell.body == nobody.body),
            (
                "ledger",
                shapes(cell) == shapes(nobody) || is_malformed(cell),
            ),
            ("changes", cell.is_changed == nobody.is_changed),
        ];
        let differs: Vec<_> = parts
            .iter()
            .filter(|(_, same)| !same)
            .map(|(part, _)| *part)
            .collect();
        if !differs.is_empty() {
            unlike.push(format!("{}: {}", cell.name(), differs.join(", ")));
        }
    }
    assert_none(&unlike, "answers tell what they must not");
}

/// What anyone who may read the ledger sees of what was asked: how many entries of which kind, by whom.
fn shapes(cell: &Cell) -> Vec<(i64, i64, bool)> {
    let shape = |it: &EntryShape| (it.kind, it.actor, it.is_tagged);
    cell.entries.iter().map(shape).collect()
}

/// What can't be read as an id asks nobody, and leaves no entry about anybody.
fn is_malformed(cell: &Cell) -> bool {
    matches!(cell.object.client, Some(ClientCase::Malformed(_)))
        || matches!(cell.object.colleague, Some(ColleagueCase::Malformed(_)))
}

/// Every answer that must say nothing, beside the one to the same question about nobody.
fn hidden_beside_nobody() -> impl Iterator<Item = (&'static Cell, &'static Cell)> {
    type Key = (
        *const Probe,
        Persona,
        bool,
        Option<&'static str>,
        Option<ColleagueCase>,
        Option<ClientCase>,
    );
    let key = |cell: &Cell, client, colleague| -> Key {
        (
            std::ptr::from_ref(cell.probe),
            cell.persona,
            cell.is_blank,
            cell.object.section,
            colleague,
            client,
        )
    };
    let all: BTreeMap<Key, &'static Cell> = cells()
        .iter()
        .map(|it| (key(it, it.object.client, it.object.colleague), it))
        .collect();
    cells().iter().filter_map(move |cell| {
        let hides = cell.expect == Expect::Hidden
            || (matches!(cell.expect, Expect::Reasons(_)) && cell.object.colleague.is_some());
        let client = cell.object.client.map(|_| ClientCase::Nobody);
        // One's own id and one's charge's are no secret; everyone else's may be.
        let colleague = cell.object.colleague.map(|it| match it {
            ColleagueCase::Oneself | ColleagueCase::Charge => it,
            _ => ColleagueCase::Nobody,
        });
        let named = client.is_some() || colleague.is_some();
        // What is sent on, or turned back at the form, was not asked about anyone yet.
        let too_early =
            is_malformed(cell) && (cell.is_blank || matches!(cell.probe.asks, Asks::SendsOn));
        let known = cell.is_blank && knows(cell);
        let nobody = all.get(&key(cell, client, colleague))?;
        (hides && named && !too_early && !known).then_some((cell, *nobody))
    })
}

/// Whether the one who asks may see anything at all of the client whom they ask about.
fn knows(cell: &Cell) -> bool {
    match cell.object.client {
        Some(ClientCase::There(whose)) => may_know_of(cell.persona, whose),
        _ => false,
    }
}

fn may_know_of(persona: Persona, whose: Whose) -> bool {
    let mut sections = Category::ALL.iter();
    sections.any(|section| may_see(persona, whose, *section))
}

#[test]
fn dv_3_3_1_no_answer_names_a_client_by_id_to_whoever_may_not_know_of_them() {
    let mut leaks = Vec::new();
    for cell in cells() {
        for whose in &cell.named_by_id {
            if !may_know_of(cell.persona, *whose) {
                leaks.push(format!("{}: the id of {whose:?}", cell.name()));
            }
        }
    }
    assert_none(&leaks, "ids got out");
}

#[test]
fn dv_3_3_1_no_answer_to_anyone_holds_a_word_that_this_person_may_not_see() {
    let mut leaks = Vec::new();
    for cell in cells() {
        for (whose, section) in &cell.seen.told {
            if !may_see(cell.persona, *whose, *section) {
                leaks.push(format!("{}: {section} of {whose:?}", cell.name()));
            }
        }
    }
    assert_none(&leaks, "words got out");
}

#[test]
fn nasw_m_no_header_title_or_address_names_anyone() {
    let mut leaks = Vec::new();
    for cell in cells() {
        if !cell.outside.told.is_empty() || !cell.outside.named.is_empty() {
            leaks.push(format!("{}: {:?}", cell.name(), cell.outside));
        }
    }
    assert_none(&leaks, "names stand where they are kept or sent on");
}

#[test]
fn cr_4_whoever_may_not_see_who_works_here_is_told_no_colleagues_name() {
    use caseward_model::{Concern, OfficeAct};
    let mut leaks = Vec::new();
    for cell in cells()
        .iter()
        .filter(|it| it.address.class != Class::Client)
    {
        let may = cell.persona.signed_in()
            && crate::oracle::office(cell.persona, OfficeAct::SeePeople, Concern::Office);
        let others: Vec<_> = cell
            .seen
            .named
            .iter()
            .filter(|it| **it != cell.persona)
            .collect();
        if !may && !others.is_empty() {
            leaks.push(format!("{}: {others:?}", cell.name()));
        }
    }
    assert_none(&leaks, "colleagues are named");
}

#[test]
fn dv_4_4_2_each_section_is_shown_exactly_to_those_who_may_see_it() {
    let mut wrong = Vec::new();
    let of_section = |it: &&Cell| it.object.section.is_some() && it.probe.method == "GET";
    for cell in cells().iter().filter(of_section) {
        let (Some(ClientCase::There(whose)), Some(section)) =
            (cell.object.client, cell.object.section)
        else {
            continue;
        };
        let section: Category = section.parse().expect("a section");
        if !caseward_casework::entries::SECTIONS.contains(&section) {
            continue;
        }
        let shown = cell.seen.told.contains(&(whose, section));
        let lets = crate::oracle::reads(cell.persona, whose, section);
        if shown != lets {
            wrong.push(format!(
                "{}: shown {shown}, by the rules {lets}",
                cell.name()
            ));
        }
    }
    assert_none(&wrong, "sections are not shown by the rules");
}

#[test]
fn nothing_is_changed_by_asking_and_nothing_by_whoever_may_not() {
    let mut changed = Vec::new();
    for cell in cells().iter().filter(|it| it.is_changed) {
        let may = matches!(cell.expect, Expect::Through(_) | Expect::Always(_));
        let books = cell.probe.keeps_books;
        if (cell.probe.method == "GET" && !books) || !may {
            changed.push(cell.name());
        }
    }
    assert_none(&changed, "answers changed something");
}

#[test]
fn cr_4_every_no_about_a_client_is_on_record() {
    let mut unwritten = Vec::new();
    for cell in cells()
        .iter()
        .filter(|it| it.address.class == Class::Client && !it.is_blank)
    {
        let asked = matches!(
            cell.object.client,
            Some(ClientCase::There(_) | ClientCase::Nobody)
        );
        let no = matches!(cell.expect, Expect::Hidden | Expect::Reasons(_));
        if asked && no && cell.entries.is_empty() {
            unwritten.push(cell.name());
        }
    }
    assert_none(&unwritten, "refusals are not on record");
}

/// Who gets what, for people to read and to review like code. It comes from the rules, not from the server.
#[test]
fn who_gets_what_at_each_address() {
    let mut table = String::new();
    for probe in crate::probes::PROBES.iter() {
        let of_probe: Vec<_> = cells()
            .iter()
            .filter(|it| std::ptr::eq(it.probe, probe) && !it.is_blank)
            .collect();
        let Some(first) = of_probe.first() else {
            continue;
        };
        writeln!(
            table,
            "{:<6} {}  ({:?})",
            probe.method, probe.path, first.address.class
        )
        .expect("a line");
        let mut rows: BTreeMap<String, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
        for cell in of_probe {
            let row = rows.entry(about(cell)).or_default();
            row.entry(cell.expect.word())
                .or_default()
                .insert(cell.persona.handle());
        }
        let mut alike: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (about, row) in rows {
            alike.entry(said(&row)).or_default().push(about);
        }
        for (said, about) in alike {
            writeln!(table, "       {}: {said}", about.join(", ")).expect("a line");
        }
    }
    insta::assert_snapshot!(table);
}

/// Who gets what, the most last; whoever has no session gets the door and isn't named.
fn said(row: &BTreeMap<&str, BTreeSet<&str>>) -> String {
    let mut groups: Vec<_> = row.iter().filter(|(word, _)| **word != "door").collect();
    groups.sort_by_key(|(_, who)| who.len());
    let Some((most, others)) = groups.split_last() else {
        return "door for everyone".to_owned();
    };
    let named = |(word, who): &(&&str, &BTreeSet<&str>)| {
        format!(
            "{word} for {}; ",
            who.iter().copied().collect::<Vec<_>>().join(", ")
        )
    };
    let rest = if others.is_empty() {
        "everyone"
    } else {
        "everyone else"
    };
    let others: String = others.iter().map(named).collect();
    format!("{others}{} for {rest}", most.0)
}

fn about(cell: &Cell) -> String {
    let object = &cell.object;
    let client = object.client.map(|it| match it {
        ClientCase::There(whose) => whose.word(),
        ClientCase::Nobody => "nobody",
        ClientCase::Malformed(_) => "malformed",
    });
    let colleague = object.colleague.map(|it| match it {
        ColleagueCase::Oneself => "oneself",
        ColleagueCase::Charge => "charge",
        ColleagueCase::Another => "another",
        ColleagueCase::Nobody => "no colleague",
        ColleagueCase::Malformed(_) => "malformed",
    });
    let word = object
        .word
        .map(|(_, is_there)| if is_there { "there" } else { "not there" });
    let parts: Vec<_> = [client, colleague, word].into_iter().flatten().collect();
    if parts.is_empty() {
        "it".to_owned()
    } else {
        parts.join(" ")
    }
}
