//! What in a row asks for protection, or proposes it (DV-3.3.1, DV-3.3.2).
//!
//! `CurrentlyFleeing` protects at once. `DomesticViolenceSurvivor` alone only proposes: the client and
//! their worker decide. Rows of a victim service provider, or of a project for survivors, tell where
//! a client's protection comes from.

use super::layout::Layout;
use super::reader::Row;

/// A reason to protect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// The client is fleeing now (`CurrentlyFleeing` = 1): protect.
    Fleeing,
    /// The client survived domestic violence: propose protection, don't impose it.
    Survivor,
    /// The organisation is a victim service provider: its client rows may only enter a comparable
    /// database.
    VictimServiceProvider,
    /// The project is for survivors of domestic violence.
    SurvivorProject,
}

const COLUMNS: &[(&str, &str, Signal)] = &[
    ("HealthAndDV", "CurrentlyFleeing", Signal::Fleeing),
    ("HealthAndDV", "DomesticViolenceSurvivor", Signal::Survivor),
    (
        "Organization",
        "VictimServiceProvider",
        Signal::VictimServiceProvider,
    ),
    ("Project", "TargetPopulation", Signal::SurvivorProject),
];

/// The columns of this file that can carry a signal, the strongest first. An unknown file with a column
/// of such a name is heard as well.
pub(super) fn signal_columns(layout: &Layout) -> Vec<(usize, Signal)> {
    COLUMNS
        .iter()
        .filter(|(file, _, _)| {
            layout
                .standard
                .is_none_or(|standard| standard.name == *file)
        })
        .filter_map(|(_, header, signal)| Some((layout.place(header)?, *signal)))
        .collect()
}

/// The strongest signal of a row.
#[must_use]
pub fn protection_signals(layout: &Layout, row: &Row<'_>) -> Option<Signal> {
    layout
        .signals
        .iter()
        .find(|(column, signal)| match signal {
            // Whoever writes something odd here may mean yes: only a plain no is one.
            Signal::Fleeing | Signal::VictimServiceProvider => !is_no(row.value(*column)),
            Signal::Survivor | Signal::SurvivorProject => is_one(row.value(*column)),
        })
        .map(|(_, signal)| *signal)
}

/// Blank, no, or one of HUD's words for not knowing (8, 9, 99).
fn is_no(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    matches!(value.as_str(), "" | "no" | "n" | "false" | "f")
        || matches!(crate::fields::whole_number(&value), Some(0 | 8 | 9 | 99))
}

/// One, however a spreadsheet wrote it; and a plain yes.
fn is_one(value: &str) -> bool {
    let value = value.trim();
    value == "1"
        || ["yes", "y", "true", "t"]
            .iter()
            .any(|yes| value.eq_ignore_ascii_case(yes))
        || crate::fields::whole_number(value) == Some(1)
}
