//! Words of the by-name list: who is left in it, and in which order it stands (CC-1, CC-2.5).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What can be asked of a by-name list: only those of whom this is known stay in it.
    pub enum ByNameFilter, "filter of the by-name list" {
        /// Served in the armed forces.
        Veteran = "veteran",
        /// From 18 to 24 years old.
        Youth = "youth",
        /// Lives with a child.
        Family = "family",
        /// Chronically homeless, as HUD defines it.
        Chronic = "chronic",
        /// Enrolled, and without a day on which they moved in.
        NotHoused = "not_housed",
    }
}

vocabulary! {
    /// In which order a by-name list stands. Of whom it isn't known stands last.
    pub enum ByNameSort, "order of the by-name list" {
        /// The highest score first, then who is on the priority list, then the longest homeless.
        Priority = "priority",
        /// The longest homeless first.
        Homeless = "homeless",
        /// Whose last contact is longest ago first.
        Contact = "contact",
        /// By name.
        Name = "name",
    }
}
