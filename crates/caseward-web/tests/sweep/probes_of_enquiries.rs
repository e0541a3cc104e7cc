//! One line for each address of the API about what somebody outside asks, and about what is collected and why.

use crate::probe::*;

const NO_ENQUIRY: &[(&str, Gap)] = &[("no", Gap::NotThere(&["99999999", "x", "-1"]))];

pub(crate) const ALL: &[Probe] = &[
    get("/api/v1/enquiries"),
    api_post("/api/v1/enquiries", r#"{"from":"","who":"","asked":""}"#).good(422),
    get("/api/v1/enquiries/spokesperson"),
    api_put("/api/v1/enquiries/spokesperson", r#"{"worker":null}"#),
    get("/api/v1/enquiries/{no}/letter").gaps(NO_ENQUIRY),
    api_post("/api/v1/enquiries/{no}/answer", r#"{"how":""}"#).gaps(NO_ENQUIRY),
    get("/api/v1/needs"),
    api_post("/api/v1/needs", r#"{"field":"","why":""}"#).good(422),
    api_post("/api/v1/needs/end", r#"{"field":""}"#).good(422),
    api_post("/api/v1/needs/imports", r#"{"by_need":false}"#).good(204),
];
