//! Who is missing what, for whoever may see it or holds the key.

use caseward_casework::Office;
use caseward_casework::standing::Matrix;
use serde_json::json;

use super::{day, person};
use crate::terminal::{Ended, Terminal};

pub(super) async fn missing(
    office: &Office,
    actor: Option<&str>,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let matrix = match actor {
        Some(handle) => {
            office
                .missing_standing(&person(office, handle).await?)
                .await?
        }
        None => office.missing_standing_of_all().await?,
    };
    terminal.json(&rows_of(&matrix))?;
    let names = office.colleagues().await?;
    for row in matrix.missing() {
        let handle = names.iter().find(|it| it.no == row.no);
        let handle = handle.map_or("", |it| it.handle.as_str());
        terminal.say(format!(
            "{handle:<20}{:<20}{}",
            row.role.word(),
            lacks(&matrix, row.no).join(", ")
        ));
    }
    for role in &matrix.parts_without {
        terminal.note(format!(
            "Nobody who is a {role} gets in: no agreement, or no course, is set for that part."
        ));
    }
    Ok(Ended::Done)
}

/// The short names of what someone lacks.
fn lacks(matrix: &Matrix, no: i64) -> Vec<String> {
    let row = matrix.rows.iter().find(|it| it.no == no);
    let stands = row.into_iter().flat_map(|it| &it.stands).flatten();
    let lacking = stands.filter(|it| it.until.is_none());
    lacking.map(|it| it.requirement.name.clone()).collect()
}

fn rows_of(matrix: &Matrix) -> serde_json::Value {
    let people = matrix.rows.iter().map(|row| {
        let stands = row.stands.iter().flatten().map(|it| {
            json!({
                "requirement": it.requirement.name, "until": it.until.map(day),
                "waits": it.paper_waits, "refused": it.refused,
            })
        });
        json!({
            "worker": row.worker, "role": row.role, "suspended": row.suspended,
            "in_order": row.in_order, "requirements": stands.collect::<Vec<_>>(),
        })
    });
    json!({ "people": people.collect::<Vec<_>>(), "parts_without": matrix.parts_without })
}
