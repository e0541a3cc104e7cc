//! Several resources as the answer to a search. It is what it holds: whoever receives it isn't told whether anything was kept in,
//! nor how much, because that is a fact about the client, too (DV-3.3.1).

use serde_json::{Value, json};

/// A search's answer.
#[must_use]
pub fn searchset(resources: Vec<Value>) -> Value {
    let total = resources.len();
    let found = |it: Value| json!({ "resource": it, "search": { "mode": "match" } });
    let entries: Vec<Value> = resources.into_iter().map(found).collect();
    let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "total": total });
    // FHIR has no empty lists.
    if let (Some(fields), false) = (bundle.as_object_mut(), entries.is_empty()) {
        fields.insert("entry".to_owned(), entries.into());
    }
    bundle
}
