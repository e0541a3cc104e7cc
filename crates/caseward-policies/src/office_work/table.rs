//! The office's part of `policies/matrix.txt`: which role may do what, about whom.

use std::fmt::Write as _;

use caseward_model::{Concern, OfficeAct, OfficeSituation, Role};

use crate::Policies;

const WIDTH: usize = 22;

/// Adds the table to the matrix.
pub(crate) fn print(policies: &Policies, number: u32, text: &mut String) {
    let mut line = |it: std::fmt::Arguments<'_>| {
        // Writing into a string can't fail.
        writeln!(text, "{it}").ok();
    };
    line(format_args!("\n{number}. THE OFFICE ITSELF"));
    line(format_args!(
        "Who may do what, about whom, in good standing: f the office as a whole, o oneself, s someone\n\
         whom they supervise, c another colleague. Suspended: nothing.\n"
    ));
    for &act in OfficeAct::ALL {
        let mut rows: Vec<(String, Vec<&str>)> = Vec::new();
        for &role in Role::ALL {
            let marks = marks(policies, act, role, [true, true, true]);
            match rows.iter_mut().find(|(known, _)| *known == marks) {
                Some((_, roles)) => roles.push(role.word()),
                None => rows.push((marks, vec![role.word()])),
            }
        }
        for (marks, roles) in rows.iter().filter(|(marks, _)| marks != "✘") {
            line(format_args!(
                "{:<WIDTH$}{marks:<6}{}",
                act.word(),
                roles.join(", ")
            ));
        }
    }
    line(format_args!(
        "\nWhat is left without a signature, with overdue training, or to another organisation's staff:"
    ));
    for (what, [of_this_office, agreement_signed, training_current]) in [
        ("not signed", [true, false, true]),
        ("training overdue", [true, true, false]),
        ("others' staff", [false, true, true]),
    ] {
        let left: Vec<_> = OfficeAct::ALL
            .iter()
            .filter_map(|&act| {
                let facts = [of_this_office, agreement_signed, training_current];
                let marks = marks(policies, act, Role::Supervisor, facts);
                (marks != "✘").then(|| format!("{} {marks}", act.word()))
            })
            .collect();
        line(format_args!("{what:<WIDTH$}{}", left.join(", ")));
    }
}

fn marks(
    policies: &Policies,
    act: OfficeAct,
    role: Role,
    [of_this_office, agreement_signed, training_current]: [bool; 3],
) -> String {
    let letters = ["f", "o", "s", "c"];
    let marks: String = Concern::ALL
        .iter()
        .zip(letters)
        .filter(|&(&concern, _)| {
            let situation = OfficeSituation {
                act,
                concern,
                role,
                of_this_office,
                agreement_signed,
                training_current,
                suspended: false,
                emergency_unsettled: false,
                barred: false,
            };
            policies.decide_office(&situation).permitted
        })
        .map(|(_, letter)| letter)
        .collect();
    if marks.is_empty() {
        "✘".to_owned()
    } else {
        marks
    }
}
