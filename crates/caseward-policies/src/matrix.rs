//! Who may do what, as tables that a non-engineer can read and a reviewer can compare line by line
//! (`policies/matrix.txt`; CR-4, CR-8).
//!
//! Everything here is asked of the rules themselves. A column stands for all categories that the
//! table treats alike, so a category that is treated apart shows as a column of its own.

use std::fmt::Write as _;

use caseward_model::{Action, Basis, Category, Channel, Purpose, RecipientKind, Role, Situation};

use crate::decide::Policies;
use crate::random::ordinary;

/// A table: what each row is called, and one mark per category.
struct Table {
    title: &'static str,
    note: &'static str,
    rows: Vec<(String, Vec<String>)>,
}

/// All tables as text.
#[must_use]
pub fn matrix(policies: &Policies) -> String {
    let mut text = String::from(
        "Who may do what. Generated from the rules by `caseward policy matrix`; do not edit.\n\n\
         ✔ may · ✘ may not · ° only with a consent that names this very kind of information\n",
    );
    for table in [
        inside(policies),
        conference(policies),
        disclosures(policies),
        reports(policies),
    ] {
        table.print(&mut text);
    }
    closing(policies, &mut text);
    crate::office_work::print(policies, 6, &mut text);
    text
}

impl Table {
    /// Prints the table, with categories that are treated alike in one column.
    fn print(&self, text: &mut String) {
        let mut groups: Vec<(Vec<&str>, Vec<&String>)> = Vec::new();
        for (place, category) in Category::ALL.iter().enumerate() {
            let column: Vec<_> = self
                .rows
                .iter()
                .filter_map(|(_, cells)| cells.get(place))
                .collect();
            match groups.iter_mut().find(|(_, known)| *known == column) {
                Some((names, _)) => names.push(category.word()),
                None => groups.push((vec![category.word()], column)),
            }
        }
        line(text, format_args!("\n{}\n{}\n", self.title, self.note));
        for ((names, _), letter) in groups.iter().zip('A'..) {
            line(text, format_args!("  {letter}: {}", names.join(", ")));
        }
        let width = 70;
        let mut head = " ".repeat(width);
        for (_, letter) in groups.iter().zip('A'..) {
            head.push_str(&format!("{letter:<5}"));
        }
        line(text, format_args!("\n{}", head.trim_end()));
        for (row, (name, _)) in self.rows.iter().enumerate() {
            let mut name = name.as_str();
            while let Some((first, rest)) = broken(name, width) {
                line(text, format_args!("{}", first.trim_end()));
                name = rest;
            }
            let mut printed = format!("{name:<width$}");
            for (_, column) in &groups {
                let cell = column.get(row).map_or("", |cell| cell.as_str());
                printed.push_str(&format!("{cell:<5}"));
            }
            line(text, format_args!("{}", printed.trim_end()));
        }
    }
}

/// Breaks a name that is too long after a comma.
fn broken(name: &str, width: usize) -> Option<(&str, &str)> {
    if name.chars().count() + 2 <= width {
        return None;
    }
    let before: String = name.chars().take(width).collect();
    let place = before.rfind(", ")?;
    name.split_at_checked(place + 2)
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a `String` can't fail.
    writeln!(text, "{arguments}").ok();
}

fn with(mut s: Situation, change: impl FnOnce(&mut Situation)) -> Situation {
    change(&mut s);
    s
}

fn agree(s: &mut Situation) {
    s.consent.live = true;
    s.consent.names_recipient = true;
    s.consent.names_purpose = true;
    s.consent.covers_section = true;
    s.consent.covers_channel = true;
    s.consent.limits_confirmed = true;
}

fn per_category(mark: impl Fn(Category) -> String) -> Vec<String> {
    Category::ALL.iter().map(|&c| mark(c)).collect()
}

/// ✔, ° or ✘ for one question as it stands, and with a consent for this very category.
fn mark(policies: &Policies, s: Situation, category: Category) -> String {
    let s = with(s, |s| s.section.category = category);
    let agreed = with(s, |s| {
        agree(s);
        s.consent.permits_category = true;
    });
    let word = if policies.decide(&s).permitted {
        "✔"
    } else if policies.decide(&agreed).permitted {
        "°"
    } else {
        "✘"
    };
    word.to_owned()
}

/// Makes a question one in which something holds.
type Make = fn(&mut Situation);

/// The relations that can open a file, with their letters.
const RELATIONS: [(char, Make); 6] = [
    ('a', |s| s.relation.assigned = true),
    ('s', |s| s.relation.supervises = true),
    ('d', |s| s.relation.duty_recorded = true),
    ('k', |s| {
        s.relation.duty_recorded = true;
        s.relation.heard_in_conference = true;
    }),
    ('e', |s| s.relation.emergency_open = true),
    ('c', |s| s.relation.is_the_client = true),
];

fn inside(policies: &Policies) -> Table {
    let mut rows = Vec::new();
    for &role in Role::ALL {
        let before = rows.len();
        for action in [
            Action::Find,
            Action::Read,
            Action::Amend,
            Action::ReportDanger,
            Action::ReadOwn,
        ] {
            for &purpose in Purpose::ALL {
                let cells = per_category(|category| {
                    let asked = with(ordinary(), |s| {
                        s.asker.role = role;
                        s.asker.of_handling_organization = role != Role::PartnerWorker;
                        s.action = action;
                        s.purpose = purpose;
                        s.section.category = category;
                        s.law.requested_by_law = purpose == Purpose::Legal;
                    });
                    relations_that_open(policies, asked)
                });
                if cells.iter().any(|cell| cell != "✘") {
                    add(
                        &mut rows,
                        &format!("{role} · {action} · "),
                        purpose.word(),
                        cells,
                    );
                }
            }
        }
        if rows.len() == before {
            rows.push((
                format!("{role} · nothing"),
                per_category(|_| "✘".to_owned()),
            ));
        }
    }
    Table {
        title: "1. LOOKING AND WRITING, inside the organisation that serves the client",
        note: "Which tie to the client opens what, all else being in order: a assigned, s supervises someone\n\
               who is, d recorded a duty, k recorded one and knows the client from a case conference alone,\n\
               e holds an emergency ticket, c is the client; ° with consent.",
        rows,
    }
}

/// Adds a row, or its name to the row above that says the same about the same.
fn add(rows: &mut Vec<(String, Vec<String>)>, opening: &str, name: &str, cells: Vec<String>) {
    let alike = rows
        .iter_mut()
        .find(|(known, same)| known.starts_with(opening) && *same == cells);
    match alike {
        Some((known, _)) => {
            known.push_str(", ");
            known.push_str(name);
        }
        None => rows.push((format!("{opening}{name}"), cells)),
    }
}

fn relations_that_open(policies: &Policies, asked: Situation) -> String {
    let mut cell = String::new();
    if !policies.could_permit(&asked) {
        return "✘".to_owned();
    }
    for (letter, relate) in RELATIONS {
        let related = with(asked, relate);
        if policies.decide(&related).permitted {
            cell.push(letter);
        } else if policies.decide(&with(related, agree)).permitted {
            cell.push(letter);
            cell.push('°');
        }
    }
    if cell.is_empty() {
        cell.push('✘');
    }
    cell
}

/// What is known about a client, as the tables tell clients apart.
const CLIENTS: [(&str, Make); 5] = [
    ("any client", |_| ()),
    ("protected client", |s| s.client.protected = true),
    ("client who declined sharing", |s| {
        s.client.declined_sharing = true;
    }),
    ("client of a victim service provider", |s| {
        s.client.of_victim_service_provider = true;
    }),
    ("participant of the men's programme", |s| {
        s.client.programme_participant = true;
    }),
];

fn conference(policies: &Policies) -> Table {
    let mut rows = Vec::new();
    for (who, partner) in [("own staff", false), ("partner's staff", true)] {
        for (about, make) in CLIENTS {
            for (how, alias) in [("by name", false), ("by agreed identifier", true)] {
                let asked = with(ordinary(), |s| {
                    s.action = Action::Discuss;
                    s.purpose = Purpose::CaseConference;
                    s.session.on_agenda = true;
                    s.session.private_room = true;
                    s.session.by_alias = alias;
                    s.session.alias_agreed = alias;
                    if partner {
                        s.asker.role = Role::PartnerWorker;
                        s.asker.of_handling_organization = false;
                        s.recipient.protocol_current = true;
                        s.recipient.protocol_covers = true;
                        s.recipient.policy_assessed = true;
                    }
                    make(s);
                });
                rows.push((
                    format!("{who} · {about} · {how}"),
                    per_category(|c| mark(policies, asked, c)),
                ));
            }
        }
    }
    Table {
        title: "2. CASE CONFERENCES",
        note: "The client is on the agenda, the item needs the section, the room is private, and a current\n\
               protocol that covers it and an assessed policy bind the partner.",
        rows,
    }
}

const GROUNDS: [(Basis, Purpose); 8] = [
    (Basis::Consent, Purpose::DirectService),
    (Basis::ClientRequest, Purpose::DirectService),
    (Basis::LegalAuthority, Purpose::Legal),
    (Basis::LegalAuthority, Purpose::ChildProtection),
    (Basis::Danger, Purpose::Danger),
    (Basis::Deidentified, Purpose::Consultation),
    (Basis::Deidentified, Purpose::Teaching),
    (Basis::CompellingNeed, Purpose::Consultation),
];

fn disclosures(policies: &Policies) -> Table {
    let mut rows = Vec::new();
    for (basis, purpose) in GROUNDS {
        let asked = with(ordinary(), |s| {
            s.action = Action::Disclose;
            s.basis = basis;
            s.purpose = purpose;
            s.channel = Channel::SecureTransfer;
            s.relation.assigned = true;
            s.recipient.policy_assessed = true;
            s.recipient.protocol_current = true;
            s.recipient.protocol_covers = true;
            s.law.approved = basis == Basis::LegalAuthority;
            s.law.requested_by_law = purpose == Purpose::Legal;
            s.danger.reported = basis == Basis::Danger;
            s.danger.client_told_or_reason = basis == Basis::Danger;
            s.danger.of_another = basis == Basis::Danger;
            if matches!(basis, Basis::Consent | Basis::ClientRequest) {
                agree(s);
            }
        });
        for &kind in RecipientKind::ALL {
            let to = with(asked, |s| s.recipient.kind = kind);
            let cells = per_category(|c| mark(policies, to, c));
            add(
                &mut rows,
                &format!("{basis} · {purpose} · to "),
                kind.word(),
                cells,
            );
        }
        for (about, make) in CLIENTS.into_iter().skip(1) {
            let s = with(asked, |s| {
                s.recipient.kind = RecipientKind::Agency;
                make(s);
            });
            let cells = per_category(|c| mark(policies, s, c));
            add(
                &mut rows,
                &format!("{basis} · {purpose} · about a "),
                about,
                cells,
            );
        }
    }
    Table {
        title: "3. DISCLOSURES, by assigned staff",
        note: "The purpose needs the section, the organisation's policy is assessed, and a current protocol covers\n\
               it; a consent names recipient, purpose and section; an order is approved; a danger is reported, to somebody else too, and the client was told.",
        rows,
    }
}

fn reports(policies: &Policies) -> Table {
    let mut rows = Vec::new();
    for (to, own, kind) in [
        ("the organisation itself", true, RecipientKind::Agency),
        ("the reporting body", false, RecipientKind::ReportingBody),
        ("another agency", false, RecipientKind::Agency),
    ] {
        for (about, make) in CLIENTS {
            let asked = with(ordinary(), |s| {
                s.action = Action::Report;
                s.purpose = Purpose::ProgramReporting;
                s.channel = Channel::File;
                s.asker.role = Role::RecordsCustodian;
                s.relation.duty_recorded = true;
                s.recipient.kind = kind;
                s.recipient.is_handling_organization = own;
                make(s);
            });
            rows.push((
                format!("to {to} · {about}"),
                per_category(|c| mark(policies, asked, c)),
            ));
        }
    }
    Table {
        title: "4. REPORTS ABOUT SINGLE PEOPLE, by staff with a recorded duty",
        note: "Made by caseworkers, supervisors, records custodians and privacy officers.",
        rows,
    }
}

/// Typical questions that are permitted, for showing what closes them.
fn typical() -> [(&'static str, Situation); 6] {
    let read = with(ordinary(), |s| s.relation.assigned = true);
    let emergency = with(ordinary(), |s| {
        s.purpose = Purpose::Emergency;
        s.relation.emergency_open = true;
    });
    let discuss = with(ordinary(), |s| {
        s.action = Action::Discuss;
        s.purpose = Purpose::CaseConference;
        s.asker.role = Role::PartnerWorker;
        s.asker.of_handling_organization = false;
        s.recipient.protocol_current = true;
        s.recipient.protocol_covers = true;
        s.recipient.policy_assessed = true;
        s.session.on_agenda = true;
        s.session.private_room = true;
    });
    let disclose = with(read, |s| {
        s.action = Action::Disclose;
        s.basis = Basis::Consent;
        s.recipient.kind = RecipientKind::Agency;
        s.recipient.policy_assessed = true;
        s.recipient.protocol_current = true;
        s.recipient.protocol_covers = true;
        agree(s);
    });
    let report = with(ordinary(), |s| {
        s.action = Action::Report;
        s.purpose = Purpose::ProgramReporting;
        s.relation.assigned = true;
        s.recipient.kind = RecipientKind::ReportingBody;
    });
    let own = with(ordinary(), |s| {
        s.action = Action::ReadOwn;
        s.purpose = Purpose::SubjectAccess;
        s.asker.role = Role::Client;
        s.asker.of_handling_organization = false;
        s.relation.is_the_client = true;
    });
    [
        ("read", read),
        ("emergency", emergency),
        ("discuss", discuss),
        ("disclose", disclose),
        ("report", report),
        ("own file", own),
    ]
}

const CLOSERS: [(&str, Make); 22] = [
    ("(as it stands)", |_| ()),
    ("agreement not signed", |s| s.asker.agreement_signed = false),
    ("training overdue", |s| s.asker.training_current = false),
    ("suspended", |s| s.asker.suspended = true),
    ("barred after a finding", |s| s.asker.barred = true),
    ("wall before the asker", |s| s.relation.walled = true),
    ("wall before the recipient", |s| s.recipient.walled = true),
    ("to a person", |s| s.recipient.kind = RecipientKind::Person),
    ("to the media", |s| s.recipient.kind = RecipientKind::Media),
    ("by open mail or chat", |s| s.channel = Channel::OpenMessage),
    ("by telephone", |s| s.channel = Channel::Telephone),
    ("section not needed", |s| s.section.needed = false),
    ("told by a third party", |s| {
        s.section.provenance = caseward_model::Provenance::ThirdParty;
    }),
    ("told by one who permits it", |s| {
        s.section.provenance = caseward_model::Provenance::ThirdParty;
        s.section.teller_permits = true;
    }),
    ("question to the Law Department open", |s| {
        s.law.question_open = true;
    }),
    ("the Law Department said no", |s| s.law.declined = true),
    ("asked for by law, not approved", |s| {
        s.law.requested_by_law = true;
    }),
    ("may raise the client's risk", |s| {
        s.danger.raises_risk = true;
    }),
    ("policy of the other not assessed", |s| {
        s.recipient.policy_assessed = false;
    }),
    ("no current protocol", |s| {
        s.recipient.protocol_current = false;
    }),
    ("not what the protocol covers", |s| {
        s.recipient.protocol_covers = false;
    }),
    ("the client has died", |s| s.client.deceased = true),
];

fn closing(policies: &Policies, text: &mut String) {
    line(
        text,
        format_args!("\n5. WHAT CLOSES WHAT\nThe section on services; beside each ✘ the clause.\n"),
    );
    let typical = typical();
    let mut head = " ".repeat(37);
    for (name, _) in &typical {
        head.push_str(&format!("{name:<13}"));
    }
    line(text, format_args!("{}", head.trim_end()));
    for (what, close) in CLOSERS {
        let mut row = format!("{what:<37}");
        for (_, s) in &typical {
            let decision = policies.decide(&with(*s, close));
            let clause = decision.clauses.first().map_or("", |c| c.as_str());
            let cell = if decision.permitted {
                "✔".to_owned()
            } else {
                format!("✘ {clause}")
            };
            row.push_str(&format!("{cell:<13}"));
        }
        line(text, format_args!("{}", row.trim_end()));
    }
}
