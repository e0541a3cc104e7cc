//! The leaflet that tells a client what is shared about them, with whom, and how it is protected (DV-4.1).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// What is shared about a client in joint working, for themselves. It names no person. Days are `YYYY-MM-DD`; sections, purposes, roads and
/// ways are words of their lists.
#[derive(Clone, Serialize)]
pub struct SharingLeaflet {
    /// In which language it is set.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// The day on which it was made.
    pub made_on: String,
    /// The beginning of the hash of what stands in it, by which the record says which leaflet it was.
    pub mark: String,
    /// With each organization, consent by consent.
    pub lines: Vec<SharedWith>,
}

/// What the client agreed that one organization may have.
#[derive(Clone, Serialize)]
pub struct SharedWith {
    /// The organization.
    pub recipient: String,
    /// What.
    pub sections: Vec<String>,
    /// What for.
    pub purposes: Vec<String>,
    /// The last day.
    pub until: String,
    /// For one time only.
    pub once: bool,
    /// By which roads it may go (a channel each).
    pub roads: Vec<String>,
    /// The kinds of ways to them on these roads that were checked.
    pub ways: Vec<String>,
    /// Their confidentiality policy counts as assessed.
    pub policy_assessed: bool,
    /// The last day on which it does, where that ends.
    pub policy_until: Option<String>,
    /// How often something left under it.
    pub times: usize,
    /// The last day on which something did.
    pub last_on: Option<String>,
}

says_nothing!(SharingLeaflet, SharedWith);

impl Paper for SharingLeaflet {
    const TEMPLATE: Template = Template {
        name: "sharing-leaflet.typ",
        text: include_str!("../../../policies/domestic-violence/forms/sharing-leaflet.typ"),
    };
}
