//! Several resources as the answer to a search; what was kept in is said, and by how much, and nothing more.

use serde_json::{Value, json};

/// A search's answer. `kept_in` resources don't leave as things stand: a warning says so.
#[must_use]
pub fn searchset(resources: Vec<Value>, kept_in: usize) -> Value {
    let total = resources.len();
    let found = |it: Value| json!({ "resource": it, "search": { "mode": "match" } });
    let mut entries: Vec<Value> = resources.into_iter().map(found).collect();
    if kept_in > 0 {
        let says = format!("{kept_in} more do not leave as things stand.");
        entries.push(json!({
            "resource": {
                "resourceType": "OperationOutcome",
                "issue": [{ "severity": "warning", "code": "suppressed", "details": { "text": says } }],
            },
            "search": { "mode": "outcome" },
        }));
    }
    let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "total": total });
    // FHIR has no empty lists.
    if let (Some(fields), false) = (bundle.as_object_mut(), entries.is_empty()) {
        fields.insert("entry".to_owned(), entries.into());
    }
    bundle
}
